//! Children coming into care.
//!
//! First entries are Poisson in time, one stream for each age band of the youngest child. With
//! the youngest come, in some families, older brothers and sisters. The rates are solved by
//! the scenario so that the expected number of *children* in each band is the published one.
//! Age, legal basis and needs are drawn on entry; then a placement is looked for.
//! Unaccompanied asylum-seeking children and those on remand come alone.
//!
//! A lever on entries never shifts who comes: it removes some of the baseline's families
//! (thinning) or adds others (further streams). How many come in which year and month is in
//! `rates`.

mod rates;

use crate::des::arrivals::{ArrivalStream, streams_needed};
use crate::des::calendar::Slot;
use crate::des::hazard::PiecewiseRates;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{
    AgeBand, Basis, Child, EthnicGroup, LegalStatus, Needs, Placement, PlacementKind, Standing,
};
use super::clocks::{Clocks, Running};
use super::family::{CourtStage, Family};
use super::household::HouseholdId;
use super::later_born::NOBODY_ADOPTED;
use super::long_term::LongTerm;
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::{ChildId, Entity, FamilyId, Members, World};

/// A stream of families coming into care.
pub(super) struct Entries {
    band: AgeBand,
    baseline: PiecewiseRates,
    stream: ArrivalStream,
    slot: Slot,
}

/// What is known of a child before anything has happened to it.
pub(super) struct Person {
    pub(super) root: Root,
    pub(super) born: SimTime,
    pub(super) needs: Needs,
    pub(super) ethnic_group: EthnicGroup,
    pub(super) basis: Basis,
}

impl World<'_> {
    /// Sets up the streams of first entries.
    pub(super) fn begin_entries(&mut self) {
        let busy = self.busy_years();
        for band in AgeBand::ALL {
            let baseline = rates::baseline(self.model, band, &busy);
            let highest = rates::highest_ratio(self.model, band);
            for index in 0..streams_needed(highest) {
                let name = format!("entries, youngest {}", band.label());
                let stream = ArrivalStream::new(&name, index, self.key, &baseline);
                let number = self.entries.len();
                let slot = self
                    .calendar
                    .register(Entity::Entries(number), stream.identity());
                self.calendar
                    .schedule(slot, stream.next(), Phase::Entry as u8);
                self.entries.push(Entries {
                    band,
                    baseline: baseline.clone(),
                    stream,
                    slot,
                });
            }
        }
    }

    /// A candidate of stream `number` comes, or is thinned out.
    pub(super) fn children_enter(&mut self, number: usize) {
        let wanted = &self.params().entries;
        let when = (
            self.now.years() as usize,
            self.model.month_of_year(self.month),
        );
        let entries = &mut self.entries[number];
        let ratio = rates::ratio(wanted, &self.model.opening.entries, entries.band, when);
        let arrival = entries.stream.take(self.key, &entries.baseline, ratio);
        let band = entries.band;
        self.calendar
            .schedule(entries.slot, entries.stream.next(), Phase::Entry as u8);
        if let Some(root) = arrival {
            let people = self.people(root, band);
            self.family_enters(root, people, 0);
        }
    }

    /// Who comes: the youngest, then its older brothers and sisters.
    fn people(&self, root: Root, band: AgeBand) -> Vec<Person> {
        let entries = &self.params().entries;
        let basis = self.basis(root, band, 0);
        let size = match basis {
            basis if basis.comes_alone() => 1,
            _ => {
                1 + pick(
                    &entries.group_size,
                    self.uniform(root, Purpose::GroupSize, 0),
                )
            }
        };
        let ethnic_group = self.ethnic_group(root, &entries.ethnic_group);
        let mut age = self.age_of_youngest(root, band);
        let mut people = Vec::with_capacity(size);
        for ordinal in 0..size as u32 {
            if ordinal > 0 {
                let (least, most) = entries.sibling_gap_years;
                let gap = self.uniform(root, Purpose::SiblingGap, ordinal);
                age += SimSpan::from_years(least + gap * (most - least));
            }
            if age >= SimSpan::from_years(18.0) {
                break;
            }
            let child = root.child(u64::from(ordinal));
            people.push(Person {
                root: child,
                born: self.now - age,
                needs: self.needs(
                    child,
                    entries.additional_needs[AgeBand::of(age.years()) as usize],
                    entries.complex_needs[AgeBand::of(age.years()) as usize],
                ),
                ethnic_group,
                basis,
            });
        }
        people
    }

    /// The legal basis of an entry at this age.
    pub(super) fn basis(&self, root: Root, band: AgeBand, period: u32) -> Basis {
        let shares = &self.params().entries.basis[band as usize];
        Basis::ALL[pick(shares, self.uniform(root, Purpose::Basis, period))]
    }

    /// The ethnic group of a family.
    pub(super) fn ethnic_group(&self, family: Root, shares: &[f64]) -> EthnicGroup {
        EthnicGroup::ALL[pick(shares, self.uniform(family, Purpose::EthnicGroup, 0))]
    }

    /// Ages lean within a band: babies mostly come within days of birth, teenagers late.
    fn age_of_youngest(&self, root: Root, band: AgeBand) -> SimSpan {
        let u = self.uniform(root, Purpose::Age, 0);
        let mean = self.params().entries.mean_age[band as usize];
        SimSpan::from_years(band.age(u, mean))
    }

    pub(super) fn needs(&self, root: Root, additional: f64, complex: f64) -> Needs {
        let u = self.uniform(root, Purpose::Needs, 0);
        if u < complex {
            Needs::Complex
        } else if u < complex + additional {
            Needs::Additional
        } else {
            Needs::None
        }
    }

    /// A family comes into care now for the first time: plan, court timetable, placement.
    fn family_enters(&mut self, root: Root, people: Vec<Person>, period: u32) {
        let together = self.uniform(root, Purpose::Together, 0) < self.params().entries.together;
        let family = self.found_family(root, self.now, together);
        for person in people {
            self.add_child(family, person, self.now, period);
        }
        self.begin_case(family);
    }

    /// A family without members yet.
    pub(super) fn found_family(
        &mut self,
        root: Root,
        entered: SimTime,
        together: bool,
    ) -> FamilyId {
        let id = FamilyId(self.families.next_index());
        let slot = self.calendar.register(Entity::Family(id), root);
        let assessments = self.draw_up_plan(root, entered);
        self.families.add(Family {
            root,
            members: Members::new(),
            together,
            entered,
            youngest: f64::INFINITY,
            relatives: false,
            assessed: assessments.timetable(),
            assessments,
            awaits_service: false,
            plan_due: SimTime::NEVER,
            temporary: false,
            relatives_foster: SimTime::NEVER,
            court: CourtStage::Concluded,
            mother: root,
            kin: id,
            later_born: Running::idle(),
            births: 0,
            adopted_until: NOBODY_ADOPTED,
            siblings_adopters: false,
            worker: Running::idle(),
            workers: 0,
            worker_new_until: SimTime::NEVER,
            slot,
        });
        self.assign_worker(id);
        id
    }

    /// A child of the family, in care since `entered` but not yet placed anywhere.
    pub(super) fn add_child(
        &mut self,
        family: FamilyId,
        person: Person,
        entered: SimTime,
        period: u32,
    ) -> ChildId {
        let id = ChildId(self.children.next_index());
        let slot = self.calendar.register(Entity::Child(id), person.root);
        let legal = match person.basis {
            Basis::InterimCareOrder => LegalStatus::InterimCareOrder,
            _ => LegalStatus::Section20,
        };
        self.children.add(Child {
            root: person.root,
            family,
            case: None,
            born: person.born,
            needs: person.needs,
            ethnic_group: person.ethnic_group,
            siblings: 1,
            basis: person.basis,
            first_entered: entered,
            entered,
            left: SimTime::START,
            allowance: false,
            period,
            existing: false,
            standing: Standing::InCare,
            end: None,
            legal,
            plan: None,
            drifting: false,
            settled: false,
            nobody_responsible: false,
            placement: Placement::none(entered),
            placed: false,
            recent_placements: [SimTime::from_seconds(i64::MIN); 3],
            with_adopters_since: entered,
            moves: 0,
            separated: false,
            searches: 0,
            searched: entered,
            long_term: LongTerm::No,
            supports: 0,
            planned_transition: false,
            clocks: Clocks::stopped(person.born + SimSpan::from_years(18.0)),
            slot,
        });
        self.join_family(family, id);
        id
    }

    /// Adds a child to a family's record.
    pub(super) fn join_family(&mut self, family: FamilyId, id: ChildId) {
        let child = &mut self.children[id.0];
        child.family = family;
        let record = &mut self.families[family.0];
        record.members.push(id);
        let age = (record.entered - child.born).years().max(0.0);
        record.youngest = record.youngest.min(age);
        let size = u8::try_from(record.members.len()).unwrap_or(u8::MAX);
        for member in &record.members {
            self.children[member.0].siblings = size;
        }
    }

    /// The council's work on a case begins: relatives, court, placement, clocks.
    pub(super) fn begin_case(&mut self, family: FamilyId) {
        self.begin_case_at(family, None);
    }

    /// The same, where a household with room for the children stands ready.
    pub(super) fn begin_case_at(&mut self, family: FamilyId, household: Option<HouseholdId>) {
        let members = self.families[family.0].members.clone();
        self.in_care += members.len();
        self.establish_responsibility(family);
        for &id in &members {
            self.tell(|child| Event::PeriodBegan(child), id);
        }
        self.consider_relatives(family);
        self.begin_court(family);
        let all = self.in_care_away_from_home(family);
        match household {
            Some(household) => self.place_with(household, &all),
            None => self.place_on_entry(family, &all),
        }
        self.ask_for_service(family);
        for &id in &members {
            self.begin_clocks(id);
        }
        self.begin_assessments(family);
        self.families[family.0].plan_due = self.next_review(family);
        self.expect_later_born(family);
        self.reschedule_family(family);
    }
}

impl Placement {
    /// Before the first placement of a period of care.
    pub(super) fn none(since: SimTime) -> Self {
        Self {
            kind: PlacementKind::ChildrensHome,
            household: None,
            bed: None,
            since,
            ordinal: u32::MAX,
            overflow: false,
            for_want_of_own: None,
            near: true,
            suitable: false,
        }
    }
}

/// The index of the share in which `u` falls.
pub(super) fn pick(shares: &[f64], u: f64) -> usize {
    let mut left = u;
    for (index, share) in shares.iter().enumerate() {
        if left < *share {
            return index;
        }
        left -= share;
    }
    // Shares add to one within rounding: what is left over belongs to the last that can happen.
    shares.iter().rposition(|&s| s > 0.0).unwrap_or(0)
}
