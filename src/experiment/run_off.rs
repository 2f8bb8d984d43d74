//! What an option saves in all: within the horizon, and after it for those who were there before.
//!
//! Worked out future by future, option beside baseline, line by line; so the lines add up to the total,
//! and both parts to their sum, whose interval knows that they vary together.

use std::io;

use serde::Serialize;

use crate::finance::ledger::Line;
use crate::finance::nature::Nature;
use crate::stats::Tally;

use super::appraisal::mean_of;
use super::compare::Comparison;
use super::headline::Mean;
use super::metrics::{Group, Metric};
use super::replicate::Replications;

/// The differences of one option, option − baseline: a saving is negative. Pounds of the base year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithRunOff {
    /// By budget line, in the order of [`Line::ALL`].
    pub lines: Vec<Parts<Line>>,
    /// By what a saving is worth in cash.
    pub natures: Vec<Parts<Nature>>,
    /// All lines.
    pub total: Parts<()>,
    /// All lines, discounted to the start of the run.
    pub present_value: Parts<()>,
}

/// One difference and its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Parts<T> {
    /// What it is of.
    pub of: T,
    /// Up to the horizon.
    pub within: Mean,
    /// After it.
    pub run_off: Mean,
    /// Both together.
    pub both: Mean,
}

/// What one future costs: up to the horizon and after it, by line and discounted.
type Future = [[f64; Line::COUNT + 1]; 2];
const DISCOUNTED: usize = Line::COUNT;

/// Differences of within, run-off and both, seen future by future.
#[derive(Clone, Copy, Default)]
struct Seen([Tally; 3]);

impl Seen {
    fn push(&mut self, within: f64, run_off: f64) {
        for (tally, value) in self.0.iter_mut().zip([within, run_off, within + run_off]) {
            tally.push(value);
        }
    }

    fn parts<T>(&self, of: T) -> Parts<T> {
        let [within, run_off, both] = self.0.each_ref().map(mean_of);
        Parts {
            of,
            within,
            run_off,
            both,
        }
    }
}

/// All that has been seen of one option.
#[derive(Default)]
struct Differences {
    lines: [Seen; Line::COUNT],
    natures: [Seen; Nature::ALL.len()],
    total: Seen,
    present_value: Seen,
}

impl Differences {
    fn see(&mut self, before: &Future, after: &Future) {
        let difference = |cell: usize| [0, 1].map(|part| after[part][cell] - before[part][cell]);
        let (mut natures, mut total) = ([[0.0; 2]; Nature::ALL.len()], [0.0; 2]);
        for (place, line) in Line::ALL.into_iter().enumerate() {
            let parts = difference(place);
            self.lines[place].push(parts[0], parts[1]);
            for part in 0..2 {
                natures[line.nature() as usize][part] += parts[part];
                total[part] += parts[part];
            }
        }
        for (seen, parts) in self.natures.iter_mut().zip(natures) {
            seen.push(parts[0], parts[1]);
        }
        self.total.push(total[0], total[1]);
        let discounted = difference(DISCOUNTED);
        self.present_value.push(discounted[0], discounted[1]);
    }

    fn conclude(&self) -> WithRunOff {
        let lines = self.lines.iter().zip(Line::ALL);
        let natures = self.natures.iter().zip(Nature::ALL);
        WithRunOff {
            lines: lines.map(|(seen, line)| seen.parts(line)).collect(),
            natures: natures.map(|(seen, nature)| seen.parts(nature)).collect(),
            total: self.total.parts(()),
            present_value: self.present_value.parts(()),
        }
    }
}

/// Where these costs are: up to the horizon, then after it, each by line and then discounted. None if the
/// run-off was not asked for.
fn cells(c: &Comparison) -> Option<Vec<usize>> {
    let parts = [
        (Metric::CostGbp, Metric::CostPresentValueGbp),
        (Metric::CostRunOffGbp, Metric::CostRunOffPresentValueGbp),
    ];
    let mut cells = Vec::new();
    for (cost, discounted) in parts {
        for line in Line::ALL {
            cells.push(c.group_at_horizon(cost, Group::Line(line))?);
        }
        cells.push(c.at_horizon(discounted)?);
    }
    Some(cells)
}

fn future(columns: &[Vec<f64>], row: usize) -> Future {
    let half = columns.len() / 2;
    [0, 1].map(|part| std::array::from_fn(|cell| columns[part * half + cell][row]))
}

/// What every option saves with the run-off; nothing if it was not asked for.
///
/// # Errors
/// If the disk fails.
pub fn with_run_off(results: &mut Replications<'_>, c: &Comparison) -> io::Result<Vec<WithRunOff>> {
    let Some(wanted) = cells(c) else {
        return Ok(Vec::new());
    };
    let [baseline, options @ ..] = results.columns.as_mut_slice() else {
        return Ok(Vec::new());
    };
    let mut seen: Vec<Differences> = options.iter().map(|_| Differences::default()).collect();
    for wave in 0..baseline.waves() {
        let before = baseline.read_cells(wave, &wanted)?;
        for (seen, option) in seen.iter_mut().zip(options.iter_mut()) {
            let after = option.read_cells(wave, &wanted)?;
            for row in 0..before[0].len().min(after[0].len()) {
                seen.see(&future(&before, row), &future(&after, row));
            }
        }
    }
    Ok(seen.iter().map(Differences::conclude).collect())
}
