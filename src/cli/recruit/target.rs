//! A target as it is typed: `METRIC[, group][, period] <= X`, or one of the scenario's by its number,
//! letter or metric.

use crate::experiment::metrics::{self, Measure, Spec};
use crate::experiment::replicate::layout_of;
use crate::experiment::reported::{Unknown, question};
use crate::experiment::targets::possible::beyond;
use crate::output::targets::asked;
use crate::scenario::wording::{nearest, number_in_text};
use crate::scenario::{Scenario, Target};

use super::super::Failure;
use super::super::typed::mistake;

/// What is put behind a bound that is of the difference from the baseline.
const AGAINST: &str = "against baseline";

/// The targets that these words mean; `scenario` is the baseline, cut to the years that are simulated.
///
/// # Errors
/// If one of them names what is not there, or cannot be meant.
pub fn read(typed: &[String], scenario: &Scenario) -> Result<Vec<Target>, Failure> {
    let mut targets: Vec<Target> = Vec::new();
    for text in typed {
        let meant = match bound(text) {
            Some(split) => vec![written(text, split)?],
            None if text.contains(['<', '>']) => return Err(open(text)),
            None => listed(text, scenario)?,
        };
        for target in meant {
            possible(text, &target, scenario)?;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
    }
    Ok(targets)
}

/// The entry, whether the bound is the most that will do, and what stands behind.
fn bound(text: &str) -> Option<(&str, bool, &str)> {
    let signs = [("<=", true), (">=", false), ("≤", true), ("≥", false)];
    let found = signs
        .into_iter()
        .filter_map(|(sign, most)| Some((text.find(sign)?, sign, most)));
    let (at, sign, most) = found.min_by_key(|(at, ..)| *at)?;
    Some((&text[..at], most, &text[at + sign.len()..]))
}

/// A bound that does not belong to what it allows: for a count `< 9` is `<= 8`, for what is measured `<= 9`.
fn open(text: &str) -> Failure {
    let message = format!("`{text}` has `<` or `>`, and a target includes its bound");
    let help = "write `<=` or `>=`: fewer than 9 children are `<= 8`, less than 10 % is `<= 10 %`";
    mistake("P0602", &["--target", text], &message, help)
}

fn written(text: &str, (entry, most, behind): (&str, bool, &str)) -> Result<Target, Failure> {
    let [entry, behind] = [entry, behind].map(str::trim);
    let stripped = [entry, behind].map(|part| part.strip_suffix(AGAINST).map(str::trim_end));
    let [metric, number] =
        [(entry, stripped[0]), (behind, stripped[1])].map(|(w, s)| s.unwrap_or(w));
    let metric = metric.trim_end_matches(',');
    let unit = metrics::find(first_part(metric)).map_or("", |spec| match spec.unit {
        "gbp" => "£",
        unit => unit,
    });
    if let Some(spec) = metrics::find(first_part(metric)).filter(|spec| spec.unit != "share")
        && is_per_cent(number)
    {
        let message = format!(
            "`{number}` is a share, and `{}` is {}",
            spec.name,
            what_it_is(spec)
        );
        let help = "write how much of it will do, without a per cent sign: `permanence explain METRIC` says what a \
                    metric is";
        return Err(mistake("P0602", &["--target", text], &message, help));
    }
    // `-£180k` as well as `£-180k`.
    let (sign, size) = match number.strip_prefix(['-', '−']) {
        Some(size) => (-1.0, size),
        None => (1.0, number),
    };
    let number = number_in_text(size, unit).map(|meant| sign * meant.number);
    let number = number.filter(|number| number.is_finite()).ok_or_else(|| {
        let help = "write METRIC[, group][, period] <= NUMBER or >= NUMBER, and `against baseline` behind it if it is the \
                    difference that is meant";
        let message = format!("`{behind}` is no number that the target can be of");
        mistake("P0602", &["--target", text], &message, help)
    })?;
    Ok(Target {
        metric: metric.to_owned(),
        at_least: (!most).then_some(number),
        at_most: most.then_some(number),
        against_baseline: stripped.iter().any(Option::is_some),
        is_budget: false,
    })
}

fn is_per_cent(number: &str) -> bool {
    let signs = ["%", "percent", "per cent"];
    signs.iter().any(|sign| number.trim_end().ends_with(sign))
}

/// What a metric is that is no share.
fn what_it_is(spec: &Spec) -> &'static str {
    match (spec.measure, spec.unit) {
        (Measure::Count | Measure::Level, _) => "a count",
        (_, "gbp") => "in pounds",
        _ => "a length of time",
    }
}

/// The scenario's own targets that are called so.
fn listed(text: &str, scenario: &Scenario) -> Result<Vec<Target>, Failure> {
    let own: Vec<&Target> = scenario.targets.iter().filter(|t| !t.is_budget).collect();
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8).to_string();
    let (name, all) = (text.trim(), || scenario.targets.iter());
    if name == "all" && !own.is_empty() {
        return Ok(own.into_iter().cloned().collect());
    }
    let numbered = own.iter().enumerate();
    let mut numbered = numbered.filter(|(n, _)| (n + 1).to_string() == name || letter(*n) == name);
    if let Some((_, target)) = numbered.next() {
        return Ok(vec![(*target).clone()]);
    }
    let of_metric = |metric: &str| first_part(metric) == name;
    let called: Vec<Target> = all()
        .filter(|t| t.metric == name || of_metric(&t.metric))
        .cloned()
        .collect();
    if !called.is_empty() {
        return Ok(called);
    }
    let layout = layout_of(scenario);
    let titled = |target: &&Target| {
        let printed = question(&target.metric, &layout).ok().map(|question| {
            let bounds = [target.at_least, target.at_most];
            [
                asked(&question, bounds, target.against_baseline),
                question.label,
            ]
        });
        printed.is_some_and(|printed| printed.iter().any(|title| title == name))
    };
    let called: Vec<Target> = all().filter(titled).cloned().collect();
    if !called.is_empty() {
        return Ok(called);
    }
    let message = format!("`{name}` is no target of the scenario and has no bound");
    let entries = all().map(|target| target.metric.as_str());
    let near = nearest(name, entries.clone()).map_or_else(String::new, |near| {
        format!("did you mean the target `{near}`? ")
    });
    let number = own.len();
    let help = match number {
        0 => "write METRIC[, group][, period] <= NUMBER: the scenario has no targets".to_owned(),
        _ => format!(
            "{near}write METRIC[, group][, period] <= NUMBER, or which of the scenario's {number} targets is meant: \
             1 to {number}, a metric's name, or all"
        ),
    };
    Err(mistake("P0605", &["--target", text], &message, &help))
}

/// Refuses a target whose metric, group or period is not there, or whose bound is beyond what the metric
/// can be.
fn possible(text: &str, target: &Target, scenario: &Scenario) -> Result<(), Failure> {
    let mut asking = scenario.clone();
    asking.report.clear();
    asking.targets = vec![target.clone()];
    if let Err(Unknown { message, help }) = question(&target.metric, &layout_of(&asking)) {
        let years = scenario.years;
        let help =
            format!("{help}; a later period needs more than the {years} years simulated (--years)");
        return Err(mistake("P0605", &["--target", text], &message, &help));
    }
    let wrong = metrics::find(first_part(&target.metric)).and_then(|spec| beyond(target, spec));
    let beyond_all = [target.at_least, target.at_most]
        .into_iter()
        .flatten()
        .any(|share| share > 1.0);
    wrong.map_or(Ok(()), |Unknown { message, help }| {
        let typed = bound(text).map_or("", |(_, _, behind)| behind.trim_end_matches(AGAINST));
        if is_per_cent(typed) && beyond_all {
            let message = format!("`{}`: a share cannot be above 100 %", typed.trim());
            let help = "write 100 % or less";
            return Err(mistake("P0602", &["--target", text], &message, help));
        }
        // In a file it is a key; here it is words.
        let help = help.replace("`against_baseline = true`", "`against baseline`");
        Err(mistake("P0602", &["--target", text], &message, &help))
    })
}

/// The name of the metric in an entry.
fn first_part(entry: &str) -> &str {
    entry.split(',').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::builtin;

    fn one(text: &str) -> Target {
        let scenario = builtin::load("baseline.toml").expect("valid");
        let mut targets = read(&[text.to_owned()], &scenario).expect("it can be meant");
        assert_eq!(targets.len(), 1);
        targets.remove(0)
    }

    #[test]
    fn a_target_is_read_as_it_is_said() {
        let waits = one("wait_for_match_p90_days, two siblings <= 183");
        assert_eq!(waits.metric, "wait_for_match_p90_days, two siblings");
        assert_eq!((waits.at_least, waits.at_most), (None, Some(183.0)));
        let share = one("unmet_in_house_share<=25 %");
        assert_eq!((share.at_least, share.at_most), (None, Some(0.25)));
        let cost = one("cost_total_gbp, 2018/19 ≤ -£180k against baseline");
        assert_eq!(cost.at_most, Some(-180_000.0));
        assert!(cost.against_baseline && cost.metric == "cost_total_gbp, 2018/19");
    }

    #[test]
    fn a_percentage_of_what_is_no_share_and_a_share_above_all_are_refused_for_what_they_are() {
        let scenario = builtin::load("baseline.toml").expect("valid");
        for (text, says) in [
            ("exits, home >= 60%", "`exits` is a count"),
            (
                "children_in_care <= 10 per cent",
                "`children_in_care` is a count",
            ),
            ("wait_for_match_days <= 10 %", "is a length of time"),
            ("cost_total_gbp <= 10 %", "is in pounds"),
            (
                "unmet_in_house_share <= 150 %",
                "a share cannot be above 100 %",
            ),
        ] {
            let refused = read(&[text.to_owned()], &scenario);
            let message = refused.expect_err("no share").message;
            assert!(
                message.contains("P0602") && message.contains(says),
                "{message}"
            );
            assert!(!message.contains("0.015"), "{message}");
        }
    }

    #[test]
    fn a_target_goes_by_what_is_printed_of_it() {
        let mut scenario = builtin::load("baseline.toml").expect("valid");
        let target = one("exits, adopted >= 30");
        scenario.targets = vec![target.clone()];
        for text in ["Left care: adopted", "Left care: adopted: at least 30"] {
            let found = read(&[text.to_owned()], &scenario);
            assert_eq!(
                found.unwrap_or_else(|why| panic!("{}", why.message)),
                std::slice::from_ref(&target)
            );
        }
    }

    #[test]
    fn months_and_weeks_become_days() {
        assert_eq!(one("wait_for_match_days <= 26 weeks").at_most, Some(182.0));
    }
}
