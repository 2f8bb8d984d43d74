//! The fee to another agency whose adopters take children, in its two stages.
//!
//! The first is due when the children move in, the rest a year later or at the adoption order,
//! whichever comes first (CVAA, inter-agency fees 2011: £18,000 of £27,000, and £9,000); nothing
//! more if the placement ends before. Brothers and sisters placed together share one fee. When a
//! placement ends it is known whether its first year was over, so no event of its own is needed:
//! the rest is booked in the month in which it was due. Of placements made before the run neither
//! stage is counted.

use crate::care::adoption::AgencyPlacement;
use crate::care::record::View;
use crate::des::time::{SimSpan, SimTime};

use super::super::prices::StagedFee;
use super::{Amount, Ledger, Line};

impl Ledger<'_> {
    fn fee(&self, children: usize) -> StagedFee {
        let fees = &self.prices.inter_agency_fee;
        fees[children.clamp(1, fees.len()) - 1]
    }

    pub(super) fn pay_first_stage(&mut self, children: usize) {
        self.pay(Line::InterAgencyFees, self.fee(children).first, 1);
    }

    /// The placement has ended, with an adoption order or before one.
    pub(super) fn pay_second_stage(
        &mut self,
        now: SimTime,
        placed: AgencyPlacement,
        adopted: bool,
    ) {
        let a_year_on = placed.since + SimSpan::YEAR;
        let due = a_year_on.min(now);
        if (adopted || a_year_on < now) && due >= self.began.0 {
            let rest = Amount::pence(self.fee(placed.children).rest);
            *self.booked_at(due, Line::InterAgencyFees) += rest;
        }
    }

    /// The run is over: what was due of placements that go on.
    pub(super) fn pay_second_stages_due(&mut self, now: SimTime, view: View<'_>) {
        for (_, case) in view.cases.iter() {
            if let Some(placed) = case.agency {
                self.pay_second_stage(now, placed, false);
            }
        }
    }
}
