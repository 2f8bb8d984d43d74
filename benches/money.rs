//! What money costs: one replication of the shipped council over ten years, counted without a ledger, and
//! with one in which every line has its price, by age and needs, rising, with booked beds and fees in two
//! stages.
//!
//! Before Criterion's figures stands the ratio of the two, of pairs taken in turn, which neighbours on the
//! machine can disturb least.

use std::path::Path;
use std::time::Instant;

use criterion::{Criterion, criterion_group};
use permanence::care;
use permanence::care::child::{AgeBand, Needs};
use permanence::des::RunKey;
use permanence::experiment::layout::Layout;
use permanence::experiment::tally::Tally;
use permanence::finance::ledger::{Ledger, Line};
use permanence::finance::prices::{BlockBooking, Pence, PriceList, StagedFee, Weekly};
use permanence::scenario::Scenario;

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

/// Seconds of processor time, nearly, of some replications with and without a ledger, taken in turn.
fn pair(scenario: &Scenario, layout: &Layout, prices: &PriceList, first: u64) -> [f64; 2] {
    let mut seconds = [0.0; 2];
    for replication in first..first + 20 {
        let key = RunKey::new(1, replication);
        let began = Instant::now();
        std::hint::black_box(care::run(&scenario.model, key, Tally::new(layout)));
        seconds[0] += began.elapsed().as_secs_f64();
        let began = Instant::now();
        let watchers = (Tally::new(layout), Ledger::new(prices));
        let (tally, ledger) = care::run(&scenario.model, key, watchers);
        std::hint::black_box((tally, ledger.total(0..ledger.months())));
        seconds[1] += began.elapsed().as_secs_f64();
    }
    seconds
}

fn ratio(scenario: &Scenario, layout: &Layout, prices: &PriceList) {
    let pairs = (0..15).map(|n| {
        let [off, on] = pair(scenario, layout, prices, 20 * n);
        on / off
    });
    let mut ratios: Vec<f64> = pairs.collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "with every line on, times without a ledger: {:.3} (median of {}; half between {:.3} and {:.3}; {:.3} to {:.3})",
        ratios[7],
        ratios.len(),
        ratios[3],
        ratios[11],
        ratios[0],
        ratios[14]
    );
}

fn money(criterion: &mut Criterion) {
    let scenario = council();
    let layout = Layout::new(scenario.start, &scenario.model);
    let prices = all_lines(&scenario);
    ratio(&scenario, &layout, &prices);
    let mut group = criterion.benchmark_group("coventry, ten years, one replication");
    group.sample_size(20);
    let mut replication = 0;
    group.bench_function("metrics, no ledger", |bench| {
        bench.iter(|| {
            replication += 1;
            let key = RunKey::new(1, replication);
            care::run(&scenario.model, key, Tally::new(&layout))
        });
    });
    let mut replication = 0;
    group.bench_function("metrics, and every line of the ledger", |bench| {
        bench.iter(|| {
            replication += 1;
            let key = RunKey::new(1, replication);
            let watchers = (Tally::new(&layout), Ledger::new(&prices));
            care::run(&scenario.model, key, watchers)
        });
    });
    group.finish();
}

criterion_group!(benches, money);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
}
