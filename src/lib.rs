//! permanence
pub mod care;
pub mod des;
pub mod dist;
pub mod experiment;
pub mod finance;
pub mod scenario;
pub mod stats;
