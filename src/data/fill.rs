//! Counts that are hidden, resolved by one stated rule.
//!
//! A count is hidden because it is 1 to 5, or so that another hidden count cannot be worked out: it is
//! never 0. The hidden cells of a group share what the group's total leaves over: each at least 1, what
//! goes beyond in proportion to what they are in a reference, in whole numbers by the largest remainder.
//! Where the total leaves less than one for each, the cells that are largest in the reference have 1.
//! Where the total is hidden too, or the known cells exceed it, hidden cells are what the
//! reference's proportions say of the known ones. A missing cell takes no part.

use super::Count;

/// A count as small as those that are hidden for it.
pub const SMALL: std::ops::RangeInclusive<u32> = 1..=5;

/// Whole numbers for a group of cells that add to `total`. `reference` gives the proportions
/// among cells; nothing is returned if neither total nor any cell is known.
pub fn fill(cells: &[Count], total: Count, reference: &[f64]) -> Option<Vec<u32>> {
    let known = known(cells);
    let of = |wanted: fn(&Count) -> bool| -> f64 {
        let pairs = cells.iter().zip(reference);
        pairs
            .filter(|(cell, _)| wanted(cell))
            .map(|(_, share)| share)
            .sum()
    };
    let (hidden, shown) = (of(is_hidden), of(|cell| cell.known().is_some()));
    let left = match total {
        Count::Known(total) if total >= known => total - known,
        _ if shown > 0.0 && known > 0 => {
            let left = (f64::from(known) * hidden / shown).round() as u32;
            left.max(how_many(cells))
        }
        _ => return None,
    };
    let shares: Vec<f64> = cells
        .iter()
        .zip(reference)
        .map(|(cell, share)| if is_hidden(cell) { *share } else { 0.0 })
        .collect();
    let parts = at_least_one(left, &shares);
    let filled = cells.iter().zip(parts);
    Some(
        filled
            .map(|(cell, part)| cell.known().unwrap_or(part))
            .collect(),
    )
}

/// What the sum of `some` of the hidden cells can be, least and most: each of them and of the others is 1
/// at least. Nothing if the total is not known, or leaves too little for that.
pub fn range(cells: &[Count], total: Count, some: u32) -> Option<(u32, u32)> {
    let left = total.known()?.checked_sub(known(cells))?;
    let others = how_many(cells).checked_sub(some)?;
    (left >= some + others).then(|| match others {
        0 => (left, left),
        _ => (some, left - others),
    })
}

fn is_hidden(cell: &Count) -> bool {
    *cell == Count::Suppressed
}

/// How many cells are hidden.
pub fn how_many(cells: &[Count]) -> u32 {
    cells.iter().filter(|cell| is_hidden(cell)).count() as u32
}

/// What the known cells add up to.
pub fn known(cells: &[Count]) -> u32 {
    cells.iter().filter_map(|cell| cell.known()).sum()
}

/// The least that a group can add up to: what is known, and 1 for each hidden cell.
pub fn least(cells: &[Count]) -> u32 {
    known(cells) + how_many(cells)
}

/// `total` in whole parts of at least 1 for whatever has a share: where the proportion says less, 1, and
/// the others share the rest. If there is not enough, 1 for each of the largest shares.
fn at_least_one(total: u32, shares: &[f64]) -> Vec<u32> {
    let mut open: Vec<f64> = shares.to_vec();
    let mut parts = vec![0; shares.len()];
    let mut rest = total;
    let mut largest: Vec<usize> = (0..shares.len()).filter(|&i| shares[i] > 0.0).collect();
    largest.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]));
    if rest < largest.len() as u32 {
        largest
            .iter()
            .take(rest as usize)
            .for_each(|&i| parts[i] = 1);
        return parts;
    }
    loop {
        let sum: f64 = open.iter().sum();
        let too_small = |share: &f64| *share > 0.0 && f64::from(rest) * share / sum < 1.0;
        let Some(place) = open.iter().position(too_small) else {
            break;
        };
        (parts[place], open[place]) = (1, 0.0);
        rest -= 1;
    }
    let shared = apportion(rest, &open);
    parts
        .iter()
        .zip(shared)
        .map(|(one, part)| one + part)
        .collect()
}

/// `total` in whole parts in proportion to `shares`, by the largest remainder; where nothing has a
/// share, nothing is given.
pub fn apportion(total: u32, shares: &[f64]) -> Vec<u32> {
    let sum: f64 = shares.iter().sum();
    if sum <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares
        .iter()
        .map(|share| f64::from(total) * share / sum)
        .collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())));
    let missing = total - parts.iter().sum::<u32>();
    for &place in order.iter().take(missing as usize) {
        parts[place] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Known, Missing, Suppressed};

    /// By hand: 100 in all, 60 and 30 known; 10 are left for two hidden cells whose reference
    /// is 3 to 1: 7.5 and 2.5, so 8 and 2 (the larger remainder first; a tie goes to the first).
    #[test]
    fn hidden_cells_share_what_the_total_leaves() {
        let cells = [Known(60), Suppressed, Known(30), Suppressed, Missing];
        let filled = fill(&cells, Known(100), &[50.0, 9.0, 30.0, 3.0, 8.0]);
        assert_eq!(filled, Some(vec![60, 8, 30, 2, 0]));
    }

    /// By hand. Coventry 2017: 23 for eight cells that are 60, 60, 25, 40, 20, 15, 10 and 1 in the reference,
    /// 231 in all. The last one's part is 0.1, so it has 1; the others share 22 of 230: 5.74, 5.74, 2.39,
    /// 3.83, 1.91, 1.43; the seventh's is 0.96: it has 1 too, and 21 of 220 are 5.73, 5.73, 2.39, 3.82, 1.91
    /// and 1.43; largest remainders to the fifth, fourth and the first two.
    #[test]
    fn no_hidden_cell_is_zero_where_the_total_leaves_enough() {
        let reference = [60.0, 60.0, 25.0, 40.0, 20.0, 15.0, 10.0, 1.0];
        let filled = fill(&[Suppressed; 8], Known(23), &reference);
        assert_eq!(filled, Some(vec![6, 6, 2, 4, 2, 1, 1, 1]));
        // As many as cells: one each, whatever the reference.
        assert_eq!(
            fill(&[Suppressed; 3], Known(3), &[9.0, 1.0, 0.1]),
            Some(vec![1; 3])
        );
        // Too few (totals are rounded): to the largest.
        let short = fill(&[Suppressed; 3], Known(2), &[0.1, 9.0, 1.0]);
        assert_eq!(short, Some(vec![0, 1, 1]));
    }

    /// By hand: 23 for eight cells. One can be 1 to 23 − 7 = 16; two together, as the two columns of special
    /// guardianship, 2 to 23 − 6 = 17; all eight are 23.
    #[test]
    fn what_hidden_cells_can_be_is_bounded_by_the_total() {
        let mut cells = vec![Suppressed; 8];
        cells.push(Known(225));
        let range = |some| range(&cells, Known(248), some);
        assert_eq!(
            (range(1), range(2), range(8)),
            (Some((1, 16)), Some((2, 17)), Some((23, 23)))
        );
        assert_eq!(
            super::range(&cells, Known(230), 1),
            None,
            "five for eight cells"
        );
        assert_eq!(super::range(&cells, Suppressed, 1), None);
        assert_eq!(least(&cells), 233);
    }

    #[test]
    fn without_a_total_the_reference_says_how_many_are_hidden() {
        let cells = [Known(40), Suppressed];
        assert_eq!(fill(&cells, Suppressed, &[80.0, 20.0]), Some(vec![40, 10]));
        assert_eq!(fill(&cells, Suppressed, &[80.0, 0.5]), Some(vec![40, 1]));
        assert_eq!(
            fill(&[Suppressed, Suppressed], Suppressed, &[1.0, 1.0]),
            None
        );
    }

    #[test]
    fn parts_are_whole_and_add_up() {
        for total in [0, 1, 7, 100] {
            let parts = apportion(total, &[0.2, 0.5, 0.0, 0.3]);
            assert_eq!(parts.iter().sum::<u32>(), total);
            assert_eq!(parts[2], 0);
        }
    }
}
