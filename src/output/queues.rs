//! Queues that still grow when the run ends: more cases come to a team than it can see to, and no figure of
//! the run is one that would last.

use crate::care::team::Stage;
use crate::experiment::compare::{Comparison, Level, Levels};
use crate::experiment::metrics::{Group, Metric};

use super::lines::date_in_words;
use super::number::rounded;

/// Growth that is no chance: so many standard errors.
const CERTAIN: f64 = 4.0;
/// By how much a queue is longer at the end than half-way.
const GROWN: f64 = 1.25;

/// The name of a scenario, and how long a stage's queue is at the ends of its financial years.
pub type Queue<'a> = (&'a str, Vec<(&'a str, Level)>);

/// A sentence for each queue of each scenario that still grows.
pub fn growing<'a>(queues: impl Fn(Stage) -> Vec<Queue<'a>>) -> Vec<String> {
    let of_stage = |stage: Stage| {
        let queues = queues(stage).into_iter();
        queues.filter_map(move |(scenario, marches)| said(stage, scenario, &marches))
    };
    Stage::ALL.into_iter().flat_map(of_stage).collect()
}

fn said(stage: Stage, scenario: &str, marches: &[(&str, Level)]) -> Option<String> {
    let [_, .., (last, now)] = marches else {
        return None;
    };
    let (half_way, then) = &marches[(marches.len() - 1) / 2];
    grows(then, now).then(|| {
        format!(
            "The queue ({}) still grows in {scenario}: {} cases on {half_way}, {} on {last}. More come than the team \
             can see to: give it more `servers` or fewer `days_per_case`.",
            stage.label(),
            rounded(then.mean, then.mcse),
            rounded(now.mean, now.mcse),
            half_way = date_in_words(half_way),
            last = date_in_words(last),
        )
    })
}

/// The queues for a stage in a comparison.
pub(super) fn of_comparison(c: &Comparison, stage: Stage) -> Vec<Queue<'_>> {
    let cells = c.layout.cells.iter().enumerate();
    let marches: Vec<(usize, &str)> = cells
        .filter(|(_, cell)| (cell.metric, cell.group) == (Metric::TeamQueue, Group::Stage(stage)))
        .map(|(place, cell)| (place, c.layout.period(cell).label.as_str()))
        .collect();
    let queue = |scenario: &'_ Levels| {
        let level = |&(cell, date)| (date, scenario.levels[cell]);
        marches.iter().map(level).collect()
    };
    let scenarios = c.scenarios.iter();
    scenarios
        .map(|scenario| (scenario.scenario.as_str(), queue(scenario)))
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
