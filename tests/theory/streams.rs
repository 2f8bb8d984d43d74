//! Draws are uniform, and neighbours in any part of the key are uncorrelated.

use permanence::des::Root;
use permanence::stats::Tally;

use super::{agree, mean_agrees, run};

const N: u32 = 200_000;

fn root(ordinal: u32) -> Root {
    Root::named("stream", 0).child(u64::from(ordinal))
}

/// E U = 1/2, Var U = 1/12; the mean of N has the standard error √(1/(12N)), and the mean of
/// (U − 1/2)² has √(1/(180N)).
#[test]
fn uniforms_have_the_mean_and_variance_of_uniforms() {
    let draws: Vec<f64> = (0..N).map(|n| run(0).uniform(root(n), 0u32, 0)).collect();
    let mean = draws.iter().sum::<f64>() / f64::from(N);
    agree("mean", mean, 0.5, (1.0 / (12.0 * f64::from(N))).sqrt());
    let spread = draws.iter().map(|u| (u - 0.5) * (u - 0.5)).sum::<f64>() / f64::from(N);
    agree(
        "variance",
        spread,
        1.0 / 12.0,
        (1.0 / (180.0 * f64::from(N))).sqrt(),
    );
}

/// Pearson's Σ(observed − expected)²/expected over k cells has mean k − 1 and variance 2(k − 1).
#[test]
fn uniforms_fill_a_thousand_cells_evenly() {
    let mut cells = [0u32; 1_000];
    for n in 0..N {
        cells[(run(0).uniform(root(0), 0u32, n) * 1_000.0) as usize] += 1;
    }
    let expected = f64::from(N) / 1_000.0;
    let misfit =
        |&cell: &u32| (f64::from(cell) - expected) * (f64::from(cell) - expected) / expected;
    let statistic: f64 = cells.iter().map(misfit).sum();
    agree("chi-squared", statistic, 999.0, (2.0 * 999.0f64).sqrt());
}

/// For independent U, V the mean of (U − 1/2)(V − 1/2) is 0.
#[test]
fn neighbours_in_any_part_of_the_key_are_uncorrelated() {
    type Draw = fn(u32) -> f64;
    let neighbours: [(&str, Draw); 4] = [
        ("draws", |n| run(0).uniform(root(0), 0u32, n)),
        ("purposes", |n| run(0).uniform(root(0), n, 0)),
        ("ordinals", |n| run(0).uniform(root(n), 0u32, 0)),
        ("replications", |n| {
            run(u64::from(n)).uniform(root(0), 0u32, 0)
        }),
    ];
    for (what, draw) in neighbours {
        let products: Tally = (0..N)
            .map(|n| (draw(n) - 0.5) * (draw(n + 1) - 0.5))
            .collect();
        mean_agrees(what, &products, 0.0);
    }
}
