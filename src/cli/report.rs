//! `permanence report`: the report and the workbook of a folder of results, made again.

use std::path::{Path, PathBuf};

use crate::output::folder;
use crate::output::results::beside::{OF_ANALYSIS, OF_BACKTEST};
use crate::output::results::{Analysis, Backtest, Results, Unreadable};
use crate::report::Beside;

use super::typed::mistake;
use super::{Failure, say};

/// Arguments of `permanence report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder that `permanence compare` or `permanence run` has written
    results: PathBuf,
    /// Folder of an analysis of the same files' assumptions, to show what drives the answer
    #[arg(long, value_name = "DIR")]
    sensitivity: Option<PathBuf>,
    /// Folder of a back-test, to show how this council's past would have been forecast
    #[arg(long, value_name = "DIR")]
    backtest: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
}

/// Writes `report.html` and `results.xlsx` into the folder.
///
/// # Errors
/// If a folder cannot be read back, an analysis is of other files, or the disk failed.
pub fn execute(args: &Args) -> Result<(), Failure> {
    let texts = folder::texts_of_results(&args.results)?;
    let results = Results::read(&texts).map_err(|why| unreadable(&args.results, &why, RESULTS))?;
    let beside = Beside {
        analysis: analysis(args, &results)?,
        backtest: backtest(args)?,
    };
    folder::write_views(&args.results, &results, &beside)?;
    if !args.quiet {
        let [report, workbook] =
            ["report.html", "results.xlsx"].map(|name| args.results.join(name));
        say(&format!(
            "Written: {}, {}",
            report.display(),
            workbook.display()
        ));
    }
    Ok(())
}

const RESULTS: &str = "name a folder that `permanence compare` or `permanence run` has written, or run its command again";

fn analysis(args: &Args, results: &Results) -> Result<Option<Analysis>, Failure> {
    let Some(folder) = &args.sensitivity else {
        return Ok(None);
    };
    let help = "name a folder that `permanence sensitivity` has written";
    let texts = folder::texts(folder, &OF_ANALYSIS)?;
    let analysis = Analysis::read(&texts).map_err(|why| unreadable(folder, &why, help))?;
    if analysis.place_in(results).is_none() {
        let shown = folder.to_string_lossy();
        let message = format!("{shown} is an analysis of other files than those of the results");
        let help = "run `permanence sensitivity` with the same baseline and one of the options";
        return Err(mistake("P0610", &["--sensitivity", &shown], &message, help));
    }
    Ok(Some(analysis))
}

fn backtest(args: &Args) -> Result<Option<Backtest>, Failure> {
    let Some(folder) = &args.backtest else {
        return Ok(None);
    };
    let help = "name a folder that `permanence backtest` has written";
    let texts = folder::texts(folder, &OF_BACKTEST)?;
    let backtest = Backtest::read(&texts).map_err(|why| unreadable(folder, &why, help))?;
    Ok(Some(backtest))
}

fn unreadable(folder: &Path, why: &Unreadable, help: &str) -> Failure {
    let shown = folder.to_string_lossy();
    let help = match why {
        Unreadable::Later(_) => "use that version of the program, or run the command again",
        _ => help,
    };
    mistake("P0609", &[&shown], &format!("{shown}: {why}"), help)
}
