//! Who is there at the start.

use crate::care::child::{AgeBand, ByAge, LegalStatus, PlacementKind};
use crate::care::params::{Stock, StockRow};
use crate::dist::Dist;

use super::super::keys::LEGAL_WORDS;
use super::super::value::{Row, Settings};
use super::{Unbuildable, count};

/// The opening stock; `strands` are the names of all strands.
pub fn stock(s: &Settings, strands: &[String]) -> Result<Stock, Unbuildable> {
    let strand = |path: &str| {
        let name = s.need_text(path)?;
        let index = strands.iter().position(|strand| strand == name);
        index.ok_or_else(|| Unbuildable::without(path))
    };
    Ok(Stock {
        children: children(s)?,
        returned_home_a_year: s.need_array("stock.returned_home_a_year")?,
        special_guardianships: s.need_array("stock.special_guardianships")?.map(count),
        child_arrangements: s.need_array("stock.child_arrangements")?.map(count),
        mean_age: s.need_array("stock.mean_age_years")?,
        group_size: s.need_shares("stock.group_size")?,
        additional_needs: s.need_array("stock.additional_needs")?,
        complex_needs: s.need_array("stock.complex_needs")?,
        awaiting_revocation: s.need_count("stock.awaiting_revocation")?,
        nobody_responsible: count(s.number_or_default("stock.nobody_responsible")?),
        overflow_share: s.need_number("stock.overflow_share")?,
        foster_households: s.need_array("stock.foster_households")?.map(count),
        foster_strand: strand("stock.foster_strand")?,
        leaving_households: s.need_count("stock.leaving_households")?,
        unavailable_places: s.need_count("stock.unavailable_places")?,
        adopters_waiting: s.need_count("stock.adopters_waiting")?,
        adopter_strand: strand("stock.adopter_strand")?,
        foster_tenure_years: s.need_number("stock.foster_tenure_years")?,
        ethnic_group: s.shares_or_first("stock.ethnic_group"),
        formally_matched: s.number_or_default("stock.formally_matched")?,
        staying_put: count(s.number_or_default("stock.staying_put")?),
    })
}

fn children(s: &Settings) -> Result<Vec<StockRow>, Unbuildable> {
    let mut in_care: Vec<ByAge<Dist>> = Vec::new();
    for legal in LEGAL_WORDS {
        in_care.push(s.need_dists(&format!("stock.in_care_days.{legal}"))?);
    }
    let row = |row: &Row| StockRow {
        age: AgeBand::ALL[row.age],
        legal: LegalStatus::ALL[row.legal],
        placement: PlacementKind::ALL[row.placement],
        asylum_seeking: row.asylum_seeking,
        count: count(row.count),
        in_care: in_care[row.legal][row.age].clone(),
    };
    Ok(s.need_rows("stock.children")?.iter().map(row).collect())
}
