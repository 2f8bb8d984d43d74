//! The full model, everything watched: the shipped council over five years, the same with ten, a hundred and
//! a thousand times as many children and carers, and England as 117 councils.
//!
//! An event is a change that those who count are told of: somebody comes, is placed, moves, is matched, leaves. The
//! calendar has a third as many entries, as one of them can change several children.
//!
//! `replication` prints what an event costs at each size: medians of processor time.
//! `replication SCENARIO YEARS REPLICATIONS TIMES` runs one of them and prints a line for a script: entries of the
//! calendar, events, nanoseconds of processor time, children in care at the start.

use std::path::Path;

use cpu_time::ThreadTime;
use permanence::care;
use permanence::care::params::{Approvals, Model, Params};
use permanence::care::record::{Event, Observer, View};
use permanence::care::region::key_of;
use permanence::des::{RunKey, SimTime};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::run_laid_out;
use permanence::scenario::Scenario;

const SEED: u64 = 1;
/// Measurements of each size.
const ROUNDS: usize = 5;

/// Some replications, and how long they took.
struct Measured {
    entries: u64,
    events: u64,
    nanoseconds: u128,
}

/// Counts what it is told of.
struct Told(u64);

impl Observer for Told {
    fn event(&mut self, _: SimTime, _: Event<'_>) {
        self.0 += 1;
    }

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

fn main() {
    // Cargo tells every bench that it is one.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] | ["--bench"] => table(),
        [name, years, replications, times] => {
            let [years, replications, times] =
                [years, replications, times].map(|n| n.parse().expect("a whole number"));
            let scenario = scenario(name, years, times);
            let measured = measure(&scenario, u64::from(replications));
            let (entries, events) = (measured.entries, measured.events);
            let nanoseconds = measured.nanoseconds;
            println!(
                "{entries} {events} {nanoseconds} {}",
                scenario.children_there()
            );
        }
        _ => panic!("usage: replication [SCENARIO YEARS REPLICATIONS TIMES]"),
    }
}

fn table() {
    println!(
        "scenario          years  times  children  entries a replication  events  ns an event"
    );
    for (name, years, replications, times) in [
        ("coventry-2017", 5, 100, 1),
        ("coventry-2017", 5, 10, 10),
        ("coventry-2017", 5, 1, 100),
        ("coventry-2017", 5, 1, 1_000),
        ("england-2017", 5, 1, 1),
    ] {
        let scenario = scenario(name, years, times);
        let mut rounds: Vec<(f64, [u64; 2])> = (0..ROUNDS)
            .map(|_| {
                let measured = measure(&scenario, replications);
                let each = measured.nanoseconds as f64 / measured.events as f64;
                let counts = [measured.entries, measured.events];
                (each, counts.map(|count| count / replications))
            })
            .collect();
        rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (each, [entries, events]) = rounds[ROUNDS / 2];
        let children = scenario.children_there();
        println!(
            "{name:<17} {years:>5} {times:>6} {children:>9} {entries:>22} {events:>7} {each:>12.1}"
        );
    }
}

/// Timed by the processor time of this thread: what others use of the machine is not in it. Events are
/// counted afterwards, with nobody watching: who watches changes nothing.
fn measure(scenario: &Scenario, replications: u64) -> Measured {
    let layout = layout_of(scenario);
    let begin = ThreadTime::now();
    for replication in 0..replications {
        std::hint::black_box(run_laid_out(scenario, &layout, SEED, replication));
    }
    let nanoseconds = begin.elapsed().as_nanos();
    let (mut entries, mut events) = (0, 0);
    for replication in 0..replications {
        let (due, told) = counted(scenario, replication);
        entries += due;
        events += told;
    }
    Measured {
        entries,
        events,
        nanoseconds,
    }
}

/// Entries of the calendar that come due in a replication, and events that are told of.
fn counted(scenario: &Scenario, replication: u64) -> (u64, u64) {
    let key = RunKey::new(SEED, replication);
    let mut worlds = Vec::new();
    for authority in &scenario.authorities {
        let identities = authority.identities();
        worlds.extend(identities.map(|identity| (&authority.model, key_of(key, identity))));
    }
    if worlds.is_empty() {
        worlds.push((&scenario.model, key));
    }
    let each = worlds.into_iter().map(|(model, key)| {
        let (told, due) = care::run_counted(model, key, Told(0));
        (due, told.0)
    });
    each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

/// A shipped baseline over so many years, with so many times its children and carers.
fn scenario(name: &str, years: u32, times: u32) -> Scenario {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let path = Path::new(folder).join(name).join("baseline.toml");
    let scenario = Scenario::load(&path).expect("the shipped baseline loads");
    let scenario = scenario.with_years(years);
    let mut scenario = scenario.expect("it runs for so many years");
    enlarge(&mut scenario.model, times);
    scenario
}

fn enlarge(model: &mut Model, times: u32) {
    let stock = &mut model.stock;
    let rows = stock.children.iter_mut().map(|row| &mut row.count);
    let orders = stock.special_guardianships.iter_mut();
    let counts = rows
        .chain(orders)
        .chain(&mut stock.child_arrangements)
        .chain(&mut stock.foster_households)
        .chain([
            &mut stock.awaiting_revocation,
            &mut stock.nobody_responsible,
            &mut stock.leaving_households,
            &mut stock.unavailable_places,
            &mut stock.adopters_waiting,
            &mut stock.staying_put,
        ]);
    counts.for_each(|count| *count *= times);
    let factor = f64::from(times);
    let returned = stock.returned_home_a_year.iter_mut();
    returned.for_each(|children| *children *= factor);
    enlarge_flows(&mut model.opening, times);
    for regime in &mut model.regimes {
        enlarge_flows(&mut regime.params, times);
    }
}

fn enlarge_flows(params: &mut Params, times: u32) {
    let factor = f64::from(times);
    let groups = params.entries.groups_a_year.iter_mut();
    groups.for_each(|groups| *groups *= factor);
    params.planning.caseload_target *= factor;
    params.adoption.panel_slots *= factor;
    for team in params.teams.iter_mut().flatten() {
        team.servers *= times;
    }
    for strand in &mut params.recruitment {
        match &mut strand.approvals {
            Approvals::AtRandom { a_year, reference } => {
                *a_year *= factor;
                *reference *= factor;
            }
            Approvals::Planned { households, .. } => *households *= times,
        }
    }
}
