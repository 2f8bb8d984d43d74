//! A household that cares for children: the council's own foster carers, or adopters.
//!
//! Relatives who foster belong to one child's family and are no general capacity, so they are
//! not households here; agency carers are bought place by place (see `search`).

use serde::Serialize;

use crate::des::calendar::Slot;
use crate::des::hazard::HazardClock;
use crate::des::resource::Places;
use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::child::Needs;

/// Index of a household in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseholdId(pub u32);

/// What a household is approved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// In-house foster carers: placements follow one another.
    Foster,
    /// Adopters: one match, then they leave the pool.
    Adoptive,
}

/// Whom a household can take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approval {
    /// Places, 1 to 4.
    pub places: u16,
    /// Youngest age taken, years.
    pub age_from: f64,
    /// First age not taken, years.
    pub age_to: f64,
    /// Largest sibling group taken together.
    pub largest_group: u16,
    /// The most demanding needs taken.
    pub needs: Needs,
}

/// A household. Its places say how many children live there.
#[derive(Clone, Debug)]
pub struct Household {
    /// Identity: strand name and ordinal.
    pub root: Root,
    /// Index of the strand that recruited it.
    pub strand: usize,
    /// Foster or adoptive.
    pub kind: HouseholdKind,
    /// Whom it can take.
    pub approval: Approval,
    /// Places taken, free and not available.
    pub places: Places,
    /// When it was approved.
    pub approved: SimTime,
    /// Since when it has had a vacancy (adopters: has been waiting).
    pub vacant_since: SimTime,
    /// Leaving, by hazard of tenure.
    pub tenure: HazardClock,
    /// When that rings at today's rate.
    pub leaves_at: SimTime,
    /// Ends of rests under way, earliest first; one closed place each.
    pub rests: Vec<SimTime>,
    /// Placements that have ended here, which number the rests.
    pub endings: u32,
    /// It has given notice: no new children, and it closes when the last one has left.
    pub closing: bool,
    /// The calendar entry.
    pub slot: Slot,
}
