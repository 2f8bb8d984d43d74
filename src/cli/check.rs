//! `permanence check`: are these scenario files valid?

use std::fs;
use std::path::{Path, PathBuf};

use crate::experiment::calibrate;
use crate::scenario::Scenario;

use super::execute::{changes, load_all, warn};
use super::{Failure, print};

/// Arguments of `permanence check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
}

/// Checks scenario files and says what each is, and what those that extend another change in it.
///
/// # Errors
/// With everything that is wrong with all of them.
pub fn execute(args: &Args) -> Result<(), Failure> {
    let scenarios = load_all(&args.scenarios)?;
    warn(&scenarios);
    let lines = args.scenarios.iter().zip(&scenarios);
    let lines = lines.map(|(path, scenario)| {
        let stated = scenario.assumptions.len();
        let title = &scenario.title;
        format!(
            "{}: valid, {stated} values, {}. {title}\n",
            path.display(),
            who_is_there(scenario)
        )
    });
    let changes = changes(&scenarios).into_iter();
    let changes = changes.map(|line| format!("{line}\n"));
    let told = args.scenarios.iter().flat_map(|path| told_by(path));
    print(&lines.chain(told).chain(changes).collect::<String>())
}

/// What a calibrated baseline says of itself at its head.
fn told_by(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let told = calibrate::warnings_of(&text).into_iter();
    told.map(|line| format!("  {line}\n")).collect()
}

/// How many children are there and come: what a slip in a baseline shows itself in.
fn who_is_there(scenario: &Scenario) -> String {
    let children = scenario.children_there();
    let start = scenario.start.strftime("%-d %B %Y");
    format!("{children} children in care on {start}")
}
