//! The answer for children: what it says of sizes, directions and ties, and that it never calls an option best
//! that is not.

use permanence::experiment::ranking::{Ranked, Ranking};
use permanence::output::results::Results;

use super::page::{page, results};

const TWO: [&str; 3] = ["baseline", "more-adopters", "parallel-planning"];
const FIRST: &str = "“A quarter more adopter approvals”";
const SECOND: &str = "“Parallel planning for every child”";

/// Intervals of both options.
type Both = [(f64, f64); 2];

const SAVES: Both = [(-2e6, -1e6), (1e5, 2e5)];

fn ranking(metric: &'static str, intervals: Both, alike: bool) -> Ranking {
    let ranked = |scenario: usize| {
        let (low, high) = intervals[scenario - 1];
        Ranked {
            scenario,
            mean: f64::midpoint(low, high),
            low,
            high,
            alike: if alike { vec![3 - scenario] } else { vec![] },
        }
    };
    let mut options = vec![ranked(1), ranked(2)];
    options.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    Ranking {
        metric,
        comparisons: 3,
        options,
    }
}

/// What is read between two marks of a page.
fn read(page: &str, from: &str, to: &str) -> String {
    let part = page.split(from).nth(1).expect("its beginning");
    let part = part.split(to).next().expect("its end");
    let text = part.split('<').map(|piece| piece.split_once('>'));
    text.flatten().map(|(_, text)| text).collect()
}

/// The answer and the caveats of two options that change cost and days so.
fn said(results: &mut Results, cost: Both, days: Both, alike: bool) -> [String; 2] {
    results.rankings = vec![
        ranking("cost_total_gbp", cost, false),
        ranking("time_in_care_child_days", days, alike),
    ];
    let page = page(results);
    [
        read(&page, "id=\"answer\"", "id=\"caveats\""),
        read(&page, "id=\"caveats\"", "</ol>"),
    ]
}

#[test]
fn an_option_shortens_time_in_care_most_only_if_it_shortens_it_and_stands_out() {
    let mut results = results("coventry-2017", &TWO, 4);
    let mut answer = |days, alike| said(&mut results, SAVES, days, alike)[0].clone();
    let fewer = [(-2_200.0, -1_800.0), (-5_900.0, -5_200.0)];
    let clear = answer(fewer, false);
    let most = format!(
        "For children {SECOND} shortens time in care most: days in care over 2 years, all children together, \
         5,600 fewer (5,200 to 5,900);"
    );
    assert!(clear.contains(&most), "{clear}");
    let budget =
        format!("Days in care with {FIRST}, first for the budget: 2,000 fewer (1,800 to 2,200).");
    assert!(clear.contains(&budget), "{clear}");
    let tied = answer(fewer, true);
    let open = format!(
        "Which option shortens time in care most is not settled: {SECOND} cannot be told apart, at this precision, from {FIRST}."
    );
    assert!(
        tied.contains(&open) && tied.contains(&budget) && !tied.contains(&most),
        "{tied}"
    );
    let same = answer([fewer[1], fewer[0]], false);
    assert!(
        same.contains("It also shortens time in care most: days in care over 2 years"),
        "{same}"
    );
    assert!(!same.contains("first for the budget"), "{same}");
}

/// Where the budget is as good with another option, being first for it says little.
#[test]
fn who_is_first_for_the_budget_is_said_not_to_be_so_clearly_where_others_are_as_good() {
    let mut results = results("coventry-2017", &TWO, 4);
    let fewer = [(-2_200.0, -1_800.0), (-5_900.0, -5_200.0)];
    results.rankings = vec![
        ranking("cost_total_gbp", [(-2e6, -1e6), (-1.9e6, -0.9e6)], true),
        ranking("time_in_care_child_days", fewer, false),
    ];
    let answer = read(&page(&results), "id=\"answer\"", "id=\"caveats\"");
    let open =
        format!("Days in care with {FIRST}, first for the budget, though not clearly: 2,000 fewer");
    assert!(answer.contains(&open), "{answer}");
}

#[test]
fn where_no_option_shortens_time_in_care_none_is_said_to() {
    let mut results = results("coventry-2017", &TWO, 4);
    let mut answer = |days| said(&mut results, SAVES, days, false)[0].clone();
    let with = format!("Days in care with {FIRST}, first for the budget: ");
    for (days, none, budget) in [
        (
            [(900.0, 1_100.0), (300.0, 500.0)],
            "Neither of the two options clearly shortens time in care: both lengthen it.",
            "1,000 more (900 to 1,100).",
        ),
        (
            [(-100.0, 1_100.0), (300.0, 500.0)],
            "Neither of the two options clearly shortens time in care.",
            "no clear difference (100 fewer to 1,100 more).",
        ),
        (
            [(0.0, 0.0), (0.0, 0.0)],
            "For children both options change nothing in time in care, in any simulated future.",
            "exactly the same.",
        ),
        (
            [(-60.0, -40.0), (0.0, 0.0)],
            "Neither of the two options shortens time in care by as much as matters.",
            "a clear difference, too small to matter.",
        ),
    ] {
        let answer = answer(days);
        assert!(answer.contains(none), "{none}: {answer}");
        assert!(answer.contains(&format!("{with}{budget}")), "{answer}");
        assert!(!answer.contains("care most"), "{answer}");
    }
}

/// What saves by keeping children in care for longer is no saving that a committee would want unwarned.
#[test]
fn that_the_first_for_the_budget_adds_days_in_care_is_a_caveat() {
    let mut results = results("coventry-2017", &TWO, 4);
    let mut caveats = |days| said(&mut results, SAVES, days, false)[1].clone();
    let said = format!(
        "With {FIRST}, first for the budget, children spend more days in care, not fewer: 1,000 more (900 to 1,100) \
         over 2 years, all children together."
    );
    let longer = caveats([(900.0, 1_100.0), (-500.0, -300.0)]);
    assert!(longer.contains(&said), "{longer}");
    let unclear = caveats([(-100.0, 1_100.0), (-500.0, -300.0)]);
    assert!(!unclear.contains("more days in care"), "{unclear}");
}

#[test]
fn options_that_all_do_the_same_are_both_and_neither() {
    let mut results = results("coventry-2017", &TWO, 4);
    let fewer = [(-2_200.0, -1_800.0), (-5_900.0, -5_200.0)];
    let mut answer = |cost| said(&mut results, cost, fewer, false)[0].clone();
    let save = answer([(-2e6, -1e6), (-2e5, -1e5)]);
    assert!(
        save.contains("Both options save money on average over 2 years."),
        "{save}"
    );
    let some = answer(SAVES);
    let each = "Of the two options, over 2 years, one saves money on average and one costs more on average.";
    assert!(some.contains(each), "{some}");
    let unclear = answer([(-1e6, 1e6), (-1e6, 1e6)]);
    assert!(
        unclear.contains("For both options, over 2 years, it is unclear."),
        "{unclear}"
    );
}

/// The brackets are explained where they first stand, and one council's own future is told from the average.
#[test]
fn the_first_page_says_what_its_brackets_mean() {
    let answer = |futures: usize| {
        let results = results("coventry-2017", &["baseline", "more-adopters"], futures);
        read(&page(&results), "id=\"answer\"", "id=\"caveats\"")
    };
    let said = "In brackets: where the average over all futures lies, as far as the 30 simulated tell (95 % interval). \
                One council's own future can lie well outside.";
    let enough = answer(30);
    assert!(enough.contains(said), "{enough}");
    assert!(
        enough.contains("in 8 of 10 simulated futures, of which a council lives one, it costs "),
        "{enough}"
    );
    assert!(!answer(1).contains("In brackets"));
}
