//! What is written about the program is true: the README's page is the program's page, commands run,
//! links lead somewhere, generated files are up to date.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use permanence::cli::builtin;
use permanence::experiment::metrics::{Grouping, Periods, Spec, TABLE, View};
use permanence::scenario::{self, Scenario};
use permanence::stats::Direction;
use tempfile::TempDir;

#[path = "docs/assumptions.rs"]
mod assumptions;
#[path = "docs/model.rs"]
mod model;
#[path = "docs/validation.rs"]
mod validation;
#[path = "docs/verification.rs"]
mod verification;

const BEGIN: &str = "<!-- output of: cargo run --release -->\n```text\n";
const END: &str = "```\n<!-- end of output -->\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Everything written for people, README first.
fn documents() -> Vec<PathBuf> {
    let named = [
        "README.md",
        "CONTRIBUTING.md",
        "benches/README.md",
        "results/README.md",
    ];
    let mut all: Vec<PathBuf> = named.iter().map(|name| root().join(name)).collect();
    all.extend(files_in("docs", "md"));
    all
}

fn files_in(folder: impl AsRef<Path>, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    paths.sort();
    paths
}

fn permanence(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_permanence"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

/// Writes a file that other tests may be reading: they see the old one or the new one.
fn replace(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    fs::write(&beside, text).expect("room on the disk");
    fs::rename(&beside, path).expect("same folder");
}

/// Holds a generated file to what it should be, or makes it so.
fn up_to_date(name: &str, wanted: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return replace(&path, wanted);
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{name} is out of date. To write it again: UPDATE_DOCS=1 cargo test --test docs"
    );
}

/// Where the README leaves off: after the first option.
const SECOND_OPTION: &str = "\n2. ";

/// The README has the beginning of the page, docs/example.md all of it.
#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let assert = permanence(folder.path()).assert().success();
    let page = String::from_utf8(assert.get_output().stdout.clone()).expect("text");
    let (beginning, _) = page.split_once(SECOND_OPTION).expect("a second option");
    shows("README.md", &format!("{beginning}\n[…]\n"));
    shows("docs/example.md", &page);
}

/// Holds a document's block of output to what it should be, or makes it so.
fn shows(name: &str, page: &str) {
    let path = root().join(name);
    let document = read(&path);
    let (before, rest) = document
        .split_once(BEGIN)
        .expect("a block of output begins");
    let (shown, after) = rest.split_once(END).expect("a block of output ends");
    if std::env::var_os("UPDATE_README").is_some() {
        return replace(&path, &format!("{before}{BEGIN}{page}{END}{after}"));
    }
    let differs = shown.lines().zip(page.lines()).find(|(a, b)| a != b);
    assert!(
        shown == page,
        "{name} does not show what the program prints: {differs:?}.\n\
         If the new page is right: UPDATE_README=1 cargo test --test docs"
    );
}

/// The fenced blocks of a document that are marked as this language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match &mut open {
            None if line.trim_end() == fence => open = Some(String::new()),
            None => {}
            Some(_) if line.starts_with("```") => blocks.extend(open.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    blocks
}

/// The words of a line of shell; what stands in double quotes is one.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().collect(),
        _ => vec![part],
    });
    words.collect()
}

/// The arguments a line of shell gives to the program; `None` if it runs something else.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.split('#').next().unwrap_or_default();
    let words = words(line);
    if let ["cargo", "run", "--release", rest @ ..] = words.as_slice() {
        return match rest {
            [] => Some(Vec::new()),
            ["--", arguments @ ..] => Some(arguments.to_vec()),
            _ => None,
        };
    }
    // What stands in capitals is the reader's own.
    if words.iter().any(|word| matches!(*word, "DIR" | "FILE")) {
        return None;
    }
    let program = |word: &&str| *word == "permanence" || word.ends_with("/permanence");
    let at = words.iter().position(program)?;
    Some(words[at + 1..].to_vec())
}

/// The same command, but short (two replications of one year) and writing nowhere but below the
/// folder it runs in.
fn shortened<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let simulates = matches!(
        arguments,
        [] | ["compare" | "run" | "sensitivity" | "recruit", ..]
    ) || arguments
        .first()
        .is_some_and(|first| first.starts_with("--"));
    if !simulates {
        return arguments.to_vec();
    }
    let mut short = Vec::new();
    let mut words = arguments.iter();
    while let Some(&word) = words.next() {
        match word {
            "--reps" | "--years" | "--out" | "--points" => drop(words.next()),
            _ => short.push(word),
        }
    }
    short.extend(["--reps", "2", "--years", "1", "--out", "out"]);
    if arguments.first() == Some(&"sensitivity") {
        short.extend(["--points", "16"]);
    }
    short
}

/// The published tables are not here: made-up ones stand in their place, and a council of theirs.
fn made_up(word: &str) -> String {
    let data = |name: &str| root().join("tests/data").join(name).display().to_string();
    match word {
        "tables" => data("dfe"),
        "fostering.csv" => data("ofsted.csv"),
        "Stockport" => "Northbridge".to_owned(),
        other => other.to_owned(),
    }
}

/// A folder with the shipped scenarios where they are in the repository.
fn folder_with_scenarios() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let scenarios = folder.path().join("scenarios").join(builtin::FOLDER);
    fs::create_dir_all(&scenarios).expect("room on the disk");
    for file in builtin::FILES {
        fs::write(scenarios.join(file.name), file.text).expect("room on the disk");
    }
    folder
}

#[test]
fn every_command_in_the_documents_runs() {
    let mut run = 0;
    for document in documents() {
        // One folder a document: later commands may use what earlier ones made.
        let folder = folder_with_scenarios();
        let shell = blocks(&read(&document), "sh").concat();
        for line in shell.lines() {
            let Some(arguments) = arguments(line) else {
                continue;
            };
            let output = permanence(folder.path())
                .args(shortened(&arguments).into_iter().map(made_up))
                .output()
                .expect("the program starts");
            let said = String::from_utf8_lossy(&output.stderr);
            let document = document.display();
            // In so short a run a target can be out of reach.
            let searched = arguments.first() == Some(&"recruit") && output.status.code() == Some(3);
            assert!(
                output.status.success() || searched,
                "{document}: {line}\n{said}"
            );
            run += 1;
        }
    }
    assert!(run >= 8, "only {run} commands were found");
}

#[test]
fn every_scenario_shown_in_the_readme_is_valid() {
    let shown = blocks(&read(&root().join("README.md")), "toml");
    assert!(!shown.is_empty());
    for text in shown {
        let mut files: Vec<(&str, &str)> =
            builtin::FILES.iter().map(|f| (f.name, f.text)).collect();
        files.push(("shown.toml", &text));
        if let Err(wrong) = Scenario::from_embedded(&files, "shown.toml") {
            panic!("{}", wrong.render(false));
        }
    }
}

#[test]
fn the_schema_is_the_one_the_program_prints() {
    let assert = permanence(root()).arg("schema").assert().success();
    let text = String::from_utf8(assert.get_output().stdout.clone()).expect("text");
    up_to_date("scenarios/scenario.schema.json", &text);
}

#[test]
fn every_shipped_scenario_names_its_schema() {
    for path in shipped() {
        let text = read(&path);
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix("#:schema ").map(|name| {
            let folder = path.parent().expect("a file is in a folder");
            folder.join(name).canonicalize().ok()
        });
        let schema = root().join("scenarios/scenario.schema.json");
        let schema = schema.canonicalize().expect("the schema is there");
        assert_eq!(named, Some(Some(schema)), "{}: {first}", path.display());
    }
}

/// All shipped scenarios, those of several authorities included.
fn shipped() -> Vec<PathBuf> {
    let folders = [
        "adoption-central-england",
        "coventry-2017",
        "england-2017",
        "england-in-regions",
        "legal-advice",
        "permanence-service",
        "permanence-strategy-2018",
        "regional-agency",
        "securing-permanence-2013",
        "targeted-recruitment",
    ];
    let files = folders.map(|folder| files_in(format!("scenarios/{folder}"), "toml"));
    files.concat()
}

/// A metric as a line of the manual.
fn metric(spec: &Spec) -> String {
    let better = match spec.better {
        Direction::Lower => "lower",
        Direction::Higher => "higher",
        Direction::Neutral => "neither",
    };
    let view = |(grouping, periods): &(Grouping, Periods)| {
        let by = grouping.words();
        let when = match periods {
            Periods::Months => "months",
            Periods::Marches => "31 March",
            Periods::Years => "years, whole run",
            Periods::MonthsAndYears => "months, years, whole run",
            Periods::Horizon => "whole run",
        };
        format!("{by} ({when})")
    };
    let listed = |views: &[View]| views.iter().map(view).collect::<Vec<_>>().join("; ");
    let views = match (listed(spec.views), listed(spec.on_request)) {
        (views, asked) if asked.is_empty() => views,
        (views, asked) if views.is_empty() => format!("on request: {asked}"),
        (views, asked) => format!("{views}; on request: {asked}"),
    };
    let months = spec.by_month().next().map_or("", |_| "; months on request");
    let crossings = match spec.crossings.0 {
        [] => "",
        _ => "; two groups at once on request",
    };
    let views = format!("{views}{months}{crossings}");
    let Spec {
        name,
        definition,
        unit,
        ..
    } = spec;
    let source = spec.metric.source();
    format!("| `{name}` | {definition} | {unit} | {better} | {source} | {views} |\n")
}

fn manual() -> String {
    format!(
        "# Parameters and metrics\n\n\
         Written by a test from the program's own tables (`UPDATE_DOCS=1 cargo test --test docs`): \
         do not edit by hand.\n\
         What a shipped scenario gives for each parameter, with range, source and confidence, is in its \
         files in\n[scenarios/coventry-2017](../scenarios/coventry-2017/baseline.toml) and in \
         `assumptions.csv` of every run.\n\n\
         ## Parameters\n\n\
         What a scenario file can say. A `*` stands for a name of your choice. A number is bare, or has \
         a range and a source:\n\
         `{{ value = 570, low = 475, high = 650, source = \"council accounts\", confidence = \"medium\" }}`.\n\n\
         {}\n\
         ## Metrics\n\n\
         What every run reports, and on request what is added if the scenario's `report` or `targets` names the \
         metric. Years are financial years, from 1 April. \"Better\" says which way counts \
         as doing better in\n`prob_better` of `differences.csv`. S0, S2 and S4 are explained in \
         [sources.md](sources.md).\n\n\
         | Metric | Meaning | Unit | Better | Source | Reported |\n|---|---|---|---|---|---|\n{}",
        scenario::table(),
        TABLE.iter().map(metric).collect::<String>()
    )
}

#[test]
fn the_table_of_parameters_and_metrics_is_the_programs() {
    up_to_date("docs/parameters.md", &manual());
}

/// The relative targets of a document's links.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

/// An A4 page holds some seven hundred words of such a list.
#[test]
fn limits_of_use_fit_a_page() {
    let words = read(&root().join("docs/limits.md"));
    let words = words.split_whitespace().count();
    assert!(words <= 720, "{words} words");
}

#[test]
fn every_link_leads_to_a_file() {
    for document in documents() {
        let folder = document.parent().expect("a file is in a folder");
        for link in links(&read(&document)) {
            let target = folder.join(link);
            assert!(target.exists(), "{}: {link}", document.display());
        }
    }
}

#[test]
fn every_shipped_scenario_is_built_in() {
    let name = |path: &PathBuf| path.file_name().expect("a file").to_owned();
    let files = files_in("scenarios/coventry-2017", "toml");
    let mut built_in: Vec<&str> = builtin::FILES.iter().map(|file| file.name).collect();
    built_in.sort_unstable();
    assert_eq!(files.iter().map(name).collect::<Vec<_>>(), built_in);
}

/// Whether a source says what kind of source it is: a provenance word, a mark of the data sheet
/// (P44, A8), or a column of a published table (SCLA_U1).
fn says_where_from(source: &str) -> bool {
    const WORDS: [&str; 6] = [
        "SEEN",
        "SEED",
        "DERIVED",
        "MEMORY",
        "assumed",
        "the model's own",
    ];
    let mark = |word: &str| {
        let digits = word.strip_prefix(|c: char| c.is_ascii_uppercase());
        digits.is_some_and(|d| d.starts_with(|c: char| c.is_ascii_digit()))
    };
    let column = |word: &str| {
        let shouted = word
            .split_once('_')
            .is_some_and(|(before, _)| before.len() > 2);
        shouted && word.starts_with(|c: char| c.is_ascii_uppercase())
    };
    WORDS.iter().any(|word| source.contains(word))
        || source
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| mark(word) || column(word))
}

#[test]
fn every_source_says_what_kind_of_source_it_is() {
    for path in shipped() {
        let scenario = Scenario::load(&path).expect("shipped scenarios are valid");
        for line in &scenario.assumptions {
            let place = format!("{}: {}", line.file, line.key);
            let source = &line.source;
            assert!(
                source.is_empty() || says_where_from(source),
                "{place}: the source should say SEEN, SEED, DERIVED, MEMORY or assumed, or quote a \
                 mark or a table's column: {source:?}"
            );
            assert!(
                source.is_empty() || line.confidence != "unstated",
                "{place}: a source without a confidence"
            );
        }
    }
}

/// The same words and, to the twelfth digit, the same numbers: the last digits of an interval hang on
/// which mathematical functions the program was built with. (The digest, of every run, does not.)
fn alike(one: &str, other: &str) -> bool {
    let fields =
        |text: &str| -> Vec<String> { text.split(['\n', ',']).map(str::to_owned).collect() };
    // The mark that a file begins with is no number.
    let bare = |text: &'_ str| fields(text.trim_start_matches('\u{feff}'));
    let (one, other) = (bare(one), bare(other));
    let same = |(a, b): (&String, &String)| {
        let numbers: Option<(f64, f64)> = a.parse().ok().zip(b.parse().ok());
        a == b || numbers.is_some_and(|(a, b)| (a - b).abs() <= 1e-12 * f64::max(a.abs(), b.abs()))
    };
    one.len() == other.len() && one.iter().zip(&other).all(same)
}

/// The example in the results folder, by the command that its page names.
#[test]
fn the_example_results_are_what_the_program_writes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    permanence(root())
        .args(["--years", "3", "--out"])
        .arg(folder.path().join("out"))
        .assert()
        .success();
    let example = Path::new("results/examples/coventry-2017");
    let tables = files_in(folder.path().join("out"), "csv");
    assert!(tables.len() >= 4, "{tables:?}");
    for table in tables {
        let name = example.join(table.file_name().expect("a file has a name"));
        let (written, kept) = (read(&table), read(&root().join(&name)));
        assert!(
            alike(&written, &kept),
            "{}: see results/README.md",
            name.display()
        );
    }
    let digest = |path: &Path| {
        let text = read(&path.join("manifest.json"));
        let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        manifest["run_digest"].as_str().expect("text").to_owned()
    };
    let (written, kept) = (folder.path().join("out"), root().join(example));
    assert_eq!(digest(&written), digest(&kept), "see results/README.md");
}

/// The kept report is what the program makes of the kept tables, analysis and back-test.
#[test]
fn the_kept_report_is_what_the_program_makes_of_the_kept_tables() {
    let kept = root().join("results/examples/coventry-2017");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(&kept).expect("the example") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, folder.path().join(name)).expect("room");
    }
    permanence(root())
        .arg("report")
        .arg(folder.path())
        .args([
            "--sensitivity",
            "results/examples/sensitivity-teenage-foster-carers",
        ])
        .args(["--backtest", "results/backtest"])
        .assert()
        .success();
    let page = |folder: &Path| read(&folder.join("report.html"));
    assert!(
        page(folder.path()) == page(&kept),
        "make the example's report again: see results/README.md"
    );
}
