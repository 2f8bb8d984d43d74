//! `options.csv`: a row for each scenario with what stands on the page in its block and in no other file;
//! `questions.csv`: what is asked of every option, in the words and the order of the page.
//!
//! Both are for whoever builds a page, a workbook or a chart from the folder: words come from here, and
//! figures from `differences.csv` and `summary.csv` at the metric, group and period named.

use std::io::{self, Write};

use csv::Writer;

use crate::experiment::appraisal::Appraisal;
use crate::experiment::compare::{Comparison, Levels};
use crate::experiment::headline::{Headline, Mean, Question, Wording, YearCost};
use crate::experiment::run_off::WithRunOff;

use super::csv::guarded;
use super::number::exact;

/// The columns of `options.csv`; a mean is followed by the two ends of its interval. The last seven are there
/// only with a run-off.
const OPTIONS: [&str; 38] = [
    "scenario",
    "title",
    "from",
    "is_belief",
    "states_cost",
    "includes",
    "first_full_year",
    "last_full_year",
    "saves_from",
    "cost_of_the_option_gbp",
    "cost_of_the_option_ci_low_gbp",
    "cost_of_the_option_ci_high_gbp",
    "saving_a_year_gbp",
    "saving_a_year_ci_low_gbp",
    "saving_a_year_ci_high_gbp",
    "total_sd_gbp",
    "total_p10_gbp",
    "total_p90_gbp",
    "chance_it_saves",
    "chance_it_saves_low",
    "chance_it_saves_high",
    "costs_first",
    "paid_back",
    "paid_back_earliest",
    "paid_back_latest",
    "break_even_household_gbp",
    "break_even_household_ci_low_gbp",
    "break_even_household_ci_high_gbp",
    "year_of_permanence_gbp",
    "year_of_permanence_ci_low_gbp",
    "year_of_permanence_ci_high_gbp",
    "chance_it_saves_with_run_off",
    "chance_it_saves_with_run_off_low",
    "chance_it_saves_with_run_off_high",
    "paid_back_with_run_off",
    "break_even_household_with_run_off_gbp",
    "break_even_household_with_run_off_ci_low_gbp",
    "break_even_household_with_run_off_ci_high_gbp",
];

/// Writes `options.csv`, the baseline first.
///
/// # Errors
/// If `out` fails.
pub fn options(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(OPTIONS)?;
    let headlines = comparison.headlines();
    for (place, levels) in comparison.scenarios.iter().enumerate() {
        let option = place.checked_sub(1);
        let headline = option.and_then(|option| headlines.get(option));
        let appraisal = option.and_then(|option| comparison.appraisals.get(option));
        let record = described(levels).into_iter();
        let record = record.chain(headline.map_or_else(|| blank(15), decided));
        let record = record.chain(appraisal.map_or_else(|| blank(10), appraised));
        let saved = option.and_then(|option| comparison.run_offs.get(option));
        let record = record.chain(saved.map_or_else(|| blank(7), judged));
        writer.write_record(record)?;
    }
    writer.flush()
}

/// So many fields with nothing in them.
fn blank(fields: usize) -> Vec<String> {
    vec![String::new(); fields]
}

fn described(levels: &Levels) -> Vec<String> {
    vec![
        guarded(&levels.scenario),
        guarded(&levels.title),
        levels.from.to_string(),
        levels.belief.to_string(),
        levels.states_cost.to_string(),
        guarded(&levels.includes.join(", ")),
    ]
}

fn decided(headline: &Headline) -> Vec<String> {
    let year = |year: &Option<YearCost>| {
        let year = year.as_ref();
        year.map_or_else(String::new, |year| year.year.clone())
    };
    let text = [
        year(&headline.first_full_year),
        year(&headline.last_full_year),
        headline.saves_from.clone().unwrap_or_default(),
    ];
    let means = [headline.cost_of_the_option, headline.saving_a_year];
    let numbers = [
        headline.total_sd,
        headline.total_p10,
        headline.total_p90,
        headline.chance_it_saves,
        headline.chance_low,
        headline.chance_high,
    ];
    let text = text.into_iter();
    let numbers = numbers.map(exact);
    text.chain(means.into_iter().flat_map(ends))
        .chain(numbers)
        .collect()
}

fn appraised(appraisal: &Appraisal) -> Vec<String> {
    let payback = &appraisal.payback;
    let months = [&payback.month, &payback.earliest, &payback.latest];
    let months = months.map(|month| month.clone().unwrap_or_default());
    let prices = [
        appraisal.break_even_household,
        appraisal.cost_of_a_year_of_permanence,
    ];
    let prices = prices.into_iter();
    let prices = prices.flat_map(|price| price.map_or_else(|| blank(3), ends));
    std::iter::once(payback.costs_first.to_string())
        .chain(months)
        .chain(prices)
        .collect()
}

fn judged(saved: &WithRunOff) -> Vec<String> {
    let Some(judged) = saved.judged else {
        return blank(7);
    };
    let mut fields = ends(judged.saves);
    fields.push(judged.paid_back.word().to_owned());
    let price = judged.break_even_household;
    fields.extend(price.map_or_else(|| blank(3), ends));
    fields
}

fn ends(mean: Mean) -> Vec<String> {
    [mean.mean, mean.ci_low, mean.ci_high].map(exact).to_vec()
}

/// Writes `questions.csv`.
///
/// # Errors
/// If `out` fails.
pub fn questions(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "question", "heading", "wording", "asked_by", "metric", "group", "period", "unit",
    ])?;
    let of_every_page = comparison.questions();
    let of_the_scenario = comparison.reported();
    let asked = of_every_page.iter().map(|q| (q, EVERY_PAGE));
    for (question, by) in asked.chain(of_the_scenario.iter().map(|q| (q, THE_SCENARIO))) {
        writer.write_record(row(comparison, question, by))?;
    }
    writer.flush()
}

/// Who asks a question: every page.
pub const EVERY_PAGE: &str = "every page";
/// Who asks a question: the scenario, in `report`.
pub const THE_SCENARIO: &str = "the scenario";

fn row(comparison: &Comparison, question: &Question, by: &str) -> [String; 8] {
    let cell = &comparison.cells[question.cell];
    [
        guarded(&question.label),
        question.heading.replace('\n', " "),
        word(question.wording).to_owned(),
        by.to_owned(),
        cell.metric.to_owned(),
        guarded(&cell.group),
        cell.period.clone(),
        cell.unit.to_owned(),
    ]
}

/// A wording as files have it.
fn word(wording: Wording) -> &'static str {
    match wording {
        Wording::Number => "number",
        Wording::Days => "days",
        Wording::Share => "share",
        Wording::Money => "money",
    }
}
