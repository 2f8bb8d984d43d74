//! The model of care against what is known exactly: closed formulas, worked examples, and laws
//! that hold on every path.
//!
//! Every test of chance prints its z, the distance from theory in standard errors, and passes
//! below four. Standard errors are computed, never guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::*;
use permanence::care;
use permanence::care::child::{AgeBand, Basis, LegalStatus, PlacementKind, Route};
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Approvals, Leaving, Model};
use permanence::care::phase::Purpose;
use permanence::care::record::{Event, View};
use permanence::des::hazard::PiecewiseRates;
use permanence::des::probe::Gauge;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::{SimSpan, SimTime};
use permanence::dist::Dist;
use permanence::stats::Tally;

const YEAR: f64 = 365.25;

fn key(replication: u64) -> RunKey {
    RunKey::new(20_171, replication)
}

/// When each child first came into care and how that period ended, by identity.
#[derive(Default)]
struct Periods {
    began: BTreeMap<u64, SimTime>,
    ended: BTreeMap<u64, (SimTime, Route)>,
}

fn periods(model: &Model, key: RunKey) -> Periods {
    let mut all = Periods::default();
    watch(model, key, |now, event| match event {
        Event::PeriodBegan(c) if c.period == 0 => {
            all.began.insert(c.root.bits(), now);
        }
        Event::PeriodEnded(c, route) if c.period == 0 => {
            all.ended.insert(c.root.bits(), (now, route));
        }
        _ => {}
    });
    all
}

impl Periods {
    /// Those who came before `until`: when, and how they left.
    fn before(&self, until: SimTime) -> Vec<(SimTime, Option<(SimTime, Route)>)> {
        let began = self.began.iter().filter(|(_, at)| **at < until);
        began
            .map(|(root, &at)| (at, self.ended.get(root).copied()))
            .collect()
    }
}

// 1. Delay halves the chance of adoption.

/// Adoption the only exit: all come before their first birthday under an interim care order.
fn only_adoption(law: (f64, f64, f64), proceedings: f64, introductions: f64) -> Model {
    let (scale, months, half_life) = law;
    let mut model = quiet(100);
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = 1_000.0;
        basis(p, 1);
        p.court.proceedings = days(proceedings);
        p.adoption.plan = [1.0; 6];
        p.adoption.early_match = [1.0; 6];
        p.adoption.match_to_placed = days(introductions);
        p.adoption.half_life_years = half_life;
        p.adoption.scale = scale;
        p.adoption.reference_months[0] = months;
    });
    model
}

fn law((scale, months, half_life): (f64, f64, f64), elapsed_days: f64) -> f64 {
    if half_life.is_infinite() {
        return scale.min(1.0);
    }
    let late = elapsed_days / YEAR - months / 12.0;
    (scale * libm::exp2(-late / half_life)).min(1.0)
}

/// Share adopted = min(1, c · 2^(−(d − T_ref)/H)) for a fixed total time d from entry to
/// placement with adopters.
#[test]
fn the_share_adopted_halves_with_every_half_life_of_delay() {
    let laws = [
        (1.12, 12.0, 1.0),
        (0.7, 6.0, 2.5),
        (0.83, 12.0, f64::INFINITY),
        (1.6, 12.0, 0.5),
    ];
    for (number, of) in (0..).zip(laws) {
        for d in [200.0, 420.0, 420.0 + YEAR, 420.0 + 2.0 * YEAR] {
            let model = only_adoption(of, d - 37.0, 37.0);
            let all = periods(&model, key(number)).before(at(3_000.0 - d - 101.0));
            let adopted = all
                .iter()
                .filter(|(_, end)| end.is_some_and(|e| e.1 == Route::Adopted));
            let expected = all.iter().map(|_| law(of, d));
            let what = format!("adopted after {d} days under (c, T_ref, H) = {of:?}");
            share_is(&what, adopted.count() as f64, expected);
        }
    }
}

/// The same by age at entry: 300 days from entry to placement, one year more allowed for those of one to four than for
/// babies, as (T_ref in months) 0 at under one, 12 at each later age. So babies are adopted at 2^(−300/365.25) of them
/// and all of the others, whose time is not up.
#[test]
fn each_age_at_entry_has_its_own_reference() {
    let mut model = only_adoption((1.0, 0.0, 1.0), 263.0, 37.0);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 1_000.0;
        p.adoption.reference_months = [0.0, 12.0, 12.0, 12.0, 12.0, 12.0];
    });
    let babies = |root: &u64, ages: &BTreeMap<u64, f64>| ages[root] < 1.0;
    let mut ages = BTreeMap::new();
    let mut adopted = BTreeSet::new();
    watch(&model, key(60), |now, event| match event {
        Event::PeriodBegan(c) if now < at(2_500.0) => {
            ages.insert(c.root.bits(), (now - c.born).years());
        }
        Event::PeriodEnded(c, Route::Adopted) => {
            adopted.insert(c.root.bits());
        }
        _ => {}
    });
    let (young, older): (Vec<u64>, Vec<u64>) = ages.keys().partition(|root| babies(root, &ages));
    let count = |those: &[u64]| those.iter().filter(|root| adopted.contains(root)).count();
    let expected = law((1.0, 0.0, 1.0), 300.0);
    share_is(
        "babies adopted",
        count(&young) as f64,
        young.iter().map(|_| expected),
    );
    assert!(older.len() > 1_000);
    assert_eq!(count(&older), older.len());
}

/// p(d + 1 year) = p(d) / 2 for H = 1 year where both are below one; independent samples:
/// z = (p₁ − 2 p₂) / √(var p₁ + 4 var p₂).
#[test]
fn one_more_year_of_delay_halves_the_share_adopted() {
    let share = |d: f64, replication| {
        let model = only_adoption((1.12, 12.0, 1.0), d, 0.0);
        let all = periods(&model, key(replication)).before(at(3_000.0 - d - 101.0));
        let adopted = all.iter().filter(|(_, end)| end.is_some()).count() as f64;
        let n = all.len() as f64;
        let p = adopted / n;
        (p, p * (1.0 - p) / n)
    };
    let ((soon, soon_var), (late, late_var)) = (share(450.0, 50), share(450.0 + YEAR, 51));
    let z = (soon - 2.0 * late) / (soon_var + 4.0 * late_var).sqrt();
    within_four(&format!("{soon:.4} and a year later {late:.4}"), z);
}

/// The same with adopters from the pool, plentiful, a panel every day: T of each child runs to
/// the first panel at or after the hearing, and on through introductions.
#[test]
fn the_time_that_counts_includes_the_wait_for_a_panel() {
    let of = (1.0, 9.0, 1.0);
    let (proceedings, introductions) = (300.4, 40.0);
    let mut model = only_adoption(of, proceedings, introductions);
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = 200.0;
        p.adoption.early_match = [0.0; 6];
        p.adoption.panel_interval_days = 1.0;
    });
    model.stock.adopters_waiting = 1_500;
    let all = periods(&model, key(60)).before(at(2_400.0));
    let chances: Vec<f64> = all
        .iter()
        .map(|(entered, _)| {
            let panel = (entered.days() + proceedings).ceil();
            law(of, panel + introductions - entered.days())
        })
        .collect();
    let adopted = all.iter().filter(|(_, end)| end.is_some()).count();
    share_is("adopted from the pool", adopted as f64, chances);
}

// 2. Competing risks.

/// Section 20 entrants aged five to nine, nothing but the two hazards.
fn two_hazards(home_rates: PiecewiseRates, other: f64) -> Model {
    let mut model = quiet(100);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 2_000.0;
        home(p, home_rates.clone());
        p.leaving = Leaving::new(other, other, other, 0.0);
    });
    model
}

/// Shares λᵢ/Σλ, mean time 1/Σλ with the standard error of an exponential, 1/(Σλ √n).
#[test]
fn constant_hazards_share_the_exits_in_proportion() {
    let (a, b) = (1.7, 0.8);
    let all = periods(&two_hazards(rate(a), b), key(1)).before(at(800.0));
    let ends: Vec<_> = all
        .iter()
        .map(|(from, end)| (end.expect("six years are enough"), from))
        .map(|((to, route), from)| ((to - *from).years(), route))
        .collect();
    let homes = ends.iter().filter(|e| e.1 == Route::Home).count();
    share_is("home", homes as f64, ends.iter().map(|_| a / (a + b)));
    let n = ends.len() as f64;
    let mean = ends.iter().map(|e| e.0).sum::<f64>() / n;
    within_four("mean time in care", (mean * (a + b) - 1.0) * n.sqrt());
}

/// Both ends of a hazard. At none nobody leaves but at eighteen. At a million a year nobody is there
/// a day later (e^{−2738}).
#[test]
fn without_a_hazard_nobody_leaves_and_at_an_extreme_one_nobody_stays() {
    let stays = periods(&two_hazards(rate(0.0), 0.0), key(7));
    assert!(stays.began.len() > 10_000);
    let of_age = |(_, route): &(SimTime, Route)| *route == Route::TurnedEighteen;
    assert!(stays.ended.values().all(of_age));
    let brief = periods(&two_hazards(rate(1e6), 0.0), key(7));
    assert_eq!(
        brief.began, stays.began,
        "whoever leaves when, the same come"
    );
    let day = SimSpan::from_days(1.0);
    for (child, &came) in &brief.began {
        match brief.ended.get(child) {
            Some((left, route)) => assert!(*left <= came + day && *route == Route::Home),
            None => assert!(came + day >= at(3_000.0), "only the last day's are there"),
        }
    }
}

/// Nobody comes and nothing ends care: the number in care stands still, month after month.
#[test]
fn without_entries_and_hazards_the_stock_stands_still() {
    let mut model = quiet(24);
    let (age, legal) = (AgeBand::From5To9, LegalStatus::CareOrder);
    model.stock.children = vec![row(age, legal, PlacementKind::Agency, 300, days(100.0))];
    let mut months = 0;
    look(&model, key(8), |_, view| {
        assert_eq!(view.children.values().filter(|c| c.in_care()).count(), 300);
        months += 1;
    });
    assert_eq!(months, 25, "the opening and every month");
}

/// P(home within t) = ∫₀ᵗ h(s) exp(−∫₀ˢ(h + b)) ds, piece by piece:
/// each piece adds S · h/(h + b) · (1 − e^{−(h+b)·length}).
#[test]
fn a_falling_hazard_of_return_counts_by_its_integral() {
    let pieces = [(0.0, 0.1, 4.0), (0.1, 0.6, 1.2), (0.6, 4.0, 0.15)];
    let b = 0.4;
    let steps: Vec<_> = pieces
        .iter()
        .map(|&(begins, _, h)| (SimSpan::from_years(begins), h))
        .collect();
    let model = two_hazards(PiecewiseRates::new(&steps), b);
    let all: Vec<_> = (200..208)
        .flat_map(|replication| periods(&model, key(replication)).before(at(1_500.0)))
        .collect();
    let (mut surviving, mut home_by) = (1.0, 0.0);
    for (begins, ends, h) in pieces {
        let gone = -libm::expm1(-(h + b) * (ends - begins));
        home_by += surviving * h / (h + b) * gone;
        surviving *= 1.0 - gone;
        let homes = all.iter().filter(|(from, end)| {
            end.is_some_and(|(to, route)| route == Route::Home && (to - *from).years() <= ends)
        });
        let what = format!("home within {ends} years");
        share_is(&what, homes.count() as f64, all.iter().map(|_| home_by));
    }
}

/// A change of the hazard from r₁ to r₂ on day D: who came at e is home a year after D with
/// probability 1 − exp(−r₁(D − e) − r₂), and, path by path, who would have gone home at
/// t > D goes home at D + (t − D) r₁/r₂: the budget is kept.
#[test]
fn a_change_of_policy_changes_the_hazard_at_once_and_keeps_the_budget() {
    let (before, after, day) = (0.5, 1.4, 700.0);
    let base = two_hazards(rate(before), 0.0);
    let changed = from(&base, at(day), |p| home(p, rate(after)));
    let (base, changed) = (periods(&base, key(3)), periods(&changed, key(3)));
    let present: Vec<_> = changed.before(at(day));
    let homes = present
        .iter()
        .filter(|(_, end)| end.is_some_and(|e| e.0 <= at(day + YEAR)));
    let chances = present
        .iter()
        .map(|(e, _)| -libm::expm1(-before * (at(day) - *e).years() - after));
    share_is(
        "home a year after the change",
        homes.count() as f64,
        chances,
    );
    for (root, &(to, _)) in &base.ended {
        let entered = base.began[root];
        let (to_now, _) = changed.ended[root];
        let start = entered.max(at(day));
        let expected = match to > at(day) {
            true => start + SimSpan::from_years((to - start).years() * before / after),
            false => to,
        };
        let off = (to_now - expected).seconds().abs();
        assert!(off <= 2, "{off} seconds from the budget's time");
    }
}

// 3. Queues without waiting.

/// Erlang's loss formula by its recursion B(n) = aB(n−1) / (n + aB(n−1)).
fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| load * b / (f64::from(n) + load * b))
}

/// n one-place households, single children at rate λ, exponential stays of rate μ, agencies
/// for the rest: the share that overflows is B(n, λ/μ). Per replication the difference
/// overflow − B · searches has mean zero; its standard error comes from 60 replications.
#[test]
fn the_overflow_from_in_house_carers_is_erlangs_loss_formula() {
    let (lambda, mu) = (40.0, 8.0);
    for servers in [3, 6] {
        let mut model = quiet(120);
        always(&mut model, |p| {
            p.entries.groups_a_year[2] = lambda;
            home(p, rate(mu));
        });
        model.stock.foster_households = [servers, 0, 0, 0];
        let expected = erlang_b(servers, lambda / mu);
        let (mut excess, mut all) = (Tally::new(), Tally::new());
        for replication in 0..60 {
            let (mut searches, mut over) = (0.0, 0.0);
            watch(&model, key(replication), |now, event| {
                if let Event::Searched { found, .. } = event
                    && now > at(720.0)
                {
                    searches += 1.0;
                    over += f64::from(u8::from(found == PlacementKind::Agency));
                }
            });
            excess.push(over - expected * searches);
            all.push(over / searches);
        }
        let what = format!(
            "overflow from {servers} households: {:.4} for {expected:.4}",
            all.mean()
        );
        within_four(&what, excess.mean() / excess.standard_error());
    }
}

/// Unlimited places: the stock is Poisson with mean λ E[min(stay, t)] whatever the
/// distribution of stays, and so is each kind's part when searches part at random.
#[test]
fn with_unlimited_places_the_stock_is_poisson() {
    let steps = [
        (SimSpan::ZERO, 3.0),
        (SimSpan::from_years(0.25), 0.7),
        (SimSpan::from_years(1.0), 2.5),
    ];
    // E[stay] = Σ over pieces of survival at its start · (1 − e^{−h·length}) / h.
    let (s1, s2) = (libm::exp(-0.75), libm::exp(-0.75 - 0.525));
    let mean_stay = (1.0 - s1) / 3.0 + (s1 - s2) / 0.7 + s2 / 2.5;
    let (lambda, offer) = (30.0, 0.35);
    let mut model = quiet(75);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = lambda;
        p.search.agency_offer = [offer; 5];
        home(p, PiecewiseRates::new(&steps));
    });
    let (mut all, mut agency, mut homes) = (Tally::new(), Tally::new(), Tally::new());
    for replication in 0..800 {
        look(&model, key(replication), |month, view| {
            if month == 75 {
                let of = |kind| {
                    let those = view.children.values().filter(|c| c.in_care());
                    those.filter(|c| c.placement.kind == kind).count() as f64
                };
                agency.push(of(PlacementKind::Agency));
                homes.push(of(PlacementKind::ChildrensHome));
                all.push(of(PlacementKind::Agency) + of(PlacementKind::ChildrensHome));
            }
        });
    }
    is_poisson("children in care", &all, lambda * mean_stay);
    is_poisson("in agency care", &agency, lambda * offer * mean_stay);
    is_poisson("in homes", &homes, lambda * (1.0 - offer) * mean_stay);
}

// 4. Little's law; for stocks and placements of random worlds see conservation.rs.

/// The integral of the number of cases that wait is the sum of their waits, to the second,
/// those still waiting at the horizon included.
#[test]
fn the_waiting_cases_integrated_are_the_waits_added_up() {
    let mut model = only_adoption((0.9, 12.0, 1.0), 150.0, 30.0);
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = 60.0;
        p.adoption.early_match = [0.2; 6];
        p.adoption.panel_interval_days = 14.0;
        p.adoption.acceptance = 0.1;
        p.recruitment[ADOPTERS].approvals = Approvals::AtRandom {
            a_year: 40.0,
            reference: 40.0,
        };
        p.recruitment[ADOPTERS].leaving = rate(0.3);
    });
    let mut waiting = Gauge::new(SimTime::START, 0);
    let mut open = BTreeMap::new();
    let mut waits = 0i128;
    watch(&model, key(4), |now, event| match event {
        Event::PlacementOrder(case) => {
            waiting.change(now, 1);
            open.insert(case.root.bits(), now);
        }
        Event::Matched { case, waited, .. } => {
            // A case matched before and waiting no longer is matched once only here.
            let ordered = open.remove(&case.root.bits()).expect("it waited");
            assert_eq!(now - ordered, waited, "the wait that is reported");
            waiting.change(now, -1);
            waits += i128::from(waited.seconds());
        }
        Event::NoLongerAdoption(case) => {
            if let Some(ordered) = open.remove(&case.root.bits()) {
                waiting.change(now, -1);
                waits += i128::from((now - ordered).seconds());
            }
        }
        _ => {}
    });
    let horizon = model.horizon();
    let still: i128 = open
        .values()
        .map(|&o| i128::from((horizon - o).seconds()))
        .sum();
    assert!(open.len() > 3 && waits > 0, "some still wait");
    assert_eq!(waiting.integral_seconds(horizon), waits + still);
}

// 5. Court and relatives.

/// Who left by an order, and how long after coming.
fn order_times(model: &Model) -> Vec<(f64, Route)> {
    let all = periods(model, key(5));
    let ended = all.ended.iter();
    ended
        .map(|(root, &(to, route))| ((to - all.began[root]).days(), route))
        .collect()
}

/// Entry + without_court, or the end of the relatives' assessment if that is later: by hand.
#[test]
fn relatives_take_an_order_without_court_after_the_time_given() {
    let mut model = quiet(30);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 300.0;
        p.planning.parallel = 0.0;
        p.planning.home_assessment = days(30.0);
        p.relatives.assessment = days(100.0);
        p.relatives.suitable = [1.0; 5];
        p.relatives.child_arrangements = [0.3; 5];
    });
    for (without_court, expected) in [(200.0, 200.0), (90.0, 130.0)] {
        always(&mut model, |p| {
            p.relatives.without_court = days(without_court);
        });
        let ends = order_times(&model);
        assert!(ends.iter().all(|&(after, _)| after == expected));
        let cao = ends.iter().filter(|e| e.1 == Route::ChildArrangements);
        let sgo = ends.iter().filter(|e| e.1 == Route::SpecialGuardianship);
        assert_eq!(cao.clone().count() + sgo.count(), ends.len());
        let chances = ends.iter().map(|_| 0.3);
        share_is("child arrangements orders", cao.count() as f64, chances);
    }
}

/// A world of all legal bases on their way to court.
fn through_court(advice: f64, proceedings: f64) -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year = [20.0, 30.0, 30.0, 30.0, 5.0];
        p.entries.basis = [[0.5, 0.3, 0.2, 0.0, 0.0]; 5];
        p.court.section_20 = [0.6; 5];
        p.court.emergency = 0.5;
        p.court.drift = Dist::lognormal(150.0, 90.0).expect("a lognormal");
        p.court.legal_advice = days(advice);
        p.court.proceedings = days(proceedings);
        p.planning.home_assessment = days(30.0);
        p.relatives.assessment = days(40.0);
        p.relatives.suitable = [0.3; 5];
        p.home.at_hearing = [0.35; 5];
    });
    model
}

/// When each child's legal status changed, and on what basis it came.
fn statuses(model: &Model, key: RunKey) -> BTreeMap<u64, (Basis, Vec<(SimTime, LegalStatus)>)> {
    let mut all = BTreeMap::new();
    watch(model, key, |now, event| match event {
        Event::PeriodBegan(c) => {
            all.insert(c.root.bits(), (c.basis, Vec::new()));
        }
        Event::LegalStatus(c, _) => all
            .get_mut(&c.root.bits())
            .expect("the child came")
            .1
            .push((now, c.legal)),
        Event::PeriodEnded(c, route) if route != Route::TurnedEighteen => all
            .get_mut(&c.root.bits())
            .expect("the child came")
            .1
            .push((now, c.legal)),
        _ => {}
    });
    all
}

/// 28 days of legal advice cut to 7: the application and the hearing of every section 20 case
/// fall exactly 21 days earlier, and nothing else moves by a second. Half the cut brings half of it, twice the
/// cut twice.
#[test]
fn shorter_legal_advice_brings_section_20_cases_to_court_by_exactly_that_much() {
    for (before, after) in [(28.0, 7.0), (28.0, 17.5), (49.0, 7.0)] {
        let slow = statuses(&through_court(before, 182.0), key(6));
        let fast = statuses(&through_court(after, 182.0), key(6));
        let gain = SimSpan::from_days(before - after);
        let mut moved = 0;
        for (root, (basis, slow)) in &slow {
            let fast = &fast[root].1;
            let to_court = slow
                .first()
                .is_some_and(|s| s.1 == LegalStatus::InterimCareOrder);
            if *basis == Basis::Section20 && to_court {
                // The horizon may hide the later of two dates in the slower world.
                assert!(slow.len() <= fast.len());
                for (s, f) in slow.iter().zip(fast) {
                    assert_eq!((s.0 - f.0, s.1), (gain, f.1));
                    moved += 1;
                }
            } else if *basis != Basis::Section20 {
                assert_eq!(slow, fast);
            }
        }
        assert!(moved > 100, "{moved} dates moved");
    }
}

/// The result, and not dates alone: the days in care of those who go home at the hearing. Twice the cut saves
/// exactly twice the days, and half of it half.
#[test]
fn twice_the_cut_of_a_delay_saves_twice_the_days_in_care_and_half_of_it_half() {
    let ended = |advice| periods(&through_court(advice, 182.0), key(6)).ended;
    let slow = ended(49.0);
    let saved = |advice: f64| -> f64 {
        let fast = ended(advice);
        let home = slow.iter().filter(|(_, (_, route))| *route == Route::Home);
        home.map(|(root, (left, _))| (*left - fast[root].0).days())
            .sum()
    };
    let [half, once, twice] = [38.5, 28.0, 7.0].map(saved);
    println!("days in care saved: {half}, {once}, {twice}");
    assert!(half > 40.0 * 10.5, "of forty children at least: {half}");
    assert_eq!([2.0 * half, twice], [once, 2.0 * once]);
}

/// The decision at the hearing does not depend on how long proceedings took: the same children
/// go home, none of them later, and nobody is in care for longer.
#[test]
fn a_faster_court_never_loses_a_return_home_or_adds_a_day_in_care() {
    let run = |proceedings| periods(&through_court(28.0, proceedings), key(7));
    let (slow, fast) = (run(300.0), run(120.0));
    let mut homes = 0;
    for (root, &(left, route)) in &slow.ended {
        let (sooner, same) = fast.ended[root];
        // Only a birthday can stop the slower court from deciding at all.
        assert!(sooner <= left && (same == route || route == Route::TurnedEighteen));
        homes += u32::from(route == Route::Home);
    }
    assert!(homes > 50);
    for (root, entered) in &slow.began {
        let horizon = at(1_800.0);
        let end = |p: &Periods| p.ended.get(root).map_or(horizon, |e| e.0) - *entered;
        assert!(end(&fast) <= end(&slow), "no time in care is added");
    }
}

/// A case whose children have all gone home, or left otherwise, is not heard.
#[test]
fn no_hearing_is_held_for_nobody() {
    let mut heard = 0;
    for seed in 0..30 {
        watch(&rich(seed), key(seed), |_, event| {
            if let Event::HearingHeld { children, .. } = event {
                assert!(children > 0, "a hearing for nobody");
                heard += 1;
            }
        });
    }
    assert!(heard > 500, "{heard} hearings");
}

// 6. Twin-track planning, by hand.

/// By hand: ten days in care, in proceedings from the first, which take 1,095 days: the hearing is on day
/// 1,085. The brother, who is over sixteen, has turned eighteen long before; his sister's case goes on.
#[test]
fn a_case_goes_on_for_those_who_stay() {
    let mut model = quiet(40);
    always(&mut model, |p| p.court.proceedings = days(1_095.0));
    let interim = LegalStatus::InterimCareOrder;
    let one = |age| row(age, interim, PlacementKind::Agency, 1, days(10.0));
    model.stock.children = vec![one(AgeBand::From16), one(AgeBand::From1To4)];
    model.stock.group_size = [0.0, 1.0, 0.0, 0.0];
    let (mut left, mut heard) = (Vec::new(), Vec::new());
    watch(&model, key(56), |now, event| match event {
        Event::PeriodEnded(_, route) => left.push(route),
        Event::HearingHeld { children, .. } => heard.push((now, children, left.len())),
        _ => {}
    });
    assert_eq!(heard, [(at(1_085.0), 1, 1)]);
    assert_eq!(left, [Route::TurnedEighteen]);
}

/// Days from entry to the final hearing of a case under an interim care order.
fn hearing(parallel: f64, proceedings: f64, set: impl Fn(&mut care::params::Params)) -> f64 {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 40.0;
        basis(p, 1);
        p.planning.parallel = parallel;
        p.planning.home_assessment = days(60.0);
        p.relatives.assessment = days(30.0);
        p.planning.adoption_assessment = days(45.0);
        p.court.proceedings = days(proceedings);
        set(p);
    });
    let mut took = BTreeSet::new();
    watch(&model, key(8), |_, event| {
        if let Event::HearingHeld { took: span, .. } = event {
            took.insert(span);
        }
    });
    assert_eq!(took.len(), 1, "every case takes the same");
    took.first().expect("a hearing").days()
}

/// Assessments of 60 (home), 30 (relatives), 45 days (adoption). In sequence they end on days
/// 60, 90 and 135; side by side all are known by day 60. Relatives who take 90 days fail on
/// day 90 either way round: then adoption is ready at once, instead of 195 days after entry.
/// Proceedings of 10 days wait for the plan, those of 182 do not unless it takes longer.
#[test]
fn twin_track_planning_saves_what_ran_meanwhile_and_only_where_the_plan_is_binding() {
    let adoption = |p: &mut care::params::Params| p.adoption.plan = [1.0; 6];
    let relatives = |p: &mut care::params::Params| p.relatives.suitable = [1.0; 5];
    let home = |p: &mut care::params::Params| p.home.at_hearing = [1.0; 5];
    let slow_relatives = |p: &mut care::params::Params| {
        p.adoption.plan = [1.0; 6];
        p.relatives.assessment = days(90.0);
    };
    let nothing = |_: &mut care::params::Params| ();
    let (sequential, side_by_side) = (0.0, 1.0);
    assert_eq!(hearing(sequential, 10.0, adoption), 135.0);
    assert_eq!(hearing(side_by_side, 10.0, adoption), 60.0);
    assert_eq!(hearing(sequential, 10.0, slow_relatives), 195.0);
    assert_eq!(hearing(side_by_side, 10.0, slow_relatives), 90.0);
    assert_eq!(hearing(sequential, 10.0, relatives), 90.0);
    assert_eq!(hearing(side_by_side, 10.0, relatives), 60.0);
    assert_eq!(hearing(sequential, 10.0, nothing), 90.0);
    assert_eq!(hearing(side_by_side, 10.0, nothing), 60.0);
    assert_eq!(hearing(sequential, 10.0, home), 60.0);
    assert_eq!(hearing(side_by_side, 10.0, home), 60.0);
    for parallel in [sequential, side_by_side] {
        assert_eq!(hearing(parallel, 182.0, adoption), 182.0);
        assert_eq!(hearing(parallel, 182.0, relatives), 182.0);
    }
    assert_eq!(hearing(sequential, 182.0, slow_relatives), 195.0);
}

// 7. Entries.

/// Families by band are Poisson with the given mean.
#[test]
fn families_come_as_poisson_counts_by_the_age_of_their_youngest() {
    let rates = [6.0, 9.0, 4.0, 12.0, 3.0];
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year = rates;
        p.entries.group_size = [0.5, 0.3, 0.15, 0.05];
    });
    let mut counts = [Tally::new(); 5];
    for replication in 0..600 {
        let mut youngest: BTreeMap<(SimTime, care::FamilyId), f64> = BTreeMap::new();
        watch(&model, key(replication), |now, event| {
            if let Event::PeriodBegan(c) = event {
                let age = c.age(now).years();
                let least = youngest.entry((now, c.family)).or_insert(age);
                *least = least.min(age);
            }
        });
        let mut count = [0.0; 5];
        for age in youngest.values() {
            count[AgeBand::of(*age) as usize] += 1.0;
        }
        (0..5).for_each(|band| counts[band].push(count[band]));
    }
    for band in AgeBand::ALL {
        let mean = rates[band as usize] * 720.0 / YEAR;
        is_poisson(band.label(), &counts[band as usize], mean);
    }
}

/// All siblings of a group come at one instant; sizes have the shares given (five to nine, so
/// that nobody's eldest is of age), and the youngest of babies has the mean age given.
#[test]
fn sibling_groups_come_at_one_instant_in_the_shares_given() {
    let shares = [0.4, 0.3, 0.2, 0.1];
    let mut model = quiet(40);
    always(&mut model, |p| {
        p.entries.groups_a_year = [400.0, 0.0, 400.0, 0.0, 0.0];
        p.entries.group_size = shares;
    });
    let mut sizes: BTreeMap<u32, (SimTime, usize)> = BTreeMap::new();
    let mut ages = Tally::new();
    watch(&model, key(9), |now, event| {
        if let Event::PeriodBegan(c) = event {
            let group = sizes.entry(c.family.0).or_insert((now, 0));
            assert_eq!(group.0, now, "siblings come together");
            group.1 += 1;
            if c.age(now) < SimSpan::YEAR {
                ages.push(c.age(now).days());
            }
        }
    });
    for (size, &share) in (1..).zip(&shares) {
        let hits = sizes.values().filter(|g| g.1 == size).count() as f64;
        let what = format!("groups of {size}");
        share_is(&what, hits, sizes.values().map(|_| share));
    }
    mean_is("age of babies in days", &ages, 0.16 * YEAR);
}

/// Families under 1 × are among those under 1.25 ×, and these among those under 1.5 ×; how many
/// are added is Poisson.
#[test]
fn raising_entries_adds_families_and_takes_none_away() {
    let came = |factor: f64| {
        let mut model = quiet(60);
        always(&mut model, |p| p.entries.groups_a_year = [50.0; 5]);
        for rate in &mut model.regimes[0].params.entries.groups_a_year {
            *rate *= factor;
        }
        let all = periods(&model, key(10)).began;
        all.into_iter().collect::<BTreeSet<_>>()
    };
    let worlds = [0.5, 1.0, 1.25, 1.5, 2.5].map(|factor| (factor, came(factor)));
    for pair in worlds.windows(2) {
        let ((less, few), (more, many)) = (&pair[0], &pair[1]);
        assert!(few.is_subset(many), "{less} is within {more}");
        let mean = 250.0 * (more - less) * 1_800.0 / YEAR;
        let added = many.len() as f64 - few.len() as f64;
        let what = format!("families added from {less} to {more} times");
        within_four(&what, (added - mean) / mean.sqrt());
    }
}

/// A trend that rises above the baseline's only in later years brings its families too.
#[test]
fn entries_that_rise_in_a_later_year_rise_in_that_year() {
    let mut model = quiet(36);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 500.0;
        p.entries.yearly_factor = vec![1.0, 1.0, 1.0];
    });
    model.regimes[0].params.entries.yearly_factor = vec![1.0, 1.0, 1.8];
    let all = periods(&model, key(11)).began;
    let third = all.values().filter(|at| at.years() >= 2.0).count() as f64;
    let mean = 500.0 * 1.8 * (1_080.0 / YEAR - 2.0);
    within_four("entries of the third year", (third - mean) / mean.sqrt());
}

// 8. Recruitment and leaving.

/// When each household of a strand was approved and left.
fn approvals(model: &Model, replication: u64) -> Vec<SimTime> {
    let mut all = Vec::new();
    watch(model, key(replication), |now, event| {
        if let Event::Approved(_) = event {
            all.push(now);
        }
    });
    all
}

#[test]
fn a_planned_strand_approves_exactly_its_number_evenly_within_its_window() {
    let mut model = quiet(36);
    always(&mut model, |p| {
        p.recruitment[FOSTER].approvals = planned(20, 10.0);
        p.recruitment[FOSTER].start = at(100.0);
    });
    let month = YEAR / 12.0;
    for replication in 0..50 {
        let all = approvals(&model, replication);
        assert_eq!(all.len(), 20);
        for (n, date) in (0..).zip(&all) {
            let share = (date.days() - 100.0) / (10.0 * month) * 20.0;
            assert!((f64::from(n)..=f64::from(n + 1)).contains(&share));
        }
    }
}

/// Each household has a date of its own, drawn with its own identity: by hand, twenty from day 100 on over
/// ten months, household n on day 100 + (n + u) / 20 of the ten months.
#[test]
fn a_planned_household_comes_on_a_date_of_its_own() {
    let mut model = quiet(36);
    always(&mut model, |p| {
        p.recruitment[FOSTER].approvals = planned(20, 10.0);
        p.recruitment[FOSTER].start = at(100.0);
    });
    let mut all = Vec::new();
    watch(&model, key(1), |now, event| {
        if let Event::Approved(household) = event {
            all.push((now, household.root));
        }
    });
    assert_eq!(all.len(), 20);
    for (n, (date, root)) in (0..).zip(all) {
        let u = key(1).uniform(root, Purpose::ApprovalDate, 0);
        let share = (f64::from(n) + u) / 20.0;
        let by_hand = 100.0 + share * 10.0 * YEAR / 12.0;
        assert!((date.days() - by_hand).abs() < 1e-4, "{n}");
    }
}

/// A plan that comes with a later regime is carried out from then on.
#[test]
fn a_plan_that_begins_with_a_change_of_policy_is_carried_out() {
    let base = quiet(36);
    let changed = from(&base, at(300.0), |p| {
        p.recruitment[FOSTER].approvals = planned(12, 6.0);
        p.recruitment[FOSTER].start = at(300.0);
    });
    assert_eq!(approvals(&base, 1).len(), 0);
    let all = approvals(&changed, 1);
    assert_eq!(all.len(), 12);
    assert!(all.iter().all(|date| *date >= at(300.0)));
}

/// Approvals at random are Poisson; with a ramp of r the expected number is a·(T − r/2).
#[test]
fn approvals_at_random_are_poisson_and_ramp_up_in_a_straight_line() {
    for (ratio, ramp) in [(1.0, 0.0), (0.6, 6.0), (1.7, 6.0)] {
        let mut model = quiet(24);
        always(&mut model, |p| {
            p.recruitment[FOSTER].approvals = Approvals::AtRandom {
                a_year: 10.0 * ratio,
                reference: 10.0,
            };
            p.recruitment[FOSTER].start = at(50.0);
            p.recruitment[FOSTER].ramp_up_months = ramp;
        });
        let counts = (0..500).map(|r| approvals(&model, r).len() as f64);
        let years = (670.0 - ramp * YEAR / 24.0) / YEAR;
        let what = format!("approvals at {ratio} with a ramp of {ramp} months");
        is_poisson(&what, &counts.collect(), 10.0 * ratio * years);
    }
}

/// Households leave by the hazard of tenure; those with children keep them, take no others and
/// go when the last one does.
#[test]
fn a_household_that_gives_notice_keeps_its_children_and_takes_no_more() {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 100.0;
        home(p, rate(1.0));
        p.recruitment[FOSTER].leaving = rate(1.5);
    });
    model.stock.foster_households = [0, 40, 0, 0];
    let mut closing: BTreeMap<u64, u16> = BTreeMap::new();
    let (mut kept, mut gone) = (0, 0);
    look(&model, key(12), |_, view| {
        for household in view.households.values().filter(|h| h.closing) {
            let taken = household.places.taken();
            let before = closing.insert(household.root.bits(), taken);
            assert!(taken > 0 && taken <= before.unwrap_or(2));
            kept += 1;
        }
    });
    watch(&model, key(12), |_, event| {
        if let Event::HouseholdLeft(h) = event {
            assert_eq!(h.places.taken(), 0, "nobody is moved out");
            gone += 1;
        }
    });
    assert!(kept > 20 && gone > 30, "{kept} {gone}");
}

/// Adopters give up at rate g whether they came before the run or during it: of N waiting,
/// 1 − e^{−gt} are gone after t.
#[test]
fn adopters_who_wait_give_up_by_their_hazard() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.recruitment[ADOPTERS].leaving = rate(0.6);
    });
    model.stock.adopters_waiting = 3_000;
    let mut left = 0.0;
    watch(&model, key(13), |_, event| {
        if let Event::HouseholdLeft(h) = event {
            assert_eq!(h.kind, HouseholdKind::Adoptive);
            left += 1.0;
        }
    });
    let gone = -libm::expm1(-0.6 * 720.0 / YEAR);
    share_is("adopters who gave up", left, (0..3_000).map(|_| gone));
}

/// A hazard of leaving that has ended still used up its part of the budget: of those who stay
/// two years at rate a (none after), a share 1 − e^{−b t} leaves within t of a change to b.
/// (A budget that forgot the first part would let them leave too late.)
#[test]
fn a_change_of_the_hazard_of_leaving_counts_what_has_been_lived_through() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.recruitment[FOSTER].approvals = planned(2_000, 0.01);
        p.recruitment[FOSTER].leaving =
            PiecewiseRates::new(&[(SimSpan::ZERO, 0.8), (SimSpan::from_years(1.0), 0.0)]);
    });
    let model = from(&model, at(720.0), |p| {
        p.recruitment[FOSTER].leaving = rate(0.5);
    });
    let (mut early, mut late) = (0.0, 0.0);
    watch(&model, key(14), |now, event| {
        if let Event::HouseholdLeft(_) = event {
            match now <= at(720.0) {
                true => early += 1.0,
                false => late += 1.0,
            }
        }
    });
    let gone = -libm::expm1(-0.8);
    share_is("left in the first year", early, (0..2_000).map(|_| gone));
    let then = -libm::expm1(-0.5 * 720.0 / YEAR);
    let stayed = 2_000 - early as u32;
    share_is("left after the change", late, (0..stayed).map(|_| then));
}

// 9. Households' rules.

/// In every random world each in-house placement is with a household approved for the child's
/// age and needs that accepts the child or its group, and no group is larger than the room.
#[test]
fn every_in_house_placement_respects_ages_needs_and_acceptance() {
    let mut placements = 0;
    for seed in 0..60 {
        let mut model = rich(seed);
        // Adopters go without an event when groups are adopted: this world knows foster care only.
        always(&mut model, |p| {
            p.adoption.plan = [0.0; 6];
            p.adoption.fostering_for_adoption = [0.0; 6];
            p.recruitment[ADOPTERS].approvals = Approvals::AtRandom {
                a_year: 0.0,
                reference: 8.0,
            };
            p.entries.group_size = [1.0, 0.0, 0.0, 0.0];
            p.search.in_house_acceptance = [0.5; 5];
            // A baby goes to its sibling's carers without being asked for.
            p.entries.later_born = 0.0;
            p.search.complex_factor = 1.0;
        });
        model.stock.adopters_waiting = 0;
        model.stock.group_size = [1.0, 0.0, 0.0, 0.0];
        let cells = &mut model.stock.children;
        cells.retain(|r| r.legal != LegalStatus::PlacementOrder);
        let run = RunKey::new(seed, 9);
        let watcher = Rules {
            run,
            trace: Trace::of_households(),
            placements: 0,
        };
        placements += care::run(&model, run, watcher).placements;
    }
    assert!(placements > 500, "{placements} placements were looked at");
}

/// Checks placements against the household's approval.
struct Rules {
    run: RunKey,
    trace: Trace,
    placements: u32,
}

impl care::record::Observer for Rules {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if let Event::PlacementBegan(c) = event
            && let Some(house) = c.placement.household
        {
            let (root, approval) = self.trace.households[house.0];
            let age = c.age(now).years();
            assert!(approval.age_from <= age && age < approval.age_to);
            assert!(c.needs <= approval.needs);
            // Whoever comes alone was accepted by this household, now and for good.
            let pair = Root::pair(c.root, root);
            let answer = self.run.uniform(pair, Purpose::Acceptance, 0);
            assert!(answer < 0.5, "a refusal stands");
            self.placements += 1;
        }
        self.trace.event(now, event);
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        self.trace.month_ended(now, month, view);
    }

    fn opening(&mut self, view: View<'_>) {
        self.trace.opening(view);
    }
}

/// A sibling group assessed to live together is placed in one household with room for all, or
/// apart and said to be so.
#[test]
fn a_group_goes_only_to_a_household_with_room_for_all() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 40.0;
        p.entries.group_size = [0.0, 0.4, 0.4, 0.2];
        p.search.agency_offer = [0.0; 5];
        home(p, rate(2.0));
        p.search.rest = days(20.0);
    });
    model.stock.foster_households = [10, 4, 4, 4];
    let mut groups: BTreeMap<_, Vec<(Option<u32>, bool)>> = BTreeMap::new();
    let mut apart = 0;
    watch(&model, key(15), |now, event| match event {
        Event::PlacementBegan(c) => groups
            .entry((now, c.family))
            .or_default()
            .push((c.placement.household.map(|h| h.0), c.separated)),
        Event::Separated(children) => apart += children,
        _ => {}
    });
    let mut together = 0;
    for children in groups.values() {
        let (first, separated) = children[0];
        assert!(children.iter().all(|c| c.1 == separated));
        if separated {
            apart -= children.len();
        } else {
            assert!(first.is_some() && children.iter().all(|c| c.0 == first));
            together += 1;
        }
    }
    assert_eq!(apart, 0, "who lives apart was said to");
    assert!(together > 10);
}

/// One household of four places, stays of a day, a child every three days: room is never
/// short, so the share placed there is the chance of acceptance.
#[test]
fn the_share_accepted_is_the_chance_of_acceptance() {
    let mut model = quiet(200);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 120.0;
        home(p, rate(365.0));
        p.search.in_house_acceptance = [0.35; 5];
    });
    model.stock.foster_households = [0, 0, 0, 1];
    let (mut searches, mut accepted) = (0, 0.0);
    watch(&model, key(16), |_, event| {
        if let Event::Searched { found, .. } = event {
            searches += 1;
            accepted += f64::from(u8::from(found == PlacementKind::InHouse));
        }
    });
    share_is("accepted in-house", accepted, (0..searches).map(|_| 0.35));
}

// 10. Ends of care.

#[test]
fn nobody_is_looked_after_beyond_eighteen_nor_adopted_before_ten_weeks() {
    let (mut of_age, mut adopted, mut nearly) = (0, 0, 0);
    for seed in 0..60 {
        let model = rich(seed);
        let mut moved_in = BTreeMap::new();
        watch(&model, RunKey::new(seed, 10), |now, event| match event {
            Event::PlacedForAdoption(c) => {
                moved_in.insert(c.root.bits(), c.with_adopters_since);
            }
            Event::PeriodEnded(c, route) => {
                let adult = c.age(now) >= SimSpan::from_years(18.0);
                assert_eq!(adult, route == Route::TurnedEighteen);
                assert!(!adult || c.age(now) == SimSpan::from_years(18.0));
                of_age += u32::from(adult);
                if route == Route::Adopted
                    && let Some(since) = moved_in.get(&c.root.bits())
                {
                    assert!(now - *since >= SimSpan::from_days(70.0));
                    adopted += 1;
                }
            }
            Event::PeriodBegan(c) => assert!(c.age(now) < SimSpan::from_years(18.0)),
            _ => {}
        });
        // A child who never left would turn no end to look at.
        look(&model, RunKey::new(seed, 10), |month, view| {
            let now = model.months[month];
            let in_care = view.children.values().filter(|c| c.in_care());
            for child in in_care {
                assert!(child.age(now) <= SimSpan::from_years(18.0));
                nearly += u32::from(child.age(now) > SimSpan::from_years(17.5));
            }
        });
    }
    assert!(
        of_age > 50 && adopted > 50 && nearly > 50,
        "{of_age} {adopted} {nearly}"
    );
}

/// After the reversal the placement order stands until it is revoked, `revocation` later; then
/// the care order stands again.
#[test]
fn a_revoked_placement_order_leaves_the_care_order() {
    let mut model = only_adoption((0.5, 12.0, f64::INFINITY), 100.0, 30.0);
    always(&mut model, |p| p.entries.groups_a_year[0] = 100.0);
    let mut reversed = BTreeMap::new();
    let mut revoked = BTreeMap::new();
    watch(&model, key(17), |now, event| match event {
        Event::NoLongerAdoption(case) => {
            reversed.insert(case.root.bits(), now);
        }
        Event::Revoked(case) => {
            let since = reversed[&case.root.bits()];
            assert_eq!(now - since, SimSpan::from_days(100.0));
            revoked.insert(case.root.bits(), false);
        }
        Event::LegalStatus(c, before) => {
            if let Some(done) = revoked.get_mut(&c.root.bits()) {
                assert_eq!(before, LegalStatus::PlacementOrder);
                assert_eq!(c.legal, LegalStatus::CareOrder);
                *done = true;
            }
        }
        Event::PeriodEnded(c, Route::Adopted) => {
            assert!(!reversed.contains_key(&c.root.bits()));
        }
        _ => {}
    });
    assert!(revoked.len() > 100 && revoked.values().all(|done| *done));
}

/// Allowances end on the eighteenth birthday or at the breakdown, at rate b: of orders made at
/// least a year before the horizon to children under 16, 1 − e^{−b} break down within a year.
#[test]
fn an_allowance_runs_to_eighteen_or_to_the_breakdown() {
    let b = 0.35;
    let mut model = quiet(100);
    always(&mut model, |p| {
        p.entries.groups_a_year[3] = 300.0;
        p.relatives.suitable = [1.0; 5];
        p.relatives.special_guardianship_breakdown = b;
    });
    let mut running: BTreeMap<u64, (SimTime, SimTime)> = BTreeMap::new();
    let (mut orders, mut broken) = (BTreeSet::new(), 0.0);
    let mut adults = 0;
    watch(&model, key(18), |now, event| match event {
        Event::AllowanceBegan(c, route) => {
            assert_eq!(route, Route::SpecialGuardianship);
            running.insert(c.root.bits(), (now, c.clocks.eighteen_at));
            let early = now <= at(3_000.0 - YEAR - 1.0);
            if c.period == 0 && c.age(now).years() < 16.0 && early {
                orders.insert(c.root.bits());
            }
        }
        Event::BrokeDown(c, _) => {
            let (began, _) = running[&c.root.bits()];
            if c.period == 0 && orders.contains(&c.root.bits()) && (now - began) <= SimSpan::YEAR {
                broken += 1.0;
            }
        }
        Event::AllowanceEnded(c, _) => {
            let (_, eighteen) = running.remove(&c.root.bits()).expect("it ran");
            match c.in_care() {
                true => unreachable!("an allowance ends before the return"),
                false => assert!(now <= eighteen),
            }
            adults += u32::from(now == eighteen);
        }
        _ => {}
    });
    assert!(adults > 100);
    assert!(
        running.values().all(|r| r.1 > at(3_000.0)),
        "none beyond 18"
    );
    let chances = orders.iter().map(|_| -libm::expm1(-b));
    share_is("breakdowns within a year", broken, chances);
}

/// Of those who went home, F(t) are back within t, F the distribution of re-entry; brothers and
/// sisters go home together, whatever their ages, and come back together.
#[test]
fn children_come_back_by_the_distribution_of_reentry_and_siblings_together() {
    let reentry = Dist::weibull(0.7, 900.0).expect("a Weibull");
    let mut model = quiet(110);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 150.0;
        p.entries.group_size = [0.7, 0.3, 0.0, 0.0];
        home(p, rate(3.0));
        p.home.rates[2] = rate(0.7);
        p.home.reentry = reentry.clone();
    });
    let mut went: BTreeMap<(SimTime, u32), Vec<u64>> = BTreeMap::new();
    let mut back: BTreeMap<u64, SimTime> = BTreeMap::new();
    let mut families = BTreeMap::new();
    watch(&model, key(19), |now, event| match event {
        Event::PeriodBegan(c) if c.period == 0 => {
            families.insert(c.root.bits(), (now, c.family.0));
        }
        Event::PeriodEnded(c, Route::Home) if c.period == 0 && now < at(2_200.0) => {
            let family = families[&c.root.bits()];
            let mark = (now, family.1);
            went.entry(mark).or_default().push(c.root.bits());
        }
        Event::PeriodBegan(c) if c.period == 1 => {
            back.insert(c.root.bits(), now);
        }
        _ => {}
    });
    let leaving: BTreeSet<_> = went.values().map(|group| families[&group[0]]).collect();
    assert_eq!(
        leaving.len(),
        went.len(),
        "no family goes home in two parts"
    );
    let pairs = went.values().filter(|group| group.len() > 1);
    for group in pairs.clone() {
        assert_eq!(back.get(&group[0]), back.get(&group[1]));
    }
    assert!(pairs.count() > 30);
    for t in [90.0, 365.0, 1_000.0] {
        let hits = went.iter().filter(|((left, _), group)| {
            let returned = back.get(&group[0]);
            returned.is_some_and(|at| (*at - *left).days() <= t)
        });
        let chances = went.iter().map(|_| reentry.cdf(t));
        let what = format!("families back within {t} days");
        share_is(&what, hits.count() as f64, chances);
    }
}

/// Brothers and sisters who are at home under a care order, since a hearing or from before the run: their
/// order is discharged on one day, and they come back on one day.
#[test]
fn brothers_and_sisters_at_home_are_discharged_together_and_come_back_together() {
    let mut model = quiet(110);
    always(&mut model, |p| {
        basis(p, Basis::InterimCareOrder as usize);
        p.entries.groups_a_year[1] = 60.0;
        p.entries.group_size = [0.0, 1.0, 0.0, 0.0];
        p.home.at_hearing = [1.0; 5];
        p.home.under_care_order = 1.0;
        p.home.discharge = around(400.0);
        p.home.reentry = around(300.0);
    });
    model.stock.group_size = [0.0, 1.0, 0.0, 0.0];
    let (order, parents) = (LegalStatus::CareOrder, PlacementKind::WithParents);
    model.stock.children = vec![row(AgeBand::From1To4, order, parents, 100, around(300.0))];
    let mut went: BTreeMap<(SimTime, u32), usize> = BTreeMap::new();
    let mut back = went.clone();
    watch(&model, key(26), |now, event| match event {
        Event::PeriodEnded(c, Route::Home) if c.period == 0 => {
            *went.entry((now, c.family.0)).or_default() += 1;
        }
        Event::PeriodBegan(c) if c.period == 1 => {
            *back.entry((now, c.family.0)).or_default() += 1;
        }
        _ => {}
    });
    for (what, groups) in [("went", went), ("came back", back)] {
        assert!(groups.len() > 100, "{} {what}", groups.len());
        assert!(
            groups.values().all(|children| *children == 2),
            "{what} together"
        );
    }
}

/// Brothers and sisters who come back do so on the legal basis of their youngest's age: here nobody under
/// ten comes under an interim care order, and everybody else would.
#[test]
fn who_comes_back_does_so_on_the_legal_basis_of_the_youngest() {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 100.0;
        p.entries.group_size = [0.0, 1.0, 0.0, 0.0];
        p.entries.sibling_gap_years = (10.0, 10.0);
        for band in [AgeBand::From10To15, AgeBand::From16] {
            p.entries.basis[band as usize] = [0.0, 1.0, 0.0, 0.0, 0.0];
        }
        home(p, rate(3.0));
        p.home.reentry = around(200.0);
    });
    let mut back = 0;
    watch(&model, key(27), |now, event| {
        if let Event::PeriodBegan(c) = event
            && c.period > 0
        {
            let eldest = c.age(now).years() >= 10.0;
            back += usize::from(eldest);
            assert_eq!(c.basis, Basis::Section20);
        }
    });
    assert!(back > 100);
}

// 11. The opening stock.

/// Constant hazards have no memory: whoever is there leaves within a year with chance
/// 1 − exp(−Σλ), whatever the time served.
#[test]
fn an_existing_stock_leaves_as_if_time_served_told_nothing_when_hazards_are_constant() {
    for served in [around(300.0), days(2_000.0), days(0.0)] {
        let mut model = two_hazards(rate(0.4), 0.25);
        always(&mut model, |p| p.entries.groups_a_year = [0.0; 5]);
        model.stock.children = vec![row(
            AgeBand::From5To9,
            LegalStatus::Section20,
            PlacementKind::Agency,
            4_000,
            served,
        )];
        let all = periods(&model, key(20));
        let year = at(YEAR);
        let left = all.ended.values().filter(|e| e.0 <= year).count() as f64;
        let chances = (0..4_000).map(|_| -libm::expm1(-0.65));
        share_is("left in the first year", left, chances);
    }
}

/// Orders made before the run are paid from the first instant, and have no memory: of children
/// under 16, 1 − e^{−b} break down within a year and come back; the others run on, at most to 18.
#[test]
fn earlier_orders_are_paid_and_break_down_by_their_hazard() {
    let b = 0.3;
    let mut model = quiet(30);
    always(&mut model, |p| p.relatives.child_arrangements_breakdown = b);
    model.stock.child_arrangements = [0, 0, 1_500, 1_500, 400];
    let (mut young, mut paid, mut broken) = (BTreeSet::new(), 0, 0.0);
    watch(&model, key(23), |now, event| match event {
        Event::AllowanceBegan(c, route) => {
            assert_eq!((now, route), (SimTime::START, Route::ChildArrangements));
            paid += 1;
            if c.age(now).years() < 16.0 {
                young.insert(c.root.bits());
            }
        }
        Event::BrokeDown(c, Route::ChildArrangements) if now <= at(YEAR) => {
            broken += f64::from(u8::from(young.contains(&c.root.bits())));
        }
        Event::AllowanceEnded(c, _) => assert!(now <= c.clocks.eighteen_at),
        _ => {}
    });
    assert_eq!(paid, 3_400);
    let chances = young.iter().map(|_| -libm::expm1(-b));
    share_is("earlier orders broken down within a year", broken, chances);
}

/// A falling hazard counts from entry: whoever has served s leaves within a year with chance
/// 1 − exp(−∫ₛ^{s+1} h).
#[test]
fn an_existing_stock_leaves_by_the_hazard_of_its_time_served() {
    let steps = [(SimSpan::ZERO, 3.0), (SimSpan::from_years(1.0), 0.2)];
    for served in [0.5, 0.9, 4.0] {
        let mut model = two_hazards(PiecewiseRates::new(&steps), 0.0);
        always(&mut model, |p| p.entries.groups_a_year = [0.0; 5]);
        model.stock.children = vec![row(
            AgeBand::From5To9,
            LegalStatus::Section20,
            PlacementKind::Agency,
            4_000,
            days(served * YEAR),
        )];
        let all = periods(&model, key(21));
        let left = all.ended.values().filter(|e| e.0 <= at(YEAR)).count() as f64;
        let young = (1.0f64 - served).max(0.0);
        let chance = -libm::expm1(-3.0 * young - 0.2 * (1.0 - young));
        let what = format!("left in a year after {served} years");
        share_is(&what, left, (0..4_000).map(|_| chance));
    }
}

/// Agency carers and children's homes in balance: with entries λ = 60, exits μ = 1, disruption
/// δ = 1, step-down σ = 2 and offers p = 1/2, the flows
/// A(μ + δ(1 − p)) = λp + σpH and H(μ + σp) = (λ + δA)(1 − p) balance at A = 36, H = 24. Started
/// there the expected stocks stay flat from the first month. Standard errors over replications.
#[test]
fn a_stock_started_in_equilibrium_stays_there_from_the_first_month() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 60.0;
        home(p, rate(1.0));
        p.search.order.remove(0);
        p.search.agency_offer = [0.5; 5];
        p.search.step_down_a_year = 2.0;
        p.stability.rates[PlacementKind::Agency as usize] = 1.0;
    });
    let stocks = [
        (PlacementKind::Agency, 36),
        (PlacementKind::ChildrensHome, 24),
    ];
    for (kind, count) in stocks {
        let served = around(YEAR);
        let section_20 = LegalStatus::Section20;
        let cell = row(AgeBand::From5To9, section_20, kind, count, served);
        model.stock.children.push(cell);
    }
    let mut found = vec![[Tally::new(); 2]; 25];
    for replication in 0..1_500 {
        look(&model, key(replication), |month, view| {
            for (number, (kind, _)) in stocks.iter().enumerate() {
                let those = view.children.values().filter(|c| c.in_care());
                let there = those.filter(|c| c.placement.kind == *kind).count();
                found[month][number].push(there as f64);
            }
        });
    }
    for month in [1, 2, 3, 6, 12, 24] {
        for (number, (kind, count)) in stocks.iter().enumerate() {
            let what = format!("{} after {month} months", kind.label());
            mean_is(&what, &found[month][number], f64::from(*count));
        }
    }
}

/// A child in a home for want of a family is looked for at rate σ, and again when the home ends early, at
/// rate δ; either finds a family with the same chance, however often none was found before. So of the
/// families found a share σ / (σ + δ) is found by looking again, by those who came before the run, too.
#[test]
fn looking_for_a_family_again_has_no_memory_of_searches_in_vain() {
    let mut model = quiet(120);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 5_000.0;
        p.search.order.remove(0);
        p.search.agency_offer = [0.1; 5];
        p.search.step_down_a_year = 2.0;
        p.stability.rates[PlacementKind::ChildrensHome as usize] = 2.0;
    });
    let (section_20, home) = (LegalStatus::Section20, PlacementKind::ChildrensHome);
    model.stock.children = vec![row(
        AgeBand::From5To9,
        section_20,
        home,
        25_000,
        around(300.0),
    )];
    let mut disrupted: BTreeMap<u64, SimTime> = BTreeMap::new();
    let mut found = [[0.0; 2]; 2];
    watch(&model, key(25), |now, event| match event {
        Event::Disrupted(c) => {
            disrupted.insert(c.root.bits(), now);
        }
        Event::Searched {
            child,
            found: PlacementKind::Agency,
            ..
        } if now > child.entered => {
            let again = disrupted.get(&child.root.bits()) != Some(&now);
            found[usize::from(child.existing)][usize::from(again)] += 1.0;
        }
        _ => {}
    });
    for (who, [early_end, again]) in ["new", "existing"].iter().zip(found) {
        let all = (early_end + again) as usize;
        share_is(
            &format!("{who}: by looking again"),
            again,
            (0..all).map(|_| 0.5),
        );
    }
}

/// A policy that looks for families again also looks for those who already live in a
/// children's home: of them a share 1 − e^{−σt} is found one within t (offers certain).
#[test]
fn a_change_of_step_down_reaches_those_already_in_homes() {
    let mut model = quiet(36);
    model.stock.children = vec![row(
        AgeBand::From5To9,
        LegalStatus::CareOrder,
        PlacementKind::ChildrensHome,
        2_000,
        around(300.0),
    )];
    let model = from(&model, at(200.0), |p| p.search.step_down_a_year = 0.8);
    let mut moved = 0.0;
    watch(&model, key(22), |now, event| {
        if let Event::Searched { found, .. } = event {
            assert!(now > at(200.0) && found == PlacementKind::Agency);
            moved += 1.0;
        }
    });
    let chance = -libm::expm1(-0.8 * 880.0 / YEAR);
    share_is("families found", moved, (0..2_000).map(|_| chance));
}

/// Under a care order children return at the hazard times its factor: half of one a year.
#[test]
fn after_the_order_children_return_at_its_factor_of_the_hazard() {
    let mut model = quiet(12);
    always(&mut model, |p| {
        home(p, rate(1.0));
        p.home.after_order_factor = 0.5;
    });
    let (legal, agency) = (LegalStatus::CareOrder, PlacementKind::Agency);
    model.stock.children = vec![row(AgeBand::From5To9, legal, agency, 2000, days(300.0))];
    let mut home = 0.0;
    watch(&model, key(61), |_, event| {
        if let Event::PeriodEnded(_, Route::Home) = event {
            home += 1.0;
        }
    });
    let chance = -libm::expm1(-0.5 * 360.0 / YEAR);
    share_is("home after the order", home, (0..2000).map(|_| chance));
}

/// Fifty days after they came the council decides to go to court, which takes another three hundred: children
/// go home before the decision or not at all. After an emergency, where none goes to court here, their hazard is
/// three times that, all year.
#[test]
fn nobody_goes_home_once_the_council_has_decided_to_go_to_court() {
    for (on, factor, longest, what) in [(0, 1.0, 50.0, "section 20"), (2, 3.0, 360.0, "emergency")]
    {
        let mut model = quiet(12);
        always(&mut model, |p| {
            p.entries.groups_a_year[2] = 2_000.0;
            basis(p, on);
            home(p, rate(2.0));
            p.home.emergency_factor = 3.0;
            p.court.section_20 = [1.0; 5];
            p.court.drift = days(50.0);
            p.court.legal_advice = days(300.0);
        });
        let (mut came, mut home) = (Vec::new(), 0.0);
        watch(&model, key(62 + on as u64), |now, event| match event {
            Event::PeriodBegan(_) => came.push(now),
            Event::PeriodEnded(child, Route::Home) => {
                assert!(now - child.entered <= SimSpan::from_days(longest));
                home += 1.0;
            }
            _ => {}
        });
        let chances = came.iter().map(|came| {
            let followed = (at(360.0) - *came).days().min(longest);
            -libm::expm1(-2.0 * factor * followed / YEAR)
        });
        share_is(what, home, chances);
    }
}
