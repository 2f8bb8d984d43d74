//! Whose time is scarce, and for whom nobody is responsible: teams, and part of the opening stock.

use super::super::diagnostic::Finding;
use super::super::keys::LEGAL_WORDS;
use super::super::value::{Row, Setting};
use super::super::wording::tidy;
use super::Cross;

impl Cross<'_> {
    /// Every team has a stage of its own, workers, and a time for their work.
    pub(super) fn teams(&mut self) {
        let settings = self.settings;
        let mut known: Vec<(&str, &Setting)> = Vec::new();
        for name in settings.names("team") {
            let path = |last: &str| format!("team.{name}.{last}");
            let there = ["stage", "servers", "days_per_case"].map(|last| settings.get(&path(last)));
            let Some(at) = there.iter().flatten().next() else {
                continue;
            };
            for (last, setting) in ["stage", "servers", "days_per_case"].iter().zip(there) {
                if setting.is_none() {
                    let message = format!("the team `{name}` has no `{last}`");
                    let help = "a team has a `stage`, `servers` and `days_per_case`";
                    self.error("P0225", at, message, help);
                }
            }
            let path = path("stage");
            let Some((stage, at)) = settings.word(&path).zip(settings.get(&path)) else {
                continue;
            };
            if let Some((_, other)) = known.iter().find(|(word, _)| *word == stage) {
                let message = format!("two teams have the stage \"{stage}\"");
                let help = "give one team all the `servers`";
                let finding = Finding::error("P0226", at.place, message, help);
                self.findings.push(finding.also(other.place, "the other"));
            }
            known.push((stage, at));
        }
    }

    /// Children for whom nobody exercises parental responsibility are under section 20.
    pub(super) fn nobody_responsible(&mut self, rows: &[Row]) {
        let path = "stock.nobody_responsible";
        let Some((nobody, at)) = self.settings.number(path).zip(self.settings.get(path)) else {
            return;
        };
        let accommodated = |r: &&Row| LEGAL_WORDS[r.legal] == "section_20" && !r.asylum_seeking;
        let accommodated: f64 = rows.iter().filter(accommodated).map(|r| r.count).sum();
        if nobody > accommodated {
            let message = format!(
                "for {} children nobody exercises parental responsibility, but only {} are under section 20 and not unaccompanied",
                tidy(nobody),
                tidy(accommodated)
            );
            let help = format!("write at most {}", tidy(accommodated));
            self.error("P0227", at, message, help);
        }
    }
}
