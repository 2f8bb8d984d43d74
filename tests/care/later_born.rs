//! Brothers and sisters born later: which families may have another baby, which record of a family expects
//! it, and who is asked to adopt it. How often they come and where they live is in `fostering.rs`.

use crate::support::*;
use permanence::care::child::{AgeBand, Basis, LegalStatus, PlacementKind};
use permanence::care::params::Model;
use permanence::care::record::Event;
use permanence::des::stream::RunKey;
use permanence::des::time::SimTime;

fn key(replication: u64) -> RunKey {
    RunKey::new(2_027, replication)
}

/// So many children of one to four, each alone, who have been in care for three hundred days.
fn young(model: &mut Model, legal: LegalStatus, kind: PlacementKind, count: u32) {
    model.stock.children = vec![row(AgeBand::From1To4, legal, kind, count, days(300.0))];
}

/// Children under twelve who come unaccompanied or on remand have come without a family that the council
/// knows: nobody is born to it, where two babies a year are expected of every family.
#[test]
fn nobody_is_born_to_the_family_of_a_child_who_came_alone() {
    let born = |of: Basis| {
        let mut model = quiet(36);
        always(&mut model, |p| {
            p.entries.groups_a_year[2] = 20.0;
            p.entries.later_born = 2.0;
            p.court.remand = days(400.0);
            basis(p, of as usize);
        });
        let mut born = 0;
        watch(&model, key(1), |_, event| {
            born += u32::from(matches!(event, Event::LaterBorn(_)));
        });
        born
    };
    assert_eq!([Basis::AsylumSeeking, Basis::Remand].map(born), [0, 0]);
    assert!(born(Basis::Section20) > 20);
}

/// One mother, whose child is adopted, comes back when the adoption breaks down, and is adopted again. Until
/// a baby is born it is expected by one record of the family, the newest, whoever comes back.
#[test]
fn a_child_who_comes_back_takes_the_family_with_it() {
    let mut model = quiet(84);
    always(&mut model, |p| {
        basis(p, 1);
        p.entries.later_born = 0.2;
        p.adoption.plan = [1.0; 6];
        p.adoption.early_match = [1.0; 6];
        p.adoption.breakdown = 1.0;
    });
    young(
        &mut model,
        LegalStatus::PlacementOrder,
        PlacementKind::Adoptive,
        1,
    );
    let (mut back, mut born) = (0, 0);
    for replication in 0..20 {
        let mut nobody_born = true;
        look(&model, key(replication), |month, view| {
            let babies = view.children.values().any(|child| !child.existing);
            nobody_born &= !babies;
            if nobody_born {
                let families = view.families.values();
                let expecting = families.filter(|f| f.later_born.at() != SimTime::NEVER);
                // None, once the child is followed no longer and no baby would come in time.
                assert!(
                    expecting.count() <= 1,
                    "future {replication}, month {month}"
                );
                let periods = view.children.values().map(|child| child.period);
                back += periods.max().unwrap_or(0);
            }
        });
        born += u32::from(!nobody_born);
    }
    assert!(
        back > 20 && born > 10,
        "{back} months after a return, {born} babies"
    );
}

/// A family of which nobody is followed is remembered for one reason: a baby that will be born to it in the
/// run would be offered to those who have adopted a sibling. Families whose children have gone home for good
/// are forgotten, and so are those to which no baby is born in time.
#[test]
fn a_family_is_remembered_for_a_baby_whom_a_siblings_adopters_would_take() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.entries.groups_a_year[1] = 40.0;
        p.entries.later_born = 0.2;
        home(p, rate(20.0));
    });
    young(
        &mut model,
        LegalStatus::PlacementOrder,
        PlacementKind::Adoptive,
        60,
    );
    let horizon = model.horizon();
    let (mut remembered, mut last) = (0, 0);
    look(&model, key(3), |_, view| {
        last = 0;
        for (_, family) in view.families.iter() {
            last += 1;
            if family.members.is_empty() {
                remembered += 1;
                assert!(family.adopted_until > SimTime::START, "nobody was adopted");
                assert!(family.later_born.at() < horizon, "no baby is to come");
            }
        }
    });
    assert!(remembered > 100, "{remembered}");
    assert!(last < 80, "of two hundred families {last} are left");
}

/// A baby's brother or sister who lives with foster carers has no adopters: nobody is asked, however willing
/// adopters of siblings are, and the baby waits for a panel like others.
#[test]
fn a_sibling_in_foster_care_has_no_adopters_to_be_asked() {
    for (legal, kind, asked) in [
        (LegalStatus::CareOrder, PlacementKind::Agency, false),
        (LegalStatus::PlacementOrder, PlacementKind::Adoptive, true),
    ] {
        let mut model = quiet(36);
        always(&mut model, |p| {
            basis(p, 1);
            p.entries.later_born = 0.5;
            p.entries.later_born_accepted = 1.0;
            p.adoption.plan = [1.0; 6];
            p.adoption.placed_to_order = std::array::from_fn(|_| never());
        });
        young(&mut model, legal, kind, 40);
        let (mut ordered, mut matched) = (0, 0);
        watch(&model, key(4), |_, event| match event {
            Event::PlacementOrder(_) => ordered += 1,
            Event::Matched { .. } => matched += 1,
            _ => {}
        });
        assert!(ordered > 15, "{ordered}");
        assert_eq!(matched, if asked { ordered } else { 0 });
    }
}
