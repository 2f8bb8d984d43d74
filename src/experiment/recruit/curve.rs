//! The share of futures against the number of households, for one mix.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::stats::{CONFIDENCE, smallest, wilson};

use super::super::Error;
use super::super::sensitivity::Estimate;
use super::futures::{Futures, Point};
use super::mix::share_out;
use super::{Between, Fall, Met, Mix, Number, Setup};

/// Numbers of households of one mix, as far as they have been asked for.
pub struct Curve {
    proportions: Vec<u32>,
    points: BTreeMap<u32, Arc<Point>>,
    smallest: Option<u32>,
    between: Option<Between>,
}

impl Curve {
    /// Nothing is known yet.
    pub fn new(proportions: Vec<u32>) -> Self {
        Self {
            proportions,
            points: BTreeMap::new(),
            smallest: None,
            between: None,
        }
    }

    /// Finds the smallest number that meets the targets. One number beyond it is asked for too, to see
    /// whether the share holds.
    ///
    /// # Errors
    /// As [`Futures::with`].
    pub fn search(&mut self, futures: &mut Futures<'_>, setup: &Setup<'_>) -> Result<(), Error> {
        let wanted = setup.probability;
        self.smallest = self.first(futures, setup, |met| met.share >= wanted)?;
        if let Some(number @ 1..) = self.smallest {
            self.met(futures, number.saturating_mul(2).min(setup.most))?;
        }
        Ok(())
    }

    /// Finds out between which numbers the answer lies at this precision.
    ///
    /// # Errors
    /// As [`Futures::with`].
    pub fn assure(&mut self, futures: &mut Futures<'_>, setup: &Setup<'_>) -> Result<(), Error> {
        let Some(answer) = self.smallest else {
            return Ok(());
        };
        let wanted = setup.probability;
        let least = self.first(futures, setup, |met| met.ci_high >= wanted)?;
        let most = self.first(futures, setup, |met| met.ci_low >= wanted)?;
        self.between = Some(Between {
            least: least.map_or(answer, |least| least.min(answer)),
            most: most.map(|most| most.max(answer)),
        });
        Ok(())
    }

    /// The smallest number whose share is as it should be.
    fn first(
        &mut self,
        futures: &mut Futures<'_>,
        setup: &Setup<'_>,
        will_do: impl Fn(&Met) -> bool,
    ) -> Result<Option<u32>, Error> {
        smallest(setup.most, |number| {
            Ok(will_do(&self.met(futures, number)?))
        })
    }

    fn met(&mut self, futures: &mut Futures<'_>, households: u32) -> Result<Met, Error> {
        let point = futures.with(&share_out(households, &self.proportions))?;
        let met = met(&point);
        self.points.insert(households, point);
        Ok(met)
    }

    /// What was found; `without` are the futures without any more households.
    pub fn read(self, without: &Point, budget: Option<f64>) -> Mix {
        let number = |(households, point): (&u32, &Arc<Point>)| Number {
            households: *households,
            by_strand: share_out(*households, &self.proportions),
            met: met(point),
            recruitment: difference(&point.recruitment, &without.recruitment),
            total_cost: difference(&point.total, &without.total),
            measured: point.measured.iter().map(|values| mean(values)).collect(),
            unmet: mean(&point.unmet),
        };
        let numbers: Vec<Number> = self.points.iter().map(number).collect();
        let found = numbers.iter().find(|n| Some(n.households) == self.smallest);
        let cost = found.map(|found| found.recruitment.mean);
        Mix {
            smallest: self.smallest,
            within_budget: cost.is_some_and(|cost| budget.is_none_or(|budget| cost <= budget)),
            between: self.between,
            falls: self.falls(),
            proportions: self.proportions,
            numbers,
        }
    }

    /// What recruiting the smallest number costs more than recruiting nobody.
    pub fn cost(&self, without: &Point) -> Option<f64> {
        let point = self.points.get(&self.smallest?)?;
        Some(difference(&point.recruitment, &without.recruitment).mean)
    }

    /// Where the share falls by more than chance, future by future. All neighbours are looked at
    /// together, so each at a stricter level (Bonferroni).
    fn falls(&self) -> Vec<Fall> {
        let neighbours = self.points.iter().zip(self.points.iter().skip(1));
        let pairs = self.points.len().saturating_sub(1).max(1);
        let level = 1.0 - (1.0 - CONFIDENCE) / pairs as f64;
        let falls = neighbours.filter(|((_, fewer), (_, more))| {
            let change = Estimate::at(&differences(&more.met, &fewer.met), level);
            change.ci_high < 0.0
        });
        falls
            .map(|((from, _), (to, _))| Fall {
                from: *from,
                to: *to,
            })
            .collect()
    }
}

/// The share of futures that meet the targets, of those in which there is something to measure.
fn met(point: &Point) -> Met {
    let known: Vec<f64> = measured(&point.met).collect();
    let (n, met) = (known.len() as u64, known.iter().sum::<f64>());
    let (ci_low, ci_high) = wilson(met, n, CONFIDENCE);
    Met {
        share: met / n as f64,
        ci_low,
        ci_high,
        n,
    }
}

fn measured(values: &[f64]) -> impl Iterator<Item = f64> {
    values.iter().copied().filter(|value| !value.is_nan())
}

fn mean(values: &[f64]) -> f64 {
    Estimate::of(&measured(values).collect::<Vec<f64>>()).mean
}

fn difference(after: &[f64], before: &[f64]) -> Estimate {
    Estimate::of(&differences(after, before))
}

/// Future by future, where both are measured.
fn differences(after: &[f64], before: &[f64]) -> Vec<f64> {
    let each = after
        .iter()
        .zip(before)
        .map(|(after, before)| after - before);
    measured(&each.collect::<Vec<f64>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(met: &[f64]) -> Arc<Point> {
        Arc::new(Point {
            met: met.to_vec(),
            ..Point::default()
        })
    }

    fn curve(points: &[(u32, Vec<f64>)]) -> Curve {
        let points = points.iter().map(|(n, met)| (*n, point(met)));
        Curve {
            points: points.collect(),
            ..Curve::new(vec![1])
        }
    }

    /// Wilson's interval of 3 of 4 by hand: see `targets`.
    #[test]
    fn futures_without_anything_to_measure_are_left_out() {
        let met = met(&point(&[1.0, f64::NAN, 0.0, 1.0, 1.0]));
        assert_eq!((met.share, met.n), (0.75, 4));
        assert!((met.ci_low - 0.3006).abs() < 1e-4 && (met.ci_high - 0.9544).abs() < 1e-4);
    }

    /// Of 40 futures, the first `n` meet the targets.
    fn first(n: usize) -> Vec<f64> {
        (0..40)
            .map(|future| f64::from(u8::from(future < n)))
            .collect()
    }

    #[test]
    fn a_fall_is_said_and_a_wobble_is_not() {
        let rising = curve(&[(0, first(3)), (4, first(20)), (16, first(19))]);
        assert_eq!(rising.falls(), []);
        let falling = curve(&[(0, first(3)), (4, first(30)), (16, first(10))]);
        assert_eq!(falling.falls(), [Fall { from: 4, to: 16 }]);
    }
}
