//! The differences, option by option: for the budget and for days in care.

use maud::{Markup, html};

use crate::experiment::headline::Mean;
use crate::experiment::metrics::Metric;
use crate::output::ranking::{alike, alike_pairs};
use crate::output::words::worded_mean;

use super::answer::{Verdict, verdict};
use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::view::{INTERVAL, level_said, wording};
use super::words::{all_of, capitalised, count, none};
use super::{Section, View};

/// What the marks mean.
const KEY: [(Look, &str); 3] = [
    (Look::Less, "clearly less or fewer"),
    (Look::More, "clearly more"),
    (
        Look::Unclear,
        "no clear difference: the interval includes zero",
    ),
];

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    view.lead?;
    let figures = [
        of_cost(view),
        figure(
            view,
            "days-in-care",
            Metric::TimeInCareChildDays,
            [
                "mean fewer days in care",
                "means fewer days in care",
                "mean more",
                "means more",
            ],
        ),
    ];
    let beliefs: Vec<usize> = (1..view.results.scenarios.len())
        .filter(|place| view.scenario(*place).is_belief)
        .collect();
    Some(Section {
        id: "differences",
        title: "What each option changes",
        body: html! {
            p { "Each option is compared with the baseline over the same simulated futures: the same children, the same chance events. \
                 Numbers before the titles are used throughout the report. Each figure is rounded by itself, so that parts need not add up \
                 to their total; in results.xlsx and the CSV files they do." }
            @for figure in figures.into_iter().flatten() { (figure.shown()) }
            @if !beliefs.is_empty() {
                p { "Not an option but another belief about the world, so left out above: "
                    @for (place, belief) in beliefs.iter().enumerate() {
                        @if place > 0 { "; " }
                        (view.numbered(*belief))
                    }
                    ". Its figures are in the annex." }
            }
        },
    })
}

/// What each option costs less or more.
pub fn of_cost(view: &View<'_>) -> Option<Figure> {
    let verbs = ["save money", "saves money", "cost more", "costs more"];
    figure(view, "cost", Metric::CostTotalGbp, verbs)
}

/// The options' differences, the one that does best first.
fn differences(view: &View<'_>, metric: Metric) -> Vec<(usize, Mean)> {
    let places = view.ordered(metric).into_iter();
    places
        .filter_map(|place| Some((place, view.decisive(place, metric)?)))
        .collect()
}

fn figure(view: &View<'_>, id: &'static str, metric: Metric, verbs: [&str; 4]) -> Option<Figure> {
    let differences = differences(view, metric);
    let wording = wording(metric);
    let ends = differences
        .iter()
        .flat_map(|(_, d)| [d.mean, d.ci_low, d.ci_high]);
    let axis = Axis::over(ends, wording);
    let rows = differences.iter().map(|(place, d)| {
        let look = Look::of(d.ci_low, d.ci_high);
        let (said, range) = worded_mean(wording, d);
        Row {
            name: view.numbered(*place),
            marks: vec![
                Mark::Interval(d.ci_low, d.ci_high, look),
                Mark::Point(d.mean, look),
            ],
            said: format!("{said} {range}"),
        }
    });
    let rows: Vec<Row> = rows.collect();
    let question = view
        .answer(differences.first()?.0, metric)?
        .question
        .clone();
    let mut table = Table::new(
        format!("{question}: each option less the baseline"),
        &[
            "Option",
            "Difference",
            "95 % interval",
            "Baseline",
            "Option's level",
        ],
    );
    for (place, d) in &differences {
        let (said, range) = worded_mean(wording, d);
        let level = |place| {
            view.level(place, metric, "all")
                .map(|l| level_said(l, wording))
        };
        table.push(vec![
            view.numbered(*place),
            html! { (said) },
            html! { (range.trim_matches(['(', ')'])) },
            html! { (level(0).unwrap_or_default()) },
            html! { (level(*place).unwrap_or_default()) },
        ]);
    }
    let together = view.ranking(metric).map_or_else(String::new, |ranking| {
        format!(
            "These intervals, also used in the answer, hold for all {} comparisons of two scenarios together; all others in \
             this report are those of a single comparison, and narrower. {}",
            ranking.comparisons,
            told_apart(view, metric)
        )
    });
    let unit = match metric {
        Metric::CostTotalGbp => {
            "pounds over the whole run, option less baseline; left of zero is a saving"
        }
        _ => {
            "days over the whole run, all children together, option less baseline; left of zero is fewer"
        }
    };
    Some(Figure {
        id,
        title: finding(view, metric, &differences, verbs),
        notes: vec![
            format!("{question}, in {unit}."),
            INTERVAL.to_owned(),
            together,
            match view.ranking(metric) {
                Some(_) => "Source: differences.csv, ranking.csv.".to_owned(),
                None => "Source: differences.csv.".to_owned(),
            },
        ],
        chart: strips(id, &axis, &rows, &KEY),
        table,
    })
}

/// What is compared.
fn what(metric: Metric) -> &'static str {
    match metric {
        Metric::CostTotalGbp => "total cost",
        _ => "days in care",
    }
}

/// `Five of six options save money; “All five together” saves most`.
fn finding(
    view: &View<'_>,
    metric: Metric,
    differences: &[(usize, Mean)],
    verbs: [&str; 4],
) -> Markup {
    let of = |wanted: Verdict| {
        let verdicts = differences
            .iter()
            .map(|(_, d)| verdict(d.mean, d.ci_low, d.ci_high));
        verdicts.filter(|v| *v == wanted).count()
    };
    let (less, more, all) = (of(Verdict::Saves), of(Verdict::Costs), differences.len());
    let [lessens, lessens_one, adds, adds_one] = verbs;
    let what = what(metric);
    if let [(_, only)] = differences {
        return match verdict(only.mean, only.ci_low, only.ci_high) {
            Verdict::Saves => html! { "The option clearly " (lessens_one) },
            Verdict::Costs => html! { "The option clearly " (adds_one) },
            Verdict::Same => {
                html! { "The option changes nothing in " (what) ", in any simulated future" }
            }
            Verdict::Unclear | Verdict::OneFuture => {
                html! { "No clear difference in " (what) " between the option and the baseline" }
            }
        };
    }
    let verb = |n: usize, several: &str, one: &str| {
        if n == 1 {
            one.to_owned()
        } else {
            several.to_owned()
        }
    };
    let best = view.called(differences[0].0);
    match (less, more) {
        (0, 0) => {
            html! { (none(all)) " of the " (count(all)) " options makes a clear difference in " (what) }
        }
        (0, more) => html! {
            (none(all)) " of the " (count(all)) " options clearly " (lessens_one) "; " (part_of(more, all)) " clearly "
            (verb(more, adds, adds_one))
        },
        (less, _) => html! {
            (capitalised(&part_of(less, all))) " options clearly " (verb(less, lessens, lessens_one))
            @if less == 1 { ": " (best) } @else if view.alike(differences[0].0, metric).is_empty() { ", " (best) " most" }
        },
    }
}

/// `two of six`, `both`, `all six`.
fn part_of(n: usize, all: usize) -> String {
    match n == all {
        true => all_of(all),
        false => format!("{} of {}", count(n), count(all)),
    }
}

/// Which options cannot be told apart, as far as they can be listed.
fn told_apart(view: &View<'_>, metric: Metric) -> String {
    let Some(ranking) = view.ranking(metric) else {
        return String::new();
    };
    let pairs = alike_pairs(ranking);
    match alike(ranking) {
        None => "All options can be told apart.".to_owned(),
        Some(_) if pairs.len() > LISTED => format!(
            "{} pairs of options cannot be told apart at this precision (ranking.csv lists them).",
            pairs.len()
        ),
        Some(said) => said,
    }
}

/// More pairs than this are counted.
const LISTED: usize = 6;
