//! The scenario as text: the template with a council's figures in it, each with its source.

use std::fmt::Write;

use crate::care::child::PlacementKind;
use crate::data::fill::apportion;
use crate::scenario::keys::{AGE_WORDS, LEGAL_WORDS, PLACEMENT_WORDS};

use super::joint::Cell;
use super::sources::Sources;
use super::{Estimates, Observed, Solved, USUAL_PLACES, free, header, households_by_places};

/// What is the same for every council; `@name@` stands where a figure goes.
const TEMPLATE: &str = include_str!("template.toml");

/// England's rates of return home a year, by time since entry and age at entry (calibrated).
const HOME: [[f64; 5]; 7] = [
    [2.9, 4.57, 1.77, 1.32, 0.4],
    [1.02, 1.61, 0.62, 0.46, 0.14],
    [0.66, 1.03, 0.4, 0.3, 0.088],
    [0.62, 0.98, 0.38, 0.28, 0.088],
    [0.45, 0.72, 0.28, 0.21, 0.063],
    [0.2, 0.33, 0.12, 0.094, 0.025],
    [0.1, 0.16, 0.062, 0.051, 0.013],
];
/// Days already in care of existing children, shape and scale of a Weibull distribution, by legal status and
/// age: mean and standard deviation are those of the model's own stationary state for the usual stock, and
/// so, nearly, are its deciles. (A lognormal would leave out those who came in the last weeks, who go home
/// soonest.)
const IN_CARE: [[(f64, f64); 5]; 4] = [
    [
        (1.2, 117.0),
        (0.93, 394.0),
        (0.8, 623.0),
        (0.74, 531.0),
        (0.74, 438.0),
    ],
    [
        (1.6, 146.0),
        (1.35, 185.0),
        (1.34, 165.0),
        (1.33, 177.0),
        (1.2, 200.0),
    ],
    [
        (5.5, 288.0),
        (2.4, 1063.0),
        (1.7, 1753.0),
        (1.4, 2239.0),
        (1.3, 2282.0),
    ],
    [
        (5.4, 293.0),
        (3.0, 566.0),
        (2.8, 749.0),
        (2.4, 1039.0),
        (2.4, 1100.0),
    ],
];
const RELATIVES: [f64; 5] = [0.26, 0.38, 0.30, 0.15, 0.02];
/// Share of suitable relatives who go on fostering.
const FOSTERS_ON: f64 = 0.2;
const ACCEPTANCE: [f64; 5] = [0.034, 0.034, 0.027, 0.016, 0.0135];
/// Chance that the final hearing sends a child home, by age.
const AT_HEARING: [f64; 5] = [0.09, 0.12, 0.27, 0.32, 0.27];
/// Share of these who stay in care, with their parents under a care order, and of those in care who do so
/// in England, to which it belongs.
const UNDER_CARE_ORDER: f64 = 0.75;
const WITH_PARENTS: f64 = 0.06;
/// Other ends a year under 16, at 16 and at 17.
const OTHER_ENDS: [f64; 3] = [0.03, 0.07, 0.1];
/// Share of searches from 16 on that lead to semi-independent accommodation, and the same for
/// unaccompanied asylum-seeking young people.
const SEMI_INDEPENDENT: [f64; 2] = [0.5, 0.6];
/// Days that a place rests where 18 are not available for 62 that are filled (P35).
const USUAL_REST: f64 = 110.0;
/// How many times that is believed of a council, least and most.
const BELIEVED_REST: (f64, f64) = (0.3, 2.5);
const OFFER: [f64; 5] = [0.98, 0.96, 0.87, 0.61, 0.41];

/// Writes the scenario.
pub(super) fn write(
    observed: &Observed,
    estimates: &Estimates,
    pattern: &[Cell],
    counts: &[u32],
    solved: &Solved,
    free: &free::Values,
    patterns: bool,
) -> String {
    let sources = Sources {
        observed,
        estimates,
        solved,
    };
    let scaled = |values: &[f64], factor: f64| -> Vec<f64> {
        values.iter().map(|v| (v * factor).min(1.0)).collect()
    };
    let mut text = TEMPLATE.to_owned();
    let mut put = |name: &str, value: String| text = text.replace(&format!("@{name}@"), &value);
    for (constant, value) in free::FREE.iter().zip(free) {
        put(constant.key, tidy(*value));
    }
    put("schema", "scenario.schema.json".to_owned());
    put("name", observed.name.clone());
    put("code", observed.code.clone());
    put("year", observed.year.to_string());
    put("figures", header::figures(observed, estimates));
    put("balance", header::balance(observed, estimates, solved));
    let ages_hidden = observed.is_partly_hidden("ages of those who started");
    put(
        "first_entries",
        figure(
            &estimates.first_entries.map(|n| n * solved.entries),
            if ages_hidden { 0.25 } else { 0.15 },
            f64::MAX,
            &sources.first_entries(),
            match observed.is_total_hidden("CLA_started") || ages_hidden {
                true => "low",
                false => "medium",
            },
        ),
    );
    let bases = [
        "section_20",
        "interim_care_order",
        "emergency",
        "asylum_seeking",
    ];
    let shares = rounded_shares(&estimates.bases);
    for (index, basis) in bases.iter().enumerate() {
        let row: Vec<f64> = shares.iter().map(|age| age[index]).collect();
        put(
            &format!("basis_{basis}"),
            figure(&row, 0.2, 1.0, &sources.bases(), "low"),
        );
    }
    put(
        "home_rates",
        home_rates(solved.home, &sources.home_rates(), patterns),
    );
    let home = HomeAtHearing::of(observed, solved);
    put(
        "at_hearing",
        figure(
            &scaled(&AT_HEARING, home.factor()),
            0.4,
            1.0,
            &sources.at_hearing(home.factor()),
            "low",
        ),
    );
    put(
        "under_care_order",
        figure1(home.under_care_order(), 0.4, 1.0, &sources.with_parents()),
    );
    put(
        "relatives_suitable",
        figure(
            &scaled(&RELATIVES, estimates.relatives * solved.relatives),
            0.3,
            1.0,
            &sources.relatives(),
            "low",
        ),
    );
    put(
        "takes_order",
        figure1(
            1.0 - (FOSTERS_ON * solved.kinship).min(0.9),
            0.2,
            1.0,
            &sources.relatives_who_foster(),
        ),
    );
    let plans = plans_for_adoption(free);
    put(
        "adoption_plan",
        figure(
            &scaled(&plans, estimates.adoption * solved.adoption),
            0.2,
            1.0,
            &sources.adoption(&list(&plans)),
            "low",
        ),
    );
    put(
        "in_house_acceptance",
        figure(
            &scaled(&ACCEPTANCE, solved.acceptance),
            0.5,
            1.0,
            &sources.own_carers(),
            "low",
        ),
    );
    put(
        "agency_offer",
        figure(
            &scaled(&OFFER, solved.offer),
            0.15,
            1.0,
            &sources.childrens_homes(),
            "low",
        ),
    );
    for (name, share) in ["semi_independent", "semi_independent_asylum"]
        .into_iter()
        .zip(SEMI_INDEPENDENT)
    {
        put(
            name,
            figure1(
                (share * solved.semi_independent).min(1.0),
                0.5,
                1.0,
                &sources.semi_independent(),
            ),
        );
    }
    for (name, rate) in ["under_16_a_year", "at_16_a_year", "at_17_a_year"]
        .into_iter()
        .zip(OTHER_ENDS)
    {
        put(
            name,
            figure1(
                rate * solved.other_ends,
                0.4,
                f64::MAX,
                &sources.other_ends(),
            ),
        );
    }
    let households: u32 = estimates.households.iter().sum();
    put(
        "foster_approvals",
        figure1(
            0.126 * f64::from(households),
            0.3,
            f64::MAX,
            "P37: 11.7 % of households a year, raised to what leaves (14.6 %, P36), DERIVED",
        ),
    );
    put("foster_places", foster_places(observed, &sources));
    let adoptions = solved.ends * estimates.adoptions;
    let approvals = free[free::APPROVALS] * adoptions;
    put(
        "adopter_approvals",
        figure1(approvals, 0.35, f64::MAX, &sources.adopters(adoptions)),
    );
    put("rest_days", rest(estimates, &sources));
    put("children", children(pattern, counts));
    put("children_source", sources.children());
    put(
        "children_confidence",
        confidence(observed, &["ages", "legal status", "placements"]).to_owned(),
    );
    put("in_care_days", in_care(estimates.time_in_care, &sources));
    stock_figures(&sources, approvals, &mut put);
    text
}

/// Confidence in what was drawn up from these groups: low if more than so many of any group's children
/// stand in hidden cells.
fn confidence(observed: &Observed, groups: &[&str]) -> &'static str {
    const MOST_HIDDEN: f64 = 0.1;
    let hidden = groups.iter().map(|what| observed.share_hidden(what));
    match hidden.fold(0.0, f64::max) > MOST_HIDDEN {
        true => "low",
        false => "medium",
    }
}

/// The figures of the opening stock that are not counts of children in care.
fn stock_figures(sources: &Sources<'_>, approvals: f64, put: &mut impl FnMut(&str, String)) {
    let (observed, e) = (sources.observed, sources.estimates);
    let spread = |total: f64, shares: [f64; 5]| shares.map(|share| (total * share).round());
    let homes = spread(1.35 * e.homes, [0.17, 0.31, 0.19, 0.28, 0.05]);
    put(
        "returned_home_a_year",
        figure(&homes, 0.4, f64::MAX, &sources.returned_home(), "low"),
    );
    let [guardians, arrangements] = e.orders;
    put(
        "special_guardianships",
        whole(
            &spread(7.5 * guardians, [0.01, 0.145, 0.31, 0.42, 0.115]),
            &sources.special_guardianships(),
        ),
    );
    put(
        "child_arrangements",
        whole(
            &spread(5.0 * arrangements, [0.02, 0.1, 0.25, 0.46, 0.17]),
            &sources.child_arrangements(),
        ),
    );
    let waiting = f64::from(observed.own.legal[3]) - f64::from(observed.own.placement[1]);
    put(
        "awaiting_revocation",
        one_whole(
            (0.04 * waiting).max(0.0).floor(),
            &sources.awaiting_revocation(),
        ),
    );
    put(
        "foster_households",
        whole(
            &e.households.map(f64::from),
            &sources.opening_households(households_by_places(observed)),
        ),
    );
    let households: u32 = e.households.iter().sum();
    put(
        "leaving_households",
        one_whole(
            (0.083 * f64::from(households)).floor(),
            "the model's own stationary state, DERIVED",
        ),
    );
    put(
        "unavailable_places",
        one_whole(f64::from(e.unavailable), &sources.unavailable()),
    );
    put(
        "adopters_waiting",
        one_whole(
            (0.43 * approvals).round(),
            "1,600 in England, March 2018, by approvals, DERIVED",
        ),
    );
}

/// Shares of newly approved households by places: as the council's own are.
fn foster_places(observed: &Observed, sources: &Sources<'_>) -> String {
    let households = households_by_places(observed);
    let source = sources.households(households);
    let (shares, confidence) = match households {
        None => (USUAL_PLACES.to_vec(), "low"),
        Some(households) => {
            let parts = apportion(100, &households.map(f64::from));
            let shares = parts.into_iter().map(|part| f64::from(part) / 100.0);
            (shares.collect(), "medium")
        }
    };
    format!(
        "{{ value = {}, source = \"{source}\", confidence = \"{confidence}\" }}",
        list(&shares)
    )
}

/// How long places rest: in proportion to how many are not available for each that is filled.
fn rest(estimates: &Estimates, sources: &Sources<'_>) -> String {
    let filled = estimates.margins.placement[PlacementKind::InHouse as usize].max(1.0);
    let usual = 18.0 / 62.0;
    let factor = f64::from(estimates.unavailable) / filled / usual;
    let (least, most) = BELIEVED_REST;
    let believed = factor.clamp(least, most);
    let mean = USUAL_REST * believed;
    let limited = match believed == factor {
        true => String::new(),
        false => format!(", as far as {least} to {most} times the usual {USUAL_REST} days allow"),
    };
    let dist = |factor: f64| format!("{{ exponential = {{ mean = {} }} }}", tidy(factor * mean));
    format!(
        "{{ value = {}, low = {}, high = {}, source = \"{}\", confidence = \"low\" }}",
        dist(1.0),
        dist(0.5),
        dist(1.5),
        sources.rest(&limited)
    )
}

/// Children whom the final hearing sends home, for each one in England: those who stay in care with their
/// parents, as many as are to live so, and those who leave it, in step with all other returns. Where fewer
/// stay than in England more leave, so that the hearing sends as many home; a council that places many with
/// parents may still have few returns.
struct HomeAtHearing {
    leave: f64,
    stay: f64,
}

impl HomeAtHearing {
    fn of(observed: &Observed, solved: &Solved) -> Self {
        let own = &observed.own;
        let with_parents = f64::from(own.placement[2]) / f64::from(own.looked_after()).max(1.0);
        // A little remains possible.
        let usual = (with_parents / WITH_PARENTS).max(0.03);
        Self::beside_england(usual, solved.home, solved.parents)
    }

    /// From how many are with parents for each one in England, and the factors on those who leave and stay.
    fn beside_england(usual: f64, home: f64, parents: f64) -> Self {
        let stay = UNDER_CARE_ORDER * usual * parents;
        Self {
            leave: (1.0 - stay.min(UNDER_CARE_ORDER)) * home,
            stay,
        }
    }

    fn factor(&self) -> f64 {
        self.leave + self.stay
    }

    fn under_care_order(&self) -> f64 {
        self.stay / self.factor()
    }
}

/// Chance that adoption is the plan, by age in years 0, 1, 2, 3, 4 to 6, 7 to 9.
fn plans_for_adoption(free: &free::Values) -> [f64; 6] {
    [1.0, 1.0, 0.92, 0.68, free[free::PLANS_AT_4_TO_6], 0.03]
}

/// Rates of return home, a row for each stretch of time.
fn home_rates(factor: f64, source: &str, patterns: bool) -> String {
    let usual = |row: [f64; 5]| match patterns {
        true => row,
        // Every age alike.
        false => [row.iter().sum::<f64>() / 5.0; 5],
    };
    let matrix = |factor: f64| {
        let rows = HOME
            .iter()
            .map(|row| list(&usual(*row).map(|rate| rate * factor)));
        format!("[\n  {},\n]", rows.collect::<Vec<_>>().join(",\n  "))
    };
    format!(
        "rate_a_year = {{ value = {}, low = {}, high = {}, source = \"{source}\", confidence = \"low\" }}",
        matrix(factor),
        matrix(0.7 * factor),
        matrix(1.3 * factor)
    )
}

/// Shares rounded so that each age still adds to one.
fn rounded_shares(bases: &[[f64; 4]; 5]) -> [[f64; 4]; 5] {
    bases.map(|row| {
        let parts = apportion(1000, &row);
        std::array::from_fn(|basis| f64::from(parts[basis]) / 1000.0)
    })
}

fn children(pattern: &[Cell], counts: &[u32]) -> String {
    let rows = pattern.iter().zip(counts).filter(|(_, count)| **count > 0);
    let lines = rows.map(|(row, count)| {
        let asylum = if row.asylum_seeking {
            ", asylum_seeking = true"
        } else {
            ""
        };
        format!(
            "  {{ age = \"{}\", legal = \"{}\", placement = \"{}\", count = {count}{asylum} }},",
            AGE_WORDS[row.age as usize],
            LEGAL_WORDS[row.legal as usize],
            PLACEMENT_WORDS[row.placement as usize]
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn in_care(factor: f64, sources: &Sources<'_>) -> String {
    let mut text = String::new();
    let source = sources.time_in_care();
    for (legal, ages) in LEGAL_WORDS.iter().zip(IN_CARE) {
        let dists = ages.map(|(shape, scale)| {
            let scale = tidy(scale * factor);
            format!("  {{ weibull = {{ shape = {shape}, scale = {scale} }} }}")
        });
        let _ = writeln!(
            text,
            "{legal} = {{ value = [\n{}\n], source = \"{source}\", confidence = \"low\" }}",
            dists.join(",\n")
        );
    }
    text.trim_end().to_owned()
}

/// A list with a range around each value.
fn figure(values: &[f64], range: f64, most: f64, source: &str, confidence: &str) -> String {
    let around = |factor: f64| {
        list(
            &values
                .iter()
                .map(|v| (v * factor).min(most))
                .collect::<Vec<_>>(),
        )
    };
    format!(
        "{{ value = {}, low = {}, high = {}, source = \"{source}\", confidence = \"{confidence}\" }}",
        list(values),
        around(1.0 - range),
        around(1.0 + range)
    )
}

fn figure1(value: f64, range: f64, most: f64, source: &str) -> String {
    format!(
        "{{ value = {}, low = {}, high = {}, source = \"{source}\", confidence = \"low\" }}",
        tidy(value),
        tidy(value * (1.0 - range)),
        tidy((value * (1.0 + range)).min(most))
    )
}

fn whole(values: &[f64], source: &str) -> String {
    format!(
        "{{ value = {}, source = \"{source}\", confidence = \"low\" }}",
        list(values)
    )
}

fn one_whole(value: f64, source: &str) -> String {
    format!("{{ value = {value}, source = \"{source}\", confidence = \"low\" }}")
}

fn list(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|v| tidy(*v)).collect();
    format!("[{}]", values.join(", "))
}

/// Three significant digits, more only for whole numbers.
fn tidy(value: f64) -> String {
    if value == 0.0 || value.fract() == 0.0 {
        return format!("{value}");
    }
    let digits = 2 - libm::floor(libm::log10(value.abs())) as i32;
    let digits = digits.clamp(0, 6) as usize;
    let text = format!("{value:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of a hundred whom England's hearing sends home 75 stay in care. Where half as many are with
    /// parents 37.5 stay and 62.5 leave, so that a hundred go home; where twice as many are, 150 stay beside
    /// England's 25; and those who leave go with other returns.
    #[test]
    fn the_hearing_sends_home_as_many_as_in_england_or_more() {
        let found = |usual, home, parents| {
            let sent = HomeAtHearing::beside_england(usual, home, parents);
            [sent.factor(), sent.under_care_order()]
        };
        assert_eq!(found(1.0, 1.0, 1.0), [1.0, 0.75]);
        assert_eq!(found(0.5, 1.0, 1.0), [1.0, 0.375]);
        assert_eq!(found(2.0, 1.0, 1.0), [1.75, 1.5 / 1.75]);
        assert_eq!(found(0.5, 2.0, 1.0), [0.375 + 1.25, 0.375 / 1.625]);
        assert_eq!(found(1.0, 1.0, 0.5), [1.0, 0.375]);
    }
}
