//! How the metric table is cut into the cells of one run.
//!
//! [`Layout`] enumerates the cells in an order that depends on nothing but [`TABLE`] and the run's
//! months; every replication's results are a row of that layout.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use crate::care::params::Model;
use crate::des::time::{SimSpan, SimTime};

use super::metrics::{GROUPINGS, Group, Grouping, Measure, Metric, Periods, TABLE, View};
use super::tally::Sum;

/// A period of a run: whole months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// As printed: `2017-05`, `2018-03-31`, `2017/18` or `horizon`. Financial years have a slash
    /// because `2011-12` would be a December.
    pub label: String,
    /// Which months, counted from 0.
    pub months: Range<usize>,
}

impl Period {
    /// Whether it is one month, and not its end alone.
    pub fn is_month(&self) -> bool {
        self.label.len() == 7 && self.label.as_bytes()[4] == b'-'
    }

    /// Whether it is a whole financial year.
    pub fn is_full_year(&self) -> bool {
        self.label.contains('/') && self.months.len() == 12
    }
}

/// One number of a replication's results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is measured.
    pub metric: Metric,
    /// Of whom.
    pub group: Group,
    /// When: index into [`Layout::periods`].
    pub period: usize,
}

/// What `report` or `targets` asks of a metric beside its views of every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The metric.
    pub metric: Metric,
    /// Whether a month is named.
    pub month: bool,
    /// Two groups at once, of different groupings.
    pub groups: Option<[Group; 2]>,
    /// Whether an authority is named.
    pub authority: bool,
}

impl Request {
    /// What a metric has on request, no month and no two groups at once.
    pub fn of(metric: Metric) -> Self {
        Self {
            metric,
            month: false,
            groups: None,
            authority: false,
        }
    }
}

/// Two groups at once of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// The metric.
    pub metric: Metric,
    /// The groups, in the order of their groupings.
    pub groups: [Group; 2],
    /// As printed: `10 to 15, agency fostering`.
    pub label: String,
}

impl Crossed {
    /// If one of the two is an authority: its place, and the other group.
    pub(super) fn of_authority(&self) -> Option<(usize, Group)> {
        match self.groups {
            [group, Group::Authority(place)] => Some((usize::from(place), group)),
            _ => None,
        }
    }
}

/// The cells of a run, in order, and what is needed to fill them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The cells of one replication, in order.
    pub cells: Vec<Cell>,
    /// All periods that cells refer to.
    pub periods: Vec<Period>,
    /// First instants of the months, and the horizon.
    pub months: Vec<SimTime>,
    /// For each month whether it begins a financial year.
    pub begins_year: Vec<bool>,
    /// How long each entrant is followed for `time_in_care_entrants_days`.
    pub follow_up: SimSpan,
    /// Names of the authorities by which results are grouped; none if there is one, or too many
    /// to read.
    pub authorities: Vec<String>,
    /// The groups that are asked for two at a time.
    pub crossed: Vec<Crossed>,
    /// Where the groups of each metric and grouping begin among the recorded series, or [`NONE`]: looked up
    /// for whatever is counted.
    series: [[u16; GROUPINGS]; TABLE.len()],
    series_count: usize,
    /// Of which metrics, and whom, every single value is kept, because percentiles are asked for.
    sampled: BTreeSet<(Metric, Group)>,
    /// The same without whom: what is looked up for whatever is counted.
    is_sampled: [bool; TABLE.len()],
    /// Of which metrics there are views that are recorded on request only.
    requested: [bool; TABLE.len()],
    /// The horizon and the ends of the months after it, if what is paid after it is asked for.
    pub run_off: Vec<SimTime>,
}

/// What is not recorded has no series.
const NONE: u16 = u16::MAX;

/// The place of a series: there are some hundreds.
fn recorded_at(series: usize) -> u16 {
    let place = u16::try_from(series).ok().filter(|place| *place != NONE);
    place.expect("fewer than 65,535 series")
}

/// Results of more authorities than this are not shown one by one.
const MOST_AUTHORITIES: usize = 12;

/// How long entrants are followed unless the run is shorter than twice that.
const FOLLOW_UP_YEARS: f64 = 3.0;

impl Layout {
    /// The layout of runs of `model` that begin on `start`. Depends only on the dates.
    pub fn new(start: Date, model: &Model) -> Self {
        Self::with_authorities(start, model, &[])
    }

    /// The same for a scenario of several authorities with these names, grouped by them if they
    /// are 2 to 12.
    pub fn with_authorities(start: Date, model: &Model, names: &[&str]) -> Self {
        let shown = (2..=MOST_AUTHORITIES).contains(&names.len());
        let names = if shown { names } else { &[] };
        let months = model.months.len() - 1;
        let calendar = Calendar::new(start, model);
        let half = SimSpan::from_seconds((model.horizon() - SimTime::START).seconds() / 2);
        let mut layout = Self {
            cells: Vec::new(),
            periods: calendar.periods.clone(),
            months: model.months.clone(),
            begins_year: (0..months).map(|m| model.years.contains(&m)).collect(),
            follow_up: half.min(SimSpan::from_years(FOLLOW_UP_YEARS)),
            authorities: names.iter().map(|&name| name.to_owned()).collect(),
            crossed: Vec::new(),
            series: [[NONE; GROUPINGS]; TABLE.len()],
            series_count: 0,
            sampled: BTreeSet::new(),
            is_sampled: [false; TABLE.len()],
            requested: [false; TABLE.len()],
            run_off: Vec::new(),
        };
        for spec in &TABLE {
            layout.add(spec.metric, spec.views, &calendar, false);
        }
        layout
    }

    /// The same with the views that these metrics have on request, with months and with groups crossed
    /// where a request names them.
    #[must_use]
    pub fn asked_for(mut self, requests: &[Request], start: Date, model: &Model) -> Self {
        let calendar = Calendar::new(start, model);
        for spec in &TABLE {
            let of_it = || requests.iter().filter(|r| r.metric == spec.metric);
            if of_it().next().is_some() {
                match spec.metric.is_of_run_off() {
                    true if self.run_off.is_empty() => {
                        self.run_off.push(model.horizon());
                        self.run_off.extend(&model.run_off);
                    }
                    true => {}
                    false => self.requested[spec.metric as usize] |= !spec.on_request.is_empty(),
                }
                self.add(spec.metric, spec.on_request, &calendar, true);
            }
            if of_it().any(|request| request.authority) {
                let by_authority: Vec<View> = spec.by_authority().collect();
                self.add(spec.metric, &by_authority, &calendar, true);
            }
            if of_it().any(|request| request.month) {
                let by_month: Vec<View> = spec.by_month().collect();
                self.add(spec.metric, &by_month, &calendar, true);
            }
        }
        self.cross(requests, &calendar);
        // The run-off's last, so that whoever asks for it has every other cell where it was.
        self.cells.sort_by_key(|cell| cell.metric.is_of_run_off());
        self
    }

    /// Adds the cells of groups that are asked for two at a time; all have their series side by side. (What
    /// is of one authority is read from its part and needs none.)
    fn cross(&mut self, requests: &[Request], calendar: &Calendar) {
        for request in requests {
            let Some(crossed) = self.crossed(request) else {
                continue;
            };
            let metric = request.metric;
            let mut periods = match crossed.of_authority() {
                Some((_, group)) => metric.spec().periods_of(group),
                None => vec![metric.spec().crossings.1],
            };
            if request.month && periods.contains(&Periods::Years) {
                periods.push(Periods::Months);
            }
            let known = self.crossed.iter().position(|known| *known == crossed);
            let place = known.unwrap_or(self.crossed.len());
            if known.is_none() {
                self.crossed.push(crossed);
            }
            for periods in periods {
                let group = Group::Crossed(place);
                let known = self.cells_of(metric);
                let cells = calendar.of(periods).into_iter().map(|period| Cell {
                    metric,
                    group,
                    period,
                });
                self.cells
                    .extend(cells.filter(|cell| !known.contains(cell)));
            }
            let series = &mut self.series[metric as usize][Grouping::Crossed as usize];
            *series = recorded_at(self.series_count);
        }
        self.series_count += self.crossed.len();
    }

    fn crossed(&self, request: &Request) -> Option<Crossed> {
        let groups = request.groups?;
        let shown = |group: &Group| match group {
            Group::Authority(place) => usize::from(*place) < self.authorities.len(),
            _ => true,
        };
        groups.iter().all(shown).then(|| Crossed {
            metric: request.metric,
            groups,
            label: groups.map(|group| self.label(group)).join(", "),
        })
    }

    fn add(&mut self, metric: Metric, views: &[View], calendar: &Calendar, asked: bool) {
        // A view on request can have periods of one that is there anyway.
        let mut known = match asked {
            true => self.cells_of(metric),
            false => Vec::new(),
        };
        for &(grouping, periods) in views {
            let groups = match grouping {
                Grouping::Authority => self.authority_groups(),
                _ => grouping.groups(),
            };
            // What an authority counts for everybody is its part: it needs no series of its own.
            let series = &mut self.series[metric as usize][grouping as usize];
            if grouping != Grouping::Authority && *series == NONE {
                *series = recorded_at(self.series_count);
                self.series_count += groups.len();
            }
            for group in groups {
                // An authority's are those that its part keeps for everybody.
                if let Measure::Percentile(of, _) = metric.spec().measure
                    && grouping != Grouping::Authority
                {
                    self.sampled.insert((of, group));
                    self.is_sampled[of as usize] = true;
                }
                for period in calendar.of(periods) {
                    let cell = Cell {
                        metric,
                        group,
                        period,
                    };
                    if !asked {
                        self.cells.push(cell);
                    } else if !known.contains(&cell) {
                        known.push(cell);
                        self.cells.push(cell);
                    }
                }
            }
        }
    }

    fn cells_of(&self, metric: Metric) -> Vec<Cell> {
        let all = self.cells.iter().copied();
        all.filter(|cell| cell.metric == metric).collect()
    }

    fn authority_groups(&self) -> Vec<Group> {
        let places = 0..self.authorities.len() as u8;
        places.map(Group::Authority).collect()
    }

    /// The instant at which the run ends.
    pub(super) fn horizon(&self) -> SimTime {
        *self.months.last().expect("a run has a month")
    }

    /// A group as printed.
    pub fn label(&self, group: Group) -> &str {
        match group {
            Group::Authority(place) => &self.authorities[usize::from(place)],
            Group::Crossed(place) => &self.crossed[place].label,
            group => group.label(),
        }
    }

    /// Whose cell it is if it is one authority's: its place, and the group among its own children.
    pub(super) fn of_authority(&self, cell: &Cell) -> Option<(usize, Group)> {
        match cell.group {
            Group::Authority(place) => Some((usize::from(place), Group::All)),
            Group::Crossed(place) => self.crossed[place].of_authority(),
            _ => None,
        }
    }

    /// How many series (metric and group) are recorded month by month.
    pub(super) fn series_count(&self) -> usize {
        self.series_count
    }

    /// Memory of what one replication counts, bytes.
    pub(super) fn bytes_of_counts(&self) -> usize {
        size_of::<Sum>() * self.series_count * self.begins_year.len()
    }

    /// The series of a metric and group, if the table has that view.
    pub(super) fn series(&self, metric: Metric, group: Group) -> Option<usize> {
        let (grouping, place) = group.place();
        let begins = self.series[metric as usize][grouping as usize];
        (begins != NONE).then(|| usize::from(begins) + place)
    }

    /// The same for everybody.
    pub(super) fn series_of_all(&self, metric: Metric) -> Option<usize> {
        let series = self.series[metric as usize][Grouping::All as usize];
        (series != NONE).then_some(usize::from(series))
    }

    /// Whether views are recorded that are there on request only.
    pub(super) fn has_requests(&self) -> bool {
        !self.crossed.is_empty() || self.requested.contains(&true)
    }

    /// Whether this metric has any of them.
    pub(super) fn is_requested(&self, metric: Metric) -> bool {
        self.requested[metric as usize]
    }

    /// Whether this metric has any of them, or is kept value by value for percentiles.
    pub(super) fn follows(&self, metric: Metric) -> bool {
        self.is_requested(metric) || self.is_sampled[metric as usize]
    }

    /// Whether every single value of a metric is kept for this group.
    pub(super) fn samples(&self, metric: Metric, group: Group) -> bool {
        self.is_sampled[metric as usize] && self.sampled.contains(&(metric, group))
    }

    /// The index of a cell by the label of its period.
    pub fn position(&self, metric: Metric, group: Group, period: &str) -> Option<usize> {
        let wanted = |cell: &Cell| {
            cell.metric == metric
                && cell.group == group
                && self.periods[cell.period].label == period
        };
        self.cells.iter().position(wanted)
    }

    /// Index of an ungrouped metric's cell for the whole run: a flow's sum, or a stock's level
    /// at the end.
    pub fn at_horizon(&self, metric: Metric) -> Option<usize> {
        let last_month = self.begins_year.len();
        let here = |cell: &Cell| {
            let months = &self.period(cell).months;
            let whole = months.start == 0 && months.end == last_month;
            let stock = metric.spec().measure.is_level();
            cell.metric == metric
                && cell.group == Group::All
                && months.end == last_month
                && (whole || stock)
        };
        self.cells.iter().rposition(here)
    }

    /// The label of a cell's period.
    pub fn period(&self, cell: &Cell) -> &Period {
        &self.periods[cell.period]
    }
}

/// The periods of a run with their names.
struct Calendar {
    periods: Vec<Period>,
    months: Range<usize>,
    marches: Range<usize>,
    years: Range<usize>,
}

impl Calendar {
    fn new(start: Date, model: &Model) -> Self {
        let count = model.months.len() - 1;
        let date = |month: usize| date_of(start, model.months[month]);
        let months = (0..count).map(|m| Period {
            label: date(m).strftime("%Y-%m").to_string(),
            months: m..m + 1,
        });
        let mut periods: Vec<Period> = months.collect();
        let ends = model.years.iter().copied();
        let marches = ends.filter(|&end| end > 0 && end <= count && begins_april(date(end)));
        periods.extend(marches.map(|end| Period {
            label: date(end).saturating_sub(1.day()).to_string(),
            months: end - 1..end,
        }));
        let marches_end = periods.len();
        periods.extend(financial_years(model).into_iter().map(|months| {
            let label = year_label(date(months.start), date(months.end));
            Period { label, months }
        }));
        let years_end = periods.len();
        periods.push(Period {
            label: "horizon".to_owned(),
            months: 0..count,
        });
        Self {
            periods,
            months: 0..count,
            marches: count..marches_end,
            years: marches_end..years_end,
        }
    }

    /// Indices of the periods of a view.
    fn of(&self, periods: Periods) -> Vec<usize> {
        let horizon = self.years.end;
        match periods {
            Periods::Months => self.months.clone().collect(),
            Periods::Marches => self.marches.clone().collect(),
            Periods::Years => (self.years.start..=horizon).collect(),
            Periods::MonthsAndYears => {
                let months = self.months.clone();
                months.chain(self.years.start..=horizon).collect()
            }
            Periods::Horizon => vec![horizon],
        }
    }
}

/// The months of each financial year; the first and the last may be cut short by the run.
fn financial_years(model: &Model) -> Vec<Range<usize>> {
    let count = model.months.len() - 1;
    let inner = model.years.iter().copied().filter(|&m| m > 0 && m < count);
    let mut bounds = vec![0];
    bounds.extend(inner);
    bounds.push(count);
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// `2017/18`; with ` (part)` if the run does not cover all of it.
fn year_label(first: Date, beyond: Date) -> String {
    let year = if first.month() >= 4 {
        first.year()
    } else {
        first.year() - 1
    };
    let whole = begins_april(first) && begins_april(beyond);
    let part = if whole { "" } else { " (part)" };
    format!("{year}/{:02}{part}", (year + 1).rem_euclid(100))
}

fn begins_april(date: Date) -> bool {
    date.month() == 4 && date.day() == 1
}

/// The calendar date of an instant of a run that begins on `start`.
pub fn date_of(start: Date, at: SimTime) -> Date {
    start.saturating_add(SignedDuration::from_secs(at.seconds()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn financial_years_are_named_as_budgets_are() {
        let april = |year| Date::constant(year, 4, 1);
        assert_eq!(year_label(april(2017), april(2018)), "2017/18");
        assert_eq!(year_label(april(1999), april(2000)), "1999/00");
        let january = Date::constant(2018, 1, 1);
        assert_eq!(year_label(january, april(2018)), "2017/18 (part)");
    }
}
