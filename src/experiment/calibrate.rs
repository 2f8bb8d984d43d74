//! A council's baseline from published tables: counts as they are, chances shrunk towards region
//! and England, and what no table says assumed and marked.
//!
//! Published starts and ends of one year seldom keep up the stock: both give way a little (`balance`).
//! Eleven numbers are solved by simulation: how many come for the first time (so that as many start as
//! balanced), how readily children go home (as many do as pooled and balanced), other ends before 18
//! (the stock stays level; where they cannot do that, starts and ends give way further), how readily the
//! council's own carers accept (their places stay as filled), how often agencies offer (children's homes
//! stay as full), how often young people live semi-independently and children with their parents under
//! an order (as many go on to), how many cases have suitable relatives (orders to relatives a year come
//! out as pooled), how many of these go on fostering (as many children stay with relatives) and how
//! often adoption is the plan (adoptions do, as far as that can bring them about). Everything else is a
//! published count, a share of one, or an assumption alike for every council.
//!
//! Chances are pooled as counts are: with `k` children's worth of the reference's belief,
//! `(observed + k) / (expected + k)` is the posterior mean of a gamma-Poisson ratio whose prior
//! has mean one and variance 1/k (D. G. Clayton, J. Kaldor 1987, "Empirical Bayes estimates of
//! age-standardized relative risks", Biometrics 43). A council of forty looked-after children
//! moves a little, one of a thousand nearly all the way.

mod balance;
mod columns;
pub mod england;
pub mod free;
mod header;
pub mod joint;
pub mod observed;
pub mod resolve;
pub mod reversals;
mod solve;
mod sources;
mod text;
pub mod tune;

use crate::care::child::{ByAge, PlacementKind};
use crate::data::Error;
use crate::data::fill::apportion;
use crate::data::ofsted;
use crate::scenario::{Diagnostics, Scenario};

pub use header::{notes, pooled_figures};
pub use observed::{Counts, Observed};
pub use resolve::{Hidden, HiddenTotal};
pub use solve::Solved;

/// Children's worth of belief in the reference, for a council against its region, and for a region
/// against England.
const PRIOR_CHILDREN: f64 = 25.0;
const PRIOR_CHILDREN_OF_REGION: f64 = 200.0;

/// The same for the ages of those who start, and for councils whose ages are too odd for families
/// to be possible.
const PRIORS_OF_AGES: [f64; 3] = [PRIOR_CHILDREN, 100.0, 400.0];

/// What is estimated for a council before anything is solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// Started in a year.
    pub started: f64,
    /// Started, pooled by age, less returns.
    pub first_entries: ByAge<f64>,
    /// Shares of legal bases by age: section 20, order, emergency, asylum-seeking.
    pub bases: ByAge<[f64; 4]>,
    /// How many times England's the chance of an order to relatives is.
    pub relatives: f64,
    /// How many times England's the chance of adoption is.
    pub adoption: f64,
    /// Adoptions a year, pooled.
    pub adoptions: f64,
    /// Orders to relatives a year, pooled: special guardianship, child arrangements.
    pub orders: [f64; 2],
    /// Returns home a year, pooled.
    pub homes: f64,
    /// Ends at 18 and of any other kind a year, as published.
    pub otherwise: f64,
    /// How many times the usual time children have been in care.
    pub time_in_care: f64,
    /// Margins of the opening table.
    pub margins: joint::Margins,
    /// Foster households with one to four places.
    pub households: [u32; 4],
    /// Places not available.
    pub unavailable: u32,
}

/// Shares of started children who come for the first time, by age: the others had been in care
/// before (from the model's own returns in England's size; about an eighth of all).
const FIRST: ByAge<f64> = [0.975, 0.83, 0.75, 0.81, 0.935];
/// The same share whatever the age.
const FIRST_OF_ALL: f64 = 0.88;
/// Legal bases by age before they are fitted to a council's totals (assumed).
const BASES: ByAge<[f64; 4]> = [
    [0.36, 0.42, 0.22, 0.0],
    [0.36, 0.32, 0.32, 0.0],
    [0.40, 0.28, 0.32, 0.0],
    [0.54, 0.13, 0.30, 0.03],
    [0.46, 0.03, 0.06, 0.45],
];
/// Share of fostered children who live with relatives (P41: 15 to 20 %).
const KINSHIP: f64 = 0.16;
/// The same for each household of family and friends that Ofsted counts (assumed).
const CHILDREN_PER_FAMILY: f64 = 1.1;
/// Shares of households with one to four places where Ofsted gives none: Coventry's, near enough
/// (120, 70, 25 and 5 in 2018), which England's baseline has been fitted with.
const USUAL_PLACES: [f64; 4] = [0.55, 0.32, 0.11, 0.02];
/// Share of the children in the council's own provision who are fostered (the others live in its homes).
const IN_OWN_FAMILIES: f64 = 0.93;
/// Share of "homes and semi-independent" that is semi-independent (assumed).
const SEMI_INDEPENDENT: f64 = 0.34;
/// Looked after for each child started, in England: the usual time in care belongs to it.
const USUAL_STOCK_PER_START: f64 = 2.2;

/// Children in care in all futures of a round together.
const CHILDREN_OF_ALL_FUTURES: f64 = 16_000.0;

/// How a baseline is drawn up, where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approach {
    /// Rounds of correction when numbers are solved, and futures simulated in each.
    pub rounds: usize,
    /// See `rounds`.
    pub futures: u64,
    /// How many years each of them lasts, three at least: for so long the number in care is to stay
    /// level, or to grow as asked.
    pub years: u32,
    /// By how much the number in care is to grow a year: 0 keeps it level.
    pub growth: f64,
    /// Whether patterns that were found in tables of 2017 are used. Without them ages are alike in
    /// their legal bases, first entries and rates of return home, and the opening table is as even
    /// as its margins allow: for forecasts that must know nothing of 2017.
    pub patterns: bool,
}

impl Default for Approach {
    fn default() -> Self {
        Self {
            rounds: 12,
            futures: 32,
            years: 8,
            growth: 0.0,
            patterns: true,
        }
    }
}

impl Approach {
    /// As a council's baseline is drawn up: a large council's futures are less noisy, so that fewer of them
    /// do, in the same time.
    pub fn usual(observed: &Observed) -> Self {
        let children = f64::from(observed.own.looked_after()).max(1.0);
        Self {
            futures: (CHILDREN_OF_ALL_FUTURES / children).clamp(6.0, 40.0) as u64,
            ..Self::default()
        }
    }
}

impl Estimates {
    /// Children with relatives who foster.
    fn placed_with_relatives(&self) -> f64 {
        self.margins.placement[PlacementKind::Kinship as usize]
    }

    fn living_semi_independently(&self) -> f64 {
        self.margins.placement[PlacementKind::SemiIndependent as usize]
    }
}

/// Estimates from counts.
pub fn estimate(observed: &Observed) -> Estimates {
    estimate_as(observed, true)
}

fn estimate_as(observed: &Observed, patterns: bool) -> Estimates {
    let (own, england) = (&observed.own, &observed.england);
    let started = f64::from(own.all_started());
    let ratio = |of: fn(&Counts) -> f64, per: fn(&Counts) -> f64| {
        let england_rate = of(england) / per(england).max(1.0);
        let region = observed.region.as_ref().map_or(1.0, |region| {
            pooled(
                of(region),
                per(region) * england_rate,
                PRIOR_CHILDREN_OF_REGION,
            )
        });
        region * pooled(of(own), per(own) * england_rate * region, PRIOR_CHILDREN)
    };
    let all = |c: &Counts| f64::from(c.all_started());
    let young = |c: &Counts| f64::from(c.started[0] + c.started[1]);
    let adopted = |c: &Counts| f64::from(c.ceased[3]);
    let to_relatives = |c: &Counts| f64::from(c.ceased[1] + c.ceased[2]);
    let home = |c: &Counts| f64::from(c.ceased[0]);
    let relatives = ratio(to_relatives, all);
    let adoption = ratio(adopted, young);
    let orders = relatives * to_relatives(england) / all(england) * all(own);
    let guardians = f64::from(england.ceased[1]) / to_relatives(england).max(1.0);
    let stock_per_start = f64::from(own.looked_after()) / started;
    let (households, unavailable) = foster_service(observed);
    let adoptions = adoption * adopted(england) / young(england) * young(own);
    let homes = ratio(home, all) * home(england) / all(england) * all(own);
    Estimates {
        started,
        first_entries: first_entries(own, england, PRIOR_CHILDREN, patterns),
        bases: bases(observed, patterns),
        relatives,
        adoption,
        adoptions,
        orders: [orders * guardians, orders * (1.0 - guardians)],
        homes,
        otherwise: f64::from(own.ceased[4]),
        time_in_care: (stock_per_start / USUAL_STOCK_PER_START).clamp(0.5, 1.6),
        margins: margins(observed),
        households,
        unavailable,
    }
}

/// `(observed + k) / (expected + k)`: see the module's text.
fn pooled(observed: f64, expected: f64, prior: f64) -> f64 {
    (observed + prior) / (expected + prior)
}

/// Ages of those who started, pooled towards England's, times the share who come for the first time.
fn first_entries(own: &Counts, england: &Counts, prior: f64, patterns: bool) -> ByAge<f64> {
    let total = f64::from(own.all_started());
    let national = f64::from(england.all_started());
    std::array::from_fn(|age| {
        let usual = f64::from(england.started[age]) / national;
        let share = (f64::from(own.started[age]) + prior * usual) / (total + prior);
        total * share * if patterns { FIRST[age] } else { FIRST_OF_ALL }
    })
}

/// The usual bases by age, fitted to the council's own totals by age and basis.
fn bases(observed: &Observed, patterns: bool) -> ByAge<[f64; 4]> {
    let own = &observed.own;
    let (_, asylum) = asylum_seekers_started(observed);
    let totals = [
        f64::from(own.bases[0]) - asylum,
        f64::from(own.bases[1]),
        f64::from(own.bases[2]),
        asylum,
    ];
    let mut cells: ByAge<[f64; 4]> = std::array::from_fn(|age| {
        let usual = if patterns {
            BASES[age]
        } else {
            bases_of_any_age(age)
        };
        usual.map(|share| share * f64::from(own.started[age].max(1)))
    });
    for _ in 0..100 {
        for (basis, total) in totals.iter().enumerate() {
            let sum: f64 = cells.iter().map(|row| row[basis]).sum();
            // A little of every basis remains possible.
            let factor = total.max(0.5) / sum.max(1e-9);
            cells.iter_mut().for_each(|row| row[basis] *= factor);
        }
        for (row, started) in cells.iter_mut().zip(own.started) {
            let sum: f64 = row.iter().sum();
            row.iter_mut()
                .for_each(|cell| *cell *= f64::from(started.max(1)) / sum);
        }
    }
    cells.map(|row| {
        let sum: f64 = row.iter().sum();
        row.map(|cell| cell / sum)
    })
}

/// How many times as many may start for each one in care as in England: beyond that parents are absent
/// for other reasons. Of councils with twenty in care or more nine in ten have less than 1.6 times as many.
const MOST_ASYLUM_STARTS: f64 = 2.0;

/// Those who started for absent parents, and how many of them are taken to seek asylum.
///
/// Where any in care do, so do these: but no more than can belong to so many in care, and no more than
/// most of section 20.
fn asylum_seekers_started(observed: &Observed) -> (f64, f64) {
    let Observed { own, england, .. } = observed;
    let absent = f64::from(own.absent_parents);
    let usual = f64::from(england.absent_parents) / f64::from(england.asylum_seeking.max(1));
    let possible = MOST_ASYLUM_STARTS * usual * f64::from(own.asylum_seeking);
    let most = possible.min(0.8 * f64::from(own.bases[0]));
    (absent, absent.min(most))
}

/// Every basis alike; young children do not seek asylum alone.
fn bases_of_any_age(age: usize) -> [f64; 4] {
    let asylum = if age < 3 { 0.0 } else { 1.0 };
    [1.0, 1.0, 1.0, asylum]
}

/// Margins of the opening table. Asylum-seeking children are among those under section 20.
fn margins(observed: &Observed) -> joint::Margins {
    let own = &observed.own;
    let [fostered, adoptive, parents, alone, homes] = own.placement.map(f64::from);
    let (kinship, in_house) = fostered_by(observed);
    let semi = (alone + SEMI_INDEPENDENT * homes).min(0.6 * f64::from(own.ages[4]));
    let asylum = f64::from(own.asylum_seeking.min(own.legal[0]));
    // Whole numbers by placement: what is left of those fostered is with agencies.
    let whole = |x: f64| x.round();
    let placement = [
        whole(kinship),
        whole(in_house),
        fostered - whole(kinship) - whole(in_house),
        alone + homes - whole(semi),
        whole(semi),
        parents,
        adoptive,
        // The tables count secure homes in with children's homes.
        0.0,
    ];
    joint::Margins {
        age: own.ages.map(f64::from),
        legal: own.legal.map(f64::from),
        placement,
        asylum: [asylum, f64::from(own.looked_after()) - asylum],
    }
}

/// Fostered children with relatives, and with other carers of the council's own.
fn fostered_by(observed: &Observed) -> (f64, f64) {
    let fostered = f64::from(observed.own.placement[0]);
    let service = observed.fostering.as_ref();
    let family = service.and_then(|s| s.count("family_and_friends"));
    let kinship = family.map_or(KINSHIP * fostered, |households| {
        (CHILDREN_PER_FAMILY * f64::from(households)).min(0.4 * fostered)
    });
    let own = IN_OWN_FAMILIES * f64::from(observed.own.own_provision) - kinship;
    (kinship, own.clamp(0.1 * fostered, 0.8 * fostered))
}

/// Ofsted's households by places from one to four and more, if it gives any.
fn households_by_places(observed: &Observed) -> Option<[u32; 4]> {
    let service = observed.fostering.as_ref()?;
    let households = ofsted::HOUSEHOLDS.map(|name| service.count(name).unwrap_or(0));
    (households.iter().sum::<u32>() > 0).then_some(households)
}

/// Foster households by places, and places not available, without family and friends' households.
fn foster_service(observed: &Observed) -> ([u32; 4], u32) {
    let (_, in_house) = fostered_by(observed);
    let in_house = in_house.round();
    let service = observed.fostering.as_ref();
    let of = |name: &str| service.and_then(|s| s.count(name)).map(f64::from);
    let shares =
        households_by_places(observed).map_or(USUAL_PLACES, |households| households.map(f64::from));
    let filled = of("filled").unwrap_or(0.0);
    // P35: 62 % of places filled, 20 % vacant, 18 % not available.
    let vacant = of("vacant")
        .filter(|_| filled > 0.0)
        .unwrap_or(in_house * 20.0 / 62.0);
    let closed = of("unavailable")
        .filter(|_| filled > 0.0)
        .unwrap_or(in_house * 18.0 / 62.0);
    let places = in_house + vacant + closed;
    let per_household = shares
        .iter()
        .zip(1..)
        .map(|(s, n)| s * f64::from(n))
        .sum::<f64>()
        / shares.iter().sum::<f64>();
    let mut households = apportion((places / per_household).ceil() as u32, &shares);
    let room = |h: &[u32]| h.iter().zip(1..).map(|(h, n)| h * n).sum::<u32>();
    // Rounding must not leave a child without a place.
    while f64::from(room(&households)) < in_house + closed {
        households[0] += 1;
    }
    (
        [households[0], households[1], households[2], households[3]],
        closed.round() as u32,
    )
}

/// A council's baseline, written out: the text of a complete scenario file.
///
/// # Errors
/// If the written scenario does not stand its own checks, which would be a mistake here.
pub fn calibrate(observed: &Observed) -> Result<String, Diagnostics> {
    let (text, solved, estimates) = draw_up(observed, Approach::usual(observed), &free::tuned())?;
    let missed = solve::missed(read(&text)?, &solved, &estimates)?;
    Ok(say_missed(text, &missed))
}

/// How a line begins that says what solving did not attain.
const NOT_ATTAINED: &str = "NOT ATTAINED: ";

/// What solving did not attain, and what it changed far, as a baseline's head says it.
pub fn told_of_solving(text: &str) -> Vec<&str> {
    let of_solving = |line: &&str| {
        line.starts_with(NOT_ATTAINED) || line.starts_with(header::FAR_FROM_PUBLISHED)
    };
    warnings_of(text).into_iter().filter(of_solving).collect()
}

/// All that a baseline's head warns of: what is hidden, too.
pub fn warnings_of(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# "));
    let warns = |line: &&str| line.starts_with(NOT_ATTAINED) || line.starts_with("WARNING: ");
    lines.filter(warns).collect()
}

/// Says at the head what solving did not attain, and in the sources no longer that it did.
fn say_missed(text: String, missed: &solve::Missed) -> String {
    let lines = missed.lines.iter();
    let head: String = lines
        .map(|line| format!("# {NOT_ATTAINED}{line}.\n"))
        .collect();
    let (above, below) = text.split_once("title = ").unwrap_or(("", &text));
    let below = missed.aims.iter().fold(below.to_owned(), |text, aim| {
        text.replace(
            &format!("solved so that {aim}"),
            &format!(
                "NOT ATTAINED (the file's head says by how much), though solved so that {aim}"
            ),
        )
    });
    format!("{above}{head}title = {below}")
}

/// The same, as asked.
///
/// # Errors
/// As [`calibrate`].
pub fn calibrate_as(observed: &Observed, approach: Approach) -> Result<String, Diagnostics> {
    draw_up(observed, approach, &free::tuned()).map(|(text, _, _)| text)
}

/// Draws up a baseline with these values of the constants that no table gives.
fn draw_up(
    observed: &Observed,
    approach: Approach,
    free: &free::Values,
) -> Result<(String, Solved, Estimates), Diagnostics> {
    let mut estimates = estimate_as(observed, approach.patterns);
    let mut rows = joint::pattern();
    if !approach.patterns {
        rows.iter_mut().for_each(|row| row.weight = 1.0);
    }
    let counts = joint::rake(&rows, &estimates.margins);
    let mut priors = PRIORS_OF_AGES.into_iter().peekable();
    while let Some(prior) = priors.next() {
        estimates.first_entries =
            first_entries(&observed.own, &observed.england, prior, approach.patterns);
        let write = |solved: &Solved| {
            text::write(
                observed,
                &estimates,
                &rows,
                &counts,
                solved,
                free,
                approach.patterns,
            )
        };
        let scenario = |solved: &Solved| read(&write(solved));
        match solve::solve(&scenario, &estimates, approach) {
            Ok(solved) => {
                let text = write(&solved);
                return Ok((text, solved, estimates));
            }
            // Too few of an age for the older siblings of younger entrants: nearer to England's ages.
            Err(wrong) if priors.peek().is_some() && impossible_families(&wrong) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    unreachable!("the last prior returns")
}

fn impossible_families(wrong: &Diagnostics) -> bool {
    wrong.iter().any(|finding| finding.code == "P0213")
}

/// Reads a written baseline.
pub(crate) fn read(text: &str) -> Result<Scenario, Diagnostics> {
    Scenario::from_embedded(&[("baseline.toml", text)], "baseline.toml")
}

/// Why a council has no baseline.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The tables do not give it.
    #[error(transparent)]
    Data(#[from] Error),
    /// What was written does not stand the scenario's checks.
    #[error("{}", .0.render(false))]
    Scenario(Diagnostics),
}
