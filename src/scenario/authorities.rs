//! Several authorities in one scenario: `[authority.NAME.…]` says what differs in one of them.
//!
//! What stands at top level is common to all; what stands under an authority's name is its own,
//! whatever file says so: the more specific wins. So each authority is checked and built like a
//! scenario of one council, from layers that are its view of the files. A mistake in what is common
//! is reported once, one that only some of them have with their names.
//!
//! Without such tables there is one council, and none of this is asked for.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::care::child::{LegalStatus, PlacementKind, Route};
use crate::finance::ledger::Line;

use super::check::Checked;
use super::cross::{self, MOST_CHILDREN};
use super::diagnostic::{Finding, Findings, Place};
use super::layers::{Layer, Timeline};
use super::value::{Setting, Settings};
use super::wording::tidy;
use super::{Authority, build, consistent, doubtful, timeline};

/// Names of the authorities, in order of first appearance.
pub fn names(layers: &[Layer]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in layers.iter().flat_map(named) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The authorities that a layer names, with the places.
fn named(layer: &Layer) -> impl Iterator<Item = (&str, Place)> {
    let sections = layer.checked.sections.iter();
    sections.filter_map(|(path, place)| {
        let name = path.strip_prefix("authority.")?;
        (!name.contains('.')).then_some((name, *place))
    })
}

/// Checks and builds all authorities. `None` if something will not do, which is then reported.
pub fn build_all(
    layers: &[Layer],
    names: &[String],
    findings: &mut Findings,
) -> Option<Vec<Authority>> {
    if names.is_empty() {
        return Some(Vec::new());
    }
    let common = timeline(layers.to_vec());
    let newcomers = no_newcomers(&common, findings);
    no_names_of_groups(&common, findings);
    if !newcomers.is_empty() {
        // What stands under a mistyped name is missing somewhere else: first the name.
        return None;
    }
    let views: Vec<Timeline> = names
        .iter()
        .map(|name| timeline(view_of(layers, name)))
        .collect();
    let copies = |name: &String| {
        let all = common.all();
        all.number(&format!("authority.{name}.copies"))
            .map_or(1, |n| n as u32)
    };
    let copies: Vec<u32> = names.iter().map(copies).collect();
    let agency = |name: &String| {
        let all = common.all();
        let agency = all.text(&format!("authority.{name}.agency"));
        agency.unwrap_or_default().to_owned()
    };
    let agencies: Vec<String> = names.iter().map(agency).collect();
    let several = copies.iter().sum::<u32>() > 1;
    let mut own: Vec<Findings> = vec![Findings::default(); names.len()];
    let mut built = Vec::new();
    for (view, own) in views.iter().zip(&mut own) {
        consistent(view, own);
        built.push(match own.has_errors() {
            true => None,
            false => build::build(view, own),
        });
        if several {
            partners(view, own);
        }
        doubtful(view, own);
    }
    let own: Vec<(&str, Findings)> = names.iter().map(String::as_str).zip(own).collect();
    let places = own_places(layers);
    let whose = |name: &str| format!(" (authority `{name}`)");
    findings.merge(&own, |place| places.contains(&place), whose);
    for agency in agencies.iter().collect::<BTreeSet<_>>() {
        let members = views.iter().zip(&copies).zip(&agencies);
        let members: Vec<(&Timeline, u32)> = members
            .filter(|(_, theirs)| *theirs == agency)
            .map(|((view, copies), _)| (view, *copies))
            .collect();
        pool(agency, &members, findings);
    }
    unnamed(&views, &agencies, findings);
    size(&views, &copies, findings);
    let authority = |(((name, copies), agency), built): (((&String, u32), String), Option<_>)| {
        let (model, prices) = built?;
        Some(Authority {
            name: name.clone(),
            copies,
            agency,
            model,
            prices,
        })
    };
    let told = names.iter().zip(copies).zip(agencies);
    told.zip(built).map(authority).collect()
}

/// An authority's view of the files: what they say of it, and what they say of all where none
/// says anything of it.
pub fn view_of(layers: &[Layer], name: &str) -> Vec<Layer> {
    let prefix = format!("authority.{name}.");
    let mut specific: BTreeSet<String> = BTreeSet::new();
    let view = |layer: &Layer| {
        let all = &layer.checked;
        let own = |path: &str| path.strip_prefix(&prefix).map(str::to_owned);
        specific.extend(all.settings.iter().filter_map(|s| own(&s.path)));
        let mut checked = Checked::default();
        for setting in all.settings.iter() {
            match own(&setting.path) {
                // Part of the view, so that an overlay that sets nothing else changes something.
                Some(path) if setting.key.of_the_authority_itself().is_some() => {
                    checked.settings.set(Setting {
                        path: format!("authority.{path}"),
                        ..setting.clone()
                    });
                }
                Some(path) => checked.settings.set(Setting {
                    path,
                    ..setting.clone()
                }),
                None if is_common(&setting.path) && !specific.contains(&setting.path) => {
                    checked.settings.set(setting.clone());
                }
                _ => {}
            }
        }
        let seen = |path: &String| own(path).or_else(|| is_common(path).then(|| path.clone()));
        checked.broken = all.broken.iter().filter_map(seen).collect();
        let sections = all.sections.iter();
        checked.sections = sections
            .filter_map(|(path, place)| Some((seen(path)?, *place)))
            .collect();
        layer.with(checked)
    };
    layers.iter().map(view).collect()
}

fn is_common(path: &str) -> bool {
    path != "authority" && !path.starts_with("authority.")
}

/// Where the settings of single authorities stand, element by element.
fn own_places(layers: &[Layer]) -> BTreeSet<Place> {
    let settings = layers.iter().flat_map(|l| l.checked.settings.iter());
    let own = settings.filter(|setting| !is_common(&setting.path));
    own.flat_map(|setting| setting.parts.iter().copied().chain([setting.place]))
        .collect()
}

/// What a figure is told by must not be taken for an authority: `exits, home` is a route.
fn no_names_of_groups(timeline: &Timeline, findings: &mut Findings) {
    let groups = [
        Route::ALL.map(Route::label).as_slice(),
        &PlacementKind::ALL.map(PlacementKind::label),
        &LegalStatus::ALL.map(LegalStatus::label),
        &Line::ALL.map(Line::label),
        &["all", "horizon"],
    ]
    .concat();
    for (name, place) in timeline.layers.iter().flat_map(named) {
        if groups.contains(&name) {
            let message = format!("the name `{name}` is that of a group by which figures are told");
            let help = "give the authority another name: `report` and the files could not tell the two apart";
            findings.push(Finding::error("P0112", place, message, help));
        }
    }
}

/// Which authorities there are is known from the start: no decision adds one. Those that one would add.
fn no_newcomers(timeline: &Timeline, findings: &mut Findings) -> Vec<String> {
    let mut newcomers = Vec::new();
    let believed = |n: &usize| *n == 0 || timeline.layers[*n].is_assumption();
    let known: Vec<&str> = (0..timeline.layers.len())
        .filter(believed)
        .flat_map(|n| named(&timeline.layers[n]).map(|(name, _)| name))
        .collect();
    for (name, place) in timeline.layers.iter().flat_map(named) {
        if known.contains(&name) {
            continue;
        }
        let message = format!("no baseline has the authority `{name}`");
        let help = match known.is_empty() {
            true => "take it out: the baseline is of one council, and no decision makes another"
                .to_owned(),
            false => format!("write one of {}", known.join(", ")),
        };
        findings.push(Finding::error("P0242", place, message, help));
        newcomers.push(name.to_owned());
    }
    for layer in timeline.layers.iter().skip(1) {
        let settings = layer.checked.settings.iter();
        let fixed = settings.filter(|s| s.key.of_the_authority_itself().is_some());
        for setting in fixed.filter(|_| !layer.is_assumption()) {
            let message = format!("no decision changes `{}`", setting.path);
            let help = match setting.key.path {
                "authority.*.copies" => {
                    "take it out, or write `assumption = true` if this is another belief about how many there are"
                }
                _ => {
                    "take it out: say in the baseline which agency each authority belongs to, and in a decision who pools and from when"
                }
            };
            findings.push(Finding::error("P0242", setting.place, message, help));
        }
    }
    newcomers
}

/// The pool of one agency has two authorities at least, and one panel.
pub fn pool(name: &str, agency: &[(&Timeline, u32)], findings: &mut Findings) {
    let pools = |settings: &Settings| settings.flag("adoption.pooled") == Some(true);
    let Some((first, _)) = agency.first() else {
        return;
    };
    for date in first.dates() {
        let states = agency.iter().map(|(view, copies)| (view.on(date), *copies));
        let states: Vec<(Settings, u32)> = states.collect();
        let members: Vec<(&Settings, u32)> = states
            .iter()
            .map(|(state, copies)| (state, *copies))
            .filter(|(s, _)| pools(s))
            .collect();
        let Some((one, number)) = members.first() else {
            continue;
        };
        if let (1, 1, Some(at)) = (members.len(), *number, one.get("adoption.pooled")) {
            let (message, help) = match name {
                "" => (
                    "only one authority pools its adopters".to_owned(),
                    "write `pooled = true` for the others of the pool too, or take it out",
                ),
                name => (
                    format!("only one authority of the agency `{name}` pools its adopters"),
                    "give it the `agency` of those it pools with, and these `pooled = true`",
                ),
            };
            findings.push(Finding::error("P0240", at.place, message, help));
        }
        for path in ["adoption.panel_interval_days", "adoption.priority"] {
            let said = |s: &Settings| s.get(path).map(|setting| setting.value.clone());
            let other = members.iter().find(|(s, _)| said(s) != said(one));
            let places = other.and_then(|(s, _)| s.get(path)).zip(one.get(path));
            if let Some((at, with)) = places {
                let message = format!("authorities of one pool have different `{path}`");
                let help = "write the same for all of them: the pool has one panel";
                let finding = Finding::error("P0243", at.place, message, help);
                findings.push(finding.also(with.place, "differs from this"));
            }
        }
    }
}

/// Authorities that pool and name no agency where others name theirs: one may have been forgotten.
fn unnamed(views: &[Timeline], agencies: &[String], findings: &mut Findings) {
    if agencies.iter().all(String::is_empty) {
        return;
    }
    for (view, _) in { views.iter().zip(agencies) }.filter(|(_, agency)| agency.is_empty()) {
        let states = view.dates().into_iter().map(|date| view.on(date));
        let pools = |state: &Settings| state.flag("adoption.pooled") == Some(true);
        let Some(state) = states.into_iter().find(pools) else {
            continue;
        };
        if let Some(at) = state.get("adoption.pooled") {
            let message = "an authority that pools names no agency, and others do";
            let help =
                "give it an `agency`: those that name none share adopters with each other only";
            findings.push(Finding::warning("P0409", at.place, message, help));
        }
    }
}

/// Of several authorities only those in the pool have partners there whose adopters they are offered.
fn partners(view: &Timeline, findings: &mut Findings) {
    let dates = view.dates();
    let ends = dates.iter().skip(1).copied().chain([view.end]);
    for (date, end) in dates.iter().copied().zip(ends) {
        let state = view.on(date);
        if state.flag("adoption.pooled") == Some(true) {
            continue;
        }
        for strand in state.names("recruitment") {
            partner(&strand, &state, (date, end), findings);
        }
    }
}

/// A strand of an authority outside any pool between two dates: it has no partners to recruit for it.
fn partner(strand: &str, state: &Settings, (date, end): (Date, Date), findings: &mut Findings) {
    let path = |last: &str| format!("recruitment.{strand}.{last}");
    let sources = ["approvals_a_year", "households", "enquiries_a_year"];
    let some = |last: &str| state.number(&path(last)).is_some_and(|number| number > 0.0);
    let begins = state.date(&path("start")).unwrap_or(date);
    let over = state
        .date(&path("until"))
        .is_some_and(|until| until <= date);
    let provider = path("provider");
    let regional = state.word(&provider) == Some("regional");
    let Some(at) = state.get(&provider).filter(|_| regional) else {
        return;
    };
    if begins >= end || over || !sources.into_iter().any(some) {
        return;
    }
    let message = format!(
        "the strand `{strand}` recruits a regional agency's adopters, but the authority is in no pool then"
    );
    let help = "write `pooled = true` under [adoption] or [authority.NAME.adoption], or `provider = \"register\"` or \"own\"";
    findings.push(Finding::error("P0244", at.place, message, help));
}

/// All authorities with all their copies.
fn size(views: &[Timeline], copies: &[u32], findings: &mut Findings) {
    let mut total = 0.0;
    let mut place = None;
    for (view, copies) in views.iter().zip(copies) {
        let all = view.all();
        let people: f64 = cross::simulated(&all).into_iter().sum();
        total += people * f64::from(*copies);
        place = place.or(all.get("entries.first_entries_a_year").map(|s| s.place));
    }
    if let Some(place) = place.filter(|_| total > 2.0 * MOST_CHILDREN) {
        let message = format!(
            "about {} children and households would be simulated in all authorities",
            tidy(total.round())
        );
        let help = "lower `copies` or `run.years`, or check for a slip of units";
        findings.push(Finding::error("P0212", place, message, help));
    }
}
