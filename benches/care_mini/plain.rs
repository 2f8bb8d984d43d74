//! The workload without the framework, as most people write it: the standard library's heap, all clocks
//! of a placement queued at once, those that lost passed over when they come due, a record for each child
//! ever seen, exponentials by inversion.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use super::definition::{
    ADOPTERS, COMPLEX, ENTRIES, Figures, GUARDIANSHIP, HOME, MOVE, OF_AGE, OLDEST, PLACES, PLAN,
    REVOKE, Route, SEARCH, YEARS,
};
use super::generator::Xoshiro;

#[derive(Clone, Copy)]
enum What {
    Entry,
    Adopter,
    Match,
    Leave(Route),
    Move,
    Plan,
    Revocation,
    OfAge,
}

#[derive(Clone, Copy)]
struct Event {
    at: f64,
    what: What,
    child: u32,
    /// The child's stage for which it was queued.
    stage: u32,
}

impl PartialEq for Event {
    fn eq(&self, other: &Event) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Event {}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Event) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    fn cmp(&self, other: &Event) -> Ordering {
        self.at.total_cmp(&other.at)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Searching,
    Queueing,
    Placed,
    Planned,
    Gone,
}

struct Child {
    entered: f64,
    complex: bool,
    state: State,
    stage: u32,
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
    fn set(&mut self, now: f64, length: u32) {
        self.area += f64::from(self.length) * (now - self.as_of);
        self.as_of = now;
        self.length = length;
    }
}

struct System {
    random: Xoshiro,
    pending: BinaryHeap<Reverse<Event>>,
    children: Vec<Child>,
    free_places: u32,
    place_queue: Queue,
    adopter_queue: Queue,
    adopters: u32,
    in_care: u64,
    figures: Figures,
}

/// One replication at `scale`.
pub fn replicate(seed: u64, replication: u64, scale: u32) -> Figures {
    let mut system = System {
        random: Xoshiro::new(seed, replication),
        pending: BinaryHeap::new(),
        children: Vec::new(),
        free_places: PLACES * scale,
        place_queue: Queue::default(),
        adopter_queue: Queue::default(),
        adopters: 0,
        in_care: 0,
        figures: Figures::default(),
    };
    let (entries, adopters) = (ENTRIES * f64::from(scale), ADOPTERS * f64::from(scale));
    system.arrive_after(0.0, entries, What::Entry);
    system.arrive_after(0.0, adopters, What::Adopter);
    while let Some(Reverse(event)) = system.pending.pop()
        && event.at <= YEARS
    {
        let now = event.at;
        match event.what {
            What::Entry => {
                system.arrive_after(now, entries, What::Entry);
                system.enter(now);
            }
            What::Adopter => {
                system.arrive_after(now, adopters, What::Adopter);
                system.adopter_comes(now);
            }
            _ => system.child_event(event),
        }
    }
    let [places, adopters] = [&mut system.place_queue, &mut system.adopter_queue].map(|queue| {
        queue.set(YEARS, queue.length);
        queue.area / YEARS
    });
    Figures {
        place_queue: places,
        adopter_queue: adopters,
        ..system.figures
    }
}

impl System {
    fn arrive_after(&mut self, now: f64, rate: f64, what: What) {
        let at = now + self.random.by_inversion() / rate;
        self.pending.push(Reverse(Event {
            at,
            what,
            child: u32::MAX,
            stage: 0,
        }));
    }

    fn queue(&mut self, at: f64, what: What, child: u32) {
        let stage = self.children[child as usize].stage;
        self.pending.push(Reverse(Event {
            at,
            what,
            child,
            stage,
        }));
    }

    fn queue_after(&mut self, now: f64, rate: f64, what: What, child: u32) {
        let at = now + self.random.by_inversion() / rate;
        self.queue(at, what, child);
    }

    fn enter(&mut self, now: f64) {
        self.figures.events += 1;
        self.in_care += 1;
        self.figures.most_in_care = self.figures.most_in_care.max(self.in_care);
        let of_age = now + OF_AGE - OLDEST * self.random.uniform();
        let complex = self.random.uniform() < COMPLEX;
        let child = self.children.len() as u32;
        self.children.push(Child {
            entered: now,
            complex,
            state: State::Searching,
            stage: 0,
        });
        self.queue(of_age, What::OfAge, child);
        self.queue_after(now, SEARCH[usize::from(complex)], What::Match, child);
    }

    fn child_event(&mut self, event: Event) {
        let (now, id) = (event.at, event.child);
        let child = &self.children[id as usize];
        let birthday = matches!(event.what, What::OfAge);
        if child.state == State::Gone || (child.stage != event.stage && !birthday) {
            return;
        }
        match event.what {
            What::Match => {
                self.figures.events += 1;
                self.ask_for_place(now, id);
            }
            What::Leave(route) => self.leave(now, id, route),
            What::Move => {
                self.figures.events += 1;
                self.give_back(now);
                self.ask_for_place(now, id);
            }
            What::Plan => self.plan(now, id),
            What::Revocation => {
                self.figures.events += 1;
                let queue = &mut self.adopter_queue;
                queue.set(now, queue.length - 1);
                self.settle(now, id);
            }
            _ => self.leave(now, id, Route::OfAge),
        }
    }

    fn ask_for_place(&mut self, now: f64, id: u32) {
        let child = &mut self.children[id as usize];
        child.stage += 1;
        child.state = State::Queueing;
        if self.free_places > 0 {
            return self.grant(now, id);
        }
        self.place_queue.waiting.push_back((id, child.stage));
        self.place_queue.set(now, self.place_queue.length + 1);
    }

    fn grant(&mut self, now: f64, id: u32) {
        self.figures.events += 1;
        self.free_places -= 1;
        self.settle(now, id);
    }

    fn settle(&mut self, now: f64, id: u32) {
        let child = &mut self.children[id as usize];
        child.stage += 1;
        child.state = State::Placed;
        let moves = MOVE[usize::from(child.complex)];
        let hazard = PLAN * libm::exp2(child.entered - now);
        self.queue_after(now, HOME, What::Leave(Route::Home), id);
        self.queue_after(now, GUARDIANSHIP, What::Leave(Route::Guardianship), id);
        self.queue_after(now, moves, What::Move, id);
        let lived = self.random.by_inversion() * std::f64::consts::LN_2 / hazard;
        if lived < 1.0 {
            self.queue(now - libm::log2(1.0 - lived), What::Plan, id);
        }
    }

    fn give_back(&mut self, now: f64) {
        self.free_places += 1;
        while let Some((id, stage)) = self.place_queue.waiting.pop_front() {
            if self.children[id as usize].stage == stage
                && self.children[id as usize].state == State::Queueing
            {
                self.place_queue.set(now, self.place_queue.length - 1);
                return self.grant(now, id);
            }
        }
    }

    fn plan(&mut self, now: f64, id: u32) {
        self.figures.events += 1;
        if self.adopters > 0 {
            self.adopters -= 1;
            return self.leave(now, id, Route::Adoption);
        }
        let child = &mut self.children[id as usize];
        child.stage += 1;
        child.state = State::Planned;
        self.adopter_queue.waiting.push_back((id, child.stage));
        self.adopter_queue.set(now, self.adopter_queue.length + 1);
        self.queue_after(now, REVOKE, What::Revocation, id);
    }

    fn adopter_comes(&mut self, now: f64) {
        self.figures.events += 1;
        while let Some((id, stage)) = self.adopter_queue.waiting.pop_front() {
            if self.children[id as usize].stage == stage
                && self.children[id as usize].state == State::Planned
            {
                return self.leave(now, id, Route::Adoption);
            }
        }
        self.adopters += 1;
    }

    fn leave(&mut self, now: f64, id: u32, route: Route) {
        let child = &mut self.children[id as usize];
        let state = std::mem::replace(&mut child.state, State::Gone);
        self.figures.leave(route, now - child.entered);
        self.in_care -= 1;
        match state {
            State::Queueing => self.place_queue.set(now, self.place_queue.length - 1),
            State::Planned => self.adopter_queue.set(now, self.adopter_queue.length - 1),
            _ => {}
        }
        if matches!(state, State::Placed | State::Planned) {
            self.give_back(now);
        }
    }
}
