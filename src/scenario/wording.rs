//! Words of messages: numbers as a person would write them, suggestions, units written out.

use jiff::civil::Date;

/// "did you mean" if a word is near, then all words.
pub fn one_of(found: &str, words: &[&str]) -> String {
    let listed = words
        .iter()
        .map(|w| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ");
    match nearest(found, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? It takes one of {listed}"),
        None => format!("it takes one of {listed}"),
    }
}

/// The candidate a slip of the pen away from what was found.
pub fn nearest<'c>(
    found: &str,
    candidates: impl Iterator<Item = &'c str> + Clone,
) -> Option<&'c str> {
    // Longer text is no misspelt key, and the distance is quadratic.
    if found.len() > 64 {
        return None;
    }
    let allowed = (found.chars().count() / 3).clamp(1, 4);
    let distance = |c: &&str| strsim::damerau_levenshtein(found, c);
    let near = candidates.clone().min_by_key(distance)?;
    if distance(&near) <= allowed {
        return Some(near);
    }
    // Or its beginning, where only one begins so.
    let mut begun = candidates.filter(|c| found.len() >= 5 && c.starts_with(found));
    begun.next().filter(|_| begun.next().is_none())
}

/// A number for a message: short even if it is huge.
pub fn figure(number: f64) -> String {
    match number {
        n if n.abs() >= 1e15 || (n != 0.0 && n.abs() < 1e-9) => format!("{n:e}"),
        // Adding zero turns the -0 of an empty sum into 0.
        n => format!("{}", n + 0.0),
    }
}

/// A number rounded to what a person would write.
pub fn tidy(number: f64) -> String {
    figure((number * 1e6).round() / 1e6)
}

/// The number somebody meant who wrote it as text.
pub struct Meant {
    /// In the unit wanted.
    pub number: f64,
    /// How it was converted; empty if it was not.
    pub note: String,
}

/// Finds the number in a text such as `28 days`, `£570` or `£30k`, in the unit wanted. None unless all of
/// the text is understood: half of it would be a wrong remedy. None, too, if what is written is of
/// another kind: money where days are wanted was meant for another line.
pub fn number_in_text(text: &str, unit: &str) -> Option<Meant> {
    let sign = text.trim().starts_with('£');
    let text = text.trim().trim_start_matches('£').trim_start();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '+' | '_');
    let digits: String = text.chars().take_while(|c| is_number(*c)).collect();
    let rest = text.get(digits.len()..)?.trim().to_lowercase();
    let number: f64 = plain_digits(&digits)?.parse().ok()?;
    let exactly = |number| Meant {
        number,
        note: String::new(),
    };
    if matches!(rest.as_str(), "%" | "percent" | "per cent") {
        let wanted = !unit.starts_with('£') && days_in(unit).is_none();
        return wanted.then(|| exactly(number / 100.0));
    }
    let (number, rest) = multiplied(number, &rest);
    match money_or_time(rest, sign)? {
        Written::Bare => Some(exactly(number)),
        Written::Money(a_time) => {
            let wanted = unit
                .strip_prefix('£')
                .map(|of| of.trim().trim_start_matches("a "));
            let same = a_time.is_empty() || wanted == Some(a_time);
            (same && (unit.is_empty() || wanted.is_some())).then(|| exactly(number))
        }
        Written::Time(written) => match days_in(unit) {
            Some(wanted) if wanted != days_in(written)? => Some(Meant {
                number: number * days_in(written)? / wanted,
                note: format!(" ({number} {written} in {unit})"),
            }),
            Some(_) => Some(exactly(number)),
            None => unit.is_empty().then(|| exactly(number)),
        },
        Written::Counted(things) => unit.starts_with(things).then(|| exactly(number)),
    }
}

/// `30k`, `1.5 million`: the number in full, and what stands behind.
fn multiplied(number: f64, rest: &str) -> (f64, &str) {
    let word = rest.split_whitespace().next().unwrap_or_default();
    let times = match word {
        "k" | "thousand" => 1e3,
        "m" | "million" => 1e6,
        _ => return (number, rest),
    };
    (number * times, rest[word.len()..].trim_start())
}

/// What stands behind a number.
enum Written<'a> {
    Bare,
    /// Pounds, once (empty) or for each such time.
    Money(&'a str),
    Time(&'a str),
    /// So many of these.
    Counted(&'a str),
}

fn money_or_time(rest: &str, sign: bool) -> Option<Written<'_>> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (words, pounds) = match words.split_first() {
        Some((&("pound" | "pounds" | "gbp"), behind)) => (behind, true),
        _ => (words.as_slice(), sign),
    };
    match *words {
        [] if pounds => Some(Written::Money("")),
        [] => Some(Written::Bare),
        ["a" | "per" | "each" | "every", time] if days_in(time).is_some() => {
            Some(Written::Money(time))
        }
        [time] if days_in(time).is_some() && !pounds => Some(Written::Time(time)),
        [things] if things.len() > 3 && !pounds => Some(Written::Counted(things)),
        _ => None,
    }
}

/// The date somebody meant who wrote it as people do: 1/4/2019, 01.04.2019, 2019-4-1. The day
/// comes before the month, as in Britain.
pub fn date_in_text(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The same with the month's name: 1 April 2019, 1st Apr 2019.
fn date_in_words(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let month = month.to_lowercase();
    let place = MONTHS.iter().position(|name| month.starts_with(name))?;
    let month = i8::try_from(place + 1).ok()?;
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// What to write instead of a bare value that TOML does not take: a date, a share in per cent, a
/// sum with its sign or with commas, text in typographic quotation marks.
pub fn meant(value: &str) -> Option<String> {
    // What stands in straight quotation marks is text, whatever is wrong behind it.
    let value = value.split('"').next().unwrap_or(value);
    if value.contains(['“', '”', '„', '‘', '’']) {
        return Some("text stands between straight quotation marks: \"like this\"".to_owned());
    }
    // A number with a space before its unit: 80 %, 7 days, 1 April 2019.
    let lone = value.split(['#', '\n']).next().unwrap_or(value).trim();
    if lone.starts_with(|c: char| c.is_ascii_digit() || c == '£') && lone.contains(' ') {
        if let Some(date) = date_in_words(lone) {
            return Some(format!("write {date}"));
        }
        let thousands = lone.replace([' ', '\u{a0}', '\u{202f}'], ",");
        if is_grouped(&thousands) {
            return Some(format!("write {}", thousands.replace(',', "")));
        }
        let several = lone.contains(['[', '=']) || lone.contains(", ");
        let meant = number_in_text(lone, "").filter(|_| !several)?;
        let unit = match lone.contains('%') {
            true => "",
            false => ", the number alone, in the unit of the key",
        };
        return Some(format!("write {}{unit}", tidy(meant.number)));
    }
    let ends = |c: char| c.is_whitespace() || "[]{}=#".contains(c);
    let mut words = value.split(ends).map(|word| word.trim_end_matches(','));
    words.find_map(|word| {
        if let Some(date) = date_in_text(word) {
            return Some(format!("write {date}"));
        }
        let comma = word.contains(',') && !value.contains('[');
        let decorated = word.contains(['£', '%', '−']) || is_grouped(word) || comma;
        let number = number_in_text(word, "").filter(|_| decorated)?;
        Some(format!("write {}", tidy(number.number)))
    })
}

/// A name of a section or key, its brackets left away, that TOML does not take for its letters or quotation
/// marks: what to write instead.
pub fn name_meant<'k>(name: &str, known: impl Iterator<Item = &'k str> + Clone) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let bare = name
        .trim()
        .trim_matches(['“', '”', '„', '‘', '’', '"', '\'']);
    if bare.is_ascii() {
        return Some(format!("names stand without quotation marks: {bare}"));
    }
    let near = |part| nearest(part, known.clone()).unwrap_or(part);
    let near: Vec<&str> = bare.split('.').map(near).collect();
    let near = near.join(".");
    let rule = "names have plain letters without accents, digits and _";
    Some(match near.is_ascii() {
        true => format!("{rule}: did you mean `{near}`?"),
        false => rule.to_owned(),
    })
}

/// A number's digits as a program writes them, for those that people write: commas between thousands
/// (1,234.5), or a comma in place of the decimal point (0,5; 1.234,5). None if it is neither.
fn plain_digits(digits: &str) -> Option<String> {
    let digits = digits.replace('_', "").replace('−', "-");
    let (sign, number) = match digits.strip_prefix(['-', '+']) {
        Some(number) => (&digits[..1], number),
        None => ("", digits.as_str()),
    };
    let whole = number.split('.').next().unwrap_or_default();
    if !number.contains(',') || (is_grouped(whole) && !number.starts_with("0,")) {
        return Some(format!("{sign}{}", number.replace(',', "")));
    }
    let (whole, part) = number.split_once(',')?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let in_groups = !whole.contains(',') && is_grouped(&whole.replace('.', ","));
    let understood = is_digits(part) && (is_digits(whole) || in_groups);
    understood.then(|| format!("{sign}{}.{part}", whole.replace('.', "")))
}

/// Whether a number has commas between its thousands.
pub fn is_grouped(word: &str) -> bool {
    let mut groups = word.split(',');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|g| digits(g) && g.len() <= 3);
    let rest: Vec<&str> = groups.collect();
    first && !rest.is_empty() && rest.iter().all(|g| digits(g) && g.len() == 3)
}

/// Why a file cannot be had, without the number that the system gives the reason.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => {
            let text = error.to_string();
            let number = text.find(" (os error");
            text[..number.unwrap_or(text.len())].to_owned()
        }
    }
}

/// Days in a unit of time.
fn days_in(unit: &str) -> Option<f64> {
    match unit {
        "day" | "days" => Some(1.0),
        "week" | "weeks" => Some(7.0),
        "month" | "months" => Some(365.25 / 12.0),
        "year" | "years" => Some(365.25),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str, unit: &str) -> Option<f64> {
        number_in_text(text, unit).map(|meant| meant.number)
    }

    #[test]
    fn a_number_with_its_unit_is_understood_and_converted() {
        assert_eq!(meant("28 days", "days"), Some(28.0));
        assert_eq!(meant("2 weeks", "days"), Some(14.0));
        assert_eq!(meant("£1,200.50", "£ a week"), Some(1200.5));
        assert_eq!(meant("40 %", "share"), Some(0.4));
        assert_eq!(meant("6 households", "households a year"), Some(6.0));
        assert_eq!(meant("30k", "£ a year"), Some(30_000.0));
        assert_eq!(meant("£1.5 million", "£"), Some(1_500_000.0));
        assert_eq!(meant("£570 a week", "£ a week"), Some(570.0));
        assert_eq!(meant("0,5", "share"), Some(0.5));
        assert_eq!(meant("0,125", "share"), Some(0.125));
        assert_eq!(meant("£570,50", "£ a week"), Some(570.5));
        assert_eq!(meant("1.234,50", "£"), Some(1234.5));
        assert_eq!(meant("−1,234", "£"), Some(-1234.0));
        assert_eq!(meant("0,5 %", "share"), Some(0.005));
    }

    #[test]
    fn what_was_meant_for_another_line_is_not_a_number_of_this_one() {
        assert_eq!(meant("7 pounds", "days"), None);
        assert_eq!(meant("£7", "share"), None);
        assert_eq!(meant("28 days", "share"), None);
        assert_eq!(meant("40 %", "days"), None);
        assert_eq!(meant("often", "days"), None);
    }

    #[test]
    fn a_text_that_is_understood_in_part_is_not_understood() {
        assert_eq!(meant("£2,500 a month", "£ a week"), None);
        assert_eq!(meant("1e3 weeks", "days"), None);
        assert_eq!(meant("1,2,3", "days"), None);
        assert_eq!(meant("12,34.5", "days"), None);
        assert_eq!(meant("1 in 2", "share"), None);
        assert_eq!(meant("28 days or so", "days"), None);
        assert_eq!(meant("6 carers", "households a year"), None);
    }

    #[test]
    fn a_bare_value_with_a_space_in_it_is_understood() {
        let write = |value| super::meant(value).unwrap_or_default();
        assert_eq!(write("80 % # of all"), "write 0.8");
        assert_eq!(write("1 April 2019"), "write 2019-04-01");
        let days = "write 7, the number alone, in the unit of the key";
        assert_eq!(write("7 days"), days);
    }

    #[test]
    fn a_name_is_meant_by_a_slip_or_by_its_beginning() {
        let names = ["phase_in_months", "parallel", "panel_slots"];
        let near = |found| nearest(found, names.into_iter());
        assert_eq!(near("paralel"), Some("parallel"));
        assert_eq!(near("phase_in"), Some("phase_in_months"));
        assert_eq!(near("p"), None);
        assert_eq!(near("workload"), None);
    }
}
