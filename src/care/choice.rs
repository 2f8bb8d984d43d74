//! Which of the council's own carers, where several could take the children.
//!
//! A household comes into question that has a free place for each child, whose approval covers them and
//! that accepts them (drawn once for the pair, see `matching`). Which of these takes them is a rule of
//! the council:
//!
//! * *fewest places left*: the one left with fewest places to spare, so that larger households stay
//!   free for groups; this is the rule unless a scenario says otherwise;
//! * *closest profile*: the one approved for least beyond these children (needs first, then the
//!   width of its ages, then places), so that carers who take complex needs stay free for children
//!   who have them;
//! * *longest vacant*: the one that has waited longest for a child;
//! * *with siblings*: where a brother or sister has lived already, then fewest places left.
//!
//! Ties go to who has been vacant longest, then by identity.

use crate::des::time::{DAYS_PER_YEAR, SimTime};

use super::child::{Needs, PlacementKind};
use super::household::{Group, HouseholdId, HouseholdKind};
use super::vacancies::{Profile, Vacancy};
use super::{ChildId, World};

/// The rule by which one of several households is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Fewest places to spare.
    FewestPlacesLeft,
    /// Approved for least beyond these children.
    ClosestProfile,
    /// Longest without a child in a free place.
    LongestVacant,
    /// Where a brother or sister lives.
    WithSiblings,
}

impl Choice {
    /// All rules.
    pub const ALL: [Self; 4] = [
        Self::FewestPlacesLeft,
        Self::ClosestProfile,
        Self::LongestVacant,
        Self::WithSiblings,
    ];
}

/// How closely a profile fits the children it covers: needs, the width of its ages in days, places free.
fn closeness(profile: &Profile, free: u16) -> (Needs, i64, u16) {
    let approval = &profile.approval;
    let width = (approval.age_to - approval.age_from) * DAYS_PER_YEAR;
    (approval.needs, width.round() as i64, free)
}

impl World<'_> {
    /// The household of the council's own that takes these children together, if one does: among places
    /// vacant since `since`, and not where they have just left.
    pub(super) fn in_house(
        &self,
        children: &[ChildId],
        left: Option<HouseholdId>,
        since: SimTime,
    ) -> Option<HouseholdId> {
        let search = &self.params().search;
        let group = self.group(children);
        let chance = self.least(children, |band| search.in_house_acceptance[band as usize]);
        let accepts = |v: &Vacancy| Some(v.id) != left && self.accepts(group.root, v.root, chance);
        if search.choice == Choice::WithSiblings {
            let could = |id: HouseholdId| self.vacancy_for(id, &group, since);
            let homes = self.carers_of_siblings(children[0]).filter_map(could);
            let chosen = homes.filter(|(_, v)| accepts(v)).min();
            if let Some((_, vacancy)) = chosen {
                return Some(vacancy.id);
            }
        }
        let carers = self.with_room(HouseholdKind::Foster);
        let covers = |p: &Profile| p.approval.covers(&group);
        let asked = |p: &Profile| covers(p).then_some(since);
        let free = group.size;
        let chosen = match search.choice {
            Choice::FewestPlacesLeft | Choice::WithSiblings => {
                return carers
                    .first_in_turn(free, since, covers, accepts)
                    .map(|v| v.id);
            }
            Choice::LongestVacant => carers.first_by(free, |_, _| (), asked, |_, v| accepts(v)),
            Choice::ClosestProfile => carers.first_by(free, closeness, asked, |_, v| accepts(v)),
        };
        chosen.map(|listed| listed.vacancy.id)
    }

    /// The free places and vacancy of foster carers who could take the group, if they have been vacant since.
    fn vacancy_for(
        &self,
        id: HouseholdId,
        group: &Group,
        since: SimTime,
    ) -> Option<(u16, Vacancy)> {
        let household = &self.households[id.0];
        let fits = household.kind == HouseholdKind::Foster && household.approval.covers(group);
        let listed = household.listed.filter(|_| fits)?;
        let has_room = listed.free >= group.size && listed.vacancy.since >= since;
        has_room.then_some((listed.free, listed.vacancy))
    }

    /// Brothers and sisters in foster or residential care who were placed before this instant: those
    /// who are being placed now have been looked for together.
    fn siblings_placed(&self, id: ChildId) -> impl Iterator<Item = ChildId> {
        let family = &self.families[self.children[id.0].family.0];
        let apart = |kind| matches!(kind, PlacementKind::WithParents | PlacementKind::Adoptive);
        let members = family.members.iter().copied();
        members.filter(move |&other| {
            let sibling = &self.children[other.0];
            let placed = sibling.in_care() && sibling.placed && sibling.placement.since < self.now;
            other != id && placed && !apart(sibling.placement.kind)
        })
    }

    fn carers_of_siblings(&self, id: ChildId) -> impl Iterator<Item = HouseholdId> {
        let homes = |id: ChildId| self.children[id.0].placement.household;
        self.siblings_placed(id).filter_map(homes)
    }

    /// A child who has come to live with all its brothers and sisters is not apart from them any more,
    /// nor they from it.
    pub(super) fn join_siblings(&mut self, id: ChildId) {
        if self.params().search.choice != Choice::WithSiblings {
            return;
        }
        let here = self.children[id.0].placement.household;
        let siblings: Vec<ChildId> = self.siblings_placed(id).collect();
        let all_here = |id: &ChildId| self.children[id.0].placement.household == here;
        if here.is_none() || siblings.is_empty() || !siblings.iter().all(all_here) {
            return;
        }
        self.children[id.0].separated = false;
        for sibling in siblings {
            self.children[sibling.0].separated = false;
            self.time_clocks(sibling);
        }
        self.time_clocks(id);
    }
}
