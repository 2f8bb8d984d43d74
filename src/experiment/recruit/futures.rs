//! The same futures with so many households recruited.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::finance::ledger::Line;
use crate::scenario::Scenario;

use super::super::headline::Question;
use super::super::layout::Layout;
use super::super::metrics::{Group, Metric};
use super::super::replicate::{layout_of, run_laid_out};
use super::super::reported::question;
use super::super::targets::reaches;
use super::super::{Error, common_layout, shorten};
use super::Setup;

/// Numbers that the search for one mix mostly asks for: what progress reckons with.
const USUAL: u64 = 11;

/// What the same futures are like with so many households, future by future.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// 1 where all targets are met, 0 where not; not a number where there is nothing to measure.
    pub met: Vec<f64>,
    /// What is measured, target by target.
    pub measured: Vec<Vec<f64>>,
    /// What is held against its bounds, target by target: what is measured, or its difference from the
    /// baseline.
    pub compared: Vec<Vec<f64>>,
    /// 1 where this target is met and 0 where not, target by target.
    pub each_met: Vec<Vec<f64>>,
    /// Cost of recruitment, pounds.
    pub recruitment: Vec<f64>,
    /// Total cost, pounds.
    pub total: Vec<f64>,
    /// Searches that the council's own carers could not meet.
    pub unmet: Vec<f64>,
}

/// Cells that every row is read for besides the targets'.
struct Cells {
    targets: Vec<usize>,
    recruitment: usize,
    total: usize,
    unmet: usize,
}

/// Simulates the futures of each number of households once.
pub struct Futures<'a> {
    held: &'a Scenario,
    setup: &'a Setup<'a>,
    layout: Layout,
    cells: Cells,
    questions: Vec<Question>,
    /// What the baseline measures in each future, target by target; nothing where no target asks.
    usual: Vec<Vec<f64>>,
    known: BTreeMap<Vec<u32>, Arc<Point>>,
    reckoned: AtomicU64,
    done: AtomicU64,
}

/// Whether a future meets all its targets, 1 or 0, each of which it reaches, does not, or has nothing to
/// measure for. What has missed one has not met all, whatever the others would be; else, where one measures
/// nothing, it is open.
fn all_met(reached: &[Option<bool>]) -> f64 {
    match () {
        () if reached.contains(&Some(false)) => 0.0,
        () if reached.contains(&None) => f64::NAN,
        () => 1.0,
    }
}

impl<'a> Futures<'a> {
    /// Checks that scenarios and targets fit together, and simulates the baseline if a target is of the
    /// difference from it.
    ///
    /// # Errors
    /// If not, or if stopped.
    pub fn new(
        baseline: &Scenario,
        held: &'a Scenario,
        setup: &'a Setup<'a>,
        mixes: usize,
    ) -> Result<Self, Error> {
        if setup.reps < 2 {
            return Err(Error::OneReplication);
        }
        let (first, usual) = (prepared(held, setup)?, prepared(baseline, setup)?);
        common_layout(&[&usual, &first])?;
        let layout = layout_of(&first);
        let asked = setup.targets.iter().map(|target| {
            question(&target.metric, &layout).map_err(|unknown| Error::NoTarget {
                message: unknown.message,
                help: unknown.help,
            })
        });
        let questions: Vec<Question> = asked.collect::<Result<_, _>>()?;
        let there = |cell: Option<usize>, metric: Metric| {
            let metric = metric.spec().name;
            cell.ok_or(Error::NoTotal { metric })
        };
        let recruitment = Group::Line(Line::Recruitment);
        let recruitment = layout.position(Metric::CostGbp, recruitment, "horizon");
        let total = |metric| there(layout.at_horizon(metric), metric);
        let cells = Cells {
            targets: questions.iter().map(|q| q.cell).collect(),
            recruitment: there(recruitment, Metric::CostGbp)?,
            total: total(Metric::CostTotalGbp)?,
            unmet: total(Metric::UnmetInHouseDemand)?,
        };
        let against = setup.targets.iter().any(|target| target.against_baseline);
        let reps = setup.reps as u64;
        let mut futures = Self {
            held,
            setup,
            layout,
            cells,
            questions,
            usual: Vec::new(),
            known: BTreeMap::new(),
            reckoned: AtomicU64::new((mixes as u64 * USUAL + u64::from(against)) * reps),
            done: AtomicU64::new(0),
        };
        if against {
            futures.usual = futures.rows(&usual)?;
        }
        Ok(futures)
    }

    /// What the targets ask, in their order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// A digest of everything that was read off the futures, number by number of households.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for point in self.known.values() {
            let others = [&point.met, &point.recruitment, &point.total, &point.unmet];
            for value in point.measured.iter().chain(others).flatten() {
                hasher.update(&value.to_le_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// So many searches are to come.
    pub fn expect(&self, searches: usize) {
        let reps = self.setup.reps as u64;
        let wanted = self.done.load(Ordering::Relaxed) + searches as u64 * USUAL * reps;
        self.reckoned.store(wanted, Ordering::Relaxed);
    }

    /// The futures with these numbers of households, strand by strand.
    ///
    /// # Errors
    /// If so many cannot be added, a target measures nothing in any future, or the search was stopped.
    pub fn with(&mut self, numbers: &[u32]) -> Result<Arc<Point>, Error> {
        if let Some(known) = self.known.get(numbers) {
            return Ok(Arc::clone(known));
        }
        let Setup {
            profiles, recruit, ..
        } = self.setup;
        let more = self.held.with_more(profiles, numbers, recruit);
        let more = more.map_err(|why| Error::Recruited(why.into()))?;
        let rows = self.rows(&prepared(&more, self.setup)?)?;
        let point = Arc::new(self.point(&rows)?);
        self.known.insert(numbers.to_vec(), Arc::clone(&point));
        Ok(point)
    }

    fn point(&self, rows: &[Vec<f64>]) -> Result<Point, Error> {
        let targets = self.setup.targets.len();
        let mut point = Point {
            measured: vec![Vec::new(); targets],
            compared: vec![Vec::new(); targets],
            each_met: vec![Vec::new(); targets],
            ..Point::default()
        };
        for (place, row) in rows.iter().enumerate() {
            let usual = |n: usize| self.usual.get(place).map_or(f64::NAN, |row| row[n]);
            let mut reached = Vec::with_capacity(targets);
            for (n, target) in self.setup.targets.iter().enumerate() {
                let value = row[n];
                let value = if target.against_baseline {
                    value - usual(n)
                } else {
                    value
                };
                let met = (!value.is_nan()).then(|| reaches(target, value));
                point.measured[n].push(row[n]);
                point.compared[n].push(value);
                point.each_met[n].push(met.map_or(f64::NAN, |met| f64::from(u8::from(met))));
                reached.push(met);
            }
            point.met.push(all_met(&reached));
            point.recruitment.push(row[targets]);
            point.total.push(row[targets + 1]);
            point.unmet.push(row[targets + 2]);
        }
        match point.met.iter().all(|met| met.is_nan()) {
            true => Err(Error::NeverMeasured),
            false => Ok(point),
        }
    }

    /// The cells that are wanted, future by future: the targets', recruitment, total cost, unmet demand.
    fn rows(&self, scenario: &Scenario) -> Result<Vec<Vec<f64>>, Error> {
        let rows = (0..self.setup.reps as u64).into_par_iter();
        rows.map(|replication| self.row(scenario, replication))
            .collect()
    }

    fn row(&self, scenario: &Scenario, replication: u64) -> Result<Vec<f64>, Error> {
        let plan = &self.setup.plan;
        if plan.stop.load(Ordering::Relaxed) {
            return Err(Error::StoppedSearching);
        }
        let cells = run_laid_out(scenario, &self.layout, plan.seed, replication);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = plan.progress {
            progress(done, self.reckoned.load(Ordering::Relaxed).max(done));
        }
        let wanted = &self.cells;
        let others = [wanted.recruitment, wanted.total, wanted.unmet];
        let wanted = wanted.targets.iter().chain(&others);
        Ok(wanted.map(|cell| cells[*cell]).collect())
    }
}

/// Cut to its first years, and asked for what the targets need and nothing else.
fn prepared(scenario: &Scenario, setup: &Setup<'_>) -> Result<Scenario, Error> {
    let mut scenario = scenario.clone();
    shorten(&mut scenario, setup.years)?;
    scenario.report.clear();
    scenario.targets = setup.targets.clone();
    Ok(scenario)
}

#[cfg(test)]
mod tests {
    use super::all_met;

    /// Every pair of what two targets can be: one more target never turns a future that has missed the first
    /// into one that is met or left out.
    #[test]
    fn one_more_target_never_makes_more_futures_meet_them() {
        let all = [Some(true), Some(false), None];
        for first in all {
            for second in all {
                let (one, both) = (all_met(&[first]), all_met(&[first, second]));
                assert!(one != 0.0 || both == 0.0, "{first:?} {second:?}");
                assert!(both != 1.0 || one == 1.0, "{first:?} {second:?}");
                assert_eq!(both.to_bits(), all_met(&[second, first]).to_bits());
            }
        }
        assert!(all_met(&[Some(true), None]).is_nan());
        assert_eq!(all_met(&[None, Some(false)]), 0.0);
    }
}
