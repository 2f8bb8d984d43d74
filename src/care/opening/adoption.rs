//! Where adoption stands for the children who are on a placement order when the run begins.
//!
//! Those placed for adoption have lived with their adopters for a stationary age; those matched at or
//! before the placement order stay there for a shorter time, so fewer of them are found there than come.
//! Of the others some have been matched and are about to move in: as many as flow through introductions
//! when so many live with adopters (Little's law). Some have had their decision reversed. The rest
//! wait; whoever has been through family finding has been considered by all adopters who wait, too.

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::super::adoption::Stage;
use super::super::child::PlacementKind;
use super::super::params::StockRow;
use super::super::phase::Purpose;
use super::super::{CaseId, ChildId, FamilyId, Members, World};
use super::rest_of;

impl World<'_> {
    /// An adoption case under way: waiting for a match, or living with adopters. The threshold
    /// is uniform below the chance at the time served, since the case has not lapsed yet.
    pub(super) fn resume_adoption(&mut self, id: FamilyId, row: &StockRow, members: &[ChildId]) {
        let (root, together) = (self.families[id.0].root, self.families[id.0].together);
        let cases: Vec<Members> = match together {
            true => vec![Members::from_slice(members)],
            false => members.iter().map(|&m| Members::from_slice(&[m])).collect(),
        };
        for members in cases {
            let root = match together {
                true => root,
                false => self.children[members[0].0].root,
            };
            let entered = members.iter().map(|m| self.children[m.0].entered).min();
            let entered = entered.expect("a case has members");
            let age = self.age_of_case(&members);
            let placed = row.placement == PlacementKind::Adoptive;
            let (since, order, early) = match placed {
                true => self.with_adopters_already(root, age, entered),
                false => (SimTime::START, SimTime::NEVER, false),
            };
            let chance = self.params().adoption.chance(age, since - entered);
            let threshold = chance * self.uniform(root, Purpose::Adoptable, 0);
            let court = SimSpan::from_days(self.params().court.proceedings.mean());
            let ordered = (entered + court).min(since - SimSpan::from_days(7.0));
            let case = self.add_case(root, members, threshold, ordered);
            if placed {
                self.place_before_the_run(case, since, order, early);
            }
        }
    }

    /// Since when children found with adopters have lived there, when the adoption order is due, and
    /// whether they had been matched at or before the placement order.
    fn with_adopters_already(
        &self,
        root: Root,
        age: usize,
        entered: SimTime,
    ) -> (SimTime, SimTime, bool) {
        let adoption = &self.params().adoption;
        let share = adoption.early_match[age];
        let found = share * adoption.early_factor;
        let found = found / (found + 1.0 - share).max(f64::MIN_POSITIVE);
        let early = self.uniform(root, Purpose::EarlyMatch, 0) < found;
        let factor = if early { adoption.early_factor } else { 1.0 };
        let usual = &adoption.placed_to_order[age];
        let lived =
            SimSpan::from_days(usual.equilibrium_age(self.uniform(root, Purpose::Served, 1)));
        let rest = rest_of(usual, self.uniform(root, Purpose::AdoptionOrder, 0), lived);
        let scaled = |span: SimSpan| SimSpan::from_days(factor * span.days());
        let since = (SimTime::START - scaled(lived)).max(entered);
        let minimum = SimSpan::from_days(adoption.minimum_with_adopters_days);
        let soon = SimTime::START + SimSpan::from_seconds(1);
        let order = (SimTime::START + scaled(rest))
            .max(since + minimum)
            .max(soon);
        (since, order, early)
    }

    fn place_before_the_run(&mut self, id: CaseId, since: SimTime, order: SimTime, early: bool) {
        let rate = self.params().adoption.disruption;
        let record = &self.cases[id.0];
        let disruption = match rate > 0.0 {
            true => {
                let budget = self.budget(record.root, Purpose::AdoptionDisruption, 0);
                SimTime::START + SimSpan::from_years(budget / rate)
            }
            false => SimTime::NEVER,
        };
        let record = &mut self.cases[id.0];
        record.early = early;
        record.placements = 1;
        record.stage = Stage::Placed {
            household: None,
            order,
            disruption,
        };
        for member in record.members.clone() {
            let child = &mut self.children[member.0];
            child.with_adopters_since = since;
            child.placement.since = since;
        }
        self.reschedule_case(id);
    }

    /// Some of those not placed have been matched, and move in soon.
    pub(super) fn match_some_cases(&mut self) {
        let adoption = &self.params().adoption;
        let introductions = adoption.match_to_placed.mean();
        let (mut matched, mut waiting) = (0.0, 0.0);
        for case in self.cases.values() {
            let children = case.members.len() as f64;
            match case.stage {
                Stage::Placed { .. } => {
                    let age = self.age_of_case(&case.members);
                    let early = adoption.early_match[age];
                    let factor = 1.0 - early + early * adoption.early_factor;
                    let stay = factor * adoption.placed_to_order[age].mean();
                    matched += children * introductions / stay;
                }
                _ => waiting += children,
            }
        }
        let share = matched / f64::max(waiting, 1.0);
        let cases = self.cases.iter();
        let found: Vec<_> = cases
            .filter(|(_, c)| c.stage == Stage::Waiting)
            .filter(|(_, c)| self.uniform(c.root, Purpose::OpeningState, 1) < share)
            .map(|(index, _)| CaseId(index))
            .collect();
        for id in found {
            self.match_before_start(id);
        }
    }

    fn match_before_start(&mut self, id: CaseId) {
        let adoption = &self.params().adoption;
        let record = &self.cases[id.0];
        let draw = |purpose, index| self.uniform(record.root, purpose, index);
        let early =
            draw(Purpose::EarlyMatch, 0) < adoption.early_match[self.age_of_case(&record.members)];
        let length = &adoption.match_to_placed;
        let passed = SimSpan::from_days(length.equilibrium_age(draw(Purpose::Served, 1)));
        let rest = rest_of(length, draw(Purpose::MoveIn, 0), passed);
        let record = &mut self.cases[id.0];
        record.early = early;
        record.stage = Stage::Matched {
            household: None,
            moves_in: SimTime::START + rest.max(SimSpan::from_seconds(1)),
        };
        self.reschedule_case(id);
    }

    /// Some of those who wait have already had their decision reversed.
    pub(super) fn reverse_some_decisions(&mut self) {
        let mut wanted = self.model.stock.awaiting_revocation as usize;
        let waiting: Vec<_> = self
            .cases
            .iter()
            .filter(|(_, c)| c.stage == Stage::Waiting)
            .map(|(index, c)| (index, c.members.len(), c.root))
            .collect();
        for (index, children, root) in waiting {
            if children > wanted {
                continue;
            }
            wanted -= children;
            let dist = &self.params().adoption.revocation;
            let waited = dist.equilibrium_age(self.uniform(root, Purpose::OpeningState, 0));
            let u = self.uniform(root, Purpose::Revocation, 0);
            let rest = rest_of(dist, u, SimSpan::from_days(waited));
            self.cases[index].stage = Stage::Reversed {
                revoked: SimTime::START + rest.max(SimSpan::from_seconds(1)),
            };
            for child in self.cases[index].members.clone() {
                self.children[child.0].plan = Some(self.long_term_plan(child));
                self.measure_drift(child);
            }
            self.reschedule_case(CaseId(index));
        }
    }
}
