//! `permanence recruit`: how many households meet a target with a stated probability.

mod target;

use std::path::PathBuf;
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::experiment::recruit::{Recruitment, Setup, recruit};
use crate::experiment::{Plan, shorten};
use crate::output::manifest::Manifest;
use crate::output::{folder, json, recruit as report};
use crate::scenario::keys::MOST_YEARS;
use crate::scenario::wording::{number_in_text, one_of};
use crate::scenario::{self, Profile, Scenario};

use super::cut::cut;
use super::execute::{load_all, style, warn};
use super::options::{Format, seed, whole};
use super::progress::{bar, shown_by, stop_on_ctrl_c};
use super::typed::{command_line, mistake, one_option};
use super::{Failure, builtin, comparable, print, room, say};

/// Years, unless more are asked for or the scenario is shorter.
const YEARS: u32 = 5;
/// More strands than this would take longer than anybody waits.
const MOST_STRANDS: usize = 4;

/// Arguments of `permanence recruit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Baseline, then the option that holds while the households are recruited, if any (scenario
    /// files); none: the built-in council
    #[arg(value_name = "SCENARIO", num_args = 0..=2)]
    scenarios: Vec<PathBuf>,
    /// What is to be met: "METRIC[, group][, period] <= X" or ">= X", with `against baseline` behind it
    /// if it is the difference that is meant; or a target of the scenario by number, letter or metric,
    /// or `all` of them. Given several times: all of them in one future
    #[arg(long, value_name = "TARGET", required = true, value_parser = NonEmptyStringValueParser::new())]
    target: Vec<String>,
    /// In what share of futures: 0.8 or 80%
    #[arg(long, value_name = "P", default_value = "0.8", allow_negative_numbers = true, value_parser = probability)]
    probability: f64,
    /// Strand of recruitment whose profile the households have. Given several times: a mix
    #[arg(long, value_name = "NAME", required = true, value_parser = NonEmptyStringValueParser::new())]
    strand: Vec<String>,
    /// Another option file whose strands can be named; it does not hold itself (the built-in council: all
    /// its options)
    #[arg(long, value_name = "FILE")]
    strands_of: Vec<PathBuf>,
    /// The authority that recruits, if the scenario has several
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    authority: Option<String>,
    /// First day on which one of them can be approved [default: the first of the run]
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Date>,
    /// Months over which they are approved, evenly
    #[arg(long, value_name = "N", default_value = "12", allow_negative_numbers = true, value_parser = whole::<1, 480>)]
    over_months: u32,
    /// No more households than this
    #[arg(long, value_name = "N", default_value = "200", allow_negative_numbers = true, value_parser = whole::<1, 5_000>)]
    most: u32,
    /// What recruiting them may cost over the run, £: the cheapest mix within it is the answer
    #[arg(long, value_name = "£", allow_negative_numbers = true, value_parser = pounds)]
    budget: Option<f64>,
    /// Simulated futures for each number of households
    #[arg(long, value_name = "N", default_value = "200", allow_negative_numbers = true, value_parser = whole::<2, 100_000>)]
    reps: u32,
    /// Simulate only the first N years [default: 5, or the whole run if that is shorter]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, { MOST_YEARS as u32 }>)]
    years: Option<u32>,
    /// Seed: the same seed gives the same results, on any machine
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = seed)]
    seed: u64,
    /// Threads to use [default: all]; never changes a result
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1_024>)]
    threads: Option<u32>,
    /// Folder for result files; replaced only if it holds earlier results
    #[arg(long, value_name = "DIR", default_value = "results/recruit")]
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

fn probability(text: &str) -> Result<f64, String> {
    let number = number_in_text(text, "share").map(|meant| meant.number);
    let number = number.filter(|number| *number > 0.0 && *number < 1.0);
    number.ok_or_else(|| {
        "write a number between 0 and 1, both excluded, such as 0.8 or 80%: nothing is certain in a finite \
         number of futures"
            .to_owned()
    })
}

fn pounds(text: &str) -> Result<f64, String> {
    let number = number_in_text(text, "£").map(|meant| meant.number);
    let number = number.filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "write an amount of pounds, such as 250,000 or £250k".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    let date = text.parse();
    date.map_err(|_| "write a date as year-month-day: 2018-04-01".to_owned())
}

/// Searches for the number of households.
///
/// # Errors
/// If something that was typed will not do, scenarios are invalid or do not fit together, the folder for
/// results is not ours, the disk failed, or Ctrl-C was pressed; with exit code 3 if no number of households
/// meets the target within the budget.
pub fn execute(args: &Args) -> Result<(), Failure> {
    let scenarios = match args.scenarios.as_slice() {
        [] => vec![builtin::load("baseline.toml")?],
        // Where other arguments stand between them, the parser lets more through.
        [_, _, another, ..] => return Err(one_option(&another.to_string_lossy())),
        paths => load_all(paths)?,
    };
    comparable::check(&scenarios)?;
    let years = args.years.unwrap_or(YEARS.min(scenarios[0].years));
    let mut first_years = scenarios[0].clone();
    shorten(&mut first_years, years)?;
    let setup = Setup {
        targets: target::read(&args.target, &first_years)?,
        probability: args.probability,
        profiles: profiles(args, &scenarios)?,
        recruit: plan(args, &first_years)?,
        most: args.most,
        budget: args.budget,
        reps: args.reps as usize,
        years,
        plan: Plan {
            threads: args.threads.map(|threads| threads as usize),
            ..Plan::new(args.reps as usize, args.seed)
        },
    };
    folder::check(&args.out)?;
    room::can_be_simulated(&[&first_years], setup.reps, args.threads, args.any_size)?;
    if !args.quiet {
        warn_of(&scenarios, years)?;
    }
    let began = Instant::now();
    let found = searched(&scenarios, setup, args)?;
    let seconds = began.elapsed().as_secs_f64();
    let command = command_line(std::env::args_os());
    let manifest = Manifest::of_recruitment(&found, &scenarios, command, seconds);
    let written = folder::write_recruitment(&args.out, &found, &manifest);
    // If the disk failed, the page is what can still be saved of a long run.
    print(&page(&found, args.format)?)?;
    written?;
    if !args.quiet {
        let folder = args.out.display();
        say(&format!(
            "Written to {folder}: recruit.csv, and what was run. {seconds:.1} s."
        ));
    }
    match found.answer {
        Some(_) => Ok(()),
        None => Err(Failure::imprecise(report::out_of_reach(&found))),
    }
}

/// Says what looks wrong, and what the cut leaves out of decisions.
fn warn_of(scenarios: &[Scenario], years: u32) -> Result<(), Failure> {
    warn(scenarios);
    let mut scenarios = scenarios.to_vec();
    for scenario in &mut scenarios {
        // Only the targets that were asked for are of interest, and they are within the years.
        scenario.targets.clear();
    }
    let beyond = cut(&mut scenarios, years)?;
    for warning in beyond.into_iter().chain(comparable::warnings(&scenarios)) {
        say(&format!("{warning}\n"));
    }
    Ok(())
}

fn searched(scenarios: &[Scenario], setup: Setup<'_>, args: &Args) -> Result<Recruitment, Failure> {
    let bar = bar(args.quiet || args.no_progress, "runs");
    let progress = shown_by(&bar);
    let plan = Plan {
        stop: stop_on_ctrl_c(args.quiet)?,
        progress: Some(&progress),
        ..setup.plan.clone()
    };
    let held = scenarios.last().unwrap_or(&scenarios[0]);
    let found = recruit(&scenarios[0], held, &Setup { plan, ..setup });
    bar.finish_and_clear();
    Ok(found?)
}

/// When and where they are approved: within the run, by an authority that there is.
fn plan(args: &Args, first_years: &Scenario) -> Result<scenario::Plan, Failure> {
    let names: Vec<&str> = first_years
        .authorities
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    match (&args.authority, names.as_slice()) {
        (None, []) => {}
        (None, names) => {
            let message = "the scenario has several authorities, and one of them recruits";
            let help = format!("add --authority NAME: {}", one_of("", names));
            return Err(mistake("P0603", &[], message, &help));
        }
        (Some(name), []) => {
            let message = format!("there is no authority `{name}`: the scenario is of one council");
            let help = "leave --authority out";
            return Err(mistake("P0605", &["--authority", name], &message, help));
        }
        (Some(name), names) if !names.contains(&name.as_str()) => {
            let message = format!("there is no authority `{name}`");
            return Err(mistake(
                "P0605",
                &["--authority", name],
                &message,
                &one_of(name, names),
            ));
        }
        (Some(name), _) => {
            let copies = first_years.authorities.iter().find(|a| a.name == *name);
            if copies.is_some_and(|authority| authority.copies > 1) {
                let message = format!(
                    "`{name}` stands for several authorities, so nobody knows which recruits"
                );
                let help = "give one of them a name of its own in the scenario";
                return Err(mistake("P0604", &["--authority", name], &message, help));
            }
        }
    }
    let (start, months) = (first_years.start, args.over_months);
    let end = start.saturating_add((12 * first_years.years as i32).months());
    let from = args.from.unwrap_or(start);
    if !(start..end).contains(&from) {
        let message = format!("{from} is not within the run, which goes from {start} to {end}");
        let help =
            format!("write a date from {start} on and before {end}, or simulate more --years");
        return Err(mistake(
            "P0602",
            &["--from", &from.to_string()],
            &message,
            &help,
        ));
    }
    if from.saturating_add((months as i32).months()) > end {
        let message =
            format!("{months} months from {from} on go beyond the run, which ends with {end}");
        let help = "recruit them over fewer months, begin earlier, or simulate more --years";
        return Err(mistake(
            "P0602",
            &["--over-months", &months.to_string()],
            &message,
            help,
        ));
    }
    Ok(scenario::Plan {
        authority: args.authority.clone(),
        from,
        over_months: months,
    })
}

/// The profiles of the strands named: those of the scenario first, then those of files named for their
/// strands alone.
fn profiles(args: &Args, scenarios: &[Scenario]) -> Result<Vec<Profile>, Failure> {
    if args.strand.len() > MOST_STRANDS {
        let message = format!("{} strands are more than can be mixed", args.strand.len());
        let help = format!("name {MOST_STRANDS} at most");
        return Err(mistake(
            "P0604",
            &["--strand", &args.strand[MOST_STRANDS]],
            &message,
            &help,
        ));
    }
    let others = match (args.scenarios.as_slice(), args.strands_of.as_slice()) {
        ([], []) => builtin::options()
            .map(|file| builtin::load(file.name))
            .collect::<Result<_, _>>()?,
        (_, paths) => load_all(paths)?,
    };
    let known: Vec<&Scenario> = scenarios.iter().rev().chain(&others).collect();
    let mut profiles: Vec<Profile> = Vec::new();
    for name in &args.strand {
        if profiles.iter().any(|profile| profile.strand == *name) {
            let message = format!("the strand `{name}` is named twice");
            return Err(mistake(
                "P0604",
                &["--strand", name],
                &message,
                "name each strand once",
            ));
        }
        profiles.push(profile(name, args.authority.as_deref(), &known)?);
    }
    Ok(profiles)
}

fn profile(name: &str, authority: Option<&str>, known: &[&Scenario]) -> Result<Profile, Failure> {
    let mut found = known
        .iter()
        .filter_map(|scenario| scenario.profile(name, authority));
    match found.next() {
        Some(profile) if profile.is_own => Ok(profile),
        Some(_) => {
            let message = format!(
                "`{name}` is a strand of another agency: the council does not recruit its households"
            );
            let help = "name a strand of the council's own: one without `provider`, or with `provider = \"own\"`";
            Err(mistake("P0604", &["--strand", name], &message, help))
        }
        None => {
            let mut names: Vec<String> = Vec::new();
            for strand in known
                .iter()
                .flat_map(|scenario| scenario.strands(authority))
            {
                if !names.contains(&strand) {
                    names.push(strand);
                }
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let help = format!(
                "{}; the strands of another option file can be named with --strands-of FILE",
                one_of(name, &names)
            );
            let message = format!("there is no strand of recruitment `{name}`");
            Err(mistake("P0605", &["--strand", name], &message, &help))
        }
    }
}

/// What is printed, in the format asked for.
fn page(found: &Recruitment, format: Format) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let written = match format {
        Format::Table => return Ok(report::page(found, style())),
        Format::Json => json::write_recruitment(found, &mut bytes),
        Format::Csv => report::csv(found, &mut bytes),
    };
    written.map_err(Failure::failed)?;
    String::from_utf8(bytes).map_err(Failure::failed)
}
