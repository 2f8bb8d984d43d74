//! A baseline that does not stay level: the number in care changes by itself, and differences rest on that.

use crate::experiment::compare::{Comparison, Level};
use crate::experiment::metrics::{Group, Metric};

use super::number::{percent, rounded};

/// A change that a committee should hear of before it reads any difference.
const TELLING: f64 = 0.1;
/// A change that is no chance: so many standard errors.
const CERTAIN: f64 = 4.0;

/// A sentence, if the baseline's number in care changes much from the end of its first month to its last.
pub fn drifting(then: &Level, now: &Level) -> Option<String> {
    let change = now.mean - then.mean;
    let variance = then.mcse * then.mcse + now.mcse * now.mcse;
    let certain = change * change > CERTAIN * CERTAIN * variance;
    let part = change / then.mean;
    (certain && part.abs() > TELLING).then(|| {
        format!(
            "In the baseline itself the number of children in care goes from {} to {} ({}{}): every difference rests on a council that \
             changes so. If nobody expects that, look at the lines of the baseline's file that begin NOT ATTAINED or WARNING.",
            rounded(then.mean, then.mcse.max(1.0)),
            rounded(now.mean, now.mcse.max(1.0)),
            if part > 0.0 { "+" } else { "−" },
            percent(part.abs(), 0.01),
        )
    })
}

/// The same of a comparison's baseline.
pub(super) fn of_comparison(c: &Comparison) -> Option<String> {
    let cells = c.layout.cells.iter().enumerate();
    let stock =
        cells.filter(|(_, cell)| (cell.metric, cell.group) == (Metric::ChildrenInCare, Group::All));
    // Months: 2017-05.
    let label = |place: usize| c.layout.period(&c.layout.cells[place]).label.as_str();
    let mut months: Vec<usize> = stock
        .map(|(place, _)| place)
        .filter(|&place| label(place).len() == 7)
        .collect();
    months.sort_by_key(|&place| label(place));
    let level = |place: &usize| &c.scenarios[0].levels[*place];
    drifting(level(months.first()?), level(months.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(mean: f64, mcse: f64) -> Level {
        Level {
            mean,
            mcse,
            sd: 0.0,
            n: 10,
            p10: mean,
            p50: mean,
            p90: mean,
        }
    }

    /// 620 to 165 is −73 %; a tenth is not told, nor what chance can make.
    #[test]
    fn a_baseline_that_collapses_is_told_of() {
        let said = drifting(&level(620.0, 1.0), &level(165.0, 2.0)).expect("it does");
        assert!(said.contains("from 620 to 165 (−73 %)"), "{said}");
        assert_eq!(drifting(&level(620.0, 1.0), &level(560.0, 2.0)), None);
        assert_eq!(drifting(&level(62.0, 4.0), &level(80.0, 4.0)), None);
        let growing = drifting(&level(100.0, 0.5), &level(150.0, 0.5)).expect("it does");
        assert!(growing.contains("(+50 %)"), "{growing}");
    }
}
