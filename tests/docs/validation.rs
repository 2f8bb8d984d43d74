//! The figures of `docs/validation.md` are those of `results/backtest`: its tables are written from there.

use std::collections::BTreeMap;

use permanence::experiment::backtest::series::{AGES, LABELS, PLACEMENTS, STOCK, TITLES};
use permanence::output::backtest::{WITH, WITHOUT};

use super::{read, replace, root};

const PAGE: &str = "docs/validation.md";
const SCORES: &str = "results/backtest/scores.csv";
const SKIPPED: &str = "results/backtest/skipped.csv";
/// The rules, as files and as pages have them.
const RULES: [(&str, &str); 3] = [
    ("no_change", "no change"),
    ("linear_trend", "linear trend"),
    ("stocks_and_flows", "stocks and flows"),
];
/// Which columns of a rule: as a single number, and dressed with its past errors.
const WAYS: [(&str, &str); 2] = [("", ", alone"), ("_dressed", "")];

/// A row of the scores, by column.
type Row = BTreeMap<String, String>;

fn rows(name: &str) -> Vec<Row> {
    let text = read(&root().join(name));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row of the file")).collect()
}

/// The row of these.
fn find<'a>(rows: &'a [Row], defaults: &str, series: usize, horizon: u32, origin: &str) -> &'a Row {
    let horizon = horizon.to_string();
    let wanted = [
        ("defaults", defaults),
        ("series", LABELS[series]),
        ("horizon", &horizon),
        ("origin", origin),
    ];
    let is = |row: &&Row| wanted.iter().all(|(column, value)| row[*column] == *value);
    rows.iter().find(is).expect("the scores have this row")
}

/// Nothing where there were too few councils for one.
fn number(row: &Row, column: &str) -> f64 {
    match row[column].as_str() {
        "" => f64::NAN,
        text => text.parse().expect("a number"),
    }
}

/// With a typographic minus.
fn signed(value: f64, digits: usize, plus: &str) -> String {
    let text = format!("{:.digits$}", value.abs());
    let nothing = text.chars().all(|c| matches!(c, '0' | '.'));
    match value < 0.0 && !nothing {
        true => format!("−{text}"),
        false => format!("{plus}{text}"),
    }
}

fn percent(row: &Row, column: &str) -> String {
    format!("{:.0} %", 100.0 * number(row, column))
}

/// A mean with its interval: columns `name`, `name_low`, `name_high`, times `factor`.
fn bracket(row: &Row, name: &str, factor: f64, digits: usize) -> String {
    let end = |end: &str| signed(factor * number(row, &format!("{name}_{end}")), digits, "");
    format!("({} to {})", end("low"), end("high"))
}

fn forecasts(rows: &[Row]) -> String {
    let all = (1..=3).map(|horizon| find(rows, WITH, STOCK, horizon, "all"));
    let first = find(rows, WITH, STOCK, 1, "all");
    let most = all.map(|row| number(row, "forecasts")).fold(0.0, f64::max);
    format!(
        "{most:.0} forecasts of {} councils, scored against what was published; 95 % intervals over councils in brackets.\n",
        first["councils"]
    )
}

fn stock(rows: &[Row]) -> String {
    let mut text = "| years ahead | origin 31 March | forecasts | 80 % intervals cover | 50 % | 95 % | bias | mean absolute error | CRPS |\n\
         |---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for (horizon, origin) in [
        (1, "all"),
        (1, "2015"),
        (1, "2016"),
        (1, "2017"),
        (2, "all"),
        (3, "all"),
    ] {
        let row = find(rows, WITH, STOCK, horizon, origin);
        text += &format!(
            "| {horizon} | {origin} | {} | {} {} | {} | {} | {} | {:.1} | {:.2} |\n",
            row["forecasts"],
            percent(row, "coverage_80"),
            bracket(row, "coverage_80", 100.0, 0),
            percent(row, "coverage_50"),
            percent(row, "coverage_95"),
            signed(number(row, "bias"), 1, ""),
            number(row, "absolute_error"),
            number(row, "crps"),
        );
    }
    text
}

fn gains(rows: &[Row]) -> String {
    let mut text =
        "| years | rule | CRPS alone | gain | CRPS dressed | gain |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for horizon in 1..=3 {
        let row = find(rows, WITH, STOCK, horizon, "all");
        for (rule, words) in RULES {
            text += &format!("| {horizon} | {words} |");
            for (way, _) in WAYS {
                let gain = format!("{rule}{way}_gain");
                text += &format!(
                    " {:.2} | {} {} |",
                    number(row, &format!("{rule}{way}_crps")),
                    signed(number(row, &gain), 2, "+"),
                    bracket(row, &gain, 1.0, 2)
                );
            }
            text += "\n";
        }
    }
    text
}

fn title(series: usize) -> String {
    match (AGES..PLACEMENTS).contains(&series) {
        true => format!("aged {}", TITLES[series]),
        false => TITLES[series].to_owned(),
    }
}

/// Losses whose interval lies beyond zero, to rules dressed and alone.
fn losses(rows: &[Row]) -> String {
    let mut text = "| series | years | to | loss |\n|---|---|---|---|\n".to_owned();
    for series in 0..LABELS.len() {
        for horizon in 1..=3 {
            let row = find(rows, WITH, series, horizon, "all");
            let ways = RULES.iter().flat_map(|rule| WAYS.map(|way| (rule, way)));
            let lost = ways.filter_map(|((rule, words), (way, alone))| {
                let gain = format!("{rule}{way}_gain");
                let end = |end: &str| number(row, &format!("{gain}_{end}"));
                let (low, high) = (end("low"), end("high"));
                (high < 0.0).then(|| {
                    let loss = format!("{:.2} ({:.2} to {:.2})", -number(row, &gain), -high, -low);
                    (format!("{words}{alone}"), loss)
                })
            });
            let (to, loss): (Vec<String>, Vec<String>) = lost.unzip();
            if !to.is_empty() {
                let (to, loss) = (to.join("; "), loss.join("; "));
                text += &format!("| {} | {horizon} | {to} | {loss} |\n", title(series));
            }
        }
    }
    text
}

fn parts(rows: &[Row]) -> String {
    let mut text = "| series, one year ahead | forecasts | 80 % intervals cover | bias | CRPS |\n|---|---|---|---|---|\n".to_owned();
    for series in STOCK + 1..LABELS.len() {
        let row = find(rows, WITH, series, 1, "all");
        text += &format!(
            "| {} | {} | {} | {} | {:.2} |\n",
            title(series),
            row["forecasts"],
            percent(row, "coverage_80"),
            signed(number(row, "bias"), 1, ""),
            number(row, "crps")
        );
    }
    text
}

fn with_and_without(rows: &[Row]) -> String {
    let mut text = "| 80 % intervals cover, CRPS | with | without |\n|---|---|---|\n".to_owned();
    let lines = [
        ("looked_after", 1),
        ("looked_after", 2),
        ("age_1_to_4", 1),
        ("age_16_and_over", 1),
        ("fostered", 1),
        ("ceased_adopted", 1),
    ];
    for (label, horizon) in lines {
        let series = LABELS.iter().position(|l| *l == label).expect("a series");
        let years = if horizon == 1 { "1 year" } else { "2 years" };
        let cells = [WITH, WITHOUT].map(|defaults| {
            let row = find(rows, defaults, series, horizon, "all");
            format!(
                "{}, {:.2}",
                percent(row, "coverage_80"),
                number(row, "crps")
            )
        });
        text += &format!("| {}, {years} | {} |\n", title(series), cells.join(" | "));
    }
    text
}

fn skipped() -> String {
    let rows = rows(SKIPPED);
    let with = rows.iter().filter(|row| row["defaults"] == WITH);
    let each: Vec<String> = with
        .map(|row| {
            format!(
                "{} from {} ({})",
                row["council"], row["origin"], row["reason"]
            )
        })
        .collect();
    match each.is_empty() {
        true => "No forecast was left out.\n".to_owned(),
        false => format!("Left out: {}.\n", each.join("; ")),
    }
}

#[test]
fn the_validation_page_has_the_figures_of_the_back_test() {
    let scores = rows(SCORES);
    let blocks = [
        ("forecasts", forecasts(&scores)),
        ("stock", stock(&scores)),
        ("gains", gains(&scores)),
        ("losses", losses(&scores)),
        ("parts", parts(&scores)),
        ("with and without", with_and_without(&scores)),
        ("left out", skipped()),
    ];
    let path = root().join(PAGE);
    let found = read(&path);
    let wanted = blocks.iter().fold(found.clone(), |page, (name, text)| {
        let begin = format!("<!-- from results/backtest: {name} -->\n");
        let end = "<!-- end -->";
        let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{begin}"));
        let (_, after) = rest.split_once(end).expect("a block ends");
        format!("{before}{begin}{text}{end}{after}")
    });
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return replace(&path, &wanted);
    }
    let differs = found.lines().zip(wanted.lines()).find(|(a, b)| a != b);
    assert!(
        found == wanted,
        "{PAGE} is out of date: {differs:?}. To write it again: UPDATE_DOCS=1 cargo test --test docs"
    );
}
