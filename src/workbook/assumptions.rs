//! The assumptions: all of the baseline, and what each option changes, with how sure each is.

use crate::output::results::Assumption;
use crate::report::assumptions::{changes, colour, in_words};
use crate::report::view::View;

use super::headed;
use super::sheet::{Cell, Kind, NOT_APPLICABLE, NOT_KNOWN, Sheet, wide};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Assumption", Kind::Text, 44.0),
        wide("What it is", Kind::Text, 50.0),
        wide("Value", Kind::Exact, 24.0),
        wide("Low", Kind::Exact, 20.0),
        wide("High", Kind::Exact, 20.0),
        wide("Unit", Kind::Text, 18.0),
        wide("How sure", Kind::Text, 11.0),
        wide("Baseline's value", Kind::Exact, 24.0),
        wide("From", Kind::Text, 12.0),
        wide("Source", Kind::Text, 70.0),
        wide("File", Kind::Text, 24.0),
    ];
    let mut sheet = Sheet::new(
        "Assumptions",
        "assumptions",
        "what is assumed, with range, source and how sure it is",
        "Assumptions of the baseline, and what each option changes",
        &[
            "This worksheet contains one table: an assumption in each row. Options have rows for what they change only.",
            "Green: published for this council, or close to it. Amber: published for England or a similar place, or derived.",
            "Red: assumed, or from few cases. Low and high say where the figure probably lies.",
        ],
        columns,
    );
    sheet.kept = 2;
    let baseline = &view.results.scenarios[0].scenario;
    let all = view.results.assumptions.iter();
    for assumption in all.filter(|a| a.scenario == *baseline) {
        sheet
            .rows
            .push(row(headed(view, 0), assumption, NOT_APPLICABLE.into()));
    }
    for (place, before, after) in changes(view.results) {
        let before = before.map_or(NOT_APPLICABLE.into(), |a| value(&a.value));
        sheet.rows.push(row(headed(view, place), after, before));
    }
    sheet
}

fn row(scenario: String, a: &Assumption, before: Cell) -> Vec<Cell> {
    let end = |text: &str| match text {
        "" => NOT_KNOWN.into(),
        text => value(text),
    };
    vec![
        scenario.into(),
        (&a.key).into(),
        in_words(&a.key).into(),
        value(&a.value),
        end(&a.low),
        end(&a.high),
        (&a.unit).into(),
        Cell::Rated(rated(&a.confidence)),
        before,
        (&a.from).into(),
        (&a.source).into(),
        (&a.file).into(),
    ]
}

/// A number where it is one, words where it is a list or a name.
fn value(text: &str) -> Cell {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Number(number),
        _ => text.into(),
    }
}

fn rated(confidence: &str) -> &'static str {
    match colour(confidence) {
        "green" => "Green",
        "amber" => "Amber",
        "red" => "Red",
        _ => "Not rated",
    }
}
