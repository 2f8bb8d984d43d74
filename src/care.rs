//! The model of care: what happens to children, families, cases and households, and when.
//!
//! Read the modules in the order of a child's life. What is known of a [`child`] and its [`family`],
//! and which [`clocks`] run, comes first. Then [`entry`]; [`search`] (a first placement), with the
//! [`choice`] of carers and the [`beds`] of children's homes; [`plan`] and [`drift`], and the
//! [`social_worker`] who follows it; [`home`]; [`responsibility`], [`court`],
//! [`remand`] and [`supervision`]; [`relatives`]; [`adoption`], [`adoption_chance`] and [`matching`];
//! [`disruption`]; [`long_term`] fostering with its [`support`]; [`residential`] care; [`leaving`];
//! [`staying`] on after eighteen; [`aftercare`]; brothers and sisters [`later_born`]. Whom they live
//! with may become theirs for good: [`fostering_for_adoption`], [`foster_carer_adoption`],
//! [`foster_carer_guardianship`].
//!
//! Supply is [`enquiry`], [`recruitment`] and [`household`], with those that have room in [`vacancies`], the
//! time of a [`team`], and what fees to other agencies may come to, [`agency_budget`]. Who is
//! there when the run begins is [`opening`], who had left before it [`earlier_leavers`]. Changes of
//! policy are [`policy`], several authorities side by side [`region`]; what becomes of those who are
//! there at the horizon, if somebody asks, is [`run_off`]. How large all this will be is [`size`].
//!
//! Each file is prose on top, then its state, then one function per event. [`params`] lists every
//! parameter, [`phase`] the same-instant order, [`record`] what observers are told; [`store`] keeps
//! records by index.
//!
//! The world is a future event list with one pending event per entity: the earliest of its
//! clocks. `World::happen` is the table of contents of everything that can happen.

pub mod adoption;
pub mod adoption_chance;
pub mod aftercare;
pub mod agency_budget;
pub mod beds;
pub mod child;
pub mod choice;
pub mod clocks;
pub mod court;
pub mod disruption;
pub mod drift;
pub mod earlier_leavers;
pub mod enquiry;
pub mod entry;
pub mod family;
pub mod foster_carer_adoption;
pub mod foster_carer_guardianship;
pub mod fostering_for_adoption;
pub mod home;
pub mod household;
pub mod later_born;
pub mod leaving;
pub mod long_term;
pub mod matching;
pub mod opening;
pub mod params;
pub mod phase;
pub mod plan;
pub mod policy;
pub mod record;
pub mod recruitment;
pub mod region;
pub mod relatives;
pub mod remand;
pub mod residential;
pub mod responsibility;
pub mod run_off;
pub mod search;
pub mod size;
pub mod social_worker;
pub mod staying;
pub mod store;
pub mod supervision;
pub mod support;
pub mod team;
pub mod vacancies;

use crate::des::calendar::{Calendar, Due, Slot};
use crate::des::hazard::PiecewiseRates;
use crate::des::resource::Places;
use crate::des::stream::{Root, RunKey};
use crate::des::time::SimTime;

use adoption::Case;
use child::Child;
use enquiry::{Applicant, ApplicantId};
use family::Family;
use household::{Household, HouseholdId};
use params::{Model, Params, Uses};
use phase::{Phase, Purpose};
use record::{Event, Observer, View};
use run_off::RunOff;
use staying::{Stay, StayId};
use store::Store;
use vacancies::Vacancies;

/// Index of a child in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId(pub u32);

/// The children of a family, or of an adoption case: kept in place while they are at most four, as
/// nearly all are.
pub type Members = smallvec::SmallVec<[ChildId; 4]>;

/// Index of a family in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyId(pub u32);

/// Index of an adoption case in the world's store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub u32);

/// Everything that can have a pending event.
#[derive(Clone, Copy, Debug)]
enum Entity {
    Child(ChildId),
    Family(FamilyId),
    Case(CaseId),
    Household(HouseholdId),
    Entries(usize),
    Strand(usize),
    Applicant(ApplicantId),
    Stay(StayId),
    Panel,
    ActivityDay,
    Policy,
    Month,
    Team(team::Stage),
}

/// The world of one replication.
pub struct World<'m> {
    model: &'m Model,
    uses: Uses,
    /// 0 while the opening holds, then one more than the index of the regime in force.
    regime: usize,
    key: RunKey,
    now: SimTime,
    month: usize,
    calendar: Calendar<Entity>,
    children: Store<Child>,
    families: Store<Family>,
    cases: Store<Case>,
    households: Store<Household>,
    applicants: Store<Applicant>,
    stays: Store<Stay>,
    /// Those with room, by kind.
    with_room: [Vacancies; 2],
    /// Beds of children's homes, in the scenario's order.
    beds: Vec<Places>,
    /// The teams' cases, by stage.
    desks: [team::Desk; team::Stage::ALL.len()],
    /// Children in care now.
    in_care: usize,
    entries: Vec<entry::Entries>,
    strands: Vec<recruitment::Approving>,
    timetable: Timetable,
    /// What became of adopters whom other authorities have lent, until the lenders hear of it.
    lent: Vec<region::Returned>,
    /// Fees to other agencies.
    committed: agency_budget::Committed,
    run_off: RunOff,
    /// A hazard of one a year, for clocks whose whole rate is their factor.
    unit_rate: PiecewiseRates,
    /// The same, but only after two years: for carers who apply for an order.
    after_two_years: PiecewiseRates,
    /// Told by reference to the trait: the model is compiled once, whoever watches.
    observer: &'m mut dyn Observer,
}

/// Calendar entries of what recurs.
#[derive(Clone, Copy, Debug)]
struct Timetable {
    month: Slot,
    policy: Slot,
    panel: Slot,
    activity: Slot,
}

/// Runs one replication to the horizon and hands the observer back.
///
/// The same model and key give the same events on every machine, whoever watches. Cost: a few
/// dozen events per child, each a constant number of draws and one move in a heap of those
/// pending, plus a walk along the vacant households who could take the children, to the first who
/// accepts, per search.
pub fn run<O: Observer>(model: &Model, key: RunKey, observer: O) -> O {
    run_counted(model, key, observer).0
}

/// The same, with how many events came due.
pub fn run_counted<O: Observer>(model: &Model, key: RunKey, mut observer: O) -> (O, u64) {
    let events = simulate(model, key, &mut observer);
    (observer, events)
}

fn simulate(model: &Model, key: RunKey, observer: &mut dyn Observer) -> u64 {
    let mut world = World::new(model, key, observer);
    world.open();
    let mut events = 0;
    while let Some(due) = world.calendar.pop() {
        events += 1;
        world.now = due.at;
        world.happen(due);
        if world.is_over() {
            break;
        }
    }
    events
}

impl<'m> World<'m> {
    /// An empty world at time 0.
    fn new(model: &'m Model, key: RunKey, observer: &'m mut dyn Observer) -> Self {
        let children = 2 * model.stock.children_there() as usize;
        let households = 2 * model.stock.households_there() as usize;
        let mut calendar = Calendar::with_capacity(2 * children + households);
        let timetable = Timetable {
            month: calendar.register(Entity::Month, Root::named("months", 0)),
            policy: calendar.register(Entity::Policy, Root::named("policy", 0)),
            panel: calendar.register(Entity::Panel, Root::named("panels", 0)),
            activity: calendar.register(Entity::ActivityDay, Root::named("activity days", 0)),
        };
        let desks = team::Stage::ALL.map(|stage| {
            let root = Root::named("team", stage as u64);
            team::Desk::new(calendar.register(Entity::Team(stage), root))
        });
        Self {
            model,
            uses: model.uses(),
            regime: 0,
            key,
            now: SimTime::START,
            month: 0,
            calendar,
            children: Store::with_capacity(children),
            families: Store::with_capacity(children),
            cases: Store::default(),
            households: Store::with_capacity(households),
            applicants: Store::default(),
            stays: Store::default(),
            with_room: [Vacancies::default(), Vacancies::default()],
            beds: vec![Places::new(0); model.opening.homes.len()],
            desks,
            in_care: 0,
            entries: Vec::new(),
            strands: Vec::new(),
            timetable,
            lent: Vec::new(),
            committed: agency_budget::Committed::default(),
            run_off: RunOff::new(observer.follows_run_off()),
            unit_rate: PiecewiseRates::constant(1.0),
            after_two_years: foster_carer_guardianship::after_two_years(),
            observer,
        }
    }

    /// Puts in place who is there at time 0, as things were; then the first regime comes into
    /// force and the timetable and the streams of arrivals begin.
    fn open(&mut self) {
        self.fit_beds();
        self.place_existing_households();
        self.place_existing_children();
        self.follow_earlier_leavers(SimTime::START..self.model.horizon());
        self.follow_earlier_orders();
        self.observer.opening(View {
            children: &self.children,
            cases: &self.cases,
            households: &self.households,
            families: &self.families,
            stays: &self.stays,
            beds: &self.beds,
        });
        self.policy_changes();
        let first_month = self.model.months[1];
        self.calendar
            .schedule(self.timetable.month, first_month, Phase::MonthEnd as u8);
        self.schedule_panel(SimTime::START);
        self.schedule_activity_day(1.0);
        self.begin_entries();
        self.begin_recruitment();
    }

    /// Whether the last month has ended, and nobody is to be followed any further.
    fn is_over(&self) -> bool {
        self.month + 1 >= self.model.months.len() && !self.run_off.goes_on()
    }

    /// Everything that can happen.
    fn happen(&mut self, due: Due<Entity>) {
        match due.entity {
            Entity::Month => self.month_ends(),
            Entity::Policy => self.policy_changes(),
            Entity::Panel => self.panel_meets(),
            Entity::ActivityDay => self.activity_day(),
            Entity::Entries(stream) => self.children_enter(stream),
            Entity::Strand(stream) => self.candidate_arrives(stream),
            Entity::Household(id) => self.household_event(id),
            Entity::Applicant(id) => self.applicant_event(id),
            Entity::Stay(id) => self.end_stay(id),
            Entity::Child(id) => self.child_event(id),
            Entity::Family(id) => self.family_event(id),
            Entity::Case(id) => self.case_event(id),
            Entity::Team(stage) => self.work_done(stage),
        }
    }

    fn child_event(&mut self, id: ChildId) {
        match self.children[id.0].next().1 {
            Phase::TurnEighteen => self.turn_eighteen(id),
            Phase::GoHome => self.return_home(id),
            Phase::Discharge => self.discharge_order_at_home(id),
            Phase::OtherEnd => self.leave_otherwise(id),
            Phase::Disruption => self.placement_disrupted(id),
            Phase::StepDown => self.look_for_family_again(id),
            Phase::Breakdown => self.break_down(id),
            Phase::SecondReview => self.second_review(id),
            Phase::CarersTakeOrder => self.carers_take_order(id),
            Phase::SupervisionEnds => self.supervision_ends(id),
            Phase::FosteringPanel => self.consider_long_term_placement(id),
            other => unreachable!("{other:?} is no event of a child"),
        }
    }

    fn family_event(&mut self, id: FamilyId) {
        match self.families[id.0].next().1 {
            Phase::RelativesAssessed => self.relatives_assessed(id),
            Phase::PrivateOrder => self.order_without_court(id),
            Phase::RemandEnds => self.remand_ends(id),
            Phase::DecisionToGoToCourt => self.decide_to_go_to_court(id),
            Phase::LegalPlanningMeeting => self.hold_legal_planning_meeting(id),
            Phase::PreProceedingsEnd => self.end_pre_proceedings(id),
            Phase::Issue => self.issue_proceedings(id),
            Phase::FinalHearing => self.final_hearing(id),
            Phase::PlanReview => self.review_plans(id),
            Phase::LaterBorn => self.later_born_sibling(id),
            Phase::WorkerChanges => self.worker_changes(id),
            Phase::WorkerSettles => self.worker_settles(id),
            other => unreachable!("{other:?} is no event of a family"),
        }
    }

    fn case_event(&mut self, id: CaseId) {
        match self.cases[id.0].next().1 {
            Phase::MoveToAdopters => self.move_in_with_adopters(id),
            Phase::AdoptionOrder => self.make_adoption_order(id),
            Phase::AdoptionDisruption => self.adoptive_placement_disrupted(id),
            Phase::AdoptionLapse => self.end_plan_for_adoption(id),
            Phase::Revocation => self.revoke_placement_order(id),
            other => unreachable!("{other:?} is no event of an adoption case"),
        }
    }

    fn household_event(&mut self, id: HouseholdId) {
        match self.households[id.0].next().1 {
            Phase::RestEnds => self.rest_ends(id),
            Phase::HouseholdLeaves => self.household_gives_notice(id),
            Phase::AdoptersReturn => self.adopters_return(id),
            other => unreachable!("{other:?} is no event of a household"),
        }
    }

    fn month_ends(&mut self) {
        let view = View {
            children: &self.children,
            cases: &self.cases,
            households: &self.households,
            families: &self.families,
            stays: &self.stays,
            beds: &self.beds,
        };
        self.observer.month_ended(self.now, self.month, view);
        self.month += 1;
        let beyond = self.month + 1 > self.model.months.len();
        if self.month + 1 == self.model.months.len() {
            self.observer.closing(self.now, view);
            self.begin_run_off();
        } else if beyond && self.run_off.ends(self.model.horizon(), view) {
            self.observer.run_off_closing(self.now, view);
        }
        let mut months = self.model.months.iter().chain(&self.model.run_off);
        match months.nth(self.month + 1) {
            Some(&next) => {
                self.calendar
                    .schedule(self.timetable.month, next, Phase::MonthEnd as u8);
            }
            None => self.run_off.stop(),
        }
    }

    /// The parameters in force now.
    fn params(&self) -> &'m Params {
        match self.regime.checked_sub(1) {
            None => &self.model.opening,
            Some(regime) => &self.model.regimes[regime].params,
        }
    }

    /// One uniform number for one decision about `root`.
    fn uniform(&self, root: Root, purpose: Purpose, draw: u32) -> f64 {
        self.key.uniform(root, purpose, draw)
    }

    /// A unit-exponential hazard budget.
    fn budget(&self, root: Root, purpose: Purpose, draw: u32) -> f64 {
        self.key.exponential(root, purpose, draw)
    }

    fn tell(&mut self, event: impl FnOnce(&Child) -> Event<'_>, id: ChildId) {
        self.observer.event(self.now, event(&self.children[id.0]));
    }

    /// Schedules what falls within the run; what would come later never happens.
    fn pend(&mut self, slot: Slot, at: SimTime, phase: Phase) {
        let within = at <= self.end();
        let at = if within { at } else { SimTime::NEVER };
        self.calendar.schedule(slot, at, phase as u8);
    }

    fn reschedule_child(&mut self, id: ChildId) {
        let child = &self.children[id.0];
        let (at, phase) = child.next();
        let slot = child.slot;
        self.pend(slot, at, phase);
    }

    fn reschedule_family(&mut self, id: FamilyId) {
        let family = &self.families[id.0];
        let (at, phase) = family.next();
        let slot = family.slot;
        self.pend(slot, at, phase);
    }

    fn reschedule_case(&mut self, id: CaseId) {
        let case = &self.cases[id.0];
        let (at, phase) = case.next();
        let slot = case.slot;
        self.pend(slot, at, phase);
    }

    fn reschedule_household(&mut self, id: HouseholdId) {
        let household = &self.households[id.0];
        let (at, phase) = household.next();
        let slot = household.slot;
        self.pend(slot, at, phase);
    }
}
