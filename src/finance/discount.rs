//! Present value: money later counts for less than money now.
//!
//! Kept outside the ledger, which is exact: a discount factor is no whole number.
//!
//! Reference: HM Treasury, *The Green Book* (2022), annex A6: 3.5 % a year in real terms, which
//! is what prices of one base year need.

use crate::des::time::{DAYS_PER_YEAR, SimTime};

use super::ledger::Ledger;

/// The ledger's total in pounds as at the start of the run, each month taken at its middle.
///
/// `months` are the first instants of the months and the horizon. At a rate of 0 this is the
/// plain total.
pub fn present_value_pounds(ledger: &Ledger<'_>, months: &[SimTime], rate: f64) -> f64 {
    let ends = months.windows(2).take(ledger.months());
    let discounted = ends.enumerate().map(|(month, between)| {
        let years = (between[0].days() + between[1].days()) / 2.0 / DAYS_PER_YEAR;
        ledger.total(month..month + 1).pounds() * libm::pow(1.0 + rate, -years)
    });
    discounted.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::record::{Nobody, Observer};
    use crate::finance::prices::{Pence, PriceList};
    use crate::finance::yearly::{OptionCost, YearlyCost};

    /// £1,000 at each of these instants.
    fn prices(paid: &[f64]) -> PriceList {
        let one_off = |&days| OptionCost {
            name: String::new(),
            one_off: Pence(100_000),
            a_year: YearlyCost::default(),
            from: SimTime::from_days(days),
        };
        PriceList {
            options: paid.iter().map(one_off).collect(),
            ..PriceList::default()
        }
    }

    /// Present value of £1,000 at the beginning of each "month" that lies between two of these days.
    fn present_value_of(months: &[f64], rate: f64) -> f64 {
        let prices = prices(&months[..months.len() - 1]);
        let mut ledger = Ledger::new(&prices);
        let months: Vec<SimTime> = months.iter().copied().map(SimTime::from_days).collect();
        for (month, &end) in months[1..].iter().enumerate() {
            ledger.month_ended(end, month, Nobody::default().view());
        }
        present_value_pounds(&ledger, &months, rate)
    }

    /// Present value when each "month" is a year, so the middles are ½ and 1½ years away.
    fn present_value(rate: f64) -> f64 {
        present_value_of(&[0.0, 365.25, 730.5], rate)
    }

    /// Factors of the Green Book at 3.5 %, and of any table of present values at 3.0 %: £1,000 in a
    /// month whose middle is so many years away.
    #[test]
    fn a_payment_counts_as_published_after_so_many_years() {
        for (rate, factors) in [
            (
                0.035,
                [
                    (1.0, 966.2),
                    (2.0, 933.5),
                    (5.0, 842.0),
                    (10.0, 708.9),
                    (30.0, 356.3),
                ],
            ),
            (
                0.03,
                [
                    (1.0, 970.9),
                    (2.0, 942.6),
                    (5.0, 862.6),
                    (10.0, 744.1),
                    (30.0, 412.0),
                ],
            ),
        ] {
            for (years, published) in factors {
                let middle = years * DAYS_PER_YEAR;
                let value = present_value_of(&[middle - 15.0, middle + 15.0], rate);
                assert!((value - published).abs() <= 0.05, "{rate} {years}: {value}");
            }
        }
    }

    #[test]
    fn at_no_rate_the_present_value_is_the_sum() {
        assert_eq!(present_value(0.0), 2000.0);
    }

    #[test]
    fn the_higher_the_rate_the_less_counts_until_only_the_beginning_does() {
        let rates = [0.0, 0.01, 0.035, 0.1, 1.0, 100.0];
        let values = rates.map(present_value);
        assert!(values.is_sorted_by(|one, next| one > next), "{values:?}");
        // At a hundredfold a year the first payment, half a year away, counts √101 times less, the second a
        // hundred and one times less than that.
        let first = 1000.0 / 101_f64.sqrt();
        assert!((values[5] - first) / first < 0.01);
    }

    #[test]
    fn a_payment_counts_from_the_middle_of_its_month() {
        let by_hand = 1000.0 / 1.21_f64.sqrt() + 1000.0 / (1.21 * 1.21_f64.sqrt());
        assert!((present_value(0.21) - by_hand).abs() < 1e-9);
    }
}
