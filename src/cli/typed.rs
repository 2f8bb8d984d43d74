//! The command line as it was typed, and mistakes in it: shown like those in scenario files, with
//! place, cause, remedy and a code that `permanence explain` knows.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::output::manifest::PROGRAM;
use crate::scenario::diagnostic::{Files, Finding, Findings, Place, printable};
use crate::scenario::wording::reason;

use super::{Failure, rendered};

/// The program by its name, wherever it lies on this machine, and its arguments as typed.
pub fn command_line(arguments: impl Iterator<Item = OsString>) -> Vec<String> {
    let typed = arguments.skip(1);
    let typed = typed.map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(PROGRAM.to_owned()).chain(typed).collect()
}

/// Something wrong with what was typed: the code, the words that are wrong (in their order; none: what
/// is missing belongs at the end), what is wrong with them, and what to do.
pub fn mistake(code: &'static str, words: &[&str], message: &str, help: &str) -> Failure {
    let typed = command_line(std::env::args_os());
    let at = |place| Finding::error(code, place, message, help);
    let message = shown(&typed, words, at);
    Failure { code: 2, message }
}

/// A file or folder that could not be written.
pub fn cannot_write(path: &Path, why: &io::Error) -> Failure {
    let shown = path.to_string_lossy();
    let message = format!("{shown} cannot be written: {}", reason(why));
    Failure {
        code: 1,
        ..mistake(
            "P0607",
            &[&shown],
            &message,
            "name another place, or free room there",
        )
    }
}

/// Refuses what could not be written in the end, before any work is done for it.
pub fn refuse_unwritable(path: &Path) -> Result<(), Failure> {
    let above = path.ancestors().skip(1).find(|above| above.exists());
    let tried = tempfile::tempfile_in(above.unwrap_or(Path::new(".")));
    tried.map(drop).map_err(|why| cannot_write(path, &why))
}

/// Something in what was typed that can be done but is hardly what was meant.
pub fn warning(code: &'static str, words: &[&str], message: &str, help: &str) -> String {
    let typed = command_line(std::env::args_os());
    let at = |place| Finding::warning(code, place, message, help);
    shown(&typed, words, at)
}

/// Another option, this one, where there can be one.
pub fn one_option(another: &str) -> Failure {
    let help = "write a file that combines the options, extends = [\"one.toml\", \"another.toml\"], and name that";
    let message = "one option at a time, behind its baseline";
    mistake("P0604", &[another], message, help)
}

/// The mistake that the parser of arguments has found.
pub fn refused(error: &clap::Error) -> Failure {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (
        said(ContextKind::InvalidArg),
        said(ContextKind::InvalidValue),
    );
    let option = argument.split([' ', '=']).next().unwrap_or_default();
    let subcommand = said(ContextKind::InvalidSubcommand);
    let help = help_for(error);
    match error.kind() {
        ErrorKind::UnknownArgument => mistake(
            "P0601",
            &[option],
            &format!("there is no option or further argument `{option}` here"),
            &help,
        ),
        ErrorKind::InvalidSubcommand => {
            let message = format!("there is no subcommand `{subcommand}`");
            mistake("P0601", &[&subcommand], &message, &help)
        }
        ErrorKind::ArgumentConflict => {
            conflict(error, option, &said(ContextKind::PriorArg), &subcommand)
        }
        ErrorKind::MissingRequiredArgument => {
            mistake("P0603", &[], &format!("missing: {argument}"), &help)
        }
        ErrorKind::TooManyValues if argument.contains("SCENARIO") => one_option(&value),
        ErrorKind::InvalidValue if value.is_empty() => mistake(
            "P0603",
            &[option],
            &format!("`{option}` has no value"),
            &format!("write {argument}, with a value in place of what stands in brackets"),
        ),
        _ if option.is_empty() => mistake("P0602", &[], &first_line(error), &help),
        _ => {
            let message = format!("`{value}` will not do for `{argument}`");
            mistake("P0602", &[option, &value], &message, &help)
        }
    }
}

/// Options that do not go together, are given twice, or stand before a subcommand.
fn conflict(error: &clap::Error, option: &str, prior: &str, subcommand: &str) -> Failure {
    let first = prior.split(' ').next().unwrap_or_default();
    if !subcommand.is_empty() {
        let help = format!(
            "write `permanence {subcommand} ...`, then {prior} (`permanence {subcommand} --help` lists them)"
        );
        return mistake("P0604", &[first], "options go after the subcommand", &help);
    }
    match first == option || first.is_empty() {
        true => mistake(
            "P0604",
            &[option, option],
            &format!("`{option}` is given twice"),
            "give it once",
        ),
        false => {
            let message = format!("`{option}` does not go with `{first}`");
            mistake("P0604", &[option], &message, &help_for(error))
        }
    }
}

/// What to do: what the argument takes, what was probably meant, where everything is listed.
fn help_for(error: &clap::Error) -> String {
    use std::error::Error;
    if let Some(why) = error.source() {
        return why.to_string();
    }
    let words = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    };
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let near = near.into_iter().flat_map(words).next();
    let valid = words(ContextKind::ValidValue);
    if !valid.is_empty() {
        let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        return format!("{near}it takes one of {}", valid.join(", "));
    }
    let usage = error
        .get(ContextKind::Usage)
        .map(ToString::to_string)
        .unwrap_or_default();
    let command = usage.split_whitespace().skip_while(|word| *word != PROGRAM);
    let command: Vec<&str> = command
        .take_while(|word| !word.starts_with(['[', '<', '-']))
        .collect();
    let command = match command.as_slice() {
        [] => PROGRAM.to_owned(),
        words => words.join(" "),
    };
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    format!("{near}`{command} --help` lists what it takes")
}

/// What the parser says, without its own heading.
fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

/// A finding at the place of these words in the line as typed.
fn shown(typed: &[String], words: &[&str], finding: impl Fn(Place) -> Finding) -> String {
    let words_as_typed: Vec<String> = typed.iter().map(|word| as_typed(word)).collect();
    let line = words_as_typed.join(" ");
    let mut files = Files::default();
    let (start, end) = place(typed, &words_as_typed, words).unwrap_or((line.len(), line.len()));
    let file = files.add("command line", "command line", line);
    let mut findings = Findings::default();
    findings.push(finding(Place { file, start, end }));
    rendered(&findings.into_diagnostics(&files))
}

/// From where to where the last of these words stands in the line: an option and its value may be two
/// arguments or one (`--reps 0`, `--reps=0`).
fn place(typed: &[String], as_typed: &[String], words: &[&str]) -> Option<(usize, usize)> {
    let last = words.last()?;
    let mut from = 1;
    for word in &words[..words.len() - 1] {
        let found = typed[from..]
            .iter()
            .position(|typed| stands_for(typed, word));
        from += found.unwrap_or(0);
        // A value of its own stands behind its option; one behind `=` stands in it.
        from += usize::from(found.is_some() && !typed[from].contains('='));
    }
    let found = typed
        .get(from..)?
        .iter()
        .position(|typed| stands_for(typed, last))?
        + from;
    let start = as_typed[..found].iter().map(|word| word.len() + 1).sum();
    Some((start, start + as_typed[found].len()))
}

/// Whether an argument is this word, has it on one side of `=`, or is the scenario file of this name.
fn stands_for(typed: &str, word: &str) -> bool {
    let stem = || {
        Path::new(typed)
            .file_stem()
            .is_some_and(|stem| stem == word)
    };
    typed == word || typed.split('=').any(|part| part == word) || stem()
}

/// An argument as it is typed in a shell: in quotes if it has anything but plain characters.
pub fn as_typed(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\.:_-~=,+*?".contains(c);
    match !argument.is_empty() && argument.chars().all(plain) {
        true => argument.to_owned(),
        false => format!("\"{}\"", printable(argument)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &[&str], words: &[&str]) -> String {
        let typed: Vec<String> = typed.iter().map(|&word| word.to_owned()).collect();
        let shown = shown(&typed, words, |place| {
            Finding::error("P0602", place, "wrong", "mend it")
        });
        let lines: Vec<&str> = shown.lines().collect();
        let [line, marks] =
            [lines[3], lines[4]].map(|line| line.split_once("| ").expect("a bar").1);
        let marked = line.chars().zip(marks.chars().chain(" ".chars().cycle()));
        marked
            .filter(|(_, mark)| *mark == '^')
            .map(|(c, _)| c)
            .collect()
    }

    #[test]
    fn what_is_wrong_is_marked_where_it_was_typed() {
        let line = ["permanence", "compare", "0", "--reps", "0", "a b.toml"];
        assert_eq!(marked(&line, &["--reps", "0"]), "0");
        assert_eq!(marked(&line, &["a b"]), "\"a b.toml\"");
        assert_eq!(
            marked(&["permanence", "--reps=0"], &["--reps", "0"]),
            "--reps=0"
        );
        assert_eq!(
            marked(&["permanence", "--x", "1", "--x", "2"], &["--x", "--x"]),
            "--x"
        );
    }
}
