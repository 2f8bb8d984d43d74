//! The options at a glance, where there are several: what each does to cost and days in care, with
//! intervals that hold together, and which of them cannot be told apart.

use std::fmt::{self, Write};
use std::io;

use csv::Writer;

use crate::experiment::compare::Comparison;
use crate::experiment::headline::{Mean, Wording};
use crate::experiment::ranking::Ranking;

use super::csv::guarded;
use super::number::exact;
use super::table::{Style, filled, plain};
use super::words::worded_mean;

/// Width of the column of an option's number.
const NUMBER: usize = 4;
/// Greatest width of the column of its name.
const NAME: usize = 40;
/// Width of the column that says what is different.
const SAID: usize = 21;

pub(super) fn write(page: &mut String, c: &Comparison, style: Style) -> fmt::Result {
    let Some(first) = c.rankings.first() else {
        return Ok(());
    };
    let heading = format!(
        "All options beside {}, over {}",
        c.baseline(),
        c.span_in_words()
    );
    writeln!(page, "\n{}", style.heading(&heading))?;
    let names: Vec<String> = c
        .scenarios
        .iter()
        .map(|levels| plain(&levels.scenario).chars().take(NAME).collect())
        .collect();
    for ranking in &c.rankings {
        write_ranking(page, ranking, &names)?;
    }
    let note = format!(
        "Within each table these intervals hold for all {} comparisons of two scenarios together, at 95 %; they are wider than \
         those of each option by itself below.",
        first.comparisons
    );
    for line in filled(&note, "", "") {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

fn write_ranking(page: &mut String, ranking: &Ranking, names: &[String]) -> fmt::Result {
    let (wording, heading) = match ranking.metric {
        "cost_total_gbp" => (Wording::Money, "Total cost"),
        _ => (Wording::Number, "Days in care, all children"),
    };
    writeln!(page, "{heading}")?;
    let wide = names[1..].iter().map(|name| name.chars().count()).max();
    let wide = wide.unwrap_or(0);
    for option in &ranking.options {
        let mean = Mean {
            mean: option.mean,
            ci_low: option.low,
            ci_high: option.high,
        };
        let (said, range) = worded_mean(wording, &mean);
        let number = format!("{}.", option.scenario);
        let name = &names[option.scenario];
        let line = format!("{number:>NUMBER$} {name:<wide$} {said:<SAID$} {range}");
        writeln!(page, "{}", line.trim_end())?;
    }
    for line in alike(ranking)
        .iter()
        .flat_map(|text| filled(text, "   ", "   "))
    {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// Every two options that cannot be told apart; whether one can be told from having none is in its words.
pub fn alike_pairs(ranking: &Ranking) -> Vec<(usize, usize)> {
    let pairs = ranking.options.iter().flat_map(|option| {
        let others = option.alike.iter();
        let later = others.filter(|&&other| other > 0 && other < option.scenario);
        later.map(|&other| (other, option.scenario))
    });
    let mut pairs: Vec<(usize, usize)> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// The same in words; nothing if all can be told apart.
pub fn alike(ranking: &Ranking) -> Option<String> {
    let pairs = alike_pairs(ranking);
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(one, other)| format!("{one} and {other}"))
        .collect();
    let list = match pairs.split_last()? {
        (only, []) => only.clone(),
        (last, others) => format!("{}; {last}", others.join("; ")),
    };
    Some(format!("Cannot be told apart at this precision: {list}."))
}

/// `ranking.csv`: every option beside the baseline in the figures that decide, the one that does best
/// first, with intervals that hold together, and the scenarios from which it cannot be told apart.
///
/// # Errors
/// If `out` fails.
pub fn write_csv(comparison: &Comparison, out: impl io::Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "metric",
        "comparisons",
        "scenario",
        "mean",
        "ci_low",
        "ci_high",
        "not_told_apart_from",
    ])?;
    let name = |place: &usize| comparison.scenarios[*place].scenario.clone();
    for ranking in &comparison.rankings {
        for option in &ranking.options {
            let alike: Vec<String> = option.alike.iter().map(name).collect();
            let [mean, low, high] = [option.mean, option.low, option.high].map(exact);
            writer.write_record([
                ranking.metric.to_owned(),
                ranking.comparisons.to_string(),
                guarded(&name(&option.scenario)),
                mean,
                low,
                high,
                guarded(&alike.join("; ")),
            ])?;
        }
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::super::words::UNCLEAR;
    use super::*;
    use crate::experiment::ranking::Ranked;

    fn ranked(scenario: usize, mean: f64, alike: &[usize]) -> Ranked {
        Ranked {
            scenario,
            mean,
            low: mean - 300_000.0,
            high: mean + 300_000.0,
            alike: alike.to_vec(),
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_said_once_for_each_two() {
        let options = vec![
            ranked(3, -2_000_000.0, &[]),
            ranked(1, -500_000.0, &[2]),
            ranked(2, -100_000.0, &[0, 1]),
        ];
        let ranking = Ranking {
            metric: "cost_total_gbp",
            comparisons: 6,
            options,
        };
        let mut page = String::new();
        let names = ["baseline", "one", "other", "both"].map(str::to_owned);
        write_ranking(&mut page, &ranking, &names).expect("text");
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[0], "Total cost");
        assert_eq!(
            lines[1],
            "  3. both  £2.0m less            (£1.7m to £2.3m)"
        );
        assert!(lines[3].contains(UNCLEAR), "{page}");
        assert_eq!(
            lines[4],
            "   Cannot be told apart at this precision: 1 and 2."
        );
    }
}
