//! The parameters of the model, validated and in the units the model uses.
//!
//! Nothing here is read from a file: `scenario` builds these and trusts them from then on.
//! Rates are per year, spans are days inside [`Dist`], shares are between 0 and 1.

mod leaving;
mod stock;

use crate::des::hazard::PiecewiseRates;
use crate::des::stream::Root;
use crate::des::time::SimTime;
use crate::dist::Dist;

use super::beds::ChildrensHome;
use super::child::{Basis, ByAdoptionAge, ByAge, EthnicGroup, PlacementKind};
use super::choice::Choice;
use super::household::{HouseholdKind, Provider};
use super::team::Stage;

pub use leaving::Leaving;
pub use stock::{Stock, StockRow};

/// Everything one replication needs, apart from its seed.
#[derive(Clone, Debug)]
pub struct Model {
    /// How things were before the run: the existing children's stages are drawn from this.
    pub opening: Params,
    /// Who is there at time 0.
    pub stock: Stock,
    /// What holds from when; the first begins at [`SimTime::START`].
    pub regimes: Vec<Regime>,
    /// First instants of the months, one more than there are months: the last is the horizon.
    pub months: Vec<SimTime>,
    /// Which entries of `months` begin a financial year (1 April), the horizon included.
    pub years: Vec<usize>,
    /// Ends of the months after the horizon in which those who are there before it can still be
    /// followed: see [`super::run_off`].
    pub run_off: Vec<SimTime>,
}

impl Model {
    /// The end of the run.
    pub fn horizon(&self) -> SimTime {
        *self.months.last().expect("a run has at least one month")
    }

    /// The month of the year, 0 for January, of a month of the run or after it.
    ///
    /// # Panics
    /// If the run is so short that no financial year begins or ends in it.
    pub fn month_of_year(&self, month: usize) -> usize {
        let april = self.years.first().expect("a run of a year has a 1 April");
        (month + 12 + 3 - april % 12) % 12
    }

    /// Whether the authority pools its adopters with others, before the run or ever in it.
    pub fn pools_adopters(&self) -> bool {
        self.ever(|params| params.adoption.pooled)
    }

    /// Whether something holds before the run or ever in it.
    fn ever(&self, holds: impl Fn(&Params) -> bool) -> bool {
        let mut regimes = self.regimes.iter();
        holds(&self.opening) || regimes.any(|regime| holds(&regime.params))
    }

    /// Which rare mechanisms the run uses.
    pub(super) fn uses(&self) -> Uses {
        Uses {
            later_born: self.ever(|p| p.entries.later_born > 0.0),
            worker_changes: self.ever(|p| p.planning.worker_changes > 0.0),
            carers_orders: self.ever(|p| p.relatives.foster_carer_guardianship > 0.0),
            from_agency: self.ever(|p| p.search.from_agency_a_year > 0.0),
        }
    }
}

/// Which rare mechanisms a run uses. One that it never uses costs nothing: no clock is wound up
/// for it. As draws are made by identity, nobody else's change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uses {
    pub(super) later_born: bool,
    pub(super) worker_changes: bool,
    pub(super) carers_orders: bool,
    pub(super) from_agency: bool,
}

/// A set of parameters in force from an instant on.
#[derive(Clone, Debug)]
pub struct Regime {
    /// From when.
    pub from: SimTime,
    /// What holds.
    pub params: Params,
}

/// All parameters of the care system, except who is there at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Children entering care.
    pub entries: Entries,
    /// How permanence is planned.
    pub planning: Planning,
    /// Return home.
    pub home: Home,
    /// Care proceedings.
    pub court: Court,
    /// Relatives and friends.
    pub relatives: Relatives,
    /// Adoption.
    pub adoption: Adoption,
    /// Where children are placed.
    pub search: Search,
    /// Placements that end early.
    pub stability: Stability,
    /// Other ends of care.
    pub leaving: Leaving,
    /// Teams by the stage that is theirs ([`Stage::ALL`]); none: the stage takes its own time.
    pub teams: [Option<Team>; Stage::ALL.len()],
    /// Children's homes with beds of the council's own. Every regime lists the same homes in the same
    /// order.
    pub homes: Vec<ChildrensHome>,
    /// Strands of recruitment. Every regime lists the same strands in the same order.
    pub recruitment: Vec<Strand>,
    /// Long-term fostering and residential care.
    pub fostering: Fostering,
    /// Young people who stay on after eighteen.
    pub after_eighteen: AfterEighteen,
    /// What makes placements last. Every regime lists the same supports in the same order.
    pub supports: Vec<Support>,
}

/// Long-term fostering, and long-term residential care.
#[derive(Clone, Debug, PartialEq)]
pub struct Fostering {
    /// Share of long-term foster placements that are matched at panel.
    pub formal_match: f64,
    /// From the beginning of long-term fostering to the panel.
    pub match_days: Dist,
    /// Share of long-term fostered children for whom the plan says that their placement is right.
    pub current_placement_right: f64,
    /// Share of young people whose plan is a children's home with a planned transition to
    /// adulthood.
    pub planned_transition: f64,
}

/// Staying put and staying close.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterEighteen {
    /// Share of those who turn eighteen in foster care who stay with their carers.
    pub staying_put: f64,
    /// Share of those who turn eighteen in a children's home who stay close to it.
    pub staying_close: f64,
    /// Hazard of leaving before twenty-one, a year.
    pub leaves: f64,
}

/// A support that makes placements last: stability meetings, respite, a social worker who stays,
/// a say in decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Identity of its name, which keys who has it.
    pub root: Root,
    /// Share of children who have it.
    pub share: f64,
    /// How many times the hazard of an early end holds for them.
    pub factor: f64,
}

/// The way from an enquiry to approval, for a strand that counts enquiries.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Share of those who enquire who apply.
    pub to_application: f64,
    /// Share of applicants who are approved.
    pub to_approval: f64,
    /// Enquiry to application: how long the follow-up takes.
    pub response: Dist,
    /// Stage one of the assessment.
    pub stage_1: Dist,
    /// Stage two.
    pub stage_2: Dist,
}

/// A team: see [`super::team`].
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Workers, each with one case at a time.
    pub servers: u32,
    /// One worker's work on one case.
    pub days_per_case: Dist,
}

/// Children entering care for the first time.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries {
    /// Sibling groups (single children included) a year by the age band of their youngest,
    /// solved so that the expected children per band are those of the scenario.
    pub groups_a_year: ByAge<f64>,
    /// Factor on all entry rates for each year of the run, from the scenario's yearly change.
    pub yearly_factor: Vec<f64>,
    /// Factor on all entry rates for each month of the year, January first: positive, mean one over
    /// the days of a year.
    pub season: [f64; 12],
    /// Mean age at entry of the youngest of a group within each band, years.
    pub mean_age: ByAge<f64>,
    /// Shares of legal bases by age: `basis[band][Basis]`, each row summing to 1.
    pub basis: ByAge<[f64; Basis::ALL.len()]>,
    /// Share of groups of one, two, three and four children.
    pub group_size: [f64; 4],
    /// Gap between one sibling and the next, years: uniform between the two.
    pub sibling_gap_years: (f64, f64),
    /// Share of sibling groups assessed to live together.
    pub together: f64,
    /// Share of entrants with additional (but not complex) needs.
    pub additional_needs: ByAge<f64>,
    /// Share of entrants with complex needs.
    pub complex_needs: ByAge<f64>,
    /// Share of families of each ethnic group.
    pub ethnic_group: [f64; EthnicGroup::ALL.len()],
    /// Share of section 20 entrants for whom nobody exercises parental responsibility.
    pub nobody_responsible: ByAge<f64>,
    /// Variance of the number of families in a year over its mean: 1 is Poisson.
    pub dispersion: f64,
    /// Later-born siblings who come into care, a year for each family with a child under twelve
    /// in care or adopted.
    pub later_born: f64,
    /// Share of adopters of a sibling who take a later-born child too.
    pub later_born_accepted: f64,
}

impl Entries {
    /// Whether months differ.
    pub fn has_seasons(&self) -> bool {
        self.season != [1.0; 12]
    }
}

/// Planning for permanence.
#[derive(Clone, Debug, PartialEq)]
pub struct Planning {
    /// Share of cases whose routes are assessed all at once rather than one after another.
    pub parallel: f64,
    /// Length of the assessment whether the child can go home.
    pub home_assessment: Dist,
    /// Length of the assessment for adoption, to the decision that the child should be placed.
    pub adoption_assessment: Dist,
    /// Children in care with whom social workers can keep up; infinite: any number.
    pub caseload_target: f64,
    /// Hazard, a year, that the social worker of a family changes.
    pub worker_changes: f64,
    /// Days that assessments under way take longer after such a change.
    pub handover_days: f64,
}

/// Return home.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// Hazard a year for section 20 entrants by age at entry, in time since entry.
    pub rates: ByAge<PiecewiseRates>,
    /// Factor for police and emergency protection.
    pub emergency_factor: f64,
    /// Factor once a care order has been made.
    pub after_order_factor: f64,
    /// Chance that the final hearing sends the child home, by age at entry.
    pub at_hearing: ByAge<f64>,
    /// Share of those who go home at the hearing under a care order, and so stay looked after.
    pub under_care_order: f64,
    /// From going home under a care order to its discharge.
    pub discharge: Dist,
    /// From return home to coming back into care.
    pub reentry: Dist,
}

/// The way to court and through it.
#[derive(Clone, Debug, PartialEq)]
pub struct Court {
    /// Share of section 20 entrants whose case will go to court if they have not gone home.
    pub section_20: ByAge<f64>,
    /// The same for police and emergency protection.
    pub emergency: f64,
    /// Section 20 entrants: entry to the decision to go to court.
    pub drift: Dist,
    /// The legal advice step between that decision and the application.
    pub legal_advice: Dist,
    /// Police and emergency protection: entry to the application.
    pub emergency_issue: Dist,
    /// Application to final hearing, if the plan is ready.
    pub proceedings: Dist,
    /// Section 20: the decision to go to court to the legal planning meeting.
    pub legal_planning_meeting: Dist,
    /// Length of pre-proceedings after it.
    pub pre_proceedings: Dist,
    /// Share of pre-proceedings that end in agreement, and the children go home.
    pub pre_proceedings_diverts: f64,
    /// Nobody exercising parental responsibility: entry to the decision to go to court.
    pub nobody_responsible: Dist,
    /// Share of those sent home at the hearing without a care order who go under a supervision order.
    pub supervision_order: f64,
    /// How long supervision orders run.
    pub supervision_order_length: Dist,
    /// How long remands last.
    pub remand: Dist,
    /// Share of those remanded who stay in care, under section 20, when the remand ends.
    pub stays_after_remand: f64,
}

/// Relatives and friends.
#[derive(Clone, Debug, PartialEq)]
pub struct Relatives {
    /// Share of cases with suitable relatives, by age at entry of the youngest.
    pub suitable: ByAge<f64>,
    /// Length of the assessment.
    pub assessment: Dist,
    /// Share of suitable relatives who foster as connected persons until the order.
    pub fosters_first: f64,
    /// Share of suitable relatives who take an order; the others go on fostering.
    pub takes_order: f64,
    /// Share of orders that are child arrangements orders, by age at entry.
    pub child_arrangements: ByAge<f64>,
    /// Entry to an order where there are no care proceedings.
    pub without_court: Dist,
    /// Breakdown of a special guardianship, a year.
    pub special_guardianship_breakdown: f64,
    /// Breakdown of a child arrangements order, a year.
    pub child_arrangements_breakdown: f64,
    /// Share of cases with suitable relatives placed with them at entry under temporary approval.
    pub emergency_placement: f64,
    /// Share of those whose assessment does not approve.
    pub emergency_fails: f64,
    /// Special guardianship to the child's foster carers, a year, once they have lived together for
    /// two.
    pub foster_carer_guardianship: f64,
    /// Share of special guardianships made at the hearing with a supervision order attached.
    pub supervision_order: f64,
}

/// Adoption, from the plan to the order and beyond.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// Chance that adoption is the plan at the final hearing when relatives are not, by age at entry.
    pub plan: ByAdoptionAge<f64>,
    /// Share matched at or before the placement order (fostering for adoption, own carer).
    pub early_match: ByAdoptionAge<f64>,
    /// Years in which the chance of adoption halves; infinite: it does not.
    pub half_life_years: f64,
    /// Scale of the chance at the reference timetable; may exceed one.
    pub scale: f64,
    /// Reference timetable from entry to placement, months.
    pub reference_months: ByAdoptionAge<f64>,
    /// Days from the placement order until a case can come before a panel.
    pub family_finding_days: f64,
    /// Days between panels.
    pub panel_interval_days: f64,
    /// Cases matched at one panel at most; infinite: any number.
    pub panel_slots: f64,
    /// Chance that one household accepts one child or group it could take: drawn once per pair.
    pub acceptance: f64,
    /// A group that has waited this many days is split for adoption; infinite: never.
    pub split_after_days: f64,
    /// Which waiting case a panel considers first.
    pub priority: Priority,
    /// Whether adopters and waiting children join the pool of all authorities that say so.
    pub pooled: bool,
    /// Match to moving in.
    pub match_to_placed: Dist,
    /// Moving in to the order, by age at entry.
    pub placed_to_order: ByAdoptionAge<Dist>,
    /// Factor on that for children matched early.
    pub early_factor: f64,
    /// The law's minimum with adopters before the application, days.
    pub minimum_with_adopters_days: f64,
    /// End of an adoptive placement before the order, a year.
    pub disruption: f64,
    /// Breakdown after the order, a year.
    pub breakdown: f64,
    /// End of the plan for adoption to revocation of the placement order.
    pub revocation: Dist,
    /// Days from the placement order until households of the regional agency's partners are
    /// considered.
    pub regional_after_days: f64,
    /// The same for those of the national register and voluntary agencies.
    pub register_after_days: f64,
    /// What fees to other agencies may come to in a financial year, pounds; infinite: no limit.
    pub inter_agency_budget: f64,
    /// The fee for one, two, three, four children together, pounds.
    pub inter_agency_fee: [f64; 4],
    /// Whether a single child leaves households to groups of siblings ahead of it.
    pub reserve_for_groups: bool,
    /// Days between activity days; infinite: there are none.
    pub activity_interval_days: f64,
    /// Acceptance, on the same draw of the pair, at an activity day.
    pub activity_acceptance: f64,
    /// Share of children in proceedings for whom carers approved for fostering and adoption are
    /// looked for, by age at entry.
    pub fostering_for_adoption: ByAdoptionAge<f64>,
    /// Share of children on a placement order whose foster carers would adopt them, by age at entry.
    pub by_foster_carer: ByAdoptionAge<f64>,
    /// Days a child must have lived with the same foster carers before they adopt it.
    pub foster_carer_after_days: f64,
    /// Factor on breakdown after the order, by age at joining the family.
    pub breakdown_age_factor: ByAge<f64>,
    /// Share of adoptions after which the council pays an allowance.
    pub allowance: f64,
}

/// Order in which a panel considers waiting cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Longest waiting first.
    LongestWaiting,
    /// Youngest first.
    YoungestFirst,
    /// Largest group, then complex needs, then oldest.
    HardestFirst,
}

/// A tier of the placement search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The council's own foster carers.
    InHouse,
    /// Independent agencies.
    Agency,
    /// A children's home: always found, so it comes last.
    ChildrensHome,
    /// Relatives who take children in at once, under temporary approval.
    Relatives,
    /// Agencies' carers who live out of the area.
    OutOfArea,
}

impl Tier {
    /// All tiers.
    pub const ALL: [Self; 5] = [
        Self::InHouse,
        Self::Agency,
        Self::ChildrensHome,
        Self::Relatives,
        Self::OutOfArea,
    ];

    /// Those in which a placement is bought that no relatives or own carers offer.
    pub const BOUGHT: [Self; 3] = [Self::Agency, Self::OutOfArea, Self::ChildrensHome];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "own carers",
            "agency",
            "children's home",
            "relatives",
            "out of area",
        ][self as usize]
    }
}

/// The search for a placement.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Where to look, best first.
    pub order: Vec<Tier>,
    /// Which of several in-house households is chosen.
    pub choice: Choice,
    /// Chance that one in-house household accepts one child it could take: drawn once per pair.
    pub in_house_acceptance: ByAge<f64>,
    /// Chance that agencies offer a carer, per search.
    pub agency_offer: ByAge<f64>,
    /// Chance that agencies offer a carer out of the area, per search that comes to that.
    pub out_of_area_offer: ByAge<f64>,
    /// Factor on all three for complex needs.
    pub complex_factor: f64,
    /// Factor on the agencies' offers for each sibling beyond the first, together.
    pub sibling_factor: f64,
    /// Share of children with complex needs whose plan is a children's home.
    pub residential_plan: ByAge<f64>,
    /// Share of searches from 16 on that lead to semi-independent accommodation.
    pub semi_independent: f64,
    /// The same for unaccompanied asylum-seeking young people.
    pub semi_independent_asylum: f64,
    /// Share of those on remand who are placed in secure accommodation.
    pub secure_on_remand: f64,
    /// Share of searches, from ten on, for children with complex needs that lead there.
    pub secure_for_welfare: f64,
    /// Searches a year for a family for a child who is in a children's home for want of one.
    pub step_down_a_year: f64,
    /// Searches a year for a home with the council's own carers for a child who lives with bought carers
    /// for want of one.
    pub from_agency_a_year: f64,
    /// How long a place is not available after a placement there has ended.
    pub rest: Dist,
    /// Share of households that, when they give notice, keep the children they have until these
    /// leave; from the others the children move.
    pub keeps_children: f64,
    /// Share of placements near the child's home, by [`Tier`]: the first three (semi-independent
    /// accommodation goes with the homes).
    pub near: [f64; 3],
}

/// Placements that end before their time.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Hazard a year by placement kind.
    pub rates: [f64; PlacementKind::ALL.len()],
    /// Factor by age.
    pub age_factor: ByAge<f64>,
    /// Factor for complex needs.
    pub complex_factor: f64,
    /// Factor for each earlier move, up to five.
    pub earlier_move_factor: f64,
    /// Factor for children placed apart from their siblings.
    pub separated_factor: f64,
    /// Factor once the plan for permanence is settled (after the final order).
    pub settled_factor: f64,
    /// Factor for long-term foster placements matched at panel.
    pub matched_factor: f64,
    /// Factor for placements that are not near the child's home.
    pub distance_factor: f64,
    /// Factor for the half year after a change of social worker.
    pub new_worker_factor: f64,
}

/// A strand of recruitment: who is approved, when, and whom they can take.
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// Name: part of the identity of every household it approves.
    pub name: String,
    /// Foster or adoptive.
    pub kind: HouseholdKind,
    /// How many are approved; with a pipeline, how many enquire.
    pub approvals: Approvals,
    /// From enquiry to approval, if it is enquiries that are counted.
    pub pipeline: Option<Pipeline>,
    /// First possible approval.
    pub start: SimTime,
    /// From when nobody new is recruited.
    pub until: SimTime,
    /// Whether its enquiries come through a consortium of councils.
    pub consortium: bool,
    /// Months over which approvals rise from nothing to their full rate.
    pub ramp_up_months: f64,
    /// Share of households with one, two, three and four places (foster).
    pub places: [f64; 4],
    /// Share of households whose largest group is one, two, three, four (adoptive; a foster
    /// household's largest group is its places).
    pub largest_group: [f64; 4],
    /// Ages taken: share, youngest, first age not taken.
    pub ages: Vec<(f64, f64, f64)>,
    /// Share that takes additional needs.
    pub takes_additional_needs: f64,
    /// Share that takes complex needs too.
    pub takes_complex_needs: f64,
    /// Leaving, a year, in years since approval.
    pub leaving: PiecewiseRates,
    /// Whose households they are (adoptive; foster households are the council's own).
    pub provider: Provider,
    /// Share of households of each ethnic group (adoptive).
    pub ethnic_group: [f64; EthnicGroup::ALL.len()],
    /// Share that takes children of other ethnic groups than its own (adoptive).
    pub takes_other_ethnic_groups: f64,
    /// Share approved to foster, too (adoptive).
    pub dual_approved: f64,
    /// Share of adopters who come back for another child.
    pub returns: f64,
    /// Days from the adoption order to their coming back.
    pub returns_after_days: f64,
}

/// How a strand's approvals come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Approvals {
    /// At random, this many a year on average; `reference` is the strand's rate in the
    /// baseline, against which a lever thins or superposes.
    AtRandom {
        /// Wanted now.
        a_year: f64,
        /// In the baseline (or, for a strand the baseline lacks, its own rate).
        reference: f64,
    },
    /// A planned number, spread evenly over a window from the strand's start.
    Planned {
        /// How many.
        households: u32,
        /// Over how many months.
        over_months: f64,
    },
}
