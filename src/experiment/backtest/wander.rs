//! How councils wander from year to year, and futures in which they do.
//!
//! Chance events alone make a stock of five hundred vary by three or four per cent in a year; what
//! is published varies by seven or eight. So each future has its own rates. Three things are drawn
//! for it:
//!
//! * *Entries*: the level of a council's entries is not quite known at the origin and takes a
//!   random step each year (a local level model: J. Durbin, S. J. Koopman 2012, "Time Series
//!   Analysis by State Space Methods", 2nd edition, chapter 2). The steps' variance is found from
//!   the changes of published starts over all councils up to the origin: var(change) = step + 2 ·
//!   noise, cov(change, next change) = −noise. Noise up to what families of brothers and sisters
//!   make by themselves is left to the simulation. With a single change known, half of its variance
//!   is taken to last.
//! * *Returns home and other ends before 18*: all hazards of a year are busier or quieter by one
//!   factor, which lasts as far as published numbers of children who cease have proved to (as for
//!   entries). Its spread is solved so that simulated one-year changes of the stock vary as much as
//!   published ones did up to the origin, about the forecast that would have been made of them. Its
//!   mean in each year is solved so that all councils together grow as expected: hazards have a
//!   trend of their own, and with constant ones a forecast drifts.
//! * *What was estimated*: chances of return home, orders to relatives and adoption are known as
//!   well as the pooled counts allow: a gamma factor of mean one and variance 1 / (count + prior).

use crate::care::params::{Model, Params, Regime};
use crate::care::phase::Purpose;
use crate::des::stream::{Root, RunKey};
use crate::dist::{gamma_with_mean_one, normal};
use crate::stats::Tally;

use super::series::{CEASED, Council, STARTED, STOCK};

/// Variance over mean of children who start in a year, if families are Poisson: the mean of
/// their size squared over its mean, for the usual sizes.
const CHILDREN_PER_FAMILY: f64 = 2.0;
/// The furthest that is forecast.
pub const MOST_YEARS: usize = 10;
/// Standard deviations of yearly changes where the tables have none up to the origin (assumed): of
/// those who start or cease, and of the stock.
const USUAL_CHANGE: f64 = 0.2;
const USUAL_CHANGE_OF_STOCK: f64 = 0.08;
/// Children's worth of prior belief in a pooled chance, as in calibration.
const PRIOR: f64 = 25.0;

/// Standard deviations of logarithms, over all councils.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Of the level of entries at the origin.
    pub level: f64,
    /// Of its step in a year.
    pub step: f64,
    /// Of what lasts one year only, beyond chance.
    pub once: f64,
    /// How much of the last year's surprise belongs to the level.
    pub gain: f64,
    /// Factor on all levels, so that they add up to as many as started in all councils.
    pub scale: f64,
    /// Of the factor on ends of care in a year.
    pub ends: f64,
    /// How much of its variance takes a step that lasts; the rest holds one year.
    pub ends_last: f64,
    /// How many times the hazards of ends hold in each year of the run, as a logarithm: solved so
    /// that all councils together grow as expected.
    pub trend: Trend,
    /// Of one-year changes of the stock about the forecast, as published: what `ends` is solved for.
    pub stock: f64,
    /// Growth of all councils' stock in the last year before the origin.
    pub growth: f64,
    /// How much of its own difference from that a council keeps in the next year.
    pub keeps: f64,
}

impl Spread {
    /// As known in `origin`; `ends` is still to be solved.
    pub fn known(councils: &[Council], origin: u16) -> Self {
        let entries = Wander::of(councils, STARTED, CHILDREN_PER_FAMILY, origin);
        let ends = Wander::of(councils, CEASED, 1.0, origin);
        let stock = Changes::of(councils, STOCK, origin);
        let mut spread = Self {
            level: (entries.gain * entries.noise).sqrt(),
            step: entries.step.sqrt(),
            once: entries.once.sqrt(),
            gain: entries.gain,
            scale: 1.0,
            ends: 0.0,
            ends_last: ends.step / (ends.step + ends.once),
            trend: [0.0; MOST_YEARS],
            stock: stock
                .errors
                .unwrap_or(USUAL_CHANGE_OF_STOCK * USUAL_CHANGE_OF_STOCK)
                .sqrt(),
            growth: stock.last,
            keeps: stock
                .covariance
                .zip(stock.variance)
                .map_or(0.0, |(c, v)| (c / v.max(1e-9)).clamp(0.0, 1.0)),
        };
        let (mut last, mut levels) = (0.0, 0.0);
        for council in councils {
            let started = council.known(STARTED, origin).unwrap_or(0.0);
            last += started;
            levels += started * spread.level_of_entries(council, origin);
        }
        if levels > 0.0 {
            spread.scale = last / levels;
        }
        spread
    }

    /// The growth expected of a council.
    pub fn expected_growth(&self, council: &Council, origin: u16) -> f64 {
        let own = change(council, STOCK, origin).unwrap_or(self.growth);
        self.growth + self.keeps * (own - self.growth)
    }

    /// The level of a council's entries at the origin, as a factor on those of its last year.
    pub fn level_of_entries(&self, council: &Council, origin: u16) -> f64 {
        let mut level: Option<f64> = None;
        for year in council.first..=origin {
            if let Some(started) = council.known(STARTED, year).filter(|n| *n >= 1.0) {
                let now = libm::log(started);
                level = Some(level.map_or(now, |before| before + self.gain * (now - before)));
            }
        }
        let last = council.known(STARTED, origin).filter(|n| *n >= 1.0);
        match (level, last) {
            (Some(level), Some(last)) => self.scale * libm::exp(level) / last,
            _ => 1.0,
        }
    }
}

/// A local level model of the logarithm of a yearly number, over all councils.
struct Wander {
    /// Variance of the level's step in a year.
    step: f64,
    /// Variance of what does not last.
    noise: f64,
    /// The part of it that is more than chance.
    once: f64,
    /// Of a surprise, the share that belongs to the level (the steady state of Kalman's filter).
    gain: f64,
}

impl Wander {
    /// `clumping`: variance over mean if nothing varied but chance.
    fn of(councils: &[Council], series: usize, clumping: f64, origin: u16) -> Self {
        let changes = Changes::of(councils, series, origin);
        let usual = USUAL_CHANGE * USUAL_CHANGE;
        let variance = changes.variance.unwrap_or(usual).max(1e-6);
        let noise = match changes.covariance {
            Some(covariance) => (-covariance).clamp(0.05 * variance, 0.45 * variance),
            None => 0.25 * variance,
        };
        let step = variance - 2.0 * noise;
        let ratio = step / noise;
        let predicted = noise * (ratio + (ratio * ratio + 4.0 * ratio).sqrt()) / 2.0;
        let each = councils.iter().filter_map(|c| c.known(series, origin));
        let chance: Tally = each.map(|n| clumping / n.max(1.0)).collect();
        Self {
            step,
            noise,
            once: (noise - chance.mean()).max(0.0),
            gain: predicted / (predicted + noise),
        }
    }
}

/// The logarithm of a series' change in the year to `year`.
fn change(council: &Council, series: usize, year: u16) -> Option<f64> {
    let of = |year: u16| council.known(series, year).filter(|n| *n >= 1.0);
    Some(libm::log(of(year)? / of(year - 1)?))
}

/// What the changes of a series were like up to a year, over all councils.
struct Changes {
    /// Mean square about each year's mean.
    variance: Option<f64>,
    /// Of one year's with the next's; none with one change only.
    covariance: Option<f64>,
    /// Mean square about what the year before would have said (no change for the first), weighted
    /// by the number changed: chance alone varies the more, the fewer there are. None without a
    /// change.
    errors: Option<f64>,
    /// The last year's change of all together.
    last: f64,
}

impl Changes {
    fn of(councils: &[Council], series: usize, origin: u16) -> Self {
        let (mut squares, mut products) = (Tally::new(), Tally::new());
        let (mut errors, mut weights) = (0.0, 0.0);
        let mut before: Option<Vec<Option<f64>>> = None;
        let (mut last, mut expected) = (0.0, 0.0);
        let first = councils.iter().map(|c| c.first).min().unwrap_or(origin);
        for year in first + 1..=origin {
            let changes: Vec<_> = councils.iter().map(|c| change(c, series, year)).collect();
            let known: Tally = changes.iter().flatten().copied().collect();
            if known.count() < 2 {
                continue;
            }
            let about: Vec<Option<f64>> = changes
                .iter()
                .map(|c| c.map(|c| c - known.mean()))
                .collect();
            about.iter().flatten().for_each(|c| squares.push(c * c));
            for (council, changed) in councils.iter().zip(&changes) {
                let weight = council.known(series, year - 1).unwrap_or(0.0);
                let error = changed.map_or(0.0, |c| c - expected);
                errors += weight * error * error;
                weights += if changed.is_some() { weight } else { 0.0 };
            }
            if let Some(before) = &before {
                let pairs = before.iter().zip(&about);
                let both = pairs.filter_map(|(a, b)| Some((*a)? * (*b)?));
                both.for_each(|product| products.push(product));
            }
            before = Some(about);
            last = together(councils, series, year);
            expected = last;
        }
        Self {
            variance: (squares.count() > 0).then(|| squares.mean()),
            covariance: (products.count() > 0).then(|| products.mean()),
            errors: (weights > 0.0).then(|| errors / weights),
            last,
        }
    }
}

/// The logarithm of the change of all councils' sum.
fn together(councils: &[Council], series: usize, year: u16) -> f64 {
    let (mut now, mut then) = (0.0, 0.0);
    for council in councils {
        let both = council
            .known(series, year)
            .zip(council.known(series, year - 1));
        if let Some((a, b)) = both {
            now += a;
            then += b;
        }
    }
    if now > 0.0 && then > 0.0 {
        libm::log(now / then)
    } else {
        0.0
    }
}

/// The children on whom the pooled chances rest: home, orders to relatives, adopted.
pub type Evidence = [f64; 3];

/// Logarithms of factors on the hazards of ends, year by year.
pub type Trend = [f64; MOST_YEARS];

/// One future's model: the same council with rates of its own, ends of care with this trend.
pub fn future(
    model: &Model,
    spread: &Spread,
    evidence: Evidence,
    trend: &Trend,
    key: RunKey,
) -> Model {
    let uniform = |what: &str, year: usize| {
        key.uniform(Root::named(what, year as u64), Purpose::YearOfEntries, 0)
    };
    let chance = |what: &str, count: f64| gamma_with_mean_one(count + PRIOR, uniform(what, 0));
    let home = chance("back-test: return home", evidence[0]);
    let relatives = chance("back-test: relatives", evidence[1]);
    let adoption = chance("back-test: adoption", evidence[2]);
    let normal = |what: &str, year: usize| normal::quantile(uniform(what, year));
    let years = (model.months.len() - 1) / 12;
    let mut level = spread.level * normal("back-test: level of entries", 0);
    let mut variance = spread.level * spread.level;
    let mut entries = Vec::with_capacity(years);
    for year in 0..years {
        level += spread.step * normal("back-test: step of entries", year);
        variance += spread.step * spread.step;
        let once = spread.once * normal("back-test: year of entries", year);
        let mean = (variance + spread.once * spread.once) / 2.0;
        entries.push(libm::exp(level + once - mean));
    }
    let mut varied = model.clone();
    let believe = |params: &mut Params| {
        params.entries.yearly_factor = entries.clone();
        params.home.rates = params.home.rates.each_ref().map(|rates| rates.scaled(home));
        params.relatives.suitable = params.relatives.suitable.map(|s| (s * relatives).min(1.0));
        params.adoption.plan = params.adoption.plan.map(|p| (p * adoption).min(1.0));
    };
    believe(&mut varied.opening);
    let mut usual = model.regimes[0].params.clone();
    believe(&mut usual);
    let (mut lasting, mut lasting_variance) = (0.0, 0.0);
    let year = |year: usize| {
        let whole = spread.ends * spread.ends;
        let (step, once) = (whole * spread.ends_last, whole * (1.0 - spread.ends_last));
        lasting += step.sqrt() * normal("back-test: step of ends", year);
        lasting_variance += step;
        let now = lasting + once.sqrt() * normal("back-test: year of ends", year);
        let trend = trend[year.min(MOST_YEARS - 1)];
        let factor = libm::exp(trend + now - (lasting_variance + once) / 2.0);
        let mut params = usual.clone();
        params.home.rates = params
            .home
            .rates
            .each_ref()
            .map(|rates| rates.scaled(factor));
        params.leaving = params.leaving.scaled(factor);
        let from = model.months[12 * year];
        Regime { from, params }
    };
    varied.regimes = (0..years).map(year).collect();
    varied
}
