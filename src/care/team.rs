//! Teams whose time is scarce.
//!
//! A stage of a case takes the time it takes, unless the scenario gives it to a team: so many
//! workers, each with one case at a time, and the work a case asks for. Cases then queue, first in
//! first out, and the stage ends when the work is done: how long children wait for a solicitor, an
//! assessment or a family service comes out of how many workers there are. A case whose children
//! have all gone is passed over, and a worker whose case is closed takes the next.
//!
//! Cases already under way when the run begins keep the dates they have.
//!
//! One team works on households instead: it assesses those who have applied to foster or to adopt and
//! will be approved.
//!
//! Caseload is a milder form of the same thing: with more children in care than social workers can
//! attend to, the stages they work on that begin now stretch in proportion.

use serde::Serialize;

use crate::des::calendar::Slot;
use crate::des::resource::WaitingList;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::Basis;
use super::enquiry::ApplicantId;
use super::family::CourtStage;
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::{FamilyId, World};

/// A stage of a case that a team can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Legal advice before an application: solicitors.
    LegalAdvice,
    /// The assessment whether the child can go home.
    HomeAssessment,
    /// The assessment of relatives.
    RelativesAssessment,
    /// The assessment for adoption.
    AdoptionAssessment,
    /// A service the family needs before the child can go home from section 20: drug and alcohol
    /// treatment, mental health, parenting.
    FamilyServices,
    /// The legal planning meeting after the decision to go to court.
    LegalPlanning,
    /// Pre-proceedings.
    PreProceedings,
    /// The assessment of those who have applied to foster or to adopt.
    CarersAssessment,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 8] = [
        Self::LegalAdvice,
        Self::HomeAssessment,
        Self::RelativesAssessment,
        Self::AdoptionAssessment,
        Self::FamilyServices,
        Self::LegalPlanning,
        Self::PreProceedings,
        Self::CarersAssessment,
    ];

    /// The assessments, in the order the law prefers their routes.
    pub(super) const ASSESSMENTS: [Self; 3] = [
        Self::HomeAssessment,
        Self::RelativesAssessment,
        Self::AdoptionAssessment,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "team: legal advice",
            "team: home assessment",
            "team: relatives' assessment",
            "team: adoption assessment",
            "team: family services",
            "team: legal planning",
            "team: pre-proceedings",
            "team: carers' assessment",
        ][self as usize]
    }
}

/// Whose case it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    Family(FamilyId),
    Applicant(ApplicantId),
}

/// The cases of one team.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    waiting: WaitingList<Whose>,
    /// Under way: when done, and whose.
    working: Vec<(SimTime, Root, Whose)>,
    slot: Slot,
}

impl Desk {
    /// A desk with nothing on it.
    pub(super) fn new(slot: Slot) -> Self {
        Self {
            waiting: WaitingList::new(),
            working: Vec::new(),
            slot,
        }
    }

    fn next_done(&self) -> Option<(SimTime, Root, Whose)> {
        self.working.iter().copied().min_by_key(|w| (w.0, w.1))
    }
}

impl World<'_> {
    /// Whether a stage that begins now is a team's.
    pub(super) fn by_team(&self, stage: Stage) -> bool {
        self.regime > 0 && self.params().teams[stage as usize].is_some()
    }

    /// A family's case joins the queue of a team.
    pub(super) fn send_to_team(&mut self, stage: Stage, id: FamilyId) {
        self.queue_for_team(stage, self.families[id.0].root, Whose::Family(id));
    }

    /// A case joins the queue of a team.
    pub(super) fn queue_for_team(&mut self, stage: Stage, root: Root, whose: Whose) {
        let desk = &mut self.desks[stage as usize];
        desk.waiting.join(self.now, root, whose);
        self.observer.event(self.now, Event::TeamQueued(stage));
        self.take_up_work(stage);
    }

    /// Workers who are free take the cases that have waited longest.
    pub(super) fn take_up_work(&mut self, stage: Stage) {
        loop {
            let team = self.params().teams[stage as usize].as_ref();
            let servers = team.map_or(usize::MAX, |team| team.servers as usize);
            let desk = &mut self.desks[stage as usize];
            let Some(first) = desk.waiting.entries().first().copied() else {
                break;
            };
            if desk.working.len() >= servers {
                break;
            }
            desk.waiting.leave(first.item);
            if let Whose::Family(id) = first.item
                && self.in_care_away_from_home(id).is_empty()
            {
                self.observer.event(self.now, Event::TeamPassedOver(stage));
                continue;
            }
            let u = self.uniform(first.identity, Purpose::TeamWork, stage as u32);
            let days = team.map_or(0.0, |team| team.days_per_case.quantile(u));
            let done = self.now + SimSpan::from_days(days);
            let desk = &mut self.desks[stage as usize];
            desk.working.push((done, first.identity, first.item));
            let waited = self.now - first.since;
            self.observer
                .event(self.now, Event::TeamBegan { stage, waited });
        }
        self.reschedule_team(stage);
    }

    fn reschedule_team(&mut self, stage: Stage) {
        let desk = &self.desks[stage as usize];
        let at = desk.next_done().map_or(SimTime::NEVER, |next| next.0);
        let slot = desk.slot;
        self.pend(slot, at, Phase::WorkDone);
    }

    /// A worker has done with a case.
    pub(super) fn work_done(&mut self, stage: Stage) {
        let desk = &mut self.desks[stage as usize];
        let (.., whose) = desk.next_done().expect("work is done that was under way");
        desk.working.retain(|w| w.2 != whose);
        match whose {
            Whose::Family(id) => self.work_done_for_family(stage, id),
            Whose::Applicant(id) => self.applicant_event(id),
        }
        self.take_up_work(stage);
    }

    fn work_done_for_family(&mut self, stage: Stage, id: FamilyId) {
        match (stage, self.families[id.0].court) {
            (Stage::LegalPlanning, CourtStage::LegalPlanning { .. }) => {
                self.hold_legal_planning_meeting(id);
            }
            (Stage::PreProceedings, CourtStage::PreProceedings { .. }) => {
                self.end_pre_proceedings(id);
            }
            (Stage::LegalAdvice, CourtStage::AwaitingIssue { .. }) => self.issue_proceedings(id),
            (Stage::HomeAssessment, _) => self.assessment_done(id, 0),
            (Stage::RelativesAssessment, _) => self.assessment_done(id, 1),
            (Stage::AdoptionAssessment, _) => self.assessment_done(id, 2),
            (Stage::FamilyServices, _) => {
                self.families[id.0].awaits_service = false;
                for child in self.in_care_away_from_home(id) {
                    self.time_clocks(child);
                }
            }
            // What it was done for has been overtaken.
            _ => {}
        }
    }

    /// Before a child can go home from section 20 the family may have to wait for a service.
    pub(super) fn ask_for_service(&mut self, id: FamilyId) {
        let first = self.families[id.0].members[0];
        let basis = self.children[first.0].basis;
        let needed = matches!(basis, Basis::Section20 | Basis::Emergency);
        if needed && self.by_team(Stage::FamilyServices) {
            self.families[id.0].awaits_service = true;
            self.send_to_team(Stage::FamilyServices, id);
        }
    }

    /// A family is followed no longer: no team works for it.
    pub(super) fn leave_teams(&mut self, id: FamilyId) {
        for stage in Stage::ALL {
            let desk = &mut self.desks[stage as usize];
            if desk.waiting.leave(Whose::Family(id)) {
                self.observer.event(self.now, Event::TeamPassedOver(stage));
            }
            let desk = &mut self.desks[stage as usize];
            let before = desk.working.len();
            desk.working.retain(|w| w.2 != Whose::Family(id));
            if desk.working.len() < before {
                self.take_up_work(stage);
            }
        }
    }

    /// How many times as long as usual social workers take over what they begin now.
    pub(super) fn caseload_stretch(&self) -> f64 {
        // What is under way when the run begins has the length it has.
        if self.regime == 0 {
            return 1.0;
        }
        let target = self.params().planning.caseload_target;
        (self.in_care as f64 / target).max(1.0)
    }
}
