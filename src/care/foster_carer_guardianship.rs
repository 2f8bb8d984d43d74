//! Special guardianship to the child's own foster carers.
//!
//! Foster carers with whom a child under a care order has lived for long can become its special
//! guardians (Children Act 1989, s. 14A): the child leaves care and stays where it is, an allowance
//! runs to 18. It happens by a hazard once the child has lived with them for two years. Carers of the
//! council's own then have one place less to offer, and none if it was their only one: this saves the
//! care, not the place.

use crate::des::hazard::PiecewiseRates;
use crate::des::time::SimSpan;

use super::child::{LegalStatus, PlacementKind, Route};
use super::clocks::Running;
use super::phase::Purpose;
use super::{ChildId, World};

/// How long a child has lived with its carers before they take an order, years.
const LIVED_TOGETHER_YEARS: f64 = 2.0;

/// A hazard of one a year once they have lived together that long, in time since the placement
/// began.
pub(super) fn after_two_years() -> PiecewiseRates {
    PiecewiseRates::new(&[
        (SimSpan::ZERO, 0.0),
        (SimSpan::from_years(LIVED_TOGETHER_YEARS), 1.0),
    ])
}

impl World<'_> {
    /// The hazard, a year, that holds for this child where it lives.
    pub(super) fn carers_order_rate(&self, id: ChildId) -> f64 {
        let child = &self.children[id.0];
        let fostered = matches!(
            child.placement.kind,
            PlacementKind::InHouse | PlacementKind::Agency
        );
        let adopters = self.early_carers(id).is_some();
        match fostered && !adopters && child.legal == LegalStatus::CareOrder {
            true => self.params().relatives.foster_carer_guardianship,
            false => 0.0,
        }
    }

    /// The clock of a placement that begins now. Its budget is the family's: brothers and sisters
    /// with the same carers go the same way.
    pub(super) fn carers_order_clock(&self, id: ChildId) -> Running {
        if !self.uses.carers_orders {
            return Running::idle();
        }
        let child = &self.children[id.0];
        let root = self.families[child.family.0].root;
        let ordinal = child.placement.ordinal;
        let budget = self.budget(root, Purpose::CarersOrderBudget, ordinal);
        Running::new(budget, self.now)
    }

    /// The foster carers become special guardians.
    pub(super) fn carers_take_order(&mut self, id: ChildId) {
        if let Some(household) = self.end_placement_without_vacancy(id) {
            self.close_place_for_good(household);
        }
        self.leave_care(id, Route::SpecialGuardianship);
    }
}
