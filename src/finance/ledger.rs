//! The ledger: what a run costs, by budget line and month.
//!
//! It listens to placements, allowances and events and multiplies by the price list. Sums are
//! whole numbers of a unit so small that neither a weekly price over some seconds nor a yearly
//! cost over some seconds needs rounding: a penny is [`Amount::PER_PENNY`] units. So the lines
//! add up to the total, doubled prices double every sum, and both hold exactly.
//!
//! What is known only later is booked in the month to which it belongs: the prices of ages that a
//! child has reached (`by_age`), the second stage of a fee (`fees`). So a month is final only when
//! the run is over.
//!
//! Prices are those of one base year. If a line's prices rise faster than prices in general, each of
//! its months is multiplied by the list's price level when the run is over, to the nearest unit; so
//! lines still add up exactly.

mod beds;
mod by_age;
mod fees;
mod overflow;
mod running;
mod support;

use std::ops::Range;

use crate::care::child::{Child, LegalStatus, PlacementKind, Route};
use crate::care::record::{Event, Observer, View};
use crate::des::time::SimTime;

use super::prices::{Dated, Pence, PriceList};

pub use super::amount::Amount;
pub use super::line::Line;
pub use overflow::Overflow;

use beds::Beds;
use running::Running;

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
    /// What runs by the week.
    running: [Running; Line::COUNT],
    /// What was paid at once, in the month that has not ended yet.
    paid: [Amount; Line::COUNT],
    /// Months that have ended.
    months: Vec<[Amount; Line::COUNT]>,
    /// What of them was known only later, by whole months (`by_age`).
    caught_up: Vec<[i64; Line::COUNT]>,
    /// When they ended.
    ends: Vec<SimTime>,
    /// When the month that has not ended began.
    month_began: SimTime,
    /// Since when it counts, and which month of the run was the first.
    began: (SimTime, usize),
    /// Who lives in beds that are paid for anyway.
    beds: Beds,
}

impl<'a> Ledger<'a> {
    /// An empty ledger at the start of a run.
    pub fn new(prices: &'a PriceList) -> Self {
        let mut ledger = Self {
            prices,
            running: [Running::default(); Line::COUNT],
            paid: [Amount::ZERO; Line::COUNT],
            months: Vec::with_capacity(12 * prices.years.len()),
            caught_up: Vec::new(),
            ends: Vec::with_capacity(12 * prices.years.len()),
            month_began: SimTime::START,
            began: (SimTime::START, 0),
            beds: Beds::default(),
        };
        ledger.book_block();
        ledger
    }

    /// The same from an instant on at which so many months of the run have ended. Nothing is paid
    /// from then on that would be paid whoever is there: booked beds, the option, recruitment.
    pub(super) fn of_run_off(prices: &'a PriceList, now: SimTime, months: usize) -> Self {
        Self {
            prices,
            running: [Running::default(); Line::COUNT],
            paid: [Amount::ZERO; Line::COUNT],
            months: Vec::with_capacity(12 * prices.years.len()),
            caught_up: Vec::new(),
            ends: Vec::with_capacity(12 * prices.years.len()),
            month_began: now,
            began: (now, months),
            beds: Beds::default(),
        }
    }

    fn is_of_run_off(&self) -> bool {
        self.began.1 > 0
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
        self.running[line as usize].change(now - self.month_began, change * weekly.0);
    }

    /// Pays at once.
    fn pay(&mut self, line: Line, pence: Pence, times: usize) {
        let times = i64::try_from(times).expect("a count of children fits");
        self.paid[line as usize] += Amount::pence(Pence(pence.0 * times));
    }

    /// Pays for finding adopters, to own staff in part and in part to another agency.
    fn pay_partly_bought(&mut self, price: Pence, times: usize) {
        let bought = price.share(self.prices.adoption_bought_share);
        self.pay(Line::InterAgencyFees, bought, times);
        self.pay(Line::AdoptionPlacement, Pence(price.0 - bought.0), times);
    }

    /// Pays for an enquiry or an approval of one of the strands.
    fn pay_recruitment(&mut self, now: SimTime, prices: &[Dated], strand: usize) {
        let price = prices.get(strand).map(|price| price.at(now));
        self.pay(Line::Recruitment, price.unwrap_or_default(), 1);
    }

    /// Where what was due at an instant that has passed is booked.
    fn booked_at(&mut self, due: SimTime, line: Line) -> &mut Amount {
        if due >= self.month_began {
            return &mut self.paid[line as usize];
        }
        let month = self.ends.partition_point(|end| *end <= due);
        &mut self.months[month][line as usize]
    }

    /// The run is over: nothing is booked any more.
    pub(super) fn close(&mut self) {
        self.add_up_caught_up();
        self.raise_to_price_level();
    }

    fn raise_to_price_level(&mut self) {
        let levels = self.prices.price_level.iter().skip(self.began.1);
        for (month, level) in self.months.iter_mut().zip(levels) {
            for (amount, level) in month.iter_mut().zip(level) {
                *amount = amount.times(*level);
            }
        }
    }

    /// A child in care has exactly one placement, so social work runs with it.
    fn placement_begins(&mut self, now: SimTime, child: &Child) {
        self.lives_there(now, child);
        if is_move(now, child) {
            self.pay(Line::PlacementMoves, self.prices.placement_move, 1);
        }
    }

    /// What is paid by the week for a child in care.
    pub(super) fn lives_there(&mut self, now: SimTime, child: &Child) {
        self.run_social_work(now, child.legal, 1);
        match self.own_bed(child) {
            Some(home) => self.fill_own_bed(now, home, 1),
            None if self.in_block(child) => self.take_bed(now, child),
            None => self.begin_by_age(now, by_age::of_placement(self.prices, child)),
        }
    }

    fn placement_ends(&mut self, now: SimTime, child: &Child) {
        self.run_social_work(now, child.legal, -1);
        match self.own_bed(child) {
            Some(home) => self.fill_own_bed(now, home, -1),
            None if self.in_block(child) => self.leave_bed(now, child),
            None => self.end_by_age(now, by_age::of_placement(self.prices, child)),
        }
    }

    /// What options and recruitment cost in the month that ends, whoever is there.
    fn pay_by_the_year(&self, month: &mut [Amount; Line::COUNT], now: SimTime) {
        let (began, years) = (self.month_began, &self.prices.years);
        for option in &self.prices.options {
            month[Line::Option as usize] += option.between(years, began, now);
        }
        for strand in &self.prices.recruitment {
            month[Line::Recruitment as usize] += strand.between(years, began, now);
        }
    }

    fn run_social_work(&mut self, now: SimTime, legal: LegalStatus, change: i64) {
        let weekly = self.prices.social_work_weekly[legal as usize];
        self.run_weekly(now, Line::SocialWork, weekly, change);
    }

    /// Those who were approved before the run were paid for before it.
    fn pay_approval(&mut self, strand: usize, approved: SimTime) {
        if approved > SimTime::START {
            let prices = self.prices;
            self.pay_recruitment(approved, &prices.approval, strand);
        }
    }
}

impl Observer for Ledger<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let prices = self.prices;
        match event {
            Event::PlacementBegan(child) => self.placement_begins(now, child),
            Event::PlacementEnded(child) => self.placement_ends(now, child),
            // The child lives somewhere: social work runs, and goes on at another price.
            Event::LegalStatus(child, before) => {
                self.run_social_work(now, before, -1);
                self.run_social_work(now, child.legal, 1);
            }
            Event::AllowanceBegan(child, route) => self.begin_allowance(now, child, route),
            Event::AllowanceEnded(child, route) => {
                self.end_by_age(now, by_age::of_allowance(prices, child, route));
            }
            Event::SupervisionBegan(_) => self.run_supervision(now, 1),
            Event::SupervisionEnded(_) => self.run_supervision(now, -1),
            Event::RelativesAssessed(_) => {
                self.pay(Line::Assessments, prices.relatives_assessment, 1);
            }
            Event::LegalPlanningMeeting(_) => {
                self.pay(Line::Proceedings, prices.legal_planning_meeting, 1);
            }
            Event::LegalAdvice(_) => self.pay(Line::Proceedings, prices.legal_advice, 1),
            Event::HearingHeld { children, .. } => {
                self.pay(Line::Proceedings, prices.proceedings, children);
            }
            Event::PlacementOrder(case) => {
                self.pay_partly_bought(prices.family_finding, case.members.len());
            }
            Event::Matched { .. } => self.pay(Line::Assessments, prices.adoption_panel, 1),
            Event::FormallyMatched(_) => self.pay(Line::Assessments, prices.fostering_panel, 1),
            Event::PlacedForAdoption(_) => {
                self.pay_partly_bought(prices.adoption_placement, 1);
            }
            Event::PeriodEnded(_, Route::Adopted) => {
                self.pay(Line::AdoptionSupport, prices.adoption_support, 1);
            }
            Event::InterAgencyPlacement(placed) => self.pay_first_stage(placed.children),
            Event::InterAgencyPlacementEnded { placed, adopted } => {
                self.pay_second_stage(now, placed, adopted);
            }
            Event::Enquired { strand, .. } => {
                self.pay_recruitment(now, &prices.enquiry, strand);
            }
            Event::BedsChanged { home, change } => self.offer_beds(now, home, change),
            Event::StayBegan(stay) => self.run_stay(now, stay, 1),
            Event::StayEnded(stay) => self.run_stay(now, stay, -1),
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
        let length = now - self.month_began;
        for (amount, running) in month.iter_mut().zip(&mut self.running) {
            *amount += running.end_month(length);
        }
        if !self.is_of_run_off() {
            self.pay_by_the_year(&mut month, now);
        }
        self.months.push(month);
        self.ends.push(now);
        self.month_began = now;
    }

    fn closing(&mut self, now: SimTime, view: View<'_>) {
        self.catch_up_with_ages(now, view);
        self.pay_second_stages_due(now, view);
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::by_age::ByTheWeek;
    use super::*;
    use crate::care::adoption::AgencyPlacement;
    use crate::care::child::{ByAge, Needs};
    use crate::care::record::Nobody;
    use crate::des::time::{SECONDS_PER_WEEK, SimSpan};
    use crate::finance::prices::{BlockBooking, StagedFee, Weekly};
    use crate::finance::yearly::{FinancialYear, YearlyCost};

    const WEEK: i64 = SECONDS_PER_WEEK;
    const MONTH: SimTime = SimTime::from_seconds(4 * WEEK);

    fn after_weeks(weeks: i64) -> SimTime {
        SimTime::from_seconds(weeks * WEEK)
    }

    fn prices() -> PriceList {
        let weekly = [300, 570, 820, 3000, 600, 150, 100, 5000];
        PriceList {
            weekly: weekly.map(|pounds| Weekly::same(Pence(pounds * 100))),
            social_work_weekly: [8_000, 12_000, 10_000, 9_000].map(Pence),
            special_guardianship_weekly: Weekly::same(Pence(15_000)),
            child_arrangements_weekly: Weekly::same(Pence(10_001)),
            proceedings: Pence(500_000),
            placement_move: Pence(80_000),
            approval: [800_000, 3_000_000]
                .map(|p| Dated::always(Pence(p)))
                .to_vec(),
            ..PriceList::default()
        }
    }

    fn end_month(ledger: &mut Ledger<'_>, now: SimTime) {
        let month = ledger.months();
        ledger.month_ended(now, month, Nobody::default().view());
    }

    /// A price by the week, of a child who has no birthday that matters.
    fn weekly(line: Line, prices: &ByAge<Pence>) -> ByTheWeek<'_> {
        ByTheWeek {
            line,
            prices,
            born: SimTime::START - SimSpan::from_years(11.0),
            since: SimTime::START,
        }
    }

    /// One of everything over two months of four weeks.
    fn a_story(prices: &PriceList) -> Ledger<'_> {
        let placed = |kind: PlacementKind| {
            let list = prices.weekly[kind as usize].of(Needs::None);
            weekly(Line::of_placement(kind), list)
        };
        let (first, second) = (
            placed(PlacementKind::InHouse),
            placed(PlacementKind::Agency),
        );
        let list = prices.child_arrangements_weekly.of(Needs::Complex);
        let allowance = weekly(Line::ChildArrangementsAllowance, list);
        let mut ledger = Ledger::new(prices);
        ledger.begin_by_age(after_weeks(1), first);
        ledger.run_social_work(after_weeks(1), LegalStatus::Section20, 1);
        ledger.end_by_age(after_weeks(2), first);
        ledger.begin_by_age(after_weeks(2), second);
        let held = Event::HearingHeld {
            first_entered: SimTime::START,
            took: SimSpan::WEEK,
            children: 2,
        };
        ledger.event(after_weeks(3), held);
        ledger.run_social_work(after_weeks(3), LegalStatus::Section20, -1);
        ledger.run_social_work(after_weeks(3), LegalStatus::CareOrder, 1);
        end_month(&mut ledger, MONTH);
        let later = SimTime::from_seconds(5 * WEEK + 1);
        ledger.end_by_age(later, second);
        ledger.begin_by_age(later, allowance);
        ledger.pay_approval(1, later);
        ledger.pay_approval(1, SimTime::START);
        end_month(&mut ledger, after_weeks(8));
        ledger
    }

    fn pence(pence: i64) -> Amount {
        Amount::pence(Pence(pence))
    }

    /// Social work: two weeks under section 20 at £80, one under a care order at £100.
    #[test]
    fn a_week_of_a_placement_costs_its_weekly_price() {
        let prices = prices();
        let ledger = a_story(&prices);
        let first_month = |line| ledger.line(line, 0..1);
        assert_eq!(first_month(Line::InHouse), pence(57_000));
        assert_eq!(first_month(Line::Agency), pence(164_000));
        assert_eq!(first_month(Line::SocialWork), pence(26_000));
        assert_eq!(first_month(Line::Proceedings), pence(1_000_000));
    }

    #[test]
    fn a_second_of_a_placement_costs_a_604800th_of_a_week() {
        let prices = prices();
        let ledger = a_story(&prices);
        let part = |price, seconds| {
            Amount::part(Pence(price), SimSpan::from_seconds(seconds), SimSpan::WEEK)
        };
        let placement = ledger.line(Line::Agency, 1..2);
        assert_eq!(placement, part(82_000, WEEK + 1));
        let allowance = ledger.line(Line::ChildArrangementsAllowance, 0..2);
        assert_eq!(allowance, part(10_001, 3 * WEEK - 1));
    }

    #[test]
    fn only_households_approved_during_the_run_are_paid_for() {
        let prices = prices();
        let paid = a_story(&prices).line(Line::Recruitment, 0..2);
        assert_eq!(paid, pence(3_000_000));
    }

    #[test]
    fn the_lines_add_up_to_the_total_without_rounding() {
        for level in [vec![], vec![[1.02_f64; Line::COUNT], [1.0404; Line::COUNT]]] {
            let mut prices = prices();
            prices.price_level = level;
            let mut ledger = a_story(&prices);
            ledger.raise_to_price_level();
            let lines: Amount = Line::ALL.iter().map(|&l| ledger.line(l, 0..2)).sum();
            assert_eq!(lines, ledger.total(0..2));
            assert_eq!(lines, ledger.total(0..1) + ledger.total(1..2));
        }
    }

    /// £1,640 with agency carers in the first month, at 5 % more: £1,722.
    #[test]
    fn a_month_is_raised_to_its_price_level() {
        let mut prices = prices();
        let mut level = [1.0; Line::COUNT];
        level[Line::Agency as usize] = 1.05;
        prices.price_level = vec![level, level];
        let mut ledger = a_story(&prices);
        ledger.raise_to_price_level();
        assert_eq!(ledger.line(Line::Agency, 0..1), pence(172_200));
        assert_eq!(ledger.line(Line::InHouse, 0..1), pence(57_000));
    }

    #[test]
    fn doubled_prices_double_every_sum_exactly() {
        let single = prices();
        let mut double = prices();
        let twice = |price: &mut Pence| price.0 *= 2;
        for weekly in &mut double.weekly {
            *weekly = weekly.map(|price| Pence(price.0 * 2));
        }
        let allowance = double.child_arrangements_weekly;
        double.child_arrangements_weekly = allowance.map(|price| Pence(price.0 * 2));
        let approval = [1_600_000, 6_000_000].map(|p| Dated::always(Pence(p)));
        double.approval = approval.to_vec();
        double.social_work_weekly.iter_mut().for_each(twice);
        twice(&mut double.proceedings);
        twice(&mut double.placement_move);
        let once = a_story(&single).total(0..2);
        assert_eq!(a_story(&double).total(0..2), once + once);
    }

    /// By hand: £366 a year from the beginning of week 3 in a year of 366 days: £1 a day.
    #[test]
    fn recruitment_costs_its_fixed_part_from_its_start() {
        let mut prices = prices();
        let ends = SimTime::from_days(366.0);
        prices.years = vec![FinancialYear {
            begins: SimTime::START,
            ends,
        }];
        prices.recruitment = vec![YearlyCost::from(after_weeks(3), Pence(36_600))];
        let mut ledger = Ledger::new(&prices);
        end_month(&mut ledger, MONTH);
        end_month(&mut ledger, after_weeks(8));
        assert_eq!(ledger.line(Line::Recruitment, 0..1), pence(700));
        assert_eq!(ledger.line(Line::Recruitment, 1..2), pence(2_800));
    }

    /// £27,000 for one child, two thirds at first. Placed on day 10: adopted after 200 days, the
    /// rest is paid with the order; adopted after two years, a year on, in a month that has ended;
    /// ended before a year: never; ended later: it was due.
    #[test]
    fn the_second_stage_of_a_fee_is_due_after_a_year_or_at_the_order() {
        let mut prices = prices();
        prices.inter_agency_fee = [StagedFee::new(Pence(2_700_000), 2.0 / 3.0); 4];
        let paid = |days: f64, adopted: bool| {
            let mut ledger = Ledger::new(&prices);
            let (since, children) = (SimTime::from_days(10.0), 1);
            let placed = AgencyPlacement {
                since,
                children,
                first_entered: SimTime::START,
            };
            ledger.event(since, Event::InterAgencyPlacement(placed));
            let months = |from: i32, to: i32| (from..to).map(|n| f64::from(n) * 100.0);
            let ended = (days / 100.0) as i32 + 1;
            for end in months(1, ended) {
                end_month(&mut ledger, SimTime::from_days(end));
            }
            let now = SimTime::from_days(days);
            ledger.event(now, Event::InterAgencyPlacementEnded { placed, adopted });
            for end in months(ended, 11) {
                end_month(&mut ledger, SimTime::from_days(end));
            }
            let month = |n: usize| ledger.line(Line::InterAgencyFees, n..n + 1);
            let months: Vec<f64> = (0..10).map(|n| month(n).pounds()).collect();
            months
        };
        let by_hand = |month: Option<usize>| {
            let mut months = vec![0.0; 10];
            months[0] = 18_000.0;
            month.inspect(|&n| months[n] = 9_000.0);
            months
        };
        assert_eq!(paid(210.0, true), by_hand(Some(2)));
        assert_eq!(paid(740.0, true), by_hand(Some(3)));
        assert_eq!(paid(370.0, false), by_hand(None));
        assert_eq!(paid(640.0, false), by_hand(Some(3)));
    }

    #[test]
    fn both_stages_of_a_fee_are_the_fee_to_the_penny() {
        for pence in [2_700_000, 4_300_001, 7] {
            let fee = StagedFee::new(Pence(pence), 2.0 / 3.0);
            assert_eq!(fee.first.0 + fee.rest.0, pence);
        }
        let all = StagedFee::new(Pence(100), 1.0);
        assert_eq!((all.first, all.rest), (Pence(100), Pence(0)));
    }

    /// Three beds at £2,000 a week that nobody fills cost £6,000 a week, on a line of their own.
    #[test]
    fn empty_beds_are_paid_for() {
        let mut prices = prices();
        prices.block_booking = BlockBooking {
            beds: 3,
            weekly: Pence(200_000),
        };
        let mut ledger = Ledger::new(&prices);
        end_month(&mut ledger, MONTH);
        assert_eq!(ledger.line(Line::EmptyBeds, 0..1), pence(4 * 600_000));
        assert_eq!(ledger.total(0..1), pence(4 * 600_000));
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
}
