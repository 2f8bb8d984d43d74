//! What days less in care are worth at the prices of a claim, if a scenario names any.

use crate::report::view::View;

use super::causes::place;
use super::headed;
use super::sheet::{Cell, Kind, Sheet, column, wide};

/// The worksheet, if there are readings.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Read as", Kind::Text, 34.0),
        wide("Saving", Kind::Text, 24.0),
        wide("Period", Kind::Text, 20.0),
        column("Price of a week in care", Kind::Pounds),
        wide("Prices of", Kind::Text, 12.0),
        column("Saving a year", Kind::Pounds),
        column("95% interval from", Kind::Pounds),
        column("95% interval to", Kind::Pounds),
        column("Claimed", Kind::Pounds),
        column("Chance of the claim", Kind::Share),
    ];
    let mut sheet = Sheet::new(
        "Readings",
        "readings",
        "what days less in care are worth at the prices of a claim",
        "What days less in care are worth at the prices of a claim",
        &[
            "This worksheet contains one table: a reading of an option's saving in each row, or of the claim itself in the baseline's: six weeks less for every child who left before 18. A minus costs more.",
            "Gross is days less in care at the price; net takes off what all else costs more; cashable is what of it stops a payment.",
        ],
        columns,
    );
    for read in &view.results.readings {
        let saved = read.saved();
        let mut row: Vec<Cell> = vec![
            headed(view, place(view, &read.scenario)).into(),
            read.reading.replace('_', " ").into(),
            said(&read.saving).into(),
            (&read.period).into(),
            read.a_week_gbp.into(),
            (&read.price_year).into(),
        ];
        row.extend([saved.mean, saved.ci_low, saved.ci_high].map(Cell::from));
        row.extend([read.claimed_gbp, read.chance].map(Cell::from));
        sheet.rows.push(row);
    }
    Some(sheet)
}

/// The words of a saving's name in the file: `six_weeks_cashable_net` is "six weeks: cashable, net".
fn said(saving: &str) -> String {
    match saving.strip_prefix("six_weeks") {
        Some("") => "six weeks: gross".to_owned(),
        Some(of_them) => format!("six weeks: {}", of_them[1..].replace('_', ", ")),
        None => saving.replace('_', ", "),
    }
}
