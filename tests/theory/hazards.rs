//! Competing clocks, and clocks whose rate changes under way.

use permanence::des::{HazardClock, PiecewiseRates, Root, SimSpan, SimTime};
use permanence::stats::Tally;

use super::{DRAW, agree, mean_agrees, run, share_agrees};

const N: usize = 100_000;

fn years(years: f64) -> SimSpan {
    SimSpan::from_years(years)
}

fn clock(subject: usize, cause: u32) -> HazardClock {
    let root = Root::named("subjects", subject as u64);
    HazardClock::new(run(0).exponential(root, DRAW, cause), SimTime::START)
}

/// For each subject, when the first of its clocks rings (in years), and which.
fn first_rings(causes: &[PiecewiseRates]) -> Vec<(f64, usize)> {
    let ring = |subject, cause: usize| {
        clock(subject, cause as u32).ring(SimTime::START, &causes[cause], 1.0)
    };
    let first = |subject| {
        (0..causes.len())
            .map(|cause| (ring(subject, cause), cause))
            .min()
    };
    (0..N)
        .filter_map(first)
        .map(|(at, cause)| (at.years(), cause))
        .collect()
}

/// Constant hazards hᵢ: cause i comes first with probability hᵢ/Σh; the time is exponential with
/// mean 1/Σh, which is also its standard deviation.
#[test]
fn competing_risks_share_by_their_hazards() {
    let hazards = [0.2, 0.5, 1.3];
    let rings = first_rings(&hazards.map(PiecewiseRates::constant));
    for (cause, hazard) in hazards.iter().enumerate() {
        let first = rings.iter().filter(|ring| ring.1 == cause).count();
        share_agrees(&format!("share of {hazard}"), first, N, hazard / 2.0);
    }
    let mean = rings.iter().map(|ring| ring.0).sum::<f64>() / N as f64;
    agree("mean time", mean, 0.5, 0.5 / (N as f64).sqrt());
}

/// Hazard a until t, then b, against c throughout. With s = e^{−(a + c)t}, the first comes first
/// with probability (1 − s) a/(a + c) + s b/(b + c), and the mean time is
/// (1 − s)/(a + c) + s/(b + c).
#[test]
fn competing_risks_share_when_a_hazard_steps() {
    let (a, b, c, t) = (2.0, 0.25, 0.75, 0.4);
    let stepping = PiecewiseRates::new(&[(SimSpan::ZERO, a), (years(t), b)]);
    let rings = first_rings(&[stepping, PiecewiseRates::constant(c)]);
    let s = libm::exp(-(a + c) * t);
    let first = rings.iter().filter(|ring| ring.1 == 0).count();
    share_agrees("share", first, N, (1.0 - s) * a / (a + c) + s * b / (b + c));
    let times: Tally = rings.iter().map(|ring| ring.0).collect();
    mean_agrees("mean time", &times, (1.0 - s) / (a + c) + s / (b + c));
}

/// Rate p until t, then a lever multiplies rate q by k. With s = e^{−pt}, a share s has not rung
/// by t, and the mean is (1 − s)/p + s/(kq). Who rings before t rings as without the lever.
#[test]
fn a_lever_under_way_changes_the_rest_of_the_wait_only() {
    let (p, q, k, t) = (0.8, 0.5, 3.0, 1.0);
    let (before, after) = (PiecewiseRates::constant(p), PiecewiseRates::constant(q));
    let change = SimTime::START + years(t);
    let mut late = 0;
    let mut times = Tally::new();
    for subject in 0..N {
        let mut clock = clock(subject, 0);
        let mut ring = clock.ring(SimTime::START, &before, 1.0);
        if ring > change {
            late += 1;
            clock.advance(change, SimTime::START, &before, 1.0);
            ring = clock.ring(SimTime::START, &after, k);
            assert!(ring > change, "a clock that has not rung rings later");
        }
        times.push(ring.years());
    }
    let s = libm::exp(-p * t);
    share_agrees("not yet", late, N, s);
    mean_agrees("mean time", &times, (1.0 - s) / p + s / (k * q));
}

/// Budget E with rates 2, 0, 0.5 a year from years 0, 1, 2 and a doubling from year 3: the integral
/// to the ring is E, whoever computes it. Checked subject by subject against the sum by hand.
#[test]
fn the_hazard_lived_through_is_the_budget_drawn() {
    let steps = [(SimSpan::ZERO, 2.0), (years(1.0), 0.0), (years(2.0), 0.5)];
    let rates = PiecewiseRates::new(&steps);
    let doubling = SimTime::START + years(3.0);
    let by_hand =
        |t: f64| 2.0 * t.min(1.0) + 0.5 * (t.min(3.0) - 2.0).max(0.0) + 1.0 * (t - 3.0).max(0.0);
    for subject in 0..1_000 {
        let mut clock = clock(subject, 0);
        let budget = clock.left();
        let mut ring = clock.ring(SimTime::START, &rates, 1.0);
        if ring > doubling {
            clock.advance(doubling, SimTime::START, &rates, 1.0);
            ring = clock.ring(SimTime::START, &rates, 2.0);
        }
        // A second at the highest rate is the most that rounding up can add.
        let second = 2.0 / 31_557_600.0;
        let lived = by_hand(ring.years());
        assert!(
            (budget - 1e-12..=budget + second).contains(&lived),
            "{lived} for {budget}"
        );
    }
}
