//! What is saved after the run for those who were there before its end, if that was asked for.

use crate::experiment::metrics::Metric;
use crate::finance::run_off::OPTION_NOT_COUNTED;
use crate::output::results::Part;
use crate::report::view::View;
use crate::report::words::capitalised;

use super::causes::place;
use super::headed;
use super::sheet::{Cell, Kind, Sheet, column, wide};

/// The worksheet, if there is a run-off.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Budget line", Kind::Text, 32.0),
        wide("Kind of money", Kind::Text, 38.0),
        wide("Time", Kind::Text, 34.0),
        column("Difference", Kind::Pounds),
        column("95% interval from", Kind::Pounds),
        column("95% interval to", Kind::Pounds),
    ];
    let mut sheet = Sheet::new(
        "Run-off",
        "run_off",
        "differences in cost within the run and after it, for those who were there before its end",
        "Differences in cost within the run and after it",
        &[
            "This worksheet contains one table: a budget line, or a total, of an option and a time in each row. Differences are option less baseline.",
            "For children who were there before the end each future went on until they were grown up.",
            OPTION_NOT_COUNTED,
            "Intervals are those of one comparison, but of the total within the run that of the worksheet Options.",
        ],
        columns,
    );
    for row in &view.results.run_off {
        let time = match row.part {
            Part::Horizon => "within the run",
            Part::RunOff => "after it, for those there before",
            Part::Both => "both together",
        };
        let place = place(view, &row.scenario);
        let whole = row.line == "total" && row.cash == "all" && row.part == Part::Horizon;
        let decisive = view.decisive(place, Metric::CostTotalGbp);
        let difference = decisive.filter(|_| whole).unwrap_or(row.difference());
        let mut cells: Vec<Cell> = vec![
            headed(view, place).into(),
            capitalised(&row.line).into(),
            row.cash.as_str().into(),
            time.into(),
        ];
        cells.extend([difference.mean, difference.ci_low, difference.ci_high].map(Cell::from));
        sheet.rows.push(cells);
    }
    Some(sheet)
}
