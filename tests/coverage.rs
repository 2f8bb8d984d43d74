//! `docs/coverage.md`: every row of the checklist has its keys and metrics, they exist, and each key is shown
//! to move a metric of its row.

use std::path::Path;

use permanence::experiment::layout::Request;
use permanence::experiment::metrics::TABLE;
use permanence::experiment::replicate::layout_of;
use permanence::experiment::reported::question;
use permanence::scenario::{KEYS, Scenario};

#[path = "levers/table.rs"]
mod table;

const COVERAGE: &str = include_str!("../docs/coverage.md");
const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");

/// Rows that are context and not in the model.
const CONTEXT: [u32; 7] = [4, 81, 82, 84, 85, 86, 87];

/// Keys that judge or replace figures and move none: by hand in `tests/targets.rs` and `tests/prices.rs`.
const MOVES_NOTHING: [&str; 3] = ["targets", "budget.a_year", "prices.list"];

/// A line of the document: its cells.
fn lines() -> Vec<(u32, Vec<&'static str>)> {
    let lines = COVERAGE.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        Some((cells[0].parse().ok()?, cells))
    });
    lines.collect()
}

/// What stands in backticks.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn there_are_eighty_eight_rows_and_only_context_is_empty() {
    let numbers: Vec<u32> = lines().iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=88).collect::<Vec<_>>());
    for (number, cells) in lines() {
        let context = CONTEXT.contains(&number);
        assert_eq!(cells.len(), 5, "row {number}");
        assert!(!cells[1].is_empty() && !cells[4].is_empty(), "row {number}");
        for cell in &cells[2..4] {
            assert_eq!(named(cell).is_empty(), context, "row {number}");
        }
        assert_eq!(cells[4].starts_with("context"), context, "row {number}");
    }
}

#[test]
fn every_key_and_metric_of_a_row_exists() {
    let files = [("baseline.toml", BASELINE)];
    let usual = Scenario::from_embedded(&files, "baseline.toml").expect("it is shipped");
    let all: Vec<Request> = TABLE.iter().map(|spec| Request::of(spec.metric)).collect();
    let layout = layout_of(&usual).asked_for(&all, usual.start, &usual.model);
    for (number, cells) in lines() {
        for key in named(cells[2]) {
            let known = KEYS.iter().any(|known| known.path == key);
            assert!(known, "row {number}: no key {key}");
        }
        for metric in named(cells[3]) {
            // Matches by partners and copies' own figures are there whatever the council has.
            let known = question(metric, &layout);
            assert!(known.is_ok(), "row {number}: {metric}: {known:?}");
        }
    }
}

/// `tests/levers.rs` holds each of these to moving, by more than four standard errors.
#[test]
fn every_key_of_a_row_moves_a_metric_of_the_row() {
    let moved: Vec<_> = table::moved().collect();
    for (number, cells) in lines() {
        let metrics = named(cells[3]);
        for key in named(cells[2]) {
            let moves = moved.iter().any(|(moved, metric, group)| {
                let group = match *group {
                    "all" => String::new(),
                    group => format!(", {group}"),
                };
                moved == key && metrics.contains(&format!("{metric}{group}").as_str())
            });
            assert!(
                moves || MOVES_NOTHING.contains(&key),
                "row {number}: no lever of {key} moves any of {metrics:?}"
            );
        }
    }
}

/// Every lever's scenarios are there.
#[test]
fn the_table_of_levers_names_shipped_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let links = COVERAGE.split("](").skip(1);
    let links = links.filter_map(|rest| rest.split(')').next());
    let files: Vec<&str> = links.filter(|link| link.ends_with(".toml")).collect();
    assert!(files.len() > 50);
    for file in files {
        assert!(root.join(file).exists(), "{file}");
    }
}
