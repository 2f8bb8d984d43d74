//! Everybody who waits: for a team, or as adopters for children. What stands in a queue over time is what
//! those in it have waited.

use std::collections::{BTreeMap, BTreeSet};

use permanence::care;
use permanence::care::child::Route;
use permanence::care::household::{Household, HouseholdKind};
use permanence::care::params::{Approvals, Model, Team};
use permanence::care::record::{Event, Observer, View};
use permanence::care::team::Stage;
use permanence::des::probe::Gauge;
use permanence::des::stream::RunKey;
use permanence::des::time::{SimSpan, SimTime};
use permanence::stats::Tally;

use crate::plans::erlang_c;
use crate::support::*;

const SECONDS_A_DAY: f64 = 86_400.0;

/// The queue of one team as it is told of: its length, who joined when and has not been taken up, and the
/// waits that were reported of those who were.
struct Queue {
    length: Gauge,
    joined: BTreeMap<SimTime, u32>,
    waits: i128,
    passed_over: Vec<SimTime>,
}

impl Queue {
    fn new() -> Self {
        Self {
            length: Gauge::new(SimTime::START, 0),
            joined: BTreeMap::new(),
            waits: 0,
            passed_over: Vec::new(),
        }
    }

    fn join(&mut self, now: SimTime) {
        self.length.change(now, 1);
        *self.joined.entry(now).or_default() += 1;
    }

    fn taken_up(&mut self, now: SimTime, waited: SimSpan) {
        self.length.change(now, -1);
        let since = now - waited;
        let there = self.joined.get_mut(&since).filter(|n| **n > 0);
        *there.expect("a case that is taken up joined as long ago as it says") -= 1;
        self.waits += i128::from(waited.seconds());
    }

    fn pass_over(&mut self, now: SimTime) {
        self.length.change(now, -1);
        self.passed_over.push(now);
    }

    /// The waits of those who were never taken up: until they were passed over, or until the horizon. It is
    /// not told which of them was passed over, but their joining and going are all that the sum needs.
    fn other_waits(&self, horizon: SimTime) -> i128 {
        let seconds = |at: SimTime| i128::from(at.seconds());
        let joined = self.joined.iter();
        let never: u32 = self.joined.values().sum();
        let still = never as usize - self.passed_over.len();
        let began: i128 = joined.map(|(&at, &n)| i128::from(n) * seconds(at)).sum();
        let passed_over = self.passed_over.iter().map(|&at| seconds(at));
        passed_over.sum::<i128>() + still as i128 * seconds(horizon) - began
    }
}

/// The queues of all teams of one future.
fn queues(model: &Model, key: RunKey) -> [Queue; Stage::ALL.len()] {
    let mut queues = Stage::ALL.map(|_| Queue::new());
    watch(model, key, |now, event| match event {
        Event::TeamQueued(stage) => queues[stage as usize].join(now),
        Event::TeamBegan { stage, waited } => queues[stage as usize].taken_up(now, waited),
        Event::TeamPassedOver(stage) => queues[stage as usize].pass_over(now),
        _ => {}
    });
    queues
}

/// In worlds where everything happens and every team is overworked, the integral of its queue is the sum of the
/// waits, to the second: of cases taken up as they were reported, of those passed over, and of those still in it.
#[test]
fn every_teams_queue_integrated_is_the_waits_added_up() {
    // Waits and cases still waiting, by stage: that there was something to add.
    let mut seen = [(0_i128, 0_i64); Stage::ALL.len()];
    let mut passed_over = 0;
    for seed in 0..200 {
        let mut model = rich(seed);
        always(&mut model, |p| {
            for team in p.teams.iter_mut().flatten() {
                (team.servers, team.days_per_case) = (1, around(60.0));
            }
        });
        let horizon = model.horizon();
        for (stage, queue) in Stage::ALL
            .into_iter()
            .zip(queues(&model, RunKey::new(seed, 6)))
        {
            let area = queue.length.integral_seconds(horizon);
            let waits = queue.waits + queue.other_waits(horizon);
            assert_eq!(area, waits, "{}, world {seed}", stage.label());
            let (waited, still) = &mut seen[stage as usize];
            *waited += queue.waits;
            *still += queue.length.level();
            passed_over += queue.passed_over.len();
        }
    }
    for (stage, (waited, still)) in Stage::ALL.into_iter().zip(seen) {
        assert!(waited > 0 && still > 3, "{}: {still}", stage.label());
    }
    assert!(passed_over > 100, "{passed_over}");
}

/// A queue from a day on by when it has settled: its area since, and the waits that have ended since.
struct Settled {
    from: SimTime,
    length: Gauge,
    before: Option<i128>,
    waits: i128,
}

impl Settled {
    fn new(from: SimTime, waiting: i64) -> Self {
        Self {
            from,
            length: Gauge::new(SimTime::START, waiting),
            before: None,
            waits: 0,
        }
    }

    fn join(&mut self, now: SimTime) {
        self.look(now);
        self.length.change(now, 1);
    }

    fn leave(&mut self, now: SimTime, waited: SimSpan) {
        self.look(now);
        self.length.change(now, -1);
        if now > self.from {
            self.waits += i128::from(waited.seconds());
        }
    }

    fn look(&mut self, now: SimTime) {
        if now > self.from && self.before.is_none() {
            self.before = Some(self.length.integral_seconds(self.from));
        }
    }

    /// Mean length up to the horizon, and the area less the waits, in days.
    fn read(mut self, horizon: SimTime) -> (f64, f64) {
        self.look(horizon);
        let before = self.before.expect("the horizon is later");
        let area = self.length.integral_seconds(horizon) - before;
        let seconds = (horizon - self.from).seconds() as f64;
        (
            area as f64 / seconds,
            (area - self.waits) as f64 / SECONDS_A_DAY,
        )
    }
}

/// L = λW in equilibrium, with λ as given and W by Erlang's delay formula; and what is waited is what those
/// have waited whose turn comes, so that their difference is nought on average.
#[test]
fn a_teams_queue_is_its_cases_a_day_times_their_wait() {
    const WORK: f64 = 10.0;
    let (servers, load) = (2_u32, 1.5);
    let mut model = quiet(90);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = load * 365.25 / WORK;
        p.teams[Stage::HomeAssessment as usize] = Some(Team {
            servers,
            days_per_case: around(WORK),
        });
    });
    let wait = erlang_c(servers, load) * WORK / (f64::from(servers) - load);
    let (mut lengths, mut differences) = (Tally::new(), Tally::new());
    for replication in 0..120 {
        let mut queue = Settled::new(at(1_300.0), 0);
        watch(
            &model,
            RunKey::new(20_261, replication),
            |now, event| match event {
                Event::TeamQueued(_) => queue.join(now),
                Event::TeamBegan { waited, .. } => queue.leave(now, waited),
                Event::TeamPassedOver(_) => panic!("nobody leaves care"),
                _ => {}
            },
        );
        let (length, difference) = queue.read(model.horizon());
        lengths.push(length);
        differences.push(difference);
    }
    mean_is("L of a team's queue for λW", &lengths, load / WORK * wait);
    mean_is("area less waits of a team's queue", &differences, 0.0);
}

/// Adopters of the council's own who wait: told by events, and as the records of households say.
struct Pool {
    waiting: Settled,
    /// All that has been waited, as the households that no longer wait say.
    waits: i128,
    /// Cases that are matched with a household of the pool.
    matched: BTreeSet<u64>,
    /// How they came and went.
    ways: BTreeMap<&'static str, u32>,
    horizon: SimTime,
}

impl Pool {
    fn new(from: SimTime, horizon: SimTime) -> Self {
        Self {
            waiting: Settled::new(from, 0),
            waits: 0,
            matched: BTreeSet::new(),
            ways: BTreeMap::new(),
            horizon,
        }
    }

    fn count(&mut self, way: &'static str) {
        *self.ways.entry(way).or_default() += 1;
    }

    fn join(&mut self, now: SimTime, way: &'static str) {
        self.waiting.join(now);
        self.count(way);
    }

    fn leave(&mut self, now: SimTime, household: &Household, way: &'static str) {
        let waited = waited(household, now);
        self.waiting.leave(now, waited);
        self.waits += i128::from(waited.seconds());
        self.count(way);
    }

    fn told(&mut self, now: SimTime, event: Event<'_>) {
        match event {
            Event::Approved(_) => self.join(now, "approved"),
            Event::AdoptersReturned(_) => self.join(now, "came back"),
            Event::HouseholdMatched(household) => self.leave(now, household, "matched"),
            Event::HouseholdLeft(household) => self.leave(now, household, "gave up"),
            Event::Matched { case, .. } if case.household().is_some() => {
                self.matched.insert(case.root.bits());
            }
            Event::PeriodEnded(child, Route::Adopted) => {
                // A case of one child has the child's identity.
                self.matched.remove(&child.root.bits());
            }
            // That their match has lapsed is told of the children only.
            Event::NoLongerAdoption(case) if self.matched.remove(&case.root.bits()) => {
                self.join(now, "match lapsed");
            }
            _ => {}
        }
    }
}

/// How long adopters have waited within the run.
fn waited(household: &Household, now: SimTime) -> SimSpan {
    now - household.vacant_since.max(SimTime::START)
}

fn waiting(view: View<'_>) -> impl Iterator<Item = &Household> {
    let all = view.households.values();
    all.filter(|h| h.kind == HouseholdKind::Adoptive && h.has_room())
}

impl Observer for Pool {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        self.told(now, event);
    }

    fn opening(&mut self, view: View<'_>) {
        let there = waiting(view).count();
        self.waiting = Settled::new(self.waiting.from, there as i64);
    }

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        assert_eq!(self.waiting.length.level(), waiting(view).count() as i64);
    }

    fn closing(&mut self, now: SimTime, view: View<'_>) {
        assert_eq!(now, self.horizon);
        for household in waiting(view) {
            self.waits += i128::from(waited(household, now).seconds());
            self.count("still waiting");
        }
    }
}

/// Babies for adoption and adopters for them, both at random; some children's chance lapses after the match, some
/// adopters give up, and some come back.
fn adopters_and_babies(months: usize) -> Model {
    let mut model = quiet(months);
    model.stock.adopters_waiting = 25;
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = 45.0;
        basis(p, 1);
        p.court.proceedings = days(150.0);
        p.adoption.plan = [1.0; 6];
        p.adoption.half_life_years = 1.0;
        p.adoption.panel_interval_days = 14.0;
        p.adoption.acceptance = 0.2;
        p.adoption.match_to_placed = around(60.0);
        let adopters = &mut p.recruitment[ADOPTERS];
        adopters.approvals = Approvals::AtRandom {
            a_year: 40.0,
            reference: 40.0,
        };
        adopters.leaving = rate(0.4);
        adopters.returns = 0.3;
        adopters.returns_after_days = 200.0;
    });
    model
}

/// The number of adopters who wait, integrated, is the sum of their waits to the second, from approval, coming back
/// or the lapse of a match until the next match, giving up or the horizon; and at the end of every month as many
/// wait as are told of.
#[test]
fn the_waiting_adopters_integrated_are_their_waits_added_up() {
    let model = adopters_and_babies(72);
    let horizon = model.horizon();
    let mut ways = BTreeMap::new();
    for replication in 0..24 {
        let pool = Pool::new(SimTime::START, horizon);
        let pool = care::run(&model, RunKey::new(20_262, replication), pool);
        let area = pool.waiting.length.integral_seconds(horizon);
        assert_eq!(area, pool.waits, "future {replication}");
        for (way, times) in pool.ways {
            *ways.entry(way).or_insert(0) += times;
        }
    }
    for way in [
        "approved",
        "came back",
        "match lapsed",
        "matched",
        "gave up",
        "still waiting",
    ] {
        assert!(ways.get(way).is_some_and(|n| *n > 20), "{way}: {ways:?}");
    }
}

/// In equilibrium the area is on average what those have waited who wait no longer: L = λW without the bias of a
/// ratio.
#[test]
fn as_many_adopters_wait_as_come_times_their_wait() {
    let model = adopters_and_babies(200);
    let horizon = model.horizon();
    let mut differences = Tally::new();
    for replication in 0..100 {
        let pool = Pool::new(at(3_000.0), horizon);
        let pool = care::run(&model, RunKey::new(20_263, replication), pool);
        differences.push(pool.waiting.read(horizon).1);
    }
    mean_is("area less waits of adopters", &differences, 0.0);
}
