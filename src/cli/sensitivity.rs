//! `permanence sensitivity`: how sure an option's difference is, given the assumptions.

use std::path::PathBuf;
use std::time::Instant;

use crate::experiment::metrics::{self, Metric};
use crate::experiment::reported;
use crate::experiment::sensitivity::{DECISIVE, Sensitivity, Setup, analyse};
use crate::experiment::{Plan, Reps};
use crate::output::manifest::Manifest;
use crate::output::{folder, json, sensitivity};
use crate::scenario::Scenario;

use super::cut::cut;
use super::execute::{load_all, style, warn};
use super::options::{Format, seed, whole};
use super::progress::{bar, shown_by, stop_on_ctrl_c};
use super::typed::{command_line, mistake, one_option};
use super::{Failure, builtin, comparable, print, room, say};

/// The built-in option that is analysed if no files are named.
const BUILT_IN: &str = "all-together.toml";
/// Trajectories of the screening: as many as there are levels of its grid.
const TRAJECTORIES: usize = 4;
/// Years, unless more are asked for or the scenario is shorter.
const YEARS: u32 = 5;

/// Arguments of `permanence sensitivity`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Baseline, then the option (scenario files); none: the built-in council and all its options together
    #[arg(value_name = "SCENARIO", num_args = 0..=2)]
    scenarios: Vec<PathBuf>,
    /// Analyse this metric, over the whole run, instead of cost and days in care; can be repeated
    #[arg(long, value_name = "METRIC", value_parser = metric)]
    metric: Vec<Metric>,
    /// Worlds in which all assumptions differ at once: a power of two (others are added in which one
    /// differs, or one after another)
    #[arg(
        long,
        value_name = "N",
        default_value = "512",
        allow_negative_numbers = true,
        value_parser = points
    )]
    points: usize,
    /// Simulated futures of baseline and option in each world
    #[arg(long, value_name = "N", default_value = "20", allow_negative_numbers = true, value_parser = reps)]
    reps: usize,
    /// Simulate only the first N years [default: 5, or the whole run if that is shorter]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 40>)]
    years: Option<u32>,
    /// Seed: the same seed gives the same results, on any machine
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = seed)]
    seed: u64,
    /// Threads to use [default: all]; never changes a result
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1_024>)]
    threads: Option<u32>,
    /// Folder for result files; replaced only if it holds earlier results
    #[arg(long, value_name = "DIR", default_value = "results/sensitivity")]
    out: PathBuf,
    /// How to print results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Simulate it even if it needs more memory than is free, or is of more than a million million events
    #[arg(long)]
    any_size: bool,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    no_progress: bool,
}

/// A power of two: only so many Sobol points fill all ranges evenly.
fn points(text: &str) -> Result<usize, String> {
    let number = whole::<1, 65_536>(text).ok();
    let number = number.filter(|number| number.is_power_of_two() && *number >= 16);
    let number = number.map(|number| number as usize);
    number
        .ok_or_else(|| "write a power of two from 16 to 65536, such as 256, 512 or 1024".to_owned())
}

fn reps(text: &str) -> Result<usize, String> {
    let number = whole::<1, 100_000>(text).ok().filter(|number| *number >= 2);
    let number = number.map(|number| number as usize);
    number.ok_or_else(|| {
        "write a whole number from 2 to 100000: one future cannot tell chance from assumptions"
            .to_owned()
    })
}

fn metric(text: &str) -> Result<Metric, String> {
    let unknown = || {
        let reported::Unknown { message, help } = reported::no_metric(text);
        format!("{message}; {help}")
    };
    metrics::find(text)
        .map(|spec| spec.metric)
        .ok_or_else(unknown)
}

/// Analyses the option named, or the built-in one.
///
/// # Errors If scenarios are invalid, do not fit together or have nothing uncertain, the folder for
/// results is not ours, the disk failed, or Ctrl-C was pressed.
pub fn execute(args: &Args) -> Result<(), Failure> {
    let scenarios = match args.scenarios.as_slice() {
        [] => vec![builtin::load("baseline.toml")?, builtin::load(BUILT_IN)?],
        [_] => {
            return Err(mistake(
                "P0603",
                &[],
                "an analysis needs a baseline and an option",
                "write `permanence sensitivity BASELINE OPTION`",
            ));
        }
        // Where other arguments stand between them, the parser lets more through.
        [_, _, another, ..] => return Err(one_option(&another.to_string_lossy())),
        paths => load_all(paths)?,
    };
    comparable::check(&scenarios)?;
    folder::check(&args.out)?;
    let years = args.years.unwrap_or(YEARS.min(scenarios[0].years));
    // In their worlds the scenarios are built whole and cut then: here for what is to be said of it.
    let mut first_years = scenarios.clone();
    let beyond = cut(&mut first_years, years)?;
    let first_years: Vec<&Scenario> = first_years.iter().collect();
    room::can_be_simulated(
        &first_years,
        args.points * args.reps,
        args.threads,
        args.any_size,
    )?;
    if !args.quiet {
        warn(&scenarios);
        for warning in beyond {
            say(&format!("{warning}\n"));
        }
        for warning in comparable::warnings(&scenarios) {
            say(&format!("{warning}\n"));
        }
    }
    let began = Instant::now();
    let analysis = analysed(&scenarios, years, args)?;
    let seconds = began.elapsed().as_secs_f64();
    let command = command_line(std::env::args_os());
    let manifest = Manifest::of_sensitivity(&analysis, &scenarios, command, seconds);
    let written = folder::write_sensitivity(&args.out, &analysis, &manifest);
    // If the disk failed, the page is what can still be saved of a long run.
    print(&page(&analysis, args.format)?)?;
    written?;
    if !args.quiet {
        let folder = args.out.display();
        say(&format!(
            "Written to {folder}: sensitivity.csv, and what was run. {seconds:.1} s."
        ));
    }
    Ok(())
}

fn analysed(scenarios: &[Scenario], years: u32, args: &Args) -> Result<Sensitivity, Failure> {
    let [baseline, option] = scenarios else {
        return Err(Failure::failed("an analysis is of two scenarios"));
    };
    let bar = bar(args.quiet || args.no_progress, "runs");
    let progress = shown_by(&bar);
    let plan = Plan {
        threads: args.threads.map(|threads| threads as usize),
        stop: stop_on_ctrl_c(args.quiet)?,
        progress: Some(&progress),
        reps: Reps::Number(args.reps),
        ..Plan::new(args.reps, args.seed)
    };
    let setup = Setup {
        metrics: match args.metric.as_slice() {
            [] => DECISIVE.to_vec(),
            named => named.to_vec(),
        },
        points: args.points,
        trajectories: TRAJECTORIES,
        reps: args.reps,
        years,
        plan,
    };
    let analysis = analyse(baseline, option, &setup);
    bar.finish_and_clear();
    Ok(analysis?)
}

/// What is printed, in the format asked for.
fn page(analysis: &Sensitivity, format: Format) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let written = match format {
        Format::Table => return Ok(sensitivity::page(analysis, style())),
        Format::Json => json::write_sensitivity(analysis, &mut bytes),
        Format::Csv => sensitivity::csv(analysis, &mut bytes),
    };
    written.map_err(Failure::failed)?;
    String::from_utf8(bytes).map_err(Failure::failed)
}
