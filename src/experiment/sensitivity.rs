//! How sure an answer is, given the assumptions: which of them drive the difference between an option and its
//! baseline, and what would flip it.
//!
//! [`worlds`] runs baseline and option in one world of the assumptions, the same replications in every
//! world; [`design`] says in which worlds: each assumption at both ends of its range, trajectories for
//! screening, Sobol points for the variance. [`switching`] searches for the values at which a difference
//! changes its sign.

pub mod design;
pub mod switching;
pub mod worlds;

use jiff::civil::Date;
use serde::Serialize;

use crate::scenario::{Scenario, Uncertain};
use crate::stats::{
    CONFIDENCE, Components, Direction, FEWEST_POINTS, Favour, Index, Screened, Tally, first_order,
    screen, t_interval,
};

use super::metrics::{Metric, Spec};
use super::{Error, Plan};

use design::Design;
use switching::Switch;
use worlds::Worlds;

/// What decides, unless other metrics are asked for: as in [`super::precision`].
pub const DECISIVE: [Metric; 2] = [Metric::CostTotalGbp, Metric::TimeInCareChildDays];

/// Assumptions, most important first, for which indices and switching values are worked out.
pub const TOP: usize = 8;

/// What to analyse, and how thoroughly.
#[derive(Clone)]
pub struct Setup<'a> {
    /// Metrics, over the whole run; no group.
    pub metrics: Vec<Metric>,
    /// Sobol points, a power of two.
    pub points: usize,
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Replications in every world.
    pub reps: usize,
    /// Years simulated, from the start.
    pub years: u32,
    /// Seed, threads, stop and progress.
    pub plan: Plan<'a>,
}

/// A mean difference with its Monte Carlo interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Mean over the replications.
    pub mean: f64,
    /// Lower end of its 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl Estimate {
    /// Of the mean of these values.
    pub fn of(values: &[f64]) -> Self {
        Self::at(values, CONFIDENCE)
    }

    /// The same with an interval at another level of confidence.
    pub fn at(values: &[f64], level: f64) -> Self {
        let tally: Tally = values.iter().copied().collect();
        let (ci_low, ci_high) = t_interval(tally.mean(), tally.sd(), tally.count(), level);
        Self {
            mean: tally.mean(),
            ci_low,
            ci_high,
        }
    }

    /// Whether chance alone does not explain it.
    pub fn is_clear(&self) -> bool {
        self.ci_low > 0.0 || self.ci_high < 0.0
    }
}

/// What one assumption does to the difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Influence {
    /// The difference with this assumption at the lower end of its range, all others as stated.
    pub at_low: Estimate,
    /// At the upper end.
    pub at_high: Estimate,
    /// The second less the first, replication by replication.
    pub swing: Estimate,
    /// Whether it is so by construction: a figure of the baseline that the option sets itself. The difference
    /// then depends on how far the baseline's is from the option's, which no council has to wait for to know.
    pub by_construction: bool,
    /// What screening says.
    pub screened: Screened,
    /// Part of the variance due to this assumption alone, if it is one of the [`TOP`] and the part can be
    /// told.
    pub first_order: Option<Index>,
    /// The value at which the difference changes its sign, if it is one of the [`TOP`].
    pub switch: Option<Switch>,
}

/// What is known of one metric's difference, option less baseline.
#[derive(Clone, Debug, Serialize)]
pub struct OfMetric {
    /// Its name.
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Direction,
    /// With all assumptions as stated.
    pub stated: Estimate,
    /// Over all assumptions.
    pub components: Components,
    /// How probable it is that the option is better on average over chance.
    pub favour: Favour,
    /// What each assumption does, in the order of [`Sensitivity::assumptions`].
    pub influences: Vec<Influence>,
    /// Places of the [`TOP`] assumptions among them, the most important first.
    pub top: Vec<usize>,
}

/// An analysis.
#[derive(Clone, Debug, Serialize)]
pub struct Sensitivity {
    /// Council.
    pub council: String,
    /// Name and title of the baseline.
    pub baseline: [String; 2],
    /// Name and title of the option.
    pub option: [String; 2],
    /// First day.
    pub start: Date,
    /// Years simulated.
    pub years: u32,
    /// Seed.
    pub seed: u64,
    /// Sobol points.
    pub points: usize,
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Worlds simulated, those of the search for switching values included.
    pub worlds: u64,
    /// Replications in each.
    pub replications: usize,
    /// The assumptions.
    pub assumptions: Vec<Uncertain>,
    /// What the option sets to one value in all worlds, though the baseline's varies: keys with values.
    pub held: Vec<(String, String)>,
    /// The metrics.
    pub metrics: Vec<OfMetric>,
    /// Digest of the differences in all worlds of the design.
    pub run_digest: String,
}

/// Analyses the difference between an option and its baseline.
///
/// # Errors
/// If nothing is uncertain, a metric is not there in every future, the scenarios do not fit together, or the
/// analysis was stopped.
pub fn analyse(
    baseline: &Scenario,
    option: &Scenario,
    setup: &Setup<'_>,
) -> Result<Sensitivity, Error> {
    let assumptions = uncertain(baseline, option);
    if assumptions.is_empty() {
        return Err(Error::NothingUncertain(option.nothing_uncertain().into()));
    }
    let worlds = Worlds::new(baseline, option, &assumptions, setup)?;
    let design = Design::new(assumptions.len(), setup);
    let pool = setup.plan.pool()?;
    let results = pool.install(|| worlds.run_all(&design.levels()))?;
    let run_digest = worlds::digest(&results);
    let set: Vec<bool> = assumptions.iter().map(|u| option.sets(u)).collect();
    let metrics = setup.metrics.iter().enumerate();
    let of_metric = |(place, metric): (usize, &Metric)| {
        let own: Vec<Vec<f64>> = results.iter().map(|world| world[place].clone()).collect();
        of_metric(metric.spec(), &own, &design, &set)
    };
    let mut metrics: Vec<OfMetric> = metrics.map(of_metric).collect();
    pool.install(|| switching::search(&worlds, &mut metrics))?;
    Ok(Sensitivity {
        council: baseline.council.clone(),
        baseline: [baseline.name.clone(), baseline.title.clone()],
        option: [option.name.clone(), option.title.clone()],
        start: baseline.start,
        years: setup.years,
        seed: setup.plan.seed,
        points: setup.points,
        trajectories: setup.trajectories,
        worlds: worlds.simulated(),
        replications: setup.reps,
        held: option.held(),
        metrics,
        run_digest,
        assumptions,
    })
}

/// The assumptions of both, each once.
pub fn uncertain(baseline: &Scenario, option: &Scenario) -> Vec<Uncertain> {
    let mut all = baseline.uncertain();
    // What a belief of the baseline has replaced is replaced in the option, too.
    let replaced = |u: &Uncertain| {
        let stated = |input: &crate::scenario::Input| input.name == u.file;
        baseline.inputs.iter().any(stated)
    };
    let more = option.uncertain().into_iter().filter(|u| !replaced(u));
    all.extend(more);
    all
}

fn of_metric(spec: &'static Spec, results: &[Vec<f64>], design: &Design, set: &[bool]) -> OfMetric {
    let ends = &results[design.ends()];
    let of_points = &results[design.sobol()];
    let screened = screen(&design.trajectories, &design.by_trajectory(results));
    let swing = |pair: &[Vec<f64>]| {
        let each = pair[1].iter().zip(&pair[0]).map(|(high, low)| high - low);
        Estimate::of(&each.collect::<Vec<f64>>())
    };
    let influence = |((pair, screened), set): ((&[Vec<f64>], &Screened), &bool)| Influence {
        by_construction: *set,
        at_low: Estimate::of(&pair[0]),
        at_high: Estimate::of(&pair[1]),
        swing: swing(pair),
        screened: *screened,
        first_order: None,
        switch: None,
    };
    let mut influences: Vec<Influence> = { ends.chunks(2).zip(&screened) }
        .zip(set)
        .map(influence)
        .collect();
    let components = Components::of(of_points);
    let top = most_important(&influences, components.least());
    if design.points.len() >= FEWEST_POINTS && components.assumptions > 0.0 {
        for &place in &top {
            let x: Vec<f64> = design.points.iter().map(|point| point[place]).collect();
            influences[place].first_order = first_order(&x, of_points).told();
        }
    }
    OfMetric {
        metric: spec.name,
        unit: spec.unit,
        better: spec.better,
        stated: Estimate::of(&results[design.stated()]),
        favour: Favour::of(of_points, &components, spec.better),
        components,
        influences,
        top,
    }
}

/// By μ*, of those that do more than this, and not by construction.
fn most_important(influences: &[Influence], least: f64) -> Vec<usize> {
    let size = |place: &usize| influences[*place].screened.mu_star;
    let mut places: Vec<usize> = (0..influences.len())
        .filter(|place| size(place) > least && !influences[*place].by_construction)
        .collect();
    places.sort_by(|a, b| size(b).total_cmp(&size(a)));
    places.truncate(TOP);
    places
}
