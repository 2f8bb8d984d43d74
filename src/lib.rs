//! permanence
pub mod des;
pub mod dist;
pub mod stats;
pub mod care;
pub mod finance;
pub mod experiment;
