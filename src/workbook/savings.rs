//! Savings by year: what of each is cashable, what is the council's own capacity, what the option itself
//! costs, and how much only avoids growth. Formulas over the budget lines.

use crate::experiment::appraisal::growth::Rule;
use crate::experiment::metrics::Metric;
use crate::finance::nature::Nature;
use crate::report::view::View;

use super::costs::{self, Costs, NATURE, NUMBER, YEARS};
use super::headed;
use super::sheet::{Cell, Kind, NOT_APPLICABLE, Sheet, column, wide};

/// Where the years are.
pub const YEAR: usize = 2;
/// Where the first kind of money is.
pub const FIRST: usize = 3;

/// The worksheet, with where the rows are of the option that is drawn.
pub struct Savings {
    /// The worksheet.
    pub sheet: Sheet,
    /// The first and the last row of the option that does most for the budget.
    pub lead: Option<(usize, usize)>,
}

/// The worksheet, if there are options.
pub fn sheet(view: &View<'_>, costs: &Costs) -> Option<Savings> {
    let options = 1..view.results.scenarios.len();
    if options.is_empty() || costs.years.is_empty() {
        return None;
    }
    let mut columns = vec![
        column("Number", Kind::Place),
        wide("Scenario", Kind::Text, 12.0),
        wide("Year", Kind::Text, 10.0),
    ];
    columns.extend(Nature::ALL.map(|nature| column(costs::nature(nature), Kind::Pounds)));
    columns.push(column("Total saving", Kind::Pounds));
    columns.push(column("Total, 95% interval from", Kind::Pounds));
    columns.push(column("Total, 95% interval to", Kind::Pounds));
    columns.push(column("Of it growth avoided, no cut", Kind::Pounds));
    let mut sheet = Sheet::new(
        "Savings by year",
        "savings",
        "what each option saves in each year: cashable, capacity, cost of the option, growth avoided",
        "What each option saves in each financial year: mean of all futures",
        &[
            "This worksheet contains one table: a year of an option in each row. A saving is baseline less option: a minus costs more.",
            "The first three figures and their total are formulas over the worksheet Costs.",
            "Growth avoided is part of the total: it keeps spending from rising above the baseline's first full year. Years that are not full have none.",
        ],
        columns,
    );
    sheet.kept = 3;
    let mut lead = None;
    for place in options {
        let first = sheet.rows.len();
        let growth = growth(view, costs, place);
        for (year, avoided) in growth.into_iter().enumerate() {
            let row = row(view, costs, (place, year), avoided, sheet.next());
            sheet.rows.push(row);
        }
        if view.lead == Some(place) {
            lead = Some((first, sheet.rows.len() - 1));
        }
    }
    Some(Savings { sheet, lead })
}

fn row(
    view: &View<'_>,
    costs: &Costs,
    (place, year): (usize, usize),
    avoided: Option<f64>,
    at: u32,
) -> Vec<Cell> {
    let label = &costs.years[year];
    let mut row: Vec<Cell> = vec![place.into(), headed(view, place).into(), label.into()];
    let [pounds, numbers, natures] = [YEARS + year, NUMBER, NATURE].map(|c| costs.sheet.range(c));
    let mut total = 0.0;
    for nature in Nature::ALL {
        let of = |number: &str| {
            let nature = costs::nature(nature);
            format!("SUMIFS({pounds},{numbers},{number},{natures},\"{nature}\")")
        };
        let formula = format!("={}-{}", of("0"), of(&format!("$A{at}")));
        let saved = costs.of(0, year, nature) - costs.of(place, year, nature);
        total += saved;
        row.push(Cell::Formula(formula, saved));
    }
    row.push(costs::sum(at, FIRST, Nature::ALL.len(), total));
    let metric = Metric::CostTotalGbp.spec().name;
    let difference = view.results.cells.difference(place, metric, "all", label);
    let saving = difference.map(|difference| difference.mean.turned());
    let ends = saving.map_or([f64::NAN; 2], |saving| [saving.ci_low, saving.ci_high]);
    row.extend(ends.map(Cell::from));
    row.push(avoided.map_or(NOT_APPLICABLE.into(), Cell::from));
    row
}

/// What of each year's saving avoids growth, by the rule of the appraisal; none in years that are not full.
fn growth(view: &View<'_>, costs: &Costs, place: usize) -> Vec<Option<f64>> {
    let made = &view.results.made;
    let full: Vec<usize> = (0..costs.years.len())
        .filter(|year| is_full(&costs.years[*year], made.start, made.end))
        .collect();
    let gross = |place| -> Vec<f64> {
        let of =
            |year: &usize| costs.total(place, *year) - costs.of(place, *year, Nature::CostOfOption);
        full.iter().map(of).collect()
    };
    let (before, after) = (gross(0), gross(place));
    let rule = Rule::from_means(&before, &after);
    let parts = rule.by_year(&before, &after);
    let mut years = vec![None; costs.years.len()];
    for (year, part) in full.into_iter().zip(parts) {
        years[year] = Some(part);
    }
    years
}

/// Whether all of a financial year, `2017/18`, lies within the run.
fn is_full(year: &str, start: jiff::civil::Date, end: jiff::civil::Date) -> bool {
    let first: Option<i16> = year.split('/').next().and_then(|year| year.parse().ok());
    let april = |year: i16| jiff::civil::Date::new(year, 4, 1).ok();
    let Some((first, next)) = first.and_then(|year| april(year).zip(april(year + 1))) else {
        return false;
    };
    start <= first && next <= end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_full_if_all_of_it_lies_within_the_run() {
        let date = |text: &str| text.parse().expect("a date");
        let (start, end) = (date("2017-04-02"), date("2019-04-01"));
        assert!(!is_full("2017/18", start, end));
        assert!(is_full("2018/19", start, end));
        assert!(!is_full("2019/20", start, end));
        assert!(!is_full("horizon", start, end));
    }
}
