//! Brothers and sisters born later: which families may have another baby, which record of a family expects
//! it, and who is asked to adopt it. How often they come and where they live is in `fostering.rs`.

use crate::support::*;
use permanence::care;
use permanence::care::child::{AgeBand, Basis, LegalStatus, PlacementKind};
use permanence::care::params::Model;
use permanence::care::record::{Event, Observer, View};
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

/// How many records of the families expect a baby.
fn expecting(view: View<'_>) -> usize {
    let families = view.families.values();
    let expecting = families.filter(|f| f.later_born.at() != SimTime::NEVER);
    expecting.count()
}

/// One mother, whose children are adopted and come back when the adoption breaks down, while brothers and
/// sisters are born: every record that is opened, of a baby or of a child who is back, takes over from all
/// the others, so that a baby is expected by one of them at most.
#[test]
fn a_mother_expects_one_baby_at_a_time_whoever_comes_back() {
    let mut model = quiet(120);
    always(&mut model, |p| {
        basis(p, 1);
        p.entries.later_born = 0.3;
        p.adoption.plan = [1.0; 6];
        p.adoption.early_match = [1.0; 6];
        p.adoption.breakdown = 0.5;
    });
    young(
        &mut model,
        LegalStatus::PlacementOrder,
        PlacementKind::Adoptive,
        1,
    );
    let (mut back, mut one) = (0, 0);
    for replication in 0..40 {
        let mut born = false;
        look(&model, key(replication), |month, view| {
            let records = expecting(view);
            assert!(
                records <= 1,
                "future {replication}, month {month}: {records}"
            );
            one += records;
            born |= view.children.values().any(|child| !child.existing);
            let elder = view.children.values().any(|c| c.existing && c.period > 0);
            back += u32::from(born && elder);
        });
    }
    assert!(back > 200 && one > 1_000, "{back} months, {one} expecting");
}

/// One mother, whose eldest stays with foster carers under a care order; the babies go home within weeks, and
/// are followed no longer or come back after a thousand days. By the eldest the family is known, whatever has
/// become of the baby with whom the hazard went, so that one a year is expected all the time.
#[test]
fn a_family_is_known_by_the_eldest_when_the_baby_has_gone_home() {
    for reentry in [never(), days(1_000.0)] {
        let mut model = quiet(48);
        always(&mut model, |p| {
            p.entries.later_born = 1.0;
            home(p, rate(20.0));
            p.home.reentry = reentry.clone();
        });
        young(&mut model, LegalStatus::CareOrder, PlacementKind::Agency, 1);
        let mut born = 0.0;
        for replication in 0..40 {
            look(&model, key(replication), |_, view| {
                assert_eq!(expecting(view), 1);
            });
            watch(&model, key(replication), |_, event| {
                born += f64::from(u8::from(matches!(event, Event::LaterBorn(_))));
            });
        }
        let mean = 40.0 * 48.0 * 30.0 / 365.25;
        within_four("babies", (born - mean) / mean.sqrt());
    }
}

/// The same where the eldest is adopted soon, and followed no longer: known to be adopted, it stays a reason
/// until it is twelve, though the record in which it was is closed and so is every baby's.
#[test]
fn a_family_is_known_by_who_was_adopted_when_the_baby_has_gone_home() {
    let mut model = quiet(48);
    always(&mut model, |p| {
        p.entries.later_born = 1.0;
        home(p, rate(20.0));
    });
    young(
        &mut model,
        LegalStatus::PlacementOrder,
        PlacementKind::Adoptive,
        1,
    );
    let mut born = 0.0;
    for replication in 0..100 {
        watch(&model, key(replication), |_, event| {
            born += f64::from(u8::from(matches!(event, Event::LaterBorn(_))));
        });
    }
    let mean = 100.0 * 48.0 * 30.0 / 365.25;
    within_four("babies", (born - mean) / mean.sqrt());
}

/// Counts records that expect a baby, and goes on after the horizon.
#[derive(Default)]
struct Beyond {
    most: usize,
    after_a_return: u32,
}

impl Observer for Beyond {
    fn event(&mut self, _: SimTime, event: Event<'_>) {
        if let Event::PeriodBegan(child) = event {
            self.after_a_return += u32::from(child.period > 0);
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        self.most = self.most.max(expecting(view));
    }

    fn follows_run_off(&self) -> bool {
        true
    }
}

/// Babies who have gone home are put aside until the horizon, and come back after it: to the family that they
/// are of, in which one baby at a time is expected.
#[test]
fn who_comes_back_after_the_horizon_is_of_the_same_family() {
    let mut model = quiet(24);
    always(&mut model, |p| {
        p.entries.later_born = 1.0;
        home(p, rate(20.0));
        p.home.reentry = days(900.0);
    });
    young(&mut model, LegalStatus::CareOrder, PlacementKind::Agency, 1);
    let mut back = 0;
    for replication in 0..20 {
        let seen = care::run(&model, key(replication), Beyond::default());
        assert!(seen.most <= 1, "future {replication}: {}", seen.most);
        back += seen.after_a_return;
    }
    assert!(back > 10, "{back}");
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
