//! Counts that are hidden, resolved by one stated rule.
//!
//! The hidden cells of a group share what the group's total leaves over, in proportion to what
//! they are in a reference (the region, else England), in whole numbers by the largest remainder.
//! Where the total is hidden too, or the known cells exceed it, hidden cells are what the
//! reference's proportions say of the known ones. A missing cell takes no part.

use super::Count;

/// Whole numbers for a group of cells that add to `total`. `reference` gives the proportions
/// among cells; nothing is returned if neither total nor any cell is known.
pub fn fill(cells: &[Count], total: Count, reference: &[f64]) -> Option<Vec<u32>> {
    let known: u32 = cells.iter().filter_map(|cell| cell.known()).sum();
    let of = |wanted: fn(&Count) -> bool| -> f64 {
        let pairs = cells.iter().zip(reference);
        pairs
            .filter(|(cell, _)| wanted(cell))
            .map(|(_, share)| share)
            .sum()
    };
    let is_hidden = |cell: &Count| *cell == Count::Suppressed;
    let is_known = |cell: &Count| cell.known().is_some();
    let (hidden, shown) = (of(is_hidden), of(is_known));
    let left = match total {
        Count::Known(total) if total >= known => f64::from(total - known),
        _ if shown > 0.0 && known > 0 => f64::from(known) * hidden / shown,
        _ => return None,
    };
    let shares: Vec<f64> = cells
        .iter()
        .zip(reference)
        .map(|(cell, share)| if is_hidden(cell) { *share } else { 0.0 })
        .collect();
    let parts = apportion(left.round() as u32, &shares);
    let filled = cells.iter().zip(parts);
    Some(
        filled
            .map(|(cell, part)| cell.known().unwrap_or(part))
            .collect(),
    )
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

    #[test]
    fn without_a_total_the_reference_says_how_many_are_hidden() {
        let cells = [Known(40), Suppressed];
        assert_eq!(fill(&cells, Suppressed, &[80.0, 20.0]), Some(vec![40, 10]));
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
