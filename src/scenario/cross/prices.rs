//! Prices that go together: a price for whatever can be needed, beds with their price, names of
//! budget lines, a base year to count from.

use crate::care::child::{AgeBand, Needs, PlacementKind};

use super::super::build::{PRICE_YEAR, base_year};
use super::super::diagnostic::{Finding, Place};
use super::super::keys::{LINE_WORDS, PLACEMENT_WORDS};
use super::super::price_list::{List, PRICED, single_prices};
use super::super::value::{Row, Setting, Settings};
use super::super::wording::one_of;
use super::Cross;

/// Where secure accommodation stands among what is priced.
const SECURE: usize = PlacementKind::Secure as usize;

/// The single price of allowances to adopters, which few pay.
const ADOPTION_ALLOWANCE: &str = "prices.adoption_allowance_a_week";

impl Cross<'_> {
    pub(super) fn prices(&mut self) {
        self.some_price();
        self.listed_prices();
        self.block_booking();
        self.secure_accommodation();
        self.inflation();
        self.price_years();
    }

    fn some_price(&mut self) {
        let mut prices = self.settings.iter().filter(|s| {
            s.path.starts_with("prices.")
                && !s.path.starts_with("prices.inflation.")
                && !s.path.starts_with("prices.index")
                && !s.path.starts_with(PRICE_YEAR)
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
        let possible = |needs: Needs, age: AgeBand| {
            let youngest = self.youngest_priced(priced, needs);
            let first = self.first_with(needs);
            youngest.max(first) <= Some(age) && youngest.is_some() && first.is_some()
        };
        let each = |needs: Needs| AgeBand::ALL.map(|age| (needs, age));
        let all = Needs::ALL.into_iter().flat_map(each);
        all.filter(|(needs, age)| possible(*needs, *age)).collect()
    }

    /// The age band from which on children with such needs can be where this is priced; none if they
    /// never are.
    fn youngest_priced(&self, priced: usize, needs: Needs) -> Option<AgeBand> {
        match PLACEMENT_WORDS.get(priced).copied() {
            Some("semi_independent") => Some(AgeBand::From16),
            Some("secure") => self.youngest_secure(needs),
            Some(_) => Some(AgeBand::Under1),
            None if single_prices().nth(priced).as_deref() == Some(ADOPTION_ALLOWANCE) => self
                .above_zero("adoption.allowance")
                .then_some(AgeBand::Under1),
            None => Some(AgeBand::Under1),
        }
    }

    /// The same of secure accommodation: on remand whatever the needs, from ten with complex needs for
    /// their own welfare, or there at the start. They can grow older there.
    fn youngest_secure(&self, needs: Needs) -> Option<AgeBand> {
        let remanded = self.settings.numbers("entries.remand").unwrap_or_default();
        let is_remanded = |age: &AgeBand| {
            remanded
                .get(*age as usize)
                .is_some_and(|share| *share > 0.0)
        };
        let on_remand = AgeBand::ALL.into_iter().find(is_remanded);
        let on_remand = on_remand.filter(|_| self.above_zero("search.secure_on_remand"));
        let for_welfare = needs == Needs::Complex && self.above_zero("search.secure_for_welfare");
        let for_welfare = for_welfare.then_some(AgeBand::From10To15);
        let at_start = AgeBand::ALL.into_iter().find(|age| {
            are_there(self.settings, SECURE, *age) && self.some_with("stock", needs, *age)
        });
        [on_remand, for_welfare, at_start]
            .into_iter()
            .flatten()
            .min()
    }

    fn above_zero(&self, path: &str) -> bool {
        self.settings.number(path).is_some_and(|share| share > 0.0)
    }

    /// The youngest age at which children come, or are there at the start, with such needs: they keep
    /// them as they grow older.
    fn first_with(&self, needs: Needs) -> Option<AgeBand> {
        let mut ages = AgeBand::ALL.into_iter();
        ages.find(|age| {
            let with = |section: &&str| self.some_with(section, needs, *age);
            ["entries", "stock"].iter().any(with)
        })
    }

    /// Whether some of those who come, or are there at the start, have such needs at this age.
    fn some_with(&self, section: &str, needs: Needs, age: AgeBand) -> bool {
        let share = |name: &str| {
            let shares = self.settings.numbers(&format!("{section}.{name}_needs"));
            let share = shares.and_then(|shares| shares.get(age as usize).copied());
            share.unwrap_or(0.0)
        };
        match needs {
            Needs::None => share("additional") + share("complex") < 1.0,
            Needs::Additional => share("additional") > 0.0,
            Needs::Complex => share("complex") > 0.0,
        }
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
        let list = settings.price_list("prices.list");
        let listed = list.is_some_and(|list| list.lists(SECURE));
        if listed || settings.get("prices.secure_a_week").is_some() {
            return;
        }
        let there = |row: &Row| row.placement == SECURE && row.count > 0.0;
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
    if let Some(allowance) = priced.checked_sub(PLACEMENT_WORDS.len()) {
        let path = allowances.get(allowance);
        let counts = path.and_then(|path| settings.numbers(path));
        let counts = counts.unwrap_or_default();
        return counts.get(age as usize).is_some_and(|count| *count > 0.0);
    }
    let rows = settings.rows("stock.children").unwrap_or_default();
    let mut rows = rows.iter().filter(|row| row.count > 0.0);
    rows.any(|row| row.placement == priced && row.age == age as usize)
}

/// Who or what needs a price first; nothing if the key is no price of a week or of a step.
pub fn first_need(settings: &Settings, path: &str) -> Option<String> {
    let start = settings.date("run.start");
    if let Some((_, step)) = STEPS.iter().find(|(price, _)| *price == path) {
        let earliest =
            start.map_or_else(String::new, |start| format!(", on {start} at the earliest"));
        return Some(format!("the first {step} needs it{earliest}"));
    }
    let priced = single_prices().position(|single| single == path)?;
    let mut ages = AgeBand::ALL.into_iter();
    let there = ages.find(|age| are_there(settings, priced, *age));
    Some(match (there, start) {
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

/// Prices of what happens once, and of what goes on for every child, and the first event that needs each.
const STEPS: [(&str, &str); 9] = [
    ("prices.social_work_a_week", "child in care"),
    ("prices.relatives_assessment", "assessment of relatives"),
    ("prices.legal_planning_meeting", "legal planning meeting"),
    ("prices.legal_advice", "application to the court"),
    ("prices.proceedings", "final hearing"),
    ("prices.placement_move", "move to another placement"),
    ("prices.adoption_panel", "match with adopters"),
    (
        "prices.adoption_placement",
        "child who moves in with adopters",
    ),
    ("prices.adoption_support", "adoption order"),
];

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
    "for whom an adoption allowance is paid",
    "who stays put after eighteen",
    "who stays close after eighteen",
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
