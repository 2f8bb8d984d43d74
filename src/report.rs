//! The report: one page, for reading and printing, made from a folder of results.
//!
//! [`html`] is a pure function of typed tables: it knows no file, clock, thread or environment, so the same
//! tables give the same bytes, in a program and in a browser. What it says in words comes from rules
//! ([`crate::output::words`], [`crate::output::lines`], `words`), never from the person who ran it.
//!
//! It has three lengths: a first page for those who read one, the full report, and a technical annex.
//! Texts that come from files are escaped by their type (`maud`), and nothing in them can turn, hide or
//! move what stands around them.

pub(crate) mod answer;
pub(crate) mod assumptions;
mod backtest;
mod caveats;
pub(crate) mod charts;
mod children;
mod days;
mod differences;
mod drivers;
mod figure;
mod groups;
mod marks;
mod method;
mod money;
mod options;
mod page;
pub(crate) mod provenance;
mod question;
mod readings;
mod routes;
pub(crate) mod said;
mod stock;
mod targets;
pub(crate) mod view;
mod waits;
pub(crate) mod words;

use maud::Markup;

use crate::output::results::{Analysis, Backtest, Results};

use view::View;

/// What may stand beside the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// An analysis of the assumptions of the same files.
    pub analysis: Option<Analysis>,
    /// A back-test of councils' baselines.
    pub backtest: Option<Backtest>,
}

/// A section of the report.
pub(crate) struct Section {
    id: &'static str,
    title: &'static str,
    body: Markup,
}

/// The report's sections in their order; the question, the answer and the caveats stand before them.
const REPORT: [fn(&View<'_>) -> Option<Section>; 8] = [
    differences::section,
    stock::section,
    days::section,
    waits::section,
    routes::section,
    money::section,
    drivers::section,
    targets::section,
];

/// The annex's.
const ANNEX: [fn(&View<'_>) -> Option<Section>; 5] = [
    options::section,
    assumptions::section,
    backtest::section,
    method::section,
    provenance::section,
];

/// The report as a page of its own.
pub fn html(results: &Results, beside: &Beside) -> String {
    let view = View::new(results, beside);
    let sections = |of: &[fn(&View<'_>) -> Option<Section>]| -> Vec<Section> {
        of.iter().filter_map(|section| section(&view)).collect()
    };
    let page = page::page(&view, &sections(&REPORT), &sections(&ANNEX));
    words::unbroken(&words::without_controls(&page.into_string()))
}
