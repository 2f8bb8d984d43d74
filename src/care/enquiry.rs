//! From an enquiry about fostering or adopting to an approval.
//!
//! Most who enquire never apply, and not all who apply are approved. Who does apply does so once
//! the enquiry has been followed up; the assessment then has two stages (two and four months by the
//! Adoption Agencies Regulations 2005 and the Fostering Services (England) Regulations 2011, both
//! as amended in 2013). A strand that counts enquiries has this pipeline; its levers thin or add
//! enquiries, and a better conversion keeps some of those who would have dropped out: the same
//! number decides. The assessment can be a team's (see `team`): it is then done when the team has done.
//!
//! When the run begins, those who enquired in the years before are somewhere on the way.

use crate::des::arrivals::{ArrivalStream, streams_needed};
use crate::des::calendar::Slot;
use crate::des::hazard::PiecewiseRates;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};
use crate::dist::Dist;

use super::params::{Approvals, Pipeline, Strand};
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::recruitment::full_ratio;
use super::{Entity, World, team};

/// How many years of earlier enquiries are looked back on.
const YEARS_LOOKED_BACK: f64 = 5.0;

/// Index of an applicant in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApplicantId(pub u32);

/// Somebody who has enquired and will apply, or has applied and will be approved.
#[derive(Clone, Debug)]
pub(super) struct Applicant {
    root: Root,
    strand: usize,
    stage: Stage,
    slot: Slot,
}

/// How far an applicant has come.
#[derive(Clone, Copy, Debug)]
enum Stage {
    FollowUp,
    Assessment,
}

impl World<'_> {
    /// Somebody enquires now.
    pub(super) fn enquiry(&mut self, root: Root, strand: usize) {
        let profile = &self.params().recruitment[strand];
        let enquired = Event::Enquired {
            strand,
            kind: profile.kind,
            consortium: profile.consortium,
        };
        self.observer.event(self.now, enquired);
        if let Some(pipeline) = &profile.pipeline
            && self.applies(root, pipeline)
        {
            let applies = self.now + self.length(root, &pipeline.response, Purpose::FollowUp);
            self.add_applicant(root, strand, Stage::FollowUp, applies);
        }
    }

    /// An applicant's next step: the application, or the approval.
    pub(super) fn applicant_event(&mut self, id: ApplicantId) {
        let applicant = self.applicants.remove(id.0);
        self.calendar.release(applicant.slot);
        let (root, strand) = (applicant.root, applicant.strand);
        match applicant.stage {
            Stage::FollowUp => self.application(root, strand),
            Stage::Assessment => self.approve(root, strand),
        }
    }

    fn application(&mut self, root: Root, strand: usize) {
        let profile = &self.params().recruitment[strand];
        self.observer.event(self.now, Event::Applied(profile.kind));
        if let Some(pipeline) = &profile.pipeline
            && self.will_be_approved(root, pipeline)
        {
            let by_team = self.by_team(team::Stage::CarersAssessment);
            let approved = match by_team {
                true => SimTime::NEVER,
                false => self.now + self.assessment(root, pipeline),
            };
            let id = self.add_applicant(root, strand, Stage::Assessment, approved);
            if by_team {
                let whose = team::Whose::Applicant(id);
                self.queue_for_team(team::Stage::CarersAssessment, root, whose);
            }
        }
    }

    fn add_applicant(
        &mut self,
        root: Root,
        strand: usize,
        stage: Stage,
        at: SimTime,
    ) -> ApplicantId {
        let id = ApplicantId(self.applicants.next_index());
        let slot = self.calendar.register(Entity::Applicant(id), root);
        self.applicants.add(Applicant {
            root,
            strand,
            stage,
            slot,
        });
        let phase = match stage {
            Stage::FollowUp => Phase::Application,
            Stage::Assessment => Phase::Approval,
        };
        self.pend(slot, at, phase);
        id
    }

    /// Those who enquired before the run and have not been approved yet: the stream of enquiries
    /// carried on into the past.
    pub(super) fn follow_earlier_enquiries(&mut self) {
        for (index, strand) in self.model.opening.recruitment.iter().enumerate() {
            let (Approvals::AtRandom { reference, .. }, Some(pipeline)) =
                (strand.approvals, &strand.pipeline)
            else {
                continue;
            };
            if strand.start <= SimTime::START {
                self.follow_enquiries_of(index, strand, pipeline, reference);
            }
        }
    }

    fn follow_enquiries_of(
        &mut self,
        index: usize,
        strand: &Strand,
        pipeline: &Pipeline,
        reference: f64,
    ) {
        let ratio = full_ratio(strand);
        let name = format!("{}, before the run", strand.name);
        let rate = PiecewiseRates::constant(reference);
        let earliest = SimTime::START + SimSpan::from_years(YEARS_LOOKED_BACK);
        for stream in 0..streams_needed(ratio) {
            let mut stream = ArrivalStream::new(&name, stream, self.key, &rate);
            while stream.next() < earliest {
                let ago = stream.next() - SimTime::START;
                if let Some(root) = stream.take(self.key, &rate, ratio) {
                    self.follow_enquiry(root, index, pipeline, SimTime::START - ago);
                }
            }
        }
    }

    fn follow_enquiry(&mut self, root: Root, strand: usize, pipeline: &Pipeline, at: SimTime) {
        if !self.applies(root, pipeline) {
            return;
        }
        let applies = at + self.length(root, &pipeline.response, Purpose::FollowUp);
        if applies > SimTime::START {
            self.add_applicant(root, strand, Stage::FollowUp, applies);
            return;
        }
        let approved = applies + self.assessment(root, pipeline);
        if approved > SimTime::START && self.will_be_approved(root, pipeline) {
            self.add_applicant(root, strand, Stage::Assessment, approved);
        }
    }

    fn applies(&self, root: Root, pipeline: &Pipeline) -> bool {
        self.uniform(root, Purpose::Applies, 0) < pipeline.to_application
    }

    fn will_be_approved(&self, root: Root, pipeline: &Pipeline) -> bool {
        self.uniform(root, Purpose::ApplicationApproved, 0) < pipeline.to_approval
    }

    fn assessment(&self, root: Root, pipeline: &Pipeline) -> SimSpan {
        self.length(root, &pipeline.stage_1, Purpose::StageOne)
            + self.length(root, &pipeline.stage_2, Purpose::StageTwo)
    }

    /// A length of time drawn once for whoever has this identity.
    fn length(&self, root: Root, dist: &Dist, purpose: Purpose) -> SimSpan {
        SimSpan::from_days(dist.quantile(self.uniform(root, purpose, 0)))
    }
}
