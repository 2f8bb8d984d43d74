//! What the baseline asks for besides the questions of every page: in each option's block what
//! clearly differs, and everybody's levels in a table of its own.

use std::fmt::{self, Write};

use crate::experiment::compare::Comparison;
use crate::experiment::headline::{Answer, Headline, Question};
use crate::experiment::metrics::Metric;

use super::table::{QUESTION, Style, WIDTH, filled, filled_to, level_at, plain, write_line};
use super::words::weighed;

/// Room for one scenario's levels.
const COLUMN: usize = 10;

/// The answers of one option that can be told apart, and how many cannot.
pub fn write_answers(
    page: &mut String,
    headline: &Headline,
    questions: &[Question],
) -> fmt::Result {
    // One future has no interval: then everything is told.
    let told = |a: &Answer| a.told_apart || (a.ci_low.is_nan() && !a.difference.is_nan());
    // An option's run-off has lines of its own.
    let elsewhere = Metric::CostRunOffGbp.spec().name;
    let answers = || {
        let answers = questions.iter().zip(&headline.reported);
        answers.filter(|(_, a)| headline.belief || a.metric != elsewhere)
    };
    for (question, answer) in answers().filter(|(_, answer)| told(answer)) {
        let (said, range) = weighed(question.wording, answer);
        write_line(page, &question.label, &said, &range)?;
    }
    match answers().filter(|(_, answer)| !told(answer)).count() {
        0 => Ok(()),
        more => {
            let label = match more == answers().count() {
                true => "All that this scenario reports".to_owned(),
                false => format!("The other {more} that this scenario reports"),
            };
            write_line(page, &label, "no clear difference", "")
        }
    }
}

/// Everybody's levels: a row for each question, a column for each scenario.
pub fn write_levels(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let questions = c.reported();
    if questions.is_empty() {
        return Ok(());
    }
    writeln!(page, "\n{}", style.heading("What this scenario reports"))?;
    let notes = "Means; columns are the baseline and the options by their numbers above. Totals are over \
                 the whole run unless a year is named.";
    for line in filled(notes, "", "") {
        writeln!(page, "{line}")?;
    }
    let at_a_time = (WIDTH - QUESTION) / COLUMN;
    let all: Vec<usize> = (0..c.scenarios.len()).collect();
    // The baseline stands first in every part of a table that is too wide.
    let options = all[1..].chunks(at_a_time - 1);
    let parts = options.map(|chunk| [&all[..1], chunk].concat());
    for part in parts {
        write_part(page, c, &questions, &part)?;
    }
    Ok(())
}

fn write_part(
    page: &mut String,
    c: &Comparison,
    questions: &[Question],
    scenarios: &[usize],
) -> fmt::Result {
    write!(page, "{:QUESTION$}", "")?;
    for &scenario in scenarios {
        let heading = match scenario {
            0 => "baseline".to_owned(),
            n => format!("{n}."),
        };
        write!(page, "{heading:>COLUMN$}")?;
    }
    writeln!(page)?;
    for question in questions {
        let mut label = filled_to(QUESTION, &plain(&question.label), "", "  ");
        let last = label.pop().unwrap_or_default();
        for line in label {
            writeln!(page, "{line}")?;
        }
        let levels = || {
            scenarios
                .iter()
                .map(|&n| &c.scenarios[n].levels[question.cell])
        };
        let scale = levels().map(|level| level.mean.abs()).fold(0.0, f64::max);
        write!(page, "{last:QUESTION$}")?;
        for level in levels() {
            write!(
                page,
                "{:>COLUMN$}",
                level_at(question.wording, level, scale)
            )?;
        }
        writeln!(page)?;
    }
    Ok(())
}
