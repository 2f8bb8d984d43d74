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
mod views;

use serde::Serialize;

use crate::stats::Direction;
use Direction::{Higher, Lower, Neutral};
use views::*;

pub use super::layout::{Cell, Layout, Period, date_of};
pub use groups::{Awaited, GROUPINGS, Group, Grouping};

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

    /// The group with this label of those that can be named two at a time.
    pub fn crossable(&self, label: &str) -> Option<Group> {
        let groups = self.crossings.0.iter().flat_map(|g| g.groups());
        groups.into_iter().find(|group| group.label() == label)
    }
}

/// The metric table, in the order of [`Metric`].
#[rustfmt::skip] // One metric, two lines.
pub const TABLE: [Spec; 112] = {
    use Measure::{Count, Days, Level, LevelShare, MeanDays, Money, Percentile, Share};
    [
        spec(Metric::TimeInCareChildDays, "time_in_care_child_days", "days", Lower, Days, YEARLY_BY_AUTHORITY,
            "Days spent in care, added up over all children: entries avoided, earlier exits and fewer returns all show."),
        spec(Metric::TimeInCareEntrantsDays, "time_in_care_entrants_days", "days", Lower, MeanDays, HORIZON,
            "Mean days in care, returns included, within three years of first entry (half the run if that is shorter), over children who first came into care early enough in the run to be followed that long."),
        spec(Metric::TimeInCareLeaversDays, "time_in_care_leavers_days", "days", Neutral, MeanDays, YEARLY,
            "Mean length of the period of care that ended, over those who left. This is the published figure; it misleads while a system changes, because more exits of children who have waited long raise it.").asked(LEAVERS),
        spec(Metric::ChildrenInCare, "children_in_care", "children", Lower, Level, STOCK,
            "Children looked after at the end of the month; by size of the sibling group: brothers and sisters in care at the same time.").asked(STOCK_ON_REQUEST).crossed(STOCK_CROSSED),
        spec(Metric::Entries, "entries", "periods", Neutral, Count, BY_AGE,
            "Periods of care that began, returns included."),
        spec(Metric::FirstEntries, "first_entries", "children", Neutral, Count, YEARLY,
            "Children who came into care for the first time."),
        spec(Metric::Reentries, "reentries", "periods", Lower, Count, YEARLY,
            "Periods of care of children who had been in care before."),
        spec(Metric::StartedDfe, "started_dfe", "children", Lower, Count, YEARLY,
            "Children who started to be looked after, each counted once a financial year as in the published tables."),
        spec(Metric::Exits, "exits", "periods", Neutral, Count, BY_ROUTE,
            "Periods of care that ended, by route.").asked(EXITS_ON_REQUEST).crossed(EXITS_CROSSED),
        spec(Metric::PermanentHomes, "permanent_homes", "children", Higher, Count, YEARLY,
            "Periods of care that ended with adoption, special guardianship or a child arrangements order."),
        spec(Metric::CeasedDfe, "ceased_dfe", "children", Neutral, Count, YEARLY,
            "Children who ceased to be looked after, each counted once a financial year as in the published tables."),
        spec(Metric::Breakdowns, "breakdowns", "children", Lower, Count, YEARLY,
            "Homes after care (adoption, an order to relatives, return home) that broke down, so that the child came back into care.").asked(ROUTES),
        spec(Metric::ProceedingsDays, "proceedings_days", "days", Lower, MeanDays, YEARLY,
            "Mean time from application to final hearing, per child."),
        spec(Metric::ProceedingsWithin26Weeks, "proceedings_within_26_weeks", "share", Higher, Share, YEARLY,
            "Share of children whose proceedings took no more than 26 weeks."),
        spec(Metric::PlacementOrders, "placement_orders", "children", Neutral, Count, YEARLY,
            "Children made subject to a placement order."),
        spec(Metric::WaitingForAdopters, "waiting_for_adopters", "children", Lower, Level, WAITING,
            "Children on a placement order for whom a family is being sought or who have been matched and not yet moved in, at the end of the month; by size of the group to be adopted together.").crossed(SEEKING_CROSSED),
        spec(Metric::WaitForMatchDays, "wait_for_match_days", "days", Lower, MeanDays, WAITS,
            "Mean time from placement order to match, per child matched; zero if matched at or before the order. Ages are those at entry. Who is never matched does not count: to compare groups see `without_match_days`.").crossed(WAITS_CROSSED),
        spec(Metric::PlacementsForAdoption, "placements_for_adoption", "children", Higher, Count, YEARLY,
            "Children who moved in with adopters."),
        spec(Metric::EntryToPlacedForAdoptionDays, "entry_to_placed_for_adoption_days", "days", Lower, MeanDays, HORIZON,
            "Mean time from entry to moving in with adopters (scorecard indicator A1 counts it for those adopted)."),
        spec(Metric::EntryToOrderDays, "entry_to_order_days", "days", Lower, MeanDays, HORIZON,
            "Mean time from entry to the adoption order, over children adopted."),
        spec(Metric::AdoptionReversals, "adoption_reversals", "children", Lower, Count, YEARLY,
            "Children on a placement order for whom adoption stopped being the plan."),
        spec(Metric::Revocations, "revocations", "children", Neutral, Count, YEARLY,
            "Children whose placement order was revoked."),
        spec(Metric::Disruptions, "disruptions", "placements", Lower, Count, YEARLY,
            "Placements that ended before their time."),
        spec(Metric::PlacementMoves, "placement_moves", "placements", Lower, Count, YEARLY,
            "New placements that cost a search: all but a child's first ever, those with parents and those with adopters."),
        spec(Metric::ThreeOrMorePlacements, "three_or_more_placements", "share", Lower, LevelShare, MARCHES,
            "Share of children in care at 31 March who lived in three or more placements in the last twelve months, the one at their beginning included.").asked(AGES_IN_MARCH).crossed(STOCK_CROSSED),
        spec(Metric::SamePlacementTwoYears, "same_placement_two_years", "share", Higher, LevelShare, MARCHES,
            "Share, at 31 March, of children under 16 in care for two and a half years or more who have lived in the same placement for two."),
        spec(Metric::Searches, "searches", "searches", Neutral, Count, YEARLY,
            "Searches for a placement."),
        spec(Metric::UnmetInHouseDemand, "unmet_in_house_demand", "searches", Lower, Count, YEARLY_BY_AUTHORITY,
            "Searches that wanted the council's own foster carers and had to go elsewhere.").asked(UNMET),
        spec(Metric::UnmetInHouseShare, "unmet_in_house_share", "share", Lower, Share, YEARLY,
            "Share of the searches for the council's own foster carers that had to go elsewhere.").asked(UNMET_SHARE),
        spec(Metric::UnmetInHouseExtraCostGbp, "unmet_in_house_extra_cost_gbp", "gbp", Lower, Money, BY_TIER,
            "Extra cost of places bought because the council's own foster carers were wanted and could not be found: while the child lives there, the price of the place less that of own carers for a child of the same needs and age. Part of the cost of placements, not on top of it; existing children with agencies, or in homes for want of a family, count from the first day."),
        spec(Metric::OverflowInChildrensHomes, "overflow_in_childrens_homes", "children", Lower, Level, MONTHLY,
            "Children in a children's home because no family was found, at the end of the month."),
        spec(Metric::ChildrenSeparatedFromSiblings, "children_separated_from_siblings", "children", Lower, Count, YEARLY,
            "Children placed apart from brothers and sisters with whom they were assessed to live."),
        spec(Metric::InHousePlaces, "in_house_places", "places", Neutral, Level, MONTHLY,
            "Places with the council's own foster carers, at the end of the month."),
        spec(Metric::InHouseFilled, "in_house_filled", "places", Neutral, Level, MONTHLY,
            "Of these, filled."),
        spec(Metric::InHouseVacant, "in_house_vacant", "places", Neutral, Level, MONTHLY,
            "Of these, vacant and on offer."),
        spec(Metric::InHouseUnavailable, "in_house_unavailable", "places", Lower, Level, MONTHLY,
            "Of these, neither filled nor on offer: carers who rest or are about to leave."),
        spec(Metric::FosterApprovals, "foster_approvals", "households", Neutral, Count, YEARLY,
            "Foster households approved."),
        spec(Metric::FosterHouseholdsLeft, "foster_households_left", "households", Lower, Count, YEARLY,
            "Foster households that left."),
        spec(Metric::AdopterApprovals, "adopter_approvals", "households", Neutral, Count, YEARLY,
            "Adoptive households of the council's own approved."),
        spec(Metric::AdoptersWaiting, "adopters_waiting", "households", Neutral, Level, MONTHLY,
            "Approved adoptive households of the council's own without a match, at the end of the month."),
        spec(Metric::AdopterWaitDays, "adopter_wait_days", "days", Lower, MeanDays, HORIZON,
            "Mean time from approval (or coming back) to match, over adoptive households of the council's own that were matched."),
        spec(Metric::AdoptersGaveUp, "adopters_gave_up", "households", Lower, Count, YEARLY,
            "Adoptive households of the council's own that left without a match."),
        spec(Metric::AllowancesRunning, "allowances_running", "children", Neutral, Level, MONTHLY,
            "Children for whom a special guardianship, child arrangements or adoption allowance is paid, at the end of the month."),
        spec(Metric::CostTotalGbp, "cost_total_gbp", "gbp", Lower, Money, CASH,
            "All costs, in the prices of the scenario's base year (lines with inflation of their own in each year's), not discounted."),
        spec(Metric::CostGbp, "cost_gbp", "gbp", Lower, Money, BY_LINE,
            "Costs by budget line."),
        spec(Metric::CostCashableGbp, "cost_cashable_gbp", "gbp", Lower, Money, YEARLY,
            "Cashable cost: what is paid to others, which stops when it is no longer needed (bought placements with empty booked beds, adoption placements and support, fees to other agencies, allowances to relatives and guardians, staying put and close)."),
        spec(Metric::CostPerYearGbp, "cost_per_year_gbp", "gbp", Lower, Money, HORIZON,
            "All costs over the run divided by its years."),
        spec(Metric::CostPresentValueGbp, "cost_present_value_gbp", "gbp", Lower, Money, HORIZON,
            "All costs over the run, discounted to its start at the scenario's rate."),
        spec(Metric::Matches, "matches", "children", Higher, Count, BY_PROVIDER,
            "Children matched with adopters, by whose adopters they are."),
        spec(Metric::ChildrenAdopted, "children_adopted", "children", Higher, Count, ADOPTED,
            "Children adopted, by age at entry."),
        spec(Metric::WaitForMatchP10Days, "wait_for_match_p10_days", "days", Lower, Percentile(Metric::WaitForMatchDays, 10), HORIZON,
            "One child in ten matched waited no longer than this from placement order to match, within one future.").asked(MATCH_WAITS),
        spec(Metric::WaitForMatchP50Days, "wait_for_match_p50_days", "days", Lower, Percentile(Metric::WaitForMatchDays, 50), HORIZON,
            "Half the children matched waited no longer than this from placement order to match, within one future.").asked(MATCH_WAITS),
        spec(Metric::WaitForMatchP90Days, "wait_for_match_p90_days", "days", Lower, Percentile(Metric::WaitForMatchDays, 90), HORIZON,
            "Nine children in ten matched waited no longer than this from placement order to match, within one future.").asked(MATCH_WAITS),
        spec(Metric::AdoptionReversalShare, "adoption_reversal_share", "share", Lower, Share, YEARLY,
            "Share of the children for whom the plan for adoption ended, by an adoption order or because the decision was reversed, for whom it was reversed (scorecard indicator A5 counts such children)."),
        spec(Metric::PlanByFourMonths, "plan_by_four_months", "share", Higher, Share, YEARLY,
            "Share of children who had a plan for permanence at the review four months after they came into care, over those still in care then who were under 15 when they came."),
        spec(Metric::ChangesOfPlan, "changes_of_plan", "changes", Lower, Count, YEARLY,
            "Plans for permanence that were replaced by another."),
        spec(Metric::DriftChildDays, "drift_child_days", "days", Lower, Days, YEARLY,
            "Days in care, after the first four months, without a plan for permanence or in a placement that is not the plan's, added up over all children."),
        spec(Metric::ChildrenInDrift, "children_in_drift", "children", Lower, Level, BY_PLAN,
            "Children who, at 31 March, have been in care for four months and have no plan for permanence or live in a placement that is not the plan's."),
        spec(Metric::InPermanentHomeAfter1Year, "in_permanent_home_after_1_year", "share", Higher, Share, HORIZON_BY_ROUTE,
            "Share of children who, a year after first coming into care, have been adopted, live under a special guardianship or child arrangements order, are back home, or are in care with plan and placement settled after the court's decision (by route: those who have left); over those under 18 then who came early enough in the run."),
        spec(Metric::InPermanentHomeAfter2Years, "in_permanent_home_after_2_years", "share", Higher, Share, HORIZON_BY_ROUTE,
            "The same after two years."),
        spec(Metric::InPermanentHomeAfter3Years, "in_permanent_home_after_3_years", "share", Higher, Share, HORIZON_BY_ROUTE,
            "The same after three years."),
        spec(Metric::NobodyExercisingResponsibility, "nobody_exercising_responsibility", "children", Lower, Level, MONTHLY,
            "Children accommodated under section 20 for whom nobody exercises parental responsibility, at the end of the month."),
        spec(Metric::SupervisionOrdersRunning, "supervision_orders_running", "children", Neutral, Level, MARCHES,
            "Children under a supervision order at 31 March, who are not looked after."),
        spec(Metric::ChildrenOverFiveYearsOnAnOrder, "children_over_five_years_on_an_order", "children", Lower, Level, MARCHES,
            "Children under a care or placement order at 31 March who came into care more than five years before."),
        spec(Metric::TeamQueue, "team_queue", "cases", Lower, Level, BY_STAGE,
            "Cases that queue for a team at 31 March."),
        spec(Metric::TeamWaitDays, "team_wait_days", "days", Lower, MeanDays, HORIZON_BY_STAGE,
            "Mean time from joining a team's queue to the work on the case beginning, over cases begun."),
        spec(Metric::FosterEnquiries, "foster_enquiries", "enquiries", Neutral, Count, YEARLY,
            "Enquiries about fostering for the council, in strands that count enquiries."),
        spec(Metric::AdopterEnquiries, "adopter_enquiries", "enquiries", Neutral, Count, YEARLY,
            "Enquiries about adopting, in strands that count enquiries."),
        spec(Metric::FosterApplications, "foster_applications", "applications", Neutral, Count, YEARLY,
            "Applications to foster, in strands that count enquiries."),
        spec(Metric::AdopterApplications, "adopter_applications", "applications", Neutral, Count, YEARLY,
            "Applications to adopt, in strands that count enquiries."),
        spec(Metric::StayingPut, "staying_put", "young people", Higher, Level, MARCHES,
            "Young people over eighteen who live with their former foster carers, at 31 March."),
        spec(Metric::StayingClose, "staying_close", "young people", Higher, Level, MARCHES,
            "Young people over eighteen who live close to their former children's home, at 31 March."),
        spec(Metric::LongTermFosteringMatched, "long_term_fostering_matched", "children", Higher, Level, MARCHES,
            "Children at 31 March in long-term fostering (care order, no plan for adoption, with own or agency carers) whose placement has been matched at panel."),
        spec(Metric::LongTermFosteringUnmatched, "long_term_fostering_unmatched", "children", Lower, Level, MARCHES,
            "Children at 31 March in long-term fostering whose placement has not been matched at panel."),
        spec(Metric::UnmatchedWithoutRightPlacement, "unmatched_without_right_placement", "children", Lower, Level, MARCHES,
            "Of these, children whose plan says that their placement is not the right one."),
        spec(Metric::UnplannedMoves, "unplanned_moves", "placements", Lower, Count, YEARLY,
            "Placement moves because the placement before ended early."),
        spec(Metric::PlannedMoves, "planned_moves", "placements", Neutral, Count, YEARLY,
            "Placement moves within a period of care that the plan asked for: to relatives, from a children's home to a family, to a placement that is right for the long term."),
        spec(Metric::LaterBornSiblings, "later_born_siblings", "children", Neutral, Count, YEARLY,
            "Babies who came into care after a brother or sister."),
        spec(Metric::LaterBornKeptTogether, "later_born_kept_together", "children", Higher, Count, YEARLY,
            "Of later-born children, those who went to the household where a brother or sister lives: foster carers on entry, adopters by the match."),
        spec(Metric::SiblingsTogether, "siblings_together", "children", Higher, Level, MARCHES,
            "Children in care at 31 March who live with all the brothers and sisters who came into care with them and are still there."),
        spec(Metric::SiblingsApart, "siblings_apart", "children", Lower, Level, MARCHES,
            "Children in care at 31 March who live apart from a brother or sister who came into care with them."),
        spec(Metric::SiblingsApartNear, "siblings_apart_near", "children", Neutral, Level, MARCHES,
            "Of these, children all of whose brothers and sisters, like themselves, are placed near home."),
        spec(Metric::OutOfArea, "out_of_area", "share", Lower, LevelShare, MARCHES,
            "Share of children in care at 31 March whose placement is not near home.").asked(AREA_ON_REQUEST).crossed(STOCK_CROSSED),
        spec(Metric::LongTermResidential, "long_term_residential", "children", Neutral, Level, MARCHES,
            "Children at 31 March whose plan is the children's home in which they live."),
        spec(Metric::ResidentialWithPlannedTransition, "residential_with_planned_transition", "children", Higher, Level, MARCHES,
            "Of these, children whose transition to adulthood is planned."),
        spec(Metric::EntryToPlacementOrderDays, "entry_to_placement_order_days", "days", Lower, MeanDays, YEARLY,
            "Mean time from coming into care to the placement order, per child."),
        spec(Metric::MatchToPlacedDays, "match_to_placed_days", "days", Lower, MeanDays, YEARLY,
            "Mean time from the match to moving in with adopters, per child; zero for those who live with them already."),
        spec(Metric::PlacedToOrderDays, "placed_to_order_days", "days", Lower, MeanDays, YEARLY,
            "Mean time the children adopted had lived with their adopters before the adoption order."),
        spec(Metric::PlacedWithin14Months, "placed_within_14_months", "share", Higher, Share, YEARLY,
            "Share of children moving in with adopters who do so within fourteen months (426 days) of coming into care, the scorecards' threshold for A1."),
        spec(Metric::MatchedWithin4Months, "matched_within_4_months", "share", Higher, Share, YEARLY,
            "Share of children matched who are matched within four months (121 days) of the placement order, the scorecards' threshold for A2."),
        spec(Metric::ReversalToRevocationDays, "reversal_to_revocation_days", "days", Lower, MeanDays, YEARLY,
            "Mean time from the end of the plan for adoption to the revocation of the placement order, per child for whom both were in the run."),
        spec(Metric::AwaitingRevocation, "awaiting_revocation", "children", Lower, Level, MARCHES,
            "Children on a placement order for whom adoption is no longer the plan, at 31 March."),
        spec(Metric::ChangesOfSocialWorker, "changes_of_social_worker", "changes", Lower, Count, YEARLY,
            "Changes of social worker, counted for each child in care."),
        spec(Metric::WaitForFamilyDays, "wait_for_family_days", "days", Lower, MeanDays, &[],
            "Mean time in children's homes for want of a family until one was found, over children for whom one was; by placement: where they went.").asked(FAMILY_WAITS),
        spec(Metric::WaitForFamilyP10Days, "wait_for_family_p10_days", "days", Lower, Percentile(Metric::WaitForFamilyDays, 10), &[],
            "One in ten of these children waited no longer than this, within one future.").asked(FAMILY_WAITS),
        spec(Metric::WaitForFamilyP50Days, "wait_for_family_p50_days", "days", Lower, Percentile(Metric::WaitForFamilyDays, 50), &[],
            "Half of these children waited no longer than this, within one future.").asked(FAMILY_WAITS),
        spec(Metric::WaitForFamilyP90Days, "wait_for_family_p90_days", "days", Lower, Percentile(Metric::WaitForFamilyDays, 90), &[],
            "Nine in ten of these children waited no longer than this, within one future.").asked(FAMILY_WAITS),
        spec(Metric::WaitForRelativesDays, "wait_for_relatives_days", "days", Lower, MeanDays, &[],
            "Mean time from coming into care to living with relatives or friends who foster, over such placements begun; zero for those from the first day.").asked(CHILD_WAITS),
        spec(Metric::WaitForRelativesP10Days, "wait_for_relatives_p10_days", "days", Lower, Percentile(Metric::WaitForRelativesDays, 10), &[],
            "One in ten of these children waited no longer than this, within one future.").asked(CHILD_WAITS),
        spec(Metric::WaitForRelativesP50Days, "wait_for_relatives_p50_days", "days", Lower, Percentile(Metric::WaitForRelativesDays, 50), &[],
            "Half of these children waited no longer than this, within one future.").asked(CHILD_WAITS),
        spec(Metric::WaitForRelativesP90Days, "wait_for_relatives_p90_days", "days", Lower, Percentile(Metric::WaitForRelativesDays, 90), &[],
            "Nine in ten of these children waited no longer than this, within one future.").asked(CHILD_WAITS),
        spec(Metric::DecisionToApplicationDays, "decision_to_application_days", "days", Lower, MeanDays, &[],
            "Mean time from the decision to go to court to the application (legal planning meeting, pre-proceedings, legal advice), per child in care then, where both were in the run.").asked(YEARLY),
        spec(Metric::ChildrenWaiting, "children_waiting", "children", Lower, Level, &[],
            "Children in care at 31 March by what they wait for; a child can wait for two things.").asked(BY_AWAITED),
        spec(Metric::PlannedReturnsHome, "planned_returns_home", "periods", Neutral, Count, &[],
            "Returns home that were the plan when they came: decided by the assessment, in agreement, at the hearing, by discharge.").asked(YEARLY),
        spec(Metric::UnplannedReturnsHome, "unplanned_returns_home", "periods", Neutral, Count, &[],
            "Returns home without or against the plan: most in the first weeks, before there is one.").asked(YEARLY),
        spec(Metric::CareOrdersAtHomeDischarged, "care_orders_at_home_discharged", "children", Neutral, Count, &[],
            "Children placed with their parents whose care order was discharged.").asked(YEARLY),
        spec(Metric::PlacementDays, "placement_days", "days", Neutral, Days, &[],
            "Days lived in each kind of placement, added up over all children.").asked(BY_PLACEMENT),
        spec(Metric::InHouseOccupancy, "in_house_occupancy", "share", Higher, LevelShare, &[],
            "Share of the places with the council's own foster carers that are filled, at 31 March.").asked(MARCHES),
        spec(Metric::LegalPermanenceChildDays, "legal_permanence_child_days", "days", Higher, Days, YEARLY,
            "Days that children live under a special guardianship or child arrangements order, to 18, or have lived with the family that adopted them in the run, up to a breakdown, added up over all children."),
        spec(Metric::DaysWithoutMatch, "without_match_days", "days", Lower, MeanDays, WAITS,
            "Mean days without a match in the two years (half the run if that is shorter) after a placement order, over children whose order was made early enough in the run to be followed that long; who is never matched counts in full, so groups that are hard to place can be compared. Siblings by the size of their group at the order; ages are those at entry.").crossed(WAITS_CROSSED),
        spec(Metric::CostRunOffGbp, "cost_run_off_gbp", "gbp", Lower, Money, &[],
            "What is paid after the horizon, until they are eighteen (or no longer stay put or close), for children who first came into care before it; without the option itself, recruitment and booked beds.").asked(RUN_OFF),
        spec(Metric::CostRunOffPresentValueGbp, "cost_run_off_present_value_gbp", "gbp", Lower, Money, &[],
            "The same, discounted to the start of the run at the scenario's rate.").asked(HORIZON),
    ]
};

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
