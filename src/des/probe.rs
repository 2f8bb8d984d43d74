//! Observation that cannot change what it observes.

use serde::Serialize;

use super::time::SimTime;

/// A whole-number level and its exact time integral.
///
/// The area is kept in level × seconds as an `i128`, so sums of any length are exact and parts of a
/// period add up to the whole. Cost: one multiplication a change.
///
/// # Panics
/// Every operation that takes a time panics if it is before the latest one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Gauge {
    level: i64,
    as_of: SimTime,
    area: i128,
}

impl Gauge {
    /// A gauge that stands at `level` from `at`.
    pub const fn new(at: SimTime, level: i64) -> Gauge {
        Gauge {
            level,
            as_of: at,
            area: 0,
        }
    }

    /// Moves the level by `delta` at `now`.
    pub fn change(&mut self, now: SimTime, delta: i64) {
        self.set(now, self.level + delta);
    }

    /// Moves the level to `level` at `now`.
    pub fn set(&mut self, now: SimTime, level: i64) {
        self.area = self.integral_seconds(now);
        self.as_of = now;
        self.level = level;
    }

    /// The present level.
    pub const fn level(&self) -> i64 {
        self.level
    }

    /// The integral of the level from the beginning, or the last restart, to `now`, in
    /// level × seconds.
    pub fn integral_seconds(&self, now: SimTime) -> i128 {
        assert!(now >= self.as_of, "a gauge goes forwards");
        // Never negative, so it fits 64 bits without a sign, and one multiplication does.
        let elapsed = now.seconds().wrapping_sub(self.as_of.seconds()) as u64;
        self.area + i128::from(self.level) * i128::from(elapsed)
    }

    /// Begins a new period at `now`: no area, the same level.
    pub fn restart(&mut self, now: SimTime) {
        assert!(now >= self.as_of, "a gauge goes forwards");
        *self = Gauge::new(now, self.level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    /// 3 for 10 s, 5 for 5 s, −1 for 2 s.
    #[test]
    fn the_area_is_the_sum_of_level_times_seconds() {
        let mut gauge = Gauge::new(at(-10), 3);
        gauge.change(at(0), 2);
        gauge.set(at(5), -1);
        assert_eq!(gauge.level(), -1);
        assert_eq!(gauge.integral_seconds(at(7)), 30 + 25 - 2);
    }

    #[test]
    fn the_parts_of_a_period_add_up_to_the_whole() {
        let mut whole = Gauge::new(at(0), 1);
        let mut parts = whole;
        let mut sum = 0;
        for step in 1..100 {
            whole.change(at(7 * step), step % 5 - 2);
            parts.change(at(7 * step), step % 5 - 2);
            sum += parts.integral_seconds(at(7 * step + 3));
            parts.restart(at(7 * step + 3));
        }
        assert_eq!(sum, whole.integral_seconds(at(7 * 99 + 3)));
        assert_eq!(parts.level(), whole.level());
    }

    #[test]
    #[should_panic(expected = "forwards")]
    fn a_gauge_cannot_be_moved_in_the_past() {
        Gauge::new(at(5), 0).change(at(4), 1);
    }
}
