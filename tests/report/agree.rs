//! One option, one verdict: the summary, the charts, the annex and the files they cite say the same of it.

use permanence::experiment::ranking::{Ranked, Ranking};
use permanence::output::folder::texts_of_results;
use permanence::output::results::Results;

use super::page::{page, results};
use super::{temporary, written};

const ONE: [&str; 2] = ["baseline", "more-adopters"];
const TWO: [&str; 3] = ["baseline", "more-adopters", "parallel-planning"];

/// What stands between two marks of a page.
fn part<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let part = page.split(from).nth(1).expect("its beginning");
    part.split(to).next().expect("its end")
}

/// Two options whose costs cannot be told from the baseline's by intervals that hold together, the first of which
/// is first for the budget.
fn unclear() -> Results {
    let mut results = results("coventry-2017", &TWO, 4);
    let ranked = |scenario: usize, mean: f64| Ranked {
        scenario,
        mean,
        low: mean - 1e6,
        high: mean + 1e6,
        alike: vec![0, 3 - scenario],
    };
    results.rankings = vec![Ranking {
        metric: "cost_total_gbp",
        comparisons: 3,
        options: vec![ranked(1, -2e5), ranked(2, -1e5)],
    }];
    results
}

/// A run of one option read back with other figures in the rows of a file that have a cell so called.
fn edited(file: &str, called: &str, columns: &[&str], to: &str, futures: usize) -> Results {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &ONE, futures);
    let mut texts = texts_of_results(&folder).expect("readable");
    let text = texts.get_mut(file).expect("the file");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headings = rows.headers().expect("headings").clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&headings).expect("room");
    for row in rows.records() {
        let row = row.expect("a row");
        let ours = row.iter().any(|cell| cell == called);
        let cells = headings.iter().zip(&row);
        let cells = cells.map(|(heading, cell)| match ours && columns.contains(&heading) {
            true => to,
            false => cell,
        });
        out.write_record(cells).expect("room");
    }
    *text = String::from_utf8(out.into_inner().expect("written")).expect("text");
    Results::read(&texts).expect("ours")
}

#[test]
fn what_is_unclear_on_the_first_page_is_unclear_everywhere() {
    let page = page(&unclear());
    let unclear = "no clear difference";
    assert!(part(&page, "id=\"summary\"", "</section>").contains(unclear));
    let run_off = part(
        &page,
        "Savings within the run and after it</caption>",
        "</table>",
    );
    let within = run_off.split("<td>").nth(1);
    assert!(within.is_some_and(|cell| cell.starts_with(unclear)));
    let annex = part(&page, "Option 1 beside the baseline</caption>", "</table>");
    let cost = annex.split("</tr>").find(|row| row.contains("Total cost"));
    let cost = cost.expect("a row of total cost");
    assert!(
        cost.contains(unclear) && cost.contains("£1.2m less to £0.8m more"),
        "{cost}"
    );
    assert!(annex.contains("not said: whether it saves or costs money is not clear"));
    for absent in [
        "Cost of each more year in a permanent home",
        "Saving a year<",
        "Extra cost a year",
        "paid for itself",
    ] {
        assert!(!annex.contains(absent), "{absent}");
    }
    let bridge = part(&page, "<figure id=\"bridge\"", "</figure>");
    let total = bridge.split("<tr>").find(|row| row.contains(">Total<"));
    let total = total.expect("a row of the total");
    assert!(total.contains("unclear"), "{total}");
    let payback = part(&page, "id=\"payback-title\">", "</h3>");
    assert!(payback.starts_with("Whether "), "{payback}");
}

/// The annex's saving a year is that of the summary, to the digit.
#[test]
fn what_is_saved_a_year_has_one_interval() {
    let mut results = unclear();
    let option = &mut results.rankings[0].options[0];
    (option.mean, option.low, option.high) = (-2e6, -3e6, -1e6);
    let page = page(&results);
    assert!(page.contains("£1.0m a year on average (£0.5m to £1.5m)"));
    let annex = part(&page, "Option 1 beside the baseline</caption>", "</table>");
    assert!(
        annex.contains("<td>£1.0m</td><td>£0.5m to £1.5m</td>"),
        "{annex}"
    );
    let rest = "Intervals here, but for those of total cost, days in care and the saving a year, are those of a single comparison";
    assert!(page.contains(rest));
}

#[test]
fn a_file_is_cited_where_there_is_one() {
    let cost = |names: &[&str]| {
        let page = page(&results("coventry-2017", names, 4));
        part(&page, "<figure id=\"cost\"", "</figure>").to_owned()
    };
    assert!(cost(&TWO).contains("Source: differences.csv, ranking.csv."));
    let alone = cost(&ONE);
    assert!(alone.contains("Source: differences.csv.") && !alone.contains("ranking.csv"));
}

#[test]
fn a_part_that_is_nothing_for_every_option_has_no_row_in_the_bridge() {
    let rows = |results: &Results| {
        let page = page(results);
        let bridge = part(&page, "<figure id=\"bridge\"", "</figure>");
        bridge.matches("<tr>").count()
    };
    let columns = ["mean_gbp", "ci_low_gbp", "ci_high_gbp"];
    let [with, without] = ["1", "0"].map(|to| edited("bridge.csv", "Recruitment", &columns, to, 4));
    assert_eq!(rows(&without), rows(&with) - 1);
}

/// `(option 1: 1.4 fewer, 1.0 to 1.8)` behind a bar, and `1.4 fewer (1.0 to 1.8)` in the table.
#[test]
fn what_an_option_changes_in_a_group_has_its_interval() {
    let page = page(&results("coventry-2017", &ONE, 30));
    let figure = part(&page, "<figure id=\"routes-out\"", "</figure>");
    let chart = part(figure, "class=\"strips\"", "class=\"notes\"");
    let behind = part(chart, " (option 1: ", "<");
    let ends = behind
        .split_once(" more, ")
        .and_then(|(_, ends)| ends.split_once(" to "));
    assert!(
        ends.is_some_and(|(_, high)| high.ends_with(')')),
        "{behind}"
    );
    let (said, ends) = behind.trim_end_matches(')').split_once(", ").expect("both");
    assert!(
        figure.contains(&format!("<td>{said} ({ends})</td>")),
        "{figure}"
    );
}

#[test]
fn several_authorities_are_not_called_one_council() {
    for (shipped, said) in [
        ("coventry-2017", "One council is simulated child by child"),
        (
            "adoption-central-england",
            "Four authorities are simulated together, child by child",
        ),
    ] {
        let page = page(&results(shipped, &["baseline"], 1));
        assert!(page.contains(said), "{shipped}");
    }
}

/// An option without a cost of its own that costs more all the same costs more yet, and saves nothing too much.
#[test]
fn what_has_no_cost_of_its_own_is_shown_too_cheap_or_its_saving_too_high() {
    let columns = [
        "cost_of_the_option_gbp",
        "cost_of_the_option_ci_low_gbp",
        "cost_of_the_option_ci_high_gbp",
    ];
    let mut results = edited("options.csv", "more-adopters", &columns, "0", 30);
    results.scenarios[1].states_cost = false;
    let mut caveat = |mean: f64| {
        results.rankings = vec![Ranking {
            metric: "cost_total_gbp",
            comparisons: 1,
            options: vec![Ranked {
                scenario: 1,
                mean,
                low: mean - 1e5,
                high: mean + 1e5,
                alike: Vec::new(),
            }],
        }];
        page(&results)
    };
    assert!(caveat(-1e6).contains("itself, so what it saves is shown too high."));
    let costs = caveat(1e6);
    assert!(costs.contains("itself, so its cost is shown too low."));
    assert!(costs.contains("so the cost is too low") && !costs.contains("too high"));
}
