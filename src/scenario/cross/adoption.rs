//! What must hold between the values of adoption: ethnic groups, activity days, carers for children who are
//! fostered for adoption.

use super::Cross;

impl Cross<'_> {
    pub(super) fn adoption(&mut self) {
        self.adds_to_one("entries.ethnic_group");
        self.adds_to_one("stock.ethnic_group");
        for name in self.settings.names("recruitment") {
            self.adds_to_one(&format!("recruitment.{name}.ethnic_group"));
        }
        self.activity_days();
        self.early_carers();
    }

    /// Whoever accepts at a panel accepts at an activity day.
    fn activity_days(&mut self) {
        let settings = self.settings;
        let Some(days) = settings.number("adoption.activity_interval_days") else {
            return;
        };
        let there = "adoption.activity_acceptance";
        let Some((there, at)) = settings.number(there).zip(settings.get(there)) else {
            return;
        };
        let usual = settings.number("adoption.acceptance").unwrap_or(0.0);
        if days.is_finite() && there < usual {
            let message = format!(
                "at activity days {there} of the households accept, fewer than at a panel ({usual})"
            );
            let help = format!("write an `activity_acceptance` of {usual} or more");
            self.error("P0221", at, message, help);
        }
    }

    /// Fostering for adoption needs households that are approved for both.
    fn early_carers(&mut self) {
        let settings = self.settings;
        let path = "adoption.fostering_for_adoption";
        let Some((shares, at)) = settings.numbers(path).zip(settings.get(path)) else {
            return;
        };
        let dual = |name: &String| {
            let share = settings.number(&format!("recruitment.{name}.dual_approved"));
            share.is_some_and(|share| share > 0.0)
        };
        let wanted = shares.iter().any(|share| *share > 0.0);
        if wanted && !settings.names("recruitment").iter().any(dual) {
            let message = "children are to be fostered for adoption, but no strand has households approved for both";
            let help = "give a strand of adopters a share of `dual_approved` households";
            self.error("P0222", at, message.to_owned(), help);
        }
    }
}
