//! How many households meet a target, as a page: the answer in a sentence, how sure it is, the share of
//! futures against the number of households, and what that number costs.

mod tidy;

use std::fmt::{self, Write};

use crate::experiment::headline::{Mean, Wording};
use crate::experiment::metrics::Metric;
use crate::experiment::recruit::{Aim, Between, Fall, Met, Mix, Number, Recruitment};
use crate::experiment::reported::words;
use crate::experiment::sensitivity::Estimate;

use super::number::{percent, percent_as_asked, pounds, pounds_as_asked, rounded};
use super::table::{Style, filled, plain};
use super::targets::asked;
use super::words::worded_mean;

pub use tidy::csv;

/// Width of the column of labels.
const LABEL: usize = 50;
/// Width of the bar that stands for all futures.
const BAR: usize = 40;
/// Fewer futures than this say little of a share.
const COARSE: usize = 100;

/// What is said besides what the targets measure.
const UNMET: Metric = Metric::UnmetInHouseDemand;

/// The page.
pub fn page(r: &Recruitment, style: Style) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut page, r, style);
    page
}

fn write(page: &mut String, r: &Recruitment, style: Style) -> fmt::Result {
    let title = format!(
        "{}, {} from {}: how many households",
        plain(&r.council),
        counted(r.years, "year"),
        r.start.strftime("%-d %B %Y")
    );
    heading(page, &title, style)?;
    question(page, r)?;
    writeln!(page)?;
    paragraph(page, &answer(r), style)?;
    failing(page, r, style)?;
    let only = match r.mixes.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    if let Some(mix) = r.answer().or(only) {
        sureness(page, r, mix)?;
        chart(page, r, mix, style)?;
        costs(page, r, mix, style)?;
    }
    if r.mixes.len() > 1 {
        mixes(page, r, style)?;
    }
    notes(page)
}

fn heading(page: &mut String, text: &str, style: Style) -> fmt::Result {
    for line in filled(text, "", "") {
        writeln!(page, "{}", style.heading(&line))?;
    }
    Ok(())
}

/// The answer, set off like a heading.
fn paragraph(page: &mut String, text: &str, style: Style) -> fmt::Result {
    heading(page, &plain(text), style)
}

fn said(page: &mut String, text: &str) -> fmt::Result {
    for line in filled(&plain(text), "", "") {
        writeln!(page, "{line}")?;
    }
    Ok(())
}

/// What is to be met, by whom, when.
fn question(page: &mut String, r: &Recruitment) -> fmt::Result {
    let each: Vec<String> = r.targets.iter().map(target).collect();
    let what = match each.as_slice() {
        [only] => format!("Target: {only}"),
        several => format!("Targets, all in one future: {}", several.join("; ")),
    };
    said(page, &what)?;
    let [name, title] = &r.scenario;
    let of = match r.authority.as_deref() {
        Some(authority) => format!(" by {authority}"),
        None => String::new(),
    };
    let text = format!(
        "Recruited{of} beside what {title} [{name}] has: households like those of {}, approved evenly over {} from {}.",
        r.strands.join(", "),
        counted(r.over_months, "month"),
        r.from.strftime("%-d %B %Y")
    );
    said(page, &text)?;
    let text = format!(
        "{} futures for each number of households, the same chance events for every number.",
        rounded(r.replications as f64, 0.0)
    );
    said(page, &text)
}

fn target(aim: &Aim) -> String {
    let bounds = [aim.at_least, aim.at_most];
    asked(&aim.question, bounds, aim.against_baseline)
}

fn counted(number: u32, thing: &str) -> String {
    let many = if number == 1 { "" } else { "s" };
    format!("{} {thing}{many}", rounded(f64::from(number), 0.0))
}

/// The answer in a sentence.
fn answer(r: &Recruitment) -> String {
    let wanted = percent_as_asked(r.probability);
    let Some((mix, found)) = r.answer().and_then(|mix| Some((mix, mix.found()?))) else {
        return out_of_reach(r);
    };
    let (what, they, are) = targets(r);
    let how_sure = how_sure(r, mix);
    if found.households == 0 {
        return format!(
            "Nobody has to be recruited for a chance of at least {wanted} that {what} {are} met: that is the best \
             estimate{how_sure}. Without any more households {they} {are} met in {} of futures.",
            chance(&found.met)
        );
    }
    let fewer = mix.at(found.households - 1);
    let fewer = fewer.map_or_else(String::new, |fewer| {
        format!(", with {} in {}", fewer.households, chance(&fewer.met))
    });
    format!(
        "For a chance of at least {wanted} that {what} {are} met, the best estimate is {}{how_sure}. With {} {they} \
         {are} met in {} of futures{fewer}.",
        households(r, found),
        found.households,
        chance(&found.met)
    )
}

/// What the targets are called, and how a sentence goes on about them.
fn targets(r: &Recruitment) -> (&'static str, &'static str, &'static str) {
    match r.targets.len() {
        1 => ("the target", "it", "is"),
        _ => ("the targets", "they", "are"),
    }
}

/// `; between 19 and 22 at this precision`.
fn how_sure(r: &Recruitment, mix: &Mix) -> String {
    match mix.between {
        None => String::new(),
        Some(Between { least, most: None }) => format!(
            "; {least} or more, perhaps more than {}, at this precision",
            rounded(f64::from(r.most), 0.0)
        ),
        Some(Between {
            least,
            most: Some(most),
        }) if least == most => ", and that is clear at this precision".to_owned(),
        Some(Between {
            least,
            most: Some(most),
        }) => format!("; between {least} and {most} at this precision"),
    }
}

/// `12 households`, with how many of which strand if there are several.
fn households(r: &Recruitment, number: &Number) -> String {
    let all = counted(number.households, "household");
    match r.strands.len() {
        1 => all,
        _ => format!("{all} ({})", shares(r, &number.by_strand)),
    }
}

fn shares(r: &Recruitment, numbers: &[u32]) -> String {
    let each = r.strands.iter().zip(numbers).filter(|(_, n)| **n > 0);
    let each: Vec<String> = each.map(|(strand, n)| format!("{n} {strand}")).collect();
    each.join(", ")
}

/// Why there is no answer: what was reached, and with how many.
pub fn out_of_reach(r: &Recruitment) -> String {
    let wanted = percent_as_asked(r.probability);
    let reached: Vec<&Mix> = r
        .mixes
        .iter()
        .filter(|mix| mix.smallest.is_some())
        .collect();
    let cheapest = reached
        .iter()
        .filter_map(|mix| mix.found())
        .min_by(|a, b| a.recruitment.mean.total_cmp(&b.recruitment.mean));
    if let Some((found, budget)) = cheapest.zip(r.budget) {
        return format!(
            "Out of reach within the budget of {}: the cheapest that reaches a chance of {wanted} is {}, and recruiting \
             them costs {}.",
            pounds_as_asked(budget),
            households(r, found),
            money(&found.recruitment)
        );
    }
    let highest = match best(r) {
        Some(best) if best.met.share > 0.0 => {
            format!(
                " The highest is {}, with {}.",
                chance(&best.met),
                households(r, best)
            )
        }
        Some(best) => {
            let (what, _, are) = targets(r);
            format!(
                " With none of them {are} {what} met in any future: {}.",
                chance(&best.met)
            )
        }
        None => String::new(),
    };
    format!(
        "Out of reach: no number of households up to {} that was tried has a chance of {wanted}.{highest}",
        rounded(f64::from(r.most), 0.0),
    )
}

/// The number with the highest share, of all mixes; where none has any, the largest that was tried.
fn best(r: &Recruitment) -> Option<&Number> {
    let best = r.mixes.iter().filter_map(Mix::best);
    let best = best.max_by(|a, b| a.met.share.total_cmp(&b.met.share));
    match best {
        Some(best) if best.met.share > 0.0 => Some(best),
        _ => {
            let numbers = r.mixes.iter().flat_map(|mix| &mix.numbers);
            numbers.max_by_key(|number| number.households)
        }
    }
}

/// Where nothing that was tried meets all targets often enough: how far each is from its bound, which fails,
/// and which nobody who is recruited moves.
fn failing(page: &mut String, r: &Recruitment, style: Style) -> fmt::Result {
    let numbers = || r.mixes.iter().flat_map(|mix| &mix.numbers);
    let nobody = numbers().find(|number| number.households == 0);
    let (Some(nobody), Some(best)) = (nobody, best(r)) else {
        return Ok(());
    };
    if r.mixes.iter().any(|mix| mix.smallest.is_some()) {
        return Ok(());
    }
    writeln!(page)?;
    let title = format!(
        "Target by target, with nobody and with {} recruited",
        households(r, best)
    );
    heading(page, &title, style)?;
    let mut fails = 0;
    for (place, aim) in r.targets.iter().enumerate() {
        let (before, after) = (&nobody.each[place], &best.each[place]);
        let [level, then] = [before, after].map(|each| compared(aim, each.compared));
        let each = || numbers().map(|number| number.each[place]);
        let moved = match (
            each().all(|each| each.stays()),
            each().any(|each| each.moved.is_clear()),
        ) {
            (true, _) => format!("{level}: no number of households tried moves it"),
            (false, false) => format!("{level}: no number of households tried clearly moves it"),
            (false, true) => format!("{level}, then {then}"),
        };
        let often = after.met >= r.probability;
        fails += usize::from(!often);
        let text = format!(
            "{}. On average {moved}. By itself it is met in {} of futures{}.",
            target(aim),
            percent(after.met, 0.01),
            if often { "" } else { ": it fails" }
        );
        for line in filled(&plain(&text), "  ", "    ") {
            writeln!(page, "{line}")?;
        }
    }
    match fails {
        0 => said(
            page,
            "Each is met often enough by itself, but not all in one future.",
        ),
        _ => Ok(()),
    }
}

/// A level, or a difference from the baseline, beside its bound.
fn compared(aim: &Aim, value: f64) -> String {
    let wording = aim.question.wording;
    match (aim.against_baseline, wording) {
        (false, _) => figure(wording, value),
        (true, _) if value == 0.0 => "no difference".to_owned(),
        (true, Wording::Number) => {
            format!(
                "{} {}",
                figure(wording, value.abs()),
                if value < 0.0 { "fewer" } else { "more" }
            )
        }
        (true, _) => {
            format!(
                "{} {}",
                figure(wording, value.abs()),
                if value < 0.0 { "less" } else { "more" }
            )
        }
    }
}

/// `83 % (77 to 88)`.
fn chance(met: &Met) -> String {
    let [share, low, high] = [met.share, met.ci_low, met.ci_high].map(|share| percent(share, 0.01));
    let bare = |text: &str| text.trim_end_matches(" %").to_owned();
    format!("{share} ({} to {})", bare(&low), bare(&high))
}

fn money(cost: &Estimate) -> String {
    pounds(cost.mean, (cost.ci_high - cost.ci_low) / 4.0)
}

/// How sure the number is, what makes it less so, and where the curve is not one.
fn sureness(page: &mut String, r: &Recruitment, mix: &Mix) -> fmt::Result {
    if let (Some(between), Some(smallest)) = (mix.between, mix.smallest) {
        let text = match (between.least, between.most) {
            (least, Some(most)) if least == smallest && most == smallest => match smallest {
                0 => String::new(),
                _ => "With one household fewer the chance is clearly below.".to_owned(),
            },
            (least, Some(most)) => format!(
                "Between {least} and {most}, because with {least} the chance may be what is asked for and from {most} on \
                 it clearly is. More futures (--reps) bring them together."
            ),
            (least, None) => format!(
                "With {least} the chance may be what is asked for, and with no number tried it clearly is. More futures \
                 (--reps) say more."
            ),
        };
        if !text.is_empty() {
            said(page, &text)?;
        }
    }
    if r.replications < COARSE {
        said(page, "So few futures say little: ask for more (--reps).")?;
    }
    for Fall { from, to } in &mix.falls {
        let text = format!(
            "The chance does not only rise with their number: from {from} to {to} households it falls by more than \
             chance explains, so numbers between those below can be better or worse than they look."
        );
        said(page, &text)?;
    }
    Ok(())
}

/// The share of futures against the number of households.
fn chart(page: &mut String, r: &Recruitment, mix: &Mix, style: Style) -> fmt::Result {
    writeln!(page)?;
    let title = format!(
        "Households and the chance, with its 95 % interval; the bar at {} is what is asked for",
        percent_as_asked(r.probability)
    );
    heading(page, &title, style)?;
    for number in &mix.numbers {
        let mark = if Some(number.households) == mix.smallest {
            "<"
        } else {
            " "
        };
        let line = format!(
            "{:>6} {} {:<18} {mark}",
            number.households,
            bar(number.met.share, r.probability),
            chance(&number.met)
        );
        writeln!(page, "{}", line.trim_end())?;
    }
    let left_out = mix
        .numbers
        .iter()
        .map(|n| r.replications as u64 - n.met.n)
        .max();
    if let Some(most @ 1..) = left_out {
        let text = format!(
            "Futures without anything to measure are left out: up to {most} of {} for a number.",
            r.replications
        );
        said(page, &text)?;
    }
    Ok(())
}

/// A bar as long as the share, with a stroke where the probability asked for is.
fn bar(share: f64, wanted: f64) -> String {
    let place = |share: f64| (share * BAR as f64).round() as usize;
    let (full, stroke) = (place(share), place(wanted).clamp(1, BAR));
    let cell = |n: usize| match (n < full, n + 1 == stroke) {
        (_, true) => '|',
        (true, false) => '#',
        (false, false) => '.',
    };
    (0..BAR).map(cell).collect()
}

/// What the answer costs, and what is measured without and with it.
fn costs(page: &mut String, r: &Recruitment, mix: &Mix, style: Style) -> fmt::Result {
    let (Some(found), Some(without)) = (mix.found(), mix.at(0)) else {
        return Ok(());
    };
    if found.households == 0 {
        return Ok(());
    }
    writeln!(page)?;
    let title = format!(
        "What {} {} over {}",
        counted(found.households, "household"),
        if found.households == 1 {
            "costs"
        } else {
            "cost"
        },
        counted(r.years, "year")
    );
    heading(page, &title, style)?;
    line(page, "Recruitment", &money(&found.recruitment))?;
    let mean = Mean {
        mean: found.total_cost.mean,
        ci_low: found.total_cost.ci_low,
        ci_high: found.total_cost.ci_high,
    };
    let (difference, range) = worded_mean(Wording::Money, &mean);
    line(
        page,
        "Total cost, recruitment included",
        &format!("{difference} {range}"),
    )?;
    heading(
        page,
        "On average over futures, without and with them",
        style,
    )?;
    for (place, aim) in r.targets.iter().enumerate() {
        let [before, after] =
            [without, found].map(|n| figure(aim.question.wording, n.measured[place]));
        line(
            page,
            &plain(&aim.question.label),
            &format!("{before}, then {after}"),
        )?;
    }
    if r.targets.iter().any(|aim| aim.asked == UNMET.spec().name) {
        return Ok(());
    }
    let [before, after] = [without, found].map(|n| figure(Wording::Number, n.unmet));
    line(
        page,
        &words(UNMET.spec()),
        &format!("{before}, then {after}"),
    )
}

fn line(page: &mut String, label: &str, said: &str) -> fmt::Result {
    writeln!(page, "   {label:<LABEL$} {}", said.trim_end())
}

fn figure(wording: Wording, value: f64) -> String {
    let error = value.abs() / 100.0;
    match wording {
        // What is the same in every future.
        Wording::Days | Wording::Number if value.fract() == 0.0 => {
            let days = if wording == Wording::Days {
                " days"
            } else {
                ""
            };
            format!("{}{days}", rounded(value, 0.0))
        }
        Wording::Money => pounds(value, error),
        Wording::Share => percent(value, 0.01),
        Wording::Days => format!("{} days", rounded(value, error)),
        Wording::Number => rounded(value, error),
    }
}

/// All mixes, each with the smallest number and its cost.
fn mixes(page: &mut String, r: &Recruitment, style: Style) -> fmt::Result {
    writeln!(page)?;
    let title = match r.budget {
        Some(budget) => format!(
            "Mixes that were tried, within a budget of {}",
            pounds_as_asked(budget)
        ),
        None => "Mixes that were tried: the cheapest is the answer".to_owned(),
    };
    heading(page, &title, style)?;
    for (place, mix) in r.mixes.iter().enumerate() {
        let mark = if r.answer == Some(place) { "* " } else { "  " };
        let text = match mix.found() {
            Some(found) => format!(
                "{}: chance {}, recruitment {}{}",
                households(r, found),
                chance(&found.met),
                money(&found.recruitment),
                if mix.within_budget {
                    ""
                } else {
                    ", over the budget"
                }
            ),
            None => format!("{}: {}", shares(r, &mix.proportions), unmet(r, mix)),
        };
        for line in filled(&plain(&text), mark, "    ") {
            writeln!(page, "{line}")?;
        }
    }
    Ok(())
}

fn unmet(r: &Recruitment, mix: &Mix) -> String {
    let best = mix.best().map_or_else(String::new, |best| {
        format!(
            "; the highest chance is {}, with {}",
            chance(&best.met),
            best.households
        )
    });
    format!("in these proportions no number up to {} does{best}", r.most)
}

fn notes(page: &mut String) -> fmt::Result {
    writeln!(page)?;
    let text = "Chance events only: all assumptions are taken as they stand. Each household costs what the strand's \
                approval costs; enquiries and fixed costs of a campaign are not counted again. docs/recruit.md says what \
                else is left out.";
    said(page, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_long_as_the_share_and_marks_what_is_asked_for() {
        assert_eq!(
            bar(0.0, 0.8),
            format!("{}|{}", ".".repeat(31), ".".repeat(8))
        );
        assert_eq!(
            bar(1.0, 0.8),
            format!("{}|{}", "#".repeat(31), "#".repeat(8))
        );
        assert_eq!(bar(0.5, 0.8).matches('#').count(), 20);
    }
}
