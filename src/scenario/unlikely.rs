//! Settings that are possible and hardly meant: they do nothing because of another setting's value (what is
//! idle because another is not set at all is in [`super::idle`]), or contradict what everybody does.

use crate::care::child::AgeBand;

use super::diagnostic::{Finding, Findings};
use super::layers::Timeline;
use super::value::Settings;

/// Days that the law asks a child to have lived with the adopters before the application: ten weeks.
const TEN_WEEKS: f64 = 70.0;

/// Warns of what is hardly meant once all decisions are in force, if nothing else is wrong.
pub fn check(timeline: &Timeline, findings: &mut Findings) {
    if findings.has_errors() {
        return;
    }
    let settings = timeline.all();
    let mut unlikely = Unlikely {
        settings: &settings,
        findings,
    };
    unlikely.adoption();
    unlikely.register();
    unlikely.fees();
    unlikely.search();
    unlikely.teams();
    unlikely.homes();
}

struct Unlikely<'a> {
    settings: &'a Settings,
    findings: &'a mut Findings,
}

impl Unlikely<'_> {
    fn warn(&mut self, code: &'static str, path: &str, message: &str, help: &str) {
        if let Some(setting) = self.settings.get(path) {
            let message = format!("`{path}` {message}");
            self.findings
                .push(Finding::warning(code, setting.place, message, help));
        }
    }

    /// A number that is said.
    fn said(&self, path: &str) -> Option<f64> {
        self.settings.number(path)
    }

    /// Whether a strand's key fits.
    fn strand(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.settings
            .names("recruitment")
            .iter()
            .any(|name| fits(name))
    }

    fn adoption(&mut self) {
        let path = "adoption.minimum_with_adopters_days";
        if self.said(path).is_some_and(|days| days < TEN_WEEKS) {
            let message = "is less than the ten weeks that the law asks for";
            self.warn(
                "P0409",
                path,
                message,
                "write 70 or more (Adoption and Children Act 2002, s. 42)",
            );
        }
        let path = "adoption.panel_slots";
        if self.said(path) == Some(0.0) {
            let message = "is 0: no panel matches anybody, so nobody is adopted by strangers";
            self.warn(
                "P0409",
                path,
                message,
                "write how many cases a panel can match, or `inf` for any number",
            );
        }
        let path = "adoption.reserve_for_groups";
        let settings = self.settings;
        let takes_group = |name: &str| {
            let sizes = settings.numbers(&format!("recruitment.{name}.largest_group"));
            sizes.is_some_and(|sizes| sizes.iter().skip(1).any(|share| *share > 0.0))
        };
        if settings.flag(path) == Some(true) && !self.strand(takes_group) {
            let message = "does nothing: no strand's adopters take more than one child";
            self.warn(
                "P0404",
                path,
                message,
                "give a strand's `largest_group` shares above one, or take this line out",
            );
        }
    }

    /// Adopters of the national register are the last to be asked, after family finding.
    fn register(&mut self) {
        let path = "adoption.register_after_days";
        let Some(days) = self.said(path) else { return };
        if self
            .said("adoption.regional_after_days")
            .is_some_and(|regional| days < regional)
        {
            let message = "is less than `regional_after_days`: the national register is asked before the regional agency";
            self.warn(
                "P0409",
                path,
                message,
                "write no fewer days than `regional_after_days`",
            );
        }
        if self
            .said("adoption.family_finding_days")
            .is_some_and(|finding| days < finding)
        {
            let message =
                "does nothing: family finding (`family_finding_days`) is never over by then";
            self.warn(
                "P0404",
                path,
                message,
                "write more days than `family_finding_days`, or take this line out",
            );
        }
    }

    fn fees(&mut self) {
        let path = "prices.inter_agency_fee";
        let falls = |fees: &[f64]| fees.windows(2).any(|two| two[1] < two[0]);
        if self.settings.numbers(path).is_some_and(falls) {
            let message = "falls as the group grows: more children together cost less than fewer";
            self.warn(
                "P0409",
                path,
                message,
                "write the fee for the whole group, for one, two, three and four children",
            );
        }
    }

    fn search(&mut self) {
        let path = "search.order";
        let has = |order: &[&str], tier: &str| order.contains(&tier);
        let Some(order) = self.settings.words(path) else {
            return;
        };
        let none_at_once = self.said("relatives.emergency_placement").unwrap_or(0.0) == 0.0;
        if has(order, "relatives") && none_at_once {
            let message = "names \"relatives\", who take nobody in at once: `relatives.emergency_placement` is 0";
            self.warn(
                "P0404",
                path,
                message,
                "set `relatives.emergency_placement`, or take \"relatives\" out of the order",
            );
        }
        if !has(order, "in_house") {
            let message = "does nothing: own carers (\"in_house\") are not in `search.order`";
            self.warn(
                "P0404",
                "search.choice",
                message,
                "put \"in_house\" into the order, or take this line out",
            );
        }
    }

    fn teams(&mut self) {
        let settings = self.settings;
        let counts = |name: &str| {
            settings
                .get(&format!("recruitment.{name}.enquiries_a_year"))
                .is_some()
        };
        if self.strand(counts) {
            return;
        }
        for name in settings.names("team") {
            let path = format!("team.{name}.stage");
            if settings.word(&path) == Some("carers_assessment") {
                let message =
                    "does nothing: no strand counts enquiries, so nobody's assessment is a stage";
                self.warn(
                    "P0404",
                    &path,
                    message,
                    "set `enquiries_a_year` in a strand, or take the team out",
                );
            }
        }
    }

    /// A home whose oldest child is younger than any child of the council.
    fn homes(&mut self) {
        let settings = self.settings;
        let entries = settings
            .numbers("entries.first_entries_a_year")
            .unwrap_or_default();
        let rows = settings.rows("stock.children").unwrap_or_default();
        let come = |band: usize| entries.get(band).is_some_and(|count| *count > 0.0);
        let there = |band: usize| rows.iter().any(|row| row.age == band && row.count > 0.0);
        let youngest = AgeBand::ALL
            .iter()
            .enumerate()
            .find(|(band, _)| come(*band) || there(*band));
        let Some((_, youngest)) = youngest else {
            return;
        };
        for name in settings.names("homes") {
            let path = format!("homes.{name}.ages");
            let to = settings.numbers(&path).and_then(|ages| ages.get(1));
            if to.is_some_and(|to| *to <= youngest.bounds().0) {
                let message = "are those of no child of the council";
                self.warn(
                    "P0404",
                    &path,
                    message,
                    "write ages of children who are there or come, or take the home out",
                );
            }
        }
    }
}
