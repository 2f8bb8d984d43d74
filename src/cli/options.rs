//! Options of everything that runs simulations.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page to read
    Table,
    /// One JSON document with everything
    Json,
    /// The differences (of a single scenario: the levels) as comma-separated values
    Csv,
}

/// Options of everything that runs simulations.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// Simulated futures of each scenario
    #[arg(long, value_name = "N", default_value_t = 200, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub reps: u32,
    /// Seed: the same seed gives the same results, on any machine
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        allow_negative_numbers = true
    )]
    pub seed: u64,
    /// Threads to use [default: all]; never changes a result
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Simulate only the first N years
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub years: Option<u32>,
    /// Folder for result files; replaced only if it holds earlier results
    #[arg(long, value_name = "DIR", default_value = "results/latest")]
    pub out: PathBuf,
    /// How to print results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Also write every number of every simulated future (replications.csv, large)
    #[arg(long)]
    pub replications: bool,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    pub no_progress: bool,
}
