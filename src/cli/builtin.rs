//! The built-in council: its scenario files, compiled into the program.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::scenario::Scenario;

use super::Failure;

/// The folder that `permanence init` makes for them.
pub const FOLDER: &str = "coventry-2017";

/// A scenario file compiled into the program.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Whether it is part of the comparison made without arguments.
    compared: bool,
}

macro_rules! file {
    ($name:literal, $compared:literal) => {
        File {
            name: $name,
            text: include_str!(concat!("../../scenarios/coventry-2017/", $name)),
            compared: $compared,
        }
    };
}

/// All of them: the baseline first, then its options in the order in which they are compared,
/// then other beliefs about the world, which are baselines of their own.
pub const FILES: &[File] = &[
    file!("baseline.toml", true),
    file!("more-adopters.toml", true),
    file!("adopters-for-siblings.toml", true),
    file!("teenage-foster-carers.toml", true),
    file!("legal-advice-7-days.toml", true),
    file!("parallel-planning.toml", true),
    file!("all-together.toml", true),
    file!("half-life-3.1-years.toml", false),
];

/// The options that are compared with the baseline.
pub fn options() -> impl Iterator<Item = &'static File> {
    FILES.iter().filter(|file| file.compared).skip(1)
}

/// One of them, read.
///
/// # Errors
/// If it is not a valid scenario.
pub fn load(name: &str) -> Result<Scenario, Failure> {
    let texts: Vec<(&str, &str)> = FILES.iter().map(|file| (file.name, file.text)).collect();
    Ok(Scenario::from_embedded(&texts, name)?)
}

/// The built-in comparison: the baseline and its options.
///
/// # Errors
/// If one of them is not a valid scenario.
pub fn compared() -> Result<Vec<Scenario>, Failure> {
    let files = FILES.par_iter().filter(|file| file.compared);
    files.map(|file| load(file.name)).collect()
}
