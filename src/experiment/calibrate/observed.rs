//! What the published tables say of one council in one year, with the hidden cells resolved.

use crate::care::child::{AgeBand, ByAge};
use crate::data::Error;
use crate::data::dfe::{Row, Tables};
use crate::data::fill::apportion;
use crate::data::ofsted::Fostering;

use super::columns::{
    ABSENT_PARENTS, AGES, ASYLUM_SEEKING, BASES, CEASED, LEGAL, OWN_PROVISION, PLACEMENT, STARTED,
};
use super::resolve::{Hidden, HiddenTotal, Resolved, all_cells};

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
    /// Of those who started, whose parents were absent: nearly all of them seek asylum.
    pub absent_parents: u32,
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
    /// Totals that were hidden. With any, the figures are hardly this council's own.
    pub hidden_totals: Vec<HiddenTotal>,
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
        let england = Resolved::of(england(tables, year)?, &[], year)?;
        let region = tables.region(year, row)?;
        let region = region.map(|region| Resolved::of(region, &[&england], year));
        let region = region.transpose()?;
        let above: Vec<&Resolved> = region.iter().chain([&england]).collect();
        let own = Resolved::of(row, &above, year)?;
        let observed = Self {
            name: row.name.clone(),
            code: row.code.clone(),
            year,
            own: Counts::of(&own),
            region: region.as_ref().map(Counts::of),
            england: Counts::of(&england),
            fostering: fostering.cloned(),
            hidden: own.hidden,
            hidden_totals: own.totals,
        };
        match observed.hidden_totals.first() {
            Some(total) if observed.is_mostly_hidden() => Err(Error::TooLittle {
                name: observed.name,
                year,
                what: total.what,
                why: format!("{} is hidden, and so are most other figures", total.column),
            }),
            _ => Ok(observed),
        }
    }
}

fn england(tables: &Tables, year: u16) -> Result<&Row, Error> {
    tables.england(year).ok_or_else(|| Error::NoAuthority {
        name: "England".to_owned(),
        year,
        near: String::new(),
    })
}

/// Into how many average councils England is divided: each then has about 620 children, as Coventry
/// has.
pub const AVERAGE_COUNCILS: u32 = 117;
/// What the average council is called.
pub(super) const AVERAGE: &str = "An average English council";

impl Observed {
    /// Whether this total (`CLA_started`, `CLA_cease`) was hidden.
    pub fn is_total_hidden(&self, column: &str) -> bool {
        self.hidden_totals.iter().any(|t| t.column == column)
    }

    /// Whether cells of this group were hidden.
    pub fn is_partly_hidden(&self, what: &str) -> bool {
        self.hidden.iter().any(|group| group.what == what)
    }

    /// What share of this group's children stands in hidden cells.
    pub fn share_hidden(&self, what: &str) -> f64 {
        let group = self.hidden.iter().find(|group| group.what == what);
        group.map_or(0.0, |group| {
            let hidden: u32 = group.cells.iter().map(|(_, n)| n).sum();
            f64::from(hidden) / f64::from((hidden + group.shown).max(1))
        })
    }

    /// How many cells were hidden.
    pub fn hidden_cells(&self) -> usize {
        self.hidden.iter().map(|group| group.cells.len()).sum()
    }

    /// Whether more than half of its cells were.
    pub fn is_mostly_hidden(&self) -> bool {
        2 * self.hidden_cells() > all_cells()
    }

    /// England's figures divided by `councils`: a council like all of them together.
    ///
    /// # Errors
    /// If England's row is not there.
    pub fn average(tables: &Tables, year: u16, councils: u32) -> Result<Self, Error> {
        let row = england(tables, year)?;
        let resolved = Resolved::of(row, &[], year)?;
        let england = Counts::of(&resolved);
        Ok(Self {
            name: AVERAGE.to_owned(),
            code: row.code.clone(),
            year,
            own: england.divided(councils),
            region: None,
            england,
            fostering: None,
            hidden: resolved.hidden,
            hidden_totals: Vec::new(),
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
            absent_parents: part(self.absent_parents),
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

impl Counts {
    /// What the model has of a row.
    fn of(row: &Resolved) -> Self {
        let by_age = |columns: [&str; 5]| AgeBand::ALL.map(|band| row.cell(columns[band as usize]));
        Self {
            ages: by_age(AGES),
            legal: LEGAL.map(|columns| row.sum(columns)),
            placement: PLACEMENT.map(|columns| row.sum(columns)),
            asylum_seeking: row.cell(ASYLUM_SEEKING),
            absent_parents: row.cell(ABSENT_PARENTS),
            own_provision: row.cell(OWN_PROVISION),
            started: by_age(STARTED),
            bases: BASES.map(|columns| row.sum(columns)),
            ceased: CEASED.map(|columns| row.sum(columns)),
        }
    }
}
