//! Prices: pounds in the file, whole pence in the ledger.

use jiff::ToSpan;

use crate::care::child::{AgeBand, Needs, PlacementKind};
use crate::des::time::SimTime;
use crate::finance::line::Line;
use crate::finance::prices::{BlockBooking, Dated, Pence, PriceList, StagedFee, Weekly};
use crate::finance::yearly::{OptionCost, YearlyCost};

use super::super::keys::{LINE_WORDS, PLACEMENT_WORDS};
use super::super::layers::{Layer, Timeline};
use super::super::price_list::{PRICED, single_prices};
use super::super::value::Settings;
use super::optimism::{Spent, Uplifts};
use super::rebase::{self, rebased};
use super::{Unbuildable, count, months};

/// All prices; `strands` are the names of all strands, `run` the first instants of its months.
pub fn prices(
    timeline: &Timeline,
    s: &Settings,
    strands: &[String],
    run: &[SimTime],
) -> Result<PriceList, Unbuildable> {
    let needed = |path: String| s.need_number(&path).map(|p| rebased(s, &path, p));
    let price = |name: &str| needed(format!("prices.{name}"));
    let free_or = |path: String| s.number_or_default(&path).map(|p| rebased(s, &path, p));
    let or_free = |name: &str| free_or(format!("prices.{name}"));
    let uplifts = Uplifts::new(timeline, s);
    let approval = |name: &String| {
        let path = format!("recruitment.{name}.cost_per_approval");
        let pounds = s.need_number(&path)?;
        Ok(dated(
            s,
            &path,
            pounds,
            uplifts.of(name, Spent::OnApprovals),
        ))
    };
    let enquiry = |name: &String| {
        let path = format!("recruitment.{name}.cost_per_enquiry");
        let pounds = s.number_or_default(&path)?;
        Ok(dated(
            s,
            &path,
            pounds,
            uplifts.of(name, Spent::OnEnquiries),
        ))
    };
    let [special_guardianship, child_arrangements, adoption_allowance] = allowances(s)?;
    let [staying_put, staying_close] = over_eighteen(s);
    let years = months::years_touched(timeline.start, run.len() - 1);
    Ok(PriceList {
        weekly: placements(s),
        weekly_out_of_area: out_of_area(s)?,
        block_booking: block_booking(s)?,
        social_work_weekly: social_work(s)?,
        special_guardianship_weekly: special_guardianship,
        child_arrangements_weekly: child_arrangements,
        adoption_allowance_weekly: adoption_allowance,
        supervision_weekly: or_free("supervision_a_week")?,
        proceedings: price("proceedings")?,
        legal_planning_meeting: or_free("legal_planning_meeting")?,
        legal_advice: or_free("legal_advice")?,
        relatives_assessment: or_free("relatives_assessment")?,
        adoption_panel: or_free("adoption_panel")?,
        fostering_panel: or_free("fostering_panel")?,
        placement_move: price("placement_move")?,
        family_finding: or_free("family_finding")?,
        adoption_placement: price("adoption_placement")?,
        adoption_bought_share: s.number_or_default("prices.adoption_bought_share")?,
        adoption_support: price("adoption_support")?,
        inter_agency_fee: inter_agency_fee(s)?,
        approval: strands.iter().map(approval).collect::<Result<_, _>>()?,
        enquiry: strands.iter().map(enquiry).collect::<Result<_, _>>()?,
        recruitment: recruitment(timeline, s, strands, &uplifts)?,
        staying_put_weekly: staying_put,
        staying_close_weekly: staying_close,
        support_weekly: s
            .names("support")
            .into_iter()
            .map(|name| free_or(format!("support.{name}.a_week")))
            .collect::<Result<_, _>>()?,
        home_bed_weekly: s
            .names("homes")
            .into_iter()
            .map(|name| free_or(format!("homes.{name}.a_week")))
            .collect::<Result<_, _>>()?,
        options: options(timeline, s),
        price_level: price_level(timeline, s, run.len() - 1 + months::RUN_OFF),
        years: years.into_iter().map(|(_, year)| year).collect(),
        discount_rate: s.need_number("prices.discount_rate")?,
        discount_label: s
            .text("prices.discount_label")
            .unwrap_or_default()
            .to_owned(),
        base_year: s.need_text("prices.base_year")?.to_owned(),
        rebased: rebase::said(s),
        note: s.text("prices.price_note").unwrap_or_default().to_owned(),
    })
}

/// What is priced by the week: as the list has it, else the single price.
fn weekly(s: &Settings) -> [Weekly; PRICED] {
    let list = s.price_list("prices.list");
    let mut weekly = [Weekly::default(); PRICED];
    for (priced, single) in single_prices().enumerate() {
        weekly[priced] = match list {
            Some(list) if list.lists(priced) => {
                list.weekly(priced, |price, year| rebase::listed(s, price, year))
            }
            // Checked to be there where it is needed.
            _ => Weekly::same(rebased(s, &single, s.number(&single).unwrap_or(0.0))),
        };
    }
    weekly
}

fn placements(s: &Settings) -> [Weekly; PLACEMENT_WORDS.len()] {
    let all = weekly(s);
    std::array::from_fn(|placement| all[placement])
}

/// Placements that are not near, where that costs more: the council's own carers, relatives, parents
/// and adopters are paid the same wherever they live.
fn out_of_area(s: &Settings) -> Result<Option<[Weekly; PLACEMENT_WORDS.len()]>, Unbuildable> {
    use PlacementKind::{Agency, ChildrensHome, Secure, SemiIndependent};
    let uplift = s.number_or_default("prices.out_of_area_uplift")?;
    let mut weekly = placements(s);
    for kind in [Agency, ChildrensHome, SemiIndependent, Secure] {
        weekly[kind as usize] = weekly[kind as usize].map(|price| price.share(1.0 + uplift));
    }
    Ok((uplift > 0.0).then_some(weekly))
}

/// Special guardianship, child arrangements and adoption, after the means test.
fn allowances(s: &Settings) -> Result<[Weekly; 3], Unbuildable> {
    let all = weekly(s);
    let share = |name: &str| s.number_or_default(&format!("prices.{name}_paid_share"));
    // What is said of adoption allowances is what is paid.
    let shares = [
        share("special_guardianship")?,
        share("child_arrangements")?,
        1.0,
    ];
    Ok(std::array::from_fn(|n| {
        all[PLACEMENT_WORDS.len() + n].map(|price| price.share(shares[n]))
    }))
}

/// Staying put and staying close, which have one price.
fn over_eighteen(s: &Settings) -> [Pence; 2] {
    let all = weekly(s);
    [PRICED - 2, PRICED - 1].map(|priced| all[priced].of(Needs::None)[AgeBand::From16 as usize])
}

fn block_booking(s: &Settings) -> Result<BlockBooking, Unbuildable> {
    let beds = s.number_or_default("prices.block_booked_beds")?;
    let path = "prices.block_booked_a_week";
    Ok(BlockBooking {
        beds: count(beds) as usize,
        weekly: rebased(s, path, s.number(path).unwrap_or(0.0)),
    })
}

/// One price, or one for each legal status.
fn social_work(s: &Settings) -> Result<[Pence; 4], Unbuildable> {
    let path = "prices.social_work_a_week";
    let prices = match s.number(path) {
        Some(price) => [price; 4],
        None => s.need_array(path)?,
    };
    Ok(prices.map(|price| rebased(s, path, price)))
}

fn inter_agency_fee(s: &Settings) -> Result<[StagedFee; 4], Unbuildable> {
    let first_share = s.number_or_default("prices.inter_agency_fee_first_share")?;
    Ok(inter_agency_fees(s)?.map(|fee| StagedFee::new(fee, first_share)))
}

/// The same whole.
pub fn inter_agency_fees(s: &Settings) -> Result<[Pence; 4], Unbuildable> {
    let path = "prices.inter_agency_fee";
    let fees: [f64; 4] = s.array_or_default(path)?;
    Ok(fees.map(|fee| rebased(s, path, fee)))
}

/// A price of recruitment, times what options raise it by.
fn dated(s: &Settings, path: &str, pounds: f64, factors: Vec<(SimTime, f64)>) -> Dated {
    let factors = factors.into_iter();
    Dated::new(
        factors
            .map(|(from, factor)| (from, rebased(s, path, pounds * factor)))
            .collect(),
    )
}

/// What strands cost from their start to their end, however many they recruit.
fn recruitment(
    timeline: &Timeline,
    s: &Settings,
    strands: &[String],
    uplifts: &Uplifts<'_>,
) -> Result<Vec<YearlyCost>, Unbuildable> {
    let mut costs = Vec::new();
    for name in strands {
        let path = format!("recruitment.{name}.fixed_a_year");
        let a_year = s.number_or_default(&path)?;
        if a_year > 0.0 {
            let date = |last: &str| s.date(&format!("recruitment.{name}.{last}"));
            let instant = |date| months::instant(timeline.start, date);
            let from = instant(date("start").unwrap_or(timeline.start));
            let until = date("until").map_or(SimTime::NEVER, instant);
            let paid = dated(s, &path, a_year, uplifts.of(name, Spent::Fixed));
            let later = paid.steps().iter().copied();
            let later = later.filter(|(date, _)| (from..until).contains(date) && *date > from);
            let mut steps = vec![(from, paid.at(from))];
            steps.extend(later);
            steps.extend((until < SimTime::NEVER).then_some((until, Pence(0))));
            costs.push(YearlyCost { steps });
        }
    }
    Ok(costs)
}

/// What options cost, each from the date of the file that says so, and phased in as that file is.
fn options(timeline: &Timeline, s: &Settings) -> Vec<OptionCost> {
    let option = |name: String| {
        let path = |last: &str| format!("option.{name}.{last}");
        let amount = |last: &str| s.number(&path(last)).unwrap_or(0.0);
        let uplift = 1.0 + amount("optimism_bias");
        let setting = s.get(&path("cost_a_year")).or(s.get(&path("one_off")));
        let file = setting.map(|setting| setting.place.file);
        let mut layers = timeline.layers.iter();
        let layer = layers.find(|layer| Some(layer.file) == file);
        let from = layer.and_then(Layer::from).unwrap_or(timeline.start);
        let months = layer.map_or(0, Layer::phase_in_months);
        let part = |month: i32| match months {
            0 => 1.0,
            _ => f64::from(month) / f64::from(months),
        };
        let step = |month: i32| {
            let date = from.checked_add(month.months()).ok()?;
            let a_year = amount("cost_a_year") * uplift * part(month);
            let a_year = rebased(s, &path("cost_a_year"), a_year);
            Some((months::instant(timeline.start, date), a_year))
        };
        OptionCost {
            one_off: rebased(s, &path("one_off"), amount("one_off") * uplift),
            a_year: YearlyCost {
                steps: (0..=months).map_while(step).collect(),
            },
            from: months::instant(timeline.start, from),
            name,
        }
    };
    s.names("option").into_iter().map(option).collect()
}

/// How many times the base year's prices are paid, month by month; nothing if they do not change.
fn price_level(timeline: &Timeline, s: &Settings, months: usize) -> Vec<[f64; Line::COUNT]> {
    let rise = |word: &str| s.number(&format!("prices.inflation.{word}")).unwrap_or(0.0);
    let rises = LINE_WORDS.map(rise);
    let base = s.text("prices.base_year").and_then(base_year);
    let Some(base) = base.filter(|_| rises.iter().any(|rise| *rise != 0.0)) else {
        return Vec::new();
    };
    let of_month = |month: usize| {
        let date = timeline.start.checked_add((month as i64).months());
        let date = date.unwrap_or(timeline.start);
        let year = date.year() - i16::from(date.month() < 4);
        rises.map(|rise| libm::pow(1.0 + rise, f64::from(year - base)))
    };
    (0..months).map(of_month).collect()
}

/// The calendar year in which the financial year of the prices begins: `2016-17`, `2016/17`, `2016`.
pub fn base_year(text: &str) -> Option<i16> {
    let (first, last) = match text.split_once(['-', '/']) {
        Some((first, last)) => (first, Some(last)),
        None => (text, None),
    };
    let year: i16 = first.parse().ok()?;
    let next = format!("{:02}", (year + 1) % 100);
    let follows = last.is_none_or(|last| last == next);
    (follows && (1900..2200).contains(&year)).then_some(year)
}

/// Pounds in whole pence; checked to be some.
pub fn pence(pounds: f64) -> Pence {
    Pence((pounds * 100.0).round() as i64)
}
