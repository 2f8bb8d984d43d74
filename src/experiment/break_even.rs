//! What a household may cost: how much could be spent to recruit and approve one household more before
//! an option that recruits stops saving.
//!
//! It is what the additional households save, recruitment and the option's own cost apart, over how many
//! they are: a ratio of two mean differences over the same futures, with the interval of the
//! linearised ratio (the delta method; Cochran, Sampling Techniques, 1977, section 6.3).

use std::io;

use crate::finance::ledger::Line;
use crate::stats::{CONFIDENCE, Tally, t_interval};

use super::columns::Columns;
use super::compare::Comparison;
use super::headline::Mean;
use super::metrics::{Group, Metric};

/// Saving over households, future by future; `None` unless it is clear that there are more.
pub fn ratio(savings: &[f64], households: &[f64]) -> Option<Mean> {
    let more: Tally = households.iter().copied().collect();
    let saved: Tally = savings.iter().copied().collect();
    let (at_least, _) = t_interval(more.mean(), more.sd(), more.count(), CONFIDENCE);
    // One future has no interval: `at_least` is not a number then.
    if at_least.is_nan() || at_least <= 0.0 {
        return None;
    }
    let mean = saved.mean() / more.mean();
    let pairs = savings.iter().zip(households);
    let rest: Tally = pairs.map(|(saving, more)| saving - mean * more).collect();
    let sd = rest.sd() / more.mean();
    let (ci_low, ci_high) = t_interval(mean, sd, rest.count(), CONFIDENCE);
    Some(Mean {
        mean,
        ci_low,
        ci_high,
    })
}

/// For each option, what one household more may cost, pounds.
///
/// # Errors
/// If the disk fails.
pub fn read(comparison: &Comparison, columns: &mut [Columns]) -> io::Result<Vec<Option<Mean>>> {
    let line = |line| comparison.group_at_horizon(Metric::CostGbp, Group::Line(line));
    let all = |metric| comparison.at_horizon(metric);
    let cells = [
        all(Metric::CostTotalGbp),
        line(Line::Recruitment),
        line(Line::Option),
        all(Metric::FosterApprovals),
        all(Metric::AdopterApprovals),
    ];
    let Some(cells) = cells.into_iter().collect::<Option<Vec<usize>>>() else {
        return Ok(vec![None; comparison.differences.len()]);
    };
    let mut sums = columns.iter_mut().map(|columns| {
        let read = cells.iter().map(|&cell| columns.read(cell..cell + 1));
        let read = read.collect::<io::Result<Vec<_>>>()?;
        let [total, recruitment, option, foster, adopters] =
            std::array::from_fn(|place| &read[place][0]);
        let futures = 0..total.len();
        let cost = futures
            .clone()
            .map(|n| total[n] - recruitment[n] - option[n]);
        let households = futures.map(|n| foster[n] + adopters[n]);
        Ok((cost.collect(), households.collect()))
    });
    let Some(usual) = sums.next() else {
        return Ok(Vec::new());
    };
    let (usual_cost, usual_households): (Vec<f64>, Vec<f64>) = usual?;
    let less = |from: &[f64], what: &[f64]| -> Vec<f64> {
        from.iter().zip(what).map(|(a, b)| a - b).collect()
    };
    let options = sums.map(|option: io::Result<(Vec<f64>, Vec<f64>)>| {
        let (cost, households) = option?;
        let more = less(&households, &usual_households);
        Ok(ratio(&less(&usual_cost, &cost), &more))
    });
    options.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_households_save_in_proportion_is_known_exactly() {
        let ratio = ratio(&[100.0, 200.0, 300.0], &[1.0, 2.0, 3.0]).map(|m| m.mean);
        // Three households more or one: with three futures that is not clear (t = 4.30).
        assert_eq!(ratio, None);
        let exact = super::ratio(&[400.0, 500.0, 600.0], &[4.0, 5.0, 6.0]).expect("clear");
        assert_eq!(
            (exact.mean, exact.ci_low, exact.ci_high),
            (100.0, 100.0, 100.0)
        );
    }

    /// Savings of 10 and 30 from one household each: 20, the rests −10 and 10, their standard error 10,
    /// and Student's quantile for one degree of freedom 12.7062.
    #[test]
    fn the_interval_is_that_of_the_linearised_ratio() {
        let by_hand = ratio(&[10.0, 30.0], &[1.0, 1.0]).expect("clear");
        assert!((by_hand.mean - 20.0).abs() < 1e-12);
        assert!(
            (by_hand.ci_high - (20.0 + 127.062)).abs() < 1e-3,
            "{by_hand:?}"
        );
        assert!(
            (by_hand.ci_low - (20.0 - 127.062)).abs() < 1e-3,
            "{by_hand:?}"
        );
    }

    #[test]
    fn no_household_more_has_no_ratio() {
        assert_eq!(ratio(&[10.0, 30.0], &[0.0, 0.0]), None);
        assert_eq!(ratio(&[10.0], &[1.0]), None);
    }
}
