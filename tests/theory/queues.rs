//! Stations with n servers: Erlang's formulas, Little's law, and the infinite-server queue.
//!
//! The stations are written on the engine's own parts, as the model is: an arrival stream, places,
//! a waiting list, hazard clocks, and one calendar of pending events.

use permanence::des::{
    ArrivalStream, Calendar, Gauge, HazardClock, PiecewiseRates, Places, Root, RunKey, SimSpan,
    SimTime, Slot, WaitingList,
};
use permanence::dist::Dist;
use permanence::stats::Tally;

use super::{DRAW, agree, mean_agrees, run};

const SERVICE_DAYS: f64 = 20.0;
const REPLICATIONS: u64 = 60;

/// What happens first at one instant.
#[repr(u8)]
enum Phase {
    Departure,
    Arrival,
}

#[derive(Clone, Copy)]
enum Entity {
    Door,
    Customer,
}

#[derive(Clone, Copy)]
struct Seen {
    arrivals: u32,
    blocked: u32,
    begun: u32,
    delayed: u32,
    waited: SimSpan,
    queue: Gauge,
    busy: Gauge,
}

impl Seen {
    fn from(now: SimTime, queue: i64, busy: i64) -> Seen {
        Seen {
            arrivals: 0,
            blocked: 0,
            begun: 0,
            delayed: 0,
            waited: SimSpan::ZERO,
            queue: Gauge::new(now, queue),
            busy: Gauge::new(now, busy),
        }
    }
}

/// M/M/n: customers who find no server wait in turn, or are lost.
struct Station {
    run: RunKey,
    may_wait: bool,
    arrival_rate: PiecewiseRates,
    service_rate: PiecewiseRates,
    arrivals: ArrivalStream,
    servers: Places,
    queue: WaitingList<Root>,
    calendar: Calendar<Entity>,
    seen: Seen,
}

impl Station {
    /// A station offered `load` mean services' worth of arrivals in one mean service time.
    fn open(replication: u64, servers: u16, load: f64, may_wait: bool) -> Station {
        let run = run(replication);
        let service_rate = PiecewiseRates::constant(365.25 / SERVICE_DAYS);
        let arrival_rate = PiecewiseRates::constant(load * 365.25 / SERVICE_DAYS);
        let arrivals = ArrivalStream::new("customers", 0, run, &arrival_rate);
        let mut calendar = Calendar::new();
        let door = calendar.register(Entity::Door, arrivals.identity());
        calendar.schedule(door, arrivals.next(), Phase::Arrival as u8);
        Station {
            run,
            may_wait,
            arrival_rate,
            service_rate,
            arrivals,
            servers: Places::new(servers),
            queue: WaitingList::new(),
            calendar,
            seen: Seen::from(SimTime::START, 0, 0),
        }
    }

    /// What is seen from 400 to 4,400 mean services after opening empty.
    fn in_equilibrium(mut self) -> Seen {
        let [warm, end] =
            [400.0, 4_400.0].map(|services| SimTime::from_days(services * SERVICE_DAYS));
        self.run_to(warm);
        self.seen = Seen::from(
            warm,
            self.queue.len() as i64,
            i64::from(self.servers.taken()),
        );
        self.run_to(end);
        self.seen
    }

    fn run_to(&mut self, end: SimTime) {
        while self.calendar.next().is_some_and(|next| next < end) {
            let due = self.calendar.pop().expect("the next event is pending");
            match due.entity {
                Entity::Door => self.arrive(due.at, due.slot),
                Entity::Customer => self.depart(due.at, due.slot),
            }
        }
        self.seen.queue.change(end, 0);
        self.seen.busy.change(end, 0);
    }

    fn arrive(&mut self, now: SimTime, door: Slot) {
        let customer = self.arrivals.take(self.run, &self.arrival_rate, 1.0);
        let customer = customer.expect("a ratio of one keeps everybody");
        self.calendar
            .schedule(door, self.arrivals.next(), Phase::Arrival as u8);
        self.seen.arrivals += 1;
        if self.servers.free() > 0 {
            self.begin(now, now, customer);
        } else if self.may_wait {
            self.queue.join(now, customer, customer);
            self.seen.queue.change(now, 1);
        } else {
            self.seen.blocked += 1;
        }
    }

    fn begin(&mut self, now: SimTime, since: SimTime, customer: Root) {
        self.servers.take(1);
        self.seen.busy.change(now, 1);
        self.seen.begun += 1;
        self.seen.delayed += u32::from(now > since);
        self.seen.waited += now - since;
        let slot = self.calendar.register(Entity::Customer, customer);
        let clock = HazardClock::new(self.run.exponential(customer, DRAW, 0), now);
        let departure = clock.ring(now, &self.service_rate, 1.0);
        self.calendar
            .schedule(slot, departure, Phase::Departure as u8);
    }

    fn depart(&mut self, now: SimTime, slot: Slot) {
        self.calendar.release(slot);
        self.servers.give_back(1);
        self.seen.busy.change(now, -1);
        if let Some(&first) = self.queue.entries().first() {
            self.queue.leave(first.item);
            self.seen.queue.change(now, -1);
            self.begin(now, first.since, first.item);
        }
    }
}

/// B(0) = 1, B(n) = a B(n − 1) / (n + a B(n − 1)).
fn erlang_b(servers: u16, load: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| load * b / (f64::from(n) + load * b))
}

/// C = B / (1 − ρ(1 − B)) with ρ = a / n.
fn erlang_c(servers: u16, load: f64) -> f64 {
    let b = erlang_b(servers, load);
    b / (1.0 - load / f64::from(servers) * (1.0 - b))
}

fn replications(servers: u16, load: f64, may_wait: bool) -> Vec<Seen> {
    let open = |replication| Station::open(replication, servers, load, may_wait);
    (0..REPLICATIONS)
        .map(|replication| open(replication).in_equilibrium())
        .collect()
}

/// Arrivals see time averages, so E[blocked − B · arrivals] = 0 over any period in equilibrium.
/// Centred on the formula, the count has no ratio's bias. (Erlang 1917.)
#[test]
fn lost_customers_follow_erlang_b() {
    for (servers, load) in [(1, 0.5), (5, 4.0), (10, 12.0)] {
        let b = erlang_b(servers, load);
        let seen = replications(servers, load, false);
        let excess = |seen: &Seen| f64::from(seen.blocked) - b * f64::from(seen.arrivals);
        mean_agrees(
            &format!("B({servers}, {load})"),
            &seen.iter().map(excess).collect(),
            0.0,
        );
    }
}

/// Of those offered, 1 − B are carried: a(1 − B) servers are busy on average.
#[test]
fn busy_servers_carry_what_is_not_lost() {
    let (servers, load) = (5, 4.0);
    let end = SimTime::from_days(4_400.0 * SERVICE_DAYS);
    let busy = |seen: &Seen| {
        seen.busy.integral_seconds(end) as f64
            / SimSpan::from_days(4_000.0 * SERVICE_DAYS).seconds() as f64
    };
    let busy: Tally = replications(servers, load, false)
        .iter()
        .map(busy)
        .collect();
    mean_agrees("busy", &busy, load * (1.0 - erlang_b(servers, load)));
}

/// A share C of customers waits, and the mean wait over all of them is C / (nμ − λ).
#[test]
fn waiting_customers_follow_erlang_c() {
    for (servers, load) in [(1, 0.5), (5, 4.0), (10, 8.5)] {
        let c = erlang_c(servers, load);
        let wait = c * SERVICE_DAYS / (f64::from(servers) - load);
        let seen = replications(servers, load, true);
        let delayed = |seen: &Seen| f64::from(seen.delayed) - c * f64::from(seen.begun);
        mean_agrees(
            &format!("C({servers}, {load})"),
            &seen.iter().map(delayed).collect(),
            0.0,
        );
        let waited = |seen: &Seen| seen.waited.days() - wait * f64::from(seen.begun);
        mean_agrees(
            &format!("W({servers}, {load})"),
            &seen.iter().map(waited).collect(),
            0.0,
        );
    }
}

/// L = λW: over periods in equilibrium, the mean of (days of queue − days waited by those served) is
/// 0, and the mean length is C a/(n − a). (Little 1961.)
#[test]
fn queue_length_is_arrival_rate_times_wait() {
    let end = SimTime::from_days(4_400.0 * SERVICE_DAYS);
    let difference =
        |seen: &Seen| seen.queue.integral_seconds(end) as f64 / 86_400.0 - seen.waited.days();
    let seen = replications(5, 4.0, true);
    mean_agrees("L − λW", &seen.iter().map(difference).collect(), 0.0);
    let length =
        |seen: &Seen| seen.queue.integral_seconds(end) as f64 / 86_400.0 / (4_000.0 * SERVICE_DAYS);
    let (servers, load) = (5, 4.0);
    let expected = erlang_c(servers, load) * load / (f64::from(servers) - load);
    mean_agrees("L", &seen.iter().map(length).collect(), expected);
}

/// From an empty start, the area under the queue is exactly the waits that are over plus those
/// still going on: an identity in whole seconds.
#[test]
fn the_area_under_the_queue_is_the_sum_of_waits_to_the_second() {
    let mut station = Station::open(0, 3, 4.0, true);
    let end = SimTime::from_days(50.0 * SERVICE_DAYS);
    station.run_to(end);
    let unfinished: i64 = station
        .queue
        .entries()
        .iter()
        .map(|waiting| (end - waiting.since).seconds())
        .sum();
    assert!(unfinished > 0, "an overloaded station has a queue");
    let waits = station.seen.waited.seconds() + unfinished;
    assert_eq!(station.seen.queue.integral_seconds(end), i128::from(waits));
}

/// How many of those who arrived since the start are present at `end`, each staying for a draw of
/// `stay`.
fn present(replication: u64, rate: &PiecewiseRates, stay: &Dist, end: SimTime) -> f64 {
    let run = run(replication);
    let mut arrivals = ArrivalStream::new("guests", 0, run, rate);
    let mut calendar = Calendar::new();
    let mut present = Gauge::new(SimTime::START, 0);
    let door = calendar.register(Entity::Door, arrivals.identity());
    calendar.schedule(door, arrivals.next(), Phase::Arrival as u8);
    while calendar.next().is_some_and(|next| next <= end) {
        let due = calendar.pop().expect("the next event is pending");
        match due.entity {
            Entity::Door => {
                let guest = arrivals
                    .take(run, rate, 1.0)
                    .expect("a ratio of one keeps everybody");
                calendar.schedule(door, arrivals.next(), Phase::Arrival as u8);
                let slot = calendar.register(Entity::Customer, guest);
                let days = stay.quantile(run.uniform(guest, DRAW, 0));
                calendar.schedule(
                    slot,
                    due.at + SimSpan::from_days(days),
                    Phase::Departure as u8,
                );
                present.change(due.at, 1);
            }
            Entity::Customer => {
                calendar.release(due.slot);
                present.change(due.at, -1);
            }
        }
    }
    present.level() as f64
}

/// M/G/∞ from empty: the number present at t is Poisson with mean m = λ ∫₀ᵗ P(S > s) ds, whatever
/// the stay's shape. The mean of R replications has the standard error √(m/R); their variance has
/// √((μ₄ − m²(R − 3)/(R − 1))/R) with μ₄ = m + 3m². (Takács 1962.)
#[test]
fn an_unlimited_station_holds_a_poisson_number() {
    const R: u64 = 4_000;
    let stay = Dist::lognormal(180.0, 240.0).unwrap();
    let rate = PiecewiseRates::constant(40.0);
    for years in [0.5, 5.0] {
        let end = SimTime::START + SimSpan::from_years(years);
        let found: Tally = (0..R).map(|r| present(r, &rate, &stay, end)).collect();
        let m = 40.0 * stay.restricted_mean(end.days()) / 365.25;
        let r = R as f64;
        agree(&format!("mean at {years}"), found.mean(), m, (m / r).sqrt());
        let fourth = m + 3.0 * m * m;
        let error = ((fourth - m * m * (r - 3.0) / (r - 1.0)) / r).sqrt();
        agree(&format!("variance at {years}"), found.variance(), m, error);
    }
}
