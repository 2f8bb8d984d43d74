//! Numbers as people should read them: never beyond their Monte Carlo error.
//!
//! A mean of simulated futures is known to about its standard error; digits beyond that would
//! change with the seed. So a number is rounded to the place of its error's first digit. Files
//! keep every digit: see [`exact`].

/// The place of an error's first digit, as decimals: 2 for 0.03, 0 for 4, −3 for 2,500.
///
/// `None` if there is no error to go by: none was estimated, or nothing varies.
fn place_of(error: f64) -> Option<i32> {
    let usable = error.is_finite() && error > 0.0;
    usable.then(|| -(libm::log10(error).floor() as i32))
}

/// Rounded to so many decimals; negative decimals round to tens, hundreds, thousands.
fn round_to(value: f64, decimals: i32) -> f64 {
    let unit = libm::pow(10.0, f64::from(decimals.abs()));
    let rounded = if decimals >= 0 {
        (value * unit).round() / unit
    } else {
        (value / unit).round() * unit
    };
    // No "-0".
    rounded + 0.0
}

/// A number rounded to the place of its error, with thousands separators.
///
/// Without an error, whole numbers stay whole and others get one decimal. At most four decimals.
/// A missing number is printed as a dash.
pub fn rounded(value: f64, error: f64) -> String {
    if !value.is_finite() {
        return missing(value);
    }
    let free = if value.fract() == 0.0 { 0 } else { 1 };
    let decimals = place_of(error).unwrap_or(free).min(4);
    separated(round_to(value, decimals), decimals.max(0) as usize)
}

/// A share as a percentage, rounded to the place of its error.
pub fn percent(share: f64, error: f64) -> String {
    if share.is_nan() {
        return missing(share);
    }
    format!("{} %", rounded(share * 100.0, error * 100.0))
}

/// Pounds in the unit that suits `scale` (millions, thousands or pounds), rounded to the place
/// of their error.
pub fn pounds_at(value: f64, error: f64, scale: f64) -> String {
    if !value.is_finite() {
        return missing(value);
    }
    // What rounds to a thousand thousands is a million.
    let half = if error.is_finite() { error / 2.0 } else { 0.0 };
    let (unit, suffix, most) = match scale.abs() {
        s if s + half.min(s / 2.0) >= 1e6 => (1e6, "m", 3),
        s if s >= 1e4 => (1e3, "k", 1),
        _ => (1.0, "", 0),
    };
    let decimals = place_of(error / unit).unwrap_or(most).min(most);
    let scaled = round_to(value / unit, decimals);
    let sign = if scaled < 0.0 { "-" } else { "" };
    let digits = separated(scaled.abs(), decimals.max(0) as usize);
    format!("{sign}£{digits}{suffix}")
}

/// Pounds in the unit that suits them, rounded to the place of their error.
pub fn pounds(value: f64, error: f64) -> String {
    pounds_at(value, error, value)
}

/// A number that somebody asked for: every digit of it, with a comma between thousands.
pub fn as_asked(value: f64) -> String {
    if !value.is_finite() {
        return missing(value);
    }
    let digits = exact(value);
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
    separated(value + 0.0, decimals)
}

/// A share that somebody asked for, as a percentage.
pub fn percent_as_asked(share: f64) -> String {
    // A per cent is no binary fraction: what was asked for ends long before the fourteenth digit.
    let percent = format!("{:.13e}", share * 100.0).parse();
    format!("{} %", as_asked(percent.unwrap_or(share * 100.0)))
}

/// Pounds that somebody asked for, with pence if there are any.
pub fn pounds_as_asked(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let digits = match exact(value.abs()).split_once('.') {
        Some((_, pence)) if pence.len() < 2 => separated(value.abs(), 2),
        _ => as_asked(value.abs()),
    };
    format!("{sign}£{digits}")
}

/// Every digit, for files: the shortest text that reads back as the same number. Empty if the
/// number is missing; nothing is never negative.
pub fn exact(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else {
        format!("{}", value + 0.0)
    }
}

fn missing(value: f64) -> String {
    match value {
        v if v == f64::INFINITY => "∞".to_owned(),
        v if v == f64::NEG_INFINITY => "-∞".to_owned(),
        _ => "–".to_owned(),
    }
}

/// With a comma between thousands.
fn separated(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (plain.as_str(), String::new()),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_ends_where_its_error_begins() {
        assert_eq!(rounded(1_234_567.0, 2_345.0), "1,235,000");
        assert_eq!(rounded(12.3456, 0.04), "12.35");
        assert_eq!(rounded(12.3456, 0.4), "12.3");
        assert_eq!(rounded(12.6, 4.0), "13");
        assert_eq!(rounded(-1_234.0, 9.0), "-1,234");
    }

    #[test]
    fn without_an_error_whole_numbers_stay_whole() {
        assert_eq!(rounded(43.0, 0.0), "43");
        assert_eq!(rounded(43.25, f64::NAN), "43.3");
        assert_eq!(rounded(f64::NAN, 1.0), "–");
    }

    #[test]
    fn nothing_is_never_negative() {
        assert_eq!(rounded(-0.2, 3.0), "0");
        assert_eq!(pounds(-3.0, 40.0), "£0");
    }

    #[test]
    fn pounds_come_in_thousands_and_millions() {
        assert_eq!(pounds(12_345_678.0, 230_000.0), "£12.3m");
        assert_eq!(pounds(-123_456.0, 2_300.0), "-£123k");
        assert_eq!(pounds(1_234.0, 80.0), "£1,230");
        assert_eq!(pounds_at(400_000.0, 100_000.0, 4e6), "£0.4m");
        assert_eq!(pounds(3_000_000.0, 0.0), "£3.000m");
    }

    #[test]
    fn shares_are_printed_as_percentages() {
        assert_eq!(percent(0.9312, 0.02), "93 %");
        assert_eq!(percent(0.9312, 0.002), "93.1 %");
    }

    #[test]
    fn what_somebody_asked_for_is_printed_as_they_did() {
        for (pounds, said) in [
            (10.0, "£10"),
            (4_999.0, "£4,999"),
            (12_345.0, "£12,345"),
            (20_340_000.0, "£20,340,000"),
            (99.5, "£99.50"),
            (1_234.56, "£1,234.56"),
            (-400.0, "-£400"),
            (0.0, "£0"),
        ] {
            assert_eq!(pounds_as_asked(pounds), said);
        }
        for percent in ["60", "60.4", "7", "0.07", "33.333", "100", "0", "-2.5"] {
            let share: f64 = percent.parse::<f64>().expect("a number") / 100.0;
            assert_eq!(percent_as_asked(share), format!("{percent} %"));
        }
        assert_eq!(as_asked(182.625), "182.625");
        assert_eq!(as_asked(12_345.5), "12,345.5");
    }

    #[test]
    fn files_keep_every_digit() {
        for value in [0.1 + 0.2, 1e21, -1.5e-9, 12.0] {
            assert_eq!(exact(value).parse(), Ok(value));
        }
        assert_eq!(exact(f64::NAN), "");
        assert_eq!(exact(-0.0), "0");
    }
}
