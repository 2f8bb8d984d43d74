//! The worked example of docs/finance.md, recomputed: every figure that it prints.

use std::fs;
use std::path::Path;

use permanence::finance::bridge::{Cause, Costs, bridge};
use permanence::finance::ledger::Line;
use permanence::finance::nature::Nature;
use permanence::finance::prices::{Pence, StagedFee};

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
        (Cause::Days, "fewer days in care"),
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
    let children = |a_week: f64| (180_000.0 / (6.0 * a_week)).round();
    assert!(page.contains(&format!("so {} children", children(569.0))));
    assert!(page.contains(&format!("all in, {}.", children(1_026.0))));
}
