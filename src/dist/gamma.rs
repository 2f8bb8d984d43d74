//! The incomplete gamma function, with `libm` only.

/// The regularised lower incomplete gamma function P(a, x), by its series of positive terms.
///
/// Reference: M. Abramowitz, I. A. Stegun (1964), "Handbook of Mathematical Functions", 6.5.29.
pub fn lower_gamma(a: f64, x: f64) -> f64 {
    // Beyond, the complement is below the last bit for any shape in use.
    const FAR: f64 = 700.0;
    if x <= 0.0 || x > FAR + a {
        return f64::from(x > 0.0);
    }
    let mut term = libm::exp(a * libm::log(x) - x - libm::lgamma(a + 1.0));
    let mut sum = term;
    let mut n = a;
    while term > f64::EPSILON * f64::EPSILON * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P(1, x) is the exponential distribution, P(1/2, x) that of a squared normal.
    #[test]
    fn it_holds_known_distributions() {
        for x in [1e-6, 0.1, 1.0, 3.0, 30.0] {
            let exponential = -libm::expm1(-x);
            assert!((lower_gamma(1.0, x) / exponential - 1.0).abs() < 1e-13);
            let squared = libm::erf(x.sqrt());
            assert!((lower_gamma(0.5, x) / squared - 1.0).abs() < 1e-13);
        }
        assert_eq!(lower_gamma(2.0, 0.0), 0.0);
        assert_eq!(lower_gamma(2.0, 1e4), 1.0);
    }
}
