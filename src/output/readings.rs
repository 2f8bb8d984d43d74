//! Savings read at the prices at which they are claimed: a table on the page, and `readings.csv`.

use std::fmt;
use std::io::{self, Write};

use csv::Writer;

use crate::experiment::compare::Comparison;
use crate::experiment::readings::{Reading, Saving};
use crate::scenario;

use super::appraisal::{COLUMN, write_means, write_row};
use super::csv::guarded;
use super::number::{exact, percent, pounds_at};
use super::table::{ENOUGH_FOR_SHARES, QUESTION, Style, WIDTH, filled};

/// A block for each reading, a column for each option.
pub fn write_table(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    use fmt::Write;
    let options: Vec<usize> = (0..c.savings.len())
        .filter(|&option| !c.scenarios[option + 1].belief && !c.readings.is_empty())
        .collect();
    if options.is_empty() {
        return Ok(());
    }
    let heading = "What days less in care are worth, read at the prices of a claim";
    writeln!(page, "\n{}", style.heading(heading))?;
    let notes = "Saved a year since the option began; a minus is lost. Gross: days less in care × the price. \
                 Cashable: what of it is an invoice or allowance that stops. Net: gross less what allowances after \
                 care, recruitment and the option cost more. Below each figure: half the width of its 95 % interval; \
                 \"unclear\" if that includes zero. The chance is the share of simulated futures that save as much; \
                 readings.csv has its interval, and how far one future differs from another.";
    for line in filled(notes, "", "") {
        writeln!(page, "{line}")?;
    }
    for part in options.chunks((WIDTH - QUESTION) / COLUMN) {
        write_row(
            page,
            "",
            part.iter().map(|option| format!("{}.", option + 1)),
        )?;
        for (place, price) in c.readings.iter().enumerate() {
            let readings = part.iter().map(|&option| &c.savings[option][place]);
            write_reading(page, price, &readings.collect::<Vec<_>>(), c.replications)?;
        }
    }
    Ok(())
}

fn write_reading(
    page: &mut String,
    price: &scenario::Reading,
    readings: &[&Reading],
    futures: usize,
) -> fmt::Result {
    use fmt::Write;
    let pounds = |value: f64| pounds_at(value, 1.0, value);
    let name = price.name.replace('_', " ");
    writeln!(page, "Read as {name} at {} a week", pounds(price.a_week))?;
    let mut means = |label: &str, saving: fn(&Reading) -> &Saving| {
        let means: Vec<_> = readings
            .iter()
            .map(|reading| saving(reading).mean)
            .collect();
        write_means(page, label, &means)
    };
    means("  gross", |reading| &reading.gross)?;
    means("  of it cashable", |reading| &reading.cashable)?;
    means("  net of allowances, recruitment, option", |reading| {
        &reading.net
    })?;
    if price.claimed_a_year <= 0.0 || futures < ENOUGH_FOR_SHARES {
        return Ok(());
    }
    let claimed = pounds_at(price.claimed_a_year, 1_000.0, price.claimed_a_year);
    let mut chances = |which: &str, saving: fn(&Reading) -> &Saving| {
        let chances = readings.iter().map(|reading| saving(reading).chance);
        let chances =
            chances.map(|chance| percent(chance.map_or(f64::NAN, |[share, ..]| share), 0.01));
        write_row(
            page,
            &format!("  chance of {claimed} a year, {which}"),
            chances,
        )
    };
    chances("gross", |reading| &reading.gross)?;
    chances("net", |reading| &reading.net)
}

/// `readings.csv`: what every option saves a year in each reading: gross, what of it is cashable and what
/// capacity, and net.
///
/// # Errors
/// If `out` fails.
pub fn write_csv(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "baseline",
        "scenario",
        "reading",
        "a_week_gbp",
        "cashable_share",
        "saving",
        "mean_gbp",
        "ci_low_gbp",
        "ci_high_gbp",
        "p10_gbp",
        "p50_gbp",
        "p90_gbp",
        "claimed_gbp",
        "chance",
        "chance_low",
        "chance_high",
    ])?;
    for (option, readings) in comparison.differences.iter().zip(&comparison.savings) {
        for reading in readings {
            let price = &reading.price;
            for (saving, s) in [
                ("gross", &reading.gross),
                ("cashable", &reading.cashable),
                ("capacity", &reading.capacity),
                ("net", &reading.net),
            ] {
                let names = [comparison.baseline(), &option.scenario, &price.name].map(guarded);
                let prices = [price.a_week, price.cashable_share].map(exact);
                let figures = [
                    s.mean.mean,
                    s.mean.ci_low,
                    s.mean.ci_high,
                    s.p10,
                    s.p50,
                    s.p90,
                    price.claimed_a_year,
                ];
                let chance = s.chance.unwrap_or([f64::NAN; 3]).map(exact);
                let record = names.into_iter().chain(prices).chain([saving.to_owned()]);
                writer.write_record(record.chain(figures.map(exact)).chain(chance))?;
            }
        }
    }
    writer.flush()
}
