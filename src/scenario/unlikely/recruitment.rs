//! Strands of recruitment that nobody comes through, or that end before they are in full force.

use jiff::civil::Date;

use super::Unlikely;

/// Mean length of a month in days.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

impl Unlikely<'_> {
    /// `start` and `end` are the run's.
    pub(super) fn strands(&mut self, start: Date, end: Date) {
        for name in self.settings.names("recruitment") {
            self.nobody_comes_through(&name);
            self.ends_early(&name, start);
            self.ends_late(&name, end);
        }
    }

    fn nobody_comes_through(&mut self, name: &str) {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        for share in ["conversion_to_application", "conversion_to_approval"] {
            if self.said(&path(share)) == Some(0.0) && self.some(&path("enquiries_a_year")) {
                let message = "is 0: enquiries are paid for and nobody is approved";
                let help = "write the share of those before who go on, or take the strand out";
                self.warn("P0409", &path(share), message, help);
            }
        }
    }

    /// A strand is in full force only when it has grown for its `ramp_up_months`.
    fn ends_early(&mut self, name: &str, run_start: Date) {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        let (Some(ramp_up), Some(until)) = (
            self.said(&path("ramp_up_months")),
            self.settings.date(&path("until")),
        ) else {
            return;
        };
        let start = self.settings.date(&path("start")).unwrap_or(run_start);
        let days = f64::from((until - start).get_days());
        let runs = days / DAYS_A_MONTH;
        if ramp_up > runs {
            let message = format!(
                "is {ramp_up} months, but the strand ends after {runs:.0}: it is never in full force"
            );
            let help = "write fewer months, or a later `until`";
            self.warn("P0409", &path("ramp_up_months"), &message, help);
        }
    }

    fn ends_late(&mut self, name: &str, end: Date) {
        let path = format!("recruitment.{name}.until");
        if self.settings.date(&path).is_some_and(|until| until > end) {
            let message = format!("is after the run, which ends on {end}: it does nothing here");
            let help = "take this line out, or let the run go on for more years";
            self.warn("P0404", &path, &message, help);
        }
    }
}
