//! Comma-separated files: UTF-8, a header line, every digit, empty where a number is missing.
//!
//! A file begins with a byte order mark, by which Excel knows that it is UTF-8; what is printed has none,
//! since it goes to other programs.
//!
//! Text that came from a scenario file is guarded: a spreadsheet takes a field that begins with
//! `=`, `+`, `-` or `@` for a formula, so such a field gets an apostrophe first.

use std::io::{self, Write};

use csv::Writer;

use crate::experiment::compare::{CellName, Comparison};
use crate::experiment::metrics::Metric;
use crate::experiment::replicate::Replications;
use crate::finance::line::Line;
use crate::scenario::Scenario;

use super::number::exact;
use super::targets::words;

/// What a file begins with, so that Excel reads its letters as they are.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A text field that no spreadsheet takes for a formula. Plain numbers stay numbers.
pub fn guarded(text: &str) -> String {
    if !is_plain_number(text) && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Digits with a sign, a point or an exponent, and nothing else (words such as `-inf` are names to a
/// spreadsheet).
fn is_plain_number(text: &str) -> bool {
    let of_numbers = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    text.chars().all(of_numbers) && text.parse::<f64>().is_ok()
}

/// Metric, group, period and unit of a cell, as fields.
fn fields(cell: &CellName) -> [String; 4] {
    let CellName {
        metric,
        group,
        period,
        unit,
        ..
    } = cell;
    [*metric, group.as_str(), period.as_str(), *unit].map(str::to_owned)
}

/// `summary.csv`: every level of every scenario.
///
/// # Errors
/// If `out` fails.
pub fn summary(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario", "metric", "group", "period", "unit", "mean", "sd", "mcse", "p10", "p50", "p90",
        "n",
    ])?;
    for row in comparison.level_rows() {
        let l = row.level;
        let numbers = [l.mean, l.sd, l.mcse, l.p10, l.p50, l.p90].map(exact);
        let text = std::iter::once(guarded(row.scenario)).chain(fields(row.cell));
        writer.write_record(text.chain(numbers).chain([l.n.to_string()]))?;
    }
    writer.flush()
}

/// `differences.csv`: every paired difference of every alternative from the baseline.
///
/// # Errors
/// If `out` fails.
pub fn differences(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "baseline",
        "scenario",
        "metric",
        "group",
        "period",
        "unit",
        "mean",
        "ci_low",
        "ci_high",
        "p10",
        "p50",
        "p90",
        "prob_better",
        "variance_ratio",
        "n",
    ])?;
    for row in comparison.difference_rows() {
        let p = row.paired;
        let numbers = [p.mean, p.ci_low, p.ci_high, p.p10, p.p50, p.p90];
        let numbers = numbers.into_iter().chain([p.prob_better, p.variance_ratio]);
        let text = [guarded(row.baseline), guarded(row.scenario)].into_iter();
        let record = text.chain(fields(row.cell)).chain(numbers.map(exact));
        writer.write_record(record.chain([p.n.to_string()]))?;
    }
    writer.flush()
}

/// `costs.csv`: costs by budget line and in total, by financial year and over the whole run.
///
/// # Errors
/// If `out` fails.
pub fn costs(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario", "line", "period", "mean_gbp", "sd_gbp", "mcse_gbp", "p10_gbp", "p50_gbp",
        "p90_gbp", "n",
    ])?;
    let yearly = |period: &str| period == "horizon" || period.contains('/');
    for row in comparison.level_rows() {
        let line = match row.cell.metric {
            // What a scenario asks of one authority's lines is part of these.
            m if m == Metric::CostGbp.spec().name && is_line(&row.cell.group) => &*row.cell.group,
            m if m == Metric::CostTotalGbp.spec().name && row.cell.group == "all" => "total",
            _ => continue,
        };
        if yearly(&row.cell.period) {
            let l = row.level;
            let text = [guarded(row.scenario), line.into(), row.cell.period.clone()];
            let numbers = [l.mean, l.sd, l.mcse, l.p10, l.p50, l.p90].map(exact);
            let record = text.into_iter().chain(numbers);
            writer.write_record(record.chain([l.n.to_string()]))?;
        }
    }
    writer.flush()
}

/// Whether a group is a budget line of everybody.
fn is_line(group: &str) -> bool {
    Line::ALL.iter().any(|line| line.label() == group)
}

/// `targets.csv`: what is to be reached, and in what share of futures each scenario does.
///
/// # Errors
/// If `out` fails.
pub fn targets(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario",
        "metric",
        "group",
        "period",
        "unit",
        "at_least",
        "at_most",
        "against_baseline",
        "share",
        "ci_low",
        "ci_high",
        "n",
        "target",
        "is_budget",
    ])?;
    let bound = |value: Option<f64>| value.map_or_else(String::new, exact);
    for target in &comparison.targets {
        for reached in &target.scenarios {
            let text = std::iter::once(guarded(&reached.scenario)).chain(fields(&target.cell));
            let asked = [bound(target.at_least), bound(target.at_most)];
            let asked = asked
                .into_iter()
                .chain([target.against_baseline.to_string()]);
            let numbers = [reached.share, reached.ci_low, reached.ci_high].map(exact);
            let record = text.chain(asked).chain(numbers);
            let said = [guarded(&words(target)), target.is_budget.to_string()];
            writer.write_record(record.chain([reached.n.to_string()]).chain(said))?;
        }
    }
    writer.flush()
}

/// `bridge.csv`: where every alternative's difference in cost comes from, and how much of it is cash.
///
/// # Errors
/// If `out` fails.
pub fn bridge(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "baseline",
        "scenario",
        "view",
        "part",
        "mean_gbp",
        "ci_low_gbp",
        "ci_high_gbp",
    ])?;
    let appraised = comparison.differences.iter().zip(&comparison.appraisals);
    for (option, appraisal) in appraised {
        let causes = appraisal.bridge.iter();
        let causes = causes.map(|step| ("cause", step.part.label(), step.difference));
        let natures = appraisal.natures.iter();
        let natures = natures.map(|step| ("cash", step.part.label(), step.difference));
        let avoided = [
            ("avoided, no cut", appraisal.avoided_growth),
            (
                "avoided of what is cashable, no cut",
                appraisal.avoided_growth_cashable,
            ),
        ];
        let growth = avoided.map(|(part, mean)| ("growth", part, mean.turned()));
        for (view, part, difference) in causes.chain(natures).chain(growth) {
            let names = [comparison.baseline(), &option.scenario].map(guarded);
            let numbers = [difference.mean, difference.ci_low, difference.ci_high].map(exact);
            let parts = [view.to_owned(), part.to_owned()];
            writer.write_record(names.into_iter().chain(parts).chain(numbers))?;
        }
    }
    writer.flush()
}

/// `run_off.csv`: every alternative's difference in cost by budget line, up to the horizon, after it for
/// those who were there before it, and both together.
///
/// # Errors
/// If `out` fails.
pub fn run_off(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "baseline",
        "scenario",
        "line",
        "cash",
        "part",
        "mean_gbp",
        "ci_low_gbp",
        "ci_high_gbp",
    ])?;
    let options = comparison.differences.iter().zip(&comparison.run_offs);
    for (option, saved) in options {
        let lines = saved.lines.iter();
        let lines = lines.map(|p| {
            (
                p.of.label(),
                p.of.nature().label(),
                [p.within, p.run_off, p.both],
            )
        });
        let natures = saved.natures.iter();
        let natures = natures.map(|p| ("total", p.of.label(), [p.within, p.run_off, p.both]));
        let all = [
            ("total", &saved.total),
            ("present value", &saved.present_value),
        ];
        let all = all.map(|(name, p)| (name, "all", [p.within, p.run_off, p.both]));
        for (line, cash, means) in lines.chain(natures).chain(all) {
            for (part, mean) in ["horizon", "run-off", "both"].into_iter().zip(means) {
                let names = [comparison.baseline(), &option.scenario].map(guarded);
                let what = [line, cash, part].map(str::to_owned);
                let numbers = [mean.mean, mean.ci_low, mean.ci_high].map(exact);
                writer.write_record(names.into_iter().chain(what).chain(numbers))?;
            }
        }
    }
    writer.flush()
}

/// `cash_flow.csv`: total cost month by month, and how far each alternative is above or below the
/// baseline in the month and since the beginning.
///
/// # Errors
/// If `out` fails.
pub fn cash_flow(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario",
        "month",
        "mean_gbp",
        "p10_gbp",
        "p90_gbp",
        "difference_gbp",
        "difference_ci_low_gbp",
        "difference_ci_high_gbp",
        "cumulative_difference_gbp",
        "cumulative_ci_low_gbp",
        "cumulative_ci_high_gbp",
    ])?;
    let months = comparison.months_of(Metric::CostTotalGbp);
    for (place, scenario) in comparison.scenarios.iter().enumerate() {
        let option = place
            .checked_sub(1)
            .map(|option| &comparison.differences[option]);
        let cumulative = place
            .checked_sub(1)
            .and_then(|option| comparison.appraisals.get(option));
        for (month, &cell) in months.iter().enumerate() {
            let level = &scenario.levels[cell];
            let levels = [level.mean, level.p10, level.p90].map(exact);
            let difference = option.map_or_else(Default::default, |option| {
                let paired = &option.paired[cell];
                let so_far = cumulative.and_then(|appraisal| appraisal.cumulative.get(month));
                let so_far = so_far.map_or([f64::NAN; 3], |m| [m.mean, m.ci_low, m.ci_high]);
                let [mean, low, high] = so_far;
                [paired.mean, paired.ci_low, paired.ci_high, mean, low, high].map(exact)
            });
            let month = comparison.cells[cell].period.clone();
            let names = [guarded(&scenario.scenario), month];
            writer.write_record(names.into_iter().chain(levels).chain(difference))?;
        }
    }
    writer.flush()
}

/// `replications.csv`: every cell of every replication.
///
/// # Errors
/// If `out` or the disk fails.
pub fn replications(
    results: &mut Replications<'_>,
    comparison: &Comparison,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario",
        "replication",
        "metric",
        "group",
        "period",
        "unit",
        "value",
    ])?;
    for (columns, scenario) in results.columns.iter_mut().zip(&comparison.scenarios) {
        columns.for_each_row(|replication, row| -> io::Result<()> {
            for (cell, value) in comparison.cells.iter().zip(row) {
                let run = [guarded(&scenario.scenario), replication.to_string()];
                let record = run.into_iter().chain(fields(cell));
                writer.write_record(record.chain([exact(*value)]))?;
            }
            Ok(())
        })?;
    }
    writer.flush()
}

/// `assumptions.csv`: every value that the scenarios state, with its range and source.
///
/// # Errors
/// If `out` fails.
pub fn assumptions(
    scenarios: &[&Scenario],
    comparison: &Comparison,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "scenario",
        "key",
        "from",
        "value",
        "low",
        "high",
        "unit",
        "source",
        "confidence",
        "file",
    ])?;
    for (scenario, levels) in scenarios.iter().zip(&comparison.scenarios) {
        for a in &scenario.assumptions {
            let said = [
                &a.key,
                &a.from,
                &a.value,
                &a.low,
                &a.high,
                &a.unit,
                &a.source,
                &a.confidence,
                &a.file,
            ];
            let record = std::iter::once(&levels.scenario).chain(said);
            writer.write_record(record.map(|text| guarded(text)))?;
        }
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_plain_numbers_stay_numbers() {
        for formula in [
            "=1+1", "-5+cmd", "-5+5", "+1-2", "-", "+", "-inf", "+nan", "-1e", "@sum", "-1 ",
            "\t-1", "-5|cmd", "-1,000", "--1", "\r=1",
        ] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for number in ["-0.05", "+3", "-1e-5", "-1E5", "12", "-.5"] {
            assert_eq!(guarded(number), number);
        }
        assert_eq!(guarded("a - b"), "a - b");
    }
}
