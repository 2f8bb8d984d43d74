//! What drives the answer, and what would flip it: from an analysis of the assumptions of the same files.

use maud::{Markup, html};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::output::number::percent;
use crate::output::results::beside::Measured;
use crate::output::words::{UNCLEAR, worded_mean};
use crate::scenario::keys;

use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::view::{difference_said, wording_named};
use super::words::{capitalised, count, uncapitalised};
use super::{Section, View};

/// How many assumptions are drawn.
const DRAWN: usize = 8;

/// What the bars mean.
const KEY: [(Look, &str); 2] = [
    (Look::Level, "at the low end of the assumption's range"),
    (Look::Other, "at its high end"),
];

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let lead = view.lead?;
    let body = match (&view.beside.analysis, view.analysed()) {
        (Some(analysis), Some(place)) => html! {
            p { "The analysis is of " (view.quoted(place)) " over " (analysis.made.years) " years: each assumption with a range is set to both of its ends, all others as stated." }
            @for (id, metric) in [("drivers-cost", Metric::CostTotalGbp), ("drivers-days", Metric::TimeInCareChildDays)] {
                @if let Some(figure) = tornado(&analysis.rows, metric, id) {
                    (sure(&analysis.rows, metric))
                    (figure.shown())
                    (flips(&analysis.rows, metric))
                }
            }
        },
        _ => html! {
            p { "No analysis of the assumptions was given with this report. To see which of them drive the answer, and at what values it would flip, run:" }
            pre tabindex="0" role="region" aria-label="Commands for an analysis of the assumptions" { code { (command(view, lead)) } }
        },
    };
    Some(Section {
        id: "drivers",
        title: "What drives the answer, and what would flip it",
        body,
    })
}

/// The commands that make the analysis and put it into the report.
fn command(view: &View<'_>, lead: usize) -> String {
    let file = |place: usize| {
        let inputs = &view.results.made.scenarios.get(place);
        let last = inputs.and_then(|s| s.inputs.last());
        let name = last.map_or("SCENARIO.toml", |input| input.name.as_str());
        let typed = view.results.made.command.iter();
        let mut typed = typed.filter(|word| word.ends_with(name));
        super::provenance::shell(typed.next().map_or(name, String::as_str))
    };
    format!(
        "permanence sensitivity {} {} --out results/sensitivity\npermanence report RESULTS --sensitivity results/sensitivity",
        file(0),
        file(lead)
    )
}

/// What one assumption does.
struct Driver<'a> {
    key: &'a str,
    low: Mean,
    high: Mean,
    at: [&'a str; 2],
}

fn drivers(rows: &[Measured], metric: Metric) -> Vec<Driver<'_>> {
    let name = metric.spec().name;
    let of_metric = || rows.iter().filter(|row| row.metric == name);
    let find = |key: &str, measure: &str| {
        of_metric().find(|r| r.assumption == key && r.measure == measure)
    };
    let mut drivers: Vec<Driver<'_>> = of_metric()
        .filter(|row| row.measure == "difference_at_low")
        .filter_map(|low| {
            let high = find(&low.assumption, "difference_at_high")?;
            Some(Driver {
                key: &low.assumption,
                low: mean(low),
                high: mean(high),
                at: [&low.at, &high.at],
            })
        })
        .collect();
    let swing = |driver: &Driver<'_>| (driver.high.mean - driver.low.mean).abs();
    drivers.sort_by(|a, b| swing(b).total_cmp(&swing(a)).then(a.key.cmp(b.key)));
    drivers.truncate(DRAWN);
    drivers
}

fn mean(row: &Measured) -> Mean {
    Mean {
        mean: row.value,
        ci_low: row.ci_low,
        ci_high: row.ci_high,
    }
}

fn overall<'a>(rows: &'a [Measured], metric: Metric, measure: &str) -> Option<&'a Measured> {
    let name = metric.spec().name;
    rows.iter()
        .find(|r| r.metric == name && r.assumption.is_empty() && r.measure == measure)
}

/// How sure the answer is when it is not known which assumptions hold.
fn sure(rows: &[Measured], metric: Metric) -> Markup {
    let Some(better) = overall(rows, metric, "probability_better") else {
        return html! {};
    };
    let [low, high] = [better.ci_low, better.ci_high].map(|end| percent(end, 0.01));
    let what = match metric {
        Metric::CostTotalGbp => "saves money",
        _ => "means fewer days in care",
    };
    html! {
        p { "Over all assumptions within their ranges, the probability that the option " (what)
            " on average lies between " (low) " and " (high) "." }
    }
}

fn tornado(rows: &[Measured], metric: Metric, id: &'static str) -> Option<Figure> {
    let drivers = drivers(rows, metric);
    let stated = overall(rows, metric, "stated_difference")?;
    let wording = wording_named(&stated.metric);
    let ends = drivers.iter().flat_map(|d| [d.low.mean, d.high.mean]);
    let axis = Axis::over(ends.chain([stated.value]).collect::<Vec<_>>(), wording);
    let first = drivers.first()?;
    let rows: Vec<Row> = drivers
        .iter()
        .map(|driver| Row {
            name: html! { (about(driver.key)) },
            marks: vec![
                Mark::Bar(stated.value, driver.low.mean, Look::Level),
                Mark::Bar(stated.value, driver.high.mean, Look::Other),
            ],
            said: format!(
                "low: {}; high: {}",
                said(&driver.low, wording),
                said(&driver.high, wording)
            ),
        })
        .collect();
    let mut table = Table::new(
        "The difference with each assumption at both ends of its range",
        &[
            "Assumption",
            "Key",
            "At its low end",
            "Difference",
            "At its high end",
            "Difference",
        ],
    );
    for driver in &drivers {
        table.push(vec![
            html! { (about(driver.key)) },
            html! { code { (driver.key) } },
            html! { bdi { (driver.at[0]) } },
            html! { (difference_said(&driver.low, wording)) },
            html! { bdi { (driver.at[1]) } },
            html! { (difference_said(&driver.high, wording)) },
        ]);
    }
    let what = if metric == Metric::CostTotalGbp {
        "total cost"
    } else {
        "days in care"
    };
    Some(Figure {
        id,
        title: html! { "The difference in " (what) " depends most on " (uncapitalised(&about(first.key))) },
        notes: vec![
            format!(
                "Option less baseline with one assumption at an end of its range and all others as stated, the {DRAWN} that matter most; the bars begin at the difference as stated, {}.",
                difference_said(&mean(stated), wording)
            ),
            "Source: sensitivity.csv.".to_owned(),
        ],
        chart: strips(id, &axis, &rows, &KEY),
        table,
    })
}

fn said(mean: &Mean, wording: Wording) -> String {
    match worded_mean(wording, mean).0 {
        said if said == UNCLEAR => "unclear".to_owned(),
        said => said,
    }
}

/// The values at which the answer changes its sign.
fn flips(rows: &[Measured], metric: Metric) -> Markup {
    let name = metric.spec().name;
    let switching = rows
        .iter()
        .filter(|r| r.metric == name && r.measure == "switching_value");
    let searched: Vec<&Measured> = switching.collect();
    let within: Vec<&&Measured> = searched
        .iter()
        .filter(|r| r.value.abs() <= 1.0 && !r.at.is_empty())
        .collect();
    html! {
        @if within.is_empty() {
            p { "None of the " (count(searched.len())) " assumptions that were searched, those that matter most, flips it by itself within its range." }
        } @else {
            p { "It would flip if, all others as stated:" }
            ul { @for flip in within { li { (about(&flip.assumption)) " were " bdi { (flip.at) } " " code { (flip.assumption) } } } }
        }
    }
}

/// What a key means, in its first words.
fn about(key: &str) -> String {
    let bare = keys::within_authority(key).unwrap_or(key);
    let about = keys::find(bare).map_or(key, |known| known.about);
    let end = about.find([':', ';', '(']).unwrap_or(about.len());
    let first = about[..end].split(". ").next().unwrap_or(about);
    let first = first.trim_end_matches(['.', ' ', ',']);
    match bare.starts_with("prices.") {
        true => format!("Price: {}", uncapitalised(first)),
        false => capitalised(first),
    }
}
