//! A progress bar, for people only: never in a file or a pipe.

use std::fmt;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::{Failure, say};

/// A bar over what is done (`runs`), of which there are none yet; hidden
/// unless standard error is a terminal and nobody objects.
pub fn bar(unwanted: bool, what: &str) -> ProgressBar {
    let wanted = !unwanted && std::io::stderr().is_terminal();
    if !wanted {
        return ProgressBar::hidden();
    }
    let template = format!("{{bar:40}} {{pos}} of {{len}} {what}, {{rate}} a second, {{eta}} left");
    let style = ProgressStyle::with_template(&template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // A bar that cannot be drawn is no reason to stop a run.
        let rate = state.per_sec();
        let decimals = usize::from(rate < 10.0);
        let _ = write!(out, "{rate:.decimals$}");
    };
    ProgressBar::new(0).with_style(style.with_key("rate", rate))
}

/// Draws how many of how many are done.
pub fn shown_by(bar: &ProgressBar) -> impl Fn(u64, u64) + Sync + '_ {
    |done, wanted| {
        bar.set_length(wanted);
        bar.set_position(done);
    }
}

/// A flag that Ctrl-C raises. The second Ctrl-C ends the program at once.
///
/// # Errors
/// If the system does not let the program listen.
pub fn stop_on_ctrl_c(quiet: bool) -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    let handler = move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        if !quiet {
            say("\nStopping after the runs under way. Ctrl-C again stops at once.");
        }
    };
    ctrlc::set_handler(handler)
        .map_err(|why| Failure::failed(format!("cannot listen for Ctrl-C: {why}")))?;
    Ok(stop)
}
