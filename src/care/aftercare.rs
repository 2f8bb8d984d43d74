//! After care: allowances, breakdown of permanent homes, and coming back.
//!
//! A child who leaves is followed for as long as the council may still pay or the child may come
//! back: special guardianship and child arrangements allowances run to 18, and so do those that a share
//! of adopters has after a means test (Adoption Support Services Regulations 2005, Part 3), brothers and
//! sisters adopted together alike; a return home, an order
//! to relatives or, rarely, an adoption can break down. Brothers and sisters whose home breaks down
//! at the same moment come back together, as a new case.

use crate::des::time::{SimSpan, SimTime};

use super::child::{AgeBand, Basis, Child, LegalStatus, Placement, Route, Standing};
use super::clocks::Clocks;
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, FamilyId, Members, World};

impl World<'_> {
    /// Whether an allowance will be paid for a child who leaves by this route.
    pub(super) fn will_have_allowance(&self, id: ChildId, route: Route) -> bool {
        let share = self.params().adoption.allowance;
        let family = &self.families[self.children[id.0].family.0];
        match route {
            Route::SpecialGuardianship | Route::ChildArrangements => true,
            Route::Adopted => self.uniform(family.root, Purpose::AdoptionAllowance, 0) < share,
            _ => false,
        }
    }

    /// The allowance of a child who has left by this route begins.
    pub(super) fn begin_allowance(&mut self, id: ChildId, route: Route) {
        self.children[id.0].allowance = true;
        self.tell(|child| Event::AllowanceBegan(child, route), id);
    }

    /// When a permanent home breaks down; never if that would be after 18 or when nobody looks any
    /// more.
    pub(super) fn breakdown(&self, id: ChildId, route: Route) -> SimTime {
        let params = self.params();
        let child = &self.children[id.0];
        let root = self.families[child.family.0].root;
        let u = self.uniform(root, Purpose::Breakdown, child.period);
        let at_rate = |rate: f64| match rate > 0.0 {
            true => SimSpan::from_years(-libm::log1p(-u) / rate),
            false => SimSpan::FOREVER,
        };
        let after = match route {
            Route::Home => SimSpan::from_days(params.home.reentry.quantile(u)),
            Route::SpecialGuardianship => at_rate(params.relatives.special_guardianship_breakdown),
            Route::ChildArrangements => at_rate(params.relatives.child_arrangements_breakdown),
            Route::Adopted => {
                let joined = child.band(child.with_adopters_since) as usize;
                at_rate(params.adoption.breakdown * params.adoption.breakdown_age_factor[joined])
            }
            Route::TurnedEighteen | Route::Other => SimSpan::FOREVER,
        };
        // A whole second at least: leaving and coming back are two events.
        let at = self.now + after.max(SimSpan::from_seconds(1));
        match at < child.clocks.eighteen_at && at < self.end() {
            true => at,
            false => SimTime::NEVER,
        }
    }

    /// A permanent home breaks down: the child comes back, with any sibling in the same position.
    pub(super) fn break_down(&mut self, id: ChildId) {
        let old = self.children[id.0].family;
        let together = self.families[old.0].together;
        let coming: Members = self.families[old.0]
            .members
            .iter()
            .copied()
            .filter(|c| {
                let child = &self.children[c.0];
                !child.in_care() && child.clocks.breaks_down_at == self.now
            })
            .collect();
        let child = &self.children[id.0];
        let root = child.root.child(u64::from(child.period) + 1);
        let youngest = coming
            .iter()
            .map(|c| &self.children[c.0])
            .max_by_key(|c| c.born);
        let basis = self.basis_of_return(root, youngest.unwrap_or(child));
        let family = self.found_family(root, self.now, together);
        self.join_kin(family, old);
        for &child in &coming {
            self.come_back(child, family, basis);
        }
        self.stop_expecting(old);
        self.release_family_if_empty(old);
        self.begin_case(family);
    }

    fn come_back(&mut self, id: ChildId, family: FamilyId, basis: Basis) {
        if let Standing::AfterCare(route) = self.children[id.0].standing {
            self.tell(|child| Event::BrokeDown(child, route), id);
            self.end_allowance(id, route);
            self.end_supervision(id);
        }
        self.leave_family(id);
        self.join_family(family, id);
        let now = self.now;
        let child = &mut self.children[id.0];
        child.standing = Standing::InCare;
        child.basis = basis;
        child.legal = match basis {
            Basis::InterimCareOrder => LegalStatus::InterimCareOrder,
            _ => LegalStatus::Section20,
        };
        child.entered = now;
        child.placement = Placement {
            ordinal: child.placement.ordinal,
            ..Placement::none(now)
        };
        child.period += 1;
        child.plan = None;
        child.nobody_responsible = false;
        child.separated = false;
        child.searched = now;
        child.clocks = Clocks::stopped(child.clocks.eighteen_at);
    }

    /// The legal basis of a return, as for a first entry of a group with this youngest; nobody becomes
    /// unaccompanied, or is remanded, by coming back.
    fn basis_of_return(&self, root: crate::des::stream::Root, youngest: &Child) -> Basis {
        let band: AgeBand = youngest.band(self.now);
        match self.basis(root, band, 0) {
            basis if basis.comes_alone() => Basis::Section20,
            basis => basis,
        }
    }

    fn end_allowance(&mut self, id: ChildId, route: Route) {
        if std::mem::take(&mut self.children[id.0].allowance) {
            self.tell(|child| Event::AllowanceEnded(child, route), id);
        }
    }

    /// The eighteenth birthday of a child no longer in care.
    pub(super) fn stop_following(&mut self, id: ChildId, route: Route) {
        self.end_allowance(id, route);
        self.end_supervision(id);
        self.forget(id);
    }

    /// A supervision order has run its time; whether anything else still can happen.
    pub(super) fn supervision_ends(&mut self, id: ChildId) {
        self.end_supervision(id);
        let child = &self.children[id.0];
        if !child.allowance && !self.comes_back_in_time(child) {
            return self.forget_until_run_off(id);
        }
        self.reschedule_child(id);
    }

    /// Nothing more can happen to this child that the council would hear of.
    pub(super) fn forget(&mut self, id: ChildId) {
        let family = self.children[id.0].family;
        self.leave_family(id);
        let child = self.children.remove(id.0);
        self.calendar.release(child.slot);
        self.release_family_if_empty(family);
    }

    pub(super) fn leave_family(&mut self, id: ChildId) {
        let family = self.children[id.0].family;
        self.families[family.0].members.retain(|m| *m != id);
    }

    pub(super) fn release_family_if_empty(&mut self, id: FamilyId) {
        if self.families[id.0].members.is_empty() && !self.is_still_known(id) {
            self.leave_teams(id);
            self.leave_kin(id);
            let family = self.families.remove(id.0);
            self.calendar.release(family.slot);
        }
    }
}
