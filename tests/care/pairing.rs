//! Two worlds that share their luck: what is not touched by a difference must not differ.
//!
//! Random numbers belong to identities, so a change shows only where it acts. Where places are
//! limited its effects spread, but only from hand to hand: the chain is walked here.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::*;
use permanence::care::child::{LegalStatus, PlacementKind, Route};
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Approvals, Leaving, Model, Params, Tier};
use permanence::care::record::Event;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::SimTime;
use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::TABLE;
use permanence::experiment::tally as results;
use permanence::finance::ledger::Ledger;
use permanence::stats::Tally;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

fn key(replication: u64) -> RunKey {
    RunKey::new(1_989, replication)
}

#[test]
fn a_world_compared_with_itself_does_not_differ() {
    for seed in 0..20 {
        let model = rich(seed);
        let once = trace(&model, key(seed));
        let other = trace(&model, key(seed + 1));
        assert_eq!(
            once,
            trace(&model, key(seed)),
            "and what ran between is forgotten"
        );
        assert_ne!(once, other, "other replications are other futures");
    }
}

#[test]
fn who_watches_changes_nothing() {
    let model = rich(77);
    let alone = trace(&model, key(1));
    let books = Accounts::new(model.horizon());
    let watched = permanence::care::run(&model, key(1), (Trace::default(), books));
    assert_eq!(alone, watched.0.facts);
}

#[test]
fn a_new_regime_equal_to_the_one_before_changes_nothing_at_all() {
    for seed in 0..60 {
        let model = rich(seed);
        let again = from(&model, at(1_207.3), |_| ());
        assert_eq!(trace(&model, key(seed)), trace(&again, key(seed)), "{seed}");
    }
}

/// A change of the parameters with a name.
type Lever = (&'static str, fn(&mut Params));

const LEVERS: [Lever; 10] = [
    ("return home", |p| home(p, rate(2.0))),
    ("proceedings", |p| p.court.proceedings = days(60.0)),
    ("legal advice", |p| p.court.legal_advice = days(1.0)),
    ("parallel planning", |p| p.planning.parallel = 1.0),
    ("acceptance", |p| p.search.in_house_acceptance = [1.0; 5]),
    ("stability", |p| {
        p.stability.rates[PlacementKind::Agency as usize] = 0.0
    }),
    ("step-down", |p| p.search.step_down_a_year = 12.0),
    ("other ends", |p| {
        p.leaving = Leaving::new(0.5, 0.5, 0.5, 0.5)
    }),
    ("fewer or more children", |p| {
        p.entries.groups_a_year.iter_mut().for_each(|g| *g *= 1.4);
    }),
    ("approvals", |p| {
        for strand in &mut p.recruitment {
            if let Approvals::AtRandom { a_year, .. } = &mut strand.approvals {
                *a_year *= 2.0;
            }
        }
    }),
];

#[test]
fn a_lever_that_starts_on_a_day_changes_nothing_before_it() {
    let day = at(1_301.0);
    for (name, lever) in LEVERS {
        let mut differs = false;
        for seed in 0..8 {
            let model = rich(seed);
            let changed = from(&model, day, lever);
            let (base, other) = (trace(&model, key(seed)), trace(&changed, key(seed)));
            let before = |facts: &[Fact]| -> Vec<Fact> {
                facts.iter().filter(|f| f.at < day).cloned().collect()
            };
            assert_eq!(before(&base), before(&other), "{name}");
            differs |= base != other;
        }
        assert!(differs, "{name} does something from that day on");
    }
}

/// The same world with a lever pulled on a day, whatever regimes there are before and after it.
fn pulled(model: &Model, day: SimTime, lever: impl Fn(&mut Params)) -> Model {
    let mut model = model.clone();
    let later = model.regimes.iter().position(|regime| regime.from > day);
    let place = later.unwrap_or(model.regimes.len());
    let mut new = model.regimes[place - 1].clone();
    new.from = day;
    model.regimes.insert(place, new);
    for regime in &mut model.regimes[place..] {
        lever(&mut regime.params);
    }
    model
}

/// The row of results of one future.
fn cells(model: &Model, layout: &Layout, key: RunKey) -> Vec<f64> {
    let prices = crate::support::prices(1, model.regimes[0].params.recruitment.len());
    let watchers = (results::Tally::new(layout), Ledger::new(&prices));
    let (tally, ledger) = permanence::care::run(model, key, watchers);
    tally.cells(&ledger, &prices)
}

fn layout(model: &Model) -> Layout {
    let start = jiff::civil::date(2017, 4, 1);
    let all: Vec<Request> = TABLE.iter().map(|spec| Request::of(spec.metric)).collect();
    Layout::new(start, model).asked_for(&all, start, model)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 250,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// An alternative that says on some day what held already: the difference is 0 in every cell, and
    /// what is not a number stays none.
    #[test]
    fn in_every_world_an_equal_alternative_differs_by_nothing(seed in any::<u64>(), day in 1.0..1_460.0) {
        let model = rich(seed);
        let layout = layout(&model);
        let equal = pulled(&model, at(day), |_| ());
        let [usual, other] = [&model, &equal].map(|world| cells(world, &layout, key(3)));
        for (cell, (a, b)) in usual.iter().zip(&other).enumerate() {
            let same = b - a == 0.0 || (a.is_nan() && b.is_nan());
            prop_assert!(same, "{:?}: {a} and {b}", layout.cells[cell]);
        }
    }

    /// A lever pulled on some day: no event before it, and no cell of months that ended by then, is
    /// touched.
    #[test]
    fn in_every_world_a_lever_changes_nothing_before_its_day(
        seed in any::<u64>(),
        day in 1.0..1_460.0,
        lever in 0..LEVERS.len(),
    ) {
        let (name, lever) = LEVERS[lever];
        let model = rich(seed);
        let day = at(day);
        let changed = pulled(&model, day, lever);
        let before = |world: &Model| -> Vec<Fact> {
            trace(world, key(4)).into_iter().filter(|f| f.at < day).collect()
        };
        prop_assert_eq!(before(&model), before(&changed), "{}", name);
        let layout = layout(&model);
        let [usual, other] = [&model, &changed].map(|world| cells(world, &layout, key(4)));
        for (cell, (a, b)) in layout.cells.iter().zip(usual.iter().zip(&other)) {
            let ended = layout.months[layout.period(cell).months.end] <= day;
            if ended {
                prop_assert_eq!(a.to_bits(), b.to_bits(), "{}: {:?}", name, cell);
            }
        }
    }
}

/// A rich world in which nobody waits for a place: carers and adopters are bought or brought.
fn unlimited(seed: u64) -> Model {
    let mut model = rich(seed);
    always(&mut model, |p| {
        // Beds of own homes and the time of teams, social workers and panels are scarce too.
        p.homes.clear();
        p.teams = std::array::from_fn(|_| None);
        p.planning.caseload_target = f64::INFINITY;
        p.adoption.panel_slots = f64::INFINITY;
        p.search.order = vec![Tier::Agency, Tier::ChildrensHome];
        p.adoption.early_match = [1.0; 6];
        p.adoption.acceptance = 0.0;
        p.adoption.activity_interval_days = f64::INFINITY;
    });
    model
}

/// The same world with one more household, of a strand of its own.
fn with_one_more(model: &Model, kind: HouseholdKind) -> (Model, Root) {
    let mut more = model.clone();
    let mut one = strand("one more", kind);
    one.approvals = planned(1, 2.0);
    one.start = at(100.0);
    always(&mut more, |p| p.recruitment.push(one.clone()));
    (more, Root::named("one more", 1))
}

#[test]
fn where_places_are_unlimited_one_more_household_changes_no_other_history() {
    for seed in 0..20 {
        let model = unlimited(seed);
        for kind in [HouseholdKind::Foster, HouseholdKind::Adoptive] {
            let (more, household) = with_one_more(&model, kind);
            let without = |facts: Vec<Fact>| -> Vec<Fact> {
                let others = facts.into_iter();
                others
                    .filter(|f| !f.who.contains(&household.bits()))
                    .map(|f| Fact {
                        // Households move up in memory; children and cases are compared.
                        who: f
                            .who
                            .into_iter()
                            .filter(|w| *w > u64::from(u32::MAX))
                            .collect(),
                        ..f
                    })
                    .collect()
            };
            let (base, other) = (trace(&model, key(seed)), trace(&more, key(seed)));
            assert_eq!(base.len() + 1, other.len(), "one approval more");
            assert_eq!(without(base), without(other));
        }
    }
}

#[test]
fn where_places_are_unlimited_more_children_change_no_other_history() {
    for seed in 0..20 {
        let model = unlimited(seed);
        let mut more = model.clone();
        for regime in &mut more.regimes {
            for groups in &mut regime.params.entries.groups_a_year {
                *groups *= 1.3;
            }
        }
        let (base, other) = (trace(&model, key(seed)), trace(&more, key(seed)));
        let known: BTreeSet<u64> = base.iter().map(|f| f.who[0]).collect();
        let (same, new): (Vec<_>, Vec<_>) =
            other.into_iter().partition(|f| known.contains(&f.who[0]));
        assert!(new.len() > 50, "more children came");
        assert_eq!(base, same);
    }
}

/// Walks the differences of two histories in order of time: each must involve somebody already
/// touched, and touches all it involves. Returns how many identities were touched in the end.
fn walk_the_chain(base: &[Fact], other: &[Fact], first: Root) -> usize {
    let mut balance: BTreeMap<&Fact, i32> = BTreeMap::new();
    base.iter()
        .for_each(|f| *balance.entry(f).or_default() -= 1);
    other
        .iter()
        .for_each(|f| *balance.entry(f).or_default() += 1);
    let differing: Vec<&Fact> = balance
        .into_iter()
        .filter(|(_, count)| *count != 0)
        .map(|(fact, _)| fact)
        .collect();
    let mut touched = BTreeSet::from([first.bits()]);
    for instant in differing.chunk_by(|a, b| a.at == b.at) {
        let mut left: Vec<&Fact> = instant.to_vec();
        while !left.is_empty() {
            let (reached, unreached): (Vec<_>, Vec<_>) = left
                .iter()
                .copied()
                .partition(|f| f.who.iter().any(|w| touched.contains(w)));
            assert!(
                !reached.is_empty(),
                "differs without having been touched: {unreached:?}"
            );
            touched.extend(reached.iter().flat_map(|f| f.who.iter().copied()));
            left = unreached;
        }
    }
    touched.len()
}

/// Foster care with too few places: everything about placements is switched on.
fn scarce(siblings: bool) -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year = [5.0, 15.0, 15.0, 15.0, 5.0];
        if siblings {
            p.entries.group_size = [0.5, 0.3, 0.1, 0.1];
            p.entries.together = 0.7;
        }
        p.entries.complex_needs = [0.2; 5];
        home(p, rate(1.2));
        p.home.reentry = around(500.0);
        p.search.agency_offer = [0.5; 5];
        p.search.in_house_acceptance = [0.6; 5];
        p.search.step_down_a_year = 3.0;
        p.search.rest = around(20.0);
        p.stability.rates = [0.3, 0.5, 0.8, 0.3, 0.3, 0.0, 0.0, 0.0];
        p.stability.earlier_move_factor = 1.2;
        p.stability.separated_factor = 1.5;
        let foster = &mut p.recruitment[FOSTER];
        foster.approvals = Approvals::AtRandom {
            a_year: 6.0,
            reference: 6.0,
        };
        foster.places = [0.4, 0.3, 0.2, 0.1];
        foster.leaving = rate(0.3);
    });
    model.stock.foster_households = [6, 4, 2, 0];
    model
}

#[test]
fn where_foster_places_are_limited_a_difference_spreads_only_from_hand_to_hand() {
    for siblings in [false, true] {
        let mut spread = Tally::new();
        for replication in 0..25 {
            let model = scarce(siblings);
            let (more, household) = with_one_more(&model, HouseholdKind::Foster);
            let base = trace_households(&model, key(replication));
            let other = trace_households(&more, key(replication));
            assert_ne!(base, other);
            spread.push(walk_the_chain(&base, &other, household) as f64);
        }
        println!("identities touched: {:.0} on average", spread.mean());
        assert!(spread.mean() > 5.0, "the household was used");
    }
}

/// Adopters from the pool, too few of them; single children.
fn scarce_adopters() -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year = [20.0, 20.0, 0.0, 0.0, 0.0];
        basis(p, 1);
        p.court.proceedings = around(150.0);
        p.search.agency_offer = [0.5; 5];
        p.stability.rates = [0.3, 0.5, 0.8, 0.3, 0.3, 0.0, 0.0, 0.0];
        p.adoption.plan = [0.8; 6];
        p.adoption.early_match = [0.1; 6];
        p.adoption.half_life_years = 1.0;
        p.adoption.scale = 1.1;
        p.adoption.panel_interval_days = 14.0;
        p.adoption.acceptance = 0.5;
        let adopters = &mut p.recruitment[ADOPTERS];
        adopters.approvals = Approvals::AtRandom {
            a_year: 15.0,
            reference: 15.0,
        };
        adopters.ages = vec![(0.5, 0.0, 2.0), (0.5, 0.0, 8.0)];
        adopters.leaving = rate(0.4);
    });
    model.stock.adopters_waiting = 4;
    model
}

#[test]
fn where_adopters_are_limited_a_difference_spreads_only_from_hand_to_hand() {
    let mut spread = Tally::new();
    for replication in 0..40 {
        let model = scarce_adopters();
        let (more, household) = with_one_more(&model, HouseholdKind::Adoptive);
        let base = trace_households(&model, key(replication));
        let other = trace_households(&more, key(replication));
        spread.push(walk_the_chain(&base, &other, household) as f64);
    }
    println!("identities touched: {:.1} on average", spread.mean());
    assert!(spread.mean() > 2.0, "the adopters were matched");
}

// Direction.

#[test]
fn without_entries_the_stock_only_falls() {
    for seed in 0..30 {
        let mut model = rich(seed);
        always(&mut model, |p| {
            p.entries.groups_a_year = [0.0; 5];
            p.entries.later_born = 0.0;
            p.home.reentry = never();
            p.relatives.special_guardianship_breakdown = 0.0;
            p.relatives.child_arrangements_breakdown = 0.0;
            p.adoption.breakdown = 0.0;
        });
        let mut before = usize::MAX;
        look(&model, key(seed), |_, view| {
            let now = view.children.values().filter(|c| c.in_care()).count();
            assert!(now <= before);
            before = now;
        });
    }
}

fn adopted(model: &Model, key: RunKey) -> BTreeMap<u64, SimTime> {
    let mut all = BTreeMap::new();
    watch(model, key, |now, event| {
        if let Event::PeriodEnded(c, Route::Adopted) = event {
            all.insert(c.root.bits(), now);
        }
    });
    all
}

/// Paired over replications: the mean difference is more than four standard errors above zero. One
/// path may lose, since an early match can take the household another would have had.
#[test]
fn more_adopters_do_not_lower_the_expected_adoptions_of_single_children() {
    let mut few = scarce_adopters();
    always(&mut few, |p| p.adoption.acceptance = 1.0);
    let mut many = few.clone();
    if let Approvals::AtRandom { a_year, .. } =
        &mut many.regimes[0].params.recruitment[ADOPTERS].approvals
    {
        *a_year *= 1.3;
    }
    let count = |model, replication| adopted(model, key(replication)).len() as f64;
    let differences: Tally = (0..150).map(|r| count(&many, r) - count(&few, r)).collect();
    let z = differences.mean() / differences.standard_error();
    println!(
        "{:.2} adoptions more, {z:.1} standard errors",
        differences.mean()
    );
    assert!(
        z > 4.0,
        "more adopters who accept must be seen to adopt more"
    );
}

/// With adopters for everybody (early matches) whoever is adopted is also adopted, and no
/// later, when introductions are shorter.
#[test]
fn shorter_introductions_never_lose_an_adoption_where_adopters_are_unlimited() {
    let world = |introductions| {
        let mut model = scarce_adopters();
        always(&mut model, |p| {
            p.adoption.early_match = [1.0; 6];
            p.adoption.match_to_placed = days(introductions);
        });
        model
    };
    let mut gained = 0;
    for replication in 0..20 {
        let slow = adopted(&world(200.0), key(replication));
        let fast = adopted(&world(20.0), key(replication));
        for (child, later) in &slow {
            assert!(fast.get(child).is_some_and(|sooner| sooner <= later));
        }
        gained += fast.len() - slow.len();
    }
    assert!(gained > 10, "{gained} children more are adopted");
}

/// The legal status under which a child is adopted is a placement order, in every world.
#[test]
fn only_children_on_a_placement_order_are_adopted() {
    for seed in 0..30 {
        watch(&rich(seed), key(seed), |_, event| {
            if let Event::PeriodEnded(c, Route::Adopted) = event {
                assert_eq!(c.legal, LegalStatus::PlacementOrder);
                assert_eq!(c.placement.kind, PlacementKind::Adoptive);
            }
        });
    }
}

/// The walk itself can fail: from a household nobody knows no difference is reached.
#[test]
#[should_panic(expected = "differs without having been touched")]
fn the_walk_does_not_reach_what_nobody_touched() {
    let model = scarce(false);
    let (more, _) = with_one_more(&model, HouseholdKind::Foster);
    let base = trace_households(&model, key(0));
    let other = trace_households(&more, key(0));
    walk_the_chain(&base, &other, Root::named("nobody", 0));
}
