//! What the return calls an end of care that is neither home, an order nor adoption.

use std::collections::BTreeMap;

use crate::support::{always, basis, days, home, quiet, rate, row, share_is, watch};
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind, Route};
use permanence::care::leaving::End;
use permanence::care::params::{Leaving, Model};
use permanence::care::record::Event;
use permanence::care::{self};
use permanence::des::stream::RunKey;
use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::tally::Tally;
use permanence::finance::ledger::Ledger;
use permanence::finance::prices::{Dated, PriceList};

/// Shares of the ends before 18, in the order of `End::UNDER_18`.
const YOUNG: [f64; 6] = [0.0, 0.1, 0.0, 0.4, 0.05, 0.45];
const OLD: [f64; 6] = [0.5, 0.15, 0.1, 0.1, 0.05, 0.1];
/// In the order of `End::AT_18`.
const AT_18: [f64; 3] = [0.5, 0.2, 0.3];

fn key(replication: u64) -> RunKey {
    RunKey::new(316, replication)
}

/// Section 20 entrants of these ages, whom a hazard of a half a year ends.
fn leaving(band: AgeBand, asylum_extra: f64) -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year[band as usize] = 1_500.0;
        p.leaving = Leaving::new(0.5, 0.5, 0.5, asylum_extra).called([YOUNG, OLD], AT_18);
    });
    model
}

/// How often each end came, by route.
fn ends(model: &Model, replication: u64) -> BTreeMap<(Route, Option<End>), usize> {
    let mut ends = BTreeMap::new();
    watch(model, key(replication), |_, event| {
        if let Event::PeriodEnded(child, route) = event {
            assert!(child.end.is_none_or(|end| end.route() == route));
            *ends.entry((route, child.end)).or_default() += 1;
        }
    });
    ends
}

/// Each end has its share of all of this route: counts are binomial.
fn have_shares(what: &str, ends: &BTreeMap<(Route, Option<End>), usize>, shares: &[(End, f64)]) {
    let route = shares[0].0.route();
    let all = ends.iter().filter(|((of, _), _)| *of == route);
    let all: usize = all.map(|(_, count)| count).sum();
    for &(end, share) in shares {
        let hits = ends.get(&(route, Some(end))).copied().unwrap_or(0);
        let what = format!("{what}: {}", end.label());
        share_is(&what, hits as f64, (0..all).map(|_| share));
    }
}

fn under_18(shares: [f64; 6]) -> Vec<(End, f64)> {
    End::UNDER_18.into_iter().zip(shares).collect()
}

/// Hazards λ₁ … λ₆ in competition ring in the shares λᵢ/Σλ, whenever the first rings.
#[test]
fn one_hazard_rings_and_is_each_end_in_its_share() {
    let young = ends(&leaving(AgeBand::From5To9, 0.0), 1);
    have_shares("5 to 9", &young, &under_18(YOUNG));
    let old = ends(&leaving(AgeBand::From16, 0.0), 2);
    have_shares("16 and over", &old, &under_18(OLD));
}

/// With a hazard of 0.5 and 0.25 on top a third of unaccompanied children's ends are for the latter: any
/// other reason; the rest is as for others.
#[test]
fn what_unaccompanied_children_leave_for_beyond_others_is_any_other_reason() {
    let mut model = leaving(AgeBand::From5To9, 0.25);
    always(&mut model, |p| basis(p, 3));
    let mut shares = YOUNG.map(|share| share / 1.5);
    shares[5] += 0.5 / 1.5;
    have_shares("unaccompanied", &ends(&model, 3), &under_18(shares));
}

/// A remand that ends is any other reason, and the routes that have names of their own have no end.
#[test]
fn a_remand_that_ends_is_any_other_reason_and_home_is_home() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[3] = 100.0;
        basis(p, 4);
        p.court.remand = days(40.0);
    });
    let remanded = ends(&model, 4);
    assert_eq!(
        remanded.keys().collect::<Vec<_>>(),
        [&(Route::Other, Some(End::OtherReason))]
    );
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 100.0;
        home(p, rate(3.0));
    });
    assert!(ends(&model, 5).contains_key(&(Route::Home, None)));
}

/// Six in ten of those in foster care stay put: they stayed with their carers. The others, and those who
/// live elsewhere, are called by the shares.
#[test]
fn turning_eighteen_is_called_by_who_stays_and_by_the_shares_of_the_others() {
    let mut model = quiet(30);
    always(&mut model, |p| {
        p.leaving = Leaving::new(0.0, 0.0, 0.0, 0.0).called([YOUNG, OLD], AT_18);
        p.after_eighteen.staying_put = 0.6;
    });
    let older = |kind, count| {
        let (age, legal) = (AgeBand::From16, LegalStatus::CareOrder);
        row(age, legal, kind, count, days(200.0))
    };
    model.stock.children = vec![older(PlacementKind::Agency, 2_000)];
    let [independent, adult, other] = AT_18.map(|share| 0.4 * share);
    let fostered = [
        (End::StayedWithCarersAt18, 0.6),
        (End::IndependentLivingAt18, independent),
        (End::AdultCareAt18, adult),
        (End::OtherReasonAt18, other),
    ];
    have_shares("from carers", &ends(&model, 6), &fostered);
    model.stock.children = vec![older(PlacementKind::ChildrensHome, 2_000)];
    let alone: Vec<_> = End::AT_18.into_iter().zip(AT_18).collect();
    have_shares("from homes", &ends(&model, 7), &alone);
}

/// What is reported by end adds up to what is reported by route.
#[test]
fn ends_add_up_to_their_routes() {
    let mut model = leaving(AgeBand::From16, 0.0);
    always(&mut model, |p| home(p, rate(0.5)));
    let layout = Layout::new(jiff::civil::date(2017, 4, 1), &model);
    let layout = layout.asked_for(
        &[Request::of(Metric::Exits)],
        jiff::civil::date(2017, 4, 1),
        &model,
    );
    let prices = PriceList {
        approval: vec![Dated::default(); 2],
        ..PriceList::default()
    };
    let watchers = (Tally::new(&layout), Ledger::new(&prices));
    let (tally, ledger) = care::run(&model, key(8), watchers);
    let cells = tally.cells(&ledger, &prices);
    let exits = |group| {
        let place = layout.position(Metric::Exits, group, "horizon");
        cells[place.expect("a cell for the run")]
    };
    for route in [Route::Other, Route::TurnedEighteen] {
        let ends = End::ALL.into_iter().filter(|end| end.route() == route);
        let sum: f64 = ends.map(|end| exits(Group::End(end))).sum();
        assert!(sum > 100.0);
        assert_eq!(sum, exits(Group::Route(route)), "{route:?}");
    }
}
