//! What of a saving only keeps spending from growing.
//!
//! Year by year: of what an option saves, the part that lies above what the baseline cost in its first
//! full financial year. That is a question about means, since one future's ups and downs are not growth:
//! the sum over years of max(0, before − max(after, first)), and no more than what is saved over all full
//! years, of which years in which the option costs more take off. Its interval is the delta method's: with
//! the means settled, each year's part is a plain difference, which is taken in every future.

use crate::finance::ledger::Line;
use crate::finance::nature::Nature;

use super::super::compare::Comparison;
use super::super::metrics::{Group, Metric};

/// Where the total, recruitment and the option's own line of each full financial year are.
pub(super) fn cells_of_years(c: &Comparison) -> Vec<[usize; 3]> {
    let years = c.layout.periods.iter().filter(|p| p.is_full_year());
    let cells = years.filter_map(|year| {
        let cell = |metric, group| c.layout.position(metric, group, &year.label);
        Some([
            cell(Metric::CostTotalGbp, Group::All)?,
            cell(Metric::CostGbp, Group::Line(Line::Recruitment))?,
            cell(Metric::CostGbp, Group::Line(Line::Option))?,
        ])
    });
    cells.collect()
}

/// Where the lines that are cashable of each full financial year are.
pub(super) fn cashable_cells_of_years(c: &Comparison) -> Vec<Vec<usize>> {
    let years = c.layout.periods.iter().filter(|p| p.is_full_year());
    let cells = years.map(|year| {
        let lines = Line::ALL
            .iter()
            .filter(|line| line.nature() == Nature::Cashable);
        let cell = |line: &Line| {
            c.layout
                .position(Metric::CostGbp, Group::Line(*line), &year.label)
        };
        lines.filter_map(cell).collect()
    });
    cells.collect()
}

/// What of one year's saving avoids growth, as the means have it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Nothing,
    /// The option still costs more than the first year: all that it saves.
    AllOfIt,
    /// What the baseline costs above the first year.
    AboveFirst,
}

/// The same for each full financial year.
#[derive(Debug)]
pub struct Rule(Vec<Part>);

impl Rule {
    /// Of an option, by its place among the scenarios.
    pub(super) fn of(c: &Comparison, years: &[[usize; 3]], option: usize) -> Self {
        let gross = |scenario: usize, [total, recruitment, own]: &[usize; 3]| {
            let mean = |cell: &usize| c.scenarios[scenario].levels[*cell].mean;
            mean(total) - mean(recruitment) - mean(own)
        };
        let of = |scenario| -> Vec<f64> { years.iter().map(|y| gross(scenario, y)).collect() };
        Self::from_means(&of(0), &of(option))
    }

    /// Of an option's cashable saving.
    pub(super) fn of_cashable(c: &Comparison, years: &[Vec<usize>], option: usize) -> Self {
        let of = |scenario: usize| -> Vec<f64> {
            let mean = |cell: &usize| c.scenarios[scenario].levels[*cell].mean;
            years
                .iter()
                .map(|cells| cells.iter().map(mean).sum())
                .collect()
        };
        Self::from_means(&of(0), &of(option))
    }

    /// From what the baseline and the option cost in each full financial year, but for the option and
    /// recruitment.
    pub fn from_means(before: &[f64], after: &[f64]) -> Self {
        let first = before.first().copied().unwrap_or_default();
        let part = |(before, after): (&f64, &f64)| {
            if before - after.max(first) <= 0.0 {
                Part::Nothing
            } else if *after >= first {
                Part::AllOfIt
            } else {
                Part::AboveFirst
            }
        };
        let rule = Self(before.iter().zip(after).map(part).collect());
        let saved: f64 = before.iter().zip(after).map(|(b, a)| b - a).sum();
        let whole = match rule.avoided(before, after) > saved {
            false => return rule,
            true if saved > 0.0 => Part::AllOfIt,
            true => Part::Nothing,
        };
        Self(vec![whole; before.len()])
    }

    /// What that comes to in one future, of the costs of its full years.
    pub(super) fn avoided(&self, before: &[f64], after: &[f64]) -> f64 {
        self.by_year(before, after).sum()
    }

    /// The same year by year.
    pub fn by_year(&self, before: &[f64], after: &[f64]) -> impl Iterator<Item = f64> {
        let years = self.0.iter().zip(before.iter().zip(after));
        years.map(|(part, (usual, option))| match part {
            Part::Nothing => 0.0,
            Part::AllOfIt => usual - option,
            Part::AboveFirst => usual - before[0],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands at 100 in the first year.
    #[test]
    fn growth_is_avoided_only_above_where_one_stands() {
        for (before, after, avoided) in [
            (120.0, 110.0, 10.0),
            (120.0, 90.0, 20.0),
            (95.0, 90.0, 0.0),
            (120.0, 125.0, 0.0),
        ] {
            let (before, after) = ([100.0, before], [100.0, after]);
            let rule = Rule::from_means(&before, &after);
            assert_eq!(rule.avoided(&before, &after), avoided);
        }
    }

    /// What an option costs more in one year is no part of a saving: 10 avoided in the second year, of
    /// which 5 are left over all three; or nothing, where more is spent than saved.
    #[test]
    fn no_more_growth_is_avoided_than_is_saved() {
        let before = [100.0, 120.0, 100.0];
        for (after, avoided) in [([105.0, 110.0, 100.0], 5.0), ([115.0, 110.0, 100.0], 0.0)] {
            let rule = Rule::from_means(&before, &after);
            assert_eq!(rule.avoided(&before, &after), avoided);
        }
    }

    /// By hand: means of 100, 110 and 130 before; 100, 105 and 90 after. 5 and 30 are avoided, of means and
    /// as the mean of both futures, in which it is 2 + 25 and 8 + 35.
    #[test]
    fn the_mean_over_futures_is_what_the_means_avoid() {
        let futures = [
            ([99.0, 108.0, 124.0], [98.0, 106.0, 70.0]),
            ([101.0, 112.0, 136.0], [102.0, 104.0, 110.0]),
        ];
        let rule = Rule::from_means(&[100.0, 110.0, 130.0], &[100.0, 105.0, 90.0]);
        let avoided = futures.map(|(before, after)| rule.avoided(&before, &after));
        assert_eq!(avoided, [27.0, 43.0]);
        assert_eq!((avoided[0] + avoided[1]) / 2.0, 5.0 + 30.0);
    }
}
