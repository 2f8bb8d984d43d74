//! The shipped families of scenarios: every option does what its title says, and every family prints
//! what its source names.
//!
//! Each option is compared with its baseline, future by future, over a few years; the metric that its
//! title names must move the way the title says by more than four standard errors of the paired
//! difference. With about eighty options that happens by chance less than once in a hundred runs of this
//! file even if none did anything (Bonferroni); seeds are fixed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::{check, question};
use permanence::experiment::{Plan, compare, shorten};
use permanence::output::table::{self, Style};
use permanence::scenario::Scenario;
use permanence::stats::Tally;
use rayon::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}
use Way::{Down, Up};

/// An option, the metric that its title names (as in `report`), and which way it goes.
type Says = (&'static str, &'static str, Way);

/// A folder, the file its options are compared with, years, futures, and what they say.
type Family = (&'static str, &'static str, u32, u64, &'static [Says]);

#[rustfmt::skip] // One option, one line.
const SECURING: Family = ("securing-permanence-2013", "baseline.toml", 5, 400, &[
    ("legal-planning-meetings.toml", "nobody_exercising_responsibility, 2013-12", Down),
    ("revocation-in-60-days.toml", "reversal_to_revocation_days", Down),
    ("bigger-pool-of-adopters.toml", "adopters_waiting", Up),
    ("bigger-pool-of-adopters.toml", "wait_for_match_days", Down),
    ("adopters-for-minority-ethnic-children.toml", "without_match_days, Black", Down),
    ("activity-days.toml", "children_adopted", Up),
    ("referral-at-30-days.toml", "wait_for_match_days", Down),
    ("more-inter-agency-placements.toml", "matches, national register", Up),
    ("inter-agency-budget.toml", "matches, national register", Down),
    ("foster-carers-adopt.toml", "matches, own foster carers", Up),
    ("special-guardianship.toml", "exits, special guardianship, 2014/15", Up),
    ("special-guardianship.toml", "cost_gbp, special guardianship allowances", Up),
    ("formal-matching.toml", "long_term_fostering_unmatched", Down),
    ("plans-that-say-if-the-placement-is-right.toml", "unmatched_without_right_placement", Down),
    ("discharge-at-home.toml", "children_in_care, with parents", Down),
    ("planned-transition.toml", "residential_with_planned_transition", Up),
    ("bigger-pool-of-adopters.toml", "matched_within_4_months", Up),
    ("discharge-at-home.toml", "care_orders_at_home_discharged", Up),
    ("all-targets.toml", "placed_within_14_months", Up),
    ("all-targets.toml", "time_in_care_entrants_days", Down),
]);

#[rustfmt::skip] // One option, one line.
const LEGAL_ADVICE: Family = ("legal-advice", "baseline.toml", 4, 32, &[
    ("seven-days.toml", "children_in_care, section 20", Down),
    ("seven-days.toml", "drift_child_days", Down),
    ("proceedings-within-26-weeks.toml", "proceedings_within_26_weeks", Up),
    ("parallel-planning.toml", "plan_by_four_months", Up),
    ("legal-advice-and-proceedings.toml", "entry_to_placed_for_adoption_days", Down),
]);

#[rustfmt::skip] // One option, one line.
const DIARY: Family = ("legal-advice", "solicitors-diary.toml", 4, 32, &[
    ("second-solicitor.toml", "team_wait_days, team: legal advice", Down),
]);

#[rustfmt::skip] // One option, one line.
const RECRUITMENT: Family = ("targeted-recruitment", "baseline.toml", 7, 48, &[
    ("teenagers.toml", "unmet_in_house_demand", Down),
    ("teenagers.toml", "cost_gbp, children's homes", Down),
    ("aimed-at-teenagers.toml", "cost_gbp, children's homes", Down),
    ("consortium.toml", "foster_enquiries", Up),
    ("consortium.toml", "consortium_enquiry_share", Up),
    ("enquirers-welcomed.toml", "foster_applications", Up),
    ("assessed-in-four-months.toml", "foster_approvals", Up),
    ("carers-who-stay.toml", "foster_households_left", Down),
    ("sibling-groups.toml", "children_separated_from_siblings", Down),
    ("complex-needs.toml", "cost_gbp, children's homes", Down),
    ("parent-and-child.toml", "foster_approvals", Up),
    ("all-of-stockport.toml", "unmet_in_house_share", Down),
]);

#[rustfmt::skip] // One option, one line.
const SERVICE: Family = ("permanence-service", "baseline.toml", 5, 32, &[
    ("in-house-carers.toml", "in_house_filled", Up),
    ("family-group-conferences.toml", "exits, special guardianship", Up),
    ("guardians-supported.toml", "exits, special guardianship", Up),
    ("in-house-carers.toml", "unit_cost_gbp", Down),
    ("contract.toml", "cost_cashable_gbp", Down),
    ("contract.toml", "cost_gbp, cost of the option", Up),
    ("step-down.toml", "overflow_in_childrens_homes", Down),
    ("back-to-own-carers.toml", "in_house_filled", Up),
    ("staying-put.toml", "staying_put", Up),
    ("staying-close.toml", "staying_close", Up),
]);

#[rustfmt::skip] // One option, one line.
const STRATEGY: Family = ("permanence-strategy-2018", "baseline.toml", 5, 64, &[
    ("edge-of-care.toml", "entries", Down),
    ("family-group-conferences.toml", "exits, special guardianship", Up),
    ("pre-proceedings.toml", "exits, home", Up),
    ("intensive-reunification.toml", "exits, home", Up),
    ("support-after-return.toml", "reentries", Down),
    ("stability-meetings.toml", "unplanned_moves", Down),
    ("same-social-worker.toml", "changes_of_social_worker", Down),
    ("same-social-worker.toml", "unplanned_moves", Down),
    ("a-say-in-decisions.toml", "unplanned_moves", Down),
    ("more-social-workers.toml", "plan_by_four_months", Up),
    ("parallel-planning.toml", "plan_by_four_months", Up),
    ("foster-to-adopt.toml", "matches, fostering for adoption", Up),
    ("foster-to-adopt.toml", "in_permanent_home_after_1_year", Up),
    ("hardest-to-place-first.toml", "children_separated_from_siblings", Down),
    ("adopters-for-complex-needs.toml", "without_match_days, complex needs", Down),
    ("adopters-for-older-children.toml", "adoption_reversals", Down),
    ("siblings-together.toml", "siblings_apart", Down),
    ("matched-at-panel.toml", "long_term_fostering_unmatched", Down),
    ("staying-put-and-close.toml", "staying_put", Up),
    ("staying-put-and-close.toml", "staying_close", Up),
]);

#[rustfmt::skip] // One option, one line.
const FAMILY_SERVICE: Family = ("permanence-strategy-2018", "family-services-waiting-list.toml", 5, 32, &[
    ("shorter-waiting-list.toml", "team_wait_days, team: family services", Down),
    ("shorter-waiting-list.toml", "exits, home", Up),
]);

#[rustfmt::skip] // One option, one line.
const CENTRAL_ENGLAND: Family = ("adoption-central-england", "baseline.toml", 4, 12, &[
    ("pooled-adopters.toml", "children_adopted, coventry", Up),
    ("pooled-adopters.toml", "adopter_wait_days", Down),
    ("pooled-and-fortnightly.toml", "wait_for_match_days", Down),
]);

#[rustfmt::skip] // One option, one line.
const REGION: Family = ("regional-agency", "baseline.toml", 4, 24, &[
    ("pooled-adopters.toml", "children_adopted", Up),
    ("pooled-adopters.toml", "matches, regional agency", Up),
    ("pooled-adopters.toml", "matches, national register", Down),
]);

#[rustfmt::skip] // One option, one line.
const ENGLAND: Family = ("england-2017", "baseline.toml", 3, 16, &[
    ("re-b-s.toml", "children_adopted", Down),
    ("re-b-s.toml", "exits, special guardianship", Up),
]);

#[rustfmt::skip] // One option, one line.
const REGIONS: Family = ("england-in-regions", "baseline.toml", 3, 12, &[
    ("regional-agencies.toml", "children_adopted", Up),
    ("regional-agencies.toml", "adopter_wait_days", Down),
]);

#[rustfmt::skip] // One option, one line.
const COVENTRY: Family = ("coventry-2017", "baseline.toml", 5, 32, &[
    ("more-adopters.toml", "adopter_approvals", Up),
    ("adopters-for-siblings.toml", "children_separated_from_siblings", Down),
    ("teenage-foster-carers.toml", "unmet_in_house_demand", Down),
    ("legal-advice-7-days.toml", "children_in_care, section 20", Down),
    ("parallel-planning.toml", "plan_by_four_months", Up),
    ("all-together.toml", "time_in_care_child_days", Down),
]);

const ALL: [Family; 12] = [
    SECURING,
    LEGAL_ADVICE,
    DIARY,
    RECRUITMENT,
    SERVICE,
    STRATEGY,
    FAMILY_SERVICE,
    CENTRAL_ENGLAND,
    REGION,
    ENGLAND,
    REGIONS,
    COVENTRY,
];

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// A shipped scenario over so many years. England is three councils here, or two a region: more would take long.
fn load(folder: &str, name: &str, years: u32) -> Scenario {
    let path = scenarios().join(folder).join(name);
    let scenario = Scenario::load(&path).unwrap_or_else(|e| panic!("{folder}/{name}: {e}"));
    let scenario = match folder {
        "england-2017" => scenario.with_assumptions(&[("authority.council.copies", "3")]),
        "england-in-regions" => {
            let names = scenario.authorities.iter().map(|a| &a.name);
            let two = names.map(|name| (format!("authority.{name}.copies"), "2"));
            let two: Vec<(String, &str)> = two.collect();
            let two: Vec<(&str, &str)> =
                two.iter().map(|(key, two)| (key.as_str(), *two)).collect();
            scenario.with_assumptions(&two)
        }
        _ => Ok(scenario),
    };
    let mut scenario = scenario.unwrap_or_else(|e| panic!("{folder}/{name}: {e}"));
    shorten(&mut scenario, years).unwrap_or_else(|e| panic!("{folder}/{name}: {e}"));
    scenario
}

/// Holds the options of a family to what they say.
fn hold((folder, baseline, years, futures, says): Family) {
    let usual = load(folder, baseline, years);
    let layout = layout_of(&usual);
    let run = |scenario: &Scenario| -> Vec<Vec<f64>> {
        let futures = (0..futures).into_par_iter();
        futures
            .map(|future| run_laid_out(scenario, &layout, 1, future))
            .collect()
    };
    let rows = run(&usual);
    let files: BTreeSet<&str> = says.iter().map(|(file, ..)| *file).collect();
    let mut wrong = Vec::new();
    for file in files {
        let changed = run(&load(folder, file, years));
        for (_, entry, way) in says.iter().filter(|(option, ..)| *option == file) {
            let asked = question(entry, &layout).unwrap_or_else(|e| panic!("{entry}: {e:?}"));
            let mut difference = Tally::new();
            for (usual, changed) in rows.iter().zip(&changed) {
                let moved = changed[asked.cell] - usual[asked.cell];
                if !moved.is_nan() {
                    difference.push(moved);
                }
            }
            let sign = if *way == Up { 1.0 } else { -1.0 };
            let z = sign * difference.mean() / difference.standard_error();
            println!(
                "{z:+9.1} {folder}/{file}: {entry} {:+.4}",
                difference.mean()
            );
            if z.is_nan() || z <= 4.0 {
                wrong.push(format!("{folder}/{file}: {entry} (z {z:.2})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn targets_of_the_securing_permanence_group_move() {
    hold(SECURING);
}

#[test]
fn faster_advice_and_proceedings_do_what_they_say() {
    hold(LEGAL_ADVICE);
    hold(DIARY);
}

#[test]
fn targeted_recruitment_does_what_it_says() {
    hold(RECRUITMENT);
}

#[test]
fn the_permanence_service_does_what_it_says() {
    hold(SERVICE);
}

#[test]
fn the_permanence_strategy_does_what_it_says() {
    hold(STRATEGY);
    hold(FAMILY_SERVICE);
}

#[test]
fn pooled_adopters_do_what_they_say() {
    hold(CENTRAL_ENGLAND);
    hold(REGION);
}

#[test]
fn a_judgment_does_what_it_says() {
    hold(ENGLAND);
}

#[test]
fn options_of_the_built_in_council_do_what_they_say() {
    hold(COVENTRY);
}

/// Beliefs are baselines of their own, not options.
const BELIEFS: [&str; 3] = [
    "half-life-3.1-years.toml",
    "solicitors-diary.toml",
    "family-services-waiting-list.toml",
];

#[test]
fn every_shipped_option_is_held_to_its_title() {
    let tested: BTreeSet<String> = ALL
        .iter()
        .flat_map(|(folder, .., says)| {
            says.iter()
                .map(move |(file, ..)| format!("{folder}/{file}"))
        })
        .collect();
    for path in shipped() {
        let file = path.file_name().and_then(|n| n.to_str()).expect("a name");
        let folder = path.parent().and_then(Path::file_name).expect("a folder");
        let name = format!("{}/{file}", folder.to_string_lossy());
        let baseline = file == "baseline.toml" || BELIEFS.contains(&file);
        assert!(baseline || tested.contains(&name), "{name} is not tested");
    }
}

/// All shipped scenario files.
fn shipped() -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder can be read");
        entries.map(|e| e.expect("an entry").path()).collect()
    };
    let folders = entries(&scenarios()).into_iter().filter(|p| p.is_dir());
    let files = folders.flat_map(|folder| entries(&folder));
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn shipped_scenarios_load_without_warnings_and_report_what_there_is() {
    for path in shipped() {
        let name = path.display();
        let scenario = Scenario::load(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            scenario.warnings.is_empty(),
            "{name}: {}",
            scenario.warnings
        );
        check(&scenario).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

/// Baselines whose levels are as solved (`tests/calibrate.rs` holds them to what is calibrated).
const CALIBRATED: [&str; 6] = [
    "coventry-2017",
    "england-2017",
    "england-in-regions",
    "legal-advice",
    "permanence-service",
    "targeted-recruitment",
];

/// Where what is set by hand moves the levels, the baseline says so.
#[test]
fn baselines_that_are_not_calibrated_say_so() {
    for path in shipped() {
        let text = fs::read_to_string(&path).expect("a scenario can be read");
        let folder = path.to_string_lossy();
        if path.ends_with("baseline.toml") {
            let calibrated = CALIBRATED.iter().any(|f| folder.contains(f));
            let scenario = Scenario::load(&path).expect("a shipped scenario loads");
            let name = path.display();
            let says = scenario.title.ends_with("(provisional)");
            assert_ne!(calibrated, says, "{name}");
            assert_ne!(calibrated, text.contains("PROVISIONAL"), "{name}");
            assert!(!scenario.report.is_empty(), "{name}");
        }
    }
}

/// What its source names stands on a family's page in words, with a figure for every scenario.
#[test]
fn a_familys_page_prints_every_metric_that_it_reports() {
    for (folder, baseline, years, _, says) in ALL {
        let usual = load(folder, baseline, years);
        let option = load(folder, says[0].0, years);
        let compared = compare(&usual, &[option], &Plan::new(2, 1)).expect("they fit together");
        let page = table::comparison(&compared, Style::Plain);
        let flat: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for asked in compared.reported() {
            let label: String = asked.label.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(&label), "{folder}: no {label} in\n{page}");
        }
        assert!(
            page.lines().all(|line| line.chars().count() <= 100),
            "{page}"
        );
    }
}

/// The belief that the four weeks are a queue must give about four weeks: a wait of some three weeks
/// before about one of work (the requirement: within eight days of 22, plus four standard errors).
#[test]
fn a_queue_for_one_solicitor_takes_about_four_weeks() {
    let diary = load("legal-advice", "solicitors-diary.toml", 6);
    let layout = layout_of(&diary);
    let asked = question("team_wait_days, team: legal advice", &layout).expect("a metric");
    let futures = (0..100u64).into_par_iter();
    let waits: Vec<f64> = futures
        .map(|future| run_laid_out(&diary, &layout, 1, future)[asked.cell])
        .collect();
    let wait: Tally = waits.into_iter().collect();
    println!("{:.1} ± {:.1} days", wait.mean(), wait.standard_error());
    let about = (wait.mean() - 22.0).abs() < 8.0 + 4.0 * wait.standard_error();
    assert!(about, "{} days", wait.mean());
}
