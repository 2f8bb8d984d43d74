//! Leaving care: what every route has in common; turning eighteen, and the small other ends.
//!
//! The eighteenth birthday ends care whatever else was due. What the return calls it then
//! (independent living, adult care, stayed with carers) does not change the date. Under 18 a
//! child can also leave for independent living from 16, custody, another council, or because age
//! was assessed as adult: hazards by age, higher for unaccompanied asylum-seeking children.

use crate::des::time::SimTime;

use super::child::{Route, Standing};
use super::clocks::Clocks;
use super::long_term::LongTerm;
use super::record::{Event, Observer};
use super::{ChildId, World};

impl<O: Observer> World<'_, O> {
    /// The child leaves care by `route`.
    pub(super) fn leave_care(&mut self, id: ChildId, route: Route) {
        self.leave_care_supervised(id, route, SimTime::NEVER);
    }

    /// The same, under a supervision order until `until`, unless that is never.
    pub(super) fn leave_care_supervised(&mut self, id: ChildId, route: Route, until: SimTime) {
        self.leave_case(id);
        self.end_drift(id);
        self.end_placement(id);
        self.end_support(id);
        self.tell(|child| Event::PeriodEnded(child, route), id);
        self.in_care -= 1;
        let breakdown = self.breakdown(id, route);
        let child = &mut self.children[id.0];
        child.standing = Standing::AfterCare(route);
        child.left = self.now;
        child.long_term = LongTerm::No;
        child.planned_transition = false;
        child.clocks = Clocks::stopped(child.clocks.eighteen_at);
        child.clocks.breaks_down_at = breakdown;
        let (adult, family) = (child.clocks.eighteen_at <= self.now, child.family);
        self.conclude_without_children(family);
        let supervised = until != SimTime::NEVER && !adult;
        if supervised {
            self.children[id.0].clocks.supervised_until = until;
            self.tell(|child| Event::SupervisionBegan(child), id);
        }
        if !adult && self.will_have_allowance(id, route) {
            self.begin_allowance(id, route);
        } else if !supervised && !self.comes_back_in_time(&self.children[id.0]) {
            return self.forget_until_run_off(id);
        }
        self.reschedule_child(id);
    }

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
