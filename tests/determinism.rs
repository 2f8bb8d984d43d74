//! The same results whatever the machine is doing, and the same chances for every scenario.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use permanence::care;
use permanence::care::child::{Needs, PlacementKind};
use permanence::care::record::{Event, Observer, View};
use permanence::cli::builtin;
use permanence::des::probe::Gauge;
use permanence::des::stream::RunKey;
use permanence::des::time::{SECONDS_PER_WEEK, SimTime};
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Measure, Metric, TABLE};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::{Error, Plan, compare, replicate, run_one, shorten};
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::{Pence, PriceList};
use permanence::scenario::Scenario;

/// A built-in scenario, cut to its first year.
fn short(name: &str) -> Scenario {
    let mut scenario = builtin::load(name).expect("built-in scenarios are valid");
    shorten(&mut scenario, 1).expect("built-in scenarios run for a year or more");
    scenario
}

fn baseline() -> Scenario {
    short("baseline.toml")
}

fn cell(scenario: &Scenario, metric: Metric, group: Group, period: &str) -> usize {
    let layout = Layout::new(scenario.start, &scenario.model);
    layout
        .position(metric, group, period)
        .expect("the cell is in the layout")
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let (baseline, alternative) = (baseline(), short("all-together.toml"));
    let digest = |threads| {
        let plan = Plan {
            threads: Some(threads),
            ..Plan::new(35, 3)
        };
        let results = compare(&baseline, std::slice::from_ref(&alternative), &plan);
        results.expect("finished").run_digest
    };
    let one = digest(1);
    assert_eq!(one, digest(2));
    assert_eq!(one, digest(7));
}

#[test]
fn a_replication_alone_equals_its_row_among_many() {
    let (baseline, alternative) = (baseline(), short("more-adopters.toml"));
    let plan = Plan::new(34, 5);
    let mut results = replicate(&[&baseline, &alternative], &plan).expect("finished");
    for (scenario, columns) in [&baseline, &alternative]
        .into_iter()
        .zip(&mut results.columns)
    {
        let visit = |replication: usize, row: &[f64]| -> std::io::Result<()> {
            if [0, 17, 31, 32, 33].contains(&replication) {
                let alone = run_one(scenario, 5, replication as u64);
                let bits = |row: &[f64]| row.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&alone), bits(row), "replication {replication}");
            }
            Ok(())
        };
        columns.for_each_row(visit).expect("readable");
    }
}

#[test]
fn a_scenario_differs_from_itself_by_exactly_nothing() {
    let baseline = baseline();
    let plan = Plan::new(4, 1);
    let results = compare(&baseline, std::slice::from_ref(&baseline), &plan).expect("finished");
    assert_eq!(results.differences[0].scenario, "baseline (2)");
    for (name, difference) in results.cells.iter().zip(&results.differences[0].paired) {
        // One pair has no spread: a rare group may be asked about in one future only.
        let nothing = difference.mean == 0.0 && (difference.sd == 0.0 || difference.n == 1);
        assert!(nothing || difference.n == 0, "{name:?}");
    }
}

/// Who is called the option is a matter of words: exchanged, every difference is the same with the other sign.
#[test]
fn exchanged_scenarios_reverse_every_difference() {
    let [usual, other] = ["baseline.toml", "all-together.toml"].map(short);
    let plan = Plan::new(4, 1);
    let means = |one: &Scenario, two: &Scenario| -> Vec<f64> {
        let results = compare(one, std::slice::from_ref(two), &plan).expect("finished");
        let paired = &results.differences[0].paired;
        paired.iter().map(|difference| difference.mean).collect()
    };
    let (there, back) = (means(&usual, &other), means(&other, &usual));
    for (there, back) in there.iter().zip(&back) {
        assert!(*there == -back || (there.is_nan() && back.is_nan()));
    }
    assert!(there.iter().any(|mean| *mean != 0.0));
}

/// Money follows from what happens and decides nothing: without prices nothing is paid, in any month, and
/// everything else is the same to the last bit.
#[test]
fn without_prices_nothing_is_paid_and_nobody_fares_otherwise() {
    let priced = short("all-together.toml");
    let mut free = priced.clone();
    free.prices = PriceList::default();
    let layout = Layout::new(priced.start, &priced.model);
    let [usual, free] = [&priced, &free].map(|scenario| run_one(scenario, 1, 0));
    let mut money = 0;
    for (cell, (usual, free)) in layout.cells.iter().zip(usual.iter().zip(&free)) {
        let spec = &TABLE[cell.metric as usize];
        match spec.unit {
            "gbp" => {
                assert_eq!(*free, 0.0, "{}", spec.name);
                money += usize::from(*usual != 0.0);
            }
            _ => assert_eq!(usual.to_bits(), free.to_bits(), "{}", spec.name),
        }
    }
    assert!(money > 40, "{money} cells had a cost");
}

/// What is only ever added to is more in a longer run of the same future.
#[test]
fn a_longer_run_adds_days_costs_and_events() {
    let mut two = builtin::load("baseline.toml").expect("valid");
    shorten(&mut two, 2).expect("long enough");
    let one = baseline();
    let (first, both) = (run_one(&one, 1, 0), run_one(&two, 1, 0));
    let of = |scenario: &Scenario, row: &[f64], metric| {
        row[cell(scenario, metric, Group::All, "horizon")]
    };
    for metric in [
        Metric::TimeInCareChildDays,
        Metric::CostTotalGbp,
        Metric::Entries,
        Metric::Exits,
        Metric::PlacementMoves,
    ] {
        let [one, two] = [of(&one, &first, metric), of(&two, &both, metric)];
        assert!(0.0 < one && one < two, "{metric:?}: {one}, {two}");
    }
}

/// Scenarios live through the same chance events under one seed, and through others under another. With
/// correlation r of two independent columns of n, r√n has variance 1: |z| < 4; in pairs r is beyond that.
#[test]
fn futures_of_two_scenarios_go_together_under_one_seed_and_apart_under_two() {
    const FUTURES: u64 = 64;
    let scenarios = ["baseline.toml", "all-together.toml"].map(short);
    let days = |scenario: &Scenario, seed| -> Vec<f64> {
        let days = cell(scenario, Metric::TimeInCareChildDays, Group::All, "horizon");
        let futures = 0..FUTURES;
        futures
            .map(|future| run_one(scenario, seed, future)[days])
            .collect()
    };
    let usual = days(&scenarios[0], 1);
    for (seed, together) in [(1, true), (2, false)] {
        let r = correlation(&usual, &days(&scenarios[1], seed));
        let z = r * (FUTURES as f64).sqrt();
        println!("seeds 1 and {seed}: correlation {r:.3}, z = {z:.2}");
        assert_eq!(z.abs() > 4.0, together, "r = {r}");
    }
}

fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (a, b) = (mean(one), mean(other));
    let products = |x: &[f64], p: f64, y: &[f64], q: f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - p) * (y - q)).sum()
    };
    products(one, a, other, b) / (products(one, a, one, a) * products(other, b, other, b)).sqrt()
}

#[test]
fn a_shorter_run_is_the_beginning_of_a_longer_one() {
    let one = baseline();
    let mut two = builtin::load("baseline.toml").expect("valid");
    shorten(&mut two, 2).expect("long enough");
    let (first, both) = (run_one(&one, 1, 0), run_one(&two, 1, 0));
    for metric in [Metric::ChildrenInCare, Metric::CostTotalGbp] {
        for period in ["2017-04", "2018-03"] {
            let in_first = first[cell(&one, metric, Group::All, period)];
            let in_both = both[cell(&two, metric, Group::All, period)];
            assert_eq!(in_first, in_both, "{metric:?} {period}");
        }
    }
}

#[test]
fn parts_add_up_to_their_whole() {
    let scenario = baseline();
    let row = run_one(&scenario, 1, 0);
    let value = |metric, group, period: &str| row[cell(&scenario, metric, group, period)];
    let lines = Line::ALL.map(|line| value(Metric::CostGbp, Group::Line(line), "horizon"));
    let total = value(Metric::CostTotalGbp, Group::All, "horizon");
    assert!(
        (lines.iter().sum::<f64>() - total).abs() < 1.0,
        "£1 in {total}"
    );
    for metric in [Metric::Entries, Metric::Exits] {
        let layout = Layout::new(scenario.start, &scenario.model);
        let parts = layout.cells.iter().zip(&row).filter(|(cell, _)| {
            let horizon = layout.period(cell).label == "horizon";
            cell.metric == metric && cell.group != Group::All && horizon
        });
        let parts: f64 = parts.map(|(_, value)| value).sum();
        assert_eq!(parts, value(metric, Group::All, "horizon"), "{metric:?}");
    }
}

/// Seconds lived in each kind of placement, counted apart from the ledger.
struct Stays {
    gauges: [Gauge; PlacementKind::ALL.len()],
    end: SimTime,
}

impl Observer for Stays {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let (child, change) = match event {
            Event::PlacementBegan(child) => (child, 1),
            Event::PlacementEnded(child) => (child, -1),
            _ => return,
        };
        self.gauges[child.placement.kind as usize].change(now, change);
    }

    fn month_ended(&mut self, now: SimTime, _month: usize, _view: View<'_>) {
        self.end = now;
    }
}

#[test]
fn placements_cost_their_time_times_their_price_to_the_last_unit() {
    let scenario = builtin::load("baseline.toml").expect("valid");
    let stays = Stays {
        gauges: [Gauge::new(SimTime::START, 0); PlacementKind::ALL.len()],
        end: SimTime::START,
    };
    let watchers = (stays, Ledger::new(&scenario.prices));
    let (stays, ledger) = care::run(&scenario.model, RunKey::new(1, 0), watchers);
    assert_eq!(stays.end, scenario.model.horizon());
    let months = 0..ledger.months();
    // A week's seconds times, so that nothing is divided: seconds × pence a week.
    let weekly = |line| -> Amount {
        let booked = ledger.line(line, months.clone());
        (0..SECONDS_PER_WEEK).map(|_| booked).sum()
    };
    let mut all = 0;
    for kind in PlacementKind::ALL {
        let seconds = stays.gauges[kind as usize].integral_seconds(stays.end);
        let seconds = i64::try_from(seconds).expect("a run's child-seconds fit");
        let price = scenario.prices.weekly[kind as usize].of(Needs::None)[0].0;
        let cost = Amount::pence(Pence(seconds * price));
        // Of this council nobody is placed in secure accommodation.
        let lived_in = kind != PlacementKind::Secure;
        assert_eq!(cost > Amount::ZERO, lived_in, "{kind:?}");
        assert_eq!(weekly(Line::of_placement(kind)), cost, "{kind:?}");
        all += seconds;
    }
    let social_work = Pence(all * scenario.prices.social_work_weekly[0].0);
    assert_eq!(weekly(Line::SocialWork), Amount::pence(social_work));
}

#[test]
fn stock_changes_by_entries_and_exits() {
    let scenario = builtin::load("baseline.toml").expect("valid");
    let layout = Layout::new(scenario.start, &scenario.model);
    let row = run_one(&scenario, 2, 0);
    let value = |metric, period: &str| {
        row[layout
            .position(metric, Group::All, period)
            .expect("in the layout")]
    };
    for year in 2018..2026 {
        let period = format!("{year}/{:02}", year % 100 + 1);
        let [before, after] = [year, year + 1].map(|y| format!("{y}-03"));
        let change = value(Metric::ChildrenInCare, &after) - value(Metric::ChildrenInCare, &before);
        let flow = value(Metric::Entries, &period) - value(Metric::Exits, &period);
        assert_eq!(change, flow, "{period}");
    }
}

#[test]
fn a_ten_year_run_has_about_three_thousand_cells() {
    let scenario = builtin::load("baseline.toml").expect("valid");
    assert_eq!(scenario.years, 10);
    let usual = Layout::new(scenario.start, &scenario.model);
    let cells = usual.cells.len();
    assert!((2000..=3200).contains(&cells), "{cells} cells");
    // What it reports on request stands behind them.
    let layout = layout_of(&scenario);
    assert_eq!(layout.cells[..cells], usual.cells);
    assert_eq!(run_one(&scenario, 1, 0).len(), layout.cells.len());
}

#[test]
fn only_averages_may_have_nothing_to_average() {
    let scenario = baseline();
    let layout = layout_of(&scenario);
    let row = run_one(&scenario, 1, 0);
    for (cell, value) in layout.cells.iter().zip(row) {
        let spec = &TABLE[cell.metric as usize];
        use Measure::{LevelShare, MeanDays, Share};
        let average = matches!(spec.measure, LevelShare | MeanDays | Share);
        assert!(
            value.is_finite() || (average && value.is_nan()),
            "{}",
            spec.name
        );
    }
}

#[test]
fn stopping_keeps_replications_finished_in_every_scenario() {
    let (baseline, alternative) = (baseline(), short("more-adopters.toml"));
    let stop = Arc::new(AtomicBool::new(false));
    let seen = AtomicU64::new(0);
    let progress = |done: u64, _wanted: u64| {
        seen.fetch_max(done, Ordering::Relaxed);
        if done >= 9 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let plan = Plan {
        stop: Arc::clone(&stop),
        threads: Some(2),
        progress: Some(&progress),
        ..Plan::new(1000, 4)
    };
    let results = replicate(&[&baseline, &alternative], &plan).expect("some were finished");
    let finished = results.finished();
    assert!(
        (1..=seen.into_inner() as usize / 2).contains(&finished),
        "{finished}"
    );
    assert_eq!(results.columns[0].rows(), results.columns[1].rows());
}

#[test]
fn stopping_before_anything_is_finished_gives_no_results() {
    let baseline = baseline();
    let plan = Plan {
        stop: Arc::new(AtomicBool::new(true)),
        ..Plan::new(10, 1)
    };
    let results = replicate(&[&baseline], &plan);
    assert!(matches!(results, Err(Error::StoppedEarly)));
}

#[test]
fn scenarios_of_different_length_are_not_compared() {
    let mut two = builtin::load("baseline.toml").expect("valid");
    shorten(&mut two, 2).expect("long enough");
    let results = compare(&baseline(), &[two], &Plan::new(2, 1));
    assert!(matches!(results, Err(Error::Mismatch { .. })));
}
