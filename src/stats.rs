//! What is said about many replications: pure functions, each with its reference.
//!
//! Nothing here is part of a run, so nothing here enters its digest. All functions read their
//! input in order and are deterministic.

mod components;
mod crossing;
mod favour;
mod first_order;
mod interval;
mod paired;
mod quantile;
mod ratio;
mod screening;
mod smallest;
mod tally;

pub use components::{Components, row_means, variance, without_chance};
pub use crossing::crossing;
pub use favour::Favour;
pub use first_order::{COSINES, FEWEST_POINTS, Index, first_order};
pub use interval::{t_interval, wilson};
pub use paired::{CONFIDENCE, Direction, Paired};
pub use quantile::quantile;
pub use ratio::Ratio;
pub use screening::{Screened, Trajectory, screen};
pub use smallest::smallest;
pub use tally::Tally;
