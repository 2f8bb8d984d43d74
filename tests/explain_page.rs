//! Every row of money that the page prints, and every other, can be asked for in its own words.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// Room for labels: in an option's block behind three spaces, in a table from the margin.
const LABEL: usize = 46;

fn permanence() -> Command {
    let mut command = Command::cargo_bin("permanence").expect("the program is built");
    command.env("NO_COLOR", "1");
    command
}

/// The page of a comparison that has all kinds of rows: readings, budgets, targets, reported metrics, the
/// run-off, an option that begins later and recruits, and one that changes next to nothing.
fn page() -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/securing-permanence-2013");
    let baseline = fs::read_to_string(shipped.join("baseline.toml")).expect("shipped");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("room on the disk");
    };
    write(
        "baseline.toml",
        &format!("{baseline}\n[budget]\na_year = [7000000]\n"),
    );
    let pool = "title = \"Pool\"\nextends = \"baseline.toml\"\nfrom = 2013-07-01\n\
        [recruitment.adopters]\napprovals_a_year = 12\n[option.pool]\ncost_a_year = 5000\n";
    write("pool.toml", pool);
    let guardians = fs::read_to_string(shipped.join("special-guardianship.toml")).expect("shipped");
    let title = guardians
        .lines()
        .find(|line| line.starts_with("title"))
        .expect("a title");
    let guardians = guardians
        .replace(title, "title = \"Guardians\"")
        .replace("from = 2013-06-01\n", "");
    write("guardians.toml", &guardians);
    let mut command = permanence();
    command.current_dir(folder.path());
    command.args([
        "compare",
        "baseline.toml",
        "pool.toml",
        "guardians.toml",
        "--run-off",
        "--quiet",
    ]);
    command.args(["--years", "3", "--reps", "40"]);
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).expect("text")
}

/// The labels of options' blocks, those of several lines put together.
fn rows_of_blocks(page: &str) -> Vec<String> {
    let mut labels = Vec::new();
    let (mut within, mut paragraph, mut begun) = (false, false, String::new());
    for line in page.lines() {
        let number = line
            .split_once(". ")
            .is_some_and(|(n, _)| n.parse::<u32>().is_ok());
        within = (within || number) && !line.is_empty();
        let text = line
            .strip_prefix("   ")
            .filter(|text| !text.starts_with(' '));
        let Some(text) = text.filter(|_| within && !number) else {
            continue;
        };
        // What is exactly the same is a paragraph, up to the rows of money.
        paragraph =
            (paragraph || text.starts_with("Exactly the same:")) && !text.starts_with("Cashable");
        if paragraph {
            continue;
        }
        let label: String = text.chars().take(LABEL).collect();
        begun = format!("{begun} {}", label.trim());
        if text.chars().count() > LABEL {
            labels.push(std::mem::take(&mut begun).trim().to_owned());
        }
    }
    labels
}

/// The labels of the table below a heading.
fn rows_below(page: &str, heading: &str) -> Vec<String> {
    let lines = page.lines().skip_while(|line| !line.starts_with(heading));
    let table = lines.take_while(|line| !line.is_empty());
    let rows = table
        .skip_while(|line| !line.starts_with(&" ".repeat(20)))
        .skip(1);
    let labels = rows.map(|line| {
        line.chars()
            .take(LABEL)
            .collect::<String>()
            .trim()
            .to_owned()
    });
    labels.filter(|label| !label.is_empty()).collect()
}

#[test]
fn every_row_of_the_page_says_how_it_is_worked_out_and_where_its_numbers_are() {
    let page = page();
    let mut labels = rows_of_blocks(&page);
    assert!(labels.len() > 30, "{labels:?}");
    for heading in [
        "Where the difference in cost comes from",
        "What days less in care are worth",
    ] {
        let rows = rows_below(&page, heading);
        assert!(rows.len() > 10, "{heading}: {rows:?}");
        labels.extend(rows);
    }
    let six_weeks = rows_below(
        &page,
        "Six weeks less for every child who left before 18 in 2013/14",
    );
    // Below each reading how many children its claim takes: £180,000 ÷ (6 × £569) is 53.
    assert_eq!(six_weeks.len(), 16, "{page}");
    assert!(
        six_weeks.contains(&"£180k takes 53 children".to_owned()),
        "{six_weeks:?}"
    );
    labels.extend(six_weeks);
    let budgets = rows_below(&page, "Chance of staying within the budget");
    let budgets: Vec<&str> = budgets
        .iter()
        .filter_map(|row| row.split("  ").next())
        .collect();
    assert_eq!(budgets.len(), 3, "{page}");
    labels.extend(budgets.iter().map(|&budget| budget.to_owned()));
    // What depends on how an option turns out.
    labels.extend(
        [
            "Saving a year",
            "Saving a year since it began",
            "Extra cost a year",
            "Cost a year since it began",
            "Cost in 2019/20 (the only full year)",
            "Cost in 2026/27 (last full year)",
            "Present value of the saving",
            "Present value of the extra cost",
            "Has paid for itself",
            "Has paid for itself by the end of",
            "A household may cost, to break even",
            "Cost of each more year in a permanent home",
            "The other 3 that this scenario reports",
            "All that this scenario reports",
            "Aspire, 2019/20: £12.50m",
            "Total cost over 10 years",
            "Total cost over 1 year",
            "chance of £1.50m a year, net",
            "Mean of all simulated futures",
            "Where the difference in cost comes from",
            "What days less in care are worth, read at the prices of a claim",
            "Chance that each target is reached",
            "What this scenario reports",
            "All options beside baseline, over 5 years",
            "Cannot be told apart at this precision",
            "No clear difference",
            "Confidence in the assumptions",
            "days in care",
            "days per child entering",
            "in care at end",
            "adopted",
            "special guardians",
            "days to match",
            "searches not met",
            "cashable cost",
            "Chance",
            "Compared with",
            "Includes",
            "In brackets",
            "95 % intervals",
            "Replications",
            "digest",
            "total cost",
        ]
        .map(str::to_owned),
    );
    labels.sort();
    labels.dedup();
    for label in &labels {
        let output = permanence()
            .args(["explain", label])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{label:?} is not explained");
        let row = text.contains("How: ") && text.contains("Numbers: ") && text.contains("Prices: ");
        let metric = text.contains("Source: ") && text.contains("In results ");
        assert!(row || metric, "{label:?}: {text}");
    }
}

#[test]
fn allowances_and_social_work_name_all_their_lines() {
    for (row, line) in [
        ("Allowances after care", "adoption allowances"),
        ("Allowances after care", "special guardianship allowances"),
        ("Social work", "supervision orders"),
    ] {
        let output = permanence()
            .args(["explain", row])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains(line), "{row}: {text}");
    }
}

/// A budget line that the scenario reports by itself leads to its own formula and prices.
#[test]
fn a_reported_line_is_explained_as_the_line() {
    let row = "Cost: special guardianship allowances";
    let output = permanence()
        .args(["explain", row])
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.contains("days from the order to the eighteenth birthday"),
        "{text}"
    );
    assert!(
        text.contains("`prices.special_guardianship_a_week`"),
        "{text}"
    );
}

/// Each row of the table of readings has its own formula.
#[test]
fn rows_of_the_readings_say_what_is_multiplied_and_what_is_taken_off() {
    for (row, says) in [
        ("Read as fostering at £569 a week", "`reading.NAME.a_week`"),
        (
            "gross",
            "Nothing of what the option or allowances cost is taken off",
        ),
        (
            "of it cashable, before costs",
            "gross × `reading.NAME.cashable_share`",
        ),
        (
            "net of what all else costs more",
            "gross − what all budget lines",
        ),
        (
            "cashable, net of what is paid out more",
            "`reading.NAME.cashable_share` − what",
        ),
        ("gross in 2013/14 alone", "not divided by years"),
        (
            "chance of £180k a year, gross",
            "whose gross saving a year is at least",
        ),
        ("chance of £180k a year, net", "in which gross less what"),
        (
            "chance of £180k a year, cashable, net",
            "in which the cashable part, less",
        ),
        (
            "chance of £180k in 2013/14, gross",
            "in that financial year alone is at least",
        ),
        ("as fostering at £569", "6 × the children who ceased"),
        ("£180k takes 53 children", "÷ (6 × `reading.NAME.a_week`)"),
    ] {
        let output = permanence()
            .args(["explain", row])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains(says), "{row}: {text}");
        let interval = text.contains("Wilson");
        assert_eq!(interval, row.starts_with("chance"), "{row}: {text}");
        assert!(!text.contains("all of [prices]"), "{row}: {text}");
    }
}

/// A reading can be asked for by the name that the scenario gives it: its keys, and how each row is worked out.
#[test]
fn a_reading_is_explained_by_its_name() {
    for topic in ["reading.fostering", "reading.NAME", "reading"] {
        let output = permanence()
            .args(["explain", topic])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        for says in [
            "reading.*.a_week\n",
            "reading.*.cashable_share\n",
            "  gross\n      days less in care (baseline − option) ÷ 7 × `reading.NAME.a_week`",
            "Source: what the scenario's [reading.NAME] names",
        ] {
            assert!(text.contains(says), "{topic}: {says} in {text}");
        }
    }
    let unknown = ["explain", "reading.fostering.a_month"];
    permanence().args(unknown).assert().failure();
}

/// A saving is what the baseline costs more; an extra cost is what the option does.
#[test]
fn savings_and_extra_costs_are_worked_out_with_the_sign_of_their_words() {
    let saved = "(total cost in the baseline − total cost with the option) ÷";
    let paid = "(total cost with the option − total cost in the baseline) ÷";
    for (row, says) in [
        ("Saving a year", saved),
        ("Saving a year since it began", saved),
        ("Extra cost a year", paid),
        ("Extra cost a year since it began", paid),
        ("Cost a year since it began", paid),
        ("Present value of the saving", "baseline − option, future"),
        (
            "Present value of the extra cost",
            "option − baseline, future",
        ),
    ] {
        let output = permanence()
            .args(["explain", row])
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains(says), "{row}: {text}");
    }
}
