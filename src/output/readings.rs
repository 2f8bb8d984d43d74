//! Savings read at the prices at which they are claimed: a table on the page, and `readings.csv`.

use std::fmt;
use std::io::{self, Write};

use csv::Writer;

use crate::experiment::compare::Comparison;
use crate::experiment::readings::{Reading, Saving, SixWeeks};
use crate::scenario;

use super::appraisal::{COLUMN, half_width, write_means, write_row};
use super::csv::guarded;
use super::lines::ENOUGH_FOR_SHARES;
use super::number::{exact, percent, pounds_at, rounded};
use super::table::{QUESTION, Style, WIDTH, filled};

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
    let notes = "Saved a year on average, from the option's first day (its month is in the first row) to the end; a \
                 minus is lost. Gross: days less in care × the price; in one year alone: that year's days. \
                 Cashable: what of it is an invoice or allowance that stops, before anything is paid out more. Net: \
                 less what all but days in care costs more (allowances, adoption, fees, court, moves, recruitment, the option); \
                 of what is cashable, less what of that is paid to others or for the option. Below each figure: half the \
                 width of its 95 % interval; \"unclear\" if that includes zero. The chance is the share of simulated \
                 futures that save as much; readings.csv has its interval, and how far one future differs from another. \
                 How much is cashable is here the share that whoever claims the saving takes; the table above counts all \
                 in-house fostering as capacity, since this program keeps the carers and their fees.";
    for line in filled(notes, "", "") {
        writeln!(page, "{line}")?;
    }
    for part in options.chunks((WIDTH - QUESTION) / COLUMN) {
        write_row(
            page,
            "",
            part.iter().map(|option| format!("{}.", option + 1)),
        )?;
        let begin = |option: &usize| c.scenarios[option + 1].from.strftime("%b %Y").to_string();
        write_row(page, BEGIN, part.iter().map(begin))?;
        for (place, price) in c.readings.iter().enumerate() {
            let readings = part.iter().map(|&option| &c.savings[option][place]);
            write_reading(page, price, &readings.collect::<Vec<_>>(), c)?;
        }
    }
    write_six_weeks(page, c, style)
}

const BEGIN: &str = "Averaged from";

/// What six weeks less for everybody who left would be worth, a row for each reading.
fn write_six_weeks(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    use fmt::Write;
    let Some(first) = c.six_weeks.first() else {
        return Ok(());
    };
    let heading = format!(
        "Six weeks less for every child who left before 18 in {}",
        first.year
    );
    writeln!(page, "\n{}", style.heading(&heading))?;
    let children = rounded(first.children, 1.0);
    let notes = format!(
        "Gross: the children who ceased to be looked after in that year of the baseline before they turned 18 ({children} on average) × six weeks × \
         the price, future by future: the claim taken at its word, however the weeks are saved. Cashable: what of it is an \
         invoice or allowance that stops. Net: gross less the allowances to guardians of those among them, which \
         begin six weeks sooner; nothing else is taken off. Below each figure: half the width of its 95 % interval, beside how \
         many children the claim takes. The last two columns are of net: the middle eight in ten futures, and the \
         share of futures in which it is as much as is claimed."
    );
    for line in filled(&notes, "", "") {
        writeln!(page, "{line}")?;
    }
    let mut row = |label: &str, figures: [&str; 3], spread: &str, chance: &str| {
        let [gross, cashable, net] = figures;
        let line = format!(
            "{label:QUESTION$}{gross:>COLUMN$}{cashable:>COLUMN$}{net:>COLUMN$}  {spread:17}{chance:>8}"
        );
        match line.trim_end() {
            "" => Ok(()),
            line => writeln!(page, "{line}"),
        }
    };
    row(
        "",
        ["gross", "cashable", "net"],
        "8 in 10 futures",
        "chance",
    )?;
    for six_weeks in &c.six_weeks {
        let (price, net) = (&six_weeks.price, &six_weeks.net);
        let label = format!(
            "as {} at {}{}",
            price.name.replace('_', " "),
            pounds(price.a_week),
            of_year(price)
        );
        let [low, high] = [net.p10, net.p90].map(|end| pounds_at(end, 1_000.0, end));
        let chance = net.chance.filter(|_| c.replications >= ENOUGH_FOR_SHARES);
        let chance = chance.map_or_else(String::new, |[share, ..]| percent(share, 0.01));
        let means = [&six_weeks.gross, &six_weeks.cashable, net].map(|saving| saving.mean);
        let [figures, halves] = [
            means.map(|m| pounds_at(m.mean, 1_000.0, m.mean)),
            means.map(|m| half_width(&m)),
        ];
        row(
            &label,
            figures.each_ref().map(String::as_str),
            &format!("{low} to {high}"),
            &chance,
        )?;
        row(
            &claim(six_weeks),
            halves.each_ref().map(String::as_str),
            "",
            "",
        )?;
    }
    Ok(())
}

/// How many children would have to leave six weeks sooner for what is claimed.
fn claim(six_weeks: &SixWeeks) -> String {
    let claimed = six_weeks.price.claimed_a_year;
    let takes = |children| {
        let claimed = pounds_at(claimed, 1_000.0, claimed);
        format!("  {claimed} takes {} children", rounded(children, 1.0))
    };
    six_weeks.children_for_claim.map_or_else(String::new, takes)
}

/// The year of a reading's price, where it is said.
fn of_year(price: &scenario::Reading) -> String {
    let year = price.price_year.as_ref();
    year.map_or_else(String::new, |year| format!(" ({year})"))
}

fn pounds(value: f64) -> String {
    pounds_at(value, 1.0, value)
}

fn write_reading(
    page: &mut String,
    price: &scenario::Reading,
    readings: &[&Reading],
    c: &Comparison,
) -> fmt::Result {
    use fmt::Write;
    let name = price.name.replace('_', " ");
    let of_year = of_year(price);
    writeln!(
        page,
        "Read as {name} at {} a week{of_year}",
        pounds(price.a_week)
    )?;
    let mut means = |label: &str, saving: fn(&Reading) -> &Saving| {
        let means: Vec<_> = readings
            .iter()
            .map(|reading| saving(reading).mean)
            .collect();
        write_means(page, label, &means)
    };
    means("  gross", |reading| &reading.gross)?;
    means("  of it cashable, before costs", |reading| {
        &reading.cashable
    })?;
    means("  net of what all else costs more", |reading| &reading.net)?;
    means("  cashable, net of what is paid out more", |reading| {
        &reading.cashable_net
    })?;
    let of_year = |reading: &&Reading| reading.gross_first_year;
    let in_year: Option<Vec<Saving>> = readings.iter().map(of_year).collect();
    let in_year = c.first_full_year().zip(in_year);
    if let Some((year, savings)) = &in_year {
        let means: Vec<_> = savings.iter().map(|saving| saving.mean).collect();
        write_means(page, &format!("  gross in {year} alone"), &means)?;
    }
    if price.claimed_a_year <= 0.0 || c.replications < ENOUGH_FOR_SHARES {
        return Ok(());
    }
    let claimed = pounds_at(price.claimed_a_year, 1_000.0, price.claimed_a_year);
    let share = |saving: &Saving| {
        let share = saving.chance.map_or(f64::NAN, |[share, ..]| share);
        percent(share, 0.01)
    };
    let mut chances = |which: &str, saving: fn(&Reading) -> &Saving| {
        let chances = readings.iter().map(|reading| share(saving(reading)));
        write_row(page, &format!("  chance of {claimed} {which}"), chances)
    };
    chances("a year, gross", |reading| &reading.gross)?;
    chances("a year, net", |reading| &reading.net)?;
    chances("a year, cashable, net", |reading| &reading.cashable_net)?;
    let Some((year, savings)) = in_year else {
        return Ok(());
    };
    let label = format!("  chance of {claimed} in {year}, gross");
    write_row(page, &label, savings.iter().map(share))
}

/// `readings.csv`: what every option saves a year in each reading: gross, what of it is cashable and what
/// capacity, both net, and gross in the first year; before the options what six weeks less are worth.
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
        "price_year",
        "cashable_share",
        "saving",
        "period",
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
    let mut write = |scenario: &str, price: &scenario::Reading, saved: (&str, &str, &Saving)| {
        let (saving, period, s) = saved;
        let names = [comparison.baseline(), scenario, &price.name].map(guarded);
        let year = price.price_year.clone().unwrap_or_default();
        let prices = [exact(price.a_week), year, exact(price.cashable_share)];
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
        let what = [saving, period].map(str::to_owned);
        let record = names.into_iter().chain(prices).chain(what);
        writer.write_record(record.chain(figures.map(exact)).chain(chance))
    };
    for six_weeks in &comparison.six_weeks {
        let SixWeeks { price, year, .. } = six_weeks;
        for (saving, s) in [
            ("six_weeks", &six_weeks.gross),
            ("six_weeks_cashable", &six_weeks.cashable),
            ("six_weeks_net", &six_weeks.net),
            ("six_weeks_cashable_net", &six_weeks.cashable_net),
        ] {
            write(comparison.baseline(), price, (saving, year, s))?;
        }
    }
    let options = comparison.scenarios[1..].iter().zip(&comparison.savings);
    for (option, readings) in options {
        let last = comparison.end.yesterday().unwrap_or(comparison.end);
        let since = format!("{} to {last}", option.from);
        for reading in readings {
            let averaged = [
                ("gross", &reading.gross),
                ("cashable", &reading.cashable),
                ("capacity", &reading.capacity),
                ("net", &reading.net),
                ("cashable_net", &reading.cashable_net),
            ];
            for (saving, s) in averaged {
                write(&option.scenario, &reading.price, (saving, &since, s))?;
            }
            let year = comparison.first_full_year();
            if let Some((year, s)) = year.zip(reading.gross_first_year.as_ref()) {
                write(&option.scenario, &reading.price, ("gross", year, s))?;
            }
        }
    }
    writer.flush()
}
