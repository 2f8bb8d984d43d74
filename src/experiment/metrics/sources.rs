//! Where each metric comes from: the statute, return, published table or scorecard that counts the same
//! thing, or the strategy or note that asks for it. S0, S2 and S4 are the documents in `docs/sources.md`.

use super::Metric;

/// Looked-after children at 31 March, as the department publishes them.
const LOOKED_AFTER: &str = "SSDA903 return; Department for Education, Children looked after in England, \
    looked after at 31 March (CLA). Children Act 1989 s. 22(1)";
const STARTED: &str = "SSDA903 episodes (date commenced, reason for new episode S); Department for \
    Education, Children looked after in England, started (ADM)";
const CEASED: &str = "SSDA903 reason episode ceased; Department for Education, Children looked after in \
    England, ceased (CEA)";
const MOVES: &str = "SSDA903 reason for new episode P, and its item reason for place change";
const SIBLINGS: &str = "Children Act 1989 s. 22C(8)(c): a placement enables brothers and sisters to live \
    together; sibling assessments, S4";
const HEARINGS: &str = "Children Act 1989 s. 32(1)(a) (26 weeks); Ministry of Justice, Family court \
    statistics, timeliness of care proceedings";
const SUFFICIENCY: &str = "Children Act 1989 s. 22C(5) to (9) (order of preference) and s. 22G (sufficient \
    accommodation); S0 on commissioning";
const FOSTER_PLACES: &str = "Ofsted, Fostering in England: places filled, vacant and not available";
const FOSTER_CARERS: &str = "Ofsted, Fostering in England: enquiries, applications, approvals, \
    deregistrations; Fostering Services (England) Regulations 2011 regs 26 to 28";
const ADOPTERS: &str = "Adoption Leadership Board quarterly return: registrations of interest and \
    approvals; Adoption Agencies Regulations 2005 Part 4";
const BUDGET: &str =
    "Section 251 outturn statement, children looked after; the scenario's price list";
const PLACEMENT_ORDERS: &str = "Adoption and Children Act 2002 s. 21; adoption scorecards, A16";
const REVOCATION: &str = "Adoption and Children Act 2002 s. 24; S2 asks for a target";
const REVERSALS: &str = "Adoption scorecards, A5 (children for whom the decision has changed away from \
    adoption); SSDA903 date and reason no longer to be placed for adoption";
const ENTRY_TO_ADOPTERS: &str = "Adoption scorecards, A1; time with carers who go on to adopt ends when the \
    child moved in with them, as in A10";
const ORDER_TO_MATCH: &str = "Adoption scorecards, A2: court authority to place to match, zero for those \
    matched before it";
const WAITING: &str =
    "Adoption scorecards, A9 and A14 (children waiting to be placed for adoption)";
const STAGES: &str = "SSDA903 adoption items (dates of decision, match, placement and order); S2 asks for \
    targets for the stages";
const PERMANENCE: &str = "Care planning guidance under the Children Act 1989, volume 2 (what permanence is); \
    SSDA903 reason episode ceased; S4";
const PLANS: &str = "Care Planning, Placement and Case Review (England) Regulations 2010 regs 5 and 33: the \
    plan for permanence is due at the second review; S4";
const DRIFT: &str = "S0 on drift: care that is not what the plan for permanence asks for (2010 \
    Regulations regs 4 to 6)";
const LONG_TERM: &str = "Care Planning, Placement and Case Review (England) Regulations 2010 reg. 22B \
    (long-term foster placements); S2 asks for those not matched";
const RESIDENTIAL: &str = "S2: young people in long-term residential care and their transition; Children Act \
    1989 s. 22C(6)(c)";
const TEAMS: &str = "S0: legal advice in Aberdeenshire, waiting lists of family services";
const AFTER_EIGHTEEN: &str = "Children Act 1989 s. 23CZA (staying put); SSDA903 care leavers' accommodation; \
    S0, S4";

/// Where a metric comes from.
pub fn source(metric: Metric) -> &'static str {
    use Metric as M;
    match metric {
        M::TimeInCareChildDays => {
            "SSDA903 episodes: days from each date commenced to date ceased, added up"
        }
        M::TimeInCareEntrantsDays => {
            "SSDA903 episodes, followed by year of entry instead of by year of leaving"
        }
        M::TimeInCareLeaversDays => {
            "Department for Education, Children looked after in England: average duration of the latest \
             period of care of those who ceased; S2 asks for six weeks less"
        }
        M::ChildrenInCare => LOOKED_AFTER,
        M::Entries | M::FirstEntries | M::Reentries | M::StartedDfe => STARTED,
        M::Exits | M::CeasedDfe => CEASED,
        M::PermanentHomes => {
            "SSDA903 reason episode ceased: E11 and E12 (adopted), E41 (child arrangements order), E43 to E48 \
             (special guardianship)"
        }
        M::Breakdowns => {
            "SSDA903 previous permanence option; Selwyn, Wijedasa and Meakings, Beyond the Adoption Order, \
             2014; S0 on returns home that fail"
        }
        M::ProceedingsDays
        | M::ProceedingsWithin26Weeks
        | M::ProceedingsP10Days
        | M::ProceedingsP50Days
        | M::ProceedingsP90Days => HEARINGS,
        M::PlacementOrders => PLACEMENT_ORDERS,
        M::WaitingForAdopters => WAITING,
        M::DaysWithoutMatch
        | M::WithoutMatchAfter6Months
        | M::WaitForMatchDays
        | M::WaitForMatchP10Days
        | M::WaitForMatchP50Days
        | M::WaitForMatchP90Days
        | M::MatchedWithin4Months => ORDER_TO_MATCH,
        M::PlacementsForAdoption => {
            "SSDA903 placement codes A3 to A6; Adoption and Children Act 2002 s. 18"
        }
        M::EntryToPlacedForAdoptionDays
        | M::EntryToPlacedForAdoptionP10Days
        | M::EntryToPlacedForAdoptionP50Days
        | M::EntryToPlacedForAdoptionP90Days => ENTRY_TO_ADOPTERS,
        M::PlacedWithin14Months => {
            "Adoption scorecards, A3, at the threshold of A1 for 2013 to 2016"
        }
        M::EntryToOrderDays | M::ChildrenAdopted => {
            "Department for Education, Children looked after in England, adopted; adoption scorecards, A4; \
             Adoption and Children Act 2002 s. 46"
        }
        M::AdoptionReversals | M::AdoptionReversalShare => REVERSALS,
        M::Revocations
        | M::ReversalToRevocationDays
        | M::AwaitingRevocation
        | M::ReversalToRevocationP10Days
        | M::ReversalToRevocationP50Days
        | M::ReversalToRevocationP90Days => REVOCATION,
        M::Disruptions => "S0, S4 on stability; Ofsted, Fostering in England: unplanned endings",
        M::PlacementMoves | M::UnplannedMoves | M::PlannedMoves => MOVES,
        M::ThreeOrMorePlacements => {
            "National Indicator 62 (stability: number of placements); SSDA903"
        }
        M::SamePlacementTwoYears => {
            "National Indicator 63 (stability: length of placement); SSDA903"
        }
        M::Searches
        | M::UnmetInHouseDemand
        | M::UnmetInHouseShare
        | M::UnmetInHouseExtraCostGbp
        | M::HomeBeds
        | M::HomeBedsFilled
        | M::HomeBedOccupancy
        | M::UnmetBedDemand
        | M::UnmetBedShare => SUFFICIENCY,
        M::OverflowInChildrensHomes => {
            "S0, S4: residential care because no family was found, told apart from the plan"
        }
        M::ChildrenSeparatedFromSiblings
        | M::SiblingsTogether
        | M::SiblingsApart
        | M::SiblingsApartNear => SIBLINGS,
        M::LaterBornSiblings => {
            "SSDA903 date commenced, brother or sister by the council's records"
        }
        M::LaterBornKeptTogether => SIBLINGS,
        M::InHousePlaces | M::InHouseFilled | M::InHouseVacant | M::InHouseUnavailable => {
            FOSTER_PLACES
        }
        M::FosterApprovals
        | M::FosterHouseholdsLeft
        | M::FosterEnquiries
        | M::FosterApplications => FOSTER_CARERS,
        M::AdopterApprovals | M::AdopterEnquiries | M::AdopterApplications => ADOPTERS,
        M::AdoptersWaiting => "Adoption scorecards, A11 (approved families waiting to be matched)",
        M::AdopterWaitDays
        | M::AdopterWaitP10Days
        | M::AdopterWaitP50Days
        | M::AdopterWaitP90Days => {
            "Adoption scorecards, A12 (families' wait from approval to match), in days"
        }
        M::AdoptersGaveUp => {
            "Adoption Leadership Board quarterly return: approved families who withdraw"
        }
        M::AllowancesRunning => {
            "Special Guardianship Regulations 2005 Part 2 (financial support); Children Act 1989 Schedule 1 \
             para. 15 (child arrangements); Adoption Support Services Regulations 2005 Part 3; S2"
        }
        M::CostTotalGbp | M::CostGbp | M::CostPerYearGbp => BUDGET,
        M::CostCashableGbp => {
            "HM Treasury, The Green Book (2022), cash releasing benefits; section 251 outturn statement"
        }
        M::CostPresentValueGbp => "HM Treasury, The Green Book: real discount rate",
        M::CostRunOffGbp | M::CostRunOffPresentValueGbp => {
            "HM Treasury, The Green Book (2022): appraise over the life of what is decided; Special Guardianship \
             Regulations 2005 reg. 9 (allowances to 18)"
        }
        M::Matches => {
            "Adoption Leadership Board quarterly return: matches by source of adopters; Adoption Agencies \
             Regulations 2005 regs 31 to 33"
        }
        M::PlanByFourMonths | M::ChangesOfPlan => PLANS,
        M::DriftChildDays | M::ChildrenInDrift => DRIFT,
        M::InPermanentHomeAfter1Year
        | M::InPermanentHomeAfter2Years
        | M::InPermanentHomeAfter3Years => PERMANENCE,
        M::NobodyExercisingResponsibility => {
            "S2: target of none; Children Act 1989 s. 20(1)(a) (no person with parental responsibility)"
        }
        M::SupervisionOrdersRunning => "Children Act 1989 ss. 31(1)(b) and 35; S0",
        M::ChildrenOverFiveYearsOnAnOrder => "S0: children for more than five years on an order",
        M::TeamQueue
        | M::TeamWaitDays
        | M::TeamWaitP10Days
        | M::TeamWaitP50Days
        | M::TeamWaitP90Days => TEAMS,
        M::StayingPut | M::StayingClose => AFTER_EIGHTEEN,
        M::LongTermFosteringMatched
        | M::LongTermFosteringUnmatched
        | M::UnmatchedWithoutRightPlacement => LONG_TERM,
        M::OutOfArea => {
            "Children Act 1989 s. 22C(8)(a) and (9) (near home, in the area); SSDA903 distance of placement"
        }
        M::LegalPermanenceChildDays => PERMANENCE,
        M::LongTermResidential | M::ResidentialWithPlannedTransition => RESIDENTIAL,
        M::EntryToPlacementOrderDays
        | M::MatchToPlacedDays
        | M::PlacedToOrderDays
        | M::EntryToPlacementOrderP10Days
        | M::EntryToPlacementOrderP50Days
        | M::EntryToPlacementOrderP90Days
        | M::MatchToPlacedP10Days
        | M::MatchToPlacedP50Days
        | M::MatchToPlacedP90Days
        | M::PlacedToOrderP10Days
        | M::PlacedToOrderP50Days
        | M::PlacedToOrderP90Days => STAGES,
        M::ChangesOfSocialWorker => {
            "S4: repeated changes of social worker go with instability (Rock 2015)"
        }
        M::WaitForFamilyDays
        | M::WaitForFamilyP10Days
        | M::WaitForFamilyP50Days
        | M::WaitForFamilyP90Days => SUFFICIENCY,
        M::WaitForRelativesDays
        | M::WaitForRelativesP10Days
        | M::WaitForRelativesP50Days
        | M::WaitForRelativesP90Days => {
            "Children Act 1989 s. 22C(6)(a) and (7)(a) (relatives and friends first); 2010 Regulations reg. 24"
        }
        M::DecisionToApplicationDays
        | M::DecisionToApplicationP10Days
        | M::DecisionToApplicationP50Days
        | M::DecisionToApplicationP90Days => {
            "Family Procedure Rules 2010 Practice Direction 12A (Public Law Outline); S0: legal advice in \
             Aberdeenshire"
        }
        M::ChildrenWaiting => "S0, S2, S4: delay, by the step at which it arises",
        M::PlannedReturnsHome => {
            "SSDA903 reason episode ceased E4A (part of the care planning process)"
        }
        M::UnplannedReturnsHome => "SSDA903 reason episode ceased E4B (not part of that process)",
        M::CareOrdersAtHomeDischarged => "Children Act 1989 s. 39; S2 on care orders at home",
        M::PlacementDays => {
            "SSDA903 episodes: days in each placement; section 251 outturn, activity"
        }
        M::InHouseOccupancy => FOSTER_PLACES,
        M::UnitCostGbp => {
            "S0, Peterborough: reduce overall unit costs; section 251 outturn (expenditure over activity), \
             parameters P66 to P71"
        }
        M::ConsortiumEnquiryShare => {
            "S0, Stockport: You Can Foster accounts for 16 per cent of all enquiries"
        }
    }
}
