//! Supervision orders.
//!
//! At the final hearing the court can send a child home, or to a special guardian, and place it
//! under the council's supervision (Children Act 1989, s. 31(1)(b) and s. 35), at first for a year.
//! The child is not looked after; a social worker advises and befriends it.

use crate::des::time::SimTime;

use super::child::Route;
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, World};

impl World<'_> {
    /// The child leaves care at the final hearing, perhaps under a supervision order.
    pub(super) fn leave_at_hearing(&mut self, id: ChildId, route: Route) {
        let params = self.params();
        let share = match route {
            Route::Home => params.court.supervision_order,
            Route::SpecialGuardianship => params.relatives.supervision_order,
            _ => 0.0,
        };
        let family = self.children[id.0].family;
        let root = self.families[family.0].root;
        let until = match self.uniform(root, Purpose::SupervisionOrder, 0) < share {
            true => {
                let length = &params.court.supervision_order_length;
                self.now + self.span(length, family, Purpose::SupervisionDays)
            }
            false => SimTime::NEVER,
        };
        self.leave_care_supervised(id, route, until);
    }

    /// Whatever ends a supervision order: its time, the eighteenth birthday, coming back into care.
    pub(super) fn end_supervision(&mut self, id: ChildId) {
        let until = &mut self.children[id.0].clocks.supervised_until;
        if std::mem::replace(until, SimTime::NEVER) != SimTime::NEVER {
            self.tell(|child| Event::SupervisionEnded(child), id);
        }
    }
}
