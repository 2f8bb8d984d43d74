//! A folder of results read back: the typed tables of which the report and the workbook are views.
//!
//! [`Results::read`] is a pure function of the files' texts (whoever has them, from a disk or a browser,
//! hands them over), so a view made from a folder years later is the view that was made with it. What is
//! not in the files is not in a view: a figure that one needs is added to the files first.

pub mod beside;
pub mod cells;
mod headlines;
mod rows;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::experiment::metrics::Metric;
use crate::experiment::ranking::{Ranked, Ranking};

use super::manifest::{PROGRAM, VERSION};
pub use beside::{Analysis, Backtest};
use cells::Cells;
pub use rows::{
    Asked, Assumption, CostOfPeriod, Described, Month, Part, Read, RunOff, Step, TargetReached,
};
use rows::{RankedRow, rows};

/// The texts of a folder's files, by their names.
pub type Texts = BTreeMap<String, String>;

/// The files that every folder has.
pub const REQUIRED: [&str; 7] = [
    "manifest.json",
    "options.csv",
    "questions.csv",
    "summary.csv",
    "costs.csv",
    "cash_flow.csv",
    "assumptions.csv",
];

/// The files that a folder has if there was something to write into them.
pub const POSSIBLE: [&str; 6] = [
    "differences.csv",
    "bridge.csv",
    "ranking.csv",
    "targets.csv",
    "readings.csv",
    "run_off.csv",
];

/// Why a folder cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no folder of results of a comparison or a run.
    #[error("it holds no results of `permanence compare` or `permanence run`: {0}")]
    NotOurs(String),
    /// A file is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A file is not as it was written.
    #[error("{file} is damaged: {why}")]
    Damaged {
        /// Which file.
        file: String,
        /// Where and how.
        why: String,
    },
    /// It was written by a later version.
    #[error("it was written by version {0}, which is later than this program's {VERSION}")]
    Later(String),
}

/// What `manifest.json` says of a run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "`manifest::Manifest` says what each is")]
pub struct Made {
    pub program: String,
    pub version: String,
    pub toolchain: String,
    pub command: Vec<String>,
    pub council: String,
    pub start: Date,
    pub end: Date,
    pub years: u32,
    pub seed: u64,
    pub replications_asked: usize,
    pub replications: usize,
    pub scenarios: Vec<Inputs>,
    pub run_digest: String,
    #[serde(default)]
    pub price_base_year: String,
    #[serde(default)]
    pub price_notes: Vec<String>,
    #[serde(default)]
    pub follow_up_days: Option<f64>,
    #[serde(default)]
    pub precision: String,
    #[serde(default = "one")]
    pub authorities: u64,
}

/// Results of earlier versions do not say how many authorities they are of.
fn one() -> u64 {
    1
}

/// The files that a scenario was read from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "`manifest::ScenarioInputs` says what each is")]
pub struct Inputs {
    pub name: String,
    pub title: String,
    pub inputs: Vec<Digest>,
}

/// A file and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Digest {
    /// Its name.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub blake3: String,
}

/// A folder's tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// What made it.
    pub made: Made,
    /// Each scenario, the baseline first.
    pub scenarios: Vec<Described>,
    /// What is asked of every option, in the order of the page.
    pub questions: Vec<Asked>,
    /// Levels and differences of everything.
    pub cells: Cells,
    /// Costs by budget line and period.
    pub costs: Vec<CostOfPeriod>,
    /// Total cost month by month.
    pub cash_flow: Vec<Month>,
    /// Where each option's difference in cost comes from.
    pub bridge: Vec<Step>,
    /// The options among each other, if there are several.
    pub rankings: Vec<Ranking>,
    /// Targets and budgets, and how often each scenario reaches them.
    pub targets: Vec<TargetReached>,
    /// What days less in care are worth at other prices.
    pub readings: Vec<Read>,
    /// Costs after the horizon.
    pub run_off: Vec<RunOff>,
    /// What every scenario assumes.
    pub assumptions: Vec<Assumption>,
}

impl Results {
    /// Reads a folder's tables from the texts of its files.
    ///
    /// # Errors
    /// If they are not results of a comparison or a run, one is missing or not as it was written, or a later
    /// version wrote them.
    pub fn read(texts: &Texts) -> Result<Self, Unreadable> {
        let made = made(texts)?;
        if made.follow_up_days.is_none() {
            let what = "it is another analysis, or an earlier version wrote it";
            return Err(Unreadable::NotOurs(what.to_owned()));
        }
        for file in REQUIRED {
            text(texts, file)?;
        }
        let scenarios: Vec<Described> = rows(texts, "options.csv")?;
        let names: Vec<&str> = scenarios.iter().map(|s| s.scenario.as_str()).collect();
        let [_, options @ ..] = names.as_slice() else {
            return Err(damaged("options.csv", "it names no scenario"));
        };
        if !options.is_empty() {
            text(texts, "differences.csv")?;
            text(texts, "bridge.csv")?;
        }
        Ok(Self {
            cells: Cells::read(texts, &names)?,
            rankings: rankings(&rows(texts, "ranking.csv")?, &names)?,
            questions: rows(texts, "questions.csv")?,
            costs: rows(texts, "costs.csv")?,
            cash_flow: rows(texts, "cash_flow.csv")?,
            bridge: rows(texts, "bridge.csv")?,
            targets: rows(texts, "targets.csv")?,
            readings: rows(texts, "readings.csv")?,
            run_off: rows(texts, "run_off.csv")?,
            assumptions: rows(texts, "assumptions.csv")?,
            made,
            scenarios,
        })
    }

    /// The options, or the other beliefs about the world, behind the baseline.
    pub fn options(&self) -> &[Described] {
        &self.scenarios[1..]
    }

    /// `10 years`.
    pub fn span_in_words(&self) -> String {
        let years = self.made.years;
        format!("{years} year{}", if years == 1 { "" } else { "s" })
    }
}

/// What a manifest says.
///
/// # Errors
/// If it is not there, not ours, not as it was written, or of a later version.
pub fn made(texts: &Texts) -> Result<Made, Unreadable> {
    let Ok(text) = text(texts, "manifest.json") else {
        let why = "there is no manifest.json".to_owned();
        return Err(Unreadable::NotOurs(why));
    };
    if !super::manifest::is_ours(text) {
        let why = format!("its manifest.json is not of {PROGRAM}");
        return Err(Unreadable::NotOurs(why));
    }
    let version: Version =
        serde_json::from_str(text).map_err(|e| damaged("manifest.json", &e.to_string()))?;
    if later(&version.version, VERSION) {
        return Err(Unreadable::Later(version.version));
    }
    serde_json::from_str(text).map_err(|e| damaged("manifest.json", &e.to_string()))
}

/// What is asked of a manifest before all else, since a later version may have changed the rest.
#[derive(Deserialize)]
struct Version {
    version: String,
}

/// Whether a version is later than another, number by number.
fn later(one: &str, other: &str) -> bool {
    let numbers = |version: &str| -> Vec<u64> {
        let parts = version.split(['.', '-', '+']).take(3);
        parts.map(|part| part.parse().unwrap_or(0)).collect()
    };
    numbers(one) > numbers(other)
}

fn text<'t>(texts: &'t Texts, file: &str) -> Result<&'t str, Unreadable> {
    let text = texts.get(file);
    text.map(String::as_str)
        .ok_or_else(|| Unreadable::Missing(file.to_owned()))
}

fn damaged(file: &str, why: &str) -> Unreadable {
    Unreadable::Damaged {
        file: file.to_owned(),
        why: why.to_owned(),
    }
}

/// The rankings, figure by figure, scenarios by their places.
fn rankings(rows: &[RankedRow], names: &[&str]) -> Result<Vec<Ranking>, Unreadable> {
    let place = |name: &str| {
        let found = names.iter().position(|known| *known == name);
        found.ok_or_else(|| damaged("ranking.csv", &format!("{name:?} is no scenario")))
    };
    let mut rankings: Vec<Ranking> = Vec::new();
    for row in rows {
        let metric = metric_named("ranking.csv", &row.metric)?.spec().name;
        if rankings.last().is_none_or(|last| last.metric != metric) {
            rankings.push(Ranking {
                metric,
                comparisons: row.comparisons,
                options: Vec::new(),
            });
        }
        let alike = row.not_told_apart_from.split("; ");
        let alike = alike.filter(|name| !name.is_empty()).map(place);
        let ranked = Ranked {
            scenario: place(&row.scenario)?,
            mean: row.mean,
            low: row.ci_low,
            high: row.ci_high,
            alike: alike.collect::<Result<_, _>>()?,
        };
        if let Some(last) = rankings.last_mut() {
            last.options.push(ranked);
        }
    }
    Ok(rankings)
}

/// The metric with this name.
fn metric_named(file: &str, name: &str) -> Result<Metric, Unreadable> {
    let found = crate::experiment::metrics::find(name).map(|spec| spec.metric);
    found.ok_or_else(|| damaged(file, &format!("there is no metric {name:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(manifest: &str) -> Texts {
        Texts::from([("manifest.json".to_owned(), manifest.to_owned())])
    }

    #[test]
    fn what_is_not_ours_or_of_a_later_version_is_not_read() {
        let read = |texts: &Texts| Results::read(texts).map(|_| ());
        assert!(matches!(
            read(&Texts::new()),
            Err(Unreadable::NotOurs(why)) if why.contains("no manifest")
        ));
        let foreign = folder(r#"{"program": "another", "run_digest": "ab"}"#);
        assert!(matches!(read(&foreign), Err(Unreadable::NotOurs(_))));
        let later = folder(r#"{"program": "permanence", "run_digest": "ab", "version": "99.0.0"}"#);
        assert_eq!(read(&later), Err(Unreadable::Later("99.0.0".to_owned())));
        let cut = folder(r#"{"program": "permanence", "run_digest": "ab", "version": "0.1.0"}"#);
        assert!(matches!(read(&cut), Err(Unreadable::Damaged { .. })));
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(later("0.10.0", "0.9.1"));
        assert!(!later("0.1.0", "0.1.0"));
        assert!(!later("0.9.9", "1.0.0"));
    }
}
