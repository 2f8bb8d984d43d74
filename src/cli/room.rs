//! Whether there is room for a run and for what it keeps: asked before a long simulation, not found out after
//! it.

use std::num::NonZero;
use std::path::Path;

use crate::care::size::Size;
use crate::experiment::replicate::{bytes_kept, size_of};
use crate::output::folder;
use crate::output::number::rounded;
use crate::scenario::Scenario;
use crate::scenario::wording::reason;

use super::Failure;
use super::options::Options;
use super::typed::mistake;

/// What to do about the temporary folder.
pub const ANOTHER_FOLDER: &str = "set the environment variable TMPDIR (on Windows TEMP) to a folder that exists, \
     may be written to and has room";

/// What nobody means to keep, were the disk as large.
const MOST_BYTES: u64 = 1 << 40;

/// Bytes of a line of replications.csv, about.
const LINE: u64 = 90;

/// More events than this, a day or two on one processor, are hardly what was meant.
const MOST_EVENTS: f64 = 1e12;

/// Bytes of the program itself, and of a report and a workbook being made.
const PROGRAM: f64 = 64.0 * (1 << 20) as f64;

/// Whether the folders for results and for what is temporary can be written to and have room.
///
/// # Errors
/// With what does not fit, how large it is and what to do.
pub fn check(scenarios: &[&Scenario], options: &Options) -> Result<(), Failure> {
    folder::check(&options.out).map_err(|error| Failure {
        code: 2,
        ..error.into()
    })?;
    let temporary = std::env::temp_dir();
    tempfile::tempfile().map_err(|why| {
        let shown = temporary.display();
        let message = format!(
            "the temporary folder {shown} cannot be written to: {}",
            reason(&why)
        );
        mistake("P0607", &[], &message, ANOTHER_FOLDER)
    })?;
    let kept = bytes_kept(scenarios, options.reps.most());
    fits(
        kept,
        "a temporary file",
        &temporary,
        ANOTHER_FOLDER,
        options,
    )?;
    if options.replications {
        let help = "leave --replications away, or choose another disk with --out";
        fits(
            kept / 8 * LINE,
            "replications.csv",
            &options.out,
            help,
            options,
        )?;
    }
    can_be_simulated(
        scenarios,
        options.reps.most(),
        options.threads,
        options.any_size,
    )?;
    Ok(())
}

/// Whether the machine has the memory for so many futures of each scenario, and they are not more than
/// anybody means; not asked if any size will do.
///
/// # Errors
/// With how large the run would be, and what to do.
pub fn can_be_simulated(
    scenarios: &[&Scenario],
    futures: usize,
    threads: Option<u32>,
    any_size: bool,
) -> Result<(), Failure> {
    if any_size {
        return Ok(());
    }
    let sizes: Vec<Size> = scenarios.iter().map(|scenario| size_of(scenario)).collect();
    let all = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.map_or(all, |threads| threads as usize);
    let at_once = threads.min(scenarios.len() * futures) as f64;
    let largest = sizes.iter().map(|size| size.bytes).fold(0.0, f64::max);
    let bytes = PROGRAM + at_once * largest;
    let children = sizes.iter().map(|size| size.children).fold(0.0, f64::max);
    let children = format!("one future follows up to {} children", about(children));
    if let Some(free) = free_memory()
        && bytes > free as f64
    {
        let fewer = match at_once > 1.0 && PROGRAM + largest <= free as f64 {
            true => "simulate fewer at a time with --threads 1; or ",
            false => "",
        };
        let message = format!(
            "{at_once} futures at a time need about {} of memory, and {} are free: {children}",
            size(bytes as u64),
            size(free)
        );
        return Err(too_large(&message, fewer));
    }
    let events = futures as f64 * sizes.iter().map(|size| size.events).sum::<f64>();
    if events > MOST_EVENTS {
        let message = format!(
            "these are about {} events, and more than {} are refused: {children}",
            about(events),
            about(MOST_EVENTS)
        );
        return Err(too_large(&message, "ask for fewer futures or years; or "));
    }
    Ok(())
}

fn too_large(message: &str, fewer: &str) -> Failure {
    let help = format!(
        "{fewer}look whether stock and first entries are those of the council; --any-size simulates it all the same"
    );
    mistake("P0611", &[], message, &help)
}

/// To two digits.
fn about(number: f64) -> String {
    rounded(number, number / 10.0)
}

/// Memory that is not used, if the system says.
fn free_memory() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}

/// Refuses what is larger than the disk's free space, or than anybody means.
fn fits(
    bytes: u64,
    what: &str,
    folder: &Path,
    help: &str,
    options: &Options,
) -> Result<(), Failure> {
    let free = free_bytes(folder);
    let room = free.unwrap_or(MOST_BYTES).min(MOST_BYTES);
    if bytes <= room {
        return Ok(());
    }
    let there = match free {
        Some(free) if free < MOST_BYTES => format!("{} has {} free", folder.display(), size(free)),
        _ => format!("more than {} is refused", size(MOST_BYTES)),
    };
    let message = format!(
        "{} futures of each scenario need {what} of about {}, and {there}",
        options.reps.most(),
        size(bytes)
    );
    // Half of the room, so that other programs have some, too.
    let fewer = (options.reps.most() as f64 * 0.5 * room as f64 / bytes as f64) as u64;
    let help = match (fewer, folder_helps(bytes)) {
        (0, _) => help.to_owned(),
        (fewer, true) => format!(
            "ask for fewer, for example --reps {}; or {help}",
            round(fewer)
        ),
        (fewer, false) => format!("ask for fewer, for example --reps {}", round(fewer)),
    };
    Err(mistake(
        "P0606",
        &["--reps", &options.reps.to_string()],
        &message,
        &help,
    ))
}

/// Whether another folder might have room.
fn folder_helps(bytes: u64) -> bool {
    bytes <= MOST_BYTES
}

/// The number's first digit, then noughts.
fn round(number: u64) -> u64 {
    let tens = 10_u64.pow(number.checked_ilog10().unwrap_or(0));
    number / tens * tens
}

/// `3.4 GB`.
fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 4] = [
        ("TB", 1 << 40),
        ("GB", 1 << 30),
        ("MB", 1 << 20),
        ("kB", 1 << 10),
    ];
    let unit = UNITS.iter().find(|(_, unit)| bytes >= *unit);
    match unit {
        Some((name, unit)) => format!("{:.1} {name}", bytes as f64 / *unit as f64),
        None => format!("{bytes} bytes"),
    }
}

/// Free space where a folder lies or is to lie, if the system says.
#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let folder = std::path::absolute(folder).ok()?;
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_events_than_anybody_means_are_refused_unless_any_size_will_do() {
        let scenario =
            crate::cli::builtin::load("baseline.toml").expect("the built-in council loads");
        let asked = |futures, any_size| can_be_simulated(&[&scenario], futures, Some(1), any_size);
        assert!(asked(1_000_000, false).is_ok());
        let refused = asked(1_000_000_000, false).expect_err("a year of processor time");
        assert_eq!(refused.code, 2);
        assert!(refused.message.contains("P0611"), "{}", refused.message);
        assert!(
            refused.message.contains("--any-size"),
            "{}",
            refused.message
        );
        assert!(asked(1_000_000_000, true).is_ok());
    }

    #[test]
    fn sizes_and_advice_are_short() {
        assert_eq!(size(3 << 30), "3.0 GB");
        assert_eq!(size(512), "512 bytes");
        assert_eq!([round(0), round(7), round(12_345)], [0, 7, 10_000]);
    }
}
