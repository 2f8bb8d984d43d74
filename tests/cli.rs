//! The program as people use it: arguments, files, exit codes.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn permanence() -> Command {
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.env("NO_COLOR", "1");
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A short run of the built-in comparison into a folder.
fn quick(out: &Path) -> Command {
    let mut command = permanence();
    command
        .args(["--years", "1", "--reps", "2", "--out"])
        .arg(out);
    command
}

fn stdout_of(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).expect("text")
}

fn stderr_of(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().stderr.clone();
    String::from_utf8(output).expect("text")
}

#[test]
fn help_names_every_subcommand() {
    let help = stdout_of(permanence().arg("--help"));
    for name in ["compare", "run", "check", "init", "schema", "explain"] {
        assert!(help.contains(name), "{name}");
    }
}

#[test]
fn without_arguments_the_built_in_options_are_compared() {
    let folder = folder();
    let out = folder.path().join("results");
    let page = stdout_of(&mut quick(&out));
    assert!(page.contains("Coventry"));
    assert!(page.contains("Chance that it saves"));
    let widest = page.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?} columns");
    for file in [
        "summary.csv",
        "differences.csv",
        "costs.csv",
        "assumptions.csv",
        "manifest.json",
    ] {
        assert!(out.join(file).is_file(), "{file}");
    }
    assert!(!out.join("replications.csv").exists());
    let beside = fs::read_dir(folder.path()).expect("readable").count();
    assert_eq!(beside, 1, "no temporary folder is left behind");
}

#[test]
fn earlier_results_are_replaced() {
    let folder = folder();
    let out = folder.path().join("results");
    quick(&out).assert().success();
    quick(&out).arg("--replications").assert().success();
    let header = fs::read_to_string(out.join("replications.csv")).expect("written");
    assert!(header.starts_with("scenario,replication,metric,group,period,unit,value"));
}

#[test]
fn a_folder_with_somebody_elses_files_is_left_alone() {
    let folder = folder();
    let letter = folder.path().join("letter.txt");
    fs::write(&letter, "dear all").expect("room on the disk");
    let said = stderr_of(&mut quick(folder.path()), 2);
    assert!(said.contains("not replaced"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    assert_eq!(fs::read_to_string(&letter).expect("there"), "dear all");
}

#[test]
fn a_scenario_that_is_not_there_is_invalid_input_and_writes_nothing() {
    let folder = folder();
    let out = folder.path().join("results");
    let mut command = permanence();
    command
        .args(["run", "no/such/file.toml", "--out"])
        .arg(&out);
    let said = stderr_of(&mut command, 2);
    assert!(said.contains("file.toml"), "{said}");
    assert!(!out.exists());
}

#[test]
fn a_comparison_needs_two() {
    let said = stderr_of(permanence().args(["compare", "one.toml"]), 2);
    assert!(said.contains("permanence run"), "{said}");
}

#[test]
fn a_run_cannot_be_made_longer() {
    let folder = folder();
    let mut command = permanence();
    command
        .args(["--years", "99", "--out"])
        .arg(folder.path().join("results"));
    let said = stderr_of(&mut command, 2);
    assert!(said.contains("99"), "{said}");
}

#[test]
fn what_init_writes_is_valid_and_never_overwritten() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let scenarios: Vec<&str> = listed.lines().filter(|l| l.ends_with(".toml")).collect();
    assert!(scenarios.len() > 1);
    permanence()
        .arg("check")
        .args(&scenarios)
        .assert()
        .success();
    let baseline = scenarios[0];
    fs::write(baseline, "mine").expect("room on the disk");
    let said = stderr_of(permanence().arg("init").arg(folder.path()), 2);
    assert!(said.contains("not overwritten"), "{said}");
    assert_eq!(fs::read_to_string(baseline).expect("there"), "mine");
    permanence().arg("check").arg(baseline).assert().code(2);
}

#[test]
fn a_single_scenario_can_be_run_from_a_file() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let baseline = listed.lines().find(|l| l.ends_with("baseline.toml"));
    let out = folder.path().join("results");
    let mut command = permanence();
    command.arg("run").arg(baseline.expect("a baseline"));
    command
        .args(["--years", "1", "--reps", "2", "--out"])
        .arg(&out);
    assert!(stdout_of(&mut command).contains("Children in care"));
    assert!(!out.join("differences.csv").exists());
}

#[test]
fn the_schema_is_json() {
    let schema: Value = serde_json::from_str(&stdout_of(permanence().arg("schema"))).expect("JSON");
    assert!(schema.is_object());
}

#[test]
fn codes_keys_and_metrics_are_explained() {
    for topic in [
        "P0001",
        "adoption.half_life_years",
        "time_in_care_child_days",
    ] {
        let text = stdout_of(permanence().args(["explain", topic]));
        assert!(text.len() > 40, "{topic}: {text}");
    }
    assert!(stdout_of(permanence().arg("explain")).contains("children_in_care"));
    permanence().args(["explain", "nonsense"]).assert().code(2);
}

#[test]
fn standard_output_carries_only_the_json_asked_for() {
    let folder = folder();
    let mut command = quick(&folder.path().join("results"));
    let text = stdout_of(command.args(["--format", "json"]));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["replications"], 2);
    let headlines = document["headline"].as_array().expect("a list");
    assert_eq!(headlines.len(), 6);
    assert!(
        document["summary"]
            .as_array()
            .is_some_and(|rows| rows.len() > 1000)
    );
    assert!(headlines[0]["answers"][0]["difference"].is_number());
}

#[test]
fn standard_output_carries_only_the_csv_asked_for() {
    let folder = folder();
    let mut command = quick(&folder.path().join("results"));
    let text = stdout_of(command.args(["--format", "csv"]));
    let file = fs::read_to_string(folder.path().join("results/differences.csv"));
    assert_eq!(text, file.expect("written"));
}

#[test]
fn the_manifest_says_how_to_do_it_again() {
    let folder = folder();
    let out = folder.path().join("results");
    let manifest = |seed: &str| -> Value {
        quick(&out).args(["--seed", seed]).assert().success();
        let text = fs::read_to_string(out.join("manifest.json")).expect("written");
        serde_json::from_str(&text).expect("JSON")
    };
    let [first, again, other] = ["7", "7", "8"].map(manifest);
    assert_eq!(first["seed"], 7);
    assert_eq!(first["scenarios"].as_array().map(Vec::len), Some(7));
    assert_eq!(first["run_digest"], again["run_digest"]);
    assert_ne!(first["run_digest"], other["run_digest"]);
}
