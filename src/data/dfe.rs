//! "Children looked after in England including adoption": the local authority tables of the
//! Department for Education, year by year.
//!
//! Three tables a year: CLA (looked after at 31 March), ADM (started in the year) and CEA (ceased
//! in the year). Columns change names between years; [`COLUMNS`] lists what is read and under
//! which names it has appeared. Which year a table is of is in its file's name (the columns of
//! the 2015 ADM table say 2014).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Count, Error, plain_name};

/// A column that is read: its name here (that of 2017, without the year), and all its names, whose case
/// does not matter. Names that end in a year are listed without it.
type Column = (&'static str, &'static [&'static str]);

/// The columns read of each kind of table.
pub const COLUMNS: [(&str, &[Column]); 3] = [("CLA", CLA), ("ADM", ADM), ("CEA", CEA)];

const CLA: &[Column] = &[
    ("CLA_Mar", &["CLA_Mar"]),
    ("CLA_U1", &["CLA_U1"]),
    ("CLA_1to4", &["CLA_1to4"]),
    ("CLA_5to9", &["CLA_5to9"]),
    ("CLA_10to15", &["CLA_10to15"]),
    ("CLA_16over", &["CLA_16over"]),
    ("CLA_Fost", &["CLA_Fost"]),
    ("CLA_Adopt", &["CLA_Adopt"]),
    ("CLA_Parent", &["CLA_Parent"]),
    ("CLA_Ocom", &["CLA_Ocom"]),
    ("CLA_Secure", &["CLA_Secure"]),
    ("CLA_Ores", &["CLA_Ores"]),
    ("CLA_RSch", &["CLA_RSch"]),
    ("CLA_OthPl", &["CLA_OthPl", "CLA_Miss"]),
    ("CLA_ICO", &["CLA_ICO"]),
    ("CLA_FCO", &["CLA_FCO"]),
    ("CLA_FrAd", &["CLA_FrAd"]),
    ("CLA_PlaceO", &["CLA_PlaceO"]),
    ("CLA_S20", &["CLA_S20"]),
    ("CLA_CPG", &["CLA_CPG"]),
    ("CLA_YJLS", &["CLA_YJLS"]),
    ("CLA_UASC", &["CLA_UASC"]),
    ("CLA_OwnP", &["CLA_OwnP"]),
    ("CLA_OthLA", &["CLA_OthLA"]),
    ("CLA_OthPP", &["CLA_OthPP"]),
    ("CLA_Priv", &["CLA_Priv"]),
    ("CLA_Vol", &["CLA_Vol"]),
    ("CLA_Par", &["CLA_Par"]),
    ("CLA_Nrep", &["CLA_Nrep"]),
];

const ADM: &[Column] = &[
    ("CLA_started", &["CLA_started"]),
    ("SCLA_U1", &["SCLA_U1"]),
    ("SCLA_1to4", &["SCLA_1to4"]),
    ("SCLA_5to9", &["SCLA_5to9"]),
    ("SCLA_10to15", &["SCLA_10to15"]),
    ("SCLA_16over", &["SCLA_16over"]),
    ("SCLA_AbsPar", &["SCLA_AbsPar"]),
    ("SCLA_ICO", &["SCLA_ICO"]),
    ("SCLA_FCO", &["SCLA_FCO"]),
    ("SCLA_PlaceO", &["SCLA_PlaceO", "SCLA_POG"]),
    ("SCLA_S20", &["SCLA_S20"]),
    ("SCLA_UPP", &["SCLA_UPP"]),
    ("SCLA_SEPO", &["SCLA_SEPO"]),
    ("SCLA_UCAO", &["SCLA_UCAO"]),
    ("SCLA_ONCT", &["SCLA_ONCT"]),
    ("SCLA_PACE", &["SCLA_PACE"]),
    ("SCLA_SORR", &["SCLA_SORR"]),
];

const CEA: &[Column] = &[
    ("CLA_cease", &["CLA_cease"]),
    ("CEA_U1", &["CEA_U1", "CLA_cea1"]),
    ("CEA_1to4", &["CEA_1to4", "CLA_cea14"]),
    ("CEA_5to9", &["CEA_5to9", "CLA_cea59"]),
    ("CEA_10to15", &["CEA_10to15", "CLA_cea1015"]),
    ("CEA_16", &["CEA_16", "CLA_cea16"]),
    ("CEA_17", &["CEA_17", "CLA_cea17"]),
    ("CEA_18over", &["CEA_18over", "CLA_cea18"]),
    ("CEA_Adop1", &["CEA_Adop1", "CLA_ceaAdop1", "CLA_ceaAdop"]),
    ("CEA_Adop2", &["CEA_Adop2", "CLA_ceaAdop2"]),
    ("CEA_ParPlan", &["CEA_ParPlan", "CLA_ceaParPlan"]),
    ("CEA_ParNPlan", &["CEA_ParNPlan", "CLA_ceaParNPlan"]),
    ("CEA_NoPar", &["CEA_NoPar", "CLA_ceaNoPar"]),
    ("CEA_CAO", &["CEA_CAO", "CLA_ceaROG"]),
    ("CEA_SGO1", &["CEA_SGO1", "CLA_ceaSpecG1", "CLA_ceaSpecG"]),
    ("CEA_SGO2", &["CEA_SGO2", "CLA_ceaSpecG2"]),
    ("CEA_Died", &["CEA_Died", "CLA_ceaDied"]),
    ("CEA_Taken", &["CEA_Taken", "CLA_ceataken"]),
    (
        "CEA_IndLiv1",
        &["CEA_IndLiv1", "CLA_ceaIndLiv1", "CLA_ceaIndLiv"],
    ),
    ("CEA_IndLiv2", &["CEA_IndLiv2", "CLA_ceaIndLiv2"]),
    ("CEA_Residential", &["CEA_Residential", "CLA_cea_tran_res"]),
    ("CEA_Custody", &["CEA_Custody", "CLA_cea_sen_cust"]),
    ("CEA_RemEnd", &["CEA_RemEnd", "CLA_ceaRemEnd"]),
    ("CEA_AgeAssmt", &["CEA_AgeAssmt", "CLA_ceaAgeAssmt"]),
    ("CEA_Abroad", &["CEA_Abroad", "CLA_ceaAbroad"]),
    ("CEA_Other", &["CEA_Other", "CLA_cea_OthRea"]),
];

/// Columns that later tables split off, and the first year that has them.
const SINCE: [(&str, u16); 2] = [("CEA_17", 2016), ("CEA_18over", 2016)];
/// From this year on tables name the year of their total: one that does not is an older table.
const NAME_THEIR_YEAR: u16 = 2017;
/// Which row is whose: every table has these.
const WHOSE: [&str; 3] = ["New_geog_code", "geog_l", "geog_n"];

/// An authority, a region or England, with a year's counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The nine-character code.
    pub code: String,
    /// As published.
    pub name: String,
    /// What it is.
    pub level: Level,
    counts: BTreeMap<&'static str, Count>,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// England.
    National,
    /// A region.
    Region,
    /// A local authority.
    Authority,
}

impl Row {
    /// The count in a column of [`COLUMNS`]; missing if the year's table has no such column.
    pub fn count(&self, column: &str) -> Count {
        self.counts.get(column).copied().unwrap_or(Count::Missing)
    }
}

/// All tables of a folder.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// By year, then by code.
    years: BTreeMap<u16, BTreeMap<String, Row>>,
    /// Totals of years that have no table of their own, from the series in later tables: by column,
    /// code and year.
    earlier: BTreeMap<(&'static str, String, u16), Count>,
    /// The file each table was read from.
    files: BTreeMap<(&'static str, u16), String>,
    /// For each year and authority, the region it stands under where the table is ordered.
    regions: BTreeMap<String, String>,
}

impl Tables {
    /// Reads every table of the folder whose name says what it is (`…CLA2017.csv`).
    ///
    /// # Errors
    /// If the folder cannot be read, or a table is not as published.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let unreadable = |error: std::io::Error| Error::Unreadable {
            path: folder.to_owned(),
            why: crate::scenario::wording::reason(&error),
        };
        let mut files: Vec<_> = fs::read_dir(folder)
            .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect())
            .map_err(unreadable)?;
        files.sort();
        let mut tables = Self::default();
        for path in files {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            if let Some((kind, year)) = name.as_deref().and_then(kind_and_year) {
                tables.add(&path, kind, year)?;
            }
        }
        Ok(tables)
    }

    /// The years for which all three tables are there.
    pub fn years(&self) -> Vec<u16> {
        let complete = |year: &&u16| self.need(**year, Path::new("")).is_ok();
        self.years.keys().filter(complete).copied().collect()
    }

    /// Years that have some of the three tables, with the kinds that are missing.
    pub fn incomplete(&self) -> Vec<(u16, Vec<&'static str>)> {
        let missing = |year: u16| -> Vec<&'static str> {
            let kinds = COLUMNS.iter().map(|(kind, _)| *kind);
            let has = |kind: &&str| self.files.contains_key(&(*kind, year));
            kinds.filter(|kind| !has(kind)).collect()
        };
        let years = self.years.keys().map(|year| (*year, missing(*year)));
        years.filter(|(_, missing)| !missing.is_empty()).collect()
    }

    /// Makes sure that a year's three tables are there.
    ///
    /// # Errors
    /// Names the table that is not.
    pub fn need(&self, year: u16, folder: &Path) -> Result<(), Error> {
        let england = self.years.get(&year).and_then(|rows| rows.get(ENGLAND));
        for (kind, columns) in COLUMNS {
            let first = columns[0].0;
            if england.is_none_or(|row| row.count(first) == Count::Missing) {
                let with = |year: &&u16| self.files.contains_key(&(kind, **year));
                let years: Vec<String> =
                    self.years.keys().filter(with).map(u16::to_string).collect();
                let found = match self.files.get(&(kind, year)) {
                    Some(file) => format!(
                        ": {file} has no row for England, so it is not the table as published"
                    ),
                    None if years.is_empty() => String::new(),
                    None => format!(" (there are such tables for {})", years.join(", ")),
                };
                let folder = folder.to_owned();
                return Err(Error::NoTable {
                    kind,
                    year,
                    folder,
                    found,
                });
            }
        }
        Ok(())
    }

    /// England's row.
    pub fn england(&self, year: u16) -> Option<&Row> {
        self.years.get(&year)?.get(ENGLAND)
    }

    /// The region an authority lies in, if the tables say.
    ///
    /// # Errors
    /// If the authorities below the region's row have more children than it: the row of the next is missing.
    pub fn region(&self, year: u16, authority: &Row) -> Result<Option<&Row>, Error> {
        let Some(code) = self.regions.get(&authority.code) else {
            return Ok(None);
        };
        let region = self.years.get(&year).and_then(|rows| rows.get(code));
        let total = region.and_then(|region| region.count(STOCK).known());
        let within = |row: &&Row| self.regions.get(&row.code) == Some(code);
        let theirs = self.authorities(year).filter(within);
        let parts: u32 = theirs.filter_map(|row| row.count(STOCK).known()).sum();
        match (region, total) {
            (Some(region), Some(total)) if parts > total + ROUNDED => Err(Error::TooMany {
                name: region.name.clone(),
                year,
                what: "children looked after in the councils below its row (is the next region's missing?)",
                parts,
                total,
            }),
            _ => Ok(region),
        }
    }

    /// A total (`CLA_Mar`, `CLA_started`, `CLA_cease`) of an authority in a year: from that year's
    /// table, or, where the folder has none, from the series of totals in a later one.
    pub fn total(&self, column: &'static str, code: &str, year: u16) -> Count {
        let own = self.years.get(&year).and_then(|rows| rows.get(code));
        match own.map(|row| row.count(column)) {
            Some(count) if count != Count::Missing => count,
            _ => {
                let key = (column, code.to_owned(), year);
                self.earlier.get(&key).copied().unwrap_or(Count::Missing)
            }
        }
    }

    /// All authorities of a year, by code.
    pub fn authorities(&self, year: u16) -> impl Iterator<Item = &Row> {
        let rows = self
            .years
            .get(&year)
            .into_iter()
            .flat_map(|rows| rows.values());
        rows.filter(|row| row.level == Level::Authority)
    }

    /// The authority of this name (or code) in a year, written as anybody would.
    ///
    /// # Errors
    /// With names that are near.
    pub fn authority(&self, name: &str, year: u16) -> Result<&Row, Error> {
        let wanted = plain_name(name);
        let found = self
            .authorities(year)
            .find(|row| plain_name(&row.name) == wanted || row.code.to_lowercase() == wanted);
        found.ok_or_else(|| Error::NoAuthority {
            name: name.to_owned(),
            year,
            near: self.near(&wanted, year),
        })
    }

    /// What to say to somebody whose authority is not there.
    fn near(&self, wanted: &str, year: u16) -> String {
        let mut rows = self.years.values().flat_map(BTreeMap::values);
        let of_this_name = rows.find(|row| plain_name(&row.name) == wanted);
        match of_this_name.map(|row| row.level) {
            Some(Level::National) => {
                return "\n  = help: use --england, or --average for an average council".to_owned();
            }
            Some(Level::Region) => {
                return ": that is a region\n  = help: name one of its councils, or use --average"
                    .to_owned();
            }
            _ => {}
        }
        let elsewhere: Vec<String> = self
            .years
            .iter()
            .filter(|(_, rows)| rows.values().any(|row| plain_name(&row.name) == wanted))
            .map(|(year, _)| year.to_string())
            .collect();
        if !elsewhere.is_empty() {
            let years = elsewhere.join(", ");
            return format!(
                ", though there is in {years}\n  = help: councils split and merge; choose such a year, or the council that followed"
            );
        }
        let mut near: Vec<(usize, &str)> = self
            .authorities(year)
            .map(|row| (distance(&plain_name(&row.name), wanted), row.name.as_str()))
            .collect();
        near.sort_unstable();
        let names: Vec<String> = near
            .iter()
            .take(3)
            .map(|(_, n)| format!("\"{n}\""))
            .collect();
        format!("\n  = help: did you mean {}?", names.join(", "))
    }

    fn add(&mut self, path: &Path, kind: &'static str, year: u16) -> Result<(), Error> {
        let file = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let unreadable = |why: String| Error::Unreadable {
            path: path.to_owned(),
            why,
        };
        let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let text = super::text(&bytes);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader
            .headers()
            .map_err(|error| unreadable(error.to_string()))?
            .clone();
        if header.len() < WHOSE.len() {
            return Err(unreadable(super::no_commas(&text)));
        }
        if let Some(other) = self.files.insert((kind, year), file.clone()) {
            return Err(Error::Twice {
                what: format!("the {kind} table of {year}"),
                places: format!("in {other} and in {file}"),
            });
        }
        let places = places(&header, kind, year, &file)?;
        let series = series(&header, kind, year);
        let key = |wanted: &str| {
            header
                .iter()
                .position(|h| h.trim().eq_ignore_ascii_case(wanted))
        };
        let [code, level, name] = WHOSE.map(key);
        let order = key("LA_order");
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut ordered: Vec<(u32, Level, String)> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(error.to_string()))?;
            let line = record.position().map_or(0, |p| p.line() as usize);
            let field =
                |place: Option<usize>| place.and_then(|p| record.get(p)).unwrap_or("").trim();
            let level = match field(level) {
                "NATIONAL" => Level::National,
                "REGION" => Level::Region,
                "LA" => Level::Authority,
                _ => continue,
            };
            let code = match level {
                Level::National => ENGLAND.to_owned(),
                // Inner and outer London share London's code.
                Level::Region => format!("{} {}", field(code), field(name)),
                Level::Authority => field(code).to_owned(),
            };
            if let Some(other) = lines.insert(code.clone(), line) {
                return Err(Error::Twice {
                    what: field(name).to_owned(),
                    places: format!("in {file}, lines {other} and {line}"),
                });
            }
            if let Ok(place) = field(order).parse() {
                ordered.push((place, level, code.clone()));
            }
            for &(column, earlier, place) in &series {
                if let Ok(count) = Count::read(record.get(place).unwrap_or("")) {
                    let key = (column, code.clone(), earlier);
                    self.earlier.insert(key, count);
                }
            }
            let rows = self.years.entry(year).or_default();
            let row = rows.entry(code.clone()).or_insert_with(|| Row {
                code,
                name: field(name).to_owned(),
                level,
                counts: BTreeMap::new(),
            });
            for &(column, place) in &places {
                let text = record.get(place).unwrap_or("");
                let count = Count::read(text).map_err(|text| Error::NoCount {
                    file: file.clone(),
                    line,
                    column: header.get(place).unwrap_or("").to_owned(),
                    text,
                })?;
                row.counts.insert(column, count);
            }
        }
        self.remember_regions(ordered);
        Ok(())
    }

    /// In tables that number their rows, an authority belongs to the region above it.
    fn remember_regions(&mut self, mut ordered: Vec<(u32, Level, String)>) {
        ordered.sort();
        let mut region = None;
        for (_, level, code) in ordered {
            match level {
                Level::Region => region = Some(code),
                Level::Authority => {
                    if let Some(region) = &region {
                        self.regions.insert(code, region.clone());
                    }
                }
                Level::National => {}
            }
        }
    }
}

/// The children looked after at 31 March.
const STOCK: &str = "CLA_Mar";
/// Regions' counts are rounded to ten.
const ROUNDED: u32 = 10;

/// England's code.
pub const ENGLAND: &str = "E92000001";

/// What table a file is, from its name: `SFR50_CLA2017.csv`, `ADM2018_amended.csv`.
fn kind_and_year(name: &str) -> Option<(&'static str, u16)> {
    let upper = name.to_uppercase();
    if !upper.ends_with(".CSV") {
        return None;
    }
    COLUMNS.iter().find_map(|&(kind, _)| {
        let after = upper.find(kind).map(|at| &upper[at + kind.len()..])?;
        let digits = after.trim_start_matches('_').get(..4)?;
        digits.parse().ok().map(|year| (kind, year))
    })
}

/// Where each column stands in a table.
fn places(
    header: &csv::StringRecord,
    kind: &str,
    year: u16,
    file: &str,
) -> Result<Vec<(&'static str, usize)>, Error> {
    let columns = COLUMNS
        .iter()
        .find(|(k, _)| *k == kind)
        .map_or(&[][..], |(_, c)| *c);
    let absent = |column: &'static str, known: String| Error::NoColumn {
        file: file.to_owned(),
        column,
        known,
    };
    for column in WHOSE {
        let mut titles = header.iter();
        if !titles.any(|title| title.trim().eq_ignore_ascii_case(column)) {
            return Err(absent(column, column.to_owned()));
        }
    }
    let mut places = Vec::with_capacity(columns.len());
    for (number, &(column, names)) in columns.iter().enumerate() {
        let names_year = number == 0 && year >= NAME_THEIR_YEAR;
        // The total of the ADM table of 2015 says 2014. Any other that does is a table of another year.
        let says_2014 = (kind, year) == ("ADM", 2015);
        let place = header.iter().position(|title| {
            let named =
                names_column(title, names, year) && !(names_year && is_one_of(title.trim(), names));
            named || says_2014 && names_column(title, names, 2014)
        });
        let later = SINCE
            .iter()
            .find(|&&(new, since)| new == column && year < since);
        match place {
            Some(_) if let Some((_, since)) = later => {
                return Err(Error::Unreadable {
                    path: file.into(),
                    why: format!(
                        "it has {column}, as tables have since {since}, so it is not the {kind} table of {year}"
                    ),
                });
            }
            Some(place) => places.push((column, place)),
            None if SINCE
                .iter()
                .any(|&(new, since)| new == column && year < since) => {}
            None if names_year => return Err(absent(column, format!("{}{year}", names[0]))),
            None => return Err(absent(column, names.join(", "))),
        }
    }
    Ok(places)
}

/// Where a table's totals of earlier years stand. A table that does not name its own year among
/// them is not trusted with others (the columns of the 2015 ADM table say 2014).
fn series(header: &csv::StringRecord, kind: &str, year: u16) -> Vec<(&'static str, u16, usize)> {
    let columns = COLUMNS.iter().find(|(k, _)| *k == kind);
    let Some(&(column, names)) = columns.and_then(|(_, columns)| columns.first()) else {
        return Vec::new();
    };
    let of = |year: u16| {
        header.iter().position(|title| {
            let plain = title.trim().strip_suffix(&year.to_string());
            plain.is_some_and(|plain| is_one_of(plain, names))
        })
    };
    if of(year).is_none() {
        return Vec::new();
    }
    let earlier = (year.saturating_sub(10)..year).filter_map(|y| of(y).map(|at| (column, y, at)));
    earlier.collect()
}

/// Whether a title is one of these names, by itself or with the year.
fn names_column(title: &str, names: &[&str], year: u16) -> bool {
    let title = title.trim();
    let plain = title.strip_suffix(&year.to_string()).unwrap_or(title);
    is_one_of(title, names) || is_one_of(plain, names)
}

fn is_one_of(title: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(title))
}

/// How far apart two names are, a part of a name being nearer than any misspelling.
fn distance(name: &str, wanted: &str) -> usize {
    match name.contains(wanted) || wanted.contains(name) {
        true => 0,
        false => strsim::damerau_levenshtein(name, wanted),
    }
}
