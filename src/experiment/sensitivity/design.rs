//! In which worlds of the assumptions to look.

use std::ops::Range;

use rand::Rng;

use crate::des::stream::{Root, RunKey, StreamRng};
use crate::scenario::Level;
use crate::stats::Trajectory;

use super::Setup;

/// Dimensions that the sequence of Sobol points has of its own.
const DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// The worlds: as stated, each assumption at its lower and its upper end, the trajectories' points, the Sobol
/// points; the last two as quantiles.
#[derive(Clone, Debug)]
pub struct Design {
    assumptions: usize,
    /// Trajectories of the screening.
    pub trajectories: Vec<Trajectory>,
    /// Sobol points.
    pub points: Vec<Vec<f64>>,
}

impl Design {
    /// A design for so many assumptions.
    pub fn new(assumptions: usize, setup: &Setup<'_>) -> Self {
        let key = RunKey::new(setup.plan.seed, 0);
        let trajectory = |n: usize| {
            let mut rng = StreamRng::new(key, Root::named("trajectory", n as u64), 0u32);
            Trajectory::random(assumptions, |number| below(&mut rng, number))
        };
        Self {
            assumptions,
            trajectories: (0..setup.trajectories).map(trajectory).collect(),
            points: sobol(setup.points, assumptions, setup.plan.seed),
        }
    }

    /// Every world, a level for each assumption.
    pub fn levels(&self) -> Vec<Vec<Level>> {
        let stated = vec![Level::Stated; self.assumptions];
        let alone = |place: usize, end: f64| {
            let mut levels = stated.clone();
            levels[place] = Level::Towards(end);
            levels
        };
        let ends = (0..self.assumptions).flat_map(|place| [alone(place, -1.0), alone(place, 1.0)]);
        let steps = self.trajectories.iter().flat_map(|t| &t.points);
        let quantiles = steps.chain(&self.points);
        let quantiles = quantiles.map(|point| point.iter().copied().map(Level::Quantile).collect());
        std::iter::once(stated.clone())
            .chain(ends)
            .chain(quantiles)
            .collect()
    }

    /// The place of the world as stated among the results.
    pub fn stated(&self) -> usize {
        0
    }

    /// The places of the worlds with one assumption at an end, lower and upper in turn.
    pub fn ends(&self) -> Range<usize> {
        1..1 + 2 * self.assumptions
    }

    /// The places of the Sobol points.
    pub fn sobol(&self) -> Range<usize> {
        let first = self.ends().end + self.trajectories.len() * (self.assumptions + 1);
        first..first + self.points.len()
    }

    /// The results of the trajectories, one by one.
    pub fn by_trajectory(&self, results: &[Vec<f64>]) -> Vec<Vec<Vec<f64>>> {
        let own = &results[self.ends().end..self.sobol().start];
        own.chunks(self.assumptions + 1)
            .map(<[Vec<f64>]>::to_vec)
            .collect()
    }
}

/// Sobol points with Owen's scrambling, seeded by the run's seed; beyond the dimensions of the sequence, the
/// sequence again with another scrambling.
pub fn sobol(points: usize, assumptions: usize, seed: u64) -> Vec<Vec<f64>> {
    let key = RunKey::new(seed, 0);
    let scrambling =
        |block: usize| key.bits(Root::named("Sobol points", block as u64), 0, 0)[0] as u32;
    let scramblings: Vec<u32> = (0..assumptions.div_ceil(DIMENSIONS))
        .map(scrambling)
        .collect();
    let number = |point: usize, dimension: usize| {
        let seed = scramblings[dimension / DIMENSIONS];
        f64::from(sobol_burley::sample(
            point as u32,
            (dimension % DIMENSIONS) as u32,
            seed,
        ))
    };
    let point = |n| {
        (0..assumptions)
            .map(|dimension| number(n, dimension))
            .collect()
    };
    (0..points).map(point).collect()
}

/// A whole number below another, all equally probable but for one part in 2⁶⁴ of it.
pub fn below(rng: &mut StreamRng, number: usize) -> usize {
    ((u128::from(rng.next_u64()) * number as u128) >> 64) as usize
}
