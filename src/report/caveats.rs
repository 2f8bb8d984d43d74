//! The three caveats that matter most for this run.
//!
//! What could turn the answer comes first: too few futures, a saving for which children stay in care for
//! longer, an option without a price or with nothing published behind it, options that cannot be told
//! apart, a queue that never settles, a saving that is no cash. What is true of every run stands last,
//! but for the first of all, that ranges are about chance and not about the assumptions.

use maud::{Markup, PreEscaped, html};

use crate::care::team::Stage;
use crate::experiment::headline::Wording;
use crate::experiment::metrics::Metric;
use crate::finance::nature::Nature;
use crate::output::lines::{ENOUGH_FOR_SHARES, is_nothing};
use crate::output::number::percent;
use crate::output::queues::growing;
use crate::output::steady::drifting;
use crate::output::words::worded_mean;

use super::View;
use super::answer::{Verdict, of_option};
use super::assumptions::{changes, is_published, of_baseline};
use super::children;
use super::words::{capitalised, count, list};

/// How many are said.
const SAID: usize = 3;

/// So many options are named by their titles.
const NAMED: usize = 3;

/// The caveats.
pub fn chosen(view: &View<'_>) -> Vec<Markup> {
    let all = [
        futures(view),
        children::lengthened(view),
        chance_only(view),
        drift(view),
        without_price(view),
        without_source(view),
        queues(view),
        alike(view),
        capacity(view),
        precision(view),
        prices(view),
        Some(html! {
            "A simulation follows the rules that it was given. It says what those rules lead to, not what will happen."
        }),
    ];
    all.into_iter().flatten().take(SAID).collect()
}

fn futures(view: &View<'_>) -> Option<Markup> {
    let made = &view.results.made;
    if made.replications < made.replications_asked {
        return Some(html! {
            "The run was stopped early: " (made.replications) " of " (made.replications_asked)
            " futures were simulated, so ranges are wider than was wanted."
        });
    }
    (made.replications < ENOUGH_FOR_SHARES).then(|| {
        html! {
            "Only " (count(made.replications)) " future" (if made.replications == 1 { " was" } else { "s were" })
            " simulated of each scenario: too few to say how far chance alone moves a figure. Ask for "
            (ENOUGH_FOR_SHARES) " or more."
        }
    })
}

fn chance_only(view: &View<'_>) -> Option<Markup> {
    let [high, medium, low, unstated] = of_baseline(view.results);
    let all = high + medium + low + unstated;
    let unsure = low + unstated;
    Some(html! {
        "Ranges and chances say how far chance alone moves the result; they take the assumptions as right. Of the "
        (all) " assumptions of the baseline, " (unsure) " are rated low in confidence or not at all."
    })
}

/// Whether the baseline stays level.
fn drift(view: &View<'_>) -> Option<Markup> {
    let cells = &view.results.cells;
    let months = cells.months(Metric::ChildrenInCare, "all");
    let level = |month: &str| cells.level(0, Metric::ChildrenInCare.spec().name, "all", month);
    let said = drifting(level(months.first()?)?, level(months.last()?)?)?;
    Some(html! { (said) })
}

fn without_price(view: &View<'_>) -> Option<Markup> {
    let free = |place: &usize| {
        let option = view.scenario(*place);
        !option.states_cost && is_nothing(&option.cost_of_the_option())
    };
    let options: Vec<usize> = view.options().into_iter().filter(free).collect();
    let save = { options.iter() }.filter(|o| of_option(view, **o) == Verdict::Saves);
    let save = save.count();
    match options.as_slice() {
        [] => None,
        [only] => Some(html! {
            "No cost is given for " (view.quoted(*only)) " itself, so "
            (if save == 1 { "what it saves is shown too high" } else { "its cost is shown too low" }) "."
        }),
        several => Some(html! {
            (capitalised(&count(several.len()))) " options have no cost of their own given, so "
            (match save {
                0 => "their cost is shown too low",
                save if save == several.len() => "what they save is shown too high",
                _ => "what they save is shown too high, or their cost too low",
            }) ": "
            @for (place, option) in several.iter().enumerate() {
                @if place > 0 { ", " }
                (option)
            }
            " (by their numbers)."
        }),
    }
}

/// An option of which no more than one figure in so many is published rests on assumptions all the same.
const HARDLY_PUBLISHED: usize = 5;

/// Options of which nothing that they change, their own cost included, is published, or hardly anything: how
/// much they change is then as sure as whoever wrote it down.
fn without_source(view: &View<'_>) -> Option<Markup> {
    let changes = changes(view.results);
    let options = view.options();
    let of = |place: usize| {
        let own = || changes.iter().filter(move |(of, ..)| *of == place);
        let published = own().filter(|(.., a)| is_published(&a.confidence));
        (place, published.count(), own().count())
    };
    let counted: Vec<(usize, usize, usize)> = options.iter().copied().map(of).collect();
    let nothing = |&&(_, published, all): &&(usize, usize, usize)| published == 0 && all > 0;
    let hardly = |&&(_, published, all): &&(usize, usize, usize)| {
        published > 0 && published * HARDLY_PUBLISHED <= all
    };
    let assumed: Vec<usize> = counted.iter().filter(nothing).map(|c| c.0).collect();
    let few: Vec<&(usize, usize, usize)> = counted.iter().filter(hardly).collect();
    let ending = "rests on a published figure: all of it is rated low in confidence or not at all";
    let numbers: Vec<String> = assumed.iter().map(usize::to_string).collect();
    let first = match assumed.as_slice() {
        [] => None,
        [only] => Some(
            html! { "Nothing that " (view.called(*only)) " changes, its own cost included, " (ending) },
        ),
        all if all.len() == options.len() => Some(html! {
            "Nothing that " (if options.len() == 2 { "either" } else { "any" }) " of the " (count(options.len()))
            " options changes, its own cost included, " (ending)
        }),
        _ => Some(
            html! { "Nothing that options " (list(&numbers)) " change, their own cost included, " (ending) },
        ),
    };
    let others = few.iter().map(|(place, published, all)| {
        html! {
            "of the " (all) " figures that option " (place) " changes, its own cost included, " (count(*published))
            @if *published == 1 { " rests on a published one" } @else { " rest on published ones" }
        }
    });
    let said: Vec<Markup> = first.into_iter().chain(others).collect();
    let first = said.first()?.clone().into_string();
    Some(html! {
        (PreEscaped(capitalised(&first)))
        @for other in &said[1..] { "; " (other) }
        "."
    })
}

/// Of the first scenario's first queue that still grows at the end; the page on a terminal names all.
fn queues(view: &View<'_>) -> Option<Markup> {
    let cells = &view.results.cells;
    let metric = Metric::TeamQueue;
    let queue = |stage: Stage, place: usize| {
        let dates = cells.marches(metric, stage.label()).into_iter();
        let at = |date| {
            Some((
                date,
                *cells.level(place, metric.spec().name, stage.label(), date)?,
            ))
        };
        dates.filter_map(at).collect()
    };
    let scenarios = || view.results.scenarios.iter().enumerate();
    let said = growing(|stage| {
        let queues = scenarios().map(|(place, s)| (s.scenario.as_str(), queue(stage, place)));
        queues.collect()
    });
    said.first().map(|said| html! { bdi { (said) } })
}

/// Whether the lead is really ahead.
fn alike(view: &View<'_>) -> Option<Markup> {
    let lead = view.lead?;
    let others = view.alike(lead, Metric::CostTotalGbp);
    (!others.is_empty()).then(|| {
        html! {
            "Which option is best for the budget is not settled: " (view.quoted(lead))
            " cannot be told apart, at this precision, from "
            (any_of(view, &others)) "."
        }
    })
}

/// Few options by their titles, more by their numbers: all the caveats have to stand on one page.
pub fn any_of(view: &View<'_>, options: &[usize]) -> Markup {
    let few = options.len() <= NAMED;
    html! {
        @if !few { "any of " (count(options.len())) " others: " }
        @for (place, option) in options.iter().enumerate() {
            @if place > 0 { (if place + 1 == options.len() { " or " } else { ", " }) }
            @if few { (view.quoted(*option)) } @else { (option) }
        }
        @if !few { " (by their numbers)" }
    }
}

/// How much of the lead's saving is no cash.
fn capacity(view: &View<'_>) -> Option<Markup> {
    let lead = view
        .lead
        .filter(|lead| of_option(view, *lead) == Verdict::Saves)?;
    let name = &view.scenario(lead).scenario;
    let part = |nature: Nature| {
        let steps = view.results.bridge.iter();
        let mut steps = steps.filter(|s| s.scenario == *name && s.view == "cash");
        steps
            .find(|s| s.part == nature.label())
            .map(|s| s.difference())
    };
    let (cash, capacity) = (part(Nature::Cashable)?, part(Nature::Capacity)?);
    if capacity.ci_low > 0.0 {
        return Some(html! {
            "What is saved on invoices is partly spent on the council's own carers and staff: " (worded_mean(Wording::Money, &capacity).0)
            " of the council's own capacity is used by " (view.called(lead)) "."
        });
    }
    let share = capacity.mean / (capacity.mean + cash.mean);
    (capacity.ci_high < 0.0 && share >= 0.05).then(|| {
        html! {
            (percent(share, 0.01)) " of what " (view.called(lead)) " saves before its own cost is the time and places of the council's own carers and staff. \
             That becomes money only if they are used otherwise or given up."
        }
    })
}

fn precision(view: &View<'_>) -> Option<Markup> {
    let said = &view.results.made.precision;
    said.starts_with("Precision not reached")
        .then(|| html! { (said) })
}

fn prices(view: &View<'_>) -> Option<Markup> {
    let made = &view.results.made;
    let notes = made.price_notes.join(" ");
    Some(html! { "Money is in prices of " bdi { (made.price_base_year) } ". " (notes) })
}
