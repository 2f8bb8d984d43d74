//! The share of futures against the number of households, for one mix.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::stats::{CONFIDENCE, smallest, wilson};

use super::super::sensitivity::Estimate;
use super::futures::Point;
use super::mix::share_out;
use super::{Between, Each, Fall, Met, Mix, Number};

/// Numbers of households of one mix, as far as they have been asked for.
///
/// What its methods are given, `with`, says what futures are like with these numbers of households, strand
/// by strand: simulated, or known by other means.
pub struct Curve {
    proportions: Vec<u32>,
    wanted: f64,
    most: u32,
    points: BTreeMap<u32, Arc<Point>>,
    smallest: Option<u32>,
    between: Option<Between>,
}

impl Curve {
    /// Nothing is known yet; the targets are to be met in a share `wanted` of futures, with no more than
    /// `most` households.
    pub fn new(proportions: Vec<u32>, wanted: f64, most: u32) -> Self {
        Self {
            proportions,
            wanted,
            most,
            points: BTreeMap::new(),
            smallest: None,
            between: None,
        }
    }

    /// Finds the smallest number that meets the targets. One number beyond it is asked for too, to see
    /// whether the share holds.
    ///
    /// # Errors
    /// If `with` fails.
    pub fn search<E>(
        &mut self,
        mut with: impl FnMut(&[u32]) -> Result<Arc<Point>, E>,
    ) -> Result<(), E> {
        let wanted = self.wanted;
        self.smallest = self.first(&mut with, |met| met.share >= wanted)?;
        if let Some(number @ 1..) = self.smallest {
            self.met(&mut with, number.saturating_mul(2).min(self.most))?;
        }
        Ok(())
    }

    /// Finds out between which numbers the answer lies at this precision.
    ///
    /// # Errors
    /// If `with` fails.
    pub fn assure<E>(
        &mut self,
        mut with: impl FnMut(&[u32]) -> Result<Arc<Point>, E>,
    ) -> Result<(), E> {
        let Some(answer) = self.smallest else {
            return Ok(());
        };
        let wanted = self.wanted;
        let least = self.first(&mut with, |met| met.ci_high >= wanted)?;
        let most = self.first(&mut with, |met| met.ci_low >= wanted)?;
        self.between = Some(Between {
            least: least.map_or(answer, |least| least.min(answer)),
            most: most.map(|most| most.max(answer)),
        });
        Ok(())
    }

    /// The smallest number whose share is as it should be.
    fn first<E>(
        &mut self,
        with: &mut impl FnMut(&[u32]) -> Result<Arc<Point>, E>,
        will_do: impl Fn(&Met) -> bool,
    ) -> Result<Option<u32>, E> {
        smallest(self.most, |number| Ok(will_do(&self.met(with, number)?)))
    }

    fn met<E>(
        &mut self,
        with: &mut impl FnMut(&[u32]) -> Result<Arc<Point>, E>,
        households: u32,
    ) -> Result<Met, E> {
        let point = with(&share_out(households, &self.proportions))?;
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
            each: each(point, without),
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

/// Each target by itself, and what so many households move.
fn each(point: &Point, without: &Point) -> Vec<Each> {
    let numbers = point.compared.iter().zip(&point.each_met);
    let numbers = numbers.zip(&without.compared);
    numbers
        .map(|((now, met), before)| Each {
            met: mean(met),
            compared: mean(now),
            moved: difference(now, before),
        })
        .collect()
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
    use std::convert::Infallible;

    use super::*;
    use crate::des::stream::{Root, RunKey};

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
            ..Curve::new(vec![1], 0.8, 200)
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

    /// Each household is enough by itself in a share `alone` of futures, independently, so that N of them are
    /// enough in 1 − (1 − `alone`)^N: the number from which on that is at least `share`, not rounded up.
    fn number_for(share: f64, alone: f64) -> f64 {
        libm::log1p(-share) / libm::log1p(-alone)
    }

    /// What is found in 100 such futures of this repeat. In a share `afresh` of them chance falls out anew
    /// for every number, in the others the same households are enough whatever comes after them.
    fn found(alone: f64, afresh: f64, repeat: u64) -> Between {
        let key = RunKey::new(6, repeat);
        let enough = |future: u64, number: u32| {
            let root = Root::named("future", future);
            let anew = key.uniform(root, 1u32, 0) < afresh;
            let u = key.uniform(root, 2u32, if anew { number } else { 0 });
            f64::from(number) >= number_for(u, alone)
        };
        let with = |numbers: &[u32]| -> Result<Arc<Point>, Infallible> {
            let met = (0..100).map(|future| f64::from(u8::from(enough(future, numbers[0]))));
            Ok(point(&met.collect::<Vec<_>>()))
        };
        let mut curve = Curve::new(vec![1], 0.8, 400);
        curve.search(with).expect("it cannot fail");
        curve.assure(with).expect("it cannot fail");
        curve.between.expect("within 400 there is an answer")
    }

    /// How often "between A and B" has the true smallest number in it, on steep curves and on flat ones, with
    /// chance events that are the same for all numbers and with others: in 95 % of 2,000 repeats or more,
    /// less four standard errors. It is no wider on average than from the last share of 100 that is clearly
    /// below 80 %, 72 %, to the first that is clearly not, 88 %.
    #[test]
    fn the_true_number_lies_between_as_often_as_an_interval_of_95_per_cent_says() {
        let share = |met: f64| wilson(met, 100, CONFIDENCE);
        assert!(share(72.0).1 < 0.8 && share(73.0).1 >= 0.8);
        assert!(share(87.0).0 < 0.8 && share(88.0).0 >= 0.8);
        let repeats = 2_000_u32;
        let least = 0.95 - 4.0 * (0.95 * 0.05 / f64::from(repeats)).sqrt();
        for alone in [0.02, 0.08, 0.3] {
            let truth = libm::ceil(number_for(0.8, alone)) as u32;
            let widest = number_for(0.88, alone) - number_for(0.72, alone) + 1.0;
            for afresh in [0.0, 0.3, 1.0] {
                let (mut covered, mut wide) = (0_u32, 0.0);
                for repeat in 0..repeats {
                    let Between { least, most } = found(alone, afresh, repeat.into());
                    let most = most.expect("within 400 the chance is clearly enough");
                    covered += u32::from((least..=most).contains(&truth));
                    wide += f64::from(most - least);
                }
                let (share, wide) = (
                    f64::from(covered) / f64::from(repeats),
                    wide / f64::from(repeats),
                );
                println!(
                    "{truth} households, chance anew in {:.0} %: between covers {:.1} % of {repeats}, {wide:.1} wide",
                    100.0 * afresh,
                    100.0 * share
                );
                assert!(share >= least, "{truth}, {afresh}: covers {share}");
                assert!(wide <= widest, "{truth}, {afresh}: {wide} for {widest}");
            }
        }
    }
}
