//! Whether scenarios can stand beside each other: options of one baseline, the baseline first.
//!
//! Files that grew from different baselines would compare two worlds, not two decisions, and
//! the answer would look just as confident.

use crate::experiment::compare::beliefs_beside_decisions;
use crate::scenario::Scenario;

use super::Failure;
use super::typed::mistake;

/// Refuses what is no comparison of options with their baseline.
///
/// # Errors
/// If an option grew from another baseline than the first file, or the first file is itself
/// an option that another one does not contain.
pub fn check(scenarios: &[Scenario]) -> Result<(), Failure> {
    let Some((baseline, options)) = scenarios.split_first() else {
        return Ok(());
    };
    for (place, option) in scenarios.iter().enumerate() {
        if let Some(twin) = scenarios[..place]
            .iter()
            .find(|s| s.inputs == option.inputs)
        {
            let first = match twin.name == option.name {
                true => String::new(),
                false => format!(", the first time as `{}`", twin.name),
            };
            let message = format!(
                "`{}` is named twice{first}, and its difference from itself is nothing",
                option.name
            );
            return Err(mistake(
                "P0604",
                &[&twin.name, &option.name],
                &message,
                "name each scenario once",
            ));
        }
    }
    for option in options {
        if root(option) != root(baseline) {
            let message = format!(
                "`{}` and `{}` start from different baselines, so their difference would not be what the \
                 option does",
                baseline.name, option.name
            );
            let help = "let both extend the same baseline file, unchanged";
            return Err(mistake("P0604", &[&option.name], &message, help));
        }
        if !contains(option, baseline) {
            let message = format!(
                "the first file, `{}`, is itself an option, and `{}` does not contain it: they would be \
                 compared with each other and not with the baseline",
                baseline.name, option.name
            );
            let help = "name the baseline first, then the options";
            return Err(mistake("P0604", &[&baseline.name], &message, help));
        }
    }
    Ok(())
}

/// What can be compared but would be misread: a belief and a decision in one difference.
pub fn warnings(scenarios: &[Scenario]) -> Vec<String> {
    let Some((baseline, options)) = scenarios.split_first() else {
        return Vec::new();
    };
    let warning = |option: &Scenario| {
        let beliefs = beliefs_beside_decisions(baseline, option);
        let names = beliefs.join("`, `");
        let (name, of) = (&option.name, &baseline.name);
        let help = match beliefs.as_slice() {
            [] => return None,
            [belief] => format!(
                "name the baseline with that belief alone first: `permanence compare {belief} {name}.toml`"
            ),
            _ => format!(
                "write a file with these beliefs alone (extends = [{}]), let `{name}` extend it, and \
                 name it first in the comparison",
                beliefs
                    .iter()
                    .map(|b| format!("{b:?}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        Some(format!(
            "warning: `{name}` differs from `{of}` by another belief about the world (`{names}`) and by \
             a decision, so the difference is not what the decision does\nhelp: {help}"
        ))
    };
    options.iter().filter_map(warning).collect()
}

/// The file all others change: the first that was read.
fn root(scenario: &Scenario) -> Option<&str> {
    scenario.inputs.first().map(|input| input.blake3.as_str())
}

/// Whether everything `other` was made of is in `scenario` too.
fn contains(scenario: &Scenario, other: &Scenario) -> bool {
    let files = || scenario.inputs.iter().map(|input| &input.blake3);
    other
        .inputs
        .iter()
        .all(|input| files().any(|file| *file == input.blake3))
}
