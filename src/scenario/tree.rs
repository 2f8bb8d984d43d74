//! A file's text as a tree whose every node knows where it stands.
//!
//! Parsing recovers from errors, so that several mistakes are reported at once; a file with any
//! mistake of syntax yields no tree, because what follows one is guesswork.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::diagnostic::{Finding, Findings, Place, quoted};
use super::keys::KEYS;
use super::wording::{meant, name_meant};

/// Larger files are refused before they are parsed.
pub const MOST_BYTES: usize = 1 << 20;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub raw: Raw,
}

/// A value as TOML has it.
#[derive(Clone, Debug)]
pub enum Raw {
    /// Integer or float; NaN and infinities are possible.
    Number(f64),
    /// Text in quotes.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A calendar date.
    Date(Date),
    /// A time, a date with a time, or a day the calendar does not have.
    NoDate,
    /// `[…]`.
    List(Vec<Node>),
    /// `{…}` or `[section]`.
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

impl Raw {
    /// What it is, in words: for "this takes a number, but here is …".
    pub fn described(&self) -> String {
        match self {
            Self::Number(n) => format!("the number {n}"),
            Self::Text(t) => format!("the text \"{}\"", quoted(t)),
            Self::Flag(b) => format!("`{b}`"),
            Self::Date(d) => format!("the date {d}"),
            Self::NoDate => "a time".to_owned(),
            Self::List(l) if l.len() == 1 => "a list of one value".to_owned(),
            Self::List(l) => format!("a list of {} values", l.len()),
            Self::Table(_) => "a table { … }".to_owned(),
        }
    }
}

impl Node {
    /// The entries, if it is a table.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.raw {
            Raw::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry of that key, if it is a table that has one.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries()?.iter().find(|e| e.key == key)
    }
}

/// Parses a file's text. Mistakes of syntax are reported, all that can be found.
pub fn parse(file: usize, text: &str, findings: &mut Findings) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut slips: Vec<usize> = Vec::new();
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let place = Place {
            file,
            start: span.start,
            end: span.end,
        };
        if let Some((line, help)) = slip(text, span.start) {
            if !slips.contains(&line) {
                slips.push(line);
                let message = "this is not written as TOML has it";
                findings.push(Finding::error("P0004", place, message, help));
            }
            continue;
        }
        let message = format!(
            "this is not TOML: {}",
            quoted_parser_message(error.message())
        );
        findings.push(Finding::error(
            "P0004",
            place,
            message,
            remedy(error.message()),
        ));
    }
    errors.is_empty().then(|| Node {
        place: Place::top_of(file),
        raw: Raw::Table(entries(file, table.get_ref())),
    })
}

/// Where the line begins on which a mistake of syntax lies, and what to write instead, if it is one
/// of the slips that everybody makes: a date, a percentage, a sum, a quotation mark, an accent.
fn slip(text: &str, at: usize) -> Option<(usize, String)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    let (name, value) = line.split_once('=').unwrap_or((line, ""));
    let known = KEYS.iter().flat_map(|key| key.path.split('.'));
    let name = name.trim().trim_matches(['[', ']']);
    let within = at - start <= line.find('=').unwrap_or(line.len());
    let name = name_meant(name, known).filter(|_| within && !name.starts_with('#'));
    Some((start, name.or_else(|| meant(value))?))
}

/// The parser's words on one line.
fn quoted_parser_message(message: &str) -> String {
    message.replace('\n', ", ")
}

/// What to do about a mistake of syntax; the commonest have their own words.
fn remedy(message: &str) -> &'static str {
    match message {
        m if m.contains("duplicate key") => "keep one of the two lines",
        m if m.contains("date") => "write a day of the calendar, year-month-day: 2017-04-01",
        m if m.contains("string") || m.contains("quote") => {
            "text stands between two straight quotation marks on one line: \"like this\""
        }
        m if m.contains("array") => "a list is written [1, 2, 3]: check brackets and commas",
        m if m.contains("table") => {
            "a section is written [name] on its own line, an inline table { key = value }"
        }
        _ => {
            "write `key = value`, one to a line; text in quotes, numbers without units or thousands commas"
        }
    }
}

fn entries(file: usize, table: &DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        Entry {
            key: key.get_ref().to_string(),
            place: place(file, key.span()),
            node: node(file, value),
        }
    };
    table.iter().map(entry).collect()
}

fn place(file: usize, span: std::ops::Range<usize>) -> Place {
    Place {
        file,
        start: span.start,
        end: span.end,
    }
}

fn node(file: usize, value: &Spanned<DeValue<'_>>) -> Node {
    let raw = match value.get_ref() {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(integer) => Raw::Number(integer_value(integer)),
        DeValue::Float(float) => Raw::Number(plain(float.as_str()).parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Raw::Flag(*flag),
        DeValue::Datetime(datetime) => date(datetime).map_or(Raw::NoDate, Raw::Date),
        DeValue::Array(array) => Raw::List(list(file, array)),
        DeValue::Table(table) => Raw::Table(entries(file, table)),
    };
    Node {
        place: place(file, value.span()),
        raw,
    }
}

fn list(file: usize, array: &DeArray<'_>) -> Vec<Node> {
    array.iter().map(|value| node(file, value)).collect()
}

fn plain(digits: &str) -> String {
    digits.replace('_', "")
}

/// An integer of any size as a number; bounds are checked later, with the key's own words.
fn integer_value(integer: &DeInteger<'_>) -> f64 {
    let digits = plain(integer.as_str());
    match integer.radix() {
        10 => digits.parse().unwrap_or(f64::NAN),
        radix => i128::from_str_radix(&digits, radix).map_or(f64::INFINITY, |n| n as f64),
    }
}

fn date(datetime: &toml::value::Datetime) -> Option<Date> {
    let date = match (datetime.date, datetime.time, datetime.offset) {
        (Some(date), None, None) => date,
        _ => return None,
    };
    let year = i16::try_from(date.year).ok()?;
    let month = i8::try_from(date.month).ok()?;
    let day = i8::try_from(date.day).ok()?;
    Date::new(year, month, day).ok()
}
