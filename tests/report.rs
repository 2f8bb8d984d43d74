//! The report: what it says and in which order, hostile text, size and time, the same bytes when it is made
//! again, and what a browser makes of it.

#[path = "report/browser.rs"]
mod browser;
#[path = "report/command.rs"]
mod command;
#[path = "report/page.rs"]
mod page;
#[path = "report/read_back.rs"]
mod read_back;

use std::path::Path;

use permanence::experiment::compare::{Comparison, summarise};
use permanence::experiment::{Plan, replicate, reported, shorten};
use permanence::output::folder::{self, texts_of_results};
use permanence::output::manifest::Manifest;
use permanence::output::results::Results;
use permanence::scenario::Scenario;

/// A baseline and ten options of `securing-permanence-2013`.
const TEN_OPTIONS: [&str; 11] = [
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
fn written(folder: &Path, shipped: &str, names: &[&str], futures: usize) -> Comparison {
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

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn read(folder: &Path) -> Results {
    Results::read(&texts_of_results(folder).expect("readable")).expect("ours")
}
