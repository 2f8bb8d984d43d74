//! What a scenario may leave out about fostering, support and young people over eighteen: each key
//! has a default that switches it off.

use crate::care::beds::ChildrensHome;
use crate::care::params::{AfterEighteen, Fostering, Pipeline, Support};
use crate::des::stream::Root;

use super::super::value::Settings;
use super::Unbuildable;

pub fn fostering(s: &Settings) -> Result<Fostering, Unbuildable> {
    let share = |name: &str| s.number_or_default(&format!("fostering.{name}"));
    Ok(Fostering {
        formal_match: share("formal_match")?,
        match_days: s.dist_or_default("fostering.match_days")?,
        current_placement_right: share("current_placement_right")?,
        planned_transition: share("planned_transition")?,
    })
}

pub fn after_eighteen(s: &Settings) -> Result<AfterEighteen, Unbuildable> {
    let number = |name: &str| s.number_or_default(&format!("after_eighteen.{name}"));
    Ok(AfterEighteen {
        staying_put: number("staying_put")?,
        staying_close: number("staying_close")?,
        leaves: number("leaves_a_year")?,
    })
}

/// The supports of the whole scenario (`all`), each with the share that holds on a date: nobody has one
/// that has not begun.
pub fn supports(s: &Settings, all: &Settings) -> Result<Vec<Support>, Unbuildable> {
    let support = |name: String| {
        let path = |last: &str| format!("support.{name}.{last}");
        let factor = s.number(&path("factor"));
        Ok(Support {
            root: Root::pair(Root::named("support", 0), Root::named(&name, 0)),
            share: s.number_or_default(&path("share"))?,
            factor: factor.map_or_else(|| all.number_or_default(&path("factor")), Ok)?,
        })
    };
    all.names("support").into_iter().map(support).collect()
}

/// The children's homes of the whole scenario (`all`), each with the beds that it has on a date: none
/// before it has begun.
pub fn homes(s: &Settings, all: &Settings) -> Result<Vec<ChildrensHome>, Unbuildable> {
    let home = |name: String| {
        let path = |last: &str| format!("homes.{name}.{last}");
        let begun = s.get(&path("beds")).is_some();
        let profile = if begun { s } else { all };
        let beds = if begun {
            s.need_count(&path("beds"))?
        } else {
            0
        };
        let [age_from, age_to] = profile.array_or_default(&path("ages"))?;
        Ok(ChildrensHome {
            beds: u16::try_from(beds).map_err(|_| Unbuildable::without(&path("beds")))?,
            age_from,
            age_to,
            takes_complex_needs: profile.flag_or_default(&path("takes_complex_needs"))?,
        })
    };
    all.names("homes").into_iter().map(home).collect()
}

pub fn near(s: &Settings) -> Result<[f64; 3], Unbuildable> {
    s.array_or_default("search.near")
}

/// The way from enquiry to approval, for a strand that counts enquiries.
pub fn pipeline(s: &Settings, name: &str) -> Result<Option<Pipeline>, Unbuildable> {
    let path = |last: &str| format!("recruitment.{name}.{last}");
    if s.get(&path("enquiries_a_year")).is_none() {
        return Ok(None);
    }
    Ok(Some(Pipeline {
        to_application: s.need_number(&path("conversion_to_application"))?,
        to_approval: s.need_number(&path("conversion_to_approval"))?,
        response: s.dist_or_default(&path("response_days"))?,
        stage_1: s.dist_or_default(&path("stage_1_days"))?,
        stage_2: s.dist_or_default(&path("stage_2_days"))?,
    }))
}
