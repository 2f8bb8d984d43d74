//! The cost bridge, savings year by year split into cashable and capacity, and when an option pays back.

use maud::{Markup, html};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::experiment::run_off::Judged;
use crate::finance::bridge::Cause;
use crate::finance::line::Line;
use crate::finance::nature::Nature;
use crate::finance::run_off::{BEDS_NOT_COUNTED, OPTION_NOT_COUNTED};
use crate::output::appraisal::{half_width, short};
use crate::output::lines;
use crate::output::results::{Month, Part};
use crate::output::words::worded_mean;

use super::answer::{Verdict, of_option, verdict};
use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::curves::{Curve, curves};
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::stock::end_of;
use super::view::{INTERVAL, difference_said};
use super::words::{capitalised, uncapitalised};
use super::{Section, View, readings, words};

/// What the bars of the bridge mean.
const STEPS: [(Look, &str); 3] = [
    (Look::Less, "clearly less"),
    (Look::More, "clearly more"),
    (Look::Unclear, "no clear difference"),
];

/// What the bars of a year mean.
const PARTS: [(Look, &str); 5] = [
    (
        Look::Less,
        "cashable, less: invoices and allowances that stop",
    ),
    (Look::More, "cashable, more"),
    (Look::Level, "the council's own carers and staff"),
    (Look::Other, "the option itself, recruitment included"),
    (Look::Unclear, "all together, with its 95 % interval"),
];

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let lead = view.lead?;
    Some(Section {
        id: "money",
        title: "What it costs and saves, and why",
        body: html! {
            p { "Charts are of " (view.called(lead)) "; tables below them have every option where there is room, the CSV files always. \
                 Money is in prices of " bdi { (view.results.made.price_base_year) } ". "
                (view.results.made.price_notes.join(" ")) }
            @for figure in [bridge(view, lead), by_year(view, lead), payback(view, lead)].into_iter().flatten() {
                (figure.shown())
            }
            (run_off(view))
            (readings::section(view, lead))
        },
    })
}

/// A part of an option's difference in cost.
fn step(view: &View<'_>, place: usize, kind: &str, part: &str) -> Option<Mean> {
    let name = &view.scenario(place).scenario;
    let steps = view.results.bridge.iter();
    let mut steps = steps.filter(|s| s.scenario == *name && s.view == kind);
    steps.find(|s| s.part == part).map(|s| s.difference())
}

fn total(view: &View<'_>, place: usize) -> Option<Mean> {
    view.decisive(place, Metric::CostTotalGbp)
}

/// What the parts come to, where that is no saving.
fn in_all(view: &View<'_>, lead: usize) -> &'static str {
    let decisive = view.decisive(lead, Metric::CostTotalGbp);
    match decisive.map(|d| verdict(d.mean, d.ci_low, d.ci_high)) {
        Some(Verdict::Costs) => "; in all it clearly costs more",
        Some(Verdict::Saves) => "",
        _ => "; whether it saves in all is not clear",
    }
}

/// From nothing to the difference in total cost, step by step.
fn bridge(view: &View<'_>, lead: usize) -> Option<Figure> {
    let causes: Vec<(&str, Mean)> = Cause::ALL
        .iter()
        .filter_map(|cause| Some((cause.label(), step(view, lead, "cause", cause.label())?)))
        .collect();
    let total_cost = total(view, lead)?;
    let mut at = 0.0;
    let mut ends = vec![0.0, total_cost.mean];
    let mut rows = Vec::new();
    for (label, difference) in causes.iter().filter(|(_, d)| d.mean != 0.0) {
        let (from, to) = (at, at + difference.mean);
        at = to;
        ends.push(to);
        rows.push((
            html! { (directed(label, difference)) },
            (from, to),
            *difference,
        ));
    }
    rows.push((
        html! { strong { "Total" } },
        (0.0, total_cost.mean),
        total_cost,
    ));
    let axis = Axis::over(ends, Wording::Money);
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|(name, (from, to), difference)| Row {
            name,
            marks: vec![Mark::Bar(from, to, by_sign(&difference))],
            said: format!("{} {}", short(&difference), half_width(&difference)),
        })
        .collect();
    let greatest = causes.iter().filter(|(_, d)| d.ci_high < 0.0);
    let greatest = greatest.min_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    Some(Figure {
        id: "bridge",
        title: html! {
            @match greatest {
                Some((label, d)) => {
                    "The greatest saving with " (view.called(lead)) " is " (directed(label, d).to_lowercase()) ", " (difference_said(d, Wording::Money))
                    (in_all(view, lead))
                }
                None => { "No part of the budget clearly saves with " (view.called(lead)) }
            }
        },
        notes: vec![
            "Pounds over the whole run, option less baseline: each bar begins where the one above it ends; to the left is money not spent.".to_owned(),
            "Days in care are valued at the baseline's average price of a placement; what the price of a day changes is the next bar. \
             Behind each figure: half the width of its 95 % interval; “unclear” if that includes zero.".to_owned(),
            view.of_one_comparison_but(", but for that of the total,"),
            "Source: bridge.csv.".to_owned(),
        ],
        chart: strips("bridge", &axis, &rows, &STEPS),
        table: bridge_table(view),
    })
}

/// A cause by the way it goes here.
fn directed(label: &str, difference: &Mean) -> String {
    let less = difference.mean < 0.0;
    match label {
        label if label == Cause::Days.label() && less => "Fewer days in care".to_owned(),
        label if label == Cause::Days.label() => "More days in care".to_owned(),
        label if label == Cause::Mix.label() && less => "Cheaper placements".to_owned(),
        label if label == Cause::Mix.label() => "Dearer placements".to_owned(),
        label => label.to_owned(),
    }
}

fn by_sign(difference: &Mean) -> Look {
    match Look::of(difference.ci_low, difference.ci_high) {
        Look::Unclear if difference.ci_low.is_nan() && difference.mean < 0.0 => Look::Less,
        Look::Unclear if difference.ci_low.is_nan() => Look::More,
        look => look,
    }
}

const TOTAL: &str = "total";

/// A row for each part that is something for some option, and the total; a column for each option.
fn bridge_table(view: &View<'_>) -> Table {
    let options = view.options();
    let mut table = Table::new(
        "Where the difference in total cost comes from, and how much of it is cash",
        &["Part"],
    );
    table
        .headings
        .extend(options.iter().map(|place| view.headed(*place)));
    let mut push = |label: &str, of: &dyn Fn(usize) -> Option<Mean>| {
        let of: Vec<Option<Mean>> = options.iter().map(|place| of(*place)).collect();
        if label != TOTAL && of.iter().flatten().all(lines::is_nothing) {
            return;
        }
        let figure = |mean: Option<Mean>| html! { @if let Some(d) = mean { (short(&d)) " " span.whole { (half_width(&d)) } } };
        let row = std::iter::once(html! { (capitalised(label)) });
        table.push(row.chain(of.into_iter().map(figure)).collect());
    };
    for cause in Cause::ALL {
        push(cause.label(), &|place| {
            step(view, place, "cause", cause.label())
        });
    }
    push(TOTAL, &|place| total(view, place));
    for nature in Nature::ALL {
        let label = format!("of it {}", nature.label());
        push(&label, &|place| step(view, place, "cash", nature.label()));
    }
    push("of the saving: growth avoided, no cut", &|place| {
        step(view, place, "growth", "avoided, no cut")
    });
    push("of what is cashable: growth avoided, no cut", &|place| {
        step(view, place, "growth", "avoided of what is cashable, no cut")
    });
    table
}

/// What one nature of money changes in one year. What is cashable has an interval of its own; of the others
/// the ends of the lines' intervals are added, which is exact where one line varies and errs to the wide side
/// otherwise.
fn of_year(view: &View<'_>, place: usize, nature: Nature, year: &str) -> Mean {
    let difference = |metric: Metric, group: &str| {
        let cells = &view.results.cells;
        let difference = cells.difference(place, metric.spec().name, group, year);
        difference.map(|difference| difference.mean)
    };
    if nature == Nature::Cashable
        && let Some(cashable) = difference(Metric::CostCashableGbp, "all")
    {
        return cashable;
    }
    let lines = Line::ALL.iter().filter(|line| line.nature() == nature);
    let changed = lines.filter_map(|line| difference(Metric::CostGbp, line.label()));
    changed.fold(NOTHING, |sum, line| Mean {
        mean: sum.mean + line.mean,
        ci_low: sum.ci_low + line.ci_low,
        ci_high: sum.ci_high + line.ci_high,
    })
}

const NOTHING: Mean = Mean {
    mean: 0.0,
    ci_low: 0.0,
    ci_high: 0.0,
};

/// Every financial year's difference, with what of it is cash.
pub fn by_year(view: &View<'_>, lead: usize) -> Option<Figure> {
    let metric = Metric::CostTotalGbp;
    let years: Vec<String> = view
        .results
        .cells
        .years(metric, "all")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let of = |place: usize, year: &str| {
        let difference = view
            .results
            .cells
            .difference(place, metric.spec().name, "all", year);
        difference.map(|d| d.mean)
    };
    let differences: Vec<(String, Mean)> = years
        .iter()
        .filter_map(|year| Some((year.clone(), of(lead, year)?)))
        .collect();
    let parts = |year: &str| Nature::ALL.map(|nature| of_year(view, lead, nature, year));
    let ends = differences.iter().flat_map(|(year, d)| {
        let [cash, capacity, own] = parts(year).map(|part| part.mean);
        [
            d.ci_low,
            d.ci_high,
            d.mean,
            cash,
            cash + capacity,
            cash.max(0.0) + capacity.max(0.0) + own.max(0.0),
        ]
    });
    let axis = Axis::over(ends.collect::<Vec<_>>(), Wording::Money);
    let rows: Vec<Row> = differences
        .iter()
        .map(|(year, d)| Row {
            name: html! { (year) },
            marks: stacked(parts(year).map(|part| part.mean), d),
            said: difference_said(d, Wording::Money),
        })
        .collect();
    let saving: Vec<&(String, Mean)> = differences
        .iter()
        .filter(|(_, d)| d.ci_high < 0.0)
        .collect();
    let last_saves = saving
        .last()
        .is_some_and(|(year, _)| differences.last().is_some_and(|(l, _)| l == year));
    let mut table = Table::new(
        format!("Difference in cost by financial year, option {lead}, mean"),
        &[
            "Year",
            "Total",
            "95 % interval",
            "Cashable",
            "Own carers and staff",
            "The option itself, recruitment",
        ],
    );
    for (year, d) in &differences {
        let (said, range) = worded_mean(Wording::Money, d);
        let figures = parts(year).map(|part| html! { (short(&part)) });
        let mut row = vec![
            html! { (year) },
            html! { (said) },
            html! { (range.trim_matches(['(', ')'])) },
        ];
        row.extend(figures);
        table.push(row);
    }
    Some(Figure {
        id: "by-year",
        title: html! {
            @match saving.first() {
                Some((year, _)) if last_saves => { (view.called_first(lead)) " first clearly saves in " (year) ", and saves in the last year, too" }
                Some((year, _)) => { (view.called_first(lead)) " clearly saves in " (year) ", but no longer in the last year" }
                None => { "In no year does " (view.called(lead)) " clearly save" }
            }
        },
        notes: vec![
            "Pounds in each financial year, option less baseline; to the left is less spent. Carers and staff become money only if they are used otherwise or given up."
                .to_owned(),
            INTERVAL.to_owned(),
            view.of_one_comparison(),
            "Source: differences.csv.".to_owned(),
        ],
        chart: strips("by-year", &axis, &rows, &PARTS),
        table,
    })
}

/// What is saved from zero to the left and what costs more to the right, and the total as a point.
fn stacked(parts: [f64; 3], total: &Mean) -> Vec<Mark> {
    let (mut left, mut right) = (0.0, 0.0);
    let mut marks = Vec::new();
    for (place, part) in parts.into_iter().enumerate() {
        let look = match (place, part < 0.0) {
            (0, true) => Look::Less,
            (0, false) => Look::More,
            (1, _) => Look::Level,
            _ => Look::Other,
        };
        let end = if part < 0.0 { &mut left } else { &mut right };
        marks.push(Mark::Bar(*end, *end + part, look));
        *end += part;
    }
    let look = Look::Unclear;
    marks.push(Mark::Interval(total.ci_low, total.ci_high, look));
    marks.push(Mark::Point(total.mean, look));
    marks
}

/// What has been saved since the beginning, month by month.
fn payback(view: &View<'_>, lead: usize) -> Option<Figure> {
    let name = &view.scenario(lead).scenario;
    let months = view
        .results
        .cash_flow
        .iter()
        .filter(|month| month.scenario == *name);
    let point = |month: &Month| {
        let d = month.cumulative();
        Some([end_of(&month.month)?, d.ci_low, d.mean, d.ci_high]).filter(|p| p[2].is_finite())
    };
    let points: Vec<[f64; 4]> = months.clone().filter_map(point).collect();
    let alone = points.first()?[1].is_nan();
    let points: Vec<[f64; 4]> = match alone {
        true => points
            .into_iter()
            .map(|[x, _, y, _]| [x, y, y, y])
            .collect(),
        false => points,
    };
    let ends = points.iter().flat_map(|p| [p[1], p[3]]);
    let axis = Axis::over(ends.collect::<Vec<_>>(), Wording::Money);
    let made = &view.results.made;
    let payback = view.scenario(lead).payback()?;
    let unclear = of_option(view, lead) == Verdict::Unclear;
    let line = lines::payback(&payback, &view.results.span_in_words(), made.end);
    let mut table = Table::new(
        format!(
            "Cost of option {lead} since the beginning, less the baseline's, at the end of each financial year"
        ),
        &["By the end of", "Since the beginning", "95 % interval"],
    );
    let marches = months.filter(|m| m.month.ends_with("-03"));
    for by in marches {
        let (said, range) = worded_mean(Wording::Money, &by.cumulative());
        table.push(vec![
            html! { (lines::month_in_words(&by.month)) },
            html! { (said) },
            html! { (range.trim_matches(['(', ')'])) },
        ]);
    }
    Some(Figure {
        id: "payback",
        title: html! {
            @match line {
                _ if unclear => { "Whether " (view.called(lead)) " saves or costs money by the end is not clear, nor by when it would have paid for itself" }
                None => { (view.called_first(lead)) " never costs more, added up, than the baseline" }
                Some(line) if line.label == "Has paid for itself" => {
                    (view.called_first(lead)) " has not paid for itself within " (view.results.span_in_words())
                }
                Some(line) if line.said == lines::NO_MONTH => { "By when " (view.called(lead)) " has paid for itself is unclear " (line.range) }
                Some(line) => { "On average " (view.called(lead)) " has paid for itself by the end of " (line.said) " " (line.range) }
            }
        },
        notes: vec![
            "Pounds since the beginning, option less baseline: above zero it has cost more so far, below zero it has saved.".to_owned(),
            "Band: 95 % interval for the average over simulated futures.".to_owned(),
            view.of_one_comparison(),
            "Source: cash_flow.csv.".to_owned(),
        ],
        chart: curves("payback", &axis, &[Curve { name: view.numbered(lead), points, look: Look::Less }]),
        table,
    })
}

/// What is saved after the horizon, if that was asked for.
fn run_off(view: &View<'_>) -> Markup {
    let of = |name: &str, [line, cash]: [&str; 2], part: Part| {
        let rows = view.results.run_off.iter();
        let mut rows = rows.filter(|r| r.scenario == name && r.line == line && r.cash == cash);
        rows.find(|r| r.part == part).map(|r| r.difference())
    };
    let span = view.results.span_in_words();
    let mut table = Table::new(
        "Savings within the run and after it",
        &[
            "Option",
            "Within the run",
            "After it, for those there before",
            "Both",
            "Of it cashable, before the option's cost",
            "Of it own carers and staff",
            "Both, present value",
            "Chance that both together save",
        ],
    );
    let mut judged = Vec::new();
    for place in view.options() {
        let name = &view.scenario(place).scenario;
        let total = |part| of(name, ["total", "all"], part);
        let kind = |nature: Nature| of(name, ["total", nature.label()], Part::Both);
        let known = [
            total(Part::Horizon),
            total(Part::RunOff),
            total(Part::Both),
            kind(Nature::Cashable),
            kind(Nature::Capacity),
            of(name, ["present value", "all"], Part::Both),
        ];
        if let [Some(within), Some(after), Some(both), ..] = known
            && known.iter().all(Option::is_some)
        {
            let mut means = known
                .each_ref()
                .map(|mean| mean.as_ref().unwrap_or(&Mean::UNKNOWN));
            let decisive = self::total(view, place);
            means[0] = decisive.as_ref().unwrap_or(means[0]);
            let lines = lines::run_off(means, &span);
            let figures = lines
                .iter()
                .map(|line| html! { (line.said) " " (line.range) });
            let chance = view.scenario(place).chance_with_run_off();
            let chance = chance.map(|chance| words::chance(chance.mean, view.futures() as u64));
            let row = std::iter::once(view.numbered(place)).chain(figures);
            let row = row.chain([html! { (chance.unwrap_or_default()) }]);
            table.push(row.collect());
            judged.extend(judged_with([within, after, both], view, place));
        }
    }
    html! {
        @if !table.rows.is_empty() {
            h3 { "What is saved after the " (span) }
            p { "For children who were there before the end, each future went on until they were grown up. \
                 " (OPTION_NOT_COUNTED) " " (BEDS_NOT_COUNTED) " \
                 Everywhere else payback and the chance of a saving are within the run." }
            (table.framed())
            p.notes { (view.of_one_comparison_but(", but for those within the run,")) }
            @if !judged.is_empty() {
                ul { @for (place, line) in &judged {
                    li { (view.numbered(*place)) ": " (uncapitalised(&line.label)) ": " (line.said) " " (line.range) }
                } }
            }
        }
    }
}

/// What is judged of an option with what comes after the run counted, by its place.
fn judged_with(total: [Mean; 3], view: &View<'_>, place: usize) -> Vec<(usize, lines::Line)> {
    let option = view.scenario(place);
    let known = option
        .chance_with_run_off()
        .zip(option.paid_back_with_run_off);
    let judged = known.map(|(saves, paid_back)| Judged {
        saves,
        paid_back,
        break_even_household: option.break_even_household_with_run_off(),
    });
    let end = view.results.made.end;
    let said = lines::run_off_judged(&total, judged.as_ref(), end, view.futures()).into_iter();
    said.map(|line| (place, line)).collect()
}
