//! Seasons of entries: months that differ, by thinning and superposition.

use std::collections::BTreeSet;

use crate::support::{always, quiet, watch, within_four};
use permanence::care::params::Model;
use permanence::care::record::Event;
use permanence::des::stream::RunKey;
use permanence::des::time::SimTime;

const YEAR: f64 = 365.25;

/// Mean one, January first.
const SEASON: [f64; 12] = [0.4, 0.8, 1.6, 1.2, 1.0, 1.0, 0.6, 0.4, 2.0, 1.4, 0.9, 0.7];

fn key(replication: u64) -> RunKey {
    RunKey::new(2_026, replication)
}

/// Three years of twelve months of 30 days, of which the first is an April.
fn busy(season: [f64; 12]) -> Model {
    let mut model = quiet(36);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 600.0;
        p.entries.season = season;
    });
    model
}

/// Who came, with the instant.
fn came(model: &Model, replication: u64) -> BTreeSet<(SimTime, u64)> {
    let mut came = BTreeSet::new();
    watch(model, key(replication), |now, event| {
        if let Event::PeriodBegan(child) = event {
            came.insert((now, child.root.bits()));
        }
    });
    came
}

/// The month of the year of an instant of these worlds, 0 for January.
fn month((at, _): &(SimTime, u64)) -> usize {
    ((at.days() / 30.0) as usize + 3) % 12
}

/// In each month of the year the entries are Poisson with mean 3 · 600 · 30/365.25 · factor: twelve z
/// and that of the whole, each within four (family-wise below 0.001).
fn follow_the_season(what: &str, model: &Model, replication: u64) {
    let mut counts = [0.0; 12];
    for arrival in came(model, replication) {
        counts[month(&arrival)] += 1.0;
    }
    let flat = 3.0 * 600.0 * 30.0 / YEAR;
    for (month, (count, factor)) in counts.iter().zip(SEASON).enumerate() {
        let mean = flat * factor;
        within_four(
            &format!("{what}, month {month}"),
            (count - mean) / mean.sqrt(),
        );
    }
    let all = 12.0 * flat;
    let total: f64 = counts.iter().sum();
    within_four(&format!("{what}, the year"), (total - all) / all.sqrt());
}

#[test]
fn entries_of_each_month_are_poisson_with_its_factor() {
    follow_the_season("seasons of the baseline", &busy(SEASON), 1);
}

/// A lever on the season adds families in the months that rise, takes some away in those that fall,
/// and leaves every other arrival where it was.
#[test]
fn a_lever_on_the_season_thins_and_adds_month_by_month() {
    let flat = busy([1.0; 12]);
    let mut lever = flat.clone();
    lever.regimes[0].params.entries.season = SEASON;
    follow_the_season("seasons by a lever", &lever, 2);
    let (before, after) = (came(&flat, 2), came(&lever, 2));
    for (of_year, factor) in SEASON.into_iter().enumerate() {
        let of_month = |all: &BTreeSet<(SimTime, u64)>| -> BTreeSet<(SimTime, u64)> {
            all.iter()
                .filter(|a| month(a) == of_year)
                .copied()
                .collect()
        };
        let (flat, seasonal) = (of_month(&before), of_month(&after));
        assert!(factor < 1.0 || flat.is_subset(&seasonal), "month {of_year}");
        assert!(factor > 1.0 || seasonal.is_subset(&flat), "month {of_year}");
    }
}

/// The seasons go on after the horizon, where the world does for those who are there before it.
#[test]
fn months_have_their_names_after_the_horizon_too() {
    let model = quiet(30);
    let names: Vec<usize> = [0, 8, 9, 30, 33].map(|m| model.month_of_year(m)).into();
    assert_eq!(names, [3, 11, 0, 9, 0]);
}

/// Ten families a year, doubled by the trend, are twenty families a year, also in how much busy and quiet
/// years differ: the same come on the same days.
#[test]
fn a_years_trend_is_part_of_what_busy_years_are_held_against() {
    let came_in = |a_year: f64, trend: f64| {
        let mut model = quiet(48);
        always(&mut model, |p| {
            p.entries.groups_a_year[2] = a_year;
            p.entries.yearly_factor = vec![trend];
            p.entries.dispersion = 6.0;
        });
        came(&model, 5)
    };
    let twenty = came_in(20.0, 1.0);
    assert!(twenty.len() > 30);
    assert_eq!(came_in(10.0, 2.0), twenty);
}
