//! The cover: the question, the answer, what to bear in mind, what made it, and the contents.

use crate::report::said::Said;
use crate::report::view::View;

use super::sheet::{Cell, Kind, Line, Sheet, wide};

/// The worksheet's name.
pub const NAME: &str = "Cover";

/// The workbook's title.
pub fn title(view: &View<'_>) -> String {
    let asked = match view.options().as_slice() {
        [] => "how many, for how long, and at what cost, if things stay as they are",
        [_] => "what the option would change, and what it would cost or save",
        _ => "what each option would change, and what it would cost or save",
    };
    format!("Children in care in {}: {asked}", view.results.made.council)
}

/// The worksheet, with a way to each of the others.
pub fn sheet(view: &View<'_>, said: &Said, others: &[Sheet]) -> Sheet {
    // Wider, it would be cut off where there is no Calibri: a single column is not made to fit a page.
    let columns = vec![wide("Contents", Kind::Text, 76.0)];
    let mut sheet = Sheet::new(NAME, "contents", "Contents", title(view), &[], columns);
    sheet.lines = lines(view, said);
    for other in others {
        let text = format!("{}: {}", other.name, other.about);
        sheet.rows.push(vec![Cell::Link(other.name, text)]);
    }
    sheet
}

fn lines(view: &View<'_>, said: &Said) -> Vec<Line> {
    let made = &view.results.made;
    let mut lines = vec![Line::Heading("Question"), Line::Said(said.question.clone())];
    lines.push(Line::Heading("Answer"));
    lines.push(Line::Said(said.budget.clone()));
    if !said.children.is_empty() {
        lines.push(Line::Said(said.children.clone()));
    }
    lines.extend(said.brackets.iter().cloned().map(Line::Said));
    lines.push(Line::Heading("To bear in mind"));
    lines.extend(said.caveats.iter().cloned().map(Line::Said));
    lines.push(Line::Heading("Where it comes from"));
    lines.push(Line::Said(format!(
        "{} simulated futures of each of {} scenarios, {}. All children in it are simulated.",
        made.replications,
        made.scenarios.len(),
        view.time()
    )));
    let prices = format!(
        "Money is in prices of {}. {}",
        made.price_base_year,
        made.price_notes.join(" ")
    );
    if !said.caveats.contains(&prices) {
        lines.push(Line::Said(prices));
    }
    lines.push(Line::Said(format!(
        "Run {} of {} {}. The worksheet Inputs says how to make it again.",
        made.run_digest, made.program, made.version
    )));
    lines
}
