//! Who is there when the run begins: children already in care and households already approved.
//!
//! Counts come from the published tables (age, legal status, placement); what the tables do not
//! say is drawn: exact age, time already in care, sibling groups, needs. Every clock is then
//! drawn *given the time already served*, never as if the child had come today: hazard budgets are
//! memoryless, lengths are conditioned on what has passed, and a stage under way began when a
//! stage found under way at a random moment has begun (the stationary age of a renewal process).
//!
//! Where a family's case stands with the court, and where adoption stands, is in the files beside
//! this one. For those who had left care before the run see `earlier_leavers`.
//!
//! Places are filled before the run: children in in-house care live with households that could
//! take them, some of these have given notice and will close, some of the remaining places are
//! not available, the rest are vacant. Adopters wait
//! already, and have already been considered for the children who wait.

use crate::des::resource::Places;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};
use crate::dist::Dist;

use super::child::{Basis, LegalStatus, Placement, PlacementKind};
use super::clocks::Running;
use super::entry::{Person, pick};
use super::household::{HouseholdId, HouseholdKind};
use super::params::{StockRow, Tier};
use super::phase::Purpose;
use super::record::Event;
use super::vacancies::Vacancy;
use super::{ChildId, Members, World};

mod adoption;
mod court;

/// About how many households at most draw lots for a group of children: more than any council has, so that
/// only worlds many times as large, which must not take their square, draw among fewer.
const LOTS: usize = 2_000;

/// An existing child before it is put in place.
struct Existing<'a> {
    root: Root,
    row: &'a StockRow,
}

impl World<'_> {
    /// Existing foster households with their places, and adopters who are waiting.
    pub(super) fn place_existing_households(&mut self) {
        let stock = &self.model.stock;
        let strands = &self.model.opening.recruitment;
        let sizes = stock.foster_households.iter().zip(1u16..);
        let places: Vec<u16> = sizes
            .flat_map(|(&count, size)| std::iter::repeat_n(size, count as usize))
            .collect();
        for (ordinal, places) in (0u64..).zip(places) {
            let root = Root::named("existing foster household", ordinal);
            let served = self.budget(root, Purpose::Served, 0) * stock.foster_tenure_years;
            let approved = SimTime::START - SimSpan::from_years(served);
            let strand = &strands[stock.foster_strand];
            let id = self.add_household(root, stock.foster_strand, strand, approved);
            let household = &mut self.households[id.0];
            household.approval.places = places;
            household.approval.largest_group = places;
            household.vacant_since = approved;
            self.change_places(id, |p| *p = Places::new(places));
        }
        for ordinal in 0..u64::from(stock.adopters_waiting) {
            let root = Root::named("existing adopters", ordinal);
            let strand = &strands[stock.adopter_strand];
            let leaving = strand.leaving.rate_at(SimSpan::ZERO).max(0.1);
            let served = self.budget(root, Purpose::Served, 0) / leaving;
            let approved = SimTime::START - SimSpan::from_years(served);
            self.add_household(root, stock.adopter_strand, strand, approved);
        }
    }

    /// Existing children, block by block of the opening table.
    pub(super) fn place_existing_children(&mut self) {
        let model = self.model;
        let mut existing = Vec::new();
        for row in &model.stock.children {
            let name = cell_name(row);
            for ordinal in 0..u64::from(row.count) {
                let root = Root::named(&name, ordinal);
                existing.push(Existing { root, row });
            }
        }
        self.in_order(&mut existing);
        let mut housed = Vec::new();
        for group in existing.chunk_by(|a, b| a.block() == b.block()) {
            self.place_block(group, &mut housed);
        }
        self.house_in_house(housed);
        self.find_nobody_responsible();
        self.place_existing_stays();
        self.give_earlier_notices();
        self.close_unavailable_places();
        self.match_some_cases();
        self.reverse_some_decisions();
        self.find_new_workers();
    }

    /// By block (legal status, placement), within a block at random: siblings are of any age.
    fn in_order(&self, existing: &mut [Existing<'_>]) {
        existing.sort_by_cached_key(|e| {
            let u = self.uniform(e.root, Purpose::OpeningOrder, 0);
            (e.block(), u.to_bits())
        });
    }

    /// Cuts a block into families and puts each in place.
    fn place_block(&mut self, block: &[Existing<'_>], housed: &mut Vec<Members>) {
        let mut rest = block;
        while let Some(first) = rest.first() {
            let u = self.uniform(first.root, Purpose::GroupSize, 0);
            let size = match first.row.asylum_seeking {
                true => 1,
                false => 1 + pick(&self.model.stock.group_size, u),
            };
            let (family, others) = rest.split_at(size.min(rest.len()));
            rest = others;
            let members = self.existing_family(family);
            if first.row.placement == PlacementKind::InHouse {
                housed.push(members);
            }
        }
    }

    /// A family already in care.
    fn existing_family(&mut self, siblings: &[Existing<'_>]) -> Members {
        let root = siblings[0].root.child(0);
        let u = self.uniform(root, Purpose::Served, 0);
        let people: Vec<_> = siblings
            .iter()
            .map(|s| self.existing_person(s, root))
            .collect();
        let served: Vec<_> = people
            .iter()
            .zip(siblings)
            .map(|(person, s)| time_served(&s.row.in_care, person.born, u))
            .collect();
        let longest = served.iter().copied().max().unwrap_or(SimSpan::ZERO);
        let together = self.uniform(root, Purpose::Together, 0) < self.params().entries.together;
        let family = self.found_family(root, SimTime::START - longest, together);
        let row = siblings[0].row;
        let members: Members = people
            .into_iter()
            .zip(&served)
            .map(|(person, &served)| {
                let id = self.add_child(family, person, SimTime::START - served, 0);
                self.settle_in(id, row, served);
                id
            })
            .collect();
        self.resume_court(family, row);
        if row.legal == LegalStatus::PlacementOrder {
            self.resume_adoption(family, row, &members);
        }
        for &id in &members {
            self.begin_clocks(id);
            self.match_before_the_run(id);
        }
        self.in_care += members.len();
        self.resume_plans(family);
        self.expect_later_born(family);
        self.reschedule_family(family);
        members
    }

    fn existing_person(&self, existing: &Existing<'_>, family: Root) -> Person {
        let stock = &self.model.stock;
        let row = existing.row;
        let band = row.age as usize;
        let u = self.uniform(existing.root, Purpose::Age, 0);
        let age = SimSpan::from_years(row.age.age(u, stock.mean_age[band]));
        Person {
            root: existing.root,
            born: SimTime::START - age,
            needs: self.needs(
                existing.root,
                stock.additional_needs[band],
                stock.complex_needs[band],
            ),
            ethnic_group: self.ethnic_group(family, &stock.ethnic_group),
            basis: match row.legal {
                _ if row.asylum_seeking => Basis::AsylumSeeking,
                LegalStatus::Section20 => Basis::Section20,
                _ => Basis::InterimCareOrder,
            },
        }
    }

    /// The child's legal status and placement as they are, with what has passed of them.
    fn settle_in(&mut self, id: ChildId, row: &StockRow, served: SimSpan) {
        let child = &self.children[id.0];
        let root = child.root;
        let draw = |purpose| self.uniform(root, purpose, 0);
        let rate = self.params().stability.rates[row.placement as usize];
        let in_placement = match rate > 0.0 {
            true => SimSpan::from_years(self.budget(root, Purpose::OpeningState, 1) / rate),
            false => served,
        };
        let since = SimTime::START - in_placement.min(served);
        let overflow = row.placement == PlacementKind::ChildrensHome
            && draw(Purpose::OpeningState) < self.model.stock.overflow_share;
        let discharge = match row.placement {
            PlacementKind::WithParents => {
                // The orders of brothers and sisters are discharged together.
                let family = self.families[child.family.0].root;
                let dist = &self.params().home.discharge;
                let age = dist.equilibrium_age(self.uniform(family, Purpose::OpeningState, 2));
                let u = self.uniform(family, Purpose::Discharge, 0);
                SimTime::START + rest_of(dist, u, SimSpan::from_days(age))
            }
            _ => SimTime::NEVER,
        };
        let bed = match row.placement {
            PlacementKind::ChildrensHome => self.free_bed(id),
            _ => None,
        };
        if let Some(home) = bed {
            self.take_bed(home);
        }
        let near = bed.is_some() || self.near_at_the_start(id, row.placement);
        let for_want_of_own = self.for_want_of_own(match row.placement {
            PlacementKind::Agency => Some(Tier::Agency),
            _ => overflow.then_some(Tier::ChildrensHome),
        });
        let moves = (served - in_placement.min(served)).years() * rate;
        let budget = self.budget(root, Purpose::DisruptionBudget, 0);
        let child = &mut self.children[id.0];
        child.existing = true;
        child.legal = row.legal;
        child.placed = true;
        child.placement = Placement {
            kind: row.placement,
            household: None,
            bed,
            since,
            ordinal: 0,
            overflow,
            for_want_of_own,
            near,
            suitable: false,
        };
        child.moves = moves.min(255.0) as u8;
        child.recent_placements[0] = since;
        child.searched = SimTime::START;
        child.clocks.discharge_at = discharge;
        child.clocks.disruption = Running::new(budget, SimTime::START);
        let carers_order = self.carers_order_clock(id);
        self.children[id.0].clocks.carers_order = carers_order;
        let next = self.first_step_down(id, overflow, for_want_of_own);
        let child = &mut self.children[id.0];
        child.clocks.step_down = next;
        // The search that found it was before the run: those to come draw other numbers.
        child.searches = 1;
        self.tell(|child| Event::PlacementBegan(child), id);
    }

    /// Finds households for the children who live in in-house care: larger groups first, with
    /// carers who could take them if there are any, with any who have room if not, and apart if
    /// nobody has room for all.
    fn house_in_house(&mut self, mut families: Vec<Members>) {
        families.sort_by_key(|members| std::cmp::Reverse(members.len()));
        for members in families {
            if let Some(household) = self.room_for(&members) {
                self.live_with(household, &members);
                continue;
            }
            for &child in &members {
                let household = self
                    .room_for(&[child])
                    .expect("the scenario has at least one place for each child in in-house care");
                self.live_with(household, &[child]);
            }
        }
    }

    fn room_for(&self, members: &[ChildId]) -> Option<HouseholdId> {
        let group = self.group(members);
        let among = |compatible: bool| {
            let all = self.with_room(HouseholdKind::Foster).shelves();
            let with_room = all.filter(|&(_, free, _)| free >= group.size);
            let eligible = with_room.filter(move |(p, ..)| p.approval.covers(&group) == compatible);
            self.by_lot(group.root, eligible.map(|(.., shelf)| shelf))
        };
        among(true).or_else(|| among(false))
    }

    /// One of the households on these shelves, by lot. Where they are very many, only every nth draws.
    pub(super) fn by_lot<'v>(
        &self,
        root: Root,
        shelves: impl Iterator<Item = &'v [Vacancy]> + Clone,
    ) -> Option<HouseholdId> {
        let all: usize = shelves.clone().map(<[Vacancy]>::len).sum();
        let every = all.div_ceil(LOTS).max(1);
        let mut first = (self.uniform(root, Purpose::OpeningOrder, 1) * every as f64) as usize;
        let drawing = shelves.flat_map(|shelf| {
            let drawing = shelf.iter().skip(first).step_by(every);
            // The count goes on from shelf to shelf.
            first += drawing.len() * every;
            first -= shelf.len();
            drawing
        });
        let lot = |household: Root| {
            let pair = Root::pair(root, household);
            self.uniform(pair, Purpose::OpeningOrder, 0).to_bits()
        };
        let chosen = drawing.min_by_key(|v| (lot(v.root), v.root));
        chosen.map(|v| v.id)
    }

    fn live_with(&mut self, household: HouseholdId, members: &[ChildId]) {
        self.change_places(household, |places| places.take(members.len() as u16));
        for child in members {
            self.children[child.0].placement.household = Some(household);
            self.come_to_live_with(household, *child);
            self.children[child.0].placement.near = self.household_is_near(household);
        }
    }

    /// Some households with children have given notice before the run; their free places are
    /// closed for good.
    fn give_earlier_notices(&mut self) {
        let all = self.households.iter();
        let caring = all.filter(|(_, h)| h.kind == HouseholdKind::Foster && h.places.taken() > 0);
        let mut lots: Vec<_> = caring
            .map(|(index, h)| {
                let lot = self.uniform(h.root, Purpose::KeepsChildren, 1);
                (lot.to_bits(), HouseholdId(index))
            })
            .collect();
        lots.sort_unstable();
        lots.truncate(self.model.stock.leaving_households as usize);
        for (_, id) in lots {
            self.close_to_newcomers(id);
        }
    }

    /// Some of the free places are not available, each for what is left of a rest.
    fn close_unavailable_places(&mut self) {
        let closed = self.households.iter().map(|(_, h)| h.places.closed());
        let closed: u32 = closed.map(u32::from).sum();
        let wanted = self.model.stock.unavailable_places.saturating_sub(closed);
        let mut free: Vec<(u64, u32, HouseholdId)> = Vec::new();
        let all = self.with_room(HouseholdKind::Foster).shelves();
        let each = all.flat_map(|(_, places, shelf)| shelf.iter().map(move |v| (places, v)));
        for (places, vacancy) in each {
            for place in 0..u32::from(places) {
                let lot = self.uniform(vacancy.root, Purpose::OpeningOrder, place);
                free.push((lot.to_bits(), place, vacancy.id));
            }
        }
        free.sort_unstable_by_key(|&(lot, place, id)| (lot, self.households[id.0].root, place));
        free.truncate(wanted as usize);
        for (_, place, id) in free {
            let dist = &self.params().search.rest;
            let root = self.households[id.0].root;
            let rested = dist.equilibrium_age(self.uniform(root, Purpose::Served, place + 1));
            let u = self.uniform(root, Purpose::OpeningState, place);
            let rest = rest_of(dist, u, SimSpan::from_days(rested));
            self.change_places(id, |places| places.close(1));
            self.rest_until(id, SimTime::START + rest.max(SimSpan::from_seconds(1)));
        }
    }
}

impl Existing<'_> {
    /// Families are formed within a block.
    fn block(&self) -> (LegalStatus, PlacementKind, bool) {
        (self.row.legal, self.row.placement, self.row.asylum_seeking)
    }
}

/// Names a cell of the opening table: who a child is does not depend on the order of the rows.
fn cell_name(row: &StockRow) -> String {
    let (age, legal, placement) = (row.age.label(), row.legal.label(), row.placement.label());
    let asylum = if row.asylum_seeking {
        ", asylum-seeking"
    } else {
        ""
    };
    format!("existing child, {age}, {legal}, {placement}{asylum}")
}

/// What is left of a length of time of which `served` has passed.
pub(super) fn rest_of(dist: &Dist, u: f64, served: SimSpan) -> SimSpan {
    SimSpan::from_days(dist.remainder(u, served.days()))
}

/// Time already in care: not longer than the child has lived.
fn time_served(in_care: &Dist, born: SimTime, u: f64) -> SimSpan {
    let age = (SimTime::START - born).days();
    SimSpan::from_days(in_care.quantile(u * in_care.cdf(age)).clamp(0.0, age))
}
