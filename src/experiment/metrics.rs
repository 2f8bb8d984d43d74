//! The metric table: everything a run reports.
//!
//! [`TABLE`] is the only list of metrics: names, units, definitions, which way is better, groups
//! and periods. [`Layout`] cuts it into the cells of one run.
//!
//! A run has the views of every metric; a metric that `report` or `targets` names has further ones
//! ([`Spec::on_request`]), which cost nothing where nobody asks. So does an entry there that names a
//! month (flows and money by month, in all their groups) or two groups at once ([`Spec::crossings`]).
//!
//! Months else only for ungrouped stocks and cash, stocks by group at 31 March, flows and money by
//! financial year, the horizon for all. That keeps a ten-year run at about three thousand cells for one
//! authority.

mod groups;
mod sources;
mod table;
mod views;

use serde::Serialize;

use crate::stats::Direction;
use views::NOT_CROSSED;

pub use super::layout::{Cell, Layout, Period, date_of};
pub use groups::{Awaited, GROUPINGS, Group, Grouping};
pub use table::TABLE;

/// What is measured. [`TABLE`] says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the table defines each, and says it once")]
pub enum Metric {
    TimeInCareChildDays,
    TimeInCareEntrantsDays,
    TimeInCareLeaversDays,
    ChildrenInCare,
    Entries,
    FirstEntries,
    Reentries,
    StartedDfe,
    Exits,
    PermanentHomes,
    CeasedDfe,
    Breakdowns,
    ProceedingsDays,
    ProceedingsWithin26Weeks,
    PlacementOrders,
    WaitingForAdopters,
    WaitForMatchDays,
    PlacementsForAdoption,
    EntryToPlacedForAdoptionDays,
    EntryToOrderDays,
    AdoptionReversals,
    Revocations,
    Disruptions,
    PlacementMoves,
    ThreeOrMorePlacements,
    SamePlacementTwoYears,
    Searches,
    UnmetInHouseDemand,
    UnmetInHouseShare,
    UnmetInHouseExtraCostGbp,
    OverflowInChildrensHomes,
    ChildrenSeparatedFromSiblings,
    InHousePlaces,
    InHouseFilled,
    InHouseVacant,
    InHouseUnavailable,
    FosterApprovals,
    FosterHouseholdsLeft,
    AdopterApprovals,
    AdoptersWaiting,
    AdopterWaitDays,
    AdoptersGaveUp,
    AllowancesRunning,
    CostTotalGbp,
    CostGbp,
    CostCashableGbp,
    CostPerYearGbp,
    CostPresentValueGbp,
    Matches,
    ChildrenAdopted,
    WaitForMatchP10Days,
    WaitForMatchP50Days,
    WaitForMatchP90Days,
    AdoptionReversalShare,
    PlanByFourMonths,
    ChangesOfPlan,
    DriftChildDays,
    ChildrenInDrift,
    InPermanentHomeAfter1Year,
    InPermanentHomeAfter2Years,
    InPermanentHomeAfter3Years,
    NobodyExercisingResponsibility,
    SupervisionOrdersRunning,
    ChildrenOverFiveYearsOnAnOrder,
    TeamQueue,
    TeamWaitDays,
    FosterEnquiries,
    AdopterEnquiries,
    FosterApplications,
    AdopterApplications,
    StayingPut,
    StayingClose,
    LongTermFosteringMatched,
    LongTermFosteringUnmatched,
    UnmatchedWithoutRightPlacement,
    UnplannedMoves,
    PlannedMoves,
    LaterBornSiblings,
    LaterBornKeptTogether,
    SiblingsTogether,
    SiblingsApart,
    SiblingsApartNear,
    OutOfArea,
    LongTermResidential,
    ResidentialWithPlannedTransition,
    EntryToPlacementOrderDays,
    MatchToPlacedDays,
    PlacedToOrderDays,
    PlacedWithin14Months,
    MatchedWithin4Months,
    ReversalToRevocationDays,
    AwaitingRevocation,
    ChangesOfSocialWorker,
    WaitForFamilyDays,
    WaitForFamilyP10Days,
    WaitForFamilyP50Days,
    WaitForFamilyP90Days,
    WaitForRelativesDays,
    WaitForRelativesP10Days,
    WaitForRelativesP50Days,
    WaitForRelativesP90Days,
    DecisionToApplicationDays,
    ChildrenWaiting,
    PlannedReturnsHome,
    UnplannedReturnsHome,
    CareOrdersAtHomeDischarged,
    PlacementDays,
    InHouseOccupancy,
    LegalPermanenceChildDays,
    DaysWithoutMatch,
    CostRunOffGbp,
    CostRunOffPresentValueGbp,
    HomeBeds,
    HomeBedsFilled,
    HomeBedOccupancy,
    UnmetBedDemand,
    UnmetBedShare,
    ProceedingsP10Days,
    ProceedingsP50Days,
    ProceedingsP90Days,
    AdopterWaitP10Days,
    AdopterWaitP50Days,
    AdopterWaitP90Days,
    TeamWaitP10Days,
    TeamWaitP50Days,
    TeamWaitP90Days,
    DecisionToApplicationP10Days,
    DecisionToApplicationP50Days,
    DecisionToApplicationP90Days,
    EntryToPlacementOrderP10Days,
    EntryToPlacementOrderP50Days,
    EntryToPlacementOrderP90Days,
    EntryToPlacedForAdoptionP10Days,
    EntryToPlacedForAdoptionP50Days,
    EntryToPlacedForAdoptionP90Days,
    MatchToPlacedP10Days,
    MatchToPlacedP50Days,
    MatchToPlacedP90Days,
    PlacedToOrderP10Days,
    PlacedToOrderP50Days,
    PlacedToOrderP90Days,
    ReversalToRevocationP10Days,
    ReversalToRevocationP50Days,
    ReversalToRevocationP90Days,
    UnitCostGbp,
    ConsortiumEnquiryShare,
    WithoutMatchAfter6Months,
}

/// How the recorded sums of a metric become one number for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Events, added up.
    Count,
    /// The level at the end of the period's last month.
    Level,
    /// The share of those asked at the end of the period's last month.
    LevelShare,
    /// Seconds added up, in days.
    Days,
    /// Seconds over how many they are of, in days; not a number if there is nobody.
    MeanDays,
    /// How many over how many were asked; not a number if nobody was.
    Share,
    /// Read from the ledger.
    Money,
    /// Read from the ledger, over weeks lived in placements; not a number if there are none.
    MoneyAWeek,
    /// This percentile, within one future, of what another metric is the mean of.
    Percentile(Metric, u8),
}

impl Measure {
    /// Whether it is read at the end of a month rather than added up over one.
    pub fn is_level(self) -> bool {
        matches!(self, Self::Level | Self::LevelShare)
    }
}

/// Which periods a view of a metric is reported for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Periods {
    /// Every month.
    Months,
    /// Every 31 March.
    Marches,
    /// Every financial year and the horizon.
    Years,
    /// Every month, every financial year and the horizon.
    MonthsAndYears,
    /// The horizon.
    Horizon,
}

/// One way of looking at a metric: by what, and for which periods.
pub type View = (Grouping, Periods);

/// By what a metric can be told apart two at a time, and for which periods.
pub type Crossings = (&'static [Grouping], Periods);

/// A line of the metric table.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The metric.
    pub metric: Metric,
    /// Its name in files and on the command line: snake_case, with the unit at the end.
    pub name: &'static str,
    /// Unit of its values.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Direction,
    /// How it is added up.
    pub measure: Measure,
    /// Groups and periods of every run.
    pub views: &'static [View],
    /// Groups and periods beside these, if `report` or `targets` names the metric.
    pub on_request: &'static [View],
    /// Groupings of which an entry of `report` or `targets` can name two groups at once.
    pub crossings: Crossings,
    /// What it means, in one sentence.
    pub definition: &'static str,
}

impl Metric {
    /// Its line of the table.
    pub fn spec(self) -> &'static Spec {
        &TABLE[self as usize]
    }

    /// Whether it is counted after the horizon, where the world goes on only if somebody asks for it.
    pub fn is_of_run_off(self) -> bool {
        matches!(self, Self::CostRunOffGbp | Self::CostRunOffPresentValueGbp)
    }

    /// Where it comes from: a statute, a return, a published table, or the document that asks for it.
    pub fn source(self) -> &'static str {
        sources::source(self)
    }
}

/// The line of the table with this name.
pub fn find(name: &str) -> Option<&'static Spec> {
    TABLE.iter().find(|spec| spec.name == name)
}

/// Short hand for a line of [`TABLE`].
const fn spec(
    metric: Metric,
    name: &'static str,
    unit: &'static str,
    better: Direction,
    measure: Measure,
    views: &'static [View],
    definition: &'static str,
) -> Spec {
    Spec {
        metric,
        name,
        unit,
        better,
        measure,
        views,
        on_request: &[],
        crossings: NOT_CROSSED,
        definition,
    }
}

impl Spec {
    /// With these views on request.
    const fn asked(mut self, views: &'static [View]) -> Self {
        self.on_request = views;
        self
    }

    /// With these groupings two at a time.
    const fn crossed(mut self, crossings: Crossings) -> Self {
        self.crossings = crossings;
        self
    }

    /// Its views by month where somebody asks for one: whatever is added up over longer periods.
    pub fn by_month(&self) -> impl Iterator<Item = View> {
        let views = self.views.iter().chain(self.on_request);
        let added_up = |periods| match periods {
            Periods::Years => true,
            Periods::Horizon => self.measure == Measure::Count,
            Periods::Months | Periods::Marches | Periods::MonthsAndYears => false,
        };
        let added_up = views.filter(move |view| added_up(view.1));
        added_up.map(|view| (view.0, Periods::Months))
    }

    /// Its views by authority where somebody names one: as for everybody, beside those there are.
    pub fn by_authority(&self) -> impl Iterator<Item = View> {
        let views = || self.views.iter().chain(self.on_request);
        let by_authority = views().filter(|view| view.0 == Grouping::All);
        let by_authority = by_authority.map(|view| (Grouping::Authority, view.1));
        by_authority.filter(move |view| !views().any(|known| known == view))
    }

    /// The periods for which it is told by this group.
    pub fn periods_of(&self, group: Group) -> Vec<Periods> {
        let views = self.views.iter().chain(self.on_request);
        let of_it = views.filter(|view| view.0 == group.place().0);
        of_it.map(|view| view.1).collect()
    }

    /// The group with this label of those by which it is told apart.
    pub fn group(&self, label: &str) -> Option<Group> {
        let views = self.views.iter().chain(self.on_request);
        let groups = views.flat_map(|view| view.0.groups());
        groups.into_iter().find(|group| group.label() == label)
    }

    /// The group with this label of those that can be named two at a time.
    pub fn crossable(&self, label: &str) -> Option<Group> {
        let groups = self.crossings.0.iter().flat_map(|g| g.groups());
        groups.into_iter().find(|group| group.label() == label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_metrics_and_names_are_unique() {
        for (place, spec) in TABLE.iter().enumerate() {
            assert_eq!(spec.metric as usize, place, "{}", spec.name);
            assert_eq!(find(spec.name).map(|found| found.metric), Some(spec.metric));
            let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(spec.name.chars().all(snake), "{}", spec.name);
            assert!(spec.definition.ends_with('.'), "{}", spec.name);
            let source = spec.metric.source();
            assert!(source.len() > 20 && !source.ends_with('.'), "{}", spec.name);
        }
    }

    #[test]
    fn units_stand_at_the_end_of_names() {
        for spec in &TABLE {
            for unit in ["days", "gbp"] {
                let named = spec.name.ends_with(&format!("_{unit}"));
                assert_eq!(spec.unit == unit, named, "{}", spec.name);
            }
        }
    }
}
