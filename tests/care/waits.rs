//! Percentiles of waits: those of what happened.

use std::collections::BTreeMap;

use crate::support::{always, days, watch};
use permanence::care::params::Team;
use permanence::care::record::Event;
use permanence::care::team::Stage;
use permanence::cli::builtin;
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::SimTime;
use permanence::experiment::layout::Request;
use permanence::experiment::metrics::{Group, Measure, Metric, TABLE};
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::stats::quantile;

/// The waits of each metric and group as they happened, days.
type Waits = BTreeMap<(Metric, Group), Vec<f64>>;

/// Times from a first to a second date, of whoever the dates are about.
#[derive(Default)]
struct Dates(BTreeMap<Root, SimTime>);

impl Dates {
    fn since(&mut self, who: Root, now: SimTime) -> Option<f64> {
        self.0.remove(&who).map(|then| (now - then).days())
    }
}

/// In the shipped council, whose legal advice has become a team of one, each percentile of a wait is that of
/// the waits that happened, added up here from the events themselves.
#[test]
fn percentiles_are_those_of_the_waits_that_happened() {
    let mut scenario = builtin::load("baseline.toml").expect("the built-in council is valid");
    always(&mut scenario.model, |p| {
        p.teams[Stage::LegalAdvice as usize] = Some(Team {
            servers: 1,
            days_per_case: days(6.0),
        });
    });
    let all: Vec<Request> = TABLE.iter().map(|spec| Request::of(spec.metric)).collect();
    let layout = layout_of(&scenario).asked_for(&all, scenario.start, &scenario.model);
    let row = run_laid_out(&scenario, &layout, 9, 0);
    let mut waits = Waits::new();
    let (mut decided, mut matched, mut reversed) = <(Dates, Dates, Dates)>::default();
    watch(&scenario.model, RunKey::new(9, 0), |now, event| {
        let mut add = |metric, group, days: f64, times: usize| {
            let of = waits.entry((metric, group)).or_default();
            of.extend(std::iter::repeat_n(days, times));
        };
        match event {
            Event::TeamBegan { stage, waited } => {
                add(Metric::TeamWaitDays, Group::All, waited.days(), 1);
                add(Metric::TeamWaitDays, Group::Stage(stage), waited.days(), 1);
            }
            Event::HearingHeld { took, children, .. } => {
                add(Metric::ProceedingsDays, Group::All, took.days(), children);
            }
            Event::GoesToCourt(family) => {
                decided.0.insert(family.root, now);
            }
            Event::AppliedToCourt { family, children } => {
                if let Some(took) = decided.since(family.root, now) {
                    add(
                        Metric::DecisionToApplicationDays,
                        Group::All,
                        took,
                        children,
                    );
                }
            }
            Event::HouseholdMatched(household) => {
                let waited = (now - household.approved).days();
                add(Metric::AdopterWaitDays, Group::All, waited, 1);
            }
            Event::ChildMatched { child, .. } => {
                matched.0.insert(child.root, now);
            }
            Event::PlacedForAdoption(child) => {
                let took = (child.with_adopters_since - child.entered).days();
                add(Metric::EntryToPlacedForAdoptionDays, Group::All, took, 1);
                if let Some(took) = matched.since(child.root, now) {
                    add(Metric::MatchToPlacedDays, Group::All, took, 1);
                }
            }
            Event::NoLongerAdoption(case) => {
                reversed.0.insert(case.root, now);
            }
            Event::Revoked(case) => {
                if let Some(took) = reversed.since(case.root, now) {
                    add(
                        Metric::ReversalToRevocationDays,
                        Group::All,
                        took,
                        case.members.len(),
                    );
                }
            }
            _ => {}
        }
    });
    let mut held = 0;
    for ((metric, group), values) in &mut waits {
        values.sort_unstable_by(f64::total_cmp);
        for spec in &TABLE {
            let Measure::Percentile(of, percent) = spec.measure else {
                continue;
            };
            if of == *metric {
                let place = layout.position(spec.metric, *group, "horizon");
                let found = row[place.expect("asked for")];
                let expected = quantile(values, f64::from(percent) / 100.0);
                assert_eq!(found, expected, "{} of {}", spec.name, values.len());
                held += 1;
            }
        }
    }
    // Six waits of everybody, that for teams in total and for the one there is: three percentiles each.
    assert_eq!(held, 3 * 8);
    let queued = &waits[&(Metric::TeamWaitDays, Group::Stage(Stage::LegalAdvice))];
    assert!(queued.iter().any(|days| *days > 0.0), "somebody has waited");
}

/// Of each wait that is reported as a mean there are three percentiles, in order.
#[test]
fn every_wait_has_its_percentiles() {
    for of in [
        Metric::WaitForMatchDays,
        Metric::WaitForFamilyDays,
        Metric::WaitForRelativesDays,
        Metric::TeamWaitDays,
        Metric::AdopterWaitDays,
        Metric::ProceedingsDays,
        Metric::DecisionToApplicationDays,
        Metric::EntryToPlacementOrderDays,
        Metric::EntryToPlacedForAdoptionDays,
        Metric::MatchToPlacedDays,
        Metric::PlacedToOrderDays,
        Metric::ReversalToRevocationDays,
    ] {
        let percents = TABLE.iter().filter_map(|spec| match spec.measure {
            Measure::Percentile(mean, percent) if mean == of => Some(percent),
            _ => None,
        });
        assert_eq!(percents.collect::<Vec<_>>(), [10, 50, 90], "{of:?}");
    }
}
