//! Poisson arrivals, thinned and superposed.

use std::collections::BTreeSet;

use permanence::des::{
    ArrivalStream, PiecewiseRates, Root, RunKey, SimSpan, SimTime, streams_needed,
};
use permanence::stats::Tally;

use super::{agree, mean_agrees, run};

const YEARS: f64 = 10.0;
const REPLICATIONS: u64 = 2_000;

/// 30 a year, rising to 50 after four years.
fn baseline() -> PiecewiseRates {
    PiecewiseRates::new(&[(SimSpan::ZERO, 30.0), (SimSpan::from_years(4.0), 50.0)])
}

/// Everybody who arrives within ten years at `ratio` times the baseline, over all the streams that
/// takes, with the time of arrival.
fn arrivals(run: RunKey, ratio: f64) -> BTreeSet<(SimTime, Root)> {
    let baseline = baseline();
    let end = SimTime::START + SimSpan::from_years(YEARS);
    let mut arrived = BTreeSet::new();
    for index in 0..streams_needed(ratio) {
        let mut stream = ArrivalStream::new("entrants", index, run, &baseline);
        while stream.next() < end {
            let at = stream.next();
            arrived.extend(stream.take(run, &baseline, ratio).map(|root| (at, root)));
        }
    }
    arrived
}

/// Their number is Poisson with mean and variance ratio × ∫λ: the mean over R replications has the
/// standard error √(m/R), the variance √((m + 3m² − m²(R − 3)/(R − 1))/R).
#[test]
fn thinned_and_superposed_arrivals_are_poisson_at_the_rate_asked_for() {
    let r = REPLICATIONS as f64;
    for ratio in [0.0, 0.6, 1.0, 1.25, 2.5] {
        let count = |replication| arrivals(run(replication), ratio).len() as f64;
        let counts: Tally = (0..REPLICATIONS).map(count).collect();
        let m = ratio * (4.0 * 30.0 + 6.0 * 50.0);
        if m == 0.0 {
            assert_eq!(counts.mean(), 0.0);
            continue;
        }
        agree(
            &format!("mean at {ratio}"),
            counts.mean(),
            m,
            (m / r).sqrt(),
        );
        let error = ((m + 3.0 * m * m - m * m * (r - 3.0) / (r - 1.0)) / r).sqrt();
        agree(&format!("variance at {ratio}"), counts.variance(), m, error);
    }
}

/// In a Poisson process over ten years at a constant rate the times are uniform: mean 5 given the
/// count, so the sum of (time − 5) has mean 0.
#[test]
fn arrivals_do_not_drift_within_the_period() {
    let constant = PiecewiseRates::constant(30.0);
    let off_centre = |replication| {
        let mut stream = ArrivalStream::new("entrants", 0, run(replication), &constant);
        let mut sum = 0.0;
        while stream.next() < SimTime::START + SimSpan::from_years(YEARS) {
            sum += stream.next().years() - YEARS / 2.0;
            stream.take(run(replication), &constant, 1.0);
        }
        sum
    };
    mean_agrees(
        "sum of times",
        &(0..REPLICATIONS).map(off_centre).collect(),
        0.0,
    );
}

#[test]
fn arrivals_under_a_smaller_ratio_are_among_those_under_a_larger_one() {
    for replication in 0..50 {
        let nested =
            [0.5, 0.9, 1.0, 1.25, 1.5, 2.75].map(|ratio| arrivals(run(replication), ratio));
        for pair in nested.windows(2) {
            assert!(pair[0].is_subset(&pair[1]) && pair[0].len() < pair[1].len());
        }
    }
}

/// Streams k and k + 1 are independent: their counts' product, centred, has mean 0.
#[test]
fn superposed_streams_are_independent() {
    let excess = |replication, index| {
        let (run, baseline) = (run(replication), baseline());
        let mut stream = ArrivalStream::new("entrants", index, run, &baseline);
        let mut count = 0.0;
        while stream.next() < SimTime::START + SimSpan::from_years(YEARS) {
            stream.take(run, &baseline, 1.0);
            count += 1.0;
        }
        count - 420.0
    };
    let product = |replication| excess(replication, 0) * excess(replication, 1);
    mean_agrees("covariance", &(0..REPLICATIONS).map(product).collect(), 0.0);
}
