//! A household that cares for children: the council's own foster carers, or adopters.
//!
//! Relatives who foster belong to one child's family and are no general capacity, so they are
//! not households here; agency carers are bought place by place (see `search`).
//!
//! When a placement ends the place is not available for a while: carers rest, or need time
//! before another child. A household that gives notice takes no more children; some keep those
//! they have until they leave, from the others the children move.
//! Adopters leave the pool when matched, or give up after a long wait.

use serde::Serialize;

use crate::des::calendar::Slot;
use crate::des::hazard::HazardClock;
use crate::des::resource::Places;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::adoption::Adopters;
use super::child::{EthnicGroup, Needs};
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::region::{Lender, Outcome};
use super::vacancies::{Listed, Profile, Vacancies, Vacancy};
use super::{ChildId, Members, World};

/// Index of a household in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseholdId(pub u32);

/// What a household is approved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// In-house foster carers: placements follow one another.
    Foster,
    /// Adopters: one match, then they leave the pool.
    Adoptive,
}

/// Whose adopters a household is, in the order in which they are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// The council's own.
    Own,
    /// Of a partner in the regional adoption agency.
    Regional,
    /// Found through the national register: other agencies, voluntary ones included.
    Register,
}

/// Whom a household can take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approval {
    /// Places, 1 to 4.
    pub places: u16,
    /// Youngest age taken, years.
    pub age_from: f64,
    /// First age not taken, years.
    pub age_to: f64,
    /// Largest sibling group taken together.
    pub largest_group: u16,
    /// The most demanding needs taken.
    pub needs: Needs,
    /// The household's own ethnic group.
    pub ethnic_group: EthnicGroup,
    /// Whether it takes children of other groups.
    pub takes_other_ethnic_groups: bool,
    /// Adopters who are approved to foster, too.
    pub dual: bool,
}

/// Children to be cared for together, as a household looks at them now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Identity of the group as it is composed now.
    pub root: Root,
    /// How many children.
    pub size: u16,
    /// Age of the youngest, years.
    pub youngest: f64,
    /// Age of the eldest, years.
    pub eldest: f64,
    /// The most demanding needs among them.
    pub needs: Needs,
    /// Their ethnic group: brothers and sisters share one.
    pub ethnic_group: EthnicGroup,
}

impl Approval {
    /// Whether the approval covers these children, together.
    pub fn covers(&self, group: &Group) -> bool {
        group.size <= self.largest_group
            && self.age_from <= group.youngest
            && group.eldest < self.age_to
            && group.needs <= self.needs
            && (self.takes_other_ethnic_groups || group.ethnic_group == self.ethnic_group)
    }
}

/// A household. Its places say how many children live there.
#[derive(Clone, Debug)]
pub struct Household {
    /// Identity: strand name and ordinal.
    pub root: Root,
    /// Index of the strand that recruited it.
    pub strand: usize,
    /// Foster or adoptive.
    pub kind: HouseholdKind,
    /// Whose household it is.
    pub provider: Provider,
    /// Whom it can take.
    pub approval: Approval,
    /// Places taken, free and not available.
    pub places: Places,
    /// When it was approved.
    pub approved: SimTime,
    /// Since when it has had a vacancy (adopters: has been waiting).
    pub vacant_since: SimTime,
    /// Leaving, by hazard of tenure.
    pub tenure: HazardClock,
    /// When that rings at today's rate.
    pub leaves_at: SimTime,
    /// Ends of rests under way, earliest first; one closed place each.
    pub rests: Vec<SimTime>,
    /// Placements that have ended here, which number the rests.
    pub endings: u32,
    /// Who was placed here; some may have left since.
    pub came: Members,
    /// Adopters who have adopted: when they come back for another child; never otherwise.
    pub back_at: SimTime,
    /// How often adopters have come back.
    pub returns: u32,
    /// It has given notice: no new children, and it closes when the last one has left.
    pub closing: bool,
    /// Where it stands among households with room, while it has room.
    pub listed: Option<Listed>,
    /// The number of its profile there, when it last had room.
    pub shelf: usize,
    /// Whose household it is, if another authority of the pool has approved it: this record then
    /// stands for it while these children are matched or placed.
    pub lender: Option<Lender>,
    /// The calendar entry.
    pub slot: Slot,
}

impl Household {
    /// Whether somebody can come: carers have a free place, adopters are not matched.
    pub fn has_room(&self) -> bool {
        let matched = self.kind == HouseholdKind::Adoptive && self.places.taken() > 0;
        self.places.free() > 0 && !matched
    }

    fn profile(&self) -> Profile {
        Profile {
            provider: self.provider,
            approval: self.approval,
        }
    }

    /// Whose adopters they are to the authority of the children matched with them.
    pub fn adopters(&self) -> Adopters {
        match self.provider {
            Provider::Own if self.lender.is_some() => Adopters::Regional,
            provider => provider.into(),
        }
    }

    /// The next thing to happen to the household.
    pub fn next(&self) -> (SimTime, Phase) {
        let rest = self.rests.first().copied().unwrap_or(SimTime::NEVER);
        (rest, Phase::RestEnds)
            .min((self.leaves_at, Phase::HouseholdLeaves))
            .min((self.back_at, Phase::AdoptersReturn))
    }

    /// Whether its tenure can end: it has not given notice, and adopters still wait.
    pub fn may_leave(&self) -> bool {
        let unmatched = self.places.taken() == 0 && self.back_at == SimTime::NEVER;
        let waits = self.kind == HouseholdKind::Foster || unmatched;
        waits && !self.closing
    }
}

impl World<'_> {
    /// A child has left: the place rests, or closes for good with a household that has given notice.
    pub(super) fn give_place_back(&mut self, id: HouseholdId) {
        self.change_places(id, |places| {
            places.give_back(1);
            places.close(1);
        });
        let household = &mut self.households[id.0];
        household.endings += 1;
        if household.closing {
            if household.places.taken() == 0 {
                self.deregister(id);
            }
            return;
        }
        let (root, endings) = (household.root, household.endings);
        let u = self.uniform(root, Purpose::Rest, endings);
        let rest = SimSpan::from_days(self.params().search.rest.quantile(u));
        self.rest_until(id, self.now + rest);
    }

    /// A child stays with its carers for good, and its place is no place for others any more. Carers
    /// without any other place no longer foster.
    pub(super) fn close_place_for_good(&mut self, id: HouseholdId) {
        self.change_places(id, |places| {
            places.give_back(1);
            places.set_total(places.total() - 1);
        });
        let household = &self.households[id.0];
        let places = household.places;
        if places.total() == 0 || (household.closing && places.taken() == 0) {
            self.deregister(id);
        }
    }

    /// One closed place of the household will be offered again at `until`.
    pub(super) fn rest_until(&mut self, id: HouseholdId, until: SimTime) {
        let rests = &mut self.households[id.0].rests;
        let place = rests.partition_point(|&r| r <= until);
        rests.insert(place, until);
        self.reschedule_household(id);
    }

    /// A rest is over: the place can be offered again.
    pub(super) fn rest_ends(&mut self, id: HouseholdId) {
        let household = &mut self.households[id.0];
        household.rests.remove(0);
        household.vacant_since = self.now;
        self.change_places(id, |places| places.reopen(1));
        self.reschedule_household(id);
    }

    /// The household gives notice, or adopters give up.
    pub(super) fn household_gives_notice(&mut self, id: HouseholdId) {
        self.close_to_newcomers(id);
        let household = &self.households[id.0];
        let (root, taken) = (household.root, household.places.taken());
        if taken == 0 {
            return self.deregister(id);
        }
        let keeps = self.params().search.keeps_children;
        if self.uniform(root, Purpose::KeepsChildren, 0) >= keeps {
            // The household is gone with the last who lives there.
            self.end_stays_with(id);
            if self.households.get(id.0).is_some_and(|h| h.root == root) {
                self.move_children_on(id);
            }
        }
    }

    /// No new children come to a household that has given notice.
    pub(super) fn close_to_newcomers(&mut self, id: HouseholdId) {
        let household = &mut self.households[id.0];
        household.leaves_at = SimTime::NEVER;
        household.closing = true;
        household.rests.clear();
        self.change_places(id, |places| places.close(places.free()));
        self.reschedule_household(id);
    }

    /// The carers stop now: every child who lives with them moves, brothers and sisters
    /// together, in order of identity.
    fn move_children_on(&mut self, id: HouseholdId) {
        let mut leaving: Vec<_> = self
            .who_lives_with(id)
            .map(|child| {
                let c = &self.children[child.0];
                (self.families[c.family.0].root, c.root, child)
            })
            .collect();
        leaving.sort_unstable();
        for siblings in leaving.chunk_by(|a, b| a.0 == b.0) {
            let siblings: Members = siblings.iter().map(|&(.., id)| id).collect();
            for &child in &siblings {
                self.tell(|child| Event::Disrupted(child), child);
            }
            self.place_again(&siblings);
        }
    }

    /// Children placed with the household, of whom it keeps a list so that nobody need look among all. Who
    /// leaves stays on it until somebody comes.
    fn who_lives_with(&self, id: HouseholdId) -> impl Iterator<Item = ChildId> {
        let came = self.households[id.0].came.iter().copied();
        came.filter(move |child| {
            let child = self.children.get(child.0);
            child.is_some_and(|c| c.placed && c.placement.household == Some(id))
        })
    }

    /// A child comes to live with the household.
    pub(super) fn come_to_live_with(&mut self, id: HouseholdId, child: ChildId) {
        let others = self.who_lives_with(id).filter(|&other| other != child);
        let mut came: Members = others.collect();
        came.push(child);
        self.households[id.0].came = came;
    }

    /// Foster carers adopt children who live with them: their places are gone for good.
    pub(super) fn close_adopted_places(&mut self, id: HouseholdId, children: u16) {
        let household = &mut self.households[id.0];
        let total = household.places.total() - children;
        household.approval.places = total;
        household.approval.largest_group = household.approval.largest_group.min(total);
        self.change_places(id, |places| {
            places.give_back(children);
            places.set_total(total);
        });
        let household = &self.households[id.0];
        if total == 0 || household.closing && household.places.taken() == 0 {
            self.deregister(id);
        }
    }

    /// Adopters have adopted: they are gone, for good or until they come back.
    pub(super) fn has_adopted(&mut self, id: HouseholdId) {
        if let Some(lender) = self.households[id.0].lender.take() {
            self.tell_lender(Some(lender), Outcome::Adopted);
            return self.remove_household(id);
        }
        match self.will_come_back(id) {
            true => self.leave_until_return(id),
            false => self.remove_household(id),
        }
    }

    /// Whether these adopters will come back for another child: drawn once for each adoption.
    pub(super) fn will_come_back(&self, id: HouseholdId) -> bool {
        let household = &self.households[id.0];
        let share = self.params().recruitment[household.strand].returns;
        self.uniform(household.root, Purpose::AdoptersReturn, household.returns) < share
    }

    /// Adopters have adopted; they are not in the pool until they come back.
    pub(super) fn leave_until_return(&mut self, id: HouseholdId) {
        let strand = &self.params().recruitment[self.households[id.0].strand];
        let away = SimSpan::from_days(strand.returns_after_days);
        let household = &mut self.households[id.0];
        household.back_at = self.now + away.max(SimSpan::from_seconds(1));
        household.leaves_at = SimTime::NEVER;
        self.change_places(id, |places| {
            places.give_back(places.taken());
            places.close(places.free());
        });
        self.reschedule_household(id);
    }

    /// Adopters come back for another child: they wait, as if approved now.
    pub(super) fn adopters_return(&mut self, id: HouseholdId) {
        let now = self.now;
        let household = &mut self.households[id.0];
        household.back_at = SimTime::NEVER;
        household.returns += 1;
        household.approved = now;
        household.vacant_since = now;
        let (root, returns) = (household.root, household.returns);
        let budget = self.budget(root, Purpose::Tenure, returns);
        self.households[id.0].tenure = HazardClock::new(budget, now);
        self.change_places(id, |places| places.reopen(places.closed()));
        self.time_tenure(id);
        self.observer
            .event(now, Event::AdoptersReturned(&self.households[id.0]));
    }

    fn deregister(&mut self, id: HouseholdId) {
        self.observer
            .event(self.now, Event::HouseholdLeft(&self.households[id.0]));
        self.remove_household(id);
    }

    /// Changes a household's places, and keeps it on the right shelf of those with room. Whatever
    /// else of a vacancy changes, changes before this.
    pub(super) fn change_places(&mut self, id: HouseholdId, change: impl FnOnce(&mut Places)) {
        self.unlist(id);
        let household = &mut self.households[id.0];
        change(&mut household.places);
        if household.has_room() {
            let vacancy = Vacancy {
                since: household.vacant_since,
                root: household.root,
                id,
            };
            let (profile, free) = (household.profile(), household.places.free());
            let vacancies = &mut self.with_room[household.kind as usize];
            let listed = vacancies.add(profile, household.shelf, free, vacancy);
            household.shelf = listed.profile;
            household.listed = Some(listed);
        }
    }

    fn unlist(&mut self, id: HouseholdId) {
        let household = &mut self.households[id.0];
        if let Some(listed) = household.listed.take() {
            self.with_room[household.kind as usize].remove(&listed);
        }
    }

    /// Households of a kind that have room.
    pub(super) fn with_room(&self, kind: HouseholdKind) -> &Vacancies {
        &self.with_room[kind as usize]
    }

    /// The household is gone from the world.
    pub(super) fn remove_household(&mut self, id: HouseholdId) {
        self.unlist(id);
        let household = self.households.remove(id.0);
        self.calendar.release(household.slot);
        self.tell_lender(household.lender, Outcome::Gone);
    }

    /// Uses up the tenure budget to now at the rate that has held.
    pub(super) fn settle_tenure(&mut self, id: HouseholdId) {
        let params = self.params();
        let household = &mut self.households[id.0];
        if !household.may_leave() {
            // Adopters who are matched do not grow tired of waiting; a notice is given once.
            household.tenure = HazardClock::new(household.tenure.left(), self.now);
            return;
        }
        let leaving = &params.recruitment[household.strand].leaving;
        let approved = household.approved;
        household.tenure.advance(self.now, approved, leaving, 1.0);
    }

    /// Times a household's leaving anew.
    pub(super) fn time_tenure(&mut self, id: HouseholdId) {
        self.settle_tenure(id);
        let params = self.params();
        let household = &mut self.households[id.0];
        let leaving = &params.recruitment[household.strand].leaving;
        household.leaves_at = household.tenure.ring(household.approved, leaving, 1.0);
        self.reschedule_household(id);
    }
}
