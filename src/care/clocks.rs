//! The clocks that run while a child is looked after.
//!
//! Several run at once and the first to ring decides. A clock whose hazard can change holds a
//! budget drawn once; a change of circumstances or of policy changes how fast the budget is
//! used up, never the budget. That is what makes two scenarios comparable child by child.

use crate::des::hazard::HazardClock;
use crate::des::time::SimTime;

use super::phase::Purpose;
use super::record::Observer;
use super::{ChildId, World};

/// The clocks of one child, each an instant or a hazard budget with the instant it implies.
#[derive(Clone, Debug)]
pub struct Clocks {
    /// Return home, by hazard.
    pub home: HazardClock,
    /// Factor on the home hazard now in force.
    pub home_factor: f64,
    /// When that rings at today's rate.
    pub home_at: SimTime,
    /// End of the current placement before its time, by hazard.
    pub disruption: HazardClock,
    /// The hazard of disruption now in force, a year.
    pub disruption_rate: f64,
    /// When that rings at today's rate.
    pub disruption_at: SimTime,
    /// Other ends under 18, by hazard.
    pub other: HazardClock,
    /// When that rings at today's rate.
    pub other_at: SimTime,
    /// Next search for a family for a child who lives in a children's home for want of one, by hazard.
    pub step_down: HazardClock,
    /// The rate of such searches now in force, a year.
    pub step_down_rate: f64,
    /// When that rings at today's rate.
    pub step_down_at: SimTime,
    /// Discharge of a care order at home; or breakdown of the permanent home after care.
    pub discharge_at: SimTime,
    /// The eighteenth birthday.
    pub eighteen_at: SimTime,
}

impl Clocks {
    /// No clock runs but the years.
    pub(super) fn stopped(eighteen_at: SimTime) -> Self {
        Self {
            home: HazardClock::idle(),
            home_factor: 0.0,
            home_at: SimTime::NEVER,
            disruption: HazardClock::idle(),
            disruption_rate: 0.0,
            disruption_at: SimTime::NEVER,
            other: HazardClock::idle(),
            other_at: SimTime::NEVER,
            step_down: HazardClock::idle(),
            step_down_rate: 0.0,
            step_down_at: SimTime::NEVER,
            discharge_at: SimTime::NEVER,
            eighteen_at,
        }
    }
}

impl<O: Observer> World<'_, O> {
    /// Starts the clocks that run from entry: return home and other ends. The home budget is
    /// the family's, so that brothers and sisters tend to go home together.
    pub(super) fn begin_clocks(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let family = self.families[child.family.0].root;
        let home = self.budget(family, Purpose::HomeBudget, child.period);
        let other = self.budget(child.root, Purpose::OtherBudget, child.period);
        let clocks = &mut self.children[id.0].clocks;
        clocks.home = HazardClock::new(home, self.now);
        clocks.other = HazardClock::new(other, self.now);
        self.time_clocks(id);
    }

    /// Lets the budgets be used up to now at the rates that have held until now.
    pub(super) fn settle_clocks(&mut self, id: ChildId) {
        let now = self.now;
        let params = self.params();
        let child = &mut self.children[id.0];
        let home_rates = &params.home.rates[child.band_at_entry() as usize];
        let other_rates = params.leaving.rates(child.basis);
        let (entered, born) = (child.entered, child.born);
        let clocks = &mut child.clocks;
        clocks
            .home
            .advance(now, entered, home_rates, clocks.home_factor);
        clocks.other.advance(now, born, other_rates, 1.0);
        let since = child.placement.since;
        clocks
            .disruption
            .advance(now, since, &self.unit_rate, clocks.disruption_rate);
        clocks
            .step_down
            .advance(now, since, &self.unit_rate, clocks.step_down_rate);
    }

    /// Times the clocks anew after a change of circumstances, and the child's next event.
    pub(super) fn time_clocks(&mut self, id: ChildId) {
        self.settle_clocks(id);
        let home_factor = self.home_factor(id);
        let disruption_rate = self.disruption_rate(id);
        let params = self.params();
        let child = &mut self.children[id.0];
        let home_rates = &params.home.rates[child.band_at_entry() as usize];
        let other_rates = params.leaving.rates(child.basis);
        let clocks = &mut child.clocks;
        clocks.home_factor = home_factor;
        clocks.home_at = clocks.home.ring(child.entered, home_rates, home_factor);
        clocks.other_at = clocks.other.ring(child.born, other_rates, 1.0);
        clocks.disruption_rate = disruption_rate;
        clocks.disruption_at =
            clocks
                .disruption
                .ring(child.placement.since, &self.unit_rate, disruption_rate);
        clocks.step_down_rate = params.search.step_down_a_year;
        clocks.step_down_at = clocks.step_down.ring(
            child.placement.since,
            &self.unit_rate,
            clocks.step_down_rate,
        );
        self.reschedule_child(id);
    }
}
