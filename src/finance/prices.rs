//! What care costs, line by line, in whole pence.

use serde::Serialize;

use crate::care::child::PlacementKind;
use crate::des::time::SimTime;

/// An amount of money in whole pence. Prices are whole pence; sums are kept in `i128`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pence(pub i64);

/// All prices of a scenario, in the prices of one base year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PriceList {
    /// For one child for one week, by placement kind.
    pub weekly: [Pence; PlacementKind::ALL.len()],
    /// Social work with one looked-after child for one week.
    pub social_work_weekly: Pence,
    /// Special guardianship allowance for one child for one week, to 18.
    pub special_guardianship_weekly: Pence,
    /// Child arrangements allowance for one child for one week, to 18.
    pub child_arrangements_weekly: Pence,
    /// Social work with one child under a supervision order for one week.
    pub supervision_weekly: Pence,
    /// Care proceedings, per child at the final hearing.
    pub proceedings: Pence,
    /// Each placement move: finding and starting a new placement.
    pub placement_move: Pence,
    /// Moving in with adopters, per child: family finding, introductions, share of inter-agency fees.
    pub adoption_placement: Pence,
    /// Adoption support, per child at the order.
    pub adoption_support: Pence,
    /// Each approval, by strand (same order as the model's strands).
    pub approval: Vec<Pence>,
    /// Fee to another agency whose adopters take one, two, three or four children together.
    pub inter_agency_fee: [Pence; 4],
    /// Each enquiry, by strand.
    pub enquiry: Vec<Pence>,
    /// A young person who stays put, for one week.
    pub staying_put_weekly: Pence,
    /// A young person who stays close, for one week.
    pub staying_close_weekly: Pence,
    /// Each support of one child for one week (same order as the model's supports).
    pub support_weekly: Vec<Pence>,
    /// What the options themselves cost.
    pub options: Vec<OptionCost>,
    /// Real discount rate a year (0.035 = 3.5 %).
    pub discount_rate: f64,
    /// What year's prices these are, as printed.
    pub base_year: String,
}

/// What an option costs apart from prices: staff, fees, set-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionCost {
    /// Name of the option, as in the scenario file.
    pub name: String,
    /// Paid once, when the option starts.
    pub one_off: Pence,
    /// Paid evenly over each year from then on.
    pub a_year: Pence,
    /// When it starts.
    pub from: SimTime,
}
