//! Values as the model needs them, each of the kind that its key takes.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::diagnostic::Place;
use super::distribution::{Spec, between};
use super::keys::{Key, Need};
use super::price_list::List;

/// A checked value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// Rows of numbers.
    Matrix(Vec<Vec<f64>>),
    /// A length of time.
    Duration(Spec),
    /// A list of lengths of time.
    Durations(Vec<Spec>),
    /// A date.
    Date(Date),
    /// Text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// One of the key's words.
    Word(&'static str),
    /// Some of the key's words.
    Words(Vec<&'static str>),
    /// Ages taken.
    Ages(Vec<AgeShare>),
    /// Cells of the opening stock.
    Rows(Vec<Row>),
    /// File names.
    FileNames(Vec<String>),
    /// A price list that has been read.
    PriceList(Arc<List>),
    /// Texts.
    Texts(Vec<String>),
    /// What is to be reached.
    Targets(Vec<Target>),
}

/// What is to be reached: a metric, and at least or at most how much of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The metric as in `report`: name, group, period.
    pub metric: String,
    /// The least that will do, in the metric's unit.
    pub at_least: Option<f64>,
    /// The most that will do.
    pub at_most: Option<f64>,
    /// Whether these are of the difference from the baseline, future by future.
    pub against_baseline: bool,
    /// Whether it is a budget, of the total cost in a financial year.
    pub is_budget: bool,
}

/// A share of households with the ages they take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgeShare {
    /// Share of the strand's households.
    pub share: f64,
    /// Youngest age taken, years.
    pub from: f64,
    /// First age not taken, years.
    pub to: f64,
}

/// A cell of the opening stock; words index the lists of [`super::keys`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Age band.
    pub age: usize,
    /// Legal status.
    pub legal: usize,
    /// Placement.
    pub placement: usize,
    /// Unaccompanied asylum-seeking children.
    pub asylum_seeking: bool,
    /// How many.
    pub count: f64,
}

impl Value {
    /// The value a part of the way to `to`, as an option is phased in; `None` if there is nothing between
    /// (words, lists of another length).
    pub fn towards(&self, to: &Self, part: f64) -> Option<Self> {
        match (self, to) {
            (Self::Number(a), Self::Number(b)) => number(*a, *b, part).map(Self::Number),
            (Self::Numbers(a), Self::Numbers(b)) => list(a, b, part).map(Self::Numbers),
            (Self::Matrix(a), Self::Matrix(b)) if a.len() == b.len() => {
                let rows = a.iter().zip(b).map(|(a, b)| list(a, b, part));
                rows.collect::<Option<_>>().map(Self::Matrix)
            }
            (Self::Duration(a), Self::Duration(b)) => Some(Self::Duration(a.towards(b, part))),
            (Self::Durations(a), Self::Durations(b)) if a.len() == b.len() => {
                let each = a.iter().zip(b).map(|(a, b)| a.towards(b, part));
                Some(Self::Durations(each.collect()))
            }
            _ => None,
        }
    }
}

/// From or to never (`inf`) the reciprocal goes evenly: half the way from never to 100 days is 200 days.
/// Between never and 0 there is nothing.
fn number(a: f64, b: f64, part: f64) -> Option<f64> {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => Some(between(a, b, part)),
        (false, false) => Some(b),
        _ => (a != 0.0 && b != 0.0).then(|| between(a.recip(), b.recip(), part).recip()),
    }
}

fn list(a: &[f64], b: &[f64], part: f64) -> Option<Vec<f64>> {
    let same_length = a.len() == b.len();
    same_length.then(|| {
        a.iter()
            .zip(b)
            .map(|(a, b)| between(*a, *b, part))
            .collect()
    })
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(f, "{n}"),
            Self::Numbers(n) => joined(f, n),
            Self::Matrix(rows) => {
                let rows: Vec<_> = rows.iter().cloned().map(Self::Numbers).collect();
                joined(f, &rows)
            }
            Self::Duration(spec) => write!(f, "{spec}"),
            Self::Durations(specs) => joined(f, specs),
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Word(word) => f.write_str(word),
            Self::Words(words) => joined(f, words),
            Self::Ages(ages) => joined(f, ages),
            Self::Rows(rows) => {
                let children: f64 = rows.iter().map(|r| r.count).sum();
                write!(f, "{} rows, {children} children", rows.len())
            }
            Self::FileNames(names) | Self::Texts(names) => joined(f, names),
            Self::Targets(targets) => write!(f, "{} targets", targets.len()),
            Self::PriceList(list) => f.write_str(&list.name),
        }
    }
}

impl fmt::Display for AgeShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { share, from, to } = self;
        write!(f, "{{ share = {share}, from = {from}, to = {to} }}")
    }
}

fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    f.write_str("[")?;
    for (i, item) in items.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    f.write_str("]")
}

/// A key with the value one file gives it.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The key.
    pub key: &'static Key,
    /// Its path, names filled in.
    pub path: String,
    /// The value.
    pub value: Value,
    /// Lower end of its range.
    pub low: Option<Value>,
    /// Upper end of its range.
    pub high: Option<Value>,
    /// Where it comes from.
    pub source: Option<String>,
    /// One of [`super::keys::CONFIDENCE_WORDS`].
    pub confidence: Option<&'static str>,
    /// Where the value stands.
    pub place: Place,
    /// Where its elements stand, if it is a list.
    pub parts: Vec<Place>,
}

impl Setting {
    /// Whether it says what its key's default says.
    pub fn says_default(&self) -> bool {
        match self.key.need {
            Need::Default(default) => default.trim_matches('"') == self.value.to_string(),
            Need::Required | Need::Optional(_) => false,
        }
    }

    /// Where the n-th element stands; the whole value if it is no list.
    pub fn part(&self, n: usize) -> Place {
        self.parts.get(n).copied().unwrap_or(self.place)
    }
}

/// Settings in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    list: Vec<Setting>,
    index: std::collections::BTreeMap<String, usize>,
}

impl Settings {
    /// Sets a key: replaces the value it had, in its place in the order.
    pub fn set(&mut self, setting: Setting) {
        match self.index.get(&setting.path) {
            Some(i) => self.list[*i] = setting,
            None => {
                self.index.insert(setting.path.clone(), self.list.len());
                self.list.push(setting);
            }
        }
    }

    /// The setting of a path.
    pub fn get(&self, path: &str) -> Option<&Setting> {
        self.index.get(path).map(|i| &self.list[*i])
    }

    /// All settings.
    pub fn iter(&self) -> std::slice::Iter<'_, Setting> {
        self.list.iter()
    }

    /// Names chosen by files under a section (`recruitment`), in order of first appearance.
    pub fn names(&self, section: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for setting in &self.list {
            let mut parts = setting.path.split('.');
            let (Some(first), Some(name), Some(_)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if first == section && !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// Values by path, where they are there and of the kind asked for. The names of the methods are
/// those of [`Value`]'s variants.
impl Settings {
    fn value(&self, path: &str) -> Option<&Value> {
        self.get(path).map(|setting| &setting.value)
    }

    /// A number.
    pub fn number(&self, path: &str) -> Option<f64> {
        match self.value(path)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A list of numbers.
    pub fn numbers(&self, path: &str) -> Option<&[f64]> {
        match self.value(path)? {
            Value::Numbers(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// Rows of numbers.
    pub fn matrix(&self, path: &str) -> Option<&[Vec<f64>]> {
        match self.value(path)? {
            Value::Matrix(rows) => Some(rows),
            _ => None,
        }
    }

    /// A length of time.
    pub fn duration(&self, path: &str) -> Option<&Spec> {
        match self.value(path)? {
            Value::Duration(spec) => Some(spec),
            _ => None,
        }
    }

    /// Texts.
    pub fn texts(&self, path: &str) -> Option<&[String]> {
        match self.value(path)? {
            Value::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// What is to be reached.
    pub fn targets(&self, path: &str) -> Option<&[Target]> {
        match self.value(path)? {
            Value::Targets(targets) => Some(targets),
            _ => None,
        }
    }

    /// Lengths of time.
    pub fn durations(&self, path: &str) -> Option<&[Spec]> {
        match self.value(path)? {
            Value::Durations(specs) => Some(specs),
            _ => None,
        }
    }

    /// A date.
    pub fn date(&self, path: &str) -> Option<Date> {
        match self.value(path)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.value(path)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Text.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.value(path)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A word.
    pub fn word(&self, path: &str) -> Option<&'static str> {
        match self.value(path)? {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Words.
    pub fn words(&self, path: &str) -> Option<&[&'static str]> {
        match self.value(path)? {
            Value::Words(words) => Some(words),
            _ => None,
        }
    }

    /// A price list.
    pub fn price_list(&self, path: &str) -> Option<&List> {
        match self.value(path)? {
            Value::PriceList(list) => Some(list),
            _ => None,
        }
    }

    /// Ages taken.
    pub fn ages(&self, path: &str) -> Option<&[AgeShare]> {
        match self.value(path)? {
            Value::Ages(ages) => Some(ages),
            _ => None,
        }
    }

    /// Cells of the opening stock.
    pub fn rows(&self, path: &str) -> Option<&[Row]> {
        match self.value(path)? {
            Value::Rows(rows) => Some(rows),
            _ => None,
        }
    }
}
