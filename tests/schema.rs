//! The JSON Schema that editors use takes what the program takes, and refuses what it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

struct Validator {
    schemas: Schemas,
    scenario: SchemaIndex,
}

impl Validator {
    fn errors(&self, instance: &Value) -> String {
        let result = self.schemas.validate(instance, self.scenario);
        result
            .err()
            .map_or_else(String::new, |error| error.to_string())
    }

    fn is_valid(&self, instance: &Value) -> bool {
        self.errors(instance).is_empty()
    }
}

fn schema() -> Validator {
    let mut program = Command::cargo_bin("permanence").expect("the program is built");
    let printed = program.arg("schema").output().expect("it runs").stdout;
    let schema: Value = serde_json::from_slice(&printed).expect("JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let name = "scenario.schema.json";
    compiler.add_resource(name, schema).expect("a resource");
    let scenario = compiler.compile(name, &mut schemas).expect("a schema");
    Validator { schemas, scenario }
}

/// A scenario file as an editor sees it: dates are text, and what never comes is a large number.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number.clamp(-1e300, 1e300)),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(values) => values.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            let entries = table
                .iter()
                .map(|(key, value)| (key.clone(), as_json(value)));
            Value::Object(entries.collect())
        }
    }
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("readable");
    as_json(&toml::Value::Table(text.parse().expect("TOML")))
}

fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let folders = fs::read_dir(root)
        .expect("readable")
        .map(|entry| entry.expect("readable").path());
    let folders = folders.filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).expect("readable"));
    let files = files.map(|entry| entry.expect("readable").path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect()
}

#[test]
fn every_shipped_scenario_conforms() {
    let schema = schema();
    let files = scenarios();
    assert!(files.len() > 60, "{} files", files.len());
    for path in files {
        let errors = schema.errors(&read(&path));
        assert!(errors.is_empty(), "{}: {errors}", path.display());
    }
}

/// A change of a shipped scenario that the program refuses, too.
type Spoiler = fn(&mut Value);

#[test]
fn what_the_program_refuses_does_not_conform() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let schema = schema();
    let spoilt: [(&str, &str, Spoiler); 6] = [
        ("no title", "coventry-2017/baseline.toml", |s| {
            s.as_object_mut().expect("a table").remove("title");
        }),
        ("a section missing", "coventry-2017/baseline.toml", |s| {
            s.as_object_mut().expect("a table").remove("court");
        }),
        ("a key misspelt", "coventry-2017/baseline.toml", |s| {
            s["court"]["legal_advise_days"] = json!(7);
        }),
        ("text for a number", "coventry-2017/baseline.toml", |s| {
            s["court"]["legal_advice_days"] = json!("28 days");
        }),
        ("a negative price", "coventry-2017/baseline.toml", |s| {
            s["prices"]["agency_a_week"] = json!(-1);
        }),
        (
            "no length of a run of several",
            "regional-agency/baseline.toml",
            |s| {
                s.as_object_mut().expect("a table").remove("run");
            },
        ),
    ];
    for (what, file, spoil) in spoilt {
        let mut scenario = read(&root.join(file));
        assert!(schema.is_valid(&scenario), "{file}");
        spoil(&mut scenario);
        assert!(!schema.is_valid(&scenario), "{what}");
    }
}
