//! The adoption panel: who is matched with whom.
//!
//! A case comes before the panel once family finding has had its time. At every panel the waiting cases are considered in order of priority, and each is offered the
//! adopters who could take it: enough places for the whole group, every child's age in their range,
//! every child's needs within what they take. Whether *this* household accepts *these* children is drawn
//! once for the pair; a refusal stands until the group's composition changes. Of several that accept,
//! the household with the fewest places to spare goes first, then the one waiting longest.
//! Sibling groups and children with complex needs wait longer because fewer households can take
//! them; nothing multiplies their wait.
//!
//! Pairs who were both waiting when the run began have already considered each other.

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::adoption::Stage;
use super::child::Needs;
use super::household::{Group, HouseholdId, HouseholdKind, Vacancy};
use super::params::Priority;
use super::phase::{Phase, Purpose};
use super::record::{Event, Observer};
use super::{CaseId, ChildId, World};

impl<O: Observer> World<'_, O> {
    /// The next panel after `after`.
    pub(super) fn schedule_panel(&mut self, after: SimTime) {
        let interval = SimSpan::from_days(self.params().adoption.panel_interval_days);
        self.calendar
            .schedule(self.timetable.panel, after + interval, Phase::Panel as u8);
    }

    /// The panel meets.
    pub(super) fn panel_meets(&mut self) {
        self.split_long_waiting_groups();
        let mut pool = self.with_room(HouseholdKind::Adoptive).to_vec();
        let mut slots = self.params().adoption.panel_slots;
        for case in self.cases_by_priority() {
            if slots < 1.0 {
                break;
            }
            if let Some(place) = self.best_adopters(case, &pool) {
                let household = pool.swap_remove(place).id;
                self.take_from_pool(household, self.cases[case.0].members.len());
                self.match_case(case, Some(household));
                slots -= 1.0;
            }
        }
        self.schedule_panel(self.now);
    }

    /// Waiting cases, the one to consider first at the front; ties by date, then identity.
    fn cases_by_priority(&self) -> Vec<CaseId> {
        let priority = self.params().adoption.priority;
        let preparation = SimSpan::from_days(self.params().adoption.family_finding_days);
        let ready = self.now - preparation;
        let all = self.cases.iter();
        let waiting = all.filter(|(_, c)| c.stage == Stage::Waiting && c.ordered <= ready);
        let mut ranked: Vec<_> = waiting
            .map(|(index, case)| {
                let rank = self.rank(priority, &case.members);
                (rank, case.ordered, case.root, CaseId(index))
            })
            .collect();
        ranked.sort_unstable_by_key(|&(rank, ordered, root, _)| (rank, ordered, root));
        ranked.into_iter().map(|(.., id)| id).collect()
    }

    /// Smaller goes first.
    fn rank(&self, priority: Priority, members: &[ChildId]) -> (i64, i64, i64) {
        let children = || members.iter().map(|m| &self.children[m.0]);
        match priority {
            Priority::LongestWaiting => (0, 0, 0),
            Priority::YoungestFirst => {
                let youngest = children().map(|c| c.born).max().unwrap_or_default();
                (-youngest.seconds(), 0, 0)
            }
            Priority::HardestFirst => {
                let complex = children().filter(|c| c.needs == Needs::Complex).count();
                let eldest = children().map(|c| c.born).min().unwrap_or_default();
                (-(members.len() as i64), -(complex as i64), eldest.seconds())
            }
        }
    }

    /// The adopters in the pool whom the panel would choose for this case now: their place in it.
    fn best_adopters(&self, id: CaseId, pool: &[Vacancy]) -> Option<usize> {
        let case = &self.cases[id.0];
        let group = self.group(&case.members);
        let acceptance = self.params().adoption.acceptance;
        let considered_before =
            |v: &Vacancy| case.ordered < SimTime::START && v.since < SimTime::START;
        let willing = pool.iter().enumerate().filter(|(_, v)| {
            v.approval.covers(&group)
                && !considered_before(v)
                && self.accepts(group.root, v.root, acceptance)
        });
        let best = willing.min_by_key(|(_, v)| (v.approval.largest_group, v.since, v.root));
        best.map(|(place, _)| place)
    }

    /// A household's answer to a child or group, drawn once for the pair.
    pub(super) fn accepts(&self, group: Root, household: Root, chance: f64) -> bool {
        self.uniform(Root::pair(group, household), Purpose::Acceptance, 0) < chance
    }

    /// These children as a household would look at them now.
    pub(super) fn group(&self, children: &[ChildId]) -> Group {
        let one = |id: &ChildId| {
            let child = &self.children[id.0];
            let age = child.age(self.now).years();
            Group {
                root: child.root,
                size: 1,
                youngest: age,
                eldest: age,
                needs: child.needs,
            }
        };
        let joined = children.iter().map(one).reduce(|a, b| Group {
            root: Root::pair(a.root, b.root),
            size: a.size + 1,
            youngest: a.youngest.min(b.youngest),
            eldest: a.eldest.max(b.eldest),
            needs: a.needs.max(b.needs),
        });
        joined.expect("a group has at least one child")
    }

    /// Groups that have waited too long for one family are split, child by child; each keeps the
    /// threshold that decides its chance of adoption.
    fn split_long_waiting_groups(&mut self) {
        let patience = SimSpan::from_days(self.params().adoption.split_after_days);
        let overdue: Vec<CaseId> = self
            .cases
            .iter()
            .filter(|(_, c)| c.stage == Stage::Waiting && c.members.len() > 1)
            .filter(|(_, c)| self.now - c.ordered > patience)
            .map(|(index, _)| CaseId(index))
            .collect();
        for id in overdue {
            let case = self.cases.remove(id.0);
            self.calendar.release(case.slot);
            let separated = Event::Separated(case.members.len());
            self.observer.event(self.now, separated);
            for &member in &case.members {
                let root = self.children[member.0].root;
                self.add_case(root, vec![member], case.threshold, case.ordered);
            }
        }
    }

    /// The household is matched: it waits for nobody else, and no longer gives up.
    fn take_from_pool(&mut self, id: HouseholdId, children: usize) {
        self.settle_tenure(id);
        self.change_places(id, |places| places.take(children as u16));
        let household = &mut self.households[id.0];
        household.leaves_at = SimTime::NEVER;
        self.observer
            .event(self.now, Event::HouseholdMatched(&self.households[id.0]));
        self.reschedule_household(id);
    }

    /// A match has lapsed: the household waits again, as from now.
    pub(super) fn return_to_pool(&mut self, id: HouseholdId) {
        self.settle_tenure(id);
        self.households[id.0].vacant_since = self.now;
        self.change_places(id, |places| places.give_back(places.taken()));
        self.time_tenure(id);
    }
}
