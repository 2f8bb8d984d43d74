//! Which values of the constants that no table gives bring the rows of England, and the plans for adoption
//! that are given up, within tolerance.
//!
//! Much of what a baseline has beside published counts is alike for every council, and assumed. From what
//! it was with an earlier version of the model, each constant of a list (`free`) is tried a step down and a
//! step up, with everything else solved again; the step after which most rows hold is kept, and so on until
//! no step makes another row hold. A constant that no row needs to be moved stays where it was.

use crate::scenario::Diagnostics;

use super::england::{Row, fit_with};
use super::free::{FREE, Free, Values};
use super::solve::CHECKED_WITH;
use super::{Approach, Observed, draw_up, read, reversals};

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
    /// The values kept, in the order of [`FREE`].
    pub values: Values,
    /// The rows with them.
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
    let before = FREE.map(|constant| constant.before);
    climb(before, tried, &|values| {
        let (text, ..) = draw_up(observed, approach, &values)?;
        let baseline = read(&text)?;
        let mut rows = fit_with(&baseline, CHECKED_WITH)?;
        rows.extend(reversals::rows(&baseline)?);
        Ok(rows)
    })
}

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
        for (place, Free { key, step, .. }) in FREE.into_iter().enumerate() {
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
                let round = 2 * FREE.len();
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
                    values,
                    rows,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows: one holds; one asks for the first constant near 1.145, a step of 1.07 twice over; one for
    /// the second near 0.8, one step of 1.25 down. By hand: the second constant's step is kept; then no
    /// single step makes the other row hold, for the way there leads over a value that does not.
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
                row(1.145, 0.02, v[0]),
                row(0.8, 0.03, v[1]),
            ])
        };
        let tuned = climb([1.0; FREE.len()], &|_, _| {}, &rows_with).expect("rows");
        assert_eq!(tuned.before, 1);
        let kept: Vec<_> = tuned.trials.iter().filter(|trial| trial.kept).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].key, kept[0].hold), (FREE[1].key, 2));
        assert!((kept[0].to - 0.8).abs() < 1e-12);
        assert!((tuned.values[1] - 0.8).abs() < 1e-12);
        assert_eq!(tuned.trials.len(), 2 * 2 * FREE.len());
        assert!(!tuned.rows[1].holds() && tuned.rows[2].holds());
    }
}
