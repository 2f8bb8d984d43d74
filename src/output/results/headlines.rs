//! The answers of the page, put together again from the files, so that every view says them by the same
//! rules.

use crate::experiment::appraisal::Payback;
use crate::experiment::headline::{Answer, Headline, YearCost};
use crate::experiment::metrics::{Metric, find};

use super::{Asked, Described, Results};
use crate::output::options::EVERY_PAGE;

impl Results {
    /// The answers for each option, in order.
    pub fn headlines(&self) -> Vec<Headline> {
        let places = 1..self.scenarios.len();
        places.map(|place| self.headline(place)).collect()
    }

    fn headline(&self, place: usize) -> Headline {
        let option = &self.scenarios[place];
        let answers = |of_every_page: bool| -> Vec<Answer> {
            let asked = self.questions_asked(of_every_page).into_iter();
            asked.filter_map(|q| self.answer(place, q)).collect()
        };
        Headline {
            scenario: option.scenario.clone(),
            title: option.title.clone(),
            belief: option.is_belief,
            from: option.from,
            answers: answers(true),
            reported: answers(false),
            cost_of_the_option: option.cost_of_the_option(),
            states_cost: option.states_cost,
            saving_a_year: option.saving_a_year(),
            first_full_year: self.cost_in(place, option.first_full_year.as_ref()),
            last_full_year: self.cost_in(place, option.last_full_year.as_ref()),
            saves_from: option.saves_from.clone(),
            total_p10: option.total_p10_gbp,
            total_p90: option.total_p90_gbp,
            total_sd: option.total_sd_gbp,
            chance_it_saves: option.chance_it_saves,
            chance_low: option.chance_it_saves_low,
            chance_high: option.chance_it_saves_high,
        }
    }

    /// The questions of every page, or those that the scenario asks for itself.
    pub fn questions_asked(&self, of_every_page: bool) -> Vec<&Asked> {
        let asked = self.questions.iter();
        let asked = asked.filter(|q| (q.asked_by == EVERY_PAGE) == of_every_page);
        // A metric that this version does not know has no words to be said in.
        asked.filter(|q| find(&q.metric).is_some()).collect()
    }

    fn answer(&self, place: usize, asked: &Asked) -> Option<Answer> {
        let (metric, group, period) = (&asked.metric, &asked.group, &asked.period);
        let spec = find(metric)?;
        let difference = self.cells.difference(place, metric, group, period)?.mean;
        let level = |scenario| Some(self.cells.level(scenario, metric, group, period)?.mean);
        Some(Answer {
            question: asked.question.clone(),
            metric: spec.name,
            group: group.clone(),
            period: period.clone(),
            unit: spec.unit,
            baseline_mean: level(0)?,
            option_mean: level(place)?,
            difference: difference.mean,
            ci_low: difference.ci_low,
            ci_high: difference.ci_high,
            told_apart: difference.ci_low > 0.0 || difference.ci_high < 0.0,
        })
    }

    fn cost_in(&self, place: usize, year: Option<&String>) -> Option<YearCost> {
        let year = year?;
        let total = Metric::CostTotalGbp.spec().name;
        let difference = self.cells.difference(place, total, "all", year)?;
        Some(YearCost {
            year: year.clone(),
            difference: difference.mean,
        })
    }
}

impl Described {
    /// When the option has paid for itself; nothing if nothing is known of it.
    pub fn payback(&self) -> Option<Payback> {
        Some(Payback {
            month: self.paid_back.clone(),
            earliest: self.paid_back_earliest.clone(),
            latest: self.paid_back_latest.clone(),
            costs_first: self.costs_first?,
        })
    }
}
