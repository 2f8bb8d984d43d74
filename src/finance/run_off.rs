//! What is still to be paid, after the horizon, for those who were there before it.
//!
//! A second ledger begins where the first ends. It takes over everybody in care, every allowance, stay
//! and support as the horizon finds them, and goes on with the prices of the run, until whoever first
//! came into care before the horizon is eighteen, or no longer stays put or close. Who comes later is
//! not counted, and neither is what is paid whoever is there: the option itself, recruitment, beds booked
//! for the length of the run or kept in own homes (a child in a home costs the list's price from then on).

use crate::care::child::{Child, Standing};
use crate::care::record::{Event, Observer, View};
use crate::des::time::SimTime;

use super::ledger::Ledger;
use super::prices::PriceList;

/// What whoever reads sums of the run-off has to know of beds. What a booking costs beyond the horizon is
/// open: whether it goes on then is a decision that no scenario holds.
pub const BEDS_NOT_COUNTED: &str = "Booked beds and beds of own homes, which are paid for filled or not, are not \
    counted then either: whether such a contract goes on is a decision of its own, and a child in a home costs the \
    list's price from then on.";

/// What whoever reads sums of the run-off has to know of the option itself, which goes on in that world.
pub const OPTION_NOT_COUNTED: &str = "The option stays in force then, but its own cost and recruitment are not counted any \
    more: where these go on after the run, every sum with run-off leans in its favour, and payback and chance are not said.";

/// Watches a run-off. See the module's text.
#[derive(Clone, Debug)]
pub struct RunOff<'a> {
    horizon: SimTime,
    ledger: Ledger<'a>,
}

impl<'a> RunOff<'a> {
    /// From the horizon, at which so many months have ended, with those whom it finds there.
    pub fn new(prices: &'a PriceList, horizon: SimTime, months: usize, view: View<'_>) -> Self {
        let mut run_off = Self::empty(prices, horizon, months);
        for child in view.children.values() {
            run_off.take_over(child);
        }
        for stay in view.stays.values() {
            run_off.ledger.run_stay(horizon, stay, 1);
        }
        run_off
    }

    /// The same without anybody.
    pub fn empty(prices: &'a PriceList, horizon: SimTime, months: usize) -> Self {
        let ledger = Ledger::of_run_off(prices, horizon, months);
        Self { horizon, ledger }
    }

    /// What was paid, by months after the horizon.
    pub fn ledger(&self) -> &Ledger<'a> {
        &self.ledger
    }

    /// Adds what another has paid, exactly.
    pub fn add_up(&mut self, other: &RunOff<'_>) {
        self.ledger.add_up(&other.ledger);
    }

    fn take_over(&mut self, child: &Child) {
        let (now, ledger) = (self.horizon, &mut self.ledger);
        match child.standing {
            Standing::InCare if child.placed => ledger.lives_there(now, child),
            Standing::AfterCare(route) if child.allowance => {
                ledger.begin_allowance(now, child, route);
            }
            Standing::InCare | Standing::AfterCare(_) => {}
        }
        ledger.begin_support(now, child);
    }

    /// Whether an event is about children who first came into care before the horizon. The rest costs
    /// nothing, or what is not counted.
    fn counts(&self, event: &Event<'_>) -> bool {
        let first_entered = match *event {
            Event::PlacementBegan(child)
            | Event::PlacementEnded(child)
            | Event::LegalStatus(child, _)
            | Event::AllowanceBegan(child, _)
            | Event::AllowanceEnded(child, _)
            | Event::SupervisionBegan(child)
            | Event::SupervisionEnded(child)
            | Event::FormallyMatched(child)
            | Event::PlacedForAdoption(child)
            | Event::PeriodEnded(child, _)
            | Event::SupportBegan(child, _)
            | Event::SupportEnded(child, _) => child.first_entered,
            Event::RelativesAssessed(first_entered)
            | Event::LegalPlanningMeeting(first_entered)
            | Event::LegalAdvice(first_entered)
            | Event::HearingHeld { first_entered, .. } => first_entered,
            Event::PlacementOrder(case) | Event::Matched { case, .. } => case.first_entered,
            Event::InterAgencyPlacement(placed)
            | Event::InterAgencyPlacementEnded { placed, .. } => placed.first_entered,
            Event::StayBegan(stay) | Event::StayEnded(stay) => stay.first_entered,
            _ => return false,
        };
        first_entered < self.horizon
    }
}

impl Observer for RunOff<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        if self.counts(&event) {
            self.ledger.event(now, event);
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        self.ledger.month_ended(now, month, view);
    }

    fn run_off_closing(&mut self, _now: SimTime, _view: View<'_>) {
        // Nobody who counts is left: nothing is still running.
        self.ledger.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::record::Nobody;
    use crate::des::time::SimSpan;
    use crate::finance::ledger::Amount;
    use crate::finance::prices::{BlockBooking, Pence};
    use crate::finance::yearly::{FinancialYear, OptionCost, YearlyCost};

    /// By hand: £366 a year for the option and as much for recruitment in a year of 366 days, and a bed at £7
    /// a week are £3 a day. A month of the run of 28 days costs £84, the same days after a horizon nothing.
    #[test]
    fn what_is_paid_whoever_is_there_is_not_counted() {
        let (begins, ends) = (SimTime::START, SimTime::from_days(366.0));
        let a_year = YearlyCost::from(begins, Pence(36_600));
        let prices = PriceList {
            block_booking: BlockBooking {
                beds: 1,
                weekly: Pence(700),
            },
            recruitment: vec![a_year.clone()],
            options: vec![OptionCost {
                name: "option".to_owned(),
                one_off: Pence(0),
                a_year,
                from: begins,
            }],
            years: vec![FinancialYear { begins, ends }],
            ..PriceList::default()
        };
        let nobody = Nobody::default();
        let view = nobody.view();
        let month = SimSpan::from_days(28.0);
        let mut run = Ledger::new(&prices);
        run.month_ended(begins + month, 0, view);
        assert_eq!(run.total(0..1), Amount::pence(Pence(8_400)));
        let mut run_off = RunOff::new(&prices, begins + month, 1, view);
        run_off.month_ended(begins + month + month, 1, view);
        assert_eq!(run_off.ledger().total(0..1), Amount::ZERO);
    }
}
