//! What kind of money a budget line is: whether a saving on it is cash.
//!
//! A saving is **cashable** if a payment stops: the invoice of an agency or a home, a fee, an
//! allowance. It frees **capacity** if what is no longer needed is the council's own: a place with its
//! own foster carers, the time of its social workers and lawyers; that is money only once somebody uses
//! it otherwise or gives it up. What an option itself costs, recruitment included, stands against both.
//! Family finding and introductions are the time of own staff, but for the share that is bought, which
//! the ledger has with the fees to other agencies. Empty block-booked beds count with the homes: a
//! child who leaves such a bed stops no invoice, and its cost goes from one of the two lines to the
//! other. (HM Treasury, *The Green Book* 2022, chapter 5, tells cash releasing from non-cash releasing
//! benefits.)

use serde::Serialize;

use super::line::Line;

/// What a saving on a budget line is worth in cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A payment to somebody outside the council stops.
    Cashable,
    /// Own carers, staff or courtroom time are free for something else.
    Capacity,
    /// What the option itself costs, recruitment included.
    CostOfOption,
}

impl Nature {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cashable, Self::Capacity, Self::CostOfOption];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "cashable (invoices and allowances)",
            "the council's own carers and staff",
            "cost of the option, recruitment included",
        ][self as usize]
    }
}

impl Line {
    /// What a saving on this line is worth in cash.
    pub fn nature(self) -> Nature {
        match self {
            Self::Kinship
            | Self::Agency
            | Self::ChildrensHome
            | Self::SemiIndependent
            | Self::Secure
            | Self::SpecialGuardianshipAllowance
            | Self::ChildArrangementsAllowance
            | Self::AdoptionAllowance
            | Self::AdoptionSupport
            | Self::InterAgencyFees
            | Self::StayingPut
            | Self::StayingClose
            | Self::EmptyBeds => Nature::Cashable,
            Self::InHouse
            | Self::WithParents
            | Self::Adoptive
            | Self::SocialWork
            | Self::Supervision
            | Self::Proceedings
            | Self::AdoptionPlacement
            | Self::PlacementMoves
            | Self::Support
            | Self::Assessments => Nature::Capacity,
            Self::Recruitment | Self::Option => Nature::CostOfOption,
        }
    }
}
