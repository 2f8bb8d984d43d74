//! Residential care as the plan.
//!
//! For some children with complex needs a children's home is the plan, and not what was found for
//! want of a family. For a share of them the way from there to adulthood is planned: the scrutiny of
//! permanence asks how many. It is measured and drives nothing.

use super::child::{Child, PlacementKind};
use super::phase::Purpose;
use super::{ChildId, World};

impl Child {
    /// Whether a children's home is the plan for this child, rather than what was found.
    pub fn in_planned_residential_care(&self) -> bool {
        self.in_care()
            && self.placement.kind == PlacementKind::ChildrensHome
            && !self.placement.overflow
    }
}

impl World<'_> {
    /// Whether the way from a planned children's home to adulthood is planned.
    pub(super) fn review_transition(&mut self, id: ChildId) {
        let share = self.params().fostering.planned_transition;
        let child = &self.children[id.0];
        let planned = child.in_planned_residential_care()
            && self.uniform(child.root, Purpose::PlannedTransition, 0) < share;
        self.children[id.0].planned_transition = planned;
    }
}
