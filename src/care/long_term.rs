//! Long-term fostering.
//!
//! A child under a care order, without a plan for adoption, who lives with the council's own or
//! agency foster carers is in long-term fostering, to grow up there. Some of these placements are
//! matched: the fostering panel considers them some months after the care order (or the placement,
//! if that came later) and agrees that this is the child's home until eighteen (Care Planning,
//! Placement and Case Review (England) Regulations 2010, reg. 22B). Others never come to a panel. A
//! matched placement lasts longer; when it ends, so does the match. Relatives are approved for the
//! child whom they foster, so there is nothing to match.
//!
//! For some children the plan says that the placement they are in is not the right one: for them
//! the panel's date is when a suitable one is looked for, and again after as long until one is
//! found. That move is planned, and the new placement is right.

use crate::des::time::{SimSpan, SimTime};

use super::child::{Child, LegalStatus, PlacementKind};
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, World};

/// Whether a child is in long-term fostering, and how that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongTerm {
    /// The child is not in long-term fostering.
    No,
    /// Not matched.
    Unmatched {
        /// Whether the plan says that the placement is right.
        right: bool,
        /// When the panel considers it, or a suitable one is looked for; never, for some.
        panel: SimTime,
    },
    /// Matched at panel.
    Matched,
}

impl LongTerm {
    /// When the panel considers the placement.
    pub fn panel(&self) -> SimTime {
        match self {
            Self::Unmatched { panel, .. } => *panel,
            Self::No | Self::Matched => SimTime::NEVER,
        }
    }
}

impl Child {
    /// Whether the child's circumstances are those of long-term fostering.
    fn fostered_for_the_long_term(&self) -> bool {
        let fostered = matches!(
            self.placement.kind,
            PlacementKind::InHouse | PlacementKind::Agency
        );
        self.in_care() && self.placed && fostered && self.legal == LegalStatus::CareOrder
    }
}

impl World<'_> {
    /// Long-term fostering begins, goes on or ends with a change of circumstances or of policy.
    pub(super) fn review_long_term(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let long_term = match (child.fostered_for_the_long_term(), child.long_term) {
            (false, _) => LongTerm::No,
            (true, LongTerm::No) => {
                let right = self.placement_is_right(child);
                self.until_panel(child, right)
            }
            // A share of matches that has risen since reaches those passed over before.
            (true, LongTerm::Unmatched { right, panel }) if panel == SimTime::NEVER => {
                self.until_panel(child, right)
            }
            (true, as_it_is) => as_it_is,
        };
        self.children[id.0].long_term = long_term;
    }

    fn placement_is_right(&self, child: &Child) -> bool {
        let share = self.params().fostering.current_placement_right;
        child.placement.suitable
            || self.uniform(child.root, Purpose::RightPlacement, child.placement.ordinal) < share
    }

    fn until_panel(&self, child: &Child, right: bool) -> LongTerm {
        let fostering = &self.params().fostering;
        let considered = !right || self.lot_of_match(child) < fostering.formal_match;
        let panel = match considered {
            true => {
                let u = self.uniform(child.root, Purpose::FosteringPanel, child.searches);
                self.now + SimSpan::from_days(fostering.match_days.quantile(u))
            }
            false => SimTime::NEVER,
        };
        LongTerm::Unmatched { right, panel }
    }

    fn lot_of_match(&self, child: &Child) -> f64 {
        self.uniform(child.root, Purpose::FormalMatch, child.placement.ordinal)
    }

    /// Some existing placements have been matched before the run.
    pub(super) fn match_before_the_run(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let unmatched = matches!(child.long_term, LongTerm::Unmatched { right: true, .. });
        if unmatched && self.lot_of_match(child) < self.model.stock.formally_matched {
            self.children[id.0].long_term = LongTerm::Matched;
            self.time_clocks(id);
        }
    }

    /// The panel matches the placement; or a placement is looked for that is right.
    pub(super) fn consider_long_term_placement(&mut self, id: ChildId) {
        let right = !matches!(
            self.children[id.0].long_term,
            LongTerm::Unmatched { right: false, .. }
        );
        if right {
            self.children[id.0].long_term = LongTerm::Matched;
            self.tell(|child| Event::FormallyMatched(child), id);
        } else if !self.look_for_right_placement(id) {
            let again = self.until_panel(&self.children[id.0], false);
            self.children[id.0].long_term = again;
        }
        self.time_clocks(id);
    }
}
