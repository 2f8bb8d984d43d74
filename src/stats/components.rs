//! Variance of the assumptions apart from variance of chance.
//!
//! Rows are parameter points, columns replications: y_ij = μ + a_i + b_j + e_ij, where a is what the
//! assumptions do on average over chance, b what a replication's chance events do on average over the
//! assumptions (all points share the replications' random numbers), and e what both do together. Any
//! quadratic statistic Q over the points (their variance, or the part of it that one assumption explains)
//! then has an estimate free of chance: for the points' means its expectation is Q(a) + Q(e)/R, for each
//! of the R columns alone it is Q(a) + Q(e).
//!
//! For the variance this is the analysis of variance of the two-way crossed layout with random effects.
//! One-way analysis would take b for noise of each point by itself and understate the assumptions.
//!
//! References: S. R. Searle, G. Casella, C. E. McCulloch (1992), "Variance Components", 4.3 and 5.2; Y. Sun,
//! D. W. Apley, J. Staum (2011), "Efficient nested simulation for estimating the variance of a conditional
//! expectation", Operations Research 59(4).

use serde::Serialize;

use super::interval::student;
use super::{CONFIDENCE, Tally};

/// A variance below this part of the squared size of the results is rounding, and is taken for none: results
/// of doubles differ by rounding alone in their sixteenth digit, and a part in 30,000 of a difference decides
/// nothing.
const NOTHING: f64 = 1e-9;

/// The unbiased sample variance.
pub fn variance(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Tally>().variance()
}

/// The mean of each row.
pub fn row_means(rows: &[Vec<f64>]) -> Vec<f64> {
    let mean = |row: &Vec<f64>| row.iter().copied().collect::<Tally>().mean();
    rows.iter().map(mean).collect()
}

/// An unbiased estimate, free of chance, of what a quadratic statistic over points is of their expectations.
/// With one column it is the statistic of that column. It can fall below zero.
///
/// Cost: the statistic, once for each column and once more.
pub fn without_chance(rows: &[Vec<f64>], quadratic: impl Fn(&[f64]) -> f64) -> f64 {
    let of_means = quadratic(&row_means(rows));
    let columns = rows.first().map_or(0, Vec::len);
    if columns < 2 {
        return of_means;
    }
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    let of_columns: Tally = (0..columns).map(|j| quadratic(&column(j))).collect();
    let r = columns as f64;
    (r * of_means - of_columns.mean()) / (r - 1.0)
}

/// Where the variance of points by replications comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Components {
    /// Mean over all.
    pub mean: f64,
    /// Lower end of its interval, at [`CONFIDENCE`]: over other points and other replications.
    pub ci_low: f64,
    /// Its upper end.
    pub ci_high: f64,
    /// Variance due to the assumptions, of means over chance; below zero if chance hides it.
    pub assumptions: f64,
    /// Variance due to chance that is the same whatever the assumptions.
    pub common: f64,
    /// Variance due to chance that differs with the assumptions.
    pub mixed: f64,
    /// Monte Carlo standard error of the mean: from the number of replications alone.
    pub error: f64,
}

impl Components {
    /// From two rows and two columns on; not numbers below.
    pub fn of(rows: &[Vec<f64>]) -> Self {
        let (points, columns) = (rows.len(), rows.first().map_or(0, Vec::len));
        let (n, r) = (points as f64, columns as f64);
        let means = row_means(rows);
        let mean = means.iter().copied().collect::<Tally>().mean();
        let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Tally>().mean();
        let of_columns: Vec<f64> = (0..columns).map(column).collect();
        let residual = |i: usize, j: usize| rows[i][j] - means[i] - of_columns[j] + mean;
        let cells = (0..points).flat_map(|i| (0..columns).map(move |j| (i, j)));
        let squares: f64 = cells.map(|(i, j)| residual(i, j) * residual(i, j)).sum();
        // Mean squares of points, of replications, of what is left.
        let (a, b) = (r * variance(&means), n * variance(&of_columns));
        let e = squares / ((n - 1.0) * (r - 1.0));
        let squares = rows.iter().flatten().map(|value| value * value);
        let size = squares.collect::<Tally>().mean();
        let told = |variance: f64| {
            if variance.abs() < NOTHING * size {
                0.0
            } else {
                variance
            }
        };
        let [assumptions, common, mixed] = [(a - e) / r, (b - e) / n, e].map(told);
        let variance = (a + b - e).max(a.max(b)) / (n * r);
        let freedom = (variance * n * r) * (variance * n * r)
            / (a * a / (n - 1.0) + b * b / (r - 1.0) + e * e / ((n - 1.0) * (r - 1.0)));
        let half = half_width(variance.sqrt(), freedom);
        Self {
            mean,
            ci_low: mean - half,
            ci_high: mean + half,
            assumptions,
            common,
            mixed,
            error: (common.max(0.0) / r + mixed / (n * r)).sqrt(),
        }
    }

    /// Standard deviation due to the assumptions; 0 if chance hides it.
    pub fn sd_assumptions(&self) -> f64 {
        self.assumptions.max(0.0).sqrt()
    }

    /// Whether there is a spread due to the assumptions that chance hides.
    pub fn is_hidden(&self) -> bool {
        self.assumptions <= 0.0 && self.mixed > 0.0
    }

    /// The least effect that is more than rounding.
    pub fn least(&self) -> f64 {
        let variance = self.assumptions.max(0.0) + (self.common + self.mixed).max(0.0);
        (NOTHING * (self.mean * self.mean + variance)).sqrt()
    }

    /// Standard deviation due to chance in one world.
    pub fn sd_chance(&self) -> f64 {
        (self.common + self.mixed).max(0.0).sqrt()
    }
}

/// Half of Student's interval with freedom that is no whole number (F. E. Satterthwaite, 1946, "An
/// approximate distribution of estimates of variance components", Biometrics Bulletin 2(6)).
fn half_width(error: f64, freedom: f64) -> f64 {
    match error == 0.0 {
        true => 0.0,
        false => error * student(freedom, CONFIDENCE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    /// £30,000.10 as the difference of two totals of forty millions, and the same with one world £10 off: a
    /// part in three thousand of it.
    #[test]
    fn rounding_is_no_variance_and_a_small_effect_is() {
        let totals = [4.0e7, 4.3e7 + 0.1, 4.1e7 + 0.7];
        let rows: Vec<Vec<f64>> = [0.1, 0.2, 0.3]
            .map(|part| {
                totals
                    .map(|total| (total * part + 30_000.1) - total * part)
                    .to_vec()
            })
            .to_vec();
        assert!(
            variance(&row_means(&rows)) > 0.0,
            "rounded each in its own way"
        );
        let found = Components::of(&rows);
        assert_eq!([found.assumptions, found.common, found.mixed], [0.0; 3]);
        assert!(!found.is_hidden() && found.least() < 1.0);
        let mut moved = rows;
        moved[0].iter_mut().for_each(|value| *value += 10.0);
        assert!((Components::of(&moved).assumptions - 100.0 / 3.0).abs() < 0.01);
    }

    /// Three points, two replications; mean squares by hand: points 38/3, replications 6, rest 2.
    #[test]
    fn an_analysis_of_variance_computed_by_hand() {
        let rows = [vec![1.0, 3.0], vec![4.0, 4.0], vec![5.0, 9.0]];
        let found = Components::of(&rows);
        assert!((found.mean - 26.0 / 6.0).abs() < 1e-12);
        assert!((found.assumptions - 16.0 / 3.0).abs() < 1e-12, "{found:?}");
        assert!((found.mixed - 2.0).abs() < 1e-12);
        assert!((found.common - 4.0 / 3.0).abs() < 1e-12);
    }

    /// The same: variance of the mean (38/3 + 6 − 2)/6 = 25/9, freedom (50/3)²/((38/3)²/2 + 6² + 2²/2), Monte
    /// Carlo error √(4/3/2 + 2/6) = 1. Below, mean squares 32/3, 2/3 and 8/3: as replications count for less
    /// than the rest, the variance is that of the points alone, 16/9, and the error √(8/3/6).
    #[test]
    fn the_interval_of_the_mean_is_satterthwaites_by_hand() {
        let first = [vec![1.0, 3.0], vec![4.0, 4.0], vec![5.0, 9.0]];
        let second = [vec![0.0, 2.0], vec![2.0, 0.0], vec![4.0, 6.0]];
        let cases = [
            (first, 5.0 / 3.0, 5_000.0 / 2_128.0, 1.0),
            (second, 4.0 / 3.0, 1_024.0 / 548.0, 2.0 / 3.0),
        ];
        for (rows, sd, freedom, error) in cases {
            let found = Components::of(&rows);
            let student = StudentsT::new(0.0, 1.0, freedom).expect("freedom is positive");
            for half in [found.mean - found.ci_low, found.ci_high - found.mean] {
                assert!((student.cdf(half / sd) - 0.975).abs() < 1e-9, "{found:?}");
            }
            assert!((found.error - error).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn standard_deviations_are_roots_of_components_and_nothing_if_chance_hides_them() {
        let rows = [vec![1.0, 3.0], vec![4.0, 4.0], vec![5.0, 9.0]];
        let found = Components::of(&rows);
        assert!((found.sd_assumptions() - (16f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((found.sd_chance() - (10f64 / 3.0).sqrt()).abs() < 1e-12);
        let hidden = Components::of(&[vec![-3.0, 1.0], vec![1.5, -3.5]]);
        assert_eq!(hidden.sd_assumptions(), 0.0);
    }

    #[test]
    fn free_of_chance_the_variance_is_that_of_the_analysis() {
        let rows = [
            vec![1.0, 3.0, 2.0],
            vec![4.0, 4.5, 8.0],
            vec![5.0, 9.0, 1.0],
        ];
        let found = Components::of(&rows).assumptions;
        assert!((without_chance(&rows, variance) - found).abs() < 1e-12);
    }

    #[test]
    fn one_replication_says_nothing_about_chance() {
        let found = Components::of(&[vec![1.0], vec![2.0]]);
        assert!(found.ci_low.is_nan() && found.assumptions.is_nan());
        assert_eq!(without_chance(&[vec![1.0], vec![3.0]], variance), 2.0);
    }
}
