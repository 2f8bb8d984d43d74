//! Strands of recruitment: the same ones in the same order whatever the date.

use crate::care::household::{HouseholdKind, Provider};
use crate::care::params::{Approvals, Strand};
use crate::des::hazard::PiecewiseRates;
use crate::des::time::{SimSpan, SimTime};

use super::super::layers::Timeline;
use super::super::value::{AgeShare, Settings};
use super::{Unbuildable, count, fostering, months};

/// All strands of a scenario.
pub struct Strands<'a> {
    timeline: &'a Timeline,
    all: &'a Settings,
    names: Vec<String>,
}

impl<'a> Strands<'a> {
    /// The strands of all layers, in order of first appearance.
    pub fn new(timeline: &'a Timeline, all: &'a Settings) -> Self {
        Self {
            timeline,
            all,
            names: all.names("recruitment"),
        }
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The strands as they are in a state of the scenario. One that this state does not have yet
    /// has its later profile and approves nobody.
    pub fn on(&self, settings: &Settings) -> Result<Vec<Strand>, Unbuildable> {
        let strand = |name: &String| {
            let begun = settings.get(&format!("recruitment.{name}.kind")).is_some();
            self.strand(name, if begun { settings } else { self.all }, begun)
        };
        self.names.iter().map(strand).collect()
    }

    fn strand(&self, name: &str, settings: &Settings, begun: bool) -> Result<Strand, Unbuildable> {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        let kind = match settings.need_word(&path("kind"))? {
            "foster" => HouseholdKind::Foster,
            _ => HouseholdKind::Adoptive,
        };
        let sizes = |wanted: HouseholdKind, last: &str| match kind == wanted {
            true => settings.need_shares(&path(last)),
            false => Ok([1.0, 0.0, 0.0, 0.0]),
        };
        let ramp_up_months = settings.number_or_default(&path("ramp_up_months"))?;
        let (approvals, start) = self.approvals(name, settings, begun)?;
        Ok(Strand {
            name: name.to_owned(),
            kind,
            approvals,
            pipeline: fostering::pipeline(settings, name)?,
            start,
            until: self.until(settings, name),
            consortium: settings.flag_or_default(&path("consortium"))?,
            ramp_up_months,
            places: sizes(HouseholdKind::Foster, "places")?,
            largest_group: sizes(HouseholdKind::Adoptive, "largest_group")?,
            ages: ages(settings.need_ages(&path("ages"))?),
            takes_additional_needs: settings.need_number(&path("takes_additional_needs"))?,
            takes_complex_needs: settings.need_number(&path("takes_complex_needs"))?,
            leaving: leaving(settings, name)?,
            provider: provider(settings, &path("provider")),
            ethnic_group: settings.shares_or_first(&path("ethnic_group")),
            takes_other_ethnic_groups: settings
                .number_or_default(&path("takes_other_ethnic_groups"))?,
            dual_approved: settings.number_or_default(&path("dual_approved"))?,
            returns: settings.number_or_default(&path("returns"))?,
            returns_after_days: settings.number_or_default(&path("returns_after_days"))?,
        })
    }

    /// How approvals come, and from when. A planned number is one plan for the whole run: its
    /// dates are its own, so no regime changes it.
    fn approvals(
        &self,
        name: &str,
        settings: &Settings,
        begun: bool,
    ) -> Result<(Approvals, SimTime), Unbuildable> {
        let path = |last: &str| format!("recruitment.{name}.{last}");
        let instant = |settings: &Settings| {
            let start = settings.date(&path("start"));
            let start = start.ok_or_else(|| Unbuildable::without(&path("start")))?;
            Ok(months::instant(self.timeline.start, start))
        };
        if self.all.get(&path("households")).is_some() {
            let households = count(self.all.need_number(&path("households"))?);
            let over_months = self.all.need_number(&path("over_months"))?;
            return Ok((
                Approvals::Planned {
                    households,
                    over_months,
                },
                instant(self.all)?,
            ));
        }
        let counted = path(match self.all.get(&path("enquiries_a_year")) {
            Some(_) => "enquiries_a_year",
            None => "approvals_a_year",
        });
        let a_year = match begun {
            true => settings.need_number(&counted)?,
            false => 0.0,
        };
        let reference = self.reference(&counted);
        Ok((
            Approvals::AtRandom { a_year, reference },
            instant(settings)?,
        ))
    }

    /// From when nobody new comes.
    fn until(&self, settings: &Settings, name: &str) -> SimTime {
        let until = settings.date(&format!("recruitment.{name}.until"));
        until.map_or(SimTime::NEVER, |date| {
            months::instant(self.timeline.start, date)
        })
    }

    /// The rate against which levers thin or superpose: that of the first layer that approves
    /// anybody, the baseline's if it does.
    fn reference(&self, path: &str) -> f64 {
        let rates = self
            .timeline
            .layers
            .iter()
            .filter_map(|l| l.checked.settings.number(path));
        rates.into_iter().find(|rate| *rate > 0.0).unwrap_or(0.0)
    }
}

/// Ages taken, shares made to add to one.
fn ages(rows: &[AgeShare]) -> Vec<(f64, f64, f64)> {
    let sum: f64 = rows.iter().map(|row| row.share).sum();
    rows.iter()
        .map(|row| (row.share / sum, row.from, row.to))
        .collect()
}

fn provider(settings: &Settings, path: &str) -> Provider {
    match settings.word(path) {
        Some("regional") => Provider::Regional,
        Some("register") => Provider::Register,
        _ => Provider::Own,
    }
}

fn leaving(settings: &Settings, name: &str) -> Result<PiecewiseRates, Unbuildable> {
    let from = settings.need_numbers(&format!("recruitment.{name}.leaving_from_years"))?;
    let rates = settings.need_numbers(&format!("recruitment.{name}.leaving_a_year"))?;
    let steps = from
        .iter()
        .zip(rates)
        .map(|(from, rate)| (SimSpan::from_years(*from), *rate));
    Ok(PiecewiseRates::new(&steps.collect::<Vec<_>>()))
}
