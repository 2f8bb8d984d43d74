//! Every option in full: the lines that the page on a terminal has of it, and everybody's levels.

use maud::{Markup, html};

use crate::experiment::metrics::Metric;
use crate::output::lines::{self, Line};
use crate::output::words::{is_too_small, worded_mean};

use super::answer::{Verdict, of_option};
use super::figure::Table;
use super::view::{date, level_said, wording, wording_named};
use super::words::count;
use super::{Section, View};

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    Some(Section {
        id: "options",
        title: "Every scenario in full",
        body: html! {
            (levels(view))
            @for place in 1..view.results.scenarios.len() { (option(view, place)) }
        },
    })
}

/// Everybody's levels: a row for each question, a column for each scenario.
fn levels(view: &View<'_>) -> Markup {
    let mut table = Table::new("Mean of all simulated futures", &["Figure"]);
    let places = 0..view.results.scenarios.len();
    table
        .headings
        .extend(places.clone().map(|place| view.headed(place)));
    for asked in &view.results.questions {
        let level = |place| {
            view.results
                .cells
                .level(place, &asked.metric, &asked.group, &asked.period)
        };
        let said = |place| level(place).map(|l| level_said(l, wording_named(&asked.metric)));
        let row = std::iter::once(html! { (asked.question) });
        table.push(
            row.chain(
                places
                    .clone()
                    .map(|place| html! { (said(place).unwrap_or_default()) }),
            )
            .collect(),
        );
    }
    html! { h3 { "Levels" } (table.framed()) }
}

fn option(view: &View<'_>, place: usize) -> Markup {
    let headline = view.headline(place);
    let made = &view.results.made;
    let described = view.scenario(place);
    let mut table = Table::new(
        format!("Option {place} beside the baseline"),
        &["Figure", "Difference", "95 % interval"],
    );
    let questions = view
        .results
        .questions_asked(true)
        .into_iter()
        .chain(view.results.questions_asked(false));
    let answers = headline.answers.iter().chain(&headline.reported);
    for (question, answer) in questions.zip(answers) {
        let of = [answer.metric, &answer.group, &answer.period];
        let difference = view.decided(place, of, answer.mean());
        let (mut said, range) = worded_mean(question.wording, &difference);
        if is_too_small(question.wording, &difference, answer.baseline_mean) {
            said += "; too small to matter";
        }
        table.push(row(&Line {
            label: question.question.clone(),
            said,
            range,
        }));
    }
    if !described.is_belief {
        for line in more(view, place) {
            table.push(row(&line));
        }
    }
    html! {
        h3 { (view.numbered(place)) }
        @if described.is_belief { p { "Another belief about the world, not an option." } }
        @if headline.from > made.start { p { "From " (date(headline.from)) "." } }
        @if !described.includes.is_empty() { p { "Includes: " bdi { (described.includes) } "." } }
        (table.framed())
        @if view.ranking(Metric::CostTotalGbp).is_some() {
            p.notes { (view.of_one_comparison_but(", but for those of total cost, days in care and the saving a year,")) }
        }
    }
}

fn row(line: &Line) -> Vec<Markup> {
    vec![
        html! { (line.label) },
        html! { (line.said) },
        html! { (line.range.trim_matches(['(', ')'])) },
    ]
}

/// What is said of an option besides its answers.
fn more(view: &View<'_>, place: usize) -> Vec<Line> {
    let (headline, described) = (view.headline(place), view.scenario(place));
    let made = &view.results.made;
    let span = view.results.span_in_words();
    let mut said = vec![lines::cost_of_the_option(headline, made.end)];
    said.extend(lines::full_years(headline));
    if of_option(view, place) == Verdict::Unclear {
        said.push(not_said());
    } else {
        let value = view.difference(place, Metric::CostPresentValueGbp, "all");
        let value = value.map(|d| d.mean.turned());
        let saving = view.saving_a_year(place);
        let a_year = |saving| lines::a_year(saving, headline.from, made.start, made.end);
        let payback = described.payback();
        said.extend(saving.and_then(a_year));
        said.extend(value.as_ref().and_then(lines::present_value));
        said.extend(payback.and_then(|p| lines::payback(&p, &span, made.end)));
        let permanence = described.year_of_permanence();
        said.extend(permanence.as_ref().map(lines::year_of_permanence));
    }
    said.extend(
        described
            .break_even_household()
            .as_ref()
            .map(lines::break_even_household),
    );
    said.extend(lines::chance(headline, view.futures()));
    said
}

/// Stands where nothing follows from a difference in total cost that is not clear.
fn not_said() -> Line {
    Line {
        label: "Saving a year, present value, payback, cost of a year of permanence".to_owned(),
        said: "not said: whether it saves or costs money is not clear".to_owned(),
        range: String::new(),
    }
}

/// The options at a glance, for the first page.
pub fn glance(view: &View<'_>) -> Markup {
    let mut table = Table::new(
        format!(
            "The options at a glance, over {}",
            view.results.span_in_words()
        ),
        &[
            "Option",
            "Total cost (part of the baseline's)",
            "Chance that it saves",
            "Days in care",
            "Children in care at the end",
        ],
    );
    table.stacks = true;
    let options = view.ordered(Metric::CostTotalGbp);
    let fit = fitting(
        options
            .iter()
            .map(|place| view.scenario(*place).title.as_str()),
    );
    for place in options.iter().copied().take(fit) {
        let headline = view.headline(place);
        let difference = |metric| {
            let difference = view.decisive(place, metric);
            difference.map_or_else(String::new, |d| worded_mean(wording(metric), &d).0)
        };
        table.push(vec![
            view.numbered(place),
            html! {
                (difference(Metric::CostTotalGbp))
                @if let Some(share) = view.share_of_the_whole(place) { " (" (share) ")" }
            },
            html! { (super::words::chance(headline.chance_it_saves, view.futures() as u64)) },
            html! { (difference(Metric::TimeInCareChildDays)) },
            html! { (difference(Metric::ChildrenInCare)) },
        ]);
    }
    let more = options.len() - fit;
    let level = |metric| {
        let level = view.level(0, metric, "all");
        level.map_or_else(String::new, |l| level_said(l, wording(metric)))
    };
    html! {
        @if !table.rows.is_empty() {
            (table.framed())
            p.notes {
                "The baseline: " (level(Metric::CostTotalGbp)) ", " (level(Metric::TimeInCareChildDays)) " days in care, "
                (level(Metric::ChildrenInCare)) " children in care at the end."
            }
        }
        @if more > 0 { p { "And " (count(more)) " more: " a href="#cost" { "what each option costs or saves" } "." } }
    }
}

/// How many options the first page has room for, given how many lines their titles take.
fn fitting<'t>(titles: impl Iterator<Item = &'t str>) -> usize {
    let mut lines = 0;
    let taken = titles.take_while(|title| {
        lines += title.chars().count().div_ceil(LINE).max(2);
        lines <= LINES
    });
    taken.count()
}

/// Characters of a title in a line of that table, and lines on the first page.
const LINE: usize = 40;
const LINES: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_leave_room_for_fewer_options() {
        assert_eq!(fitting(["short"; 20].into_iter()), 7);
        let long = "a title that is as long as a title may be, ".repeat(4);
        assert_eq!(fitting([long.as_str(); 20].into_iter()), 2);
    }
}
