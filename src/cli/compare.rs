//! `permanence compare`: options against a baseline.

use std::path::{Path, PathBuf};

use super::execute::{execute as simulate, load_all};
use super::options::Options;
use super::typed::mistake;
use super::{Failure, builtin, comparable, say};

/// Arguments of `permanence compare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Baseline, then one or more alternatives (scenario files, or a pattern such as folder/*.toml,
    /// of which baseline.toml comes first); none: the built-in council
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// Compares the scenarios named, or the built-in ones.
///
/// # Errors
/// If scenarios are invalid or do not fit together, the folder for results is not ours, the disk
/// failed, or Ctrl-C was pressed.
pub fn execute(args: &Args) -> Result<(), Failure> {
    if args.scenarios.is_empty() {
        return built_in(&args.options);
    }
    match in_order(expanded(&args.scenarios)?).as_slice() {
        [_] => Err(mistake(
            "P0603",
            &[],
            "a comparison needs a baseline and at least one option",
            "name the option's file, too; `permanence run` simulates a single scenario",
        )),
        paths => {
            let scenarios = load_all(paths)?;
            comparable::check(&scenarios)?;
            if !args.options.quiet {
                for warning in comparable::warnings(&scenarios) {
                    say(&format!("{warning}\n"));
                }
            }
            simulate(scenarios, &args.options)
        }
    }
}

/// The files that patterns stand for, where the shell has not found them out (as on Windows).
fn expanded(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        let pattern = path.to_string_lossy();
        if path.exists() || !pattern.contains(['*', '?']) {
            paths.push(path.clone());
            continue;
        }
        let wrong = |why: &str| {
            let help = "check the pattern: * stands for any characters of a file's name, ? for one";
            mistake("P0605", &[&pattern], &format!("{pattern}: {why}"), help)
        };
        let found = glob::glob(&pattern).map_err(|error| wrong(error.msg))?;
        let mut found: Vec<PathBuf> = found.filter_map(Result::ok).collect();
        if found.is_empty() {
            return Err(wrong("there is no file that fits this pattern"));
        }
        found.sort();
        paths.append(&mut found);
    }
    Ok(paths)
}

/// The baseline first: the first file named, unless another of them, and only one, is called
/// `baseline.toml`, as in a folder's files in the order of the alphabet.
fn in_order(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_baseline = |path: &Path| path.file_name().is_some_and(|name| name == "baseline.toml");
    let baselines: Vec<usize> = (0..paths.len())
        .filter(|&n| is_baseline(&paths[n]))
        .collect();
    if let [place] = *baselines.as_slice() {
        paths[..=place].rotate_right(1);
    }
    paths
}

/// Compares the built-in council with its options.
///
/// # Errors
/// As [`execute`].
pub fn built_in(options: &Options) -> Result<(), Failure> {
    simulate(builtin::compared()?, options)
}
