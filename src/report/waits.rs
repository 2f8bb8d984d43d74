//! Waits and unmet demand by group: siblings, needs, age.

use maud::{Markup, html};

use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::percent;

use super::figure::Figure;
use super::groups::{Drawn, Of};
use super::view::whole;
use super::words::{capitalised, months};
use super::{Section, View};

/// The groupings by which children may have to wait longer than others.
const GROUPINGS: [(Grouping, &str, &str); 3] = [
    (
        Grouping::SiblingGroup,
        "wait-siblings",
        "by size of the sibling group",
    ),
    (Grouping::Needs, "wait-needs", "by needs"),
    (Grouping::Age, "wait-age", "by age"),
];

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let figures: Vec<Figure> = GROUPINGS.iter().filter_map(|g| wait(view, *g)).collect();
    let unmet = unmet(view);
    if figures.is_empty() && unmet.is_none() {
        return None;
    }
    Some(Section {
        id: "waits",
        title: "Who waits, and what demand is not met",
        body: html! {
            @for figure in &figures { (figure.shown()) }
            @if let Some(unmet) = unmet { (unmet) }
        },
    })
}

/// Days without a match, never matched included: of those matched alone, groups of whom few are matched seem
/// to wait least, and an option that matches more of them seems to make them wait.
fn wait(view: &View<'_>, (grouping, id, by): (Grouping, &'static str, &str)) -> Option<Figure> {
    let metric = Metric::DaysWithoutMatch;
    let followed = followed(view.results.made.follow_up_days?);
    let drawn = Drawn {
        id,
        rows: Of::each(metric, view.groups(metric, grouping)),
        range: true,
        notes: vec![format!(
            "Days without a match in the first {followed} after a placement order, {by}, baseline: mean of all children whose order was made early \
             enough to be followed so long. Who is never matched counts with all of these days, so that groups can be compared; a match at or before \
             the order is no day. The wait of those matched alone, as scorecards have it, is wait_for_match_days in the files."
        )],
        caption: format!(
            "Days without a match after the placement order, {by}: baseline, and what each option changes"
        ),
    };
    let ends = drawn.ends(view)?;
    let title = html! {
        (capitalised(by)) ", the mean days without a match in the first " (followed) " after the placement order go " (ends.said())
    };
    drawn.figure(view, title)
}

/// How long a child is followed after the order: two years, in a short run less.
fn followed(follow_up_days: f64) -> String {
    format!("{} months", months(follow_up_days).min(24.0))
}

/// Searches that the council's own carers could not meet, by group if the scenario asks for that.
fn unmet(view: &View<'_>) -> Option<Markup> {
    let (demand, share) = (Metric::UnmetInHouseDemand, Metric::UnmetInHouseShare);
    let level = view.level(0, demand, "all")?;
    let of = view
        .level(0, share, "all")
        .filter(|of| of.mean.is_finite())?;
    let change = view
        .lead_for_children
        .map(|lead| (lead, view.changed_said(lead, demand, "all")));
    let groups: Vec<Figure> = [Grouping::SiblingGroup, Grouping::Needs, Grouping::Age]
        .into_iter()
        .zip(["unmet-siblings", "unmet-needs", "unmet-age"])
        .filter_map(|(grouping, id)| by_group(view, grouping, id))
        .collect();
    let none = groups.is_empty();
    Some(html! {
        h3 { "Searches for a place that the council's own foster carers could not meet" }
        p {
            "In the baseline " (whole(level)) " searches, " (percent(of.mean, of.mcse.max(0.005)))
            " of those that wanted the council's own foster carers, were not met over " (view.results.span_in_words())
            "; a child may be searched for more than once."
            @if let Some((lead, change)) = change { " With " (view.called(lead)) ": " (change) "." }
        }
        @for figure in &groups { (figure.shown()) }
        @if none {
            p { "They are told by siblings, needs or age if the baseline's file names such a group in " code { "report" }
                ", as in " code { "\"unmet_in_house_share, complex needs\"" } "." }
        }
    })
}

fn by_group(view: &View<'_>, grouping: Grouping, id: &'static str) -> Option<Figure> {
    let metric = Metric::UnmetInHouseShare;
    let groups = view.groups(metric, grouping);
    let drawn = Drawn {
        id,
        rows: Of::each(metric, groups),
        range: true,
        notes: vec!["Share of searches that wanted the council's own foster carers and did not find one, baseline.".to_owned()],
        caption: format!("Searches not met, {}", grouping.words()),
    };
    let title = html! {
        @match drawn.ends(view) {
            Some(ends) => {
                (capitalised(grouping.words())) ", the share of searches that are not met goes " (ends.said())
            }
            None => { "Searches that are not met, " (grouping.words()) }
        }
    };
    drawn.figure(view, title)
}
