//! Powers that are no whole numbers: of ages within a band, of durations.

/// A number that is not negative to a power that is positive: to some parts in 10¹⁵, by half the instructions
/// that `libm::pow` takes to have the last bit right.
pub fn power(base: f64, exponent: f64) -> f64 {
    libm::exp(exponent * libm::log(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_power_to_some_parts_in_ten_to_the_fifteenth() {
        for base in [1e-9, 0.03, 0.5, 0.999, 1.0, 7.25, 4e4] {
            for exponent in [0.2, 0.61, 1.0, 2.5] {
                let exact = libm::pow(base, exponent);
                let error = power(base, exponent) / exact - 1.0;
                // Logarithm and exponential are each off by a unit in the last place at most, `libm::pow` and
                // the product by half a one; the exponential magnifies what is off before it.
                let most = 2.0 * f64::EPSILON * (1.0 + libm::fabs(libm::log(exact)));
                assert!(libm::fabs(error) < most, "{base}^{exponent}: {error:e}");
            }
        }
        assert_eq!(power(0.0, 0.7), 0.0);
    }
}
