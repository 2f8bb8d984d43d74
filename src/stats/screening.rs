//! Screening: which of many assumptions matter at all, from few points.
//!
//! A trajectory begins at a random point of a grid and moves each assumption once, in random order, by
//! two thirds of its range; each move gives one *elementary effect*, the change of the result over the
//! change of the assumption's quantile. The mean of their sizes, μ*, says how much an assumption matters;
//! their standard deviation σ, whether it depends on the others or on where it stands.
//!
//! References: M. D. Morris (1991), "Factorial sampling plans for preliminary computational experiments",
//! Technometrics 33(2); F. Campolongo, J. Cariboni, A. Saltelli (2007), "An effective screening design for
//! sensitivity analysis of large models", Environmental Modelling & Software 22(10), for μ*.

use serde::Serialize;

use super::Tally;
use super::components::{row_means, variance, without_chance};

/// Levels of the grid, 0 to 1.
const LEVELS: usize = 4;
/// The step, as for four levels: half of them times a level's width.
const STEP: f64 = 2.0 / 3.0;

/// The points of one trajectory, one more than assumptions, and which of them moves at each step.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The points.
    pub points: Vec<Vec<f64>>,
    /// The assumption that moves from each point to the next.
    pub moves: Vec<usize>,
}

impl Trajectory {
    /// A random trajectory of so many assumptions; `below` draws a whole number below the one given.
    pub fn random(assumptions: usize, mut below: impl FnMut(usize) -> usize) -> Self {
        let level = |n: usize| n as f64 / (LEVELS - 1) as f64;
        let start = (0..assumptions).map(|_| level(below(LEVELS)));
        let mut points: Vec<Vec<f64>> = vec![start.collect()];
        let mut moves: Vec<usize> = (0..assumptions).collect();
        for place in (1..assumptions).rev() {
            moves.swap(place, below(place + 1));
        }
        for &moved in &moves {
            let mut next = points[points.len() - 1].clone();
            let up = next[moved] < 0.5;
            next[moved] = if up {
                next[moved] + STEP
            } else {
                next[moved] - STEP
            }
            .clamp(0.0, 1.0);
            points.push(next);
        }
        Self { points, moves }
    }
}

/// How much an assumption matters over its whole range, in the result's unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Screened {
    /// Mean elementary effect.
    pub mu: f64,
    /// Mean size of the elementary effects, those of chance included: see `chance`.
    pub mu_star: f64,
    /// Their standard deviation, without that of chance; 0 if chance hides it.
    pub sigma: f64,
    /// What `mu_star` would be from chance alone.
    pub chance: f64,
}

/// Screens assumptions by trajectories, with the results of each point by replication.
pub fn screen(trajectories: &[Trajectory], results: &[Vec<Vec<f64>>]) -> Vec<Screened> {
    let assumptions = trajectories.first().map_or(0, |t| t.moves.len());
    let mut effects: Vec<Vec<Vec<f64>>> = vec![Vec::new(); assumptions];
    for (trajectory, results) in trajectories.iter().zip(results) {
        for (step, &moved) in trajectory.moves.iter().enumerate() {
            let place = |n: usize| trajectory.points[n][moved];
            let by = place(step + 1) - place(step);
            let pairs = results[step + 1].iter().zip(&results[step]);
            effects[moved].push(pairs.map(|(after, before)| (after - before) / by).collect());
        }
    }
    effects.iter().map(|rows| screened(rows)).collect()
}

/// From the effects by trajectory and replication.
fn screened(rows: &[Vec<f64>]) -> Screened {
    let means = row_means(rows);
    let mean = |values: &mut dyn Iterator<Item = f64>| values.collect::<Tally>().mean();
    let error = |row: &Vec<f64>| match row.len() {
        1 => 0.0,
        n => variance(row) / n as f64,
    };
    let noise = mean(&mut rows.iter().map(error));
    Screened {
        mu: mean(&mut means.iter().copied()),
        mu_star: mean(&mut means.iter().map(|effect| effect.abs())),
        sigma: without_chance(rows, variance).max(0.0).sqrt(),
        // The mean size of a normal number.
        chance: (noise * std::f64::consts::FRAC_2_PI).sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Effects of two trajectories by two replications. Means 2 and −5, variance 49/2; columns with variances
    /// 8 and 50: free of chance 2 × 49/2 − 29 = 20. The errors of the means are 1 and 4, on average 5/2, and
    /// the mean size of a normal number is √(2/π) of its standard deviation.
    #[test]
    fn what_is_screened_is_computed_by_hand() {
        let found = screened(&[vec![1.0, 3.0], vec![-3.0, -7.0]]);
        assert_eq!((found.mu, found.mu_star), (-1.5, 3.5));
        assert!((found.sigma - 20f64.sqrt()).abs() < 1e-12, "{found:?}");
        let chance = (5.0 / std::f64::consts::PI).sqrt();
        assert!((found.chance - chance).abs() < 1e-12, "{found:?}");
        assert_eq!(screened(&[vec![1.0], vec![3.0]]).chance, 0.0);
    }

    #[test]
    fn a_trajectory_moves_each_assumption_once_on_the_grid() {
        let mut n = 0;
        let trajectory = Trajectory::random(7, |below| {
            n += 1;
            (n * 5) % below
        });
        assert_eq!(trajectory.points.len(), 8);
        let mut moved = trajectory.moves.clone();
        moved.sort_unstable();
        assert_eq!(moved, [0, 1, 2, 3, 4, 5, 6]);
        for (step, pair) in trajectory.points.windows(2).enumerate() {
            for (assumption, (before, after)) in pair[0].iter().zip(&pair[1]).enumerate() {
                let moves = trajectory.moves[step] == assumption;
                let wanted = if moves { STEP } else { 0.0 };
                assert!(((after - before).abs() - wanted).abs() < 1e-12);
                assert!((0.0..=1.0).contains(after));
            }
        }
    }
}
