//! What would change for children in care in England, and what would it cost or save, if a council did
//! something differently?
//!
//! # What is simulated
//!
//! One council, child by child and household by household, for some years. Children come into care,
//! alone or with brothers and sisters; a place is sought for them with the council's own foster carers,
//! then with an agency, then in a children's home; placements end early; assessments, the family court,
//! relatives and adopters take their time. Children go home, to relatives, to adopters or grow up, and
//! some come back. Foster carers and adopters are approved, take children, rest and leave. A ledger
//! adds up what all this costs. The rules are in [`care`], one file a subject, in the order of
//! a child's life; every number they use comes from a scenario file.
//!
//! # How options are compared
//!
//! A *scenario* is a baseline or says how it differs from one. A *replication* is one simulated future.
//! Replication 17 of the option meets the same chance events as replication 17 of the baseline: the same
//! children come, and what the option leaves alone happens as before. So the difference within each pair
//! is the option's doing, and its mean over many pairs has a narrow interval. That interval is about
//! chance only. Whether the assumptions are right is another question, so each can carry its range,
//! source and confidence, which are printed with the results.
//!
//! # What is promised
//!
//! * The same scenario, seed and replication give the same bytes, whatever the machine and the number of
//!   threads. A random number is a pure function of who it is for and what it decides.
//! * Time is a whole number of seconds and money is exact: nothing is rounded before it is printed.
//! * An option that changes nothing differs from its baseline by exactly zero.
//! * Watching a run changes nothing in it.
//! * Memory does not grow with the number of replications.
//! * What is wrong with a scenario is said all at once, with place, cause, remedy and a stable code.
//!
//! # Where things are
//!
//! Each layer uses only those above it (a test holds the code to it):
//!
//! | module | what it is for |
//! |---|---|
//! | [`des`], [`dist`], [`stats`] | events in time, distributions, intervals: they know of no child |
//! | [`care`] | the model |
//! | [`finance`] | prices, the ledger, present values |
//! | [`scenario`] | text in, checked parameters out |
//! | [`data`] | the published tables of looked-after children and of fostering |
//! | [`experiment`] | many replications, paired comparisons, the table of metrics |
//! | [`output`] | the folder of results and the page to read |
//! | [`report`] | the report to read and to print, a view of the folder |
//! | [`workbook`] | the same as worksheets, with live totals |
//! | [`cli`] | the program, one file a subcommand |
//!
//! # A comparison in ten lines
//!
//! Four pairs of futures, one year long: the shipped baseline against itself and against an option.
//!
//! ```
//! use permanence::experiment::{Plan, compare, metrics::Metric, shorten};
//! use permanence::scenario::Scenario;
//! use std::path::Path;
//!
//! let load = |name: &str| Scenario::load(&Path::new("scenarios/coventry-2017").join(name));
//! let mut baseline = load("baseline.toml")?;
//! let mut advice = load("legal-advice-7-days.toml")?;
//! shorten(&mut baseline, 1)?;
//! shorten(&mut advice, 1)?;
//!
//! let results = compare(&baseline, &[baseline.clone(), advice], &Plan::new(4, 1))?;
//!
//! let cell = results.at_horizon(Metric::TimeInCareChildDays).expect("a metric of every run");
//! let [itself, advice] = [0, 1].map(|option| &results.differences[option].paired[cell]);
//! assert_eq!(itself.n, 4);
//! assert_eq!((itself.mean, itself.ci_low, itself.ci_high), (0.0, 0.0, 0.0));
//! assert!(advice.mean < 0.0, "earlier legal advice: fewer days in care");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod care;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
pub mod data;
pub mod des;
pub mod dist;
pub mod experiment;
pub mod finance;
pub mod output;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod workbook;
