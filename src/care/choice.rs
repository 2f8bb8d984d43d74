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

use crate::des::stream::Root;
use crate::des::time::{DAYS_PER_YEAR, SimTime};

use super::child::PlacementKind;
use super::household::{Group, HouseholdId, HouseholdKind, Vacancy};
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

/// What households are chosen by: the smallest is chosen.
type Rank = ([i64; 3], SimTime, Root);

impl Choice {
    /// All rules.
    pub const ALL: [Self; 4] = [
        Self::FewestPlacesLeft,
        Self::ClosestProfile,
        Self::LongestVacant,
        Self::WithSiblings,
    ];

    fn rank(self, v: &Vacancy, group: &Group, siblings: &[HouseholdId]) -> Rank {
        let spare = i64::from(v.free - group.size);
        let key = match self {
            Self::FewestPlacesLeft => [spare, 0, 0],
            Self::ClosestProfile => {
                let width = (v.approval.age_to - v.approval.age_from) * DAYS_PER_YEAR;
                [v.approval.needs as i64, width.round() as i64, spare]
            }
            Self::LongestVacant => [0; 3],
            Self::WithSiblings => [i64::from(!siblings.contains(&v.id)), spare, 0],
        };
        (key, v.since, v.root)
    }
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
        let carers = self.with_room(HouseholdKind::Foster).iter();
        let mut possible = carers.filter(|v| {
            v.free >= group.size
                && v.since >= since
                && Some(v.id) != left
                && v.approval.covers(&group)
        });
        let accepts = |v: &Vacancy| self.accepts(group.root, v.root, chance);
        let siblings = match search.choice {
            // They stand in this order: the first who accepts is chosen.
            Choice::FewestPlacesLeft => return possible.find(|v| accepts(v)).map(|v| v.id),
            Choice::WithSiblings => self.carers_of_siblings(children[0]),
            Choice::ClosestProfile | Choice::LongestVacant => Vec::new(),
        };
        let rank = |v: &Vacancy| search.choice.rank(v, &group, &siblings);
        let mut best: Option<&Vacancy> = None;
        for v in possible {
            // Whoever would not be chosen anyway need not be asked.
            if best.is_none_or(|best| rank(v) < rank(best)) && accepts(v) {
                best = Some(v);
            }
        }
        best.map(|v| v.id)
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

    fn carers_of_siblings(&self, id: ChildId) -> Vec<HouseholdId> {
        let homes = |id: ChildId| self.children[id.0].placement.household;
        self.siblings_placed(id).filter_map(homes).collect()
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
