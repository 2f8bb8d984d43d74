//! Method and limits: what was done, what is counted, and what the figures do not say.

use maud::html;

use crate::experiment::metrics::Metric;
use crate::output::number::rounded;

use super::words::{capitalised, count, months};
use super::{Section, View};

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let made = &view.results.made;
    let follow = made.follow_up_days.unwrap_or_default();
    let months = months(follow);
    Some(Section {
        id: "method",
        title: "Method and limits",
        body: html! {
            h3 { "What was done" }
            p { (simulated(made.authorities)) " child by child and household by household: children come into care, are placed with relatives, foster carers or in homes, "
                "wait for assessments, courts and adopters, and leave, each by rules and figures that the scenario's file states. "
                (rounded(made.replications as f64, 0.0)) " futures of each scenario were simulated, each with its own chance events. "
                "The same future of two scenarios has the same chance events, so that what differs is the option's doing." }
            h3 { "How to read the figures" }
            ul {
                li { "Figures are rounded to the size of the simulation's error: the last digit may still change with more futures. “No clear difference” means that the interval includes zero; “cannot be told apart at this precision” that the interval between two options does." }
                li { "A 95 % interval is about the average of all futures. A council lives one future only: for that there are the range of 8 in 10 futures and the chance that an option saves. A chance of 2 in 3 can stand beside a saving that is certain on average." }
                li { "Cashable is what stops an invoice or an allowance. Capacity is the council's own carers and staff: money only if they are used otherwise or given up." }
                li { "Growth avoided is the part of a saving that only keeps spending from rising above the baseline's first full year." }
                li { "Children entering are those who first came into care at least " (months) " months before the end. Children matched at or before the placement order count as a wait of no days." }
            }
            h3 { "What the figures do not say" }
            ul {
                li { "Whether the assumptions are right. They are listed with range, source and how sure each is; where the back-test and the analysis of the assumptions have been run they say more." }
                li { "What happens to any real child. Nobody's record is in this report: all children in it are simulated." }
                li { "What an option is worth to children beyond days, moves and homes that last. The report counts what the records count." }
                li { "What happens after " (view.last_day()) @if view.results.run_off.is_empty() { "." } @else { ", but for the costs of those who were in care or had left it by then." } }
            }
            @if let Some(level) = view.level(0, Metric::Searches, "all") {
                p { "In the baseline " (rounded(level.mean, level.mcse.max(1.0))) " searches for a place were simulated in each future on average." }
            }
            p { "What is simulated, and what every figure means, is in the program's documentation: docs/model.md, docs/finance.md and docs/parameters.md; "
                code { "permanence explain NAME" } " explains any word of it." }
        },
    })
}

/// Who is simulated.
fn simulated(authorities: u64) -> String {
    match authorities {
        1 => "One council is simulated".to_owned(),
        n => format!(
            "{} authorities are simulated together,",
            capitalised(&count(n as usize))
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_counted() {
        assert_eq!(simulated(1), "One council is simulated");
        assert_eq!(simulated(4), "Four authorities are simulated together,");
    }
}
