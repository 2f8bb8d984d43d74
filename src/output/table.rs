//! What a person sees: the answers first, in words, at most 100 columns wide.

use std::fmt::{self, Write};

use crate::experiment::compare::{CONFIDENCE, Comparison, Level};
use crate::experiment::headline::{Answer, Headline, Mean, Question, Wording, YearCost};
use crate::experiment::metrics::Metric;

use super::number::{percent, pounds_at, rounded};

/// Width of the page.
const WIDTH: usize = 100;
/// Width of the column of questions.
const QUESTION: usize = 46;
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
    write_basis(page, c)?;
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

/// What stands behind the figures: the year of the prices, how sure the assumptions are.
fn write_basis(page: &mut String, c: &Comparison) -> fmt::Result {
    let counted = c.confidence.iter().zip(CONFIDENCE);
    let counted = counted.filter(|(count, _)| **count > 0);
    let counted: Vec<String> = counted.map(|(n, word)| format!("{n} {word}")).collect();
    writeln!(page, "Money is in prices of {}.", plain(&c.price_base_year))?;
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
    for (place, (question, answer)) in questions.iter().zip(&headline.answers).enumerate() {
        if place + 1 == questions.len() && !headline.belief {
            write_cost_of_the_option(page, headline)?;
        }
        let (said, range) = worded(question.wording, answer);
        write_line(page, &question.label, &said, &range)?;
    }
    if headline.belief {
        return Ok(());
    }
    write_saving(page, headline, c)?;
    write_years(page, headline)?;
    write_chance(page, headline)
}

/// What the option itself costs: its own line of the budget, and recruitment.
fn write_cost_of_the_option(page: &mut String, headline: &Headline) -> fmt::Result {
    let cost = headline.cost_of_the_option;
    if cost.mean == 0.0 && !(cost.ci_low < 0.0) {
        return write_line(page, COST_OF_THE_OPTION, "none given", "");
    }
    let (said, range) = worded_mean(Wording::Money, &cost);
    // What it costs is said plainly; if recruitment falls it costs less than nothing.
    let said = said.strip_suffix(" more").unwrap_or(&said);
    write_line(page, COST_OF_THE_OPTION, said, &range)
}

const COST_OF_THE_OPTION: &str = "Cost of the option, recruitment included";

/// How sure the saving is, as far as chance goes; nothing if costs are always the same or there
/// is one future only.
fn write_chance(page: &mut String, headline: &Headline) -> fmt::Result {
    let total = headline.answers.last();
    let same = total.is_some_and(|a| a.ci_low == 0.0 && a.ci_high == 0.0);
    if same || headline.total_sd.is_nan() {
        return Ok(());
    }
    let (low, high) = (headline.total_p10, headline.total_p90);
    let error = headline.total_sd / 10.0;
    let said = span(Wording::Money, low, high, error);
    write_line(page, "8 in 10 futures of one council", &said, "")?;
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

/// The saving a year since the option began.
fn write_saving(page: &mut String, headline: &Headline, c: &Comparison) -> fmt::Result {
    let told_apart = headline.answers.last().is_some_and(|a| a.told_apart);
    let saving = headline.saving_a_year;
    let one_future = saving.ci_low.is_nan();
    if !(told_apart || one_future) || headline.from >= c.end || saving.mean == 0.0 {
        return Ok(());
    }
    let label = if saving.mean < 0.0 {
        "Extra cost a year"
    } else {
        "Saving a year"
    };
    let since = if headline.from > c.start {
        " since it began"
    } else {
        ""
    };
    let (said, range) = worded_mean(Wording::Money, &saving);
    let said = said.trim_end_matches(" more").trim_end_matches(" less");
    write_line(page, &format!("{label}{since}"), said, &range)
}

/// Costs in the first and the last full year, and from when the option saves.
fn write_years(page: &mut String, headline: &Headline) -> fmt::Result {
    let Some(first) = &headline.first_full_year else {
        return Ok(());
    };
    let briefly = |year: &YearCost| match worded_mean(Wording::Money, &year.difference).0 {
        said if said == UNCLEAR => "unclear".to_owned(),
        said if said == SAME => "the same".to_owned(),
        said => said,
    };
    let (label, said) = match &headline.last_full_year {
        Some(last) => (
            format!("Cost in {} (first full year) and {}", first.year, last.year),
            format!("{}, {}", briefly(first), briefly(last)),
        ),
        None => (
            format!("Cost in {} (the only full year)", first.year),
            briefly(first),
        ),
    };
    let saves = match &headline.saves_from {
        Some(year) => format!("(first saves in {year})"),
        None if first.difference.ci_low.is_nan() => ONE_FUTURE.to_owned(),
        None => "(saves in no year)".to_owned(),
    };
    write_line(page, &label, &said, &saves)
}

/// A line of a block. A label too long for its column is wrapped, and what comes behind the
/// answer stands on a line of its own if there is no room.
fn write_line(page: &mut String, question: &str, answer: &str, range: &str) -> fmt::Result {
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

/// What is said of a difference that is too small for the futures simulated.
const UNCLEAR: &str = "no clear difference";
/// What is said of a difference that never differs from zero.
const SAME: &str = "exactly the same";
/// What stands in place of an interval.
const ONE_FUTURE: &str = "(one future: no interval)";

/// A difference in words and its 95 % interval.
fn worded(wording: Wording, answer: &Answer) -> (String, String) {
    let mean = Mean {
        mean: answer.difference,
        ci_low: answer.ci_low,
        ci_high: answer.ci_high,
    };
    worded_mean(wording, &mean)
}

/// A mean difference in words and its 95 % interval.
fn worded_mean(wording: Wording, difference: &Mean) -> (String, String) {
    let (mean, low, high) = (difference.mean, difference.ci_low, difference.ci_high);
    if mean.is_nan() {
        return ("not observed".to_owned(), String::new());
    }
    if mean == 0.0 && (low.is_nan() || (low == 0.0 && high == 0.0)) {
        return (SAME.to_owned(), String::new());
    }
    if low.is_nan() {
        let said = amount(wording, mean, finest_of_one(wording), mean);
        return (said, ONE_FUTURE.to_owned());
    }
    // A 95 % interval is about two standard errors to each side; what does not vary, such as the
    // salary of a post, has none.
    let error = match (high - low) / 4.0 {
        0.0 => finest_of_one(wording),
        error => error,
    };
    let scale = low.abs().max(high.abs());
    if low <= 0.0 && high >= 0.0 {
        let least = least_that_matters(wording);
        let range = if scale < least {
            let bound = bare(wording, least, least, least);
            format!("(under {bound}{} either way)", unit(wording))
        } else {
            format!("({})", span(wording, low, high, error))
        };
        return (UNCLEAR.to_owned(), range);
    }
    let said = amount(wording, mean, error, scale);
    let (near, far) = if low > 0.0 { (low, high) } else { (high, low) };
    let near = bare(wording, near, error, scale);
    let far = bare(wording, far, error, scale);
    let range = if low == high {
        String::new()
    } else {
        format!("({near} to {far})")
    };
    (said, range)
}

/// Below this a difference that is not clear is said to be no more than this.
fn least_that_matters(wording: Wording) -> f64 {
    match wording {
        Wording::Number => 0.1,
        Wording::Days => 0.01,
        Wording::Money => 1_000.0,
    }
}

/// How finely one future is told: whole days and children, thousands of pounds.
fn finest_of_one(wording: Wording) -> f64 {
    match wording {
        Wording::Number | Wording::Days => 1.0,
        Wording::Money => 1_000.0,
    }
}

/// `0.5 days less to 1.4 more`, `£0.8m to £4.3m less`: from the lower end to the upper, said from
/// the smaller size to the larger if both go the same way.
fn span(wording: Wording, low: f64, high: f64, error: f64) -> String {
    let scale = low.abs().max(high.abs());
    let [less, more] = directions(wording);
    let direction = |end: f64| if end < 0.0 { less } else { more };
    let same_way = low * high > 0.0;
    let (first, last) = if same_way && high < 0.0 {
        (high, low)
    } else {
        (low, high)
    };
    let mut unit = unit(wording);
    let [first, last] = [(first, !same_way), (last, true)].map(|(end, directed)| {
        let size = bare(wording, end, error, scale);
        // Nothing has no direction, and the unit is said once.
        if !size.contains(|digit: char| matches!(digit, '1'..='9')) {
            "0".to_owned()
        } else if directed {
            format!("{size}{} {}", std::mem::take(&mut unit), direction(end))
        } else {
            size
        }
    });
    format!("{first} to {last}")
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
fn level_at(wording: Wording, level: &Level, scale: f64) -> String {
    let error = if level.mcse.is_nan() {
        finest_of_one(wording)
    } else {
        level.mcse
    };
    match wording {
        Wording::Money => pounds_at(level.mean, error, scale),
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
    let notes = [
        searches(c),
        brackets,
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

/// Of how many searches those are that the council's own carers could not meet.
fn searches(c: &Comparison) -> String {
    let mean = |metric| Some(c.scenarios[0].levels[c.at_horizon(metric)?].mean);
    let unmet = mean(Metric::UnmetInHouseDemand).unwrap_or(f64::NAN);
    let share = mean(Metric::UnmetInHouseShare).unwrap_or(f64::NAN);
    let wanted = unmet / share;
    if !wanted.is_finite() {
        return String::new();
    }
    format!(
        "Searches: of about {} in the baseline that wanted the council's own foster carers, {} were \
         not met; a child may be searched for more than once.",
        rounded(wanted, wanted / 50.0),
        percent(share, 0.01),
    )
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
        "Replications {}, seed {}, digest {}.",
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
    filled_to(WIDTH, text, first, others)
}

/// Words in lines of no more than so many characters, if no word is longer.
fn filled_to(width: usize, text: &str, first: &str, others: &str) -> Vec<String> {
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
    write_basis(page, c)?;
    writeln!(page)?;
    let one_future = c.replications < 2;
    let (mean, spread) = if one_future {
        ("one future", "")
    } else {
        ("mean", "8 in 10 futures between")
    };
    write_line(page, "", mean, spread)?;
    for q in &c.questions() {
        let l = &scenario.levels[q.cell];
        let spread = |value| match q.wording {
            Wording::Money => pounds_at(value, l.sd / 10.0, l.mean),
            // In one future, whole children, searches and days.
            Wording::Number | Wording::Days => rounded(value, (l.sd / 10.0).max(1.0)),
        };
        let range = if one_future {
            String::new()
        } else {
            format!("{} and {}", spread(l.p10), spread(l.p90))
        };
        write_line(page, &q.label, &level_at(q.wording, l, l.mean), &range)?;
    }
    writeln!(page)?;
    let notes = [searches(c), counted(c)];
    for line in notes.iter().flat_map(|note| filled(note, "", "")) {
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
            group: "",
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
        let orders = said(Wording::Number, 0.2, 0.0, 0.5);
        assert_eq!(orders, "no clear difference (0 to 0.5 more)");
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
    fn no_figure_goes_beyond_what_is_known() {
        let days = said(Wording::Days, -0.0001, -0.0003, 0.0001);
        assert_eq!(days, "no clear difference (under 0.01 days either way)");
        let cost = said(Wording::Money, 2.0, -300.0, 304.0);
        assert_eq!(cost, "no clear difference (under £1,000 either way)");
        assert_eq!(
            said(Wording::Money, 120_000.0, 120_000.0, 120_000.0),
            "£120k more"
        );
        let once = |wording, value| said(wording, value, f64::NAN, f64::NAN);
        assert_eq!(
            once(Wording::Days, 2.39),
            "2 days more (one future: no interval)"
        );
        assert_eq!(
            once(Wording::Money, -1_618_234.5),
            "£1.618m less (one future: no interval)"
        );
        assert_eq!(once(Wording::Number, 0.0), "exactly the same");
    }

    #[test]
    fn a_range_of_one_council_is_said_from_the_smaller_size() {
        let money = |low, high| span(Wording::Money, low, high, 140_000.0);
        assert_eq!(money(-4_310_000.0, -820_000.0), "£0.8m to £4.3m less");
        assert_eq!(money(-330_000.0, 1_240_000.0), "£0.3m less to £1.2m more");
        assert_eq!(money(820_000.0, 4_310_000.0), "£0.8m to £4.3m more");
    }

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
    fn long_titles_are_wrapped_and_control_characters_dropped() {
        let lines = wrapped(&"word ".repeat(50));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(plain("a\u{1b}[31mb\n"), "a[31mb");
    }
}
