//! permanence
pub mod care;
pub mod cli;
pub mod des;
pub mod dist;
pub mod experiment;
pub mod finance;
pub mod output;
pub mod scenario;
pub mod stats;
