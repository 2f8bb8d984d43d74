//! Young people who stay on after eighteen.
//!
//! Staying put (Children Act 1989 s. 23CZA): who turns eighteen in foster care may go on living
//! with the same carers until twenty-one. They are no longer looked after, but with the council's own
//! carers they keep the place, which no foster child can then have. Staying close: who leaves a
//! children's home may live near it with its support. Both end at twenty-one or earlier, by a hazard;
//! a stay also ends when the carers stop. Some live with the council's own carers when the run begins.

use crate::des::calendar::Slot;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::PlacementKind;
use super::clocks::Running;
use super::household::{HouseholdId, HouseholdKind};
use super::leaving::End;
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::{ChildId, Entity, World};

/// The age to which a young person can stay.
const TWENTY_ONE: f64 = 21.0;
/// Years from the eighteenth birthday to that.
const LONGEST_STAY: f64 = 3.0;

/// Index of a stay in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StayId(pub u32);

/// How a young person stays on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StayKind {
    /// With the former foster carers.
    Put,
    /// Near the former children's home.
    Close,
}

/// A young person over eighteen who stays on.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Identity: the child's.
    pub root: Root,
    /// With carers, or close to a home.
    pub kind: StayKind,
    /// The household whose place is taken, with the council's own carers.
    pub household: Option<HouseholdId>,
    /// The twenty-first birthday.
    pub until: SimTime,
    /// When they first came into care; in the past, for those who stay put when the run begins.
    pub first_entered: SimTime,
    since: SimTime,
    leaves: Running,
    slot: Slot,
}

impl World<'_> {
    /// Whether and how the child stays on after eighteen.
    pub(super) fn stays_on(&self, id: ChildId) -> Option<StayKind> {
        let after = &self.params().after_eighteen;
        if self.early_carers(id).is_some() {
            // Carers who meant to adopt are no foster carers to stay with.
            return None;
        }
        let child = &self.children[id.0];
        let (kind, share) = match child.placement.kind {
            PlacementKind::InHouse | PlacementKind::Agency | PlacementKind::Kinship => {
                (StayKind::Put, after.staying_put)
            }
            PlacementKind::ChildrensHome => (StayKind::Close, after.staying_close),
            _ => return None,
        };
        (self.uniform(child.root, Purpose::StaysOn, 0) < share).then_some(kind)
    }

    /// The eighteenth birthday of a child who stays on: the place passes to the young adult.
    pub(super) fn stay_on(&mut self, id: ChildId, kind: StayKind) {
        let child = &mut self.children[id.0];
        let (root, born, entered) = (child.root, child.born, child.first_entered);
        let household = child.placement.household.take();
        let end = match kind {
            StayKind::Put => End::StayedWithCarersAt18,
            StayKind::Close => self.end_at_18(id),
        };
        self.leave_care_as(id, end);
        let until = born + SimSpan::from_years(TWENTY_ONE);
        self.add_stay(root, kind, household, until, entered);
    }

    fn add_stay(
        &mut self,
        root: Root,
        kind: StayKind,
        household: Option<HouseholdId>,
        until: SimTime,
        first_entered: SimTime,
    ) {
        let stay = StayId(self.stays.next_index());
        let slot = self.calendar.register(Entity::Stay(stay), root);
        let budget = self.budget(root, Purpose::StayBudget, 0);
        self.stays.add(Stay {
            root,
            kind,
            household,
            until,
            first_entered,
            since: self.now,
            leaves: Running::new(budget, self.now),
            slot,
        });
        self.observer
            .event(self.now, Event::StayBegan(&self.stays[stay.0]));
        self.time_stay(stay);
    }

    /// Young people who stay put when the run begins, in places that no child has. How long they
    /// have stayed is as it is among those found at a random moment: the shorter the likelier,
    /// by the hazard of moving on. Budgets have no memory.
    pub(super) fn place_existing_stays(&mut self) {
        let rate = self.params().after_eighteen.leaves;
        for ordinal in 0..u64::from(self.model.stock.staying_put) {
            let root = Root::named("existing young person who stays put", ordinal);
            let Some(household) = self.carers_by_lot(root) else {
                return;
            };
            let u = self.uniform(root, Purpose::Served, 0);
            let stayed = match rate > 0.0 {
                true => -libm::log1p(u * libm::expm1(-rate * LONGEST_STAY)) / rate,
                false => u * LONGEST_STAY,
            };
            let left = SimSpan::from_years(LONGEST_STAY - stayed);
            let until = SimTime::START + left.max(SimSpan::from_seconds(1));
            self.change_places(household, |places| places.take(1));
            let entered = SimTime::START - SimSpan::YEAR;
            self.add_stay(root, StayKind::Put, Some(household), until, entered);
        }
    }

    fn carers_by_lot(&self, root: Root) -> Option<HouseholdId> {
        let carers = self.with_room(HouseholdKind::Foster).shelves();
        self.by_lot(root, carers.map(|(.., shelf)| shelf))
    }

    fn time_stay(&mut self, id: StayId) {
        let rate = self.params().after_eighteen.leaves;
        let stay = &mut self.stays[id.0];
        stay.leaves.run(self.now, stay.since, &self.unit_rate, rate);
        let (at, slot) = (stay.leaves.at().min(stay.until), stay.slot);
        self.pend(slot, at, Phase::StayEnds);
    }

    /// After a change of policy.
    pub(super) fn time_stays(&mut self) {
        let all: Vec<_> = self.stays.iter().map(|(index, _)| StayId(index)).collect();
        for id in all {
            self.time_stay(id);
        }
    }

    /// The young person moves on; the carers' place rests and is offered again.
    pub(super) fn end_stay(&mut self, id: StayId) {
        let stay = self.stays.remove(id.0);
        self.calendar.release(stay.slot);
        self.observer.event(self.now, Event::StayEnded(&stay));
        if let Some(household) = stay.household {
            self.give_place_back(household);
        }
    }

    /// The carers stop now: who stayed put with them moves on, in order of identity.
    pub(super) fn end_stays_with(&mut self, household: HouseholdId) {
        let all = self.stays.iter();
        let here = all.filter(|(_, stay)| stay.household == Some(household));
        let mut leaving: Vec<_> = here.map(|(i, stay)| (stay.root, StayId(i))).collect();
        leaving.sort_unstable();
        for (_, id) in leaving {
            self.end_stay(id);
        }
    }
}
