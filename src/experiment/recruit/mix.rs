//! Mixes of strands: in which proportions households are recruited.

/// The proportions that are tried for so many strands: each by itself and, of two, quarters; of more, all
/// in equal parts.
pub fn proportions(strands: usize) -> Vec<Vec<u32>> {
    if strands == 2 {
        return vec![vec![1, 0], vec![3, 1], vec![1, 1], vec![1, 3], vec![0, 1]];
    }
    let alone = |place: usize| (0..strands).map(|n| u32::from(n == place)).collect();
    let mut all: Vec<Vec<u32>> = (0..strands).map(alone).collect();
    if strands > 1 {
        all.push(vec![1; strands]);
    }
    all
}

/// So many households shared out in these proportions: each next one goes to the strand that is furthest
/// behind, so that N + 1 households are N and one more.
///
/// Reference: A. Sainte-Laguë (1910), "La représentation proportionnelle et la méthode des moindres
/// carrés", Annales scientifiques de l'École Normale Supérieure 27.
pub fn share_out(households: u32, proportions: &[u32]) -> Vec<u32> {
    let mut numbers = vec![0_u32; proportions.len()];
    for _ in 0..households {
        // The largest quotient of a proportion by twice what it has and one more, in whole numbers.
        let ahead = |a: usize, b: usize| {
            let claim = |own: usize, other: usize| {
                u64::from(proportions[own]) * u64::from(2 * numbers[other] + 1)
            };
            claim(a, b) > claim(b, a)
        };
        let mut next = 0;
        for place in 1..numbers.len() {
            if ahead(place, next) {
                next = place;
            }
        }
        if let Some(number) = numbers.get_mut(next) {
            *number += 1;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_more_is_one_more_of_one_strand() {
        for strands in 1..=5 {
            for proportions in proportions(strands) {
                let mut before = share_out(0, &proportions);
                for households in 1..=60 {
                    let now = share_out(households, &proportions);
                    let more: u32 = now.iter().zip(&before).map(|(n, b)| n - b).sum();
                    assert_eq!(more, 1, "{proportions:?} at {households}");
                    assert_eq!(now.iter().sum::<u32>(), households);
                    before = now;
                }
            }
        }
    }

    /// Each is within a household of its exact part.
    #[test]
    fn proportions_are_kept() {
        assert_eq!(share_out(12, &[3, 1]), [9, 3]);
        assert_eq!(share_out(10, &[3, 1]), [8, 2]);
        assert_eq!(share_out(7, &[0, 1]), [0, 7]);
        assert_eq!(share_out(7, &[1, 1, 1]), [3, 2, 2]);
    }
}
