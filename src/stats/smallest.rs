//! The smallest whole number for which something holds, asked for few numbers.

/// How much further each step goes than the one before, while nothing holds yet.
const STRIDE: u32 = 4;

/// The smallest number up to `most` for which `holds` says yes, if it says yes for all larger ones too;
/// nothing if it says yes for none of those asked, `most` included.
///
/// Asks 0, 4, 16, 64 and so on until the first yes, then halves what lies between that and the last no:
/// about 1 + 3.5 log₄(answer) questions. Whatever `holds` says elsewhere, the answer is a yes and, unless
/// it is 0, the number below it a no.
///
/// # Errors
/// If `holds` fails.
pub fn smallest<E>(
    most: u32,
    mut holds: impl FnMut(u32) -> Result<bool, E>,
) -> Result<Option<u32>, E> {
    if holds(0)? {
        return Ok(Some(0));
    }
    let (mut no, mut asked) = (0, STRIDE.min(most));
    while !holds(asked)? {
        if asked == most {
            return Ok(None);
        }
        no = asked;
        asked = asked.saturating_mul(STRIDE).min(most);
    }
    let mut yes = asked;
    while yes - no > 1 {
        let middle = no + (yes - no) / 2;
        match holds(middle)? {
            true => yes = middle,
            false => no = middle,
        }
    }
    Ok(Some(yes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn asked(most: u32, holds: impl Fn(u32) -> bool) -> (Option<u32>, Vec<u32>) {
        let mut asked = Vec::new();
        let found = smallest(most, |number| -> Result<bool, Infallible> {
            asked.push(number);
            Ok(holds(number))
        });
        (found.expect("it cannot fail"), asked)
    }

    #[test]
    fn every_threshold_up_to_the_most_is_found() {
        for most in [0, 1, 3, 4, 17, 200] {
            for threshold in 0..=most {
                let (found, _) = asked(most, |number| number >= threshold);
                assert_eq!(found, Some(threshold), "of {most}");
            }
            assert_eq!(asked(most, |_| false).0, None, "{most}");
        }
    }

    /// 0, 4, 16 bracket 10 by (4, 16]; 10, 7, 8 and 9 are the middles that remain.
    #[test]
    fn few_numbers_are_asked_for_and_none_twice() {
        let (_, numbers) = asked(200, |number| number >= 10);
        assert_eq!(numbers, [0, 4, 16, 10, 7, 8, 9]);
        for threshold in 0..=200 {
            let (_, mut numbers) = asked(200, |number| number >= threshold);
            let all = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            assert!(
                numbers.len() == all && all <= 13,
                "{threshold}: {numbers:?}"
            );
        }
    }

    #[test]
    fn of_what_comes_and_goes_a_yes_above_a_no_is_found() {
        let holds = |number: u32| number % 3 == 1;
        let (found, _) = asked(200, holds);
        let found = found.expect("4 is one");
        assert!(holds(found) && !holds(found - 1));
    }
}
