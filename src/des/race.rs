//! Which of several memoryless clocks rings first, without drawing the logarithms of the others.
//!
//! Each clock has its own uniform, so that a change of one rate moves that clock and no other.
//! Inversion turns a uniform u into −log u / rate. A floating-point number read as a whole one is its own
//! logarithm, near enough to see which clock is likely to win and that most others lose; the winner and
//! its time are those of the full comparison, to the last bit.
//!
//! Reference for that reading: J. N. Mitchell (1962), "Computer multiplication and division using binary
//! logarithms", IRE Transactions on Electronic Computers EC-11(4).

/// The earliest ring so far.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Race<K> {
    winner: K,
    at: f64,
}

/// A clock of constant hazard.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entrant<K> {
    /// What rings.
    pub clock: K,
    /// Its hazard, per unit of the race's time; 0 never rings.
    pub rate: f64,
    /// Its luck: a uniform in (0, 1).
    pub luck: f64,
}

impl<K: Copy> Race<K> {
    /// A race that `winner` wins at `at`, unless somebody is earlier.
    ///
    /// Times are in any unit, measured from now; rates are per that unit.
    #[inline]
    pub fn new(winner: K, at: f64) -> Race<K> {
        Race { winner, at }
    }

    /// Lets clocks take part. Who wins at exactly equal times depends on nothing but the clocks.
    ///
    /// Cost: a logarithm for the winner, and one for each other that is close.
    #[inline]
    pub fn enter<const N: usize>(&mut self, entrants: [Entrant<K>; N]) {
        for Entrant { clock, rate, luck } in entrants {
            if at_least(luck) < self.at * rate {
                self.ring(clock, -libm::log(luck) / rate);
            }
        }
    }

    /// Lets a clock take part whose hazard is never above `highest`: `ring` gives the time at which the
    /// hazard it has lived through reaches a budget, and is asked only if that can be the earliest.
    #[inline]
    pub fn enter_if(&mut self, clock: K, highest: f64, luck: f64, ring: impl FnOnce(f64) -> f64) {
        let most = self.at * highest;
        if at_least(luck) < most {
            let budget = -libm::log(luck);
            // Room for the rounding of either side: what is not seen to lose is compared in full.
            if budget * (1.0 - 1e-12) < most {
                self.ring(clock, ring(budget));
            }
        }
    }

    fn ring(&mut self, clock: K, at: f64) {
        if at < self.at {
            *self = Race { winner: clock, at };
        }
    }

    /// The time of the earliest ring.
    pub fn at(&self) -> f64 {
        self.at
    }

    /// Whose it is.
    pub fn winner(&self) -> K {
        self.winner
    }
}

/// How far [`at_least`] is below at most: log(1 + f) exceeds f log 2 by 0.0597 at most, and rounding is
/// far below the rest.
const SLACK: f64 = 0.06;

/// A number a little below −log u, by no more than [`SLACK`] and rounding.
#[inline]
fn at_least(u: f64) -> f64 {
    const BITS_TO_LOG: f64 = std::f64::consts::LN_2 / (1u64 << 52) as f64;
    const ONE: i64 = 1.0f64.to_bits() as i64;
    (ONE - u.to_bits() as i64) as f64 * BITS_TO_LOG - SLACK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::des::{Root, RunKey};

    /// The plain comparison of all the clocks' times.
    fn plainly(end: f64, rates: &[f64], luck: &[f64]) -> (usize, f64) {
        let rings = rates
            .iter()
            .zip(luck)
            .map(|(rate, &u)| -libm::log(u) / rate);
        let clocks = std::iter::once(end).chain(rings).enumerate();
        let later = |a: (usize, f64), b: (usize, f64)| if b.1 < a.1 { b } else { a };
        clocks.reduce(later).expect("the end takes part")
    }

    #[test]
    fn the_winner_and_its_time_are_those_of_the_full_comparison() {
        let (run, root) = (RunKey::new(3, 1), Root::named("races", 0));
        let rates = [0.7, 0.22, 0.1, 0.0, 14.0];
        for race in 0..20_000 {
            let luck =
                std::array::from_fn::<f64, 5, _>(|n| run.uniform(root.child(race), 0u32, n as u32));
            let end = 0.001 * race as f64;
            let mut found = Race::new(0, end);
            found.enter(std::array::from_fn::<_, 5, _>(|n| Entrant {
                clock: n + 1,
                rate: rates[n],
                luck: luck[n],
            }));
            let (winner, at) = plainly(end, &rates, &luck);
            assert_eq!((found.winner, found.at.to_bits()), (winner, at.to_bits()));
        }
    }

    /// The greatest excess of log(1 + f) over f log 2 is where its derivative is 0: at f = 1/log 2 − 1.
    #[test]
    fn the_bound_is_below_the_logarithm_and_near() {
        let worst = 0.25 / std::f64::consts::LN_2;
        let ends = [f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0];
        let steps = (1..10_000).map(|n| f64::from(n) / 10_000.0);
        for u in steps.chain(ends).chain([worst, 0.5]) {
            let short = -libm::log(u) - at_least(u);
            assert!((0.0..SLACK + 1e-12).contains(&short), "{u}: {short}");
        }
        assert!(-libm::log(worst) - at_least(worst) < 0.001);
    }

    #[test]
    fn a_rate_of_nothing_never_rings() {
        let mut race = Race::new("nobody", f64::INFINITY);
        let (clock, rate) = ("idle", 0.0);
        race.enter([0.001, 0.999].map(|luck| Entrant { clock, rate, luck }));
        assert_eq!((race.at(), race.winner()), (f64::INFINITY, "nobody"));
    }

    /// 2 a year for a year and 0.5 from then on: a budget beyond 2 lasts longer than the year.
    #[test]
    fn a_clock_whose_hazard_falls_wins_as_in_the_full_comparison() {
        let (run, root) = (RunKey::new(3, 2), Root::named("races", 1));
        let ring = |budget: f64| match budget <= 2.0 {
            true => budget / 2.0,
            false => 1.0 + (budget - 2.0) / 0.5,
        };
        for race in 0..20_000 {
            let (luck, end) = (run.uniform(root.child(race), 0u32, 0), 0.0005 * race as f64);
            let mut found = Race::new("end", end);
            found.enter_if("clock", 2.0, luck, ring);
            let at = ring(-libm::log(luck));
            let first = if at < end {
                ("clock", at)
            } else {
                ("end", end)
            };
            assert_eq!(
                (found.winner, found.at.to_bits()),
                (first.0, first.1.to_bits())
            );
        }
    }

    #[test]
    fn earlier_by_the_least_there_is_wins_and_at_the_same_time_the_first_stays() {
        let at = std::f64::consts::LN_2 / 2.0;
        for (end, winner) in [(at, "end"), (at.next_up(), "clock")] {
            let (clock, rate, luck) = ("clock", 2.0, 0.5);
            let mut race = Race::new("end", end);
            race.enter([Entrant { clock, rate, luck }]);
            assert_eq!(race.winner(), winner);
            let mut race = Race::new("end", end);
            race.enter_if(clock, rate, luck, |budget| budget / rate);
            assert_eq!(race.winner(), winner);
        }
    }

    #[test]
    fn a_clock_that_cannot_win_is_not_asked() {
        let mut race = Race::new("end", 1.0);
        race.enter_if("late", 0.1, 0.5, |_| unreachable!("0.69 / 0.1 is after 1"));
        race.enter_if("soon", 1.0, 0.5, |budget| budget);
        assert_eq!(race.winner(), "soon");
    }
}
