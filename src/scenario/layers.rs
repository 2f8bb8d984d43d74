//! The files of a scenario as layers, from the baseline to the file that was opened.
//!
//! An overlay is a *lever* (a decision, in force from a date on) or, with `assumption = true`,
//! another *belief* about the world, which holds from the start and for the past too. Values are
//! looked up by folding the layers in their order: an overlay replaces single keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::check::{Checked, check};
use super::diagnostic::{Files, Finding, Findings, Place};
use super::keys;
use super::phase_in;
use super::price_list::{self, List};
use super::source::{Refusal, Source};
use super::tree;
use super::value::{Setting, Settings, Value};

/// A scenario is made of at most this many files.
const MOST_FILES: usize = 32;

/// One file's part in a scenario.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its file.
    pub file: usize,
    /// What it says.
    pub checked: Checked,
    /// The layers it rests on, the baseline first, itself last.
    chain: Vec<usize>,
}

impl Layer {
    /// A layer that no file names.
    pub fn new(file: usize, checked: Checked) -> Self {
        Self {
            file,
            checked,
            chain: Vec::new(),
        }
    }

    /// The same layer saying something else.
    pub fn with(&self, checked: Checked) -> Self {
        Self {
            checked,
            ..self.clone()
        }
    }

    fn value(&self, path: &str) -> Option<&Value> {
        self.checked
            .settings
            .get(path)
            .map(|setting| &setting.value)
    }

    /// The date from which it holds, if it says one.
    pub fn from(&self) -> Option<Date> {
        match self.value("from") {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// Months over which its numbers are phased in.
    pub fn phase_in_months(&self) -> i32 {
        match self.value("phase_in_months") {
            Some(Value::Number(months)) => *months as i32,
            _ => 0,
        }
    }

    /// Whether it is a belief rather than a decision.
    pub fn is_assumption(&self) -> bool {
        matches!(self.value("assumption"), Some(Value::Flag(true)))
    }

    /// Its title, if it has one.
    pub fn title(&self) -> Option<&str> {
        match self.value("title") {
            Some(Value::Text(title)) => Some(title),
            _ => None,
        }
    }

    /// Whether it extends another file.
    pub fn is_overlay(&self) -> bool {
        self.checked.settings.get("extends").is_some() || self.checked.broken.contains("extends")
    }
}

/// Opens a file and all that it extends. The layers come in the order in which they apply; there
/// are none if a file could not be had.
pub fn load(source: &Source, name: &str, files: &mut Files, findings: &mut Findings) -> Vec<Layer> {
    let mut loader = Loader {
        source,
        files,
        findings,
        layers: Vec::new(),
        known: BTreeMap::new(),
        lists: BTreeMap::new(),
    };
    let opened = loader.open(name, None);
    let Some(opened) = opened else {
        return Vec::new();
    };
    let layers = loader.layers;
    layers[opened]
        .chain
        .iter()
        .map(|i| layers[*i].clone())
        .collect()
}

/// How far the opening of a file has come.
#[derive(Clone, Copy)]
enum Progress {
    /// What it extends is being opened.
    Opening,
    /// Done; `None` if it will not do.
    Opened(Option<usize>),
}

struct Loader<'a> {
    source: &'a Source,
    files: &'a mut Files,
    findings: &'a mut Findings,
    layers: Vec<Layer>,
    known: BTreeMap<String, Progress>,
    /// Price lists by name; `None` if one will not do.
    lists: BTreeMap<String, Option<Arc<List>>>,
}

impl Loader<'_> {
    fn refuse(&mut self, refusal: Refusal, place: Place) {
        let Refusal {
            code,
            message,
            help,
        } = refusal;
        self.findings
            .push(Finding::error(code, place, message, help));
    }

    /// Opens a file; `named` is where another file names it.
    fn open(&mut self, name: &str, named: Option<Place>) -> Option<usize> {
        match (self.known.get(name), named) {
            (Some(Progress::Opened(layer)), _) => return *layer,
            (Some(Progress::Opening), Some(place)) => {
                let message = format!("`{name}` extends itself, by way of this file");
                let help = "take this line out of the file that is to be the baseline";
                self.findings
                    .push(Finding::error("P0301", place, message, help));
                return None;
            }
            _ => {}
        }
        self.known.insert(name.to_owned(), Progress::Opening);
        let opened = self.read(name, named);
        self.known.insert(name.to_owned(), Progress::Opened(opened));
        opened
    }

    fn read(&mut self, name: &str, named: Option<Place>) -> Option<usize> {
        if self.known.len() > MOST_FILES {
            let message = format!("the scenario is made of more than {MOST_FILES} files");
            let help = "combine options in fewer files";
            let place = named.unwrap_or(Place::top_of(0));
            self.findings
                .push(Finding::error("P0312", place, message, help));
            return None;
        }
        let shown = self.source.shown(name);
        let (file, text) = match self.source.read(name) {
            Ok(text) => (self.files.add(name, &shown, text.clone()), text),
            Err(refusal) => {
                let own = || Place::top_of(self.files.add(name, &shown, String::new()));
                let place = named.unwrap_or_else(own);
                self.refuse(refusal, place);
                return None;
            }
        };
        let tree = tree::parse(file, &text, self.findings)?;
        let mut checked = check(&tree, self.findings);
        self.price_lists(name, &mut checked);
        let parents = self.parents(name, &checked);
        let whole = parents.iter().all(Option::is_some);
        let parents: Vec<usize> = parents.into_iter().flatten().collect();
        self.combinable(&checked, &parents);
        let mut chain: Vec<usize> = Vec::new();
        for parent in parents {
            for layer in &self.layers[parent].chain {
                if !chain.contains(layer) {
                    chain.push(*layer);
                }
            }
        }
        chain.push(self.layers.len());
        self.layers.push(Layer {
            file,
            checked,
            chain,
        });
        whole.then(|| self.layers.len() - 1)
    }

    /// Reads the price lists that a file names, each once.
    fn price_lists(&mut self, name: &str, checked: &mut Checked) {
        let named = checked
            .settings
            .iter()
            .filter_map(|setting| match &setting.value {
                Value::FileNames(names) if setting.path != "extends" => {
                    Some((setting.clone(), names.first()?.clone()))
                }
                _ => None,
            });
        for (mut setting, target) in named.collect::<Vec<_>>() {
            match self.price_list(name, &target, setting.place) {
                Some(list) => {
                    setting.value = Value::PriceList(list);
                    checked.settings.set(setting);
                }
                None => {
                    checked.broken.insert(setting.path.clone());
                }
            }
        }
    }

    fn price_list(&mut self, from: &str, target: &str, place: Place) -> Option<Arc<List>> {
        let opened = self.source.resolve(from, target).and_then(|name| {
            let text = self.source.read(&name)?;
            Ok((name, text))
        });
        let (name, text) = match opened {
            Ok(opened) => opened,
            Err(refusal) => {
                self.refuse(refusal, place);
                return None;
            }
        };
        if let Some(known) = self.lists.get(&name) {
            return known.clone();
        }
        let file = self
            .files
            .add(&name, &self.source.shown(&name), text.clone());
        let list = price_list::read(&name, file, &text, self.findings).map(Arc::new);
        self.lists.insert(name, list.clone());
        list
    }

    /// Opens the files that a file extends.
    fn parents(&mut self, name: &str, checked: &Checked) -> Vec<Option<usize>> {
        let Some(setting) = checked.settings.get("extends") else {
            // An `extends` that will not do is reported; what it meant is not known.
            let broken = checked.broken.contains("extends");
            return if broken { vec![None] } else { Vec::new() };
        };
        let Value::FileNames(targets) = &setting.value else {
            return Vec::new();
        };
        let open = |(n, target): (usize, &String)| {
            let place = setting.part(n);
            match self.source.resolve(name, target) {
                Ok(name) => self.open(&name, Some(place)),
                Err(refusal) => {
                    self.refuse(refusal, place);
                    None
                }
            }
        };
        targets.iter().enumerate().map(open).collect()
    }

    /// Whether options can be combined: one baseline, and no key set differently by two of them.
    /// What the combining file sets itself is settled.
    fn combinable(&mut self, checked: &Checked, parents: &[usize]) {
        let place = checked.settings.get("extends").map(|s| s.place);
        let Some(place) = place else { return };
        for (n, later) in parents.iter().enumerate() {
            for earlier in &parents[..n] {
                let (a, b) = (&self.layers[*earlier], &self.layers[*later]);
                if a.chain.first() != b.chain.first() {
                    let root = |layer: &Layer| {
                        let first = layer.chain.first().copied().unwrap_or_default();
                        self.files.name(self.layers[first].file).to_owned()
                    };
                    let message = format!(
                        "these options change different baselines: `{}` and `{}`",
                        root(a),
                        root(b)
                    );
                    let help = "combine options that extend the same baseline";
                    self.findings
                        .push(Finding::error("P0303", place, message, help));
                    continue;
                }
                let common = |layer: &&usize| b.chain.contains(*layer);
                let common: Vec<usize> = a.chain.iter().filter(common).copied().collect();
                let (a, b) = (self.apart(a, b), self.apart(b, a));
                let twice = self.added_twice(checked, &common, &a, &b);
                self.conflicts(checked, &twice, &a, &b);
            }
        }
    }

    /// What one chain sets that is not common with another.
    fn apart(&self, layer: &Layer, other: &Layer) -> Settings {
        let mut settings = Settings::default();
        for own in layer.chain.iter().filter(|l| !other.chain.contains(l)) {
            for setting in self.layers[*own].checked.settings.iter() {
                settings.set(setting.clone());
            }
        }
        settings
    }

    /// Sections that two combined options both add, each an error: under one name they would be one
    /// thing, so that the cost of the other would be lost. What is common to both is only changed.
    fn added_twice<'s>(
        &mut self,
        checked: &Checked,
        common: &[usize],
        a: &Settings,
        b: &'s Settings,
    ) -> Vec<&'s str> {
        let mut twice: Vec<&str> = Vec::new();
        for second in b.iter() {
            let Some(section) = added_section(&second.path).filter(|s| !twice.contains(s)) else {
                continue;
            };
            let Some(first) = first_within(a, section) else {
                continue;
            };
            let below = |layer: &usize| &self.layers[*layer].checked.settings;
            let known = common.iter().map(below).chain([&checked.settings]);
            if known
                .into_iter()
                .any(|s| first_within(s, section).is_some())
            {
                continue;
            }
            twice.push(section);
            let message = format!("two combined options both add [{section}]");
            let help = "give it another name in one of them, or put it in one file that both extend: under one name it \
                        would count once";
            let finding = Finding::error("P0314", second.place, message, help);
            let finding = finding.label("here").also(first.place, "and here");
            self.findings.push(finding);
        }
        twice
    }

    fn conflicts(&mut self, checked: &Checked, twice: &[&str], a: &Settings, b: &Settings) {
        let said = |path: &str| added_section(path).is_some_and(|s| twice.contains(&s));
        let chosen = |s: &&Setting| s.path.contains('.') && !said(&s.path);
        for second in b.iter().filter(chosen) {
            let Some(first) = a.get(&second.path) else {
                continue;
            };
            let settled = checked.settings.get(&second.path).is_some();
            if settled || first.value == second.value {
                continue;
            }
            let message = format!("two combined options set `{}` differently", second.path);
            let help = format!(
                "combine only one of them, or set `{}` in the file that combines them",
                second.path
            );
            let finding = Finding::error("P0304", second.place, message, help);
            self.findings
                .push(finding.label("here").also(first.place, "and here"));
        }
    }
}

/// The section of a key that an option can add something with that costs money: `option.NAME`,
/// `authority.NAME.recruitment.NAME`.
fn added_section(path: &str) -> Option<&str> {
    let own = keys::within_authority(path).unwrap_or(path);
    let adds = ["option.", "recruitment.", "homes."];
    let adds = adds.iter().any(|section| own.starts_with(section));
    path.rsplit_once('.')
        .map(|(section, _)| section)
        .filter(|_| adds)
}

/// The first setting of a section.
fn first_within<'s>(settings: &'s Settings, section: &str) -> Option<&'s Setting> {
    let within = |path: &str| {
        path.strip_prefix(section)
            .is_some_and(|p| p.starts_with('.'))
    };
    settings.iter().find(|setting| within(&setting.path))
}

/// A scenario's layers with the run's dates: what holds when.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The layers, the baseline first.
    pub layers: Vec<Layer>,
    /// First day of the run.
    pub start: Date,
    /// First day beyond the run.
    pub end: Date,
}

impl Timeline {
    /// Lays out layers in time. A strand without a start begins with the run, or with the option
    /// that adds it.
    pub fn new(mut layers: Vec<Layer>, start: Date, end: Date) -> Self {
        let mut known: Vec<String> = Vec::new();
        for layer in &mut layers {
            let begins = layer.from().unwrap_or(start);
            let settings = &mut layer.checked.settings;
            for name in settings.names("recruitment") {
                if known.contains(&name) {
                    continue;
                }
                let path = format!("recruitment.{name}.start");
                let broken = layer.checked.broken.contains(&path);
                if !broken && let Some(default) = default_start(settings, &name, path, begins) {
                    settings.set(default);
                }
                known.push(name);
            }
        }
        Self { layers, start, end }
    }

    /// What held before the run: the baseline with all assumptions, but no decision.
    pub fn opening(&self) -> Settings {
        self.fold(|layer, overlay| (!overlay || layer.is_assumption()).then_some(1.0))
    }

    /// What a layer changes: the layers below it that are in force when it comes.
    pub fn under(&self, place: usize) -> Settings {
        let comes = self.layers.get(place).map_or(self.end, |l| self.begins(l));
        self.below(place, |layer| self.begins(layer) <= comes)
    }

    /// What would hold without a layer in the end: those below it that come later are among it, and a
    /// layer holds against them from its first day.
    pub fn beneath(&self, place: usize) -> Settings {
        self.below(place, |_| true)
    }

    fn below(&self, place: usize, counts: impl Fn(&Layer) -> bool) -> Settings {
        let mut below = Settings::default();
        let layers = self.layers.iter().take(place);
        for layer in layers.filter(|layer| counts(layer)) {
            for setting in layer.checked.settings.iter() {
                below.set(setting.clone());
            }
        }
        below
    }

    /// Whether what a layer says of a key never holds, because one above it says something from the same day
    /// or before.
    pub fn is_overridden(&self, place: usize, path: &str) -> bool {
        let layer = &self.layers[place];
        let above = self.layers.iter().skip(place + 1);
        let mut stronger = above.filter(|l| l.is_assumption() || !layer.is_assumption());
        stronger.any(|l| {
            let sets = l.checked.settings.get(path).is_some();
            sets && l.phase_in_months() == 0 && self.begins(l) <= self.begins(layer)
        })
    }

    fn begins(&self, layer: &Layer) -> Date {
        layer.from().unwrap_or(self.start)
    }

    /// What holds when all decisions have come into force.
    pub fn all(&self) -> Settings {
        self.fold(|_, _| Some(1.0))
    }

    /// What holds on a date.
    pub fn on(&self, date: Date) -> Settings {
        self.fold(|layer, overlay| match overlay && !layer.is_assumption() {
            true => self.part_on(layer, date),
            false => Some(1.0),
        })
    }

    /// What holds from the start to the end, but for decisions with a later date or phased in.
    pub fn undated(&self) -> Settings {
        self.fold(|layer, _| (!self.is_dated(layer)).then_some(1.0))
    }

    /// Whether what a layer changes comes into force later or by steps.
    pub fn is_dated(&self, layer: &Layer) -> bool {
        layer.from().is_some_and(|from| from > self.start) || layer.phase_in_months() > 0
    }

    /// Dates on which something changes, the start first; all lie within the run.
    pub fn dates(&self) -> Vec<Date> {
        let mut dates = vec![self.start];
        for layer in self.layers.iter().skip(1).filter(|l| !l.is_assumption()) {
            let from = layer.from().unwrap_or(self.start);
            let steps = 0..=layer.phase_in_months();
            dates.extend(steps.filter_map(|k| from.checked_add(k.months()).ok()));
        }
        dates.retain(|date| (self.start..self.end).contains(date));
        dates.sort();
        dates.dedup();
        dates
    }

    /// The part of the way from old to new on a date; `None` before the layer comes into force.
    fn part_on(&self, layer: &Layer, date: Date) -> Option<f64> {
        let from = layer.from().unwrap_or(self.start);
        let months = layer.phase_in_months();
        let reached = |k: &i32| from.checked_add(k.months()).is_ok_and(|step| step <= date);
        let steps = (0..=months).rev().find(reached)?;
        Some(if months == 0 {
            1.0
        } else {
            f64::from(steps) / f64::from(months)
        })
    }

    /// Folds the layers, each by the part of the way that is its due (`None`: not at all).
    fn fold(&self, part: impl Fn(&Layer, bool) -> Option<f64>) -> Settings {
        let mut settings = Settings::default();
        for (n, layer) in self.layers.iter().enumerate() {
            let Some(part) = part(layer, n > 0) else {
                continue;
            };
            if part == 1.0 {
                layer
                    .checked
                    .settings
                    .iter()
                    .for_each(|setting| settings.set(setting.clone()));
                continue;
            }
            let before = settings.clone();
            for setting in layer.checked.settings.iter() {
                let mut setting = setting.clone();
                if let Some(value) = phase_in::step(&before, &setting, part) {
                    setting.value = value;
                }
                settings.set(setting);
            }
        }
        settings
    }
}

/// The start of a strand that does not say one, as if it stood where the strand is named.
fn default_start(settings: &Settings, name: &str, path: String, begins: Date) -> Option<Setting> {
    if settings.get(&path).is_some() {
        return None;
    }
    let prefix = format!("recruitment.{name}.");
    let named = settings.iter().find(|s| s.path.starts_with(&prefix))?;
    Some(Setting {
        key: keys::find(&path)?,
        path,
        value: Value::Date(begins),
        low: None,
        high: None,
        source: None,
        confidence: None,
        place: named.place,
        parts: Vec::new(),
    })
}
