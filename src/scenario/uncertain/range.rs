//! A figure's range, and where in it the figure lies in one world.
//!
//! A number's distribution is triangular: its mode is the value, its support the range. All numbers of a list
//! or a table stand at the same quantile of their own distributions. So does the mean of a distribution of
//! days, whose other numbers go the same part of the way. A range with one end has the value for the other.

use super::super::check::measures;
use super::super::distribution::{Family, Spec, between};
use super::super::keys::{Key, Kind};
use super::super::value::{Setting, Value};

/// Where in its range a figure lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// At the value.
    Stated,
    /// At this quantile of its distribution, 0 to 1.
    Quantile(f64),
    /// This part of the way from the value to an end: 1 is the upper end, −1 the lower; beyond them it goes
    /// on as far as the key allows.
    Towards(f64),
}

/// Whether a setting is of numbers, states a range, and the range is more than a point.
pub fn is_range(setting: &Setting) -> bool {
    let Some(values) = measures(&setting.value) else {
        return false;
    };
    let ends = |end: &Option<Value>| match end {
        Some(end) => measures(end),
        None => Some(values.clone()),
    };
    let (Some(lows), Some(highs)) = (ends(&setting.low), ends(&setting.high)) else {
        return false;
    };
    let numbers = || lows.iter().chain(&highs).chain(&values);
    numbers().all(|number| number.is_finite()) && lows.iter().zip(&highs).any(|(l, h)| l < h)
}

/// The value at a level.
pub fn at(setting: &Setting, level: Level) -> Value {
    let value = &setting.value;
    let low = setting.low.as_ref().unwrap_or(value);
    let high = setting.high.as_ref().unwrap_or(value);
    let number = |low: f64, value: f64, high: f64| {
        let there = moved(low, value, high, part(low, value, high, level));
        allowed(setting.key, there)
    };
    let list = |low: &[f64], value: &[f64], high: &[f64]| {
        let all = value.iter().zip(low.iter().zip(high));
        all.map(|(value, (low, high))| number(*low, *value, *high))
            .collect()
    };
    match (low, value, high) {
        _ if level == Level::Stated => value.clone(),
        (Value::Number(l), Value::Number(v), Value::Number(h)) => Value::Number(number(*l, *v, *h)),
        (Value::Numbers(l), Value::Numbers(v), Value::Numbers(h)) => Value::Numbers(list(l, v, h)),
        (Value::Matrix(l), Value::Matrix(v), Value::Matrix(h)) => {
            let rows = v.iter().zip(l.iter().zip(h));
            Value::Matrix(rows.map(|(v, (l, h))| list(l, v, h)).collect())
        }
        (Value::Duration(l), Value::Duration(v), Value::Duration(h)) => {
            Value::Duration(days(l, v, h, level))
        }
        (Value::Durations(l), Value::Durations(v), Value::Durations(h)) => {
            let each = v.iter().zip(l.iter().zip(h));
            Value::Durations(each.map(|(v, (l, h))| days(l, v, h, level)).collect())
        }
        _ => value.clone(),
    }
}

/// The part of the way from the value to an end (see [`Level::Towards`]) at which a number stands.
fn part(low: f64, value: f64, high: f64, level: Level) -> f64 {
    match level {
        Level::Stated => 0.0,
        Level::Towards(part) => part,
        Level::Quantile(_) if low >= high => 0.0,
        // The triangular distribution by inversion; below the mode lies this share of it.
        Level::Quantile(u) => match (value - low) / (high - low) {
            below if u < below || below == 1.0 => (u / below).sqrt() - 1.0,
            below => 1.0 - ((1.0 - u) / (1.0 - below)).sqrt(),
        },
    }
}

fn moved(low: f64, value: f64, high: f64, part: f64) -> f64 {
    let end = if part < 0.0 { low } else { high };
    between(value, end, part.abs())
}

/// As the key takes it: whole, in pence, within its bounds.
fn allowed(key: &Key, number: f64) -> f64 {
    let (min, max, step) = match key.kind {
        Kind::Whole { min, max } | Kind::WholeOrNever { min, max } => (min, max, 1.0),
        Kind::List {
            min, max, whole, ..
        } => (min, max, if whole { 1.0 } else { 0.0 }),
        Kind::Number { min, max }
        | Kind::NumberOrNever { min, max }
        | Kind::Matrix { min, max, .. } => (min, max, 0.0),
        Kind::Money | Kind::MoneyBy(_) => (0.0, f64::INFINITY, 0.01),
        _ => (f64::NEG_INFINITY, f64::INFINITY, 0.0),
    };
    let number = number.clamp(min, max);
    match step {
        0.0 => number,
        0.01 => (number * 100.0).round() / 100.0,
        _ => number.round(),
    }
}

fn days(low: &Spec, value: &Spec, high: &Spec, level: Level) -> Spec {
    let mean = |spec: &Spec| spec.to_dist().map_or(f64::NAN, |dist| dist.mean());
    let [l, v, h] = [low, value, high].map(mean);
    let part = part(l, v, h, level);
    let end = if part < 0.0 { low } else { high };
    let there = value.like(end, part.abs()).or_else(|| {
        // Of another kind than the value: the value's kind, with the mean that this would have.
        (v > 0.0).then(|| stretched(value, moved(l, v, h, part) / v))
    });
    let possible = there.filter(|spec| spec.to_dist().is_ok());
    possible.unwrap_or_else(|| if part == 0.0 { value } else { end }.clone())
}

/// The same distribution with all times this many times as long.
fn stretched(spec: &Spec, times: f64) -> Spec {
    match spec {
        Spec::Constant(days) => Spec::Constant(days * times),
        Spec::Simple(Family::Weibull, [shape, scale]) => {
            Spec::Simple(Family::Weibull, [*shape, scale * times])
        }
        Spec::Simple(family, numbers) => Spec::Simple(*family, numbers.map(|n| n * times)),
        Spec::Mixture(parts) => {
            let part = |(share, spec): &(f64, Spec)| (*share, stretched(spec, times));
            Spec::Mixture(parts.iter().map(part).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F(x) = (x − a)² / ((b − a)(c − a)) below the mode c, 1 − (b − x)² / ((b − a)(b − c)) above.
    #[test]
    fn a_number_stands_at_the_quantile_of_a_triangular_distribution() {
        let (low, mode, high) = (2.0, 3.0, 7.0);
        let cdf = |x: f64| match x < mode {
            true => (x - low) * (x - low) / ((high - low) * (mode - low)),
            false => 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode)),
        };
        for n in 0..=100 {
            let u = f64::from(n) / 100.0;
            let part = part(low, mode, high, Level::Quantile(u));
            let x = moved(low, mode, high, part);
            assert!((cdf(x) - u).abs() < 1e-12, "{u}: {x}");
        }
    }

    #[test]
    fn a_value_at_an_end_of_its_range_is_reached_and_never_passed() {
        for (low, value, high) in [(1.0, 1.0, 3.0), (1.0, 3.0, 3.0), (2.0, 2.0, 2.0)] {
            for u in [0.0, 0.3, 1.0] {
                let x = moved(low, value, high, part(low, value, high, Level::Quantile(u)));
                assert!(
                    (low..=high).contains(&x),
                    "{low} {value} {high} at {u}: {x}"
                );
            }
        }
    }

    #[test]
    fn a_distribution_goes_the_way_of_its_mean_and_keeps_its_kind() {
        let spec = |mean, sd| Spec::Simple(Family::Lognormal, [mean, sd]);
        let (low, value, high) = (spec(60.0, 20.0), spec(100.0, 30.0), spec(140.0, 60.0));
        assert_eq!(days(&low, &value, &high, Level::Towards(-1.0)), low);
        assert_eq!(
            days(&low, &value, &high, Level::Towards(0.5)),
            spec(120.0, 45.0)
        );
        // The median of a symmetric triangle is its peak.
        let median = days(&low, &value, &high, Level::Quantile(0.5)).to_dist();
        assert!((median.expect("a distribution").mean() - 100.0).abs() < 1e-9);
        let constant = Spec::Constant(50.0);
        let half = days(&constant, &value, &high, Level::Towards(-1.0));
        let Spec::Simple(Family::Lognormal, numbers) = half else {
            panic!("it keeps its kind: {half:?}");
        };
        let near = |found: f64, wanted: f64| (found - wanted).abs() < 1e-9;
        assert!(
            near(numbers[0], 50.0) && near(numbers[1], 15.0),
            "{numbers:?}"
        );
    }
}
