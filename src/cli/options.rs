//! Options of everything that runs simulations.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::experiment::Reps;
use crate::scenario::keys::MOST_YEARS;

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
    /// Simulated futures of each scenario; with `auto` as many as give each option's difference in days
    /// in care and cost to a tenth, or to 0.05 % of the baseline's (8,192 at most; exit code 3 if that is
    /// not enough)
    #[arg(
        long,
        value_name = "N|auto",
        default_value = "200",
        allow_negative_numbers = true,
        value_parser = reps
    )]
    pub reps: Reps,
    /// Seed: the same seed gives the same results, on any machine
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        allow_negative_numbers = true,
        value_parser = seed
    )]
    pub seed: u64,
    /// Threads to use [default: all]; never changes a result
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1_024>)]
    pub threads: Option<u32>,
    /// Simulate only the first N years
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { MOST_YEARS as u32 }>)]
    pub years: Option<u32>,
    /// Count, too, what is paid after the horizon, to 18 or 21, for those who were there before it; it
    /// takes longer: each future goes on for up to 21 years
    #[arg(long)]
    pub run_off: bool,
    /// Folder for result files; replaced only if it holds earlier results
    #[arg(long, value_name = "DIR", default_value = "results/latest")]
    pub out: PathBuf,
    /// How to print results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Also write every number of every simulated future (replications.csv, large)
    #[arg(long)]
    pub replications: bool,
    /// Simulate it even if it needs more memory than is free, or is of more than a million million events
    #[arg(long)]
    pub any_size: bool,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    pub no_progress: bool,
}

/// A whole number from `LEAST` to `MOST`, however its thousands are set off.
pub fn whole<const LEAST: u32, const MOST: u32>(text: &str) -> Result<u32, String> {
    let number = text.replace([',', '_'], "").parse().ok();
    let number = number.filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or_else(|| format!("write a whole number from {LEAST} to {MOST}"))
}

fn reps(text: &str) -> Result<Reps, String> {
    if text == "auto" {
        return Ok(Reps::Auto);
    }
    let number = whole::<1, { u32::MAX }>(text);
    let number = number.map_err(|advice| format!("{advice}, or auto"));
    number.map(|number| Reps::Number(number as usize))
}

/// Any whole number that is not negative.
pub fn seed(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("write a whole number from 0 to {}", u64::MAX))
}
