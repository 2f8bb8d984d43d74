//! Children for whom nobody exercises parental responsibility.
//!
//! Some children are accommodated under section 20 whose parents are dead, missing or unable to
//! act. Nobody can take them home, and the council, which has no parental responsibility under
//! section 20, cannot decide for them. They wait until a legal planning meeting decides to apply to
//! the court; with the interim care order the council shares parental responsibility. Meetings that
//! are held sooner from a date on are held for those who wait then, too.

use crate::des::time::{SimSpan, SimTime};

use super::child::{AgeBand, Basis, LegalStatus};
use super::family::CourtStage;
use super::opening::rest_of;
use super::phase::Purpose;
use super::{ChildId, FamilyId, World};

impl World<'_> {
    /// Whether anybody exercises parental responsibility for children who come into care for the
    /// first time.
    pub(super) fn establish_responsibility(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        let first = &self.children[family.members[0].0];
        let share = self.params().entries.nobody_responsible;
        let share = share[AgeBand::of(family.youngest) as usize];
        let nobody = first.basis == Basis::Section20
            && first.period == 0
            && self.uniform(family.root, Purpose::NobodyResponsible, 0) < share;
        if nobody {
            self.nobody_is_responsible(id);
        }
    }

    fn nobody_is_responsible(&mut self, id: FamilyId) {
        for child in self.families[id.0].members.clone() {
            self.children[child.0].nobody_responsible = true;
        }
    }

    /// From coming into care to the decision that leads to an application.
    pub(super) fn await_legal_planning(&self, id: FamilyId) -> CourtStage {
        let wait = &self.params().court.nobody_responsible;
        CourtStage::BeforeDecision {
            decided: self.now + self.span(wait, id, Purpose::NobodyResponsibleDays),
        }
    }

    /// A decision that shortens the wait reaches those who wait already: from its date on nobody waits
    /// longer than the new time.
    pub(super) fn hasten_legal_planning(&mut self) {
        let waiting = self.families.iter().filter(|(_, family)| {
            let nobody = |c: &ChildId| self.children[c.0].nobody_responsible;
            matches!(family.court, CourtStage::BeforeDecision { .. })
                && family.members.iter().all(nobody)
        });
        let waiting: Vec<_> = waiting.map(|(index, _)| FamilyId(index)).collect();
        for id in waiting {
            let CourtStage::BeforeDecision { decided: later } = self.families[id.0].court else {
                continue;
            };
            if let CourtStage::BeforeDecision { decided } = self.await_legal_planning(id)
                && decided < later
            {
                self.families[id.0].court = CourtStage::BeforeDecision { decided };
                self.reschedule_family(id);
            }
        }
    }

    /// Some of the children already accommodated have nobody either: so many, by lot.
    pub(super) fn find_nobody_responsible(&mut self) {
        let mut wanted = self.model.stock.nobody_responsible as usize;
        if wanted == 0 {
            return;
        }
        let mut lots: Vec<_> = self
            .families
            .iter()
            .map(|(index, family)| {
                let lot = self.uniform(family.root, Purpose::NobodyResponsible, 1);
                (lot.to_bits(), family.root, FamilyId(index))
            })
            .collect();
        lots.sort_unstable();
        for (.., id) in lots {
            let members = self.families[id.0].members.len();
            let eligible = self.families[id.0].members.iter().all(|c| {
                let child = &self.children[c.0];
                let accommodated = child.legal == LegalStatus::Section20;
                child.in_care() && accommodated && child.basis != Basis::AsylumSeeking
            });
            if eligible && members <= wanted {
                wanted -= members;
                self.resume_without_responsibility(id);
            }
        }
    }

    fn resume_without_responsibility(&mut self, id: FamilyId) {
        self.nobody_is_responsible(id);
        let family = &self.families[id.0];
        let served = SimTime::START - family.entered;
        let u = self.uniform(family.root, Purpose::NobodyResponsibleDays, 0);
        let rest = rest_of(&self.params().court.nobody_responsible, u, served);
        self.families[id.0].court = CourtStage::BeforeDecision {
            decided: SimTime::START + rest.max(SimSpan::from_seconds(1)),
        };
        for child in self.in_care_away_from_home(id) {
            self.time_clocks(child);
        }
        self.resume_plans(id);
        self.reschedule_family(id);
    }
}
