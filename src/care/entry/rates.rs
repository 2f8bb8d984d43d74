//! How many families come into care, and when: the rates of first entries.
//!
//! The rate of a year grows from the one before by the scenario's trend. Councils' numbers vary more
//! from year to year than chance alone would have them: each year of the run can be busier or
//! quieter by a factor, drawn once for the replication and common to all ages and all scenarios. Within
//! a year, months can differ by their season.

use crate::care::World;
use crate::care::child::AgeBand;
use crate::care::params::{Entries, Model};
use crate::care::phase::Purpose;
use crate::des::hazard::PiecewiseRates;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};
use crate::dist::gamma_with_mean_one;

impl World<'_> {
    /// How busy each year of the run is at the front door, the same in all scenarios: a gamma
    /// factor with mean one, so that the number of families in a year has the stated dispersion.
    /// Empty if entries are Poisson.
    ///
    /// A Poisson number whose mean m is multiplied by such a factor of variance v has variance
    /// m + v·m²; so v = (dispersion − 1) / m, and the shape of the gamma distribution is 1 / v.
    pub(super) fn busy_years(&self) -> Vec<f64> {
        let entries = &self.model.opening.entries;
        let excess = entries.dispersion - 1.0;
        if excess <= 0.0 {
            return Vec::new();
        }
        let years = (self.end() - SimTime::START).years().ceil() as u32;
        let a_year: f64 = entries.groups_a_year.iter().sum();
        let busy = |year: u32| {
            let expected = a_year * trend(entries, year as usize);
            let root = Root::named("year of entries", u64::from(year));
            let u = self.uniform(root, Purpose::YearOfEntries, 0);
            match expected > 0.0 {
                true => gamma_with_mean_one(expected / excess, u),
                false => 1.0,
            }
        };
        (0..years).map(busy).collect()
    }
}

/// The baseline's rate of groups with their youngest in `band`, year by year and, if it has seasons,
/// month by month; each year busier or quieter by its factor (none: as expected).
pub(super) fn baseline(model: &Model, band: AgeBand, busy: &[f64]) -> PiecewiseRates {
    let entries = &model.opening.entries;
    let rate = entries.groups_a_year[band as usize];
    let years = 0..entries.yearly_factor.len().max(busy.len());
    let years: Vec<_> = years.map(|y| SimSpan::from_years(y as f64)).collect();
    let months = if entries.has_seasons() {
        month_starts(model)
    } else {
        Vec::new()
    };
    let mut starts = [years.as_slice(), &months].concat();
    starts.sort_unstable();
    starts.dedup();
    let begun = |of: &[SimSpan], at: SimSpan| of.partition_point(|start| *start <= at) - 1;
    let step = |at: SimSpan| {
        let year = begun(&years, at);
        let busy = busy.get(year).copied().unwrap_or(1.0);
        let season = match months.is_empty() {
            true => 1.0,
            false => entries.season[model.month_of_year(begun(&months, at))],
        };
        (at, rate * (trend(entries, year) * busy) * season)
    };
    PiecewiseRates::new(&starts.into_iter().map(step).collect::<Vec<_>>())
}

/// When the months begin, those after the horizon included.
fn month_starts(model: &Model) -> Vec<SimSpan> {
    let all = model.months.iter().chain(&model.run_off);
    all.map(|&month| month - SimTime::START).collect()
}

/// The factor of a year of the run; the last one holds on.
fn trend(entries: &Entries, year: usize) -> f64 {
    let last = entries.yearly_factor.len().saturating_sub(1);
    entries.yearly_factor[year.min(last)]
}

/// How many times as many groups come as in the baseline, in a year of the run and a month of the
/// calendar.
pub(super) fn ratio(
    wanted: &Entries,
    baseline: &Entries,
    band: AgeBand,
    (year, month): (usize, usize),
) -> f64 {
    let rate = |e: &Entries| trend(e, year) * e.groups_a_year[band as usize];
    match rate(baseline) > 0.0 {
        true => rate(wanted) / rate(baseline) * (wanted.season[month] / baseline.season[month]),
        false => 0.0,
    }
}

/// The highest of these ratios over all that is ever in force, at least one: it says how many streams
/// are needed.
pub(super) fn highest_ratio(model: &Model, band: AgeBand) -> f64 {
    let baseline = &model.opening.entries;
    let highest = |wanted: &Entries| {
        let years = wanted.yearly_factor.len().max(baseline.yearly_factor.len());
        let whens = (0..years).flat_map(|year| (0..12).map(move |month| (year, month)));
        let ratios = whens.map(|when| ratio(wanted, baseline, band, when));
        ratios.fold(0.0, f64::max)
    };
    let regimes = model.regimes.iter();
    let ratios = regimes.map(|regime| highest(&regime.params.entries));
    ratios.fold(1.0, f64::max)
}
