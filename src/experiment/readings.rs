//! Other readings of a saving: days less in care, valued at a price at which savings are claimed.
//!
//! A note that claims £180,000 for six weeks less in care names neither children nor price. In a reading
//! of it every day less is worth a stated price; that is *gross*. Only a share of such a price is an
//! invoice that stops (*cashable*), the rest is the council's own capacity. *Net* is gross less what
//! allowances after care, recruitment and the option cost more. All of them are taken future by future, so
//! that each has its spread and the chance of what is claimed.

use std::io;

use serde::Serialize;

use crate::finance::bridge::Cause;
use crate::finance::ledger::Line;
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
    /// Gross less what allowances after care, recruitment and the option cost more.
    pub net: Saving,
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
    let own = Cause::Allowances
        .lines()
        .chain([Line::Recruitment, Line::Option]);
    let costs = own.filter_map(|line| c.group_at_horizon(Metric::CostGbp, Group::Line(line)));
    let costs: Vec<usize> = costs.collect();
    let mut all = Vec::new();
    for option in 1..results.columns.len() {
        let years = c.years_from(c.scenarios[option].from);
        let spared = difference(results, option, &[days])?.into_iter();
        let weeks: Vec<f64> = spared.map(|days| -days / 7.0 / years).collect();
        let paid = difference(results, option, &costs)?.into_iter();
        let paid: Vec<f64> = paid.map(|cost| cost / years).collect();
        let of_each = c.readings.iter().map(|price| {
            let at = |share: f64| weeks.iter().map(move |weeks| share * price.a_week * weeks);
            let net = at(1.0).zip(&paid).map(|(gross, paid)| gross - paid);
            let share = price.cashable_share;
            Reading {
                price: price.clone(),
                gross: Saving::of(at(1.0), price.claimed_a_year),
                cashable: Saving::of(at(share), price.claimed_a_year),
                capacity: Saving::of(at(1.0 - share), price.claimed_a_year),
                net: Saving::of(net, price.claimed_a_year),
            }
        });
        all.push(of_each.collect());
    }
    Ok(all)
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
