//! Prices that go together: a price for whatever can be needed, beds with their price, names of
//! budget lines, a base year to count from.

use crate::care::child::{AgeBand, Needs};

use super::super::build::base_year;
use super::super::diagnostic::{Finding, Place};
use super::super::keys::{LINE_WORDS, PLACEMENT_WORDS};
use super::super::price_list::{List, PRICED, single_prices};
use super::super::value::{Row, Setting, Settings};
use super::super::wording::one_of;
use super::Cross;

/// The age band from which on children can live in a placement.
fn first_band(placement: &str) -> AgeBand {
    match placement {
        "semi_independent" => AgeBand::From16,
        "secure" => AgeBand::From10To15,
        _ => AgeBand::Under1,
    }
}

impl Cross<'_> {
    pub(super) fn prices(&mut self) {
        self.some_price();
        self.listed_prices();
        self.block_booking();
        self.secure_accommodation();
        self.inflation();
    }

    fn some_price(&mut self) {
        let mut prices = self.settings.iter().filter(|s| {
            s.path.starts_with("prices.")
                && !s.path.starts_with("prices.inflation.")
                && !s.path.ends_with("_share")
                && !matches!(
                    s.path.as_str(),
                    "prices.discount_rate"
                        | "prices.discount_label"
                        | "prices.base_year"
                        | "prices.price_note"
                )
        });
        let Some(first) = prices.next() else { return };
        let free = |s: &Setting| {
            let list = self.settings.price_list(&s.path);
            self.settings.number(&s.path) == Some(0.0) || list.is_some_and(List::is_free)
        };
        if free(first) && prices.all(free) {
            let message = "all prices are 0".to_owned();
            self.error("P0211", first, message, "write what care costs, in pounds");
        }
    }

    /// What a list prices, it prices for every child who can need it.
    fn listed_prices(&mut self) {
        let path = "prices.list";
        let (Some(list), Some(at)) = (self.settings.price_list(path), self.settings.get(path))
        else {
            return;
        };
        for priced in (0..PRICED).filter(|priced| list.lists(*priced)) {
            let needed = self.children_priced(priced);
            let missing = needed.into_iter();
            let missing: Vec<(Needs, AgeBand)> = missing
                .filter(|(needs, age)| !list.has(priced, *needs, *age))
                .collect();
            let there = missing
                .iter()
                .find(|(_, age)| are_there(self.settings, priced, *age));
            let Some(&(needs, age)) = there.or(missing.first()) else {
                continue;
            };
            let child = described(priced, needs, age);
            let message = format!("the price list has no price for {child}");
            let when = match there {
                Some(_) => format!("it is needed on the first day, {}", self.start),
                None => "it is needed as soon as there is one".to_owned(),
            };
            let others = match missing.len() - 1 {
                0 => String::new(),
                1 => ", and one other price of this kind is missing".to_owned(),
                n => format!(", and {n} other prices of this kind are missing"),
            };
            let help = format!(
                "{when}{others}: add a line for it; empty needs or an empty age stand for all"
            );
            let place = Place::top_of(list.file);
            let finding = Finding::error("P0263", place, message, help);
            self.findings.push(finding.also(at.place, "named here"));
        }
    }

    /// The needs and ages that children can have for whom this is priced.
    fn children_priced(&self, priced: usize) -> Vec<(Needs, AgeBand)> {
        let youngest = PLACEMENT_WORDS
            .get(priced)
            .map_or(AgeBand::Under1, |word| first_band(word));
        let possible = |needs: Needs, age: AgeBand| {
            age >= youngest && self.first_with(needs).is_some_and(|first| age >= first)
        };
        let each = |needs: Needs| AgeBand::ALL.map(|age| (needs, age));
        let all = Needs::ALL.into_iter().flat_map(each);
        all.filter(|(needs, age)| possible(*needs, *age)).collect()
    }

    /// The youngest age at which children come, or are there at the start, with such needs: they keep
    /// them as they grow older.
    fn first_with(&self, needs: Needs) -> Option<AgeBand> {
        let share = |section: &str, name: &str, age: AgeBand| {
            let shares = self.settings.numbers(&format!("{section}.{name}_needs"));
            shares
                .and_then(|shares| shares.get(age as usize).copied())
                .unwrap_or(0.0)
        };
        let with = |section: &str, age: AgeBand| {
            let [additional, complex] = ["additional", "complex"].map(|n| share(section, n, age));
            match needs {
                Needs::None => additional + complex < 1.0,
                Needs::Additional => additional > 0.0,
                Needs::Complex => complex > 0.0,
            }
        };
        let mut ages = AgeBand::ALL.into_iter();
        ages.find(|age| {
            ["entries", "stock"]
                .iter()
                .any(|section| with(section, *age))
        })
    }

    fn block_booking(&mut self) {
        let path = "prices.block_booked_beds";
        let beds = self.settings.number(path).filter(|beds| *beds > 0.0);
        let (Some(beds), Some(at)) = (beds, self.settings.get(path)) else {
            return;
        };
        if self.settings.get("prices.block_booked_a_week").is_none() {
            let message = format!("{beds} beds are booked, but not at what price");
            let help = "add `block_booked_a_week`, what each costs a week";
            self.error("P0264", at, message, help);
        }
    }

    /// Most councils place nobody in secure accommodation in most years: its price is asked for only
    /// where somebody can.
    fn secure_accommodation(&mut self) {
        let settings = self.settings;
        let priced = PLACEMENT_WORDS.iter().position(|word| *word == "secure");
        let list = settings.price_list("prices.list");
        let listed = list
            .zip(priced)
            .is_some_and(|(list, priced)| list.lists(priced));
        if listed || settings.get("prices.secure_a_week").is_some() {
            return;
        }
        let there = |row: &Row| Some(row.placement) == priced && row.count > 0.0;
        let some = |path: &&str| match settings.rows(path) {
            Some(rows) => rows.iter().any(there),
            None => settings.number(path).is_some_and(|share| share > 0.0),
        };
        let paths = [
            "search.secure_on_remand",
            "search.secure_for_welfare",
            "stock.children",
        ];
        if let Some(at) = paths
            .iter()
            .find(|path| some(path))
            .and_then(|path| settings.get(path))
        {
            let message = "children live in secure accommodation, but it has no price".to_owned();
            let help = "add `secure_a_week` to [prices], what a week costs for one child";
            self.error("P0267", at, message, help);
        }
    }

    fn inflation(&mut self) {
        let prefix = "prices.inflation.";
        let rises = |s: &&Setting| s.path.starts_with(prefix);
        let rising: Vec<&Setting> = self.settings.iter().filter(rises).collect();
        for setting in &rising {
            let name = &setting.path[prefix.len()..];
            if !LINE_WORDS.contains(&name) {
                let message = format!("there is no budget line `{name}`");
                self.error("P0107", setting, message, one_of(name, &LINE_WORDS));
            }
        }
        let base = self.settings.get("prices.base_year");
        let year = self.settings.text("prices.base_year").and_then(base_year);
        if let (Some(at), None) = (base, year) {
            let message = "the base year of the prices is no financial year".to_owned();
            let help = "write the financial year of the prices: \"2016-17\"";
            self.error("P0265", at, message, help);
        }
    }
}

/// Whether there are such children at the start.
fn are_there(settings: &Settings, priced: usize, age: AgeBand) -> bool {
    let allowances = ["stock.special_guardianships", "stock.child_arrangements"];
    if let Some(path) = priced.checked_sub(PLACEMENT_WORDS.len()) {
        let counts = settings.numbers(allowances[path]).unwrap_or_default();
        return counts.get(age as usize).is_some_and(|count| *count > 0.0);
    }
    let rows = settings.rows("stock.children").unwrap_or_default();
    let mut rows = rows.iter().filter(|row| row.count > 0.0);
    rows.any(|row| row.placement == priced && row.age == age as usize)
}

/// Who needs one of the single prices first; nothing if the key is no such price.
pub fn first_need(settings: &Settings, path: &str) -> Option<String> {
    let priced = single_prices().position(|single| single == path)?;
    let mut ages = AgeBand::ALL.into_iter();
    let there = ages.find(|age| are_there(settings, priced, *age));
    Some(match (there, settings.date("run.start")) {
        (Some(age), Some(start)) => {
            let child = format!("a child {} {}", AGED[age as usize], LIVES[priced]);
            format!("{child} needs it on the first day, {start}")
        }
        _ => format!(
            "a child {} needs it, as soon as there is one",
            LIVES[priced]
        ),
    })
}

/// How old a child is, in words.
const AGED: [&str; AgeBand::ALL.len()] = [
    "under one",
    "aged 1 to 4",
    "aged 5 to 9",
    "aged 10 to 15",
    "aged 16 or 17",
];

/// For what a price is, in words.
const LIVES: [&str; PRICED] = [
    "fostered by relatives or friends",
    "placed with the council's own foster carers",
    "placed with agency carers",
    "placed in a children's home",
    "placed in semi-independent accommodation",
    "placed with parents",
    "placed with adopters",
    "placed in secure accommodation",
    "for whom a special guardianship allowance is paid",
    "for whom a child arrangements allowance is paid",
];

/// A child for whom something is priced, in words.
fn described(priced: usize, needs: Needs, age: AgeBand) -> String {
    let needs = [
        "without additional needs",
        "with additional needs",
        "with complex needs",
    ][needs as usize];
    format!("a child {needs} {} {}", AGED[age as usize], LIVES[priced])
}
