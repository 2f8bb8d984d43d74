//! `permanence calibrate`: a council's baseline from published tables.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::care::params::Approvals;
use crate::data::dfe::Tables;
use crate::data::ofsted;
use crate::experiment::calibrate::observed::AVERAGE_COUNCILS;
use crate::experiment::calibrate::reversals::{self, Reversals};
use crate::experiment::calibrate::{self, Approach, Observed, england, free, tune};
use crate::scenario::Scenario;

use super::options::whole;
use super::progress::{bar, shown_by};
use super::scaled::Council;
use super::typed::{cannot_write, mistake, refuse_unwritable};
use super::{Failure, print, say};

/// Arguments of `permanence calibrate`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("whom").required(true))]
pub struct Args {
    /// Folder with the Department for Education's local authority tables (CLA, ADM, CEA)
    #[arg(long, value_name = "DIR")]
    dfe: PathBuf,
    /// Ofsted's fostering dataset (CSV)
    #[arg(long, value_name = "FILE")]
    ofsted: Option<PathBuf>,
    /// The council, by name or code
    #[arg(long, value_name = "NAME", group = "whom")]
    authority: Option<String>,
    /// An average English council (England's figures divided); of 2017, how well it fits England is
    /// printed
    #[arg(long, group = "whom")]
    average: bool,
    /// England, as so many average English councils
    #[arg(long, group = "whom")]
    england: bool,
    /// With --average or --england: how many councils England's figures are divided into
    #[arg(
        long,
        value_name = "N",
        conflicts_with_all = ["authority", "all"],
        default_value_t = AVERAGE_COUNCILS,
        value_parser = clap::value_parser!(u32).range(1..=1000)
    )]
    councils: u32,
    /// Every council of the year, a file each
    #[arg(long, group = "whom")]
    all: bool,
    /// The year to 31 March
    #[arg(long, value_name = "YYYY", allow_negative_numbers = true, value_parser = year)]
    year: u16,
    /// Write the built-in options beside it, to be compared with it
    #[arg(long, requires = "authority", conflicts_with_all = ["all", "average", "england"])]
    with_options: bool,
    /// With --average: tune the twelve constants that no table gives anew, step by step, to as many of
    /// England's figures as hold (five minutes), and say whether baselines are drawn up with what is found
    #[arg(long, requires = "average")]
    tune: bool,
    /// The scenario file to write; with --all, the folder to write them into
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
}

/// The year to 31 March.
fn year(text: &str) -> Result<u16, String> {
    let year = whole::<1948, 2200>(text).ok();
    let year = year.and_then(|year| u16::try_from(year).ok());
    year.ok_or_else(|| "write the year in which it ends, for example 2017".to_owned())
}

/// Writes baselines.
///
/// # Errors
/// If tables are missing or not as published, if there is no such council, or nothing can be
/// written. A file that is there already is not replaced.
pub fn execute(args: &Args) -> Result<(), Failure> {
    refuse_unwritable(&args.out)?;
    if !args.all {
        refuse_taken(args)?;
    }
    let tables = Tables::read(&args.dfe).map_err(usage)?;
    tables.need(args.year, &args.dfe).map_err(usage)?;
    let fostering = args.ofsted.as_deref().map(ofsted::read);
    let fostering = fostering.transpose().map_err(usage)?.unwrap_or_default();
    if args.average || args.england {
        let observed = Observed::average(&tables, args.year, args.councils).map_err(usage)?;
        let text = calibrate::calibrate(&observed).map_err(calibrate::Failure::Scenario);
        let text = text.map_err(refused)?;
        match args.england {
            true => finish(
                args,
                &observed,
                &england::national(&text, args.year, args.councils),
            )?,
            false => finish(args, &observed, &text)?,
        }
        return match args.year {
            2017 if args.councils == AVERAGE_COUNCILS => {
                print(&fit(&text)?)?;
                match args.tune {
                    true => print(&tuned(&observed)?),
                    false => Ok(()),
                }
            }
            _ => print(&format!(
                "How it fits England is printed for 2017 and {AVERAGE_COUNCILS} councils, for which the figures are known.\n"
            )),
        };
    }
    let one = |name: &str| -> Result<(Observed, String), calibrate::Failure> {
        let name = &tables.authority(name, args.year)?.name;
        let observed = Observed::of(&tables, fostering.of(name), name, args.year)?;
        let text = calibrate::calibrate(&observed).map_err(calibrate::Failure::Scenario)?;
        Ok((observed, text))
    };
    match &args.authority {
        Some(name) => {
            let (observed, text) = one(name).map_err(refused)?;
            if args.with_options {
                write_options(&args.out, &text)?;
            }
            finish(args, &observed, &text)
        }
        None => write_all(args, &tables, &one),
    }
}

/// Refuses names that are taken, before any work: the baseline's, and with options theirs.
fn refuse_taken(args: &Args) -> Result<(), Failure> {
    let wrong = |message: String| {
        let out = ["--out", &*args.out.to_string_lossy()];
        let help = "name a file for the baseline with --out, other than those of the options";
        Err(mistake("P0608", &out, &message, help))
    };
    if args.out.to_string_lossy().ends_with(['/', '\\']) {
        return wrong(format!("{} names a folder", args.out.display()));
    }
    let folder = args.out.parent().unwrap_or(Path::new(""));
    let options = Council::names().into_iter().map(|name| folder.join(name));
    let options: Vec<PathBuf> = options.filter(|_| args.with_options).collect();
    if options.contains(&args.out) {
        return wrong(format!(
            "{} is the name of one of the options",
            args.out.display()
        ));
    }
    let mut all = options.iter().chain([&args.out]);
    all.find(|path| path.exists())
        .map_or(Ok(()), |there| Err(is_there(there)))
}

/// England's figures of 2016-17 row by row, with what the model says and which rows fail.
fn fit(text: &str) -> Result<String, Failure> {
    let baseline = calibrate::read(text)?;
    let mut page = rows_said(&england::fit(&baseline)?);
    page += "Left open by these figures:\n";
    for open in england::OPEN {
        page += &format!("  {open}\n");
    }
    page += &half_lives(&baseline)?;
    Ok(page)
}

/// What tuning has tried and found.
fn tuned(observed: &Observed) -> Result<String, Failure> {
    let bar = bar(false, "constants tried");
    let show = shown_by(&bar);
    let tried = |done, wanted| show(done, wanted);
    let found = tune::tune(observed, Approach::usual(observed), &tried);
    bar.finish_and_clear();
    let found = found?;
    let mut page = format!(
        "\nConstants that no table gives, a step down and up each, everything else solved again ({} rows hold at first):\n\
         {:<32} {:>10} {:>10} {:>10}\n",
        found.before, "constant", "from", "to", "rows hold"
    );
    for trial in &found.trials {
        page += &format!(
            "{:<32} {:>10.4} {:>10.4} {:>10}{}\n",
            trial.key,
            trial.from,
            trial.to,
            trial.hold,
            if trial.kept { "  kept" } else { "" }
        );
    }
    page += match found.values == free::tuned() {
        true => "Then no step makes another row hold. Baselines are drawn up with what was kept:\n",
        false => {
            "Then no step makes another row hold. Baselines are drawn up with OTHER values than these:\n"
        }
    };
    page += &rows_said(&found.rows);
    Ok(page)
}

/// Rows of England's figures, with how many hold.
fn rows_said(rows: &[england::Row]) -> String {
    let said = |row: &england::Row, numbers: &[f64]| {
        let digits = match row.published.iter().copied().fold(0.0, f64::max) {
            ..1.0 => 2,
            1.0..100.0 => 1,
            _ => 0,
        };
        let each = numbers.iter().map(|n| format!("{n:.digits$}"));
        each.collect::<Vec<_>>().join(" / ")
    };
    let mut page = format!(
        "\n{:<4} {:<47} {:>20} {:>16} {:>20}\n",
        "row", "figure", "published", "tolerance", "model"
    );
    for row in rows {
        page += &format!(
            "{:<4} {:<47} {:>20} {:>16} {:>20}  {}\n",
            row.mark,
            row.what,
            said(row, &row.published),
            said(row, &row.tolerance),
            said(row, &row.found),
            if row.holds() { "holds" } else { "FAILS" }
        );
    }
    let hold = rows.iter().filter(|row| row.holds()).count();
    page += &format!("{hold} of {} rows hold.\n", rows.len());
    page
}

/// What half-lives of the chance of adoption make of reversals.
fn half_lives(baseline: &Scenario) -> Result<String, Failure> {
    let line = |what: &str, r: &Reversals, adoptions: String| {
        format!(
            "{what:<38} {:>13.0} % {:>14.2} {:>13.0} % {adoptions:>12}\n",
            100.0 * r.share,
            r.a_year,
            100.0 * r.from_5_to_9
        )
    };
    let mut page = format!(
        "\nPlans for adoption given up after a placement order:\n{:<38} {:>15} {:>14} {:>15} {:>12}\n",
        "", "of plans ended", "a waiting year", "aged 5 to 9", "adoptions"
    );
    page += &line("published, 2018-19", &reversals::PUBLISHED, String::new());
    let believed = reversals::by_half_life(baseline)?;
    for one in &believed {
        let what = format!("half-life {} years, scale {:.2}", one.half_life, one.scale);
        page += &line(&what, &one.reversals, format!("{:.2}", one.adoptions));
    }
    let nearest = believed.iter();
    let nearest = nearest.min_by(|a, b| a.distance().total_cmp(&b.distance()));
    let shares = || believed.iter().map(|one| 100.0 * one.reversals.share);
    if let Some(nearest) = nearest {
        page += &format!(
            "Nearest to the published share and rate: a half-life of {} years. With all of them {:.1} to {:.1} % of plans are\n\
             given up, so that reversals hardly tell which is right. The file has one year.\n",
            nearest.half_life,
            shares().fold(f64::INFINITY, f64::min),
            shares().fold(0.0, f64::max),
        );
    }
    Ok(page)
}

/// The built-in options, beside the baseline.
fn write_options(baseline: &Path, text: &str) -> Result<(), Failure> {
    let name = baseline.file_name().unwrap_or_default().to_string_lossy();
    let model = calibrate::read(text)?.model;
    let adopters = &model.opening.recruitment[model.stock.adopter_strand];
    let approvals = match adopters.approvals {
        Approvals::AtRandom { a_year, .. } => a_year,
        Approvals::Planned { .. } => unreachable!("a calibrated council approves at random"),
    };
    let folder = baseline.parent().unwrap_or(Path::new(""));
    let children = model.stock.children_there();
    let council = Council {
        baseline: &name,
        approvals,
        children,
    };
    let options = council.options();
    let paths: Vec<_> = options.iter().map(|(name, _)| folder.join(name)).collect();
    for (path, (_, text)) in paths.iter().zip(&options) {
        write(path, text)?;
    }
    Ok(())
}

/// Writes one baseline and says what to do with it.
fn finish(args: &Args, observed: &Observed, text: &str) -> Result<(), Failure> {
    write(&args.out, text)?;
    let hidden = match observed.hidden_cells() {
        0 => "nothing hidden".to_owned(),
        1 => "1 hidden cell, resolved as the file says".to_owned(),
        many => format!("{many} hidden cells, resolved as the file says"),
    };
    for note in calibrate::notes(observed, &calibrate::estimate(observed)) {
        say(&note);
    }
    for line in calibrate::told_of_solving(text) {
        say(line);
    }
    if args.ofsted.is_some() && args.authority.is_some() && observed.fostering.is_none() {
        say(
            "Ofsted's table has no council of this name: usual shares stand in for its fostering service.",
        );
    }
    let out = args.out.display();
    print(&format!(
        "{out}: {}, year to 31 March {}; {hidden}.\nNext: permanence check {out}\n",
        observed.name, args.year
    ))
}

/// Councils that are drawn up side by side.
const AT_A_TIME: usize = 8;

/// A file for each council; those that cannot be drawn up are listed with why.
fn write_all(
    args: &Args,
    tables: &Tables,
    one: &(impl Fn(&str) -> Result<(Observed, String), calibrate::Failure> + Sync),
) -> Result<(), Failure> {
    fs::create_dir_all(&args.out).map_err(|error| cannot_write(&args.out, &error))?;
    let names: Vec<&str> = tables
        .authorities(args.year)
        .map(|row| row.name.as_str())
        .collect();
    let paths: Vec<PathBuf> = names
        .iter()
        .map(|name| args.out.join(file_name(name)))
        .collect();
    if let Some(there) = paths.iter().find(|path| path.exists()) {
        return Err(is_there(there));
    }
    let bar = bar(false, "councils");
    let (mut written, mut left_out) = (0, Vec::new());
    // A few at a time: what is done is written and told while the others are drawn up.
    for some in names.chunks(AT_A_TIME) {
        let drawn_up: Vec<_> = some.par_iter().map(|name| (*name, one(name))).collect();
        for (name, result) in drawn_up {
            match result {
                Ok((observed, text)) => {
                    write(&args.out.join(file_name(name)), &text)?;
                    written += 1;
                    let notes = calibrate::notes(&observed, &calibrate::estimate(&observed));
                    let solving = calibrate::told_of_solving(&text);
                    let lines = notes.iter().map(String::as_str).chain(solving);
                    bar.suspend(|| lines.for_each(|line| say(&format!("{name}: {line}"))));
                }
                Err(why) => left_out.push(format!("{name}: {why}\n")),
            }
        }
        bar.set_length(names.len() as u64);
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    let left = match left_out.is_empty() {
        true => String::new(),
        false => format!("Left out:\n{}", left_out.concat()),
    };
    print(&format!(
        "{written} baselines written to {}\n{left}",
        args.out.display()
    ))
}

/// `Kingston upon Hull, City of` becomes `kingston-upon-hull-city-of.toml`.
fn file_name(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    format!("{}.toml", words.join("-"))
}

fn is_there(path: &Path) -> Failure {
    let message = format!("{} is there already and is not overwritten", path.display());
    let help = "choose another name with --out, or move it away";
    mistake("P0608", &["--out", &path.to_string_lossy()], &message, help)
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path.exists() {
        return Err(is_there(path));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    fs::write(path, text).map_err(|error| cannot_write(path, &error))
}

fn usage(error: crate::data::Error) -> Failure {
    Failure {
        code: 2,
        message: error.to_string(),
    }
}

fn refused(error: calibrate::Failure) -> Failure {
    let code = match error {
        calibrate::Failure::Data(_) => 2,
        calibrate::Failure::Scenario(_) => 1,
    };
    Failure {
        code,
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_councils() {
        assert_eq!(
            file_name("Kingston upon Hull, City of"),
            "kingston-upon-hull-city-of.toml"
        );
        assert_eq!(file_name("St. Helens"), "st-helens.toml");
    }
}
