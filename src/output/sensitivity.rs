//! How sure an answer is, given the assumptions, as a page: what drives it and what would flip it, in words;
//! the figures of the most important assumptions in a table behind.

mod tidy;

use std::fmt::{self, Write};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::find;
use crate::experiment::reported::{wording, words};
use crate::experiment::sensitivity::switching::{Place, Switch};
use crate::experiment::sensitivity::{Estimate, Influence, OfMetric, Sensitivity};
use crate::scenario::{Level, Uncertain};
use crate::stats::{Direction, FEWEST_POINTS, Index};

use super::number::{percent, pounds_at, rounded};
use super::table::{Style, filled, plain};
use super::words::worded_mean;

pub use tidy::csv;

/// How many assumptions are said to drive the answer.
const DRIVERS: usize = 5;
/// Width of the column of labels.
const LABEL: usize = 46;
/// A list longer than this is not written out.
const LONGEST: usize = 44;

/// The page.
pub fn page(s: &Sensitivity, style: Style) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut page, s, style);
    page
}

fn write(page: &mut String, s: &Sensitivity, style: Style) -> fmt::Result {
    let title = format!(
        "{}, {} year{} from {}: how sure, given the assumptions",
        plain(&s.council),
        s.years,
        if s.years == 1 { "" } else { "s" },
        s.start.strftime("%-d %B %Y")
    );
    heading(page, &title, style)?;
    let [name, title] = &s.option;
    let [baseline, _] = &s.baseline;
    let text = format!(
        "{} [{}], less the baseline [{}]",
        plain(title),
        plain(name),
        plain(baseline)
    );
    paragraph(page, &text, "")?;
    let text = format!(
        "{} figures have a range. {} worlds of the assumptions were simulated, {} futures of each, the same \
         chance events in every world.",
        s.assumptions.len(),
        rounded(s.worlds as f64, 0.0),
        s.replications
    );
    paragraph(page, &text, "")?;
    held(page, s)?;
    for metric in &s.metrics {
        let label = find(metric.metric).map_or_else(|| metric.metric.to_owned(), words);
        writeln!(page)?;
        heading(page, &format!("{label} [{}]", metric.metric), style)?;
        sureness(page, metric)?;
        drivers(page, s, metric)?;
        flips(page, s, metric)?;
    }
    for metric in &s.metrics {
        table(page, s, metric, style)?;
    }
    notes(page)
}

fn heading(page: &mut String, text: &str, style: Style) -> fmt::Result {
    for line in filled(text, "", "") {
        writeln!(page, "{}", style.heading(&line))?;
    }
    Ok(())
}

fn paragraph(page: &mut String, text: &str, indent: &str) -> fmt::Result {
    for line in filled(text, indent, indent) {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// What the option sets to one value whatever the baseline's is: the difference is then of another size in
/// every world.
fn held(page: &mut String, s: &Sensitivity) -> fmt::Result {
    if s.held.is_empty() {
        return Ok(());
    }
    let each = s
        .held
        .iter()
        .map(|(key, value)| format!("{key} = {}", brief(value)));
    let text = format!(
        "The option sets these itself, to the same value in every world: {}. Where the baseline's value \
         varies, so does how much the option changes. That is so by construction: it is not counted among what \
         drives or flips the answer.",
        each.collect::<Vec<_>>().join(", ")
    );
    paragraph(page, &plain(&text), "")
}

fn sureness(page: &mut String, m: &OfMetric) -> fmt::Result {
    let c = &m.components;
    let on_average = Estimate {
        mean: c.mean,
        ci_low: c.ci_low,
        ci_high: c.ci_high,
    };
    line(
        page,
        "With the figures as stated",
        &difference(m, &m.stated),
    )?;
    line(
        page,
        "On average over the assumptions",
        &difference(m, &on_average),
    )?;
    let sd = match c.is_hidden() {
        true => "too small to tell from chance".to_owned(),
        false if c.assumptions <= 0.0 => "none".to_owned(),
        false => size(m, c.sd_assumptions()),
    };
    line(page, "Spread due to the assumptions (sd)", &sd)?;
    line(
        page,
        "Spread due to chance in one future (sd)",
        &size(m, c.sd_chance()),
    )?;
    line(page, "Monte Carlo error of the average", &size(m, c.error))?;
    if m.better != Direction::Neutral {
        let label = match (wording_of(m), m.better) {
            (Wording::Money, _) => "Probability of a saving in the average future",
            (_, Direction::Lower) => "Probability of less in the average future",
            _ => "Probability of more in the average future",
        };
        line(page, label, &probability(m))?;
    }
    Ok(())
}

/// How likely the option is better, as far as that can be told.
fn probability(m: &OfMetric) -> String {
    let f = &m.favour;
    let error = (f.high - f.low) / 4.0;
    let [at, low, high] = [f.probability, f.low, f.high].map(|share| percent(share, error));
    match (f.probability.is_nan(), f.low.is_nan()) {
        (false, _) => format!("{at} ({low} to {high})"),
        (true, false) => format!("cannot be told: {low} to {high}"),
        (true, true) if m.components.is_hidden() => {
            "not known: chance hides what assumptions do".to_owned()
        }
        (true, true) => "none: exactly the same whatever is assumed".to_owned(),
    }
}

fn line(page: &mut String, label: &str, said: &str) -> fmt::Result {
    writeln!(page, "   {label:<LABEL$} {said}")
}

fn drivers(page: &mut String, s: &Sensitivity, m: &OfMetric) -> fmt::Result {
    writeln!(
        page,
        "   What drives it, the most important first, all others as stated:"
    )?;
    for (number, place) in m.top.iter().take(DRIVERS).enumerate() {
        let more = explained(m.influences[*place].first_order);
        driver(page, s, m, *place, &format!("{}.", number + 1), &more)?;
    }
    if m.top.is_empty() {
        writeln!(page, "   Nothing: no assumption makes a difference to it.")?;
    }
    // What would stand among them.
    let size = |place: &usize| m.influences[*place].screened.mu_star;
    let least = m.top.iter().take(DRIVERS).map(size).next_back();
    let least = least.unwrap_or_else(|| m.components.least());
    let set = (0..m.influences.len())
        .filter(|place| m.influences[*place].by_construction && size(place) > least);
    for place in set {
        let why = "; by construction: the option sets this itself";
        driver(page, s, m, place, "Not counted:", why)?;
    }
    let mut indices = m.top.iter().map(|place| m.influences[*place].first_order);
    if m.components.assumptions > 0.0 && indices.any(|index| index.is_none()) {
        let text = match s.points < FEWEST_POINTS {
            true => format!(
                "Too few points to share the variance out: from {FEWEST_POINTS} on (--points) intervals of the shares \
                 hold as often as they say."
            ),
            false => {
                "Where no part of the variance is given, it could be more or less than half: ask for more points \
                 (--points) or futures (--reps)."
                    .to_owned()
            }
        };
        paragraph(page, &text, "   ")?;
    }
    Ok(())
}

fn driver(
    page: &mut String,
    s: &Sensitivity,
    m: &OfMetric,
    place: usize,
    number: &str,
    more: &str,
) -> fmt::Result {
    let (assumption, influence) = (&s.assumptions[place], &m.influences[place]);
    let (words, key) = (assumption.in_few_words(), &assumption.key);
    paragraph_under(page, &format!("{number} {words} [{key}]"))?;
    let text = format!("{}: {}{more}", range(assumption), from_to(m, influence));
    paragraph(page, &text, "      ")
}

fn paragraph_under(page: &mut String, text: &str) -> fmt::Result {
    for line in filled(text, "   ", "      ") {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// From where to where: `2400 to 4200 £ a week (stated 3000)`.
fn range(assumption: &Uncertain) -> String {
    let [low, value, high] =
        [&assumption.low, &assumption.value, &assumption.high].map(|t| brief(t));
    if low.len().max(high.len()) > LONGEST {
        let numbers = assumption.numbers();
        return format!(
            "its {numbers} numbers together, from the lower ends of their ranges to the upper"
        );
    }
    format!("{low} to {high}{} (stated {value})", unit(assumption))
}

fn unit(assumption: &Uncertain) -> String {
    match assumption.unit {
        "" | "share" | "factor" => String::new(),
        unit => format!(" {unit}"),
    }
}

fn from_to(m: &OfMetric, influence: &Influence) -> String {
    let [low, high] =
        [&influence.at_low, &influence.at_high].map(|e| worded_mean(wording_of(m), &mean(e)).0);
    match influence.swing.is_clear() {
        true => format!("from {low} to {high}"),
        false => format!("from {low} to {high}, which chance could explain"),
    }
}

fn explained(index: Option<Index>) -> String {
    let Some(index) = index else {
        return String::new();
    };
    let error = (index.ci_high - index.ci_low) / 4.0;
    let [at, low, high] =
        [index.index, index.ci_low, index.ci_high].map(|share| percent(share, error));
    format!("; by itself {at} of the variance due to assumptions ({low} to {high})")
}

fn flips(page: &mut String, s: &Sensitivity, m: &OfMetric) -> fmt::Result {
    writeln!(
        page,
        "   What would flip it, if it stood elsewhere and all others as stated:"
    )?;
    if !m.stated.is_clear() {
        let text = match m.stated.ci_low == 0.0 && m.stated.ci_high == 0.0 {
            true => {
                "Not searched: with the figures as stated there is no difference in any future, so it has no sign to flip."
            }
            false => {
                "Not searched: with the figures as stated the sign itself cannot be told from chance. Ask for more futures (--reps)."
            }
        };
        return paragraph(page, text, "   ");
    }
    if m.top.is_empty() {
        return writeln!(page, "   Nothing: no assumption makes a difference to it.");
    }
    let mut never: Vec<&str> = Vec::new();
    for place in &m.top {
        let (assumption, influence) = (&s.assumptions[*place], &m.influences[*place]);
        match influence.switch {
            Some(Switch::At(found)) => paragraph_under(page, &flip(assumption, &found))?,
            Some(Switch::Vanishes { part }) => {
                paragraph_under(page, &vanishes(s, assumption, part))?
            }
            Some(Switch::Nowhere) | None => never.push(&assumption.key),
        }
    }
    if !never.is_empty() {
        let text = format!(
            "These do not flip it, neither at an end of their range nor as far beyond as half the way there again \
             (where they can stand there): {}.",
            never.join(", ")
        );
        paragraph_under(page, &text)?;
    }
    Ok(())
}

/// Where an assumption would stand: its value, or how far its numbers go together.
fn standing(assumption: &Uncertain, part: f64) -> String {
    let at = brief(&assumption.at(Level::Towards(part)));
    if at.len() <= LONGEST {
        return format!(
            "{at}{} instead of {}",
            unit(assumption),
            brief(&assumption.value)
        );
    }
    let end = if part < 0.0 { "lower" } else { "upper" };
    let share = percent(part.abs(), 0.01);
    format!("{share} of the way from the stated figures to the {end} ends")
}

fn vanishes(s: &Sensitivity, assumption: &Uncertain, part: f64) -> String {
    format!(
        "{}: from {} on, in none of these {} futures is anything left of the difference, which is no change of \
         sign",
        assumption.key,
        standing(assumption, part),
        s.replications
    )
}

fn flip(assumption: &Uncertain, place: &Place) -> String {
    let at = |part: f64| brief(&assumption.at(Level::Towards(part)));
    let interval = match (place.nearest.is_nan(), place.furthest.is_nan()) {
        _ if at(place.part).len() > LONGEST => String::new(),
        (false, false) => format!(" ({} to {})", at(place.nearest), at(place.furthest)),
        (false, true) => format!(" ({} or further)", at(place.nearest)),
        (true, false) => format!(
            " (as near as chance can tell, up to {})",
            at(place.furthest)
        ),
        (true, true) => " (as far as chance can tell, anywhere)".to_owned(),
    };
    let range = match place.is_beyond() {
        true => "beyond its range",
        false => "within its range",
    };
    let doubt = match place.verified {
        true => "",
        false => "; not confirmed 1 % to either side",
    };
    format!(
        "{}: at {}{interval}, {range}{doubt}",
        assumption.key,
        standing(assumption, place.part)
    )
}

/// Width of a column of figures.
const FIGURE: usize = 11;
/// Width of the table's column of keys.
const KEY: usize = 40;

fn table(page: &mut String, s: &Sensitivity, m: &OfMetric, style: Style) -> fmt::Result {
    writeln!(page)?;
    let unit = match m.unit {
        "gbp" => "£",
        unit => unit,
    };
    heading(
        page,
        &format!("{} ({unit}), option less baseline", m.metric),
        style,
    )?;
    let [low, high] = ["low", "high"];
    writeln!(
        page,
        "{:<KEY$} {low:>FIGURE$} {high:>FIGURE$} {:>FIGURE$} {:>FIGURE$} {:>FIGURE$}",
        "assumption at its", "mu*", "sigma", "alone"
    )?;
    for place in &m.top {
        let influence = &m.influences[*place];
        let key: String = s.assumptions[*place].key.chars().take(KEY).collect();
        let [low, high] =
            [&influence.at_low, &influence.at_high].map(|e| figure(m, e.mean, half(e)));
        let screened = &influence.screened;
        let [star, sigma] =
            [screened.mu_star, screened.sigma].map(|v| figure(m, v, screened.chance));
        let alone = influence.first_order.map_or_else(String::new, |index| {
            percent(index.index, (index.ci_high - index.ci_low) / 4.0)
        });
        writeln!(
            page,
            "{key:<KEY$} {low:>FIGURE$} {high:>FIGURE$} {star:>FIGURE$} {sigma:>FIGURE$} {alone:>FIGURE$}"
        )?;
    }
    let others = (0..m.influences.len())
        .filter(|place| !m.influences[*place].by_construction && !m.top.contains(place))
        .map(|place| m.influences[place].screened.mu_star);
    let most = others.clone().fold(0.0, f64::max);
    let others = others.count();
    if others > 0 {
        let (who, are) = match others {
            1 => ("The other one moves".to_owned(), "it is"),
            _ => (format!("The other {others} move"), "they are"),
        };
        let text = format!(
            "{who} it by {} at most (mu*), of which chance may be all; {are} in sensitivity.csv.",
            size(m, most)
        );
        paragraph(page, &text, "")?;
    }
    Ok(())
}

fn notes(page: &mut String) -> fmt::Result {
    writeln!(page)?;
    let text = "mu* is the mean size of an assumption's effect over its whole range, sigma how much that \
                effect depends on the others (Morris); alone is the part of the variance due to \
                assumptions that it explains by itself. Each figure's range is taken as a triangular \
                distribution with the stated value as its peak, independent of the others. \
                docs/uncertainty.md says what that leaves out.";
    paragraph(page, text, "")
}

fn half(e: &Estimate) -> f64 {
    (e.ci_high - e.ci_low) / 4.0
}

fn mean(e: &Estimate) -> Mean {
    Mean {
        mean: e.mean,
        ci_low: e.ci_low,
        ci_high: e.ci_high,
    }
}

fn wording_of(m: &OfMetric) -> Wording {
    find(m.metric).map_or(Wording::Number, wording)
}

fn difference(m: &OfMetric, e: &Estimate) -> String {
    let (said, range) = worded_mean(wording_of(m), &mean(e));
    format!("{said} {range}").trim_end().to_owned()
}

/// A size in the metric's unit, to two digits.
fn size(m: &OfMetric, value: f64) -> String {
    figure(m, value, value.abs() / 10.0)
}

fn figure(m: &OfMetric, value: f64, error: f64) -> String {
    match wording_of(m) {
        Wording::Money => pounds_at(value, error, value),
        Wording::Share => percent(value, error),
        Wording::Number | Wording::Days => rounded(value, error),
    }
}

/// A value's text with no number longer than four digits.
fn brief(text: &str) -> String {
    let mut out = String::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || matches!(c, '.' | '-') {
            number.push(c);
            continue;
        }
        match number.parse::<f64>() {
            Ok(value) => out.push_str(&four_digits(value)),
            Err(_) => out.push_str(&number),
        }
        number.clear();
        out.push(c);
    }
    out.truncate(out.len() - 1);
    out
}

fn four_digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let decimals = 3 - libm::floor(libm::log10(value.abs())) as i32;
    let unit = libm::pow(10.0, f64::from(decimals));
    match decimals > 0 {
        true => format!("{}", (value * unit).round() / unit),
        false => format!("{}", value.round()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_a_value_is_longer_than_it_need_be() {
        assert_eq!(brief("2951.2345"), "2951");
        assert_eq!(brief("[0.123456, 12]"), "[0.1235, 12]");
        let days = "{ lognormal = { mean = 70.123456, sd = 25 } }";
        assert_eq!(brief(days), "{ lognormal = { mean = 70.12, sd = 25 } }");
        assert_eq!(brief("0"), "0");
    }
}
