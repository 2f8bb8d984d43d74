//! Quantiles of what was observed.

/// The `p`-quantile of values sorted in ascending order, interpolated linearly between the order
/// statistics around (n − 1)p: type 7, the default of R, NumPy and Excel's PERCENTILE.INC.
///
/// Not a number if there are no values. Cost: constant.
///
/// Reference: R. J. Hyndman, Y. Fan (1996), "Sample quantiles in statistical packages", The American
/// Statistician 50(4).
///
/// # Panics
/// If `p` is outside 0 to 1.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&p),
        "a quantile's probability lies between 0 and 1"
    );
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let rank = last as f64 * p;
    let below = rank as usize;
    let above = (below + 1).min(last);
    let share = rank - below as f64;
    sorted[below] + share * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1))`.
    #[test]
    fn quantiles_are_those_of_type_seven() {
        let found = [0.0, 0.1, 0.5, 0.9, 1.0].map(|p| quantile(&[1.0, 2.0, 4.0, 8.0], p));
        for (found, expected) in found.into_iter().zip([1.0, 1.3, 3.0, 6.8, 8.0]) {
            assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
        }
    }

    #[test]
    fn one_value_is_every_quantile_and_none_has_none() {
        assert_eq!(quantile(&[5.0], 0.9), 5.0);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
