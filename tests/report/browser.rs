//! The report in a browser: no error, no request, no scrolling sideways, nothing that axe-core finds, and
//! nothing cut off on paper. `look.mjs` does the looking.
//!
//! Where there is no Chromium or no Node the test says so and passes, unless the environment variable `CI` is
//! set: there it has to be looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use permanence::report::{Beside, html};

use super::command::report;
use super::written::{HOSTILE, made_hostile};
use super::{TEN_OPTIONS, temporary, written};

/// What is needed to look.
struct Browser {
    chromium: &'static str,
    modules: PathBuf,
}

impl Browser {
    /// Finds a browser, and installs what drives it.
    fn found() -> Result<Self, String> {
        let known = ["chromium", "chromium-browser", "google-chrome"];
        let chromium = known.into_iter().find(|name| runs(name));
        let chromium = chromium.ok_or("there is no Chromium")?;
        for name in ["node", "npm"] {
            if !runs(name) {
                return Err(format!("there is no {name}"));
            }
        }
        let modules = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        std::fs::create_dir_all(&modules).map_err(|error| error.to_string())?;
        for file in ["package.json", "package-lock.json"] {
            let from = Path::new("tests/report").join(file);
            std::fs::copy(from, modules.join(file)).map_err(|error| error.to_string())?;
        }
        let installed = Command::new("npm")
            .args(["ci", "--silent", "--no-audit", "--no-fund"])
            .current_dir(&modules)
            .status();
        match installed {
            Ok(status) if status.success() => Ok(Self { chromium, modules }),
            _ => Err("npm could not install playwright-core and axe-core".to_owned()),
        }
    }

    /// What is wrong with a report.
    fn look(&self, report: &Path) -> String {
        let path = which(self.chromium);
        let looked = Command::new("node")
            .arg("tests/report/look.mjs")
            .args([report, &path, &self.modules])
            .output()
            .expect("node runs");
        assert!(
            looked.status.success(),
            "{}",
            String::from_utf8_lossy(&looked.stderr)
        );
        String::from_utf8(looked.stdout).expect("text")
    }
}

fn runs(name: &str) -> bool {
    let status = Command::new(name)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Where a program lies.
fn which(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::env::split_paths(&path).map(|folder| folder.join(name));
    let mut there = all.filter(|path| path.is_file());
    there.next().expect("it has just run")
}

#[test]
fn a_browser_finds_nothing_wrong_on_a_telephone_on_a_screen_or_on_paper() {
    let browser = match Browser::found() {
        Ok(browser) => browser,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "not looked at: {why}");
            println!("skipped, the report is not looked at in a browser: {why}");
            return;
        }
    };
    let folder = temporary();
    for (shipped, names, futures) in [
        ("coventry-2017", &["baseline"][..], 4),
        ("coventry-2017", &["baseline", "more-adopters"], 30),
        ("securing-permanence-2013", &TEN_OPTIONS, 30),
    ] {
        let results = folder.path().join("results");
        written(&results, shipped, names, futures);
        let said = browser.look(&results.join("report.html"));
        assert!(said.contains("\"wrong\":[]"), "{shipped} {names:?}: {said}");
    }
    // The report that is kept, with an analysis and a back-test, made again.
    let kept = folder.path().join("kept");
    fs::create_dir(&kept).expect("room");
    for entry in fs::read_dir("results/examples/coventry-2017").expect("the example") {
        let path = entry.expect("a file").path();
        fs::copy(&path, kept.join(path.file_name().expect("a name"))).expect("room");
    }
    report(&[
        kept.to_str().expect("a name in letters"),
        "--sensitivity",
        "results/examples/sensitivity",
        "--backtest",
        "results/backtest",
    ])
    .assert()
    .success();
    let said = browser.look(&kept.join("report.html"));
    assert!(said.contains("\"wrong\":[]"), "the kept report: {said}");
    let mut hostile = super::page::results("coventry-2017", &["baseline", "more-adopters"], 4);
    let questions = hostile.questions.clone();
    for text in [HOSTILE[0], HOSTILE[3]] {
        made_hostile(&mut hostile, text);
        // What is asked is told apart by its words.
        hostile.questions.clone_from(&questions);
        let page = folder.path().join("hostile.html");
        fs::write(&page, html(&hostile, &Beside::default())).expect("room");
        let said = browser.look(&page);
        assert!(said.contains("\"wrong\":[]"), "{text:?}: {said}");
    }
}
