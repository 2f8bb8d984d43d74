//! The table of keys in other forms: as JSON Schema for editors, as an explanation of one key,
//! and as a table for the manual.

use serde_json::{Map, Value, json};

use super::distribution::Family;
use super::keys::{
    AGE_WORDS, CONFIDENCE_WORDS, Columns, KEYS, Key, Kind, LEGAL_WORDS, Need, PLACEMENT_WORDS, find,
};
use super::price_list::single_prices;
use super::wording::figure;

/// Names that a file chooses.
const NAMES: &str = "^[a-z][a-z0-9_]{0,39}$";

/// JSON Schema (draft 2020-12) of scenario files. A file without `extends` must have a title and
/// every required key; where authorities are named, each may have its own of what is theirs.
pub fn schema() -> Value {
    let mut sections = Section::default();
    for key in KEYS {
        sections.add(key, &key.path.split('.').collect::<Vec<_>>());
    }
    let mut root = sections.schema();
    let mut complete = sections.required(&|_| true);
    let mut common = sections.required(&|key| !key.is_of_one_authority());
    for required in [&mut complete, &mut common] {
        if let Some(names) = required["required"].as_array_mut() {
            names.push(json!("title"));
        }
    }
    let own = KEYS.iter().filter(|key| key.is_of_one_authority());
    for key in own {
        let section = key.path.split('.').next().unwrap_or(key.path);
        let named = &mut root["properties"]["authority"]["patternProperties"][NAMES];
        named["properties"][section] = json!({ "$ref": format!("#/properties/{section}") });
    }
    let fields = [
        (
            "$schema",
            json!("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("title", json!("permanence scenario")),
        (
            "description",
            json!(
                "A scenario of children in care in one council: a baseline, or what differs from one."
            ),
        ),
        ("if", json!({ "not": { "required": ["extends"] } })),
        (
            "then",
            json!({ "if": { "required": ["authority"] }, "then": common, "else": complete }),
        ),
        ("$defs", json!({ "distribution": distribution() })),
    ];
    for (name, value) in fields {
        root[name] = value;
    }
    root
}

/// Keys and sections below a path, in the order of the table.
#[derive(Default)]
struct Section {
    children: Vec<(&'static str, Entry)>,
}

enum Entry {
    Key(&'static Key),
    Section(Section),
}

impl Section {
    fn add(&mut self, key: &'static Key, path: &[&'static str]) {
        let (first, rest) = match path {
            [] => return,
            [last] => return self.children.push((last, Entry::Key(key))),
            [first, rest @ ..] => (*first, rest),
        };
        let known = self.children.iter().position(|(name, _)| *name == first);
        let index = known.unwrap_or_else(|| {
            self.children.push((first, Entry::Section(Self::default())));
            self.children.len() - 1
        });
        if let Entry::Section(section) = &mut self.children[index].1 {
            section.add(key, rest);
        }
    }

    /// What the section's keys take; any of them may be missing.
    fn schema(&self) -> Value {
        let named = self.children.iter().find(|(name, _)| *name == "*");
        let of = |entry: &Entry| match entry {
            Entry::Key(key) => key_schema(key),
            Entry::Section(section) => section.schema(),
        };
        if let Some((_, entry)) = named {
            return json!({
                "type": "object",
                "patternProperties": { NAMES: of(entry) },
                "additionalProperties": false,
            });
        }
        let mut properties = Map::new();
        for (name, entry) in &self.children {
            let schema = of(entry);
            properties.insert((*name).to_owned(), schema);
        }
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    /// Whether a file without this section lacks anything. (Options are for overlays, supports
    /// may be none.)
    fn requires_something(&self, asked: &dyn Fn(&Key) -> bool) -> bool {
        self.children.iter().any(|(_, entry)| match entry {
            Entry::Key(key) => key.need == Need::Required && asked(key),
            Entry::Section(section) => section.requires_something(asked),
        })
    }

    /// What a baseline must have, of the keys that are `asked` for.
    fn required(&self, asked: &dyn Fn(&Key) -> bool) -> Value {
        let mut required: Vec<&str> = Vec::new();
        let mut properties = Map::new();
        for (name, entry) in &self.children {
            match entry {
                Entry::Key(key) if key.need == Need::Required && asked(key) => {
                    required.push(name);
                }
                Entry::Key(_) => {}
                Entry::Section(section) if *name == "*" => {
                    return json!({ "additionalProperties": section.required(asked) });
                }
                Entry::Section(section) => {
                    properties.insert((*name).to_owned(), section.required(asked));
                    // Options are for overlays, and what has a neutral default may be left out.
                    if section.requires_something(asked) {
                        required.push(name);
                    }
                }
            }
        }
        let path = |name: &str| format!("prices.{name}");
        let listable = |name: &&str| single_prices().any(|single| single == path(name));
        let (listed, always): (Vec<&str>, Vec<&str>) = required.into_iter().partition(listable);
        let mut schema = json!({ "required": always, "properties": properties });
        if !listed.is_empty() {
            // What a price list has need not be said again; which that is, an editor cannot know.
            schema["if"] = json!({ "not": { "required": ["list"] } });
            schema["then"] = json!({ "required": listed });
        }
        schema
    }
}

fn key_schema(key: &Key) -> Value {
    let bare = kind_schema(&key.kind);
    let mut schema = match key.is_parameter() {
        false => bare,
        true => json!({ "anyOf": [bare, annotated(&bare)] }),
    };
    let unit = if key.unit.is_empty() {
        String::new()
    } else {
        format!(" Unit: {}.", key.unit)
    };
    schema["description"] = json!(format!("{}{unit}", key.about));
    schema
}

/// A value with its range and source.
fn annotated(bare: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "value": bare,
            "low": bare,
            "high": bare,
            "source": { "type": "string", "description": "Where the figure comes from." },
            "confidence": { "enum": CONFIDENCE_WORDS },
        },
        "required": ["value"],
        "additionalProperties": false,
    })
}

fn kind_schema(kind: &Kind) -> Value {
    let number = |min: f64, max: f64| json!({ "type": "number", "minimum": min, "maximum": max });
    let whole = |min: f64, max: f64| json!({ "type": "integer", "minimum": min, "maximum": max });
    match *kind {
        Kind::Number { min, max } => number(min, max),
        Kind::Whole { min, max } => whole(min, max),
        // Not every editor takes `inf` to be above all bounds, so there is no upper one.
        Kind::NumberOrNever { min, .. } | Kind::WholeOrNever { min, .. } => {
            json!({ "type": "number", "minimum": min })
        }
        Kind::Money => json!({ "type": "number", "minimum": 0 }),
        Kind::MoneyBy(columns) => {
            let one = json!({ "type": "number", "minimum": 0 });
            json!({ "anyOf": [one, array(columns, one.clone())] })
        }
        Kind::PriceList => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        Kind::List {
            columns,
            min,
            max,
            whole: false,
        } => array(columns, number(min, max)),
        Kind::List {
            columns,
            min,
            max,
            whole: true,
        } => array(columns, whole(min, max)),
        Kind::Matrix { columns, min, max } => {
            json!({ "type": "array", "minItems": 1, "items": array(columns, number(min, max)) })
        }
        Kind::Duration { .. } => duration(),
        Kind::Durations { columns } => array(columns, duration()),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Text => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => {
            json!({ "type": "array", "items": { "enum": words }, "uniqueItems": true })
        }
        Kind::Ages => ages(),
        Kind::StockRows => stock_rows(),
        Kind::Targets => targets(),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        Kind::FileNames => json!({
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            ]
        }),
    }
}

fn array(columns: Columns, items: Value) -> Value {
    let mut schema = json!({ "type": "array", "items": items, "description": columns.described() });
    let length = columns.names().len();
    schema["minItems"] = json!(length.max(1));
    if length > 0 {
        schema["maxItems"] = json!(length);
    }
    schema
}

fn duration() -> Value {
    json!({ "anyOf": [{ "type": "number", "minimum": 0 }, { "$ref": "#/$defs/distribution" }] })
}

fn ages() -> Value {
    let age = json!({ "type": "number", "minimum": 0, "maximum": 18 });
    let row = json!({
        "type": "object",
        "properties": {
            "share": { "type": "number", "minimum": 0, "maximum": 1 },
            "from": age,
            "to": age,
        },
        "required": ["share", "from", "to"],
        "additionalProperties": false,
    });
    json!({ "type": "array", "minItems": 1, "items": row })
}

fn targets() -> Value {
    let row = json!({
        "type": "object",
        "properties": {
            "metric": { "type": "string", "minLength": 1 },
            "at_least": { "type": "number" },
            "at_most": { "type": "number" },
            "against_baseline": { "type": "boolean" },
        },
        "required": ["metric"],
        "anyOf": [{ "required": ["at_least"] }, { "required": ["at_most"] }],
        "additionalProperties": false,
    });
    json!({ "type": "array", "items": row })
}

fn stock_rows() -> Value {
    let row = json!({
        "type": "object",
        "properties": {
            "age": { "enum": AGE_WORDS },
            "legal": { "enum": LEGAL_WORDS },
            "placement": { "enum": PLACEMENT_WORDS },
            "count": { "type": "integer", "minimum": 0 },
            "asylum_seeking": { "type": "boolean" },
        },
        "required": ["age", "legal", "placement", "count"],
        "additionalProperties": false,
    });
    json!({ "type": "array", "items": row })
}

/// One distribution by its tag.
fn distribution() -> Value {
    let tagged = |tag: &str, numbers: Value, share: bool| {
        let mut properties = Map::from_iter([(tag.to_owned(), numbers)]);
        let mut required = vec![tag];
        if share {
            let bounds = json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 });
            properties.insert("share".to_owned(), bounds);
            required.push("share");
        }
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    };
    let simple = |share: bool| -> Vec<Value> {
        let constant = tagged("constant", json!({ "type": "number", "minimum": 0 }), share);
        let families = Family::ALL
            .iter()
            .map(|f| tagged(f.tag(), family(*f), share));
        families.chain([constant]).collect()
    };
    let parts = json!({ "type": "array", "minItems": 1, "items": { "anyOf": simple(true) } });
    let mut all = simple(false);
    all.push(tagged("mixture", parts, false));
    json!({ "description": "A distribution of days.", "anyOf": all })
}

fn family(family: Family) -> Value {
    let number = json!({ "type": "number", "minimum": 0 });
    let numbers = family
        .parameters()
        .iter()
        .map(|p| ((*p).to_owned(), number.clone()));
    json!({
        "type": "object",
        "properties": Map::from_iter(numbers),
        "required": family.parameters(),
        "additionalProperties": false,
    })
}

impl Key {
    /// What values it takes, in words.
    pub fn takes(&self) -> String {
        let range = |min: f64, max: f64| format!("from {} to {}", figure(min), figure(max));
        match self.kind {
            Kind::Number { min: 0.0, max: 1.0 } => "a share, from 0 to 1".to_owned(),
            Kind::Number { min, max } => format!("a number {}", range(min, max)),
            Kind::Whole { min, max } => format!("a whole number {}", range(min, max)),
            Kind::NumberOrNever { min, max } => {
                format!("a number {}, or inf for never", range(min, max))
            }
            Kind::WholeOrNever { min, max } => {
                format!("a whole number {}, or inf for any number", range(min, max))
            }
            Kind::Money => "pounds, in whole pence".to_owned(),
            Kind::MoneyBy(columns) => {
                format!(
                    "pounds, in whole pence, or a list of them, {}",
                    columns.described()
                )
            }
            Kind::PriceList => "the name of a CSV file in quotes".to_owned(),
            Kind::List {
                columns, min, max, ..
            } => {
                format!(
                    "a list of numbers {}, {}",
                    range(min, max),
                    columns.described()
                )
            }
            Kind::Matrix { columns, .. } => {
                format!(
                    "a list of rows of numbers, in each row {}",
                    columns.described()
                )
            }
            Kind::Duration { .. } => "a number of days, or a distribution of days".to_owned(),
            Kind::Durations { columns } => {
                format!("a list of distributions of days, {}", columns.described())
            }
            Kind::Date => "a date".to_owned(),
            Kind::Text => "text in quotes".to_owned(),
            Kind::Flag => "true or false".to_owned(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
            Kind::Words(words) => format!("a list of some of {}", words.join(", ")),
            Kind::Ages => "a list of rows { share, from, to }".to_owned(),
            Kind::StockRows => {
                "a list of rows { age, legal, placement, count, asylum_seeking }".to_owned()
            }
            Kind::FileNames => "a file name in quotes, or a list of them".to_owned(),
            Kind::Texts => "a list of texts in quotes".to_owned(),
            Kind::Targets => {
                "a list of rows { metric, at_least, at_most, against_baseline }".to_owned()
            }
        }
    }

    /// Whether it must be there, in words.
    fn needed(&self) -> String {
        match self.need {
            Need::Required => "required".to_owned(),
            Need::Default(value) => format!("default: {value}"),
            Need::Optional(when) => when.to_owned(),
        }
    }
}

/// What a key means, or which keys a section has. Names that a file chooses may be given
/// (`recruitment.foster_carers.places`) or not (`recruitment.*.places`).
pub fn explain_key(path: &str) -> Option<String> {
    if let Some(key) = find(path) {
        let mut text = format!("  {}\n\n", key.about);
        let unit = if key.unit.is_empty() {
            "none"
        } else {
            key.unit
        };
        let last = path.rsplit('.').next().unwrap_or(path);
        let rows = [
            ("takes", key.takes()),
            ("unit", unit.to_owned()),
            ("needed", key.needed()),
            ("example", format!("{last} = {}", key.example)),
        ];
        for (name, value) in rows {
            text.push_str(&format!("  {name:<9}{value}\n"));
        }
        return Some(text);
    }
    // A section, `reading.fostering` among them: what a file names stands as a star in the table.
    let below = |key: &&Key| {
        let mut known = key.path.split('.');
        let fits = |part: &str| {
            known
                .next()
                .is_some_and(|k| k == part || k == "*" && !part.is_empty())
        };
        path.split('.').all(fits) && known.next().is_some()
    };
    let lines: Vec<String> = KEYS
        .iter()
        .filter(below)
        .map(|key| format!("  {}\n      {}\n", key.path, key.about))
        .collect();
    (!lines.is_empty()).then(|| lines.concat())
}

/// All keys as a table in Markdown.
pub fn table() -> String {
    let mut text =
        String::from("| Key | Meaning | Takes | Unit | Needed |\n|---|---|---|---|---|\n");
    for key in KEYS {
        let Key {
            path, about, unit, ..
        } = key;
        let (takes, needed) = (key.takes(), key.needed());
        text.push_str(&format!(
            "| `{path}` | {about} | {takes} | {unit} | {needed} |\n"
        ));
    }
    text
}
