//! The command line: one file per subcommand.
//!
//! Standard output carries results and nothing else; everything said to the person at the
//! keyboard goes to standard error. Exit codes: 0 done, 1 failed, 2 usage or invalid input,
//! 3 precision not reached, 130 interrupted (what was finished is kept).

pub mod backtest;
pub mod builtin;
pub mod calibrate;
pub mod check;
pub mod comparable;
pub mod compare;
pub mod cut;
pub mod execute;
pub mod explain;
pub mod init;
pub mod options;
pub mod progress;
pub mod recruit;
pub mod report;
pub mod room;
pub mod run;
pub mod scaled;
pub mod schema;
pub mod sensitivity;
pub mod typed;

use std::fmt;
use std::io::{self, IsTerminal, Write};

use clap::{Parser, Subcommand};

use crate::experiment;
use crate::output::folder;
use crate::scenario::Diagnostics;

use options::Options;
use typed::mistake;

/// What the program is asked to do.
#[derive(Debug, Parser)]
#[command(
    name = "permanence",
    version,
    about = "What would change for children in care, and what would it cost or save?",
    long_about = "Simulates children in care in England, their routes to a permanent home, their carers \
        and what it costs, for one council; compares options with a baseline over the same chance events.\n\n\
        Without a subcommand: compares the built-in council with its options. \
        With one, options go after it: permanence compare --reps 20.",
    after_help = "Begin with `permanence`, then `permanence init my-council` for scenario files of your own.\n\n\
        Exit codes: 0 done, 1 failed, 2 the command or a file will not do, 3 precision or target not reached (the results are \
        kept), 130 interrupted (what was finished is kept).",
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare options with a baseline (without files: the built-in council)
    Compare(compare::Args),
    /// Simulate one scenario
    Run(run::Args),
    /// Say how sure an option's difference is, given the assumptions, and what would flip it
    Sensitivity(sensitivity::Args),
    /// Say how many households meet a target with a stated probability
    Recruit(recruit::Args),
    /// Make the report and the workbook of a folder of results again, with what may stand beside it
    Report(report::Args),
    /// Draw up a council's baseline from published tables
    Calibrate(calibrate::Args),
    /// Forecast a known past from published tables, and score the forecasts
    Backtest(backtest::Args),
    /// Check scenario files without running them
    Check(check::Args),
    /// Write the built-in scenario files and their schema into a folder, to begin from
    Init(init::Args),
    /// Print the JSON schema of scenario files, for editors
    Schema,
    /// Explain a message's code, a scenario key or a metric
    Explain(explain::Args),
}

impl Cli {
    /// What the command line asks for. Help, version and mistakes end the program here.
    pub fn read() -> Self {
        Self::try_parse().unwrap_or_else(|error| {
            // Help and version are asked for and no mistake.
            if !error.use_stderr() {
                error.exit()
            }
            say(&typed::refused(&error).message);
            std::process::exit(2)
        })
    }

    /// Does what was asked.
    ///
    /// # Errors
    /// What went wrong, with the exit code it stands for.
    pub fn execute(self) -> Result<(), Failure> {
        match self.command {
            None => compare::built_in(&self.options),
            Some(Command::Compare(args)) => compare::execute(&args),
            Some(Command::Run(args)) => run::execute(&args),
            Some(Command::Sensitivity(args)) => sensitivity::execute(&args),
            Some(Command::Recruit(args)) => recruit::execute(&args),
            Some(Command::Report(args)) => report::execute(&args),
            Some(Command::Calibrate(args)) => calibrate::execute(&args),
            Some(Command::Backtest(args)) => backtest::execute(&args),
            Some(Command::Check(args)) => check::execute(&args),
            Some(Command::Init(args)) => init::execute(&args),
            Some(Command::Schema) => schema::execute(),
            Some(Command::Explain(args)) => explain::execute(&args),
        }
    }
}

/// Why the program ends with another exit code than 0.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What is said on standard error.
    pub message: String,
}

impl Failure {
    /// Something went wrong that is not the user's doing.
    pub fn failed(why: impl fmt::Display) -> Self {
        let message = format!("error: {why}");
        Self { code: 1, message }
    }

    /// The stopping rule gave up: there are results, less sure than was wanted.
    pub fn imprecise(what: impl fmt::Display) -> Self {
        let message = format!("{what}");
        Self { code: 3, message }
    }

    /// Stopped by Ctrl-C.
    pub fn interrupted(what: impl fmt::Display) -> Self {
        let message = format!("interrupted: {what}");
        Self { code: 130, message }
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        let message = rendered(&diagnostics);
        Self { code: 2, message }
    }
}

impl From<experiment::Error> for Failure {
    fn from(error: experiment::Error) -> Self {
        use experiment::Error::{
            Disk, Mismatch, NeverMeasured, NoReplications, NoTarget, NoTotal, NotInEveryFuture,
            NothingUncertain, OneReplication, Recruited, StoppedBetweenWorlds, StoppedEarly,
            StoppedSearching, Threads, World, Years,
        };
        let said = error.to_string();
        match &error {
            StoppedEarly | StoppedBetweenWorlds | StoppedSearching => Self::interrupted(error),
            NothingUncertain(diagnostics) => (**diagnostics).clone().into(),
            NoTarget { help, .. } => mistake("P0605", &["--target"], &said, help),
            NeverMeasured => {
                let help = "check the group and the period, or simulate more --years or --reps";
                mistake("P0602", &["--target"], &said, help)
            }
            World(diagnostics) | Recruited(diagnostics) => Self {
                code: 2,
                message: format!("{}\n{said}", rendered(diagnostics)),
            },
            NoTotal { metric } | NotInEveryFuture { metric } => {
                let help = "name a metric that is counted, such as time_in_care_child_days";
                mistake("P0602", &["--metric", metric], &said, help)
            }
            OneReplication => mistake(
                "P0602",
                &["--reps"],
                &said,
                "ask for two or more: --reps 20",
            ),
            Threads(_) => Self::failed(error),
            Disk(_) => Self {
                code: 1,
                ..mistake("P0607", &[], &said, room::ANOTHER_FOLDER)
            },
            Years { wanted, .. } => {
                let wanted = wanted.to_string();
                mistake(
                    "P0602",
                    &["--years", &wanted],
                    &said,
                    "leave --years away, or name fewer",
                )
            }
            Mismatch { scenario, .. } => {
                let help = "compared scenarios start on the same day and run equally long";
                mistake("P0604", &[scenario], &said, help)
            }
            NoReplications => mistake("P0602", &["--reps"], &said, "ask for at least one"),
        }
    }
}

impl From<folder::Error> for Failure {
    fn from(error: folder::Error) -> Self {
        let said = error.to_string();
        match error {
            folder::Error::NotOurs { folder, .. } => {
                let out = ["--out", &*folder.to_string_lossy()];
                let help = "choose another folder with --out, or move this one away";
                mistake("P0608", &out, &said, help)
            }
            folder::Error::NotReadBack(_) | folder::Error::Workbook(_) => Self::failed(said),
            folder::Error::Unreadable { path, .. } => {
                let help =
                    "name a folder that `permanence compare` or `permanence run` has written";
                mistake("P0609", &[&*path.to_string_lossy()], &said, help)
            }
            folder::Error::Disk { .. } => Self {
                code: 1,
                ..mistake(
                    "P0607",
                    &["--out"],
                    &said,
                    "choose another folder with --out",
                )
            },
        }
    }
}

/// Diagnostics as standard error takes them: in colour on a terminal.
fn rendered(diagnostics: &Diagnostics) -> String {
    let text = diagnostics.render(in_colour(&io::stderr()));
    text.trim_end().to_owned()
}

/// Whether to send escape sequences: to a terminal, unless `NO_COLOR` asks for none
/// (<https://no-color.org>).
fn in_colour(stream: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !refused
}

/// Says a line to the person at the keyboard. Nobody may be listening (a closed or full standard
/// error), which is no reason to lose a run, so a failure to say it is passed over.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints results. A reader that has seen enough (`| head`) is no failure.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("cannot print results: {error}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn run_options_stand_behind_the_subcommand() {
        assert!(Cli::try_parse_from(["permanence", "--reps", "5"]).is_ok());
        assert!(Cli::try_parse_from(["permanence", "compare", "--reps", "5"]).is_ok());
        assert!(Cli::try_parse_from(["permanence", "--reps", "5", "compare"]).is_err());
        assert!(Cli::try_parse_from(["permanence", "--reps", "0"]).is_err());
    }
}
