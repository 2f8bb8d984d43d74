//! What may stand beside results: an analysis of their assumptions, and a back-test of councils' baselines.

use serde::Deserialize;

use super::rows::{number, rows, text as bare};
use super::{Made, Results, Texts, Unreadable, made, text};

/// The files of an analysis of the assumptions.
pub const OF_ANALYSIS: [&str; 2] = ["manifest.json", "sensitivity.csv"];
/// The files of a back-test.
pub const OF_BACKTEST: [&str; 2] = ["stock.csv", "scores.csv"];

/// An analysis of the assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What made it.
    pub made: Made,
    /// Its numbers.
    pub rows: Vec<Measured>,
}

/// A row of `sensitivity.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct Measured {
    pub metric: String,
    #[serde(deserialize_with = "bare")]
    pub assumption: String,
    #[serde(deserialize_with = "bare")]
    pub file: String,
    pub measure: String,
    #[serde(deserialize_with = "bare")]
    pub at: String,
    #[serde(deserialize_with = "number")]
    pub value: f64,
    #[serde(deserialize_with = "number")]
    pub ci_low: f64,
    #[serde(deserialize_with = "number")]
    pub ci_high: f64,
}

impl Analysis {
    /// Reads an analysis from the texts of its folder.
    ///
    /// # Errors
    /// If it is none, a file is missing or not as it was written, or a later version wrote it.
    pub fn read(texts: &Texts) -> Result<Self, Unreadable> {
        let made = made(texts)?;
        text(texts, "sensitivity.csv")?;
        Ok(Self {
            made,
            rows: rows(texts, "sensitivity.csv")?,
        })
    }

    /// The place of the option that it is about among those of results, if both are of the same files.
    pub fn place_in(&self, results: &Results) -> Option<usize> {
        let [baseline, option] = self.made.scenarios.as_slice() else {
            return None;
        };
        let (first, options) = results.made.scenarios.split_first()?;
        let found = options.iter().position(|o| o.inputs == option.inputs)?;
        (first.inputs == baseline.inputs).then_some(found + 1)
    }
}

/// A back-test, as far as a chart of one council needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// Every forecast of every council's number in care.
    pub stock: Vec<Forecast>,
    /// How good forecasts were over all councils.
    pub scores: Vec<Score>,
}

/// A row of `stock.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "docs/validation.md says what each column is")]
pub struct Forecast {
    #[serde(deserialize_with = "bare")]
    pub council: String,
    pub origin: u32,
    pub horizon: u32,
    pub series: String,
    #[serde(deserialize_with = "number")]
    pub published: f64,
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    #[serde(deserialize_with = "number")]
    pub p10: f64,
    #[serde(deserialize_with = "number")]
    pub p90: f64,
}

/// A row of `scores.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "docs/validation.md says what each column is")]
pub struct Score {
    pub defaults: String,
    pub series: String,
    pub horizon: u32,
    pub origin: String,
    pub forecasts: u64,
    pub councils: u64,
    #[serde(deserialize_with = "number")]
    pub coverage_80: f64,
    #[serde(deserialize_with = "number")]
    pub coverage_80_low: f64,
    #[serde(deserialize_with = "number")]
    pub coverage_80_high: f64,
}

impl Backtest {
    /// Reads a back-test from the texts of its folder.
    ///
    /// # Errors
    /// If a file is missing or not as it was written.
    pub fn read(texts: &Texts) -> Result<Self, Unreadable> {
        for file in OF_BACKTEST {
            text(texts, file)?;
        }
        Ok(Self {
            stock: rows(texts, "stock.csv")?,
            scores: rows(texts, "scores.csv")?,
        })
    }
}
