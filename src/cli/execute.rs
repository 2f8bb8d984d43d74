//! What `compare` and `run` share: load, simulate, write, print.

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::experiment::compare::{Comparison, summarise};
use crate::experiment::layout::Request;
use crate::experiment::reported;
use crate::experiment::{Plan, Precision, Replications, replicate};
use crate::output::manifest::Manifest;
use crate::output::table::{self, Style};
use crate::output::{csv, folder, json, levels, precision};
use crate::scenario::{Diagnostics, Overlay, Scenario};

use super::cut::cut;
use super::options::{Format, Options};
use super::progress::{bar, shown_by, stop_on_ctrl_c};
use super::room;
use super::typed::command_line;
use super::{Failure, in_colour, print, rendered, say};

/// Reads scenario files; everything wrong with all of them is said at once.
///
/// # Errors
/// With the diagnostics of all files.
pub fn load_all(paths: &[PathBuf]) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    let mut wrong: Option<Diagnostics> = None;
    let read = |path: &PathBuf| {
        Scenario::load(path).and_then(|scenario| reported::check(&scenario).map(|()| scenario))
    };
    let all: Vec<_> = paths.par_iter().map(read).collect();
    for loaded in all {
        match (loaded, &mut wrong) {
            (Ok(scenario), _) => scenarios.push(scenario),
            (Err(more), Some(wrong)) => wrong.extend(more),
            (Err(first), None) => wrong = Some(first),
        }
    }
    match wrong {
        Some(wrong) => Err(wrong.into()),
        None => Ok(scenarios),
    }
}

/// Simulates the scenarios, the first of which is the baseline; writes the folder of results and
/// prints what was asked for.
///
/// # Errors
/// If scenarios do not fit together, the folder is not ours, the disk failed, or Ctrl-C was
/// pressed; in the last case what was finished has been written and printed.
pub fn execute(mut scenarios: Vec<Scenario>, options: &Options) -> Result<(), Failure> {
    let beyond = match options.years {
        Some(years) => cut(&mut scenarios, years)?,
        None => Vec::new(),
    };
    if options.run_off {
        scenarios.iter_mut().for_each(reported::ask_for_run_off);
    }
    room::check(&scenarios.iter().collect::<Vec<_>>(), options)?;
    if !options.quiet {
        warn(&scenarios);
        for warning in beyond {
            say(&format!("{warning}\n"));
        }
        for line in changes(&scenarios) {
            say(&line);
        }
    }
    if let Some(longer) = run_off(&scenarios)
        && !options.quiet
    {
        say(&longer);
    }
    let began = Instant::now();
    let scenarios: Vec<&Scenario> = scenarios.iter().collect();
    let mut results = simulate(&scenarios, options)?;
    let comparison = summarise(&mut results)?;
    let seconds = began.elapsed().as_secs_f64();
    let command = command_line(std::env::args_os());
    let manifest = Manifest::new(&comparison, &scenarios, command, seconds);
    let every = options.replications;
    let replaces = options.out.join("manifest.json").exists();
    let written = folder::write(&options.out, &mut results, &comparison, &manifest, every);
    // If the disk failed, the page is what can still be saved of a long run.
    print(&page(&comparison, options)?)?;
    written?;
    if !options.quiet {
        let folder = options.out.display();
        say(&format!(
            "Written to {folder}{}: report.html to read and print, results.xlsx, every number and assumption, what was run. {seconds:.1} s.",
            if replaces {
                " in place of earlier results"
            } else {
                ""
            }
        ));
    }
    if comparison.interrupted() {
        let (done, asked) = (comparison.replications, comparison.replications_asked);
        let kept = format!("{done} of {asked} replications were finished and kept");
        return Err(Failure::interrupted(kept));
    }
    if let Precision::NotReached(imprecise) = &comparison.precision {
        return Err(Failure::imprecise(precision::unmet(&comparison, imprecise)));
    }
    Ok(())
}

/// Says what looks wrong with scenarios that can be used, each thing once.
pub fn warn(scenarios: &[Scenario]) {
    let mut warnings = Diagnostics::default();
    for scenario in scenarios {
        warnings.extend(scenario.warnings.clone());
    }
    if !warnings.is_empty() {
        say(&format!("{}\n", rendered(&warnings)));
    }
}

/// What each overlay among the files changes, file by file, each file once.
pub fn changes(scenarios: &[Scenario]) -> Vec<String> {
    let mut told: Vec<&Overlay> = Vec::new();
    let mut lines = Vec::new();
    for overlay in scenarios.iter().flat_map(|scenario| &scenario.overlays) {
        if !told.contains(&overlay) {
            told.push(overlay);
            let changes = overlay.lines().into_iter();
            lines.extend(changes.map(|change| format!("{}: {change}", overlay.file)));
        }
    }
    lines
}

/// What a run-off costs in time, if there is one: the world goes on until the youngest of those who are
/// there at the horizon is eighteen.
fn run_off(scenarios: &[Scenario]) -> Option<String> {
    let baseline = scenarios.first()?;
    let asked = reported::asked_for(baseline);
    let of_run_off = |request: &Request| request.metric.is_of_run_off();
    asked.iter().any(of_run_off).then(|| {
        let times = f64::from(baseline.years + 18) / f64::from(baseline.years);
        format!(
            "Run-off: after its {} years each future goes on, uncounted, until everybody who was there is 18 or \
             no longer stays put. That takes up to {times:.1} times as long.",
            baseline.years
        )
    })
}

fn simulate<'a>(
    scenarios: &[&'a Scenario],
    options: &Options,
) -> Result<Replications<'a>, Failure> {
    let bar = bar(options.quiet || options.no_progress, "runs");
    let progress = shown_by(&bar);
    let plan = Plan {
        threads: options.threads.map(|threads| threads as usize),
        stop: stop_on_ctrl_c(options.quiet)?,
        progress: Some(&progress),
        reps: options.reps,
        ..Plan::new(1, options.seed)
    };
    let results = replicate(scenarios, &plan);
    bar.finish_and_clear();
    Ok(results?)
}

/// What is printed, in the format asked for.
fn page(comparison: &Comparison, options: &Options) -> Result<String, Failure> {
    let alone = comparison.differences.is_empty();
    let mut bytes = Vec::new();
    let written = match options.format {
        Format::Table if alone => return Ok(levels::page(comparison, style())),
        Format::Table => return Ok(table::comparison(comparison, style())),
        Format::Json => json::write(comparison, &mut bytes),
        Format::Csv if alone => csv::summary(comparison, &mut bytes),
        Format::Csv => csv::differences(comparison, &mut bytes),
    };
    written.map_err(Failure::failed)?;
    String::from_utf8(bytes).map_err(Failure::failed)
}

/// Bold headings on a terminal, nothing elsewhere.
pub fn style() -> Style {
    if in_colour(&io::stdout()) {
        Style::Bold
    } else {
        Style::Plain
    }
}
