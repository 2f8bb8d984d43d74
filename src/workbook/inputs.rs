//! The files that the scenarios were read from, with their digests: what the same run needs.

use crate::report::view::View;

use super::headed;
use super::sheet::{Kind, Sheet, wide};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        wide("Scenario", Kind::Text, 12.0),
        wide("Name in the files", Kind::Text, 34.0),
        wide("File", Kind::Text, 44.0),
        wide("BLAKE3 digest of the file", Kind::Text, 70.0),
    ];
    let made = &view.results.made;
    let program = format!(
        "Made by {} {}, Rust {}, with seed {}. The command stands in the worksheet Notes.",
        made.program, made.version, made.toolchain, made.seed
    );
    let mut sheet = Sheet::new(
        "Inputs",
        "inputs",
        "the files that the run was made from, with their digests",
        "The files that the run was made from",
        &[
            "This worksheet contains one table: a file of a scenario in each row. The same files and command give the same run.",
            &program,
            &format!("Run {}", made.run_digest),
        ],
        columns,
    );
    for (place, scenario) in made.scenarios.iter().enumerate() {
        for input in &scenario.inputs {
            sheet.rows.push(vec![
                headed(view, place).into(),
                (&scenario.name).into(),
                (&input.name).into(),
                (&input.blake3).into(),
            ]);
        }
    }
    sheet
}
