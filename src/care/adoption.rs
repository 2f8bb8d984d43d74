//! Adoption, from the placement order to the adoption order.
//!
//! Placement order → family finding → match at panel → moving in → at least ten weeks → adoption
//! order. Children of one family who are assessed to live together are one case. Some are
//! matched at or before the placement order and bypass the pool of adopters; for fostering for
//! adoption see `fostering_for_adoption`, for children adopted by their foster carers
//! `foster_carer_adoption`; for how delay lowers the chance, `adoption_chance`.

use crate::des::calendar::Slot;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{LegalStatus, PlacementKind, Route};
use super::household::{HouseholdId, Provider};
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::{CaseId, ChildId, Entity, FamilyId, Members, World};

/// Where an adoption case stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
    /// Family finding: no household yet.
    Waiting,
    /// Matched; moving in is due at `moves_in`. `household` is `None` for early matches.
    Matched {
        /// The adopters, if they came from the pool.
        household: Option<HouseholdId>,
        /// When the children move in.
        moves_in: SimTime,
    },
    /// Living with adopters.
    Placed {
        /// The adopters, if they came from the pool.
        household: Option<HouseholdId>,
        /// When the adoption order is due.
        order: SimTime,
        /// When the placement would end before it.
        disruption: SimTime,
    },
    /// Adoption is no longer the plan; the placement order stands until revoked.
    Reversed {
        /// When it is revoked.
        revoked: SimTime,
    },
}

/// With whom a case was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adopters {
    /// The council's own.
    Own,
    /// Of a partner in the regional agency.
    Regional,
    /// Found through the national register.
    Register,
    /// The children's own foster carers.
    FosterCarers,
    /// Carers with whom they were placed early, to be fostered and then adopted.
    FosteringForAdoption,
    /// Found at or before the placement order, outside the pool.
    Early,
}

impl Adopters {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Own,
        Self::Regional,
        Self::Register,
        Self::FosterCarers,
        Self::FosteringForAdoption,
        Self::Early,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "own adopters",
            "regional agency",
            "national register",
            "own foster carers",
            "fostering for adoption",
            "matched early",
        ][self as usize]
    }
}

impl From<Provider> for Adopters {
    fn from(provider: Provider) -> Self {
        match provider {
            Provider::Own => Self::Own,
            Provider::Regional => Self::Regional,
            Provider::Register => Self::Register,
        }
    }
}

/// Children on a placement order who are to be adopted together (often one child).
#[derive(Clone, Debug)]
pub struct Case {
    /// Identity.
    pub root: Root,
    /// The children.
    pub members: Members,
    /// When they first came into care.
    pub first_entered: SimTime,
    /// Date of the placement order: waiting counts from here.
    pub ordered: SimTime,
    /// The threshold U of the chance of adoption.
    pub threshold: f64,
    /// When the chance of adoption falls below it.
    pub lapses: SimTime,
    /// How many adoptive placements there have been: numbers their draws.
    pub placements: u32,
    /// Whether the match was made at or before the placement order, or with carers with whom
    /// the children lived already.
    pub early: bool,
    /// With whom the latest match was made.
    pub adopters: Option<Adopters>,
    /// Where it stands.
    pub stage: Stage,
    /// The placement with adopters of another agency, while the children live with them.
    pub agency: Option<AgencyPlacement>,
    /// The calendar entry.
    pub slot: Slot,
}

/// A placement with adopters of another agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgencyPlacement {
    /// Since when.
    pub since: SimTime,
    /// How many children were placed together.
    pub children: usize,
    /// When they first came into care.
    pub first_entered: SimTime,
}

impl Case {
    /// The next thing to happen to the case.
    pub fn next(&self) -> (SimTime, Phase) {
        let lapse = (self.lapses, Phase::AdoptionLapse);
        match self.stage {
            Stage::Waiting => lapse,
            Stage::Matched { moves_in, .. } => lapse.min((moves_in, Phase::MoveToAdopters)),
            Stage::Placed {
                order, disruption, ..
            } => (order, Phase::AdoptionOrder).min((disruption, Phase::AdoptionDisruption)),
            Stage::Reversed { revoked } => (revoked, Phase::Revocation),
        }
    }

    /// The household matched or lived with, if it came from the pool.
    pub fn household(&self) -> Option<HouseholdId> {
        match self.stage {
            Stage::Matched { household, .. } | Stage::Placed { household, .. } => household,
            Stage::Waiting | Stage::Reversed { .. } => None,
        }
    }
}

impl World<'_> {
    /// The court has made placement orders for these children of a family.
    pub(super) fn make_placement_orders(&mut self, family: FamilyId, children: &[ChildId]) {
        for &child in children {
            self.set_legal_status(child, LegalStatus::PlacementOrder);
            self.time_clocks(child);
        }
        let children = &self.orders_to_carers(family, children);
        if children.is_empty() {
            return;
        }
        let (root, together) = (
            self.families[family.0].root,
            self.families[family.0].together,
        );
        if together && children.len() > 1 {
            self.open_case(root, children.clone());
        } else {
            for &child in children {
                self.open_case(self.own_case(child), Members::from_slice(&[child]));
            }
        }
    }

    /// The identity of a case of this child alone. A child who came back and is to be adopted
    /// after all has a case, and a chance, of its own again.
    pub(super) fn own_case(&self, child: ChildId) -> Root {
        let child = &self.children[child.0];
        match child.period {
            0 => child.root,
            period => child.root.child(u64::from(period)),
        }
    }

    /// A case begins: its threshold is drawn, and whether a match is already made.
    fn open_case(&mut self, root: Root, members: Members) {
        let threshold = self.uniform(root, Purpose::Adoptable, 0);
        let early_share = self.params().adoption.early_match[self.age_of_case(&members)];
        let siblings_adopters = self.siblings_adopters_wait(&members);
        let early = siblings_adopters || self.uniform(root, Purpose::EarlyMatch, 0) < early_share;
        let id = self.add_case(root, members, threshold, self.now);
        self.tell_of_order(id);
        if !self.adopted_by_foster_carers(id) && early {
            self.match_case(id, None);
        }
        if siblings_adopters {
            let kept = self.cases[id.0].members[0];
            self.tell(|child| Event::KeptTogether(child), kept);
        }
    }

    /// A waiting case, ordered at `ordered`, that lapses when its threshold says.
    pub(super) fn add_case(
        &mut self,
        root: Root,
        members: Members,
        threshold: f64,
        ordered: SimTime,
    ) -> CaseId {
        let id = CaseId(self.cases.next_index());
        let slot = self.calendar.register(Entity::Case(id), root);
        let lapses = self.lapse_of(&members, threshold);
        let entered = members.iter().map(|m| self.children[m.0].first_entered);
        let first_entered = entered.min().unwrap_or(ordered);
        for &member in &members {
            self.children[member.0].case = Some(id);
        }
        self.cases.add(Case {
            root,
            members,
            first_entered,
            ordered,
            threshold,
            lapses,
            placements: 0,
            early: false,
            adopters: None,
            stage: Stage::Waiting,
            agency: None,
            slot,
        });
        self.reschedule_case(id);
        id
    }

    /// A household is found; moving in follows introductions.
    pub(super) fn match_case(&mut self, id: CaseId, household: Option<HouseholdId>) {
        let case = &self.cases[id.0];
        let u = self.uniform(case.root, Purpose::MoveIn, case.placements);
        let introductions = SimSpan::from_days(self.params().adoption.match_to_placed.quantile(u));
        let early = household.is_none();
        let provider = household.map_or(Provider::Own, |h| self.households[h.0].provider);
        self.commit_fee(provider, self.cases[id.0].members.len());
        let adopters = household.map(|h| self.households[h.0].adopters());
        let now = self.now;
        let case = &mut self.cases[id.0];
        let waited = match early {
            true => SimSpan::ZERO,
            false => now - case.ordered,
        };
        case.early = early;
        case.adopters = Some(adopters.unwrap_or(Adopters::Early));
        case.stage = Stage::Matched {
            household,
            moves_in: now + introductions,
        };
        self.tell_of_match(id, waited, early);
        self.reschedule_case(id);
    }

    /// A placement order, and for each child of the case its own.
    pub(super) fn tell_of_order(&mut self, id: CaseId) {
        let case = &self.cases[id.0];
        self.observer.event(self.now, Event::PlacementOrder(case));
        for member in &case.members {
            let child = &self.children[member.0];
            self.observer
                .event(self.now, Event::Ordered { child, case });
        }
    }

    /// A match, and for each child of the case its own.
    fn tell_of_match(&mut self, id: CaseId, waited: SimSpan, early: bool) {
        let case = &self.cases[id.0];
        let matched = Event::Matched {
            case,
            waited,
            early,
        };
        self.observer.event(self.now, matched);
        for member in &case.members {
            let child = &self.children[member.0];
            let matched = Event::ChildMatched {
                child,
                case,
                waited,
            };
            self.observer.event(self.now, matched);
        }
    }

    /// Those with whom the children of a waiting case have lived since `since` become their
    /// adopters: matched and placed for adoption at once, without a move. `household` is given if
    /// it is one of adopters.
    pub(super) fn carers_become_adopters(
        &mut self,
        id: CaseId,
        adopters: Adopters,
        household: Option<HouseholdId>,
        since: SimTime,
    ) {
        let case = &mut self.cases[id.0];
        case.early = true;
        case.adopters = Some(adopters);
        let waited = self.now - case.ordered;
        self.tell_of_match(id, waited, waited == SimSpan::ZERO);
        let (order, disruption) = self.time_with_adopters(id, self.now - since);
        let case = &mut self.cases[id.0];
        case.placements += 1;
        case.stage = Stage::Placed {
            household,
            order: self.now + order,
            disruption: self.now + disruption,
        };
        for child in case.members.clone() {
            self.stay_as_adoptive(child);
            self.children[child.0].with_adopters_since = since;
            self.tell(|child| Event::PlacedForAdoption(child), child);
            self.time_clocks(child);
        }
        self.tell_of_fee(id);
        self.reschedule_case(id);
    }

    /// Says so if the children of a case live with adopters of another agency now.
    fn tell_of_fee(&mut self, id: CaseId) {
        let case = &self.cases[id.0];
        let household = case.household().map(|h| &self.households[h.0]);
        if household.is_some_and(|h| h.provider != Provider::Own) {
            let placed = AgencyPlacement {
                since: self.now,
                children: case.members.len(),
                first_entered: case.first_entered,
            };
            self.cases[id.0].agency = Some(placed);
            self.observer
                .event(self.now, Event::InterAgencyPlacement(placed));
        }
    }

    /// Says so if a placement with adopters of another agency ends.
    fn end_agency_placement(&mut self, id: CaseId, adopted: bool) {
        if let Some(placed) = self.cases[id.0].agency.take() {
            let ended = Event::InterAgencyPlacementEnded { placed, adopted };
            self.observer.event(self.now, ended);
        }
    }

    /// The children move in with their adopters: the clock of the chance stops.
    pub(super) fn move_in_with_adopters(&mut self, id: CaseId) {
        let household = self.cases[id.0].household();
        let members = self.cases[id.0].members.clone();
        let (order, disruption) = self.time_with_adopters(id, SimSpan::ZERO);
        let case = &mut self.cases[id.0];
        case.placements += 1;
        case.stage = Stage::Placed {
            household,
            order: self.now + order,
            disruption: self.now + disruption,
        };
        for child in members {
            self.move_to(child, PlacementKind::Adoptive);
            self.children[child.0].separated = false;
            self.children[child.0].with_adopters_since = self.now;
            self.tell(|child| Event::PlacedForAdoption(child), child);
            self.time_clocks(child);
        }
        self.tell_of_fee(id);
        self.reschedule_case(id);
    }

    /// From placement for adoption to the order, and to the end of the placement if that came
    /// first. What the children have `lived` there already counts towards the law's minimum.
    fn time_with_adopters(&self, id: CaseId, lived: SimSpan) -> (SimSpan, SimSpan) {
        let adoption = &self.params().adoption;
        let case = &self.cases[id.0];
        let draw = |purpose| self.uniform(case.root, purpose, case.placements);
        let age = self.age_of_case(&case.members);
        let usual = adoption.placed_to_order[age].quantile(draw(Purpose::AdoptionOrder));
        let factor = if case.early {
            adoption.early_factor
        } else {
            1.0
        };
        let minimum = adoption.minimum_with_adopters_days - lived.days();
        let days = (usual * factor).max(minimum).max(0.0);
        let disruption = match adoption.disruption > 0.0 {
            true => {
                let budget = -libm::log1p(-draw(Purpose::AdoptionDisruption));
                SimSpan::from_years(budget / adoption.disruption)
            }
            false => SimSpan::FOREVER,
        };
        (SimSpan::from_days(days), disruption)
    }

    /// The adoption order: the children leave care, the household leaves the pool, for good or
    /// until it comes back for another child.
    pub(super) fn make_adoption_order(&mut self, id: CaseId) {
        self.end_agency_placement(id, true);
        let members = self.cases[id.0].members.clone();
        if let Some(household) = self.cases[id.0].household() {
            self.has_adopted(household);
            self.cases[id.0].stage = Stage::Waiting;
        }
        self.close_case(id);
        for child in members {
            self.adopted_from(child);
            self.leave_care(child, Route::Adopted);
        }
    }

    /// An adoptive placement ends before the order: the children come back, and wait again if
    /// their chance has not yet fallen below the threshold.
    pub(super) fn adoptive_placement_disrupted(&mut self, id: CaseId) {
        self.end_agency_placement(id, false);
        self.dismiss_household(id);
        self.cases[id.0].stage = Stage::Waiting;
        let members = self.cases[id.0].members.clone();
        for &child in &members {
            self.tell(|child| Event::Disrupted(child), child);
        }
        self.place_again(&members);
        let lapses = self.lapse_of(&self.cases[id.0].members, self.cases[id.0].threshold);
        self.cases[id.0].lapses = lapses;
        self.reschedule_case(id);
    }

    /// The chance of adoption has fallen below the threshold: the decision is reversed.
    pub(super) fn end_plan_for_adoption(&mut self, id: CaseId) {
        if let Some(household) = self.cases[id.0].household() {
            self.return_to_pool(household);
        }
        let case = &self.cases[id.0];
        let u = self.uniform(case.root, Purpose::Revocation, 0);
        let wait = SimSpan::from_days(self.params().adoption.revocation.quantile(u));
        self.cases[id.0].stage = Stage::Reversed {
            revoked: self.now + wait,
        };
        let case = &self.cases[id.0];
        for child in &case.members {
            let child = &self.children[child.0];
            let reversed = Event::ChildNoLongerAdoption { child, case };
            self.observer.event(self.now, reversed);
        }
        self.observer.event(self.now, Event::NoLongerAdoption(case));
        for child in self.cases[id.0].members.clone() {
            self.make_plan(child, self.long_term_plan(child));
        }
        self.reschedule_case(id);
        let members = self.cases[id.0].members.clone();
        self.leave_early_carers(&members);
    }

    /// The placement order is revoked and the care order stands again.
    pub(super) fn revoke_placement_order(&mut self, id: CaseId) {
        let case = &self.cases[id.0];
        for child in &case.members {
            let child = &self.children[child.0];
            let revoked = Event::ChildRevoked { child, case };
            self.observer.event(self.now, revoked);
        }
        self.observer.event(self.now, Event::Revoked(case));
        let members = case.members.clone();
        self.close_case(id);
        for child in members {
            self.care_order(child);
        }
    }

    /// A child leaves care for another reason, and so its case; an empty case is closed.
    pub(super) fn leave_case(&mut self, id: ChildId) {
        let Some(case) = self.children[id.0].case.take() else {
            return;
        };
        self.cases[case.0].members.retain(|m| *m != id);
        if self.cases[case.0].members.is_empty() {
            if let Stage::Matched {
                household: Some(household),
                ..
            } = self.cases[case.0].stage
            {
                self.return_to_pool(household);
                self.cases[case.0].stage = Stage::Waiting;
            }
            return self.close_case(case);
        }
        // Those who remain have a first entry and a youngest of their own.
        let record = &self.cases[case.0];
        if matches!(record.stage, Stage::Waiting | Stage::Matched { .. }) {
            let lapses = self.lapse_of(&record.members, record.threshold);
            self.cases[case.0].lapses = lapses;
            self.reschedule_case(case);
        }
    }

    /// A case is over; a household its children lived with goes with it.
    fn close_case(&mut self, id: CaseId) {
        self.end_agency_placement(id, false);
        self.dismiss_household(id);
        let case = self.cases.remove(id.0);
        self.calendar.release(case.slot);
        for member in case.members {
            self.children[member.0].case = None;
        }
    }

    fn dismiss_household(&mut self, id: CaseId) {
        if let Some(household) = self.cases[id.0].household() {
            self.remove_household(household);
        }
    }
}
