//! What overlays change, key by key, so that a person can see it before a run.

use jiff::civil::Date;
use serde::Serialize;

use super::diagnostic::{Files, quoted};
use super::keys::{Need, within_authority};
use super::layers::Timeline;
use super::phase_in;
use super::value::{Setting, Settings};

/// One overlay's part in a scenario: a decision or another belief about the world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overlay {
    /// Its file, relative to the scenario's folder.
    pub file: String,
    /// BLAKE3 of its bytes, hexadecimal, as in [`super::Input`].
    pub blake3: String,
    /// Whether it is a belief, which holds for the past too, and not a decision.
    pub belief: bool,
    /// From when it holds.
    pub from: Date,
    /// Months over which its numbers are phased in from then on.
    pub phase_in_months: i32,
    /// What it changes; nothing if it only combines others.
    pub changes: Vec<Change>,
}

/// A key that an overlay changes, or a section that it adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Path of the key; of the section, if the overlay names it first.
    pub key: String,
    /// What it was; empty if nothing was there.
    pub was: String,
    /// What it becomes; empty for a section.
    pub becomes: String,
    /// Whether it holds at once, although its option is phased in: see `phase_in`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_once: bool,
}

impl Overlay {
    /// A line for each change: `changes court.legal_advice_days 28 -> 14 from 1 April 2017`.
    pub fn lines(&self) -> Vec<String> {
        let date = self.from.strftime("%-d %B %Y");
        let when = |at_once| match (self.belief, self.phase_in_months) {
            (false, 1..) if at_once => format!("from {date} at once"),
            (true, _) => "for the past too (another belief)".to_owned(),
            (false, 0) => format!("from {date}"),
            (false, 1) => format!("from {date} over a month"),
            (false, months) => format!("from {date} over {months} months"),
        };
        let line = |change: &Change| {
            let Change {
                key, was, becomes, ..
            } = change;
            let when = when(change.at_once);
            match (was.as_str(), becomes.as_str()) {
                ("", "") => format!("adds {key} {when}"),
                ("", becomes) => format!("sets {key} {becomes} {when}"),
                (was, becomes) => format!("changes {key} {was} -> {becomes} {when}"),
            }
        };
        self.changes.iter().map(line).collect()
    }
}

/// What each overlay of a scenario changes in those below it.
pub fn overlays(timeline: &Timeline, files: &Files) -> Vec<Overlay> {
    let mut overlays = Vec::new();
    for (n, layer) in timeline.layers.iter().enumerate() {
        if n > 0 {
            let file = super::input(files, layer.file);
            overlays.push(Overlay {
                file: file.name,
                blake3: file.blake3,
                belief: layer.is_assumption(),
                from: layer.from().unwrap_or(timeline.start),
                phase_in_months: layer.phase_in_months(),
                changes: changes(timeline, n),
            });
        }
    }
    overlays
}

fn changes(timeline: &Timeline, place: usize) -> Vec<Change> {
    let layer = &timeline.layers[place];
    let (under, beneath) = (&timeline.under(place), &timeline.beneath(place));
    let mut changes: Vec<Change> = Vec::new();
    let named = |section: &str, name: &str| under.names(section).iter().any(|n| n == name);
    let settings = layer.checked.settings.iter();
    for setting in settings.filter(|s| !timeline.is_overridden(place, &s.path)) {
        let at_once = layer.phase_in_months() > 0 && phase_in::at_once(under, setting);
        let mut parts = setting.path.splitn(3, '.');
        let change = match (parts.next(), parts.next(), parts.next()) {
            (Some(section), Some(name), Some(_)) if !named(section, name) => Change {
                key: format!("[{section}.{name}]"),
                was: String::new(),
                becomes: String::new(),
                at_once,
            },
            (_, Some(_), _) => {
                let common = |of: &'_ Settings| of.get(within_authority(&setting.path)?).cloned();
                let said = |of: &Settings| of.get(&setting.path).cloned().or_else(|| common(of));
                // A layer can say what holds already, against one below that would change it later.
                let later = said(beneath).filter(|later| later.value != setting.value);
                let now = said(under).filter(|now| now.value != setting.value);
                let old = now.or(later).or_else(|| said(under));
                let was = match (old, setting.key.need) {
                    (Some(old), _) if old.value == setting.value => continue,
                    (Some(old), _) => shown(&old),
                    (None, Need::Default(_)) if setting.says_default() => continue,
                    (None, Need::Default(default)) => default.to_owned(),
                    (None, _) => String::new(),
                };
                Change {
                    key: setting.path.clone(),
                    was,
                    becomes: shown(setting),
                    at_once,
                }
            }
            // `title`, `extends`, `from` and the like change nothing in the world.
            _ => continue,
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes
}

/// A value in one short piece.
fn shown(setting: &Setting) -> String {
    quoted(&setting.value.to_string())
}
