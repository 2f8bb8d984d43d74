//! The page: its order, its words, hostile text, its size, and how long it takes.

use std::time::Instant;

use permanence::output::folder::texts_of_results;
use permanence::output::results::Results;
use permanence::report::{Beside, html};

use super::written::{HOSTILE, made_hostile};
use super::{TEN_OPTIONS, read, temporary, written};

const SHIPPED: &str = "securing-permanence-2013";

pub fn results(shipped: &str, names: &[&str], futures: usize) -> Results {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, shipped, names, futures);
    read(&folder)
}

/// The page, whose words are compared without regard to where its lines may break.
pub fn page(results: &Results) -> String {
    html(results, &Beside::default()).replace('\u{a0}', " ")
}

#[test]
fn a_number_is_not_parted_from_its_per_cent() {
    let page = html(
        &results("coventry-2017", &["baseline", "more-adopters"], 30),
        &Beside::default(),
    );
    let parted = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let pieces: Vec<&str> = page.split(" %").collect();
    let (_, before) = pieces.split_last().expect("a page");
    assert!(!before.iter().any(|piece| parted(piece)));
    assert!(page.matches("\u{a0}%").count() > 20);
}

#[test]
fn sheets_of_paper_are_numbered() {
    let page = page(&results("coventry-2017", &["baseline"], 4));
    assert!(
        page.contains("@bottom-right { content: \"Page \" counter(page) \" of \" counter(pages);")
    );
}

/// No two headings are the same, and dates are written in one way.
#[test]
fn headings_and_dates_stand_in_one_form() {
    let names = ["baseline", "more-adopters", "parallel-planning"];
    let page = page(&results("coventry-2017", &names, 30));
    assert_eq!(page.matches(">What each option changes</h").count(), 1);
    let months = [
        "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    for month in months {
        for year in 2017..=2019 {
            let short = format!("{month} {year}");
            assert!(!page.contains(&short), "{short}");
        }
    }
}

#[test]
fn what_a_committee_asks_first_stands_first() {
    let names = ["baseline", "activity-days", "all-targets"];
    let page = page(&results(SHIPPED, &names, 4));
    let order = [
        "question",
        "answer",
        "caveats",
        "report",
        "differences",
        "children-in-care",
        "days",
        "waits",
        "routes",
        "money",
        "drivers",
        "targets",
        "annex",
        "options",
        "assumptions",
        "back-test",
        "method",
        "provenance",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|id| {
            page.find(&format!(" id=\"{id}\""))
                .unwrap_or_else(|| panic!("no {id}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    for id in &order[3..] {
        assert!(page.contains(&format!("href=\"#{id}\"")), "no way to {id}");
    }
}

/// Two options that clearly save: the first is said to save most where it can be told from the other, and not
/// where it cannot; of one alone nothing is most.
#[test]
fn an_option_that_cannot_be_told_from_another_is_not_said_to_be_best() {
    let names = ["baseline", "teenage-foster-carers", "parallel-planning"];
    let mut results = results("coventry-2017", &names, 4);
    let title = |results: &Results| {
        let page = page(results);
        let title = page.split("id=\"cost-title\">").nth(1).expect("a title");
        title.split("</h3>").next().expect("its end").to_owned()
    };
    let saves = |results: &mut Results, place: usize, low: f64, high: f64| {
        for ranking in &mut results.rankings {
            let option = &mut ranking.options[place];
            (option.mean, option.low, option.high) = ((low + high) / 2.0, low, high);
            option.alike.clear();
        }
    };
    saves(&mut results, 0, -3e6, -2e6);
    saves(&mut results, 1, -1.5e6, -1e6);
    assert!(title(&results).ends_with(" most"), "{}", title(&results));
    for ranking in &mut results.rankings {
        let others = [1, 0].map(|other| ranking.options[other].scenario);
        for (option, other) in ranking.options.iter_mut().zip(others) {
            option.alike = vec![other];
        }
    }
    assert_eq!(title(&results), "Both options clearly save money");
    saves(&mut results, 0, -3e6, -2e6);
    saves(&mut results, 1, -1e6, 1e6);
    let alone = title(&results);
    assert!(
        !alone.contains("most") && alone.contains("saves money: "),
        "{alone}"
    );
}

/// More adopters are paid for first: over two years they cost more, and the part that saves most does not stand as if
/// the whole saved.
#[test]
fn a_part_that_saves_is_not_said_to_be_a_saving_of_the_whole() {
    let names = ["baseline", "more-adopters"];
    let page = page(&results("coventry-2017", &names, 30));
    let title = page.split("The greatest saving with ").nth(1);
    let title = title.and_then(|rest| rest.split("</h3>").next());
    let title = title.expect("some part of it clearly saves");
    assert!(title.ends_with("; in all it clearly costs more"), "{title}");
}

/// Cases that wait, of a run read back: five at the end of the first year and fifty at the end of the second.
#[test]
fn a_queue_that_still_grows_is_a_caveat() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &["baseline", "more-adopters"], 30);
    let mut texts = texts_of_results(&folder).expect("readable");
    let quiet = page(&Results::read(&texts).expect("ours"));
    let summary = texts.get_mut("summary.csv").expect("levels");
    for (date, cases) in [("2018-03-31", 5), ("2019-03-31", 50)] {
        let cell = format!("baseline,team_queue,team: legal advice,{date},cases");
        let without = format!("{cell},0,0,0,0,0,0,30");
        assert!(summary.contains(&without), "{cell}");
        *summary = summary.replace(&without, &format!("{cell},{cases},1,0.2,4,5,6,30"));
    }
    let growing = page(&Results::read(&texts).expect("ours"));
    let said = "The queue (team: legal advice) still grows in baseline: 5.0 cases on 31 March 2018, 50.0 on";
    assert!(growing.contains(said) && !quiet.contains("still grows"));
}

/// An option's own figures that are rated low or not at all are a caveat; one that is published is enough for none.
#[test]
fn options_of_which_nothing_is_published_are_a_caveat() {
    let names = ["baseline", "more-adopters", "parallel-planning"];
    let mut results = results("coventry-2017", &names, 30);
    let said = "Nothing that either of the two options changes, its own cost included, rests on a published figure";
    assert!(page(&results).contains(said));
    for assumption in &mut results.assumptions {
        if assumption.scenario == "more-adopters" {
            assumption.confidence = "medium".to_owned();
        }
    }
    let said =
        "Parallel planning for every child</bdi>” changes, its own cost included, rests on a";
    assert!(page(&results).contains(said));
    for assumption in &mut results.assumptions {
        assumption.confidence = "medium".to_owned();
    }
    assert!(!page(&results).contains("rests on a published figure"));
}

/// An option that changes one published figure among many does not escape by it.
#[test]
fn one_published_figure_among_many_is_said_as_that() {
    let names = ["baseline", "more-adopters", "all-together"];
    let both = results("coventry-2017", &names, 30);
    let page_of_both = page(&both);
    let said = "changes, its own cost included, rests on a published figure: all of it is rated low in confidence \
                or not at all; of the 17 figures that option 2 changes, its own cost included, one rests on a published one.";
    assert!(page_of_both.contains(said));
    // By itself, too.
    let alone = results("coventry-2017", &["baseline", "all-together"], 30);
    let said = "Of the 17 figures that option 1 changes, its own cost included, one rests on a published one.";
    assert!(page(&alone).contains(said));
}

#[test]
fn there_are_three_caveats_and_few_futures_are_the_first() {
    let page = page(&results("coventry-2017", &["baseline", "more-adopters"], 4));
    let caveats = page.split("id=\"caveats\"").nth(1).expect("caveats");
    let caveats = caveats.split("</ol>").next().expect("a list");
    assert_eq!(caveats.matches("<li>").count(), 3, "{caveats}");
    assert!(
        caveats.contains("<li>Only four futures were simulated"),
        "{caveats}"
    );
    assert!(!page.contains(" may save"), "no may");
}

#[test]
fn every_chart_has_a_title_notes_a_name_and_its_numbers() {
    let page = page(&results(SHIPPED, &["baseline", "activity-days"], 4));
    let figures: Vec<&str> = page.split("<figure").skip(1).collect();
    assert!(figures.len() >= 8, "{} figures", figures.len());
    for figure in figures {
        let figure = figure.split("</figure>").next().expect("an end");
        let id = figure.split('"').nth(1).expect("a name");
        for needed in [
            format!("id=\"{id}-title\""),
            format!("id=\"{id}-notes\""),
            "role=\"img\"".to_owned(),
            format!("aria-labelledby=\"{id}-title\""),
            format!("aria-describedby=\"{id}-notes\""),
            "<details>".to_owned(),
            "<table".to_owned(),
            "Source: ".to_owned(),
        ] {
            assert!(figure.contains(&needed), "{id}: no {needed}");
        }
    }
}

#[test]
fn a_single_scenario_has_a_report_of_levels() {
    let page = page(&results("coventry-2017", &["baseline"], 4));
    assert!(page.contains("if things stayed as they are?"));
    assert!(page.contains("children are in care on 31 March 2019"));
    assert!(!page.contains("id=\"differences\""));
}

#[test]
fn hostile_text_is_text() {
    let mut hostile = results(SHIPPED, &["baseline", "activity-days"], 4);
    let clean = page(&hostile);
    let tags = |page: &str| page.matches('<').count();
    for text in HOSTILE {
        made_hostile(&mut hostile, text);
        let page = page(&hostile);
        for tag in [
            "<script",
            "</script",
            "<img",
            "</style><img",
            " onload=\"",
            " onerror=\"",
        ] {
            assert!(!page.contains(tag), "{tag} of {text:?}");
        }
        let turning = |c: char| {
            (c.is_control() && c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!page.contains(turning), "{text:?}");
        // A name adds no element: at most those that a key's breaks and longer titles make.
        assert!(tags(&page) < 2 * tags(&clean), "{text:?}");
    }
}

#[test]
fn nothing_is_fetched_and_no_script_is_run() {
    let page = page(&results("coventry-2017", &["baseline", "more-adopters"], 4));
    assert!(
        page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    );
    for fetched in [
        "<script",
        "<link",
        " src=",
        "@import",
        "@font-face",
        "http:",
    ] {
        assert!(!page.contains(fetched), "{fetched}");
    }
}

#[test]
fn ten_options_take_two_megabytes_and_two_seconds_at_most() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, SHIPPED, &TEN_OPTIONS, 2);
    let began = Instant::now();
    let page = page(&read(&folder));
    let took = began.elapsed();
    assert!(page.len() <= 2_000_000, "{} bytes", page.len());
    assert!(took.as_secs_f64() <= 2.0, "{took:?}");
}
