//! `permanence init`: scenario files to begin from.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::typed::{as_typed, cannot_write, mistake};
use super::{Failure, builtin, print, say, schema};

/// Name of the schema's file: scenario files refer to it by this name, one folder up.
const SCHEMA: &str = "scenario.schema.json";

/// Arguments of `permanence init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the built-in scenario files and their schema; never over a file.
///
/// # Errors
/// If one of the files is there already (then none is written), or the disk fails.
pub fn execute(args: &Args) -> Result<(), Failure> {
    let scenarios = args.folder.join(builtin::FOLDER);
    let mut files = vec![(args.folder.join(SCHEMA), schema::text())];
    let built_in = builtin::FILES.iter();
    files.extend(built_in.map(|file| (scenarios.join(file.name), file.text.to_owned())));
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        let message = format!(
            "{} is there already and is not overwritten; nothing was written",
            path.display()
        );
        let folder = args.folder.to_string_lossy();
        return Err(mistake(
            "P0608",
            &[&folder],
            &message,
            "name another folder, or move the file away",
        ));
    }
    fs::create_dir_all(&scenarios).map_err(|why| cannot_write(&scenarios, &why))?;
    for (path, text) in &files {
        write_new(path, text)?;
    }
    let names = files
        .iter()
        .map(|(path, _)| format!("{}\n", path.display()));
    print(&names.collect::<String>())?;
    let [baseline, option] =
        ["baseline.toml", "more-adopters.toml"].map(|file| scenarios.join(file));
    say(&format!(
        "Next: edit the files, then `permanence compare {} {}`.",
        as_typed(&baseline.to_string_lossy()),
        as_typed(&option.to_string_lossy())
    ));
    Ok(())
}

fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|why| cannot_write(path, &why))
}
