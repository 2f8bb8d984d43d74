//! What each figure says: its title, its notes, and how finely its numbers are told.

use permanence::experiment::metrics::Metric;
use permanence::experiment::ranking::{Ranked, Ranking};
use permanence::output::folder::texts_of_results;
use permanence::output::results::Results;

use super::page::{page, results};
use super::{temporary, written};

const ONE: [&str; 2] = ["baseline", "more-adopters"];
const TWO: [&str; 3] = ["baseline", "more-adopters", "parallel-planning"];

/// A figure of the page.
fn figure(results: &Results, id: &str) -> String {
    let page = page(results);
    let begins = page
        .find(&format!("<figure id=\"{id}\""))
        .unwrap_or_else(|| panic!("no {id}"));
    let figure = &page[begins..];
    figure[..figure.find("</figure>").expect("its end")].to_owned()
}

#[test]
fn an_interval_of_one_comparison_is_said_to_be_one_where_those_of_the_answer_hold_together() {
    let several = results("coventry-2017", &TWO, 4);
    let single = results("coventry-2017", &ONE, 4);
    for id in ["bridge", "by-year", "payback"] {
        let said = "a single comparison, narrower than those of the answer, which hold for all 3";
        assert!(figure(&several, id).contains(said), "{id}");
        assert!(!figure(&single, id).contains("single comparison"), "{id}");
    }
    assert!(figure(&several, "cost").contains("all others in this report are those of a single"));
}

/// £3m to £1m less over two years are £1.5m to £0.5m less a year, whatever the option's own interval is.
#[test]
fn the_answer_a_year_has_the_interval_that_decides() {
    let mut results = results("coventry-2017", &TWO, 4);
    for ranking in &mut results.rankings {
        let first = &mut ranking.options[0];
        (first.mean, first.low, first.high) = (-2e6, -3e6, -1e6);
    }
    let page = page(&results);
    assert!(page.contains("£1.0m a year on average (£0.5m to £1.5m)"));
}

/// A run of one option read back with another difference in a cell: mean, low and high.
fn rewritten(cell: &str, difference: [&str; 3]) -> Results {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &ONE, 4);
    let mut texts = texts_of_results(&folder).expect("readable");
    let differences = texts.get_mut("differences.csv").expect("differences");
    let row = differences.lines().find(|row| row.contains(cell));
    let row = row.expect("a difference").to_owned();
    let mut changed: Vec<&str> = row.split(',').collect();
    changed.splice(6..9, difference);
    *differences = differences.replace(&row, &changed.join(","));
    Results::read(&texts).expect("ours")
}

/// Half a move fewer of several hundred is told; a twentieth of one is clear and said to be too small to matter,
/// and only the table has its number.
#[test]
fn what_is_clear_but_too_small_to_matter_is_said_to_be_so() {
    let cell = "placement_moves,all,horizon,placements,";
    let told = page(&rewritten(cell, ["-0.5", "-0.6", "-0.4"]));
    assert!(told.contains("; placement moves, 0.50 fewer (0.40 to 0.60)."));
    let small = page(&rewritten(cell, ["-0.05", "-0.06", "-0.04"]));
    assert!(small.contains("; placement moves, a clear difference, too small to matter."));
    assert!(small.contains("<td>0.050 fewer; too small to matter</td>"));
}

/// What is cashable in a year is known to half a million: no thousands are told of it.
#[test]
fn the_parts_of_a_year_are_told_no_finer_than_their_intervals() {
    let cell = "cost_cashable_gbp,all,2017/18,gbp,";
    let rewritten = |difference| figure(&rewritten(cell, difference), "by-year");
    let fine = rewritten(["-1234567", "-1244567", "-1224567"]);
    assert!(fine.contains("<td>-£1.235m</td>"), "{fine}");
    let coarse = rewritten(["-1234567", "-1834567", "-634567"]);
    assert!(coarse.contains("<td>-£1.2m</td>"), "{coarse}");
    let unclear = rewritten(["-1234567", "-2234567", "234567"]);
    assert!(unclear.contains("<td>unclear</td>"), "{unclear}");
}

/// Where 8 in 10 futures lie is not told of fewer than 30, neither in words nor in a chart.
#[test]
fn few_futures_have_no_range_over_futures() {
    for (futures, told) in [(4, false), (30, true)] {
        let alone = results("coventry-2017", &["baseline"], futures);
        let page = page(&alone);
        assert_eq!(
            page.contains("In 8 of 10 simulated futures there are"),
            told
        );
        assert_eq!(
            page.contains("is where 8 in 10 simulated futures lie"),
            told
        );
        assert_eq!(
            page.contains("mean, and the range of 8 in 10 futures"),
            told
        );
        let few = "Of fewer than 30 futures it is not said where 8 in 10 of them lie.";
        assert_eq!(page.contains(few), !told);
    }
}

/// What is undecided is no failure, and what does not apply is none either.
#[test]
fn undecided_chances_and_targets_that_do_not_apply_are_said_to_be_so() {
    let mut results = results(
        "securing-permanence-2013",
        &["baseline", "activity-days"],
        4,
    );
    results.targets.retain(|target| !target.is_budget);
    results.targets.truncate(2 * 3);
    let mut chances = [
        (0.9, 0.8, 0.95, 40),
        (0.9, 0.8, 0.95, 40),
        (0.5, 0.35, 0.65, 40),
        (0.2, 0.1, 0.35, 40),
        (f64::NAN, f64::NAN, f64::NAN, 0),
        (0.6, 0.45, 0.75, 40),
    ]
    .into_iter();
    for target in &mut results.targets {
        let chance = chances.next().expect("six");
        (target.share, target.ci_low, target.ci_high, target.n) = chance;
    }
    let figure = figure(&results, "targets-reached");
    let title = "Of three targets, in the baseline one is more likely than not to be met, one is undecided and one is not \
                 applicable; with the option, one is more likely than not to be met, one is less likely than not to be met and one is \
                 undecided</h3>";
    assert!(figure.contains(title), "{figure}");
    let mut unlikely = results.clone();
    for target in &mut unlikely.targets {
        (target.share, target.ci_low, target.ci_high, target.n) = (0.0, 0.0, 0.1, 40);
    }
    let title =
        "None of three targets is likely to be met, in the baseline or with any option</h3>";
    assert!(self::figure(&unlikely, "targets-reached").contains(title));
    for target in &mut results.targets {
        target.n = target.n.min(4);
    }
    let few = "in the baseline two are left open by so few futures and one is not applicable";
    assert!(self::figure(&results, "targets-reached").contains(few));
}

/// A chance of nothing says nothing about how far away a target is.
#[test]
fn a_target_is_shown_with_what_it_is_measured_by() {
    let results = results("coventry-2017", &["baseline"], 30);
    let figure = figure(&results, "targets-reached");
    let level = results
        .cells
        .level(0, "proceedings_days", "all", "horizon")
        .expect("it is a target");
    let said = format!("; on average {:.1} days", level.mean);
    assert!(figure.contains(&said), "{said}: {figure}");
}

/// The title names both ends with their numbers and says whether these two are apart, nothing of those between.
#[test]
fn a_title_about_waits_is_true_of_what_lies_between() {
    let results = results("coventry-2017", &["baseline"], 30);
    for id in ["wait-siblings", "wait-needs", "wait-age"] {
        let figure = figure(&results, id);
        let title = figure.split("</h3>").next().expect("a title");
        assert!(
            title.contains(
                ", the mean days without a match in the first 12 months after the placement order go from "
            ),
            "{title}"
        );
        assert!(title.ends_with("clearly apart"), "{title}");
    }
}

/// Where no days by placement are asked for, children on a date are not called days.
#[test]
fn children_on_a_date_are_not_called_days() {
    let results = results("legal-advice", &["baseline"], 30);
    let whole = page(&results);
    assert!(whole.contains("Where children in care live, and what they wait for</h2>"));
    assert!(!whole.contains("Where days in care go"));
    let title = " of children in care on 31 March 2019, more than any other placement</h3>";
    assert!(figure(&results, "placements").contains(title));
}

#[test]
fn what_does_not_clearly_differ_is_named_with_what_it_is_compared() {
    let mut results = results("coventry-2017", &ONE, 4);
    let total = |results: &Results| figure(results, "cost");
    assert!(results.rankings.is_empty());
    results.rankings = vec![unclear()];
    let said = "No clear difference in total cost between the option and the baseline</h3>";
    assert!(total(&results).contains(said));
}

fn unclear() -> Ranking {
    Ranking {
        metric: "cost_total_gbp",
        comparisons: 1,
        options: vec![Ranked {
            scenario: 1,
            mean: 1.0,
            low: -1e6,
            high: 1e6,
            alike: vec![0],
        }],
    }
}

/// A saving of £3m of £60m is a part of the whole on the first page, and so is what costs more; what is unclear is none.
#[test]
fn the_first_page_says_what_part_of_the_whole_is_saved() {
    let mut results = results("coventry-2017", &ONE, 4);
    let spent = results.cells.at_horizon(0, Metric::CostTotalGbp);
    let spent = spent.expect("what the baseline costs").mean;
    let mut page_of = |low: f64, high: f64| {
        let mut ranking = unclear();
        let option = &mut ranking.options[0];
        (option.low, option.high) = (low * spent, high * spent);
        option.mean = 0.5 * (option.low + option.high);
        results.rankings = vec![ranking];
        page(&results)
    };
    let saves = page_of(-0.06, -0.04);
    assert!(saves.contains(", over 2 years 5.0 % of what the baseline costs"));
    assert!(saves.contains(" less (5.0 %)</td>"));
    assert!(saves.contains("The baseline: £"), "what the parts are of");
    let costs = page_of(0.04, 0.06);
    assert!(costs.contains(" more (5.0 %)</td>"));
    assert!(!page_of(-0.01, 0.06).contains("of what the baseline costs"));
}

/// `£170k a year more on average`, not `costs £170k a year on average (…) more`.
#[test]
fn what_costs_more_is_said_in_the_order_of_words() {
    let mut results = results("coventry-2017", &ONE, 4);
    let mut costs = unclear();
    (
        costs.options[0].mean,
        costs.options[0].low,
        costs.options[0].high,
    ) = (2e6, 1e6, 3e6);
    results.rankings = vec![costs];
    assert!(page(&results).contains("It costs £1.0m a year more on average (£0.5m to £1.5m)"));
}
