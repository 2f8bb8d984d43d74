//! Children entering care: family rates solved so that the children come out as stated.
//!
//! A scenario states children a year by age band. Children come in families on the stream of
//! their youngest's band, and older siblings count in the bands of their own ages. So the rates
//! of families solve a triangular system, youngest band first.

use crate::care::child::{AgeBand, Basis, ByAge};
use crate::care::params::Entries;

use super::super::diagnostic::{Finding, Findings};
use super::super::keys::Columns;
use super::super::value::Settings;
use super::super::wording::tidy;
use super::Unbuildable;

/// Points of the midpoint rule over the youngest's age within its band.
const POINTS: u32 = 2000;

/// A rate this little below zero is rounding.
const ROUNDING: f64 = -1e-9;

/// What the children of a family depend on: shares of children who come alone, sizes, gaps, and
/// the mean ages of the youngest.
type Shape = (ByAge<f64>, [f64; 4], (f64, f64), ByAge<f64>);

/// Remembers the children per family: the states of a scenario that is phased in mostly share
/// them, and the integral takes milliseconds.
#[derive(Default)]
pub struct Families {
    known: Option<(Shape, ByAge<ByAge<f64>>)>,
}

impl Families {
    fn children(&mut self, entries: &Entries) -> ByAge<ByAge<f64>> {
        let alone = entries.basis.map(alone);
        let gap = entries.sibling_gap_years;
        let shape = (alone, entries.group_size, gap, entries.mean_age);
        match self.known {
            Some((known, children)) if known == shape => children,
            _ => {
                let children = children_per_group(entries);
                self.known = Some((shape, children));
                children
            }
        }
    }
}

/// Entries, with the families solved for.
pub fn entries(
    settings: &Settings,
    yearly_factor: Vec<f64>,
    families: &mut Families,
    findings: &mut Findings,
) -> Result<Entries, Unbuildable> {
    let mut entries = Entries {
        groups_a_year: [0.0; 5],
        yearly_factor,
        season: season(settings)?,
        mean_age: settings.need_array("entries.mean_age_years")?,
        basis: basis(settings)?,
        group_size: settings.need_shares("entries.group_size")?,
        sibling_gap_years: settings
            .need_array("entries.sibling_gap_years")
            .map(|[a, b]| (a, b))?,
        together: settings.need_number("entries.assessed_together")?,
        additional_needs: settings.need_array("entries.additional_needs")?,
        complex_needs: settings.need_array("entries.complex_needs")?,
        ethnic_group: settings.shares_or_first("entries.ethnic_group"),
        nobody_responsible: settings.array_or_default("entries.nobody_responsible")?,
        dispersion: settings.number_or_default("entries.dispersion")?,
        later_born: settings.number_or_default("entries.later_born_a_year")?,
        later_born_accepted: settings.number_or_default("entries.later_born_accepted")?,
    };
    let path = "entries.first_entries_a_year";
    let wanted: ByAge<f64> = settings.need_array(path)?;
    match solve(&families.children(&entries), &wanted) {
        Ok(groups) => entries.groups_a_year = groups,
        Err((band, siblings)) => {
            let name = Columns::AgeBands.names()[band];
            let message = format!(
                "{} first entries a year {name}, but older siblings of younger entrants alone would be {}",
                tidy(wanted[band]),
                tidy(siblings)
            );
            let help = format!(
                "raise the entries {name} to {} or more, or make families smaller (`entries.group_size`) or closer in age (`entries.sibling_gap_years`)",
                tidy((siblings * 10.0).ceil() / 10.0)
            );
            if let Some(at) = settings.get(path) {
                findings.push(Finding::error("P0213", at.part(band), message, help));
            }
        }
    }
    Ok(entries)
}

/// Share of entrants who come without brothers and sisters.
fn alone(basis: [f64; Basis::ALL.len()]) -> f64 {
    let bases = Basis::ALL.into_iter().zip(basis);
    let alone = bases.filter(|(basis, _)| basis.comes_alone());
    alone.map(|(_, share)| share).sum()
}

/// Shares of legal bases in each band, made to add to one.
fn basis(settings: &Settings) -> Result<ByAge<[f64; Basis::ALL.len()]>, Unbuildable> {
    let lists: [ByAge<f64>; Basis::ALL.len()] = [
        settings.need_array("entries.section_20")?,
        settings.need_array("entries.interim_care_order")?,
        settings.need_array("entries.emergency")?,
        settings.need_array("entries.asylum_seeking")?,
        settings.array_or_default("entries.remand")?,
    ];
    let band = |band: usize| {
        let shares = lists.map(|list| list[band]);
        let sum: f64 = shares.iter().sum();
        shares.map(|share| share / sum)
    };
    Ok(std::array::from_fn(band))
}

/// Days of the months, a leap day counted once in four years.
const DAYS: [f64; 12] = [
    31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0,
];

/// Factors of the months, so that a year has as many entries as without them.
fn season(settings: &Settings) -> Result<[f64; 12], Unbuildable> {
    let season: [f64; 12] = settings.array_or_default("entries.season")?;
    let in_a_year: f64 = season
        .iter()
        .zip(DAYS)
        .map(|(factor, days)| factor * days)
        .sum();
    let mean = in_a_year / DAYS.iter().sum::<f64>();
    Ok(season.map(|factor| factor / mean))
}

/// Factors on entry rates for each year of the run. A change of trend carries on from the level
/// reached: up to the year of the change (`since`) the factors are those that held before.
pub fn factors_from(
    settings: &Settings,
    before: &[f64],
    since: usize,
    years: usize,
) -> Result<Vec<f64>, Unbuildable> {
    let growth = 1.0 + settings.need_number("entries.yearly_change")?;
    let mut factors: Vec<f64> = before.iter().take(since + 1).copied().collect();
    while factors.len() < years {
        let next = factors.last().map_or(1.0, |last| last * growth);
        factors.push(next);
    }
    Ok(factors)
}

/// Families a year by the youngest's band; or the first band in which older siblings alone exceed
/// the children wanted, with their number.
fn solve(children: &ByAge<ByAge<f64>>, wanted: &ByAge<f64>) -> Result<ByAge<f64>, (usize, f64)> {
    let mut groups = [0.0; 5];
    for band in 0..5 {
        let siblings: f64 = (0..band)
            .map(|younger| groups[younger] * children[younger][band])
            .sum();
        let rate = (wanted[band] - siblings) / children[band][band];
        if rate < ROUNDING {
            return Err((band, siblings));
        }
        groups[band] = rate.max(0.0);
    }
    Ok(groups)
}

/// Expected children of each band (second index) in a family whose youngest is in a band (first
/// index). Unaccompanied asylum-seeking children and those on remand come alone, whatever size is drawn.
fn children_per_group(entries: &Entries) -> ByAge<ByAge<f64>> {
    let row = |band: usize| {
        let mut row = [0.0; 5];
        let in_families = 1.0 - alone(entries.basis[band]);
        for point in 0..POINTS {
            let u = (f64::from(point) + 0.5) / f64::from(POINTS);
            let age = AgeBand::ALL[band].age(u, entries.mean_age[band]);
            for (n, share) in at_least(&entries.group_size).into_iter().enumerate() {
                // Where a band ends the next begins.
                let younger_than =
                    |years: f64| chance_below(years - age, n as u32 + 1, entries.sibling_gap_years);
                let mut before = younger_than(0.0);
                for (cell, other) in row.iter_mut().zip(AgeBand::ALL) {
                    let after = younger_than(other.bounds().1);
                    *cell += in_families * share * (after - before) / f64::from(POINTS);
                    before = after;
                }
            }
        }
        row[band] += 1.0;
        row
    };
    std::array::from_fn(row)
}

/// Shares of families with at least a second, a third and a fourth child.
fn at_least(size: &[f64; 4]) -> [f64; 3] {
    [size[1] + size[2] + size[3], size[2] + size[3], size[3]]
}

/// Chance that n gaps together are less than `years`.
fn chance_below(years: f64, n: u32, (shortest, longest): (f64, f64)) -> f64 {
    let least = shortest * f64::from(n);
    let width = longest - shortest;
    if width < 1e-9 {
        return if years > least { 1.0 } else { 0.0 };
    }
    irwin_hall((years - least) / width, n)
}

/// Distribution function of the sum of n uniform numbers, for n up to three.
///
/// References: Irwin (1927), Biometrika 19; Hall (1927), Biometrika 19.
fn irwin_hall(x: f64, n: u32) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= f64::from(n) {
        return 1.0;
    }
    let power = |y: f64| y.max(0.0).powi(n as i32);
    match n {
        1 => x,
        2 => (power(x) - 2.0 * power(x - 1.0)) / 2.0,
        _ => (power(x) - 3.0 * power(x - 1.0) + 3.0 * power(x - 2.0)) / 6.0,
    }
}
