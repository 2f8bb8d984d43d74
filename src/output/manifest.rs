//! The manifest: what made a folder of results, so that anybody can make it again.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::experiment::compare::Comparison;
use crate::experiment::recruit::Recruitment;
use crate::experiment::sensitivity::Sensitivity;
use crate::scenario::{Input, Scenario};

use super::precision;

/// Name of the program, by which a manifest is known to be ours.
pub const PROGRAM: &str = "permanence";
/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What goes into `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// Always [`PROGRAM`].
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// The pinned version of the Rust toolchain.
    pub toolchain: String,
    /// Versions of the libraries used directly.
    pub crates: BTreeMap<String, String>,
    /// The command line: the name of the program, then its arguments as typed.
    pub command: Vec<String>,
    /// The council.
    pub council: String,
    /// First day.
    pub start: String,
    /// The day after the last.
    pub end: String,
    /// Years.
    pub years: u32,
    /// Master seed.
    pub seed: u64,
    /// Replications asked for.
    pub replications_asked: usize,
    /// Replications finished in every scenario.
    pub replications: usize,
    /// What was compared: the baseline first.
    pub scenarios: Vec<ScenarioInputs>,
    /// Digest of every replication's results. Nothing else is part of it: not the time taken,
    /// not this file.
    pub run_digest: String,
    /// How long it took.
    pub seconds: f64,
    /// What the page says of the figures as a whole; only a comparison or a run has it.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// What stands behind the figures of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Basis {
    /// What year's prices all money is in.
    pub price_base_year: String,
    /// What else is to be known of the prices, a sentence each.
    pub price_notes: Vec<String>,
    /// For how many days entrants are followed.
    pub follow_up_days: f64,
    /// Whether as many futures were simulated as the stopping rule wants; empty if it was not asked.
    pub precision: String,
    /// How many authorities are simulated: one, if the scenario names none.
    pub authorities: u64,
}

/// The files that a scenario was read from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioInputs {
    /// Scenario.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its files in the order in which they apply, with their digests.
    pub inputs: Vec<Input>,
}

impl Manifest {
    /// The manifest of an experiment.
    pub fn new(
        comparison: &Comparison,
        scenarios: &[&Scenario],
        command: Vec<String>,
        seconds: f64,
    ) -> Self {
        let inputs = comparison.scenarios.iter().zip(scenarios);
        let inputs = inputs.map(|(levels, scenario)| of(levels.scenario.clone(), scenario));
        Self {
            program: PROGRAM,
            version: VERSION,
            toolchain: toolchain(),
            crates: crates(),
            command,
            council: comparison.council.clone(),
            start: comparison.start.to_string(),
            end: comparison.end.to_string(),
            years: comparison.years,
            seed: comparison.seed,
            replications_asked: comparison.replications_asked,
            replications: comparison.replications,
            scenarios: inputs.collect(),
            run_digest: comparison.run_digest.clone(),
            seconds,
            basis: Some(Basis {
                price_base_year: comparison.price_base_year.clone(),
                price_notes: comparison.price_notes.clone(),
                follow_up_days: comparison.follow_up_days,
                precision: precision::said(comparison),
                authorities: scenarios
                    .first()
                    .map_or(1, |baseline| authorities(baseline)),
            }),
        }
    }

    /// The manifest of an analysis of the assumptions; replications are those of each world.
    pub fn of_sensitivity(
        analysis: &Sensitivity,
        scenarios: &[Scenario],
        command: Vec<String>,
        seconds: f64,
    ) -> Self {
        let run = Run {
            council: &analysis.council,
            start: analysis.start,
            years: analysis.years,
            seed: analysis.seed,
            replications: analysis.replications,
            digest: &analysis.run_digest,
        };
        Self::of_run(&run, scenarios, command, seconds)
    }

    /// The manifest of a search for a number of households; replications are those of each number.
    pub fn of_recruitment(
        found: &Recruitment,
        scenarios: &[Scenario],
        command: Vec<String>,
        seconds: f64,
    ) -> Self {
        let run = Run {
            council: &found.council,
            start: found.start,
            years: found.years,
            seed: found.seed,
            replications: found.replications,
            digest: &found.run_digest,
        };
        Self::of_run(&run, scenarios, command, seconds)
    }

    fn of_run(run: &Run<'_>, scenarios: &[Scenario], command: Vec<String>, seconds: f64) -> Self {
        let end = run.start.saturating_add(i64::from(run.years).years());
        let inputs = scenarios
            .iter()
            .map(|scenario| of(scenario.name.clone(), scenario));
        Self {
            program: PROGRAM,
            version: VERSION,
            toolchain: toolchain(),
            crates: crates(),
            command,
            council: run.council.to_owned(),
            start: run.start.to_string(),
            end: end.to_string(),
            years: run.years,
            seed: run.seed,
            replications_asked: run.replications,
            replications: run.replications,
            scenarios: inputs.collect(),
            run_digest: run.digest.to_owned(),
            seconds,
            basis: None,
        }
    }
}

/// What a manifest says of runs that are no comparison.
struct Run<'a> {
    council: &'a str,
    start: Date,
    years: u32,
    seed: u64,
    replications: usize,
    digest: &'a str,
}

/// A scenario under the name that it has among those compared.
fn of(name: String, scenario: &Scenario) -> ScenarioInputs {
    ScenarioInputs {
        name,
        title: scenario.title.clone(),
        inputs: scenario.inputs.clone(),
    }
}

/// How many authorities a scenario is of.
fn authorities(scenario: &Scenario) -> u64 {
    let copies = scenario.authorities.iter().map(|a| u64::from(a.copies));
    copies.sum::<u64>().max(1)
}

/// Whether this text is a manifest that this program wrote.
pub fn is_ours(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Mark {
        program: String,
        run_digest: String,
    }
    let mark: Result<Mark, _> = serde_json::from_str(text);
    mark.is_ok_and(|mark| mark.program == PROGRAM && !mark.run_digest.is_empty())
}

/// The toolchain that the package is pinned to. What compiled it cannot be asked without a
/// build script, and would be the same.
fn toolchain() -> String {
    #[derive(Deserialize)]
    struct File {
        toolchain: Toolchain,
    }
    #[derive(Deserialize)]
    struct Toolchain {
        channel: String,
    }
    let file: Result<File, _> = toml::from_str(include_str!("../../rust-toolchain.toml"));
    file.map(|file| file.toolchain.channel).unwrap_or_default()
}

/// The locked versions of the libraries that `Cargo.toml` names.
fn crates() -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Package {
        dependencies: toml::Table,
    }
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Locked>,
    }
    #[derive(Deserialize)]
    struct Locked {
        name: String,
        version: String,
    }
    let package: Result<Package, _> = toml::from_str(include_str!("../../Cargo.toml"));
    let lock: Result<Lock, _> = toml::from_str(include_str!("../../Cargo.lock"));
    let (Ok(package), Ok(lock)) = (package, lock) else {
        return BTreeMap::new();
    };
    let used = |locked: &Locked| package.dependencies.contains_key(&locked.name);
    let used = lock.package.into_iter().filter(used);
    used.map(|locked| (locked.name, locked.version)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_knows_what_it_was_built_with() {
        assert!(toolchain().starts_with("1."));
        assert!(crates().contains_key("libm"));
    }

    #[test]
    fn only_our_manifests_are_ours() {
        assert!(is_ours(r#"{"program": "permanence", "run_digest": "ab"}"#));
        assert!(!is_ours(r#"{"program": "another", "run_digest": "ab"}"#));
        assert!(!is_ours(r#"{"name": "permanence"}"#));
        assert!(!is_ours("not JSON"));
    }
}
