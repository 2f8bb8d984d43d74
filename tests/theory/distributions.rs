//! Distributions against their moments, an independent sampler, and brute force.

use permanence::des::{Root, StreamRng};
use permanence::dist::Dist;
use permanence::stats::Tally;
use rand_distr::{Distribution, Exp, LogNormal, Uniform, Weibull};

use super::{DRAW, agree, mean_agrees, means_agree, run};

const N: usize = 200_000;

fn kinds() -> Vec<(&'static str, Dist)> {
    let lognormal = Dist::lognormal(28.0, 9.0).unwrap();
    let weibull = Dist::weibull(0.7, 100.0).unwrap();
    let parts = vec![
        (0.25, Dist::uniform(5.0, 15.0).unwrap()),
        (0.45, lognormal.clone()),
        (0.3, Dist::weibull(1.8, 400.0).unwrap()),
    ];
    vec![
        ("exponential", Dist::exponential(30.0).unwrap()),
        ("lognormal", lognormal),
        ("weibull", weibull),
        ("uniform", Dist::uniform(20.0, 60.0).unwrap()),
        ("mixture", Dist::mixture(parts).unwrap()),
    ]
}

/// N independent uniforms for the given purpose.
fn uniforms(purpose: &'static str) -> impl Iterator<Item = f64> {
    (0..N).map(move |n| run(0).uniform(Root::named(purpose, n as u64), DRAW, 0))
}

/// The mean of squared deviations from the known mean has expectation Var X; its standard error is
/// that of the sample of squares.
#[test]
fn quantiles_of_uniforms_have_the_mean_and_variance_stated() {
    for (name, dist) in kinds() {
        let values: Vec<f64> = uniforms(name).map(|u| dist.quantile(u)).collect();
        mean_agrees(name, &values.iter().copied().collect(), dist.mean());
        let mean = dist.mean();
        let squares: Tally = values.iter().map(|x| (x - mean) * (x - mean)).collect();
        mean_agrees(&format!("{name}, variance"), &squares, dist.variance());
    }
}

/// The share of values up to x is binomial with probability cdf(x): standard error √(p(1 − p)/N).
#[test]
fn the_share_of_values_up_to_a_point_is_the_cdf() {
    for (name, dist) in kinds() {
        let values: Vec<f64> = uniforms(name).map(|u| dist.quantile(u)).collect();
        for x in [8.0, 25.0, 40.0, 300.0] {
            let p = dist.cdf(x);
            let below = values.iter().filter(|value| **value <= x).count();
            if p == 0.0 || p == 1.0 {
                assert_eq!(below as f64, p * N as f64);
            } else {
                super::share_agrees(&format!("{name} up to {x}"), below, N, p);
            }
        }
    }
}

/// Two independent samplers of one distribution: z of the difference of means, and of the means of
/// squares.
#[test]
fn an_independent_sampler_agrees() {
    let Dist::Lognormal { mu, sigma } = Dist::lognormal(28.0, 9.0).unwrap() else {
        panic!("a lognormal is a lognormal");
    };
    oracle("exponential", &Exp::new(1.0 / 30.0).unwrap());
    oracle("lognormal", &LogNormal::new(mu, sigma).unwrap());
    oracle("weibull", &Weibull::new(100.0, 0.7).unwrap());
    oracle("uniform", &Uniform::new(20.0, 60.0).unwrap());
}

fn oracle(name: &'static str, independent: &impl Distribution<f64>) {
    let (_, dist) = kinds()
        .into_iter()
        .find(|kind| kind.0 == name)
        .expect("a kind listed above");
    let mut rng = StreamRng::new(run(0), Root::named("oracle", 0), DRAW);
    let theirs: Vec<f64> = (0..N).map(|_| independent.sample(&mut rng)).collect();
    let ours: Vec<f64> = uniforms(name).map(|u| dist.quantile(u)).collect();
    let tally = |values: &[f64], power| values.iter().map(|x| libm::pow(*x, power)).collect();
    for power in [1.0, 2.0] {
        let what = format!("{name}, power {power}");
        means_agree(&what, &tally(&ours, power), &tally(&theirs, power));
    }
}

/// What remains of those who last beyond a time, by drawing whole durations and rejecting the
/// rest, against one draw of the remainder each; means and means of squares.
#[test]
fn the_remainder_is_what_rejection_gives() {
    for (name, dist) in kinds() {
        for served in [6.0, 30.0, 55.0] {
            let rejected = uniforms("whole").map(|u| dist.quantile(u) - served);
            let rejected: Vec<f64> = rejected.filter(|left| *left > 0.0).collect();
            let direct = uniforms("rest").map(|u| dist.remainder(u, served));
            let direct: Vec<f64> = direct.take(rejected.len()).collect();
            assert!(rejected.len() > 1_000, "enough last beyond {served} days");
            for power in [1.0, 2.0] {
                let what = format!("{name} after {served}, power {power}");
                let tally = |values: &[f64]| values.iter().map(|x| libm::pow(*x, power)).collect();
                means_agree(&what, &tally(&direct), &tally(&rejected));
            }
        }
    }
}

/// In equilibrium the age and what remains have the same mean, E X²/(2 E X), and together they are
/// a duration picked in proportion to its length, of mean E X²/E X. (Cox 1962.)
#[test]
fn durations_in_progress_are_biased_towards_the_long_ones() {
    const SAMPLE: usize = 20_000;
    for (name, dist) in kinds() {
        let ages: Vec<f64> = uniforms("age")
            .take(SAMPLE)
            .map(|u| dist.equilibrium_age(u))
            .collect();
        let rests: Vec<f64> = ages
            .iter()
            .zip(uniforms("rest"))
            .map(|(age, u)| dist.remainder(u, *age))
            .collect();
        let length = dist.variance() / dist.mean() + dist.mean();
        mean_agrees(
            &format!("{name}, age"),
            &ages.iter().copied().collect(),
            length / 2.0,
        );
        mean_agrees(
            &format!("{name}, rest"),
            &rests.iter().copied().collect(),
            length / 2.0,
        );
        let whole: Tally = ages
            .iter()
            .zip(&rests)
            .map(|(age, rest)| age + rest)
            .collect();
        mean_agrees(&format!("{name}, whole"), &whole, length);
    }
}

/// A unit exponential has mean 1 and variance 1; the mean of N has the standard error 1/√N.
#[test]
fn unit_exponentials_have_mean_one() {
    let budget = |n: usize| run(0).exponential(Root::named("budget", n as u64), DRAW, 0);
    let mean = (0..N).map(budget).sum::<f64>() / N as f64;
    agree("unit exponential", mean, 1.0, 1.0 / (N as f64).sqrt());
}
