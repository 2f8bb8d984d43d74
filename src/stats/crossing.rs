//! Where a function changes its sign, by halving.

/// The point between `from` and `to` where a function changes its sign, to half of `within`; nothing if
/// its signs at the two ends, given as values, are the same.
///
/// # Errors
/// If the function fails.
pub fn crossing<E>(
    (mut from, at_from): (f64, f64),
    (mut to, at_to): (f64, f64),
    within: f64,
    mut function: impl FnMut(f64) -> Result<f64, E>,
) -> Result<Option<f64>, E> {
    let negative = |value: f64| value < 0.0;
    if at_from.is_nan() || at_to.is_nan() || negative(at_from) == negative(at_to) {
        return Ok(None);
    }
    while (to - from).abs() > within {
        let middle = (from + to) / 2.0;
        if negative(function(middle)?) == negative(at_from) {
            from = middle;
        } else {
            to = middle;
        }
    }
    Ok(Some((from + to) / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn a_known_root_is_found_from_either_end() {
        let cubic = |x: f64| -> Result<f64, Infallible> { Ok(x * x * x - 2.0) };
        let root = libm::cbrt(2.0);
        for (from, to) in [(0.0, 2.0), (2.0, 0.0)] {
            let ends = [from, to].map(|x: f64| (x, x * x * x - 2.0));
            let found = crossing(ends[0], ends[1], 1e-9, cubic).expect("no failure");
            assert!((found.expect("a root") - root).abs() <= 0.5e-9);
        }
    }

    #[test]
    fn without_a_change_of_sign_there_is_no_root_and_nothing_is_asked() {
        let asked = |_: f64| -> Result<f64, &str> { Err("asked") };
        assert_eq!(crossing((0.0, 1.0), (1.0, 3.0), 0.1, asked), Ok(None));
        assert_eq!(crossing((0.0, 1.0), (1.0, f64::NAN), 0.1, asked), Ok(None));
        assert_eq!(crossing((0.0, 1.0), (1.0, -1.0), 0.1, asked), Err("asked"));
    }
}
