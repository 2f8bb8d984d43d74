//! What a half-life of the chance of adoption makes of the decisions: how many are reversed, at which age.
//!
//! Adoptions alone do not tell the half-life: another one with another scale brings about as many. Reversals
//! might, and so they are set beside what is published of them.

use rayon::prelude::*;

use crate::care::child::{Child, LegalStatus, PlacementKind, Route};
use crate::care::record::{Event, Observer, View};
use crate::care::run;
use crate::des::stream::RunKey;
use crate::des::time::SimTime;
use crate::scenario::{Diagnostics, Scenario, scale_with};

use super::england::Row;
use super::solve::CHECKED_WITH;

/// The half-lives that are compared, in years; the file's own is one of them.
const HALF_LIVES: [f64; 6] = [0.7, 1.0, 1.5, 2.0, 3.1, 5.0];
/// Corrections of a half-life's scale; after three, adoptions are within a hundredth or two of the file's.
const CORRECTIONS: usize = 4;

/// Decisions reversed after a placement order in 2018-19, adoptions, and children on a placement order who
/// were not placed on 31 March 2019 (Adoption and Special Guardianship Leadership Board; a court made no
/// order for 230 others, of 920 whose decision was reversed).
const REVERSED: f64 = 690.0;
const ADOPTED: f64 = 3_570.0;
const WAITING: f64 = 2_860.0;
/// Of all 920 those aged five to nine.
const FROM_5_TO_9: f64 = 460.0 / 920.0;

const FUTURES: u64 = 96;
const YEARS: u32 = 4;
/// Months that are not counted: the opening's own cases are over by then for the most part.
const FIRST_MONTHS: usize = 12;

/// How many plans for adoption are given up, as published or as one half-life says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reversals {
    /// Share of the children whose plan for adoption ended, in an order or by being given up, for whom it was
    /// given up.
    pub share: f64,
    /// For each child who waits on a placement order, a year.
    pub a_year: f64,
    /// Share of those given up who were five to nine.
    pub from_5_to_9: f64,
    /// Adoptions in the time counted.
    pub adopted: f64,
}

/// As published for England, 2018-19.
pub const PUBLISHED: Reversals = Reversals {
    share: REVERSED / (REVERSED + ADOPTED),
    a_year: REVERSED / WAITING,
    from_5_to_9: FROM_5_TO_9,
    adopted: ADOPTED,
};

/// How far tuning lets the share and the rate be off: as far as other shares of England's rows, and as far
/// as those who wait.
const TOLERANCES: [f64; 2] = [2.0, 0.03];

/// What tuning holds beside England's rows: as many plans are given up as published.
///
/// # Errors
/// If the scenario cannot run for some years.
pub fn rows(scenario: &Scenario) -> Result<[Row; 2], Diagnostics> {
    let ours = counted(&scenario.with_years(YEARS)?);
    let row = |mark, what, of: fn(&Reversals) -> f64, tolerance| Row {
        mark,
        what,
        published: vec![of(&PUBLISHED)],
        tolerance: vec![tolerance],
        found: vec![of(&ours)],
    };
    let [share, a_year] = TOLERANCES;
    Ok([
        row(
            "R1",
            "plans given up, % of those ended",
            |r| 100.0 * r.share,
            share,
        ),
        row(
            "R2",
            "the same for each child waiting, a year",
            |r| r.a_year,
            a_year,
        ),
    ])
}

/// A half-life, with the scale of the chance of adoption with which as many children are adopted as with
/// the file's own, and what both make of the decisions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Believed {
    /// Years.
    pub half_life: f64,
    /// The scale.
    pub scale: f64,
    /// What becomes of the plans.
    pub reversals: Reversals,
    /// Adoptions, for each with the file's own half-life and scale.
    pub adoptions: f64,
}

impl Believed {
    /// How far the share given up and the rate are from those published: the root of the sum of squares of
    /// the two logarithms.
    pub fn distance(&self) -> f64 {
        let off = |ours: f64, published: f64| libm::log(ours / published);
        let (ours, published) = (&self.reversals, &PUBLISHED);
        libm::hypot(
            off(ours.share, published.share),
            off(ours.a_year, published.a_year),
        )
    }
}

/// What a baseline says with each half-life.
///
/// # Errors
/// If the scenario cannot run so.
pub fn by_half_life(scenario: &Scenario) -> Result<Vec<Believed>, Diagnostics> {
    let own = scenario.with_years(YEARS)?;
    let stated = |key: &str| {
        let line = own.assumptions.iter().find(|line| line.key == key);
        let value: Option<f64> = line.and_then(|line| line.value.parse().ok());
        value.expect("a calibrated file has a half-life and a scale")
    };
    let wanted = counted(&own).adopted;
    let (usual, scale) = (stated("adoption.half_life_years"), stated("adoption.scale"));
    let each = HALF_LIVES.map(|half_life| {
        let first = scale_with(scale, usual, half_life);
        with_as_many_adoptions(&own, half_life, first, wanted)
    });
    each.into_iter().collect()
}

/// Corrects the scale by how far adoptions are off: they answer to it less than in proportion.
fn with_as_many_adoptions(
    scenario: &Scenario,
    half_life: f64,
    first: f64,
    wanted: f64,
) -> Result<Believed, Diagnostics> {
    let mut scale = first;
    let mut corrections = 0;
    loop {
        let said = [half_life, scale].map(|value| format!("{value:.4}"));
        let keys = ["adoption.half_life_years", "adoption.scale"];
        let values = [(keys[0], said[0].as_str()), (keys[1], said[1].as_str())];
        let reversals = counted(&scenario.with_assumptions(&values)?);
        let adoptions = reversals.adopted / wanted;
        if corrections == CORRECTIONS || (adoptions - 1.0).abs() < 0.005 {
            return Ok(Believed {
                half_life,
                scale,
                reversals,
                adoptions,
            });
        }
        scale /= adoptions * adoptions;
        corrections += 1;
    }
}

fn counted(scenario: &Scenario) -> Reversals {
    let futures = (0..FUTURES).into_par_iter();
    let each = futures.map(|r| {
        run(
            &scenario.model,
            RunKey::new(CHECKED_WITH, r),
            Ended::default(),
        )
    });
    let each: Vec<Ended> = each.collect();
    let sum = |of: fn(&Ended) -> f64| each.iter().map(of).sum::<f64>();
    let [adopted, reversed] = [sum(|e| e.adopted), sum(|e| e.reversed)];
    Reversals {
        share: reversed / (reversed + adopted),
        a_year: 12.0 * reversed / sum(|e| e.waiting_months),
        from_5_to_9: sum(|e| e.reversed_5_to_9) / reversed,
        adopted,
    }
}

/// Children whose plan for adoption ended, and months of children who waited.
#[derive(Clone, Copy, Default)]
struct Ended {
    months: usize,
    adopted: f64,
    reversed: f64,
    reversed_5_to_9: f64,
    waiting_months: f64,
}

impl Observer for Ended {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if self.months < FIRST_MONTHS {
            return;
        }
        match event {
            Event::PeriodEnded(_, Route::Adopted) => self.adopted += 1.0,
            Event::ChildNoLongerAdoption { child, .. } => {
                let age = (now - child.born).years();
                self.reversed += 1.0;
                self.reversed_5_to_9 += f64::from(u8::from((5.0..10.0).contains(&age)));
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, _: SimTime, month: usize, view: View<'_>) {
        self.months = month + 1;
        if month < FIRST_MONTHS {
            return;
        }
        let waits = |child: &&Child| {
            let ordered = child.legal == LegalStatus::PlacementOrder;
            child.in_care() && ordered && child.placement.kind != PlacementKind::Adoptive
        };
        self.waiting_months += view.children.values().filter(waits).count() as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::calibrate::read;
    use crate::experiment::metrics::{Group, Metric};
    use crate::experiment::replicate::{layout_of, run_laid_out};

    /// In the same futures the metrics count as many adoptions, and as many plans given up.
    #[test]
    fn reversals_are_counted_as_the_metrics_count_them() {
        let text = include_str!("../../../scenarios/coventry-2017/baseline.toml");
        let scenario = read(text).and_then(|s| s.with_years(YEARS)).expect("valid");
        let own = counted(&scenario);
        let layout = layout_of(&scenario);
        let futures: Vec<Vec<f64>> = (0..FUTURES)
            .map(|r| run_laid_out(&scenario, &layout, CHECKED_WITH, r))
            .collect();
        let sum = |metric: Metric| -> f64 {
            let years = ["2018/19", "2019/20", "2020/21"];
            let cells = years.map(|year| layout.position(metric, Group::All, year));
            let of = |future: &Vec<f64>| cells.map(|cell| future[cell.expect("a whole year")]);
            futures.iter().flat_map(of).sum()
        };
        let (adopted, reversed) = (sum(Metric::ChildrenAdopted), sum(Metric::AdoptionReversals));
        assert!((own.adopted - adopted).abs() < 0.5, "{own:?} {adopted}");
        let share = reversed / (reversed + adopted);
        assert!((own.share - share).abs() < 1e-9, "{own:?} {share}");
    }
}
