//! Days less in care at the prices at which savings are claimed, of the option that does most, and the claim
//! taken at its word: six weeks less for everybody.

use maud::{Markup, html};

use crate::output::appraisal::{half_width, short};
use crate::output::number::pounds;
use crate::output::results::Read;

use super::figure::Table;
use super::{View, words};

/// What the section on money shows of them.
pub fn section(view: &View<'_>, lead: usize) -> Markup {
    let by_option = readings_of(view, lead);
    let six_weeks = six_weeks(view);
    html! {
        @if !by_option.rows.is_empty() || !six_weeks.rows.is_empty() {
            h3 { "What days less in care are worth at the prices of a claim" }
            p { "A claim values every day less in care at one price. Gross is days less × that price; net takes off what all else costs more, \
                 of six weeks less the allowances to guardians that begin sooner; cashable is what of it stops an invoice or allowance. \
                 Behind each figure: half the width of its 95 % interval. readings.csv has all options, and how far one future differs from another." }
            (by_option.framed())
            @if !six_weeks.rows.is_empty() { (six_weeks.framed()) }
        }
    }
}

/// The words of a reading: its name and price.
fn read_as(read: &Read) -> Markup {
    html! {
        bdi { (read.reading.replace('_', " ")) } ", " (pounds(read.a_week_gbp, 1.0)) " a week"
        @if !read.price_year.is_empty() { " (" bdi { (read.price_year) } ")" }
    }
}

fn saved(read: Option<&Read>) -> Markup {
    let saved = read.map(Read::saved);
    html! { @if let Some(s) = saved { (short(&s)) " " span.whole { (half_width(&s)) } } }
}

fn claimed(read: &Read) -> Markup {
    html! { @if read.claimed_gbp > 0.0 { (pounds(read.claimed_gbp, 1_000.0)) } }
}

/// The share of futures in which as much is saved as is claimed.
fn chance_of_claim(read: Option<&Read>, view: &View<'_>) -> Markup {
    let chance = read.map(|read| read.chance).filter(|c| c.is_finite());
    html! { @if let Some(chance) = chance { (words::chance(chance, view.futures() as u64)) } }
}

/// Another saving in the same reading.
fn of<'r>(rows: &[&'r Read], read: &Read, saving: &str) -> Option<&'r Read> {
    let mut same = rows.iter().filter(|r| r.reading == read.reading);
    same.find(|r| r.saving == saving).copied()
}

/// An option's days less in care, averaged over the run and in its first whole year alone.
fn readings_of(view: &View<'_>, lead: usize) -> Table {
    let name = &view.scenario(lead).scenario;
    let rows = view.results.readings.iter();
    let (averaged, alone): (Vec<&Read>, Vec<&Read>) = rows
        .filter(|r| r.scenario == *name)
        .partition(|r| r.period.contains(" to "));
    let year = alone
        .first()
        .map_or("the first year", |r| r.period.as_str());
    let mut table = Table::new(
        format!("What option {lead} saves at the prices of a claim"),
        &[
            "Read as".to_owned(),
            "Gross, a year on average".to_owned(),
            "Net".to_owned(),
            "Cashable, net".to_owned(),
            format!("Gross in {year} alone"),
            "Claimed a year".to_owned(),
            "Chance of the claim, net, on average".to_owned(),
            format!("Chance in {year} alone, gross"),
        ],
    );
    for gross in averaged.iter().filter(|r| r.saving == "gross") {
        let other = |saving: &str| of(&averaged, gross, saving);
        let in_year = of(&alone, gross, "gross");
        table.push(vec![
            read_as(gross),
            saved(Some(gross)),
            saved(other("net")),
            saved(other("cashable_net")),
            saved(in_year),
            claimed(gross),
            chance_of_claim(other("net"), view),
            chance_of_claim(in_year, view),
        ]);
    }
    table
}

/// Six weeks less for every child who left before 18: rows of the baseline.
fn six_weeks(view: &View<'_>) -> Table {
    let rows: Vec<&Read> = (view.results.readings.iter())
        .filter(|r| r.saving.starts_with("six_weeks"))
        .collect();
    let year = rows.first().map_or("", |r| r.period.as_str());
    let mut table = Table::new(
        format!("Six weeks less for every child who left before 18 in {year} of the baseline"),
        &[
            "Read as",
            "Gross",
            "Cashable",
            "Net",
            "Cashable, net",
            "Claimed",
            "Chance of the claim, net",
        ],
    );
    for gross in rows.iter().filter(|r| r.saving == "six_weeks") {
        let other = |saving: &str| of(&rows, gross, saving);
        table.push(vec![
            read_as(gross),
            saved(Some(gross)),
            saved(other("six_weeks_cashable")),
            saved(other("six_weeks_net")),
            saved(other("six_weeks_cashable_net")),
            claimed(gross),
            chance_of_claim(other("six_weeks_net"), view),
        ]);
    }
    table
}
