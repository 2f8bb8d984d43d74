//! What cannot be compared is refused: the answer would look as confident as any other.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

fn shipped(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017");
    folder.join(name)
}

/// Standard error of a comparison that must be refused before anything is written.
fn refused(baseline: &Path, option: &Path) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("results");
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.args(["compare", "--reps", "1", "--out"]).arg(&out);
    let output = command.arg(baseline).arg(option).assert().code(2);
    assert!(!out.exists(), "nothing is written");
    String::from_utf8(output.get_output().stderr.clone()).expect("text")
}

#[test]
fn an_option_of_another_baseline_is_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    for name in ["baseline.toml", "legal-advice-7-days.toml"] {
        let text = fs::read_to_string(shipped(name)).expect("readable");
        let elsewhere = text.replace(
            "agency_a_week = { value = 820",
            "agency_a_week = { value = 830",
        );
        fs::write(folder.path().join(name), elsewhere).expect("writable");
    }
    let option = folder.path().join("legal-advice-7-days.toml");
    let message = refused(&shipped("baseline.toml"), &option);
    assert!(message.contains("different baselines"), "{message}");
    assert!(message.contains("help:"), "{message}");
}

#[test]
fn an_option_in_the_place_of_the_baseline_is_refused() {
    let message = refused(
        &shipped("more-adopters.toml"),
        &shipped("parallel-planning.toml"),
    );
    assert!(message.contains("is itself an option"), "{message}");
}

/// A folder's files in the order of the alphabet, from the shell or from the program where the shell
/// leaves the pattern as it is: the baseline comes first.
#[test]
fn a_pattern_stands_for_its_files_and_the_baseline_comes_first() {
    let folder = TempDir::new().expect("a temporary folder");
    for name in [
        "baseline.toml",
        "adopters-for-siblings.toml",
        "more-adopters.toml",
    ] {
        fs::copy(shipped(name), folder.path().join(name)).expect("writable");
    }
    let run = |scenarios: &[PathBuf]| {
        let out = folder.path().join("results");
        let mut command = Command::cargo_bin("permanence").expect("the program is built");
        command.args(["compare", "--reps", "1", "--years", "1", "--quiet", "--out"]);
        let output = command.arg(out).args(scenarios).output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (String::from_utf8_lossy(&output.stdout).into_owned(), error)
    };
    let (page, error) = run(&[folder.path().join("*.toml")]);
    assert!(
        page.contains("[baseline]") && page.contains("1. Half of new adopters"),
        "{page}{error}"
    );
    let named = ["more-adopters.toml", "baseline.toml"].map(|name| folder.path().join(name));
    let (page, error) = run(&named);
    assert!(
        page.contains("[baseline]") && page.contains("1. A quarter more"),
        "{page}{error}"
    );
    let (page, error) = run(&[folder.path().join("*.json")]);
    assert!(
        page.is_empty() && error.contains("no file that fits this pattern"),
        "{error}"
    );
}
