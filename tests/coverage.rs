//! `docs/coverage.md`: every row of the checklist has its keys and metrics, they exist, and the first key
//! moves the metric in bold.
//!
//! As in `tests/levers.rs`, the shipped council is compared with itself, future by future, with only that
//! row's keys changed (and what must change with them); the metric must move the way that the row
//! means by more than four standard errors of the paired difference.

use std::path::Path;
use std::sync::LazyLock;

use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::{TABLE, find};
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::question;
use permanence::scenario::{KEYS, Scenario};
use permanence::stats::Tally;
use rayon::prelude::*;

const COVERAGE: &str = include_str!("../docs/coverage.md");
const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");
const YEARS: u32 = 5;
const REPLICATIONS: u64 = 24;

/// Rows that are context and not in the model.
const CONTEXT: [u32; 7] = [4, 81, 82, 84, 85, 86, 87];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}
use Way::{Down, Up};

/// Keys with their values.
type Keys = &'static [(&'static str, &'static str)];

/// A row: what both worlds have, what one of them has besides, and the metric and group that it moves.
type Row = (u32, Keys, Keys, &'static str, &'static str, Way);

#[rustfmt::skip] // One row, one line.
const ROWS: &[Row] = &[
    (1, &[], &[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "in_permanent_home_after_2_years", "all", Up),
    (2, &[], &[("home.at_hearing", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "exits", "home", Up),
    (3, &[], &[("relatives.fosters_first", "0")], "children_in_care", "kinship fostering", Down),
    (5, &[], &[("adoption.plan", "[0.3, 0.3, 0.2, 0.1, 0.1, 0]")], "exits", "adopted", Down),
    (6, &[], &[("adoption.plan", "[0.98, 0.98, 0.84, 0.56, 0, 0]")], "children_adopted", "5 to 9", Down),
    (7, &[], &[("recruitment.adopters.approvals_a_year", "60")], "children_adopted", "all", Up),
    (8, &[], &[("adoption.half_life_years", "8"), ("adoption.scale", "1.3")], "adoption_reversals", "all", Down),
    (9, &[], &[("adoption.breakdown_age_factor", "[100, 100, 100, 100, 100]")], "breakdowns", "all", Up),
    (10, &[], &[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "exits", "special guardianship", Up),
    (11, &[], &[("relatives.foster_carer_guardianship_a_year", "0.2")], "exits", "special guardianship", Up),
    (12, &[], &[("prices.special_guardianship_a_week", "300")], "cost_gbp", "special guardianship allowances", Up),
    (13, &[], &[("relatives.supervision_order", "1"), ("prices.supervision_a_week", "0")], "supervision_orders_running", "all", Up),
    (14, &[], &[("relatives.child_arrangements", "[0.9, 0.9, 0.9, 0.9, 0.9]")], "exits", "child arrangements order", Up),
    (15, &[], &[("fostering.formal_match", "0.8")], "long_term_fostering_matched", "all", Up),
    (16, &[], &[("fostering.formal_match", "0.8")], "long_term_fostering_unmatched", "all", Down),
    (17, &[], &[("fostering.current_placement_right", "0.6")], "unmatched_without_right_placement", "all", Up),
    (18, &[], &[("search.residential_plan", "[0, 0, 0, 0, 0]")], "long_term_residential", "all", Down),
    (19, &[], &[("fostering.planned_transition", "0.5")], "residential_with_planned_transition", "all", Up),
    (20, &[], &[("search.semi_independent", "0.9")], "children_in_care", "semi-independent", Up),
    (21, &[], &[("adoption.fostering_for_adoption", "[0.8, 0.5, 0, 0, 0, 0]"), ("recruitment.adopters.dual_approved", "1")], "matches", "fostering for adoption", Up),
    (22, &[], &[("adoption.by_foster_carer", "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]"), ("adoption.foster_carer_after_days", "200")], "matches", "own foster carers", Up),
    (23, &[], &[("planning.parallel", "1")], "plan_by_four_months", "all", Up),
    (24, &[], &[("planning.home_assessment_days", "200")], "plan_by_four_months", "all", Down),
    (25, &[], &[("planning.home_assessment_days", "200")], "entry_to_placed_for_adoption_days", "all", Up),
    (26, &[], &[("court.section_20", "[0.1, 0.1, 0.1, 0.1, 0.1]")], "children_in_care", "interim care order", Down),
    (27, &[], &[("adoption.revocation_days", "900")], "revocations", "all", Down),
    (28, &[], &[("adoption.revocation_days", "300")], "reversal_to_revocation_days", "all", Up),
    (29, &[], &[("entries.nobody_responsible", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "nobody_exercising_responsibility", "all", Up),
    (30, &[], &[("home.discharge_days", "1500")], "children_in_care", "with parents", Up),
    (31, &[], &[("court.proceedings_days", "350")], "proceedings_within_26_weeks", "all", Down),
    (32, &[], &[("court.proceedings_days", "350")], "proceedings_days", "all", Up),
    (33, &[], &[("adoption.minimum_with_adopters_days", "700")], "placed_to_order_days", "all", Up),
    (34, &[("prices.inter_agency_fee", "[0, 0, 0, 0]"), ("adoption.family_finding_days", "0"), ("recruitment.adopters.provider", "\"register\"")], &[("adoption.register_after_days", "0")], "wait_for_match_days", "all", Down),
    (35, &[], &[("adoption.panel_interval_days", "120")], "wait_for_match_days", "all", Up),
    (36, &[], &[("planning.parallel", "1")], "entry_to_placed_for_adoption_days", "all", Down),
    (37, &[], &[("planning.parallel", "1")], "drift_child_days", "all", Down),
    (38, &[], &[("planning.caseload_target", "300")], "drift_child_days", "all", Up),
    (39, &[], &[("planning.worker_changes_a_year", "2"), ("stability.new_worker_factor", "2")], "unplanned_moves", "all", Up),
    (40, &[], &[("adoption.match_to_placed_days", "200")], "match_to_placed_days", "all", Up),
    (41, &[], &[("recruitment.adopters.approvals_a_year", "60")], "waiting_for_adopters", "all", Down),
    (42, &[], &[("adoption.family_finding_days", "60")], "matched_within_4_months", "all", Up),
    (43, &[], &[("relatives.foster_carer_guardianship_a_year", "0.3")], "exits", "special guardianship", Up),
    (44, &[], &[("court.proceedings_days", "120")], "time_in_care_entrants_days", "all", Down),
    (45, &[], &[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "cost_gbp", "special guardianship allowances", Up),
    (46, &[], &[("stock.formally_matched", "0.9")], "long_term_fostering_unmatched", "all", Down),
    (47, &[], &[("recruitment.foster_carers.takes_complex_needs", "0.99"), ("recruitment.foster_carers.takes_additional_needs", "0.99")], "unmet_in_house_share", "all", Down),
    (48, &[], &[("recruitment.adopters.largest_group", "[0, 0, 0, 1]")], "waiting_for_adopters", "two siblings", Down),
    (49, &[], &[("entries.assessed_together", "0.1")], "siblings_apart", "all", Up),
    (50, &[], &[("stability.separated_factor", "6")], "unplanned_moves", "all", Up),
    (51, &[], &[("stability.kinship", "2")], "disruptions", "all", Up),
    (52, &[], &[("stability.age_factor", "[2, 2, 2, 2, 2]")], "disruptions", "all", Up),
    (53, &[], &[("support.a_say.factor", "0.5"), ("support.a_say.a_week", "0"), ("support.a_say.share", "0.8")], "unplanned_moves", "all", Down),
    (54, &[], &[("stability.in_house", "2")], "three_or_more_placements", "all", Up),
    (55, &[], &[("support.respite.share", "0.5"), ("support.respite.a_week", "0"), ("support.respite.factor", "0.5")], "unplanned_moves", "all", Down),
    (56, &[], &[("search.keeps_children", "0")], "disruptions", "all", Up),
    (57, &[], &[("fostering.current_placement_right", "0.6")], "planned_moves", "all", Up),
    (58, &[], &[("relatives.emergency_placement", "0.8")], "children_in_care", "kinship fostering", Up),
    (59, &[], &[("court.pre_proceedings_diverts", "0.6")], "exits", "home", Up),
    (60, &[], &[("court.pre_proceedings_days", "150")], "children_in_care", "section 20", Up),
    (61, &[], &[("home.from_weeks", "[0, 8, 26, 52, 104, 208, 520]")], "exits", "home", Up),
    (62, &[], &[("home.reentry_days", "{ weibull = { shape = 0.5, scale = 1000 } }")], "reentries", "all", Up),
    (63, &[], &[("team.t.stage", "\"family_services\""), ("team.t.servers", "10"), ("team.t.days_per_case", "40")], "exits", "home", Down),
    (64, &[], &[("recruitment.enquirers.enquiries_a_year", "100"), ("recruitment.enquirers.kind", "\"foster\""), ("recruitment.enquirers.conversion_to_application", "0.4"), ("recruitment.enquirers.conversion_to_approval", "0.6"), ("recruitment.enquirers.places", "[1, 0, 0, 0]"), ("recruitment.enquirers.ages", "[{ share = 1, from = 0, to = 18 }]"), ("recruitment.enquirers.takes_additional_needs", "1"), ("recruitment.enquirers.takes_complex_needs", "1"), ("recruitment.enquirers.leaving_from_years", "[0]"), ("recruitment.enquirers.leaving_a_year", "[0.1]"), ("recruitment.enquirers.cost_per_approval", "8000")], "foster_applications", "all", Up),
    (65, &[], &[("recruitment.teenagers.ages", "[{ share = 1, from = 10, to = 18 }]"), ("recruitment.teenagers.kind", "\"foster\""), ("recruitment.teenagers.households", "30"), ("recruitment.teenagers.over_months", "12"), ("recruitment.teenagers.places", "[1, 0, 0, 0]"), ("recruitment.teenagers.takes_additional_needs", "1"), ("recruitment.teenagers.takes_complex_needs", "1"), ("recruitment.teenagers.leaving_from_years", "[0]"), ("recruitment.teenagers.leaving_a_year", "[0.1]"), ("recruitment.teenagers.cost_per_approval", "8000")], "unmet_in_house_share", "all", Down),
    (66, &[], &[("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], "cost_gbp", "inter-agency fees", Up),
    (67, &[], &[("search.order", "[\"agency\", \"childrens_home\"]")], "in_house_filled", "all", Down),
    (68, &[], &[("search.near", "[0.5, 0.5, 0.5]")], "out_of_area", "all", Up),
    (69, &[], &[("stability.settled_factor", "0.1")], "placement_moves", "all", Down),
    (70, &[], &[("court.legal_advice_days", "120")], "children_in_care", "section 20", Up),
    (71, &[], &[("court.drift_days", "600")], "children_in_care", "section 20", Up),
    (72, &[], &[("home.after_order_factor", "1")], "children_over_five_years_on_an_order", "all", Down),
    (73, &[], &[("court.supervision_order", "1"), ("prices.supervision_a_week", "0")], "supervision_orders_running", "all", Up),
    (74, &[], &[("relatives.special_guardianship_breakdown_a_year", "0.3")], "breakdowns", "all", Up),
    (75, &[], &[("adoption.breakdown_a_year", "0.5")], "breakdowns", "all", Up),
    (76, &[], &[("prices.adoption_support", "9000")], "cost_gbp", "adoption support", Up),
    (77, &[], &[("support.respite.a_week", "20"), ("support.respite.share", "0.5")], "cost_gbp", "support of placements", Up),
    (78, &[], &[("after_eighteen.staying_put", "0.8"), ("prices.staying_put_a_week", "0")], "staying_put", "all", Up),
    (79, &[], &[("adoption.plan", "[0.6, 0.6, 0.5, 0.3, 0.1, 0]")], "placement_orders", "all", Down),
    (80, &[("authority.all.copies", "4"), ("recruitment.adopters.approvals_a_year", "22")], &[("adoption.pooled", "true")], "adopter_wait_days", "all", Down),
    (83, &[], &[("planning.parallel", "1")], "plan_by_four_months", "all", Up),
    (88, &[], &[("prices.in_house_a_week", "900")], "cost_gbp", "in-house fostering", Up),
];

/// A line of the document: its cells.
fn lines() -> Vec<(u32, Vec<&'static str>)> {
    let lines = COVERAGE.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        Some((cells[0].parse().ok()?, cells))
    });
    lines.collect()
}

/// What stands in backticks.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn there_are_eighty_eight_rows_and_only_context_is_empty() {
    let numbers: Vec<u32> = lines().iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=88).collect::<Vec<_>>());
    for (number, cells) in lines() {
        let context = CONTEXT.contains(&number);
        assert_eq!(cells.len(), 5, "row {number}");
        assert!(!cells[1].is_empty() && !cells[4].is_empty(), "row {number}");
        for cell in &cells[2..4] {
            assert_eq!(named(cell).is_empty(), context, "row {number}");
        }
        assert_eq!(cells[4].starts_with("context"), context, "row {number}");
    }
}

#[test]
fn every_key_and_metric_of_a_row_exists() {
    let usual = council(&[]);
    let all: Vec<Request> = TABLE.iter().map(|spec| Request::of(spec.metric)).collect();
    let layout = layout_of(&usual).asked_for(&all, usual.start, &usual.model);
    for (number, cells) in lines() {
        for key in named(cells[2]) {
            let known = KEYS.iter().any(|known| known.path == key);
            assert!(known, "row {number}: no key {key}");
        }
        for metric in named(cells[3]) {
            // Matches by partners and copies' own figures are there whatever the council has.
            let known = question(metric, &layout);
            assert!(known.is_ok(), "row {number}: {metric}: {known:?}");
        }
    }
}

#[test]
fn every_row_is_moved_by_its_first_key_in_its_bold_metric() {
    for (number, cells) in lines() {
        let Some(row) = ROWS.iter().find(|row| row.0 == number) else {
            assert!(CONTEXT.contains(&number), "row {number} is not tested");
            continue;
        };
        let first = general(row.2[0].0);
        assert_eq!(named(cells[2])[0], first, "row {number}");
        let metric = match row.4 {
            "all" => row.3.to_owned(),
            group => format!("{}, {group}", row.3),
        };
        assert!(
            cells[3].contains(&format!("**`{metric}`**")),
            "row {number}"
        );
    }
}

/// The key as the table has it.
fn general(key: &str) -> String {
    let mut parts: Vec<&str> = key.split('.').collect();
    if matches!(parts[0], "recruitment" | "team" | "support" | "authority") {
        parts[1] = "*";
    }
    parts.join(".")
}

/// The shipped council with these values.
fn council(sets: &[Keys]) -> Scenario {
    let mut text = "title = \"row\"\nextends = \"baseline.toml\"\nassumption = true\n".to_owned();
    for (key, value) in sets.iter().flat_map(|set| set.iter()) {
        text += &format!("{key} = {value}\n");
    }
    let files = [("baseline.toml", BASELINE), ("row.toml", text.as_str())];
    let scenario = Scenario::from_embedded(&files, "row.toml");
    let scenario = scenario.and_then(|scenario| scenario.with_years(YEARS));
    scenario.unwrap_or_else(|findings| panic!("{sets:?}: {findings}"))
}

fn futures(scenario: &Scenario, layout: &Layout) -> Vec<Vec<f64>> {
    let futures = (0..REPLICATIONS).into_par_iter();
    futures
        .map(|future| run_laid_out(scenario, layout, 1, future))
        .collect()
}

/// The shipped council as it is.
static USUAL: LazyLock<(Layout, Vec<Vec<f64>>)> = LazyLock::new(|| {
    let usual = council(&[]);
    let layout = layout_of(&usual);
    let rows = futures(&usual, &layout);
    (layout, rows)
});

/// The cells to look at: the horizon's, or the mean over all periods.
fn cells(layout: &Layout, metric: &str, group: &str) -> Vec<usize> {
    let spec = find(metric).unwrap_or_else(|| panic!("no metric {metric}"));
    let cells = layout.cells.iter().enumerate();
    let those: Vec<_> = cells
        .filter(|(_, c)| c.metric == spec.metric && layout.label(c.group) == group)
        .collect();
    assert!(!those.is_empty(), "no cell of {metric}, {group}");
    let horizon = |place: &&(usize, &permanence::experiment::layout::Cell)| {
        layout.period(place.1).label == "horizon"
    };
    match those.iter().find(horizon) {
        Some((place, _)) => vec![*place],
        None => those.iter().map(|(place, _)| *place).collect(),
    }
}

fn wrong(&(number, base, set, metric, group, way): &Row) -> Option<String> {
    let layout = &USUAL.0;
    let (own, changed) = (council(&[base]), council(&[base, set]));
    let usual = match base {
        [] => &USUAL.1,
        _ => &futures(&own, layout),
    };
    let cells = cells(layout, metric, group);
    let level = |row: &[f64]| cells.iter().map(|&c| row[c]).sum::<f64>() / cells.len() as f64;
    let changed = futures(&changed, layout);
    let pairs = changed.iter().zip(usual);
    let difference: Tally = pairs.map(|(new, old)| level(new) - level(old)).collect();
    let sign = if way == Up { 1.0 } else { -1.0 };
    let z = sign * difference.mean() / difference.standard_error();
    println!(
        "{z:+9.1} row {number}: {metric} ({group}) when {:?}",
        set[0]
    );
    // A difference without any spread has an infinite z: that is certainty, and no failure.
    let moved = difference.mean();
    (z.is_nan() || z <= 4.0)
        .then(|| format!("row {number}: {metric} ({group}) moves by {moved:.4} (z {z:.2})"))
}

#[test]
fn every_row_is_represented_by_what_it_names() {
    let wrong: Vec<String> = ROWS.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every lever's scenarios are there.
#[test]
fn the_table_of_levers_names_shipped_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let links = COVERAGE.split("](").skip(1);
    let links = links.filter_map(|rest| rest.split(')').next());
    let files: Vec<&str> = links.filter(|link| link.ends_with(".toml")).collect();
    assert!(files.len() > 50);
    for file in files {
        assert!(root.join(file).exists(), "{file}");
    }
}
