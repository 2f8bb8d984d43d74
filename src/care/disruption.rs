//! Placements that end before their time.
//!
//! A hazard by kind of placement; raised by age, complex needs, each earlier move, separation from
//! siblings and distance from home; lowered once the plan is settled by a final order, by a
//! match at panel (see `long_term`) and by support (see `support`). (Older age, a history of moves
//! and separation raise instability; relatives lower it: Rock et al. 2015, cited in Coventry's
//! permanence strategy.) A new placement starts a new clock. The child then needs another placement
//! at once; brothers and sisters who stay are left behind.

use super::child::{LegalStatus, Needs, PlacementKind};
use super::long_term::LongTerm;
use super::record::Event;
use super::{ChildId, World};

/// Moves beyond this many raise the hazard no further.
const MOVES_THAT_COUNT: u8 = 5;

impl World<'_> {
    /// The hazard, a year, that the current placement ends before its time. Age counts as it was when
    /// the placement began.
    pub(super) fn disruption_rate(&self, id: ChildId) -> f64 {
        let stability = &self.params().stability;
        let child = &self.children[id.0];
        let when = |holds: bool, factor: f64| if holds { factor } else { 1.0 };
        let settled = matches!(
            child.legal,
            LegalStatus::CareOrder | LegalStatus::PlacementOrder
        );
        let matched = child.long_term == LongTerm::Matched;
        let moves = 0..child.moves.min(MOVES_THAT_COUNT);
        if child.placement.kind == PlacementKind::Secure {
            return self.secure_ends(child);
        }
        stability.rates[child.placement.kind as usize]
            * stability.age_factor[child.band(child.placement.since) as usize]
            * when(child.needs == Needs::Complex, stability.complex_factor)
            * moves
                .map(|_| stability.earlier_move_factor)
                .product::<f64>()
            * when(child.separated, stability.separated_factor)
            * when(settled, stability.settled_factor)
            * when(matched, stability.matched_factor)
            * when(!child.placement.near, stability.distance_factor)
            * self.support_factor(child)
            * self.worker_factor(child.family)
    }

    /// The placement ends; the child is placed again, apart from any sibling who stays.
    pub(super) fn placement_disrupted(&mut self, id: ChildId) {
        // An order to keep a child in secure accommodation runs out: nothing has broken down.
        if self.children[id.0].placement.kind != PlacementKind::Secure {
            self.tell(|child| Event::Disrupted(child), id);
        }
        self.children[id.0].clocks.discharge_at = crate::des::time::SimTime::NEVER;
        if self.has_sibling_to_live_with(id) {
            self.children[id.0].separated = true;
        }
        self.place_again(&[id]);
        self.plan_fails_with_placement(id);
    }

    /// Whether a brother or sister assessed to live with this child is in foster or residential care.
    pub(super) fn has_sibling_to_live_with(&self, id: ChildId) -> bool {
        let family = &self.families[self.children[id.0].family.0];
        let apart = |kind| matches!(kind, PlacementKind::WithParents | PlacementKind::Adoptive);
        family.together
            && family.members.iter().any(|&other| {
                let sibling = &self.children[other.0];
                other != id && sibling.in_care() && !apart(sibling.placement.kind)
            })
    }
}
