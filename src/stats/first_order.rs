//! First-order sensitivity indices from given data: which part of the variance is due to one assumption
//! alone.
//!
//! S = Var(E[Y | X]) / Var(Y). E[Y | X] is fitted by the first cosines of X's rank, which are orthogonal
//! over the points; the variance of the fit is freed of what the rest of Y leaves in it, and both
//! variances of chance ([`without_chance`]). What the first cosines miss is lost: less than a thousandth
//! of a straight line's part.
//!
//! The correction takes the rest of Y for independent of X's neighbours in rank. Sobol points are spread more
//! evenly than that where few assumptions matter; it can then take off up to [`COSINES`]/N too much.
//!
//! References: E. Plischke (2010), "An effective algorithm for computing global sensitivity indices (EASI)",
//! Reliability Engineering & System Safety 95(4); E. Plischke, E. Borgonovo, C. L. Smith (2013), "Global
//! sensitivity measures from given data", European Journal of Operational Research 226(3); A. B. Owen (2007),
//! "The pigeonhole bootstrap", Annals of Applied Statistics 1(2), for the intervals.

use std::f64::consts::{PI, SQRT_2};

use serde::Serialize;

use super::components::{variance, without_chance};
use super::{CONFIDENCE, Tally};
use crate::dist::normal;

/// Cosines that are fitted.
pub const COSINES: usize = 6;
/// Samples of the bootstrap.
const SAMPLES: usize = 200;

/// An index with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Index {
    /// The index; it can fall below zero by its error.
    pub index: f64,
    /// Lower end of its interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// The values of the cosines at one point.
type Basis = [f64; COSINES];

/// The index of an assumption that stands at `x` in the points, whose results by replication are the rows.
/// `below` draws a whole number below the one given.
///
/// The interval is normal, with the standard deviation over samples of points and replications drawn with
/// replacement; the samples' mean is not used, as points that are drawn twice add to the variance of the fit.
pub fn first_order(x: &[f64], rows: &[Vec<f64>], mut below: impl FnMut(usize) -> usize) -> Index {
    let basis = cosines(x);
    let index = ratio(rows, &basis);
    let (points, columns) = (rows.len(), rows.first().map_or(0, Vec::len));
    let mut sample = || {
        let drawn: Vec<usize> = (0..points).map(|_| below(points)).collect();
        let replications: Vec<usize> = (0..columns).map(|_| below(columns)).collect();
        let row = |i: &usize| replications.iter().map(|j| rows[*i][*j]).collect();
        let sampled: Vec<Vec<f64>> = drawn.iter().map(row).collect();
        let theirs: Vec<Basis> = drawn.iter().map(|i| basis[*i]).collect();
        ratio(&sampled, &theirs)
    };
    let sd = (0..SAMPLES).map(|_| sample()).collect::<Tally>().sd();
    let half = normal::quantile(0.5 + CONFIDENCE / 2.0) * sd;
    Index {
        index,
        ci_low: index - half,
        ci_high: index + half,
    }
}

fn ratio(rows: &[Vec<f64>], basis: &[Basis]) -> f64 {
    without_chance(rows, |y| explained(y, basis)) / without_chance(rows, variance)
}

/// √2 cos(π p u) for p = 1, 2, … at the middle u of each point's rank.
fn cosines(x: &[f64]) -> Vec<Basis> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let mut basis = vec![[0.0; COSINES]; x.len()];
    for (rank, point) in order.into_iter().enumerate() {
        let u = (rank as f64 + 0.5) / x.len() as f64;
        basis[point] = std::array::from_fn(|p| SQRT_2 * libm::cos(PI * (p + 1) as f64 * u));
    }
    basis
}

/// The variance of what the cosines fit, without bias.
fn explained(y: &[f64], basis: &[Basis]) -> f64 {
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    let mut coefficients = [0.0; COSINES];
    for (value, cosines) in y.iter().zip(basis) {
        for (coefficient, cosine) in coefficients.iter_mut().zip(cosines) {
            *coefficient += (value - mean) * cosine / n;
        }
    }
    let fitted: f64 = coefficients.iter().map(|c| c * c).sum();
    let squares: f64 = y.iter().map(|value| (value - mean) * (value - mean)).sum();
    let rest = (squares - n * fitted) / (n - 1.0 - COSINES as f64);
    fitted - COSINES as f64 * rest / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosines_are_orthogonal_over_the_points_in_whatever_order() {
        let x: Vec<f64> = (0..64).map(|n| f64::from((n * 37) % 64)).collect();
        let basis = cosines(&x);
        for p in 0..COSINES {
            for q in 0..COSINES {
                let product: f64 = basis.iter().map(|b| b[p] * b[q] / 64.0).sum();
                let wanted = if p == q { 1.0 } else { 0.0 };
                assert!((product - wanted).abs() < 1e-12, "{p} {q}: {product}");
            }
        }
    }

    /// What is a sum of the cosines is explained wholly: 3 cos πu has the variance 4.5, less nothing.
    #[test]
    fn what_the_cosines_fit_exactly_is_explained_wholly() {
        let x: Vec<f64> = (0..64).map(f64::from).collect();
        let basis = cosines(&x);
        let y: Vec<f64> = basis.iter().map(|b| 7.0 + 3.0 * b[0] / SQRT_2).collect();
        assert!((explained(&y, &basis) - 4.5).abs() < 1e-12);
    }

    /// Linear in the rank with noise of its own in each replication: most of it is explained, and the
    /// interval has the index in its middle.
    #[test]
    fn the_interval_stands_around_the_index() {
        let x: Vec<f64> = (0..64).map(f64::from).collect();
        let noise = |n: u32| f64::from((n * 7919) % 101) / 101.0;
        let row = |n: u32| vec![f64::from(n) + noise(n), f64::from(n) + noise(n + 64)];
        let rows: Vec<Vec<f64>> = (0..64).map(row).collect();
        let mut state = 1_u32;
        let found = first_order(&x, &rows, |below| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        });
        assert!(found.index > 0.9, "{found:?}");
        assert!(found.ci_low < found.index && found.index < found.ci_high);
        // A share of variance that is known this well has an interval far narrower than the two that 1.96 is.
        assert!(found.ci_high - found.index < 0.5, "{found:?}");
        let middle = (found.ci_low + found.ci_high) / 2.0;
        assert!((middle - found.index).abs() < 1e-12, "{found:?}");
    }
}
