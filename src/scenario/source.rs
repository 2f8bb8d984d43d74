//! Where a scenario's files come from: a folder on disk, or texts built into the program.
//!
//! Opening a scenario reads nothing outside the folder of the file that was opened first.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::diagnostic::printable;
use super::tree::MOST_BYTES;
use super::wording::reason;

/// A folder of scenario files.
#[derive(Clone, Debug)]
pub enum Source {
    /// On disk.
    Disk {
        /// Canonical path.
        folder: PathBuf,
        /// The path as the user wrote it: for messages.
        shown: PathBuf,
    },
    /// Names and texts.
    Embedded(Vec<(String, String)>),
}

/// Why a file cannot be had: code, what is wrong, what to do.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refusal {
    fn new(code: &'static str, message: String, help: &str) -> Self {
        Self {
            code,
            message,
            help: help.to_owned(),
        }
    }
}

/// The file to open first: its folder and its name within.
///
/// # Errors
/// If there is no such folder.
pub fn open(path: &Path) -> Result<(Source, String), Refusal> {
    let shown = path.display();
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    let Some(name) = name.filter(|_| !path.is_dir()) else {
        let message = format!("`{shown}` is a folder, not a scenario file");
        return Err(Refusal::new(
            "P0001",
            message,
            "name a file in it, for example its baseline.toml",
        ));
    };
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match parent.canonicalize() {
        Ok(folder) => {
            let shown = path.parent().unwrap_or(Path::new("")).to_owned();
            Ok((Source::Disk { folder, shown }, name))
        }
        Err(error) => {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => {
                    format!("there is no folder `{}`", parent.display())
                }
                _ => format!(
                    "the folder `{}` cannot be read: {}",
                    parent.display(),
                    reason(&error)
                ),
            };
            Err(Refusal::new("P0001", message, "check the path"))
        }
    }
}

impl Source {
    /// The name within the folder of a file that another one names in `extends`.
    ///
    /// # Errors
    /// If it lies outside the folder or does not exist.
    pub fn resolve(&self, from: &str, target: &str) -> Result<String, Refusal> {
        let outside = |why: &str| {
            let message = format!("`{target}` {why}");
            let help = "name a file in the folder of the scenario, or below it, for example \"baseline.toml\"";
            Err(Refusal::new("P0302", message, help))
        };
        let drive = target.as_bytes().get(1) == Some(&b':');
        if target.starts_with('/') || target.contains('\\') || drive {
            return outside("is not a relative path with forward slashes");
        }
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.is_empty() => return outside("lies outside the scenario's folder"),
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        let name = parts.join("/");
        let Self::Disk { folder, .. } = self else {
            return Ok(name);
        };
        // A link inside the folder may lead out of it.
        let Ok(real) = folder.join(&name).canonicalize() else {
            return Err(missing(target));
        };
        match real.strip_prefix(folder) {
            Ok(within) => Ok(within.to_string_lossy().replace('\\', "/")),
            Err(_) => outside("leads out of the scenario's folder by a link"),
        }
    }

    /// A file's name in messages: the path by which the user can open it.
    pub fn shown(&self, name: &str) -> String {
        match self {
            Self::Disk { shown, .. } => shown.join(name).display().to_string(),
            Self::Embedded(_) => name.to_owned(),
        }
    }

    /// A file's text.
    ///
    /// # Errors
    /// If it cannot be read, is too large, or is no text; or if its name would move or hide text.
    pub fn read(&self, name: &str) -> Result<String, Refusal> {
        printable_name(name)?;
        match self {
            Self::Disk { folder, .. } => read_file(&folder.join(name), name),
            Self::Embedded(files) => {
                let found = files.iter().find(|(known, _)| known == name);
                let (_, text) = found.ok_or_else(|| missing(name))?;
                within_limit(text.len(), name)?;
                Ok(text.clone())
            }
        }
    }
}

/// Names of files stand in tables and on terminals, where they must not rearrange what stands around them.
fn printable_name(name: &str) -> Result<(), Refusal> {
    let shown = printable(name);
    if shown == name {
        return Ok(());
    }
    let message =
        format!("the name of `{shown}` has a character that would move or hide text, here a dot");
    let help = "rename the file: letters, digits, hyphens and full stops will do";
    Err(Refusal::new("P0001", message, help))
}

fn missing(name: &str) -> Refusal {
    let message = format!("there is no file `{name}`");
    Refusal::new(
        "P0001",
        message,
        "check the name; it is relative to the folder of the file that names it",
    )
}

fn within_limit(bytes: usize, name: &str) -> Result<(), Refusal> {
    if bytes <= MOST_BYTES {
        return Ok(());
    }
    let message = format!("`{name}` has more than {MOST_BYTES} bytes");
    Err(Refusal::new(
        "P0002",
        message,
        "a scenario has a few kilobytes: is this the right file?",
    ))
}

fn read_file(path: &Path, name: &str) -> Result<String, Refusal> {
    let refuse = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(name),
        _ => {
            let message = format!("`{name}` cannot be read: {}", reason(&error));
            Refusal::new("P0001", message, "check the file's permissions")
        }
    };
    // Asked before opening: opening a pipe would wait for a writer.
    if !path.metadata().map_err(refuse)?.is_file() {
        let message = format!("`{name}` is not an ordinary file");
        return Err(Refusal::new("P0001", message, "name a scenario file"));
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path)
        .map_err(refuse)?
        .take(MOST_BYTES as u64 + 1);
    file.read_to_end(&mut bytes).map_err(refuse)?;
    within_limit(bytes.len(), name)?;
    String::from_utf8(bytes).or_else(|other| {
        let bytes = other.into_bytes();
        // A price list that Excel saved as plain CSV has its pound signs in Windows-1252.
        if name.to_lowercase().ends_with(".csv") && !bytes.contains(&0) {
            return Ok(bytes.into_iter().map(char::from).collect());
        }
        let message = format!("`{name}` is not UTF-8 text");
        Err(Refusal::new(
            "P0003",
            message,
            "save it as UTF-8 (in Excel: \"CSV UTF-8\"; \"Unicode\" in some editors)",
        ))
    })
}
