//! What happens first when two things fall on the same second, and what each random draw is for.
//!
//! Both lists are the only ones of their kind. [`Phase`] orders events at one instant (ties
//! within a phase go by identity); [`Purpose`] keeps draws apart, so that a new use of
//! randomness never shifts an old one.

use crate::des::time::SimTime;

/// Same-instant order: earlier variants happen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Phase {
    /// Month and year ends are counted before anything changes at that instant.
    MonthEnd,
    /// Dated changes of policy come into force.
    PolicyChange,
    /// The eighteenth birthday ends care whatever else was due.
    TurnEighteen,
    /// An adoption order is made.
    AdoptionOrder,
    /// The chance of adoption has fallen below the child's threshold.
    AdoptionLapse,
    /// The placement order of a child no longer to be adopted is revoked.
    Revocation,
    /// The child moves in with adopters.
    MoveToAdopters,
    /// An adoptive placement ends before the order.
    AdoptionDisruption,
    /// A worker of a team has done with a case.
    WorkDone,
    /// An assessment is complete and the plan is made or reviewed.
    PlanReview,
    /// The final hearing of care proceedings.
    FinalHearing,
    /// Proceedings are issued.
    Issue,
    /// Pre-proceedings end: in agreement, or in an application.
    PreProceedingsEnd,
    /// A legal planning meeting is held.
    LegalPlanningMeeting,
    /// The decision to go to court.
    DecisionToGoToCourt,
    /// A relative's assessment is complete.
    RelativesAssessed,
    /// An order to relatives without care proceedings.
    PrivateOrder,
    /// A remand ends.
    RemandEnds,
    /// Foster carers take a special guardianship order.
    CarersTakeOrder,
    /// Return home.
    GoHome,
    /// Discharge of a care order at home.
    Discharge,
    /// Other ends under 18.
    OtherEnd,
    /// A permanent home breaks down after care.
    Breakdown,
    /// A supervision order ends.
    SupervisionEnds,
    /// A young person over eighteen leaves the carers (or the home) that they stayed with.
    StayEnds,
    /// A household leaves.
    HouseholdLeaves,
    /// A carer's rest ends and the place can be offered again.
    RestEnds,
    /// Somebody who has enquired about fostering or adopting applies.
    Application,
    /// A new household is approved.
    Approval,
    /// The fostering panel considers a long-term placement.
    FosteringPanel,
    /// A placement ends before its time.
    Disruption,
    /// The second statutory review, by which a child has a plan.
    SecondReview,
    /// Children come into care.
    Entry,
    /// A brother or sister is born to a family known to the council.
    LaterBorn,
    /// A search for a family for a child in a children's home.
    StepDown,
    /// The adoption panel matches whoever waits at that instant.
    Panel,
    /// An activity day: children who are hard to place meet all adopters who wait.
    ActivityDay,
    /// Adopters come back for another child.
    AdoptersReturn,
    /// Another social worker takes over a family.
    WorkerChanges,
    /// A new social worker knows the children.
    WorkerSettles,
}

/// What happens first of what may happen to somebody, given in the order of the phases: at one instant
/// that is what stands first, and only times need be compared.
pub fn first_of<const N: usize>(candidates: [(SimTime, Phase); N]) -> (SimTime, Phase) {
    debug_assert!(candidates.is_sorted_by_key(|candidate| candidate.1));
    let mut first = candidates[0];
    for candidate in candidates {
        if candidate.0 < first.0 {
            first = candidate;
        }
    }
    first
}

/// What a random draw is for. The discriminants are written out because they are part of
/// every published result: never reuse or renumber one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Age within the band.
    Age = 1,
    /// Size of the sibling group.
    GroupSize = 2,
    /// Gap to the next older sibling.
    SiblingGap = 3,
    /// Whether siblings are assessed to live together.
    Together = 4,
    /// Legal basis at entry.
    Basis = 5,
    /// Needs.
    Needs = 6,
    /// Whether suitable relatives exist.
    Relatives = 7,
    /// Length of the relatives' assessment.
    RelativesAssessment = 8,
    /// Whether relatives take an order.
    RelativesOrder = 9,
    /// Child arrangements rather than special guardianship.
    ChildArrangements = 10,
    /// Whether relatives foster before the order.
    KinshipPlacement = 11,
    /// Time to an order without court.
    PrivateOrder = 12,
    /// Whether planning is parallel.
    Parallel = 13,
    /// Length of the parenting assessment.
    HomeAssessment = 14,
    /// Length of the assessment for adoption.
    AdoptionAssessment = 15,
    /// Whether the case goes to court.
    GoesToCourt = 16,
    /// Time under section 20 before the decision to issue.
    Drift = 17,
    /// Length of the legal advice step.
    LegalAdvice = 18,
    /// Length of proceedings.
    Proceedings = 19,
    /// Return home at the final hearing.
    HomeAtHearing = 20,
    /// Home under a care order rather than without.
    HomeUnderOrder = 21,
    /// Time to discharge of a care order at home.
    Discharge = 22,
    /// Hazard budget for return home.
    HomeBudget = 23,
    /// Hazard budget for other ends.
    OtherBudget = 24,
    /// Hazard budget for the end of a placement.
    DisruptionBudget = 25,
    /// Time to breakdown after care.
    Breakdown = 26,
    /// Whether adoption is the plan.
    AdoptionPlan = 27,
    /// Matched at or before the placement order.
    EarlyMatch = 28,
    /// The threshold of the chance of adoption.
    Adoptable = 29,
    /// Match to moving in.
    MoveIn = 30,
    /// Moving in to the adoption order.
    AdoptionOrder = 31,
    /// Adoptive placement ending before the order.
    AdoptionDisruption = 32,
    /// Time to revocation.
    Revocation = 33,
    /// A household's answer to a child or group: keyed by the pair.
    Acceptance = 34,
    /// Whether an agency has a carer.
    Agency = 35,
    /// Whether a children's home is the plan.
    ResidentialPlan = 36,
    /// Whether a young person moves to semi-independence.
    SemiIndependent = 37,
    /// Time to the next step-down search.
    StepDown = 38,
    /// Household profile: places.
    Places = 39,
    /// Household profile: largest sibling group.
    LargestGroup = 40,
    /// Household profile: ages.
    AgeRange = 41,
    /// Household profile: needs.
    AcceptsNeeds = 42,
    /// Hazard budget of a household's leaving.
    Tenure = 43,
    /// Length of a carer's rest.
    Rest = 44,
    /// When in its interval a planned approval falls.
    ApprovalDate = 45,
    /// Time already served at the start.
    Served = 46,
    /// State of a case at the start.
    OpeningState = 47,
    /// Order in which existing children are housed at the start.
    OpeningOrder = 48,
    /// Whether carers who give notice keep the children they have.
    KeepsChildren = 49,
    /// A family's ethnic group.
    EthnicGroup = 100,
    /// A household's ethnic group.
    HouseholdEthnicGroup = 101,
    /// Whether a household takes children of other ethnic groups.
    TakesOtherEthnicGroups = 102,
    /// Whether adopters are approved to foster, too.
    DualApproved = 103,
    /// Whether fostering for adoption is looked for.
    FosteringForAdoption = 104,
    /// Whether foster carers would adopt the child they care for.
    AdoptedByFosterCarer = 105,
    /// Whether adopters come back for another child.
    AdoptersReturn = 106,
    /// Whether relatives take the children in at once, under temporary approval.
    EmergencyPlacement = 120,
    /// Whether their assessment then fails.
    EmergencyFails = 121,
    /// Hazard budget for a special guardianship to foster carers.
    CarersOrderBudget = 122,
    /// Time to the legal planning meeting.
    LegalPlanning = 123,
    /// Length of pre-proceedings.
    PreProceedings = 124,
    /// Whether pre-proceedings end in agreement.
    Diverts = 125,
    /// Whether nobody exercises parental responsibility.
    NobodyResponsible = 126,
    /// How long until that leads to a legal planning meeting.
    NobodyResponsibleDays = 127,
    /// Whether a supervision order is made.
    SupervisionOrder = 128,
    /// How long it runs.
    SupervisionDays = 129,
    /// Work of a team on a case: the draw is the stage.
    TeamWork = 130,

    // Fostering, siblings and young people over eighteen: 140 to 159.
    /// Whether who enquires about fostering or adopting applies.
    Applies = 140,
    /// Whether an applicant is approved.
    ApplicationApproved = 141,
    /// Enquiry to application.
    FollowUp = 142,
    /// Stage one of the assessment of carers and adopters.
    StageOne = 143,
    /// Stage two.
    StageTwo = 144,
    /// Whether a young person stays with their carers, or near their home, after eighteen.
    StaysOn = 145,
    /// Hazard budget of such a stay.
    StayBudget = 146,
    /// Whether a long-term foster placement is matched at panel.
    FormalMatch = 147,
    /// Whether the plan says that the placement is right.
    RightPlacement = 148,
    /// Time until the fostering panel.
    FosteringPanel = 149,
    /// Whether a child has a support: keyed by the pair.
    Support = 150,
    /// Hazard budget of a later-born sibling.
    LaterBorn = 151,
    /// Whether the adopters of a sibling take a later-born child too.
    SiblingsAdopters = 152,
    /// Whether a placement is near the child's home.
    Near = 153,
    /// How busy a year is at the front door.
    YearOfEntries = 154,
    /// Whether the transition to adulthood from a home is planned.
    PlannedTransition = 155,
    /// Hazard budget of a change of social worker.
    WorkerChanges = 156,
    /// How long ago the last change was, at the start.
    LastWorker = 157,
    /// How long a remand lasts.
    RemandDays = 158,
    /// Whether the child stays in care when it ends.
    StaysAfterRemand = 159,
    /// The key of an authority's own luck, where a run has several.
    Authority = 160,
    /// Whether a child is placed in secure accommodation.
    Secure = 161,
    /// Whether an agency has a carer out of the area.
    OutOfArea = 162,
    /// Whether adopters are paid an allowance.
    AdoptionAllowance = 163,
    /// What an end of care before eighteen is.
    EndBefore18 = 164,
    /// What the return calls turning eighteen.
    EndAt18 = 165,
}

impl From<Purpose> for u32 {
    fn from(purpose: Purpose) -> u32 {
        purpose as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_at_one_instant_what_stands_first() {
        let at = SimTime::from_seconds;
        let first = |home: i64, disruption: i64, review: i64| {
            first_of([
                (at(home), Phase::GoHome),
                (at(disruption), Phase::Disruption),
                (at(review), Phase::SecondReview),
            ])
        };
        assert_eq!(first(3, 2, 1), (at(1), Phase::SecondReview));
        assert_eq!(first(2, 2, 2), (at(2), Phase::GoHome));
        assert_eq!(first(3, 2, 2), (at(2), Phase::Disruption));
    }
}
