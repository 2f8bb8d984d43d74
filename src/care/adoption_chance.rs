//! Delay halves the chance of adoption.
//!
//! For a child for whom adoption is the plan, the chance of being adopted when placed with
//! adopters a time T after entry is
//!
//! ```text
//! chance(T) = min(1, c · 2^(−(T − T_ref) / H))
//! ```
//!
//! with the half-life H (one year: "a child's chances of being adopted reduce by half for every
//! year of delay", LGA permanency resource pack 2018, citing Research in Practice 2014), the
//! reference timetable T_ref and the scale c. One uniform number U decides it: the child stops
//! being adoptable when the chance falls below U. T stops when the child is placed with adopters; a
//! match pending at that instant lapses. A case of several children shares one U, the entry of its
//! first child and the youngest's timetable; children who are split keep U. When adoption stops
//! being possible the decision is reversed and, after a while, the placement order is revoked: the
//! care order stands again.

use crate::des::time::{SimSpan, SimTime};

use super::child::adoption_age;
use super::params::Adoption;
use super::{ChildId, World};

impl Adoption {
    /// The chance of adoption when placed a time `elapsed` after entry, for a child who entered
    /// at the given adoption age.
    pub fn chance(&self, age: usize, elapsed: SimSpan) -> f64 {
        if self.half_life_years.is_infinite() {
            return self.scale.min(1.0);
        }
        let late = elapsed.years() - self.reference_months[age] / 12.0;
        (self.scale * libm::exp2(-late / self.half_life_years)).min(1.0)
    }

    /// The time after entry at which that chance falls below `threshold`, at least zero: the
    /// inverse of [`Adoption::chance`]. With an infinite half-life it is never or at once.
    pub fn lapse(&self, age: usize, threshold: f64) -> SimSpan {
        if self.half_life_years.is_infinite() {
            return match threshold < self.scale {
                true => SimSpan::FOREVER,
                false => SimSpan::ZERO,
            };
        }
        let late = self.half_life_years * libm::log2(self.scale / threshold);
        let after = SimSpan::from_years(self.reference_months[age] / 12.0 + late);
        after.max(SimSpan::ZERO)
    }
}

impl World<'_> {
    /// When a case lapses: counted from the entry of its first child, on the youngest's timetable.
    pub(super) fn lapse_of(&self, members: &[ChildId], threshold: f64) -> SimTime {
        self.chance_ends(members, threshold).max(self.now)
    }

    /// The same where it may lie in the past.
    pub(super) fn chance_ends(&self, members: &[ChildId], threshold: f64) -> SimTime {
        let entered = members.iter().map(|m| self.children[m.0].entered).min();
        let entered = entered.expect("a case has members");
        let age = self.age_of_case(members);
        entered + self.params().adoption.lapse(age, threshold)
    }

    /// The adoption age at entry of the youngest member.
    pub(super) fn age_of_case(&self, members: &[ChildId]) -> usize {
        let ages = members.iter().map(|m| {
            let child = &self.children[m.0];
            (child.entered - child.born).years()
        });
        let youngest = ages.fold(f64::INFINITY, f64::min);
        adoption_age(youngest).unwrap_or(5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;

    fn adoption(half_life_years: f64, scale: f64) -> Adoption {
        let constant = |days| Dist::constant(days).expect("a constant");
        Adoption {
            plan: [1.0; 6],
            early_match: [0.0; 6],
            half_life_years,
            scale,
            reference_months: [12.0, 17.0, 18.0, 18.0, 21.0, 24.0],
            family_finding_days: 0.0,
            panel_interval_days: 14.0,
            panel_slots: f64::INFINITY,
            acceptance: 1.0,
            split_after_days: f64::INFINITY,
            priority: super::super::params::Priority::LongestWaiting,
            pooled: false,
            match_to_placed: constant(30.0),
            placed_to_order: std::array::from_fn(|_| constant(200.0)),
            early_factor: 1.0,
            minimum_with_adopters_days: 70.0,
            disruption: 0.0,
            breakdown: 0.0,
            revocation: constant(100.0),
            regional_after_days: 0.0,
            inter_agency_budget: f64::INFINITY,
            inter_agency_fee: [0.0; 4],
            register_after_days: 90.0,
            reserve_for_groups: false,
            activity_interval_days: f64::INFINITY,
            activity_acceptance: 0.0,
            fostering_for_adoption: [0.0; 6],
            by_foster_carer: [0.0; 6],
            foster_carer_after_days: 365.0,
            breakdown_age_factor: [1.0; 5],
            allowance: 0.0,
        }
    }

    /// chance(T) = min(1, c · 2^(−(T − T_ref)/H)), by hand: c = 1.12, T_ref = 12 months, H = 1 year:
    /// at two years 1.12 / 2 = 0.56, at three 0.28, at one year 1.12 → 1.
    #[test]
    fn one_more_year_halves_the_chance_exactly() {
        let law = adoption(1.0, 1.12);
        let years = SimSpan::from_years;
        assert!((law.chance(0, years(2.0)) - 0.56).abs() < 1e-12);
        assert!((law.chance(0, years(3.0)) - 0.28).abs() < 1e-12);
        assert_eq!(law.chance(0, years(1.0)), 1.0);
    }

    #[test]
    fn the_lapse_is_the_inverse_of_the_chance() {
        let law = adoption(2.5, 0.9);
        for threshold in [0.05, 0.3, 0.6, 0.89] {
            let chance = law.chance(3, law.lapse(3, threshold));
            assert!((chance - threshold).abs() < 1e-6, "{chance} {threshold}");
        }
    }

    #[test]
    fn an_infinite_half_life_switches_the_effect_off() {
        let law = adoption(f64::INFINITY, 0.83);
        assert_eq!(law.chance(0, SimSpan::from_years(9.0)), 0.83);
        assert_eq!(law.lapse(0, 0.5), SimSpan::FOREVER);
        assert_eq!(law.lapse(0, 0.9), SimSpan::ZERO);
    }
}
