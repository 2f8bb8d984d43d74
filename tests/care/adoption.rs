//! Adoption in full, by hand: whose adopters are considered when, what other agencies are paid,
//! activity days, ethnic groups, and children adopted by those they live with already.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::*;
use permanence::care;
use permanence::care::FamilyId;
use permanence::care::adoption::{Adopters, AgencyPlacement};
use permanence::care::child::{AgeBand, EthnicGroup, LegalStatus, Needs, PlacementKind, Route};
use permanence::care::household::{HouseholdKind, Provider};
use permanence::care::params::{Model, Priority};
use permanence::care::phase::Purpose;
use permanence::care::record::{Event, Observer, View};
use permanence::cli::builtin;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::{run_one, shorten};
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::{Dated, Pence, StagedFee};
use permanence::stats::{Tally, quantile};

const YEAR: f64 = 365.25;

fn key(replication: u64) -> RunKey {
    RunKey::new(2_002, replication)
}

/// Babies come in proceedings that take `proceedings` days; adoption is the plan for all, a
/// panel meets every ten days, and whoever could take a child accepts it.
fn babies(families_a_year: f64, proceedings: f64) -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = families_a_year;
        basis(p, 1);
        p.court.proceedings = days(proceedings);
        p.adoption.plan = [1.0; 6];
        p.adoption.panel_interval_days = 10.0;
        p.adoption.match_to_placed = days(20.0);
    });
    model
}

/// So many adoptive households of this provider, all approved within the first hours.
fn adopters(model: &mut Model, name: &str, provider: Provider, households: u32) -> usize {
    let mut strand = strand(name, HouseholdKind::Adoptive);
    strand.provider = provider;
    strand.approvals = planned(households, 0.01);
    always(model, |p| p.recruitment.push(strand.clone()));
    model.opening.recruitment.len() - 1
}

/// The first panel at or after an instant, where panels meet every ten days.
fn panel_from(instant: SimTime) -> SimTime {
    at((instant.days() / 10.0).ceil() * 10.0)
}

/// By hand: one household of the council's own goes to the first child; of the others each is
/// matched with the partner's at the first panel 40 days or more after its placement order, or,
/// when these are used up, with one from the register at the first panel 80 days or more after it.
#[test]
fn own_adopters_come_first_then_the_regions_then_the_registers() {
    let mut model = babies(20.0, 100.0);
    adopters(&mut model, "ours", Provider::Own, 1);
    adopters(&mut model, "partners", Provider::Regional, 7);
    adopters(&mut model, "register", Provider::Register, 1_000);
    always(&mut model, |p| {
        p.adoption.regional_after_days = 40.0;
        p.adoption.register_after_days = 80.0;
    });
    let mut matches = BTreeMap::new();
    watch(&model, key(1), |now, event| {
        if let Event::Matched { case, waited, .. } = event {
            let adopters = case.adopters.expect("a match is with somebody");
            let after = match adopters {
                Adopters::Own => 0.0,
                Adopters::Regional => 40.0,
                Adopters::Register => 80.0,
                other => panic!("{other:?} are not in this world"),
            };
            assert_eq!(now, panel_from(case.ordered + SimSpan::from_days(after)));
            assert_eq!(waited, now - case.ordered);
            *matches.entry(adopters).or_insert(0) += 1;
        }
    });
    assert_eq!(matches[&Adopters::Own], 1);
    assert_eq!(matches[&Adopters::Regional], 7);
    assert!(matches[&Adopters::Register] > 40, "{matches:?}");
}

/// An activity day every 400 days, from day 100 on every 200, from day 200 on every 100: three quarters of
/// the interval are left on day 100, so the day would be on day 250; on day 200 a quarter is, so it is on
/// day 225, and then every 100 days. Nobody is matched elsewhere: panels never meet.
#[test]
fn an_interval_that_shrinks_by_steps_does_not_put_the_next_activity_day_off() {
    let mut model = babies(60.0, 10.0);
    adopters(&mut model, "ours", Provider::Own, 1_000);
    always(&mut model, |p| {
        p.entries.complex_needs = [1.0; 5];
        p.adoption.panel_interval_days = 1e6;
        p.adoption.acceptance = 0.001;
        p.adoption.activity_acceptance = 1.0;
        p.adoption.activity_interval_days = 400.0;
    });
    for (day, interval) in [(100.0, 200.0), (200.0, 100.0)] {
        model = from(&model, at(day), |p| {
            p.adoption.activity_interval_days = interval;
        });
    }
    let mut held = BTreeSet::new();
    watch(&model, key(31), |now, event| {
        if let Event::Matched { .. } = event {
            held.insert(now);
        }
    });
    let expected = (0..).map(|n| at(225.0 + 100.0 * f64::from(n)));
    let expected: BTreeSet<SimTime> = expected.take_while(|t| *t <= model.horizon()).collect();
    assert_eq!(held, expected);
}

/// With no days to wait the council's own household is still chosen before the others', though
/// these have waited longer.
#[test]
fn where_all_are_considered_the_councils_own_are_chosen() {
    let mut model = babies(20.0, 100.0);
    adopters(&mut model, "partners", Provider::Regional, 1_000);
    let own = adopters(&mut model, "ours", Provider::Own, 30);
    always(&mut model, |p| p.recruitment[own].start = at(300.0));
    let (mut before, mut after) = (0, 0);
    watch(&model, key(2), |now, event| {
        if let Event::Matched { case, .. } = event {
            match case.adopters {
                Some(Adopters::Own) => after += 1,
                Some(Adopters::Regional) => {
                    before += 1;
                    assert!(now < at(301.0) || after == 30, "ours were there");
                }
                other => panic!("{other:?}"),
            }
        }
    });
    assert!(before > 5 && after == 30, "{before} and {after}");
}

/// £27,000 for one child, £43,000 for two, and £60,000 a year (of 360 days here): by hand two matches of single
/// children a year, the first at the panel of 1 April, for whom so many wait; pairs of brothers and sisters, who
/// are placed together, one a year. The council's own twelve households cost no fee.
#[test]
fn a_year_pays_the_fees_that_its_budget_covers() {
    for (group_size, size, a_year) in [([1.0, 0.0, 0.0, 0.0], 1, 2), ([0.0, 1.0, 0.0, 0.0], 2, 1)] {
        let mut model = babies(20.0, 100.0);
        let register = adopters(&mut model, "register", Provider::Register, 1_000);
        let own = adopters(&mut model, "ours", Provider::Own, 12);
        always(&mut model, |p| {
            p.entries.group_size = group_size;
            p.entries.sibling_gap_years = (1.0, 1.1);
            p.adoption.register_after_days = 0.0;
            p.adoption.inter_agency_budget = 60_000.0;
            p.adoption.inter_agency_fee = [27_000.0, 43_000.0, 60_000.0, 68_000.0];
            p.recruitment[own].start = at(720.0);
            for strand in [register, own] {
                p.recruitment[strand].largest_group = [0.0, 1.0, 0.0, 0.0];
                p.recruitment[strand].places = [0.0, 1.0, 0.0, 0.0];
            }
        });
        let (mut matched, mut ours) = (vec![Vec::new(); 5], 0);
        watch(&model, key(12), |now, event| match event {
            Event::Matched { case, .. } if case.adopters == Some(Adopters::Register) => {
                assert_eq!(case.members.len(), size);
                matched[(now.days() / 360.0) as usize].push(now);
            }
            Event::Matched { .. } => ours += 1,
            _ => {}
        });
        assert_eq!(ours, 12);
        for (year, matches) in matched.iter().enumerate() {
            assert_eq!(matches.len(), a_year, "year {year}: {matches:?}");
            // Our own are found first where they have just come.
            if year == 1 || year > 2 {
                assert_eq!(matches[0], at(360.0 * year as f64), "year {year}");
            }
        }
    }
}

/// A budget of exactly the fees is enough for them; a penny less is not.
#[test]
fn a_budget_covers_fees_that_come_to_it_exactly() {
    for (budget, matches) in [(54_000.0, 2), (53_999.99, 1), (0.0, 0), (f64::INFINITY, 0)] {
        let mut model = babies(20.0, 100.0);
        model.months.truncate(13);
        adopters(&mut model, "register", Provider::Register, 1_000);
        always(&mut model, |p| {
            p.adoption.register_after_days = 0.0;
            p.adoption.inter_agency_budget = budget;
            p.adoption.inter_agency_fee = [27_000.0; 4];
        });
        let mut matched = 0;
        watch(&model, key(12), |_, event| {
            matched += usize::from(matches!(event, Event::Matched { .. }));
        });
        match budget.is_finite() {
            true => assert_eq!(matched, matches, "{budget}"),
            false => assert!(matched > 5, "{matched}"),
        }
    }
}

/// The ledger beside a count of what is due.
struct Fees<'a> {
    ledger: Ledger<'a>,
    placed: [i64; 3],
}

impl Observer for Fees<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if let Event::InterAgencyPlacement(placed) = event {
            self.placed[placed.children - 1] += 1;
        }
        self.ledger.event(now, event);
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        self.ledger.month_ended(now, month, view);
    }
}

/// £27,000, £43,000 and £60,000 for one, two and three children (the consortium's fees), each
/// with an odd penny: exact.
#[test]
fn another_agencys_adopters_cost_their_fee_to_the_penny() {
    let baseline = builtin::load("baseline.toml").expect("the built-in council is valid");
    let mut prices = baseline.prices.clone();
    prices.approval = vec![Dated::default(); 4];
    prices.adoption_bought_share = 0.0;
    let fees = [2_700_001, 4_300_003, 6_000_007, 9_999_999].map(Pence);
    prices.inter_agency_fee = fees.map(|fee| StagedFee::new(fee, 1.0));
    let mut model = babies(40.0, 100.0);
    let register = adopters(&mut model, "register", Provider::Register, 1_000);
    let own = adopters(&mut model, "ours", Provider::Own, 20);
    always(&mut model, |p| {
        p.entries.group_size = [0.5, 0.3, 0.2, 0.0];
        for strand in [register, own] {
            p.recruitment[strand].largest_group = [0.3, 0.3, 0.4, 0.0];
        }
    });
    let fees = Fees {
        ledger: Ledger::new(&prices),
        placed: [0; 3],
    };
    let fees = care::run(&model, key(3), fees);
    let [one, two, three] = fees.placed;
    assert!(one > 10 && two > 10 && three > 10, "{:?}", fees.placed);
    let due = one * 2_700_001 + two * 4_300_003 + three * 6_000_007;
    let paid = fees
        .ledger
        .line(Line::InterAgencyFees, 0..fees.ledger.months());
    assert_eq!(paid, Amount::pence(Pence(due)));
}

/// Two thirds of £27,000 at each placement; the rest at the order if that is within a year, else a
/// year on, of which the run's last year sees less: counted from what happened, exact.
#[test]
fn the_rest_of_a_fee_is_due_at_the_order_or_a_year_after_the_placement() {
    let baseline = builtin::load("baseline.toml").expect("the built-in council is valid");
    let mut prices = baseline.prices.clone();
    prices.approval = vec![Dated::default(); 3];
    prices.adoption_bought_share = 0.0;
    prices.inter_agency_fee = [StagedFee::new(Pence(2_700_000), 2.0 / 3.0); 4];
    let mut model = babies(40.0, 100.0);
    adopters(&mut model, "register", Provider::Register, 1_000);
    always(&mut model, |p| {
        p.adoption.placed_to_order = std::array::from_fn(|_| around(300.0));
    });
    let ledger = care::run(&model, key(9), Ledger::new(&prices));
    let a_year_on = |since: SimTime| since + SimSpan::YEAR;
    let (mut placed, mut rest, mut late) = (0, 0, 0);
    watch(&model, key(9), |now, event| match event {
        Event::InterAgencyPlacement(AgencyPlacement { children: 1, .. }) => {
            placed += 1;
            rest += i64::from(a_year_on(now) < model.horizon());
        }
        Event::PeriodEnded(child, Route::Adopted) => {
            let due = a_year_on(child.with_adopters_since);
            late += i64::from(due < now);
            // Adopted in the run's last year: not counted above.
            rest += i64::from(due >= model.horizon());
        }
        Event::Disrupted(_) => panic!("no placement ends early here"),
        _ => {}
    });
    assert!(
        placed > 100 && late > 20 && placed > rest + 10,
        "{placed} {late} {rest}"
    );
    let paid = ledger.line(Line::InterAgencyFees, 0..ledger.months());
    assert_eq!(
        paid,
        Amount::pence(Pence(1_800_000 * placed + 900_000 * rest))
    );
}

/// Singles that were matched while a group of two waited ahead of them, and all singles.
fn singles_that_passed_a_group(reserve: bool, acceptance: f64) -> (usize, usize) {
    let mut model = babies(30.0, 100.0);
    let ours = adopters(&mut model, "ours", Provider::Own, 60);
    always(&mut model, |p| {
        p.entries.group_size = [0.5, 0.5, 0.0, 0.0];
        p.adoption.acceptance = acceptance;
        p.adoption.priority = Priority::HardestFirst;
        p.adoption.reserve_for_groups = reserve;
        p.recruitment[ours].largest_group = [0.0, 1.0, 0.0, 0.0];
        p.recruitment[ours].approvals = planned(60, 50.0);
    });
    let mut groups = BTreeSet::new();
    let (mut passed, mut singles) = (0, 0);
    watch(&model, key(4), |_, event| match event {
        Event::PlacementOrder(case) if case.members.len() == 2 => {
            groups.insert(case.root.bits());
        }
        Event::Matched { case, .. } if case.members.len() == 2 => {
            groups.remove(&case.root.bits());
        }
        Event::Matched { .. } => {
            singles += 1;
            passed += usize::from(!groups.is_empty());
        }
        _ => {}
    });
    (passed, singles)
}

#[test]
fn a_household_that_could_take_the_group_ahead_is_kept_from_single_children() {
    let (passed, singles) = singles_that_passed_a_group(true, 0.1);
    assert_eq!(passed, 0, "of {singles}");
    let (passed, _) = singles_that_passed_a_group(false, 0.1);
    assert!(passed > 5, "without reserve {passed} passed a group");
}

/// Where everybody accepts, who is hardest to place comes first: no single child is matched while a group waits.
#[test]
fn groups_come_before_single_children_where_the_hardest_to_place_come_first() {
    let (passed, singles) = singles_that_passed_a_group(false, 1.0);
    assert_eq!(passed, 0, "of {singles}");
    assert!(singles > 5, "{singles}");
}

/// Who accepted before still does: at a panel the pair's draw lies below the acceptance there,
/// at an activity day below the higher one; only hard-to-place children come, from all tiers.
#[test]
fn at_an_activity_day_more_accept_on_the_same_draw() {
    let (panel, activity) = (0.05, 0.4);
    let mut model = babies(30.0, 100.0);
    adopters(&mut model, "ours", Provider::Own, 30);
    adopters(&mut model, "register", Provider::Register, 30);
    always(&mut model, |p| {
        p.entries.complex_needs = [0.5; 5];
        p.adoption.acceptance = panel;
        p.adoption.register_after_days = 90.0;
        p.adoption.activity_interval_days = 45.3;
        p.adoption.activity_acceptance = activity;
    });
    let run = key(5);
    let mut household = None;
    let (mut usual, mut more, mut at_once) = (0, 0, 0);
    watch(&model, run, |now, event| match event {
        Event::HouseholdMatched(h) => household = Some(h.root),
        Event::ChildMatched {
            child,
            case,
            waited,
        } => {
            let pair = Root::pair(child.root, household.expect("from the pool"));
            let answer = run.uniform(pair, Purpose::Acceptance, 0);
            if now.days() % 10.0 == 0.0 {
                usual += 1;
                assert!(answer < panel);
            } else {
                assert_eq!(now.seconds() % 3_913_920, 0, "every 45.3 days");
                assert_eq!(child.needs, Needs::Complex);
                assert!(answer < activity);
                more += u32::from(answer >= panel);
                let register = case.adopters == Some(Adopters::Register);
                at_once += u32::from(register && waited.days() < 90.0);
            }
        }
        _ => {}
    });
    assert!(
        usual > 5 && more > 5 && at_once > 0,
        "{usual} {more} {at_once}"
    );
}

/// Shares of families are those given; brothers and sisters share a group; a household that takes
/// only its own group has no other child.
#[test]
fn households_take_children_of_their_own_group_or_of_all() {
    let mut model = babies(60.0, 100.0);
    let ours = adopters(&mut model, "ours", Provider::Own, 400);
    let (families, households) = ([0.5, 0.2, 0.1, 0.15, 0.05], [0.4, 0.2, 0.2, 0.1, 0.1]);
    always(&mut model, |p| {
        p.entries.ethnic_group = families;
        p.entries.group_size = [0.7, 0.3, 0.0, 0.0];
        p.recruitment[ours].largest_group = [0.0, 1.0, 0.0, 0.0];
        p.recruitment[ours].ethnic_group = households;
        p.recruitment[ours].takes_other_ethnic_groups = 0.3;
    });
    let mut of_family = BTreeMap::new();
    let mut open = Vec::new();
    let mut matched = None;
    let (mut same, mut other) = (0, 0);
    watch(&model, key(6), |now, event| match event {
        Event::PeriodBegan(c) => {
            let before = of_family.insert((now, c.family), c.ethnic_group);
            assert!(before.is_none_or(|group| group == c.ethnic_group));
        }
        Event::Approved(h) => open.push(h.approval.takes_other_ethnic_groups),
        Event::HouseholdMatched(h) => matched = Some(h.approval),
        Event::ChildMatched { child, .. } => {
            let approval = matched.expect("from the pool");
            if approval.ethnic_group == child.ethnic_group {
                same += 1;
            } else {
                assert!(approval.takes_other_ethnic_groups);
                other += 1;
            }
        }
        _ => {}
    });
    for (group, share) in EthnicGroup::ALL.into_iter().zip(families) {
        let hits = of_family.values().filter(|g| **g == group).count();
        let chances = of_family.iter().map(|_| share);
        share_is(group.label(), hits as f64, chances);
    }
    let hits = open.iter().filter(|open| **open).count();
    share_is("open to all", hits as f64, open.iter().map(|_| 0.3));
    assert!(same > 50 && other > 20, "{same} and {other}");
}

/// Proceedings of 200 days, plenty of adopters who are approved to foster, everybody chosen.
fn early_placements() -> (Model, usize) {
    let mut model = babies(100.0, 200.0);
    let both = adopters(&mut model, "approved for both", Provider::Own, 1_000);
    always(&mut model, |p| {
        p.adoption.fostering_for_adoption = [1.0; 6];
        p.recruitment[both].dual_approved = 1.0;
    });
    (model, both)
}

/// What happened to one child: kinds of placement with their beginnings, and how it left.
#[derive(Default)]
struct Life {
    entered: SimTime,
    placements: Vec<(SimTime, PlacementKind)>,
    ordered: Option<SimTime>,
    moves: u8,
    placed_since: Option<SimTime>,
    left: Option<(SimTime, Route)>,
}

fn lives(model: &Model, run: RunKey) -> Vec<Life> {
    let mut all: BTreeMap<u64, Life> = BTreeMap::new();
    watch(model, run, |now, event| match event {
        Event::PeriodBegan(c) => all.entry(c.root.bits()).or_default().entered = now,
        Event::PlacementBegan(c) => {
            let life = all.entry(c.root.bits()).or_default();
            life.placements.push((now, c.placement.kind));
            life.moves = c.moves;
        }
        Event::PlacementOrder(case) => {
            all.entry(case.root.bits()).or_default().ordered = Some(now);
        }
        Event::ChildMatched { waited, .. } => assert_eq!(waited, SimSpan::ZERO),
        Event::PlacedForAdoption(c) => {
            let life = all.entry(c.root.bits()).or_default();
            life.placed_since = Some(c.with_adopters_since);
        }
        Event::PeriodEnded(c, route) => {
            all.entry(c.root.bits()).or_default().left = Some((now, route));
        }
        _ => {}
    });
    all.into_values().collect()
}

/// By hand: the child joins its carers at the first panel after it came, stays, and is placed for
/// adoption at the hearing, day 200, without a move; the order is made 100 days later. The
/// chance counts as of the day it joined: 0.7 · 2^(−T / 1 year) with T from entry to that panel.
#[test]
fn fostered_for_adoption_a_child_does_not_move_and_its_clock_has_stopped() {
    let (mut model, _) = early_placements();
    always(&mut model, |p| {
        p.adoption.half_life_years = 1.0;
        p.adoption.scale = 0.7;
        p.adoption.reference_months = [0.0; 6];
    });
    let (mut chances, mut adopted) = (Vec::new(), 0.0);
    for life in lives(&model, key(7)) {
        if life.entered > at(1_400.0) {
            continue;
        }
        let joined = panel_from(life.entered);
        let hearing = life.entered + SimSpan::from_days(200.0);
        assert_eq!(life.ordered, Some(hearing));
        chances.push(0.7 * libm::exp2(-(joined - life.entered).days() / YEAR));
        assert_eq!(life.placements[1], (joined, PlacementKind::InHouse));
        if let Some((left, Route::Adopted)) = life.left {
            adopted += 1.0;
            assert_eq!(life.placements[2], (hearing, PlacementKind::Adoptive));
            assert_eq!((life.placements.len(), life.moves), (3, 1));
            assert_eq!(life.placed_since, Some(joined));
            assert_eq!(left, hearing + SimSpan::from_days(100.0));
        } else {
            // The decision is reversed at once; the child moves to others.
            assert_eq!(life.placements[2], (hearing, PlacementKind::Agency));
            assert_eq!(life.placed_since, None);
        }
    }
    share_is("adopted by their early carers", adopted, chances);
}

/// If the court sends the child home, or makes a care order, it leaves its early carers at the
/// hearing, and these wait again: nobody is with them at the end but who came lately.
#[test]
fn where_the_court_decides_otherwise_early_carers_wait_again() {
    for home in [true, false] {
        let (mut model, _) = early_placements();
        always(&mut model, |p| {
            p.home.at_hearing = [if home { 1.0 } else { 0.0 }; 5];
            p.adoption.plan = [0.0; 6];
        });
        for life in lives(&model, key(8)) {
            let hearing = life.entered + SimSpan::from_days(200.0);
            if hearing > at(1_799.0) {
                continue;
            }
            assert_eq!(life.placements[1].1, PlacementKind::InHouse);
            match home {
                true => assert_eq!(life.left, Some((hearing, Route::Home))),
                false => assert_eq!(life.placements[2], (hearing, PlacementKind::Agency)),
            }
        }
        look(&model, key(8), |_, view| {
            let fostered = |c: &&care::child::Child| c.placement.household.is_some();
            let children = view.children.values().filter(fostered).count();
            let households = view.households.values();
            let taken = households.filter(|h| !h.has_room()).count();
            assert_eq!(children, taken);
            assert!(children < 100, "places come back");
        });
    }
}

/// Relatives whose assessment is complete and good are known, and their children not chosen;
/// where it is not complete yet, the children move to them when it is.
#[test]
fn children_fostered_for_adoption_can_still_go_to_relatives() {
    let (mut model, _) = early_placements();
    always(&mut model, |p| {
        p.relatives.suitable = [0.5; 5];
        p.relatives.fosters_first = 1.0;
        p.relatives.assessment = days(90.0);
    });
    let all = lives(&model, key(9));
    let known = all.iter().filter(|l| l.entered < at(1_500.0));
    let (mut to_relatives, mut n) = (0.0, 0);
    for life in known {
        n += 1;
        assert_eq!(life.placements[1].1, PlacementKind::InHouse);
        let (after, kind) = life.placements[2];
        if kind == PlacementKind::Kinship {
            assert_eq!(after, life.entered + SimSpan::from_days(90.0));
            to_relatives += 1.0;
        }
    }
    share_is("to relatives", to_relatives, (0..n).map(|_| 0.5));
}

/// By hand: the placement order after 200 days; the carers, in-house, have the child for a year
/// at day 365 and adopt it at the next panel, without a move, if they are of the 0.4 who would.
/// The order follows 100 days later, the place is gone.
#[test]
fn foster_carers_adopt_the_child_they_have_had_for_a_year() {
    let mut model = babies(50.0, 200.0);
    always(&mut model, |p| {
        p.adoption.by_foster_carer = [0.4; 6];
        p.adoption.foster_carer_after_days = 365.0;
    });
    model.stock.foster_households = [1_000, 0, 0, 0];
    let mut facts: BTreeMap<u64, (SimTime, Option<SimTime>)> = BTreeMap::new();
    let (mut gone, mut adopted) = (0, 0);
    watch(&model, key(10), |now, event| match event {
        Event::PlacementOrder(case) => {
            let entered = now - SimSpan::from_days(200.0);
            facts.insert(case.root.bits(), (entered, None));
        }
        Event::ChildMatched { child, case, .. } => {
            assert_eq!(case.adopters, Some(Adopters::FosterCarers));
            assert_eq!(now, panel_from(child.entered + SimSpan::from_days(365.0)));
            facts.insert(child.root.bits(), (child.entered, Some(now)));
        }
        Event::PlacedForAdoption(c) => {
            assert_eq!((c.with_adopters_since, c.moves), (c.entered, 0));
        }
        Event::PeriodEnded(c, route) => {
            assert_eq!(route, Route::Adopted);
            let matched = facts[&c.root.bits()].1.expect("matched");
            assert_eq!(now, matched + SimSpan::from_days(100.0));
            adopted += 1;
        }
        Event::HouseholdLeft(_) => gone += 1,
        _ => {}
    });
    let asked = facts.values().filter(|f| f.0 < at(1_420.0));
    let by_carers = asked.clone().filter(|f| f.1.is_some()).count();
    share_is("adopted by carers", by_carers as f64, asked.map(|_| 0.4));
    assert!(adopted > 10 && gone >= adopted, "their places are gone");
    look(&model, key(10), |month, view| {
        if month == 60 {
            let places = view
                .households
                .values()
                .map(|h| i32::from(h.places.total()));
            assert_eq!(places.sum::<i32>(), 1_000 - gone);
        }
    });
}

/// By hand: all carers adopt the child whom they have had for a year. Those who had theirs for a thousand
/// days when the run begins were asked before it, and none is left who would. Those who had theirs for a
/// hundred days have had it for a year on day 265, and adopt it at the next panel, on day 270.
#[test]
fn carers_who_were_asked_before_the_run_are_not_asked_again() {
    for (served, adopted) in [(1_000.0, 0), (100.0, 40)] {
        let mut model = babies(0.0, 100.0);
        always(&mut model, |p| {
            p.adoption.by_foster_carer = [1.0; 6];
            p.adoption.foster_carer_after_days = 365.0;
        });
        let (order, agency) = (LegalStatus::PlacementOrder, PlacementKind::Agency);
        let cell = row(AgeBand::From5To9, order, agency, 40, days(served));
        model.stock.children = vec![cell];
        let mut matched = Vec::new();
        watch(&model, key(12), |now, event| {
            if let Event::Matched { case, .. } = event {
                assert_eq!(case.adopters, Some(Adopters::FosterCarers));
                matched.push(now);
            }
        });
        assert_eq!(matched, vec![at(270.0); adopted], "after {served} days");
    }
}

/// Every placement has luck of its own. Carers adopt the child at the next panel; the placement ends at a
/// hazard of 2 a year unless the order comes first, after 100 days: in a share 1 − e^(−200 / 365.25). Of
/// those for whom it has ended, the same share sees it end once more, with the next carers.
#[test]
fn a_second_placement_with_carers_who_adopt_has_luck_of_its_own() {
    let mut model = babies(0.0, 100.0);
    always(&mut model, |p| {
        p.adoption.by_foster_carer = [1.0; 6];
        p.adoption.foster_carer_after_days = 0.0;
        p.adoption.disruption = 2.0;
    });
    // Or all have been asked before the run.
    model.opening.adoption.by_foster_carer = [0.0; 6];
    let (order, agency) = (LegalStatus::PlacementOrder, PlacementKind::Agency);
    let cell = row(AgeBand::From1To4, order, agency, 400, days(100.0));
    model.stock.children = vec![cell];
    let mut ended: BTreeMap<u64, u32> = BTreeMap::new();
    watch(&model, key(13), |_, event| {
        if let Event::Disrupted(c) = event {
            *ended.entry(c.root.bits()).or_default() += 1;
        }
    });
    let chance = -libm::expm1(-2.0 * 100.0 / YEAR);
    let often = |times| ended.values().filter(|n| **n >= times).count();
    let [once, twice] = [often(1), often(2)];
    share_is("ended", once as f64, (0..400).map(|_| chance));
    share_is("ended again", twice as f64, (0..once).map(|_| chance));
}

/// Whether adopters come back is drawn anew after each adoption: of those who have come back and adopted
/// again half come back once more, as half did the first time.
#[test]
fn adopters_who_came_back_are_no_likelier_to_come_back_again() {
    let mut model = babies(0.0, 100.0);
    let ours = adopters(&mut model, "ours", Provider::Own, 200);
    always(&mut model, |p| {
        p.recruitment[ours].returns = 0.5;
        p.recruitment[ours].returns_after_days = 0.0;
    });
    let (order, agency) = (LegalStatus::PlacementOrder, PlacementKind::Agency);
    let cell = row(AgeBand::From1To4, order, agency, 600, days(100.0));
    model.stock.children = vec![cell];
    let mut back: BTreeMap<u64, u32> = BTreeMap::new();
    let mut matched: BTreeMap<u64, u32> = BTreeMap::new();
    watch(&model, key(14), |now, event| match event {
        // Introductions of twenty days, the order after a hundred: it is made within the run.
        Event::HouseholdMatched(h) if now < at(1_600.0) => {
            *matched.entry(h.root.bits()).or_default() += 1;
        }
        Event::AdoptersReturned(h) => *back.entry(h.root.bits()).or_default() += 1,
        _ => {}
    });
    for time in 1..=2 {
        let asked = matched.values().filter(|n| **n >= time).count();
        let came = back.values().filter(|n| **n >= time).count();
        let label = format!("came back for time {time}");
        share_is(&label, came as f64, (0..asked).map(|_| 0.5));
    }
}

/// Of those who have adopted, a share waits again exactly 300 days after the order.
#[test]
fn some_adopters_come_back_for_another_child() {
    let mut model = babies(60.0, 100.0);
    let ours = adopters(&mut model, "ours", Provider::Own, 1_000);
    always(&mut model, |p| {
        p.recruitment[ours].returns = 0.35;
        p.recruitment[ours].returns_after_days = 300.0;
    });
    let mut matched = None;
    let mut parents = BTreeMap::new();
    let mut orders: BTreeMap<u64, (SimTime, bool)> = BTreeMap::new();
    watch(&model, key(11), |now, event| match event {
        Event::HouseholdMatched(h) => matched = Some(h.root.bits()),
        Event::ChildMatched { child, .. } => {
            parents.insert(child.root.bits(), matched.expect("from the pool"));
        }
        Event::PeriodEnded(c, Route::Adopted) => {
            orders.insert(parents[&c.root.bits()], (now, false));
        }
        Event::AdoptersReturned(h) => {
            let order = orders.get_mut(&h.root.bits()).expect("they had adopted");
            assert_eq!(now, order.0 + SimSpan::from_days(300.0));
            order.1 = true;
        }
        _ => {}
    });
    let asked = orders.values().filter(|o| o.0 < at(1_500.0));
    let back = asked.clone().filter(|o| o.1).count();
    share_is("came back", back as f64, asked.map(|_| 0.35));
}

/// Hazard 0.3 a year times 2 for those who joined their family under one: within a year of the
/// order a share 1 − e^(−0.6) of adoptions breaks down.
#[test]
fn the_age_at_joining_the_family_affects_whether_adoption_lasts() {
    let mut model = babies(200.0, 100.0);
    adopters(&mut model, "ours", Provider::Own, 2_000);
    always(&mut model, |p| {
        p.adoption.breakdown = 0.3;
        p.adoption.breakdown_age_factor = [2.0, 1.0, 1.0, 1.0, 1.0];
        // Nobody is in care for so long that a birthday passes before the move.
        p.entries.mean_age[0] = 0.05;
    });
    let mut orders: BTreeMap<u64, (SimTime, bool)> = BTreeMap::new();
    watch(&model, key(12), |now, event| match event {
        Event::PeriodEnded(c, Route::Adopted) if c.period == 0 => {
            let young = (c.with_adopters_since - c.born).years() < 1.0;
            if young {
                orders.insert(c.root.bits(), (now, false));
            }
        }
        Event::BrokeDown(c, Route::Adopted) if c.period == 0 => {
            if let Some(order) = orders.get_mut(&c.root.bits()) {
                order.1 = (now - order.0).years() <= 1.0;
            }
        }
        _ => {}
    });
    let asked = orders.values().filter(|o| o.0 < at(1_400.0));
    let broke = asked.clone().filter(|o| o.1).count();
    let chance = -libm::expm1(-0.6);
    share_is("broke down", broke as f64, asked.map(|_| chance));
}

/// Days without a match, worked out from the events: each order early enough is followed for half of
/// three years, to the child's next match or order, or in full. Who has no match after 26 weeks is counted among
/// the same.
#[test]
fn days_without_a_match_count_those_never_matched_in_full() {
    let mut scenario = builtin::load("baseline.toml").expect("the built-in council is valid");
    shorten(&mut scenario, 3).expect("it runs for three years");
    scenario.report = [
        "without_match_after_6_months",
        "without_match_after_6_months, one child",
        "without_match_after_6_months, two siblings",
    ]
    .map(str::to_owned)
    .to_vec();
    let layout = layout_of(&scenario);
    let followed = layout.follow_up;
    let horizon = scenario.model.horizon();
    let mut orders: Vec<(Root, SimTime, usize, Option<SimTime>)> = Vec::new();
    watch(&scenario.model, RunKey::new(7, 0), |now, event| {
        let ends = |orders: &mut Vec<(Root, SimTime, usize, Option<SimTime>)>, child: Root| {
            let open =
                |o: &&mut (Root, SimTime, usize, Option<SimTime>)| o.0 == child && o.3.is_none();
            if let Some(order) = orders.iter_mut().find(open) {
                order.3 = Some(now);
            }
        };
        match event {
            Event::Ordered { child, case } if now + followed <= horizon => {
                ends(&mut orders, child.root);
                orders.push((child.root, now, case.members.len(), None));
            }
            Event::ChildMatched { child, .. } => ends(&mut orders, child.root),
            _ => {}
        }
    });
    assert!(
        orders.iter().any(|order| order.3.is_none()),
        "somebody is never matched"
    );
    let row = run_one(&scenario, 7, 0);
    for (group, size) in [
        (Group::All, 0),
        (Group::siblings(1), 1),
        (Group::siblings(2), 2),
    ] {
        let of_group = orders.iter().filter(|order| size == 0 || order.2 == size);
        let days: Tally = of_group
            .map(|&(_, ordered, _, matched)| {
                matched
                    .map_or(followed, |matched| followed.min(matched - ordered))
                    .days()
            })
            .collect();
        let place = layout.position(Metric::DaysWithoutMatch, group, "horizon");
        let cell = row[place.expect("the cell is there")];
        assert!(
            days.count() > 0 && (cell - days.mean()).abs() < 1e-6,
            "{group:?}: {cell}"
        );
        let of_group = orders.iter().filter(|order| size == 0 || order.2 == size);
        let late: Tally = of_group
            .map(|&(_, ordered, _, matched)| {
                let waited = matched.map_or(followed, |matched| matched - ordered);
                f64::from(u8::from(waited.days() > 182.0))
            })
            .collect();
        let place = layout.position(Metric::WithoutMatchAfter6Months, group, "horizon");
        let cell = row[place.expect("it is asked for")];
        assert!((cell - late.mean()).abs() < 1e-9, "{group:?}: {cell}");
        assert!(
            (0.05..0.95).contains(&cell),
            "some are and some are not: {cell}"
        );
    }
}

/// Brothers and sisters, and children with complex needs, wait longer than others, because fewer
/// households can take them: over 60 futures of Coventry, each difference in a future is one
/// observation, and its mean is more than four standard errors above zero.
#[test]
fn groups_and_complex_needs_wait_longer_for_a_match() {
    let mut scenario = builtin::load("baseline.toml").expect("the built-in council is valid");
    shorten(&mut scenario, 6).expect("it runs for six years");
    let layout = Layout::new(scenario.start, &scenario.model);
    let cell = |group| {
        let place = layout.position(Metric::DaysWithoutMatch, group, "horizon");
        place.expect("the cell is there")
    };
    let pairs = [
        (Group::siblings(2), Group::siblings(1)),
        (Group::Needs(Needs::Complex), Group::Needs(Needs::None)),
    ];
    let rows: Vec<_> = (0..60)
        .map(|replication| run_one(&scenario, 3, replication))
        .collect();
    for (hard, easy) in pairs {
        let longer = rows.iter().map(|row| row[cell(hard)] - row[cell(easy)]);
        let longer: Tally = longer.filter(|days| !days.is_nan()).collect();
        let z = longer.mean() / longer.standard_error();
        println!(
            "{hard:?}: {:.0} days longer than {easy:?}, {z:.1} standard errors",
            longer.mean()
        );
        assert!(z > 4.0, "{hard:?}");
    }
}

/// The percentiles of a future are those of its children's waits, groups add up to everybody, and
/// the share of reversals is reversals over reversals and orders.
#[test]
fn what_is_reported_of_matches_is_what_happened() {
    let mut scenario = builtin::load("baseline.toml").expect("the built-in council is valid");
    shorten(&mut scenario, 3).expect("it runs for three years");
    always(&mut scenario.model, |p| {
        p.adoption.by_foster_carer = [0.2; 6];
        p.entries.ethnic_group = [0.6, 0.1, 0.1, 0.1, 0.1];
    });
    let layout = Layout::new(scenario.start, &scenario.model);
    let row = run_one(&scenario, 7, 0);
    let cell = |metric, group| {
        let place = layout.position(metric, group, "horizon");
        row[place.expect("the cell is there")]
    };
    let (mut waits, mut adopted, mut reversed) = (Vec::new(), 0.0, 0.0);
    let mut by_needs: BTreeMap<Needs, Tally> = BTreeMap::new();
    watch(&scenario.model, RunKey::new(7, 0), |_, event| match event {
        Event::ChildMatched { child, waited, .. } => {
            waits.push(waited.days());
            by_needs.entry(child.needs).or_default().push(waited.days());
        }
        Event::PeriodEnded(_, Route::Adopted) => adopted += 1.0,
        Event::NoLongerAdoption(case) => reversed += case.members.len() as f64,
        _ => {}
    });
    waits.sort_unstable_by(f64::total_cmp);
    for (metric, p) in [
        (Metric::WaitForMatchP10Days, 0.1),
        (Metric::WaitForMatchP50Days, 0.5),
        (Metric::WaitForMatchP90Days, 0.9),
    ] {
        assert_eq!(cell(metric, Group::All), quantile(&waits, p));
    }
    for (needs, waits) in &by_needs {
        let mean = cell(Metric::WaitForMatchDays, Group::Needs(*needs));
        assert!((mean - waits.mean()).abs() < 1e-6, "{needs:?}");
    }
    let all = cell(Metric::Matches, Group::All);
    assert_eq!(all, waits.len() as f64);
    let providers = Adopters::ALL.map(|a| cell(Metric::Matches, Group::Provider(a)));
    assert_eq!(providers.iter().sum::<f64>(), all);
    assert!(providers[Adopters::FosterCarers as usize] > 0.0);
    assert_eq!(cell(Metric::ChildrenAdopted, Group::All), adopted);
    let share = cell(Metric::AdoptionReversalShare, Group::All);
    assert!((share - reversed / (reversed + adopted)).abs() < 1e-12);
}

/// Children of five to nine live with adopters when the run begins, alone or in twos, and are adopted in it.
/// For four adoptions in ten an allowance begins with the order, for all brothers and sisters or for none,
/// and runs to each child's eighteenth birthday, in the run for all.
#[test]
fn an_adoption_allowance_runs_from_the_order_to_eighteen_for_the_share_given() {
    let mut model = quiet(165);
    let (kind, legal) = (PlacementKind::Adoptive, LegalStatus::PlacementOrder);
    model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 400, days(300.0))];
    model.stock.group_size = [0.5, 0.5, 0.0, 0.0];
    always(&mut model, |p| p.adoption.allowance = 0.4);
    let mut adopted: BTreeMap<FamilyId, (SimTime, usize, usize)> = BTreeMap::new();
    let mut running = BTreeMap::new();
    watch(&model, key(40), |now, event| match event {
        Event::PeriodEnded(c, Route::Adopted) => {
            adopted.entry(c.family).or_insert((now, 0, 0)).1 += 1;
        }
        Event::AllowanceBegan(c, route) => {
            let family = adopted.get_mut(&c.family).expect("told before");
            assert_eq!((family.0, Route::Adopted), (now, route));
            family.2 += 1;
            running.insert(c.root.bits(), c.clocks.eighteen_at);
        }
        Event::AllowanceEnded(c, _) => {
            assert_eq!(running.remove(&c.root.bits()), Some(now));
        }
        _ => {}
    });
    assert!(running.is_empty());
    let children: usize = adopted.values().map(|f| f.1).sum();
    assert_eq!(children, 400);
    assert!(adopted.values().all(|f| f.2 == 0 || f.2 == f.1));
    let paid = adopted.values().filter(|f| f.2 > 0).count() as f64;
    share_is(
        "adoptions with an allowance",
        paid,
        adopted.values().map(|_| 0.4),
    );
}
