//! How probable it is that an option is better *on average over chance*, when it is not known which
//! assumptions hold.
//!
//! Means over few replications vary more than the expectations they estimate, so the share of points
//! whose mean is on the good side is drawn towards one half. The points' means are therefore moved
//! towards the mean of all until their variance is that of the expectations alone.
//!
//! Reference: T. A. Louis (1984), "Estimating a population of parameter values using Bayes and empirical
//! Bayes methods", Journal of the American Statistical Association 79(386).

use serde::Serialize;

use super::components::{Components, row_means, variance};
use super::{CONFIDENCE, Direction, wilson};
use crate::dist::normal;

/// A probability with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Favour {
    /// The probability; not a number if neither way is better.
    pub probability: f64,
    /// Its lower bound: Wilson's interval for the points, and the mean of all as far on the wrong side as its
    /// Monte Carlo error allows. Both at once, so that it holds at least as often as it says.
    pub low: f64,
    /// Its upper bound.
    pub high: f64,
}

impl Favour {
    /// From the differences by point and replication, and where their variance comes from.
    pub fn of(rows: &[Vec<f64>], components: &Components, better: Direction) -> Self {
        let sign = match better {
            Direction::Lower => -1.0,
            Direction::Higher => 1.0,
            Direction::Neutral => f64::NAN,
        };
        let means = row_means(rows);
        let spread = variance(&means);
        let part = match spread > 0.0 {
            true => components.sd_assumptions() / spread.sqrt(),
            false => 0.0,
        };
        let mean = components.mean;
        let share = |shift: f64| -> f64 {
            let better = |point: &f64| match sign * (mean + shift + part * (point - mean)) {
                0.0 => 0.5,
                gain if gain > 0.0 => 1.0,
                gain if gain < 0.0 => 0.0,
                _ => f64::NAN,
            };
            means.iter().map(better).sum()
        };
        let n = means.len() as u64;
        let shift = sign * components.error * normal::quantile(0.5 + CONFIDENCE / 2.0);
        Self {
            probability: share(0.0) / n as f64,
            low: wilson(share(-shift), n, CONFIDENCE).0,
            high: wilson(share(shift), n, CONFIDENCE).1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_it_is_the_share_of_points_on_the_good_side() {
        let rows: Vec<Vec<f64>> = [-3.0, -1.0, 1.0, 0.0].map(|x| vec![x, x]).to_vec();
        let components = Components::of(&rows);
        let found = Favour::of(&rows, &components, Direction::Lower);
        assert_eq!(found.probability, 2.5 / 4.0);
        assert!(found.low < 0.625 && 0.625 < found.high);
        assert!(
            Favour::of(&rows, &components, Direction::Neutral)
                .probability
                .is_nan()
        );
    }

    /// Means −3, −1 and 2 about −2/3 with variance 19/3, of which 16/3 is no chance: drawn together by
    /// √(16/19) they are −2.81, −0.97 and 1.78. The error of the mean is 1: 1.96 higher one is below zero,
    /// lower all are.
    #[test]
    fn bounds_are_wilsons_with_the_mean_as_far_off_as_its_error_allows() {
        let rows = [vec![-4.0, -2.0], vec![-1.0, -1.0], vec![0.0, 4.0]];
        let components = Components::of(&rows);
        let lower = Favour::of(&rows, &components, Direction::Lower);
        assert_eq!(lower.probability, 2.0 / 3.0);
        assert_eq!(lower.low, wilson(1.0, 3, CONFIDENCE).0);
        assert_eq!(lower.high, wilson(3.0, 3, CONFIDENCE).1);
        let higher = Favour::of(&rows, &components, Direction::Higher);
        assert_eq!(higher.probability, 1.0 / 3.0);
        assert_eq!(higher.low, wilson(0.0, 3, CONFIDENCE).0);
        assert_eq!(higher.high, wilson(2.0, 3, CONFIDENCE).1);
    }

    #[test]
    fn where_chance_hides_the_assumptions_all_points_are_at_the_mean() {
        let rows = [vec![-3.0, 1.0], vec![1.5, -3.5]];
        let components = Components::of(&rows);
        assert!(components.assumptions < 0.0);
        let found = Favour::of(&rows, &components, Direction::Lower);
        assert_eq!(found.probability, 1.0);
        assert!(found.low < 0.5, "{found:?}");
    }
}
