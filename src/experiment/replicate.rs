//! Many replications of several scenarios, in parallel, with the same random numbers.
//!
//! Replication *r* of every scenario has the same key, so the same child meets the same chances
//! in each and differences between scenarios are differences of policy. A replication depends on
//! nothing but its scenario, the seed and its number: not on threads, on other replications, or
//! on whether the program was interrupted.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::care;
use crate::care::region;
use crate::care::size::Size;
use crate::des::stream::{Root, RunKey};
use crate::scenario::Scenario;

use super::Error;
use super::columns::{self, Columns, WAVE};
use super::layout::Layout;
use super::precision::{MOST, Precision, Reps, judge, next_boundary};
use super::reported::asked_for;
use super::watchers::Watchers;

/// How to run an experiment.
#[derive(Clone)]
pub struct Plan<'a> {
    /// Replications of each scenario.
    pub reps: Reps,
    /// Master seed.
    pub seed: u64,
    /// Threads to use; `None`: as many as there are processors. Never changes a result.
    pub threads: Option<usize>,
    /// Set this to stop: replications under way are finished and what is complete is kept.
    pub stop: Arc<AtomicBool>,
    /// Told, from any thread, how many single runs are done of how many that are wanted so far.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

impl Plan<'_> {
    /// This many replications with this seed, on all processors, without progress.
    pub fn new(reps: usize, seed: u64) -> Self {
        Self {
            reps: Reps::Number(reps),
            seed,
            threads: None,
            stop: Arc::default(),
            progress: None,
        }
    }

    /// The threads.
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool, Error> {
        let threads = self.threads.unwrap_or(0);
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
        Ok(builder.build()?)
    }
}

/// The results of an experiment, on disk.
#[derive(Debug)]
pub struct Replications<'a> {
    /// The scenarios, in the order given.
    pub scenarios: Vec<&'a Scenario>,
    /// What the cells of a row are.
    pub layout: Layout,
    /// One table for each scenario, all with the same number of rows.
    pub columns: Vec<Columns>,
    /// Master seed.
    pub seed: u64,
    /// Replications asked for; where the stopping rule decides, as many as it has wanted so far.
    pub asked: usize,
    /// Whether the stopping rule is satisfied, if it decides.
    pub precision: Precision,
}

impl Replications<'_> {
    /// Replications finished in every scenario: fewer than asked only if stopped.
    pub fn finished(&self) -> usize {
        self.columns.first().map_or(0, Columns::rows)
    }

    /// A digest of every result: scenario by scenario, replication by replication, cell by cell,
    /// the little-endian bits of each number. The same on every machine and any thread count.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn digest(&mut self) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        for columns in &mut self.columns {
            columns.for_each_row(|_, row| -> io::Result<()> {
                let bytes: Vec<u8> = row.iter().flat_map(|value| value.to_le_bytes()).collect();
                hasher.update(&bytes);
                Ok(())
            })?;
        }
        Ok(hasher.finalize().to_hex().to_string())
    }
}

/// One replication of one scenario: its results in the order of the scenario's layout.
///
/// Equals that row of any experiment with the same seed.
pub fn run_one(scenario: &Scenario, seed: u64, replication: u64) -> Vec<f64> {
    let layout = layout_of(scenario);
    run_laid_out(scenario, &layout, seed, replication)
}

/// The same with the scenario's layout at hand: many runs need it made only once.
pub fn run_laid_out(scenario: &Scenario, layout: &Layout, seed: u64, replication: u64) -> Vec<f64> {
    let key = RunKey::new(seed, replication);
    if !scenario.authorities.is_empty() {
        return run_authorities(scenario, layout, key);
    }
    let watchers = Watchers::new(layout, &scenario.prices);
    care::run(&scenario.model, key, watchers).cells(&[])
}

/// One replication of several authorities: their results together and, where the layout groups
/// by them, one by one. Those that share nothing run one after another, as agencies do, so memory
/// holds one.
fn run_authorities(scenario: &Scenario, layout: &Layout, key: RunKey) -> Vec<f64> {
    let mut parts: Vec<Watchers<'_>> = Vec::new();
    let mut agencies: BTreeMap<&str, Vec<(usize, Root)>> = BTreeMap::new();
    for (place, authority) in scenario.authorities.iter().enumerate() {
        let mut part = Watchers::new(layout, &authority.prices);
        let model = &authority.model;
        for identity in authority.identities() {
            if model.pools_adopters() {
                let agency = agencies.entry(&authority.agency);
                agency.or_default().push((place, identity));
            } else {
                let own = region::key_of(key, identity);
                let watchers = Watchers::new(layout, &authority.prices);
                part.add_up(&care::run(model, own, watchers));
            }
        }
        parts.push(part);
    }
    for agency in agencies.into_values() {
        let members = agency.iter().map(|&(place, identity)| {
            let authority = &scenario.authorities[place];
            region::Authority {
                model: &authority.model,
                identity,
                observer: Watchers::new(layout, &authority.prices),
            }
        });
        let together = region::run_together(members.collect(), key);
        for ((place, _), watchers) in agency.iter().zip(&together) {
            parts[*place].add_up(watchers);
        }
    }
    let mut all = Watchers::new(layout, &scenario.prices);
    for part in &parts {
        all.add_up(part);
    }
    all.cells(&parts)
}

/// The layout of a scenario's results.
pub fn layout_of(scenario: &Scenario) -> Layout {
    let names = scenario.authorities.iter().map(|a| a.name.as_str());
    let names: Vec<&str> = names.collect();
    let layout = Layout::with_authorities(scenario.start, &scenario.model, &names);
    layout.asked_for(&asked_for(scenario), scenario.start, &scenario.model)
}

/// Runs every scenario `plan.reps` times.
///
/// When stopped, keeps the longest run of replications, from the first on, that are finished in
/// every scenario. Memory depends on neither the number of replications nor the run's length.
///
/// # Errors
/// If scenarios do not fit together, nothing was asked for or finished, or the disk fails.
pub fn replicate<'a>(
    scenarios: &[&'a Scenario],
    plan: &Plan<'_>,
) -> Result<Replications<'a>, Error> {
    if plan.reps == Reps::Number(0) || scenarios.is_empty() {
        return Err(Error::NoReplications);
    }
    let layout = common_layout(scenarios)?;
    let new = || Columns::new(layout.cells.len());
    let columns = scenarios.iter().map(|_| new()).collect::<io::Result<_>>()?;
    let mut results = Replications {
        scenarios: scenarios.to_vec(),
        layout,
        columns,
        seed: plan.seed,
        asked: 0,
        precision: Precision::NotAsked,
    };
    let pool = plan.pool()?;
    let batch = batch_size(pool.current_num_threads(), scenarios.len());
    let done = AtomicU64::new(0);
    loop {
        results.asked = match plan.reps {
            Reps::Number(number) => number,
            Reps::Auto => next_boundary(results.finished()),
        };
        while results.finished() < results.asked && !plan.stop.load(Ordering::Relaxed) {
            pool.install(|| add_batch(&mut results, batch, plan, &done))?;
        }
        if plan.reps != Reps::Auto || results.finished() < results.asked || is_enough(&mut results)?
        {
            break;
        }
    }
    match results.finished() {
        0 => Err(Error::StoppedEarly),
        _ => Ok(results),
    }
}

/// Applies the stopping rule at one of its boundaries: whether it holds here and held at the one before,
/// or there are to be no more replications.
fn is_enough(results: &mut Replications<'_>) -> io::Result<bool> {
    let held = results.precision == Precision::Reached;
    results.precision = judge(&results.layout, &mut results.columns)?;
    let holds = results.precision == Precision::Reached;
    Ok(held && holds || results.finished() >= MOST)
}

/// Bytes of the temporary file that keeps so many replications of each of these scenarios.
pub fn bytes_kept(scenarios: &[&Scenario], reps: usize) -> u64 {
    let cells = scenarios
        .first()
        .map_or(0, |baseline| layout_of(baseline).cells.len());
    scenarios.len() as u64 * columns::bytes(cells, reps)
}

/// About how large one replication of a scenario is: its children and events, and the memory of the worlds
/// and counts that are there at one time.
pub fn size_of(scenario: &Scenario) -> Size {
    let counts = layout_of(scenario).bytes_of_counts() as f64;
    let authorities = &scenario.authorities;
    if authorities.is_empty() {
        let size = scenario.model.size();
        return Size {
            bytes: size.bytes + counts,
            ..size
        };
    }
    let mut all = Size::default();
    let mut largest = 0.0_f64;
    let mut agencies: BTreeMap<&str, f64> = BTreeMap::new();
    for authority in authorities {
        let (size, copies) = (authority.model.size(), f64::from(authority.copies));
        all.children += copies * size.children;
        all.events += copies * size.events;
        all.bytes += counts;
        let one = size.bytes + counts;
        match authority.model.pools_adopters() {
            true => *agencies.entry(&authority.agency).or_default() += copies * one,
            false => largest = largest.max(one),
        }
    }
    all.bytes += agencies.into_values().fold(largest, f64::max);
    all
}

/// Replications run together: whole waves, and enough single runs that no thread is idle for
/// long while the last of them are finished.
fn batch_size(threads: usize, scenarios: usize) -> usize {
    WAVE * (4 * threads).div_ceil(WAVE * scenarios)
}

/// Runs one batch and keeps what is complete: all of it unless stopped.
fn add_batch(
    results: &mut Replications<'_>,
    batch: usize,
    plan: &Plan<'_>,
    done: &AtomicU64,
) -> Result<(), Error> {
    let first = results.finished();
    let batch = batch.min(results.asked - first);
    let scenarios = results.scenarios.len();
    let wanted = (results.asked * scenarios) as u64;
    // The bridge hands out work in order, so that what is finished when stopped is a prefix but
    // for the few runs under way.
    let runs = (0..batch * scenarios).par_bridge().filter_map(|task| {
        if plan.stop.load(Ordering::Relaxed) {
            return None;
        }
        let replication = (first + task / scenarios) as u64;
        let scenario = results.scenarios[task % scenarios];
        let row = run_laid_out(scenario, &results.layout, plan.seed, replication);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = plan.progress {
            progress(done, wanted);
        }
        Some((task, row))
    });
    let mut rows: Vec<(usize, Vec<f64>)> = runs.collect();
    rows.sort_by_key(|(task, _)| *task);
    let complete = rows.iter().enumerate();
    let prefix = complete
        .take_while(|(place, (task, _))| place == task)
        .count()
        / scenarios;
    for (scenario, columns) in results.columns.iter_mut().enumerate() {
        let own = rows[..prefix * scenarios].iter_mut().skip(scenario);
        let own = own.step_by(scenarios).map(|(_, row)| std::mem::take(row));
        for wave in own.collect::<Vec<_>>().chunks(WAVE) {
            columns.append(wave)?;
        }
    }
    Ok(())
}

/// The layout that all scenarios share.
pub(super) fn common_layout(scenarios: &[&Scenario]) -> Result<Layout, Error> {
    let baseline = scenarios[0];
    let layout = layout_of(baseline);
    for scenario in &scenarios[1..] {
        let what = if scenario.start != baseline.start {
            "their first days"
        } else if scenario.years != baseline.years {
            "their lengths"
        } else if layout_of(scenario).authorities != layout.authorities {
            "their authorities"
        } else if layout_of(scenario) != layout {
            "their months"
        } else {
            continue;
        };
        return Err(Error::Mismatch {
            baseline: baseline.name.clone(),
            scenario: scenario.name.clone(),
            what,
        });
    }
    Ok(layout)
}
