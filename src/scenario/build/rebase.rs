//! Prices of other years in the prices of the base year.
//!
//! A price that carries its own year is multiplied by the index of the base year over that of its year, and
//! rounded to the penny. So a range of it, and whatever raises it later, is brought along.

use crate::finance::prices::Pence;

use super::super::value::{Setting, Settings};
use super::money::{base_year, pence};

/// Where the years of prices stand.
pub const PRICE_YEAR: &str = "prices.price_year.";

/// The name in `prices.price_year` that speaks for a price: its own in [prices], else its section's.
pub fn name_of(path: &str) -> &str {
    let (section, rest) = path.split_once('.').unwrap_or((path, ""));
    match section {
        "prices" => rest,
        _ => section,
    }
}

/// The year that a price has of its own.
pub fn year_of(s: &Settings, name: &str) -> Option<i16> {
    s.text(&format!("{PRICE_YEAR}{name}")).and_then(base_year)
}

/// How the index stands in a financial year.
pub fn index(s: &Settings, year: i16) -> Option<f64> {
    let from = s.text("prices.index_from").and_then(base_year)?;
    let place = usize::try_from(year - from).ok()?;
    s.numbers("prices.index")?.get(place).copied()
}

/// By how much a price of this year is multiplied; the checks have made sure that the index has it.
fn factor(s: &Settings, year: Option<i16>) -> f64 {
    let base = s.text("prices.base_year").and_then(base_year);
    match (year, base) {
        (Some(year), Some(base)) if year != base => {
            let of = |year| index(s, year);
            of(base).zip(of(year)).map_or(1.0, |(to, from)| to / from)
        }
        _ => 1.0,
    }
}

/// Pounds of the price of this path, in pence of the base year.
pub fn rebased(s: &Settings, path: &str, pounds: f64) -> Pence {
    pence(pounds * factor(s, year_of(s, name_of(path))))
}

/// A price of a list, whose line may say a year of its own.
pub fn listed(s: &Settings, price: Pence, year: Option<i16>) -> Pence {
    price.share(factor(s, year.or_else(|| year_of(s, "list"))))
}

/// What years prices were of that have been brought to the base year's, and by what index: a sentence, or
/// nothing.
pub fn said(s: &Settings) -> String {
    let said = |setting: &Setting| {
        let name = setting.path.strip_prefix(PRICE_YEAR)?;
        year_of(s, name)
    };
    let list = s.price_list("prices.list");
    let rows = list.iter().flat_map(|list| &list.rows);
    let base = s.text("prices.base_year").unwrap_or_default();
    let mut years: Vec<i16> = s.iter().filter_map(said).collect();
    years.extend(rows.filter_map(|row| row.year));
    years.retain(|year| Some(*year) != base_year(base));
    years.sort_unstable();
    years.dedup();
    if years.is_empty() {
        return String::new();
    }
    let years: Vec<String> = years.into_iter().map(in_words).collect();
    let label = s.text("prices.index_label").unwrap_or_default();
    format!(
        "Prices of {} are brought to {base} by an index ({label}).",
        years.join(", ")
    )
}

/// `2016-17`.
pub fn in_words(year: i16) -> String {
    format!("{year}-{:02}", (year + 1) % 100)
}
