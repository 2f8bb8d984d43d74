//! Targets and budgets, and the chance of reaching each, if there are any.

use crate::report::view::View;

use super::causes::place;
use super::sheet::{Cell, Kind, NOT_APPLICABLE, Sheet, column, wide};
use super::{headed, of_enough};

/// How a bound in this unit is shown: as other numbers are, unless that would round what was asked for.
fn asked(unit: &str, value: f64) -> Kind {
    let kind = Kind::of_unit(unit);
    let last_place = match kind {
        Kind::Pounds => 1.0,
        Kind::Share => 1_000.0,
        _ => 10.0,
    };
    let places = value * last_place;
    match (places - places.round()).abs() < 1e-6 {
        true => kind,
        false => Kind::Exact,
    }
}

/// The worksheet, if there are targets or a budget.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    let columns = vec![
        wide("Target or budget", Kind::Text, 60.0),
        wide("What it is", Kind::Text, 10.0),
        wide("Scenario", Kind::Text, 12.0),
        column("Chance of meeting it", Kind::Share),
        column("95% interval from", Kind::Share),
        column("95% interval to", Kind::Share),
        column("At least", Kind::Number),
        column("At most", Kind::Number),
        wide("Unit", Kind::Text, 13.0),
        wide("Group", Kind::Text, 24.0),
        wide("Period", Kind::Text, 13.0),
        column("Futures", Kind::Whole),
    ];
    let mut sheet = Sheet::new(
        "Targets",
        "targets",
        "targets and budgets, and the chance of meeting each",
        "Targets and budgets, and the chance of meeting each",
        &[
            "This worksheet contains one table: a target or a budget of a scenario in each row.",
            "A chance is the share of simulated futures in which it is met: chance events only.",
        ],
        columns,
    );
    for target in &view.results.targets {
        let shares = [target.share, target.ci_low, target.ci_high];
        let bound = |value: f64| match value.is_nan() {
            true => NOT_APPLICABLE.into(),
            false => Cell::As(value, asked(&target.unit, value)),
        };
        let mut row: Vec<Cell> = vec![
            (&target.target).into(),
            if target.is_budget { "budget" } else { "target" }.into(),
            headed(view, place(view, &target.scenario)).into(),
        ];
        row.extend(shares.map(|share| Cell::from(of_enough(share, target.n))));
        row.extend([target.at_least, target.at_most].map(bound));
        row.push((&target.unit).into());
        row.push((&target.group).into());
        row.push((&target.period).into());
        row.push(target.n.into());
        sheet.rows.push(row);
    }
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_of_a_bound_is_hidden() {
        assert_eq!(asked("gbp", 4_999.0), Kind::Pounds);
        assert_eq!(asked("gbp", 4_999.5), Kind::Exact);
        assert_eq!(asked("share", 0.604), Kind::Share);
        assert_eq!(asked("share", 0.6045), Kind::Exact);
        assert_eq!(asked("days", 182.5), Kind::Number);
        assert_eq!(asked("days", 182.625), Kind::Exact);
    }
}
