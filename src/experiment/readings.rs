//! Other readings of a saving: days less in care, valued at a price at which savings are claimed.
//!
//! A note that claims £180,000 for six weeks less in care names neither children nor price. In a reading
//! of it every day less is worth a stated price; that is *gross*. Only a share of such a price is an
//! invoice that stops (*cashable*), the rest is the council's own capacity. *Net* is gross less what all
//! else costs more: allowances, adoption, fees, court, moves, recruitment and the option, whatever is not
//! a day in care; of what is cashable only what is paid to others or for the option is taken off. All of
//! them are taken future by future, so that each has its spread and the chance of what is claimed.
//!
//! A claim is of one year: so each reading also has that of the first whole financial year alone, and what
//! six weeks less are worth for every child who leaves care in it before turning 18, by whatever means;
//! *net* is here less the allowances to guardians, which begin six weeks sooner.

use std::io;

use serde::Serialize;

use crate::care::child::Route;
use crate::finance::bridge::Cause;
use crate::finance::ledger::Line;
use crate::finance::nature::Nature;
use crate::finance::prices::PriceList;
use crate::scenario::Reading as Price;
use crate::stats::{CONFIDENCE, t_interval, wilson};

use super::compare::{Comparison, Level};
use super::headline::Mean;
use super::metrics::{Group, Metric};
use super::replicate::Replications;

/// What one option saves a year in one reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// Its price and what is claimed, as the scenario says them.
    #[serde(flatten)]
    pub price: Price,
    /// Days less in care at that price, pounds a year since the option began.
    pub gross: Saving,
    /// What of it stops an invoice.
    pub cashable: Saving,
    /// What of it is the council's own carers and staff.
    pub capacity: Saving,
    /// Gross less what all but days in care costs more.
    pub net: Saving,
    /// What stops an invoice, less what of that is paid to others or for the option.
    pub cashable_net: Saving,
    /// Days less in care at that price in the run's first whole financial year alone; nothing if the run
    /// has none.
    pub gross_first_year: Option<Saving>,
}

/// Six weeks less in care.
const SIX_WEEKS: f64 = 6.0;

/// What six weeks less are worth for every child who ceases to be looked after in one year of the baseline,
/// but for those who turn 18: they cannot leave sooner for permanence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SixWeeks {
    /// Its price and what is claimed, as the scenario says them.
    #[serde(flatten)]
    pub price: Price,
    /// `2013/14`.
    pub year: String,
    /// How many children left before 18, mean over futures.
    pub children: f64,
    /// How many would have to, at least, for what is claimed; nothing if nothing is.
    pub children_for_claim: Option<f64>,
    /// Six weeks × the children who left × the price, pounds.
    pub gross: Saving,
    /// What of it stops an invoice.
    pub cashable: Saving,
    /// Gross less six weeks more of allowances to those who left to guardians.
    pub net: Saving,
    /// What stops an invoice, less the same.
    pub cashable_net: Saving,
}

/// A saving a year: how much on average, in one future, and how often as much as is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Saving {
    /// Mean over futures with its 95 % interval.
    #[serde(flatten)]
    pub mean: Mean,
    /// One future in ten saves less.
    pub p10: f64,
    /// Half save less.
    pub p50: f64,
    /// One in ten saves more.
    pub p90: f64,
    /// Share of futures that save at least what is claimed, with Wilson's 95 % interval; nothing if
    /// nothing is claimed.
    pub chance: Option<[f64; 3]>,
}

impl Saving {
    fn of(savings: impl Iterator<Item = f64>, claimed: f64) -> Self {
        let savings: Vec<f64> = savings.collect();
        let level = Level::of(&savings);
        let (low, high) = t_interval(level.mean, level.sd, level.n, CONFIDENCE);
        let chance = (claimed > 0.0 && level.n > 0).then(|| {
            let met = savings.iter().filter(|&&saving| saving >= claimed).count() as f64;
            let (low, high) = wilson(met, level.n, CONFIDENCE);
            [met / level.n as f64, low, high]
        });
        Self {
            mean: Mean::from_ends((level.mean, low, high)),
            p10: level.p10,
            p50: level.p50,
            p90: level.p90,
            chance,
        }
    }
}

/// Every option's savings in all readings that the baseline names.
///
/// # Errors
/// If the disk fails.
pub fn read(results: &mut Replications<'_>, c: &Comparison) -> io::Result<Vec<Vec<Reading>>> {
    let days = c.at_horizon(Metric::TimeInCareChildDays);
    let Some(days) = days.filter(|_| !c.readings.is_empty()) else {
        return Ok(c.differences.iter().map(|_| Vec::new()).collect());
    };
    let cells = |lines: &mut dyn Iterator<Item = Line>| -> Vec<usize> {
        let cell = |line| c.group_at_horizon(Metric::CostGbp, Group::Line(line));
        lines.filter_map(cell).collect()
    };
    let all_else = cells(&mut outside_a_day());
    let outlays = outside_a_day().filter(|line| line.nature() != Nature::Capacity);
    let outlays = cells(&mut { outlays });
    let first_year = c
        .first_full_year()
        .and_then(|year| (c.layout).position(Metric::TimeInCareChildDays, Group::All, year));
    let mut all = Vec::new();
    for option in 1..results.columns.len() {
        let years = c.years_from(c.scenarios[option].from);
        let spared = difference(results, option, &[days])?.into_iter();
        let weeks: Vec<f64> = spared.map(|days| -days / 7.0 / years).collect();
        let mut a_year = |cells: &[usize]| -> io::Result<Vec<f64>> {
            let costs = difference(results, option, cells)?.into_iter();
            Ok(costs.map(|cost| cost / years).collect())
        };
        let (costs, paid) = (a_year(&all_else)?, a_year(&outlays)?);
        let days_of_first_year = first_year
            .map(|days| difference(results, option, &[days]))
            .transpose()?;
        let of_each = c.readings.iter().map(|price| {
            let at = |share: f64| weeks.iter().map(move |weeks| share * price.a_week * weeks);
            let less = |share, costs| {
                at(share)
                    .zip(costs)
                    .map(|(saved, cost): (f64, &f64)| saved - cost)
            };
            let in_first_year = days_of_first_year.as_ref().map(|days| {
                let saved = days.iter().map(|days| -days / 7.0 * price.a_week);
                Saving::of(saved, price.claimed_a_year)
            });
            let share = price.cashable_share;
            Reading {
                price: price.clone(),
                gross: Saving::of(at(1.0), price.claimed_a_year),
                cashable: Saving::of(at(share), price.claimed_a_year),
                capacity: Saving::of(at(1.0 - share), price.claimed_a_year),
                net: Saving::of(less(1.0, &costs), price.claimed_a_year),
                cashable_net: Saving::of(less(share, &paid), price.claimed_a_year),
                gross_first_year: in_first_year,
            }
        });
        all.push(of_each.collect());
    }
    Ok(all)
}

/// Six weeks less for every child who left before 18 in the first whole financial year, in all readings.
///
/// # Errors
/// If the disk fails.
pub fn six_weeks(results: &mut Replications<'_>, c: &Comparison) -> io::Result<Vec<SixWeeks>> {
    let year = c.first_full_year().filter(|_| !c.readings.is_empty());
    let cell = |metric, group| c.layout.position(metric, group, year?);
    let (Some(year), Some(left)) = (year, cell(Metric::CeasedDfe, Group::All)) else {
        return Ok(Vec::new());
    };
    let mut left = column(results, left)?;
    if let Some(of_age) = cell(Metric::Exits, Group::Route(Route::TurnedEighteen)) {
        let of_age = column(results, of_age)?;
        left.iter_mut()
            .zip(of_age)
            .for_each(|(left, aged)| *left -= aged);
    }
    let mut allowances = vec![0.0; left.len()];
    for (route, weekly) in guardians(&results.scenarios[0].prices) {
        let cell = cell(Metric::Exits, Group::Route(route));
        let to_guardians = cell.map(|cell| column(results, cell)).transpose()?;
        for (paid, left) in allowances.iter_mut().zip(to_guardians.iter().flatten()) {
            *paid += SIX_WEEKS * left * weekly;
        }
    }
    let of_each = c.readings.iter().map(|price| {
        let saving = |share: f64, taken_off: f64| {
            let gross = left.iter().map(|left| left * SIX_WEEKS * price.a_week);
            let futures = gross.zip(&allowances);
            let saved = futures.map(|(gross, paid)| share * gross - taken_off * paid);
            Saving::of(saved, price.claimed_a_year)
        };
        let of_a_child = SIX_WEEKS * price.a_week;
        let claimed = price.claimed_a_year > 0.0 && of_a_child > 0.0;
        SixWeeks {
            price: price.clone(),
            year: year.to_owned(),
            children: Level::of(&left).mean,
            children_for_claim: claimed.then(|| (price.claimed_a_year / of_a_child).ceil()),
            gross: saving(1.0, 0.0),
            cashable: saving(price.cashable_share, 0.0),
            net: saving(1.0, 1.0),
            cashable_net: saving(price.cashable_share, 1.0),
        }
    });
    Ok(of_each.collect())
}

/// A cell of the baseline, future by future.
fn column(results: &mut Replications<'_>, cell: usize) -> io::Result<Vec<f64>> {
    let read = results.columns[0].read(cell..cell + 1)?;
    Ok(read.into_iter().next().unwrap_or_default())
}

/// The routes out of care to guardians, and what is paid to them a week for a child, pounds.
fn guardians(prices: &PriceList) -> [(Route, f64); 2] {
    [
        (
            Route::SpecialGuardianship,
            prices.special_guardianship_weekly.mean_pounds(),
        ),
        (
            Route::ChildArrangements,
            prices.child_arrangements_weekly.mean_pounds(),
        ),
    ]
}

/// The budget lines that are not in the price of a day in care: not placements, empty beds and social work.
fn outside_a_day() -> impl Iterator<Item = Line> {
    let others = [
        Cause::Allowances,
        Cause::Process,
        Cause::OverEighteen,
        Cause::Recruitment,
        Cause::Option,
    ];
    let lines = others.into_iter().flat_map(Cause::lines);
    lines.chain([Line::Supervision])
}

/// The sum of some cells, option − baseline, future by future.
fn difference(
    results: &mut Replications<'_>,
    option: usize,
    cells: &[usize],
) -> io::Result<Vec<f64>> {
    let mut sum = vec![0.0; results.finished()];
    for &cell in cells {
        for (scenario, sign) in [(0, -1.0), (option, 1.0)] {
            let column = results.columns[scenario].read(cell..cell + 1)?;
            for (sum, value) in sum.iter_mut().zip(&column[0]) {
                *sum += sign * value;
            }
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty-five lines less eight kinds of placement, empty beds and social work with children in care.
    #[test]
    fn what_is_no_day_in_care_is_every_other_line_once() {
        let mut lines: Vec<Line> = outside_a_day().collect();
        lines.sort();
        lines.dedup();
        assert_eq!(lines.len(), 15);
        assert_eq!(outside_a_day().count(), 15);
        assert!(!lines.contains(&Line::SocialWork) && lines.contains(&Line::InterAgencyFees));
    }

    /// Three of four futures save what is claimed: 0.75, and Wilson's interval by hand, as for targets,
    /// 0.3006 to 0.9544; the median of 100, 200, 300 and 500 is 250.
    #[test]
    fn a_claim_is_met_by_the_futures_that_save_as_much() {
        let saving = Saving::of([300.0, 100.0, 500.0, 200.0].into_iter(), 200.0);
        let [share, low, high] = saving.chance.expect("something is claimed");
        assert_eq!((share, saving.p50, saving.mean.mean), (0.75, 250.0, 275.0));
        assert!((low - 0.3006).abs() < 1e-4 && (high - 0.9544).abs() < 1e-4);
        assert!(Saving::of([1.0].into_iter(), 0.0).chance.is_none());
    }
}
