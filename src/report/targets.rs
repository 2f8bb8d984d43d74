//! Targets and budgets, and the chance of reaching each.

use maud::{Markup, html};

use crate::output::lines::ENOUGH_FOR_SHARES;
use crate::output::number::percent;
use crate::output::results::TargetReached;

use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::view::{level_said, wording_named};
use super::words::{capitalised, count, counted, list, none};
use super::{Section, View};

/// What the marks mean.
const KEY: [(Look, &str); 2] = [
    (Look::Unclear, "baseline"),
    (Look::Less, "the option that comes nearest to meeting all"),
];

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let body = match view.results.targets.is_empty() {
        true => html! {
            p { "The baseline's file names no targets and no budget. With " code { "[[targets]]" } " or "
                code { "[budget]" } " in it, the chance of reaching each stands here." }
        },
        false => html! {
            @for (is_budget, id) in [(false, "targets-reached"), (true, "budgets-kept")] {
                @if let Some(figure) = figure(view, is_budget, id) { (figure.shown()) }
            }
        },
    };
    Some(Section {
        id: "targets",
        title: "Targets, and the chance of meeting each",
        body,
    })
}

/// A target by all scenarios, the baseline first.
fn targets<'v>(view: &'v View<'_>, is_budget: bool) -> Vec<Vec<&'v TargetReached>> {
    let rows: Vec<&TargetReached> = view.results.targets.iter().collect();
    let each = rows.chunks(view.results.scenarios.len());
    let wanted = each.filter(|target| target[0].is_budget == is_budget);
    wanted.map(<[_]>::to_vec).collect()
}

fn figure(view: &View<'_>, is_budget: bool, id: &'static str) -> Option<Figure> {
    let targets = targets(view, is_budget);
    if targets.is_empty() {
        return None;
    }
    let nearest = nearest(view, &targets);
    let rows: Vec<Row> = targets
        .iter()
        .map(|target| {
            let [before, after] = [Some(0), nearest].map(|place| place.map(|place| target[place]));
            let mut marks = Vec::new();
            for (reached, look) in [(before, Look::Unclear), (after, Look::Less)] {
                if let Some(r) = reached.filter(|r| enough(r)) {
                    marks.push(Mark::Interval(r.ci_low, r.ci_high, look));
                    marks.push(Mark::Point(r.share, look));
                }
            }
            let places: Vec<usize> = { [Some(0), nearest].into_iter() }.flatten().collect();
            let chances: Vec<String> = { places.iter() }.map(|at| chance(target[*at])).collect();
            let means = places.iter().map(|at| mean(view, *at, target[*at]));
            let means: Vec<String> = means.collect::<Option<_>>().unwrap_or_default();
            Row {
                name: html! { bdi { (target[0].target) } },
                marks,
                said: match means.is_empty() {
                    true => chances.join(" → "),
                    false => format!("{}; on average {}", chances.join(" → "), means.join(" → ")),
                },
            }
        })
        .collect();
    let thing = if is_budget { "budget" } else { "target" };
    Some(Figure {
        id,
        title: finding(view, &targets, thing, nearest),
        notes: vec![
            format!("Share of simulated futures in which the {thing} is {}: empty diamond, the baseline{}. Chance events only.",
                if is_budget { "kept" } else { "reached" },
                nearest.map_or_else(String::new, |option| format!("; blue circle, option {option}"))),
            "The line with ends is the 95 % interval of the share: what more futures could still change; undecided is what has \
             one in two within it. Not applicable is a difference from the baseline in the baseline itself, and what had nothing to \
             measure in any future."
                .to_owned(),
            "Source: targets.csv.".to_owned(),
        ],
        chart: strips(id, &Axis::shares(), &rows, &KEY),
        table: table(view, &targets, thing),
    })
}

/// The option with the greatest chances, added up over all targets.
fn nearest(view: &View<'_>, targets: &[Vec<&TargetReached>]) -> Option<usize> {
    let chances = |place: &usize| -> f64 {
        let shares = targets.iter().map(|target| target[*place].share);
        shares.filter(|share| share.is_finite()).sum()
    };
    // Of those that are alike the first.
    let options = view.options().into_iter().rev();
    options.max_by(|a, b| chances(a).total_cmp(&chances(b)))
}

fn enough(reached: &TargetReached) -> bool {
    reached.n >= ENOUGH_FOR_SHARES as u64
}

fn chance(reached: &TargetReached) -> String {
    match Told::of(reached) {
        Told::DoesNotApply => "–".to_owned(),
        Told::TooFew => format!("under {ENOUGH_FOR_SHARES} futures"),
        _ => percent(reached.share, 0.01),
    }
}

/// What a target is measured by, on average: how far away one is that is never met. Nothing of a difference,
/// which the baseline does not have.
fn mean(view: &View<'_>, place: usize, target: &TargetReached) -> Option<String> {
    let cells = &view.results.cells;
    let level = cells.level(place, &target.metric, &target.group, &target.period);
    let level = level.filter(|level| level.mean.is_finite() && !target.against_baseline);
    level.map(|level| level_said(level, wording_named(&target.metric)))
}

/// What can be said of a chance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// It is clearly more than one in two.
    Likely,
    /// It is clearly less.
    Unlikely,
    /// More futures could still move it over one in two.
    Undecided,
    /// There are too few futures to say.
    TooFew,
    /// The baseline has no difference from itself; or there was nothing to measure.
    DoesNotApply,
}

impl Told {
    const ALL: [Self; 5] = [
        Self::Likely,
        Self::Unlikely,
        Self::Undecided,
        Self::TooFew,
        Self::DoesNotApply,
    ];

    fn of(reached: &TargetReached) -> Self {
        match reached {
            r if r.n == 0 => Self::DoesNotApply,
            r if !enough(r) => Self::TooFew,
            r if r.ci_low > 0.5 => Self::Likely,
            r if r.ci_high < 0.5 => Self::Unlikely,
            _ => Self::Undecided,
        }
    }

    /// `two are undecided`.
    fn counted(self, n: usize) -> String {
        let words = match self {
            Self::Likely => "more likely than not to be met",
            Self::Unlikely => "less likely than not to be met",
            Self::Undecided => "undecided",
            Self::TooFew => "left open by so few futures",
            Self::DoesNotApply => "not applicable",
        };
        format!("{} {} {words}", count(n), if n == 1 { "is" } else { "are" })
    }
}

/// How many are more likely than not to be reached, how many less, and of how many that cannot be said; or
/// that no scenario reaches any.
fn finding(
    view: &View<'_>,
    targets: &[Vec<&TargetReached>],
    thing: &str,
    nearest: Option<usize>,
) -> Markup {
    let told = |place: usize| {
        let of = |told: Told| {
            { targets.iter() }
                .filter(|t| Told::of(t[place]) == told)
                .count()
        };
        let counted = Told::ALL.map(|told| (told, of(told))).into_iter();
        let counted = counted.filter(|(_, n)| *n > 0);
        list(&counted.map(|(told, n)| told.counted(n)).collect::<Vec<_>>())
    };
    let unlikely = |t: &Vec<&TargetReached>| t.iter().all(|r| Told::of(r) == Told::Unlikely);
    if targets.len() > 1 && targets.iter().all(unlikely) {
        return html! {
            (none(targets.len())) " of " (counted(targets.len(), thing)) " is likely to be met, in the baseline"
            @if nearest.is_some() { " or with any option" }
        };
    }
    html! {
        "Of " (counted(targets.len(), thing)) ", in the baseline " (told(0))
        @if let Some(lead) = nearest { "; with " (view.called(lead)) ", " (told(lead)) }
    }
}

fn table(view: &View<'_>, targets: &[Vec<&TargetReached>], thing: &str) -> Table {
    let mut table = Table::new(
        format!("Chance of each {thing}, with its 95 % interval"),
        &[""],
    );
    table.headings[0] = html! { (capitalised(thing)) };
    let places = 0..view.results.scenarios.len();
    table
        .headings
        .extend(places.map(|place| view.headed(place)));
    for target in targets {
        let mut row = vec![html! { bdi { (target[0].target) } }];
        row.extend(target.iter().map(|r| {
            html! {
                (chance(r))
                @if enough(r) {
                    " (" (percent(r.ci_low, 0.01).trim_end_matches(" %")) " to " (percent(r.ci_high, 0.01).trim_end_matches(" %")) ")"
                }
            }
        }));
        table.push(row);
    }
    table
}
