//! The sections that become parameters as they stand.

use crate::care::beds::ChildrensHome;
use crate::care::child::{ByAdoptionAge, ByAge};
use crate::care::choice::Choice;
use crate::care::params::{
    Adoption, Court, Entries, Home, Leaving, Params, Planning, Priority, Relatives, Search,
    Stability, Strand, Support, Team, Tier,
};
use crate::des::hazard::PiecewiseRates;
use crate::des::time::{DAYS_PER_YEAR, SimSpan};
use crate::dist::Dist;

use crate::care::team::Stage;

use super::super::keys::{CHOICE_WORDS, STAGE_WORDS, TIER_WORDS};
use super::super::value::Settings;
use super::{Unbuildable, fostering, money};

/// All parameters, given those that need solving or all dates.
pub fn params(
    s: &Settings,
    entries: Entries,
    strands: Vec<Strand>,
    supports: Vec<Support>,
    homes: Vec<ChildrensHome>,
) -> Result<Params, Unbuildable> {
    Ok(Params {
        homes,
        entries,
        planning: planning(s)?,
        home: home(s)?,
        court: court(s)?,
        relatives: relatives(s)?,
        adoption: adoption(s)?,
        search: search(s)?,
        stability: stability(s)?,
        leaving: leaving(s)?,
        teams: teams(s)?,
        recruitment: strands,
        fostering: fostering::fostering(s)?,
        after_eighteen: fostering::after_eighteen(s)?,
        supports,
    })
}

fn planning(s: &Settings) -> Result<Planning, Unbuildable> {
    Ok(Planning {
        parallel: s.need_number("planning.parallel")?,
        home_assessment: s.need_dist("planning.home_assessment_days")?,
        adoption_assessment: s.need_dist("planning.adoption_assessment_days")?,
        caseload_target: s.number_or_default("planning.caseload_target")?,
        worker_changes: s.number_or_default("planning.worker_changes_a_year")?,
        handover_days: s.number_or_default("planning.handover_days")?,
    })
}

fn home(s: &Settings) -> Result<Home, Unbuildable> {
    let from = s.need_numbers("home.from_weeks")?;
    let rows = s.need_matrix("home.rate_a_year")?;
    let band = |band: usize| {
        let step = |(from, row): (&f64, &Vec<f64>)| (SimSpan::from_weeks(*from), row[band]);
        PiecewiseRates::new(&from.iter().zip(rows).map(step).collect::<Vec<_>>())
    };
    let rates: ByAge<PiecewiseRates> = std::array::from_fn(band);
    Ok(Home {
        rates,
        emergency_factor: s.need_number("home.emergency_factor")?,
        after_order_factor: s.need_number("home.after_order_factor")?,
        at_hearing: s.need_array("home.at_hearing")?,
        under_care_order: s.need_number("home.under_care_order")?,
        discharge: s.need_dist("home.discharge_days")?,
        reentry: s.need_dist("home.reentry_days")?,
    })
}

fn court(s: &Settings) -> Result<Court, Unbuildable> {
    Ok(Court {
        section_20: s.need_array("court.section_20")?,
        emergency: s.need_number("court.emergency")?,
        drift: s.need_dist("court.drift_days")?,
        legal_advice: s.need_dist("court.legal_advice_days")?,
        emergency_issue: s.need_dist("court.emergency_issue_days")?,
        proceedings: s.need_dist("court.proceedings_days")?,
        legal_planning_meeting: s.dist_or_default("court.legal_planning_meeting_days")?,
        pre_proceedings: s.dist_or_default("court.pre_proceedings_days")?,
        pre_proceedings_diverts: s.number_or_default("court.pre_proceedings_diverts")?,
        nobody_responsible: s.dist_or_default("court.nobody_responsible_days")?,
        supervision_order: s.number_or_default("court.supervision_order")?,
        supervision_order_length: s.dist_or_default("court.supervision_order_days")?,
        remand: s.dist_or_default("court.remand_days")?,
        stays_after_remand: s.number_or_default("court.stays_after_remand")?,
    })
}

fn relatives(s: &Settings) -> Result<Relatives, Unbuildable> {
    Ok(Relatives {
        suitable: s.need_array("relatives.suitable")?,
        assessment: s.need_dist("relatives.assessment_days")?,
        fosters_first: s.need_number("relatives.fosters_first")?,
        takes_order: s.need_number("relatives.takes_order")?,
        child_arrangements: s.need_array("relatives.child_arrangements")?,
        without_court: s.need_dist("relatives.without_court_days")?,
        special_guardianship_breakdown: s
            .need_number("relatives.special_guardianship_breakdown_a_year")?,
        child_arrangements_breakdown: s
            .need_number("relatives.child_arrangements_breakdown_a_year")?,
        emergency_placement: s.number_or_default("relatives.emergency_placement")?,
        emergency_fails: s.number_or_default("relatives.emergency_fails")?,
        foster_carer_guardianship: s
            .number_or_default("relatives.foster_carer_guardianship_a_year")?,
        supervision_order: s.number_or_default("relatives.supervision_order")?,
    })
}

fn adoption(s: &Settings) -> Result<Adoption, Unbuildable> {
    Ok(Adoption {
        plan: s.need_array("adoption.plan")?,
        early_match: s.need_array("adoption.early_match")?,
        half_life_years: s.need_number("adoption.half_life_years")?,
        scale: s.need_number("adoption.scale")?,
        reference_months: s.need_array("adoption.reference_months")?,
        family_finding_days: s.need_number("adoption.family_finding_days")?,
        panel_interval_days: s.need_number("adoption.panel_interval_days")?,
        // Phasing in may have left a part of a case, of which a panel would make nothing.
        panel_slots: s.number_or_default("adoption.panel_slots")?.round(),
        acceptance: s.need_number("adoption.acceptance")?,
        split_after_days: s.need_number("adoption.split_after_days")?,
        priority: match s.need_word("adoption.priority")? {
            "longest_waiting" => Priority::LongestWaiting,
            "youngest_first" => Priority::YoungestFirst,
            _ => Priority::HardestFirst,
        },
        pooled: s.flag_or_default("adoption.pooled")?,
        match_to_placed: s.need_dist("adoption.match_to_placed_days")?,
        placed_to_order: placed_to_order(s)?,
        early_factor: s.need_number("adoption.early_factor")?,
        minimum_with_adopters_days: s.need_number("adoption.minimum_with_adopters_days")?,
        disruption: s.need_number("adoption.disruption_a_year")?,
        breakdown: s.need_number("adoption.breakdown_a_year")?,
        revocation: s.need_dist("adoption.revocation_days")?,
        inter_agency_budget: s.number_or_default("adoption.inter_agency_budget_a_year")?,
        inter_agency_fee: money::inter_agency_fees(s)?.map(|fee| fee.0 as f64 / 100.0),
        regional_after_days: s.number_or_default("adoption.regional_after_days")?,
        register_after_days: s.number_or_default("adoption.register_after_days")?,
        reserve_for_groups: s.flag_or_default("adoption.reserve_for_groups")?,
        activity_interval_days: s.number_or_default("adoption.activity_interval_days")?,
        activity_acceptance: s.number_or_default("adoption.activity_acceptance")?,
        fostering_for_adoption: s.array_or_default("adoption.fostering_for_adoption")?,
        by_foster_carer: s.array_or_default("adoption.by_foster_carer")?,
        foster_carer_after_days: s.number_or_default("adoption.foster_carer_after_days")?,
        breakdown_age_factor: s.array_or_default("adoption.breakdown_age_factor")?,
        allowance: s.number_or_default("adoption.allowance")?,
    })
}

/// Lognormal with the stated mean, and one spread of the logarithm for all ages.
fn placed_to_order(s: &Settings) -> Result<ByAdoptionAge<Dist>, Unbuildable> {
    let path = "adoption.placed_to_order_years";
    let means: ByAdoptionAge<f64> = s.need_array(path)?;
    let sigma = s.need_number("adoption.placed_to_order_sigma")?;
    let dist = |years: f64| {
        let mean = years * DAYS_PER_YEAR;
        let sd = mean * libm::sqrt(libm::expm1(sigma * sigma));
        Dist::lognormal(mean, sd).map_err(|error| Unbuildable(format!("`{path}`: {error}")))
    };
    let dists: Vec<Dist> = means.into_iter().map(dist).collect::<Result<_, _>>()?;
    dists.try_into().map_err(|_| Unbuildable::without(path))
}

fn search(s: &Settings) -> Result<Search, Unbuildable> {
    let order = s.need_words("search.order")?;
    let tiers = TIER_WORDS.into_iter().zip(Tier::ALL);
    let tier = |word: &&str| tiers.clone().find(|(known, _)| known == word);
    Ok(Search {
        order: order
            .iter()
            .filter_map(tier)
            .map(|(_, tier)| tier)
            .collect(),
        choice: choice(s),
        in_house_acceptance: s.need_array("search.in_house_acceptance")?,
        agency_offer: s.need_array("search.agency_offer")?,
        out_of_area_offer: s.array_or_default("search.out_of_area_offer")?,
        complex_factor: s.need_number("search.complex_factor")?,
        sibling_factor: s.need_number("search.sibling_factor")?,
        residential_plan: s.need_array("search.residential_plan")?,
        semi_independent: s.need_number("search.semi_independent")?,
        semi_independent_asylum: s.need_number("search.semi_independent_asylum")?,
        secure_on_remand: s.number_or_default("search.secure_on_remand")?,
        secure_for_welfare: s.number_or_default("search.secure_for_welfare")?,
        step_down_a_year: s.need_number("search.step_down_a_year")?,
        from_agency_a_year: s.number_or_default("search.from_agency_a_year")?,
        keeps_children: s.need_number("search.keeps_children")?,
        rest: s.need_dist("search.rest_days")?,
        near: fostering::near(s)?,
    })
}

/// The rule of choice; the first where the file says nothing.
fn choice(s: &Settings) -> Choice {
    let said = s.word("search.choice");
    let place = CHOICE_WORDS.iter().position(|word| Some(*word) == said);
    Choice::ALL[place.unwrap_or(0)]
}

fn stability(s: &Settings) -> Result<Stability, Unbuildable> {
    Ok(Stability {
        rates: [
            s.need_number("stability.kinship")?,
            s.need_number("stability.in_house")?,
            s.need_number("stability.agency")?,
            s.need_number("stability.childrens_home")?,
            s.need_number("stability.semi_independent")?,
            s.need_number("stability.with_parents")?,
            // Adoptive placements have a clock of their own: `adoption.disruption_a_year`.
            0.0,
            s.number_or_default("stability.secure")?,
        ],
        age_factor: s.need_array("stability.age_factor")?,
        complex_factor: s.need_number("stability.complex_factor")?,
        earlier_move_factor: s.need_number("stability.earlier_move_factor")?,
        separated_factor: s.need_number("stability.separated_factor")?,
        settled_factor: s.need_number("stability.settled_factor")?,
        matched_factor: s.number_or_default("stability.matched_factor")?,
        distance_factor: s.number_or_default("stability.distance_factor")?,
        new_worker_factor: s.number_or_default("stability.new_worker_factor")?,
    })
}

/// Teams by stage; checked to be one for each at most.
fn teams(s: &Settings) -> Result<[Option<Team>; Stage::ALL.len()], Unbuildable> {
    let mut teams = [const { None }; Stage::ALL.len()];
    for name in s.names("team") {
        let path = |last: &str| format!("team.{name}.{last}");
        let word = s.need_word(&path("stage"))?;
        let stage = STAGE_WORDS.iter().position(|stage| *stage == word);
        let stage = stage.ok_or_else(|| Unbuildable::without(&path("stage")))?;
        teams[stage] = Some(Team {
            servers: s.need_count(&path("servers"))?,
            days_per_case: s.need_dist(&path("days_per_case"))?,
        });
    }
    Ok(teams)
}

fn leaving(s: &Settings) -> Result<Leaving, Unbuildable> {
    let hazards = Leaving::new(
        s.need_number("leaving.under_16_a_year")?,
        s.need_number("leaving.at_16_a_year")?,
        s.need_number("leaving.at_17_a_year")?,
        s.need_number("leaving.asylum_extra_a_year")?,
    );
    let before_18 = [
        s.shares_or_default("leaving.ends_under_16")?,
        s.shares_or_default("leaving.ends_from_16")?,
    ];
    Ok(hazards.called(before_18, s.shares_or_default("leaving.ends_at_18")?))
}
