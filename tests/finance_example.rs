//! The worked example of docs/finance.md, recomputed: every figure that it prints.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use permanence::care::child::{Needs, PlacementKind};
use permanence::finance::bridge::{Cause, Costs, bridge};
use permanence::finance::ledger::Line;
use permanence::finance::nature::Nature;
use permanence::finance::prices::{Dated, Pence, StagedFee};
use permanence::scenario::{KEYS, Scenario};

const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/finance.md");
    fs::read_to_string(path).expect("readable")
}

/// `-1,883.08` as the page has it: `−1,883.08`, with a plus if it is wanted.
fn figure(pounds: f64, decimals: usize, signed: bool) -> String {
    let digits = format!("{:.decimals$}", pounds.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let groups = whole.as_bytes().rchunks(3).rev();
    let groups = groups.map(|group| String::from_utf8_lossy(group).into_owned());
    let sign = match pounds {
        p if p < 0.0 => "−",
        _ if signed && pounds > 0.0 => "+",
        _ => "",
    };
    format!("{sign}{}{rest}", groups.collect::<Vec<_>>().join(","))
}

fn row(page: &str, begins: &str) -> Vec<String> {
    let line = page
        .lines()
        .find(|line| line.starts_with(&format!("| {begins}")));
    let line = line.unwrap_or_else(|| panic!("no row {begins}"));
    let cells = line.trim_matches('|').split('|');
    cells
        .map(|cell| cell.trim().trim_matches('*').to_owned())
        .collect()
}

/// Agency weeks, own weeks, weeks of allowance, the option's cost.
fn costs(agency: f64, own: f64, allowance: f64, option: f64) -> Costs {
    let mut lines = [0.0; Line::COUNT];
    for (line, pounds) in [
        (Line::Agency, agency * 820.0),
        (Line::InHouse, own * 570.0),
        (Line::PlacementMoves, 800.0),
        (Line::SocialWork, (agency + own) * 100.0),
        (Line::Proceedings, 5_000.0),
        (Line::SpecialGuardianshipAllowance, allowance * 150.0),
        (Line::Option, option),
    ] {
        lines[line as usize] = pounds;
    }
    Costs {
        days: 7.0 * (agency + own),
        lines,
    }
}

fn example() -> (Costs, Costs) {
    (costs(12.0, 40.0, 26.0, 0.0), costs(12.0, 37.0, 29.0, 300.0))
}

#[test]
fn every_line_of_the_example_is_weeks_times_price() {
    let page = page();
    let (before, after) = example();
    let mut totals = [0.0; 2];
    for line in Line::ALL {
        let pounds = [&before, &after].map(|costs| costs.lines[line as usize]);
        totals = [totals[0] + pounds[0], totals[1] + pounds[1]];
        if pounds != [0.0, 0.0] {
            let row = row(&page, line.label());
            let found = [&row[3], &row[5], &row[6]];
            let difference = pounds[1] - pounds[0];
            let expected = [
                figure(pounds[0], 0, false),
                figure(pounds[1], 0, false),
                figure(difference, 0, true),
            ];
            assert_eq!(found, expected.each_ref(), "{}", line.label());
        }
    }
    let total = row(&page, "**total** | | | **47");
    assert_eq!(total[3], figure(totals[0], 0, false));
    assert_eq!(total[5], figure(totals[1], 0, false));
    assert_eq!(total[6], figure(totals[1] - totals[0], 0, true));
}

#[test]
fn the_bridge_and_the_cash_of_the_example_are_the_programs() {
    let page = page();
    let (before, after) = example();
    let steps = bridge(&before, &after);
    for (cause, label) in [
        (Cause::Days, "fewer or more days in care"),
        (Cause::Mix, "cheaper or dearer placements"),
        (Cause::SocialWork, "social work | |"),
        (Cause::Allowances, "allowances after care"),
        (Cause::Option, "the option itself"),
    ] {
        let row = row(&page, label);
        assert_eq!(row[2], figure(steps[cause as usize], 2, true), "{label}");
    }
    let sum: f64 = steps.iter().sum();
    assert_eq!(row(&page, "**total** | | **")[2], figure(sum, 2, true));
    let of = |nature: Nature| -> f64 {
        let lines = Line::ALL.into_iter().filter(|line| line.nature() == nature);
        lines
            .map(|l| after.lines[l as usize] - before.lines[l as usize])
            .sum()
    };
    assert!(page.contains(&format!("(£{})", figure(-of(Nature::Capacity), 0, false))));
    assert!(page.contains(&format!(
        "£{} more is paid",
        figure(of(Nature::Cashable), 0, false)
    )));
    assert_eq!(of(Nature::CostOfOption), 300.0);
}

/// Discount factors as published (Green Book 2022, table 8), the fee's stages, a line that rises, and the
/// note's sum.
#[test]
fn the_smaller_examples_are_right() {
    let page = page();
    for (years, published) in [(1, "0.9662"), (2, "0.9335"), (5, "0.8420"), (10, "0.7089")] {
        assert_eq!(format!("{:.4}", 1.035_f64.powi(-years)), published);
        assert!(page.contains(&format!("£{published}")));
    }
    let fee = StagedFee::new(Pence(2_700_000), 2.0 / 3.0);
    assert_eq!((fee.first, fee.rest), (Pence(1_800_000), Pence(900_000)));
    assert!(page.contains(&format!(
        "£{:.2} a week in 2019-20",
        820.0 * 1.02_f64.powi(3)
    )));
    assert!(page.contains(&format!("£{}", figure(6.0 * 569.0, 0, false))));
    let children = |a_week: f64| (180_000.0 / (6.0 * a_week)).ceil();
    assert!(page.contains(&format!("so {} children", children(569.0))));
    assert!(page.contains(&format!("all in, {}.", children(1_026.0))));
    let (gross, support) = (6.0 * 40.0 * 569.0, 6.0 * 5.0 * 150.0);
    let [gross, support, net] = [gross, support, gross - support].map(|p| figure(p, 0, false));
    assert!(page.contains(&format!(
        "= £{gross}, net 6 × 5 × £150 = £{support} less: £{net}"
    )));
}

/// The scenario lines of the page, in the shipped baseline: £776 of 2015-16, when the index was 97, and
/// recruitment of 2014-15, when it was 95, in prices of 2016-17, when it is 100.
#[test]
fn the_example_of_another_years_prices_is_what_the_program_makes_of_it() {
    let page = page();
    let block = page
        .split("```toml\n")
        .nth(1)
        .expect("a block of scenario lines");
    let block = block.split("```").next().expect("it ends");
    let replaced =
        |line: &&str| !line.starts_with("base_year") && !line.starts_with("agency_a_week");
    let rest: Vec<&str> = BASELINE.lines().filter(replaced).collect();
    let (prices, years) = block
        .split_once("[prices.price_year]")
        .expect("years of prices");
    let text = rest.join("\n").replacen("[prices]", prices, 1);
    let text = format!("{text}\n[prices.price_year]{years}");
    let scenario = Scenario::from_embedded(&[("baseline.toml", text.as_str())], "baseline.toml");
    let prices = scenario.unwrap_or_else(|found| panic!("{found}")).prices;
    let agency = prices.weekly[PlacementKind::Agency as usize].of(Needs::None)[0];
    assert!(page.contains("£776 × 100 ÷ 97 = £800 a week"));
    assert_eq!(agency, Pence(80_000));
    // £8,000 and £30,000 an approval.
    let approval = [842_105, 3_157_895].map(|price| Dated::always(Pence(price)));
    assert_eq!(prices.approval, approval);
}

/// Six years and two at £920 and £150 a week; a year has 365.25 days.
#[test]
fn the_example_of_the_run_off_is_weeks_times_price() {
    let page = page();
    let mut sums = [0.0; 3];
    for (label, years) in [("within the run", 2.0), ("run-off", 6.0), ("**both**", 8.0)] {
        let weeks = years * 365.25 / 7.0;
        let row = row(&page, label);
        assert_eq!(row[1], figure(weeks, 2, false));
        let pounds = [920.0 * weeks, 150.0 * weeks, (150.0 - 920.0) * weeks];
        let found = [&row[3], &row[5], &row[6]].map(|cell| cell.trim_matches('*').to_owned());
        let expected = [
            figure(pounds[0], 2, false),
            figure(pounds[1], 2, false),
            figure(pounds[2], 2, true),
        ];
        assert_eq!(found, expected, "{label}");
        for (sum, part) in sums.iter_mut().zip(pounds) {
            *sum += if years < 8.0 { part } else { -part };
        }
    }
    assert!(sums.iter().all(|rest| rest.abs() < 1e-6));
}

/// What `permanence explain` says of a row's words.
fn explained(words: &str) -> String {
    let mut program = Command::cargo_bin("permanence").expect("the program is built");
    let output = program.args(["explain", words]).output().expect("it runs");
    assert!(output.status.success(), "{words} is not explained");
    String::from_utf8(output.stdout).expect("text")
}

fn number(text: &str) -> Option<f64> {
    let digits = |c: &char| c.is_ascii_digit() || *c == '.';
    let digits: String = text.chars().filter(digits).collect();
    digits.parse().ok()
}

/// Every row of every table of the examples leads to its formula and source, every price of the first to a
/// key, and every sum there is its price times its quantity.
#[test]
fn every_figure_of_the_examples_can_be_traced() {
    let page = page();
    let examples = page
        .split("\n## ")
        .filter(|part| part.starts_with("An example") || part.starts_with("After the horizon"));
    let rows = examples
        .flat_map(str::lines)
        .filter(|line| line.starts_with('|'));
    let (mut traced, mut multiplied) = (0, 0);
    for line in rows {
        let cells = line.trim_matches('|').split('|');
        let cells: Vec<&str> = cells.map(|cell| cell.trim().trim_matches('*')).collect();
        let head = cells[0].is_empty() || cells[0].starts_with("--");
        if head || matches!(cells[0], "line" | "cause") {
            continue;
        }
        let words = cells[0].split(',').next().unwrap_or_default();
        let text = explained(words);
        assert!(
            text.contains("How: ") && text.contains("Source: "),
            "{words}: {text}"
        );
        traced += 1;
        if cells.len() == 7 && cells[1].starts_with('£') {
            let quoted = text.split('`').skip(1).step_by(2);
            let mut prices = quoted.filter(|key| KEYS.iter().any(|known| known.path == *key));
            assert!(prices.next().is_some(), "{words}: {text}");
            for (quantity, sum) in [(2, 3), (4, 5)] {
                let price = number(cells[1]).expect("a price");
                let times = number(cells[quantity]).expect("a quantity");
                assert_eq!(Some(price * times), number(cells[sum]), "{words}");
                multiplied += 1;
            }
        }
    }
    assert_eq!((traced, multiplied), (17, 12));
}
