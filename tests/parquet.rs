//! `replications.parquet`, which a program built with `--features parquet` writes: pandas' own reader, pyarrow,
//! finds in it what `replications.csv` has. `check.py` does the looking.
//!
//! Where Python with pyarrow is not there the test says so and passes, unless the environment variable `CI` is
//! set: there it has to be looked at.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use assert_cmd::cargo::CommandCargoExt;

/// A Python that has pyarrow.
fn python() -> Result<PathBuf, String> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet");
    let python = environment.join("bin").join("python");
    let has = |python: &Path| runs(python, &["-c", "import pyarrow.parquet"]);
    if has(&python) {
        return Ok(python);
    }
    let shown = environment.to_string_lossy().into_owned();
    if !runs(Path::new("python3"), &["-m", "venv", "--clear", &shown]) {
        return Err("python3 makes no virtual environment".to_owned());
    }
    let wanted = "tests/parquet/requirements.txt";
    let install = ["-m", "pip", "install", "--quiet", "--requirement", wanted];
    match runs(&python, &install) && has(&python) {
        true => Ok(python),
        false => Err("pip could not install pyarrow".to_owned()),
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

#[test]
fn pyarrow_reads_the_rows_of_the_csv_file() {
    let python = match python() {
        Ok(python) => python,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "not looked at: {why}");
            println!("skipped, replications.parquet is not read by others: {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let scenarios = Path::new("scenarios/coventry-2017");
    // More futures than are written together.
    let status = Command::cargo_bin("permanence")
        .expect("built")
        .arg("compare")
        .args(["baseline.toml", "more-adopters.toml"].map(|name| scenarios.join(name)))
        .args(["--years", "1", "--reps", "35", "--replications", "--quiet"])
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()));
    let looked = Command::new(python)
        .args(["-B", "tests/parquet/check.py"])
        .arg(&out)
        .output()
        .expect("Python runs");
    assert!(
        looked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&looked.stdout),
        String::from_utf8_lossy(&looked.stderr)
    );
}
