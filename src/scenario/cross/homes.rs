//! What must hold between the values of a children's home.

use super::Cross;

impl Cross<'_> {
    /// Every home has beds and a price for them, and takes children of some age.
    pub(super) fn homes(&mut self) {
        let settings = self.settings;
        for name in settings.names("homes") {
            let path = |last: &str| format!("homes.{name}.{last}");
            let there = ["beds", "a_week"].map(|last| (last, settings.get(&path(last))));
            let prefix = path("");
            let Some(at) = settings.iter().find(|s| s.path.starts_with(&prefix)) else {
                continue;
            };
            for (last, _) in there.iter().filter(|(_, setting)| setting.is_none()) {
                if self.broken.contains(path(last).as_str()) {
                    continue;
                }
                let message = format!("the children's home `{name}` has no `{last}`");
                let help = "a home has `beds` and what each costs `a_week`, filled or not";
                self.error("P0236", at, message, help);
            }
            let ages = path("ages");
            let Some(([from, to], at)) = settings
                .numbers(&ages)
                .and_then(|n| <[f64; 2]>::try_from(n).ok())
                .zip(settings.get(&ages))
            else {
                continue;
            };
            if from >= to {
                let message =
                    format!("the children's home `{name}` takes ages from {from} to {to}: nobody");
                let help =
                    "write the youngest age first and then the first age not taken: [10, 18]";
                self.error("P0236", at, message, help);
            }
        }
    }
}
