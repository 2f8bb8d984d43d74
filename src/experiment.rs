//! Runs and what is read off them: replications, paired comparisons, intervals.
//!
//! [`metrics`] is the table of everything a run reports; [`layout`] cuts it into the cells of one
//! run; [`tally`] fills them; [`mod@replicate`] runs scenarios many times side by side with the
//! same random numbers into [`columns`] on disk; [`mod@compare`] reads those columns into levels
//! and paired differences; [`headline`] picks the answers a reader wants first, [`reported`] what
//! the scenario itself asks for, and [`targets`] says how often it reaches what it is to reach;
//! [`mod@precision`] says how many replications are enough, and [`ranking`] which options can be told apart;
//! [`appraisal`] says where a difference in cost comes from, and when it pays, [`readings`] what its days
//! are worth at prices at which savings are claimed; [`sensitivity`] how sure a difference is, given the
//! assumptions; [`mod@recruit`] how many households meet a target.
//! [`mod@calibrate`] draws up baselines from published tables; [`mod@backtest`] forecasts a known
//! past with them.

pub mod appraisal;
pub mod backtest;
pub mod calibrate;
pub mod columns;
pub mod compare;
pub mod headline;
pub mod layout;
pub mod metrics;
pub mod precision;
pub mod ranking;
pub mod readings;
pub mod recruit;
pub mod replicate;
pub mod reported;
pub mod run_off;
pub mod sensitivity;
pub mod tally;
pub mod targets;
pub mod watchers;

pub use compare::{Comparison, compare};
pub use precision::{Precision, Reps};
use replicate::common_layout;
pub use replicate::{Plan, Replications, replicate, run_laid_out, run_one};

use std::io;

use crate::scenario::{Diagnostics, Scenario};

/// What can go wrong with an experiment.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No replications were asked for.
    #[error("at least one replication is needed")]
    NoReplications,
    /// Scenarios whose results cannot be laid side by side.
    #[error("{scenario} cannot be compared with {baseline}: {what} differ")]
    Mismatch {
        /// The first scenario.
        baseline: String,
        /// The one that does not fit.
        scenario: String,
        /// What differs.
        what: &'static str,
    },
    /// A run was to be cut to nothing or made longer.
    #[error(
        "{scenario} runs for {years} years: it can be cut to between 1 and {years}, not to {wanted}"
    )]
    Years {
        /// The scenario.
        scenario: String,
        /// How long it runs.
        years: u32,
        /// How long it was to run.
        wanted: u32,
    },
    /// Stopped before one replication was finished in every scenario.
    #[error("stopped before the first replication was finished: there are no results")]
    StoppedEarly,
    /// No assumption has a range.
    #[error("")]
    NothingUncertain(Box<Diagnostics>),
    /// Chance cannot be told from assumptions.
    #[error("one replication in every world cannot tell chance from assumptions")]
    OneReplication,
    /// A metric that is not counted for everybody over the whole run.
    #[error("{metric} has no total over the whole run")]
    NoTotal {
        /// The metric.
        metric: &'static str,
    },
    /// A metric that is a mean over what need not happen.
    #[error("{metric} has no value in some simulated future, where there was nothing to average")]
    NotInEveryFuture {
        /// The metric.
        metric: &'static str,
    },
    /// Assumptions within their ranges that do not go together.
    #[error("within the ranges of the assumptions there is a world that cannot be")]
    World(Box<Diagnostics>),
    /// Stopped before all worlds were simulated.
    #[error(
        "stopped before all worlds were simulated; an analysis needs them all, so there are no results"
    )]
    StoppedBetweenWorlds,
    /// A target names what is not there.
    #[error("{message}")]
    NoTarget {
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: String,
    },
    /// The targets have nothing to measure, in any simulated future.
    #[error("in no simulated future is there anything to measure the targets by")]
    NeverMeasured,
    /// So many households cannot be added to the scenario.
    #[error("so many households cannot be added")]
    Recruited(Box<Diagnostics>),
    /// Stopped before the number of households was found.
    #[error("stopped before the number of households was found: there are no results")]
    StoppedSearching,
    /// The temporary file for results failed.
    #[error("results cannot be kept in the temporary folder ({0})")]
    Disk(#[from] io::Error),
    /// Threads could not be started.
    #[error("threads cannot be started ({0})")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Cuts a run short: the first `years` of it happen exactly as they would have.
///
/// # Errors
/// If `years` is 0 or more than the scenario has.
pub fn shorten(scenario: &mut Scenario, years: u32) -> Result<(), Error> {
    if years == 0 || years > scenario.years {
        return Err(Error::Years {
            scenario: scenario.name.clone(),
            years: scenario.years,
            wanted: years,
        });
    }
    let months = 12 * years as usize;
    scenario.years = years;
    let authorities = scenario.authorities.iter_mut();
    for model in authorities
        .map(|a| &mut a.model)
        .chain([&mut scenario.model])
    {
        let later = model.months.split_off(months + 1);
        model.run_off.splice(..0, later);
        model.years.retain(|&month| month <= months);
    }
    Ok(())
}
