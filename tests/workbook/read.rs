//! What others read in the workbook. `check.py` does the looking.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use permanence::workbook::xlsx;

use super::written::{HOSTILE, TEN_OPTIONS, made_hostile, read, temporary, written};

/// A Python that has openpyxl.
fn python() -> Result<PathBuf, String> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbook");
    let python = environment.join("bin").join("python");
    let has = |python: &Path| runs(python, &["-c", "import openpyxl"]);
    if has(&python) {
        return Ok(python);
    }
    let shown = environment.to_string_lossy().into_owned();
    if !runs(Path::new("python3"), &["-m", "venv", "--clear", &shown]) {
        return Err("python3 makes no virtual environment".to_owned());
    }
    let wanted = "tests/workbook/requirements.txt";
    let install = ["-m", "pip", "install", "--quiet", "--requirement", wanted];
    match runs(&python, &install) && has(&python) {
        true => Ok(python),
        false => Err("pip could not install openpyxl".to_owned()),
    }
}

fn runs(program: &Path, arguments: &[&str]) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Python, if it is there and, where formulas are to be worked out again, LibreOffice, too.
fn found(office: bool) -> Option<PathBuf> {
    let found = python().and_then(|python| match office {
        true if !runs(Path::new("soffice"), &["--version"]) => {
            Err("there is no LibreOffice".to_owned())
        }
        _ => Ok(python),
    });
    match found {
        Ok(python) => Some(python),
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "not looked at: {why}");
            println!("skipped, the workbook is not read by others: {why}");
            None
        }
    }
}

/// Has `check.py` look at a folder.
fn look(python: &Path, what: &str, folder: &Path) {
    let looked = Command::new(python)
        .args(["-B", "tests/workbook/check.py", what])
        .arg(folder)
        .output()
        .expect("Python runs");
    assert!(
        looked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&looked.stdout),
        String::from_utf8_lossy(&looked.stderr)
    );
}

const RUNS: [(&str, &[&str], usize); 3] = [
    ("coventry-2017", &["baseline"], 2),
    ("coventry-2017", &["baseline", "more-adopters"], 30),
    ("securing-permanence-2013", &TEN_OPTIONS, 4),
];

#[test]
fn openpyxl_finds_one_table_a_sheet_numbers_as_numbers_and_the_figures_of_the_files() {
    let Some(python) = found(false) else { return };
    let folder = temporary();
    for (shipped, names, futures) in RUNS {
        let results = folder.path().join("results");
        written(&results, shipped, names, futures);
        look(&python, "read", &results);
    }
}

#[test]
fn libreoffice_works_out_the_same_totals_and_finds_no_error() {
    let Some(python) = found(true) else { return };
    let folder = temporary();
    for (shipped, names, futures) in &RUNS[1..] {
        let results = folder.path().join("results");
        written(&results, shipped, names, *futures);
        look(&python, "recalculate", &results);
    }
}

#[test]
fn hostile_text_is_text_in_a_workbook_that_is_otherwise_the_same() {
    let Some(python) = found(false) else { return };
    let folder = temporary();
    let results = folder.path().join("results");
    written(&results, "securing-permanence-2013", &TEN_OPTIONS[..2], 4);
    let mut tables = read(&results);
    // Longer than Excel takes in many places, and what looks like the name of cells.
    let long = "Cover!$A$1 ".repeat(400);
    for text in HOSTILE.into_iter().chain([long.as_str()]) {
        made_hostile(&mut tables, text);
        let hostile = xlsx(&tables).expect("made");
        fs::write(results.join("hostile.xlsx"), hostile).expect("room on the disk");
        look(&python, "hostile", &results);
    }
}
