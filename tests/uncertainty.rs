//! Uncertain assumptions: what is sampled from them, and `permanence sensitivity`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use permanence::cli::builtin;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::sensitivity::design::sobol;
use permanence::experiment::sensitivity::switching::Switch;
use permanence::experiment::sensitivity::{DECISIVE, Sensitivity, Setup, analyse, uncertain};
use permanence::experiment::{Plan, run_one, shorten};
use permanence::output::sensitivity::page;
use permanence::output::table::Style;
use permanence::scenario::{Level, Scenario, Uncertain};
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tempfile::TempDir;

/// Worlds of each shipped baseline.
const WORLDS: usize = 128;
/// Worlds of each shipped option, which says little of its own.
const WORLDS_OF_AN_OPTION: usize = 16;

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("a folder of scenarios");
        let paths = entries.map(|entry| entry.expect("readable").path());
        paths.collect::<Vec<_>>()
    };
    let folders = entries(&root).into_iter().filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| entries(&folder));
    let mut files: Vec<PathBuf> = files
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    assert!(files.len() > 50, "the shipped scenarios are found");
    files
}

fn is_baseline(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "baseline.toml")
}

fn quantiles<'a>(uncertain: &'a [Uncertain], point: &[f64]) -> Vec<(&'a Uncertain, Level)> {
    let levels = point.iter().copied().map(Level::Quantile);
    uncertain.iter().zip(levels).collect()
}

#[test]
fn every_world_of_every_shipped_scenario_can_be_and_looks_no_worse_than_the_scenario() {
    let paths = shipped();
    let wrong: Vec<String> = paths
        .into_par_iter()
        .flat_map_iter(|path| {
            let scenario = Scenario::load(&path).expect("shipped scenarios are valid");
            let uncertain = scenario.uncertain();
            let worlds = if is_baseline(&path) {
                WORLDS
            } else {
                WORLDS_OF_AN_OPTION
            };
            let points = sobol(worlds, uncertain.len(), 5);
            let wrong = points.iter().find_map(|point| {
                let world = scenario.in_world(&quantiles(&uncertain, point));
                match world {
                    Err(why) => Some(format!("{}: {}", path.display(), why.render(false))),
                    Ok(world) if world.warnings != scenario.warnings => Some(format!(
                        "{}: {}",
                        path.display(),
                        world.warnings.render(false)
                    )),
                    Ok(_) => None,
                }
            });
            wrong.into_iter()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn so_can_every_shipped_scenario_with_one_assumption_at_an_end_of_its_range() {
    let wrong: Vec<String> = shipped()
        .par_iter()
        .flat_map_iter(|path| {
            let scenario = Scenario::load(path).expect("shipped scenarios are valid");
            let uncertain = scenario.uncertain();
            let own = uncertain.iter().filter(|u| u.decided || is_baseline(path));
            let ends = own.flat_map(|u| [(u, -1.0), (u, 1.0)]);
            let wrong = ends.filter_map(|(u, end)| {
                let world = scenario.in_world(&[(u, Level::Towards(end))]);
                let why = world.err()?.render(false);
                Some(format!("{}: {} at {end}: {why}", path.display(), u.key))
            });
            wrong.collect::<Vec<_>>().into_iter()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn value<'a>(scenario: &'a Scenario, key: &str) -> &'a str {
    let known = scenario.assumptions.iter().rfind(|a| a.key == key);
    &known.expect(key).value
}

fn number(scenario: &Scenario, key: &str) -> f64 {
    value(scenario, key).parse().expect("a number")
}

fn named<'a>(uncertain: &'a [Uncertain], key: &str) -> &'a Uncertain {
    uncertain.iter().find(|u| u.key == key).expect(key)
}

#[test]
fn the_scenario_as_stated_is_one_of_its_worlds() {
    let scenario = builtin::load("all-together.toml").expect("valid");
    let uncertain = scenario.uncertain();
    let stated: Vec<_> = uncertain.iter().map(|u| (u, Level::Stated)).collect();
    let world = scenario.in_world(&stated).expect("it can be");
    assert_eq!(world.assumptions, scenario.assumptions);
    let bits = |mut scenario: Scenario| -> Vec<u64> {
        shorten(&mut scenario, 1).expect("it runs for a year or more");
        run_one(&scenario, 1, 0)
            .iter()
            .map(|cell| cell.to_bits())
            .collect()
    };
    assert_eq!(bits(world), bits(scenario.clone()));
}

#[test]
fn the_half_life_never_moves_without_its_scale() {
    let scenario = builtin::load("baseline.toml").expect("valid");
    let uncertain = scenario.uncertain();
    assert!(uncertain.iter().all(|u| u.key != "adoption.scale"));
    let half_life = named(&uncertain, "adoption.half_life_years");
    for level in [
        Level::Towards(1.0),
        Level::Towards(-1.0),
        Level::Quantile(0.8),
    ] {
        let world = scenario.in_world(&[(half_life, level)]).expect("it can be");
        let (h, c) = (
            number(&world, "adoption.half_life_years"),
            number(&world, "adoption.scale"),
        );
        // log c is linear in 1/H, from the share adopted at infinite H, through what is stated.
        let expected = libm::log(1.0 / (5.0 / 6.0)) / h;
        assert!(
            h != 1.0 && (libm::log(c / (5.0 / 6.0)) - expected).abs() < 1e-12,
            "{h} {c}"
        );
    }
}

#[test]
fn an_options_value_holds_and_its_own_range_varies() {
    let scenario = builtin::load("all-together.toml").expect("valid");
    let uncertain = scenario.uncertain();
    let lowest: Vec<_> = uncertain
        .iter()
        .map(|u| (u, Level::Towards(-1.0)))
        .collect();
    let world = scenario.in_world(&lowest).expect("it can be");
    assert_eq!(
        number(&world, "recruitment.adopters.approvals_a_year"),
        52.625
    );
    assert_eq!(
        number(&world, "option.parallel_planning.cost_a_year"),
        30_000.0
    );
    let approvals = named(&uncertain, "recruitment.adopters.approvals_a_year");
    assert_eq!(
        (approvals.file.as_str(), approvals.decided),
        ("baseline.toml", false)
    );
    assert!(named(&uncertain, "option.parallel_planning.cost_a_year").decided);
    let held = scenario.held();
    assert!(
        held.iter()
            .any(|(key, value)| key == "planning.parallel" && value == "1"),
        "{held:?}"
    );
}

#[test]
fn legal_bases_still_divide_the_entrants_of_each_age() {
    let scenario = builtin::load("baseline.toml").expect("valid");
    let uncertain = scenario.uncertain();
    let bases = [
        "section_20",
        "interim_care_order",
        "emergency",
        "asylum_seeking",
    ];
    let list = |world: &Scenario, basis: &str| -> Vec<f64> {
        let text = value(world, &format!("entries.{basis}"));
        let numbers = text.trim_matches(['[', ']']).split(", ");
        numbers.map(|n| n.parse().expect("a number")).collect()
    };
    let section_20 = named(&uncertain, "entries.section_20");
    let world = scenario
        .in_world(&[(section_20, Level::Towards(1.0))])
        .expect("it can be");
    for band in 0..5 {
        let sum: f64 = bases.iter().map(|basis| list(&world, basis)[band]).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
    // The others keep their proportions: .443 to .236 of the under-ones.
    let [interim, emergency] = ["interim_care_order", "emergency"].map(|b| list(&world, b)[0]);
    assert!((interim / emergency - 0.443 / 0.236).abs() < 1e-9);
}

const BASELINE: &str = include_str!("fixtures/scenarios/baseline.toml");
const OPTION: &str = "title = \"Parallel planning\"\nextends = \"baseline.toml\"\nplanning.parallel = 1.0\n\
    [option.parallel]\ncost_a_year = { value = 60000, low = 30000, high = 120000 }\n";

/// An option that sets a figure of which the baseline has a range.
const SETS_ENTRIES: &str = "title = \"Fewer babies\"\nextends = \"baseline.toml\"\nentries.first_entries_a_year = [40, 41, 35, 74, 49]\n";

/// A council with few uncertain figures, and an option, in a folder.
fn council(baseline: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("baseline.toml", baseline), ("option.toml", OPTION)] {
        fs::write(folder.path().join(name), text).expect("room on the disk");
    }
    folder
}

fn analysis(threads: usize) -> Sensitivity {
    analysis_of(OPTION, threads)
}

fn analysis_of(option: &str, threads: usize) -> Sensitivity {
    let files = [("baseline.toml", BASELINE), ("option.toml", option)];
    let load = |name| Scenario::from_embedded(&files, name).expect("valid");
    let (baseline, option) = (load("baseline.toml"), load("option.toml"));
    let setup = Setup {
        metrics: DECISIVE.to_vec(),
        points: 16,
        trajectories: 2,
        reps: 3,
        years: 1,
        plan: Plan {
            threads: Some(threads),
            ..Plan::new(3, 11)
        },
    };
    analyse(&baseline, &option, &setup).expect("an analysis")
}

/// The difference in cost is £30,000 in every future of every world, in days nothing: totals of millions differ
/// from it by rounding, which is no spread and drives nothing.
#[test]
fn a_cost_that_is_the_same_whatever_is_assumed_has_no_spread_and_no_driver() {
    let option = "title = \"An office\"\nextends = \"baseline.toml\"\n[option.office]\ncost_a_year = 30000\n";
    let found = analysis_of(option, 2);
    for (metric, mean) in found.metrics.iter().zip([30_000.0, 0.0]) {
        let c = &metric.components;
        assert!((c.mean - mean).abs() < 0.01, "{c:?}");
        assert_eq!(
            [c.sd_assumptions(), c.sd_chance(), c.error],
            [0.0; 3],
            "{c:?}"
        );
        assert!(metric.top.is_empty(), "{:?}", metric.top);
        assert!(metric.influences.iter().all(|i| i.first_order.is_none()));
    }
    let page = page(&found, Style::Plain);
    for wanted in [
        "Nothing: no assumption makes a difference to it.",
        "none: exactly the same whatever is assumed",
    ] {
        assert!(page.contains(wanted), "no {wanted:?} in\n{page}");
    }
    assert!(
        !page.contains("of the variance due to assumptions ("),
        "{page}"
    );
}

/// An option that sets what the baseline is not sure of differs from it the less, the nearer the baseline's
/// value is: that is marked, and neither drives nor flips.
#[test]
fn what_the_option_sets_itself_is_so_by_construction() {
    let found = analysis_of(SETS_ENTRIES, 2);
    let place = found
        .assumptions
        .iter()
        .position(|a| a.key == "entries.first_entries_a_year")
        .expect("the baseline has a range");
    for metric in &found.metrics {
        for (n, influence) in metric.influences.iter().enumerate() {
            assert_eq!(influence.by_construction, n == place);
        }
        assert!(!metric.top.contains(&place));
        assert!(metric.influences[place].switch.is_none());
    }
}

#[test]
fn an_analysis_does_not_depend_on_the_number_of_threads() {
    let said = |threads| serde_json::to_string(&analysis(threads)).expect("text");
    let one = said(1);
    assert_eq!(one, said(2));
    assert_eq!(one, said(5));
}

/// An option's cost of so much a year adds exactly that to the difference: from £30,000 to £120,000 in
/// one year, whatever else holds.
#[test]
fn the_cost_of_an_option_moves_the_difference_by_itself() {
    let found = analysis(2);
    let own = "option.parallel.cost_a_year";
    let place = found
        .assumptions
        .iter()
        .position(|a| a.key == own)
        .expect("it is uncertain");
    let cost = found
        .metrics
        .iter()
        .find(|m| m.metric == "cost_total_gbp")
        .expect("analysed");
    let influence = &cost.influences[place];
    assert!(
        (influence.swing.mean - 90_000.0).abs() < 1.0,
        "{influence:?}"
    );
    assert!(
        influence.swing.ci_high - influence.swing.ci_low < 1.0,
        "{influence:?}"
    );
    assert!(
        (influence.screened.mu_star / 90_000.0 - 1.0).abs() < 0.5,
        "{influence:?}"
    );
    let days = found
        .metrics
        .iter()
        .find(|m| m.metric == "time_in_care_child_days")
        .expect("analysed");
    assert_eq!(days.influences[place].swing.mean, 0.0);
    // Where the sign flips at all, it does at the cost that makes the difference nothing.
    if let Some(Switch::At(switch)) = cost.influences[place].switch {
        let end = if switch.part < 0.0 {
            30_000.0
        } else {
            120_000.0
        };
        let there = 60_000.0 + (end - 60_000.0) * switch.part.abs();
        let expected = 60_000.0 - cost.stated.mean;
        assert!((there - expected).abs() < 600.0, "{there} for {expected}");
        assert!(switch.verified);
    }
}

#[test]
fn assumptions_of_baseline_and_option_are_each_there_once() {
    let load = |name| builtin::load(name).expect("valid");
    let all = uncertain(&load("baseline.toml"), &load("all-together.toml"));
    for (n, one) in all.iter().enumerate() {
        assert!(
            all[..n].iter().all(|other| !one.is(other)),
            "{} twice",
            one.key
        );
    }
    assert!(all.iter().any(|u| u.decided));
    // A belief in whose place another stands is no assumption any more.
    let belief = load("half-life-3.1-years.toml").uncertain();
    let stated: Vec<&str> = belief
        .iter()
        .filter(|u| u.key == "adoption.half_life_years")
        .map(|u| u.file.as_str())
        .collect();
    assert_eq!(stated, ["half-life-3.1-years.toml"]);
}

/// Every figure of either log of assumptions whose range is more than a point is one of those analysed, and no other is.
/// The scale of the chance of adoption goes with its half-life.
#[test]
fn every_figure_with_a_range_is_analysed() {
    let both =
        ["baseline.toml", "all-together.toml"].map(|name| builtin::load(name).expect("valid"));
    let log = both.iter().flat_map(|scenario| &scenario.assumptions);
    let logged = log.filter(|a| {
        let ends = [&a.low, &a.high].into_iter();
        let mut ends = ends.filter(|end| !end.is_empty());
        ends.any(|end| *end != a.value)
    });
    let goes_along = |key: &str| key == "adoption.scale";
    let logged: BTreeSet<&str> = logged.map(|a| a.key.as_str()).collect();
    let logged: BTreeSet<&str> = logged.into_iter().filter(|key| !goes_along(key)).collect();
    let uncertain = uncertain(&both[0], &both[1]);
    let analysed: BTreeSet<&str> = uncertain.iter().map(|u| u.key.as_str()).collect();
    assert!(logged.len() > 60, "{}", logged.len());
    assert_eq!(logged, analysed);
}

/// In eight worlds of the shipped council, run for two years: every cell that is observed is a number, somebody is
/// in care at all times, and the stock changes by those who come less those who leave.
#[test]
fn worlds_of_the_assumptions_hold_together() {
    let scenario = builtin::load("all-together.toml").expect("valid");
    let uncertain = scenario.uncertain();
    for (n, point) in (0..).zip(sobol(8, uncertain.len(), 11)) {
        let world = scenario.in_world(&quantiles(&uncertain, &point));
        let mut world = world.expect("it can be");
        shorten(&mut world, 2).expect("it runs for longer");
        let layout = layout_of(&world);
        let row = run_one(&world, 3, n);
        let value = |metric, period: &str| {
            let cell = layout.position(metric, Group::All, period);
            row[cell.expect("in the layout")]
        };
        assert!(row.iter().all(|cell| !cell.is_infinite()), "world {n}");
        let in_care = ["2018-03", "2019-03"].map(|month| value(Metric::ChildrenInCare, month));
        assert!(
            in_care.iter().all(|children| *children > 100.0),
            "world {n}"
        );
        let flow = value(Metric::Entries, "2018/19") - value(Metric::Exits, "2018/19");
        assert_eq!(in_care[1] - in_care[0], flow, "world {n}");
    }
}

fn permanence(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

const FEW: [&str; 9] = [
    "sensitivity",
    "baseline.toml",
    "option.toml",
    "--points",
    "16",
    "--reps",
    "3",
    "--years",
    "1",
];

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).expect("text")
}

#[test]
fn the_page_says_what_drives_the_answer_and_what_would_flip_it() {
    let folder = council(BASELINE);
    let output = permanence(folder.path())
        .args(FEW)
        .args(["--out", "out"])
        .output()
        .expect("it starts");
    let (page, errors) = (said(&output.stdout), said(&output.stderr));
    assert!(output.status.success(), "{errors}");
    for wanted in [
        "how sure, given the assumptions",
        "What drives it",
        "What would flip it",
        "option.parallel.cost_a_year",
    ] {
        assert!(page.contains(wanted), "no {wanted:?} in\n{page}");
    }
    for line in page.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let rows = fs::read_to_string(folder.path().join("out/sensitivity.csv")).expect("written");
    assert!(
        rows.starts_with("\u{feff}metric,unit,assumption,file,measure,at,value,ci_low,ci_high\n"),
        "{rows}"
    );
    let manifest = fs::read_to_string(folder.path().join("out/manifest.json")).expect("written");
    assert!(manifest.contains("\"sensitivity\""), "{manifest}");
    // Again into the same folder, as a table of commas.
    let again = permanence(folder.path())
        .args(FEW)
        .args([
            "--out",
            "out",
            "--format",
            "csv",
            "--threads",
            "1",
            "--quiet",
        ])
        .output()
        .expect("it starts");
    // What is printed goes to other programs; a file is marked for Excel.
    assert_eq!(
        rows.strip_prefix('\u{feff}'),
        Some(said(&again.stdout).as_str())
    );
}

#[test]
fn every_column_and_measure_of_the_file_is_explained() {
    let folder = council(BASELINE);
    let output = permanence(folder.path())
        .args(FEW)
        .args(["--out", "out", "--format", "csv", "--quiet"])
        .output()
        .expect("it starts");
    let text = said(&output.stdout);
    let mut lines = text.lines();
    let columns = lines.next().expect("a header").split(',');
    let mut words: Vec<&str> = columns
        .chain(lines.filter_map(|line| line.split(',').nth(4)))
        .collect();
    words.sort_unstable();
    words.dedup();
    for word in words
        .into_iter()
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    {
        let explained = permanence(folder.path())
            .args(["explain", word])
            .output()
            .expect("it starts");
        let explained = said(&explained.stdout);
        assert!(
            explained.contains("column of the result files"),
            "{word}: {explained}"
        );
    }
}

/// What is said, and the exit code 2.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = permanence(folder)
        .args(arguments)
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output.stderr));
    said(&output.stderr)
}

#[test]
fn what_cannot_be_analysed_is_refused_with_its_remedy() {
    let folder = council(BASELINE);
    let two = ["sensitivity", "baseline.toml", "option.toml"];
    let with = |more: &[&'static str]| [&two[..], more].concat();
    let unknown = refused(folder.path(), &with(&["--metric", "cost_totl_gbp"]));
    assert!(
        unknown.contains("P0602") && unknown.contains("did you mean `cost_total_gbp`?"),
        "{unknown}"
    );
    let uneven = refused(folder.path(), &with(&["--points", "100"]));
    assert!(uneven.contains("a power of two"), "{uneven}");
    let single = refused(folder.path(), &with(&["--reps", "1"]));
    assert!(
        single.contains("cannot tell chance from assumptions"),
        "{single}"
    );
    let alone = refused(folder.path(), &two[..2]);
    assert!(alone.contains("a baseline and an option"), "{alone}");
    let longer = refused(folder.path(), &with(&["--years", "39"]));
    assert!(longer.contains("can be cut to between"), "{longer}");
    let backwards = refused(
        folder.path(),
        &["sensitivity", "option.toml", "baseline.toml"],
    );
    assert!(backwards.contains("name the baseline first"), "{backwards}");
    assert!(
        !folder.path().join("results").exists(),
        "nothing is written"
    );
}

#[test]
fn a_range_with_its_ends_exchanged_is_refused_where_it_stands() {
    let option = OPTION.replace("low = 30000, high = 120000", "low = 120000, high = 30000");
    let folder = council(BASELINE);
    fs::write(folder.path().join("option.toml"), option).expect("room on the disk");
    let said = refused(
        folder.path(),
        &["sensitivity", "baseline.toml", "option.toml"],
    );
    assert!(
        said.contains("P0110") && said.contains("option.toml:5"),
        "{said}"
    );
}

#[test]
fn without_a_range_there_is_nothing_to_analyse() {
    let bare = |text: &str| -> String {
        let lines = text.lines().map(|line| match line.split_once(", low = ") {
            Some((value, rest)) => match rest.split_once(", source") {
                Some((_, source)) => format!("{value}, source{source}\n"),
                None => format!("{value} }}\n"),
            },
            None => format!("{line}\n"),
        });
        lines.collect()
    };
    let folder = council(&bare(BASELINE));
    fs::write(folder.path().join("option.toml"), bare(OPTION)).expect("room on the disk");
    let said = refused(
        folder.path(),
        &["sensitivity", "baseline.toml", "option.toml"],
    );
    assert!(
        said.contains("P0701") && said.contains("no figure has a range"),
        "{said}"
    );
}
