//! Exact amounts of money.
//!
//! A penny is so many units that neither a weekly price over some seconds nor a yearly cost over some
//! seconds of a financial year, of 365 or of 366 days, needs rounding.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::Serialize;

use crate::des::time::{SECONDS_PER_DAY, SECONDS_PER_WEEK, SimSpan};

use super::prices::Pence;

/// An exact amount of money. See the module's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// Units of a penny: the least common multiple of a week, a year of 365 days and one of 366, in
    /// seconds, so that a penny over each of them is whole units a second.
    pub const PER_PENNY: i128 = (SECONDS_PER_DAY * 7 * 365 * 366) as i128;

    /// Units a second of one penny a week.
    const PENNY_A_WEEK: i128 = Self::PER_PENNY / SECONDS_PER_WEEK as i128;

    /// What weekly prices come to: the sum of pence a week × the seconds for which each was paid.
    pub(super) const fn pence_a_week(times_seconds: i128) -> Amount {
        Amount(times_seconds * Self::PENNY_A_WEEK)
    }

    /// A sum of pence.
    pub const fn pence(pence: Pence) -> Amount {
        Amount(pence.0 as i128 * Self::PER_PENNY)
    }

    /// A `part` of what is paid evenly over the `whole`: exact if that is a week or a financial year.
    pub fn part(pence: Pence, part: SimSpan, whole: SimSpan) -> Amount {
        let a_second = Self::pence(pence).0 / i128::from(whole.seconds());
        Amount(a_second * i128::from(part.seconds()))
    }

    /// The amount times a factor that is no whole number, to the nearest unit (or the fifteenth
    /// digit); times 1 it is the same.
    pub fn times(self, factor: f64) -> Amount {
        match factor {
            1.0 => self,
            _ => Amount((self.0 as f64 * factor).round() as i128),
        }
    }

    /// In pounds, to the nearest `f64`.
    pub fn pounds(self) -> f64 {
        self.0 as f64 / (100 * Self::PER_PENNY) as f64
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        *self = *self + other;
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_penny_divides_into_the_seconds_of_a_week_and_of_both_kinds_of_year() {
        for days in [7, 365, 366] {
            assert_eq!(Amount::PER_PENNY % i128::from(days * SECONDS_PER_DAY), 0);
        }
    }

    #[test]
    fn the_parts_of_a_year_add_up_to_it() {
        for days in [365.0, 366.0] {
            let year = SimSpan::from_days(days);
            let [some, others] = [0.3 * days, 0.7 * days].map(SimSpan::from_days);
            let part = |part| Amount::part(Pence(12_345_679), part, year);
            assert_eq!(part(some) + part(others), Amount::pence(Pence(12_345_679)));
        }
    }

    #[test]
    fn a_factor_of_one_changes_nothing_and_another_rounds_to_the_unit() {
        let odd = Amount((1 << 100) + 1);
        assert_eq!(odd.times(1.0), odd);
        assert_eq!(Amount(10).times(1.06), Amount(11));
        assert_eq!(Amount(-10).times(1.04), Amount(-10));
    }
}
