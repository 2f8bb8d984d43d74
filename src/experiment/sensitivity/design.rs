//! In which worlds of the assumptions to look.

use std::ops::Range;

use rand::Rng;

use crate::des::stream::{Root, RunKey, StreamRng};
use crate::scenario::Level;
use crate::stats::Trajectory;

use super::Setup;

/// Assumptions in a block of the Sobol points: the first dimensions of the sequence are its best.
const DIMENSIONS: usize = 4;

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

/// A Latin supercube of Sobol points: the assumptions in blocks of four, each block a Sobol
/// sequence with an Owen scrambling of its own, its points in an order of its own. Any one assumption, and
/// any block together, is filled as evenly as Sobol points do; assumptions of different blocks go together by
/// no more than chance, which the first dimensions of one sequence do not at a few hundred points.
///
/// Reference: A. B. Owen (1998), "Latin supercube sampling for very high-dimensional simulations", ACM
/// Transactions on Modeling and Computer Simulation 8(1).
pub fn sobol(points: usize, assumptions: usize, seed: u64) -> Vec<Vec<f64>> {
    let key = RunKey::new(seed, 0);
    let mut all = vec![Vec::with_capacity(assumptions); points];
    for block in 0..assumptions.div_ceil(DIMENSIONS) {
        let root = Root::named("Sobol points", block as u64);
        let scrambling = key.bits(root, 0, 0)[0] as u32;
        let mut rng = StreamRng::new(key, root, 1u32);
        let mut order: Vec<usize> = (0..points).collect();
        for last in (1..points).rev() {
            order.swap(last, below(&mut rng, last + 1));
        }
        let own = DIMENSIONS.min(assumptions - block * DIMENSIONS);
        for (point, place) in all.iter_mut().zip(order) {
            let number = |dimension| sobol_burley::sample(place as u32, dimension, scrambling);
            point.extend((0..own as u32).map(number).map(f64::from));
        }
    }
    all
}

/// A whole number below another, all equally probable but for one part in 2⁶⁴ of it.
fn below(rng: &mut StreamRng, number: usize) -> usize {
    ((u128::from(rng.next_u64()) * number as u128) >> 64) as usize
}
