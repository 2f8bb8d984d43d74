//! The bridge: from what the baseline costs to what each option costs, cause by cause, as formulas.

use crate::finance::bridge::Cause;
use crate::report::view::View;

use super::sheet::{Cell, Kind, Line, Sheet, column, letters, wide};
use super::{causes, headed, numbered, totals};

/// The worksheet, if there are options.
pub fn sheet(view: &View<'_>, totals: &Sheet, causes: Option<&Sheet>) -> Option<Sheet> {
    let causes = causes?;
    let options: Vec<usize> = (1..view.results.scenarios.len()).collect();
    let mut columns = vec![wide("Part", Kind::Text, 44.0)];
    let headings = options.iter().map(|place| headed(view, *place));
    columns.extend(headings.map(|heading| column(heading, Kind::Pounds)));
    let mut sheet = Sheet::new(
        "Bridge",
        "bridge",
        "from what the baseline costs to what each option costs, cause by cause",
        "From what the baseline costs to what each option costs, all years",
        &[
            "This worksheet contains one table: a cause in each row, an option in each column. All figures are formulas.",
            "A minus is money not spent. The last row is the difference between the two ways to the same total, and has to be nothing.",
            "Intervals of the causes stand in the worksheet Causes, the names of the options in Scenarios.",
        ],
        columns,
    );
    if let [only] = options.as_slice() {
        let named = format!("Option {}", numbered(view, *only));
        sheet.lines.insert(0, Line::Said(named));
    }
    let [baseline, option] = [0, 1].map(|row| row * (Cause::COUNT + 1));
    let labels = ["Baseline: total cost".to_owned()]
        .into_iter()
        .chain(Cause::ALL.map(|cause| cause.label().to_owned()))
        .chain(
            [
                "Option: total cost, added up",
                "Option: total cost, from its budget lines",
                "Difference between the two",
            ]
            .map(str::to_owned),
        );
    sheet.rows = labels.map(|label| vec![Cell::from(label)]).collect();
    for (column, place) in options.into_iter().enumerate() {
        let cells = column_of(view, totals, causes, (place, column + 1), &sheet);
        for (row, cell) in sheet.rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }
    sheet.strong = vec![baseline, option];
    Some(sheet)
}

/// An option's column, from the baseline's total to the check.
fn column_of(
    view: &View<'_>,
    totals: &Sheet,
    causes: &Sheet,
    (place, column): (usize, usize),
    sheet: &Sheet,
) -> Vec<Cell> {
    let result = |cell: Option<&Cell>| match cell {
        Some(Cell::Number(value) | Cell::Formula(_, value)) => *value,
        _ => 0.0,
    };
    let total = |place: usize| {
        let cells = &totals.rows[place];
        result(cells.get(cells.len() - 2))
    };
    let from_totals =
        |place| Cell::Formula(format!("={}", totals::of(totals, place)), total(place));
    let mut cells = vec![from_totals(0)];
    let name = &view.scenario(place).scenario;
    let mut sum = total(0);
    for cause in Cause::ALL {
        let steps = view.results.bridge.iter();
        let row = { steps }.position(|step| {
            (
                step.scenario == *name,
                step.view.as_str(),
                step.part.as_str(),
            ) == (true, "cause", cause.label())
        });
        cells.push(match row {
            None => Cell::Number(0.0),
            Some(row) => {
                let value = result(causes.rows[row].get(causes::DIFFERENCE));
                sum += value;
                let cell = causes.cell(row, causes::DIFFERENCE);
                Cell::Formula(format!("={cell}"), value)
            }
        });
    }
    let letter = letters(column);
    let at = |row: usize| sheet.row(row) + 1;
    let (first, last) = (at(0), at(Cause::COUNT));
    cells.push(Cell::Formula(
        format!("=SUM({letter}{first}:{letter}{last})"),
        sum,
    ));
    cells.push(from_totals(place));
    let (added, simulated) = (at(Cause::COUNT + 1), at(Cause::COUNT + 2));
    let check = format!("=ROUND({letter}{added}-{letter}{simulated},2)");
    let cents = ((sum - total(place)) * 100.0).round() / 100.0;
    // Never a negative nothing.
    cells.push(Cell::Formula(check, cents + 0.0));
    cells
}
