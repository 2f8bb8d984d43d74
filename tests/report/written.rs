//! Folders of results to look at, made from shipped scenarios; and what a hostile file could put into them.

use std::path::Path;

use permanence::experiment::compare::{Comparison, summarise};
use permanence::experiment::{Plan, replicate, reported, shorten};
use permanence::output::folder::{self, texts_of_results};
use permanence::output::manifest::Manifest;
use permanence::output::results::Results;
use permanence::scenario::Scenario;

/// A baseline and ten options of `securing-permanence-2013`.
pub const TEN_OPTIONS: [&str; 11] = [
    "baseline",
    "activity-days",
    "all-targets",
    "bigger-pool-of-adopters",
    "discharge-at-home",
    "formal-matching",
    "foster-carers-adopt",
    "inter-agency-budget",
    "legal-planning-meetings",
    "planned-transition",
    "special-guardianship",
];

/// A folder of the shipped scenarios named, cut to two years, and what it was made from.
pub fn written(folder: &Path, shipped: &str, names: &[&str], futures: usize) -> Comparison {
    let load = |name: &&str| {
        let path = Path::new("scenarios").join(shipped).join(name);
        let mut scenario = Scenario::load(&path.with_extension("toml")).expect("shipped");
        shorten(&mut scenario, 2).expect("two years");
        reported::ask_for_run_off(&mut scenario);
        scenario
    };
    let scenarios: Vec<Scenario> = names.iter().map(load).collect();
    let scenarios: Vec<&Scenario> = scenarios.iter().collect();
    let mut results = replicate(&scenarios, &Plan::new(futures, 1)).expect("simulated");
    let comparison = summarise(&mut results).expect("summarised");
    let manifest = Manifest::new(&comparison, &scenarios, Vec::new(), 0.0);
    folder::write(folder, &mut results, &comparison, &manifest, false).expect("written");
    comparison
}

pub fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn read(folder: &Path) -> Results {
    Results::read(&texts_of_results(folder).expect("readable")).expect("ours")
}

/// What somebody could call a scenario.
pub const HOSTILE: [&str; 6] = [
    "</script><script>alert(1)</script>",
    "=HYPERLINK(\"http://example.org\")",
    "-5",
    "\u{202e}olleh\u{2066}",
    "\" onload=\"alert(1)",
    "a\u{7}\u{1b}[31mb</style><img src=x onerror=alert(1)>",
];

/// Whatever comes from a file in words.
pub fn made_hostile(results: &mut Results, text: &str) {
    let to = || text.to_owned();
    results.made.council = to();
    results.made.price_base_year = to();
    results.made.price_notes = vec![to()];
    results.made.command.push(to());
    for scenario in &mut results.made.scenarios {
        scenario.name = to();
        scenario.title = to();
        scenario.inputs[0].name = to();
    }
    for scenario in &mut results.scenarios {
        scenario.title = to();
        scenario.includes = to();
    }
    for assumption in &mut results.assumptions {
        let fields = [
            &mut assumption.key,
            &mut assumption.value,
            &mut assumption.low,
            &mut assumption.high,
            &mut assumption.unit,
            &mut assumption.source,
        ];
        for field in fields {
            *field = to();
        }
    }
    for target in &mut results.targets {
        target.target = to();
    }
    for question in &mut results.questions {
        question.question = to();
    }
}
