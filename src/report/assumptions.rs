//! The assumptions, with how sure each is, its range, and where it comes from.

use maud::{Markup, html};

use crate::experiment::compare::CONFIDENCE;
use crate::output::lines::date_in_words;
use crate::output::results::{Assumption, Results};

use super::figure::Table;
use super::{Section, View};

/// How many of the baseline's assumptions are of high, medium, low and unstated confidence.
pub fn of_baseline(results: &Results) -> [usize; 4] {
    let baseline = &results.scenarios[0].scenario;
    CONFIDENCE.map(|word| {
        let own = results
            .assumptions
            .iter()
            .filter(|a| a.scenario == *baseline);
        own.filter(|a| a.confidence == word).count()
    })
}

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let counts = of_baseline(view.results);
    Some(Section {
        id: "assumptions",
        title: "Assumptions",
        body: html! {
            p { "How sure each figure is: "
                @for (place, (word, n)) in CONFIDENCE.iter().zip(counts).enumerate() {
                    @if place > 0 { ", " }
                    (rated(word)) " " (n)
                }
                ". Green: published for this council, or close to it. Amber: published for England or a similar place, or derived. \
                 Red: assumed, or from few cases. A range says where the figure probably lies." }
            (super::marks::key(view))
            h3 { "The figures that options change" }
            (changed(view))
            h3 { "The baseline" }
            (baseline(view))
        },
    })
}

/// A confidence as the word for a colour.
pub fn colour(confidence: &str) -> &'static str {
    match confidence {
        "high" => "green",
        "medium" => "amber",
        "low" => "red",
        _ => "not rated",
    }
}

/// Whether a figure so rated is published, for this council or another, or derived from what is.
pub fn is_published(confidence: &str) -> bool {
    matches!(colour(confidence), "green" | "amber")
}

/// A confidence as a colour, a shape and a word.
fn rated(confidence: &str) -> Markup {
    let colour = colour(confidence);
    let (class, shape) = match colour {
        "green" => ("green", "●"),
        "amber" => ("amber", "▲"),
        "red" => ("red", "■"),
        _ => ("grey", "○"),
    };
    html! { span.rated.(class) { span aria-hidden="true" { (shape) } " " (colour) } }
}

/// A key that may be broken between its words.
fn key(key: &str) -> Markup {
    let words = key.split_inclusive(['.', '_']);
    html! { code.key { @for word in words { (word) wbr; } } }
}

fn baseline(view: &View<'_>) -> Markup {
    let name = &view.results.scenarios[0].scenario;
    let mut table = Table::new(
        "Assumptions of the baseline",
        &["Key", "Value", "Range", "Unit", "How sure", "Source"],
    );
    for a in view
        .results
        .assumptions
        .iter()
        .filter(|a| a.scenario == *name)
    {
        table.push(vec![
            key(&a.key),
            html! { bdi { (short(&a.value)) } },
            html! { @if !a.low.is_empty() { bdi { (short(&a.low)) } " to " bdi { (short(&a.high)) } } },
            html! { (a.unit) },
            rated(&a.confidence),
            html! { bdi { (a.source) } },
        ]);
    }
    html! { details { summary { (table.rows.len()) " assumptions of the baseline as a table" } (table.framed()) } }
}

/// What stands in an option's files and not, or otherwise, in the baseline's: by the option's place, what the
/// baseline has and what the option has.
pub fn changes(results: &Results) -> Vec<(usize, Option<&Assumption>, &Assumption)> {
    let of = |name: &'_ str| -> Vec<&Assumption> {
        let all = results.assumptions.iter();
        all.filter(|a| a.scenario == name).collect()
    };
    let known = of(&results.scenarios[0].scenario);
    let same = |a: &&Assumption| {
        let mut known = known.iter();
        known.any(|k| k.key == a.key && k.value == a.value && k.from == a.from)
    };
    let mut changes = Vec::new();
    for (place, option) in results.scenarios.iter().enumerate().skip(1) {
        for a in of(&option.scenario).into_iter().filter(|a| !same(a)) {
            let before = known.iter().find(|k| k.key == a.key);
            changes.push((place, before.copied(), a));
        }
    }
    changes
}

fn changed(view: &View<'_>) -> Markup {
    let mut table = Table::new(
        "What each option changes in the baseline",
        &[
            "Option", "Key", "Baseline", "Option", "From", "How sure", "Source",
        ],
    );
    for (place, before, a) in changes(view.results) {
        let before = before.map_or_else(|| "–".to_owned(), |before| short(&before.value));
        table.push(vec![
            view.headed(place),
            key(&a.key),
            html! { bdi { (before) } },
            html! { bdi { (short(&a.value)) } },
            html! { (date_in_words(&a.from)) },
            rated(&a.confidence),
            html! { bdi { (a.source) } },
        ]);
    }
    html! {
        @if table.rows.is_empty() { p { "Nothing: one scenario was simulated." } } @else { (table.framed()) }
    }
}

/// A list longer than this is not written out.
const LONGEST: usize = 90;

/// A value, cut where it is a long list; the files have it whole.
fn short(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        None => value.to_owned(),
        Some((end, _)) => format!("{} … (assumptions.csv has all of it)", &value[..end]),
    }
}
