//! One JSON document with everything: what was run, the answers first, then every number.

use std::io::{self, Write};

use serde::Serialize;

use crate::experiment::appraisal::Appraisal;
use crate::experiment::compare::Comparison;
use crate::experiment::headline::Headline;
use crate::experiment::precision::Precision;
use crate::experiment::ranking::Ranking;
use crate::experiment::readings::{Reading, SixWeeks};
use crate::experiment::run_off::WithRunOff;
use crate::experiment::targets::Reached;

use crate::experiment::recruit::Recruitment;
use crate::experiment::sensitivity::Sensitivity;

use super::manifest::{PROGRAM, VERSION};
use super::rows::{DifferenceRow, LevelRow};

#[derive(Serialize)]
struct Document<'a> {
    program: &'static str,
    version: &'static str,
    council: &'a str,
    start: String,
    end: String,
    years: u32,
    price_base_year: &'a str,
    price_notes: &'a [String],
    follow_up_days: f64,
    seed: u64,
    replications_asked: usize,
    replications: usize,
    #[serde(flatten)]
    precision: &'a Precision,
    run_digest: &'a str,
    headline: Vec<Headline>,
    targets: &'a [Reached],
    rankings: &'a [Ranking],
    appraisals: &'a [Appraisal],
    /// By option, then by reading.
    savings_as_read: &'a [Vec<Reading>],
    /// By reading.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    six_weeks: &'a [SixWeeks],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    run_offs: &'a [WithRunOff],
    summary: Vec<LevelRow<'a>>,
    differences: Vec<DifferenceRow<'a>>,
}

/// Writes the document. Missing numbers are `null`.
///
/// # Errors
/// If `out` fails.
pub fn write(comparison: &Comparison, mut out: impl Write) -> io::Result<()> {
    let document = Document {
        program: PROGRAM,
        version: VERSION,
        council: &comparison.council,
        start: comparison.start.to_string(),
        end: comparison.end.to_string(),
        years: comparison.years,
        price_base_year: &comparison.price_base_year,
        price_notes: &comparison.price_notes,
        follow_up_days: comparison.follow_up_days,
        seed: comparison.seed,
        replications_asked: comparison.replications_asked,
        replications: comparison.replications,
        precision: &comparison.precision,
        run_digest: &comparison.run_digest,
        headline: comparison.headlines(),
        targets: &comparison.targets,
        rankings: &comparison.rankings,
        appraisals: &comparison.appraisals,
        savings_as_read: &comparison.savings,
        six_weeks: &comparison.six_weeks,
        run_offs: &comparison.run_offs,
        summary: comparison.level_rows().collect(),
        differences: comparison.difference_rows().collect(),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

/// Writes an analysis of the assumptions. Missing numbers are `null`.
///
/// # Errors
/// If `out` fails.
pub fn write_sensitivity(analysis: &Sensitivity, out: impl Write) -> io::Result<()> {
    write_signed(analysis, out)
}

/// Writes how many households meet a target. Missing numbers are `null`.
///
/// # Errors
/// If `out` fails.
pub fn write_recruitment(found: &Recruitment, out: impl Write) -> io::Result<()> {
    write_signed(found, out)
}

/// What was found, below the program that found it.
fn write_signed(found: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'a, T> {
        program: &'static str,
        version: &'static str,
        #[serde(flatten)]
        found: &'a T,
    }
    let document = Document {
        program: PROGRAM,
        version: VERSION,
        found,
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}
