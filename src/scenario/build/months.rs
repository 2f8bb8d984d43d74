//! The calendar of the run: the only place where dates become instants.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::des::time::{SECONDS_PER_DAY, SimTime};
use crate::finance::yearly::FinancialYear;

use super::{START, Unbuildable};

/// The instant at which a day begins.
pub fn instant(start: Date, date: Date) -> SimTime {
    let days = (date - start).get_days();
    SimTime::from_seconds(i64::from(days) * SECONDS_PER_DAY)
}

/// Whole years from the start to a date.
pub fn whole_years(start: Date, date: Date) -> usize {
    let mut years = 0;
    while start
        .checked_add((years + 1).years())
        .is_ok_and(|next| next <= date)
    {
        years += 1;
    }
    years as usize
}

/// First instants of the months, the end of the run included.
pub fn months(start: Date, years: usize) -> Result<Vec<SimTime>, Unbuildable> {
    let month = |k: usize| month(start, k).ok_or_else(|| Unbuildable::without("run.years"));
    (0..=12 * years).map(month).collect()
}

/// Months after the horizon until whoever was born before it is twenty-one.
pub const RUN_OFF: usize = 12 * 21 + 1;

/// The ends of the months of a run-off, as far as the calendar goes.
pub fn run_off(start: Date, months: &[SimTime]) -> Vec<SimTime> {
    let after = months.len()..months.len() + RUN_OFF;
    after.map_while(|k| month(start, k)).collect()
}

fn month(start: Date, k: usize) -> Option<SimTime> {
    let date = start.checked_add((k as i64).months()).ok()?;
    Some(instant(start, date))
}

/// The financial years (from 1 April) of these months, and their calendar years' numbers.
pub fn years_touched(start: Date, months: usize) -> Vec<(i16, FinancialYear)> {
    let before_april = i16::from(start.month() < 4);
    let first = start.year() - before_april;
    let months_before = (start.month() as usize + 8) % 12;
    let count = (months_before + months).div_ceil(12) as i16;
    let year = |number: i16| FinancialYear {
        begins: instant(start, date(number, 4, 1)),
        ends: instant(start, date(number + 1, 4, 1)),
    };
    let numbers = first..first + count;
    numbers.map(|number| (number, year(number))).collect()
}

/// The financial years that a run of so many years covers whole: `2018/19`.
pub fn full_years(start: Date, years: u32) -> Vec<String> {
    let months = 12 * years as usize;
    let end = month(start, months).unwrap_or(START);
    let touched = years_touched(start, months).into_iter();
    let full = touched.filter(|(_, year)| year.begins >= START && year.ends <= end);
    full.map(|(number, _)| format!("{number}/{:02}", (number + 1).rem_euclid(100)))
        .collect()
}

/// Which months begin a financial year (1 April), the end of the run included; not the start.
pub fn financial_years(start: Date, months: &[SimTime]) -> Vec<usize> {
    let last = months.len().saturating_sub(1);
    let until_april = (16 - start.month() as usize) % 12;
    let april = |n: &usize| n % 12 == until_april || *n == last;
    debug_assert!(months.first().is_none_or(|first| *first == START));
    (1..=last).filter(april).collect()
}
