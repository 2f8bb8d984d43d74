//! The levels of every scenario, over the whole run or at its end.

use crate::report::view::View;

use super::differences::{asked, described, told};
use super::sheet::{Cell, Kind, Sheet, column, wide};
use super::{headed, of_enough};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Figure", Kind::Text, 48.0),
        wide("Group", Kind::Text, 28.0),
        column("Mean", Kind::Number),
        column("Standard error of the mean", Kind::Number),
        column("One future in ten is below", Kind::Number),
        column("Half of the futures are below", Kind::Number),
        column("One future in ten is above", Kind::Number),
        wide("Futures with something to count", Kind::Whole, 14.0),
        wide("Unit", Kind::Text, 13.0),
        wide("Period", Kind::Text, 13.0),
        wide("Name of the figure in the files", Kind::Text, 34.0),
    ];
    let mut sheet = Sheet::new(
        "Levels",
        "levels",
        "every figure of every scenario, with the range over futures",
        format!(
            "Levels of every scenario, over {} or at the end",
            view.results.span_in_words()
        ),
        &[
            "This worksheet contains one table: a figure of a scenario in each row.",
            "Differences are much surer than levels, since scenarios share their chance events: see the worksheet Differences.",
            &view.range("Between the ends beyond which one future in ten lies"),
        ],
        columns,
    );
    sheet.kept = 2;
    let names = told(view);
    for place in 0..view.results.scenarios.len() {
        for name in &names {
            let cells = &view.results.cells;
            let Some(level) = cells.level(place, &name.metric, &name.group, &name.period) else {
                continue;
            };
            let kind = Kind::of_unit(&name.unit);
            let [below, above] = [level.p10, level.p90].map(|end| of_enough(end, level.n));
            let numbers = [level.mean, level.mcse, below, level.p50, above];
            let mut row: Vec<Cell> = vec![
                headed(view, place).into(),
                asked(view, name).into(),
                (&name.group).into(),
            ];
            row.extend(numbers.map(|value| Cell::As(value, kind)));
            row.push(level.n.into());
            row.extend(described(name));
            sheet.rows.push(row);
        }
    }
    sheet
}
