//! What made the report: run, inputs, and the exact command to make it again.

use maud::html;

use super::figure::Table;
use super::{Section, View};

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let made = &view.results.made;
    let mut table = Table::new(
        "Inputs, with the digest of each file",
        &["Scenario", "File", "BLAKE3"],
    );
    for scenario in &made.scenarios {
        for input in &scenario.inputs {
            table.push(vec![
                html! { bdi { (scenario.name) } },
                html! { bdi { (input.name) } },
                html! { code.digest { (input.blake3) } },
            ]);
        }
    }
    Some(Section {
        id: "provenance",
        title: "Run, inputs, and how to make this again",
        body: html! {
            dl {
                dt { "Run" } dd { code.digest { (made.run_digest) } }
                dt { "Simulated" } dd { (made.replications) " futures of each of " (made.scenarios.len()) " scenarios, seed " (made.seed) ", " (view.time()) }
                dt { "Program" } dd { (made.program) " " (made.version) ", Rust " (made.toolchain) }
                @if !made.precision.is_empty() { dt { "Precision" } dd { (made.precision) } }
            }
            p { "The same command with the same files gives the same run, on any machine:" }
            pre tabindex="0" role="region" aria-label="Command that made the results" { code { (command(&made.command)) } }
            p { "The report can be made again from the folder of results, byte for byte" (beside(view)) ":" }
            pre tabindex="0" role="region" aria-label="Command that makes the report" { code { (again(view)) } }
            @if let Some(analysis) = &view.beside.analysis {
                p { "The analysis of the assumptions (run " code.digest { (analysis.made.run_digest) } ", seed " (analysis.made.seed) ") was made by:" }
                pre tabindex="0" role="region" aria-label="Command that made the analysis" { code { (command(&analysis.made.command)) } }
            }
            (table.framed())
        },
    })
}

/// What stands beside the results in this report, in words.
fn beside(view: &View<'_>) -> &'static str {
    match (&view.beside.analysis, &view.beside.backtest) {
        (None, None) => "",
        (Some(_), None) => ", with the folder of the analysis",
        (None, Some(_)) => ", with the folder of the back-test",
        (Some(_), Some(_)) => ", with the folders of the analysis and of the back-test",
    }
}

/// The command that makes this report of the folder of results.
fn again(view: &View<'_>) -> String {
    let analysis = view.beside.analysis.as_ref();
    let backtest = view.beside.backtest.as_ref();
    format!(
        "permanence report RESULTS{}{}",
        analysis.map_or("", |_| " --sensitivity ANALYSIS"),
        backtest.map_or("", |_| " --backtest BACKTEST")
    )
}

fn command(words: &[String]) -> String {
    let words = words.iter().map(|word| shell(word));
    words.collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_take_it_apart() {
        assert_eq!(shell("a/b-c.toml"), "a/b-c.toml");
        assert_eq!(shell("a b"), "'a b'");
        assert_eq!(shell("it's"), r"'it'\''s'");
        assert_eq!(shell("$(rm)"), "'$(rm)'");
        assert_eq!(shell(""), "''");
    }
}
