//! The opening in equilibrium: a council that opens with what its own flows keep up has in its first
//! months the flows of every later month. For each stage the stock is flow × mean length (Little's law)
//! and the time already served is the stationary age, both worked out by hand.

use std::collections::BTreeSet;

use permanence::care::adoption::{Case, Stage};
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind, Route};
use permanence::care::params::Model;
use permanence::care::plan::Plan;
use permanence::care::record::Event;
use permanence::des::stream::RunKey;
use permanence::des::time::SimTime;
use permanence::dist::Dist;
use permanence::stats::Tally;

use crate::support::*;

const YEAR: f64 = 365.25;
const SCHOOL_AGE: AgeBand = AgeBand::From5To9;

fn uniform(low: f64, high: f64) -> Dist {
    Dist::uniform(low, high).expect("an interval")
}

/// One of two lengths.
fn either(share: f64, short: f64, long: f64) -> Dist {
    let parts = vec![(share, days(short)), (1.0 - share, days(long))];
    Dist::mixture(parts).expect("weights sum to one")
}

/// How long that has lasted which is found under way: the longer is found more often, and at any age.
fn age_of_either(share: f64, short: f64, long: f64) -> Dist {
    let mean = share * short + (1.0 - share) * long;
    let found = share * short / mean;
    let parts = vec![
        (found, uniform(0.0, short)),
        (1.0 - found, uniform(0.0, long)),
    ];
    Dist::mixture(parts).expect("weights sum to one")
}

/// Entries a year, enough for rounding not to matter.
const ENTRIES: f64 = 1_200.0;

/// Counts in windows of ninety days against theory, and the first year against the second: `counts` has a
/// row for each replication.
fn level(what: &str, counts: &[Vec<f64>], a_year: f64) {
    let mut first_against_second = Tally::new();
    for window in 0..4 {
        let mut tally = Tally::new();
        counts.iter().for_each(|row| tally.push(row[window]));
        let label = format!("{what}, ninety days from day {}", 90 * window);
        mean_is(&label, &tally, a_year * 90.0 / YEAR);
    }
    for row in counts {
        first_against_second.push(row[..4].iter().sum::<f64>() - row[4..].iter().sum::<f64>());
    }
    mean_is(
        &format!("{what}, first year less second"),
        &first_against_second,
        0.0,
    );
}

/// Counts, by window of ninety days, what `which` says of an event.
fn windows<const N: usize>(
    model: &Model,
    replications: u64,
    which: impl Fn(Event<'_>) -> Option<(usize, f64)>,
) -> [Vec<Vec<f64>>; N] {
    let mut counts = [const { Vec::new() }; N];
    for replication in 0..replications {
        let mut rows = [const { [0.0; 8] }; N];
        watch(model, RunKey::new(41, replication), |now, event| {
            if let Some((kind, many)) = which(event) {
                let window = (now.days() / 90.0) as usize;
                rows[kind][window.min(7)] += many;
            }
        });
        for (all, row) in counts.iter_mut().zip(rows) {
            all.push(row.to_vec());
        }
    }
    counts
}

/// Everybody comes on an interim care order. Proceedings take 150 or 300 days (0.6, 0.4), so 210 on
/// average; 3 in 10 go home, adoption is the plan for the others; 4 in 10 of these are matched at the
/// order, the others come to a daily panel after 90 days of family finding and find adopters there; all
/// move in 30 days later and stay 250 days on average, 0.6 times as long if matched early. Hearings are
/// as many as entries; moves to adopters and adoption orders 0.7 of them, from the first month on. Those
/// found in proceedings have been in care for longer than proceedings take: how long these have run is
/// drawn alone.
#[test]
fn hearings_moves_and_adoption_orders_are_level_from_the_first_day() {
    let (home, early, shorter, stay) = (0.3, 0.4, 0.6, 250.0);
    let mut model = quiet(24);
    always(&mut model, |p| {
        basis(p, 1);
        p.entries.groups_a_year[SCHOOL_AGE as usize] = ENTRIES;
        p.court.proceedings = either(0.6, 150.0, 300.0);
        p.home.at_hearing = [home; 5];
        let adoption = &mut p.adoption;
        adoption.plan = [1.0; 6];
        adoption.early_match = [early; 6];
        adoption.family_finding_days = 90.0;
        adoption.panel_interval_days = 1.0;
        let length = Dist::lognormal(stay, 80.0).expect("positive");
        adoption.placed_to_order = std::array::from_fn(|_| length.clone());
        adoption.early_factor = shorter;
        adoption.minimum_with_adopters_days = 0.0;
    });
    let ordered = (1.0 - home) * ENTRIES;
    let whole = |flow: f64, length: f64| (flow * length / YEAR).round() as u32;
    let (interim, order) = (LegalStatus::InterimCareOrder, LegalStatus::PlacementOrder);
    let (agency, adoptive) = (PlacementKind::Agency, PlacementKind::Adoptive);
    let in_court = whole(ENTRIES, 210.0);
    // Half a day until the next panel; matched children, early ones too, wait to move in.
    let waiting = whole((1.0 - early) * ordered, 90.5) + whole(ordered, 30.0);
    let placed = whole(ordered, stay * (early * shorter + 1.0 - early));
    model.stock.children = vec![
        row(SCHOOL_AGE, interim, agency, in_court, days(400.0)),
        row(SCHOOL_AGE, order, agency, waiting, uniform(210.0, 300.5)),
        row(SCHOOL_AGE, order, adoptive, placed, uniform(700.0, 900.0)),
    ];
    model.stock.adopters_waiting = 2_000;
    let counts: [_; 3] = windows(&model, 60, |event| match event {
        Event::HearingHeld { children, .. } => Some((0, children as f64)),
        Event::PlacedForAdoption(_) => Some((1, 1.0)),
        Event::PeriodEnded(_, Route::Adopted) => Some((2, 1.0)),
        _ => None,
    });
    level("hearings", &counts[0], ENTRIES);
    level("moves to adopters", &counts[1], ordered);
    level("adoption orders", &counts[2], ordered);
}

/// Everybody comes under section 20 and goes to court: the decision after 60 or 140 days (half each),
/// legal advice 28 days. A child found under section 20 has been there for a stationary age of the sum of
/// the two. Some of those found are past the decision: without them nobody would apply in the first 28
/// days.
#[test]
fn applications_are_level_from_the_first_day() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[SCHOOL_AGE as usize] = ENTRIES;
        p.court.section_20 = [1.0; 5];
        p.court.drift = either(0.5, 60.0, 140.0);
        p.court.legal_planning_meeting = days(20.0);
        p.court.pre_proceedings = days(40.0);
        p.court.legal_advice = days(28.0);
    });
    let count = (ENTRIES * 188.0 / YEAR).round() as u32;
    let served = age_of_either(0.5, 148.0, 228.0);
    let section_20 = LegalStatus::Section20;
    let agency = PlacementKind::Agency;
    model.stock.children = vec![row(SCHOOL_AGE, section_20, agency, count, served)];
    let [applications] = windows(&model, 60, |event| match event {
        Event::LegalStatus(child, _) if child.legal == LegalStatus::InterimCareOrder => {
            Some((0, 1.0))
        }
        _ => None,
    });
    level("applications", &applications, ENTRIES);
}

/// By hand: fifty days in care, in proceedings since entry. The court has time after a hundred days, the
/// assessments, one after the other, are complete after 40 + 60 + 100 = 200: the hearing is held on day
/// 200 − 50 = 150 of the run, and not before.
#[test]
fn a_hearing_of_those_already_in_proceedings_waits_for_the_plan() {
    let mut model = quiet(12);
    always(&mut model, |p| {
        p.planning.parallel = 0.0;
        p.planning.home_assessment = days(40.0);
        p.relatives.assessment = days(60.0);
        p.planning.adoption_assessment = days(100.0);
        p.court.proceedings = days(100.0);
        p.adoption.plan = [1.0; 6];
    });
    let interim = LegalStatus::InterimCareOrder;
    let cell = row(SCHOOL_AGE, interim, PlacementKind::Agency, 40, days(50.0));
    model.stock.children = vec![cell];
    let mut heard = 0;
    watch(&model, RunKey::new(42, 0), |now, event| {
        if let Event::HearingHeld { .. } = event {
            assert_eq!(now, at(150.0));
            heard += 1;
        }
    });
    assert_eq!(heard, 40);
}

/// Relatives who foster under section 20 take an order 200 days after entry, nine in ten of them; the tenth
/// fosters on. Those found with them after three years have settled for fostering: no order is to come.
/// Those found after 100 days will take theirs on day 100 of the run, nine in ten.
#[test]
fn relatives_who_settled_for_fostering_are_not_asked_again() {
    for (served, due) in [(3.0 * YEAR, 0.0), (100.0, 0.9)] {
        let mut model = quiet(12);
        always(&mut model, |p| {
            p.relatives.takes_order = 0.9;
            p.relatives.without_court = days(200.0);
        });
        let section_20 = LegalStatus::Section20;
        let kinship = PlacementKind::Kinship;
        model.stock.children = vec![row(SCHOOL_AGE, section_20, kinship, 2_000, days(served))];
        let mut orders = 0.0;
        watch(&model, RunKey::new(43, 0), |now, event| {
            if let Event::PeriodEnded(_, Route::SpecialGuardianship) = event {
                assert_eq!(now, SimTime::from_days(100.0));
                orders += 1.0;
            }
        });
        let what = format!("orders to relatives after {served} days");
        share_is(&what, orders, (0..2_000).map(|_| due));
    }
}

/// Half of the families have suitable relatives, and eight in ten of these foster once they are assessed,
/// after 60 days. Of children found elsewhere after 100 days 0.5 × 0.2 in 0.5 × 0.2 + 0.5, a sixth, have
/// relatives who take an order at the hearing; of those found after 20 days a half, and eight in ten of
/// these move to them on day 40.
#[test]
fn relatives_who_have_not_taken_the_children_by_now_are_less_likely_to_be_there() {
    for (served, suitable, moves) in [(100.0, 1.0 / 6.0, 0.0), (20.0, 0.5, 0.4)] {
        let mut model = quiet(12);
        always(&mut model, |p| {
            p.relatives.suitable = [0.5; 5];
            p.relatives.fosters_first = 0.8;
            p.relatives.assessment = days(60.0);
            p.court.proceedings = days(182.0);
        });
        let interim = LegalStatus::InterimCareOrder;
        let agency = PlacementKind::Agency;
        model.stock.children = vec![row(SCHOOL_AGE, interim, agency, 2_000, days(served))];
        let (mut orders, mut moved) = (0.0, 0.0);
        watch(&model, RunKey::new(44, 0), |now, event| match event {
            Event::PeriodEnded(_, Route::SpecialGuardianship) => orders += 1.0,
            Event::PlacementBegan(c)
                if now > SimTime::START && c.placement.kind == PlacementKind::Kinship =>
            {
                assert_eq!(now, at(40.0));
                moved += 1.0;
            }
            _ => {}
        });
        let all = || 0..2_000;
        share_is("orders to relatives", orders, all().map(|_| suitable));
        share_is("moves to relatives", moved, all().map(|_| moves));
    }
}

/// Children who went home before the run: 300 a year for ten years, when is uniform, and T has passed until
/// they come back. Of those who left so long ago as s, the share F(s + b) - F(s + a) are back between a and
/// b after the beginning; over all, its mean for s from nought to ten years (midpoint rule). Nobody who came
/// back before it comes now, and nobody is eighteen so soon.
#[test]
fn who_went_home_before_the_run_comes_back_as_the_distribution_of_re_entry_has_it() {
    let reentry = Dist::weibull(0.7, 900.0).expect("a Weibull");
    let mut model = quiet(36);
    model.stock.returned_home_a_year = [300.0, 0.0, 0.0, 0.0, 0.0];
    always(&mut model, |p| p.home.reentry = reentry.clone());
    let (mut back, mut babies) = (Vec::new(), 0);
    watch(&model, RunKey::new(43, 0), |now, event| {
        if let Event::PeriodBegan(child) = event {
            assert_eq!(child.period, 1, "a first period is over");
            back.push(now.days());
            babies += usize::from(child.band(now) == AgeBand::Under1);
        }
    });
    assert!(
        babies > 0,
        "some who went home as babies come back as babies"
    );
    let steps = 20_000;
    for [a, b] in [[0.0, 90.0], [90.0, 365.0], [365.0, 1_095.0]] {
        let hits = back.iter().filter(|day| (a..b).contains(*day)).count();
        let since = (0..steps).map(|step| (f64::from(step) + 0.5) / f64::from(steps) * 10.0 * YEAR);
        let chance = since.map(|s| reentry.cdf(s + b) - reentry.cdf(s + a));
        let chance = chance.sum::<f64>() / f64::from(steps);
        let what = format!("earlier leavers back between day {a} and {b}");
        share_is(&what, hits as f64, (0..3_000).map(|_| chance));
    }
}

/// By hand: proceedings take 182 days, and the children have been in care for longer. However far a case is,
/// its hearing is held 182 days after the application; cases are as likely to be in any week of theirs as in
/// any other, so a quarter of the hearings is held within 45.5 days.
#[test]
fn proceedings_under_way_end_when_they_have_taken_their_time() {
    let mut model = quiet(8);
    always(&mut model, |p| p.court.proceedings = days(182.0));
    let interim = LegalStatus::InterimCareOrder;
    let cell = row(SCHOOL_AGE, interim, PlacementKind::Agency, 400, days(400.0));
    model.stock.children = vec![cell];
    let (mut heard, mut soon) = (0, 0.0);
    watch(&model, RunKey::new(45, 0), |now, event| {
        if let Event::HearingHeld { took, .. } = event {
            assert!((took.days() - 182.0).abs() < 1e-4, "{}", took.days());
            heard += 1;
            soon += f64::from(u8::from(now < at(45.5)));
        }
    });
    assert_eq!(heard, 400);
    share_is("heard soon", soon, (0..400).map(|_| 0.25));
}

/// Proceedings of an exponential length have no memory: of those found under way with all assessments made, a
/// share 1 − e^(−t/182) is heard within t days, whatever has passed.
#[test]
fn proceedings_without_memory_end_at_the_start_as_ever() {
    let mut model = quiet(3);
    always(&mut model, |p| p.court.proceedings = around(182.0));
    let (order, agency) = (LegalStatus::InterimCareOrder, PlacementKind::Agency);
    model.stock.children = vec![row(SCHOOL_AGE, order, agency, 1_000, days(1_000.0))];
    for (until, what) in [(10.0, "heard within ten days"), (90.0, "within ninety")] {
        let mut heard = 0.0;
        watch(&model, RunKey::new(53, 0), |now, event| {
            if matches!(event, Event::Heard { .. }) && now <= SimTime::from_days(until) {
                heard += 1.0;
            }
        });
        let chance = -libm::expm1(-until / 182.0);
        share_is(what, heard, (0..1_000).map(|_| chance));
    }
}

/// In a children's home for want of a family the plan is a family; in one that was chosen it is to stay.
#[test]
fn the_plan_of_existing_children_in_homes_is_a_family_where_none_was_found() {
    for (overflow, plan) in [
        (1.0, Plan::LongTermFostering),
        (0.0, Plan::LongTermResidential),
    ] {
        let mut model = quiet(1);
        model.stock.overflow_share = overflow;
        let (legal, kind) = (LegalStatus::CareOrder, PlacementKind::ChildrensHome);
        model.stock.children = vec![row(SCHOOL_AGE, legal, kind, 20, days(500.0))];
        look(&model, RunKey::new(54, 0), |month, view| {
            let plans: Vec<_> = view.children.values().map(|child| child.plan).collect();
            assert!(month > 0 || plans == [Some(plan); 20], "{plans:?}");
        });
    }
}

/// By hand: under section 20, no application to come and no relatives. The parents' assessment takes 60 days:
/// of those found after a hundred days the plan is known, to go home, and of those found after twenty it is
/// made on day 40.
#[test]
fn where_no_court_is_to_come_the_plan_is_that_of_the_assessments() {
    for (served, made) in [(100.0, None), (20.0, Some(at(40.0)))] {
        let mut model = quiet(3);
        always(&mut model, |p| {
            p.planning.home_assessment = days(60.0);
            home(p, rate(1e-9));
        });
        let (section_20, agency) = (LegalStatus::Section20, PlacementKind::Agency);
        model.stock.children = vec![row(SCHOOL_AGE, section_20, agency, 40, days(served))];
        look(&model, RunKey::new(46, 0), |month, view| {
            let plans: Vec<_> = view.children.values().map(|child| child.plan).collect();
            let known = month > 1 || made.is_none();
            assert_eq!(plans, [known.then_some(Plan::Home); 40]);
        });
        let mut plans = Vec::new();
        watch(&model, RunKey::new(46, 0), |now, event| {
            if let Event::PlanMade(..) = event {
                plans.push(now);
            }
        });
        assert_eq!(plans, made.map_or(Vec::new(), |day| vec![day; 40]));
    }
}

/// Hazard 2 a year, and no order within the year: of a thousand children found with adopters a share
/// 1 − e^(−2t) has come back after t.
#[test]
fn placements_with_adopters_found_at_the_start_end_by_their_hazard() {
    let mut model = quiet(12);
    always(&mut model, |p| {
        p.adoption.disruption = 2.0;
        p.adoption.placed_to_order = std::array::from_fn(|_| never());
    });
    let (order, adoptive) = (LegalStatus::PlacementOrder, PlacementKind::Adoptive);
    model.stock.children = vec![row(SCHOOL_AGE, order, adoptive, 1_000, days(400.0))];
    let mut back = BTreeSet::new();
    watch(&model, RunKey::new(47, 0), |_, event| {
        if let Event::Disrupted(child) = event {
            back.insert(child.root.bits());
        }
    });
    let chance = -libm::expm1(-2.0 * 360.0 / YEAR);
    share_is("came back", back.len() as f64, (0..1_000).map(|_| chance));
}

/// Adoption cases at the start of which this holds, in ten openings.
fn cases_at_the_start(model: &Model, which: impl Fn(&Case) -> bool) -> usize {
    let mut found = 0;
    for replication in 0..10 {
        look(model, RunKey::new(48, replication), |month, view| {
            if month == 0 {
                found += view.cases.values().filter(|case| which(case)).count();
            }
        });
    }
    found
}

/// Little's law by hand: a hundred children live with adopters, for 100 days or, if they were matched early
/// as half of them are, for 50: 75 on average. Introductions take 30 days, so 100 · 30 / 75 = 40 children
/// have been matched and are about to move in: a quarter of the 160 who are found elsewhere.
#[test]
fn as_many_are_about_to_move_in_as_introductions_last() {
    let mut model = quiet(1);
    always(&mut model, |p| {
        p.adoption.early_match = [0.5; 6];
        p.adoption.early_factor = 0.5;
        p.adoption.match_to_placed = days(30.0);
        p.adoption.placed_to_order = std::array::from_fn(|_| days(100.0));
    });
    let order = LegalStatus::PlacementOrder;
    let found = |kind, count| row(SCHOOL_AGE, order, kind, count, days(400.0));
    model.stock.children = vec![
        found(PlacementKind::Adoptive, 100),
        found(PlacementKind::Agency, 160),
    ];
    let matched = cases_at_the_start(&model, |case| matches!(case.stage, Stage::Matched { .. }));
    share_is("matched", matched as f64, (0..1_600).map(|_| 0.25));
    // Half of them early; of those who live there, as they stay half as long, half of half to half: one in three.
    let early = |case: &Case| case.early && matches!(case.stage, Stage::Matched { .. });
    let early = cases_at_the_start(&model, early);
    share_is("matched early", early as f64, (0..matched).map(|_| 0.5));
    let there = |case: &Case| case.early && matches!(case.stage, Stage::Placed { .. });
    let there = cases_at_the_start(&model, there);
    share_is("there early", there as f64, (0..1_000).map(|_| 1.0 / 3.0));
}

/// Three of the forty who are on a placement order have had their decision reversed, in each of ten openings.
#[test]
fn as_many_await_revocation_as_the_stock_says() {
    let mut model = quiet(1);
    let (order, agency) = (LegalStatus::PlacementOrder, PlacementKind::Agency);
    model.stock.children = vec![row(SCHOOL_AGE, order, agency, 40, days(400.0))];
    model.stock.awaiting_revocation = 3;
    let reversed = cases_at_the_start(&model, |case| matches!(case.stage, Stage::Reversed { .. }));
    assert_eq!(reversed, 30);
}

/// Before the placement that they live in, found at a hazard of 1.5 a year, those who have been in care for five
/// years moved 1.5 times a year.
#[test]
fn as_many_moves_are_behind_existing_children_as_their_hazard_brings() {
    let mut model = quiet(1);
    always(&mut model, |p| {
        p.stability.rates[PlacementKind::Agency as usize] = 1.5;
    });
    let (legal, agency) = (LegalStatus::CareOrder, PlacementKind::Agency);
    let five_years = days(5.0 * YEAR);
    model.stock.children = vec![row(SCHOOL_AGE, legal, agency, 200, five_years)];
    let mut all = 0.0;
    look(&model, RunKey::new(48, 0), |month, view| {
        for child in view.children.values().filter(|_| month == 0) {
            let before = 5.0 - (SimTime::START - child.placement.since).years();
            assert_eq!(f64::from(child.moves), (1.5 * before).floor(), "{before}");
            all += f64::from(child.moves);
        }
    });
    assert!(all > 900.0, "{all}");
}

/// Of thirty households with two places each, seven places are not available. They rest for 45 days: as
/// many are back at the end of the first month as have rested for more than fifteen, two in three, and all
/// after two.
#[test]
fn as_many_places_rest_at_the_start_as_the_stock_says() {
    let mut model = quiet(2);
    model.stock.foster_households = [0, 30, 0, 0];
    model.stock.unavailable_places = 7;
    always(&mut model, |p| p.search.rest = days(45.0));
    let mut back = 0.0;
    for replication in 0..40 {
        look(&model, RunKey::new(49, replication), |month, view| {
            let closed = view.households.values().map(|h| h.places.closed());
            let closed: u16 = closed.sum();
            match month {
                0 => assert_eq!(closed, 7),
                1 => back += f64::from(7 - closed),
                _ => assert_eq!(closed, 0),
            }
        });
    }
    let two_in_three = (0..7 * 40).map(|_| 2.0 / 3.0);
    share_is("back within thirty days", back, two_in_three);
}

/// Adopters who wait at the start give up at 2 a year: they have waited half a year on average, which is the
/// standard deviation, too.
#[test]
fn adopters_have_waited_as_long_as_who_gives_up_at_their_hazard() {
    let mut model = quiet(1);
    model.stock.adopters_waiting = 400;
    always(&mut model, |p| p.recruitment[ADOPTERS].leaving = rate(2.0));
    let mut waited = Tally::new();
    look(&model, RunKey::new(50, 0), |month, view| {
        let adopters = view.households.values().filter(|_| month == 0);
        waited.extend(adopters.map(|h| (SimTime::START - h.approved).years()));
    });
    assert_eq!(waited.count(), 400);
    let z = (waited.mean() - 0.5) / (0.5 / 20.0);
    within_four("years waited", z);
}

/// Relatives with whom children under section 20 live, found after a hundred days, all take the order: at an
/// exponential time of mean 200 days, which has no memory.
#[test]
fn relatives_found_with_the_children_take_the_order_when_it_is_due() {
    let mut model = quiet(12);
    always(&mut model, |p| {
        p.relatives.without_court = around(200.0);
        p.relatives.suitable = [1.0; 5];
    });
    let (section_20, kinship) = (LegalStatus::Section20, PlacementKind::Kinship);
    model.stock.children = vec![row(SCHOOL_AGE, section_20, kinship, 500, days(100.0))];
    let mut orders = 0.0;
    watch(&model, RunKey::new(51, 0), |_, event| {
        if let Event::PeriodEnded(_, Route::SpecialGuardianship) = event {
            orders += 1.0;
        }
    });
    let chance = -libm::expm1(-360.0 / 200.0);
    share_is("orders", orders, (0..500).map(|_| chance));
}

/// Children whose relatives took an order before the run are of any age in their band.
#[test]
fn children_of_earlier_orders_are_of_any_age_in_their_band() {
    let mut model = quiet(1);
    model.stock.special_guardianships = [0, 0, 300, 0, 0];
    let mut ages = Tally::new();
    look(&model, RunKey::new(52, 0), |month, view| {
        let children = view.children.values().filter(|_| month == 0);
        ages.extend(children.map(|child| child.age(SimTime::START).years()));
    });
    mean_is("age", &ages, 7.5);
    // The fourth central moment of a uniform over w is w⁴/80, so the variance of n has one of w⁴ (1/80 - 1/144) / n.
    let error = 25.0 * libm::sqrt((1.0 / 80.0 - 1.0 / 144.0) / 300.0);
    let z = (ages.variance() - 25.0 / 12.0) / error;
    within_four("variance of the age", z);
}
