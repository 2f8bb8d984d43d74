//! Axes: round numbers, few of them, in the unit of what is drawn.

use crate::experiment::headline::Wording;
use crate::output::number::{pounds_at, rounded};

/// An axis from one number to another, with where its labels stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Left end.
    pub low: f64,
    /// Right end.
    pub high: f64,
    /// Where labels stand.
    pub ticks: Vec<f64>,
    /// From one label to the next.
    pub step: f64,
    wording: Wording,
}

/// How many steps an axis has at most: its labels must not touch on a telephone.
const STEPS: f64 = 4.0;

impl Axis {
    /// An axis that holds all these numbers, and zero. What is not a number is left out.
    pub fn over(values: impl IntoIterator<Item = f64>, wording: Wording) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low == high {
            high = 1.0;
        }
        let step = step(high - low);
        let first = (low / step).floor();
        let last = (high / step).ceil();
        let mut ticks = Vec::new();
        let mut tick = first;
        while tick <= last {
            ticks.push(tick * step + 0.0);
            tick += 1.0;
        }
        Self {
            low: first * step,
            high: last * step,
            ticks,
            step,
            wording,
        }
    }

    /// The ticks that have a label in a row: of more than fit beside each other every second one, and zero.
    pub fn labelled(&self) -> Vec<f64> {
        let crowded = self.ticks.len() as f64 > STEPS + 1.0;
        let shown = |tick: &f64| !crowded || (tick / self.step).round() % 2.0 == 0.0;
        self.ticks.iter().copied().filter(shown).collect()
    }

    /// Shares from none to all.
    pub fn shares() -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            ticks: vec![0.0, 0.25, 0.5, 0.75, 1.0],
            step: 0.25,
            wording: Wording::Share,
        }
    }

    /// Where a number stands, in per cent of the strip, which has a little room at both ends.
    pub fn place(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        2.0 + 96.0 * part.clamp(0.0, 1.0)
    }

    /// The digit to which labels go: that of the step, of 2½ the one behind it.
    fn finest(&self) -> f64 {
        let digit = libm::pow(10.0, libm::floor(libm::log10(self.step)));
        match (self.step / digit - 2.5).abs() < 0.1 {
            true => digit / 10.0,
            false => digit,
        }
    }

    /// The label of a number on the axis.
    pub fn label(&self, value: f64) -> String {
        let finest = self.finest();
        match self.wording {
            Wording::Money => match value {
                0.0 => "£0".to_owned(),
                value => pounds_at(value, finest, self.low.abs().max(self.high.abs())),
            },
            Wording::Share => format!("{} %", rounded(100.0 * value, 1.0)),
            Wording::Number | Wording::Days if value == 0.0 => "0".to_owned(),
            Wording::Number | Wording::Days => rounded(value, finest),
        }
    }
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that takes a few steps over this span.
fn step(span: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(span / STEPS)));
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * power);
    let enough = steps.into_iter().find(|step| span / step <= STEPS);
    enough.unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_labels_and_zero() {
        let axis = Axis::over([-4.6e6, 1.2e6], Wording::Money);
        let labels: Vec<String> = axis.ticks.iter().map(|t| axis.label(*t)).collect();
        assert_eq!(labels, ["-£6m", "-£4m", "-£2m", "£0", "£2m"]);
        let axis = Axis::over([3.0, 17.0, f64::NAN], Wording::Number);
        assert_eq!((axis.low, axis.ticks.len()), (0.0, 5));
        assert_eq!(axis.high, 20.0);
    }

    #[test]
    fn a_step_of_two_and_a_half_has_labels_that_are_true() {
        let labels = |high: f64, wording| -> Vec<String> {
            let axis = Axis::over([high], wording);
            axis.ticks.iter().map(|t| axis.label(*t)).collect()
        };
        let money = labels(9.6e6, Wording::Money);
        assert_eq!(money, ["£0", "£2.5m", "£5.0m", "£7.5m", "£10.0m"]);
        let days = labels(96.0, Wording::Days);
        assert_eq!(days, ["0", "25", "50", "75", "100"]);
        let few = labels(9.6, Wording::Number);
        assert_eq!(few, ["0", "2.5", "5.0", "7.5", "10.0"]);
        // Widened to whole steps the span would have another step.
        let both = Axis::over([-8_300.0, 400.0], Wording::Number);
        let both: Vec<String> = both.ticks.iter().map(|t| both.label(*t)).collect();
        assert_eq!(
            both,
            ["-10,000", "-7,500", "-5,000", "-2,500", "0", "2,500"]
        );
    }

    #[test]
    fn labels_that_would_touch_are_left_out_and_zero_is_not() {
        let labels = |low, high| -> Vec<String> {
            let axis = Axis::over([low, high], Wording::Money);
            axis.labelled()
                .into_iter()
                .map(|tick| axis.label(tick))
                .collect()
        };
        assert_eq!(labels(-860e3, 120e3), ["-£1.00m", "-£0.50m", "£0"]);
        assert_eq!(labels(-4.6e6, 1.2e6), ["-£6m", "-£4m", "-£2m", "£0", "£2m"]);
    }

    #[test]
    fn nothing_has_an_axis_too() {
        let axis = Axis::over([], Wording::Days);
        assert_eq!(axis.place(0.0), 2.0);
        assert_eq!(axis.place(1.0), 98.0);
    }
}
