//! Children who left care before the run and are still in the council's mind.
//!
//! Those who went home in the years before, and will come back within the run; and those whose
//! relatives took an order and are paid an allowance, which may break down.

use std::ops::Range;

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{AgeBand, Basis, Route, Standing};
use super::entry::Person;
use super::phase::Purpose;
use super::{ChildId, World};

/// How many years of earlier returns home are looked back on.
const YEARS_LOOKED_BACK: f64 = 10.0;

impl World<'_> {
    /// Children who went home in the years before the run: those who will come back between these
    /// instants are followed.
    pub(super) fn follow_earlier_leavers(&mut self, between: Range<SimTime>) {
        let model = self.model;
        for (band, a_year) in AgeBand::ALL.iter().zip(model.stock.returned_home_a_year) {
            let name = format!("earlier leaver, {}", band.label());
            for ordinal in 0..(a_year * YEARS_LOOKED_BACK).round() as u64 {
                self.follow_earlier_leaver(Root::named(&name, ordinal), *band, &between);
            }
        }
    }

    fn follow_earlier_leaver(&mut self, root: Root, band: AgeBand, between: &Range<SimTime>) {
        let draw = |purpose| self.uniform(root, purpose, 0);
        let since = SimSpan::from_years(YEARS_LOOKED_BACK * draw(Purpose::Served));
        let (from, to) = band.bounds();
        let age = SimSpan::from_years(from + draw(Purpose::Age) * (to - from));
        let left = SimTime::START - since;
        let born = left - age;
        let reentry = &self.model.opening.home.reentry;
        let back = left + SimSpan::from_days(reentry.quantile(draw(Purpose::Breakdown)));
        // Who came back before the run is counted among those in care, or left again.
        if back >= born + SimSpan::from_years(18.0) || !between.contains(&back) {
            return;
        }
        self.follow_after_care(root, band, born, left, Route::Home, back);
    }

    /// Children whose relatives took an order before the run. Breakdown has no memory.
    pub(super) fn follow_earlier_orders(&mut self) {
        let (stock, relatives) = (&self.model.stock, &self.params().relatives);
        let orders = [
            (Route::SpecialGuardianship, stock.special_guardianships),
            (Route::ChildArrangements, stock.child_arrangements),
        ];
        let rates = [
            relatives.special_guardianship_breakdown,
            relatives.child_arrangements_breakdown,
        ];
        for ((route, counts), rate) in orders.into_iter().zip(rates) {
            for (band, count) in AgeBand::ALL.into_iter().zip(counts) {
                let name = format!("earlier order, {}, {}", route.label(), band.label());
                for ordinal in 0..u64::from(count) {
                    self.follow_earlier_order(Root::named(&name, ordinal), band, route, rate);
                }
            }
        }
    }

    fn follow_earlier_order(&mut self, root: Root, band: AgeBand, route: Route, rate: f64) {
        let (from, to) = band.bounds();
        let age = from + self.uniform(root, Purpose::Age, 0) * (to - from);
        let born = SimTime::START - SimSpan::from_years(age);
        let left = SimTime::START;
        let breaks = match rate > 0.0 {
            true => left + SimSpan::from_years(self.budget(root, Purpose::Breakdown, 0) / rate),
            false => SimTime::NEVER,
        };
        let id = self.follow_after_care(root, band, born, left, route, breaks);
        self.begin_allowance(id, route);
    }

    /// A child who left care before the run, and whose home breaks down at `breaks`.
    fn follow_after_care(
        &mut self,
        root: Root,
        band: AgeBand,
        born: SimTime,
        left: SimTime,
        route: Route,
        breaks: SimTime,
    ) -> ChildId {
        let stock = &self.model.stock;
        let (additional, complex) = (stock.additional_needs, stock.complex_needs);
        let person = Person {
            root,
            born,
            needs: self.needs(root, additional[band as usize], complex[band as usize]),
            ethnic_group: self.ethnic_group(root, &stock.ethnic_group),
            basis: Basis::Section20,
        };
        let family = self.found_family(root.child(0), left, true);
        let id = self.add_child(family, person, left, 0);
        let child = &mut self.children[id.0];
        child.existing = true;
        child.standing = Standing::AfterCare(route);
        child.clocks.breaks_down_at = breaks.max(SimTime::START + SimSpan::from_seconds(1));
        self.reschedule_child(id);
        id
    }
}
