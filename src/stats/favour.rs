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
use super::{CONFIDENCE, Direction, t_interval, wilson};

/// A probability with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Favour {
    /// The probability; not a number if it is not known: neither way is better, no point differs from
    /// another, or chance hides how points differ from each other. Nor then are its bounds. Nor is it a
    /// number, its bounds are, if they are further apart than half of all: they then hold one half, and it is
    /// open which way is likelier.
    pub probability: f64,
    /// Its lower bound: Wilson's interval for the points, and the mean of all as far on the wrong side as its
    /// Monte Carlo error allows (Student's, as the error is known from the replications). Both at once, so
    /// that it holds at least as often as it says.
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
        let told = components.assumptions > 0.0;
        if !told {
            let [probability, low, high] = [f64::NAN; 3];
            return Self {
                probability,
                low,
                high,
            };
        }
        let means = row_means(rows);
        let spread = variance(&means);
        let part = components.sd_assumptions() / spread.sqrt();
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
        let replications = rows.first().map_or(0, Vec::len);
        let sd = components.error * (replications as f64).sqrt();
        let shift = sign * t_interval(0.0, sd, replications as u64, CONFIDENCE).1;
        let low = wilson(share(-shift), n, CONFIDENCE).0;
        let high = wilson(share(shift), n, CONFIDENCE).1;
        let probability = match high - low > 0.5 {
            true => f64::NAN,
            false => share(0.0) / n as f64,
        };
        Self {
            probability,
            low,
            high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_it_is_the_share_of_points_on_the_good_side() {
        let rows: Vec<Vec<f64>> = (0..32)
            .map(|n| [-3.0, -1.0, 1.0, 0.0][n % 4])
            .map(|x| vec![x, x])
            .collect();
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
    /// √(16/19) they are −2.81, −0.97 and 1.78. The error of the mean is 1, known from two replications, so
    /// that 12.7 higher none is below zero, lower all are.
    #[test]
    fn bounds_are_wilsons_with_the_mean_as_far_off_as_its_error_allows() {
        let rows = [vec![-4.0, -2.0], vec![-1.0, -1.0], vec![0.0, 4.0]];
        let components = Components::of(&rows);
        for better in [Direction::Lower, Direction::Higher] {
            let found = Favour::of(&rows, &components, better);
            assert_eq!(found.low, wilson(0.0, 3, CONFIDENCE).0);
            assert_eq!(found.high, wilson(3.0, 3, CONFIDENCE).1);
            assert!(found.probability.is_nan(), "anything is possible");
        }
    }

    /// The same twice over: two replications more tell no more of each point, but the error of the mean, now
    /// 1/√3, has three degrees of freedom. 1.84 higher one of the points is below zero, where 1.13 would
    /// leave one more.
    #[test]
    fn the_mean_is_shifted_by_students_bounds() {
        let rows = [vec![-4.0, -2.0], vec![-1.0, -1.0], vec![0.0, 4.0]];
        let rows = rows.map(|row| row.repeat(2));
        let components = Components::of(&rows);
        let by = t_interval(0.0, 2.0 * components.error, 4, CONFIDENCE).1;
        assert!((by / components.error - 3.182).abs() < 1e-3, "{by}");
        let found = Favour::of(&rows, &components, Direction::Lower);
        assert_eq!(found.low, wilson(1.0, 3, CONFIDENCE).0);
    }

    #[test]
    fn where_points_do_not_differ_or_chance_hides_how_no_probability_is_known() {
        let hidden = [vec![-3.0, 1.0], vec![1.5, -3.5]];
        let same = [vec![-3.0, -2.0], vec![-3.0, -2.0]];
        for rows in [hidden, same] {
            let components = Components::of(&rows);
            assert!(components.assumptions <= 0.0);
            let found = Favour::of(&rows, &components, Direction::Lower);
            assert!(
                found.probability.is_nan() && found.low.is_nan(),
                "{found:?}"
            );
        }
    }
}
