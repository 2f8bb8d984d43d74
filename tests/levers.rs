//! Every key of a scenario does something, and in the right direction.
//!
//! For each key the shipped council is compared with itself, pair by pair, with only that key
//! changed (and what must change with it); the metric named must move the way named, by more
//! than four standard errors of the paired difference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::find;
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::scenario::Scenario;
use permanence::scenario::keys::KEYS;
use permanence::stats::Tally;
use rayon::prelude::*;

#[path = "levers/table.rs"]
mod table;
use table::*;

const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");
const YEARS: u32 = 5;
const REPLICATIONS: u64 = 40;
/// Pairs after which a lever that is far beyond doubt is believed: eight standard errors of ten
/// pairs are rarer by chance (1 in 90,000) than four of forty (1 in 7,000).
const FEW: u64 = 10;
const BEYOND_DOUBT: f64 = 8.0;

/// Keys that no test of direction can move: names, dates and texts.
const NOT_A_LEVER: &[&str] = &[
    "council.name",
    "council.code",
    "run.start",
    "run.years",
    "prices.base_year",
    "prices.discount_label",
    "prices.price_note",
    // They bring prices to the base year: by hand in `tests/prices.rs`.
    "prices.price_year.*",
    "prices.index",
    "prices.index_from",
    "prices.index_label",
    // No overlay may change it; its factors are published: `src/finance/discount.rs`.
    "prices.discount_rate",
    // With whom it pools, by name: `tests/care/authorities.rs`.
    "authority.*.agency",
    // It values days and moves none: by hand in `tests/appraisal.rs`.
    "reading.*.a_week",
    "reading.*.price_year",
    "reading.*.cashable_share",
    "reading.*.claimed_a_year",
    // It judges costs and moves none: counted by hand in `tests/targets.rs`.
    "budget.a_year",
    // A file beside the scenario: by hand in `tests/prices.rs`.
    "prices.list",
    // It moves the spread of a year's entries, not their mean: see `tests/care/fostering.rs`.
    "entries.dispersion",
];

/// The shipped council over a few years, with these values; of a key given twice the last holds.
fn council(set: &[(&str, &str)]) -> Result<Scenario, String> {
    let mut text =
        String::from("title = \"lever\"\nextends = \"baseline.toml\"\nassumption = true\n");
    let last: BTreeMap<_, _> = set.iter().copied().collect();
    for (key, value) in last {
        text += &format!("{key} = {value}\n");
    }
    let files = [("baseline.toml", BASELINE), ("lever.toml", text.as_str())];
    let scenario = Scenario::from_embedded(&files, "lever.toml")
        .and_then(|scenario| scenario.with_years(YEARS));
    scenario.map_err(|findings| format!("{set:?}: {findings}"))
}

/// The cells to look at: the horizon's, or the mean over all periods.
fn cells(layout: &Layout, metric: &str, group: &str) -> Vec<usize> {
    let spec = find(metric).unwrap_or_else(|| panic!("no metric {metric}"));
    let cells = layout.cells.iter().enumerate();
    let those = cells.filter(|(_, c)| c.metric == spec.metric && layout.label(c.group) == group);
    let all: Vec<_> = those.collect();
    assert!(!all.is_empty(), "no cell of {metric}, {group}");
    let horizon = all
        .iter()
        .find(|(_, c)| layout.periods[c.period].label == "horizon");
    match horizon {
        Some((place, _)) => vec![*place],
        None => all.iter().map(|(place, _)| *place).collect(),
    }
}

fn future(scenario: &Scenario, replication: u64) -> Vec<f64> {
    run_laid_out(scenario, &USUAL.0, 1, replication)
}

/// The council's cells, whatever a lever adds to the scenario, with all that a lever moves.
fn layout(scenario: &Scenario) -> Layout {
    let moved = ALL.iter().flat_map(|section| section.iter());
    let moved = moved.map(|(_, metric, ..)| *metric);
    let metrics: BTreeSet<&str> = moved.chain(ALONE.iter().map(|alone| alone.2)).collect();
    let metrics = metrics.into_iter().filter_map(find);
    let requests: Vec<Request> = metrics.map(|spec| Request::of(spec.metric)).collect();
    layout_of(scenario).asked_for(&requests, scenario.start, &scenario.model)
}

/// The shipped council as it is, future by future.
static USUAL: LazyLock<(Layout, Vec<Vec<f64>>)> = LazyLock::new(|| {
    let baseline = council(&[]).expect("the shipped council is in order");
    let futures = (0..REPLICATIONS).into_par_iter();
    let layout = layout(&baseline);
    let rows = futures
        .map(|r| run_laid_out(&baseline, &layout, 1, r))
        .collect();
    (layout, rows)
});

/// Holds the levers of a section to what they say.
fn hold(levers: &[Lever]) {
    // Beforehand: a worker who waited for it would wait for himself.
    LazyLock::force(&USUAL);
    let wrong: Vec<String> = levers.par_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The council with the keys that only switch a mechanism on, so that the lever alone makes the
/// difference. None if there are none, or if they are no scenario without the lever: shares that
/// must add to one, a half-life and its scale.
fn base(companions: &[(&str, &str)]) -> Option<Scenario> {
    council(companions).ok().filter(|_| !companions.is_empty())
}

/// What is wrong with a lever, if anything.
fn wrong(&(set, metric, group, way): &Lever) -> Option<String> {
    let lever = match council(set) {
        Ok(lever) => lever,
        Err(wrong) => return Some(wrong),
    };
    let base = base(&set[1..]);
    unmoved(&lever, base.as_ref(), metric, group, way).map(|moved| format!("{moved} when {set:?}"))
}

/// What is wrong with a key of a mechanism, if anything.
fn wrong_alone(&(mechanism, lever, metric, group, way): &Alone) -> Option<String> {
    let set: Vec<_> = mechanism.iter().copied().chain([lever]).collect();
    let lever = match council(&set) {
        Ok(lever) => lever,
        Err(wrong) => return Some(wrong),
    };
    let Some(usual) = base(mechanism) else {
        return Some(format!("{mechanism:?} is no scenario without {set:?}"));
    };
    unmoved(&lever, Some(&usual), metric, group, way).map(|moved| format!("{moved} when {set:?}"))
}

/// How a metric fails to move as it should from the futures without the lever, the usual ones if
/// no others are given, to those with it.
fn unmoved(
    lever: &Scenario,
    base: Option<&Scenario>,
    metric: &str,
    group: &str,
    way: Way,
) -> Option<String> {
    let cells = cells(&USUAL.0, metric, group);
    let level = |row: &[f64]| cells.iter().map(|&c| row[c]).sum::<f64>() / cells.len() as f64;
    let sign = if way == Up { 1.0 } else { -1.0 };
    let mut difference = Tally::new();
    let mut z = f64::NAN;
    for r in 0..REPLICATIONS {
        let usual = match base {
            Some(base) => level(&future(base, r)),
            None => level(&USUAL.1[r as usize]),
        };
        difference.push(level(&future(lever, r)) - usual);
        z = sign * difference.mean() / difference.standard_error();
        if r + 1 == FEW && z > BEYOND_DOUBT {
            break;
        }
    }
    println!("{z:+9.1} {metric} ({group}), {} pairs", difference.count());
    let moved = difference.mean();
    // A difference without any spread has an infinite z: that is certainty, and no failure.
    (z.is_nan() || z <= 4.0).then(|| format!("{metric} ({group}) moves by {moved:.4} (z {z:.2})"))
}

#[test]
fn keys_of_a_mechanism_move_what_they_should_by_themselves() {
    LazyLock::force(&USUAL);
    let wrong: Vec<String> = ALONE.par_iter().filter_map(wrong_alone).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn entries_move_what_they_should() {
    hold(ENTRIES);
}

#[test]
fn planning_moves_what_it_should() {
    hold(PLANNING);
}

#[test]
fn return_home_moves_what_it_should() {
    hold(HOME);
}

#[test]
fn the_court_moves_what_it_should() {
    hold(COURT);
}

#[test]
fn relatives_move_what_they_should() {
    hold(RELATIVES);
}

#[test]
fn adoption_moves_what_it_should() {
    hold(ADOPTION);
}

#[test]
fn the_search_moves_what_it_should() {
    hold(SEARCH);
}

#[test]
fn beds_of_homes_move_what_they_should() {
    hold(HOMES);
}

#[test]
fn stability_moves_what_it_should() {
    hold(STABILITY);
}

#[test]
fn long_term_fostering_and_support_move_what_they_should() {
    hold(FOSTERING);
}

#[test]
fn leaving_moves_what_it_should() {
    hold(LEAVING);
}

#[test]
fn teams_move_what_they_should() {
    hold(TEAM);
}

#[test]
fn recruitment_moves_what_it_should() {
    hold(RECRUITMENT);
}

#[test]
fn options_move_what_they_should() {
    hold(OPTION);
}

#[test]
fn the_opening_stock_moves_what_it_should() {
    hold(STOCK);
}

#[test]
fn prices_move_what_they_should() {
    hold(PRICES);
}

#[test]
fn what_the_checklist_names_moves() {
    hold(CHECKLIST);
}

#[test]
fn every_key_is_moved_by_some_test() {
    let moved: BTreeSet<String> = moved().map(|(key, ..)| key).collect();
    let missing: Vec<&str> = KEYS
        .iter()
        .map(|key| key.path)
        .filter(|path| path.contains('.') && !moved.contains(*path) && !NOT_A_LEVER.contains(path))
        .collect();
    assert!(missing.is_empty(), "no test moves {missing:?}");
}
