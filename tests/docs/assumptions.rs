//! docs/assumptions.md is written from the shipped baseline and from a kept analysis of what its assumptions
//! do to the answer: value, range and source as the file says them, quality and impact as colours.

use std::collections::BTreeMap;

use permanence::scenario::{Assumption, Scenario};

use super::{read, root, up_to_date};

const BASELINE: &str = "scenarios/coventry-2017/baseline.toml";
const ANALYSIS: &str = "results/examples/sensitivity/sensitivity.csv";

/// What an option is judged by: the impact is the larger of the two.
const METRICS: [&str; 2] = ["cost_total_gbp", "time_in_care_child_days"];

/// Parts of the mean difference from which an impact is red, and amber.
const RED: f64 = 0.2;
const AMBER: f64 = 0.05;

/// A measure of the kept analysis: metric, assumption ("" for the whole), measure.
type Measures = BTreeMap<(String, String, String), f64>;

/// What was varied between which ends.
type Ranges = BTreeMap<String, [String; 2]>;

fn analysis() -> (Measures, Ranges) {
    let text = read(&root().join(ANALYSIS));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut measures, mut ranges) = (Measures::new(), Ranges::new());
    for row in reader.records() {
        let row = row.expect("a row of the file");
        let key = row[2].to_owned();
        if &row[3] == "baseline.toml" && &row[0] == METRICS[0] {
            match &row[4] {
                "difference_at_low" => {
                    ranges.entry(key.clone()).or_default()[0] = row[5].to_owned();
                }
                "difference_at_high" => {
                    ranges.entry(key.clone()).or_default()[1] = row[5].to_owned();
                }
                _ => {}
            }
        }
        let place = (row[0].to_owned(), key, row[4].to_owned());
        measures.insert(place, row[6].parse().unwrap_or(f64::NAN));
    }
    (measures, ranges)
}

/// How much of the difference an assumption moves across its range, beyond chance, by metric.
fn impact(key: &str, measures: &Measures) -> [f64; 2] {
    METRICS.map(|metric| {
        let of = |key: &str, measure: &str| {
            let place = (metric.to_owned(), key.to_owned(), measure.to_owned());
            measures[&place]
        };
        let effect = of(key, "mu_star") - of(key, "mu_star_of_chance");
        effect.max(0.0) / of("", "mean_difference").abs()
    })
}

fn quality(confidence: &str) -> &'static str {
    match confidence {
        "high" => "green",
        "medium" => "amber",
        "low" => "red",
        _ => "unstated",
    }
}

fn colour(impact: Option<[f64; 2]>) -> &'static str {
    let Some(impact) = impact else {
        return "not varied";
    };
    match impact[0].max(impact[1]) {
        part if part >= RED => "red",
        part if part >= AMBER => "amber",
        _ => "green",
    }
}

/// A cell of a table: no bar of its own, and a long list cut short.
fn cell(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.replace('|', "/");
    match text.chars().count() > LONGEST && text.starts_with('[') {
        true => format!("{}…", text.chars().take(LONGEST).collect::<String>()),
        false => text,
    }
}

fn range(line: &Assumption) -> String {
    let end = |end: &str| match end.is_empty() {
        true => cell(&line.value),
        false => cell(end),
    };
    match line.low.is_empty() && line.high.is_empty() {
        true => "none stated".to_owned(),
        false => format!("{} to {}", end(&line.low), end(&line.high)),
    }
}

/// What a line of the log stands for, with its impact.
type Judged<'a> = (&'a Assumption, Option<[f64; 2]>);

fn weak_and_influential(all: &[Judged<'_>]) -> String {
    let mut weak: Vec<(&Assumption, [f64; 2])> = all
        .iter()
        .filter(|(line, impact)| {
            quality(&line.confidence) == "red" && matches!(colour(*impact), "red" | "amber")
        })
        .filter_map(|(line, impact)| Some((*line, (*impact)?)))
        .collect();
    let size = |impact: &[f64; 2]| impact[0].max(impact[1]);
    weak.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    let line = |(line, impact): (&Assumption, [f64; 2])| {
        let [cost, days] = impact.map(|part| format!("{:.0} %", 100.0 * part));
        format!(
            "| `{}` | {} | {} | {cost} | {days} | {} |\n",
            line.key,
            cell(&line.value),
            range(line),
            colour(Some(impact))
        )
    };
    weak.into_iter().map(line).collect()
}

fn count(all: &[Judged<'_>], is: impl Fn(&Judged<'_>) -> bool) -> usize {
    all.iter().filter(|judged| is(judged)).count()
}

/// How many of each quality have each impact.
fn summary(all: &[Judged<'_>]) -> String {
    let qualities = ["red", "amber", "green", "unstated"];
    let impacts = ["red", "amber", "green", "not varied"];
    let line = |wanted: &&str| {
        let cells = impacts.map(|its| {
            let is = |(line, impact): &Judged<'_>| {
                quality(&line.confidence) == *wanted && colour(*impact) == its
            };
            count(all, is).to_string()
        });
        format!("| {wanted} | {} |\n", cells.join(" | "))
    };
    qualities.iter().map(line).collect()
}

fn everything(all: &[Judged<'_>]) -> String {
    let line = |(line, impact): &Judged<'_>| {
        let unit = match line.unit.is_empty() {
            true => String::new(),
            false => format!(" {}", line.unit),
        };
        let source = match line.source.is_empty() {
            true => "—".to_owned(),
            false => cell(&line.source),
        };
        format!(
            "| `{}` | {}{unit} | {} | {source} | {} | {} |\n",
            line.key,
            cell(&line.value),
            range(line),
            quality(&line.confidence),
            colour(*impact)
        )
    };
    all.iter().map(line).collect()
}

#[test]
fn the_table_of_assumptions_is_the_shipped_baselines() {
    let baseline = Scenario::load(&root().join(BASELINE)).expect("a shipped scenario is valid");
    let (measures, ranges) = analysis();
    let stated = baseline
        .uncertain()
        .into_iter()
        .map(|u| (u.key, [u.low, u.high]));
    assert!(
        stated.collect::<Ranges>() == ranges,
        "{ANALYSIS} is of other ranges than {BASELINE}: run the command of results/README.md again"
    );
    let varied = |line: &Assumption| ranges.contains_key(&line.key);
    let all: Vec<Judged<'_>> = baseline
        .assumptions
        .iter()
        .map(|line| (line, varied(line).then(|| impact(&line.key, &measures))))
        .collect();
    let red = count(&all, |(line, _)| quality(&line.confidence) == "red");
    let page = format!(
        "# What the built-in council assumes\n\n\
         Written by a test (`UPDATE_DOCS=1 cargo test --test docs`) from\n\
         [scenarios/coventry-2017/baseline.toml](../{BASELINE}) and a kept analysis\n\
         ([results/examples/sensitivity](../results/examples/sensitivity/sensitivity.csv)): do not edit by hand. \
         What the marks in\nthe sources mean is in [sources.md](sources.md), what each key means in \
         [parameters.md](parameters.md).\n\n\
         **Quality** is the file's `confidence`: green for high, amber for medium, red for low. **Impact** is \
         what the screening of\n`permanence sensitivity` found ([uncertainty.md](uncertainty.md)): the mean size of \
         an elementary effect across the range (μ*), less\nwhat chance alone would make of it, as a part of the \
         difference that the five options together make over five years; the larger of\ntotal cost and days in \
         care. Red from {:.0} %, amber from {:.0} %, green below; \"not varied\" where there is no range, or the figure\n\
         goes with another one. Four trajectories and ten futures rank; they do not measure. For another \
         option the impacts are others.\n\n\
         {red} of {} figures are red in quality. How many of each quality have which impact:\n\n\
         | quality | impact red | amber | green | not varied |\n|---|---|---|---|---|\n{}\n\
         ## Weak and influential\n\n\
         Where a better figure would help most: low confidence, and an impact that is not green.\n\n\
         | figure | value | range | of the cost difference | of the days | impact |\n|---|---|---|---|---|---|\n{}\n\
         ## All figures\n\n\
         | figure | value | range | source | quality | impact |\n|---|---|---|---|---|---|\n{}",
        100.0 * RED,
        100.0 * AMBER,
        all.len(),
        summary(&all),
        weak_and_influential(&all),
        everything(&all)
    );
    up_to_date("docs/assumptions.md", &page);
}
