//! The tidy table: one flat record for each number, of which all files are views.

use serde::Serialize;

use crate::experiment::compare::{CellName, Comparison, Level};
use crate::stats::Paired;

/// A row of `summary.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelRow<'a> {
    /// Scenario.
    pub scenario: &'a str,
    /// What, of whom, when, in which unit.
    #[serde(flatten)]
    pub cell: &'a CellName,
    /// Its distribution over simulated futures.
    #[serde(flatten)]
    pub level: &'a Level,
}

/// A row of `differences.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DifferenceRow<'a> {
    /// Baseline.
    pub baseline: &'a str,
    /// Alternative.
    pub scenario: &'a str,
    /// What, of whom, when, in which unit.
    #[serde(flatten)]
    pub cell: &'a CellName,
    /// Alternative − baseline.
    #[serde(flatten)]
    pub paired: &'a Paired,
}

impl Comparison {
    /// Every level of every scenario.
    pub fn level_rows(&self) -> impl Iterator<Item = LevelRow<'_>> {
        self.scenarios.iter().flat_map(move |scenario| {
            let cells = self.cells.iter().zip(&scenario.levels);
            cells.map(move |(cell, level)| LevelRow {
                scenario: &scenario.scenario,
                cell,
                level,
            })
        })
    }

    /// Every difference of every alternative.
    pub fn difference_rows(&self) -> impl Iterator<Item = DifferenceRow<'_>> {
        self.differences.iter().flat_map(move |differences| {
            let cells = self.cells.iter().zip(&differences.paired);
            cells.map(move |(cell, paired)| DifferenceRow {
                baseline: self.baseline(),
                scenario: &differences.scenario,
                cell,
                paired,
            })
        })
    }
}
