//! What each key of a scenario moves, and which way: one lever, one line.
//!
//! All changes are beliefs (`assumption = true`), so that they hold for those already in care too.

#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    Up,
    Down,
}
pub use Way::{Down, Up};

/// What is set, and the metric and group that must move, which way.
pub type Lever = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
    Way,
);

#[rustfmt::skip] // One lever, one line.
pub const ENTRIES: &[Lever] = &[
    (&[("entries.first_entries_a_year", "[70, 50, 40, 90, 60]")], "started_dfe", "all", Up),
    (&[("entries.yearly_change", "0.1")], "entries", "all", Up),
    (&[("entries.season", "[4.4, 4.4, 0.32, 0.32, 0.32, 0.32, 0.32, 0.32, 0.32, 0.32, 0.32, 0.32]")], "children_in_care", "under 1", Up),
    (&[("entries.mean_age_years", "[0.5, 2.9, 7.5, 13.7, 16.9]")], "placement_orders", "all", Down),
    (&[("entries.section_20", "[0.764, 0.657, 0.654, 0.653, 0.738]"), ("entries.interim_care_order", "[0, 0, 0, 0, 0]")], "exits", "home", Up),
    (&[("entries.interim_care_order", "[0.764, 0.657, 0.654, 0.653, 0.738]"), ("entries.section_20", "[0, 0, 0, 0, 0]")], "placement_orders", "all", Up),
    (&[("entries.emergency", "[0.557, 0.663, 0.704, 0.849, 0.793]"), ("entries.section_20", "[0, 0, 0, 0, 0]")], "children_in_care", "section 20", Down),
    (&[("entries.asylum_seeking", "[0, 0, 0, 0.3, 0.8]"), ("entries.section_20", "[0.321, 0.32, 0.358, 0.214, 0.039]")], "exits", "home", Down),
    (&[REMAND, REMAND_INSTEAD], "exits", "other", Up),
    (&[("entries.group_size", "[1, 0, 0, 0]")], "children_separated_from_siblings", "all", Down),
    (&[("entries.sibling_gap_years", "[4, 6]")], "children_separated_from_siblings", "all", Down),
    (&[("entries.assessed_together", "0.1")], "children_separated_from_siblings", "all", Down),
    (&[("entries.additional_needs", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "children_in_care", "additional needs", Up),
    (&[("entries.complex_needs", "[0.3, 0.3, 0.3, 0.3, 0.3]")], "children_in_care", "complex needs", Up),
    (&[("entries.ethnic_group", "[0, 0, 0, 1, 0]"), ("recruitment.adopters.takes_other_ethnic_groups", "0.3")], "placements_for_adoption", "all", Down),
    (&[("entries.nobody_responsible", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "nobody_exercising_responsibility", "all", Up),
    (&[("entries.later_born_a_year", "0.3")], "later_born_siblings", "all", Up),
    (&[("entries.later_born_a_year", "0.3"), ("entries.later_born_accepted", "1")], "later_born_kept_together", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const PLANNING: &[Lever] = &[
    (&[("planning.parallel", "1")], "proceedings_days", "all", Down),
    (&[("planning.home_assessment_days", "200")], "proceedings_days", "all", Up),
    (&[("planning.adoption_assessment_days", "200")], "proceedings_days", "all", Up),
    (&[("planning.caseload_target", "200")], "plan_by_four_months", "all", Down),
    (&[("planning.worker_changes_a_year", "1")], "changes_of_social_worker", "all", Up),
    (&[("planning.handover_days", "60"), ("planning.worker_changes_a_year", "2")], "plan_by_four_months", "all", Down),
];

#[rustfmt::skip] // One lever, one line.
pub const HOME: &[Lever] = &[
    (&[("home.from_weeks", "[0, 8, 26, 52, 104, 208, 520]")], "exits", "home", Up),
    (&[("home.rate_a_year", "[[4, 6, 3, 2, 1], [2, 2, 1, 1, 0.4], [1, 1, 1, 0.5, 0.3], [1, 1, 1, 0.4, 0.3], [0.6, 1, 0.5, 0.3, 0.2], [0.3, 0.5, 0.2, 0.1, 0.1], [0.2, 0.2, 0.1, 0.1, 0.1]]")], "exits", "home", Up),
    (&[("home.emergency_factor", "3")], "exits", "home", Up),
    (&[("home.after_order_factor", "1")], "children_in_care", "care order", Down),
    (&[("home.at_hearing", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "exits", "home", Up),
    (&[("home.under_care_order", "1")], "children_in_care", "with parents", Up),
    (&[("home.discharge_days", "1500")], "children_in_care", "with parents", Up),
    (&[("home.reentry_days", "{ weibull = { shape = 0.5, scale = 1000 } }")], "reentries", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const COURT: &[Lever] = &[
    (&[("court.section_20", "[0.1, 0.1, 0.1, 0.1, 0.1]")], "placement_orders", "all", Down),
    (&[("court.emergency", "0.1")], "placement_orders", "all", Down),
    (&[("court.drift_days", "600")], "children_in_care", "section 20", Up),
    (&[("court.legal_advice_days", "120")], "children_in_care", "section 20", Up),
    (&[("court.emergency_issue_days", "100")], "children_in_care", "section 20", Up),
    (&[("court.proceedings_days", "350")], "proceedings_within_26_weeks", "all", Down),
    (&[("court.legal_planning_meeting_days", "100")], "children_in_care", "section 20", Up),
    (&[("court.pre_proceedings_days", "150")], "children_in_care", "section 20", Up),
    (&[("court.pre_proceedings_diverts", "0.6")], "exits", "home", Up),
    (&[("court.nobody_responsible_days", "30"), ("entries.nobody_responsible", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "nobody_exercising_responsibility", "all", Down),
    (&[("court.remand_days", "1500"), REMAND, REMAND_INSTEAD], "children_in_care", "section 20", Up),
    (&[("court.stays_after_remand", "1"), REMAND, REMAND_INSTEAD], "children_in_care", "section 20", Up),
    (&[("court.supervision_order", "1"), ("prices.supervision_a_week", "0")], "supervision_orders_running", "all", Up),
    (&[("court.supervision_order_days", "30"), ("court.supervision_order", "1"), ("prices.supervision_a_week", "0")], "supervision_orders_running", "all", Down),
];

/// A third of the young people who come are remanded, instead of coming under section 20.
const REMAND: (&str, &str) = ("entries.remand", "[0, 0, 0, 0.3, 0.3]");
const REMAND_INSTEAD: (&str, &str) = ("entries.section_20", "[0.321, 0.32, 0.358, 0.208, 0.385]");

#[rustfmt::skip] // One lever, one line.
pub const RELATIVES: &[Lever] = &[
    (&[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "exits", "special guardianship", Up),
    (&[("relatives.assessment_days", "20")], "children_in_care", "kinship fostering", Up),
    (&[("relatives.fosters_first", "0")], "children_in_care", "kinship fostering", Down),
    (&[("relatives.takes_order", "0.1")], "exits", "special guardianship", Down),
    (&[("relatives.child_arrangements", "[0.9, 0.9, 0.9, 0.9, 0.9]")], "exits", "child arrangements order", Up),
    (&[("relatives.without_court_days", "30")], "exits", "special guardianship", Up),
    (&[("relatives.special_guardianship_breakdown_a_year", "0.3")], "breakdowns", "all", Up),
    (&[("relatives.child_arrangements_breakdown_a_year", "0.3")], "breakdowns", "all", Up),
    (&[("relatives.emergency_placement", "0.8")], "children_in_care", "kinship fostering", Up),
    (&[("relatives.emergency_fails", "0.8"), ("relatives.emergency_placement", "1")], "exits", "special guardianship", Down),
    (&[("relatives.foster_carer_guardianship_a_year", "0.2")], "exits", "special guardianship", Up),
    (&[("relatives.supervision_order", "1"), ("prices.supervision_a_week", "0")], "supervision_orders_running", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const ADOPTION: &[Lever] = &[
    (&[("adoption.plan", "[0.3, 0.3, 0.2, 0.1, 0.1, 0]")], "placement_orders", "all", Down),
    (&[("adoption.early_match", "[0.9, 0.9, 0.9, 0.9, 0.9, 0.9]")], "wait_for_match_days", "all", Down),
    (&[("adoption.half_life_years", "8"), ("adoption.scale", "1.3")], "adoption_reversals", "all", Down),
    (&[("adoption.scale", "0.5"), ("adoption.half_life_years", "1.1")], "adoption_reversals", "all", Up),
    (&[("adoption.reference_months", "[24, 30, 36, 36, 40, 48]")], "adoption_reversals", "all", Down),
    (&[("adoption.family_finding_days", "300")], "wait_for_match_days", "all", Up),
    (&[("adoption.panel_interval_days", "120")], "wait_for_match_days", "all", Up),
    (&[("adoption.panel_slots", "0")], "placements_for_adoption", "all", Down),
    (&[("adoption.acceptance", "0.6")], "placements_for_adoption", "all", Up),
    (&[("adoption.split_after_days", "1")], "children_separated_from_siblings", "all", Up),
    (&[("adoption.priority", "\"youngest_first\""), ("recruitment.adopters.approvals_a_year", "25")], "wait_for_match_days", "all", Down),
    (&[("adoption.match_to_placed_days", "200")], "entry_to_placed_for_adoption_days", "all", Up),
    (&[("adoption.placed_to_order_years", "[2, 2, 2, 2, 2, 2]")], "entry_to_order_days", "all", Up),
    (&[("adoption.placed_to_order_sigma", "1.5")], "placed_to_order_days", "all", Down),
    (&[("adoption.early_factor", "2")], "children_in_care", "placed for adoption", Up),
    (&[("adoption.minimum_with_adopters_days", "700")], "entry_to_order_days", "all", Up),
    (&[("adoption.disruption_a_year", "1")], "exits", "adopted", Down),
    (&[("adoption.breakdown_a_year", "0.5")], "breakdowns", "all", Up),
    (&[("adoption.revocation_days", "900")], "revocations", "all", Down),
    (&[("adoption.regional_after_days", "400"), ("prices.inter_agency_fee", "[0, 0, 0, 0]"), ("recruitment.adopters.provider", "\"regional\"")], "wait_for_match_days", "all", Up),
    (&[("adoption.inter_agency_budget_a_year", "100000"), ("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], "matches", "all", Down),
    (&[("adoption.reserve_for_groups", "true"), SCARCE_ADOPTERS, ("adoption.priority", "\"hardest_first\""), ("entries.group_size", "[0.5, 0.36, 0.1, 0.04]"), ("entries.assessed_together", "1")], "without_match_days", "two siblings", Down),
    (&[("adoption.activity_interval_days", "60"), ("adoption.activity_acceptance", "0.9")], "matches", "own adopters", Up),
    (&[("adoption.fostering_for_adoption", "[0.8, 0.5, 0, 0, 0, 0]"), ("recruitment.adopters.dual_approved", "1"), ("adoption.early_match", "[0, 0, 0, 0, 0, 0]")], "matches", "fostering for adoption", Up),
    (&[("adoption.by_foster_carer", "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]"), ("adoption.foster_carer_after_days", "200")], "matches", "own foster carers", Up),
    (&[("adoption.breakdown_age_factor", "[100, 100, 100, 100, 100]")], "breakdowns", "all", Up),
    (&[("adoption.allowance", "0.5"), ("prices.adoption_allowance_a_week", "0")], "allowances_running", "all", Up),
    (&[("adoption.pooled", "true"), ("authority.each.copies", "4"), SCARCE_ADOPTERS], "adopter_wait_days", "all", Down),
    (&[("authority.each.copies", "2")], "placement_orders", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const SEARCH: &[Lever] = &[
    (&[("search.order", "[\"agency\", \"childrens_home\"]")], "in_house_filled", "all", Down),
    (&[("search.in_house_acceptance", "[0.2, 0.2, 0.2, 0.2, 0.2]")], "unmet_in_house_share", "all", Down),
    (&[("search.agency_offer", "[0.3, 0.3, 0.3, 0.3, 0.3]")], "overflow_in_childrens_homes", "all", Up),
    (&[("search.out_of_area_offer", "[0.9, 0.9, 0.9, 0.9, 0.9]"), ("search.order", "[\"in_house\", \"agency\", \"out_of_area\", \"childrens_home\"]")], "overflow_in_childrens_homes", "all", Down),
    (&[("search.order", "[\"in_house\", \"agency\", \"relatives\", \"childrens_home\"]"), ("relatives.emergency_placement", "0.8")], "children_in_care", "kinship fostering", Down),
    (&[("search.complex_factor", "0")], "overflow_in_childrens_homes", "all", Up),
    (&[("search.sibling_factor", "0.1")], "children_separated_from_siblings", "all", Up),
    (&[("search.residential_plan", "[0, 0, 0, 0, 0]")], "children_in_care", "children's homes", Down),
    (&[("search.semi_independent", "0.9")], "children_in_care", "semi-independent", Up),
    (&[("search.semi_independent_asylum", "0")], "children_in_care", "semi-independent", Down),
    (&[("search.secure_on_remand", "1"), REMAND, REMAND_INSTEAD, SECURE_PRICE], "children_in_care", "secure accommodation", Up),
    (&[("search.secure_for_welfare", "0.3"), SECURE_PRICE], "children_in_care", "secure accommodation", Up),
    (&[("search.step_down_a_year", "6")], "overflow_in_childrens_homes", "all", Down),
    (&[("search.from_agency_a_year", "6")], "in_house_filled", "all", Up),
    (&[("search.rest_days", "400")], "in_house_unavailable", "all", Up),
    (&[("search.keeps_children", "0")], "disruptions", "all", Up),
    (&[("search.near", "[0.5, 0.5, 0.5]")], "out_of_area", "all", Up),
    (&[("search.choice", "\"closest_profile\"")], "unmet_in_house_share", "all", Down),
];

#[rustfmt::skip] // One lever, one line.
pub const HOMES: &[Lever] = &[
    (&[("homes.elm.beds", "20"), ("homes.elm.a_week", "2600")], "unmet_bed_share", "all", Down),
];

/// A home of twenty beds for all children.
const ELM: &[(&str, &str)] = &[("homes.elm.beds", "20"), ("homes.elm.a_week", "2600")];

const SECURE_PRICE: (&str, &str) = ("prices.secure_a_week", "5500");

#[rustfmt::skip] // One lever, one line.
pub const STABILITY: &[Lever] = &[
    (&[("stability.kinship", "2")], "disruptions", "all", Up),
    (&[("stability.in_house", "2")], "disruptions", "all", Up),
    (&[("stability.agency", "2")], "disruptions", "all", Up),
    (&[("stability.childrens_home", "4")], "disruptions", "all", Up),
    (&[("stability.semi_independent", "4")], "disruptions", "all", Up),
    (&[("stability.with_parents", "3")], "disruptions", "all", Up),
    (&[("stability.secure", "12"), ("search.secure_for_welfare", "0.3"), SECURE_PRICE], "placement_moves", "all", Up),
    (&[("stability.age_factor", "[2, 2, 2, 2, 2]")], "disruptions", "all", Up),
    (&[("stability.complex_factor", "6")], "disruptions", "all", Up),
    (&[("stability.earlier_move_factor", "1.8")], "disruptions", "all", Up),
    (&[("stability.separated_factor", "6")], "disruptions", "all", Up),
    (&[("stability.settled_factor", "0.1")], "disruptions", "all", Down),
    (&[("stability.matched_factor", "0.2"), ("fostering.formal_match", "1"), ("stock.formally_matched", "1")], "disruptions", "all", Down),
    (&[("stability.new_worker_factor", "3"), ("planning.worker_changes_a_year", "1")], "unplanned_moves", "all", Up),
    (&[("stability.distance_factor", "3"), ("search.near", "[0.5, 0.5, 0.5]")], "unplanned_moves", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const FOSTERING: &[Lever] = &[
    (&[("support.meetings.share", "0.5"), ("support.meetings.a_week", "0"), ("support.meetings.factor", "0.5")], "unplanned_moves", "all", Down),
    (&[("support.meetings.a_week", "20"), ("support.meetings.share", "0.5")], "cost_gbp", "support of placements", Up),
    (&[("fostering.formal_match", "0.8")], "long_term_fostering_unmatched", "all", Down),
    (&[("fostering.formal_match", "0.8")], "long_term_fostering_matched", "all", Up),
    (&[("fostering.match_days", "30"), ("fostering.formal_match", "0.8")], "long_term_fostering_matched", "all", Up),
    (&[("fostering.current_placement_right", "0.6")], "unmatched_without_right_placement", "all", Up),
    (&[("fostering.current_placement_right", "0.6")], "planned_moves", "all", Up),
    (&[("fostering.planned_transition", "0.5")], "residential_with_planned_transition", "all", Up),
    (&[("after_eighteen.staying_put", "0.8"), ("prices.staying_put_a_week", "0")], "staying_put", "all", Up),
    (&[("after_eighteen.staying_put", "0.8"), ("prices.staying_put_a_week", "0")], "unmet_in_house_share", "all", Up),
    (&[("after_eighteen.staying_close", "0.8"), ("prices.staying_close_a_week", "0")], "staying_close", "all", Up),
    (&[("after_eighteen.leaves_a_year", "0.1"), ("after_eighteen.staying_put", "0.8"), ("prices.staying_put_a_week", "0")], "staying_put", "all", Up),
    (&[("entries.group_size", "[1, 0, 0, 0]"), ("stock.group_size", "[1, 0, 0, 0]")], "siblings_together", "all", Down),
    (&[("entries.assessed_together", "0.1")], "siblings_apart", "all", Up),
    (&[("search.near", "[0.1, 0.1, 0.1]")], "siblings_apart_near", "all", Down),
    (&[("search.residential_plan", "[0, 0, 0, 0, 0]")], "long_term_residential", "all", Down),
];

#[rustfmt::skip] // One lever, one line.
pub const LEAVING: &[Lever] = &[
    (&[("leaving.under_16_a_year", "0.3")], "exits", "other", Up),
    (&[("leaving.at_16_a_year", "1")], "exits", "other", Up),
    (&[("leaving.at_17_a_year", "1")], "exits", "turned 18", Down),
    (&[("leaving.asylum_extra_a_year", "1")], "exits", "other", Up),
    (&[("leaving.ends_under_16", "[0, 0.5, 0, 0.25, 0.02, 0.23]")], "exits", "other: custody", Up),
    (&[("leaving.ends_from_16", "[0.1, 0.17, 0.06, 0.08, 0.005, 0.585]")], "exits", "other: independent living", Down),
    (&[("leaving.ends_at_18", "[0.43, 0.3, 0.27]")], "exits", "at 18: adult care", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const TEAM: &[Lever] = &[
    (&[("team.solicitors.stage", "\"legal_advice\""), ("team.solicitors.servers", "1"), ("team.solicitors.days_per_case", "7")], "team_queue", "all", Up),
    (&[("team.solicitors.stage", "\"legal_advice\""), ("team.solicitors.servers", "1"), ("team.solicitors.days_per_case", "30")], "children_in_care", "section 20", Up),
    (&[("team.assessors.stage", "\"home_assessment\""), ("team.assessors.servers", "12"), ("team.assessors.days_per_case", "40")], "plan_by_four_months", "all", Down),
    (&[("team.assessors.stage", "\"relatives_assessment\""), ("team.assessors.servers", "10"), ("team.assessors.days_per_case", "40")], "exits", "special guardianship", Down),
    (&[("team.assessors.stage", "\"adoption_assessment\""), ("team.assessors.servers", "3"), ("team.assessors.days_per_case", "40")], "placement_orders", "all", Down),
    (&[("team.chairs.stage", "\"legal_planning\""), ("team.chairs.servers", "1"), ("team.chairs.days_per_case", "30")], "children_in_care", "section 20", Up),
    (&[("team.workers.stage", "\"pre_proceedings\""), ("team.workers.servers", "1"), ("team.workers.days_per_case", "30")], "children_in_care", "section 20", Up),
    (&[("team.services.stage", "\"family_services\""), ("team.services.servers", "10"), ("team.services.days_per_case", "40")], "exits", "home", Down),
];

#[rustfmt::skip] // One lever, one line.
pub const RECRUITMENT: &[Lever] = &[
    (&[("recruitment.adopters.approvals_a_year", "60")], "placements_for_adoption", "all", Up),
    (&[("recruitment.adopters.largest_group", "[0, 0, 0, 1]")], "children_separated_from_siblings", "all", Down),
    (&[("recruitment.adopters.ages", "[{ share = 1, from = 0, to = 18 }]")], "placements_for_adoption", "all", Up),
    (&[("recruitment.adopters.takes_additional_needs", "1"), ("recruitment.adopters.takes_complex_needs", "1")], "without_match_days", "complex needs", Down),
    (&[("recruitment.adopters.leaving_a_year", "[3]")], "adopters_gave_up", "all", Up),
    (&[("recruitment.foster_carers.places", "[0, 0, 0, 1]")], "in_house_places", "all", Up),
    (&[("recruitment.foster_carers.takes_additional_needs", "1"), ("recruitment.foster_carers.takes_complex_needs", "1")], "unmet_in_house_share", "all", Down),
    (&[("recruitment.foster_carers.leaving_from_years", "[0, 20]"), ("recruitment.foster_carers.leaving_a_year", "[0.9, 0.1]")], "foster_households_left", "all", Up),
    (&[("recruitment.foster_carers.start", "2020-04-01")], "foster_approvals", "all", Down),
    (&[("recruitment.foster_carers.until", "2019-04-01")], "foster_approvals", "all", Down),
    (&[("recruitment.foster_carers.ramp_up_months", "48")], "foster_approvals", "all", Down),
    (&[("recruitment.foster_carers.cost_per_approval", "20000")], "cost_gbp", "recruitment", Up),
    (NEW_STRAND, "in_house_places", "all", Up),
    (OTHER_AGENCY, "matches", "national register", Up),
    (&[("recruitment.adopters.ethnic_group", "[0, 0, 0, 1, 0]"), ("recruitment.adopters.takes_other_ethnic_groups", "0.2")], "placements_for_adoption", "all", Down),
    (&[("recruitment.adopters.dual_approved", "1"), ("adoption.fostering_for_adoption", "[0.5, 0.5, 0, 0, 0, 0]")], "matches", "fostering for adoption", Up),
    (&[("recruitment.adopters.returns", "1"), ("recruitment.adopters.returns_after_days", "100")], "placements_for_adoption", "all", Up),
    (ENQUIRERS, "foster_enquiries", "all", Up),
    (ENQUIRERS, "foster_applications", "all", Up),
    (ENQUIRERS, "foster_approvals", "all", Up),
    (ENQUIRERS, "cost_gbp", "recruitment", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const OPTION: &[Lever] = &[
    (&[("option.service.one_off", "100000"), ("option.service.cost_a_year", "200000")], "cost_gbp", "cost of the option", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const STOCK: &[Lever] = &[
    (&[("stock.returned_home_a_year", "[80, 80, 80, 80, 80]")], "reentries", "all", Up),
    (&[("stock.special_guardianships", "[0, 200, 200, 200, 200]")], "allowances_running", "all", Up),
    (&[("stock.child_arrangements", "[0, 100, 100, 100, 100]")], "cost_gbp", "child arrangements allowances", Up),
    (&[("stock.mean_age_years", "[0.5, 2.9, 7.6, 15, 17]")], "exits", "turned 18", Up),
    (&[("stock.group_size", "[0, 0, 0, 1]")], "children_separated_from_siblings", "all", Up),
    (&[("stock.additional_needs", "[0.8, 0.8, 0.8, 0.8, 0.8]")], "children_in_care", "additional needs", Up),
    (&[("stock.complex_needs", "[0.4, 0.4, 0.4, 0.4, 0.4]")], "children_in_care", "complex needs", Up),
    (&[("stock.awaiting_revocation", "30")], "revocations", "all", Up),
    (&[("stock.nobody_responsible", "20")], "nobody_exercising_responsibility", "all", Up),
    (&[("stock.overflow_share", "0")], "overflow_in_childrens_homes", "all", Down),
    (&[("stock.foster_households", "[200, 100, 40, 6]")], "in_house_places", "all", Up),
    (&[("stock.foster_strand", "\"lasting_carers\""), ("recruitment.lasting_carers.kind", "\"foster\""), ("recruitment.lasting_carers.approvals_a_year", "0"), ("recruitment.lasting_carers.places", "[1, 0, 0, 0]"), ("recruitment.lasting_carers.ages", "[{ share = 1, from = 0, to = 18 }]"), ("recruitment.lasting_carers.takes_additional_needs", "1"), ("recruitment.lasting_carers.takes_complex_needs", "1"), ("recruitment.lasting_carers.leaving_from_years", "[0]"), ("recruitment.lasting_carers.leaving_a_year", "[0]"), ("recruitment.lasting_carers.cost_per_approval", "0")], "foster_households_left", "all", Down),
    (&[("stock.staying_put", "25"), ("prices.staying_put_a_week", "0")], "staying_put", "all", Up),
    (&[("stock.formally_matched", "0.9")], "long_term_fostering_matched", "all", Up),
    (&[("stock.foster_tenure_years", "0.1")], "foster_households_left", "all", Up),
    (&[("stock.leaving_households", "80")], "in_house_places", "all", Down),
    (&[("stock.unavailable_places", "90")], "in_house_unavailable", "all", Up),
    (&[("stock.adopters_waiting", "60")], "placements_for_adoption", "all", Up),
    (&[("stock.adopter_strand", "\"patient_adopters\""), ("recruitment.patient_adopters.kind", "\"adoptive\""), ("recruitment.patient_adopters.approvals_a_year", "0"), ("recruitment.patient_adopters.largest_group", "[1, 0, 0, 0]"), ("recruitment.patient_adopters.ages", "[{ share = 1, from = 0, to = 18 }]"), ("recruitment.patient_adopters.takes_additional_needs", "1"), ("recruitment.patient_adopters.takes_complex_needs", "1"), ("recruitment.patient_adopters.leaving_from_years", "[0]"), ("recruitment.patient_adopters.leaving_a_year", "[0]"), ("recruitment.patient_adopters.cost_per_approval", "0")], "adopters_gave_up", "all", Down),
    (&[("stock.children", "[{ age = \"5_to_9\", legal = \"care_order\", placement = \"agency\", count = 900 }]"), ("stock.awaiting_revocation", "0")], "children_in_care", "all", Up),
    (&[("stock.in_care_days.section_20", "[300, 1500, 2500, 2500, 2500]")], "exits", "home", Down),
    (&[("stock.in_care_days.interim_care_order", "[60, 60, 60, 60, 60]")], "time_in_care_leavers_days", "all", Down),
    (&[("stock.in_care_days.care_order", "[300, 1400, 3000, 4000, 5000]")], "time_in_care_leavers_days", "all", Up),
    (&[("stock.ethnic_group", "[0, 0, 1, 0, 0]"), ("recruitment.adopters.takes_other_ethnic_groups", "0")], "adoption_reversals", "all", Up),
    (&[("stock.in_care_days.placement_order", "[300, 1500, 2500, 2500, 2500]")], "entry_to_order_days", "all", Up),
];

#[rustfmt::skip] // One lever, one line.
pub const PRICES: &[Lever] = &[
    (&[("prices.kinship_a_week", "600")], "cost_gbp", "kinship fostering", Up),
    (&[("prices.in_house_a_week", "900")], "cost_gbp", "in-house fostering", Up),
    (&[("prices.agency_a_week", "1200")], "cost_gbp", "agency fostering", Up),
    (&[("prices.childrens_home_a_week", "5000")], "cost_gbp", "children's homes", Up),
    (&[("prices.semi_independent_a_week", "900")], "cost_gbp", "semi-independent", Up),
    (&[("prices.with_parents_a_week", "300")], "cost_gbp", "with parents", Up),
    (&[("prices.adoptive_a_week", "300")], "cost_gbp", "placed for adoption", Up),
    (&[SECURE_PRICE, ("search.secure_for_welfare", "0.3")], "cost_gbp", "secure accommodation", Up),
    (&[("prices.social_work_a_week", "200")], "cost_gbp", "social work", Up),
    (&[("prices.special_guardianship_a_week", "300")], "cost_gbp", "special guardianship allowances", Up),
    (&[("prices.child_arrangements_a_week", "300")], "cost_gbp", "child arrangements allowances", Up),
    (&[("prices.proceedings", "10000")], "cost_gbp", "care proceedings", Up),
    (&[("prices.placement_move", "2000")], "cost_gbp", "placement moves", Up),
    (&[("prices.adoption_placement", "30000")], "cost_gbp", "adoption placements", Up),
    (&[("prices.adoption_support", "9000")], "cost_gbp", "adoption support", Up),
    (&[("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], "cost_gbp", "inter-agency fees", Up),
    (&[("prices.inter_agency_fee_first_share", "0"), ("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], "cost_gbp", "inter-agency fees", Down),
    (&[("prices.relatives_assessment", "6000")], "cost_gbp", "assessments and panels", Up),
    (&[("prices.adoption_panel", "1200")], "cost_gbp", "assessments and panels", Up),
    (&[("prices.fostering_panel", "2000"), ("fostering.formal_match", "0.6")], "cost_gbp", "assessments and panels", Up),
    (&[("prices.legal_planning_meeting", "2500")], "cost_gbp", "care proceedings", Up),
    (&[("prices.legal_advice", "1500")], "cost_gbp", "care proceedings", Up),
    (&[("prices.adoption_bought_share", "0.95")], "cost_gbp", "inter-agency fees", Up),
    (&[("prices.family_finding", "4000")], "cost_gbp", "adoption placements", Up),
    (&[("prices.adoption_allowance_a_week", "100"), ("adoption.allowance", "0.5")], "cost_gbp", "adoption allowances", Up),
    (&[("prices.special_guardianship_paid_share", "0.8")], "cost_gbp", "special guardianship allowances", Down),
    (&[("prices.child_arrangements_paid_share", "0.6")], "cost_gbp", "child arrangements allowances", Down),
    (&[("prices.out_of_area_uplift", "0.3"), ("search.near", "[0.5, 0.5, 0.5]")], "cost_gbp", "agency fostering", Up),
    (&[("prices.block_booked_beds", "400"), ("prices.block_booked_a_week", "2600")], "cost_gbp", "empty block-booked beds", Up),
    (&[("prices.block_booked_a_week", "2600"), ("prices.block_booked_beds", "40")], "cost_gbp", "children's homes", Down),
    (&[("prices.inflation.agency", "0.02")], "cost_gbp", "agency fostering", Up),
    (&[("prices.supervision_a_week", "40"), ("court.supervision_order", "1")], "cost_gbp", "supervision orders", Up),
    (&[("prices.staying_put_a_week", "200"), ("after_eighteen.staying_put", "0.5")], "cost_gbp", "staying put", Up),
    (&[("prices.staying_close_a_week", "200"), ("after_eighteen.staying_close", "0.5")], "cost_gbp", "staying close", Up),
];

#[rustfmt::skip] // One lever, one line.
/// What rows of `docs/coverage.md` name besides.
pub const CHECKLIST: &[Lever] = &[
    (&[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "in_permanent_home_after_2_years", "all", Up),
    (&[("stability.settled_factor", "0.1")], "same_placement_two_years", "all", Up),
    (&[("adoption.plan", "[0.3, 0.3, 0.2, 0.1, 0.1, 0]")], "exits", "adopted", Down),
    (&[("adoption.plan", "[0.98, 0.98, 0.84, 0.56, 0, 0]")], "children_adopted", "5 to 9", Down),
    (&[("recruitment.adopters.approvals_a_year", "60")], "children_adopted", "all", Up),
    (&[("entries.first_entries_a_year", "[70, 50, 40, 90, 60]")], "children_adopted", "all", Up),
    (&[("authority.each.copies", "2")], "children_adopted", "all", Up),
    (&[("planning.parallel", "1")], "plan_by_four_months", "all", Up),
    (&[("planning.parallel", "1")], "drift_child_days", "all", Down),
    (&[("planning.parallel", "1")], "entry_to_placed_for_adoption_days", "all", Down),
    (&[("planning.parallel", "1")], "time_in_care_entrants_days", "all", Down),
    (&[("planning.home_assessment_days", "200")], "plan_by_four_months", "all", Down),
    (&[("planning.home_assessment_days", "200")], "entry_to_placed_for_adoption_days", "all", Up),
    (&[("planning.adoption_assessment_days", "200")], "entry_to_placed_for_adoption_days", "all", Up),
    (&[("planning.caseload_target", "300")], "drift_child_days", "all", Up),
    (&[("court.section_20", "[0.1, 0.1, 0.1, 0.1, 0.1]")], "children_in_care", "interim care order", Down),
    (&[("entries.interim_care_order", "[0.764, 0.657, 0.654, 0.653, 0.738]"), ("entries.section_20", "[0, 0, 0, 0, 0]")], "children_in_care", "interim care order", Up),
    (&[REMAND, REMAND_INSTEAD], "children_in_care", "section 20", Down),
    (&[("adoption.revocation_days", "300")], "reversal_to_revocation_days", "all", Up),
    (&[("court.legal_planning_meeting_days", "300"), ("entries.nobody_responsible", "[0.5, 0.5, 0.5, 0.5, 0.5]")], "nobody_exercising_responsibility", "all", Up),
    (&[("court.proceedings_days", "350")], "proceedings_days", "all", Up),
    (&[("court.proceedings_days", "350")], "entry_to_placement_order_days", "all", Up),
    (&[("court.proceedings_days", "120")], "time_in_care_entrants_days", "all", Down),
    (&[("court.drift_days", "600")], "drift_child_days", "all", Up),
    (&[("adoption.panel_slots", "2")], "wait_for_match_days", "all", Up),
    (&[("recruitment.adopters.largest_group", "[0, 0, 0, 1]")], "waiting_for_adopters", "two siblings", Down),
    (&[("recruitment.adopters.largest_group", "[0, 0, 0, 1]")], "drift_child_days", "all", Down),
    (&[("adoption.match_to_placed_days", "200")], "match_to_placed_days", "all", Up),
    (&[("recruitment.adopters.approvals_a_year", "60")], "waiting_for_adopters", "all", Down),
    (&[("adoption.acceptance", "0.6")], "waiting_for_adopters", "all", Down),
    (&[("adoption.family_finding_days", "60")], "matched_within_4_months", "all", Up),
    (&[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "cost_gbp", "special guardianship allowances", Up),
    (&[("relatives.suitable", "[0.6, 0.6, 0.6, 0.6, 0.6]")], "placement_orders", "all", Down),
    (&[("stock.formally_matched", "0.9")], "long_term_fostering_unmatched", "all", Down),
    (&[("entries.complex_needs", "[0.3, 0.3, 0.3, 0.3, 0.3]")], "waiting_for_adopters", "complex needs", Up),
    (&[("entries.group_size", "[0.5, 0.36, 0.1, 0.04]")], "waiting_for_adopters", "two siblings", Up),
    (&[("stability.separated_factor", "6")], "unplanned_moves", "all", Up),
    (&[("stability.in_house", "2")], "three_or_more_placements", "all", Up),
    (&[("stability.agency", "2")], "three_or_more_placements", "all", Up),
    (&[("relatives.emergency_fails", "0.8"), ("relatives.emergency_placement", "1")], "children_in_care", "kinship fostering", Down),
    (&[("recruitment.foster_carers.places", "[0, 0, 0, 1]")], "unmet_in_house_share", "all", Down),
    (&[("recruitment.adopters.provider", "\"register\""), ("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]")], "cost_gbp", "inter-agency fees", Up),
    (&[("adoption.inter_agency_budget_a_year", "100000"), ("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], "cost_gbp", "inter-agency fees", Down),
    (&[("stock.foster_households", "[200, 100, 40, 6]")], "in_house_filled", "all", Up),
    (&[("recruitment.foster_carers.approvals_a_year", "60")], "in_house_filled", "all", Up),
    (&[("homes.elm.beds", "20"), ("homes.elm.a_week", "2600")], "home_beds_filled", "all", Up),
    (&[("search.out_of_area_offer", "[0.9, 0.9, 0.9, 0.9, 0.9]"), ("search.order", "[\"in_house\", \"agency\", \"out_of_area\", \"childrens_home\"]")], "out_of_area", "all", Up),
    (&[("stability.settled_factor", "0.1")], "placement_moves", "all", Down),
    (&[("search.step_down_a_year", "6")], "planned_moves", "all", Up),
    (&[("home.after_order_factor", "1")], "children_over_five_years_on_an_order", "all", Down),
    (&[("adoption.disruption_a_year", "1")], "disruptions", "all", Up),
    (&[("adoption.allowance", "0.5"), ("prices.adoption_allowance_a_week", "100")], "cost_gbp", "adoption allowances", Up),
    (&[("authority.each.copies", "4")], "cost_total_gbp", "all", Up),
];

/// All of them, section by section.
pub const ALL: &[&[Lever]] = &[
    ENTRIES,
    PLANNING,
    HOME,
    COURT,
    RELATIVES,
    ADOPTION,
    SEARCH,
    HOMES,
    STABILITY,
    FOSTERING,
    LEAVING,
    TEAM,
    RECRUITMENT,
    OPTION,
    STOCK,
    PRICES,
    CHECKLIST,
];

/// A planned strand beside those there are.
const NEW_STRAND: &[(&str, &str)] = &[
    ("recruitment.teenagers.kind", "\"foster\""),
    ("recruitment.teenagers.households", "30"),
    ("recruitment.teenagers.over_months", "12"),
    ("recruitment.teenagers.places", "[1, 0, 0, 0]"),
    (
        "recruitment.teenagers.ages",
        "[{ share = 1, from = 10, to = 18 }]",
    ),
    ("recruitment.teenagers.takes_additional_needs", "1"),
    ("recruitment.teenagers.takes_complex_needs", "1"),
    ("recruitment.teenagers.leaving_from_years", "[0]"),
    ("recruitment.teenagers.leaving_a_year", "[0.1]"),
    ("recruitment.teenagers.cost_per_approval", "8000"),
];

/// Households of other agencies beside the council's own.
const OTHER_AGENCY: &[(&str, &str)] = &[
    ("recruitment.others.kind", "\"adoptive\""),
    ("recruitment.others.provider", "\"register\""),
    ("prices.inter_agency_fee", "[0, 0, 0, 0]"),
    ("recruitment.others.approvals_a_year", "40"),
    ("recruitment.others.largest_group", "[0.7, 0.2, 0.1, 0]"),
    (
        "recruitment.others.ages",
        "[{ share = 1, from = 0, to = 10 }]",
    ),
    ("recruitment.others.takes_additional_needs", "1"),
    ("recruitment.others.takes_complex_needs", "0.5"),
    ("recruitment.others.leaving_from_years", "[0]"),
    ("recruitment.others.leaving_a_year", "[2]"),
    ("recruitment.others.cost_per_approval", "0"),
];

/// A key of a mechanism that other keys set up: the mechanism, the key with its new value, and what
/// moves.
pub type Alone = (
    &'static [(&'static str, &'static str)],
    (&'static str, &'static str),
    &'static str,
    &'static str,
    Way,
);

const ACTIVITY_DAYS: &[(&str, &str)] = &[
    ("adoption.activity_interval_days", "60"),
    ("adoption.activity_acceptance", "0.45"),
];
const SOLICITOR: &[(&str, &str)] = &[
    ("team.solicitors.stage", "\"legal_advice\""),
    ("team.solicitors.servers", "1"),
    ("team.solicitors.days_per_case", "7"),
];
const FAMILY_SERVICES: &[(&str, &str)] = &[
    ("team.services.stage", "\"family_services\""),
    ("team.services.servers", "10"),
    ("team.services.days_per_case", "40"),
];
/// Adopters of other agencies cost nothing and are ready when the register's day comes.
const FEES_AND_NO_SEARCH: &[(&str, &str)] = &[
    ("prices.inter_agency_fee", "[0, 0, 0, 0]"),
    ("adoption.family_finding_days", "0"),
    ("recruitment.adopters.provider", "\"register\""),
];
/// So that there are Black children on placement orders in every future.
const HALF_BLACK: &[(&str, &str)] = &[
    ("entries.ethnic_group", "[0.5, 0, 0, 0.5, 0]"),
    ("recruitment.adopters.takes_other_ethnic_groups", "0.3"),
];
/// From a date on, so that nobody is in the pipeline before.
const NEW_ENQUIRERS: &[(&str, &str)] = &[
    ("recruitment.enquirers.kind", "\"foster\""),
    ("recruitment.enquirers.start", "2018-04-01"),
    ("recruitment.enquirers.enquiries_a_year", "100"),
    ("recruitment.enquirers.conversion_to_application", "0.4"),
    ("recruitment.enquirers.conversion_to_approval", "0.6"),
    ("recruitment.enquirers.places", "[1, 0, 0, 0]"),
    (
        "recruitment.enquirers.ages",
        "[{ share = 1, from = 0, to = 18 }]",
    ),
    ("recruitment.enquirers.takes_additional_needs", "1"),
    ("recruitment.enquirers.takes_complex_needs", "0"),
    ("recruitment.enquirers.leaving_from_years", "[0]"),
    ("recruitment.enquirers.leaving_a_year", "[0.1]"),
    ("recruitment.enquirers.cost_per_approval", "8000"),
];

#[rustfmt::skip] // One lever, one line.
pub const ALONE: &[Alone] = &[
    (&[("entries.later_born_a_year", "0.3")], ("entries.later_born_accepted", "1"), "later_born_kept_together", "all", Up),
    (ACTIVITY_DAYS, ("adoption.activity_acceptance", "0.9"), "matches", "own adopters", Up),
    (&[("adoption.by_foster_carer", "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]")], ("adoption.foster_carer_after_days", "100"), "matches", "own foster carers", Up),
    (&[("support.meetings.share", "0.9"), ("support.meetings.a_week", "0"), ("support.meetings.factor", "1")], ("support.meetings.factor", "0.4"), "unplanned_moves", "all", Down),
    (SOLICITOR, ("team.solicitors.servers", "5"), "team_queue", "all", Down),
    (SOLICITOR, ("team.solicitors.servers", "5"), "team_wait_days", "team: legal advice", Down),
    (FAMILY_SERVICES, ("team.services.servers", "30"), "exits", "home", Up),
    (FAMILY_SERVICES, ("team.services.days_per_case", "10"), "exits", "home", Up),
    (FEES_AND_NO_SEARCH, ("adoption.register_after_days", "0"), "wait_for_match_days", "all", Down),
    (SOLICITOR, ("team.solicitors.days_per_case", "1"), "team_queue", "all", Down),
    (NEW_ENQUIRERS, ("recruitment.enquirers.enquiries_a_year", "300"), "foster_approvals", "all", Up),
    (NEW_ENQUIRERS, ("recruitment.enquirers.enquiries_a_year", "300"), "foster_enquiries", "all", Up),
    (NEW_ENQUIRERS, ("recruitment.enquirers.conversion_to_application", "0.9"), "foster_approvals", "all", Up),
    (NEW_ENQUIRERS, ("recruitment.enquirers.conversion_to_approval", "0.1"), "foster_approvals", "all", Down),
    (NEW_ENQUIRERS, ("recruitment.enquirers.response_days", "400"), "foster_approvals", "all", Down),
    (NEW_ENQUIRERS, ("recruitment.enquirers.stage_1_days", "400"), "foster_approvals", "all", Down),
    (NEW_ENQUIRERS, ("recruitment.enquirers.stage_2_days", "500"), "foster_approvals", "all", Down),
    (NEW_ENQUIRERS, ("recruitment.enquirers.consortium", "true"), "consortium_enquiry_share", "all", Up),
    (NEW_ENQUIRERS, ("recruitment.enquirers.cost_per_enquiry", "500"), "cost_gbp", "recruitment", Up),
    (NEW_STRAND, ("recruitment.teenagers.fixed_a_year", "60000"), "cost_gbp", "recruitment", Up),
    (NEW_STRAND, ("recruitment.teenagers.households", "60"), "foster_approvals", "all", Up),
    (NEW_STRAND, ("recruitment.teenagers.households", "90"), "unmet_in_house_share", "all", Down),
    (NEW_STRAND, ("recruitment.teenagers.ages", "[{ share = 1, from = 17, to = 18 }]"), "unmet_in_house_share", "all", Up),
    (NEW_STRAND, ("recruitment.teenagers.over_months", "36"), "in_house_places", "all", Down),
    (&[("recruitment.foster_carers.takes_additional_needs", "1"), ("recruitment.foster_carers.takes_complex_needs", "0")], ("recruitment.foster_carers.takes_complex_needs", "1"), "unmet_in_house_share", "all", Down),
    (&[("adoption.regional_after_days", "400"), ("prices.inter_agency_fee", "[0, 0, 0, 0]")], ("recruitment.adopters.provider", "\"regional\""), "wait_for_match_days", "all", Up),
    (&[("prices.inter_agency_fee", "[27000, 43000, 60000, 68000]"), ("recruitment.adopters.provider", "\"register\"")], ("adoption.inter_agency_budget_a_year", "100000"), "placements_for_adoption", "all", Down),
    (HALF_BLACK, ("recruitment.adopters.takes_other_ethnic_groups", "0"), "without_match_days", "Black", Up),
    (HALF_BLACK, ("entries.ethnic_group", "[0.1, 0, 0, 0.9, 0]"), "without_match_days", "Black", Up),
    (&[("recruitment.adopters.ethnic_group", "[0, 0, 0, 1, 0]")], ("recruitment.adopters.takes_other_ethnic_groups", "0.2"), "placements_for_adoption", "all", Down),
    (&[("recruitment.adopters.returns", "1")], ("recruitment.adopters.returns_after_days", "100"), "placements_for_adoption", "all", Up),
    (ELM, ("homes.elm.ages", "[10, 12]"), "unmet_bed_share", "all", Up),
    (&[("homes.elm.beds", "2000"), ("homes.elm.a_week", "2600")], ("homes.elm.takes_complex_needs", "false"), "unmet_bed_share", "all", Up),
    (ELM, ("homes.elm.a_week", "5000"), "cost_gbp", "children's homes", Up),
    (&[("option.service.one_off", "100000")], ("option.service.optimism_bias", "0.2"), "cost_gbp", "cost of the option", Up),
    (&[("option.service.one_off", "100000")], ("option.service.cost_a_year", "200000"), "cost_gbp", "cost of the option", Up),
];

/// Half as many adopters as children adopted, so that matching is what decides.
const SCARCE_ADOPTERS: (&str, &str) = ("recruitment.adopters.approvals_a_year", "22");

/// A strand that counts enquiries, beside those there are.
const ENQUIRERS: &[(&str, &str)] = &[
    ("recruitment.enquirers.kind", "\"foster\""),
    ("recruitment.enquirers.enquiries_a_year", "100"),
    ("recruitment.enquirers.conversion_to_application", "0.4"),
    ("recruitment.enquirers.conversion_to_approval", "0.6"),
    ("recruitment.enquirers.response_days", "20"),
    ("recruitment.enquirers.stage_1_days", "50"),
    ("recruitment.enquirers.stage_2_days", "110"),
    ("recruitment.enquirers.cost_per_enquiry", "200"),
    ("recruitment.enquirers.places", "[1, 0, 0, 0]"),
    (
        "recruitment.enquirers.ages",
        "[{ share = 1, from = 0, to = 18 }]",
    ),
    ("recruitment.enquirers.takes_additional_needs", "1"),
    ("recruitment.enquirers.takes_complex_needs", "1"),
    ("recruitment.enquirers.leaving_from_years", "[0]"),
    ("recruitment.enquirers.leaving_a_year", "[0.1]"),
    ("recruitment.enquirers.cost_per_approval", "8000"),
];

/// The keys that are moved, as the table of keys has them, and the metric and group that each moves. A key
/// set only beside another has not been shown to do anything.
pub fn moved() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let first = ALL.iter().flat_map(|section| section.iter());
    let first = first.map(|(set, metric, group, _)| (general(set[0].0), *metric, *group));
    let alone = ALONE.iter();
    first.chain(alone.map(|(_, (key, _), metric, group, _)| (general(key), *metric, *group)))
}

/// Names of strands, options and the like are stars.
fn general(key: &str) -> String {
    let mut parts: Vec<&str> = key.split('.').collect();
    if matches!(
        parts[0],
        "recruitment" | "option" | "team" | "support" | "authority" | "homes"
    ) {
        parts[1] = "*";
    }
    if parts[..2] == ["prices", "inflation"] {
        parts[2] = "*";
    }
    parts.join(".")
}
