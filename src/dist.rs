//! Distributions of durations that a scenario can name.
//!
//! Values are in days unless the caller says otherwise, and never negative. Every sample is made
//! by inversion from one uniform, so it is monotone in it: a scenario that lengthens a stay
//! lengthens everybody's. [`Dist::remainder`] samples what is left of a duration already begun,
//! and [`Dist::equilibrium_age`] how long one found in progress has lasted.
//!
//! All mathematics comes from `libm`, so the same uniform gives the same bits on every platform.

mod gamma;
mod mixture;
pub mod normal;
pub mod power;

use serde::Serialize;

pub use gamma::gamma_with_mean_one;
use gamma::lower_gamma;
use mixture::{choose, weighted};
use power::power;

/// A distribution of a non-negative quantity.
///
/// Make one through its constructors, which check what the methods rely on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dist {
    /// Always the same value.
    Constant(f64),
    /// Memoryless.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Survival exp(−(x / scale)^shape).
    Weibull {
        /// Shape: below 1 the hazard falls with time, above 1 it rises.
        shape: f64,
        /// Scale: the value that 63.2 % do not exceed.
        scale: f64,
    },
    /// Every value between two ends alike.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// One of several distributions, each with its weight; the weights sum to 1.
    Mixture(Vec<(f64, Dist)>),
}

/// Why a distribution cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DistError {
    /// A parameter that must be positive is not.
    #[error("{parameter} is {value}, but must be a finite number above 0")]
    NotPositive {
        /// Which.
        parameter: &'static str,
        /// What it was.
        value: f64,
    },
    /// A parameter that must not be negative is.
    #[error("{parameter} is {value}, but must be a finite number, 0 or above")]
    Negative {
        /// Which.
        parameter: &'static str,
        /// What it was.
        value: f64,
    },
    /// The ends of an interval are equal or the wrong way round.
    #[error("the interval from {low} to {high} is empty")]
    Empty {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// The weights of a mixture do not sum to 1.
    #[error("the weights sum to {sum}, but must sum to 1")]
    Weights {
        /// What they sum to.
        sum: f64,
    },
    /// The moments are too far apart, or too large, to compute with.
    #[error("a mean of {mean} with a standard deviation of {sd} is out of range")]
    Extreme {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        sd: f64,
    },
}

impl DistError {
    /// What to do about it, in one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            DistError::NotPositive { .. } => {
                "give a number above 0, or a constant if nothing varies"
            }
            DistError::Negative { .. } => "durations are not negative: give 0 or more",
            DistError::Empty { .. } => "give low below high, or a constant if they are equal",
            DistError::Weights { .. } => "change the weights so that they sum to 1 within 1e-9",
            DistError::Extreme { .. } => {
                "give mean and standard deviation of similar size, in days"
            }
        }
    }
}

/// Construction.
impl Dist {
    /// How far the weights of a mixture may be from summing to 1.
    pub const WEIGHT_TOLERANCE: f64 = 1e-9;

    /// Always `value`.
    ///
    /// # Errors
    /// If it is negative or not finite.
    pub fn constant(value: f64) -> Result<Dist, DistError> {
        not_negative("value", value).map(Dist::Constant)
    }

    /// Exponential with the given mean.
    ///
    /// # Errors
    /// If the mean is not positive and finite.
    pub fn exponential(mean: f64) -> Result<Dist, DistError> {
        Ok(Dist::Exponential {
            mean: positive("mean", mean)?,
        })
    }

    /// Lognormal with the given mean and standard deviation (of the value, not its logarithm).
    ///
    /// # Errors
    /// If either is not positive and finite, or their ratio is out of range.
    pub fn lognormal(mean: f64, sd: f64) -> Result<Dist, DistError> {
        let variation = positive("sd", sd)? / positive("mean", mean)?;
        let variance_of_log = libm::log1p(variation * variation);
        if !(variance_of_log > 0.0 && variance_of_log.is_finite()) {
            return Err(DistError::Extreme { mean, sd });
        }
        Ok(Dist::Lognormal {
            mu: libm::log(mean) - variance_of_log / 2.0,
            sigma: variance_of_log.sqrt(),
        })
    }

    /// Weibull with the given shape and scale.
    ///
    /// # Errors
    /// If either is not positive and finite, or the shape is too small or too large for the
    /// variance to be computed.
    pub fn weibull(shape: f64, scale: f64) -> Result<Dist, DistError> {
        let dist = Dist::Weibull {
            shape: positive("shape", shape)?,
            scale: positive("scale", scale)?,
        };
        let (mean, sd) = (dist.mean(), dist.variance().sqrt());
        if sd.is_finite() {
            Ok(dist)
        } else {
            Err(DistError::Extreme { mean, sd })
        }
    }

    /// Uniform between `low` and `high`.
    ///
    /// # Errors
    /// If an end is negative or not finite, or `low` is not below `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Dist, DistError> {
        let (low, high) = (not_negative("low", low)?, not_negative("high", high)?);
        if low < high {
            Ok(Dist::Uniform { low, high })
        } else {
            Err(DistError::Empty { low, high })
        }
    }

    /// Each component with its weight.
    ///
    /// # Errors
    /// If a weight is not positive and finite, or they do not sum to 1 within
    /// [`Dist::WEIGHT_TOLERANCE`].
    pub fn mixture(components: Vec<(f64, Dist)>) -> Result<Dist, DistError> {
        let mut sum = 0.0;
        for (weight, _) in &components {
            sum += positive("weight", *weight)?;
        }
        if (sum - 1.0).abs() > Dist::WEIGHT_TOLERANCE {
            return Err(DistError::Weights { sum });
        }
        Ok(Dist::Mixture(components))
    }
}

fn positive(parameter: &'static str, value: f64) -> Result<f64, DistError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(DistError::NotPositive { parameter, value })
    }
}

fn not_negative(parameter: &'static str, value: f64) -> Result<f64, DistError> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(DistError::Negative { parameter, value })
    }
}

/// Sampling, each from one uniform `u` in the open interval (0, 1). No allocation.
impl Dist {
    /// The value that a share `u` does not exceed: increasing in `u`.
    ///
    /// For a mixture, the inverse of a component, not of the mixture: the part of the unit interval
    /// that `u` falls in chooses the component, and its position within that part, stretched to
    /// the unit interval, gives the value. Within a component it is increasing.
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Dist::Constant(value) => *value,
            Dist::Exponential { mean } => -mean * libm::log1p(-u),
            Dist::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal::quantile(u)),
            Dist::Weibull { shape, scale } => scale * power(-libm::log1p(-u), 1.0 / shape),
            Dist::Uniform { low, high } => low + u * (high - low),
            Dist::Mixture(components) => {
                let (chosen, u) = choose(components, |weight, _| weight, u);
                chosen.map_or(0.0, |component| component.quantile(u))
            }
        }
    }

    /// What remains of a duration of which `served` has passed: exactly distributed as
    /// P(X − `served` > r | X > `served`). 0 if nobody lasts that long.
    ///
    /// A mixture's weights are updated by survival first, so those who have served long mostly
    /// belong to the component that lasts.
    pub fn remainder(&self, u: f64, served: f64) -> f64 {
        let served = served.max(0.0);
        match self {
            Dist::Constant(value) => (value - served).max(0.0),
            Dist::Exponential { .. } => self.quantile(u),
            Dist::Lognormal { mu, sigma } => {
                let surviving = self.survival(served);
                if surviving < f64::MIN_POSITIVE {
                    return 0.0;
                }
                let z = -normal::quantile(surviving * (1.0 - u));
                (libm::exp(mu + sigma * z) - served).max(0.0)
            }
            Dist::Weibull { shape, scale } => {
                let hazard = power(served / scale, *shape) - libm::log1p(-u);
                (scale * power(hazard, 1.0 / shape) - served).max(0.0)
            }
            Dist::Uniform { low, high } => {
                let from = low.max(served);
                (from + u * (high - from) - served).max(0.0)
            }
            Dist::Mixture(components) => {
                let survivors = |weight: f64, part: &Dist| weight * part.survival(served);
                let (chosen, u) = choose(components, survivors, u);
                chosen.map_or(0.0, |component| component.remainder(u, served))
            }
        }
    }

    /// How long a duration found in progress has lasted: a draw from the age's stationary density,
    /// survival(x) / mean.
    ///
    /// Closed where there is a closed form, otherwise (lognormal, Weibull, mixture) by Newton's
    /// method on [`Dist::restricted_mean`]: it rises ever more slowly, so that each step stays
    /// below the root, and half a dozen reach it.
    ///
    /// Reference: D. R. Cox (1962), "Renewal Theory", 5.2 (backward recurrence time).
    pub fn equilibrium_age(&self, u: f64) -> f64 {
        let lived = u * self.mean();
        match self {
            Dist::Constant(_) => lived,
            Dist::Exponential { .. } => self.quantile(u),
            Dist::Uniform { low, .. } if lived <= *low => lived,
            Dist::Uniform { low, high } => {
                let width = high - low;
                let beyond = lived - low;
                high - (width * (width - 2.0 * beyond)).max(0.0).sqrt()
            }
            Dist::Lognormal { .. } | Dist::Weibull { .. } | Dist::Mixture(_) => {
                self.reach_restricted_mean(lived)
            }
        }
    }

    /// The x at which the restricted mean is `lived`, which is below the mean.
    fn reach_restricted_mean(&self, lived: f64) -> f64 {
        const STEPS: u32 = 100;
        let mut x = lived;
        for _ in 0..STEPS {
            let slope = self.survival(x);
            let step = (lived - self.restricted_mean(x)) / slope;
            let settled = step.abs() <= 1e-12 * x;
            if slope <= 0.0 || settled || !step.is_finite() {
                break;
            }
            x = (x + step).max(0.0);
        }
        x
    }
}

/// Probabilities and moments.
impl Dist {
    /// P(X ≤ x).
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        match self {
            Dist::Constant(value) => f64::from(x >= *value),
            Dist::Exponential { mean } => -libm::expm1(-x / mean),
            Dist::Lognormal { mu, sigma } => normal::cdf((libm::log(x) - mu) / sigma),
            Dist::Weibull { shape, scale } => -libm::expm1(-power(x / scale, *shape)),
            Dist::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Dist::Mixture(components) => weighted(components, |component| component.cdf(x)),
        }
    }

    /// P(X > x), without the cancellation of 1 − cdf.
    pub fn survival(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 1.0;
        }
        match self {
            Dist::Constant(value) => f64::from(x < *value),
            Dist::Exponential { mean } => libm::exp(-x / mean),
            Dist::Lognormal { mu, sigma } => normal::survival((libm::log(x) - mu) / sigma),
            Dist::Weibull { shape, scale } => libm::exp(-power(x / scale, *shape)),
            Dist::Uniform { low, high } => ((high - x) / (high - low)).clamp(0.0, 1.0),
            Dist::Mixture(components) => weighted(components, |component| component.survival(x)),
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match self {
            Dist::Constant(value) => *value,
            Dist::Exponential { mean } => *mean,
            Dist::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Dist::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Dist::Uniform { low, high } => (low + high) / 2.0,
            Dist::Mixture(components) => weighted(components, Dist::mean),
        }
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        match self {
            Dist::Constant(_) => 0.0,
            Dist::Exponential { mean } => mean * mean,
            Dist::Lognormal { sigma, .. } => libm::expm1(sigma * sigma) * mean * mean,
            Dist::Weibull { shape, scale } => {
                scale * scale * libm::tgamma(1.0 + 2.0 / shape) - mean * mean
            }
            Dist::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Dist::Mixture(components) => weighted(components, |component| {
                let offset = component.mean() - mean;
                component.variance() + offset * offset
            }),
        }
    }

    /// E[min(X, x)], which is survival integrated from 0 to `x`: the mean time lived within `x`.
    pub fn restricted_mean(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        match self {
            Dist::Constant(value) => value.min(x),
            Dist::Exponential { mean } => -mean * libm::expm1(-x / mean),
            Dist::Lognormal { mu, sigma } => {
                let z = (libm::log(x) - mu) / sigma;
                self.mean() * normal::cdf(z - sigma) + x * normal::survival(z)
            }
            Dist::Weibull { shape, scale } => {
                self.mean() * lower_gamma(1.0 / shape, power(x / scale, *shape))
            }
            Dist::Uniform { low, high } => {
                let beyond = (x.min(*high) - low).max(0.0);
                x.min(*low) + beyond - beyond * beyond / (2.0 * (high - low))
            }
            Dist::Mixture(parts) => weighted(parts, |part| part.restricted_mean(x)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mixture::BELOW_ONE;
    use super::*;

    fn kinds() -> Vec<Dist> {
        let exponential = Dist::exponential(30.0).unwrap();
        let lognormal = Dist::lognormal(28.0, 9.0).unwrap();
        let weibull = Dist::weibull(0.7, 100.0).unwrap();
        let uniform = Dist::uniform(20.0, 60.0).unwrap();
        let mixture = Dist::mixture(vec![
            (0.2, Dist::constant(10.0).unwrap()),
            (0.3, lognormal.clone()),
            (0.5, Dist::weibull(1.8, 400.0).unwrap()),
        ]);
        vec![
            Dist::constant(12.0).unwrap(),
            exponential,
            lognormal,
            weibull,
            uniform,
            mixture.unwrap(),
        ]
    }

    fn continuous() -> Vec<Dist> {
        kinds()
            .into_iter()
            .filter(|dist| !matches!(dist, Dist::Constant(_) | Dist::Mixture(_)))
            .collect()
    }

    fn grid() -> impl Iterator<Item = f64> {
        (0..2_000).map(|k| (f64::from(k) + 0.5) / 2_000.0)
    }

    fn close(found: f64, expected: f64, relative: f64) {
        let error = (found - expected).abs();
        assert!(
            error <= relative * expected.abs().max(1e-300),
            "{found} for {expected}"
        );
    }

    #[test]
    fn cdf_undoes_the_quantile() {
        for dist in continuous() {
            for u in grid() {
                close(dist.cdf(dist.quantile(u)), u, 1e-12);
                close(dist.survival(dist.quantile(u)), 1.0 - u, 1e-11);
            }
        }
    }

    #[test]
    fn a_lognormal_has_the_mean_and_standard_deviation_asked_for() {
        let dist = Dist::lognormal(28.0, 9.0).unwrap();
        close(dist.mean(), 28.0, 1e-14);
        close(dist.variance(), 81.0, 1e-13);
    }

    #[test]
    fn a_weibull_of_shape_one_is_exponential() {
        let (weibull, exponential) = (
            Dist::weibull(1.0, 50.0).unwrap(),
            Dist::exponential(50.0).unwrap(),
        );
        for u in grid() {
            close(weibull.quantile(u), exponential.quantile(u), 1e-14);
            close(
                weibull.equilibrium_age(u),
                exponential.equilibrium_age(u),
                1e-12,
            );
        }
        close(weibull.variance(), 2_500.0, 1e-13);
    }

    #[test]
    fn a_mixture_gives_each_component_its_part_of_the_unit_interval() {
        let mixture = kinds().pop().unwrap();
        let lognormal = Dist::lognormal(28.0, 9.0).unwrap();
        assert_eq!(mixture.quantile(0.1), 10.0);
        close(
            mixture.quantile(0.2 + 0.3 * 0.25),
            lognormal.quantile(0.25),
            1e-12,
        );
        assert!(mixture.quantile(BELOW_ONE).is_finite());
        close(
            mixture.mean(),
            0.2 * 10.0 + 0.3 * 28.0 + 0.5 * Dist::weibull(1.8, 400.0).unwrap().mean(),
            1e-14,
        );
    }

    #[test]
    fn nothing_served_leaves_the_whole() {
        for dist in kinds() {
            for u in grid().step_by(37) {
                close(dist.remainder(u, 0.0), dist.quantile(u), 1e-9);
                assert_eq!(dist.remainder(u, -5.0), dist.remainder(u, 0.0));
            }
        }
    }

    /// P(X > s + r) = (1 − u) P(X > s) for r the remainder at u.
    #[test]
    fn the_remainder_has_the_conditional_survival() {
        for dist in continuous() {
            for served in [1.0, 25.0, 50.0] {
                for u in grid().step_by(37) {
                    let until = served + dist.remainder(u, served);
                    close(
                        dist.survival(until),
                        (1.0 - u) * dist.survival(served),
                        1e-10,
                    );
                }
            }
        }
    }

    #[test]
    fn a_mixture_forgets_the_components_that_are_over() {
        let parts = vec![
            (0.9, Dist::constant(10.0).unwrap()),
            (0.1, Dist::constant(100.0).unwrap()),
        ];
        let mixture = Dist::mixture(parts).unwrap();
        assert_eq!(mixture.remainder(0.01, 9.0), 1.0);
        assert_eq!(mixture.remainder(0.01, 10.0), 90.0);
        assert_eq!(mixture.remainder(0.5, 200.0), 0.0);
    }

    #[test]
    fn beyond_all_survival_nothing_remains() {
        assert_eq!(Dist::lognormal(28.0, 9.0).unwrap().remainder(0.5, 1e9), 0.0);
        assert_eq!(Dist::uniform(1.0, 2.0).unwrap().remainder(0.5, 2.0), 0.0);
        let old = Dist::weibull(3.0, 10.0).unwrap().remainder(0.5, 1e4);
        assert!((0.0..1.0).contains(&old));
    }

    /// Midpoints of 20,000 cells, against the closed form.
    #[test]
    fn the_restricted_mean_integrates_survival() {
        for dist in kinds() {
            for x in [5.0, 33.0, 250.0] {
                let cell = x / 20_000.0;
                let area: f64 = (0..20_000)
                    .map(|k| dist.survival((f64::from(k) + 0.5) * cell) * cell)
                    .sum();
                close(dist.restricted_mean(x), area, 1e-4);
            }
            close(dist.restricted_mean(1e9), dist.mean(), 1e-12);
        }
    }

    #[test]
    fn the_equilibrium_age_undoes_the_restricted_mean() {
        for dist in kinds() {
            for u in grid().step_by(37) {
                let age = dist.equilibrium_age(u);
                close(dist.restricted_mean(age), u * dist.mean(), 1e-12);
            }
            assert!(dist.equilibrium_age(BELOW_ONE).is_finite());
        }
    }

    #[test]
    fn impossible_distributions_are_refused_with_a_remedy() {
        let bad = [
            Dist::constant(-1.0),
            Dist::exponential(0.0),
            Dist::lognormal(28.0, f64::NAN),
            Dist::lognormal(1.0, 1e-200),
            Dist::weibull(1.0, f64::INFINITY),
            Dist::weibull(0.001, 1.0),
            Dist::uniform(5.0, 5.0),
            Dist::mixture(vec![]),
            Dist::mixture(vec![(0.6, Dist::Constant(1.0)), (0.5, Dist::Constant(2.0))]),
        ];
        for error in bad.map(Result::unwrap_err) {
            assert!(!error.to_string().is_empty() && !error.remedy().is_empty());
        }
    }

    #[test]
    fn weights_may_miss_one_by_rounding_only() {
        let thirds = vec![(1.0 / 3.0, Dist::Constant(1.0)); 3];
        assert!(Dist::mixture(thirds).is_ok());
    }
}
