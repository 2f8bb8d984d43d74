//! How sums of money are worked out: each budget line, and each part of an appraisal, by the words of
//! the page.

use crate::finance::bridge::Cause;
use crate::finance::ledger::Line;
use crate::finance::nature::Nature;

/// The explanation of a budget line, or of a part of a difference in cost; nothing if nothing is called so.
pub fn explained(topic: &str) -> Option<String> {
    // A scenario may report a line by itself: "Cost: agency fostering", and that of one year.
    let topic = topic.strip_prefix("Cost: ").unwrap_or(topic);
    let topic = topic.split_once(" in 2").map_or(topic, |(line, _)| line);
    let is = |name: &str| name.eq_ignore_ascii_case(topic);
    let line = Line::ALL.into_iter().find(|line| is(line.label()));
    let cause = Cause::ALL.into_iter().find(|cause| is(cause.label()));
    let nature = Nature::ALL.into_iter().find(|nature| is(nature.label()));
    let cause = cause.map(|cause| part(cause.label(), &of_cause(cause)));
    let nature = nature.map(|nature| {
        part(
            nature.label(),
            &format!("{}\n{PRICES_OF_LINES}", of_nature(nature)),
        )
    });
    // Social work and recruitment are lines as well as causes.
    let found: Vec<String> = [line.map(of_line), cause, nature]
        .into_iter()
        .flatten()
        .collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

/// A part of an option's difference in cost.
fn part(title: &str, how: &str) -> String {
    format!(
        "{title} (part of an appraisal)\n\n{how}\nNumbers: bridge.csv and the page's table of causes; each line by year in \
         costs.csv.\n\nSource: HM Treasury, The Green Book (2022); docs/finance.md says more.\n"
    )
}

fn of_line(line: Line) -> String {
    let (how, keys) = formula(line);
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    format!(
        "{} (budget line: {})\n\nHow: {how}, added up month by month in whole pence; then the line's own inflation, \
         if `prices.inflation` names it. A price of another year (`prices.price_year`) has been brought to the base year's.\nPrices: {}.\nNumbers: costs.csv, by year; differences.csv, `cost_gbp` of the line.\n\nSource: section 251 outturn statement for what the line \
         holds; assumptions.csv says of each price where it comes from.\n",
        line.label(),
        line.nature().label(),
        keys.join(", ")
    )
}

const PLACED: &str =
    "days in such placements, ÷ 7, × the price of a week at the child's needs and age";
const BOUGHT: &str = "days in such placements, ÷ 7, × the price of a week at the child's needs and age, raised out of the area";
const A_WEEK: &str = "days ÷ 7 × the price of a week";

/// How a line is worked out, and the keys with its prices.
fn formula(line: Line) -> (&'static str, &'static [&'static str]) {
    match line {
        Line::Kinship => (PLACED, &["prices.kinship_a_week", "prices.list"]),
        Line::InHouse => (PLACED, &["prices.in_house_a_week", "prices.list"]),
        Line::Agency => (
            BOUGHT,
            &[
                "prices.agency_a_week",
                "prices.list",
                "prices.out_of_area_uplift",
            ],
        ),
        Line::ChildrensHome => (
            "days in homes ÷ 7 × the price of a week at the child's needs and age, raised out of the area; of as many \
             children as beds are booked, that of a booked bed, and in beds of the council's own homes that of theirs",
            &[
                "prices.childrens_home_a_week",
                "prices.list",
                "prices.out_of_area_uplift",
                "prices.block_booked_a_week",
                "homes.*.a_week",
            ],
        ),
        Line::SemiIndependent => (
            BOUGHT,
            &[
                "prices.semi_independent_a_week",
                "prices.list",
                "prices.out_of_area_uplift",
            ],
        ),
        Line::WithParents => (PLACED, &["prices.with_parents_a_week", "prices.list"]),
        Line::Adoptive => (PLACED, &["prices.adoptive_a_week", "prices.list"]),
        Line::Secure => (
            BOUGHT,
            &[
                "prices.secure_a_week",
                "prices.list",
                "prices.out_of_area_uplift",
            ],
        ),
        Line::SocialWork => (
            "days in care ÷ 7 × the price of a week at the child's legal status",
            &["prices.social_work_a_week"],
        ),
        Line::SpecialGuardianshipAllowance => (
            "days from the order to the eighteenth birthday or breakdown, ÷ 7, × the price of a week × the share paid \
             after the means test",
            &[
                "prices.special_guardianship_a_week",
                "prices.special_guardianship_paid_share",
                "prices.list",
            ],
        ),
        Line::ChildArrangementsAllowance => (
            "days from the order to the eighteenth birthday or breakdown, ÷ 7, × the price of a week × the share paid \
             after the means test",
            &[
                "prices.child_arrangements_a_week",
                "prices.child_arrangements_paid_share",
                "prices.list",
            ],
        ),
        Line::AdoptionAllowance => (
            "days from the adoption order to the eighteenth birthday or breakdown, ÷ 7, × the price of a week, for the \
             share of adopters who have an allowance",
            &[
                "prices.adoption_allowance_a_week",
                "adoption.allowance",
                "prices.list",
            ],
        ),
        Line::Proceedings => (
            "children at final hearings × the price of proceedings; legal planning meetings and legal advice, a family \
             each, × theirs",
            &[
                "prices.proceedings",
                "prices.legal_planning_meeting",
                "prices.legal_advice",
            ],
        ),
        Line::PlacementMoves => (
            "moves × the price of one; a child's first placement, going to parents and going to adopters are none",
            &["prices.placement_move"],
        ),
        Line::AdoptionPlacement => (
            "children at placement orders × family finding; children who move in with adopters × the placement; both \
             less the share that is bought",
            &[
                "prices.family_finding",
                "prices.adoption_placement",
                "prices.adoption_bought_share",
            ],
        ),
        Line::AdoptionSupport => ("children adopted × the price", &["prices.adoption_support"]),
        Line::Recruitment => (
            "approvals and enquiries × their prices, and the fixed cost of a year over its days; what an option's file adds to \
             them is raised for optimism",
            &[
                "recruitment.*.cost_per_approval",
                "recruitment.*.cost_per_enquiry",
                "recruitment.*.fixed_a_year",
                "option.*.optimism_bias",
            ],
        ),
        Line::Option => (
            "what is paid once, when the option begins, and the cost of a year over its days, both raised for optimism",
            &[
                "option.*.one_off",
                "option.*.cost_a_year",
                "option.*.optimism_bias",
            ],
        ),
        Line::InterAgencyFees => (
            "groups placed with other agencies' adopters × the fee for so many children: one part when they move in, the \
             rest a year later or at the order; and what is bought of family finding and of moving in",
            &[
                "prices.inter_agency_fee",
                "prices.inter_agency_fee_first_share",
                "prices.family_finding",
                "prices.adoption_placement",
                "prices.adoption_bought_share",
            ],
        ),
        Line::Supervision => (A_WEEK, &["prices.supervision_a_week"]),
        Line::StayingPut => (A_WEEK, &["prices.staying_put_a_week", "prices.list"]),
        Line::StayingClose => (A_WEEK, &["prices.staying_close_a_week", "prices.list"]),
        Line::Support => (A_WEEK, &["support.*.a_week"]),
        Line::Assessments => (
            "assessments of relatives, adoption panels and fostering panels × their prices",
            &[
                "prices.relatives_assessment",
                "prices.adoption_panel",
                "prices.fostering_panel",
            ],
        ),
        Line::EmptyBeds => (
            "days of booked beds, or beds of own homes, that nobody fills, ÷ 7, × the price of a week",
            &[
                "prices.block_booked_beds",
                "prices.block_booked_a_week",
                "homes.*.a_week",
            ],
        ),
    }
}

fn of_cause(cause: Cause) -> String {
    let how = match cause {
        Cause::Days => {
            "(days in care with the option − days in the baseline) × the baseline's average price of a day, which is the \
             cost of its placements ÷ its days in care; future by future, then the mean."
        }
        Cause::Mix => {
            "what is left of the difference in the cost of placements once the days are valued: days in care with the \
             option × (its average price of a day − the baseline's)."
        }
        _ => {
            let lines: Vec<&str> = cause.lines().map(Line::label).collect();
            let noun = if lines.len() == 1 { "line" } else { "lines" };
            return format!(
                "How: the difference of the {noun} {}; option − baseline.\nPrices: those of the {noun}, which \
                 `permanence explain` with the name of a line lists.",
                lines.join(", ")
            );
        }
    };
    format!(
        "How: {how}\nPrices: those of the placements, which `permanence explain` with the name of a line lists."
    )
}

const PRICES_OF_LINES: &str =
    "Prices: those of the lines, which `permanence explain` with the name of a line lists.";

fn of_nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Cashable => {
            "How: the difference of all lines on which a payment to somebody else stops; `permanence explain cost_gbp` \
             marks them."
        }
        Nature::Capacity => {
            "How: the difference of all lines on which the council's own carers, staff or courtroom time become free; \
             `permanence explain cost_gbp` marks them."
        }
        Nature::CostOfOption => {
            "How: the difference of the lines cost of the option and recruitment."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::KEYS;

    #[test]
    fn every_line_and_part_is_explained_and_every_price_is_a_key() {
        for line in Line::ALL {
            let text = explained(&line.label().to_uppercase()).expect("a line is explained");
            assert!(
                text.contains("How: ") && text.contains("Source: "),
                "{text}"
            );
            for key in formula(line).1 {
                assert!(KEYS.iter().any(|known| known.path == *key), "{key}");
            }
        }
        let labels = Cause::ALL.map(Cause::label).into_iter();
        for label in labels.chain(Nature::ALL.map(Nature::label)) {
            assert!(explained(label).is_some(), "{label}");
        }
        assert_eq!(explained("weather"), None);
        let line = explained("agency fostering");
        assert_eq!(explained("Cost: agency fostering in 2017/18"), line);
    }
}
