//! The same scenario with other assumptions, or over another time: for sensitivity analysis.

use super::check::check;
use super::diagnostic::{Diagnostics, Files, Findings};
use super::layers::Layer;
use super::rules::COMMON_MEASURES;
use super::value::Settings;
use super::{Scenario, conclude, priced, tree};

/// What a scenario was made from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The opened file's name, without its ending.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The files.
    pub files: Files,
    /// What they say, the baseline first.
    pub layers: Vec<Layer>,
}

impl Scenario {
    /// The same scenario over another number of years.
    ///
    /// # Errors
    /// If that length of run will not do, or ends before an option begins.
    pub fn with_years(&self, years: u32) -> Result<Self, Diagnostics> {
        self.amended(
            "--years",
            &format!("run.years = {years}\n"),
            |layers, amendment| {
                if let Some(baseline) = layers.first_mut() {
                    for setting in amendment.checked.settings.iter() {
                        baseline.checked.settings.set(setting.clone());
                    }
                }
            },
        )
    }

    /// The same scenario in another world: keys with their values as TOML text. They hold from
    /// the start and for the past too, as an overlay with `assumption = true` does; where a
    /// decision sets the same key, the decision's value holds. The discount rate, which no overlay may
    /// change, changes in the baseline.
    ///
    /// # Errors
    /// If a key is not known or a value will not do.
    pub fn with_assumptions(&self, values: &[(&str, &str)]) -> Result<Self, Diagnostics> {
        let lines = values
            .iter()
            .map(|(key, value)| format!("{key} = {value}\n"));
        let text = format!("assumption = true\n{}", lines.collect::<String>());
        self.amended("varied assumptions", &text, |layers, mut amendment| {
            let mut varied = Settings::default();
            for setting in amendment.checked.settings.iter() {
                match layers.first_mut() {
                    Some(baseline) if COMMON_MEASURES.contains(&setting.path.as_str()) => {
                        baseline.checked.settings.set(setting.clone());
                    }
                    _ => varied.set(setting.clone()),
                }
            }
            if !varied.iter().any(|setting| setting.path.contains('.')) {
                return;
            }
            amendment.checked.settings = varied;
            let beliefs = layers
                .iter()
                .skip(1)
                .take_while(|layer| layer.is_assumption());
            let above = (1 + beliefs.count()).min(layers.len());
            layers.insert(above, amendment);
        })
    }

    /// The same scenario with a text as one more of its files, put among the others by `amend`.
    pub(super) fn amended(
        &self,
        name: &str,
        text: &str,
        amend: impl FnOnce(&mut Vec<Layer>, Layer),
    ) -> Result<Self, Diagnostics> {
        let mut origin = (*self.origin).clone();
        let mut findings = Findings::default();
        let file = origin.files.add(name, name, text.to_owned());
        let checked = tree::parse(file, text, &mut findings).map(|t| check(&t, &mut findings));
        let layer = checked.map(|checked| Layer::new(file, checked));
        if let Some(layer) = &layer {
            priced::check_varied(layer, &mut findings);
        }
        match layer {
            Some(layer) if !findings.has_errors() => {
                amend(&mut origin.layers, layer);
                conclude(origin, findings)
            }
            _ => Err(findings.into_diagnostics(&origin.files)),
        }
    }
}
