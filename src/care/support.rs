//! What makes placements last.
//!
//! Stability meetings, respite and back-up carers; a social worker who stays; children who have a
//! say in decisions about them: each lowers the hazard that a placement ends before its time (Rock
//! et al. 2015, cited in Coventry's permanence strategy). A scenario names its supports; a share of
//! children has each, for as long as they live in a placement of the council's, and who has it does
//! not change with the share: more support reaches more children, not others. A support may have a
//! weekly price.

use crate::des::stream::Root;

use super::child::{Child, PlacementKind};
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, World};

/// A scenario has at most this many supports.
pub const MOST_SUPPORTS: usize = 64;

impl Child {
    /// Whether the child has the support with this index now.
    pub fn has_support(&self, index: usize) -> bool {
        self.supports & (1 << index) != 0
    }

    /// Whether the child lives where placements are supported.
    fn supportable(&self) -> bool {
        let own = matches!(
            self.placement.kind,
            PlacementKind::WithParents | PlacementKind::Adoptive
        );
        self.in_care() && self.placed && !own
    }
}

impl World<'_> {
    /// Supports begin and end with circumstances and policy.
    pub(super) fn review_support(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let supportable = child.supportable();
        for (index, support) in self.params().supports.iter().enumerate() {
            let child = &self.children[id.0];
            let pair = Root::pair(child.root, support.root);
            let has = supportable && self.uniform(pair, Purpose::Support, 0) < support.share;
            self.set_support(id, index, has);
        }
    }

    /// The child leaves care, and the supports with it.
    pub(super) fn end_support(&mut self, id: ChildId) {
        for index in 0..self.params().supports.len() {
            self.set_support(id, index, false);
        }
    }

    fn set_support(&mut self, id: ChildId, index: usize, has: bool) {
        let child = &mut self.children[id.0];
        if child.has_support(index) == has {
            return;
        }
        child.supports ^= 1 << index;
        match has {
            true => self.tell(|child| Event::SupportBegan(child, index), id),
            false => self.tell(|child| Event::SupportEnded(child, index), id),
        }
    }

    /// How many times the hazard of an early end holds with the supports the child has.
    pub(super) fn support_factor(&self, child: &Child) -> f64 {
        let supports = self.params().supports.iter().enumerate();
        let has = supports.filter(|(index, _)| child.has_support(*index));
        has.map(|(_, support)| support.factor).product()
    }
}
