//! Whether as many futures were simulated as the stopping rule wants, if it was asked.

use std::fmt::{self, Write};

use crate::experiment::Precision;
use crate::experiment::compare::Comparison;
use crate::experiment::metrics::Metric;
use crate::experiment::precision::{Imprecise, OF_THE_LEVEL, by_level};

use super::number::{percent_as_asked, pounds, rounded};
use super::table::{filled, plain};

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
        Precision::Reached => return enough(c),
        Precision::NotReached(imprecise) => return unmet(c, imprecise),
    };
    said.to_owned()
}

/// Which differences are known to a tenth, and which because they are too small for that to matter.
fn enough(c: &Comparison) -> String {
    let all = "Enough futures: each option's difference in days in care and in total cost is known to a tenth of itself";
    let each = by_level(c).into_iter().map(|known| {
        let (figure, of) = match known.metric {
            Metric::CostTotalGbp => ("total cost", "of what is spent"),
            _ => ("days in care", "of all days in care"),
        };
        let within = size(known.metric.spec().name, known.within);
        let whose = match known.scenarios.len() == c.differences.len() {
            true if c.differences.len() > 1 => "all options".to_owned(),
            _ => {
                let names = known.scenarios.iter();
                let names = names.map(|place| plain(&c.scenarios[*place].scenario));
                names.collect::<Vec<_>>().join(", ")
            }
        };
        format!(
            "{figure} to within {within}, {} {of} ({whose})",
            percent_as_asked(OF_THE_LEVEL)
        )
    });
    match each.collect::<Vec<_>>() {
        known if known.is_empty() => format!("{all}."),
        known => format!(
            "{all}, or else well enough beside the whole: {}.",
            known.join("; ")
        ),
    }
}

/// What is not known well enough, and how many replications it would take.
pub fn unmet(c: &Comparison, imprecise: &Imprecise) -> String {
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
        size(imprecise.metric, imprecise.half_width),
        size(imprecise.metric, imprecise.wanted),
        imprecise.replications,
    )
}

/// A half-width in its unit, to two digits.
fn size(metric: &str, value: f64) -> String {
    match metric {
        "cost_total_gbp" => pounds(value, value / 10.0),
        _ => format!("{} days", rounded(value, value / 10.0)),
    }
}
