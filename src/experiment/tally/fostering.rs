//! Counts of carers' pipelines, long-term fostering, moves, siblings, distance and young people over
//! eighteen.

use std::collections::BTreeSet;

use crate::care::child::{Child, PlacementKind};
use crate::care::family::Family;
use crate::care::household::HouseholdKind;
use crate::care::long_term::LongTerm;
use crate::care::record::{Event, View};
use crate::care::staying::StayKind;
use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::super::metrics::{Group, Metric};
use super::Tally;

/// What is kept from one event to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Fostering {
    /// Young people who stay put, and who stay close.
    staying: [i64; 2],
    /// Children whose placement has just ended early and who are being placed again.
    unsettled: BTreeSet<Root>,
}

impl Fostering {
    pub(super) fn disrupted(&mut self, child: &Child) {
        self.unsettled.insert(child.root);
    }
}

impl Tally<'_> {
    pub(super) fn fostering_event(&mut self, event: Event<'_>) {
        use HouseholdKind::{Adoptive, Foster};
        match event {
            Event::Enquired {
                kind: Foster,
                consortium,
                ..
            } => {
                self.one(Metric::FosterEnquiries);
                self.share(Metric::ConsortiumEnquiryShare, consortium, 1);
            }
            Event::Enquired { kind: Adoptive, .. } => self.one(Metric::AdopterEnquiries),
            Event::Applied(Foster) => self.one(Metric::FosterApplications),
            Event::Applied(Adoptive) => self.one(Metric::AdopterApplications),
            Event::StayBegan(stay) => self.fostering.staying[stay.kind as usize] += 1,
            Event::StayEnded(stay) => self.fostering.staying[stay.kind as usize] -= 1,
            Event::LaterBorn(_) => self.one(Metric::LaterBornSiblings),
            Event::KeptTogether(_) => self.one(Metric::LaterBornKeptTogether),
            _ => {}
        }
    }

    /// A move: because the placement before ended early, or because the plan asked for it. A first
    /// placement on coming back into care is neither.
    pub(super) fn moved(&mut self, now: SimTime, child: &Child) {
        let metric = match self.fostering.unsettled.remove(&child.root) {
            true => Metric::UnplannedMoves,
            false if child.placement.since > child.entered => Metric::PlannedMoves,
            false => return,
        };
        self.one_child(metric, now, child);
    }

    pub(super) fn look_at_stays(&mut self) {
        for (metric, kind) in [
            (Metric::StayingPut, StayKind::Put),
            (Metric::StayingClose, StayKind::Close),
        ] {
            let level = self.fostering.staying[kind as usize];
            self.add(metric, Group::All, level, 0);
        }
    }

    /// One child in care at 31 March.
    pub(super) fn look_at_placement(&mut self, now: SimTime, child: &Child) {
        self.share(Metric::OutOfArea, !child.placement.near, 1);
        match child.long_term {
            LongTerm::Matched => self.one_child(Metric::LongTermFosteringMatched, now, child),
            LongTerm::Unmatched { right, .. } => {
                self.one_child(Metric::LongTermFosteringUnmatched, now, child);
                if !right {
                    self.one_child(Metric::UnmatchedWithoutRightPlacement, now, child);
                }
            }
            LongTerm::No => {}
        }
        if child.in_planned_residential_care() {
            self.one_child(Metric::LongTermResidential, now, child);
            if child.planned_transition {
                self.one_child(Metric::ResidentialWithPlannedTransition, now, child);
            }
        }
    }

    /// Brothers and sisters who came into care together and are in care at 31 March.
    pub(super) fn look_at_siblings(&mut self, now: SimTime, view: View<'_>) {
        for family in view.families.values().filter(|f| f.members.len() > 1) {
            let members = family.members.iter().map(|m| &view.children[m.0]);
            let in_care: Vec<&Child> = members.filter(|c| c.in_care()).collect();
            if in_care.len() > 1 {
                self.look_at_family(now, family, &in_care);
            }
        }
    }

    fn look_at_family(&mut self, now: SimTime, family: &Family, in_care: &[&Child]) {
        let near = in_care.iter().all(|c| c.placement.near);
        for child in in_care {
            let together = in_care
                .iter()
                .all(|other| live_together(family, child, other));
            if together {
                self.one_child(Metric::SiblingsTogether, now, child);
                continue;
            }
            self.one_child(Metric::SiblingsApart, now, child);
            if near {
                self.one_child(Metric::SiblingsApartNear, now, child);
            }
        }
    }
}

/// Whether two children of a family live in one home. The council's own households are known one by
/// one; with an agency's carers live together those who were placed together and not parted since.
fn live_together(family: &Family, a: &Child, b: &Child) -> bool {
    if a.root == b.root {
        return true;
    }
    let (here, there) = (&a.placement, &b.placement);
    here.kind == there.kind
        && match here.kind {
            PlacementKind::InHouse => here.household == there.household,
            PlacementKind::Agency => family.together && !a.separated && !b.separated,
            PlacementKind::Adoptive => a.case == b.case,
            PlacementKind::Kinship | PlacementKind::WithParents => true,
            PlacementKind::ChildrensHome
            | PlacementKind::SemiIndependent
            | PlacementKind::Secure => false,
        }
}
