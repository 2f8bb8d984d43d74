//! The ratio of two means, with an interval.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Pairs of numbers, of whose means the ratio is asked; in one pass and constant memory.
///
/// Reference: B. P. Welford (1962), as for [`super::Tally`], with the product of deviations added.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Ratio {
    count: u64,
    mean: [f64; 2],
    squares: [f64; 2],
    products: f64,
}

impl Ratio {
    /// Counts a pair in: numerator, denominator.
    pub fn push(&mut self, over: f64, under: f64) {
        self.count += 1;
        let n = self.count as f64;
        let before = [over - self.mean[0], under - self.mean[1]];
        self.mean[0] += before[0] / n;
        self.mean[1] += before[1] / n;
        let after = [over - self.mean[0], under - self.mean[1]];
        self.squares[0] += before[0] * after[0];
        self.squares[1] += before[1] * after[1];
        self.products += before[0] * after[1];
    }

    /// Mean of the denominators.
    pub fn mean_denominator(&self) -> f64 {
        self.mean[1]
    }

    /// Mean numerator over mean denominator, with the ends of its interval at confidence `level`;
    /// `None` unless the mean denominator can be told from zero at that level, as a ratio to what
    /// may be nothing has no bounds.
    ///
    /// Reference: E. C. Fieller (1954), "Some problems in interval estimation", Journal of the Royal
    /// Statistical Society B 16(2).
    pub fn interval(&self, level: f64) -> Option<(f64, f64, f64)> {
        if self.count < 2 {
            return None;
        }
        let n = self.count as f64;
        let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("freedom of one or more");
        let t2 = t.inverse_cdf(0.5 + level / 2.0).powi(2) / n / (n - 1.0);
        let [over, under] = self.mean;
        // The roots R of (over − R under)² = t² var(over − R under) / n.
        let a = under * under - t2 * self.squares[1];
        let b = over * under - t2 * self.products;
        let c = over * over - t2 * self.squares[0];
        if a <= 0.0 {
            return None;
        }
        let half = (b * b - a * c).max(0.0).sqrt();
        Some((over / under, (b - half) / a, (b + half) / a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::t_interval;

    fn of(pairs: &[(f64, f64)]) -> Ratio {
        let mut ratio = Ratio::default();
        pairs.iter().for_each(|&(x, y)| ratio.push(x, y));
        ratio
    }

    #[test]
    fn over_a_constant_it_is_the_interval_of_the_mean() {
        let ratio = of(&[(2.0, 4.0), (6.0, 4.0), (10.0, 4.0)]);
        let (mean, low, high) = ratio.interval(0.95).expect("four is not nothing");
        let (by_t_low, by_t_high) = t_interval(6.0, 4.0, 3, 0.95);
        assert_eq!(mean, 1.5);
        assert!((low - by_t_low / 4.0).abs() < 1e-9 && (high - by_t_high / 4.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_always_proportional_has_no_width() {
        let (mean, low, high) = of(&[(3.0, 1.0), (6.0, 2.0), (9.0, 3.0), (12.0, 4.0)])
            .interval(0.95)
            .expect("two and a half is not nothing");
        assert!(
            (mean - 3.0).abs() < 1e-12 && (low - 3.0).abs() < 1e-6 && (high - 3.0).abs() < 1e-6
        );
    }

    #[test]
    fn nothing_is_said_over_what_may_be_nothing() {
        assert_eq!(
            of(&[(1.0, -1.0), (1.0, 2.0), (3.0, -1.0)]).interval(0.95),
            None
        );
        assert_eq!(of(&[(1.0, 1.0)]).interval(0.95), None);
    }
}
