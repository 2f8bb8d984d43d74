//! The report: what it says and in which order, hostile text, size and time, the same bytes when it is made
//! again, and what a browser makes of it.

#[path = "report/agree.rs"]
mod agree;
#[path = "report/browser.rs"]
mod browser;
#[path = "report/children.rs"]
mod children;
#[path = "report/command.rs"]
mod command;
#[path = "report/figures.rs"]
mod figures;
#[path = "report/page.rs"]
mod page;
#[path = "report/read_back.rs"]
mod read_back;
#[path = "report/written.rs"]
mod written;

use written::{TEN_OPTIONS, read, temporary, written};
