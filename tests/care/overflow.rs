//! What it costs more that own carers were wanted and could not be found: day by day from what was told,
//! by tier, and nothing where nobody wanted them.

use std::collections::BTreeMap;

use crate::support::{always, days, prices, quiet, rich, row};
use permanence::care;
use permanence::care::child::{AgeBand, LegalStatus, Needs, PlacementKind};
use permanence::care::params::{Model, Tier};
use permanence::care::record::{Event, Observer, View};
use permanence::des::stream::RunKey;
use permanence::des::time::{SimSpan, SimTime};
use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::watchers::Watchers;
use permanence::finance::ledger::{Amount, Overflow};
use permanence::finance::prices::{Dated, Pence, PriceList, Weekly};

/// Placements that a search for own carers led to instead, from what is told of searches alone.
struct Instead<'p> {
    prices: &'p PriceList,
    open: BTreeMap<u64, (SimTime, Lived)>,
    lived: Vec<(Lived, SimSpan)>,
}

#[derive(Clone, Copy)]
struct Lived {
    kind: PlacementKind,
    near: bool,
    needs: Needs,
}

impl<'p> Instead<'p> {
    fn new(prices: &'p PriceList) -> Self {
        let (open, lived) = Default::default();
        Self {
            prices,
            open,
            lived,
        }
    }

    /// What was lived in placements of this kind, less own carers' price, no price going by age.
    fn cost(&self, kind: PlacementKind) -> Amount {
        let of_kind = self.lived.iter().filter(|(lived, _)| lived.kind == kind);
        let each = of_kind.map(|(lived, span)| {
            let week = |kind, near| {
                let price = self.prices.placement(kind, near).of(lived.needs)[0];
                Amount::part(price, *span, SimSpan::WEEK)
            };
            week(kind, lived.near) - week(PlacementKind::InHouse, true)
        });
        each.sum()
    }
}

impl Observer for Instead<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        let (child, instead) = match event {
            // Who is there at the start is taken to have been looked for as the order says.
            Event::PlacementBegan(child) if child.existing && now == SimTime::START => (
                child,
                child.placement.kind == PlacementKind::Agency || child.placement.overflow,
            ),
            Event::Searched {
                child,
                preferred: PlacementKind::InHouse,
                found,
            } => (child, found != PlacementKind::InHouse),
            Event::PlacementEnded(child) => {
                if let Some((since, lived)) = self.open.remove(&child.root.bits()) {
                    self.lived.push((lived, now - since));
                }
                return;
            }
            _ => return,
        };
        if instead {
            let lived = Lived {
                kind: child.placement.kind,
                near: child.placement.near,
                needs: child.needs,
            };
            let before = self.open.insert(child.root.bits(), (now, lived));
            assert!(before.is_none(), "one home at a time");
        }
    }

    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}

    fn closing(&mut self, now: SimTime, _: View<'_>) {
        for (since, lived) in std::mem::take(&mut self.open).into_values() {
            self.lived.push((lived, now - since));
        }
    }
}

/// In worlds in which everything happens, to the last unit.
#[test]
fn every_day_in_place_of_own_carers_counts_at_the_difference_of_the_prices() {
    let mut seen = [0; 2];
    for seed in 0..24 {
        let model = rich(seed);
        let prices = prices(seed, 8);
        // Who is there at the start counts as the opening's order says: here, own carers first.
        let mut order = model.opening.search.order.iter();
        if order.find(|tier| **tier != Tier::Relatives) != Some(&Tier::InHouse) {
            continue;
        }
        let watchers = (Instead::new(&prices), Overflow::new(&prices, &model.months));
        let (instead, overflow) = care::run(&model, RunKey::new(seed, 0), watchers);
        let months = 0..model.months.len() - 1;
        let tier = |tier| overflow.tier(tier, months.clone());
        let [agency, home] = [PlacementKind::Agency, PlacementKind::ChildrensHome].map(|kind| {
            seen[usize::from(kind == PlacementKind::ChildrensHome)] +=
                instead.lived.iter().filter(|l| l.0.kind == kind).count();
            instead.cost(kind)
        });
        assert_eq!(tier(Tier::Agency) + tier(Tier::OutOfArea), agency, "{seed}");
        assert_eq!(tier(Tier::ChildrensHome), home, "{seed}");
        assert_eq!(overflow.total(months.clone()), agency + home);
        let each = months.map(|month| overflow.total(month..month + 1));
        assert_eq!(each.sum::<Amount>(), agency + home);
    }
    println!("{seen:?} placements instead of own carers");
    assert!(seen.iter().all(|placements| *placements > 200), "{seen:?}");
}

/// £570 with own carers, £820 with an agency, £1,000 out of the area, £3,000 in a home.
fn example() -> PriceList {
    let mut prices = PriceList {
        approval: vec![Dated::default(); 2],
        ..PriceList::default()
    };
    let mut far = prices.weekly;
    for (kind, near, elsewhere) in [
        (PlacementKind::InHouse, 57_000, 99_000),
        (PlacementKind::Agency, 82_000, 100_000),
        (PlacementKind::ChildrensHome, 300_000, 400_000),
    ] {
        prices.weekly[kind as usize] = Weekly::same(Pence(near));
        far[kind as usize] = Weekly::same(Pence(elsewhere));
    }
    prices.weekly_out_of_area = Some(far);
    prices
}

/// The cells of the metric over the whole run: in total, by tier.
fn reported(model: &Model) -> [f64; 4] {
    let layout = Layout::new(jiff::civil::date(2020, 4, 1), model);
    let prices = example();
    let watchers = Watchers::new(&layout, &prices);
    let row = care::run(model, RunKey::new(3, 0), watchers).cells(&[]);
    let cell = |group| {
        let metric = Metric::UnmetInHouseExtraCostGbp;
        row[layout.position(metric, group, "horizon").expect("a cell")]
    };
    let [agency, far, home] = Tier::BOUGHT.map(|tier| cell(Group::Tier(tier)));
    [cell(Group::All), agency, far, home]
}

/// Seven children of five with no own carers about, 24 months of 30 days: 720 days.
fn seven(kind: PlacementKind) -> Model {
    let mut model = quiet(24);
    let cell = row(
        AgeBand::From5To9,
        LegalStatus::CareOrder,
        kind,
        7,
        days(300.0),
    );
    model.stock.children.push(cell);
    model
}

/// By hand: seven children for 720 days are 720 weeks.
#[test]
fn who_is_there_at_the_start_counts_from_the_first_day() {
    let by_agency = reported(&seven(PlacementKind::Agency));
    assert_eq!(by_agency, [720.0 * 250.0, 720.0 * 250.0, 0.0, 0.0]);
    let mut home = seven(PlacementKind::ChildrensHome);
    home.stock.overflow_share = 1.0;
    let extra = 720.0 * 2_430.0;
    assert_eq!(reported(&home), [extra, 0.0, 0.0, extra]);
}

/// A home, or an agency, that is what was wanted is no overflow; nor are relatives.
#[test]
fn what_was_wanted_costs_nothing_more() {
    let mut planned = seven(PlacementKind::ChildrensHome);
    planned.stock.overflow_share = 0.0;
    let mut agency_first = seven(PlacementKind::Agency);
    always(&mut agency_first, |p| {
        p.search.order = vec![Tier::Agency, Tier::InHouse, Tier::ChildrensHome];
    });
    for model in [planned, agency_first, seven(PlacementKind::Kinship)] {
        assert_eq!(reported(&model), [0.0; 4]);
    }
}

/// Seven children in a home for want of a family are looked for again at once (a hazard of 10⁵ a year) and
/// found carers out of the area: from then on, within minutes, what counts is their £1,000 less own carers'
/// £570. Two hours for all seven are 14 hours at £3,000 − £1,000 a week, £167, at the very most.
#[test]
fn a_step_down_leaves_the_difference_of_the_tier_that_it_finds() {
    let mut model = seven(PlacementKind::ChildrensHome);
    model.stock.overflow_share = 1.0;
    always(&mut model, |p| {
        p.search.order = vec![
            Tier::InHouse,
            Tier::Agency,
            Tier::OutOfArea,
            Tier::ChildrensHome,
        ];
        p.search.agency_offer = [0.0; 5];
        p.search.out_of_area_offer = [1.0; 5];
        p.search.step_down_a_year = 1e5;
    });
    let [total, agency, far, home] = reported(&model);
    println!("{total} = {agency} + {far} + {home}");
    assert_eq!(agency, 0.0);
    assert!(0.0 < home && home < 14.0 / 168.0 * 2_430.0, "{home}");
    // What they did not live in the home they lived out of the area.
    let weeks = 720.0 - home / 2_430.0;
    assert!((far - weeks * 430.0).abs() < 0.01, "{far}");
    assert!((total - far - home).abs() < 0.01, "{total}");
}
