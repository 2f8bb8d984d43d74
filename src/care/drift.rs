//! Drift: time in care without a plan, or in a placement that is not the plan.
//!
//! A plan for permanence is due at the second statutory review, four months after a child comes
//! into care (Care Planning, Placement and Case Review (England) Regulations 2010, reg. 33). From
//! then on a child drifts who has no plan or does not live where the plan says: who is to go home
//! and is not at home, is to be adopted and not yet with adopters, is to live with relatives and
//! does not, or is to grow up in a foster family and lives in a children's home for want of one.
//!
//! The contrary is a child whose plan and placement agree once the court (if there was to be one) has
//! decided: plan and placement are settled, and counted as a permanent home in care.
//!
//! Drift is measured, it drives nothing.

use crate::des::time::{SECONDS_PER_DAY, SimSpan};

use super::child::{Placement, PlacementKind};
use super::family::CourtStage;
use super::plan::Plan;
use super::record::Event;
use super::{ChildId, World};

/// From coming into care to the second statutory review: four months.
pub const PLAN_DUE: SimSpan = SimSpan::from_seconds(122 * SECONDS_PER_DAY);

/// Whether a placement is what the plan says.
pub fn fits(plan: Option<Plan>, placement: &Placement) -> bool {
    use PlacementKind::{Agency, InHouse, Kinship};
    let kind = placement.kind;
    match plan {
        None => false,
        Some(Plan::Home) => kind == PlacementKind::WithParents,
        Some(Plan::Relatives) => kind == Kinship,
        Some(Plan::Adoption) => kind == PlacementKind::Adoptive,
        Some(Plan::LongTermFostering) => matches!(kind, Kinship | InHouse | Agency),
        Some(Plan::LongTermResidential) => {
            kind == PlacementKind::ChildrensHome && !placement.overflow
        }
        Some(Plan::Independence) => kind == PlacementKind::SemiIndependent,
    }
}

impl World<'_> {
    /// The second statutory review.
    pub(super) fn second_review(&mut self, id: ChildId) {
        self.children[id.0].clocks.review_at = crate::des::time::SimTime::NEVER;
        self.tell(|child| Event::Reviewed(child), id);
        self.measure_drift(id);
        self.reschedule_child(id);
    }

    /// Finds out anew whether the child drifts, or is settled.
    pub(super) fn measure_drift(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let for_adoption = child.plan == Some(Plan::Adoption) && self.early_carers(id).is_some();
        let fits = child.placed && (for_adoption || fits(child.plan, &child.placement));
        let due = self.now >= child.entered + PLAN_DUE;
        let concluded = self.families[child.family.0].court == CourtStage::Concluded;
        self.set_drift(id, due && !fits, concluded && fits);
    }

    /// The child leaves care.
    pub(super) fn end_drift(&mut self, id: ChildId) {
        self.set_drift(id, false, false);
    }

    fn set_drift(&mut self, id: ChildId, drifting: bool, settled: bool) {
        let child = &mut self.children[id.0];
        let drifted = std::mem::replace(&mut child.drifting, drifting);
        let was_settled = std::mem::replace(&mut child.settled, settled);
        match (drifted, drifting) {
            (false, true) => self.tell(|child| Event::DriftBegan(child), id),
            (true, false) => self.tell(|child| Event::DriftEnded(child), id),
            _ => {}
        }
        match (was_settled, settled) {
            (false, true) => self.tell(|child| Event::Settled(child), id),
            (true, false) => self.tell(|child| Event::Unsettled(child), id),
            _ => {}
        }
    }
}
