//! What a scenario may leave out about fostering, support and young people over eighteen: each key
//! has a default that switches it off.

use crate::care::params::{AfterEighteen, Fostering, Pipeline, Support};
use crate::des::stream::Root;

use super::super::value::Settings;
use super::Unbuildable;

pub fn fostering(s: &Settings) -> Result<Fostering, Unbuildable> {
    let share = |name: &str| s.number(&format!("fostering.{name}"));
    Ok(Fostering {
        formal_match: share("formal_match").unwrap_or(0.0),
        match_days: s.dist_or("fostering.match_days", 180.0)?,
        current_placement_right: share("current_placement_right").unwrap_or(1.0),
        planned_transition: share("planned_transition").unwrap_or(0.0),
    })
}

pub fn after_eighteen(s: &Settings) -> AfterEighteen {
    let number = |name: &str| s.number(&format!("after_eighteen.{name}"));
    AfterEighteen {
        staying_put: number("staying_put").unwrap_or(0.0),
        staying_close: number("staying_close").unwrap_or(0.0),
        leaves: number("leaves_a_year").unwrap_or(0.4),
    }
}

/// The supports of the whole scenario (`all`), each with the share that holds on a date: nobody has one
/// that has not begun.
pub fn supports(s: &Settings, all: &Settings) -> Vec<Support> {
    let support = |name: String| {
        let path = |last: &str| format!("support.{name}.{last}");
        let factor = s.number(&path("factor")).or(all.number(&path("factor")));
        Support {
            root: Root::pair(Root::named("support", 0), Root::named(&name, 0)),
            share: s.number(&path("share")).unwrap_or(0.0),
            factor: factor.unwrap_or(1.0),
        }
    };
    all.names("support").into_iter().map(support).collect()
}

pub fn near(s: &Settings) -> Result<[f64; 3], Unbuildable> {
    match s.get("search.near") {
        Some(_) => s.need_array("search.near"),
        None => Ok([1.0; 3]),
    }
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
        response: s.dist_or(&path("response_days"), 0.0)?,
        stage_1: s.dist_or(&path("stage_1_days"), 61.0)?,
        stage_2: s.dist_or(&path("stage_2_days"), 122.0)?,
    }))
}
