//! The bridge: from what the baseline costs to what each option costs, budget line by budget line, as
//! formulas over the costs. Causes are no sums of costs: the program works them out, and they have a
//! worksheet of their own.

use crate::finance::line::Line as BudgetLine;
use crate::report::view::View;

use super::costs::{self, Costs};
use super::sheet::{Cell, Kind, Line, Sheet, column, letters, wide};
use super::{headed, numbered, totals};

/// The worksheet, if there are options.
pub fn sheet(view: &View<'_>, totals: &Sheet, costs: &Costs) -> Option<Sheet> {
    let options: Vec<usize> = (1..view.results.scenarios.len()).collect();
    if options.is_empty() {
        return None;
    }
    let mut columns = vec![wide("Part", Kind::Text, 44.0)];
    let headings = options.iter().map(|place| headed(view, *place));
    columns.extend(headings.map(|heading| column(heading, Kind::Pounds)));
    let mut sheet = Sheet::new(
        "Bridge",
        "bridge",
        "from what the baseline costs to what each option costs, budget line by budget line",
        "From what the baseline costs to what each option costs, all years",
        &[
            "This worksheet contains one table: a budget line in each row, an option in each column. All figures are formulas over the worksheet Costs.",
            "A minus is money not spent. The last row is the difference between the two ways to the same total, and has to be nothing.",
            "The names of the options stand in Scenarios. Why costs change, and how surely, stands in Causes.",
        ],
        columns,
    );
    if let [only] = options.as_slice() {
        let named = format!("Option {}", numbered(view, *only));
        sheet.lines.insert(0, Line::Said(named));
    }
    sheet.rows = labels(costs).map(|label| vec![label.into()]).collect();
    for (column, place) in options.into_iter().enumerate() {
        let cells = column_of(totals, costs, (place, column + 1), &sheet);
        for (row, cell) in sheet.rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }
    sheet.strong = vec![0, costs.lines.len() + 1];
    Some(sheet)
}

/// The names of the rows.
fn labels(costs: &Costs) -> impl Iterator<Item = String> {
    let ends = [
        "Option: total cost, added up",
        "Option: total cost, from its budget lines",
        "Difference between the two",
    ];
    let lines = costs.lines.iter().map(|line| costs::named(*line));
    std::iter::once("Baseline: total cost".to_owned())
        .chain(lines)
        .chain(ends.map(str::to_owned))
}

/// An option's column, from the baseline's total to the check.
fn column_of(
    totals: &Sheet,
    costs: &Costs,
    (place, column): (usize, usize),
    sheet: &Sheet,
) -> Vec<Cell> {
    let total = |place| {
        let formula = format!("={}", totals::of(totals, place));
        Cell::Formula(formula, costs.of_all_years(place))
    };
    let steps = costs.lines.iter().map(|line| step(costs, place, *line));
    let (steps, changes): (Vec<Cell>, Vec<f64>) = steps.unzip();
    let mut cells: Vec<Cell> = std::iter::once(total(0)).chain(steps).collect();
    let sum = costs.of_all_years(0) + changes.iter().sum::<f64>();
    let letter = letters(column);
    let at = |row: usize| format!("{letter}{}", sheet.row(row) + 1);
    let all = costs.lines.len();
    let added = format!("=SUM({}:{})", at(0), at(all));
    cells.push(Cell::Formula(added, sum));
    cells.push(total(place));
    let check = format!("=ROUND({}-{},2)", at(all + 1), at(all + 2));
    let cents = ((sum - costs.of_all_years(place)) * 100.0).round() / 100.0;
    // Never a negative nothing.
    cells.push(Cell::Formula(check, cents + 0.0));
    cells
}

/// What an option changes in a budget line: the formula, and what it comes to.
fn step(costs: &Costs, place: usize, line: BudgetLine) -> (Cell, f64) {
    let [numbers, lines] = [costs::NUMBER, costs::LINE].map(|column| costs.sheet.range(column));
    let (pounds, name) = (costs.all_years(), costs::named(line));
    let of = |place: usize| format!("SUMIFS({pounds},{numbers},{place},{lines},\"{name}\")");
    let changed = costs.of_line(place, line) - costs.of_line(0, line);
    let formula = format!("={}-{}", of(place), of(0));
    (Cell::Formula(formula, changed), changed)
}
