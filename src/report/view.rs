//! What every section looks at: the tables, the answers made from them, and which option leads.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

use crate::experiment::compare::Level;
use crate::experiment::headline::{Answer, Headline, Mean, Wording, years_from};
use crate::experiment::metrics::{Grouping, Metric, find};
use crate::experiment::ranking::Ranking;
use crate::experiment::reported;
use crate::output::lines::{ENOUGH_FOR_SHARES, error_of_a_decile};
use crate::output::number::{percent, rounded};
use crate::output::results::cells::Difference;
use crate::output::results::{Described, Results};
use crate::output::table::level_at;
use crate::output::words::{TOO_SMALL, is_too_small, worded_mean};

use super::Beside;

/// The tables, and what is made from them once for all sections.
pub struct View<'a> {
    /// The tables.
    pub results: &'a Results,
    /// What may stand beside them.
    pub beside: &'a Beside,
    /// The answers for each option.
    pub headlines: Vec<Headline>,
    /// The option whose chart is drawn where there is room for one: the one that does most for the budget.
    /// Scenarios go by their places; 0 is the baseline.
    pub lead: Option<usize>,
    /// The same for children: the option with the fewest days in care on average. Whether that is clear the
    /// answer says.
    pub lead_for_children: Option<usize>,
}

impl<'a> View<'a> {
    /// A view of these tables.
    pub fn new(results: &'a Results, beside: &'a Beside) -> Self {
        let headlines = results.headlines();
        let mut view = Self {
            results,
            beside,
            headlines,
            lead: None,
            lead_for_children: None,
        };
        view.lead = view.ordered(Metric::CostTotalGbp).first().copied();
        view.lead_for_children = view.ordered(Metric::TimeInCareChildDays).first().copied();
        view
    }

    /// The answers for the option at a place.
    pub fn headline(&self, place: usize) -> &Headline {
        &self.headlines[place - 1]
    }

    /// The scenario at a place.
    pub fn scenario(&self, place: usize) -> &Described {
        &self.results.scenarios[place]
    }

    /// The options, without other beliefs about the world, by their places.
    pub fn options(&self) -> Vec<usize> {
        let places = 1..self.results.scenarios.len();
        places
            .filter(|place| !self.scenario(*place).is_belief)
            .collect()
    }

    /// How options compare with each other in a figure, where there are several.
    pub fn ranking(&self, metric: Metric) -> Option<&Ranking> {
        let name = metric.spec().name;
        self.results.rankings.iter().find(|r| r.metric == name)
    }

    /// The options, the one that does best in a figure first.
    pub fn ordered(&self, metric: Metric) -> Vec<usize> {
        let options = self.options();
        match self.ranking(metric) {
            Some(ranking) => {
                let places = ranking.options.iter().map(|option| option.scenario);
                places.filter(|place| options.contains(place)).collect()
            }
            None => options,
        }
    }

    /// A title, apart from what stands around it whatever its direction, with its number before it.
    pub fn numbered(&self, place: usize) -> Markup {
        match place {
            0 => html! { "Baseline" },
            place => html! { (place) ". " bdi { (self.scenario(place).title) } },
        }
    }

    /// A title within a sentence.
    pub fn quoted(&self, place: usize) -> Markup {
        html! { "“" bdi { (self.scenario(place).title) } "”" }
    }

    /// `the option` if there is one; if there are several its title, or where that is long its number.
    pub fn called(&self, place: usize) -> Markup {
        let long = self.scenario(place).title.chars().count() > SHORT;
        match self.options().len() {
            1 => html! { "the option" },
            _ if long => html! { "option " (place) },
            _ => self.quoted(place),
        }
    }

    /// The same at the beginning of a sentence.
    pub fn called_first(&self, place: usize) -> Markup {
        let called = self.called(place).into_string();
        match called
            .strip_prefix("the option")
            .or(called.strip_prefix("option"))
        {
            Some(rest) if called.starts_with('t') => html! { "The option" (PreEscaped(rest)) },
            Some(rest) => html! { "Option" (PreEscaped(rest)) },
            None => PreEscaped(called),
        }
    }

    /// As a heading over a column: `Baseline`, `Option 3`, `Belief 4`.
    pub fn headed(&self, place: usize) -> Markup {
        match place {
            0 => html! { "Baseline" },
            place if self.scenario(place).is_belief => html! { "Belief " (place) },
            place => html! { "Option " (place) },
        }
    }

    /// What an option changes in a figure that decides, with the interval that holds for all comparisons
    /// together where there are several: who picks one of many after looking must not be taken in by luck.
    pub fn decisive(&self, place: usize, metric: Metric) -> Option<Mean> {
        let of_one = || Some(self.difference(place, metric, "all")?.mean);
        self.ranked(place, metric.spec().name).or_else(of_one)
    }

    /// A difference with the interval that decides if it is of everybody, over the whole run, and of a figure
    /// that is ranked: the same figure has the same interval wherever it stands.
    pub fn decided(&self, place: usize, of: [&str; 3], of_one: Mean) -> Mean {
        match of {
            [metric, "all", "horizon"] => self.ranked(place, metric).unwrap_or(of_one),
            _ => of_one,
        }
    }

    /// What an option changes in a figure that is ranked.
    fn ranked(&self, place: usize, metric: &str) -> Option<Mean> {
        let ranking = self.results.rankings.iter().find(|r| r.metric == metric)?;
        let ranked = ranking.options.iter().find(|o| o.scenario == place)?;
        Some(Mean {
            mean: ranked.mean,
            ci_low: ranked.low,
            ci_high: ranked.high,
        })
    }

    /// The options from which one cannot be told apart in a figure.
    pub fn alike(&self, place: usize, metric: Metric) -> Vec<usize> {
        let ranked = self.ranking(metric).into_iter().flat_map(|r| &r.options);
        let alike = ranked.filter(|o| o.scenario == place);
        let options = self.options();
        let others = alike.flat_map(|o| o.alike.iter().copied());
        others.filter(|other| options.contains(other)).collect()
    }

    /// What an option saves a year since it began, with the interval that decides.
    pub fn saving_a_year(&self, place: usize) -> Option<Mean> {
        let made = &self.results.made;
        let from = self.headline(place).from;
        let years = years_from(from, made.start, made.end, made.years);
        let total = self.decisive(place, Metric::CostTotalGbp)?;
        Some(total.saved_over(years))
    }

    /// What part of the baseline's total cost an option saves or costs more, where that is clear: `1.2 %`.
    pub fn share_of_the_whole(&self, place: usize) -> Option<String> {
        let whole = self.level(0, Metric::CostTotalGbp, "all")?.mean;
        let total = self.decisive(place, Metric::CostTotalGbp)?;
        let clear = total.ci_low > 0.0 || total.ci_high < 0.0;
        (clear && whole > 0.0).then(|| part_of(whole, &total))
    }

    /// Said below intervals of one comparison where those of the answer hold for several together.
    pub fn of_one_comparison(&self) -> String {
        self.of_one_comparison_but("")
    }

    /// The same where some of the intervals are those of the answer: `, but for that of the total,`.
    pub fn of_one_comparison_but(&self, but: &str) -> String {
        let ranking = self.ranking(Metric::CostTotalGbp);
        ranking.map_or_else(String::new, |ranking| {
            format!(
                "Intervals here{but} are those of a single comparison, narrower than those of the answer, which hold for all {} \
                 comparisons together.",
                ranking.comparisons
            )
        })
    }

    /// An option's answer to a question of the page.
    pub fn answer(&self, place: usize, metric: Metric) -> Option<&Answer> {
        let name = metric.spec().name;
        let answers = &self.headline(place).answers;
        answers
            .iter()
            .find(|a| a.metric == name && a.group == "all")
    }

    /// A level over the whole run, or at its end, in words.
    pub fn level(&self, place: usize, metric: Metric, group: &str) -> Option<&Level> {
        let cells = &self.results.cells;
        let name = metric.spec().name;
        let horizon = cells.level(place, name, group, "horizon");
        horizon.or_else(|| cells.at_end(place, metric, group))
    }

    /// What an option changes over the whole run, or at its end.
    pub fn difference(&self, place: usize, metric: Metric, group: &str) -> Option<&Difference> {
        let cells = &self.results.cells;
        let name = metric.spec().name;
        let horizon = cells.difference(place, name, group, "horizon");
        horizon.or_else(|| {
            let last = cells.periods(metric, group).last().copied()?;
            cells.difference(place, name, group, last)
        })
    }

    /// The same in words, with its interval: every number, for tables.
    pub fn changed(&self, place: usize, metric: Metric, group: &str) -> String {
        let difference = self.difference(place, metric, group);
        difference.map_or_else(String::new, |d| difference_said(&d.mean, wording(metric)))
    }

    /// The same for sentences, which do not make much of what is too small to matter.
    pub fn changed_said(&self, place: usize, metric: Metric, group: &str) -> String {
        let difference = self.difference(place, metric, group);
        let small = difference.is_some_and(|d| self.is_too_small(&d.mean, metric, group));
        match small {
            true => TOO_SMALL.to_owned(),
            false => self.changed(place, metric, group),
        }
    }

    /// Whether a clear difference in a figure is too small to matter beside the baseline's level.
    pub fn is_too_small(&self, difference: &Mean, metric: Metric, group: &str) -> bool {
        let level = self.level(0, metric, group);
        level.is_some_and(|level| is_too_small(wording(metric), difference, level.mean))
    }

    /// The groups of one kind for which a metric is told.
    pub fn groups(&self, metric: Metric, grouping: Grouping) -> Vec<String> {
        let known = self.results.cells.groups(metric);
        let labels = grouping.groups().into_iter().map(|group| group.label());
        let told = labels.filter(|label| known.contains(label));
        told.map(str::to_owned).collect()
    }

    /// The option that the analysis of the assumptions is about.
    pub fn analysed(&self) -> Option<usize> {
        let analysis = self.beside.analysis.as_ref()?;
        analysis.place_in(self.results)
    }

    /// What a range over futures means in a chart, or that it has none: what follows says it is there.
    pub fn range(&self, drawn: &str) -> String {
        match self.futures() < ENOUGH_FOR_SHARES {
            true => format!(
                "Of fewer than {ENOUGH_FOR_SHARES} futures it is not said where 8 in 10 of them lie."
            ),
            false => format!("{drawn} is where 8 in 10 simulated futures lie."),
        }
    }

    /// How many futures were simulated of each scenario.
    pub fn futures(&self) -> usize {
        self.results.made.replications
    }

    /// `1 April 2017 to 31 March 2027`.
    pub fn time(&self) -> String {
        let made = &self.results.made;
        let last = made.end.yesterday().unwrap_or(made.end);
        format!("{} to {}", date(made.start), date(last))
    }

    /// `31 March 2027`.
    pub fn last_day(&self) -> String {
        let end = self.results.made.end;
        date(end.yesterday().unwrap_or(end))
    }
}

/// A clear difference as a part of a whole, to the digit of its error; what does not vary has none.
fn part_of(whole: f64, difference: &Mean) -> String {
    const LEAST: f64 = 1e-4;
    let error = (difference.ci_high - difference.ci_low) / 4.0 / whole;
    match (difference.mean / whole).abs() {
        share if share < LEAST => format!("under {}", percent(LEAST, LEAST)),
        share => percent(share, error.max(LEAST)),
    }
}

/// A title longer than this is not repeated in every heading.
const SHORT: usize = 40;

/// `1 April 2017`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// How a metric's figures are worded.
pub fn wording(metric: Metric) -> Wording {
    reported::wording(metric.spec())
}

/// How the figures of a metric with this name are worded.
pub fn wording_named(metric: &str) -> Wording {
    find(metric).map_or(Wording::Number, reported::wording)
}

/// A level in words, to the digit of its error.
pub fn level_said(level: &Level, wording: Wording) -> String {
    match wording {
        Wording::Days => format!("{} days", level_at(wording, level, level.mean)),
        _ => level_at(wording, level, level.mean),
    }
}

/// A mean number of things in whole ones, or to the digit of its error where that is more.
pub fn whole(level: &Level) -> String {
    rounded(level.mean, level.mcse.max(1.0))
}

/// Whether there are futures enough to say where 8 in 10 of them lie.
pub fn tells_range(level: &Level) -> bool {
    level.n >= ENOUGH_FOR_SHARES as u64
}

/// `590 to 640`: where 8 in 10 simulated futures lie, in whole ones or to the digit of its ends' error;
/// nothing of too few futures, or of what is always the same.
pub fn eight_in_ten(level: &Level) -> Option<String> {
    let error = error_of_a_decile(level.sd, level.n as usize).max(1.0);
    let [low, high] = [level.p10, level.p90].map(|end| rounded(end, error));
    (tells_range(level) && level.sd > 0.0).then(|| format!("{low} to {high}"))
}

/// A difference in words with its interval.
pub fn difference_said(mean: &Mean, wording: Wording) -> String {
    let (said, range) = worded_mean(wording, mean);
    format!("{said} {range}").trim_end().to_owned()
}

/// What an interval of a difference means, said below every chart of them.
pub const INTERVAL: &str = "The bar with ends is the 95 % interval for the average over simulated futures: it says what \
    more futures could still change, not how far one council's own future can differ.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_whole_is_told_no_finer_than_its_error() {
        let part = |mean: f64, half: f64| {
            let difference = Mean {
                mean,
                ci_low: mean - half,
                ci_high: mean + half,
            };
            part_of(400e6, &difference)
        };
        assert_eq!(part(-5.92e6, 0.6e6), "1.48 %");
        assert_eq!(part(-5.9e6, 4e6), "1.5 %");
        assert_eq!(part(120e3, 0.0), "0.03 %");
        assert_eq!(part(12e3, 1e3), "under 0.01 %");
    }

    #[test]
    fn a_count_is_told_no_finer_than_more_futures_could_change_it() {
        let level = |mean: f64, sd: f64, n: u64| Level {
            mean,
            sd,
            mcse: sd / (n as f64).sqrt(),
            p10: mean - 1.28 * sd,
            p50: mean,
            p90: mean + 1.28 * sd,
            n,
        };
        let england = level(31_847.3, 1_500.0, 100);
        assert_eq!(whole(&england), "31,800");
        let said = |level| eight_in_ten(level).expect("futures enough");
        assert_eq!(said(&england), "29,900 to 33,800");
        let council = level(613.4, 20.0, 400);
        assert_eq!(whole(&council), "613");
        assert_eq!(said(&council), "588 to 639");
        assert_eq!(eight_in_ten(&level(613.4, 20.0, 29)), None);
    }
}
