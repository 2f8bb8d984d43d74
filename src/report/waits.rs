//! Waits and unmet demand by group: siblings, needs, age.

use maud::{Markup, html};

use crate::experiment::compare::Level;
use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::percent;

use super::figure::Figure;
use super::groups::{Drawn, Of};
use super::view::{level_said, whole};
use super::words::capitalised;
use super::{Section, View, view};

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

fn wait(view: &View<'_>, (grouping, id, by): (Grouping, &'static str, &str)) -> Option<Figure> {
    let metric = Metric::WaitForMatchDays;
    let drawn = Drawn {
        id,
        rows: Of::each(metric, view.groups(metric, grouping)),
        range: true,
        notes: vec![format!(
            "Days from placement order to match, {by}, baseline: mean of the children who were matched; a match at or before the order is no wait. \
             Where harder-to-place children are matched too, the mean can rise."
        )],
        caption: format!(
            "Wait from placement order to match, {by}: baseline, and what each option changes"
        ),
    };
    let levels = drawn.levels(view);
    let longest = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let shortest = levels.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    if levels.len() < 2 {
        return None;
    }
    let said = |of: &Of, level| html! { (of.label.to_lowercase()) " (" (level_said(level, view::wording(metric))) ")" };
    let title = match differ(longest.1, shortest.1) {
        true => html! {
            (capitalised(by)) ", the wait for adopters is longest for " (said(longest.0, longest.1))
            " and shortest for " (said(shortest.0, shortest.1))
        },
        false => html! { (capitalised(by)) ", the wait for adopters does not clearly differ" },
    };
    drawn.figure(view, title)
}

/// Whether two levels differ by more than more futures could still change.
fn differ(one: &Level, other: &Level) -> bool {
    let error = (one.mcse * one.mcse + other.mcse * other.mcse).sqrt();
    (one.mean - other.mean).abs() > 2.0 * error
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
        .map(|lead| (lead, view.changed(lead, demand, "all")));
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
                ", as in " code { "\"unmet_in_house_demand, complex needs\"" } "." }
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
    let levels = drawn.levels(view);
    let most = levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let least = levels.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let title = match differ(most.1, least.1) {
        true => {
            html! { (capitalised(grouping.words())) ", searches are met least often for " (most.0.label.to_lowercase()) }
        }
        false => html! { (capitalised(grouping.words())) ", searches are met about as often" },
    };
    drawn.figure(view, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_more_futures_could_change_is_no_difference() {
        let level = |mean| Level {
            mean,
            sd: 10.0,
            mcse: 1.0,
            p10: mean,
            p50: mean,
            p90: mean,
            n: 100,
        };
        assert!(differ(&level(10.0), &level(13.0)));
        assert!(!differ(&level(10.0), &level(12.0)));
    }
}
