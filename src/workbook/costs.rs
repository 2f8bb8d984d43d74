//! Costs by budget line and financial year, with a formula for what each line comes to.

use crate::experiment::metrics::Metric;
use crate::finance::line::Line;
use crate::finance::nature::Nature;
use crate::report::view::View;
use crate::report::words::capitalised;

use super::headed;
use super::sheet::{Cell, Kind, Sheet, column, letters, wide};

/// Where the scenarios' numbers are, by which rows are added up.
pub const NUMBER: usize = 0;
/// Where the budget line is.
pub const LINE: usize = 2;
/// Where the kind of money is.
pub const NATURE: usize = 3;
/// Where the first year is.
pub const YEARS: usize = 4;

/// The worksheet, with what others add up from it.
pub struct Costs {
    /// The worksheet.
    pub sheet: Sheet,
    /// The financial years.
    pub years: Vec<String>,
    /// The budget lines that are something in some scenario.
    pub lines: Vec<Line>,
    /// By scenario and year, what each line costs.
    pounds: Vec<Vec<[f64; Line::COUNT]>>,
}

impl Costs {
    /// What a scenario costs in a year.
    pub fn total(&self, place: usize, year: usize) -> f64 {
        self.pounds[place][year].iter().sum()
    }

    /// What of it is money of one kind.
    pub fn of(&self, place: usize, year: usize, nature: Nature) -> f64 {
        let lines = Line::ALL.iter().filter(|line| line.nature() == nature);
        lines
            .map(|line| self.pounds[place][year][*line as usize])
            .sum()
    }

    /// What a budget line comes to in all years.
    pub fn of_line(&self, place: usize, line: Line) -> f64 {
        let years = self.pounds[place].iter();
        years.map(|lines| lines[line as usize]).sum()
    }

    /// The cells with what lines come to in all years, as a formula of another worksheet names them.
    pub fn all_years(&self) -> String {
        self.sheet.range(YEARS + self.years.len())
    }

    /// What a scenario costs in all years.
    pub fn of_all_years(&self, place: usize) -> f64 {
        (0..self.years.len())
            .map(|year| self.total(place, year))
            .sum()
    }
}

/// What kind of money a line is, in few words.
pub fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Cashable => "Cashable",
        Nature::Capacity => "Own carers and staff",
        Nature::CostOfOption => "Option and recruitment",
    }
}

/// A budget line as the worksheets name it.
pub fn named(line: Line) -> String {
    capitalised(line.label())
}

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Costs {
    let cells = &view.results.cells;
    let years = cells.years(Metric::CostTotalGbp, "all");
    let years: Vec<String> = years.into_iter().map(str::to_owned).collect();
    let metric = Metric::CostGbp.spec().name;
    let cost = |place, line: Line, year: &str| {
        let level = cells.level(place, metric, line.label(), year);
        level.map_or(0.0, |level| level.mean)
    };
    let of_scenario = |place| {
        let of_year =
            |year: &String| std::array::from_fn(|line| cost(place, Line::ALL[line], year));
        years.iter().map(of_year).collect()
    };
    let places = 0..view.results.scenarios.len();
    let pounds: Vec<Vec<[f64; Line::COUNT]>> = places.clone().map(of_scenario).collect();
    let mut sheet = blank(&years);
    let spent = |line: &Line| {
        let mut all = pounds.iter().flatten();
        all.any(|lines| lines[*line as usize] != 0.0)
    };
    let lines: Vec<Line> = Line::ALL.into_iter().filter(spent).collect();
    for place in places {
        for line in &lines {
            let row = row(view, place, *line, &pounds[place], sheet.next());
            sheet.rows.push(row);
        }
    }
    Costs {
        sheet,
        years,
        lines,
        pounds,
    }
}

fn blank(years: &[String]) -> Sheet {
    let mut columns = vec![
        column("Number", Kind::Place),
        wide("Scenario", Kind::Text, 12.0),
        wide("Budget line", Kind::Text, 32.0),
        wide("Kind of money", Kind::Text, 24.0),
    ];
    columns.extend(years.iter().map(|year| column(year, Kind::Pounds)));
    columns.push(column("All years", Kind::Pounds));
    let mut sheet = Sheet::new(
        "Costs",
        "costs",
        "costs by budget line and financial year, with the total of each line",
        "Costs by budget line and financial year: mean of all futures",
        &[
            "This worksheet contains one table: a budget line of a scenario in each row. All years is a formula.",
            "Totals by scenario and year stand in the worksheet Total costs. Lines that are nothing in every scenario are left out.",
        ],
        columns,
    );
    sheet.kept = 3;
    sheet
}

fn row(
    view: &View<'_>,
    place: usize,
    line: Line,
    pounds: &[[f64; Line::COUNT]],
    at: u32,
) -> Vec<Cell> {
    let years: Vec<f64> = pounds.iter().map(|lines| lines[line as usize]).collect();
    let mut row: Vec<Cell> = vec![
        place.into(),
        headed(view, place).into(),
        named(line).into(),
        nature(line.nature()).into(),
    ];
    row.extend(years.iter().map(|value| Cell::from(*value)));
    row.push(sum(at, YEARS, years.len(), years.iter().sum()));
    row
}

/// The sum of neighbouring cells of a row.
pub fn sum(at: u32, first: usize, count: usize, result: f64) -> Cell {
    let (from, to) = (letters(first), letters(first + count.saturating_sub(1)));
    Cell::Formula(format!("=SUM({from}{at}:{to}{at})"), result)
}
