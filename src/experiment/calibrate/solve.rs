//! The numbers that are solved so that the opening lasts.
//!
//! Each round simulates the same futures and corrects each number by how far its own level has
//! drifted: a damped fixed-point iteration. The futures are the same in every round, so the
//! result is a function of the figures alone.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::care::child::{PlacementKind, Route};
use crate::care::household::HouseholdKind;
use crate::care::record::{Event, Observer, View};
use crate::care::run;
use crate::des::stream::{Root, RunKey};
use crate::des::time::SimTime;
use crate::scenario::{Diagnostics, Scenario};
use crate::stats::{Tally, t_interval};

use super::{Approach, Estimates, balance};

/// Factors on the usual values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// On published ends of every kind; those who start give way the other way (`balance`).
    pub ends: f64,
    /// On first entries: how many of those who start come for the first time follows from returns.
    pub entries: f64,
    /// On the rates of return home, and on the chance of leaving care at the final hearing.
    pub home: f64,
    /// On the rates of other ends of care before 18.
    pub other_ends: f64,
    /// On the own carers' acceptance.
    pub acceptance: f64,
    /// On the agencies' offers.
    pub offer: f64,
    /// On the share of searches that lead to semi-independent accommodation.
    pub semi_independent: f64,
    /// On the share of cases with suitable relatives.
    pub relatives: f64,
    /// On the share of them who go on fostering instead of taking an order.
    pub kinship: f64,
    /// On the share of cases whose plan is adoption.
    pub adoption: f64,
    /// On the chance of going home at the final hearing under a care order.
    pub parents: f64,
}

/// Flows are counted from the second to the fifth year, or to the last if that comes first; who lives
/// where from the second to the last; the number in care from the first day, so that the opening is level
/// with what follows.
const LAST_YEAR_OF_FLOWS: f64 = 5.0;
/// Plans for adoption much above England's for older children would be no council's.
const MOST_ADOPTION: f64 = 1.8;
/// A number that would have to be further from usual than this says that something else differs.
const FURTHEST: (f64, f64) = (0.2, 5.0);
/// A published year further out of balance than this says that something else differs.
const FURTHEST_ENDS: (f64, f64) = (0.8, 1.25);
/// Councils differ in other ends more than in anything else: independent living at 16 and 17, and
/// transfers of asylum-seeking children.
const FURTHEST_OTHER_ENDS: (f64, f64) = (0.1, 4.0);

/// What is counted of simulated futures, and what it should be.
#[derive(Clone, Copy, Debug, Default)]
struct Levels {
    /// A year, each child once in a year.
    started: f64,
    in_care: f64,
    /// At the last month's end.
    last_in_care: f64,
    own_carers: f64,
    homes: f64,
    semi_independent: f64,
    with_parents: f64,
    with_relatives: f64,
    /// A year.
    to_relatives: f64,
    /// A year.
    adopted: f64,
    /// A year.
    returned: f64,
    /// A year.
    otherwise: f64,
}

impl Levels {
    /// What they should be where ends have this factor.
    fn wanted(estimates: &Estimates, ends: f64, growth: f64, years: f64) -> Self {
        let placed = |kind: PlacementKind| estimates.margins.placement[kind as usize];
        Self {
            started: balance::starts(ends) * estimates.started,
            // A mean over all years: so far on in the middle.
            in_care: libm::exp(0.5 * years * growth) * estimates.margins.age.iter().sum::<f64>(),
            last_in_care: libm::exp(years * growth) * estimates.margins.age.iter().sum::<f64>(),
            own_carers: placed(PlacementKind::InHouse),
            homes: placed(PlacementKind::ChildrensHome),
            semi_independent: placed(PlacementKind::SemiIndependent),
            with_parents: placed(PlacementKind::WithParents),
            with_relatives: placed(PlacementKind::Kinship),
            to_relatives: ends * estimates.orders.iter().sum::<f64>(),
            adopted: ends * estimates.adoptions,
            returned: ends * estimates.homes,
            otherwise: ends * estimates.otherwise,
        }
    }
}

/// How many times too high a level is. Half a child is added to both, so that small ones do not jump.
fn excess(found: f64, wanted: f64) -> f64 {
    (found + 0.5) / (wanted + 0.5)
}

/// Years over which the number in care is checked, as the baseline runs.
const CHECKED_YEARS: u32 = 10;
/// Children in care in all futures that are checked together: so many that the number in care after ten years
/// is known to a hundredth or two, of a small council too.
const CHILDREN_OF_CHECK: f64 = 32_000.0;
/// Key of the random numbers with which numbers are solved.
const SOLVED_WITH: u64 = 2017;
/// Key of those with which they are judged: the others would flatter them.
pub(super) const CHECKED_WITH: u64 = 2018;
/// Key of those with which the fit is judged: tuning has seen the others.
pub(super) const JUDGED_WITH: u64 = 2019;
/// A level that is further off than this is told.
const TELLING: f64 = 0.05;

/// What the solved numbers do not attain.
#[derive(Default)]
pub(super) struct Missed {
    /// A line each.
    pub lines: Vec<String>,
    /// What the baseline's sources say was solved for, in their words.
    pub aims: Vec<&'static str>,
}

/// Runs the solved baseline for ten years, with other random numbers than it was solved with, and says which
/// numbers stand at a limit, and what is missed.
pub(super) fn missed(
    scenario: Scenario,
    solved: &Solved,
    estimates: &Estimates,
) -> Result<Missed, Diagnostics> {
    let wanted = Levels::wanted(estimates, solved.ends, 0.0, f64::from(CHECKED_YEARS));
    let first = wanted.in_care;
    let futures = (CHILDREN_OF_CHECK / first.max(1.0)).clamp(16.0, 400.0) as u64;
    let scenario = scenario.with_years(CHECKED_YEARS)?;
    let checked = futures_of(&scenario, CHECKED_WITH, futures);
    let found = Levels::of(&checked, CHECKED_YEARS);
    let mut missed = Missed {
        lines: solved.at_limits(),
        aims: Vec::new(),
    };
    let off = |found: f64, wanted: f64| (excess(found, wanted) - 1.0).abs() > TELLING;
    if off(found.last_in_care, first) {
        let mut last = Tally::new();
        checked.iter().for_each(|f| last.push(f.sums.last_in_care));
        let (low, high) = t_interval(last.mean(), last.sd(), futures, 0.95);
        let percent = |number: f64| 100.0 * (number / first - 1.0);
        missed.lines.push(format!(
            "the number in care goes from {first:.0} to {:.0} in ten years ({:+.0} %, 95 % interval {:+.0} to {:+.0})",
            last.mean(),
            percent(last.mean()),
            percent(low),
            percent(high)
        ));
    }
    for (what, aim, found, wanted) in aims(&found, &wanted) {
        let [is, should_be] = [found, wanted].map(|figure| format!("{figure:.1}"));
        if off(found, wanted) && is != should_be {
            missed.aims.push(aim);
            missed
                .lines
                .push(format!("{what} are {is} for {should_be}"));
        }
    }
    Ok(missed)
}

/// What is solved for beside the number in care: its name, how the sources say it, what is found and wanted.
fn aims(found: &Levels, wanted: &Levels) -> [(&'static str, &'static str, f64, f64); 10] {
    let aim = |what, says, of: fn(&Levels) -> f64| (what, says, of(found), of(wanted));
    [
        aim("children who start a year", "as many start", |l| l.started),
        aim("returns home a year", "as many return home", |l| l.returned),
        aim(
            "orders to relatives a year",
            "orders to relatives are as many",
            |l| l.to_relatives,
        ),
        aim("adoptions a year", "adoptions are as many", |l| l.adopted),
        aim(
            "ends at 18 or otherwise a year",
            "as many leave at 18",
            |l| l.otherwise,
        ),
        aim(
            "places filled with own carers",
            "places with own carers",
            |l| l.own_carers,
        ),
        aim(
            "children in children's homes",
            "children's homes stay",
            |l| l.homes,
        ),
        aim(
            "those living semi-independently",
            "as many live semi-independently",
            |l| l.semi_independent,
        ),
        aim("children with parents", "as many stay with parents", |l| {
            l.with_parents
        }),
        aim(
            "children with relatives who foster",
            "as many children go on living with relatives",
            |l| l.with_relatives,
        ),
    ]
}

/// Solves the numbers.
pub(super) fn solve(
    drawn_up: &impl Fn(&Solved) -> Result<Scenario, Diagnostics>,
    estimates: &Estimates,
    approach: Approach,
) -> Result<Solved, Diagnostics> {
    let years = f64::from(approach.years);
    let mut solved = Solved {
        ends: balanced(estimates, approach.growth),
        entries: 1.0,
        home: 1.0,
        other_ends: 1.0,
        acceptance: 1.0,
        offer: 1.0,
        semi_independent: 1.0,
        relatives: 1.0,
        kinship: 1.0,
        adoption: 1.0,
        parents: 1.0,
    };
    for round in 0..approach.rounds {
        let scenario = drawn_up(&solved)?.with_years(approach.years)?;
        let futures = futures_of(&scenario, SOLVED_WITH, approach.futures);
        let found = Levels::of(&futures, approach.years);
        let wanted = Levels::wanted(estimates, solved.ends, approach.growth, years);
        solved.answer(&found, &wanted, 1.0 / (1.0 + round as f64 / 6.0));
    }
    Ok(solved)
}

/// The factor on ends with which the flows balance, as far as published flows tell.
fn balanced(estimates: &Estimates, growth: f64) -> f64 {
    let orders: f64 = estimates.orders.iter().sum();
    let ended = estimates.homes + orders + estimates.adoptions + estimates.otherwise;
    let in_care: f64 = estimates.margins.age.iter().sum();
    let (least, most) = FURTHEST_ENDS;
    balance::ends(estimates.started, ended, growth * in_care).clamp(least, most)
}

impl Solved {
    /// Numbers that would be further from usual if they might.
    fn at_limits(&self) -> Vec<String> {
        let all = [
            ("published ends of care", self.ends, FURTHEST_ENDS),
            ("first entries", self.entries, FURTHEST),
            ("returns home", self.home, FURTHEST),
            ("other ends of care", self.other_ends, FURTHEST_OTHER_ENDS),
            ("own carers' acceptance", self.acceptance, FURTHEST),
            ("agencies' offers", self.offer, FURTHEST),
            (
                "semi-independent accommodation",
                self.semi_independent,
                FURTHEST,
            ),
            ("suitable relatives", self.relatives, FURTHEST),
            ("relatives who foster on", self.kinship, FURTHEST),
            (
                "plans for adoption",
                self.adoption,
                (FURTHEST.0, MOST_ADOPTION),
            ),
            (
                "children with parents under an order",
                self.parents,
                FURTHEST,
            ),
        ];
        let at_limit = |&(_, number, (least, most)): &(&str, f64, (f64, f64))| {
            number <= least * (1.0 + 1e-9) || number >= most * (1.0 - 1e-9)
        };
        let say = |(what, number, _)| format!("the factor on {what} is at its limit, {number:.2}");
        all.into_iter().filter(at_limit).map(say).collect()
    }

    /// Corrects each number by how far its level is off, the more carefully the later.
    fn answer(&mut self, found: &Levels, wanted: &Levels, damping: f64) {
        let correct = |number: f64, step: f64, by: f64, (least, most): (f64, f64)| {
            let change = (damping * step * libm::log(by)).clamp(-0.7, 0.7);
            (number * libm::exp(change)).clamp(least, most)
        };
        let usual = FURTHEST;
        let started = excess(wanted.started, found.started);
        self.entries = correct(self.entries, 1.0, started, usual);
        // Neither the mean nor where it ends may drift.
        let last = excess(found.last_in_care, wanted.last_in_care);
        let stock = libm::sqrt(excess(found.in_care, wanted.in_care) * last);
        // The more other ends there are, the more one change of their factor does: a twentieth of those in care a
        // year, for the four years that they would have stayed, is a fifth of the stock at a factor of one.
        let step = 6.0 / self.other_ends.max(0.3);
        self.other_ends = correct(self.other_ends, step, stock, FURTHEST_OTHER_ENDS);
        let (least, most) = FURTHEST_OTHER_ENDS;
        let can = if stock > 1.0 {
            self.other_ends < most
        } else {
            self.other_ends > least
        };
        if !can {
            // What they cannot do the published flows give.
            self.ends = correct(self.ends, 0.2, stock, FURTHEST_ENDS);
        }
        let home = excess(wanted.returned, found.returned);
        self.home = correct(self.home, 0.8, home, usual);
        let own = excess(wanted.own_carers, found.own_carers);
        self.acceptance = correct(self.acceptance, 1.2, own, usual);
        let homes = excess(found.homes, wanted.homes);
        self.offer = correct(self.offer, 0.5, homes, usual);
        let semi = excess(wanted.semi_independent, found.semi_independent);
        self.semi_independent = correct(self.semi_independent, 1.2, semi, usual);
        let relatives = excess(wanted.to_relatives, found.to_relatives);
        self.relatives = correct(self.relatives, 0.8, relatives, usual);
        let kinship = excess(wanted.with_relatives, found.with_relatives);
        self.kinship = correct(self.kinship, 1.2, kinship, usual);
        let adopted = excess(wanted.adopted, found.adopted);
        self.adoption = correct(self.adoption, 1.0, adopted, usual).min(MOST_ADOPTION);
        let parents = excess(wanted.with_parents, found.with_parents);
        self.parents = correct(self.parents, 1.2, parents, usual);
    }
}

/// What is counted in so many futures.
fn futures_of(scenario: &Scenario, key: u64, futures: u64) -> Vec<Census> {
    let futures = (0..futures).into_par_iter();
    let census = futures.map(|r| run(&scenario.model, RunKey::new(key, r), Census::default()));
    census.collect()
}

impl Levels {
    /// Mean levels, and flows a year, of futures that last so many years.
    fn of(futures: &[Census], years: u32) -> Self {
        let many = futures.len() as f64;
        let years = f64::from(years);
        let months: f64 = futures.iter().map(|f| f.months).sum();
        let of_flows = many * (years.min(LAST_YEAR_OF_FLOWS) - 1.0);
        let sum = |of: fn(&Levels) -> f64| futures.iter().map(|f| of(&f.sums)).sum::<f64>();
        let level = |of: fn(&Levels) -> f64| sum(of) / months;
        let flow = |of: fn(&Levels) -> f64| sum(of) / of_flows;
        Self {
            started: flow(|l| l.started),
            in_care: sum(|l| l.in_care) / (many * 12.0 * years),
            last_in_care: sum(|l| l.last_in_care) / many,
            own_carers: level(|l| l.own_carers),
            homes: level(|l| l.homes),
            semi_independent: level(|l| l.semi_independent),
            with_parents: level(|l| l.with_parents),
            with_relatives: level(|l| l.with_relatives),
            to_relatives: flow(|l| l.to_relatives),
            adopted: flow(|l| l.adopted),
            returned: flow(|l| l.returned),
            otherwise: flow(|l| l.otherwise),
        }
    }
}

/// Adds up levels at the ends of the months, and flows as the tables count them: children, each once a
/// year, by how they last left.
#[derive(Default)]
struct Census {
    months: f64,
    sums: Levels,
    started: BTreeSet<Root>,
    ended: BTreeMap<Root, Route>,
}

impl Census {
    fn year_ended(&mut self) {
        use Route::{Adopted, ChildArrangements, Home, Other, SpecialGuardianship, TurnedEighteen};
        let sums = &mut self.sums;
        sums.started += self.started.len() as f64;
        for route in self.ended.values() {
            *match route {
                SpecialGuardianship | ChildArrangements => &mut sums.to_relatives,
                Adopted => &mut sums.adopted,
                Home => &mut sums.returned,
                TurnedEighteen | Other => &mut sums.otherwise,
            } += 1.0;
        }
        self.started.clear();
        self.ended.clear();
    }
}

impl Observer for Census {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if !(1.0..LAST_YEAR_OF_FLOWS).contains(&now.years()) {
            return;
        }
        match event {
            Event::PeriodBegan(child) => {
                self.started.insert(child.root);
            }
            Event::PeriodEnded(child, route) => {
                self.ended.insert(child.root, route);
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, _: SimTime, month: usize, view: View<'_>) {
        let in_care = || view.children.values().filter(|child| child.in_care());
        self.sums.last_in_care = in_care().count() as f64;
        self.sums.in_care += self.sums.last_in_care;
        if month < 12 {
            return;
        }
        if (month + 1).is_multiple_of(12) {
            self.year_ended();
        }
        self.months += 1.0;
        for child in in_care() {
            match child.placement.kind {
                PlacementKind::ChildrensHome => self.sums.homes += 1.0,
                PlacementKind::SemiIndependent => self.sums.semi_independent += 1.0,
                PlacementKind::WithParents => self.sums.with_parents += 1.0,
                PlacementKind::Kinship => self.sums.with_relatives += 1.0,
                _ => {}
            }
        }
        let own = view
            .households
            .values()
            .filter(|h| h.kind == HouseholdKind::Foster);
        self.sums.own_carers += own.map(|h| f64::from(h.places.taken())).sum::<f64>();
    }
}

#[cfg(test)]
mod tests {
    use super::{Levels, SOLVED_WITH, futures_of};
    use crate::experiment::calibrate::read;
    use crate::experiment::metrics::{Group, Metric};
    use crate::experiment::replicate::{layout_of, run_laid_out};

    /// What is solved counts children as the metrics that follow the tables do: each once a year.
    #[test]
    fn flows_are_of_children_each_once_a_year() {
        let text = include_str!("../../../scenarios/coventry-2017/baseline.toml");
        let scenario = read(text).and_then(|s| s.with_years(5)).expect("valid");
        let found = Levels::of(&futures_of(&scenario, SOLVED_WITH, 2), 5);
        let layout = layout_of(&scenario);
        let futures = [0, 1].map(|r| run_laid_out(&scenario, &layout, SOLVED_WITH, r));
        let a_year = |metric: Metric| {
            let years = ["2018/19", "2019/20", "2020/21", "2021/22"];
            let cells = years.map(|year| layout.position(metric, Group::All, year));
            let of = |future: &Vec<f64>| cells.map(|c| future[c.expect("a whole year")]);
            let sum: f64 = futures.iter().flat_map(of).sum();
            sum / 8.0
        };
        let left = found.returned + found.to_relatives + found.adopted + found.otherwise;
        assert!((found.started - a_year(Metric::StartedDfe)).abs() < 1e-9);
        assert!((left - a_year(Metric::CeasedDfe)).abs() < 1e-9);
        assert!(left < a_year(Metric::Exits), "some leave twice in a year");
    }
}
