//! Lengths of stages that a team has taken over.
//!
//! A stage that is a team's takes as long as its queue and its work (`servers`, `days_per_case`), and not
//! its length. A baseline may have both: the length is what held before. A decision about the length is
//! idle then.

use super::diagnostic::{Finding, Findings};
use super::layers::Timeline;
use super::value::{Setting, Settings};

/// Stages with the lengths that a team stands in place of. Family services have none.
#[rustfmt::skip] // One stage, one line.
const LENGTHS: [(&str, &[&str]); 7] = [
    ("legal_advice", &["court.legal_advice_days"]),
    ("home_assessment", &["planning.home_assessment_days"]),
    ("relatives_assessment", &["relatives.assessment_days"]),
    ("adoption_assessment", &["planning.adoption_assessment_days"]),
    ("legal_planning", &["court.legal_planning_meeting_days"]),
    ("pre_proceedings", &["court.pre_proceedings_days"]),
    ("carers_assessment", &["recruitment.*.stage_1_days", "recruitment.*.stage_2_days"]),
];

/// Warns of decisions that change the length of a stage which is a team's when they come into force. (A
/// belief holds for cases under way at the start, too, which keep their lengths.)
pub fn check(timeline: &Timeline, findings: &mut Findings) {
    if findings.has_errors() {
        return;
    }
    let overlays = timeline.layers.iter().enumerate().skip(1);
    for (n, layer) in overlays.filter(|(_, layer)| !layer.is_assumption()) {
        let under = timeline.under(n);
        let state = timeline.on(layer.from().unwrap_or(timeline.start));
        let changes = |setting: &&Setting| match under.get(&setting.path) {
            Some(old) => old.value != setting.value,
            None => !setting.says_default(),
        };
        for setting in layer.checked.settings.iter().filter(changes) {
            if let Some((name, team)) = team_instead(&state, setting.key.path) {
                let message = format!(
                    "`{}` does nothing: the stage is that of the team `{name}`, whose work takes its place",
                    setting.path
                );
                let help = format!(
                    "change `days_per_case` or `servers` of [team.{name}], or take this line out"
                );
                let finding = Finding::warning("P0404", setting.place, message, help);
                findings.push(finding.also(team.place, "the team's stage"));
            }
        }
    }
}

/// The team that stands in place of a length, with where its stage is said.
fn team_instead<'s>(state: &'s Settings, length: &str) -> Option<(String, &'s Setting)> {
    let (stage, _) = LENGTHS
        .iter()
        .find(|(_, lengths)| lengths.contains(&length))?;
    state.names("team").into_iter().find_map(|name| {
        let path = format!("team.{name}.stage");
        let its = state.word(&path) == Some(*stage);
        state.get(&path).filter(|_| its).map(|at| (name, at))
    })
}

#[cfg(test)]
mod tests {
    use super::super::keys::{KEYS, STAGE_WORDS};
    use super::*;

    #[test]
    fn every_stage_but_family_services_has_lengths_that_are_keys() {
        for stage in STAGE_WORDS {
            let found = LENGTHS.iter().any(|(known, _)| *known == stage);
            assert_eq!(found, stage != "family_services", "{stage}");
        }
        for path in LENGTHS.iter().flat_map(|(_, lengths)| *lengths) {
            assert!(KEYS.iter().any(|key| key.path == *path), "{path}");
        }
    }
}
