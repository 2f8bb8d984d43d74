//! What a person sees: the answers first, in words, at most 100 columns wide.

use std::fmt::{self, Write};

use crate::experiment::compare::{Comparison, Level};
use crate::experiment::headline::{Answer, Headline, Question, Wording};

use super::number::{percent, pounds_at, rounded};

/// Width of the page.
const WIDTH: usize = 100;
/// Width of the column of questions.
const QUESTION: usize = 48;
/// Width of the column of answers.
const ANSWER: usize = 19;

/// How text is set off: escape sequences on a terminal, nothing elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// Headings in bold.
    Bold,
}

impl Style {
    fn heading(self, text: &str) -> String {
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

/// The page for a single scenario: its levels with the range over simulated futures.
pub fn levels(comparison: &Comparison, style: Style) -> String {
    let mut page = String::new();
    let _ = write_levels(&mut page, comparison, style);
    page
}

fn write_comparison(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    write_title(page, c, style)?;
    let versus = &c.scenarios[0];
    let [title, name] = [&versus.title, &versus.scenario].map(|text| plain(text));
    for line in wrapped(&format!("Compared with: {title} [{name}]")) {
        writeln!(page, "{line}")?;
    }
    for (number, headline) in c.headlines().iter().enumerate() {
        write_block(page, number + 1, headline, c, style)?;
    }
    write_matrix(page, c, style)?;
    write_notes(page, c)
}

fn write_title(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let last_day = c.end.yesterday().unwrap_or(c.end);
    let date = |date: jiff::civil::Date| date.strftime("%-d %B %Y").to_string();
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
    writeln!(page, "{}", style.heading(&title))?;
    if c.interrupted() {
        let asked = rounded(c.replications_asked as f64, 0.0);
        writeln!(page, "Interrupted: {asked} were asked for.")?;
    }
    Ok(())
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
    let includes = &c.scenarios[number].includes;
    if !includes.is_empty() {
        let list = plain(&includes.join(", "));
        for line in filled(&format!("Includes: {list}"), "   ", "   ") {
            writeln!(page, "{line}")?;
        }
    }
    for (question, answer) in c.questions().iter().zip(&headline.answers) {
        let (said, range) = worded(question.wording, answer);
        write_line(page, &question.label, &said, &range)?;
    }
    write_saving(page, headline, c)?;
    write_chance(page, headline)
}

/// How sure the saving is, as far as chance goes; nothing if costs are always the same.
fn write_chance(page: &mut String, headline: &Headline) -> fmt::Result {
    let total = headline.answers.last();
    let same = total.is_some_and(|a| a.ci_low == 0.0 && a.ci_high == 0.0);
    if same {
        return Ok(());
    }
    let [chance, low, high] = [
        headline.chance_it_saves,
        headline.chance_low,
        headline.chance_high,
    ]
    .map(|share| percent(share, 0.01));
    let range = format!("({low} to {high})");
    write_line(
        page,
        "Chance that it saves (chance events only)",
        &chance,
        &range,
    )
}

/// The saving a year, from the answer on total cost.
fn write_saving(page: &mut String, headline: &Headline, c: &Comparison) -> fmt::Result {
    let total = headline.answers.last().filter(|answer| answer.told_apart);
    let Some(total) = total else {
        return Ok(());
    };
    let per_year = -1.0 / f64::from(c.years);
    let (low, high) = (total.ci_high * per_year, total.ci_low * per_year);
    let error = (high - low) / 4.0;
    let saving = headline.saving_per_year_gbp;
    let label = if saving < 0.0 {
        "Extra cost a year"
    } else {
        "Saving a year"
    };
    let scale = low.abs().max(high.abs());
    let [value, one, other] = [saving, low, high].map(|v| pounds_at(v.abs(), error, scale));
    let (low, high) = if saving < 0.0 {
        (other, one)
    } else {
        (one, other)
    };
    write_line(page, label, &value, &format!("({low} to {high})"))
}

fn write_line(page: &mut String, question: &str, answer: &str, range: &str) -> fmt::Result {
    let line = |width: usize| {
        let line = format!("   {question:<width$} {answer:<ANSWER$} {range}");
        line.trim_end().to_owned()
    };
    let beyond = line(QUESTION).chars().count().saturating_sub(WIDTH);
    writeln!(page, "{}", line(QUESTION.saturating_sub(beyond)))
}

/// A difference in words and its 95 % interval.
fn worded(wording: Wording, answer: &Answer) -> (String, String) {
    let (low, high) = (answer.ci_low, answer.ci_high);
    if answer.difference.is_nan() {
        return ("not observed".to_owned(), String::new());
    }
    if low.is_nan() {
        let said = amount(wording, answer.difference, 0.0, answer.difference);
        return (said, "(one future: no interval)".to_owned());
    }
    if low == 0.0 && high == 0.0 {
        return ("exactly the same".to_owned(), String::new());
    }
    // A 95 % interval is about two standard errors to each side.
    let error = (high - low) / 4.0;
    let scale = low.abs().max(high.abs());
    if !answer.told_apart {
        let mut unit = unit(wording);
        let [low, high] = [low, high].map(|end| {
            let [less, more] = directions(wording);
            let direction = if end < 0.0 { less } else { more };
            let size = bare(wording, end, error, scale);
            // Nothing has no direction, and the unit is said once.
            if size.contains(|digit: char| matches!(digit, '1'..='9')) {
                format!("{size}{} {direction}", std::mem::take(&mut unit))
            } else {
                "0".to_owned()
            }
        });
        let range = format!("({low} to {high})");
        return ("no clear difference".to_owned(), range);
    }
    let said = amount(wording, answer.difference, error, scale);
    let (near, far) = if low > 0.0 { (low, high) } else { (high, low) };
    let near = bare(wording, near, error, scale);
    let far = bare(wording, far, error, scale);
    (said, format!("({near} to {far})"))
}

/// `12,300 fewer`, `£3.4m more`, `12 days less`.
fn amount(wording: Wording, value: f64, error: f64, scale: f64) -> String {
    let [less, more] = directions(wording);
    let direction = if value < 0.0 { less } else { more };
    let unit = unit(wording);
    let size = bare(wording, value, error, scale);
    format!("{size}{unit} {direction}")
}

/// What stands between a size and its direction.
fn unit(wording: Wording) -> &'static str {
    match wording {
        Wording::Days => " days",
        Wording::Number | Wording::Money => "",
    }
}

fn directions(wording: Wording) -> [&'static str; 2] {
    match wording {
        Wording::Number => ["fewer", "more"],
        Wording::Days | Wording::Money => ["less", "more"],
    }
}

/// The size of a difference without its direction.
fn bare(wording: Wording, value: f64, error: f64, scale: f64) -> String {
    match wording {
        Wording::Money => pounds_at(value.abs(), error, scale),
        Wording::Number | Wording::Days => rounded(value.abs(), error),
    }
}

/// Everybody's levels: a row for each scenario, a column for each question.
fn write_matrix(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let columns: Vec<Vec<String>> = c.questions().iter().map(|q| column(q, c)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let room = WIDTH.saturating_sub(columns.iter().map(|lines| width(lines) + 1).sum());
    let names = c.scenarios.iter().map(|s| plain(&s.scenario));
    let names: Vec<String> = names
        .map(|name| name.chars().take(room.max(8)).collect())
        .collect();
    let left = width(&names);
    let gap = if left + columns.len() <= room { 2 } else { 1 };
    writeln!(page, "\n{}", style.heading("Mean of all simulated futures"))?;
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
fn level_at(wording: Wording, level: &Level, scale: f64) -> String {
    match wording {
        Wording::Money => pounds_at(level.mean, level.mcse, scale),
        Wording::Number | Wording::Days => rounded(level.mean, level.mcse),
    }
}

/// How to read the page: what the brackets are about, and who is counted.
fn write_notes(page: &mut String, c: &Comparison) -> fmt::Result {
    let years = c.span_in_words();
    let notes = [
        "In brackets: 95 % intervals for the mean difference over the same chance events in every \
         scenario. \"No clear difference\": the interval includes zero; more replications narrow it."
            .to_owned(),
        format!(
            "The brackets are about the average of all futures, but a council lives only one: \
             \"Chance that it saves\" is the share of simulated futures in which the option costs \
             less over {years}, so 65 % can stand beside a saving that is certain on average."
        ),
        counted(c),
        "None of this says whether the assumptions are right: they are listed with ranges and \
         sources in assumptions.csv."
            .to_owned(),
    ];
    writeln!(page)?;
    for line in notes.iter().flat_map(|note| filled(note, "", "")) {
        writeln!(page, "{line}")?;
    }
    write_origin(page, c)
}

/// Who is counted where the words alone do not tell.
fn counted(c: &Comparison) -> String {
    format!(
        "Children entering are those who first came into care at least {} before the end. Children \
         matched at or before the placement order count as a wait of zero days.",
        c.follow_up_in_words()
    )
}

/// What it takes to get the same page again.
fn write_origin(page: &mut String, c: &Comparison) -> fmt::Result {
    writeln!(
        page,
        "Money is in prices of {}. Replications {}, seed {}, digest {}.",
        plain(&c.price_base_year),
        c.replications,
        c.seed,
        c.run_digest.get(..12).unwrap_or_default(),
    )
}

/// Words in lines no wider than the page; lines after the first stand under the first's words.
fn wrapped(text: &str) -> Vec<String> {
    filled(text, "", "   ")
}

/// Words in lines no wider than the page, behind what begins the first line and the others.
fn filled(text: &str, first: &str, others: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
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
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn write_levels(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    write_title(page, c, style)?;
    let scenario = &c.scenarios[0];
    let [title, name] = [&scenario.title, &scenario.scenario].map(|text| plain(text));
    for line in wrapped(&format!("{title} [{name}]")) {
        writeln!(page, "{line}")?;
    }
    writeln!(page)?;
    write_line(page, "", "mean", "8 in 10 futures between")?;
    for q in &c.questions() {
        let l = &scenario.levels[q.cell];
        let spread = |value| match q.wording {
            Wording::Money => pounds_at(value, l.sd / 10.0, l.mean),
            // In one future, whole children, searches and days.
            Wording::Number | Wording::Days => rounded(value, (l.sd / 10.0).max(1.0)),
        };
        let range = format!("{} and {}", spread(l.p10), spread(l.p90));
        write_line(page, &q.label, &level_at(q.wording, l, l.mean), &range)?;
    }
    writeln!(page)?;
    for line in filled(&counted(c), "", "") {
        writeln!(page, "{line}")?;
    }
    write_origin(page, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(difference: f64, ci_low: f64, ci_high: f64) -> Answer {
        Answer {
            question: String::new(),
            metric: "",
            group: String::new(),
            period: String::new(),
            unit: "",
            baseline_mean: 0.0,
            option_mean: 0.0,
            difference,
            ci_low,
            ci_high,
            told_apart: ci_low > 0.0 || ci_high < 0.0,
        }
    }

    fn said(wording: Wording, difference: f64, low: f64, high: f64) -> String {
        let (said, range) = worded(wording, &answer(difference, low, high));
        format!("{said} {range}").trim_end().to_owned()
    }

    #[test]
    fn a_difference_is_said_in_words_to_the_digit_of_its_error() {
        let days = said(Wording::Number, -28_123.0, -30_111.0, -26_135.0);
        assert_eq!(days, "28,100 fewer (26,100 to 30,100)");
        let wait = said(Wording::Days, 3.62, 3.1, 4.14);
        assert_eq!(wait, "3.6 days more (3.1 to 4.1)");
        let cost = said(Wording::Money, -1_300_000.0, -1_800_000.0, -800_000.0);
        assert_eq!(cost, "£1.3m less (£0.8m to £1.8m)");
    }

    #[test]
    fn what_cannot_be_told_is_not_said() {
        let wait = said(Wording::Days, 0.4, -0.5, 1.4);
        assert_eq!(wait, "no clear difference (0.5 days less to 1.4 more)");
        let orders = said(Wording::Number, 0.02, 0.0, 0.05);
        assert_eq!(orders, "no clear difference (0 to 0.05 more)");
        let moves = said(Wording::Number, -12.0, -26.0, 0.4);
        assert_eq!(moves, "no clear difference (26 fewer to 0)");
        let cost = said(Wording::Money, 45_000.0, -830_000.0, 1_020_000.0);
        assert_eq!(cost, "no clear difference (£0.8m less to £1.0m more)");
        assert_eq!(said(Wording::Number, 0.0, 0.0, 0.0), "exactly the same");
        assert_eq!(
            said(Wording::Days, f64::NAN, f64::NAN, f64::NAN),
            "not observed"
        );
        let once = said(Wording::Number, -3.0, f64::NAN, f64::NAN);
        assert_eq!(once, "3 fewer (one future: no interval)");
    }

    #[test]
    fn long_titles_are_wrapped_and_control_characters_dropped() {
        let lines = wrapped(&"word ".repeat(50));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(plain("a\u{1b}[31mb\n"), "a[31mb");
    }
}
