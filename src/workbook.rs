//! The workbook: the folder of results as worksheets, for finance officers.
//!
//! [`xlsx`] is a pure function of typed tables like the report, so the same tables give the same bytes. It
//! follows what the UK government asks of spreadsheets that are published: a cover with the contents, notes,
//! one table on a worksheet and marked as one, a title in A1, no merged cells, nothing left blank, and
//! numbers as numbers. Totals, bridge and savings are live formulas over the costs, written together with
//! their results, so that programs which calculate nothing show them, too.
//!
//! Text that comes from files is always written as text, never as a formula.

mod assumptions;
mod bridge;
mod cash_flow;
mod causes;
mod charts;
mod costs;
mod cover;
mod definitions;
mod differences;
mod inputs;
mod levels;
mod notes;
mod options;
mod readings;
mod run_off;
mod savings;
mod scenarios;
mod series;
mod sheet;
mod styles;
mod targets;
mod totals;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::output::lines::ENOUGH_FOR_SHARES;
use crate::output::manifest::PROGRAM;
use crate::output::results::Results;
use crate::report::said::Said;
use crate::report::view::View;
use crate::report::{Beside, words};

use sheet::Sheet;
use styles::Styles;

/// The workbook could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made: {0}")]
pub struct Error(#[from] XlsxError);

/// The workbook's bytes.
///
/// # Errors
/// If a table is larger than a worksheet can be.
pub fn xlsx(results: &Results) -> Result<Vec<u8>, Error> {
    let beside = Beside::default();
    let view = View::new(results, &beside);
    let said = Said::of(&view);
    let costs = costs::sheet(&view);
    let totals = totals::sheet(&view, &costs);
    let causes = causes::sheet(&view);
    let bridge = bridge::sheet(&view, &totals, &costs);
    let options = options::sheet(&view);
    let series = series::sheet(&view);
    let savings = savings::sheet(&view, &costs);
    let drawn = charts::drawn(&view, &said, options.as_ref(), &series, savings.as_ref());
    let overview = charts::sheet(&drawn);

    let sheets: Vec<Sheet> = [
        Some(notes::sheet(&view)),
        Some(overview),
        Some(scenarios::sheet(&view)),
        options,
        differences::sheet(&view),
        Some(levels::sheet(&view)),
        Some(series),
        Some(costs.sheet),
        Some(totals),
        bridge,
        causes,
        savings.map(|savings| savings.sheet),
        cash_flow::sheet(&view),
        run_off::sheet(&view),
        readings::sheet(&view),
        targets::sheet(&view),
        Some(assumptions::sheet(&view)),
        Some(definitions::sheet(&view)),
        Some(inputs::sheet(&view)),
    ]
    .into_iter()
    .flatten()
    .filter(|sheet| !sheet.rows.is_empty())
    .collect();

    let cover = cover::sheet(&view, &said, &sheets);
    let styles = Styles::new();
    let worksheets: Result<Vec<Worksheet>, XlsxError> = [&cover]
        .into_par_iter()
        .chain(&sheets)
        .map(|sheet| {
            let mut worksheet = sheet.worksheet(&styles)?;
            if sheet.name == charts::NAME {
                charts::insert(&mut worksheet, sheet, &drawn)?;
            }
            Ok(worksheet)
        })
        .collect();
    let mut book = Workbook::new();
    book.set_properties(&properties(&view, &said)?);
    book.set_zip_compression_level(COMPRESSION);
    for worksheet in worksheets? {
        book.push_worksheet(worksheet);
    }
    Ok(book.save_to_buffer()?)
}

/// The quickest: the usual one makes the file a third smaller, and takes a third of the whole workbook's
/// instructions.
const COMPRESSION: u8 = 1;

/// What the file says of itself. It is never dated by the clock: the same results give the same bytes.
fn properties(view: &View<'_>, said: &Said) -> Result<DocProperties, XlsxError> {
    let made = &view.results.made;
    let text = |text: &str| sheet::cut(&sheet::clean(text), PROPERTY);
    Ok(DocProperties::new()
        .set_title(text(&cover::title(view)))
        .set_subject(text(&said.question))
        .set_author(format!("{PROGRAM} {}", made.version))
        .set_company(text(&made.council))
        .set_comment(text(&format!("Run {}", made.run_digest)))
        .set_custom_property("Language", "en-GB")
        .set_creation_datetime(&ExcelDateTime::parse_from_str("2000-01-01T00:00:00")?))
}

/// The longest property that Excel takes, in units of UTF-16.
const PROPERTY: usize = 255;

/// A share of futures, or an end beyond which one in ten of them lies: of too few it is not known.
fn of_enough(value: f64, futures: u64) -> f64 {
    match futures < ENOUGH_FOR_SHARES as u64 {
        true => f64::NAN,
        false => value,
    }
}

/// A scenario's title as bare text, with its number before it.
fn numbered(view: &View<'_>, place: usize) -> String {
    words::plain(&view.numbered(place))
}

/// `Baseline`, `Option 3`, `Belief 4`: what may stand in a heading, whatever a scenario is called.
fn headed(view: &View<'_>, place: usize) -> String {
    words::plain(&view.headed(place))
}
