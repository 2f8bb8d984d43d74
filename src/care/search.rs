//! The search for a placement.
//!
//! Brothers and sisters assessed to live together are looked for one home; tier by tier in the
//! council's order. In-house carers are checked household by household: a free place for each
//! child, ages, size of group, needs, and whether *this* household accepts *these* children (drawn
//! once for the pair). Which of several is chosen is in `choice`. Agencies are a market: they offer a
//! carer, or not, with a chance by age, needs and size of group; what they offer is bought.
//! Carers out of the area can be a tier of their own, so that they are asked only where nobody nearer
//! was found. What no family can be found for overflows into
//! a children's home: a bed of the council's own (see `beds`), or one that is bought, which is always
//! found. A family for which no foster home is found together
//! is placed apart. Relatives who take the children in at once (see `relatives`) come first, unless the
//! order says after whom.
//!
//! For some children with complex needs a children's home *is* the plan, from 16 some move to
//! semi-independent accommodation, and some (see `remand`) are placed in secure accommodation: none of
//! these counts as overflow.
//!
//! A child who lives in a children's home for want of a family is looked for again from time to
//! time (step-down), among what has become vacant since; so is, if the council wants it, a child with
//! bought carers for whom its own are preferred, until it is matched where it lives.

use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::beds::HomeId;
use super::child::{AgeBand, Basis, ByAge, Needs, Placement, PlacementKind};
use super::clocks::Running;
use super::household::{HouseholdId, HouseholdKind};
use super::long_term::LongTerm;
use super::params::Tier;
use super::phase::Purpose;
use super::record::Event;
use super::vacancies::EVER;
use super::{ChildId, FamilyId, Members, World};

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    kind: PlacementKind,
    household: Option<HouseholdId>,
    bed: Option<HomeId>,
    /// The tier of the search in which it was bought; none if it needed no search, or is the plan.
    tier: Option<Tier>,
    near: bool,
    suitable: bool,
}

impl Found {
    fn bought(kind: PlacementKind) -> Self {
        Self {
            kind,
            household: None,
            bed: None,
            tier: None,
            near: true,
            suitable: false,
        }
    }
}

impl World<'_> {
    /// Places children of one family who need a home now: on entry, or when they have lost one
    /// together. For some the plan is not a foster home; the others are looked for together if
    /// they are assessed to live together.
    pub(super) fn place(&mut self, children: &[ChildId]) {
        let mut for_fostering = Members::new();
        for &child in children {
            match self.plan_other_than_fostering(child) {
                Some(kind) => self.assign(child, self.home_found(child, kind, None), kind),
                None => for_fostering.push(child),
            }
        }
        let family = |id: &ChildId| self.children[id.0].family;
        let together = for_fostering
            .first()
            .is_some_and(|first| self.families[family(first).0].together);
        if together && for_fostering.len() > 1 {
            self.place_together(&for_fostering);
        } else {
            for child in for_fostering {
                self.place_alone(child);
            }
        }
    }

    /// The first placement of a case: with relatives who take the children in at once, if nobody is
    /// found who comes before them in the order.
    pub(super) fn place_on_entry(&mut self, family: FamilyId, children: &[ChildId]) {
        if !self.relatives_take_in_at_once(family) {
            return self.place(children);
        }
        let order = self.params().search.order.iter();
        let before = order.take_while(|&&tier| tier != Tier::Relatives);
        let before = match self.params().search.order.contains(&Tier::Relatives) {
            true => before.count(),
            false => 0,
        };
        match self.foster_home_in(before, children, None, EVER) {
            Some(found) => self.assign_all(children, found),
            None => self.live_with_relatives_at_once(family),
        }
    }

    /// Children of one family have lost their home: they are placed again at once.
    pub(super) fn place_again(&mut self, children: &[ChildId]) {
        self.place(children);
        for &child in children {
            self.time_clocks(child);
        }
    }

    /// One home for all, or, if none is found, each apart.
    fn place_together(&mut self, children: &[ChildId]) {
        let left = self.children[children[0].0].placement.household;
        match self.foster_home(children, left, EVER) {
            Some(found) => self.assign_all(children, found),
            None => {
                for &child in children {
                    self.tell(|child| Event::PlacedApart(child), child);
                }
                let apart = Event::Separated(children.len());
                self.observer.event(self.now, apart);
                for &child in children {
                    self.children[child.0].separated = true;
                    self.place_alone(child);
                }
            }
        }
    }

    fn assign_all(&mut self, children: &[ChildId], found: Found) {
        for &child in children {
            let preferred = self.preferred();
            self.assign(child, found, preferred);
        }
    }

    fn place_alone(&mut self, id: ChildId) {
        let left = self.children[id.0].placement.household;
        let found = self.foster_home(&[id], left, EVER).unwrap_or_else(|| {
            let overflow = Some(Tier::ChildrensHome);
            self.home_found(id, PlacementKind::ChildrensHome, overflow)
        });
        let preferred = self.preferred();
        self.assign(id, found, preferred);
    }

    /// A plan that does not call for a foster home.
    fn plan_other_than_fostering(&self, id: ChildId) -> Option<PlacementKind> {
        let search = &self.params().search;
        let child = &self.children[id.0];
        let band = child.band(self.now);
        if self.in_secure_accommodation(child, band) {
            return Some(PlacementKind::Secure);
        }
        let move_on = match child.basis {
            Basis::AsylumSeeking => search.semi_independent_asylum,
            _ => search.semi_independent,
        };
        let draw = |purpose| self.uniform(child.root, purpose, child.searches);
        if band == AgeBand::From16 && draw(Purpose::SemiIndependent) < move_on {
            return Some(PlacementKind::SemiIndependent);
        }
        // Whether a home is the plan is settled once for the child, not search by search.
        let share = search.residential_plan[band as usize];
        let planned = child.needs == Needs::Complex
            && self.uniform(child.root, Purpose::ResidentialPlan, 0) < share;
        planned.then_some(PlacementKind::ChildrensHome)
    }

    fn preferred(&self) -> PlacementKind {
        // Relatives are there for some: what is looked for comes after them.
        let mut order = self.params().search.order.iter();
        match order.find(|&&tier| tier != Tier::Relatives) {
            Some(Tier::InHouse) => PlacementKind::InHouse,
            Some(Tier::Agency | Tier::OutOfArea) => PlacementKind::Agency,
            _ => PlacementKind::ChildrensHome,
        }
    }

    /// The tier in which a placement was found, if the council's own carers are preferred to it.
    pub(super) fn for_want_of_own(&self, found: Option<Tier>) -> Option<Tier> {
        found.filter(|_| self.preferred() == PlacementKind::InHouse)
    }

    /// A foster home for these children together, tier by tier; in-house only among places vacant
    /// since `since`, and not where they have just left.
    fn foster_home(
        &self,
        children: &[ChildId],
        left: Option<HouseholdId>,
        since: SimTime,
    ) -> Option<Found> {
        self.foster_home_in(usize::MAX, children, left, since)
    }

    /// The same in so many tiers at most.
    fn foster_home_in(
        &self,
        tiers: usize,
        children: &[ChildId],
        left: Option<HouseholdId>,
        since: SimTime,
    ) -> Option<Found> {
        let search = &self.params().search;
        let found = |&tier: &Tier| match tier {
            Tier::InHouse => {
                let household = self.in_house(children, left, since);
                household.map(|household| self.place_found(household))
            }
            Tier::Agency => {
                let offers = self.is_offered(children, &search.agency_offer, Purpose::Agency);
                offers.then(|| {
                    let (group, first) = (self.group(children).root, &self.children[children[0].0]);
                    Found {
                        tier: Some(tier),
                        near: self.is_near(group, first.searches, Tier::Agency),
                        ..Found::bought(PlacementKind::Agency)
                    }
                })
            }
            Tier::OutOfArea => {
                let chances = &search.out_of_area_offer;
                let offers = self.is_offered(children, chances, Purpose::OutOfArea);
                offers.then(|| Found {
                    tier: Some(tier),
                    near: false,
                    ..Found::bought(PlacementKind::Agency)
                })
            }
            Tier::Relatives | Tier::ChildrensHome => None,
        };
        search.order.iter().take(tiers).find_map(found)
    }

    /// Whether agencies offer a carer, with these chances by age.
    fn is_offered(&self, children: &[ChildId], chances: &ByAge<f64>, purpose: Purpose) -> bool {
        let search = &self.params().search;
        let first = &self.children[children[0].0];
        let further = children.iter().skip(1);
        let siblings: f64 = further.map(|_| search.sibling_factor).product();
        let chance = siblings * self.least(children, |band| chances[band as usize]);
        let group = self.group(children).root;
        self.uniform(group, purpose, first.searches) < chance
    }

    /// The least of a chance by age over the children, lowered for complex needs.
    pub(super) fn least(&self, children: &[ChildId], chance: impl Fn(AgeBand) -> f64) -> f64 {
        let each = children.iter().map(|c| {
            let child = &self.children[c.0];
            let factor = match child.needs {
                Needs::Complex => self.params().search.complex_factor,
                _ => 1.0,
            };
            factor * chance(child.band(self.now))
        });
        each.fold(1.0, f64::min)
    }

    /// Moves the child to what was found, and says what had been preferred.
    fn assign(&mut self, id: ChildId, found: Found, preferred: PlacementKind) {
        self.begin_placement(id, found);
        self.join_siblings(id);
        let child = &mut self.children[id.0];
        child.searches += 1;
        child.searched = self.now;
        let searched = Event::Searched {
            child: &self.children[id.0],
            preferred,
            found: found.kind,
        };
        self.observer.event(self.now, searched);
    }

    /// Moves the child to a placement that needed no search: relatives, parents, adopters.
    pub(super) fn move_to(&mut self, id: ChildId, kind: PlacementKind) {
        self.begin_placement(id, Found::bought(kind));
    }

    /// Moves the child to adopters who foster it first.
    pub(super) fn foster_with_adopters(&mut self, id: ChildId, household: HouseholdId) {
        let found = Found {
            household: Some(household),
            ..Found::bought(PlacementKind::InHouse)
        };
        self.begin_placement(id, found);
        self.children[id.0].separated = false;
    }

    /// The child stays where it is, but is placed for adoption there from now on: another kind of
    /// placement, and no move. A place it took is its family's now.
    pub(super) fn stay_as_adoptive(&mut self, id: ChildId) {
        self.tell(|child| Event::PlacementEnded(child), id);
        let child = &mut self.children[id.0];
        child.placement = Placement {
            kind: PlacementKind::Adoptive,
            household: None,
            bed: None,
            since: self.now,
            ordinal: child.placement.ordinal,
            overflow: false,
            for_want_of_own: None,
            near: child.placement.near,
            suitable: true,
        };
        child.separated = false;
        self.tell(|child| Event::PlacementBegan(child), id);
        self.measure_drift(id);
    }

    fn begin_placement(&mut self, id: ChildId, found: Found) {
        let moved = self.children[id.0].placed;
        self.end_placement(id);
        if let Some(household) = found.household {
            self.change_places(household, |places| places.take(1));
            self.come_to_live_with(household, id);
        }
        if let Some(home) = found.bed {
            self.take_bed(home);
        }
        let now = self.now;
        let overflow = found.tier == Some(Tier::ChildrensHome);
        let for_want_of_own = self.for_want_of_own(found.tier);
        let step_down = self.first_step_down(id, overflow, for_want_of_own);
        let child = &mut self.children[id.0];
        let ordinal = child.placement.ordinal.wrapping_add(1);
        child.placed = true;
        child.moves = child.moves.saturating_add(u8::from(moved));
        child.placement = Placement {
            kind: found.kind,
            household: found.household,
            bed: found.bed,
            since: now,
            ordinal,
            overflow,
            for_want_of_own,
            near: found.near,
            suitable: found.suitable,
        };
        child.long_term = LongTerm::No;
        let [latest, second, _] = child.recent_placements;
        child.recent_placements = [now, latest, second];
        child.clocks.step_down = step_down;
        let root = child.root;
        let budget = self.budget(root, Purpose::DisruptionBudget, ordinal);
        let carers_order = self.carers_order_clock(id);
        let clocks = &mut self.children[id.0].clocks;
        clocks.disruption = Running::new(budget, now);
        clocks.carers_order = carers_order;
        self.tell(|child| Event::PlacementBegan(child), id);
        self.plan_follows_placement(id);
    }

    /// Ends the current placement, if there is one, and gives the place back.
    pub(super) fn end_placement(&mut self, id: ChildId) {
        if let Some(household) = self.end_placement_without_vacancy(id) {
            match self.households[household.0].kind {
                HouseholdKind::Foster => self.give_place_back(household),
                HouseholdKind::Adoptive => self.leave_early_carer(household),
            }
        }
    }

    /// Ends the current placement, if there is one; the household whose place it was.
    pub(super) fn end_placement_without_vacancy(&mut self, id: ChildId) -> Option<HouseholdId> {
        if !self.children[id.0].placed {
            return None;
        }
        self.tell(|child| Event::PlacementEnded(child), id);
        let child = &mut self.children[id.0];
        child.placed = false;
        child.clocks.disruption = Running::idle();
        child.clocks.carers_order = Running::idle();
        let household = child.placement.household.take();
        if let Some(home) = child.placement.bed.take() {
            self.give_bed_back(home);
        }
        household
    }

    /// Step-down: another search for a family for a child in a children's home, or for own carers for one
    /// with bought carers.
    pub(super) fn look_for_family_again(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let order = self.params().search.order.iter();
        let tiers = match child.placement.for_want_of_own {
            Some(Tier::Agency | Tier::OutOfArea) => order
                .take_while(|&&tier| tier != Tier::Agency && tier != Tier::OutOfArea)
                .count(),
            _ => usize::MAX,
        };
        match self.foster_home_in(tiers, &[id], None, child.searched) {
            Some(found) => {
                let preferred = self.preferred();
                self.assign(id, found, preferred);
                self.time_clocks(id);
            }
            None => {
                // Drawn before this search counts, so that the next placement draws another.
                let next = self.next_step_down(id);
                let child = &mut self.children[id.0];
                child.searches += 1;
                child.searched = self.now;
                child.clocks.step_down = next;
                self.time_clocks(id);
            }
        }
    }

    /// A placement that is right for the long term, for a child whose plan says that this one is not;
    /// whether it was found. The move is planned.
    pub(super) fn look_for_right_placement(&mut self, id: ChildId) -> bool {
        let left = self.children[id.0].placement.household;
        let found = self.foster_home(&[id], left, EVER);
        if let Some(found) = found {
            if self.has_sibling_to_live_with(id) {
                self.children[id.0].separated = true;
            }
            let preferred = self.preferred();
            let suitable = true;
            self.assign(id, Found { suitable, ..found }, preferred);
        } else {
            let child = &mut self.children[id.0];
            child.searches += 1;
            child.searched = self.now;
        }
        found.is_some()
    }

    /// The children go to this household of the council's, which has room for them.
    pub(super) fn place_with(&mut self, household: HouseholdId, children: &[ChildId]) {
        for &child in children {
            let preferred = self.preferred();
            self.assign(child, self.place_found(household), preferred);
        }
    }

    fn place_found(&self, household: HouseholdId) -> Found {
        Found {
            household: Some(household),
            near: self.household_is_near(household),
            ..Found::bought(PlacementKind::InHouse)
        }
    }

    /// A children's home, semi-independent or secure accommodation, which is always found: a bed of
    /// the council's own, if one is free, else one that is bought.
    fn home_found(&self, id: ChildId, kind: PlacementKind, tier: Option<Tier>) -> Found {
        let child = &self.children[id.0];
        let bed = match kind {
            PlacementKind::ChildrensHome => self.free_bed(id),
            _ => None,
        };
        Found {
            tier,
            bed,
            near: bed.is_some() || self.is_near(child.root, child.searches, Tier::ChildrensHome),
            ..Found::bought(kind)
        }
    }

    fn is_near(&self, root: Root, draw: u32, tier: Tier) -> bool {
        self.uniform(root, Purpose::Near, draw) < self.params().search.near[tier as usize]
    }

    /// Whether the council's own carers live near the children whom they take.
    pub(super) fn household_is_near(&self, id: HouseholdId) -> bool {
        self.is_near(self.households[id.0].root, 0, Tier::InHouse)
    }

    /// Whether an existing placement is near, for placements that are bought.
    pub(super) fn near_at_the_start(&self, id: ChildId, kind: PlacementKind) -> bool {
        let family = self.families[self.children[id.0].family.0].root;
        match kind {
            PlacementKind::Agency => self.is_near(family, 0, Tier::Agency),
            PlacementKind::ChildrensHome
            | PlacementKind::SemiIndependent
            | PlacementKind::Secure => {
                self.is_near(self.children[id.0].root, 0, Tier::ChildrensHome)
            }
            _ => true,
        }
    }

    /// The clock of the first such search in a placement, if there can be any.
    pub(super) fn first_step_down(
        &self,
        id: ChildId,
        overflow: bool,
        for_want_of_own: Option<Tier>,
    ) -> Running {
        let bought = matches!(for_want_of_own, Some(Tier::Agency | Tier::OutOfArea));
        match overflow || bought && self.uses.from_agency {
            true => self.next_step_down(id),
            false => Running::idle(),
        }
    }

    /// How often a year the child is looked for again.
    pub(super) fn step_down_rate(&self, id: ChildId) -> f64 {
        let (child, search) = (&self.children[id.0], &self.params().search);
        match child.placement.for_want_of_own {
            Some(Tier::Agency | Tier::OutOfArea) => match child.long_term {
                LongTerm::Matched => 0.0,
                _ => search.from_agency_a_year,
            },
            _ => search.step_down_a_year,
        }
    }

    /// The clock of the next search, which falls at random at the policy's rate.
    pub(super) fn next_step_down(&self, id: ChildId) -> Running {
        let child = &self.children[id.0];
        let budget = self.budget(child.root, Purpose::StepDown, child.searches);
        Running::new(budget, self.now)
    }
}
