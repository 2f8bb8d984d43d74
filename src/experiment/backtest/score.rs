//! How good a forecast was, once it is known what happened.
//!
//! An ensemble of simulated futures is scored by the continuous ranked probability score, in the
//! unit of the thing forecast: the absolute error of a single number, and less for an ensemble that
//! puts its members where the truth is and not wider than it must. References: T. Gneiting, A. E.
//! Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA 102(477); the
//! estimator that is fair to ensembles of any size, C. A. T. Ferro (2014), "Fair scores for
//! ensemble forecasts", Quarterly Journal of the Royal Meteorological Society 140(683).

use crate::stats::{Tally, quantile, t_interval};

/// The probabilities of the central intervals whose coverage is counted.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];
/// The quantiles that are kept of an ensemble: the ends of those intervals around the median.
pub const QUANTILES: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

/// The fair continuous ranked probability score of an ensemble: mean |member − truth| less half the
/// mean difference between two different members. Not a number without members.
///
/// `sorted` is in ascending order. Cost: linear, by the sum over order statistics.
pub fn crps(sorted: &[f64], truth: f64) -> f64 {
    let n = sorted.len() as f64;
    let error = sorted.iter().map(|x| (x - truth).abs()).sum::<f64>() / n;
    if sorted.len() < 2 {
        return error;
    }
    // The sum of |x − y| over all unordered pairs.
    let pairs: f64 = (sorted.iter().zip(0..))
        .map(|(x, place)| x * (2.0 * f64::from(place) - n + 1.0))
        .sum();
    error - pairs / (n * (n - 1.0))
}

/// One ensemble against what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What happened.
    pub truth: f64,
    /// Mean of the ensemble.
    pub mean: f64,
    /// Its [`QUANTILES`].
    pub quantiles: [f64; 7],
    /// Its score.
    pub crps: f64,
}

impl Verdict {
    /// Scores an ensemble.
    pub fn of(mut ensemble: Vec<f64>, truth: f64) -> Self {
        ensemble.sort_by(f64::total_cmp);
        Self {
            truth,
            mean: ensemble.iter().sum::<f64>() / ensemble.len() as f64,
            quantiles: QUANTILES.map(|p| quantile(&ensemble, p)),
            crps: crps(&ensemble, truth),
        }
    }

    /// Whether the truth lies in the central interval of [`LEVELS`]`[level]`, ends included.
    pub fn covered(&self, level: usize) -> bool {
        let (low, high) = [(2, 4), (1, 5), (0, 6)][level];
        (self.quantiles[low]..=self.quantiles[high]).contains(&self.truth)
    }

    /// Its median's absolute error.
    pub fn error(&self) -> f64 {
        (self.quantiles[3] - self.truth).abs()
    }
}

/// A mean over councils with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Councils.
    pub councils: u64,
}

/// The mean over councils; values of one council (several origins) count as their mean, because
/// they are not independent. `values` come council by council.
pub fn over_councils<'a>(values: impl IntoIterator<Item = (&'a str, f64)>) -> Estimate {
    let mut all = Tally::new();
    let mut own = Tally::new();
    let mut current = None;
    for (council, value) in values {
        if current != Some(council) && own.count() > 0 {
            all.push(own.mean());
            own = Tally::new();
        }
        current = Some(council);
        own.push(value);
    }
    if own.count() > 0 {
        all.push(own.mean());
    }
    let (low, high) = t_interval(all.mean(), all.sd(), all.count(), 0.95);
    Estimate {
        mean: all.mean(),
        low,
        high,
        councils: all.count(),
    }
}
