//! Which values of the constants that no table gives bring the rows of England within tolerance.
//!
//! Much of what a baseline has beside published counts is alike for every council, and assumed. Constants
//! of that kind are tried a step down and a step up each, with everything else solved again, and the step
//! that makes most rows hold is kept, until no step makes another row hold. A constant that no row needs to
//! be moved stays where it was.
//!
//! What was set by hand for these rows is not among them (docs/validation.md): a list, a figure of the
//! program, and a scale that goes with its half-life.

use crate::scenario::Diagnostics;

use super::england::{Row, fit};
use super::{Approach, Observed, draw_up, read};

/// The constants, each with the factor of a step.
const CONSTANTS: [(&str, f64); 8] = [
    ("adoption.acceptance", 1.25),
    ("adoption.early_factor", 1.15),
    ("adoption.family_finding_days", 1.1),
    ("court.emergency", 1.1),
    ("home.after_order_factor", 1.3),
    ("home.emergency_factor", 1.15),
    ("stability.agency", 1.15),
    ("stability.in_house", 1.15),
];

/// One set of values, and which rows hold with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The constant that was changed.
    pub key: &'static str,
    /// What it was before.
    pub from: f64,
    /// What it was changed to.
    pub to: f64,
    /// How many rows hold.
    pub hold: usize,
    /// Whether it was kept.
    pub kept: bool,
}

/// What was tried, and the rows with what was kept.
#[derive(Clone, Debug)]
pub struct Tuned {
    /// How many rows held before.
    pub before: usize,
    /// Every trial, in the order made.
    pub trials: Vec<Trial>,
    /// The rows with the values kept.
    pub rows: Vec<Row>,
}

/// Tunes the constants for an average council; `tried` is told after each trial how many there were, and how
/// many there will be if none of this round is kept.
///
/// # Errors
/// If a baseline cannot be written or run with one of the values.
pub fn tune(
    observed: &Observed,
    approach: Approach,
    tried: &dyn Fn(u64, u64),
) -> Result<Tuned, Diagnostics> {
    let (text, ..) = draw_up(observed, approach, &[])?;
    let scenario = read(&text)?;
    let stated = |key: &str| {
        let line = scenario.assumptions.iter().find(|line| line.key == key);
        let value = line.and_then(|line| line.value.parse().ok());
        value.expect("a constant of the template is a number")
    };
    let values = CONSTANTS.map(|(key, _)| stated(key));
    climb(values, tried, &|values| {
        let said = values.map(|value| format!("{value:.4}"));
        let keys = CONSTANTS.map(|(key, _)| key);
        let constants: Vec<(&str, &str)> = (keys.into_iter())
            .zip(said.iter().map(String::as_str))
            .collect();
        let (text, ..) = draw_up(observed, approach, &constants)?;
        fit(&read(&text)?.with_assumptions(&constants)?)
    })
}

type Values = [f64; CONSTANTS.len()];

/// Keeps the step after which most rows hold, as long as one makes more hold than before.
fn climb(
    mut values: Values,
    tried: &dyn Fn(u64, u64),
    rows_with: &dyn Fn(Values) -> Result<Vec<Row>, Diagnostics>,
) -> Result<Tuned, Diagnostics> {
    let holding = |rows: &[Row]| rows.iter().filter(|row| row.holds()).count();
    let mut rows = rows_with(values)?;
    let mut trials: Vec<Trial> = Vec::new();
    let before = holding(&rows);
    loop {
        let mut best: Option<(usize, Values, Vec<Row>)> = None;
        let mut most = holding(&rows);
        for (place, (key, step)) in CONSTANTS.into_iter().enumerate() {
            for to in [values[place] / step, values[place] * step] {
                let mut changed = values;
                changed[place] = to;
                let found = rows_with(changed)?;
                let hold = holding(&found);
                trials.push(Trial {
                    key,
                    from: values[place],
                    to,
                    hold,
                    kept: false,
                });
                let round = 2 * CONSTANTS.len();
                let wanted = trials.len().next_multiple_of(round);
                tried(trials.len() as u64, wanted as u64);
                if hold > most {
                    most = hold;
                    best = Some((trials.len() - 1, changed, found));
                }
            }
        }
        match best {
            Some((kept, changed, found)) => {
                trials[kept].kept = true;
                (values, rows) = (changed, found);
            }
            None => {
                return Ok(Tuned {
                    before,
                    trials,
                    rows,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows: one holds; one asks for the first constant between 1.5 and 1.6, a step of 1.25 twice over;
    /// one for the second below 0.9, one step of 1.15 down. By hand: the second constant's step is kept; then
    /// no single step makes the other row hold, for the way there leads over a value that does not.
    #[test]
    fn steps_are_kept_that_make_more_rows_hold_and_no_others() {
        let row = |published: f64, tolerance: f64, found: f64| Row {
            mark: "X",
            what: "made up",
            published: vec![published],
            tolerance: vec![tolerance],
            found: vec![found],
        };
        let rows_with = |v: Values| {
            Ok(vec![
                row(1.0, 0.1, 1.0),
                row(1.55, 0.05, v[0]),
                row(0.87, 0.03, v[1]),
            ])
        };
        let tuned = climb([1.0; CONSTANTS.len()], &|_, _| {}, &rows_with).expect("rows");
        assert_eq!(tuned.before, 1);
        let kept: Vec<_> = tuned.trials.iter().filter(|trial| trial.kept).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].key, kept[0].hold), (CONSTANTS[1].0, 2));
        assert!((kept[0].to - 1.0 / 1.15).abs() < 1e-12);
        assert_eq!(tuned.trials.len(), 2 * 2 * CONSTANTS.len());
        assert!(!tuned.rows[1].holds() && tuned.rows[2].holds());
    }
}
