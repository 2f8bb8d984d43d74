//! What was counted, turned into the row of results: one number for each cell.

use std::ops::Range;

use crate::care::child::PlacementKind;
use crate::des::time::SECONDS_PER_DAY;
use crate::finance::discount::present_value_pounds;
use crate::finance::ledger::{Amount, Ledger, Line, Overflow};
use crate::finance::nature::Nature;
use crate::finance::prices::PriceList;
use crate::stats::quantile;

use super::super::layout::Cell;
use super::super::metrics::{Group, Measure, Metric};
use super::{Samples, Sum, Tally};

/// What costs are read from.
#[derive(Clone, Copy)]
pub struct Costs<'x, 'a> {
    /// Up to the horizon.
    pub ledger: &'x Ledger<'a>,
    /// The extra cost of what was bought for want of own carers, if that is watched.
    pub overflow: Option<&'x Overflow<'a>>,
    /// After the horizon, if that is followed.
    pub run_off: Option<&'x Ledger<'a>>,
    /// At what rate they are discounted.
    pub prices: &'x PriceList,
}

/// The row of results.
impl Tally<'_> {
    /// One number for each cell of the layout, in its order; not a number where there is
    /// nothing to divide by, or where it was not watched. Call once the run is over.
    pub fn cells(&self, ledger: &Ledger<'_>, prices: &PriceList) -> Vec<f64> {
        let costs = Costs {
            ledger,
            overflow: None,
            run_off: None,
            prices,
        };
        self.cells_with_parts(costs, &[])
    }

    /// The same for several authorities together, of which each has counted its part.
    pub fn cells_with_parts(
        &self,
        costs: Costs<'_, '_>,
        parts: &[(&Tally<'_>, Costs<'_, '_>)],
    ) -> Vec<f64> {
        let samples = self.sorted_samples();
        let of_parts: Vec<Samples> = match self.layout.authorities.is_empty() {
            true => Vec::new(),
            false => parts
                .iter()
                .map(|(part, _)| part.sorted_samples())
                .collect(),
        };
        let cells = self.layout.cells.iter();
        let value = |cell: &Cell| match self.layout.of_authority(cell) {
            Some((place, group)) => {
                let (tally, own) = parts[place];
                // Discounted at the rate of all.
                let prices = costs.prices;
                let own = Costs { prices, ..own };
                tally.cell(&Cell { group, ..*cell }, &of_parts[place], own)
            }
            None => self.cell(cell, &samples, costs),
        };
        cells.map(value).collect()
    }

    fn sorted_samples(&self) -> Samples {
        let mut samples = self.samples.clone();
        for values in samples.values_mut() {
            values.sort_unstable_by(f64::total_cmp);
        }
        samples
    }

    /// Adds what another has counted in the same months, of other children and households.
    pub fn add_up(&mut self, other: &Tally<'_>) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.total += more.total;
            sum.of += more.of;
        }
        for (what, values) in &other.samples {
            self.samples.entry(*what).or_default().extend(values);
        }
    }

    fn cell(&self, cell: &Cell, samples: &Samples, costs: Costs<'_, '_>) -> f64 {
        let months = self.layout.period(cell).months.clone();
        match cell.metric.spec().measure {
            Measure::Money if cell.metric.is_of_run_off() => self.after_the_horizon(cell, costs),
            Measure::Money => self.money(cell, months, costs),
            Measure::MoneyAWeek => self.money_a_week(cell, months, costs),
            Measure::Percentile(of, percent) => {
                let values = samples
                    .get(&(of, cell.group))
                    .map_or(&[][..], Vec::as_slice);
                quantile(values, f64::from(percent) / 100.0)
            }
            measure => self.value(cell, months, measure),
        }
    }

    fn value(&self, cell: &Cell, months: Range<usize>, measure: Measure) -> f64 {
        let last = months.end - 1..months.end;
        match measure {
            Measure::Count => self.sum(cell, months).total as f64,
            Measure::Level => self.sum(cell, last).total as f64,
            Measure::LevelShare => ratio(self.sum(cell, last)),
            Measure::Days => days(self.sum(cell, months).total as f64),
            Measure::MeanDays => days(ratio(self.sum(cell, months))),
            Measure::Share => ratio(self.sum(cell, months)),
            Measure::Money | Measure::MoneyAWeek | Measure::Percentile(..) => {
                unreachable!("money is read from the ledger, percentiles from the samples")
            }
        }
    }

    fn sum(&self, cell: &Cell, months: Range<usize>) -> Sum {
        let series = self.layout.series(cell.metric, cell.group);
        let series = series.expect("every cell of the layout has its series");
        let mut sum = Sum::default();
        for month in months {
            let part = self.sums[month * self.layout.series_count() + series];
            sum.total += part.total;
            sum.of += part.of;
        }
        sum
    }

    fn after_the_horizon(&self, cell: &Cell, costs: Costs<'_, '_>) -> f64 {
        let Some(ledger) = costs.run_off else {
            return f64::NAN;
        };
        let months = 0..ledger.months();
        match (cell.metric, cell.group) {
            (Metric::CostRunOffPresentValueGbp, _) => {
                present_value_pounds(ledger, &self.layout.run_off, costs.prices.discount_rate)
            }
            (_, Group::Line(line)) => ledger.line(line, months).pounds(),
            _ => ledger.total(months).pounds(),
        }
    }

    /// The prices of placements over the weeks lived in them.
    fn money_a_week(&self, cell: &Cell, months: Range<usize>, costs: Costs<'_, '_>) -> f64 {
        let seconds = self.sum(cell, months.clone()).of;
        if seconds == 0 {
            return f64::NAN;
        }
        let paid = |kind| {
            let line = Line::of_placement(kind);
            costs.ledger.line(line, months.clone())
        };
        let paid: Amount = match cell.group {
            Group::Placement(kind) => paid(kind),
            _ => PlacementKind::ALL.map(paid).into_iter().sum(),
        };
        paid.pounds() / (days(seconds as f64) / 7.0)
    }

    fn money(&self, cell: &Cell, months: Range<usize>, costs: Costs<'_, '_>) -> f64 {
        let bounds = &self.layout.months;
        let (ledger, p) = (costs.ledger, costs.prices);
        match (cell.metric, cell.group) {
            (Metric::CostGbp, Group::Line(line)) => ledger.line(line, months).pounds(),
            (Metric::UnmetInHouseExtraCostGbp, group) => {
                costs.overflow.map_or(f64::NAN, |overflow| match group {
                    Group::Tier(tier) => overflow.tier(tier, months).pounds(),
                    _ => overflow.total(months).pounds(),
                })
            }
            (Metric::CostCashableGbp, _) => {
                let lines = Line::ALL.into_iter();
                let lines = lines.filter(|line| line.nature() == Nature::Cashable);
                let amounts = lines.map(|line| ledger.line(line, months.clone()));
                amounts.sum::<Amount>().pounds()
            }
            (Metric::CostPerYearGbp, _) => {
                let years = bounds[months.end] - bounds[months.start];
                ledger.total(months).pounds() / years.years()
            }
            (Metric::CostPresentValueGbp, _) => {
                present_value_pounds(ledger, bounds, p.discount_rate)
            }
            _ => ledger.total(months).pounds(),
        }
    }
}

fn days(seconds: f64) -> f64 {
    seconds / SECONDS_PER_DAY as f64
}

/// The constant is spelt out because the bits of 0/0 differ between processors.
fn ratio(sum: Sum) -> f64 {
    if sum.of == 0 {
        f64::NAN
    } else {
        sum.total as f64 / sum.of as f64
    }
}
