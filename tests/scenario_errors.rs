//! Every mistake in a scenario is answered with its place, its cause and a remedy; what is right
//! becomes the parameters it says.

use std::fs;
use std::path::Path;

use permanence::care::child::Basis;
use permanence::care::params::{Approvals, Model, Params};
use permanence::des::time::SimTime;
use permanence::finance::prices::{Dated, Pence, StagedFee, Weekly};
use permanence::scenario::keys::{KEYS, Need};
use permanence::scenario::{
    CODES, Diagnostics, Scenario, check_files, explain_code, explain_key, schema,
};
use proptest::prelude::*;

const BASELINE: &str = include_str!("fixtures/scenarios/baseline.toml");

/// The baseline with one piece of its text replaced.
fn edited(from: &str, to: &str) -> String {
    assert_eq!(BASELINE.matches(from).count(), 1, "`{from}` occurs once");
    BASELINE.replace(from, to)
}

fn load(files: &[(&str, &str)]) -> Result<Scenario, Diagnostics> {
    let (name, _) = files.last().expect("a file to open");
    Scenario::from_embedded(files, name)
}

fn baseline() -> Scenario {
    load(&[("baseline.toml", BASELINE)]).unwrap_or_else(|e| panic!("{e}"))
}

fn overlay(text: &str) -> Scenario {
    let text = format!("extends = \"baseline.toml\"\n{text}");
    let files = [("baseline.toml", BASELINE), ("option.toml", text.as_str())];
    load(&files).unwrap_or_else(|e| panic!("{e}"))
}

/// Line and column of the first place where a text stands.
fn place(text: &str, at: &str) -> (usize, usize) {
    let offset = text.find(at).unwrap_or_else(|| panic!("`{at}` is there"));
    let line_start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    (
        text[..offset].matches('\n').count() + 1,
        text[line_start..offset].chars().count() + 1,
    )
}

/// Asserts that a code is reported at a place, with a remedy, and that it is explained.
fn assert_reported(found: &Diagnostics, code: &str, file: &str, at: (usize, usize)) {
    let hit = found
        .iter()
        .find(|d| d.code == code && d.at.file == file && (d.at.line, d.at.column) == at);
    let hit = hit.unwrap_or_else(|| panic!("no {code} at {file}:{at:?} in\n{found}"));
    assert!(
        !hit.help.is_empty() && !hit.message.is_empty(),
        "{code} has words and a remedy"
    );
    assert!(explain_code(code).is_some(), "{code} is explained");
    let shown = format!("{file}:{}:{}", at.0, at.1);
    assert!(
        found.to_string().contains(&shown),
        "the place is shown as {shown}"
    );
}

/// Asserts that a replacement in the baseline is answered with one error, at the place of `at`.
fn assert_edit(from: &str, to: &str, code: &str, at: &str) {
    let text = edited(from, to);
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, code, "baseline.toml", place(&text, at));
    assert_eq!(found.len(), 1, "one error only:\n{found}");
}

/// Asserts that an overlay is answered with one error, at the place of `at`.
fn assert_overlay(text: &str, code: &str, at: &str) {
    let text = format!("extends = \"baseline.toml\"\n{text}");
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", &text)]).expect_err("an error");
    assert_reported(&found, code, "option.toml", place(&text, at));
    assert_eq!(found.len(), 1, "one error only:\n{found}");
}

// Files.

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("nowhere.toml");
    let found = Scenario::load(&path).expect_err("an error");
    assert_reported(&found, "P0001", &path.display().to_string(), (1, 1));
}

#[test]
fn a_missing_folder_a_folder_and_the_empty_path_are_no_scenarios() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in [
        folder.path().join("no/such.toml"),
        folder.path().to_owned(),
        "".into(),
        "/".into(),
    ] {
        let found = Scenario::load(&path).expect_err("an error");
        assert_eq!(
            found.iter().next().map(|d| d.code),
            Some("P0001"),
            "{path:?}"
        );
    }
}

/// Names of files become titles, cells of tables and lines on a terminal.
#[test]
fn a_file_whose_name_would_turn_text_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan\u{202e}lmot.toml");
    std::fs::write(&path, "title = \"A plan\"\n").expect("room");
    let found = Scenario::load(&path).expect_err("an error");
    assert_eq!(found.iter().next().map(|d| d.code), Some("P0001"));
    let said = found.to_string();
    assert!(
        said.contains("plan·lmot.toml") && !said.contains('\u{202e}'),
        "{said}"
    );
}

#[test]
fn a_missing_extended_file_is_reported_where_it_is_named() {
    let text = "extends = \"base.toml\"\ncourt.legal_advice_days = 7\n";
    let found = load(&[("option.toml", text)]).expect_err("an error");
    assert_reported(&found, "P0001", "option.toml", (1, 11));
}

#[test]
fn a_file_that_is_too_large_or_no_text_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let large = folder.path().join("large.toml");
    fs::write(&large, " ".repeat((1 << 20) + 1)).expect("written");
    let found = Scenario::load(&large).expect_err("an error");
    assert_reported(&found, "P0002", &large.display().to_string(), (1, 1));
    let binary = folder.path().join("binary.toml");
    fs::write(&binary, [0xff, 0xfe, 0x00]).expect("written");
    let found = Scenario::load(&binary).expect_err("an error");
    assert_reported(&found, "P0003", &binary.display().to_string(), (1, 1));
}

#[test]
fn several_mistakes_of_syntax_are_reported_at_once() {
    let text = "title = \"a\nyears = = 3\n[run\nstart = 2017-04-01\n";
    let found = load(&[("bad.toml", text)]).expect_err("an error");
    let lines: Vec<_> = found
        .iter()
        .filter(|d| d.code == "P0004")
        .map(|d| d.at.line)
        .collect();
    assert!(
        lines.contains(&1) && lines.contains(&2) && lines.contains(&3),
        "{found}"
    );
    assert!(found.iter().all(|d| !d.help.is_empty()));
}

#[test]
fn a_key_given_twice_is_reported() {
    let text = edited("parallel = 0.5\n", "parallel = 0.5\nparallel = 0.6\n");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(
        &found,
        "P0004",
        "baseline.toml",
        place(&text, "parallel = 0.6"),
    );
}

// Keys and values.

#[test]
fn an_unknown_key_gets_a_suggestion() {
    let text = edited("at_hearing", "at_hearng");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0101", "baseline.toml", place(&text, "at_hearng"));
    let shown = found.to_string();
    assert!(shown.contains("did you mean `at_hearing`?"), "{shown}");
    // The key that it should have been is then missing, and that is said too.
    assert!(
        found
            .iter()
            .any(|d| d.code == "P0102" && d.message.contains("at_hearing")),
        "{shown}"
    );
}

#[test]
fn a_key_in_the_wrong_section_is_sent_home() {
    let text = "extends = \"baseline.toml\"\n[home]\ndrift_days = 30\n";
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", text)]).expect_err("an error");
    assert_reported(&found, "P0101", "option.toml", (3, 1));
    assert!(found.to_string().contains("belongs to [court]"), "{found}");
}

#[test]
fn an_unknown_section_gets_a_suggestion() {
    assert_overlay("[cort]\nlegal_advice_days = 7\n", "P0101", "cort");
}

#[test]
fn a_missing_required_key_is_reported_at_its_section() {
    assert_edit("takes_order = 0.8\n", "", "P0102", "relatives]");
    assert_edit("cost_per_approval = 8000\n", "", "P0102", "foster_carers]");
}

#[test]
fn a_missing_section_is_one_error() {
    let from = BASELINE.find("[leaving]").expect("there");
    let to = BASELINE.find("[recruitment.foster_carers]").expect("there");
    let text = format!("{}{}", &BASELINE[..from], &BASELINE[to..]);
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0102", "baseline.toml", (1, 1));
    assert_eq!(found.len(), 1, "{found}");
}

#[test]
fn an_empty_file_names_what_a_scenario_has() {
    let found = load(&[("empty.toml", "")]).expect_err("an error");
    assert!(found.iter().all(|d| d.code == "P0102"), "{found}");
    assert!(found.to_string().contains("[entries]"), "{found}");
}

#[test]
fn a_unit_written_out_gets_the_number_to_write() {
    for (key, wrong, right) in [
        ("legal_advice_days = 28", "\"28 days\"", "28"),
        ("legal_advice_days = 28", "\"4 weeks\"", "28"),
        ("legal_advice_days = 28", "\"28\"", "28"),
        ("in_house_a_week = 570", "\"£570\"", "570"),
        ("in_house_a_week = 570", "\"£1,570.50\"", "1570.5"),
        ("parallel = 0.5", "\"25%\"", "0.25"),
        ("foster_tenure_years = 6", "\"6 months\"", "0.5"),
    ] {
        let (name, _) = key.split_once(" = ").expect("a key");
        let text = edited(&format!("\n{key}\n"), &format!("\n{name} = {wrong}\n"));
        let found = load(&[("baseline.toml", &text)]).expect_err("an error");
        assert_reported(&found, "P0104", "baseline.toml", place(&text, wrong));
        let help = &found.iter().next().expect("one").help;
        assert!(
            help.starts_with(&format!("write {right}")),
            "{wrong}: {help}"
        );
    }
}

#[test]
fn values_of_another_type_are_reported() {
    assert_edit("\nparallel = 0.5", "\nparallel = [0.5]", "P0103", "[0.5]");
    assert_edit(
        "\nparallel = 0.5",
        "\nparallel = \"half\"",
        "P0103",
        "\"half\"",
    );
    assert_edit(
        "\nparallel = 0.5",
        "\nparallel = true",
        "P0103",
        "true\nhome_ass",
    );
    assert_edit("name = \"Coventry\"", "name = 7", "P0103", "7\ncode");
    assert_edit(
        "at_hearing = [0.15, 0.18, 0.15, 0.12, 0.10]",
        "at_hearing = 0.15",
        "P0103",
        "0.15\nunder",
    );
}

#[test]
fn numbers_outside_their_bounds_are_reported() {
    assert_edit(
        "under_16_a_year = 0.012",
        "under_16_a_year = -0.012",
        "P0105",
        "-0.012",
    );
    assert_edit(
        "\nparallel = 0.5",
        "\nparallel = 25",
        "P0105",
        "25\nhome_ass",
    );
    assert_edit(
        "[0.15, 0.18, 0.15, 0.12, 0.10]",
        "[0.15, 1.18, 0.15, 0.12, 0.10]",
        "P0105",
        "1.18",
    );
    assert_edit("\nparallel = 0.5", "\nparallel = nan", "P0105", "nan");
    assert_edit("\nparallel = 0.5", "\nparallel = inf", "P0105", "inf");
    assert_edit(
        "kinship_a_week = 300",
        "kinship_a_week = 300.005",
        "P0105",
        "300.005",
    );
    assert_edit(
        "foster_households = [95, 52",
        "foster_households = [95, 52.5",
        "P0105",
        "52.5",
    );
    assert_edit(
        "placement = \"adoptive\", count = 25",
        "placement = \"adoptive\", count = 1000000000000",
        "P0105",
        "1000000000000",
    );
}

#[test]
fn never_is_allowed_only_where_it_means_something() {
    let scenario = overlay("adoption.split_after_days = inf\n");
    assert_eq!(
        scenario.model.regimes[0].params.adoption.split_after_days,
        f64::INFINITY
    );
    let scenario =
        overlay("assumption = true\nadoption = { half_life_years = inf, scale = 0.83 }\n");
    assert_eq!(
        scenario.model.opening.adoption.half_life_years,
        f64::INFINITY
    );
}

#[test]
fn a_run_of_no_years_is_reported() {
    assert_edit("years = 10\n", "years = 0\n", "P0105", "0\n\n[entries]");
    assert_edit("years = 10\n", "years = 41\n", "P0105", "41\n");
}

#[test]
fn dates_that_will_not_do_are_reported() {
    assert_edit(
        "start = 2017-04-01\nyears",
        "start = \"2017-04-01\"\nyears",
        "P0108",
        "\"2017-04-01\"",
    );
    assert_edit(
        "start = 2017-04-01\nyears",
        "start = 1947-04-01\nyears",
        "P0108",
        "1947-04-01",
    );
    assert_edit(
        "start = 2017-04-01\nyears",
        "start = 2017-04-01T00:00:00\nyears",
        "P0108",
        "2017-04-01T",
    );
    let text = BASELINE.replace("start = 2017-04-01", "start = 2017-04-02");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0214", "baseline.toml", place(&text, "2017-04-02"));
    let text = edited("start = 2017-04-01\nyears", "start = 2017-02-30\nyears");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_eq!(
        found.iter().next().map(|d| d.at.line),
        Some(place(&text, "2017-02-30").0)
    );
}

#[test]
fn lists_of_the_wrong_length_name_their_columns() {
    assert_edit(
        "[0.15, 0.18, 0.15, 0.12, 0.10]",
        "[0.15, 0.18, 0.15, 0.12]",
        "P0106",
        "[0.15, 0.18, 0.15, 0.12]",
    );
    assert_edit(
        "leaving_from_years = [0, 2]",
        "leaving_from_years = []",
        "P0106",
        "[]",
    );
}

#[test]
fn unknown_words_are_reported_with_the_known_ones() {
    assert_edit("\"longest_waiting\"", "\"longest\"", "P0107", "\"longest\"");
    assert_edit(
        "legal = \"section_20\"",
        "legal = \"section 20\"",
        "P0107",
        "\"section 20\"",
    );
    assert_edit(
        "\"agency\", \"childrens_home\"]",
        "\"agency\", \"childrens_home\", \"agency\"]",
        "P0205",
        "\"agency\"]",
    );
    assert_edit(
        "\"agency\", \"childrens_home\"]",
        "\"childrens_home\", \"agency\"]",
        "P0205",
        "[\"in_house\"",
    );
}

#[test]
fn distributions_that_will_not_do_are_reported() {
    let key = "discharge_days = { exponential = { mean = 500 } }";
    for (wrong, code, at) in [
        (
            "{ normal = { mean = 500 } }",
            "P0111",
            "normal = { mean = 500 }",
        ),
        (
            "{ exponential = { mean = 500, sd = 3 } }",
            "P0111",
            "{ mean = 500, sd = 3 }",
        ),
        (
            "{ exponential = { mean = 0 } }",
            "P0111",
            "{ exponential = { mean = 0 } }",
        ),
        (
            "{ exponential = { mean = \"500 days\" } }",
            "P0104",
            "\"500 days\"",
        ),
        ("{ uniform = { low = 3, high = 3 } }", "P0111", "{ uniform"),
        (
            "{ exponential = { mean = 5 }, lognormal = { mean = 5, sd = 1 } }",
            "P0111",
            "{ exponential = { mean = 5 }",
        ),
        (
            "{ mixture = [{ exponential = { mean = 5 } }] }",
            "P0111",
            "{ exponential = { mean = 5 } }]",
        ),
        (
            "{ mixture = [{ share = 0.5, exponential = { mean = 5 } }] }",
            "P0201",
            "[{ share = 0.5, exp",
        ),
        (
            "{ mixture = [{ share = 1, mixture = [] }] }",
            "P0111",
            "mixture = []",
        ),
        ("{ mixture = [] }", "P0201", "[] }"),
        ("{}", "P0109", "{}"),
    ] {
        assert_edit(key, &format!("discharge_days = {wrong}"), code, at);
    }
}

#[test]
fn a_return_to_care_takes_a_day_at_least() {
    let key = "reentry_days = { weibull = { shape = 0.5, scale = 4000 } }";
    for (wrong, at) in [
        ("0", "0\n\n[court]"),
        ("{ constant = 0 }", "{ constant"),
        (
            "{ exponential = { mean = 1e-9 } }",
            "{ exponential = { mean = 1e-9",
        ),
    ] {
        assert_edit(key, &format!("reentry_days = {wrong}"), "P0105", at);
    }
}

#[test]
fn factors_that_multiply_to_endless_moves_are_reported() {
    assert_edit(
        "earlier_move_factor = 1.12",
        "earlier_move_factor = 9",
        "P0218",
        "0.60\nsemi",
    );
}

#[test]
fn a_mean_age_outside_its_band_is_reported() {
    for wrong in ["[0, 3, 7.5, 13, 17]", "[0.5, 3, 10, 13, 17]"] {
        let after = format!("mean_age_years = {wrong}");
        assert_edit(
            "mean_age_years = [0.5, 3, 7.5, 13, 17]",
            &after,
            "P0219",
            wrong,
        );
    }
}

#[test]
fn annotations_that_will_not_do_are_reported() {
    for (wrong, code, at) in [
        ("{ value = 0.5, low = 0.6 }", "P0110", "0.6 }"),
        ("{ value = 0.5, high = 0.4 }", "P0110", "0.4 }"),
        ("{ value = 0.5, low = -1 }", "P0105", "-1 }"),
        ("{ value = 0.5, sorce = \"x\" }", "P0109", "sorce"),
        (
            "{ value = 0.5, confidence = \"sure\" }",
            "P0109",
            "\"sure\"",
        ),
        ("{ value = 0.5, source = 3 }", "P0109", "3 }"),
        ("{ low = 0.5, high = 0.6 }", "P0109", "{ low = 0.5"),
    ] {
        assert_edit(
            "\nparallel = 0.5",
            &format!("\nparallel = {wrong}"),
            code,
            at,
        );
    }
    let key = "discharge_days = { exponential = { mean = 500 } }";
    let wrong =
        "{ value = { exponential = { mean = 500 } }, low = { exponential = { mean = 600 } } }";
    assert_edit(
        key,
        &format!("discharge_days = {wrong}"),
        "P0110",
        "{ exponential = { mean = 600 } }",
    );
    let wrong = "priority = { value = \"longest_waiting\", low = \"youngest_first\" }";
    assert_edit(
        "priority = \"longest_waiting\"",
        wrong,
        "P0109",
        "low = \"youngest_first\"",
    );
}

#[test]
fn names_that_will_not_do_are_reported() {
    assert_overlay(
        "[option.\"Big Plan\"]\none_off = 1\n",
        "P0112",
        "\"Big Plan\"",
    );
    assert_overlay("[option.Plan]\none_off = 1\n", "P0112", "Plan]");
    assert_overlay("title = \"\"\n", "P0113", "\"\"");
    assert_overlay("title = \"a\\u001b[31mb\"\n", "P0113", "\"a\\u001b");
}

#[test]
fn a_hostile_text_is_shown_without_control_characters() {
    let text = "extends = \"baseline.toml\"\n\"\\u001b[2Jx\" = 1\n# \u{202e}\n\u{1b}]0;x\u{7}\n";
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", text)]).expect_err("an error");
    let shown = found.to_string();
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{7}') && !shown.contains('\u{202e}'),
        "{shown}"
    );
}

#[test]
fn a_key_with_a_dot_in_quotes_is_no_path() {
    assert_overlay(
        "\"court.emergency\" = 0.1\n",
        "P0101",
        "\"court.emergency\"",
    );
}

// Between values.

#[test]
fn shares_that_do_not_add_up_are_named() {
    assert_edit(
        "group_size = { value = [0.62,",
        "group_size = { value = [0.52,",
        "P0201",
        "[0.52,",
    );
    assert_edit("places = [0.55,", "places = [0.56,", "P0201", "[0.56,");
    assert_edit(
        "ages = [{ share = 0.3, from = 0, to = 5 }",
        "ages = [{ share = 0.2, from = 0, to = 5 }",
        "P0201",
        "[{ share = 0.2",
    );
    let text = edited(
        "section_20 = [0.40, 0.40, 0.44,",
        "section_20 = [0.40, 0.40, 0.54,",
    );
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0201", "baseline.toml", place(&text, "0.54,"));
    let shown = found.to_string();
    assert!(
        shown.contains("`section_20` + `interim_care_order` + `emergency` + `asylum_seeking`"),
        "{shown}"
    );
    assert!(shown.contains("5 to 9") && shown.contains("1.1"), "{shown}");
}

#[test]
fn other_contradictions_are_reported() {
    for (from, to, code, at) in [
        (
            "\nadditional_needs = [0.10, 0.15, 0.20, 0.25, 0.25]\ncomplex_needs = [0.05, 0.05, 0.08, 0.15, 0.12]\n\n[planning]",
            "\nadditional_needs = [0.96, 0.15, 0.20, 0.25, 0.25]\ncomplex_needs = [0.05, 0.05, 0.08, 0.15, 0.12]\n\n[planning]",
            "P0202",
            "0.96",
        ),
        (
            "from_weeks = [0, 4, 13,",
            "from_weeks = [0, 13, 4,",
            "P0203",
            "4, 26",
        ),
        (
            "from_weeks = [0, 4, 13,",
            "from_weeks = [1, 4, 13,",
            "P0203",
            "1, 4, 13, 26",
        ),
        (
            "leaving_a_year = [0.18, 0.13]",
            "leaving_a_year = [0.18]",
            "P0203",
            "[0.18]",
        ),
        (
            "from = 8, to = 18",
            "from = 18, to = 8",
            "P0204",
            "{ share = 0.3, from = 18",
        ),
        ("from = 8, to = 18", "from = 8, to = 19", "P0105", "19 }"),
        ("from = 8, to = 18", "from = 8, too = 18", "P0101", "too"),
        (
            "approvals_a_year = 25\n",
            "approvals_a_year = 25\nhouseholds = 4\nover_months = 6\n",
            "P0206",
            "4\nover",
        ),
        (
            "approvals_a_year = 25\n",
            "households = 4\n",
            "P0206",
            "4\nstart",
        ),
        ("approvals_a_year = 25\n", "", "P0206", "\"foster\""),
        (
            "takes_complex_needs = 0.15",
            "takes_complex_needs = 0.65",
            "P0206",
            "0.65",
        ),
        (
            "places = [0.55, 0.32, 0.11, 0.02]\n",
            "",
            "P0206",
            "\"foster\"",
        ),
        (
            "foster_strand = \"foster_carers\"",
            "foster_strand = \"foster\"",
            "P0207",
            "\"foster\"\nfoster_tenure",
        ),
        (
            "foster_strand = \"foster_carers\"",
            "foster_strand = \"adopters\"",
            "P0207",
            "\"adopters\"\nfoster_tenure",
        ),
        (
            "placement = \"agency\", count = 90",
            "placement = \"adoptive\", count = 90",
            "P0208",
            "{ age = \"5_to_9\", legal = \"care_order\"",
        ),
        (
            "placement = \"agency\", count = 90",
            "placement = \"semi_independent\", count = 90",
            "P0208",
            "{ age = \"5_to_9\", legal = \"care_order\"",
        ),
        (
            "section_20 = [0.40, 0.40, 0.44, 0.60, 0.50]",
            "section_20 = [0.40, 0.40, 0.43, 0.60, 0.50]\nremand = [0, 0, 0.01, 0, 0]",
            "P0228",
            "0.01, 0, 0]",
        ),
        (
            "step_down_a_year = 0.5",
            "step_down_a_year = 0.5\nout_of_area_offer = [0, 0, 0, 0, 0.2]",
            "P0205",
            "[0, 0, 0, 0, 0.2]",
        ),
        (
            "order = [\"in_house\", \"agency\",",
            "order = [\"in_house\", \"out_of_area\",",
            "P0205",
            "[\"in_house\", \"out_of_area\"",
        ),
        (
            "order = [\"in_house\", \"agency\", \"childrens_home\"]",
            "order = [\"in_house\", \"childrens_home\", \"relatives\"]",
            "P0205",
            "[\"in_house\", \"childrens_home\"",
        ),
        (
            "step_down_a_year = 0.5",
            "step_down_a_year = 0.5\nsecure_for_welfare = 0.017",
            "P0267",
            "0.017",
        ),
        (
            "unavailable_places = 31",
            "unavailable_places = 131",
            "P0209",
            "[95,",
        ),
        (
            "awaiting_revocation = 4\n",
            "awaiting_revocation = 41\n",
            "P0215",
            "41\n",
        ),
        (
            "awaiting_revocation = 4\n",
            "awaiting_revocation = 4\nnobody_responsible = 5000\n",
            "P0227",
            "5000\n",
        ),
        (
            "[leaving]\n",
            "[team.lawyers]\nstage = \"legal_advice\"\nservers = 2\n\n[leaving]\n",
            "P0225",
            "\"legal_advice\"",
        ),
        (
            "[leaving]\n",
            "[team.a]\nstage = \"legal_advice\"\nservers = 2\ndays_per_case = 3\n[team.b]\nstage = \"legal_advice\"\nservers = 3\ndays_per_case = 3\n\n[leaving]\n",
            "P0226",
            "\"legal_advice\"\nservers = 3",
        ),
        (
            "sibling_gap_years = [1.0, 4.0]",
            "sibling_gap_years = [4.0, 1.0]",
            "P0216",
            "[4.0, 1.0]",
        ),
        (
            "start = 2017-04-01\nramp",
            "start = 2027-04-01\nramp",
            "P0217",
            "2027-04-01",
        ),
        (
            "start = 2017-04-01\nramp",
            "start = 2018-04-01\nuntil = 2018-04-01\nramp",
            "P0237",
            "2018-04-01\nramp",
        ),
        (
            "yearly_change = 0.0",
            "yearly_change = 2.0",
            "P0212",
            "[50, 41,",
        ),
        (
            "value = [50, 41, 35, 74, 49]",
            "value = [0, 41, 35, 74, 1]",
            "P0110",
            "[43, 35",
        ),
        (
            "value = [50, 41, 35, 74, 49], low = [43, 35, 30, 63, 41], high = [57, 47, 40, 84, 57]",
            "value = [50, 41, 3, 74, 49]",
            "P0213",
            "3, 74",
        ),
    ] {
        assert_edit(from, to, code, at);
    }
}

/// A number of households that will not do is one error, and not also one for want of it.
#[test]
fn a_value_that_will_not_do_is_not_missed_as_well() {
    let wrong = "households = \"ten\"\nover_months = 12\n";
    let found = load(&[("baseline.toml", &edited("approvals_a_year = 25\n", wrong))]);
    let found = found.expect_err("a text for a number");
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["P0103"]);
}

/// Secure accommodation is for children of ten and over who are not to be adopted.
#[test]
fn nobody_is_too_young_for_secure_accommodation_or_to_be_adopted_from_there() {
    let priced = edited("base_year =", "secure_a_week = 5500\nbase_year =");
    let there = "{ age = \"5_to_9\", legal = \"care_order\", placement = \"agency\", count = 90 }";
    assert!(priced.contains(there));
    for row in [
        "{ age = \"5_to_9\", legal = \"care_order\", placement = \"secure\", count = 9 }",
        "{ age = \"16_and_over\", legal = \"placement_order\", placement = \"secure\", count = 9 }",
    ] {
        let text = priced.replacen(there, row, 1);
        let found = load(&[("baseline.toml", &text)]).expect_err("an error");
        assert_reported(&found, "P0208", "baseline.toml", place(&text, row));
        assert_eq!(found.len(), 1, "one error only:\n{found}");
    }
}

#[test]
fn a_council_without_any_place_is_reported() {
    let text = edited(
        "foster_households = [95, 52, 19, 4]",
        "foster_households = [0, 0, 0, 0]",
    )
    .replace("placement = \"in_house\"", "placement = \"agency\"")
    .replace("unavailable_places = 31", "unavailable_places = 0")
    .replace("approvals_a_year = 25", "approvals_a_year = 0");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(
        &found,
        "P0210",
        "baseline.toml",
        place(&text, "[\"in_house\""),
    );
    assert_eq!(found.len(), 1, "{found}");
}

#[test]
fn a_scenario_that_costs_nothing_is_reported() {
    let from = BASELINE.find("kinship_a_week").expect("there");
    let priced = |line: &str| match line.split_once(" = ") {
        Some((key, _)) => format!("{key} = 0\n"),
        None => format!("{line}\n"),
    };
    let prices: String = BASELINE[from..].lines().map(priced).collect();
    let text = format!("{}{prices}", &BASELINE[..from]);
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_eq!(found.len(), 1, "{found}");
    assert_eq!(found.iter().next().map(|d| d.code), Some("P0211"));
}

#[test]
fn a_million_million_children_are_refused() {
    let text = edited(
        "value = [50, 41, 35, 74, 49], low = [43, 35, 30, 63, 41], high = [57, 47, 40, 84, 57]",
        "value = [1000000000000, 41, 35, 74, 49]",
    );
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(
        &found,
        "P0105",
        "baseline.toml",
        place(&text, "1000000000000"),
    );
    let text = edited(
        "value = [50, 41, 35, 74, 49], low = [43, 35, 30, 63, 41], high = [57, 47, 40, 84, 57]",
        "value = [900000, 900000, 900000, 900000, 900000]",
    );
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0212", "baseline.toml", place(&text, "[900000"));
}

#[test]
fn several_mistakes_in_one_file_are_reported_in_their_order() {
    let text = edited("\nparallel = 0.5", "\nparallel = 1.5")
        .replace("at_hearing", "at_hearng")
        .replace("legal_advice_days = 28", "legal_advice_days = \"28 days\"")
        .replace("places = [0.55,", "places = [0.5,")
        .replace("takes_order = 0.8\n", "");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    let codes: Vec<_> = found.iter().map(|d| d.code).collect();
    assert_eq!(
        codes,
        ["P0105", "P0102", "P0101", "P0104", "P0102", "P0201"],
        "{found}"
    );
    let lines: Vec<_> = found.iter().map(|d| d.at.line).collect();
    assert!(lines.is_sorted(), "{found}");
}

#[test]
fn a_flood_of_mistakes_is_counted_not_kept() {
    let text: String = (0..5000).map(|n| format!("key{n} = 1\n")).collect();
    let found = load(&[("flood.toml", &text)]).expect_err("an error");
    assert!(found.iter().count() <= 100 && found.len() >= 5000);
    assert!(found.to_string().contains("more"));
}

// Between files.

#[test]
fn a_circle_of_files_is_reported() {
    let found = load(&[
        ("a.toml", "extends = \"b.toml\"\n"),
        ("b.toml", "\nextends = \"a.toml\"\n"),
    ]);
    let found = found.expect_err("an error");
    assert_reported(&found, "P0301", "a.toml", (1, 11));
    let found = load(&[("a.toml", "extends = \"a.toml\"\n")]).expect_err("an error");
    assert_reported(&found, "P0301", "a.toml", (1, 11));
}

#[test]
fn files_outside_the_folder_are_refused() {
    for target in [
        "../baseline.toml",
        "/etc/passwd",
        "a/../../b.toml",
        "C:/x.toml",
        "..\\\\x.toml",
    ] {
        let text = format!("title = \"x\"\nextends = \"{target}\"\n");
        let found =
            load(&[("baseline.toml", BASELINE), ("option.toml", &text)]).expect_err("an error");
        assert_reported(&found, "P0302", "option.toml", (2, 11));
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    let inside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("baseline.toml"), BASELINE).expect("written");
    let link = inside.path().join("baseline.toml");
    std::os::unix::fs::symlink(outside.path().join("baseline.toml"), link).expect("linked");
    let option = inside.path().join("option.toml");
    fs::write(&option, "extends = \"baseline.toml\"\n").expect("written");
    let found = Scenario::load(&option).expect_err("an error");
    assert_reported(&found, "P0302", &option.display().to_string(), (1, 11));
}

#[test]
fn a_folder_on_disk_reads_like_one_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("options")).expect("made");
    fs::write(folder.path().join("baseline.toml"), BASELINE).expect("written");
    let text =
        "extends = \"../baseline.toml\"\ncourt.legal_advice_days = 7\noption.faster.one_off = 1\n";
    fs::write(folder.path().join("options/faster.toml"), text).expect("written");
    let both = "extends = [\"options/faster.toml\"]\nplanning.parallel = 0.9\n";
    fs::write(folder.path().join("both.toml"), both).expect("written");
    let disk = Scenario::load(&folder.path().join("both.toml")).unwrap_or_else(|e| panic!("{e}"));
    let files = [
        ("baseline.toml", BASELINE),
        ("options/faster.toml", text),
        ("both.toml", both),
    ];
    let memory = load(&files).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(disk.inputs, memory.inputs);
    assert_eq!(
        disk.inputs
            .iter()
            .map(|i| i.name.as_str())
            .collect::<Vec<_>>(),
        ["baseline.toml", "options/faster.toml", "both.toml"]
    );
    assert_eq!(disk.model.regimes[0].params, memory.model.regimes[0].params);
    assert_eq!((disk.name.as_str(), disk.title.as_str()), ("both", "both"));
    assert_eq!(check_files(&[folder.path().join("both.toml")]).len(), 0);
}

#[test]
fn combined_options_must_not_contradict_each_other() {
    let a = "extends = \"baseline.toml\"\ncourt.legal_advice_days = 7\nplanning.parallel = 0.9\n";
    let b = "extends = \"baseline.toml\"\nplanning.parallel = 0.9\ncourt.legal_advice_days = 14\n";
    let both = "extends = [\"a.toml\", \"b.toml\"]\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("a.toml", a),
        ("b.toml", b),
        ("both.toml", both),
    ];
    let found = load(&files).expect_err("an error");
    assert_reported(&found, "P0304", "b.toml", place(b, "14"));
    assert_eq!(found.len(), 1, "equal values do not conflict:\n{found}");
    let other = found
        .iter()
        .next()
        .and_then(|d| d.also.first())
        .expect("the other place");
    assert_eq!(
        (other.file.as_str(), other.line, other.column),
        ("a.toml", 2, 27)
    );
    let settled = "extends = [\"a.toml\", \"b.toml\"]\ncourt.legal_advice_days = 10\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("a.toml", a),
        ("b.toml", b),
        ("both.toml", settled),
    ];
    let scenario = load(&files).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        scenario.model.regimes[0].params.court.legal_advice.mean(),
        10.0
    );
}

/// Two posts at £40,000 are £80,000, not one post that both files speak of.
#[test]
fn combined_options_must_not_add_one_thing_each_under_one_name() {
    let combined = |a: &str, b: &str, both: &str| {
        let a = format!("extends = \"baseline.toml\"\n{a}");
        let b = format!("extends = \"baseline.toml\"\n{b}");
        let both = format!("extends = [\"a.toml\", \"b.toml\"]\n{both}");
        let files = [("baseline.toml", BASELINE), ("a.toml", &a), ("b.toml", &b)];
        load(&[&files[..], &[("both.toml", &both)]].concat())
    };
    let [a, b] = ["court.legal_advice_days = 7", "planning.parallel = 0.9"];
    let [a, b] = [a, b].map(|change| format!("{change}\n[option.post]\ncost_a_year = 40000\n"));
    let found = combined(&a, &b, "").expect_err("an error");
    assert_reported(&found, "P0314", "b.toml", (4, 15));
    assert_eq!(found.len(), 1, "one error only:\n{found}");
    let dearer = b.replace("40000", "50000");
    let found = combined(&a, &dearer, "").expect_err("an error");
    assert_reported(&found, "P0314", "b.toml", (4, 15));
    assert_eq!(found.len(), 1, "one error only:\n{found}");
    let other = b.replace("post", "second_post");
    assert!(combined(&a, &other, "").is_ok());
    assert!(combined(&a, &b, "[option.post]\ncost_a_year = 80000\n").is_ok());
    let changed = "recruitment.adopters.approvals_a_year = 40\n[option.panel]\ncost_a_year = 1\n";
    let again = changed.replace("panel", "chair");
    assert!(
        combined(changed, &again, "").is_ok(),
        "a strand of the baseline"
    );
}

#[test]
fn an_option_of_one_file_that_both_extend_counts_once() {
    let post = "extends = \"baseline.toml\"\n[option.post]\ncost_a_year = 40000\n";
    let a = "extends = \"post.toml\"\ncourt.legal_advice_days = 7\n";
    let b = "extends = \"post.toml\"\nplanning.parallel = 0.9\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("post.toml", post),
        ("a.toml", a),
        ("b.toml", b),
        ("both.toml", "extends = [\"a.toml\", \"b.toml\"]\n"),
    ];
    assert!(load(&files).is_ok());
}

#[test]
fn combined_options_share_their_baseline() {
    let a = "extends = \"baseline.toml\"\ncourt.legal_advice_days = 7\n";
    let b = "extends = \"other.toml\"\nplanning.parallel = 0.9\n";
    let both = "extends = [\"a.toml\", \"b.toml\"]\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("other.toml", BASELINE),
        ("a.toml", a),
        ("b.toml", b),
        ("both.toml", both),
    ];
    let found = load(&files).expect_err("an error");
    assert_reported(&found, "P0303", "both.toml", (1, 11));
}

#[test]
fn overlays_change_only_what_they_may() {
    for (text, code, at) in [
        ("stock.adopters_waiting = 20\n", "P0305", "20"),
        ("run.years = 5\n", "P0306", "5\n"),
        ("assumption = true\nrun.years = 5\n", "P0306", "5\n"),
        ("council.name = \"York\"\n", "P0306", "\"York\""),
        ("prices.discount_rate = 0.03\n", "P0306", "0.03"),
        (
            "assumption = true\nprices.discount_rate = 0.03\n",
            "P0306",
            "0.03",
        ),
        (
            "assumption = true\nprices.base_year = \"2017-18\"\n",
            "P0306",
            "\"2017-18\"",
        ),
        ("adoption.half_life_years = 2.5\n", "P0307", "2.5"),
        ("adoption.scale = 0.9\n", "P0307", "0.9"),
        (
            "adoption.half_life_years = 2.5\nadoption.scale = 1.12\n",
            "P0307",
            "2.5",
        ),
        (
            "assumption = true\nfrom = 2018-04-01\nplanning.parallel = 0.9\n",
            "P0308",
            "2018-04-01",
        ),
        (
            "from = 2018-04-01\nprices.agency_a_week = 800\n",
            "P0309",
            "800",
        ),
        (
            "phase_in_months = 3\nrecruitment.adopters.cost_per_approval = 800\n",
            "P0309",
            "800",
        ),
        (
            "from = 2016-04-01\nplanning.parallel = 0.9\n",
            "P0217",
            "2016-04-01",
        ),
        (
            "from = 2027-04-01\nplanning.parallel = 0.9\n",
            "P0217",
            "2027-04-01",
        ),
        ("recruitment.adopters.households = 3\n", "P0311", "3\n"),
    ] {
        assert_overlay(text, code, at);
    }
    let text = format!("from = 2018-04-01\n{BASELINE}");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    assert_reported(&found, "P0310", "baseline.toml", (1, 8));
    let text = "extends = \"baseline.toml\"\n[recruitment.adopters]\nkind = \"foster\"\nplaces = [1, 0, 0, 0]\n";
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", text)]).expect_err("an error");
    assert_reported(&found, "P0311", "option.toml", (3, 8));
}

/// What would recruit in 2018/19 is no part of a decision of April 2019.
#[test]
fn no_strand_of_a_dated_option_begins_before_its_date() {
    let new = |start: &str| {
        format!(
            "from = 2019-04-01\n[recruitment.teenagers]\nkind = \"foster\"\nhouseholds = 10\nover_months = 12\n\
             {start}ages = [{{ from = 10, to = 18, share = 1.0 }}]\nplaces = [1.0, 0.0, 0.0, 0.0]\n\
             takes_additional_needs = 0.3\ntakes_complex_needs = 0.1\nleaving_from_years = [0]\n\
             leaving_a_year = [0.1]\ncost_per_approval = 20000\n"
        )
    };
    assert_overlay(&new("start = 2018-04-01\n"), "P0313", "2018-04-01");
    for start in ["start = 2019-04-01\n", "start = 2019-10-01\n", ""] {
        let _ = overlay(&new(start));
    }
    for last in ["start", "until"] {
        let moved = format!("from = 2019-04-01\nrecruitment.adopters.{last} = 2018-04-01\n");
        assert_overlay(&moved, "P0313", "2018-04-01");
    }
    let planned = new("until = 2020-04-01\n");
    assert_overlay(&planned, "P0237", "2020-04-01");
    let ended = overlay("from = 2019-04-01\nrecruitment.adopters.until = 2019-10-01\n").model;
    let strands = |n: usize| &ended.regimes[n].params.recruitment;
    let ends = |n: usize| {
        strands(n)
            .iter()
            .any(|strand| strand.until < ended.horizon())
    };
    assert!(!ends(0) && ends(1));
}

/// What is printed and asked of the result is said once, for all that is compared.
#[test]
fn a_report_in_an_option_is_sent_to_the_baseline() {
    let found = load(&[
        ("baseline.toml", BASELINE),
        (
            "option.toml",
            "extends = \"baseline.toml\"\nreport = [\"exits\"]\n",
        ),
    ]);
    let found = found.expect_err("an error");
    let help = found.iter().map(|d| (d.code, d.help.as_str())).next();
    let (code, help) = help.expect("a finding");
    assert_eq!(code, "P0306");
    assert!(help.contains("put it in the baseline"), "{help}");
}

#[test]
fn a_plan_cannot_change_after_it_has_begun() {
    let planned = edited(
        "approvals_a_year = 25\n",
        "households = 40\nover_months = 24\n",
    );
    let text = "extends = \"baseline.toml\"\nfrom = 2018-04-01\nrecruitment.foster_carers.households = 50\n";
    let found = load(&[("baseline.toml", &planned), ("option.toml", text)]).expect_err("an error");
    assert_reported(&found, "P0311", "option.toml", place(text, "50"));
    let text = text.replace("from = 2018-04-01\n", "");
    let files = [
        ("baseline.toml", planned.as_str()),
        ("option.toml", text.as_str()),
    ];
    assert!(load(&files).is_ok());
}

#[test]
fn a_chain_of_too_many_files_is_refused() {
    let mut files: Vec<(String, String)> = vec![("0.toml".into(), BASELINE.into())];
    for n in 1..40 {
        files.push((
            format!("{n}.toml"),
            format!("extends = \"{}.toml\"\n", n - 1),
        ));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let found = load(&files).expect_err("an error");
    assert_eq!(
        found.iter().next().map(|d| d.code),
        Some("P0312"),
        "{found}"
    );
}

#[test]
fn an_overlay_that_changes_nothing_is_a_warning() {
    let scenario = overlay("court.legal_advice_days = 28\n");
    assert_eq!(
        scenario.warnings.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["P0401"]
    );
    let paid = "court.legal_advice_days = 7\noption.advice.one_off = 1\n";
    assert_eq!(overlay(paid).warnings.len(), 0);
}

/// A layer holds against those below it, those that come later too: what the baseline says already can be a
/// change, and what never holds is none.
#[test]
fn an_overlay_that_undoes_a_later_one_changes_something() {
    let free = "[option.work]\ncost_a_year = 0\n";
    let later =
        format!("extends = \"baseline.toml\"\nfrom = 2018-01-01\nplanning.parallel = 1\n{free}");
    let undoes = "extends = \"later.toml\"\nplanning.parallel = 0.5\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("later.toml", &later),
        ("undoes.toml", undoes),
    ];
    let scenario = load(&files).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(scenario.warnings.iter().count(), 0, "{}", scenario.warnings);
    let lines: Vec<String> = scenario.overlays.iter().flat_map(|o| o.lines()).collect();
    let parallel: Vec<&String> = lines.iter().filter(|l| l.contains("parallel")).collect();
    assert_eq!(
        parallel,
        ["changes planning.parallel 1 -> 0.5 from 1 April 2017"]
    );
}

// What is right.

fn regimes(model: &Model) -> Vec<(f64, &Params)> {
    model
        .regimes
        .iter()
        .map(|r| (r.from.days(), &r.params))
        .collect()
}

#[test]
fn the_baseline_becomes_its_parameters() {
    let scenario = baseline();
    let model = &scenario.model;
    assert_eq!(scenario.council, "Coventry");
    assert_eq!(
        (scenario.start.to_string().as_str(), scenario.years),
        ("2017-04-01", 10)
    );
    assert_eq!(model.regimes.len(), 1);
    assert_eq!(model.regimes[0].from, SimTime::START);
    assert_eq!(model.regimes[0].params, model.opening);
    assert_eq!(model.months.len(), 121);
    assert_eq!(model.years, (1..=10).map(|y| 12 * y).collect::<Vec<_>>());
    // 2020, 2024 have a 29th of February within the ten years from April 2017.
    assert_eq!(model.horizon().days(), 3652.0);
    assert_eq!(model.stock.foster_strand, 0);
    assert_eq!(model.stock.adopter_strand, 1);
    assert_eq!(
        model.stock.children.iter().map(|r| r.count).sum::<u32>(),
        350
    );
    assert_eq!(scenario.prices.weekly[1], Weekly::same(Pence(57_000)));
    let approval = [800_000, 3_000_000].map(|price| Dated::always(Pence(price)));
    assert_eq!(scenario.prices.approval, approval);
    let order = &model.opening.adoption.placed_to_order[0];
    assert!(
        (order.mean() - 0.73 * 365.25).abs() < 1e-9,
        "{}",
        order.mean()
    );
    let sd = order.mean() * libm::sqrt(libm::expm1(0.25));
    assert!((order.variance().sqrt() - sd).abs() < 1e-6);
    assert_eq!(scenario.warnings.len(), 0);
}

#[test]
fn a_run_from_july_has_its_first_financial_year_after_nine_months() {
    let text = edited(
        "start = 2017-04-01\nyears = 10",
        "start = 2017-07-01\nyears = 2",
    )
    .replace("start = 2017-04-01\nramp", "start = 2017-07-01\nramp");
    let scenario = load(&[("baseline.toml", &text)]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.model.years, [9, 21, 24]);
}

#[test]
fn an_option_leaves_the_opening_and_takes_precedence() {
    let scenario = overlay("title = \"Faster\"\ncourt.legal_advice_days = 7\n");
    let model = &scenario.model;
    assert_eq!(model.opening, baseline().model.opening);
    assert_eq!(model.regimes.len(), 1);
    assert_eq!(model.regimes[0].params.court.legal_advice.mean(), 7.0);
    assert_eq!(scenario.title, "Faster");
    let line = scenario
        .assumptions
        .iter()
        .find(|a| a.key == "court.legal_advice_days")
        .expect("logged");
    assert_eq!(
        (line.value.as_str(), line.file.as_str()),
        ("7", "option.toml")
    );
}

#[test]
fn a_belief_changes_the_opening_and_every_regime() {
    let belief = "extends = \"baseline.toml\"\nassumption = true\ncourt.drift_days = 50\nstock.adopters_waiting = 3\n";
    let option = "extends = \"belief.toml\"\nfrom = 2019-04-01\nplanning.parallel = 0.9\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("belief.toml", belief),
        ("option.toml", option),
    ];
    let model = load(&files).unwrap_or_else(|e| panic!("{e}")).model;
    assert_eq!(model.opening.court.drift.mean(), 50.0);
    assert_eq!(model.opening.planning.parallel, 0.5);
    assert_eq!(model.stock.adopters_waiting, 3);
    let regimes = regimes(&model);
    assert_eq!(
        regimes.iter().map(|r| r.0).collect::<Vec<_>>(),
        [0.0, 730.0]
    );
    assert_eq!(
        regimes
            .iter()
            .map(|r| r.1.planning.parallel)
            .collect::<Vec<_>>(),
        [0.5, 0.9]
    );
    assert!(regimes.iter().all(|r| r.1.court.drift.mean() == 50.0));
}

#[test]
fn combined_options_keep_their_own_dates() {
    let a = "extends = \"baseline.toml\"\nfrom = 2018-04-01\ncourt.legal_advice_days = 7\n";
    let b = "extends = \"baseline.toml\"\nfrom = 2020-04-01\nplanning.parallel = 0.9\n";
    let both = "extends = [\"a.toml\", \"b.toml\"]\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("a.toml", a),
        ("b.toml", b),
        ("both.toml", both),
    ];
    let model = load(&files).unwrap_or_else(|e| panic!("{e}")).model;
    let seen: Vec<_> = regimes(&model)
        .iter()
        .map(|(from, p)| (*from, p.court.legal_advice.mean(), p.planning.parallel))
        .collect();
    assert_eq!(
        seen,
        [(0.0, 28.0, 0.5), (365.0, 7.0, 0.5), (1096.0, 7.0, 0.9)]
    );
}

#[test]
fn phasing_in_goes_by_equal_monthly_steps() {
    let scenario = overlay(
        "from = 2018-04-01\nphase_in_months = 4\n[court]\nlegal_advice_days = 8\ndrift_days = { lognormal = { mean = 96, sd = 70 } }\n[adoption]\npriority = \"youngest_first\"\n",
    );
    let seen: Vec<_> = regimes(&scenario.model)
        .iter()
        .map(|(from, p)| {
            (
                *from,
                p.court.legal_advice.mean(),
                p.court.drift.mean().round(),
            )
        })
        .collect();
    let steps = [
        (0.0, 28.0, 136.0),
        (365.0, 28.0, 136.0),
        (395.0, 23.0, 126.0),
        (426.0, 18.0, 116.0),
        (456.0, 13.0, 106.0),
        (487.0, 8.0, 96.0),
    ];
    assert_eq!(seen, steps);
    let priorities: Vec<_> = regimes(&scenario.model)
        .iter()
        .map(|(_, p)| format!("{:?}", p.adoption.priority))
        .collect();
    assert_eq!(priorities[0], "LongestWaiting");
    assert!(
        priorities[1..].iter().all(|p| p == "YoungestFirst"),
        "{priorities:?}"
    );
}

#[test]
fn a_changed_trend_carries_on_from_the_level_reached() {
    let scenario = overlay("from = 2019-04-01\nentries.yearly_change = 0.1\n");
    let factors = &scenario.model.regimes[1].params.entries.yearly_factor;
    assert_eq!(factors.len(), 10);
    let expected = [1.0, 1.0, 1.0, 1.1, 1.21];
    assert!(
        factors
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-12),
        "{factors:?}"
    );
}

const SPECIALISTS: &str = "from = 2019-04-01\n[option.specialists]\none_off = 50000\ncost_a_year = 120000.50\n[recruitment.specialists]\nkind = \"foster\"\napprovals_a_year = 6\nplaces = [1, 0, 0, 0]\nages = [{ share = 1, from = 10, to = 18 }]\ntakes_additional_needs = 1\ntakes_complex_needs = 1\nleaving_from_years = [0]\nleaving_a_year = [0.1]\ncost_per_approval = 12000\n";

#[test]
fn an_added_strand_is_in_every_regime_and_waits_for_its_date() {
    let scenario = overlay(SPECIALISTS);
    let model = &scenario.model;
    let names = |p: &Params| {
        p.recruitment
            .iter()
            .map(|s| s.name.clone())
            .collect::<Vec<_>>()
    };
    for params in model
        .regimes
        .iter()
        .map(|r| &r.params)
        .chain([&model.opening])
    {
        assert_eq!(names(params), ["foster_carers", "adopters", "specialists"]);
    }
    let approvals: Vec<_> = model
        .regimes
        .iter()
        .map(|r| r.params.recruitment[2].approvals)
        .collect();
    let at_random = |a_year| Approvals::AtRandom {
        a_year,
        reference: 6.0,
    };
    assert_eq!(approvals, [at_random(0.0), at_random(6.0)]);
    assert_eq!(model.regimes[1].params.recruitment[2].start.days(), 730.0);
    let option = &scenario.prices.options[0];
    assert_eq!(
        (option.one_off, option.a_year.steps.as_slice()),
        (
            Pence(5_000_000),
            [(option.from, Pence(12_000_050))].as_slice()
        )
    );
    assert_eq!(
        (option.name.as_str(), option.from.days()),
        ("specialists", 730.0)
    );
    let teenage = Dated::always(Pence(1_200_000));
    assert_eq!(scenario.prices.approval[2], teenage);
}

#[test]
fn a_planned_number_is_the_same_plan_in_every_regime() {
    let text = SPECIALISTS.replace(
        "approvals_a_year = 6",
        "households = 6\nover_months = 18\nstart = 2020-01-01",
    );
    let model = overlay(&format!("{text}[planning]\nparallel = 0.9\n")).model;
    assert_eq!(model.regimes.len(), 2);
    for regime in &model.regimes {
        let strand = &regime.params.recruitment[2];
        assert_eq!(
            strand.approvals,
            Approvals::Planned {
                households: 6,
                over_months: 18.0
            }
        );
        assert_eq!(strand.start.days(), 1005.0);
    }
}

#[test]
fn a_changed_rate_of_approvals_keeps_the_baselines_as_reference() {
    let model = overlay("recruitment.adopters.approvals_a_year = 45\n").model;
    let wanted = Approvals::AtRandom {
        a_year: 45.0,
        reference: 35.0,
    };
    assert_eq!(model.regimes[0].params.recruitment[1].approvals, wanted);
}

#[test]
fn every_figure_is_in_the_assumptions_log_with_its_source() {
    let scenario = overlay("from = 2019-04-01\ncourt.legal_advice_days = 7\n");
    let lines: Vec<_> = scenario
        .assumptions
        .iter()
        .filter(|a| a.key == "court.legal_advice_days")
        .collect();
    let seen: Vec<_> = lines
        .iter()
        .map(|a| (a.from.as_str(), a.value.as_str(), a.file.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("2017-04-01", "28", "baseline.toml"),
            ("2019-04-01", "7", "option.toml")
        ]
    );
    let age = scenario
        .assumptions
        .iter()
        .find(|a| a.key == "entries.mean_age_years")
        .expect("logged");
    assert_eq!(
        (age.low.as_str(), age.high.as_str(), age.unit.as_str()),
        ("[0.16, 2, 6, 12, 16.5]", "[0.4, 4, 9, 14, 17.5]", "years")
    );
    assert_eq!(
        (age.source.as_str(), age.confidence.as_str()),
        ("assumed", "low")
    );
    assert!(
        scenario
            .assumptions
            .iter()
            .all(|a| !a.key.starts_with("run."))
    );
    assert!(lines.iter().all(|a| a.confidence == "unstated"));
}

#[test]
fn a_scenario_can_be_varied_without_its_files() {
    let scenario = overlay("court.legal_advice_days = 7\n");
    let shorter = scenario.with_years(3).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((shorter.years, shorter.model.months.len()), (3, 37));
    let varied = scenario.with_assumptions(&[
        ("court.drift_days", "{ exponential = { mean = 90 } }"),
        ("court.legal_advice_days", "35"),
    ]);
    let varied = varied.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(varied.model.opening.court.drift.mean(), 90.0);
    assert_eq!(varied.model.opening.court.legal_advice.mean(), 35.0);
    assert_eq!(
        varied.model.regimes[0].params.court.legal_advice.mean(),
        7.0
    );
    assert_eq!((varied.name.as_str(), varied.inputs.len()), ("option", 3));
    assert!(scenario.with_years(0).is_err() && scenario.with_years(41).is_err());
    let found = scenario
        .with_assumptions(&[("court.drift", "3")])
        .expect_err("an error");
    assert_eq!(found.iter().next().map(|d| d.code), Some("P0101"));
    for line in scenario.assumptions.iter().filter(|a| !a.low.is_empty()) {
        for end in [&line.low, &line.high] {
            let varied = scenario.with_assumptions(&[(&line.key, end)]);
            varied.unwrap_or_else(|e| panic!("{}: {e}", line.key));
        }
    }
}

/// A stream of uniforms of the test's own (SplitMix64).
struct Uniforms(u64);

impl Uniforms {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn families_bring_the_children_that_the_scenario_states() {
    let model = baseline().model;
    let entries = &model.opening.entries;
    let wanted = [50.0, 41.0, 35.0, 74.0, 49.0];
    let mut uniforms = Uniforms(20_170_401);
    let per_band = 200_000;
    let mut mean = [0.0; 5];
    let mut variance = [0.0; 5];
    for (youngest, rate) in entries.groups_a_year.iter().enumerate() {
        let mut sum = [0.0; 5];
        let mut squares = [0.0; 5];
        for _ in 0..per_band {
            let family = family(entries, youngest, &mut uniforms);
            for (band, children) in family.into_iter().enumerate() {
                sum[band] += children;
                squares[band] += children * children;
            }
        }
        for band in 0..5 {
            let m = sum[band] / f64::from(per_band);
            mean[band] += rate * m;
            variance[band] +=
                rate * rate * (squares[band] / f64::from(per_band) - m * m) / f64::from(per_band);
        }
    }
    for band in 0..5 {
        let error = mean[band] - wanted[band];
        let allowed = 4.0 * f64::sqrt(variance[band]) + 1e-3;
        assert!(
            error.abs() < allowed,
            "band {band}: {} instead of {}, allowed {allowed}",
            mean[band],
            wanted[band]
        );
    }
}

/// Children by band of one family, drawn as the model's words say.
fn family(
    entries: &permanence::care::params::Entries,
    youngest: usize,
    u: &mut Uniforms,
) -> [f64; 5] {
    let bounds = [0.0, 1.0, 5.0, 10.0, 16.0, 18.0];
    let (from, to) = (bounds[youngest], bounds[youngest + 1]);
    let mean = entries.mean_age[youngest];
    let mut age = from + (to - from) * libm::pow(u.next(), (to - mean) / (mean - from));
    let asylum_seeking = u.next() < entries.basis[youngest][Basis::AsylumSeeking as usize];
    let mut children = [0.0; 5];
    children[youngest] += 1.0;
    let mut chance = u.next();
    for share in entries.group_size {
        chance -= share;
        if chance < 0.0 || asylum_seeking {
            break;
        }
        let (shortest, longest) = entries.sibling_gap_years;
        age += shortest + u.next() * (longest - shortest);
        if let Some(band) = (0..5).find(|b| (bounds[*b]..bounds[b + 1]).contains(&age)) {
            children[band] += 1.0;
        }
    }
    children
}

// The table of keys.

/// Paths of a TOML table, names chosen by the file replaced by `*`.
fn paths(table: &toml::Table, prefix: &str, found: &mut Vec<String>) {
    for (name, value) in table {
        let path = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        let mut parts: Vec<&str> = path.split('.').collect();
        if matches!(parts[..], ["recruitment" | "team", _, _]) {
            parts[1] = "*";
        }
        let path = parts.join(".");
        let known = KEYS.iter().any(|key| key.matches(&path));
        match value {
            toml::Value::Table(inner) if !known => paths(inner, &path, found),
            _ => found.push(path),
        }
    }
}

#[test]
fn the_table_of_keys_and_the_shipped_baseline_agree() {
    let shipped = include_str!("../scenarios/coventry-2017/baseline.toml");
    for text in [shipped, BASELINE] {
        let mut found = Vec::new();
        paths(&text.parse().expect("TOML"), "", &mut found);
        for path in &found {
            assert!(
                KEYS.iter().any(|key| key.path == path),
                "{path} is in the table"
            );
        }
        for key in KEYS.iter().filter(|key| key.need == Need::Required) {
            assert!(
                found.iter().any(|path| path == key.path),
                "{} is in the baseline",
                key.path
            );
        }
    }
}

#[test]
fn every_example_in_the_table_passes_its_own_checks() {
    for key in KEYS.iter().filter(|key| key.path.contains('.')) {
        // Budget lines have their names; what else a file names is its own.
        let name = match key.path {
            "prices.price_year.*" => "agency_a_week",
            path if path.starts_with("prices.") => "agency",
            _ => "example",
        };
        let path = key.path.replace('*', name);
        let text = format!("extends = \"baseline.toml\"\n{path} = {}\n", key.example);
        let list = "placement,needs,age,pounds_a_week,source\nagency,,,820,\n";
        let files = [
            ("baseline.toml", BASELINE),
            ("prices.csv", list),
            ("option.toml", &text),
        ];
        let result = load(&files);
        let codes: Vec<_> = result.err().iter().flatten_codes();
        let bad = codes
            .iter()
            .find(|code| code.starts_with("P00") || code.starts_with("P01") && **code != "P0102");
        assert_eq!(bad, None, "{} = {}", key.path, key.example);
    }
}

trait FlattenCodes {
    fn flatten_codes(self) -> Vec<&'static str>;
}

impl<'a, I: Iterator<Item = &'a Diagnostics>> FlattenCodes for I {
    fn flatten_codes(self) -> Vec<&'static str> {
        self.flat_map(|found| found.iter().map(|d| d.code))
            .collect()
    }
}

#[test]
fn every_key_is_explained_and_in_the_schema() {
    let schema = schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let text = serde_json::to_string(&schema).expect("JSON");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    for key in KEYS {
        let mut node = &schema;
        for part in key.path.split('.') {
            node = match part {
                "*" => node["patternProperties"]
                    .as_object()
                    .and_then(|p| p.values().next())
                    .expect("a pattern"),
                part => &node["properties"][part],
            };
        }
        let described = node["description"].as_str().unwrap_or_default();
        assert!(
            described.starts_with(key.about),
            "{} is in the schema",
            key.path
        );
        let concrete = key.path.replace('*', "some_name");
        let explained = explain_key(&concrete).expect("explained");
        assert!(
            explained.contains(key.about) && explained.contains(key.example),
            "{explained}"
        );
    }
    assert!(explain_key("court").is_some_and(|text| text.contains("court.drift_days")));
    assert_eq!(explain_key("no.such.key"), None);
    assert!(permanence::scenario::table().lines().count() == KEYS.len() + 2);
}

#[test]
fn keys_for_adopters_are_not_for_foster_carers() {
    assert_overlay("recruitment.foster_carers.returns = 0.1\n", "P0220", "0.1");
    assert_overlay(
        "recruitment.foster_carers.provider = \"regional\"\n",
        "P0220",
        "\"regional\"",
    );
    assert_overlay(
        "recruitment.foster_carers.largest_group = [1, 0, 0, 0]\n",
        "P0220",
        "[1, 0",
    );
}

#[test]
fn keys_for_foster_carers_are_not_for_adopters() {
    assert_overlay(
        "recruitment.adopters.places = [1, 0, 0, 0]\n",
        "P0220",
        "[1, 0",
    );
    let enquiries = "recruitment.new = { kind = \"adoptive\", largest_group = [1, 0, 0, 0], \
        ages = [{ share = 1, from = 0, to = 5 }], takes_additional_needs = 0.5, takes_complex_needs = 0, \
        leaving_from_years = [0], leaving_a_year = [0.4], cost_per_approval = 0, enquiries_a_year = 5, \
        conversion_to_application = 0.1, conversion_to_approval = 0.5, consortium = true }\n";
    assert_overlay(enquiries, "P0220", "true");
}

#[test]
fn no_fewer_accept_at_an_activity_day() {
    assert_overlay(
        "adoption.activity_interval_days = 90\nadoption.activity_acceptance = 0.001\n",
        "P0221",
        "0.001",
    );
    // Unless it is said, as many accept as at a panel; so phasing in starts from there.
    let scenario = overlay(
        "from = 2018-04-01\nphase_in_months = 2\nadoption.activity_interval_days = 90\n\
         adoption.activity_acceptance = 0.4\n",
    );
    let steps: Vec<_> = scenario
        .model
        .regimes
        .iter()
        .map(|r| &r.params.adoption)
        .collect();
    let usual = steps[0].acceptance;
    let accept: Vec<_> = steps.iter().map(|a| a.activity_acceptance).collect();
    assert_eq!(accept, [usual, usual * 0.5 + 0.4 * 0.5, 0.4]);
    let days: Vec<_> = steps.iter().map(|a| a.activity_interval_days).collect();
    assert_eq!(days, [f64::INFINITY, 180.0, 90.0]);
}

#[test]
fn fostering_for_adoption_needs_carers_approved_for_both() {
    assert_overlay(
        "adoption.fostering_for_adoption = [0.3, 0, 0, 0, 0, 0]\n",
        "P0222",
        "[0.3",
    );
    overlay(
        "adoption.fostering_for_adoption = [0.3, 0, 0, 0, 0, 0]\nrecruitment.adopters.dual_approved = 0.2\n",
    );
}

#[test]
fn ethnic_groups_add_to_one() {
    let groups = "[0.7, 0.1, 0.1, 0.05, 0.01]";
    for key in ["entries", "recruitment.adopters"] {
        assert_overlay(&format!("{key}.ethnic_group = {groups}\n"), "P0201", "[0.7");
    }
}

#[test]
fn what_is_said_of_adoption_becomes_parameters() {
    use permanence::care::household::Provider;
    let text = "adoption.register_after_days = 30\nadoption.reserve_for_groups = true\nrecruitment.adopters.provider = \"regional\"\nrecruitment.adopters.returns = 0.1\nprices.inter_agency_fee = [27000, 43000.5, 60000, 0]\n";
    let scenario = overlay(text);
    let params = &scenario.model.regimes[0].params;
    assert_eq!(params.adoption.register_after_days, 30.0);
    assert!(params.adoption.reserve_for_groups);
    assert!(params.adoption.activity_interval_days.is_infinite());
    assert_eq!(params.recruitment[1].provider, Provider::Regional);
    assert_eq!(params.recruitment[1].returns, 0.1);
    let fee = [2_700_000, 4_300_050, 6_000_000, 0].map(Pence);
    let whole = |fee: StagedFee| Pence(fee.first.0 + fee.rest.0);
    assert_eq!(scenario.prices.inter_agency_fee.map(whole), fee);
}

#[test]
fn codes_are_unique_and_explained() {
    for (n, (code, title, text)) in CODES.iter().enumerate() {
        assert!(code.starts_with('P') && code.len() == 5 && !title.is_empty() && !text.is_empty());
        assert!(
            CODES[..n].iter().all(|(other, _, _)| other < code),
            "{code} is in order"
        );
    }
    // Every code that a source file names is in the table.
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut raised = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let named = text
                .match_indices("P0")
                .filter_map(|(at, _)| text.get(at..at + 5));
            let code = |code: &&str| code[1..].bytes().all(|digit| digit.is_ascii_digit());
            raised.extend(named.filter(code).map(str::to_owned));
        }
    }
    for kind in ["P00", "P01", "P02", "P03", "P04", "P05"] {
        assert!(raised.iter().any(|code| code.starts_with(kind)), "{kind}");
    }
    assert!(raised.len() > 100);
    for code in raised {
        assert!(explain_code(&code).is_some(), "{code} is explained");
    }
}

#[test]
fn colour_is_added_only_when_asked_for() {
    let found = load(&[("empty.toml", "")]).expect_err("an error");
    assert!(!found.render(false).contains('\u{1b}'));
    assert!(found.render(true).contains("\u{1b}[1;31merror[P0102]"));
}

#[test]
fn the_message_looks_like_a_compilers() {
    let text = edited("legal_advice_days = 28", "legal_advice_days = \"28 days\"");
    let found = load(&[("baseline.toml", &text)]).expect_err("an error");
    let line = place(&text, "\"28 days\"").0;
    let expected = format!(
        "error[P0104]: `court.legal_advice_days` is a number (days), but here is the text \"28 days\"\n  --> baseline.toml:{line}:21\n   |\n{line} | legal_advice_days = \"28 days\"\n   |                     ^^^^^^^^^ write 28\n   = help: write 28, without quotes and without a unit"
    );
    assert_eq!(found.to_string(), expected);
}

// Whatever comes, there is an answer.

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,400}") {
        if let Err(found) = load(&[("any.toml", &text)]) {
            prop_assert!(!found.to_string().is_empty());
        }
    }

    #[test]
    fn toml_like_text_gets_an_answer(text in "([a-z_.\"]{1,8} ?= ?[-0-9a-z\"\\[\\]{},. =#]{0,20}\n|\\[[a-z_.]{0,12}\\]\n){0,20}") {
        let text = format!("extends = \"baseline.toml\"\n{text}");
        if let Err(found) = load(&[("baseline.toml", BASELINE), ("any.toml", &text)]) {
            prop_assert!(!found.render(true).is_empty());
        }
    }

    #[test]
    fn a_mutilated_baseline_gets_an_answer(
        cuts in proptest::collection::vec((0.0..1.0f64, 0usize..12, "[-0-9a-z\"\\[\\]{},.=#\\n]{0,6}"), 1..4)
    ) {
        let mut text: Vec<char> = BASELINE.chars().collect();
        for (at, length, insert) in cuts {
            let from = (at * text.len() as f64) as usize;
            let to = (from + length).min(text.len());
            text.splice(from..to, insert.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(found) = load(&[("any.toml", &text)]) {
            prop_assert!(found.iter().all(|d| !d.help.is_empty() && d.at.line >= 1 && d.at.column >= 1));
            prop_assert!(!found.to_string().is_empty());
        }
    }

    #[test]
    fn any_number_anywhere_gets_an_answer(
        which in 0.0..1.0f64,
        number in prop_oneof![Just("inf".to_owned()), Just("nan".to_owned()), Just("-0.0".to_owned()), Just("1e308".to_owned()), Just("5e-324".to_owned()), Just("99999999999999999999999".to_owned()), (-10.0..1e7f64).prop_map(|n| n.to_string())],
    ) {
        let numbers: Vec<(usize, usize)> = number_spans(BASELINE);
        let (from, to) = numbers[(which * numbers.len() as f64) as usize];
        let text = format!("{}{number}{}", &BASELINE[..from], &BASELINE[to..]);
        if let Err(found) = load(&[("any.toml", &text)]) {
            prop_assert!(!found.to_string().contains("please report"), "{}", found);
        }
    }
}

/// Where numbers stand after a space or a bracket.
fn number_spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() && at > 0 && matches!(bytes[at - 1], b' ' | b'[');
        let end = (at..bytes.len()).find(|i| !bytes[*i].is_ascii_digit() && bytes[*i] != b'.');
        let end = end.unwrap_or(bytes.len());
        if begins {
            spans.push((at, end));
        }
        at = if begins { end.max(at + 1) } else { at + 1 };
    }
    spans
}

// Enquiries, supports, busy years.

const ENQUIRIES: &str =
    "enquiries_a_year = 660\nconversion_to_application = 0.1\nconversion_to_approval = 0.5\n";

#[test]
fn a_strand_counts_enquiries_or_approvals_and_converts_what_it_counts() {
    let both = format!("approvals_a_year = 25\n{ENQUIRIES}");
    assert_edit("approvals_a_year = 25\n", &both, "P0230", "25\nenquiries");
    let stray = "approvals_a_year = 25\nconversion_to_approval = 0.5\n";
    assert_edit("approvals_a_year = 25\n", stray, "P0230", "0.5\nstart");
    let one = "enquiries_a_year = 660\nconversion_to_application = 0.1\n";
    assert_edit("approvals_a_year = 25\n", one, "P0230", "660");
    assert_overlay(
        "recruitment.foster_carers.enquiries_a_year = 660\n\
         recruitment.foster_carers.conversion_to_application = 0.1\n\
         recruitment.foster_carers.conversion_to_approval = 0.5\n",
        "P0311",
        "660",
    );
}

#[test]
fn an_enquiry_becomes_an_approval_by_the_shares_and_stages_given() {
    let text = edited("approvals_a_year = 25\n", ENQUIRIES);
    let lever = "extends = \"baseline.toml\"\nfrom = 2019-04-01\n\
                 recruitment.foster_carers.enquiries_a_year = 990\n\
                 recruitment.foster_carers.stage_2_days = 90\n";
    let files = [("baseline.toml", text.as_str()), ("option.toml", lever)];
    let model = load(&files).unwrap_or_else(|e| panic!("{e}")).model;
    let strands: Vec<_> = model
        .regimes
        .iter()
        .map(|r| &r.params.recruitment[0])
        .collect();
    let at_random = |a_year| Approvals::AtRandom {
        a_year,
        reference: 660.0,
    };
    assert_eq!(strands[0].approvals, at_random(660.0));
    assert_eq!(strands[1].approvals, at_random(990.0));
    let stages = |n: usize| {
        let pipeline = strands[n].pipeline.as_ref().expect("it counts enquiries");
        (pipeline.stage_1.mean(), pipeline.stage_2.mean())
    };
    assert_eq!((stages(0), stages(1)), ((61.0, 122.0), (61.0, 90.0)));
}

#[test]
fn a_support_begins_with_the_option_that_adds_it() {
    let scenario = overlay(
        "from = 2019-04-01\nsupport.respite.share = 0.3\nsupport.respite.factor = 0.8\n\
         support.respite.a_week = 25\n",
    );
    let regimes = scenario.model.regimes.iter();
    let supports: Vec<_> = regimes.map(|r| r.params.supports[0].clone()).collect();
    let shares: Vec<_> = supports.iter().map(|s| (s.share, s.factor)).collect();
    assert_eq!(shares, [(0.0, 0.8), (0.3, 0.8)]);
    assert_eq!(scenario.model.opening.supports[0].share, 0.0);
    assert_eq!(scenario.prices.support_weekly, [Pence(2_500)]);
}

#[test]
fn a_scenario_has_no_more_supports_than_can_be_kept() {
    let line = |n: u32| format!("support.s{n}.share = 0.0{n:03}\nsupport.s{n}.a_week = 5\n");
    let text: String = (0..65).map(line).collect();
    assert_overlay(&text, "P0231", "0.0064");
    overlay(&(0..64).map(line).collect::<String>());
}

#[test]
fn the_price_of_a_support_does_not_change_later() {
    let baseline = edited("[stock]\n", "[support.respite]\na_week = 20\n\n[stock]\n");
    let text = "extends = \"baseline.toml\"\nfrom = 2019-04-01\nsupport.respite.a_week = 30\n";
    let files = [("baseline.toml", baseline.as_str()), ("option.toml", text)];
    let found = load(&files).expect_err("an error");
    assert_reported(&found, "P0309", "option.toml", place(text, "30"));
}

#[test]
fn busy_years_are_no_decision() {
    assert_overlay("entries.dispersion = 3\n", "P0232", "3");
    let model = overlay("assumption = true\nentries.dispersion = 3\n").model;
    assert_eq!(model.opening.entries.dispersion, 3.0);
}

#[test]
fn factors_of_matches_and_distance_count_among_the_moves_there_can_be() {
    let far = "[stability]\ndistance_factor = 100\nmatched_factor = 100\n";
    let found = load(&[("baseline.toml", &edited("[stability]\n", far))]).expect_err("an error");
    assert_eq!(found.iter().next().map(|d| d.code), Some("P0218"));
}

/// Halfway through a year's phasing in, a share that nobody had set is halfway from its default.
#[test]
fn what_no_file_said_is_phased_in_from_its_default() {
    let scenario = overlay(
        "from = 2018-04-01\nphase_in_months = 2\nafter_eighteen.staying_put = 0.6\nprices.staying_put_a_week = 0\n\
         fostering.match_days = 100\nfostering.current_placement_right = 0.8\n",
    );
    let regimes = scenario.model.regimes.iter();
    let steps: Vec<_> = regimes
        .map(|r| {
            let fostering = &r.params.fostering;
            let put = r.params.after_eighteen.staying_put;
            (
                put,
                fostering.match_days.mean(),
                fostering.current_placement_right,
            )
        })
        .collect();
    assert_eq!(
        steps,
        [(0.0, 180.0, 1.0), (0.3, 140.0, 0.9), (0.6, 100.0, 0.8)]
    );
}

/// Halfway, lists start from their default, never (`inf`) from a rate of none, and lengths of time of another
/// shape from a share of none.
#[test]
fn lists_what_never_happened_and_other_shapes_are_phased_in_too() {
    let scenario = overlay(
        "from = 2018-04-01\nphase_in_months = 2\nsearch.near = [0.5, 0.5, 0.5]\n\
         adoption.by_foster_carer = [0.2, 0.2, 0.2, 0.2, 0.2, 0.2]\n\
         planning.caseload_target = 500\n\
         adoption.revocation_days = { uniform = { low = 10, high = 30 } }\n",
    );
    let steps: Vec<_> = scenario.model.regimes.iter().map(|r| &r.params).collect();
    let before = steps[0].adoption.revocation.mean();
    let halfway = steps[1];
    assert_eq!(halfway.search.near, [0.75; 3]);
    assert_eq!(halfway.adoption.by_foster_carer, [0.1; 6]);
    assert_eq!(halfway.planning.caseload_target, 1000.0);
    let mean = halfway.adoption.revocation.mean();
    assert!((mean - (before + 20.0) / 2.0).abs() < 1e-9, "{mean}");
    assert_eq!(steps[2].adoption.revocation.mean(), 20.0);
    assert!(!scenario.warnings.to_string().contains("P0408"));
}

/// What cannot be phased in is said to hold at once, with a remedy; a strand that grows by itself is not.
#[test]
fn what_cannot_be_phased_in_is_warned_of_and_said_to_hold_at_once() {
    let scenario = overlay(
        "from = 2018-04-01\nphase_in_months = 6\nsearch.choice = \"with_siblings\"\n\
         planning.parallel = 1\n[homes.elm]\nbeds = 4\na_week = 2600\n\
         [option.work]\ncost_a_year = 1000\n",
    );
    let warned: Vec<_> = scenario
        .warnings
        .iter()
        .map(|w| (w.code, w.at.line))
        .collect();
    assert_eq!(
        warned,
        [("P0408", 4), ("P0408", 7)],
        "{}",
        scenario.warnings
    );
    let lines = scenario.overlays[0].lines();
    let ends = |what: &str, end: &str| {
        let line = lines.iter().find(|l| l.contains(what)).expect(what);
        assert!(line.ends_with(end), "{line}");
    };
    ends("search.choice", "from 1 April 2018 at once");
    ends("[homes.elm]", "from 1 April 2018 at once");
    ends("planning.parallel", "over 6 months");
    ends("[option.work]", "over 6 months");
}

/// Legal, and hardly meant: each is warned of where it stands, with this code.
#[test]
fn what_is_possible_and_hardly_meant_is_warned_of() {
    let free = "[option.work]\ncost_a_year = 0\n";
    for (line, code) in [
        ("adoption.minimum_with_adopters_days = 30", "P0409"),
        ("adoption.panel_slots = 0", "P0409"),
        ("adoption.minimum_with_adopters_days = 1001", "P0409"),
        ("adoption.acceptance = 0", "P0409"),
        (
            "adoption.fostering_for_adoption = [0.6, 0, 0, 0, 0, 0]\nrecruitment.adopters.dual_approved = 0.5",
            "P0409",
        ),
        (
            "recruitment.adopters.ages = [{ share = 0.4, from = 10, to = 14 }, { share = 0.6, from = 11, to = 18 }]",
            "P0409",
        ),
        (
            "recruitment.adopters.takes_other_ethnic_groups = 0\nrecruitment.adopters.ethnic_group = [0.5, 0, 0, 0.5, 0]",
            "P0409",
        ),
        ("search.in_house_acceptance = [0, 0, 0, 0, 0]", "P0409"),
        ("search.agency_offer = [0, 0, 0, 0, 0]", "P0409"),
        ("adoption.split_after_days = 28", "P0409"),
        (
            "relatives.emergency_placement = 0.2\nrelatives.suitable = [0, 0, 0, 0, 0]",
            "P0409",
        ),
        (
            "recruitment.foster_carers.ramp_up_months = 36\nrecruitment.foster_carers.until = 2018-04-01",
            "P0409",
        ),
        ("recruitment.foster_carers.until = 2048-04-01", "P0404"),
        ("court.proceedings_days = 0", "P0409"),
        (
            "court.proceedings_days = { value = { lognormal = { mean = 182, sd = 60 } }, low = { lognormal = { mean = 182, sd = 90 } }, high = { lognormal = { mean = 182, sd = 20 } } }",
            "P0409",
        ),
        ("court.pre_proceedings_diverts = 0.2", "P0409"),
        ("stability.separated_factor = 0.9", "P0409"),
        (
            "stability.new_worker_factor = 0.9\nplanning.worker_changes_a_year = 0.4",
            "P0409",
        ),
        (
            "search.choice = \"with_siblings\"\nsearch.order = [\"agency\", \"childrens_home\"]",
            "P0404",
        ),
        (
            "search.order = [\"in_house\", \"relatives\", \"childrens_home\"]",
            "P0404",
        ),
        (
            "adoption.register_after_days = 30\nrecruitment.adopters.provider = \"register\"\nprices.inter_agency_fee = [0, 0, 0, 0]",
            "P0404",
        ),
        (
            "team.assessors = { stage = \"carers_assessment\", servers = 2, days_per_case = 20 }",
            "P0404",
        ),
        (
            "adoption.reserve_for_groups = true\nrecruitment.adopters.largest_group = [1, 0, 0, 0]",
            "P0404",
        ),
    ] {
        let found = overlay(&format!("{line}\n{free}")).warnings;
        let warned: Vec<_> = found.iter().map(|w| (w.code, w.at.line)).collect();
        assert_eq!(warned, [(code, 2)], "{line}\n{found}");
    }
    let both = "adoption.register_after_days = 70\nadoption.regional_after_days = 80\n";
    let said = overlay(&format!("{both}{free}")).warnings.to_string();
    assert!(
        said.contains("P0409") && said.contains("asked before"),
        "{said}"
    );
    let fees = "assumption = true\nprices.inter_agency_fee = [27000, 20000, 60000, 68000]\n";
    assert!(overlay(fees).warnings.to_string().contains("P0409"));
}

/// What makes each of these sensible silences the warning.
#[test]
fn what_makes_a_doubtful_setting_sensible_silences_the_warning() {
    for lines in [
        "adoption.fostering_for_adoption = [0.57, 0, 0, 0, 0, 0]\nrecruitment.adopters.dual_approved = 0.5",
        "recruitment.adopters.ages = [{ share = 0.4, from = 9, to = 14 }, { share = 0.6, from = 11, to = 18 }]",
        "recruitment.adopters.takes_other_ethnic_groups = 0\nrecruitment.adopters.ethnic_group = [0.5, 0, 0, 0.5, 0]\n\
         entries.ethnic_group = [0.9, 0, 0, 0.1, 0]",
        "search.in_house_acceptance = [0, 0, 0, 0, 0.1]",
        "court.pre_proceedings_diverts = 0.2\ncourt.pre_proceedings_days = 84",
        "court.pre_proceedings_diverts = 0.2\n\
         team.t = { stage = \"pre_proceedings\", servers = 9, days_per_case = 20 }",
        "stability.separated_factor = 1",
    ] {
        let found = overlay(&format!("{lines}\noption.work.cost_a_year = 0\n")).warnings;
        assert!(found.is_empty(), "{lines}\n{found}");
    }
}

/// Nobody's plan is a children's home: none is there by plan, and none comes to be.
#[test]
fn a_planned_transition_without_residential_plans_does_nothing() {
    let base = |homes: &str| {
        edited(
            "residential_plan = [0, 0, 0.05, 0.20, 0.20]",
            "residential_plan = [0, 0, 0, 0, 0]",
        )
        .replace("overflow_share = 0.6", homes)
    };
    let warned = |base: &str| {
        let text = "extends = \"baseline.toml\"\nfostering.planned_transition = 0.5\noption.x.one_off = 0\n";
        let loaded = load(&[("baseline.toml", base), ("option.toml", text)]);
        let codes = loaded.expect("only a warning").warnings;
        codes.iter().map(|w| w.code).collect::<Vec<_>>()
    };
    assert_eq!(warned(&base("overflow_share = 1")), ["P0404"]);
    assert!(warned(&base("overflow_share = 0.6")).is_empty());
    assert!(warned(BASELINE).is_empty());
}

/// Four workers have 4 × 365.25 = 1,461 days a year. Of 500 enquiries 500 × 0.12 × 0.5 = 30 are assessed for
/// approval: of 48 days each they ask for 1,440, of 49 for 1,470, which takes 5.
#[test]
fn a_team_with_more_work_than_time_is_warned_of() {
    let warned = |days: u32, until: &str| {
        let text = format!(
            "recruitment.new = {{ kind = \"foster\", places = [1, 0, 0, 0], \
             ages = [{{ share = 1, from = 0, to = 18 }}], takes_additional_needs = 0.5, takes_complex_needs = 0, \
             leaving_from_years = [0], leaving_a_year = [0.1], cost_per_approval = 0, enquiries_a_year = 500, \
             conversion_to_application = 0.12, conversion_to_approval = 0.5{until} }}\n\
             team.assessors = {{ stage = \"carers_assessment\", servers = 4, days_per_case = {days} }}\n"
        );
        overlay(&text).warnings
    };
    assert!(warned(48, "").is_empty(), "{}", warned(48, ""));
    let found = warned(49, "");
    assert_eq!(found.iter().map(|w| w.code).collect::<Vec<_>>(), ["P0409"]);
    assert!(found.to_string().contains("write 5 `servers`"), "{found}");
    assert!(warned(49, ", until = 2020-04-01").is_empty());
}

/// A team stands in place of its stage's length: a decision about the length changes nothing.
#[test]
fn a_length_that_a_team_stands_in_place_of_does_nothing() {
    let team = |stage: &str| {
        format!(
            "extends = \"baseline.toml\"\nassumption = true\nteam.t = {{ stage = \"{stage}\", servers = 9, days_per_case = 7 }}\n"
        )
    };
    let warned = |stage: &str, lines: &str| {
        let text = format!("extends = \"team.toml\"\n{lines}\noption.work.cost_a_year = 0\n");
        let files = [
            ("baseline.toml", BASELINE),
            ("team.toml", &team(stage)),
            ("option.toml", &text),
        ];
        let found = load(&files).unwrap_or_else(|e| panic!("{e}")).warnings;
        let idle = found.iter().filter(|w| w.code == "P0404");
        idle.map(|w| (w.at.line, w.help.clone()))
            .collect::<Vec<_>>()
    };
    for (stage, length) in [
        ("legal_advice", "court.legal_advice_days"),
        ("home_assessment", "planning.home_assessment_days"),
        ("relatives_assessment", "relatives.assessment_days"),
        ("adoption_assessment", "planning.adoption_assessment_days"),
        ("legal_planning", "court.legal_planning_meeting_days"),
        ("pre_proceedings", "court.pre_proceedings_days"),
    ] {
        let found = warned(stage, &format!("{length} = 7"));
        assert_eq!(found.len(), 1, "{stage}");
        assert!(
            found[0].0 == 2 && found[0].1.contains("`servers` of [team.t]"),
            "{found:?}"
        );
        let other = if stage == "legal_advice" {
            "pre_proceedings"
        } else {
            "legal_advice"
        };
        assert!(
            warned(other, &format!("{length} = 7")).is_empty(),
            "{stage}"
        );
    }
    assert!(
        warned("legal_advice", "court.legal_advice_days = 28").is_empty(),
        "no change"
    );
    assert!(
        warned(
            "legal_advice",
            "assumption = true\ncourt.legal_advice_days = 7\n#"
        )
        .is_empty()
    );
    // The length holds until the team comes.
    let later = "team.late = { stage = \"pre_proceedings\", servers = 9, days_per_case = 7 }\n\
                 court.pre_proceedings_days = 84\n";
    assert_eq!(
        overlay(later)
            .warnings
            .iter()
            .filter(|w| w.code == "P0404")
            .count(),
        1
    );
    let length =
        "extends = \"baseline.toml\"\ncourt.pre_proceedings_days = 84\noption.a.one_off = 0\n";
    let team = "extends = \"length.toml\"\nfrom = 2019-04-01\n\
                team.late = { stage = \"pre_proceedings\", servers = 9, days_per_case = 7 }\n";
    let files = [
        ("baseline.toml", BASELINE),
        ("length.toml", length),
        ("team.toml", team),
    ];
    let found = load(&files).unwrap_or_else(|e| panic!("{e}")).warnings;
    assert!(found.is_empty(), "{found}");
}

/// A part of a case is no case: a panel that can match half a case would match none.
#[test]
fn panels_match_whole_cases() {
    assert_overlay("adoption.panel_slots = 0.5\n", "P0105", "0.5");
    assert_overlay("adoption.panel_slots = -1\n", "P0105", "-1");
    let slots = |value: &str| {
        let text = format!("assumption = true\nadoption.panel_slots = {value}\n");
        overlay(&text).model.opening.adoption.panel_slots
    };
    assert_eq!((slots("3"), slots("inf")), (3.0, f64::INFINITY));
    // From 3 to 6 in two steps: 4.5 is 5.
    let base = edited("acceptance = 0.05", "acceptance = 0.05\npanel_slots = 3");
    let text = "extends = \"baseline.toml\"\nphase_in_months = 2\nadoption.panel_slots = 6\n";
    let scenario = load(&[("baseline.toml", &base), ("option.toml", text)]);
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let steps = regimes(&scenario.model).into_iter();
    let steps: Vec<f64> = steps.map(|(_, p)| p.adoption.panel_slots).collect();
    assert_eq!(steps, [3.0, 5.0, 6.0]);
}

/// A key set to its default where no file said it is no change.
#[test]
fn setting_a_default_is_no_change() {
    let scenario = overlay(
        "adoption.pooled = false\nsearch.choice = \"fewest_places_left\"\nplanning.parallel = 1\n\
         option.work.cost_a_year = 0\n",
    );
    let keys: Vec<_> = scenario.overlays[0]
        .changes
        .iter()
        .map(|c| c.key.as_str())
        .collect();
    assert_eq!(keys, ["planning.parallel", "[option.work]"]);
}

#[test]
fn those_who_stay_put_at_the_start_have_places() {
    let many = "assumption = true\nstock.staying_put = 900\n";
    assert_overlay(many, "P0233", "900");
    let model =
        overlay("assumption = true\nstock.staying_put = 5\nprices.staying_put_a_week = 0\n").model;
    assert_eq!(model.stock.staying_put, 5);
}

#[test]
fn seasons_have_the_mean_one_and_keep_the_years_entries() {
    let doubled = "entries.season = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]\n";
    assert_overlay(doubled, "P0234", "[2, 2");
    let uneven = "entries.season = [2.1, 1.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]\n";
    let season = overlay(uneven).model.regimes[0].params.entries.season;
    let days = [
        31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0,
    ];
    let a_year: f64 = season
        .iter()
        .zip(days)
        .map(|(factor, days)| factor * days)
        .sum();
    assert!((a_year - 365.25).abs() < 1e-9, "{a_year}");
}

#[test]
fn other_ends_are_shares_and_nobody_is_independent_before_sixteen() {
    let young = "leaving.ends_under_16 = [0.1, 0.1, 0, 0.2, 0.02, 0.58]\n";
    assert_overlay(young, "P0235", "[0.1, 0.1");
    let less = "leaving.ends_at_18 = [0.4, 0.1, 0.4]\n";
    assert_overlay(less, "P0201", "[0.4, 0.1");
}

#[test]
fn a_home_has_beds_a_price_and_ages_that_somebody_has() {
    let no_price = "homes.elm.beds = 4\n";
    assert_overlay(no_price, "P0236", "4\n");
    let no_beds = "homes.elm.a_week = 2600\n";
    assert_overlay(no_beds, "P0236", "2600");
    let nobody = "[homes.elm]\nbeds = 4\na_week = 2600\nages = [16, 16]\n";
    assert_overlay(nobody, "P0236", "[16, 16]");
    let home =
        "[homes.elm]\nbeds = 4\na_week = 2600\nages = [10, 18]\ntakes_complex_needs = false\n";
    let built = overlay(home);
    let elm = &built.model.regimes[0].params.homes[0];
    assert_eq!(
        (elm.beds, elm.age_from, elm.takes_complex_needs),
        (4, 10.0, false)
    );
    assert_eq!(
        built.model.opening.homes[0].beds, 0,
        "it opens with the decision"
    );
    assert_eq!(
        built.prices.home_bed_weekly,
        [permanence::finance::prices::Pence(260_000)]
    );
}

#[test]
fn own_carers_are_chosen_by_a_rule_that_there_is() {
    assert_overlay("search.choice = \"nearest\"\n", "P0107", "\"nearest\"");
    let model = overlay("search.choice = \"with_siblings\"\n").model;
    let choice = model.regimes[0].params.search.choice;
    assert_eq!(choice, permanence::care::choice::Choice::WithSiblings);
}

// Slips that everybody makes.

/// The only message for an overlay's line of this kind: its words and its remedy.
fn slip(line: &str) -> String {
    let text = format!("title = \"A slip\"\nextends = \"baseline.toml\"\n{line}\n");
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", &text)]).expect_err("an error");
    assert_eq!(found.len(), 1, "one error only:\n{found}");
    assert!(found.iter().all(|d| d.at.line == 3), "{found}");
    found.to_string()
}

#[test]
fn a_date_percentage_or_sum_written_as_people_do_is_answered_with_what_to_write() {
    for (line, write) in [
        ("from = 01/04/2019", "write 2019-04-01"),
        ("from = 1.4.2019", "write 2019-04-01"),
        ("from = 2019-4-1", "write 2019-04-01"),
        ("from = \"01/04/2019\"", "write 2019-04-01"),
        ("from = \"2019-4-1\"", "write 2019-04-01"),
        ("planning.parallel = 90%", "write 0.9"),
        ("planning = { parallel = { value = 90% } }", "write 0.9"),
        ("prices.proceedings = £30,000", "write 30000"),
        ("prices.proceedings = 30,000", "write 30000"),
        ("prices.proceedings = £30000 # a year", "write 30000"),
        ("planning.parallel = “0.9”", "straight quotation marks"),
        ("planning.parallel = 0,5", "write 0.5"),
        ("planning.parallel = \"0,5\"", "write 0.5"),
        (
            "planning = { parallel = { value = 0,5, low = 0,4 } }",
            "write 0.5",
        ),
        (
            "planning.parallel = [0,5]",
            "decimals have a point: 0.5, not 0,5",
        ),
        ("prices.proceedings = 1.234,50", "write 1234.5"),
        ("prices.proceedings = \"570,50\"", "write 570.5"),
        ("prices.proceedings = 30 000", "write 30000"),
        ("[prîces]", "did you mean `prices`?"),
        (
            "prices.proceedîngs = 3",
            "did you mean `prices.proceedings`?",
        ),
        ("[“prices”]", "without quotation marks: prices"),
        ("“from” = 2019-04-01", "without quotation marks: from"),
        ("[日本]", "plain letters without accents"),
    ] {
        let said = slip(line);
        assert!(said.contains(write), "{line}: {said}");
    }
    let unclosed = "planning.parallel = { value = 1, source = \"up 10% since 1/4/2019 }";
    let found = load(&[("baseline.toml", unclosed)]).expect_err("an error");
    assert!(!found.to_string().contains("write 0.1"), "{found}");
}

#[test]
fn a_budget_for_more_years_than_the_run_has_is_warned_of() {
    let warned = |amounts: &str| {
        let text = format!("{BASELINE}\n[budget]\na_year = {amounts}\n");
        let scenario = load(&[("baseline.toml", &text)]).expect("it can be used");
        scenario.warnings.to_string()
    };
    let years = load(&[("baseline.toml", BASELINE)]).expect("valid").years as usize;
    let amounts = |many: usize| format!("[{}]", vec!["1000"; many].join(", "));
    let said = warned(&amounts(years + 2));
    assert!(
        said.contains("P0407") && said.contains(&format!("has {} amounts", years + 2)),
        "{said}"
    );
    assert!(!warned(&amounts(years)).contains("P0407"));
}

#[test]
fn a_file_of_some_sections_that_extends_nothing_is_one_error() {
    let text = "title = \"Quicker\"\nfrom = 2019-04-01\n[court]\nlegal_advice_days = 7\n";
    let found = load(&[("option.toml", text)]).expect_err("an error");
    let missing: Vec<_> = found.iter().filter(|d| d.code == "P0102").collect();
    assert_eq!(missing.len(), 1, "{found}");
    assert!(
        missing[0]
            .help
            .starts_with("write extends = \"baseline.toml\""),
        "{found}"
    );
    assert!(
        found.len() <= 2,
        "at most a word on `from` besides:\n{found}"
    );
}

#[test]
fn a_strand_that_is_not_there_is_one_error_that_names_the_one_meant() {
    let text = "extends = \"baseline.toml\"\n[recruitment.foster]\napprovals_a_year = 30\n";
    let found = load(&[("baseline.toml", BASELINE), ("option.toml", text)]).expect_err("an error");
    assert_eq!(found.len(), 1, "{found}");
    assert!(
        found
            .to_string()
            .contains("did you mean recruitment.foster_carers?"),
        "{found}"
    );
}

#[test]
fn an_option_without_a_cost_is_warned_of_unless_it_says_so() {
    let codes = |text: &str| -> Vec<&'static str> {
        overlay(text).warnings.iter().map(|d| d.code).collect()
    };
    assert_eq!(codes("court.legal_advice_days = 14\n"), ["P0403"]);
    let free = "court.legal_advice_days = 14\noption.advice.cost_a_year = 0\n";
    assert_eq!(codes(free), [""; 0]);
    assert_eq!(
        codes("recruitment.foster_carers.approvals_a_year = 31\n"),
        [""; 0]
    );
    assert_eq!(
        codes("assumption = true\ncourt.legal_advice_days = 14\n"),
        [""; 0]
    );
}

#[test]
fn a_value_far_outside_the_baselines_range_is_warned_of() {
    let ranged = |value: &str| {
        let base = edited(
            "legal_advice_days = 28\n",
            "legal_advice_days = { value = 28, low = 20, high = 40 }\n",
        );
        let text = format!(
            "extends = \"baseline.toml\"\noption.advice.one_off = 0\ncourt.legal_advice_days = {value}\n"
        );
        let files = [("baseline.toml", base.as_str()), ("option.toml", &text)];
        load(&files).expect("only a warning").warnings
    };
    // The range is 20 wide, so everything from 0 to 60 passes.
    for fine in ["0", "14", "60"] {
        assert!(ranged(fine).is_empty(), "{fine}: {}", ranged(fine));
    }
    let found = ranged("61");
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["P0402"]);
    assert!(found.to_string().contains("20 to 40"), "{found}");
}

/// Where low and high are one figure, twice as much and nothing pass; beside 0 nothing is far.
#[test]
fn a_range_of_one_figure_is_as_wide_as_the_figure() {
    let ranged = |known: &str, value: &str| {
        let base = edited(
            "step_down_a_year = 0.5\n",
            &format!("step_down_a_year = {{ value = {known}, low = {known}, high = {known} }}\n"),
        );
        let text = format!(
            "extends = \"baseline.toml\"\noption.x.one_off = 0\nsearch.step_down_a_year = {value}\n"
        );
        let files = [("baseline.toml", base.as_str()), ("option.toml", &text)];
        let found = load(&files).expect("only a warning").warnings;
        found.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    for (known, value) in [("0.5", "0"), ("0.5", "0.2"), ("0.5", "1"), ("0", "5")] {
        assert!(ranged(known, value).is_empty(), "{known}, {value}");
    }
    assert_eq!(ranged("0.5", "1.1"), ["P0402"]);
    assert_eq!(ranged("0.5", "50"), ["P0402"]);
}

/// A baseline of authorities, and where a code is reported in it.
fn assert_authorities(text: &str, code: &str, at: &str) {
    let all = format!("{BASELINE}\n{text}");
    let found = load(&[("baseline.toml", &all)]).expect_err("it will not do");
    let tail = place(text, at);
    let above = BASELINE.matches('\n').count() + 1;
    assert_reported(&found, code, "baseline.toml", (above + tail.0, tail.1));
}

#[test]
fn a_pool_of_one_is_reported() {
    let text = "[authority.ash.adoption]\npooled = true\n[authority.elm]\n";
    assert_authorities(text, "P0240", "true");
    assert_overlay("adoption.pooled = true\n", "P0240", "true");
    let one = |name: &str| {
        format!(
            "[authority.{name}]\nagency = \"{name}\"\n[authority.{name}.adoption]\npooled = true\n"
        )
    };
    let apart = [one("ash"), one("elm")].concat();
    assert_authorities(&apart, "P0240", "true");
    let pooled = |name: &str, agency: &str| {
        format!("[authority.{name}]\n{agency}[authority.{name}.adoption]\npooled = true\n")
    };
    let north = [
        pooled("ash", "agency = \"north\"\n"),
        pooled("elm", "agency = \"north\"\n"),
    ];
    let forgotten = [pooled("oak", ""), pooled("yew", "")];
    let some = format!("{BASELINE}\n{}{}", north.concat(), forgotten.concat());
    let scenario = load(&[("baseline.toml", &some)]).unwrap_or_else(|e| panic!("{e}"));
    let warnings = scenario.warnings.to_string();
    assert!(
        warnings.contains("P0409") && warnings.contains("names no agency"),
        "{warnings}"
    );
    let two = "[authority.ash]\ncopies = 2\n[authority.ash.adoption]\npooled = true\n";
    let two = format!("{BASELINE}\n{two}");
    assert!(
        load(&[("baseline.toml", &two)]).is_ok(),
        "copies pool with each other"
    );
}

#[test]
fn what_belongs_to_an_authority_itself_is_sent_there() {
    let help = |lines: &str| {
        let all = format!("{BASELINE}\n{lines}");
        load(&[("baseline.toml", &all)])
            .expect_err("it will not do")
            .to_string()
    };
    let below = help("[authority.ash.adoption]\nagency = \"north\"\n");
    assert!(
        below.contains("belongs to [stability] or [authority.NAME]"),
        "{below}"
    );
    let misspelt = help("[authority.ash]\nagancy = \"north\"\n");
    assert!(misspelt.contains("did you mean `agency`?"), "{misspelt}");
}

#[test]
fn what_is_one_for_all_authorities_is_sent_to_the_top() {
    assert_authorities("[authority.ash]\ntitle = \"Ash\"\n", "P0241", "title");
    assert_authorities("[authority.ash.run]\nyears = 3\n", "P0241", "run");
    assert_authorities(
        "[authority.ash.council]\nname = \"Ash\"\n",
        "P0241",
        "council",
    );
    assert_authorities(
        "[authority.ash.prices]\ndiscount_rate = 0.02\n",
        "P0241",
        "discount_rate",
    );
    assert_authorities(
        "[authority.ash.authority.elm]\ncopies = 2\n",
        "P0241",
        "authority.elm",
    );
}

#[test]
fn an_unknown_key_of_an_authority_gets_a_suggestion() {
    assert_authorities(
        "[authority.ash.planning]\nparalel = 0.3\n",
        "P0101",
        "paralel",
    );
    assert_authorities("[authority.ash]\ncopis = 3\n", "P0101", "copis");
    assert_authorities(
        "[authority.ash.planing]\nparallel = 0.3\n",
        "P0101",
        "planing",
    );
    assert_authorities("[authority.Ash]\ncopies = 3\n", "P0112", "Ash");
    // `exits, home` is a route.
    assert_authorities("[authority.home]\ncopies = 3\n", "P0112", "home");
    assert_authorities("[authority.all]\ncopies = 3\n", "P0112", "all");
    assert_authorities("[authority.ash]\ncopies = 2.5\n", "P0105", "2.5");
    assert_authorities("[authority.ash.planning]\nparallel = 2\n", "P0105", "2");
}

#[test]
fn no_decision_brings_an_authority() {
    assert_overlay("[authority.ash.planning]\nparallel = 0.3\n", "P0242", "ash");
    let two = format!("{BASELINE}\n[authority.ash]\n[authority.elm]\n");
    let mistyped = "extends = \"baseline.toml\"\nauthority.elf.planning.parallel = 0.3\n";
    let found = load(&[("baseline.toml", &two), ("option.toml", mistyped)]).expect_err("elf");
    let codes: Vec<_> = found.iter().map(|d| d.code).collect();
    assert_eq!(
        codes,
        ["P0242"],
        "nothing is asked of an authority that is not there: {found}"
    );
    let base = format!("{BASELINE}\n[authority.ash]\ncopies = 2\n");
    let text = "extends = \"baseline.toml\"\nauthority.ash.copies = 3\n";
    let found = load(&[("baseline.toml", &base), ("option.toml", text)]).expect_err("copies");
    assert_reported(&found, "P0242", "option.toml", place(text, "3"));
    let belief = overlay("assumption = true\n[authority.ash]\ncopies = 2\n");
    assert_eq!(belief.authorities.len(), 1);
    assert!(
        belief.warnings.is_empty(),
        "it changes something: {}",
        belief.warnings
    );
}

#[test]
fn one_pool_has_one_panel() {
    let text = "[adoption]\npooled = true\n";
    let base = BASELINE.replacen("[adoption]\n", text, 1);
    let own = "[authority.ash.adoption]\npanel_interval_days = 5\n[authority.elm]\n";
    let all = format!("{base}\n{own}");
    let found = load(&[("baseline.toml", &all)]).expect_err("two timetables");
    assert!(found.iter().any(|d| d.code == "P0243"), "{found}");
}

/// A regional agency's adopters come to an authority that is in it.
#[test]
fn only_authorities_of_the_pool_have_its_partners() {
    let regional = "[authority.ash.recruitment.adopters]\nprovider = \"regional\"\n\
                    [authority.ash.prices]\ninter_agency_fee = [0, 0, 0, 0]\n";
    let two = format!("{regional}[authority.elm]\n[authority.oak]\n");
    assert_authorities(&two, "P0244", "\"regional\"");
    let others = format!(
        "{two}[authority.elm.adoption]\npooled = true\n[authority.oak.adoption]\npooled = true\n"
    );
    assert_authorities(&others, "P0244", "\"regional\"");
    let valid = |text: &str| {
        let all = format!("{BASELINE}\n{text}");
        load(&[("baseline.toml", &all)]).unwrap_or_else(|e| panic!("{e}"))
    };
    let common = format!("{BASELINE}[authority.elm]\n[authority.oak]\n")
        .replace(
            "kind = \"adoptive\"\n",
            "kind = \"adoptive\"\nprovider = \"regional\"\n",
        )
        .replace(
            "adoption_support",
            "inter_agency_fee = [0, 0, 0, 0]\nadoption_support",
        );
    let found = load(&[("baseline.toml", &common)]).expect_err("no pool at all");
    assert_eq!(found.len(), 1, "said of all, reported once: {found}");
    let too = format!("{others}[authority.ash.adoption]\npooled = true\n");
    assert_eq!(valid(&too).authorities.len(), 3);
    assert_eq!(
        valid(regional).authorities.len(),
        1,
        "one council has its regional strands"
    );
    let nobody = two.replace("\"regional\"", "\"regional\"\napprovals_a_year = 0");
    assert_eq!(
        valid(&nobody).authorities.len(),
        3,
        "a strand that recruits nobody"
    );
    // A strand that begins after the pool has a pool to come to.
    let late = two.replace("\"regional\"", "\"regional\"\nstart = 2019-04-01");
    let base = format!("{BASELINE}\n{late}");
    let pool = |from: &str| {
        format!(
            "extends = \"baseline.toml\"\nfrom = {from}\nadoption.pooled = true\noption.x.one_off = 0\n"
        )
    };
    let opened = |from: &str| load(&[("baseline.toml", &base), ("pool.toml", &pool(from))]);
    assert!(opened("2019-04-01").is_ok());
    let found = opened("2020-04-01").expect_err("a year without a pool");
    assert!(found.iter().all(|d| d.code == "P0244"), "{found}");
}

/// What is doubtful in one authority alone is warned of with its name, what is in all once.
#[test]
fn what_is_hardly_meant_in_one_authority_is_warned_of() {
    let warned = |text: &str| {
        let all = format!("{BASELINE}\n{text}");
        let found = load(&[("baseline.toml", &all)]).unwrap_or_else(|e| panic!("{e}"));
        let found = found.warnings;
        found
            .iter()
            .map(|w| (w.code, w.message.clone()))
            .collect::<Vec<_>>()
    };
    let one = warned("[authority.ash.adoption]\npanel_slots = 0\n[authority.elm]\n");
    assert_eq!(one.len(), 1, "{one:?}");
    assert!(
        one[0].0 == "P0409" && one[0].1.ends_with("(authority `ash`)"),
        "{one:?}"
    );
    assert!(warned("[authority.ash]\n[authority.elm]\n").is_empty());
    let all = edited("acceptance = 0.05", "acceptance = 0");
    let all = format!("{all}\n[authority.ash]\n[authority.elm]\n");
    let found = load(&[("baseline.toml", &all)])
        .expect("only a warning")
        .warnings;
    assert_eq!(found.len(), 1, "{found}");
    // What each authority says otherwise is not in force anywhere.
    let none = format!(
        "{all}[authority.ash.adoption]\nacceptance = 0.1\n[authority.elm.adoption]\nacceptance = 0.1\n"
    );
    let found = load(&[("baseline.toml", &none)]).expect("valid").warnings;
    assert!(found.is_empty(), "{found}");
}

#[test]
fn authorities_of_absurd_size_are_reported() {
    let text = "[authority.ash]\ncopies = 1000\n[authority.ash.entries]\nfirst_entries_a_year = [9000, 9000, 9000, 9000, 9000]\n";
    assert_authorities(text, "P0212", "[9000");
}

#[test]
fn a_mistake_of_one_authority_is_named_and_a_common_one_is_reported_once() {
    let one = "[authority.ash.entries]\ngroup_size = [0.5, 0.2, 0.1, 0.1]\n[authority.elm]\n";
    let all = format!("{BASELINE}\n{one}");
    let found = load(&[("baseline.toml", &all)]).expect_err("shares do not add up");
    assert_eq!(found.len(), 1, "{found}");
    assert!(
        found.iter().all(|d| d.message.contains("authority `ash`")),
        "{found}"
    );
    let common = "[entries]\n";
    let base = BASELINE
        .replacen(common, "[entries]\n", 1)
        .replace("yearly_change", "yearly_chang");
    let all = format!("{base}\n[authority.ash]\n[authority.elm]\n");
    let found = load(&[("baseline.toml", &all)]).expect_err("a misspelt key");
    let missing = found.iter().filter(|d| d.code == "P0102").count();
    assert_eq!(missing, 1, "{found}");
}

/// Each is legal and does nothing alone; beside the other it acts.
#[test]
fn what_does_nothing_is_warned_of_until_something_makes_it_matter() {
    for (idle, acting) in [
        (
            "entries.later_born_accepted = 0.5",
            "entries.later_born_a_year = 0.05",
        ),
        (
            "planning.handover_days = 21",
            "planning.worker_changes_a_year = 0.4",
        ),
        (
            "stability.new_worker_factor = 1.3",
            "planning.worker_changes_a_year = 0.4",
        ),
        (
            "court.nobody_responsible_days = 90",
            "entries.nobody_responsible = [0.1, 0, 0, 0, 0]",
        ),
        (
            "court.supervision_order_days = 180",
            "relatives.supervision_order = 0.2",
        ),
        (
            "relatives.emergency_fails = 0.3",
            "relatives.emergency_placement = 0.2",
        ),
        (
            "adoption.activity_acceptance = 0.4",
            "adoption.activity_interval_days = 90",
        ),
        (
            "adoption.foster_carer_after_days = 200",
            "adoption.by_foster_carer = [0.1, 0, 0, 0, 0, 0]",
        ),
        (
            "adoption.regional_after_days = 30",
            "recruitment.adopters.provider = \"regional\"\nprices.inter_agency_fee = [0, 0, 0, 0]",
        ),
        (
            "adoption.register_after_days = 60",
            "recruitment.adopters.provider = \"register\"\nprices.inter_agency_fee = [0, 0, 0, 0]",
        ),
        (
            "stability.matched_factor = 0.7",
            "fostering.formal_match = 0.5",
        ),
        (
            "stability.distance_factor = 1.2",
            "search.near = [1, 0.5, 0.5]",
        ),
        (
            "support.respite.factor = 0.8",
            "support.respite.share = 0.2\nsupport.respite.a_week = 0",
        ),
        (
            "fostering.match_days = 90",
            "fostering.current_placement_right = 0.8",
        ),
        (
            "after_eighteen.leaves_a_year = 0.2",
            "after_eighteen.staying_put = 0.5",
        ),
        (
            "recruitment.foster_carers.stage_1_days = 50",
            "recruitment.x.enquiries_a_year = 5",
        ),
        (
            "recruitment.adopters.dual_approved = 0.3",
            "adoption.fostering_for_adoption = [0.1, 0, 0, 0, 0, 0]",
        ),
        (
            "recruitment.adopters.returns_after_days = 400",
            "recruitment.adopters.returns = 0.1",
        ),
        (
            "recruitment.adopters.takes_other_ethnic_groups = 0.5",
            "entries.ethnic_group = [0.8, 0.2, 0, 0, 0]",
        ),
    ] {
        let warned = |lines: &str| -> Vec<String> {
            let text = format!("extends = \"baseline.toml\"\nassumption = true\n{lines}\n");
            let found = load(&[("baseline.toml", BASELINE), ("option.toml", &text)]);
            let found = found.map_or_else(|e| e, |scenario| scenario.warnings);
            let idle = found.iter().filter(|d| d.code == "P0404");
            idle.map(|d| format!("{} {}", d.message, d.help)).collect()
        };
        let said = warned(idle);
        let key = idle.split(' ').next().expect("a key");
        assert_eq!(said.len(), 1, "{idle}: {said:?}");
        assert!(
            said[0].contains(&format!("`{key}` does nothing")),
            "{said:?}"
        );
        let remedy = acting
            .split(' ')
            .next()
            .and_then(|key| key.rsplit('.').next());
        assert!(said[0].contains(remedy.expect("a key")), "{said:?}");
        if !acting.starts_with("recruitment.x") {
            assert_eq!(
                warned(&format!("{idle}\n{acting}")),
                Vec::<String>::new(),
                "{acting}"
            );
        }
    }
    let neutral =
        overlay("assumption = true\nplanning.handover_days = 0\nplanning.parallel = 0.4\n");
    assert!(neutral.warnings.is_empty(), "{}", neutral.warnings);
}

/// No shipped scenario says anything that does nothing.
#[test]
fn shipped_scenarios_say_nothing_idle() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = 0;
    for family in std::fs::read_dir(folder).expect("the folder is there") {
        let family = family.expect("readable").path();
        for file in std::fs::read_dir(&family).into_iter().flatten() {
            let file = file.expect("readable").path();
            let scenario = Scenario::load(&file).unwrap_or_else(|e| panic!("{e}"));
            let idle = scenario.warnings.iter().filter(|d| d.code == "P0404");
            assert_eq!(idle.count(), 0, "{}", scenario.warnings);
            files += 1;
        }
    }
    assert!(files > 60, "{files}");
}

#[test]
fn a_phase_in_beyond_the_run_is_warned_of() {
    let warned = |dates: &str| {
        let option =
            format!("{dates}\n[court]\nlegal_advice_days = 7\n[option.x]\ncost_a_year = 0\n");
        let codes = overlay(&option).warnings;
        codes.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    assert_eq!(warned("from = 2026-04-01\nphase_in_months = 12"), ["P0405"]);
    assert_eq!(warned("phase_in_months = 120"), ["P0405"]);
    assert_eq!(warned("from = 2026-04-01\nphase_in_months = 11"), [""; 0]);
    assert_eq!(warned("from = 2026-04-01"), [""; 0]);
}

/// A rate that is not the Green Book's 3.5 % keeps its name only if the label says which rate it is.
#[test]
fn a_label_that_names_the_green_book_beside_another_rate_is_warned_of() {
    let codes = |rate: &str, label: &str| -> Vec<&'static str> {
        let lines = format!("discount_rate = {rate}\ndiscount_label = \"{label}\"\n");
        let text = edited("discount_rate = 0.035\n", &lines);
        let read = load(&[("baseline.toml", &text)]).unwrap_or_else(|e| panic!("{e}"));
        read.warnings.iter().map(|d| d.code).collect()
    };
    assert_eq!(codes("0.03", "HM Treasury Green Book"), ["P0410"]);
    assert!(codes("0.03", "Green Book, 3.0 % for years 31 to 75").is_empty());
    assert!(codes("0.03", "the council's borrowing rate").is_empty());
    assert!(codes("0.035", "HM Treasury Green Book").is_empty());
}

/// For an analysis of sensitivity the rate changes in the baseline, and so on both sides.
#[test]
fn a_varied_discount_rate_holds_on_both_sides() {
    for scenario in [baseline(), overlay("planning.parallel = 0.9\n")] {
        let varied = scenario.with_assumptions(&[("prices.discount_rate", "0.03")]);
        let varied = varied.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(varied.prices.discount_rate, 0.03);
    }
}

/// Its keys have defaults: a price alone is a reading, with nothing cashable and nothing claimed.
#[test]
fn a_reading_needs_a_price_alone() {
    let text = format!("{BASELINE}\n[reading.fostering]\na_week = 569\n");
    let read = load(&[("baseline.toml", &text)]).unwrap_or_else(|e| panic!("{e}"));
    let [reading] = read.readings.as_slice() else {
        panic!("one reading: {:?}", read.readings);
    };
    let numbers = [
        reading.a_week,
        reading.cashable_share,
        reading.claimed_a_year,
    ];
    assert_eq!(
        (reading.name.as_str(), numbers),
        ("fostering", [569.0, 0.0, 0.0])
    );
    let text = format!("{BASELINE}\n[reading.fostering]\ncashable_share = 0.5\n");
    let found = load(&[("baseline.toml", &text)]).expect_err("it has no price");
    assert_reported(&found, "P0102", "baseline.toml", place(&text, "fostering]"));
}

/// A share that may be more than 1 is not told that it may not.
#[test]
fn a_percentage_in_place_of_a_share_is_told_how_to_write_it() {
    for (line, help) in [
        (
            "planning.parallel = 20",
            "shares are between 0 and 1: for 20 % write 0.2",
        ),
        (
            "option.o.cost_a_year = 1\noption.o.optimism_bias = 20",
            "1 is 100 %, 5 the most: for 20 % write 0.2",
        ),
    ] {
        let text = format!("extends = \"baseline.toml\"\n{line}\n");
        let found = load(&[("baseline.toml", BASELINE), ("option.toml", &text)]).expect_err(line);
        assert!(found.to_string().contains(help), "{found}");
    }
}
