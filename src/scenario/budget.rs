//! Budgets: what each financial year may cost, of all together or of one authority.
//!
//! A budget is a target of the total cost: at most so much. So the chance of staying within it is counted
//! as any target's is.

use super::build::full_years;
use super::diagnostic::{Finding, Findings};
use super::keys::within_authority;
use super::layers::Timeline;
use super::value::{Target, Value};

/// Warns of budgets for more financial years than the run has whole.
pub fn check(timeline: &Timeline, findings: &mut Findings) {
    let all = timeline.all();
    let Some(years) = all.number("run.years") else {
        return;
    };
    let years = full_years(timeline.start, years as u32);
    for setting in all.iter() {
        let path = within_authority(&setting.path).unwrap_or(&setting.path);
        let Value::Numbers(amounts) = &setting.value else {
            continue;
        };
        if path != "budget.a_year" || amounts.len() <= years.len() {
            continue;
        }
        let message = format!(
            "`{}` has {} amounts, but the run has {} whole financial years: the rest is not looked at",
            setting.path,
            amounts.len(),
            years.len()
        );
        let help = match years.as_slice() {
            [] => "make the run longer (`run.years`), or take the budget out".to_owned(),
            [first, ..] => format!(
                "the first amount is that of {first}: leave out what is beyond {}, or make the run longer (`run.years`)",
                years.last().unwrap_or(first)
            ),
        };
        findings.push(Finding::warning("P0407", setting.place, message, help));
    }
}

/// The budgets of the financial years that the run covers whole: of all together, then of each authority.
pub fn targets(timeline: &Timeline, years: u32, authorities: &[String]) -> Vec<Target> {
    let all = timeline.all();
    let common = all.numbers("budget.a_year").map(|amounts| (None, amounts));
    let own = authorities.iter().filter_map(|name| {
        let amounts = all.numbers(&format!("authority.{name}.budget.a_year"))?;
        Some((Some(name), amounts))
    });
    let labels = full_years(timeline.start, years);
    let mut targets = Vec::new();
    for (name, amounts) in common.into_iter().chain(own) {
        let last = amounts.last().copied();
        let amounts = amounts
            .iter()
            .copied()
            .map(Some)
            .chain(std::iter::repeat(last));
        for (label, amount) in labels.iter().zip(amounts) {
            // A single authority is all there is.
            let metric = match name.filter(|_| authorities.len() > 1) {
                Some(name) => format!("cost_total_gbp, {name}, {label}"),
                None => format!("cost_total_gbp, {label}"),
            };
            targets.push(Target {
                metric,
                at_least: None,
                at_most: amount,
                against_baseline: false,
                is_budget: true,
            });
        }
    }
    targets
}
