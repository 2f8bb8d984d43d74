//! The answers a reader wants first: for each option, what changes and what it costs or saves.

use serde::Serialize;

use crate::care::child::Route;
use crate::stats::Paired;

use super::compare::{Comparison, Level};
use super::metrics::{Group, Metric};

/// How an answer is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Fewer or more.
    Number,
    /// Shorter or longer, in days.
    Days,
    /// Less or more, in pounds.
    Money,
}

/// A question asked of every option.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// As printed.
    pub label: String,
    /// As a heading over a column of figures: short words, line by line.
    pub heading: &'static str,
    /// How its answers are worded.
    pub wording: Wording,
    /// The cell that answers it.
    pub cell: usize,
}

/// What one option does to one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The quantity, in words.
    pub question: String,
    /// Its name in the metric table.
    pub metric: &'static str,
    /// Group, `all` if ungrouped.
    pub group: String,
    /// Period.
    pub period: String,
    /// Unit.
    pub unit: &'static str,
    /// Mean in the baseline.
    pub baseline_mean: f64,
    /// Mean in the option.
    pub option_mean: f64,
    /// Mean difference, option − baseline.
    pub difference: f64,
    /// Lower end of its 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Whether the interval excludes zero, so that a difference can be told.
    pub told_apart: bool,
}

/// The answers for one option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Headline {
    /// The option.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// One for each question.
    pub answers: Vec<Answer>,
    /// Mean saving a year, pounds: the difference in yearly cost with its sign turned.
    pub saving_per_year_gbp: f64,
    /// Share of simulated futures in which the option costs less over the whole run: chance
    /// events only, all assumptions taken as they stand.
    pub chance_it_saves: f64,
    /// Lower end of Wilson's 95 % interval for that share.
    pub chance_low: f64,
    /// Upper end.
    pub chance_high: f64,
}

/// Whether a difference can be told: its interval excludes zero.
pub fn told_apart(difference: &Paired) -> bool {
    difference.ci_low > 0.0 || difference.ci_high < 0.0
}

impl Comparison {
    /// The questions, in the order in which they are answered.
    pub fn questions(&self) -> Vec<Question> {
        use Wording::{Days, Money, Number};
        let years = self.span_in_words();
        let followed = self.follow_up_in_words();
        let all = |metric, label: String, heading, wording| {
            let cell = self.at_horizon(metric)?;
            Some(question(label, heading, wording, cell))
        };
        let exits = |route, label: &str, heading| {
            let cell = self.group_at_horizon(Metric::Exits, Group::Route(route))?;
            Some(question(label.to_owned(), heading, Number, cell))
        };
        [
            all(
                Metric::TimeInCareChildDays,
                format!("Days in care over {years}, all children"),
                "days\nin care",
                Number,
            ),
            all(
                Metric::TimeInCareEntrantsDays,
                format!("Days in care per child entering, first {followed}"),
                "days\nper child\nentering",
                Days,
            ),
            all(
                Metric::ChildrenInCare,
                "Children in care at the end".to_owned(),
                "in care\nat end",
                Number,
            ),
            exits(Route::Adopted, "Adoptions", "adopted"),
            exits(
                Route::SpecialGuardianship,
                "Left to special guardians",
                "special\nguardians",
            ),
            all(
                Metric::WaitForMatchDays,
                "Wait from placement order to match".to_owned(),
                "days\nto\nmatch",
                Days,
            ),
            all(
                Metric::UnmetInHouseDemand,
                "Searches the council's own carers could not meet".to_owned(),
                "searches\nnot met",
                Number,
            ),
            all(
                Metric::CostCashableGbp,
                "Cost of bought placements (cashable)".to_owned(),
                "cashable\ncost",
                Money,
            ),
            all(
                Metric::CostTotalGbp,
                format!("Total cost over {years}"),
                "total\ncost",
                Money,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The answers for each option, in order.
    pub fn headlines(&self) -> Vec<Headline> {
        let questions = self.questions();
        let options = self.differences.iter().zip(&self.scenarios[1..]);
        let headlines = options.map(|(option, levels)| {
            let answer = |q: &Question| {
                let baseline = &self.scenarios[0].levels[q.cell];
                self.answer(q, baseline, &levels.levels[q.cell], &option.paired[q.cell])
            };
            let nothing = Paired::of(&[], &[], crate::stats::Direction::Neutral);
            let at = |metric| self.at_horizon(metric).map(|cell| option.paired[cell]);
            let yearly = at(Metric::CostPerYearGbp).unwrap_or(nothing);
            let total = at(Metric::CostTotalGbp).unwrap_or(nothing);
            Headline {
                scenario: option.scenario.clone(),
                title: levels.title.clone(),
                answers: questions.iter().map(answer).collect(),
                saving_per_year_gbp: -yearly.mean,
                chance_it_saves: total.prob_better,
                chance_low: total.prob_low,
                chance_high: total.prob_high,
            }
        });
        headlines.collect()
    }

    fn answer(&self, q: &Question, baseline: &Level, option: &Level, paired: &Paired) -> Answer {
        let cell = &self.cells[q.cell];
        Answer {
            question: q.label.clone(),
            metric: cell.metric,
            group: cell.group.clone(),
            period: cell.period.clone(),
            unit: cell.unit,
            baseline_mean: baseline.mean,
            option_mean: option.mean,
            difference: paired.mean,
            ci_low: paired.ci_low,
            ci_high: paired.ci_high,
            told_apart: told_apart(paired),
        }
    }

    /// `10 years`.
    pub fn span_in_words(&self) -> String {
        count_of(f64::from(self.years), "year")
    }

    /// `3 years` or `6 months`: how long entrants are followed.
    pub fn follow_up_in_words(&self) -> String {
        let months = (self.follow_up_days / 365.25 * 12.0).round();
        if months % 12.0 == 0.0 {
            count_of(months / 12.0, "year")
        } else {
            count_of(months, "month")
        }
    }
}

fn count_of(n: f64, unit: &str) -> String {
    let plural = if n == 1.0 { "" } else { "s" };
    format!("{n} {unit}{plural}")
}

fn question(label: String, heading: &'static str, wording: Wording, cell: usize) -> Question {
    Question {
        label,
        heading,
        wording,
        cell,
    }
}
