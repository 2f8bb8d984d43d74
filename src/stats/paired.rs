//! Paired differences: what changes when the same chances meet another policy.

use serde::Serialize;

use super::{Tally, quantile, t_interval, wilson};

/// The confidence level of every interval in [`Paired`].
pub const CONFIDENCE: f64 = 0.95;

/// Which way a metric is better.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Less is better, as for days waited.
    Lower,
    /// More is better, as for children placed with relatives.
    Higher,
    /// Neither: a quantity to know, not to improve.
    Neutral,
}

/// The paired difference, alternative − baseline, over replications that share their random numbers.
///
/// A pair with a missing value (not a number) on either side is dropped. What cannot be computed is
/// not a number: everything without pairs, spread and interval below two.
///
/// Reference: A. M. Law (2015), "Simulation Modeling and Analysis", 5th edition, 10.2.1 and 11.2,
/// for the paired-t interval and common random numbers.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Paired {
    /// Pairs that remain.
    pub n: u64,
    /// Mean difference.
    pub mean: f64,
    /// Sample standard deviation of the differences.
    pub sd: f64,
    /// Lower end of Student's interval for the mean difference, at [`CONFIDENCE`].
    pub ci_low: f64,
    /// Its upper end.
    pub ci_high: f64,
    /// The 10 % quantile of the differences.
    pub p10: f64,
    /// Their median.
    pub p50: f64,
    /// Their 90 % quantile.
    pub p90: f64,
    /// Share of pairs in which the alternative does better, ties counted half; not a number if the
    /// direction is neutral.
    pub prob_better: f64,
    /// Lower end of Wilson's interval for that share, at [`CONFIDENCE`].
    pub prob_low: f64,
    /// Its upper end.
    pub prob_high: f64,
    /// (var alternative + var baseline) / var difference: how many times more replications a design
    /// without pairing would need for the same precision. Infinite if the difference never varies
    /// though the levels do; not a number if nothing varies.
    pub variance_ratio: f64,
}

impl Paired {
    /// Compares two columns of one metric, replication by replication.
    ///
    /// Cost: O(n log n), and one allocation of n differences.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn of(baseline: &[f64], alternative: &[f64], direction: Direction) -> Paired {
        assert_eq!(
            baseline.len(),
            alternative.len(),
            "paired columns have the same replications"
        );
        let (mut before, mut after) = (Tally::new(), Tally::new());
        let mut differences = Vec::with_capacity(baseline.len());
        for (&base, &alt) in baseline.iter().zip(alternative) {
            if !base.is_nan() && !alt.is_nan() {
                before.push(base);
                after.push(alt);
                differences.push(alt - base);
            }
        }
        let difference: Tally = differences.iter().copied().collect();
        let n = difference.count();
        let better = wins(&differences, direction);
        differences.sort_by(f64::total_cmp);

        let (ci_low, ci_high) = t_interval(difference.mean(), difference.sd(), n, CONFIDENCE);
        let (prob_low, prob_high) = wilson(better, n, CONFIDENCE);
        Paired {
            n,
            mean: difference.mean(),
            sd: difference.sd(),
            ci_low,
            ci_high,
            p10: quantile(&differences, 0.1),
            p50: quantile(&differences, 0.5),
            p90: quantile(&differences, 0.9),
            prob_better: better / n as f64,
            prob_low,
            prob_high,
            variance_ratio: (before.variance() + after.variance()) / difference.variance(),
        }
    }
}

/// How many differences go the good way, ties counted half; not a number without a good way.
fn wins(differences: &[f64], direction: Direction) -> f64 {
    let sign = match direction {
        Direction::Lower => -1.0,
        Direction::Higher => 1.0,
        Direction::Neutral => return f64::NAN,
    };
    let win = |difference: f64| match sign * difference {
        0.0 => 0.5,
        gain if gain > 0.0 => 1.0,
        _ => 0.0,
    };
    differences.iter().copied().map(win).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: [f64; 5] = [10.0, 12.0, 14.0, 16.0, f64::NAN];
    const ALT: [f64; 5] = [9.0, 12.0, 10.0, 13.0, 1.0];

    /// Differences −1, 0, −4, −3: mean −2, variance 10/3; variances 20/3 and 10/3.
    #[test]
    fn a_comparison_computed_by_hand() {
        let paired = Paired::of(&BASE, &ALT, Direction::Lower);
        assert_eq!((paired.n, paired.mean, paired.p50), (4, -2.0, -2.0));
        assert!((paired.sd * paired.sd - 10.0 / 3.0).abs() < 1e-14);
        assert!((paired.variance_ratio - 3.0).abs() < 1e-12);
        assert_eq!(paired.prob_better, 3.5 / 4.0);
        assert!(paired.prob_low < 0.875 && 0.875 < paired.prob_high);
        let half = 3.182_446 * paired.sd / 2.0;
        assert!((paired.ci_low - (-2.0 - half)).abs() < 1e-5);
        assert!((paired.ci_high - (-2.0 + half)).abs() < 1e-5);
    }

    #[test]
    fn better_depends_on_the_direction() {
        let higher = Paired::of(&BASE, &ALT, Direction::Higher);
        assert_eq!(higher.prob_better, 0.5 / 4.0);
        let neutral = Paired::of(&BASE, &ALT, Direction::Neutral);
        assert!(neutral.prob_better.is_nan() && neutral.prob_low.is_nan());
        assert_eq!(neutral.mean, -2.0);
    }

    #[test]
    fn a_difference_that_never_varies_needs_no_replications() {
        let shifted = BASE.map(|x| x + 1.0);
        assert_eq!(
            Paired::of(&BASE, &shifted, Direction::Lower).variance_ratio,
            f64::INFINITY
        );
        let same = Paired::of(&[1.0, 1.0], &[1.0, 1.0], Direction::Lower);
        assert!(same.variance_ratio.is_nan());
        assert_eq!((same.prob_better, same.sd), (0.5, 0.0));
    }

    #[test]
    fn nothing_is_said_about_no_pairs() {
        let none = Paired::of(&[f64::NAN], &[1.0], Direction::Lower);
        assert_eq!(none.n, 0);
        assert!(none.mean.is_nan() && none.p50.is_nan() && none.prob_better.is_nan());
    }
}
