//! A budget for fees to other agencies.
//!
//! A match with a household of another agency commits its fee, for the children placed together. Where a
//! financial year's fees are limited, such households are considered for a case only if what has been
//! committed since 1 April leaves enough for its fee: so a child can still be matched where too little is
//! left for a group. What is left on 31 March lapses, and a match that lapses gives nothing back. A
//! budget that is decided within a year is all there for the rest of it, and so is that of a year in which
//! the run begins.

use super::World;
use super::household::Provider;

/// What has been committed in a financial year.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Committed {
    year: usize,
    pounds: f64,
}

impl World<'_> {
    /// Whether a household of this provider may be considered for so many children together.
    pub(super) fn can_afford(&self, provider: Provider, children: usize) -> bool {
        let budget = self.params().adoption.inter_agency_budget;
        provider == Provider::Own
            || budget == f64::INFINITY
            || self.committed().pounds + self.inter_agency_fee(children) <= budget
    }

    /// So many children together are matched with a household of this provider.
    pub(super) fn commit_fee(&mut self, provider: Provider, children: usize) {
        if provider != Provider::Own {
            let mut committed = self.committed();
            committed.pounds += self.inter_agency_fee(children);
            self.committed = committed;
        }
    }

    /// What has been committed since 1 April.
    fn committed(&self) -> Committed {
        let april = self.model.years.first().map_or(0, |month| month % 12);
        let year = (self.month + 12 - april) / 12;
        match self.committed.year == year {
            true => self.committed,
            false => Committed { year, pounds: 0.0 },
        }
    }

    fn inter_agency_fee(&self, children: usize) -> f64 {
        let fees = &self.params().adoption.inter_agency_fee;
        fees[children.clamp(1, fees.len()) - 1]
    }
}
