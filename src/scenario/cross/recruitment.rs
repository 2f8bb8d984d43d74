//! What must hold between the keys of a strand of recruitment.

use super::Cross;

/// Keys of a strand that say something about adopters only.
const OF_ADOPTERS: [&str; 7] = [
    "largest_group",
    "provider",
    "ethnic_group",
    "takes_other_ethnic_groups",
    "dual_approved",
    "returns",
    "returns_after_days",
];

/// Keys of a strand that say something about foster carers only.
const OF_FOSTER_CARERS: [&str; 2] = ["places", "consortium"];

/// The keys that only a strand that counts enquiries has.
const CONVERSIONS: [&str; 2] = ["conversion_to_application", "conversion_to_approval"];

impl Cross<'_> {
    pub(super) fn strand(&mut self, name: &str) {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        if !self.pipeline(name) {
            self.manner(name);
        }
        self.steps(&path("leaving_from_years"), &path("leaving_a_year"));
        for list in ["places", "largest_group"] {
            self.adds_to_one(&path(list));
        }
        let settings = self.settings;
        let ages = path("ages");
        if let Some((rows, at)) = settings.ages(&ages).zip(settings.get(&ages)) {
            self.sum_is_one(&ages, rows.iter().map(|row| row.share).sum(), at);
        }
        self.profile(name);
        let complex = path("takes_complex_needs");
        let additional = settings.number(&path("takes_additional_needs"));
        if let Some(((c, a), at)) = settings
            .number(&complex)
            .zip(additional)
            .zip(settings.get(&complex))
            && c > a
        {
            let message =
                format!("in `{name}` more take complex needs ({c}) than additional needs ({a})");
            let help = "who takes complex needs takes additional needs too: raise `takes_additional_needs` or lower this";
            self.error("P0206", at, message, help);
        }
        self.dates(name);
    }

    /// A strand begins within the run, and ends after it has begun.
    fn dates(&mut self, name: &str) {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        let settings = self.settings;
        let start = path("start");
        if let Some((date, at)) = settings.date(&start).zip(settings.get(&start))
            && !(self.start..self.end).contains(&date)
        {
            let (first, beyond) = (self.start, self.end);
            let message = format!("`{start}` is {date}, but the run goes from {first} to {beyond}");
            self.error(
                "P0217",
                at,
                message,
                format!("write a date from {first} on and before {beyond}"),
            );
        }
        let until = path("until");
        let Some((until, at)) = settings.date(&until).zip(settings.get(&until)) else {
            return;
        };
        let begins = settings.date(&start).unwrap_or(self.start);
        if until <= begins {
            let message = format!("the strand `{name}` ends on {until}, but begins on {begins}");
            let help = format!("write a date after {begins}, or leave `until` out");
            self.error("P0237", at, message, help);
        }
        if settings.get(&path("households")).is_some() {
            let message = format!("the strand `{name}` is planned, and so has an end already");
            let help = "leave `until` out: a planned number is approved within `over_months`";
            self.error("P0237", at, message, help);
        }
    }

    /// Foster carers have places, adopters a largest group, and neither what is said of the others.
    fn profile(&mut self, name: &str) {
        let path = format!("recruitment.{name}.kind");
        let Some((kind, at)) = self.settings.word(&path).zip(self.settings.get(&path)) else {
            return;
        };
        let (wanted, example, other, of_other) = match kind {
            "foster" => (
                "places",
                "[0.55, 0.32, 0.11, 0.02]",
                "adoptive",
                OF_ADOPTERS.as_slice(),
            ),
            _ => (
                "largest_group",
                "[0.75, 0.2, 0.05, 0.0]",
                "foster",
                OF_FOSTER_CARERS.as_slice(),
            ),
        };
        for last in of_other {
            if let Some(at) = self.settings.get(&format!("recruitment.{name}.{last}")) {
                let message = format!("the strand `{name}` is of kind \"{kind}\" but has `{last}`");
                let help = format!("take `{last}` out: it is for strands of kind \"{other}\"");
                self.error("P0220", at, message, help);
            }
        }
        if self
            .settings
            .get(&format!("recruitment.{name}.{wanted}"))
            .is_none()
        {
            let message =
                format!("the strand `{name}` is of kind \"{kind}\" but has no `{wanted}`");
            let help = format!("add `{wanted} = {example}` with your own figures");
            self.error("P0206", at, message, help);
        }
    }

    /// Either at random or planned.
    fn manner(&mut self, name: &str) {
        let strand = format!("recruitment.{name}.");
        if self.broken.iter().any(|path| path.starts_with(&strand)) {
            return;
        }
        let get = |last: &str| self.settings.get(&format!("recruitment.{name}.{last}"));
        let random = get("approvals_a_year");
        let planned = get("households").or(get("over_months"));
        let whole = get("households").is_some() && get("over_months").is_some();
        let (at, message) = match (random, planned) {
            (Some(random), Some(planned)) if random.place.file == planned.place.file => (
                planned,
                format!("the strand `{name}` has `approvals_a_year` and planned households"),
            ),
            (None, Some(planned)) if !whole => (
                planned,
                format!("the strand `{name}` has only one of `households` and `over_months`"),
            ),
            (None, None) => match get("kind") {
                Some(kind) => (kind, format!("the strand `{name}` approves nobody")),
                None => return,
            },
            _ => return,
        };
        let help = "write either `approvals_a_year`, or `households` and `over_months`, or `enquiries_a_year`";
        self.error("P0206", at, message, help);
    }

    /// Enquiries have their conversions, and are not beside approvals or a plan. Whether it is
    /// enquiries that the strand counts.
    fn pipeline(&mut self, name: &str) -> bool {
        let settings = self.settings;
        let get = |last: &str| settings.get(&format!("recruitment.{name}.{last}"));
        let Some(enquiries) = get("enquiries_a_year") else {
            let stray = CONVERSIONS.into_iter().find_map(get);
            if let Some(stray) = stray {
                let message = format!("the strand `{name}` converts enquiries but has none");
                let help =
                    "write `enquiries_a_year` instead of `approvals_a_year`, or take this out";
                self.error("P0230", stray, message, help);
            }
            return false;
        };
        let other = ["approvals_a_year", "households", "over_months"];
        let other = other.into_iter().find_map(get);
        // A change of manner between files is reported as such.
        if let Some(other) = other.filter(|o| o.place.file == enquiries.place.file) {
            let message = format!("the strand `{name}` has both enquiries and approvals");
            let help = "write either `enquiries_a_year` with its conversions, or `approvals_a_year`, or a planned number";
            self.error("P0230", other, message, help);
        }
        for wanted in CONVERSIONS.into_iter().filter(|last| get(last).is_none()) {
            let message = format!("the strand `{name}` has `enquiries_a_year` but no `{wanted}`");
            let help = format!("add `{wanted} = 0.3` with your own figure");
            self.error("P0230", enquiries, message, help);
        }
        true
    }
}
