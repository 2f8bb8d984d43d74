//! What money costs: one replication of the shipped council over ten years, counted without money, and with
//! all that counts it: a ledger in which every line has its price, by age and needs, rising, with booked beds
//! and fees in two stages, and beside it the extra cost of places bought for want of own carers.
//!
//! Before Criterion's figures stands the share of processor time that money adds, of pairs taken in turn,
//! which neighbours on the machine can disturb least; on one core least of all:
//!
//! ```sh
//! taskset -c 1 cargo bench --bench money
//! ```

use std::path::Path;
use std::time::Instant;

use criterion::{Criterion, criterion_group};
use permanence::care;
use permanence::care::child::{AgeBand, Needs};
use permanence::des::RunKey;
use permanence::experiment::layout::Layout;
use permanence::experiment::tally::Tally;
use permanence::finance::ledger::{Ledger, Line, Overflow};
use permanence::finance::prices::{BlockBooking, Pence, PriceList, StagedFee, Weekly};
use permanence::scenario::Scenario;

/// Measurements of each kind, taken in turn.
const TURNS: u64 = 21;
/// Replications of each.
const REPLICATIONS: u64 = 20;

fn council() -> Scenario {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/coventry-2017/baseline.toml"
    );
    Scenario::load(Path::new(path)).expect("the shipped baseline loads")
}

/// The same prices by needs and age, each different.
fn by_needs_and_age(price: Weekly) -> Weekly {
    let mut weekly = price;
    for (n, needs) in Needs::ALL.into_iter().enumerate() {
        for (a, age) in AgeBand::ALL.into_iter().enumerate() {
            let usual = price.of(needs)[age as usize].0;
            weekly.set(
                needs,
                age,
                Pence(usual + 1_000 * (1 + 5 * n as i64 + a as i64)),
            );
        }
    }
    weekly
}

/// Every line on, every mechanism of the list used.
fn all_lines(scenario: &Scenario) -> PriceList {
    let mut prices = scenario.prices.clone();
    prices.weekly = prices.weekly.map(by_needs_and_age);
    prices.special_guardianship_weekly = by_needs_and_age(prices.special_guardianship_weekly);
    prices.child_arrangements_weekly = by_needs_and_age(prices.child_arrangements_weekly);
    prices.block_booking = BlockBooking {
        beds: 20,
        weekly: Pence(260_000),
    };
    prices.inter_agency_fee = [27_000, 43_000, 60_000, 68_000]
        .map(|pounds| StagedFee::new(Pence(100 * pounds), 2.0 / 3.0));
    for price in [
        &mut prices.supervision_weekly,
        &mut prices.legal_planning_meeting,
        &mut prices.legal_advice,
        &mut prices.relatives_assessment,
        &mut prices.adoption_panel,
        &mut prices.fostering_panel,
        &mut prices.family_finding,
        &mut prices.staying_put_weekly,
        &mut prices.staying_close_weekly,
    ] {
        *price = Pence(60_000);
    }
    let months = scenario.model.months.len() - 1;
    let level = |month: usize| [1.0 + month as f64 / 600.0; Line::COUNT];
    prices.price_level = (0..months).map(level).collect();
    prices
}

/// All that counts money, beside the tally.
fn counting_money<'a>(
    layout: &'a Layout,
    prices: &'a PriceList,
) -> (Tally<'a>, (Ledger<'a>, Overflow<'a>)) {
    let money = (Ledger::new(prices), Overflow::new(prices, &layout.months));
    (Tally::new(layout), money)
}

/// Seconds that the processor has spent on this thread, where the system says so (Linux); else seconds of a
/// clock on the wall, which others on the machine lengthen.
fn spent(since: Instant) -> f64 {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = said.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or(since.elapsed().as_secs_f64(), |n: f64| n / 1e9)
}

/// Seconds of some replications without money, with a ledger, and with all that counts money.
fn turn(scenario: &Scenario, layout: &Layout, prices: &PriceList, first: u64) -> [f64; 3] {
    let since = Instant::now();
    let timed = |run: &dyn Fn(RunKey)| {
        let before = spent(since);
        for replication in first..first + REPLICATIONS {
            run(RunKey::new(1, replication));
        }
        spent(since) - before
    };
    let model = &scenario.model;
    [
        timed(&|key| {
            std::hint::black_box(care::run(model, key, Tally::new(layout)));
        }),
        timed(&|key| {
            let watchers = (Tally::new(layout), Ledger::new(prices));
            std::hint::black_box(care::run(model, key, watchers));
        }),
        timed(&|key| {
            std::hint::black_box(care::run(model, key, counting_money(layout, prices)));
        }),
    ]
}

/// Says how much longer it takes, and how far the turns disagree.
fn shares(scenario: &Scenario, layout: &Layout, prices: &PriceList) {
    let turns = (0..TURNS).map(|n| turn(scenario, layout, prices, REPLICATIONS * n));
    let turns: Vec<[f64; 3]> = turns.collect();
    for (what, which) in [("a ledger", 1), ("all that counts money", 2)] {
        let share = |turn: &[f64; 3]| 100.0 * (turn[which] / turn[0] - 1.0);
        let mut shares: Vec<f64> = turns.iter().map(share).collect();
        shares.sort_by(f64::total_cmp);
        let quarter = |n: usize| shares[n * (shares.len() - 1) / 4];
        println!(
            "{what}, every line on, adds {:.1} % to the time (median of {TURNS} pairs; half of them {:.1} to {:.1} %, all {:.1} to {:.1} %)",
            quarter(2),
            quarter(1),
            quarter(3),
            quarter(0),
            quarter(4)
        );
    }
}

fn money(criterion: &mut Criterion) {
    let scenario = council();
    let layout = Layout::new(scenario.start, &scenario.model);
    let prices = all_lines(&scenario);
    shares(&scenario, &layout, &prices);
    let mut group = criterion.benchmark_group("coventry, ten years, one replication");
    group.sample_size(20);
    let mut replication = 0;
    group.bench_function("metrics, no money", |bench| {
        bench.iter(|| {
            replication += 1;
            let key = RunKey::new(1, replication);
            care::run(&scenario.model, key, Tally::new(&layout))
        });
    });
    let mut replication = 0;
    group.bench_function("metrics, and money with every line", |bench| {
        bench.iter(|| {
            replication += 1;
            let key = RunKey::new(1, replication);
            care::run(&scenario.model, key, counting_money(&layout, &prices))
        });
    });
    group.finish();
}

criterion_group!(benches, money);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
}
