//! What a scenario asks to be reported, the stages towards adoption by hand, and legal planning
//! meetings that reach those who wait.

use std::process::Command;

use permanence::care;
use permanence::care::child::{AgeBand, PlacementKind};
use permanence::care::drift::fits;
use permanence::care::plan::Plan;
use permanence::care::record::{Event, Observer, View};
use permanence::des::RunKey;
use permanence::des::time::SimTime;
use permanence::experiment::layout::{Cell, Layout, Request};
use permanence::experiment::metrics::{Group, Grouping, Measure, TABLE, find};
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::{check, question};
use permanence::experiment::{Plan as Experiment, compare};
use permanence::output::table::{self, Style};
use permanence::scenario::Scenario;

#[path = "fixtures/shipped.rs"]
mod shipped;
use shipped::{BASELINE, asking};

/// The shipped council that reports this.
fn reporting(entries: &str) -> Scenario {
    let text = asking(&format!("report = {entries}"));
    Scenario::from_embedded(&[("baseline.toml", &text)], "baseline.toml")
        .unwrap_or_else(|e| panic!("{e}"))
}

/// The shipped council with these lines in an overlay, over some years.
fn council(lines: &str, years: u32) -> Scenario {
    let text = format!("title = \"x\"\nextends = \"baseline.toml\"\n{lines}");
    let files = [("baseline.toml", BASELINE), ("x.toml", text.as_str())];
    let scenario = Scenario::from_embedded(&files, "x.toml").and_then(|s| s.with_years(years));
    scenario.unwrap_or_else(|e| panic!("{lines}: {e}"))
}

#[test]
fn what_is_not_there_is_refused_with_its_place_and_a_remedy() {
    let said = |entries: &str| {
        let refused = check(&reporting(entries)).expect_err("refused");
        refused.to_string()
    };
    let slip = said("[\"exits, adopted\", \"wait_for_mach_days\"]");
    assert!(
        slip.contains("P0114") && slip.contains("did you mean `wait_for_match_days`?"),
        "{slip}"
    );
    assert!(
        slip.contains("baseline.toml:") && slip.contains("\"wait_for_mach_days\""),
        "{slip}"
    );
    assert_eq!(slip.matches("P0114").count(), 1, "{slip}");
    let group = said("[\"exits, adoptd\"]");
    assert!(group.contains("did you mean `adopted`?"), "{group}");
    let year = said("[\"exits, adopted, 1999/00\"]");
    assert!(
        year.contains("no group or period `1999/00`") && year.contains("2018/19"),
        "{year}"
    );
    let grouped = said("[\"cost_gbp\"]");
    assert!(grouped.contains("by group only"), "{grouped}");
    let both = said("[\"children_in_care, with parents, 2018-04\"]");
    assert!(both.contains("P0114"), "{both}");
    let crossed = said("[\"exits, adopted, home\"]");
    assert!(
        crossed.contains("no group `adopted, home`") && crossed.contains("by age, by needs"),
        "{crossed}"
    );
    let not_told_apart = said("[\"placement_orders, 10 to 15, complex needs\"]");
    assert!(not_told_apart.contains("P0114"), "{not_told_apart}");
    for kind in ["3", "\"exits\"", "[3]", "[\"\"]"] {
        let text = asking(&format!("report = {kind}"));
        let refused = Scenario::from_embedded(&[("b.toml", &text)], "b.toml");
        assert!(refused.is_err(), "{kind}");
    }
}

#[test]
fn only_a_baseline_says_what_is_reported() {
    let option = "extends = \"baseline.toml\"\nreport = [\"exits\"]\n[planning]\nparallel = 1\n";
    let files = [("baseline.toml", BASELINE), ("x.toml", option)];
    let refused = Scenario::from_embedded(&files, "x.toml").expect_err("refused");
    assert!(refused.to_string().contains("P0306"), "{refused}");
}

#[test]
fn entries_become_words() {
    let layout = layout_of(&council("planning.parallel = 1\n", 3));
    let label = |entry: &str| question(entry, &layout).expect("it is there").label;
    assert_eq!(
        label("exits, special guardianship"),
        "Left care: special guardianship"
    );
    assert_eq!(
        label("exits, adopted, 2018/19"),
        "Left care: adopted in 2018/19"
    );
    assert_eq!(
        label("children_in_care, with parents"),
        "Children in care: with parents at end"
    );
    let march = label("children_in_care, with parents, 2019-03-31");
    assert_eq!(march, "Children in care: with parents on 31 March 2019");
    assert_eq!(
        label("children_in_care, 2018-12"),
        "Children in care, end of Dec 2018"
    );
    // Everybody is counted every month, groups at the end of March.
    let on_a_day = question("children_in_care, 2019-03-31", &layout).expect("it is there");
    let month = question("children_in_care, 2019-03", &layout).expect("it is there");
    assert_eq!(on_a_day.cell, month.cell);
    assert_eq!(on_a_day.label, "Children in care, end of Mar 2019");
    assert!(question("children_in_care, with parents, 2019-03-30", &layout).is_err());
    assert_eq!(label("planned_moves"), "Planned moves");
    let asked = "[\"exits, adopted, 2018-03\", \"children_in_care, agency fostering, 10 to 15\"]";
    let layout = layout_of(&reporting(asked).with_years(3).expect("valid"));
    let label = |entry: &str| question(entry, &layout).expect("it is there").label;
    assert_eq!(
        label("exits, adopted, 2018-03"),
        "Left care: adopted in Mar 2018"
    );
    assert_eq!(label("exits, adopted"), "Left care: adopted");
    assert_eq!(
        label("children_in_care, 10 to 15, agency fostering"),
        "Children in care: 10 to 15, agency fostering at end"
    );
    let layout = layout_of(&council("planning.parallel = 1\n", 3));
    let label = |entry: &str| question(entry, &layout).expect("it is there").label;
    assert_eq!(
        label("team_wait_days, team: legal advice"),
        "Wait for a team: legal advice"
    );
}

/// A year that a shortened run does not reach is left out, as is what every page says anyway.
#[test]
fn the_page_leaves_out_what_it_cannot_or_need_not_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = "[\"exits, adopted\", \"exits, turned 18, 2020/21\", \"out_of_area\"]";
    let text = asking(&format!("report = {report}"));
    let text = text.replace("#:schema ../scenario.schema.json\n", "");
    std::fs::write(folder.path().join("b.toml"), text).expect("room on the disk");
    let run = |years: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_permanence"))
            .args([
                "run",
                "b.toml",
                "--reps",
                "2",
                "--no-progress",
                "--years",
                years,
            ])
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        String::from_utf8(out.stdout).expect("text")
    };
    let (short, long) = (run("2"), run("4"));
    assert!(
        !short.contains("2020/21") && long.contains("Left care: turned 18 in 2020/21"),
        "{long}"
    );
    for page in [&short, &long] {
        assert_eq!(page.matches("Adoptions").count(), 1, "{page}");
        assert!(
            !page.contains("Left care: adopted") && page.contains("Placed out of area"),
            "{page}"
        );
    }
}

fn figure(scenario: &Scenario, layout: &Layout, future: u64, entry: &str) -> f64 {
    let asked = question(entry, layout).expect("a metric");
    run_laid_out(scenario, layout, 1, future)[asked.cell]
}

/// Constant lengths come out as they went in, to the second: thirty-five days of introductions, sixty
/// to a revocation; and with no match before two hundred days none is within four months, while
/// with matches at the order all are.
#[test]
fn stages_take_what_the_scenario_says() {
    let common = "assumption = true\n[adoption]\nmatch_to_placed_days = 35\nrevocation_days = 60\ndisruption_a_year = 0\n";
    let late = council(
        &format!("{common}early_match = [0, 0, 0, 0, 0, 0]\nfamily_finding_days = 200\n"),
        6,
    );
    let layout = layout_of(&late);
    assert_eq!(figure(&late, &layout, 1, "match_to_placed_days"), 35.0);
    assert_eq!(
        figure(&late, &layout, 1, "reversal_to_revocation_days"),
        60.0
    );
    // Cases open at the start were ordered before it, so the first panels see old ones.
    assert_eq!(
        figure(&late, &layout, 1, "matched_within_4_months, 2020/21"),
        0.0
    );
    let early = council(&format!("{common}early_match = [1, 1, 1, 1, 1, 1]\n"), 6);
    assert_eq!(
        figure(&early, &layout, 1, "matched_within_4_months, 2020/21"),
        1.0
    );
}

/// Little's law: the mean number awaiting revocation is the rate of reversals times the sixty days. From
/// the second year on, when the cases of the start are through; over 60 futures, |z| < 4.
#[test]
fn those_awaiting_revocation_are_reversals_times_the_delay() {
    let council = council("assumption = true\n[adoption]\nrevocation_days = 60\n", 5);
    let layout = layout_of(&council);
    let cell = |entry: &str| question(entry, &layout).expect("a metric").cell;
    let years = ["2018/19", "2019/20", "2020/21", "2021/22"];
    let reversals = years.map(|year| cell(&format!("adoption_reversals, {year}")));
    let marches = 2019..2023;
    let levels: Vec<usize> = marches
        .map(|year| cell(&format!("awaiting_revocation, {year}-03-31")))
        .collect();
    let mut difference = permanence::stats::Tally::new();
    for future in 0..60 {
        let row = run_laid_out(&council, &layout, 3, future);
        let mean = levels.iter().map(|&c| row[c]).sum::<f64>() / levels.len() as f64;
        let rate = reversals.iter().map(|&c| row[c]).sum::<f64>() / (4.0 * 365.25);
        difference.push(mean - rate * 60.0);
    }
    let z = difference.mean() / difference.standard_error();
    println!("{:+.3} children, z = {z:.2}", difference.mean());
    assert!(z.abs() < 4.0);
}

/// Ten children wait when a decision brings the meeting forward to the next day: a month later nobody
/// waits, though every wait had been drawn before. Without it they wait as they would have.
#[test]
fn meetings_held_sooner_reach_those_who_wait() {
    let wait = "[court]\nnobody_responsible_days = 2000\n[stock]\nnobody_responsible = 10\n";
    let decision =
        "extends = \"belief.toml\"\nfrom = 2017-10-01\n[court]\nnobody_responsible_days = 1\n";
    let belief = format!("extends = \"baseline.toml\"\nassumption = true\n{wait}");
    let files = [
        ("baseline.toml", BASELINE),
        ("belief.toml", belief.as_str()),
        ("decision.toml", decision),
    ];
    let load = |name: &str| {
        let scenario = Scenario::from_embedded(&files, name).and_then(|s| s.with_years(2));
        scenario.unwrap_or_else(|e| panic!("{e}"))
    };
    let (without, with) = (load("belief.toml"), load("decision.toml"));
    let layout = layout_of(&with);
    let waiting = |scenario: &Scenario, future: u64, month: &str| {
        let entry = format!("nobody_exercising_responsibility, {month}");
        figure(scenario, &layout, future, &entry)
    };
    for future in 0..20 {
        for month in ["2017-06", "2017-09"] {
            let usual = waiting(&without, future, month);
            assert_eq!(waiting(&with, future, month), usual);
            assert!(usual > 0.0);
        }
        assert!(waiting(&without, future, "2017-11") > 0.0);
        // A day to the decision, twenty-eight of legal advice, and one to the interim order.
        assert_eq!(waiting(&with, future, "2017-11"), 0.0);
    }
}

/// Whether drift and settlement are what plan and placement say, at every month's end, for children who
/// live with those who will adopt them.
struct AsPlanned {
    early: u64,
    adoptive: u64,
}

impl Observer for AsPlanned {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        for child in view.children.values().filter(|c| c.in_care() && c.placed) {
            let household = child.placement.household.map(|h| &view.households[h.0]);
            let adopters = household
                .is_some_and(|h| h.kind == permanence::care::household::HouseholdKind::Adoptive);
            let for_adoption = child.plan == Some(Plan::Adoption) && adopters;
            let fits = for_adoption || fits(child.plan, &child.placement);
            assert!(!(fits && child.drifting), "{:?}", child.placement);
            self.early += u64::from(for_adoption);
            let adoptive = child.placement.kind == PlacementKind::Adoptive;
            self.adoptive += u64::from(adoptive && child.settled);
        }
    }
}

#[test]
fn nobody_drifts_with_those_who_will_adopt_them() {
    let lines = "assumption = true\n[adoption]\nfostering_for_adoption = [0.9, 0.9, 0.9, 0, 0, 0]\n\
                 by_foster_carer = [0.4, 0.4, 0.4, 0.4, 0.4, 0.4]\nfoster_carer_after_days = 120\n\
                 acceptance = 0.3\n[recruitment.adopters]\ndual_approved = 1\n";
    let council = council(lines, 4);
    let mut seen = AsPlanned {
        early: 0,
        adoptive: 0,
    };
    for future in 0..10 {
        let watched = AsPlanned {
            early: 0,
            adoptive: 0,
        };
        let watched = care::run(&council.model, RunKey::new(2, future), watched);
        seen.early += watched.early;
        seen.adoptive += watched.adoptive;
    }
    assert!(
        seen.early > 100 && seen.adoptive > 100,
        "{} {}",
        seen.early,
        seen.adoptive
    );
}

const ON_REQUEST: &str = "[\"decision_to_application_days\", \"children_waiting, for adopters\", \
    \"planned_returns_home\", \"unplanned_returns_home\", \"care_orders_at_home_discharged\", \
    \"placement_days, with parents\", \"in_house_occupancy\", \"unmet_in_house_demand\", \
    \"wait_for_family_days\", \"wait_for_family_p10_days\", \"wait_for_family_p50_days\", \
    \"wait_for_family_p90_days\", \"wait_for_relatives_p50_days\", \"wait_for_match_p50_days\", \
    \"exits\", \"children_in_care\", \"breakdowns\", \"exits, adopted, 2018-03\", \"entries, 2018-03\", \
    \"placement_orders, 2018-03\", \"matches, own adopters, 2018-03\", \"cost_gbp, agency fostering, 2018-03\", \
    \"exits, home, 10 to 15, 2018-03\", \"exits, 16 and over, home\", \"exits, home, under 1\", \
    \"exits, home, 1 to 4\", \"exits, home, 5 to 9\", \"children_in_care, agency fostering, 10 to 15\", \
    \"children_in_care, 10 to 15, kinship fostering\", \"children_in_care, White, complex needs\", \
    \"waiting_for_adopters, two siblings, complex needs\", \
    \"waiting_for_adopters, two siblings, additional needs\", \
    \"waiting_for_adopters, two siblings, no additional needs\", \
    \"wait_for_match_days, White, complex needs\", \"without_match_days, White, two siblings\", \
    \"unit_cost_gbp\", \"time_in_care_child_days\", \"out_of_area, White, 10 to 15\", \"three_or_more_placements, White, 10 to 15\", \"time_in_care_leavers_days\", \"out_of_area\"]";

/// What is reported on request beside what is reported anyway, over three years.
fn asked() -> (Scenario, Layout) {
    let scenario = reporting(ON_REQUEST).with_years(3).expect("valid");
    check(&scenario).expect("all are metrics");
    let layout = layout_of(&scenario);
    (scenario, layout)
}

#[test]
fn what_is_asked_for_changes_no_other_cell_and_who_asks_nothing_keeps_nothing() {
    let (scenario, layout) = asked();
    let plain = reporting("[]").with_years(3).expect("valid");
    let usual = layout_of(&plain);
    assert!(layout.cells.len() > usual.cells.len());
    assert_eq!(layout.cells[..usual.cells.len()], usual.cells);
    let (row, fewer) = (
        run_laid_out(&scenario, &layout, 5, 0),
        run_laid_out(&plain, &usual, 5, 0),
    );
    let bits = |row: &[f64]| row.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&row[..fewer.len()]), bits(&fewer));
}

/// Parts add up to their wholes, and levels counted in two ways agree.
#[test]
fn groups_on_request_are_parts_of_what_is_counted_anyway() {
    let (scenario, layout) = asked();
    let (homes, kinds) = (
        ["planned_returns_home", "unplanned_returns_home"],
        PlacementKind::ALL,
    );
    let mut seen = [0.0; 4];
    for future in 0..6 {
        let row = run_laid_out(&scenario, &layout, 5, future);
        let said = |entry: &str| row[question(entry, &layout).expect(entry).cell];
        let home: f64 = homes.iter().map(|entry| said(entry)).sum();
        assert_eq!(home, said("exits, home"));
        let nights: f64 = kinds
            .map(|k| said(&format!("placement_days, {}", k.label())))
            .iter()
            .sum();
        assert!((nights - said("time_in_care_child_days")).abs() < 1e-6 * nights);
        let paid = kinds.map(|k| said(&format!("cost_gbp, {}", k.label())));
        for (kind, paid) in kinds.iter().zip(paid) {
            let kind = kind.label();
            let weeks = said(&format!("placement_days, {kind}")) / 7.0;
            let unit = said(&format!("unit_cost_gbp, {kind}"));
            assert!(weeks == 0.0 && unit.is_nan() || (unit * weeks - paid).abs() < 1e-6 * paid);
        }
        let (unit, paid) = (said("unit_cost_gbp"), paid.iter().sum::<f64>());
        assert!((unit * nights / 7.0 - paid).abs() < 1e-6 * paid);
        let ages =
            AgeBand::ALL.map(|band| said(&format!("time_in_care_child_days, {}", band.label())));
        assert!((ages.iter().sum::<f64>() - nights).abs() < 1e-6 * nights);
        let tiers = kinds.map(|k| said(&format!("unmet_in_house_demand, {}", k.label())));
        assert_eq!(tiers.iter().sum::<f64>(), said("unmet_in_house_demand"));
        let share = said("in_house_filled, 2020-03") / said("in_house_places, 2020-03");
        assert_eq!(said("in_house_occupancy"), share);
        for (waiting, level) in [
            (
                "for revocation of the placement order",
                "awaiting_revocation",
            ),
            (
                "for a family instead of a children's home",
                "overflow_in_childrens_homes",
            ),
            (
                "for discharge of the care order at home",
                "children_in_care, with parents",
            ),
        ] {
            assert_eq!(
                said(&format!("children_waiting, {waiting}")),
                said(level),
                "{waiting}"
            );
        }
        let adopters = ["for adopters", "for moving in with adopters"];
        let adopters = adopters.map(|what| said(&format!("children_waiting, {what}")));
        assert_eq!(adopters.iter().sum::<f64>(), said("waiting_for_adopters"));
        let [ten, half, ninety] = [10, 50, 90].map(|p| said(&format!("wait_for_family_p{p}_days")));
        let mean = said("wait_for_family_days");
        assert!(0.0 <= ten && ten <= half && half <= ninety && mean > ten && mean < 3.0 * ninety);
        assert!(said("wait_for_relatives_p50_days") > 0.0);
        assert!(said("wait_for_match_p50_days, under 1") <= said("wait_for_match_p90_days"));
        seen[0] += said("unplanned_returns_home");
        seen[1] += said("planned_returns_home");
        seen[2] += said("care_orders_at_home_discharged");
        seen[3] += said("unmet_in_house_demand, children's homes");
    }
    println!("{seen:?}");
    assert!(seen.iter().all(|count| *count > 10.0), "{seen:?}");
}

/// Where all come one by one there are no groups; where all come in twos, whoever comes with a sibling is one of
/// two, and who comes without (asylum-seeking, born later, back alone) is one child.
#[test]
fn a_sibling_group_is_those_who_came_together() {
    let counts = |group_size: &str| {
        let lines = format!(
            "entries.group_size = {group_size}\nstock.group_size = {group_size}\nassumption = true\n\
             entries.first_entries_a_year = [60, 80, 80, 90, 60]"
        );
        let scenario = council(&lines, 3);
        let all =
            ["entries", "children_in_care"].map(|name| Request::of(find(name).expect(name).metric));
        let layout = layout_of(&scenario).asked_for(&all, scenario.start, &scenario.model);
        ["entries", "children_in_care, 2020-03-31"].map(|metric| {
            let (metric, period) = metric.split_once(',').unwrap_or((metric, " horizon"));
            let of = |group| {
                figure(
                    &scenario,
                    &layout,
                    0,
                    &format!("{metric}, {group},{period}"),
                )
            };
            [
                "one child",
                "two siblings",
                "three siblings",
                "four siblings",
            ]
            .map(of)
        })
    };
    for [one, two, three, four] in counts("[1, 0, 0, 0]") {
        assert!(one > 100.0 && [two, three, four] == [0.0; 3]);
    }
    for [one, two, three, four] in counts("[0, 1, 0, 0]") {
        assert!(
            two > 2.0 * one && one > 0.0 && [three, four] == [0.0; 2],
            "{one} {two} {three} {four}"
        );
    }
}

/// Whoever is counted has one age, needs, an ethnic group, a size of the group of siblings: over the groups of
/// each, a metric adds up to what it is for everybody, in every period; and means lie between their groups'.
#[test]
fn every_metric_by_what_a_child_is_adds_up_to_everybody() {
    let scenario = council("", 4);
    let all: Vec<Request> = TABLE.iter().map(|spec| Request::of(spec.metric)).collect();
    let layout = layout_of(&scenario).asked_for(&all, scenario.start, &scenario.model);
    let row = run_laid_out(&scenario, &layout, 3, 0);
    let mut told = [0; 5];
    for (place, cell) in layout.cells.iter().enumerate() {
        let of_children = [
            Grouping::Age,
            Grouping::Needs,
            Grouping::EthnicGroup,
            Grouping::SiblingGroup,
            Grouping::Route,
        ];
        for (told, grouping) in told.iter_mut().zip(of_children) {
            let parts: Vec<f64> = grouping
                .groups()
                .into_iter()
                .filter_map(|group| {
                    let part = Cell { group, ..*cell };
                    layout
                        .cells
                        .iter()
                        .position(|c| *c == part)
                        .map(|place| row[place])
                })
                .collect();
            // Those settled in care have left by no route.
            let no_whole =
                grouping == Grouping::Route && cell.metric.spec().measure == Measure::Share;
            if cell.group != Group::All || parts.is_empty() || no_whole {
                continue;
            }
            let (spec, whole) = (cell.metric.spec(), row[place]);
            let wrong = format!("{} by {grouping:?}: {whole} and {parts:?}", spec.name);
            *told += 1;
            match spec.measure {
                Measure::Count | Measure::Level => {
                    assert_eq!(parts.iter().sum::<f64>(), whole, "{wrong}")
                }
                Measure::Days => assert!(
                    (parts.iter().sum::<f64>() - whole).abs() < 1e-6 * whole,
                    "{wrong}"
                ),
                Measure::Percentile(..) => {}
                _ if whole.is_nan() => assert!(parts.iter().all(|part| part.is_nan()), "{wrong}"),
                _ => {
                    let known = || parts.iter().copied().filter(|part| !part.is_nan());
                    let least = known().fold(f64::INFINITY, f64::min);
                    let most = known().fold(f64::NEG_INFINITY, f64::max);
                    assert!(least - 1e-9 <= whole && whole <= most + 1e-9, "{wrong}");
                }
            }
        }
    }
    println!("metrics and periods by age, needs, ethnic group, siblings: {told:?}");
    assert!(told.iter().all(|told| *told > 10), "{told:?}");
}

/// The months of a year add up to the year, those of the run to the whole run. Two groups at once are parts
/// of each of the two: over all ages they are everybody who went home, over all needs every child waiting
/// in a group of two; and as all children of the shipped council are of one ethnic group, that group crossed
/// with another is the other.
#[test]
fn months_add_up_and_groups_crossed_are_parts_of_both() {
    let (scenario, layout) = asked();
    let months = |entry: &str, years: &[i32]| -> Vec<String> {
        let of_year = |year: &i32| {
            let year = *year;
            (4..16).map(move |m| (year + (m - 1) / 12, (m - 1) % 12 + 1))
        };
        let months = years.iter().flat_map(of_year);
        months
            .map(|(y, m)| format!("{entry}, {y}-{m:02}"))
            .collect()
    };
    let mut seen = [0.0; 3];
    for future in 0..6 {
        let row = run_laid_out(&scenario, &layout, 5, future);
        let said = |entry: &str| row[question(entry, &layout).expect(entry).cell];
        let sum = |entries: &[String]| entries.iter().map(|entry| said(entry)).sum::<f64>();
        for entry in [
            "exits, adopted",
            "exits",
            "entries",
            "placement_orders",
            "exits, home, 10 to 15",
        ] {
            assert_eq!(
                sum(&months(entry, &[2018])),
                said(&format!("{entry}, 2018/19")),
                "{entry}"
            );
            assert_eq!(
                sum(&months(entry, &[2017, 2018, 2019])),
                said(entry),
                "{entry}"
            );
        }
        let matches = "matches, own adopters";
        assert_eq!(sum(&months(matches, &[2017, 2018, 2019])), said(matches));
        let agency = "cost_gbp, agency fostering";
        let year = said(&format!("{agency}, 2018/19"));
        assert!((sum(&months(agency, &[2018])) - year).abs() < 1e-9 * year);
        let ages = ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"];
        let by_age = ages.map(|age| format!("exits, home, {age}"));
        assert_eq!(sum(&by_age), said("exits, home"));
        let needs = ["no additional needs", "additional needs", "complex needs"];
        let by_needs = needs.map(|needs| format!("waiting_for_adopters, two siblings, {needs}"));
        assert_eq!(sum(&by_needs), said("waiting_for_adopters, two siblings"));
        for (crossed, one) in [
            (
                "children_in_care, White, complex needs",
                "children_in_care, complex needs",
            ),
            (
                "wait_for_match_days, White, complex needs",
                "wait_for_match_days, complex needs",
            ),
            (
                "without_match_days, White, two siblings",
                "without_match_days, two siblings",
            ),
            ("out_of_area, White, 10 to 15", "out_of_area, 10 to 15"),
            (
                "three_or_more_placements, White, 10 to 15",
                "three_or_more_placements, 10 to 15",
            ),
        ] {
            assert_eq!(said(crossed).to_bits(), said(one).to_bits(), "{crossed}");
        }
        let [fostered, kin] = ["agency", "kinship"]
            .map(|kind| said(&format!("children_in_care, {kind} fostering, 10 to 15")));
        assert!(fostered <= said("children_in_care, agency fostering"));
        assert!(fostered + kin <= said("children_in_care, 10 to 15"));
        seen[0] += fostered;
        seen[1] += said("exits, adopted, 2018-03");
        seen[2] += sum(&by_needs);
    }
    println!("{seen:?}");
    assert!(seen[0] > 60.0 && seen[1] > 3.0 && seen[2] > 6.0, "{seen:?}");
}

/// Fourteen days to the meeting, eighty-four of pre-proceedings, twenty-eight of legal advice: 126.
#[test]
fn from_decision_to_application_is_what_the_steps_take() {
    let steps = "assumption = true\nextends = \"baseline.toml\"\n[court]\nlegal_planning_meeting_days = 14\n\
                 pre_proceedings_days = 84\nlegal_advice_days = 28\n";
    let text = asking("report = [\"decision_to_application_days\"]");
    let files = [("baseline.toml", text.as_str()), ("x.toml", steps)];
    let council = Scenario::from_embedded(&files, "x.toml").and_then(|s| s.with_years(2));
    let council = council.unwrap_or_else(|e| panic!("{e}"));
    let layout = layout_of(&council);
    assert_eq!(
        figure(&council, &layout, 1, "decision_to_application_days"),
        126.0
    );
}

/// A post that is filled anyway costs nothing more, and the page does not call that an omission.
#[test]
fn a_cost_that_is_stated_as_nothing_is_not_missing() {
    let page = |cost: &str| {
        let option = format!("extends = \"b.toml\"\n[court]\nlegal_advice_days = 7\n{cost}");
        let files = [("b.toml", BASELINE), ("o.toml", option.as_str())];
        let load = |name: &str| {
            let scenario = Scenario::from_embedded(&files, name).and_then(|s| s.with_years(1));
            scenario.unwrap_or_else(|e| panic!("{e}"))
        };
        let (baseline, option) = (load("b.toml"), load("o.toml"));
        let compared = compare(&baseline, &[option], &Experiment::new(3, 1)).expect("it runs");
        table::comparison(&compared, Style::Plain)
    };
    let free = page("[option.booking]\ncost_a_year = 0\n");
    assert!(
        free.contains("none, as stated") && !free.contains("too high"),
        "{free}"
    );
    let silent = page("");
    let told = silent.contains("none given") && silent.contains("so the saving is too high");
    assert!(told, "{silent}");
    let paid = page("[option.booking]\ncost_a_year = 1000\n");
    assert!(
        !paid.contains("none given") && !paid.contains("as stated"),
        "{paid}"
    );
}

/// At the price that breaks even, households more cost what all else saves: the totals are the same, to
/// what rounding the price to pence leaves.
#[test]
fn at_the_break_even_cost_a_household_costs_what_it_saves() {
    let option = "extends = \"b.toml\"\n[recruitment.adopters]\napprovals_a_year = 70\n[option.team]\ncost_a_year = 10000\n";
    let files = [("b.toml", BASELINE), ("o.toml", option)];
    let compared = |price: Option<f64>| {
        let load = |name: &str| {
            let scenario = Scenario::from_embedded(&files, name).and_then(|s| s.with_years(4));
            let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
            match price.map(|price| format!("{price:.2}")) {
                Some(price) => scenario
                    .with_assumptions(&[("recruitment.adopters.cost_per_approval", &price)])
                    .unwrap_or_else(|e| panic!("{e}")),
                None => scenario,
            }
        };
        let compared = compare(&load("b.toml"), &[load("o.toml")], &Experiment::new(24, 1));
        let compared = compared.expect("it runs");
        println!("{}", table::comparison(&compared, Style::Plain));
        compared
    };
    let each = compared(None).appraisals[0]
        .break_even_household
        .expect("more are approved");
    assert!(each.ci_low < each.mean && each.mean < each.ci_high);
    let even = compared(Some(each.mean)).headlines().remove(0);
    let total = even.answers.last().expect("the total").difference;
    println!("£{:.2} a household; total {total:+.3}", each.mean);
    assert!(total.abs() < 1.0, "{total}");
}

/// A team to which more come than it can see to, and one that is large enough.
#[test]
fn the_page_says_whose_queue_still_grows() {
    let page = |servers: u32| {
        let lines = format!(
            "team.solicitors = {{ stage = \"legal_advice\", servers = {servers}, days_per_case = 90 }}\n\
             [option.advice]\ncost_a_year = 0\n"
        );
        let (baseline, option) = (council("", 5), council(&lines, 5));
        let compared = compare(&baseline, &[option], &Experiment::new(12, 1)).expect("it runs");
        table::comparison(&compared, Style::Plain)
    };
    let said = "The queue (team: legal advice) still grows in";
    assert!(page(1).contains(said), "{}", page(1));
    assert!(!page(60).contains(said));
}
