//! A back-test of this baseline, if there is one: what would have been forecast of the council's past.

use maud::{Markup, html};

use crate::experiment::headline::Wording;
use crate::output::number::{percent, rounded};
use crate::output::results::beside::{Forecast, Score};

use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::{Section, View};

/// The series and the variant of `scores.csv` that are told.
const STOCK: &str = "looked_after";

/// What the marks mean.
const KEY: [(Look, &str); 2] = [
    (Look::Level, "forecast, with the range of 8 in 10 futures"),
    (Look::Unclear, "published later"),
];

/// Why its ranges are not those of the report.
const WIDER: &str = "The rates of entry and leaving of a back-test's futures wander from year to year, as a council's do; those of this report's \
    futures are the baseline's. So the ranges elsewhere in this report are narrower: they are for comparing options, and are no forecast.";

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let council = &view.results.made.council;
    let own = view.beside.backtest.as_ref().map(|test| {
        let of_council = test
            .stock
            .iter()
            .filter(|f| f.series == STOCK && is_same(&f.council, council));
        (of_council.collect::<Vec<&Forecast>>(), &test.scores)
    });
    let body = match own {
        Some((own, scores)) if !own.is_empty() => html! {
            (figure(&own).shown())
            (all_councils(scores))
        },
        Some((_, scores)) => html! {
            p { "The back-test that was given has no forecast of " bdi { (council) } "." }
            (all_councils(scores))
        },
        None => html! {
            p { "No back-test was given with this report. How well baselines drawn up from published tables would have forecast the years that followed is tried by:" }
            pre tabindex="0" role="region" aria-label="Commands for a back-test" { code {
                "permanence backtest --dfe DIR --out results/backtest\npermanence report RESULTS --backtest results/backtest"
            } }
        },
    };
    Some(Section {
        id: "back-test",
        title: "Back-test",
        body,
    })
}

/// Published tables and scenarios write the names of councils with and without capitals.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn figure(own: &[&Forecast]) -> Figure {
    let inside = own
        .iter()
        .filter(|f| f.p10 <= f.published && f.published <= f.p90)
        .count();
    let low = own.iter().filter(|f| f.mean < f.published).count();
    let ends = own.iter().flat_map(|f| [f.p90, f.published]);
    let axis = Axis::over(ends.collect::<Vec<_>>(), Wording::Number);
    let rows: Vec<Row> = own
        .iter()
        .map(|f| Row {
            name: html! { (f.origin) " + " (f.horizon) (if f.horizon == 1 { " year" } else { " years" }) },
            marks: vec![
                Mark::Interval(f.p10, f.p90, Look::Level),
                Mark::Point(f.mean, Look::Level),
                Mark::Point(f.published, Look::Unclear),
            ],
            said: format!("{} forecast, {} published", rounded(f.mean, 1.0), rounded(f.published, 1.0)),
        })
        .collect();
    let mut table = Table::new(
        "Children looked after at 31 March: forecast and published",
        &[
            "Forecast from",
            "Years ahead",
            "Forecast",
            "8 in 10 futures",
            "Published",
        ],
    );
    for f in own {
        table.push(vec![
            html! { "31 March " (f.origin) },
            html! { (f.horizon) },
            html! { (rounded(f.mean, 1.0)) },
            html! { (rounded(f.p10, 1.0)) " to " (rounded(f.p90, 1.0)) },
            html! { (rounded(f.published, 1.0)) },
        ]);
    }
    Figure {
        id: "forecasts",
        title: html! {
            "Of " (own.len()) " forecasts of this council's children in care, " (inside)
            " have what was published within their 8-in-10 range; " (low) " were too low, " (own.len() - low) " too high"
        },
        notes: vec![
            "Children looked after at 31 March. A filled circle is the forecast, the line the range of 8 in 10 futures, the empty diamond what was published later.".to_owned(),
            "A baseline is drawn up from the tables of the year named and those before it, and nothing later. Forecasts of one year from several years before are not independent.".to_owned(),
            WIDER.to_owned(),
            "Source: stock.csv of the back-test.".to_owned(),
        ],
        chart: strips("forecasts", &axis, &rows, &KEY),
        table,
    }
}

/// How good such ranges were over all councils.
fn all_councils(scores: &[Score]) -> Markup {
    let wanted = scores
        .iter()
        .filter(|s| s.series == STOCK && s.origin == "all");
    let first = scores.first().map_or("", |s| s.defaults.as_str());
    let told: Vec<&Score> = wanted.filter(|s| s.defaults == first).collect();
    html! {
        @if !told.is_empty() {
            p { "Over all councils the 8-in-10 range of the number in care held what was published: "
                @for (place, score) in told.iter().enumerate() {
                    @if place > 0 { "; " }
                    (percent(score.coverage_80, 0.01)) " of the time " (score.horizon) " year" (if score.horizon == 1 { "" } else { "s" }) " ahead ("
                    (percent(score.coverage_80_low, 0.01).trim_end_matches(" %")) " to " (percent(score.coverage_80_high, 0.01)) ")"
                }
                ". 80 % would be right." }
        }
    }
}
