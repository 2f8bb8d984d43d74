//! The workload on the engine, `permanence::des`, written as the model is: one pending event for each
//! child, a draw for each decision, keyed by who and what for, so that two runs that share a child share
//! its luck.

use std::f64::consts::LN_2;

use permanence::des::{
    ArrivalStream, Calendar, Entrant, Gauge, Line, PiecewiseRates, Places, Race, Root, RunKey,
    SimSpan, SimTime, Slot, Ticket,
};

use super::definition::{
    ADOPTERS, COMPLEX, ENTRIES, Figures, GUARDIANSHIP, HOME, MOVE, OF_AGE, OLDEST, PLACES, PLAN,
    REVOKE, Route, SEARCH, YEARS,
};

/// What is decided by a draw.
#[repr(u32)]
#[derive(Clone, Copy)]
enum Purpose {
    /// Age and needs.
    Entry,
    Search,
    /// Home and special guardianship.
    Leaving,
    /// Move and adoption plan.
    Staying,
    Revocation,
}

impl From<Purpose> for u32 {
    fn from(purpose: Purpose) -> u32 {
        purpose as u32
    }
}

/// What happens next: the phase of a pending event, and so the order at one instant.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
enum Clock {
    Match,
    Home,
    Guardianship,
    Move,
    Plan,
    Revocation,
    OfAge,
    /// A child comes into care.
    Entry,
    /// An adopter comes forward.
    Adopter,
}

impl Clock {
    const ALL: [Clock; 9] = [
        Clock::Match,
        Clock::Home,
        Clock::Guardianship,
        Clock::Move,
        Clock::Plan,
        Clock::Revocation,
        Clock::OfAge,
        Clock::Entry,
        Clock::Adopter,
    ];
}

#[derive(Clone, Copy)]
enum State {
    Searching,
    /// For a place.
    Queueing,
    Placed,
    /// In a place, waiting for an adopter.
    Planned,
}

/// A child in care, at its slot of the calendar: half a cache line.
#[repr(align(32))]
#[derive(Clone, Copy)]
struct Child {
    identity: Root,
    entered: SimTime,
    of_age: SimTime,
    /// Of the queue it waits in.
    ticket: Option<Ticket>,
    /// Placements so far: each has draws of its own.
    placements: u16,
    state: State,
    complex: bool,
}

/// One replication under way.
struct System {
    run: RunKey,
    /// A slot and a phase say all there is to say of an event.
    calendar: Calendar<()>,
    /// By slot; what a released slot holds is overwritten by the next child.
    children: Vec<Child>,
    places: Places,
    place_queue: Line<Slot>,
    waiting_for_place: Gauge,
    adopter_queue: Line<Slot>,
    waiting_for_adopter: Gauge,
    adopters: u32,
    in_care: u64,
    figures: Figures,
}

/// One replication at `scale`.
pub fn replicate(seed: u64, replication: u64, scale: u32) -> Figures {
    let run = RunKey::new(seed, replication);
    let rate = |a_year: f64| PiecewiseRates::constant(a_year * f64::from(scale));
    let (entry_rate, adopter_rate) = (rate(ENTRIES), rate(ADOPTERS));
    let mut entries = ArrivalStream::new("entries", 0, run, &entry_rate);
    let mut adopters = ArrivalStream::new("adopters", 0, run, &adopter_rate);
    let mut system = System::new(run, scale);
    for (clock, stream) in [(Clock::Entry, &entries), (Clock::Adopter, &adopters)] {
        let slot = system.calendar.register((), stream.identity());
        system.calendar.schedule(slot, stream.next(), clock as u8);
    }
    let horizon = SimTime::START + SimSpan::from_years(YEARS);
    while let Some(due) = system.calendar.pop()
        && due.at <= horizon
    {
        match Clock::ALL[due.phase as usize] {
            Clock::Entry => {
                let child = entries.take(run, &entry_rate, 1.0);
                system
                    .calendar
                    .schedule(due.slot, entries.next(), due.phase);
                system.enter(due.at, child.expect("a ratio of one keeps everybody"));
            }
            Clock::Adopter => {
                adopters.take(run, &adopter_rate, 1.0);
                system
                    .calendar
                    .schedule(due.slot, adopters.next(), due.phase);
                system.adopter_comes(due.at);
            }
            clock => system.child_event(due.at, due.slot, clock),
        }
    }
    system.close(horizon)
}

impl System {
    fn new(run: RunKey, scale: u32) -> System {
        // As many as there are places, and some: nothing is allocated below that.
        let children = (PLACES + PLACES / 2) * scale;
        let calendar = Calendar::with_capacity(children as usize);
        System {
            run,
            calendar,
            children: Vec::with_capacity(children as usize),
            places: Places::new((PLACES * scale) as u16),
            place_queue: Line::new(),
            waiting_for_place: Gauge::new(SimTime::START, 0),
            adopter_queue: Line::new(),
            waiting_for_adopter: Gauge::new(SimTime::START, 0),
            adopters: 0,
            in_care: 0,
            figures: Figures::default(),
        }
    }

    fn close(self, horizon: SimTime) -> Figures {
        let seconds = (horizon - SimTime::START).seconds() as f64;
        let average = |gauge: Gauge| gauge.integral_seconds(horizon) as f64 / seconds;
        Figures {
            place_queue: average(self.waiting_for_place),
            adopter_queue: average(self.waiting_for_adopter),
            ..self.figures
        }
    }

    /// A child comes into care, and a search begins.
    fn enter(&mut self, now: SimTime, identity: Root) {
        self.figures.events += 1;
        self.in_care += 1;
        self.figures.most_in_care = self.figures.most_in_care.max(self.in_care);
        let [age, needs] = self.run.uniforms(identity, Purpose::Entry, 0);
        let complex = needs < COMPLEX;
        let left = OF_AGE - OLDEST * age;
        let mut race = Race::new(Clock::OfAge, left);
        race.enter([Entrant {
            clock: Clock::Match,
            rate: SEARCH[usize::from(complex)],
            luck: self.run.uniform(identity, Purpose::Search, 0),
        }]);
        let child = Child {
            identity,
            entered: now,
            of_age: now + SimSpan::from_years(left),
            ticket: None,
            placements: 0,
            state: State::Searching,
            complex,
        };
        let slot = self.calendar.register((), identity);
        match self.children.get_mut(slot.index()) {
            Some(place) => *place = child,
            // The streams' slots are filled as well: they are never looked at.
            None => self.children.resize(slot.index() + 1, child),
        }
        self.pend(now, slot, race);
    }

    fn child_event(&mut self, now: SimTime, slot: Slot, clock: Clock) {
        match clock {
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
                self.stop_waiting(now, slot);
                self.settle(now, slot);
            }
            Clock::OfAge | Clock::Entry | Clock::Adopter => {
                self.stop_waiting(now, slot);
                match self.children[slot.index()].state {
                    State::Searching | State::Queueing => self.leave(now, slot, Route::OfAge),
                    State::Placed | State::Planned => self.leave_place(now, slot, Route::OfAge),
                }
            }
        }
    }

    fn ask_for_place(&mut self, now: SimTime, slot: Slot) {
        if self.places.free() > 0 {
            return self.grant(now, slot);
        }
        let child = &mut self.children[slot.index()];
        let ticket = self.place_queue.join(now, child.identity, slot);
        (child.state, child.ticket) = (State::Queueing, Some(ticket));
        self.calendar
            .schedule(slot, child.of_age, Clock::OfAge as u8);
        self.waiting_for_place.change(now, 1);
    }

    fn grant(&mut self, now: SimTime, slot: Slot) {
        self.figures.events += 1;
        self.places.take(1);
        self.settle(now, slot);
    }

    /// A placement begins, or begins again: every clock is drawn.
    fn settle(&mut self, now: SimTime, slot: Slot) {
        let child = &mut self.children[slot.index()];
        let nth = u32::from(child.placements);
        child.placements += 1;
        child.state = State::Placed;
        let [moves, plans] = self.run.uniforms(child.identity, Purpose::Staying, nth);
        let [home, guardian] = self.run.uniforms(child.identity, Purpose::Leaving, nth);
        let entrant = |clock, rate, luck| Entrant { clock, rate, luck };
        let mut race = Race::new(Clock::OfAge, (child.of_age - now).years());
        race.enter([
            entrant(Clock::Move, MOVE[usize::from(child.complex)], moves),
            entrant(Clock::Home, HOME, home),
            entrant(Clock::Guardianship, GUARDIANSHIP, guardian),
        ]);
        let served = (now - child.entered).years();
        race.enter_if(Clock::Plan, plans_at_most(served), plans, |budget| {
            plan_after(served, budget)
        });
        self.pend(now, slot, race);
    }

    /// Gives a place back: whoever has waited longest takes it.
    fn give_back(&mut self, now: SimTime) {
        self.places.give_back(1);
        if let Some(next) = self.place_queue.serve() {
            self.waiting_for_place.change(now, -1);
            self.grant(now, next);
        }
    }

    fn plan(&mut self, now: SimTime, slot: Slot) {
        self.figures.events += 1;
        if self.adopters > 0 {
            self.adopters -= 1;
            return self.leave_place(now, slot, Route::Adoption);
        }
        let child = &mut self.children[slot.index()];
        let ticket = self.adopter_queue.join(now, child.identity, slot);
        (child.state, child.ticket) = (State::Planned, Some(ticket));
        self.waiting_for_adopter.change(now, 1);
        let mut race = Race::new(Clock::OfAge, (child.of_age - now).years());
        let nth = u32::from(child.placements);
        race.enter([Entrant {
            clock: Clock::Revocation,
            rate: REVOKE,
            luck: self.run.uniform(child.identity, Purpose::Revocation, nth),
        }]);
        self.pend(now, slot, race);
    }

    fn adopter_comes(&mut self, now: SimTime) {
        self.figures.events += 1;
        match self.adopter_queue.serve() {
            None => self.adopters += 1,
            Some(child) => {
                self.waiting_for_adopter.change(now, -1);
                self.leave_place(now, child, Route::Adoption);
            }
        }
    }

    /// Takes the child out of the queue it is in, if it is in one.
    fn stop_waiting(&mut self, now: SimTime, slot: Slot) {
        let child = &self.children[slot.index()];
        let (queue, length) = match child.state {
            State::Searching | State::Placed => return,
            State::Queueing => (&mut self.place_queue, &mut self.waiting_for_place),
            State::Planned => (&mut self.adopter_queue, &mut self.waiting_for_adopter),
        };
        let ticket = child.ticket.expect("a child in a queue has its ticket");
        queue.leave(ticket);
        length.change(now, -1);
    }

    fn leave_place(&mut self, now: SimTime, slot: Slot, route: Route) {
        self.leave(now, slot, route);
        self.give_back(now);
    }

    fn leave(&mut self, now: SimTime, slot: Slot, route: Route) {
        let entered = self.children[slot.index()].entered;
        self.figures.leave(route, (now - entered).years());
        self.in_care -= 1;
        self.calendar.release(slot);
    }

    /// Makes the earliest of a child's clocks its pending event.
    fn pend(&mut self, now: SimTime, slot: Slot, race: Race<Clock>) {
        let at = now + SimSpan::from_years(race.at());
        self.calendar.schedule(slot, at, race.winner() as u8);
    }
}

/// Years until the hazard of a plan, halving with every year since entry, adds up to `budget`.
fn plan_after(served: f64, budget: f64) -> f64 {
    let lived = budget * LN_2 / (PLAN * libm::exp2(-served));
    if lived >= 1.0 {
        return f64::INFINITY;
    }
    -libm::log2(1.0 - lived)
}

/// The hazard of a plan now or a little more, without a power of two: exp x is above 1 + x + x²/2.
fn plans_at_most(served: f64) -> f64 {
    let x = served * LN_2;
    PLAN / (1.0 + x + 0.5 * x * x)
}
