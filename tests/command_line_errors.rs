//! Mistakes on the command line: each has its place, its cause, a remedy and a code, and nothing is
//! simulated or written.

use std::path::Path;

use assert_cmd::Command;
use permanence::scenario::explain_code;

fn permanence() -> Command {
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.env("NO_COLOR", "1");
    command
}

/// What is said of a mistake; fails unless it has its code, its place and a remedy.
fn said(command: &mut Command, code: &str) -> String {
    let output = command.assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "no results");
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.contains(&format!("error[{code}]: ")), "{said}");
    assert!(said.contains("--> command line:1:"), "{said}");
    assert!(said.contains("= help: "), "{said}");
    assert!(explain_code(code).is_some(), "{code} is explained");
    said
}

/// What is marked in the line that was typed.
fn marked(said: &str) -> &str {
    let marks = said
        .lines()
        .position(|line| line.trim_start_matches([' ', '|']).starts_with('^'));
    let place = marks.expect("something is marked");
    let lines: Vec<&str> = said.lines().collect();
    let from = lines[place].find('^').expect("a mark");
    let to = lines[place].rfind('^').expect("a mark") + 1;
    lines[place - 1].get(from..to).unwrap_or_default()
}

#[test]
fn every_mistake_has_its_code_and_marks_the_argument() {
    for (arguments, code, place) in [
        ("--reps 0", "P0602", "0"),
        ("--reps=10x", "P0602", "--reps=10x"),
        ("compare --reps 20 --format xml", "P0602", "xml"),
        ("--years 41", "P0602", "41"),
        ("--seed -1", "P0602", "-1"),
        ("calibrate --dfe x --year 20x --out y --all", "P0602", "20x"),
        ("--bogus", "P0601", "--bogus"),
        ("run a.toml b.toml", "P0601", "b.toml"),
        ("frobnicate", "P0601", "frobnicate"),
        ("compare --reps", "P0603", "--reps"),
        ("run", "P0603", ""),
        ("compare one.toml", "P0603", ""),
        ("--reps 20 compare", "P0604", "--reps"),
        ("--reps 20 --reps 30", "P0604", "--reps"),
        ("sensitivity a.toml b.toml c.toml", "P0604", "c.toml"),
        (
            "sensitivity a.toml b.toml --quiet c.toml",
            "P0604",
            "c.toml",
        ),
        (
            "recruit a.toml b.toml --target x --strand y c.toml",
            "P0604",
            "c.toml",
        ),
        ("explain nonsense", "P0605", "nonsense"),
        ("compare no-such-*.toml", "P0605", "no-such-*.toml"),
    ] {
        let said = said(permanence().args(arguments.split(' ')), code);
        assert_eq!(marked(&said), place, "{said}");
    }
}

#[test]
fn a_mistake_names_what_was_probably_meant() {
    let option = said(permanence().args(["--rep", "3"]), "P0601");
    assert!(option.contains("did you mean `--reps`?"), "{option}");
    let metric = said(permanence().args(["explain", "children_incare"]), "P0605");
    assert!(
        metric.contains("did you mean `children_in_care`?"),
        "{metric}"
    );
}

#[test]
fn help_and_version_are_no_mistakes() {
    for word in ["--help", "--version"] {
        permanence().arg(word).assert().success();
    }
}

#[test]
fn more_futures_than_the_disk_holds_are_refused_with_their_size_and_a_number_that_fits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("results");
    let mut command = permanence();
    command.args(["--reps", "4,000,000,000", "--out"]).arg(&out);
    let text = said(&mut command, "P0606");
    assert!(text.contains(" TB"), "{text}");
    assert!(
        text.contains("ask for fewer, for example --reps "),
        "{text}"
    );
    assert!(!out.exists());
}

/// Four million children in each future, and many futures at a time.
#[cfg(target_os = "linux")]
#[test]
fn more_children_than_fit_into_memory_are_refused_with_their_number() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017");
    std::fs::copy(
        shipped.join("baseline.toml"),
        folder.path().join("baseline.toml"),
    )
    .expect("a copy");
    let option = folder.path().join("noughts.toml");
    let text = "extends = \"baseline.toml\"\ntitle = \"Some noughts too many\"\n\
                entries.first_entries_a_year = [8e4, 8e4, 8e4, 8e4, 8e4]\n";
    std::fs::write(&option, text).expect("written");
    let out = folder.path().join("results");
    let mut command = permanence();
    command.args(["run", "--reps", "500", "--threads", "500", "--quiet"]);
    command.arg("--out").arg(&out).arg(&option);
    let text = said(&mut command, "P0611");
    assert!(text.contains(" of memory, and "), "{text}");
    assert!(text.contains("follows up to 4,"), "{text}");
    assert!(text.contains("--any-size"), "{text}");
    assert!(!out.exists());
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_written_to_are_named_before_the_simulation() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("results");
    // So many futures would take hours.
    let long = |out: &Path| {
        let mut command = permanence();
        command.args(["--reps", "20000", "--out"]).arg(out);
        command
    };
    let nowhere = folder.path().join("nowhere");
    let temporary = said(long(&out).env("TMPDIR", &nowhere), "P0607");
    assert!(
        temporary.contains("nowhere") && temporary.contains("set the environment variable TMPDIR"),
        "{temporary}"
    );
    let results = said(&mut long(Path::new("/dev/null/results")), "P0607");
    assert!(
        results.contains("choose another folder with --out"),
        "{results}"
    );
    assert!(!out.exists());
}

/// The page, and what is said beside it, of a comparison of a baseline that ends in `more` with an option.
fn beside(more: &str, option: &str, years: &str) -> [String; 2] {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let baseline =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017/baseline.toml");
    let baseline = std::fs::read_to_string(baseline).expect("shipped");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("room on the disk");
    };
    write("baseline.toml", &format!("{baseline}\n{more}"));
    write(
        "option.toml",
        &format!("title = \"Option\"\nextends = \"baseline.toml\"\n{option}"),
    );
    let mut command = permanence();
    command.current_dir(folder.path());
    command.args([
        "compare",
        "baseline.toml",
        "option.toml",
        "--reps",
        "2",
        "--years",
        years,
    ]);
    let output = command.assert().success();
    let output = output.get_output();
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// What is said on standard error while an option is compared with a baseline.
fn said_beside(more: &str, option: &str, years: &str) -> String {
    let [_, said] = beside(more, option, years);
    said
}

#[test]
fn an_option_beyond_the_run_is_not_said_to_be_free() {
    let advice = "court.legal_advice_days = 14\noption.advice.cost_a_year = 1000\n";
    let [page, _] = beside("", &format!("from = 2019-07-01\n{advice}"), "2");
    assert!(page.contains("begins after the simulated time"), "{page}");
    assert!(!page.contains("none, as stated"), "{page}");
}

#[test]
fn a_run_cut_short_says_what_it_leaves_out() {
    let advice = "[court]\nlegal_advice_days = 14\n[option.advice]\ncost_a_year = 1000\n";
    let later = said_beside("", &format!("from = 2019-07-01\n{advice}"), "2");
    assert!(
        later.contains("warning[P0407]: option.toml begins on 1 July 2019"),
        "{later}"
    );
    assert!(later.contains("leave --years away"), "{later}");
    let phased = format!("from = 2018-07-01\nphase_in_months = 18\n{advice}");
    let cut = said_beside("", &phased, "2");
    assert!(
        cut.contains("phased in over 18 months from 1 July 2018, beyond the run's end"),
        "{cut}"
    );
    let whole = said_beside("", &phased, "3");
    assert!(!whole.contains("P0407"), "{whole}");
    let budget = "[budget]\na_year = [1, 2, 3]\n";
    let beyond = said_beside(budget, advice, "2");
    assert!(
        beyond.contains("8 targets or budgets lie beyond the run"),
        "{beyond}"
    );
}
