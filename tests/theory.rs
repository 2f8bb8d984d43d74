//! The engine against theory: queues, hazards, arrivals and distributions with known answers.
//!
//! Each test states its formula, prints z = (found − expected) / standard error, and allows
//! |z| < 4. The standard error is computed, from theory or from the sample, never guessed. Random
//! numbers are fixed by the seed, so a test that passes passes everywhere.

use permanence::des::RunKey;
use permanence::stats::Tally;

#[path = "theory/arrivals.rs"]
mod arrivals;
#[path = "theory/assumptions.rs"]
mod assumptions;
#[path = "theory/distributions.rs"]
mod distributions;
#[path = "theory/hazards.rs"]
mod hazards;
#[path = "theory/queues.rs"]
mod queues;
#[path = "theory/streams.rs"]
mod streams;

/// The seed of every test here.
const SEED: u64 = 1989;

/// The purpose of a model's first draw, where a test needs only one.
const DRAW: u32 = 1;

fn run(replication: u64) -> RunKey {
    RunKey::new(SEED, replication)
}

/// Asserts that `found` is within four standard errors of `expected`.
fn agree(what: &str, found: f64, expected: f64, standard_error: f64) {
    let z = (found - expected) / standard_error;
    println!("{what}: {found:.6} for {expected:.6}, z = {z:.2}");
    assert!(z.abs() < 4.0, "{what}: {found} for {expected}, z = {z}");
}

/// The same for the mean of independent values, whose standard error is that of the sample.
fn mean_agrees(what: &str, values: &Tally, expected: f64) {
    agree(what, values.mean(), expected, values.standard_error());
}

/// The same for two independent samples with one mean.
fn means_agree(what: &str, one: &Tally, other: &Tally) {
    let squares = [one, other].map(|tally| tally.standard_error() * tally.standard_error());
    agree(
        what,
        one.mean(),
        other.mean(),
        (squares[0] + squares[1]).sqrt(),
    );
}

/// The same for a share of `n` independent trials of probability `p`: its standard error is
/// √(p(1 − p)/n).
fn share_agrees(what: &str, successes: usize, n: usize, p: f64) {
    agree(
        what,
        successes as f64 / n as f64,
        p,
        (p * (1.0 - p) / n as f64).sqrt(),
    );
}
