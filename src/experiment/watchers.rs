//! Who watches a replication: the tally, the ledger and the cost of overflow up to the horizon and, if what
//! is paid after it is asked for, a ledger of the run-off from there on.

use crate::care::record::{Event, Observer, View};
use crate::des::time::SimTime;
use crate::finance::ledger::{Ledger, Overflow};
use crate::finance::prices::PriceList;
use crate::finance::run_off::RunOff;

use super::layout::Layout;
use super::tally::{Costs, Tally};

/// The watchers of one authority, or of several added up.
#[derive(Clone, Debug)]
pub struct Watchers<'a> {
    tally: Tally<'a>,
    ledger: Ledger<'a>,
    overflow: Overflow<'a>,
    run_off: Option<RunOff<'a>>,
    prices: &'a PriceList,
    layout: &'a Layout,
}

impl<'a> Watchers<'a> {
    /// Ready for a run whose results have this layout.
    pub fn new(layout: &'a Layout, prices: &'a PriceList) -> Self {
        Self {
            tally: Tally::new(layout),
            ledger: Ledger::new(prices),
            overflow: Overflow::new(prices, &layout.months),
            run_off: None,
            prices,
            layout,
        }
    }

    /// The row of results, once the run is over; `parts` are those of the authorities added up here.
    pub fn cells(&self, parts: &[Watchers<'_>]) -> Vec<f64> {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| (&part.tally, part.costs()))
            .collect();
        self.tally.cells_with_parts(self.costs(), &parts)
    }

    fn costs(&self) -> Costs<'_, 'a> {
        Costs {
            ledger: &self.ledger,
            overflow: Some(&self.overflow),
            run_off: self.run_off.as_ref().map(RunOff::ledger),
            prices: self.prices,
        }
    }

    /// Adds what others have counted in the same months, of other children and households.
    pub fn add_up(&mut self, other: &Watchers<'_>) {
        self.tally.add_up(&other.tally);
        self.ledger.add_up(&other.ledger);
        self.overflow.add_up(&other.overflow);
        if let Some(more) = &other.run_off {
            let (prices, layout) = (self.prices, self.layout);
            let none = || RunOff::empty(prices, layout.run_off[0], layout.begins_year.len());
            self.run_off.get_or_insert_with(none).add_up(more);
        }
    }
}

impl Observer for Watchers<'_> {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        match &mut self.run_off {
            Some(run_off) => run_off.event(now, event),
            None => {
                self.tally.event(now, event);
                self.ledger.event(now, event);
                self.overflow.event(now, event);
            }
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        match &mut self.run_off {
            Some(run_off) => run_off.month_ended(now, month, view),
            None => {
                self.tally.month_ended(now, month, view);
                self.ledger.month_ended(now, month, view);
            }
        }
    }

    fn opening(&mut self, view: View<'_>) {
        self.tally.opening(view);
        self.ledger.opening(view);
    }

    fn closing(&mut self, now: SimTime, view: View<'_>) {
        self.tally.closing(now, view);
        self.ledger.closing(now, view);
        self.overflow.closing(now, view);
        if self.follows_run_off() {
            let months = self.ledger.months();
            self.run_off = Some(RunOff::new(self.prices, now, months, view));
        }
    }

    fn follows_run_off(&self) -> bool {
        !self.layout.run_off.is_empty()
    }

    fn run_off_closing(&mut self, now: SimTime, view: View<'_>) {
        if let Some(run_off) = &mut self.run_off {
            run_off.run_off_closing(now, view);
        }
    }
}
