//! Estimators of sensitivity analysis, on functions whose answers are known.

use std::collections::BTreeSet;
use std::f64::consts::PI;

use permanence::des::{Root, RunKey};
use permanence::dist::normal;
use permanence::experiment::sensitivity::design::sobol;
use permanence::stats::{
    COSINES, Components, Direction, FEWEST_POINTS, Favour, Tally, Trajectory, first_order, screen,
};

use super::{SEED, mean_agrees, run, share_agrees};

/// Independent standard normal numbers, by what they are for and two ordinals.
fn normal(key: RunKey, what: &str, i: usize, j: usize) -> f64 {
    normal::quantile(key.uniform(Root::named(what, i as u64), 1u32, j as u32))
}

/// Draws below a number.
fn dice(key: RunKey) -> impl FnMut(usize) -> usize {
    let mut n = 0;
    move |below| {
        n += 1;
        (key.uniform(Root::named("dice", 0), 1u32, n) * below as f64) as usize
    }
}

/// y = a + b + e with normal a, b and e of these standard deviations, n points by r replications.
fn layout(key: RunKey, [a, b, e]: [f64; 3], n: usize, r: usize) -> Vec<Vec<f64>> {
    let cell =
        |i, j| a * normal(key, "a", i, 0) + b * normal(key, "b", j, 0) + e * normal(key, "e", i, j);
    let row = |i| (0..r).map(|j| cell(i, j)).collect();
    (0..n).map(row).collect()
}

/// E[σ̂²] = σ² for each component: the means over repeats agree, and the intervals for the mean, 0, cover it
/// 95 times in 100.
#[test]
fn components_of_variance_are_unbiased_and_the_interval_of_the_mean_covers_it() {
    let repeats = 500;
    let sd = [2.0, 3.0, 1.0];
    let of = |repeat| Components::of(&layout(run(repeat), sd, 16, 8));
    let found: Vec<Components> = (0..repeats).map(of).collect();
    let mean = |what: fn(&Components) -> f64| found.iter().map(what).collect::<Tally>();
    mean_agrees("assumptions", &mean(|c| c.assumptions), 4.0);
    mean_agrees("chance in common", &mean(|c| c.common), 9.0);
    mean_agrees("chance mixed", &mean(|c| c.mixed), 1.0);
    let covered = found.iter().filter(|c| c.ci_low <= 0.0 && 0.0 <= c.ci_high);
    share_agrees("coverage", covered.count(), repeats as usize, 0.95);
}

/// Points are normal about 1 with standard deviation 1, so the probability below zero is Φ(−1) = 0.1587.
/// The noise of a point's mean has half the variance again, so that of the points' means Φ(−1/√1.5) =
/// 0.2071 lie below.
#[test]
fn the_probability_of_being_better_is_that_of_expectations_and_not_of_noisy_means() {
    let (repeats, n, r) = (400, 128, 32);
    let truth = normal::cdf(-1.0);
    let (mut raw, mut freed, mut covered) = (Tally::new(), Tally::new(), 0);
    for repeat in 0..repeats {
        let mut rows = layout(run(repeat), [1.0, 0.5, 4.0], n, r);
        rows.iter_mut().flatten().for_each(|value| *value += 1.0);
        let below = |row: &&Vec<f64>| row.iter().sum::<f64>() < 0.0;
        raw.push(rows.iter().filter(below).count() as f64 / n as f64);
        let favour = Favour::of(&rows, &Components::of(&rows), Direction::Lower);
        freed.push(favour.probability);
        covered += usize::from(favour.low <= truth && truth <= favour.high);
    }
    println!(
        "raw {:.3}, freed {:.3}, truth {truth:.3}; covered {covered} of {repeats}",
        raw.mean(),
        freed.mean()
    );
    assert!(
        raw.mean() - 4.0 * raw.standard_error() > truth,
        "raw shares are drawn to one half"
    );
    let [far, near] = [&raw, &freed].map(|tally| (tally.mean() - truth).abs());
    assert!(near < far, "freed of chance they are nearer");
    // The bounds promise 95 in 100 at least.
    let share = covered as f64 / repeats as f64;
    assert!(
        share + 4.0 * (0.95 * 0.05 / repeats as f64).sqrt() > 0.95,
        "{share}"
    );
}

/// y = sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ over (−π, π)³.
fn ishigami(u: &[f64]) -> f64 {
    let x = [0, 1, 2].map(|k| PI * (2.0 * u[k] - 1.0));
    let [one, two] = [libm::sin(x[0]), libm::sin(x[1])];
    one + 7.0 * two * two + 0.1 * libm::pow(x[2], 4.0) * one
}

/// T. Ishigami, T. Homma (1990): S₁ = 0.3139, S₂ = 0.4424, S₃ = 0.
#[test]
fn indices_of_the_ishigami_function_are_within_three_hundredths() {
    for (points, seed) in [(512, 1), (512, 2), (1024, 1), (1024, 2), (4096, 3)] {
        let x = sobol(points, 3, seed);
        let rows: Vec<Vec<f64>> = x.iter().map(|u| vec![ishigami(u)]).collect();
        for (k, expected) in [0.3139, 0.4424, 0.0].into_iter().enumerate() {
            let column: Vec<f64> = x.iter().map(|u| u[k]).collect();
            let found = first_order(&column, &rows);
            println!(
                "{points} points, seed {seed}, S{}: {found:?} for {expected}",
                k + 1
            );
            assert!(
                (found.index - expected).abs() < 0.03,
                "{points} points: {found:?} for {expected}"
            );
        }
    }
}

/// y = 3 u₁ + 2 u₂ + u₃ + chance, which has a share in common and a slope of its own in u₃ in every
/// replication. Shares 9, 4 and 1 of 14, times the part of a straight line that cosines 1, 3 and 5 fit,
/// 96/π⁴ (1 + 3⁻⁴ + 5⁻⁴). With independent points the index is unbiased, with Sobol points it may be too low by
/// COSINES/N at most. Each of the three intervals by itself covers it as often as it says, by either end, within
/// four standard errors; Sobol points are spread more evenly than intervals allow for, and so they may cover
/// more often. The third is the hard one: chance goes with it, so that where it comes out too low so does its error.
#[test]
fn indices_of_a_sum_are_its_shares_of_variance_whatever_chance_does() {
    let line = 96.0 / PI.powi(4) * (1.0 + 1.0 / 81.0 + 1.0 / 625.0);
    let expected = [9.0, 4.0, 1.0].map(|square| square / 14.0 * line);
    for (n, r, repeats, sobol_points) in [
        (256, 10, 300, false),
        (64, 20, 300, false),
        (128, 20, 300, true),
        (512, 20, 100, true),
        (128, 2, 100, true),
    ] {
        let mut found = [Tally::new(), Tally::new(), Tally::new()];
        let (mut too_low, mut too_high) = ([0; 3], [0; 3]);
        for repeat in 0..repeats {
            let key = run(repeat);
            let point = |i: u64| {
                [0, 1, 2]
                    .map(|k| key.uniform(Root::named("u", i), 1u32, k))
                    .to_vec()
            };
            let x = match sobol_points {
                true => sobol(n, 3, SEED + repeat),
                false => (0..n as u64).map(point).collect(),
            };
            let rows = sum_with_chance(key, &x, r);
            for (k, tally) in found.iter_mut().enumerate() {
                let column: Vec<f64> = x.iter().map(|u| u[k]).collect();
                let index = first_order(&column, &rows);
                tally.push(index.index);
                too_low[k] += usize::from(index.ci_high < expected[k]);
                too_high[k] += usize::from(index.ci_low > expected[k]);
            }
        }
        for (k, (tally, expected)) in found.iter().zip(expected).enumerate() {
            let covered = repeats as usize - too_low[k] - too_high[k];
            let share = covered as f64 / repeats as f64;
            println!(
                "{n} × {r}, Sobol points {sobol_points}: {:.4} for {expected:.4}; covered {share:.3}, \
                 below it {}, above it {} of {repeats}",
                tally.mean(),
                too_low[k],
                too_high[k]
            );
            let four = 4.0 * (0.95 * 0.05 / repeats as f64).sqrt();
            assert!(share > 0.95 - four, "{share}");
            if !sobol_points {
                assert!(share < 1.0, "an interval that always covers is too wide");
            }
            // Of two replications the ratio has no mean to speak of.
            if r == 2 {
                continue;
            }
            let error = 4.0 * tally.standard_error();
            let most = if sobol_points {
                COSINES as f64 / n as f64
            } else {
                0.0
            };
            // A ratio of estimates is off by the denominator's relative variance at most: that of (1 + s)²/14 for the
            // replications' mean slope s with the variance 9/r.
            let ratio = (36.0 + 162.0 / r as f64) / 196.0 / r as f64;
            let range = expected - most - error - ratio..=expected + error + ratio;
            assert!(range.contains(&tally.mean()), "{tally:?} for {expected}");
        }
    }
}

/// Of 110 assumptions one matters, with chance beside it: what the first, those of its block and those of other
/// blocks are told to explain. The interval of an assumption that does nothing has 0 in it 95 times in 100 or
/// more, within four standard errors (assumptions of one analysis share its results, so that an analysis counts
/// as one trial here, by the mean over its assumptions), and the false indices are of the size of chance: the fit's
/// six coefficients make √12/N of the variance of the first.
#[test]
fn an_assumption_without_effect_among_a_hundred_is_told_to_have_none() {
    let dimensions = 110;
    for (n, repeats) in [(FEWEST_POINTS, 60), (128, 60), (512, 25)] {
        for matters in [true, false] {
            let (mut with_zero, mut indices, mut told) = (Tally::new(), Tally::new(), 0);
            for repeat in 0..repeats {
                let key = run(repeat);
                let x = sobol(n, dimensions, SEED + repeat);
                let effect = |u: &[f64]| if matters { u[0] } else { 0.0 };
                let cell = |i: usize, j: usize| {
                    effect(&x[i]) + normal(key, "b", j, 0) + 0.3 * normal(key, "e", i, j)
                };
                let row = |i| (0..20).map(|j| cell(i, j)).collect();
                let rows: Vec<Vec<f64>> = (0..n).map(row).collect();
                let others = [1, 3, 4, 9, 21, 40, 63, 77, 90, 109];
                let found = others.map(|k| {
                    let column: Vec<f64> = x.iter().map(|u| u[k]).collect();
                    first_order(&column, &rows)
                });
                let zeros = found.iter().filter(|index| index.ci_low == 0.0);
                with_zero.push(zeros.count() as f64 / others.len() as f64);
                indices.extend(found.iter().map(|index| index.index));
                told += found.iter().filter(|index| index.told().is_some()).count();
            }
            println!(
                "{n} points, one matters {matters}: 0 in {:.3}, indices {:.4} ± {:.4}, told {told} of {}",
                with_zero.mean(),
                indices.mean(),
                indices.sd(),
                10 * repeats
            );
            let four = 4.0 * with_zero.standard_error();
            assert!(with_zero.mean() + four > 0.95, "{with_zero:?}");
            if matters {
                let size = 12f64.sqrt() / n as f64;
                assert!(indices.sd() < 1.5 * size, "{} for {size}", indices.sd());
                assert_eq!(told as u64, 10 * repeats);
            } else {
                assert!((told as u64) < repeats, "there is nothing to share out");
            }
        }
    }
}

fn sum_with_chance(key: RunKey, x: &[Vec<f64>], r: usize) -> Vec<Vec<f64>> {
    let cell = |i: usize, j: usize| {
        let u = &x[i];
        let own = 2.0 * normal(key, "b", j, 0) + 3.0 * normal(key, "slope", j, 0) * (u[2] - 0.5);
        3.0 * u[0] + 2.0 * u[1] + u[2] + own + normal(key, "e", i, j)
    };
    let row = |i| (0..r).map(|j| cell(i, j)).collect();
    (0..x.len()).map(row).collect()
}

/// For y = Σ c_k u_k every elementary effect of u_k is c_k: μ = c_k, μ* = |c_k|, σ = 0; chance that is
/// the same in all worlds does nothing.
#[test]
fn screening_a_linear_function_gives_its_slopes_exactly_and_no_interaction() {
    let slopes = [4.0, -2.0, 0.0, 1.0, -0.5];
    let trajectories: Vec<Trajectory> = (0..6)
        .map(|n| Trajectory::random(slopes.len(), dice(run(n))))
        .collect();
    let value = |u: &Vec<f64>| u.iter().zip(slopes).map(|(u, c)| u * c).sum::<f64>();
    let world = |u: &Vec<f64>| (0..3).map(|j| value(u) + 10.0 * f64::from(j)).collect();
    let results: Vec<Vec<Vec<f64>>> = trajectories
        .iter()
        .map(|t| t.points.iter().map(world).collect())
        .collect();
    for (found, slope) in screen(&trajectories, &results).iter().zip(slopes) {
        assert!((found.mu - slope).abs() < 1e-12, "{found:?}");
        assert!((found.mu_star - slope.abs()).abs() < 1e-12, "{found:?}");
        assert!(found.sigma < 1e-12 && found.chance < 1e-12, "{found:?}");
    }
}

/// What matters by screening matters by its share of the variance, in the same order: y = 4 u₁ − 2 u₂ + u₃ + u₁ u₂
/// and chance, once on trajectories and once on Sobol points. By hand: mean effects 4.5, −1.5 and 1; shares of the
/// variance go as their squares, 20.25, 2.25 and 1. The first two effects vary with the other of u₁ and u₂, which stands
/// at one of four levels a third apart: a standard deviation of √5/6 a trajectory.
#[test]
fn screening_and_shares_of_variance_rank_alike() {
    let value = |u: &[f64]| 4.0 * u[0] - 2.0 * u[1] + u[2] + u[0] * u[1];
    let chance = |j: u64| run(900).uniform(Root::named("chance", j), 1u32, 0);
    let world = |u: &Vec<f64>| (0..8).map(|j| value(u) + chance(j)).collect();
    let trajectories: Vec<Trajectory> = (0..32)
        .map(|n| Trajectory::random(3, dice(run(n))))
        .collect();
    let error = 5_f64.sqrt() / 6.0 / 32_f64.sqrt();
    let results: Vec<Vec<Vec<f64>>> = trajectories
        .iter()
        .map(|t| t.points.iter().map(world).collect())
        .collect();
    let screened = screen(&trajectories, &results);
    let points = sobol(512, 3, SEED);
    let rows: Vec<Vec<f64>> = points.iter().map(world).collect();
    let index = |k: usize| {
        let column: Vec<f64> = points.iter().map(|u| u[k]).collect();
        first_order(&column, &rows).index
    };
    let expected = [4.5, 1.5, 1.0];
    for (k, expected) in expected.into_iter().enumerate() {
        let (star, index) = (screened[k].mu_star, index(k));
        println!("effect {star:.2} for {expected}, share of variance {index:.3}");
        assert!(
            (star - expected).abs() < 4.0 * error,
            "{star} for {expected}"
        );
    }
    assert!(index(0) > index(1) && index(1) > index(2) && index(2) > 0.0);
}

/// For y = u₁ u₂ the effect of u₁ is u₂, one of four levels: σ² is the variance of levels, not zero.
#[test]
fn screening_finds_that_an_effect_depends_on_another_assumption() {
    let trajectories: Vec<Trajectory> = (0..64)
        .map(|n| Trajectory::random(2, dice(run(n))))
        .collect();
    let world = |u: &Vec<f64>| vec![u[0] * u[1]];
    let results: Vec<Vec<Vec<f64>>> = trajectories
        .iter()
        .map(|t| t.points.iter().map(world).collect())
        .collect();
    for found in screen(&trajectories, &results) {
        assert!(
            found.sigma > 0.3 && (found.mu - found.mu_star).abs() < 1e-12,
            "{found:?}"
        );
    }
}

/// In each of 64 equal stretches of every dimension lies one of 64 points; in each square of 8 by 8 of the first two
/// dimensions of a block, too; and dimensions of different blocks go together by no more than chance: of all pairs of
/// 110, r² has the mean 1/(N − 1), and |r| is below 5.5/√N in every one (of 5,778 normal ones beyond it once in
/// 4,500 designs). Of the first 110 dimensions of one sequence with one scrambling it is not.
#[test]
fn sobol_points_fill_every_range_evenly_and_pairs_of_blocks_as_chance_does() {
    let n = 64;
    let points = sobol(n, 110, 7);
    for dimension in 0..110 {
        let mut there: Vec<usize> = points
            .iter()
            .map(|p| (p[dimension] * 64.0) as usize)
            .collect();
        there.sort_unstable();
        assert_eq!(there, (0..64).collect::<Vec<_>>(), "dimension {dimension}");
    }
    for first in (0..108).step_by(4) {
        let square = |p: &Vec<f64>| [p[first], p[first + 1]].map(|u| (u * 8.0) as usize);
        let squares: BTreeSet<[usize; 2]> = points.iter().map(square).collect();
        assert_eq!(squares.len(), n, "dimensions {first} and the next");
    }
    let most = |points: &[Vec<f64>]| {
        let r = |a: usize, b: usize| {
            let products = points.iter().map(|p| (p[a] - 0.5) * (p[b] - 0.5));
            products.sum::<f64>() / n as f64 * 12.0
        };
        let pairs = (0..110).flat_map(|a| (a / 4 * 4 + 4..110).map(move |b| (a, b)));
        let all: Vec<f64> = pairs.map(|(a, b)| r(a, b)).collect();
        let squares: Tally = all.iter().map(|r| r * r).collect();
        let most = all.iter().fold(0.0, |most: f64, r| most.max(r.abs()));
        (squares.mean(), most)
    };
    let (mean, largest) = most(&points);
    println!("mean of r² {mean:.5}, largest |r| {largest:.3}");
    assert!((mean * (n as f64 - 1.0) - 1.0).abs() < 0.15, "{mean}");
    assert!(largest < 5.5 / (n as f64).sqrt(), "{largest}");
    let one = |i| {
        (0..110)
            .map(|d| f64::from(sobol_burley::sample(i, d, 7)))
            .collect()
    };
    let one: Vec<Vec<f64>> = (0..n as u32).map(one).collect();
    println!("of one sequence {:?}", most(&one));
    assert!(
        most(&one).1 > 5.5 / (n as f64).sqrt(),
        "blocks would not be needed"
    );
}
