//! Scenarios: TOML files in, the model's parameters out, and a good answer to every mistake.
//!
//! A baseline says everything; overlays (`extends = "baseline.toml"`) say what differs. The steps,
//! one to a module:
//!
//! 1. `source` finds a file, and only within the scenario's folder; `tree` parses it;
//! 2. `check` holds it against the one table of [`keys`] and `read`s values of the right kind;
//! 3. `layers` puts the files in their order and says what holds when;
//! 4. `complete` finds what is missing, `rules` and `cross` check what must hold between files and
//!    between values;
//! 5. `changes` says what overlays change; `build` makes the parameters; `vary` and `uncertain` make them
//!    again with other assumptions, `recruited` with more households.
//!
//! All steps collect what is wrong as [`diagnostic::Diagnostics`], with file, line, remedy and a
//! stable code from [`CODES`].

mod authorities;
mod budget;
mod build;
mod changes;
mod check;
mod codes;
mod complete;
mod cross;
pub mod diagnostic;
mod distribution;
mod idle;
pub mod keys;
mod layers;
mod phase_in;
mod price_list;
mod priced;
mod read;
mod recruited;
mod replaced;
mod rules;
mod schema;
mod source;
mod tree;
mod uncertain;
mod unlikely;
mod value;
mod vary;
pub mod wording;

use std::path::Path;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::care::params::Model;
use crate::des::stream::Root;
use crate::finance::prices::PriceList;

pub use changes::{Change, Overlay};
pub use codes::{CODES, explain_code};
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use keys::KEYS;
pub use recruited::{Plan, Profile};
pub use schema::{explain_key, schema, table};
pub use uncertain::{Level, Uncertain, scale_with};
pub use value::Target;

use diagnostic::{Files, Finding, Findings, Place};
use layers::{Layer, Timeline};
use source::Source;
use value::{Setting, Settings, Value};
use vary::Origin;

/// How far shares may be from adding to 1.
pub const SUM_TOLERANCE: f64 = 1e-6;

/// A scenario, checked and ready to run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name of the file that was opened, without its ending.
    pub name: String,
    /// For readers.
    pub title: String,
    /// Name of the council.
    pub council: String,
    /// First day of the run.
    pub start: Date,
    /// Length of the run.
    pub years: u32,
    /// What the simulation takes; with several authorities the first's.
    pub model: Model,
    /// What the ledger takes; with several authorities the first's.
    pub prices: PriceList,
    /// The authorities, if the scenario names any; none if it is of one council.
    pub authorities: Vec<Authority>,
    /// Metrics to print besides those of every page, as the baseline names them.
    pub report: Vec<String>,
    /// What is to be reached, as the baseline says it.
    pub targets: Vec<Target>,
    /// What a week less in care is worth in other readings of a saving, pounds, as the baseline names
    /// them.
    pub readings: Vec<Reading>,
    /// Whether a decision among the files says what it costs, were it nothing.
    pub states_cost: bool,
    /// Every parameter with its range and source.
    pub assumptions: Vec<Assumption>,
    /// The files, in the order in which they apply, the baseline first.
    pub inputs: Vec<Input>,
    /// What each overlay among the files changes in those before it.
    pub overlays: Vec<Overlay>,
    /// What can be used but looks wrong.
    pub warnings: Diagnostics,
    origin: Arc<Origin>,
}

/// A price at which a saving is claimed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// As the scenario names it.
    pub name: String,
    /// What a child's week less in care is taken to be worth, pounds.
    pub a_week: f64,
    /// The year of that price, if it is said: it need not be the scenario's base year.
    pub price_year: Option<String>,
    /// The share of that which stops an invoice.
    pub cashable_share: f64,
    /// What is claimed to be saved a year, pounds; 0 if nothing is.
    pub claimed_a_year: f64,
}

/// One of several authorities of a scenario, or many that are alike.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its name in the scenario.
    pub name: String,
    /// How many there are like it.
    pub copies: u32,
    /// Its regional agency: those that pool under one name share adopters. Empty: the one without a name.
    pub agency: String,
    /// What the simulation takes.
    pub model: Model,
    /// What the ledger takes.
    pub prices: PriceList,
}

impl Authority {
    /// Who each of them is: made from the name, so that no other authority matters to it.
    pub fn identities(&self) -> impl Iterator<Item = Root> {
        let name = format!("authority, {}", self.name);
        (0..u64::from(self.copies)).map(move |copy| Root::named(&name, copy))
    }
}

/// A parameter in force, as a line of the assumptions log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assumption {
    /// Path of the key.
    pub key: String,
    /// From when it holds, as a date.
    pub from: String,
    /// Its value as text.
    pub value: String,
    /// Lower end of its range; empty if unstated.
    pub low: String,
    /// Upper end of its range; empty if unstated.
    pub high: String,
    /// Unit; empty if it has none.
    pub unit: String,
    /// Where it comes from; empty if unstated.
    pub source: String,
    /// `high`, `medium`, `low` or `unstated`.
    pub confidence: String,
    /// The file that says so.
    pub file: String,
}

/// A file that a scenario is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its name, relative to the scenario's folder.
    pub name: String,
    /// BLAKE3 of its bytes, hexadecimal.
    pub blake3: String,
}

impl Scenario {
    /// Reads a scenario from a file and those that it extends.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Diagnostics> {
        match source::open(path) {
            Ok((source, name)) => assemble(&source, &name),
            Err(refusal) => {
                let mut files = Files::default();
                let shown = path.display().to_string();
                let place = Place::top_of(files.add(&shown, &shown, String::new()));
                let mut findings = Findings::default();
                findings.push(Finding::error(
                    refusal.code,
                    place,
                    refusal.message,
                    refusal.help,
                ));
                Err(findings.into_diagnostics(&files))
            }
        }
    }

    /// Reads a scenario from texts held in memory: `files` are names with texts, as in a folder.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn from_embedded(files: &[(&str, &str)], name: &str) -> Result<Self, Diagnostics> {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let source = Source::Embedded(files.iter().map(owned).collect());
        assemble(&source, name)
    }

    /// Children in care at the start, in all authorities together.
    pub fn children_there(&self) -> u32 {
        let of = |authority: &Authority| authority.copies * authority.model.stock.children_there();
        match self.authorities.is_empty() {
            true => self.model.stock.children_there(),
            false => self.authorities.iter().map(of).sum(),
        }
    }

    /// An error about the n-th element of a key's list, found by those who know what it names.
    pub fn refused(
        &self,
        path: &str,
        n: usize,
        code: &'static str,
        message: String,
        help: String,
    ) -> Diagnostics {
        let settings = self.origin.layers.iter().map(|l| &l.checked.settings);
        let setting = settings.rev().find_map(|settings| settings.get(path));
        let place = setting.map_or(Place::top_of(0), |setting| setting.part(n));
        let mut findings = Findings::default();
        findings.push(Finding::error(code, place, message, help));
        findings.into_diagnostics(&self.origin.files)
    }
}

/// Checks scenarios without running them: all that is wrong or looks wrong with any of them.
pub fn check_files<P: AsRef<Path>>(paths: &[P]) -> Diagnostics {
    let mut all = Diagnostics::default();
    for path in paths {
        match Scenario::load(path.as_ref()) {
            Ok(scenario) => all.extend(scenario.warnings),
            Err(diagnostics) => all.extend(diagnostics),
        }
    }
    all
}

fn assemble(source: &Source, name: &str) -> Result<Scenario, Diagnostics> {
    let mut files = Files::default();
    let mut findings = Findings::default();
    let layers = layers::load(source, name, &mut files, &mut findings);
    let name = file_stem(name);
    let title = layers.last().and_then(|opened| opened.title());
    let origin = Origin {
        title: title.map_or_else(|| name.replace('_', " "), str::to_owned),
        name,
        files,
        layers,
    };
    conclude(origin, findings)
}

/// From layers to a scenario.
fn conclude(origin: Origin, mut findings: Findings) -> Result<Scenario, Diagnostics> {
    let scenario = settle(&origin, &mut findings);
    let has_errors = findings.has_errors();
    let diagnostics = findings.into_diagnostics(&origin.files);
    match scenario {
        Some(mut scenario) if !has_errors => {
            scenario.warnings = diagnostics;
            scenario.origin = Arc::new(origin);
            Ok(scenario)
        }
        _ => Err(diagnostics),
    }
}

/// The scenario, but for its warnings; `None` if something is wrong.
fn settle(origin: &Origin, findings: &mut Findings) -> Option<Scenario> {
    let files = &origin.files;
    if origin.layers.is_empty() {
        return None;
    }
    let timeline = timeline(origin.layers.clone());
    priced::check_listed(&timeline.layers, findings);
    let names = authorities::names(&origin.layers);
    let authorities = authorities::build_all(&origin.layers, &names, findings)?;
    let (model, prices) = match authorities.first() {
        Some(first) => (first.model.clone(), first.prices.clone()),
        None => {
            consistent(&timeline, findings);
            authorities::pool("", &[(&timeline, 1)], findings);
            if findings.has_errors() {
                return None;
            }
            build::build(&timeline, findings)?
        }
    };
    priced::check_bought(&timeline, findings);
    rules::costs_something(&timeline, findings);
    idle::check(&timeline, findings);
    if names.is_empty() {
        doubtful(&timeline, findings);
    }
    priced::check_label(&timeline, findings);
    budget::check(&timeline, findings);
    let all = timeline.all();
    Some(Scenario {
        name: origin.name.clone(),
        title: origin.title.clone(),
        council: all.text("council.name")?.to_owned(),
        start: timeline.start,
        years: all.number("run.years")? as u32,
        model,
        prices,
        authorities,
        report: all.texts("report").unwrap_or_default().to_vec(),
        targets: targets(&all, &timeline, &names)?,
        readings: readings(&all),
        states_cost: rules::states_cost(&timeline),
        assumptions: assumptions(&timeline, files),
        inputs: inputs(&timeline, files),
        overlays: changes::overlays(&timeline, files),
        warnings: Diagnostics::default(),
        origin: Arc::default(),
    })
}

/// What is to be reached: targets as the file says them, then budgets.
fn targets(all: &Settings, timeline: &Timeline, authorities: &[String]) -> Option<Vec<Target>> {
    let years = all.number("run.years")? as u32;
    let said = all.targets("targets").unwrap_or_default().iter().cloned();
    let budgets = budget::targets(timeline, years, authorities);
    Some(said.chain(budgets).collect())
}

fn readings(all: &Settings) -> Vec<Reading> {
    let names = all.names("reading").into_iter();
    let readings = names.map(|name| {
        // A reading without its price is refused; the others are 0 unless said.
        let number = |key: &str| all.number(&format!("reading.{name}.{key}")).unwrap_or(0.0);
        Reading {
            a_week: number("a_week"),
            price_year: all
                .text(&format!("reading.{name}.price_year"))
                .map(str::to_owned),
            cashable_share: number("cashable_share"),
            claimed_a_year: number("claimed_a_year"),
            name,
        }
    });
    readings.collect()
}

/// Checks all that must hold between layers and between values, whatever the date.
fn consistent(timeline: &Timeline, findings: &mut Findings) {
    let span = (timeline.start, timeline.end);
    let all = timeline.all();
    let broken = timeline.layers.iter().flat_map(|l| &l.checked.broken);
    let broken = broken.map(String::as_str).collect();
    complete::complete(&timeline.layers, &all, findings);
    rules::overlays(timeline, findings);
    cross::check(&timeline.opening(), &broken, span, findings);
    cross::check(&all, &broken, span, findings);
    for date in timeline.dates() {
        // States between the first and the last would mostly repeat what is wrong with those.
        if findings.has_errors() {
            return;
        }
        cross::check(&timeline.on(date), &broken, span, findings);
    }
}

/// Warns of what is legal and hardly meant in one council.
fn doubtful(timeline: &Timeline, findings: &mut Findings) {
    replaced::check(timeline, findings);
    unlikely::check(timeline, findings);
}

/// Lays out the layers in time. If the run's dates are missing (which is reported), a long time
/// stands in for it, so that the rest can still be checked.
fn timeline(layers: Vec<Layer>) -> Timeline {
    let baseline = layers.first().map(|layer| &layer.checked.settings);
    let start = baseline.and_then(|s| s.date("run.start"));
    let years = baseline.and_then(|s| s.number("run.years"));
    let span = start.zip(years).and_then(|(start, years)| {
        let end = start.checked_add((years as i64).years()).ok()?;
        Some((start, end))
    });
    let (start, end) = span.unwrap_or((Date::MIN, Date::MAX));
    Timeline::new(layers, start, end)
}

fn file_stem(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".toml").unwrap_or(last).to_owned()
}

/// The files that a scenario is made of, a file's price lists beside it: the baseline is first,
/// the file that was opened last, unless that is the baseline.
fn inputs(timeline: &Timeline, files: &Files) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for (n, layer) in timeline.layers.iter().enumerate() {
        let mut own: Vec<Input> = Vec::new();
        for setting in layer.checked.settings.iter() {
            if let Value::PriceList(list) = &setting.value {
                own.push(input(files, list.file));
            }
        }
        let place = if n == 0 { 0 } else { own.len() };
        own.insert(place, input(files, layer.file));
        own.retain(|input| !inputs.contains(input));
        inputs.extend(own);
    }
    inputs
}

fn input(files: &Files, file: usize) -> Input {
    Input {
        name: files.name(file).to_owned(),
        blake3: blake3::hash(files.text(file).as_bytes())
            .to_hex()
            .to_string(),
    }
}

/// A unit, with the year of a price that is not of the base year.
fn priced_in(unit: &str, all: &Settings, path: &str) -> String {
    let year = match unit.starts_with('£') {
        true => build::year_of(all, build::name_of(path)),
        false => None,
    };
    let year = year.map(|year| format!(", prices of {}", build::in_words(year)));
    format!("{unit}{}", year.unwrap_or_default())
}

/// What holds throughout, then what decisions change later, file by file.
fn assumptions(timeline: &Timeline, files: &Files) -> Vec<Assumption> {
    let all = timeline.all();
    let line = |setting: &Setting, from: Date| Assumption {
        key: setting.path.clone(),
        from: from.to_string(),
        value: setting.value.to_string(),
        low: setting
            .low
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        high: setting
            .high
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        unit: priced_in(setting.key.unit, &all, &setting.path),
        source: setting.source.clone().unwrap_or_default(),
        confidence: setting.confidence.unwrap_or("unstated").to_owned(),
        file: files.name(setting.place.file).to_owned(),
    };
    // A price list is as many assumptions as it has lines.
    let listed = |setting: &Setting, from: Date| -> Vec<Assumption> {
        let Value::PriceList(list) = &setting.value else {
            return vec![line(setting, from)];
        };
        let row = |row: &price_list::Row| Assumption {
            key: format!("{}: {}", setting.path, row.what),
            value: (row.price.0 as f64 / 100.0).to_string(),
            unit: match row.year {
                Some(year) => format!("£ a week, prices of {}", build::in_words(year)),
                None => priced_in("£ a week", &all, &setting.path),
            },
            source: row.source.clone(),
            file: list.name.clone(),
            ..line(setting, from)
        };
        list.rows.iter().map(row).collect()
    };
    let parameters = |settings: &Settings, from: Date| -> Vec<Assumption> {
        let parameters = settings.iter().filter(|s| s.key.is_parameter());
        parameters
            .flat_map(|setting| listed(setting, from))
            .collect()
    };
    let mut lines = parameters(&timeline.undated(), timeline.start);
    for layer in timeline
        .layers
        .iter()
        .skip(1)
        .filter(|layer| timeline.is_dated(layer))
    {
        let from = layer.from().unwrap_or(timeline.start);
        lines.extend(parameters(&layer.checked.settings, from));
    }
    lines
}
