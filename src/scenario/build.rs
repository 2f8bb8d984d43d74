//! From checked settings to what the model and the ledger take.

mod entries;
mod fostering;
mod money;
mod months;
mod optimism;
mod rebase;
mod recruitment;
mod sections;
mod stock;

pub use money::base_year;
pub use months::full_years;
pub use rebase::{PRICE_YEAR, in_words, index, name_of, year_of};

use std::str::FromStr;

use crate::care::params::{Model, Regime};
use crate::des::time::SimTime;
use crate::dist::Dist;
use crate::finance::prices::PriceList;

use super::diagnostic::{Finding, Findings, Place};
use super::distribution::Spec;
use super::keys::{self, Need};
use super::layers::Timeline;
use super::value::{AgeShare, Row, Settings};

/// Builds model and prices. `None` if something will not do, which is then reported.
pub fn build(timeline: &Timeline, findings: &mut Findings) -> Option<(Model, PriceList)> {
    match assemble(timeline, findings) {
        Ok(built) => built,
        Err(Unbuildable(message)) => {
            let place = Place::top_of(0);
            let help = "the checks should have found this: please report it with the file";
            findings.push(Finding::error("P0102", place, message, help));
            None
        }
    }
}

fn assemble(
    timeline: &Timeline,
    findings: &mut Findings,
) -> Result<Option<(Model, PriceList)>, Unbuildable> {
    let all = timeline.all();
    let years = all.need_number("run.years")? as usize;
    let months = months::months(timeline.start, years)?;
    let strands = recruitment::Strands::new(timeline, &all);
    let mut families = entries::Families::default();
    let mut params = |settings: &Settings, yearly_factor: Vec<f64>| {
        let entries = entries::entries(settings, yearly_factor, &mut families, findings)?;
        let supports = fostering::supports(settings, &all)?;
        let homes = fostering::homes(settings, &all)?;
        sections::params(settings, entries, strands.on(settings)?, supports, homes)
    };
    let opening_settings = timeline.opening();
    let factors = entries::factors_from(&opening_settings, &[], 0, years)?;
    let opening = params(&opening_settings, factors.clone())?;
    let mut regimes: Vec<Regime> = Vec::new();
    let mut last_factors: Vec<f64> = Vec::new();
    for date in timeline.dates() {
        let settings = timeline.on(date);
        let from = months::instant(timeline.start, date);
        let whole_years = months::whole_years(timeline.start, date);
        last_factors = entries::factors_from(&settings, &last_factors, whole_years, years)?;
        let params = params(&settings, last_factors.clone())?;
        if regimes.last().is_none_or(|last| last.params != params) {
            regimes.push(Regime { from, params });
        }
    }
    let stock = stock::stock(&opening_settings, strands.names())?;
    let prices = money::prices(timeline, &all, strands.names(), &months)?;
    let model = Model {
        opening,
        stock,
        regimes,
        years: months::financial_years(timeline.start, &months),
        run_off: months::run_off(timeline.start, &months),
        months,
    };
    Ok((!findings.has_errors()).then_some((model, prices)))
}

/// A value that the checks should have made sure of.
#[derive(Clone, Debug)]
pub struct Unbuildable(String);

impl Unbuildable {
    fn without(path: &str) -> Self {
        Self(format!("`{path}` has no usable value"))
    }
}

/// Values by path that the checks have made sure of.
impl Settings {
    fn need_number(&self, path: &str) -> Result<f64, Unbuildable> {
        self.number(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_count(&self, path: &str) -> Result<u32, Unbuildable> {
        self.need_number(path).map(count)
    }

    fn need_numbers(&self, path: &str) -> Result<&[f64], Unbuildable> {
        self.numbers(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_array<const N: usize>(&self, path: &str) -> Result<[f64; N], Unbuildable> {
        let numbers = self.need_numbers(path)?;
        numbers.try_into().map_err(|_| Unbuildable::without(path))
    }

    /// Shares that add to one within tolerance, made to add to one.
    fn need_shares<const N: usize>(&self, path: &str) -> Result<[f64; N], Unbuildable> {
        Ok(add_to_one(self.need_array(path)?))
    }

    /// The same, or what the key table says.
    fn shares_or_default<const N: usize>(&self, path: &str) -> Result<[f64; N], Unbuildable> {
        Ok(add_to_one(self.array_or_default(path)?))
    }

    /// Shares made to add to one; all of the first group without them.
    fn shares_or_first<const N: usize>(&self, path: &str) -> [f64; N] {
        let first = std::array::from_fn(|n| if n == 0 { 1.0 } else { 0.0 });
        self.need_shares(path).unwrap_or(first)
    }

    fn need_dist(&self, path: &str) -> Result<Dist, Unbuildable> {
        let spec = self
            .duration(path)
            .ok_or_else(|| Unbuildable::without(path))?;
        dist(spec, path)
    }

    fn need_dists<const N: usize>(&self, path: &str) -> Result<[Dist; N], Unbuildable> {
        let specs = self
            .durations(path)
            .ok_or_else(|| Unbuildable::without(path))?;
        let dists: Vec<Dist> = specs
            .iter()
            .map(|s| dist(s, path))
            .collect::<Result<_, _>>()?;
        dists.try_into().map_err(|_| Unbuildable::without(path))
    }

    /// A number, or what the key table says holds where the file says nothing.
    fn number_or_default(&self, path: &str) -> Result<f64, Unbuildable> {
        match self.number(path) {
            Some(number) => Ok(number),
            None => default_of(path).or_else(|_| self.need_number(default_text(path)?)),
        }
    }

    /// Yes or no, likewise.
    fn flag_or_default(&self, path: &str) -> Result<bool, Unbuildable> {
        match self.flag(path) {
            Some(flag) => Ok(flag),
            None => default_of(path),
        }
    }

    /// Numbers, likewise.
    fn array_or_default<const N: usize>(&self, path: &str) -> Result<[f64; N], Unbuildable> {
        if self.get(path).is_some() {
            return self.need_array(path);
        }
        let text = default_text(path)?;
        let numbers = text.trim_matches(['[', ']']).split(", ");
        let numbers: Result<Vec<f64>, _> = numbers.map(str::parse).collect();
        let numbers = numbers.map_err(|_| Unbuildable::without(path))?;
        numbers.try_into().map_err(|_| Unbuildable::without(path))
    }

    /// A length of time, likewise.
    fn dist_or_default(&self, path: &str) -> Result<Dist, Unbuildable> {
        match self.duration(path) {
            Some(spec) => dist(spec, path),
            None => Dist::constant(default_of(path)?).map_err(|_| Unbuildable::without(path)),
        }
    }

    fn need_matrix(&self, path: &str) -> Result<&[Vec<f64>], Unbuildable> {
        self.matrix(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_text(&self, path: &str) -> Result<&str, Unbuildable> {
        self.text(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_word(&self, path: &str) -> Result<&'static str, Unbuildable> {
        self.word(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_words(&self, path: &str) -> Result<&[&'static str], Unbuildable> {
        self.words(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_ages(&self, path: &str) -> Result<&[AgeShare], Unbuildable> {
        self.ages(path).ok_or_else(|| Unbuildable::without(path))
    }

    fn need_rows(&self, path: &str) -> Result<&[Row], Unbuildable> {
        self.rows(path).ok_or_else(|| Unbuildable::without(path))
    }
}

fn add_to_one<const N: usize>(shares: [f64; N]) -> [f64; N] {
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}

fn default_text(path: &str) -> Result<&'static str, Unbuildable> {
    match keys::find(path).map(|key| key.need) {
        Some(Need::Default(text)) => Ok(text),
        _ => Err(Unbuildable::without(path)),
    }
}

fn default_of<T: FromStr>(path: &str) -> Result<T, Unbuildable> {
    let text = default_text(path)?;
    text.parse().map_err(|_| Unbuildable::without(path))
}

fn dist(spec: &Spec, path: &str) -> Result<Dist, Unbuildable> {
    spec.to_dist()
        .map_err(|error| Unbuildable(format!("`{path}`: {error}")))
}

/// A checked count: whole and far below the type's end. Phasing in may have left a fraction.
fn count(number: f64) -> u32 {
    number.round() as u32
}

/// The first instant of the run.
const START: SimTime = SimTime::START;
