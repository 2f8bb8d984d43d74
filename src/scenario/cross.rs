//! What must hold between values: shares that add up, an opening stock that can be, places for
//! the children there, a size that can be simulated.

mod adoption;
mod fostering;
mod homes;
mod opening;
mod price_years;
mod prices;
mod recruitment;
mod teams;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::care::child::AgeBand;

pub use prices::first_need;

use super::SUM_TOLERANCE;
use super::diagnostic::{Finding, Findings};
use super::keys::{Columns, PLACEMENT_WORDS};
use super::value::{Setting, Settings};
use super::wording::tidy;

/// Above this many children over the whole run a figure is a slip.
pub const MOST_CHILDREN: f64 = 5e6;
/// The same of households; a panel looks at every pair.
const MOST_HOUSEHOLDS: f64 = 2e5;

/// Two steps in time nearer than this are one (and would be, in whole seconds).
const NEAREST_STEPS: f64 = 1e-4;

/// Factors written with two decimals have a mean this near to theirs.
const ROUNDED_MEAN: f64 = 0.01;

/// Earlier moves raise the rate of the next up to this many.
const MOVES_COUNTED: i32 = 5;

/// Checks one state of the scenario; what is missing is passed over, and so is what is missing only because
/// its value will not do (`broken`: the paths for which that has been said).
pub fn check(
    settings: &Settings,
    broken: &BTreeSet<&str>,
    (start, end): (Date, Date),
    findings: &mut Findings,
) {
    let mut cross = Cross {
        settings,
        broken,
        start,
        end,
        findings,
    };
    cross.run();
    cross.entries();
    cross.steps("home.from_weeks", "home.rate_a_year");
    cross.search();
    cross.ends();
    for name in settings.names("recruitment") {
        cross.strand(&name);
    }
    cross.teams();
    cross.supports();
    cross.homes();
    cross.staying();
    cross.stock();
    cross.capacity();
    cross.prices();
    cross.size();
    cross.moves();
    cross.adoption();
}

struct Cross<'a> {
    settings: &'a Settings,
    broken: &'a BTreeSet<&'a str>,
    start: Date,
    end: Date,
    findings: &'a mut Findings,
}

impl<'a> Cross<'a> {
    fn error(
        &mut self,
        code: &'static str,
        at: &Setting,
        message: String,
        help: impl Into<String>,
    ) {
        self.findings
            .push(Finding::error(code, at.place, message, help));
    }

    fn run(&mut self) {
        let Some((start, setting)) = self
            .settings
            .date("run.start")
            .zip(self.settings.get("run.start"))
        else {
            return;
        };
        if start.day() != 1 {
            let message = format!("the run starts on {start}, not on the first of a month");
            let help = format!("write {}, or 1 April of the year", start.first_of_month());
            self.error("P0214", setting, message, help);
        }
    }

    fn entries(&mut self) {
        self.bases();
        self.remand();
        self.season();
        self.adds_to_one("entries.group_size");
        self.needs("entries");
        self.mean_ages("entries.mean_age_years");
        let path = "entries.sibling_gap_years";
        if let Some(([shortest, longest], at)) = self
            .settings
            .numbers(path)
            .and_then(|n| <[f64; 2]>::try_from(n).ok())
            .zip(self.settings.get(path))
            && shortest > longest
        {
            let message = format!("`{path}` goes from {shortest} to {longest}");
            self.error(
                "P0216",
                at,
                message,
                format!("write [{longest}, {shortest}]"),
            );
        }
    }

    /// Months differ round their mean: how many come in a year is said elsewhere.
    fn season(&mut self) {
        let path = "entries.season";
        let Some((factors, at)) = self.settings.numbers(path).zip(self.settings.get(path)) else {
            return;
        };
        let mean = factors.iter().sum::<f64>() / factors.len() as f64;
        if (mean - 1.0).abs() > ROUNDED_MEAN {
            let message = format!(
                "the factors of `{path}` have the mean {}, not 1",
                tidy(mean)
            );
            let help =
                "divide each by that mean; how many come in a year says `first_entries_a_year`";
            self.error("P0234", at, message, help);
        }
    }

    /// The mean age of a band lies within the band.
    fn mean_ages(&mut self, path: &str) {
        let Some((means, at)) = self.settings.numbers(path).zip(self.settings.get(path)) else {
            return;
        };
        for (band, &mean) in AgeBand::ALL.iter().zip(means) {
            let (from, to) = band.bounds();
            if mean <= from || mean >= to {
                let label = band.label();
                let message = format!("the mean age of the band {label} is {mean}");
                let help = format!("write an age above {from} and below {to}");
                self.error("P0219", at, message, help);
            }
        }
    }

    /// The legal bases divide the entrants of each age band between them.
    fn bases(&mut self) {
        let names = [
            "section_20",
            "interim_care_order",
            "emergency",
            "asylum_seeking",
        ];
        let paths = names.map(|name| format!("entries.{name}"));
        let lists: Option<Vec<&[f64]>> = paths.iter().map(|p| self.settings.numbers(p)).collect();
        let (Some(mut lists), Some(at)) = (lists, self.settings.get(&paths[0])) else {
            return;
        };
        lists.extend(self.settings.numbers("entries.remand"));
        for (band, name) in Columns::AgeBands.names().iter().enumerate() {
            let sum: f64 = lists.iter().filter_map(|list| list.get(band)).sum();
            if (sum - 1.0).abs() <= SUM_TOLERANCE {
                continue;
            }
            let message = format!(
                "the legal bases of entrants {name} add to {}, not to 1: `section_20` + `interim_care_order` + `emergency` + `asylum_seeking` (+ `remand`)",
                tidy(sum)
            );
            let help = format!(
                "change one of the shares of this age band by {}",
                tidy(1.0 - sum)
            );
            let mut finding = Finding::error("P0201", at.part(band), message, help);
            for path in paths[1..]
                .iter()
                .map(String::as_str)
                .chain(["entries.remand"])
            {
                if let Some(other) = self.settings.get(path) {
                    finding = finding.also(other.part(band), "added to this");
                }
            }
            self.findings.push(finding);
        }
    }

    /// Nobody below the age of criminal responsibility is remanded.
    fn remand(&mut self) {
        let path = "entries.remand";
        let Some((shares, at)) = self.settings.numbers(path).zip(self.settings.get(path)) else {
            return;
        };
        let below = AgeBand::From10To15 as usize;
        if let Some(band) = shares.iter().take(below).position(|share| *share > 0.0) {
            let message = format!("children {} are remanded", AgeBand::ALL[band].label());
            let help = "write 0: the age of criminal responsibility is ten";
            let finding = Finding::error("P0228", at.part(band), message, help);
            self.findings.push(finding);
        }
    }

    fn adds_to_one(&mut self, path: &str) {
        let Some((numbers, at)) = self.settings.numbers(path).zip(self.settings.get(path)) else {
            return;
        };
        self.sum_is_one(path, numbers.iter().sum(), at);
    }

    fn sum_is_one(&mut self, path: &str, sum: f64, at: &Setting) {
        if (sum - 1.0).abs() <= SUM_TOLERANCE {
            return;
        }
        let message = format!("the shares of `{path}` add to {}, not to 1", tidy(sum));
        let help = format!("change one of them by {}", tidy(1.0 - sum));
        self.error("P0201", at, message, help);
    }

    fn needs(&mut self, section: &str) {
        let (additional, complex) = (
            format!("{section}.additional_needs"),
            format!("{section}.complex_needs"),
        );
        let settings = self.settings;
        let lists = settings
            .numbers(&additional)
            .zip(settings.numbers(&complex));
        let places = settings.get(&additional).zip(settings.get(&complex));
        let (Some((a, c)), Some((at, other))) = (lists, places) else {
            return;
        };
        for (band, (a, c)) in a.iter().zip(c).enumerate() {
            if a + c <= 1.0 + SUM_TOLERANCE {
                continue;
            }
            let name = Columns::AgeBands
                .names()
                .get(band)
                .copied()
                .unwrap_or_default();
            let message = format!(
                "additional and complex needs of children {name} add to {}, more than 1",
                tidy(a + c)
            );
            let help = "lower one of the two: a child counts in one of them only";
            let finding = Finding::error("P0202", at.part(band), message, help);
            self.findings
                .push(finding.also(other.part(band), "added to this"));
        }
    }

    /// What ends of care are: all of them, and no independence before sixteen.
    fn ends(&mut self) {
        for ages in ["under_16", "from_16", "at_18"] {
            self.adds_to_one(&format!("leaving.ends_{ages}"));
        }
        let path = "leaving.ends_under_16";
        let Some((shares, at)) = self.settings.numbers(path).zip(self.settings.get(path)) else {
            return;
        };
        if shares.first().is_some_and(|share| *share > 0.0) {
            let message = "children under 16 leave for independent living".to_owned();
            let help = "write 0 first: the return knows independent living from 16";
            self.error("P0235", at, message, help);
        }
    }

    /// Stretches of time start at zero and increase, and each has a rate.
    fn steps(&mut self, from: &str, rates: &str) {
        let Some((steps, at)) = self.settings.numbers(from).zip(self.settings.get(from)) else {
            return;
        };
        let first = steps.first().is_none_or(|first| *first != 0.0);
        let wrong = steps.windows(2).position(|w| w[1] < w[0] + NEAREST_STEPS);
        if first || wrong.is_some() {
            let place = at.part(wrong.map_or(0, |n| n + 1));
            let message = match first {
                true => format!("`{from}` does not start at 0"),
                false => format!("`{from}` does not increase here"),
            };
            let help = "write where each stretch begins: 0 first, each greater than the one before";
            self.findings
                .push(Finding::error("P0203", place, message, help));
        }
        let numbers = self.settings.numbers(rates).map(<[f64]>::len);
        let count = numbers.or(self.settings.matrix(rates).map(<[Vec<f64>]>::len));
        let (Some(count), Some(other)) = (count, self.settings.get(rates)) else {
            return;
        };
        if count != steps.len() {
            let message = format!(
                "`{rates}` has {count} entries, but `{from}` has {}",
                steps.len()
            );
            let help = format!("write {} entries, one for each stretch", steps.len());
            let finding = Finding::error("P0203", other.place, message, help);
            self.findings.push(finding.also(at.place, "the stretches"));
        }
    }

    fn search(&mut self) {
        let path = "search.order";
        let Some((order, at)) = self.settings.words(path).zip(self.settings.get(path)) else {
            return;
        };
        if order.last() != Some(&"childrens_home") {
            let message = "the search does not end with \"childrens_home\"".to_owned();
            let help =
                "put \"childrens_home\" last: it is where a child goes for whom no family is found";
            self.error("P0205", at, message, help);
        }
        let path = "search.out_of_area_offer";
        let offer = self.settings.get(path);
        let chances = self.settings.numbers(path).unwrap_or_default();
        let offers = chances.iter().any(|chance| *chance > 0.0);
        match (order.contains(&"out_of_area"), offers, offer) {
            (true, false, _) => {
                let message = "the search goes out of the area, where nobody is offered".to_owned();
                let help = "write `out_of_area_offer`, the chance by age that somebody is, or take \"out_of_area\" out of the order";
                self.error("P0205", at, message, help);
            }
            (false, true, Some(offer)) => {
                let message = "carers out of the area are offered, but not looked for".to_owned();
                let help = "put \"out_of_area\" into `search.order`, or take this out";
                self.error("P0205", offer, message, help);
            }
            _ => {}
        }
    }

    /// A search among carers of whom there are none and never will be is a slip.
    fn capacity(&mut self) {
        let settings = self.settings;
        let Some((order, at)) = settings
            .words("search.order")
            .zip(settings.get("search.order"))
        else {
            return;
        };
        let Some(households) = settings.numbers("stock.foster_households") else {
            return;
        };
        let recruits = settings.names("recruitment").iter().any(|name| {
            let number = |last: &str| settings.number(&format!("recruitment.{name}.{last}"));
            let foster = settings.word(&format!("recruitment.{name}.kind")) == Some("foster");
            let approvals = number("approvals_a_year").or(number("households"));
            let approvals = approvals.or(number("enquiries_a_year"));
            foster && approvals.is_some_and(|a| a > 0.0)
        });
        if order.contains(&"in_house") && !recruits && households.iter().all(|h| *h == 0.0) {
            let message = "the search looks for the council's own carers, but there are none and none are recruited";
            let help = "take \"in_house\" out of the order, or give the council foster households or a strand that recruits some";
            self.error("P0210", at, message.to_owned(), help);
        }
    }

    fn size(&mut self) {
        let settings = self.settings;
        let years = settings.number("run.years").unwrap_or(1.0);
        let [children, _] = simulated(settings);
        if let Some(at) = settings.get("entries.first_entries_a_year") {
            self.absurd(children, "children", at);
        }
        let path = "stock.foster_households";
        if let Some((there, at)) = settings.numbers(path).zip(settings.get(path)) {
            self.absurd(there.iter().sum(), "households", at);
        }
        let path = "stock.adopters_waiting";
        if let Some((waiting, at)) = settings.number(path).zip(settings.get(path)) {
            self.absurd(waiting, "households", at);
        }
        for name in settings.names("recruitment") {
            for (last, times) in [
                ("approvals_a_year", years),
                ("enquiries_a_year", years),
                ("households", 1.0),
            ] {
                let path = format!("recruitment.{name}.{last}");
                if let Some((recruited, at)) = settings.number(&path).zip(settings.get(&path)) {
                    self.absurd(recruited * times, "households", at);
                }
            }
        }
    }

    /// Each rate is bounded, but factors multiply: more than a move a day would never end.
    fn moves(&mut self) {
        let settings = self.settings;
        // Adoptive and secure placements end by rules of their own: no factor holds for them.
        let kinds = PLACEMENT_WORDS.iter().filter(|kind| **kind != "secure");
        let rates: Vec<String> = kinds.map(|kind| format!("stability.{kind}")).collect();
        let fastest = rates
            .iter()
            .filter_map(|path| settings.number(path).zip(settings.get(path)));
        let Some((rate, at)) = fastest.max_by(|a, b| a.0.total_cmp(&b.0)) else {
            return;
        };
        let factor = |name: &str| {
            settings
                .number(&format!("stability.{name}"))
                .unwrap_or(1.0)
                .max(1.0)
        };
        let by_age = settings.numbers("stability.age_factor").unwrap_or_default();
        let by_age = by_age.iter().copied().fold(1.0, f64::max);
        let all = rate
            * by_age
            * factor("complex_factor")
            * factor("separated_factor")
            * factor("settled_factor")
            * factor("matched_factor")
            * factor("distance_factor")
            * factor("new_worker_factor")
            * factor("earlier_move_factor").powi(MOVES_COUNTED);
        if all > 365.25 {
            let message = format!(
                "with all factors of [stability] together, this rate becomes {} moves a year",
                tidy(all.round())
            );
            let help = "lower the rate or the factors until at most one move a day remains";
            self.error("P0218", at, message, help);
        }
    }

    fn absurd(&mut self, total: f64, what: &str, at: &Setting) {
        let (most, there_are) = match what {
            "children" => (
                MOST_CHILDREN,
                "England has about 80,000 looked-after children",
            ),
            _ => (
                MOST_HOUSEHOLDS,
                "England has about 45,000 foster households",
            ),
        };
        if total > most {
            let message = format!("about {} {what} would be simulated", tidy(total.round()));
            let help = format!("keep it below {most}: {there_are}; check for a slip of units");
            self.error("P0212", at, message, help);
        }
    }
}

/// About how many children and how many households are simulated over a run.
pub fn simulated(settings: &Settings) -> [f64; 2] {
    let years = settings.number("run.years").unwrap_or(1.0);
    let sum = |path: &str| settings.numbers(path).map_or(0.0, |n| n.iter().sum());
    let change = settings.number("entries.yearly_change").unwrap_or(0.0);
    let rows = settings.rows("stock.children").unwrap_or_default();
    let stock: f64 = rows.iter().map(|r| r.count).sum();
    let entries: f64 = sum("entries.first_entries_a_year");
    let recruited = |name: &String| {
        let number = |last: &str| settings.number(&format!("recruitment.{name}.{last}"));
        let a_year = number("approvals_a_year").or(number("enquiries_a_year"));
        a_year.map_or(0.0, |a| a * years) + number("households").unwrap_or(0.0)
    };
    let recruited: f64 = settings.names("recruitment").iter().map(recruited).sum();
    let waiting = settings.number("stock.adopters_waiting").unwrap_or(0.0);
    let households: f64 = sum("stock.foster_households") + waiting;
    [
        stock + entries * yearly_factors(change, years),
        households + recruited,
    ]
}

/// Sum of the yearly factors over a run.
fn yearly_factors(change: f64, years: f64) -> f64 {
    (0..years as i32)
        .map(|k| libm::pow(1.0 + change, f64::from(k)))
        .sum()
}
