//! Where each option's difference in cost comes from, and how much of it is cash, with intervals.

use crate::output::results::Step;
use crate::report::view::View;
use crate::report::words::capitalised;

use super::headed;
use super::sheet::{Cell, Kind, Sheet, column, wide};

/// The worksheet, if there are options.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    if view.results.bridge.is_empty() {
        return None;
    }
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Split by", Kind::Text, 30.0),
        wide("Part", Kind::Text, 44.0),
        column("Difference", Kind::Pounds),
        column("95% interval from", Kind::Pounds),
        column("95% interval to", Kind::Pounds),
    ];
    let mut sheet = Sheet::new(
        "Causes",
        "causes",
        "where each option's difference in cost comes from, and how much of it is cash, with intervals",
        "Where each option's difference in cost comes from",
        &[
            "This worksheet contains one table: a part of an option's difference in each row, option less baseline over all years.",
            "The program works these figures out of the simulation: they do not follow if cells of Costs are changed.",
            "Parts by cause add up to the difference in total cost, and so do parts by kind of money. Growth avoided is part of both.",
            "Days in care are valued at the baseline's average price of a placement; what the price of a day changes is the next cause.",
        ],
        columns,
    );
    for step in &view.results.bridge {
        sheet.rows.push(row(view, step));
    }
    Some(sheet)
}

fn row(view: &View<'_>, step: &Step) -> Vec<Cell> {
    let difference = step.difference();
    let numbers = [difference.mean, difference.ci_low, difference.ci_high];
    let by = match step.view.as_str() {
        "cause" => "cause",
        "cash" => "kind of money",
        "growth" => "growth avoided",
        other => other,
    };
    let mut row: Vec<Cell> = vec![
        headed(view, place(view, &step.scenario)).into(),
        by.into(),
        capitalised(&step.part).into(),
    ];
    row.extend(numbers.map(Cell::from));
    row
}

/// A scenario's place by its name.
pub fn place(view: &View<'_>, name: &str) -> usize {
    let scenarios = &view.results.scenarios;
    let found = scenarios.iter().position(|s| s.scenario == name);
    found.unwrap_or_default()
}
