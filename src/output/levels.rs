//! The page for a single scenario: its levels with the range over simulated futures.

use std::fmt::{self, Write};

use crate::experiment::compare::Comparison;
use crate::experiment::headline::Wording;

use super::lines::error_of_a_decile;
use super::number::{percent, pounds_at, rounded};
use super::table::{
    Style, counted, filled, level_at, plain, searches, wrapped, write_basis, write_line,
    write_origin, write_title,
};
use super::{steady, targets};

/// The page for a single scenario: its levels with the range over simulated futures.
pub fn page(comparison: &Comparison, style: Style) -> String {
    let mut page = String::new();
    let _ = write_levels(&mut page, comparison, style);
    page
}

fn write_levels(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    write_title(page, c, style)?;
    let scenario = &c.scenarios[0];
    let [title, name] = [&scenario.title, &scenario.scenario].map(|text| plain(text));
    for line in wrapped(&format!("{title} [{name}]")) {
        writeln!(page, "{line}")?;
    }
    write_basis(page, c)?;
    writeln!(page)?;
    let one_future = c.replications < 2;
    let (mean, spread) = if one_future {
        ("one future", "")
    } else {
        ("mean", "8 in 10 futures between")
    };
    write_line(page, "", mean, spread)?;
    for q in &c
        .questions()
        .into_iter()
        .chain(c.reported())
        .collect::<Vec<_>>()
    {
        let l = &scenario.levels[q.cell];
        let error = error_of_a_decile(l.sd, c.replications);
        let spread = |value| match q.wording {
            Wording::Money => pounds_at(value, error, l.mean),
            // In one future, whole children, searches and days.
            Wording::Number | Wording::Days => rounded(value, error.max(1.0)),
            Wording::Share => percent(value, 0.01),
        };
        let range = if one_future {
            String::new()
        } else {
            format!("{} and {}", spread(l.p10), spread(l.p90))
        };
        let level = level_at(q.wording, l, l.mean);
        let level = in_units(level, q.wording, c.cells[q.cell].unit);
        write_line(page, &q.label, &level, &range)?;
    }
    targets::write(page, c, style)?;
    writeln!(page)?;
    let notes = [searches(c), counted(c)];
    let drift = steady::of_comparison(c);
    for line in drift
        .iter()
        .chain(&notes)
        .flat_map(|note| filled(note, "", ""))
    {
        writeln!(page, "{line}")?;
    }
    write_origin(page, c)
}

/// A level in days or of children says so. Pounds and shares have their signs, and what else is counted
/// (moves, searches) its label names.
fn in_units(level: String, wording: Wording, unit: &str) -> String {
    match (wording, level.as_str(), unit) {
        (Wording::Money | Wording::Share, ..) | (_, "–", _) => level,
        (_, "1", "children") => "1 child".to_owned(),
        (_, "1", "days") => "1 day".to_owned(),
        (_, level, "days" | "children") => format!("{level} {unit}"),
        _ => level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_say_what_they_count() {
        let said = |level: &str, wording, unit| in_units(level.to_owned(), wording, unit);
        assert_eq!(said("207.8", Wording::Days, "days"), "207.8 days");
        assert_eq!(said("1", Wording::Days, "days"), "1 day");
        assert_eq!(said("618", Wording::Number, "children"), "618 children");
        assert_eq!(said("1", Wording::Number, "children"), "1 child");
        assert_eq!(said("2,345", Wording::Number, "placements"), "2,345");
        assert_eq!(said("£3.4m", Wording::Money, "£"), "£3.4m");
        assert_eq!(said("61 %", Wording::Share, "share"), "61 %");
        assert_eq!(said("–", Wording::Days, "days"), "–");
    }
}
