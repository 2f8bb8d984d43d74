//! First-order sensitivity indices from given data: which part of the variance is due to one assumption
//! alone.
//!
//! S = Var(E[Y | X]) / Var(Y). E[Y | X] is fitted by the first cosines of X's rank, which are orthogonal
//! over the points; the variance of the fit is freed of what the rest of Y leaves in it, and both
//! variances of chance ([`without_chance`]). What the first cosines miss is lost: of the part
//! of a straight effect less than a thousandth if the figure is uniform, up to [`LOST`] if it is triangular.
//!
//! The correction takes the rest of Y for independent of X's neighbours in rank. Sobol points are spread more
//! evenly than that where few assumptions matter; it can then take off up to [`COSINES`]/N too much.
//!
//! References: E. Plischke (2010), "An effective algorithm for computing global sensitivity indices (EASI)",
//! Reliability Engineering & System Safety 95(4); E. Plischke, E. Borgonovo, C. L. Smith (2013), "Global
//! sensitivity measures from given data", European Journal of Operational Research 226(3). The interval is E.
//! B. Wilson's (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
//! American Statistical Association 22(158): it asks of each value whether the data would be odd under it.

use std::convert::Infallible;
use std::f64::consts::{PI, SQRT_2};

use serde::Serialize;

use super::components::{variance, without_chance};
use super::interval::student;
use super::{CONFIDENCE, Tally, crossing};

/// Of a straight effect's part, what the cosines miss where the figure has a triangular distribution: 0.6
/// to 0.83 of 100, the most with the peak in the middle.
const LOST: f64 = 0.0083;
/// Cosines that are fitted.
pub const COSINES: usize = 6;
/// With fewer points than this an interval holds the truth too seldom: of an assumption that does nothing,
/// among a hundred, 0 in 93 of 100 at 32 points and in 91 at 16.
pub const FEWEST_POINTS: usize = 64;
/// To within this the ends of an interval are found.
const WITHIN: f64 = 1e-4;

/// An index with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Index {
    /// The index; it can fall below zero by its error.
    pub index: f64,
    /// Lower end of its interval, 0 or more.
    pub ci_low: f64,
    /// Upper end, 1 or less.
    pub ci_high: f64,
}

impl Index {
    /// As a part of a whole, if something can be told: not if the interval is wider than half of all, as it
    /// then holds one half, and it is open whether the assumption explains most or little.
    pub fn told(self) -> Option<Self> {
        let narrow = self.ci_high - self.ci_low <= 0.5;
        let index = self.index.clamp(0.0, 1.0);
        (narrow && index.is_finite()).then_some(Self { index, ..self })
    }
}

/// The values of the cosines at one point.
type Basis = [f64; COSINES];

/// The index of an assumption that stands at `x` in the points, whose results by replication are the rows.
///
/// The interval holds every S under which V̂(X) − S V̂ is no further from 0 than Student's bounds, with as
/// many degrees of freedom as the replications allow. Its variance depends on S: where the assumption does
/// nothing, only what chance and the rest leave in the fit is unsure, where it does much, that times its
/// effect. An interval from the variance at the estimate alone, such as a bootstrap's, is too narrow whenever
/// the effect that chance goes with has come out too small.
pub fn first_order(x: &[f64], rows: &[Vec<f64>]) -> Index {
    let basis = cosines(x);
    let fitted = without_chance(rows, |y| explained(y, &basis));
    let all = without_chance(rows, variance);
    let index = fitted / all;
    let parts = Parts::of(rows, &basis);
    let left = without_chance(rows, |y| rest_variance(y, &basis)).max(0.0) / rows.len() as f64;
    let (fit, rest) = (parts.noise_of_fit(left), parts.noise_of_rest());
    let replications = rows.first().map_or(0, Vec::len);
    let freedom = match replications {
        0 | 1 => rows.len() as f64 - 1.0 - COSINES as f64,
        more => more as f64 - 1.0,
    };
    let t = student(freedom, CONFIDENCE);
    let weights = [
        1.0 / fit.variance(fitted),
        1.0 / rest.variance(all - fitted),
    ];
    // Not below zero where S cannot be ruled out.
    let open = |s: f64| {
        // The variance of all that goes best with S and both estimates.
        let known = weights[0] * s * fitted + weights[1] * (1.0 - s) * (all - fitted);
        let whole = known / (weights[0] * s * s + weights[1] * (1.0 - s) * (1.0 - s));
        let unsure = (1.0 - s) * (1.0 - s) * fit.variance(s * whole)
            + s * s * rest.variance((1.0 - s) * whole);
        let off = fitted - s * all;
        t * t * unsure - off * off
    };
    let start = index.clamp(0.0, 1.0);
    let end = |limit: f64| {
        // Nothing is told where even the estimate is ruled out, or there is none.
        if !(all > 0.0 && open(start) >= 0.0) {
            return limit;
        }
        let ends = [start, limit].map(|s| (s, open(s)));
        let found = crossing(ends[0], ends[1], WITHIN, |s| Ok::<_, Infallible>(open(s)));
        found.ok().flatten().unwrap_or(limit)
    };
    Index {
        index,
        ci_low: end(0.0),
        // Besides, evenly spread points have their variance for n, and not n − 1.
        ci_high: (end(1.0) * (1.0 + LOST + 1.0 / rows.len() as f64)).min(1.0),
    }
}

/// How unsure an estimate of a squared length is. With noise e on the vector c, |c + e|² less its bias has
/// the variance 4 |c|² times that of e along c, and twice the sum of e's squared covariances.
struct Noise {
    along: f64,
    alone: f64,
}

impl Noise {
    fn variance(&self, square: f64) -> f64 {
        4.0 * square.max(0.0) * self.along + self.alone
    }
}

/// What of each replication the cosines fit, and what they leave, with the means over replications.
struct Parts {
    fits: Vec<Basis>,
    mean_fit: Basis,
    rests: Vec<Vec<f64>>,
    mean_rest: Vec<f64>,
}

impl Parts {
    fn of(rows: &[Vec<f64>], basis: &[Basis]) -> Self {
        let (n, r) = (rows.len(), rows.first().map_or(0, Vec::len));
        let columns: Vec<Vec<f64>> = (0..r)
            .map(|j| rows.iter().map(|row| row[j]).collect())
            .collect();
        let fits: Vec<Basis> = columns.iter().map(|y| coefficients(y, basis)).collect();
        let rests: Vec<Vec<f64>> = columns.iter().map(|y| rest(y, basis)).collect();
        Self {
            mean_fit: std::array::from_fn(|p| tally(fits.iter().map(|c| c[p])).mean()),
            mean_rest: (0..n)
                .map(|i| tally(rests.iter().map(|rest| rest[i])).mean())
                .collect(),
            fits,
            rests,
        }
    }

    fn replications(&self) -> f64 {
        self.rests.len() as f64
    }

    /// Twice as many as pairs of replications; 1 if there is one, as chance is then not told from the rest.
    fn pairs(&self) -> f64 {
        (self.replications() * (self.replications() - 1.0)).max(1.0)
    }

    /// The noise of the fit, a vector of coefficients: replications vary, and there is what the rest, of
    /// which this is the variance of a coefficient, leaves in it.
    fn noise_of_fit(&self, left: f64) -> Noise {
        let mean = &self.mean_fit;
        let covariance = |p: usize, q: usize| -> f64 {
            let product = |c: &Basis| (c[p] - mean[p]) * (c[q] - mean[q]);
            let of_chance = self.fits.iter().map(product).sum::<f64>() / self.pairs();
            of_chance + if p == q { left } else { 0.0 }
        };
        let cells = || (0..COSINES).flat_map(|p| (0..COSINES).map(move |q| (p, q)));
        let along: f64 = cells()
            .map(|(p, q)| mean[p] * covariance(p, q) * mean[q])
            .sum();
        let alone: f64 = cells()
            .map(|(p, q)| covariance(p, q) * covariance(p, q))
            .sum();
        Noise {
            along: along / mean.iter().map(|c| c * c).sum::<f64>(),
            alone: 2.0 * alone,
        }
    }

    /// The noise of the rest, a vector of points: replications vary, and points were drawn.
    fn noise_of_rest(&self) -> Noise {
        let drawn = self.drawn();
        if self.rests.len() < 2 {
            return Noise {
                along: 0.0,
                alone: drawn,
            };
        }
        let (mean, replications) = (&self.mean_rest, self.replications());
        // Each replication with the mean of the others.
        let beside =
            |own: &Vec<f64>| (replications * dot(own, mean) - dot(own, own)) / (replications - 1.0);
        let along = tally(self.rests.iter().map(beside)).variance() / replications;
        Noise {
            along: along / dot(mean, mean),
            alone: 2.0 * self.squared_covariances() / (self.pairs() * self.pairs()) + drawn,
        }
    }

    /// How much the rest's variance, free of chance, varies with the points that were drawn.
    fn drawn(&self) -> f64 {
        let replications = self.replications();
        let adds = |(i, mean): (usize, &f64)| {
            let mean = mean * mean;
            let squares: f64 = self.rests.iter().map(|rest| rest[i] * rest[i]).sum();
            match self.rests.len() {
                1 => mean,
                _ => (replications * mean - squares / replications) / (replications - 1.0),
            }
        };
        let each = self.mean_rest.iter().enumerate().map(adds);
        tally(each).variance() / self.mean_rest.len() as f64
    }

    /// Of every two replications the squared product of what is theirs alone of the rest.
    fn squared_covariances(&self) -> f64 {
        let own = |rest: &Vec<f64>| -> Vec<f64> {
            let both = rest.iter().zip(&self.mean_rest);
            both.map(|(y, mean)| y - mean).collect()
        };
        let chance: Vec<Vec<f64>> = self.rests.iter().map(own).collect();
        let of_one = |j: usize| -> f64 {
            let others = (0..chance.len()).filter(|other| *other != j);
            others
                .map(|other| dot(&chance[j], &chance[other]))
                .map(|product| product * product)
                .sum()
        };
        (0..chance.len()).map(of_one).sum()
    }
}

fn tally(values: impl Iterator<Item = f64>) -> Tally {
    values.collect()
}

/// The mean product of two vectors of points.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let products = a.iter().zip(b).map(|(a, b)| a * b);
    products.sum::<f64>() / a.len() as f64
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

fn mean(y: &[f64]) -> f64 {
    y.iter().sum::<f64>() / y.len() as f64
}

/// What each cosine has to be multiplied by to fit best.
fn coefficients(y: &[f64], basis: &[Basis]) -> Basis {
    let (n, mean) = (y.len() as f64, mean(y));
    let mut coefficients = [0.0; COSINES];
    for (value, cosines) in y.iter().zip(basis) {
        for (coefficient, cosine) in coefficients.iter_mut().zip(cosines) {
            *coefficient += (value - mean) * cosine / n;
        }
    }
    coefficients
}

/// What the cosines do not fit, point by point.
fn rest(y: &[f64], basis: &[Basis]) -> Vec<f64> {
    let (mean, coefficients) = (mean(y), coefficients(y, basis));
    let fit = |cosines: &Basis| {
        cosines
            .iter()
            .zip(coefficients)
            .map(|(x, c)| x * c)
            .sum::<f64>()
    };
    let points = y.iter().zip(basis);
    points
        .map(|(value, cosines)| value - mean - fit(cosines))
        .collect()
}

fn rest_variance(y: &[f64], basis: &[Basis]) -> f64 {
    let squares: f64 = rest(y, basis).iter().map(|rest| rest * rest).sum();
    squares / (y.len() as f64 - 1.0 - COSINES as f64)
}

/// The variance of what the cosines fit, without bias.
fn explained(y: &[f64], basis: &[Basis]) -> f64 {
    let fitted: f64 = coefficients(y, basis).iter().map(|c| c * c).sum();
    fitted - COSINES as f64 * rest_variance(y, basis) / y.len() as f64
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
        let found = first_order(&x, &rows);
        assert!(found.index > 0.9, "{found:?}");
        assert!(found.ci_low < found.index && found.index < found.ci_high);
        // A share of variance that is known this well has an interval far narrower than the two that 1.96 is.
        assert!(found.ci_high - found.index < 0.5, "{found:?}");
    }

    /// An interval wider than half of all holds one half; and an index is a part of a whole.
    #[test]
    fn an_index_that_could_be_most_or_little_is_not_told_and_none_is_beyond_its_bounds() {
        let index = |index, ci_low, ci_high| {
            Index {
                index,
                ci_low,
                ci_high,
            }
            .told()
        };
        assert_eq!(index(0.3, 0.0, 0.51), None);
        assert_eq!(index(f64::NAN, 0.0, 0.1), None);
        let told = [index(-0.1, 0.0, 0.1), index(1.1, 0.6, 1.0)];
        assert_eq!(
            told.map(|index| index.map(|i| i.index)),
            [Some(0.0), Some(1.0)]
        );
    }

    /// A figure with a symmetric triangular distribution whose effect is straight, and nothing else: it
    /// explains all, and the interval allows for what the cosines miss.
    #[test]
    fn of_a_figure_that_alone_matters_the_interval_has_all_in_it() {
        for n in [64, 512] {
            let u: Vec<f64> = (0..n)
                .map(|i| (f64::from(i) + 0.5) / f64::from(n))
                .collect();
            let value = |u: f64| match u < 0.5 {
                true => (u / 2.0).sqrt(),
                false => 1.0 - ((1.0 - u) / 2.0).sqrt(),
            };
            let rows: Vec<Vec<f64>> = u.iter().map(|u| vec![value(*u); 3]).collect();
            let found = first_order(&u, &rows);
            assert!(found.index > 0.97 && found.ci_low > 0.95, "{found:?}");
            assert_eq!(found.ci_high, 1.0, "{found:?}");
        }
    }

    /// Results that are the same everywhere have no variance to be shared out.
    #[test]
    fn without_variance_nothing_is_told() {
        let x: Vec<f64> = (0..64).map(f64::from).collect();
        let found = first_order(&x, &vec![vec![3.0, 3.0]; 64]);
        assert_eq!(
            (found.ci_low, found.ci_high, found.told()),
            (0.0, 1.0, None)
        );
    }
}
