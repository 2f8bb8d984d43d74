//! What is counted only if a scenario's `report` or `targets` names it: waits for a family and for relatives,
//! the way to the application, what children wait for, further groups of what is counted anyway.

use std::collections::BTreeMap;

use crate::care::adoption::Stage;
use crate::care::child::{AgeBand, Child, PlacementKind, Route};
use crate::care::family::CourtStage;
use crate::care::household::HouseholdKind;
use crate::care::long_term::LongTerm;
use crate::care::record::{Event, View};
use crate::des::probe::Gauge;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::super::metrics::{Awaited, Group, Metric};
use super::by_child::{child_in_placement, child_now, who};
use super::stages::at_the_match;
use super::{Tally, seeking, without_responsibility};

/// What is kept from one event to the next.
#[derive(Clone, Debug)]
pub(super) struct OnRequest {
    /// Children in a children's home for want of a family, and since when.
    without_family: BTreeMap<Root, SimTime>,
    /// Families whose case is on its way to court, and since when.
    to_court: BTreeMap<Root, SimTime>,
    /// When the month under way began.
    month_began: SimTime,
    /// Children in placements of each kind.
    placed: [Gauge; PlacementKind::ALL.len()],
    /// Children who drift, and since when.
    drifting: BTreeMap<Root, SimTime>,
    /// Who ceased to be looked after in the financial year under way, as they were then.
    ceased: BTreeMap<Root, [Group; 5]>,
}

impl Default for OnRequest {
    fn default() -> Self {
        Self {
            without_family: BTreeMap::new(),
            to_court: BTreeMap::new(),
            month_began: SimTime::START,
            placed: [Gauge::new(SimTime::START, 0); PlacementKind::ALL.len()],
            drifting: BTreeMap::new(),
            ceased: BTreeMap::new(),
        }
    }
}

impl Tally<'_> {
    fn requested(&mut self) -> &mut OnRequest {
        self.on_request.as_mut().expect("asked before it is called")
    }

    pub(super) fn requested_event(&mut self, now: SimTime, event: &Event<'_>) {
        match *event {
            Event::PlacementBegan(child) => {
                self.requested().placed[child.placement.kind as usize].change(now, 1);
                self.await_family(child);
                let opening = child.existing && now == SimTime::START;
                if child.placement.kind == PlacementKind::Kinship && !opening {
                    self.child_waited(
                        Metric::WaitForRelativesDays,
                        now,
                        child,
                        now - child.entered,
                    );
                }
            }
            Event::PlacementEnded(child) => {
                self.requested().placed[child.placement.kind as usize].change(now, -1);
                self.in_care_in_placement(now, child);
            }
            Event::DriftBegan(child) if self.layout.is_requested(Metric::DriftChildDays) => {
                self.requested().drifting.insert(child.root, now);
            }
            Event::DriftEnded(child) if self.layout.is_requested(Metric::DriftChildDays) => {
                // Those who drift at the start are not told of.
                let since = self.requested().drifting.remove(&child.root);
                self.drifted(now, child, since.unwrap_or(SimTime::START));
            }
            Event::Searched {
                child,
                preferred,
                found,
            } => {
                if preferred == PlacementKind::InHouse {
                    self.searched_for_own_carers(now, child, found);
                }
                if found == PlacementKind::ChildrensHome {
                    let bought = child.placement.bed.is_none();
                    let unmet = i64::from(bought);
                    self.share(Metric::UnmetBedShare, bought, 1);
                    self.count(Metric::UnmetBedDemand, Group::All, usize::from(bought));
                    let groups = || child_now(now, child);
                    self.of_child(Metric::UnmetBedShare, groups, unmet, 1);
                    self.of_child(Metric::UnmetBedDemand, groups, unmet, unmet);
                }
            }
            Event::PeriodEnded(child, route) => self.requested_exit(now, child, route),
            Event::BrokeDown(_, route) => self.count(Metric::Breakdowns, Group::Route(route), 1),
            Event::GoesToCourt(family)
                if self.layout.follows(Metric::DecisionToApplicationDays) =>
            {
                self.requested().to_court.insert(family.root, now);
            }
            Event::AppliedToCourt { family, children } => {
                if let Some(decided) = self.requested().to_court.remove(&family.root) {
                    let took = now - decided;
                    for _ in 0..children {
                        self.waited(Metric::DecisionToApplicationDays, Group::All, took);
                    }
                }
            }
            _ => {}
        }
    }

    /// A child is placed in a children's home because no family was found, or has found one since.
    fn await_family(&mut self, child: &Child) {
        if !self.layout.follows(Metric::WaitForFamilyDays) {
            return;
        }
        let listed = &mut self.requested().without_family;
        if child.placement.overflow {
            listed.entry(child.root).or_insert(child.placement.since);
            return;
        }
        use PlacementKind::{Adoptive, Agency, InHouse, Kinship};
        let kind = child.placement.kind;
        if let Some(since) = listed.remove(&child.root)
            && matches!(kind, Kinship | InHouse | Agency | Adoptive)
        {
            let (metric, now) = (Metric::WaitForFamilyDays, child.placement.since);
            self.child_waited(metric, now, child, now - since);
            self.waited(metric, Group::Placement(kind), now - since);
        }
    }

    fn child_waited(&mut self, metric: Metric, now: SimTime, child: &Child, span: SimSpan) {
        self.waited(metric, Group::All, span);
        for group in child_now(now, child) {
            self.waited(metric, group, span);
        }
    }

    fn searched_for_own_carers(&mut self, now: SimTime, child: &Child, found: PlacementKind) {
        let unmet = i64::from(found != PlacementKind::InHouse);
        let groups = || child_now(now, child);
        self.of_child(Metric::UnmetInHouseShare, groups, unmet, 1);
        self.of_child(Metric::UnmetInHouseDemand, groups, unmet, unmet);
        let met = || [Group::Placement(found)];
        self.of_child(Metric::UnmetInHouseDemand, met, unmet, unmet);
    }

    fn requested_exit(&mut self, now: SimTime, child: &Child, route: Route) {
        self.requested().without_family.remove(&child.root);
        let end = child.end.filter(|end| end.route() == route).map(Group::End);
        let of_the_child = child_now(now, child);
        if self.layout.is_requested(Metric::Exits) {
            for group in of_the_child.into_iter().chain(end) {
                self.count(Metric::Exits, group, 1);
            }
        }
        let [age, needs, ethnic_group, siblings] = of_the_child;
        let route_group = Group::Route(route);
        let end = end.unwrap_or(route_group);
        let groups = [age, needs, ethnic_group, siblings, route_group, end];
        self.add_crossed(Metric::Exits, &groups, 1, 1);
        if self.layout.is_requested(Metric::TimeInCareLeaversDays) {
            let took = (now - child.entered).seconds();
            for group in of_the_child.into_iter().chain([Group::Route(route)]) {
                self.add(Metric::TimeInCareLeaversDays, group, took, 1);
            }
        }
        if self.layout.is_requested(Metric::CeasedDfe) {
            self.ceased(now, child, route);
        }
    }

    /// Who ceases to be looked after twice in a financial year is told of as they last did.
    fn ceased(&mut self, now: SimTime, child: &Child, route: Route) {
        let [age, needs, ethnic_group, siblings] = child_now(now, child);
        let groups = [Group::Route(route), age, needs, ethnic_group, siblings];
        if let Some(before) = self.requested().ceased.insert(child.root, groups) {
            self.of_child(Metric::CeasedDfe, || before, -1, -1);
        }
        self.of_child(Metric::CeasedDfe, || groups, 1, 1);
    }

    /// What a child has been in care of this month in a placement that ends, or goes on into the next month.
    fn in_care_in_placement(&mut self, now: SimTime, child: &Child) {
        let began = self.requested().month_began.max(child.placement.since);
        self.days_of(Metric::TimeInCareChildDays, child, began, now);
    }

    /// What all have lived of this month in placements of each kind.
    fn lived_in_placements(&mut self, now: SimTime) {
        for kind in PlacementKind::ALL {
            let gauge = &mut self.requested().placed[kind as usize];
            let seconds = gauge.integral_seconds(now);
            gauge.restart(now);
            let seconds = i64::try_from(seconds).expect("a month of children fits");
            let placement = Group::Placement(kind);
            self.add(Metric::PlacementDays, placement, seconds, 0);
            for group in [Group::All, placement] {
                self.add(Metric::UnitCostGbp, group, 0, seconds);
            }
        }
    }

    /// What a child has drifted of this month.
    fn drifted(&mut self, now: SimTime, child: &Child, since: SimTime) {
        let began = self.requested().month_began.max(since);
        self.days_of(Metric::DriftChildDays, child, began, now);
    }

    /// Days of a child, those of each age for themselves.
    fn days_of(&mut self, metric: Metric, child: &Child, began: SimTime, now: SimTime) {
        if !self.layout.is_requested(metric) {
            return;
        }
        for group in who(child) {
            self.add(metric, group, (now - began).seconds(), 0);
        }
        for band in AgeBand::ALL {
            let (from, to) = band.bounds();
            let [from, to] = [from, to].map(|age| child.born + SimSpan::from_years(age));
            let seconds = (now.min(to) - began.max(from)).seconds().max(0);
            self.add(metric, Group::Age(band), seconds, 0);
        }
    }

    pub(super) fn requested_month_end(&mut self, now: SimTime, view: View<'_>) {
        self.lived_in_placements(now);
        self.days_of_this_month(now, view);
        self.requested().month_began = now;
        for beds in view.beds {
            let (taken, total) = (i64::from(beds.taken()), i64::from(beds.total()));
            self.add(Metric::HomeBeds, Group::All, total, 0);
            self.add(Metric::HomeBedsFilled, Group::All, taken, 0);
            self.add(Metric::HomeBedOccupancy, Group::All, taken, total);
        }
        if !self.year_ends() {
            return;
        }
        self.requested().ceased.clear();
        for child in view.children.values().filter(|child| child.in_care()) {
            self.look_at_child_on_request(now, child, view);
        }
        for case in view.cases.values().filter(seeking) {
            for member in &case.members {
                let child = &view.children[member.0];
                let groups = at_the_match(child, case);
                self.add_crossed(Metric::WaitingForAdopters, &groups, 1, 1);
            }
        }
        let foster = view.households.values();
        for household in foster.filter(|h| h.kind == HouseholdKind::Foster) {
            let places = &household.places;
            let (taken, total) = (i64::from(places.taken()), i64::from(places.total()));
            self.add(Metric::InHouseOccupancy, Group::All, taken, total);
        }
    }

    /// Days of this month child by child, if somebody asks for some that are counted so.
    fn days_of_this_month(&mut self, now: SimTime, view: View<'_>) {
        let told_apart = self.layout.is_requested(Metric::TimeInCareChildDays);
        if !told_apart && !self.layout.is_requested(Metric::DriftChildDays) {
            return;
        }
        for child in view.children.values().filter(|child| child.in_care()) {
            self.in_care_in_placement(now, child);
            if child.drifting {
                let since = self.requested().drifting.get(&child.root).copied();
                let since = since.unwrap_or(SimTime::START);
                self.drifted(now, child, since);
            }
        }
    }

    fn look_at_child_on_request(&mut self, now: SimTime, child: &Child, view: View<'_>) {
        let far = i64::from(!child.placement.near);
        let three = i64::from(super::month_end::three_placements(now, child));
        // Age, placement, legal status, needs and plan of those in care are counted of every run.
        let [placement, age, needs, ethnic_group, siblings] = child_in_placement(now, child);
        for group in [ethnic_group, siblings] {
            self.count(Metric::ChildrenInCare, group, 1);
        }
        self.of_child(Metric::OutOfArea, || child_in_placement(now, child), far, 1);
        let of_it = child_now(now, child);
        self.of_child(Metric::ThreeOrMorePlacements, || of_it, three, 1);
        for (metric, counts) in [
            (Metric::OverflowInChildrensHomes, child.placement.overflow),
            (
                Metric::NobodyExercisingResponsibility,
                without_responsibility(child),
            ),
        ] {
            self.of_child(metric, || of_it, i64::from(counts), 1);
        }
        let (legal, plan) = (Group::Legal(child.legal), Group::Plan(child.plan));
        let groups = [placement, age, needs, ethnic_group, siblings, legal, plan];
        for (metric, total) in [
            (Metric::ChildrenInCare, 1),
            (Metric::OutOfArea, far),
            (Metric::ThreeOrMorePlacements, three),
        ] {
            self.add_crossed(metric, &groups, total, 1);
        }
        for awaited in awaited(child, view).into_iter().flatten() {
            self.count(Metric::ChildrenWaiting, Group::Awaited(awaited), 1);
            let groups = [Group::Awaited(awaited), age, needs, ethnic_group, siblings];
            self.add_crossed(Metric::ChildrenWaiting, &groups, 1, 1);
        }
    }
}

/// What a child in care waits for: the court, adopters, a placement.
fn awaited(child: &Child, view: View<'_>) -> [Option<Awaited>; 3] {
    if child.placement.kind == PlacementKind::WithParents {
        return [Some(Awaited::Discharge), None, None];
    }
    let court = match view.families[child.family.0].court {
        CourtStage::BeforeDecision { .. } if child.nobody_responsible => {
            Some(Awaited::LegalPlanning)
        }
        CourtStage::LegalPlanning { .. } => Some(Awaited::LegalPlanning),
        CourtStage::PreProceedings { .. } | CourtStage::AwaitingIssue { .. } => {
            Some(Awaited::Application)
        }
        CourtStage::Proceedings { .. } => Some(Awaited::FinalHearing),
        CourtStage::None { .. }
        | CourtStage::Remand { .. }
        | CourtStage::BeforeDecision { .. }
        | CourtStage::Concluded => None,
    };
    let adoption = child.case.map(|case| match view.cases[case.0].stage {
        Stage::Waiting => Awaited::Adopters,
        Stage::Matched { .. } => Awaited::MovingIn,
        Stage::Placed { .. } => Awaited::AdoptionOrder,
        Stage::Reversed { .. } => Awaited::Revocation,
    });
    let placement = match child.long_term {
        _ if child.placement.overflow => Some(Awaited::Family),
        LongTerm::Unmatched { right: false, .. } => Some(Awaited::RightPlacement),
        _ => None,
    };
    [court, adoption, placement]
}
