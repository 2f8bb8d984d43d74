//! The back-test as a page and as files for charts.

use std::fmt::Write as _;
use std::io::{self, Write};

use csv::Writer;

use crate::experiment::backtest::naive::{NAMES, RULES};
use crate::experiment::backtest::score::{Estimate, LEVELS};
use crate::experiment::backtest::series::{AGES, LABELS, ROUTES, STARTED, STOCK, TITLES};
use crate::experiment::backtest::summary::{Row, rows};
use crate::experiment::backtest::{Backtest, LATER};

use super::csv::guarded;
use super::number::exact;

/// A back-test with what it was allowed to use, as files name it.
pub type Variant<'a> = (&'a str, &'a Backtest);

/// How the simulation may be told of later years, as the first column of files.
pub const WITH: &str = "with_later_defaults";
/// The same without.
pub const WITHOUT: &str = "without_later_defaults";

/// The page.
pub fn page(variants: &[Variant<'_>]) -> String {
    let mut text = String::new();
    for (name, done) in variants {
        let rows = rows(done);
        let what = match *name {
            WITHOUT => "Without the defaults dated after an origin that can be left out",
            _ => "With all defaults",
        };
        let _ = writeln!(text, "{what}\n");
        stock(&mut text, &rows);
        others(&mut text, &rows);
        losses(&mut text, &rows);
    }
    if let Some((_, done)) = variants.first() {
        if done.chosen {
            text.push_str(
                "Chosen councils only: how much the ends of care wander from year to year was found on them alone, so\n\
                 their ranges are not quite those of the back-test of all councils.\n\n",
            );
        }
        wandering(&mut text, done);
        later(&mut text, done);
        skipped(&mut text, done);
    }
    text
}

/// Coverage and score of the stock, by horizon and origin, with what it gains on each rule.
fn stock(text: &mut String, rows: &[Row]) {
    text.push_str(
        "Looked after at 31 March, per 100 looked after at the origin; 95 % intervals over councils in brackets\n\n\
         years  origin     n   in 50 %  in 80 %           in 95 %   bias  error   CRPS\n",
    );
    for row in rows.iter().filter(|row| row.series == STOCK) {
        let [half, most, nearly] = row.coverage;
        let _ = writeln!(
            text,
            "{:>5}  {:>6} {:>5}   {:>7}  {:>7} {}   {:>7} {:>6.2} {:>6.2} {:>6.2}",
            row.horizon,
            origin(row),
            row.forecasts,
            percent(half.mean),
            percent(most.mean),
            bracket(100.0 * most.low, 100.0 * most.high, 0),
            percent(nearly.mean),
            row.bias.mean,
            row.error,
            row.crps,
        );
    }
    text.push_str(
        "\nGain of the simulation's CRPS on the rules (minus: it loses)\n\n\
         years  origin   rule              alone   gain               dressed   gain\n",
    );
    for row in rows.iter().filter(|row| row.series == STOCK) {
        for (name, against) in NAMES.iter().zip(&row.against) {
            let _ = writeln!(
                text,
                "{:>5}  {:>6}   {:<16} {:>6.2}  {:<17}  {:>7.2}  {}",
                row.horizon,
                origin(row),
                name.replace('_', " "),
                against.error,
                gain(&against.gain),
                against.dressed,
                gain(&against.dressed_gain),
            );
        }
    }
    text.push('\n');
}

/// The other series, all origins together.
fn others(text: &mut String, rows: &[Row]) {
    text.push_str(
        "All series, all origins; gains of CRPS on no change, trend, stocks and flows, alone | dressed\n\n\
         years  series                            n  in 80 %   bias   CRPS\n",
    );
    let furthest = rows.iter().map(|row| row.horizon).max().unwrap_or(0);
    for horizon in 1..=furthest {
        let all = rows
            .iter()
            .filter(|r| r.horizon == horizon && r.origin.is_none());
        for row in all {
            let gains = |of: &dyn Fn(usize) -> f64| {
                let each: Vec<String> = (0..RULES).map(|rule| signed(of(rule))).collect();
                each.join(" ")
            };
            let _ = writeln!(
                text,
                "{:>5}  {}{:<29} {:>5}  {:>7} {:>6.2} {:>6.2}   {} | {}",
                horizon,
                if is_part(row.series) { "  " } else { "" },
                format!(
                    "{}{}",
                    TITLES[row.series],
                    if is_part(row.series) { "" } else { "  " }
                ),
                row.forecasts,
                percent(row.coverage[1].mean),
                row.bias.mean,
                row.crps,
                gains(&|rule| row.against[rule].gain.mean),
                gains(&|rule| row.against[rule].dressed_gain.mean),
            );
        }
        text.push('\n');
    }
}

fn is_part(series: usize) -> bool {
    (AGES..STARTED).contains(&series) || series >= ROUTES
}

/// Every loss, with its interval.
fn losses(text: &mut String, rows: &[Row]) {
    text.push_str(
        "Where the simulation loses (mean loss of CRPS with its 95 % interval, all origins)\n\n",
    );
    let mut none = true;
    for row in rows.iter().filter(|row| row.origin.is_none()) {
        for (name, against) in NAMES.iter().zip(&row.against) {
            for (how, gained) in [("", &against.gain), (", dressed", &against.dressed_gain)] {
                if gained.mean < 0.0 {
                    none = false;
                    let _ = writeln!(
                        text,
                        "  {}, {} year{} ahead, to {}{how}: {:.2} {}",
                        TITLES[row.series],
                        row.horizon,
                        if row.horizon == 1 { "" } else { "s" },
                        name.replace('_', " "),
                        -gained.mean,
                        bracket(-gained.high, -gained.low, 2),
                    );
                }
            }
        }
    }
    if none {
        text.push_str("  nowhere\n");
    }
    text.push('\n');
}

fn wandering(text: &mut String, done: &Backtest) {
    text.push_str(
        "How councils wander, as known at each origin (standard deviations of logarithms)\n\n",
    );
    let last = done
        .spreads
        .iter()
        .map(|(origin, _)| origin + 1)
        .max()
        .unwrap_or(0);
    for (origin, s) in &done.spreads {
        let years = usize::from(last - origin).min(s.trend.len());
        let trend: Vec<String> = s.trend[..years]
            .iter()
            .map(|t| format!("{t:+.2}"))
            .collect();
        let _ = writeln!(
            text,
            "  {origin}: entries, level at the origin {:.3}, step a year {:.3}, one year only {:.3}; ends of care a year {:.3}, of which {:.0} % lasts, trend {}; \
             stock in one year, published {:.3}; growth expected {:+.1} % a year, own difference kept {:.2}",
            s.level,
            s.step,
            s.once,
            s.ends,
            100.0 * s.ends_last,
            trend.join(" "),
            s.stock,
            100.0 * s.growth,
            s.keeps
        );
    }
    text.push('\n');
}

fn later(text: &mut String, done: &Backtest) {
    text.push_str("Defaults that rest on later sources than an origin\n\n");
    for (what, dated, can_go) in LATER {
        let without = if can_go { "left out" } else { "not left out" };
        let _ = writeln!(text, "  {what}: {dated}; {without} in the score without");
    }
    if let Some((first, _)) = done.spreads.first() {
        let _ = writeln!(
            text,
            "  totals of {}: from the series in later tables (revised), as that year's tables are not there",
            first - 1
        );
    }
    text.push('\n');
}

fn skipped(text: &mut String, done: &Backtest) {
    if done.skipped.is_empty() {
        return;
    }
    text.push_str("Left out\n\n");
    for s in &done.skipped {
        let _ = writeln!(text, "  {} from {}: {}", s.council, s.origin, s.why);
    }
}

fn origin(row: &Row) -> String {
    row.origin.map_or("all".to_owned(), |year| year.to_string())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// An interval; one council has none.
fn bracket(low: f64, high: f64, digits: usize) -> String {
    if low.is_nan() || high.is_nan() {
        return String::new();
    }
    format!("({low:.digits$} to {high:.digits$})")
}

fn signed(value: f64) -> String {
    match value.is_nan() {
        true => "    –".to_owned(),
        false => format!("{value:+5.2}"),
    }
}

fn gain(estimate: &Estimate) -> String {
    match estimate.mean.is_nan() {
        true => "–".to_owned(),
        false => format!(
            "{:+.2} {}",
            estimate.mean,
            bracket(estimate.low, estimate.high, 2)
        ),
    }
}

/// `scores.csv`: a line for each variant, series, horizon and origin.
///
/// # Errors
/// If `out` fails.
pub fn scores(variants: &[Variant<'_>], out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    let mut header: Vec<String> = [
        "defaults",
        "series",
        "horizon",
        "origin",
        "forecasts",
        "councils",
    ]
    .map(str::to_owned)
    .to_vec();
    for level in LEVELS {
        let name = format!("coverage_{:.0}", 100.0 * level);
        header.extend([name.clone(), format!("{name}_low"), format!("{name}_high")]);
    }
    header.extend(["bias", "bias_low", "bias_high", "absolute_error", "crps"].map(str::to_owned));
    for rule in NAMES {
        for part in ["crps", "gain", "gain_low", "gain_high"] {
            header.push(format!("{rule}_{part}"));
        }
        for part in ["crps", "gain", "gain_low", "gain_high"] {
            header.push(format!("{rule}_dressed_{part}"));
        }
    }
    writer.write_record(&header)?;
    for (name, done) in variants {
        for row in rows(done) {
            writer.write_record(score_line(name, &row))?;
        }
    }
    writer.flush()
}

fn score_line(variant: &str, row: &Row) -> Vec<String> {
    let mut line = vec![
        variant.to_owned(),
        LABELS[row.series].to_owned(),
        row.horizon.to_string(),
        origin(row),
        row.forecasts.to_string(),
        row.bias.councils.to_string(),
    ];
    let three = |e: &Estimate| [e.mean, e.low, e.high].map(short);
    line.extend(row.coverage.iter().flat_map(three));
    line.extend(three(&row.bias));
    line.extend([row.error, row.crps].map(short));
    for against in &row.against {
        line.push(short(against.error));
        line.extend(three(&against.gain));
        line.push(short(against.dressed));
        line.extend(three(&against.dressed_gain));
    }
    line
}

/// Four decimals are more than councils can tell apart.
fn short(value: f64) -> String {
    match value.is_nan() {
        true => String::new(),
        false => format!("{value:.4}"),
    }
}

/// `forecasts.csv`: every number forecast, for charts. `only` picks one series.
///
/// # Errors
/// If `out` fails.
pub fn forecasts(done: &Backtest, only: Option<usize>, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "council",
        "code",
        "origin",
        "horizon",
        "series",
        "published",
        "mean",
        "p2_5",
        "p10",
        "p25",
        "p50",
        "p75",
        "p90",
        "p97_5",
        "crps",
        NAMES[0],
        NAMES[1],
        NAMES[2],
    ])?;
    for s in &done.scored {
        if only.is_some_and(|series| series != s.series) {
            continue;
        }
        let text = [
            guarded(&s.council),
            s.code.clone(),
            s.origin.to_string(),
            s.horizon.to_string(),
            LABELS[s.series].to_owned(),
        ];
        let v = &s.verdict;
        let numbers = [exact(v.truth), format!("{:.2}", v.mean)].into_iter();
        let numbers = numbers
            .chain(v.quantiles.iter().map(|q| format!("{q:.1}")))
            .chain([format!("{:.3}", v.crps)])
            .chain(s.naive.iter().map(|n| format!("{n:.1}")));
        writer.write_record(text.into_iter().chain(numbers))?;
    }
    writer.flush()
}

/// `skipped.csv`: what was left out, and why.
///
/// # Errors
/// If `out` fails.
pub fn left_out(variants: &[Variant<'_>], out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(["defaults", "council", "origin", "reason"])?;
    for (name, done) in variants {
        for s in &done.skipped {
            let line = [name, s.council.as_str(), &s.origin.to_string(), &s.why].map(guarded);
            writer.write_record(line)?;
        }
    }
    writer.flush()
}
