//! `permanence compare`: options against a baseline.

use std::path::PathBuf;

use super::execute::{execute as simulate, load_all};
use super::options::Options;
use super::{Failure, builtin, comparable};

/// Arguments of `permanence compare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Baseline, then one or more alternatives (scenario files); none: the built-in council
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// Compares the scenarios named, or the built-in ones.
///
/// # Errors
/// If scenarios are invalid or do not fit together, the folder for results is not ours, the disk
/// failed, or Ctrl-C was pressed.
pub fn execute(args: &Args) -> Result<(), Failure> {
    match args.scenarios.as_slice() {
        [] => built_in(&args.options),
        [_] => Err(Failure::usage(
            "a comparison needs a baseline and at least one alternative; \
             `permanence run` simulates a single scenario",
        )),
        paths => {
            let scenarios = load_all(paths)?;
            comparable::check(&scenarios)?;
            if !args.options.quiet {
                for warning in comparable::warnings(&scenarios) {
                    eprintln!("{warning}\n");
                }
            }
            simulate(scenarios, &args.options)
        }
    }
}

/// Compares the built-in council with its options.
///
/// # Errors
/// As [`execute`].
pub fn built_in(options: &Options) -> Result<(), Failure> {
    simulate(builtin::compared()?, options)
}
