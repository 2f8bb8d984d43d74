//! Counts what happens in one run, month by month, and turns it into a row of results.
//!
//! For each metric and group two whole numbers a month are kept: a sum (of events, children,
//! seconds) and of how many it is. A year or the horizon adds months up, so periods always add
//! up to their whole. Nothing about a single child is kept beyond the financial year, and nothing
//! of it is ever reported.

mod by_child;
mod fostering;
mod month_end;
mod on_request;
mod permanence;
mod row;
mod stages;

use std::collections::BTreeMap;

use crate::care::adoption::{Case, Stage};
use crate::care::child::{Child, LegalStatus, PlacementKind, Route};
use crate::care::household::{Household, HouseholdKind, Provider};
use crate::care::record::{Event, Observer, View};
use crate::care::team;
use crate::des::probe::Gauge;
use crate::des::stream::Root;
use crate::des::time::{SECONDS_PER_DAY, SimSpan, SimTime};
use crate::finance::ledger;

use super::layout::Layout;
use super::metrics::{Group, Metric};
use by_child::{age_at_entry, child_at_entry, child_in_placement, who};
use fostering::Fostering;
use on_request::OnRequest;
use stages::Stages;

pub use row::Costs;

/// The statutory limit of care proceedings, Children Act 1989 s. 32(1)(a).
const TWENTY_SIX_WEEKS: SimSpan = SimSpan::from_seconds(26 * 7 * SECONDS_PER_DAY);

/// A sum and of how many it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    total: i64,
    of: i64,
}

/// Single values by what they are of and whom.
type Samples = BTreeMap<(Metric, Group), Vec<f64>>;

/// Watches one run. See the module's text.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    layout: &'a Layout,
    /// `sums[month * series + s]`.
    sums: Vec<Sum>,
    /// The month under way.
    month: usize,
    /// Where its sums begin.
    month_sums: usize,
    in_care: Gauge,
    /// Children in a children's home for want of a family.
    overflow: i64,
    /// Children who drift.
    drift: Gauge,
    /// Children who have left care in the run for a home that is theirs by law.
    legal_permanence: Gauge,
    /// Children under section 20 for whom nobody exercises parental responsibility.
    nobody_responsible: i64,
    /// Children under supervision orders.
    supervised: i64,
    /// Cases that queue for teams, by stage.
    queued: [i64; team::Stage::ALL.len()],
    allowances: i64,
    /// Who started, and who ceased, to be looked after in the financial year under way.
    started: Vec<Root>,
    ceased: Vec<Root>,
    /// Days that each waited, where percentiles are asked for.
    samples: Samples,
    fostering: Fostering,
    stages: Stages,
    /// Only if somebody asks.
    on_request: Option<OnRequest>,
}

impl<'a> Tally<'a> {
    /// Ready for a run whose results have this layout.
    pub fn new(layout: &'a Layout) -> Self {
        let months = layout.begins_year.len();
        Self {
            layout,
            sums: vec![Sum::default(); months * layout.series_count()],
            month: 0,
            month_sums: 0,
            in_care: Gauge::new(SimTime::START, 0),
            overflow: 0,
            drift: Gauge::new(SimTime::START, 0),
            legal_permanence: Gauge::new(SimTime::START, 0),
            nobody_responsible: 0,
            supervised: 0,
            queued: [0; team::Stage::ALL.len()],
            allowances: 0,
            started: Vec::new(),
            ceased: Vec::new(),
            samples: Samples::new(),
            fostering: Fostering::default(),
            stages: Stages::default(),
            on_request: layout.has_requests().then(OnRequest::default),
        }
    }

    /// Adds to a series, for everybody or one group. Groups that the table does not list for
    /// the metric are not kept.
    fn add(&mut self, metric: Metric, group: Group, total: i64, of: i64) {
        if let Some(series) = self.layout.series(metric, group) {
            self.add_to(series, total, of);
        }
    }

    /// The same for everybody, of which most is.
    fn add_to_all(&mut self, metric: Metric, total: i64, of: i64) {
        if let Some(series) = self.layout.series_of_all(metric) {
            self.add_to(series, total, of);
        }
    }

    fn add_to(&mut self, series: usize, total: i64, of: i64) {
        let sum = &mut self.sums[self.month_sums + series];
        sum.total += total;
        sum.of += of;
    }

    /// Adds to whatever two groups at once are asked for of a metric, of somebody in these groups.
    fn add_crossed(&mut self, metric: Metric, groups: &[Group], total: i64, of: i64) {
        let layout = self.layout;
        for (place, crossed) in layout.crossed.iter().enumerate() {
            let both = crossed.groups.iter().all(|group| groups.contains(group));
            if both && crossed.metric == metric {
                self.add(metric, Group::Crossed(place), total, of);
            }
        }
    }

    fn count(&mut self, metric: Metric, group: Group, children: usize) {
        let children = i64::try_from(children).expect("a count of children fits");
        self.add(metric, group, children, children);
    }

    fn one(&mut self, metric: Metric) {
        self.add_to_all(metric, 1, 1);
    }

    /// How long something took, for each of so many children.
    fn took(&mut self, metric: Metric, span: SimSpan, children: usize) {
        for _ in 0..children {
            self.waited(metric, Group::All, span);
        }
    }

    /// How long one child waited; the value itself is kept where percentiles are asked for.
    fn waited(&mut self, metric: Metric, group: Group, span: SimSpan) {
        self.add(metric, group, span.seconds(), 1);
        self.sample(metric, group, span);
    }

    fn sample(&mut self, metric: Metric, group: Group, span: SimSpan) {
        if self.layout.samples(metric, group) {
            self.samples
                .entry((metric, group))
                .or_default()
                .push(span.days());
        }
    }

    fn share(&mut self, metric: Metric, yes: bool, children: usize) {
        let children = i64::try_from(children).expect("a count of children fits");
        let yes = if yes { children } else { 0 };
        self.add_to_all(metric, yes, children);
    }
}

/// Entering and leaving care.
impl Tally<'_> {
    fn period_began(&mut self, now: SimTime, child: &Child) {
        self.in_care.change(now, 1);
        self.nobody_responsible += i64::from(without_responsibility(child));
        self.one(Metric::Entries);
        self.count(Metric::Entries, Group::Age(child.band(now)), 1);
        self.of_child(Metric::Entries, || who(child), 1, 1);
        if child.period == 0 {
            self.one_child(Metric::FirstEntries, now, child);
            if self.followed(child) {
                self.of_entrant(Metric::TimeInCareEntrantsDays, child, 0, 1);
            }
            self.ask_for_permanent_home(child);
        } else {
            self.one_child(Metric::Reentries, now, child);
        }
        if is_first_of_year(&mut self.started, child) {
            self.one_child(Metric::StartedDfe, now, child);
        }
    }

    fn period_ended(&mut self, now: SimTime, child: &Child, route: Route) {
        self.in_care.change(now, -1);
        self.nobody_responsible -= i64::from(without_responsibility(child));
        self.follow(now, child);
        self.one(Metric::Exits);
        self.count(Metric::Exits, Group::Route(route), 1);
        self.permanent_home(now, child, Some(route), 1);
        let took = now - child.entered;
        self.took(Metric::TimeInCareLeaversDays, took, 1);
        if route == Route::Adopted {
            self.took(Metric::EntryToOrderDays, took, 1);
            let days = took.seconds();
            self.of_child(Metric::EntryToOrderDays, || child_at_entry(child), days, 1);
            self.one(Metric::ChildrenAdopted);
            self.of_child(Metric::ChildrenAdopted, || who(child), 1, 1);
            self.count(Metric::ChildrenAdopted, age_at_entry(child), 1);
            self.share(Metric::AdoptionReversalShare, false, 1);
            self.legal_permanence.change(now, 1);
        }
        use Route::{Adopted, ChildArrangements, SpecialGuardianship};
        if matches!(route, Adopted | SpecialGuardianship | ChildArrangements) {
            self.one_child(Metric::PermanentHomes, now, child);
        }
        if is_first_of_year(&mut self.ceased, child) {
            self.one(Metric::CeasedDfe);
        }
    }

    /// An allowance begins or ends, and with all but adopters' the special guardianship or child
    /// arrangements order for which it is paid.
    fn under_order(&mut self, now: SimTime, route: Route, change: i64) {
        self.allowances += change;
        if route != Route::Adopted {
            self.legal_permanence.change(now, change);
        }
    }

    /// Whether the child is one of the entrants whose time in care is followed: came in for the
    /// first time early enough for the run to see the whole follow-up.
    fn followed(&self, child: &Child) -> bool {
        !child.existing && child.first_entered < self.layout.horizon() - self.layout.follow_up
    }

    /// Books the part of the period of care up to `now` that lies within the follow-up. Over a
    /// child's periods these parts add up to its days in care within the follow-up, so nothing
    /// need be remembered between them.
    fn follow(&mut self, now: SimTime, child: &Child) {
        if self.followed(child) {
            let end = now.min(child.first_entered + self.layout.follow_up);
            let days = (end - child.entered).seconds().max(0);
            self.of_entrant(Metric::TimeInCareEntrantsDays, child, days, 0);
        }
    }
}

/// Courts, adoption, placements, households.
impl Tally<'_> {
    fn hearing(&mut self, took: SimSpan, children: usize) {
        self.took(Metric::ProceedingsDays, took, children);
        let in_time = took <= TWENTY_SIX_WEEKS;
        self.share(Metric::ProceedingsWithin26Weeks, in_time, children);
    }

    fn searched(&mut self, preferred: PlacementKind, found: PlacementKind) {
        self.one(Metric::Searches);
        if preferred == PlacementKind::InHouse {
            let unmet = found != PlacementKind::InHouse;
            self.share(Metric::UnmetInHouseShare, unmet, 1);
            if unmet {
                self.one(Metric::UnmetInHouseDemand);
            }
        }
    }

    /// Matches, and who waited how long for one.
    fn matched(&mut self, case: &Case, waited: SimSpan) {
        // Each value is kept as its child is told of.
        let children = i64::try_from(case.members.len()).expect("a count of children fits");
        let seconds = waited.seconds() * children;
        self.add(Metric::WaitForMatchDays, Group::All, seconds, children);
        self.count(Metric::Matches, Group::All, case.members.len());
        if let Some(adopters) = case.adopters {
            self.count(
                Metric::Matches,
                Group::Provider(adopters),
                case.members.len(),
            );
        }
    }

    fn approved(&mut self, household: &Household) {
        // Those approved before the run are there, not approved in it.
        let ours = household.provider == Provider::Own;
        if household.approved > SimTime::START && ours {
            self.one(match household.kind {
                HouseholdKind::Foster => Metric::FosterApprovals,
                HouseholdKind::Adoptive => Metric::AdopterApprovals,
            });
        }
    }

    fn left(&mut self, household: &Household) {
        if household.provider != Provider::Own {
            return;
        }
        self.one(match household.kind {
            HouseholdKind::Foster => Metric::FosterHouseholdsLeft,
            HouseholdKind::Adoptive => Metric::AdoptersGaveUp,
        });
    }
}

impl Observer for Tally<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        self.stage_event(now, &event);
        if self.on_request.is_some() {
            self.requested_event(now, &event);
            self.happened_to(now, &event);
        }
        match event {
            Event::PeriodBegan(child) => self.period_began(now, child),
            Event::PeriodEnded(child, route) => self.period_ended(now, child, route),
            Event::PlacementBegan(child) => {
                self.overflow += i64::from(child.placement.overflow);
                if ledger::is_move(now, child) {
                    self.one(Metric::PlacementMoves);
                    self.of_child(
                        Metric::PlacementMoves,
                        || child_in_placement(now, child),
                        1,
                        1,
                    );
                    self.moved(now, child);
                }
            }
            Event::Searched {
                preferred, found, ..
            } => self.searched(preferred, found),
            Event::Separated(children) => {
                self.count(Metric::ChildrenSeparatedFromSiblings, Group::All, children);
            }
            Event::HearingHeld { took, children, .. } => self.hearing(took, children),
            Event::PlacementOrder(case) => {
                self.count(Metric::PlacementOrders, Group::All, case.members.len());
            }
            Event::Matched { case, waited, .. } => self.matched(case, waited),
            Event::ChildMatched {
                child,
                case,
                waited,
            } => self.child_matched(child, case, waited),
            Event::PlacedForAdoption(child) => self.placed_for_adoption(child),
            Event::NoLongerAdoption(case) => {
                self.count(Metric::AdoptionReversals, Group::All, case.members.len());
                self.share(Metric::AdoptionReversalShare, true, case.members.len());
            }
            Event::Revoked(case) => {
                self.count(Metric::Revocations, Group::All, case.members.len());
            }
            Event::Disrupted(child) => {
                self.one(Metric::Disruptions);
                self.of_child(Metric::Disruptions, || child_in_placement(now, child), 1, 1);
                self.fostering.disrupted(child);
            }
            Event::AllowanceBegan(_, route) => self.under_order(now, route, 1),
            Event::AllowanceEnded(_, route) => self.under_order(now, route, -1),
            Event::BrokeDown(child, route) => {
                self.one_child(Metric::Breakdowns, now, child);
                if route == Route::Adopted {
                    self.legal_permanence.change(now, -1);
                }
                self.permanent_home(now, child, Some(route), -1);
            }
            Event::PlanMade(_, before) => {
                if before.is_some() {
                    self.one(Metric::ChangesOfPlan);
                }
            }
            Event::Reviewed(child) => self.reviewed(child),
            Event::DriftBegan(_) => self.drift.change(now, 1),
            Event::DriftEnded(_) => self.drift.change(now, -1),
            Event::Settled(child) => self.permanent_home(now, child, None, 1),
            Event::Unsettled(child) => self.permanent_home(now, child, None, -1),
            Event::Approved(household) => self.approved(household),
            Event::HouseholdLeft(household) => self.left(household),
            Event::HouseholdMatched(household) => {
                if household.provider == Provider::Own {
                    self.took(Metric::AdopterWaitDays, now - household.approved, 1);
                }
            }
            Event::PlacementEnded(child) => {
                self.overflow -= i64::from(child.placement.overflow);
            }
            Event::TeamQueued(stage) => self.queued[stage as usize] += 1,
            Event::TeamPassedOver(stage) => self.queued[stage as usize] -= 1,
            Event::TeamBegan { stage, waited } => {
                self.queued[stage as usize] -= 1;
                self.took(Metric::TeamWaitDays, waited, 1);
                self.waited(Metric::TeamWaitDays, Group::Stage(stage), waited);
            }
            Event::SupervisionBegan(_) => self.supervised += 1,
            Event::SupervisionEnded(_) => self.supervised -= 1,
            Event::LegalStatus(child, before) => {
                let left = before == LegalStatus::Section20 && child.legal != before;
                if left && child.nobody_responsible {
                    self.nobody_responsible -= 1;
                }
            }
            other => self.fostering_event(other),
        }
    }

    fn opening(&mut self, view: View<'_>) {
        let in_care = view.children.values().filter(|child| child.in_care());
        let nobody = view.children.values();
        let nobody = nobody.filter(|child| child.in_care() && without_responsibility(child));
        self.nobody_responsible = i64::try_from(nobody.count()).expect("a count of children fits");
        let in_care = i64::try_from(in_care.count()).expect("a count of children fits");
        self.in_care.set(SimTime::START, in_care);
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        debug_assert_eq!(self.month, month, "months end one after another");
        let gauges = [
            (Metric::TimeInCareChildDays, &mut self.in_care),
            (Metric::DriftChildDays, &mut self.drift),
            (Metric::LegalPermanenceChildDays, &mut self.legal_permanence),
        ];
        let areas = gauges.map(|(metric, gauge)| {
            let seconds = gauge.integral_seconds(now);
            gauge.restart(now);
            (metric, seconds)
        });
        for (metric, seconds) in areas {
            let seconds = i64::try_from(seconds).expect("a month of children fits");
            self.add(metric, Group::All, seconds, 0);
        }
        if self.on_request.is_some() {
            self.requested_month_end(now, view);
        }
        self.look_around(now, view);
        self.month += 1;
        self.month_sums += self.layout.series_count();
    }
}

/// Whether nobody exercises parental responsibility for a child in care: with an interim care order
/// the council does.
fn without_responsibility(child: &Child) -> bool {
    child.nobody_responsible && child.legal == LegalStatus::Section20
}

/// Enters the child in this year's list; whether it was not there yet. A child in its first period
/// of care cannot be, so the list is searched for the few who have come back.
fn is_first_of_year(list: &mut Vec<Root>, child: &Child) -> bool {
    let listed = child.period > 0 && list.contains(&child.root);
    if !listed {
        list.push(child.root);
    }
    !listed
}

/// Whether a family is sought or matched, and the children have not moved in yet.
fn seeking(case: &&Case) -> bool {
    matches!(case.stage, Stage::Waiting | Stage::Matched { .. })
}
