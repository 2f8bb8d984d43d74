//! Poisson arrivals whose rate a lever can change without changing who arrives.
//!
//! Stream 0 proposes candidates at the baseline rate. A lever that lowers the rate keeps a
//! candidate if its own uniform is below the ratio (thinning); one that raises it superposes
//! further streams, stream k carrying the part of the ratio between k and k + 1. Inter-arrival
//! times are never rescaled. Hence the arrivals under a smaller ratio are a subset of those under a
//! larger one, each with the same identity, time and luck.
//!
//! Reference: P. A. W. Lewis, G. S. Shedler (1979), "Simulation of nonhomogeneous Poisson processes
//! by thinning", Naval Research Logistics Quarterly 26(3).

use super::hazard::PiecewiseRates;
use super::stream::{RESERVED_PURPOSES, Root, RunKey};
use super::time::SimTime;

/// The purpose of the gap before a candidate.
const GAP: u32 = RESERVED_PURPOSES;
/// The purpose of the decision whether a candidate is kept.
const KEEP: u32 = RESERVED_PURPOSES + 1;

/// The candidates of one Poisson stream, in order of time.
///
/// The n-th candidate's time and identity are functions of the stream's name and index, n, the run
/// and the baseline rate; the ratio decides only whether it is kept.
///
/// Times are whole seconds, rounded up from an exact process, so the rounding does not add up; two
/// candidates may share a second.
#[derive(Clone, Debug)]
pub struct ArrivalStream {
    identity: Root,
    index: u32,
    ordinal: u64,
    at: SimTime,
    /// Hazard between the exact time of the candidate and its rounded one, owed to the next gap.
    ahead: f64,
}

impl ArrivalStream {
    /// Stream `index` of those called `name`, at its first candidate.
    ///
    /// `baseline` is the rate per year in the time since [`SimTime::START`].
    pub fn new(name: &str, index: u32, run: RunKey, baseline: &PiecewiseRates) -> ArrivalStream {
        let identity = Root::named(name, u64::from(index));
        let mut stream = ArrivalStream {
            identity,
            index,
            ordinal: 0,
            at: SimTime::START,
            ahead: 0.0,
        };
        stream.wait(run, baseline);
        stream
    }

    /// The time of the present candidate; [`SimTime::NEVER`] when the baseline rate has ended.
    pub fn next(&self) -> SimTime {
        self.at
    }

    /// The identity of the stream, such as [`super::Calendar::register`] asks for.
    pub fn identity(&self) -> Root {
        self.identity
    }

    /// Consumes the present candidate and moves on to the next; gives the candidate's identity if
    /// it is kept at `ratio` times the baseline rate, `None` if it is thinned out (or never came).
    ///
    /// The ratio may differ from one candidate to the next. Cost: a draw, another where the ratio
    /// leaves the candidate to chance, and the steps of the baseline that the gap crosses.
    pub fn take(&mut self, run: RunKey, baseline: &PiecewiseRates, ratio: f64) -> Option<Root> {
        if self.at == SimTime::NEVER {
            return None;
        }
        let candidate = self.candidate();
        let share = ratio - f64::from(self.index);
        // Nothing is drawn where every uniform between 0 and 1 would decide alike.
        let kept = share > 0.0 && (share >= 1.0 || run.uniform(candidate, KEEP, 0) < share);
        self.ordinal += 1;
        self.wait(run, baseline);
        kept.then_some(candidate)
    }

    fn candidate(&self) -> Root {
        self.identity.child(self.ordinal)
    }

    /// Moves from the previous candidate's time to the present one's.
    fn wait(&mut self, run: RunKey, baseline: &PiecewiseRates) {
        let gap = run.exponential(self.candidate(), GAP, 0) - self.ahead;
        let from = self.at - SimTime::START;
        let to = baseline.reach(from, gap);
        self.ahead = baseline.integral(from, to) - gap;
        self.at = SimTime::START + to;
    }
}

/// How many streams carry a ratio of up to `max_ratio`: its ceiling, at least one.
///
/// # Panics
/// If the ratio is negative or not finite.
pub fn streams_needed(max_ratio: f64) -> u32 {
    assert!(
        max_ratio.is_finite() && max_ratio >= 0.0,
        "a ratio of rates is finite and not negative"
    );
    (max_ratio.ceil() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::des::time::SimSpan;

    fn run() -> RunKey {
        RunKey::new(20, 26)
    }

    fn arrivals(
        index: u32,
        ratio: f64,
        baseline: &PiecewiseRates,
        years: f64,
    ) -> Vec<(SimTime, Root)> {
        let mut stream = ArrivalStream::new("entrants", index, run(), baseline);
        let mut arrivals = Vec::new();
        while stream.next() < SimTime::START + SimSpan::from_years(years) {
            let at = stream.next();
            arrivals.extend(stream.take(run(), baseline, ratio).map(|root| (at, root)));
        }
        arrivals
    }

    #[test]
    fn a_ratio_of_one_keeps_every_candidate_and_zero_none() {
        let baseline = PiecewiseRates::constant(100.0);
        let all = arrivals(0, 1.0, &baseline, 5.0);
        assert!(
            all.iter()
                .zip(0..)
                .all(|(a, n)| a.1 == Root::named("entrants", 0).child(n))
        );
        assert_eq!(all, arrivals(0, 7.0, &baseline, 5.0));
        assert_eq!(arrivals(0, 0.0, &baseline, 5.0), []);
        assert_eq!(arrivals(1, 1.0, &baseline, 5.0), []);
    }

    #[test]
    fn arrivals_under_a_smaller_ratio_are_a_subset() {
        let baseline = PiecewiseRates::constant(100.0);
        for index in [0, 1] {
            let offset = f64::from(index);
            let few = arrivals(index, offset + 0.25, &baseline, 10.0);
            let more = arrivals(index, offset + 0.5, &baseline, 10.0);
            assert!(few.len() < more.len());
            assert!(few.iter().all(|arrival| more.contains(arrival)));
        }
    }

    #[test]
    fn nobody_arrives_while_the_baseline_is_zero() {
        let year = SimSpan::from_years;
        let steps = [(SimSpan::ZERO, 0.0), (year(1.0), 50.0), (year(2.0), 0.0)];
        let baseline = PiecewiseRates::new(&steps);
        let all = arrivals(0, 1.0, &baseline, 10.0);
        assert!(!all.is_empty());
        assert!(all.iter().all(|a| (1.0..=2.0).contains(&a.0.years())));

        let mut stream = ArrivalStream::new("nobody", 0, run(), &PiecewiseRates::constant(0.0));
        assert_eq!(stream.next(), SimTime::NEVER);
        assert_eq!(
            stream.take(run(), &PiecewiseRates::constant(0.0), 1.0),
            None
        );
    }

    /// At 2,000 arrivals a day the gap is 43 seconds; rounding each up would lose 1 % of them.
    #[test]
    fn rounding_to_seconds_does_not_add_up() {
        let baseline = PiecewiseRates::constant(2_000.0 * 365.25);
        let stream = ArrivalStream::new("busy", 0, run(), &baseline);
        let (mut stream, mut exact) = (stream, 0.0);
        for n in 0..10_000 {
            exact += run().exponential(stream.identity().child(n), GAP, 0);
            let hazard = baseline.integral(SimSpan::ZERO, stream.next() - SimTime::START);
            let second = 2_000.0 / 86_400.0;
            assert!((exact - 1e-6..exact + second + 1e-6).contains(&hazard));
            stream.take(run(), &baseline, 1.0);
        }
    }

    #[test]
    fn a_stream_is_needed_for_each_begun_unit_of_the_ratio() {
        assert_eq!(
            [0.0, 0.4, 1.0, 1.01, 2.0].map(streams_needed),
            [1, 1, 1, 2, 2]
        );
    }
}
