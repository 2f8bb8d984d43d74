//! Small worlds worked out by hand: three children and two or three households.
//!
//! Others stand where their mechanism is tested: a place that falls vacant in the instant in which a
//! child comes, the group at the head of the line, splitting, carers who stop (`fostering.rs`); carers
//! who give notice and keep their children, twin-track planning (`theory.rs`); whose adopters
//! come first (`adoption.rs`).

use std::collections::BTreeMap;

use crate::support::{FOSTER, always, at, days, planned, quiet, row, strand, watch};
use permanence::care::child::{AgeBand, LegalStatus, Needs, PlacementKind};
use permanence::care::choice::Choice;
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Model, Params, Strand};
use permanence::care::record::Event;
use permanence::des::stream::RunKey;

fn key(replication: u64) -> RunKey {
    RunKey::new(35, replication)
}

/// One household, approved on this day.
fn carers(name: &str, day: f64) -> Strand {
    Strand {
        approvals: planned(1, 0.001),
        start: at(day),
        ..strand(name, HouseholdKind::Foster)
    }
}

/// A world of these households, in which children of five to nine come one by one.
fn with(households: Vec<Strand>) -> Model {
    let mut model = quiet(60);
    always(&mut model, |p| {
        p.entries.groups_a_year[2] = 2.0;
        let adopters = p.recruitment.pop().expect("the strand of adopters");
        p.recruitment = vec![p.recruitment[FOSTER].clone(), adopters];
        p.recruitment.extend(households.clone());
    });
    model
}

/// The strand of the household in which each child is placed who comes once all are approved; the last
/// name stands for agencies.
fn chosen(model: &Model, from: f64, replication: u64) -> Vec<String> {
    let names: Vec<String> = model
        .opening
        .recruitment
        .iter()
        .map(|s| s.name.clone())
        .collect();
    let mut strands = BTreeMap::new();
    let mut placed = Vec::new();
    permanence::care::run(
        model,
        key(replication),
        Households(&mut strands, &mut placed),
    );
    let later = placed.into_iter().filter(|(day, _)| *day >= from);
    let name = |household: Option<u32>| match household {
        Some(household) => names[strands[&household]].clone(),
        None => "an agency".to_owned(),
    };
    later.map(|(_, household)| name(household)).collect()
}

/// Who lives where: the strand of each household by its index, and each placement's household.
struct Households<'a>(
    &'a mut BTreeMap<u32, usize>,
    &'a mut Vec<(f64, Option<u32>)>,
);

impl permanence::care::record::Observer for Households<'_> {
    fn event(&mut self, now: permanence::des::time::SimTime, event: Event<'_>) {
        if let Event::PlacementBegan(child) = event {
            let household = child.placement.household.map(|id| id.0);
            self.1.push((now.days(), household));
        }
    }

    fn month_ended(
        &mut self,
        _: permanence::des::time::SimTime,
        _: usize,
        view: permanence::care::record::View<'_>,
    ) {
        for (index, household) in view.households.iter() {
            self.0.insert(index, household.strand);
        }
    }
}

fn by(model: &Model, choice: Choice) -> Model {
    let mut model = model.clone();
    always(&mut model, |p| p.search.choice = choice);
    model
}

/// Three households are approved on days 1, 2 and 3: one with two places, vacant longest; one with one
/// place, for all ages and needs; one with one place, for five to ten and no needs. Three children come
/// after that, each alone and without needs, and nobody leaves.
///
/// *Fewest places left*: the two single places in the order of their vacancy, then the double one.
/// *Closest profile*: no needs first, then the rest by places. *Longest vacant*: the double one twice (its
/// second place has been vacant since day 1, too), then the one of day 2.
#[test]
fn each_rule_chooses_whom_it_says() {
    let mut two = carers("two places", 1.0);
    two.places = [0.0, 1.0, 0.0, 0.0];
    let broad = carers("one place, broad", 2.0);
    let mut narrow = carers("one place, narrow", 3.0);
    narrow.ages = vec![(1.0, 5.0, 10.0)];
    narrow.takes_additional_needs = 0.0;
    narrow.takes_complex_needs = 0.0;
    let world = with(vec![two, broad, narrow]);
    for (choice, expected) in [
        (
            Choice::FewestPlacesLeft,
            ["one place, broad", "one place, narrow", "two places"],
        ),
        (
            Choice::ClosestProfile,
            ["one place, narrow", "one place, broad", "two places"],
        ),
        (
            Choice::LongestVacant,
            ["two places", "two places", "one place, broad"],
        ),
    ] {
        let found = chosen(&by(&world, choice), 30.0, 1);
        assert_eq!(found[..3], expected, "{choice:?}");
    }
}

/// Three children and two households with one place each: the first child, who has no needs, is
/// taken by the household that takes nobody else; the second, with complex needs, by the other; for
/// the third nobody is left. By today's rule the first child takes the broad household, which has
/// waited longer, and the second goes to an agency.
#[test]
fn the_closest_profile_leaves_a_place_for_the_child_who_is_harder_to_place() {
    let broad = carers("broad", 1.0);
    let mut narrow = carers("narrow", 2.0);
    narrow.takes_additional_needs = 0.0;
    narrow.takes_complex_needs = 0.0;
    let mut world = with(vec![broad, narrow]);
    always(&mut world, |p| p.entries.complex_needs = [0.5; 5]);
    // A future in which the first child has no needs and the second has complex ones.
    let easy_then_hard = |replication: &u64| {
        let mut needs = Vec::new();
        watch(&world, key(*replication), |now, event| {
            if let Event::PeriodBegan(child) = event {
                needs.push((now.days(), child.needs));
            }
        });
        needs.first().is_some_and(|first| first.0 > 30.0)
            && needs
                .iter()
                .map(|n| n.1)
                .take(2)
                .eq([Needs::None, Needs::Complex])
    };
    let replication = (0..100).find(easy_then_hard).expect("one in four");
    let found = |choice| chosen(&by(&world, choice), 0.0, replication)[..3].to_vec();
    assert_eq!(
        found(Choice::ClosestProfile),
        ["narrow", "broad", "an agency"]
    );
    let today = found(Choice::FewestPlacesLeft);
    assert_eq!(today[..2], ["broad", "an agency"]);
}

/// Three households with one place, for all needs: approved for children of 5 to 18, of 1 to 10.2, and of 1
/// to 10, in the order of their vacancy. The closest profile is the one with the fewest years between its
/// ages, here 9, then 9.2, then 13: neither the one whose ages differ least in proportion, nor any within a
/// year.
#[test]
fn the_closest_profile_has_the_fewest_years_between_its_ages() {
    let approved = |name: &str, day: f64, age_from: f64, age_to: f64| Strand {
        ages: vec![(1.0, age_from, age_to)],
        ..carers(name, day)
    };
    let world = with(vec![
        approved("thirteen years", 1.0, 5.0, 18.0),
        approved("nine years and a bit", 2.0, 1.0, 10.2),
        approved("nine years", 3.0, 1.0, 10.0),
    ]);
    let found = chosen(&by(&world, Choice::ClosestProfile), 30.0, 1);
    let closest_first = ["nine years", "nine years and a bit", "thirteen years"];
    assert_eq!(found[..3], closest_first);
}

/// Two sisters live apart, each with carers of one place; a household with three places lies vacant. When the first sister's placement ends she goes there; when the second's does, she
/// goes to her sister and neither is apart any more, where brothers and sisters come first; by
/// today's rule she takes the single place that her sister has left, with fewer places to spare.
#[test]
fn a_sister_goes_where_her_sister_lives_and_neither_is_apart_any_more() {
    let world = |choice| {
        let mut model = quiet(36);
        model.stock.group_size = [0.0, 1.0, 0.0, 0.0];
        model.stock.foster_households = [2, 0, 0, 0];
        let (age, legal) = (AgeBand::From5To9, LegalStatus::CareOrder);
        model.stock.children = vec![row(age, legal, PlacementKind::InHouse, 2, days(100.0))];
        let mut large = carers("three places", 1.0);
        large.places = [0.0, 0.0, 1.0, 0.0];
        always(&mut model, |p: &mut Params| {
            p.recruitment.push(large.clone());
            p.search.choice = choice;
            p.stability.rates[PlacementKind::InHouse as usize] = 1.0;
        });
        model
    };
    let moves = |choice| {
        let mut moves = Vec::new();
        let model = world(choice);
        watch(&model, key(4), |now, event| {
            if let Event::Searched { child, .. } = event
                && now > at(1.0)
            {
                let home = child.placement.household.map(|id| id.0);
                moves.push((child.root.bits(), home, child.separated));
            }
        });
        moves
    };
    let with_siblings = moves(Choice::WithSiblings);
    let [first, second, ..] = with_siblings[..] else {
        panic!("two moves: {with_siblings:?}");
    };
    assert_ne!(first.0, second.0, "one sister after the other");
    assert!(first.2, "the first is still apart from the second");
    assert_eq!((second.1, second.2), (first.1, false), "together again");
    let today = moves(Choice::FewestPlacesLeft);
    assert!(
        today[1].1 != today[0].1 && today[1].2,
        "still apart: {today:?}"
    );
}
