//! Brothers and sisters born later.
//!
//! A family that the council knows, because a child of it under twelve is in care or has been
//! adopted, may have another baby who comes into care at birth: a hazard for each family. The baby
//! has a case of its own, but is first offered to the household where a brother or sister lives
//! (Coventry's permanence strategy): the council's own foster carers, if they have room and their
//! approval covers the child; adopters who have adopted a sibling, if they are willing, in which
//! case the match is made by the placement order.
//!
//! The hazard runs in one of the family's records, the newest: with a baby it passes to the baby's, with
//! children who come back to theirs, and from a record that is closed to the newest of those left. In
//! whichever it runs, the family is known by the children of all, closed records among them.

use smallvec::SmallVec;

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{AgeBand, Basis, Child, PlacementKind};
use super::clocks::Running;
use super::entry::Person;
use super::household::HouseholdId;
use super::phase::Purpose;
use super::record::Event;
use super::{ChildId, FamilyId, World};

/// Years to which children keep the family known.
const KNOWN_TO: f64 = 12.0;

impl World<'_> {
    /// From now on the family may have another baby, expected by this record of it and by no other.
    pub(super) fn expect_later_born(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        let first = family.members.first().map(|m| self.children[m.0].basis);
        let alone = first.is_none_or(Basis::comes_alone);
        if alone || !self.uses.later_born {
            return; // Has come without the family.
        }
        let budget = self.budget(family.root, Purpose::LaterBorn, family.births);
        for record in self.kin(id) {
            self.stop_expecting(record);
        }
        self.families[id.0].later_born = Running::new(budget, self.now);
        self.time_later_born(id);
    }

    fn time_later_born(&mut self, id: FamilyId) {
        let rate = self.params().entries.later_born;
        let family = &mut self.families[id.0];
        let entered = family.entered;
        family
            .later_born
            .run(self.now, entered, &self.unit_rate, rate);
        self.reschedule_family(id);
    }

    /// After a change of policy.
    pub(super) fn time_all_later_born(&mut self) {
        let all: Vec<_> = self.families.iter().map(|(i, _)| FamilyId(i)).collect();
        for id in all {
            self.time_later_born(id);
        }
    }

    /// The hazard passes to a newer record of the family.
    pub(super) fn stop_expecting(&mut self, id: FamilyId) {
        self.families[id.0].later_born = Running::idle();
        self.reschedule_family(id);
    }

    /// All records of the same brothers and sisters, this one first.
    fn kin(&self, id: FamilyId) -> SmallVec<[FamilyId; 4]> {
        let next = |record: &FamilyId| Some(self.families[record.0].kin).filter(|next| *next != id);
        std::iter::successors(Some(id), next).collect()
    }

    /// A new record is of the same brothers and sisters as an older one.
    pub(super) fn join_kin(&mut self, new: FamilyId, old: FamilyId) {
        let older = &mut self.families[old.0];
        let (mother, next) = (older.mother, std::mem::replace(&mut older.kin, new));
        let newer = &mut self.families[new.0];
        (newer.mother, newer.kin) = (mother, next);
    }

    /// A record is about to be closed: what it knows passes to the newest of the others, that a child of
    /// the family has been adopted and that a baby is expected.
    pub(super) fn leave_kin(&mut self, id: FamilyId) {
        let kin = self.kin(id);
        let Some((before, newest)) = kin.last().zip(self.newest(&kin[1..])) else {
            return;
        };
        let closed = &mut self.families[id.0];
        let (after, adopted_until) = (closed.kin, closed.adopted_until);
        let hazard = std::mem::replace(&mut closed.later_born, Running::idle());
        self.families[before.0].kin = after;
        let heir = &mut self.families[newest.0];
        heir.adopted_until = heir.adopted_until.max(adopted_until);
        if !hazard.is_idle() {
            self.families[newest.0].later_born = hazard;
            self.reschedule_family(newest);
        }
    }

    fn newest(&self, records: &[FamilyId]) -> Option<FamilyId> {
        let by_entry = |record: &&FamilyId| {
            let family = &self.families[record.0];
            (family.entered, family.root)
        };
        records.iter().max_by_key(by_entry).copied()
    }

    /// The family's children, of all its records.
    fn brothers_and_sisters(&self, id: FamilyId) -> impl Iterator<Item = &Child> {
        let records = self.kin(id).into_iter();
        let members = records.flat_map(move |record| &self.families[record.0].members);
        members.map(move |child| &self.children[child.0])
    }

    /// Whether a child of the family has been adopted and is still young.
    fn has_young_adopted_child(&self, id: FamilyId) -> bool {
        let mut records = self.kin(id).into_iter();
        records.any(|record| self.families[record.0].adopted_until > self.now)
    }

    /// A child of the family has been adopted: it stays known for some years.
    pub(super) fn adopted_from(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let until = child.born + SimSpan::from_years(KNOWN_TO);
        let family = &mut self.families[child.family.0];
        family.adopted_until = family.adopted_until.max(until);
    }

    /// Whether a family of which nobody is followed any more is kept, because a baby would
    /// be offered to a sibling's adopters.
    pub(super) fn is_still_known(&self, id: FamilyId) -> bool {
        let family = &self.families[id.0];
        family.later_born.at() < self.end_of_period() && family.adopted_until > self.now
    }

    /// The hazard strikes: a baby, if the family is still known to the council.
    pub(super) fn later_born_sibling(&mut self, id: FamilyId) {
        let family = &mut self.families[id.0];
        family.births += 1;
        let known = self.has_young_adopted_child(id) || self.has_young_child_in_care(id);
        if known {
            self.families[id.0].later_born = Running::idle();
            self.baby_enters(id);
            self.reschedule_family(id);
        } else {
            self.expect_later_born(id);
        }
        self.release_family_if_empty(id);
    }

    fn has_young_child_in_care(&self, id: FamilyId) -> bool {
        let mut children = self.brothers_and_sisters(id);
        children.any(|child| child.in_care() && child.age(self.now).years() < KNOWN_TO)
    }

    /// The baby's case begins.
    fn baby_enters(&mut self, elder: FamilyId) {
        let older = &self.families[elder.0];
        let (births, together) = (u64::from(older.births), older.together);
        let root = Root::pair(older.root, Root::named("later-born sibling", births));
        let entries = &self.params().entries;
        let band = AgeBand::Under1;
        let basis = match self.basis(root, band, 0) {
            basis if basis.comes_alone() => Basis::Section20,
            basis => basis,
        };
        // The family's own group, as long as one of its children is known.
        let ethnic_group = self.brothers_and_sisters(elder).next().map_or_else(
            || self.ethnic_group(older.root, &entries.ethnic_group),
            |elder| elder.ethnic_group,
        );
        let child = root.child(0);
        let (additional, complex) = (entries.additional_needs, entries.complex_needs);
        let person = Person {
            root: child,
            born: self.now,
            needs: self.needs(child, additional[band as usize], complex[band as usize]),
            basis,
            ethnic_group,
        };
        let adopters = self.siblings_have_adopters(elder);
        let family = self.found_family(root, self.now, together);
        self.join_kin(family, elder);
        self.families[family.0].siblings_adopters = adopters;
        let id = self.add_child(family, person, self.now, 0);
        let household = self.room_with_siblings(elder, id);
        self.begin_case_at(family, household);
        self.tell(|child| Event::LaterBorn(child), id);
        if household.is_some() {
            self.tell(|child| Event::KeptTogether(child), id);
        }
    }

    /// Whether a brother or sister, of whatever record, has been adopted or lives with adopters.
    fn siblings_have_adopters(&self, elder: FamilyId) -> bool {
        let mut records = self.kin(elder).into_iter();
        let with_adopters =
            |child: &Child| child.in_care() && child.placement.kind == PlacementKind::Adoptive;
        records.any(|record| self.families[record.0].siblings_adopters)
            || self.has_young_adopted_child(elder)
            || self.brothers_and_sisters(elder).any(with_adopters)
    }

    /// Whether the adopters of a brother or sister take this child, who came after it.
    pub(super) fn siblings_adopters_wait(&self, members: &[ChildId]) -> bool {
        let [child] = members else { return false };
        let family = &self.families[self.children[child.0].family.0];
        let willing = self.params().entries.later_born_accepted;
        family.siblings_adopters
            && self.uniform(family.root, Purpose::SiblingsAdopters, 0) < willing
    }

    /// The council's own carers of a brother or sister, if they can take the baby too.
    fn room_with_siblings(&self, elder: FamilyId, baby: ChildId) -> Option<HouseholdId> {
        let group = self.group(&[baby]);
        // Adopters who foster a child they may adopt are no foster carers for others.
        let homes = self
            .brothers_and_sisters(elder)
            .filter_map(|child| child.placement.household.filter(|&h| self.is_foster(h)));
        let able = homes.filter(|id| {
            let household = &self.households[id.0];
            household.places.free() > 0 && household.approval.covers(&group)
        });
        able.min_by_key(|id| self.households[id.0].root)
    }
}

/// Before any child of a family has been adopted.
pub(super) const NOBODY_ADOPTED: SimTime = SimTime::from_seconds(i64::MIN);
