//! What the published tables say of one council in one year, with the hidden cells resolved.

use std::fmt;

use crate::care::child::{AgeBand, ByAge};
use crate::data::dfe::{Row, Tables};
use crate::data::fill::{apportion, fill};
use crate::data::ofsted::Fostering;
use crate::data::{Count, Error};

/// Columns of a group, in order.
const AGES: [&str; 5] = ["CLA_U1", "CLA_1to4", "CLA_5to9", "CLA_10to15", "CLA_16over"];
const STARTED: [&str; 5] = [
    "SCLA_U1",
    "SCLA_1to4",
    "SCLA_5to9",
    "SCLA_10to15",
    "SCLA_16over",
];
const LEGAL: [&str; 7] = [
    "CLA_S20",
    "CLA_ICO",
    "CLA_FCO",
    "CLA_PlaceO",
    "CLA_FrAd",
    "CLA_CPG",
    "CLA_YJLS",
];
const PLACEMENT: [&str; 8] = [
    "CLA_Fost",
    "CLA_Adopt",
    "CLA_Parent",
    "CLA_Ocom",
    "CLA_Secure",
    "CLA_Ores",
    "CLA_RSch",
    "CLA_OthPl",
];
const BASES: [&str; 10] = [
    "SCLA_S20",
    "SCLA_ICO",
    "SCLA_FCO",
    "SCLA_PlaceO",
    "SCLA_UPP",
    "SCLA_SEPO",
    "SCLA_UCAO",
    "SCLA_ONCT",
    "SCLA_PACE",
    "SCLA_SORR",
];
const EXITS: [&str; 18] = [
    "CEA_Adop1",
    "CEA_Adop2",
    "CEA_ParPlan",
    "CEA_ParNPlan",
    "CEA_NoPar",
    "CEA_CAO",
    "CEA_SGO1",
    "CEA_SGO2",
    "CEA_Died",
    "CEA_Taken",
    "CEA_IndLiv1",
    "CEA_IndLiv2",
    "CEA_Residential",
    "CEA_Custody",
    "CEA_RemEnd",
    "CEA_AgeAssmt",
    "CEA_Abroad",
    "CEA_Other",
];

/// Counts are published to the nearest of some few children in later years: each may be so many too high.
const ROUNDING: u32 = 3;

/// Children looked after, started and ceased, as whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Looked after at 31 March, by age.
    pub ages: ByAge<u32>,
    /// By legal status: section 20, interim order, care order, placement order.
    pub legal: [u32; 4],
    /// Fostered; placed for adoption; with parents; living independently; in homes of any kind,
    /// semi-independent accommodation with them as published.
    pub placement: [u32; 5],
    /// Unaccompanied asylum-seeking children looked after.
    pub asylum_seeking: u32,
    /// In placements of the council's own.
    pub own_provision: u32,
    /// Started in the year, by age.
    pub started: ByAge<u32>,
    /// Started by legal basis: section 20, an order, police or emergency protection.
    pub bases: [u32; 3],
    /// Ceased: home; special guardianship; child arrangements; adopted; otherwise.
    pub ceased: [u32; 5],
}

impl Counts {
    /// Looked after at 31 March.
    pub fn looked_after(&self) -> u32 {
        self.ages.iter().sum()
    }

    /// Started in the year.
    pub fn all_started(&self) -> u32 {
        self.started.iter().sum()
    }
}

/// What is known of one council.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The year to 31 March.
    pub year: u16,
    /// Its own counts.
    pub own: Counts,
    /// Its region's, where the tables say which region.
    pub region: Option<Counts>,
    /// England's.
    pub england: Counts,
    /// Its fostering service, from Ofsted.
    pub fostering: Option<Fostering>,
    /// The groups in which cells were hidden.
    pub hidden: Vec<Hidden>,
}

/// Cells of a group that were hidden, and what they were taken to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Hidden {
    /// The group.
    pub what: &'static str,
    /// What its other cells add up to.
    pub shown: u32,
    /// The group's total.
    pub total: Count,
    /// The columns, each with its number.
    pub cells: Vec<(&'static str, u32)>,
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if let Count::Known(total) = self.total {
            write!(f, " ({} of {total} shown)", self.shown)?;
        }
        let cells = self.cells.iter().map(|(column, n)| format!("{column} {n}"));
        write!(f, ": {}", cells.collect::<Vec<_>>().join(", "))
    }
}

impl Observed {
    /// Reads a council's figures.
    ///
    /// # Errors
    /// If the council is not there, or too much of its row is hidden.
    pub fn of(
        tables: &Tables,
        fostering: Option<&Fostering>,
        name: &str,
        year: u16,
    ) -> Result<Self, Error> {
        let row = tables.authority(name, year)?;
        let england = tables.england(year).unwrap_or(row);
        let reference = tables.region(year, row).unwrap_or(england);
        let mut hidden = Vec::new();
        let national = counts(england, england, year, &mut Vec::new())?;
        let region = tables.region(year, row);
        let region = region
            .map(|r| counts(r, england, year, &mut Vec::new()))
            .transpose()?;
        Ok(Self {
            name: row.name.clone(),
            code: row.code.clone(),
            year,
            own: counts(row, reference, year, &mut hidden)?,
            region,
            england: national,
            fostering: fostering.cloned(),
            hidden,
        })
    }
}

/// Into how many average councils England is divided: each then has about 620 children, as Coventry
/// has.
pub const AVERAGE_COUNCILS: u32 = 117;
/// What the average council is called.
pub(super) const AVERAGE: &str = "An average English council";

impl Observed {
    /// How many cells were hidden.
    pub fn hidden_cells(&self) -> usize {
        self.hidden.iter().map(|group| group.cells.len()).sum()
    }

    /// Whether more than half of its cells were.
    pub fn is_mostly_hidden(&self) -> bool {
        let groups = [&AGES[..], &STARTED, &LEGAL, &PLACEMENT, &BASES, &EXITS];
        2 * self.hidden_cells() > groups.iter().map(|group| group.len()).sum()
    }

    /// England's figures, divided by [`AVERAGE_COUNCILS`]: a council like all of them together.
    ///
    /// # Errors
    /// If England's row is not there.
    pub fn average(tables: &Tables, year: u16) -> Result<Self, Error> {
        let row = tables.england(year).ok_or_else(|| Error::NoAuthority {
            name: "England".to_owned(),
            year,
            near: String::new(),
        })?;
        let england = counts(row, row, year, &mut Vec::new())?;
        Ok(Self {
            name: AVERAGE.to_owned(),
            code: row.code.clone(),
            year,
            own: england.divided(AVERAGE_COUNCILS),
            region: None,
            england,
            fostering: None,
            hidden: Vec::new(),
        })
    }
}

impl Counts {
    /// Each group divided and rounded so that it still adds up to the divided total.
    fn divided(&self, by: u32) -> Self {
        let part = |count: u32| (f64::from(count) / f64::from(by)).round() as u32;
        let total = part(self.looked_after());
        let started = part(self.all_started());
        let ceased = part(self.ceased.iter().sum());
        let ages = shared(total, &self.ages);
        Self {
            ages,
            legal: shared(total, &self.legal),
            placement: shared(total, &self.placement),
            asylum_seeking: part(self.asylum_seeking),
            own_provision: part(self.own_provision),
            started: shared(started, &self.started),
            bases: shared(started, &self.bases),
            ceased: shared(ceased, &self.ceased),
        }
    }
}

/// `total` in the proportions of `counts`.
fn shared<const N: usize>(total: u32, counts: &[u32; N]) -> [u32; N] {
    let parts = apportion(total, &counts.map(f64::from));
    std::array::from_fn(|place| parts[place])
}

/// All groups of a row, hidden cells resolved by the proportions of `reference`.
fn counts(
    row: &Row,
    reference: &Row,
    year: u16,
    hidden: &mut Vec<Hidden>,
) -> Result<Counts, Error> {
    let mut group = |what: &'static str, columns: &[&'static str], total: Count| {
        let cells: Vec<Count> = columns.iter().map(|c| shown(row, c)).collect();
        let shares: Vec<f64> = columns.iter().map(|c| proportion(reference, c)).collect();
        let parts: u32 = cells.iter().filter_map(|cell| cell.known()).sum();
        if let Count::Known(total) = total
            && parts > total + ROUNDING * cells.len() as u32
        {
            return Err(Error::TooMany {
                name: row.name.clone(),
                year,
                what,
                parts,
                total,
            });
        }
        let filled = fill(&cells, total, &shares).ok_or_else(|| Error::TooLittle {
            name: row.name.clone(),
            year,
            what,
            why: "the total and all its parts are hidden".to_owned(),
        })?;
        let all = columns.iter().copied().zip(filled.iter().copied());
        let of_group: Vec<_> = all
            .zip(&cells)
            .filter(|(_, cell)| **cell == Count::Suppressed)
            .map(|(resolved, _)| resolved)
            .collect();
        if !of_group.is_empty() {
            hidden.push(Hidden {
                what,
                shown: parts,
                total,
                cells: of_group,
            });
        }
        Ok(filled)
    };
    let looked_after = total(row, "CLA_Mar", "children looked after", year)?;
    let started = total(row, "CLA_started", "children who started", year)?;
    let ceased = total(row, "CLA_cease", "children who ceased", year)?;
    let ages = group("ages", &AGES, looked_after)?;
    let legal = group("legal status", &LEGAL, looked_after)?;
    let placement = group("placements", &PLACEMENT, looked_after)?;
    let starts = group("ages of those who started", &STARTED, started)?;
    let bases = group("legal bases", &BASES, started)?;
    let exits = group("reasons for ceasing", &EXITS, ceased)?;
    let whole = |column: &str| row.count(column).known();
    Ok(Counts {
        ages: by_age(&ages),
        legal: [
            legal[0] + legal[5] + legal[6],
            legal[1],
            legal[2],
            legal[3] + legal[4],
        ],
        placement: [
            placement[0],
            placement[1],
            placement[2],
            placement[3],
            placement[4..].iter().sum(),
        ],
        asylum_seeking: whole("CLA_UASC").unwrap_or(0),
        own_provision: whole("CLA_OwnP").unwrap_or(ages.iter().sum::<u32>() / 2),
        started: by_age(&starts),
        bases: [bases[0], bases[1..4].iter().sum(), bases[4..].iter().sum()],
        ceased: [
            exits[2..5].iter().sum(),
            exits[6] + exits[7],
            exits[5],
            exits[0] + exits[1],
            exits[8..].iter().sum(),
        ],
    })
}

/// A column's count. Where "with parents" is hidden as a placement it may be shown as a provider.
fn shown(row: &Row, column: &str) -> Count {
    match (column, row.count(column)) {
        ("CLA_Parent", Count::Suppressed) => row.count("CLA_Par"),
        (_, count) => count,
    }
}

fn total(row: &Row, column: &str, what: &'static str, year: u16) -> Result<Count, Error> {
    match row.count(column) {
        none @ (Count::Known(0) | Count::Suppressed | Count::Missing) => Err(Error::TooLittle {
            name: row.name.clone(),
            year,
            what,
            why: match none {
                Count::Suppressed => format!("{column} is hidden"),
                Count::Missing => format!(
                    "that table has no row, or no {column}, for {}: councils that split or merge change their code",
                    row.code
                ),
                Count::Known(_) => format!("{column} is 0"),
            },
        }),
        known => Ok(known),
    }
}

/// A reference's share; a hidden one counts as the smallest there can be.
fn proportion(reference: &Row, column: &str) -> f64 {
    reference
        .count(column)
        .known()
        .map_or(1.0, |count| f64::from(count).max(0.5))
}

fn by_age(counts: &[u32]) -> ByAge<u32> {
    AgeBand::ALL.map(|band| counts[band as usize])
}
