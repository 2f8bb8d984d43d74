//! The incomplete gamma function and its inverse, with `libm` only.

use super::normal;

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

/// The quantile at `u`, strictly between 0 and 1, of the gamma distribution with this shape and
/// mean one.
///
/// From the approximation of Wilson and Hilferty by Newton's method, halving the bracket
/// where that would leave it. References: E. B. Wilson, M. M. Hilferty (1931), "The
/// distribution of chi-square", PNAS 17(12); M. Abramowitz, I. A. Stegun (1964), 6.5.
pub fn gamma_with_mean_one(shape: f64, u: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + normal::quantile(u) * libm::sqrt(ninth);
    // P(a, x) is at most x^a / Γ(a + 1), so the quantile is at least this.
    let least = libm::exp((libm::log(u) + libm::lgamma(shape + 1.0)) / shape);
    let (mut low, mut high) = (least, f64::MAX);
    let mut x = (shape * root * root * root).max(least);
    for _ in 0..100 {
        let wrong = lower_gamma(shape, x) - u;
        if wrong > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = libm::exp((shape - 1.0) * libm::log(x) - x - libm::lgamma(shape));
        let newton = x - wrong / density;
        let next = match newton > low && newton < high {
            true => newton,
            false if high == f64::MAX => 2.0 * x,
            false => 0.5 * (low + high),
        };
        if (next - x).abs() <= 1e-14 * x {
            break;
        }
        x = next;
    }
    x / shape
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

    #[test]
    fn the_quantile_is_the_inverse() {
        for shape in [0.02, 0.5, 1.0, 7.3, 40.0, 900.0] {
            for u in [1e-3, 0.1, 0.5, 0.9, 0.999_9] {
                let x = gamma_with_mean_one(shape, u);
                let back = lower_gamma(shape, x * shape);
                assert!((back - u).abs() < 1e-9, "{shape} {u}: {x} gives {back}");
            }
        }
        assert!((gamma_with_mean_one(1.0, 0.5) - std::f64::consts::LN_2).abs() < 1e-12);
    }
}
