//! An option's appraisal in words: in its block when it pays and at what price, and in a table of its
//! own where every option's difference in cost comes from.

use std::fmt::{self, Write};

use crate::experiment::appraisal::Appraisal;
use crate::experiment::compare::Comparison;
use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::experiment::run_off::WithRunOff;
use crate::finance::nature::Nature;

use super::lines;
use super::number::pounds_at;
use super::table::{QUESTION, Style, WIDTH, filled, say, write_line};
use super::words::worded_mean;

/// Room for one option's figures.
pub(super) const COLUMN: usize = 9;

/// An interval narrower than this, pounds, is none: the same sum in every future, added up in another order.
const HAIR: f64 = 0.005;

/// When the option pays for itself, and at what price it would.
pub fn write_lines(page: &mut String, appraisal: &Appraisal, c: &Comparison) -> fmt::Result {
    let years = c.span_in_words();
    say(page, lines::present_value(&appraisal.net_present_value))?;
    say(page, lines::payback(&appraisal.payback, &years, c.end))?;
    let household = appraisal.break_even_household.as_ref();
    say(page, household.map(lines::break_even_household))?;
    let permanence = appraisal.cost_of_a_year_of_permanence.as_ref();
    say(page, permanence.map(lines::year_of_permanence))
}

/// What the option saves within the run, after it for those who were there before, and in all, and how much
/// of it is cash.
pub fn write_run_off(page: &mut String, saved: &WithRunOff, c: &Comparison) -> fmt::Result {
    let total = &saved.total;
    let present = &saved.present_value.both;
    let [cashable, capacity] =
        [Nature::Cashable, Nature::Capacity].map(|nature| &saved.natures[nature as usize].both);
    let means = [
        &total.within,
        &total.run_off,
        &total.both,
        cashable,
        capacity,
        present,
    ];
    say(page, lines::run_off(means, &c.span_in_words()))?;
    let parts = [total.within, total.run_off, total.both];
    let judged = saved.judged.as_ref();
    say(
        page,
        lines::run_off_judged(&parts, judged, c.end, c.replications),
    )
}

/// What the option does to the council's own carers and staff, beside what is cashable.
pub fn write_capacity(page: &mut String, appraisal: &Appraisal) -> fmt::Result {
    let capacity = appraisal.natures[Nature::Capacity as usize].difference;
    let (said, range) = worded_mean(Wording::Money, &capacity);
    write_line(page, "Own carers and staff (capacity)", &said, &range)
}

/// Where every option's difference in cost comes from, and how much of it is cash: a row for each
/// part, a column for each option.
pub fn write_bridge(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let options: Vec<usize> = (0..c.appraisals.len())
        .filter(|&option| !c.scenarios[option + 1].belief)
        .collect();
    if options.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "\n{}",
        style.heading("Where the difference in cost comes from")
    )?;
    let notes = "Option − baseline over the whole run, so a minus is money not spent; columns are the options by \
                 their numbers above. \
                 Days are valued at the baseline's average price of a placement; what the price of a day changes \
                 is the next line. Below each figure: half the width of its 95 % interval; \"unclear\" if that \
                 includes zero. Capacity becomes money only \
                 if carers or staff are used otherwise or given up. Growth avoided is the part of a saving, before what \
                 the option costs, that only keeps spending from rising above the baseline's first full year.";
    for line in filled(notes, "", "") {
        writeln!(page, "{line}")?;
    }
    for part in options.chunks((WIDTH - QUESTION) / COLUMN) {
        write_part(page, c, part)?;
    }
    Ok(())
}

fn write_part(page: &mut String, c: &Comparison, options: &[usize]) -> fmt::Result {
    let appraisals: Vec<&Appraisal> = options.iter().map(|&o| &c.appraisals[o]).collect();
    let numbers = options.iter().map(|option| format!("{}.", option + 1));
    write_row(page, "", numbers)?;
    let Some(first) = appraisals.first() else {
        return Ok(());
    };
    for (place, step) in first.bridge.iter().enumerate() {
        let steps = appraisals.iter().map(|a| a.bridge[place].difference);
        write_means(page, step.part.label(), &steps.collect::<Vec<_>>())?;
    }
    let total = c.at_horizon(Metric::CostTotalGbp);
    if let Some(total) = total {
        let totals = options.iter();
        let totals = totals.map(|&option| Mean::of(&c.differences[option].paired[total]));
        write_means(page, "Total", &totals.collect::<Vec<_>>())?;
    }
    for (place, step) in first.natures.iter().enumerate() {
        let steps = appraisals.iter().map(|a| a.natures[place].difference);
        let label = format!("  {}", step.part.label());
        write_means(page, &label, &steps.collect::<Vec<_>>())?;
    }
    let mut avoided = |label: &str, of: fn(&Appraisal) -> Mean| {
        let avoided = || appraisals.iter().map(|a| of(a));
        // With the sign of the table: less is spent than would have been.
        let said = avoided().map(|avoided| match avoided.mean {
            0.0 => "none".to_owned(),
            _ => short(&avoided.turned()),
        });
        write_row(page, label, said)?;
        write_row(page, "", avoided().map(|avoided| half_width(&avoided)))
    };
    avoided("  Of the saving: growth avoided, no cut", |a| {
        a.avoided_growth
    })?;
    avoided("  Of what is cashable: the same", |a| {
        a.avoided_growth_cashable
    })
}

/// A part of every option, and below it how far its 95 % interval goes to either side.
pub(super) fn write_means(page: &mut String, label: &str, means: &[Mean]) -> fmt::Result {
    write_row(page, label, means.iter().map(short))?;
    write_row(page, "", means.iter().map(half_width))
}

pub(super) fn write_row(
    page: &mut String,
    label: &str,
    figures: impl Iterator<Item = String>,
) -> fmt::Result {
    let figures = figures.map(|figure| format!("{figure:>COLUMN$}"));
    let line = format!("{label:QUESTION$}{}", figures.collect::<String>());
    match line.trim_end() {
        "" => Ok(()),
        line => writeln!(page, "{line}"),
    }
}

/// `-£1.2m`, `£300k`, `unclear`, `0`.
pub fn short(difference: &Mean) -> String {
    let Mean {
        mean,
        ci_low,
        ci_high,
    } = *difference;
    if mean == 0.0 && !(ci_low < 0.0 || ci_high > 0.0) {
        return "0".to_owned();
    }
    if ci_low <= 0.0 && ci_high >= 0.0 {
        return "unclear".to_owned();
    }
    let error = match (ci_high - ci_low) / 4.0 {
        error if error > HAIR => error,
        // What does not vary, such as a salary, is told to three digits.
        _ => mean.abs() / 50.0,
    };
    // £1.0m, not £1,000k: the unit is that of what is printed.
    pounds_at(mean, error, mean.abs() + error)
}

/// `±£0.2m`: nothing if there is one future, or what does not vary.
pub fn half_width(difference: &Mean) -> String {
    let half = (difference.ci_high - difference.ci_low) / 2.0;
    match half > HAIR {
        true => format!("±{}", pounds_at(half, half / 10.0, half)),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(mean: f64, ci_low: f64, ci_high: f64) -> Mean {
        Mean {
            mean,
            ci_low,
            ci_high,
        }
    }

    #[test]
    fn a_difference_is_short_and_never_finer_than_its_error() {
        assert_eq!(
            short(&mean(-1_234_567.0, -1_400_000.0, -1_000_000.0)),
            "-£1.2m"
        );
        assert_eq!(short(&mean(300_000.0, 300_000.0, 300_000.0)), "£300k");
        assert_eq!(
            short(&mean(1_300_000.0, 1_300_000.0, 1_300_000.0)),
            "£1.30m"
        );
        assert_eq!(short(&mean(998_000.0, 838_000.0, 1_158_000.0)), "£1.00m");
        assert_eq!(short(&mean(500.0, -100.0, 1_100.0)), "unclear");
        assert_eq!(short(&mean(0.0, 0.0, 0.0)), "0");
        assert_eq!(short(&mean(0.0, f64::NAN, f64::NAN)), "0");
        assert_eq!(half_width(&mean(-1.2e6, -1.4e6, -1.0e6)), "±£200k");
        assert_eq!(half_width(&mean(5.0e6, 3.5e6, 6.5e6)), "±£1.5m");
        assert_eq!(half_width(&mean(3e5, 3e5, 3e5)), "");
        assert_eq!(half_width(&mean(0.0, f64::NAN, f64::NAN)), "");
    }
}
