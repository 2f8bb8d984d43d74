//! What is paid by the year: staff of an option, the fixed cost of recruitment.
//!
//! It is paid evenly over each financial year, which has 365 or 366 days, so that a full financial
//! year costs exactly the yearly amount.

use serde::Serialize;

use crate::des::time::SimTime;

use super::amount::Amount;
use super::prices::Pence;

/// A financial year, April to March, whole even if the run has only a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FinancialYear {
    /// Its first instant.
    pub begins: SimTime,
    /// The first instant of the next.
    pub ends: SimTime,
}

/// A cost by the year that begins, and can change, at certain instants.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct YearlyCost {
    /// From when, how much a year; in the order of time.
    pub steps: Vec<(SimTime, Pence)>,
}

impl YearlyCost {
    /// The same from one instant on.
    pub fn from(begins: SimTime, a_year: Pence) -> Self {
        Self {
            steps: vec![(begins, a_year)],
        }
    }

    /// What it comes to from `began` (included) to `ended` (excluded).
    pub fn between(&self, years: &[FinancialYear], began: SimTime, ended: SimTime) -> Amount {
        let next = self.steps.iter().skip(1).map(|step| step.0);
        let until = next.chain([SimTime::NEVER]);
        let steps = self.steps.iter().zip(until);
        let step = |(&(from, a_year), until): (&(SimTime, Pence), SimTime)| -> Amount {
            let (from, until) = (from.max(began), until.min(ended));
            let part = |year: &FinancialYear| {
                let (first, last) = (from.max(year.begins), until.min(year.ends));
                match first < last {
                    true => Amount::part(a_year, last - first, year.ends - year.begins),
                    false => Amount::ZERO,
                }
            };
            years.iter().map(part).sum()
        };
        steps.map(step).sum()
    }
}

/// What an option costs apart from prices: staff, fees, set-up. Any uplift for optimism is in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionCost {
    /// Name of the option, as in the scenario file.
    pub name: String,
    /// When it starts.
    pub from: SimTime,
    /// Paid once, when the option starts.
    pub one_off: Pence,
    /// Paid from then on, in full once it has been phased in.
    pub a_year: YearlyCost,
}

impl OptionCost {
    /// What it comes to from `began` (included) to `ended` (excluded).
    pub fn between(&self, years: &[FinancialYear], began: SimTime, ended: SimTime) -> Amount {
        let starts = (began..ended).contains(&self.from);
        let once = if starts { self.one_off } else { Pence(0) };
        Amount::pence(once) + self.a_year.between(years, began, ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: f64) -> SimTime {
        SimTime::from_days(days)
    }

    /// A year of 365 days and one of 366.
    fn years() -> [FinancialYear; 2] {
        [(0.0, 365.0), (365.0, 731.0)].map(|(begins, ends)| FinancialYear {
            begins: day(begins),
            ends: day(ends),
        })
    }

    #[test]
    fn a_full_financial_year_costs_exactly_the_yearly_amount() {
        let cost = YearlyCost::from(SimTime::START, Pence(10_000_001));
        let year = |from, to| cost.between(&years(), day(from), day(to));
        let full = Amount::pence(Pence(10_000_001));
        assert_eq!(year(0.0, 365.0), full);
        assert_eq!(year(365.0, 731.0), full);
        let months: Amount = (0..365).map(|n| year(f64::from(n), f64::from(n + 1))).sum();
        assert_eq!(months, full);
    }

    /// By hand: £365 a year from day 10, £730 from day 20: 10 days at £1 and 5 at £2.
    #[test]
    fn a_cost_rises_by_steps() {
        let cost = YearlyCost {
            steps: vec![(day(10.0), Pence(36_500)), (day(20.0), Pence(73_000))],
        };
        let paid = cost.between(&years(), SimTime::START, day(25.0));
        assert_eq!(paid, Amount::pence(Pence(2_000)));
    }

    /// By hand: £10 at once on day 360; £3,650 a year is £10 a day for five days, then, in a year of
    /// 366 days, £3,650 × 61 / 366.
    #[test]
    fn an_option_is_paid_once_and_then_evenly_from_its_date() {
        let option = OptionCost {
            name: "service".to_owned(),
            from: day(360.0),
            one_off: Pence(1_000),
            a_year: YearlyCost::from(day(360.0), Pence(365_000)),
        };
        let paid = |from, to| option.between(&years(), day(from), day(to));
        assert_eq!(paid(0.0, 360.0), Amount::ZERO);
        assert_eq!(paid(330.0, 365.0), Amount::pence(Pence(6_000)));
        let six = paid(365.0, 426.0);
        let six_times = (0..6).map(|_| six).sum();
        assert_eq!(Amount::pence(Pence(365_000)), six_times);
    }
}
