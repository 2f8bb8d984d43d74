//! Planning for permanence.
//!
//! Every route is assessed in the order the law prefers: home, then relatives and friends, then
//! adoption; long-term care is what remains. With *sequential* planning the next assessment
//! starts when the one before it has failed; with *parallel* (twin-track) planning all start at
//! entry, so a failure costs no time. The court cannot conclude before the plan it is asked to
//! approve is ready: that is where parallel planning saves time, and for a case whose
//! proceedings take longer anyway it saves none.
//!
//! The timetable is drawn up when the children come into care and kept, unless a team does the
//! assessments (see `team`): then they are complete when it has done.
//!
//! A child's plan is made at the instant the assessment of its first feasible route is complete.
//! For a case before the court that is what the court will be asked to approve (see `court`). For a
//! child for whom no application is to be made it is return home, as long as the child may still go
//! home; then relatives, if they are to take an order; then long-term care. A plan can change: the
//! council decides to go to court, adoption stops being possible, a placement with relatives or
//! parents fails, a young person moves to semi-independence.

use serde::Serialize;

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{Basis, LegalStatus, PlacementKind, adoption_age};
use super::family::{Assessed, Assessments, CourtStage};
use super::phase::Purpose;
use super::record::Event;
use super::team::Stage;
use super::{ChildId, FamilyId, World, drift};

/// The plan for permanence, in the order in which the law prefers the routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Return home.
    Home,
    /// Relatives or friends, by an order or as foster carers.
    Relatives,
    /// Adoption.
    Adoption,
    /// Long-term fostering.
    LongTermFostering,
    /// Growing up in a children's home.
    LongTermResidential,
    /// Independence, from 16.
    Independence,
}

impl Plan {
    /// All plans.
    pub const ALL: [Self; 6] = [
        Self::Home,
        Self::Relatives,
        Self::Adoption,
        Self::LongTermFostering,
        Self::LongTermResidential,
        Self::Independence,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "plan: home",
            "plan: relatives",
            "plan: adoption",
            "plan: long-term fostering",
            "plan: long-term residential",
            "plan: independence",
        ][self as usize]
    }
}

impl World<'_> {
    /// Draws up the timetable of assessments for a case that begins at `entered`.
    pub(super) fn draw_up_plan(&self, root: Root, entered: SimTime) -> Assessments {
        let params = self.params();
        let stretch = self.caseload_stretch();
        let length = |dist: &crate::dist::Dist, purpose| {
            SimSpan::from_days(stretch * dist.quantile(self.uniform(root, purpose, 0)))
        };
        let home = length(&params.planning.home_assessment, Purpose::HomeAssessment);
        let relatives = length(&params.relatives.assessment, Purpose::RelativesAssessment);
        let adoption = length(
            &params.planning.adoption_assessment,
            Purpose::AdoptionAssessment,
        );
        let by_team = Stage::ASSESSMENTS.map(|stage| self.by_team(stage).then_some(SimTime::NEVER));
        Assessments {
            entered,
            parallel: self.uniform(root, Purpose::Parallel, 0) < params.planning.parallel,
            lengths: [home, relatives, adoption],
            by_team,
            sent: [false; 3],
            told: false,
        }
    }

    /// Gives the assessments that can begin now to their teams. Nobody assesses the parents and relatives of
    /// unaccompanied children and of those on remand; adoption is assessed for children under ten whose
    /// case may go to court.
    pub(super) fn begin_assessments(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        if family.court == CourtStage::Concluded {
            return;
        }
        if self.came_alone(id) {
            let family = &mut self.families[id.0];
            family.assessments.by_team = [None; 3];
            family.assessed = family.assessments.timetable();
        }
        for (k, stage) in Stage::ASSESSMENTS.into_iter().enumerate() {
            let family = &self.families[id.0];
            let assessments = &family.assessments;
            let adoptable = adoption_age(family.youngest).is_some()
                && !matches!(family.court, CourtStage::None { .. });
            let wanted = stage != Stage::AdoptionAssessment || adoptable;
            let Assessed {
                home, relatives, ..
            } = family.assessed;
            let starts = match k {
                _ if assessments.parallel => assessments.entered,
                0 => assessments.entered,
                1 => home,
                _ => relatives,
            };
            let waits = assessments.by_team[k].is_some() && !assessments.sent[k];
            if waits && wanted && starts <= self.now {
                self.families[id.0].assessments.sent[k] = true;
                self.send_to_team(stage, id);
            }
        }
    }

    /// Unaccompanied children, and those on remand.
    fn came_alone(&self, id: FamilyId) -> bool {
        let first = self.families[id.0].members.first();
        first.is_some_and(|c| self.children[c.0].basis.comes_alone())
    }

    /// Says once that the relatives have been assessed, if that was during the run. In sequence they
    /// are not while the plan is home, unless the children live with them or move to them now; in parallel
    /// they always are.
    fn tell_of_relatives(&mut self, id: FamilyId, foster: bool) {
        let family = &self.families[id.0];
        let done = family.assessed.relatives;
        let due = SimTime::START < done && done <= self.now;
        if !due || family.assessments.told || self.came_alone(id) {
            return;
        }
        let always = family.assessments.parallel || foster;
        let home = |child: &ChildId| self.children[child.0].plan == Some(Plan::Home);
        let mut children = self.in_care_away_from_home(id).into_iter();
        if children.any(|child| always || !home(&child)) {
            self.families[id.0].assessments.told = true;
            let assessed = Event::RelativesAssessed(self.first_entered(id));
            self.observer.event(self.now, assessed);
        }
    }

    /// A team has done one of the assessments: what waited for it goes on.
    pub(super) fn assessment_done(&mut self, id: FamilyId, which: usize) {
        let now = self.now;
        let family = &mut self.families[id.0];
        family.assessments.by_team[which] = Some(now);
        family.assessed = family.assessments.timetable();
        if family.court != CourtStage::Concluded {
            self.expect_relatives(id);
            self.list_hearing_again(id);
        }
        self.review_plans(id);
    }

    /// An assessment is complete: plans that can now be made are made.
    pub(super) fn review_plans(&mut self, id: FamilyId) {
        self.begin_assessments(id);
        let foster = self.families[id.0].relatives_foster <= self.now;
        self.conclude_temporary_approval(id);
        for child in self.in_care_away_from_home(id) {
            if let Some(plan) = self.feasible_plan(child) {
                self.make_plan(child, plan);
            }
        }
        self.tell_of_relatives(id, foster);
        self.families[id.0].plan_due = self.next_review(id);
        self.reschedule_family(id);
    }

    /// When the next assessment of a case that is not concluded is complete.
    pub(super) fn next_review(&self, id: FamilyId) -> SimTime {
        let family = &self.families[id.0];
        if family.court == CourtStage::Concluded {
            return SimTime::NEVER;
        }
        let Assessed {
            home,
            relatives,
            adoption,
        } = family.assessed;
        let to_come = [home, relatives, adoption].into_iter();
        let next = to_come.filter(|&at| at > self.now).min();
        next.unwrap_or(SimTime::NEVER)
    }

    /// The plan that can be made for a child from what is known now, before the court decides.
    fn feasible_plan(&self, id: ChildId) -> Option<Plan> {
        let child = &self.children[id.0];
        let family = &self.families[child.family.0];
        let assessed = family.assessed;
        let expects_order = match family.court {
            CourtStage::Concluded | CourtStage::Remand { .. } => return None,
            CourtStage::None { private_order } => private_order != SimTime::NEVER,
            CourtStage::BeforeDecision { .. } => false,
            _ => {
                let (plan, ready) = self.planned(id, assessed);
                return (ready <= self.now).then_some(plan);
            }
        };
        let alone = child.basis == Basis::AsylumSeeking;
        if expects_order && assessed.relatives <= self.now {
            Some(Plan::Relatives)
        } else if self.may_go_home(id) {
            (assessed.home <= self.now).then_some(Plan::Home)
        } else {
            let ready = if alone {
                assessed.home
            } else {
                assessed.relatives
            };
            (ready <= self.now).then(|| self.long_term_plan(id))
        }
    }

    /// Whether the hazard of return home is live.
    fn may_go_home(&self, id: ChildId) -> bool {
        let child = &self.children[id.0];
        let rates = &self.params().home.rates[self.home_band(id)];
        self.home_factor_once_served(id) > 0.0 && rates.rate_at(self.now - child.entered) > 0.0
    }

    /// What remains when nobody can take the child for good: to grow up where it lives.
    pub(super) fn long_term_plan(&self, id: ChildId) -> Plan {
        let child = &self.children[id.0];
        match child.placement.kind {
            PlacementKind::SemiIndependent => Plan::Independence,
            PlacementKind::ChildrensHome if child.placed && !child.placement.overflow => {
                Plan::LongTermResidential
            }
            _ => Plan::LongTermFostering,
        }
    }

    /// The plan is made, changed, or stands.
    pub(super) fn make_plan(&mut self, id: ChildId, plan: Plan) {
        let before = self.children[id.0].plan.replace(plan);
        if before != Some(plan) {
            self.tell(|child| Event::PlanMade(child, before), id);
        }
        self.measure_drift(id);
    }

    /// Some placements are found because the plan is another: from 16 semi-independence, for some
    /// children with complex needs a children's home.
    pub(super) fn plan_follows_placement(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let plan = match (child.plan, self.long_term_plan(id)) {
            (Some(Plan::Adoption) | None, _) => None,
            (Some(_), Plan::Independence) => Some(Plan::Independence),
            (Some(Plan::LongTermFostering), other) => Some(other),
            _ => None,
        };
        match plan {
            Some(plan) => self.make_plan(id, plan),
            None => self.measure_drift(id),
        }
    }

    /// A placement with relatives or parents that was the plan has ended before its time, and the
    /// court has nothing left to decide: the child is to grow up in care.
    pub(super) fn plan_fails_with_placement(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let concluded = self.families[child.family.0].court == CourtStage::Concluded;
        let failed = matches!(child.plan, Some(Plan::Home | Plan::Relatives))
            && !drift::fits(child.plan, &child.placement);
        if concluded && failed {
            self.make_plan(id, self.long_term_plan(id));
        }
    }

    /// The plans of children already in care when the run begins: the court has decided, or what
    /// has been assessed by then says.
    pub(super) fn resume_plans(&mut self, family: FamilyId) {
        for id in self.families[family.0].members.clone() {
            let child = &self.children[id.0];
            let settled = self.families[family.0].court == CourtStage::Concluded;
            let plan = match (child.legal, child.placement.kind) {
                // Relatives who wanted no order have settled for fostering.
                (LegalStatus::Section20, PlacementKind::Kinship) if settled => {
                    Some(Plan::Relatives)
                }
                (LegalStatus::PlacementOrder, _) => Some(Plan::Adoption),
                (LegalStatus::CareOrder, PlacementKind::WithParents) => Some(Plan::Home),
                (LegalStatus::CareOrder, PlacementKind::Kinship) => Some(Plan::Relatives),
                (LegalStatus::CareOrder, _) => Some(self.long_term_plan(id)),
                (LegalStatus::Section20 | LegalStatus::InterimCareOrder, _) => {
                    self.feasible_plan(id)
                }
            };
            self.children[id.0].plan = plan;
            self.measure_drift(id);
        }
        self.families[family.0].plan_due = self.next_review(family);
    }
}

impl Assessed {
    /// When each assessment is complete *and those before it have failed*, given their lengths.
    pub fn timetable(
        entered: SimTime,
        parallel: bool,
        home: SimSpan,
        relatives: SimSpan,
        adoption: SimSpan,
    ) -> Self {
        let assessments = Assessments {
            entered,
            parallel,
            lengths: [home, relatives, adoption],
            by_team: [None; 3],
            sent: [false; 3],
            told: false,
        };
        assessments.timetable()
    }
}

impl Assessments {
    /// When each is complete and those before it have failed, as far as can be told.
    pub fn timetable(&self) -> Assessed {
        let mut before = self.entered;
        let [home, relatives, adoption] = std::array::from_fn(|k| {
            let starts = if self.parallel { self.entered } else { before };
            let done = self.by_team[k].unwrap_or(starts + self.lengths[k]);
            before = before.max(done);
            before
        });
        Assessed {
            home,
            relatives,
            adoption,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, the same child planned both ways. Home is ruled out at entry, relatives fail on day
    /// 90, adoption takes 45 days: in sequence it is ready on day 135, in parallel on day 90, so
    /// exactly the 45 days that ran meanwhile are gained. With 60 days for home and 30 for
    /// relatives before it, all is known on day 60 instead of 135: the 30 and the 45 that ran
    /// meanwhile.
    #[test]
    fn a_failure_costs_no_time_when_the_next_assessment_ran_meanwhile() {
        let days = SimSpan::from_days;
        let plan = |parallel, home, relatives| {
            let start = SimTime::START;
            Assessed::timetable(start, parallel, days(home), days(relatives), days(45.0))
        };
        for (home, relatives, in_sequence, in_parallel) in
            [(0.0, 90.0, 135.0, 90.0), (60.0, 30.0, 135.0, 60.0)]
        {
            let sequential = plan(false, home, relatives);
            assert_eq!(sequential.relatives.days(), 90.0);
            assert_eq!(sequential.adoption.days(), in_sequence);
            let parallel = plan(true, home, relatives);
            assert_eq!(parallel.adoption.days(), in_parallel);
        }
    }
}
