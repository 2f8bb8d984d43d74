//! What a person sees: the answers first, in words, at most 100 columns wide.

use std::fmt::{self, Write};

use jiff::civil::Date;

use crate::experiment::compare::{CONFIDENCE, Comparison, Level};
use crate::experiment::headline::{Headline, Question, Wording};
use crate::experiment::metrics::Metric;
use crate::finance::run_off::{BEDS_NOT_COUNTED, OPTION_NOT_COUNTED};

use super::appraisal;
use super::lines::Line;
use super::number::{percent, pounds_at, rounded};
use super::words::{SAME, finest_of_one, weighed};
use super::{lines, precision, queues, ranking, readings, reported, steady, targets};

/// Width of the page.
pub(super) const WIDTH: usize = 100;
/// Width of the column of questions.
pub(super) const QUESTION: usize = 46;
/// Width of the column of answers.
const ANSWER: usize = 21;

/// How text is set off: escape sequences on a terminal, nothing elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// Headings in bold.
    Bold,
}

impl Style {
    pub(super) fn heading(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Bold => format!("\u{1b}[1m{text}\u{1b}[0m"),
        }
    }
}

/// The page for a comparison: title, a block for each option, then everybody's levels.
pub fn comparison(comparison: &Comparison, style: Style) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write_comparison(&mut page, comparison, style);
    page
}

fn write_comparison(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    write_title(page, c, style)?;
    let versus = &c.scenarios[0];
    let [title, name] = [&versus.title, &versus.scenario].map(|text| plain(text));
    for line in wrapped(&format!("Compared with: {title} [{name}]")) {
        writeln!(page, "{line}")?;
    }
    write_basis(page, c)?;
    ranking::write(page, c, style)?;
    for (number, headline) in c.headlines().iter().enumerate() {
        write_block(page, number + 1, headline, c, style)?;
    }
    appraisal::write_bridge(page, c, style)?;
    readings::write_table(page, c, style)?;
    write_matrix(page, c, style)?;
    reported::write_levels(page, c, style)?;
    targets::write(page, c, style)?;
    write_notes(page, c)
}

pub(super) fn write_title(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let last_day = c.end.yesterday().unwrap_or(c.end);
    let date = |date: Date| date.strftime("%-d %B %Y").to_string();
    let title = format!(
        "{}, {} to {}: {} simulated future{}{}",
        plain(&c.council),
        date(c.start),
        date(last_day),
        rounded(c.replications as f64, 0.0),
        if c.replications == 1 { "" } else { "s" },
        if c.differences.is_empty() {
            ""
        } else {
            " of each scenario"
        },
    );
    for line in wrapped(&title) {
        writeln!(page, "{}", style.heading(&line))?;
    }
    if c.interrupted() {
        let asked = rounded(c.replications_asked as f64, 0.0);
        writeln!(page, "Interrupted: {asked} were asked for.")?;
    }
    precision::write(page, c)
}

/// What stands behind the figures: the year of the prices, how sure the assumptions are.
pub(super) fn write_basis(page: &mut String, c: &Comparison) -> fmt::Result {
    let counted = c.confidence.iter().zip(CONFIDENCE);
    let counted = counted.filter(|(count, _)| **count > 0);
    let counted: Vec<String> = counted.map(|(n, word)| format!("{n} {word}")).collect();
    writeln!(page, "Money is in prices of {}.", plain(&c.price_base_year))?;
    for line in c.price_notes.iter().flat_map(|note| wrapped(&plain(note))) {
        writeln!(page, "{line}")?;
    }
    writeln!(
        page,
        "Confidence in the assumptions: {} (see assumptions.csv).",
        counted.join(", ")
    )
}

fn write_block(
    page: &mut String,
    number: usize,
    headline: &Headline,
    c: &Comparison,
    style: Style,
) -> fmt::Result {
    let [title, name] = [&headline.title, &headline.scenario].map(|text| plain(text));
    writeln!(page)?;
    for line in wrapped(&format!("{number}. {title} [{name}]")) {
        writeln!(page, "{}", style.heading(&line))?;
    }
    if headline.belief {
        writeln!(page, "   Another belief about the world, not an option")?;
    }
    if headline.from > c.start {
        let from = headline.from.strftime("%-d %B %Y").to_string();
        write_line(page, "From", &from, "")?;
    }
    let includes = &c.scenarios[number].includes;
    if !includes.is_empty() {
        let list = plain(&includes.join(", "));
        for line in filled(&format!("Includes: {list}"), "   ", "   ") {
            writeln!(page, "{line}")?;
        }
    }
    let questions = c.questions();
    let mut same = Vec::new();
    for (place, (question, answer)) in questions.iter().zip(&headline.answers).enumerate() {
        let last = place + 1 == questions.len();
        // The last two are of money and stand together with what else is.
        let money_begins = place + 2 == questions.len();
        let (said, range) = weighed(question.wording, answer);
        if said == SAME && !last && !money_begins {
            same.push(uncapitalised(&question.label));
            continue;
        }
        if money_begins {
            reported::write_answers(page, headline, &c.reported())?;
            write_same(page, &same)?;
        }
        if last && !headline.belief {
            if let Some(appraisal) = c.appraisals.get(number - 1) {
                appraisal::write_capacity(page, appraisal)?;
            }
            say(page, [lines::cost_of_the_option(headline, c.end)])?;
        }
        write_line(page, &question.label, &said, &range)?;
    }
    if headline.belief {
        return Ok(());
    }
    say(page, lines::saving_a_year(headline, c.start, c.end))?;
    say(page, lines::full_years(headline))?;
    if let Some(appraisal) = c.appraisals.get(number - 1) {
        appraisal::write_lines(page, appraisal, c)?;
    }
    if let Some(saved) = c.run_offs.get(number - 1) {
        appraisal::write_run_off(page, saved, c)?;
    }
    say(page, lines::chance(headline, c.replications))
}

/// Lines of a block.
pub(super) fn say(page: &mut String, lines: impl IntoIterator<Item = Line>) -> fmt::Result {
    for line in lines {
        write_line(page, &line.label, &line.said, &line.range)?;
    }
    Ok(())
}

/// What the option leaves as it is, in one paragraph.
fn write_same(page: &mut String, same: &[String]) -> fmt::Result {
    if same.is_empty() {
        return Ok(());
    }
    let list = plain(&format!("Exactly the same: {}", same.join("; ")));
    for line in filled(&list, "   ", "   ") {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// As the label stands within a sentence.
fn uncapitalised(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A line of a block. A label too long for its column is wrapped, and what comes behind the
/// answer stands on a line of its own if there is no room.
pub(super) fn write_line(
    page: &mut String,
    question: &str,
    answer: &str,
    range: &str,
) -> fmt::Result {
    let mut label = filled_to(QUESTION, question, "", "");
    let last = label.pop().unwrap_or_default();
    for line in label {
        writeln!(page, "   {line}")?;
    }
    let line = format!("   {last:<QUESTION$} {answer:<ANSWER$}");
    let fits = line.chars().count() + 1 + range.chars().count() <= WIDTH;
    if fits {
        return writeln!(page, "{}", format!("{line} {range}").trim_end());
    }
    writeln!(page, "{}", line.trim_end())?;
    writeln!(page, "{:>WIDTH$}", range)
}

/// Everybody's levels: a row for each scenario, a column for each question.
fn write_matrix(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let questions = c.questions();
    let levels = questions.iter().filter(|q| !q.heading.is_empty());
    let columns: Vec<Vec<String>> = levels.map(|q| column(q, c)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let room = WIDTH.saturating_sub(columns.iter().map(|lines| width(lines) + 1).sum());
    let names = c.scenarios.iter().map(|s| plain(&s.scenario));
    let names: Vec<String> = names
        .map(|name| name.chars().take(room.max(8)).collect())
        .collect();
    let left = width(&names);
    let gap = if left + columns.len() <= room { 2 } else { 1 };
    let heading = if c.replications < 2 {
        "One simulated future"
    } else {
        "Mean of all simulated futures"
    };
    writeln!(page, "\n{}", style.heading(heading))?;
    writeln!(
        page,
        "Totals over {} but for children in care and the days of each child.",
        c.span_in_words()
    )?;
    for row in 0..height {
        let above = height - names.len();
        let name = row.checked_sub(above).map_or("", |place| &names[place]);
        let mut line = format!("{name:<left$}");
        for lines in &columns {
            let (above, wide) = (height - lines.len(), width(lines));
            let text = row.checked_sub(above).map_or("", |place| &lines[place]);
            write!(line, "{:gap$}{text:>wide$}", "")?;
        }
        writeln!(page, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The heading of a question, line by line, and every scenario's level, all in the same unit.
fn column(q: &Question, c: &Comparison) -> Vec<String> {
    let levels = c.scenarios.iter().map(|s| &s.levels[q.cell]);
    let scale = levels.clone().map(|level| level.mean.abs());
    let scale = scale.fold(0.0, f64::max);
    let figures = levels.map(|level| level_at(q.wording, level, scale));
    let heading = q.heading.lines().map(str::to_owned);
    heading.chain(figures).collect()
}

fn width(lines: &[String]) -> usize {
    let widths = lines.iter().map(|line| line.chars().count());
    widths.max().unwrap_or(0)
}

/// A mean, money in the unit that suits `scale`.
pub fn level_at(wording: Wording, level: &Level, scale: f64) -> String {
    let error = match (level.mcse.is_nan(), wording) {
        (false, _) => level.mcse,
        // A level is a share, its finest step a percentage point.
        (true, Wording::Share) => finest_of_one(wording) / 100.0,
        (true, _) => finest_of_one(wording),
    };
    match wording {
        Wording::Money => pounds_at(level.mean, error, scale),
        Wording::Share => percent(level.mean, error),
        Wording::Number | Wording::Days => rounded(level.mean, error),
    }
}

/// How to read the page: what the brackets are about, and who is counted.
fn write_notes(page: &mut String, c: &Comparison) -> fmt::Result {
    let years = c.span_in_words();
    let brackets = if c.replications < 2 {
        "One future has no interval: nothing here says how far chance alone moves a figure; ask for \
         more replications."
            .to_owned()
    } else {
        format!(
            "In brackets: 95 % intervals for the mean difference over the same chance events in \
             every scenario. \"No clear difference\": the interval includes zero; more replications \
             narrow it. The brackets are about the average of all futures, but a council lives only \
             one: \"Chance that it saves\" is the share of simulated futures in which the option \
             costs less over {years}, so 65 % can stand beside a saving that is certain on average."
        )
    };
    let run_off = match c.run_offs.is_empty() {
        true => String::new(),
        false => format!(
            "What is not marked \"with run-off\" is within {years}. {OPTION_NOT_COUNTED} No month is named after the run \
             in which an option has paid for itself. {BEDS_NOT_COUNTED}"
        ),
    };
    let notes = [
        searches(c),
        brackets,
        run_off,
        counted(c),
        "None of this says whether the assumptions are right: they are listed with ranges and \
         sources in assumptions.csv."
            .to_owned(),
    ];
    let queues = queues::growing(|stage| queues::of_comparison(c, stage));
    writeln!(page)?;
    let drift = steady::of_comparison(c);
    for line in drift
        .iter()
        .chain(&queues)
        .chain(&notes)
        .flat_map(|note| filled(note, "", ""))
    {
        writeln!(page, "{line}")?;
    }
    write_origin(page, c)
}

/// Of how many searches those are that the council's own carers could not meet.
pub fn searches(c: &Comparison) -> String {
    let level = |metric| Some(c.scenarios[0].levels[c.at_horizon(metric)?]);
    let (Some(unmet), Some(share)) = (
        level(Metric::UnmetInHouseDemand),
        level(Metric::UnmetInHouseShare),
    ) else {
        return String::new();
    };
    let (wanted, error) = (unmet.mean / share.mean, unmet.mcse / share.mean);
    if !wanted.is_finite() {
        return String::new();
    }
    let error = if error.is_nan() { 1.0 } else { error };
    let share = percent(
        share.mean,
        if share.mcse.is_nan() {
            0.01
        } else {
            share.mcse
        },
    );
    format!(
        "Searches: of {} in the baseline that wanted the council's own foster carers, {share} were \
         not met; a child may be searched for more than once.",
        rounded(wanted, error),
    )
}

/// Who is counted where the words alone do not tell.
pub(super) fn counted(c: &Comparison) -> String {
    format!(
        "Children entering are those who first came into care at least {} before the end. Children \
         matched at or before the placement order count as a wait of zero days. The wait is that of \
         children who were matched: where children for whom a family is \
         harder to find are matched too, it can rise.",
        c.follow_up_in_words()
    )
}

/// What it takes to get the same page again.
pub(super) fn write_origin(page: &mut String, c: &Comparison) -> fmt::Result {
    writeln!(
        page,
        "Replications {}, seed {}, digest {}.",
        c.replications,
        c.seed,
        c.run_digest.get(..12).unwrap_or_default(),
    )
}

/// Words in lines no wider than the page; lines after the first stand under the first's words.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    filled(text, "", "   ")
}

/// Words in lines no wider than the page, behind what begins the first line and the others.
pub(super) fn filled(text: &str, first: &str, others: &str) -> Vec<String> {
    filled_to(WIDTH, text, first, others)
}

/// Words in lines of no more than so many characters, if no word is longer.
pub(super) fn filled_to(width: usize, text: &str, first: &str, others: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{others}{word}")),
            None => lines.push(format!("{first}{word}")),
        }
    }
    lines
}

/// Text from a file without control characters, which could play tricks on a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_do_not_push_the_figures() {
        let line = |question: &str, answer: &str, range: &str| {
            let mut page = String::new();
            write_line(&mut page, question, answer, range).expect("text");
            page
        };
        let long = "A question that is a good deal longer than the column in which it has to stand";
        let page = line(long, "12 fewer", "(11 to 13)");
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines.len(), 2, "{page}");
        let column = |line: &str, text: &str| line.find(text);
        let short = line("Adoptions", "12 fewer", "(11 to 13)");
        assert_eq!(column(lines[1], "12 fewer"), column(&short, "12 fewer"));
        assert_eq!(column(lines[1], "(11"), column(&short, "(11"));
        let page = line(
            "Adoptions",
            "an answer of more than its width",
            "(and a range of many words)",
        );
        assert!(
            page.lines().all(|line| line.chars().count() <= WIDTH),
            "{page}"
        );
    }

    #[test]
    fn a_share_of_one_future_is_told_to_the_percentage_point() {
        let level = |mcse| Level {
            mean: 0.534,
            sd: f64::NAN,
            mcse,
            p10: f64::NAN,
            p50: f64::NAN,
            p90: f64::NAN,
            n: 1,
        };
        assert_eq!(level_at(Wording::Share, &level(f64::NAN), 0.0), "53 %");
        assert_eq!(level_at(Wording::Share, &level(0.002), 0.0), "53.4 %");
    }

    #[test]
    fn long_titles_are_wrapped_and_control_characters_dropped() {
        let lines = wrapped(&"word ".repeat(50));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(plain("a\u{1b}[31mb\n"), "a[31mb");
    }
}
