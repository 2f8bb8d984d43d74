//! Adoption by the child's own foster carers.
//!
//! Some children on a placement order have lived with the same foster carers, the council's own
//! or an agency's, for so long that these are the family they know. A share of such carers adopt
//! them: the match is made at the placement order, or at the first panel by which the children
//! have lived there long enough. Nobody moves. The carers are then a family like others: an
//! in-house household's place closes for good.
//!
//! Which carers would is drawn once for the case. Of those who were asked before the run none is
//! left who would.

use crate::des::time::{SimSpan, SimTime};

use super::adoption::{Adopters, Stage};
use super::child::{Placement, PlacementKind};
use super::household::HouseholdId;
use super::phase::Purpose;
use super::{CaseId, ChildId, World};

impl World<'_> {
    /// The foster carers of all children who wait for adopters are asked.
    pub(super) fn ask_foster_carers(&mut self) {
        let shares = &self.params().adoption.by_foster_carer;
        if shares.iter().all(|share| *share == 0.0) {
            return;
        }
        let all = self.cases.iter();
        let waiting = all.filter(|(_, c)| c.stage == Stage::Waiting);
        let mut waiting: Vec<_> = waiting.map(|(i, c)| (c.root, CaseId(i))).collect();
        waiting.sort_unstable();
        for (_, id) in waiting {
            self.adopted_by_foster_carers(id);
        }
    }

    /// If the foster carers of a waiting case adopt its children, makes them their adopters.
    pub(super) fn adopted_by_foster_carers(&mut self, id: CaseId) -> bool {
        let case = &self.cases[id.0];
        let age = self.age_of_case(&case.members);
        let share = self.params().adoption.by_foster_carer[age];
        if share == 0.0 || case.lapses <= self.now {
            return false;
        }
        let Some(home) = self.same_foster_home(&case.members) else {
            return false;
        };
        let long = SimSpan::from_days(self.params().adoption.foster_carer_after_days);
        let u = self.uniform(case.root, Purpose::AdoptedByFosterCarer, 0);
        let asked_before = case.ordered < SimTime::START
            && home.since + long <= SimTime::START
            && { u < self.model.opening.adoption.by_foster_carer[age] };
        if u >= share || self.now - home.since < long || asked_before {
            return false;
        }
        let children = case.members.len() as u16;
        self.carers_become_adopters(id, Adopters::FosterCarers, None, home.since);
        if let Some(household) = home.household {
            self.close_adopted_places(household, children);
        }
        true
    }

    /// The placement with foster carers that all these children share.
    fn same_foster_home(&self, members: &[ChildId]) -> Option<Placement> {
        let placement = |id: ChildId| self.children[id.0].placement;
        let first = placement(members[0]);
        let shared = |p: Placement| match first.kind {
            PlacementKind::InHouse => p.household == first.household,
            // Agency carers have no record: who came there together lives together.
            PlacementKind::Agency => p.kind == first.kind && p.since == first.since,
            _ => false,
        };
        let foster = first.household.is_none_or(|h| self.is_foster(h));
        let latest = members.iter().map(|&m| placement(m).since).max()?;
        (foster && members.iter().all(|&m| shared(placement(m)))).then_some(Placement {
            since: latest,
            ..first
        })
    }

    pub(super) fn is_foster(&self, id: HouseholdId) -> bool {
        self.households[id.0].kind == super::household::HouseholdKind::Foster
    }
}
