//! Budget lines, as a finance officer would have them.

use serde::Serialize;

use crate::care::child::{PlacementKind, Route};

/// A budget line. The first eight are the weekly prices of [`PlacementKind`], in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Fostering by relatives and friends.
    Kinship,
    /// The council's own foster carers.
    InHouse,
    /// Agency foster carers.
    Agency,
    /// Children's homes.
    ChildrensHome,
    /// Semi-independent accommodation.
    SemiIndependent,
    /// Support of children placed with parents.
    WithParents,
    /// Support of children placed with adopters, before the order.
    Adoptive,
    /// Secure accommodation.
    Secure,
    /// Social work with children in care.
    SocialWork,
    /// Allowances to special guardians.
    SpecialGuardianshipAllowance,
    /// Allowances under child arrangements orders.
    ChildArrangementsAllowance,
    /// Allowances to adopters.
    AdoptionAllowance,
    /// Care proceedings.
    Proceedings,
    /// Finding and starting new placements.
    PlacementMoves,
    /// Family finding and introductions by the council's own staff.
    AdoptionPlacement,
    /// Adoption support.
    AdoptionSupport,
    /// Recruiting and approving carers and adopters.
    Recruitment,
    /// What the option itself costs.
    Option,
    /// Fees to other agencies whose adopters take children, bought family finding among them.
    InterAgencyFees,
    /// Social work under supervision orders.
    Supervision,
    /// Young people with their former carers after eighteen.
    StayingPut,
    /// Young people near their former children's home after eighteen.
    StayingClose,
    /// Support of placements.
    Support,
    /// Assessments of relatives, adoption and fostering panels.
    Assessments,
    /// Beds in children's homes that are paid for and not filled.
    EmptyBeds,
}

impl Line {
    /// How many lines there are.
    pub const COUNT: usize = 25;

    /// All lines, in the order in which they are printed.
    pub const ALL: [Line; Self::COUNT] = [
        Self::Kinship,
        Self::InHouse,
        Self::Agency,
        Self::ChildrensHome,
        Self::SemiIndependent,
        Self::WithParents,
        Self::Adoptive,
        Self::Secure,
        Self::SocialWork,
        Self::SpecialGuardianshipAllowance,
        Self::ChildArrangementsAllowance,
        Self::AdoptionAllowance,
        Self::Proceedings,
        Self::PlacementMoves,
        Self::AdoptionPlacement,
        Self::AdoptionSupport,
        Self::Recruitment,
        Self::Option,
        Self::InterAgencyFees,
        Self::Supervision,
        Self::StayingPut,
        Self::StayingClose,
        Self::Support,
        Self::Assessments,
        Self::EmptyBeds,
    ];

    /// The line that a placement's weekly price is booked to.
    pub fn of_placement(kind: PlacementKind) -> Line {
        Self::ALL[kind as usize]
    }

    /// The line that an allowance after care is booked to, for the routes that carry one.
    pub fn of_allowance(route: Route) -> Option<Line> {
        match route {
            Route::SpecialGuardianship => Some(Self::SpecialGuardianshipAllowance),
            Route::ChildArrangements => Some(Self::ChildArrangementsAllowance),
            Route::Adopted => Some(Self::AdoptionAllowance),
            _ => None,
        }
    }

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "kinship fostering",
            "in-house fostering",
            "agency fostering",
            "children's homes",
            "semi-independent",
            "with parents",
            "placed for adoption",
            "secure accommodation",
            "social work",
            "special guardianship allowances",
            "child arrangements allowances",
            "adoption allowances",
            "care proceedings",
            "placement moves",
            "adoption placements",
            "adoption support",
            "recruitment",
            "cost of the option",
            "inter-agency fees",
            "supervision orders",
            "staying put",
            "staying close",
            "support of placements",
            "assessments and panels",
            "empty block-booked beds",
        ][self as usize]
    }
}
