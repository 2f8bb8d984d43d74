//! What is paid is what was lived and done, to the last unit: prices by needs and age, social work by
//! legal status, booked beds, allowances, the costs of steps, years, rising prices; and every mistake
//! in a price list is answered.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use permanence::care;
use permanence::care::child::{AgeBand, Child, LegalStatus, Needs, PlacementKind, Route};
use permanence::care::record::{Event, Observer, View};
use permanence::des::stream::{Root, RunKey};
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::run_one;
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::{Dated, Pence, PriceList};
use permanence::scenario::{Diagnostics, Scenario, explain_code};

const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");
const WORDS: [&str; 11] = [
    "kinship",
    "In-house",
    "agency",
    "Children's home",
    "semi-independent",
    "with_parents",
    "adoptive",
    "Secure",
    "Special guardianship allowance",
    "child arrangements allowance",
    "Adoption allowance",
];
const AGES: [&str; 5] = ["under 1", "1 to 4", "5 to 9", "10_to_15", "16 and over"];
const NEEDS: [&str; 3] = ["none", "additional", "complex"];

/// The shipped council with these keys and this price list, over three years.
fn council(keys: &str, list: &str) -> Result<Scenario, Diagnostics> {
    let text =
        format!("title = \"priced\"\nextends = \"baseline.toml\"\nassumption = true\n{keys}");
    let files = [
        ("baseline.toml", BASELINE),
        ("prices.csv", list),
        ("priced.toml", text.as_str()),
    ];
    Scenario::from_embedded(&files, "priced.toml")?.with_years(3)
}

fn valid(keys: &str, list: &str) -> Scenario {
    council(keys, list).unwrap_or_else(|found| panic!("{found}"))
}

/// Another odd price for each cell.
fn price(priced: usize, needs: usize, age: usize) -> i64 {
    100_000 + 10_007 * priced as i64 + 1_003 * needs as i64 + 101 * age as i64
}

/// A list with all of them, as a spreadsheet writes them.
fn full_list() -> String {
    let mut list = String::from("\u{feff}placement,needs,age,pounds_a_week,source\r\n");
    for (p, placement) in WORDS.iter().enumerate() {
        for (n, needs) in NEEDS.iter().enumerate() {
            for (a, age) in AGES.iter().enumerate() {
                let pence = price(p, n, a);
                let (thousands, rest) = (pence / 100_000, pence / 100 % 1_000);
                let pounds = format!("\"£{thousands},{rest:03}.{:02}\"", pence % 100);
                writeln!(list, "{placement},{needs},{age},{pounds},\"made, up\"\r").expect("text");
            }
        }
    }
    list
}

/// What somebody was paid for by the week, from when to when.
#[derive(Clone, Copy)]
struct Stretch {
    priced: usize,
    needs: Needs,
    far: bool,
    born: SimTime,
    from: SimTime,
    until: SimTime,
}

/// Everything lived, as it ends.
#[derive(Default)]
struct Lived {
    open: BTreeMap<(Root, bool), Stretch>,
    stretches: Vec<Stretch>,
    legal: BTreeMap<Root, (LegalStatus, SimTime)>,
    statuses: Vec<(LegalStatus, SimTime, SimTime)>,
    told: BTreeMap<&'static str, usize>,
    months: Vec<SimTime>,
    cases: usize,
}

impl Lived {
    fn begin(&mut self, now: SimTime, child: &Child, priced: usize, allowance: bool) {
        let stretch = Stretch {
            priced,
            needs: child.needs,
            far: !allowance && !child.placement.near,
            born: child.born,
            from: now,
            until: now,
        };
        let before = self.open.insert((child.root, allowance), stretch);
        assert!(before.is_none(), "one at a time");
    }

    fn end(&mut self, now: SimTime, child: Root, allowance: bool) {
        let open = self.open.remove(&(child, allowance)).expect("it has begun");
        self.stretches.push(Stretch { until: now, ..open });
    }

    fn legal_until(&mut self, now: SimTime, child: Root) {
        let (status, since) = self.legal.remove(&child).expect("it has begun");
        self.statuses.push((status, since, now));
    }
}

fn allowance(route: Route) -> usize {
    PlacementKind::ALL.len()
        + match route {
            Route::Adopted => 2,
            Route::ChildArrangements => 1,
            _ => 0,
        }
}

impl Observer for Lived {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let step = match event {
            Event::PlacementBegan(child) => {
                self.begin(now, child, child.placement.kind as usize, false);
                self.legal.insert(child.root, (child.legal, now));
                return;
            }
            Event::PlacementEnded(child) => {
                self.legal_until(now, child.root);
                return self.end(now, child.root, false);
            }
            Event::LegalStatus(child, _) if self.legal.contains_key(&child.root) => {
                self.legal_until(now, child.root);
                self.legal.insert(child.root, (child.legal, now));
                return;
            }
            Event::AllowanceBegan(child, route) => {
                return self.begin(now, child, allowance(route), true);
            }
            Event::AllowanceEnded(child, _) => return self.end(now, child.root, true),
            Event::RelativesAssessed(_) => "relatives",
            Event::LegalPlanningMeeting(_) => "meeting",
            Event::LegalAdvice(_) => "advice",
            Event::Matched { .. } => "match",
            Event::FormallyMatched(_) => "formal match",
            Event::PlacementOrder(case) => {
                *self
                    .told
                    .entry("children to find families for")
                    .or_default() += case.members.len();
                return;
            }
            Event::PeriodBegan(_) => {
                self.cases += 1;
                return;
            }
            _ => return,
        };
        *self.told.entry(step).or_default() += 1;
    }

    fn month_ended(&mut self, now: SimTime, _: usize, _: View<'_>) {
        self.months.push(now);
    }

    fn closing(&mut self, now: SimTime, _: View<'_>) {
        for (child, allowance) in self.open.keys().copied().collect::<Vec<_>>() {
            self.end(now, child, allowance);
        }
        for child in self.legal.keys().copied().collect::<Vec<_>>() {
            self.legal_until(now, child);
        }
    }
}

fn lived<'s>(scenario: &'s Scenario, prices: &'s PriceList) -> (Lived, Ledger<'s>) {
    let watchers = (Lived::default(), Ledger::new(prices));
    care::run(&scenario.model, RunKey::new(7, 3), watchers)
}

/// The part of one stretch of time that lies within another.
fn common(a: (SimTime, SimTime), b: (SimTime, SimTime)) -> SimSpan {
    let (from, until) = (a.0.max(b.0), a.1.min(b.1));
    if from < until {
        until - from
    } else {
        SimSpan::ZERO
    }
}

fn weeks(pence: i64, time: SimSpan) -> Amount {
    Amount::part(Pence(pence), time, SimSpan::WEEK)
}

impl Stretch {
    /// What it cost within a month, age by age.
    fn cost(&self, month: (SimTime, SimTime)) -> Amount {
        let at_age = |age: AgeBand| {
            let (from, to) = age.bounds();
            let [from, to] = [from, to].map(|years| self.born + SimSpan::from_years(years));
            let (from, until) = (self.from.max(from), self.until.min(to));
            let price = price(self.priced, self.needs as usize, age as usize);
            let bought = [
                Line::Agency,
                Line::ChildrensHome,
                Line::SemiIndependent,
                Line::Secure,
            ];
            // A quarter more out of the area, to the nearest penny.
            let price = match self.far && bought.contains(&LINES[self.priced]) {
                true => (5 * price + 2) / 4,
                false => price,
            };
            weeks(price, common((from, until), month))
        };
        AgeBand::ALL.into_iter().map(at_age).sum()
    }
}

const LINES: [Line; 11] = [
    Line::Kinship,
    Line::InHouse,
    Line::Agency,
    Line::ChildrensHome,
    Line::SemiIndependent,
    Line::WithParents,
    Line::Adoptive,
    Line::Secure,
    Line::SpecialGuardianshipAllowance,
    Line::ChildArrangementsAllowance,
    Line::AdoptionAllowance,
];

/// Every week of every placement and allowance, at its child's needs and age and where it is, in its
/// month.
#[test]
fn each_week_is_paid_at_the_childs_needs_and_age_to_the_last_unit() {
    let keys = "prices.list = \"prices.csv\"\nprices.out_of_area_uplift = 0.25\n\
                search.near = [0.8, 0.5, 0.4]\nsearch.secure_for_welfare = 0.3\nadoption.allowance = 0.7\n";
    let scenario = valid(keys, &full_list());
    let (lived, ledger) = lived(&scenario, &scenario.prices);
    let mut began = SimTime::START;
    let mut birthdays = 0;
    for (month, &ended) in lived.months.iter().enumerate() {
        for (priced, line) in LINES.into_iter().enumerate() {
            let those = lived.stretches.iter().filter(|s| s.priced == priced);
            let wanted: Amount = those.map(|s| s.cost((began, ended))).sum();
            let booked = ledger.line(line, month..month + 1);
            assert_eq!(booked, wanted, "{} in month {month}", line.label());
            // Nobody is there at the start.
            let none_at_first = [Line::Secure, Line::AdoptionAllowance].contains(&line);
            let some = wanted > Amount::ZERO || none_at_first;
            assert!(some, "{}", line.label());
        }
        began = ended;
    }
    for stretch in &lived.stretches {
        let age = |at: SimTime| AgeBand::of((at - stretch.born).years());
        birthdays += usize::from(age(stretch.from) != age(stretch.until));
    }
    let adopted = |s: &Stretch| LINES[s.priced] == Line::AdoptionAllowance;
    assert!(lived.stretches.iter().any(adopted));
    for line in [Line::Secure, Line::Agency] {
        let far = |s: &Stretch| LINES[s.priced] == line && s.far;
        assert!(lived.stretches.iter().any(far), "{}", line.label());
    }
    assert!(birthdays > 100, "{birthdays} birthdays matter");
    let names: Vec<&str> = scenario.inputs.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["baseline.toml", "prices.csv", "priced.toml"]);
    let digest = blake3::hash(full_list().as_bytes()).to_hex().to_string();
    assert_eq!(scenario.inputs[1].blake3, digest);
}

/// Empty needs and ages stand for all: the same prices in one line as in fifteen, and as the single
/// price has them.
#[test]
fn a_line_for_all_is_the_single_price() {
    let list = "source,age,needs,placement,pounds_a_week\nours,,,agency,£ 900\n\n";
    let listed = valid("prices.list = \"prices.csv\"\n", list);
    let single = valid("prices.agency_a_week = 900\n", "");
    assert_eq!(listed.prices, single.prices);
    let mut log = listed.assumptions.iter();
    let line = log
        .find(|line| line.key == "prices.list: agency")
        .expect("it is in the log");
    assert_eq!((line.value.as_str(), line.source.as_str()), ("900", "ours"));
    assert_eq!(
        (line.file.as_str(), line.unit.as_str()),
        ("prices.csv", "£ a week")
    );
}

/// Excel's plain "CSV" has the pound sign as the one byte A3.
#[test]
fn a_list_in_windows_1252_has_its_pound_signs() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("room");
    };
    write("baseline.toml", BASELINE.as_bytes());
    let keys = "title = \"priced\"\nextends = \"baseline.toml\"\nassumption = true\nprices.list = \"prices.csv\"\n";
    write("priced.toml", keys.as_bytes());
    write(
        "prices.csv",
        b"placement,needs,age,pounds_a_week,source\r\nagency,,,\"\xa31,234.50\",ours\r\n",
    );
    let listed = Scenario::load(&folder.path().join("priced.toml"));
    let single = valid("prices.agency_a_week = 1234.5\n", "");
    let weekly = |scenario: &Scenario| scenario.prices.weekly;
    assert_eq!(
        weekly(&listed.unwrap_or_else(|found| panic!("{found}"))),
        weekly(&single)
    );
}

#[test]
fn social_work_goes_by_legal_status() {
    let prices = [8_001, 14_003, 9_007, 12_011];
    let keys = "prices.social_work_a_week = [80.01, 140.03, 90.07, 120.11]\n";
    let scenario = valid(keys, "");
    let (lived, ledger) = lived(&scenario, &scenario.prices);
    let cost = |(status, from, until): &(LegalStatus, SimTime, SimTime)| {
        weeks(prices[*status as usize], *until - *from)
    };
    let wanted: Amount = lived.statuses.iter().map(cost).sum();
    assert_eq!(ledger.line(Line::SocialWork, 0..36), wanted);
    for status in LegalStatus::ALL {
        assert!(lived.statuses.iter().any(|(s, ..)| *s == status));
    }
}

/// How many live in children's homes at once, as stretches of time.
fn in_homes(lived: &Lived) -> Vec<(i64, SimSpan)> {
    let mut changes = Vec::new();
    let homes = lived.stretches.iter();
    for stretch in homes.filter(|s| s.priced == PlacementKind::ChildrensHome as usize) {
        changes.extend([(stretch.from, 1), (stretch.until, -1)]);
    }
    changes.push((lived.months[lived.months.len() - 1], 0));
    changes.sort();
    let (mut now, mut level) = (SimTime::START, 0);
    let mut levels = Vec::new();
    for (at, change) in changes {
        levels.push((level, at - now));
        (now, level) = (at, level + change);
    }
    levels
}

/// Beds are paid for filled or empty; each child above them at the price of the list.
#[test]
fn booked_beds_cost_the_same_filled_or_empty() {
    for beds in [1, 45, 400] {
        let keys =
            format!("prices.block_booked_beds = {beds}\nprices.block_booked_a_week = 2500\n");
        let scenario = valid(&keys, "");
        let (lived, ledger) = lived(&scenario, &scenario.prices);
        let levels = in_homes(&lived);
        let sum = |part: &dyn Fn(i64) -> i64| -> Amount {
            levels
                .iter()
                .map(|(level, time)| weeks(part(*level), *time))
                .sum()
        };
        let homes = sum(&|level| 250_000 * level.min(beds) + 300_000 * (level - beds).max(0));
        let empty = sum(&|level| 250_000 * (beds - level).max(0));
        assert_eq!(
            ledger.line(Line::ChildrensHome, 0..36),
            homes,
            "{beds} beds"
        );
        assert_eq!(ledger.line(Line::EmptyBeds, 0..36), empty, "{beds} beds");
        let (above, below) = (
            levels.iter().any(|l| l.0 > beds),
            levels.iter().any(|l| l.0 < beds),
        );
        println!("{beds} beds: ever above {above}, ever below {below}");
        assert!(above || beds == 400);
    }
}

/// Where prices go by age: those above the booking are those who came last, until they are covered.
#[test]
fn whoever_is_above_the_booking_longest_is_covered_next() {
    let beds = 45;
    let keys = format!(
        "prices.list = \"prices.csv\"\nprices.block_booked_beds = {beds}\nprices.block_booked_a_week = 2500\n"
    );
    let scenario = valid(&keys, &full_list());
    let (lived, ledger) = lived(&scenario, &scenario.prices);
    let kind = PlacementKind::ChildrensHome as usize;
    let homes = lived.stretches.iter().filter(|s| s.priced == kind);
    let homes: Vec<Stretch> = homes.copied().collect();
    // Those not covered at once wait, in the order of coming, for the next covered child to leave.
    let free_beds_cost = ledger.line(Line::ChildrensHome, 0..36);
    let levels = in_homes(&lived);
    let filled: Amount = levels
        .iter()
        .map(|(level, time)| weeks(250_000 * (*level).min(beds), *time))
        .sum();
    let horizon = lived.months[35];
    let all: Amount = homes
        .iter()
        .map(|s| s.cost((SimTime::START, horizon)))
        .sum();
    let above = levels
        .iter()
        .map(|(level, time)| (level - beds).max(0) * time.seconds());
    let above = SimSpan::from_seconds(above.sum());
    let prices = (0..3).flat_map(|n| (0..5).map(move |a| price(kind, n, a)));
    let (least, most) = (prices.clone().min(), prices.max());
    let spot = free_beds_cost - filled;
    assert!(spot >= weeks(least.expect("prices"), above));
    assert!(spot <= weeks(most.expect("prices"), above));
    assert!(spot > Amount::ZERO && spot < all);
}

const STEPS: &str = "prices.relatives_assessment = 2500.01\nprices.legal_planning_meeting = 600\n\
    prices.legal_advice = 1500\nprices.adoption_panel = 1200\nprices.fostering_panel = 400\n\
    prices.family_finding = 4000\nprices.adoption_bought_share = 0\nfostering.formal_match = 0.6\nprices.adoption_placement = 0\n\
    prices.proceedings = 0\n";

#[test]
fn steps_are_paid_as_they_are_taken() {
    let scenario = valid(STEPS, "");
    let (lived, ledger) = lived(&scenario, &scenario.prices);
    let told = |step: &str| i64::try_from(lived.told[step]).expect("a count");
    let line = |line| ledger.line(line, 0..36);
    let pence = |pence| Amount::pence(Pence(pence));
    let assessments = 250_001 * told("relatives") + 120_000 * told("match");
    let assessments = assessments + 40_000 * told("formal match");
    assert_eq!(line(Line::Assessments), pence(assessments));
    let legal = 60_000 * told("meeting") + 150_000 * told("advice");
    assert_eq!(line(Line::Proceedings), pence(legal));
    let finding = 400_000 * told("children to find families for");
    assert_eq!(line(Line::AdoptionPlacement), pence(finding));
    println!("{:?}, {} periods of care", lived.told, lived.cases);
    // Some go home before the relatives have been assessed; nobody is assessed twice.
    let assessed = told("relatives") as f64 / lived.cases as f64;
    assert!((0.2..0.8).contains(&assessed), "{assessed} of a child");
    assert_eq!(told("meeting"), told("advice"), "nobody is diverted here");
}

/// Half after the means test.
#[test]
fn the_means_test_leaves_a_share_of_the_allowance() {
    let keys = "prices.special_guardianship_paid_share = 0.5\nprices.child_arrangements_paid_share = 0.25\n";
    let [usual, tested] = ["", keys].map(|keys| valid(keys, ""));
    let (_, usual) = lived(&usual, &usual.prices);
    let (_, tested) = lived(&tested, &tested.prices);
    for (line, times) in [
        (Line::SpecialGuardianshipAllowance, 2),
        (Line::ChildArrangementsAllowance, 4),
    ] {
        let paid = tested.line(line, 0..36);
        assert_eq!(
            (0..times).map(|_| paid).sum::<Amount>(),
            usual.line(line, 0..36)
        );
        assert!(paid > Amount::ZERO);
    }
}

/// £120,000 a year is £120,000 in each financial year, 2019/20 with its 29 February included; a
/// fifth more for optimism.
#[test]
fn an_option_costs_its_yearly_amount_in_each_financial_year() {
    let keys = "option.service.cost_a_year = 120000\noption.service.one_off = 1000\n\
        option.service.optimism_bias = 0.2\nrecruitment.adopters.fixed_a_year = 50000\n";
    let [usual, optional] = ["", keys].map(|keys| valid(keys, ""));
    let (_, usual) = lived(&usual, &usual.prices);
    let (_, ledger) = lived(&optional, &optional.prices);
    for (year, once) in [(0..12, 120_000), (12..24, 0), (24..36, 0)] {
        let paid = Amount::pence(Pence(14_400_000 + once));
        assert_eq!(ledger.line(Line::Option, year.clone()), paid);
        let more =
            ledger.line(Line::Recruitment, year.clone()) - usual.line(Line::Recruitment, year);
        assert_eq!(more, Amount::pence(Pence(5_000_000)));
    }
}

/// A price as high as a file may have it, of the placements that cost most: a sum that is too great for the
/// numbers it is added up in would end the run.
#[test]
fn the_highest_price_that_a_list_can_have_is_added_up() {
    let list = "placement,needs,age,pounds_a_week,source\nagency,,,1000000000,most\nin-house,,,1000000000,most\n\
        childrens home,,,\"£1,000,000,000.00\",most\n";
    let scenario = valid("prices.list = \"prices.csv\"\n", list);
    let layout = Layout::new(scenario.start, &scenario.model);
    let cells = run_one(&scenario, 5, 0);
    let total = layout.position(Metric::CostTotalGbp, Group::All, "horizon");
    // A week at £1bn for each of some hundred children.
    assert!(cells[total.expect("a cell")] > 1e9 * 100.0 * 52.0);
}

/// Phased in over twelve months, £120,000 a year is paid at 0, 10,000, 20,000, … pounds a year from
/// month to month.
#[test]
fn an_options_yearly_cost_is_phased_in_as_it_is() {
    let text = "extends = \"baseline.toml\"\nphase_in_months = 12\ncourt.legal_advice_days = 14\n\
        option.service.cost_a_year = 120000\n";
    let files = [("baseline.toml", BASELINE), ("phased.toml", text)];
    let phased = Scenario::from_embedded(&files, "phased.toml").expect("valid");
    let (lived, ledger) = lived(&phased, &phased.prices);
    let year = SimSpan::from_days(365.0);
    let mut began = SimTime::START;
    for month in 0..12 {
        let ended = lived.months[month];
        let a_year = Pence(1_000_000 * month as i64);
        let paid = Amount::part(a_year, ended - began, year);
        assert_eq!(ledger.line(Line::Option, month..month + 1), paid);
        began = ended;
    }
    assert_eq!(
        ledger.line(Line::Option, 12..24),
        Amount::pence(Pence(12_000_000))
    );
}

/// Prices of 2016-17: in 2017/18 agency fees are 2 % dearer, in 2018/19 4.04 %, in 2019/20
/// 6.1208 %; other lines cost what they did, and the lines add up.
#[test]
fn prices_of_a_line_rise_from_the_base_year() {
    let [usual, rising] = ["", "prices.inflation = { agency = 0.02 }\n"].map(|k| valid(k, ""));
    let layout = Layout::new(usual.start, &usual.model);
    let [before, after] = [&usual, &rising].map(|scenario| run_one(scenario, 5, 0));
    let cell = |metric, group, year: &str| layout.position(metric, group, year).expect("a cell");
    for (year, times) in [
        ("2017/18", 1.02),
        ("2018/19", 1.0404),
        ("2019/20", 1.061_208),
    ] {
        let line = |line| cell(Metric::CostGbp, Group::Line(line), year);
        let agency = line(Line::Agency);
        let ratio: f64 = after[agency] / before[agency];
        assert!((ratio - times).abs() < 1e-12, "{ratio} in {year}");
        assert_eq!(before[line(Line::InHouse)], after[line(Line::InHouse)]);
        let total = cell(Metric::CostTotalGbp, Group::All, year);
        let more = after[total] - before[total] - before[agency] * (times - 1.0);
        assert!(more.abs() < 1e-4, "{more}");
    }
}

/// Asserts that a list is answered with one error on this line.
fn assert_list(list: &str, code: &str, line: usize, says: &str) {
    let found = council("prices.list = \"prices.csv\"\n", list).expect_err("an error");
    let shown = found.to_string();
    let hit = found
        .iter()
        .find(|d| d.code == code)
        .unwrap_or_else(|| panic!("{shown}"));
    assert_eq!(
        (hit.at.file.as_str(), hit.at.line),
        ("prices.csv", line),
        "{shown}"
    );
    assert!(shown.contains(says), "{says} in {shown}");
    assert!(!hit.help.is_empty() && explain_code(code).is_some());
    assert_eq!(found.len(), 1, "one error only:\n{shown}");
}

const HEAD: &str = "placement,needs,age,pounds_a_week,source\n";

#[test]
fn every_mistake_in_a_price_list_is_answered() {
    let with = |lines: &str| format!("{HEAD}{lines}");
    assert_list("", "P0260", 1, "empty");
    assert_list(
        "placement,needs,age,price,source\nagency,,,1,\n",
        "P0260",
        1,
        "pounds_a_week",
    );
    assert_list(
        "placement,needs,pounds_a_week,source\n",
        "P0260",
        1,
        "`age`",
    );
    assert_list(&with("agency,,,820\n"), "P0260", 2, "4 fields");
    assert_list(
        &with("agency,,,820,\n").replace(',', ";"),
        "P0260",
        1,
        "separated by semicolons",
    );
    assert_list(&with("agency,,,1,234,us\n"), "P0260", 2, "in quotes");
    assert_list(&with("agency,,,\"820,us\n"), "P0260", 2, "not closed");
    assert_list(
        &with("agency,,,820,\nagency,complex,,1500,\n"),
        "P0261",
        3,
        "two prices",
    );
    assert_list(&with("agency,,,-820,\n"), "P0262", 2, "negative");
    assert_list(&with("agency,,,(820.00),\n"), "P0262", 2, "negative");
    assert_list(&with("agency,,,820 a week,\n"), "P0262", 2, "no price");
    assert_list(&with("agency,,,8.205,\n"), "P0262", 2, "pence");
    assert_list(
        &with("agenzy,,,820,\n"),
        "P0107",
        2,
        "did you mean `agency`",
    );
    assert_list(
        &with("agency,complexe,,820,\n"),
        "P0107",
        2,
        "did you mean `complex`",
    );
    assert_list(
        &with("agency,,5 to 8,820,\n"),
        "P0107",
        2,
        "did you mean `5 to 9`",
    );
    assert_list(
        &with(",,,820,\n"),
        "P0107",
        2,
        "does not say what is priced",
    );
}

/// The keys are `prices.special_guardianship_a_week` and `prices.child_arrangements_a_week`.
#[test]
fn allowances_have_the_names_of_their_keys_in_a_list_too() {
    let list = format!(
        "{HEAD}special_guardianship,,,151.50,\nChild arrangements,,,99,\nadoption_allowance,,,88,\n"
    );
    let prices = valid("prices.list = \"prices.csv\"\n", &list).prices;
    let weekly = [
        prices.special_guardianship_weekly,
        prices.child_arrangements_weekly,
        prices.adoption_allowance_weekly,
    ];
    let paid = weekly.map(|weekly| weekly.of(Needs::Additional)[2]);
    assert_eq!(paid, [15_150, 9_900, 8_800].map(Pence));
    let twice = format!("{HEAD}special_guardianship,,,1,\nspecial guardianship allowance,,,2,\n");
    assert_list(&twice, "P0261", 3, "two prices");
}

#[test]
fn several_mistakes_are_reported_at_once() {
    let list = format!("{HEAD}agenzy,,,820,\nkinship,,,-1,\nkinship,,old,5,\n");
    let found = council("prices.list = \"prices.csv\"\n", &list).expect_err("errors");
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["P0107", "P0262", "P0107"]);
}

/// The message names the children and when the first of them needs it.
#[test]
fn a_price_that_is_needed_and_missing_is_named_before_the_run() {
    let list = format!(
        "{HEAD}agency,none,,800,\nagency,additional,,900,\nagency,complex,16 and over,1,\n"
    );
    let says = "a child with complex needs under one placed with agency carers";
    assert_list(&list, "P0263", 1, says);
    let found = council("prices.list = \"prices.csv\"\n", &list).expect_err("an error");
    assert!(found.to_string().contains("3 other prices"), "{found}");
    assert!(found.to_string().contains("2017-04-01"), "{found}");
    // Under 16 nobody lives in semi-independent accommodation.
    let list = format!("{HEAD}semi independent,,16 and over,600,\n");
    valid("prices.list = \"prices.csv\"\n", &list);
}

#[test]
fn a_list_is_looked_for_in_the_scenarios_folder_only() {
    for (target, code) in [
        ("../prices.csv", "P0302"),
        ("/etc/prices.csv", "P0302"),
        ("other.csv", "P0001"),
    ] {
        let keys = format!("prices.list = \"{target}\"\n");
        let found = council(&keys, HEAD).expect_err("an error");
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{found}");
    }
}

#[test]
fn prices_that_do_not_go_together_are_refused() {
    for (keys, code) in [
        ("prices.block_booked_beds = 3\n", "P0264"),
        ("prices.inflation.agenzy = 0.02\n", "P0107"),
        ("prices.social_work_a_week = [1, 2, 3]\n", "P0106"),
        ("prices.social_work_a_week = [1, 2, 3, -4]\n", "P0105"),
        ("prices.list = 3\n", "P0103"),
        ("prices.inter_agency_fee_first_share = 1.5\n", "P0105"),
        ("option.service.optimism_bias = -0.1\n", "P0105"),
    ] {
        let found = council(keys, HEAD).expect_err(keys);
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{found}");
    }
}

#[test]
fn prices_rise_from_a_financial_year_only() {
    let year = "base_year = \"2016-17\"";
    assert!(BASELINE.contains(year));
    let text = BASELINE.replace(year, "base_year = \"ours\"\ninflation.agency = 0.02");
    let found = Scenario::from_embedded(&[("baseline.toml", text.as_str())], "baseline.toml");
    let found = found.expect_err("no financial year");
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["P0265"], "{found}");
}

/// Prices that a list has need not be said again in a baseline.
#[test]
fn a_baseline_with_a_list_needs_no_single_prices_beside_it() {
    let lines = BASELINE
        .lines()
        .filter(|line| !line.starts_with("agency_a_week"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = text.replace("[prices]", "[prices]\nlist = \"prices.csv\"");
    let list = format!("{HEAD}agency,,,820,\n");
    let files = [
        ("prices.csv", list.as_str()),
        ("baseline.toml", text.as_str()),
    ];
    let scenario =
        Scenario::from_embedded(&files, "baseline.toml").unwrap_or_else(|e| panic!("{e}"));
    let usual = Scenario::from_embedded(&[("baseline.toml", BASELINE)], "baseline.toml");
    assert_eq!(scenario.prices, usual.expect("valid").prices);
    let names: Vec<&str> = scenario.inputs.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["baseline.toml", "prices.csv"]);
}

/// The message names who needs a single price, and when.
#[test]
fn a_single_price_that_is_missing_names_who_needs_it() {
    for (key, says) in [
        (
            "agency_a_week",
            "a child under one placed with agency carers needs it on the first day, 2017-04-01",
        ),
        ("adoptive_a_week", "placed with adopters needs it"),
        (
            "special_guardianship_a_week",
            "for whom a special guardianship allowance is paid needs it",
        ),
        (
            "legal_advice",
            "the first application to the court needs it, on 2017-04-01 at the earliest",
        ),
        ("proceedings", "the first final hearing needs it"),
        (
            "placement_move",
            "the first move to another placement needs it",
        ),
        ("adoption_support", "the first adoption order needs it"),
        ("social_work_a_week", "the first child in care needs it"),
    ] {
        let lines = BASELINE.lines().filter(|line| !line.starts_with(key));
        let text = lines.collect::<Vec<_>>().join("\n");
        let found = Scenario::from_embedded(&[("baseline.toml", text.as_str())], "baseline.toml");
        let found = found.expect_err(key).to_string();
        assert!(found.contains("P0102") && found.contains(key), "{found}");
        assert!(found.contains(says), "{key}: {found}");
    }
}

/// What would do nothing beside the list is refused wherever it stands above it.
#[test]
fn a_single_price_beside_its_list_is_refused() {
    let text = BASELINE.replace("[prices]", "[prices]\nlist = \"prices.csv\"");
    let list = format!("{HEAD}agency,,,820,\n");
    let belief = "extends = \"baseline.toml\"\nassumption = true\n[prices]\n";
    let read = |line: &str| {
        let belief = format!("{belief}{line}\n");
        let files = [
            ("prices.csv", list.as_str()),
            ("baseline.toml", text.as_str()),
            ("belief.toml", belief.as_str()),
        ];
        Scenario::from_embedded(&files, "belief.toml")
    };
    let found = read("agency_a_week = 900").expect_err("an error");
    let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["P0266"], "{found}");
    assert!(found.to_string().contains("belief.toml:4"), "{found}");
    let other = read("in_house_a_week = 600").unwrap_or_else(|e| panic!("{e}"));
    let needs = permanence::care::child::Needs::None;
    let price = |scenario: &Scenario| {
        let in_house = permanence::care::child::PlacementKind::InHouse;
        scenario.prices.weekly[in_house as usize].of(needs)[0]
    };
    assert_eq!(price(&other), Pence(60_000));
    // Varied assumptions: what reaches a price does, what cannot says so.
    let varied = other.with_assumptions(&[("prices.kinship_a_week", "1234")]);
    let varied = varied.unwrap_or_else(|e| panic!("{e}"));
    let kinship = permanence::care::child::PlacementKind::Kinship;
    assert_eq!(
        varied.prices.weekly[kinship as usize].of(needs)[0],
        Pence(123_400)
    );
    for (key, value) in [
        ("prices.agency_a_week", "900"),
        ("prices.list", "\"other.csv\""),
    ] {
        let found = other.with_assumptions(&[(key, value)]).expect_err(key);
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["P0266"], "{found}");
    }
}

/// Bought and nobody has said what it costs: refused at load time, with the first event that needs it;
/// 0 is an answer.
#[test]
fn what_is_bought_without_a_price_is_refused() {
    for (used, price, free, event) in [
        (
            "recruitment.adopters.provider = \"regional\"\n",
            "prices.inter_agency_fee",
            "[0, 0, 0, 0]",
            "the first placement with another agency's adopters (strand `adopters`)",
        ),
        (
            "support.respite.share = 0.2\n",
            "support.respite.a_week",
            "0",
            "the first child who is placed with `support.respite`",
        ),
        (
            "court.supervision_order = 0.3\n",
            "prices.supervision_a_week",
            "0",
            "the first supervision order",
        ),
        (
            "adoption.allowance = 0.2\n",
            "prices.adoption_allowance_a_week",
            "0",
            "the first adoption with an allowance",
        ),
        (
            "after_eighteen.staying_put = 0.3\n",
            "prices.staying_put_a_week",
            "0",
            "the first young person who stays put",
        ),
        (
            "after_eighteen.staying_close = 0.3\n",
            "prices.staying_close_a_week",
            "0",
            "the first young person who stays close",
        ),
    ] {
        let read = |keys: &str| {
            let option = format!("extends = \"baseline.toml\"\nfrom = 2018-07-01\n{keys}");
            let files = [
                ("baseline.toml", BASELINE),
                ("option.toml", option.as_str()),
            ];
            Scenario::from_embedded(&files, "option.toml")
        };
        let found = read(used).expect_err(used);
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["P0268"], "{found}");
        let shown = found.to_string();
        let says =
            format!("`{price}` is not set, and {event} needs it, on 2018-07-01 at the earliest");
        assert!(shown.contains(&says), "{shown}");
        // The price of a mechanism that starts later stands in the baseline, or in the option itself.
        if price.ends_with("_a_week") {
            let with_its_price = read(&format!("{used}{price} = {free}\n"));
            with_its_price.unwrap_or_else(|e| panic!("{e}"));
        }
        let belief =
            format!("extends = \"baseline.toml\"\nassumption = true\n{used}{price} = {free}\n");
        let files = [
            ("baseline.toml", BASELINE),
            ("belief.toml", belief.as_str()),
        ];
        Scenario::from_embedded(&files, "belief.toml").unwrap_or_else(|e| panic!("{e}"));
    }
}

const LISTED: &str = "prices.list = \"prices.csv\"\n";

/// What a list says of young people over eighteen is what the single prices say; they have no needs or age
/// to go by.
#[test]
fn who_stays_on_after_eighteen_can_be_priced_in_a_list() {
    let stay = "after_eighteen.staying_put = 0.4\nafter_eighteen.staying_close = 0.3\n";
    let list = format!("{HEAD}staying put,,,£210.50,\nStaying close,,,150,\n");
    let listed = valid(&format!("{LISTED}{stay}"), &list);
    let single = "prices.staying_put_a_week = 210.5\nprices.staying_close_a_week = 150\n";
    let single = valid(&format!("{single}{stay}"), "");
    assert_eq!(listed.prices, single.prices);
    assert_eq!(listed.prices.staying_put_weekly, Pence(21_050));
    for row in [
        "staying put,complex,,210,",
        "staying close,,16 and over,210,",
    ] {
        assert_list(&format!("{HEAD}{row}\n"), "P0260", 2, "has one price");
    }
}

/// A list that has what is paid to some adopters has it for every age; where nobody is paid nothing is asked.
#[test]
fn an_adoption_allowance_by_age_is_asked_for_where_one_is_paid() {
    let list = format!("{HEAD}adoption allowance,,1 to 4,80,\nadoption allowance,,5 to 9,90,\n");
    let unpaid = valid(LISTED, &list);
    let of_age = |age: usize| unpaid.prices.adoption_allowance_weekly.of(Needs::None)[age];
    assert_eq!([1, 2].map(of_age), [Pence(8_000), Pence(9_000)]);
    let found = council(&format!("{LISTED}adoption.allowance = 0.2\n"), &list);
    let found = found.expect_err("an error").to_string();
    let says = "a child without additional needs under one for whom an adoption allowance is paid";
    assert!(found.contains("P0263") && found.contains(says), "{found}");
}

/// In secure accommodation are those from ten on with complex needs, where some are placed there for their
/// welfare, and whoever is remanded; they grow older there.
#[test]
fn secure_accommodation_is_priced_for_those_who_can_be_there() {
    let read =
        |keys: &str, rows: &str| council(&format!("{LISTED}{keys}"), &format!("{HEAD}{rows}"));
    let nobody = read("", "secure,,10 to 15,5000,\n");
    nobody.unwrap_or_else(|found| panic!("{found}"));
    let welfare = "search.secure_for_welfare = 0.01\n";
    let both = "secure,complex,10 to 15,5000,\nsecure,complex,16 and over,5000,\n";
    read(welfare, both).unwrap_or_else(|found| panic!("{found}"));
    let says = |keys: &str, rows: &str, who: &str| {
        let found = read(keys, rows).expect_err("an error").to_string();
        assert!(found.contains("P0263") && found.contains(who), "{found}");
    };
    let young = "secure,complex,10 to 15,5000,\n";
    says(
        welfare,
        young,
        "with complex needs aged 16 or 17 placed in secure",
    );
    let remand = "entries.remand = [0, 0, 0, 0, 0.04]\nentries.asylum_seeking = [0, 0, 0, 0.006, 0.114]\nsearch.secure_on_remand = 0.5\n";
    says(
        remand,
        both,
        "without additional needs aged 16 or 17 placed in secure",
    );
    let older = "secure,,16 and over,5000,\n";
    read(remand, older).unwrap_or_else(|found| panic!("{found}"));
}

const INDEX: &str =
    "index = [95, 97, 100, 104]\nindex_from = \"2014-15\"\nindex_label = \"ours, 2018\"\n";

/// The shipped council with an index and this list.
fn indexed(keys: &str, list: &str) -> Result<Scenario, Diagnostics> {
    let text = BASELINE.replace("[prices]\n", &format!("[prices]\n{INDEX}{keys}"));
    let files = [("prices.csv", list), ("baseline.toml", text.as_str())];
    Scenario::from_embedded(&files, "baseline.toml")?.with_years(1)
}

/// By hand, from the prices of 2014-15 (95), 2015-16 (97) and 2017-18 (104) to those of 2016-17 (100):
/// £820 × 100 ÷ 97 = £845.36, £570 × 100 ÷ 95 = £600, £8,000 × 100 ÷ 104 = £7,692.31, £97 × 100 ÷ 97 = £100 and
/// £104 × 100 ÷ 104 = £100, £300 of the base year.
#[test]
fn prices_of_other_years_are_brought_to_the_base_year() {
    let keys = "list = \"prices.csv\"\n\
                price_year = { agency_a_week = \"2015-16\", in_house_a_week = \"2014/15\", recruitment = \"2017-18\", list = \"2015\" }\n";
    let list = "placement,needs,age,pounds_a_week,source,price_year\n\
                special guardianship allowance,,,97,us,\nchild arrangements allowance,,,104,us,2017-18\nkinship,,,300,us,2016-17\n";
    let scenario = indexed(keys, list).unwrap_or_else(|found| panic!("{found}"));
    let prices = &scenario.prices;
    let weekly = |kind: PlacementKind| prices.weekly[kind as usize].of(Needs::None)[0];
    let placements = [
        PlacementKind::Agency,
        PlacementKind::InHouse,
        PlacementKind::Kinship,
    ];
    assert_eq!(placements.map(weekly), [84_536, 60_000, 30_000].map(Pence));
    let allowances = [
        &prices.special_guardianship_weekly,
        &prices.child_arrangements_weekly,
    ];
    assert_eq!(
        allowances.map(|a| a.of(Needs::Complex)[4]),
        [Pence(10_000); 2]
    );
    assert!(
        prices.approval.contains(&Dated::always(Pence(769_231))),
        "{:?}",
        prices.approval
    );
    assert_eq!(prices.proceedings, Pence(500_000));
    let note =
        "Prices of 2014-15, 2015-16, 2017-18 are brought to 2016-17 by an index (ours, 2018).";
    assert!(
        prices.notes().iter().any(|said| said == note),
        "{:?}",
        prices.notes()
    );
    let unit = |key: &str| {
        let line = scenario.assumptions.iter().find(|line| line.key == key);
        line.map(|line| line.unit.clone()).expect(key)
    };
    assert_eq!(unit("prices.agency_a_week"), "£ a week, prices of 2015-16");
    assert_eq!(
        unit("prices.list: special guardianship allowance"),
        "£ a week, prices of 2015-16"
    );
    assert_eq!(
        unit("prices.list: child arrangements allowance"),
        "£ a week, prices of 2017-18"
    );
    assert_eq!(unit("prices.proceedings"), "£");
    assert_eq!(unit("prices.index"), "index");
}

#[test]
fn a_price_year_that_cannot_be_used_is_answered() {
    for (keys, list, code, says) in [
        (
            "price_year.agency = \"2015-16\"\n",
            "",
            "P0107",
            "no price `agency`",
        ),
        (
            "price_year.agency_a_week = \"last year\"\n",
            "",
            "P0265",
            "no financial year",
        ),
        (
            "price_year.agency_a_week = \"2019-20\"\n",
            "",
            "P0269",
            "has no 2019-20",
        ),
        (
            "list = \"prices.csv\"\nprice_year.agency_a_week = \"2015-16\"\n",
            "placement,needs,age,pounds_a_week,source\nagency,,,820,\n",
            "P0266",
            "would do nothing",
        ),
        (
            "list = \"prices.csv\"\n",
            "placement,needs,age,pounds_a_week,source,price_year\nagency,,,820,,2012-13\n",
            "P0269",
            "has no 2012-13",
        ),
        (
            "list = \"prices.csv\"\n",
            "placement,needs,age,pounds_a_week,source,price_year\nagency,,,820,,soon\n",
            "P0265",
            "no financial year",
        ),
    ] {
        let found = indexed(keys, list).expect_err(keys);
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{found}");
        assert!(found.to_string().contains(says), "{found}");
    }
    let nameless = BASELINE.replace("[prices]\n", "[prices]\nindex = [95, 97]\n");
    let found = Scenario::from_embedded(&[("baseline.toml", nameless.as_str())], "baseline.toml");
    let found = found.expect_err("no first year");
    assert!(found.to_string().contains("P0269"), "{found}");
    let option = "extends = \"baseline.toml\"\nprices.index_label = \"another\"\n";
    let files = [("baseline.toml", BASELINE), ("option.toml", option)];
    let found = Scenario::from_embedded(&files, "option.toml").expect_err("one for all");
    assert!(found.to_string().contains("index_label"), "{found}");
}

/// £13,500 of the £15,000 are another agency's fees: nine times what own staff cost, whatever was done, and
/// together what the whole price is.
#[test]
fn what_is_bought_of_an_adoption_is_a_fee_to_another_agency() {
    let paid = |share: &str| {
        let keys = format!("prices.adoption_bought_share = {share}\nprices.family_finding = 0\n");
        let scenario = valid(&keys, "");
        let (_, ledger) = lived(&scenario, &scenario.prices);
        [Line::AdoptionPlacement, Line::InterAgencyFees].map(|line| ledger.line(line, 0..36))
    };
    let ([own, bought], [all, nothing]) = (paid("0.9"), paid("0"));
    assert!(own > Amount::ZERO && nothing == Amount::ZERO);
    assert_eq!((0..9).map(|_| own).sum::<Amount>(), bought);
    assert_eq!(own + bought, all);
}
