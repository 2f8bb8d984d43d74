//! The answer for the budget in one sentence, with its range and its chance.
//!
//! What the interval tells is said plainly, and what it does not tell is said to be unclear: no "may"
//! where the interval says no, and no "saves" where it includes zero.

use maud::{Markup, html};

use crate::experiment::headline::{Headline, Wording};
use crate::experiment::metrics::Metric;
use crate::output::lines;
use crate::output::words::{UNCLEAR, worded_mean};

use super::View;
use super::view::{difference_said, eight_in_ten, level_said, tells_range, wording};
use super::words::{all_of, capitalised, chance, count, counted};

/// What can be said of a difference in total cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It costs less, whatever the chance events, on average.
    Saves,
    /// It costs more.
    Costs,
    /// It cannot be told.
    Unclear,
    /// It is exactly the same.
    Same,
    /// There is one future, of which no interval can be had.
    OneFuture,
}

/// What can be said of an interval: of a difference in total cost, or in days.
pub fn verdict(mean: f64, low: f64, high: f64) -> Verdict {
    match (low, high) {
        _ if mean == 0.0 && !(low < 0.0 || high > 0.0) => Verdict::Same,
        (low, _) if low.is_nan() => Verdict::OneFuture,
        (_, high) if high < 0.0 => Verdict::Saves,
        (low, _) if low > 0.0 => Verdict::Costs,
        _ => Verdict::Unclear,
    }
}

/// The same of an option's total cost.
pub fn of_option(view: &View<'_>, place: usize) -> Verdict {
    let total = view.decisive(place, Metric::CostTotalGbp);
    total.map_or(Verdict::Unclear, |d| verdict(d.mean, d.ci_low, d.ci_high))
}

/// The answer for the budget.
pub fn money(view: &View<'_>) -> Markup {
    let Some(lead) = view.lead else {
        return levels(view);
    };
    if view.options().len() == 1 {
        return html! { (one(view, lead, html! { "It" })) };
    }
    html! { (tallied(view)) " " (one(view, lead, view.quoted(lead))) }
}

/// How many options save, how many cost more, how many cannot be told.
fn tallied(view: &View<'_>) -> Markup {
    let options = view.options();
    let verdicts: Vec<Verdict> = options.iter().map(|o| of_option(view, *o)).collect();
    let span = view.results.span_in_words();
    if verdicts.contains(&Verdict::OneFuture) {
        return html! { "One future was simulated of each option, which tells nothing of chance." };
    }
    let all = options.len();
    let told = [
        Verdict::Saves,
        Verdict::Costs,
        Verdict::Unclear,
        Verdict::Same,
    ];
    let of = |verdict: &Verdict| verdicts.iter().filter(|v| *v == verdict).count();
    let told = told.iter().map(|verdict| (*verdict, of(verdict)));
    let told: Vec<(Verdict, usize)> = told.filter(|(_, n)| *n > 0).collect();
    let parts: Vec<String> = { told.iter() }.map(|(v, n)| part(*v, *n)).collect();
    match told.as_slice() {
        [(Verdict::Unclear, _)] => {
            html! { "For " (all_of(all)) " options, over " (span) ", it is unclear." }
        }
        [(verdict, _)] => {
            html! { (capitalised(&all_of(all))) " options " (does(*verdict, all)) " over " (span) "." }
        }
        _ => html! {
            "Of the " (counted(all, "option")) ", over " (span) ", " (super::words::list(&parts)) "."
        },
    }
}

/// `three save money on average`, `for one it is unclear`.
fn part(verdict: Verdict, n: usize) -> String {
    match verdict {
        Verdict::Unclear => format!("for {} it is unclear", count(n)),
        verdict => format!("{} {}", count(n), does(verdict, n)),
    }
}

/// What so many options do to the budget.
fn does(verdict: Verdict, n: usize) -> &'static str {
    match (verdict, n) {
        (Verdict::Saves, 1) => "saves money on average",
        (Verdict::Saves, _) => "save money on average",
        (Verdict::Costs, 1) => "costs more on average",
        (Verdict::Costs, _) => "cost more on average",
        (_, 1) => "changes no cost",
        _ => "change no cost",
    }
}

/// One option in a sentence.
fn one(view: &View<'_>, place: usize, name: Markup) -> Markup {
    let headline = view.headline(place);
    let span = view.results.span_in_words();
    let total = view.decisive(place, Metric::CostTotalGbp);
    let total = total.map_or_else(String::new, |d| difference_said(&d, Wording::Money));
    match of_option(view, place) {
        Verdict::Saves => html! {
            (name) " saves " (a_year(view, place)) (of_the_whole(view, place)) (last_year(headline)) "; " (sureness(view, headline)) "."
        },
        Verdict::Costs => html! {
            (name) " costs " (a_year(view, place)) (of_the_whole(view, place)) (last_year(headline)) "; "
            (sureness(view, headline)) "."
        },
        Verdict::Unclear => html! {
            "Whether " (lower_it(name)) " saves or costs money cannot be told at this precision: over " (span) " there is "
            (total) "; " (sureness(view, headline)) "."
        },
        Verdict::Same => html! { (name) " changes no cost in any simulated future." },
        Verdict::OneFuture => html! {
            "In the one future simulated the cost over " (span) " is " (total)
            "; one future says nothing of chance."
        },
    }
}

/// `it` within a sentence.
fn lower_it(name: Markup) -> Markup {
    match name.0.as_str() {
        "It" => html! { "it" },
        _ => name,
    }
}

/// `£460k a year on average (£430k to £490k)`, `£170k a year more on average (£150k to £190k)`.
fn a_year(view: &View<'_>, place: usize) -> String {
    let made = &view.results.made;
    let from = view.headline(place).from;
    let saving = view.saving_a_year(place);
    let line = saving.and_then(|saving| lines::a_year(saving, from, made.start, made.end));
    let more = match of_option(view, place) {
        Verdict::Costs => " more",
        _ => "",
    };
    let since = match from > made.start {
        true => " since it began",
        false => "",
    };
    line.map_or_else(String::new, |line| {
        format!(
            "{} a year{more} on average{since} {}",
            line.said, line.range
        )
        .trim_end()
        .to_owned()
    })
}

/// `, over 10 years 1.2 % of what the baseline costs`: a sum says little without what it is of.
fn of_the_whole(view: &View<'_>, place: usize) -> String {
    let span = view.results.span_in_words();
    let share = view.share_of_the_whole(place);
    share.map_or_else(String::new, |share| {
        format!(", over {span} {share} of what the baseline costs")
    })
}

/// `, £590k less in 2026/27, the last full year`, if that can be told.
fn last_year(headline: &Headline) -> String {
    let Some(year) = &headline.last_full_year else {
        return String::new();
    };
    let (said, _) = worded_mean(Wording::Money, &year.difference);
    match said == UNCLEAR || year.difference.ci_low.is_nan() {
        true => String::new(),
        false => format!(", and costs {said} in {}, the last full year", year.year),
    }
}

/// Said in place of a range over futures.
const TOO_FEW: &str = "too few futures were simulated to say how far one council's own can differ";

/// The range of one council's future, and the chance that it saves.
fn sureness(view: &View<'_>, headline: &Headline) -> String {
    let futures = view.futures();
    let lines = lines::chance(headline, futures);
    let span = view.results.span_in_words();
    let (share, n) = (headline.chance_it_saves, futures as u64);
    let chance = chance(share, n);
    let saves = |range: &str| match share {
        share if share >= 1.0 || share <= 0.0 => format!("it saves something in {chance}"),
        _ => format!("the chance that it saves anything is {chance} {range}"),
    };
    match lines.as_slice() {
        [range, interval] => format!(
            "in 8 of 10 simulated futures, of which a council lives one, it costs {} over {span}, and {}",
            range.said,
            saves(&interval.range)
        ),
        _ => TOO_FEW.to_owned(),
    }
}

/// What the brackets on the first page mean; of one future there are none.
pub fn brackets(view: &View<'_>) -> Option<Markup> {
    let futures = view.futures();
    (view.lead.is_some() && futures > 1).then(|| {
        html! {
            "In brackets: where the average over all futures lies, as far as the " (count(futures))
            " simulated tell (95 % interval). One council's own future can lie well outside."
        }
    })
}

/// Of a single scenario there is no difference to tell.
fn levels(view: &View<'_>) -> Markup {
    let said = |metric| {
        let level = view.level(0, metric, "all");
        level.map_or_else(String::new, |l| level_said(l, wording(metric)))
    };
    html! {
        "On average " (said(Metric::ChildrenInCare)) " children are in care on " (view.last_day())
        ", and over " (view.results.span_in_words()) " their care costs " (said(Metric::CostTotalGbp)) "."
        @if let Some(range) = view.level(0, Metric::ChildrenInCare, "all") {
            @if let Some(range) = eight_in_ten(range) {
                " In 8 of 10 simulated futures there are " (range) " children in care then."
            } @else if !tells_range(range) {
                " " (capitalised(TOO_FEW)) "."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_that_includes_zero_tells_nothing() {
        assert_eq!(verdict(-1.0, -2.0, -0.5), Verdict::Saves);
        assert_eq!(verdict(1.0, 0.5, 2.0), Verdict::Costs);
        assert_eq!(verdict(-1.0, -2.0, 0.0), Verdict::Unclear);
        assert_eq!(verdict(1.0, 0.0, 2.0), Verdict::Unclear);
        assert_eq!(verdict(0.0, 0.0, 0.0), Verdict::Same);
        assert_eq!(verdict(0.0, f64::NAN, f64::NAN), Verdict::Same);
        assert_eq!(verdict(-1.0, f64::NAN, f64::NAN), Verdict::OneFuture);
    }
}
