//! `permanence recruit`: in small worlds the number of households is known by hand; more households are
//! the same households and more; what cannot be meant is refused.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use permanence::cli::builtin;
use permanence::experiment::recruit::{Mix, Recruitment, Setup, recruit};
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::question;
use permanence::experiment::{Error, Plan, run_one, shorten};
use permanence::output::recruit as report;
use permanence::output::table::Style;
use permanence::scenario::{self, Scenario, Target};

const BASELINE: &str = include_str!("fixtures/scenarios/baseline.toml");
const CHILDREN: u32 = 7;

/// Seven children in children's homes for want of a family, who stay in care; nobody else comes. Each
/// household takes any child and never leaves; one strand has one place, the other two.
fn seven_children() -> Scenario {
    let zeros = |n: usize| format!("[{}]", vec!["0"; n].join(", "));
    let set = |section: &str, key: &str, value: &str| format!("[{section}]\n{key} = {value}\n");
    let children =
        "[{ age = \"5_to_9\", legal = \"care_order\", placement = \"childrens_home\", count = 7 }]";
    let changes: Vec<(&str, &str, String)> = vec![
        ("entries", "first_entries_a_year", zeros(5)),
        (
            "search",
            "in_house_acceptance",
            "[1, 1, 1, 1, 1]".to_owned(),
        ),
        ("search", "agency_offer", zeros(5)),
        ("search", "residential_plan", zeros(5)),
        ("search", "step_down_a_year", "300".to_owned()),
        ("stability", "in_house", "0".to_owned()),
        ("stability", "childrens_home", "0".to_owned()),
        ("leaving", "under_16_a_year", "0".to_owned()),
        ("relatives", "suitable", zeros(5)),
        ("home", "after_order_factor", "0".to_owned()),
        (
            "home",
            "discharge_days",
            "{ exponential = { mean = 1e6 } }".to_owned(),
        ),
        ("stock", "group_size", "[1, 0, 0, 0]".to_owned()),
        ("stock", "additional_needs", zeros(5)),
        ("stock", "complex_needs", zeros(5)),
        ("stock", "returned_home_a_year", zeros(5)),
        ("stock", "special_guardianships", zeros(5)),
        ("stock", "child_arrangements", zeros(5)),
        ("stock", "awaiting_revocation", "0".to_owned()),
        ("stock", "overflow_share", "1".to_owned()),
        ("stock", "foster_households", zeros(4)),
        ("stock", "leaving_households", "0".to_owned()),
        ("stock", "unavailable_places", "0".to_owned()),
        ("stock", "adopters_waiting", "0".to_owned()),
        ("stock", "children", children.to_owned()),
    ];
    let mut text = "extends = \"baseline.toml\"\nassumption = true\n".to_owned();
    let mut sections: Vec<&str> = changes.iter().map(|(section, ..)| *section).collect();
    sections.dedup();
    for section in sections {
        let keys = changes.iter().filter(|(s, ..)| *s == section);
        let lines: String = keys
            .map(|(_, key, value)| format!("{key} = {value}\n"))
            .collect();
        text += &format!("[{section}]\n{lines}");
    }
    // The search looks for the council's own carers, so some are to come: after the years simulated.
    text += &set("recruitment.foster_carers", "start", "2026-04-01");
    for (name, places, cost) in [
        ("one_place", "[1, 0, 0, 0]", 10_000),
        ("two_places", "[0, 1, 0, 0]", 15_000),
    ] {
        text += &format!(
            "[recruitment.{name}]\nkind = \"foster\"\napprovals_a_year = 0\nplaces = {places}\n\
             ages = [{{ share = 1, from = 0, to = 18 }}]\ntakes_additional_needs = 1\ntakes_complex_needs = 1\n\
             leaving_from_years = [0]\nleaving_a_year = [0]\ncost_per_approval = {cost}\n"
        );
    }
    let files = [("baseline.toml", BASELINE), ("seven.toml", text.as_str())];
    Scenario::from_embedded(&files, "seven.toml")
        .unwrap_or_else(|why| panic!("{}", why.render(false)))
}

fn at_most(metric: &str, most: f64) -> Target {
    Target {
        metric: metric.to_owned(),
        at_least: None,
        at_most: Some(most),
        against_baseline: false,
        is_budget: false,
    }
}

fn setup(scenario: &Scenario, strands: &[&str], target: Target) -> Setup<'static> {
    let profile = |name: &&str| {
        scenario
            .profile(name, None)
            .expect("there is such a strand")
    };
    Setup {
        targets: vec![target],
        probability: 0.8,
        profiles: strands.iter().map(profile).collect(),
        recruit: scenario::Plan {
            authority: None,
            from: scenario.start,
            over_months: 12,
        },
        most: 40,
        budget: None,
        reps: 20,
        years: 2,
        plan: Plan::new(20, 3),
    }
}

fn nobody_in_homes() -> Target {
    at_most("children_in_care, children's homes", 0.0)
}

fn found(scenario: &Scenario, setup: &Setup<'_>) -> Recruitment {
    recruit(scenario, scenario, setup).expect("it can be searched")
}

fn smallest(mix: &Mix) -> (u32, Vec<u32>, f64) {
    let found = mix.found().expect("some number does");
    (
        found.households,
        found.by_strand.clone(),
        found.recruitment.mean,
    )
}

#[test]
fn seven_children_need_seven_places() {
    let scenario = seven_children();
    let recruitment = found(
        &scenario,
        &setup(&scenario, &["one_place"], nobody_in_homes()),
    );
    let mix = recruitment.answer().expect("seven do");
    assert_eq!(smallest(mix), (CHILDREN, vec![CHILDREN], 70_000.0));
    for number in &mix.numbers {
        let expected = f64::from(u8::from(number.households >= CHILDREN));
        assert_eq!(number.met.share, expected, "{}", number.households);
        let left = CHILDREN.saturating_sub(number.households);
        assert_eq!(number.measured[0], f64::from(left), "{}", number.households);
    }
    let between = mix.between.expect("the answer's");
    assert_eq!((between.least, between.most), (CHILDREN, Some(CHILDREN)));
    assert!(mix.falls.is_empty());
    let page = report::page(&recruitment, Style::Plain);
    println!("{page}");
    assert!(flat(&page).contains("For a chance of at least 80 % that the target is met, the best estimate is 7 households, and that is clear"));
    assert!(page.contains("With one household fewer the chance is clearly below"));
}

/// Places of (ones, twos): 7 alone; 4 of two places; of equal parts 5, three and two, have
/// 3 + 2 × 2 = 7 and 4 have 6; of three to one 6 are five and one or four and two. The cheapest is four of
/// two places, £60,000, as cheap as three and two, which come first.
#[test]
fn of_a_mix_the_cheapest_within_the_budget_is_the_answer() {
    let scenario = seven_children();
    let mut setup = setup(&scenario, &["one_place", "two_places"], nobody_in_homes());
    let recruitment = found(&scenario, &setup);
    for mix in &recruitment.mixes {
        let (_, numbers, cost) = smallest(mix);
        assert!(numbers[0] + 2 * numbers[1] >= CHILDREN, "{numbers:?}");
        assert_eq!(cost, f64::from(numbers[0] * 10_000 + numbers[1] * 15_000));
    }
    assert_eq!(smallest(&recruitment.mixes[2]), (5, vec![3, 2], 60_000.0));
    assert_eq!(smallest(&recruitment.mixes[4]), (4, vec![0, 4], 60_000.0));
    let least = recruitment.mixes.iter().map(|mix| smallest(mix).2);
    let answer = smallest(recruitment.answer().expect("some do")).2;
    assert_eq!(answer, least.fold(f64::INFINITY, f64::min));
    setup.budget = Some(answer - 1.0);
    let beyond = found(&scenario, &setup);
    assert!(beyond.answer.is_none());
    let page = report::page(&beyond, Style::Plain);
    println!("{page}");
    assert!(page.contains("Out of reach within the budget") && page.contains("over the budget"));
}

#[test]
fn a_target_that_is_met_already_needs_nobody_and_one_out_of_reach_is_said_to_be() {
    let scenario = seven_children();
    let already = at_most("children_in_care, children's homes", 7.0);
    let recruitment = found(&scenario, &setup(&scenario, &["one_place"], already));
    assert_eq!(recruitment.answer().and_then(|mix| mix.smallest), Some(0));
    let page = report::page(&recruitment, Style::Plain);
    assert!(page.contains("Nobody has to be recruited"), "{page}");
    let few = Setup {
        most: CHILDREN - 1,
        ..setup(&scenario, &["one_place"], nobody_in_homes())
    };
    let recruitment = found(&scenario, &few);
    assert!(recruitment.answer.is_none());
    let page = report::page(&recruitment, Style::Plain);
    assert!(
        page.contains("Out of reach: no number of households up to 6"),
        "{page}"
    );
    let far = "at most 0. On average 7, then 1. By itself it is met in 0 % of futures: it fails.";
    assert!(flat(&page).contains(far), "{page}");
}

/// Words as they follow each other, whatever line they stand on.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All seven stay in care, wherever they live: of two targets the page says which one fails and that no
/// household moves it. Of two that are at odds one always fails.
#[test]
fn of_several_targets_the_page_says_which_is_out_of_reach() {
    let scenario = seven_children();
    let mut both = setup(&scenario, &["one_place"], nobody_in_homes());
    both.targets.push(at_most("children_in_care", 3.0));
    let recruitment = found(&scenario, &both);
    assert!(recruitment.answer.is_none());
    let page = report::page(&recruitment, Style::Plain);
    println!("{page}");
    let said = flat(&page);
    assert!(
        said.contains("at most 0. On average 7, then 0. By itself it is met in 100 % of futures.")
    );
    let stays = "at most 3. On average 7: no number of households tried moves it. By itself it is met in 0 % of futures: \
                 it fails.";
    assert!(said.contains(stays), "{page}");
    let some_in_homes = Target {
        at_least: Some(1.0),
        at_most: None,
        ..nobody_in_homes()
    };
    let mut at_odds = setup(&scenario, &["one_place"], nobody_in_homes());
    at_odds.targets.push(some_in_homes);
    let page = report::page(&found(&scenario, &at_odds), Style::Plain);
    assert!(
        flat(&page).contains(
            "at least 1. On average 7, then 0. By itself it is met in 0 % of futures: it fails."
        ),
        "{page}"
    );
}

#[test]
fn a_target_of_the_difference_is_met_future_by_future() {
    let scenario = seven_children();
    let three_fewer = Target {
        against_baseline: true,
        ..at_most("children_in_care, children's homes", -3.0)
    };
    let recruitment = found(&scenario, &setup(&scenario, &["one_place"], three_fewer));
    assert_eq!(recruitment.answer().and_then(|mix| mix.smallest), Some(3));
}

#[test]
fn what_is_never_measured_is_no_answer() {
    let scenario = seven_children();
    let matched = at_most("wait_for_match_days", 100.0);
    let nothing = recruit(
        &scenario,
        &scenario,
        &setup(&scenario, &["one_place"], matched),
    );
    assert!(matches!(nothing, Err(Error::NeverMeasured)));
}

/// The council for tests with so many more of its foster carers, over two years.
fn with_carers(households: u32, over_months: u32) -> Scenario {
    let scenario =
        Scenario::from_embedded(&[("baseline.toml", BASELINE)], "baseline.toml").expect("valid");
    let plan = scenario::Plan {
        authority: None,
        from: "2018-04-01".parse().expect("a date"),
        over_months,
    };
    let profile = scenario.profile("foster_carers", None).expect("a strand");
    let mut more = scenario
        .with_more(&[profile], &[households], &plan)
        .expect("they can be added");
    shorten(&mut more, 3).expect("it is longer");
    more
}

#[test]
fn one_household_more_changes_nothing_before_the_first_of_them_comes() {
    let (fewer, more) = (with_carers(11, 12), with_carers(12, 12));
    let layout = layout_of(&fewer);
    for replication in 0..3 {
        let [before, after] = [&fewer, &more].map(|s| run_laid_out(s, &layout, 5, replication));
        let mut compared = 0;
        for (place, cell) in layout.cells.iter().enumerate() {
            // The first year, which ends before any of them is approved.
            if layout.period(cell).months.end <= 12 {
                assert_eq!(before[place].to_bits(), after[place].to_bits(), "{cell:?}");
                compared += 1;
            }
        }
        assert!(compared > 200, "{compared}");
    }
}

#[test]
fn one_household_more_is_one_approval_more_in_every_future() {
    let approved = |households: u32, replication: u64| {
        let scenario = with_carers(households, 12);
        let layout = layout_of(&scenario);
        let cell = question("foster_approvals", &layout)
            .expect("a metric")
            .cell;
        run_laid_out(&scenario, &layout, 5, replication)[cell]
    };
    for replication in 0..5 {
        for households in [0, 1, 7] {
            let more = approved(households + 1, replication) - approved(households, replication);
            assert_eq!(more, 1.0, "{households} in {replication}");
        }
    }
}

/// In the small world no future is worse off with one household more.
#[test]
fn the_share_never_falls_where_every_household_can_take_every_child() {
    let scenario = seven_children();
    let profile = scenario.profile("one_place", None).expect("a strand");
    let plan = setup(&scenario, &["one_place"], nobody_in_homes()).recruit;
    let left = |households: u32, replication: u64| {
        let more = scenario.with_more(std::slice::from_ref(&profile), &[households], &plan);
        let mut more = more.expect("they can be added");
        shorten(&mut more, 2).expect("it is longer");
        let layout = layout_of(&more);
        let cell = question("children_in_care, children's homes", &layout)
            .expect("a metric")
            .cell;
        run_laid_out(&more, &layout, 3, replication)[cell]
    };
    for replication in 0..4 {
        let left: Vec<f64> = (0..=9)
            .map(|households| left(households, replication))
            .collect();
        assert!(left.windows(2).all(|pair| pair[1] <= pair[0]), "{left:?}");
    }
}

/// So the answer can be written down as an option and compared.
#[test]
fn recruited_households_are_those_of_an_option_that_adds_them() {
    let option = "extends = \"baseline.toml\"\n[recruitment.more_teenage_foster_carers]\nkind = \"foster\"\n\
                  households = 6\nover_months = 18\nstart = 2017-10-01\nplaces = [0.7, 0.3, 0.0, 0.0]\n\
                  ages = [{ share = 1.0, from = 11, to = 18 }]\ntakes_additional_needs = 1.0\n\
                  takes_complex_needs = 0.5\nleaving_from_years = [0, 2]\nleaving_a_year = [0.18, 0.13]\n\
                  cost_per_approval = 12000\n";
    let mut files: Vec<(&str, &str)> = builtin::FILES.iter().map(|f| (f.name, f.text)).collect();
    files.push(("option.toml", option));
    let load = |name: &str| Scenario::from_embedded(&files, name).expect("valid");
    let (baseline, teenagers) = (load("baseline.toml"), load("teenage-foster-carers.toml"));
    let profile = teenagers
        .profile("teenage_foster_carers", None)
        .expect("a strand");
    let plan = scenario::Plan {
        authority: None,
        from: "2017-10-01".parse().expect("a date"),
        over_months: 18,
    };
    let more = baseline
        .with_more(&[profile], &[6], &plan)
        .expect("they can be added");
    let row = |mut scenario: Scenario| -> Vec<u64> {
        shorten(&mut scenario, 2).expect("it is longer");
        run_one(&scenario, 1, 0)
            .iter()
            .map(|cell| cell.to_bits())
            .collect()
    };
    assert_eq!(row(more), row(load("option.toml")));
}

#[test]
fn the_answer_does_not_depend_on_threads() {
    let scenario = seven_children();
    let with = |threads: usize| {
        let mut setup = setup(&scenario, &["one_place"], nobody_in_homes());
        setup.plan.threads = Some(threads);
        found(&scenario, &setup)
    };
    assert_eq!(with(1), with(3));
}

fn permanence(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_permanence"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let register = "extends = \"baseline.toml\"\n[prices]\ninter_agency_fee = [0, 0, 0, 0]\n[recruitment.elsewhere]\nkind = \"adoptive\"\n\
                    approvals_a_year = 3\nlargest_group = [1, 0, 0, 0]\nprovider = \"register\"\n\
                    ages = [{ share = 1, from = 0, to = 18 }]\ntakes_additional_needs = 1\n\
                    takes_complex_needs = 0\nleaving_from_years = [0]\nleaving_a_year = [0.5]\ncost_per_approval = 0\n";
    fs::write(folder.path().join("baseline.toml"), BASELINE).expect("room on the disk");
    fs::write(folder.path().join("register.toml"), register).expect("room on the disk");
    let good = ["--target", "exits, adopted >= 3", "--strand", "adopters"];
    let cases: [(&str, &[&str], &str, &str); 19] = [
        ("--target", &["exit >= 3"], "P0605", "did you mean `exits`?"),
        (
            "--target",
            &["exits, adopte >= 3"],
            "P0605",
            "did you mean `adopted`?",
        ),
        (
            "--target",
            &["exits, adopted, 2024/25 >= 3"],
            "P0605",
            "--years",
        ),
        (
            "--target",
            &["exits, adopted >= many"],
            "P0602",
            "`many` is no number",
        ),
        (
            "--target",
            &["exits, adopted < 9"],
            "P0602",
            "fewer than 9 children are `<= 8`",
        ),
        (
            "--target",
            &["matched_within_4_months >= 60"],
            "P0602",
            "for 60 % write 0.6",
        ),
        ("--target", &["2"], "P0605", "the scenario has no targets"),
        (
            "--target",
            &["matched_within_4_months <= 150 %"],
            "P0602",
            "a share cannot be above 100 %",
        ),
        (
            "--target",
            &["matches <= 10 %"],
            "P0602",
            "`matches` is a count",
        ),
        ("--strand", &[""], "P0603", "`--strand` has no value"),
        (
            "--target",
            &["exits, adopted >= 3", "elsewhere.toml"],
            "P0604",
            "one option at a time",
        ),
        (
            "--strand",
            &["adopter"],
            "P0605",
            "did you mean `adopters`?",
        ),
        ("--strand", &["elsewhere"], "P0604", "of another agency"),
        (
            "--strand",
            &["adopters", "--strand", "adopters"],
            "P0604",
            "named twice",
        ),
        ("--probability", &["1"], "P0602", "between 0 and 1"),
        ("--probability", &["0"], "P0602", "between 0 and 1"),
        ("--from", &["2030-04-01"], "P0602", "not within the run"),
        ("--over-months", &["61"], "P0602", "beyond the run"),
        ("--authority", &["dorset"], "P0605", "one council"),
    ];
    for (option, words, code, said) in cases {
        let mut arguments = vec!["recruit", "baseline.toml", "register.toml", option];
        arguments.extend(words);
        let others = good.chunks(2).filter(|pair| pair[0] != option);
        arguments.extend(others.flatten());
        arguments.extend(["--out", "out"]);
        let assert = permanence(folder.path()).args(&arguments).assert().code(2);
        let output = assert.get_output();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.stdout.is_empty() && !folder.path().join("out").exists());
        assert!(
            text.contains(&format!("error[{code}]: ")),
            "{arguments:?}: {text}"
        );
        assert!(text.contains("--> command line:1:"), "{text}");
        assert!(
            text.contains(said) && text.contains("= help: "),
            "{arguments:?}: {text}"
        );
    }
    for missing in ["--target", "--strand"] {
        let others = good.chunks(2).filter(|pair| pair[0] != missing).flatten();
        let assert = permanence(folder.path())
            .arg("recruit")
            .args(others)
            .assert()
            .code(2);
        let text = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(
            text.contains("error[P0603]") && text.contains(missing),
            "{text}"
        );
    }
}

#[test]
fn targets_of_the_scenario_go_by_number_letter_metric_or_all_together() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let targets = "\ntargets = [{ metric = \"exits, adopted, 2017/18\", at_least = 30 }, \
                   { metric = \"foster_approvals\", at_least = 26 }]\n\n[council]";
    let text = BASELINE.replacen("\n[council]", targets, 1);
    fs::write(folder.path().join("baseline.toml"), text).expect("room on the disk");
    let said = |target: &str| {
        let arguments = [
            "recruit",
            "baseline.toml",
            "--strand",
            "foster_carers",
            "--quiet",
            "--target",
            target,
        ];
        let short = [
            "--years", "1", "--reps", "2", "--most", "40", "--format", "json",
        ];
        let output = permanence(folder.path())
            .args(arguments)
            .args(short)
            .output()
            .expect("it starts");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let asked = json["targets"].as_array().expect("a list").iter();
        asked
            .map(|aim| aim["asked"].as_str().expect("text").to_owned())
            .collect::<Vec<_>>()
    };
    let [adopted, approved] = ["exits, adopted, 2017/18", "foster_approvals"];
    assert_eq!(said("1"), [adopted]);
    assert_eq!(said("b"), [approved]);
    assert_eq!(said("exits"), [adopted]);
    assert_eq!(said("all"), [adopted, approved]);
}

#[test]
fn an_answer_out_of_reach_ends_with_its_own_code_and_leaves_the_curve() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let arguments = [
        "recruit",
        "--strand",
        "adopters",
        "--target",
        "exits, adopted >= 900",
        "--most",
        "9",
    ];
    let short = ["--years", "1", "--reps", "4", "--out", "out"];
    let assert = permanence(folder.path())
        .args(arguments)
        .args(short)
        .assert()
        .code(3);
    let text = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(
        text.contains("Out of reach: no number of households up to 9"),
        "{text}"
    );
    let csv = fs::read_to_string(folder.path().join("out/recruit.csv")).expect("it is written");
    assert!(csv.starts_with(
        "\u{feff}mix,households,measure,of,value,ci_low,ci_high,n\n1,0,probability,,0,"
    ));
}

const BEGIN: &str = "<!-- output of: ";

/// Each command that a document shows with what it prints: the marked command, then the block below it.
#[test]
fn the_document_shows_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recruit.md");
    let text = fs::read_to_string(&path).expect("the document");
    let (before, rest) = text.split_once(BEGIN).expect("an output begins");
    let (command, rest) = rest
        .split_once(" -->\n```text\n")
        .expect("a block behind it");
    let (shown, after) = rest
        .split_once("```\n<!-- end of output -->")
        .expect("it ends");
    let parts = command.split('"').enumerate();
    let arguments: Vec<&str> = parts
        .flat_map(|(n, part)| match n % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let assert = permanence(folder.path())
        .args(&arguments[1..])
        .assert()
        .success();
    let page = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let end = "```\n<!-- end of output -->";
        let text = format!("{before}{BEGIN}{command} -->\n```text\n{page}{end}{after}");
        return fs::write(&path, text).expect("room on the disk");
    }
    assert!(
        shown == page,
        "docs/recruit.md is out of date: UPDATE_DOCS=1 cargo test --test recruit\n{page}"
    );
}
