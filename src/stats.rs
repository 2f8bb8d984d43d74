//! What is said about many replications: pure functions, each with its reference.
//!
//! Nothing here is part of a run, so nothing here enters its digest. All functions read their
//! input in order and are deterministic.

mod interval;
mod paired;
mod quantile;
mod ratio;
mod tally;

pub use interval::{t_interval, wilson};
pub use paired::{CONFIDENCE, Direction, Paired};
pub use quantile::quantile;
pub use ratio::Ratio;
pub use tally::Tally;
