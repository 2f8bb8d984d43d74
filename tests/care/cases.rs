//! Rules of single cases, each in a world in which little else happens: plans, relatives, guardians, wait for
//! a meeting, search, support, and what is not paid.

use std::collections::BTreeMap;

use crate::plans::{Fact, Story, assessed, stories, when};
use crate::support::*;
use permanence::care;
use permanence::care::child::{AgeBand, LegalStatus, Needs, PlacementKind, Route};
use permanence::care::params::Support;
use permanence::care::plan::Plan;
use permanence::care::record::Event;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::SimSpan;
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::Pence;

fn key(replication: u64) -> RunKey {
    RunKey::new(2_030, replication)
}

/// The plans of a story, with their days.
fn plans(story: &Story) -> Vec<(f64, Fact)> {
    let plans = story.iter().filter(|(_, f)| matches!(f, Fact::Plan(_)));
    plans.cloned().collect()
}

/// By hand: on remand for 300 days. What would be assessed by day 60 is nobody's to assess: no plan, and so
/// the child drifts from the second review on day 122 until it leaves.
#[test]
fn who_is_on_remand_has_no_plan_and_drifts_from_the_second_review() {
    let mut model = assessed(24);
    always(&mut model, |p| {
        p.entries.groups_a_year = [0.0, 0.0, 0.0, 60.0, 0.0];
        basis(p, 4);
        home(p, rate(1e-9));
        p.court.remand = days(300.0);
    });
    for story in stories(&model, key(1), 400.0) {
        let by_hand = [
            (0.0, Fact::Lives(PlacementKind::Agency)),
            (122.0, Fact::Drifts),
            (300.0, Fact::DriftsNoLonger),
            (300.0, Fact::Left(Route::Other)),
        ];
        assert_eq!(story, by_hand);
    }
}

/// By hand, where nobody goes to court and all have relatives who take an order on day 200: parents have been
/// assessed by day 60, relatives by day 90. While the child may still go home that is the plan from day 60;
/// relatives are from the day on which their assessment is complete, and not before.
#[test]
fn relatives_who_will_take_an_order_are_the_plan_once_they_are_assessed() {
    for (a_year, before) in [(1e-9, Some((60.0, Fact::Plan(Plan::Home)))), (0.0, None)] {
        let mut model = assessed(24);
        always(&mut model, |p| {
            home(p, rate(a_year));
            p.planning.parallel = 0.0;
            p.relatives.suitable = [1.0; 5];
        });
        for story in stories(&model, key(2), 500.0) {
            let relatives = (90.0, Fact::Plan(Plan::Relatives));
            let by_hand: Vec<_> = before.clone().into_iter().chain([relatives]).collect();
            assert_eq!(plans(&story), by_hand);
            let left = when(&story, &Fact::Left(Route::SpecialGuardianship));
            assert_eq!(left, Some(200.0));
        }
    }
}

/// Children who wait for adopters on a placement order turn sixteen and move to semi-independence. Adoption
/// is given up when its chance has fallen too far, and by no move: the plan stays.
#[test]
fn adoption_is_the_plan_until_it_is_given_up_wherever_the_child_lives() {
    let mut model = quiet(48);
    let legal = LegalStatus::PlacementOrder;
    let (age, kind) = (AgeBand::From10To15, PlacementKind::Agency);
    model.stock.children = vec![row(age, legal, kind, 60, days(2_500.0))];
    always(&mut model, |p| {
        p.search.semi_independent = 1.0;
        p.stability.rates[PlacementKind::Agency as usize] = 2.0;
    });
    let mut independent = 0;
    look(&model, key(3), |_, view| {
        for child in view.children.values().filter(|child| child.in_care()) {
            assert_eq!(child.plan, Some(Plan::Adoption));
            independent += u32::from(child.placement.kind == PlacementKind::SemiIndependent);
        }
    });
    assert!(independent > 100, "{independent}");
}

/// By hand: relatives have the children from the first day and are approved on day 90. Children whose
/// placement with them ended early meanwhile live with an agency's carers until that day, and go back on it:
/// from then on the relatives are foster carers, and the plan. Those who still live there do not move.
#[test]
fn relatives_who_are_approved_have_the_children_back_whom_they_lost_meanwhile() {
    let mut model = assessed(36);
    always(&mut model, |p| {
        basis(p, 1);
        p.planning.parallel = 0.0;
        p.relatives.suitable = [1.0; 5];
        p.relatives.emergency_placement = 1.0;
        p.stability.rates[PlacementKind::Kinship as usize] = 4.0;
    });
    let mut back = [0.0; 2];
    for story in stories(&model, key(4), 700.0) {
        let lived = story.iter().filter(|(_, f)| matches!(f, Fact::Lives(_)));
        let early: Vec<_> = lived.filter(|(day, _)| *day <= 90.0).cloned().collect();
        let kinship = |day| (day, Fact::Lives(PlacementKind::Kinship));
        let by_hand = match early[..] {
            [_] => vec![kinship(0.0)],
            [_, (lost, _), ..] => {
                let elsewhere = (lost, Fact::Lives(PlacementKind::Agency));
                vec![kinship(0.0), elsewhere, kinship(90.0)]
            }
            [] => panic!("nobody lived anywhere"),
        };
        assert_eq!(early, by_hand);
        back[usize::from(early.len() > 1)] += 1.0;
    }
    let lost = 1.0 - libm::exp(-4.0 * 90.0 / 365.25);
    let all = (back[0] + back[1]) as usize;
    share_is("lost meanwhile", back[1], vec![lost; all]);
}

/// The assessment of relatives takes no time here, and nobody passes it: children who came to live with them
/// leave them at once and do not go back.
#[test]
fn relatives_who_are_not_approved_do_not_have_the_children_back() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 60.0;
        p.relatives.suitable = [1.0; 5];
        p.relatives.emergency_placement = 1.0;
        p.relatives.emergency_fails = 1.0;
    });
    for story in stories(&model, key(4), 700.0) {
        let homes = [PlacementKind::Kinship, PlacementKind::Agency];
        let homes = homes.map(|kind| (0.0, Fact::Lives(kind)));
        let lived = story.iter().filter(|(_, f)| matches!(f, Fact::Lives(_)));
        assert!(lived.eq(&homes), "{story:?}");
    }
}

/// Foster carers become special guardians of children under a care order who live with them: at fifty a year
/// all such have left within a year. Nobody else does: who is under section 20, or lives with relatives or in
/// a children's home.
#[test]
fn guardians_are_foster_carers_of_children_under_a_care_order() {
    use LegalStatus::{CareOrder, Section20};
    use PlacementKind::{Agency, ChildrensHome, InHouse, Kinship};
    let mut model = quiet(12);
    let cell = |legal, kind| row(AgeBand::From5To9, legal, kind, 10, days(1_000.0));
    model.stock.children = vec![
        cell(CareOrder, InHouse),
        cell(CareOrder, Agency),
        cell(CareOrder, Kinship),
        cell(CareOrder, ChildrensHome),
        cell(Section20, InHouse),
        cell(Section20, Agency),
    ];
    model.stock.foster_households = [20, 0, 0, 0];
    always(&mut model, |p| {
        p.relatives.foster_carer_guardianship = 50.0;
    });
    let (mut lived, mut left) = (BTreeMap::new(), BTreeMap::new());
    watch(&model, key(5), |_, event| match event {
        Event::PlacementEnded(c) => {
            lived.insert(c.root, (c.legal as usize, c.placement.kind as usize));
        }
        Event::PeriodEnded(c, Route::SpecialGuardianship) => {
            *left.entry(lived[&c.root]).or_insert(0) += 1;
        }
        _ => {}
    });
    let by_hand = [InHouse, Agency].map(|kind| ((CareOrder as usize, kind as usize), 10));
    assert_eq!(left, BTreeMap::from(by_hand));
}

/// A meeting that is held sooner from day 100 on is held for those for whom nobody is responsible. For other
/// children under section 20 the council decides to go to court after 250 days, as before.
#[test]
fn a_shorter_wait_for_a_meeting_is_for_those_for_whom_nobody_is_responsible() {
    for (nobody, expected) in [(0.0, 250.0), (1.0, 100.0)] {
        let mut model = quiet(24);
        always(&mut model, |p| {
            p.entries.groups_a_year[2] = 100.0;
            p.entries.nobody_responsible = [nobody; 5];
            p.court.section_20 = [1.0; 5];
            p.court.drift = days(250.0);
            p.court.nobody_responsible = days(300.0);
        });
        let model = from(&model, at(100.0), |p| {
            p.court.nobody_responsible = days(20.0);
        });
        let mut decided = 0;
        watch(&model, key(6), |now, event| {
            if let Event::GoesToCourt(family) = event
                && family.entered < at(100.0)
            {
                let by_hand = match nobody == 1.0 {
                    // Twenty days from the decision that shortens it.
                    true => at(expected + 20.0),
                    false => family.entered + SimSpan::from_days(expected),
                };
                assert_eq!(now, by_hand);
                decided += 1;
            }
        });
        assert!(decided > 15, "{decided}");
    }
}

/// Only brothers and sisters can be placed apart: nobody is who came alone, where no family is found for
/// anybody. Of pairs who are to live together both are; of pairs who are not, neither.
#[test]
fn only_who_was_to_live_with_a_sibling_is_placed_apart() {
    for (pairs, together) in [(false, 1.0), (true, 1.0), (true, 0.0)] {
        let mut model = quiet(24);
        always(&mut model, |p| {
            p.entries.groups_a_year[1] = 60.0;
            if pairs {
                p.entries.group_size = [0.0, 1.0, 0.0, 0.0];
            }
            p.entries.together = together;
            p.search.agency_offer = [0.0; 5];
        });
        let (mut came, mut apart) = (0, 0);
        watch(&model, key(7), |_, event| match event {
            Event::PeriodBegan(_) => came += 1,
            Event::Separated(children) => apart += children,
            _ => {}
        });
        assert!(came > 60);
        assert_eq!(apart, if pairs && together == 1.0 { came } else { 0 });
    }
}

/// Support is for placements of the council's: children with their parents under a care order, or with
/// adopters, are looked after and have none.
#[test]
fn children_with_parents_or_adopters_have_no_support() {
    use LegalStatus::{CareOrder, PlacementOrder};
    use PlacementKind::{Adoptive, Agency, ChildrensHome, Kinship, WithParents};
    let mut model = quiet(12);
    always(&mut model, |p| {
        p.supports = vec![Support {
            root: Root::named("respite", 0),
            share: 1.0,
            factor: 0.5,
        }];
        p.home.discharge = never();
        p.adoption.placed_to_order = std::array::from_fn(|_| never());
    });
    let cells = [
        (CareOrder, Agency, true),
        (CareOrder, ChildrensHome, true),
        (CareOrder, Kinship, true),
        (CareOrder, WithParents, false),
        (PlacementOrder, Agency, true),
        (PlacementOrder, Adoptive, false),
    ];
    let row = |(legal, kind, _)| row(AgeBand::From5To9, legal, kind, 5, days(300.0));
    model.stock.children = cells.map(row).to_vec();
    look(&model, key(8), |month, view| {
        for (legal, kind, supported) in cells {
            let all = view.children.values();
            let here = all.filter(|c| c.legal == legal && c.placement.kind == kind);
            let has: Vec<bool> = here.map(|c| c.has_support(0)).collect();
            assert_eq!(has, [supported; 5], "{kind:?}, month {month}");
        }
    });
}

/// A child in care lives somewhere whenever its legal status changes: social work is paid at the price of the
/// status, and runs with the placement.
#[test]
fn legal_status_changes_while_the_child_lives_somewhere() {
    let mut changes = 0;
    for seed in 1..=6 {
        watch(&rich(seed), key(seed), |_, event| {
            if let Event::LegalStatus(child, _) = event {
                assert!(child.placed && child.in_care());
                changes += 1;
            }
        });
    }
    assert!(changes > 100, "{changes}");
}

/// Children of three and four go home at the hearing, under supervision for ten years, and are followed. They
/// have no allowance, so that it costs nothing when they reach the age at which one is dearer.
#[test]
fn who_has_no_allowance_grows_into_no_dearer_one() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 60.0;
        basis(p, 1);
        p.home.at_hearing = [1.0; 5];
        p.court.supervision_order = 1.0;
        p.court.supervision_order_length = days(3_650.0);
    });
    let mut prices = prices(9, model.opening.recruitment.len());
    let allowances = [
        &mut prices.special_guardianship_weekly,
        &mut prices.child_arrangements_weekly,
        &mut prices.adoption_allowance_weekly,
    ];
    for weekly in allowances {
        for needs in Needs::ALL {
            weekly.set(needs, AgeBand::From5To9, Pence(90_000));
        }
    }
    let mut grew = 0;
    look(&model, key(9), |month, view| {
        let home = view
            .children
            .values()
            .filter(|c| !c.in_care() && month == 48);
        let five = |c: &care::child::Child| c.band(c.left) < c.band(model.horizon());
        grew = home.filter(|c| five(c)).count();
    });
    assert!(grew > 20, "{grew}");
    let ledger = care::run(&model, key(9), Ledger::new(&prices));
    for line in [
        Line::SpecialGuardianshipAllowance,
        Line::ChildArrangementsAllowance,
        Line::AdoptionAllowance,
    ] {
        assert_eq!(ledger.line(line, 0..ledger.months()), Amount::ZERO);
    }
}
