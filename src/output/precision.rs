//! Whether as many futures were simulated as the stopping rule wants, if it was asked.

use std::fmt::{self, Write};

use crate::experiment::Precision;
use crate::experiment::compare::Comparison;
use crate::experiment::precision::Imprecise;

use super::number::{pounds, rounded};
use super::table::filled;

pub(super) fn write(page: &mut String, c: &Comparison) -> fmt::Result {
    for line in filled(&said(c), "", "") {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// Whether as many futures were simulated as the stopping rule wants; nothing if it was not asked.
pub fn said(c: &Comparison) -> String {
    let alone = c.differences.is_empty();
    let said = match &c.precision {
        Precision::NotAsked => "",
        Precision::Reached if alone => {
            "Enough futures that days in care and total cost are known to one per cent."
        }
        Precision::Reached => {
            "Enough futures that each option's difference in days in care and in total cost is \
             known to a tenth of itself, or to 0.05 % of the baseline's."
        }
        Precision::NotReached(imprecise) => return unmet(c, imprecise),
    };
    said.to_owned()
}

/// What is not known well enough, and how many replications it would take.
pub fn unmet(c: &Comparison, imprecise: &Imprecise) -> String {
    let size = |value: f64| match imprecise.metric {
        "cost_total_gbp" => pounds(value, value / 10.0),
        _ => format!("{} days", rounded(value, value / 10.0)),
    };
    let figure = match imprecise.metric {
        "cost_total_gbp" => "total cost",
        _ => "days in care",
    };
    let whose = match imprecise.scenario {
        0 => figure.to_owned(),
        place => format!("difference in {figure} of {}", c.scenarios[place].scenario),
    };
    format!(
        "Precision not reached: the {whose} is known to ±{}, wanted is ±{}. About --reps {} would reach it.",
        size(imprecise.half_width),
        size(imprecise.wanted),
        imprecise.replications,
    )
}
