//! What must hold between the keys of supports, and of young people who stay put.

use crate::care::support::MOST_SUPPORTS;

use super::super::keys::PLACEMENT_WORDS;
use super::super::wording::tidy;
use super::Cross;

impl Cross<'_> {
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
