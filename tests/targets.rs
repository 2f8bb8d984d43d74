//! What a council is to reach: the share of futures in which it does is counted by hand, and a target that
//! cannot be meant is refused.

use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::{check, question};
use permanence::experiment::{Comparison, Plan, compare};
use permanence::output::table::{self, Style};
use permanence::output::{csv, json, levels};
use permanence::scenario::Scenario;

#[path = "fixtures/shipped.rs"]
mod shipped;
use shipped::{BASELINE, asking};

const FUTURES: u64 = 40;

/// The shipped council over two years with these targets, and it again with an option.
fn with_targets(targets: &str) -> Result<[Scenario; 2], String> {
    let text = asking(&format!("targets = {targets}"));
    let option =
        "extends = \"baseline.toml\"\n[adoption]\nearly_match = [0.6, 0.2, 0.1, 0.1, 0.1, 0.1]\n";
    let files = [("baseline.toml", text.as_str()), ("option.toml", option)];
    let load = |name: &str| -> Result<Scenario, String> {
        let scenario = Scenario::from_embedded(&files, name).and_then(|s| s.with_years(2));
        let scenario = scenario.map_err(|e| e.to_string())?;
        check(&scenario).map_err(|e| e.to_string())?;
        Ok(scenario)
    };
    Ok([load("baseline.toml")?, load("option.toml")?])
}

fn compared([baseline, option]: &[Scenario; 2]) -> Comparison {
    let plan = Plan::new(FUTURES as usize, 7);
    compare(baseline, std::slice::from_ref(option), &plan).expect("it runs")
}

const THREE: &str = "[\n  { metric = \"exits, adopted, 2018/19\", at_least = 30 },\n  \
    { metric = \"exits, adopted, 2018/19\", at_least = 5, against_baseline = true },\n  \
    { metric = \"cost_total_gbp, 2018/19\", at_most = -100000, against_baseline = true },\n]";

#[test]
fn the_share_of_futures_is_counted_pair_by_pair() {
    let scenarios = with_targets(THREE).expect("valid");
    let layout = layout_of(&scenarios[0]);
    let cell = |entry: &str| question(entry, &layout).expect("a metric").cell;
    let (adopted, cost) = (
        cell("exits, adopted, 2018/19"),
        cell("cost_total_gbp, 2018/19"),
    );
    let mut by_hand = [[0.0; 2]; 3];
    for future in 0..FUTURES {
        let [usual, option] =
            [0, 1].map(|n: usize| run_laid_out(&scenarios[n], &layout, 7, future));
        for (n, row) in [&usual, &option].into_iter().enumerate() {
            by_hand[0][n] += f64::from(u8::from(row[adopted] >= 30.0));
        }
        by_hand[1][1] += f64::from(u8::from(option[adopted] - usual[adopted] >= 5.0));
        by_hand[2][1] += f64::from(u8::from(option[cost] - usual[cost] <= -100_000.0));
    }
    let reached = compared(&scenarios).targets;
    assert_eq!(reached.len(), 3);
    for (target, met) in reached.iter().zip(by_hand) {
        for (n, (share, met)) in target.scenarios.iter().zip(met).enumerate() {
            if n == 0 && target.against_baseline {
                assert!(share.share.is_nan() && share.n == 0);
                continue;
            }
            println!("{} {} {}", target.cell.metric, share.scenario, share.share);
            assert_eq!(share.share, met / FUTURES as f64);
            assert_eq!(share.n, FUTURES);
            let (low, high) = (share.ci_low - 1e-12, share.ci_high + 1e-12);
            assert!(low <= share.share && share.share <= high);
        }
    }
    // Neither none nor all: the count above can tell a wrong one.
    let met = reached.iter().flat_map(|t| &t.scenarios).map(|s| s.share);
    assert!(met.filter(|s| *s > 0.0 && *s < 1.0).count() >= 2);
}

#[test]
fn an_option_that_changes_nothing_differs_by_nothing() {
    let nothing = "[{ metric = \"exits\", at_least = 0, at_most = 0, against_baseline = true }, \
                   { metric = \"entries\", at_most = -1, against_baseline = true }]";
    let [baseline, _] = with_targets(nothing).expect("valid");
    let twice = [baseline.clone(), baseline];
    let reached = compared(&twice).targets;
    assert_eq!(reached[0].scenarios[1].share, 1.0);
    assert_eq!(reached[1].scenarios[1].share, 0.0);
}

#[test]
fn the_page_and_the_files_say_the_chance() {
    let scenarios = with_targets(THREE).expect("valid");
    let comparison = compared(&scenarios);
    let page = table::comparison(&comparison, Style::Plain);
    println!("{page}");
    assert!(page.contains("Chance that each target is reached"));
    assert!(page.contains("a. Left care: adopted in 2018/19: at least 30"));
    assert!(page.contains("at least 5 more than in the baseline"));
    assert!(page.contains("at least £100,000 less than in the baseline"));
    assert!(page.lines().all(|line| line.chars().count() <= 100));
    let share = &comparison.targets[0].scenarios[1];
    let percent = format!("{} % (", (100.0 * share.share).round());
    let row = page
        .lines()
        .find(|line| line.starts_with("1.  "))
        .expect("a row");
    assert!(row.contains(&percent), "{row}");
    let mut text = Vec::new();
    csv::targets(&comparison, &mut text).expect("text");
    let text = String::from_utf8(text).expect("text");
    assert_eq!(text.lines().count(), 1 + 3 * 2, "{text}");
    let first = format!(
        "option,exits,adopted,2018/19,periods,30,,false,{}",
        share.share
    );
    assert!(text.contains(&first), "{text}");
    let mut text = Vec::new();
    json::write(&comparison, &mut text).expect("text");
    let document: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(document["targets"][0]["scenarios"][1]["share"], share.share);
    assert_eq!(document["targets"][0]["metric"], "exits");
    assert!(document["targets"][1]["scenarios"][0]["share"].is_null());
}

/// Without targets nothing is printed or written about them.
#[test]
fn who_sets_no_target_reads_of_none() {
    let scenarios = with_targets("[]").expect("valid");
    let comparison = compared(&scenarios);
    assert!(comparison.targets.is_empty());
    assert!(!table::comparison(&comparison, Style::Plain).contains("target"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_place_and_remedy() {
    let refused = |targets: &str| with_targets(targets).expect_err(targets);
    for (target, code, says) in [
        ("{ metric = \"exits\" }", "P0115", "at_least = 8"),
        (
            "{ metric = \"exits\", at_least = 9, at_most = 8 }",
            "P0115",
            "at_least = 8, at_most = 9",
        ),
        ("{ at_least = 9 }", "P0102", "`metric` is missing"),
        (
            "{ metric = \"exits\", at_leats = 9 }",
            "P0101",
            "did you mean `at_least`?",
        ),
        (
            "{ metric = \"exits\", at_least = \"9\" }",
            "P0104",
            "write 9",
        ),
        ("{ metric = \"exits\", at_least = nan }", "P0105", "finite"),
        (
            "{ metric = \"exits\", at_least = 1, against_baseline = 1 }",
            "P0103",
            "`true` or `false`",
        ),
        (
            "{ metric = \"exit\", at_least = 9 }",
            "P0114",
            "did you mean `exits`?",
        ),
        (
            "{ metric = \"exits, adoptd\", at_least = 9 }",
            "P0114",
            "did you mean `adopted`?",
        ),
        (
            "{ metric = \"exits, 2031/32\", at_least = 9 }",
            "P0114",
            "2018/19",
        ),
        ("\"exits\"", "P0103", "targets"),
        (
            "{ metric = \"placed_within_14_months\", at_least = 60 }",
            "P0116",
            "for 60 % write 0.6",
        ),
        (
            "{ metric = \"placed_within_14_months\", at_most = 1.2 }",
            "P0116",
            "never above 1",
        ),
        (
            "{ metric = \"out_of_area\", at_most = -0.05 }",
            "P0116",
            "`against_baseline = true`",
        ),
        (
            "{ metric = \"out_of_area\", at_most = -5, against_baseline = true }",
            "P0116",
            "for -5 % write -0.05",
        ),
        (
            "{ metric = \"exits, adopted\", at_most = -3 }",
            "P0116",
            "never below 0",
        ),
        (
            "{ metric = \"time_in_care_entrants_days\", at_most = -42 }",
            "P0116",
            "`against_baseline = true`",
        ),
        (
            "{ metric = \"children_in_care\", at_least = -1 }",
            "P0116",
            "0 or more",
        ),
        (
            "{ metric = \"cost_total_gbp, 2018/19\", at_most = -180000 }",
            "P0116",
            "`against_baseline = true`",
        ),
        (
            "{ metric = \"exits\", at_least = 9 }, { metric = \"exits, all\", at_most = 8 }",
            "P0115",
            "no future reaches both",
        ),
        (
            "{ metric = \"exits\", at_most = -8, against_baseline = true }, \
             { metric = \"exits\", at_least = 0, against_baseline = true }",
            "P0115",
            "at least 0 and at most -8",
        ),
    ] {
        let said = refused(&format!("[{target}]"));
        assert!(
            said.contains(code) && said.contains(says),
            "{target}: {said}"
        );
        assert!(said.contains("baseline.toml:"), "{said}");
    }
}

/// The ends of what a metric can be, differences, sums that can be negative, and targets of other groups,
/// periods and kinds are no contradictions.
#[test]
fn what_can_be_reached_is_no_mistake() {
    let fine = "[\n  { metric = \"placed_within_14_months\", at_least = 1 },\n  \
        { metric = \"out_of_area\", at_most = 0 },\n  \
        { metric = \"out_of_area\", at_most = -1, against_baseline = true },\n  \
        { metric = \"wait_for_match_days\", at_most = -60, against_baseline = true },\n  \
        { metric = \"unmet_in_house_extra_cost_gbp\", at_most = -1 },\n  \
        { metric = \"exits, adopted, 2017/18\", at_most = 5 },\n  \
        { metric = \"exits, adopted, 2018/19\", at_least = 30 },\n  \
        { metric = \"exits, home, 2018/19\", at_most = 5 },\n  \
        { metric = \"exits, adopted, 2018/19\", at_most = 30 },\n  \
        { metric = \"exits, adopted, 2018/19\", at_most = 5, against_baseline = true },\n]";
    let [baseline, _] = with_targets(fine).expect("valid");
    assert_eq!(baseline.targets.len(), 10);
}

/// A row is named by its own line, and a contradiction by the later of the two.
#[test]
fn a_target_is_refused_where_it_stands() {
    let refused = |targets: &str| with_targets(targets).expect_err(targets);
    let first = BASELINE
        .lines()
        .position(|line| line.starts_with("report = "));
    let first = first.expect("a report") + 2;
    let rows =
        "[\n  { metric = \"exits\", at_least = 9 },\n  { metric = \"exits\", at_most = 8 },\n]";
    let said = refused(rows);
    assert!(
        said.contains(&format!("baseline.toml:{}:3", first + 1)),
        "{said}"
    );
    let two = refused(
        "[{ metric = \"exits\", at_most = -8 }, { metric = \"out_of_area\", at_least = 20 }]",
    );
    assert_eq!(two.matches("P0116").count(), 2, "both are said: {two}");
}

#[test]
fn targets_are_the_baselines_in_either_form() {
    let option = "extends = \"baseline.toml\"\ntargets = []\n[planning]\nparallel = 1\n";
    let files = [("baseline.toml", BASELINE), ("x.toml", option)];
    let refused = Scenario::from_embedded(&files, "x.toml").expect_err("refused");
    assert!(refused.to_string().contains("P0306"), "{refused}");
    let section = format!(
        "{}\n[[targets]]\nmetric = \"exits\"\nat_least = 8\n",
        asking("")
    );
    let scenario = Scenario::from_embedded(&[("b.toml", &section)], "b.toml");
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.targets.len(), 1);
    assert_eq!(scenario.targets[0].at_least, Some(8.0));
}

/// Budgets are counted by hand as targets are: in what share of futures a year costs no more.
#[test]
fn staying_within_the_budget_is_counted_year_by_year() {
    let read = |budget: &str| Scenario::from_embedded(&[("b.toml", &asking(budget))], "b.toml");
    let usual = read("").expect("valid").with_years(3).expect("three years");
    let layout = layout_of(&usual);
    let years = ["2017/18", "2018/19", "2019/20"];
    let cell = |year: &str| question(&format!("cost_total_gbp, {year}"), &layout).expect("a year");
    let rows: Vec<Vec<f64>> = (0..FUTURES)
        .map(|n| run_laid_out(&usual, &layout, 7, n))
        .collect();
    let cost = |year: &str| -> Vec<f64> { rows.iter().map(|row| row[cell(year).cell]).collect() };
    let middle = |costs: &[f64]| costs.iter().sum::<f64>() / costs.len() as f64;
    // The first year's mean, then the second's, which holds on.
    let amounts = [
        middle(&cost(years[0])).round(),
        middle(&cost(years[1])).round(),
    ];
    let budget = format!("[budget]\na_year = [{}, {}]\n", amounts[0], amounts[1]);
    let scenario = read(&budget).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.targets.len(), 10, "ten whole years");
    let scenario = scenario.with_years(3).expect("three years");
    check(&scenario).unwrap_or_else(|e| panic!("{e}"));
    let plan = Plan::new(FUTURES as usize, 7);
    let comparison = compare(&scenario, &[], &plan).expect("it runs");
    assert_eq!(comparison.targets.len(), 3);
    for (place, year) in years.iter().enumerate() {
        let most = amounts[place.min(1)];
        let within = cost(year).iter().filter(|cost| **cost <= most).count();
        let share = &comparison.targets[place].scenarios[0];
        assert_eq!(share.share, within as f64 / FUTURES as f64, "{year}");
        assert_eq!(comparison.targets[place].cell.period, *year);
    }
    let shares = comparison.targets.iter().map(|t| t.scenarios[0].share);
    assert!(shares.filter(|s| *s > 0.2 && *s < 0.8).count() >= 2);
    let page = levels::page(&comparison, Style::Plain);
    assert!(
        page.contains("Chance of staying within the budget"),
        "{page}"
    );
    assert!(page.contains("2018/19: £"), "{page}");
    assert!(!page.contains("Chance that each target"), "{page}");
    let mut text = Vec::new();
    csv::targets(&comparison, &mut text).expect("text");
    let text = String::from_utf8(text).expect("text");
    assert!(text.contains(&format!(
        "cost_total_gbp,all,2018/19,gbp,,{},false",
        amounts[1]
    )));
}

/// Of several authorities each has its own, and all together have one.
#[test]
fn an_authority_has_a_budget_of_its_own() {
    let text = format!(
        "{}\n[budget]\na_year = [60000000]\n\
         [authority.north.budget]\na_year = [25000000]\n[authority.south]\ncopies = 1\n",
        asking("")
    );
    let scenario = Scenario::from_embedded(&[("b.toml", text.as_str())], "b.toml");
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    let scenario = scenario.with_years(2).unwrap_or_else(|e| panic!("{e}"));
    check(&scenario).unwrap_or_else(|e| panic!("{e}"));
    let comparison = compare(&scenario, &[], &Plan::new(8, 7)).expect("it runs");
    let asked: Vec<(&str, &str, Option<f64>)> = comparison
        .targets
        .iter()
        .map(|t| (t.cell.group.as_str(), t.cell.period.as_str(), t.at_most))
        .collect();
    let (all, north) = (Some(60e6), Some(25e6));
    assert_eq!(
        asked,
        [
            ("all", "2017/18", all),
            ("all", "2018/19", all),
            ("north", "2017/18", north),
            ("north", "2018/19", north)
        ]
    );
    let layout = layout_of(&scenario);
    let cell = question("cost_total_gbp, north, 2018/19", &layout)
        .expect("a cell")
        .cell;
    let rows = (0..8).map(|n| run_laid_out(&scenario, &layout, 7, n)[cell]);
    let within = rows.filter(|cost| *cost <= 25e6).count();
    assert_eq!(
        comparison.targets[3].scenarios[0].share,
        within as f64 / 8.0
    );
    let page = levels::page(&comparison, Style::Plain);
    assert!(page.contains("north, 2018/19: £25,000,000"), "{page}");
    // Only a baseline says what the budget is.
    let option = "extends = \"b.toml\"\n[budget]\na_year = [1]\n";
    let files = [("b.toml", BASELINE), ("o.toml", option)];
    let found = Scenario::from_embedded(&files, "o.toml").expect_err("refused");
    assert!(found.to_string().contains("P0306"), "{found}");
}
