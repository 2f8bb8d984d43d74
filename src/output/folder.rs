//! The folder of results: all files or none.
//!
//! Files are written to a temporary folder beside the final one, which then takes its place, so
//! a crash or a full disk never leaves half a result. An existing folder is replaced only if it
//! is certainly one of ours: it holds our manifest and nothing but files that we write.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::experiment::compare::Comparison;
use crate::experiment::recruit::Recruitment;
use crate::experiment::replicate::Replications;
use crate::experiment::sensitivity::Sensitivity;
use crate::report::{self, Beside};
use crate::scenario::wording::reason;
use crate::workbook;

use super::manifest::{Manifest, is_ours};
#[cfg(feature = "parquet")]
use super::parquet;
use super::results::{self, Results, Texts};
use super::{csv, options, ranking, readings, recruit, sensitivity};

/// The manifest's file name.
const MANIFEST: &str = "manifest.json";

/// The report's file name.
const REPORT: &str = "report.html";
/// The workbook's file name.
const WORKBOOK: &str = "results.xlsx";

/// Every file that this program may have written into a folder of results.
const OURS: [&str; 19] = [
    "options.csv",
    "questions.csv",
    "ranking.csv",
    "summary.csv",
    "differences.csv",
    "replications.csv",
    "replications.parquet",
    "costs.csv",
    "targets.csv",
    "cash_flow.csv",
    "bridge.csv",
    "run_off.csv",
    "sensitivity.csv",
    "recruit.csv",
    "readings.csv",
    "assumptions.csv",
    MANIFEST,
    REPORT,
    WORKBOOK,
];

/// Why a folder of results was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something is there that is not ours to replace.
    #[error(
        "{} is not replaced: {why}",
        .folder.display()
    )]
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// What was found.
        why: String,
    },
    /// The disk failed.
    #[error(
        "{} cannot be written: {}",
        .path.display(), reason(source)
    )]
    Disk {
        /// What was being written.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// What has just been written is not read back: the program contradicts itself.
    #[error("what was written cannot be read back: {0}")]
    NotReadBack(#[from] results::Unreadable),
    /// The workbook cannot be made.
    #[error(transparent)]
    Workbook(#[from] workbook::Error),
    /// A folder or file cannot be read.
    #[error(
        "{} cannot be read: {}",
        .path.display(), reason(source)
    )]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Names what failed.
fn disk(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    |source| Error::Disk { path, source }
}

/// Whether results may and can be written to `folder`: it is not there, is empty, or holds
/// results of this program and nothing else. Ask before a long run.
///
/// # Errors
/// [`Error::NotOurs`] with the reason, or [`Error::Disk`] if it cannot be looked at.
pub fn check(folder: &Path) -> Result<(), Error> {
    let not_ours = |why: String| {
        Err(Error::NotOurs {
            folder: folder.to_owned(),
            why,
        })
    };
    if !folder.try_exists().map_err(disk(folder))? {
        return writable(folder);
    }
    if !folder.is_dir() {
        return not_ours("it is a file".to_owned());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(disk(folder))? {
        let name = entry.map_err(disk(folder))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    if names.is_empty() {
        return writable(folder);
    }
    let manifest = fs::read_to_string(folder.join(MANIFEST));
    if !manifest.is_ok_and(|text| is_ours(&text)) {
        return not_ours("it holds files that permanence did not write".to_owned());
    }
    match names.iter().find(|name| !OURS.contains(&name.as_str())) {
        Some(stranger) => not_ours(format!("it also holds {stranger:?}")),
        None => writable(folder),
    }
}

/// Whether a folder can be made here: a long run should not end in finding out.
fn writable(folder: &Path) -> Result<(), Error> {
    let above = folder.ancestors().skip(1).find(|above| above.is_dir());
    let above = above.unwrap_or_else(|| Path::new("."));
    tempfile::tempfile_in(above).map(drop).map_err(disk(above))
}

/// Writes all files of an experiment to `folder`, replacing earlier results there.
///
/// `each_replication` adds `replications.csv`, which is large.
///
/// # Errors
/// As [`check`]; or the disk failed, and then what was there before is still there.
pub fn write(
    folder: &Path,
    results: &mut Replications<'_>,
    comparison: &Comparison,
    manifest: &Manifest,
    each_replication: bool,
) -> Result<(), Error> {
    replace(folder, |new| {
        write_files(new, results, comparison, each_replication)?;
        write_manifest(new, manifest)?;
        // Views of the files, made from them as they will be made again.
        let tables = Results::read(&texts_of_results(new)?)?;
        write_new_views(new, &tables, &Beside::default())
    })
}

/// Puts the report and the workbook into a folder of results, in place of earlier ones.
///
/// # Errors
/// If the workbook cannot be made, or the disk failed; earlier ones are then still there, or replaced.
pub fn write_views(folder: &Path, tables: &Results, beside: &Beside) -> Result<(), Error> {
    let temporary = tempfile::Builder::new()
        .prefix(".permanence-")
        .tempdir_in(folder)
        .map_err(disk(folder))?;
    write_new_views(temporary.path(), tables, beside)?;
    see_to_the_disk(temporary.path())?;
    for name in [REPORT, WORKBOOK] {
        let path = folder.join(name);
        fs::rename(temporary.path().join(name), &path).map_err(disk(&path))?;
    }
    Ok(())
}

/// The same into a folder in which nobody looks yet.
fn write_new_views(folder: &Path, tables: &Results, beside: &Beside) -> Result<(), Error> {
    let (html, xlsx) = rayon::join(|| report::html(tables, beside), || workbook::xlsx(tables));
    file(folder, REPORT, |out| out.write_all(html.as_bytes()))?;
    let xlsx = xlsx?;
    file(folder, WORKBOOK, |out| out.write_all(&xlsx))
}

/// The texts of a folder's files, as far as they are there: what [`super::results`] reads.
///
/// # Errors
/// If the folder or a file that is there cannot be read.
pub fn texts(folder: &Path, files: &[&str]) -> Result<Texts, Error> {
    let unreadable = |path: &Path, source| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    fs::read_dir(folder).map_err(|source| unreadable(folder, source))?;
    let mut texts = Texts::new();
    for name in files {
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => texts.insert((*name).to_owned(), text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(&path, error)),
        };
    }
    Ok(texts)
}

/// The texts of a folder of results.
///
/// # Errors
/// As [`texts`].
pub fn texts_of_results(folder: &Path) -> Result<Texts, Error> {
    let files = [&results::REQUIRED[..], &results::POSSIBLE[..]].concat();
    texts(folder, &files)
}

/// Writes the files of an analysis of the assumptions to `folder`, replacing earlier results there.
///
/// # Errors
/// As [`write()`].
pub fn write_sensitivity(
    folder: &Path,
    analysis: &Sensitivity,
    manifest: &Manifest,
) -> Result<(), Error> {
    replace(folder, |new| {
        file(new, "sensitivity.csv", |out| {
            sensitivity::csv(analysis, out)
        })?;
        write_manifest(new, manifest)
    })
}

/// Writes the files of a search for a number of households to `folder`, replacing earlier results there.
///
/// # Errors
/// As [`write()`].
pub fn write_recruitment(
    folder: &Path,
    found: &Recruitment,
    manifest: &Manifest,
) -> Result<(), Error> {
    replace(folder, |new| {
        file(new, "recruit.csv", |out| recruit::csv(found, out))?;
        write_manifest(new, manifest)
    })
}

/// Has files written to a new folder, which then takes the place of `folder`.
fn replace(folder: &Path, files: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    check(folder)?;
    let folder = &resolved(folder);
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(disk(parent))?;
    let beside = tempfile::Builder::new()
        .prefix(".permanence-")
        .tempdir_in(parent)
        .map_err(disk(parent))?;
    let new = beside.path().join("new");
    fs::create_dir(&new).map_err(disk(&new))?;
    files(&new)?;
    see_to_the_disk(&new)?;
    exchange(&new, folder, &beside.path().join("old")).map_err(disk(folder))
}

/// The folder a symbolic link points to, so that the link stays.
fn resolved(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// Puts `new` in the place of `folder`, whose old content ends up in `old`.
fn exchange(new: &Path, folder: &Path, old: &Path) -> io::Result<()> {
    let replaces = folder.exists();
    if replaces {
        fs::rename(folder, old)?;
    }
    let moved = fs::rename(new, folder);
    if moved.is_err() && replaces {
        fs::rename(old, folder)?;
    }
    moved
}

/// The tables but for that of each replication are made side by side.
fn write_files(
    folder: &Path,
    results: &mut Replications<'_>,
    comparison: &Comparison,
    each_replication: bool,
) -> Result<(), Error> {
    type Table<'t> = &'t (dyn Fn(&mut BufWriter<File>) -> io::Result<()> + Sync);
    let scenarios = results.scenarios.clone();
    let compares = !comparison.differences.is_empty();
    let reads = compares && !comparison.readings.is_empty();
    let tables: [(&str, bool, Table<'_>); 12] = [
        ("summary.csv", true, &|out| csv::summary(comparison, out)),
        ("differences.csv", compares, &|out| {
            csv::differences(comparison, out)
        }),
        ("assumptions.csv", true, &|out| {
            csv::assumptions(&scenarios, comparison, out)
        }),
        ("costs.csv", true, &|out| csv::costs(comparison, out)),
        ("cash_flow.csv", true, &|out| {
            csv::cash_flow(comparison, out)
        }),
        ("options.csv", true, &|out| {
            options::options(comparison, out)
        }),
        ("questions.csv", true, &|out| {
            options::questions(comparison, out)
        }),
        ("bridge.csv", compares, &|out| csv::bridge(comparison, out)),
        ("ranking.csv", !comparison.rankings.is_empty(), &|out| {
            ranking::write_csv(comparison, out)
        }),
        ("readings.csv", reads, &|out| {
            readings::write_csv(comparison, out)
        }),
        ("run_off.csv", !comparison.run_offs.is_empty(), &|out| {
            csv::run_off(comparison, out)
        }),
        ("targets.csv", !comparison.targets.is_empty(), &|out| {
            csv::targets(comparison, out)
        }),
    ];
    let wanted = tables.par_iter().filter(|(_, wanted, _)| *wanted);
    wanted.try_for_each(|(name, _, write)| file(folder, name, write))?;
    if each_replication {
        file(folder, "replications.csv", |out| {
            csv::replications(results, comparison, out)
        })?;
    }
    #[cfg(feature = "parquet")]
    file(folder, "replications.parquet", |out| {
        parquet::replications(results, comparison, out)
    })?;
    Ok(())
}

/// Last: a folder with a manifest is complete.
fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), Error> {
    file(folder, MANIFEST, |out| {
        serde_json::to_writer_pretty(&mut *out, manifest)?;
        writeln!(out)
    })
}

/// Sees all files of a folder safely to the disk, all at one time: one after another, each waits for its own
/// turn of the disk, whatever the processors have to do.
fn see_to_the_disk(folder: &Path) -> Result<(), Error> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder).and_then(Iterator::collect);
    let entries = entries.map_err(disk(folder))?;
    let see_to = |path: PathBuf| {
        // Windows asks for the right to write.
        let file = File::options().write(true).open(&path);
        file.and_then(|file| file.sync_all()).map_err(disk(&path))
    };
    thread::scope(|scope| {
        let paths = entries.iter().map(fs::DirEntry::path);
        let waits: Vec<_> = paths
            .map(|path| scope.spawn(move || see_to(path)))
            .collect();
        let mut done = waits.into_iter().map(|wait| match wait.join() {
            Ok(seen_to) => seen_to,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.try_for_each(|seen_to| seen_to)
    })
}

/// Writes one file.
fn file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Error> {
    let path = folder.join(name);
    let written = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(&path)?);
        if name.ends_with(".csv") {
            out.write_all(csv::BYTE_ORDER_MARK)?;
        }
        write(&mut out)?;
        out.flush()
    };
    written().map_err(disk(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("room on the disk");
        }
        folder
    }

    const MANIFEST_OF_OURS: (&str, &str) =
        (MANIFEST, r#"{"program": "permanence", "run_digest": "ab"}"#);

    #[test]
    fn a_folder_that_is_not_there_or_empty_may_be_used() {
        let folder = folder_with(&[]);
        assert!(check(folder.path()).is_ok());
        assert!(check(&folder.path().join("new")).is_ok());
    }

    #[test]
    fn earlier_results_may_be_replaced() {
        let folder = folder_with(&[MANIFEST_OF_OURS, ("summary.csv", "")]);
        assert!(check(folder.path()).is_ok());
    }

    #[test]
    fn somebody_elses_files_are_left_alone() {
        let foreign = folder_with(&[("letter.txt", "")]);
        let namesake = folder_with(&[(MANIFEST, "{}")]);
        let mixed = folder_with(&[MANIFEST_OF_OURS, ("notes.txt", "")]);
        for folder in [&foreign, &namesake, &mixed] {
            assert!(matches!(check(folder.path()), Err(Error::NotOurs { .. })));
        }
        let file = foreign.path().join("letter.txt");
        assert!(matches!(check(&file), Err(Error::NotOurs { .. })));
    }

    #[test]
    fn the_new_folder_takes_the_place_of_the_old() {
        let beside = tempfile::tempdir().expect("a temporary folder");
        let [new, folder, old] = ["new", "folder", "old"].map(|name| beside.path().join(name));
        fs::create_dir(&folder).expect("room on the disk");
        fs::write(folder.join("before"), "").expect("room on the disk");
        fs::create_dir(&new).expect("room on the disk");
        exchange(&new, &folder, &old).expect("renamed");
        assert!(!folder.join("before").exists() && old.join("before").exists());
    }
}
