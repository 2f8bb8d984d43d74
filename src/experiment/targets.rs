//! Targets: what a council has said it will reach, and in what share of simulated futures it does.
//!
//! A target is of a metric itself (eight special guardianships a year) or of its difference from the
//! baseline (six weeks off the time in care), which is taken future by future. The share over futures
//! estimates the probability that chance leaves to the target, all assumptions taken as they stand.

pub mod possible;

use std::io;

use serde::Serialize;

use crate::scenario::Target;
use crate::stats::wilson;

use super::columns::Columns;
use super::compare::{CellName, Comparison};
use super::headline::Question;
use super::reported::question;

/// A target and how often each scenario reaches it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reached {
    /// What is measured, of whom, when, in which unit.
    #[serde(flatten)]
    pub cell: CellName,
    /// The least that will do.
    pub at_least: Option<f64>,
    /// The most that will do.
    pub at_most: Option<f64>,
    /// Whether these are of the difference from the baseline.
    pub against_baseline: bool,
    /// Whether it is a budget to stay within.
    pub is_budget: bool,
    /// For each scenario, the baseline first.
    pub scenarios: Vec<Share>,
    /// The metric in words.
    #[serde(skip)]
    pub question: Question,
}

/// In what share of futures one scenario reaches a target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The scenario.
    pub scenario: String,
    /// The share; not a number for the baseline's difference from itself.
    pub share: f64,
    /// Lower end of Wilson's 95 % interval: what more futures could still move it by.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Futures in which there was something to measure.
    pub n: u64,
}

/// Whether a value reaches a target.
pub fn reaches(target: &Target, value: f64) -> bool {
    target.at_least.is_none_or(|least| value >= least)
        && target.at_most.is_none_or(|most| value <= most)
}

/// The share of these values that reach the target, with its interval; values that are not numbers
/// are left out.
pub fn share(scenario: &str, target: &Target, values: impl Iterator<Item = f64>) -> Share {
    let (mut met, mut n) = (0.0, 0);
    for value in values.filter(|value| !value.is_nan()) {
        met += f64::from(u8::from(reaches(target, value)));
        n += 1;
    }
    let (ci_low, ci_high) = wilson(met, n, 0.95);
    Share {
        scenario: scenario.to_owned(),
        share: if n == 0 { f64::NAN } else { met / n as f64 },
        ci_low,
        ci_high,
        n,
    }
}

/// Reads off how often each scenario reaches each target; targets beyond a run that was cut short are
/// left out.
///
/// # Errors
/// If the disk fails.
pub fn reached(
    targets: &[Target],
    comparison: &Comparison,
    columns: &mut [Columns],
) -> io::Result<Vec<Reached>> {
    let asked = targets.iter();
    let asked = asked.filter_map(|t| Some((t, question(&t.metric, &comparison.layout).ok()?)));
    let mut all = Vec::new();
    for (target, question) in asked {
        let cell = question.cell;
        let read = columns.iter_mut().map(|c| c.read(cell..cell + 1));
        let values = read.collect::<io::Result<Vec<_>>>()?;
        let baseline = &values[0][0];
        let names = comparison.scenarios.iter().map(|s| s.scenario.as_str());
        let scenarios = names.zip(&values).enumerate();
        let scenarios = scenarios.map(|(place, (name, values))| {
            let pairs = values[0].iter().zip(baseline);
            match (target.against_baseline, place) {
                (false, _) => share(name, target, values[0].iter().copied()),
                (true, 0) => share(name, target, std::iter::empty()),
                (true, _) => share(name, target, pairs.map(|(value, usual)| value - usual)),
            }
        });
        all.push(Reached {
            cell: comparison.cells[cell].clone(),
            at_least: target.at_least,
            at_most: target.at_most,
            against_baseline: target.against_baseline,
            is_budget: target.is_budget,
            scenarios: scenarios.collect(),
            question,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(at_least: Option<f64>, at_most: Option<f64>) -> Target {
        Target {
            metric: String::new(),
            at_least,
            at_most,
            against_baseline: false,
            is_budget: false,
        }
    }

    #[test]
    fn bounds_are_part_of_what_will_do() {
        let eight = target(Some(8.0), None);
        assert!(reaches(&eight, 8.0) && !reaches(&eight, 7.0));
        let none = target(None, Some(0.0));
        assert!(reaches(&none, 0.0) && !reaches(&none, 1.0));
        let between = target(Some(2.0), Some(3.0));
        assert!(reaches(&between, 2.5) && !reaches(&between, 1.9) && !reaches(&between, 3.1));
    }

    /// Three of four futures with something to measure: 0.75, and Wilson's interval by hand,
    /// (s + z²/2 ± z√(s(n − s)/n + z²/4)) / (n + z²) with s = 3, n = 4, z = 1.96: 0.3006 to 0.9544.
    #[test]
    fn a_share_is_of_the_futures_in_which_there_was_something_to_measure() {
        let values = [8.0, 9.0, f64::NAN, 7.0, 12.0];
        let share = share("option", &target(Some(8.0), None), values.into_iter());
        assert_eq!((share.share, share.n), (0.75, 4));
        assert!((share.ci_low - 0.3006).abs() < 1e-4, "{}", share.ci_low);
        assert!((share.ci_high - 0.9544).abs() < 1e-4, "{}", share.ci_high);
    }
}
