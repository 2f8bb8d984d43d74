//! Hazards that change, and clocks that survive the change.
//!
//! A clock holds a budget of integrated hazard, drawn once as a unit exponential. Time consumes the
//! budget at whatever rate holds; when it is spent, the clock rings. A change of rate leaves the
//! budget alone, so a lever delays or hastens an event but never redraws it.
//!
//! Reference: the time-change theorem for point processes, e.g. P. Brémaud (1981), "Point Processes
//! and Queues", II.6; for nested use in simulation, D. F. Anderson (2007), "A modified next reaction
//! method", J. Chem. Phys. 127, 214107.

use serde::Serialize;

use super::time::{SECONDS_PER_YEAR, SimSpan, SimTime};

/// A hazard per year, constant between steps of the time elapsed since some origin.
///
/// Before its origin the hazard is 0; the last step holds for ever.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PiecewiseRates {
    steps: Vec<(SimSpan, f64)>,
}

impl PiecewiseRates {
    /// Rates per year, each holding from its span to the next one's.
    ///
    /// # Panics
    /// If there is no step, the first does not begin at zero, they do not increase, or a rate is
    /// negative or not finite.
    pub fn new(steps: &[(SimSpan, f64)]) -> PiecewiseRates {
        assert!(
            steps.first().is_some_and(|step| step.0 == SimSpan::ZERO),
            "the first rate holds from zero"
        );
        assert!(
            steps.is_sorted_by(|a, b| a.0 < b.0),
            "the steps of a rate increase"
        );
        assert!(
            steps.iter().all(|step| step.1.is_finite() && step.1 >= 0.0),
            "a rate is finite and not negative"
        );
        PiecewiseRates {
            steps: steps.to_vec(),
        }
    }

    /// One rate per year for ever.
    ///
    /// # Panics
    /// If it is negative or not finite.
    pub fn constant(rate: f64) -> PiecewiseRates {
        PiecewiseRates::new(&[(SimSpan::ZERO, rate)])
    }

    /// The same hazard, everywhere `factor` times as high.
    ///
    /// # Panics
    /// If the factor is negative or not finite.
    pub fn scaled(&self, factor: f64) -> PiecewiseRates {
        let scaled = self.steps.iter().map(|&(from, rate)| (from, rate * factor));
        PiecewiseRates::new(&scaled.collect::<Vec<_>>())
    }

    /// The rate per year at `elapsed`. Cost: a binary search.
    pub fn rate_at(&self, elapsed: SimSpan) -> f64 {
        match self.steps.partition_point(|step| step.0 <= elapsed) {
            0 => 0.0,
            after => self.steps[after - 1].1,
        }
    }

    /// The integrated hazard between two spans; 0 if `to` is not after `from`.
    ///
    /// Cost: a binary search and the steps between them.
    pub fn integral(&self, from: SimSpan, to: SimSpan) -> f64 {
        if let [(_, rate)] = self.steps[..] {
            let from = from.max(SimSpan::ZERO);
            return if from < to {
                rate * (to - from).years()
            } else {
                0.0
            };
        }
        self.pieces(from)
            .take_while(|piece| piece.from < to)
            .map(|piece| piece.rate * (piece.until.min(to) - piece.from).years())
            .sum()
    }

    /// The elapsed time at which the hazard integrated from `from` reaches `budget`:
    /// [`SimSpan::FOREVER`] if it never does, `from` if the budget is not positive.
    ///
    /// Rounded up to a whole second, so a positive budget ends strictly after `from`. Cost: a
    /// binary search and the steps crossed.
    pub fn reach(&self, from: SimSpan, budget: f64) -> SimSpan {
        if budget <= 0.0 {
            return from;
        }
        if let [(_, rate)] = self.steps[..] {
            return from.max(SimSpan::ZERO) + needed(budget, rate);
        }
        let mut left = budget;
        for piece in self.pieces(from) {
            let reached = piece.from + needed(left, piece.rate);
            if reached <= piece.until {
                return reached;
            }
            left -= piece.rate * (piece.until - piece.from).years();
            if left <= 0.0 {
                return piece.until;
            }
        }
        SimSpan::FOREVER
    }

    /// The pieces from `from` onwards, the first cut to begin there.
    fn pieces(&self, from: SimSpan) -> impl Iterator<Item = Piece> + '_ {
        let from = from.max(SimSpan::ZERO);
        let first = self.steps.partition_point(|step| step.0 <= from) - 1;
        let ends = self.steps[first + 1..].iter().map(|step| step.0);
        self.steps[first..]
            .iter()
            .zip(ends.chain([SimSpan::FOREVER]))
            .map(move |(&(begins, rate), until)| Piece {
                from: begins.max(from),
                until,
                rate,
            })
    }
}

/// How long a rate per year takes to use a budget up: a second at least.
fn needed(budget: f64, rate: f64) -> SimSpan {
    let seconds = budget / rate * SECONDS_PER_YEAR as f64;
    SimSpan::from_seconds(rounded_up(seconds).max(1))
}

/// The next whole number, saturating. As `ceil`, without the call that it is on processors whose
/// newer instructions may not be assumed: every clock of every child comes through here.
fn rounded_up(x: f64) -> i64 {
    let below = x as i64;
    below.saturating_add(i64::from((below as f64) < x))
}

struct Piece {
    from: SimSpan,
    until: SimSpan,
    rate: f64,
}

/// A clock that rings once the hazard it has lived through reaches its budget.
///
/// The rates and their origin are passed in, not kept: many clocks share one table. To change the
/// rate (or multiplier, or origin), [`HazardClock::advance`] to now under the old one, then ask for
/// the [`HazardClock::ring`] under the new one. At the time it gave, the clock has rung by
/// definition, whatever rounding leaves in the budget: start a new one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct HazardClock {
    left: f64,
    as_of: SimTime,
}

impl HazardClock {
    /// A clock with `budget` to live, from `as_of`; for an event with the given hazard, a unit
    /// exponential such as [`super::RunKey::exponential`] gives.
    ///
    /// # Panics
    /// If the budget is negative or not a number.
    pub fn new(budget: f64, as_of: SimTime) -> HazardClock {
        assert!(budget >= 0.0, "a hazard budget is not negative");
        HazardClock {
            left: budget,
            as_of,
        }
    }

    /// A clock that never rings.
    pub fn idle() -> HazardClock {
        HazardClock {
            left: f64::INFINITY,
            as_of: SimTime::START,
        }
    }

    /// Consumes the budget up to `to` under `rates` from `origin`, times `multiplier`.
    ///
    /// # Panics
    /// If `to` is before the last advance.
    pub fn advance(
        &mut self,
        to: SimTime,
        origin: SimTime,
        rates: &PiecewiseRates,
        multiplier: f64,
    ) {
        if self.is_idle() {
            return;
        }
        assert!(to >= self.as_of, "a hazard clock goes forwards");
        let lived = multiplier * rates.integral(self.as_of - origin, to - origin);
        self.left = (self.left - lived).max(0.0);
        self.as_of = to;
    }

    /// When it will ring if nothing changes; [`SimTime::NEVER`] if the multiplier or the remaining
    /// hazard is 0. Strictly later than the last advance unless the budget is spent.
    pub fn ring(&self, origin: SimTime, rates: &PiecewiseRates, multiplier: f64) -> SimTime {
        if self.left == 0.0 {
            return self.as_of;
        }
        if self.is_idle() || multiplier <= 0.0 {
            return SimTime::NEVER;
        }
        origin + rates.reach(self.as_of - origin, self.left / multiplier)
    }

    /// The integrated hazard still to live through.
    pub fn left(&self) -> f64 {
        self.left
    }

    /// Whether it is a clock that never rings.
    pub fn is_idle(&self) -> bool {
        self.left == f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn years(years: f64) -> SimSpan {
        SimSpan::from_years(years)
    }

    fn falling() -> PiecewiseRates {
        PiecewiseRates::new(&[(SimSpan::ZERO, 2.0), (years(1.0), 0.0), (years(2.0), 0.5)])
    }

    #[test]
    fn the_integral_adds_the_pieces() {
        let rates = falling();
        assert_eq!(rates.integral(SimSpan::ZERO, years(4.0)), 2.0 + 0.0 + 1.0);
        assert_eq!(rates.integral(years(0.5), years(1.5)), 1.0);
        assert_eq!(rates.integral(years(-5.0), years(0.5)), 1.0);
        assert_eq!(rates.integral(years(3.0), years(1.0)), 0.0);
        assert_eq!(rates.integral(years(-2.0), years(-1.0)), 0.0);
    }

    #[test]
    fn each_rate_holds_from_its_step() {
        let rates = falling();
        let at = [-0.1, 0.0, 0.99, 1.0, 2.0, 50.0].map(|t| rates.rate_at(years(t)));
        assert_eq!(at, [0.0, 2.0, 2.0, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn a_scaled_hazard_is_so_many_times_as_high_everywhere() {
        let scaled = falling().scaled(3.0);
        let at = [-0.1, 0.5, 1.5, 50.0].map(|t| scaled.rate_at(years(t)));
        assert_eq!(at, [0.0, 6.0, 0.0, 1.5]);
    }

    #[test]
    fn a_budget_is_reached_across_pieces() {
        let rates = falling();
        assert_eq!(rates.reach(SimSpan::ZERO, 1.0), years(0.5));
        assert_eq!(rates.reach(SimSpan::ZERO, 2.0), years(1.0));
        assert_eq!(rates.reach(SimSpan::ZERO, 2.25), years(2.5));
        assert_eq!(rates.reach(years(0.5), 1.5), years(3.0));
        assert_eq!(rates.reach(years(-1.0), 1.0), years(0.5));
        assert_eq!(rates.reach(years(1.0), f64::INFINITY), SimSpan::FOREVER);
        assert_eq!(
            PiecewiseRates::constant(0.0).reach(SimSpan::ZERO, 1e-300),
            SimSpan::FOREVER
        );
    }

    #[test]
    fn the_least_budget_still_takes_a_second() {
        let one = SimSpan::from_seconds(1);
        assert_eq!(falling().reach(SimSpan::ZERO, f64::MIN_POSITIVE), one);
        assert_eq!(falling().reach(SimSpan::ZERO, 0.0), SimSpan::ZERO);
    }

    /// Budget 3 at 2 a year for one year leaves 1; at 0.25 a year that lasts four years more.
    #[test]
    fn a_change_of_rate_keeps_the_budget() {
        let origin = SimTime::from_days(100.0);
        let (fast, slow) = (PiecewiseRates::constant(2.0), PiecewiseRates::constant(0.5));
        let mut clock = HazardClock::new(3.0, origin);
        assert_eq!(clock.ring(origin, &fast, 1.0), origin + years(1.5));
        clock.advance(origin + years(1.0), origin, &fast, 1.0);
        assert_eq!(clock.left(), 1.0);
        assert_eq!(clock.ring(origin, &slow, 0.5), origin + years(5.0));
        assert_eq!(clock.ring(origin, &slow, 0.0), SimTime::NEVER);
    }

    #[test]
    fn a_clock_waits_for_an_origin_in_the_future() {
        let origin = SimTime::START + years(2.0);
        let clock = HazardClock::new(1.0, SimTime::START);
        let rates = PiecewiseRates::constant(1.0);
        assert_eq!(clock.ring(origin, &rates, 1.0), SimTime::START + years(3.0));
        assert_eq!(clock.ring(SimTime::NEVER, &rates, 1.0), SimTime::NEVER);
    }

    #[test]
    fn an_idle_clock_never_rings() {
        let mut clock = HazardClock::idle();
        let rates = PiecewiseRates::constant(1e9);
        clock.advance(SimTime::from_days(-9.0), SimTime::START, &rates, 1.0);
        assert_eq!(clock.ring(SimTime::START, &rates, 1.0), SimTime::NEVER);
    }

    proptest! {
        #[test]
        fn reaching_inverts_the_integral_to_the_second(
            rates in prop::collection::vec(0.01..10.0f64, 1..6),
            from in 0.0..5.0f64,
            budget in 0.0..20.0f64,
        ) {
            let steps: Vec<_> =
                rates.iter().enumerate().map(|(i, &rate)| (years(i as f64 * 0.7), rate)).collect();
            let (rates, from) = (PiecewiseRates::new(&steps), years(from));
            let reached = rates.reach(from, budget);
            let second = SimSpan::from_seconds(1);
            prop_assert!(rates.integral(from, reached) >= budget - 1e-12);
            prop_assert!(rates.integral(from, reached - second) <= budget + 1e-12);
        }

        #[test]
        fn advancing_in_stages_rings_when_one_stage_would(
            budget in 0.01..4.0f64,
            stops in prop::collection::vec(0.0..1.0f64, 0..5),
        ) {
            let rates = falling();
            let mut clock = HazardClock::new(budget, SimTime::START);
            let ring = clock.ring(SimTime::START, &rates, 1.5);
            let mut now = SimTime::START;
            for stop in stops {
                now = now + SimSpan::from_seconds(((ring - now).seconds() as f64 * stop) as i64);
                clock.advance(now, SimTime::START, &rates, 1.5);
            }
            let again = clock.ring(SimTime::START, &rates, 1.5);
            prop_assert!((again - ring).seconds().abs() <= 1);
        }
    }
}
