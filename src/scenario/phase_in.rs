//! How an option comes into force by steps, and what of it cannot.
//!
//! What can be phased in is: numbers, lists of one length and lengths of time go from what held before
//! to what the option says, a step each month. What no file said before starts from the key's default;
//! from or to `inf` the reciprocal goes evenly, how often instead of how long; between lengths of time
//! of different shapes a growing share has the new one. Words, switches, dates, lists of another length, and
//! strands, homes and teams that are new hold at once, and that is said.

use super::diagnostic::{Finding, Findings};
use super::distribution::Spec;
use super::keys::{Need, within_authority};
use super::layers::Layer;
use super::value::{Setting, Settings, Value};

/// Sections whose parts do not exist before they are named.
const COME_WHOLE: [&str; 3] = ["recruitment", "homes", "team"];

/// The value a part of the way from what held before; `None` if it holds at once.
pub fn step(before: &Settings, setting: &Setting, part: f64) -> Option<Value> {
    held(before, setting)?.towards(&setting.value, part)
}

/// Whether a change holds at once, whatever months its option is phased in over.
pub fn at_once(before: &Settings, setting: &Setting) -> bool {
    let path = own_path(setting);
    // What an option costs is phased in with it, from nothing.
    !path.starts_with("option.") && step(before, setting, 0.5).is_none()
}

/// A key's value as its default would have it, if that is a number, a list or a length of time like this.
pub fn unsaid(before: &Settings, setting: &Setting) -> Option<Value> {
    let Need::Default(default) = setting.key.need else {
        return None;
    };
    let number = || default.parse().ok().or_else(|| before.number(default));
    match &setting.value {
        Value::Number(_) => number().map(Value::Number),
        Value::Duration(_) => number().map(|days| Value::Duration(Spec::Constant(days))),
        Value::Numbers(_) => {
            let each = default.strip_prefix('[')?.strip_suffix(']')?.split(", ");
            let each: Result<Vec<f64>, _> = each.map(str::parse).collect();
            each.ok().map(Value::Numbers)
        }
        _ => None,
    }
}

/// What held before an option, said or unsaid.
fn held(before: &Settings, setting: &Setting) -> Option<Value> {
    match before.get(&setting.path) {
        Some(old) => Some(old.value.clone()),
        None if is_new(before, setting) => None,
        None => unsaid(before, setting),
    }
}

/// Whether the setting belongs to a strand, home or team that was not there before.
fn is_new(before: &Settings, setting: &Setting) -> bool {
    let mut parts = own_path(setting).split('.');
    let (Some(section), Some(name)) = (parts.next(), parts.next()) else {
        return false;
    };
    COME_WHOLE.contains(&section) && !before.names(section).iter().any(|known| known == name)
}

fn own_path(setting: &Setting) -> &str {
    within_authority(&setting.path).unwrap_or(&setting.path)
}

/// Warns of what holds at once in an option that is phased in, each strand, home and team once. A strand
/// that grows by itself (`ramp_up_months`, `over_months`) is as wanted.
pub fn warn(layer: &Layer, before: &Settings, findings: &mut Findings) {
    if layer.phase_in_months() == 0 || layer.is_assumption() {
        return;
    }
    let settings = &layer.checked.settings;
    let same = |setting: &Setting| {
        let old = before.get(&setting.path);
        old.is_some_and(|old| old.value == setting.value)
    };
    let mut told: Vec<String> = Vec::new();
    for setting in settings.iter().filter(|s| s.path.contains('.') && !same(s)) {
        if !at_once(before, setting) {
            continue;
        }
        let new = is_new(before, setting);
        let what = match new {
            true => setting
                .path
                .rsplit_once('.')
                .map_or("", |(section, _)| section),
            false => &setting.path,
        };
        let grows = ["ramp_up_months", "over_months"];
        let grows = grows
            .iter()
            .any(|key| settings.get(&format!("{what}.{key}")).is_some());
        if new && grows || told.iter().any(|known| known == what) {
            continue;
        }
        told.push(what.to_owned());
        let message = format!(
            "`{what}` cannot be phased in: it holds at once, from the first day of the option"
        );
        let help = match (new, own_path(setting).starts_with("recruitment.")) {
            (true, true) => {
                "write `ramp_up_months` in the strand, so that its approvals grow by themselves"
            }
            _ => {
                "move it to an option of its own with the date from which it is to hold, or leave out `phase_in_months`"
            }
        };
        findings.push(Finding::warning("P0408", setting.place, message, help));
    }
}
