//! `permanence report`: the same bytes again, what may stand beside, and what is said of folders that will not do.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use super::{temporary, written};

const OPTION: [&str; 2] = ["baseline", "all-together"];

pub fn report(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("permanence").expect("built");
    command.arg("report").args(arguments);
    command
}

fn said(command: &mut Command) -> String {
    let output = command.assert().code(2).get_output().stderr.clone();
    String::from_utf8(output).expect("text")
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("a name in letters")
}

#[test]
fn a_report_made_again_is_the_same_to_the_byte() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &OPTION, 4);
    let path = folder.join("report.html");
    let first = fs::read(&path).expect("every run writes a report");
    fs::remove_file(&path).expect("removed");
    report(&[shown(&folder)]).assert().success();
    assert!(fs::read(&path).expect("written") == first, "other bytes");
    let left = fs::read_dir(&folder).expect("readable");
    let left = left.filter(|e| e.as_ref().is_ok_and(|e| e.path().is_dir()));
    assert_eq!(left.count(), 0, "no temporary folder is left behind");
}

#[test]
fn an_analysis_and_a_back_test_stand_in_the_report_if_they_are_given() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &OPTION, 4);
    let path = folder.join("report.html");
    let text = || fs::read_to_string(&path).expect("written");
    assert!(text().contains("permanence sensitivity ") && text().contains("permanence backtest "));
    let beside = [
        "--sensitivity",
        "results/examples/sensitivity",
        "--backtest",
        "results/backtest",
    ];
    report(&[&[shown(&folder)], &beside[..]].concat())
        .assert()
        .success();
    assert!(
        text().contains("Two assumptions move the difference in total cost most in these futures")
    );
    assert!(text().contains("forecasts of this council's children in care"));
    // The whole command is said, that of the analysis and what differs from the answer.
    assert!(
        text().contains("permanence report RESULTS --sensitivity ANALYSIS --backtest BACKTEST")
    );
    assert!(text().contains("--points 16 --reps 10 --years 5"));
    assert!(text().contains("so that sums here are not to be compared with sums there"));
}

#[test]
fn an_analysis_of_other_files_is_refused() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &["baseline", "more-adopters"], 4);
    let mut command = report(&[
        shown(&folder),
        "--sensitivity",
        "results/examples/sensitivity",
    ]);
    let said = said(&mut command);
    assert!(
        said.contains("P0610") && said.contains("other files"),
        "{said}"
    );
}

#[test]
fn a_folder_that_will_not_do_is_named_with_its_reason() {
    let folder = temporary();
    let missing = folder.path().join("nowhere");
    let refused = said(&mut report(&[shown(&missing)]));
    assert!(
        refused.contains("P0609") && refused.contains("cannot be read"),
        "{refused}"
    );
    let refused = said(&mut report(&[shown(folder.path())]));
    assert!(
        refused.contains("P0609") && refused.contains("no manifest"),
        "{refused}"
    );
    let results = folder.path().join("results");
    written(&results, "coventry-2017", &OPTION, 4);
    fs::remove_file(results.join("bridge.csv")).expect("removed");
    let refused = said(&mut report(&[shown(&results)]));
    assert!(refused.contains("bridge.csv is missing"), "{refused}");
    let manifest = results.join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("there");
    let own = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&manifest, text.replace(&own, "\"version\": \"99.0.0\"")).expect("written");
    let refused = said(&mut report(&[shown(&results)]));
    assert!(
        refused.contains("99.0.0") && refused.contains("that version"),
        "{refused}"
    );
}
