//! The shipped council: the published figures it starts from, and that nothing changes by itself.

use std::path::Path;

use permanence::care::child::{AgeBand, Child, LegalStatus, PlacementKind};
use permanence::care::household::HouseholdKind;
use permanence::care::params::{Approvals, Params, StockRow};
use permanence::care::record::{Event, Observer, View};
use permanence::care::{run, run_counted};
use permanence::des::RunKey;
use permanence::des::time::SimTime;
use permanence::scenario::Scenario;
use permanence::stats::Tally;

fn coventry(name: &str) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/coventry-2017");
    Scenario::load(&folder.join(name)).expect("a shipped scenario loads")
}

fn count(rows: &[StockRow], which: impl Fn(&StockRow) -> bool) -> u32 {
    rows.iter().filter(|r| which(r)).map(|r| r.count).sum()
}

/// What is refused as too large is refused by an estimate: to a factor of two in events.
#[test]
fn a_future_is_as_large_as_is_said_beforehand() {
    for name in ["baseline.toml", "all-together.toml"] {
        let model = coventry(name).model;
        let size = model.size();
        let events =
            (0..4).map(|replication| run_counted(&model, RunKey::new(1, replication), ()).1);
        let events = events.sum::<u64>() as f64 / 4.0;
        let ratio = size.events / events;
        println!("{name}: {size:?}, {events} events");
        assert!(
            (0.5..2.0).contains(&ratio),
            "{name}: {size:?}, {events} events"
        );
    }
}

/// SFR50_CLA2017, Coventry: the margins of the opening table. Homes are 77 of the 117 in homes and
/// semi-independence together, plus 4 in other residential settings.
#[test]
fn the_opening_table_adds_to_the_published_margins() {
    let model = coventry("baseline.toml").model;
    let rows = &model.stock.children;
    let by_age = AgeBand::ALL.map(|age| count(rows, |r| r.age == age));
    assert_eq!(by_age, [41, 78, 98, 244, 159]);
    let by_legal = LegalStatus::ALL.map(|legal| count(rows, |r| r.legal == legal));
    assert_eq!(by_legal, [141, 100, 311, 68]);
    let by_placement = PlacementKind::ALL.map(|kind| count(rows, |r| r.placement == kind));
    let [
        kinship,
        in_house,
        agency,
        homes,
        semi,
        parents,
        adoptive,
        secure,
    ] = by_placement;
    assert_eq!(kinship + in_house + agency, 461);
    assert_eq!((homes + semi, secure), (117 + 4, 0));
    assert_eq!((parents, adoptive), (17, 21));
    assert_eq!(count(rows, |r| r.asylum_seeking), 39);
    assert_eq!(count(rows, |_| true), 620);
}

/// Ofsted 2018: 65 vacant and 35 not available of the council's own places; 170 filled that are not with
/// relatives: 0.93 of the 242 in own provision (the others live in its homes), less 55 with the 50
/// households of family and friends.
#[test]
fn own_places_at_the_start_are_filled_vacant_and_closed_as_published() {
    let stock = coventry("baseline.toml").model.stock;
    let sizes = stock.foster_households.iter().zip(1..);
    let places: u32 = sizes.map(|(households, size)| households * size).sum();
    let filled = count(&stock.children, |r| r.placement == PlacementKind::InHouse);
    let vacant = places - filled - stock.unavailable_places;
    assert_eq!((filled, stock.unavailable_places), (170, 35));
    assert!((65..=68).contains(&vacant), "{vacant}");
}

/// Children in care at the end of each month.
#[derive(Default)]
struct Monthly {
    in_care: i32,
    at_month_end: Vec<f64>,
}

impl Observer for Monthly {
    fn event(&mut self, _: SimTime, event: Event<'_>) {
        match event {
            Event::PeriodBegan(_) => self.in_care += 1,
            Event::PeriodEnded(..) => self.in_care -= 1,
            _ => {}
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {
        self.at_month_end.push(f64::from(self.in_care));
    }

    fn opening(&mut self, view: View<'_>) {
        self.in_care = view.children.values().filter(|c| c.in_care()).count() as i32;
    }
}

/// Truth 6 at the size of a council. The change in month 1 is compared with the average monthly change
/// over months 2 to 4 of the same futures: a dip or bump at the start would be a difference; z = mean /
/// standard error over 300 futures, paired within each. (The opening in strict equilibrium is a test of its
/// own, on a world that has one: `care/theory.rs`.) And the published 620 is a requirement: the mean
/// stays within three per cent of it at the end of every month of ten years, beside four standard errors. Two are
/// not to be had: with 21 placed for adoption where 45 orders a year keep up 30, ten fewer leave in the
/// first year. Three are no matter: one future is further than that from another, a standard deviation from the
/// end of the first year on, so that nobody who has seen one year could tell.
#[test]
fn the_first_month_is_like_the_others_and_ten_years_are_level() {
    let model = coventry("baseline.toml").model;
    let mut first_against_rest = Tally::new();
    let mut levels = vec![Tally::new(); model.months.len() - 1];
    for replication in 0..300 {
        let seen = run(&model, RunKey::new(7, replication), Monthly::default()).at_month_end;
        let first = seen[0] - 620.0;
        let rest = (seen[3] - seen[0]) / 3.0;
        first_against_rest.push(first - rest);
        for (level, &seen) in levels.iter_mut().zip(&seen) {
            level.push(seen);
        }
    }
    let z = first_against_rest.mean() / first_against_rest.standard_error();
    println!("month 1 against months 2 to 4: z = {z:.2}");
    assert!(z.abs() < 4.0);
    for (month, level) in (1..).zip(&levels) {
        let away = (level.mean() / 620.0 - 1.0).abs();
        assert!(
            away < 0.03 + 4.0 * level.standard_error() / 620.0,
            "month {month}: {}",
            level.mean()
        );
        let one_future = level.sd() / 620.0;
        if month % 12 == 0 {
            println!(
                "month {month}: {:.1}, one future ± {one_future:.4}",
                level.mean()
            );
            assert!(one_future > 0.03, "month {month}: {one_future}");
        }
    }
}

/// Own places filled, vacant and not available, and children with agency carers, month by month.
#[derive(Default)]
struct Capacity {
    months: f64,
    filled: f64,
    vacant: f64,
    unavailable: f64,
    agency: f64,
}

impl Observer for Capacity {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        self.months += 1.0;
        let own = view.households.values();
        for h in own.filter(|h| h.kind == HouseholdKind::Foster) {
            self.filled += f64::from(h.places.taken());
            self.vacant += f64::from(h.places.free());
            self.unavailable += f64::from(h.places.closed());
        }
        let agency = |c: &&Child| c.in_care() && c.placement.kind == PlacementKind::Agency;
        self.agency += view.children.values().filter(agency).count() as f64;
    }
}

/// Truth 6 for capacity: 65 vacant own places beside 235 children with agencies must not fill in
/// month one. Requirements, with four standard errors of 100 futures: each figure within five at the end of
/// the first month and within eight over the first year; a rule that let own carers take every child would
/// empty the vacancies at once.
#[test]
fn own_carers_and_agencies_keep_the_published_balance() {
    let published = [170.0, 66.0, 35.0, 236.0];
    // Over the first year children with agencies are 5 % fewer than published: see docs/model.md.
    for (months, slacks) in [(1, [5.0; 4]), (12, [8.0, 8.0, 8.0, 12.0])] {
        let mut model = coventry("baseline.toml").model;
        model.months.truncate(months + 1);
        let mut means = vec![Tally::new(); published.len()];
        for replication in 0..100 {
            let seen = run(&model, RunKey::new(5, replication), Capacity::default());
            let sums = [seen.filled, seen.vacant, seen.unavailable, seen.agency];
            for (mean, sum) in means.iter_mut().zip(sums) {
                mean.push(sum / seen.months);
            }
        }
        for ((mean, published), slack) in means.iter().zip(published).zip(slacks) {
            let (found, error) = (mean.mean(), mean.standard_error());
            println!("{months} months: {found:.1} ± {error:.1}, published {published}");
            assert!((found - published).abs() < slack + 4.0 * error);
        }
    }
}

/// Children who live with relatives who foster: 55 at the start, in households that Ofsted counts, and no
/// fewer later on, though most relatives take an order. What is held is the mean over ten years of 60
/// futures, to a tenth and four standard errors.
#[test]
fn as_many_children_live_with_relatives_who_foster_as_at_the_start() {
    let model = coventry("baseline.toml").model;
    let kinship = |r: &StockRow| r.placement == PlacementKind::Kinship;
    let opening = f64::from(count(&model.stock.children, kinship));
    let mut mean = Tally::new();
    for replication in 0..60 {
        let seen = run(
            &model,
            RunKey::new(11, replication),
            WithRelatives::default(),
        );
        mean.push(seen.children / seen.months);
    }
    let (found, error) = (mean.mean(), mean.standard_error());
    println!("with relatives who foster: {found:.1} ± {error:.1}, {opening} at the start");
    assert!((found - opening).abs() < 0.1 * opening + 4.0 * error);
}

/// Children with relatives who foster, at the end of each month.
#[derive(Default)]
struct WithRelatives {
    months: f64,
    children: f64,
}

impl Observer for WithRelatives {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}

    fn month_ended(&mut self, _: SimTime, _: usize, view: View<'_>) {
        self.months += 1.0;
        let there = |c: &&Child| c.in_care() && c.placement.kind == PlacementKind::Kinship;
        self.children += view.children.values().filter(there).count() as f64;
    }
}

/// Calibration trap 6: about 0.83 of placement orders end in adoption, under either belief about
/// the half-life, because the scale is set with it. Counted from the fourth year on, when the cases that
/// were open at the start are through: as many cases are open at one end as at the other, so those placed
/// and those reversed are in proportion to the orders. About five in six is what the council could not tell
/// from it by a year of its own cases: within a standard error of a share of so many, beside four of the mean
/// over futures.
#[test]
fn about_five_in_six_placement_orders_end_in_adoption_whatever_the_half_life() {
    for name in ["baseline.toml", "half-life-3.1-years.toml"] {
        let model = coventry(name).model;
        let years = model.horizon().years() - FROM_YEAR;
        let (mut share, mut cases_a_year) = (Tally::new(), Tally::new());
        for replication in 0..60 {
            let seen = run(&model, RunKey::new(3, replication), Outcomes::default());
            let cases = seen.adopted + seen.reversed;
            share.push(seen.adopted / cases);
            cases_a_year.push(cases / years);
        }
        println!(
            "{name}: {:.3} ± {:.3}",
            share.mean(),
            share.standard_error()
        );
        let meant: f64 = 5.0 / 6.0;
        let of_a_year = (meant * (1.0 - meant) / cases_a_year.mean()).sqrt();
        println!(
            "{:.1} cases a year, so ± {of_a_year:.3}",
            cases_a_year.mean()
        );
        let away = (share.mean() - meant).abs();
        assert!(
            away < of_a_year + 4.0 * share.standard_error(),
            "{name}: {}",
            share.mean()
        );
    }
}

/// When the opening cases are through.
const FROM_YEAR: f64 = 3.0;

/// Children adopted and children whose plan for adoption ended, after the opening cases are through.
#[derive(Default)]
struct Outcomes {
    adopted: f64,
    reversed: f64,
}

impl Observer for Outcomes {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if now.years() < FROM_YEAR {
            return;
        }
        match event {
            Event::PlacedForAdoption(_) => self.adopted += 1.0,
            Event::NoLongerAdoption(case) => self.reversed += case.members.len() as f64,
            _ => {}
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

/// Titles say what the numbers do: 1.25 × the baseline's approvals; half instead of a quarter of new
/// adopters take two or more; ten households within a year; 28 days become 7; every case in parallel.
#[test]
fn the_options_change_what_their_titles_say() {
    let now = |name: &str| coventry(name).model.regimes[0].params.clone();
    let baseline = now("baseline.toml");
    let strand = |params: &Params, name: &str| {
        let found = params.recruitment.iter().find(|s| s.name == name);
        found.expect("the strand is there").clone()
    };
    let approvals = |params: &Params| match strand(params, "adopters").approvals {
        Approvals::AtRandom { a_year, .. } => a_year,
        Approvals::Planned { .. } => panic!("adopters are approved at random"),
    };
    let more = approvals(&now("more-adopters.toml"));
    assert_eq!(more, 1.25 * approvals(&baseline));
    let groups = |params: &Params| {
        strand(params, "adopters").largest_group[1..]
            .iter()
            .sum::<f64>()
    };
    assert!((groups(&baseline) - 0.25).abs() < 1e-12);
    assert!((groups(&now("adopters-for-siblings.toml")) - 0.5).abs() < 1e-12);
    let teenagers = strand(&now("teenage-foster-carers.toml"), "teenage_foster_carers");
    let planned = Approvals::Planned {
        households: 10,
        over_months: 12.0,
    };
    assert_eq!(teenagers.approvals, planned);
    let advice = |params: &Params| params.court.legal_advice.mean();
    let quick = now("legal-advice-7-days.toml");
    assert_eq!((advice(&baseline), advice(&quick)), (28.0, 7.0));
    assert_eq!(now("parallel-planning.toml").planning.parallel, 1.0);
    let all = now("all-together.toml");
    assert_eq!(
        (approvals(&all), groups(&all), advice(&all)),
        (more, 0.5, 7.0)
    );
    assert_eq!(all.planning.parallel, 1.0);
    assert_eq!(strand(&all, "teenage_foster_carers").approvals, planned);
}
