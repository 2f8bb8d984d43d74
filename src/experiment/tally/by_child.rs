//! What is counted by what a child is, if a scenario asks for it: age, needs, ethnic group, placement.

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
        let [needs, ethnic_group] = needs_of(child);
        let age = age_at(child, child.first_entered);
        self.of_child(metric, &[age, needs, ethnic_group], total, of);
    }
}

/// Needs and ethnic group.
pub(super) fn needs_of(child: &Child) -> [Group; 2] {
    [
        Group::Needs(child.needs),
        Group::EthnicGroup(child.ethnic_group),
    ]
}

/// Age now, needs and ethnic group.
pub(super) fn child_now(now: SimTime, child: &Child) -> [Group; 3] {
    let [needs, ethnic_group] = needs_of(child);
    [Group::Age(child.band(now)), needs, ethnic_group]
}

/// Age when the period of care began, needs and ethnic group.
pub(super) fn child_at_entry(child: &Child) -> [Group; 3] {
    let [needs, ethnic_group] = needs_of(child);
    [age_at_entry(child), needs, ethnic_group]
}

/// Placement, age now, needs and ethnic group.
pub(super) fn child_in_placement(now: SimTime, child: &Child) -> [Group; 4] {
    let [age, needs, ethnic_group] = child_now(now, child);
    let placement = Group::Placement(child.placement.kind);
    [placement, age, needs, ethnic_group]
}

/// Age when the period of care began.
pub(super) fn age_at_entry(child: &Child) -> Group {
    age_at(child, child.entered)
}

fn age_at(child: &Child, at: SimTime) -> Group {
    Group::Age(AgeBand::of((at - child.born).years().max(0.0)))
}
