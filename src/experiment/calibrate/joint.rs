//! The opening table: children by age, legal status, placement, whole numbers that add to the
//! published margins.
//!
//! The joint table is not published. A pattern (the model's own stationary state) is raked to the
//! margins by iterative fitting (W. E. Deming, F. F. Stephan 1940, "On a least squares adjustment of a
//! sampled frequency table", Annals of Mathematical Statistics 11), then rounded so that all margins hold,
//! as far as children can be counted in another cell of their placement.
//!
//! Published ages are not those that the model's flows keep up. Which cells give way is a choice: a child
//! too many where children stay for months is a child too many in the first year's flows, where they stay
//! for years hardly. So what a cell costs to change is in proportion to how fast it turns over, and its
//! factor in raking is the margin's to the power of the mean stay (the weights q of J.-C. Deville, C.-E.
//! Särndal 1992, "Calibration estimators in survey sampling", Journal of the American Statistical
//! Association 87).

use crate::care::child::{AgeBand, LegalStatus, PlacementKind};
use crate::data::fill::apportion;
use crate::scenario::keys::{AGE_WORDS, LEGAL_WORDS, PLACEMENT_WORDS};

/// The pattern, a row for each cell that can have children.
const PATTERN: &str = include_str!("pattern.csv");

/// Rounds of raking: the margins agree to far less than a child long before.
const ROUNDS: usize = 200;
/// Mean stay in each legal status in the stationary state, years: section 20, interim care order, care
/// order, placement order.
const STAY: [f64; 4] = [1.1, 0.6, 4.0, 1.2];
/// Steps in which a margin's factor is found.
const STEPS: usize = 60;

/// Margins of the opening table.
#[derive(Clone, Debug, PartialEq)]
pub struct Margins {
    /// By age band.
    pub age: [f64; 5],
    /// By legal status.
    pub legal: [f64; 4],
    /// By placement.
    pub placement: [f64; PlacementKind::ALL.len()],
    /// Unaccompanied asylum-seeking children, and the others.
    pub asylum: [f64; 2],
}

/// A cell of the joint table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Age now.
    pub age: AgeBand,
    /// Legal status now.
    pub legal: LegalStatus,
    /// Placement now.
    pub placement: PlacementKind,
    /// Unaccompanied asylum-seeking children.
    pub asylum_seeking: bool,
    /// How many there are in the pattern.
    pub weight: f64,
}

/// The cells of the pattern.
///
/// # Panics
/// If the built-in table is not as it should be.
pub fn pattern() -> Vec<Cell> {
    let lines = PATTERN.lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).map(cell).collect()
}

fn cell(line: &str) -> Cell {
    let fields: Vec<&str> = line.split(',').collect();
    let place = |words: &[&str], word: &str| {
        let found = words.iter().position(|known| *known == word);
        found.expect("a word of the scenario's keys")
    };
    Cell {
        age: AgeBand::ALL[place(&AGE_WORDS, fields[0])],
        legal: LegalStatus::ALL[place(&LEGAL_WORDS, fields[1])],
        placement: PlacementKind::ALL[place(&PLACEMENT_WORDS, fields[2])],
        asylum_seeking: fields[3] == "yes",
        weight: fields[4].parse().expect("a number"),
    }
}

/// The pattern raked to the margins: how many children in each of its rows.
pub fn rake(pattern: &[Cell], margins: &Margins) -> Vec<u32> {
    let mut cells: Vec<f64> = pattern.iter().map(|row| row.weight).collect();
    for _ in 0..ROUNDS {
        fit(&mut cells, pattern, &margins.age, |row| row.age as usize);
        fit(&mut cells, pattern, &margins.legal, |row| {
            row.legal as usize
        });
        fit(&mut cells, pattern, &margins.asylum, |row| {
            usize::from(!row.asylum_seeking)
        });
        fit(&mut cells, pattern, &margins.placement, |row| {
            row.placement as usize
        });
    }
    let mut counts = round(&cells, pattern, &margins.placement);
    while let Some((from, to)) = best_move(&counts, pattern, margins) {
        counts[from] -= 1;
        counts[to] += 1;
    }
    counts
}

/// Scales the cells of each class to its margin.
fn fit(cells: &mut [f64], pattern: &[Cell], margin: &[f64], class: impl Fn(&Cell) -> usize) {
    for (index, &wanted) in margin.iter().enumerate() {
        let mut by_stay = [0.0; 4];
        for (cell, row) in cells.iter().zip(pattern) {
            if class(row) == index {
                by_stay[row.legal as usize] += cell;
            }
        }
        let factors = factors(by_stay, wanted);
        for (cell, row) in cells.iter_mut().zip(pattern) {
            if class(row) == index {
                *cell *= factors[row.legal as usize];
            }
        }
    }
}

/// Powers of one number, by legal status, that bring the sum of the parts to what is wanted.
fn factors(parts: [f64; 4], wanted: f64) -> [f64; 4] {
    let powers = |log: f64| STAY.map(|stay| libm::exp(stay * log));
    let sum = |log: f64| -> f64 { powers(log).iter().zip(parts).map(|(f, p)| f * p).sum() };
    // The sum grows with the number: bisection, from nearly nothing to as good as everything.
    let (mut low, mut high) = (-100.0, 100.0);
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        match sum(middle) < wanted {
            true => low = middle,
            false => high = middle,
        }
    }
    powers(f64::midpoint(low, high))
}

/// Whole numbers, placement by placement.
fn round(cells: &[f64], pattern: &[Cell], placement: &[f64]) -> Vec<u32> {
    let mut counts = vec![0; cells.len()];
    for (kind, total) in placement.iter().enumerate() {
        let rows: Vec<usize> = (0..cells.len())
            .filter(|&r| pattern[r].placement as usize == kind)
            .collect();
        let shares: Vec<f64> = rows.iter().map(|&r| cells[r]).collect();
        for (row, count) in rows.iter().zip(apportion(total.round() as u32, &shares)) {
            counts[*row] = count;
        }
    }
    counts
}

/// Rounding leaves the other margins a child or two off: the child who had best be counted in another
/// cell of the same placement, and which; none if that would bring no margin nearer.
fn best_move(counts: &[u32], pattern: &[Cell], margins: &Margins) -> Option<(usize, usize)> {
    let off = [
        Off::new(counts, pattern, &margins.age, |row| row.age as usize),
        Off::new(counts, pattern, &margins.legal, |row| row.legal as usize),
        Off::new(counts, pattern, &margins.asylum, |row| {
            usize::from(!row.asylum_seeking)
        }),
    ];
    let cells = 0..counts.len();
    let pairs = cells
        .clone()
        .flat_map(|from| cells.clone().map(move |to| (from, to)));
    let possible = pairs.filter(|&(from, to)| {
        let same = pattern[from].placement == pattern[to].placement;
        from != to && same && counts[from] > 0
    });
    let gains = possible.map(|(from, to)| {
        let gain: f64 = off
            .iter()
            .map(|o| o.gain(&pattern[from], &pattern[to]))
            .sum();
        (gain, from, to)
    });
    // Of several as good the one whose cell has most children, the first of these.
    let better = |a: &(f64, usize, usize), b: &(f64, usize, usize)| {
        let by_children = counts[a.1].cmp(&counts[b.1]);
        let by_place = (b.1, b.2).cmp(&(a.1, a.2));
        a.0.total_cmp(&b.0).then(by_children).then(by_place)
    };
    let (gain, from, to) = gains.max_by(better)?;
    (gain > 0.5).then_some((from, to))
}

/// By how much the classes of one margin are off.
struct Off {
    excess: Vec<f64>,
    class: fn(&Cell) -> usize,
}

impl Off {
    fn new(counts: &[u32], pattern: &[Cell], margin: &[f64], class: fn(&Cell) -> usize) -> Self {
        let mut excess: Vec<f64> = margin.iter().map(|wanted| -wanted).collect();
        for (count, row) in counts.iter().zip(pattern) {
            excess[class(row)] += f64::from(*count);
        }
        Self { excess, class }
    }

    /// How much nearer the margin comes if a child is counted `to` instead of `from`.
    fn gain(&self, from: &Cell, to: &Cell) -> f64 {
        let (from, to) = ((self.class)(from), (self.class)(to));
        if from == to {
            return 0.0;
        }
        let nearer = |excess: f64, change: f64| excess.abs() - (excess + change).abs();
        nearer(self.excess[from], -1.0) + nearer(self.excess[to], 1.0)
    }
}
