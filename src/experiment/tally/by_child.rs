//! What is counted by what a child is, if a scenario asks for it: age, needs, ethnic group, size of the
//! group of siblings, placement.

use crate::care::child::{AgeBand, Child};
use crate::des::time::SimTime;

use super::super::metrics::{Group, Metric};
use super::Tally;

impl Tally<'_> {
    /// Adds to the groups that a child belongs to; those that nobody asks for are not kept.
    pub(super) fn of_child(&mut self, metric: Metric, groups: &[Group], total: i64, of: i64) {
        if self.on_request.is_some() {
            for group in groups {
                self.add(metric, *group, total, of);
            }
        }
    }

    /// The same for everybody too, of a child followed from its first entry: by its age then.
    pub(super) fn of_entrant(&mut self, metric: Metric, child: &Child, total: i64, of: i64) {
        self.add(metric, Group::All, total, of);
        let age = age_at(child, child.first_entered);
        self.of_child(metric, &with(age, child), total, of);
    }
}

/// Needs, ethnic group, size of the group of siblings.
pub(super) fn who(child: &Child) -> [Group; 3] {
    [
        Group::Needs(child.needs),
        Group::EthnicGroup(child.ethnic_group),
        Group::siblings(usize::from(child.siblings)),
    ]
}

/// The same, and an age.
fn with(age: Group, child: &Child) -> [Group; 4] {
    let [needs, ethnic_group, siblings] = who(child);
    [age, needs, ethnic_group, siblings]
}

/// With age now.
pub(super) fn child_now(now: SimTime, child: &Child) -> [Group; 4] {
    with(Group::Age(child.band(now)), child)
}

/// With age when the period of care began.
pub(super) fn child_at_entry(child: &Child) -> [Group; 4] {
    with(age_at_entry(child), child)
}

/// With age now and placement.
pub(super) fn child_in_placement(now: SimTime, child: &Child) -> [Group; 5] {
    let [age, needs, ethnic_group, siblings] = child_now(now, child);
    let placement = Group::Placement(child.placement.kind);
    [placement, age, needs, ethnic_group, siblings]
}

/// Age when the period of care began.
pub(super) fn age_at_entry(child: &Child) -> Group {
    age_at(child, child.entered)
}

fn age_at(child: &Child, at: SimTime) -> Group {
    Group::Age(AgeBand::of((at - child.born).years().max(0.0)))
}
