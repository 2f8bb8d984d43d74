//! Prices: pounds in the file, whole pence in the ledger.

use crate::finance::prices::{OptionCost, Pence, PriceList};

use super::super::keys::PLACEMENT_WORDS;
use super::super::layers::Timeline;
use super::super::value::Settings;
use super::{Unbuildable, months};

/// All prices; `strands` are the names of all strands.
pub fn prices(
    timeline: &Timeline,
    s: &Settings,
    strands: &[String],
) -> Result<PriceList, Unbuildable> {
    let price = |name: &str| s.need_number(&format!("prices.{name}")).map(pence);
    let mut weekly = [Pence(0); PLACEMENT_WORDS.len()];
    for (cell, placement) in weekly.iter_mut().zip(PLACEMENT_WORDS) {
        *cell = price(&format!("{placement}_a_week"))?;
    }
    let approval = |name: &String| {
        s.need_number(&format!("recruitment.{name}.cost_per_approval"))
            .map(pence)
    };
    let free_or = |path: String| s.number_or_default(&path).map(pence);
    Ok(PriceList {
        weekly,
        social_work_weekly: price("social_work_a_week")?,
        special_guardianship_weekly: price("special_guardianship_a_week")?,
        child_arrangements_weekly: price("child_arrangements_a_week")?,
        supervision_weekly: pence(s.number_or_default("prices.supervision_a_week")?),
        proceedings: price("proceedings")?,
        placement_move: price("placement_move")?,
        adoption_placement: price("adoption_placement")?,
        adoption_support: price("adoption_support")?,
        inter_agency_fee: s.array_or_default("prices.inter_agency_fee")?.map(pence),
        approval: strands.iter().map(approval).collect::<Result<_, _>>()?,
        enquiry: strands
            .iter()
            .map(|name| free_or(format!("recruitment.{name}.cost_per_enquiry")))
            .collect::<Result<_, _>>()?,
        staying_put_weekly: free_or("prices.staying_put_a_week".to_owned())?,
        staying_close_weekly: free_or("prices.staying_close_a_week".to_owned())?,
        support_weekly: s
            .names("support")
            .into_iter()
            .map(|name| free_or(format!("support.{name}.a_week")))
            .collect::<Result<_, _>>()?,
        options: options(timeline, s),
        discount_rate: s.need_number("prices.discount_rate")?,
        base_year: s.need_text("prices.base_year")?.to_owned(),
    })
}

/// What options cost, each from the date of the file that says so.
fn options(timeline: &Timeline, s: &Settings) -> Vec<OptionCost> {
    let option = |name: String| {
        let path = |last: &str| format!("option.{name}.{last}");
        let amount = |last: &str| pence(s.number(&path(last)).unwrap_or(0.0));
        let setting = s.get(&path("cost_a_year")).or(s.get(&path("one_off")));
        let file = setting.map(|setting| setting.place.file);
        let layer = timeline
            .layers
            .iter()
            .find(|layer| Some(layer.file) == file);
        let from = layer
            .and_then(|layer| layer.from())
            .unwrap_or(timeline.start);
        OptionCost {
            one_off: amount("one_off"),
            a_year: amount("cost_a_year"),
            from: months::instant(timeline.start, from),
            name,
        }
    };
    s.names("option").into_iter().map(option).collect()
}

/// Pounds in whole pence; checked to be some.
fn pence(pounds: f64) -> Pence {
    Pence((pounds * 100.0).round() as i64)
}
