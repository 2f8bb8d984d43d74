//! Matches, one rule at a time: the year of a budget, whom single children leave households to, and whose
//! chance and whose number hold for brothers and sisters. Adoption in full is in `adoption.rs`.

use std::collections::BTreeMap;

use crate::support::*;
use permanence::care::adoption::Adopters;
use permanence::care::child::PlacementKind;
use permanence::care::household::{HouseholdKind, Provider};
use permanence::care::params::Model;
use permanence::care::record::Event;
use permanence::des::stream::{Root, RunKey};

fn key(replication: u64) -> RunKey {
    RunKey::new(2_029, replication)
}

/// Babies come in proceedings of a hundred days, adoption is the plan for all, a panel meets every ten days;
/// so many adopters, of up to two children, are approved at once.
fn babies(families_a_year: f64, provider: Provider, households: u32) -> Model {
    let mut model = quiet(48);
    let mut adopters = strand("adopters of this world", HouseholdKind::Adoptive);
    adopters.provider = provider;
    adopters.approvals = planned(households, 0.01);
    adopters.places = [0.0, 1.0, 0.0, 0.0];
    adopters.largest_group = [0.0, 1.0, 0.0, 0.0];
    adopters.dual_approved = 1.0;
    always(&mut model, |p| {
        p.entries.groups_a_year[0] = families_a_year;
        p.entries.sibling_gap_years = (1.0, 1.1);
        basis(p, 1);
        p.court.proceedings = days(100.0);
        p.adoption.plan = [1.0; 6];
        p.adoption.panel_interval_days = 10.0;
        p.recruitment.push(adopters.clone());
    });
    model
}

/// By hand: the run begins on 1 January, so that April begins with its fourth month of 30 days. The budget
/// pays one fee a year, and there are always children who wait: one match before April, one at the first
/// panel of each financial year after that.
#[test]
fn a_budget_begins_anew_on_the_first_of_april_whenever_the_run_begins() {
    let mut model = babies(60.0, Provider::Register, 1_000);
    model.years = vec![3, 15, 27, 39];
    always(&mut model, |p| {
        p.court.proceedings = days(10.0);
        p.adoption.register_after_days = 0.0;
        p.adoption.inter_agency_budget = 30_000.0;
        p.adoption.inter_agency_fee = [27_000.0; 4];
    });
    let mut matches = Vec::new();
    watch(&model, key(1), |now, event| {
        if let Event::Matched { .. } = event {
            matches.push(now);
        }
    });
    assert!(matches[0] < at(90.0), "{matches:?}");
    assert_eq!(
        matches[1..],
        [3, 15, 27, 39].map(|month| at(30.0 * f64::from(month)))
    );
}

/// Single children leave households to groups ahead of them and not to one another: where all come alone the
/// request changes nothing, though half the pairs refuse and many wait.
#[test]
fn single_children_leave_nothing_to_single_children() {
    let told = |reserve| {
        let mut model = babies(30.0, Provider::Own, 20);
        always(&mut model, |p| {
            p.adoption.acceptance = 0.3;
            p.adoption.reserve_for_groups = reserve;
        });
        trace(&model, key(2))
    };
    let without = told(false);
    let matched = without.iter().filter(|fact| fact.what == "matched");
    assert_eq!(matched.count(), 20);
    assert!(without == told(true));
}

/// Pairs of brothers and sisters, for half of whom carers who foster for adoption are looked for. If they are
/// to live together that is settled for the pair; if not, for each child, so that in half of the families it
/// is one of the two.
#[test]
fn children_who_are_not_to_live_together_are_chosen_for_early_carers_each_for_itself() {
    for together in [true, false] {
        let mut model = babies(80.0, Provider::Own, 1_000);
        always(&mut model, |p| {
            p.court.proceedings = never();
            p.entries.group_size = [0.0, 1.0, 0.0, 0.0];
            p.entries.together = f64::from(u8::from(together));
            p.adoption.fostering_for_adoption = [0.5; 6];
        });
        let mut families: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        look(&model, key(3), |month, view| {
            let all = view.children.values().filter(|_| month == 48);
            for child in all.filter(|child| child.entered < at(1_400.0)) {
                let (children, fostered) = families.entry(child.family.0).or_default();
                *children += 1.0;
                *fostered += f64::from(u8::from(child.placement.kind == PlacementKind::InHouse));
            }
        });
        assert!(families.values().all(|(children, _)| *children == 2.0));
        let with = |many: f64| families.values().filter(|f| f.1 == many).count() as f64;
        let each = |chance: f64| families.values().map(move |_| chance);
        let one = if together { 0.0 } else { 0.5 };
        share_is("one of the two", with(1.0), each(one));
        share_is("both", with(2.0), each((1.0 - one) / 2.0));
    }
}

/// Brothers and sisters who are to be adopted together have one number, against which their chance is held.
/// It is theirs, whoever adopts them: those who have fostered them, or adopters of the pool.
#[test]
fn a_group_has_the_same_number_whoever_adopts_it() {
    let numbers = |share: f64, by: Adopters| {
        let mut model = babies(60.0, Provider::Own, 1_000);
        always(&mut model, |p| {
            p.entries.group_size = [0.5, 0.5, 0.0, 0.0];
            p.adoption.fostering_for_adoption = [share; 6];
        });
        let mut numbers: BTreeMap<Root, (usize, u64)> = BTreeMap::new();
        watch(&model, key(4), |_, event| match event {
            Event::Ordered { child, case } => {
                let number = (case.members.len(), case.threshold.to_bits());
                numbers.insert(child.root, number);
            }
            Event::Matched { case, .. } => assert_eq!(case.adopters, Some(by)),
            _ => {}
        });
        numbers
    };
    let fostered = numbers(1.0, Adopters::FosteringForAdoption);
    assert_eq!(fostered, numbers(0.0, Adopters::Own));
    assert!(fostered.values().filter(|n| n.0 == 2).count() > 100);
}
