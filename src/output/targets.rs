//! The tables of targets and of budgets: what is to be reached or stayed within, and in what share of
//! futures each scenario does.

use std::fmt::{self, Write};

use crate::experiment::compare::Comparison;
use crate::experiment::headline::{Question, Wording};
use crate::experiment::targets::{Reached, Share};

use super::lines::ENOUGH_FOR_SHARES;
use super::number::{as_asked, percent, percent_as_asked, pounds_as_asked};
use super::table::{Style, WIDTH, filled, plain};

/// Room for the number of a scenario.
const SCENARIO: usize = 10;
/// Room for a share with its interval.
const COLUMN: usize = 18;

/// The targets by number, then a row for each scenario.
pub fn write(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let (budgets, targets): (Vec<&Reached>, Vec<&Reached>) =
        c.targets.iter().partition(|target| target.is_budget);
    write_targets(page, c, &targets, style)?;
    write_budgets(page, c, &budgets, style)
}

fn write_targets(
    page: &mut String,
    c: &Comparison,
    targets: &[&Reached],
    style: Style,
) -> fmt::Result {
    if targets.is_empty() {
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
    for (number, target) in targets.iter().enumerate() {
        let first = format!("  {}. ", letter(number));
        for line in filled(&plain(&words(target)), &first, "     ") {
            writeln!(page, "{line}")?;
        }
    }
    let at_a_time = (WIDTH - SCENARIO) / COLUMN;
    for start in (0..targets.len()).step_by(at_a_time) {
        let end = targets.len().min(start + at_a_time);
        write_part(page, c, start, &targets[start..end])?;
    }
    Ok(())
}

/// A row for each budget, a column for each scenario.
fn write_budgets(
    page: &mut String,
    c: &Comparison,
    budgets: &[&Reached],
    style: Style,
) -> fmt::Result {
    if budgets.is_empty() {
        return Ok(());
    }
    let heading = style.heading("Chance of staying within the budget");
    writeln!(page, "\n{heading}")?;
    let note = "The share of simulated futures in which the total cost of the year does, with its 95 % \
                interval: chance events only. Columns are the baseline and the options by their numbers above.";
    for line in filled(note, "", "") {
        writeln!(page, "{line}")?;
    }
    let label = |budget: &Reached| {
        let amount = budget.at_most.unwrap_or(f64::NAN);
        let amount = pounds_as_asked(amount);
        let year = &budget.cell.period;
        match budget.cell.group.as_str() {
            "all" => format!("{year}: {amount}"),
            authority => format!("{}, {year}: {amount}", plain(authority)),
        }
    };
    let widest = budgets.iter().map(|budget| label(budget).chars().count());
    let wide = widest.max().unwrap_or(0).min(WIDTH - COLUMN);
    let scenarios: Vec<usize> = (0..c.scenarios.len()).collect();
    for part in scenarios.chunks((WIDTH - wide) / COLUMN) {
        let mut heading = format!("{:wide$}", "");
        for &place in part {
            write!(heading, "{:>COLUMN$}", scenario_name(place))?;
        }
        writeln!(page, "{heading}")?;
        for budget in budgets {
            let mut line = format!("{:wide$}", label(budget));
            for &place in part {
                write!(line, "{:>COLUMN$}", chance(&budget.scenarios[place]))?;
            }
            writeln!(page, "{}", line.trim_end())?;
        }
    }
    Ok(())
}

fn scenario_name(place: usize) -> String {
    match place {
        0 => "baseline".to_owned(),
        n => format!("{n}."),
    }
}

fn write_part(
    page: &mut String,
    c: &Comparison,
    first: usize,
    targets: &[&Reached],
) -> fmt::Result {
    write!(page, "{:SCENARIO$}", "")?;
    for number in first..first + targets.len() {
        write!(page, "{:>COLUMN$}", format!("{}.", letter(number)))?;
    }
    writeln!(page)?;
    for place in 0..c.scenarios.len() {
        let mut line = format!("{:SCENARIO$}", scenario_name(place));
        for target in targets {
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
    let bounds = [target.at_least, target.at_most];
    asked(&target.question, bounds, target.against_baseline)
}

/// What is asked of a question: at least and at most how much, of itself or of its difference.
pub fn asked(
    question: &Question,
    [at_least, at_most]: [Option<f64>; 2],
    against_baseline: bool,
) -> String {
    let bound = |side: &str, value: f64| match against_baseline {
        false => format!("{side} {}", figure(question.wording, value)),
        true => difference(question.wording, side == "at least", value),
    };
    let bounds = [
        at_least.map(|value| bound("at least", value)),
        at_most.map(|value| bound("at most", value)),
    ];
    let bounds: Vec<String> = bounds.into_iter().flatten().collect();
    let than = if against_baseline {
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

/// A bound is what somebody asked for, so nothing of it is rounded away.
fn figure(wording: Wording, value: f64) -> String {
    match wording {
        Wording::Money => pounds_as_asked(value),
        Wording::Share => percent_as_asked(value),
        Wording::Days => format!("{} days", as_asked(value)),
        Wording::Number => as_asked(value),
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
        assert_eq!(money, "at least £180,000 less");
        let little = difference(Wording::Money, false, -400.0);
        assert_eq!(little, "at least £400 less");
        let share = difference(Wording::Share, true, 0.604);
        assert_eq!(share, "at least 60.4 % more");
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
