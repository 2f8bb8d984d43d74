//! Runs and what is read off them: replications, paired comparisons, intervals.
//!
//! [`metrics`] is the table of everything a run reports; [`tally`] fills it; [`replicate`] runs
//! scenarios many times side by side with the same random numbers into [`columns`] on disk;
//! [`compare`] reads those columns into levels and paired differences.

pub mod columns;
pub mod metrics;
pub mod tally;
