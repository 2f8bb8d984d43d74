//! The rows of the files, as they are read back. Names of columns are explained by `permanence explain`.

use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::run_off::PaidBack;

use super::{Texts, Unreadable, damaged};

/// The rows of a file, none if it is not there.
pub(super) fn rows<T: DeserializeOwned>(texts: &Texts, file: &str) -> Result<Vec<T>, Unreadable> {
    let text = texts.get(file).map_or("", String::as_str);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<T>();
    rows.map(|row| row.map_err(|error| damaged(file, &error.to_string())))
        .collect()
}

/// A number; an empty field is one that is missing.
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(f64::NAN);
    }
    text.parse()
        .map_err(|_| D::Error::custom(format!("{text:?} is no number")))
}

/// A text without the apostrophe that keeps spreadsheets from taking it for a formula.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    Ok(unguarded(&text).to_owned())
}

fn unguarded(text: &str) -> &str {
    let bare = text.strip_prefix('\'');
    bare.filter(|bare| bare.starts_with(['=', '+', '-', '@', '\t', '\r']))
        .unwrap_or(text)
}

/// A mean with the two ends of its interval.
pub(super) fn mean(mean: f64, ci_low: f64, ci_high: f64) -> Mean {
    Mean {
        mean,
        ci_low,
        ci_high,
    }
}

/// A mean with the two ends of its interval, if there is one.
fn known([middle, low, high]: [Option<f64>; 3]) -> Option<Mean> {
    let end = |end: Option<f64>| end.unwrap_or(f64::NAN);
    middle.map(|middle| mean(middle, end(low), end(high)))
}

/// A row of `options.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`Headline` and `Appraisal` say what each is")]
pub struct Described {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    #[serde(deserialize_with = "text")]
    pub title: String,
    pub from: Date,
    pub is_belief: bool,
    pub states_cost: bool,
    #[serde(deserialize_with = "text")]
    pub includes: String,
    pub first_full_year: Option<String>,
    pub last_full_year: Option<String>,
    pub saves_from: Option<String>,
    #[serde(deserialize_with = "number")]
    cost_of_the_option_gbp: f64,
    #[serde(deserialize_with = "number")]
    cost_of_the_option_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    cost_of_the_option_ci_high_gbp: f64,
    #[serde(deserialize_with = "number")]
    saving_a_year_gbp: f64,
    #[serde(deserialize_with = "number")]
    saving_a_year_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    saving_a_year_ci_high_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub total_sd_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub total_p10_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub total_p90_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub chance_it_saves: f64,
    #[serde(deserialize_with = "number")]
    pub chance_it_saves_low: f64,
    #[serde(deserialize_with = "number")]
    pub chance_it_saves_high: f64,
    pub costs_first: Option<bool>,
    pub paid_back: Option<String>,
    pub paid_back_earliest: Option<String>,
    pub paid_back_latest: Option<String>,
    #[serde(deserialize_with = "number")]
    break_even_household_gbp: f64,
    #[serde(deserialize_with = "number")]
    break_even_household_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    break_even_household_ci_high_gbp: f64,
    #[serde(deserialize_with = "number")]
    year_of_permanence_gbp: f64,
    #[serde(deserialize_with = "number")]
    year_of_permanence_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    year_of_permanence_ci_high_gbp: f64,
    #[serde(default)]
    chance_it_saves_with_run_off: Option<f64>,
    #[serde(default)]
    chance_it_saves_with_run_off_low: Option<f64>,
    #[serde(default)]
    chance_it_saves_with_run_off_high: Option<f64>,
    #[serde(default)]
    pub paid_back_with_run_off: Option<PaidBack>,
    #[serde(default)]
    break_even_household_with_run_off_gbp: Option<f64>,
    #[serde(default)]
    break_even_household_with_run_off_ci_low_gbp: Option<f64>,
    #[serde(default)]
    break_even_household_with_run_off_ci_high_gbp: Option<f64>,
}

impl Described {
    /// What the option itself costs over the run, recruitment included.
    pub fn cost_of_the_option(&self) -> Mean {
        mean(
            self.cost_of_the_option_gbp,
            self.cost_of_the_option_ci_low_gbp,
            self.cost_of_the_option_ci_high_gbp,
        )
    }

    /// What it saves a year since it began.
    pub fn saving_a_year(&self) -> Mean {
        mean(
            self.saving_a_year_gbp,
            self.saving_a_year_ci_low_gbp,
            self.saving_a_year_ci_high_gbp,
        )
    }

    /// What a household may cost, to break even.
    pub fn break_even_household(&self) -> Option<Mean> {
        let price = mean(
            self.break_even_household_gbp,
            self.break_even_household_ci_low_gbp,
            self.break_even_household_ci_high_gbp,
        );
        (!price.mean.is_nan()).then_some(price)
    }

    /// The share of futures in which it saves, with what comes after the run counted.
    pub fn chance_with_run_off(&self) -> Option<Mean> {
        known([
            self.chance_it_saves_with_run_off,
            self.chance_it_saves_with_run_off_low,
            self.chance_it_saves_with_run_off_high,
        ])
    }

    /// What a household may cost, to break even, with what comes after the run counted.
    pub fn break_even_household_with_run_off(&self) -> Option<Mean> {
        known([
            self.break_even_household_with_run_off_gbp,
            self.break_even_household_with_run_off_ci_low_gbp,
            self.break_even_household_with_run_off_ci_high_gbp,
        ])
    }

    /// The cost of each more year in a permanent home.
    pub fn year_of_permanence(&self) -> Option<Mean> {
        let price = mean(
            self.year_of_permanence_gbp,
            self.year_of_permanence_ci_low_gbp,
            self.year_of_permanence_ci_high_gbp,
        );
        (!price.mean.is_nan()).then_some(price)
    }
}

/// A row of `questions.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`headline::Question` says what each is")]
pub struct Asked {
    #[serde(deserialize_with = "text")]
    pub question: String,
    pub heading: String,
    pub wording: Wording,
    pub asked_by: String,
    pub metric: String,
    #[serde(deserialize_with = "text")]
    pub group: String,
    pub period: String,
    pub unit: String,
}

/// A row of `ranking.csv`.
#[derive(Deserialize)]
pub(super) struct RankedRow {
    pub metric: String,
    pub comparisons: usize,
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    #[serde(deserialize_with = "number")]
    pub ci_low: f64,
    #[serde(deserialize_with = "number")]
    pub ci_high: f64,
    #[serde(deserialize_with = "text")]
    pub not_told_apart_from: String,
}

/// A row of `summary.csv`.
#[derive(Deserialize)]
pub(super) struct LevelRow {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub metric: String,
    #[serde(deserialize_with = "text")]
    pub group: String,
    pub period: String,
    pub unit: String,
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    #[serde(deserialize_with = "number")]
    pub sd: f64,
    #[serde(deserialize_with = "number")]
    pub mcse: f64,
    #[serde(deserialize_with = "number")]
    pub p10: f64,
    #[serde(deserialize_with = "number")]
    pub p50: f64,
    #[serde(deserialize_with = "number")]
    pub p90: f64,
    pub n: u64,
}

/// A row of `differences.csv`.
#[derive(Deserialize)]
pub(super) struct DifferenceRow {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub metric: String,
    #[serde(deserialize_with = "text")]
    pub group: String,
    pub period: String,
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    #[serde(deserialize_with = "number")]
    pub ci_low: f64,
    #[serde(deserialize_with = "number")]
    pub ci_high: f64,
    #[serde(deserialize_with = "number")]
    pub p10: f64,
    #[serde(deserialize_with = "number")]
    pub p50: f64,
    #[serde(deserialize_with = "number")]
    pub p90: f64,
    #[serde(deserialize_with = "number")]
    pub prob_better: f64,
    pub n: u64,
}

/// A row of `costs.csv`: a budget line, or `total`, in one period.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "as in `compare::Level`")]
pub struct CostOfPeriod {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub line: String,
    pub period: String,
    #[serde(deserialize_with = "number")]
    pub mean_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub sd_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub mcse_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p10_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p50_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p90_gbp: f64,
    pub n: u64,
}

/// A row of `cash_flow.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct Month {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub month: String,
    #[serde(deserialize_with = "number")]
    pub mean_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p10_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p90_gbp: f64,
    #[serde(deserialize_with = "number")]
    difference_gbp: f64,
    #[serde(deserialize_with = "number")]
    difference_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    difference_ci_high_gbp: f64,
    #[serde(deserialize_with = "number")]
    cumulative_difference_gbp: f64,
    #[serde(deserialize_with = "number")]
    cumulative_ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    cumulative_ci_high_gbp: f64,
}

impl Month {
    /// Option − baseline in the month.
    pub fn difference(&self) -> Mean {
        mean(
            self.difference_gbp,
            self.difference_ci_low_gbp,
            self.difference_ci_high_gbp,
        )
    }

    /// Option − baseline since the beginning.
    pub fn cumulative(&self) -> Mean {
        mean(
            self.cumulative_difference_gbp,
            self.cumulative_ci_low_gbp,
            self.cumulative_ci_high_gbp,
        )
    }
}

/// A row of `bridge.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct Step {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub view: String,
    pub part: String,
    #[serde(deserialize_with = "number")]
    mean_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_high_gbp: f64,
}

impl Step {
    /// Option − baseline.
    pub fn difference(&self) -> Mean {
        mean(self.mean_gbp, self.ci_low_gbp, self.ci_high_gbp)
    }
}

/// A row of `targets.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`targets::Reached` says what each is")]
pub struct TargetReached {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub metric: String,
    #[serde(deserialize_with = "text")]
    pub group: String,
    pub period: String,
    pub unit: String,
    #[serde(deserialize_with = "number")]
    pub at_least: f64,
    #[serde(deserialize_with = "number")]
    pub at_most: f64,
    pub against_baseline: bool,
    #[serde(deserialize_with = "number")]
    pub share: f64,
    #[serde(deserialize_with = "number")]
    pub ci_low: f64,
    #[serde(deserialize_with = "number")]
    pub ci_high: f64,
    pub n: u64,
    #[serde(deserialize_with = "text")]
    pub target: String,
    pub is_budget: bool,
}

/// A row of `readings.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct Read {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    #[serde(deserialize_with = "text")]
    pub reading: String,
    #[serde(deserialize_with = "number")]
    pub a_week_gbp: f64,
    pub price_year: String,
    #[serde(deserialize_with = "number")]
    pub cashable_share: f64,
    pub saving: String,
    pub period: String,
    #[serde(deserialize_with = "number")]
    mean_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_high_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p10_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p50_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub p90_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub claimed_gbp: f64,
    #[serde(deserialize_with = "number")]
    pub chance: f64,
    #[serde(deserialize_with = "number")]
    pub chance_low: f64,
    #[serde(deserialize_with = "number")]
    pub chance_high: f64,
}

impl Read {
    /// What is saved: above zero is a saving.
    pub fn saved(&self) -> Mean {
        mean(self.mean_gbp, self.ci_low_gbp, self.ci_high_gbp)
    }
}

/// Which part of time a row of `run_off.csv` is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Up to the horizon.
    Horizon,
    /// After it, for those who were there before it.
    RunOff,
    /// Both together.
    Both,
}

/// A row of `run_off.csv`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct RunOff {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    pub line: String,
    pub cash: String,
    pub part: Part,
    #[serde(deserialize_with = "number")]
    mean_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_low_gbp: f64,
    #[serde(deserialize_with = "number")]
    ci_high_gbp: f64,
}

impl RunOff {
    /// Option − baseline.
    pub fn difference(&self) -> Mean {
        mean(self.mean_gbp, self.ci_low_gbp, self.ci_high_gbp)
    }
}

/// A row of `assumptions.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "`permanence explain` says what each column is")]
pub struct Assumption {
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    #[serde(deserialize_with = "text")]
    pub key: String,
    pub from: String,
    #[serde(deserialize_with = "text")]
    pub value: String,
    #[serde(deserialize_with = "text")]
    pub low: String,
    #[serde(deserialize_with = "text")]
    pub high: String,
    #[serde(deserialize_with = "text")]
    pub unit: String,
    #[serde(deserialize_with = "text")]
    pub source: String,
    pub confidence: String,
    #[serde(deserialize_with = "text")]
    pub file: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_guarded_is_read_as_it_was() {
        assert_eq!(unguarded("'=1+1"), "=1+1");
        assert_eq!(unguarded("'-"), "-");
        assert_eq!(unguarded("'tis"), "'tis");
        assert_eq!(unguarded("-5"), "-5");
    }
}
