//! docs/assumptions.md is written from the built-in council's files and from a kept analysis of what its
//! assumptions do to the answer: value, range and source as a file says them, quality and impact as colours.
//! docs/assumptions-of-other-scenarios.md has what the other shipped files say beside that.

use std::collections::BTreeMap;
use std::path::Path;

use permanence::cli::builtin;
use permanence::scenario::{Assumption, Scenario};

use super::{read, root, shipped, up_to_date};

const BASELINE: &str = "scenarios/coventry-2017/baseline.toml";
const PAGE: &str = "docs/assumptions.md";
const OTHERS: &str = "docs/assumptions-of-other-scenarios.md";
const ANALYSIS: &str = "results/examples/sensitivity/sensitivity.csv";

/// What an option is judged by: the impact is the larger of the two.
const METRICS: [&str; 2] = ["cost_total_gbp", "time_in_care_child_days"];

/// Parts of the mean difference from which an impact is red, and amber.
const RED: f64 = 0.2;
const AMBER: f64 = 0.05;

/// A figure: the file that states it, and its key. Both are empty for the whole.
type Figure = (String, String);

/// The measures of the kept analysis: metric, figure, measure.
type Measures = BTreeMap<(String, Figure, String), f64>;

/// What was varied between which ends.
type Ranges = BTreeMap<Figure, [String; 2]>;

fn analysis() -> (Measures, Ranges) {
    let text = read(&root().join(ANALYSIS));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut measures, mut ranges) = (Measures::new(), Ranges::new());
    for row in reader.records() {
        let row = row.expect("a row of the file");
        let figure = (row[3].to_owned(), row[2].to_owned());
        let end = match &row[4] {
            "difference_at_low" => Some(0),
            "difference_at_high" => Some(1),
            _ => None,
        };
        if let Some(end) = end {
            ranges.entry(figure.clone()).or_default()[end] = row[5].to_owned();
        }
        let place = (row[0].to_owned(), figure, row[4].to_owned());
        measures.insert(place, row[6].parse().unwrap_or(f64::NAN));
    }
    (measures, ranges)
}

/// How much of the difference an assumption moves across its range, beyond chance, by metric.
fn impact(figure: &Figure, measures: &Measures) -> [f64; 2] {
    let set = |metric: &str| {
        let measure = "by_construction".to_owned();
        measures.contains_key(&(metric.to_owned(), figure.clone(), measure))
    };
    if METRICS.into_iter().any(set) {
        return BY_CONSTRUCTION;
    }
    METRICS.map(|metric| {
        let of = |figure: &Figure, measure: &str| {
            let place = (metric.to_owned(), figure.clone(), measure.to_owned());
            measures[&place]
        };
        let effect = of(figure, "mu_star") - of(figure, "mu_star_of_chance");
        effect.max(0.0) / of(&Figure::default(), "mean_difference").abs()
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

/// What the impact of a figure is that the options set themselves: the larger, the further the baseline's
/// is from the options' value. No number says how much hangs on it.
const BY_CONSTRUCTION: [f64; 2] = [f64::NAN; 2];

fn colour(impact: Option<[f64; 2]>) -> &'static str {
    let Some(impact) = impact else {
        return "not varied";
    };
    if impact[0].is_nan() {
        return "by construction";
    }
    match impact[0].max(impact[1]) {
        part if part >= RED => "red",
        part if part >= AMBER => "amber",
        _ => "green",
    }
}

/// A cell of a table: no bar of its own.
fn cell(text: &str) -> String {
    text.replace('|', "/")
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
    let impacts = ["red", "amber", "green", "by construction", "not varied"];
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

/// What every table says of a figure: name, value, range, source and quality.
fn stated(line: &Assumption) -> String {
    // The table of children says its unit itself.
    let unit = match line.value.ends_with(&line.unit) {
        true => String::new(),
        false => format!(" {}", line.unit),
    };
    let source = match line.source.is_empty() {
        true => "—".to_owned(),
        false => cell(&line.source),
    };
    format!(
        "| `{}` | {}{unit} | {} | {source} | {} |",
        line.key,
        cell(&line.value),
        range(line),
        quality(&line.confidence)
    )
}

fn everything(all: &[Judged<'_>]) -> String {
    let line = |(line, impact): &Judged<'_>| format!("{} {} |\n", stated(line), colour(*impact));
    all.iter().map(line).collect()
}

fn load(path: &Path) -> Scenario {
    Scenario::load(path).expect("a shipped scenario is valid")
}

/// What a scenario's last file says itself.
fn own(scenario: &Scenario) -> Vec<&Assumption> {
    let file = scenario.inputs.last().map(|input| &input.name);
    let all = scenario.assumptions.iter();
    all.filter(|line| Some(&line.file) == file).collect()
}

/// The other files of the built-in council, in a table each.
fn options(measures: &Measures, ranges: &Ranges) -> String {
    let mut text = String::new();
    let others = builtin::FILES
        .iter()
        .filter(|file| file.name != "baseline.toml");
    for file in others {
        let scenario = load(
            &root()
                .join("scenarios")
                .join(builtin::FOLDER)
                .join(file.name),
        );
        let own = own(&scenario);
        if own.is_empty() {
            continue;
        }
        text += &format!(
            "\n### {}\n\n[{}](../scenarios/{}/{})\n\n\
             | figure | value | range | source | quality | impact |\n|---|---|---|---|---|---|\n",
            scenario.title,
            file.name,
            builtin::FOLDER,
            file.name
        );
        for line in own {
            let figure = (line.file.clone(), line.key.clone());
            let ranged = !line.low.is_empty() || !line.high.is_empty();
            let impact = match ranges.contains_key(&figure) {
                true => colour(Some(impact(&figure, measures))),
                false if ranged => "not analysed",
                false => colour(None),
            };
            text += &format!("{} {impact} |\n", stated(line));
        }
    }
    text
}

#[test]
fn the_table_of_assumptions_is_the_built_in_councils() {
    let baseline = load(&root().join(BASELINE));
    let (measures, ranges) = analysis();
    let stated = baseline
        .uncertain()
        .into_iter()
        .map(|u| ((u.file, u.key), [u.low, u.high]));
    let varied = ranges
        .iter()
        .filter(|((file, _), _)| file == "baseline.toml");
    assert!(
        stated.collect::<Ranges>() == varied.map(|(f, r)| (f.clone(), r.clone())).collect(),
        "{ANALYSIS} is of other ranges than {BASELINE}: run the command of results/README.md again"
    );
    let judged = |line: &Assumption| {
        let figure = (line.file.clone(), line.key.clone());
        ranges
            .contains_key(&figure)
            .then(|| impact(&figure, &measures))
    };
    let all: Vec<Judged<'_>> = baseline
        .assumptions
        .iter()
        .map(|line| (line, judged(line)))
        .collect();
    let red = count(&all, |(line, _)| quality(&line.confidence) == "red");
    let page = format!(
        "# What the built-in council assumes\n\n\
         Written by a test (`UPDATE_DOCS=1 cargo test --test docs`) from\n\
         [scenarios/coventry-2017](../scenarios/coventry-2017) and a kept analysis\n\
         ([results/examples/sensitivity](../results/examples/sensitivity/sensitivity.csv)): do not edit by hand. \
         What the marks in\nthe sources mean is in [sources.md](sources.md), what each key means in \
         [parameters.md](parameters.md). The figures of the other shipped scenarios\nare in \
         [assumptions-of-other-scenarios.md](assumptions-of-other-scenarios.md).\n\n\
         **Quality** is the file's `confidence`: green for high, amber for medium, red for low. **Impact** is \
         what the screening of\n`permanence sensitivity` found ([uncertainty.md](uncertainty.md)): the mean size of \
         an elementary effect across the range (μ*), less\nwhat chance alone would make of it, as a part of the \
         difference that the five options together make over five years; the larger of\ntotal cost and days in \
         care. Red from {:.0} %, amber from {:.0} %, green below; \"not varied\" where there is no range, or the figure\n\
         goes with another one; \"by construction\" where the options set the figure themselves, so that the difference depends on how far \
         the\nbaseline's is from theirs; \"not analysed\" where the file is none of the five. Four trajectories and ten futures \
         rank; they do not measure.\nFor an option by itself the impacts are others.\n\n\
         {red} of the baseline's {} figures are red in quality. How many of each quality have which impact:\n\n\
         | quality | impact red | amber | green | by construction | not varied |\n|---|---|---|---|---|---|\n{}\n\
         ## Weak and influential\n\n\
         Where a better figure would help most: low confidence, and an impact that is not green.\n\n\
         | figure | value | range | of the cost difference | of the days | impact |\n|---|---|---|---|---|---|\n{}\n\
         ## All figures of the baseline\n\n\
         [baseline.toml](../{BASELINE})\n\n\
         | figure | value | range | source | quality | impact |\n|---|---|---|---|---|---|\n{}\n\
         ## Figures of the options\n\n\
         What each file says itself, options first and then another belief about the world.\n{}",
        100.0 * RED,
        100.0 * AMBER,
        all.len(),
        summary(&all),
        weak_and_influential(&all),
        everything(&all),
        options(&measures, &ranges)
    );
    up_to_date(PAGE, &page);
}

/// What a figure says, wherever it stands.
fn said(line: &Assumption) -> [&str; 7] {
    [
        &line.key,
        &line.value,
        &line.low,
        &line.high,
        &line.unit,
        &line.source,
        &line.confidence,
    ]
}

/// The folders of shipped scenarios in their order, each with its files, the baseline first.
fn folders() -> Vec<(String, Vec<String>)> {
    let mut folders: Vec<(String, Vec<String>)> = Vec::new();
    for path in shipped() {
        let name = |path: &Path| {
            let name = path.file_name().expect("a file or folder has a name");
            name.to_string_lossy().into_owned()
        };
        let (folder, file) = (name(path.parent().expect("a folder")), name(&path));
        match folders.last_mut() {
            Some((last, files)) if *last == folder => files.push(file),
            _ => folders.push((folder, vec![file])),
        }
    }
    for (_, files) in &mut folders {
        files.sort_by_key(|file| (file != "baseline.toml", file.clone()));
    }
    folders
}

/// A folder's table: what its files say that no folder before it says, too, and how much is as in which.
fn table(folder: &str, files: &[String], known: &mut BTreeMap<[String; 7], String>) -> String {
    let (mut rows, mut as_in) = (String::new(), BTreeMap::<String, usize>::new());
    let mut title = String::new();
    for file in files {
        let scenario = load(&root().join("scenarios").join(folder).join(file));
        if title.is_empty() {
            title.clone_from(&scenario.title);
        }
        for line in own(&scenario) {
            let said = said(line).map(str::to_owned);
            if let Some(before) = known.get(&said) {
                *as_in.entry(before.clone()).or_default() += 1;
                continue;
            }
            known.insert(said, folder.to_owned());
            rows += &format!("{} {} |\n", stated(line), file.trim_end_matches(".toml"));
        }
    }
    let as_in: Vec<String> = as_in
        .iter()
        .map(|(before, n)| match before == folder {
            true => format!("{n} twice in this folder"),
            false => format!("{n} as in {before}"),
        })
        .collect();
    format!(
        "\n## {folder}\n\n[{title}](../scenarios/{folder}/baseline.toml). Said before, so not here: {}.\n\n\
         | figure | value | range | source | quality | file |\n|---|---|---|---|---|---|\n{rows}",
        as_in.join(", ")
    )
}

#[test]
fn the_tables_of_other_scenarios_have_every_figure_once() {
    let mut known = BTreeMap::new();
    let (built_in, others): (Vec<_>, Vec<_>) = folders()
        .into_iter()
        .partition(|(folder, _)| folder == builtin::FOLDER);
    for (folder, files) in &built_in {
        table(folder, files, &mut known);
    }
    let tables = others
        .iter()
        .map(|(folder, files)| table(folder, files, &mut known));
    let page = format!(
        "# What the other shipped scenarios assume\n\n\
         Written by a test (`UPDATE_DOCS=1 cargo test --test docs`) from [scenarios](../scenarios/README.md): do not \
         edit by hand. Each table has the figures\nthat the folder's files state themselves, but for those that \
         [the built-in council](assumptions.md) or a folder further up states in the\nsame words: value, range, \
         source and quality, which is the file's `confidence`, green for high, amber for medium, red for low.\n\
         How much hangs on them is not analysed: `permanence sensitivity` says it ([uncertainty.md](uncertainty.md)).\n{}",
        tables.collect::<String>()
    );
    up_to_date(OTHERS, &page);
}
