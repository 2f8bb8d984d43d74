//! Forecasts of a past that the model was not told, scored against what happened.
//!
//! Rolling origins: every council's baseline is drawn up from the tables up to 31 March of a year,
//! futures are simulated to the last year there is a table of, and each published number is
//! compared with them ([`score`]) and with what three naive rules would have said ([`naive`]).
//! Futures differ by more than chance: [`wander`]. What is forecast is listed in [`series`];
//! [`outlook`] counts it in a simulated future.
//!
//! A council's stock is expected to grow as all councils together did in the last year before the
//! origin (and as it did itself, as far as own growth has proved to last): the baseline's rates of
//! return home are solved for that instead of for a level stock. No figure of a later year than the
//! origin is read for a forecast. What the
//! *defaults* of a baseline owe to later years is listed in [`LATER`]; with [`Setup::patterns`] off and
//! without Ofsted's table the forecast does without those that can be left out.

mod later;
pub mod naive;
pub mod outlook;
pub mod score;
pub mod series;
pub mod summary;
pub mod wander;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::care::run;
use crate::data::dfe::Tables;
use crate::data::ofsted::Services;
use crate::des::stream::{Root, RunKey};
use crate::scenario::Scenario;
use crate::stats::Tally;

use super::calibrate::{self, Approach};

pub use later::LATER;

use naive::{Errors, RULES};
use outlook::Outlook;
use score::{Verdict, crps};
use series::{Council, SERIES, STOCK, Values};
use wander::{Spread, Trend};

/// What is asked for.
#[derive(Clone)]
pub struct Setup<'a> {
    /// Simulated futures of each forecast.
    pub replications: u64,
    /// Seed.
    pub seed: u64,
    /// Whether patterns found in tables of 2017 are used (see [`LATER`]).
    pub patterns: bool,
    /// Only these councils are scored (names or codes); empty: all.
    pub only: Vec<String>,
    /// Told of each step done, and how many there are: two for each council and origin.
    pub progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

/// One number forecast, by the simulation and by rule, and what came.
#[derive(Clone, Debug)]
pub struct Scored {
    /// Name of the council.
    pub council: String,
    /// Its code.
    pub code: String,
    /// The last year known.
    pub origin: u16,
    /// Years ahead.
    pub horizon: u16,
    /// Which series.
    pub series: usize,
    /// Looked after at the origin: scores are compared per hundred of these.
    pub stock: f64,
    /// The simulation's.
    pub verdict: Verdict,
    /// What the rules said.
    pub naive: [f64; RULES],
    /// Their scores when dressed; not a number where no past error is known.
    pub dressed: [f64; RULES],
}

impl Scored {
    /// The absolute error of a rule.
    pub fn naive_error(&self, rule: usize) -> f64 {
        (self.naive[rule] - self.verdict.truth).abs()
    }
}

/// A council that was not scored, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub council: String,
    /// The origin.
    pub origin: u16,
    /// The reason.
    pub why: String,
}

/// A finished back-test.
#[derive(Clone, Debug, Default)]
pub struct Backtest {
    /// Everything scored, by origin, then council, horizon, series.
    pub scored: Vec<Scored>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// How councils were found to wander, by origin.
    pub spreads: Vec<(u16, Spread)>,
    /// Whether only chosen councils were looked at.
    pub chosen: bool,
}

/// Why there is no back-test.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The tables are not as they should be.
    #[error(transparent)]
    Data(#[from] crate::data::Error),
    /// Nothing to compare a forecast with.
    #[error(
        "error[P0507]: a back-test needs full tables (CLA, ADM, CEA) of two years that follow each other; there are {found}\n  = help: put the tables of further years into the folder"
    )]
    Years {
        /// Years found.
        found: String,
    },
    /// Nobody is left.
    #[error("error[P0508]: no council can be scored\n{reasons}")]
    Nobody {
        /// Why each was left out.
        reasons: String,
    },
}

/// Forecasts and scores.
///
/// The result depends on the tables, the seed and the number of replications alone. Cost: about
/// 1 ms for each future and year of an average council, and a second for its baseline.
///
/// # Errors
/// If tables of at least two years in a row are not there, a council that was asked for is not,
/// or none can be scored.
pub fn backtest(
    tables: &Tables,
    fostering: &Services,
    setup: &Setup<'_>,
) -> Result<Backtest, Failure> {
    let years = tables.years();
    let origins: Vec<u16> = (years.iter().copied())
        .filter(|year| years.contains(&(year + 1)))
        .collect();
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else {
        return Err(too_few(&years));
    };
    if origins.is_empty() {
        return Err(too_few(&years));
    }
    // One year before the first table, totals may be known from later ones.
    let councils = councils(tables, fostering, first - 1, last);
    let chosen = choose(tables, setup, &origins)?;
    let mut done = Backtest {
        chosen: chosen.is_some(),
        skipped: incomplete(tables),
        ..Backtest::default()
    };
    let steps = Steps {
        done: AtomicU64::new(0),
        wanted: (2 * origins.len() * chosen.as_ref().map_or(councils.len(), Vec::len)) as u64,
        progress: setup.progress,
    };
    for &origin in &origins {
        let past = Past {
            councils: &councils,
            origin,
            last,
            setup,
            steps: &steps,
        };
        past.forecast(chosen.as_deref(), &mut done);
    }
    if done.scored.is_empty() {
        let reasons = done.skipped.iter();
        let reasons = reasons.map(|s| format!("  {} {}: {}\n", s.council, s.origin, s.why));
        return Err(Failure::Nobody {
            reasons: reasons.collect(),
        });
    }
    Ok(done)
}

/// Years that have some of the three tables only: nothing starts from them or is compared with them.
fn incomplete(tables: &Tables) -> Vec<Skipped> {
    let years = tables.incomplete().into_iter();
    let skipped = years.map(|(year, missing)| Skipped {
        council: "every council".to_owned(),
        origin: year,
        why: format!("the year is not used: no {} table", missing.join(", no ")),
    });
    skipped.collect()
}

fn too_few(years: &[u16]) -> Failure {
    let found = match years {
        [] => "none".to_owned(),
        years => years
            .iter()
            .map(u16::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    };
    Failure::Years { found }
}

/// Every council of any year, followed through all of them.
fn councils(tables: &Tables, fostering: &Services, from: u16, to: u16) -> Vec<Council> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for year in from..=to {
        for row in tables.authorities(year) {
            names
                .entry(row.name.to_lowercase())
                .or_insert_with(|| row.code.clone());
        }
    }
    let follow = |(name, code): (&String, &String)| {
        let service = fostering.of(name);
        let shown = (from..=to).find_map(|y| tables.authority(code, y).ok());
        let shown = shown.map_or(name.as_str(), |row| row.name.as_str());
        Council::follow(tables, service, code, shown, from..=to)
    };
    // A renamed council keeps its code: the first name stands for it.
    let mut all: Vec<Council> = names.iter().map(follow).collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.dedup_by(|a, b| a.code == b.code);
    all
}

/// Codes of the councils asked for; none if all are.
fn choose(
    tables: &Tables,
    setup: &Setup<'_>,
    origins: &[u16],
) -> Result<Option<Vec<String>>, crate::data::Error> {
    if setup.only.is_empty() {
        return Ok(None);
    }
    let code = |name: &String| {
        let found = origins.iter().map(|&origin| tables.authority(name, origin));
        let mut wrong = None;
        for row in found {
            match row {
                Ok(row) => return Ok(row.code.clone()),
                Err(why) => wrong = Some(why),
            }
        }
        Err(wrong.expect("there is an origin"))
    };
    setup
        .only
        .iter()
        .map(code)
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Hazards rise in years in which the stock grows more than it should.
fn correct(trend: &mut Trend, above: &[f64]) {
    // Stock lost in a year for each unit of the logarithm; not critical, as it is done again.
    const SLOPE: f64 = 0.2;
    let mut before = 0.0;
    for (trend, &above) in trend.iter_mut().zip(above) {
        *trend = (*trend + (above - before) / SLOPE).clamp(-1.5, 1.5);
        before = above;
    }
}

/// How far a back-test has come.
struct Steps<'a> {
    done: AtomicU64,
    wanted: u64,
    progress: Option<&'a (dyn Fn(u64, u64) + Sync)>,
}

impl Steps<'_> {
    /// So many more are done.
    fn done(&self, more: u64) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        if let Some(progress) = self.progress {
            progress(done, self.wanted);
        }
    }
}

/// What is known at an origin, and what is to be forecast from it.
struct Past<'a> {
    councils: &'a [Council],
    origin: u16,
    last: u16,
    setup: &'a Setup<'a>,
    steps: &'a Steps<'a>,
}

/// A council ready to be forecast.
struct Ready<'a> {
    council: &'a Council,
    scenario: Scenario,
    evidence: wander::Evidence,
    /// Its own part of the trend: what its baseline's growth differs from the expected one.
    trend: Trend,
}

impl<'a> Past<'a> {
    fn forecast(&self, chosen: Option<&[String]>, done: &mut Backtest) {
        let mut spread = Spread::known(self.councils, self.origin);
        let errors = naive::past_errors(self.councils, self.origin);
        let wanted = |c: &&Council| chosen.is_none_or(|codes| codes.contains(&c.code));
        let wanted: Vec<&Council> = self.councils.iter().filter(wanted).collect();
        let ready: Vec<Result<Ready<'_>, Skipped>> = wanted
            .par_iter()
            .map(|council| {
                let ready = self.prepare(council, &spread);
                // Who cannot be forecast will not be scored.
                self.steps.done(if ready.is_ok() { 1 } else { 2 });
                ready
            })
            .collect();
        let mut to_forecast = Vec::new();
        for result in ready {
            match result {
                Ok(ready) => to_forecast.push(ready),
                Err(skipped) => done.skipped.push(skipped),
            }
        }
        self.solve_ends(&to_forecast, &mut spread);
        done.spreads.push((self.origin, spread));
        let scored: Vec<Vec<Scored>> = to_forecast
            .par_iter()
            .map(|ready| {
                let scored = self.score(ready, &spread, &errors);
                self.steps.done(1);
                scored
            })
            .collect();
        for (scored, ready) in scored.into_iter().zip(&to_forecast) {
            done.skipped.extend(self.missing(ready.council));
            done.scored.extend(scored);
        }
    }

    /// The baseline as it would have been drawn up at the origin.
    fn prepare<'c>(&self, council: &'c Council, spread: &Spread) -> Result<Ready<'c>, Skipped> {
        let skipped = |why: String| Skipped {
            council: council.name.clone(),
            origin: self.origin,
            why,
        };
        let year = council
            .year(self.origin)
            .expect("origins lie within the years");
        let known = year
            .known
            .as_ref()
            .ok_or_else(|| skipped(year.why_not.clone()))?;
        let mut observed = known.observed.clone();
        let level = spread.level_of_entries(council, self.origin);
        let scaled = |n: u32| (f64::from(n) * level).round() as u32;
        observed.own.started = observed.own.started.map(scaled);
        observed.own.bases = observed.own.bases.map(scaled);
        observed.own.absent_parents = scaled(observed.own.absent_parents);
        if !self.setup.patterns {
            observed.fostering = None;
        }
        // A large council's futures are less noisy: fewer of them do.
        let futures = (5_000.0 / known.values[STOCK].max(1.0)).clamp(4.0, 12.0) as u64;
        let approach = Approach {
            rounds: 7,
            futures,
            years: 3,
            growth: spread.expected_growth(council, self.origin),
            patterns: self.setup.patterns,
        };
        let scenario = calibrate::calibrate_as(&observed, approach)
            .and_then(|text| calibrate::read(&text))
            .and_then(|scenario| scenario.with_years(u32::from(self.last - self.origin)));
        let [home, guardians, arrangements, adopted, _] = known.observed.own.ceased.map(f64::from);
        let scenario =
            scenario.map_err(|w| skipped(format!("no baseline: {}", w.render(false))))?;
        let mut ready = Ready {
            council,
            scenario,
            evidence: [home, guardians + arrangements, adopted],
            trend: [0.0; wander::MOST_YEARS],
        };
        self.centre(&mut ready, spread);
        Ok(ready)
    }

    /// The numbers of a baseline are solved with a few futures only: what its growth still
    /// differs from the expected one is corrected by futures without wandering, twice.
    fn centre(&self, ready: &mut Ready<'_>, spread: &Spread) {
        const FUTURES: u64 = 24;
        let calm = Spread {
            level: 0.0,
            step: 0.0,
            once: 0.0,
            ends: 0.0,
            ..*spread
        };
        for _ in 0..2 {
            let (_, above) = self.growth(ready, &calm, FUTURES);
            correct(&mut ready.trend, &above);
        }
    }

    /// Variance of the stock's logarithm after one year, and by how much the logarithm of its mean is
    /// above what is expected after each year.
    fn growth(&self, ready: &Ready<'_>, spread: &Spread, futures: u64) -> (f64, Vec<f64>) {
        let now = ready
            .council
            .known(STOCK, self.origin)
            .unwrap_or(1.0)
            .max(1.0);
        let growth = spread.expected_growth(ready.council, self.origin);
        let futures = self.futures(ready, spread, futures);
        let of = |year: usize, value: &dyn Fn(f64) -> f64| -> Tally {
            let stocks = futures.iter().map(|f| f[year][STOCK].max(1.0) / now);
            stocks.map(value).collect()
        };
        let above = |year: usize| libm::log(of(year, &|s| s).mean()) - growth * (year + 1) as f64;
        let above = (0..futures[0].len()).map(above).collect();
        (of(0, &libm::log).variance(), above)
    }

    /// Futures of a council.
    fn futures(&self, ready: &Ready<'_>, spread: &Spread, replications: u64) -> Vec<Vec<Values>> {
        let model = &ready.scenario.model;
        // Councils, origins and replications all have futures of their own.
        let own = Root::named(&ready.council.code, u64::from(self.origin));
        let seed = RunKey::new(self.setup.seed, 0).bits(own, 0, 0)[0];
        let trend = std::array::from_fn(|year| spread.trend[year] + ready.trend[year]);
        let one = |replication| {
            let key = RunKey::new(seed, replication);
            let varied = wander::future(model, spread, ready.evidence, &trend, key);
            run(&varied, key, Outlook::default()).years
        };
        (0..replications).map(one).collect()
    }

    /// Spread and trend of the yearly factor on ends of care: with them, simulated stocks vary in
    /// one year as published ones did, and grow together as expected. Found on a sample of the
    /// councils, by turns: the variance is taken to be linear in the factor's, growth in its
    /// logarithm.
    fn solve_ends(&self, ready: &[Ready<'_>], spread: &mut Spread) {
        const ROUNDS: usize = 4;
        if ready.is_empty() {
            return;
        }
        let (still, _) = self.pilot(
            ready,
            &Spread {
                ends: 0.0,
                ..*spread
            },
        );
        spread.ends = 0.4;
        let mut slope = None;
        for _ in 0..ROUNDS {
            let (variance, excess) = self.pilot(ready, spread);
            let slope =
                *slope.get_or_insert((variance - still).max(1e-4) / (spread.ends * spread.ends));
            let missing = spread.stock * spread.stock - variance;
            spread.ends = (spread.ends * spread.ends + missing / slope)
                .clamp(0.0, 1.0)
                .sqrt();
            correct(&mut spread.trend, &excess);
        }
    }

    /// Of a sample of councils: the mean variance of the stock's logarithm after one year, weighted
    /// by the stock (as in [`Spread::known`]), and by how much the mean is above what is expected
    /// after each year.
    fn pilot(&self, ready: &[Ready<'_>], spread: &Spread) -> (f64, Vec<f64>) {
        const FUTURES: u64 = 24;
        const SAMPLE: usize = 50;
        let sample: Vec<&Ready<'_>> = ready.iter().step_by(1 + ready.len() / SAMPLE).collect();
        let each = sample
            .par_iter()
            .map(|ready| self.growth(ready, spread, FUTURES));
        let each: Vec<(f64, Vec<f64>)> = each.collect();
        let weight = |ready: &Ready<'_>| ready.council.known(STOCK, self.origin).unwrap_or(0.0);
        let weights: f64 = sample.iter().map(|ready| weight(ready)).sum();
        let weighted = sample
            .iter()
            .zip(&each)
            .map(|(r, (variance, _))| weight(r) * variance);
        let variance = weighted.sum::<f64>() / weights.max(1.0);
        let years = each.first().map_or(0, |(_, above)| above.len());
        let mean = |year: usize| each.iter().map(|(_, a)| a[year]).collect::<Tally>().mean();
        (variance, (0..years).map(mean).collect())
    }

    fn score(&self, ready: &Ready<'_>, spread: &Spread, errors: &Errors) -> Vec<Scored> {
        let council = ready.council;
        let futures = self.futures(ready, spread, self.setup.replications);
        let stock = council.known(STOCK, self.origin).unwrap_or(f64::NAN);
        let mut scored = Vec::new();
        for horizon in 1..=self.last - self.origin {
            let Some(rules) = naive::forecasts(council, self.origin, horizon) else {
                continue;
            };
            for series in 0..SERIES {
                let Some(truth) = council.published(series, self.origin + horizon) else {
                    continue;
                };
                let year = usize::from(horizon) - 1;
                let ensemble = futures.iter().map(|years| years[year][series]).collect();
                let naive: [f64; RULES] = std::array::from_fn(|rule| rules[rule][series]);
                scored.push(Scored {
                    council: council.name.clone(),
                    code: council.code.clone(),
                    origin: self.origin,
                    horizon,
                    series,
                    stock,
                    verdict: Verdict::of(ensemble, truth),
                    naive,
                    dressed: std::array::from_fn(|rule| {
                        let past = &errors[rule][series];
                        let mut members = naive::dressed(naive[rule], stock, horizon, past);
                        members.sort_by(f64::total_cmp);
                        crps(&members, truth)
                    }),
                });
            }
        }
        scored
    }

    /// Years of a forecast council for which nothing is published.
    fn missing(&self, council: &Council) -> Vec<Skipped> {
        let none = |year: &u16| council.published(STOCK, *year).is_none();
        let missing = (self.origin + 1..=self.last).filter(none);
        let skipped = missing.map(|year| Skipped {
            council: council.name.clone(),
            origin: self.origin,
            why: format!("nothing to compare with: {year} is hidden or not in the tables"),
        });
        skipped.collect()
    }
}
