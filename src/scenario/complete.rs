//! What a scenario must say: everything that has no default, in the sections that it has.

use super::cross::first_need;
use super::diagnostic::{Finding, Findings, Place};
use super::keys::{KEYS, Key, Need};
use super::layers::Layer;
use super::price_list;
use super::value::Settings;

/// Checks that everything required is there.
pub fn complete(layers: &[Layer], settings: &Settings, findings: &mut Findings) {
    if forgot_extends(layers, findings) {
        return;
    }
    if let Some(baseline) = layers.first()
        && !has(layers, "title")
        && !baseline.is_overlay()
    {
        let help = "write title = \"…\" on the first line: it heads reports";
        let place = Place::top_of(baseline.file);
        findings.push(Finding::error(
            "P0102",
            place,
            "the scenario has no title",
            help,
        ));
    }
    readings(layers, settings, findings);
    let mut absent_sections: Vec<&str> = Vec::new();
    for key in KEYS.iter().filter(|key| key.need == Need::Required) {
        let section = key.path.rsplit_once('.').map_or("", |(section, _)| section);
        if let Some(name_from) = key.path.strip_prefix("recruitment.*.") {
            for name in settings.names("recruitment") {
                if unknown_strand(layers, &name, findings) {
                    continue;
                }
                let path = format!("recruitment.{name}.{name_from}");
                missing(layers, key, &path, None, findings);
            }
        } else if is_listed(settings, layers, key.path) {
            continue;
        } else if has_section(layers, section) {
            let who = first_need(settings, key.path);
            missing(layers, key, key.path, who, findings);
        } else if !absent_sections.contains(&section) {
            absent_sections.push(section);
            absent(layers, section, findings);
        }
    }
}

/// A baseline need not read savings at any price; a reading that it has needs its price.
fn readings(layers: &[Layer], settings: &Settings, findings: &mut Findings) {
    let Some(price) = KEYS.iter().find(|key| key.path == "reading.*.a_week") else {
        return;
    };
    for name in settings.names("reading") {
        missing(
            layers,
            price,
            &price.path.replace('*', &name),
            None,
            findings,
        );
    }
}

/// Whether a file holds only some sections and does not say which file it changes. One error says
/// so, instead of one for each section it does not have.
fn forgot_extends(layers: &[Layer], findings: &mut Findings) -> bool {
    let [only] = layers else { return false };
    if only.is_overlay() || only.checked.sections.is_empty() {
        return false;
    }
    let required = KEYS.iter().filter(|key| key.need == Need::Required);
    let sections = required.filter_map(|key| Some(key.path.split_once('.')?.0));
    let mut sections: Vec<&str> = sections.collect();
    sections.dedup();
    let there = |section: &&str| {
        let within = format!("{section}.");
        let named = |(name, _): &(String, Place)| name == section || name.starts_with(&within);
        only.checked.sections.iter().any(named)
    };
    let (found, absent): (Vec<&str>, Vec<&str>) = sections.into_iter().partition(there);
    if found.len() >= absent.len() {
        return false;
    }
    let message = format!(
        "this file has only {} of the {} sections of a baseline and does not say which file it changes",
        found.len(),
        found.len() + absent.len()
    );
    let help = format!(
        "write extends = \"baseline.toml\" at the top, above all sections; a baseline of its own would need [{}] too",
        absent.join("], [")
    );
    let place = Place::top_of(only.file);
    findings.push(Finding::error("P0102", place, message, help));
    true
}

/// Whether an overlay names a strand that is not there to change, and does not say enough to add
/// it: one error that names those there are, instead of one for each missing key.
fn unknown_strand(layers: &[Layer], name: &str, findings: &mut Findings) -> bool {
    if has(layers, &format!("recruitment.{name}.kind")) {
        return false;
    }
    let prefix = format!("recruitment.{name}.");
    let names = |layer: &Layer| {
        let mut settings = layer.checked.settings.iter();
        settings
            .find(|setting| setting.path.starts_with(&prefix))
            .map(|s| s.place)
    };
    let Some((first, place)) = layers
        .iter()
        .enumerate()
        .find_map(|(n, l)| Some((n, names(l)?)))
    else {
        return false;
    };
    if first == 0 {
        return false;
    }
    let known = layers[..first]
        .iter()
        .flat_map(|l| l.checked.settings.names("recruitment"));
    let mut known: Vec<String> = known.collect();
    known.dedup();
    let message = format!("there is no strand `{name}` to change");
    let alike = |known: &&String| strsim::jaro_winkler(known, name) > 0.8;
    let meant = match known.iter().find(alike) {
        Some(near) => format!("did you mean recruitment.{near}?"),
        None => format!("there are recruitment.{}.", known.join(", recruitment.")),
    };
    let help = format!("{meant} A new strand needs `kind` and all that describes its households");
    let place = section_place(layers, prefix.trim_end_matches('.')).unwrap_or(place);
    findings.push(Finding::error("P0102", place, message, help));
    true
}

/// Whether a price list says what this key would, or may have, if it were readable.
fn is_listed(settings: &Settings, layers: &[Layer], path: &str) -> bool {
    let unreadable = |layer: &Layer| layer.checked.broken.contains("prices.list");
    let priced = price_list::single_prices().position(|single| single == path);
    priced.is_some_and(|priced| {
        let list = settings.price_list("prices.list");
        layers.iter().any(unreadable) || list.is_some_and(|list| list.lists(priced))
    })
}

fn has(layers: &[Layer], path: &str) -> bool {
    let in_layer = |layer: &Layer| {
        layer.checked.settings.get(path).is_some() || layer.checked.broken.contains(path)
    };
    layers.iter().any(in_layer)
}

fn section_place(layers: &[Layer], section: &str) -> Option<Place> {
    let in_layer = |layer: &Layer| {
        let sections = &layer.checked.sections;
        sections
            .iter()
            .find(|(name, _)| name == section)
            .map(|(_, place)| *place)
    };
    layers.iter().find_map(in_layer)
}

fn has_section(layers: &[Layer], section: &str) -> bool {
    section_place(layers, section).is_some()
}

fn missing(layers: &[Layer], key: &Key, path: &str, who: Option<String>, findings: &mut Findings) {
    if has(layers, path) {
        return;
    }
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    let place = section_place(layers, section).unwrap_or(first_place(layers));
    let message = format!("[{section}] has no `{name}`");
    // An example of another kind of strand would mislead.
    let help = match section.starts_with("recruitment.") {
        true => format!(
            "copy `{name}` from the strand of the baseline that is most like this one, and put in your own figure\n{}",
            key.about
        ),
        false => format!(
            "{}add `{name} = {}` with your own figure\n{}",
            who.map_or_else(String::new, |who| format!("{who}: ")),
            key.example,
            key.about
        ),
    };
    findings.push(Finding::error("P0102", place, message, help));
}

fn absent(layers: &[Layer], section: &str, findings: &mut Findings) {
    let keys = KEYS.iter().filter(|k| k.need == Need::Required);
    let names = keys.filter_map(|k| k.path.strip_prefix(section)?.strip_prefix('.'));
    let names: Vec<_> = names
        .filter(|n| !n.contains('.'))
        .map(|n| format!("`{n}`"))
        .collect();
    let message = format!("the section [{section}] is missing");
    let help = format!(
        "add [{section}] with {}, or say `extends = \"baseline.toml\"` if this file only changes another",
        names.join(", ")
    );
    findings.push(Finding::error("P0102", first_place(layers), message, help));
}

fn first_place(layers: &[Layer]) -> Place {
    Place::top_of(layers.first().map_or(0, |layer| layer.file))
}
