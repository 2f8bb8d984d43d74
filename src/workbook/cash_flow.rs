//! Total cost month by month, and how far each option is above or below the baseline since the beginning.

use crate::report::view::View;

use super::causes::place;
use super::sheet::{Cell, Kind, NOT_APPLICABLE, Sheet, column, wide};
use super::{headed, of_enough};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        column("Month", Kind::Month),
        column("Total cost, mean", Kind::Pounds),
        column("One future in ten is below", Kind::Pounds),
        column("One future in ten is above", Kind::Pounds),
        column("Difference in the month", Kind::Pounds),
        column("Difference since the beginning", Kind::Pounds),
        column("Since the beginning, 95% interval from", Kind::Pounds),
        column("Since the beginning, 95% interval to", Kind::Pounds),
    ];
    let mut sheet = Sheet::new(
        "Cash flow",
        "cash_flow",
        "total cost month by month, and what each option has cost more or less so far",
        "Total cost month by month",
        &[
            "This worksheet contains one table: a month of a scenario in each row. Differences are option less baseline.",
            "An option has paid for itself when the difference since the beginning is never above nothing again.",
        ],
        columns,
    );
    sheet.kept = 2;
    let futures = view.futures() as u64;
    for month in &view.results.cash_flow {
        let place = place(view, &month.scenario);
        let date = format!("{}-01", month.month).parse().ok()?;
        let mut row: Vec<Cell> = vec![headed(view, place).into(), Cell::Month(date)];
        let [below, above] = [month.p10_gbp, month.p90_gbp].map(|end| of_enough(end, futures));
        row.extend([month.mean_gbp, below, above].map(Cell::from));
        let (alone, so_far) = (month.difference(), month.cumulative());
        let differences = [alone.mean, so_far.mean, so_far.ci_low, so_far.ci_high];
        row.extend(differences.map(|value| match place {
            0 => NOT_APPLICABLE.into(),
            _ => Cell::from(value),
        }));
        sheet.rows.push(row);
    }
    Some(sheet)
}
