//! Return home.
//!
//! Under section 20 a child can go home any day: a hazard by age at entry and time since
//! entry, high in the first weeks and falling. Brothers and sisters go home together: the
//! youngest's age counts. Once the decision to go to court has been taken it
//! is for the final hearing to decide (see `court`). After a care order a small part of the
//! hazard remains, by discharge. Unaccompanied asylum-seeking children have no home to go to, and
//! those on remand cannot go there.
//!
//! A child can also be placed with parents under a care order, still looked after, until the
//! order is discharged. Children who have gone home can come back: see `aftercare`.

use crate::des::time::SimTime;

use super::child::{AgeBand, Basis, LegalStatus, PlacementKind, Route};
use super::family::CourtStage;
use super::phase::Purpose;
use super::{ChildId, World};

impl World<'_> {
    /// The factor on the hazard of return home that holds for this child now.
    pub(super) fn home_factor(&self, id: ChildId) -> f64 {
        let family = self.children[id.0].family;
        match self.families[family.0].awaits_service {
            true => 0.0,
            false => self.home_factor_once_served(id),
        }
    }

    /// The factor once the family has had the services it waits for.
    pub(super) fn home_factor_once_served(&self, id: ChildId) -> f64 {
        let home = &self.params().home;
        let child = &self.children[id.0];
        let court = self.families[child.family.0].court;
        let decided = matches!(
            court,
            CourtStage::LegalPlanning { .. }
                | CourtStage::PreProceedings { .. }
                | CourtStage::AwaitingIssue { .. }
                | CourtStage::Proceedings { .. }
        );
        match (child.basis, child.legal) {
            (Basis::AsylumSeeking | Basis::Remand, _) => 0.0,
            _ if child.nobody_responsible => 0.0,
            _ if child.placement.kind == PlacementKind::WithParents => 0.0,
            (Basis::Emergency, LegalStatus::Section20) if !decided => home.emergency_factor,
            (_, LegalStatus::Section20) if !decided => 1.0,
            (_, LegalStatus::CareOrder) => home.after_order_factor,
            _ => 0.0,
        }
    }

    /// The age band by which the family's chances of return go.
    pub(super) fn home_band(&self, id: ChildId) -> usize {
        AgeBand::of(self.families[self.children[id.0].family.0].youngest) as usize
    }

    /// The child goes home.
    pub(super) fn return_home(&mut self, id: ChildId) {
        self.leave_care(id, Route::Home);
    }

    /// Home at the final hearing, but under a care order: still looked after. The orders of brothers and
    /// sisters are discharged together.
    pub(super) fn go_home_under_care_order(&mut self, id: ChildId) {
        let family = self.children[id.0].family;
        let stay = self.span(&self.params().home.discharge, family, Purpose::Discharge);
        self.set_legal_status(id, LegalStatus::CareOrder);
        self.move_to(id, PlacementKind::WithParents);
        self.children[id.0].separated = false;
        self.children[id.0].clocks.discharge_at = self.now + stay;
        self.time_clocks(id);
    }

    /// The care order of a child at home is discharged.
    pub(super) fn discharge_order_at_home(&mut self, id: ChildId) {
        self.children[id.0].clocks.discharge_at = SimTime::NEVER;
        self.leave_care(id, Route::Home);
    }
}
