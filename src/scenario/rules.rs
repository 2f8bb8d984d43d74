//! What must hold between the layers of a scenario: overlays change only what an overlay of their kind
//! may change.

use jiff::ToSpan;

use super::check::measures;
use super::diagnostic::{Finding, Findings, Place};
use super::layers::{Layer, Timeline};
use super::phase_in;
use super::priced;
use super::value::{Setting, Settings, Value};
use super::wording::tidy;

/// Checks what each layer changes in those below it.
pub fn overlays(timeline: &Timeline, findings: &mut Findings) {
    for (n, layer) in timeline.layers.iter().enumerate() {
        let mut rules = Rules {
            timeline,
            layer,
            under: &timeline.under(n),
            beneath: &timeline.beneath(n),
            findings,
        };
        if n == 0 {
            rules.baseline();
        } else {
            rules.overlay();
        }
    }
}

/// Keys of a strand that change how much recruitment costs.
const RECRUITS: [&str; 7] = [
    "approvals_a_year",
    "households",
    "enquiries_a_year",
    "cost_per_approval",
    "cost_per_enquiry",
    "fixed_a_year",
    "conversion_to_approval",
];

/// What all that is compared is valued by.
pub const COMMON_MEASURES: [&str; 7] = [
    "prices.base_year",
    "prices.price_note",
    "prices.index",
    "prices.index_from",
    "prices.index_label",
    "prices.discount_rate",
    "prices.discount_label",
];

/// What the decisions among the layers set.
fn decided(timeline: &Timeline) -> impl Iterator<Item = &Setting> {
    let overlays = timeline.layers.iter().skip(1);
    let decisions = overlays.filter(|layer| !layer.is_assumption());
    decisions.flat_map(|layer| layer.checked.settings.iter())
}

/// Whether a decision says what it costs: a cost of its own, be it 0, recruitment that is paid
/// household by household, or beds that are paid week by week. What an authority pays for stands under
/// its name.
pub fn states_cost(timeline: &Timeline) -> bool {
    let mut settings = decided(timeline);
    settings.any(|setting| {
        let path = super::keys::within_authority(&setting.path).unwrap_or(&setting.path);
        let name = path.rsplit('.').next().unwrap_or_default();
        path.starts_with("option.")
            || path.starts_with("homes.")
            || path.starts_with("recruitment.") && RECRUITS.contains(&name)
    })
}

/// Warns of a decision that nobody has put a cost on, if nothing else is wrong.
pub fn costs_something(timeline: &Timeline, findings: &mut Findings) {
    let mut changes = decided(timeline).filter(|s| s.path.contains('.'));
    let (Some(change), false) = (changes.next(), states_cost(timeline)) else {
        return;
    };
    if findings.has_errors() || findings.any("P0401") {
        return;
    }
    let message = "this option costs nothing, so its saving is too high";
    let help = "say what it takes, for example\n[option.NAME]\ncost_a_year = 30000\nor `cost_a_year = 0` if it really is free";
    findings.push(Finding::warning("P0403", change.place, message, help));
}

struct Rules<'a> {
    timeline: &'a Timeline,
    layer: &'a Layer,
    under: &'a Settings,
    beneath: &'a Settings,
    findings: &'a mut Findings,
}

impl Rules<'_> {
    fn error(&mut self, code: &'static str, setting: &Setting, message: &str, help: &str) {
        self.findings
            .push(Finding::error(code, setting.place, message, help));
    }

    fn baseline(&mut self) {
        for path in ["from", "phase_in_months", "assumption"] {
            let Some(setting) = self.layer.checked.settings.get(path) else {
                continue;
            };
            let message = format!("`{path}` stands in a file that extends no other");
            let help =
                "take it out, or say which file this one changes: extends = \"baseline.toml\"";
            self.error("P0310", setting, &message, help);
        }
    }

    fn overlay(&mut self) {
        self.dates();
        self.half_life();
        for setting in self.layer.checked.settings.iter() {
            let section = setting.path.split('.').next().unwrap_or_default();
            match section {
                "run" | "council" | "report" | "targets" | "reading" | "budget" => {
                    self.run(setting)
                }
                "stock" => self.stock(setting),
                "prices" if COMMON_MEASURES.contains(&setting.path.as_str()) => {
                    self.measure(setting)
                }
                // The price of what comes with the option: nobody has paid it before.
                "prices"
                    if priced::is_of_the_rare(&setting.path)
                        && self.under.get(&setting.path).is_none() => {}
                "prices" => self.prices(setting),
                "recruitment" => self.recruitment(setting),
                "support" | "homes" => self.weekly_price(setting),
                "entries" => self.entries(setting),
                _ => {}
            }
            self.plausible(setting);
        }
        self.changes_something();
    }

    fn dates(&mut self) {
        let settings = &self.layer.checked.settings;
        let assumption = self.layer.is_assumption();
        for path in ["from", "phase_in_months"] {
            let Some(setting) = settings.get(path).filter(|_| assumption) else {
                continue;
            };
            let message = format!("`{path}` stands beside `assumption = true`");
            let help = format!(
                "take `{path}` out: a belief holds from the start; or `assumption`, if this is a decision"
            );
            self.error("P0308", setting, &message, &help);
        }
        let (start, end) = (self.timeline.start, self.timeline.end);
        if let Some((from, setting)) = self.layer.from().zip(settings.get("from"))
            && !(start..end).contains(&from)
        {
            let message = format!("`from` is {from}, but the run goes from {start} to {end}");
            let help = format!("write a date from {start} on and before {end}");
            self.error("P0217", setting, &message, &help);
        }
        self.comes_into_force_in_time();
        phase_in::warn(self.layer, self.under, self.findings);
    }

    /// Warns of a decision that is never in force in full.
    fn comes_into_force_in_time(&mut self) {
        let (settings, end) = (&self.layer.checked.settings, self.timeline.end);
        let months = self.layer.phase_in_months();
        let from = self.layer.from().unwrap_or(self.timeline.start);
        let Some(setting) = settings.get("phase_in_months") else {
            return;
        };
        if from >= end
            || from
                .checked_add(months.months())
                .is_ok_and(|full| full < end)
        {
            return;
        }
        let message =
            format!("phased in over {months} months from {from}, beyond the run's end, {end}");
        let help = "fewer months, or an earlier `from`; otherwise only a part of what it sets is ever reached";
        let finding = Finding::warning("P0405", setting.place, message, help);
        self.findings.push(finding);
    }

    fn half_life(&mut self) {
        let settings = &self.layer.checked.settings;
        let pair = ["adoption.half_life_years", "adoption.scale"];
        for (set, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
            let changes = |path: &str| {
                let old = self.under.get(path);
                let new = settings.get(path);
                new.filter(|new| old.is_none_or(|old| old.value != new.value))
            };
            let Some(setting) = changes(set).filter(|_| changes(other).is_none()) else {
                continue;
            };
            let old = self.under.get(set);
            if self.layer.checked.broken.contains(other) {
                continue;
            }
            let message = format!("`{set}` changes, but `{other}` does not");
            let help = format!(
                "set `{other}` too: the scale is solved so that the published share of placement orders ends in\nadoption at the given half-life, and must be solved again for another half-life"
            );
            let mut finding = Finding::error("P0307", setting.place, message, help);
            if let Some(old) = old {
                finding = finding.also(old.place, "was this");
            }
            self.findings.push(finding);
        }
    }

    /// Warns of a value further outside the baseline's range than the range is wide. A range of one figure is
    /// as wide as the figure (from nothing to twice as much passes), and beside 0 nothing is far.
    fn plausible(&mut self, setting: &Setting) {
        let baseline = self.timeline.layers.first();
        let Some(known) = baseline.and_then(|layer| layer.checked.settings.get(&setting.path))
        else {
            return;
        };
        let numbers = |value: Option<&Value>| value.and_then(measures);
        let ends = numbers(known.low.as_ref()).zip(numbers(known.high.as_ref()));
        let Some(((lows, highs), values)) = ends.zip(measures(&setting.value)) else {
            return;
        };
        let ranges = lows.iter().zip(&highs).zip(&values).enumerate();
        let far = |(_, ((low, high), value)): &(usize, ((&f64, &f64), &f64))| {
            let width = if low < high { *high - *low } else { high.abs() };
            width > 0.0 && (**value < *low - width || **value > *high + width)
        };
        let mut beyond = ranges.filter(far);
        let Some((place, ((low, high), value))) = beyond.next() else {
            return;
        };
        let side = if value < low { "below" } else { "above" };
        let [low, high, value] = [low, high, value].map(|number| tidy(*number));
        let message = format!(
            "`{}`: {value} is far {side} the baseline's range, {low} to {high}",
            setting.path
        );
        let unit = match setting.key.unit {
            "" => String::new(),
            unit => format!(" ({unit})"),
        };
        let help =
            format!("check the figure and its unit{unit}; if it is meant, the run goes on with it");
        let finding = Finding::warning("P0402", setting.part(place), message, help);
        self.findings
            .push(finding.also(known.place, "the baseline"));
    }

    fn run(&mut self, setting: &Setting) {
        let message = format!("an overlay may not change `{}`", setting.path);
        let help = match setting.path.split('.').next() {
            Some("run" | "council") => {
                "take it out: scenarios are compared over the same time for the same council, which the baseline says"
            }
            _ => {
                "put it in the baseline: what is printed and asked of the results is the same for all scenarios compared"
            }
        };
        self.error("P0306", setting, &message, help);
    }

    /// Present values at two rates, or sums in the prices of two years, have no difference.
    fn measure(&mut self, setting: &Setting) {
        let message = format!("an overlay may not change `{}`", setting.path);
        let help = "take it out: baseline and options are valued at one rate, in the prices of one year. For another, \
                    change it in the baseline, or in a copy of the baseline that the options extend; with another rate \
                    `discount_label` changes too";
        self.error("P0306", setting, &message, help);
    }

    fn stock(&mut self, setting: &Setting) {
        if self.layer.is_assumption() {
            return;
        }
        let message = format!(
            "no decision changes `{}`: it is how things are at the start",
            setting.path
        );
        let help = "take it out, or write `assumption = true` if this overlay is another belief about the start";
        self.error("P0305", setting, &message, help);
    }

    fn prices(&mut self, setting: &Setting) {
        if !self.timeline.is_dated(self.layer) {
            return;
        }
        let message = format!(
            "`{}` cannot change later: prices hold for the whole run",
            setting.path
        );
        let help = "leave out `from` and `phase_in_months`, or give the option a cost of its own: [option.NAME]";
        self.error("P0309", setting, &message, help);
    }

    fn recruitment(&mut self, setting: &Setting) {
        let mut parts = setting.path.splitn(3, '.').skip(1);
        let (Some(name), Some(last)) = (parts.next(), parts.next()) else {
            return;
        };
        if matches!(last, "start" | "until") {
            self.begins_with_its_option(setting, last);
        }
        let existing = self.under.get(&format!("recruitment.{name}.kind"));
        let Some(kind) = existing else { return };
        match last {
            "kind" if kind.value != setting.value => {
                let message = format!("the strand `{name}` is of kind \"{}\"", kind.value);
                let help = "add a strand with another name";
                let finding = Finding::error("P0311", setting.place, message, help);
                self.findings.push(finding.also(kind.place, "said here"));
            }
            "cost_per_approval" | "cost_per_enquiry" | "fixed_a_year" => self.prices(setting),
            "households" | "over_months" => {
                self.plan(setting, name);
                self.manner(setting, name, "approvals_a_year");
                self.manner(setting, name, "enquiries_a_year");
            }
            "start" => self.plan(setting, name),
            "approvals_a_year" => {
                self.manner(setting, name, "households");
                self.manner(setting, name, "enquiries_a_year");
            }
            "enquiries_a_year" => {
                self.manner(setting, name, "households");
                self.manner(setting, name, "approvals_a_year");
            }
            _ => {}
        }
    }

    /// A decision changes nothing before its date. (A start outside the run is another error.)
    fn begins_with_its_option(&mut self, setting: &Setting, last: &str) {
        let (Some(from), Value::Date(start)) = (self.layer.from(), &setting.value) else {
            return;
        };
        let old = self.under.get(&setting.path);
        let same = old.is_some_and(|old| old.value == setting.value);
        if same || !(self.timeline.start..from).contains(start) {
            return;
        }
        let message = format!(
            "`{}` is {start}, before this file's `from`, {from}",
            setting.path
        );
        let help = format!("write a date from {from} on, or leave `{last}` out");
        self.error("P0313", setting, &message, &help);
    }

    /// A price of a support, or of a home's beds, that there is already cannot change later.
    fn weekly_price(&mut self, setting: &Setting) {
        if setting.path.ends_with(".a_week") && self.under.get(&setting.path).is_some() {
            self.prices(setting);
        }
    }

    /// How much years differ from each other is drawn once for all scenarios.
    fn entries(&mut self, setting: &Setting) {
        if setting.path != "entries.dispersion" || self.layer.is_assumption() {
            return;
        }
        let message =
            "no decision changes `entries.dispersion`: busy years are the same whatever is decided";
        let help = "take it out, or write `assumption = true` if this overlay is another belief";
        self.error("P0232", setting, message, help);
    }

    /// A planned number is one plan for the whole run: a decision that comes later cannot have
    /// changed it before.
    fn plan(&mut self, setting: &Setting, name: &str) {
        let planned = self.under.get(&format!("recruitment.{name}.households"));
        let Some(planned) = planned.filter(|_| self.timeline.is_dated(self.layer)) else {
            return;
        };
        let message = format!("the plan of the strand `{name}` cannot change later");
        let help = "leave out `from` and `phase_in_months`, or add a strand with another name";
        let finding = Finding::error("P0311", setting.place, message, help);
        self.findings
            .push(finding.also(planned.place, "planned here"));
    }

    /// A strand's approvals are at random or planned throughout.
    fn manner(&mut self, setting: &Setting, name: &str, other: &str) {
        let Some(old) = self.under.get(&format!("recruitment.{name}.{other}")) else {
            return;
        };
        let message = format!("the strand `{name}` has `{other}`");
        let help = format!("change `{other}`, or add a strand with another name");
        let finding = Finding::error("P0311", setting.place, message, help);
        self.findings.push(finding.also(old.place, "said here"));
    }

    fn changes_something(&mut self) {
        let same = |setting: &Setting| {
            // One below that comes later would change it.
            let below = [self.under, self.beneath].map(|settings| settings.get(&setting.path));
            below.iter().all(|old| match old {
                Some(old) => old.value == setting.value,
                None => setting.says_default(),
            })
        };
        let settings = &self.layer.checked.settings;
        let mut changes = settings.iter().filter(|s| s.path.contains('.')).peekable();
        let combines = settings.get("extends").is_some_and(|s| match &s.value {
            Value::FileNames(names) => names.len() > 1,
            _ => false,
        });
        let nothing_to_say = changes.peek().is_none() && combines;
        if nothing_to_say || !changes.all(same) || self.findings.has_errors() {
            return;
        }
        let message = "this overlay changes nothing: all it sets has that value already";
        let help = "check the keys against the baseline, or leave the file out of the comparison";
        let place = settings
            .get("extends")
            .map_or(Place::top_of(self.layer.file), |s| s.place);
        self.findings
            .push(Finding::warning("P0401", place, message, help));
    }
}
