//! What money cannot break, in scenarios drawn at random: causes, kinds of money, budget lines, months, years
//! and authorities add up to the total to the penny, and doubled prices double every cost.

use std::fmt::Write as _;

use permanence::experiment::compare::Comparison;
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::{Plan, compare, run_one};
use permanence::finance::ledger::Line;
use permanence::scenario::Scenario;
use proptest::prelude::*;

const COUNCIL: &str = include_str!("../scenarios/coventry-2017/baseline.toml");
const REGION: &str = include_str!("../scenarios/regional-agency/baseline.toml");
const POUNDS: &str = "placement,needs,age,pounds_a_week,source\n";
const PENNY: f64 = 0.01;

/// Numbers from a seed (a linear congruential generator: nothing rests on how good they are).
struct Drawn(u64);

impl Drawn {
    /// A whole number from 0 up to `most`.
    fn upto(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % (most + 1)
    }

    /// A share in tenths.
    fn share(&mut self) -> f64 {
        self.upto(10) as f64 / 10.0
    }
}

/// Prices of everything, each so many times over; shares are such that halves of pence never arise.
fn prices(drawn: &mut Drawn, times: u64) -> (String, String) {
    let mut pounds = |most: u64| times * 10 * (1 + drawn.upto(most / 10));
    let mut list = POUNDS.to_owned();
    for placement in [
        "kinship",
        "in house",
        "agency",
        "childrens home",
        "semi independent",
        "with parents",
        "adoptive",
        "secure",
        "special guardianship",
        "child arrangements",
        "adoption allowance",
    ] {
        for needs in ["none", "additional", "complex"] {
            for age in ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"] {
                writeln!(list, "{placement},{needs},{age},{},", pounds(4_000)).expect("text");
            }
        }
    }
    let mut keys =
        String::from("adoption_bought_share = 0.5\ninter_agency_fee_first_share = 0.5\n");
    for once in [
        "proceedings",
        "placement_move",
        "adoption_placement",
        "adoption_support",
        "family_finding",
        "relatives_assessment",
        "legal_planning_meeting",
        "legal_advice",
        "adoption_panel",
        "fostering_panel",
        "supervision_a_week",
        "staying_put_a_week",
        "staying_close_a_week",
        "block_booked_a_week",
    ] {
        writeln!(keys, "{once} = {}", pounds(9_000)).expect("text");
    }
    let by_status = [(); 4].map(|()| pounds(200));
    let fees = [(); 4].map(|()| pounds(60_000));
    writeln!(
        keys,
        "social_work_a_week = {by_status:?}\ninter_agency_fee = {fees:?}"
    )
    .expect("text");
    for (strand, most) in [("foster_carers", 15_000), ("adopters", 40_000)] {
        writeln!(
            keys,
            "[recruitment.{strand}]\ncost_per_approval = {}\nfixed_a_year = {}",
            pounds(most),
            pounds(60_000)
        )
        .expect("text");
    }
    (keys, list)
}

/// What a decision may change.
fn option(drawn: &mut Drawn, times: u64) -> String {
    let cost = times * 10 * drawn.upto(20_000);
    let once = times * 10 * drawn.upto(20_000);
    format!(
        "from = 2017-0{}-01\nphase_in_months = {}\n[option.decided]\ncost_a_year = {cost}\none_off = {once}\n\
         optimism_bias = {}\n[recruitment.adopters]\napprovals_a_year = {}\n[court]\nlegal_advice_days = {}\n",
        4 + drawn.upto(5),
        drawn.upto(6),
        if drawn.upto(1) == 0 { 0.0 } else { 1.0 },
        20 + drawn.upto(60),
        drawn.upto(40),
    )
}

/// A baseline and an option of it, of two years.
fn world(seed: u64, times: u64, rising: bool) -> [Scenario; 2] {
    let mut drawn = Drawn(seed);
    let (keys, list) = prices(&mut drawn, times);
    let beds = drawn.upto(30);
    let rises = match rising {
        true => format!(
            "[prices.inflation]\nagency = {}\nsocial_work = {}\n",
            drawn.share() / 10.0,
            drawn.share() / 10.0
        ),
        false => String::new(),
    };
    let believed = format!(
        "title = \"Priced\"\nextends = \"baseline.toml\"\nassumption = true\n\
         [prices]\nlist = \"prices.csv\"\nblock_booked_beds = {beds}\n{keys}{rises}"
    );
    let decided = format!(
        "title = \"Decided\"\nextends = \"priced.toml\"\n{}",
        option(&mut drawn, times)
    );
    let files = [
        ("baseline.toml", COUNCIL),
        ("prices.csv", list.as_str()),
        ("priced.toml", believed.as_str()),
        ("decided.toml", decided.as_str()),
    ];
    ["priced.toml", "decided.toml"].map(|name| {
        let scenario = Scenario::from_embedded(&files, name);
        let scenario = scenario.unwrap_or_else(|found| panic!("{found}\n{believed}{decided}"));
        scenario.with_years(2).expect("two years")
    })
}

fn mean(c: &Comparison, metric: Metric, group: Group, period: &str) -> f64 {
    let cell = c.layout.position(metric, group, period);
    let cell = cell.unwrap_or_else(|| panic!("{metric:?} {group:?} {period}"));
    c.differences[0].paired[cell].mean
}

fn near(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() < PENNY,
        "{what}: {found} is not {expected}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn causes_kinds_lines_months_and_years_add_up_to_the_penny(seed in any::<u64>()) {
        let [baseline, option] = world(seed, 1, true);
        let c = compare(&baseline, &[option], &Plan::new(4, seed)).expect("comparable");
        let total = |period: &str| mean(&c, Metric::CostTotalGbp, Group::All, period);
        let whole = total("horizon");
        let appraisal = &c.appraisals[0];
        near(appraisal.bridge.iter().map(|step| step.difference.mean).sum(), whole, "causes");
        near(appraisal.natures.iter().map(|step| step.difference.mean).sum(), whole, "kinds");
        let line = |line| mean(&c, Metric::CostGbp, Group::Line(line), "horizon");
        near(Line::ALL.map(line).iter().sum(), whole, "lines");
        near(total("2017/18") + total("2018/19"), whole, "years");
        let months = c.months_of(Metric::CostTotalGbp);
        assert_eq!(months.len(), 24);
        let of_month = |cell: usize| c.differences[0].paired[cell].mean;
        near(months.iter().map(|&cell| of_month(cell)).sum(), whole, "months");
        for year in ["2017/18", "2018/19"] {
            let line = |line| mean(&c, Metric::CostGbp, Group::Line(line), year);
            near(Line::ALL.map(line).iter().sum(), total(year), year);
        }
        near(appraisal.cumulative.last().expect("months").mean, whole, "added up");
    }

    #[test]
    fn doubled_prices_double_every_cost(seed in any::<u64>()) {
        let (once, twice) = (world(seed, 1, false), world(seed, 2, false));
        for (once, twice) in once.iter().zip(&twice) {
            let layout = Layout::new(once.start, &once.model);
            let [costs, doubled] = [once, twice].map(|scenario| run_one(scenario, seed, 0));
            let mut compared = 0;
            for (n, cell) in layout.cells.iter().enumerate() {
                if cell.metric.spec().unit == "gbp" {
                    // Optimism that is phased in rounds the price of an approval to a penny: once by half a penny,
                    // which is doubled, once by another half, for each of at most 80 approvals a year.
                    let off = (2.0 * costs[n] - doubled[n]).abs();
                    assert!(off <= 0.015 * 160.0, "{off}: {:?} {}", cell.metric, layout.label(cell.group));
                    assert!(costs[n] == 0.0 || doubled[n] != costs[n]);
                    compared += 1;
                }
            }
            assert!(compared > 100, "{compared}");
        }
    }

    #[test]
    fn authorities_add_up_to_the_penny(seed in any::<u64>()) {
        let mut drawn = Drawn(seed);
        let (_, list) = prices(&mut drawn, 1);
        let believed = "title = \"Priced\"\nextends = \"baseline.toml\"\nassumption = true\n\
            [prices]\nlist = \"prices.csv\"\n";
        let files = [("baseline.toml", REGION), ("prices.csv", list.as_str()), ("priced.toml", believed)];
        let scenario = Scenario::from_embedded(&files, "priced.toml");
        let scenario = scenario.unwrap_or_else(|found| panic!("{found}"));
        let scenario = scenario.with_years(1).expect("a year");
        let c = compare(&scenario, &[], &Plan::new(2, seed)).expect("it runs");
        let level = |group| {
            let cell = c.layout.position(Metric::CostTotalGbp, group, "horizon");
            c.scenarios[0].levels[cell.expect("a cell")].mean
        };
        let parts = (0..c.layout.authorities.len()).map(|n| level(Group::Authority(n as u8)));
        near(parts.sum(), level(Group::All), "authorities");
    }
}
