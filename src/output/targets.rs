//! The table of targets: what is to be reached, and in what share of futures each scenario does.

use std::fmt::{self, Write};

use crate::experiment::compare::Comparison;
use crate::experiment::headline::Wording;
use crate::experiment::targets::{Reached, Share};

use super::number::{percent, pounds_at, rounded};
use super::table::{ENOUGH_FOR_SHARES, Style, WIDTH, filled, plain};

/// Room for the number of a scenario.
const SCENARIO: usize = 10;
/// Room for a share with its interval.
const COLUMN: usize = 18;

/// The targets by number, then a row for each scenario.
pub fn write(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    if c.targets.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "\n{}",
        style.heading("Chance that each target is reached")
    )?;
    let note = "The share of simulated futures in which it is, with its 95 % interval: chance events only. \
                Rows are the baseline and the options by their numbers above.";
    for line in filled(note, "", "") {
        writeln!(page, "{line}")?;
    }
    for (number, target) in c.targets.iter().enumerate() {
        let first = format!("  {}. ", letter(number));
        for line in filled(&plain(&words(target)), &first, "     ") {
            writeln!(page, "{line}")?;
        }
    }
    let at_a_time = (WIDTH - SCENARIO) / COLUMN;
    for start in (0..c.targets.len()).step_by(at_a_time) {
        let end = c.targets.len().min(start + at_a_time);
        write_part(page, c, start..end)?;
    }
    Ok(())
}

fn write_part(page: &mut String, c: &Comparison, targets: std::ops::Range<usize>) -> fmt::Result {
    write!(page, "{:SCENARIO$}", "")?;
    for number in targets.clone() {
        write!(page, "{:>COLUMN$}", format!("{}.", letter(number)))?;
    }
    writeln!(page)?;
    for place in 0..c.scenarios.len() {
        let name = match place {
            0 => "baseline".to_owned(),
            n => format!("{n}."),
        };
        let mut line = format!("{name:SCENARIO$}");
        for target in &c.targets[targets.clone()] {
            write!(line, "{:>COLUMN$}", chance(&target.scenarios[place]))?;
        }
        writeln!(page, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Targets go by letters: numbers are the options'.
fn letter(number: usize) -> char {
    char::from(b'a' + (number % 26) as u8)
}

/// `37 % (33 to 41)`; no share of too few futures.
fn chance(share: &Share) -> String {
    if share.n == 0 {
        return "–".to_owned();
    }
    if share.n < ENOUGH_FOR_SHARES as u64 {
        return format!("under {ENOUGH_FOR_SHARES} futures");
    }
    let [share, low, high] =
        [share.share, share.ci_low, share.ci_high].map(|share| percent(share, 0.01));
    let bare = |text: &str| text.trim_end_matches(" %").to_owned();
    format!("{share} ({} to {})", bare(&low), bare(&high))
}

/// A target in words: `Left care: special guardianship in 2013/14: at least 8`.
pub fn words(target: &Reached) -> String {
    let Reached {
        question,
        at_least,
        at_most,
        against_baseline,
        ..
    } = target;
    let bound = |side: &str, value: f64| match against_baseline {
        false => format!("{side} {}", figure(question.wording, value)),
        true => difference(question.wording, side == "at least", value),
    };
    let bounds = [
        at_least.map(|value| bound("at least", value)),
        at_most.map(|value| bound("at most", value)),
    ];
    let bounds: Vec<String> = bounds.into_iter().flatten().collect();
    let than = if *against_baseline {
        " than in the baseline"
    } else {
        ""
    };
    format!("{}: {}{than}", question.label, bounds.join(", "))
}

/// A bound of a difference: a difference of at most −42 is at least 42 less.
fn difference(wording: Wording, least: bool, value: f64) -> String {
    let [less, more] = match wording {
        Wording::Number => ["fewer", "more"],
        _ => ["less", "more"],
    };
    let side = if least == (value >= 0.0) {
        "at least"
    } else {
        "at most"
    };
    let way = if value < 0.0 { less } else { more };
    format!("{side} {} {way}", figure(wording, value.abs()))
}

fn figure(wording: Wording, value: f64) -> String {
    // As finely as it was said.
    let error = if value.fract() == 0.0 { 1.0 } else { 0.01 };
    match wording {
        Wording::Money => pounds_at(value, 1_000.0, value),
        Wording::Share => percent(value, 0.01),
        Wording::Days => format!("{} days", rounded(value, error)),
        Wording::Number => rounded(value, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_said_by_its_size() {
        let said = |least, value| difference(Wording::Days, least, value);
        assert_eq!(said(false, -42.0), "at least 42 days less");
        assert_eq!(said(true, -42.0), "at most 42 days less");
        assert_eq!(said(true, 5.0), "at least 5 days more");
        assert_eq!(said(false, 5.0), "at most 5 days more");
        let money = difference(Wording::Money, false, -180_000.0);
        assert_eq!(money, "at least £180k less");
    }

    #[test]
    fn a_chance_has_its_interval_and_needs_enough_futures() {
        let share = |n| Share {
            scenario: String::new(),
            share: 0.37,
            ci_low: 0.332,
            ci_high: 0.41,
            n,
        };
        assert_eq!(chance(&share(500)), "37 % (33 to 41)");
        assert_eq!(chance(&share(29)), "under 30 futures");
        assert_eq!(chance(&share(0)), "–");
    }
}
