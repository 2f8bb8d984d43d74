//! Settings that are possible and hardly meant: they do nothing because of another setting's value (what is
//! idle because another is not set at all is in [`super::idle`]), or contradict what everybody does.

mod adoption;
mod recruitment;

use crate::care::child::AgeBand;

use super::check::measures;
use super::diagnostic::{Finding, Findings, Place};
use super::keys::PLACEMENT_WORDS;
use super::layers::Timeline;
use super::uncertain::is_range;
use super::value::{Setting, Settings};
use super::wording::tidy;

/// Working days of one member of a team, as the model counts them: every day of the year.
const DAYS_A_YEAR: f64 = 365.25;

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
    unlikely.adopters();
    unlikely.register();
    unlikely.fees();
    unlikely.search();
    unlikely.court();
    unlikely.stability();
    unlikely.transition();
    unlikely.strands(timeline.start, timeline.end);
    unlikely.relatives();
    unlikely.teams();
    unlikely.homes();
    unlikely.ranges();
}

struct Unlikely<'a> {
    settings: &'a Settings,
    findings: &'a mut Findings,
}

impl Unlikely<'_> {
    fn warn(&mut self, code: &'static str, path: &str, message: &str, help: &str) {
        if let Some(setting) = self.settings.get(path) {
            self.warn_at(setting.place, code, path, message, help);
        }
    }

    fn warn_at(&mut self, at: Place, code: &'static str, path: &str, message: &str, help: &str) {
        let message = format!("`{path}` {message}");
        self.findings
            .push(Finding::warning(code, at, message, help));
    }

    /// A number that is said.
    fn said(&self, path: &str) -> Option<f64> {
        self.settings.number(path)
    }

    /// A length of time that is always nothing.
    fn takes_no_time(&self, path: &str) -> bool {
        let days = self.settings.get(path).and_then(|s| measures(&s.value));
        days.is_none_or(|days| days.iter().all(|days| *days == 0.0))
    }

    /// Whether some of these shares or counts is above nothing.
    fn some(&self, path: &str) -> bool {
        let numbers = self.settings.get(path).and_then(|s| measures(&s.value));
        numbers.is_some_and(|numbers| numbers.iter().any(|number| *number > 0.0))
    }

    /// Whether a strand's key fits.
    fn strand(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.settings
            .names("recruitment")
            .iter()
            .any(|name| fits(name))
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
        let path = "search.in_house_acceptance";
        if has(order, "in_house") && !self.some(path) {
            let message = "is 0 at every age: the council's own foster carers take nobody in";
            self.warn(
                "P0409",
                path,
                message,
                "write the chance that one household accepts one child, or take \"in_house\" out of `search.order`",
            );
        }
        let path = "search.agency_offer";
        if has(order, "agency") && !self.some(path) {
            let message = "is 0 at every age: agencies offer carers to nobody";
            self.warn(
                "P0409",
                path,
                message,
                "write the chance that agencies offer a carer for a child, or take \"agency\" out of `search.order`",
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

    /// A range that an analysis of the assumptions would leave out without a word.
    fn ranges(&mut self) {
        let idle = |setting: &&Setting| {
            let ends = [&setting.low, &setting.high].into_iter().flatten();
            let mut others = ends.filter(|end| **end != setting.value);
            others.next().is_some() && !is_range(setting)
        };
        let paths = self.settings.iter().filter(idle);
        let paths: Vec<(Place, String)> = paths.map(|s| (s.place, s.path.clone())).collect();
        for (place, path) in paths {
            let message = "has a range in which its mean stays the same: a range of days moves the mean, so this one moves nothing";
            let help = "write ends with a lower and a higher mean, or take `low` and `high` out";
            self.warn_at(place, "P0409", &path, message, help);
        }
    }

    /// Those who take children in at once are assessed later, and fail if no relatives are suitable.
    fn relatives(&mut self) {
        let path = "relatives.emergency_placement";
        if self.some(path) && !self.some("relatives.suitable") {
            let message = "places children with relatives of whom none is found suitable: `relatives.suitable` is 0 at every age";
            let help = "raise `suitable`, or take this line out";
            self.warn("P0409", path, message, help);
        }
    }

    fn court(&mut self) {
        let path = "court.proceedings_days";
        if self.takes_no_time(path) {
            let message =
                "is 0: where the plan is ready, the final hearing is on the day of the application";
            let help = "write the days from the application to the final hearing";
            self.warn("P0409", path, message, help);
        }
        let path = "court.pre_proceedings_diverts";
        let settings = self.settings;
        let mut teams = settings.names("team").into_iter();
        let teams_stage = teams
            .any(|name| settings.word(&format!("team.{name}.stage")) == Some("pre_proceedings"));
        if self.some(path) && self.takes_no_time("court.pre_proceedings_days") && !teams_stage {
            let message = "is a share of pre-proceedings that take no time: agreement is reached on the day of the legal planning meeting";
            let help = "set `pre_proceedings_days` (84, for example) too, or take this line out";
            self.warn("P0409", path, message, help);
        }
    }

    /// Separation from brothers and sisters, and another social worker, steady no placement.
    fn stability(&mut self) {
        for (path, whom) in [
            (
                "stability.separated_factor",
                "children placed apart from their siblings",
            ),
            (
                "stability.new_worker_factor",
                "children whose social worker has changed",
            ),
        ] {
            if self.said(path).is_some_and(|factor| factor < 1.0) {
                let message = format!("is below 1: placements of {whom} would end less often");
                let help = "write a factor above 1, or 1 for no difference";
                self.warn("P0409", path, &message, help);
            }
        }
    }

    /// A way out of residential care is planned for those whose plan it is.
    fn transition(&mut self) {
        let path = "fostering.planned_transition";
        let rows = self.settings.rows("stock.children").unwrap_or_default();
        let home = |placement: usize| PLACEMENT_WORDS[placement] == "childrens_home";
        let by_plan = self
            .said("stock.overflow_share")
            .is_none_or(|share| share < 1.0);
        let there = by_plan
            && rows
                .iter()
                .any(|row| home(row.placement) && row.count > 0.0);
        if self.some(path) && !there && !self.some("search.residential_plan") {
            let message = "does nothing: no child's plan is a children's home";
            let help = "give `search.residential_plan` shares above 0, or take this line out";
            self.warn("P0404", path, message, help);
        }
    }

    fn teams(&mut self) {
        let settings = self.settings;
        let approved: Vec<f64> = settings
            .names("recruitment")
            .iter()
            .filter_map(|name| approved_of_enquiries(settings, name))
            .collect();
        for name in settings.names("team") {
            let path = format!("team.{name}.stage");
            if settings.word(&path) != Some("carers_assessment") {
                continue;
            }
            if approved.is_empty() {
                let message =
                    "does nothing: no strand counts enquiries, so nobody's assessment is a stage";
                self.warn(
                    "P0404",
                    &path,
                    message,
                    "set `enquiries_a_year` in a strand, or take the team out",
                );
            }
            self.too_much_work(&name, approved.iter().sum());
        }
    }

    /// A queue grows for ever that more join than can be seen to. Of other stages the scenario does not
    /// say how many cases come to them: some are closed before, and siblings are one case.
    fn too_much_work(&mut self, name: &str, cases_a_year: f64) {
        let path = |last: &str| format!("team.{name}.{last}");
        let work = self.settings.get(&path("days_per_case"));
        let days = work.and_then(|work| measures(&work.value)?.first().copied());
        let (Some(days), Some(servers)) = (days, self.said(&path("servers"))) else {
            return;
        };
        let (asked, there) = (cases_a_year * days, servers * DAYS_A_YEAR);
        if asked > there {
            let message = format!(
                "of {} for {} cases a year is more than the {} days a year there are: the queue grows without end",
                tidy(days),
                tidy(cases_a_year),
                tidy(there)
            );
            let help = format!(
                "write {} `servers` or more, or fewer days",
                (asked / DAYS_A_YEAR).ceil()
            );
            self.warn("P0409", &path("days_per_case"), &message, &help);
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

/// Households a year whom a strand that counts enquiries has assessed once all is under way: those who
/// will be approved. Nothing if it does not count them; a strand with an end leaves no queue for ever.
fn approved_of_enquiries(settings: &Settings, name: &str) -> Option<f64> {
    let path = |last: &str| format!("recruitment.{name}.{last}");
    let number = |last: &str| settings.number(&path(last));
    let enquiries = number("enquiries_a_year")?;
    let share = number("conversion_to_application")? * number("conversion_to_approval")?;
    let ends = settings.get(&path("until")).is_some();
    Some(if ends { 0.0 } else { enquiries * share })
}
