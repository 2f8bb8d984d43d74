//! The family's social worker, and what happens when another one takes over.
//!
//! Social workers leave and cases are handed on. Somebody new has to get to know the children:
//! assessments under way take some days longer, and for half a year placements end before their
//! time more often (changes of social worker raise delay and instability: Rock et al. 2015, cited
//! in Coventry's permanence strategy). Changes come by a hazard that runs as long as the family is
//! known; brothers and sisters share their worker. Families that are known when the run begins have
//! had changes before it.
//!
//! A support (see `support`) can lower the hazard of early ends for children whose worker stays;
//! here the changes themselves are modelled, and a scenario uses one of the two.

use crate::des::time::{SimSpan, SimTime};

use super::clocks::Running;
use super::family::CourtStage;
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, FamilyId, World};

/// How long a worker is new: half a year.
const NEW_FOR: f64 = 0.5;

impl World<'_> {
    /// A family becomes known: the hazard that its worker changes begins to run.
    pub(super) fn assign_worker(&mut self, id: FamilyId) {
        if !self.uses.worker_changes {
            return;
        }
        let family = &self.families[id.0];
        let budget = self.budget(family.root, Purpose::WorkerChanges, family.workers);
        self.families[id.0].worker = Running::new(budget, self.now);
        self.time_worker(id);
    }

    fn time_worker(&mut self, id: FamilyId) {
        let rate = self.params().planning.worker_changes;
        let family = &mut self.families[id.0];
        let entered = family.entered;
        family.worker.run(self.now, entered, &self.unit_rate, rate);
        self.reschedule_family(id);
    }

    /// After a change of policy.
    pub(super) fn time_all_workers(&mut self) {
        let all: Vec<_> = self.families.iter().map(|(i, _)| FamilyId(i)).collect();
        for id in all {
            self.time_worker(id);
        }
    }

    /// Some of the families known at the start have had a new worker in the half year before.
    pub(super) fn find_new_workers(&mut self) {
        let rate = self.params().planning.worker_changes;
        if rate == 0.0 {
            return;
        }
        let all: Vec<_> = self.families.iter().map(|(i, _)| FamilyId(i)).collect();
        for id in all {
            let family = &self.families[id.0];
            let known = (SimTime::START - family.entered).years();
            // Looking back, the last change is as long ago as the next one is ahead, unless the family came
            // after it.
            let years = self.budget(family.root, Purpose::LastWorker, 0) / rate;
            if years < NEW_FOR.min(known) {
                let rest = SimSpan::from_years(NEW_FOR - years);
                self.begin_with_worker(id, SimTime::START + rest);
            }
        }
    }

    /// Another social worker takes over.
    pub(super) fn worker_changes(&mut self, id: FamilyId) {
        self.families[id.0].workers += 1;
        self.assign_worker(id);
        for child in self.in_care_of(id) {
            self.tell(|child| Event::WorkerChanged(child), child);
        }
        self.hand_over(id);
        self.begin_with_worker(id, self.now + SimSpan::from_years(NEW_FOR));
    }

    /// The worker is new until then.
    fn begin_with_worker(&mut self, id: FamilyId, until: SimTime) {
        self.families[id.0].worker_new_until = until;
        self.time_all_of(id);
    }

    /// The worker knows the children now.
    pub(super) fn worker_settles(&mut self, id: FamilyId) {
        self.families[id.0].worker_new_until = SimTime::NEVER;
        self.time_all_of(id);
    }

    fn time_all_of(&mut self, id: FamilyId) {
        for child in self.in_care_of(id) {
            self.time_clocks(child);
        }
        self.reschedule_family(id);
    }

    fn in_care_of(&self, id: FamilyId) -> Vec<ChildId> {
        let members = self.families[id.0].members.iter().copied();
        members.filter(|c| self.children[c.0].in_care()).collect()
    }

    /// How many times the hazard of an early end holds with the worker the child has.
    pub(super) fn worker_factor(&self, family: FamilyId) -> f64 {
        match self.families[family.0].worker_new_until {
            SimTime::NEVER => 1.0,
            _ => self.params().stability.new_worker_factor,
        }
    }

    /// Assessments that have begun and are not complete take longer; what waits for them waits too.
    /// Those of a team are the team's.
    fn hand_over(&mut self, id: FamilyId) {
        let longer = SimSpan::from_days(self.params().planning.handover_days);
        let family = &mut self.families[id.0];
        if longer == SimSpan::ZERO || family.court == CourtStage::Concluded {
            return;
        }
        let done = family.assessed;
        let complete = [done.home, done.relatives, done.adoption];
        for (k, complete) in complete.into_iter().enumerate() {
            let begins = match k {
                _ if family.assessments.parallel => family.assessments.entered,
                0 => family.assessments.entered,
                1 => done.home,
                _ => done.relatives,
            };
            let under_way = begins <= self.now && complete > self.now;
            if under_way && family.assessments.by_team[k].is_none() {
                family.assessments.lengths[k] += longer;
            }
        }
        family.assessed = family.assessments.timetable();
        self.expect_relatives(id);
        self.list_hearing_again(id);
        self.families[id.0].plan_due = self.next_review(id);
    }
}
