//! Fostering for adoption, or concurrent planning (Children and Families Act 2014 s. 2).
//!
//! For some children in care proceedings adoption is likely to be the plan. They are placed with
//! carers approved both to foster and to adopt, before the court has decided. If it makes a
//! placement order, the carers are their adopters at once and nobody moves; if it decides
//! otherwise, the child goes home or moves, and the carers wait again.
//!
//! The council does not know what the court will decide. It chooses, by age at entry, among all
//! children in proceedings who live with no relatives and for whom no suitable relatives are known by
//! now. Carers are looked for at a panel, after the cases that wait there, among those of the pool
//! who are approved for both and who would be considered on the first day after a placement
//! order. Until the placement order the child is fostered, and priced so. The clock of the chance of
//! adoption stops when the child joins these carers.

use std::collections::BTreeMap;

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::adoption::Adopters;
use super::child::{LegalStatus, PlacementKind, adoption_age};
use super::family::CourtStage;
use super::household::{HouseholdId, HouseholdKind};
use super::matching::adopters_rank;
use super::phase::Purpose;
use super::record::Event;
use super::vacancies::{EVER, Listed, Profile, Vacancy};
use super::{ChildId, FamilyId, Members, World};

impl World<'_> {
    /// Looks in the pool for carers who would foster and then adopt.
    pub(super) fn look_for_early_carers(&mut self) {
        let shares = &self.params().adoption.fostering_for_adoption;
        if shares.iter().all(|share| *share == 0.0) {
            return;
        }
        for children in self.to_be_fostered_for_adoption() {
            if let Some(chosen) = self.best_early_carers(&children) {
                self.foster_for_adoption(chosen.vacancy.id, &children);
            }
        }
    }

    /// Children, or groups of siblings, for whom such carers are wanted now: those longest in
    /// proceedings first.
    fn to_be_fostered_for_adoption(&self) -> Vec<Members> {
        let all = self.families.iter();
        let mut families: Vec<(SimTime, Root, FamilyId)> = all
            .filter_map(|(index, family)| match family.court {
                CourtStage::Proceedings { issued, .. } => {
                    let known = family.relatives && family.assessed.relatives <= self.now;
                    (!known).then_some((issued, family.root, FamilyId(index)))
                }
                _ => None,
            })
            .collect();
        families.sort_unstable();
        let mut wanted = Vec::new();
        for (.., family) in families {
            let mut children = self.in_care_away_from_home(family);
            children.retain(|c| self.may_be_fostered_for_adoption(*c));
            match self.families[family.0].together {
                true => wanted.push(children),
                false => wanted.extend(children.into_iter().map(|c| Members::from_slice(&[c]))),
            }
        }
        wanted.retain(|children| !children.is_empty() && self.is_likely_to_be_adopted(children));
        wanted
    }

    /// Whether a child in proceedings lives with foster carers or in a home.
    fn may_be_fostered_for_adoption(&self, id: ChildId) -> bool {
        use PlacementKind::{Agency, ChildrensHome, InHouse};
        let child = &self.children[id.0];
        let kind = child.placement.kind;
        child.legal == LegalStatus::InterimCareOrder
            && matches!(kind, InHouse | Agency | ChildrensHome)
            && self.early_carers(id).is_none()
    }

    /// Whether the council thinks so: drawn once, by age at entry.
    fn is_likely_to_be_adopted(&self, children: &[ChildId]) -> bool {
        let ages = children.iter().map(|c| {
            let child = &self.children[c.0];
            (child.entered - child.born).years()
        });
        let Some(age) = adoption_age(ages.fold(f64::INFINITY, f64::min)) else {
            return false;
        };
        let first = &self.children[children[0].0];
        let root = match children.len() {
            1 => first.root,
            _ => self.families[first.family.0].root,
        };
        let share = self.params().adoption.fostering_for_adoption[age];
        self.uniform(root, Purpose::FosteringForAdoption, first.period) < share
    }

    fn best_early_carers(&self, children: &[ChildId]) -> Option<Listed> {
        let group = self.group(children);
        let acceptance = self.params().adoption.acceptance;
        let since = |p: &Profile| {
            let can_take = p.approval.dual
                && p.approval.covers(&group)
                && self.considered_after(p.provider) == SimSpan::ZERO
                && self.can_afford(p.provider, children.len());
            can_take.then_some(EVER)
        };
        let accepts = |_: &Profile, v: &Vacancy| self.accepts(group.root, v.root, acceptance);
        let pool = self.with_room(HouseholdKind::Adoptive);
        pool.first_by(group.size, adopters_rank, since, accepts)
    }

    /// The children move to carers who foster them first.
    fn foster_for_adoption(&mut self, id: HouseholdId, children: &[ChildId]) {
        self.commit_fee(self.households[id.0].provider, children.len());
        self.settle_tenure(id);
        for &child in children {
            self.foster_with_adopters(child, id);
        }
        self.households[id.0].leaves_at = SimTime::NEVER;
        self.observer
            .event(self.now, Event::HouseholdMatched(&self.households[id.0]));
        self.reschedule_household(id);
        for &child in children {
            self.time_clocks(child);
        }
    }

    /// The adopters who foster this child, if it is fostered for adoption.
    pub(super) fn early_carers(&self, id: ChildId) -> Option<HouseholdId> {
        let household = self.children[id.0].placement.household?;
        let adopters = self.households[household.0].kind == HouseholdKind::Adoptive;
        adopters.then_some(household)
    }

    /// A child leaves carers who would have adopted it; with the last one they wait again.
    pub(super) fn leave_early_carer(&mut self, id: HouseholdId) {
        match self.households[id.0].places.taken() {
            1 => self.return_to_pool(id),
            _ => self.change_places(id, |places| places.give_back(1)),
        }
    }

    /// Adoption is not the plan: those of these children who are fostered for adoption move.
    pub(super) fn leave_early_carers(&mut self, children: &[ChildId]) {
        let all = children.iter().copied();
        let fostered: Members = all.filter(|&c| self.early_carers(c).is_some()).collect();
        if !fostered.is_empty() {
            self.place_again(&fostered);
        }
    }

    /// Placement orders have been made: carers who foster for adoption become the adopters of
    /// the children who live with them, a case to each household. The chance of adoption counts
    /// as of the day the children joined them. Returns the other children.
    pub(super) fn orders_to_carers(&mut self, family: FamilyId, children: &[ChildId]) -> Members {
        let mut others = Members::new();
        let mut homes: BTreeMap<Root, Members> = BTreeMap::new();
        for &child in children {
            match self.early_carers(child) {
                Some(id) => {
                    let home = homes.entry(self.households[id.0].root);
                    home.or_default().push(child);
                }
                None => others.push(child),
            }
        }
        for members in homes.into_values() {
            let root = match members.len() > 1 && members.len() == children.len() {
                true => self.families[family.0].root,
                false => self.own_case(members[0]),
            };
            self.open_case_with_carers(root, members);
        }
        others
    }

    fn open_case_with_carers(&mut self, root: Root, members: Members) {
        let household = self.early_carers(members[0]);
        let joined = members.iter().map(|m| self.children[m.0].placement.since);
        let joined = joined.max().expect("a case has members");
        let threshold = self.uniform(root, Purpose::Adoptable, 0);
        let adoptable = joined < self.chance_ends(&members, threshold);
        let id = self.add_case(root, members, threshold, self.now);
        self.tell_of_order(id);
        if adoptable {
            self.carers_become_adopters(id, Adopters::FosteringForAdoption, household, joined);
        }
    }
}
