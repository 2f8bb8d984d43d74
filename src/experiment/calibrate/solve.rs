//! The numbers that are solved so that the opening lasts.
//!
//! Each round simulates the same futures and corrects each number by how far its own level has
//! drifted: a damped fixed-point iteration. The futures are the same in every round, so the
//! result is a function of the figures alone.

use rayon::prelude::*;

use crate::care::child::{PlacementKind, Route};
use crate::care::household::HouseholdKind;
use crate::care::record::{Event, Observer, View};
use crate::care::run;
use crate::des::stream::RunKey;
use crate::des::time::SimTime;
use crate::scenario::{Diagnostics, Scenario};

use super::{Approach, Estimates, read};

/// Factors on the usual values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// On the rates of return home.
    pub home: f64,
    /// On the own carers' acceptance.
    pub acceptance: f64,
    /// On the agencies' offers.
    pub offer: f64,
    /// On the share of cases with suitable relatives.
    pub relatives: f64,
    /// On the share of cases whose plan is adoption.
    pub adoption: f64,
}

/// Years of each future.
const YEARS: u32 = 3;
/// How strongly to answer a level that is off, by number: home, acceptance, offers, relatives, adoption.
const STEPS: [f64; 5] = [2.0, 1.2, 0.5, 0.8, 1.0];
/// Plans for adoption much above England's for older children would be no council's.
const MOST_ADOPTION: f64 = 1.3;
/// A number that would have to be further from usual than this says that something else differs.
const FURTHEST: (f64, f64) = (0.2, 5.0);

/// Solves the five numbers.
pub(super) fn solve(
    write: &(impl Fn(&Solved) -> String + Sync),
    estimates: &Estimates,
    approach: Approach,
) -> Result<Solved, Diagnostics> {
    let margins = &estimates.margins;
    // Levels are means over the second and third year: two years on in the middle.
    let grown = libm::exp(2.0 * approach.growth);
    let homes = margins.placement[PlacementKind::ChildrensHome as usize];
    let wanted = [
        grown * margins.age.iter().sum::<f64>(),
        margins.placement[PlacementKind::InHouse as usize].max(1.0),
        homes.max(1.0),
        estimates.orders.iter().sum::<f64>().max(0.5),
        estimates.adoptions.max(0.5),
    ];
    let mut solved = Solved {
        home: 1.0,
        acceptance: 1.0,
        offer: 1.0,
        relatives: 1.0,
        adoption: 1.0,
    };
    for round in 0..approach.rounds {
        let scenario = read(&write(&solved))?.with_years(YEARS)?;
        let found = levels(&scenario, approach.futures);
        let damping = 1.0 / (1.0 + round as f64 / 6.0);
        let correct = |number: f64, answer: f64, step: f64| {
            let (least, most) = FURTHEST;
            (number * libm::exp(damping * step * libm::log(answer))).clamp(least, most)
        };
        // Too many children in care: more go home. Too few with own carers: they accept more.
        solved.home = correct(solved.home, found[0] / wanted[0], STEPS[0]);
        solved.acceptance = correct(solved.acceptance, wanted[1] / found[1].max(1.0), STEPS[1]);
        solved.offer = correct(solved.offer, found[2].max(1.0) / wanted[2], STEPS[2]);
        solved.relatives = correct(solved.relatives, wanted[3] / found[3].max(0.5), STEPS[3]);
        solved.adoption =
            correct(solved.adoption, wanted[4] / found[4].max(0.5), STEPS[4]).min(MOST_ADOPTION);
    }
    Ok(solved)
}

/// Over the last two years, mean levels: in care, with own carers, in children's homes; and a year:
/// orders to relatives, adoptions.
fn levels(scenario: &Scenario, futures: u64) -> [f64; 5] {
    let futures: Vec<Census> = (0..futures)
        .into_par_iter()
        .map(|r| run(&scenario.model, RunKey::new(2017, r), Census::default()))
        .collect();
    let months: f64 = futures.iter().map(|f| f.months).sum();
    let mean = |sum: usize| futures.iter().map(|f| f.sums[sum]).sum::<f64>() / months;
    [mean(0), mean(1), mean(2), 12.0 * mean(3), 12.0 * mean(4)]
}

/// From the second year on, adds up levels at the ends of the months, and exits.
#[derive(Default)]
struct Census {
    months: f64,
    sums: [f64; 5],
}

impl Observer for Census {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        use Route::{Adopted, ChildArrangements, SpecialGuardianship};
        match event {
            _ if now.years() < 1.0 => {}
            Event::PeriodEnded(_, SpecialGuardianship | ChildArrangements) => self.sums[3] += 1.0,
            Event::PeriodEnded(_, Adopted) => self.sums[4] += 1.0,
            _ => {}
        }
    }

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
