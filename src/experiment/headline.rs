//! The answers a reader wants first: for each option, what changes and what it costs or saves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::care::child::Route;
use crate::finance::ledger::Line;
use crate::stats::{Direction, Paired};

use super::compare::{Comparison, Level};
use super::layout::date_of;
use super::metrics::{Group, Metric};

/// How an answer is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// Fewer or more.
    Number,
    /// Shorter or longer, in days.
    Days,
    /// Less or more, in percentage points.
    Share,
    /// Less or more, in pounds.
    Money,
}

/// A question asked of every option.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// As printed.
    pub label: String,
    /// As a heading over a column of figures: short words, line by line; empty if it is answered
    /// for each option only.
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

impl Answer {
    /// The difference with its interval.
    pub fn mean(&self) -> Mean {
        Mean {
            mean: self.difference,
            ci_low: self.ci_low,
            ci_high: self.ci_high,
        }
    }
}

/// The answers for one option, or for another belief about the world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Headline {
    /// The option.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Whether it is no option but another belief about the world: then nothing is saved.
    pub belief: bool,
    /// When its first decision comes into force.
    pub from: Date,
    /// One for each question.
    pub answers: Vec<Answer>,
    /// One for each metric that the baseline asks for itself.
    pub reported: Vec<Answer>,
    /// What the option itself costs over the run, pounds: its own line and the difference in
    /// recruitment.
    pub cost_of_the_option: Mean,
    /// Whether the scenario says what it costs, were it nothing.
    pub states_cost: bool,
    /// Saving a year, pounds, over the years from [`Headline::from`] to the end.
    pub saving_a_year: Mean,
    /// Difference of total cost in the first financial year that the option covers whole.
    pub first_full_year: Option<YearCost>,
    /// The same in the last whole financial year of the run, if it is another one.
    pub last_full_year: Option<YearCost>,
    /// The first whole financial year in which the mean difference is clearly a saving.
    pub saves_from: Option<String>,
    /// 10 % quantile of the difference of total cost over the run: one future in ten saves more.
    pub total_p10: f64,
    /// 90 % quantile.
    pub total_p90: f64,
    /// Its standard deviation over futures.
    pub total_sd: f64,
    /// Share of simulated futures in which the option costs less over the whole run: chance
    /// events only, all assumptions taken as they stand.
    pub chance_it_saves: f64,
    /// Lower end of Wilson's 95 % interval for that share.
    pub chance_low: f64,
    /// Upper end.
    pub chance_high: f64,
}

/// A mean over simulated futures with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Lower end of its interval; not a number if there is one future.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl Mean {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        mean: f64::NAN,
        ci_low: f64::NAN,
        ci_high: f64::NAN,
    };

    /// From a mean and the ends of its interval.
    pub(super) fn from_ends((mean, ci_low, ci_high): (f64, f64, f64)) -> Self {
        Self {
            mean,
            ci_low,
            ci_high,
        }
    }

    /// Of a paired difference.
    pub fn of(paired: &Paired) -> Self {
        let Paired {
            mean,
            ci_low,
            ci_high,
            ..
        } = *paired;
        Self {
            mean,
            ci_low,
            ci_high,
        }
    }

    /// The other way round.
    pub fn turned(self) -> Self {
        self.saved_over(1.0)
    }

    /// Turned round and divided: a cost over a run becomes a saving a year.
    pub fn saved_over(self, years: f64) -> Self {
        Self {
            mean: -self.mean / years,
            ci_low: -self.ci_high / years,
            ci_high: -self.ci_low / years,
        }
    }
}

/// Difference of total cost in one financial year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearCost {
    /// `2018/19`.
    pub year: String,
    /// Option − baseline, pounds.
    #[serde(flatten)]
    pub difference: Mean,
}

/// Whether a difference can be told: its interval excludes zero.
pub fn told_apart(difference: &Paired) -> bool {
    difference.ci_low > 0.0 || difference.ci_high < 0.0
}

impl Comparison {
    /// The questions, in the order in which they are answered.
    pub fn questions(&self) -> Vec<Question> {
        let asked = asked(&self.span_in_words(), &self.follow_up_in_words());
        let questions = asked.into_iter().filter_map(|asked| {
            let cell = match asked.group {
                Group::All => self.at_horizon(asked.metric),
                group => self.group_at_horizon(asked.metric, group),
            };
            Some(Question {
                label: asked.label,
                heading: asked.heading,
                wording: asked.wording,
                cell: cell?,
            })
        });
        questions.collect()
    }

    /// The answers for each option, in order.
    pub fn headlines(&self) -> Vec<Headline> {
        let questions = self.questions();
        let reported = self.reported();
        let options = self.differences.iter().zip(&self.scenarios[1..]);
        let headlines = options.map(|(option, levels)| {
            let answer = |q: &Question| {
                let baseline = &self.scenarios[0].levels[q.cell];
                self.answer(q, baseline, &levels.levels[q.cell], &option.paired[q.cell])
            };
            let nothing = Paired::of(&[], &[], Direction::Neutral);
            let total = self.at_horizon(Metric::CostTotalGbp);
            let total = total.map_or(nothing, |cell| option.paired[cell]);
            let years = self.costs_by_year(&option.paired, levels.from);
            let saving = |year: &&YearCost| year.difference.ci_high < 0.0;
            Headline {
                scenario: option.scenario.clone(),
                title: levels.title.clone(),
                belief: levels.belief,
                from: levels.from,
                answers: questions.iter().map(answer).collect(),
                reported: reported.iter().map(answer).collect(),
                cost_of_the_option: self.cost_of_the_option(&option.paired),
                states_cost: levels.states_cost,
                saving_a_year: Mean::of(&total).saved_over(self.years_from(levels.from)),
                saves_from: years.iter().find(saving).map(|year| year.year.clone()),
                first_full_year: years.first().cloned(),
                last_full_year: years.get(1..).and_then(|later| later.last()).cloned(),
                total_p10: total.p10,
                total_p90: total.p90,
                total_sd: total.sd,
                chance_it_saves: total.prob_better,
                chance_low: total.prob_low,
                chance_high: total.prob_high,
            }
        });
        headlines.collect()
    }

    /// Years from a date to the end of the run.
    pub(super) fn years_from(&self, from: Date) -> f64 {
        years_from(from, self.start, self.end, self.years)
    }

    /// The option's own line and the difference in recruitment. The ends of the two intervals are
    /// added, which is exact when only one of the lines varies and errs to the wide side otherwise.
    fn cost_of_the_option(&self, paired: &[Paired]) -> Mean {
        let line = |line| {
            let cell = self.group_at_horizon(Metric::CostGbp, Group::Line(line));
            cell.map_or_else(
                || Mean::of(&Paired::of(&[], &[], Direction::Neutral)),
                |cell| Mean::of(&paired[cell]),
            )
        };
        let (own, recruitment) = (line(Line::Option), line(Line::Recruitment));
        Mean {
            mean: own.mean + recruitment.mean,
            ci_low: own.ci_low + recruitment.ci_low,
            ci_high: own.ci_high + recruitment.ci_high,
        }
    }

    /// Differences of total cost in the whole financial years from a date on.
    fn costs_by_year(&self, paired: &[Paired], from: Date) -> Vec<YearCost> {
        let months = &self.layout.months;
        let begins = |month: usize| date_of(self.start, months[month]);
        let cells = self.layout.cells.iter().zip(paired);
        let years = cells.filter_map(|(cell, paired)| {
            let period = self.layout.period(cell);
            let wanted = cell.metric == Metric::CostTotalGbp
                && cell.group == Group::All
                && period.is_full_year()
                && begins(period.months.start) >= from;
            wanted.then(|| YearCost {
                year: period.label.clone(),
                difference: Mean::of(paired),
            })
        });
        years.collect()
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

/// Years from a date to the end of a run of so many.
pub fn years_from(from: Date, start: Date, end: Date, years: u32) -> f64 {
    let days = |from: Date| f64::from((end - from).get_days());
    f64::from(years) * days(from) / days(start)
}

/// A question as it stands on the page, whatever the run.
struct Asked {
    metric: Metric,
    group: Group,
    label: String,
    heading: &'static str,
    wording: Wording,
}

/// All questions of the page, for a run of so many years that follows entrants for so long.
fn asked(years: &str, followed: &str) -> Vec<Asked> {
    use Wording::{Days, Money, Number};
    let asked = |metric, group, label: &str, heading, wording| Asked {
        metric,
        group,
        label: label.to_owned(),
        heading,
        wording,
    };
    let all =
        |metric, label: &str, heading, wording| asked(metric, Group::All, label, heading, wording);
    let exits = |route, label: &str, heading| {
        asked(Metric::Exits, Group::Route(route), label, heading, Number)
    };
    vec![
        all(
            Metric::TimeInCareChildDays,
            &format!("Days in care over {years}, all children"),
            "days\nin care",
            Number,
        ),
        all(
            Metric::TimeInCareEntrantsDays,
            &format!("Days in care per child entering, first {followed}"),
            "days\nper child\nentering",
            Days,
        ),
        all(
            Metric::ChildrenInCare,
            "Children in care at the end",
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
            "Wait from placement order to match",
            "days\nto\nmatch",
            Days,
        ),
        all(
            Metric::UnmetInHouseDemand,
            "Searches the council's carers could not meet",
            "searches\nnot met",
            Number,
        ),
        all(
            Metric::UnmetInHouseExtraCostGbp,
            "Extra cost of places bought instead",
            "",
            Money,
        ),
        all(Metric::PlacementMoves, "Placement moves", "", Number),
        all(
            Metric::ProceedingsDays,
            "Length of care proceedings",
            "",
            Days,
        ),
        all(
            Metric::CostCashableGbp,
            "Cashable cost: invoices and allowances",
            "cashable\ncost",
            Money,
        ),
        all(
            Metric::CostTotalGbp,
            &format!("Total cost over {years}"),
            "total\ncost",
            Money,
        ),
    ]
}

/// The words of the page for each metric on it.
pub fn words_on_the_page() -> Vec<(Metric, String)> {
    let asked = asked("the run", "years").into_iter();
    asked.map(|asked| (asked.metric, asked.label)).collect()
}

/// The headings of the page's columns of figures, and their metrics.
pub fn headings_on_the_page() -> Vec<(Metric, String)> {
    let headed = asked("the run", "years").into_iter();
    let headed = headed.filter(|asked| !asked.heading.is_empty());
    headed
        .map(|asked| (asked.metric, asked.heading.replace('\n', " ")))
        .collect()
}
