//! Adoption (types only for now).
use crate::des::calendar::Slot;
use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::ChildId;
use super::household::HouseholdId;
use super::phase::Phase;

/// Where an adoption case stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
    /// Family finding: no household yet.
    Waiting,
    /// Matched; moving in is due at `moves_in`. `household` is `None` for early matches.
    Matched {
        /// The adopters, if they came from the pool.
        household: Option<HouseholdId>,
        /// When the children move in.
        moves_in: SimTime,
    },
    /// Living with adopters.
    Placed {
        /// The adopters, if they came from the pool.
        household: Option<HouseholdId>,
        /// When the adoption order is due.
        order: SimTime,
        /// When the placement would end before it.
        disruption: SimTime,
    },
    /// Adoption is no longer the plan; the placement order stands until revoked.
    Reversed {
        /// When it is revoked.
        revoked: SimTime,
    },
}

/// Children on a placement order who are to be adopted together (often one child).
#[derive(Clone, Debug)]
pub struct Case {
    /// Identity.
    pub root: Root,
    /// The children.
    pub members: Vec<ChildId>,
    /// Date of the placement order: waiting counts from here.
    pub ordered: SimTime,
    /// When the chance of adoption falls below the case's threshold.
    pub lapses: SimTime,
    /// Where it stands.
    pub stage: Stage,
    /// The calendar entry.
    pub slot: Slot,
}

impl Case {
    /// The next thing to happen to the case.
    pub fn next(&self) -> (SimTime, Phase) {
        unimplemented!()
    }
}
