//! What is said of one option besides its answers, line by line: what it costs itself, what it saves a
//! year, when it has paid for itself, and how sure that is as far as chance goes. The page on a terminal
//! and the report say these lines, and say them alike.

use jiff::civil::Date;

use crate::experiment::appraisal::Payback;
use crate::experiment::headline::{Headline, Mean, Wording, YearCost};
use crate::experiment::run_off::{Judged, PaidBack};

use super::number::percent;
use super::words::{SAME, UNCLEAR, span, worded_mean};

/// A line: what it is about, what is said, and between what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub label: String,
    /// What is said.
    pub said: String,
    /// Between what, in brackets; empty if there is nothing to say.
    pub range: String,
}

impl Line {
    fn new(label: impl Into<String>, (said, range): (String, String)) -> Self {
        Self {
            label: label.into(),
            said,
            range,
        }
    }

    fn bare(label: impl Into<String>, said: impl Into<String>) -> Self {
        Self::new(label, (said.into(), String::new()))
    }
}

/// With fewer simulated futures no share of them is printed.
pub const ENOUGH_FOR_SHARES: usize = 30;

/// What the option itself costs: its own line of the budget, and recruitment.
pub fn cost_of_the_option(headline: &Headline, end: Date) -> Line {
    let label = "Cost of the option, recruitment included";
    if headline.from >= end {
        return Line::bare(label, "begins after the simulated time");
    }
    let cost = headline.cost_of_the_option;
    if is_nothing(&cost) {
        return match headline.states_cost {
            true => Line::bare(label, "none, as stated"),
            false => {
                let so = match headline.saving_a_year.ci_high < 0.0 {
                    true => "(so the cost is too low)",
                    false => "(so the saving is too high)",
                };
                Line::new(label, ("none given".to_owned(), so.to_owned()))
            }
        };
    }
    let (said, range) = worded_mean(Wording::Money, &cost);
    // What it costs is said plainly; if recruitment falls it costs less than nothing.
    let said = said.strip_suffix(" more").unwrap_or(&said).to_owned();
    Line::new(label, (said, range))
}

/// Whether it is nothing in every future.
pub fn is_nothing(cost: &Mean) -> bool {
    cost.mean == 0.0 && (cost.ci_low.is_nan() || cost.ci_low == 0.0)
}

/// The saving a year since the option began; nothing if it saves nothing in every future.
pub fn saving_a_year(headline: &Headline, start: Date, end: Date) -> Option<Line> {
    a_year(headline.saving_a_year, headline.from, start, end)
}

/// The same of a saving whose interval is another one.
pub fn a_year(saving: Mean, from: Date, start: Date, end: Date) -> Option<Line> {
    if from >= end || is_nothing(&saving) {
        return None;
    }
    let label = if saving.ci_high < 0.0 || (saving.ci_low.is_nan() && saving.mean < 0.0) {
        "Extra cost a year"
    } else {
        "Saving a year"
    };
    let since = if from > start { " since it began" } else { "" };
    let (said, range) = worded_mean(Wording::Money, &saving);
    if said == UNCLEAR {
        // What is more is saved, what is less is not.
        let cost = worded_mean(Wording::Money, &saving.turned());
        return Some(Line::new(format!("Cost a year{since}"), cost));
    }
    let said = undirected(&said);
    Some(Line::new(format!("{label}{since}"), (said, range)))
}

/// Costs in the first and the last full year.
pub fn full_years(headline: &Headline) -> Vec<Line> {
    let first = match headline.last_full_year {
        Some(_) => "first full year",
        None => "the only full year",
    };
    let line = |year: &YearCost, which: &str| {
        let label = format!("Cost in {} ({which})", year.year);
        Line::new(label, worded_mean(Wording::Money, &year.difference))
    };
    let first = headline.first_full_year.iter().map(|y| line(y, first));
    let last = headline.last_full_year.iter();
    first
        .chain(last.map(|y| line(y, "last full year")))
        .collect()
}

/// How sure the saving is, as far as chance goes; nothing if costs are always the same or there is one
/// future only, and no share of too few futures.
pub fn chance(headline: &Headline, futures: usize) -> Vec<Line> {
    let total = headline.answers.last();
    let same = total.is_some_and(|a| a.ci_low == 0.0 && a.ci_high == 0.0);
    if same || headline.total_sd.is_nan() {
        return Vec::new();
    }
    if futures < ENOUGH_FOR_SHARES {
        let said = format!("ask for {ENOUGH_FOR_SHARES} futures or more");
        return vec![Line::bare(CHANCE, said)];
    }
    let (low, high) = (headline.total_p10, headline.total_p90);
    let error = error_of_a_decile(headline.total_sd, futures);
    let [chance, least, most] = [
        headline.chance_it_saves,
        headline.chance_low,
        headline.chance_high,
    ]
    .map(chance_said);
    vec![
        Line::bare(FUTURES, span(Wording::Money, low, high, error)),
        Line::new(CHANCE, (chance, format!("({least} to {most})"))),
    ]
}

/// A chance in whole per cent: only what happens in every future, or in none, is said to be certain.
fn chance_said(share: f64) -> String {
    match percent(share, 0.01) {
        said if said == "100 %" && share < 1.0 => "over 99 %".to_owned(),
        said if said == "0 %" && share > 0.0 => "under 1 %".to_owned(),
        said => said,
    }
}

const FUTURES: &str = "8 in 10 futures of one council";
const CHANCE: &str = "Chance that it saves (chance events only)";

/// Standard error of a 10 % or 90 % quantile of so many futures with this standard deviation, as
/// for a normal distribution: √(0.1 · 0.9) / φ(1.2816) standard deviations over √n.
pub fn error_of_a_decile(sd: f64, futures: usize) -> f64 {
    1.71 * sd / (futures as f64).sqrt()
}

/// What it saves in present value; nothing if that is unclear.
pub fn present_value(value: &Mean) -> Option<Line> {
    let (said, range) = worded_mean(Wording::Money, value);
    if value.ci_low.is_nan() || said == UNCLEAR || said == SAME {
        return None;
    }
    let label = if value.mean < 0.0 {
        "Present value of the extra cost"
    } else {
        "Present value of the saving"
    };
    Some(Line::new(label, (undirected(&said), range)))
}

/// Said where it cannot be told whether an option has paid for itself within the run.
pub const NO_MONTH: &str = "unclear";

/// When it has paid for itself: only what costs something first has to.
pub fn payback(payback: &Payback, years: &str, end: Date) -> Option<Line> {
    if !payback.costs_first {
        return None;
    }
    if payback.month.is_none() && payback.earliest.is_none() {
        let said = format!("not within {years}");
        return Some(Line::bare("Has paid for itself", said));
    }
    let last_day = end.yesterday().unwrap_or(end);
    let beyond = format!("after {}", month_in_words(&last_day.to_string()));
    let month = |month: &Option<String>| month.as_deref().map_or(beyond.clone(), month_in_words);
    let (earliest, latest) = (month(&payback.earliest), month(&payback.latest));
    let said = match payback.month.is_some() {
        true => month(&payback.month),
        false => NO_MONTH.to_owned(),
    };
    let range = match earliest == latest {
        true => String::new(),
        false => format!("({earliest} to {latest})"),
    };
    Some(Line::new(
        "Has paid for itself by the end of",
        (said, range),
    ))
}

/// What recruiting a household may cost, to break even.
pub fn break_even_household(price: &Mean) -> Line {
    break_even("A household may cost, to break even", price)
}

fn break_even(label: &str, price: &Mean) -> Line {
    let said = match price.ci_high < 0.0 {
        true => ("at no price".to_owned(), String::new()),
        false => price_of_one(price, "no clear price"),
    };
    Line::new(label, said)
}

/// What each more year in a permanent home costs.
pub fn year_of_permanence(price: &Mean) -> Line {
    let said = match price.ci_high < 0.0 {
        true => ("a saving, too".to_owned(), String::new()),
        false => price_of_one(price, "no clear cost"),
    };
    Line::new("Cost of each more year in a permanent home", said)
}

/// A price with its interval; a price below nothing is a gain.
fn price_of_one(price: &Mean, unclear: &str) -> (String, String) {
    let (said, range) = worded_mean(Wording::Money, price);
    if said == UNCLEAR {
        let range = range.replace(" less", " gained").replace(" more", " paid");
        return (unclear.to_owned(), range);
    }
    let said = said.trim_end_matches(" more");
    (said.to_owned(), range)
}

/// What the option saves within the run, after it for those who were there before, and in all; of that what
/// stops a payment and what frees own carers and staff; the last is in present value.
pub fn run_off(
    [within, after, both, cashable, capacity, present]: [&Mean; 6],
    years: &str,
) -> [Line; 6] {
    [
        (format!("With run-off: within {years}"), within),
        ("after that, for those there before".to_owned(), after),
        ("both together".to_owned(), both),
        (
            "of it cashable, before the option's cost".to_owned(),
            cashable,
        ),
        ("of it own carers and staff".to_owned(), capacity),
        ("both, in present value".to_owned(), present),
    ]
    .map(|(label, difference)| Line::new(label, saving(&difference.turned())))
}

/// Whether an option has paid for itself, what a household may cost and the chance that it saves, with what
/// comes after the run counted; or why that is not said. `total` is what is saved within the run, after it,
/// and in all.
pub fn run_off_judged(
    total: &[Mean; 3],
    judged: Option<&Judged>,
    end: Date,
    futures: usize,
) -> Vec<Line> {
    let Some(judged) = judged else {
        let said = "not said: its own cost goes on after the run".to_owned();
        return vec![Line::bare("Payback and chance with run-off", said)];
    };
    let [within, run_off, both] = total;
    let mut lines = Vec::new();
    if [within, run_off].iter().any(|part| part.mean > 0.0) {
        let last_day = end.yesterday().unwrap_or(end);
        let horizon = month_in_words(&last_day.to_string());
        let said = match judged.paid_back {
            PaidBack::ByHorizon => format!("yes, by {horizon}"),
            PaidBack::AfterHorizon => format!("yes, after {horizon}"),
            PaidBack::No => "no".to_owned(),
            PaidBack::Unclear => "unclear".to_owned(),
        };
        lines.push(Line::bare("Has paid for itself, with run-off", said));
    }
    let household = judged.break_even_household.as_ref();
    lines.extend(household.map(|price| break_even("A household may cost, with run-off", price)));
    let same = both.ci_low == 0.0 && both.ci_high == 0.0;
    if !same && futures >= ENOUGH_FOR_SHARES {
        let chance = judged.saves;
        let [said, low, high] =
            [chance.mean, chance.ci_low, chance.ci_high].map(|share| percent(share, 0.01));
        let range = format!("({low} to {high})");
        lines.push(Line::new(
            "Chance that it saves, with run-off",
            (said, range),
        ));
    }
    lines
}

/// A saving in words: what is more is saved, what is less costs.
fn saving(saving: &Mean) -> (String, String) {
    let (said, range) = worded_mean(Wording::Money, &saving.turned());
    let said = match (said.strip_suffix(" less"), said.strip_suffix(" more")) {
        (Some(saved), _) => format!("{saved} saved"),
        (_, Some(cost)) => format!("{cost} extra cost"),
        _ => said,
    };
    (said, range)
}

/// A size without its direction, which its label says.
fn undirected(said: &str) -> String {
    let said = said.trim_end_matches(" more").trim_end_matches(" less");
    said.to_owned()
}

/// `April 2019` of `2019-04` or `2019-04-01`.
pub fn month_in_words(label: &str) -> String {
    let year_and_month = label.get(..7).unwrap_or(label);
    written(&format!("{year_and_month}-01"), "%B %Y").unwrap_or(label.to_owned())
}

/// `1 April 2019` of `2019-04-01`; what is no date stays as it is.
pub fn date_in_words(label: &str) -> String {
    written(label, "%-d %B %Y").unwrap_or(label.to_owned())
}

fn written(date: &str, form: &str) -> Option<String> {
    let date: Date = date.parse().ok()?;
    Some(date.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_happens_in_every_future_or_in_none_is_certain() {
        let said = [0.0, 0.004, 0.38, 0.995, 1.0].map(chance_said);
        assert_eq!(said, ["0 %", "under 1 %", "38 %", "over 99 %", "100 %"]);
    }

    #[test]
    fn months_are_said_in_words() {
        assert_eq!(month_in_words("2019-04"), "April 2019");
        assert_eq!(month_in_words("2027-04-01"), "April 2027");
    }

    #[test]
    fn a_saving_is_said_to_be_saved_and_a_cost_to_be_extra() {
        let mean = |mean: f64| Mean {
            mean,
            ci_low: mean - 1e5,
            ci_high: mean + 1e5,
        };
        assert_eq!(saving(&mean(1e6)).0, "£1.00m saved");
        assert_eq!(saving(&mean(-1e6)).0, "£1.00m extra cost");
        assert_eq!(saving(&mean(1e4)).0, UNCLEAR);
    }
}
