//! The adoption panel: who is matched with whom.
//!
//! A case comes before the panel once family finding has had its time. At every panel the waiting
//! cases are considered in order of priority, and each is offered the adopters who could take it:
//! enough places for the whole group, every child's age in their range, every child's needs within
//! what they take. Whether *this* household accepts *these* children is drawn once for the pair; a
//! refusal stands until the group's composition changes. Of several that accept, the household with
//! the fewest places to spare goes first, then the one waiting longest. Sibling groups and children
//! with complex needs wait longer because fewer households can take them; nothing multiplies their
//! wait.
//!
//! The council's own adopters come first. Those of the regional agency's partners, and those
//! found through the national register, are considered from so many days after the placement
//! order (referral to the register: at the latest 90 days after the decision that the child
//! should be placed for adoption), and only if none before them accepts.
//!
//! A budget can limit whose fees are paid (see `agency_budget`).
//!
//! A single child may have to leave to a group of brothers and sisters ahead of it the
//! households that could take the group. At activity days children who are hard to place (in
//! groups, with complex needs, or who came into care at four or over) meet all adopters in the
//! pool; more accept there, on the same draw of the pair, so that whoever had accepted still does.
//!
//! Pairs who were both waiting when the run began have already considered each other, once family
//! finding had had its time.

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::adoption::Stage;
use super::child::Needs;
use super::household::{Group, HouseholdId, HouseholdKind, Provider};
use super::params::Priority;
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::region::Outcome;
use super::vacancies::{EVER, Listed, Profile, Vacancies, Vacancy};
use super::{CaseId, ChildId, Members, World};

/// The adoption age from which a child who came into care is hard to place: four.
const OLDER: usize = 4;

/// Where children and adopters are considered for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    Panel,
    ActivityDay,
}

/// A waiting case with what it is ranked by: the smallest is considered first.
pub(super) type Ranked = ((i64, i64, i64), SimTime, Root, CaseId);

/// By what adopters who accept are chosen: whose they are, then the fewest places.
pub(super) type AdoptersRank = (Provider, u16);

pub(super) fn adopters_rank(profile: &Profile, _free: u16) -> AdoptersRank {
    (profile.provider, profile.approval.largest_group)
}

impl World<'_> {
    /// The next panel after `after`.
    pub(super) fn schedule_panel(&mut self, after: SimTime) {
        let interval = SimSpan::from_days(self.params().adoption.panel_interval_days);
        self.calendar
            .schedule(self.timetable.panel, after + interval, Phase::Panel as u8);
    }

    /// The panel meets.
    pub(super) fn panel_meets(&mut self) {
        self.split_long_waiting_groups();
        self.ask_foster_carers();
        self.consider(Occasion::Panel);
        self.look_for_early_carers();
        self.schedule_panel(self.now);
    }

    /// The next activity day, if there are any: when this part of the interval has passed.
    pub(super) fn schedule_activity_day(&mut self, part: f64) {
        let days = self.params().adoption.activity_interval_days;
        let at = match days.is_finite() {
            true => self.now + SimSpan::from_days(part * days),
            false => SimTime::NEVER,
        };
        self.calendar
            .schedule(self.timetable.activity, at, Phase::ActivityDay as u8);
    }

    /// After a change of policy: the same part of the interval is left as before, so that an interval
    /// that changes by steps does not put the next day off at each. Where there were none, all of it is.
    pub(super) fn reschedule_activity_day(&mut self, before: f64) {
        let next = self.calendar.scheduled(self.timetable.activity);
        let left = next.map_or(1.0, |next| (next - self.now).days() / before);
        self.schedule_activity_day(left);
    }

    /// An activity day is held.
    pub(super) fn activity_day(&mut self) {
        self.consider(Occasion::ActivityDay);
        self.schedule_activity_day(1.0);
    }

    /// Matches cases that wait, in order of priority, with adopters of the pool, whom nobody joins meanwhile.
    fn consider(&mut self, occasion: Occasion) {
        let mut slots = self.slots(occasion);
        let mut groups_ahead: Vec<Group> = Vec::new();
        for id in self.cases_by_priority() {
            let pool = self.with_room(HouseholdKind::Adoptive);
            let found = match self.comes(id, occasion, slots) {
                true => self.best_adopters(id, occasion, pool, &groups_ahead),
                false => None,
            };
            match found {
                Some(chosen) => {
                    let household = chosen.vacancy.id;
                    self.take_from_pool(household, self.cases[id.0].members.len());
                    self.match_case(id, Some(household));
                    slots -= 1.0;
                }
                None => groups_ahead.extend(self.keeps_households_for(id)),
            }
        }
    }

    /// How many cases can be matched on such an occasion.
    pub(super) fn slots(&self, occasion: Occasion) -> f64 {
        match occasion {
            Occasion::Panel => self.params().adoption.panel_slots,
            Occasion::ActivityDay => f64::INFINITY,
        }
    }

    /// Whether a case is considered on such an occasion, where so many can still be matched.
    pub(super) fn comes(&self, id: CaseId, occasion: Occasion, slots: f64) -> bool {
        let case = &self.cases[id.0];
        let ready = self.now - SimSpan::from_days(self.params().adoption.family_finding_days);
        slots >= 1.0
            && case.ordered <= ready
            && (occasion == Occasion::Panel || self.is_hard_to_place(&case.members))
    }

    /// The group of siblings, if the case is one, to which single children after it leave the
    /// households that could take it.
    pub(super) fn keeps_households_for(&self, id: CaseId) -> Option<Group> {
        let members = &self.cases[id.0].members;
        let reserves = self.params().adoption.reserve_for_groups;
        (reserves && members.len() > 1).then(|| self.group(members))
    }

    /// Whether activity days are for these children.
    fn is_hard_to_place(&self, members: &[ChildId]) -> bool {
        let complex = |m: &ChildId| self.children[m.0].needs == Needs::Complex;
        members.len() > 1 || members.iter().any(complex) || self.age_of_case(members) >= OLDER
    }

    /// Waiting cases, the one to consider first at the front; ties by date, then identity. They
    /// may still be in family finding.
    fn cases_by_priority(&self) -> Vec<CaseId> {
        let ranked = self.ranked_cases();
        ranked.into_iter().map(|(.., id)| id).collect()
    }

    /// The same with what they are ranked by.
    pub(super) fn ranked_cases(&self) -> Vec<Ranked> {
        let priority = self.params().adoption.priority;
        let all = self.cases.iter();
        let waiting = all.filter(|(_, c)| c.stage == Stage::Waiting);
        let mut ranked: Vec<_> = waiting
            .map(|(index, case)| {
                let rank = self.rank(priority, &case.members);
                (rank, case.ordered, case.root, CaseId(index))
            })
            .collect();
        ranked.sort_unstable_by_key(|&(rank, ordered, root, _)| (rank, ordered, root));
        ranked
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

    /// The adopters in the pool who would be chosen for this case now. A single child leaves those who
    /// could take one of `groups_ahead` to that group.
    pub(super) fn best_adopters(
        &self,
        id: CaseId,
        occasion: Occasion,
        pool: &Vacancies,
        groups_ahead: &[Group],
    ) -> Option<Listed> {
        let case = &self.cases[id.0];
        let group = &self.group(&case.members);
        let acceptance = self.params().adoption.acceptance;
        let leaves = case.members.len() == 1 && self.params().adoption.reserve_for_groups;
        let reserved = |p: &Profile| leaves && groups_ahead.iter().any(|g| p.approval.covers(g));
        let open =
            |p: &Profile, at: SimTime| at - case.ordered >= self.considered_after(p.provider);
        let finding = SimSpan::from_days(self.model.opening.adoption.family_finding_days);
        let came_before = case.ordered + finding < SimTime::START;
        // Whoever of these waited before the run has considered the case before it.
        let considered_before = |p: &Profile| came_before && open(p, SimTime::START);
        let since = |p: &Profile| {
            let can_take = p.approval.covers(group) && !reserved(p);
            if !can_take || !self.can_afford(p.provider, case.members.len()) {
                return None;
            }
            match occasion {
                Occasion::Panel if !open(p, self.now) => None,
                Occasion::Panel if considered_before(p) => Some(SimTime::START),
                _ => Some(EVER),
            }
        };
        let accepts = |p: &Profile, v: &Vacancy| match occasion {
            Occasion::Panel => self.accepts(group.root, v.root, acceptance),
            Occasion::ActivityDay => {
                let refused = match considered_before(p) && v.since < SimTime::START {
                    true => self.model.opening.adoption.acceptance,
                    false => 0.0,
                };
                self.accepts_at_activity_day(group.root, v.root, refused)
            }
        };
        pool.first_by(group.size, adopters_rank, since, accepts)
    }

    /// How long after the placement order households of this provider are considered.
    pub(super) fn considered_after(&self, provider: Provider) -> SimSpan {
        let adoption = &self.params().adoption;
        SimSpan::from_days(match provider {
            Provider::Own => 0.0,
            Provider::Regional => adoption.regional_after_days,
            Provider::Register => adoption.register_after_days,
        })
    }

    /// The same answer as at a panel, with a higher chance. A pair of whom it is known that the
    /// household has `refused` with some chance lies above that.
    fn accepts_at_activity_day(&self, group: Root, household: Root, refused: f64) -> bool {
        let adoption = &self.params().adoption;
        let chance = adoption.activity_acceptance.max(adoption.acceptance);
        let u = self.uniform(Root::pair(group, household), Purpose::Acceptance, 0);
        refused + (1.0 - refused) * u < chance
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
                ethnic_group: child.ethnic_group,
            }
        };
        let joined = children.iter().map(one).reduce(|a, b| Group {
            root: Root::pair(a.root, b.root),
            size: a.size + 1,
            youngest: a.youngest.min(b.youngest),
            eldest: a.eldest.max(b.eldest),
            needs: a.needs.max(b.needs),
            ethnic_group: a.ethnic_group,
        });
        joined.expect("a group has at least one child")
    }

    /// Groups that have waited too long for one family are split, child by child; each keeps the
    /// threshold that decides its chance of adoption. Once family finding is over, a group comes to one
    /// panel at least.
    pub(super) fn split_long_waiting_groups(&mut self) {
        let adoption = &self.params().adoption;
        let second_panel = adoption.family_finding_days + adoption.panel_interval_days;
        let [patience, second_panel] =
            [adoption.split_after_days, second_panel].map(SimSpan::from_days);
        let overdue: Vec<CaseId> = self
            .cases
            .iter()
            .filter(|(_, c)| c.stage == Stage::Waiting && c.members.len() > 1)
            .filter(|(_, c)| self.now - c.ordered > patience)
            .filter(|(_, c)| self.now - c.ordered >= second_panel)
            .map(|(index, _)| CaseId(index))
            .collect();
        for id in overdue {
            let case = self.cases.remove(id.0);
            self.calendar.release(case.slot);
            for &child in &case.members {
                self.tell(|child| Event::PlacedApart(child), child);
            }
            let separated = Event::Separated(case.members.len());
            self.observer.event(self.now, separated);
            for &member in &case.members {
                let root = self.children[member.0].root;
                self.add_case(
                    root,
                    Members::from_slice(&[member]),
                    case.threshold,
                    case.ordered,
                );
            }
        }
    }

    /// The household is matched: it waits for nobody else, and no longer gives up.
    pub(super) fn take_from_pool(&mut self, id: HouseholdId, children: usize) {
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
        if let Some(lender) = self.households[id.0].lender.take() {
            self.tell_lender(Some(lender), Outcome::Lapsed);
            return self.remove_household(id);
        }
        self.settle_tenure(id);
        self.households[id.0].vacant_since = self.now;
        self.change_places(id, |places| places.give_back(places.taken()));
        self.time_tenure(id);
    }
}
