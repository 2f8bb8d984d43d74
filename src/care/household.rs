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

use super::child::Needs;
use super::phase::{Phase, Purpose};
use super::record::{Event, Observer};
use super::{ChildId, World};

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
}

impl Approval {
    /// Whether the approval covers these children, together.
    pub fn covers(&self, group: &Group) -> bool {
        group.size <= self.largest_group
            && self.age_from <= group.youngest
            && group.eldest < self.age_to
            && group.needs <= self.needs
    }
}

/// A household with room, as a search looks at it. A copy of what its record says, so that a
/// search, which looks at all of them, goes along a short list; `World::change_places` keeps it true.
#[derive(Clone, Copy, Debug)]
pub struct Vacancy {
    /// The household.
    pub id: HouseholdId,
    /// Its identity.
    pub root: Root,
    /// Places free.
    pub free: u16,
    /// Since when it has had a vacancy (adopters: has been waiting).
    pub since: SimTime,
    /// Whom it can take.
    pub approval: Approval,
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
    /// It has given notice: no new children, and it closes when the last one has left.
    pub closing: bool,
    /// Its place in the list of households with room, while it has room.
    pub listed: Option<usize>,
    /// The calendar entry.
    pub slot: Slot,
}

impl Household {
    /// Whether somebody can come: carers have a free place, adopters are not matched.
    pub fn has_room(&self) -> bool {
        let matched = self.kind == HouseholdKind::Adoptive && self.places.taken() > 0;
        self.places.free() > 0 && !matched
    }

    fn vacancy(&self, id: HouseholdId) -> Vacancy {
        Vacancy {
            id,
            root: self.root,
            free: self.places.free(),
            since: self.vacant_since,
            approval: self.approval,
        }
    }

    /// The next thing to happen to the household.
    pub fn next(&self) -> (SimTime, Phase) {
        let rest = self.rests.first().copied().unwrap_or(SimTime::NEVER);
        (rest, Phase::RestEnds).min((self.leaves_at, Phase::HouseholdLeaves))
    }

    /// Whether its tenure can end: it has not given notice, and adopters still wait.
    pub fn may_leave(&self) -> bool {
        let waits = self.kind == HouseholdKind::Foster || self.places.taken() == 0;
        waits && !self.closing
    }
}

impl<O: Observer> World<'_, O> {
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
        let all = self.children.iter();
        let here = all.filter(|(_, c)| c.placed && c.placement.household == Some(id));
        // As many as have taken its places: with the last of them found, the search ends.
        let mut leaving: Vec<_> = here
            .take(self.households[id.0].places.taken().into())
            .map(|(index, c)| (self.families[c.family.0].root, c.root, ChildId(index)))
            .collect();
        leaving.sort_unstable();
        for siblings in leaving.chunk_by(|a, b| a.0 == b.0) {
            let siblings: Vec<ChildId> = siblings.iter().map(|&(.., id)| id).collect();
            for &child in &siblings {
                self.tell(|child| Event::Disrupted(child), child);
            }
            self.place_again(&siblings);
        }
    }

    fn deregister(&mut self, id: HouseholdId) {
        self.observer
            .event(self.now, Event::HouseholdLeft(&self.households[id.0]));
        self.remove_household(id);
    }

    /// Changes a household's places, and keeps the list of households with room true. Whatever
    /// else of a vacancy changes, changes before this.
    pub(super) fn change_places(&mut self, id: HouseholdId, change: impl FnOnce(&mut Places)) {
        let household = &mut self.households[id.0];
        change(&mut household.places);
        let list = &mut self.with_room[household.kind as usize];
        match (household.listed, household.has_room()) {
            (None, true) => {
                household.listed = Some(list.len());
                list.push(household.vacancy(id));
            }
            (Some(place), true) => list[place] = household.vacancy(id),
            (Some(_), false) => self.unlist(id),
            (None, false) => {}
        }
    }

    fn unlist(&mut self, id: HouseholdId) {
        let household = &mut self.households[id.0];
        let list = &mut self.with_room[household.kind as usize];
        if let Some(place) = household.listed.take() {
            list.swap_remove(place);
            if let Some(&moved) = list.get(place) {
                self.households[moved.id.0].listed = Some(place);
            }
        }
    }

    /// Households of a kind that have room, in no particular order.
    pub(super) fn with_room(&self, kind: HouseholdKind) -> &[Vacancy] {
        &self.with_room[kind as usize]
    }

    /// The household is gone from the world.
    pub(super) fn remove_household(&mut self, id: HouseholdId) {
        self.unlist(id);
        let household = self.households.remove(id.0);
        self.calendar.release(household.slot);
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
