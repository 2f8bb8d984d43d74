//! The answer for children: which option shortens their time in care most, if any does, and what the one
//! that is first for the budget does to it.
//!
//! That an option ranks first says little: all may add days, some may change nothing, and the first two
//! may be as good as each other. So what is said is only what the intervals tell that hold for all
//! comparisons together.

use maud::{Markup, html};

use crate::experiment::metrics::Metric;
use crate::output::words::TOO_SMALL;

use super::View;
use super::answer::{Verdict, of_option, verdict};
use super::caveats::any_of;
use super::view::{difference_said, wording};
use super::words::{all_of, counted, none};

const DAYS: Metric = Metric::TimeInCareChildDays;

/// The answer; nothing where there is no option.
pub fn answer(view: &View<'_>) -> Markup {
    let (Some(first), Some(budget)) = (view.lead_for_children, view.lead) else {
        return html! {};
    };
    if view.options().len() == 1 {
        return html! { "For children it means: " (figures(view, first)) };
    }
    let shortens = matches!(days(view, first), Verdict::Saves | Verdict::OneFuture);
    let told = shortens && !is_small(view, first);
    html! {
        @if told { (most(view, first)) } @else { (none_shortens(view)) }
        @if !told || first != budget {
            " Days in care with " (view.quoted(budget)) ", first for the budget" (unless_settled(view, budget)) ": " (said(view, budget, DAYS)) "."
        }
    }
}

/// What is added of an option that is first for the budget where others may be as good.
fn unless_settled(view: &View<'_>, budget: usize) -> &'static str {
    match view.alike(budget, Metric::CostTotalGbp).is_empty() {
        true => "",
        false => ", though not clearly",
    }
}

/// What can be said of an option's days in care: saving is fewer of them.
pub fn days(view: &View<'_>, place: usize) -> Verdict {
    let days = view.decisive(place, DAYS);
    days.map_or(Verdict::Unclear, |d| verdict(d.mean, d.ci_low, d.ci_high))
}

/// Whether an option's clear difference in days in care is too small to matter.
pub fn is_small(view: &View<'_>, place: usize) -> bool {
    let days = view.decisive(place, DAYS);
    days.is_some_and(|d| view.is_too_small(&d, DAYS, "all"))
}

/// The option with the fewest days, which are clearly fewer than the baseline's; or who is as good.
fn most(view: &View<'_>, first: usize) -> Markup {
    let alike = view.alike(first, DAYS);
    let name = view.quoted(first);
    let saves = of_option(view, first) == Verdict::Saves;
    html! {
        @if days(view, first) == Verdict::OneFuture {
            "For children, in the one future simulated, days in care are fewest with " (name)
        } @else if !alike.is_empty() {
            "Which option shortens time in care most is not settled: " (name)
            " cannot be told apart, at this precision, from " (any_of(view, &alike)) ". With " (name)
        } @else if view.lead == Some(first) && saves {
            "It also shortens time in care most"
        } @else {
            "For children " (name) " shortens time in care most"
        }
        ": " (figures(view, first))
    }
}

/// That no option clearly shortens time in care, or not by as much as matters, or that none changes it.
fn none_shortens(view: &View<'_>) -> Markup {
    let options = view.options();
    let all = options.len();
    let of = |wanted| move |place: &usize| days(view, *place) == wanted;
    let none = none(all);
    if options.iter().all(of(Verdict::Same)) {
        return html! { "For children " (all_of(all)) " options change nothing in time in care, in any simulated future." };
    }
    if options.iter().any(of(Verdict::Saves)) {
        return html! { (none) " of the " (counted(all, "option")) " shortens time in care by as much as matters." };
    }
    let adds = options.iter().filter(|place| of(Verdict::Costs)(place));
    let adds: Vec<usize> = adds.copied().collect();
    html! {
        (none) " of the " (counted(all, "option")) " clearly shortens time in care"
        @if adds.len() == all { ": " (all_of(all)) " lengthen it" }
        "."
    }
}

/// What an option changes for children.
fn figures(view: &View<'_>, place: usize) -> Markup {
    html! {
        "days in care over " (view.results.span_in_words()) ", all children together, " (said(view, place, DAYS))
        "; children in care on " (view.last_day()) ", " (said(view, place, Metric::ChildrenInCare))
        "; placement moves, " (said(view, place, Metric::PlacementMoves)) "."
    }
}

/// A difference with its interval, or that it is too small to matter.
fn said(view: &View<'_>, place: usize, metric: Metric) -> String {
    let difference = view.decisive(place, metric);
    difference.map_or_else(String::new, |d| {
        match view.is_too_small(&d, metric, "all") {
            true => TOO_SMALL.to_owned(),
            false => difference_said(&d, wording(metric)),
        }
    })
}

/// A caveat: what is first for the budget keeps children in care for longer.
pub fn lengthened(view: &View<'_>) -> Option<Markup> {
    let lead = view.lead?;
    let longer = days(view, lead) == Verdict::Costs && !is_small(view, lead);
    longer.then(|| {
        html! {
            "With " (view.quoted(lead)) @if view.options().len() > 1 { ", first for the budget," }
            " children spend more days in care, not fewer: " (said(view, lead, DAYS)) " over "
            (view.results.span_in_words()) ", all children together."
        }
    })
}
