//! Beds in children's homes that are paid for filled or not.
//!
//! *Homes of the council's own* (`[homes]`): each bed has its weekly price; whoever lives in one costs
//! nothing beside.
//!
//! *Block-booked beds*: so many beds in children's homes are paid for whether or not they are filled.
//!
//! As many children as there are beds are covered by the booking; each above that costs the price
//! of the list. When a covered child leaves, the one who has been above it longest is covered from
//! then on. Beds that are not filled are a line of their own, so that what a council pays for
//! nothing can be seen.

use crate::care::beds::HomeId;
use crate::care::child::{Child, Needs, PlacementKind};
use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::by_age::{ByTheWeek, of_placement};
use super::{Ledger, Line};
use crate::finance::prices::Pence;

/// Who lives in booked beds, and who is paid for one by one.
#[derive(Clone, Debug, Default)]
pub(super) struct Beds {
    covered: Vec<Root>,
    /// Those above the booking, in the order in which they came.
    above: Vec<Above>,
}

#[derive(Clone, Copy, Debug)]
struct Above {
    who: Root,
    needs: Needs,
    near: bool,
    born: SimTime,
    since: SimTime,
}

impl<'a> Ledger<'a> {
    pub(super) fn has_block(&self) -> bool {
        self.prices.block_booking.beds > 0 && !self.is_of_run_off()
    }

    /// Whether the price of the child's placement is paid from its beginning to its end, and nothing else.
    pub(super) fn is_paid_by_itself(&self, child: &Child) -> bool {
        !self.in_block(child) && self.own_bed(child).is_none()
    }

    /// Whether the booking may cover the child's placement.
    pub(super) fn in_block(&self, child: &Child) -> bool {
        let home = child.placement.kind == PlacementKind::ChildrensHome;
        home && self.has_block() && child.placement.bed.is_none()
    }

    /// The home in whose bed the child lives, if that is what is paid for. After the horizon it is the
    /// child, as nothing is paid then that is paid whoever is there.
    pub(super) fn own_bed(&self, child: &Child) -> Option<HomeId> {
        child.placement.bed.filter(|_| !self.is_of_run_off())
    }

    /// Beds of a home are there, or are not any more.
    pub(super) fn offer_beds(&mut self, now: SimTime, home: HomeId, change: i64) {
        self.run_weekly(now, Line::EmptyBeds, self.bed_price(home), change);
    }

    /// A bed of a home is filled, or falls empty (−1).
    pub(super) fn fill_own_bed(&mut self, now: SimTime, home: HomeId, change: i64) {
        let weekly = self.bed_price(home);
        self.run_weekly(now, Line::ChildrensHome, weekly, change);
        self.run_weekly(now, Line::EmptyBeds, weekly, -change);
    }

    fn bed_price(&self, home: HomeId) -> Pence {
        let price = self.prices.home_bed_weekly.get(usize::from(home));
        price.copied().unwrap_or_default()
    }

    /// The beds are paid for from the first day.
    pub(super) fn book_block(&mut self) {
        let block = self.prices.block_booking;
        let beds = i64::try_from(block.beds).expect("a count of beds fits");
        self.run_weekly(SimTime::START, Line::EmptyBeds, block.weekly, beds);
    }

    fn fill_bed(&mut self, now: SimTime, change: i64) {
        let weekly = self.prices.block_booking.weekly;
        self.run_weekly(now, Line::ChildrensHome, weekly, change);
        self.run_weekly(now, Line::EmptyBeds, weekly, -change);
    }

    pub(super) fn take_bed(&mut self, now: SimTime, child: &Child) {
        if self.beds.covered.len() < self.prices.block_booking.beds {
            self.beds.covered.push(child.root);
            return self.fill_bed(now, 1);
        }
        self.beds.above.push(Above {
            who: child.root,
            needs: child.needs,
            near: child.placement.near,
            born: child.born,
            since: now,
        });
        self.begin_by_age(now, of_placement(self.prices, child));
    }

    /// A bed that becomes free covers whoever has been above the booking longest.
    pub(super) fn leave_bed(&mut self, now: SimTime, child: &Child) {
        let beds = &mut self.beds;
        if let Some(place) = beds.above.iter().position(|a| a.who == child.root) {
            let above = beds.above.remove(place);
            return self.stop_paying_above(now, above);
        }
        beds.covered.retain(|covered| *covered != child.root);
        if beds.above.is_empty() {
            return self.fill_bed(now, -1);
        }
        let next = beds.above.remove(0);
        beds.covered.push(next.who);
        self.stop_paying_above(now, next);
    }

    fn stop_paying_above(&mut self, now: SimTime, above: Above) {
        let paid = self.price_above(above);
        self.end_by_age(now, paid);
    }

    fn price_above(&self, above: Above) -> ByTheWeek<'a> {
        let weekly = self
            .prices
            .placement(PlacementKind::ChildrensHome, above.near);
        ByTheWeek {
            line: Line::ChildrensHome,
            prices: weekly.of(above.needs),
            born: above.born,
            since: above.since,
        }
    }

    /// The run is over: those who are still above the booking.
    pub(super) fn catch_up_above_the_block(&mut self, now: SimTime) {
        for place in 0..self.beds.above.len() {
            self.catch_up(now, self.price_above(self.beds.above[place]));
        }
    }
}
