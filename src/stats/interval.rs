//! Intervals: for a mean and for a share.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::dist::normal;

/// Student's interval for the mean of `n` independent values with the given mean and sample
/// standard deviation, at confidence `level` (0.95 for 95 %).
///
/// Not a number at both ends below two values. Exact for normal values, and good for means of many.
///
/// Reference: Student (1908), "The probable error of a mean", Biometrika 6(1).
///
/// # Panics
/// If `level` is not strictly between 0 and 1.
pub fn t_interval(mean: f64, sd: f64, n: u64, level: f64) -> (f64, f64) {
    if n < 2 {
        return (f64::NAN, f64::NAN);
    }
    let half = student((n - 1) as f64, level) * sd / (n as f64).sqrt();
    (mean - half, mean + half)
}

/// Between minus this and this Student's variable lies with probability `level`; the degrees of freedom need
/// be no whole number. Not a number if there are none.
///
/// # Panics
/// If `level` is not strictly between 0 and 1.
pub fn student(freedom: f64, level: f64) -> f64 {
    let upper = upper_tail(level);
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |student| student.inverse_cdf(upper))
}

/// Wilson's score interval for a probability from `successes` out of `n`, at confidence `level`.
///
/// Successes may be fractional: ties count half. It stays within 0 to 1 and holds up at the ends,
/// where the interval of Wald shrinks to a point. Not a number at both ends if `n` is 0 or
/// the successes are not a number.
///
/// Reference: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
/// inference", JASA 22(158).
///
/// # Panics
/// If `level` is not strictly between 0 and 1.
pub fn wilson(successes: f64, n: u64, level: f64) -> (f64, f64) {
    let z = normal::quantile(upper_tail(level));
    if n == 0 {
        return (f64::NAN, f64::NAN);
    }
    let n = n as f64;
    let share = successes / n;
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // With none or all the one end is the share itself, which rounding would miss by a hair.
    (
        if share == 0.0 {
            0.0
        } else {
            (centre - half).clamp(0.0, 1.0)
        },
        if share == 1.0 {
            1.0
        } else {
            (centre + half).clamp(0.0, 1.0)
        },
    )
}

fn upper_tail(level: f64) -> f64 {
    assert!(
        level > 0.0 && level < 1.0,
        "a confidence level lies between 0 and 1"
    );
    0.5 + level / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: (f64, f64), low: f64, high: f64, tolerance: f64) -> bool {
        (found.0 - low).abs() < tolerance && (found.1 - high).abs() < tolerance
    }

    #[test]
    fn none_and_all_are_ends_of_their_own_intervals() {
        for n in 1..200 {
            assert_eq!(wilson(0.0, n, 0.95).0, 0.0);
            assert_eq!(wilson(n as f64, n, 0.95).1, 1.0);
        }
    }

    /// t(0.975, 9) = 2.262157.
    #[test]
    fn the_t_interval_uses_the_tabulated_quantile() {
        let half = 2.262_157 * 3.0 / 10f64.sqrt();
        assert!(near(
            t_interval(50.0, 3.0, 10, 0.95),
            50.0 - half,
            50.0 + half,
            1e-5
        ));
        assert!(t_interval(50.0, f64::NAN, 1, 0.95).0.is_nan());
    }

    /// Newcombe (1998), Table I, method 3: 81 of 263 and 15 of 148, 0 of 20, 1 of 29.
    #[test]
    fn wilson_intervals_are_the_published_ones() {
        let cases = [(81.0, 263, 0.2553, 0.3662), (15.0, 148, 0.0624, 0.1605)];
        for (successes, n, low, high) in cases {
            assert!(near(wilson(successes, n, 0.95), low, high, 6e-5));
        }
        assert!(near(wilson(0.0, 20, 0.95), 0.0, 0.1611, 6e-5));
        assert!(near(wilson(1.0, 29, 0.95), 0.0061, 0.1718, 6e-5));
    }

    #[test]
    fn certainty_is_never_claimed_from_a_finite_sample() {
        let (low, high) = wilson(200.0, 200, 0.95);
        assert!(low < 1.0 && high == 1.0);
        assert!(wilson(0.0, 0, 0.95).0.is_nan());
    }
}
