//! Several authorities side by side, and the adopters they share.
//!
//! Each authority is a world of its own: its children, carers, parameters and luck. A child enters
//! one and stays its responsibility, whoever adopts it. So an authority that shares nothing is
//! simply run by itself, and happens exactly as it would without the others.
//!
//! Authorities that pool (a regional adoption agency, Education and Adoption Act 2016 s. 4) hold
//! their panels together, and activity days that fall on the same day; agencies share nothing with
//! each other, and each is run by itself. The waiting cases of all are considered in one order of
//! priority; each is offered its own authority's adopters first, then those of the others, by the
//! same rules of choice, and only then households of other partners and from the register. Panel
//! slots are each authority's own, and so are carers who foster for adoption. A single child leaves
//! a household to a group ahead of it if both authorities ask for that.
//!
//! A household matched with another authority's child is *lent*: the lender's record stands until
//! the borrower says that the match has lapsed (it waits again, with its lender), that it has
//! adopted (it may come back to its lender for another child) or that it is over.
//!
//! Whether a household accepts a child of another authority is a draw of its own, by the child's
//! authority. Where pooling begins with the run, adopters and children of different authorities
//! who waited before it have not considered each other yet.

use crate::des::stream::{Root, RunKey};
use crate::des::time::SimTime;

use super::adoption::Stage;
use super::household::{Group, Household, HouseholdId, HouseholdKind};
use super::matching::{Occasion, adopters_rank};
use super::params::Model;
use super::phase::{Phase, Purpose};
use super::record::Observer;
use super::vacancies::{Listed, Vacancies, Vacancy};
use super::{CaseId, Entity, Members, World};

/// One of several authorities that are run together.
#[derive(Clone, Copy, Debug)]
pub struct Authority<'m, O> {
    /// Its parameters and who is there.
    pub model: &'m Model,
    /// Who it is: made from its name, not from its place among the others.
    pub identity: Root,
    /// Who watches it.
    pub observer: O,
}

/// Where a household lent to another authority is at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lender {
    /// Place of the authority among those run together.
    authority: usize,
    /// The household in the lender's store.
    household: HouseholdId,
}

/// What a lender must hear of a household it has lent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returned {
    lender: Lender,
    outcome: Outcome,
}

/// How it ended for a household that had been lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The match has lapsed, so it waits again.
    Lapsed,
    /// It has adopted, and may come back for another child.
    Adopted,
    /// It is gone for good.
    Gone,
}

const PANEL: u8 = Phase::Panel as u8;
const ACTIVITY_DAY: u8 = Phase::ActivityDay as u8;

/// The key of an authority's own luck within a replication.
pub fn key_of(replication: RunKey, identity: Root) -> RunKey {
    replication.derived(identity, Purpose::Authority as u32)
}

/// Runs one replication of authorities that may pool their adopters, and hands their observers
/// back in order.
///
/// Cost: that of the authorities one by one; a look at each per event; and at a joint panel the
/// waiting cases times the profiles of waiting adopters of each.
pub fn run_together<O: Observer>(
    mut authorities: Vec<Authority<'_, O>>,
    replication: RunKey,
) -> Vec<O> {
    let identities = authorities.iter().map(|a| a.identity).collect();
    let opened = authorities.iter_mut().map(|authority| {
        let key = key_of(replication, authority.identity);
        let mut world = World::new(authority.model, key, &mut authority.observer);
        world.open();
        world
    });
    let mut region = Region {
        worlds: opened.collect(),
        identities,
    };
    while let Some((at, phase)) = region.next() {
        match phase {
            PANEL => region.meet(at, phase, Occasion::Panel),
            ACTIVITY_DAY => region.meet(at, phase, Occasion::ActivityDay),
            _ => region.happen(at, phase),
        }
    }
    authorities.into_iter().map(|a| a.observer).collect()
}

/// The worlds of authorities run together.
struct Region<'m> {
    worlds: Vec<World<'m>>,
    identities: Vec<Root>,
}

impl Region<'_> {
    /// The earliest event of any authority that has not come to its end.
    fn next(&self) -> Option<(SimTime, u8)> {
        let going = self.worlds.iter().filter(|world| !world.is_over());
        going.filter_map(|world| world.calendar.first()).min()
    }

    /// The authorities whose next event falls at that instant and phase, in order.
    fn due(&self, at: SimTime, phase: u8) -> Vec<usize> {
        let due =
            |world: &World<'_>| !world.is_over() && world.calendar.first() == Some((at, phase));
        let numbered = self.worlds.iter().enumerate();
        numbered.filter(|(_, w)| due(w)).map(|(n, _)| n).collect()
    }

    /// One event of each authority for which it is time. Except through the adopters they lend,
    /// they have nothing to do with each other, so the order between them does not matter.
    fn happen(&mut self, at: SimTime, phase: u8) {
        for number in self.due(at, phase) {
            let world = &mut self.worlds[number];
            let due = world.calendar.pop().expect("an event is due");
            world.now = at;
            world.happen(due);
            self.tell_lenders(at, number);
        }
    }

    /// What happened to households that an authority has borrowed.
    fn tell_lenders(&mut self, at: SimTime, borrower: usize) {
        for Returned { lender, outcome } in std::mem::take(&mut self.worlds[borrower].lent) {
            let world = &mut self.worlds[lender.authority];
            world.now = at;
            match outcome {
                Outcome::Lapsed => world.return_to_pool(lender.household),
                Outcome::Adopted => world.has_adopted(lender.household),
                Outcome::Gone => world.remove_household(lender.household),
            }
        }
    }

    /// Panels meet, or activity days are held: those that pool together, the others each by itself.
    fn meet(&mut self, at: SimTime, phase: u8, occasion: Occasion) {
        let due = self.due(at, phase);
        for &number in &due {
            let world = &mut self.worlds[number];
            let met = world.calendar.pop().expect("a meeting is due");
            debug_assert!(
                matches!(met.entity, Entity::Panel | Entity::ActivityDay),
                "only these have their phases"
            );
            world.now = at;
        }
        let pools = |number: &usize| self.worlds[*number].params().adoption.pooled;
        let (together, alone): (Vec<usize>, Vec<usize>) = due.into_iter().partition(pools);
        for number in alone {
            match occasion {
                Occasion::Panel => self.worlds[number].panel_meets(),
                Occasion::ActivityDay => self.worlds[number].activity_day(),
            }
        }
        match occasion {
            Occasion::Panel => self.joint_panel(&together, at),
            Occasion::ActivityDay => self.joint_activity_day(&together),
        }
    }

    fn joint_panel(&mut self, together: &[usize], at: SimTime) {
        for &number in together {
            self.worlds[number].split_long_waiting_groups();
            self.worlds[number].ask_foster_carers();
        }
        self.consider(Occasion::Panel, together);
        for &number in together {
            self.worlds[number].look_for_early_carers();
            self.worlds[number].schedule_panel(at);
        }
    }

    fn joint_activity_day(&mut self, together: &[usize]) {
        self.consider(Occasion::ActivityDay, together);
        for &number in together {
            self.worlds[number].schedule_activity_day(1.0);
        }
    }

    /// Matches cases of all, in one order of priority, with adopters of all. Each authority's
    /// own panel slots, family finding and rules of choice hold for its children.
    fn consider(&mut self, occasion: Occasion, together: &[usize]) {
        let mut guests: Vec<Guests> = together.iter().map(|&n| self.guests(n)).collect();
        let slots = together.iter().map(|&n| self.worlds[n].slots(occasion));
        let mut slots: Vec<f64> = slots.collect();
        let mut groups_ahead: Vec<Group> = Vec::new();
        for (place, case) in self.joint_order(together) {
            let borrower = together[place];
            let world = &self.worlds[borrower];
            let found = match world.comes(case, occasion, slots[place]) {
                true => best_of_all(world, occasion, place, case, &guests, &groups_ahead),
                false => None,
            };
            let Some((from, chosen)) = found else {
                groups_ahead.extend(world.keeps_households_for(case));
                continue;
            };
            slots[place] -= 1.0;
            let household = chosen.vacancy.id;
            let own = self.worlds[together[from]].households[household.0].listed;
            guests[from].leave(&own.expect("who is chosen has room"));
            match from == place {
                true => {
                    let world = &mut self.worlds[borrower];
                    world.take_from_pool(household, world.cases[case.0].members.len());
                    world.match_case(case, Some(household));
                }
                false => self.lend(together[from], household, borrower, case),
            }
        }
    }

    /// The waiting adopters of an authority, as the others see them.
    fn guests(&self, number: usize) -> Guests {
        let world = &self.worlds[number];
        let sight = Sight {
            identity: self.identities[number],
            from_start: !world.model.opening.adoption.pooled,
        };
        let own = world.with_room(HouseholdKind::Adoptive);
        let waiting = own.seen(|vacancy| sight.of(vacancy));
        Guests { waiting, sight }
    }

    /// The waiting cases of all, the one to consider first at the front, each with the place of
    /// its authority. Ties within an authority are broken as it would by itself.
    fn joint_order(&self, together: &[usize]) -> Vec<(usize, CaseId)> {
        let mut all: Vec<_> = Vec::new();
        for (place, &number) in together.iter().enumerate() {
            let identity = self.identities[number];
            let ranked = self.worlds[number].ranked_cases().into_iter();
            all.extend(
                ranked.map(|(rank, ordered, root, id)| (rank, ordered, root, identity, place, id)),
            );
        }
        all.sort_unstable_by_key(|&(rank, ordered, root, identity, ..)| {
            (rank, ordered, root, identity)
        });
        all.into_iter().map(|(.., place, id)| (place, id)).collect()
    }

    /// A household of `lender` is matched with a case of `borrower`.
    fn lend(&mut self, lender: usize, household: HouseholdId, borrower: usize, case: CaseId) {
        let children = self.worlds[borrower].cases[case.0].members.len();
        self.worlds[lender].take_from_pool(household, children);
        let lent = self.worlds[lender].households[household.0].clone();
        let root = Root::pair(self.identities[lender], lent.root);
        let authority = lender;
        let world = &mut self.worlds[borrower];
        let guest = world.receive(
            root,
            lent,
            Lender {
                authority,
                household,
            },
        );
        world.match_case(case, Some(guest));
        debug_assert!(matches!(world.cases[case.0].stage, Stage::Matched { .. }));
    }
}

/// The adopters whom a joint panel would choose for a case of the authority at `own`: whose, and
/// which. An authority's own come first, then those that the others have approved, then, in the
/// same way, those of other partners and from the register.
fn best_of_all(
    world: &World<'_>,
    occasion: Occasion,
    own: usize,
    case: CaseId,
    guests: &[Guests],
    groups_ahead: &[Group],
) -> Option<(usize, Listed)> {
    let best = |(place, lender): (usize, &Guests)| {
        let guest = place != own;
        let seen = match guest {
            true => &lender.waiting,
            false => world.with_room(HouseholdKind::Adoptive),
        };
        let chosen = world.best_adopters(case, occasion, seen, groups_ahead)?;
        let (provider, places) = adopters_rank(seen.profile(&chosen), chosen.free);
        let v = chosen.vacancy;
        let rank = (provider, guest, places, v.since, v.root, place);
        Some((rank, chosen))
    };
    let all = guests.iter().enumerate().filter_map(best);
    let best = all.min_by_key(|(rank, _)| *rank);
    best.map(|((.., place), chosen)| (place, chosen))
}

/// How the authorities of a pool see the waiting adopters of one of them.
#[derive(Clone, Copy)]
struct Sight {
    /// Whose adopters they are.
    identity: Root,
    /// Those who waited before the run wait for the others' children from its start.
    from_start: bool,
}

impl Sight {
    fn of(self, vacancy: Vacancy) -> Vacancy {
        Vacancy {
            root: Root::pair(self.identity, vacancy.root),
            since: match self.from_start {
                true => vacancy.since.max(SimTime::START),
                false => vacancy.since,
            },
            ..vacancy
        }
    }
}

/// The waiting adopters of one authority at a joint panel, as the others see them.
struct Guests {
    waiting: Vacancies,
    sight: Sight,
}

impl Guests {
    /// A household is chosen that stands so among its own authority's.
    fn leave(&mut self, own: &Listed) {
        self.waiting.remove(&Listed {
            vacancy: self.sight.of(own.vacancy),
            ..*own
        });
    }
}

impl World<'_> {
    /// Keeps a record of a household that another authority lends.
    fn receive(&mut self, root: Root, lent: Household, lender: Lender) -> HouseholdId {
        let id = HouseholdId(self.households.next_index());
        let slot = self.calendar.register(Entity::Household(id), root);
        self.households.add(Household {
            root,
            // Nobody leaves while matched, so its strand is not asked for; a lender's may not be here.
            strand: self.model.stock.adopter_strand,
            lender: Some(lender),
            listed: None,
            shelf: 0,
            came: Members::new(),
            slot,
            ..lent
        });
        id
    }

    /// Notes what the lender of a household must hear, if it has one.
    pub(super) fn tell_lender(&mut self, lender: Option<Lender>, outcome: Outcome) {
        if let Some(lender) = lender {
            self.lent.push(Returned { lender, outcome });
        }
    }
}
