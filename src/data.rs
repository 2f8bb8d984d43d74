//! Published tables, as published: what is counted, what is suppressed, what is not there.
//!
//! Two publishers: the Department for Education's yearly tables of looked-after children by local
//! authority ([`dfe`]) and Ofsted's table of fostering ([`ofsted`]). Both hide small counts; a
//! hidden count is never read as zero. [`fill`] says how hidden cells are resolved where a
//! number is needed.

pub mod dfe;
pub mod fill;
pub mod ofsted;

use std::path::PathBuf;

/// More children than there are in England.
const MOST: u32 = 20_000_000;

/// A cell of a published table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Published.
    Known(u32),
    /// Hidden because it is small (1 to 5), or so that another hidden count cannot be worked out.
    Suppressed,
    /// Not there: blank, "not applicable", or a column that this year's table does not have.
    Missing,
}

impl Count {
    /// Reads a cell. `x` and `c` are suppressed, `-` negligible (below half of the last digit shown,
    /// so suppressed too where counts are of children), blanks and dots missing.
    ///
    /// # Errors
    /// With the text, if it is none of these and no count.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.trim() {
            "x" | "X" | "c" | "-" => Ok(Self::Suppressed),
            "" | "." | ".." | ":" | "z" => Ok(Self::Missing),
            number => {
                let plain = number.replace(',', "").parse().ok();
                let count = plain.filter(|count| *count <= MOST).map(Self::Known);
                count.ok_or_else(|| number.to_owned())
            }
        }
    }

    /// The count, if it is published.
    pub fn known(self) -> Option<u32> {
        match self {
            Self::Known(count) => Some(count),
            Self::Suppressed | Self::Missing => None,
        }
    }
}

/// A council's name as it is compared: without case, stops and what only one of the publishers adds.
///
/// "Bristol, City of" and "Bristol", "Bedford" and "Bedford Borough", "St. Helens" and "St Helens",
/// "Telford & Wrekin" and "Telford and Wrekin" are the same council.
pub(crate) fn plain_name(name: &str) -> String {
    let letters = name.trim().to_lowercase().replace('&', "and");
    let letters = letters.replace(['.', '\'', '’'], "");
    let additions = [", city of", ", county of", " borough"];
    let plain = additions
        .iter()
        .find_map(|addition| letters.strip_suffix(addition));
    plain.unwrap_or(&letters).to_owned()
}

/// The text of a file in UTF-8, or else in Windows-1252 as far as its letters go (Ofsted's).
pub(crate) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Why a file's first line has hardly any cells.
pub(crate) fn no_commas(text: &str) -> String {
    match text.lines().next() {
        None | Some("") => "it is empty".to_owned(),
        Some(first) if first.contains(';') => {
            "its cells are separated by semicolons, not by commas, as a spreadsheet may save it"
                .to_owned()
        }
        Some(_) => "its cells are not separated by commas".to_owned(),
    }
}

/// What is wrong with published tables, with the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder or file cannot be read.
    #[error(
        "error[P0501]: cannot read {path}: {why}\n  = help: name the folder (or file) as it was downloaded; if it was, download it again"
    )]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// No table of this kind for this year.
    #[error(
        "error[P0502]: no {kind} table for {year} in {folder}{found}\n  = help: put the year's local authority tables (files named like SFR50_{kind}2017.csv or {kind}2018.csv) into the folder"
    )]
    NoTable {
        /// CLA, ADM or CEA.
        kind: &'static str,
        /// The year to 31 March.
        year: u16,
        /// The folder.
        folder: PathBuf,
        /// Which years there are.
        found: String,
    },
    /// A column that every year's table has is not there.
    #[error(
        "error[P0503]: {file} has no column {column}\n  = help: is it the table as published? known names of this column: {known}"
    )]
    NoColumn {
        /// The file.
        file: String,
        /// The column's usual name.
        column: &'static str,
        /// All its names.
        known: String,
    },
    /// A row that Ofsted's table has is not there.
    #[error(
        "error[P0503]: {file} has no row that begins \"{begins}\"\n  = help: name Ofsted's \"Fostering in England\" dataset as published: a row for each figure, a column for each council"
    )]
    NoRow {
        /// The file.
        file: String,
        /// How the row's title begins.
        begins: &'static str,
    },
    /// A cell that is neither a count nor a mark.
    #[error(
        "error[P0504]: {file}, line {line}, {column}: \"{text}\" is no count\n  = help: cells are whole numbers, x, c, - or blank"
    )]
    NoCount {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// No authority of that name.
    #[error("error[P0505]: no authority \"{name}\" in the tables of {year}{near}")]
    NoAuthority {
        /// The name asked for.
        name: String,
        /// The year.
        year: u16,
        /// Names that are near, or what may have happened.
        near: String,
    },
    /// The same twice: which of the two is meant cannot be told.
    #[error("error[P0509]: {what} is there twice, {places}\n  = help: keep the one that holds")]
    Twice {
        /// What is.
        what: String,
        /// Where.
        places: String,
    },
    /// Parts that are more than their total.
    #[error(
        "error[P0510]: {name} {year}: {what} add up to {parts}, but the total is {total}\n  = help: compare the row with the table as published"
    )]
    TooMany {
        /// The authority.
        name: String,
        /// The year.
        year: u16,
        /// What was added up.
        what: &'static str,
        /// The sum of what is shown.
        parts: u32,
        /// The published total.
        total: u32,
    },
    /// Parts that are less than their total, and not for being hidden.
    #[error(
        "error[P0510]: {name} {year}: {what} add up to {parts}, but the total is {total}, and {hidden}\n  = help: compare the row with the table as published"
    )]
    TooFew {
        /// The authority.
        name: String,
        /// The year.
        year: u16,
        /// What was added up.
        what: &'static str,
        /// The sum of what is shown.
        parts: u32,
        /// What is hidden.
        hidden: &'static str,
        /// The published total.
        total: u32,
    },
    /// Too much of an authority's row is hidden or missing.
    #[error(
        "error[P0506]: {name} {year}: {what} cannot be worked out, because {why}\n  = help: choose another year, or write the scenario by hand from `permanence init`"
    )]
    TooLittle {
        /// The authority.
        name: String,
        /// The year.
        year: u16,
        /// What was needed.
        what: &'static str,
        /// Why it is not to be had.
        why: String,
    },
}
