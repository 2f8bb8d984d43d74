//! Starts and ends of care that keep up the number in care.
//!
//! The starts and the ends published for one year need not do that, and which are more hardly lasts:
//! over the councils the logarithm of starts over ends has a correlation with that of the next year of
//! 0.01, 0.23 and 0.18 (2015 to 2018). A baseline whose number in care is to stay level (or to grow as
//! asked) cannot keep to both. Each is one noisy year: from one year to the next starts vary 4.9, 5.1
//! and 3.0 times, ends 2.5, 2.1 and 2.2 times as much as Poisson counts would (`tests/calibrate.rs`
//! works all of this out from the tables). With variances φ/n of their logarithms, the smallest
//! weighted change that attains the stock is found with one multiplier μ:
//!
//! ```text
//! minimise Σ n (log f)² / 2φ  subject to the stock, which answers to a flow by its size n  ⇒  log f = ± φ μ
//! ```
//!
//! so ends of every kind share one factor, and those who start have it to the power of −φ / φ = −2.

/// How much more starts vary than ends do, by the middle one of the years above (2.0, 2.4 and 1.4 times).
const STARTS_TO_ENDS: f64 = 2.0;

/// The factor on ends with which published flows balance. Which the stock asks for beyond that is
/// solved.
pub(super) fn ends(started: f64, ended: f64, growth: f64) -> f64 {
    let each = 1.0 + STARTS_TO_ENDS;
    let needed = (started - growth).max(0.5) / ended.max(0.5);
    libm::pow(needed, 1.0 / each)
}

/// The factor on those who start that belongs to a factor on ends.
pub(super) fn starts(ends: f64) -> f64 {
    libm::pow(ends, -STARTS_TO_ENDS)
}

#[cfg(test)]
mod tests {
    use super::{ends, starts};

    /// By hand: 160 start, 81 ended; the cube root of 160 / 81 is 1.2548, and that to the power of −2
    /// leaves 101.6 of the 160.
    #[test]
    fn balanced_starts_are_as_many_as_balanced_ends() {
        let factor = ends(160.0, 81.0, 0.0);
        assert!((factor - 1.2548).abs() < 1e-4, "{factor}");
        assert!((160.0 * starts(factor) - 81.0 * factor).abs() < 1e-9);
        assert!((ends(110.0, 100.0, 10.0) - 1.0).abs() < 1e-9);
    }
}
