//! Which of several memoryless clocks rings first, without drawing the logarithms of the others.
//!
//! Each clock has its own uniform, so that a change of one rate moves that clock and no other.
//! Inversion turns a uniform u into −log u / rate. As −log u ≥ 2(1 − u)/(1 + u), most clocks are seen
//! to lose before their logarithm is taken; the winner and its time are those of the full
//! comparison, to the last bit.

/// The earliest ring so far.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Race<K> {
    winner: K,
    at: f64,
}

impl<K> Race<K> {
    /// A race that `winner` wins at `at`, unless somebody is earlier.
    ///
    /// Times are in any unit, measured from now; rates are per that unit.
    pub fn new(winner: K, at: f64) -> Race<K> {
        Race { winner, at }
    }

    /// Lets a clock of constant hazard `rate` take part, whose luck is the uniform `u` in (0, 1).
    ///
    /// At equal times whoever came first wins. A rate of 0 never rings.
    #[inline]
    pub fn enter(&mut self, clock: K, rate: f64, u: f64) {
        self.enter_if(clock, rate, u, |budget| budget / rate);
    }

    /// Lets a clock take part whose hazard is never above `highest`: `ring` gives the time at which the
    /// hazard it has lived through reaches a budget, and is asked only if that can be the earliest.
    #[inline]
    pub fn enter_if(&mut self, clock: K, highest: f64, u: f64, ring: impl FnOnce(f64) -> f64) {
        // Room for the rounding of either side: a bound that is too low costs a logarithm, no more.
        const BELOW: f64 = 1.0 - 1e-12;
        let most = self.at * highest;
        if 2.0 * (1.0 - u) * BELOW >= most * (1.0 + u) {
            return;
        }
        let budget = -libm::log(u);
        if budget * BELOW >= most {
            return;
        }
        let at = ring(budget);
        if at < self.at {
            *self = Race { winner: clock, at };
        }
    }

    /// The time of the earliest ring.
    pub fn at(&self) -> f64 {
        self.at
    }

    /// Whose it is.
    pub fn winner(self) -> K {
        self.winner
    }
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
            let luck = std::array::from_fn::<f64, 5, _>(|n| {
                run.uniform(root.child(race), 0u32, n as u32)
            });
            let end = 0.001 * race as f64;
            let mut found = Race::new(0, end);
            for (n, (&rate, &u)) in rates.iter().zip(&luck).enumerate() {
                found.enter(n + 1, rate, u);
            }
            let (winner, at) = plainly(end, &rates, &luck);
            assert_eq!((found.winner, found.at.to_bits()), (winner, at.to_bits()));
        }
    }

    #[test]
    fn the_bound_holds_at_the_ends_of_the_unit_interval() {
        for u in [f64::EPSILON / 2.0, 0.5, 1.0 - f64::EPSILON / 2.0] {
            let mut race = Race::new("nobody", f64::INFINITY);
            race.enter("clock", 2.0, u);
            assert_eq!((race.at(), race.winner()), (-libm::log(u) / 2.0, "clock"));
        }
        let mut race = Race::new("nobody", f64::INFINITY);
        race.enter("idle", 0.0, 0.5);
        assert_eq!((race.at(), race.winner()), (f64::INFINITY, "nobody"));
    }

    #[test]
    fn a_clock_that_cannot_win_is_not_asked() {
        let mut race = Race::new("end", 1.0);
        race.enter_if("late", 0.1, 0.5, |_| unreachable!("0.69 / 0.1 is after 1"));
        race.enter_if("soon", 1.0, 0.5, |budget| budget);
        assert_eq!(race.winner(), "soon");
    }
}
