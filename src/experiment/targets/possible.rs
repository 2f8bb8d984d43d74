//! Targets that no decision could ever move: beyond what their metric can be, or at odds with each other.
//!
//! Whoever writes `at_least = 60` for 60 %, or forgets `against_baseline`, would read that the target is
//! reached in no future (or in all), and take it for an answer.

use crate::scenario::wording::{figure, tidy};
use crate::scenario::{Diagnostics, Scenario, Target};

use super::super::layout::Layout;
use super::super::metrics::{self, Measure, Metric, Spec};
use super::super::reported::{Unknown, question};

/// Refuses what cannot be meant among a scenario's targets; those whose metric is not there are passed over.
pub fn check(scenario: &Scenario, layout: &Layout) -> Diagnostics {
    let mut all = Diagnostics::default();
    let mut refuse = |place, code, Unknown { message, help }| {
        all.extend(scenario.refused("targets", place, code, message, help));
    };
    let said = scenario.targets.iter().filter(|target| !target.is_budget);
    let mut before: Vec<(usize, &Target)> = Vec::new();
    for (place, target) in said.enumerate() {
        let Ok(question) = question(&target.metric, layout) else {
            continue;
        };
        let name = target.metric.split(',').next().unwrap_or_default();
        if let Some(wrong) = metrics::find(name.trim()).and_then(|spec| beyond(target, spec)) {
            refuse(place, "P0116", wrong);
        }
        let mut same = before.iter().filter(|(cell, _)| *cell == question.cell);
        if let Some(wrong) = same.find_map(|(_, other)| contradiction(target, other)) {
            refuse(place, "P0115", wrong);
        }
        before.push((question.cell, target));
    }
    all
}

/// Why a target is reached in no future, or in all.
pub fn beyond(target: &Target, spec: &Spec) -> Option<Unknown> {
    let (least, most) = range(spec, target.against_baseline);
    let bounds = [("at_least", target.at_least), ("at_most", target.at_most)];
    let mut bounds = bounds
        .into_iter()
        .filter_map(|(name, bound)| Some((name, bound?)));
    let (name, bound) = bounds.find(|(_, bound)| *bound < least || *bound > most)?;
    let what = match target.against_baseline {
        true => format!("a difference of `{}` from the baseline", target.metric),
        false => format!("`{}`", target.metric),
    };
    let (side, end) = match bound < least {
        true => ("below", least),
        false => ("above", most),
    };
    let message = format!(
        "{name} = {}, but {what} is never {side} {}",
        figure(bound),
        figure(end)
    );
    let help = match bound {
        percent if most == 1.0 && percent.abs() <= 100.0 && percent / 100.0 >= least => {
            let write = format!("for {} % write {}", figure(percent), tidy(percent / 100.0));
            match bound > most && !target.against_baseline {
                true => format!("a share cannot be above 100 %, which is 1: {write}"),
                false => write,
            }
        }
        negative if negative < 0.0 && !target.against_baseline => {
            "if it is the difference from the baseline that is meant, add `against_baseline = true`; otherwise write 0 or more".to_owned()
        }
        _ => format!("write a number from {} to {}", figure(least), figure(most)),
    };
    Some(Unknown { message, help })
}

/// Between what a metric, or its difference from the baseline, always lies.
fn range(spec: &Spec, against_baseline: bool) -> (f64, f64) {
    let anything = (f64::NEG_INFINITY, f64::INFINITY);
    match (spec.measure, against_baseline) {
        (Measure::Share | Measure::LevelShare, false) => (0.0, 1.0),
        (Measure::Share | Measure::LevelShare, true) => (-1.0, 1.0),
        (_, true) => anything,
        // What was bought instead can be cheaper than what was wanted.
        (Measure::Money, _) if spec.metric == Metric::UnmetInHouseExtraCostGbp => anything,
        (_, false) => (0.0, f64::INFINITY),
    }
}

/// Why two targets for one figure cannot both be reached.
fn contradiction(target: &Target, other: &Target) -> Option<Unknown> {
    if target.against_baseline != other.against_baseline {
        return None;
    }
    let crossed = |low: &Target, high: &Target| {
        let (least, most) = low.at_least.zip(high.at_most)?;
        (least > most).then_some((least, most))
    };
    let (least, most) = crossed(target, other).or_else(|| crossed(other, target))?;
    let message = format!(
        "the targets for `{}` ask for at least {} and at most {}: no future reaches both",
        target.metric,
        figure(least),
        figure(most)
    );
    let help = "change one of the two, or take it out".to_owned();
    Some(Unknown { message, help })
}
