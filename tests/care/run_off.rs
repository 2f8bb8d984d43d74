//! After the horizon: up to it nothing changes, beyond it the world is the one that a longer run would
//! have been, and what is paid for those who were there before can be worked out by hand.

use std::path::Path;

use crate::support::{always, at, days, prices, quiet, rate, rich, row, watch};
use permanence::care::child::{AgeBand, LegalStatus, PlacementKind};
use permanence::care::params::Model;
use permanence::care::record::{Event, Observer, View};
use permanence::care::{self};
use permanence::des::stream::RunKey;
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::layout::{Layout, Request};
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::replicate::{layout_of, run_laid_out};
use permanence::experiment::reported::ask_for_run_off;
use permanence::experiment::watchers::Watchers;
use permanence::experiment::{Comparison, Plan, compare, shorten};
use permanence::finance::ledger::{Amount, Line};
use permanence::finance::prices::{Pence, PriceList, Weekly};
use permanence::finance::run_off::RunOff;
use permanence::scenario::Scenario;

fn shipped(path: &str, years: u32) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut scenario = Scenario::load(&folder.join(path)).expect("a shipped scenario can be read");
    shorten(&mut scenario, years).expect("it runs longer than that");
    scenario
}

/// Every cell of a run is the same to the last bit; those of the run-off stand behind them.
#[test]
fn up_to_the_horizon_nothing_is_different() {
    for (path, years, futures) in [
        ("coventry-2017/all-together.toml", 4, 3),
        ("permanence-strategy-2018/baseline.toml", 3, 2),
        ("permanence-service/baseline.toml", 2, 2),
        ("regional-agency/baseline.toml", 2, 1),
    ] {
        let alone = shipped(path, years);
        let mut followed = alone.clone();
        ask_for_run_off(&mut followed);
        let layouts = [layout_of(&alone), layout_of(&followed)];
        assert!(layouts[0].run_off.is_empty() && layouts[1].run_off.len() > 12 * 21);
        let cells = layouts[0].cells.len();
        assert_eq!(layouts[0].cells, layouts[1].cells[..cells], "{path}");
        for future in 0..futures {
            let before = run_laid_out(&alone, &layouts[0], 3, future);
            let after = run_laid_out(&followed, &layouts[1], 3, future);
            let bits = |row: &[f64]| row.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&before), bits(&after[..cells]), "{path} {future}");
            let total = layouts[1].position(Metric::CostRunOffGbp, Group::All, "horizon");
            assert!(after[total.expect("asked for")] > 0.0, "{path}");
        }
    }
}

/// Watches a run that is longer than the one it judges: from that one's horizon on it counts what a
/// run-off counts.
struct Longer<'a> {
    prices: &'a PriceList,
    horizon: SimTime,
    run_off: Option<RunOff<'a>>,
}

impl Observer for Longer<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if let Some(run_off) = &mut self.run_off {
            run_off.event(now, event);
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        match &mut self.run_off {
            Some(run_off) => run_off.month_ended(now, month, view),
            None if now == self.horizon => {
                self.run_off = Some(RunOff::new(self.prices, now, month + 1, view));
            }
            None => {}
        }
    }
}

/// Follows the run-off of a model, and nothing else.
struct Follows<'a>(Longer<'a>);

impl Observer for Follows<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        self.0.event(now, event);
    }
    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        self.0.month_ended(now, month, view);
    }
    fn follows_run_off(&self) -> bool {
        true
    }
}

fn lines(run_off: &RunOff<'_>) -> [Amount; Line::COUNT] {
    let ledger = run_off.ledger();
    Line::ALL.map(|line| ledger.line(line, 0..ledger.months()))
}

/// The same years without a horizon between them.
fn without_horizon(model: &Model) -> Model {
    let mut longer = model.clone();
    longer.months.extend(&model.run_off);
    longer.run_off.clear();
    longer
}

fn paid_after(model: &Model, key: RunKey, prices: &PriceList) -> [[Amount; Line::COUNT]; 2] {
    let horizon = model.horizon();
    let watcher = || Longer {
        prices,
        horizon,
        run_off: None,
    };
    let followed = care::run(model, key, Follows(watcher())).0;
    let longer = care::run(&without_horizon(model), key, watcher());
    [followed, longer].map(|w| lines(&w.run_off.expect("the horizon was reached")))
}

/// The oracle of the run-off is a longer run: the same children, counted by the same rule, cost the same
/// to the unit, line by line. Chances go by identity, so the horizon leaves no trace. Left out is what goes on
/// only while a family is followed, which it is if one of its children will come back within the run: work that
/// a team has begun for it, the group of a baby born later.
#[test]
fn a_run_off_is_what_a_longer_run_would_have_been() {
    let mut coming_back = 0;
    for seed in 1..=8 {
        let mut model = rich(seed);
        always(&mut model, |p| {
            p.entries.later_born = 0.0;
            p.teams = std::array::from_fn(|_| None);
        });
        let prices = prices(seed, model.opening.recruitment.len());
        let key = RunKey::new(seed, 1);
        let [followed, longer] = paid_after(&model, key, &prices);
        assert_eq!(followed, longer, "{seed}");
        assert!(followed.iter().any(|paid| *paid > Amount::ZERO), "{seed}");
        for line in [Line::Recruitment, Line::Option, Line::EmptyBeds] {
            assert_eq!(followed[line as usize], Amount::ZERO);
        }
        let mut home = 0;
        watch(&without_horizon(&model), key, |now, event| {
            if let Event::BrokeDown(child, _) = event
                && now > model.horizon()
                && child.left < model.horizon()
            {
                home += 1;
            }
        });
        coming_back += home;
    }
    // Those put aside at home are the hard part: there are some.
    assert!(coming_back > 20, "{coming_back}");
    let scenario = shipped("coventry-2017/baseline.toml", 3);
    let [followed, longer] = paid_after(&scenario.model, RunKey::new(5, 2), &scenario.prices);
    assert_eq!(followed, longer);
}

/// £820 a week with agency carers, £100 of social work, £150 of allowance.
fn example() -> PriceList {
    let mut prices = PriceList {
        social_work_weekly: [Pence(10_000); 4],
        special_guardianship_weekly: Weekly::same(Pence(15_000)),
        discount_rate: 0.035,
        ..PriceList::default()
    };
    prices.weekly[PlacementKind::Agency as usize] = Weekly::same(Pence(82_000));
    prices
}

/// Cost by line and in present value, up to the horizon and after it.
fn cost(model: &Model, prices: &PriceList) -> [[f64; 3]; 2] {
    let start = jiff::civil::date(2020, 4, 1);
    let layout = Layout::new(start, model);
    let layout = layout.asked_for(
        &[
            Request::of(Metric::CostRunOffGbp),
            Request::of(Metric::CostRunOffPresentValueGbp),
        ],
        start,
        model,
    );
    let row = care::run(model, RunKey::new(3, 0), Watchers::new(&layout, prices)).cells(&[]);
    let at = |metric, group| {
        row[layout
            .position(metric, group, "horizon")
            .expect("asked for")]
    };
    [
        [
            at(
                Metric::CostGbp,
                Group::Line(Line::SpecialGuardianshipAllowance),
            ),
            at(Metric::CostTotalGbp, Group::All),
            at(Metric::CostPresentValueGbp, Group::All),
        ],
        [
            at(
                Metric::CostRunOffGbp,
                Group::Line(Line::SpecialGuardianshipAllowance),
            ),
            at(Metric::CostRunOffGbp, Group::All),
            at(Metric::CostRunOffPresentValueGbp, Group::All),
        ],
    ]
}

fn weeks(span: SimSpan) -> f64 {
    span.days() / 7.0
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.01, "{found} {expected}");
}

/// A quiet world of two years; the child whose birth is noted is the only one in it.
fn alone(change: impl Fn(&mut Model)) -> (Model, SimTime) {
    let mut model = quiet(24);
    change(&mut model);
    let mut born = None;
    watch(&model, RunKey::new(3, 0), |_, event| match event {
        Event::PlacementBegan(child) | Event::AllowanceBegan(child, _) => born = Some(child.born),
        _ => {}
    });
    (model, born.expect("a child is there"))
}

/// By hand: in the baseline a child stays with agency carers, in the option a guardian has taken an order.
/// From the horizon to the eighteenth birthday the one costs £920 a week, the other £150; up to the horizon
/// 720 days of it.
#[test]
fn care_avoided_and_allowances_taken_on_run_to_eighteen() {
    let prices = example();
    let eighteen = |born: SimTime| born + SimSpan::from_years(18.0);
    let (in_care, born) = alone(|model| {
        model.stock.children = vec![row(
            AgeBand::From5To9,
            LegalStatus::CareOrder,
            PlacementKind::Agency,
            1,
            days(400.0),
        )];
    });
    let [within, after] = cost(&in_care, &prices);
    near(within[1], 920.0 * 720.0 / 7.0);
    near(after[1], 920.0 * weeks(eighteen(born) - in_care.horizon()));
    assert_eq!(after[0], 0.0);
    let (guardian, born) = alone(|model| model.stock.special_guardianships = [0, 0, 1, 0, 0]);
    let [within, after] = cost(&guardian, &prices);
    near(within[1], 150.0 * 720.0 / 7.0);
    near(after[1], 150.0 * weeks(eighteen(born) - guardian.horizon()));
    assert_eq!(after[0], after[1]);
    // Months of 30 days after day 720, each from its middle.
    let end = eighteen(born).days();
    let months = (0..400).map(|n| 720.0 + 30.0 * f64::from(n));
    let value = months.map(|from| {
        let part = (end.min(from + 30.0) - from).max(0.0) / 7.0;
        150.0 * part * libm::pow(1.035, -(from + 15.0) / 365.25)
    });
    near(after[2], value.sum());
}

/// By hand: who turns eighteen stays with the carers to twenty-one, before the horizon or after it.
#[test]
fn who_stays_put_is_followed_to_twenty_one() {
    let mut prices = example();
    prices.staying_put_weekly = Pence(30_000);
    let (model, born) = alone(|model| {
        model.stock.children = vec![row(
            AgeBand::From16,
            LegalStatus::CareOrder,
            PlacementKind::Agency,
            1,
            days(400.0),
        )];
        model.stock.overflow_share = 0.0;
        always(model, |p| {
            p.after_eighteen.staying_put = 1.0;
            p.after_eighteen.leaves = 0.0;
        });
    });
    let [eighteen, twenty_one] = [18.0, 21.0].map(|years| born + SimSpan::from_years(years));
    let horizon = model.horizon();
    assert!(eighteen < horizon, "or the test is of something else");
    let [_, after] = cost(&model, &prices);
    near(after[1], 300.0 * weeks(twenty_one - horizon));
}

/// A child at home is nobody's cost until home breaks down: a year after the horizon this one comes back,
/// to agency carers, to eighteen. Who comes for the first time after the horizon is not counted.
#[test]
fn who_comes_back_is_counted_and_who_comes_later_is_not() {
    let prices = example();
    let mut model = quiet(24);
    model.stock.children = vec![row(
        AgeBand::From5To9,
        LegalStatus::Section20,
        PlacementKind::Agency,
        40,
        days(10.0),
    )];
    always(&mut model, |p| {
        p.home.rates = std::array::from_fn(|_| rate(50.0));
        p.home.reentry = days(1_080.0);
        p.entries.groups_a_year = [0.0, 0.0, 10.0, 0.0, 0.0];
    });
    // Nobody goes home a second time.
    let model = crate::support::from(&model, at(700.0), |p| {
        p.home.rates = std::array::from_fn(|_| rate(0.0));
    });
    let horizon = model.horizon();
    let mut by_hand = 0.0;
    let (mut back, mut later) = (0, 0);
    watch(&without_horizon(&model), RunKey::new(3, 0), |now, event| {
        if let Event::PeriodBegan(child) = event {
            let counted = child.first_entered < horizon;
            let to = child.born + SimSpan::from_years(18.0);
            if counted && now > horizon {
                back += 1;
                by_hand += weeks(to - now);
            }
            later += i32::from(!counted);
        }
    });
    let mut there = 0.0;
    crate::support::look(&model, RunKey::new(3, 0), |month, view| {
        if month == 24 {
            let here = view.children.values().filter(|child| child.in_care());
            there = here
                .map(|child| weeks(child.born + SimSpan::from_years(18.0) - horizon))
                .sum();
        }
    });
    assert!(back > 20 && later > 20, "{back} {later}");
    let [_, after] = cost(&model, &prices);
    let per_week = after[1] / (by_hand + there);
    println!("{back} came back, {later} came later: £{per_week} a week");
    near(after[1] / 1e3, (by_hand + there) * 920.0 / 1e3);
}

fn compared() -> Comparison {
    let mut scenarios = ["baseline.toml", "baseline.toml", "legal-advice-7-days.toml"]
        .map(|name| shipped(&format!("coventry-2017/{name}"), 2));
    scenarios.iter_mut().for_each(ask_for_run_off);
    compare(&scenarios[0], &scenarios[1..], &Plan::new(12, 7)).expect("comparable")
}

/// Lines and kinds of money add up to the total, in both parts; the parts add up to the whole; and the part
/// within the horizon is the difference that stands everywhere else.
#[test]
fn parts_add_up_in_every_comparison() {
    let c = compared();
    assert_eq!(c.run_offs.len(), 2);
    let total = c.at_horizon(Metric::CostTotalGbp).expect("always there");
    let after = c.at_horizon(Metric::CostRunOffGbp).expect("asked for");
    for (option, saved) in c.run_offs.iter().enumerate() {
        let paired = &c.differences[option].paired;
        near(saved.total.within.mean, paired[total].mean);
        near(saved.total.within.ci_low, paired[total].ci_low);
        near(saved.total.run_off.mean, paired[after].mean);
        near(saved.total.run_off.ci_high, paired[after].ci_high);
        let lines = saved.lines.iter().map(|l| [l.within, l.run_off, l.both]);
        let natures = saved.natures.iter().map(|n| [n.within, n.run_off, n.both]);
        let whole = [saved.total.within, saved.total.run_off, saved.total.both];
        let [mut of_lines, mut of_natures] = [[0.0; 3]; 2];
        lines.for_each(|l| (0..3).for_each(|n| of_lines[n] += l[n].mean));
        natures.for_each(|l| (0..3).for_each(|n| of_natures[n] += l[n].mean));
        for n in 0..3 {
            near(of_lines[n], whole[n].mean);
            near(of_natures[n], whole[n].mean);
        }
        near(whole[0].mean + whole[1].mean, whole[2].mean);
        let value = &saved.present_value;
        near(value.within.mean + value.run_off.mean, value.both.mean);
    }
    let nothing = &c.run_offs[0].total.both;
    assert_eq!(
        (nothing.mean, nothing.ci_low, nothing.ci_high),
        (0.0, 0.0, 0.0)
    );
    assert!(c.run_offs[1].total.run_off.mean != 0.0);
}

/// Follows a run-off: when its last month ended, and when it was said to be over.
#[derive(Default)]
struct Ends {
    latest: SimTime,
    month: SimTime,
    over: Option<SimTime>,
}

impl Observer for Ends {
    fn event(&mut self, now: SimTime, _: Event<'_>) {
        self.latest = now;
        let end = at(150.0);
        assert!(now <= end, "nothing happens beyond the last month");
    }
    fn month_ended(&mut self, now: SimTime, _: usize, _: View<'_>) {
        self.month = now;
    }
    fn follows_run_off(&self) -> bool {
        true
    }
    fn run_off_closing(&mut self, now: SimTime, _: View<'_>) {
        self.over = Some(now);
    }
}

/// Nobody is there at the horizon, on day 90: the first month after it finds that nobody is left.
#[test]
fn a_run_off_ends_with_the_first_month_that_finds_nobody() {
    let ends = care::run(&quiet(3), RunKey::new(4, 0), Ends::default());
    assert_eq!((ends.month, ends.over), (at(120.0), Some(at(120.0))));
}

/// If one of two watchers follows the run-off it is run, and both see its end, whichever of them asks.
#[test]
fn a_run_off_is_told_to_two_watchers_if_one_of_them_asks() {
    struct Waits(Option<SimTime>);
    impl Observer for Waits {
        fn event(&mut self, _: SimTime, _: Event<'_>) {}
        fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
        fn run_off_closing(&mut self, now: SimTime, _: View<'_>) {
            self.0 = Some(now);
        }
    }
    let key = RunKey::new(4, 0);
    let (first, second) = care::run(&quiet(3), key, (Ends::default(), Waits(None)));
    assert_eq!((first.over, second.0), (Some(at(120.0)), Some(at(120.0))));
    let (first, second) = care::run(&quiet(3), key, (Waits(None), Ends::default()));
    assert_eq!((first.0, second.over), (Some(at(120.0)), Some(at(120.0))));
    let (first, second) = care::run(&quiet(3), key, (Waits(None), Waits(None)));
    assert_eq!((first.0, second.0), (None, None));
}

/// Where the calendar has no more than two months after the horizon, on day 90, the world ends with them, on
/// day 150, though a child is there who was there before, and others come every other day.
#[test]
fn a_run_off_goes_no_further_than_its_months() {
    let mut model = quiet(3);
    model.run_off.truncate(2);
    let (age, legal) = (AgeBand::From5To9, LegalStatus::CareOrder);
    let child = row(age, legal, PlacementKind::Agency, 1, days(400.0));
    model.stock.children = vec![child];
    always(&mut model, |p| p.entries.groups_a_year[2] = 180.0);
    let ends = care::run(&model, RunKey::new(5, 0), Ends::default());
    assert_eq!(ends.month, at(150.0));
    assert!(ends.latest > at(120.0), "others came after the horizon");
}

/// Children who are adopted before the horizon, by families whom nothing will part, are followed no longer:
/// the first month after it finds that nobody is left, and does not wait until they are eighteen.
#[test]
fn a_run_off_does_not_wait_for_those_to_whom_nothing_can_happen() {
    let mut model = quiet(3);
    let (age, legal) = (AgeBand::From1To4, LegalStatus::PlacementOrder);
    model.stock.children = vec![row(age, legal, PlacementKind::Adoptive, 5, days(400.0))];
    always(&mut model, |p| {
        p.adoption.placed_to_order = std::array::from_fn(|_| days(70.0));
    });
    model.run_off.truncate(2);
    let mut adopted = 0;
    watch(&model, RunKey::new(6, 0), |_, event| {
        adopted += u32::from(matches!(event, Event::PeriodEnded(..)));
    });
    assert_eq!(adopted, 5);
    let ends = care::run(&model, RunKey::new(6, 0), Ends::default());
    assert_eq!((ends.month, ends.over), (at(120.0), Some(at(120.0))));
}
