//! Prices of other years than the base year's: each has a price to speak for, and an index to be brought by.

use super::super::build::{PRICE_YEAR, base_year, in_words, index, name_of, year_of};
use super::super::diagnostic::{Finding, Place};
use super::super::keys::{KEYS, Kind};
use super::super::price_list::single_prices;
use super::super::value::Setting;
use super::super::wording::one_of;
use super::Cross;

/// What `prices.price_year` can name: a price, a list, a section.
fn names() -> Vec<&'static str> {
    let priced = KEYS.iter().filter(|key| {
        let money = matches!(key.kind, Kind::Money | Kind::MoneyBy(_));
        (money || key.path == "prices.inter_agency_fee") && !key.path.starts_with("reading.")
    });
    let mut names: Vec<&str> = priced.map(|key| name_of(key.path)).collect();
    names.push("list");
    names.sort_unstable();
    names.dedup();
    names
}

impl Cross<'_> {
    pub(super) fn price_years(&mut self) {
        let settings = self.settings;
        self.index_is_whole();
        for setting in settings.iter() {
            let Some(name) = setting.path.strip_prefix(PRICE_YEAR) else {
                continue;
            };
            if !names().contains(&name) {
                let message = format!("there is no price `{name}`");
                self.error("P0107", setting, message, one_of(name, &names()));
            } else if let Some(year) = year_of(settings, name) {
                self.unheeded(setting, name);
                self.has_index(year, setting.place);
            } else {
                let message = format!("the year of `{name}` is no financial year");
                let help = "write the financial year of the price: \"2016-17\"";
                self.error("P0265", setting, message, help);
            }
        }
        let list = settings.price_list("prices.list");
        let mut years: Vec<(i16, Place)> = list
            .iter()
            .flat_map(|list| &list.rows)
            .filter_map(|row| Some((row.year?, row.place)))
            .collect();
        years.sort_by_key(|(year, place)| (*year, place.start));
        years.dedup_by_key(|(year, _)| *year);
        for (year, place) in years {
            self.has_index(year, place);
        }
    }

    /// A list's prices are not the single ones, so a year of these would change nothing.
    fn unheeded(&mut self, setting: &Setting, name: &str) {
        let path = format!("prices.{name}");
        let priced = single_prices().position(|single| single == path);
        let list = self.settings.price_list("prices.list");
        let (Some(list), Some(priced)) = (list, priced) else {
            return;
        };
        if list.lists(priced) {
            let message = format!(
                "`{}` would do nothing: the price list {} has that price",
                setting.path, list.name
            );
            let help = "write the year in the list, in a column `price_year`";
            self.error("P0266", setting, message, help);
        }
    }

    /// An index has a first year and a name.
    fn index_is_whole(&mut self) {
        let settings = self.settings;
        let Some(at) = settings.get("prices.index") else {
            return;
        };
        for missing in ["index_from", "index_label"] {
            if settings.text(&format!("prices.{missing}")).is_none() {
                let message = format!("the index has no `{missing}`");
                let help = "say with `index_from` of which financial year its first number is (\"2012-13\"), and \
                            with `index_label` which index it is";
                self.error("P0269", at, message, help);
                return;
            }
        }
        let from = settings.get("prices.index_from");
        let year = settings.text("prices.index_from").and_then(base_year);
        if let (Some(at), None) = (from, year) {
            let message = "the first year of the index is no financial year".to_owned();
            let help = "write the financial year of its first number: \"2012-13\"";
            self.error("P0265", at, message, help);
        }
    }

    /// Prices of another year can be brought to the base year only by an index that has both.
    fn has_index(&mut self, year: i16, place: Place) {
        let settings = self.settings;
        let Some(base) = settings.text("prices.base_year").and_then(base_year) else {
            return;
        };
        let missing = [year, base]
            .into_iter()
            .find(|year| index(settings, *year).is_none());
        let Some(missing) = missing.filter(|_| year != base) else {
            return;
        };
        let (year, base, missing) = (in_words(year), in_words(base), in_words(missing));
        let message = format!(
            "prices of {year} cannot be brought to {base}: `prices.index` has no {missing}"
        );
        let help = "write `index` with a number for each financial year from `index_from` on, for example HM \
                    Treasury's GDP deflators, and `index_label` with their name and date";
        let finding = Finding::error("P0269", place, message, help);
        self.findings.push(finding);
    }
}
