//! Optimism: what an option spends on recruitment is raised like the rest of what it costs.
//!
//! An appraisal raises the cost of an option, whatever it is spent on. Of what recruitment costs, an
//! option's is what its file adds: all that a strand of its own costs; of a strand that is there without it,
//! the share of the spending that is expected beyond what would be spent on it otherwise. That share of the
//! price of each approval and enquiry is raised, and of the fixed cost, while the option is in force. So on
//! average over futures the additional spending is raised, and nothing else.
//!
//! Reference: HM Treasury, *The Green Book* (2022), annex A5, on optimism bias.

use jiff::civil::Date;

use crate::des::time::SimTime;

use super::super::layers::{Layer, Timeline};
use super::super::value::Settings;
use super::months;

/// What a strand's money is spent on.
#[derive(Clone, Copy, Debug)]
pub enum Spent {
    /// Whether or not anybody is recruited.
    Fixed,
    /// Household by household.
    OnApprovals,
    /// Enquiry by enquiry.
    OnEnquiries,
}

impl Spent {
    /// Pounds a year that are expected to be spent on a strand.
    fn a_year(self, s: &Settings, strand: &str) -> f64 {
        let said = |last: &str| s.number(&format!("recruitment.{strand}.{last}"));
        let number = |last: &str| said(last).unwrap_or(0.0);
        match self {
            // What is said of a strand before it is there costs nothing.
            _ if s.get(&format!("recruitment.{strand}.kind")).is_none() => 0.0,
            Self::Fixed => number("fixed_a_year"),
            Self::OnEnquiries => number("enquiries_a_year") * number("cost_per_enquiry"),
            Self::OnApprovals => {
                let approvals = match (said("households"), said("enquiries_a_year")) {
                    (Some(households), _) => households * 12.0 / number("over_months"),
                    (None, Some(enquiries)) => {
                        let applied = enquiries * number("conversion_to_application");
                        applied * number("conversion_to_approval")
                    }
                    (None, None) => number("approvals_a_year"),
                };
                approvals * number("cost_per_approval")
            }
        }
    }
}

/// The uplifts of the options, each with the layer that adds it.
pub struct Uplifts<'a> {
    timeline: &'a Timeline,
    biases: Vec<f64>,
}

impl<'a> Uplifts<'a> {
    /// Those of a scenario. An option is what the first file adds that names it.
    pub fn new(timeline: &'a Timeline, all: &Settings) -> Self {
        let mut known: Vec<String> = Vec::new();
        let bias = |layer: &Layer| {
            let mut names = layer.checked.settings.names("option");
            names.retain(|name| !known.contains(name));
            let bias = |name: &String| all.number(&format!("option.{name}.optimism_bias"));
            let largest = names.iter().filter_map(bias).fold(0.0, f64::max);
            known.extend(names);
            largest
        };
        let mut biases: Vec<f64> = timeline.layers.iter().map(bias).collect();
        // What the baseline spends is no option's.
        biases.iter_mut().take(1).for_each(|bias| *bias = 0.0);
        Self { timeline, biases }
    }

    /// How many times what is spent on a strand is paid, from each of these instants on.
    pub fn of(&self, strand: &str, spent: Spent) -> Vec<(SimTime, f64)> {
        if self.biases.iter().all(|bias| *bias == 0.0) {
            return vec![(SimTime::START, 1.0)];
        }
        let dates = self.timeline.dates().into_iter();
        let mut factors: Vec<(SimTime, f64)> = Vec::new();
        for date in dates {
            let factor = self.on(date, strand, spent);
            if factors.last().is_none_or(|(_, last)| *last != factor) {
                factors.push((months::instant(self.timeline.start, date), factor));
            }
        }
        factors
    }

    fn on(&self, date: Date, strand: &str, spent: Spent) -> f64 {
        let upto = |place: usize| spent.a_year(&self.upto(place).on(date), strand);
        let (mut before, mut uplift) = (upto(0), 0.0);
        for (place, bias) in self.biases.iter().enumerate().skip(1) {
            let with = upto(place);
            uplift += bias * (with - before).max(0.0);
            before = with;
        }
        let largest = self.biases.iter().copied().fold(0.0, f64::max);
        // Where a later option spends less again, no more than all of it is raised.
        match before > 0.0 {
            true => 1.0 + (uplift / before).min(largest),
            false => 1.0,
        }
    }

    /// The layers up to one, and all beliefs: these hold whatever is decided.
    fn upto(&self, place: usize) -> Timeline {
        let layers = self.timeline.layers.iter().enumerate();
        let counts = |(n, layer): &(usize, &Layer)| *n <= place || layer.is_assumption();
        Timeline {
            layers: layers.filter(counts).map(|(_, l)| l.clone()).collect(),
            start: self.timeline.start,
            end: self.timeline.end,
        }
    }
}
