//! Leaving care: what every route has in common; turning eighteen, and the small other ends.
//!
//! The eighteenth birthday ends care whatever else was due. What the return calls it then
//! (independent living, adult care, stayed with carers) does not change the date. Under 18 a
//! child can also leave for independent living from 16, custody, adult care, another council, by death, or
//! for any other reason: one hazard by age rings, and shares by age say as what. That is exactly
//! what a hazard for each cause would do, each being its share of the whole.
//!
//! Unaccompanied asylum-seeking children have a hazard on top, above all because their age is assessed as
//! adult: what rings for that is any other reason, and so is the end of a remand.

use serde::Serialize;

use crate::des::time::SimTime;

use super::child::{Basis, Route, Standing};
use super::clocks::Clocks;
use super::entry::pick;
use super::long_term::LongTerm;
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, World};

/// What the return calls an end of care that is neither home, nor to relatives, nor adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Before 18, from 16: independent living, supported or not (E5, E6).
    IndependentLiving,
    /// Sentenced to custody (E9).
    Custody,
    /// Before 18: into the care of adult social services (E7).
    AdultCare,
    /// Another council looks after the child (E3).
    AnotherCouncil,
    /// The child died (E2).
    Death,
    /// Before 18: a remand that ended, an age assessed as adult, any other reason (E8 and others).
    OtherReason,
    /// At 18, here and below: independent living.
    IndependentLivingAt18,
    /// At 18: the care of adult social services.
    AdultCareAt18,
    /// At 18: stayed with the former foster carers (E17, since 2018).
    StayedWithCarersAt18,
    /// At 18: any other reason.
    OtherReasonAt18,
}

impl End {
    /// All of them, those before 18 first.
    pub const ALL: [Self; 10] = [
        Self::IndependentLiving,
        Self::Custody,
        Self::AdultCare,
        Self::AnotherCouncil,
        Self::Death,
        Self::OtherReason,
        Self::IndependentLivingAt18,
        Self::AdultCareAt18,
        Self::StayedWithCarersAt18,
        Self::OtherReasonAt18,
    ];

    /// Those before 18, in the order of a scenario's shares.
    pub const UNDER_18: [Self; 6] = [
        Self::IndependentLiving,
        Self::Custody,
        Self::AdultCare,
        Self::AnotherCouncil,
        Self::Death,
        Self::OtherReason,
    ];

    /// Those at 18 of young people who do not stay with their carers, in that order.
    pub const AT_18: [Self; 3] = [
        Self::IndependentLivingAt18,
        Self::AdultCareAt18,
        Self::OtherReasonAt18,
    ];

    /// The route that it is part of.
    pub fn route(self) -> Route {
        match Self::UNDER_18.contains(&self) {
            true => Route::Other,
            false => Route::TurnedEighteen,
        }
    }

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "other: independent living",
            "other: custody",
            "other: adult care",
            "other: another council",
            "other: death",
            "other: any other reason",
            "at 18: independent living",
            "at 18: adult care",
            "at 18: stayed with carers",
            "at 18: any other reason",
        ][self as usize]
    }
}

impl World<'_> {
    /// The child leaves care, as the return calls it.
    pub(super) fn leave_care_as(&mut self, id: ChildId, end: End) {
        self.children[id.0].end = Some(end);
        self.leave_care(id, end.route());
    }

    /// The child leaves care by `route`.
    pub(super) fn leave_care(&mut self, id: ChildId, route: Route) {
        self.leave_care_supervised(id, route, SimTime::NEVER);
    }

    /// The same, under a supervision order until `until`, unless that is never.
    pub(super) fn leave_care_supervised(&mut self, id: ChildId, route: Route, until: SimTime) {
        self.leave_case(id);
        self.end_drift(id);
        self.end_placement(id);
        self.end_support(id);
        self.tell(|child| Event::PeriodEnded(child, route), id);
        self.in_care -= 1;
        let breakdown = self.breakdown(id, route);
        let child = &mut self.children[id.0];
        child.standing = Standing::AfterCare(route);
        child.left = self.now;
        child.long_term = LongTerm::No;
        child.planned_transition = false;
        child.clocks = Clocks::stopped(child.clocks.eighteen_at);
        child.clocks.breaks_down_at = breakdown;
        let (adult, family) = (child.clocks.eighteen_at <= self.now, child.family);
        self.conclude_without_children(family);
        let supervised = until != SimTime::NEVER && !adult;
        if supervised {
            self.children[id.0].clocks.supervised_until = until;
            self.tell(|child| Event::SupervisionBegan(child), id);
        }
        if !adult && self.will_have_allowance(id, route) {
            self.begin_allowance(id, route);
        } else if !supervised && !self.comes_back_in_time(&self.children[id.0]) {
            return self.forget_until_run_off(id);
        }
        self.reschedule_child(id);
    }

    /// The eighteenth birthday: the end of care, or of an allowance after it.
    pub(super) fn turn_eighteen(&mut self, id: ChildId) {
        match self.children[id.0].standing {
            Standing::InCare => match self.stays_on(id) {
                Some(kind) => self.stay_on(id, kind),
                None => self.leave_care_as(id, self.end_at_18(id)),
            },
            Standing::AfterCare(route) => self.stop_following(id, route),
        }
    }

    /// Any other end under 18.
    pub(super) fn leave_otherwise(&mut self, id: ChildId) {
        self.leave_care_as(id, self.end_before_18(id));
    }

    /// What the return calls turning eighteen without staying with the carers.
    pub(super) fn end_at_18(&self, id: ChildId) -> End {
        let u = self.uniform(self.children[id.0].root, Purpose::EndAt18, 0);
        End::AT_18[pick(&self.params().leaving.at_18, u)]
    }

    /// What the end of care that has come is, given the child's age.
    fn end_before_18(&self, id: ChildId) -> End {
        let leaving = &self.params().leaving;
        let child = &self.children[id.0];
        let age = child.age(self.now);
        let all = leaving.rates(child.basis).rate_at(age);
        let usual = leaving.rates(Basis::Section20).rate_at(age);
        let at = all * self.uniform(child.root, Purpose::EndBefore18, child.period);
        match at < usual {
            true => End::UNDER_18[pick(leaving.shares_at(age), at / usual)],
            false => End::OtherReason,
        }
    }
}
