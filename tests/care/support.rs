//! What the tests of the model share: a world in which nothing happens until a test switches it
//! on, a world in which everything happens, and those who watch.

use std::collections::BTreeMap;

use permanence::care::beds::ChildrensHome;
use permanence::care::child::{AgeBand, Child, LegalStatus, Needs, PlacementKind, Route};
use permanence::care::choice::Choice;
use permanence::care::household::{Approval, Household, HouseholdId, HouseholdKind, Provider};
use permanence::care::params::*;
use permanence::care::record::{Event, Observer, View};
use permanence::care::store::Store;
use permanence::care::team::Stage;
use permanence::care::{self, FamilyId};
use permanence::des::hazard::PiecewiseRates;
use permanence::des::probe::Gauge;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::{SimSpan, SimTime};
use permanence::dist::Dist;
use permanence::finance::prices::{Dated, Pence, PriceList, StagedFee, Weekly};
use permanence::finance::yearly::{FinancialYear, OptionCost, YearlyCost};
use permanence::stats::Tally;

/// Index of the strand of foster carers in every world made here.
pub const FOSTER: usize = 0;
/// Index of the strand of adopters.
pub const ADOPTERS: usize = 1;

/// Always so many days.
pub fn days(days: f64) -> Dist {
    Dist::constant(days).expect("days are not negative")
}

/// Exponential with this mean in days.
pub fn around(mean: f64) -> Dist {
    Dist::exponential(mean).expect("a mean is positive")
}

/// A length that no run reaches.
pub fn never() -> Dist {
    days(1e7)
}

/// The same hazard for ever.
pub fn rate(a_year: f64) -> PiecewiseRates {
    PiecewiseRates::constant(a_year)
}

/// The instant this many days into the run.
pub fn at(days: f64) -> SimTime {
    SimTime::from_days(days)
}

/// A strand that approves nobody: households of one place for any child.
pub fn strand(name: &str, kind: HouseholdKind) -> Strand {
    Strand {
        name: name.to_owned(),
        kind,
        approvals: planned(0, 1.0),
        pipeline: None,
        start: SimTime::START,
        until: SimTime::NEVER,
        consortium: false,
        ramp_up_months: 0.0,
        places: [1.0, 0.0, 0.0, 0.0],
        largest_group: [1.0, 0.0, 0.0, 0.0],
        ages: vec![(1.0, 0.0, 18.0)],
        takes_additional_needs: 1.0,
        takes_complex_needs: 1.0,
        leaving: rate(0.0),
        provider: Provider::Own,
        ethnic_group: [1.0, 0.0, 0.0, 0.0, 0.0],
        takes_other_ethnic_groups: 1.0,
        dual_approved: 0.0,
        returns: 0.0,
        returns_after_days: 900.0,
    }
}

/// So many approvals, evenly over so many months.
pub fn planned(households: u32, over_months: f64) -> Approvals {
    Approvals::Planned {
        households,
        over_months,
    }
}

/// A world of `months` months of 30 days in which nobody comes and nothing happens.
pub fn quiet(months: usize) -> Model {
    let params = Params {
        entries: quiet_entries(),
        planning: Planning {
            parallel: 1.0,
            home_assessment: days(0.0),
            adoption_assessment: days(0.0),
            caseload_target: f64::INFINITY,
            worker_changes: 0.0,
            handover_days: 0.0,
        },
        home: Home {
            rates: std::array::from_fn(|_| rate(0.0)),
            emergency_factor: 1.0,
            after_order_factor: 0.0,
            at_hearing: [0.0; 5],
            under_care_order: 0.0,
            discharge: days(365.0),
            reentry: never(),
        },
        court: Court {
            section_20: [0.0; 5],
            emergency: 0.0,
            drift: days(100.0),
            legal_advice: days(28.0),
            emergency_issue: days(3.0),
            proceedings: days(182.0),
            legal_planning_meeting: days(0.0),
            pre_proceedings: days(0.0),
            pre_proceedings_diverts: 0.0,
            nobody_responsible: days(365.0),
            supervision_order: 0.0,
            supervision_order_length: days(365.0),
            remand: days(60.0),
            stays_after_remand: 0.0,
        },
        relatives: quiet_relatives(),
        adoption: quiet_adoption(),
        search: quiet_search(),
        stability: Stability {
            rates: [0.0; 8],
            age_factor: [1.0; 5],
            complex_factor: 1.0,
            earlier_move_factor: 1.0,
            separated_factor: 1.0,
            settled_factor: 1.0,
            matched_factor: 1.0,
            distance_factor: 1.0,
            new_worker_factor: 1.0,
        },
        leaving: Leaving::new(0.0, 0.0, 0.0, 0.0),
        teams: [const { None }; Stage::ALL.len()],
        recruitment: vec![
            strand("foster carers", HouseholdKind::Foster),
            strand("adopters", HouseholdKind::Adoptive),
        ],
        fostering: Fostering {
            formal_match: 0.0,
            match_days: days(180.0),
            current_placement_right: 1.0,
            planned_transition: 0.0,
        },
        after_eighteen: AfterEighteen {
            staying_put: 0.0,
            staying_close: 0.0,
            leaves: 0.4,
        },
        supports: Vec::new(),
        homes: Vec::new(),
    };
    Model {
        opening: params.clone(),
        stock: empty_stock(),
        regimes: vec![Regime {
            from: SimTime::START,
            params,
        }],
        months: (0..=months).map(|m| at(30.0 * m as f64)).collect(),
        years: (0..=months).step_by(12).collect(),
        run_off: (1..=260).map(|m| at(30.0 * (months + m) as f64)).collect(),
    }
}

fn quiet_entries() -> Entries {
    Entries {
        groups_a_year: [0.0; 5],
        yearly_factor: vec![1.0],
        season: [1.0; 12],
        mean_age: [0.16, 3.0, 7.5, 13.0, 17.0],
        basis: [[1.0, 0.0, 0.0, 0.0, 0.0]; 5],
        group_size: [1.0, 0.0, 0.0, 0.0],
        sibling_gap_years: (1.5, 3.0),
        together: 1.0,
        additional_needs: [0.0; 5],
        complex_needs: [0.0; 5],
        ethnic_group: [1.0, 0.0, 0.0, 0.0, 0.0],
        nobody_responsible: [0.0; 5],
        dispersion: 1.0,
        later_born: 0.0,
        later_born_accepted: 0.0,
    }
}

fn quiet_relatives() -> Relatives {
    Relatives {
        suitable: [0.0; 5],
        assessment: days(0.0),
        fosters_first: 0.0,
        takes_order: 1.0,
        child_arrangements: [0.0; 5],
        without_court: days(200.0),
        special_guardianship_breakdown: 0.0,
        child_arrangements_breakdown: 0.0,
        emergency_placement: 0.0,
        emergency_fails: 0.0,
        foster_carer_guardianship: 0.0,
        supervision_order: 0.0,
    }
}

fn quiet_adoption() -> Adoption {
    Adoption {
        plan: [0.0; 6],
        early_match: [0.0; 6],
        half_life_years: f64::INFINITY,
        scale: 1.0,
        reference_months: [12.0; 6],
        family_finding_days: 0.0,
        panel_interval_days: 1e7,
        panel_slots: f64::INFINITY,
        acceptance: 1.0,
        split_after_days: f64::INFINITY,
        priority: Priority::LongestWaiting,
        pooled: false,
        match_to_placed: days(30.0),
        placed_to_order: std::array::from_fn(|_| days(100.0)),
        early_factor: 1.0,
        minimum_with_adopters_days: 70.0,
        disruption: 0.0,
        breakdown: 0.0,
        revocation: days(100.0),
        regional_after_days: 0.0,
        inter_agency_budget: f64::INFINITY,
        inter_agency_fee: [0.0; 4],
        register_after_days: 90.0,
        reserve_for_groups: false,
        activity_interval_days: f64::INFINITY,
        activity_acceptance: 0.0,
        fostering_for_adoption: [0.0; 6],
        by_foster_carer: [0.0; 6],
        foster_carer_after_days: 365.0,
        breakdown_age_factor: [1.0; 5],
        allowance: 0.0,
    }
}

fn quiet_search() -> Search {
    Search {
        order: vec![Tier::InHouse, Tier::Agency, Tier::ChildrensHome],
        choice: Choice::FewestPlacesLeft,
        in_house_acceptance: [1.0; 5],
        agency_offer: [1.0; 5],
        out_of_area_offer: [0.0; 5],
        complex_factor: 1.0,
        sibling_factor: 1.0,
        residential_plan: [0.0; 5],
        semi_independent: 0.0,
        semi_independent_asylum: 0.0,
        secure_on_remand: 0.0,
        secure_for_welfare: 0.0,
        step_down_a_year: 0.0,
        from_agency_a_year: 0.0,
        rest: days(0.0),
        keeps_children: 1.0,
        near: [1.0; 3],
    }
}

fn empty_stock() -> Stock {
    Stock {
        children: Vec::new(),
        returned_home_a_year: [0.0; 5],
        special_guardianships: [0; 5],
        child_arrangements: [0; 5],
        mean_age: [0.5, 3.0, 7.5, 13.0, 17.0],
        group_size: [1.0, 0.0, 0.0, 0.0],
        additional_needs: [0.0; 5],
        complex_needs: [0.0; 5],
        awaiting_revocation: 0,
        nobody_responsible: 0,
        overflow_share: 1.0,
        foster_households: [0; 4],
        foster_strand: FOSTER,
        leaving_households: 0,
        unavailable_places: 0,
        adopters_waiting: 0,
        adopter_strand: ADOPTERS,
        foster_tenure_years: 5.0,
        ethnic_group: [1.0, 0.0, 0.0, 0.0, 0.0],
        formally_matched: 0.0,
        staying_put: 0,
    }
}

/// A row of the opening stock.
pub fn row(
    age: AgeBand,
    legal: LegalStatus,
    placement: PlacementKind,
    count: u32,
    in_care: Dist,
) -> StockRow {
    StockRow {
        age,
        legal,
        placement,
        asylum_seeking: false,
        count,
        in_care,
    }
}

/// Changes the parameters that hold before the run and in every regime.
pub fn always(model: &mut Model, change: impl Fn(&mut Params)) {
    change(&mut model.opening);
    for regime in &mut model.regimes {
        change(&mut regime.params);
    }
}

/// The same world, with other parameters from an instant on.
pub fn from(model: &Model, instant: SimTime, change: impl Fn(&mut Params)) -> Model {
    let mut model = model.clone();
    let last = model.regimes.last().expect("a model has a regime");
    let mut params = last.params.clone();
    change(&mut params);
    model.regimes.push(Regime {
        from: instant,
        params,
    });
    model
}

/// Everybody comes on this legal basis (index into `Basis::ALL`).
pub fn basis(params: &mut Params, index: usize) {
    let mut shares = [0.0; 5];
    shares[index] = 1.0;
    params.entries.basis = [shares; 5];
}

/// Stays end at home at this hazard, whatever the age.
pub fn home(params: &mut Params, rates: PiecewiseRates) {
    params.home.rates = std::array::from_fn(|_| rates.clone());
}

/// Numbers in (0, 1), in turn, from a seed.
struct Lots {
    key: RunKey,
    drawn: u32,
}

impl Lots {
    fn unit(&mut self) -> f64 {
        self.drawn += 1;
        self.key
            .uniform(Root::named("rich world", 0), 1u32, self.drawn)
    }

    fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + (self.unit() * f64::from(high - low + 1)) as u32
    }

    fn of_age(&mut self, low: f64, high: f64) -> [f64; 5] {
        std::array::from_fn(|_| self.within(low, high))
    }

    fn shares<const N: usize>(&mut self) -> [f64; N] {
        let raw: [f64; N] = std::array::from_fn(|_| self.unit());
        let sum: f64 = raw.iter().sum();
        raw.map(|r| r / sum)
    }

    fn length(&mut self, mean: f64) -> Dist {
        let mean = mean * self.within(0.5, 1.5);
        match self.whole(0, 3) {
            0 => days(mean),
            1 => around(mean),
            2 => Dist::lognormal(mean, mean * 0.6).expect("a lognormal"),
            _ => Dist::weibull(1.4, mean).expect("a Weibull"),
        }
    }
}

/// A world in which everything happens, drawn from `seed`: about four years, existing children
/// and households, siblings, every route, every strand, one or two changes of policy.
pub fn rich(seed: u64) -> Model {
    let mut lots = Lots {
        key: RunKey::new(seed, 0),
        drawn: 0,
    };
    let lots = &mut lots;
    let mut model = quiet(48);
    let opening = rich_params(lots);
    model.opening = opening.clone();
    model.regimes[0].params = opening;
    model.stock = rich_stock(lots);
    for change in 0..lots.whole(0, 2) {
        let mut later = rich_params(lots);
        let now = &model.opening;
        for band in 0..5 {
            let factor = lots.within(0.3, 1.9);
            later.entries.groups_a_year[band] = now.entries.groups_a_year[band] * factor;
        }
        for (strand, before) in later.recruitment.iter_mut().zip(&now.recruitment) {
            let approvals = strand.approvals;
            *strand = before.clone();
            if let (
                Approvals::AtRandom { a_year, .. },
                Approvals::AtRandom { a_year: wanted, .. },
            ) = (&mut strand.approvals, approvals)
            {
                *a_year = wanted;
            }
        }
        model.regimes.push(Regime {
            from: at(lots.within(100.0, 500.0) + 600.0 * f64::from(change)),
            params: later,
        });
    }
    rich_homes_and_seasons(seed, &mut model);
    model
}

/// Own beds in every other world, a rule of choice, and seasons. (Lots of their own, so that what was
/// drawn before stays as it was.)
fn rich_homes_and_seasons(seed: u64, model: &mut Model) {
    let mut lots = Lots {
        key: RunKey::new(seed, 2),
        drawn: 0,
    };
    let homes = match lots.whole(0, 1) {
        0 => Vec::new(),
        _ => vec![home_of(3, 0.0, 18.0), home_of(4, 10.0, 16.0)],
    };
    let choice = Choice::ALL[lots.whole(0, 3) as usize];
    let of = |params: &mut Params, lots: &mut Lots| {
        params.homes = homes.clone();
        for home in &mut params.homes {
            home.beds = lots.whole(0, 6) as u16;
            home.takes_complex_needs = home.age_to > 16.0;
        }
        params.search.choice = choice;
        let light = lots.within(0.2, 1.0);
        params.entries.season =
            std::array::from_fn(|month| if month % 2 == 0 { light } else { 2.0 - light });
    };
    of(&mut model.opening, &mut lots);
    let opening = model.opening.clone();
    for (n, regime) in model.regimes.iter_mut().enumerate() {
        match n {
            0 => regime.params = opening.clone(),
            _ => of(&mut regime.params, &mut lots),
        }
    }
}

/// A children's home of the council's own for these ages.
pub fn home_of(beds: u16, age_from: f64, age_to: f64) -> ChildrensHome {
    ChildrensHome {
        beds,
        age_from,
        age_to,
        takes_complex_needs: true,
    }
}

fn rich_params(lots: &mut Lots) -> Params {
    let mut p = quiet(1).opening;
    p.entries.groups_a_year = lots.of_age(2.0, 14.0);
    p.entries.yearly_factor = vec![1.0, lots.within(0.5, 1.5), lots.within(0.5, 1.5)];
    p.entries.basis = std::array::from_fn(|band| {
        let [a, b, c, d] = lots.shares();
        match band {
            0..=2 => [a, b + d, c, 0.0, 0.0],
            _ => [a, b, 0.7 * c, d, 0.3 * c],
        }
    });
    p.entries.group_size = lots.shares();
    p.entries.together = lots.unit();
    p.entries.additional_needs = lots.of_age(0.0, 0.4);
    p.entries.complex_needs = lots.of_age(0.0, 0.4);
    p.planning.parallel = lots.unit();
    p.planning.home_assessment = lots.length(60.0);
    p.planning.adoption_assessment = lots.length(60.0);
    rich_home_and_court(lots, &mut p);
    rich_search(lots, &mut p);
    p.relatives.suitable = lots.of_age(0.0, 0.5);
    p.relatives.assessment = lots.length(70.0);
    p.relatives.fosters_first = lots.unit();
    p.relatives.takes_order = lots.unit();
    p.relatives.child_arrangements = lots.of_age(0.0, 1.0);
    p.relatives.without_court = lots.length(200.0);
    p.relatives.special_guardianship_breakdown = lots.within(0.0, 0.5);
    p.relatives.child_arrangements_breakdown = lots.within(0.0, 0.5);
    rich_adoption(lots, &mut p.adoption);
    p.entries.ethnic_group = lots.shares();
    let other = lots.of_age(0.0, 0.3);
    p.leaving = Leaving::new(other[0], other[1], other[2], other[3]);
    rich_recruitment(lots, &mut p.recruitment);
    rich_plans(lots, &mut p);
    rich_fostering(lots, &mut p);
    p
}

/// Plans, temporary approval, the steps before court and after it. (Drawn last, so that what was drawn before stays as it was.)
fn rich_plans(lots: &mut Lots, p: &mut Params) {
    p.entries.nobody_responsible = lots.of_age(0.0, 0.2);
    p.court.legal_planning_meeting = lots.length(20.0);
    p.court.pre_proceedings = lots.length(60.0);
    p.court.pre_proceedings_diverts = lots.within(0.0, 0.4);
    p.court.nobody_responsible = lots.length(200.0);
    p.court.supervision_order = lots.unit();
    p.court.supervision_order_length = lots.length(200.0);
    p.relatives.emergency_placement = lots.unit();
    p.relatives.emergency_fails = lots.unit();
    p.relatives.foster_carer_guardianship = lots.within(0.0, 1.0);
    p.relatives.supervision_order = lots.unit();
    p.planning.caseload_target = lots.within(20.0, 200.0);
    p.planning.worker_changes = lots.within(0.0, 2.0);
    p.planning.handover_days = lots.within(0.0, 60.0);
    p.stability.new_worker_factor = lots.within(1.0, 2.0);
    p.adoption.panel_slots = lots.within(0.0, 4.0);
    p.teams = std::array::from_fn(|_| {
        let team = Team {
            servers: lots.whole(1, 4),
            days_per_case: lots.length(15.0),
        };
        (lots.unit() < 0.6).then_some(team)
    });
}

fn rich_fostering(lots: &mut Lots, p: &mut Params) {
    p.entries.later_born = lots.within(0.0, 1.0);
    p.entries.later_born_accepted = lots.unit();
    p.entries.dispersion = lots.within(1.0, 5.0);
    p.search.near = std::array::from_fn(|_| lots.unit());
    p.stability.matched_factor = lots.unit();
    p.stability.distance_factor = lots.within(1.0, 2.0);
    p.fostering = Fostering {
        formal_match: lots.unit(),
        match_days: lots.length(100.0),
        current_placement_right: lots.unit(),
        planned_transition: lots.unit(),
    };
    p.after_eighteen = AfterEighteen {
        staying_put: lots.unit(),
        staying_close: lots.unit(),
        leaves: lots.within(0.0, 2.0),
    };
    p.supports = ["meetings", "respite"]
        .map(|name| Support {
            root: Root::named(name, 0),
            share: lots.unit(),
            factor: lots.unit(),
        })
        .to_vec();
    let mut enquirers = p.recruitment[FOSTER].clone();
    enquirers.name = "carers who enquire".to_owned();
    enquirers.pipeline = Some(Pipeline {
        to_application: lots.unit(),
        to_approval: lots.unit(),
        response: lots.length(10.0),
        stage_1: lots.length(61.0),
        stage_2: lots.length(122.0),
    });
    p.recruitment.push(enquirers);
    p.adoption.allowance = lots.unit();
    p.court.remand = lots.length(100.0);
    p.court.stays_after_remand = lots.unit();
    p.search.secure_on_remand = lots.unit();
    p.search.secure_for_welfare = lots.within(0.0, 0.3);
}

fn rich_home_and_court(lots: &mut Lots, p: &mut Params) {
    p.home.rates = std::array::from_fn(|_| {
        PiecewiseRates::new(&[
            (SimSpan::ZERO, lots.within(0.0, 4.0)),
            (SimSpan::from_days(40.0), lots.within(0.0, 1.5)),
            (SimSpan::from_days(400.0), lots.within(0.0, 0.5)),
        ])
    });
    p.home.emergency_factor = lots.within(0.0, 3.0);
    p.home.after_order_factor = lots.unit();
    p.home.at_hearing = lots.of_age(0.0, 0.5);
    p.home.under_care_order = lots.unit();
    p.home.discharge = lots.length(200.0);
    p.home.reentry = lots.length(400.0);
    p.court.section_20 = lots.of_age(0.0, 1.0);
    p.court.emergency = lots.unit();
    p.court.drift = lots.length(120.0);
    p.court.legal_advice = lots.length(28.0);
    p.court.emergency_issue = lots.length(4.0);
    p.court.proceedings = lots.length(180.0);
    p.stability.rates = std::array::from_fn(|_| lots.within(0.0, 1.5));
    p.stability.rates[PlacementKind::Adoptive as usize] = 0.0;
    p.stability.age_factor = lots.of_age(0.5, 2.0);
    p.stability.complex_factor = lots.within(1.0, 2.0);
    p.stability.earlier_move_factor = lots.within(1.0, 1.3);
    p.stability.separated_factor = lots.within(1.0, 2.0);
    p.stability.settled_factor = lots.unit();
}

fn rich_search(lots: &mut Lots, p: &mut Params) {
    p.search.in_house_acceptance = lots.of_age(0.2, 1.0);
    p.search.agency_offer = lots.of_age(0.2, 1.0);
    p.search.complex_factor = lots.within(0.3, 1.0);
    p.search.sibling_factor = lots.within(0.3, 1.0);
    p.search.residential_plan = lots.of_age(0.0, 0.5);
    p.search.semi_independent = lots.unit();
    p.search.semi_independent_asylum = lots.unit();
    p.search.step_down_a_year = lots.within(0.0, 6.0);
    p.search.rest = lots.length(30.0);
}

fn rich_adoption(lots: &mut Lots, a: &mut Adoption) {
    a.plan = std::array::from_fn(|_| lots.unit());
    a.early_match = std::array::from_fn(|_| lots.within(0.0, 0.5));
    a.half_life_years = lots.within(0.5, 3.0);
    a.scale = lots.within(0.5, 1.3);
    a.panel_interval_days = lots.within(5.0, 40.0);
    a.acceptance = lots.within(0.1, 1.0);
    a.split_after_days = lots.within(60.0, 400.0);
    a.priority = [
        Priority::LongestWaiting,
        Priority::YoungestFirst,
        Priority::HardestFirst,
    ][lots.whole(0, 2) as usize];
    // A pool of one, where an authority is run by itself.
    a.pooled = lots.unit() < 0.5;
    a.match_to_placed = lots.length(30.0);
    a.placed_to_order = std::array::from_fn(|_| lots.length(150.0));
    a.early_factor = lots.unit();
    a.disruption = lots.within(0.0, 0.5);
    a.breakdown = lots.within(0.0, 0.3);
    a.revocation = lots.length(150.0);
    a.regional_after_days = lots.within(0.0, 60.0) * f64::from(lots.whole(0, 1));
    a.register_after_days = lots.within(0.0, 90.0);
    a.reserve_for_groups = lots.whole(0, 1) == 1;
    if lots.whole(0, 1) == 1 {
        a.activity_interval_days = lots.within(30.0, 200.0);
    }
    a.activity_acceptance = lots.unit();
    a.fostering_for_adoption = std::array::from_fn(|_| lots.unit());
    a.by_foster_carer = std::array::from_fn(|_| lots.within(0.0, 0.5));
    a.foster_carer_after_days = lots.within(30.0, 500.0);
    a.breakdown_age_factor = lots.of_age(0.5, 3.0);
}

fn rich_recruitment(lots: &mut Lots, strands: &mut Vec<Strand>) {
    for strand in strands.iter_mut() {
        strand.approvals = Approvals::AtRandom {
            a_year: lots.within(2.0, 20.0),
            reference: 8.0,
        };
        strand.places = lots.shares();
        strand.largest_group = lots.shares();
        strand.ages = vec![(0.3, 0.0, 18.0), (0.3, 0.0, 6.0), (0.4, 4.0, 18.0)];
        strand.takes_complex_needs = lots.within(0.0, 0.5);
        strand.takes_additional_needs = lots.within(0.5, 1.0);
        strand.leaving = PiecewiseRates::new(&[
            (SimSpan::ZERO, lots.within(0.0, 0.5)),
            (SimSpan::from_years(2.0), lots.within(0.0, 0.3)),
        ]);
    }
    let mut targeted = strands[FOSTER].clone();
    targeted.name = "carers for sibling groups".to_owned();
    targeted.places = [0.0, 0.0, 0.5, 0.5];
    targeted.approvals = planned(5, 10.0);
    targeted.start = at(200.0);
    strands.push(targeted);
    for (name, provider) in [
        ("partners' adopters", Provider::Regional),
        ("adopters of other agencies", Provider::Register),
    ] {
        let mut others = strands[ADOPTERS].clone();
        others.name = name.to_owned();
        others.provider = provider;
        strands.push(others);
    }
    for strand in strands.iter_mut() {
        if strand.kind == HouseholdKind::Adoptive {
            strand.ethnic_group = lots.shares();
            strand.takes_other_ethnic_groups = lots.unit();
            strand.dual_approved = lots.unit();
            strand.returns = lots.unit();
            strand.returns_after_days = lots.within(0.0, 500.0);
        }
    }
}

fn rich_stock(lots: &mut Lots) -> Stock {
    use LegalStatus::{CareOrder, InterimCareOrder, PlacementOrder, Section20};
    use PlacementKind::{Adoptive, Agency, ChildrensHome, InHouse, Kinship, WithParents};
    let mut stock = empty_stock();
    let cells = [
        (AgeBand::Under1, InterimCareOrder, InHouse),
        (AgeBand::From1To4, InterimCareOrder, Agency),
        (AgeBand::From1To4, PlacementOrder, InHouse),
        (AgeBand::From1To4, PlacementOrder, Adoptive),
        (AgeBand::From5To9, PlacementOrder, Agency),
        (AgeBand::From5To9, CareOrder, Kinship),
        (AgeBand::From5To9, CareOrder, WithParents),
        (AgeBand::From5To9, Section20, InHouse),
        (AgeBand::From10To15, CareOrder, InHouse),
        (AgeBand::From10To15, CareOrder, ChildrensHome),
        (AgeBand::From16, Section20, ChildrensHome),
    ];
    for (age, legal, placement) in cells {
        let served = lots.length(500.0);
        let count = lots.whole(0, 8);
        stock
            .children
            .push(row(age, legal, placement, count, served));
    }
    let mut asylum = row(
        AgeBand::From16,
        Section20,
        PlacementKind::SemiIndependent,
        lots.whole(0, 4),
        around(200.0),
    );
    asylum.asylum_seeking = true;
    stock.children.push(asylum);
    stock.group_size = lots.shares();
    stock.additional_needs = lots.of_age(0.0, 0.4);
    stock.complex_needs = lots.of_age(0.0, 0.4);
    stock.awaiting_revocation = lots.whole(0, 3);
    stock.overflow_share = lots.unit();
    let in_house: u32 = stock
        .children
        .iter()
        .filter(|r| r.placement == InHouse)
        .map(|r| r.count)
        .sum();
    stock.foster_households = [in_house, lots.whole(0, 5), lots.whole(0, 3), 1];
    stock.leaving_households = lots.whole(0, 2);
    stock.unavailable_places = lots.whole(0, 4);
    stock.special_guardianships = [0, 1, lots.whole(0, 5), 2, lots.whole(0, 5)];
    stock.child_arrangements = [lots.whole(0, 2), 0, 0, 1, 0];
    stock.adopters_waiting = lots.whole(0, 6);
    stock.ethnic_group = lots.shares();
    stock.nobody_responsible = lots.whole(0, 3);
    stock.formally_matched = lots.unit();
    stock.staying_put = lots.whole(0, 1);
    stock
}

/// Watches the events of a run. (Not generic, so that the model is compiled once for all.)
struct Watch<'a>(&'a mut dyn FnMut(SimTime, Event<'_>));

impl Observer for Watch<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        (self.0)(now, event);
    }
    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

/// Runs a replication and hands every event to `see`.
pub fn watch(model: &Model, key: RunKey, mut see: impl FnMut(SimTime, Event<'_>)) {
    care::run(model, key, Watch(&mut see));
}

/// Looks around at the end of the months.
struct Look<'a>(&'a mut dyn FnMut(usize, View<'_>));

impl Observer for Look<'_> {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}
    fn opening(&mut self, view: View<'_>) {
        (self.0)(0, view);
    }
    fn month_ended(&mut self, _: SimTime, month: usize, view: View<'_>) {
        (self.0)(month + 1, view);
    }
}

/// Runs a replication and hands the world to `see` at the opening (0) and after each month (1, …).
pub fn look(model: &Model, key: RunKey, mut see: impl FnMut(usize, View<'_>)) {
    care::run(model, key, Look(&mut see));
}

/// Prints and tests that something standard normal in theory is within four of zero.
pub fn within_four(what: &str, z: f64) {
    println!("z = {z:+.2}  {what}");
    assert!(z.abs() < 4.0, "z = {z:+.2}: {what}");
}

/// Tests a count of successes against the sum of their chances: Bernoulli trials, exact variance.
pub fn share_is(what: &str, hits: f64, chances: impl IntoIterator<Item = f64>) {
    let (mut mean, mut variance, mut n) = (0.0, 0.0, 0u32);
    for chance in chances {
        mean += chance;
        variance += chance * (1.0 - chance);
        n += 1;
    }
    assert!(n > 30, "enough trials: {n} for {what}");
    if variance < 1e-9 {
        assert!((hits - mean).abs() < 1e-6, "{hits} of {mean} for {what}");
        return println!("exact      {what}");
    }
    let label = format!(
        "{what}: {:.4} for {:.4} (n = {n})",
        hits / f64::from(n),
        mean / f64::from(n)
    );
    within_four(&label, (hits - mean) / variance.sqrt());
}

/// Tests a mean against theory by its sample standard error.
pub fn mean_is(what: &str, sample: &Tally, expected: f64) {
    let label = format!(
        "{what}: {:.4} for {expected:.4} (n = {})",
        sample.mean(),
        sample.count()
    );
    within_four(&label, (sample.mean() - expected) / sample.standard_error());
}

/// Tests that counts are Poisson: their mean, and their variance by its own standard error
/// (fourth central moment m + 3m² of a Poisson variable).
pub fn is_poisson(what: &str, sample: &Tally, mean: f64) {
    let n = sample.count() as f64;
    let z = (sample.mean() - mean) / (mean / n).sqrt();
    within_four(
        &format!("{what}: mean {:.3} for {mean:.3}", sample.mean()),
        z,
    );
    let spread = (mean + 3.0 * mean * mean - mean * mean * (n - 3.0) / (n - 1.0)) / n;
    let z = (sample.variance() - mean) / spread.sqrt();
    within_four(&format!("{what}: variance {:.3}", sample.variance()), z);
}

/// How long a financial year is in [`prices`].
pub const YEAR_OF_PRICES: SimSpan = SimSpan::from_seconds(365 * 86_400);

/// A price list in which no two prices are alike, for so many strands: alike for all ages, all of a fee
/// paid at once, no bed booked (but those of the homes), and every financial year of 365 days (see `prices.rs` for the others).
pub fn prices(seed: u64, strands: usize) -> PriceList {
    let mut lots = Lots {
        key: RunKey::new(seed, 1),
        drawn: 0,
    };
    let mut price = || Pence(i64::from(lots.whole(1, 400_000)));
    let mut by_needs = || {
        let mut weekly = Weekly::default();
        for needs in Needs::ALL {
            let price = price();
            for age in AgeBand::ALL {
                weekly.set(needs, age, price);
            }
        }
        weekly
    };
    let weekly = std::array::from_fn(|_| by_needs());
    let [special_guardianship_weekly, child_arrangements_weekly] =
        std::array::from_fn(|_| Weekly::same(price()));
    let year = |n: i32| FinancialYear {
        begins: at(f64::from(365 * n)),
        ends: at(f64::from(365 * (n + 1))),
    };
    PriceList {
        weekly,
        social_work_weekly: [price(); 4],
        special_guardianship_weekly,
        child_arrangements_weekly,
        adoption_allowance_weekly: Weekly::same(price()),
        supervision_weekly: price(),
        proceedings: price(),
        legal_planning_meeting: price(),
        legal_advice: price(),
        relatives_assessment: price(),
        adoption_panel: price(),
        fostering_panel: price(),
        family_finding: price(),
        placement_move: price(),
        adoption_placement: price(),
        adoption_support: price(),
        approval: (0..strands).map(|_| Dated::always(price())).collect(),
        inter_agency_fee: std::array::from_fn(|_| StagedFee::new(price(), 1.0)),
        enquiry: (0..strands).map(|_| Dated::always(price())).collect(),
        staying_put_weekly: price(),
        staying_close_weekly: price(),
        support_weekly: (0..64).map(|_| price()).collect(),
        home_bed_weekly: vec![Pence(271_828), Pence(314_159)],
        options: vec![OptionCost {
            name: "option".to_owned(),
            one_off: price(),
            a_year: YearlyCost::from(at(400.5), price()),
            from: at(400.5),
        }],
        years: (0..60).map(year).collect(),
        discount_rate: 0.035,
        base_year: "2016-17".to_owned(),
        ..PriceList::default()
    }
}

/// Exact accounts: stocks integrated as they change, and times added up one by one.
pub struct Accounts {
    /// Children in care at the opening.
    pub initial: u64,
    /// Periods of care begun.
    pub entered: u64,
    /// Periods ended, by route.
    pub left: [u64; Route::ALL.len()],
    /// Children in care, integrated.
    pub stock: Gauge,
    /// The same by placement.
    pub by_kind: [Gauge; PlacementKind::ALL.len()],
    /// Time in care of the periods that have ended, within the run, seconds.
    pub time_in_care: i128,
    /// Time in placements that have ended, within the run, seconds.
    pub time_placed: [i128; PlacementKind::ALL.len()],
    /// Times of the placements and periods still open at the horizon are added then.
    pub closed: bool,
    last: SimTime,
    horizon: SimTime,
}

impl Accounts {
    /// Empty accounts to this horizon.
    pub fn new(horizon: SimTime) -> Self {
        Self {
            initial: 0,
            entered: 0,
            left: [0; 6],
            stock: Gauge::new(SimTime::START, 0),
            by_kind: [Gauge::new(SimTime::START, 0); PlacementKind::ALL.len()],
            time_in_care: 0,
            time_placed: [0; PlacementKind::ALL.len()],
            closed: false,
            last: SimTime::START,
            horizon,
        }
    }

    fn since(now: SimTime, began: SimTime) -> i128 {
        i128::from((now - began.max(SimTime::START)).seconds())
    }

    fn close(&mut self, view: View<'_>) {
        self.closed = true;
        for child in view.children.values().filter(|c| c.in_care()) {
            self.time_in_care += Self::since(self.horizon, child.entered);
            let kind = child.placement.kind as usize;
            self.time_placed[kind] += Self::since(self.horizon, child.placement.since);
        }
    }
}

impl Observer for Accounts {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        assert!(now >= self.last, "time never goes backwards");
        self.last = now;
        match event {
            Event::PeriodBegan(_) => {
                self.entered += 1;
                self.stock.change(now, 1);
            }
            Event::PeriodEnded(child, route) => {
                self.left[route as usize] += 1;
                self.stock.change(now, -1);
                self.time_in_care += Self::since(now, child.entered);
            }
            Event::PlacementBegan(child) => {
                self.by_kind[child.placement.kind as usize].change(now, 1);
            }
            Event::PlacementEnded(child) => {
                let kind = child.placement.kind as usize;
                self.by_kind[kind].change(now, -1);
                self.time_placed[kind] += Self::since(now, child.placement.since);
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, _: usize, view: View<'_>) {
        let in_care = view.children.values().filter(|c| c.in_care()).count();
        let left: u64 = self.left.iter().sum();
        assert_eq!(
            self.initial + self.entered,
            left + in_care as u64,
            "nobody is lost"
        );
        assert_eq!(self.stock.level(), in_care as i64);
        if now == self.horizon {
            self.close(view);
        }
    }

    fn opening(&mut self, view: View<'_>) {
        let in_care = view.children.values().filter(|c| c.in_care()).count();
        self.initial = in_care as u64;
        self.stock.set(SimTime::START, in_care as i64);
    }
}

/// One event as it is compared between two runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// When.
    pub at: SimTime,
    /// Which event.
    pub what: &'static str,
    /// Whom it concerns: identities of children, cases and households, and of the family.
    pub who: Vec<u64>,
    /// What else is known of it.
    pub detail: String,
}

/// Writes down every event, with identities instead of positions in memory.
///
/// If it follows households it keeps its own copy of their store, so that it knows who lives
/// behind an index; if not, it writes the index down.
#[derive(Default)]
pub struct Trace {
    /// Everything that happened, in order.
    pub facts: Vec<Fact>,
    /// Whether households are followed: possible where adoptive placements are of single
    /// children and end with the order, since adopters then go with an event.
    pub follows_households: bool,
    /// Households by index: identity and approval.
    pub households: Store<(Root, Approval)>,
    families: BTreeMap<(FamilyId, SimTime), u64>,
    /// Adopters matched with a child from the pool.
    adopters: BTreeMap<u64, u32>,
}

impl Trace {
    /// A trace that follows households.
    pub fn of_households() -> Self {
        Self {
            follows_households: true,
            ..Self::default()
        }
    }

    fn identity(&self, id: HouseholdId) -> u64 {
        match self.follows_households {
            // At the opening, before the trace has been shown the households, by index.
            true => self
                .households
                .get(id.0)
                .map_or(id.0.into(), |h| h.0.bits()),
            false => u64::from(id.0),
        }
    }

    fn note(&mut self, at: SimTime, what: &'static str, who: Vec<u64>, detail: String) {
        self.facts.push(Fact {
            at,
            what,
            who,
            detail,
        });
    }

    fn child(&mut self, now: SimTime, what: &'static str, child: &Child, detail: String) {
        let me = child.root.bits();
        let family = (child.family, child.entered);
        let family = *self.families.entry(family).or_insert(me);
        // The family's mark is its first child's identity, told apart from the child itself.
        let mut who = vec![me, !family];
        let house = child.placement.household;
        who.extend(house.map(|h| self.identity(h)));
        self.note(now, what, who, detail);
    }

    fn household(&mut self, now: SimTime, what: &'static str, household: &Household) {
        let detail = format!("{:?} {:?}", household.kind, household.approval);
        self.note(now, what, vec![household.root.bits()], detail);
    }

    fn case(&mut self, now: SimTime, what: &'static str, case: &care::adoption::Case) {
        let mut who = vec![case.root.bits()];
        who.extend(case.household().map(|h| self.identity(h)));
        let detail = format!("{} members, lapses {:?}", case.members.len(), case.lapses);
        self.note(now, what, who, detail);
    }
}

impl Observer for Trace {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let none = String::new();
        match event {
            Event::PeriodBegan(c) => {
                self.child(
                    now,
                    "period began",
                    c,
                    format!("{:?} {:?}", c.basis, c.born),
                );
            }
            Event::PeriodEnded(c, route) => self.child(now, "left", c, format!("{route:?}")),
            Event::PlacementBegan(c) => {
                self.child(now, "placed", c, format!("{:?}", c.placement.kind));
            }
            Event::PlacementEnded(c) => {
                self.child(now, "placement ended", c, format!("{:?}", c.placement.kind));
            }
            Event::LegalStatus(c, before) => {
                self.child(now, "status", c, format!("{before:?} to {:?}", c.legal));
            }
            Event::Searched {
                child,
                preferred,
                found,
            } => self.child(now, "searched", child, format!("{preferred:?} {found:?}")),
            Event::PlanMade(c, before) => {
                self.child(now, "plan", c, format!("{before:?} to {:?}", c.plan));
            }
            Event::Reviewed(c) => self.child(now, "reviewed", c, none),
            Event::DriftBegan(c) => self.child(now, "drifts", c, none),
            Event::DriftEnded(c) => self.child(now, "drifts no longer", c, none),
            Event::Settled(c) => self.child(now, "settled", c, none),
            Event::Unsettled(c) => self.child(now, "unsettled", c, none),
            Event::SupervisionBegan(c) => self.child(now, "supervised", c, none),
            Event::SupervisionEnded(c) => self.child(now, "supervision ended", c, none),
            Event::Separated(_)
            | Event::HearingHeld { .. }
            | Event::TeamQueued(_)
            | Event::TeamBegan { .. }
            | Event::TeamPassedOver(_) => {}
            Event::PlacementOrder(case) => self.case(now, "placement order", case),
            Event::Matched { case, .. } => self.case(now, "matched", case),
            Event::PlacedForAdoption(c) => self.child(now, "with adopters", c, none),
            Event::NoLongerAdoption(case) => self.case(now, "no longer adoption", case),
            Event::Revoked(case) => self.case(now, "revoked", case),
            Event::Disrupted(c) => self.child(now, "disrupted", c, none),
            Event::AllowanceBegan(c, route) => {
                self.child(now, "allowance began", c, format!("{route:?}"));
            }
            Event::AllowanceEnded(c, route) => {
                self.child(now, "allowance ended", c, format!("{route:?}"));
            }
            Event::BrokeDown(c, route) => self.child(now, "broke down", c, format!("{route:?}")),
            Event::Approved(h) => {
                self.households.add((h.root, h.approval));
                self.household(now, "approved", h);
            }
            Event::HouseholdLeft(h) => {
                self.household(now, "household left", h);
                if self.follows_households {
                    let gone = self.index_of(h.root);
                    self.households.remove(gone);
                }
            }
            Event::HouseholdMatched(h) => self.household(now, "household matched", h),
            Event::ChildMatched { child, .. } => self.child(now, "child matched", child, none),
            Event::AdoptersReturned(h) => self.household(now, "adopters returned", h),
            _ => {}
        }
        if self.follows_households {
            self.follow_adopters(event);
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        if !self.follows_households {
            return;
        }
        let known = self.households.iter().map(|(i, h)| (i, h.0));
        let there = view.households.iter().map(|(i, h)| (i, h.root));
        assert!(known.eq(there), "the trace knows every household");
    }

    fn opening(&mut self, view: View<'_>) {
        for (_, household) in view.households.iter() {
            self.households.add((household.root, household.approval));
        }
    }
}

impl Trace {
    fn index_of(&self, household: Root) -> u32 {
        let mut all = self.households.iter();
        let found = all.find(|(_, h)| h.0 == household);
        found.expect("a household that leaves was there").0
    }

    /// Adopters go without an event of their own when the children they live with are adopted or
    /// the placement ends.
    fn follow_adopters(&mut self, event: Event<'_>) {
        match event {
            Event::Matched { case, .. } => {
                if let Some(household) = case.household() {
                    self.adopters.insert(case.root.bits(), household.0);
                }
            }
            Event::NoLongerAdoption(case) => {
                self.adopters.remove(&case.root.bits());
            }
            Event::PeriodEnded(child, Route::Adopted) => {
                // A case of one child has the child's identity.
                if let Some(household) = self.adopters.remove(&child.root.bits()) {
                    self.households.remove(household);
                }
            }
            _ => {}
        }
    }
}

/// The trace of one replication.
pub fn trace(model: &Model, key: RunKey) -> Vec<Fact> {
    care::run(model, key, Trace::default()).facts
}

/// The trace of one replication with households by identity.
pub fn trace_households(model: &Model, key: RunKey) -> Vec<Fact> {
    care::run(model, key, Trace::of_households()).facts
}
