//! Walks a file's tree along the table of keys: unknown keys, kinds, bounds, annotations.

use std::collections::BTreeSet;

use super::diagnostic::{Finding, Findings, Place, quoted};
use super::distribution::Spec;
use super::keys::{self, CONFIDENCE_WORDS, KEYS, Key};
use super::read::{Reader, Reading};
use super::tree::{Entry, Node, Raw};
use super::value::{Setting, Settings, Value};
use super::wording::{figure, nearest, one_of};

/// Sections in which the file chooses names.
const NAMED: [&str; 7] = [
    "recruitment",
    "option",
    "team",
    "support",
    "homes",
    "authority",
    "reading",
];

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Its settings, those that will do.
    pub settings: Settings,
    /// Paths it has with a value that will not do (and which are reported).
    pub broken: BTreeSet<String>,
    /// Where its sections begin.
    pub sections: Vec<(String, Place)>,
}

/// Checks a file's tree.
pub fn check(tree: &Node, findings: &mut Findings) -> Checked {
    let mut walk = Walk {
        findings,
        checked: Checked::default(),
    };
    walk.table(tree.entries().unwrap_or_default(), "");
    walk.checked
}

struct Walk<'a> {
    findings: &'a mut Findings,
    checked: Checked,
}

impl Walk<'_> {
    fn table(&mut self, entries: &[Entry], prefix: &str) {
        for entry in entries {
            let path = match prefix {
                "" => entry.key.clone(),
                prefix => format!("{prefix}.{}", entry.key),
            };
            // A key that holds a dot (in quotes) must not pass for a path.
            let key = keys::find(&path).filter(|_| !entry.key.contains('.'));
            match key {
                Some(key) => self.leaf(key, &path, entry),
                None if is_common(&path) => self.common(&path, entry),
                None if is_section(&path) && !entry.key.contains('.') => self.section(&path, entry),
                None => self.unknown(prefix, entry),
            }
        }
    }

    fn section(&mut self, path: &str, entry: &Entry) {
        let name = &entry.key;
        let chosen = path
            .split_once('.')
            .is_some_and(|(section, _)| NAMED.contains(&section));
        if chosen && !self.name(name, entry.place) {
            return;
        }
        match &entry.node.raw {
            Raw::Table(entries) => {
                self.checked.sections.push((path.to_owned(), entry.place));
                self.table(entries, path);
            }
            other => {
                let message = format!(
                    "`{}` is a section, but here is {}",
                    quoted(path),
                    other.described()
                );
                let help = format!(
                    "write [{}] on a line of its own and its keys below",
                    quoted(path)
                );
                self.findings
                    .push(Finding::error("P0103", entry.node.place, message, help));
            }
        }
    }

    /// A key or section under an authority's name that is one for the whole scenario.
    fn common(&mut self, path: &str, entry: &Entry) {
        let rest = keys::within_authority(path).unwrap_or_default();
        let message = format!("one authority cannot have a `{rest}` of its own");
        let help = format!("write `{rest}` at top level: it is one for the whole scenario");
        self.findings
            .push(Finding::error("P0241", entry.place, message, help));
    }

    /// Whether a name that the file chooses will do.
    fn name(&mut self, name: &str, place: Place) -> bool {
        let good = name.len() <= 40
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !good {
            let message = format!("the name `{}` will not do", quoted(name));
            let help =
                "use 1 to 40 lower-case letters, digits and underscores, starting with a letter";
            self.findings
                .push(Finding::error("P0112", place, message, help));
        }
        good
    }

    fn unknown(&mut self, prefix: &str, entry: &Entry) {
        let here = match prefix {
            "" => "a scenario has".to_owned(),
            prefix => format!("[{}] has", quoted(prefix)),
        };
        let message = format!("{here} no key `{}`", quoted(&entry.key));
        let siblings = children_of(prefix);
        let near = nearest(&entry.key, siblings.iter().copied());
        let elsewhere = KEYS.iter().filter_map(|key| {
            let (section, last) = key.path.rsplit_once('.')?;
            (last == entry.key).then(|| format!("[{}]", section.replace('*', "NAME")))
        });
        let elsewhere: Vec<String> = elsewhere.take(3).collect();
        let help = match (near, &elsewhere[..]) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, [_, ..]) => format!("`{}` belongs to {}", entry.key, elsewhere.join(" or ")),
            (None, []) => {
                let listed: Vec<_> = siblings.iter().map(|s| format!("`{s}`")).collect();
                format!("take the line out, or use one of {}", listed.join(", "))
            }
        };
        self.findings
            .push(Finding::error("P0101", entry.place, message, help));
    }

    fn leaf(&mut self, key: &'static Key, path: &str, entry: &Entry) {
        let before = self.findings.errors();
        let setting = self.setting(key, path, &entry.node);
        match setting {
            Some(setting) if self.findings.errors() == before => self.checked.settings.set(setting),
            _ => {
                self.checked.broken.insert(path.to_owned());
            }
        }
    }

    fn setting(&mut self, key: &'static Key, path: &str, node: &Node) -> Option<Setting> {
        let annotated = node.get("value").filter(|_| key.is_parameter());
        let Some(value) = annotated else {
            if self.lacks_value(key, path, node) {
                return None;
            }
            let reading = self.read(key, path, node)?;
            return Some(bare(key, path, reading, node.place));
        };
        for entry in node.entries().unwrap_or_default() {
            self.annotation(path, entry);
        }
        let reading = self.read(key, path, &value.node);
        let low = node.get("low").map(|e| (e, self.read(key, path, &e.node)));
        let high = node.get("high").map(|e| (e, self.read(key, path, &e.node)));
        let mut setting = bare(key, path, reading?, value.node.place);
        if let Some((entry, low)) = low {
            let low = low?.value;
            self.ordered(path, entry, &low, &setting.value, "above");
            setting.low = Some(low);
        }
        if let Some((entry, high)) = high {
            let high = high?.value;
            self.ordered(path, entry, &setting.value.clone(), &high, "below");
            setting.high = Some(high);
        }
        setting.source = node.get("source").and_then(|e| text(&e.node));
        let confidence = node.get("confidence").and_then(|e| text(&e.node));
        setting.confidence =
            confidence.and_then(|c| CONFIDENCE_WORDS.into_iter().find(|w| *w == c));
        Some(setting)
    }

    /// A table with a range or a source but no value: an annotation somebody left unfinished.
    fn lacks_value(&mut self, key: &Key, path: &str, node: &Node) -> bool {
        let notes = ["low", "high", "source", "confidence"];
        let Some(entries) = node.entries().filter(|_| key.is_parameter()) else {
            return false;
        };
        let misspelt = entries
            .iter()
            .find(|e| nearest(&e.key, ["value"].into_iter()).is_some());
        let unfinished = entries.is_empty()
            || misspelt.is_some()
            || entries.iter().any(|e| notes.contains(&e.key.as_str()));
        if unfinished {
            let message = format!("`{path}` has no value");
            let help = match misspelt {
                Some(entry) => format!("did you mean `value` by `{}`?", quoted(&entry.key)),
                None => format!(
                    "write {path} = {{ value = {}, source = \"…\" }}",
                    key.example
                ),
            };
            self.findings
                .push(Finding::error("P0109", node.place, message, help));
        }
        unfinished
    }

    fn read(&mut self, key: &'static Key, path: &str, node: &Node) -> Option<Reading> {
        let findings = &mut *self.findings;
        Reader {
            key,
            path,
            findings,
        }
        .read(node)
    }

    fn annotation(&mut self, path: &str, entry: &Entry) {
        let known = ["value", "low", "high", "source", "confidence"];
        let name = entry.key.as_str();
        let (place, message, help) = match name {
            "value" | "low" | "high" => return,
            "source" if text(&entry.node).is_some_and(|t| t.chars().count() <= 1000) => return,
            "source" => (
                entry.node.place,
                format!("the source of `{path}` is no short text"),
                "say in quotes where the figure comes from: source = \"…\"".to_owned(),
            ),
            "confidence" => {
                let word = text(&entry.node).unwrap_or_default();
                if CONFIDENCE_WORDS.contains(&word.as_str()) {
                    return;
                }
                let message = format!(
                    "the confidence of `{path}` is {}",
                    entry.node.raw.described()
                );
                (entry.node.place, message, one_of(&word, &CONFIDENCE_WORDS))
            }
            name => (
                entry.place,
                format!("`{}` says nothing about `{path}`", quoted(name)),
                one_of(name, &known),
            ),
        };
        self.findings
            .push(Finding::error("P0109", place, message, help));
    }

    /// Reports a range that does not contain its value, by the end that is wrong.
    fn ordered(&mut self, path: &str, entry: &Entry, lower: &Value, upper: &Value, side: &str) {
        let (Some(lower), Some(upper)) = (measures(lower), measures(upper)) else {
            let message = format!("`{path}` takes no range: it has no order");
            let help = format!("take `{}` out", entry.key);
            self.findings
                .push(Finding::error("P0109", entry.place, message, help));
            return;
        };
        if lower.len() != upper.len() {
            let message = format!(
                "`{}` of `{path}` has another shape than its value",
                entry.key
            );
            let help = "write as many numbers (or a distribution) as in `value`";
            self.findings
                .push(Finding::error("P0109", entry.node.place, message, help));
            return;
        }
        let wrong = lower.iter().zip(&upper).find(|(l, u)| l > u);
        if let Some((lower, upper)) = wrong {
            let (end, value) = if side == "above" {
                (lower, upper)
            } else {
                (upper, lower)
            };
            let message = format!(
                "`{path}`: {} is {}, {side} the value {}",
                entry.key,
                figure(*end),
                figure(*value)
            );
            let help = "write the range so that low <= value <= high";
            self.findings
                .push(Finding::error("P0110", entry.node.place, message, help));
        }
    }
}

/// A setting without annotations.
fn bare(key: &'static Key, path: &str, reading: Reading, place: Place) -> Setting {
    Setting {
        key,
        path: path.to_owned(),
        value: reading.value,
        low: None,
        high: None,
        source: None,
        confidence: None,
        place,
        parts: reading.parts,
    }
}

fn text(node: &Node) -> Option<String> {
    match &node.raw {
        Raw::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The numbers by which two values are compared; `None` if they have no order.
pub fn measures(value: &Value) -> Option<Vec<f64>> {
    let mean = |spec: &Spec| spec.to_dist().map(|d| d.mean()).ok();
    match value {
        Value::Number(n) => Some(vec![*n]),
        Value::Numbers(n) => Some(n.clone()),
        Value::Matrix(rows) => Some(rows.concat()),
        Value::Duration(spec) => Some(vec![mean(spec)?]),
        Value::Durations(specs) => specs.iter().map(mean).collect(),
        _ => None,
    }
}

/// Whether a path within an authority is that of a key or section it cannot have of its own.
fn is_common(path: &str) -> bool {
    let Some(rest) = keys::within_authority(path) else {
        return false;
    };
    let known = |key: &&Key| key.matches(rest) || lies_below(key, rest);
    let mut known = KEYS.iter().filter(known).peekable();
    known.peek().is_some() && known.all(|key| !key.is_of_one_authority())
}

/// Whether some key lies below this path.
fn is_section(path: &str) -> bool {
    let own = keys::within_authority(path);
    KEYS.iter().any(|key| {
        let own = own.filter(|_| key.is_of_one_authority());
        lies_below(key, path) || own.is_some_and(|rest| lies_below(key, rest))
    })
}

fn lies_below(key: &Key, path: &str) -> bool {
    let concrete: Vec<&str> = path.split('.').collect();
    let pattern: Vec<&str> = key.path.split('.').collect();
    let fits = |(p, c): (&&str, &&str)| p == c || *p == "*";
    pattern.len() > concrete.len() && pattern.iter().zip(&concrete).all(fits)
}

/// Keys and sections directly below a path.
fn children_of(prefix: &str) -> Vec<&'static str> {
    if let Some(rest) = keys::within_authority(&format!("{prefix}.")) {
        let own = KEYS.iter().filter(|key| key.is_of_one_authority());
        let mut children = children_among(own, rest.trim_end_matches('.'));
        if rest.is_empty() {
            children.extend(KEYS.iter().filter_map(Key::of_the_authority_itself));
        }
        return children;
    }
    children_among(KEYS.iter(), prefix)
}

fn children_among(keys: impl Iterator<Item = &'static Key>, prefix: &str) -> Vec<&'static str> {
    let depth = if prefix.is_empty() {
        0
    } else {
        prefix.split('.').count()
    };
    let concrete: Vec<&str> = prefix.split('.').take(depth).collect();
    let mut children: Vec<&'static str> = Vec::new();
    for key in keys {
        let pattern: Vec<&'static str> = key.path.split('.').collect();
        let fits = |(p, c): (&&str, &&str)| p == c || *p == "*";
        let below = pattern.len() > depth && pattern.iter().zip(&concrete).all(fits);
        if below && !children.contains(&pattern[depth]) {
            children.push(pattern[depth]);
        }
    }
    children
}
