//! Baseline and option in one world of the assumptions.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::scenario::{Level, Scenario, Uncertain};

use super::super::layout::Layout;
use super::super::replicate::{layout_of, run_laid_out};
use super::super::{Error, common_layout, shorten};
use super::Setup;

/// Differences in one world: metric by metric, replication by replication.
pub type Differences = Vec<Vec<f64>>;

/// Runs baseline and option in worlds of the assumptions.
pub struct Worlds<'a> {
    baseline: &'a Scenario,
    option: &'a Scenario,
    assumptions: &'a [Uncertain],
    setup: &'a Setup<'a>,
    layout: Layout,
    cells: Vec<usize>,
    wanted: AtomicU64,
    done: AtomicU64,
}

impl<'a> Worlds<'a> {
    /// Checks that the scenarios fit together and have the metrics.
    ///
    /// # Errors
    /// If not.
    pub fn new(
        baseline: &'a Scenario,
        option: &'a Scenario,
        assumptions: &'a [Uncertain],
        setup: &'a Setup<'a>,
    ) -> Result<Self, Error> {
        if setup.reps < 2 {
            return Err(Error::OneReplication);
        }
        let short = |scenario: &Scenario| prepared(scenario.clone(), setup.years);
        let (one, other) = (short(baseline)?, short(option)?);
        common_layout(&[&one, &other])?;
        let layout = layout_of(&one);
        let cell = |metric: &super::Metric| {
            let name = metric.spec().name;
            layout
                .at_horizon(*metric)
                .ok_or(Error::NoTotal { metric: name })
        };
        let cells = setup.metrics.iter().map(cell).collect::<Result<_, _>>()?;
        Ok(Self {
            baseline,
            option,
            assumptions,
            setup,
            layout,
            cells,
            wanted: AtomicU64::new(0),
            done: AtomicU64::new(0),
        })
    }

    /// Worlds simulated so far.
    pub fn simulated(&self) -> u64 {
        self.done.load(Ordering::Relaxed) / self.runs()
    }

    fn runs(&self) -> u64 {
        2 * self.setup.reps as u64
    }

    /// The differences in all these worlds, side by side.
    ///
    /// # Errors
    /// As [`Worlds::run`].
    pub fn run_all(&self, worlds: &[Vec<Level>]) -> Result<Vec<Differences>, Error> {
        self.expect(worlds.len());
        worlds.par_iter().map(|levels| self.run(levels)).collect()
    }

    /// Says that so many more worlds are to be run.
    pub fn expect(&self, worlds: usize) {
        self.wanted
            .fetch_add(worlds as u64 * self.runs(), Ordering::Relaxed);
    }

    /// The differences in one world.
    ///
    /// # Errors
    /// If there can be no such world, a metric is not a number in it, or the analysis was stopped.
    pub fn run(&self, levels: &[Level]) -> Result<Differences, Error> {
        let world: Vec<(&Uncertain, Level)> = self
            .assumptions
            .iter()
            .zip(levels.iter().copied())
            .collect();
        let there = |scenario: &Scenario| {
            let scenario = scenario
                .in_world(&world)
                .map_err(|why| Error::World(why.into()))?;
            prepared(scenario, self.setup.years)
        };
        let (baseline, option) = (there(self.baseline)?, there(self.option)?);
        let pairs: Result<Vec<Vec<f64>>, Error> = (0..self.setup.reps)
            .into_par_iter()
            .map(|replication| {
                let row = |scenario: &Scenario| self.row(scenario, replication as u64);
                let (before, after) = (row(&baseline)?, row(&option)?);
                Ok(after
                    .iter()
                    .zip(before)
                    .map(|(after, before)| difference(*after, before))
                    .collect())
            })
            .collect();
        let pairs = pairs?;
        let column = |metric: usize| pairs.iter().map(|row| row[metric]).collect::<Vec<f64>>();
        let columns: Differences = (0..self.cells.len()).map(column).collect();
        for (metric, values) in self.setup.metrics.iter().zip(&columns) {
            if values.iter().any(|value| value.is_nan()) {
                let metric = metric.spec().name;
                return Err(Error::NotInEveryFuture { metric });
            }
        }
        Ok(columns)
    }

    fn row(&self, scenario: &Scenario, replication: u64) -> Result<Vec<f64>, Error> {
        let plan = &self.setup.plan;
        if plan.stop.load(Ordering::Relaxed) {
            return Err(Error::StoppedBetweenWorlds);
        }
        let cells = run_laid_out(scenario, &self.layout, plan.seed, replication);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = plan.progress {
            progress(done, self.wanted.load(Ordering::Relaxed).max(done));
        }
        Ok(self.cells.iter().map(|cell| cells[*cell]).collect())
    }
}

/// Nothing where two totals differ by rounding alone.
fn difference(after: f64, before: f64) -> f64 {
    let difference = after - before;
    match difference.abs() <= 1e-13 * after.abs().max(before.abs()) {
        true => 0.0,
        false => difference,
    }
}

/// Cut to its first years; what it asks to be counted besides is not asked for here.
fn prepared(mut scenario: Scenario, years: u32) -> Result<Scenario, Error> {
    shorten(&mut scenario, years)?;
    scenario.report.clear();
    scenario.targets.clear();
    Ok(scenario)
}

/// A digest of all differences, world by world, in the manner of a run's.
pub fn digest(worlds: &[Differences]) -> String {
    let mut hasher = blake3::Hasher::new();
    for value in worlds.iter().flatten().flatten() {
        hasher.update(&value.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
