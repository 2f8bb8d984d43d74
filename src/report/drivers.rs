//! What drives the answer, and what would flip it: from an analysis of the assumptions of the same files.

use maud::{Markup, html};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::output::number::percent;
use crate::output::results::beside::Measured;
use crate::output::words::{UNCLEAR, worded_mean};

use super::assumptions::{assumption, in_words, known};
use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::view::{difference_said, wording_named};
use super::words::count;
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
            p {
                "The analysis is of " (view.quoted(place)) " over " (analysis.made.years) " years, in " (analysis.made.replications)
                " futures: each assumption with a range is set to both of its ends, all others as stated."
                @if place != lead || analysis.made.years != view.results.made.years {
                    " The answer above is of " (view.quoted(lead)) " over " (view.results.made.years)
                    " years, so that sums here are not to be compared with sums there."
                }
            }
            @for (id, metric) in [("drivers-cost", Metric::CostTotalGbp), ("drivers-days", Metric::TimeInCareChildDays)] {
                @if is_nothing(&analysis.rows, metric) {
                    p { "With the figures as stated the option makes no difference to " (what(metric)) " in any future. What it would do if one of them stood elsewhere is in sensitivity.csv." }
                } @else if let Some(figure) = tornado(&analysis.rows, metric, id) {
                    (sure(&analysis.rows, metric))
                    (figure.shown())
                    @let set = by_construction(&analysis.rows, metric);
                    @if !set.is_empty() {
                        p { "Left out, as they matter by construction (the option sets them itself): "
                            @for (n, row) in set.iter().enumerate() { @if n > 0 { "; " } (in_words(&row.assumption)) } "." }
                    }
                    (flips(&analysis.rows, metric, analysis.made.replications))
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
    /// At the high end less at the low.
    swing: Mean,
}

/// Whether the first matters more than all others beyond doubt: it moves the answer by more than any of them
/// can, whichever way, by their intervals.
fn clearly_first(drivers: &[Driver<'_>]) -> bool {
    let least = |swing: &Mean| swing.ci_low.max(-swing.ci_high);
    let most = |swing: &Mean| swing.ci_high.max(-swing.ci_low);
    match drivers {
        [first, others @ ..] => others
            .iter()
            .all(|other| least(&first.swing) > most(&other.swing)),
        [] => true,
    }
}

fn drivers(rows: &[Measured], metric: Metric) -> Vec<Driver<'_>> {
    let name = metric.spec().name;
    let of_metric = || rows.iter().filter(|row| row.metric == name);
    let find = |key: &str, measure: &str| {
        of_metric().find(|r| r.assumption == key && r.measure == measure)
    };
    let set = by_construction(rows, metric);
    let mut drivers: Vec<Driver<'_>> = of_metric()
        .filter(|row| {
            row.measure == "difference_at_low"
                && !set
                    .iter()
                    .any(|s| [&s.assumption, &s.file] == [&row.assumption, &row.file])
        })
        .filter_map(|low| {
            let high = find(&low.assumption, "difference_at_high")?;
            Some(Driver {
                key: &low.assumption,
                low: mean(low),
                high: mean(high),
                at: [&low.at, &high.at],
                swing: mean(find(&low.assumption, "swing")?),
            })
        })
        .collect();
    let swing = |driver: &Driver<'_>| driver.swing.mean.abs();
    drivers.sort_by(|a, b| swing(b).total_cmp(&swing(a)).then(a.key.cmp(b.key)));
    drivers.truncate(DRAWN);
    drivers
}

/// The baseline's figures that the option sets itself.
fn by_construction(rows: &[Measured], metric: Metric) -> Vec<&Measured> {
    let name = metric.spec().name;
    let set = rows
        .iter()
        .filter(|r| r.metric == name && r.measure == "by_construction");
    set.collect()
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

/// What the difference is in.
fn what(metric: Metric) -> &'static str {
    match metric {
        Metric::CostTotalGbp => "total cost",
        _ => "days in care",
    }
}

/// Whether the figures as stated make no difference in any future.
fn is_nothing(rows: &[Measured], metric: Metric) -> bool {
    let stated = overall(rows, metric, "stated_difference");
    stated.is_some_and(|s| [s.value, s.ci_low, s.ci_high] == [0.0; 3])
}

/// How sure the answer is when it is not known which assumptions hold: a probability from which chance is
/// taken out, with bounds that allow for how few combinations and futures there were.
fn sure(rows: &[Measured], metric: Metric) -> Markup {
    let Some(better) = overall(rows, metric, "probability_better") else {
        return html! {};
    };
    let what = match metric {
        Metric::CostTotalGbp => "saves money",
        _ => "means fewer days in care",
    };
    let said = |share: f64| percent(share, 0.01);
    let [found, low, high] = [better.value, better.ci_low, better.ci_high].map(said);
    html! {
        p { "All assumptions were varied together within their ranges. "
            @if better.ci_low.is_nan() {
                "The difference is the same whatever is assumed, as far as so few combinations and futures can tell that from chance, so that no probability is given."
            } @else if better.value.is_nan() {
                "How likely the option then " (what) ", good and bad luck averaged, cannot be told from so few combinations and futures: it could be anything from "
                (low) " to " (high) "."
            } @else {
                "That the option then " (what) ", good and bad luck averaged, "
                @if found == said(1.0) {
                    "has a probability of at least " (low) ", as far as so few combinations and futures tell."
                } @else if found == said(0.0) {
                    "has a probability of at most " (high) ", as far as so few combinations and futures tell."
                } @else {
                    "has an estimated probability of " (found) "; with so few combinations and futures it could be anything from "
                    (low) " to " (high) "."
                }
            }
        }
    }
}

fn tornado(rows: &[Measured], metric: Metric, id: &'static str) -> Option<Figure> {
    let drivers = drivers(rows, metric);
    let stated = overall(rows, metric, "stated_difference")?;
    let wording = wording_named(&stated.metric);
    let ends = drivers.iter().flat_map(|d| [d.low.mean, d.high.mean]);
    let axis = Axis::over(ends.chain([stated.value]).collect::<Vec<_>>(), wording);
    let first = drivers.first()?;
    let clear = clearly_first(&drivers);
    let rows: Vec<Row> = drivers
        .iter()
        .map(|driver| Row {
            name: html! { (in_words(driver.key)) },
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
    let what = what(metric);
    let mut table = Table::new(
        format!("The difference in {what} with each assumption at both ends of its range"),
        &[
            "Assumption",
            "At its low end",
            "Difference",
            "At its high end",
            "Difference",
        ],
    );
    for driver in &drivers {
        table.push(vec![
            assumption(driver.key),
            at(driver.key, driver.at[0]),
            html! { (difference_said(&driver.low, wording)) },
            at(driver.key, driver.at[1]),
            html! { (difference_said(&driver.high, wording)) },
        ]);
    }
    Some(Figure {
        id,
        title: match (clear, drivers.get(1)) {
            (false, Some(second)) => html! {
                "Two assumptions move the difference in " (what) " most in these futures: “" (in_words(first.key)) "” and “" (in_words(second.key)) "”"
            },
            _ => {
                html! { "The difference in " (what) " depends most on “" (in_words(first.key)) "”" }
            }
        },
        notes: vec![
            format!(
                "Option less baseline with one assumption at an end of its range and all others as stated, the {DRAWN} that move it most in these futures; the bars begin at the difference as stated, {}. In brackets: 95 % intervals.",
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

/// The values at which the answer changes its sign, or nothing is left of it, within their ranges.
fn flips(rows: &[Measured], metric: Metric, futures: usize) -> Markup {
    let name = metric.spec().name;
    let of = |measure: &'static str| {
        let measured = rows.iter();
        measured.filter(move |r| r.metric == name && r.measure == measure)
    };
    let within = |r: &&Measured| r.value.abs() <= 1.0 && !r.at.is_empty();
    let confirmed = |flip: &Measured| {
        let mut verdicts = of("switching_confirmed");
        verdicts.any(|r| r.assumption == flip.assumption && r.value == 1.0)
    };
    let searched = of("switching_value").count() + of("vanishing_value").count();
    let found: Vec<&Measured> = of("switching_value").filter(within).collect();
    let vanishing: Vec<&Measured> = of("vanishing_value").filter(within).collect();
    html! {
        @if searched == 0 {
            p { "Chance alone could explain the difference in " (what(metric)) ", so that there is nothing to flip: it was not searched for." }
        } @else if found.is_empty() && vanishing.is_empty() {
            p { "None of the assumptions that were searched, the " (count(searched)) " that matter most, changes by itself, at an end of its range, "
                (match metric {
                    Metric::CostTotalGbp => "whether the option saves money",
                    _ => "whether it means fewer days in care",
                }) "." }
        } @else {
            @if !found.is_empty() {
                p { "The difference in " (what(metric)) " would change its sign if, all others as stated:" }
                ul { @for flip in found { li {
                    (in_words(&flip.assumption)) " were " (at(&flip.assumption, &flip.at))
                    @if !confirmed(flip) { " (not confirmed to either side)" }
                    " " code { (flip.assumption) }
                } } }
            }
            @if !vanishing.is_empty() {
                p { "In none of the " (futures) " futures would anything be left of the difference in " (what(metric)) " if, all others as stated:" }
                ul { @for flip in vanishing { li { (in_words(&flip.assumption)) " were " (at(&flip.assumption, &flip.at)) " " code { (flip.assumption) } } } }
            }
        }
    }
}

/// A value with its unit: `2400 (£ a week)`.
fn at(key: &str, value: &str) -> Markup {
    let unit = known(key).map_or("", |known| known.unit);
    html! { bdi { (value) } @if !unit.is_empty() { " (" (unit) ")" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(low: f64, high: f64) -> Driver<'static> {
        let nothing = Mean {
            mean: 0.0,
            ci_low: 0.0,
            ci_high: 0.0,
        };
        Driver {
            key: "made up",
            low: nothing,
            high: nothing,
            at: ["", ""],
            swing: Mean {
                mean: f64::midpoint(low, high),
                ci_low: low,
                ci_high: high,
            },
        }
    }

    /// Whichever way a swing goes, its size is compared: -9 to -7 is 7 to 9, and -1 to 8 is up to 8.
    #[test]
    fn the_first_matters_most_only_if_its_interval_lies_beyond_all_others() {
        let clear = |swings: &[[f64; 2]]| {
            let drivers: Vec<_> = swings
                .iter()
                .map(|[low, high]| driver(*low, *high))
                .collect();
            clearly_first(&drivers)
        };
        assert!(clear(&[[-9.0, -7.0], [2.0, 4.0]]));
        assert!(!clear(&[[-9.0, -7.0], [6.0, 8.0]]));
        assert!(!clear(&[[7.0, 9.0], [2.0, 4.0], [-1.0, 8.0]]));
        assert!(!clear(&[[-1.0, 8.0], [2.0, 3.0]]));
        assert!(clear(&[[1.0, 2.0]]));
    }

    fn row(assumption: &str, measure: &str, at: &str, value: f64) -> Measured {
        Measured {
            metric: "cost_total_gbp".to_owned(),
            assumption: assumption.to_owned(),
            file: String::new(),
            measure: measure.to_owned(),
            at: at.to_owned(),
            value,
            ci_low: value,
            ci_high: value,
        }
    }

    /// What is confirmed is a fact, what is not is said not to be, what vanishes does not flip; and nothing
    /// is invented where nothing was searched.
    #[test]
    fn flips_are_told_as_what_they_are() {
        let metric = Metric::CostTotalGbp;
        let said = |rows: &[Measured]| flips(rows, metric, 20).into_string();
        let key = "planning.parallel";
        let at = |measure, value| row(key, measure, "0.7", value);
        let confirmed = [
            at("switching_value", 0.4),
            row(key, "switching_confirmed", "", 1.0),
        ];
        assert!(
            said(&confirmed).contains("0.7</bdi> (share)")
                && !said(&confirmed).contains("not confirmed")
        );
        let doubtful = [
            at("switching_value", 0.4),
            row(key, "switching_confirmed", "", 0.0),
        ];
        assert!(said(&doubtful).contains("(not confirmed to either side)"));
        let vanishing = [at("vanishing_value", 0.4)];
        let said_of_it = said(&vanishing);
        assert!(
            said_of_it.contains(
                "In none of the 20 futures would anything be left of the difference in total cost"
            ) && !said_of_it.contains("sign")
        );
        assert!(said(&[]).contains("Chance alone could explain the difference in total cost"));
        let nowhere = [row(key, "switching_value", "", f64::NAN)];
        assert!(said(&nowhere).contains("at an end of its range, whether the option saves money"));
    }

    /// What every combination agrees on is not certain: few were tried.
    #[test]
    fn a_probability_is_never_said_to_be_certain() {
        let said = |value, ci_low, ci_high| {
            let row = Measured {
                ci_low,
                ci_high,
                ..row("", "probability_better", "", value)
            };
            sure(&[row], Metric::CostTotalGbp).into_string()
        };
        let all = said(1.0, 0.89, 1.0);
        assert!(
            all.contains("at least 89 %") && !all.contains("100 %"),
            "{all}"
        );
        let none = said(0.001, 0.0, 0.11);
        assert!(
            none.contains("at most 11 %") && !none.contains(" 0 %"),
            "{none}"
        );
        let some = said(0.6, 0.4, 0.8);
        assert!(some.contains("probability of 60 %") && some.contains("from 40 % to 80 %"));
        let open = said(f64::NAN, 0.1, 0.9);
        assert!(
            open.contains("cannot be told") && open.contains("from 10 % to 90 %"),
            "{open}"
        );
        let hidden = said(f64::NAN, f64::NAN, f64::NAN);
        assert!(
            hidden.contains("no probability is given") && !hidden.contains('%'),
            "{hidden}"
        );
    }

    /// What the option sets itself is left out, even if nothing moves the difference more.
    #[test]
    fn what_is_so_by_construction_is_no_driver() {
        let of = |key, size| {
            let measures = ["difference_at_low", "difference_at_high", "swing"];
            measures.map(|measure| row(key, measure, "", size))
        };
        let mut rows = [
            of("planning.parallel", 9.0),
            of("entries.yearly_change", 1.0),
        ]
        .concat();
        let keys = |rows: &[Measured]| {
            let found = drivers(rows, Metric::CostTotalGbp);
            found
                .iter()
                .map(|driver| driver.key.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&rows), ["planning.parallel", "entries.yearly_change"]);
        rows.push(row("planning.parallel", "by_construction", "", 1.0));
        assert_eq!(keys(&rows), ["entries.yearly_change"]);
    }

    #[test]
    fn an_option_that_makes_no_difference_in_any_future_is_known() {
        let stated = |value| [row("", "stated_difference", "", value)];
        assert!(is_nothing(&stated(0.0), Metric::CostTotalGbp));
        assert!(!is_nothing(&stated(-1.0), Metric::CostTotalGbp));
        assert!(!is_nothing(&[], Metric::CostTotalGbp));
    }
}
