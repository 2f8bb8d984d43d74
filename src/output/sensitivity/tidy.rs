//! `sensitivity.csv`: one number a row, with its interval if it has one.

use std::io::{self, Write};

use csv::Writer;

use crate::experiment::sensitivity::switching::Switch;
use crate::experiment::sensitivity::{Estimate, Influence, OfMetric, Sensitivity};
use crate::scenario::{Level, Uncertain};

use super::super::csv::guarded;
use super::super::number::exact;

/// A number that was worked out: which, where in the range, the number, its interval.
struct Row {
    measure: &'static str,
    at: String,
    value: f64,
    interval: [f64; 2],
}

impl Row {
    fn bare(measure: &'static str, value: f64) -> Self {
        let interval = [f64::NAN; 2];
        Self {
            measure,
            at: String::new(),
            value,
            interval,
        }
    }

    fn of(measure: &'static str, e: &Estimate) -> Self {
        let interval = [e.ci_low, e.ci_high];
        Self {
            interval,
            ..Self::bare(measure, e.mean)
        }
    }

    fn at(self, at: String) -> Self {
        Self { at, ..self }
    }
}

/// Writes the file.
///
/// # Errors
/// If `out` fails.
pub fn csv(s: &Sensitivity, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "metric",
        "unit",
        "assumption",
        "file",
        "measure",
        "at",
        "value",
        "ci_low",
        "ci_high",
    ])?;
    for m in &s.metrics {
        let mut write = |assumption: [&str; 2], row: Row| {
            let [key, file] = assumption.map(guarded);
            let what = [m.metric, m.unit].map(str::to_owned);
            let said = [key, file, row.measure.to_owned(), guarded(&row.at)];
            let numbers = [row.value, row.interval[0], row.interval[1]].map(exact);
            writer.write_record(what.into_iter().chain(said).chain(numbers))
        };
        for row in overall(m) {
            write(["", ""], row)?;
        }
        for (assumption, influence) in s.assumptions.iter().zip(&m.influences) {
            for row in of_assumption(assumption, influence) {
                write([&assumption.key, &assumption.file], row)?;
            }
        }
    }
    writer.flush()
}

fn overall(m: &OfMetric) -> Vec<Row> {
    let c = &m.components;
    let mean = Estimate {
        mean: c.mean,
        ci_low: c.ci_low,
        ci_high: c.ci_high,
    };
    let probability = Estimate {
        mean: m.favour.probability,
        ci_low: m.favour.low,
        ci_high: m.favour.high,
    };
    vec![
        Row::of("stated_difference", &m.stated),
        Row::of("mean_difference", &mean),
        Row::bare("sd_assumptions", c.sd_assumptions()),
        Row::bare("sd_chance", c.sd_chance()),
        Row::bare("monte_carlo_error", c.error),
        Row::of("probability_better", &probability),
    ]
}

fn of_assumption(assumption: &Uncertain, influence: &Influence) -> Vec<Row> {
    let screened = &influence.screened;
    let mut rows = vec![
        Row::of("difference_at_low", &influence.at_low).at(assumption.low.clone()),
        Row::of("difference_at_high", &influence.at_high).at(assumption.high.clone()),
        Row::of("swing", &influence.swing),
        Row::bare("mu", screened.mu),
        Row::bare("mu_star", screened.mu_star),
        Row::bare("mu_star_of_chance", screened.chance),
        Row::bare("sigma", screened.sigma),
    ];
    if influence.by_construction {
        rows.push(Row::bare("by_construction", 1.0));
    }
    if let Some(index) = influence.first_order {
        rows.push(Row {
            interval: [index.ci_low, index.ci_high],
            ..Row::bare("first_order", index.index)
        });
    }
    match influence.switch {
        Some(Switch::At(place)) => rows.extend([
            Row {
                at: assumption.at(Level::Towards(place.part)),
                interval: ordered(place.nearest, place.furthest),
                ..Row::bare("switching_value", place.part)
            },
            Row::bare("switching_confirmed", f64::from(place.verified)),
        ]),
        Some(Switch::Vanishes { part }) => rows.push(Row {
            at: assumption.at(Level::Towards(part)),
            ..Row::bare("vanishing_value", part)
        }),
        Some(Switch::Nowhere) => rows.push(Row::bare("switching_value", f64::NAN)),
        None => {}
    }
    rows
}

fn ordered(nearest: f64, furthest: f64) -> [f64; 2] {
    match nearest > furthest {
        true => [furthest, nearest],
        false => [nearest, furthest],
    }
}
