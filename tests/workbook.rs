//! The workbook: the same bytes when it is made again, hostile text, time, and what two other programs make of
//! it: `check.py` reads it with openpyxl, and has LibreOffice work its formulas out again.
//!
//! Where Python with openpyxl or LibreOffice is not there, the tests that need them say so and pass, unless the
//! environment variable `CI` is set: there it has to be looked at.

#[path = "workbook/read.rs"]
mod read_by_others;
#[path = "report/written.rs"]
mod written;

use std::fs;
use std::time::Instant;

use assert_cmd::Command;
use permanence::workbook::xlsx;

use written::{TEN_OPTIONS, read, temporary, written};

#[test]
fn a_workbook_made_again_is_the_same_to_the_byte() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &["baseline", "all-together"], 4);
    let path = folder.join("results.xlsx");
    let first = fs::read(&path).expect("every run writes a workbook");
    fs::remove_file(&path).expect("removed");
    let mut command = Command::cargo_bin("permanence").expect("built");
    let made = command.arg("report").arg(&folder).assert().success();
    let said = String::from_utf8_lossy(&made.get_output().stderr).into_owned();
    assert_eq!(said.lines().count(), 1, "where it was written: {said}");
    assert!(
        fs::read(&path).expect("written") == first,
        "other bytes than those of the run"
    );
}

#[test]
fn a_workbook_of_ten_options_takes_five_seconds_at_most() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "securing-permanence-2013", &TEN_OPTIONS, 2);
    let results = read(&folder);
    let began = Instant::now();
    let bytes = xlsx(&results).expect("made");
    let took = began.elapsed();
    assert!(took.as_secs_f64() <= 5.0, "{took:?}");
    assert!(bytes.starts_with(b"PK"), "a workbook is an archive");
}
