//! Children in care over time, with the range over simulated futures.

use maud::{Markup, html};

use crate::experiment::headline::Wording;
use crate::experiment::metrics::Metric;
use crate::output::lines::{ENOUGH_FOR_SHARES, month_in_words};

use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::curves::{Curve, curves};
use super::figure::{Figure, Table};
use super::view::{date, eight_in_ten, tells_range, whole};
use super::{Section, View};

const METRIC: Metric = Metric::ChildrenInCare;

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let figure = figure(view)?;
    Some(Section {
        id: "children-in-care",
        title: "Children in care over time",
        body: figure.shown(),
    })
}

pub fn figure(view: &View<'_>) -> Option<Figure> {
    let months = view.results.cells.months(METRIC, "all");
    let scenarios = [Some(0), view.lead_for_children].into_iter().flatten();
    let drawn: Vec<Curve> = scenarios
        .map(|place| Curve {
            name: named(view, place),
            points: points(view, place, &months),
            look: if place == 0 { Look::Level } else { Look::Less },
        })
        .collect();
    let highs = drawn
        .iter()
        .flat_map(|curve| curve.points.iter().map(|p| p[3]));
    let axis = Axis::over(highs, Wording::Number);
    let (first, last) = (months.first()?, months.last()?);
    let level = |place, month: &str| {
        view.results
            .cells
            .level(place, METRIC.spec().name, "all", month)
    };
    let (then, now) = (level(0, first)?, level(0, last)?);
    let end = view.last_day();
    Some(Figure {
        id: "stock",
        title: html! {
            "In the baseline " (whole(now)) " children are in care on " (end) ", after " (whole(then))
            " at the end of " (month_in_words(first)) ", the first month"
            @if let Some(lead) = view.lead_for_children {
                @let change = view.changed_said(lead, METRIC, "all");
                @if !change.is_empty() { "; with " (view.called(lead)) ", " (change) }
            }
        },
        notes: vec![
            "Children in care at the end of each month; the upright axis begins at zero. The run opens a month before the first \
             point, and children come and leave within that month, so the point is not the number at the opening."
                .to_owned(),
            format!(
                "{} The line is their average. That levels are close is no sign that scenarios are alike: they share \
                 their chance events, and differences are much surer than levels.",
                view.range("The band")
            ),
            "Source: summary.csv.".to_owned(),
        ],
        chart: curves("stock", &axis, &drawn),
        table: table(view),
    })
}

fn named(view: &View<'_>, place: usize) -> Markup {
    let ranges = view.futures() >= ENOUGH_FOR_SHARES;
    match place {
        0 if ranges => html! { "Baseline (line), and the range of 8 in 10 futures (band)" },
        0 => html! { "Baseline (line)" },
        place => {
            html! { (view.numbered(place)) " (dashed)" (if ranges { ", likewise" } else { "" }) }
        }
    }
}

/// Of too few futures the line alone.
fn points(view: &View<'_>, place: usize, months: &[&str]) -> Vec<[f64; 4]> {
    let point = |month: &&str| {
        let level = view
            .results
            .cells
            .level(place, METRIC.spec().name, "all", month)?;
        let [low, high] = match tells_range(level) {
            true => [level.p10, level.p90],
            false => [level.mean; 2],
        };
        Some([end_of(month)?, low, level.mean, high])
    };
    months.iter().filter_map(point).collect()
}

/// When a month ends, in years: `2017-03` ends at 2017.25.
pub fn end_of(month: &str) -> Option<f64> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (f64, f64) = (year.parse().ok()?, month.parse().ok()?);
    Some(year + month / 12.0)
}

/// Every scenario at every 31 March.
fn table(view: &View<'_>) -> Table {
    let cells = &view.results.cells;
    let months = cells.months(METRIC, "all");
    let marches: Vec<&str> = months
        .into_iter()
        .filter(|month| month.ends_with("-03"))
        .collect();
    let mut table = Table::new(
        match view.futures() < ENOUGH_FOR_SHARES {
            true => "Children in care on 31 March: mean",
            false => "Children in care on 31 March: mean, and the range of 8 in 10 futures",
        },
        &["Scenario"],
    );
    table.headings.extend(marches.iter().map(|month| {
        let day = format!("{month}-31").parse();
        html! { (day.map_or((*month).to_owned(), date)) }
    }));
    for place in 0..view.results.scenarios.len() {
        let mut row = vec![view.numbered(place)];
        for month in &marches {
            let level = cells.level(place, METRIC.spec().name, "all", month);
            row.push(html! {
                @if let Some(l) = level {
                    (whole(l)) @if let Some(range) = eight_in_ten(l) { " (" (range) ")" }
                }
            });
        }
        table.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        assert_eq!(end_of("2017-03"), Some(2017.25));
        assert_eq!(end_of("2017-12"), Some(2018.0));
        assert_eq!(end_of("2017"), None);
    }
}
