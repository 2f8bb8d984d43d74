//! Total costs by scenario and year: formulas over the budget lines.

use crate::report::view::View;

use super::costs::{self, Costs, NUMBER, YEARS};
use super::sheet::{Cell, Kind, Sheet, column, letters, wide};
use super::{headed, numbered};

/// Where the first year is.
const FIRST: usize = 2;

/// The worksheet.
pub fn sheet(view: &View<'_>, costs: &Costs) -> Sheet {
    let mut columns = vec![
        column("Number", Kind::Place),
        wide("Scenario", Kind::Text, 44.0),
    ];
    columns.extend(costs.years.iter().map(|year| column(year, Kind::Pounds)));
    columns.push(column("All years", Kind::Pounds));
    columns.push(column("All years, less the baseline", Kind::Pounds));
    let mut sheet = Sheet::new(
        "Total costs",
        "total_costs",
        "total cost of each scenario by financial year, added up from the budget lines",
        "Total cost of each scenario by financial year: mean of all futures",
        &[
            "This worksheet contains one table: a scenario in each row. All figures are formulas over the worksheet Costs.",
            "In the last column a minus is money not spent.",
        ],
        columns,
    );
    sheet.kept = 2;
    for place in 0..view.results.scenarios.len() {
        let row = row(view, costs, place, &sheet);
        sheet.rows.push(row);
    }
    sheet
}

fn row(view: &View<'_>, costs: &Costs, place: usize, sheet: &Sheet) -> Vec<Cell> {
    let at = sheet.next();
    let name = match place {
        0 => headed(view, 0),
        place => numbered(view, place),
    };
    let mut row: Vec<Cell> = vec![place.into(), name.into()];
    let numbers = costs.sheet.range(NUMBER);
    for year in 0..costs.years.len() {
        let pounds = costs.sheet.range(YEARS + year);
        let formula = format!("=SUMIFS({pounds},{numbers},$A{at})");
        row.push(Cell::Formula(formula, costs.total(place, year)));
    }
    let all = costs.of_all_years(place);
    row.push(costs::sum(at, FIRST, costs.years.len(), all));
    let column = letters(all_years(costs));
    let baseline = sheet.row(0) + 1;
    let formula = format!("={column}{at}-{column}${baseline}");
    row.push(Cell::Formula(formula, all - costs.of_all_years(0)));
    row
}

/// Where the sum over all years is.
fn all_years(costs: &Costs) -> usize {
    FIRST + costs.years.len()
}

/// The cell with what a scenario costs in all years, as a formula of another worksheet names it.
pub fn of(totals: &Sheet, place: usize) -> String {
    totals.cell(place, totals.columns.len() - 2)
}
