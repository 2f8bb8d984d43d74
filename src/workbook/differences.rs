//! What each option changes in every figure, over the whole run or at its end.

use crate::experiment::metrics::find;
use crate::experiment::reported::words;
use crate::output::results::cells::Cell as Name;
use crate::output::words::{TOO_SMALL, is_too_small, worded_mean};
use crate::report::view::{View, wording_named};

use super::sheet::{Cell, Kind, Sheet, column, wide};
use super::{headed, of_enough};

/// The worksheet, if there is anything to compare.
pub fn sheet(view: &View<'_>) -> Option<Sheet> {
    let options = 1..view.results.scenarios.len();
    if options.is_empty() {
        return None;
    }
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Figure", Kind::Text, 48.0),
        wide("Group", Kind::Text, 28.0),
        wide("In words", Kind::Text, 24.0),
        column("Difference", Kind::Number),
        column("95% interval from", Kind::Number),
        column("95% interval to", Kind::Number),
        column("Baseline, mean", Kind::Number),
        column("Option, mean", Kind::Number),
        column("One future in ten is below", Kind::Number),
        column("One future in ten is above", Kind::Number),
        wide(
            "Share of futures in which the option does better",
            Kind::Share,
            18.0,
        ),
        column("Futures compared", Kind::Whole),
        wide("Unit", Kind::Text, 13.0),
        wide("Period", Kind::Text, 13.0),
        wide("Name of the figure in the files", Kind::Text, 34.0),
    ];
    let mut sheet = Sheet::new(
        "Differences",
        "differences",
        "what each option changes in every figure, with intervals",
        format!(
            "What each option changes, over {} or at the end",
            view.results.span_in_words()
        ),
        &[
            "This worksheet contains one table: a figure of an option in each row. Differences are option less baseline.",
            "Intervals are those of one comparison, but of total cost and days in care those of the worksheet Options. What the figures mean stands in Definitions.",
        ],
        columns,
    );
    sheet.kept = 2;
    let names = told(view);
    for place in options {
        sheet
            .rows
            .extend(names.iter().filter_map(|name| row(view, place, name)));
    }
    Some(sheet)
}

fn row(view: &View<'_>, place: usize, name: &Name) -> Option<Vec<Cell>> {
    let cells = &view.results.cells;
    let (metric, group, period) = (&name.metric, &name.group, &name.period);
    let difference = cells.difference(place, metric, group, period)?;
    let level = |place| cells.level(place, metric, group, period);
    let mean = view.decided(place, [metric, group, period], difference.mean);
    let (kind, wording) = (Kind::of_unit(&name.unit), wording_named(metric));
    let numbers = [
        mean.mean,
        mean.ci_low,
        mean.ci_high,
        level(0)?.mean,
        level(place)?.mean,
        of_enough(difference.p10, difference.n),
        of_enough(difference.p90, difference.n),
    ];
    let mut row: Vec<Cell> = vec![
        headed(view, place).into(),
        asked(view, name).into(),
        group.into(),
        match is_too_small(wording, &mean, level(0)?.mean) {
            true => TOO_SMALL.to_owned(),
            false => worded_mean(wording, &mean).0,
        }
        .into(),
    ];
    row.extend(numbers.map(|value| Cell::As(value, kind)));
    row.push(of_enough(difference.prob_better, difference.n).into());
    row.push(difference.n.into());
    row.extend(described(name));
    Some(row)
}

/// Unit, period and name.
pub fn described(name: &Name) -> [Cell; 3] {
    let period = match name.period.as_str() {
        "horizon" => "whole run",
        period => period,
    };
    [(&name.unit).into(), period.into(), (&name.metric).into()]
}

/// What a figure is called: the page's question, or its name in words.
pub fn asked(view: &View<'_>, name: &Name) -> String {
    let questions = view.results.questions.iter();
    let mut same = questions.filter(|asked| {
        (&asked.metric, &asked.group, &asked.period) == (&name.metric, &name.group, &name.period)
    });
    match same.next() {
        Some(asked) => asked.question.clone(),
        None => find(&name.metric).map_or_else(|| name.metric.clone(), words),
    }
}

/// The figures of the whole run, and stocks at its end, those of the page first; without what is nothing in
/// every scenario.
pub fn told<'v>(view: &'v View<'_>) -> Vec<&'v Name> {
    let names = view.results.cells.names();
    let mut told: Vec<&Name> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let same = |other: &Name| (&other.metric, &other.group) == (&name.metric, &name.group);
        let last = names[place + 1..]
            .iter()
            .take_while(|other| other.metric == name.metric);
        if name.period == "horizon" || !last.into_iter().any(same) && !told.iter().any(|t| same(t))
        {
            told.push(name);
        }
    }
    told.retain(|name| !is_nothing(view, name));
    let of_the_page = |name: &&Name| {
        let questions = view.results.questions.iter();
        let mut places = questions.enumerate().filter(|(_, asked)| {
            asked.metric == name.metric && asked.group == name.group && asked.period == name.period
        });
        places.next().map_or(usize::MAX, |(place, _)| place)
    };
    told.sort_by_key(of_the_page);
    told
}

fn is_nothing(view: &View<'_>, name: &Name) -> bool {
    let level = |place| {
        let cells = &view.results.cells;
        cells.level(place, &name.metric, &name.group, &name.period)
    };
    let mut levels = (0..view.results.scenarios.len()).filter_map(level);
    levels.all(|level| level.mean == 0.0 && level.sd == 0.0 || level.n == 0)
}
