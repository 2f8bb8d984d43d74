//! THE MODEL.
pub mod adoption;
pub mod child;
pub mod household;
pub mod params;
pub mod phase;
pub mod record;
pub mod store;

/// Index of a child in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId(pub u32);
/// Index of a family in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyId(pub u32);
/// Index of an adoption case in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub u32);

/// Runs one replication: `observer` sees everything and is handed back.
pub fn run<O: record::Observer>(model: &params::Model, key: crate::des::stream::RunKey, observer: O) -> O {
    let _ = (model, key);
    observer
}
