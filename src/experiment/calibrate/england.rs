//! How well the average English council fits England, row by row.
//!
//! The rows are published figures of 2016-17 (a few of the years beside), each with a tolerance
//! chosen before. A baseline opens with the published stock; its second and third year are looked
//! at, when the flows are the model's own, and numbers of children are scaled from the baseline's
//! stock to England's. What each row is computed from is in `Census`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::care::child::{Child, LegalStatus, PlacementKind, Route};
use crate::care::household::HouseholdKind;
use crate::care::record::{Event, Observer, View};
use crate::care::run;
use crate::des::stream::{Root, RunKey};
use crate::des::time::{SimSpan, SimTime};
use crate::scenario::{Diagnostics, Scenario};

use super::solve::JUDGED_WITH;

/// A published figure and what the model says.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the list of figures (docs/validation.md).
    pub mark: &'static str,
    /// What it is.
    pub what: &'static str,
    /// As published, one or several numbers.
    pub published: Vec<f64>,
    /// How far each may be off.
    pub tolerance: Vec<f64>,
    /// What the model says.
    pub found: Vec<f64>,
}

impl Row {
    /// Whether all its numbers are within tolerance.
    pub fn holds(&self) -> bool {
        let numbers = self.published.iter().zip(&self.tolerance).zip(&self.found);
        numbers.into_iter().all(|((p, t), f)| (f - p).abs() <= *t)
    }
}

/// Parameters that these figures leave open: other values fit as well.
pub const OPEN: [&str; 9] = [
    "the half-life of the chance of adoption (1 year, or 3.1 with scale and half-life set together)",
    "rates of return home during proceedings and after orders, after two years, and at 16 and over",
    "special guardianship long after entry",
    "delay of revocation",
    "share of section 20 entrants who go to court",
    "legal bases by age",
    "adopters' acceptance against compatibility against giving up",
    "share of cases planned in sequence",
    "time already served by the existing children",
];

/// What stands in the place of the title, and of what is reported and aimed at, when the average council is
/// written as England.
const REPORT: &str = include_str!("england.toml");

/// The average council's baseline of `year` as one of England: so many `councils` alike, and what is
/// reported of them all.
///
/// # Panics
/// If the text is not what [`super::calibrate`] writes.
pub fn national(text: &str, year: u16, councils: u32) -> String {
    let financial = |from: u16| format!("{from}/{:02}", (from + 1) % 100);
    let report = REPORT
        .replace("@councils@", &councils.to_string())
        .replace("@year@", &year.to_string())
        .replace("@next@", &financial(year))
        .replace("@after@", &financial(year + 1))
        .replace("@end@", &(year + 1).to_string());
    let copies = format!(
        "# So many councils alike, each with its own children, carers and luck.\n\
         [authority.council]\ncopies = {councils}\n\n[entries]\n"
    );
    let (head, rest) = text.split_once("title = ").expect("a title");
    let (_, rest) = rest.split_once("\n\n[council]").expect("a council");
    let name = format!("name = \"{}\"", super::observed::AVERAGE);
    let rest = rest
        .replacen(&name, "name = \"England\"", 1)
        .replacen("[entries]\n", &copies, 1);
    format!("{head}{report}\n[council]{rest}")
}

/// England's stock, to which numbers are scaled.
const LOOKED_AFTER: f64 = 72_670.0;
const FUTURES: u64 = 192;
const YEARS: u32 = 3;
const TWELVE_MONTHS: SimSpan = SimSpan::from_seconds(31_557_600);
const TWENTY_SIX_WEEKS: SimSpan = SimSpan::from_seconds(26 * 7 * 86_400);
/// Of children in homes of any kind and living independently, those whom the publication has in secure
/// units, children's homes and hostels: 7,890 of 12,350.
const IN_HOMES: f64 = 7_890.0 / 12_350.0;

/// The fit of a baseline drawn up for the average council of 2017.
///
/// # Errors
/// If the scenario cannot run for three years.
pub fn fit(scenario: &Scenario) -> Result<Vec<Row>, Diagnostics> {
    fit_with(scenario, JUDGED_WITH)
}

/// The same with these random numbers.
pub(super) fn fit_with(scenario: &Scenario, key: u64) -> Result<Vec<Row>, Diagnostics> {
    let scenario = scenario.with_years(YEARS)?;
    let futures: Vec<Census> = (0..FUTURES)
        .into_par_iter()
        .map(|r| run(&scenario.model, RunKey::new(key, r), Census::default()))
        .collect();
    let opening = scenario.model.stock.children_there();
    let mut all = Sums::default();
    futures.iter().for_each(|f| all.add(&f.sums));
    Ok(rows(&all, LOOKED_AFTER / f64::from(opening)))
}

/// Everything that is added up, over months or years after the first.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    months: f64,
    years: f64,
    in_care: f64,
    fostered: f64,
    in_homes: f64,
    placed_for_adoption: f64,
    interim: f64,
    section_20: f64,
    placement_order: f64,
    not_placed: f64,
    adopters: f64,
    filled: f64,
    vacant: f64,
    places: f64,
    three_placements: f64,
    at_year_end: f64,
    ceased: f64,
    days_in_care: f64,
    by_route: [f64; Route::ALL.len()],
    under_1: f64,
    from_1_to_4: f64,
    adopted_under_5: f64,
    matched: f64,
    days_to_match: f64,
    heard: f64,
    days_to_hearing: f64,
    in_time: f64,
    /// Entry to adoption order, under five at the entry and over: children, days.
    to_order: [[f64; 2]; 2],
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        macro_rules! add {
            ($($field:ident),*) => { $(self.$field += other.$field;)* };
        }
        add!(
            months,
            years,
            in_care,
            fostered,
            in_homes,
            placed_for_adoption,
            interim,
            section_20,
            placement_order,
            not_placed,
            adopters,
            filled,
            vacant,
            places,
            three_placements,
            at_year_end,
            ceased,
            days_in_care,
            under_1,
            from_1_to_4,
            adopted_under_5,
            matched,
            days_to_match,
            heard,
            days_to_hearing,
            in_time
        );
        for (sum, more) in self.by_route.iter_mut().zip(other.by_route) {
            *sum += more;
        }
        for (sums, more) in self.to_order.iter_mut().zip(other.to_order) {
            sums[0] += more[0];
            sums[1] += more[1];
        }
    }
}

fn rows(s: &Sums, scale: f64) -> Vec<Row> {
    let number = |sum: f64, per: f64| scale * sum / per;
    let percent = |part: f64, whole: f64| 100.0 * part / whole;
    let route = |route: Route| percent(s.by_route[route as usize], s.ceased);
    let adopted = number(s.by_route[Route::Adopted as usize], s.years);
    let guardians = number(s.by_route[Route::SpecialGuardianship as usize], s.years);
    let to_order = |over: usize| s.to_order[over][1] / s.to_order[over][0];
    let row = |mark, what, figures: &[(f64, f64, f64)]| Row {
        mark,
        what,
        published: figures.iter().map(|f| f.0).collect(),
        tolerance: figures.iter().map(|f| f.1).collect(),
        found: figures.iter().map(|f| f.2).collect(),
    };
    let places = [s.filled, s.vacant, s.places - s.filled - s.vacant];
    let [filled, vacant, closed] = places.map(|part| percent(part, s.places));
    vec![
        row(
            "B1",
            "looked after at 31 March",
            &[(72_670.0, 2_180.0, number(s.in_care, s.months))],
        ),
        row(
            "B3",
            "ceased in the year",
            &[(31_250.0, 937.0, number(s.ceased, s.years))],
        ),
        row("B4", "adopted", &[(4_350.0, 348.0, adopted)]),
        row("B5", "special guardianship", &[(3_690.0, 295.0, guardians)]),
        row(
            "B6",
            "returned home, % of exits",
            &[(31.9, 2.0, route(Route::Home))],
        ),
        row(
            "B8",
            "left at 18, % of exits",
            &[(27.9, 2.0, route(Route::TurnedEighteen))],
        ),
        row(
            "B9",
            "exits under 1 and at 1 to 4, %",
            &[
                (7.8, 1.5, percent(s.under_1, s.ceased)),
                (22.9, 2.0, percent(s.from_1_to_4, s.ceased)),
            ],
        ),
        row(
            "B11",
            "adopted under five, %",
            &[(
                78.0,
                3.0,
                percent(s.adopted_under_5, s.by_route[Route::Adopted as usize]),
            )],
        ),
        row(
            "B14",
            "fostered, % of stock",
            &[(73.5, 2.0, percent(s.fostered, s.in_care))],
        ),
        row(
            "B15",
            "homes and secure, % of stock",
            &[(10.9, 1.5, IN_HOMES * percent(s.in_homes, s.in_care))],
        ),
        row(
            "B18",
            "interim care order, % of stock",
            &[(14.1, 2.0, percent(s.interim, s.in_care))],
        ),
        row(
            "B20",
            "placement order to match, days",
            &[(190.0, 30.0, s.days_to_match / s.matched)],
        ),
        row(
            "B22",
            "proceedings: mean weeks, % within 26",
            &[
                (28.0, 1.5, s.days_to_hearing / s.heard / 7.0),
                (57.0, 5.0, percent(s.in_time, s.heard)),
            ],
        ),
        row(
            "B23",
            "mean period at exit, days",
            &[(807.0, 60.0, s.days_in_care / s.ceased)],
        ),
        row(
            "B25",
            "three or more placements in a year, %",
            &[(10.5, 1.5, percent(s.three_placements, s.at_year_end))],
        ),
        row(
            "B27",
            "on a placement order, not placed",
            &[(2_920.0, 400.0, number(s.not_placed, s.months))],
        ),
        row(
            "B29",
            "approved adopters waiting",
            &[(1_600.0, 400.0, number(s.adopters, s.months))],
        ),
        row(
            "B30",
            "foster places filled, vacant, not available, %",
            &[
                (62.0, 3.0, filled),
                (20.0, 3.0, vacant),
                (18.0, 3.0, closed),
            ],
        ),
        row(
            "C1",
            "placed for adoption, % of stock",
            &[(3.5, 0.6, percent(s.placed_for_adoption, s.in_care))],
        ),
        row(
            "C2",
            "on a placement order, % of stock",
            &[(7.5, 1.0, percent(s.placement_order, s.in_care))],
        ),
        row(
            "C3",
            "section 20, % of stock",
            &[(22.7, 2.0, percent(s.section_20, s.in_care))],
        ),
        row(
            "C4",
            "entry to adoption order under five, days",
            &[(670.0, 60.0, to_order(0))],
        ),
        row(
            "C5",
            "entry to adoption order at five and over, days",
            &[(1_181.0, 150.0, to_order(1))],
        ),
    ]
}

/// How a child left care.
struct Exit {
    route: Route,
    /// Of the period that ended.
    days: f64,
    /// In years.
    age: f64,
}

/// Watches the second and third year.
#[derive(Default)]
struct Census {
    sums: Sums,
    /// Of this year, by child: the tables count each once, by how it last left.
    exits: BTreeMap<Root, Exit>,
}

impl Census {
    fn year_ended(&mut self) {
        let s = &mut self.sums;
        s.years += 1.0;
        for Exit { route, days, age } in std::mem::take(&mut self.exits).into_values() {
            s.ceased += 1.0;
            s.days_in_care += days;
            s.by_route[route as usize] += 1.0;
            s.under_1 += f64::from(u8::from(age < 1.0));
            s.from_1_to_4 += f64::from(u8::from((1.0..5.0).contains(&age)));
            if route == Route::Adopted {
                s.adopted_under_5 += f64::from(u8::from(age < 5.0));
                // The survey's ages are taken to be those at the order.
                let over = usize::from(age >= 5.0);
                s.to_order[over][0] += 1.0;
                s.to_order[over][1] += days;
            }
        }
    }

    fn look_at_child(&mut self, now: SimTime, child: &Child, year_ends: bool) {
        use PlacementKind::{Adoptive, Agency, ChildrensHome, InHouse, Kinship, SemiIndependent};
        let s = &mut self.sums;
        let one = |yes: bool| f64::from(u8::from(yes));
        let kind = child.placement.kind;
        let ordered = child.legal == LegalStatus::PlacementOrder;
        s.in_care += 1.0;
        s.fostered += one(matches!(kind, Kinship | InHouse | Agency));
        s.in_homes += one(matches!(kind, ChildrensHome | SemiIndependent));
        s.placed_for_adoption += one(kind == Adoptive);
        s.interim += one(child.legal == LegalStatus::InterimCareOrder);
        s.section_20 += one(child.legal == LegalStatus::Section20);
        s.placement_order += one(ordered);
        s.not_placed += one(ordered && kind != Adoptive);
        if year_ends {
            let [_, second, third] = child.recent_placements;
            let year_ago = now - TWELVE_MONTHS;
            let three = second > year_ago && (second > child.entered || third > year_ago);
            s.at_year_end += 1.0;
            s.three_placements += one(three);
        }
    }
}

impl Observer for Census {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if now.years() < 1.0 {
            return;
        }
        match event {
            Event::PeriodEnded(child, route) => {
                let exit = Exit {
                    route,
                    days: (now - child.entered).days(),
                    age: (now - child.born).years(),
                };
                self.exits.insert(child.root, exit);
            }
            Event::ChildMatched { waited, .. } => {
                self.sums.matched += 1.0;
                self.sums.days_to_match += waited.days();
            }
            Event::HearingHeld { took, children, .. } => {
                let children = children as f64;
                self.sums.heard += children;
                self.sums.days_to_hearing += children * took.days();
                let in_time = took <= TWENTY_SIX_WEEKS;
                self.sums.in_time += if in_time { children } else { 0.0 };
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        if month < 12 {
            return;
        }
        let year_ends = (month + 1).is_multiple_of(12);
        self.sums.months += 1.0;
        if year_ends {
            self.year_ended();
        }
        for child in view.children.values().filter(|child| child.in_care()) {
            self.look_at_child(now, child, year_ends);
        }
        for household in view.households.values() {
            let places = &household.places;
            match household.kind {
                HouseholdKind::Adoptive => {
                    self.sums.adopters += f64::from(u8::from(household.has_room()));
                }
                HouseholdKind::Foster => {
                    self.sums.places += f64::from(places.total());
                    self.sums.filled += f64::from(places.taken());
                    if !household.closing {
                        self.sums.vacant += f64::from(places.free());
                    }
                }
            }
        }
    }
}
