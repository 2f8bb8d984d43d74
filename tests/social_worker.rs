//! Changes of social worker, against formulas and a worked example. Seeds are fixed; |z| < 4.

use std::collections::BTreeMap;

use permanence::care;
use permanence::care::child::Basis;
use permanence::care::plan::Plan;
use permanence::care::record::{Event, Observer, View};
use permanence::des::RunKey;
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::metrics::TABLE;
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::question;
use permanence::scenario::Scenario;
use permanence::stats::Tally;

const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");

/// The shipped council with these beliefs, over some years.
fn council(lines: &str, years: u32) -> Scenario {
    let text = format!("title = \"x\"\nextends = \"baseline.toml\"\nassumption = true\n{lines}");
    let files = [("baseline.toml", BASELINE), ("x.toml", text.as_str())];
    let scenario = Scenario::from_embedded(&files, "x.toml").and_then(|s| s.with_years(years));
    scenario.unwrap_or_else(|e| panic!("{lines}: {e}"))
}

/// The hazard knows nothing of the children, so the expected number of changes is the rate times the
/// child-years in care: their difference has mean zero in every future.
#[test]
fn changes_are_the_rate_times_the_time_in_care() {
    let council = council("planning.worker_changes_a_year = 0.8\n", 3);
    let layout = layout_of(&council);
    let cell = |entry: &str| question(entry, &layout).expect("a metric").cell;
    let (changes, days) = (
        cell("changes_of_social_worker"),
        cell("time_in_care_child_days"),
    );
    let mut difference = Tally::new();
    for future in 0..60 {
        let row = run_laid_out(&council, &layout, 4, future);
        difference.push(row[changes] - 0.8 * row[days] / 365.25);
    }
    let z = difference.mean() / difference.standard_error();
    println!("{:+.2} changes, z = {z:.2}", difference.mean());
    assert!(z.abs() < 4.0);
}

/// How many of the families known at the start have a new worker.
#[derive(Default)]
struct AtStart {
    expected: f64,
    variance: f64,
    new: f64,
}

impl Observer for AtStart {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}

    fn opening(&mut self, view: View<'_>) {
        for family in view.families.values() {
            let here = |c: &&permanence::care::ChildId| view.children[c.0].in_care();
            if family.members.iter().any(|c| here(&c)) {
                let known = (SimTime::START - family.entered).years();
                let chance = -libm::expm1(-0.8 * known.min(0.5));
                self.expected += chance;
                self.variance += chance * (1.0 - chance);
                self.new += f64::from(family.worker_new_until != SimTime::NEVER);
            }
        }
    }
}

/// Stationary: a worker is new if the last change was within half a year, and after the family came: a chance
/// of 1 − exp(−0.8 t), t the half year or for how long the family has been known if that is less.
#[test]
fn some_workers_are_new_at_the_start() {
    let council = council("planning.worker_changes_a_year = 0.8\n", 1);
    let mut seen = AtStart::default();
    for future in 0..10 {
        let here = care::run(&council.model, RunKey::new(4, future), AtStart::default());
        seen.expected += here.expected;
        seen.variance += here.variance;
        seen.new += here.new;
    }
    let z = (seen.new - seen.expected) / seen.variance.sqrt();
    println!("{} of {:.1} families, z = {z:.2}", seen.new, seen.expected);
    assert!(z.abs() < 4.0);
}

/// First plans and changes of worker of children who came in alone under section 20, as days since.
#[derive(Default)]
struct Stories {
    entered: BTreeMap<u64, SimTime>,
    changes: BTreeMap<u64, Vec<SimSpan>>,
    plans: BTreeMap<u64, (Plan, SimSpan)>,
}

impl Observer for Stories {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        match event {
            Event::PeriodBegan(c) if c.basis == Basis::Section20 && c.period == 0 => {
                self.entered.insert(c.root.bits(), now);
            }
            Event::WorkerChanged(c) if c.period == 0 => {
                let root = c.root.bits();
                if let Some(entered) = self.entered.get(&root) {
                    self.changes.entry(root).or_default().push(now - *entered);
                }
            }
            Event::PlanMade(c, None) if c.period == 0 => {
                let root = c.root.bits();
                if let (Some(entered), Some(plan)) = (self.entered.get(&root), c.plan) {
                    self.plans.insert(root, (plan, now - *entered));
                }
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

/// By hand: the parents' assessment takes a hundred days, and thirty more for every change before it is
/// complete. Without court and relatives, a child has the plan to go home on that day, to the second.
#[test]
fn assessments_under_way_take_longer_after_a_change() {
    let lines = "[planning]\nhome_assessment_days = 100\nworker_changes_a_year = 3\nhandover_days = 30\n\
                 parallel = 0\n[court]\nsection_20 = [0, 0, 0, 0, 0]\n[relatives]\nsuitable = [0, 0, 0, 0, 0]\n";
    let council = council(lines, 3);
    let days = |n: f64| SimSpan::from_days(n);
    let (mut home, mut later) = (0, 0);
    for future in 0..4 {
        let seen = care::run(&council.model, RunKey::new(6, future), Stories::default());
        for (root, (plan, made)) in &seen.plans {
            if *plan != Plan::Home {
                continue;
            }
            let mut complete = days(100.0);
            let none = Vec::new();
            for change in seen.changes.get(root).unwrap_or(&none) {
                if *change < complete {
                    complete += days(30.0);
                }
            }
            assert_eq!(*made, complete);
            home += 1;
            later += i32::from(complete > days(100.0));
        }
    }
    println!("{home} plans to go home, {later} of them later for a change");
    assert!(home > 50 && later > 20);
}

/// No changes, no difference: the other keys alone do nothing.
#[test]
fn without_changes_nothing_is_different() {
    let usual = council("planning.parallel = 0.4\n", 2);
    let keys =
        "planning.parallel = 0.4\nplanning.handover_days = 30\nstability.new_worker_factor = 3\n";
    let same = council(keys, 2);
    let layout = layout_of(&usual);
    let bits = |scenario: &Scenario| -> Vec<u64> {
        let row = run_laid_out(scenario, &layout, 1, 7);
        row.into_iter().map(f64::to_bits).collect()
    };
    assert_eq!(bits(&usual), bits(&same));
}

/// Changes that delay nothing and unsettle nobody differ from none in their own number, and in nothing else.
#[test]
fn changes_without_consequences_leave_everything_else_as_it_was() {
    let changes = |a_year: f64| {
        let lines = format!(
            "planning.parallel = 0.4\nplanning.worker_changes_a_year = {a_year}\n\
             planning.handover_days = 0\nstability.new_worker_factor = 1\n"
        );
        council(&lines, 2)
    };
    let (none, many) = (changes(0.0), changes(2.0));
    let layout = layout_of(&none);
    let [none, many] = [&none, &many].map(|scenario| run_laid_out(scenario, &layout, 1, 7));
    let mut differ = std::collections::BTreeSet::new();
    for (cell, (none, many)) in layout.cells.iter().zip(none.iter().zip(&many)) {
        if none.to_bits() != many.to_bits() {
            differ.insert(TABLE[cell.metric as usize].name);
        }
    }
    assert_eq!(
        differ.into_iter().collect::<Vec<_>>(),
        ["changes_of_social_worker"]
    );
}
