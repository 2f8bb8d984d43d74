//! The future event list: one pending event for each registered entity.
//!
//! An indexed 4-ary heap. Because an entity's key is updated in place, no stale event is ever
//! stored or skipped, and the heap is never larger than the population.
//!
//! Order is (time, phase, identity) and nothing else: neither slot numbers nor the order of
//! scheduling show, so a scenario with one entity more keeps everybody else's order.
//!
//! Reference: D. B. Johnson (1975), "Priority queues with update and finding minimum spanning
//! trees", Information Processing Letters 4(3), for heaps of higher degree with update.

use super::stream::Root;
use super::time::SimTime;

/// Children of a heap node: four keep the tree shallow and siblings close in memory.
const ARITY: usize = 4;
/// The place of a slot that has no pending event.
const UNSCHEDULED: u32 = u32::MAX;
/// The place of a slot that is not registered.
const RELEASED: u32 = u32::MAX - 1;

/// A registered entity's handle, valid from [`Calendar::register`] to [`Calendar::release`].
///
/// Slots are reused. It is a position in memory: never an identity, never a source of randomness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(u32);

impl Slot {
    /// The position: below the largest number of entities registered at once, so that what a caller
    /// knows of an entity can stand in a vector beside the calendar.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An event that has come due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due<E> {
    /// When.
    pub at: SimTime,
    /// The phase it was scheduled in.
    pub phase: u8,
    /// Whose event it is, as registered.
    pub entity: E,
    /// The entity's slot, which stays registered.
    pub slot: Slot,
}

/// A pending event. Compared as one number of 128 bits, without a branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Entry {
    /// The time, its sign bit turned so that it compares as unsigned, and below it 8 bits of phase.
    when: u64,
    identity: u64,
    slot: u32,
}

/// The sign bit of a time within [`Entry::when`].
const SIGN: u64 = 1 << 63;
/// What is left for the time: seconds of a thousand million years.
const FURTHEST: i64 = (1 << 55) - 1;

impl Entry {
    fn new(at: SimTime, phase: u8, identity: u64, slot: u32) -> Entry {
        let seconds = at.seconds().clamp(-FURTHEST, FURTHEST);
        Entry {
            when: (seconds << 8 | i64::from(phase)) as u64 ^ SIGN,
            identity,
            slot,
        }
    }

    fn at(&self) -> SimTime {
        SimTime::from_seconds((self.when ^ SIGN) as i64 >> 8)
    }

    fn phase(&self) -> u8 {
        self.when as u8
    }

    fn comes_before(&self, other: &Entry) -> bool {
        let key = |e: &Entry| u128::from(e.when) << 64 | u128::from(e.identity);
        key(self) < key(other)
    }
}

#[derive(Clone, Debug)]
struct Registered<E> {
    entity: E,
    identity: Root,
}

/// Pending events in order of (time, phase, identity).
///
/// Guaranteed: [`Calendar::pop`] returns events in that order whatever the history of insertions,
/// updates and removals, provided that registered identities differ. Not guaranteed: that time
/// does not go backwards; a caller may schedule the past.
///
/// An entity whose event has come due and who at once has another, as most have, keeps its place
/// at the top of the heap meanwhile: two orderings become one.
///
/// Cost: O(log₄ n) for `schedule`, `cancel`, `release` and `pop`, O(1) for the rest. Memory grows
/// with the largest number of entities registered at once, and nothing is allocated below it.
/// Times beyond a thousand million years either way are taken as that.
///
/// # Panics
/// Every operation on a slot panics if the slot is not registered.
#[derive(Clone, Debug)]
pub struct Calendar<E: Copy> {
    heap: Vec<Entry>,
    slots: Vec<Registered<E>>,
    /// Where in the heap each slot's entry is, or `UNSCHEDULED`, or `RELEASED`: what every move in the
    /// heap writes, and so by itself.
    places: Vec<u32>,
    free: Vec<u32>,
    /// Whose event was taken out last, as long as its entry has not been replaced or removed.
    taken: Option<Slot>,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Calendar::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// Memory of one registered entity with a pending event, bytes.
    pub const BYTES_AN_ENTITY: usize =
        size_of::<Entry>() + size_of::<Registered<E>>() + 2 * size_of::<u32>();

    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        Calendar::with_capacity(0)
    }

    /// An empty calendar that will not allocate below `entities` registrations.
    pub fn with_capacity(entities: usize) -> Calendar<E> {
        Calendar {
            heap: Vec::with_capacity(entities),
            slots: Vec::with_capacity(entities),
            places: Vec::with_capacity(entities),
            free: Vec::with_capacity(entities),
            taken: None,
        }
    }

    /// Takes `entity` in, without an event yet; `identity` settles its order at equal time and
    /// phase, and must differ from every other registered one.
    pub fn register(&mut self, entity: E, identity: Root) -> Slot {
        let registered = Registered { entity, identity };
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = registered;
            self.places[slot as usize] = UNSCHEDULED;
            return Slot(slot);
        }
        let slot = u32::try_from(self.slots.len()).expect("fewer than 2^32 entities");
        assert!(slot < RELEASED, "fewer than 2^32 - 2 entities");
        self.slots.push(registered);
        self.places.push(UNSCHEDULED);
        Slot(slot)
    }

    /// Cancels the slot's event, if any, and gives the slot up for reuse.
    pub fn release(&mut self, slot: Slot) {
        self.cancel(slot);
        self.places[slot.0 as usize] = RELEASED;
        self.free.push(slot.0);
    }

    /// Makes (`at`, `phase`) the slot's pending event, in place of the one it had.
    ///
    /// [`SimTime::NEVER`] cancels.
    pub fn schedule(&mut self, slot: Slot, at: SimTime, phase: u8) {
        if at == SimTime::NEVER {
            return self.cancel(slot);
        }
        match self.place(slot) {
            None => {
                let identity = self.slots[slot.0 as usize].identity.bits();
                let entry = Entry::new(at, phase, identity, slot.0);
                self.heap.push(entry);
                self.sift_up(self.heap.len() - 1, entry);
            }
            Some(place) => {
                if self.taken == Some(slot) {
                    self.taken = None;
                }
                let before = self.heap[place];
                let entry = Entry::new(at, phase, before.identity, slot.0);
                if entry != before {
                    self.settle(place, entry);
                }
            }
        }
    }

    /// Removes the slot's pending event, if any; the entity stays registered.
    pub fn cancel(&mut self, slot: Slot) {
        if self.taken == Some(slot) {
            self.taken = None;
        }
        if let Some(place) = self.place(slot) {
            self.remove(place);
        }
    }

    /// The time of the earliest event.
    pub fn next(&self) -> Option<SimTime> {
        self.first().map(|(at, _)| at)
    }

    /// Time and phase of the earliest event.
    pub fn first(&self) -> Option<(SimTime, u8)> {
        let top = self.heap.first()?;
        let entry = match self.taken == Some(Slot(top.slot)) {
            true => &self.heap[self.least_child(0)?],
            false => top,
        };
        Some((entry.at(), entry.phase()))
    }

    /// Takes out the earliest event; its entity stays registered, with nothing pending.
    pub fn pop(&mut self) -> Option<Due<E>> {
        if let Some(taken) = self.taken {
            self.cancel(taken);
        }
        let entry = *self.heap.first()?;
        let slot = Slot(entry.slot);
        self.taken = Some(slot);
        Some(Due {
            at: entry.at(),
            phase: entry.phase(),
            entity: self.slots[entry.slot as usize].entity,
            slot,
        })
    }

    /// The time of the slot's pending event.
    pub fn scheduled(&self, slot: Slot) -> Option<SimTime> {
        let place = self.place(slot).filter(|_| self.taken != Some(slot))?;
        Some(self.heap[place].at())
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.heap.len() - usize::from(self.taken.is_some())
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn place(&self, slot: Slot) -> Option<usize> {
        let place = self.places[slot.0 as usize];
        assert!(
            place != RELEASED,
            "a slot is used only while it is registered"
        );
        (place != UNSCHEDULED).then_some(place as usize)
    }

    fn remove(&mut self, place: usize) {
        let removed = self.heap[place];
        self.places[removed.slot as usize] = UNSCHEDULED;
        let last = self.heap.pop().expect("a place in the heap is occupied");
        if place < self.heap.len() {
            self.settle(place, last);
        }
    }

    /// Puts `entry` where the heap has a hole or a key to be replaced.
    fn settle(&mut self, hole: usize, entry: Entry) {
        if hole > 0 && entry.comes_before(&self.heap[(hole - 1) / ARITY]) {
            self.sift_up(hole, entry);
        } else {
            self.sift_down(hole, entry);
        }
    }

    fn sift_up(&mut self, mut hole: usize, entry: Entry) {
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if !entry.comes_before(&self.heap[parent]) {
                break;
            }
            self.put(hole, self.heap[parent]);
            hole = parent;
        }
        self.put(hole, entry);
    }

    fn sift_down(&mut self, mut hole: usize, entry: Entry) {
        while let Some(child) = self.least_child(hole) {
            if !self.heap[child].comes_before(&entry) {
                break;
            }
            self.put(hole, self.heap[child]);
            hole = child;
        }
        self.put(hole, entry);
    }

    /// Of a full family of four the least is found by arithmetic, as which it is cannot be
    /// predicted.
    fn least_child(&self, parent: usize) -> Option<usize> {
        let first = parent * ARITY + 1;
        let children = self.heap.get(first..)?;
        if let Some(four) = children.first_chunk::<ARITY>() {
            let earlier = |a: usize, b: usize| {
                let later = usize::from(four[b].comes_before(&four[a]));
                a + later * (b - a)
            };
            return Some(first + earlier(earlier(0, 1), earlier(2, 3)));
        }
        let few = first..first + children.len();
        few.reduce(|a, b| match self.heap[b].comes_before(&self.heap[a]) {
            true => b,
            false => a,
        })
    }

    fn put(&mut self, place: usize, entry: Entry) {
        self.heap[place] = entry;
        // Fits: the heap is no longer than the slots, of which there are fewer than 2^32.
        self.places[entry.slot as usize] = place as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn who(entity: u32) -> Root {
        Root::named("entity", u64::from(entity))
    }

    fn at(seconds: i64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn drain(calendar: &mut Calendar<u32>) -> Vec<(SimTime, u8, u32)> {
        std::iter::from_fn(|| calendar.pop())
            .map(|due| (due.at, due.phase, due.entity))
            .collect()
    }

    #[test]
    fn an_entry_takes_24_bytes() {
        assert_eq!(size_of::<Entry>(), 24);
    }

    #[test]
    fn events_come_by_time_then_phase_then_identity() {
        let mut calendar = Calendar::new();
        let keys = [(0, 5, 1), (1, 5, 0), (2, 3, 9), (3, 5, 0)];
        for (entity, time, phase) in keys {
            let slot = calendar.register(entity, who(entity));
            calendar.schedule(slot, at(time), phase);
        }
        let first_tied = if who(1) < who(3) { 1 } else { 3 };
        let order: Vec<_> = drain(&mut calendar)
            .into_iter()
            .map(|(_, _, entity)| entity)
            .collect();
        assert_eq!(order, [2, first_tied, 4 - first_tied, 0]);
    }

    #[test]
    fn times_before_the_start_come_first_and_the_furthest_are_clamped() {
        let entry = |seconds, phase| Entry::new(at(seconds), phase, who(1).bits(), 0);
        let order = [i64::MIN, -5, -1, 0, 1, i64::MAX - 1].map(|seconds| entry(seconds, 3));
        assert!(order.windows(2).all(|two| two[0].comes_before(&two[1])));
        assert_eq!((order[1].at(), order[1].phase()), (at(-5), 3));
        assert_eq!(order[5].at(), at(FURTHEST));
        assert!(entry(7, 255).comes_before(&entry(8, 0)));
    }

    #[test]
    fn a_popped_entity_stays_registered_and_unscheduled() {
        let mut calendar = Calendar::new();
        let slot = calendar.register('a', who(1));
        calendar.schedule(slot, at(4), 7);
        assert_eq!(calendar.next(), Some(at(4)));
        assert_eq!(
            calendar.pop(),
            Some(Due {
                at: at(4),
                phase: 7,
                entity: 'a',
                slot
            })
        );
        assert_eq!(calendar.scheduled(slot), None);
        calendar.schedule(slot, at(5), 0);
        assert_eq!(calendar.scheduled(slot), Some(at(5)));
    }

    #[test]
    fn scheduling_for_never_cancels() {
        let mut calendar = Calendar::new();
        let slot = calendar.register((), who(1));
        calendar.schedule(slot, at(4), 0);
        calendar.schedule(slot, SimTime::NEVER, 0);
        assert!(calendar.is_empty());
        assert_eq!(calendar.pop(), None);
    }

    #[test]
    fn positions_are_counted_up_from_nothing_and_used_again() {
        let mut calendar = Calendar::new();
        let slots = [1, 2, 3].map(|n| calendar.register(n, who(n)));
        assert_eq!(slots.map(Slot::index), [0, 1, 2]);
        calendar.release(slots[1]);
        assert_eq!(calendar.register(4, who(4)).index(), 1);
    }

    #[test]
    fn a_released_slot_is_reused_without_its_event() {
        let mut calendar = Calendar::new();
        let slot = calendar.register('a', who(1));
        calendar.schedule(slot, at(4), 0);
        calendar.release(slot);
        assert!(calendar.is_empty());
        let again = calendar.register('b', who(2));
        assert_eq!(again, slot);
        assert_eq!(calendar.scheduled(again), None);
    }

    #[test]
    #[should_panic(expected = "only while it is registered")]
    fn a_released_slot_cannot_be_released_again() {
        let mut calendar = Calendar::new();
        let slot = calendar.register((), who(1));
        calendar.release(slot);
        calendar.release(slot);
    }

    const ENTITIES: usize = 12;

    #[derive(Clone, Debug)]
    enum Step {
        Schedule(usize, i64, u8),
        Cancel(usize),
        Renew(usize),
        Pop,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            5 => (0..ENTITIES, 0..20i64, 0..3u8).prop_map(|(e, t, p)| Step::Schedule(e, t, p)),
            1 => (0..ENTITIES).prop_map(Step::Cancel),
            1 => (0..ENTITIES).prop_map(Step::Renew),
            3 => Just(Step::Pop),
        ];
        prop::collection::vec(step, 0..200)
    }

    /// The naive model: a list of pending keys, searched from end to end.
    type Naive = Vec<(SimTime, u8, Root, u32)>;

    fn naive_pop(naive: &mut Naive) -> Option<(SimTime, u8, u32)> {
        let least = (0..naive.len()).min_by_key(|&place| naive[place])?;
        let (time, phase, _, entity) = naive.swap_remove(least);
        Some((time, phase, entity))
    }

    proptest! {
        #[test]
        fn any_history_agrees_with_a_naive_list(steps in steps()) {
            let mut calendar = Calendar::new();
            let mut slots: Vec<_> =
                (0..ENTITIES as u32).map(|entity| calendar.register(entity, who(entity))).collect();
            let mut naive = Naive::new();
            for step in steps {
                match step {
                    Step::Schedule(entity, time, phase) => {
                        calendar.schedule(slots[entity], at(time), phase);
                        naive.retain(|key| key.3 as usize != entity);
                        naive.push((at(time), phase, who(entity as u32), entity as u32));
                    }
                    Step::Cancel(entity) => {
                        calendar.cancel(slots[entity]);
                        naive.retain(|key| key.3 as usize != entity);
                    }
                    Step::Renew(entity) => {
                        calendar.release(slots[entity]);
                        slots[entity] = calendar.register(entity as u32, who(entity as u32));
                        naive.retain(|key| key.3 as usize != entity);
                    }
                    Step::Pop => {
                        let due = calendar.pop().map(|due| (due.at, due.phase, due.entity));
                        prop_assert_eq!(due, naive_pop(&mut naive));
                    }
                }
                prop_assert_eq!(calendar.len(), naive.len());
                prop_assert_eq!(calendar.next(), naive.iter().map(|key| key.0).min());
                for (entity, &slot) in slots.iter().enumerate() {
                    let pending = naive.iter().find(|key| key.3 as usize == entity);
                    prop_assert_eq!(calendar.scheduled(slot), pending.map(|key| key.0));
                }
            }
        }

        #[test]
        fn the_order_of_insertion_does_not_show(
            keys in prop::collection::vec((0..5i64, 0..3u8), 1..60),
            rotation in 0..60usize,
        ) {
            let mut straight = Calendar::new();
            let mut turned = Calendar::with_capacity(keys.len());
            let population: Vec<_> = (0u32..).zip(keys).collect();
            let mut shuffled = population.clone();
            shuffled.reverse();
            shuffled.rotate_left(rotation % population.len());
            for (calendar, order) in [(&mut straight, population), (&mut turned, shuffled)] {
                for (entity, (time, phase)) in order {
                    let slot = calendar.register(entity, who(entity));
                    calendar.schedule(slot, at(time), phase);
                }
            }
            prop_assert_eq!(drain(&mut straight), drain(&mut turned));
        }
    }
}
