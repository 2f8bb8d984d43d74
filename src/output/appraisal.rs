//! An option's appraisal in words: in its block when it pays and at what price, and in a table of its
//! own where every option's difference in cost comes from.

use std::fmt::{self, Write};

use jiff::civil::Date;

use crate::experiment::appraisal::{Appraisal, Payback};
use crate::experiment::compare::Comparison;
use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::experiment::run_off::{PaidBack, WithRunOff};
use crate::finance::nature::Nature;

use super::number::{percent, pounds_at};
use super::table::{ENOUGH_FOR_SHARES, QUESTION, Style, WIDTH, filled, write_line};
use super::words::{SAME, UNCLEAR, worded_mean};

/// Room for one option's figures.
pub(super) const COLUMN: usize = 9;

/// When the option pays for itself, and at what price it would.
pub fn write_lines(page: &mut String, appraisal: &Appraisal, c: &Comparison) -> fmt::Result {
    let value = appraisal.net_present_value;
    let (said, range) = worded_mean(Wording::Money, &value);
    if !value.ci_low.is_nan() && said != UNCLEAR && said != SAME {
        let label = if value.mean < 0.0 {
            "Present value of the extra cost"
        } else {
            "Present value of the saving"
        };
        let said = said.trim_end_matches(" more").trim_end_matches(" less");
        write_line(page, label, said, &range)?;
    }
    write_payback(page, &appraisal.payback, c)?;
    if let Some(price) = &appraisal.break_even_household {
        write_break_even(page, "A household may cost, to break even", price)?;
    }
    if let Some(price) = &appraisal.cost_of_a_year_of_permanence {
        let (said, range) = match price.ci_high < 0.0 {
            true => ("a saving, too".to_owned(), String::new()),
            false => price_of_one(price, "no clear cost"),
        };
        let label = "Cost of each more year in a permanent home";
        write_line(page, label, &said, &range)?;
    }
    Ok(())
}

/// What the option saves within the run, after it for those who were there before, and in all.
pub fn write_run_off(page: &mut String, saved: &WithRunOff, c: &Comparison) -> fmt::Result {
    let total = &saved.total;
    for (label, difference) in [
        (
            format!("With run-off: within {}", c.span_in_words()),
            total.within,
        ),
        (
            "after that, for those there before".to_owned(),
            total.run_off,
        ),
        ("both together".to_owned(), total.both),
        (
            "both, in present value".to_owned(),
            saved.present_value.both,
        ),
    ] {
        let (said, range) = saving(&difference.turned());
        let said = match said.strip_suffix(" more") {
            Some(cost) => format!("{cost} extra cost"),
            None => said,
        };
        write_line(page, &label, &said, &range)?;
    }
    write_run_off_payback(page, saved, c)?;
    if let Some(price) = &saved.break_even_household {
        write_break_even(page, "A household may cost, with run-off", price)?;
    }
    let chance = saved.saves;
    let same = total.both.ci_low == 0.0 && total.both.ci_high == 0.0;
    if same || c.replications < ENOUGH_FOR_SHARES {
        return Ok(());
    }
    let [said, low, high] =
        [chance.mean, chance.ci_low, chance.ci_high].map(|share| percent(share, 0.01));
    let range = format!("({low} to {high})");
    write_line(page, "Chance that it saves, with run-off", &said, &range)
}

/// Whether what comes after the horizon makes up for what an option costs.
fn write_run_off_payback(page: &mut String, saved: &WithRunOff, c: &Comparison) -> fmt::Result {
    let spent_first = [saved.total.within, saved.total.run_off];
    if spent_first.iter().all(|part| part.mean <= 0.0) {
        return Ok(());
    }
    let last_day = c.end.yesterday().unwrap_or(c.end);
    let horizon = month_in_words(&last_day.to_string());
    let said = match saved.paid_back {
        PaidBack::ByHorizon => format!("yes, by {horizon}"),
        PaidBack::AfterHorizon => format!("yes, after {horizon}"),
        PaidBack::No => "no".to_owned(),
        PaidBack::Unclear => "unclear".to_owned(),
    };
    write_line(page, "Has paid for itself, with run-off", &said, "")
}

fn write_break_even(page: &mut String, label: &str, price: &Mean) -> fmt::Result {
    let (said, range) = match price.ci_high < 0.0 {
        true => ("at no price".to_owned(), String::new()),
        false => price_of_one(price, "no clear price"),
    };
    write_line(page, label, &said, &range)
}

/// What the option does to the council's own carers and staff, beside what is cashable.
pub fn write_capacity(page: &mut String, appraisal: &Appraisal) -> fmt::Result {
    let capacity = appraisal.natures[Nature::Capacity as usize].difference;
    let (said, range) = worded_mean(Wording::Money, &capacity);
    write_line(page, "Own carers and staff (capacity)", &said, &range)
}

/// A saving in words: what is more is saved, what is less costs.
fn saving(saving: &Mean) -> (String, String) {
    let (said, range) = worded_mean(Wording::Money, &saving.turned());
    let said = match said.strip_suffix(" less") {
        Some(saved) => format!("{saved} saved"),
        None => said,
    };
    (said, range)
}

/// A price with its interval; a price below nothing is a gain.
fn price_of_one(price: &Mean, unclear: &str) -> (String, String) {
    let (said, range) = worded_mean(Wording::Money, price);
    if said == UNCLEAR {
        let range = range.replace(" less", " gained").replace(" more", " paid");
        return (unclear.to_owned(), range);
    }
    let said = said.trim_end_matches(" more");
    (said.to_owned(), range)
}

/// Only what costs something first has to pay for itself.
fn write_payback(page: &mut String, payback: &Payback, c: &Comparison) -> fmt::Result {
    if !payback.costs_first {
        return Ok(());
    }
    let label = "Has paid for itself by the end of";
    let last_day = c.end.yesterday().unwrap_or(c.end);
    let beyond = format!("after {}", month_in_words(&last_day.to_string()));
    let month = |month: &Option<String>| month.as_deref().map_or(beyond.clone(), month_in_words);
    let (mean, earliest, latest) = (
        month(&payback.month),
        month(&payback.earliest),
        month(&payback.latest),
    );
    if payback.month.is_none() && payback.earliest.is_none() {
        let years = c.span_in_words();
        return write_line(
            page,
            "Has paid for itself",
            &format!("not within {years}"),
            "",
        );
    }
    let said = match payback.month.is_some() {
        true => mean,
        false => "unclear".to_owned(),
    };
    let range = match earliest == latest {
        true => String::new(),
        false => format!("({earliest} to {latest})"),
    };
    write_line(page, label, &said, &range)
}

/// `Apr 2019` of `2019-04` or `2019-04-01`.
fn month_in_words(label: &str) -> String {
    let year_and_month = label.get(..7).unwrap_or(label);
    let date: Result<Date, _> = format!("{year_and_month}-01").parse();
    date.map_or(label.to_owned(), |date| date.strftime("%b %Y").to_string())
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
    let avoided = || appraisals.iter().map(|a| a.avoided_growth);
    // With the sign of the table: less is spent than would have been.
    let said = avoided().map(|avoided| match avoided.mean {
        0.0 => "none".to_owned(),
        _ => short(&avoided.turned()),
    });
    write_row(page, "  Of the saving: growth avoided, no cut", said)?;
    write_row(page, "", avoided().map(|avoided| half_width(&avoided)))
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
fn short(difference: &Mean) -> String {
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
        error if error > 0.0 => error,
        // What does not vary, such as a salary, is told to three digits.
        _ => mean.abs() / 50.0,
    };
    // £1.0m, not £1,000k: the unit is that of what is printed.
    pounds_at(mean, error, mean.abs() + error)
}

/// `±£0.2m`: nothing if there is one future, or what does not vary.
fn half_width(difference: &Mean) -> String {
    let half = (difference.ci_high - difference.ci_low) / 2.0;
    match half > 0.0 {
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

    #[test]
    fn months_are_said_in_words() {
        assert_eq!(month_in_words("2019-04"), "Apr 2019");
        assert_eq!(month_in_words("2027-04-01"), "Apr 2027");
    }
}
