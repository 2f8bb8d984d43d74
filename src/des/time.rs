//! Simulated time: whole seconds from the start of a run.
//!
//! Calendar dates exist only at the edge of the program. A year is a Julian year of 365.25 days.
//! Arithmetic saturates instead of overflowing, and the two infinities absorb: nothing added to or
//! taken from [`SimTime::NEVER`] or [`SimSpan::FOREVER`] makes it finite.

use std::ops::{Add, AddAssign, Sub, SubAssign};

use serde::Serialize;

/// Seconds in a day.
pub const SECONDS_PER_DAY: i64 = 86_400;
/// Seconds in a week.
pub const SECONDS_PER_WEEK: i64 = 7 * SECONDS_PER_DAY;
/// Seconds in a year of 365.25 days.
pub const SECONDS_PER_YEAR: i64 = 31_557_600;
/// Days in a year.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// An instant: seconds since the start of the run, negative before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub struct SimTime(i64);

/// A length of time in seconds; negative when it points to the past.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub struct SimSpan(i64);

impl SimTime {
    /// The start of the run.
    pub const START: SimTime = SimTime(0);
    /// Later than every other instant: the time of what will not happen.
    pub const NEVER: SimTime = SimTime(i64::MAX);

    /// The instant `seconds` after the start.
    pub const fn from_seconds(seconds: i64) -> SimTime {
        SimTime(seconds)
    }

    /// The instant `days` after the start, to the nearest second; `+inf` is [`SimTime::NEVER`].
    ///
    /// # Panics
    /// If `days` is not a number.
    pub fn from_days(days: f64) -> SimTime {
        SimTime(nearest_second(days))
    }

    /// Seconds since the start.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Days since the start.
    pub fn days(self) -> f64 {
        self.0 as f64 / SECONDS_PER_DAY as f64
    }

    /// Years of 365.25 days since the start.
    pub fn years(self) -> f64 {
        self.0 as f64 / SECONDS_PER_YEAR as f64
    }
}

impl SimSpan {
    /// No time at all.
    pub const ZERO: SimSpan = SimSpan(0);
    /// Longer than every other span.
    pub const FOREVER: SimSpan = SimSpan(i64::MAX);
    /// One day.
    pub const DAY: SimSpan = SimSpan(SECONDS_PER_DAY);
    /// One week.
    pub const WEEK: SimSpan = SimSpan(SECONDS_PER_WEEK);
    /// One year of 365.25 days.
    pub const YEAR: SimSpan = SimSpan(SECONDS_PER_YEAR);

    /// A span of `seconds`.
    pub const fn from_seconds(seconds: i64) -> SimSpan {
        SimSpan(seconds)
    }

    /// A span of `days`, to the nearest second; too large or infinite is [`SimSpan::FOREVER`].
    ///
    /// # Panics
    /// If `days` is not a number.
    pub fn from_days(days: f64) -> SimSpan {
        SimSpan(nearest_second(days))
    }

    /// A span of `weeks`, rounded and saturated as [`SimSpan::from_days`] does.
    ///
    /// # Panics
    /// If `weeks` is not a number.
    pub fn from_weeks(weeks: f64) -> SimSpan {
        SimSpan::from_days(weeks * 7.0)
    }

    /// A span of `years` of 365.25 days, rounded and saturated as [`SimSpan::from_days`] does.
    ///
    /// # Panics
    /// If `years` is not a number.
    pub fn from_years(years: f64) -> SimSpan {
        SimSpan::from_days(years * DAYS_PER_YEAR)
    }

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Its length in days.
    pub fn days(self) -> f64 {
        self.0 as f64 / SECONDS_PER_DAY as f64
    }

    /// Its length in years of 365.25 days.
    pub fn years(self) -> f64 {
        self.0 as f64 / SECONDS_PER_YEAR as f64
    }
}

/// A conversion from `f64` saturates, so an infinity becomes the largest or smallest integer.
///
/// As `round`, half away from zero, without the call that it is on processors whose newer instructions
/// may not be assumed: every drawn duration comes through here.
fn nearest_second(days: f64) -> i64 {
    assert!(!days.is_nan(), "a time in days is a number");
    let seconds = days * SECONDS_PER_DAY as f64;
    let towards_zero = seconds as i64;
    // Exact: what is cut off, and nothing is where a double has no fraction.
    let cut = seconds - towards_zero as f64;
    towards_zero
        .saturating_add(i64::from(cut >= 0.5))
        .saturating_sub(i64::from(cut <= -0.5))
}

/// Addition in which the largest integer stands for infinity and absorbs everything.
const fn add(left: i64, right: i64) -> i64 {
    if left == i64::MAX || right == i64::MAX {
        i64::MAX
    } else {
        left.saturating_add(right)
    }
}

/// Subtraction in which an infinite left side stays infinite, whatever is taken from it.
const fn subtract(left: i64, right: i64) -> i64 {
    if left == i64::MAX {
        i64::MAX
    } else {
        left.saturating_sub(right)
    }
}

impl Add<SimSpan> for SimTime {
    type Output = SimTime;
    fn add(self, span: SimSpan) -> SimTime {
        SimTime(add(self.0, span.0))
    }
}

impl AddAssign<SimSpan> for SimTime {
    fn add_assign(&mut self, span: SimSpan) {
        *self = *self + span;
    }
}

impl Sub<SimSpan> for SimTime {
    type Output = SimTime;
    fn sub(self, span: SimSpan) -> SimTime {
        SimTime(subtract(self.0, span.0))
    }
}

impl Sub for SimTime {
    type Output = SimSpan;
    /// The time from `earlier` to `self`; [`SimSpan::FOREVER`] if `self` never comes.
    fn sub(self, earlier: SimTime) -> SimSpan {
        SimSpan(subtract(self.0, earlier.0))
    }
}

impl Add for SimSpan {
    type Output = SimSpan;
    fn add(self, other: SimSpan) -> SimSpan {
        SimSpan(add(self.0, other.0))
    }
}

impl AddAssign for SimSpan {
    fn add_assign(&mut self, other: SimSpan) {
        *self = *self + other;
    }
}

impl Sub for SimSpan {
    type Output = SimSpan;
    fn sub(self, other: SimSpan) -> SimSpan {
        SimSpan(subtract(self.0, other.0))
    }
}

impl SubAssign for SimSpan {
    fn sub_assign(&mut self, other: SimSpan) {
        *self = *self - other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_365_and_a_quarter_days() {
        assert_eq!(SimSpan::from_years(1.0), SimSpan::YEAR);
        assert_eq!(SimSpan::from_days(DAYS_PER_YEAR), SimSpan::YEAR);
        assert_eq!(SimSpan::from_weeks(2.0).days(), 14.0);
        assert_eq!(SimTime::from_days(730.5).years(), 2.0);
    }

    #[test]
    fn days_round_to_the_nearest_second() {
        assert_eq!(SimSpan::from_days(1.4 / 86_400.0).seconds(), 1);
        assert_eq!(SimSpan::from_days(1.6 / 86_400.0).seconds(), 2);
        assert_eq!(SimTime::from_days(-1.0).seconds(), -86_400);
    }

    /// The largest double below one half, whole seconds and a half, beyond 2^53, both infinities.
    #[test]
    fn seconds_round_as_floating_point_does() {
        let seconds = [
            0.0,
            0.49999999999999994,
            0.5,
            1.5,
            2.5,
            1e9 + 0.5,
            4.5e15,
            9e15,
            1e18,
            1e300,
        ];
        for second in seconds
            .into_iter()
            .chain([f64::INFINITY])
            .flat_map(|s| [s, -s])
        {
            let days = second / SECONDS_PER_DAY as f64;
            let rounded = (days * SECONDS_PER_DAY as f64).round() as i64;
            assert_eq!(nearest_second(days), rounded, "{second}");
        }
    }

    #[test]
    fn what_is_too_long_is_for_ever() {
        assert_eq!(SimSpan::from_days(1e300), SimSpan::FOREVER);
        assert_eq!(SimSpan::from_days(f64::INFINITY), SimSpan::FOREVER);
        assert_eq!(SimTime::from_days(f64::INFINITY), SimTime::NEVER);
    }

    #[test]
    fn never_absorbs_every_span() {
        let past = SimTime::from_days(-3.0);
        assert_eq!(past + SimSpan::FOREVER, SimTime::NEVER);
        assert_eq!(SimTime::NEVER + SimSpan::from_days(-1.0), SimTime::NEVER);
        assert_eq!(SimTime::NEVER - SimSpan::DAY, SimTime::NEVER);
        assert_eq!(SimTime::NEVER - SimTime::from_days(5.0), SimSpan::FOREVER);
        assert_eq!(SimSpan::FOREVER - SimSpan::DAY, SimSpan::FOREVER);
        assert_eq!(
            SimTime::from_seconds(i64::MAX - 1) + SimSpan::DAY,
            SimTime::NEVER
        );
    }

    #[test]
    fn what_is_added_in_place_is_added() {
        let mut instant = SimTime::from_days(3.0);
        instant += SimSpan::from_days(2.0);
        assert_eq!(instant, SimTime::from_days(5.0));
        let mut span = SimSpan::WEEK;
        span += SimSpan::DAY;
        assert_eq!(span, SimSpan::from_days(8.0));
        span -= SimSpan::from_days(3.0);
        assert_eq!(span, SimSpan::from_days(5.0));
    }

    #[test]
    fn differences_undo_sums() {
        let start = SimTime::from_days(10.0);
        let span = SimSpan::from_weeks(3.0);
        assert_eq!((start + span) - start, span);
        assert_eq!((start + span) - span, start);
        assert!(SimTime::START.min(start) < start.max(SimTime::START));
    }
}
