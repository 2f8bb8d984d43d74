//! The options compared: one row each, the one that does most for the budget first.

use crate::experiment::headline::Mean;
use crate::experiment::metrics::Metric;
use crate::output::lines;
use crate::output::words::worded_mean;
use crate::report::answer::{Verdict, of_option};
use crate::report::view::{View, wording};

use super::sheet::{Cell, Kind, NOT_APPLICABLE, NOT_KNOWN, Sheet, column, letters, wide};
use super::{numbered, of_enough};

/// Where the columns are of which the chart is drawn.
pub const NAMES: usize = 0;
pub const DIFFERENCE: usize = 2;
pub const BELOW: usize = 17;
pub const ABOVE: usize = 18;

/// The worksheet, if there are options.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    view.lead?;
    let span = view.results.span_in_words();
    let mut columns = vec![
        wide("Option", Kind::Text, 40.0),
        wide("Total cost in words", Kind::Text, 24.0),
        column(format!("Total cost over {span}, difference"), Kind::Pounds),
        column("Total cost, 95% interval from", Kind::Pounds),
        column("Total cost, 95% interval to", Kind::Pounds),
        wide("Days in care in words", Kind::Text, 24.0),
        column("Days in care, all children, difference", Kind::Number),
        column("Days in care, 95% interval from", Kind::Number),
        column("Days in care, 95% interval to", Kind::Number),
        column("Cost of the option, recruitment included", Kind::Pounds),
        column("Saving a year since it began", Kind::Pounds),
        column("Saving a year, 95% interval from", Kind::Pounds),
        column("Saving a year, 95% interval to", Kind::Pounds),
        column("Chance that it saves", Kind::Share),
        column("Chance, 95% interval from", Kind::Share),
        column("Chance, 95% interval to", Kind::Share),
        wide("Has paid for itself by the end of", Kind::Text, 18.0),
        column(
            "Total cost: difference less its lower end (for the chart)",
            Kind::Pounds,
        ),
        column(
            "Total cost: upper end less the difference (for the chart)",
            Kind::Pounds,
        ),
    ];
    if with_run_off(view) {
        columns.push(column("Chance that it saves, with run-off", Kind::Share));
        columns.push(column("With run-off, 95% interval from", Kind::Share));
        columns.push(column("With run-off, 95% interval to", Kind::Share));
    }
    let together = match view.ranking(Metric::CostTotalGbp) {
        Some(ranking) => format!(
            "Intervals of cost hold for all {} comparisons of two scenarios together, and so do those of days and of the saving a year; those of chances are of one comparison.",
            ranking.comparisons
        ),
        None => "Intervals are those of one comparison.".to_owned(),
    };
    let mut sheet = Sheet::new(
        "Options",
        "options",
        "the options compared: cost, days in care, saving a year, chance that it saves",
        format!("The options compared, over {span}"),
        &[
            "This worksheet contains one table: an option in each row, the one that does most for the budget first.",
            "Differences are option less baseline: a minus is money not spent, or days less in care.",
            &together,
        ],
        columns,
    );
    for place in view.ordered(Metric::CostTotalGbp) {
        let row = row(view, place, sheet.next());
        sheet.rows.push(row);
    }
    Some(sheet)
}

fn row(view: &View<'_>, place: usize, at: u32) -> Vec<Cell> {
    let decisive = |metric| view.decisive(place, metric).unwrap_or(Mean::UNKNOWN);
    let cost = decisive(Metric::CostTotalGbp);
    let days = decisive(Metric::TimeInCareChildDays);
    let words = |metric, mean: &Mean| worded_mean(wording(metric), mean).0;
    let option = view.scenario(place);
    let saving = view.saving_a_year(place).unwrap_or(Mean::UNKNOWN);
    let own = option.cost_of_the_option();
    let mut row: Vec<Cell> = vec![
        numbered(view, place).into(),
        words(Metric::CostTotalGbp, &cost).into(),
    ];
    row.extend([cost.mean, cost.ci_low, cost.ci_high].map(Cell::from));
    row.push(words(Metric::TimeInCareChildDays, &days).into());
    row.extend([days.mean, days.ci_low, days.ci_high].map(Cell::from));
    row.push(own.mean.into());
    row.extend([saving.mean, saving.ci_low, saving.ci_high].map(Cell::from));
    let chance = [
        option.chance_it_saves,
        option.chance_it_saves_low,
        option.chance_it_saves_high,
    ];
    let told = |share| Cell::from(of_enough(share, view.futures() as u64));
    row.extend(chance.map(told));
    row.push(paid_back(view, place).into());
    let [mean, low, high] = [2, 3, 4].map(letters);
    row.push(less(
        &format!("{mean}{at}-{low}{at}"),
        cost.mean - cost.ci_low,
    ));
    row.push(less(
        &format!("{high}{at}-{mean}{at}"),
        cost.ci_high - cost.mean,
    ));
    if with_run_off(view) {
        let chance = option.chance_with_run_off().unwrap_or(Mean::UNKNOWN);
        let shares = [chance.mean, chance.ci_low, chance.ci_high];
        row.extend(shares.map(told));
    }
    row
}

/// Whether anybody asked what comes after the run.
fn with_run_off(view: &View<'_>) -> bool {
    !view.results.run_off.is_empty()
}

/// A difference of two cells; of one future there is no interval, and so none.
fn less(formula: &str, result: f64) -> Cell {
    match result.is_finite() {
        true => Cell::Formula(format!("={formula}"), result),
        false => NOT_KNOWN.into(),
    }
}

fn paid_back(view: &View<'_>, place: usize) -> String {
    let option = view.scenario(place);
    match (&option.paid_back, option.costs_first) {
        // By a month, and yet perhaps not by the end: nobody is to be told the month.
        (_, Some(true)) if of_option(view, place) == Verdict::Unclear => lines::NO_MONTH.to_owned(),
        (_, Some(false)) => "never costs more".to_owned(),
        (Some(by), Some(true)) => lines::month_in_words(by),
        (None, Some(true)) if option.paid_back_earliest.is_some() => lines::NO_MONTH.to_owned(),
        (None, Some(true)) => format!("not within {}", view.results.span_in_words()),
        (_, None) => NOT_APPLICABLE.to_owned(),
    }
}
