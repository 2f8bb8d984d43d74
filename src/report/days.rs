//! Where days in care go: by placement, and by what is waited for.

use maud::html;

use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::percent;

use super::figure::Figure;
use super::groups::{Drawn, Of};
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
        },
    })
}

/// Days by placement if the scenario asks for them, children on the last 31 March if not.
fn placements(view: &View<'_>) -> Option<Figure> {
    let days = view.groups(Metric::PlacementDays, Grouping::Placement);
    let (metric, groups, what) = match days.is_empty() {
        false => (
            Metric::PlacementDays,
            days,
            "Days in each kind of placement over the whole run, baseline.".to_owned(),
        ),
        true => (
            Metric::ChildrenInCare,
            view.groups(Metric::ChildrenInCare, Grouping::Placement),
            format!(
                "Children in each kind of placement on {}, baseline: where a day in care is spent then.",
                view.last_day()
            ),
        ),
    };
    let drawn = Drawn {
        id: "placements",
        rows: Of::each(metric, groups),
        range: false,
        notes: vec![what],
        caption: "By placement: baseline, and what each option changes".to_owned(),
    };
    let levels = drawn.levels(view);
    let all: f64 = levels.iter().map(|(_, level)| level.mean).sum();
    let most = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let share = percent(most.1.mean / all, 0.01);
    let title = match metric {
        Metric::PlacementDays => {
            html! { (most.0.label) " takes the most days in care: " (share) " of them" }
        }
        _ => {
            html! { "More children are in " (most.0.label.to_lowercase()) " than in any other placement: " (share) " of them" }
        }
    };
    drawn.figure(view, title)
}

/// What children wait for if the scenario asks for it; else the waits that every run counts.
fn waits(view: &View<'_>) -> Option<Figure> {
    let awaited = view.groups(Metric::ChildrenWaiting, Grouping::Awaited);
    let asked = !awaited.is_empty();
    let (rows, mut notes) = match asked {
        true => (
            Of::each(Metric::ChildrenWaiting, awaited),
            vec![format!(
                "Children waiting on {}, baseline; a child can wait for several things.",
                view.last_day()
            )],
        ),
        false => (
            waits_of_every_run(),
            vec![format!(
                "Children on {}, baseline. All that a child can wait for, hearings among it, is counted where the \
                 baseline's file says report = [\"children_waiting, for adopters\"].",
                view.last_day()
            )],
        ),
    };
    notes.push("What nobody waits for is left out.".to_owned());
    let drawn = Drawn {
        id: "waiting-for",
        rows,
        range: true,
        notes,
        caption: "What is waited for: baseline, and what each option changes".to_owned(),
    };
    let levels = drawn.levels(view);
    let most = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let title = match asked {
        true => {
            html! { "More children wait " (most.0.label.to_lowercase()) " than for anything else" }
        }
        false => html! { "The largest of these groups: " (most.0.label.to_lowercase()) },
    };
    drawn.figure(view, title)
}

/// Waits that are counted without being asked for.
fn waits_of_every_run() -> Vec<Of> {
    vec![
        Of::all(Metric::WaitingForAdopters, "Waiting for adopters"),
        Of::all(
            Metric::OverflowInChildrensHomes,
            "In a home for want of a family",
        ),
        Of {
            label: "No plan for permanence yet".to_owned(),
            metric: Metric::ChildrenInCare,
            group: "no plan yet".to_owned(),
        },
        Of::all(
            Metric::AwaitingRevocation,
            "For revocation of the placement order",
        ),
        Of::all(
            Metric::LongTermFosteringUnmatched,
            "Long-term fostered, not matched",
        ),
        Of::all(Metric::TeamQueue, "Queueing for a team"),
    ]
}
