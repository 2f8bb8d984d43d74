//! The workload without the framework, close to the limit: what a programmer writes who has this system
//! and no other in mind.
//!
//! A struct of arrays, slots reused; one pending event for each child, the earliest of its clocks, in an
//! indexed 4-ary heap whose top is replaced; time as the bits of a float; the clocks of a placement drawn
//! as one, so that neither a change of one rate nor a child more leaves anybody's luck alone; ties in no
//! particular order; nothing allocated for an event.

use std::collections::VecDeque;

use super::definition::{
    ADOPTERS, COMPLEX, ENTRIES, Figures, GUARDIANSHIP, HOME, MOVE, OF_AGE, OLDEST, PLACES, PLAN,
    REVOKE, Route, SEARCH, YEARS,
};
use super::generator::Xoshiro;

/// The arrivals' slots, before the children's.
const ENTRY: u32 = 0;
const ADOPTER: u32 = 1;

#[derive(Clone, Copy, PartialEq)]
enum Clock {
    Match,
    Home,
    Guardianship,
    Move,
    Plan,
    Revocation,
    OfAge,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Searching,
    Queueing,
    Placed,
    Planned,
}

/// Who is pending when, each at most once.
struct Heap {
    entries: Vec<(u64, u32)>,
    /// Where each slot's entry is.
    places: Vec<u32>,
}

impl Heap {
    fn put(&mut self, place: usize, entry: (u64, u32)) {
        self.entries[place] = entry;
        self.places[entry.1 as usize] = place as u32;
    }

    fn push(&mut self, at: f64, slot: u32) {
        let entry = (at.to_bits(), slot);
        self.entries.push(entry);
        self.up(self.entries.len() - 1, entry);
    }

    /// Gives the slot's entry another time.
    fn replace(&mut self, at: f64, slot: u32) {
        self.settle(self.places[slot as usize] as usize, (at.to_bits(), slot));
    }

    fn remove(&mut self, slot: u32) {
        let place = self.places[slot as usize] as usize;
        if let Some(last) = self.entries.pop()
            && place < self.entries.len()
        {
            self.settle(place, last);
        }
    }

    fn settle(&mut self, place: usize, entry: (u64, u32)) {
        if place > 0 && entry.0 < self.entries[(place - 1) / 4].0 {
            self.up(place, entry);
        } else {
            self.down(place, entry);
        }
    }

    fn up(&mut self, mut place: usize, entry: (u64, u32)) {
        while place > 0 {
            let parent = (place - 1) / 4;
            if self.entries[parent].0 <= entry.0 {
                break;
            }
            self.put(place, self.entries[parent]);
            place = parent;
        }
        self.put(place, entry);
    }

    fn down(&mut self, mut place: usize, entry: (u64, u32)) {
        loop {
            let first = 4 * place + 1;
            let Some(children) = self.entries.get(first..) else {
                break;
            };
            let least = match children.first_chunk::<4>() {
                Some(four) => {
                    let earlier = |a: usize, b: usize| if four[b].0 < four[a].0 { b } else { a };
                    earlier(earlier(0, 1), earlier(2, 3))
                }
                None if children.is_empty() => break,
                None => (1..children.len()).fold(0, |a, b| match children[b].0 < children[a].0 {
                    true => b,
                    false => a,
                }),
            };
            if children[least].0 >= entry.0 {
                break;
            }
            self.put(place, self.entries[first + least]);
            place = first + least;
        }
        self.put(place, entry);
    }
}

struct Children {
    entered: Vec<f64>,
    of_age: Vec<f64>,
    next: Vec<Clock>,
    state: Vec<State>,
    complex: Vec<bool>,
    /// Raised whenever the child joins or leaves a queue: an older entry of a queue is stale.
    turn: Vec<u32>,
    free: Vec<u32>,
}

/// First in, first out; whoever left stays in it until passed over.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<(u32, u32)>,
    length: u32,
    as_of: f64,
    area: f64,
}

impl Queue {
    fn change(&mut self, now: f64, by: i32) {
        self.area += f64::from(self.length) * (now - self.as_of);
        self.as_of = now;
        self.length = self.length.wrapping_add_signed(by);
    }

    fn join(&mut self, now: f64, slot: u32, children: &mut Children) {
        children.turn[slot as usize] += 1;
        self.waiting.push_back((slot, children.turn[slot as usize]));
        self.change(now, 1);
    }

    fn leave(&mut self, now: f64, slot: u32, children: &mut Children) {
        children.turn[slot as usize] += 1;
        self.change(now, -1);
    }

    fn serve(&mut self, now: f64, children: &mut Children) -> Option<u32> {
        if self.length == 0 {
            return None;
        }
        loop {
            let (slot, turn) = self.waiting.pop_front()?;
            if children.turn[slot as usize] == turn {
                self.leave(now, slot, children);
                return Some(slot);
            }
        }
    }
}

struct System {
    random: Xoshiro,
    heap: Heap,
    children: Children,
    free_places: u32,
    place_queue: Queue,
    adopter_queue: Queue,
    adopters: u32,
    in_care: u64,
    figures: Figures,
}

/// One replication at `scale`.
pub fn replicate(seed: u64, replication: u64, scale: u32) -> Figures {
    let mut system = System::new(seed, replication, scale);
    let (entries, adopters) = (ENTRIES * f64::from(scale), ADOPTERS * f64::from(scale));
    for (slot, rate) in [(ENTRY, entries), (ADOPTER, adopters)] {
        let gap = system.random.exponential() / rate;
        system.heap.push(gap, slot);
    }
    loop {
        let (at, slot) = system.heap.entries[0];
        let now = f64::from_bits(at);
        if now > YEARS {
            break;
        }
        match slot {
            ENTRY => {
                let gap = system.random.exponential() / entries;
                system.heap.replace(now + gap, slot);
                system.enter(now);
            }
            ADOPTER => {
                let gap = system.random.exponential() / adopters;
                system.heap.replace(now + gap, slot);
                system.adopter_comes(now);
            }
            child => system.child_event(now, child),
        }
    }
    system.place_queue.change(YEARS, 0);
    system.adopter_queue.change(YEARS, 0);
    Figures {
        place_queue: system.place_queue.area / YEARS,
        adopter_queue: system.adopter_queue.area / YEARS,
        ..system.figures
    }
}

impl System {
    fn new(seed: u64, replication: u64, scale: u32) -> System {
        let room = ((PLACES + PLACES / 2) * scale) as usize;
        System {
            random: Xoshiro::new(seed, replication),
            heap: Heap {
                entries: Vec::with_capacity(room),
                places: vec![0; 2],
            },
            children: Children {
                entered: vec![0.0; 2],
                of_age: vec![0.0; 2],
                next: vec![Clock::OfAge; 2],
                state: vec![State::Searching; 2],
                complex: vec![false; 2],
                turn: vec![0; 2],
                free: Vec::with_capacity(room),
            },
            free_places: PLACES * scale,
            place_queue: Queue::default(),
            adopter_queue: Queue::default(),
            adopters: 0,
            in_care: 0,
            figures: Figures::default(),
        }
    }

    fn enter(&mut self, now: f64) {
        self.figures.events += 1;
        self.in_care += 1;
        self.figures.most_in_care = self.figures.most_in_care.max(self.in_care);
        let of_age = now + OF_AGE - OLDEST * self.random.uniform();
        let complex = self.random.uniform() < COMPLEX;
        let found = now + self.random.exponential() / SEARCH[usize::from(complex)];
        let (at, next) = match found < of_age {
            true => (found, Clock::Match),
            false => (of_age, Clock::OfAge),
        };
        let children = &mut self.children;
        let slot = children.free.pop().unwrap_or_else(|| {
            self.heap.places.push(0);
            children.entered.push(0.0);
            children.of_age.push(0.0);
            children.next.push(Clock::OfAge);
            children.state.push(State::Searching);
            children.complex.push(false);
            children.turn.push(0);
            children.turn.len() as u32 - 1
        });
        let n = slot as usize;
        children.entered[n] = now;
        children.of_age[n] = of_age;
        children.complex[n] = complex;
        children.state[n] = State::Searching;
        children.next[n] = next;
        self.heap.push(at, slot);
    }

    fn child_event(&mut self, now: f64, slot: u32) {
        let n = slot as usize;
        match self.children.next[n] {
            Clock::Match => {
                self.figures.events += 1;
                self.ask_for_place(now, slot);
            }
            Clock::Home => self.leave_place(now, slot, Route::Home),
            Clock::Guardianship => self.leave_place(now, slot, Route::Guardianship),
            Clock::Move => {
                self.figures.events += 1;
                self.give_back(now);
                self.ask_for_place(now, slot);
            }
            Clock::Plan => self.plan(now, slot),
            Clock::Revocation => {
                self.figures.events += 1;
                self.adopter_queue.leave(now, slot, &mut self.children);
                self.settle(now, slot);
            }
            Clock::OfAge => match self.children.state[n] {
                State::Searching => self.leave(now, slot, Route::OfAge),
                State::Queueing => {
                    self.place_queue.leave(now, slot, &mut self.children);
                    self.leave(now, slot, Route::OfAge);
                }
                State::Placed => self.leave_place(now, slot, Route::OfAge),
                State::Planned => {
                    self.adopter_queue.leave(now, slot, &mut self.children);
                    self.leave_place(now, slot, Route::OfAge);
                }
            },
        }
    }

    fn ask_for_place(&mut self, now: f64, slot: u32) {
        if self.free_places > 0 {
            return self.grant(now, slot);
        }
        self.place_queue.join(now, slot, &mut self.children);
        self.children.state[slot as usize] = State::Queueing;
        let of_age = self.children.of_age[slot as usize];
        self.pend(slot, of_age, Clock::OfAge);
    }

    fn grant(&mut self, now: f64, slot: u32) {
        self.figures.events += 1;
        self.free_places -= 1;
        self.settle(now, slot);
    }

    /// The earliest of home, guardianship and move is drawn as one clock and told apart by a uniform.
    fn settle(&mut self, now: f64, slot: u32) {
        let n = slot as usize;
        self.children.state[n] = State::Placed;
        let moves = MOVE[usize::from(self.children.complex[n])];
        let all = HOME + GUARDIANSHIP + moves;
        let mut at = now + self.random.exponential() / all;
        let which = self.random.uniform() * all;
        let mut next = match which {
            w if w < moves => Clock::Move,
            w if w < moves + HOME => Clock::Home,
            _ => Clock::Guardianship,
        };
        let of_age = self.children.of_age[n];
        if of_age < at {
            (at, next) = (of_age, Clock::OfAge);
        }
        // Its hazard only falls, so most plans are seen to be too late without the powers of two.
        let budget = self.random.exponential();
        if budget < PLAN * (at - now) {
            let hazard = PLAN * libm::exp2(self.children.entered[n] - now);
            let lived = budget * std::f64::consts::LN_2 / hazard;
            let plan = now - libm::log2((1.0 - lived).max(0.0));
            if plan < at {
                (at, next) = (plan, Clock::Plan);
            }
        }
        self.pend(slot, at, next);
    }

    fn give_back(&mut self, now: f64) {
        self.free_places += 1;
        if let Some(next) = self.place_queue.serve(now, &mut self.children) {
            self.grant(now, next);
        }
    }

    fn plan(&mut self, now: f64, slot: u32) {
        self.figures.events += 1;
        if self.adopters > 0 {
            self.adopters -= 1;
            return self.leave_place(now, slot, Route::Adoption);
        }
        self.adopter_queue.join(now, slot, &mut self.children);
        self.children.state[slot as usize] = State::Planned;
        let revoked = now + self.random.exponential() / REVOKE;
        let of_age = self.children.of_age[slot as usize];
        match revoked < of_age {
            true => self.pend(slot, revoked, Clock::Revocation),
            false => self.pend(slot, of_age, Clock::OfAge),
        }
    }

    fn adopter_comes(&mut self, now: f64) {
        self.figures.events += 1;
        match self.adopter_queue.serve(now, &mut self.children) {
            None => self.adopters += 1,
            Some(child) => self.leave_place(now, child, Route::Adoption),
        }
    }

    fn leave_place(&mut self, now: f64, slot: u32, route: Route) {
        self.leave(now, slot, route);
        self.give_back(now);
    }

    fn leave(&mut self, now: f64, slot: u32, route: Route) {
        let entered = self.children.entered[slot as usize];
        self.figures.leave(route, now - entered);
        self.in_care -= 1;
        self.heap.remove(slot);
        self.children.free.push(slot);
    }

    fn pend(&mut self, slot: u32, at: f64, next: Clock) {
        self.children.next[slot as usize] = next;
        self.heap.replace(at, slot);
    }
}
