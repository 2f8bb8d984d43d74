//! The workload by which tools are compared for speed is the same system however it is written: every loop
//! agrees with the figures of its definition, and the engine's pairs runs child by child.

#[path = "../examples/care_mini/definition.rs"]
mod definition;
#[path = "../examples/care_mini/system.rs"]
mod system;

#[path = "../benches/care_mini/bare.rs"]
mod bare;
#[path = "../benches/care_mini/generator.rs"]
mod generator;
#[path = "../benches/care_mini/plain.rs"]
mod plain;

use definition::{ENTRIES, EXPECTED, Figures, YEARS, z};
use permanence::stats::Tally;

const SEED: u64 = 1989;
const REPLICATIONS: u64 = 600;

/// Holds every figure to |z| < 4, and its spread to that of the definition.
fn agrees(replicate: fn(u64, u64, u32) -> Figures) {
    let mut figures = [Tally::new(); EXPECTED.len()];
    for replication in 0..REPLICATIONS {
        let found = replicate(SEED, replication, 1).all();
        for (tally, value) in figures.iter_mut().zip(found) {
            tally.push(value);
        }
    }
    for (n, tally) in figures.iter().enumerate() {
        let (name, expected, _, deviation) = EXPECTED[n];
        let z = z(n, tally.mean(), REPLICATIONS);
        println!("{name}: {:.4} for {expected}, z = {z:.2}", tally.mean());
        assert!(z.abs() < 4.0, "{name}: {} for {expected}", tally.mean());
        // Two significant figures are known at most; four standard errors of a deviation of 600 are 12 %.
        let ratio = tally.sd() / deviation;
        assert!((0.8..1.25).contains(&ratio), "{name}: spread {ratio}");
    }
}

#[test]
fn the_workload_on_the_engine_agrees_with_its_definition() {
    agrees(system::replicate);
}

#[test]
fn the_bare_loop_agrees_with_the_definition() {
    agrees(bare::replicate);
}

#[test]
fn the_plain_loop_agrees_with_the_definition() {
    agrees(plain::replicate);
}

/// Entries are the same Poisson process at each scale: 2,500 a replication, spread by the square root.
#[test]
fn nobody_is_lost_at_any_scale() {
    for replicate in [system::replicate, bare::replicate, plain::replicate] {
        let figures = replicate(SEED, 0, 128);
        let left: u64 = figures.left.iter().sum();
        let entered = 128.0 * ENTRIES * YEARS;
        let lowest = entered - 4.0 * entered.sqrt() - figures.most_in_care as f64;
        assert!((lowest..entered).contains(&(left as f64)), "{left} left");
        // Sixteen thousand and some events a unit of the scale, as at scale 1, where queues are shorter.
        let events = figures.events as f64 / 128.0;
        assert!((15_000.0..18_000.0).contains(&events), "{events} events");
    }
}

#[test]
fn a_replication_is_a_function_of_its_number() {
    let twice = [0, 0].map(|_| system::replicate(SEED, 3, 1));
    assert_eq!(twice[0].all(), twice[1].all());
    assert_ne!(twice[0].all(), system::replicate(SEED, 4, 1).all());
}
