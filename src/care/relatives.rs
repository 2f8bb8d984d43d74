//! Relatives and friends.
//!
//! A suitable relative, once assessed, may foster the children as a connected person until an
//! order is made; such carers belong to one family and are no general capacity. At the final
//! hearing, or some months after entry where there are no proceedings, most take a special
//! guardianship or child arrangements order: the children are then no longer looked after, an
//! allowance runs to 18, and the arrangement can break down. Some prefer to go on fostering.
//!
//! In an emergency children can live with relatives from the first day, under temporary approval:
//! if the assessment then fails they move.

use crate::des::time::SimTime;

use super::child::{AgeBand, LegalStatus, PlacementKind, Route};
use super::family::CourtStage;
use super::phase::Purpose;
use super::plan::Plan;
use super::{ChildId, FamilyId, World};

impl World<'_> {
    /// Finds out whether suitable relatives exist, and when they would take the children in.
    pub(super) fn consider_relatives(&mut self, id: FamilyId) {
        let relatives = &self.params().relatives;
        let family = &self.families[id.0];
        let (root, assessed) = (family.root, family.assessed.relatives);
        let band = AgeBand::of(family.youngest) as usize;
        let alone = self.children[family.members[0].0].basis.comes_alone();
        let suitable =
            !alone && self.uniform(root, Purpose::Relatives, 0) < relatives.suitable[band];
        let foster =
            suitable && self.uniform(root, Purpose::KinshipPlacement, 0) < relatives.fosters_first;
        let family = &mut self.families[id.0];
        family.relatives = suitable;
        family.relatives_foster = if foster { assessed } else { SimTime::NEVER };
    }

    /// A team has assessed the relatives: when they foster, or take an order, can now be told.
    pub(super) fn expect_relatives(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        let (root, assessed) = (family.root, family.assessed.relatives);
        if !family.relatives || assessed < self.now {
            return;
        }
        let foster = family.temporary
            || self.uniform(root, Purpose::KinshipPlacement, 0)
                < self.params().relatives.fosters_first;
        let without_court = matches!(family.court, CourtStage::None { .. });
        let private_order = self.private_order(id);
        let family = &mut self.families[id.0];
        if foster {
            family.relatives_foster = assessed;
        }
        if without_court {
            family.court = CourtStage::None { private_order };
        }
    }

    /// When relatives take an order without care proceedings, if there are any.
    pub(super) fn private_order(&self, id: FamilyId) -> SimTime {
        let family = &self.families[id.0];
        if !family.relatives {
            return SimTime::NEVER;
        }
        let after = self.span(
            &self.params().relatives.without_court,
            id,
            Purpose::PrivateOrder,
        );
        (family.entered + after).max(family.assessed.relatives)
    }

    /// In some cases the children live with relatives from the first day, under temporary approval
    /// (Care Planning, Placement and Case Review (England) Regulations 2010, reg. 24); whether they can
    /// now.
    pub(super) fn relatives_take_in_at_once(&self, id: FamilyId) -> bool {
        let share = self.params().relatives.emergency_placement;
        let family = &self.families[id.0];
        family.relatives && self.uniform(family.root, Purpose::EmergencyPlacement, 0) < share
    }

    /// They do.
    pub(super) fn live_with_relatives_at_once(&mut self, id: FamilyId) {
        let family = &mut self.families[id.0];
        family.temporary = true;
        family.relatives_foster = family.assessed.relatives;
        for child in self.in_care_away_from_home(id) {
            self.move_to(child, PlacementKind::Kinship);
        }
    }

    /// The assessment of relatives with whom the children already live under temporary approval is
    /// complete. If they are not approved the children move, and the other routes remain.
    pub(super) fn conclude_temporary_approval(&mut self, id: FamilyId) {
        let family = &mut self.families[id.0];
        if !family.temporary || family.assessed.relatives > self.now {
            return;
        }
        family.temporary = false;
        let draw = self.key.uniform(family.root, Purpose::EmergencyFails, 0);
        if draw >= self.params().relatives.emergency_fails {
            return;
        }
        let family = &mut self.families[id.0];
        family.relatives = false;
        family.relatives_foster = SimTime::NEVER;
        if let CourtStage::None { private_order } = &mut family.court {
            *private_order = SimTime::NEVER;
        }
        self.list_hearing_again(id);
        let mut there = self.in_care_away_from_home(id);
        there.retain(|c| self.children[c.0].placement.kind == PlacementKind::Kinship);
        self.place_again(&there);
    }

    /// The assessment is complete: the children move to their relatives. Of those who came to live there at
    /// once some may have had to leave since: once the relatives are approved as their foster carers they go
    /// back, and those who are still there stay.
    pub(super) fn relatives_assessed(&mut self, id: FamilyId) {
        // Not yet concluded if the assessment takes no time.
        self.conclude_temporary_approval(id);
        let family = &mut self.families[id.0];
        family.relatives_foster = SimTime::NEVER;
        let foster = family.relatives;
        for child in self.in_care_away_from_home(id) {
            if foster && self.children[child.0].placement.kind != PlacementKind::Kinship {
                self.move_to(child, PlacementKind::Kinship);
                self.children[child.0].separated = false;
                self.time_clocks(child);
            }
        }
        self.reschedule_family(id);
    }

    /// Relatives take an order where there were no proceedings, or settle for fostering.
    pub(super) fn order_without_court(&mut self, id: FamilyId) {
        self.families[id.0].court = CourtStage::Concluded;
        self.families[id.0].relatives_foster = SimTime::NEVER;
        self.families[id.0].plan_due = SimTime::NEVER;
        self.reschedule_family(id);
        for child in self.in_care_away_from_home(id) {
            match self.order_for(child) {
                Some(route) => self.leave_care(child, route),
                None => {
                    self.foster_with_relatives(child);
                    self.make_plan(child, Plan::Relatives);
                }
            }
        }
    }

    /// The order relatives take for this child, or none if they prefer to foster.
    pub(super) fn order_for(&self, id: ChildId) -> Option<Route> {
        let relatives = &self.params().relatives;
        let family = &self.families[self.children[id.0].family.0];
        let root = family.root;
        if self.uniform(root, Purpose::RelativesOrder, 0) >= relatives.takes_order {
            return None;
        }
        let share = relatives.child_arrangements[AgeBand::of(family.youngest) as usize];
        match self.uniform(root, Purpose::ChildArrangements, 0) < share {
            true => Some(Route::ChildArrangements),
            false => Some(Route::SpecialGuardianship),
        }
    }

    /// After a final hearing: a care order, and relatives foster for the long term.
    pub(super) fn settle_with_relatives(&mut self, id: ChildId) {
        self.set_legal_status(id, LegalStatus::CareOrder);
        self.foster_with_relatives(id);
    }

    fn foster_with_relatives(&mut self, id: ChildId) {
        if self.children[id.0].placement.kind != PlacementKind::Kinship {
            self.move_to(id, PlacementKind::Kinship);
            self.children[id.0].separated = false;
        }
        self.time_clocks(id);
    }
}
