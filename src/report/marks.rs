//! What the marks in the sources of assumptions stand for: `P48`, `SEED`, `CLA2017`. docs/sources.md says it
//! and is read here, so that it stands once.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::View;
use super::figure::Table;

/// Whoever has only the report looks nothing up elsewhere.
const SOURCES: &str = include_str!("../../docs/sources.md");

/// Marks that stand for one thing, and what that is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marks {
    marks: Vec<String>,
    meaning: String,
    published: String,
}

/// A row of a table of the page, or a document of its list. Marks begin with a capital; what is a word,
/// headings among them, needs no key.
fn marks(line: &str) -> Option<Marks> {
    let document = line.strip_prefix("- **");
    let cells: Vec<&str> = match document {
        Some(document) => document.splitn(2, "**").collect(),
        None => line
            .strip_prefix('|')?
            .trim_end_matches('|')
            .split('|')
            .collect(),
    };
    let bare = |cell: &&str| cell.trim().replace(['*', '`'], "");
    let cells: Vec<String> = cells.iter().map(bare).collect();
    let (marks, meaning) = cells.first().zip(cells.get(1))?;
    let marks = marks
        .split(", ")
        .filter(|mark| mark.starts_with(char::is_uppercase));
    Some(Marks {
        marks: marks.map(str::to_owned).collect(),
        meaning: meaning.clone(),
        published: cells.get(2).cloned().unwrap_or_default(),
    })
}

/// The words of a text, a table's mark with a year behind it without the year, too.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.flat_map(|word| {
        let year = word.len().saturating_sub(4);
        let split = word.split_at_checked(year);
        let table = split.and_then(|(table, year)| is_year(year).then_some(table));
        std::iter::once(word).chain(table)
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20") && text.chars().all(|c| c.is_ascii_digit())
}

/// What these texts use of the page, without what they do not.
fn used<'t>(page: &str, texts: impl Iterator<Item = &'t str>) -> Vec<Marks> {
    let all: Vec<Marks> = page.lines().filter_map(marks).collect();
    let used_by = |words: &BTreeSet<&str>| -> Vec<Marks> {
        let of = |known: &Marks| {
            let marks = known
                .marks
                .iter()
                .filter(|mark| words.contains(mark.as_str()));
            Marks {
                marks: marks.cloned().collect(),
                ..known.clone()
            }
        };
        let used = all.iter().map(of);
        used.filter(|known| !known.marks.is_empty()).collect()
    };
    let mut of_texts: BTreeSet<&str> = texts.flat_map(words).collect();
    // A figure may be of another's publication.
    let first = used_by(&of_texts);
    of_texts.extend(first.iter().flat_map(|known| words(&known.published)));
    used_by(&of_texts)
}

/// The key to the marks that occur.
pub fn key(view: &View<'_>) -> Markup {
    let sources = view.results.assumptions.iter().map(|a| a.source.as_str());
    let mut table = Table::new(
        "Marks in the sources of assumptions",
        &["Mark", "What it stands for", "Published in"],
    );
    for known in used(SOURCES, sources) {
        table.push(vec![
            html! { (known.marks.join(", ")) },
            html! { (known.meaning) },
            html! { (known.published) },
        ]);
    }
    html! {
        @if !table.rows.is_empty() {
            p { "Capitals in the sources are marks: P or A and a number is a figure taken from a publication, S and a number a document, a \
                 word says how a figure was come by. The program's page docs/sources.md lists all of them." }
            details { summary { "What the marks in these sources stand for" } (table.framed()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "| mark | meaning |\n|---|---|\n| SEED | from the *documents* |\n| CLA, ADM | tables |\n| assumed | no source |\n\
        - **S0** A pack, 2018.\n- A list of `SCLA_S20`.\n| P13, P15 | two stages | A7 |\n| A7 | four stages | DfE, 2023 |\n| P48 | prices | S2 |\n";

    fn shown(sources: &[&str]) -> Vec<String> {
        let used = used(PAGE, sources.iter().copied());
        used.iter().map(|known| known.marks.join("+")).collect()
    }

    #[test]
    fn only_marks_that_occur_are_explained_and_what_they_refer_to() {
        assert_eq!(shown(&["assumed", "SEEDS, P4, P480, SCLA_P48"]), [""; 0]);
        assert_eq!(shown(&["S0, SEED; the size is assumed"]), ["SEED", "S0"]);
        assert_eq!(shown(&["CLA2017 CLA_Parent 17"]), ["CLA"]);
        assert_eq!(shown(&["P15: some days"]), ["P15", "A7"]);
        let seed = &used(PAGE, ["SEED"].into_iter())[0];
        assert_eq!(seed.meaning, "from the documents");
    }

    /// Whatever looks like a mark in a shipped baseline is explained by the page.
    #[test]
    fn the_page_explains_every_mark_of_shipped_baselines() {
        let text = concat!(
            include_str!("../../scenarios/coventry-2017/baseline.toml"),
            include_str!("../../scenarios/england-2017/baseline.toml"),
            include_str!("../../scenarios/securing-permanence-2013/baseline.toml")
        );
        let sources = text
            .split("source = \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let words = sources.flat_map(|s| s.split(|c: char| !c.is_alphanumeric() && c != '_'));
        let numbered = |word: &&str| {
            let number = word.strip_prefix(['P', 'A', 'S']);
            number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
        };
        let capitals = |word: &&str| ["SEEN", "SEED", "DERIVED", "MEMORY"].contains(word);
        let marks: Vec<&str> = words
            .filter(|word| numbered(word) || capitals(word))
            .collect();
        assert!(marks.len() > 20, "{marks:?}");
        for mark in marks {
            assert_ne!(used(SOURCES, std::iter::once(mark)), [], "{mark}");
        }
    }
}
