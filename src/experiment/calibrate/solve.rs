//! The numbers that are solved so that the opening lasts.
//!
//! Each round simulates the same futures and corrects each number by how far its own level has
//! drifted: a damped fixed-point iteration. The futures are the same in every round, so the
//! result is a function of the figures alone.

use rayon::prelude::*;

use crate::care::child::PlacementKind;
use crate::care::household::HouseholdKind;
use crate::care::record::{Event, Observer, View};
use crate::care::run;
use crate::des::stream::RunKey;
use crate::des::time::SimTime;
use crate::scenario::{Diagnostics, Scenario};

use super::joint::Margins;
use super::read;

/// Factors on the usual values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// On the rates of return home.
    pub home: f64,
    /// On the own carers' acceptance.
    pub acceptance: f64,
    /// On the agencies' offers.
    pub offer: f64,
}

/// Rounds of correction, futures in each, and their years.
const ROUNDS: usize = 12;
const FUTURES: u64 = 16;
const YEARS: u32 = 3;
/// How strongly a level answers to its number, roughly: home, acceptance, offers.
const STEPS: [f64; 3] = [2.0, 1.2, 0.5];
/// A number that would have to be further from usual than this says that something else differs.
const FURTHEST: (f64, f64) = (0.2, 5.0);

/// Solves the three numbers.
pub(super) fn solve(
    write: &(impl Fn(&Solved) -> String + Sync),
    margins: &Margins,
) -> Result<Solved, Diagnostics> {
    let homes = margins.placement[PlacementKind::ChildrensHome as usize];
    let wanted = [
        margins.age.iter().sum::<f64>(),
        margins.placement[PlacementKind::InHouse as usize].max(1.0),
        homes.max(1.0),
    ];
    let mut solved = Solved {
        home: 1.0,
        acceptance: 1.0,
        offer: 1.0,
    };
    for round in 0..ROUNDS {
        let scenario = read(&write(&solved))?.with_years(YEARS)?;
        let found = levels(&scenario);
        let damping = 1.0 / (1.0 + round as f64 / 6.0);
        let correct = |number: f64, answer: f64, step: f64| {
            let (least, most) = FURTHEST;
            (number * libm::exp(damping * step * libm::log(answer))).clamp(least, most)
        };
        // Too many children in care: more go home. Too few with own carers: they accept more.
        solved.home = correct(solved.home, found[0] / wanted[0], STEPS[0]);
        solved.acceptance = correct(solved.acceptance, wanted[1] / found[1].max(1.0), STEPS[1]);
        solved.offer = correct(solved.offer, found[2].max(1.0) / wanted[2], STEPS[2]);
    }
    Ok(solved)
}

/// Mean levels over the last two years: in care, with own carers, in children's homes.
fn levels(scenario: &Scenario) -> [f64; 3] {
    let futures: Vec<Census> = (0..FUTURES)
        .into_par_iter()
        .map(|r| run(&scenario.model, RunKey::new(2017, r), Census::default()))
        .collect();
    let months: f64 = futures.iter().map(|f| f.months).sum();
    std::array::from_fn(|level| futures.iter().map(|f| f.sums[level]).sum::<f64>() / months)
}

/// Adds up levels at the ends of the months from the second year on.
#[derive(Default)]
struct Census {
    months: f64,
    sums: [f64; 3],
}

impl Observer for Census {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}

    fn month_ended(&mut self, _: SimTime, month: usize, view: View<'_>) {
        if month < 12 {
            return;
        }
        self.months += 1.0;
        for child in view.children.values().filter(|child| child.in_care()) {
            self.sums[0] += 1.0;
            let home = child.placement.kind == PlacementKind::ChildrensHome;
            self.sums[2] += f64::from(u8::from(home));
        }
        let own = view
            .households
            .values()
            .filter(|h| h.kind == HouseholdKind::Foster);
        self.sums[1] += own.map(|h| f64::from(h.places.taken())).sum::<f64>();
    }
}
