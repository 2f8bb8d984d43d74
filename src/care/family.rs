//! Brothers and sisters who came into care together, and the case the council runs for them.
//!
//! Most families here are one child. Planning and court go by family: one timetable of
//! assessments, one set of proceedings, one finding about relatives. Chances still depend on
//! each child's own age, so siblings can leave by different doors.

use crate::des::calendar::Slot;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::clocks::Running;
use super::phase::{Phase, first_of};
use super::{FamilyId, Members};

/// How far a family's case has come on the way through court.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CourtStage {
    /// No proceedings are expected. Relatives may still take an order of their own accord.
    None {
        /// When they would, if ever.
        private_order: SimTime,
    },
    /// On remand: no application is made in that time.
    Remand {
        /// When it ends.
        ends: SimTime,
    },
    /// Under section 20; the decision to go to court falls at `decided`.
    BeforeDecision {
        /// When it falls.
        decided: SimTime,
    },
    /// The council has decided that the case may have to go to court; a legal planning meeting is due.
    LegalPlanning {
        /// When it is held.
        held: SimTime,
    },
    /// Pre-proceedings: the parents are told what must change for the case not to go to court.
    PreProceedings {
        /// When they end.
        ends: SimTime,
    },
    /// Legal advice is being taken, or an emergency application prepared.
    AwaitingIssue {
        /// When the application is made.
        issued: SimTime,
    },
    /// In proceedings.
    Proceedings {
        /// Date of the application.
        issued: SimTime,
        /// The date the court has time for it.
        listed: SimTime,
        /// Date of the final hearing: not before the plan is ready.
        hearing: SimTime,
    },
    /// The final order has been made.
    Concluded,
}

/// A family. See the module's text.
#[derive(Clone, Debug)]
pub struct Family {
    /// Identity: keys what is decided for all siblings at once.
    pub root: Root,
    /// The children, in care or still followed after it.
    pub members: Members,
    /// Whether the siblings are assessed to live together.
    pub together: bool,
    /// When they came into care.
    pub entered: SimTime,
    /// Age of the youngest then, years.
    pub youngest: f64,
    /// Whether suitable relatives or friends exist.
    pub relatives: bool,
    /// When the parenting assessment, the relatives' assessment and the assessment for adoption
    /// are complete, each if those before it fail.
    pub assessed: Assessed,
    /// What those dates come from.
    pub assessments: Assessments,
    /// Whether the family queues for a service without which the children cannot go home.
    pub awaits_service: bool,
    /// The next date on which the children's plans are made or reviewed.
    pub plan_due: SimTime,
    /// Whether the children live with relatives under temporary approval, their assessment under way.
    pub temporary: bool,
    /// When relatives who foster first take the children in; never if they do not.
    pub relatives_foster: SimTime,
    /// The court's timetable.
    pub court: CourtStage,
    /// Whose children they are: what the records of the same brothers and sisters have in common.
    pub mother: Root,
    /// The next of the records that the council has of these brothers and sisters, in a ring: of the babies
    /// born later, of those who came back. Itself if it is the only one.
    pub kin: FamilyId,
    /// A brother or sister born later.
    pub later_born: Running,
    /// How often that hazard has struck.
    pub births: u32,
    /// Until when the youngest child adopted keeps the family known to the council.
    pub adopted_until: SimTime,
    /// A brother or sister born before has adopters, who are asked first.
    pub siblings_adopters: bool,
    /// A change of social worker.
    pub worker: Running,
    /// How many there have been.
    pub workers: u32,
    /// Until when the worker is new; never, once they know the children.
    pub worker_new_until: SimTime,
    /// The calendar entry.
    pub slot: Slot,
}

/// When each route's assessment is complete.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessed {
    /// Return home.
    pub home: SimTime,
    /// Relatives and friends.
    pub relatives: SimTime,
    /// Adoption.
    pub adoption: SimTime,
}

/// The assessments of a case: home, relatives, adoption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessments {
    /// When the case began.
    pub entered: SimTime,
    /// Whether all start then, or each when the one before has failed.
    pub parallel: bool,
    /// How long each takes if no team does it.
    pub lengths: [SimSpan; 3],
    /// Those that a team does: when it has done, never until then.
    pub by_team: [Option<SimTime>; 3],
    /// Those that have been given to their team.
    pub sent: [bool; 3],
    /// Whether it has been told that the relatives have been assessed.
    pub told: bool,
}

impl Family {
    /// The next thing to happen to the family's case.
    pub fn next(&self) -> (SimTime, Phase) {
        let court = match self.court {
            CourtStage::None { private_order } => (private_order, Phase::PrivateOrder),
            CourtStage::Remand { ends } => (ends, Phase::RemandEnds),
            CourtStage::BeforeDecision { decided } => (decided, Phase::DecisionToGoToCourt),
            CourtStage::LegalPlanning { held } => (held, Phase::LegalPlanningMeeting),
            CourtStage::PreProceedings { ends } => (ends, Phase::PreProceedingsEnd),
            CourtStage::AwaitingIssue { issued } => (issued, Phase::Issue),
            CourtStage::Proceedings { hearing, .. } => (hearing, Phase::FinalHearing),
            CourtStage::Concluded => (SimTime::NEVER, Phase::FinalHearing),
        };
        let others = first_of([
            (self.plan_due, Phase::PlanReview),
            (self.relatives_foster, Phase::RelativesAssessed),
            (self.later_born.at(), Phase::LaterBorn),
            (self.worker.at(), Phase::WorkerChanges),
            (self.worker_new_until, Phase::WorkerSettles),
        ]);
        court.min(others)
    }
}
