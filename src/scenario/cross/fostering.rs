//! What must hold between the keys of carers' pipelines, of supports, and of young people who stay put.

use crate::care::support::MOST_SUPPORTS;

use super::super::keys::PLACEMENT_WORDS;
use super::super::wording::tidy;
use super::Cross;

/// The keys that only a strand that counts enquiries has.
const CONVERSIONS: [&str; 2] = ["conversion_to_application", "conversion_to_approval"];

impl Cross<'_> {
    /// Enquiries have their conversions, and are not beside approvals or a plan. Whether it is
    /// enquiries that the strand counts.
    pub(super) fn pipeline(&mut self, name: &str) -> bool {
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

    /// Young people who stay put at the start have places, besides the children's and those that are
    /// not available.
    pub(super) fn staying(&mut self) {
        let settings = self.settings;
        let path = "stock.staying_put";
        let (Some((staying, at)), Some(households), Some(rows)) = (
            settings.number(path).zip(settings.get(path)),
            settings.numbers("stock.foster_households"),
            settings.rows("stock.children"),
        ) else {
            return;
        };
        let sizes = households.iter().zip(1..);
        let places: f64 = sizes.map(|(h, size)| h * f64::from(size)).sum();
        let in_house = rows
            .iter()
            .filter(|r| PLACEMENT_WORDS[r.placement] == "in_house");
        let children: f64 = in_house.map(|r| r.count).sum();
        let unavailable = settings.number("stock.unavailable_places").unwrap_or(0.0);
        let left = (places - children - unavailable).max(0.0);
        if staying > left {
            let message = format!(
                "{} young people stay put, but own carers have only {} places left for them",
                tidy(staying),
                tidy(left)
            );
            let help = format!("write at most {}, or raise `foster_households`", tidy(left));
            self.error("P0233", at, message, help);
        }
    }

    /// Who has which support is kept in the bits of one word.
    pub(super) fn supports(&mut self) {
        let settings = self.settings;
        let names = settings.names("support");
        let Some(beyond) = names.get(MOST_SUPPORTS) else {
            return;
        };
        let prefix = format!("support.{beyond}.");
        let Some(at) = settings.iter().find(|s| s.path.starts_with(&prefix)) else {
            return;
        };
        let message = format!("the scenario has {} supports", names.len());
        let help = format!("keep to {MOST_SUPPORTS}: put supports that go together into one");
        self.error("P0231", at, message, help);
    }
}
