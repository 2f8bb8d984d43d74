//! What no scenario can break: nobody is lost, nobody is in two places, no place is taken twice, and
//! every cost is a time or a number of payments at its price.
//!
//! Scenarios are drawn at random (rates, sizes, existing children, strands, changes of policy).

use std::collections::{BTreeMap, BTreeSet};

use permanence::care;
use permanence::care::adoption::Stage;
use permanence::care::child::{Child, LegalStatus, Needs, PlacementKind, Route, Standing};
use permanence::care::household::{HouseholdId, HouseholdKind};
use permanence::care::long_term::LongTerm;
use permanence::care::params::Model;
use permanence::care::record::{Event, Observer, View};
use permanence::care::staying::StayKind;
use permanence::des::stream::RunKey;
use permanence::des::time::{SECONDS_PER_WEEK, SimTime};
use permanence::finance::ledger::{Amount, Ledger, Line};
use permanence::finance::prices::{Pence, PriceList, Weekly};
use proptest::prelude::*;

/// Looks around after every month and holds the world to its identities.
#[derive(Default)]
pub(crate) struct Inspector {
    /// Children in care, as the events say.
    in_care: BTreeSet<u64>,
    /// Placements under way, as the events say.
    placements: BTreeMap<u64, PlacementKind>,
    /// Allowances under way, as the events say.
    allowances: BTreeSet<u64>,
    /// Young people who stay on, as the events say.
    stays: BTreeSet<u64>,
    /// Supports under way, as the events say.
    supports: BTreeSet<(u64, usize)>,
    started: bool,
    /// Whether adopters may be lent to other authorities.
    lends: bool,
}

impl Inspector {
    /// Of an authority in a pool.
    pub(crate) fn of_a_pool() -> Self {
        Self {
            lends: true,
            ..Self::default()
        }
    }

    fn inspect(&self, now: SimTime, view: View<'_>) {
        self.children(now, view);
        self.stays(now, view);
        cases(now, view);
        households(now, view, self.lends);
        beds(view);
        let followed = view.children.len();
        let after = view.children.values().filter(|c| !c.in_care());
        let why = after.filter(|c| {
            // What falls on this very instant has not happened yet: months end first.
            let breakdown =
                c.clocks.breaks_down_at >= now && c.clocks.breaks_down_at != SimTime::NEVER;
            let supervised = c.clocks.supervised_until != SimTime::NEVER;
            breakdown || supervised || self.allowances.contains(&c.root.bits())
        });
        assert_eq!(
            followed,
            self.in_care.len() + why.count(),
            "who is followed is in care, has an allowance, is supervised or may come back"
        );
    }

    fn children(&self, now: SimTime, view: View<'_>) {
        let mut roots = BTreeSet::new();
        for child in view.children.values() {
            let root = child.root.bits();
            assert!(roots.insert(root), "a child is followed once");
            assert!(
                child.clocks.eighteen_at >= now,
                "nobody is followed after 18"
            );
            assert_eq!(
                child.in_care(),
                self.in_care.contains(&root),
                "the events say so"
            );
            if child.in_care() {
                assert!(child.placed, "a child in care is placed: {child:?}");
                assert_eq!(self.placements.get(&root), Some(&child.placement.kind));
                assert!(child.placement.since >= child.entered || child.existing);
            } else {
                assert!(
                    !child.placed && child.case.is_none() && child.placement.household.is_none()
                );
                assert!(!self.placements.contains_key(&root));
            }
        }
    }
}

impl Inspector {
    fn stays(&self, now: SimTime, view: View<'_>) {
        let roots: BTreeSet<u64> = view.stays.values().map(|s| s.root.bits()).collect();
        assert_eq!(roots, self.stays, "the events say so");
        assert!(view.stays.values().all(|s| s.until >= now));
        let supported: BTreeSet<(u64, usize)> = view
            .children
            .values()
            .flat_map(|c| (0..64).map(move |i| (c, i)))
            .filter(|(c, i)| c.has_support(*i))
            .map(|(c, i)| (c.root.bits(), i))
            .collect();
        assert_eq!(supported, self.supports, "the events say so");
        for child in view.children.values() {
            let fostered = matches!(
                child.placement.kind,
                PlacementKind::InHouse | PlacementKind::Agency
            );
            let long = child.in_care() && fostered && child.legal == LegalStatus::CareOrder;
            assert_eq!(long, child.long_term != LongTerm::No, "{child:?}");
            assert!(child.in_care() || child.supports == 0);
        }
    }
}

fn cases(now: SimTime, view: View<'_>) {
    for (index, case) in view.cases.iter() {
        assert!(!case.members.is_empty(), "a case has children");
        assert!(case.next().0 >= now, "nothing due is forgotten");
        for member in &case.members {
            let child = &view.children[member.0];
            assert_eq!(child.case.map(|c| c.0), Some(index));
            assert_eq!(child.legal, LegalStatus::PlacementOrder);
            let placed = matches!(case.stage, Stage::Placed { .. });
            assert_eq!(placed, child.placement.kind == PlacementKind::Adoptive);
        }
    }
    for child in view.children.values() {
        if let Some(case) = child.case {
            let members = &view.cases[case.0].members;
            let me = members
                .iter()
                .filter(|m| view.children[m.0].root == child.root);
            assert_eq!(me.count(), 1, "a child's case knows it");
        }
    }
}

/// A bed taken is a child living there, and no home has more children than beds.
fn beds(view: View<'_>) {
    let mut living = vec![0; view.beds.len()];
    for child in view.children.values() {
        if let Some(home) = child.placement.bed {
            assert!(child.in_care() && child.placement.household.is_none());
            assert_eq!(child.placement.kind, PlacementKind::ChildrensHome);
            living[usize::from(home)] += 1;
        }
    }
    for (beds, living) in view.beds.iter().zip(living) {
        assert_eq!(beds.taken(), living);
        assert!(beds.taken() <= beds.total());
    }
}

fn households(now: SimTime, view: View<'_>, lends: bool) {
    let mut residents: BTreeMap<HouseholdId, u16> = BTreeMap::new();
    for child in view.children.values() {
        if let Some(household) = child.placement.household {
            *residents.entry(household).or_default() += 1;
            assert_eq!(child.placement.kind, PlacementKind::InHouse);
        }
    }
    for stay in view.stays.values() {
        if let Some(household) = stay.household {
            *residents.entry(household).or_default() += 1;
        }
    }
    let mut matched: BTreeMap<HouseholdId, u16> = BTreeMap::new();
    for case in view.cases.values() {
        if let Some(household) = case.household() {
            let before = matched.insert(household, case.members.len() as u16);
            assert_eq!(before, None, "adopters have one case");
        }
    }
    for (index, household) in view.households.iter() {
        let id = HouseholdId(index);
        let places = household.places;
        assert!(places.taken() + places.closed() <= places.total());
        assert!(!household.closing || (places.taken() > 0 && places.free() == 0));
        match household.kind {
            HouseholdKind::Foster => {
                let living = residents.remove(&id).unwrap_or(0);
                assert_eq!(
                    places.taken(),
                    living,
                    "a place taken is a child, or a young person who stays put, living there"
                );
                let resting = household.rests.len() as u16;
                assert!(household.closing || places.closed() == resting);
            }
            HouseholdKind::Adoptive => {
                // Children who are fostered for adoption live there and have no case yet.
                let fostered = residents.remove(&id).unwrap_or(0);
                let members = matched.remove(&id).unwrap_or(0) + fostered;
                assert!(
                    fostered == 0 || fostered == members,
                    "adopters have one family"
                );
                // Those who are lent have their family elsewhere.
                let lent = lends && household.lender.is_none() && members == 0;
                assert!(places.taken() > 0 || members == 0);
                assert!(places.taken() == 0 || members > 0 || lent);
                let away = household.back_at != SimTime::NEVER;
                assert_eq!(places.closed() > 0, away, "those who adopted may come back");
                assert!(!away || (members == 0 && household.back_at >= now));
                assert!(
                    places.taken() >= members,
                    "room for every child of the case"
                );
            }
        }
    }
    assert!(
        residents.is_empty() && matched.is_empty(),
        "nobody lives nowhere"
    );
}

impl Observer for Inspector {
    fn event(&mut self, _: SimTime, event: Event<'_>) {
        match event {
            Event::PeriodBegan(c) => assert!(self.in_care.insert(c.root.bits())),
            Event::PeriodEnded(c, _) => {
                assert!(self.in_care.remove(&c.root.bits()));
                assert!(!self.placements.contains_key(&c.root.bits()));
            }
            Event::PlacementBegan(c) => {
                let before = self.placements.insert(c.root.bits(), c.placement.kind);
                assert_eq!(before, None, "nobody lives in two places");
            }
            Event::PlacementEnded(c) => {
                let before = self.placements.remove(&c.root.bits());
                assert_eq!(before, Some(c.placement.kind));
            }
            Event::AllowanceBegan(c, _) => assert!(self.allowances.insert(c.root.bits())),
            Event::AllowanceEnded(c, route) => {
                assert!(self.allowances.remove(&c.root.bits()));
                assert!(Line::of_allowance(route).is_some());
            }
            Event::StayBegan(s) => assert!(self.stays.insert(s.root.bits())),
            Event::StayEnded(s) => assert!(self.stays.remove(&s.root.bits())),
            Event::SupportBegan(c, i) => assert!(self.supports.insert((c.root.bits(), i))),
            Event::SupportEnded(c, i) => assert!(self.supports.remove(&(c.root.bits(), i))),
            Event::BrokeDown(c, route) => match c.standing {
                Standing::AfterCare(left) => assert_eq!(left, route),
                Standing::InCare => panic!("a permanent home breaks down after care"),
            },
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, _: usize, view: View<'_>) {
        assert!(self.started);
        self.inspect(now, view);
    }

    fn opening(&mut self, view: View<'_>) {
        self.started = true;
        let in_care = view.children.values().filter(|c| c.in_care());
        self.in_care = in_care.map(|c| c.root.bits()).collect();
        self.inspect(SimTime::START, view);
    }
}

fn opening_counts_are_the_table(model: &Model, view: View<'_>) {
    let stock = &model.stock;
    for row in &stock.children {
        let those = view.children.values().filter(|c| {
            let age = c.age(SimTime::START).years();
            let (from, to) = row.age.bounds();
            c.in_care()
                && (from..to).contains(&age)
                && c.legal == row.legal
                && c.placement.kind == row.placement
                && (c.basis == care::child::Basis::AsylumSeeking) == row.asylum_seeking
        });
        assert_eq!(those.count(), row.count as usize, "{row:?}");
    }
    let orders = |route: Route| {
        let under = |c: &&Child| matches!(c.standing, Standing::AfterCare(r) if r == route);
        view.children.values().filter(under).count() as u32
    };
    let (guardianships, arrangements) = (stock.special_guardianships, stock.child_arrangements);
    assert_eq!(
        orders(Route::SpecialGuardianship),
        guardianships.iter().sum::<u32>()
    );
    assert_eq!(
        orders(Route::ChildArrangements),
        arrangements.iter().sum::<u32>()
    );
    let foster = view
        .households
        .values()
        .filter(|h| h.kind == HouseholdKind::Foster);
    let sum = |of: fn(u16) -> u32, places: Vec<u16>| places.into_iter().map(of).sum::<u32>();
    let foster: Vec<_> = foster.map(|h| h.places).collect();
    let total = sum(u32::from, foster.iter().map(|p| p.total()).collect());
    let wanted: u32 = (1..).zip(stock.foster_households).map(|(n, h)| n * h).sum();
    assert_eq!(total, wanted, "places are as given");
    let in_house: u32 = stock
        .children
        .iter()
        .filter(|r| r.placement == PlacementKind::InHouse)
        .map(|r| r.count)
        .sum();
    let taken = sum(u32::from, foster.iter().map(|p| p.taken()).collect());
    assert_eq!(
        taken,
        in_house + stock.staying_put,
        "places filled are as given"
    );
    let closed = sum(u32::from, foster.iter().map(|p| p.closed()).collect());
    let closing = view.households.values().filter(|h| h.closing);
    let notices: u32 = closing.map(|h| u32::from(h.places.closed())).sum();
    let unavailable = stock.unavailable_places.min(total - taken);
    assert_eq!(closed, unavailable.max(notices));
    let adopters = view
        .households
        .values()
        .filter(|h| h.kind == HouseholdKind::Adoptive);
    assert_eq!(adopters.count(), stock.adopters_waiting as usize);
}

/// An independent bill: every spell kept with its beginning, every payment with its price, added up in
/// pence and seconds and never divided.
struct Bill<'a> {
    prices: &'a PriceList,
    /// What runs: what it is, whose, since when.
    running: BTreeMap<(Line, u64, usize), SimTime>,
    /// Seconds times pence a week.
    weekly: [i128; Line::COUNT],
    /// Pence.
    once: [i128; Line::COUNT],
    horizon: SimTime,
    /// Beds of each home: how many, how many of them empty, and since when.
    beds: [(i64, i64, SimTime); 2],
}

impl<'a> Bill<'a> {
    fn new(prices: &'a PriceList, horizon: SimTime) -> Self {
        let (running, weekly, once) = Default::default();
        Self {
            prices,
            running,
            weekly,
            once,
            horizon,
            beds: [(0, 0, SimTime::START); 2],
        }
    }

    /// Beds are there, or not any more; so many more are empty.
    fn beds(&mut self, now: SimTime, home: u16, more: i64, more_empty: i64) {
        let price = self.prices.home_bed_weekly[usize::from(home)];
        let (beds, empty, since) = &mut self.beds[usize::from(home)];
        let owed = |number: i64| {
            i128::from((now - *since).seconds()) * i128::from(price.0) * i128::from(number)
        };
        self.weekly[Line::EmptyBeds as usize] += owed(*empty);
        self.weekly[Line::ChildrensHome as usize] += owed(*beds - *empty);
        (*beds, *empty, *since) = (*beds + more, *empty + more_empty, now);
        assert!(
            (0..=*beds).contains(empty),
            "no more are empty than there are"
        );
    }

    fn begin(&mut self, now: SimTime, line: Line, who: u64, which: usize) {
        assert_eq!(self.running.insert((line, who, which), now), None);
    }

    fn end(&mut self, now: SimTime, line: Line, who: u64, which: usize) {
        let began = self.running.remove(&(line, who, which)).expect("it runs");
        self.weekly[line as usize] += self.owed(now, line, which, began);
    }

    fn owed(&self, now: SimTime, line: Line, which: usize, began: SimTime) -> i128 {
        let p = self.prices;
        let of = |weekly: &Weekly, needs| weekly.of(needs)[0];
        let price = match line {
            Line::SocialWork => p.social_work_weekly[0],
            Line::SpecialGuardianshipAllowance => of(&p.special_guardianship_weekly, Needs::None),
            Line::ChildArrangementsAllowance => of(&p.child_arrangements_weekly, Needs::None),
            Line::AdoptionAllowance => of(&p.adoption_allowance_weekly, Needs::None),
            Line::Supervision => p.supervision_weekly,
            Line::StayingPut => p.staying_put_weekly,
            Line::StayingClose => p.staying_close_weekly,
            Line::Support => p.support_weekly[which],
            placement => of(&p.weekly[placement as usize], Needs::ALL[which]),
        };
        i128::from((now - began).seconds()) * i128::from(price.0)
    }

    fn pay(&mut self, line: Line, price: Pence, times: usize) {
        self.once[line as usize] += i128::from(price.0) * times as i128;
    }
}

fn allowance(route: Route) -> Line {
    match route {
        Route::SpecialGuardianship => Line::SpecialGuardianshipAllowance,
        Route::ChildArrangements => Line::ChildArrangementsAllowance,
        Route::Adopted => Line::AdoptionAllowance,
        _ => panic!("no allowance after {route:?}"),
    }
}

fn stay_line(stay: &care::staying::Stay) -> Line {
    match stay.kind {
        StayKind::Put => Line::StayingPut,
        StayKind::Close => Line::StayingClose,
    }
}

impl Observer for Bill<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let p = self.prices;
        match event {
            Event::PlacementBegan(c) => {
                let line = Line::ALL[c.placement.kind as usize];
                match c.placement.bed {
                    Some(home) => self.beds(now, home, 0, -1),
                    None => self.begin(now, line, c.root.bits(), c.needs as usize),
                }
                self.begin(now, Line::SocialWork, c.root.bits(), 0);
                let searched = !matches!(
                    c.placement.kind,
                    PlacementKind::Adoptive | PlacementKind::WithParents
                );
                let there = c.existing && now == SimTime::START;
                if searched && !there && c.placement.ordinal > 0 {
                    self.pay(Line::PlacementMoves, p.placement_move, 1);
                }
            }
            Event::PlacementEnded(c) => {
                let line = Line::ALL[c.placement.kind as usize];
                match c.placement.bed {
                    Some(home) => self.beds(now, home, 0, 1),
                    None => self.end(now, line, c.root.bits(), c.needs as usize),
                }
                self.end(now, Line::SocialWork, c.root.bits(), 0);
            }
            Event::BedsChanged { home, change } => self.beds(now, home, change, change),
            Event::AllowanceBegan(c, r) => self.begin(now, allowance(r), c.root.bits(), 0),
            Event::AllowanceEnded(c, r) => self.end(now, allowance(r), c.root.bits(), 0),
            Event::SupervisionBegan(c) => self.begin(now, Line::Supervision, c.root.bits(), 0),
            Event::SupervisionEnded(c) => self.end(now, Line::Supervision, c.root.bits(), 0),
            Event::StayBegan(s) => self.begin(now, stay_line(s), s.root.bits(), 0),
            Event::StayEnded(s) => self.end(now, stay_line(s), s.root.bits(), 0),
            Event::SupportBegan(c, n) => self.begin(now, Line::Support, c.root.bits(), n),
            Event::SupportEnded(c, n) => self.end(now, Line::Support, c.root.bits(), n),
            Event::HearingHeld { children, .. } => {
                self.pay(Line::Proceedings, p.proceedings, children);
            }
            Event::LegalPlanningMeeting(_) => {
                self.pay(Line::Proceedings, p.legal_planning_meeting, 1);
            }
            Event::LegalAdvice(_) => self.pay(Line::Proceedings, p.legal_advice, 1),
            Event::RelativesAssessed(_) => self.pay(Line::Assessments, p.relatives_assessment, 1),
            Event::Matched { .. } => self.pay(Line::Assessments, p.adoption_panel, 1),
            Event::FormallyMatched(_) => self.pay(Line::Assessments, p.fostering_panel, 1),
            Event::PlacementOrder(case) => {
                self.pay(
                    Line::AdoptionPlacement,
                    p.family_finding,
                    case.members.len(),
                );
            }
            Event::PlacedForAdoption(_) => {
                self.pay(Line::AdoptionPlacement, p.adoption_placement, 1);
            }
            Event::PeriodEnded(_, Route::Adopted) => {
                self.pay(Line::AdoptionSupport, p.adoption_support, 1);
            }
            Event::InterAgencyPlacement(placed) => {
                let fee = p.inter_agency_fee[placed.children.min(4) - 1];
                self.pay(Line::InterAgencyFees, fee.first, 1);
            }
            Event::Enquired { strand, .. } => {
                self.pay(Line::Recruitment, p.enquiry[strand].at(now), 1)
            }
            Event::Approved(h) if h.approved > SimTime::START => {
                self.pay(Line::Recruitment, p.approval[h.strand].at(now), 1);
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, _: usize, _: View<'_>) {
        if now == self.horizon {
            (0..2).for_each(|home| self.beds(now, home, 0, 0));
            for ((line, _, which), began) in std::mem::take(&mut self.running) {
                self.weekly[line as usize] += self.owed(now, line, which, began);
            }
        }
    }
}

/// An amount so many times over, by doubling.
fn times(amount: Amount, n: i64) -> Amount {
    let half = if n > 1 {
        times(amount, n / 2)
    } else {
        Amount::ZERO
    };
    let odd = if n % 2 == 1 { amount } else { Amount::ZERO };
    half + half + odd
}

/// Whole pence, however many.
fn pence(pence: i128) -> Amount {
    let billion = 1_000_000_000;
    let (many, rest) = (pence / billion, pence % billion);
    let unit = |pence: i128| Amount::pence(Pence(i64::try_from(pence).expect("it fits")));
    times(unit(many), billion as i64) + unit(rest)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 700,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn in_every_world_nobody_is_lost_and_no_place_is_taken_twice(seed in any::<u64>()) {
        let model = crate::support::rich(seed);
        care::run(&model, RunKey::new(seed, 1), Inspector::default());
    }

    #[test]
    fn who_was_there_or_came_has_left_or_is_still_there(seed in any::<u64>()) {
        let model = crate::support::rich(seed);
        let horizon = model.horizon();
        let books = care::run(&model, RunKey::new(seed, 2), crate::support::Accounts::new(horizon));
        prop_assert!(books.closed, "every month was closed");
        let left: u64 = books.left.iter().sum();
        prop_assert_eq!(books.initial + books.entered, left + books.stock.level() as u64);
    }

    /// The integral of a stock is the sum of the times spent in it, to the second: Little's law on one path.
    #[test]
    fn the_stock_integrated_is_the_time_in_care_added_up(seed in any::<u64>()) {
        let model = crate::support::rich(seed);
        let horizon = model.horizon();
        let books = care::run(&model, RunKey::new(seed, 3), crate::support::Accounts::new(horizon));
        prop_assert_eq!(books.stock.integral_seconds(horizon), books.time_in_care);
        for kind in PlacementKind::ALL {
            let integral = books.by_kind[kind as usize].integral_seconds(horizon);
            prop_assert_eq!(integral, books.time_placed[kind as usize], "{:?}", kind);
        }
        let placed: i128 = books.time_placed.iter().sum();
        prop_assert_eq!(placed, books.time_in_care, "a child in care is always placed");
    }

    #[test]
    fn the_opening_is_the_table(seed in any::<u64>()) {
        let model = crate::support::rich(seed);
        crate::support::look(&model, RunKey::new(seed, 4), |month, view| {
            if month == 0 {
                opening_counts_are_the_table(&model, view);
            }
        });
    }

    /// Each line before rounding is time × price and payments × price, here over a week's seconds so that
    /// nothing is divided; the option's line over a financial year's.
    #[test]
    fn every_budget_line_is_time_times_price(seed in any::<u64>()) {
        let model = crate::support::rich(seed);
        let strands = model.regimes[0].params.recruitment.len();
        let (prices, horizon) = (crate::support::prices(seed, strands), model.horizon());
        let watchers = (Ledger::new(&prices), Bill::new(&prices, horizon));
        let (ledger, bill) = care::run(&model, RunKey::new(seed, 5), watchers);
        let months = 0..ledger.months();
        for line in Line::ALL.into_iter().filter(|line| *line != Line::Option) {
            let expected = bill.weekly[line as usize]
                + bill.once[line as usize] * i128::from(SECONDS_PER_WEEK);
            let booked = ledger.line(line, months.clone());
            prop_assert_eq!(times(booked, SECONDS_PER_WEEK), pence(expected), "{:?}", line);
        }
        let option = &prices.options[0];
        let runs = i128::from((horizon - option.from).seconds());
        let year = crate::support::YEAR_OF_PRICES.seconds();
        let expected = runs * i128::from(option.a_year.steps[0].1.0)
            + i128::from(option.one_off.0) * i128::from(year);
        let booked = ledger.line(Line::Option, months.clone());
        prop_assert_eq!(times(booked, year), pence(expected));
        let lines: Amount = Line::ALL.iter().map(|line| ledger.line(*line, months.clone())).sum();
        prop_assert_eq!(lines, ledger.total(months));
    }
}

/// The random worlds book something to every line, so that the bill above checks each.
#[test]
fn every_budget_line_is_used_in_some_world() {
    let mut used = [false; Line::COUNT];
    for seed in 0..40 {
        let model = crate::support::rich(seed);
        let prices = crate::support::prices(seed, model.regimes[0].params.recruitment.len());
        let ledger = care::run(&model, RunKey::new(seed, 5), Ledger::new(&prices));
        for line in Line::ALL {
            used[line as usize] |= ledger.line(line, 0..ledger.months()) > Amount::ZERO;
        }
    }
    let unused = Line::ALL.into_iter().filter(|line| !used[*line as usize]);
    assert_eq!(unused.collect::<Vec<_>>(), []);
}
