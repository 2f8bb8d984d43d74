//! Children in care at the end of every month, with the range over futures.

use crate::experiment::metrics::Metric;
use crate::report::view::View;

use super::sheet::{Cell, Kind, Sheet, column};
use super::{headed, of_enough};

/// How many columns each scenario has, behind that of the months: mean, lower and higher end.
pub const EACH: usize = 3;

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let mut columns = vec![column("Month", Kind::Month)];
    for place in 0..view.results.scenarios.len() {
        let name = headed(view, place);
        for what in ["mean", "1 in 10 below", "1 in 10 above"] {
            columns.push(column(format!("{name}: {what}"), Kind::Number));
        }
    }
    let mut sheet = Sheet::new(
        "Time series",
        "time_series",
        "children in care at the end of each month, with the range of 8 in 10 futures",
        "Children in care at the end of each month",
        &[
            "This worksheet contains one table: a month in each row, three columns for each scenario.",
            &view.range("From the second figure to the third"),
        ],
        columns,
    );
    let cells = &view.results.cells;
    let metric = Metric::ChildrenInCare;
    for month in cells.months(metric, "all") {
        let Ok(date) = format!("{month}-01").parse() else {
            continue;
        };
        let mut row = vec![Cell::Month(date)];
        for place in 0..view.results.scenarios.len() {
            let level = cells.level(place, metric.spec().name, "all", month);
            let figures = level.map_or([f64::NAN; EACH], |l| {
                let [below, above] = [l.p10, l.p90].map(|end| of_enough(end, l.n));
                [l.mean, below, above]
            });
            row.extend(figures.map(Cell::from));
        }
        sheet.rows.push(row);
    }
    sheet
}
