//! Switching values: where an assumption would have to stand for the difference to change its sign, all
//! others as stated.
//!
//! Every world has the same replications, so the mean difference is one curve over the assumption and a
//! root is found by halving. It is a root of this curve; how far chance could move it is said by where
//! the ends of the mean's interval change their sign.
//!
//! Reference: HM Treasury (2022), "The Green Book", on switching values.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use crate::scenario::Level;
use crate::stats::crossing;

use super::super::Error;
use super::worlds::Worlds;
use super::{Estimate, OfMetric};

/// How far to look, in parts of the way from the value to an end: half the way again beyond the range.
const FURTHEST: f64 = 1.5;
/// To within this the switching value is found (the way from the value to an end is 1)...
const WITHIN: f64 = 0.01;
/// ...and this far to either side the signs must be opposite: never more than one per cent of the range.
const VERIFIED_AT: f64 = 0.01;
/// To within this the ends of its interval are found.
const INTERVAL_WITHIN: f64 = 0.05;

/// Whether and where the sign changes. It is looked for between the stated value and each end of the range
/// if the sign at the end is another, and else once beyond: two changes between them are not found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "switch", rename_all = "snake_case")]
pub enum Switch {
    /// At neither end of the range is the sign another, nor half the way again beyond it, if the assumption
    /// can stand there.
    Nowhere,
    /// The sign does not change, but from here on nothing is left of the difference.
    Vanishes {
        /// The part of the way (see [`Level::Towards`]).
        part: f64,
    },
    /// Here.
    At(Place),
}

impl Switch {
    /// The part of the way to where it is; infinite if nowhere.
    fn part(&self) -> f64 {
        match self {
            Self::Nowhere => f64::INFINITY,
            Self::Vanishes { part } | Self::At(Place { part, .. }) => *part,
        }
    }
}

/// A switching value, as a part of the way from the stated value to an end (see [`Level::Towards`]).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The part of the way.
    pub part: f64,
    /// The end of its 95 % interval that is nearer to the stated value; not a number if chance alone could
    /// explain the sign already where the search began, at an end of the range.
    pub nearest: f64,
    /// The other end; not a number if it lies beyond where was looked.
    pub furthest: f64,
    /// Whether the signs are opposite one per cent of the way to either side.
    pub verified: bool,
}

impl Place {
    /// Whether it lies beyond the range.
    pub fn is_beyond(&self) -> bool {
        self.part.abs() > 1.0
    }
}

/// Searches for the switching values of every metric's most important assumptions, if its sign as stated can
/// be told from chance: else there is nothing that could flip.
///
/// # Errors
/// If the analysis was stopped.
pub fn search(worlds: &Worlds<'_>, metrics: &mut [OfMetric]) -> Result<(), Error> {
    let metrics = metrics.iter_mut().enumerate();
    for (metric, of_metric) in metrics.filter(|(_, m)| m.stated.is_clear()) {
        let top = of_metric.top.clone();
        let found: Result<Vec<Switch>, Error> = top
            .clone()
            .into_par_iter()
            .map(|assumption| {
                let assumptions = of_metric.influences.len();
                let curve = |part: f64| -> Result<Estimate, Error> {
                    let mut levels = vec![Level::Stated; assumptions];
                    levels[assumption] = Level::Towards(part);
                    worlds.expect(1);
                    Ok(Estimate::of(&worlds.run(&levels)?[metric]))
                };
                let influence = &of_metric.influences[assumption];
                let known = [influence.at_low, of_metric.stated, influence.at_high];
                switch(known, curve)
            })
            .collect();
        for (place, switch) in top.into_iter().zip(found?) {
            of_metric.influences[place].switch = Some(switch);
        }
    }
    Ok(())
}

/// The switching value of a curve of which the lower end, the stated value and the upper end are known:
/// the one in the range that is nearest to the stated value, else one beyond.
///
/// # Errors
/// If the curve fails, but for worlds beyond the range that cannot be.
pub fn switch(
    [low, stated, high]: [Estimate; 3],
    curve: impl Fn(f64) -> Result<Estimate, Error>,
) -> Result<Switch, Error> {
    let mut found: Vec<Switch> = Vec::new();
    for (end, at_end) in [(-1.0, low), (1.0, high)] {
        found.extend(between((0.0, stated), (end, at_end), &curve)?);
    }
    if found.is_empty() {
        for (end, at_end) in [(-1.0, low), (1.0, high)] {
            let further = curve(end * FURTHEST);
            let beyond =
                further.and_then(|there| between((end, at_end), (end * FURTHEST, there), &curve));
            match beyond {
                Ok(switch) => found.extend(switch),
                // Beyond its range a figure need not go together with the others.
                Err(Error::World(_)) => {}
                Err(other) => return Err(other),
            }
        }
    }
    found.sort_by(|a, b| a.part().abs().total_cmp(&b.part().abs()));
    Ok(found.first().copied().unwrap_or(Switch::Nowhere))
}

/// Between a point at which there is a difference and one further away at which its sign is another or
/// nothing is left of it.
fn between(
    (from, at_from): (f64, Estimate),
    (to, at_to): (f64, Estimate),
    curve: &impl Fn(f64) -> Result<Estimate, Error>,
) -> Result<Option<Switch>, Error> {
    let root = |which: &dyn Fn(&Estimate) -> f64, within: f64| {
        let ends = [(from, which(&at_from)), (to, which(&at_to))];
        crossing(ends[0], ends[1], within, |part| {
            Ok::<f64, Error>(which(&curve(part)?))
        })
    };
    let sign = at_from.mean;
    if sign == 0.0 {
        return Ok(None);
    }
    // Nothing is neither sign: what is left of the difference has to be on the first one's side.
    let left = |e: &Estimate| if e.mean * sign > 0.0 { 1.0 } else { -1.0 };
    let Some(part) = root(&left, WITHIN)? else {
        return Ok(None);
    };
    if at_to.mean == 0.0 {
        return Ok(Some(Switch::Vanishes { part }));
    }
    let limit = if part.abs() <= 1.0 { 1.0 } else { FURTHEST };
    let outwards = (to - from).signum();
    let beside = |by: f64| curve((part + outwards * by).clamp(-limit, limit));
    let [before, after] = [beside(-VERIFIED_AT)?, beside(VERIFIED_AT)?];
    let ends = [
        root(&|e| e.ci_low, INTERVAL_WITHIN)?,
        root(&|e| e.ci_high, INTERVAL_WITHIN)?,
    ];
    // Where the mean rises through zero its upper end does so first.
    let [nearest, furthest] = if sign < 0.0 { [ends[1], ends[0]] } else { ends };
    // Its ends are found less finely than itself, and it lies between them.
    let nearest = nearest.map_or(f64::NAN, |end| outwards * end.abs().min(part.abs()));
    let furthest = furthest.map_or(f64::NAN, |end| outwards * end.abs().max(part.abs()));
    Ok(Some(Switch::At(Place {
        part,
        nearest,
        furthest,
        verified: before.mean * sign > 0.0 && after.mean * sign < 0.0,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: impl Fn(f64) -> f64, error: f64) -> impl Fn(f64) -> Result<Estimate, Error> {
        move |part| {
            let mean = at(part);
            Ok(Estimate {
                mean,
                ci_low: mean - error,
                ci_high: mean + error,
            })
        }
    }

    fn found(curve: impl Fn(f64) -> Result<Estimate, Error>) -> Switch {
        let known = [-1.0, 0.0, 1.0].map(|part| curve(part).expect("a curve"));
        switch(known, curve).expect("no failure")
    }

    /// −3 + 6 x is zero at 0.5; its interval of ±0.6 at 0.4 and 0.6.
    #[test]
    fn a_known_switch_is_found_with_its_interval_and_verified() {
        let Switch::At(place) = found(line(|x| -3.0 + 6.0 * x, 0.6)) else {
            panic!("there is one");
        };
        assert!((place.part - 0.5).abs() <= WITHIN / 2.0, "{place:?}");
        assert!(
            (place.nearest - 0.4).abs() <= INTERVAL_WITHIN / 2.0,
            "{place:?}"
        );
        assert!(
            (place.furthest - 0.6).abs() <= INTERVAL_WITHIN / 2.0,
            "{place:?}"
        );
        assert!(place.verified && !place.is_beyond());
    }

    /// Below zero up to a half, and again from 0.505 to 0.9: halving finds the half, and a hundredth beyond
    /// it the sign is what it was before.
    #[test]
    fn where_the_sign_is_the_same_to_either_side_a_switch_is_not_verified() {
        let Switch::At(place) = found(line(
            |x| match x {
                _ if (0.5..0.505).contains(&x) || x >= 0.9 => 1.0,
                _ => -1.0,
            },
            0.1,
        )) else {
            panic!("the signs at the ends differ");
        };
        assert!((place.part - 0.5).abs() <= WITHIN, "{place:?}");
        assert!(!place.verified, "{place:?}");
    }

    #[test]
    fn a_switch_below_the_stated_value_is_found_too() {
        let Switch::At(place) = found(line(|x| 1.0 + 4.0 * x, 0.2)) else {
            panic!("there is one");
        };
        assert!((place.part + 0.25).abs() <= WITHIN / 2.0, "{place:?}");
        assert!(
            (place.nearest + 0.2).abs() <= INTERVAL_WITHIN / 2.0,
            "{place:?}"
        );
        assert!(
            (place.furthest + 0.3).abs() <= INTERVAL_WITHIN / 2.0,
            "{place:?}"
        );
    }

    #[test]
    fn what_flips_only_beyond_the_range_is_said_to_and_what_never_does_is_not_found() {
        let Switch::At(place) = found(line(|x| -5.0 + 4.0 * x, 0.1)) else {
            panic!("there is one");
        };
        assert!(
            place.is_beyond() && (place.part - 1.25).abs() <= WITHIN / 2.0,
            "{place:?}"
        );
        assert_eq!(found(line(|x| -9.0 + 4.0 * x, 0.1)), Switch::Nowhere);
    }

    /// Nothing of the difference is left from 0.6 on, from whichever side it comes, and that is no flip.
    #[test]
    fn a_difference_that_vanishes_is_no_flip() {
        for sign in [-1.0, 1.0] {
            let vanishing = line(|x| sign * (0.6 - x).max(0.0), 0.01);
            let Switch::Vanishes { part } = found(vanishing) else {
                panic!("nothing is left at the upper end");
            };
            assert!((part - 0.6).abs() <= WITHIN / 2.0, "{part}");
        }
        // Nothing to begin with has no sign.
        assert_eq!(found(line(|_| 0.0, 0.0)), Switch::Nowhere);
        assert_eq!(found(line(|x| x.max(0.0), 0.0)), Switch::Nowhere);
    }

    /// Below zero up to a half, nothing up to 0.7, above zero from there: it flips, but not at one value.
    #[test]
    fn a_flip_across_a_stretch_of_nothing_is_not_verified() {
        let stretch = line(|x| (x - 0.5).min(0.0) + (x - 0.7).max(0.0), 0.01);
        let Switch::At(place) = found(stretch) else {
            panic!("the signs at the ends differ");
        };
        assert!((place.part - 0.5).abs() <= WITHIN / 2.0, "{place:?}");
        assert!(!place.verified, "{place:?}");
    }

    /// The sign is clear at the end of the range but hardly so, and changes beyond: at −1 the interval holds
    /// zero, so that there is no nearer end.
    #[test]
    fn a_sign_that_is_not_known_where_the_search_began_has_no_nearer_end() {
        let Switch::At(place) = found(line(|x| 1.1 + x, 0.2)) else {
            panic!("there is one");
        };
        assert!((place.part + 1.1).abs() <= WITHIN / 2.0, "{place:?}");
        assert!(place.nearest.is_nan(), "{place:?}");
        assert!((place.furthest + 1.3).abs() <= INTERVAL_WITHIN / 2.0);
    }

    /// An interval as narrow as nothing is found less finely than what lies in it, and holds it all the same.
    #[test]
    fn a_switching_value_lies_within_its_interval() {
        for root in [0.03, 0.34, 0.77, 0.98, -0.2, -0.61] {
            let Switch::At(place) = found(line(|x| x - root, 1e-9)) else {
                panic!("there is one");
            };
            let [near, far] = [place.nearest.abs(), place.furthest.abs()];
            let part = place.part.abs();
            assert!(near <= part && part <= far, "{place:?}");
        }
    }
}
