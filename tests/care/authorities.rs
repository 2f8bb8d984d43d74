//! Several authorities in one run: each keeps its own accounts, nobody's luck depends on the
//! others, and pooled adopters go round by the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::conservation::Inspector;
use crate::support::*;
use permanence::care::adoption::{Adopters, Stage};
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind};
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Approvals, Model};
use permanence::care::record::{Event, Observer, View};
use permanence::care::region::{Authority, key_of, run_together};
use permanence::care::{self};
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::SimTime;
use permanence::experiment::layout::{Cell, Layout};
use permanence::experiment::metrics::{Group, Measure, Metric, Spec, TABLE};
use permanence::experiment::replicate::layout_of;
use permanence::experiment::reported::{check, question};
use permanence::experiment::{Plan, compare, run_one};
use permanence::finance::ledger::{Amount, Ledger};
use permanence::output::csv;
use permanence::scenario::Scenario;
use permanence::stats::Tally;
use rayon::prelude::*;

const BASELINE: &str = include_str!("../fixtures/scenarios/baseline.toml");
const REGION: &str = include_str!("../../scenarios/regional-agency/baseline.toml");
const POOLED: &str = include_str!("../../scenarios/regional-agency/pooled-adopters.toml");

fn identity(name: &str) -> Root {
    Root::named(name, 0)
}

fn load(files: &[(&str, &str)]) -> Scenario {
    let (name, _) = files.last().expect("a file to open");
    Scenario::from_embedded(files, name).unwrap_or_else(|e| panic!("{e}"))
}

/// The fixture's council with further lines, over two years.
fn fixture(lines: &str) -> Scenario {
    let text = format!("{BASELINE}\n{lines}");
    let scenario = load(&[("baseline.toml", &text)]).with_years(2);
    scenario.unwrap_or_else(|e| panic!("{e}"))
}

fn region() -> Scenario {
    load(&[("baseline.toml", REGION)])
}

fn pooled_region() -> Scenario {
    load(&[("baseline.toml", REGION), ("pooled.toml", POOLED)])
}

fn value(row: &[f64], layout: &Layout, metric: Metric, group: Group, period: &str) -> f64 {
    let cell = layout.position(metric, group, period);
    row[cell.expect("the cell is there")]
}

/// Watches who is matched with whom, and households lent at the ends of months.
#[derive(Default)]
struct Lending {
    /// When children were matched with adopters who waited.
    matches: Vec<SimTime>,
    /// Whose adopters they were, match by match.
    whose: Vec<Option<Adopters>>,
    /// Month by month: households lent to others, and households of others here.
    months: Vec<(usize, usize)>,
    /// The most own households at a time that were matched here.
    own_matched: usize,
    /// The most of other authorities.
    guests_matched: usize,
}

impl Observer for Lending {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if let Event::Matched {
            case, early: false, ..
        } = event
        {
            self.matches.push(now);
            self.whose.push(case.adopters);
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        let cases = view.cases.values();
        let adopting = cases.filter_map(|c| Some(c.household()?.0));
        // Adopters who foster a child early, before there is a case.
        let children = view.children.values();
        let fostering = children.filter_map(|c| Some(c.placement.household?.0));
        let own: BTreeSet<u32> = adopting.chain(fostering).collect();
        let (mut lent, mut guests) = (0, 0);
        for (index, household) in view.households.iter() {
            if household.kind != HouseholdKind::Adoptive {
                continue;
            }
            let is_guest = household.lender.is_some();
            assert!(!is_guest || own.contains(&index), "a guest has a case here");
            guests += usize::from(is_guest);
            lent += usize::from(household.places.taken() > 0 && !own.contains(&index));
        }
        let placed = view.cases.values().filter(|c| {
            matches!(c.stage, Stage::Matched { .. } | Stage::Placed { .. })
                && c.household().is_some()
        });
        let placed = placed.count();
        self.guests_matched = self.guests_matched.max(guests);
        self.own_matched = self.own_matched.max(placed - guests);
        self.months.push((lent, guests));
    }
}

/// Worlds in which everything happens, of one pool.
fn rich_pool(seed: u64) -> Vec<Model> {
    let model = |n: u64| {
        let mut model = rich(1_000 * seed + n);
        always(&mut model, |p| {
            p.adoption.pooled = true;
            p.adoption.panel_interval_days = 14.0;
            p.adoption.disruption = 0.3;
        });
        model
    };
    (0..3).map(model).collect()
}

fn together<O: Observer>(models: &[Model], key: RunKey, new: impl Fn(&Model) -> O) -> Vec<O> {
    let numbered = (0u64..).zip(models);
    let authorities = numbered.map(|(n, model)| Authority {
        model,
        identity: Root::named("authority", n),
        observer: new(model),
    });
    run_together(authorities.collect(), key)
}

#[test]
fn nobody_is_lost_in_any_authority_of_a_pool() {
    for seed in 0..60 {
        let models = rich_pool(seed);
        let books = together(&models, RunKey::new(seed, 1), |m| {
            Accounts::new(m.horizon())
        });
        for (model, books) in models.iter().zip(books) {
            assert!(books.closed, "every month was closed");
            let left: u64 = books.left.iter().sum();
            assert_eq!(
                books.initial + books.entered,
                left + books.stock.level() as u64
            );
            let integral = books.stock.integral_seconds(model.horizon());
            assert_eq!(integral, books.time_in_care);
        }
    }
}

/// In each authority of a pool what is looked at in a council alone: every child in one place, no household over
/// its places, those who are lent included.
#[test]
fn capacity_and_records_hold_in_every_authority_of_a_pool() {
    let worlds = (0..200u64).into_par_iter();
    worlds.for_each(|seed| {
        let models = rich_pool(1_000 + seed);
        together(&models, RunKey::new(seed, 3), |_| Inspector::of_a_pool());
    });
}

#[test]
fn a_household_lent_is_with_one_borrower_and_comes_home_when_a_match_lapses() {
    let (mut borrowed, mut fewer) = (0, 0);
    for seed in 0..60 {
        let models = rich_pool(seed);
        let seen = together(&models, RunKey::new(seed, 2), |_| Lending::default());
        for month in 0..seen[0].months.len() {
            let lent: usize = seen.iter().map(|s| s.months[month].0).sum();
            let guests: usize = seen.iter().map(|s| s.months[month].1).sum();
            assert_eq!(lent, guests, "world {seed}, month {month}");
            borrowed += guests;
            if month > 0 {
                let before: usize = seen.iter().map(|s| s.months[month - 1].1).sum();
                fewer += usize::from(guests < before);
            }
        }
    }
    println!("{borrowed} household-months lent; fewer than before in {fewer} months");
    assert!(borrowed > 1_000 && fewer > 100, "the pool is used");
}

#[test]
fn who_shares_nothing_is_the_same_with_others_and_alone() {
    for seed in 0..20 {
        let mut models = rich_pool(seed);
        for model in &mut models {
            always(model, |p| p.adoption.pooled = false);
        }
        let key = RunKey::new(seed, 3);
        let all = together(&models, key, |_| Trace::default());
        for (n, (model, seen)) in (0u64..).zip(models.iter().zip(all)) {
            let own = key_of(key, Root::named("authority", n));
            let alone = care::run(model, own, Trace::default());
            assert_eq!(seen.facts, alone.facts, "world {seed}, authority {n}");
        }
    }
}

#[test]
fn a_pool_in_which_nobody_waits_for_adopters_changes_nothing() {
    for seed in 0..10 {
        let mut models = rich_pool(seed);
        for model in &mut models {
            always(model, |p| p.adoption.acceptance = 0.0);
        }
        let key = RunKey::new(seed, 4);
        let pooled = together(&models, key, |_| Trace::default());
        for (n, (model, seen)) in (0u64..).zip(models.iter().zip(pooled)) {
            let own = key_of(key, Root::named("authority", n));
            assert_eq!(seen.facts, care::run(model, own, Trace::default()).facts);
        }
    }
}

/// One baby waits from the start; so many adopters are approved within the first month.
fn waiting(children: u32, adopters: u32) -> Model {
    let mut model = quiet(12);
    always(&mut model, |p| {
        p.adoption.pooled = true;
        p.adoption.acceptance = 1.0;
        p.adoption.panel_interval_days = 100.0;
        p.adoption.half_life_years = f64::INFINITY;
        p.adoption.scale = 1.0;
        p.recruitment[ADOPTERS].approvals = planned(adopters, 1.0);
    });
    let (legal, home) = (LegalStatus::PlacementOrder, PlacementKind::Agency);
    model.stock.children = vec![row(AgeBand::Under1, legal, home, children, days(60.0))];
    model
}

#[test]
fn a_child_without_adopters_at_home_goes_to_those_of_another_authority() {
    let models = [waiting(1, 0), waiting(0, 1)];
    let seen = together(&models, RunKey::new(1, 0), |_| Lending::default());
    assert_eq!(seen[0].matches, [at(100.0)], "at the first panel");
    assert_eq!(seen[0].whose, [Some(Adopters::Regional)]);
    assert_eq!(seen[0].months[4], (0, 1));
    assert_eq!(seen[1].months[4], (1, 0));
    // By itself it waits for ever.
    let alone = care::run(&models[0], RunKey::new(1, 0), Lending::default());
    assert!(alone.matches.is_empty());
}

/// Two children here and one household, two households there: one child stays with the own.
#[test]
fn own_adopters_come_first() {
    for replication in 0..20 {
        let models = [waiting(2, 1), waiting(0, 2)];
        let seen = together(&models, RunKey::new(2, replication), |_| Lending::default());
        assert_eq!(seen[0].matches, [at(100.0); 2]);
        let here = &seen[0];
        let own = here.whose.iter().filter(|w| **w == Some(Adopters::Own));
        assert_eq!((own.count(), here.whose.len()), (1, 2));
        assert_eq!((here.own_matched, here.guests_matched), (1, 1));
    }
}

#[test]
fn those_who_waited_before_the_run_have_considered_each_other_only_if_they_pooled() {
    let world = |pooled_before: bool| {
        let mut models = [waiting(1, 0), waiting(0, 0)];
        models[1].stock.adopters_waiting = 5;
        for model in &mut models {
            model.opening.adoption.pooled = pooled_before;
        }
        together(&models, RunKey::new(3, 0), |_| Lending::default())[0]
            .matches
            .len()
    };
    assert_eq!((world(true), world(false)), (0, 1));
}

#[test]
fn costs_of_authorities_add_up_exactly() {
    let scenario = region().with_years(2).expect("two years");
    let key = RunKey::new(5, 0);
    let mut sum = Ledger::new(&scenario.prices);
    let mut total = Amount::ZERO;
    for authority in &scenario.authorities {
        for identity in authority.identities() {
            let ledger = Ledger::new(&authority.prices);
            let ledger = care::run(&authority.model, key_of(key, identity), ledger);
            total += ledger.total(0..24);
            sum.add_up(&ledger);
        }
    }
    assert_eq!(sum.total(0..24), total);
    let (layout, row) = (layout_of(&scenario), run_one(&scenario, 5, 0));
    assert_eq!(
        value(&row, &layout, Metric::CostTotalGbp, Group::All, "horizon"),
        total.pounds()
    );
}

#[test]
fn what_is_counted_by_authority_adds_up_to_the_whole() {
    for scenario in [region(), pooled_region()] {
        let scenario = scenario.with_years(3).expect("three years");
        let (layout, row) = (layout_of(&scenario), run_one(&scenario, 6, 0));
        assert_eq!(layout.authorities, ["bournemouth", "dorset", "poole"]);
        let adds_up = |metric: Metric| {
            use Measure::{Count, Days, Level, Money};
            matches!(metric.spec().measure, Count | Days | Level | Money)
        };
        let first = |cell: &&Cell| cell.group == Group::Authority(0) && adds_up(cell.metric);
        let mut metrics = BTreeSet::new();
        for cell in layout.cells.iter().filter(first) {
            metrics.insert(cell.metric);
            let period = &layout.period(cell).label;
            // Stocks at 31 March are a month's end in the series of everybody.
            let month = period.get(..7).filter(|_| period.len() == 10);
            let period_of_all = month.unwrap_or(period);
            let at = |group, period: &str| value(&row, &layout, cell.metric, group, period);
            let parts: f64 = (0..3).map(|n| at(Group::Authority(n), period)).sum();
            let whole = at(Group::All, period_of_all);
            assert!(
                (parts - whole).abs() <= 1e-9 * whole.abs(),
                "{:?} {period}",
                cell.metric
            );
        }
        // Nine on every page, and the adopters who wait.
        assert_eq!(metrics.len(), 10, "{metrics:?}");
    }
}

/// No figure stands twice in a file, and the lines of costs.csv are the total, whatever is asked of one council.
#[test]
fn what_is_asked_of_one_council_stands_once_and_beside_the_costs_of_all() {
    let scenarios = [region(), pooled_region()].map(|s| s.with_years(2).expect("two years"));
    let layout = layout_of(&scenarios[0]);
    let key = |cell: &Cell| (cell.metric as usize, layout.label(cell.group), cell.period);
    let keys: BTreeSet<_> = layout.cells.iter().map(key).collect();
    assert_eq!(keys.len(), layout.cells.len());
    let plan = Plan::new(3, 1);
    let comparison = compare(&scenarios[0], &scenarios[1..], &plan).expect("it runs");
    let mut file = Vec::new();
    csv::costs(&comparison, &mut file).expect("room");
    let mut sums: BTreeMap<(String, String), [f64; 2]> = BTreeMap::new();
    for row in ::csv::Reader::from_reader(&file[..]).records() {
        let row = row.expect("a row");
        let sum = sums
            .entry((row[0].to_owned(), row[2].to_owned()))
            .or_default();
        sum[usize::from(&row[1] == "total")] += row[3].parse::<f64>().expect("pounds");
    }
    assert!(sums.len() >= 6);
    for (of, [lines, total]) in sums {
        assert!(
            (lines - total).abs() < 1e-6 * total,
            "{of:?}: {lines} {total}"
        );
    }
}

/// Every metric can be asked of one authority, for everybody or for one group: what is counted adds up to what
/// all have, and a mean of all lies between those of the two.
#[test]
fn every_metric_can_be_asked_of_one_authority_and_group_by_group() {
    let of = |spec: &Spec, group: &str| match group {
        "all" => spec.name.to_owned(),
        group => format!("{}, {group}", spec.name),
    };
    let mut entries: Vec<(&Spec, String)> = Vec::new();
    for spec in TABLE.iter().filter(|spec| !spec.metric.is_of_run_off()) {
        let views = spec.views.iter().chain(spec.on_request);
        let groups = views.flat_map(|(grouping, _)| grouping.groups());
        let groups: BTreeSet<&str> = groups.map(Group::label).collect();
        entries.extend(groups.into_iter().map(|group| (spec, of(spec, group))));
    }
    let seen: usize = entries.chunks(300).map(asked_of_ash_and_elm).sum();
    assert!(seen > 50, "{seen}");
}

/// Holds these to that; how many means were seen.
fn asked_of_ash_and_elm(entries: &[(&Spec, String)]) -> usize {
    let named = entries.iter().flat_map(|(_, entry)| {
        [
            entry.clone(),
            format!("{entry}, ash"),
            format!("{entry}, elm"),
        ]
    });
    let named: Vec<String> = named.map(|entry| format!("\"{entry}\"")).collect();
    let report = format!("report = [{}]\n\n[council]", named.join(", "));
    let text = BASELINE.replacen("[council]", &report, 1)
        + "[authority.ash.planning]\nparallel = 0.3\n[authority.elm.planning]\nparallel = 0.6\n";
    let scenario = load(&[("baseline.toml", &text)]).with_years(2);
    let scenario = scenario.expect("two years");
    check(&scenario).unwrap_or_else(|e| panic!("{e}"));
    let (layout, row) = (layout_of(&scenario), run_one(&scenario, 6, 0));
    let said = |entry: &str| {
        row[question(entry, &layout)
            .unwrap_or_else(|e| panic!("{e:?}"))
            .cell]
    };
    let mut seen = 0;
    for (spec, entry) in entries {
        let [ash, elm] = ["ash", "elm"].map(|name| said(&format!("{entry}, {name}")));
        let (whole, sum) = (said(entry), ash + elm);
        use Measure::{Count, Days, Level, Money, Percentile};
        match spec.measure {
            Count | Days | Level | Money => {
                let near = (sum - whole).abs() <= 1e-9 * whole.abs();
                assert!(near, "{entry}: {sum} {whole}");
            }
            _ if sum.is_nan() => {}
            // Of few children one between two values lies between them, and so not always between the parts'.
            Percentile(..) => seen += 1,
            _ => {
                let slack = 1e-9 * ash.abs().max(elm.abs());
                let between = ash.min(elm) - slack..=ash.max(elm) + slack;
                assert!(between.contains(&whole), "{entry}: {ash} {elm} {whole}");
                seen += 1;
            }
        }
    }
    seen
}

#[test]
fn taking_an_authority_away_leaves_the_others_as_they_were() {
    let table = |name: &str| format!("[authority.{name}.planning]\nparallel = 0.{}\n", name.len());
    let three = fixture(&[table("ash"), table("birch"), table("elm")].concat());
    let two = fixture(&[table("elm"), table("ash")].concat());
    let (all, some) = (run_one(&three, 7, 3), run_one(&two, 7, 3));
    let (layout, fewer) = (layout_of(&three), layout_of(&two));
    let mut compared = 0;
    for cell in &layout.cells {
        // Ash is the first of three and the second of two.
        if cell.group == Group::Authority(0) {
            let period = &layout.period(cell).label;
            let here = value(&all, &layout, cell.metric, cell.group, period);
            let there = value(&some, &fewer, cell.metric, Group::Authority(1), period);
            assert_eq!(here, there, "{:?} {period}", cell.metric);
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared} cells");
}

#[test]
fn the_more_specific_wins_whatever_file_says_so() {
    let base = format!("{BASELINE}\n[authority.ash.planning]\nparallel = 0.1\n[authority.elm]\n");
    let lever = "extends = \"baseline.toml\"\n[planning]\nparallel = 0.9\n";
    let scenario = load(&[("baseline.toml", &base), ("lever.toml", lever)]);
    let parallel = |n: usize| {
        scenario.authorities[n].model.regimes[0]
            .params
            .planning
            .parallel
    };
    assert_eq!((parallel(0), parallel(1)), (0.1, 0.9));
    let own = "extends = \"baseline.toml\"\n[authority.ash.planning]\nparallel = 0.7\n";
    let scenario = load(&[("baseline.toml", &base), ("lever.toml", own)]);
    let parallel = |n: usize| {
        scenario.authorities[n].model.regimes[0]
            .params
            .planning
            .parallel
    };
    assert_eq!(parallel(0), 0.7);
    let usual = scenario.authorities[1].model.opening.planning.parallel;
    assert_eq!(parallel(1), usual, "of the others nothing is said");
    let warnings: Vec<_> = scenario.warnings.iter().map(|w| w.code).collect();
    assert!(
        warnings.iter().all(|&code| code == "P0403"),
        "an option for one authority changes something, and costs nothing: {warnings:?}"
    );
}

#[test]
fn a_region_compared_with_itself_does_not_differ() {
    let region = region().with_years(2).expect("two years");
    let comparison = compare(&region, std::slice::from_ref(&region), &Plan::new(3, 8));
    let comparison = comparison.expect("a comparison");
    for (cell, paired) in comparison
        .cells
        .iter()
        .zip(&comparison.differences[0].paired)
    {
        assert!(paired.mean == 0.0 || paired.mean.is_nan(), "{cell:?}");
    }
    let named = comparison.cells.iter().any(|c| c.group == "poole");
    assert!(named, "groups are called what the scenario calls them");
}

#[test]
fn pooling_that_begins_on_a_day_changes_nothing_before_it() {
    let later = POOLED.replace("from = 2017-07-01", "from = 2019-04-01");
    let later = load(&[("baseline.toml", REGION), ("later.toml", &later)]);
    let (base, later) = (region(), later);
    let (base, later) = (
        base.with_years(4).expect("4"),
        later.with_years(4).expect("4"),
    );
    let layout = layout_of(&base);
    let (one, other) = (run_one(&base, 9, 0), run_one(&later, 9, 0));
    let (mut before, mut after) = (0, 0);
    for (cell, (a, b)) in layout.cells.iter().zip(one.iter().zip(&other)) {
        let same = a == b || (a.is_nan() && b.is_nan());
        if layout.period(cell).months.end <= 24 {
            assert!(same, "{:?} {}", cell.metric, layout.period(cell).label);
            before += 1;
        } else {
            after += usize::from(!same);
        }
    }
    assert!(before > 300 && after > 100, "{before} {after}");
}

#[test]
fn pooling_adopters_means_more_adoptions() {
    let (base, pooled) = (region(), pooled_region());
    let (base, pooled) = (
        base.with_years(5).expect("5"),
        pooled.with_years(5).expect("5"),
    );
    let layout = layout_of(&base);
    let more: Tally = (0..30)
        .map(|r| {
            let adoptions = |scenario: &Scenario| {
                let row = run_one(scenario, 10, r);
                value(
                    &row,
                    &layout,
                    Metric::ChildrenAdopted,
                    Group::All,
                    "horizon",
                )
            };
            adoptions(&pooled) - adoptions(&base)
        })
        .collect();
    let z = more.mean() / more.standard_error();
    println!(
        "{:+.1} adoptions in five years, {z:.1} standard errors",
        more.mean()
    );
    assert!(z > 4.0);
}

/// Copies are councils alike, each with its own luck: sums of n have n times the mean and n times
/// the variance of one.
#[test]
fn copies_are_alike_and_independent() {
    const COPIES: usize = 10;
    let one = fixture("");
    let many = fixture(&format!("[authority.council]\ncopies = {COPIES}\n"));
    assert!(
        layout_of(&many).authorities.is_empty(),
        "copies are not shown one by one"
    );
    let layout = layout_of(&one);
    for metric in [Metric::Entries, Metric::Exits, Metric::CostTotalGbp] {
        let sample = |scenario: &Scenario, n: u64, seed: u64| -> Tally {
            let row = |r| run_one(scenario, seed, r);
            (0..n)
                .map(|r| value(&row(r), &layout, metric, Group::All, "horizon"))
                .collect()
        };
        let (singles, sums) = (sample(&one, 400, 11), sample(&many, 60, 12));
        let n = COPIES as f64;
        let se = (n * n * singles.variance() / 400.0 + sums.variance() / 60.0).sqrt();
        within_four(
            &format!("{metric:?} of {COPIES}"),
            (sums.mean() - n * singles.mean()) / se,
        );
        // The logarithm of a ratio of variances of about normal samples.
        let spread = (2.0_f64 / 59.0 + 2.0 / 399.0).sqrt();
        let ratio = sums.variance() / (n * singles.variance());
        within_four(&format!("{metric:?}, variance"), libm::log(ratio) / spread);
    }
}

#[test]
fn a_copy_is_no_other_copy_and_no_other_name() {
    let scenario = fixture("[authority.ash]\ncopies = 3\n[authority.elm]\ncopies = 2\n");
    let all = scenario.authorities.iter().flat_map(|a| a.identities());
    let keys: Vec<u64> = all
        .map(|i| {
            key_of(RunKey::new(1, 1), i)
                .uniform(identity("x"), 1u32, 0)
                .to_bits()
        })
        .collect();
    let distinct: BTreeSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), 5);
    let model = &scenario.authorities[0].model;
    let random = |a: &Approvals| matches!(a, Approvals::AtRandom { .. });
    assert!(
        model
            .opening
            .recruitment
            .iter()
            .all(|s| random(&s.approvals))
    );
}

/// The councils of one agency fare in every future as they would without the other.
#[test]
fn agencies_share_nothing_with_each_other() {
    let authority = |name: &str, agency: &str| {
        format!(
            "[authority.{name}]\nagency = \"{agency}\"\n[authority.{name}.adoption]\npooled = true\n"
        )
    };
    let north = [authority("ash", "north"), authority("elm", "north")].concat();
    let south = [authority("oak", "south"), authority("yew", "south")].concat();
    let both = fixture(&format!("{north}{south}"));
    let together = [north.clone(), south.clone()].concat();
    let one_pool = fixture(&together.replace("south", "north"));
    let alone = [fixture(&north), fixture(&south)];
    let costs = |scenario: &Scenario, place: u8| -> Vec<f64> {
        let layout = layout_of(scenario);
        let of = |future| {
            let row = run_one(scenario, 1, future);
            let group = Group::Authority(place);
            value(&row, &layout, Metric::CostTotalGbp, group, "horizon")
        };
        (0..8).map(of).collect()
    };
    for place in 0..4 {
        let alone = costs(&alone[usize::from(place / 2)], place % 2);
        assert_eq!(costs(&both, place), alone);
    }
    let pooled: Vec<_> = (0..4).map(|place| costs(&one_pool, place)).collect();
    let apart: Vec<_> = (0..4).map(|place| costs(&both, place)).collect();
    assert_ne!(pooled, apart, "in one pool all four share adopters");
}

/// The shipped scenarios of several authorities open with the published figures.
#[test]
fn shipped_regions_open_as_published() {
    let england = include_str!("../../scenarios/england-2017/baseline.toml");
    let england = load(&[("baseline.toml", england)]);
    let council = &england.authorities[0];
    assert_eq!(council.copies, 117);
    let children: u32 = council.model.stock.children.iter().map(|r| r.count).sum();
    assert!(
        (72_670.0 / 117.0 - f64::from(children)).abs() < 0.5,
        "{children}"
    );
    let ages = |model: &Model| {
        AgeBand::ALL.map(|band| {
            let rows = model.stock.children.iter().filter(|r| r.age == band);
            rows.map(|r| r.count).sum::<u32>()
        })
    };
    let published = [3_820.0, 9_170.0, 14_100.0, 28_540.0, 17_040.0];
    for (here, published) in ages(&council.model).into_iter().zip(published) {
        assert!(
            (published / 117.0 - f64::from(here)).abs() < 1.0,
            "{here} {published}"
        );
    }
    let three = region();
    let three: Vec<_> = three.authorities.iter().map(|a| ages(&a.model)).collect();
    let published = [
        [15, 26, 40, 104, 53],
        [19, 69, 108, 176, 112],
        [6, 23, 31, 89, 43],
    ];
    assert_eq!(three, published);
}
