//! Differences in words: how much, which way, and between what.

use crate::experiment::headline::{Answer, Mean, Wording};
use crate::experiment::precision::OF_THE_LEVEL;

use super::number::{pounds_at, rounded};

/// What is said of a difference that is too small for the futures simulated.
pub const UNCLEAR: &str = "no clear difference";
/// What is said of a difference that never differs from zero.
pub const SAME: &str = "exactly the same";
/// What is said of a difference that is not nothing but rounds to it.
const HARDLY: &str = "hardly any difference";
/// What stands in place of an interval.
pub const ONE_FUTURE: &str = "(one future: no interval)";

/// A difference in words and its 95 % interval.
pub fn worded(wording: Wording, answer: &Answer) -> (String, String) {
    worded_mean(wording, &answer.mean())
}

/// The same where the reader is told, behind the interval, that a clear difference is too small to matter.
pub fn weighed(wording: Wording, answer: &Answer) -> (String, String) {
    let (said, range) = worded(wording, answer);
    if !is_too_small(wording, &answer.mean(), answer.baseline_mean) {
        return (said, range);
    }
    let range = match range.strip_suffix(')') {
        Some(range) => format!("{range}: too small to matter)"),
        None => "(too small to matter)".to_owned(),
    };
    (said, range)
}

/// A mean difference in words and its 95 % interval.
pub fn worded_mean(wording: Wording, difference: &Mean) -> (String, String) {
    let (mean, low, high) = (difference.mean, difference.ci_low, difference.ci_high);
    let [mean, low, high] = [mean, low, high].map(|value| points(wording) * value);
    if mean.is_nan() {
        return ("not observed".to_owned(), String::new());
    }
    if mean == 0.0 && (low.is_nan() || (low == 0.0 && high == 0.0)) {
        return (SAME.to_owned(), String::new());
    }
    if low.is_nan() {
        let finest = finest_of_one(wording);
        let said = match bare(wording, mean, finest, mean) {
            size if is_nothing(&size) => HARDLY.to_owned(),
            _ => amount(wording, mean, finest, mean),
        };
        return (said, ONE_FUTURE.to_owned());
    }
    // A 95 % interval is about two standard errors to each side; what does not vary, such as the
    // salary of a post, has none.
    let error = match (high - low) / 4.0 {
        0.0 => finest_of_one(wording),
        error => error,
    };
    let scale = low.abs().max(high.abs());
    if low <= 0.0 && high >= 0.0 {
        let least = least_that_matters(wording);
        let range = if scale < least {
            let bound = bare(wording, least, least, least);
            format!("(under {bound}{} either way)", unit(wording))
        } else {
            format!("({})", span(wording, low, high, error))
        };
        return (UNCLEAR.to_owned(), range);
    }
    if is_nothing(&bare(wording, mean, error, scale)) {
        // Only what never varies: an error shows at least a digit of what it is an error of.
        return (HARDLY.to_owned(), String::new());
    }
    let said = amount(wording, mean, error, scale);
    let (near, far) = if low > 0.0 { (low, high) } else { (high, low) };
    let far = bare(wording, far, error, scale);
    let range = match end(wording, near, error, scale) {
        None => format!("(up to {far})"),
        Some(near) if near == far => String::new(),
        Some(near) => format!("({near} to {far})"),
    };
    (said, range)
}

/// An end of a range, without its direction. None if it rounds to nothing: a finer digit would go
/// beyond its error, as it does for the other end.
fn end(wording: Wording, value: f64, error: f64, scale: f64) -> Option<String> {
    let size = bare(wording, value, error, scale);
    (!is_nothing(&size)).then_some(size)
}

/// The end on the other side of zero from a larger one, which says that there is another side: `under`
/// the last digit printed if it rounds to nothing. None if it is too small to matter.
fn other_end(wording: Wording, value: f64, error: f64, scale: f64) -> Option<String> {
    let size = end(wording, value, error, scale);
    if size.is_some() || value.abs() < least_that_matters(wording) {
        return size;
    }
    // No number is printed with more than four decimals.
    let mut digit = 1e-4;
    while is_nothing(&bare(wording, digit, error, scale)) {
        digit *= 10.0;
    }
    Some(format!("under {}", bare(wording, digit, error, scale)))
}

/// What is said of a difference that can be told and yet matters to nobody.
pub const TOO_SMALL: &str = "a clear difference, too small to matter";

/// Whether a clear difference is too small to matter: below the least of its kind, or below the part of the
/// baseline's level to which `--reps auto` would know it. Never of money, of which the reader judges.
pub fn is_too_small(wording: Wording, difference: &Mean, baseline: f64) -> bool {
    let Mean {
        mean,
        ci_low,
        ci_high,
    } = *difference;
    let clear = mean != 0.0 && (ci_low > 0.0 || ci_high < 0.0);
    let least = least_that_matters(wording) / points(wording);
    let share = OF_THE_LEVEL * baseline.abs();
    wording != Wording::Money && clear && (mean.abs() < least || mean.abs() < share)
}

/// A share is said in percentage points.
fn points(wording: Wording) -> f64 {
    match wording {
        Wording::Share => 100.0,
        Wording::Number | Wording::Days | Wording::Money => 1.0,
    }
}

/// Below this a difference that is not clear is said to be no more than this, and a clear one not to matter.
fn least_that_matters(wording: Wording) -> f64 {
    match wording {
        Wording::Number => 0.1,
        Wording::Days | Wording::Share => 0.01,
        Wording::Money => 1_000.0,
    }
}

/// How finely one future is told: whole days, children and percentage points, thousands of pounds.
pub fn finest_of_one(wording: Wording) -> f64 {
    match wording {
        Wording::Number | Wording::Days | Wording::Share => 1.0,
        Wording::Money => 1_000.0,
    }
}

/// `0.5 days less to 1.4 more`, `£0.8m to £4.3m less`: from the lower end to the upper, said from
/// the smaller size to the larger if both go the same way.
pub fn span(wording: Wording, low: f64, high: f64, error: f64) -> String {
    let scale = low.abs().max(high.abs());
    let [less, more] = directions(wording);
    let direction = |end: f64| if end < 0.0 { less } else { more };
    let same_way = low * high > 0.0;
    let (first, last) = if same_way && high < 0.0 {
        (high, low)
    } else {
        (low, high)
    };
    let mut unit_said = false;
    let [first, last] = [(first, !same_way), (last, true)].map(|(value, directed)| {
        let end = if same_way && !directed {
            end
        } else {
            other_end
        };
        // Nothing has no direction, and the unit is said once.
        match end(wording, value, error, scale) {
            None => "0".to_owned(),
            Some(size) if directed => {
                let said = std::mem::replace(&mut unit_said, true);
                let unit = if said {
                    ""
                } else {
                    unit_behind(&size, wording)
                };
                format!("{size}{unit} {}", direction(value))
            }
            Some(size) => size,
        }
    });
    if same_way && first == "0" {
        let bound = if last.starts_with("under ") {
            ""
        } else {
            "up to "
        };
        return format!("{bound}{last}");
    }
    match last.split(' ').next() == Some(first.as_str()) {
        true => last,
        false => format!("{first} to {last}"),
    }
}

/// `12,300 fewer`, `£3.4m more`, `12 days less`.
fn amount(wording: Wording, value: f64, error: f64, scale: f64) -> String {
    let [less, more] = directions(wording);
    let direction = if value < 0.0 { less } else { more };
    let size = bare(wording, value, error, scale);
    let unit = unit_behind(&size, wording);
    format!("{size}{unit} {direction}")
}

/// Whether a printed size has rounded to nothing.
fn is_nothing(size: &str) -> bool {
    !size.contains(|digit: char| matches!(digit, '1'..='9'))
}

/// What stands between a size and its direction.
fn unit(wording: Wording) -> &'static str {
    match wording {
        Wording::Days => " days",
        Wording::Share => " points",
        Wording::Number | Wording::Money => "",
    }
}

/// What stands between this size and its direction.
fn unit_behind(size: &str, wording: Wording) -> &'static str {
    match size.trim_start_matches("under ") {
        "1" => unit(wording).trim_end_matches('s'),
        _ => unit(wording),
    }
}

fn directions(wording: Wording) -> [&'static str; 2] {
    match wording {
        Wording::Number => ["fewer", "more"],
        Wording::Days | Wording::Share | Wording::Money => ["less", "more"],
    }
}

/// The size of a difference without its direction.
fn bare(wording: Wording, value: f64, error: f64, scale: f64) -> String {
    match wording {
        Wording::Money => pounds_at(value.abs(), error, scale),
        Wording::Number | Wording::Days | Wording::Share => rounded(value.abs(), error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(difference: f64, ci_low: f64, ci_high: f64) -> Answer {
        Answer {
            question: String::new(),
            metric: "",
            group: String::new(),
            period: String::new(),
            unit: "",
            baseline_mean: 0.0,
            option_mean: 0.0,
            difference,
            ci_low,
            ci_high,
            told_apart: ci_low > 0.0 || ci_high < 0.0,
        }
    }

    fn said(wording: Wording, difference: f64, low: f64, high: f64) -> String {
        let (said, range) = worded(wording, &answer(difference, low, high));
        format!("{said} {range}").trim_end().to_owned()
    }

    #[test]
    fn a_difference_is_said_in_words_to_the_digit_of_its_error() {
        let days = said(Wording::Number, -28_123.0, -30_111.0, -26_135.0);
        assert_eq!(days, "28,100 fewer (26,100 to 30,100)");
        let wait = said(Wording::Days, 3.62, 3.1, 4.14);
        assert_eq!(wait, "3.6 days more (3.1 to 4.1)");
        let cost = said(Wording::Money, -1_300_000.0, -1_800_000.0, -800_000.0);
        assert_eq!(cost, "£1.3m less (£0.8m to £1.8m)");
    }

    #[test]
    fn what_is_too_small_to_matter_is_said_behind_its_interval() {
        let beside = |difference, low, high| {
            let mut answer = answer(difference, low, high);
            answer.baseline_mean = 20.0;
            weighed(Wording::Number, &answer)
        };
        let small = beside(-0.05, -0.08, -0.02);
        assert_eq!(small.1, "(0.02 to 0.08: too small to matter)");
        let always = (HARDLY.to_owned(), "(too small to matter)".to_owned());
        assert_eq!(beside(-0.05, -0.05, -0.05), always);
        assert_eq!(beside(-0.5, -0.8, -0.2).1, "(0.2 to 0.8)");
    }

    #[test]
    fn one_future_claims_no_direction_of_what_rounds_to_nothing() {
        let of_one = |mean| said(Wording::Days, mean, f64::NAN, f64::NAN);
        assert_eq!(
            of_one(-0.3),
            "hardly any difference (one future: no interval)"
        );
        assert_eq!(of_one(1.2), "1 day more (one future: no interval)");
        assert_eq!(of_one(-2.0), "2 days less (one future: no interval)");
    }

    #[test]
    fn what_cannot_be_told_is_not_said() {
        let wait = said(Wording::Days, 0.4, -0.5, 1.4);
        assert_eq!(wait, "no clear difference (0.5 days less to 1.4 more)");
        let orders = said(Wording::Number, 0.2, 0.0, 0.5);
        assert_eq!(orders, "no clear difference (0 to 0.5 more)");
        let moves = said(Wording::Number, -12.0, -26.0, 0.4);
        assert_eq!(moves, "no clear difference (26 fewer to under 1 more)");
        let cost = said(Wording::Money, 45_000.0, -830_000.0, 1_020_000.0);
        assert_eq!(cost, "no clear difference (£0.8m less to £1.0m more)");
        assert_eq!(said(Wording::Number, 0.0, 0.0, 0.0), "exactly the same");
        assert_eq!(
            said(Wording::Days, f64::NAN, f64::NAN, f64::NAN),
            "not observed"
        );
        let once = said(Wording::Number, -3.0, f64::NAN, f64::NAN);
        assert_eq!(once, "3 fewer (one future: no interval)");
    }

    #[test]
    fn an_end_that_rounds_to_nothing_is_left_away_or_said_to_be_under_a_digit() {
        let cost = |low, high| said(Wording::Money, 0.5 * (low + high), low, high);
        assert_eq!(cost(-800_000.0, -4_200.0), "£400k less (up to £800k)");
        assert_eq!(cost(-21_000.0, -40.0), "£11k less (up to £21k)");
        assert_eq!(
            cost(-800_000.0, 12_000.0),
            "no clear difference (£800k less to under £100k more)"
        );
        assert_eq!(
            cost(-800_000.0, 300.0),
            "no clear difference (£800k less to 0)"
        );
        let children = said(Wording::Number, 10.0, 0.3, 20.0);
        assert_eq!(children, "10 more (up to 20)");
        let moves = said(Wording::Number, -4.6, -9.0, -0.2);
        assert_eq!(moves, "5 fewer (up to 9)");
        let wait = said(Wording::Days, 10.0, -0.3, 20.0);
        assert_eq!(wait, "no clear difference (under 1 day less to 20 more)");
        let future = |low, high| span(Wording::Money, low, high, 140_000.0);
        assert_eq!(future(-4_310_000.0, -300.0), "up to £4.3m less");
        assert_eq!(future(-4_310_000.0, -20_000.0), "up to £4.3m less");
    }

    #[test]
    fn what_is_clear_can_be_too_small_to_matter() {
        let small = |wording, mean: f64, baseline| {
            let (ci_low, ci_high) = (0.9 * mean, 1.1 * mean);
            let difference = Mean {
                mean,
                ci_low: ci_low.min(ci_high),
                ci_high: ci_low.max(ci_high),
            };
            is_too_small(wording, &difference, baseline)
        };
        // By the least of its kind.
        assert!(small(Wording::Days, -0.009, 4.0) && !small(Wording::Days, -0.011, 4.0));
        assert!(small(Wording::Number, 0.09, 20.0) && !small(Wording::Number, 0.11, 20.0));
        assert!(small(Wording::Share, 0.00009, 0.01) && !small(Wording::Share, 0.00011, 0.01));
        // By the level: 0.05 % of it.
        assert!(
            small(Wording::Number, -330.0, 678_000.0) && !small(Wording::Number, -350.0, 678_000.0)
        );
        // Money is for the reader to judge; what is not clear, or nothing, is another matter.
        assert!(!small(Wording::Money, -1.0, 1e8));
        let unclear = Mean {
            mean: 0.01,
            ci_low: -0.01,
            ci_high: 0.03,
        };
        assert!(!is_too_small(Wording::Number, &unclear, 20.0));
        let same = Mean {
            mean: 0.0,
            ci_low: 0.0,
            ci_high: 0.0,
        };
        assert!(!is_too_small(Wording::Number, &same, 20.0));
        assert!(!is_too_small(Wording::Number, &Mean::UNKNOWN, 20.0));
    }

    #[test]
    fn a_thousand_thousands_are_a_million() {
        let cost = said(Wording::Money, -700_000.0, -999_000.0, -401_000.0);
        assert_eq!(cost, "£0.7m less (£0.4m to £1.0m)");
    }

    #[test]
    fn no_figure_goes_beyond_what_is_known() {
        let days = said(Wording::Days, -0.0001, -0.0003, 0.0001);
        assert_eq!(days, "no clear difference (under 0.01 days either way)");
        let cost = said(Wording::Money, 2.0, -300.0, 304.0);
        assert_eq!(cost, "no clear difference (under £1,000 either way)");
        assert_eq!(
            said(Wording::Money, 120_000.0, 120_000.0, 120_000.0),
            "£120k more"
        );
        let once = |wording, value| said(wording, value, f64::NAN, f64::NAN);
        assert_eq!(
            once(Wording::Days, 2.39),
            "2 days more (one future: no interval)"
        );
        assert_eq!(
            once(Wording::Money, -1_618_234.5),
            "£1.618m less (one future: no interval)"
        );
        assert_eq!(
            once(Wording::Share, 0.014),
            "1 point more (one future: no interval)"
        );
        assert_eq!(once(Wording::Number, 0.0), "exactly the same");
    }

    #[test]
    fn a_range_of_one_council_is_said_from_the_smaller_size() {
        let money = |low, high| span(Wording::Money, low, high, 140_000.0);
        assert_eq!(money(-4_310_000.0, -820_000.0), "£0.8m to £4.3m less");
        assert_eq!(money(-330_000.0, 1_240_000.0), "£0.3m less to £1.2m more");
        assert_eq!(money(820_000.0, 4_310_000.0), "£0.8m to £4.3m more");
    }
}
