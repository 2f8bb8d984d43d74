//! The same scenario with more households: a planned number, with the profile of a strand that is there.
//!
//! It is what an overlay with one more strand would be, so that whoever writes that file gets the same
//! results.

use jiff::civil::Date;

use super::layers::Layer;
use super::value::{Setting, Settings};
use super::{Diagnostics, Scenario, authorities, timeline};

/// What a strand says of its households, and not of how many there are or when they come.
const OF_HOUSEHOLDS: [&str; 15] = [
    "kind",
    "places",
    "largest_group",
    "ages",
    "takes_additional_needs",
    "takes_complex_needs",
    "leaving_from_years",
    "leaving_a_year",
    "cost_per_approval",
    "provider",
    "ethnic_group",
    "takes_other_ethnic_groups",
    "dual_approved",
    "returns",
    "returns_after_days",
];

/// Longest name of a strand, with room for what is put before it.
const LONGEST: usize = 40;

/// The households of a strand: whom they take, when they leave, what an approval costs.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Name of the strand.
    pub strand: String,
    /// Whether they are the council's own, and so its to recruit.
    pub is_own: bool,
    settings: Vec<(&'static str, Setting)>,
}

/// Where and when households are approved.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The authority, if the scenario names any.
    pub authority: Option<String>,
    /// First possible approval.
    pub from: Date,
    /// Months over which they are approved, evenly.
    pub over_months: u32,
}

impl Scenario {
    /// Names of the strands of recruitment, of one authority if the scenario names any.
    pub fn strands(&self, authority: Option<&str>) -> Vec<String> {
        self.settled(authority).names("recruitment")
    }

    /// The profile of a strand once all decisions are in force; `None` if there is no such strand.
    pub fn profile(&self, strand: &str, authority: Option<&str>) -> Option<Profile> {
        let all = self.settled(authority);
        let said = |last: &'static str| {
            let setting = all.get(&format!("recruitment.{strand}.{last}"))?;
            Some((last, setting.clone()))
        };
        all.get(&format!("recruitment.{strand}.kind"))?;
        let provider = all.word(&format!("recruitment.{strand}.provider"));
        Some(Profile {
            strand: strand.to_owned(),
            is_own: provider.is_none_or(|provider| provider == "own"),
            settings: OF_HOUSEHOLDS.into_iter().filter_map(said).collect(),
        })
    }

    /// Names that strands of further households have in this scenario, in the order of the profiles.
    pub fn names_for(&self, profiles: &[Profile], authority: Option<&str>) -> Vec<String> {
        let mut taken = self.strands(authority);
        let mut names = Vec::new();
        for profile in profiles {
            let numbered = (2..).map(|n| format!("more{n}_"));
            let before = std::iter::once("more_".to_owned()).chain(numbered);
            let named = before.map(|before| {
                let room = LONGEST - before.len();
                let own: String = profile.strand.chars().take(room).collect();
                before + &own
            });
            let free = named.into_iter().find(|name| !taken.contains(name));
            let free = free.unwrap_or_default();
            taken.push(free.clone());
            names.push(free);
        }
        names
    }

    /// The same scenario with so many more households of each profile. With none of any it is this one.
    ///
    /// # Errors
    /// If they cannot be added: the plan does not lie within the run, or there would be too many people.
    pub fn with_more(
        &self,
        profiles: &[Profile],
        numbers: &[u32],
        plan: &Plan,
    ) -> Result<Self, Diagnostics> {
        if numbers.iter().all(|number| *number == 0) {
            return Ok(self.clone());
        }
        let whose = plan.authority.as_ref();
        let within = whose.map_or_else(String::new, |name| format!("authority.{name}."));
        let names = self.names_for(profiles, whose.map(String::as_str));
        let added: Vec<(String, &Profile, u32)> = names
            .iter()
            .zip(profiles)
            .zip(numbers)
            .filter(|(_, number)| **number > 0)
            .map(|((name, profile), number)| {
                (format!("{within}recruitment.{name}"), profile, *number)
            })
            .collect();
        let Plan {
            from, over_months, ..
        } = plan;
        let section = |(path, _, number): &(String, &Profile, u32)| {
            format!(
                "[{path}]\nhouseholds = {number}\nover_months = {over_months}\nstart = {from}\n"
            )
        };
        let text: String = added.iter().map(section).collect();
        self.amended("recruited households", &text, |layers, mut amendment| {
            for (path, profile, _) in &added {
                describe(&mut amendment, path, profile);
            }
            layers.push(amendment);
        })
    }

    /// Everything that is said, decisions included, as one authority sees it.
    fn settled(&self, authority: Option<&str>) -> Settings {
        let layers = &self.origin.layers;
        let layers = match authority {
            Some(name) => authorities::view_of(layers, name),
            None => layers.clone(),
        };
        timeline(layers).all()
    }
}

/// Says of the households of a new strand what a profile says.
fn describe(layer: &mut Layer, path: &str, profile: &Profile) {
    let settings = &mut layer.checked.settings;
    let Some(place) = settings
        .get(&format!("{path}.households"))
        .map(|setting| setting.place)
    else {
        return;
    };
    for (last, setting) in &profile.settings {
        settings.set(Setting {
            path: format!("{path}.{last}"),
            place,
            parts: Vec::new(),
            ..setting.clone()
        });
    }
}
