//! Levels of every scenario and paired differences from the baseline, cell by cell.

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use crate::scenario::keys::within_authority;
use crate::scenario::{Overlay, Reading, Scenario};
use crate::stats::{Direction, Paired, Tally, quantile};

use super::Error;
use super::appraisal::{Appraisal, appraise};
use super::layout::{Cell, Layout, date_of};
use super::metrics::{Group, Metric};
use super::precision::Precision;
use super::ranking::{Ranking, rank};
use super::readings;
use super::replicate::{Plan, Replications, replicate};
use super::run_off::{WithRunOff, with_run_off};
use super::targets::{Reached, reached};

/// How many values of each scenario are held at a time, so that memory does not grow with the
/// number of replications.
const HELD: usize = 8_192;

/// How sure an assumption can be, in the order of [`Comparison::confidence`].
pub const CONFIDENCE: [&str; 4] = ["high", "medium", "low", "unstated"];

/// What a cell is, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellName {
    /// Name in the metric table.
    pub metric: &'static str,
    /// Group, `all` if ungrouped.
    pub group: String,
    /// `2017-05`, `2018-03-31`, `2017/18` or `horizon`.
    pub period: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Direction,
}

/// The distribution of one cell over replications. Values that are not numbers are left out; `n`
/// says how many remain.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Level {
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation: how much one future differs from another.
    pub sd: f64,
    /// Monte Carlo standard error of the mean: how far more replications could move it.
    pub mcse: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// Replications.
    pub n: u64,
}

impl Level {
    /// Of one column. Cost: O(n log n).
    pub fn of(column: &[f64]) -> Self {
        let mut values: Vec<f64> = column.iter().copied().filter(|v| !v.is_nan()).collect();
        let tally: Tally = values.iter().copied().collect();
        values.sort_by(f64::total_cmp);
        Self {
            mean: tally.mean(),
            sd: tally.sd(),
            mcse: tally.standard_error(),
            p10: quantile(&values, 0.1),
            p50: quantile(&values, 0.5),
            p90: quantile(&values, 0.9),
            n: tally.count(),
        }
    }
}

/// The levels of one scenario, one for each cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Levels {
    /// Its name, made unique among those compared.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// The scenarios that it extends, if the baseline does not contain them already.
    pub includes: Vec<String>,
    /// When the first of its decisions comes into force; the first day of the run at the earliest.
    pub from: Date,
    /// Whether it differs from the baseline by beliefs about the world alone, not by decisions.
    pub belief: bool,
    /// Whether it changes nothing but recruitment and what the option costs.
    #[serde(skip)]
    pub only_recruits: bool,
    /// Whether it says what its decisions cost, were it nothing.
    pub states_cost: bool,
    /// One for each cell.
    pub levels: Vec<Level>,
}

/// The paired differences of one alternative from the baseline, one for each cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differences {
    /// The alternative, as in [`Levels::scenario`].
    pub scenario: String,
    /// Alternative − baseline, one for each cell.
    pub paired: Vec<Paired>,
}

/// Everything read off an experiment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The council's name.
    pub council: String,
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// Whole years.
    pub years: u32,
    /// What year's prices all money is in.
    pub price_base_year: String,
    /// What else is to be known of it, a sentence each.
    pub price_notes: Vec<String>,
    /// For how many days entrants are followed for `time_in_care_entrants_days`.
    pub follow_up_days: f64,
    /// Master seed.
    pub seed: u64,
    /// Replications asked for.
    pub replications_asked: usize,
    /// Replications finished in every scenario.
    pub replications: usize,
    /// Whether the stopping rule is satisfied, if it decided how many.
    pub precision: Precision,
    /// Digest of every replication's results.
    pub run_digest: String,
    /// How many of the baseline's assumptions are of high, medium, low and unstated confidence.
    pub confidence: [usize; 4],
    /// The cells, in order.
    pub cells: Vec<CellName>,
    /// Levels: the baseline first.
    pub scenarios: Vec<Levels>,
    /// Differences: one for each alternative, in the order of [`Comparison::scenarios`].
    pub differences: Vec<Differences>,
    /// What a week less in care is worth in other readings of a saving.
    #[serde(skip)]
    pub readings: Vec<Reading>,
    /// What each option saves in these readings.
    pub savings: Vec<Vec<readings::Reading>>,
    /// What six weeks less are worth in them for every child who leaves care in the first year.
    pub six_weeks: Vec<readings::SixWeeks>,
    /// Which alternatives can be told apart, where there are several.
    pub rankings: Vec<Ranking>,
    /// What each alternative does to the budget, in the order of [`Comparison::differences`].
    pub appraisals: Vec<Appraisal>,
    /// The same with what is paid after the horizon; empty unless that is asked for.
    pub run_offs: Vec<WithRunOff>,
    /// What the baseline asks for besides the questions of every page.
    #[serde(skip)]
    pub report: Vec<String>,
    /// What is to be reached, and how often each scenario does.
    pub targets: Vec<Reached>,
    /// Where cells are.
    #[serde(skip)]
    pub layout: Layout,
}

/// Runs a baseline and alternatives and compares them. Without alternatives: the baseline's
/// levels alone.
///
/// # Errors
/// If scenarios do not fit together, nothing was asked for or finished, or the disk fails.
pub fn compare(
    baseline: &Scenario,
    alternatives: &[Scenario],
    plan: &Plan<'_>,
) -> Result<Comparison, Error> {
    let all: Vec<&Scenario> = std::iter::once(baseline).chain(alternatives).collect();
    summarise(&mut replicate(&all, plan)?)
}

/// Reads levels and differences off finished replications; the first scenario is the baseline.
///
/// # Errors
/// If the disk fails.
pub fn summarise(results: &mut Replications<'_>) -> Result<Comparison, Error> {
    let mut comparison = empty(results)?;
    let width = results.layout.cells.len();
    let at_a_time = (HELD / results.finished().max(1)).max(1);
    for start in (0..width).step_by(at_a_time) {
        let block = start..width.min(start + at_a_time);
        let read = results.columns.iter_mut();
        let columns = read.map(|columns| columns.read(block.clone()));
        let columns = columns.collect::<std::io::Result<Vec<_>>>()?;
        for (scenario, columns) in comparison.scenarios.iter_mut().zip(&columns) {
            let levels = (0..block.len()).into_par_iter();
            let levels: Vec<Level> = levels.map(|cell| Level::of(&columns[cell])).collect();
            scenario.levels.extend(levels);
        }
        for (scenario, columns_of) in comparison.differences.iter_mut().zip(&columns[1..]) {
            let paired = (0..block.len()).into_par_iter().map(|cell| {
                let better = comparison.cells[block.start + cell].better;
                Paired::of(&columns[0][cell], &columns_of[cell], better)
            });
            let paired: Vec<Paired> = paired.collect();
            scenario.paired.extend(paired);
        }
    }
    comparison.rankings = rank(&results.layout, &mut results.columns)?;
    comparison.appraisals = appraise(results, &comparison)?;
    comparison.savings = readings::read(results, &comparison)?;
    comparison.six_weeks = readings::six_weeks(results, &comparison)?;
    comparison.run_offs = with_run_off(results, &comparison)?;
    let targets = &results.scenarios[0].targets;
    comparison.targets = reached(targets, &comparison, &mut results.columns)?;
    Ok(comparison)
}

/// A comparison without its numbers.
fn empty(results: &mut Replications<'_>) -> Result<Comparison, Error> {
    let run_digest = results.digest()?;
    let baseline = results.scenarios[0];
    let layout = results.layout.clone();
    let names = unique_names(&results.scenarios);
    let levels = results.scenarios.iter().zip(&names);
    let levels = levels.map(|(scenario, name)| Levels {
        scenario: name.clone(),
        title: scenario.title.clone(),
        includes: includes(baseline, scenario),
        from: own_overlays(baseline, scenario)
            .filter(|overlay| !overlay.belief)
            .map(|overlay| overlay.from)
            .min()
            .unwrap_or(scenario.start),
        belief: differs_by_belief(baseline, scenario),
        only_recruits: only_recruits(baseline, scenario),
        states_cost: scenario.states_cost,
        levels: Vec::new(),
    });
    let differences = names[1..].iter().map(|name| Differences {
        scenario: name.clone(),
        paired: Vec::new(),
    });
    Ok(Comparison {
        council: baseline.council.clone(),
        start: baseline.start,
        end: date_of(baseline.start, baseline.model.horizon()),
        years: baseline.years,
        price_base_year: baseline.prices.base_year.clone(),
        price_notes: baseline.prices.notes(),
        follow_up_days: layout.follow_up.days(),
        seed: results.seed,
        replications_asked: results.asked,
        replications: results.finished(),
        precision: results.precision.clone(),
        run_digest,
        confidence: CONFIDENCE.map(|word| {
            let lines = baseline.assumptions.iter();
            lines.filter(|line| line.confidence == word).count()
        }),
        cells: layout.cells.iter().map(|c| name(&layout, c)).collect(),
        scenarios: levels.collect(),
        differences: differences.collect(),
        readings: baseline.readings.clone(),
        rankings: Vec::new(),
        savings: Vec::new(),
        six_weeks: Vec::new(),
        appraisals: Vec::new(),
        run_offs: Vec::new(),
        report: baseline.report.clone(),
        targets: Vec::new(),
        layout,
    })
}

fn name(layout: &Layout, cell: &Cell) -> CellName {
    let spec = cell.metric.spec();
    CellName {
        metric: spec.name,
        group: layout.label(cell.group).to_owned(),
        period: layout.period(cell).label.clone(),
        unit: spec.unit,
        better: spec.better,
    }
}

/// What a scenario is made of besides its own file, the last, and the baseline's.
fn includes(baseline: &Scenario, scenario: &Scenario) -> Vec<String> {
    let own = scenario.inputs.len().saturating_sub(1);
    let others = scenario.inputs[..own].iter();
    let others = others.filter(|input| !baseline.inputs.contains(input));
    let stem = |name: &str| name.strip_suffix(".toml").unwrap_or(name).to_owned();
    others.map(|input| stem(&input.name)).collect()
}

/// What a scenario changes that the baseline does not contain already.
fn own_overlays<'s>(
    baseline: &'s Scenario,
    scenario: &'s Scenario,
) -> impl Iterator<Item = &'s Overlay> {
    let known = |overlay: &Overlay| {
        let inputs = &mut baseline.inputs.iter();
        inputs.any(|input| input.blake3 == overlay.blake3)
    };
    let changing = |overlay: &&Overlay| !overlay.changes.is_empty();
    scenario
        .overlays
        .iter()
        .filter(move |o| !known(o))
        .filter(changing)
}

/// Whether all that a scenario changes in the baseline, something at least, are beliefs.
pub fn differs_by_belief(baseline: &Scenario, scenario: &Scenario) -> bool {
    let mut own = own_overlays(baseline, scenario).peekable();
    own.peek().is_some() && own.all(|overlay| overlay.belief)
}

/// Whether all that a scenario changes in the baseline is recruitment and what it costs.
fn only_recruits(baseline: &Scenario, scenario: &Scenario) -> bool {
    let mut changes = own_overlays(baseline, scenario).flat_map(|overlay| &overlay.changes);
    changes.all(|change| {
        let key = change.key.trim_start_matches('[');
        let key = within_authority(key).unwrap_or(key);
        key.starts_with("recruitment.") || key.starts_with("option.")
    })
}

/// The files of the beliefs that a scenario adds to a baseline beside decisions, so that their
/// difference is of both; empty if it adds only one or the other.
pub fn beliefs_beside_decisions(baseline: &Scenario, scenario: &Scenario) -> Vec<String> {
    let own: Vec<&Overlay> = own_overlays(baseline, scenario).collect();
    let (beliefs, decisions): (Vec<_>, Vec<_>) = own.into_iter().partition(|o| o.belief);
    let files = beliefs.iter().map(|overlay| overlay.file.clone());
    if decisions.is_empty() {
        Vec::new()
    } else {
        files.collect()
    }
}

/// The scenarios' names; one that has been used before gets a number, so that a scenario can be
/// compared with itself.
fn unique_names(scenarios: &[&Scenario]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for scenario in scenarios {
        let numbered = (2..).map(|n| format!("{} ({n})", scenario.name));
        let mut candidates = std::iter::once(scenario.name.clone()).chain(numbered);
        let free = candidates.find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

impl Comparison {
    /// The baseline's name.
    pub fn baseline(&self) -> &str {
        &self.scenarios[0].scenario
    }

    /// Whether it was stopped before all replications were done.
    pub fn interrupted(&self) -> bool {
        self.replications < self.replications_asked
    }

    /// Index of an ungrouped metric's cell for the whole run: a flow's sum, or a stock's level
    /// at the end.
    pub fn at_horizon(&self, metric: Metric) -> Option<usize> {
        self.layout.at_horizon(metric)
    }

    /// Index of a group's cell for the whole run.
    pub fn group_at_horizon(&self, metric: Metric, group: Group) -> Option<usize> {
        self.layout.position(metric, group, "horizon")
    }

    /// The first financial year that the run covers whole: `2013/14`.
    pub fn first_full_year(&self) -> Option<&str> {
        let year = self.layout.periods.iter().find(|p| p.is_full_year())?;
        Some(&year.label)
    }

    /// Indices of an ungrouped metric's cells month by month.
    pub fn months_of(&self, metric: Metric) -> Vec<usize> {
        let cells = self.layout.cells.iter().enumerate();
        let monthly = cells.filter(|(_, cell)| {
            let period = self.layout.period(cell);
            cell.metric == metric && cell.group == Group::All && period.is_month()
        });
        monthly.map(|(place, _)| place).collect()
    }
}
