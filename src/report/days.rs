//! Where days in care go, or where children are where no days are asked for; and what children wait for.

use maud::html;

use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::percent;

use super::figure::Figure;
use super::groups::{Drawn, Of, most};
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
        title: match of_days(view) {
            true => "Where days in care go, and what children wait for",
            false => "Where children in care live, and what they wait for",
        },
        body: html! {
            @if let Some(figure) = placements { (figure.shown()) }
            @if let Some(figure) = waits { (figure.shown()) }
        },
    })
}

/// Whether the scenario asks for days by placement.
fn of_days(view: &View<'_>) -> bool {
    !view
        .groups(Metric::PlacementDays, Grouping::Placement)
        .is_empty()
}

/// Days by placement if the scenario asks for them, children on the last day if not.
fn placements(view: &View<'_>) -> Option<Figure> {
    let (metric, what) = match of_days(view) {
        true => (
            Metric::PlacementDays,
            "Days in each kind of placement over the whole run, all children together, baseline."
                .to_owned(),
        ),
        false => (
            Metric::ChildrenInCare,
            format!(
                "Children in each kind of placement on {}, baseline. Days over the whole run are counted where the \
                 baseline's file says report = [\"placement_days, with parents\"].",
                view.last_day()
            ),
        ),
    };
    let drawn = Drawn {
        id: "placements",
        rows: Of::each(metric, view.groups(metric, Grouping::Placement)),
        range: false,
        notes: vec![what],
        caption: "By placement: baseline, and what each option changes".to_owned(),
    };
    let levels = drawn.levels(view);
    let all: f64 = levels.iter().map(|(_, level)| level.mean).sum();
    let (most, clearly) = most(&levels)?;
    let share = percent(most.1.mean / all, 0.01);
    let all = match metric {
        Metric::PlacementDays => "days in care".to_owned(),
        _ => format!("children in care on {}", view.last_day()),
    };
    let title = html! {
        (most.0.label) ": " (share) " of " (all) @if clearly { ", more than any other placement" }
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
    let (most, clearly) = most(&levels)?;
    let label = most.0.label.to_lowercase();
    let title = match (asked, clearly) {
        (true, true) => html! { "More children wait " (label) " than for anything else" },
        (false, true) => html! { "The largest group of those counted here: " (label) },
        (_, false) => html! { "No one of these groups is clearly the largest" },
    };
    drawn.figure(view, title)
}

/// Waits that are counted without being asked for.
fn waits_of_every_run() -> Vec<Of> {
    vec![
        Of::all(Metric::WaitingForAdopters, "Waiting for adopters"),
        Of::all(
            Metric::OverflowInChildrensHomes,
            "In a children's home because no foster family was found",
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
