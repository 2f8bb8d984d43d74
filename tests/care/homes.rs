//! Beds of the council's own children's homes: a limit, and what they cost.

use std::collections::BTreeMap;

use crate::support::{
    always, at, days, from, home, home_of, look, quiet, rate, row, watch, within_four,
};
use permanence::care;
use permanence::care::child::{AgeBand, LegalStatus, Needs, PlacementKind};
use permanence::care::params::{Model, Tier};
use permanence::care::record::Event;
use permanence::des::stream::RunKey;
use permanence::des::time::{SECONDS_PER_WEEK, SimSpan, SimTime};
use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::tally;
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::{BlockBooking, Dated, Pence, PriceList, Weekly};
use permanence::stats::Tally;

fn key(replication: u64) -> RunKey {
    RunKey::new(28, replication)
}

/// Children of five to nine who all go to a children's home, for a stay of rate `mu`.
fn to_homes(months: usize, a_year: f64, mu: f64) -> Model {
    let mut model = quiet(months);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = a_year;
        p.search.order = vec![Tier::ChildrensHome];
        home(p, rate(mu));
    });
    model
}

/// Erlang's loss formula by its recursion B(n) = aB(n−1) / (n + aB(n−1)).
fn erlang_b(beds: u16, load: f64) -> f64 {
    (1..=beds).fold(1.0, |b, n| load * b / (f64::from(n) + load * b))
}

/// n beds, requests at rate λ, exponential stays of rate μ: the share for which a place is bought is
/// B(n, λ/μ), whether the beds are in one home or in two. Per replication bought − B · requests has mean
/// zero; its standard error comes from 60 replications. No home ever has more children than beds.
#[test]
fn what_is_bought_because_all_beds_are_full_is_erlangs_loss_formula() {
    let (lambda, mu) = (40.0, 8.0);
    for homes in [vec![3], vec![2, 4]] {
        let beds: u16 = homes.iter().sum();
        let mut model = to_homes(120, lambda, mu);
        always(&mut model, |p| {
            p.homes = homes.iter().map(|&beds| home_of(beds, 0.0, 18.0)).collect();
        });
        let expected = erlang_b(beds, lambda / mu);
        let (mut excess, mut all) = (Tally::new(), Tally::new());
        for replication in 0..60 {
            let (mut requests, mut bought) = (0.0, 0.0);
            watch(&model, key(replication), |now, event| {
                if let Event::Searched { child, .. } = event
                    && now > at(720.0)
                {
                    requests += 1.0;
                    bought += f64::from(u8::from(child.placement.bed.is_none()));
                }
            });
            excess.push(bought - expected * requests);
            all.push(bought / requests);
        }
        let what = format!(
            "bought beyond {beds} beds: {:.4} for {expected:.4}",
            all.mean()
        );
        within_four(&what, excess.mean() / excess.standard_error());
    }
}

/// Which home each new placement is in, by the day.
fn homes_of(model: &Model, replication: u64) -> Vec<(f64, AgeBand, Needs, Option<u16>)> {
    let mut homes = Vec::new();
    watch(model, key(replication), |now, event| {
        if let Event::PlacementBegan(c) = event {
            assert_eq!(c.placement.kind, PlacementKind::ChildrensHome);
            assert!(c.placement.near || c.placement.bed.is_none());
            homes.push((now.days(), c.band(now), c.needs, c.placement.bed));
        }
    });
    homes
}

/// A home takes the ages and needs that it is for, and the first of the list with a free bed for the
/// child is chosen.
#[test]
fn a_bed_is_in_the_first_home_for_the_childs_age_and_needs() {
    let mut model = to_homes(12, 30.0, 0.0);
    always(&mut model, |p| {
        p.entries.groups_a_year[3] = 30.0;
        p.entries.complex_needs = [0.5; 5];
        p.search.near = [0.0; 3];
        let easy = home_of(1_000, 0.0, 10.0);
        p.homes = vec![home_of(0, 0.0, 18.0), easy, home_of(1_000, 10.0, 16.0)];
        p.homes[1].takes_complex_needs = false;
    });
    let placed = homes_of(&model, 1);
    assert!(placed.len() > 30);
    for (_, age, needs, bed) in placed {
        let expected = match (age, needs) {
            (AgeBand::From10To15, _) => Some(2),
            (_, Needs::Complex) => None,
            _ => Some(1),
        };
        assert_eq!(bed, expected, "{age:?}, {needs:?}");
    }
}

/// By hand: three children in homes when the run begins, two beds; a decision on day 200 closes both,
/// another on day 400 opens four, and
/// children come all the time. Those who have a bed keep it, nobody is moved, and a bed that is
/// to close is there for nobody else.
#[test]
fn beds_close_when_they_are_empty_and_open_for_those_who_come_next() {
    let mut model = to_homes(24, 20.0, 0.0);
    always(&mut model, |p| p.homes = vec![home_of(2, 0.0, 18.0)]);
    let (age, legal) = (AgeBand::From5To9, LegalStatus::CareOrder);
    let there = row(age, legal, PlacementKind::ChildrensHome, 3, days(100.0));
    model.stock.children = vec![there];
    let model = from(&model, at(200.0), |p| p.homes[0].beds = 0);
    let model = from(&model, at(400.0), |p| p.homes[0].beds = 4);
    let first = homes_of(&model, 2);
    let beds = |from: f64, to: f64| {
        let those = first
            .iter()
            .filter(move |(day, ..)| (from..to).contains(day));
        those.map(|(.., bed)| *bed).collect::<Vec<_>>()
    };
    assert_eq!(beds(0.0, 0.5), [Some(0), Some(0), None]);
    let between = beds(0.5, 400.0);
    assert!(between.len() > 5 && between.iter().all(Option::is_none));
    let after = beds(400.0, 720.0);
    assert_eq!(
        after[..3],
        [Some(0), Some(0), None],
        "two of four are taken"
    );
    look(&model, key(2), |month, view| {
        let [beds] = view.beds else {
            panic!("one home")
        };
        let expected = if month < 14 { 2 } else { 4 };
        assert_eq!(beds.total(), expected, "month {month}");
    });
}

/// A child who has lost its placement in a home is not placed in that home again at once: with one home
/// of many beds every second placement is bought.
#[test]
fn nobody_goes_straight_back_to_the_home_just_lost() {
    let mut model = to_homes(36, 20.0, 0.0);
    always(&mut model, |p| {
        p.homes = vec![home_of(10_000, 0.0, 18.0)];
        p.stability.rates[PlacementKind::ChildrensHome as usize] = 3.0;
    });
    let mut stays: BTreeMap<u64, Vec<bool>> = BTreeMap::new();
    watch(&model, key(3), |_, event| {
        if let Event::PlacementBegan(c) = event {
            stays
                .entry(c.root.bits())
                .or_default()
                .push(c.placement.bed.is_some());
        }
    });
    assert!(stays.values().any(|stays| stays.len() > 3));
    for stays in stays.values() {
        let own = |n: usize| n.is_multiple_of(2);
        let expected: Vec<bool> = (0..stays.len()).map(own).collect();
        assert_eq!(*stays, expected);
    }
}

/// Two beds at £2,600 and places at £3,000: paid each second are both beds, filled or empty, and as many
/// places as children without a bed. What is reported of the beds is what happened.
#[test]
fn beds_cost_their_price_filled_or_not_and_are_reported_as_they_were() {
    let mut model = to_homes(24, 6.0, 2.0);
    always(&mut model, |p| p.homes = vec![home_of(2, 0.0, 18.0)]);
    let mut weekly: [Weekly; 8] = std::array::from_fn(|_| Weekly::same(Pence(0)));
    weekly[PlacementKind::ChildrensHome as usize] = Weekly::same(Pence(300_000));
    let prices = PriceList {
        weekly,
        home_bed_weekly: vec![Pence(260_000)],
        approval: vec![Dated::default(); 2],
        ..PriceList::default()
    };
    let start = jiff::civil::date(2017, 4, 1);
    let requests = [
        Metric::HomeBeds,
        Metric::HomeBedsFilled,
        Metric::HomeBedOccupancy,
        Metric::UnmetBedDemand,
        Metric::UnmetBedShare,
    ]
    .map(Request::of);
    let layout = Layout::new(start, &model).asked_for(&requests, start, &model);
    let watchers = (tally::Tally::new(&layout), Ledger::new(&prices));
    let (tally, ledger) = care::run(&model, key(4), watchers);
    let (mut seconds, mut since) = ([0i64; 2], BTreeMap::new());
    let (mut searches, mut unmet) = (0.0, 0.0);
    let spell = |seconds: &mut [i64; 2], (began, own): (SimTime, bool), now: SimTime| {
        seconds[usize::from(own)] += (now - began).seconds();
    };
    watch(&model, key(4), |now, event| match event {
        Event::PlacementBegan(c) => {
            let own = c.placement.bed.is_some();
            since.insert(c.root.bits(), (now, own));
            searches += 1.0;
            unmet += f64::from(u8::from(!own));
        }
        Event::PlacementEnded(c) => {
            let began = since.remove(&c.root.bits()).expect("it began");
            spell(&mut seconds, began, now);
        }
        _ => {}
    });
    for began in since.into_values() {
        spell(&mut seconds, began, model.horizon());
    }
    let all = 2 * (model.horizon() - SimTime::START).seconds();
    let [bought, own] = seconds;
    assert!(bought > 0 && own > 0 && own < all);
    let weeks = |line| times(ledger.line(line, 0..ledger.months()), SECONDS_PER_WEEK);
    let paid = own * 260_000 + bought * 300_000;
    assert_eq!(weeks(Line::ChildrensHome), Amount::pence(Pence(paid)));
    let empty = (all - own) * 260_000;
    assert_eq!(weeks(Line::EmptyBeds), Amount::pence(Pence(empty)));
    let cells = tally.cells(&ledger, &prices);
    let cell = |metric, period: &str| {
        let place = layout.position(metric, Group::All, period);
        cells[place.expect("asked for")]
    };
    assert_eq!(cell(Metric::UnmetBedDemand, "horizon"), unmet);
    assert_eq!(cell(Metric::UnmetBedShare, "horizon"), unmet / searches);
    look(&model, key(4), |month, view| {
        let Some(period) = month.checked_sub(1).map(|m| &layout.periods[m].label) else {
            return;
        };
        let taken = f64::from(view.beds[0].taken());
        assert_eq!(cell(Metric::HomeBeds, period), 2.0);
        assert_eq!(cell(Metric::HomeBedsFilled, period), taken);
    });
}

/// An amount so many times over, by doubling.
fn times(amount: Amount, n: i64) -> Amount {
    let half = if n > 1 {
        times(amount, n / 2)
    } else {
        Amount::ZERO
    };
    let odd = if n % 2 == 1 { amount } else { Amount::ZERO };
    half + half + odd
}

/// By hand: one bed is booked, at £2,600 a week, and three children live in homes to the end of the run. The
/// first has the bed. Each of the others costs £3,000 a week, £4,000 from the tenth birthday on: nobody
/// leaves, so it is when the run is over that birthdays are caught up with.
#[test]
fn those_above_the_booking_on_the_last_day_cost_the_price_of_their_age() {
    let mut model = quiet(60);
    let (age, legal) = (AgeBand::From5To9, LegalStatus::CareOrder);
    let there = row(age, legal, PlacementKind::ChildrensHome, 3, days(100.0));
    model.stock.children = vec![there];
    let mut prices = PriceList::default();
    let weekly = &mut prices.weekly[PlacementKind::ChildrensHome as usize];
    *weekly = Weekly::same(Pence(300_000));
    weekly.set(Needs::None, AgeBand::From10To15, Pence(400_000));
    prices.block_booking = BlockBooking {
        beds: 1,
        weekly: Pence(260_000),
    };
    let mut born = Vec::new();
    watch(&model, key(5), |_, event| {
        if let Event::PlacementBegan(child) = event {
            born.push(child.born);
        }
    });
    assert_eq!(born.len(), 3);
    let horizon = model.horizon();
    let cost = |pence, from, to| Amount::part(Pence(pence), to - from, SimSpan::WEEK);
    let mut by_hand = cost(260_000, SimTime::START, horizon);
    for born in &born[1..] {
        let ten = *born + SimSpan::from_years(10.0);
        assert!(ten > SimTime::START && ten < horizon);
        by_hand += cost(300_000, SimTime::START, ten) + cost(400_000, ten, horizon);
    }
    let ledger = care::run(&model, key(5), Ledger::new(&prices));
    assert_eq!(ledger.line(Line::ChildrensHome, 0..60), by_hand);
    assert_eq!(ledger.line(Line::EmptyBeds, 0..60), Amount::ZERO);
}
