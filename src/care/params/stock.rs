//! Who is there at time 0, as the scenario counts them.

use crate::dist::Dist;

use super::super::child::{AgeBand, ByAge, EthnicGroup, LegalStatus, PlacementKind};

/// Who is there at time 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Existing children.
    pub children: Vec<StockRow>,
    /// Children who returned home in each of the years before the run, by age at leaving: some
    /// of them will come back.
    pub returned_home_a_year: ByAge<f64>,
    /// Children living under a special guardianship order made before the run, for whom an
    /// allowance is paid, by age now.
    pub special_guardianships: ByAge<u32>,
    /// The same under a child arrangements order.
    pub child_arrangements: ByAge<u32>,
    /// Mean age of existing children within each band, years.
    pub mean_age: ByAge<f64>,
    /// Share of existing children who came in groups of one to four.
    pub group_size: [f64; 4],
    /// Existing children with additional needs, by age now.
    pub additional_needs: ByAge<f64>,
    /// Existing children with complex needs, by age now.
    pub complex_needs: ByAge<f64>,
    /// Of the children on a placement order and not placed, how many are no longer to be
    /// adopted and wait for revocation.
    pub awaiting_revocation: u32,
    /// Children under section 20 for whom nobody exercises parental responsibility.
    pub nobody_responsible: u32,
    /// Of the existing children in children's homes, the share there for want of a family.
    pub overflow_share: f64,
    /// Foster households by places: one, two, three, four.
    pub foster_households: [u32; 4],
    /// Strand whose profile (ages, needs, leaving) the existing foster households have.
    pub foster_strand: usize,
    /// Households that have given notice and keep the children they have until these leave.
    pub leaving_households: u32,
    /// Places not available, those of households that have given notice included.
    pub unavailable_places: u32,
    /// Adoptive households approved and waiting.
    pub adopters_waiting: u32,
    /// Strand whose profile they have.
    pub adopter_strand: usize,
    /// Mean years since approval of existing foster households.
    pub foster_tenure_years: f64,
    /// Share of existing families of each ethnic group.
    pub ethnic_group: [f64; EthnicGroup::ALL.len()],
    /// Share of existing long-term foster placements that have been matched at panel.
    pub formally_matched: f64,
    /// Young people over eighteen who stay put with the council's own foster carers.
    pub staying_put: u32,
}

impl Stock {
    /// Existing children.
    pub fn children_there(&self) -> u32 {
        self.children.iter().map(|row| row.count).sum()
    }

    /// Foster households, and adopters who wait.
    pub fn households_there(&self) -> u32 {
        self.foster_households.iter().sum::<u32>() + self.adopters_waiting
    }
}

/// A cell of the opening stock.
#[derive(Clone, Debug, PartialEq)]
pub struct StockRow {
    /// Age now.
    pub age: AgeBand,
    /// Legal status now.
    pub legal: LegalStatus,
    /// Placement now.
    pub placement: PlacementKind,
    /// Unaccompanied asylum-seeking children.
    pub asylum_seeking: bool,
    /// How many children.
    pub count: u32,
    /// Time already in care.
    pub in_care: Dist,
}
