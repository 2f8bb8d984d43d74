//! What an option saves in all: within the horizon, and after it for those who were there before.
//!
//! Worked out future by future, option beside baseline, line by line; so the lines add up to the total,
//! and both parts to their sum, whose interval knows that they vary together.
//!
//! With the run-off an option has its own chance that it saves, its own payback and its own price of a
//! household to break even. Payback is no month after the horizon: the option's own cost and recruitment are
//! not counted from then on, so that such a month would come too soon. Where they go on at the end of the
//! run, there is none of the three: the option stays in force, and what it brings about after the run would
//! be held against a cost that ends with it.

use std::io;

use serde::{Deserialize, Serialize};

use crate::finance::ledger::Line;
use crate::finance::nature::Nature;
use crate::stats::{CONFIDENCE, Ratio, Tally, wilson};

use super::appraisal::{mean_of, of_each_more};
use super::compare::Comparison;
use super::headline::Mean;
use super::metrics::{Group, Metric};
use super::replicate::Replications;

/// The differences of one option, option − baseline: a saving is negative. Pounds of the base year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithRunOff {
    /// By budget line, in the order of [`Line::ALL`].
    pub lines: Vec<Parts<Line>>,
    /// By what a saving is worth in cash.
    pub natures: Vec<Parts<Nature>>,
    /// All lines.
    pub total: Parts<()>,
    /// All lines, discounted to the start of the run.
    pub present_value: Parts<()>,
    /// What both parts together make of the option; none where its own cost goes on at the end of the run.
    pub judged: Option<Judged>,
}

/// What both parts together make of an option that costs nothing more after the run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// Share of futures in which they save, with Wilson's interval.
    pub saves: Mean,
    /// Whether it has paid for itself in the end.
    pub paid_back: PaidBack,
    /// What recruiting one more household may cost before the option costs more than it saves. None where
    /// the appraisal of the run has none.
    pub break_even_household: Option<Mean>,
}

/// Whether what is saved, run-off counted, is more than what is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBack {
    /// It is, and was by the horizon.
    ByHorizon,
    /// It is, but only what is saved after the horizon makes up for it.
    AfterHorizon,
    /// It is not.
    No,
    /// The interval includes both.
    Unclear,
}

impl PaidBack {
    /// As files have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByHorizon => "by_horizon",
            Self::AfterHorizon => "after_horizon",
            Self::No => "no",
            Self::Unclear => "unclear",
        }
    }

    fn of(total: &Parts<()>) -> Self {
        let Parts { within, both, .. } = total;
        match () {
            () if both.ci_high <= 0.0 && within.mean <= 0.0 => Self::ByHorizon,
            () if both.ci_high <= 0.0 => Self::AfterHorizon,
            () if both.ci_low > 0.0 => Self::No,
            () => Self::Unclear,
        }
    }
}

/// One difference and its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Parts<T> {
    /// What it is of.
    pub of: T,
    /// Up to the horizon.
    pub within: Mean,
    /// After it.
    pub run_off: Mean,
    /// Both together.
    pub both: Mean,
}

/// What one future costs, up to the horizon and after it, by line and discounted; what the option itself and
/// recruitment cost in the last financial year; and households recruited.
struct Future {
    parts: [[f64; Line::COUNT + 1]; 2],
    last_year: f64,
    approvals: f64,
}
const DISCOUNTED: usize = Line::COUNT;
/// The lines of an option that are not counted after the horizon.
const OF_THE_OPTION: [Line; 2] = [Line::Option, Line::Recruitment];
/// Less than a penny is the same sum added up in another order.
const PENNY: f64 = 0.005;

/// Differences of within, run-off and both, seen future by future.
#[derive(Clone, Copy, Default)]
struct Seen([Tally; 3]);

impl Seen {
    fn push(&mut self, within: f64, run_off: f64) {
        for (tally, value) in self.0.iter_mut().zip([within, run_off, within + run_off]) {
            tally.push(value);
        }
    }

    fn parts<T>(&self, of: T) -> Parts<T> {
        let [within, run_off, both] = self.0.each_ref().map(mean_of);
        Parts {
            of,
            within,
            run_off,
            both,
        }
    }
}

/// All that has been seen of one option.
#[derive(Default)]
struct Differences {
    lines: [Seen; Line::COUNT],
    natures: [Seen; Nature::ALL.len()],
    total: Seen,
    present_value: Seen,
    /// Futures in which it saves; one that costs the same is half of one.
    saving: f64,
    household: Ratio,
    last_year: Tally,
}

impl Differences {
    fn see(&mut self, before: &Future, after: &Future) {
        let (old, new) = (&before.parts, &after.parts);
        let difference = |cell: usize| [0, 1].map(|part| new[part][cell] - old[part][cell]);
        let (mut natures, mut total) = ([[0.0; 2]; Nature::ALL.len()], [0.0; 2]);
        for (place, line) in Line::ALL.into_iter().enumerate() {
            let parts = difference(place);
            self.lines[place].push(parts[0], parts[1]);
            for part in 0..2 {
                natures[line.nature() as usize][part] += parts[part];
                total[part] += parts[part];
            }
        }
        for (seen, parts) in self.natures.iter_mut().zip(natures) {
            seen.push(parts[0], parts[1]);
        }
        self.total.push(total[0], total[1]);
        let both = total[0] + total[1];
        self.saving += f64::from(u8::from(both < 0.0)) + 0.5 * f64::from(u8::from(both == 0.0));
        // Recruitment is paid within the run only.
        let recruitment = difference(Line::Recruitment as usize)[0];
        self.household
            .push(recruitment - both, after.approvals - before.approvals);
        self.last_year.push(after.last_year - before.last_year);
        let discounted = difference(DISCOUNTED);
        self.present_value.push(discounted[0], discounted[1]);
    }

    fn conclude(&self, only_recruits: bool) -> WithRunOff {
        let n = self.total.0[0].count();
        let (low, high) = wilson(self.saving, n, CONFIDENCE);
        let lines = self.lines.iter().zip(Line::ALL);
        let natures = self.natures.iter().zip(Nature::ALL);
        WithRunOff {
            lines: lines.map(|(seen, line)| seen.parts(line)).collect(),
            natures: natures.map(|(seen, nature)| seen.parts(nature)).collect(),
            total: self.total.parts(()),
            present_value: self.present_value.parts(()),
            judged: (!self.goes_on()).then(|| Judged {
                saves: Mean::from_ends((self.saving / n as f64, low, high)),
                paid_back: PaidBack::of(&self.total.parts(())),
                break_even_household: of_each_more(&self.household).filter(|_| only_recruits),
            }),
        }
    }

    /// Whether the option still costs anything in the last financial year of the run.
    fn goes_on(&self) -> bool {
        self.last_year.mean().abs() > PENNY
    }
}

/// Where these costs are: up to the horizon, then after it, each by line and then discounted; then those of
/// the option in the last financial year; then approvals. None if the run-off was not asked for.
fn cells(c: &Comparison) -> Option<Vec<usize>> {
    let parts = [
        (Metric::CostGbp, Metric::CostPresentValueGbp),
        (Metric::CostRunOffGbp, Metric::CostRunOffPresentValueGbp),
    ];
    let mut cells = Vec::new();
    for (cost, discounted) in parts {
        for line in Line::ALL {
            cells.push(c.group_at_horizon(cost, Group::Line(line))?);
        }
        cells.push(c.at_horizon(discounted)?);
    }
    let last_year = c.layout.periods.iter().rfind(|p| p.label.contains('/'))?;
    for line in OF_THE_OPTION {
        let group = Group::Line(line);
        cells.push(
            c.layout
                .position(Metric::CostGbp, group, &last_year.label)?,
        );
    }
    cells.push(c.at_horizon(Metric::FosterApprovals)?);
    cells.push(c.at_horizon(Metric::AdopterApprovals)?);
    Some(cells)
}

fn future(columns: &[Vec<f64>], row: usize) -> Future {
    let part = Line::COUNT + 1;
    let (costs, others) = columns.split_at(2 * part);
    let (last_year, approvals) = others.split_at(OF_THE_OPTION.len());
    Future {
        parts: [0, part].map(|first| std::array::from_fn(|cell| costs[first + cell][row])),
        last_year: last_year.iter().map(|column| column[row]).sum(),
        approvals: approvals.iter().map(|column| column[row]).sum(),
    }
}

/// What every option saves with the run-off; nothing if it was not asked for.
///
/// # Errors
/// If the disk fails.
pub fn with_run_off(results: &mut Replications<'_>, c: &Comparison) -> io::Result<Vec<WithRunOff>> {
    let Some(wanted) = cells(c) else {
        return Ok(Vec::new());
    };
    let [baseline, options @ ..] = results.columns.as_mut_slice() else {
        return Ok(Vec::new());
    };
    let mut seen: Vec<Differences> = options.iter().map(|_| Differences::default()).collect();
    for wave in 0..baseline.waves() {
        let before = baseline.read_cells(wave, &wanted)?;
        for (seen, option) in seen.iter_mut().zip(options.iter_mut()) {
            let after = option.read_cells(wave, &wanted)?;
            for row in 0..before[0].len().min(after[0].len()) {
                seen.see(&future(&before, row), &future(&after, row));
            }
        }
    }
    let options = seen.iter().zip(c.scenarios.iter().skip(1));
    Ok(options
        .map(|(seen, option)| seen.conclude(option.only_recruits))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A future with one line's costs up to the horizon and after it, recruitment, and households.
    fn future(agency: [f64; 2], recruitment: f64, approvals: f64) -> Future {
        let mut parts = [[0.0; Line::COUNT + 1]; 2];
        for (part, pounds) in parts.iter_mut().zip(agency) {
            part[Line::Agency as usize] = pounds;
        }
        parts[0][Line::Recruitment as usize] = recruitment;
        Future {
            parts,
            last_year: 0.0,
            approvals,
        }
    }

    /// Two futures with two households more for £50 each: one saves £40 within the run and £100 after it,
    /// the other £80 and £20; so one saves in all and one comes out even, and a household may cost
    /// (140 + 100) ÷ 4 = £60.
    #[test]
    fn chance_and_break_even_with_run_off_by_hand() {
        let before = future([1_000.0, 500.0], 0.0, 3.0);
        let mut seen = Differences::default();
        seen.see(&before, &future([960.0, 400.0], 100.0, 5.0));
        seen.see(&before, &future([920.0, 480.0], 100.0, 5.0));
        let found = seen.conclude(true);
        let judged = found.judged.expect("nothing goes on");
        assert_eq!(judged.saves.mean, 0.75);
        let price = judged.break_even_household.expect("two more in each");
        assert!((price.mean - 60.0).abs() < 1e-9, "{price:?}");
        assert_eq!(found.total.both.mean, -20.0);
        assert_eq!(judged.paid_back, PaidBack::Unclear);
        let judged = seen.conclude(false).judged.expect("as before");
        assert_eq!(judged.break_even_household, None);
    }

    /// The same, but a pound is still spent on recruitment in the last year of one future: what that would
    /// cost after the run is not known, so nothing is judged.
    #[test]
    fn an_option_whose_cost_goes_on_is_not_judged_by_what_comes_after() {
        let before = future([1_000.0, 500.0], 0.0, 3.0);
        let mut seen = Differences::default();
        seen.see(&before, &future([960.0, 400.0], 100.0, 5.0));
        let going_on = Future {
            last_year: 1.0,
            ..future([920.0, 480.0], 100.0, 5.0)
        };
        seen.see(&before, &going_on);
        let found = seen.conclude(true);
        assert_eq!(found.judged, None);
        assert_eq!(found.total.both.mean, -20.0);
    }

    #[test]
    fn an_option_has_paid_for_itself_by_the_horizon_or_after_it() {
        let mean = |mean: f64| Mean::from_ends((mean, mean - 1.0, mean + 1.0));
        let of = |within: f64, run_off: f64| {
            let both = mean(within + run_off);
            let (within, run_off) = (mean(within), mean(run_off));
            PaidBack::of(&Parts {
                of: (),
                within,
                run_off,
                both,
            })
        };
        assert_eq!(of(-5.0, -2.0), PaidBack::ByHorizon);
        assert_eq!(of(5.0, -9.0), PaidBack::AfterHorizon);
        assert_eq!(of(-5.0, 9.0), PaidBack::No);
        assert_eq!(of(-5.0, 5.0), PaidBack::Unclear);
    }
}
