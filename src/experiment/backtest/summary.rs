//! Scores over all councils, by series, horizon and origin.
//!
//! Everything but coverage is per hundred children looked after at the origin, so that large and
//! small councils count alike. Intervals are over councils; what all councils share in a year (a
//! judgment, a pandemic) they cannot show.

use super::naive::RULES;
use super::score::{Estimate, LEVELS, over_councils};
use super::series::SERIES;
use super::{Backtest, Scored};

/// The scores of one series at one horizon.
#[derive(Clone, Debug)]
pub struct Row {
    /// The origin; none: all together.
    pub origin: Option<u16>,
    /// Years ahead.
    pub horizon: u16,
    /// Which series.
    pub series: usize,
    /// How many numbers were forecast.
    pub forecasts: usize,
    /// Share of truths within each central interval.
    pub coverage: [Estimate; LEVELS.len()],
    /// Mean of forecast less truth.
    pub bias: Estimate,
    /// Mean absolute error of the medians.
    pub error: f64,
    /// Mean score.
    pub crps: f64,
    /// Against each rule.
    pub against: [Against; RULES],
}

/// A rule's scores, and what the simulation gains on it (below zero: loses).
#[derive(Clone, Copy, Debug)]
pub struct Against {
    /// Mean absolute error, which is also its score as a single number.
    pub error: f64,
    /// That less the simulation's score.
    pub gain: Estimate,
    /// Its score when dressed with past errors; not a number where there are none.
    pub dressed: f64,
    /// That less the simulation's score over the same forecasts.
    pub dressed_gain: Estimate,
}

/// All rows: for every series and horizon, first all origins together, then each.
pub fn rows(done: &Backtest) -> Vec<Row> {
    let mut scored: Vec<&Scored> = done.scored.iter().collect();
    // Councils together, origins within them.
    scored.sort_by(|a, b| (&a.code, a.origin).cmp(&(&b.code, b.origin)));
    let mut origins: Vec<Option<u16>> = vec![None];
    origins.extend(done.spreads.iter().map(|(origin, _)| Some(*origin)));
    let furthest = scored.iter().map(|s| s.horizon).max().unwrap_or(0);
    let mut rows = Vec::new();
    for series in 0..SERIES {
        for horizon in 1..=furthest {
            for &origin in &origins {
                let these: Vec<&Scored> = (scored.iter().copied())
                    .filter(|s| s.series == series && s.horizon == horizon)
                    .filter(|s| origin.is_none_or(|o| s.origin == o))
                    .collect();
                if !these.is_empty() {
                    rows.push(row(origin, horizon, series, &these));
                }
            }
        }
    }
    rows
}

fn row(origin: Option<u16>, horizon: u16, series: usize, these: &[&Scored]) -> Row {
    let mean = |of: &dyn Fn(&Scored) -> f64| {
        let values = these.iter().map(|s| (s.code.as_str(), of(s)));
        over_councils(values.filter(|(_, value)| !value.is_nan()))
    };
    let share = |s: &Scored| 100.0 / s.stock;
    let ours = |s: &Scored| share(s) * s.verdict.crps;
    Row {
        origin,
        horizon,
        series,
        forecasts: these.len(),
        coverage: std::array::from_fn(|level| {
            let share = mean(&|s| f64::from(u8::from(s.verdict.covered(level))));
            // Student's interval of a share over few councils goes beyond what a share can be.
            Estimate {
                low: share.low.max(0.0),
                high: share.high.min(1.0),
                ..share
            }
        }),
        bias: mean(&|s| share(s) * (s.verdict.mean - s.verdict.truth)),
        error: mean(&|s| share(s) * s.verdict.error()).mean,
        crps: mean(&ours).mean,
        against: std::array::from_fn(|rule| Against {
            error: mean(&|s| share(s) * s.naive_error(rule)).mean,
            gain: mean(&|s| share(s) * s.naive_error(rule) - ours(s)),
            dressed: mean(&|s| share(s) * s.dressed[rule]).mean,
            dressed_gain: mean(&|s| share(s) * s.dressed[rule] - ours(s)),
        }),
    }
}
