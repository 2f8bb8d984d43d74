//! Turning eighteen, and the small other ends of care.
//!
//! The eighteenth birthday ends care whatever else was due. What the return calls it then
//! (independent living, adult care, stayed with carers) does not change the date. Under 18 a
//! child can also leave for independent living from 16, custody, another council, or because age
//! was assessed as adult: hazards by age, higher for unaccompanied asylum-seeking children.

use super::child::{Route, Standing};
use super::record::Observer;
use super::{ChildId, World};

impl<O: Observer> World<'_, O> {
    /// The eighteenth birthday: the end of care, or of an allowance after it.
    pub(super) fn turn_eighteen(&mut self, id: ChildId) {
        match self.children[id.0].standing {
            Standing::InCare => match self.stays_on(id) {
                Some(kind) => self.stay_on(id, kind),
                None => self.leave_care(id, Route::TurnedEighteen),
            },
            Standing::AfterCare(route) => self.stop_following(id, route),
        }
    }

    /// Any other end under 18.
    pub(super) fn leave_otherwise(&mut self, id: ChildId) {
        self.leave_care(id, Route::Other);
    }
}
