//! A folder of results read back: the same answers as those it was made from.

use std::fs;

use permanence::output::folder::texts_of_results;
use permanence::output::results::{Results, Texts, Unreadable};

use super::{read, temporary, written};

/// Not-a-number is not equal to itself, but it is printed alike.
fn same(one: &impl std::fmt::Debug, other: &impl std::fmt::Debug) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn a_folder_read_back_gives_the_answers_it_was_made_from() {
    let folder = temporary();
    let folder = folder.path().join("results");
    let names = ["baseline", "activity-days", "all-targets"];
    let comparison = written(&folder, "securing-permanence-2013", &names, 4);
    let results = read(&folder);
    same(&results.headlines(), &comparison.headlines());
    same(&results.rankings, &comparison.rankings);
    assert_eq!(results.made.council, comparison.council);
    assert_eq!(results.targets.len(), 3 * comparison.targets.len());
    assert!(!results.run_off.is_empty() && !results.readings.is_empty());
    for (option, appraisal) in results.options().iter().zip(&comparison.appraisals) {
        same(&option.payback(), &Some(appraisal.payback.clone()));
        same(
            &option.year_of_permanence(),
            &appraisal.cost_of_a_year_of_permanence,
        );
    }
}

#[test]
fn a_single_scenario_is_read_back_too() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &["baseline"], 4);
    let results = read(&folder);
    assert!(results.options().is_empty() && results.bridge.is_empty());
    assert!(!results.questions.is_empty() && !results.assumptions.is_empty());
}

#[test]
fn a_file_that_is_missing_or_damaged_is_named() {
    let folder = temporary();
    let folder = folder.path().join("results");
    written(&folder, "coventry-2017", &["baseline", "more-adopters"], 4);
    let texts = texts_of_results(&folder).expect("readable");
    for file in ["summary.csv", "differences.csv", "questions.csv"] {
        let mut texts = texts.clone();
        texts.remove(file);
        assert_eq!(
            Results::read(&texts),
            Err(Unreadable::Missing(file.to_owned()))
        );
    }
    let mut texts: Texts = texts;
    let cut = fs::read_to_string(folder.join("costs.csv")).expect("readable");
    texts.insert("costs.csv".to_owned(), cut.replacen(",total,", ",", 1));
    let said = Results::read(&texts).expect_err("damaged").to_string();
    assert!(said.starts_with("costs.csv is damaged"), "{said}");
    assert!(said.contains("line: 2"), "{said}");
}
