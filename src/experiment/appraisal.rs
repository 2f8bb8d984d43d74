//! What an option does to the budget: where its difference in cost comes from, how much of it is
//! cash, when it pays for itself, and at what price it would.
//!
//! Everything is worked out future by future, option beside baseline, and then averaged: so each part
//! has an interval, and the parts of each future add up to its difference. Futures are read from disk a
//! wave at a time; memory does not grow with their number.
//!
//! Words follow HM Treasury, *The Green Book* (2022).

pub mod growth;

use std::io;

use jiff::ToSpan;
use serde::Serialize;

use crate::finance::bridge::{Cause, Costs, bridge};
use crate::finance::ledger::Line;
use crate::finance::nature::Nature;
use crate::stats::{CONFIDENCE, Ratio, Tally, t_interval};

use super::compare::Comparison;
use super::headline::Mean;
use super::metrics::{Group, Metric};
use super::replicate::Replications;

const DAYS_A_YEAR: f64 = 365.25;

/// The appraisal of one option. Money is in pounds of the base year over the whole run, and every
/// difference is option − baseline: a saving is negative, but for those that are called savings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appraisal {
    /// The difference in cost by cause. The steps add up to the difference in total cost.
    pub bridge: Vec<Step<Cause>>,
    /// The same by what a saving on it is worth in cash.
    pub natures: Vec<Step<Nature>>,
    /// What of the saving, the option's own cost left out, only avoids growth of the baseline beyond
    /// what it cost in its first full financial year.
    pub avoided_growth: Mean,
    /// The same of what is cashable alone: what stops no payment that is made today.
    pub avoided_growth_cashable: Mean,
    /// Saving in present value at the scenario's discount rate, the option's own cost counted.
    pub net_present_value: Mean,
    /// When the option has paid for itself.
    pub payback: Payback,
    /// What recruiting one more household may cost in all before the option as a whole costs more than
    /// it saves. None unless clearly more are recruited, and where the option changes anything but
    /// recruitment: households would be credited with what that saves.
    pub break_even_household: Option<Mean>,
    /// Net cost of each further year that a child lives in a home that is its own by law. None
    /// unless there clearly are more such years.
    pub cost_of_a_year_of_permanence: Option<Mean>,
    /// What it costs more than the baseline from the beginning to the end of each month.
    #[serde(skip)]
    pub cumulative: Vec<Mean>,
}

/// A part of a difference in cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step<T> {
    /// Which part.
    pub part: T,
    /// How much it is, pounds.
    #[serde(flatten)]
    pub difference: Mean,
}

/// By the end of which month the option has cost no more than the baseline, and never more again
/// within the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Payback {
    /// The first month for which that holds of the mean: `2019-04`. None: not within the run.
    pub month: Option<String>,
    /// The first month for which it may hold, by the better end of the 95 % interval.
    pub earliest: Option<String>,
    /// The first month for which it surely holds, by the worse end.
    pub latest: Option<String>,
    /// Whether the option costs more than the baseline at any time: if not, there is nothing to pay
    /// back.
    pub costs_first: bool,
}

/// The cells that an appraisal is made from.
struct Cells {
    days: usize,
    permanence: usize,
    approvals: [usize; 2],
    lines: [usize; Line::COUNT],
    months: Vec<usize>,
    /// Total, recruitment and the option's own line of each full financial year.
    years: Vec<[usize; 3]>,
    /// The lines that are cashable of each.
    cashable: Vec<Vec<usize>>,
}

impl Cells {
    fn of(c: &Comparison) -> Option<Self> {
        let line = |line| c.group_at_horizon(Metric::CostGbp, Group::Line(line));
        let mut lines = [0; Line::COUNT];
        for (cell, budget_line) in lines.iter_mut().zip(Line::ALL) {
            *cell = line(budget_line)?;
        }
        Some(Self {
            days: c.at_horizon(Metric::TimeInCareChildDays)?,
            permanence: c.at_horizon(Metric::LegalPermanenceChildDays)?,
            approvals: [
                c.at_horizon(Metric::FosterApprovals)?,
                c.at_horizon(Metric::AdopterApprovals)?,
            ],
            lines,
            months: c.months_of(Metric::CostTotalGbp),
            years: growth::cells_of_years(c),
            cashable: growth::cashable_cells_of_years(c),
        })
    }

    fn all(&self) -> Vec<usize> {
        let few = [self.days, self.permanence].into_iter();
        let few = few.chain(self.approvals).chain(self.lines);
        let years = self.years.iter().flatten();
        let cashable = self.cashable.iter().flatten();
        few.chain(self.months.iter().chain(years).chain(cashable).copied())
            .collect()
    }
}

/// One future of one scenario, as far as an appraisal goes; in the order of [`Cells::all`].
struct Future<'a> {
    permanence: f64,
    approvals: f64,
    costs: Costs,
    months: Vec<&'a f64>,
    /// What each full financial year cost, but for the option and recruitment.
    years: Vec<f64>,
    /// What of it is cashable.
    cashable: Vec<f64>,
}

impl<'a> Future<'a> {
    fn of(cells: &Cells, columns: &'a [Vec<f64>], row: usize) -> Self {
        let (few, rest) = columns.split_at(4 + Line::COUNT);
        let (months, rest) = rest.split_at(cells.months.len());
        let (years, mut rest) = rest.split_at(3 * cells.years.len());
        let cashable = cells.cashable.iter().map(|lines| {
            let (of_year, others) = rest.split_at(lines.len());
            rest = others;
            of_year.iter().map(|column| column[row]).sum()
        });
        let cashable = cashable.collect();
        let gross = |year: &[Vec<f64>]| year[0][row] - year[1][row] - year[2][row];
        Self {
            permanence: few[1][row],
            approvals: few[2][row] + few[3][row],
            costs: Costs {
                days: few[0][row],
                lines: std::array::from_fn(|line| few[4 + line][row]),
            },
            months: months.iter().map(|column| &column[row]).collect(),
            years: years.chunks_exact(3).map(gross).collect(),
            cashable,
        }
    }

    fn of_nature(&self, nature: Nature) -> f64 {
        let lines = Line::ALL.iter().filter(|line| line.nature() == nature);
        lines.map(|&line| self.costs.lines[line as usize]).sum()
    }
}

/// What has been seen of one option, future by future.
#[derive(Default)]
struct Seen {
    causes: [Tally; Cause::COUNT],
    natures: [Tally; Nature::ALL.len()],
    /// Cost since the beginning, option − baseline, at the end of each month.
    cumulative: Vec<Tally>,
    growth: Tally,
    growth_cashable: Tally,
    household: Ratio,
    permanence: Ratio,
}

impl Seen {
    fn see(
        &mut self,
        before: &Future<'_>,
        after: &Future<'_>,
        [rule, cashable]: &[growth::Rule; 2],
    ) {
        self.growth.push(rule.avoided(&before.years, &after.years));
        self.growth_cashable
            .push(cashable.avoided(&before.cashable, &after.cashable));
        let steps = bridge(&before.costs, &after.costs);
        for (tally, step) in self.causes.iter_mut().zip(steps) {
            tally.push(step);
        }
        for (tally, nature) in self.natures.iter_mut().zip(Nature::ALL) {
            tally.push(after.of_nature(nature) - before.of_nature(nature));
        }
        self.cumulative.resize(after.months.len(), Tally::new());
        let months = before.months.iter().zip(&after.months);
        let mut cost = 0.0;
        for (tally, (before, after)) in self.cumulative.iter_mut().zip(months) {
            cost += **after - **before;
            tally.push(cost);
        }
        let total: f64 = steps.iter().sum();
        // What all else saves is what recruitment may cost.
        let recruitment = steps[Cause::Recruitment as usize];
        let recruited = after.approvals - before.approvals;
        self.household.push(recruitment - total, recruited);
        let years = (after.permanence - before.permanence) / DAYS_A_YEAR;
        self.permanence.push(total, years);
    }
}

/// Appraises every option of finished replications.
///
/// # Errors
/// If the disk fails.
pub fn appraise(results: &mut Replications<'_>, c: &Comparison) -> io::Result<Vec<Appraisal>> {
    let Some(cells) = Cells::of(c) else {
        return Ok(Vec::new());
    };
    let wanted = cells.all();
    let mut seen: Vec<Seen> = c.differences.iter().map(|_| Seen::default()).collect();
    let rules: Vec<[growth::Rule; 2]> = (1..c.scenarios.len())
        .map(|option| {
            [
                growth::Rule::of(c, &cells.years, option),
                growth::Rule::of_cashable(c, &cells.cashable, option),
            ]
        })
        .collect();
    let [baseline, options @ ..] = results.columns.as_mut_slice() else {
        return Ok(Vec::new());
    };
    for wave in 0..baseline.waves() {
        let before = baseline.read_cells(wave, &wanted)?;
        for ((seen, rule), option) in seen.iter_mut().zip(&rules).zip(options.iter_mut()) {
            let after = option.read_cells(wave, &wanted)?;
            for row in 0..before[0].len().min(after[0].len()) {
                let future = |columns| Future::of(&cells, columns, row);
                seen.see(&future(&before), &future(&after), rule);
            }
        }
    }
    let appraised = seen.iter().enumerate();
    Ok(appraised
        .map(|(option, seen)| conclude(c, option, seen))
        .collect())
}

fn conclude(c: &Comparison, option: usize, seen: &Seen) -> Appraisal {
    let paired = &c.differences[option].paired;
    let present_value = c.at_horizon(Metric::CostPresentValueGbp);
    let net_present_value = present_value.map_or(Mean::UNKNOWN, |cell| Mean::of(&paired[cell]));
    Appraisal {
        bridge: steps(&Cause::ALL, &seen.causes),
        natures: steps(&Nature::ALL, &seen.natures),
        avoided_growth: mean_of(&seen.growth),
        avoided_growth_cashable: mean_of(&seen.growth_cashable),
        net_present_value: net_present_value.turned(),
        payback: payback(c, &seen.cumulative),
        break_even_household: of_each_more(&seen.household)
            .filter(|_| c.scenarios[option + 1].only_recruits),
        cost_of_a_year_of_permanence: of_each_more(&seen.permanence),
        cumulative: seen.cumulative.iter().map(mean_of).collect(),
    }
}

fn steps<T: Copy>(parts: &[T], tallies: &[Tally]) -> Vec<Step<T>> {
    let steps = parts.iter().zip(tallies);
    let steps = steps.map(|(&part, tally)| Step {
        part,
        difference: mean_of(tally),
    });
    steps.collect()
}

pub(super) fn mean_of(tally: &Tally) -> Mean {
    let ends = t_interval(tally.mean(), tally.sd(), tally.count(), CONFIDENCE);
    Mean::from_ends((tally.mean(), ends.0, ends.1))
}

/// What there is of one thing for each of another, where there clearly is more of that.
pub(super) fn of_each_more(ratio: &Ratio) -> Option<Mean> {
    let interval = ratio.interval(CONFIDENCE).map(Mean::from_ends);
    interval.filter(|_| ratio.mean_denominator() > 0.0)
}

fn payback(c: &Comparison, cumulative: &[Tally]) -> Payback {
    let curve = |end: fn(&Mean) -> f64| -> Vec<f64> {
        cumulative
            .iter()
            .map(|tally| end(&mean_of(tally)))
            .collect()
    };
    let mean = curve(|m| m.mean);
    let begins = mean.iter().position(|&cost| cost != 0.0).unwrap_or(0);
    let month = |curve: &[f64]| pays_back(curve, begins).map(|month| month_of(c, month));
    Payback {
        month: month(&mean),
        earliest: month(&curve(|m| m.ci_low)),
        latest: month(&curve(|m| m.ci_high)),
        costs_first: mean.iter().any(|&cost| cost > 0.0),
    }
}

/// The first month from which a cumulative cost is never above zero again, if it ends that way. Before the
/// month in which the option begins nothing has been spent, and nothing been paid back. A cost that is
/// not a number is above nothing and below nothing: then nothing is known.
fn pays_back(cumulative: &[f64], begins: usize) -> Option<usize> {
    let paid = cumulative[begins..]
        .iter()
        .rev()
        .take_while(|&&cost| cost <= 0.0)
        .count();
    (paid > 0).then_some(cumulative.len() - paid)
}

/// `2019-04`.
fn month_of(c: &Comparison, month: usize) -> String {
    let months = i32::try_from(month).expect("a run has few months");
    let first = c.start.saturating_add(months.months());
    first.strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_paid_back_when_it_never_comes_again() {
        assert_eq!(pays_back(&[5.0, 1.0, -1.0, 2.0, 0.0, -3.0], 0), Some(4));
        assert_eq!(pays_back(&[-1.0, -2.0], 0), Some(0));
        assert_eq!(pays_back(&[-1.0, 0.5], 0), None);
        assert_eq!(pays_back(&[f64::NAN], 0), None);
        // The option begins in the third month, and saves from its first.
        assert_eq!(pays_back(&[0.0, 0.0, -1.0, -2.0], 2), Some(2));
        assert_eq!(pays_back(&[0.0, 0.0, 1.0, 2.0], 2), None);
    }
}
