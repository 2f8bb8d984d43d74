//! `permanence backtest`: forecasts of a known past, scored.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::options::{seed, whole};
use super::progress::{bar, shown_by};
use super::typed::{cannot_write, mistake, refuse_unwritable};
use super::{Failure, print};
use crate::data::dfe::Tables;
use crate::data::ofsted;
use crate::experiment::backtest::series::STOCK;
use crate::experiment::backtest::{self, Backtest, Setup};
use crate::output::backtest::{self as output, Variant, WITH, WITHOUT};
use crate::output::csv;

/// Arguments of `permanence backtest`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder with the Department for Education's local authority tables (CLA, ADM, CEA), two years
    /// or more
    #[arg(long, value_name = "DIR")]
    dfe: PathBuf,
    /// Ofsted's fostering dataset (CSV)
    #[arg(long, value_name = "FILE")]
    ofsted: Option<PathBuf>,
    /// Only these councils, by name or code [default: all]
    #[arg(long, value_name = "NAME", num_args = 1..)]
    authority: Vec<String>,
    /// Simulated futures of each forecast
    #[arg(long, value_name = "N", default_value_t = 200, allow_negative_numbers = true, value_parser = whole::<2, 100_000>)]
    reps: u32,
    /// Seed: the same seed gives the same results, on any machine
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = seed)]
    seed: u64,
    /// Threads to use [default: all]; never changes a result
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<1, 1_024>)]
    threads: Option<u32>,
    /// Folder for scores.csv, forecasts.csv, stock.csv, skipped.csv and page.txt
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Show no progress bar
    #[arg(long)]
    no_progress: bool,
}

/// Files that this command writes.
const FILES: [&str; 5] = [
    "scores.csv",
    "forecasts.csv",
    "stock.csv",
    "skipped.csv",
    "page.txt",
];

/// Forecasts, scores, prints and writes.
///
/// # Errors
/// If tables are missing or not as published, if a council is not there, or nothing can be
/// written. A folder that holds anything else is left alone.
pub fn execute(args: &Args) -> Result<(), Failure> {
    refuse_foreign(&args.out)?;
    refuse_unwritable(&args.out)?;
    let tables = Tables::read(&args.dfe).map_err(said)?;
    let fostering = args.ofsted.as_deref().map(ofsted::read);
    let fostering = fostering.transpose().map_err(said)?.unwrap_or_default();
    let threads = args.threads.map_or(0, |threads| threads as usize);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().map_err(Failure::failed)?;
    let bar = bar(args.no_progress, "councils drawn up or forecast");
    let run = |patterns: bool| -> Result<Backtest, Failure> {
        let show = shown_by(&bar);
        // With all that is known comes first.
        let before = |wanted| if patterns { 0 } else { wanted };
        let progress = |done, wanted| show(before(wanted) + done, 2 * wanted);
        let setup = Setup {
            replications: u64::from(args.reps),
            seed: args.seed,
            patterns,
            only: args.authority.clone(),
            progress: Some(&progress),
        };
        pool.install(|| backtest::backtest(&tables, &fostering, &setup))
            .map_err(said)
    };
    let done = run(true).and_then(|with| Ok((with, run(false)?)));
    bar.finish_and_clear();
    let (with, without) = done?;
    let variants = [(WITH, &with), (WITHOUT, &without)];
    let page = output::page(&variants);
    write(&args.out, &variants, &page).map_err(|why| cannot_write(&args.out, &why))?;
    print(&page)
}

fn write(folder: &Path, variants: &[Variant<'_>], page: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let file = |name: &str| -> io::Result<File> {
        let mut file = File::create(folder.join(name))?;
        file.write_all(csv::BYTE_ORDER_MARK)?;
        Ok(file)
    };
    output::scores(variants, file("scores.csv")?)?;
    if let Some((_, done)) = variants.first() {
        output::forecasts(done, None, file("forecasts.csv")?)?;
        output::forecasts(done, Some(STOCK), file("stock.csv")?)?;
    }
    output::left_out(variants, file("skipped.csv")?)?;
    fs::write(folder.join("page.txt"), page)
}

/// An existing folder is written into only if all it holds is an earlier back-test.
fn refuse_foreign(folder: &Path) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !FILES.iter().any(|ours| name == *ours) {
            let (shown, name) = (folder.display(), name.to_string_lossy());
            let message = format!("{shown} holds {name}, which no back-test wrote");
            let out = ["--out", &*folder.to_string_lossy()];
            return Err(mistake(
                "P0608",
                &out,
                &message,
                "choose another folder with --out",
            ));
        }
    }
    Ok(())
}

fn said(error: impl std::fmt::Display) -> Failure {
    Failure {
        code: 2,
        message: error.to_string(),
    }
}
