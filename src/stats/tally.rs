//! Mean and variance in one pass.

use serde::Serialize;

/// A running count, mean and variance, in one pass and constant memory.
///
/// Stable when the mean is large beside the spread. Not a number in, not a number out.
///
/// Reference: B. P. Welford (1962), "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4(3).
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Tally {
    count: u64,
    mean: f64,
    /// The sum of squared deviations from the mean.
    squares: f64,
}

impl Tally {
    /// Nothing counted yet.
    pub const fn new() -> Tally {
        Tally {
            count: 0,
            mean: 0.0,
            squares: 0.0,
        }
    }

    /// Counts `value` in. Cost: one division.
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    /// How many values.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; not a number if there are none.
    pub const fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// The unbiased sample variance; not a number below two values.
    pub const fn variance(&self) -> f64 {
        if self.count < 2 {
            f64::NAN
        } else {
            self.squares / (self.count - 1) as f64
        }
    }

    /// The sample standard deviation; not a number below two values.
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The standard error of the mean of independent values; not a number below two.
    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.count as f64).sqrt()
    }
}

impl Extend<f64> for Tally {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Tally {
        let mut tally = Tally::new();
        tally.extend(values);
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moments_are_those_computed_by_hand() {
        let tally: Tally = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
            .into_iter()
            .collect();
        assert_eq!((tally.count(), tally.mean()), (8, 5.0));
        assert!((tally.variance() - 32.0 / 7.0).abs() < 1e-14);
        assert!((tally.standard_error() - tally.sd() / 8f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn a_large_mean_does_not_drown_the_variance() {
        let tally: Tally = [4.0, 7.0, 13.0, 16.0]
            .map(|x| x + 1e9)
            .into_iter()
            .collect();
        assert_eq!(tally.variance(), 30.0);
    }

    #[test]
    fn too_few_values_have_no_mean_or_no_spread() {
        assert!(Tally::new().mean().is_nan());
        let one: Tally = [3.0].into_iter().collect();
        assert_eq!(one.mean(), 3.0);
        assert!(one.variance().is_nan() && one.standard_error().is_nan());
    }
}
