//! What is counted by what a child is, if a scenario asks for it: age, needs, ethnic group, size of the
//! group of siblings, placement.

use crate::care::child::{AgeBand, Child, LegalStatus, PlacementKind, Route};
use crate::care::plan::Plan;
use crate::care::record::Event;
use crate::des::time::{SimSpan, SimTime};

use super::super::metrics::{Group, Metric};
use super::stages::at_the_match;
use super::{TWENTY_SIX_WEEKS, Tally};

impl Tally<'_> {
    /// Adds to the groups that a child belongs to, which are found out only if somebody asks for any.
    pub(super) fn of_child<const N: usize>(
        &mut self,
        metric: Metric,
        groups: impl FnOnce() -> [Group; N],
        total: i64,
        of: i64,
    ) {
        if self.layout.is_requested(metric) {
            for group in groups() {
                self.add(metric, group, total, of);
            }
        }
    }

    /// One child, for everybody and its groups now.
    pub(super) fn one_child(&mut self, metric: Metric, now: SimTime, child: &Child) {
        self.one(metric);
        self.of_child(metric, || child_now(now, child), 1, 1);
    }

    /// The same for everybody too, of a child followed from its first entry: by its age then.
    pub(super) fn of_entrant(&mut self, metric: Metric, child: &Child, total: i64, of: i64) {
        self.add_to_all(metric, total, of);
        let groups = || with(age_at(child, child.first_entered), child);
        self.of_child(metric, groups, total, of);
    }
}

/// What happens to one child at a time, and is counted of everybody elsewhere.
impl Tally<'_> {
    pub(super) fn happened_to(&mut self, now: SimTime, event: &Event<'_>) {
        match *event {
            Event::Searched { child, .. } => {
                self.one_of(Metric::Searches, || child_now(now, child));
            }
            Event::PlacedApart(child) => {
                let metric = Metric::ChildrenSeparatedFromSiblings;
                self.one_of(metric, || child_now(now, child));
            }
            Event::PlanMade(child, Some(_)) => {
                self.one_of(Metric::ChangesOfPlan, || child_now(now, child));
            }
            Event::WorkerChanged(child) => {
                self.one_of(Metric::ChangesOfSocialWorker, || child_now(now, child));
            }
            Event::ChildNoLongerAdoption { child, case } => {
                self.one_of(Metric::AdoptionReversals, || at_the_match(child, case));
            }
            Event::ChildRevoked { child, case } => {
                let groups = || at_the_match(child, case);
                self.one_of(Metric::Revocations, groups);
                if let Some(took) = self.since_reversal(now, case) {
                    self.took_child(Metric::ReversalToRevocationDays, groups, took);
                }
            }
            Event::Heard { child, took } => {
                let groups = || child_now(now, child);
                self.took_child(Metric::ProceedingsDays, groups, took);
                let in_time = i64::from(took <= TWENTY_SIX_WEEKS);
                self.of_child(Metric::ProceedingsWithin26Weeks, groups, in_time, 1);
            }
            Event::LegalStatus(child, _) if child.legal == LegalStatus::PlacementOrder => {
                let (metric, took) = (Metric::EntryToPlacementOrderDays, now - child.entered);
                self.took_child(metric, || child_at_entry(child), took);
            }
            Event::PeriodEnded(child, Route::Adopted) => {
                let took = now - child.with_adopters_since;
                self.took_child(Metric::PlacedToOrderDays, || child_at_entry(child), took);
            }
            Event::PeriodEnded(child, Route::Home) => self.went_home(now, child),
            _ => {}
        }
    }

    fn went_home(&mut self, now: SimTime, child: &Child) {
        let planned = match child.plan {
            Some(Plan::Home) => Metric::PlannedReturnsHome,
            _ => Metric::UnplannedReturnsHome,
        };
        let discharged = child.placement.kind == PlacementKind::WithParents;
        let discharged = discharged.then_some(Metric::CareOrdersAtHomeDischarged);
        for metric in [planned].into_iter().chain(discharged) {
            self.one(metric);
            self.of_child(metric, || child_now(now, child), 1, 1);
        }
    }

    fn one_of(&mut self, metric: Metric, groups: impl FnOnce() -> [Group; 4]) {
        self.of_child(metric, groups, 1, 1);
    }

    pub(super) fn took_child(
        &mut self,
        metric: Metric,
        groups: impl FnOnce() -> [Group; 4],
        took: SimSpan,
    ) {
        self.of_child(metric, groups, took.seconds(), 1);
    }
}

/// Needs, ethnic group, size of the group of siblings.
pub(super) fn who(child: &Child) -> [Group; 3] {
    [
        Group::Needs(child.needs),
        Group::EthnicGroup(child.ethnic_group),
        Group::siblings(usize::from(child.siblings)),
    ]
}

/// The same, and an age.
fn with(age: Group, child: &Child) -> [Group; 4] {
    let [needs, ethnic_group, siblings] = who(child);
    [age, needs, ethnic_group, siblings]
}

/// With age now.
pub(super) fn child_now(now: SimTime, child: &Child) -> [Group; 4] {
    with(Group::Age(child.band(now)), child)
}

/// With age when the period of care began.
pub(super) fn child_at_entry(child: &Child) -> [Group; 4] {
    with(age_at_entry(child), child)
}

/// With age now and placement.
pub(super) fn child_in_placement(now: SimTime, child: &Child) -> [Group; 5] {
    let [age, needs, ethnic_group, siblings] = child_now(now, child);
    let placement = Group::Placement(child.placement.kind);
    [placement, age, needs, ethnic_group, siblings]
}

/// Age when the period of care began.
pub(super) fn age_at_entry(child: &Child) -> Group {
    age_at(child, child.entered)
}

fn age_at(child: &Child, at: SimTime) -> Group {
    Group::Age(AgeBand::of((at - child.born).years().max(0.0)))
}
