//! What is paid by the week besides a placement: allowances, supervision, supports, young people who stay.

use crate::care::child::{Child, Route};
use crate::care::staying::{Stay, StayKind};
use crate::des::time::SimTime;

use super::{Ledger, Line, by_age};

impl Ledger<'_> {
    pub(super) fn run_supervision(&mut self, now: SimTime, change: i64) {
        let weekly = self.prices.supervision_weekly;
        self.run_weekly(now, Line::Supervision, weekly, change);
    }

    /// The allowance after leaving by this route, if it has one.
    pub(in super::super) fn begin_allowance(&mut self, now: SimTime, child: &Child, route: Route) {
        if Line::of_allowance(route).is_some() {
            self.begin_by_age(now, by_age::of_allowance(self.prices, child, route));
        }
    }

    /// The supervision and the supports that a child has.
    pub(in super::super) fn begin_support(&mut self, now: SimTime, child: &Child) {
        if child.clocks.supervised_until != SimTime::NEVER {
            self.run_supervision(now, 1);
        }
        for support in 0..self.prices.support_weekly.len() {
            if child.has_support(support) {
                self.run_support(now, support, 1);
            }
        }
    }

    pub(in super::super) fn run_stay(&mut self, now: SimTime, stay: &Stay, change: i64) {
        let (line, weekly) = match stay.kind {
            StayKind::Put => (Line::StayingPut, self.prices.staying_put_weekly),
            StayKind::Close => (Line::StayingClose, self.prices.staying_close_weekly),
        };
        self.run_weekly(now, line, weekly, change);
    }

    pub(super) fn run_support(&mut self, now: SimTime, support: usize, change: i64) {
        let weekly = self.prices.support_weekly.get(support).copied();
        self.run_weekly(now, Line::Support, weekly.unwrap_or_default(), change);
    }
}
