//! `permanence schema`: the JSON schema of scenario files, for editors.

use crate::scenario;

use super::{Failure, print};

/// The schema's text.
pub fn text() -> String {
    format!("{:#}\n", scenario::schema())
}

/// Prints the schema.
///
/// # Errors
/// If standard output fails.
pub fn execute() -> Result<(), Failure> {
    print(&text())
}
