//! `permanence explain`: what a code, a scenario key, a metric or a column of a result file means.
//!
//! People ask in the words they read: so a word of the page, or a part of a name, lists what it
//! may mean.

mod money;
mod rows;

use crate::experiment::headline::words_on_the_page;
use crate::experiment::metrics::{self, Grouping, Periods, Spec, TABLE, View};
use crate::finance::ledger::Line;
use crate::scenario;
use crate::stats::Direction;

use super::typed::mistake;
use super::{Failure, print};

/// Arguments of `permanence explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A message's code (P0104), a scenario key (adoption.half_life_years) or a metric
    /// (time_in_care_child_days), a column of a result file (mcse), or words to look for
    /// (adoptions); without it: all codes and metrics
    #[arg(value_name = "CODE|PARAMETER|METRIC|WORDS")]
    topic: Vec<String>,
}

/// Prints the explanation.
///
/// # Errors
/// If nothing has this name.
pub fn execute(args: &Args) -> Result<(), Failure> {
    match args.topic.as_slice() {
        [] => print(&contents()),
        words => print(&explanation(words.join(" ").trim())?),
    }
}

fn explanation(topic: &str) -> Result<String, Failure> {
    let metric_named = metrics::find(topic).map(metric);
    let code = || code(topic);
    let key = || {
        let text = scenario::explain_key(topic)?;
        let of_readings = topic == "reading" || topic.starts_with("reading.");
        let rows = of_readings.then(|| format!("\n{}", rows::of_readings()));
        Some(format!("{}\n{}", text.trim_end(), rows.unwrap_or_default()))
    };
    let named = metric_named.or_else(code).or_else(key);
    // `from` and `confidence` are words of scenario files and columns of results.
    let named = match (named, column(topic)) {
        (Some(named), Some(column)) => Some(format!("{named}\n{column}")),
        (named, column) => named.or(column),
    };
    // `recruitment` is a section of scenario files and a budget line.
    let named = match (named, money::explained(topic)) {
        (Some(named), Some(money)) => Some(format!("{named}\n{money}")),
        (named, money) => named.or(money),
    };
    let named = named.or_else(|| rows::explained(topic));
    let named = named.or_else(|| rows::metric(topic).map(|found| metric(found.spec())));
    named.or_else(|| candidates(topic)).ok_or_else(|| {
        let hint = nearest(topic)
            .or_else(|| rows::containing(topic))
            .map_or_else(String::new, |name| format!("did you mean `{name}`? "));
        let help = format!("{hint}`permanence explain` lists codes and metrics");
        // Asked in several words, the last of them stands for all.
        let last = topic.split(' ').next_back().unwrap_or_default();
        mistake(
            "P0605",
            &[last],
            &format!("nothing is called {topic:?}"),
            &help,
        )
    })
}

/// Columns of the result files, and names of periods, that the table of metrics does not explain.
// A table: one column, one line.
#[rustfmt::skip]
const COLUMNS: &[(&str, &str)] = &[
    ("baseline", "The scenario with which the others are compared."),
    ("scenario", "Name of the scenario: its file without the ending."),
    ("metric", "What is counted: `permanence explain` lists all metrics."),
    ("group", "Of whom: an age band, a placement, a route, a budget line; `all` if of everybody."),
    ("period", "When: a month (2017-05), a day (2018-03-31), a financial year (2017/18, with \"(part)\" if the run does not cover all of it) or `horizon`. In readings.csv: the days over which a saving a year is averaged, or the one year that it is of."),
    ("title", "Title of the scenario, as its file has it."),
    ("is_belief", "In options.csv: whether the scenario is another belief about the world and no option; then nothing is saved."),
    ("states_cost", "In options.csv: whether the scenario says what it costs, were it nothing."),
    ("includes", "In options.csv: the scenarios that this one is made of besides its own file and the baseline."),
    ("first_full_year", "In options.csv: the first financial year that the option covers whole."),
    ("last_full_year", "In options.csv: the last, if it is another one."),
    ("saves_from", "In options.csv: the first whole financial year in which the option clearly costs less on average; empty if there is none."),
    ("cost_of_the_option", "In options.csv: what the option itself costs over the run, recruitment included, option less baseline; its 95 % interval is beside it."),
    ("saving_a_year", "In options.csv: the mean saving a year since the option began, its own cost counted; its 95 % interval is beside it. Below zero it costs more."),
    ("total_sd", "In options.csv: standard deviation over futures of the difference in total cost."),
    ("total_p10", "In options.csv: one simulated future in ten has a difference in total cost below."),
    ("total_p90", "In options.csv: one in ten has one above."),
    ("chance_it_saves", "In options.csv: the share of simulated futures in which the option costs less over the whole run. Chance events only; `_low` and `_high` are the ends of its 95 % interval (Wilson)."),
    ("costs_first", "In options.csv: whether the option costs more than the baseline at any time; if not, there is nothing to pay back."),
    ("paid_back", "In options.csv: by the end of which month the option has cost no more than the baseline on average, and never more again; empty if not within the run. `_earliest` and `_latest` are the same by the two ends of the 95 % interval."),
    ("break_even_household", "In options.csv: what recruiting one more household may cost before the option as a whole costs more than it saves; its 95 % interval is beside it. Empty unless clearly more are recruited by an option that changes nothing else."),
    ("year_of_permanence", "In options.csv: net cost of each further year that a child lives in a home that is its own by law; its 95 % interval is beside it. Empty unless there clearly are more such years."),
    ("chance_it_saves_with_run_off", "In options.csv, only with `--run-off`, and empty where its own cost goes on at the end of the run: the share of simulated futures in which the option costs less, with what comes after the run for those who were there counted."),
    ("paid_back_with_run_off", "In options.csv, only with `--run-off`, and empty where its own cost goes on at the end of the run: `by_horizon`, `after_horizon`, `no`, or `unclear` where the 95 % interval includes both."),
    ("break_even_household_with_run_off", "In options.csv, only with `--run-off`, and empty where its own cost goes on at the end of the run: what recruiting one more household may cost, with what comes after the run counted; its 95 % interval is beside it."),
    ("question", "In questions.csv: what is asked of every option, in the words of the page."),
    ("heading", "In questions.csv: the same as a heading over a column of figures; empty if it has none."),
    ("wording", "In questions.csv: how a difference is said: as a `number` (fewer, more), as `days`, as a `share` in percentage points, or as `money`."),
    ("asked_by", "In questions.csv: `every page`, or `the scenario` in its `report`."),
    ("comparisons", "In ranking.csv: how many comparisons of two scenarios the intervals hold for together."),
    ("not_told_apart_from", "In ranking.csv: scenarios from which the option cannot be told apart at this precision, the baseline among them."),
    ("target", "In targets.csv: the target in words."),
    ("is_budget", "In targets.csv: whether it is a budget to stay within."),
    ("horizon", "The period that is the whole run: flows are added up over it, means are over all that happened in it."),
    ("unit", "Unit of the numbers in the row; gbp is pounds."),
    ("mean", "Mean over the simulated futures; in differences.csv of the difference, option less baseline, future by future."),
    ("sd", "Standard deviation over the simulated futures: how much one future differs from another."),
    ("mcse", "Monte Carlo standard error of the mean: how far more replications could still move it. It falls with the square root of their number and says nothing about the assumptions."),
    ("p10", "One simulated future in ten lies below."),
    ("p50", "The median: half of the simulated futures lie below."),
    ("p90", "One simulated future in ten lies above."),
    ("n", "How many simulated futures the row rests on; one in which there was nothing to average is left out."),
    ("ci_low", "Lower end of the 95 % interval for the mean difference (Student's t, paired); in targets.csv for the share (Wilson)."),
    ("ci_high", "Upper end of the 95 % interval for the mean difference (Student's t, paired); in targets.csv for the share (Wilson)."),
    ("prob_better", "Share of simulated futures in which the option does better than the baseline, ties counted half; empty if neither way is better. Chance events only: all assumptions are taken as they stand."),
    ("share", "In targets.csv: the share of simulated futures in which the target is reached. Chance events only."),
    ("at_least", "The least that reaches the target; empty if none is set."),
    ("at_most", "The most that reaches the target; empty if none is set."),
    ("against_baseline", "Whether the target is of the difference from the baseline, future by future."),
    ("reading", "In readings.csv: the price at which days less in care are valued, by its name in the scenario ([reading.NAME])."),
    ("a_week", "In readings.csv: what a child's week less in care is taken to be worth."),
    ("cashable_share", "In readings.csv: how much of that price is an invoice or allowance that stops."),
    ("saving", "In readings.csv: `gross` is days less in care × the price, a year since the option began; `cashable` and `capacity` are its two parts; `net` is gross less what all that is not a day in care costs more, `cashable_net` the cashable part less what of that is paid to others or for the option; `six_weeks`, in the baseline's rows, is six weeks × the children who left in the year before 18 × the price, `six_weeks_cashable` what of it is cashable, `six_weeks_net` and `six_weeks_cashable_net` these less allowances to guardians that begin six weeks sooner."),
    ("claimed", "In readings.csv: the saving a year that is claimed."),
    ("chance", "In readings.csv: the share of simulated futures that save at least what is claimed. Chance events only."),
    ("chance_low", "In readings.csv: lower end of the 95 % interval for that share (Wilson)."),
    ("chance_high", "In readings.csv: upper end of the 95 % interval for that share (Wilson)."),
    ("variance_ratio", "How many times more replications the same precision would need if scenarios did not share their chance events. Infinite if the difference never varies."),
    ("month", "The month in which the money is spent."),
    ("difference", "Mean difference of the month, option less baseline; empty for the baseline."),
    ("difference_ci_low", "Lower end of the 95 % interval for the mean difference of the month."),
    ("difference_ci_high", "Upper end of the 95 % interval for the mean difference of the month."),
    ("cumulative_difference", "Mean difference since the beginning of the run: above zero as long as the option has not paid for itself."),
    ("view", "How the difference in total cost is divided: by `cause`, or by what a saving is worth in `cash`; the parts of each of the two add up to the difference. `growth` is what of the saving only avoids growth."),
    ("cash", "In run_off.csv: what a difference on the line is worth in cash."),
    ("part", "In run_off.csv: up to the `horizon`, after it (`run-off`), or `both`. In bridge.csv a part of the difference in total cost. By cause: days in care at the baseline's average price of a placement, the change of that price, and groups of budget lines. By cash: `permanence explain cost_gbp` says which lines are cashable."),
    ("line", "Budget line; `permanence explain cost_gbp` lists them."),
    ("key", "Path of the key in the scenario file."),
    ("from", "From when the value holds."),
    ("value", "The value in force."),
    ("low", "Lower end of the range in which the value probably lies; empty if nobody has said."),
    ("high", "Upper end of the range in which the value probably lies; empty if nobody has said."),
    ("source", "Where the value comes from; docs/sources.md explains the marks."),
    ("confidence", "How sure the value is: high, medium, low or unstated."),
    ("file", "The scenario file that says so."),
    ("assumption", "In sensitivity.csv: path of the key of an uncertain figure; empty if the row is about all of them together."),
    ("measure", "In sensitivity.csv and recruit.csv: what the number is; `permanence explain mu_star` and the like say more."),
    ("mix", "In recruit.csv: the proportions in which the strands named are recruited, in their order."),
    ("households", "In recruit.csv the column: how many households are recruited in all; the measure: how many of them are of the strand."),
    ("of", "In recruit.csv: what the number is of: a metric, or a strand."),
    ("probability", "A measure in recruit.csv: the share of simulated futures in which all targets are met with so many households, with its 95 % interval (Wilson); `of` a target: in which that one is, whatever becomes of the others. Chance events only."),
    ("is_smallest", "A measure in recruit.csv: 1 for the smallest number of households of the mix that meets the targets with the probability asked for, else 0."),
    ("recruitment_cost_gbp", "A measure in recruit.csv: what recruiting so many households costs over the run, pounds."),
    ("total_cost_difference_gbp", "A measure in recruit.csv: the difference that so many households make to the total cost, recruitment included, future by future, with its 95 % interval; pounds."),
    ("at", "In sensitivity.csv: the value of the assumption at which the number holds; empty if it is of its whole range."),
    ("stated_difference", "A measure in sensitivity.csv: the mean difference, option less baseline, with all figures as stated; the interval is of chance alone."),
    ("mean_difference", "A measure in sensitivity.csv: the difference on average over the assumptions and over chance; the interval allows for how few worlds and futures were simulated. In recruit.csv: the mean difference from the baseline of what a target asks for `against baseline`."),
    ("sd_assumptions", "A measure in sensitivity.csv: how much the difference, on average over chance, varies with the assumptions (standard deviation); 0 if chance hides it."),
    ("sd_chance", "A measure in sensitivity.csv: how much the difference varies from one simulated future to another in one world of the assumptions (standard deviation)."),
    ("monte_carlo_error", "A measure in sensitivity.csv: standard error of the mean difference that more replications would lessen."),
    ("probability_better", "A measure in sensitivity.csv: the probability that the option is better on average over chance, when it is not known which assumptions hold. Empty with its bounds if the difference is the same whatever is assumed, or chance hides what the assumptions do; empty without them if the bounds are further apart than half of all, so that it is open which is likelier. Not prob_better, which takes the assumptions as stated and is about one future."),
    ("difference_at_low", "A measure in sensitivity.csv: the mean difference with this assumption at the lower end of its range and all others as stated."),
    ("difference_at_high", "A measure in sensitivity.csv: the same at the upper end."),
    ("swing", "A measure in sensitivity.csv: the difference at the upper end less that at the lower, future by future."),
    ("mu", "A measure in sensitivity.csv: mean effect of the assumption over its whole range while others vary (Morris)."),
    ("mu_star", "A measure in sensitivity.csv: mean size of that effect, whichever way it goes: how much the assumption matters (Morris, Campolongo)."),
    ("mu_star_of_chance", "A measure in sensitivity.csv: what mu_star would be if chance were all there is."),
    ("sigma", "A measure in sensitivity.csv: how much the effect differs with the other assumptions and with where this one stands (standard deviation); 0 if it never does, or chance hides it."),
    ("first_order", "A measure in sensitivity.csv: the part of the variance due to assumptions that this one explains by itself. Not there with fewer than 64 points, where there is no variance to share out, or where its interval is wider than half of all."),
    ("by_construction", "A measure in sensitivity.csv: 1 if this is a figure of the baseline that the option sets itself, so that the difference depends on it by construction; it is not counted among what drives or flips the answer."),
    ("switching_value", "A measure in sensitivity.csv: where this assumption would have to stand, all others as stated, for the difference to change its sign. `at` is the value; the number is the part of the way from the stated value to the upper end (below 0: to the lower), beyond 1 outside the range; empty if the sign is the same at both ends of the range and half the way again beyond them. Not there if the sign as stated cannot be told from chance."),
    ("switching_confirmed", "A measure in sensitivity.csv: 1 if the difference has opposite signs one per cent to either side of the switching value, 0 if it has not: then it touches zero there, or comes back."),
    ("vanishing_value", "A measure in sensitivity.csv: where this assumption would have to stand for nothing to be left of the difference in any of the futures simulated, so that its sign does not change."),
];

fn column(topic: &str) -> Option<String> {
    let known = |topic: &str| COLUMNS.iter().find(|(name, _)| *name == topic);
    // Some files have their unit in the names of their columns, and options.csv an interval beside a mean.
    let bare = topic.strip_suffix("_gbp").unwrap_or(topic);
    let ends = [
        "_ci_low",
        "_ci_high",
        "_low",
        "_high",
        "_earliest",
        "_latest",
    ];
    let of_an_end = ends.iter().find_map(|end| known(bare.strip_suffix(end)?));
    let found = known(topic).or_else(|| known(bare)).or(of_an_end);
    found.map(|(name, text)| format!("{name} (column of the result files)\n\n{text}\n"))
}

/// Everything whose name, or else whose words, hold all the words looked for; what it is, if it is
/// one thing only.
fn candidates(topic: &str) -> Option<String> {
    let topic = topic.to_lowercase();
    let words: Vec<&str> = topic.split_whitespace().map(stem).collect();
    if words.is_empty() || words.iter().any(|word| word.len() < 3) {
        return None;
    }
    let page = words_on_the_page();
    let on_page = |spec: &Spec| {
        let labels = page.iter().filter(|(metric, _)| *metric == spec.metric);
        labels
            .map(|(_, label)| label.as_str())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let metrics = TABLE
        .iter()
        .map(|spec| (spec.name, on_page(spec), spec.definition));
    let keys = scenario::KEYS
        .iter()
        .map(|key| (key.path, String::new(), key.about));
    let all: Vec<(&str, String, &str)> = metrics.chain(keys).collect();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let named = all
        .iter()
        .filter(|(name, label, _)| holds(name) || holds(label));
    let mut found: Vec<_> = named.collect();
    if found.is_empty() {
        found = all.iter().filter(|(.., about)| holds(about)).collect();
    }
    match found.as_slice() {
        [] => None,
        [(name, ..)] => {
            let text = explanation(name).ok()?;
            let headed = text.starts_with(name);
            Some(if headed {
                text
            } else {
                format!("{name}\n\n{text}")
            })
        }
        several => {
            let line = |(name, label, about): &&(&str, String, &str)| match label.as_str() {
                "" => format!("  {name}: {}\n", first_sentence(about)),
                label => format!("  {name}, on the page \"{label}\"\n"),
            };
            let lines: String = several.iter().take(MOST_CANDIDATES).map(line).collect();
            let more = several.len().saturating_sub(MOST_CANDIDATES);
            let more = match more {
                0 => String::new(),
                more => format!("  and {more} more: add a word\n"),
            };
            Some(format!(
                "{topic:?} may be one of these; `permanence explain NAME` explains it.\n{lines}{more}"
            ))
        }
    }
}

/// Longest list of candidates.
const MOST_CANDIDATES: usize = 25;

/// A word without the plural's s.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn first_sentence(text: &str) -> &str {
    let end = text.find(['.', ';', ':']).unwrap_or(text.len());
    &text[..end]
}

fn code(topic: &str) -> Option<String> {
    let code = scenario::CODES.iter();
    let mut code = code.filter(|(code, ..)| code.eq_ignore_ascii_case(topic));
    code.next()
        .map(|(code, title, text)| format!("{code}: {title}\n\n{text}\n"))
}

fn metric(spec: &Spec) -> String {
    let better = match spec.better {
        Direction::Lower => "lower is better",
        Direction::Higher => "higher is better",
        Direction::Neutral => "neither higher nor lower is better in itself",
    };
    let view = |(grouping, periods): &View| {
        let by = grouping.words();
        let when = match periods {
            Periods::Months => "every month",
            Periods::Marches => "every 31 March",
            Periods::Years => "every financial year and the whole run",
            Periods::MonthsAndYears => "every month, every financial year and the whole run",
            Periods::Horizon => "the whole run",
        };
        format!("  {by}: {when}\n")
    };
    let standing: String = spec.views.iter().map(view).collect();
    let on_request: String = spec.on_request.iter().map(view).collect();
    let on_request = match on_request.as_str() {
        "" => String::new(),
        views => format!("If the scenario's `report` or `targets` names it\n{views}"),
    };
    let reported = match standing.as_str() {
        "" => on_request,
        views => format!("Reported\n{views}{on_request}"),
    };
    let crossings: String = match spec.crossings.0 {
        [] => String::new(),
        groupings => {
            let by: Vec<&str> = groupings.iter().map(|grouping| grouping.words()).collect();
            format!("If it names two groups at once\n  {}\n", by.join(", "))
        }
    };
    let by_month = match spec.by_month().next() {
        Some(_) => "If it names a month (2018-03)\n  the same every month\n",
        None => "",
    };
    let by_authority = "If it names an authority of a scenario that has several\n  the same of that authority, in total or with one group\n";
    let reported = format!("{reported}{by_month}{crossings}{by_authority}");
    let by_line = spec.views.iter().any(|view| view.0 == Grouping::CostLine);
    format!(
        "{} ({})\n\n{}\n\nSource: {}.\n\nIn results {better}. {reported}{}",
        spec.name,
        unit(spec),
        spec.definition,
        spec.metric.source(),
        if by_line {
            budget_lines()
        } else {
            String::new()
        }
    )
}

/// The unit of a metric, as people say it.
fn unit(spec: &Spec) -> &'static str {
    if spec.unit == "gbp" {
        "pounds"
    } else {
        spec.unit
    }
}

fn budget_lines() -> String {
    let line = |line: Line| format!("  {} [{}]\n", line.label(), line.nature().label());
    format!("\nBudget lines\n{}", Line::ALL.map(line).concat())
}

/// All metrics and codes, one a line.
fn contents() -> String {
    let metrics = TABLE.iter().map(|spec| (spec.name, unit(spec)));
    let metrics = metrics.map(|(name, unit)| format!("  {name} ({unit})\n"));
    let codes = scenario::CODES.iter();
    let codes = codes.map(|(code, title, _)| format!("  {code} {title}\n"));
    format!(
        "Metrics\n{}\nCodes of messages\n{}\nKeys of scenario files are looked up by their path, section and name with a dot between:\n\
         `permanence explain adoption.half_life_years`. `permanence schema` lists them all.\n",
        metrics.collect::<String>(),
        codes.collect::<String>()
    )
}

/// The metric or key whose name is most like this, if it is much like it.
fn nearest(topic: &str) -> Option<&'static str> {
    let metrics = TABLE.iter().map(|spec| spec.name);
    let names = metrics.chain(scenario::KEYS.iter().map(|key| key.path));
    let scored = names.map(|name| (strsim::jaro_winkler(topic, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.85).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_explained() {
        for spec in &TABLE {
            let text = explanation(spec.name).expect("a metric is explained");
            assert!(text.contains(spec.definition));
            assert!(text.contains(&format!("Source: {}.", spec.metric.source())));
        }
    }

    #[test]
    fn money_is_in_pounds_and_its_lines_are_listed() {
        let text = explanation("cost_gbp").expect("a metric is explained");
        assert!(text.starts_with("cost_gbp (pounds)"));
        for line in Line::ALL {
            assert!(text.contains(line.label()));
        }
        assert!(text.contains("agency fostering [cashable (invoices and allowances)]"));
        assert!(!contents().contains("(gbp)"));
    }

    #[test]
    fn words_of_the_page_and_parts_of_names_list_what_they_may_mean() {
        for (words, name) in [
            ("Adoptions", "exits"),
            ("guardians", "exits"),
            ("special guardians", "exits"),
            ("wait", "wait_for_match_days"),
            ("half_life", "adoption.half_life_years"),
            ("legal advice", "court.legal_advice_days"),
            ("cashable", "cost_cashable_gbp"),
        ] {
            let text = explanation(words).expect("something is found");
            assert!(text.contains(name), "{words}: {text}");
        }
    }

    #[test]
    fn a_section_that_is_a_budget_line_too_is_explained_as_both() {
        for words in ["recruitment", "Recruitment"] {
            let text = explanation(words).expect("something is found");
            assert!(text.contains("budget line"), "{words}: {text}");
        }
        let text = explanation("recruitment").expect("something is found");
        assert!(text.contains("recruitment.*.kind"), "{text}");
    }

    #[test]
    fn columns_of_the_files_are_explained() {
        for name in [
            "mcse",
            "prob_better",
            "variance_ratio",
            "horizon",
            "mcse_gbp",
        ] {
            let text = explanation(name).expect("a column is explained");
            assert!(text.contains("column of the result files"), "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_right_name() {
        let failure = explanation("children_incare").expect_err("no such metric");
        assert_eq!(failure.code, 2);
        assert!(failure.message.contains("children_in_care"));
    }
}
