//! What docs/model.md says of the shipped council is what comes out of it.

use std::fs;

use super::{permanence, read, root};

/// What docs/model.md says of scarce adopters is what comes out with 42.1 and with 30 approvals.
#[test]
fn it_says_what_more_adopters_do_when_they_are_scarce_and_when_not() {
    let page = read(&root().join("docs/model.md"));
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let baseline = read(&root().join("scenarios/coventry-2017/baseline.toml"));
    let stated = "approvals_a_year = { value = 42.1,";
    assert!(baseline.contains(stated), "the shipped number of approvals");
    for (approvals, more) in [("42.1", "52.625"), ("30", "37.5")] {
        let own = baseline.replace(stated, &stated.replace("42.1", approvals));
        let option = format!(
            "extends = \"baseline.toml\"\n[recruitment.adopters]\napprovals_a_year = {more}\n"
        );
        fs::write(folder.path().join("baseline.toml"), own).expect("room");
        fs::write(folder.path().join("more.toml"), option).expect("room");
        let mut command = permanence(folder.path());
        let assert = command
            .args(["compare", "baseline.toml", "more.toml"])
            .assert();
        let printed = assert.success().get_output().stdout.clone();
        let printed = String::from_utf8(printed).expect("text");
        let answer = |label: &str| {
            let line = printed.lines().find(|line| line.trim().starts_with(label));
            let line = line.expect("the page has this line").trim();
            line[label.len()..]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let adoptions = answer("Adoptions").replace("more", "more adoptions");
        let costs = answer("Total cost over 10 years");
        let costs = match costs.contains(" less") {
            true => format!("saves {}", costs.replace(" less", "")),
            false => costs,
        };
        for said in [adoptions, costs] {
            assert!(words.contains(&said), "docs/model.md does not say: {said}");
        }
    }
}

/// What docs/model.md says of flows and parts of the stock that move, though the whole is level, is what comes out.
#[test]
fn it_says_how_flows_and_the_stock_move() {
    let page = read(&root().join("docs/model.md"));
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let baseline = root().join("scenarios/coventry-2017/baseline.toml");
    let mut command = permanence(folder.path());
    let command = command.arg("run").arg(&baseline);
    command.args(["--out", "out", "--quiet"]).assert().success();
    let summary = read(&folder.path().join("out/summary.csv"));
    let mean = |cell: &str| {
        let row = format!("baseline,{cell},");
        let row = summary.lines().find(|line| line.starts_with(&row));
        let mean = row.and_then(|row| row.split(',').nth(5)).expect("a mean");
        mean.parse::<f64>().expect("a number").round()
    };
    let in_year = |metric: &str, year: &str| mean(&format!("{metric},all,{year}"));
    let on = |group: &str, day: &str| mean(&format!("children_in_care,{group},{day}"));
    let [first, fifth] = ["2018-03-31", "2022-03-31"];
    let adopted = ["2017/18", "2018/19", "2019/20"].map(|y| in_year("children_adopted", y));
    let ordered = ["2017/18", "2018/19", "2019/20"].map(|y| in_year("placement_orders", y));
    let to = |group: &str| on(group, fifth);
    for said in [
        format!(
            "are {} and then {}, {} and",
            adopted[0], adopted[1], adopted[2]
        ),
        format!(
            "orders* are {}, then {} and {}:",
            ordered[0], ordered[1], ordered[2]
        ),
        format!(
            "grow from 78 to {} in a year and {} in five",
            on("1 to 4", first),
            to("1 to 4")
        ),
        format!("fall from 244 to {}", to("10 to 15")),
        format!("care orders rise from 311 to {}", to("care order")),
        format!("placement orders fall from 68 to {}", to("placement order")),
        format!("children under section 20 from 141 to {}", to("section 20")),
    ] {
        assert!(words.contains(&said), "docs/model.md does not say: {said}");
    }
}
