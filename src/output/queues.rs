//! Queues that still grow when the run ends: more cases come to a team than it can see to, and no figure of
//! the run is one that would last.

use crate::care::team::Stage;
use crate::experiment::compare::{Comparison, Level};
use crate::experiment::metrics::{Group, Metric};

use super::number::rounded;

/// Growth that is no chance: so many standard errors.
const CERTAIN: f64 = 4.0;
/// By how much a queue is longer at the end than half-way.
const GROWN: f64 = 1.25;

/// A sentence for each queue of each scenario that still grows.
pub(super) fn growing(c: &Comparison) -> Vec<String> {
    let mut said = Vec::new();
    for stage in Stage::ALL {
        let marches = marches(c, stage);
        let [_, .., last] = marches.as_slice() else {
            continue;
        };
        let half_way = &marches[(marches.len() - 1) / 2];
        for scenario in &c.scenarios {
            let level = |(cell, _): &(usize, &str)| scenario.levels[*cell];
            let (then, now) = (level(half_way), level(last));
            if grows(&then, &now) {
                said.push(format!(
                    "The queue ({}) still grows in {}: {} cases on {}, {} on {}. More come than the team can see \
                     to: give it more `servers` or fewer `days_per_case`.",
                    stage.label(),
                    scenario.scenario,
                    rounded(then.mean, then.mcse),
                    half_way.1,
                    rounded(now.mean, now.mcse),
                    last.1,
                ));
            }
        }
    }
    said
}

/// The cells of a stage's queue at the ends of financial years, with their dates.
fn marches(c: &Comparison, stage: Stage) -> Vec<(usize, &str)> {
    let cells = c.layout.cells.iter().enumerate();
    let of_it = cells
        .filter(|(_, cell)| cell.metric == Metric::TeamQueue && cell.group == Group::Stage(stage));
    of_it
        .map(|(place, cell)| (place, c.layout.period(cell).label.as_str()))
        .collect()
}

fn grows(then: &Level, now: &Level) -> bool {
    let growth = now.mean - then.mean;
    let variance = then.mcse * then.mcse + now.mcse * now.mcse;
    growth * growth > CERTAIN * CERTAIN * variance
        && growth > 0.0
        && now.mean > GROWN * then.mean.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(mean: f64, mcse: f64) -> Level {
        let (sd, n) = (0.0, 10);
        let [p10, p50, p90] = [mean; 3];
        Level {
            mean,
            sd,
            mcse,
            p10,
            p50,
            p90,
            n,
        }
    }

    #[test]
    fn a_queue_grows_if_it_is_longer_by_more_than_chance_and_a_quarter() {
        assert!(grows(&level(20.0, 1.0), &level(40.0, 1.0)));
        assert!(!grows(&level(20.0, 4.0), &level(40.0, 4.0)), "chance");
        assert!(
            !grows(&level(40.0, 0.1), &level(45.0, 0.1)),
            "it levels off"
        );
        assert!(
            !grows(&level(0.0, 0.0), &level(1.0, 0.1)),
            "a case is no queue"
        );
    }
}
