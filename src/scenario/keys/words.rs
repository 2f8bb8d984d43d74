//! The words that values are written in.

/// Words for age bands in rows of the opening stock, youngest first.
pub const AGE_WORDS: [&str; 5] = ["under_1", "1_to_4", "5_to_9", "10_to_15", "16_and_over"];

/// Words for needs, in the order of [`crate::care::child::Needs::ALL`].
pub const NEEDS_WORDS: [&str; 3] = ["none", "additional", "complex"];

/// Words for budget lines, in the order of [`crate::finance::line::Line::ALL`].
pub const LINE_WORDS: [&str; 25] = [
    "kinship",
    "in_house",
    "agency",
    "childrens_home",
    "semi_independent",
    "with_parents",
    "adoptive",
    "secure",
    "social_work",
    "special_guardianship_allowance",
    "child_arrangements_allowance",
    "adoption_allowance",
    "proceedings",
    "placement_moves",
    "adoption_placement",
    "adoption_support",
    "recruitment",
    "option",
    "inter_agency_fees",
    "supervision",
    "staying_put",
    "staying_close",
    "support",
    "assessments",
    "empty_beds",
];

/// Words for legal statuses, in the order of [`crate::care::child::LegalStatus::ALL`].
pub const LEGAL_WORDS: [&str; 4] = [
    "section_20",
    "interim_care_order",
    "care_order",
    "placement_order",
];

/// Words for placements, in the order of [`crate::care::child::PlacementKind::ALL`].
pub const PLACEMENT_WORDS: [&str; 8] = [
    "kinship",
    "in_house",
    "agency",
    "childrens_home",
    "semi_independent",
    "with_parents",
    "adoptive",
    "secure",
];

/// Words for the order of matching.
pub const PRIORITY_WORDS: [&str; 3] = ["longest_waiting", "youngest_first", "hardest_first"];

/// Words for the tiers of the placement search, in the order of [`crate::care::params::Tier::ALL`].
pub const TIER_WORDS: [&str; 5] = [
    "in_house",
    "agency",
    "childrens_home",
    "relatives",
    "out_of_area",
];

/// Words for the choice among own carers, in the order of [`crate::care::choice::Choice::ALL`].
pub const CHOICE_WORDS: [&str; 4] = [
    "fewest_places_left",
    "closest_profile",
    "longest_vacant",
    "with_siblings",
];

/// Words for the kinds of a recruitment strand.
pub const STRAND_WORDS: [&str; 2] = ["foster", "adoptive"];

/// Words for whose adopters a strand recruits, in the order of [`crate::care::household::Provider`].
pub const PROVIDER_WORDS: [&str; 3] = ["own", "regional", "register"];
/// Words for the stages a team can be given, in the order of [`crate::care::team::Stage::ALL`].
pub const STAGE_WORDS: [&str; 8] = [
    "legal_advice",
    "home_assessment",
    "relatives_assessment",
    "adoption_assessment",
    "family_services",
    "legal_planning",
    "pre_proceedings",
    "carers_assessment",
];

/// Words for how sure a figure is.
pub const CONFIDENCE_WORDS: [&str; 3] = ["high", "medium", "low"];
