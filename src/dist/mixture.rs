//! Mixtures: which component a uniform falls into, and averages over components.

use super::Dist;

/// The largest number below 1.
pub const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// The component in whose part of the unit interval `u` falls, and `u` stretched to that part.
///
/// Parts are in proportion to `share`; `None` if all are 0.
pub fn choose(
    components: &[(f64, Dist)],
    share: impl Fn(f64, &Dist) -> f64,
    u: f64,
) -> (Option<&Dist>, f64) {
    let total: f64 = components
        .iter()
        .map(|(weight, part)| share(*weight, part))
        .sum();
    let mut chosen = (None, u);
    let mut left = u * total;
    for (weight, part) in components {
        let width = share(*weight, part);
        if width > 0.0 {
            // The last part also takes what rounding leaves over.
            chosen = (
                Some(part),
                (left / width).clamp(f64::MIN_POSITIVE, BELOW_ONE),
            );
            if left < width {
                break;
            }
        }
        left -= width;
    }
    chosen
}

/// The average of a quantity over components.
pub fn weighted(components: &[(f64, Dist)], value: impl Fn(&Dist) -> f64) -> f64 {
    components
        .iter()
        .map(|(weight, part)| weight * value(part))
        .sum()
}
