//! What a run that `--years` cuts short leaves out without a word: options that begin later, are phased in
//! for longer, targets and budgets of later years.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::experiment::replicate::layout_of;
use crate::experiment::reported::question;
use crate::experiment::shorten;
use crate::scenario::Scenario;

use super::Failure;
use super::typed::warning;

/// Cuts the scenarios to so many years: what of each is beyond them, a warning each.
///
/// # Errors
/// If a scenario has fewer years.
pub fn cut(scenarios: &mut [Scenario], years: u32) -> Result<Vec<String>, Failure> {
    let mut beyond = Vec::new();
    for scenario in scenarios.iter_mut() {
        let whole = scenario.years;
        shorten(scenario, years)?;
        if whole == years {
            continue;
        }
        let end = scenario.start.saturating_add((12 * years as i32).months());
        for message in decisions(scenario, end).chain(targets(scenario)) {
            if !beyond.contains(&message) {
                beyond.push(message);
            }
        }
    }
    let typed = years.to_string();
    let help = "leave --years away, or name more years";
    let warned = beyond
        .iter()
        .map(|message| warning("P0407", &["--years", &typed], message, help));
    Ok(warned.collect())
}

/// Decisions that begin at or after the end, or are not in force in full before it.
fn decisions(scenario: &Scenario, end: Date) -> impl Iterator<Item = String> {
    let decisions = scenario
        .overlays
        .iter()
        .filter(|overlay| !overlay.belief && !overlay.changes.is_empty());
    decisions.filter_map(move |overlay| {
        let (file, from) = (&overlay.file, overlay.from.strftime("%-d %B %Y"));
        let in_full = overlay.from.saturating_add(overlay.phase_in_months.months());
        let last_day = end.yesterday().unwrap_or(end).strftime("%-d %B %Y");
        if overlay.from >= end {
            return Some(format!("{file} begins on {from}, but the run ends on {last_day}: it does and costs nothing"));
        }
        (in_full >= end && overlay.phase_in_months > 0).then(|| {
            format!(
                "{file} is phased in over {} months from {from}, beyond the run's end, {last_day}: only a part of it is \
                 ever reached",
                overlay.phase_in_months
            )
        })
    })
}

/// Targets and budgets of periods that the run no longer has.
fn targets(scenario: &Scenario) -> Option<String> {
    if scenario.targets.is_empty() {
        return None;
    }
    let layout = layout_of(scenario);
    let left_out = scenario
        .targets
        .iter()
        .filter(|target| question(&target.metric, &layout).is_err());
    let left_out: Vec<&str> = left_out.map(|target| target.metric.as_str()).collect();
    let [first, .., last] = left_out.as_slice() else {
        let only = left_out.first()?;
        return Some(format!(
            "{only}, a target or budget, lies beyond the run and is left out"
        ));
    };
    let (many, list) = (left_out.len(), format!("{first} to {last}"));
    Some(format!(
        "{many} targets or budgets lie beyond the run and are left out: {list}"
    ))
}
