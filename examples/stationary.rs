//! Prints the state a scenario's own rules lead to if nothing changes: how many children by age,
//! legal status and placement, how long they have been in care, and who leaves by which route.
//!
//! The published tables give the margins of the opening stock, not the joint table and not the
//! time served. This is where a scenario's author can see what the model itself would say of
//! them. Usage: `cargo run --release --example stationary -- SCENARIO [YEARS] [REPLICATIONS]`.

use std::collections::BTreeMap;
use std::path::Path;

use permanence::care::child::{AgeBand, Basis, LegalStatus, PlacementKind, Route};
use permanence::care::params::{Model, Regime};
use permanence::care::record::{Event, Observer, View};
use permanence::care::run;
use permanence::des::RunKey;
use permanence::des::time::SimTime;
use permanence::scenario::Scenario;
use permanence::scenario::keys::{AGE_WORDS, LEGAL_WORDS, PLACEMENT_WORDS};
use permanence::stats::{Tally, quantile};

/// Legal status, placement, age, whether seeking asylum alone.
type Cell = (LegalStatus, PlacementKind, AgeBand, bool);

/// What is seen at the end of the run.
#[derive(Default)]
struct Census {
    months: usize,
    children: BTreeMap<Cell, u32>,
    days_in_care: BTreeMap<(LegalStatus, AgeBand), Vec<f64>>,
    vacant: u32,
    unavailable: u32,
    adopters: u32,
    /// Exits in the last five years, by route and age.
    exits: BTreeMap<(Route, AgeBand), u32>,
    /// Days from placement order to match, early matches at zero, in the last five years.
    waits: Tally,
    periods: u32,
    moves: u32,
    reversals: u32,
    orders: u32,
    horizon: SimTime,
}

impl Observer for Census {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if (self.horizon - now).years() > 5.0 {
            return;
        }
        match event {
            Event::PeriodBegan(_) => self.periods += 1,
            Event::PeriodEnded(child, route) => {
                *self.exits.entry((route, child.band(now))).or_default() += 1;
            }
            Event::Matched { waited, case, .. } => {
                for _ in &case.members {
                    self.waits.push(waited.days());
                }
            }
            Event::PlacementBegan(child) if child.placement.ordinal > 0 => self.moves += 1,
            Event::NoLongerAdoption(case) => self.reversals += case.members.len() as u32,
            Event::PlacementOrder(case) => self.orders += case.members.len() as u32,
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        if month + 1 < self.months {
            return;
        }
        for child in view.children.values().filter(|c| c.in_care()) {
            let band = child.band(now);
            let asylum_seeking = child.basis == Basis::AsylumSeeking;
            *self
                .children
                .entry((child.legal, child.placement.kind, band, asylum_seeking))
                .or_default() += 1;
            let served = (now - child.entered).days();
            self.days_in_care
                .entry((child.legal, band))
                .or_default()
                .push(served);
        }
        for household in view.households.values() {
            match household.kind {
                permanence::care::household::HouseholdKind::Foster => {
                    self.vacant += u32::from(household.places.free());
                    self.unavailable += u32::from(household.places.closed());
                }
                permanence::care::household::HouseholdKind::Adoptive => {
                    self.adopters += u32::from(household.places.taken() == 0);
                }
            }
        }
    }
}

/// The same rules for `years`, starting without children.
fn long_run(model: &Model, years: usize) -> Model {
    let mut model = model.clone();
    model.stock.children.clear();
    model.stock.awaiting_revocation = 0;
    model.stock.returned_home_a_year = [0.0; 5];
    model.opening.entries.yearly_factor = vec![1.0];
    model.regimes = vec![Regime {
        from: SimTime::START,
        params: model.opening.clone(),
    }];
    let months = 0..=(12 * years);
    model.months = months
        .map(|m| SimTime::from_days(m as f64 * 365.25 / 12.0))
        .collect();
    model.years = (1..=years).map(|y| 12 * y).collect();
    model
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .ok_or("usage: stationary SCENARIO [YEARS] [REPLICATIONS]")?;
    let years = arguments.next().map_or(Ok(25), |a| a.parse())?;
    let replications: u64 = arguments.next().map_or(Ok(40), |a| a.parse())?;
    let model = long_run(&Scenario::load(Path::new(&path))?.model, years);
    let mut cells: BTreeMap<Cell, f64> = BTreeMap::new();
    let mut served: BTreeMap<(LegalStatus, AgeBand), Vec<f64>> = BTreeMap::new();
    let (mut vacant, mut unavailable, mut adopters) = (Tally::new(), Tally::new(), Tally::new());
    let mut flows: BTreeMap<(Route, AgeBand), f64> = BTreeMap::new();
    let mut waits = Tally::new();
    let mut yearly = [0.0; 4];
    let per_year = 1.0 / (5.0 * replications as f64);
    for replication in 0..replications {
        let census = Census {
            months: 12 * years,
            horizon: model.horizon(),
            ..Census::default()
        };
        let census = run(&model, RunKey::new(1, replication), census);
        for (cell, count) in census.children {
            *cells.entry(cell).or_default() += f64::from(count) / replications as f64;
        }
        for (cell, mut days) in census.days_in_care {
            served.entry(cell).or_default().append(&mut days);
        }
        for (cell, count) in census.exits {
            *flows.entry(cell).or_default() += f64::from(count) * per_year;
        }
        waits.push(census.waits.mean());
        let counts = [
            census.periods,
            census.moves,
            census.orders,
            census.reversals,
        ];
        for (total, count) in yearly.iter_mut().zip(counts) {
            *total += f64::from(count) * per_year;
        }
        vacant.push(f64::from(census.vacant));
        unavailable.push(f64::from(census.unavailable));
        adopters.push(f64::from(census.adopters));
    }
    println!("age,legal,placement,asylum_seeking,children");
    for ((legal, placement, age, asylum_seeking), count) in &cells {
        let age = AGE_WORDS[*age as usize];
        let legal = LEGAL_WORDS[*legal as usize];
        let placement = PLACEMENT_WORDS[*placement as usize];
        let asylum_seeking = if *asylum_seeking { "yes" } else { "no" };
        println!("{age},{legal},{placement},{asylum_seeking},{count:.2}");
    }
    println!("\nlegal,age,children,mean_days,sd_days,p10,p50,p90");
    for ((legal, age), days) in &mut served {
        days.sort_by(f64::total_cmp);
        let mut tally = Tally::new();
        days.iter().for_each(|&d| tally.push(d));
        let count = days.len() as f64 / replications as f64;
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|p| quantile(days, p));
        let (mean, sd) = (tally.mean(), tally.sd());
        println!(
            "{},{},{count:.1},{mean:.0},{sd:.0},{low:.0},{middle:.0},{high:.0}",
            legal.label(),
            age.label()
        );
    }
    println!(
        "\nvacant places {:.1}, not available {:.1}, adopters waiting {:.1}",
        vacant.mean(),
        unavailable.mean(),
        adopters.mean()
    );
    println!("\nroute,age,exits_a_year");
    for ((route, age), count) in &flows {
        println!("{},{},{count:.1}", route.label(), age.label());
    }
    let [periods, moves, orders, reversals] = yearly;
    println!(
        "\na year: periods of care begun {periods:.1}, moves {moves:.1}, placement orders {orders:.1}, \
         decisions reversed {reversals:.1}; order to match {:.0} days",
        waits.mean()
    );
    Ok(())
}
