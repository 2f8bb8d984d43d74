//! `permanence`: see the library for what it does.

use std::process::ExitCode;

use permanence::cli::{Cli, say};

fn main() -> ExitCode {
    match Cli::read().execute() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(failure.message.trim_end());
            ExitCode::from(failure.code)
        }
    }
}
