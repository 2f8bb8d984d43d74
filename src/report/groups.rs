//! Charts of a level by group: a bar for each group in the baseline, and what the leading option changes.

use maud::{Markup, html};

use crate::experiment::compare::Level;
use crate::experiment::headline::Wording;
use crate::experiment::metrics::Metric;
use crate::output::words::{SAME, UNCLEAR, worded_mean};
use crate::stats::{CONFIDENCE, t_interval};

use super::View;
use super::charts::Look;
use super::charts::axis::Axis;
use super::charts::strips::{Mark, Row, strips};
use super::figure::{Figure, Table};
use super::view::{level_said, tells_range, wording};
use super::words::capitalised;

/// A row: a metric of a group, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of {
    /// Its words.
    pub label: String,
    /// The metric; all of a figure have one unit.
    pub metric: Metric,
    /// The group.
    pub group: String,
}

impl Of {
    /// A metric's groups by their own labels.
    pub fn each(metric: Metric, groups: Vec<String>) -> Vec<Self> {
        let of = |group: String| Self {
            label: plain(&group),
            metric,
            group,
        };
        groups.into_iter().map(of).collect()
    }

    /// A metric of everybody.
    pub fn all(metric: Metric, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            metric,
            group: "all".to_owned(),
        }
    }
}

/// What is drawn.
pub struct Drawn {
    /// By which the figure is linked to.
    pub id: &'static str,
    /// The rows.
    pub rows: Vec<Of>,
    /// Whether futures differ so much that their range belongs on the chart.
    pub range: bool,
    /// What is counted, and what else is to be known.
    pub notes: Vec<String>,
    /// What the table is of.
    pub caption: String,
}

impl Drawn {
    /// The groups with their levels in the baseline, without those that never have one.
    pub fn levels<'v>(&'v self, view: &'v View<'_>) -> Vec<(&'v Of, &'v Level)> {
        let of = |of: &'v Of| {
            let level = view.level(0, of.metric, &of.group)?;
            let has = level.mean.is_finite() && (level.mean > 0.0 || level.p90 > 0.0);
            has.then_some((of, level))
        };
        self.rows.iter().filter_map(of).collect()
    }

    /// The groups with the lowest and the highest level, if there are two or more.
    pub fn ends<'v>(&'v self, view: &'v View<'_>) -> Option<Ends<'v>> {
        let mut levels = self.levels(view);
        levels.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
        let [lowest, .., highest] = levels.as_slice() else {
            return None;
        };
        let pairs = levels.len() * (levels.len() - 1) / 2;
        Some(Ends {
            lowest: *lowest,
            highest: *highest,
            apart: apart(lowest.1, highest.1, pairs),
        })
    }

    /// The figure with a title that states what it shows; nothing if there is no group to show.
    pub fn figure(&self, view: &View<'_>, title: Markup) -> Option<Figure> {
        let levels = self.levels(view);
        let wording = wording(levels.first()?.0.metric);
        let tops = levels
            .iter()
            .map(|(_, l)| match self.range && tells_range(l) {
                true => l.p90.max(l.mean),
                false => l.mean,
            });
        let axis = Axis::over(tops, wording);
        let rows: Vec<Row> = levels
            .iter()
            .map(|(of, level)| self.row(view, of, level, wording))
            .collect();
        let mut notes = self.notes.clone();
        if self.range {
            notes.push(view.range("The line with ends"));
        }
        if let Some(lead) = view.lead_for_children {
            let what = format!(
                "In brackets: what option {lead} changes, with its 95 % interval, where that can be told and is not too small to matter."
            );
            notes.push(what);
        }
        notes.push("Source: summary.csv, differences.csv.".to_owned());
        Some(Figure {
            id: self.id,
            title,
            notes,
            chart: strips(self.id, &axis, &rows, &[]),
            table: self.table(view, &levels),
        })
    }

    fn row(&self, view: &View<'_>, of: &Of, level: &Level, wording: Wording) -> Row {
        let mut marks = vec![Mark::Bar(0.0, level.mean, Look::Level)];
        if self.range && tells_range(level) {
            marks.push(Mark::Interval(level.p10, level.p90, Look::Level));
        }
        let lead = view.lead_for_children;
        let change = lead.and_then(|lead| change(view, lead, of));
        Row {
            name: html! { (of.label) },
            marks,
            said: level_said(level, wording) + &change.unwrap_or_default(),
        }
    }

    fn table(&self, view: &View<'_>, levels: &[(&Of, &Level)]) -> Table {
        let mut table = Table::new(self.caption.clone(), &[""]);
        table.headings[0] = html! { "Group" };
        let places = 0..view.results.scenarios.len();
        table
            .headings
            .extend(places.clone().map(|place| view.headed(place)));
        for (of, level) in levels {
            let mut row = vec![
                html! { (of.label) },
                html! { (level_said(level, wording(of.metric))) },
            ];
            let changes = places.clone().skip(1);
            row.extend(changes.map(|place| html! { (view.changed(place, of.metric, &of.group)) }));
            table.push(row);
        }
        table
    }
}

/// ` (option 6: 1.4 fewer, 1.0 to 1.8)`: what an option changes, if that is clear and matters.
fn change(view: &View<'_>, place: usize, of: &Of) -> Option<String> {
    let difference = view.difference(place, of.metric, &of.group)?.mean;
    let (said, range) = worded_mean(wording(of.metric), &difference);
    let unclear = [UNCLEAR, SAME].contains(&said.as_str()) || difference.mean.is_nan();
    let told = !unclear && !view.is_too_small(&difference, of.metric, &of.group);
    told.then(|| {
        let parts = [said.as_str(), range.trim_matches(['(', ')'])];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        format!(" (option {place}: {})", parts.join(", "))
    })
}

/// The two groups between which all others of a figure lie.
pub struct Ends<'v> {
    /// The lowest.
    pub lowest: (&'v Of, &'v Level),
    /// The highest.
    pub highest: (&'v Of, &'v Level),
    /// Whether they are clearly apart.
    pub apart: bool,
}

impl Ends<'_> {
    /// `from 120 days (under 1) to 412 days (5 to 9), clearly apart`.
    pub fn said(&self) -> String {
        let said = |(of, level): (&Of, &Level)| {
            let level = level_said(level, wording(of.metric));
            format!("{level} ({})", of.label.to_lowercase())
        };
        let apart = if self.apart { "" } else { "not " };
        format!(
            "from {} to {}, {apart}clearly apart",
            said(self.lowest),
            said(self.highest)
        )
    }
}

/// The group with the highest level, and whether it is clearly apart from every other.
pub fn most<'l>(levels: &[(&'l Of, &'l Level)]) -> Option<((&'l Of, &'l Level), bool)> {
    let most = *levels.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let pairs = levels.len() * levels.len().saturating_sub(1) / 2;
    let mut others = levels.iter().filter(|(of, _)| *of != most.0);
    Some((most, others.all(|(_, level)| apart(most.1, level, pairs))))
}

/// Whether two levels differ by more than more futures could still change, if they were picked out of so
/// many pairs after looking (Bonferroni). Groups share their futures, so errors are added: that holds
/// whatever depends on what.
pub fn apart(one: &Level, other: &Level, pairs: usize) -> bool {
    let n = one.n.min(other.n);
    let sd = (one.mcse + other.mcse) * (n as f64).sqrt();
    let level = 1.0 - (1.0 - CONFIDENCE) / pairs as f64;
    let (low, high) = t_interval(one.mean - other.mean, sd, n, level);
    low > 0.0 || high < 0.0
}

/// A group's label as it begins a line.
pub fn plain(group: &str) -> String {
    let bare = ["team: ", "plan: "]
        .iter()
        .find_map(|kind| group.strip_prefix(kind));
    capitalised(bare.unwrap_or(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 futures, errors 1 and 1. Of one pair t(0.975, 99) · 2 = 3.97; of ten t(0.9975, 99) · 2 = 5.74.
    #[test]
    fn what_more_futures_could_change_or_was_picked_by_luck_is_not_apart() {
        let level = |mean| Level {
            mean,
            sd: 10.0,
            mcse: 1.0,
            p10: mean,
            p50: mean,
            p90: mean,
            n: 100,
        };
        assert!(apart(&level(10.0), &level(14.0), 1));
        assert!(!apart(&level(10.0), &level(13.9), 1));
        assert!(apart(&level(16.0), &level(10.0), 10));
        assert!(!apart(&level(15.5), &level(10.0), 10));
        let one = Level {
            mcse: f64::NAN,
            n: 1,
            ..level(10.0)
        };
        assert!(!apart(&one, &level(90.0), 1));
    }
}
