//! What money costs: one replication of the shipped council over ten years, counted without money, and with
//! all that counts it: a ledger in which every line has its price, by age and needs, rising, with booked beds
//! and fees in two stages, and beside it the extra cost of places bought for want of own carers.
//!
//! `money` prints the share of processor time that money adds, of pairs taken in turn, which neighbours on
//! the machine can disturb least; on one core least of all:
//!
//! ```sh
//! taskset -c 1 cargo bench --bench money
//! ```
//!
//! `money WHAT REPLICATIONS` only runs so many with `nothing`, `ledger` or `all` counting money, for a count of
//! instructions, which nobody disturbs (`benches/instructions`).

use std::hint::black_box;
use std::ops::Range;
use std::path::Path;

use cpu_time::ThreadTime;
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

/// What counts money beside the metrics.
#[derive(Clone, Copy)]
enum Counting {
    Nothing,
    Ledger,
    All,
}

/// Replications of the council, and what they are told to.
struct Watched<'a> {
    scenario: &'a Scenario,
    layout: Layout,
    prices: PriceList,
}

impl Watched<'_> {
    fn run(&self, counting: Counting, replications: Range<u64>) {
        let (model, prices) = (&self.scenario.model, &self.prices);
        for replication in replications {
            let key = RunKey::new(1, replication);
            let tally = Tally::new(&self.layout);
            match counting {
                Counting::Nothing => drop(black_box(care::run(model, key, tally))),
                Counting::Ledger => {
                    let watchers = (tally, Ledger::new(prices));
                    drop(black_box(care::run(model, key, watchers)));
                }
                Counting::All => {
                    let overflow = Overflow::new(prices, &self.layout.months);
                    let watchers = (tally, (Ledger::new(prices), overflow));
                    drop(black_box(care::run(model, key, watchers)));
                }
            }
        }
    }

    /// Seconds of processor time of some replications without money, with a ledger, and with all that counts money.
    fn turn(&self, first: u64) -> [f64; 3] {
        [Counting::Nothing, Counting::Ledger, Counting::All].map(|counting| {
            let begin = ThreadTime::now();
            self.run(counting, first..first + REPLICATIONS);
            begin.elapsed().as_secs_f64()
        })
    }

    /// Says how much longer it takes, and how far the turns disagree.
    fn shares(&self) {
        let turns: Vec<[f64; 3]> = (0..TURNS).map(|n| self.turn(REPLICATIONS * n)).collect();
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
}

fn main() {
    let scenario = council();
    let watched = Watched {
        scenario: &scenario,
        layout: Layout::new(scenario.start, &scenario.model),
        prices: all_lines(&scenario),
    };
    // Cargo tells every bench that it is one.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (counting, replications) = match words[..] {
        [] | ["--bench"] => return watched.shares(),
        ["nothing", replications] => (Counting::Nothing, replications),
        ["ledger", replications] => (Counting::Ledger, replications),
        ["all", replications] => (Counting::All, replications),
        _ => panic!("usage: money [nothing|ledger|all REPLICATIONS]"),
    };
    watched.run(counting, 0..replications.parse().expect("a whole number"));
}
