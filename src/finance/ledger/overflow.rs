//! What it costs more that the council's own foster carers were wanted and could not be found.
//!
//! Such a search goes on to the next tier. Each day in the placement that it finds costs that placement's
//! price less own carers' for the same child (its needs and age, near home), until the placement ends: with
//! own carers found at last, with any other move, or with care. A home, semi-independent or secure
//! accommodation that is the plan is none of these placements. In booked beds the price of the list counts,
//! too. All of it is part of what the ledger has in its lines, so nothing is booked here.
//!
//! A placement is reckoned up when it ends or, with those that go on, when the run is over, in a few sums
//! however long it lasted.

use std::ops::Range;

use crate::care::child::{AgeBand, ByAge, Child, PlacementKind};
use crate::care::params::Tier;
use crate::care::record::{Event, Observer, View};
use crate::des::time::{SECONDS_PER_YEAR, SimTime};

use super::super::prices::{Pence, PriceList};
use super::by_age::{ByTheWeek, birthdays, of_placement};
use super::{Amount, Line};

/// Adds up that extra cost, by the tier found instead and month. See the module's text.
#[derive(Clone, Debug)]
pub struct Overflow<'a> {
    prices: &'a PriceList,
    /// First instants of the months, and the horizon.
    bounds: &'a [SimTime],
    /// What changed in each month: of the price paid, and of own carers' in its place.
    changes: Vec<ByTier<[Change; 2]>>,
    months: Vec<ByTier<Amount>>,
}

type ByTier<T> = [T; Tier::ALL.len()];
const PAID: usize = 0;
const OWN: usize = 1;

/// What is lived at some price in a month, beside what went on from the month before.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    /// Pence a week more from the beginning of the month on.
    weekly: i64,
    /// Pence a week times seconds that are of this month alone.
    within: i128,
}

impl<'a> Overflow<'a> {
    /// Ready for a run whose months begin at these instants; the last is its end.
    pub fn new(prices: &'a PriceList, bounds: &'a [SimTime]) -> Self {
        let months = bounds.len().saturating_sub(1);
        Self {
            prices,
            bounds,
            changes: vec![Default::default(); months],
            months: vec![Default::default(); months],
        }
    }

    /// In these months, counted from 0, with what was found in one tier. Call once the run is over.
    ///
    /// # Panics
    /// If there is no such month.
    pub fn tier(&self, tier: Tier, months: Range<usize>) -> Amount {
        self.months[months].iter().map(|m| m[tier as usize]).sum()
    }

    /// In all tiers together: exactly their sum.
    ///
    /// # Panics
    /// If there is no such month.
    pub fn total(&self, months: Range<usize>) -> Amount {
        self.months[months].iter().flatten().copied().sum()
    }

    /// Adds that of others in the same months, exactly.
    pub fn add_up(&mut self, other: &Overflow<'_>) {
        for (month, more) in self.months.iter_mut().zip(&other.months) {
            for (amount, more) in month.iter_mut().zip(more) {
                *amount += *more;
            }
        }
    }

    fn lived(&mut self, until: SimTime, child: &Child) {
        let Some(tier) = child.placement.for_want_of_own else {
            return;
        };
        let paid = of_placement(self.prices, child);
        let own = self.prices.placement(PlacementKind::InHouse, true);
        self.book(tier, paid, own.of(child.needs), until);
    }

    /// Books the price paid and own carers' in its place.
    fn book(&mut self, tier: Tier, paid: ByTheWeek<'_>, own: &ByAge<Pence>, until: SimTime) {
        let ByTheWeek { prices, born, .. } = paid;
        let since = paid.since.max(SimTime::START);
        let at = |band: usize| [prices[band].0, own[band].0];
        let mut weekly = at(AgeBand::at(since - born) as usize);
        self.change(tier, since, weekly);
        for (birthday, band) in birthdays(born, since, until) {
            let next = at(band);
            self.change(
                tier,
                birthday,
                [next[PAID] - weekly[PAID], next[OWN] - weekly[OWN]],
            );
            weekly = next;
        }
        self.change(tier, until, weekly.map(|price| -price));
    }

    /// The first month that begins after an instant of the run.
    fn month_after(&self, at: SimTime) -> usize {
        // Months are about as long as a twelfth of a year: the guess is out by one at most, or corrected.
        let guess = usize::try_from(at.seconds() / (SECONDS_PER_YEAR / 12)).unwrap_or(0);
        let mut month = guess.min(self.bounds.len());
        while self.bounds.get(month).is_some_and(|bound| *bound <= at) {
            month += 1;
        }
        while month > 0 && self.bounds[month - 1] > at {
            month -= 1;
        }
        month
    }

    /// So much more a week from an instant on: the rest of its month, and every month after it.
    fn change(&mut self, tier: Tier, at: SimTime, weekly: [i64; 2]) {
        let after = self.month_after(at);
        // At the end of the run nothing is left to change.
        if let Some(end) = self.bounds.get(after) {
            let rest = i128::from((*end - at).seconds());
            for (change, weekly) in self.changes[after - 1][tier as usize]
                .iter_mut()
                .zip(weekly)
            {
                change.within += i128::from(weekly) * rest;
            }
        }
        if let Some(next) = self.changes.get_mut(after) {
            for (change, weekly) in next[tier as usize].iter_mut().zip(weekly) {
                change.weekly += weekly;
            }
        }
    }

    /// The run is over: what went on from month to month is added up, at each line's level of prices.
    fn add_up_months(&mut self) {
        for tier in Tier::BOUGHT {
            let line = match tier {
                Tier::ChildrensHome => Line::ChildrensHome,
                _ => Line::Agency,
            };
            let paid = self.by_month(tier, PAID, line);
            let own = self.by_month(tier, OWN, Line::InHouse);
            for (month, (paid, own)) in self.months.iter_mut().zip(paid.into_iter().zip(own)) {
                month[tier as usize] = paid - own;
            }
        }
    }

    fn by_month(&self, tier: Tier, which: usize, line: Line) -> Vec<Amount> {
        let mut weekly = 0;
        let months = self.bounds.windows(2).zip(&self.changes).enumerate();
        let amount = |(month, (ends, changes)): (usize, (&[SimTime], &ByTier<[Change; 2]>))| {
            let change = changes[tier as usize][which];
            weekly += change.weekly;
            let length = i128::from((ends[1] - ends[0]).seconds());
            let lived = Amount::pence_a_week(i128::from(weekly) * length + change.within);
            let levels = self.prices.price_level.get(month);
            lived.times(levels.map_or(1.0, |level| level[line as usize]))
        };
        months.map(amount).collect()
    }
}

impl Observer for Overflow<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if let Event::PlacementEnded(child) = event {
            self.lived(now, child);
        }
    }

    fn month_ended(&mut self, _now: SimTime, _month: usize, _view: View<'_>) {}

    fn closing(&mut self, now: SimTime, view: View<'_>) {
        for child in view.children.values() {
            if child.in_care() && child.placed {
                self.lived(now, child);
            }
        }
        self.add_up_months();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::des::time::{SECONDS_PER_WEEK, SimSpan};

    fn weeks(weeks: i64) -> SimTime {
        SimTime::from_seconds(weeks * SECONDS_PER_WEEK)
    }

    /// Pence a week under one, and from one on.
    const fn prices(under_1: i64, older: i64) -> ByAge<Pence> {
        let older = Pence(older);
        [Pence(under_1), older, older, older, older]
    }

    /// £700 a week under one, £500 from one.
    const AGENCY: ByAge<Pence> = prices(70_000, 50_000);
    /// £300 a week under one, £400 from one.
    const OWN_CARERS: ByAge<Pence> = prices(30_000, 40_000);

    /// Lived with an agency from two weeks before the run to week 7, the first birthday in week 5.
    fn lived(prices: &PriceList) -> [Amount; 2] {
        let bounds = [0, 4, 8].map(weeks);
        let mut overflow = Overflow::new(prices, &bounds);
        let bought = ByTheWeek {
            line: Line::Agency,
            prices: &AGENCY,
            born: weeks(5) - SimSpan::YEAR,
            since: weeks(-2),
        };
        overflow.book(Tier::Agency, bought, &OWN_CARERS, weeks(7));
        overflow.add_up_months();
        let both = overflow.total(0..2);
        assert_eq!(both, overflow.tier(Tier::Agency, 0..2));
        [0, 1].map(|month| overflow.tier(Tier::Agency, month..month + 1))
    }

    /// By hand, in months of four weeks. Month one: four weeks at £700 − £300. Month two: one more, then
    /// two at £500 − £400.
    #[test]
    fn a_birthday_changes_both_prices_and_what_was_before_the_run_is_not_counted() {
        let by_hand = [160_000, 60_000].map(|pence| Amount::pence(Pence(pence)));
        assert_eq!(lived(&PriceList::default()), by_hand);
    }

    /// Agencies' prices are double in month two, own carers' triple: 700 × 2 − 300 × 3 = 500 for a week,
    /// 500 × 2 − 400 × 3 = −200 for two: £100 in all.
    #[test]
    fn each_price_rises_with_its_own_line() {
        let mut later = [1.0; Line::COUNT];
        later[Line::Agency as usize] = 2.0;
        later[Line::InHouse as usize] = 3.0;
        let prices = PriceList {
            price_level: vec![[1.0; Line::COUNT], later],
            ..PriceList::default()
        };
        let by_hand = [160_000, 10_000].map(|pence| Amount::pence(Pence(pence)));
        assert_eq!(lived(&prices), by_hand);
    }

    /// By hand, in quarters of thirteen weeks: one week, the twelfth, at £700 − £300 is of the first of them.
    /// (Twelfths of a year that had passed would be two by then.)
    #[test]
    fn months_may_be_longer_than_a_twelfth_of_a_year() {
        let (prices, bounds) = (PriceList::default(), [0, 13, 26].map(weeks));
        let mut overflow = Overflow::new(&prices, &bounds);
        let bought = ByTheWeek {
            line: Line::Agency,
            prices: &AGENCY,
            born: weeks(0),
            since: weeks(11),
        };
        overflow.book(Tier::Agency, bought, &OWN_CARERS, weeks(12));
        overflow.add_up_months();
        assert_eq!(overflow.total(0..1), Amount::pence(Pence(40_000)));
        assert_eq!(overflow.total(1..2), Amount::ZERO);
    }
}
