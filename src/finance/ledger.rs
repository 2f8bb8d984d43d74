//! The ledger: what a run costs, by budget line and month.
//!
//! It listens to placements, allowances and events and multiplies by the price list. Sums are
//! whole numbers of a unit so small that neither a weekly price over some seconds nor a yearly
//! cost over some seconds needs rounding: a penny is [`Amount::PER_PENNY`] units. So the lines
//! add up to the total, doubled prices double every sum, and both hold exactly.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Range, Sub};

use serde::Serialize;

use crate::care::child::{Child, PlacementKind, Route};
use crate::care::record::{Event, Observer, View};
use crate::care::staying::StayKind;
use crate::des::probe::Gauge;
use crate::des::time::{SECONDS_PER_WEEK, SECONDS_PER_YEAR, SimTime};

use super::prices::{OptionCost, Pence, PriceList};

/// An exact amount of money. See the module's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// Units of a penny: the least common multiple of a week and a year (365.25 days) in
    /// seconds, so that a penny a week and a penny a year are both whole units a second.
    pub const PER_PENNY: i128 = 883_612_800;

    /// A sum of pence.
    pub const fn pence(pence: Pence) -> Amount {
        Amount(pence.0 as i128 * Self::PER_PENNY)
    }

    /// In pounds, to the nearest `f64`.
    pub fn pounds(self) -> f64 {
        self.0 as f64 / (100 * Self::PER_PENNY) as f64
    }
}

/// Units a second of one penny a week.
const PENNY_A_WEEK: i64 = Amount::PER_PENNY as i64 / SECONDS_PER_WEEK;
/// Units a second of one penny a year.
const PENNY_A_YEAR: i64 = Amount::PER_PENNY as i64 / SECONDS_PER_YEAR;

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        *self = *self + other;
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::ZERO, Add::add)
    }
}

/// A budget line. The first seven are the weekly prices of [`PlacementKind`], in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Fostering by relatives and friends.
    Kinship,
    /// The council's own foster carers.
    InHouse,
    /// Agency foster carers.
    Agency,
    /// Children's homes.
    ChildrensHome,
    /// Semi-independent accommodation.
    SemiIndependent,
    /// Support of children placed with parents.
    WithParents,
    /// Support of children placed with adopters, before the order.
    Adoptive,
    /// Social work with children in care.
    SocialWork,
    /// Allowances to special guardians.
    SpecialGuardianshipAllowance,
    /// Allowances under child arrangements orders.
    ChildArrangementsAllowance,
    /// Care proceedings.
    Proceedings,
    /// Finding and starting new placements.
    PlacementMoves,
    /// Family finding and introductions.
    AdoptionPlacement,
    /// Adoption support.
    AdoptionSupport,
    /// Recruiting and approving carers and adopters.
    Recruitment,
    /// What the option itself costs.
    Option,
    /// Fees to other agencies whose adopters take children.
    InterAgencyFees,
    /// Social work under supervision orders.
    Supervision,
    /// Young people with their former carers after eighteen.
    StayingPut,
    /// Young people near their former children's home after eighteen.
    StayingClose,
    /// Support of placements.
    Support,
}

impl Line {
    /// How many lines there are.
    pub const COUNT: usize = 21;

    /// All lines, in the order in which they are printed.
    pub const ALL: [Line; Self::COUNT] = [
        Self::Kinship,
        Self::InHouse,
        Self::Agency,
        Self::ChildrensHome,
        Self::SemiIndependent,
        Self::WithParents,
        Self::Adoptive,
        Self::SocialWork,
        Self::SpecialGuardianshipAllowance,
        Self::ChildArrangementsAllowance,
        Self::Proceedings,
        Self::PlacementMoves,
        Self::AdoptionPlacement,
        Self::AdoptionSupport,
        Self::Recruitment,
        Self::Option,
        Self::InterAgencyFees,
        Self::Supervision,
        Self::StayingPut,
        Self::StayingClose,
        Self::Support,
    ];

    /// The line that a placement's weekly price is booked to.
    pub fn of_placement(kind: PlacementKind) -> Line {
        Self::ALL[kind as usize]
    }

    /// The line that an allowance after care is booked to, for the routes that carry one.
    pub fn of_allowance(route: Route) -> Option<Line> {
        match route {
            Route::SpecialGuardianship => Some(Self::SpecialGuardianshipAllowance),
            Route::ChildArrangements => Some(Self::ChildArrangementsAllowance),
            _ => None,
        }
    }

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "kinship fostering",
            "in-house fostering",
            "agency fostering",
            "children's homes",
            "semi-independent",
            "with parents",
            "placed for adoption",
            "social work",
            "special guardianship allowances",
            "child arrangements allowances",
            "care proceedings",
            "placement moves",
            "adoption placements",
            "adoption support",
            "recruitment",
            "cost of the option",
            "inter-agency fees",
            "supervision orders",
            "staying put",
            "staying close",
            "support of placements",
        ][self as usize]
    }
}

/// Whether the placement that begins now is a move, which costs the finding of a new home.
///
/// The first placement of a child's life in care is no move, nor is going to parents or to
/// adopters (which has its own price), nor where an existing child happens to live when the run
/// begins.
pub fn is_move(now: SimTime, child: &Child) -> bool {
    let opening = child.existing && now == SimTime::START;
    costs_a_search(child.placement.kind, child.placement.ordinal) && !opening
}

fn costs_a_search(kind: PlacementKind, ordinal: u32) -> bool {
    ordinal > 0 && !matches!(kind, PlacementKind::Adoptive | PlacementKind::WithParents)
}

/// Adds up the cost of one run as it happens. See the module's text.
///
/// Cost: two multiplications an event; memory: one amount a line a month.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    prices: &'a PriceList,
    /// What runs by the week, in units a second.
    running: [Gauge; Line::COUNT],
    /// What was paid at once, in the month that has not ended yet.
    paid: [Amount; Line::COUNT],
    /// Months that have ended.
    months: Vec<[Amount; Line::COUNT]>,
    /// When the month that has not ended began.
    month_began: SimTime,
}

impl<'a> Ledger<'a> {
    /// An empty ledger at the start of a run.
    pub fn new(prices: &'a PriceList) -> Self {
        Self {
            prices,
            running: [Gauge::new(SimTime::START, 0); Line::COUNT],
            paid: [Amount::ZERO; Line::COUNT],
            months: Vec::new(),
            month_began: SimTime::START,
        }
    }

    /// How many months have ended.
    pub fn months(&self) -> usize {
        self.months.len()
    }

    /// What one line cost in these months (counted from 0, ended ones only).
    ///
    /// # Panics
    /// If a month has not ended.
    pub fn line(&self, line: Line, months: Range<usize>) -> Amount {
        self.months[months].iter().map(|m| m[line as usize]).sum()
    }

    /// What all lines cost in these months: exactly the sum of the lines.
    ///
    /// # Panics
    /// If a month has not ended.
    pub fn total(&self, months: Range<usize>) -> Amount {
        self.months[months].iter().flatten().copied().sum()
    }

    /// Adds what another has paid in the same months, exactly.
    pub fn add_up(&mut self, other: &Ledger<'_>) {
        let none = [Amount::ZERO; Line::COUNT];
        let months = self.months.len().max(other.months.len());
        self.months.resize(months, none);
        for (month, more) in self.months.iter_mut().zip(&other.months) {
            for (amount, more) in month.iter_mut().zip(more) {
                *amount += *more;
            }
        }
    }

    /// Begins (`change` = 1) or stops (−1) paying a weekly price.
    fn run_weekly(&mut self, now: SimTime, line: Line, weekly: Pence, change: i64) {
        self.running[line as usize].change(now, change * weekly.0 * PENNY_A_WEEK);
    }

    /// Pays at once.
    fn pay(&mut self, line: Line, pence: Pence, times: usize) {
        let times = i128::try_from(times).expect("a count of children fits");
        self.paid[line as usize] += Amount(Amount::pence(pence).0 * times);
    }

    /// A child in care has exactly one placement, so social work runs with it.
    fn run_placement(&mut self, now: SimTime, kind: PlacementKind, change: i64) {
        let weekly = self.prices.weekly[kind as usize];
        self.run_weekly(now, Line::of_placement(kind), weekly, change);
        self.run_weekly(
            now,
            Line::SocialWork,
            self.prices.social_work_weekly,
            change,
        );
    }

    fn run_allowance(&mut self, now: SimTime, route: Route, change: i64) {
        let weekly = match route {
            Route::SpecialGuardianship => self.prices.special_guardianship_weekly,
            _ => self.prices.child_arrangements_weekly,
        };
        if let Some(line) = Line::of_allowance(route) {
            self.run_weekly(now, line, weekly, change);
        }
    }

    fn run_stay(&mut self, now: SimTime, kind: StayKind, change: i64) {
        let (line, weekly) = match kind {
            StayKind::Put => (Line::StayingPut, self.prices.staying_put_weekly),
            StayKind::Close => (Line::StayingClose, self.prices.staying_close_weekly),
        };
        self.run_weekly(now, line, weekly, change);
    }

    fn run_support(&mut self, now: SimTime, support: usize, change: i64) {
        let weekly = self.prices.support_weekly.get(support).copied();
        self.run_weekly(now, Line::Support, weekly.unwrap_or_default(), change);
    }

    /// Those who were approved before the run were paid for before it.
    fn pay_approval(&mut self, strand: usize, approved: SimTime) {
        if approved > SimTime::START {
            let price = self.prices.approval.get(strand).copied();
            self.pay(Line::Recruitment, price.unwrap_or_default(), 1);
        }
    }
}

/// What an option costs from `began` (included) to `ended` (excluded).
fn option_cost(option: &OptionCost, began: SimTime, ended: SimTime) -> Amount {
    let mut cost = Amount::ZERO;
    if (began..ended).contains(&option.from) {
        cost += Amount::pence(option.one_off);
    }
    let runs = (ended - option.from.max(began)).seconds().max(0);
    cost + Amount(i128::from(option.a_year.0) * i128::from(PENNY_A_YEAR) * i128::from(runs))
}

impl Observer for Ledger<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        match event {
            Event::PlacementBegan(child) => {
                self.run_placement(now, child.placement.kind, 1);
                if is_move(now, child) {
                    self.pay(Line::PlacementMoves, self.prices.placement_move, 1);
                }
            }
            Event::PlacementEnded(child) => {
                self.run_placement(now, child.placement.kind, -1);
            }
            Event::AllowanceBegan(_, route) => self.run_allowance(now, route, 1),
            Event::AllowanceEnded(_, route) => self.run_allowance(now, route, -1),
            Event::SupervisionBegan(_) => {
                self.run_weekly(now, Line::Supervision, self.prices.supervision_weekly, 1);
            }
            Event::SupervisionEnded(_) => {
                self.run_weekly(now, Line::Supervision, self.prices.supervision_weekly, -1);
            }
            Event::HearingHeld { children, .. } => {
                self.pay(Line::Proceedings, self.prices.proceedings, children);
            }
            Event::PlacedForAdoption(_) => {
                self.pay(Line::AdoptionPlacement, self.prices.adoption_placement, 1);
            }
            Event::PeriodEnded(_, Route::Adopted) => {
                self.pay(Line::AdoptionSupport, self.prices.adoption_support, 1);
            }
            Event::InterAgencyPlacement(children) => {
                let largest = self.prices.inter_agency_fee.len();
                let fee = self.prices.inter_agency_fee[children.clamp(1, largest) - 1];
                self.pay(Line::InterAgencyFees, fee, 1);
            }
            Event::Enquired { strand, .. } => {
                let price = self.prices.enquiry.get(strand).copied();
                self.pay(Line::Recruitment, price.unwrap_or_default(), 1);
            }
            Event::StayBegan(stay) => self.run_stay(now, stay.kind, 1),
            Event::StayEnded(stay) => self.run_stay(now, stay.kind, -1),
            Event::SupportBegan(_, support) => self.run_support(now, support, 1),
            Event::SupportEnded(_, support) => self.run_support(now, support, -1),
            Event::Approved(household) => {
                self.pay_approval(household.strand, household.approved);
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, _month: usize, _view: View<'_>) {
        let mut month = std::mem::take(&mut self.paid);
        for (amount, gauge) in month.iter_mut().zip(&mut self.running) {
            *amount += Amount(gauge.integral_seconds(now));
            gauge.restart(now);
        }
        for option in &self.prices.options {
            month[Line::Option as usize] += option_cost(option, self.month_began, now);
        }
        self.months.push(month);
        self.month_began = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::adoption::Case;
    use crate::care::household::Household;
    use crate::care::store::Store;
    use crate::des::time::SimSpan;

    const WEEK: i64 = SECONDS_PER_WEEK;
    const MONTH: SimTime = SimTime::from_seconds(4 * WEEK);

    fn after_weeks(weeks: i64) -> SimTime {
        SimTime::from_seconds(weeks * WEEK)
    }

    fn prices() -> PriceList {
        PriceList {
            weekly: [300, 570, 820, 3000, 600, 150, 100].map(|pounds| Pence(pounds * 100)),
            social_work_weekly: Pence(10_000),
            special_guardianship_weekly: Pence(15_000),
            child_arrangements_weekly: Pence(10_001),
            supervision_weekly: Pence(4_000),
            proceedings: Pence(500_000),
            placement_move: Pence(80_000),
            adoption_placement: Pence(1_500_000),
            adoption_support: Pence(300_000),
            inter_agency_fee: [Pence(0); 4],
            approval: vec![Pence(800_000), Pence(3_000_000)],
            enquiry: vec![Pence(2_500), Pence(4_000)],
            staying_put_weekly: Pence(20_000),
            staying_close_weekly: Pence(15_000),
            support_weekly: vec![Pence(2_000)],
            options: vec![],
            discount_rate: 0.035,
            base_year: "2016-17".to_owned(),
        }
    }

    fn end_month(ledger: &mut Ledger<'_>, now: SimTime) {
        let month = ledger.months();
        let (children, cases, households) = Default::default();
        let (families, stays) = Default::default();
        let children: &Store<Child> = &children;
        let cases: &Store<Case> = &cases;
        let households: &Store<Household> = &households;
        let view = View {
            children,
            cases,
            households,
            families: &families,
            stays: &stays,
        };
        ledger.month_ended(now, month, view);
    }

    /// One of everything over two months of four weeks.
    fn a_story(prices: &PriceList) -> Ledger<'_> {
        let (first, second) = (PlacementKind::InHouse, PlacementKind::Agency);
        let mut ledger = Ledger::new(prices);
        ledger.run_placement(after_weeks(1), first, 1);
        ledger.run_placement(after_weeks(2), first, -1);
        ledger.run_placement(after_weeks(2), second, 1);
        let (took, children) = (SimSpan::WEEK, 2);
        ledger.event(after_weeks(3), Event::HearingHeld { took, children });
        end_month(&mut ledger, MONTH);
        let later = SimTime::from_seconds(5 * WEEK + 1);
        ledger.run_placement(later, second, -1);
        ledger.run_allowance(later, Route::ChildArrangements, 1);
        ledger.pay_approval(1, later);
        ledger.pay_approval(1, SimTime::START);
        end_month(&mut ledger, after_weeks(8));
        ledger
    }

    #[test]
    fn a_week_of_a_placement_costs_its_weekly_price() {
        let prices = prices();
        let ledger = a_story(&prices);
        assert_eq!(
            ledger.line(Line::InHouse, 0..1),
            Amount::pence(Pence(57_000))
        );
        assert_eq!(
            ledger.line(Line::Agency, 0..1),
            Amount::pence(Pence(164_000))
        );
        assert_eq!(
            ledger.line(Line::SocialWork, 0..1),
            Amount::pence(Pence(30_000))
        );
        assert_eq!(
            ledger.line(Line::Proceedings, 0..1),
            Amount::pence(Pence(1_000_000))
        );
    }

    #[test]
    fn a_second_of_a_placement_costs_a_604800th_of_a_week() {
        let prices = prices();
        let ledger = a_story(&prices);
        let second = Amount(i128::from(82_000 * PENNY_A_WEEK));
        let week = Amount::pence(Pence(82_000));
        assert_eq!(ledger.line(Line::Agency, 1..2), week + second);
        let allowance = ledger.line(Line::ChildArrangementsAllowance, 0..2);
        let full = i128::from(10_001_i64) * i128::from(PENNY_A_WEEK) * i128::from(3 * WEEK - 1);
        assert_eq!(allowance, Amount(full));
    }

    #[test]
    fn only_households_approved_during_the_run_are_paid_for() {
        let prices = prices();
        let paid = a_story(&prices).line(Line::Recruitment, 0..2);
        assert_eq!(paid, Amount::pence(Pence(3_000_000)));
    }

    #[test]
    fn the_lines_add_up_to_the_total_without_rounding() {
        let prices = prices();
        let ledger = a_story(&prices);
        let lines: Amount = Line::ALL.iter().map(|&l| ledger.line(l, 0..2)).sum();
        assert_eq!(lines, ledger.total(0..2));
        assert_eq!(lines, ledger.total(0..1) + ledger.total(1..2));
    }

    #[test]
    fn doubled_prices_double_every_sum_exactly() {
        let single = prices();
        let mut double = prices();
        let twice = |price: &mut Pence| price.0 *= 2;
        double.weekly.iter_mut().for_each(twice);
        double.approval.iter_mut().for_each(twice);
        twice(&mut double.social_work_weekly);
        twice(&mut double.child_arrangements_weekly);
        twice(&mut double.proceedings);
        twice(&mut double.placement_move);
        let once = a_story(&single).total(0..2);
        assert_eq!(a_story(&double).total(0..2), once + once);
    }

    #[test]
    fn an_option_is_paid_once_and_then_evenly_from_its_date() {
        let mut prices = prices();
        prices.options.push(OptionCost {
            name: "service".to_owned(),
            one_off: Pence(1_000),
            a_year: Pence(365_250),
            from: after_weeks(3),
        });
        let mut ledger = Ledger::new(&prices);
        end_month(&mut ledger, MONTH);
        end_month(&mut ledger, after_weeks(8));
        // 1,000 pence a day, exactly.
        assert_eq!(ledger.line(Line::Option, 0..1), Amount::pence(Pence(8_000)));
        assert_eq!(
            ledger.line(Line::Option, 1..2),
            Amount::pence(Pence(28_000))
        );
    }

    #[test]
    fn a_first_placement_and_those_with_parents_or_adopters_cost_no_search() {
        assert!(costs_a_search(PlacementKind::InHouse, 1));
        assert!(!costs_a_search(PlacementKind::InHouse, 0));
        assert!(!costs_a_search(PlacementKind::Adoptive, 3));
        assert!(!costs_a_search(PlacementKind::WithParents, 3));
    }

    #[test]
    fn lines_follow_placement_kinds() {
        for kind in PlacementKind::ALL {
            assert_eq!(Line::of_placement(kind).label(), kind.label());
        }
        for (place, line) in Line::ALL.iter().enumerate() {
            assert_eq!(*line as usize, place);
        }
    }

    #[test]
    fn a_penny_divides_into_the_seconds_of_a_week_and_of_a_year() {
        assert_eq!(PENNY_A_WEEK * SECONDS_PER_WEEK, Amount::PER_PENNY as i64);
        assert_eq!(PENNY_A_YEAR * SECONDS_PER_YEAR, Amount::PER_PENNY as i64);
    }
}
