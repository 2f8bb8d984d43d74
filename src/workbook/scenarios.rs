//! The scenarios by their numbers.

use crate::report::view::{View, date};

use super::sheet::{Kind, Sheet, column, wide};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        column("Number", Kind::Place),
        wide("Title", Kind::Text, 60.0),
        wide("Name in the files", Kind::Text, 28.0),
        wide("What it is", Kind::Text, 24.0),
        wide("From", Kind::Text, 17.0),
        wide("Cost of its own", Kind::Text, 14.0),
        wide("Includes", Kind::Text, 50.0),
    ];
    let mut sheet = Sheet::new(
        "Scenarios",
        "scenarios",
        "what the numbers of scenarios stand for",
        "The scenarios by their numbers",
        &[
            "This worksheet contains one table: a scenario in each row. Numbers are used throughout the workbook.",
        ],
        columns,
    );
    for (place, scenario) in view.results.scenarios.iter().enumerate() {
        let what = match place {
            0 => "baseline",
            _ if scenario.is_belief => "another belief about the world",
            _ => "option",
        };
        let states = match (place, scenario.states_cost) {
            (0, _) => "",
            (_, true) => "stated",
            (_, false) => "not stated",
        };
        sheet.rows.push(vec![
            place.into(),
            (&scenario.title).into(),
            (&scenario.scenario).into(),
            what.into(),
            date(scenario.from).into(),
            states.into(),
            (&scenario.includes).into(),
        ]);
    }
    sheet
}
