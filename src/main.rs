//! `permanence`: see the library for what it does.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use permanence::cli::{Cli, say};

/// Reading scenarios and writing results is small pieces of memory by the hundred thousand: the systems' own
/// allocators ask them for it bit by bit, and Windows' is slow besides.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match Cli::read().execute() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(failure.message.trim_end());
            ExitCode::from(failure.code)
        }
    }
}
