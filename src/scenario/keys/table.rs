//! The table of keys, in the order in which a file should have them.

use super::*;

/// A hazard above one event a day is a mistake of unit, and would take for ever to simulate.
const MOST_A_YEAR: f64 = 365.25;

const SHARE: Kind = Kind::Number { min: 0.0, max: 1.0 };
const HAZARD: Kind = Kind::Number {
    min: 0.0,
    max: MOST_A_YEAR,
};
const FACTOR: Kind = Kind::Number {
    min: 0.0,
    max: 100.0,
};
const DURATION: Kind = Kind::Duration { least: 0.0 };
const SHARES_BY_BAND: Kind = shares(Columns::AgeBands);
const SHARES_BY_ADOPTION_AGE: Kind = shares(Columns::AdoptionAges);
const SHARES_BY_SIZE: Kind = shares(Columns::Sizes);
const SHARES_BY_ETHNIC_GROUP: Kind = shares(Columns::EthnicGroups);

const fn shares(columns: Columns) -> Kind {
    Kind::List {
        columns,
        min: 0.0,
        max: 1.0,
        whole: false,
    }
}

const fn list(columns: Columns, min: f64, max: f64) -> Kind {
    Kind::List {
        columns,
        min,
        max,
        whole: false,
    }
}

/// All keys, in the order in which a file should have them.
// A table, read by line: the formatter would stand each cell on a line of its own.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("title", Kind::Text, "", "\"Coventry, as it was\"", "What the scenario is, for readers of reports.")
        .optional("required in a baseline; an overlay without one is called by its file's name"),
    key("extends", Kind::FileNames, "", "\"baseline.toml\"", "The file (or files) that this one changes, in the same folder. With a list, options are combined.")
        .optional("present in every file except a baseline"),
    key("from", Kind::Date, "", "2019-04-01", "Overlays: the date from which what the file changes holds.")
        .or("the run's start"),
    key("phase_in_months", Kind::Whole { min: 0.0, max: 480.0 }, "months", "12", "Overlays: the months over which numbers go from their old value to the new one, a step each month. What cannot (words, switches, new strands, homes and teams) holds at once.")
        .or("0"),
    key("assumption", Kind::Flag, "", "true", "Overlays: this is another belief about the world, not a decision: it holds from the start and for children already in care too.")
        .or("false"),
    key("report", Kind::Texts, "", "[\"three_or_more_placements\", \"exits, special guardianship\", \"exits, adopted, 2018/19\"]", "Baselines: metrics to print beside those on every page, in this order; a group (of some metrics two at once: 10 to 15, agency fostering), where a scenario has 2 to 12 authorities the name of one (with or without a group) and a period (2018/19, 2019-03-31, 2018-03) can follow a comma.")
        .or("[]"),
    key("targets", Kind::Targets, "", "[{ metric = \"exits, special guardianship, 2018/19\", at_least = 8 }]", "Baselines: what is to be reached, a row (or a section [[targets]]) for each: a metric as in `report`, and `at_least` or `at_most`, of the metric itself or, with `against_baseline = true`, of its difference from the baseline. The page says in what share of futures each scenario reaches it.")
        .or("[]"),

    key("council.name", Kind::Text, "", "\"Coventry\"", "Name of the council."),
    key("council.code", Kind::Text, "", "\"E08000026\"", "Its code in the published tables.").optional("never required"),

    key("run.start", Kind::Date, "", "2017-04-01", "First day of the simulated time: the first of a month."),
    key("run.years", Kind::Whole { min: 1.0, max: MOST_YEARS }, "years", "10", "How many years are simulated."),

    key("entries.first_entries_a_year", list(Columns::AgeBands, 0.0, MOST_COUNTED), "children a year", "[50, 41, 35, 74, 49]", "Children who come into care for the first time, by age."),
    key("entries.yearly_change", Kind::Number { min: -0.9, max: 2.0 }, "share a year", "0.02", "Growth of first entries from one year to the next: 0.02 is 2 % more each year."),
    key("entries.season", list(Columns::Months, 0.05, 12.0), "factor", "[0.98, 0.97, 1.07, 0.96, 1, 1.02, 1.05, 0.93, 0.98, 1.06, 1.04, 0.94]", "How many times as many first entries come on a day of each month as on an average day of the year, January first: twelve factors with mean one.")
        .or("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
    key("entries.mean_age_years", list(Columns::AgeBands, 0.0, 18.0), "years", "[0.2, 2.9, 7.5, 13.6, 16.9]", "Mean age of the youngest of a family within each age band, when they come into care."),
    key("entries.section_20", SHARES_BY_BAND, "share", "[0.4, 0.4, 0.44, 0.6, 0.5]", "Share of entrants accommodated with the parents' agreement (Children Act 1989, s. 20), by age."),
    key("entries.interim_care_order", SHARES_BY_BAND, "share", "[0.45, 0.36, 0.32, 0.15, 0.03]", "Share of entrants on an interim care order (s. 38), by age."),
    key("entries.emergency", SHARES_BY_BAND, "share", "[0.15, 0.24, 0.24, 0.22, 0.02]", "Share of entrants under police protection (s. 46) or an emergency protection order (s. 44), by age."),
    key("entries.asylum_seeking", SHARES_BY_BAND, "share", "[0, 0, 0, 0.03, 0.45]", "Share of entrants who are unaccompanied asylum-seeking children, by age."),
    key("entries.remand", SHARES_BY_BAND, "share", "[0, 0, 0, 0.03, 0.04]", "Share of entrants who are remanded to local authority or youth detention accommodation (Legal Aid, Sentencing and Punishment of Offenders Act 2012, s. 91), by age: from 10. They come alone.")
        .or("[0, 0, 0, 0, 0]"),
    key("entries.group_size", SHARES_BY_SIZE, "share", "[0.62, 0.24, 0.1, 0.04]", "Share of families from which one, two, three or four children come into care together."),
    key("entries.sibling_gap_years", list(Columns::Range, 0.0, 18.0), "years", "[1.0, 4.0]", "Gap in age between one sibling and the next: anything between the two is equally likely."),
    key("entries.assessed_together", SHARE, "share", "0.7", "Share of sibling groups assessed to live together."),
    key("entries.additional_needs", SHARES_BY_BAND, "share", "[0.1, 0.15, 0.2, 0.25, 0.25]", "Share of entrants with additional (but not complex) needs, by age."),
    key("entries.complex_needs", SHARES_BY_BAND, "share", "[0.05, 0.05, 0.08, 0.15, 0.12]", "Share of entrants with complex needs, disability included, by age."),
    key("entries.ethnic_group", SHARES_BY_ETHNIC_GROUP, "share", "[0.7, 0.12, 0.06, 0.08, 0.04]", "Share of families of each ethnic group; it matters for matching with adopters.")
        .or("[1, 0, 0, 0, 0]"),
    key("entries.nobody_responsible", SHARES_BY_BAND, "share", "[0.02, 0.01, 0.01, 0.02, 0.05]", "Share of section 20 entrants for whom nobody exercises parental responsibility, by age of the youngest: they cannot go home.")
        .or("[0, 0, 0, 0, 0]"),
    key("entries.dispersion", Kind::Number { min: 1.0, max: 1000.0 }, "variance over mean", "3", "How much the number of families that come into care varies from year to year: its variance over its mean. 1 is chance alone (Poisson).")
        .or("1"),
    key("entries.later_born_a_year", HAZARD, "a year", "0.05", "Later-born siblings who come into care at birth, a year for each family with a child under twelve in care or adopted.")
        .or("0"),
    key("entries.later_born_accepted", SHARE, "share", "0.5", "Share of adopters of a brother or sister who take a later-born child too.")
        .or("0"),

    key("planning.parallel", SHARE, "share", "0.5", "Share of cases in which all routes to permanence are assessed at once (twin-track) rather than one after another."),
    key("planning.home_assessment_days", DURATION, "days", "{ lognormal = { mean = 70, sd = 25 } }", "Length of the assessment whether the child can go home."),
    key("planning.adoption_assessment_days", DURATION, "days", "{ lognormal = { mean = 60, sd = 20 } }", "Length of the assessment for adoption, to the decision that the child should be placed."),
    key("planning.caseload_target", Kind::NumberOrNever { min: 1.0, max: MOST_COUNTED }, "children", "620", "Children in care with whom the council's social workers can keep up: with more, assessments, drift and the way to a legal planning meeting that begin then take longer in proportion; `inf`: any number.")
        .or("inf"),
    key("planning.worker_changes_a_year", HAZARD, "a year", "0.4", "Rate at which another social worker takes over a family.")
        .or("0"),
    key("planning.handover_days", Kind::Number { min: 0.0, max: 365.0 }, "days", "21", "Days that assessments under way take longer after a change of social worker.")
        .or("0"),

    key("home.from_weeks", list(Columns::Steps, 0.0, 5000.0), "weeks", "[0, 4, 13, 26, 52, 104, 260]", "Weeks since coming into care at which the rate of going home changes."),
    key("home.rate_a_year", Kind::Matrix { columns: Columns::AgeBands, min: 0.0, max: MOST_A_YEAR }, "a year", "[[2.3, 3.63, 1.71, 1.54, 0.63]]", "Rate of going home under section 20: a row for each stretch of time in `from_weeks`, a column for each age at entry."),
    key("home.emergency_factor", FACTOR, "factor", "1.2", "How many times the rate of going home holds under police or emergency protection."),
    key("home.after_order_factor", FACTOR, "factor", "0.15", "How many times the rate of going home holds once there is a care order."),
    key("home.at_hearing", SHARES_BY_BAND, "share", "[0.15, 0.18, 0.15, 0.12, 0.1]", "Chance that the final hearing sends the child home, by age at entry of the youngest."),
    key("home.under_care_order", SHARE, "share", "0.35", "Share of those sent home at the hearing who go under a care order and so stay looked after."),
    key("home.discharge_days", DURATION, "days", "{ exponential = { mean = 500 } }", "Time from going home under a care order to its discharge."),
    key("home.reentry_days", Kind::Duration { least: 1.0 }, "days", "{ weibull = { shape = 0.5, scale = 4000 } }", "Time from going home to coming back into care, if nothing else came first."),

    key("court.section_20", SHARES_BY_BAND, "share", "[0.8, 0.8, 0.8, 0.77, 0.13]", "Share of section 20 entrants whose case will go to court if they have not gone home, by age."),
    key("court.emergency", SHARE, "share", "0.7", "Share of entrants under police or emergency protection whose case will go to court if they have not gone home."),
    key("court.drift_days", DURATION, "days", "{ lognormal = { mean = 136, sd = 110 } }", "Time from coming into care under section 20 to the decision to go to court."),
    key("court.legal_advice_days", DURATION, "days", "28", "Length of the legal advice step between the decision to go to court and the application."),
    key("court.emergency_issue_days", DURATION, "days", "8", "Time from coming into care under police or emergency protection to the application."),
    key("court.proceedings_days", DURATION, "days", "{ mixture = [{ share = 0.6, lognormal = { mean = 165, sd = 25 } }, { share = 0.4, lognormal = { mean = 265, sd = 70 } }] }", "Time from the application to the final hearing, if the plan is ready."),
    key("court.legal_planning_meeting_days", DURATION, "days", "14", "Time from the decision to go to court to the legal planning meeting, under section 20.")
        .or("0"),
    key("court.pre_proceedings_days", DURATION, "days", "84", "Length of pre-proceedings under section 20 (Public Law Outline), from the legal planning meeting until legal advice is taken for the application.")
        .or("0"),
    key("court.pre_proceedings_diverts", SHARE, "share", "0.2", "Share of section 20 cases that end in agreement at the end of pre-proceedings: the children go home.")
        .or("0"),
    key("court.nobody_responsible_days", DURATION, "days", "180", "Time from coming into care to the decision to go to court where nobody exercises parental responsibility; a legal planning meeting follows it.")
        .or("365"),
    key("court.supervision_order", SHARE, "share", "0.5", "Share of children sent home at the hearing without a care order who go under a supervision order (Children Act 1989, s. 31).")
        .or("0"),
    key("court.supervision_order_days", DURATION, "days", "365", "How long supervision orders run.")
        .or("365"),

    key("court.remand_days", Kind::Duration { least: 1.0 }, "days", "{ exponential = { mean = 60 } }", "How long remands last.")
        .or("60"),
    key("court.stays_after_remand", SHARE, "share", "0.2", "Share of those remanded who stay in care, under section 20, when the remand ends; the others are no longer looked after.")
        .or("0"),

    key("relatives.suitable", SHARES_BY_BAND, "share", "[0.26, 0.38, 0.3, 0.15, 0.02]", "Share of cases with suitable relatives or friends, by age at entry of the youngest."),
    key("relatives.assessment_days", DURATION, "days", "{ lognormal = { mean = 84, sd = 30 } }", "Length of the assessment of relatives."),
    key("relatives.fosters_first", SHARE, "share", "0.6", "Share of suitable relatives who foster as connected persons until the order."),
    key("relatives.takes_order", SHARE, "share", "0.8", "Share of suitable relatives who take an order; the others go on fostering."),
    key("relatives.child_arrangements", SHARES_BY_BAND, "share", "[0.22, 0.22, 0.25, 0.36, 0.41]", "Share of orders to relatives that are child arrangements orders rather than special guardianships, by age at entry of the youngest."),
    key("relatives.without_court_days", DURATION, "days", "{ lognormal = { mean = 274, sd = 90 } }", "Time from coming into care to an order where there are no care proceedings."),
    key("relatives.special_guardianship_breakdown_a_year", HAZARD, "a year", "0.0117", "Rate at which special guardianships break down."),
    key("relatives.child_arrangements_breakdown_a_year", HAZARD, "a year", "0.0265", "Rate at which child arrangements orders break down."),
    key("relatives.emergency_placement", SHARE, "share", "0.2", "Share of cases with suitable relatives in which the children live with them from the first day, under temporary approval.")
        .or("0"),
    key("relatives.emergency_fails", SHARE, "share", "0.3", "Share of relatives under temporary approval whom the assessment does not approve: the children move.")
        .or("0"),
    key("relatives.foster_carer_guardianship_a_year", HAZARD, "a year", "0.02", "Rate at which foster carers become special guardians of a child under a care order who has lived with them for two years.")
        .or("0"),
    key("relatives.supervision_order", SHARE, "share", "0.2", "Share of special guardianships made at the hearing with a supervision order attached.")
        .or("0"),

    key("adoption.plan", SHARES_BY_ADOPTION_AGE, "share", "[0.98, 0.98, 0.84, 0.56, 0.28, 0.02]", "Chance that adoption is the plan at the final hearing if neither home nor relatives are, by age at entry."),
    key("adoption.early_match", SHARES_BY_ADOPTION_AGE, "share", "[0.43, 0.08, 0.04, 0.02, 0.02, 0.02]", "Share matched at or before the placement order (fostering for adoption, own carer), by age at entry."),
    key("adoption.half_life_years", Kind::NumberOrNever { min: 0.05, max: 1000.0 }, "years", "1.0", "Years of delay that halve the chance of adoption; `inf` if delay does not matter. Set together with `scale`."),
    key("adoption.scale", Kind::Number { min: 0.0, max: 1000.0 }, "chance", "1.12", "Chance of adoption at the reference timetable; may be above 1. Solved so that the published share of placement orders ends in adoption, and again for every half-life."),
    key("adoption.reference_months", list(Columns::AdoptionAges, 0.0, 216.0), "months", "[12, 17, 18, 18, 21, 24]", "Reference timetable from coming into care to moving in with adopters, by age at entry."),
    key("adoption.family_finding_days", Kind::Number { min: 0.0, max: 3650.0 }, "days", "60", "Days from the placement order until a case can come before a panel."),
    key("adoption.panel_interval_days", Kind::Number { min: 1.0, max: 366.0 }, "days", "14", "Days from one matching panel to the next."),
    key("adoption.panel_slots", Kind::WholeOrNever { min: 0.0, max: MOST_COUNTED }, "cases", "3", "Cases that one panel can match at most; `inf`: any number.")
        .or("inf"),
    key("adoption.acceptance", SHARE, "share", "0.05", "Chance that one household accepts one child (or group) that it could take."),
    key("adoption.split_after_days", Kind::NumberOrNever { min: 0.0, max: 6574.0 }, "days", "540", "Days of waiting after which a sibling group is split for adoption; `inf`: never."),
    key("adoption.priority", Kind::Word(&PRIORITY_WORDS), "", "\"longest_waiting\"", "Which waiting child or group a panel considers first."),
    key("adoption.match_to_placed_days", DURATION, "days", "30", "Time from the match to moving in."),
    key("adoption.placed_to_order_years", list(Columns::AdoptionAges, 0.01, 18.0), "years", "[0.73, 0.91, 1.0, 1.0, 1.1, 1.1]", "Mean time from moving in to the adoption order, by age at entry."),
    key("adoption.placed_to_order_sigma", Kind::Number { min: 0.01, max: 2.0 }, "", "0.5", "Spread of the time from moving in to the adoption order: standard deviation of its logarithm."),
    key("adoption.early_factor", FACTOR, "factor", "0.6", "How many times the mean time from moving in to the adoption order holds for children who were matched early."),
    key("adoption.minimum_with_adopters_days", Kind::Number { min: 0.0, max: 3650.0 }, "days", "70", "Days a child must have lived with the adopters before the application (the law says ten weeks)."),
    key("adoption.disruption_a_year", HAZARD, "a year", "0.02", "Rate at which adoptive placements end before the order."),
    key("adoption.breakdown_a_year", HAZARD, "a year", "0.0027", "Rate at which adoptions break down after the order."),
    key("adoption.revocation_days", DURATION, "days", "{ exponential = { mean = 110 } }", "Time from the end of the plan for adoption to the revocation of the placement order."),
    key("adoption.regional_after_days", Kind::Number { min: 0.0, max: 3650.0 }, "days", "30", "Days from the placement order until households of the regional agency's strands are considered (`provider = \"regional\"`: partners of the regional agency that are no authorities of the scenario) are considered. It does not govern the households of other authorities of a pool (`adoption.pooled`): these are offered as soon as the case comes to a panel.")
        .or("0"),
    key("adoption.register_after_days", Kind::Number { min: 0.0, max: 90.0 }, "days", "60", "Days from the placement order until households found through the national register are considered; at the latest 90.")
        .or("90"),
    key("adoption.inter_agency_budget_a_year", Kind::NumberOrNever { min: 0.0, max: 1e9 }, "£ a year", "54000", "Most that fees to other agencies may come to in a financial year (`prices.inter_agency_fee`), counted at the match: a household of theirs whose fee would take the year above it is not considered before the next 1 April; `inf`: no limit.")
        .or("inf"),
    key("adoption.reserve_for_groups", Kind::Flag, "", "true", "Whether a single child leaves households that could take a waiting group of siblings ahead of it to such groups.")
        .or("false"),
    key("adoption.activity_interval_days", Kind::NumberOrNever { min: 1.0, max: 3650.0 }, "days", "182", "Days from one activity day to the next: there children who are hard to place (in groups, with complex needs, or four or over at entry) meet all adopters; `inf`: there are none.")
        .or("inf"),
    key("adoption.activity_acceptance", SHARE, "share", "0.15", "Chance that a household accepts a child or group that it could take, at an activity day; not below `acceptance`.")
        .or("adoption.acceptance"),
    key("adoption.fostering_for_adoption", SHARES_BY_ADOPTION_AGE, "share", "[0.3, 0.1, 0, 0, 0, 0]", "Share of children in proceedings for whom carers approved to foster and to adopt are looked for, by age at entry. Lower `early_match` accordingly.")
        .or("[0, 0, 0, 0, 0, 0]"),
    key("adoption.by_foster_carer", SHARES_BY_ADOPTION_AGE, "share", "[0.1, 0.1, 0.15, 0.15, 0.2, 0.2]", "Share of children on a placement order whose foster carers would adopt them once they have lived there long enough, by age at entry. Lower `early_match` accordingly.")
        .or("[0, 0, 0, 0, 0, 0]"),
    key("adoption.foster_carer_after_days", Kind::Number { min: 0.0, max: 6574.0 }, "days", "365", "Days a child must have lived with the same foster carers before they adopt it.")
        .or("365"),
    key("adoption.breakdown_age_factor", list(Columns::AgeBands, 0.0, 100.0), "factor", "[0.5, 0.7, 1.5, 3, 3]", "How many times the rate of breakdown after the order holds, by age at joining the family.")
        .or("[1, 1, 1, 1, 1]"),
    key("adoption.allowance", SHARE, "share", "0.2", "Share of adoptions after which the council pays an allowance to 18 (it goes by the adopters' means); brothers and sisters alike.")
        .or("0"),
    key("adoption.pooled", Kind::Flag, "", "true", "Whether adopters and waiting children join the pool of the authorities that say so (a regional adoption agency; of the same `agency`, where several are named). Each child is offered its own authority's adopters first.")
        .or("false"),

    key("search.order", Kind::Words(&TIER_WORDS), "", "[\"in_house\", \"agency\", \"childrens_home\"]", "Where a placement is looked for, best first. A children's home is always found, so it comes last. `relatives` stands where those are asked who take children in at once (`relatives.emergency_placement`); without it they are asked first. `out_of_area`: agencies' carers who live elsewhere, asked only then."),
    key("search.choice", Kind::Word(&CHOICE_WORDS), "", "\"with_siblings\"", "Which own carers are chosen where several could take a child (or group): the one left with fewest places to spare; the one approved for least beyond the child's needs and age (`closest_profile`), so that others stay free for children who are harder to place; the one vacant longest; or the one with whom a brother or sister lives.")
        .or("\"fewest_places_left\""),
    key("search.in_house_acceptance", SHARES_BY_BAND, "share", "[0.06, 0.06, 0.05, 0.03, 0.02]", "Chance that one of the council's own foster households accepts one child it could take, by age."),
    key("search.agency_offer", SHARES_BY_BAND, "share", "[0.98, 0.97, 0.93, 0.8, 0.6]", "Chance that independent agencies offer a carer, per search, by age."),
    key("search.out_of_area_offer", SHARES_BY_BAND, "share", "[0.6, 0.6, 0.6, 0.5, 0.4]", "Chance that agencies offer a carer out of the area, by age (per search that comes to the tier `out_of_area`). Say in `near` and `agency_offer` then what carers nearby offer.")
        .or("[0, 0, 0, 0, 0]"),
    key("search.complex_factor", FACTOR, "factor", "0.6", "How many times the chances that own carers accept and agencies offer hold for complex needs."),
    key("search.sibling_factor", FACTOR, "factor", "0.85", "How many times the agencies' offers hold for each further sibling to be placed together."),
    key("search.residential_plan", SHARES_BY_BAND, "share", "[0, 0, 0.05, 0.2, 0.2]", "Share of children with complex needs whose plan is a children's home, by age."),
    key("search.semi_independent", SHARE, "share", "0.25", "Share of searches from 16 on that lead to semi-independent accommodation."),
    key("search.semi_independent_asylum", SHARE, "share", "0.5", "Share of searches from 16 on that lead to semi-independent accommodation, for unaccompanied asylum-seeking young people."),
    key("search.secure_on_remand", SHARE, "share", "0.5", "Share of those on remand who are placed in secure accommodation until it ends.")
        .or("0"),
    key("search.secure_for_welfare", SHARE, "share", "0.01", "Share of searches for children of 10 or over with complex needs that lead to secure accommodation for their own welfare (Children Act 1989, s. 25).")
        .or("0"),
    key("search.step_down_a_year", HAZARD, "a year", "0.5", "How often a year a family is looked for again for a child who is in a children's home for want of one."),
    key("search.from_agency_a_year", HAZARD, "a year", "0", "How often a year a home with the council's own carers is looked for again, among what has become vacant, for a child who lives with carers of an agency or out of the area for want of one; not once the child is matched there.")
        .or("0"),
    key("search.rest_days", DURATION, "days", "{ exponential = { mean = 80 } }", "How long a foster place is not available after a placement there has ended."),
    key("search.keeps_children", SHARE, "share", "0.5", "Share of foster households that, when they give notice, keep the children they have until these leave."),
    key("search.near", shares(Columns::Tiers), "share", "[0.85, 0.55, 0.4]", "Share of placements near the child's home (within the council's area): with own carers, with agencies, in homes and semi-independent accommodation.")
        .or("[1, 1, 1]"),

    key("homes.*.beds", Kind::Whole { min: 0.0, max: 10_000.0 }, "beds", "6", "Beds of a children's home of the council's own, or booked in one. Who goes to a children's home has a bed in the first home of the list with a free one; when all are full a place is bought at the price of a children's home.")
        .optional("required in a home"),
    key("homes.*.ages", list(Columns::Range, 0.0, 18.0), "years", "[10, 18]", "Youngest age and first age that the home does not take.")
        .or("[0, 18]"),
    key("homes.*.takes_complex_needs", Kind::Flag, "", "false", "Whether the home takes children with complex needs.")
        .or("true"),
    key("homes.*.a_week", Kind::Money, "£ a week", "2600", "What each bed of the home costs, filled or not, instead of the price of a children's home.")
        .optional("required in a home"),

    key("stability.kinship", HAZARD, "a year", "0.15", "Rate at which placements end early with relatives or friends."),
    key("stability.in_house", HAZARD, "a year", "0.35", "Rate at which placements end early with the council's own foster carers."),
    key("stability.agency", HAZARD, "a year", "0.4", "Rate at which placements end early with agency foster carers."),
    key("stability.childrens_home", HAZARD, "a year", "0.6", "Rate at which placements end early in children's homes."),
    key("stability.semi_independent", HAZARD, "a year", "0.5", "Rate at which placements end early in semi-independent accommodation."),
    key("stability.with_parents", HAZARD, "a year", "0.1", "Rate at which placements end early with parents under a care order."),
    key("stability.secure", Kind::Number { min: 0.1, max: MOST_A_YEAR }, "a year", "4", "Rate at which stays in secure accommodation for welfare end; no factor of this section holds for it. A court's first order lasts at most three months (Children (Secure Accommodation) Regulations 1991, reg. 11), hence 4 a year.")
        .or("4"),
    key("stability.age_factor", list(Columns::AgeBands, 0.0, 100.0), "factor", "[0.5, 0.7, 0.8, 1.2, 1.2]", "How many times the rates at which placements end early hold, by age."),
    key("stability.complex_factor", FACTOR, "factor", "1.4", "How many times the rates at which placements end early hold for complex needs."),
    key("stability.earlier_move_factor", Kind::Number { min: 0.0, max: 10.0 }, "factor", "1.12", "How many times the rates at which placements end early hold for each earlier move, up to five."),
    key("stability.separated_factor", FACTOR, "factor", "1.3", "How many times the rates at which placements end early hold for children placed apart from their siblings."),
    key("stability.settled_factor", FACTOR, "factor", "0.6", "How many times the rates at which placements end early hold once the plan for permanence is settled."),
    key("stability.matched_factor", FACTOR, "factor", "0.7", "How many times the rates at which placements end early hold for long-term foster placements matched at panel.")
        .or("1"),
    key("stability.distance_factor", FACTOR, "factor", "1.2", "How many times the rates at which placements end early hold for placements that are not near the child's home.")
        .or("1"),
    key("stability.new_worker_factor", FACTOR, "factor", "1.2", "How many times the rates at which placements end early hold in the half year after a change of social worker.")
        .or("1"),

    key("support.*.share", SHARE, "share", "0.3", "Share of children who have this support (stability meetings, respite, a social worker who stays, a say in decisions), in placements other than with parents or adopters.")
        .or("0"),
    key("support.*.factor", SHARE, "factor", "0.8", "How many times the rates at which placements end early hold for children who have the support.")
        .or("1"),
    key("support.*.a_week", Kind::Money, "£ a week", "20", "What the support costs for one child.")
        .or("0"),

    key("fostering.formal_match", SHARE, "share", "0.6", "Share of long-term foster placements that are matched at the fostering panel (care order, no plan for adoption, with own or agency carers).")
        .or("0"),
    key("fostering.match_days", Kind::Duration { least: 1.0 }, "days", "180", "Time from the care order, or the placement if that is later, to the fostering panel; also to the search for another placement, where the plan says that this one is not right.")
        .or("180"),
    key("fostering.current_placement_right", SHARE, "share", "0.85", "Share of long-term fostered children for whom the plan says that the placement they are in is right. For the others a suitable one is looked for.")
        .or("1"),
    key("fostering.planned_transition", SHARE, "share", "0.5", "Share of young people whose plan is a children's home with a planned transition to adulthood.")
        .or("0"),

    key("after_eighteen.staying_put", SHARE, "share", "0.5", "Share of those who turn eighteen in foster care who stay with their carers. They keep the place.")
        .or("0"),
    key("after_eighteen.staying_close", SHARE, "share", "0.3", "Share of those who turn eighteen in a children's home who stay close to it.")
        .or("0"),
    key("after_eighteen.leaves_a_year", HAZARD, "a year", "0.4", "Rate at which young people who stay put or close move on before twenty-one.")
        .or("0.4"),

    key("leaving.under_16_a_year", HAZARD, "a year", "0.012", "Rate of leaving care for any other reason, under 16."),
    key("leaving.at_16_a_year", HAZARD, "a year", "0.08", "Rate of leaving care for any other reason, at 16."),
    key("leaving.at_17_a_year", HAZARD, "a year", "0.11", "Rate of leaving care for any other reason, at 17."),
    key("leaving.asylum_extra_a_year", HAZARD, "a year", "0.11", "Added to the rate of leaving care for any other reason, for unaccompanied asylum-seeking children (age assessment, transfer)."),

    key("leaving.ends_under_16", shares(Columns::EndsUnder18), "share", "[0, 0.08, 0, 0.25, 0.02, 0.65]", "What leaving care for any other reason is, under 16. Without it England's in 2016-17: 410 to custody, 550 to another council, 40 by death and others, divided by the ages of children in care, DERIVED.")
        .or("[0, 0.08, 0, 0.25, 0.02, 0.65]"),
    key("leaving.ends_from_16", shares(Columns::EndsUnder18), "share", "[0.49, 0.17, 0.06, 0.08, 0.005, 0.195]", "What leaving care for any other reason is, at 16 and 17. Without it England's in 2016-17, with the part of 4,550 ends to independent living and 550 to adult care that the 8,730 ends at 18 leave, DERIVED.")
        .or("[0.49, 0.17, 0.06, 0.08, 0.005, 0.195]"),
    key("leaving.ends_at_18", shares(Columns::EndsAt18), "share", "[0.43, 0.05, 0.52]", "What the return calls turning 18 where the young person does not stay put with the carers. Without it England's in 2016-17: 4,550 to independent living, 550 to adult care, 5,470 for any other reason, as far as they are 18, DERIVED.")
        .or("[0.43, 0.05, 0.52]"),

    key("team.*.stage", Kind::Word(&STAGE_WORDS), "", "\"legal_advice\"", "The stage of cases that is this team's: they queue for it, and it ends when the work is done instead of after its length. `carers_assessment` is that of households who have applied, in strands that count enquiries.")
        .optional("required in a team"),
    key("team.*.servers", Kind::Whole { min: 1.0, max: 10_000.0 }, "workers", "2", "Workers, each with one case at a time.")
        .optional("required in a team"),
    key("team.*.days_per_case", DURATION, "days", "{ exponential = { mean = 10 } }", "One worker's work on one case.")
        .optional("required in a team"),

    key("recruitment.*.kind", Kind::Word(&STRAND_WORDS), "", "\"foster\"", "Whether the strand recruits the council's own foster carers or adopters."),
    key("recruitment.*.approvals_a_year", Kind::Number { min: 0.0, max: MOST_COUNTED }, "households a year", "25", "Households approved a year, at random.")
        .optional("either this, or `households` with `over_months`, or `enquiries_a_year`"),
    key("recruitment.*.enquiries_a_year", Kind::Number { min: 0.0, max: MOST_COUNTED }, "enquiries a year", "660", "Enquiries a year, at random, of which some become approvals.")
        .optional("with the two conversions, instead of `approvals_a_year`"),
    key("recruitment.*.conversion_to_application", SHARE, "share", "0.12", "Share of those who enquire who apply.")
        .optional("together with `enquiries_a_year`"),
    key("recruitment.*.conversion_to_approval", SHARE, "share", "0.5", "Share of applicants who are approved.")
        .optional("together with `enquiries_a_year`"),
    key("recruitment.*.response_days", DURATION, "days", "14", "Time from an enquiry to the application: how long it is before it is followed up.")
        .or("0"),
    key("recruitment.*.stage_1_days", DURATION, "days", "61", "Length of stage one of the assessment.")
        .or("61"),
    key("recruitment.*.stage_2_days", DURATION, "days", "122", "Length of stage two of the assessment.")
        .or("122"),
    key("recruitment.*.cost_per_enquiry", Kind::Money, "£", "25", "What one enquiry costs: publicity and follow-up.")
        .or("0"),
    key("recruitment.*.fixed_a_year", Kind::Money, "£ a year", "60000", "What the strand costs each year from its start to its end, however many are recruited: staff, a campaign.")
        .or("0"),
    key("recruitment.*.households", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "households", "12", "A planned number of households, spread evenly (over `over_months`).")
        .optional("together with `over_months`, instead of `approvals_a_year`"),
    key("recruitment.*.over_months", Kind::Number { min: 0.1, max: 480.0 }, "months", "24", "The months over which the planned households are approved.")
        .optional("together with `households`"),
    key("recruitment.*.start", Kind::Date, "", "2018-04-01", "First possible approval.")
        .or("the run's start, or the overlay's `from`"),
    key("recruitment.*.until", Kind::Date, "", "2020-04-01", "First day on which nobody new comes (a campaign or a contract ends); who has enquired by then is still followed up.")
        .optional("without it the strand goes on"),
    key("recruitment.*.consortium", Kind::Flag, "", "true", "Whether its enquiries come through a consortium of councils, not to the council itself.")
        .or("false"),
    key("recruitment.*.ramp_up_months", Kind::Number { min: 0.0, max: 480.0 }, "months", "6", "Months over which approvals rise from nothing to their full rate.")
        .or("0"),
    key("recruitment.*.places", SHARES_BY_SIZE, "share", "[0.55, 0.32, 0.11, 0.02]", "Share of foster households with one, two, three and four places. Places are not kept for siblings: a household with room for a group takes single children too.")
        .optional("required for foster carers"),
    key("recruitment.*.largest_group", SHARES_BY_SIZE, "share", "[0.75, 0.2, 0.05, 0.0]", "Share of adoptive households that take at most one, two, three and four siblings. At most: a household that would take a group takes a single child too.")
        .optional("required for adopters"),
    key("recruitment.*.ages", Kind::Ages, "share, years", "[{ share = 0.6, from = 0, to = 4 }, { share = 0.4, from = 0, to = 18 }]", "Ages taken: share of the households, youngest age, first age not taken."),
    key("recruitment.*.takes_additional_needs", SHARE, "share", "0.7", "Share of the households that take children with additional needs."),
    key("recruitment.*.takes_complex_needs", SHARE, "share", "0.3", "Share of the households that take children with complex needs too."),
    key("recruitment.*.leaving_from_years", list(Columns::Steps, 0.0, 100.0), "years", "[0, 2]", "Years since approval at which the rate of leaving changes."),
    key("recruitment.*.leaving_a_year", list(Columns::Stretches, 0.0, MOST_A_YEAR), "a year", "[0.18, 0.13]", "Rate at which households leave, by years since approval (one for each stretch in `leaving_from_years`)."),
    key("recruitment.*.cost_per_approval", Kind::Money, "£", "8000", "What it costs to recruit, assess and approve one household; 0 for another agency's."),
    key("recruitment.*.provider", Kind::Word(&PROVIDER_WORDS), "", "\"regional\"", "Whose adopters the strand recruits: the council's own, those of its partners in the regional agency, or those found through the national register (voluntary agencies included).")
        .or("\"own\""),
    key("recruitment.*.ethnic_group", SHARES_BY_ETHNIC_GROUP, "share", "[0.85, 0.05, 0.05, 0.04, 0.01]", "Share of adoptive households of each ethnic group.")
        .or("[1, 0, 0, 0, 0]"),
    key("recruitment.*.takes_other_ethnic_groups", SHARE, "share", "0.7", "Share of adoptive households that take children of other ethnic groups than their own.")
        .or("1"),
    key("recruitment.*.dual_approved", SHARE, "share", "0.3", "Share of adoptive households that are approved to foster, too: they can take children before the court has decided.")
        .or("0"),
    key("recruitment.*.returns", SHARE, "share", "0.1", "Share of adopters who come back for another child.")
        .or("0"),
    key("recruitment.*.returns_after_days", Kind::Number { min: 0.0, max: 6574.0 }, "days", "900", "Days from the adoption order to their coming back.")
        .or("900"),

    key("option.*.one_off", Kind::Money, "£", "50000", "What the option costs once, when it starts.").or("0"),
    key("option.*.cost_a_year", Kind::Money, "£ a year", "120000", "What the option costs each financial year from its start; with `phase_in_months` it rises as the option does.").or("0"),
    key("option.*.optimism_bias", Kind::Number { min: 0.0, max: 5.0 }, "share", "0.2", "Uplift for optimism of what the option costs, as appraisers add it: 0.2 is a fifth more. It raises the option's own costs and what its file adds to the cost of recruitment.").or("0"),

    key("budget.a_year", list(Columns::FinancialYears, 0.0, 1e12), "£ a year", "[23000000, 23500000]", "Baselines: the budget of each financial year that the run covers whole, from the first on; the last holds on. Of several authorities an authority's own is [authority.NAME.budget], and this is that of all together. The page says in what share of futures each scenario's total cost stays within it.")
        .optional("never required"),

    key("reading.*.a_week", Kind::Money, "£ a week", "569", "Baselines: what a child's week less in care is worth in one reading of a saving, by the name given. The page values each option's days so, beside what the model finds: a saving can be claimed at any price, but only some stop an invoice.").or("0"),

    key("reading.*.price_year", Kind::Text, "", "\"2013-14\"", "Baselines: the year of that price, printed beside it. Nothing is rebased.")
        .optional("without it the base year's"),
    key("reading.*.cashable_share", SHARE, "share", "0.5", "Baselines: how much of that price is an invoice or allowance that stops; the rest is the council's own carers and staff.").or("0"),
    key("reading.*.claimed_a_year", Kind::Money, "£ a year", "180000", "Baselines: the saving a year that is claimed. The page says in what share of futures each option saves as much in this reading, gross and net; 0: nothing is claimed.").or("0"),

    key("stock.returned_home_a_year", list(Columns::AgeBands, 0.0, MOST_COUNTED), "children a year", "[15, 25, 17, 24, 4]", "Children who went home in each of the ten years before the run, by age at leaving: some will come back."),
    key("stock.special_guardianships", Kind::List { columns: Columns::AgeBands, min: 0.0, max: MOST_COUNTED, whole: true }, "children", "[2, 20, 45, 70, 20]", "Children for whom an allowance is paid under a special guardianship order made before the run, by age now."),
    key("stock.child_arrangements", Kind::List { columns: Columns::AgeBands, min: 0.0, max: MOST_COUNTED, whole: true }, "children", "[1, 6, 15, 28, 10]", "Children for whom an allowance is paid under a child arrangements order made before the run, by age now."),
    key("stock.mean_age_years", list(Columns::AgeBands, 0.0, 18.0), "years", "[0.5, 3, 7.6, 13.4, 17]", "Mean age of existing children within each age band."),
    key("stock.group_size", SHARES_BY_SIZE, "share", "[0.62, 0.24, 0.1, 0.04]", "Share of families from which one, two, three or four of the existing children came."),
    key("stock.additional_needs", SHARES_BY_BAND, "share", "[0.1, 0.15, 0.2, 0.25, 0.25]", "Share of existing children with additional (but not complex) needs, by age now."),
    key("stock.complex_needs", SHARES_BY_BAND, "share", "[0.05, 0.05, 0.08, 0.15, 0.12]", "Share of existing children with complex needs, by age now."),
    key("stock.awaiting_revocation", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "children", "4", "Children on a placement order who are no longer to be adopted and wait for its revocation."),
    key("stock.nobody_responsible", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "children", "3", "Existing children under section 20 for whom nobody exercises parental responsibility.")
        .or("0"),
    key("stock.overflow_share", SHARE, "share", "0.6", "Share of existing children in children's homes who are there for want of a family."),
    key("stock.foster_households", Kind::List { columns: Columns::Sizes, min: 0.0, max: MOST_COUNTED, whole: true }, "households", "[95, 52, 19, 4]", "The council's own foster households with one, two, three and four places."),
    key("stock.foster_strand", Kind::Text, "", "\"foster_carers\"", "The strand whose ages, needs and leaving the existing foster households have."),
    key("stock.foster_tenure_years", Kind::Number { min: 0.0, max: 60.0 }, "years", "6", "Mean years since approval of existing foster households."),
    key("stock.ethnic_group", SHARES_BY_ETHNIC_GROUP, "share", "[0.7, 0.12, 0.06, 0.08, 0.04]", "Share of existing families of each ethnic group.")
        .or("[1, 0, 0, 0, 0]"),
    key("stock.formally_matched", SHARE, "share", "0.4", "Share of existing long-term foster placements that have been matched at panel.")
        .or("0"),
    key("stock.staying_put", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "young people", "8", "Young people over eighteen who stay put with the council's own carers, in places besides those of the children and those not available.")
        .or("0"),
    key("stock.leaving_households", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "households", "8", "Foster households that have given notice and keep the children they have until these leave."),
    key("stock.unavailable_places", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "places", "31", "Foster places that are not available, those of households that have given notice included."),
    key("stock.adopters_waiting", Kind::Whole { min: 0.0, max: MOST_COUNTED }, "households", "14", "Adopters approved and waiting."),
    key("stock.adopter_strand", Kind::Text, "", "\"adopters\"", "The strand whose ages, needs and leaving the waiting adopters have."),
    key("stock.children", Kind::StockRows, "children", "[{ age = \"under_1\", legal = \"interim_care_order\", placement = \"in_house\", count = 20 }]", "Existing children by age now, legal status and placement."),
    key("stock.in_care_days.section_20", Kind::Durations { columns: Columns::AgeBands }, "days", "[100, 250, 400, 500, 400]", "Days already in care of existing children under section 20, by age now."),
    key("stock.in_care_days.interim_care_order", Kind::Durations { columns: Columns::AgeBands }, "days", "[110, 150, 150, 160, 160]", "Days already in care of existing children on an interim care order, by age now."),
    key("stock.in_care_days.care_order", Kind::Durations { columns: Columns::AgeBands }, "days", "[250, 500, 1200, 1900, 2500]", "Days already in care of existing children on a care order, by age now."),
    key("stock.in_care_days.placement_order", Kind::Durations { columns: Columns::AgeBands }, "days", "[250, 500, 700, 900, 900]", "Days already in care of existing children on a placement order, by age now."),

    key("prices.base_year", Kind::Text, "", "\"2016-17\"", "The year whose prices these are."),
    key("prices.price_year.*", Kind::Text, "", "\"2019-20\"", "Of which year a price is, if not of the base year: `prices.index` brings it there, to the penny. The name is the price's in [prices] (agency_a_week, proceedings, …), or `list` for a price list's lines without a year of their own, or `recruitment`, `support`, `homes`, `option` for all prices of such sections. It holds for whichever file sets the price.")
        .optional("without it the base year"),
    key("prices.index", list(Columns::FinancialYears, 1e-6, 1e9), "index", "[98, 100, 102, 104]", "Baselines: a price index by financial year (from `index_from` on, for prices that have a `price_year`): for example the GDP deflator at market prices that HM Treasury publishes every quarter. Whatever year is 100.")
        .optional("required with `price_year`"),
    key("prices.index_from", Kind::Text, "", "\"2015-16\"", "Baselines: the financial year of the first number of `index`.")
        .optional("required with `index`"),
    key("prices.index_label", Kind::Text, "", "\"HM Treasury, GDP deflators, March 2024\"", "Baselines: which index that is, as printed beside what is rebased.")
        .optional("required with `index`"),
    key("prices.discount_rate", Kind::Number { min: 0.0, max: 0.5 }, "share a year", "0.035", "Real discount rate (the Treasury's Green Book: 0.035)."),
    key("prices.price_note", Kind::Text, "", "\"Unit prices were published between 2012 and 2020 and are not brought to one year.\"", "What else a reader of sums has to know of the prices: a sentence, printed below their base year.")
        .optional("never required"),
    key("prices.discount_label", Kind::Text, "", "\"Green Book 2022, 3.5 % real\"", "Where the discount rate comes from, as printed beside what is discounted.")
        .optional("never required"),
    key("prices.inflation.*", Kind::Number { min: -0.2, max: 0.2 }, "share a year", "0.02", "How much faster than prices in general the prices of a budget line rise: 0.02 is 2 % more in each financial year after the base year. The name is the line's: agency, childrens_home, social_work, …")
        .or("0"),
    key("prices.list", Kind::PriceList, "", "\"prices.csv\"", "A price list beside this file, with the columns placement, needs, age, pounds_a_week, source and, if some are not of the base year, price_year. For the placements and allowances in it (adopters', guardians', staying put and close), its prices stand in place of the single ones below; empty needs or an empty age stand for all.")
        .optional("never required"),
    key("prices.kinship_a_week", Kind::Money, "£ a week", "300", "A child with relatives or friends who foster."),
    key("prices.in_house_a_week", Kind::Money, "£ a week", "570", "A child with the council's own foster carers."),
    key("prices.agency_a_week", Kind::Money, "£ a week", "820", "A child with agency foster carers."),
    key("prices.childrens_home_a_week", Kind::Money, "£ a week", "3000", "A child in a children's home."),
    key("prices.semi_independent_a_week", Kind::Money, "£ a week", "600", "A young person in semi-independent accommodation."),
    key("prices.with_parents_a_week", Kind::Money, "£ a week", "150", "A child at home under a care order."),
    key("prices.adoptive_a_week", Kind::Money, "£ a week", "100", "A child with adopters before the order."),
    key("prices.secure_a_week", Kind::Money, "£ a week", "5500", "A child in secure accommodation.")
        .optional("required where children can be placed there"),
    key("prices.out_of_area_uplift", Kind::Number { min: 0.0, max: 5.0 }, "share", "0.1", "How much more a bought placement costs that is not near the child's home (agency carers, homes, semi-independent and secure accommodation): 0.1 is a tenth more.")
        .or("0"),
    key("prices.block_booked_beds", Kind::Whole { min: 0.0, max: 10_000.0 }, "beds", "20", "Beds in children's homes that are paid for whether or not they are filled. As many children are covered by them; each above that costs the price of a children's home.")
        .or("0"),
    key("prices.block_booked_a_week", Kind::Money, "£ a week", "2600", "What each block-booked bed costs.")
        .optional("required with `block_booked_beds`"),
    key("prices.social_work_a_week", Kind::MoneyBy(Columns::LegalStatuses), "£ a week", "100", "Social work with one looked-after child; one price, or one for each legal status."),
    key("prices.special_guardianship_a_week", Kind::Money, "£ a week", "150", "Special guardianship allowance, to 18."),
    key("prices.child_arrangements_a_week", Kind::Money, "£ a week", "100", "Child arrangements allowance, to 18."),
    key("prices.adoption_allowance_a_week", Kind::Money, "£ a week", "100", "Adoption allowance for one child, to 18, where one is paid: as it is after the means test.")
        .or("0"),
    key("prices.special_guardianship_paid_share", SHARE, "share", "0.8", "Share of the special guardianship allowance that is paid on average, after the means test.")
        .or("1"),
    key("prices.child_arrangements_paid_share", SHARE, "share", "0.6", "Share of the child arrangements allowance that is paid on average, after the means test.")
        .or("1"),
    key("prices.relatives_assessment", Kind::Money, "£", "2500", "The assessment of a family's relatives, when it is complete."),
    key("prices.legal_planning_meeting", Kind::Money, "£", "600", "A legal planning meeting and the pre-proceedings that it opens, for one family; counted with care proceedings."),
    key("prices.legal_advice", Kind::Money, "£", "1500", "Legal advice and drafting before an application, for one family; counted with care proceedings."),
    key("prices.adoption_panel", Kind::Money, "£", "1200", "Each match with adopters before the adoption panel."),
    key("prices.fostering_panel", Kind::Money, "£", "400", "Each long-term match before the fostering panel.")
        .or("0"),
    key("prices.proceedings", Kind::Money, "£", "5000", "Care proceedings, per child at the final hearing."),
    key("prices.placement_move", Kind::Money, "£", "800", "Each placement move: finding and starting a new placement."),
    key("prices.family_finding", Kind::Money, "£", "4000", "Family finding, per child at the placement order, whether or not a family is found; counted with adoption placements. Without it `adoption_placement` has it, for those who move in.")
        .or("0"),
    key("prices.adoption_placement", Kind::Money, "£", "15000", "Moving in with adopters, per child: family finding and introductions; fees to other agencies too, unless `inter_agency_fee` says them."),
    key("prices.adoption_bought_share", SHARE, "share", "0.9", "Share of family finding and of moving in with adopters that is bought (`family_finding`, `adoption_placement`): a fee to another agency or an independent family finder, counted with inter-agency fees as cashable. The rest is the time of the council's own staff.")
        .or("0"),
    key("prices.inter_agency_fee", list(Columns::Sizes, 0.0, 1e9), "£", "[27000, 43000, 60000, 68000]", "Fee to another agency, when one, two, three or four children together are placed with its adopters.")
        .or("[0, 0, 0, 0]"),
    key("prices.inter_agency_fee_first_share", SHARE, "share", "1", "Share of a fee to another agency that is due when the children move in. The rest is due a year later or at the adoption order, whichever comes first, and not at all if the placement ends before. Without it two thirds, as the agencies' consortium has it.")
        .or("0.6666666666666666"),
    key("prices.adoption_support", Kind::Money, "£", "3000", "Adoption support, per child at the order."),
    key("prices.supervision_a_week", Kind::Money, "£ a week", "40", "Social work with one child under a supervision order, who is not looked after.")
        .or("0"),
    key("prices.staying_put_a_week", Kind::Money, "£ a week", "200", "A young person who stays with the former foster carers after eighteen.")
        .or("0"),
    key("prices.staying_close_a_week", Kind::Money, "£ a week", "150", "A young person who stays close to the former children's home.")
        .or("0"),

    key("authority.*.copies", Kind::Whole { min: 1.0, max: 1000.0 }, "authorities", "117", "How many authorities there are like this one, each with its own children and luck. Any key of a council can stand under an authority's name, [authority.NAME.entries] for example: it holds for that one; what stands at top level holds for all.")
        .or("1"),
    key("authority.*.agency", Kind::Text, "", "\"north_east\"", "The regional adoption agency of the authority, by a name. Those with `adoption.pooled` share adopters with the others of the same agency; those that name none are one agency.")
        .or("\"\""),
];
