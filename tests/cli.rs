//! The program as people use it: arguments, files, exit codes.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::{
    process::{self, Stdio},
    thread,
    time::{Duration, Instant},
};

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
    assert!(page.contains("Placement moves"));
    assert!(
        !page.contains("-\n") && !page.contains("- "),
        "no word is cut"
    );
    for file in [
        "summary.csv",
        "differences.csv",
        "costs.csv",
        "cash_flow.csv",
        "bridge.csv",
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
    // Excel knows by the mark that the file is UTF-8.
    assert!(header.starts_with("\u{feff}scenario,replication,metric,group,period,unit,value"));
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
fn options_before_a_subcommand_are_told_their_place() {
    let said = stderr_of(permanence().args(["--reps", "20", "compare"]), 2);
    assert!(said.contains("options go after the subcommand"), "{said}");
    assert!(said.contains("permanence compare"), "{said}");
    let said = stderr_of(permanence().args(["--reps", "20", "--reps", "30"]), 2);
    assert!(!said.contains("subcommand"), "{said}");
}

#[test]
fn no_file_says_where_the_machine_keeps_the_scenarios() {
    let folder = folder();
    permanence()
        .arg("init")
        .arg(folder.path())
        .assert()
        .success();
    let mut command = permanence();
    command.current_dir(folder.path());
    command.args(["compare", "coventry-2017/baseline.toml"]);
    command.arg("coventry-2017/all-together.toml");
    command.args(["--years", "1", "--reps", "2", "--out", "results"]);
    let page = stdout_of(&mut command);
    assert!(page.contains("Includes: more-adopters, "), "{page}");
    let place = folder.path().to_str().expect("text");
    for entry in fs::read_dir(folder.path().join("results")).expect("readable") {
        let path = entry.expect("readable").path();
        // The workbook is made of what stands in the other files (`tests/workbook.rs`).
        if path.extension().is_some_and(|kind| kind == "xlsx") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        assert!(!text.contains(place), "{}", path.display());
        assert!(
            !text.contains(env!("CARGO_MANIFEST_DIR")),
            "{}",
            path.display()
        );
    }
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
    let page = stdout_of(&mut command);
    assert!(page.contains("Children in care"));
    assert!(page.contains(": 2 simulated futures\n"), "{page}");
    assert!(!out.join("differences.csv").exists());
}

/// Interrupts the program (as Ctrl-C does) after a while: its exit code, if it ended by itself,
/// and what it said.
#[cfg(unix)]
fn interrupted(arguments: &[&str], after: Duration) -> (Option<i32>, String) {
    let mut program = process::Command::new(env!("CARGO_BIN_EXE_permanence"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    thread::sleep(after);
    let kill = process::Command::new("kill")
        .args(["-INT", &program.id().to_string()])
        .status();
    assert!(kill.expect("kill is there").success());
    let patience = Instant::now() + Duration::from_secs(120);
    while program.try_wait().expect("it can be asked").is_none() {
        if Instant::now() > patience {
            program.kill().expect("it can be stopped");
            panic!("an interrupted run ends soon");
        }
        thread::sleep(Duration::from_millis(20));
    }
    let output = program.wait_with_output().expect("it has ended");
    let said = String::from_utf8(output.stderr).expect("text");
    (output.status.code(), said)
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_was_finished() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let baseline = listed.lines().find(|l| l.ends_with("baseline.toml"));
    let [stopped, whole] = ["stopped", "whole"].map(|name| folder.path().join(name));
    let run = |out: &Path, reps: &str| -> Vec<String> {
        let out = out.to_str().expect("text");
        let baseline = baseline.expect("a baseline");
        let options = ["--years", "1", "--threads", "2", "--reps", reps, "--out"];
        let words = ["run", baseline].into_iter().chain(options).chain([out]);
        words.map(str::to_owned).collect()
    };
    let long = run(&stopped, "100000");
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    // On a busy machine the first replications may take longer.
    let tries = (0..7).map(|n| Duration::from_millis(400 << n));
    let outcome = tries
        .map(|after| interrupted(&long, after))
        .find(|_| stopped.join("manifest.json").exists());
    let (code, said) = outcome.expect("some replications are finished before it is interrupted");
    assert_eq!(code, Some(130), "{said}");
    let manifest = |out: &Path| -> Value {
        let text = fs::read_to_string(out.join("manifest.json")).expect("written");
        serde_json::from_str(&text).expect("JSON")
    };
    let kept = manifest(&stopped);
    let finished = kept["replications"].to_string();
    let sentence = format!("interrupted: {finished} of 100000 replications were finished and kept");
    assert!(said.contains(&sentence), "{said}");
    assert_eq!(kept["replications_asked"], 100_000);
    permanence().args(run(&whole, &finished)).assert().success();
    assert_eq!(kept["run_digest"], manifest(&whole)["run_digest"]);
    let [rows, same] =
        [&stopped, &whole].map(|out| fs::read_to_string(out.join("summary.csv")).expect("written"));
    assert!(rows == same, "the same rows");
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
    // Without the mark that files begin with.
    assert_eq!(format!("\u{feff}{text}"), file.expect("written"));
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
    assert_eq!(first["command"][0], "permanence", "not where it lies");
    assert_eq!(first["command"][1], "--years");
    assert_eq!(first["seed"], 7);
    assert_eq!(first["scenarios"].as_array().map(Vec::len), Some(7));
    assert_eq!(first["run_digest"], again["run_digest"]);
    assert_ne!(first["run_digest"], other["run_digest"]);
}

/// A folder with the built-in files and one more, and the page of a short comparison of the
/// baseline with files in it: what is printed, and what is said beside it.
fn compared(extra: &str, text: &str, files: &[&str], years: &str) -> (String, String) {
    let folder = folder();
    permanence()
        .arg("init")
        .arg(folder.path())
        .assert()
        .success();
    let here = folder.path().join("coventry-2017");
    fs::write(here.join(extra), text).expect("room on the disk");
    let mut command = permanence();
    command.current_dir(&here).arg("compare").args(files);
    command.args(["--years", years, "--reps", "30", "--no-progress"]);
    let output = command.assert().success().get_output().clone();
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr))
}

/// The line of a page that begins with these words.
fn line<'p>(page: &'p str, begins: &str) -> &'p str {
    let found = page
        .lines()
        .find(|line| line.trim_start().starts_with(begins));
    found.unwrap_or_else(|| panic!("no line {begins:?} in\n{page}"))
}

#[test]
fn an_option_that_starts_later_says_so_and_its_saving_is_over_its_own_years() {
    let text = "title = \"Later\"\nextends = \"baseline.toml\"\nfrom = 2018-07-01\n\
        [court]\nlegal_advice_days = 14\n[option.advice]\ncost_a_year = 1000000\n";
    let (page, said) = compared("later.toml", text, &["baseline.toml", "later.toml"], "3");
    assert!(line(&page, "From").ends_with("1 July 2018"), "{page}");
    // 1 July 2018 to 31 March 2020 are 640 days of 1095, and two years cost a million each.
    let cost = line(&page, "Cost of the option");
    assert!(cost.contains("£1.75"), "{cost}");
    assert!(
        !cost.contains('('),
        "what does not vary has no interval: {cost}"
    );
    let extra = line(&page, "Extra cost a year since it began");
    assert!(extra.contains('£') && extra.contains(" to £"), "{extra}");
    let years = line(&page, "Cost in 2019/20 (the only full year)");
    assert!(years.contains("more") && years.contains(" to £"), "{years}");
    assert!(page.contains("not within 3 years"), "{page}");
    assert!(line(&page, "8 in 10 futures").contains(" to £"), "{page}");
    let change = "later.toml: changes court.legal_advice_days 28 -> 14 from 1 July 2018";
    assert!(said.contains(change), "{said}");
    assert!(
        said.contains("adds [option.advice] from 1 July 2018"),
        "{said}"
    );
}

#[test]
fn another_belief_is_no_option_and_saves_nothing() {
    let files = ["baseline.toml", "half-life-3.1-years.toml"];
    let (page, said) = compared("unused.toml", "", &files, "1");
    assert!(
        page.contains("Another belief about the world, not an option"),
        "{page}"
    );
    for words in [
        "Saving a year",
        "Cost of the option",
        "8 in 10 futures of",
        "First full year",
    ] {
        assert!(!page.contains(words), "{words}: {page}");
    }
    let block = page.split("Mean of all simulated futures").next();
    assert!(
        !block.expect("a block").contains("Chance that it saves"),
        "{page}"
    );
    assert!(!said.contains("warning"), "{said}");
    assert!(
        said.contains("changes adoption.half_life_years 1 -> 3.1 for the past too"),
        "{said}"
    );
}

#[test]
fn a_belief_and_a_decision_in_one_difference_are_warned_of() {
    let text =
        "title = \"Both\"\nextends = [\"half-life-3.1-years.toml\", \"more-adopters.toml\"]\n";
    let (page, said) = compared("both.toml", text, &["baseline.toml", "both.toml"], "1");
    assert!(
        said.contains("warning: `both` differs from `baseline`"),
        "{said}"
    );
    let help = "`permanence compare half-life-3.1-years.toml both.toml`";
    assert!(said.contains(help), "{said}");
    assert!(page.contains("Chance that it saves"), "{page}");
    let (_, said) = compared(
        "both.toml",
        text,
        &["half-life-3.1-years.toml", "both.toml"],
        "1",
    );
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn a_scenario_named_twice_is_a_usage_error() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let baseline = listed
        .lines()
        .find(|l| l.ends_with("baseline.toml"))
        .expect("there");
    let said = stderr_of(permanence().args(["compare", baseline, baseline]), 2);
    assert!(said.contains("named twice"), "{said}");
}

#[test]
fn check_says_what_each_overlay_changes_and_the_shipped_files_give_no_warning() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let scenarios = listed.lines().filter(|l| l.ends_with(".toml"));
    let output = permanence().arg("check").args(scenarios).assert().success();
    let [out, said] = [&output.get_output().stdout, &output.get_output().stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert_eq!(said, "");
    for change in [
        "changes court.legal_advice_days 28 -> 7 from 1 April 2017",
        "adds [recruitment.teenage_foster_carers] from 1 April 2017",
        "changes planning.parallel 0.5 -> 1 from 1 April 2017",
    ] {
        assert_eq!(out.matches(change).count(), 1, "{change}: {out}");
    }
}

#[test]
fn warnings_do_not_change_the_exit_code_and_keep_to_standard_error() {
    let folder = folder();
    let listed = stdout_of(permanence().arg("init").arg(folder.path()));
    let baseline = listed
        .lines()
        .find(|l| l.ends_with("baseline.toml"))
        .expect("there");
    let free = Path::new(baseline).with_file_name("free.toml");
    let text = "title = \"Free\"\nextends = \"baseline.toml\"\ncourt.legal_advice_days = 700\n";
    fs::write(&free, text).expect("room on the disk");
    let output = permanence().arg("check").arg(&free).assert().code(0);
    let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(said.contains("P0402") && said.contains("P0403"), "{said}");
    let out = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(!out.contains("warning"), "{out}");
}

/// Nobody may be listening: the results are what matters.
#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_error_loses_neither_results_nor_the_exit_code() {
    let program = assert_cmd::cargo::cargo_bin("permanence");
    let unheard = |words: &[&str]| {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let mut command = process::Command::new(&program);
        command.args(words).stdout(Stdio::null());
        let status = command.stderr(full.expect("a full device")).status();
        status.expect("the program starts").code()
    };
    assert_eq!(unheard(&["check", "no/such/file.toml"]), Some(2));
    assert_eq!(unheard(&["--no-such-option"]), Some(2));
    let folder = folder();
    let out = folder.path().join("results");
    let text = out.to_str().expect("a path in UTF-8");
    let words = ["--years", "1", "--reps", "2", "--out", text];
    assert_eq!(unheard(&words), Some(0));
    assert!(out.join("manifest.json").is_file());
}

#[test]
fn init_quotes_a_folder_with_a_space() {
    let folder = folder();
    let mine = folder.path().join("my council");
    let output = permanence().arg("init").arg(&mine).assert().success();
    let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    let quoted = format!(
        "compare \"{}/coventry-2017/baseline.toml\" \"",
        mine.display()
    );
    assert!(said.contains(&quoted), "{said}");
}

#[test]
fn no_message_speaks_of_the_systems_error_numbers() {
    let folder = folder();
    for path in ["nowhere.toml", "no/such.toml"] {
        let said = stderr_of(permanence().arg("check").arg(folder.path().join(path)), 2);
        assert!(said.contains("there is no"), "{said}");
        assert!(!said.contains("os error"), "{said}");
    }
}

#[test]
fn one_future_is_told_as_one() {
    let folder = folder();
    let mut command = permanence();
    command.args(["--years", "1", "--reps", "1", "--out"]);
    let page = stdout_of(command.arg(folder.path().join("results")));
    assert!(page.contains("One future has no interval"), "{page}");
    assert!(page.contains("\nOne simulated future\n"), "{page}");
    for missing in ["Chance that it saves", "8 in 10 futures", "NaN", "–"] {
        assert!(!page.contains(missing), "{missing}: {page}");
    }
    let days = line(&page, "Wait from placement order to match");
    assert!(!days.contains('.'), "whole days: {days}");
}

#[test]
fn the_page_says_what_it_rests_on() {
    let folder = folder();
    let out = folder.path().join("results");
    let page = stdout_of(&mut quick(&out));
    let top: Vec<&str> = page.lines().take(7).collect();
    assert_eq!(top[2], "Money is in prices of 2016-17.");
    assert!(top[3].contains("not brought to one year"), "{}", top[3]);
    assert!(top[4].contains("Green Book"), "{}", top[4]);
    let file = fs::read_to_string(out.join("assumptions.csv")).expect("written");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let place = |name: &str| headers.iter().position(|h| h == name).expect("a column");
    let (scenario, confidence) = (place("scenario"), place("confidence"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let low = |row: &&csv::StringRecord| &row[scenario] == "baseline" && &row[confidence] == "low";
    let low = rows.iter().filter(low).count();
    assert!(top[5].contains(&format!(" {low} low")), "{low}: {}", top[5]);
    assert!(top[5].ends_with("(see assumptions.csv)."), "{}", top[5]);
    assert!(page.contains("Searches: of "), "{page}");
}

#[test]
fn every_column_of_the_files_is_explained() {
    let folder = folder();
    let out = folder.path().join("results");
    quick(&out).arg("--replications").assert().success();
    for file in ["summary", "differences", "costs", "assumptions"] {
        let text = fs::read_to_string(out.join(file).with_extension("csv")).expect("written");
        let header = text.lines().next().expect("a header");
        for column in header.trim_start_matches('\u{feff}').split(',') {
            let said = stdout_of(permanence().args(["explain", column]));
            assert!(
                said.contains("column of the result files"),
                "{file}: {column}: {said}"
            );
        }
    }
}

#[test]
fn explain_lists_what_words_may_mean() {
    let said = stdout_of(permanence().args(["explain", "adoptions"]));
    assert!(said.starts_with("exits (periods)"), "{said}");
    let said = stdout_of(permanence().args(["explain", "wait"]));
    let wait = "wait_for_match_days, on the page \"Wait from placement order to match\"";
    assert!(said.contains(wait), "{said}");
    let said = stdout_of(permanence().args(["explain", "special", "guardians"]));
    assert!(
        said.contains("Left to special guardians") || said.contains("route"),
        "{said}"
    );
}

/// The council for tests with one child in care and hardly one family a year.
fn a_council_of_one_child() -> String {
    let few = [
        (
            "value = [50, 41, 35, 74, 49]",
            "value = [0.3, 0.2, 0.1, 0.1, 0.1]",
        ),
        ("low = [43, 35, 30, 63, 41]", "low = [0, 0, 0, 0, 0]"),
        ("[15, 25, 17, 24, 4]", "[0, 0, 0, 0, 0]"),
        ("[2, 20, 45, 70, 20]", "[0, 0, 0, 0, 0]"),
        ("[1, 6, 15, 28, 10]", "[0, 0, 0, 0, 0]"),
        ("awaiting_revocation = 4", "awaiting_revocation = 0"),
        ("[95, 52, 19, 4]", "[8, 2, 0, 0]"),
        ("unavailable_places = 31", "unavailable_places = 0"),
        ("leaving_households = 4", "leaving_households = 0"),
        ("adopters_waiting = 14", "adopters_waiting = 0"),
        ("count = 20 }", "count = 1 }"),
    ];
    let text = include_str!("fixtures/scenarios/baseline.toml");
    let text = few.into_iter().fold(text.to_owned(), |text, (many, few)| {
        assert!(text.contains(many), "{many}");
        text.replace(many, few)
    });
    let of_others = |line: &&str| line.starts_with("  { age =") && !line.contains("count = 1 }");
    let lines: Vec<&str> = text.lines().filter(|line| !of_others(line)).collect();
    lines.join("\n")
}

/// Where a chance rises by two points for one child in years, hardly a future differs: no number of futures
/// that anybody would wait for tells the difference to a tenth.
#[test]
fn precision_that_is_not_reached_is_said_and_the_results_are_kept() {
    let folder = folder();
    let option = "extends = \"baseline.toml\"\nhome.at_hearing = [0.17, 0.18, 0.15, 0.12, 0.1]\n\
                  [option.family_support]\ncost_a_year = 1\n";
    for (name, text) in [
        ("baseline.toml", &*a_council_of_one_child()),
        ("option.toml", option),
    ] {
        fs::write(folder.path().join(name), text).expect("writable");
    }
    let out = folder.path().join("results");
    let mut command = permanence();
    command.current_dir(folder.path());
    command.args(["compare", "baseline.toml", "option.toml", "--years", "2"]);
    let said = stderr_of(command.args(["--reps", "auto", "--out"]).arg(&out), 3);
    assert!(said.contains("Precision not reached"), "{said}");
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("results are kept");
    assert!(manifest.contains("\"replications\": 8192"), "{manifest}");
}

/// Where the rule stops depends on the results alone, not on threads.
#[test]
fn as_many_futures_as_the_rule_wants_are_the_same_on_any_number_of_threads() {
    let folder = folder();
    let manifest = |threads: &str| {
        let out = folder.path().join(threads);
        let mut command = permanence();
        command.args([
            "--years",
            "1",
            "--reps",
            "auto",
            "--threads",
            threads,
            "--out",
        ]);
        let page = stdout_of(command.arg(&out));
        assert!(page.contains("known to a tenth"), "{page}");
        // Of a year some options change too little for that; the page says which, and what will do.
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let beside = "or else well enough beside the whole: ";
        assert!(
            flat.contains(beside) && flat.contains(", 0.05 % of what is spent ("),
            "{page}"
        );
        let text = fs::read_to_string(out.join("manifest.json")).expect("written");
        let read: Value = serde_json::from_str(&text).expect("JSON");
        (read["replications"].clone(), read["run_digest"].clone())
    };
    assert_eq!(manifest("1"), manifest("2"));
}
