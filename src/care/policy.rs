//! Changes of policy: from a date on, other parameters hold.
//!
//! A stage already running keeps its length (but for the wait of children for whom nobody exercises
//! parental responsibility). Hazards change at once: what is left of each
//! budget is used up at the new rate.

use crate::des::time::SimTime;

use super::household::HouseholdId;
use super::phase::Phase;
use super::team::Stage;
use super::{ChildId, World};

impl World<'_> {
    /// Schedules the next dated change, if there is one.
    pub(super) fn schedule_policy_change(&mut self) {
        let next = self.model.regimes.get(self.regime);
        let at = next.map_or(SimTime::NEVER, |regime| regime.from);
        self.calendar
            .schedule(self.timetable.policy, at, Phase::PolicyChange as u8);
    }

    /// The next regime comes into force.
    pub(super) fn policy_changes(&mut self) {
        let all = self.children.iter();
        let in_care = all.filter(|(_, c)| c.in_care());
        let children: Vec<_> = in_care.map(|(i, _)| ChildId(i)).collect();
        let households: Vec<_> = self
            .households
            .iter()
            .map(|(i, _)| HouseholdId(i))
            .collect();
        let old = self.params();
        let new = &self.model.regimes[self.regime].params;
        let meetings = old.court.nobody_responsible != new.court.nobody_responsible;
        let workers = old.planning.worker_changes != new.planning.worker_changes;
        let births = old.entries.later_born != new.entries.later_born;
        for &child in &children {
            self.change_tables(child, old, new);
        }
        for &household in &households {
            self.settle_tenure(household);
        }
        self.regime += 1;
        for child in children {
            self.time_clocks(child);
        }
        for household in households {
            if self.households[household.0].may_leave() {
                self.time_tenure(household);
            }
        }
        self.fit_beds();
        for stage in Stage::ALL {
            self.take_up_work(stage);
        }
        if workers {
            self.time_all_workers();
        }
        if meetings {
            self.hasten_legal_planning();
        }
        self.time_stays();
        if births {
            self.time_all_later_born();
        }
        self.reschedule_approvals();
        if new.adoption.activity_interval_days != old.adoption.activity_interval_days {
            self.reschedule_activity_day(old.adoption.activity_interval_days);
        }
        self.schedule_policy_change();
    }
}
