//! The stages towards adoption one by one, and placement orders that wait to be revoked.
//!
//! The adoption scorecards count from coming into care to moving in (A1) and from placement order to
//! match (A2), against thresholds of fourteen and four months; councils set targets for the stages
//! between, and for the time from the end of the plan for adoption to the revocation of the order.

use std::collections::BTreeMap;

use crate::care::adoption::{Case, Stage};
use crate::care::child::{Child, LegalStatus, Route};
use crate::care::record::{Event, View};
use crate::des::stream::Root;
use crate::des::time::{SECONDS_PER_DAY, SECONDS_PER_YEAR, SimSpan, SimTime};

use super::super::metrics::{Group, Metric};
use super::Tally;
use super::by_child::{age_at_entry, child_at_entry};

/// Fourteen months: the scorecards' threshold for A1 in 2013 to 2016.
const FOURTEEN_MONTHS: SimSpan = SimSpan::from_seconds(426 * SECONDS_PER_DAY);
/// Four months: their threshold for A2.
const FOUR_MONTHS: SimSpan = SimSpan::from_seconds(121 * SECONDS_PER_DAY);

/// Half a year of 26 weeks, as `without_match_after_6_months` counts it.
const SIX_MONTHS: SimSpan = SimSpan::from_seconds(26 * 7 * SECONDS_PER_DAY);
/// How long the wait for a match is followed.
const TWO_YEARS: SimSpan = SimSpan::from_seconds(2 * SECONDS_PER_YEAR);

/// What is kept from one event to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Stages {
    /// Children matched who have not moved in yet, and since when.
    matched: BTreeMap<Root, SimTime>,
    /// Children under a placement order who have not been matched since.
    ordered: BTreeMap<Root, Ordered>,
    /// Cases no longer for adoption, and since when.
    reversed: BTreeMap<Root, SimTime>,
}

/// A child whose wait for a match is followed.
#[derive(Clone, Debug)]
struct Ordered {
    at: SimTime,
    groups: [Group; 4],
}

/// The groups that count for a match; ages are those at entry.
pub(super) fn at_the_match(child: &Child, case: &Case) -> [Group; 4] {
    [
        age_at_entry(child),
        Group::Needs(child.needs),
        Group::siblings(case.members.len()),
        Group::EthnicGroup(child.ethnic_group),
    ]
}

impl Tally<'_> {
    pub(super) fn stage_event(&mut self, now: SimTime, event: &Event<'_>) {
        match *event {
            Event::LegalStatus(child, _) if child.legal == LegalStatus::PlacementOrder => {
                self.took(Metric::EntryToPlacementOrderDays, now - child.entered, 1);
            }
            Event::Ordered { child, case } => {
                self.of_child(Metric::PlacementOrders, || at_the_match(child, case), 1, 1);
                self.follow_to_match(now, child, case);
            }
            Event::ChildMatched {
                child,
                case,
                waited,
            } => {
                self.match_found(now, child);
                let in_time = waited <= FOUR_MONTHS;
                self.share(Metric::MatchedWithin4Months, in_time, 1);
                let groups = at_the_match(child, case);
                self.of_child(
                    Metric::MatchedWithin4Months,
                    || groups,
                    i64::from(in_time),
                    1,
                );
                self.of_child(Metric::Matches, || groups, 1, 1);
                // A match that lapsed is forgotten with the next one.
                self.stages.matched.insert(child.root, now);
            }
            Event::PlacedForAdoption(child) => {
                if let Some(matched) = self.stages.matched.remove(&child.root) {
                    self.took(Metric::MatchToPlacedDays, now - matched, 1);
                    let (metric, took) = (Metric::MatchToPlacedDays, now - matched);
                    self.took_child(metric, || child_at_entry(child), took);
                }
            }
            Event::PeriodEnded(child, Route::Adopted) => {
                let took = now - child.with_adopters_since;
                self.took(Metric::PlacedToOrderDays, took, 1);
            }
            Event::NoLongerAdoption(case) => {
                self.stages.reversed.insert(case.root, now);
            }
            Event::Revoked(case) => {
                if let Some(reversed) = self.stages.reversed.remove(&case.root) {
                    let children = case.members.len();
                    self.took(Metric::ReversalToRevocationDays, now - reversed, children);
                }
            }
            Event::WorkerChanged(_) => self.one(Metric::ChangesOfSocialWorker),
            _ => {}
        }
    }

    pub(super) fn child_matched(&mut self, child: &Child, case: &Case, waited: SimSpan) {
        self.sample(Metric::WaitForMatchDays, Group::All, waited);
        let groups = at_the_match(child, case);
        for group in groups {
            self.waited(Metric::WaitForMatchDays, group, waited);
        }
        self.add_crossed(Metric::WaitForMatchDays, &groups, waited.seconds(), 1);
    }

    /// How long a child without a match is followed: two years, in a short run less.
    fn followed_to_match(&self) -> SimSpan {
        TWO_YEARS.min(self.layout.follow_up)
    }

    fn follow_to_match(&mut self, now: SimTime, child: &Child, case: &Case) {
        if now + self.followed_to_match() > self.layout.horizon() {
            return;
        }
        // An order after a revocation is another order.
        self.match_found(now, child);
        let groups = at_the_match(child, case);
        let ordered = Ordered { at: now, groups };
        self.stages.ordered.insert(child.root, ordered);
    }

    /// The first match after an order ends the wait.
    fn match_found(&mut self, now: SimTime, child: &Child) {
        if let Some(ordered) = self.stages.ordered.remove(&child.root) {
            self.without_match(&ordered, now - ordered.at);
        }
    }

    fn without_match(&mut self, ordered: &Ordered, waited: SimSpan) {
        let days = waited.min(self.followed_to_match()).seconds();
        let metric = Metric::DaysWithoutMatch;
        self.add(metric, Group::All, days, 1);
        for group in ordered.groups {
            self.add(metric, group, days, 1);
        }
        self.add_crossed(metric, &ordered.groups, days, 1);
        // Nobody is followed for six months in a run of less than a year.
        if self.followed_to_match() >= SIX_MONTHS {
            let metric = Metric::WithoutMatchAfter6Months;
            let late = i64::from(waited > SIX_MONTHS);
            self.add(metric, Group::All, late, 1);
            self.of_child(metric, || ordered.groups, late, 1);
        }
    }

    /// The run ends: whoever has no match has waited as long as they were followed.
    pub(super) fn end_waits_for_match(&mut self) {
        for ordered in std::mem::take(&mut self.stages.ordered).into_values() {
            self.without_match(&ordered, self.followed_to_match());
        }
    }

    pub(super) fn placed_for_adoption(&mut self, child: &Child) {
        self.one(Metric::PlacementsForAdoption);
        let took = child.with_adopters_since - child.entered;
        self.took(Metric::EntryToPlacedForAdoptionDays, took, 1);
        let in_time = took <= FOURTEEN_MONTHS;
        self.share(Metric::PlacedWithin14Months, in_time, 1);
        for (metric, total) in [
            (Metric::PlacementsForAdoption, 1),
            (Metric::EntryToPlacedForAdoptionDays, took.seconds()),
            (Metric::PlacedWithin14Months, i64::from(in_time)),
        ] {
            self.of_child(metric, || child_at_entry(child), total, 1);
        }
    }

    /// How long ago the plan for adoption of a case ended; `None` if that was before the run.
    pub(super) fn since_reversal(&self, now: SimTime, case: &Case) -> Option<SimSpan> {
        self.stages.reversed.get(&case.root).map(|at| now - *at)
    }

    pub(super) fn look_at_reversals(&mut self, view: View<'_>) {
        let reversed = |case: &&Case| matches!(case.stage, Stage::Reversed { .. });
        for case in view.cases.values().filter(reversed) {
            self.count(Metric::AwaitingRevocation, Group::All, case.members.len());
            for member in &case.members {
                let child = &view.children[member.0];
                self.of_child(
                    Metric::AwaitingRevocation,
                    || at_the_match(child, case),
                    1,
                    1,
                );
            }
        }
    }
}
