//! Counts what happens in one run, month by month, and turns it into a row of results.
//!
//! For each metric and group two whole numbers a month are kept: a sum (of events, children,
//! seconds) and of how many it is. A year or the horizon adds months up, so periods always add
//! up to their whole. Nothing about a single child is kept beyond the financial year, and nothing
//! of it is ever reported.

mod fostering;
mod permanence;
mod stages;

use std::ops::Range;

use crate::care::adoption::{Case, Stage};
use crate::care::child::{AgeBand, Child, LegalStatus, PlacementKind, Route};
use crate::care::household::{Household, HouseholdKind, Provider};
use crate::care::record::{Event, Observer, View};
use crate::care::team;
use crate::des::probe::Gauge;
use crate::des::stream::Root;
use crate::des::time::{SECONDS_PER_DAY, SECONDS_PER_YEAR, SimSpan, SimTime};
use crate::finance::discount::present_value_pounds;
use crate::finance::ledger::{self, Ledger, Line};
use crate::finance::prices::PriceList;
use crate::stats::quantile;

use super::layout::{Cell, Layout};
use super::metrics::{Group, Measure, Metric};
use fostering::Fostering;
use stages::Stages;

/// The statutory limit of care proceedings, Children Act 1989 s. 32(1)(a).
const TWENTY_SIX_WEEKS: SimSpan = SimSpan::from_seconds(26 * 7 * SECONDS_PER_DAY);
/// "Within the last twelve months".
const TWELVE_MONTHS: SimSpan = SimSpan::from_seconds(365 * SECONDS_PER_DAY);
/// "The same placement for two years".
const TWO_YEARS: SimSpan = SimSpan::from_seconds(2 * 365 * SECONDS_PER_DAY);
/// "In care for two and a half years".
const TWO_AND_A_HALF_YEARS: SimSpan = SimSpan::from_seconds(913 * SECONDS_PER_DAY);

/// "More than five years on an order".
const FIVE_YEARS: SimSpan = SimSpan::from_seconds(5 * SECONDS_PER_YEAR);

/// A sum and of how many it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    total: i64,
    of: i64,
}

/// Watches one run. See the module's text.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    layout: &'a Layout,
    /// `sums[month * series + s]`.
    sums: Vec<Sum>,
    /// The month under way.
    month: usize,
    in_care: Gauge,
    /// Children in a children's home for want of a family.
    overflow: i64,
    /// Children who drift.
    drift: Gauge,
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
    /// Days from placement order to match of each child matched, for percentiles.
    waits: Vec<f64>,
    fostering: Fostering,
    stages: Stages,
}

impl<'a> Tally<'a> {
    /// Ready for a run whose results have this layout.
    pub fn new(layout: &'a Layout) -> Self {
        let months = layout.begins_year.len();
        Self {
            layout,
            sums: vec![Sum::default(); months * layout.series_count()],
            month: 0,
            in_care: Gauge::new(SimTime::START, 0),
            overflow: 0,
            drift: Gauge::new(SimTime::START, 0),
            nobody_responsible: 0,
            supervised: 0,
            queued: [0; team::Stage::ALL.len()],
            allowances: 0,
            started: Vec::new(),
            ceased: Vec::new(),
            waits: Vec::new(),
            fostering: Fostering::default(),
            stages: Stages::default(),
        }
    }

    /// Adds to a series, for everybody or one group. Groups that the table does not list for
    /// the metric are not kept.
    fn add(&mut self, metric: Metric, group: Group, total: i64, of: i64) {
        if let Some(series) = self.layout.series(metric, group) {
            let sum = &mut self.sums[self.month * self.layout.series_count() + series];
            sum.total += total;
            sum.of += of;
        }
    }

    fn count(&mut self, metric: Metric, group: Group, children: usize) {
        let children = i64::try_from(children).expect("a count of children fits");
        self.add(metric, group, children, children);
    }

    fn one(&mut self, metric: Metric) {
        self.count(metric, Group::All, 1);
    }

    /// How long something took, for each of so many children.
    fn took(&mut self, metric: Metric, span: SimSpan, children: usize) {
        let children = i64::try_from(children).expect("a count of children fits");
        self.add(metric, Group::All, span.seconds() * children, children);
    }

    fn share(&mut self, metric: Metric, yes: bool, children: usize) {
        let children = i64::try_from(children).expect("a count of children fits");
        let yes = if yes { children } else { 0 };
        self.add(metric, Group::All, yes, children);
    }
}

/// Entering and leaving care.
impl Tally<'_> {
    fn period_began(&mut self, now: SimTime, child: &Child) {
        self.in_care.change(now, 1);
        self.nobody_responsible += i64::from(without_responsibility(child));
        self.one(Metric::Entries);
        self.count(Metric::Entries, Group::Age(child.band(now)), 1);
        if child.period == 0 {
            self.one(Metric::FirstEntries);
            if self.followed(child) {
                self.add(Metric::TimeInCareEntrantsDays, Group::All, 0, 1);
            }
            self.ask_for_permanent_home(child);
        } else {
            self.one(Metric::Reentries);
        }
        if is_first_of_year(&mut self.started, child) {
            self.one(Metric::StartedDfe);
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
            self.one(Metric::ChildrenAdopted);
            self.count(Metric::ChildrenAdopted, age_at_entry(child), 1);
            self.share(Metric::AdoptionReversalShare, false, 1);
        }
        use Route::{Adopted, ChildArrangements, SpecialGuardianship};
        if matches!(route, Adopted | SpecialGuardianship | ChildArrangements) {
            self.one(Metric::PermanentHomes);
        }
        if is_first_of_year(&mut self.ceased, child) {
            self.one(Metric::CeasedDfe);
        }
    }

    /// Whether the child is one of the entrants whose time in care is followed: came in for the
    /// first time early enough for the run to see the whole follow-up.
    fn followed(&self, child: &Child) -> bool {
        let horizon = *self.layout.months.last().expect("a run has a month");
        !child.existing && child.first_entered < horizon - self.layout.follow_up
    }

    /// Books the part of the period of care up to `now` that lies within the follow-up. Over a
    /// child's periods these parts add up to its days in care within the follow-up, so nothing
    /// need be remembered between them.
    fn follow(&mut self, now: SimTime, child: &Child) {
        if self.followed(child) {
            let end = now.min(child.first_entered + self.layout.follow_up);
            let days = (end - child.entered).seconds().max(0);
            self.add(Metric::TimeInCareEntrantsDays, Group::All, days, 0);
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
        self.took(Metric::WaitForMatchDays, waited, case.members.len());
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

/// The world at the end of a month.
impl Tally<'_> {
    fn look_at_child_at_year_end(&mut self, now: SimTime, child: &Child) {
        for group in [
            Group::Age(child.band(now)),
            Group::Placement(child.placement.kind),
            Group::Legal(child.legal),
            Group::Needs(child.needs),
            Group::Plan(child.plan),
        ] {
            self.count(Metric::ChildrenInCare, group, 1);
        }
        if child.drifting {
            self.count(Metric::ChildrenInDrift, Group::Plan(child.plan), 1);
        }
        self.look_at_placement(child);
        self.share(
            Metric::ThreeOrMorePlacements,
            three_placements(now, child),
            1,
        );
        let on_order = matches!(
            child.legal,
            LegalStatus::CareOrder | LegalStatus::PlacementOrder
        );
        if on_order && now - child.entered > FIVE_YEARS {
            self.one(Metric::ChildrenOverFiveYearsOnAnOrder);
        }
        let under_16 = child.age(now).years() < 16.0;
        if under_16 && now - child.entered >= TWO_AND_A_HALF_YEARS {
            let settled = now - child.placement.since >= TWO_YEARS;
            self.share(Metric::SamePlacementTwoYears, settled, 1);
        }
    }

    /// Counts are kept as things happen; the children themselves, thousands of records, are looked
    /// at only where more is asked of them.
    fn look_at_children(&mut self, now: SimTime, view: View<'_>, year_ends: bool, horizon: bool) {
        for (metric, children) in [
            (Metric::ChildrenInCare, self.in_care.level()),
            (Metric::OverflowInChildrensHomes, self.overflow),
            (Metric::ChildrenInDrift, self.drift.level()),
            (
                Metric::NobodyExercisingResponsibility,
                self.nobody_responsible,
            ),
            (Metric::SupervisionOrdersRunning, self.supervised),
        ] {
            self.add(metric, Group::All, children, children);
        }
        if !year_ends {
            return;
        }
        self.look_at_siblings(view);
        for child in view.children.values().filter(|child| child.in_care()) {
            self.look_at_child_at_year_end(now, child);
            if horizon {
                self.follow(now, child);
            }
        }
    }

    fn look_at_households(&mut self, view: View<'_>) {
        let (mut places, mut filled, mut vacant, mut adopters) = (0, 0, 0, 0);
        for household in view.households.values() {
            if household.kind == HouseholdKind::Adoptive {
                let ours = household.provider == Provider::Own;
                adopters += usize::from(ours && household.has_room());
                continue;
            }
            places += usize::from(household.places.total());
            filled += usize::from(household.places.taken());
            if !household.closing {
                vacant += usize::from(household.places.free());
            }
        }
        let unavailable = places.saturating_sub(filled + vacant);
        for (metric, n) in [
            (Metric::AdoptersWaiting, adopters),
            (Metric::InHousePlaces, places),
            (Metric::InHouseFilled, filled),
            (Metric::InHouseVacant, vacant),
            (Metric::InHouseUnavailable, unavailable),
        ] {
            self.count(metric, Group::All, n);
        }
    }

    fn look_at_who_waits(&mut self, view: View<'_>) {
        for case in view.cases.values().filter(seeking) {
            let size = case.members.len();
            self.count(Metric::WaitingForAdopters, Group::siblings(size), size);
            for member in &case.members {
                let needs = Group::Needs(view.children[member.0].needs);
                self.count(Metric::WaitingForAdopters, needs, 1);
            }
        }
    }

    fn look_around(&mut self, now: SimTime, view: View<'_>) {
        let next = self.month + 1;
        let horizon = next == self.layout.begins_year.len();
        let year_ends = horizon || self.layout.begins_year[next];
        self.look_at_children(now, view, year_ends, horizon);
        let waiting = view.cases.values().filter(seeking);
        let waiting = waiting.map(|case| case.members.len()).sum();
        self.count(Metric::WaitingForAdopters, Group::All, waiting);
        self.look_at_reversals(view);
        if year_ends {
            self.look_at_who_waits(view);
        }
        self.look_at_households(view);
        for (stage, queued) in team::Stage::ALL.into_iter().zip(self.queued) {
            self.add(Metric::TeamQueue, Group::All, queued, 0);
            self.add(Metric::TeamQueue, Group::Stage(stage), queued, 0);
        }
        self.add(Metric::AllowancesRunning, Group::All, self.allowances, 0);
        self.look_at_stays();
        if year_ends {
            self.started.clear();
            self.ceased.clear();
        }
    }
}

impl Observer for Tally<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        self.stage_event(now, &event);
        match event {
            Event::PeriodBegan(child) => self.period_began(now, child),
            Event::PeriodEnded(child, route) => self.period_ended(now, child, route),
            Event::PlacementBegan(child) => {
                self.overflow += i64::from(child.placement.overflow);
                if ledger::is_move(now, child) {
                    self.one(Metric::PlacementMoves);
                    self.moved(child);
                }
            }
            Event::Searched {
                preferred, found, ..
            } => self.searched(preferred, found),
            Event::Separated(children) => {
                self.count(Metric::ChildrenSeparatedFromSiblings, Group::All, children);
            }
            Event::HearingHeld { took, children } => self.hearing(took, children),
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
                self.fostering.disrupted(child);
            }
            Event::AllowanceBegan(..) => self.allowances += 1,
            Event::AllowanceEnded(..) => self.allowances -= 1,
            Event::BrokeDown(child, route) => {
                self.one(Metric::Breakdowns);
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
                self.add(
                    Metric::TeamWaitDays,
                    Group::Stage(stage),
                    waited.seconds(),
                    1,
                );
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
        let seconds = self.in_care.integral_seconds(now);
        let seconds = i64::try_from(seconds).expect("a month of children fits");
        self.in_care.restart(now);
        self.add(Metric::TimeInCareChildDays, Group::All, seconds, 0);
        let seconds = self.drift.integral_seconds(now);
        let seconds = i64::try_from(seconds).expect("a month of children fits");
        self.drift.restart(now);
        self.add(Metric::DriftChildDays, Group::All, seconds, 0);
        self.look_around(now, view);
        self.month += 1;
    }
}

/// The row of results.
impl Tally<'_> {
    /// One number for each cell of the layout, in its order; not a number where there is
    /// nothing to divide by. Call once the run is over.
    pub fn cells(&self, ledger: &Ledger<'_>, prices: &PriceList) -> Vec<f64> {
        self.cells_with_parts(ledger, prices, &[])
    }

    /// The same for several authorities together, of which each has counted its part.
    pub fn cells_with_parts(
        &self,
        ledger: &Ledger<'_>,
        prices: &PriceList,
        parts: &[(Tally<'_>, Ledger<'_>)],
    ) -> Vec<f64> {
        let mut waits = self.waits.clone();
        waits.sort_unstable_by(f64::total_cmp);
        let cells = self.layout.cells.iter();
        let value = |cell: &Cell| match cell.group {
            Group::Authority(place) => {
                let (tally, ledger) = &parts[usize::from(place)];
                let group = Group::All;
                tally.cell(&Cell { group, ..*cell }, &[], ledger, prices)
            }
            _ => self.cell(cell, &waits, ledger, prices),
        };
        cells.map(value).collect()
    }

    /// Adds what another has counted in the same months, of other children and households.
    pub fn add_up(&mut self, other: &Tally<'_>) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.total += more.total;
            sum.of += more.of;
        }
        self.waits.extend_from_slice(&other.waits);
    }

    fn cell(&self, cell: &Cell, waits: &[f64], ledger: &Ledger<'_>, prices: &PriceList) -> f64 {
        let months = self.layout.period(cell).months.clone();
        match cell.metric.spec().measure {
            Measure::Money => self.money(cell, months, ledger, prices),
            Measure::MatchPercentile(percent) => quantile(waits, f64::from(percent) / 100.0),
            measure => self.value(cell, months, measure),
        }
    }

    fn value(&self, cell: &Cell, months: Range<usize>, measure: Measure) -> f64 {
        let last = months.end - 1..months.end;
        match measure {
            Measure::Count => self.sum(cell, months).total as f64,
            Measure::Level => self.sum(cell, last).total as f64,
            Measure::LevelShare => ratio(self.sum(cell, last)),
            Measure::Days => days(self.sum(cell, months).total as f64),
            Measure::MeanDays => days(ratio(self.sum(cell, months))),
            Measure::Share => ratio(self.sum(cell, months)),
            Measure::Money | Measure::MatchPercentile(_) => {
                unreachable!("money is read from the ledger, percentiles from the waits")
            }
        }
    }

    fn sum(&self, cell: &Cell, months: Range<usize>) -> Sum {
        let series = self.layout.series(cell.metric, cell.group);
        let series = series.expect("every cell of the layout has its series");
        let mut sum = Sum::default();
        for month in months {
            let part = self.sums[month * self.layout.series_count() + series];
            sum.total += part.total;
            sum.of += part.of;
        }
        sum
    }

    fn money(&self, cell: &Cell, months: Range<usize>, ledger: &Ledger<'_>, p: &PriceList) -> f64 {
        let bounds = &self.layout.months;
        match (cell.metric, cell.group) {
            (Metric::CostGbp, Group::Line(line)) => ledger.line(line, months).pounds(),
            (Metric::CostCashableGbp, _) => {
                let lines = Line::ALL.into_iter().filter(|line| line.cashable());
                let amounts = lines.map(|line| ledger.line(line, months.clone()));
                amounts.sum::<ledger::Amount>().pounds()
            }
            (Metric::CostPerYearGbp, _) => {
                let years = bounds[months.end] - bounds[months.start];
                ledger.total(months).pounds() / years.years()
            }
            (Metric::CostPresentValueGbp, _) => {
                present_value_pounds(ledger, bounds, p.discount_rate)
            }
            _ => ledger.total(months).pounds(),
        }
    }
}

/// Whether the child has lived in three or more placements in the last twelve months.
///
/// As the return counts it, the placement that was open when the twelve months began is one of
/// them: so what matters is when the third latest *ended*. Within a period of care that is when
/// the second latest began. If the third latest was in an earlier period, its end is not known
/// here and it counts only if it began within the twelve months.
///
/// Reference: National Indicator 62, "Stability of placements: number of moves".
fn three_placements(now: SimTime, child: &Child) -> bool {
    let year_ago = now - TWELVE_MONTHS;
    let [_, second, third] = child.recent_placements;
    let same_period = second > child.entered;
    second > year_ago && (same_period || third > year_ago)
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

fn age_at_entry(child: &Child) -> Group {
    Group::Age(AgeBand::of((child.entered - child.born).years().max(0.0)))
}

fn days(seconds: f64) -> f64 {
    seconds / SECONDS_PER_DAY as f64
}

/// The constant is spelt out because the bits of 0/0 differ between processors.
fn ratio(sum: Sum) -> f64 {
    if sum.of == 0 {
        f64::NAN
    } else {
        sum.total as f64 / sum.of as f64
    }
}
