//! How to write a model on the engine, `permanence::des`: the small care system by which simulation tools are
//! compared for speed ([benches](../../benches/README.md)). What is simulated: `definition.rs`; how: `system.rs`.
//!
//! Prints its figures beside those that every right implementation agrees on. Usage:
//! `cargo run --release --example care_mini -- [REPLICATIONS]`.

mod definition;
mod system;

use definition::{EXPECTED, z};

fn main() {
    let replications = match std::env::args().nth(1) {
        None => 200,
        Some(word) => word.parse().expect("replications are a whole number"),
    };
    let (mut means, mut events, mut most) = ([0.0; EXPECTED.len()], 0.0, 0);
    for replication in 0..replications {
        let figures = system::replicate(1, replication, 1);
        for (mean, figure) in means.iter_mut().zip(figures.all()) {
            *mean += figure / replications as f64;
        }
        events += figures.events as f64 / replications as f64;
        most = most.max(figures.most_in_care);
    }
    println!(
        "{replications} replications, {events:.0} events each, at most {most} children at once\n"
    );
    println!("{:<32} {:>8} {:>9} {:>6}", "mean", "here", "expected", "z");
    for (n, mean) in means.into_iter().enumerate() {
        let (name, expected, ..) = EXPECTED[n];
        let z = z(n, mean, replications);
        println!("{name:<32} {mean:>8.3} {expected:>9.3} {z:>6.2}");
    }
}
