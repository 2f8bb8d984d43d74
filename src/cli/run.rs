//! `permanence run`: one scenario's levels.

use std::path::PathBuf;

use super::Failure;
use super::execute::{execute as simulate, load_all};
use super::options::Options;

/// Arguments of `permanence run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file
    scenario: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Simulates one scenario.
///
/// # Errors
/// If it is invalid, the folder for results is not ours, the disk failed, or Ctrl-C was pressed.
pub fn execute(args: &Args) -> Result<(), Failure> {
    simulate(
        load_all(std::slice::from_ref(&args.scenario))?,
        &args.options,
    )
}
