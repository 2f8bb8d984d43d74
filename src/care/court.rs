//! The way to court and through it.
//!
//! Children who come in under an interim care order are in proceedings from the first day.
//! Police and emergency protection leads to an application within days, or to none. Children
//! under section 20 can drift: if their case goes to court at all, the decision comes after some
//! months. A legal planning meeting and pre-proceedings (Public Law Outline) can follow, in which
//! some families agree with the council on what must change and the children go home; for the
//! others legal advice is taken, then the application is made.
//!
//! Proceedings end at the final hearing, which cannot fall before the plan is ready (see `plan`).
//! The order follows from what is feasible, in the order the law prefers: home, with or without
//! a care order; relatives; adoption, by care and placement order; a care order.
//!
//! Return home *during* proceedings is decided at the final hearing, with a probability. From
//! the decision to go to court no hazard of return runs, so a faster court can never keep a child
//! in care for longer by cutting that hazard short.

use crate::des::time::{SimSpan, SimTime};
use crate::dist::Dist;

use super::child::{AgeBand, Basis, LegalStatus, PlacementKind, Route, adoption_age};
use super::family::{Assessed, CourtStage};
use super::phase::Purpose;
use super::plan::Plan;
use super::record::Event;
use super::team::Stage;
use super::{ChildId, FamilyId, Members, World};

/// What the court decides for one child.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Home,
    HomeUnderCareOrder,
    OrderToRelatives(Route),
    KinshipFostering,
    Adoption,
    CareOrder,
}

impl World<'_> {
    /// Sets the court's timetable for a family that has just come into care.
    pub(super) fn begin_court(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        let court = &self.params().court;
        let child = &self.children[family.members[0].0];
        let youngest = AgeBand::of(family.youngest);
        let share = match child.basis {
            Basis::InterimCareOrder => 1.0,
            Basis::Emergency => court.emergency,
            Basis::Section20 => court.section_20[youngest as usize],
            Basis::AsylumSeeking | Basis::Remand => 0.0,
        };
        let root = family.root;
        let goes = self.uniform(root, Purpose::GoesToCourt, 0) < share;
        let stage = match child.basis {
            Basis::InterimCareOrder => self.proceedings(id, self.now),
            Basis::Emergency if goes => CourtStage::AwaitingIssue {
                issued: self.now + self.span(&court.emergency_issue, id, Purpose::Drift),
            },
            Basis::Section20 if goes => CourtStage::BeforeDecision {
                decided: self.now + self.stretched(&court.drift, id, Purpose::Drift),
            },
            Basis::Remand => self.on_remand(id),
            _ => CourtStage::None {
                private_order: self.private_order(id),
            },
        };
        let stage = match child.nobody_responsible {
            true => self.await_legal_planning(id),
            false => stage,
        };
        self.families[id.0].court = stage;
    }

    /// A length of time drawn once for the family.
    pub(super) fn span(&self, dist: &Dist, id: FamilyId, purpose: Purpose) -> SimSpan {
        let u = self.uniform(self.families[id.0].root, purpose, 0);
        SimSpan::from_days(dist.quantile(u))
    }

    /// A length of time that social workers take, drawn once for the family.
    fn stretched(&self, dist: &Dist, id: FamilyId, purpose: Purpose) -> SimSpan {
        let u = self.uniform(self.families[id.0].root, purpose, 0);
        SimSpan::from_days(self.caseload_stretch() * dist.quantile(u))
    }

    /// The decision to go to court. Return home is now for the court to decide, unless
    /// pre-proceedings end in agreement.
    pub(super) fn decide_to_go_to_court(&mut self, id: FamilyId) {
        let wait = &self.params().court.legal_planning_meeting;
        let by_team = self.by_team(Stage::LegalPlanning);
        let held = match by_team {
            true => SimTime::NEVER,
            false => self.now + self.stretched(wait, id, Purpose::LegalPlanning),
        };
        self.families[id.0].court = CourtStage::LegalPlanning { held };
        let family = &self.families[id.0];
        self.observer.event(self.now, Event::GoesToCourt(family));
        for child in self.in_care_away_from_home(id) {
            self.time_clocks(child);
        }
        match held == self.now {
            true => self.hold_legal_planning_meeting(id),
            false => self.review_plans(id),
        }
        if by_team {
            self.send_to_team(Stage::LegalPlanning, id);
        }
    }

    /// The legal planning meeting: the threshold for proceedings is met, pre-proceedings begin.
    pub(super) fn hold_legal_planning_meeting(&mut self, id: FamilyId) {
        let length = &self.params().court.pre_proceedings;
        let by_team = self.by_team(Stage::PreProceedings);
        let ends = match by_team {
            true => SimTime::NEVER,
            false => self.now + self.span(length, id, Purpose::PreProceedings),
        };
        self.families[id.0].court = CourtStage::PreProceedings { ends };
        let meeting = Event::LegalPlanningMeeting(self.first_entered(id));
        self.observer.event(self.now, meeting);
        match ends == self.now {
            true => self.end_pre_proceedings(id),
            false => self.review_plans(id),
        }
        if by_team {
            self.send_to_team(Stage::PreProceedings, id);
        }
    }

    /// Pre-proceedings end in agreement, and the children go home; or legal advice is taken for an
    /// application.
    pub(super) fn end_pre_proceedings(&mut self, id: FamilyId) {
        if self.diverted(id) {
            return self.agree_on_return(id);
        }
        let by_team = self.by_team(Stage::LegalAdvice);
        let advice = self.span(&self.params().court.legal_advice, id, Purpose::LegalAdvice);
        let issued = match by_team {
            true => SimTime::NEVER,
            false => self.now + advice,
        };
        self.families[id.0].court = CourtStage::AwaitingIssue { issued };
        let advice = Event::LegalAdvice(self.first_entered(id));
        self.observer.event(self.now, advice);
        self.review_plans(id);
        if by_team {
            self.send_to_team(Stage::LegalAdvice, id);
        }
    }

    /// Whether pre-proceedings will end, or have ended, in agreement. Where nobody exercises
    /// parental responsibility there is nobody to agree with.
    fn diverted(&self, id: FamilyId) -> bool {
        let family = &self.families[id.0];
        let mut members = family.members.iter();
        let nobody = members.any(|c| self.children[c.0].nobody_responsible);
        let share = self.params().court.pre_proceedings_diverts;
        !nobody && self.uniform(family.root, Purpose::Diverts, 0) < share
    }

    fn agree_on_return(&mut self, id: FamilyId) {
        self.conclude(id);
        for child in self.in_care_away_from_home(id) {
            self.leave_care(child, Route::Home);
        }
    }

    /// Nothing more is on its way to court, to relatives, or to be planned for this case.
    fn conclude(&mut self, id: FamilyId) {
        let family = &mut self.families[id.0];
        family.court = CourtStage::Concluded;
        family.relatives_foster = SimTime::NEVER;
        family.plan_due = SimTime::NEVER;
        self.reschedule_family(id);
    }

    /// A case ends when the last child has left care: who comes back is a new one.
    pub(super) fn conclude_without_children(&mut self, id: FamilyId) {
        let mut members = self.families[id.0].members.iter();
        if !members.any(|c| self.children[c.0].in_care()) {
            self.conclude(id);
        }
    }

    /// The application: interim care orders are made.
    pub(super) fn issue_proceedings(&mut self, id: FamilyId) {
        self.families[id.0].court = self.proceedings(id, self.now);
        let members = self.in_care_away_from_home(id);
        let applied = Event::AppliedToCourt {
            family: &self.families[id.0],
            children: members.len(),
        };
        self.observer.event(self.now, applied);
        for child in members {
            self.set_legal_status(child, LegalStatus::InterimCareOrder);
            self.time_clocks(child);
        }
        self.reschedule_family(id);
    }

    /// Proceedings issued at `issued`: the hearing waits for the plan that will be approved.
    fn proceedings(&self, id: FamilyId, issued: SimTime) -> CourtStage {
        let length = self.span(&self.params().court.proceedings, id, Purpose::Proceedings);
        let listed = issued + length;
        let hearing = listed.max(self.plan_ready(id));
        CourtStage::Proceedings {
            issued,
            listed,
            hearing,
        }
    }

    /// What the plan will be, or when it is ready, has changed.
    pub(super) fn list_hearing_again(&mut self, id: FamilyId) {
        let CourtStage::Proceedings { issued, listed, .. } = self.families[id.0].court else {
            return;
        };
        let hearing = listed.max(self.plan_ready(id)).max(self.now);
        self.families[id.0].court = CourtStage::Proceedings {
            issued,
            listed,
            hearing,
        };
        self.reschedule_family(id);
    }

    /// When the plan that the outcome calls for is ready: the latest over the siblings.
    pub(super) fn plan_ready(&self, id: FamilyId) -> SimTime {
        let assessed = self.families[id.0].assessed;
        let members = self.families[id.0].members.iter().copied();
        let looked_after = members.filter(|&child| self.is_away_from_home(child));
        let ready = looked_after.map(|child| self.planned(child, assessed).1);
        ready.max().unwrap_or(self.now)
    }

    /// The plan that the court will be asked to approve for a child, and when it is ready.
    pub(super) fn planned(&self, id: ChildId, assessed: Assessed) -> (Plan, SimTime) {
        let family = self.children[id.0].family;
        if matches!(
            self.families[family.0].court,
            CourtStage::LegalPlanning { .. } | CourtStage::PreProceedings { .. }
        ) && self.diverted(family)
        {
            return (Plan::Home, assessed.home);
        }
        let outcome = self.outcome(id);
        let ready = match outcome {
            Outcome::Home | Outcome::HomeUnderCareOrder => assessed.home,
            Outcome::OrderToRelatives(_) | Outcome::KinshipFostering => assessed.relatives,
            Outcome::Adoption => assessed.adoption,
            Outcome::CareOrder => assessed.relatives,
        };
        (self.plan_of(id, outcome), ready)
    }

    fn plan_of(&self, id: ChildId, outcome: Outcome) -> Plan {
        match outcome {
            Outcome::Home | Outcome::HomeUnderCareOrder => Plan::Home,
            Outcome::OrderToRelatives(_) | Outcome::KinshipFostering => Plan::Relatives,
            Outcome::Adoption => Plan::Adoption,
            Outcome::CareOrder => self.long_term_plan(id),
        }
    }

    /// What the court decides for a child, once it is known which routes are feasible.
    fn outcome(&self, id: ChildId) -> Outcome {
        let params = self.params();
        let child = &self.children[id.0];
        let family = &self.families[child.family.0];
        let band = AgeBand::of(family.youngest) as usize;
        let draw = |purpose| self.uniform(family.root, purpose, 0);
        let home = draw(Purpose::HomeAtHearing) < params.home.at_hearing[band];
        if home && !child.nobody_responsible {
            return match draw(Purpose::HomeUnderOrder) < params.home.under_care_order {
                true => Outcome::HomeUnderCareOrder,
                false => Outcome::Home,
            };
        }
        if family.relatives {
            return match self.order_for(id) {
                Some(route) => Outcome::OrderToRelatives(route),
                None => Outcome::KinshipFostering,
            };
        }
        let age = (child.entered - child.born).years();
        let planned = adoption_age(age).is_some_and(|i| {
            let share = params.adoption.plan[i];
            draw(Purpose::AdoptionPlan) < share
        });
        match planned {
            true => Outcome::Adoption,
            false => Outcome::CareOrder,
        }
    }

    /// The final hearing.
    pub(super) fn final_hearing(&mut self, id: FamilyId) {
        self.conclude_temporary_approval(id);
        let children = self.in_care_away_from_home(id);
        if let CourtStage::Proceedings { issued, .. } = self.families[id.0].court
            && !children.is_empty()
        {
            let took = self.now - issued;
            let held = Event::HearingHeld {
                first_entered: self.first_entered(id),
                took,
                children: children.len(),
            };
            self.observer.event(self.now, held);
            for &child in &children {
                self.tell(|child| Event::Heard { child, took }, child);
            }
        }
        let outcomes: Vec<_> = children.iter().map(|&c| (c, self.outcome(c))).collect();
        self.conclude(id);
        let (mut to_be_adopted, mut to_stay_in_care) = (Vec::new(), Vec::new());
        for (child, outcome) in outcomes {
            self.make_plan(child, self.plan_of(child, outcome));
            match outcome {
                Outcome::Home => self.leave_at_hearing(child, Route::Home),
                Outcome::HomeUnderCareOrder => self.go_home_under_care_order(child),
                Outcome::OrderToRelatives(route) => self.leave_at_hearing(child, route),
                Outcome::KinshipFostering => self.settle_with_relatives(child),
                Outcome::CareOrder => {
                    self.care_order(child);
                    to_stay_in_care.push(child);
                }
                Outcome::Adoption => to_be_adopted.push(child),
            }
        }
        self.leave_early_carers(&to_stay_in_care);
        self.make_placement_orders(id, &to_be_adopted);
    }

    /// A care order; the child stays where it is, to grow up there.
    pub(super) fn care_order(&mut self, id: ChildId) {
        self.set_legal_status(id, LegalStatus::CareOrder);
        self.time_clocks(id);
    }

    /// Changes the legal status and says so.
    pub(super) fn set_legal_status(&mut self, id: ChildId, to: LegalStatus) {
        let before = std::mem::replace(&mut self.children[id.0].legal, to);
        self.tell(|child| Event::LegalStatus(child, before), id);
    }

    /// The family's children in care but for those placed with their parents under a care order:
    /// of these the court has decided.
    pub(super) fn in_care_away_from_home(&self, id: FamilyId) -> Members {
        let members = self.families[id.0].members.iter().copied();
        members.filter(|&c| self.is_away_from_home(c)).collect()
    }

    fn is_away_from_home(&self, id: ChildId) -> bool {
        let child = &self.children[id.0];
        let at_home = child.placed && child.placement.kind == PlacementKind::WithParents;
        child.in_care() && !at_home
    }
}
