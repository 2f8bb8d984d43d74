//! What is hardly meant about adoption: panels that match nobody, adopters with whom nobody can be matched,
//! agencies asked in the wrong order, fees that fall.

use super::super::SUM_TOLERANCE;
use super::super::keys::Columns;
use super::super::value::Settings;
use super::super::wording::tidy;
use super::Unlikely;

/// Days that the law asks a child to have lived with the adopters before the application: ten weeks.
const TEN_WEEKS: f64 = 70.0;

/// Nobody's rule is nearly three years: more is a slip.
const THOUSAND_DAYS: f64 = 1000.0;

/// From this age on adoption is nobody's plan, years.
const TENTH_BIRTHDAY: f64 = 10.0;

impl Unlikely<'_> {
    pub(super) fn adoption(&mut self) {
        self.patience();
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
        if self.said(path).is_some_and(|days| days > THOUSAND_DAYS) {
            let message =
                "is longer than any court asks for: children would wait years for the order";
            let help =
                "write the days of the law, 70, or what the court here asks for; mind the unit";
            self.warn("P0409", path, message, help);
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
        let path = "adoption.acceptance";
        if self.said(path) == Some(0.0) && self.some("adoption.plan") {
            let message = "is 0: no household accepts a child at a panel, so none is matched there";
            let help = "write the chance that one household accepts one child that it could take";
            self.warn("P0409", path, message, help);
        }
        self.early();
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

    /// A group that nobody has looked for yet has not waited too long.
    fn patience(&mut self) {
        let path = "adoption.split_after_days";
        let finding = self.said("adoption.family_finding_days");
        if self
            .said(path)
            .zip(finding)
            .is_some_and(|(patience, finding)| patience <= finding)
        {
            let message = "is over when family finding (`family_finding_days`) is: groups of siblings come to one panel together, and are split before the next";
            let help = "write more days than `family_finding_days`, or `inf` for never";
            self.warn("P0409", path, message, help);
        }
    }

    /// Children fostered for adoption are no longer among those matched early in other ways.
    fn early(&mut self) {
        let settings = self.settings;
        let path = "adoption.fostering_for_adoption";
        let early = settings.numbers("adoption.early_match").unwrap_or_default();
        let (Some(fostered), Some(at)) = (settings.numbers(path), settings.get(path)) else {
            return;
        };
        let names = Columns::AdoptionAges.names();
        for (age, (fostered, early)) in fostered.iter().zip(early).enumerate() {
            let both = fostered + early;
            if both > 1.0 + SUM_TOLERANCE {
                let message = format!(
                    "and `early_match` add to {} at age {}: more than all children matched early",
                    tidy(both),
                    names[age]
                );
                let help = format!(
                    "lower `early_match` by those who are fostered for adoption, to {} or less",
                    tidy(1.0 - fostered)
                );
                self.warn_at(at.part(age), "P0409", path, &message, &help);
            }
        }
    }

    /// Adopters with whom no child can be matched.
    pub(super) fn adopters(&mut self) {
        let settings = self.settings;
        for name in settings.names("recruitment") {
            if settings.word(&format!("recruitment.{name}.kind")) == Some("adoptive") {
                self.take_children_to_be_adopted(&name);
                self.take_children_of_a_group(&name);
            }
        }
    }

    fn take_children_to_be_adopted(&mut self, name: &str) {
        let path = format!("recruitment.{name}.ages");
        let ages = self.settings.ages(&path).unwrap_or_default();
        let mut taken = ages.iter().filter(|row| row.share > 0.0).peekable();
        if taken.peek().is_some() && taken.all(|row| row.from >= TENTH_BIRTHDAY) {
            let message = "are ten and over, but adoption is the plan only for children who came into care before their tenth birthday";
            let help = "give adopters ages below ten, or let foster carers take older children";
            self.warn("P0409", &path, message, help);
        }
    }

    fn take_children_of_a_group(&mut self, name: &str) {
        let settings = self.settings;
        let path = |last: &str| format!("recruitment.{name}.{last}");
        let others = path("takes_other_ethnic_groups");
        if self.said(&others) != Some(0.0) {
            return;
        }
        let shares = |path: &str| shares_or_first(settings, path);
        let (come, there) = (shares("entries.ethnic_group"), shares("stock.ethnic_group"));
        let adopters = shares(&path("ethnic_group"));
        let alone = (0..adopters.len())
            .find(|&group| adopters[group] > 0.0 && come[group] + there[group] == 0.0);
        if let Some(group) = alone {
            let group = Columns::EthnicGroups.names()[group];
            let message = format!(
                "is 0, but no child is of the ethnic group {group} as some of these households are: nobody can match with them"
            );
            let help = "raise it, or say in `entries.ethnic_group` of which groups children are";
            self.warn("P0409", &others, &message, help);
        }
    }

    /// Adopters of the national register are the last to be asked, after family finding.
    pub(super) fn register(&mut self) {
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

    pub(super) fn fees(&mut self) {
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
}

/// Shares of ethnic groups; all of the first where none are said.
fn shares_or_first(settings: &Settings, path: &str) -> [f64; 5] {
    let said = settings.numbers(path).and_then(|n| n.try_into().ok());
    said.unwrap_or([1.0, 0.0, 0.0, 0.0, 0.0])
}
