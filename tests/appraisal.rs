//! Identities of an appraisal: parts add up to the whole, to the penny, in whatever is compared.

use std::path::{Path, PathBuf};

use permanence::care::child::{PlacementKind, Route};
use permanence::des::stream::{Root, RunKey};
use permanence::dist::normal;
use permanence::experiment::appraisal::Appraisal;
use permanence::experiment::appraisal::growth::Rule;
use permanence::experiment::compare::Comparison;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::{Plan, compare, shorten};
use permanence::finance::ledger::Line;
use permanence::finance::nature::Nature;
use permanence::scenario::Scenario;
use permanence::stats::Ratio;

const PENNY: f64 = 0.01;

fn shipped(name: &str) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017");
    let path: PathBuf = folder.join(name);
    let mut scenario = Scenario::load(&path).expect("a shipped scenario can be read");
    shorten(&mut scenario, 3).expect("it runs longer than that");
    scenario
}

/// Three years of 40 futures: with the baseline itself first among the options.
fn compared() -> Comparison {
    let baseline = shipped("baseline.toml");
    let options = ["baseline.toml", "all-together.toml", "more-adopters.toml"].map(shipped);
    compare(&baseline, &options, &Plan::new(40, 7)).expect("comparable")
}

fn total(c: &Comparison, option: usize) -> f64 {
    let cell = c.at_horizon(Metric::CostTotalGbp).expect("always there");
    c.differences[option].paired[cell].mean
}

fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < PENNY,
        "{found} is not {expected}"
    );
}

#[test]
fn the_parts_of_an_appraisal_add_up_and_a_baseline_differs_from_itself_by_nothing() {
    let c = compared();
    assert_eq!(c.appraisals.len(), 3);
    for (option, appraisal) in c.appraisals.iter().enumerate() {
        parts_add_up(&c, option, appraisal);
        what_is_paid_once_stands_alone(&c, option, appraisal);
    }
    a_baseline_beside_itself(&c.appraisals[0]);
    payback_can_be_read_off_the_months(&c, 2);
}

fn parts_add_up(c: &Comparison, option: usize, appraisal: &Appraisal) {
    let whole = total(c, option);
    near(
        appraisal.bridge.iter().map(|s| s.difference.mean).sum(),
        whole,
    );
    near(
        appraisal.natures.iter().map(|s| s.difference.mean).sum(),
        whole,
    );
    let months = c.months_of(Metric::CostTotalGbp);
    assert_eq!(months.len(), 36);
    let monthly = months
        .iter()
        .map(|&cell| c.differences[option].paired[cell].mean);
    near(monthly.sum(), whole);
    let saving: f64 = appraisal
        .natures
        .iter()
        .filter(|step| step.part != Nature::CostOfOption)
        .map(|step| -step.difference.mean)
        .sum();
    let avoided = appraisal.avoided_growth;
    assert!(avoided.mean >= 0.0 && avoided.mean <= saving.max(0.0) + PENNY);
    assert!(avoided.ci_low <= avoided.mean && avoided.mean <= avoided.ci_high);
    // Of what is cashable: by the same rule from the cashable lines of each year.
    let cashable = |scenario: usize| -> Vec<f64> {
        let years = c.layout.periods.iter().filter(|p| p.is_full_year());
        let lines = || {
            Line::ALL
                .into_iter()
                .filter(|line| line.nature() == Nature::Cashable)
        };
        let of = |year: &str| -> f64 {
            let cell = |line| c.layout.position(Metric::CostGbp, Group::Line(line), year);
            let level = |line| c.scenarios[scenario].levels[cell(line).expect("always there")].mean;
            lines().map(level).sum()
        };
        years.map(|year| of(&year.label)).collect()
    };
    let (before, after) = (cashable(0), cashable(option + 1));
    assert_eq!(before.len(), 3);
    let rule = Rule::from_means(&before, &after);
    let expected: f64 = rule.by_year(&before, &after).sum();
    near(appraisal.avoided_growth_cashable.mean, expected);
}

/// The cashable part is the metric of that name, and recruitment and the option's own line are the
/// budget's.
fn what_is_paid_once_stands_alone(c: &Comparison, option: usize, appraisal: &Appraisal) {
    let paired = &c.differences[option].paired;
    let cashable = c.at_horizon(Metric::CostCashableGbp).expect("always there");
    let step = |nature: Nature| appraisal.natures[nature as usize].difference;
    near(step(Nature::Cashable).mean, paired[cashable].mean);
    near(step(Nature::Cashable).ci_low, paired[cashable].ci_low);
    use permanence::finance::ledger::Line;
    let line = |line| {
        let cell = c
            .group_at_horizon(Metric::CostGbp, Group::Line(line))
            .expect("always there");
        paired[cell].mean
    };
    near(
        step(Nature::CostOfOption).mean,
        line(Line::Recruitment) + line(Line::Option),
    );
}

fn a_baseline_beside_itself(appraisal: &Appraisal) {
    let causes = appraisal.bridge.iter().map(|step| step.difference);
    let natures = appraisal.natures.iter().map(|step| step.difference);
    for difference in causes.chain(natures) {
        assert_eq!(
            (difference.mean, difference.ci_low, difference.ci_high),
            (0.0, 0.0, 0.0)
        );
    }
    assert_eq!(appraisal.avoided_growth.mean, 0.0);
    assert_eq!(appraisal.avoided_growth.ci_high, 0.0);
    assert!(!appraisal.payback.costs_first);
    assert_eq!(appraisal.break_even_household, None);
    assert_eq!(appraisal.cost_of_a_year_of_permanence, None);
}

/// More adopters cost first: the month of payback is where the months' differences, added up by
/// hand, are last above zero, or there is none.
fn payback_can_be_read_off_the_months(c: &Comparison, option: usize) {
    let payback = &c.appraisals[option].payback;
    assert!(payback.costs_first);
    let mut cost = 0.0;
    let mut paid_since: Option<String> = None;
    for cell in c.months_of(Metric::CostTotalGbp) {
        cost += c.differences[option].paired[cell].mean;
        paid_since = match cost > 0.0 {
            true => None,
            false => paid_since.or(Some(c.cells[cell].period.clone())),
        };
    }
    assert_eq!(payback.month, paid_since);
    let household = c.appraisals[option]
        .break_even_household
        .expect("more are recruited");
    assert!(household.ci_low < household.mean && household.mean < household.ci_high);
}

/// Numerators 6 + 2Z, denominators 3 + Z' with correlation one half: over 4,000 samples of 20
/// the interval holds 2 in 95 % of them, within four standard errors.
#[test]
fn the_interval_covers_as_often_as_it_says() {
    let (samples, size) = (4_000, 20);
    let key = RunKey::new(11, 0);
    let mut covered = 0u32;
    for sample in 0..samples {
        let root = Root::named("samples of pairs", sample);
        let z = |draw| normal::quantile(key.uniform(root, 1u32, draw));
        let mut ratio = Ratio::default();
        for pair in 0..size {
            let (first, second) = (z(2 * pair), z(2 * pair + 1));
            let mixed = 0.5 * first + 0.75_f64.sqrt() * second;
            ratio.push(6.0 + 2.0 * first, 3.0 + mixed);
        }
        let interval = ratio.interval(0.95);
        covered += u32::from(interval.is_some_and(|(_, low, high)| low <= 2.0 && 2.0 <= high));
    }
    let share = f64::from(covered) / samples as f64;
    let z = (share - 0.95) / (0.95 * 0.05 / samples as f64).sqrt();
    println!(
        "the interval of a ratio covers {:.2} % of {samples}, z = {z:.2}",
        100.0 * share
    );
    assert!(z.abs() < 4.0);
}

/// A reading of a saving is days less in care times the price of a day, a year; in the first year alone that
/// year's days. Six weeks less for everybody who left are 6 × leavers × price.
#[test]
fn readings_value_the_days_that_an_option_saves() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/securing-permanence-2013");
    let load =
        |name: &str| Scenario::load(&folder.join(name)).expect("a shipped scenario can be read");
    let c = compare(
        &load("baseline.toml"),
        &[load("all-targets.toml")],
        &Plan::new(20, 1),
    );
    let c = c.expect("comparable");
    let cell = c
        .at_horizon(Metric::TimeInCareChildDays)
        .expect("always there");
    let days = &c.differences[0].paired[cell];
    let readings = &c.savings[0];
    assert_eq!(readings.len(), 8);
    let in_year = |metric| {
        let cell = c.layout.position(metric, Group::All, "2013/14");
        cell.expect("a whole year")
    };
    let first_year = &c.differences[0].paired[in_year(Metric::TimeInCareChildDays)];
    let left = &c.scenarios[0].levels[in_year(Metric::CeasedDfe)];
    let exits = |route| {
        let cell = c
            .layout
            .position(Metric::Exits, Group::Route(route), "2013/14");
        &c.scenarios[0].levels[cell.expect("a whole year")]
    };
    assert!(left.mean > 0.0 && c.six_weeks.len() == readings.len());
    for six_weeks in &c.six_weeks {
        let worth = |left: f64| 6.0 * left * six_weeks.price.a_week;
        assert_eq!(six_weeks.year, "2013/14");
        let gross = &six_weeks.gross;
        // Nobody who turns 18 could have left sooner for permanence.
        let of_age = exits(Route::TurnedEighteen).mean;
        assert!(of_age > 5.0);
        near(six_weeks.children, left.mean - of_age);
        near(gross.mean.mean, worth(left.mean - of_age));
        let claim = six_weeks.children_for_claim.expect("it claims £180,000");
        assert!(worth(claim) >= 180_000.0 && worth(claim - 1.0) < 180_000.0);
        // £150 a week to special guardians, £100 under child arrangements orders.
        let to = |route| exits(route).mean;
        let allowances =
            6.0 * (150.0 * to(Route::SpecialGuardianship) + 100.0 * to(Route::ChildArrangements));
        assert!(allowances > 1_000.0);
        near(six_weeks.net.mean.mean, gross.mean.mean - allowances);
        let cashable = six_weeks.price.cashable_share * gross.mean.mean;
        near(six_weeks.cashable.mean.mean, cashable);
        near(six_weeks.cashable_net.mean.mean, cashable - allowances);
    }
    // Of the run's five years, those since the first target came into force.
    let part = |from: jiff::civil::Date| f64::from((c.end - from).get_days());
    let years = 5.0 * part(c.scenarios[1].from) / part(c.start);
    assert!(years < 5.0);
    // What all but days in care costs more, and what of it is paid to others or for the option.
    let of_line = |line: Line| {
        let cell = c.group_at_horizon(Metric::CostGbp, Group::Line(line));
        c.differences[0].paired[cell.expect("always there")].mean
    };
    let total = c.at_horizon(Metric::CostTotalGbp).expect("always there");
    let of_a_day = PlacementKind::ALL.map(Line::of_placement);
    let of_a_day = of_a_day
        .into_iter()
        .chain([Line::SocialWork, Line::EmptyBeds]);
    let costs = c.differences[0].paired[total].mean - of_a_day.map(of_line).sum::<f64>();
    let paid: f64 = [
        Line::SpecialGuardianshipAllowance,
        Line::ChildArrangementsAllowance,
        Line::AdoptionAllowance,
        Line::AdoptionSupport,
        Line::InterAgencyFees,
        Line::StayingPut,
        Line::StayingClose,
        Line::Recruitment,
        Line::Option,
    ]
    .map(of_line)
    .iter()
    .sum();
    assert!((costs - paid).abs() > 1.0);
    for reading in readings {
        let saved = |days: f64| -days / 7.0 * reading.price.a_week / years;
        near(reading.gross.mean.mean, saved(days.mean));
        near(reading.gross.mean.ci_low, saved(days.ci_high));
        near(reading.gross.mean.ci_high, saved(days.ci_low));
        // One future in ten saves less where one in ten has more days.
        near(reading.gross.p10, saved(days.p90));
        near(reading.gross.p90, saved(days.p10));
        let cashable = reading.price.cashable_share * reading.gross.mean.mean;
        near(reading.cashable.mean.mean, cashable);
        near(
            reading.cashable.mean.mean + reading.capacity.mean.mean,
            reading.gross.mean.mean,
        );
        near(
            reading.net.mean.mean,
            reading.gross.mean.mean - costs / years,
        );
        near(reading.cashable_net.mean.mean, cashable - paid / years);
        let alone = reading.gross_first_year.expect("the run has a whole year");
        near(
            alone.mean.mean,
            -first_year.mean / 7.0 * reading.price.a_week,
        );
        near(alone.p10, -first_year.p90 / 7.0 * reading.price.a_week);
    }
    assert!(
        readings
            .iter()
            .any(|reading| reading.price.name == "fostering" && reading.price.a_week == 569.0)
    );
}

/// Households are not credited with what another lever saves: where an option changes more than recruitment
/// there is no price at which one breaks even.
#[test]
fn only_an_option_that_only_recruits_has_a_price_to_break_even() {
    let c = compared();
    let [_, together, adopters] = &c.appraisals[..] else {
        panic!("three options");
    };
    assert_eq!(together.break_even_household, None);
    assert!(adopters.break_even_household.is_some());
    assert!(!c.scenarios[2].only_recruits && c.scenarios[3].only_recruits);
}
