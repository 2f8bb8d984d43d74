//! After the horizon: what becomes of those who were there before it.
//!
//! A guardian's allowance runs to eighteen, and so does the care that it avoids: neither ends with
//! the run. Where an observer asks for it ([`follows_run_off`]), the world goes on, with new entries,
//! recruitment and courts as before, until everybody who first came into care before the horizon is
//! eighteen and no longer stays put or close. Up to the horizon nothing is different, not even who is
//! followed: children who are no longer followed, because their homes would not break down before it,
//! are put aside and come back on the books at the horizon.
//!
//! [`follows_run_off`]: super::record::Observer::follows_run_off

use std::collections::BTreeMap;

use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::child::Child;
use super::record::View;
use super::{ChildId, Entity, FamilyId, World};

/// How far a run-off has come.
#[derive(Debug)]
pub(super) struct RunOff {
    wanted: bool,
    begun: bool,
    over: bool,
    aside: Vec<Aside>,
}

/// Brothers and sisters whose homes will break down after the horizon.
#[derive(Debug)]
struct Aside {
    family: Root,
    mother: Root,
    together: bool,
    /// All of the family when the first of them was put aside: who comes first, comes back first.
    order: Vec<Root>,
    children: Vec<Child>,
}

impl RunOff {
    pub(super) fn new(wanted: bool) -> Self {
        Self {
            wanted,
            begun: false,
            over: !wanted,
            aside: Vec::new(),
        }
    }

    /// Whether there is somebody to be followed beyond the last month.
    pub(super) fn goes_on(&self) -> bool {
        !self.over
    }

    /// Whether nobody is left who had come into care before the horizon.
    pub(super) fn ends(&mut self, horizon: SimTime, view: View<'_>) -> bool {
        let child = |child: &Child| child.first_entered < horizon;
        let mut stays = view.stays.values();
        let left = view.children.values().any(child) || stays.any(|s| s.first_entered < horizon);
        self.over = !left;
        self.over
    }

    /// There are no more months.
    pub(super) fn stop(&mut self) {
        self.over = true;
    }
}

impl World<'_> {
    /// The last instant at which anything can happen.
    pub(super) fn end(&self) -> SimTime {
        let last = self.model.run_off.last().filter(|_| self.run_off.wanted);
        last.copied().unwrap_or_else(|| self.model.horizon())
    }

    /// The end of what is under way: of the run or, after it, of the run-off.
    pub(super) fn end_of_period(&self) -> SimTime {
        match self.run_off.begun {
            true => self.end(),
            false => self.model.horizon(),
        }
    }

    /// Whether the child's home breaks down before then.
    pub(super) fn comes_back_in_time(&self, child: &Child) -> bool {
        child.clocks.breaks_down_at < self.end_of_period()
    }

    /// When the children of a family first came into care.
    pub(super) fn first_entered(&self, id: FamilyId) -> SimTime {
        let family = &self.families[id.0];
        let members = family.members.iter();
        let entered = members.map(|m| self.children[m.0].first_entered);
        entered.min().unwrap_or(family.entered)
    }

    /// Nothing more can happen to this child before the horizon.
    pub(super) fn forget_until_run_off(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        if self.run_off.wanted && child.clocks.breaks_down_at != SimTime::NEVER {
            let family = &self.families[child.family.0];
            let child = child.clone();
            let mut aside = self.run_off.aside.iter_mut().rev();
            match aside.find(|aside| aside.family == family.root) {
                Some(known) => known.children.push(child),
                None => {
                    let members = family.members.iter();
                    let order = members.map(|m| self.children[m.0].root);
                    self.run_off.aside.push(Aside {
                        family: family.root,
                        mother: family.mother,
                        together: family.together,
                        order: order.collect(),
                        children: vec![child],
                    });
                }
            }
        }
        self.forget(id);
    }

    /// The horizon: those put aside are followed from now on, and those who left before the run and
    /// come back after it.
    pub(super) fn begin_run_off(&mut self) {
        if !self.run_off.wanted {
            return;
        }
        self.run_off.begun = true;
        let families = self.families.iter();
        let mut known: BTreeMap<Root, FamilyId> = families
            .map(|(index, family)| (family.mother, FamilyId(index)))
            .collect();
        for mut aside in std::mem::take(&mut self.run_off.aside) {
            // Brothers and sisters may still be known under the family's own root.
            let root = Root::pair(aside.family, Root::named("after the horizon", 0));
            let family = self.found_family(root, self.now, aside.together);
            match known.get(&aside.mother) {
                Some(&same) => self.join_kin(family, same),
                None => {
                    self.families[family.0].mother = aside.mother;
                    known.insert(aside.mother, family);
                }
            }
            let place = |child: &Child| aside.order.iter().position(|root| *root == child.root);
            aside.children.sort_by_key(place);
            for child in aside.children {
                self.follow_again(child, family);
            }
        }
        self.follow_earlier_leavers(self.model.horizon()..self.end());
    }

    fn follow_again(&mut self, child: Child, family: FamilyId) {
        let id = ChildId(self.children.next_index());
        let slot = self.calendar.register(Entity::Child(id), child.root);
        self.children.add(Child { slot, ..child });
        self.join_family(family, id);
        self.reschedule_child(id);
    }
}
