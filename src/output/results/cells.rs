//! Levels of every scenario and differences of every option, looked up by metric, group and period.

use crate::experiment::compare::Level;
use crate::experiment::headline::Mean;
use crate::experiment::metrics::Metric;

use super::rows::{DifferenceRow, LevelRow, rows};
use super::{Texts, Unreadable, damaged};

/// What a cell is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Name in the metric table.
    pub metric: String,
    /// Group, `all` if ungrouped.
    pub group: String,
    /// `2017-05`, `2018-03-31`, `2017/18` or `horizon`.
    pub period: String,
    /// Unit.
    pub unit: String,
}

/// What an option changes in a cell, option − baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The mean with its 95 % interval.
    pub mean: Mean,
    /// One future in ten lies below.
    pub p10: f64,
    /// Half lie below.
    pub p50: f64,
    /// One in ten lies above.
    pub p90: f64,
    /// Share of futures in which the option does better.
    pub prob_better: f64,
    /// Futures with something to compare.
    pub n: u64,
}

/// All cells of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// What they are, in the order of the files.
    names: Vec<Cell>,
    /// Their places, ordered by name.
    ordered: Vec<usize>,
    /// By scenario, the baseline first, then by cell.
    levels: Vec<Vec<Option<Level>>>,
    /// By option, then by cell.
    differences: Vec<Vec<Option<Difference>>>,
}

impl Cells {
    pub(super) fn read(texts: &Texts, scenarios: &[&str]) -> Result<Self, Unreadable> {
        // The two large files, side by side.
        let (levels, differences) = rayon::join(
            || rows::<LevelRow>(texts, "summary.csv"),
            || rows::<DifferenceRow>(texts, "differences.csv"),
        );
        let (levels, differences) = (levels?, differences?);
        let of_baseline = levels.iter().filter(|row| row.scenario == scenarios[0]);
        let names: Vec<Cell> = of_baseline
            .map(|row| Cell {
                metric: row.metric.clone(),
                group: row.group.clone(),
                period: row.period.clone(),
                unit: row.unit.clone(),
            })
            .collect();
        let mut ordered: Vec<usize> = (0..names.len()).collect();
        ordered.sort_by(|&a, &b| key(&names[a]).cmp(&key(&names[b])));
        let mut cells = Self {
            levels: vec![vec![None; names.len()]; scenarios.len()],
            differences: vec![vec![None; names.len()]; scenarios.len() - 1],
            names,
            ordered,
        };
        let place = |file: &str, name: &str| {
            let found = scenarios.iter().position(|known| *known == name);
            found.ok_or_else(|| damaged(file, &format!("{name:?} is not in options.csv")))
        };
        for row in &levels {
            let scenario = place("summary.csv", &row.scenario)?;
            if let Some(cell) = cells.position(&row.metric, &row.group, &row.period) {
                cells.levels[scenario][cell] = Some(Level {
                    mean: row.mean,
                    sd: row.sd,
                    mcse: row.mcse,
                    p10: row.p10,
                    p50: row.p50,
                    p90: row.p90,
                    n: row.n,
                });
            }
        }
        for row in &differences {
            let option = place("differences.csv", &row.scenario)?.checked_sub(1);
            let cell = cells.position(&row.metric, &row.group, &row.period);
            if let Some((option, cell)) = option.zip(cell) {
                cells.differences[option][cell] = Some(Difference {
                    mean: super::rows::mean(row.mean, row.ci_low, row.ci_high),
                    p10: row.p10,
                    p50: row.p50,
                    p90: row.p90,
                    prob_better: row.prob_better,
                    n: row.n,
                });
            }
        }
        Ok(cells)
    }

    fn position(&self, metric: &str, group: &str, period: &str) -> Option<usize> {
        let wanted = (metric, group, period);
        let found = self
            .ordered
            .binary_search_by(|&place| key(&self.names[place]).cmp(&wanted));
        found.ok().map(|found| self.ordered[found])
    }

    /// A scenario's level; 0 is the baseline.
    pub fn level(
        &self,
        scenario: usize,
        metric: &str,
        group: &str,
        period: &str,
    ) -> Option<&Level> {
        let cell = self.position(metric, group, period)?;
        self.levels.get(scenario)?.get(cell)?.as_ref()
    }

    /// A scenario's level over the whole run or at its end, of everybody.
    pub fn at_horizon(&self, scenario: usize, metric: Metric) -> Option<&Level> {
        self.level(scenario, metric.spec().name, "all", "horizon")
            .or_else(|| self.at_end(scenario, metric, "all"))
    }

    /// A scenario's last level of a group; that of a stock at the end of the run.
    pub fn at_end(&self, scenario: usize, metric: Metric, group: &str) -> Option<&Level> {
        let last = self.periods(metric, group).last().copied()?;
        self.level(scenario, metric.spec().name, group, last)
    }

    /// What an option changes; 1 is the first behind the baseline.
    pub fn difference(
        &self,
        scenario: usize,
        metric: &str,
        group: &str,
        period: &str,
    ) -> Option<&Difference> {
        let cell = self.position(metric, group, period)?;
        let option = scenario.checked_sub(1)?;
        self.differences.get(option)?.get(cell)?.as_ref()
    }

    /// All cells, in the order of the files.
    pub fn names(&self) -> &[Cell] {
        &self.names
    }

    /// The groups by which a metric is told, in the order of the files; `all` among them.
    pub fn groups(&self, metric: Metric) -> Vec<&str> {
        let mut groups: Vec<&str> = Vec::new();
        for cell in self.of(metric) {
            if !groups.contains(&cell.group.as_str()) {
                groups.push(&cell.group);
            }
        }
        groups
    }

    /// The periods for which a metric's group is told, in the order of the files.
    pub fn periods(&self, metric: Metric, group: &str) -> Vec<&str> {
        let cells = self.of(metric).filter(|cell| cell.group == group);
        cells.map(|cell| cell.period.as_str()).collect()
    }

    /// The months of a metric's group: `2017-05`.
    pub fn months(&self, metric: Metric, group: &str) -> Vec<&str> {
        self.periods_like(metric, group, is_month)
    }

    /// The ends of financial years of a metric's group: `2018-03-31`.
    pub fn marches(&self, metric: Metric, group: &str) -> Vec<&str> {
        self.periods_like(metric, group, |period| period.len() == 10)
    }

    /// The financial years of a metric's group: `2017/18`.
    pub fn years(&self, metric: Metric, group: &str) -> Vec<&str> {
        self.periods_like(metric, group, |period| period.contains('/'))
    }

    fn periods_like(&self, metric: Metric, group: &str, like: fn(&str) -> bool) -> Vec<&str> {
        let mut periods = self.periods(metric, group);
        periods.retain(|period| like(period));
        periods
    }

    fn of(&self, metric: Metric) -> impl Iterator<Item = &Cell> {
        let name = metric.spec().name;
        self.names.iter().filter(move |cell| cell.metric == name)
    }
}

fn key(cell: &Cell) -> (&str, &str, &str) {
    (&cell.metric, &cell.group, &cell.period)
}

fn is_month(period: &str) -> bool {
    period.len() == 7 && period.as_bytes()[4] == b'-'
}
