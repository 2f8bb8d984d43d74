//! The groups of a row of the published tables, with every hidden cell resolved.
//!
//! Rows are resolved in order: England's hidden cells in equal parts, for nothing says more; a region's in
//! England's proportions; a council's in its region's. Where all of a group is hidden in the region,
//! England's stand in, and where it is all hidden there too, parts are equal. What was done is told.

use std::collections::BTreeMap;
use std::fmt;

use crate::data::dfe::{Level, Row};
use crate::data::fill::{SMALL, fill, how_many, known, least, range};
use crate::data::{Count, Error};

use super::columns::{
    ABSENT_PARENTS, ASYLUM_SEEKING, CEASED_BY_AGE, GROUPS, Group, OWN_PROVISION, PROVIDERS,
    SECTION_20, TOGETHER,
};

/// A hidden total that at the usual rate would be so many times what its parts allow is not hidden for
/// being small.
const FAR_FROM_SMALL: f64 = 1.5;

/// By how much a count may be too high for its rounding: councils' are to the nearest of some few children in
/// later years, regions' and England's to the nearest ten.
fn rounding(level: Level) -> u32 {
    match level {
        Level::Authority => 3,
        Level::Region | Level::National => 5,
    }
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
    /// What each can be, if the total says.
    pub each: Option<(u32, u32)>,
    /// What figures that are sums with hidden parts can be.
    pub together: Vec<(&'static str, u32, u32)>,
    /// In whose proportions they were taken.
    pub basis: Basis,
}

/// In whose proportions hidden cells are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The region's.
    Region,
    /// England's.
    England,
    /// Nobody's: equal parts.
    Equal,
}

impl Basis {
    fn whose(self) -> &'static str {
        match self {
            Self::Region => "the region",
            Self::England | Self::Equal => "England",
        }
    }

    /// What figures are that rest on these proportions.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Region => "the region's shape",
            Self::England => "England's shape",
            Self::Equal => "made of equal parts",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Region => "in the region's proportions",
            Self::England => "in England's proportions",
            Self::Equal => "in equal parts",
        })
    }
}

impl Hidden {
    /// Whether most of the group's children stand in hidden cells.
    pub fn is_most(&self) -> bool {
        self.total
            .known()
            .is_some_and(|total| 2 * self.shown < total)
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if let Count::Known(total) = self.total {
            write!(f, " ({} of {total} shown)", self.shown)?;
        }
        write!(f, ", {}: ", self.basis)?;
        let cells = self.cells.iter().map(|(column, n)| format!("{column} {n}"));
        f.write_str(&cells.collect::<Vec<_>>().join(", "))?;
        match self.each {
            Some((least, most)) if least < most => write!(f, " (each {least} to {most})")?,
            _ => {}
        }
        for (what, least, most) in &self.together {
            write!(f, "; {what} {least} to {most}")?;
        }
        Ok(())
    }
}

/// A total that was hidden, and what it was taken to be.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenTotal {
    /// Its column.
    pub column: &'static str,
    /// What it is of.
    pub what: &'static str,
    /// What it was taken to be.
    pub taken: u32,
    /// The least it can be: its groups' shown cells and one for each hidden one.
    pub least: u32,
    /// The most, if it is hidden because it is small.
    pub most: u32,
}

impl fmt::Display for HiddenTotal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            column,
            what,
            taken,
            least,
            most,
        } = self;
        write!(
            f,
            "{what} ({column}) is hidden: taken as {taken}, at least {least} by its cells, at most {most} if it is hidden for being small"
        )
    }
}

/// A row with all its cells.
#[derive(Clone, Debug)]
pub struct Resolved {
    level: Level,
    cells: BTreeMap<&'static str, u32>,
    /// The groups in which cells were hidden.
    pub hidden: Vec<Hidden>,
    /// Totals that were hidden.
    pub totals: Vec<HiddenTotal>,
    /// Groups that are all hidden: no reference for others.
    nothing_shown: Vec<&'static str>,
}

impl Resolved {
    /// A cell of one of the groups, or a total.
    pub fn cell(&self, column: &str) -> u32 {
        self.cells.get(column).copied().unwrap_or(0)
    }

    /// Cells added up.
    pub fn sum(&self, columns: &[&str]) -> u32 {
        columns.iter().map(|column| self.cell(column)).sum()
    }

    /// Resolves a row with those that stand above it, nearest first.
    ///
    /// # Errors
    /// If totals are not there, or parts are more than their total.
    pub fn of(row: &Row, above: &[&Resolved], year: u16) -> Result<Self, Error> {
        let mut resolved = Self {
            level: row.level,
            cells: BTreeMap::new(),
            hidden: Vec::new(),
            totals: Vec::new(),
            nothing_shown: Vec::new(),
        };
        for (column, what) in [
            ("CLA_Mar", "children looked after"),
            ("CLA_started", "children who started"),
            ("CLA_cease", "children who ceased"),
        ] {
            let total = resolved.total(row, above, column, what, year)?;
            resolved.cells.insert(column, total);
        }
        for group in &GROUPS {
            resolved.group(row, above, group, year)?;
        }
        resolved.asylum_seeking(row, above, year)?;
        Ok(resolved)
    }

    /// A total as published; one of started or ceased that is hidden at the rate of the row above for each
    /// child looked after, within what it can be.
    fn total(
        &mut self,
        row: &Row,
        above: &[&Resolved],
        column: &'static str,
        what: &'static str,
        year: u16,
    ) -> Result<u32, Error> {
        let too_little = |why: String| Error::TooLittle {
            name: row.name.clone(),
            year,
            what,
            why,
        };
        match (row.count(column), above.first()) {
            (Count::Known(0), _) => Err(too_little(format!("{column} is 0"))),
            (Count::Known(total), _) => Ok(total),
            (Count::Suppressed, Some(reference)) if column != "CLA_Mar" => {
                let rate = f64::from(reference.cell(column)) / f64::from(reference.cell("CLA_Mar"));
                let expected = (rate * f64::from(self.cell("CLA_Mar"))).round() as u32;
                let groups = GROUPS.iter().chain([&CEASED_BY_AGE]);
                let groups = groups.filter(|group| group.total == column);
                let cells: Vec<Vec<Count>> = groups.map(|group| group.cells(row)).collect();
                let least = cells.iter().map(|cells| least(cells)).max();
                let least = least.unwrap_or(0).max(*SMALL.start());
                let most = least.max(*SMALL.end());
                // Of two hidden cells one may be large: only a group with one at most bounds its total.
                let bounded = cells.iter().any(|cells| how_many(cells) <= 1);
                if !bounded && f64::from(expected) > FAR_FROM_SMALL * f64::from(most) {
                    return Err(too_little(format!(
                        "{column} is hidden and so are its parts, and at the rate of {} it would be {expected}, which is not small",
                        reference.basis().whose()
                    )));
                }
                let taken = expected.clamp(least, most);
                self.totals.push(HiddenTotal {
                    column,
                    what,
                    taken,
                    least,
                    most,
                });
                Ok(taken)
            }
            (Count::Suppressed, _) => Err(too_little(format!("{column} is hidden"))),
            (Count::Missing, _) => Err(too_little(format!(
                "that table has no row for {}, or {column} is blank in it: councils that split or merge change their code",
                row.code
            ))),
        }
    }

    fn group(
        &mut self,
        row: &Row,
        above: &[&Resolved],
        group: &Group,
        year: u16,
    ) -> Result<(), Error> {
        let cells = group.cells(row);
        let (shown, total) = (known(&cells), Count::Known(self.cell(group.total)));
        let (basis, shares) = group.shares(above);
        let too_little = |why: String| Error::TooLittle {
            name: row.name.clone(),
            year,
            what: group.what,
            why,
        };
        let mut columns = group.columns.iter().zip(&cells);
        if let Some((column, _)) = columns.find(|(_, cell)| **cell == Count::Missing) {
            return Err(too_little(format!(
                "{column} is blank or not available (. : z), which is neither a count nor hidden (x or c)"
            )));
        }
        adds_up(row, group, &cells, self.cell(group.total), year)?;
        let filled = fill(&cells, total, &shares);
        let filled = filled.ok_or_else(|| too_little("they are all hidden".to_owned()))?;
        self.cells.extend(group.columns.iter().copied().zip(filled));
        if group.columns.contains(&SECTION_20) {
            self.room_for_asylum_seekers(row, group);
        }
        let columns = group.columns.iter().copied().zip(&cells);
        let hidden: Vec<_> = columns
            .filter(|(_, cell)| **cell == Count::Suppressed)
            .map(|(column, _)| (column, self.cell(column)))
            .collect();
        if shown == 0 {
            if self.level == Level::National {
                return Err(too_little("England's are all hidden".to_owned()));
            }
            self.nothing_shown.push(group.what);
        }
        let told =
            group.what != PROVIDERS || hidden.iter().any(|(column, _)| *column == OWN_PROVISION);
        if told && !hidden.is_empty() {
            self.hidden.push(Hidden {
                what: group.what,
                shown,
                total,
                each: range(&cells, total, 1),
                together: together(group, &cells, total, &hidden),
                cells: hidden,
                basis,
            });
        }
        Ok(())
    }

    /// Asylum-seeking children are accommodated under section 20. Where their number is published and
    /// that of section 20 is hidden, it is as many at least, as far as the other hidden cells can give,
    /// from the largest.
    fn room_for_asylum_seekers(&mut self, row: &Row, group: &Group) {
        let published = row.count(ASYLUM_SEEKING).known().unwrap_or(0);
        if row.count(SECTION_20) != Count::Suppressed {
            return;
        }
        let others = group
            .columns
            .iter()
            .copied()
            .filter(|column| *column != SECTION_20 && row.count(column) == Count::Suppressed);
        let others: Vec<&'static str> = others.collect();
        while self.cell(SECTION_20) < published {
            let largest = others
                .iter()
                .copied()
                .max_by_key(|column| self.cell(column));
            match largest.filter(|column| self.cell(column) > 1) {
                Some(column) => {
                    *self.cells.entry(column).or_default() -= 1;
                    *self.cells.entry(SECTION_20).or_default() += 1;
                }
                None => return,
            }
        }
    }

    /// The number of asylum-seeking children stands alone: where it is hidden, it is as many as the row
    /// above has for each child looked after, as far as a small number goes.
    fn asylum_seeking(&mut self, row: &Row, above: &[&Resolved], year: u16) -> Result<(), Error> {
        for (column, what) in [
            (ASYLUM_SEEKING, "asylum-seeking children"),
            (ABSENT_PARENTS, "children who started for absent parents"),
        ] {
            if row.count(column) == Count::Missing {
                return Err(Error::TooLittle {
                    name: row.name.clone(),
                    year,
                    what,
                    why: format!(
                        "{column} is blank or not available (. : z), which is neither a count nor hidden (x or c)"
                    ),
                });
            }
        }
        let all = (*SMALL.start(), *SMALL.end());
        let children = "asylum-seeking children";
        let starts = "children who started for absent parents";
        self.no_more_than(row, (children, ASYLUM_SEEKING, "CLA_Mar"), year)?;
        self.no_more_than(row, (starts, ABSENT_PARENTS, "CLA_started"), year)?;
        self.alone(row, above, (children, ASYLUM_SEEKING, "CLA_Mar"), Some(all));
        // Only theirs is used of those who start for absent parents, so many for each one in care.
        match self.cell(ASYLUM_SEEKING) {
            0 => {
                self.cells.insert(
                    ABSENT_PARENTS,
                    row.count(ABSENT_PARENTS).known().unwrap_or(0),
                );
            }
            _ => self.alone(row, above, (starts, ABSENT_PARENTS, ASYLUM_SEEKING), None),
        }
        Ok(())
    }

    /// A column that stands alone can be no more than the total that it is a part of.
    fn no_more_than(
        &self,
        row: &Row,
        (what, column, total): (&'static str, &'static str, &'static str),
        year: u16,
    ) -> Result<(), Error> {
        let (parts, total) = (row.count(column).known().unwrap_or(0), self.cell(total));
        match parts > total + rounding(row.level) {
            true => Err(Error::TooMany {
                name: row.name.clone(),
                year,
                what,
                parts,
                total,
            }),
            false => Ok(()),
        }
    }

    /// A column that is no part of a group, hidden: by the row above's for each of `per`, at least one.
    fn alone(
        &mut self,
        row: &Row,
        above: &[&Resolved],
        (what, column, per): (&'static str, &'static str, &'static str),
        each: Option<(u32, u32)>,
    ) {
        if let Some(known) = row.count(column).known() {
            self.cells.insert(column, known);
            return;
        }
        let expected = above.first().map_or(0.0, |reference| {
            let rate = f64::from(reference.cell(column)) / f64::from(reference.cell(per).max(1));
            rate * f64::from(self.cell(per))
        });
        let (least, most) = each.unwrap_or((1, u32::MAX));
        let taken = (expected.round() as u32).clamp(least, most);
        self.cells.insert(column, taken);
        self.hidden.push(Hidden {
            what,
            shown: 0,
            total: Count::Missing,
            cells: vec![(column, taken)],
            each,
            together: Vec::new(),
            basis: above.first().map_or(Basis::Equal, |row| row.basis()),
        });
    }

    fn basis(&self) -> Basis {
        match self.level {
            Level::National => Basis::England,
            Level::Region | Level::Authority => Basis::Region,
        }
    }
}

/// Whether the shown cells of a group can belong to its total.
fn adds_up(row: &Row, group: &Group, cells: &[Count], total: u32, year: u16) -> Result<(), Error> {
    let (name, what, parts) = (row.name.clone(), group.what, known(cells));
    let rounded = rounding(row.level) * (cells.len() as u32 + 1);
    if parts > total + rounded {
        return Err(Error::TooMany {
            name,
            year,
            what,
            parts,
            total,
        });
    }
    // Of two hidden cells one may be large, to protect the other; one alone is hidden for being small.
    let (most, hidden) = match how_many(cells) {
        0 => (0, "no cell is hidden"),
        1 => (*SMALL.end(), "one cell alone is hidden, which is 1 to 5"),
        _ => return Ok(()),
    };
    if parts + most + rounded < total {
        return Err(Error::TooFew {
            name,
            year,
            what,
            parts,
            hidden,
            total,
        });
    }
    Ok(())
}

impl Group {
    fn cells(&self, row: &Row) -> Vec<Count> {
        self.columns.iter().map(|c| shown(row, c)).collect()
    }

    /// The proportions of the nearest row above that shows any of the group.
    fn shares(&self, above: &[&Resolved]) -> (Basis, Vec<f64>) {
        let shows = |row: &&&Resolved| !row.nothing_shown.contains(&self.what);
        match above.iter().find(shows) {
            Some(row) => {
                // A cell that is 0 there is nearly so here.
                let share = |column: &&str| f64::from(row.cell(column)).max(0.5);
                (row.basis(), self.columns.iter().map(share).collect())
            }
            None => (Basis::Equal, vec![1.0; self.columns.len()]),
        }
    }
}

/// Ranges of the sums that have hidden parts and are not certain.
fn together(
    group: &Group,
    cells: &[Count],
    total: Count,
    hidden: &[(&'static str, u32)],
) -> Vec<(&'static str, u32, u32)> {
    let of = |(what, columns): &(&'static str, &[&str])| {
        let parts = group.columns.iter().zip(cells);
        let parts = parts.filter(|(column, _)| columns.contains(column));
        let shown: u32 = parts.filter_map(|(_, cell)| cell.known()).sum();
        let many = hidden.iter().filter(|(column, _)| columns.contains(column));
        let (least, most) = range(cells, total, many.count() as u32)?;
        (least < most && most > 0).then_some((*what, shown + least, shown + most))
    };
    let sums = TOGETHER.iter().filter(|(_, columns)| {
        let mut hidden = hidden.iter();
        hidden.any(|(column, _)| columns.contains(column))
    });
    sums.filter_map(of).collect()
}

/// A column's count. Where "with parents" is hidden as a placement it may be shown as a provider, and the
/// other way round.
fn shown(row: &Row, column: &str) -> Count {
    match (column, row.count(column)) {
        ("CLA_Parent", Count::Suppressed) => row.count("CLA_Par"),
        ("CLA_Par", Count::Suppressed) => row.count("CLA_Parent"),
        (_, count) => count,
    }
}

/// How many cells there are that can be hidden, as they are told.
pub(super) fn all_cells() -> usize {
    let groups = GROUPS.iter().filter(|group| group.what != PROVIDERS);
    groups.map(|group| group.columns.len()).sum()
}
