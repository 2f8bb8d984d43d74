//! "Fostering in England": Ofsted's table of foster households and places, council by council.
//!
//! The table lies on its side: one column per council, one row per measure, titles repeat, so a
//! row is known by its title's beginning and the first such row counts. Counts are rounded to
//! five.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Count, Error, plain_name};

/// The year to 31 March of the table that is known.
const YEAR: u16 = 2018;

/// The rows that are read, by the beginning of their titles.
const TITLES: [(&str, &str); 11] = [
    ("households_1", "Number of households approved for one"),
    ("households_2", "Number of households approved for two"),
    ("households_3", "Number of households approved for three"),
    ("households_4", "Number of households approved for four"),
    ("family_and_friends", "Family and Friends"),
    ("places", "Number of approved foster places"),
    ("filled", "Number of filled places"),
    ("vacant", "Number of vacant places"),
    ("unavailable", "Number of places not available"),
    ("approved", "Number of applications approved"),
    ("deregistered", "Total households de-registered"),
];

/// Households by how many places they have.
pub const HOUSEHOLDS: [&str; 4] = [
    "households_1",
    "households_2",
    "households_3",
    "households_4",
];

/// One council's fostering service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fostering {
    counts: BTreeMap<&'static str, u32>,
}

impl Fostering {
    /// A count by its short name (`households_1` … `households_4`, `family_and_friends`, `places`,
    /// `filled`, `vacant`, `unavailable`, `approved`, `deregistered`).
    pub fn count(&self, name: &str) -> Option<u32> {
        self.counts.get(name).copied()
    }
}

/// By how much the parts of a council's places may be more than all: all are rounded to five, and in the
/// table as published they are 15 more at most.
const ROUNDING: u32 = 25;

impl Fostering {
    /// Refuses places by what they are used for that are more than there are.
    fn adds_up(&self, council: &str) -> Result<(), Error> {
        let parts = ["filled", "vacant", "unavailable"];
        let parts: u32 = parts.iter().filter_map(|name| self.count(name)).sum();
        match self.count("places") {
            Some(total) if parts > total + ROUNDING => Err(Error::TooMany {
                name: council.to_owned(),
                year: YEAR,
                what: "foster places filled, vacant and not available",
                parts,
                total,
            }),
            _ => Ok(()),
        }
    }
}

/// The fostering services of all councils.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services(BTreeMap<String, Fostering>);

impl Services {
    /// The service of a council by its name, as the Department for Education or Ofsted writes it.
    pub fn of(&self, council: &str) -> Option<&Fostering> {
        self.0.get(&plain_name(council))
    }
}

/// Reads them.
///
/// # Errors
/// If the file cannot be read, is not Ofsted's table, or a cell of it is neither a count nor a mark.
pub fn read(path: &Path) -> Result<Services, Error> {
    let unreadable = |why: String| Error::Unreadable {
        path: path.to_owned(),
        why,
    };
    let bytes =
        fs::read(path).map_err(|error| unreadable(crate::scenario::wording::reason(&error)))?;
    let text = super::text(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(header) => header.map_err(|error| unreadable(error.to_string()))?,
        None => return Err(unreadable("it is empty".to_owned())),
    };
    if header.len() < 2 {
        return Err(unreadable(super::no_commas(&text)));
    }
    let mut services: Vec<Fostering> = vec![Fostering::default(); header.len()];
    let mut seen = Vec::new();
    // The line of a record after the header.
    for (line, record) in (2..).zip(records) {
        let record = record.map_err(|error| unreadable(error.to_string()))?;
        let title = record.get(0).unwrap_or("").trim();
        let known = TITLES
            .iter()
            .find(|(name, begins)| title.starts_with(begins) && !seen.contains(name));
        let Some(&(name, _)) = known else { continue };
        seen.push(name);
        for ((service, text), council) in services.iter_mut().zip(&record).zip(&header).skip(1) {
            let count = Count::read(text).map_err(|text| Error::NoCount {
                file: path.display().to_string(),
                line,
                column: council.trim().to_owned(),
                text,
            })?;
            if let Count::Known(count) = count {
                service.counts.insert(name, count);
            }
        }
    }
    if seen.len() < TITLES.len() {
        let missing = TITLES.iter().find(|(name, _)| !seen.contains(name));
        let (_, begins) = missing.copied().unwrap_or_default();
        return Err(Error::NoRow {
            file: path.display().to_string(),
            begins,
        });
    }
    for (name, service) in header.iter().zip(&services).skip(1) {
        service.adds_up(name.trim())?;
    }
    let names = header.iter().map(plain_name);
    Ok(Services(names.zip(services).skip(1).collect()))
}
