//! How many households meet a target: the smallest number, of one strand's profile or of a mix, with
//! which all targets are met in a stated share of futures.
//!
//! [`futures`] simulates the same futures for each number of households, so that two numbers differ by
//! households and not by chance; [`mix`] says in which proportions strands are tried. A few numbers are
//! asked for ([`curve`]), each with the same futures, so the same question always has the same answer.

pub mod curve;
pub mod futures;
pub mod mix;

use jiff::civil::Date;
use serde::Serialize;

use crate::scenario::{self, Profile, Scenario, Target};

use super::headline::Question;
use super::sensitivity::Estimate;
use super::{Error, Plan};

use curve::Curve;
use futures::Futures;

/// What to look for, and how thoroughly.
#[derive(Clone)]
pub struct Setup<'a> {
    /// What is to be met, all of it in one future.
    pub targets: Vec<Target>,
    /// In what share of futures.
    pub probability: f64,
    /// Whose households are recruited.
    pub profiles: Vec<Profile>,
    /// Where and when.
    pub recruit: scenario::Plan,
    /// No more households than this.
    pub most: u32,
    /// What recruiting them may cost over the run, pounds.
    pub budget: Option<f64>,
    /// Futures for each number of households.
    pub reps: usize,
    /// Years simulated, from the start.
    pub years: u32,
    /// Seed, threads, stop and progress.
    pub plan: Plan<'a>,
}

/// What is to be met.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Aim {
    /// As it was asked: metric, group, period.
    pub asked: String,
    /// The least that will do.
    pub at_least: Option<f64>,
    /// The most that will do.
    pub at_most: Option<f64>,
    /// Whether these are of the difference from the baseline.
    pub against_baseline: bool,
    /// The metric in words.
    #[serde(skip)]
    pub question: Question,
}

/// In what share of futures all targets are met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Met {
    /// The share.
    pub share: f64,
    /// Lower end of Wilson's 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Futures in which there was something to measure.
    pub n: u64,
}

/// One target by itself, with so many households.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Each {
    /// The share of futures in which it is met, whatever becomes of the others.
    pub met: f64,
    /// The mean of what is held against its bounds: what is measured, or its difference from the baseline.
    pub compared: f64,
    /// What these households move it by.
    pub moved: Estimate,
}

impl Each {
    /// Whether these households move it in no future.
    pub fn stays(&self) -> bool {
        [self.moved.mean, self.moved.ci_low, self.moved.ci_high] == [0.0; 3]
    }
}

/// A number of households and what comes of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// Households in all.
    pub households: u32,
    /// Strand by strand.
    pub by_strand: Vec<u32>,
    /// The share of futures in which all targets are met.
    #[serde(flatten)]
    pub met: Met,
    /// What recruiting them costs, pounds.
    pub recruitment: Estimate,
    /// The difference that they make to the total cost, pounds.
    pub total_cost: Estimate,
    /// The mean of what is measured, target by target.
    pub measured: Vec<f64>,
    /// Each target by itself.
    pub each: Vec<Each>,
    /// Mean number of searches that the council's own carers could not meet.
    pub unmet: f64,
}

/// Between two numbers of households the share of futures falls by more than chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Fall {
    /// The smaller number.
    pub from: u32,
    /// The larger.
    pub to: u32,
}

/// Between which numbers the answer lies at this precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Between {
    /// The smallest number whose share is not clearly below what is wanted.
    pub least: u32,
    /// The smallest whose share is clearly not below it; none if none is.
    pub most: Option<u32>,
}

/// One mix of strands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mix {
    /// Proportions of the strands.
    pub proportions: Vec<u32>,
    /// The smallest number of households that meets the targets; none if none does.
    pub smallest: Option<u32>,
    /// Whether the cost of recruiting them is within the budget, if there is one.
    pub within_budget: bool,
    /// How sure that number is; only of the answer.
    pub between: Option<Between>,
    /// All numbers that were simulated, fewest first.
    pub numbers: Vec<Number>,
    /// Where the share falls as their number grows.
    pub falls: Vec<Fall>,
}

impl Mix {
    /// The number that meets the targets, with what comes of it.
    pub fn found(&self) -> Option<&Number> {
        let smallest = self.smallest?;
        self.at(smallest)
    }

    /// The number with the highest share; the fewest households of several.
    pub fn best(&self) -> Option<&Number> {
        let fewest_last = self.numbers.iter().rev();
        fewest_last.max_by(|a, b| a.met.share.total_cmp(&b.met.share))
    }

    /// A number that was simulated.
    pub fn at(&self, households: u32) -> Option<&Number> {
        self.numbers.iter().find(|n| n.households == households)
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recruitment {
    /// Council.
    pub council: String,
    /// Name and title of the baseline.
    pub baseline: [String; 2],
    /// Name and title of the scenario that holds while they are recruited.
    pub scenario: [String; 2],
    /// The authority that recruits, if the scenario names any.
    pub authority: Option<String>,
    /// First day.
    pub start: Date,
    /// Years simulated.
    pub years: u32,
    /// Seed.
    pub seed: u64,
    /// Futures for each number of households.
    pub replications: usize,
    /// What is to be met.
    pub targets: Vec<Aim>,
    /// In what share of futures.
    pub probability: f64,
    /// Strands whose profile the households have.
    pub strands: Vec<String>,
    /// Their names as strands of further households.
    pub recruited_as: Vec<String>,
    /// First possible approval.
    pub from: Date,
    /// Months over which they are approved.
    pub over_months: u32,
    /// The most that were tried.
    pub most: u32,
    /// What recruiting them may cost.
    pub budget: Option<f64>,
    /// Which of the mixes is the answer: the cheapest to recruit that meets the targets within the budget.
    pub answer: Option<usize>,
    /// The mixes that were tried.
    pub mixes: Vec<Mix>,
    /// Digest of all futures.
    pub run_digest: String,
}

impl Recruitment {
    /// The answer.
    pub fn answer(&self) -> Option<&Mix> {
        self.mixes.get(self.answer?)
    }
}

/// Searches for the smallest number of households with which the targets are met.
///
/// The targets are measured in `held`, the baseline itself or an option; those of a difference are of its
/// difference from the baseline.
///
/// # Errors
/// If scenarios do not fit together, a target is not there or never measured, so many households cannot be
/// added, or the search was stopped.
pub fn recruit(
    baseline: &Scenario,
    held: &Scenario,
    setup: &Setup<'_>,
) -> Result<Recruitment, Error> {
    let pool = setup.plan.pool()?;
    pool.install(|| search(baseline, held, setup))
}

fn search(baseline: &Scenario, held: &Scenario, setup: &Setup<'_>) -> Result<Recruitment, Error> {
    let proportions = mix::proportions(setup.profiles.len());
    let tried = proportions.len();
    let mut futures = Futures::new(baseline, held, setup, tried)?;
    let without = futures.with(&vec![0; setup.profiles.len()])?;
    let curve = |proportions| Curve::new(proportions, setup.probability, setup.most);
    let mut curves: Vec<Curve> = proportions.into_iter().map(curve).collect();
    for (place, curve) in curves.iter_mut().enumerate() {
        futures.expect(tried - place);
        curve.search(|numbers| futures.with(numbers))?;
    }
    let costs = curves.iter().map(|curve| curve.cost(&without));
    let answer = cheapest(&costs.collect::<Vec<_>>(), setup.budget);
    if let Some(curve) = answer.and_then(|place| curves.get_mut(place)) {
        futures.expect(1);
        curve.assure(|numbers| futures.with(numbers))?;
    }
    let authority = setup.recruit.authority.clone();
    let aims = futures.questions().iter().zip(&setup.targets);
    let mixes = curves
        .into_iter()
        .map(|curve| curve.read(&without, setup.budget));
    Ok(Recruitment {
        council: baseline.council.clone(),
        baseline: [baseline.name.clone(), baseline.title.clone()],
        scenario: [held.name.clone(), held.title.clone()],
        start: baseline.start,
        years: setup.years,
        seed: setup.plan.seed,
        replications: setup.reps,
        targets: aims
            .map(|(question, target)| aim(question, target))
            .collect(),
        probability: setup.probability,
        strands: setup.profiles.iter().map(|p| p.strand.clone()).collect(),
        recruited_as: held.names_for(&setup.profiles, authority.as_deref()),
        authority,
        from: setup.recruit.from,
        over_months: setup.recruit.over_months,
        most: setup.most,
        budget: setup.budget,
        answer,
        mixes: mixes.collect(),
        run_digest: futures.digest(),
    })
}

/// The mix that is cheapest to recruit, of those that meet the targets within the budget; the first of
/// several.
fn cheapest(costs: &[Option<f64>], budget: Option<f64>) -> Option<usize> {
    let affordable = |cost: &f64| budget.is_none_or(|budget| *cost <= budget);
    let costs = costs.iter().enumerate();
    let costs = costs.filter_map(|(place, cost)| Some((place, cost.filter(affordable)?)));
    let cheapest = costs.min_by(|a, b| a.1.total_cmp(&b.1));
    cheapest.map(|(place, _)| place)
}

fn aim(question: &Question, target: &Target) -> Aim {
    Aim {
        asked: target.metric.clone(),
        at_least: target.at_least,
        at_most: target.at_most,
        against_baseline: target.against_baseline,
        question: question.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_within_the_budget_is_the_answer() {
        let costs = [Some(90.0), None, Some(40.0), Some(40.0), Some(60.0)];
        assert_eq!(cheapest(&costs, None), Some(2));
        assert_eq!(cheapest(&costs, Some(40.0)), Some(2));
        assert_eq!(cheapest(&costs, Some(39.0)), None);
        assert_eq!(cheapest(&[None, None], None), None);
    }
}
