//! The world at the end of a month: who is in care and where, which places there are, who waits.

use crate::care::child::{Child, LegalStatus};
use crate::care::household::{HouseholdKind, Provider};
use crate::care::record::View;
use crate::care::team;
use crate::des::time::{SECONDS_PER_DAY, SECONDS_PER_YEAR, SimSpan, SimTime};

use super::super::metrics::{Group, Metric};
use super::by_child::child_now;
use super::{Tally, seeking};

/// "Within the last twelve months".
const TWELVE_MONTHS: SimSpan = SimSpan::from_seconds(365 * SECONDS_PER_DAY);
/// "The same placement for two years".
const TWO_YEARS: SimSpan = SimSpan::from_seconds(2 * 365 * SECONDS_PER_DAY);
/// "In care for two and a half years".
const TWO_AND_A_HALF_YEARS: SimSpan = SimSpan::from_seconds(913 * SECONDS_PER_DAY);
/// "More than five years on an order".
const FIVE_YEARS: SimSpan = SimSpan::from_seconds(5 * SECONDS_PER_YEAR);

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
            self.of_child(Metric::ChildrenInDrift, || child_now(now, child), 1, 1);
        }
        self.look_at_placement(now, child);
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
            self.one_child(Metric::ChildrenOverFiveYearsOnAnOrder, now, child);
        }
        let under_16 = child.age(now).years() < 16.0;
        if under_16 && now - child.entered >= TWO_AND_A_HALF_YEARS {
            let settled = now - child.placement.since >= TWO_YEARS;
            self.share(Metric::SamePlacementTwoYears, settled, 1);
            let (metric, settled) = (Metric::SamePlacementTwoYears, i64::from(settled));
            self.of_child(metric, || child_now(now, child), settled, 1);
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
        self.look_at_siblings(now, view);
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

    /// Whether a financial year, or the run, ends with this month.
    pub(super) fn year_ends(&self) -> bool {
        let next = self.layout.begins_year.get(self.month + 1);
        next.copied().unwrap_or(true)
    }

    pub(super) fn look_around(&mut self, now: SimTime, view: View<'_>) {
        let horizon = self.month + 1 == self.layout.begins_year.len();
        let year_ends = self.year_ends();
        self.look_at_children(now, view, year_ends, horizon);
        let waiting = view.cases.values().filter(seeking);
        let waiting = waiting.map(|case| case.members.len()).sum();
        self.count(Metric::WaitingForAdopters, Group::All, waiting);
        if horizon {
            self.end_waits_for_match();
        }
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

/// Whether the child has lived in three or more placements in the last twelve months.
///
/// As the return counts it, the placement that was open when the twelve months began is one of
/// them: so what matters is when the third latest *ended*. Within a period of care that is when
/// the second latest began. If the third latest was in an earlier period, its end is not known
/// here and it counts only if it began within the twelve months.
///
/// Reference: National Indicator 62, "Stability of placements: number of moves".
pub(super) fn three_placements(now: SimTime, child: &Child) -> bool {
    let year_ago = now - TWELVE_MONTHS;
    let [_, second, third] = child.recent_placements;
    let same_period = second > child.entered;
    second > year_ago && (same_period || third > year_ago)
}
