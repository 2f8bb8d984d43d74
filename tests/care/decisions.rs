//! Whether decisions can rest on the intervals: a simulation study of a small world of which the truth is known.
//!
//! Children under one come into care at random, and go home at a constant hazard. From an empty start
//! the expected days in care of all in a run of length H, with λ a day entering and stays of mean m, are
//! λ·(m·H − m²·(1 − e^(−H/m))): so the true difference between two hazards is known, and how often
//! an interval covers it can be counted. Every repeat is an experiment of its own, with a seed of its own.

use crate::support::*;
use permanence::care;
use permanence::care::params::Model;
use permanence::care::record::{Event, Observer, View};
use permanence::des::stream::RunKey;
use permanence::des::time::SimTime;
use permanence::experiment::ranking::{Ranked, ranking};
use permanence::stats::{Direction, Paired};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Experiments.
const REPEATS: u64 = 2_000;
/// Replications of each scenario in an experiment.
const REPLICATIONS: u64 = 20;
/// Length of a run: six months of thirty days.
const DAYS: f64 = 180.0;
/// Groups of children entering a year of 365.25 days.
const ENTER_A_YEAR: f64 = 60.0;
/// Rates of going home a year: the baseline's, then the options'.
const RATES: [f64; 4] = [2.0, 2.2, 3.0, 3.1];

fn world(rate_a_year: f64) -> Model {
    let mut model = quiet(6);
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = ENTER_A_YEAR;
        home(p, rate(rate_a_year));
    });
    model
}

fn expected_days(rate_a_year: f64) -> f64 {
    let (mean, entering) = (365.25 / rate_a_year, ENTER_A_YEAR / 365.25);
    entering * (mean * DAYS - mean * mean * (1.0 - libm::exp(-DAYS / mean)))
}

/// Adds up days in care.
#[derive(Default)]
struct DaysInCare(f64);

impl Observer for DaysInCare {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let left = (at(DAYS) - now).days();
        match event {
            Event::PeriodBegan(_) => self.0 += left,
            Event::PeriodEnded(..) => self.0 -= left,
            _ => {}
        }
    }
    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

/// A column of days in care: one value for each replication.
fn column(model: &Model, seed: u64) -> Vec<f64> {
    let run = |replication| {
        let key = RunKey::new(seed, replication);
        care::run(model, key, DaysInCare::default()).0
    };
    (0..REPLICATIONS).map(run).collect()
}

/// In how many of the experiments something holds.
fn count(holds: impl Fn(u64) -> bool + Sync) -> f64 {
    let experiments = (0..REPEATS).into_par_iter();
    experiments.filter(|&seed| holds(seed)).count() as f64 / REPEATS as f64
}

fn covers(paired: &Paired, truth: f64) -> bool {
    paired.ci_low <= truth && truth <= paired.ci_high
}

/// The standard error of a share near 95 % is half a point, so 93 to 97 % is four of them each way.
#[test]
fn intervals_of_the_paired_difference_cover_the_truth_as_often_as_they_say() {
    let worlds = [RATES[0], RATES[2]].map(world);
    let truth = expected_days(RATES[2]) - expected_days(RATES[0]);
    let covered = count(|seed| {
        let [base, option] = worlds.each_ref().map(|model| column(model, seed));
        covers(&Paired::of(&base, &option, Direction::Lower), truth)
    });
    println!(
        "95 % intervals cover the true difference of {truth:.1} days: {:.2} %",
        100.0 * covered
    );
    assert!((0.93..=0.97).contains(&covered), "{covered}");
}

/// Two arms of one scenario under independent seeds: there is no difference, and one is found in 5 % of
/// experiments. (Under one seed it would be exactly zero, which proves nothing.)
#[test]
fn two_arms_of_one_scenario_are_called_different_as_rarely_as_they_should() {
    let world = world(RATES[0]);
    let different = count(|seed| {
        let one = column(&world, seed);
        let other = column(&world, 1_000_000 + seed);
        !covers(&Paired::of(&one, &other, Direction::Lower), 0.0)
    });
    println!(
        "two arms of one scenario are called different: {:.2} %",
        100.0 * different
    );
    assert!((0.035..=0.065).contains(&different), "{different}");
}

/// Bonferroni's intervals hold together at 95 % at least, and not by being boundless: all six differences between
/// four scenarios are covered at once, the baseline's by the ranking, the others by it with another scenario in the
/// baseline's place. Intervals that are each of one comparison do not hold together.
#[test]
fn simultaneous_intervals_hold_together() {
    let worlds = RATES.map(world);
    let truth = RATES.map(expected_days);
    let held = |seed: u64| {
        let columns = worlds.each_ref().map(|model| column(model, seed));
        let columns = columns.each_ref().map(|column| &column[..]);
        let from = |first: usize| {
            let others = columns.len() - first;
            let known: Vec<&[f64]> = columns
                .iter()
                .cycle()
                .skip(first)
                .take(4)
                .copied()
                .collect();
            let found = ranking("time_in_care_child_days", Direction::Lower, &known);
            assert_eq!(found.comparisons, 6);
            let options = found.options.into_iter().filter(|o| o.scenario < others);
            let covers = |o: Ranked| {
                let difference = truth[first + o.scenario] - truth[first];
                o.low <= difference && difference <= o.high
            };
            options.map(covers).collect::<Vec<_>>()
        };
        let together = [from(0), from(1), from(2)].concat();
        assert_eq!(together.len(), 6);
        let pairs = (0..4).flat_map(|one| (one + 1..4).map(move |other| (one, other)));
        let mut each = pairs.map(|(one, other)| {
            let paired = Paired::of(columns[one], columns[other], Direction::Lower);
            covers(&paired, truth[other] - truth[one])
        });
        (together.iter().all(|held| *held), each.all(|held| held))
    };
    let all: Vec<(bool, bool)> = (0..REPEATS).into_par_iter().map(held).collect();
    let share = |which: fn(&(bool, bool)) -> bool| {
        all.iter().filter(|held| which(held)).count() as f64 / REPEATS as f64
    };
    let [together, one_by_one] = [share(|held| held.0), share(|held| held.1)];
    println!(
        "all six intervals hold together: {:.2} %; those of one comparison each: {:.2} %",
        100.0 * together,
        100.0 * one_by_one
    );
    let error = |share: f64| (share * (1.0 - share) / REPEATS as f64).sqrt();
    assert!(together > 0.95 - 4.0 * error(0.95), "{together}");
    // All together are held no more often than any one of them, of which one in 120 misses.
    let one = 1.0 - 0.05 / 6.0;
    assert!(together < one + 4.0 * error(one), "{together}");
    assert!(one_by_one < 0.95 - 4.0 * error(0.95), "{one_by_one}");
}
