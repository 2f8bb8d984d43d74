//! How many futures are enough: the stopping rule of `--reps auto`.
//!
//! What an option changes is what has to be known, so the rule looks at the *paired difference* of each
//! option from the baseline, in the two figures that decide: days in care and total cost. One is known well
//! enough when half the width of its 95 % interval is at most a tenth of it, or 0.05 % of the baseline's
//! level: of a difference near zero no number of futures is known to a tenth, and where the interval then
//! holds zero the page says that there is no clear difference. (A scenario by itself has no difference: then
//! its levels are to be known to one per cent.)
//!
//! The rule is applied at fixed numbers of replications alone, each half as many again as the one before, so
//! that where it stops depends on the results and not on threads or speed; and it has to hold
//! at two of them running, as an interval is sometimes narrow by chance when there are few futures. (At the
//! last, when there are no more to come and no longer few, once will do.)
//!
//! Reference: K. Hoad, S. Robinson, R. Davies (2010), "Automated selection of the number of replications
//! for a discrete-event simulation", Journal of the Operational Research Society 61(11), for the rule of
//! relative precision that must hold on further replications, too.

use std::fmt;

use serde::Serialize;

use crate::stats::{Direction, Paired, Tally, t_interval};

use super::columns::{Columns, WAVE};
use super::compare::Comparison;
use super::layout::Layout;
use super::metrics::Metric;

/// How many replications of each scenario to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reps {
    /// So many.
    Number(usize),
    /// As many as the rule wants, [`MOST`] at most.
    Auto,
}

impl Reps {
    /// How many it can come to.
    pub fn most(self) -> usize {
        match self {
            Self::Number(number) => number,
            Self::Auto => MOST,
        }
    }
}

impl fmt::Display for Reps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Auto => f.write_str("auto"),
        }
    }
}

/// Replications before the rule is applied for the first time.
const FIRST: usize = 4 * WAVE;
/// The rule gives up at this many.
pub const MOST: usize = 256 * WAVE;

/// What decides.
const DECISIVE: [Metric; 2] = [Metric::TimeInCareChildDays, Metric::CostTotalGbp];

/// Half the interval of a difference is to be at most this part of the difference...
const OF_THE_DIFFERENCE: f64 = 0.1;
/// ...or this part of the baseline's level.
pub const OF_THE_LEVEL: f64 = 0.0005;
/// Half the interval of a lone scenario's level is to be at most this part of it.
const OF_A_LONE_LEVEL: f64 = 0.01;
/// The confidence of the intervals.
const CONFIDENCE: f64 = 0.95;

/// The number of replications at which the rule is applied next.
pub fn next_boundary(finished: usize) -> usize {
    let mut boundary = FIRST;
    while boundary <= finished && boundary < MOST {
        boundary = (boundary + boundary / 2) / WAVE * WAVE;
    }
    boundary.min(MOST)
}

/// Whether the figures that decide are known well enough.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "precision", rename_all = "snake_case")]
pub enum Precision {
    /// A number of replications was asked for.
    NotAsked,
    /// They are.
    Reached,
    /// At least this one is not.
    NotReached(Imprecise),
}

/// The figure that is known least well for what is wanted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Imprecise {
    /// Place of the scenario among those compared; 0 is the baseline.
    pub scenario: usize,
    /// The metric, over the whole run.
    pub metric: &'static str,
    /// Half the width of its 95 % interval.
    pub half_width: f64,
    /// How wide half of it may be.
    pub wanted: f64,
    /// About how many replications would reach that.
    pub replications: u64,
}

impl Imprecise {
    /// How many times too wide the interval is.
    fn excess(&self) -> f64 {
        self.half_width / self.wanted
    }
}

/// Applies the rule to what is finished; tables are in the scenarios' order, the baseline first.
///
/// # Errors
/// If the disk fails.
pub fn judge(layout: &Layout, tables: &mut [Columns]) -> std::io::Result<Precision> {
    let mut worst: Option<Imprecise> = None;
    for metric in DECISIVE {
        let Some(cell) = layout.at_horizon(metric) else {
            continue;
        };
        let read = tables.iter_mut().map(|table| table.read(cell..cell + 1));
        let columns = read.collect::<std::io::Result<Vec<_>>>()?;
        let columns: Vec<&[f64]> = columns.iter().map(|block| &block[0][..]).collect();
        for figure in figures(metric.spec().name, &columns) {
            let worse = |worst: &Imprecise| figure.excess() > worst.excess();
            if figure.excess() > 1.0 && worst.as_ref().is_none_or(worse) {
                worst = Some(figure);
            }
        }
    }
    Ok(worst.map_or(Precision::Reached, Precision::NotReached))
}

/// Differences in one figure that are known well enough because this part of the level is too little to
/// matter, and not to a tenth of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct ByLevel {
    /// The figure.
    pub metric: Metric,
    /// Half the interval that will do.
    pub within: f64,
    /// Whose differences: places among the scenarios compared.
    pub scenarios: Vec<usize>,
}

/// Which differences are known well enough by the level alone, figure by figure.
pub fn by_level(c: &Comparison) -> Vec<ByLevel> {
    let cells = DECISIVE.map(|metric| Some((metric, c.layout.at_horizon(metric)?)));
    let each = cells.into_iter().flatten().map(|(metric, cell)| {
        let by_the_level = |(place, paired): (usize, &Paired)| {
            let half_width = (paired.ci_high - paired.ci_low) / 2.0;
            let enough = half_width <= OF_THE_DIFFERENCE * paired.mean.abs();
            (!enough).then_some(place + 1)
        };
        let differences = c.differences.iter().map(|d| &d.paired[cell]).enumerate();
        ByLevel {
            metric,
            within: OF_THE_LEVEL * c.scenarios[0].levels[cell].mean.abs(),
            scenarios: differences.filter_map(by_the_level).collect(),
        }
    });
    each.filter(|found| !found.scenarios.is_empty()).collect()
}

/// How well each option's difference is known; without options how well the level is.
fn figures(metric: &'static str, columns: &[&[f64]]) -> Vec<Imprecise> {
    let level: Tally = columns[0].iter().copied().collect();
    let figure = |scenario, half_width: f64, wanted: f64| {
        let more = (half_width / wanted).powi(2);
        let needed = (columns[0].len() as f64 * more).ceil();
        // Known to two digits at best, and rather too many than too few.
        let step = libm::pow(10.0, libm::floor(libm::log10(needed.max(10.0))) - 1.0);
        Imprecise {
            scenario,
            metric,
            half_width,
            wanted,
            replications: ((needed / step).ceil() * step) as u64,
        }
    };
    if columns.len() == 1 {
        let (low, high) = t_interval(level.mean(), level.sd(), level.count(), CONFIDENCE);
        let wanted = OF_A_LONE_LEVEL * level.mean().abs();
        return vec![figure(0, (high - low) / 2.0, wanted)];
    }
    let options = columns.iter().enumerate().skip(1);
    let differences = options.map(|(place, column)| {
        let paired = Paired::of(columns[0], column, Direction::Neutral);
        let wanted = f64::max(
            OF_THE_DIFFERENCE * paired.mean.abs(),
            OF_THE_LEVEL * level.mean().abs(),
        );
        figure(place, (paired.ci_high - paired.ci_low) / 2.0, wanted)
    });
    differences.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_whole_waves_that_grow_by_half_up_to_the_most() {
        let mut found = vec![next_boundary(0)];
        while let Some(&last) = found.last()
            && last < MOST
        {
            found.push(next_boundary(last));
        }
        assert_eq!(found[..5], [128, 192, 288, 416, 608]);
        assert_eq!(found.last(), Some(&MOST));
        assert!(found.iter().all(|boundary| boundary % WAVE == 0));
        assert_eq!(next_boundary(130), 192, "from wherever a run has got to");
    }

    /// Differences 2 ± 1, sd 1.0541 of ten: half the interval is 2.262 · 1.0541 / √10 = 0.7541, wanted
    /// a tenth of 2 = 0.2: about (3.77)² = 14.2 times as many, so 143: say 150.
    #[test]
    fn what_is_wanting_says_how_many_replications_it_would_take() {
        let base = [10.0; 10];
        let option = [13.0, 11.0].repeat(5);
        let [figure] = &figures("days", &[&base, &option])[..] else {
            panic!("one option");
        };
        assert!((figure.half_width - 0.7541).abs() < 1e-4, "{figure:?}");
        assert!((figure.wanted - 0.2).abs() < 1e-12);
        assert_eq!(figure.replications, 150);
        assert!(figure.excess() > 1.0);
    }

    #[test]
    fn a_difference_too_small_to_decide_by_needs_no_more_replications() {
        let base = [1_000.0; 10];
        let option = [1_000.1, 999.9].repeat(5);
        let figure = &figures("days", &[&base, &option])[0];
        assert!(figure.excess() < 1.0, "{figure:?}");
    }

    /// Where the rule stops on differences that are normal around `mean`, beside a baseline of this level,
    /// and whether it is a tenth of the difference that is known there.
    fn stopped(mean: f64, level: f64, repeat: u64) -> (Paired, bool) {
        use crate::des::stream::{Root, RunKey};
        use crate::dist::normal;
        let key = RunKey::new(7, repeat);
        let difference = |n| {
            let u = key.uniform(Root::named("n", n), 1u32, 0);
            level + mean + 0.9 * normal::quantile(u)
        };
        let (mut column, mut held) = (Vec::new(), false);
        loop {
            let boundary = next_boundary(column.len());
            column.extend((column.len() as u64..boundary as u64).map(difference));
            let base = vec![level; column.len()];
            let figure = figures("days", &[&base, &column]).remove(0);
            let precise = figure.excess() <= 1.0;
            if precise && held || boundary == MOST {
                let found = Paired::of(&base, &column, Direction::Neutral);
                let tenth = figure.half_width <= OF_THE_DIFFERENCE * found.mean.abs();
                return (found, tenth);
            }
            held = precise;
        }
    }

    /// A rule that stops when the interval is narrow could stop where it is narrow by luck. Differences
    /// have a standard deviation of 0.9. Of a mean of 1 beside a baseline of nothing a tenth has to be
    /// known, which takes about 310 replications; of a mean of 0.05 beside one of 200, 0.1 will do, which
    /// takes as many and is reached by the level alone; of 0.9 beside 200 either may be reached first.
    /// Over 2,000 repeats the 95 % interval at the stop covers the mean in 95 % of them, within four
    /// standard errors of half a point.
    #[test]
    fn intervals_cover_as_often_as_they_say_where_the_rule_has_stopped() {
        let repeats = 2_000;
        let cases = [
            ("a tenth of the difference", 1.0, 0.0),
            ("0.05 % of the level", 0.05, 200.0),
            ("either", 0.9, 200.0),
        ];
        for (limb, mean, level) in cases {
            let found: Vec<(Paired, bool)> =
                (0..repeats).map(|n| stopped(mean, level, n)).collect();
            let tenths = found.iter().filter(|(_, tenth)| *tenth).count();
            match limb {
                "a tenth of the difference" => assert_eq!(tenths, found.len()),
                "either" => assert!(tenths > 0 && tenths < found.len(), "{tenths}"),
                _ => assert_eq!(tenths, 0),
            }
            let covers = |p: &Paired| p.ci_low <= mean && mean <= p.ci_high;
            let covered = found.iter().filter(|(paired, _)| covers(paired)).count();
            let share = covered as f64 / repeats as f64;
            let z = (share - 0.95) / (0.95 * 0.05 / repeats as f64).sqrt();
            let n: Tally = found.iter().map(|(paired, _)| paired.n as f64).collect();
            println!(
                "where --reps auto has stopped by {limb}: covered {covered} of {repeats}, {:.2} %, z = {z:+.2}; \
                 {:.0} replications on average",
                100.0 * share,
                n.mean()
            );
            assert!(z.abs() < 4.0, "{limb}: covered {covered} of {repeats}");
        }
    }

    #[test]
    fn a_scenario_by_itself_is_known_to_one_per_cent() {
        let level = [990.0, 1_010.0].repeat(50);
        let figure = &figures("days", &[&level])[0];
        assert_eq!(figure.wanted, 10.0);
        assert!(figure.excess() < 1.0, "{figure:?}");
    }
}
