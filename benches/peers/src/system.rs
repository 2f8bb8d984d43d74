//! The workload, but for time and the future event list: those are the tool's that is measured.
//!
//! One pending event for each child, cancelled where somebody else's event overtakes it, so that each tool is
//! spared events that do nothing.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::definition::{
    ADOPTERS, COMPLEX, ENTRIES, Figures, GUARDIANSHIP, HOME, MOVE, OF_AGE, OLDEST, PLACES, PLAN, REVOKE, Route, SEARCH,
    YEARS,
};
use crate::generator::Xoshiro;

/// What the tool provides.
pub trait Tool {
    /// What cancels a pending event.
    type Key;
    /// Years since the start.
    fn now(&self) -> f64;
    /// Lets `event` happen after some years.
    fn after(&mut self, years: f64, event: Event) -> Self::Key;
    /// Takes a pending event back.
    fn cancel(&mut self, key: Self::Key);
}

/// What happens.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub enum Event {
    Entry,
    Adopter,
    Match(u32),
    Leave(u32, u8),
    Move(u32),
    Plan(u32),
    Revocation(u32),
}

const ROUTES: [Route; 4] = [Route::Home, Route::Guardianship, Route::Adoption, Route::OfAge];

#[derive(Clone, Copy, PartialEq)]
enum State {
    Searching,
    Queueing,
    Placed,
    Planned,
}

struct Child<K> {
    entered: f64,
    of_age: f64,
    complex: bool,
    state: State,
    turn: u32,
    pending: Option<K>,
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

/// One replication.
pub struct System<K> {
    random: Xoshiro,
    scale: u32,
    children: Vec<Child<K>>,
    released: Vec<u32>,
    free_places: u32,
    place_queue: Queue,
    adopter_queue: Queue,
    adopters: u32,
    in_care: u64,
    figures: Figures,
}

impl<K> System<K> {
    pub fn new(seed: u64, replication: u64, scale: u32) -> System<K> {
        System {
            random: Xoshiro::new(seed, replication),
            scale,
            children: Vec::new(),
            released: Vec::new(),
            free_places: PLACES * scale,
            place_queue: Queue::default(),
            adopter_queue: Queue::default(),
            adopters: 0,
            in_care: 0,
            figures: Figures::default(),
        }
    }

    /// Schedules the first arrivals.
    pub fn begin(&mut self, tool: &mut impl Tool<Key = K>) {
        self.arrive(tool, ENTRIES, Event::Entry);
        self.arrive(tool, ADOPTERS, Event::Adopter);
    }

    pub fn figures(mut self) -> Figures {
        for queue in [&mut self.place_queue, &mut self.adopter_queue] {
            queue.set(YEARS, 0);
        }
        Figures {
            place_queue: self.place_queue.area / YEARS,
            adopter_queue: self.adopter_queue.area / YEARS,
            ..self.figures
        }
    }

    pub fn happen(&mut self, tool: &mut impl Tool<Key = K>, event: Event) {
        match event {
            Event::Entry => {
                self.arrive(tool, ENTRIES, Event::Entry);
                self.enter(tool);
            }
            Event::Adopter => {
                self.arrive(tool, ADOPTERS, Event::Adopter);
                self.adopter_comes(tool);
            }
            Event::Match(child) => {
                self.figures.events += 1;
                self.ask_for_place(tool, child);
            }
            Event::Leave(child, route) => self.leave(tool, child, ROUTES[route as usize]),
            Event::Move(child) => {
                self.figures.events += 1;
                self.give_back(tool);
                self.ask_for_place(tool, child);
            }
            Event::Plan(child) => self.plan(tool, child),
            Event::Revocation(child) => {
                self.figures.events += 1;
                self.adopter_queue.set(tool.now(), self.adopter_queue.length - 1);
                self.settle(tool, child);
            }
        }
    }

    fn arrive(&mut self, tool: &mut impl Tool<Key = K>, rate: f64, event: Event) {
        let gap = self.random.exponential() / (rate * f64::from(self.scale));
        tool.after(gap, event);
    }

    fn enter(&mut self, tool: &mut impl Tool<Key = K>) {
        self.figures.events += 1;
        self.in_care += 1;
        self.figures.most_in_care = self.figures.most_in_care.max(self.in_care);
        let child = Child {
            entered: tool.now(),
            of_age: tool.now() + OF_AGE - OLDEST * self.random.uniform(),
            complex: self.random.uniform() < COMPLEX,
            state: State::Searching,
            turn: 0,
            pending: None,
        };
        let search = self.random.exponential() / SEARCH[usize::from(child.complex)];
        let id = match self.released.pop() {
            None => {
                self.children.push(child);
                self.children.len() as u32 - 1
            }
            Some(id) => {
                let turn = self.children[id as usize].turn;
                self.children[id as usize] = Child { turn, ..child };
                id
            }
        };
        self.pend(tool, id, search, Event::Match(id));
    }

    /// The child's earliest clock, its birthday included, becomes its pending event.
    fn pend(&mut self, tool: &mut impl Tool<Key = K>, id: u32, after: f64, event: Event) {
        let child = &mut self.children[id as usize];
        let left = child.of_age - tool.now();
        child.pending = Some(match after < left {
            true => tool.after(after, event),
            false => tool.after(left, Event::Leave(id, Route::OfAge as u8)),
        });
    }

    fn ask_for_place(&mut self, tool: &mut impl Tool<Key = K>, id: u32) {
        if self.free_places > 0 {
            return self.grant(tool, id);
        }
        let child = &mut self.children[id as usize];
        child.turn += 1;
        child.state = State::Queueing;
        self.place_queue.waiting.push_back((id, child.turn));
        self.place_queue.set(tool.now(), self.place_queue.length + 1);
        self.pend(tool, id, f64::INFINITY, Event::Match(id));
    }

    fn grant(&mut self, tool: &mut impl Tool<Key = K>, id: u32) {
        self.figures.events += 1;
        self.free_places -= 1;
        self.settle(tool, id);
    }

    fn settle(&mut self, tool: &mut impl Tool<Key = K>, id: u32) {
        let child = &mut self.children[id as usize];
        child.turn += 1;
        child.state = State::Placed;
        let served = tool.now() - child.entered;
        let moves = MOVE[usize::from(child.complex)];
        let all = HOME + GUARDIANSHIP + moves;
        let after = self.random.exponential() / all;
        let event = match self.random.uniform() * all {
            w if w < moves => Event::Move(id),
            w if w < moves + HOME => Event::Leave(id, Route::Home as u8),
            _ => Event::Leave(id, Route::Guardianship as u8),
        };
        let budget = self.random.exponential();
        if budget < PLAN * after {
            let lived = budget * std::f64::consts::LN_2 / (PLAN * libm::exp2(-served));
            let plan = -libm::log2((1.0 - lived).max(0.0));
            if plan < after {
                return self.pend(tool, id, plan, Event::Plan(id));
            }
        }
        self.pend(tool, id, after, event);
    }

    fn give_back(&mut self, tool: &mut impl Tool<Key = K>) {
        self.free_places += 1;
        while let Some((id, turn)) = self.place_queue.waiting.pop_front() {
            if self.children[id as usize].turn == turn {
                self.place_queue.set(tool.now(), self.place_queue.length - 1);
                self.overtake(tool, id);
                return self.grant(tool, id);
            }
        }
    }

    fn overtake(&mut self, tool: &mut impl Tool<Key = K>, id: u32) {
        if let Some(key) = self.children[id as usize].pending.take() {
            tool.cancel(key);
        }
    }

    fn plan(&mut self, tool: &mut impl Tool<Key = K>, id: u32) {
        self.figures.events += 1;
        if self.adopters > 0 {
            self.adopters -= 1;
            return self.leave(tool, id, Route::Adoption);
        }
        let child = &mut self.children[id as usize];
        child.turn += 1;
        child.state = State::Planned;
        self.adopter_queue.waiting.push_back((id, child.turn));
        self.adopter_queue.set(tool.now(), self.adopter_queue.length + 1);
        let revoked = self.random.exponential() / REVOKE;
        self.pend(tool, id, revoked, Event::Revocation(id));
    }

    fn adopter_comes(&mut self, tool: &mut impl Tool<Key = K>) {
        self.figures.events += 1;
        while let Some((id, turn)) = self.adopter_queue.waiting.pop_front() {
            if self.children[id as usize].turn == turn {
                self.overtake(tool, id);
                return self.leave(tool, id, Route::Adoption);
            }
        }
        self.adopters += 1;
    }

    fn leave(&mut self, tool: &mut impl Tool<Key = K>, id: u32, route: Route) {
        let child = &mut self.children[id as usize];
        child.turn += 1;
        let state = child.state;
        self.figures.leave(route, tool.now() - child.entered);
        self.in_care -= 1;
        self.released.push(id);
        match state {
            State::Queueing => self.place_queue.set(tool.now(), self.place_queue.length - 1),
            State::Planned => self.adopter_queue.set(tool.now(), self.adopter_queue.length - 1),
            _ => {}
        }
        if matches!(state, State::Placed | State::Planned) {
            self.give_back(tool);
        }
    }
}
