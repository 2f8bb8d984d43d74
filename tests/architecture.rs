//! The layers of the package, and the habits every source file keeps.
//!
//! Each layer may use only what stands to its left:
//! des · dist · stats ← care ← finance ← scenario · data ← experiment ← output · report · workbook ← cli ← main.

use std::fs;
use std::path::{Path, PathBuf};

const GENERIC: [&str; 3] = ["des", "dist", "stats"];

/// What each layer may use besides itself; whatever is not listed here is not a layer.
const LAYERS: [(&str, &[&str]); 12] = [
    ("des", &[]),
    ("dist", &[]),
    // The normal quantile of `dist` serves the intervals of `stats`.
    ("stats", &["dist"]),
    ("care", &["des", "dist", "stats"]),
    ("finance", &["care", "des"]),
    (
        "scenario",
        &["data", "finance", "care", "des", "dist", "stats"],
    ),
    (
        "data",
        &["scenario", "finance", "care", "des", "dist", "stats"],
    ),
    (
        "experiment",
        &[
            "scenario", "data", "finance", "care", "des", "dist", "stats",
        ],
    ),
    (
        "output",
        &[
            "report",
            "workbook",
            "experiment",
            "scenario",
            "data",
            "finance",
            "care",
            "des",
            "dist",
            "stats",
        ],
    ),
    (
        "report",
        &[
            "output",
            "experiment",
            "scenario",
            "data",
            "finance",
            "care",
            "des",
            "dist",
            "stats",
        ],
    ),
    (
        "workbook",
        &[
            "output",
            "report",
            "experiment",
            "scenario",
            "data",
            "finance",
            "care",
            "des",
            "dist",
            "stats",
        ],
    ),
    (
        "cli",
        &[
            "output",
            "report",
            "workbook",
            "experiment",
            "scenario",
            "data",
            "finance",
            "care",
            "des",
            "dist",
            "stats",
        ],
    ),
];

/// Lines of the longest file.
const LONGEST: usize = 600;

/// A source file: its path as printed, its layer, its text.
struct Source {
    path: String,
    layer: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the sources are found");
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(root).expect("a source is in the package");
        let parts: Vec<String> = inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        Source {
            path: parts.join("/"),
            layer: parts[1].trim_end_matches(".rs").to_owned(),
            text: fs::read_to_string(&path).expect("a source can be read"),
        }
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

/// The text without comments. A `//` inside a string goes too, which hides no path of the crate.
fn code(text: &str) -> String {
    let lines = text.lines();
    let kept: Vec<&str> = lines
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect();
    kept.join("\n")
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The first names of all paths that begin at `start`: `crate::a::b` and `crate::{a::b, c}`.
fn used(text: &str, start: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices(start) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &text[at + start.len()..];
        match rest.strip_prefix('{') {
            None => names.push(name(rest).to_owned()),
            Some(group) => names.extend(group_names(group)),
        }
    }
    names
}

/// The first names in `a::b, c::{d, e}, f}`, up to the brace that closes it.
fn group_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut item) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut item)),
            _ if depth == 0 => item.push(c),
            _ => {}
        }
    }
    names.push(item);
    let first = names.iter().map(|item| name(item.trim()).to_owned());
    first.filter(|name| !name.is_empty()).collect()
}

fn is_layer(name: &str) -> bool {
    LAYERS.iter().any(|layer| layer.0 == name)
}

#[test]
fn every_layer_uses_only_those_to_its_left() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = LAYERS.iter().find(|layer| layer.0 == source.layer) else {
            continue;
        };
        let code = code(&source.text);
        let mut names = used(&code, "crate::");
        if source.path.matches('/').count() == 1 {
            // A layer's first file stands next to the others: there `super` is the crate, too,
            // except within its tests.
            let outside_tests = code.split("#[cfg(test)]").next().unwrap_or_default();
            names.extend(used(outside_tests, "super::"));
        }
        for name in names {
            let own = name == source.layer;
            if is_layer(&name) && !own && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} uses {name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_of_the_crate_is_a_layer_with_a_place() {
    let unknown: Vec<_> = sources()
        .into_iter()
        .filter(|s| !is_layer(&s.layer) && !["lib", "main"].contains(&s.layer.as_str()))
        .filter(|s| s.path.matches('/').count() > 1)
        .map(|s| s.path)
        .collect();
    assert!(unknown.is_empty(), "no layer: {unknown:#?}");
}

#[test]
fn what_is_generic_knows_no_child() {
    for source in sources() {
        if GENERIC.contains(&source.layer.as_str()) {
            let code = code(&source.text);
            for word in ["Child", "Household", "adoption", "placement"] {
                let outside_tests = code.split("#[cfg(test)]").next().unwrap_or_default();
                assert!(!outside_tests.contains(word), "{} says {word}", source.path);
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_can_be_read() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|s| (s.text.lines().count(), s.path))
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines: {long:#?}");
}

#[test]
fn every_file_says_on_top_what_it_is_about() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|s| !s.text.starts_with("//!"))
        .map(|s| s.path)
        .collect();
    assert!(silent.is_empty(), "no text on top: {silent:#?}");
}

#[test]
fn there_is_no_unsafe_code_and_no_map_without_an_order() {
    for source in sources() {
        // What a page's security policy allows is called so: it is a style sheet within the page.
        let code = code(&source.text).replace("'unsafe-inline'", "");
        let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        for word in words {
            let bad = ["unsafe", "HashMap", "HashSet"].contains(&word);
            assert!(!bad, "{} says {word}", source.path);
        }
    }
}

#[test]
fn files_are_called_by_nouns_of_the_field() {
    for source in sources() {
        let parts = source.path.trim_end_matches(".rs").split('/');
        for part in parts {
            let vague = [
                "utils", "util", "helpers", "helper", "common", "manager", "misc", "mod",
            ];
            assert!(!vague.contains(&part), "{} says nothing", source.path);
        }
    }
}

#[test]
fn paths_are_found_in_all_their_forms() {
    let text = "use crate::des::{time, calendar};\nuse crate::{dist::Dist, care::{child, plan}, stats};\n\
                let x = crate::finance::prices; // crate::cli\nnot_crate::output;";
    let found = used(&code(text), "crate::");
    assert_eq!(found, ["des", "dist", "care", "stats", "finance"]);
}

/// Prose beside code is read in windows side by side.
#[test]
fn no_comment_for_readers_is_wider_than_a_page() {
    let wide: Vec<_> = sources()
        .into_iter()
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            let prose = lines.filter(|(_, line)| {
                let line = line.trim_start();
                line.starts_with("//!") || line.starts_with("///")
            });
            let wide = prose.filter(|(_, line)| line.chars().count() > 110);
            wide.map(|(n, _)| format!("{}:{}", source.path, n + 1))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wide.is_empty(), "over 110 characters: {wide:#?}");
}

/// A report is a pure function of tables, so that a browser can make it: no file, clock, thread, environment
/// or process, in it or in what reads the tables. (Rayon does one thing after another where there are no threads.)
#[test]
fn the_report_knows_nothing_but_its_tables() {
    for source in sources() {
        let reads = source.path.starts_with("src/output/results");
        if !["report", "workbook"].contains(&source.layer.as_str()) && !reads {
            continue;
        }
        let code = code(&source.text);
        for outside in [
            "std::fs",
            "std::io",
            "std::env",
            "std::time",
            "std::thread",
            "std::process",
            "std::net",
            "Path",
            "tempfile",
            "Instant",
            "SystemTime",
            "Zoned",
            "Timestamp",
        ] {
            let mut names = code.match_indices(outside);
            let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            let alone = names.any(|(at, _)| {
                let (before, after) = (&code[..at], &code[at + outside.len()..]);
                !joins(before.chars().next_back()) && !joins(after.chars().next())
            });
            assert!(!alone, "{} uses {outside}", source.path);
        }
    }
}
