//! Words that the report makes from numbers, besides those of [`crate::output::words`].

use maud::Markup;

use crate::output::lines::ENOUGH_FOR_SHARES;

/// A share of simulated futures as a chance that people can picture: `4 in 5`. Never certain: what
/// happened in all futures or in none is said of those.
pub fn chance(share: f64, futures: u64) -> String {
    if share.is_nan() || futures < ENOUGH_FOR_SHARES as u64 {
        return format!("not said of fewer than {ENOUGH_FOR_SHARES} futures");
    }
    if share >= 1.0 {
        return format!("all {futures} simulated futures");
    }
    if share <= 0.0 {
        return format!("none of {futures} simulated futures");
    }
    if share > 0.95 {
        return "more than 19 in 20".to_owned();
    }
    if share < 0.05 {
        return "less than 1 in 20".to_owned();
    }
    // The nearest; of two that are as near, the simpler. A few hundred futures tell no finer.
    let off = |of: &f64| ((share * of).round().clamp(1.0, of - 1.0) / of - share).abs();
    let nearest = |a: &f64, b: &f64| (off(a) - 1e-9).total_cmp(&off(b));
    let of = [2.0, 3.0, 4.0, 5.0, 10.0].into_iter().min_by(nearest);
    let of = of.unwrap_or(10.0);
    format!(
        "about {} in {of}",
        (share * of).round().clamp(1.0, of - 1.0)
    )
}

/// `one`, `two` … `ten`, `11`.
pub fn count(n: usize) -> String {
    const WORDS: [&str; 11] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    WORDS
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `one option`, `two options`.
pub fn counted(n: usize, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(n))
}

/// `both`, `all six`: the whole of so many.
pub fn all_of(n: usize) -> String {
    match n {
        2 => "both".to_owned(),
        n => format!("all {}", count(n)),
    }
}

/// `Neither` of two, `None` of more.
pub fn none(n: usize) -> &'static str {
    match n {
        2 => "Neither",
        _ => "None",
    }
}

/// The same text with numbers that stay on a line with their per cent.
pub fn unbroken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(" %");
    out.extend(parts.next());
    for part in parts {
        let number = out.ends_with(|c: char| c.is_ascii_digit());
        out.push_str(if number { "\u{a0}%" } else { " %" });
        out.push_str(part);
    }
    out
}

/// Days as whole months.
pub fn months(days: f64) -> f64 {
    (days / 365.25 * 12.0).round()
}

/// `a, b and c`.
pub fn list(things: &[String]) -> String {
    match things.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// With a capital letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// As it stands within a sentence.
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// The same text without control characters and without marks that turn the direction of what follows: names
/// come from files, and a name must not rearrange the sentence in which it stands.
pub fn without_controls(text: &str) -> String {
    let harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    // Nearly every text is plain, and is looked through once.
    match text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        true => text.to_owned(),
        false => text.chars().filter(|c| !harmful(*c)).collect(),
    }
}

/// What of a marked-up text is read. In markup made by a template each `<` begins a tag.
pub fn plain(markup: &Markup) -> String {
    if !markup.0.contains(['<', '&']) {
        return markup.0.clone();
    }
    let mut text = String::new();
    let mut within_tag = false;
    for c in markup.0.chars() {
        match c {
            '<' => within_tag = true,
            '>' if within_tag => within_tag = false,
            c if !within_tag => text.push(c),
            _ => {}
        }
    }
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let read = |text: String, (sign, read): (&str, &str)| text.replace(sign, read);
    signs.into_iter().fold(text, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_said_as_simply_as_its_size_allows() {
        let said = |share| chance(share, 200);
        assert_eq!(said(0.5), "about 1 in 2");
        assert_eq!(said(0.79), "about 4 in 5");
        assert_eq!(said(0.66), "about 2 in 3");
        assert_eq!(said(0.75), "about 3 in 4");
        assert_eq!(said(0.88), "about 9 in 10");
        assert_eq!(said(0.94), "about 9 in 10");
        assert_eq!(said(0.55), "about 1 in 2");
        assert_eq!(said(0.21), "about 1 in 5");
        assert_eq!(said(0.98), "more than 19 in 20");
        assert_eq!(said(0.01), "less than 1 in 20");
    }

    #[test]
    fn nothing_is_certain_and_few_futures_have_no_chance() {
        assert_eq!(chance(1.0, 200), "all 200 simulated futures");
        assert_eq!(chance(0.0, 40), "none of 40 simulated futures");
        assert_eq!(chance(0.5, 29), "not said of fewer than 30 futures");
        assert_eq!(chance(f64::NAN, 200), "not said of fewer than 30 futures");
    }

    #[test]
    fn a_number_stays_with_its_per_cent() {
        let text = "61.6 % (60 % to 63 %), a %b";
        let unbroken = unbroken(text);
        assert_eq!(unbroken, "61.6\u{a0}% (60\u{a0}% to 63\u{a0}%), a %b");
    }

    #[test]
    fn two_are_both_or_neither() {
        assert_eq!([all_of(2), all_of(6)], ["both", "all six"]);
        assert_eq!([none(2), none(6)], ["Neither", "None"]);
    }

    #[test]
    fn a_text_cannot_turn_what_follows() {
        assert_eq!(without_controls("a\u{202e}b\u{7}c\u{2066}"), "abc");
        assert_eq!(without_controls("שלום\nworld"), "שלום\nworld");
    }

    #[test]
    fn what_is_read_of_a_marked_up_text_is_what_was_put_in() {
        let hostile = "</b> &amp; <script> \"a\" > b";
        let markup = maud::html! { "Of " b title=(hostile) { (hostile) } wbr; "." };
        assert_eq!(plain(&markup), format!("Of {hostile}."));
    }

    #[test]
    fn things_are_counted_and_listed_in_words() {
        assert_eq!(counted(1, "option"), "one option");
        assert_eq!(counted(12, "option"), "12 options");
        let things = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&things), "a, b and c");
        assert_eq!(list(&things[..1]), "a");
    }
}
