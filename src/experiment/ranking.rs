//! Which options can be told apart, when several are compared at once.
//!
//! Each option's own 95 % interval holds 95 times in a hundred; that the intervals of six options all hold
//! is less likely, and who picks the best of six after looking picks luck, too. So for the figures that
//! decide, every two of the scenarios, the baseline among them, are compared over the same futures, and
//! the intervals of all these comparisons are widened until they hold *together* at 95 % (Bonferroni: with m
//! comparisons each at 1 − 0.05/m, whatever depends on what). Two options whose interval includes zero
//! cannot be told apart at this precision.
//!
//! Reference: R. G. Miller (1981), "Simultaneous Statistical Inference", 2nd edition, section 1.3.

use serde::Serialize;

use crate::stats::{CONFIDENCE, Direction, Paired, t_interval};

use super::columns::Columns;
use super::layout::Layout;
use super::metrics::Metric;

/// The figures that are compared: those that decide.
const DECISIVE: [Metric; 2] = [Metric::CostTotalGbp, Metric::TimeInCareChildDays];

/// Every two scenarios compared in one figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// Which figure, over the whole run.
    pub metric: &'static str,
    /// How many comparisons hold together.
    pub comparisons: usize,
    /// Each option, the one that does best first.
    pub options: Vec<Ranked>,
}

/// An option among the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// Its place among the scenarios; 0 is the baseline.
    pub scenario: usize,
    /// Mean difference from the baseline.
    pub mean: f64,
    /// Lower end of its simultaneous interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Scenarios, by place, from which it cannot be told apart; the baseline may be among them.
    pub alike: Vec<usize>,
}

/// The rankings of two options or more; none for one, whose own interval says all.
///
/// # Errors
/// If the disk fails.
pub fn rank(layout: &Layout, tables: &mut [Columns]) -> std::io::Result<Vec<Ranking>> {
    let enough = tables.len() > 2 && tables[0].rows() > 1;
    let metrics = DECISIVE.into_iter().filter(|_| enough);
    let cells = metrics.filter_map(|metric| Some((metric, layout.at_horizon(metric)?)));
    let rankings = cells.map(|(metric, cell)| {
        let read = tables.iter_mut().map(|table| table.read(cell..cell + 1));
        let columns = read.collect::<std::io::Result<Vec<_>>>()?;
        let columns: Vec<&[f64]> = columns.iter().map(|block| &block[0][..]).collect();
        let spec = metric.spec();
        Ok(ranking(spec.name, spec.better, &columns))
    });
    rankings.collect()
}

/// The ranking of columns of one figure, the baseline first: one value for each replication in each.
pub fn ranking(metric: &'static str, better: Direction, columns: &[&[f64]]) -> Ranking {
    let scenarios = columns.len();
    let comparisons = scenarios * (scenarios - 1) / 2;
    let level = 1.0 - (1.0 - CONFIDENCE) / comparisons as f64;
    let between = |one: usize, other: usize| {
        let paired = Paired::of(columns[one], columns[other], Direction::Neutral);
        let (low, high) = t_interval(paired.mean, paired.sd, paired.n, level);
        (paired.mean, low, high)
    };
    let option = |place: usize| {
        let (mean, low, high) = between(0, place);
        let others = (0..scenarios).filter(|&other| other != place);
        let alike = others.filter(|&other| {
            let (_, low, high) = between(other, place);
            low <= 0.0 && high >= 0.0
        });
        Ranked {
            scenario: place,
            mean,
            low,
            high,
            alike: alike.collect(),
        }
    };
    let mut options: Vec<Ranked> = (1..scenarios).map(option).collect();
    options.sort_by(|a, b| match better {
        Direction::Higher => b.mean.total_cmp(&a.mean),
        Direction::Lower | Direction::Neutral => a.mean.total_cmp(&b.mean),
    });
    Ranking {
        metric,
        comparisons,
        options,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: baseline 0; options differ from it by −2 ± 1, −2.1 ± 1 (the same futures swapped) and −9
    /// exactly. Four scenarios make six comparisons, each at 1 − 0.05/6: t(0.99583, 9) = 3.364. Half the
    /// interval of the first is 3.364 · 1.0541 / √10 = 1.1213.
    #[test]
    fn options_are_compared_with_each_other_by_intervals_that_hold_together() {
        let base = [0.0; 10];
        let first = [-1.0, -3.0].repeat(5);
        let second = [-3.1, -1.1].repeat(5);
        let best = [-9.0; 10];
        let columns: [&[f64]; 4] = [&base, &first, &second, &best];
        let found = ranking("cost", Direction::Lower, &columns);
        assert_eq!(found.comparisons, 6);
        let order: Vec<usize> = found.options.iter().map(|o| o.scenario).collect();
        assert_eq!(order, [3, 2, 1]);
        let alike: Vec<&[usize]> = found.options.iter().map(|o| &o.alike[..]).collect();
        assert_eq!(alike, [&[][..], &[1], &[2]]);
        let first = &found.options[2];
        assert!((first.high - first.mean - 1.1213).abs() < 1e-3, "{first:?}");
        assert_eq!((found.options[0].low, found.options[0].high), (-9.0, -9.0));
    }

    #[test]
    fn an_option_that_changes_nothing_is_like_the_baseline() {
        let base = [1.0, 2.0, 3.0];
        let other = [0.0, 1.5, 1.0];
        let found = ranking("cost", Direction::Lower, &[&base, &base, &other]);
        let same = found.options.iter().find(|o| o.scenario == 1);
        assert!(same.is_some_and(|o| o.alike.contains(&0) && o.mean == 0.0));
    }
}
