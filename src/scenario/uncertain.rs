//! What a scenario is not sure of: every figure with a range, and the same scenario in another world
//! within those ranges.
//!
//! A figure is one assumption, however many numbers it has: they move together. A figure that a decision
//! sets is another assumption than the baseline's, whose place it takes while the decision holds.

mod range;
mod sums;

use serde::Serialize;

use super::diagnostic::{Diagnostics, Files, Finding, Findings, Place};
use super::layers::Layer;
use super::value::{Setting, Settings, Value};
use super::{Scenario, conclude};

pub use range::{Level, is_range};

/// The half-life and the scale of the chance of adoption are one assumption.
const HALF_LIFE: &str = "adoption.half_life_years";
const SCALE: &str = "adoption.scale";

/// Share of placement orders that end in adoption, five in six, as published: the scale is solved for it, and
/// so it is what the scale becomes when delay does not matter (an infinite half-life).
const ADOPTED: f64 = 5.0 / 6.0;

/// A figure with a range, as one file states it.
#[derive(Clone, Debug, Serialize)]
pub struct Uncertain {
    /// Path of the key.
    pub key: String,
    /// The file that says so.
    pub file: String,
    /// Unit; empty if it has none.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
    /// The value as stated, as text.
    pub value: String,
    /// Lower end of its range.
    pub low: String,
    /// Upper end of its range.
    pub high: String,
    /// Whether it is a decision's figure.
    pub decided: bool,
    #[serde(skip)]
    setting: Setting,
}

impl Uncertain {
    /// What it means, in few words.
    pub fn in_few_words(&self) -> &'static str {
        self.setting.key.first_words()
    }

    /// The figure at this level, as text.
    pub fn at(&self, level: Level) -> String {
        range::at(&self.setting, level).to_string()
    }

    /// How many numbers it has.
    pub fn numbers(&self) -> usize {
        super::check::measures(&self.setting.value).map_or(1, |numbers| numbers.len())
    }

    /// Whether both state the same figure.
    pub fn is(&self, other: &Self) -> bool {
        self.key == other.key && self.file == other.file
    }
}

impl Scenario {
    /// Every figure whose range is more than a point, but for those in whose place another belief of
    /// this scenario stands.
    pub fn uncertain(&self) -> Vec<Uncertain> {
        let origin = &self.origin;
        let mut found = Vec::new();
        for (n, layer) in origin.layers.iter().enumerate() {
            let replaced = |path: &str| {
                let later = origin.layers[n + 1..].iter();
                let mut beliefs = later.filter(|layer| layer.is_assumption());
                beliefs.any(|layer| layer.checked.settings.get(path).is_some())
            };
            let settings = layer.checked.settings.iter();
            let own = settings.filter(|setting| {
                range::is_range(setting) && !follows(setting, layer) && !replaced(&setting.path)
            });
            let decided = n > 0 && !layer.is_assumption();
            found.extend(own.map(|setting| stated(setting, decided, layer, &origin.files)));
        }
        found
    }

    /// What the decisions among the files set to one value for all worlds, without a range of its own,
    /// though what stands below it is uncertain: the keys with the values.
    pub fn held(&self) -> Vec<(String, String)> {
        let uncertain = self.uncertain();
        let decisions = self.origin.layers.iter().skip(1);
        let decisions = decisions.filter(|layer| !layer.is_assumption());
        let set = decisions.flat_map(|layer| layer.checked.settings.iter());
        let below = |path: &str| uncertain.iter().any(|u| u.key == path && !u.decided);
        let held = set.filter(|s| !range::is_range(s) && below(&s.path));
        held.map(|s| (s.path.clone(), s.value.to_string()))
            .collect()
    }

    /// Whether it is a figure of the baseline that a decision among the files sets, with a range of its own
    /// or without: the decision's value does not move with it.
    pub fn sets(&self, uncertain: &Uncertain) -> bool {
        let decisions = self.origin.layers.iter().skip(1);
        let mut decisions = decisions.filter(|layer| !layer.is_assumption());
        let set = |layer: &Layer| layer.checked.settings.get(&uncertain.key).is_some();
        !uncertain.decided && decisions.any(set)
    }

    /// What is wrong where nothing is uncertain: an error at the top of the baseline.
    pub fn nothing_uncertain(&self) -> Diagnostics {
        let mut findings = Findings::default();
        let file = self.origin.layers.first().map_or(0, |layer| layer.file);
        let message = "no figure has a range, so nothing is uncertain";
        let help = "say between which values a figure probably lies, for example\n\
                    parallel = { value = 0.5, low = 0.2, high = 0.8, source = \"assumed\" }";
        findings.push(Finding::error("P0701", Place::top_of(file), message, help));
        findings.into_diagnostics(&self.origin.files)
    }

    /// The same scenario where these figures stand at these levels; those that are not of its files do not
    /// matter. What must add up is made to (see `sums`).
    ///
    /// # Errors
    /// If there can be no such world.
    pub fn in_world(&self, world: &[(&Uncertain, Level)]) -> Result<Self, Diagnostics> {
        let mut origin = (*self.origin).clone();
        for layer in &mut origin.layers {
            let name = origin.files.name(layer.file);
            let own = world.iter().filter(|(u, _)| u.file == name);
            let moved = own.filter(|(_, level)| *level != Level::Stated);
            for (uncertain, level) in moved {
                let value = range::at(&uncertain.setting, *level);
                set(&mut layer.checked.settings, &uncertain.key, value);
            }
        }
        sums::restore(&mut origin.layers);
        let mut world = conclude(origin, Findings::default())?;
        // What is likely as stated may be far from the baseline's range in a world, have no effect in it, be
        // hardly meant (two shares, each at its upper end) or differ from its label: that is no slip.
        for code in ["P0402", "P0404", "P0409", "P0410"] {
            world.warnings = world.warnings.without(code);
        }
        Ok(world)
    }
}

fn stated(setting: &Setting, decided: bool, layer: &Layer, files: &Files) -> Uncertain {
    Uncertain {
        key: setting.path.clone(),
        file: files.name(layer.file).to_owned(),
        unit: setting.key.unit,
        about: setting.key.about,
        value: setting.value.to_string(),
        low: range::at(setting, Level::Towards(-1.0)).to_string(),
        high: range::at(setting, Level::Towards(1.0)).to_string(),
        decided,
        setting: setting.clone(),
    }
}

/// Sets a value that a layer states, and what follows from it.
fn set(settings: &mut Settings, path: &str, value: Value) {
    if let Some(scale) = path
        .strip_suffix(HALF_LIFE)
        .map(|own| format!("{own}{SCALE}"))
        && let (Value::Number(new), Some(old), Some(stated)) =
            (&value, settings.number(path), settings.number(&scale))
    {
        let solved = scale_with(stated, old, *new);
        replace(settings, &scale, Value::Number(solved));
    }
    replace(settings, path, value);
}

fn replace(settings: &mut Settings, path: &str, value: Value) {
    if let Some(setting) = settings.get(path) {
        let setting = setting.clone();
        settings.set(Setting { value, ..setting });
    }
}

/// The scale with which as many placement orders end in adoption at another half-life. Children are placed
/// some time T after entry; the chance there, c · 2^(−(T − T_ref) / H), stays what it is if log c falls in
/// proportion to 1 / H, from the scale c stated with the half-life H to the share adopted at infinite H.
pub fn scale_with(stated: f64, half_life: f64, new: f64) -> f64 {
    ADOPTED * libm::pow(stated / ADOPTED, half_life / new)
}

/// Whether a figure is set with another and so is no assumption of its own.
fn follows(setting: &Setting, layer: &Layer) -> bool {
    let Some(own) = setting.path.strip_suffix(SCALE) else {
        return false;
    };
    let settings = &layer.checked.settings;
    let half_life = settings.get(&format!("{own}{HALF_LIFE}"));
    half_life.is_some_and(range::is_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped overlay for a half-life of 3.1 years has the scale that was solved for it by
    /// simulation: 0.9.
    #[test]
    fn the_scale_goes_with_the_half_life_as_it_was_solved() {
        assert!((scale_with(1.01, 1.0, 3.1) - 0.9).abs() < 0.015);
        assert_eq!(scale_with(1.01, 1.0, 1.0), 1.01);
        assert!((scale_with(0.9, 3.1, f64::INFINITY) - ADOPTED).abs() < 1e-12);
    }
}
