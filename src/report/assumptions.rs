//! The assumptions, with how sure each is, its range, and where it comes from.

use maud::{Markup, html};

use crate::experiment::compare::CONFIDENCE;
use crate::output::lines::date_in_words;
use crate::output::results::{Assumption, Results};
use crate::scenario::keys::{self, Key};

use super::figure::Table;
use super::words::{capitalised, uncapitalised};
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

/// The key at a path, which may be one authority's own.
pub fn known(path: &str) -> Option<&'static Key> {
    keys::find(keys::within_authority(path).unwrap_or(path))
}

/// What the figure at a path is, with the names of the file: `Teenage foster carers: what it costs …`.
pub fn in_words(path: &str) -> String {
    let Some(known) = known(path) else {
        return path.to_owned();
    };
    let own = keys::within_authority(path).unwrap_or(path);
    let authority = path.strip_prefix("authority.");
    let authority = authority.and_then(|rest| rest.strip_suffix(own));
    let parts = own.split('.').zip(known.path.split('.'));
    let chosen = parts.filter(|(_, part)| *part == "*").map(|(name, _)| name);
    let mut of: Vec<String> = authority.into_iter().chain(chosen).map(named).collect();
    if own.starts_with("prices.") && known.unit.starts_with('£') {
        of.push("price".to_owned());
    }
    let what = known.first_words();
    match of.is_empty() {
        true => capitalised(what),
        false => format!("{}: {}", capitalised(&of.join(", ")), uncapitalised(what)),
    }
}

/// A name from a file as it stands in a sentence.
fn named(name: &str) -> String {
    name.trim_end_matches('.').replace('_', " ")
}

/// An assumption: what it is, and its key, which may be broken between its words.
pub fn assumption(path: &str) -> Markup {
    let words = path.split_inclusive(['.', '_']);
    html! { (in_words(path)) " " code.key { @for word in words { (word) wbr; } } }
}

fn baseline(view: &View<'_>) -> Markup {
    let name = &view.results.scenarios[0].scenario;
    let mut table = Table::new(
        "Assumptions of the baseline",
        &["Assumption", "Value", "Range", "Unit", "How sure", "Source"],
    );
    for a in view
        .results
        .assumptions
        .iter()
        .filter(|a| a.scenario == *name)
    {
        table.push(vec![
            assumption(&a.key),
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
            "Option",
            "Assumption",
            "Baseline",
            "Option",
            "From",
            "How sure",
            "Source",
        ],
    );
    for (place, before, a) in changes(view.results) {
        let before = before.map_or_else(|| "–".to_owned(), |before| short(&before.value));
        table.push(vec![
            view.headed(place),
            assumption(&a.key),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumption_is_told_with_the_names_of_the_file() {
        let price = "Price: a child in a children's home";
        assert_eq!(in_words("prices.childrens_home_a_week"), price);
        let rate = "Real discount rate";
        assert_eq!(in_words("prices.discount_rate"), rate);
        let cost =
            "Teenage foster carers: what it costs to recruit, assess and approve one household";
        let strand = "recruitment.teenage_foster_carers.cost_per_approval";
        assert_eq!(in_words(strand), cost);
        let own = "authority.north_shire.prices.kinship_a_week";
        let of_authority = "North shire, price: a child with relatives or friends who foster";
        assert_eq!(in_words(own), of_authority);
        assert_eq!(in_words("no.such.key"), "no.such.key");
    }
}
