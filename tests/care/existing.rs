//! Who is there at the start, one rule at a time: households that have given notice, places that rest,
//! relatives who settled for fostering, hearings that are due. Whether the opening is level is in
//! `opening.rs`.

use std::collections::BTreeMap;

use crate::support::*;
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind};
use permanence::care::family::CourtStage;
use permanence::care::params::Model;
use permanence::care::plan::Plan;
use permanence::care::record::Event;
use permanence::des::stream::RunKey;
use permanence::des::time::SimTime;
use permanence::dist::Dist;

fn key(replication: u64) -> RunKey {
    RunKey::new(2_028, replication)
}

/// Of forty households two have a child, and two have given notice before the run: those two. A household
/// that has given notice stays for the sake of the children it has; without any it would not be there.
#[test]
fn who_has_given_notice_before_the_run_has_children_still() {
    let mut model = quiet(12);
    let (kind, legal) = (PlacementKind::InHouse, LegalStatus::CareOrder);
    model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 2, days(300.0))];
    model.stock.foster_households = [40, 0, 0, 0];
    model.stock.leaving_households = 2;
    for replication in 0..5 {
        look(&model, key(replication), |_, view| {
            let closing = view.households.values().filter(|h| h.closing);
            let children: Vec<u16> = closing.map(|h| h.places.taken()).collect();
            assert_eq!(children, [1, 1]);
        });
    }
}

/// Four hundred places rest for a hundred days each when the run begins. What is left of a rest is uniform,
/// and has nothing to do with how long the household has been approved: rank correlation.
#[test]
fn what_is_left_of_a_rest_has_nothing_to_do_with_how_long_carers_have_served() {
    let mut model = quiet(12);
    model.stock.foster_households = [400, 0, 0, 0];
    model.stock.unavailable_places = 400;
    always(&mut model, |p| p.search.rest = days(100.0));
    let mut homes: Vec<(SimTime, SimTime)> = Vec::new();
    look(&model, key(6), |month, view| {
        if month == 0 {
            let all = view.households.values();
            homes.extend(all.map(|h| (h.approved, h.rests[0])));
        }
    });
    let n = homes.len() as f64;
    assert_eq!(n, 400.0);
    let left = homes.iter().map(|(_, ends)| ends.days());
    within_four(
        "mean rest",
        (left.sum::<f64>() / n - 50.0) / (100.0 / (12.0 * n).sqrt()),
    );
    homes.sort_unstable();
    let mut ends: Vec<SimTime> = homes.iter().map(|(_, ends)| *ends).collect();
    ends.sort_unstable();
    let apart = homes.iter().enumerate().map(|(served, (_, end))| {
        let rested = ends.partition_point(|other| other < end);
        (served as f64 - rested as f64).powi(2)
    });
    let correlation = 1.0 - 6.0 * apart.sum::<f64>() / (n * (n * n - 1.0));
    within_four("tenure and rest", correlation * (n - 1.0).sqrt());
}

/// Five thousand households with one place each stand on a thousand shelves, five on each on average; of more
/// than two thousand only every third draws for a child. Whoever they are, their chance is the same: 1,500
/// children to 5,000 households, be they the first of a shelf, the second, and so on.
#[test]
fn where_very_many_could_take_a_child_each_is_as_likely_to() {
    let mut model = quiet(1);
    let (kind, legal) = (PlacementKind::InHouse, LegalStatus::CareOrder);
    model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 1_500, days(300.0))];
    model.stock.foster_households = [5_000, 0, 0, 0];
    let strand = model.stock.foster_strand;
    always(&mut model, |p| {
        let ages = (0..1_000).map(|n| (0.001, f64::from(n) * 1e-6, 18.0));
        p.recruitment[strand].ages = ages.collect();
    });
    let (mut chosen, mut chances) = ([0.0; 5], [0.0; 5]);
    look(&model, key(9), |_, view| {
        let mut shelves: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for home in view.households.values() {
            let shelf = shelves.entry(home.approval.age_from.to_bits()).or_default();
            shelf.push((home.approved, home.root, home.places.taken()));
        }
        for shelf in shelves.values_mut() {
            shelf.sort_unstable();
            for (place, (.., taken)) in shelf.iter().enumerate().take(5) {
                chosen[place] += f64::from(*taken);
                chances[place] += 1_500.0 / 5_000.0;
            }
        }
    });
    for (place, (chosen, mean)) in chosen.into_iter().zip(chances).enumerate() {
        within_four(
            &format!("place {place} of a shelf"),
            (chosen - mean) / mean.sqrt(),
        );
    }
}

/// Twenty children who have lived with relatives under section 20 for so many days; all of these foster on.
fn with_relatives(served: f64) -> Model {
    let mut model = quiet(12);
    always(&mut model, |p| p.relatives.takes_order = 0.0);
    let (legal, kind) = (LegalStatus::Section20, PlacementKind::Kinship);
    model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 20, days(served))];
    model
}

/// Relatives take an order 200 days after entry, or foster on if they do not want one, as all here. Children
/// who live with them under section 20 for a hundred days when the run begins are with relatives who settle
/// on day 100; where it is 900 days they have settled already. Either way nothing is on its way any more: no
/// order, no court.
#[test]
fn relatives_who_have_settled_for_fostering_are_not_waited_for() {
    for (served, settles) in [(100.0, 100.0), (900.0, 0.0)] {
        let model = with_relatives(served);
        look(&model, key(7), |month, view| {
            let now = 30.0 * month as f64;
            for family in view.families.values() {
                let concluded = family.court == CourtStage::Concluded;
                assert_eq!(concluded, now >= settles, "day {now} of {served}");
            }
        });
        watch(&model, key(7), |now, event| match event {
            Event::PeriodEnded(..) => panic!("nobody takes an order"),
            Event::PlanMade(child, _) if child.plan == Some(Plan::Relatives) => {
                assert!(now == at(100.0) || now == SimTime::START);
            }
            _ => {}
        });
    }
}

/// The same children open as what they would be had they come during the run: those with whom relatives have
/// settled have relatives as their plan, live where it says and so are settled, and none of them drifts. By
/// hand: all twenty from the start after 900 days in care, from the fourth month's end on, day 120, after a
/// hundred; until then an order is to come, the plan is the same, and nothing is settled.
#[test]
fn whom_relatives_settled_to_foster_before_the_run_is_settled_when_it_begins() {
    for (served, settles) in [(100.0, 100.0), (900.0, 0.0)] {
        let model = with_relatives(served);
        look(&model, key(7), |month, view| {
            let now = 30.0 * month as f64;
            for child in view.children.values() {
                assert_eq!(child.plan, Some(Plan::Relatives), "day {now} of {served}");
                assert_eq!(child.settled, now >= settles, "day {now} of {served}");
                assert!(!child.drifting, "day {now} of {served}");
            }
        });
    }
}

/// Where no plan is waited for, the court has not had time yet: its day is still to come, and is the day of
/// the hearing. That is so whether the plan was ready at once or is ready on the day on which the run begins.
#[test]
fn where_the_plan_is_ready_the_courts_day_is_still_to_come() {
    for assessment in [0.0, 100.0] {
        let mut model = quiet(12);
        always(&mut model, |p| {
            p.planning.home_assessment = days(assessment);
            p.court.proceedings = Dist::uniform(0.0, 300.0).expect("an interval");
        });
        let (legal, kind) = (LegalStatus::InterimCareOrder, PlacementKind::Agency);
        model.stock.children = vec![row(AgeBand::From5To9, legal, kind, 200, days(100.0))];
        let mut pending = 0;
        look(&model, key(8), |month, view| {
            for family in view.families.values().filter(|_| month == 0) {
                match family.court {
                    CourtStage::Proceedings {
                        listed, hearing, ..
                    } => assert!(SimTime::START < listed && listed == hearing),
                    other => panic!("{other:?} instead of proceedings"),
                }
                pending += 1;
            }
        });
        assert_eq!(pending, 200);
    }
}
