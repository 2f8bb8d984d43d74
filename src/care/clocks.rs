//! The clocks that run while a child is looked after.
//!
//! Several run at once and the first to ring decides. A clock whose hazard can change holds a
//! budget drawn once; a change of circumstances or of policy changes how fast the budget is
//! used up, never the budget. That is what makes two scenarios comparable child by child.

use crate::des::hazard::{HazardClock, PiecewiseRates};
use crate::des::time::SimTime;

use super::drift;
use super::params::Params;
use super::phase::Purpose;
use super::{ChildId, World};

/// A hazard clock with the rate at which it runs and the instant that implies. The instant is
/// computed anew only when the rate changes.
#[derive(Clone, Debug)]
pub struct Running {
    clock: HazardClock,
    rate: f64,
    at: SimTime,
}

impl Running {
    /// A clock that never rings.
    pub(super) fn idle() -> Self {
        Self {
            clock: HazardClock::idle(),
            rate: 0.0,
            at: SimTime::NEVER,
        }
    }

    /// A clock with this budget that does not run yet.
    pub(super) fn new(budget: f64, now: SimTime) -> Self {
        Self {
            clock: HazardClock::new(budget, now),
            ..Self::idle()
        }
    }

    /// When it rings.
    pub fn at(&self) -> SimTime {
        self.at
    }

    /// Whether it never rings, at whatever rate.
    pub(super) fn is_idle(&self) -> bool {
        self.clock.is_idle()
    }

    /// From now on it runs at `rate` times the table.
    #[inline]
    pub(super) fn run(&mut self, now: SimTime, origin: SimTime, table: &PiecewiseRates, rate: f64) {
        if rate != self.rate {
            self.time_again(now, origin, table, rate);
        }
    }

    fn time_again(&mut self, now: SimTime, origin: SimTime, table: &PiecewiseRates, rate: f64) {
        self.clock.advance(now, origin, table, self.rate);
        self.rate = rate;
        self.at = self.clock.ring(origin, table, rate);
    }

    /// From now on another table holds.
    fn change(
        &mut self,
        now: SimTime,
        origin: SimTime,
        old: &PiecewiseRates,
        new: &PiecewiseRates,
    ) {
        if old != new {
            self.clock.advance(now, origin, old, self.rate);
            self.at = self.clock.ring(origin, new, self.rate);
        }
    }
}

/// The clocks of one child, each an instant or a running hazard.
#[derive(Clone, Debug)]
pub struct Clocks {
    /// Return home.
    pub home: Running,
    /// End of the current placement before its time.
    pub disruption: Running,
    /// Other ends under 18.
    pub other: Running,
    /// Next search for a child who lives where it does for want of a better place.
    pub step_down: Running,
    /// A special guardianship order to the foster carers.
    pub carers_order: Running,
    /// After care: the end of a supervision order.
    pub supervised_until: SimTime,
    /// Discharge of a care order at home.
    pub discharge_at: SimTime,
    /// After care: breakdown of the permanent home.
    pub breaks_down_at: SimTime,
    /// The second statutory review of this period of care.
    pub review_at: SimTime,
    /// The eighteenth birthday.
    pub eighteen_at: SimTime,
}

impl Clocks {
    /// No clock runs but the years.
    pub(super) fn stopped(eighteen_at: SimTime) -> Self {
        Self {
            home: Running::idle(),
            disruption: Running::idle(),
            other: Running::idle(),
            step_down: Running::idle(),
            carers_order: Running::idle(),
            supervised_until: SimTime::NEVER,
            discharge_at: SimTime::NEVER,
            breaks_down_at: SimTime::NEVER,
            review_at: SimTime::NEVER,
            eighteen_at,
        }
    }
}

impl World<'_> {
    /// Starts the clocks that run from entry: return home and other ends. The home budget is
    /// the family's, so that brothers and sisters go home together.
    pub(super) fn begin_clocks(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let family = self.families[child.family.0].root;
        let home = self.budget(family, Purpose::HomeBudget, child.period);
        let other = self.budget(child.root, Purpose::OtherBudget, child.period);
        let review = child.entered + drift::PLAN_DUE;
        let clocks = &mut self.children[id.0].clocks;
        clocks.review_at = match review > self.now {
            true => review,
            false => SimTime::NEVER,
        };
        clocks.home = Running::new(home, self.now);
        clocks.other = Running::new(other, self.now);
        self.time_clocks(id);
    }

    /// Times what has changed after a change of circumstances, and the child's next event.
    pub(super) fn time_clocks(&mut self, id: ChildId) {
        self.review_long_term(id);
        self.review_support(id);
        self.review_transition(id);
        let home_factor = self.home_factor(id);
        let disruption = self.disruption_rate(id);
        let carers_order = self.carers_order_rate(id);
        let step_down = self.step_down_rate(id);
        let band = self.home_band(id);
        let (now, params, unit) = (self.now, self.params(), &self.unit_rate);
        let after_two_years = &self.after_two_years;
        let child = &mut self.children[id.0];
        let (entered, born, since) = (child.entered, child.born, child.placement.since);
        let home = &params.home.rates[band];
        let other = params.leaving.rates(child.basis);
        let clocks = &mut child.clocks;
        clocks.home.run(now, entered, home, home_factor);
        clocks.other.run(now, born, other, 1.0);
        clocks.disruption.run(now, since, unit, disruption);
        clocks.step_down.run(now, since, unit, step_down);
        let carers = &mut clocks.carers_order;
        carers.run(now, since, after_two_years, carers_order);
        self.reschedule_child(id);
    }

    /// The tables of hazards change, from those of `old` to those of `new`.
    pub(super) fn change_tables(&mut self, id: ChildId, old: &Params, new: &Params) {
        let (now, band) = (self.now, self.home_band(id));
        let child = &mut self.children[id.0];
        let basis = child.basis;
        let (before, after) = (&old.home.rates[band], &new.home.rates[band]);
        child.clocks.home.change(now, child.entered, before, after);
        let (before, after) = (old.leaving.rates(basis), new.leaving.rates(basis));
        child.clocks.other.change(now, child.born, before, after);
    }
}
