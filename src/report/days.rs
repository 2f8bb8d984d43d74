//! Where days in care go: by placement, and by what is waited for.

use maud::html;

use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::percent;

use super::groups::{Drawn, plain};
use super::{Section, View};

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let placements = placements(view);
    let waits = waits(view);
    if placements.is_none() && waits.is_none() {
        return None;
    }
    Some(Section {
        id: "days",
        title: "Where days in care go",
        body: html! {
            @if let Some(figure) = placements { (figure.shown()) }
            @if let Some(figure) = waits { (figure.shown()) }
            @if view.groups(Metric::ChildrenWaiting, Grouping::Awaited).is_empty() {
                p { "Waiting is told by team here. What each child waits for (a hearing, adopters, a family instead of a children's home) \
                     is counted if the baseline's file says " code { "report = [\"children_waiting, for adopters\"]" } "." }
            }
        },
    })
}

/// Days by placement if the scenario asks for them, children on the last 31 March if not.
fn placements(view: &View<'_>) -> Option<super::figure::Figure> {
    let days = view.groups(Metric::PlacementDays, Grouping::Placement);
    let (metric, groups, what) = match days.is_empty() {
        false => (
            Metric::PlacementDays,
            days,
            "Days in each kind of placement over the whole run, baseline.".to_owned(),
        ),
        true => {
            let groups = view.groups(Metric::ChildrenInCare, Grouping::Placement);
            let what = format!(
                "Children in each kind of placement on {}, baseline: where a day in care is spent then.",
                view.last_day()
            );
            (Metric::ChildrenInCare, groups, what)
        }
    };
    let drawn = Drawn {
        id: "placements",
        metric,
        groups,
        range: false,
        notes: vec![what],
        caption: "By placement: baseline, and what each option changes".to_owned(),
    };
    let levels = drawn.levels(view);
    let all: f64 = levels.iter().map(|(_, level)| level.mean).sum();
    let most = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let share = percent(most.1.mean / all, 0.01);
    let title = html! { (plain(&most.0)) " takes the most days in care: " (share) " of them" };
    drawn.figure(view, title)
}

/// What children wait for if the scenario asks for it, the queues of teams if not.
fn waits(view: &View<'_>) -> Option<super::figure::Figure> {
    let awaited = view.groups(Metric::ChildrenWaiting, Grouping::Awaited);
    let (metric, groups, what) = match awaited.is_empty() {
        false => (Metric::ChildrenWaiting, awaited, "Children waiting"),
        true => (
            Metric::TeamQueue,
            view.groups(Metric::TeamQueue, Grouping::Stage),
            "Cases queueing for a team",
        ),
    };
    let drawn = Drawn {
        id: "waiting-for",
        metric,
        groups,
        range: true,
        notes: vec![format!(
            "{what} on {}, baseline. What nobody waits for is left out.",
            view.last_day()
        )],
        caption: format!("{what}: baseline, and what each option changes"),
    };
    let levels = drawn.levels(view);
    let most = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let title = match metric {
        Metric::ChildrenWaiting => html! { "Most children who wait, wait " (most.0) },
        _ => html! { "The longest queue is that for " (plain(&most.0).to_lowercase()) },
    };
    drawn.figure(view, title)
}
