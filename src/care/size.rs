//! How large a replication will be, before it begins: for whoever refuses what no machine could run.
//!
//! An estimate from the parameters alone. Children and households ever there are counted as expected; what
//! happens to one child is taken from the shipped scenarios, and what recurs at a rate from that rate. So
//! the number of events is right to a factor of two for councils like those, and in its order of magnitude
//! for any. Memory is that of everybody ever there at once, records and calendar: more than is needed.

use crate::des::calendar::Calendar;

use super::Entity;
use super::adoption::Case;
use super::child::Child;
use super::enquiry::Applicant;
use super::family::Family;
use super::household::Household;
use super::params::{Approvals, Model, Params};
use super::vacancies::BYTES_A_VACANCY;

/// Events of a child that nothing recurs for: its family's and its carers' on its behalf included.
const EVENTS_A_CHILD: f64 = 2.5;
/// Events of a household, or of somebody who enquires.
const EVENTS_A_HOUSEHOLD: f64 = 3.0;
/// Years that a child is in care at most on average.
const YEARS_IN_CARE: f64 = 2.5;
/// Years before the run whose returns home are followed.
const YEARS_BEFORE: f64 = 10.0;

/// About how large one replication is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Children there is ever a record of.
    pub children: f64,
    /// Events that come due.
    pub events: f64,
    /// Memory of the world, bytes.
    pub bytes: f64,
}

impl Model {
    /// About how large one replication is.
    pub fn size(&self) -> Size {
        let years = self.horizon().years();
        let starts = self
            .regimes
            .iter()
            .map(|regime| regime.from.years().clamp(0.0, years));
        let ends = starts.clone().skip(1).chain([years]);
        let flows = self.regimes.iter().zip(starts.zip(ends));
        let mut size = Size::default();
        let (mut entrants, mut households, mut recurring) = (0.0, 0.0, 0.0);
        for (regime, (from, until)) in flows {
            let (params, lasts) = (&regime.params, until - from);
            entrants += lasts * children_a_year(params) * trend(params, years);
            households += params
                .recruitment
                .iter()
                .map(|strand| recruited(&strand.approvals, lasts))
                .sum::<f64>();
            recurring += lasts * recurs_a_year(params);
            size.events += lasts * meetings_a_year(params);
        }
        let stock = &self.stock;
        let orders: u32 = stock
            .special_guardianships
            .iter()
            .chain(&stock.child_arrangements)
            .sum();
        let returned: f64 = stock.returned_home_a_year.iter().sum();
        let in_care = f64::from(stock.children_there()) + entrants;
        size.children = in_care + f64::from(orders) + YEARS_BEFORE * returned;
        households += f64::from(stock.households_there());
        size.events += in_care * (EVENTS_A_CHILD + recurring / years * years.min(YEARS_IN_CARE))
            + households * EVENTS_A_HOUSEHOLD;
        size.bytes = size.children * bytes_a_child() + households * bytes_a_household();
        size
    }
}

/// Children who come into care for the first time: expected a year, before the trend.
fn children_a_year(params: &Params) -> f64 {
    let entries = &params.entries;
    let sizes = entries.group_size.iter().zip(1..);
    let siblings: f64 = sizes.map(|(share, size)| share * f64::from(size)).sum();
    entries.groups_a_year.iter().sum::<f64>() * siblings
}

/// The mean factor of the trend over so many years.
fn trend(params: &Params, years: f64) -> f64 {
    let factors = &params.entries.yearly_factor;
    let last = factors.last().copied().unwrap_or(1.0);
    let whole = (years.ceil() as usize).max(1);
    let all = factors.iter().copied().chain(std::iter::repeat(last));
    all.take(whole).sum::<f64>() / whole as f64
}

/// Households approved in so many years, or people who enquire.
fn recruited(approvals: &Approvals, years: f64) -> f64 {
    match *approvals {
        Approvals::AtRandom { a_year, .. } => years * a_year,
        Approvals::Planned { households, .. } => f64::from(households),
    }
}

/// What recurs for a child in care, times a year: placements that end, searches for another, social workers
/// who change.
fn recurs_a_year(params: &Params) -> f64 {
    let (stability, search) = (&params.stability, &params.search);
    let factor = stability.complex_factor.max(1.0);
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    factor * mean(&stability.rates) * mean(&stability.age_factor)
        + search.step_down_a_year.max(search.from_agency_a_year)
        + params.planning.worker_changes
}

/// Panels and activity days a year.
fn meetings_a_year(params: &Params) -> f64 {
    const DAYS: f64 = 365.25;
    let adoption = &params.adoption;
    DAYS / adoption.panel_interval_days + DAYS / adoption.activity_interval_days
}

/// Bytes of so many of each, in lists that have grown by doubling: half of them may be empty, and while one
/// grows the one before it is there too.
const GROWN: f64 = 3.0;

fn bytes_a_child() -> f64 {
    let records =
        size_of::<Option<Child>>() + size_of::<Option<Family>>() + size_of::<Option<Case>>() / 8;
    GROWN * (records + 2 * Calendar::<Entity>::BYTES_AN_ENTITY) as f64
}

fn bytes_a_household() -> f64 {
    let records = size_of::<Option<Household>>() + BYTES_A_VACANCY + size_of::<Option<Applicant>>();
    GROWN * (records + Calendar::<Entity>::BYTES_AN_ENTITY) as f64
}
