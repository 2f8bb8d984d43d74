//! What docs/verification.md and docs/stress-des.md say is there: every test that they name stands in the
//! sources, and no item of either checklist is passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{read, root};

/// How many items TECH-VER has in each of its five parts, by the letter that stands for the part here: the
/// test bank of its Table 2, and the overall checks of its Table 1.
const TECH_VER: [(char, usize); 5] = [('P', 7), ('E', 26), ('R', 22), ('U', 29), ('O', 5)];

/// STRESS-DES's items: section by section, so many in each.
const STRESS_DES: [usize; 6] = [3, 5, 4, 3, 4, 1];

/// How many closed forms the model is held to at least.
const CLOSED_FORMS: usize = 15;

/// What a row of TECH-VER's table says where no test answers the item.
const NO_TEST: [&str; 3] = ["Does not apply: ", "Judgement: ", "Not done: "];

/// The cells of the rows of a page's tables, without heads and rules.
fn rows(text: &str) -> Vec<Vec<String>> {
    let table = text.lines().filter(|line| line.starts_with('|'));
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim_matches('|').split(" | ");
        inner.map(|cell| cell.trim().to_owned()).collect()
    };
    table
        .filter(|line| !line.starts_with("|---"))
        .map(cells)
        .collect()
}

/// The part of a page below this heading, up to the next one of its level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let begin = format!("\n## {heading}\n");
    let (_, rest) = page
        .split_once(&begin)
        .unwrap_or_else(|| panic!("{heading}"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// File and name of the tests that a text names, as `care/theory::a_name` in backticks.
fn named(text: &str) -> Vec<(&str, &str)> {
    let code = text.split('`').skip(1).step_by(2);
    code.filter_map(|code| code.split_once("::"))
        .filter(|(file, _)| !file.is_empty())
        .collect()
}

/// The functions of a file that stand below `#[test]`, those of `proptest!` included.
fn tests_of(file: &str) -> BTreeSet<String> {
    let path = match file.starts_with("src/") {
        true => root().join(format!("{file}.rs")),
        false => root().join("tests").join(format!("{file}.rs")),
    };
    let text = fs::read_to_string(&path).unwrap_or_default();
    let name = |after: &str| {
        let (_, rest) = after.split_once("fn ")?;
        Some(rest.split('(').next()?.to_owned())
    };
    text.split("#[test]").skip(1).filter_map(name).collect()
}

fn page(name: &str) -> String {
    read(&root().join("docs").join(name))
}

#[test]
fn every_test_that_the_verification_page_names_is_there() {
    let page = page("verification.md");
    let mut files = BTreeMap::new();
    let named = named(&page);
    for (file, test) in &named {
        let tests: &BTreeSet<String> = files.entry(*file).or_insert_with(|| tests_of(file));
        assert!(tests.contains(*test), "{file}::{test} is no test");
    }
    assert!(named.len() > 100, "only {} tests are named", named.len());
}

#[test]
fn every_item_of_tech_ver_has_a_test_or_a_reason() {
    let page = page("verification.md");
    let rows = rows(section(&page, "TECH-VER, item by item"));
    let items: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let expected = TECH_VER.iter().flat_map(|(part, count)| {
        let items = 1..=*count;
        std::iter::once("item".to_owned()).chain(items.map(move |item| format!("{part}{item}")))
    });
    assert_eq!(items, expected.collect::<Vec<_>>());
    for row in rows.iter().filter(|row| row[0] != "item") {
        let reason = NO_TEST.iter().find_map(|words| row[2].strip_prefix(words));
        let answered = !named(&row[2]).is_empty() || reason.is_some_and(|why| why.len() > 25);
        assert!(answered, "{}: neither a test nor a reason", row[0]);
    }
}

#[test]
fn closed_forms_are_fifteen_at_least_each_with_its_source_and_its_test() {
    let page = page("verification.md");
    let rows = rows(section(&page, "Closed forms"));
    assert!(
        rows.len() > CLOSED_FORMS,
        "{} rows with the head",
        rows.len()
    );
    for row in &rows[1..] {
        let [formula, source, tests] = &row[..] else {
            panic!("three cells: {row:?}");
        };
        let whole = !formula.is_empty() && !source.is_empty() && !named(tests).is_empty();
        assert!(whole, "{formula}");
    }
}

#[test]
fn stress_des_has_its_twenty_items_each_answered() {
    let page = page("stress-des.md");
    let rows = rows(&page);
    let expected = (1..)
        .zip(STRESS_DES)
        .flat_map(|(section, items)| (1..=items).map(move |item| format!("{section}.{item}")));
    let expected: Vec<String> = expected.collect();
    assert_eq!(expected.len(), 20);
    let items: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(items, expected.iter().collect::<Vec<_>>());
    for row in &rows[1..] {
        assert!(row[2].len() > 25, "{}: {:?}", row[0], row[2]);
    }
}

#[test]
fn scripts_named_in_the_verification_page_are_there() {
    let page = page("verification.md");
    for script in [
        "tests/verify/run",
        "tests/verify/mutants",
        "tests/crosscheck/run",
    ] {
        assert!(page.contains(script), "{script} is not named");
        assert!(Path::new(root()).join(script).is_file(), "{script}");
    }
}

const AGREEMENT: &str = "results/crosscheck/agreement.csv";
const TABLE: &str = "results/verification/table.txt";

/// The rows of a kept table, by column.
fn kept(name: &str) -> Vec<BTreeMap<String, String>> {
    let text = read(&root().join(name));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row of the file")).collect()
}

#[test]
fn the_kept_cross_check_is_of_the_configurations_as_they_are() {
    let inputs = kept("results/crosscheck/inputs.csv");
    let compared = kept(AGREEMENT);
    let of = |rows: &[BTreeMap<String, String>]| -> BTreeSet<String> {
        rows.iter()
            .map(|row| row["configuration"].clone())
            .collect()
    };
    assert_eq!(of(&inputs), of(&compared));
    for row in inputs {
        let name = format!("tests/crosscheck/{}.toml", row["configuration"]);
        let text = fs::read(root().join(&name)).expect("a configuration is there");
        assert_eq!(
            blake3::hash(&text).to_hex().as_str(),
            row["blake3"],
            "{name} is another than {AGREEMENT} was made of: tests/crosscheck/run --full"
        );
    }
}

#[test]
fn the_verification_page_has_the_figures_of_the_kept_cross_check() {
    let rows = kept(AGREEMENT);
    let passed = rows.iter().filter(|row| row["verdict"] == "passed").count();
    let number = |row: &BTreeMap<String, String>, column: &str| -> f64 {
        row[column].parse().expect("a number")
    };
    let largest = rows
        .iter()
        .map(|row| number(row, "z").abs())
        .fold(0.0, f64::max);
    let found = rows.iter().map(|row| number(row, "smallest_found_percent"));
    let [least, most] = found.fold([f64::INFINITY, 0.0], |[least, most], found| {
        [least.min(found), most.max(found)]
    });
    let n = rows.len();
    says(&[
        format!("{passed} of {n} outputs agree, the largest of {n} z-scores {largest:.1}"),
        format!("({least:.1} to {most:.1} %)"),
    ]);
}

/// Holds the page to these words.
fn says(words: &[String]) {
    let page = page("verification.md");
    for words in words {
        assert!(
            page.contains(words),
            "docs/verification.md should say: {words}"
        );
    }
}

/// The number before each `%` of a line.
fn percents(line: &str) -> Vec<f64> {
    let before = line.split('%').map(str::trim_end);
    let numbers = before.map(|text| text.rsplit(' ').next().unwrap_or_default());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

#[test]
fn the_verification_page_has_the_figures_of_the_kept_table() {
    let table = read(&root().join(TABLE));
    let line = |beginning: &str| -> &str {
        let found = table
            .lines()
            .find(|line| line.trim_start().starts_with(beginning));
        found.unwrap_or_else(|| panic!("{TABLE} has a line {beginning:?}"))
    };
    let words = |line: &str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(line("All tests:").contains(" 0 failed"), "{TABLE}");
    let (_, scores) = table.split_once("z-scores").expect("z-scores");
    let (scores, _) = scores.split_once("\nall ").expect("a sum");
    let largest = scores.lines().skip(1).map(|line| -> f64 {
        words(line)[2]
            .parse()
            .expect("subject, how many, the largest")
    });
    let largest = largest.fold(0.0, f64::max);
    let all = &words(line("all  "))[1];
    let beyond = percents(line("all  "))[0];
    // Of 2,000 repeats a share may end in 5, which is rounded up.
    let tenth = |share: f64| format!("{:.1} %", (10.0 * share).round() / 10.0);
    let covered = tenth(percents(line("95 % intervals cover"))[1]);
    let different = tenth(percents(line("two arms of one scenario"))[0]);
    let [together, each] = percents(line("all six intervals"))[..] else {
        panic!("two shares");
    };
    let (together, each) = (tenth(together), tenth(each));
    let recruit = table
        .lines()
        .filter(|line| line.contains(": between covers"));
    let recruit = recruit.map(|line| percents(line)[1]).fold(100.0, f64::min);
    let stopped = table
        .lines()
        .filter(|line| line.contains("--reps auto has stopped by"));
    let stopped: Vec<f64> = stopped.filter_map(|line| percents(line).pop()).collect();
    let [least, most] = [f64::min, f64::max].map(|of| stopped.iter().copied().reduce(of));
    let (least, most) = least.zip(most).expect("the stopping rule's intervals");
    let ratio = percents(line("the interval of a ratio covers"))[0];
    says(&[
        format!("| {least:.2} to {most:.2} % |"),
        format!("| {ratio:.2} % |"),
        format!("{all} z-scores, the largest {largest:.2}; {beyond:.1} % of them beyond 1.96"),
        format!(
            "cover the true difference {covered} of the time; no difference is called one {different} of"
        ),
        format!("93 to 97 % | {covered} |"),
        format!("3.5 to 6.5 % | {different} |"),
        format!("| {together} (intervals of one comparison each: {each})"),
        format!("| {recruit:.1} % or more |"),
    ]);
}

const VERDICTS: &str = "results/mutants/verdicts.jsonl";

/// The sample without bias is of the mutants that were judged for the first time by the tests that judged
/// last: counted anew from the verdicts, it is that of the kept file, and the page has its figures.
#[test]
fn the_verification_page_has_the_figures_of_the_sample_of_mutants() {
    let text = read(&root().join(VERDICTS));
    let lines = text.lines().map(serde_json::from_str::<serde_json::Value>);
    let lines: Vec<_> = lines.map(|line| line.expect("JSON")).collect();
    let (head, verdicts) = lines.split_first().expect("a first line");
    let last = &verdicts.last().expect("a verdict")["tests"];
    let mut seen = BTreeSet::new();
    let first = verdicts
        .iter()
        .filter(|line| seen.insert(line["name"].to_string()));
    let first: Vec<_> = first.filter(|line| line["tests"] == *last).collect();
    let sample = kept("results/mutants/sample.csv");
    let (all, parts) = sample.split_last().expect("rows");
    let share = |row: &BTreeMap<String, String>, column: &str| -> f64 {
        let share: f64 = row[column].parse().expect("a share");
        (100.0 * share).round()
    };
    let mut counts = Vec::new();
    for row in parts {
        let count = |verdicts: &[&str]| {
            let of = first
                .iter()
                .filter(|line| line["part"] == row["part"].as_str());
            of.filter(|line| verdicts.iter().any(|verdict| line["verdict"] == *verdict))
                .count()
        };
        let caught = count(&["caught", "timeout"]);
        let judged = caught + count(&["missed"]);
        assert_eq!(
            [&row["judged"], &row["caught"]],
            [&judged.to_string(), &caught.to_string()],
            "{VERDICTS} has other verdicts: python3 tests/verify/sample.py"
        );
        let are = if counts.is_empty() { " are caught" } else { "" };
        counts.push(format!(
            "in `src/{}` {caught} of {judged}{are}",
            row["part"]
        ));
    }
    let [whole, low, high] = ["share_caught", "low", "high"].map(|column| share(all, column));
    let by_part: Vec<f64> = parts.iter().map(|row| share(row, "share_caught")).collect();
    let [des, stats, finance, care] = by_part[..] else {
        panic!("four parts");
    };
    says(&[
        format!("{} ({care} %)", counts.join(", ")),
        format!("**{whole} %** (95 % interval {low} to {high})"),
        format!(
            "a random sample of {}, {whole} % ({low} to {high}) caught by the parts' sizes: engine {des} %, statistics \
             {stats} %, money {finance} %, model {care} %",
            all["judged"]
        ),
        format!("commit {}", head["commit"].as_str().expect("a commit")),
        format!("`{}`", head["code"].as_str().expect("a digest")),
    ]);
}
