//! One worksheet: its title in A1, lines that say what it holds, and one table.

use jiff::civil::Date;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell_absolute};
use rust_xlsxwriter::{
    ExcelDateTime, Formula, Table, TableColumn, TableStyle, Url, Worksheet, XlsxError,
};

use crate::report::words::without_controls;

use super::cover;
use super::styles::{Look, Styles};

/// Stands where there is nothing to say of something.
pub const NOT_APPLICABLE: &str = "[z]";
/// Stands where a number is not known.
pub const NOT_KNOWN: &str = "[x]";

/// What a column holds, and so how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// The number of a scenario.
    Place,
    /// A number with a decimal.
    Number,
    /// A number with as many decimals as it has: an assumption.
    Exact,
    /// Pounds.
    Pounds,
    /// A share, shown in per cent.
    Share,
    /// A month.
    Month,
}

impl Kind {
    /// How numbers in this unit are shown.
    pub fn of_unit(unit: &str) -> Self {
        match unit {
            "gbp" => Self::Pounds,
            "share" => Self::Share,
            _ => Self::Number,
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading: ours, never from a file.
    pub heading: String,
    /// What it holds.
    pub kind: Kind,
    /// How many characters wide it is.
    pub width: f64,
}

/// A column of numbers, or of short words.
pub fn column(heading: impl Into<String>, kind: Kind) -> Column {
    let width = match kind {
        Kind::Whole | Kind::Place => 9.0,
        Kind::Month => 11.0,
        Kind::Pounds => 14.0,
        _ => 12.0,
    };
    wide(heading, kind, width)
}

/// A column as wide as this.
pub fn wide(heading: impl Into<String>, kind: Kind, width: f64) -> Column {
    Column {
        heading: heading.into(),
        kind,
        width,
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words, from wherever.
    Text(String),
    /// A number of its column's kind.
    Number(f64),
    /// A number of another kind than its column.
    As(f64, Kind),
    /// A formula with its result.
    Formula(String, f64),
    /// The first day of a month.
    Month(Date),
    /// A way to another worksheet.
    Link(&'static str, String),
    /// How sure something is: a word with a colour.
    Rated(&'static str),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Text(NOT_APPLICABLE.to_owned()),
            text => Self::Text(text.to_owned()),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        Self::Number(value as f64)
    }
}

/// A line between the title and the table.
#[derive(Clone, Debug)]
pub enum Line {
    /// What the next lines are about.
    Heading(&'static str),
    /// A sentence.
    Said(String),
    /// A way back to the cover.
    ToContents,
}

/// A worksheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// Its table's name: letters only.
    pub table: &'static str,
    /// What it holds, as the contents say it.
    pub about: &'static str,
    /// The title in A1.
    pub title: String,
    /// What stands below the title.
    pub lines: Vec<Line>,
    /// The table's columns.
    pub columns: Vec<Column>,
    /// The table's rows, as wide as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// Rows that are sums.
    pub strong: Vec<usize>,
    /// How many columns stay in sight.
    pub kept: u16,
}

impl Sheet {
    /// A worksheet without rows.
    pub fn new(
        name: &'static str,
        table: &'static str,
        about: &'static str,
        title: impl Into<String>,
        lines: &[&str],
        columns: Vec<Column>,
    ) -> Self {
        let said = lines.iter().map(|line| Line::Said((*line).to_owned()));
        Self {
            name,
            table,
            about,
            title: title.into(),
            lines: said.chain([Line::ToContents]).collect(),
            columns,
            rows: Vec::new(),
            strong: Vec::new(),
            kept: 1,
        }
    }

    /// The row of the headings, counted from nought.
    fn headings(&self) -> u32 {
        1 + u32::try_from(self.lines.len()).unwrap_or(u32::MAX - 1)
    }

    /// A row of the table, counted from nought.
    pub fn row(&self, row: usize) -> u32 {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        (self.headings() + 1).saturating_add(row)
    }

    /// The row below the table.
    pub fn end(&self) -> u32 {
        self.row(self.rows.len())
    }

    /// The row in which the next row of the table will stand, as formulas count: from one.
    pub fn next(&self) -> u32 {
        self.end() + 1
    }

    /// A cell of the table as a formula of another worksheet names it.
    pub fn cell(&self, row: usize, column: usize) -> String {
        let cell = row_col_to_cell_absolute(self.row(row), place(column));
        format!("'{}'!{cell}", self.name)
    }

    /// A column of the whole table as a formula of another worksheet names it.
    pub fn range(&self, column: usize) -> String {
        let letters = letters(column);
        let (first, last) = (self.row(0) + 1, self.end());
        format!("'{}'!${letters}${first}:${letters}${last}", self.name)
    }

    /// The worksheet, by itself, so that those of a workbook can be made side by side.
    ///
    /// # Errors
    /// If it is larger than a worksheet can be.
    pub fn worksheet(&self, styles: &Styles) -> Result<Worksheet, XlsxError> {
        let mut worksheet = Worksheet::new();
        let sheet = &mut worksheet;
        sheet.set_name(self.name)?;
        self.arrange(sheet, styles)?;
        self.write_lines(sheet, styles)?;
        let table = self.marked(styles);
        let last = place(self.columns.len().saturating_sub(1));
        sheet.add_table(self.headings(), 0, self.end() - 1, last, &table)?;
        for (number, cells) in self.rows.iter().enumerate() {
            let strong = self.strong.contains(&number);
            let texts = cells.iter().map(|cell| match cell {
                Cell::Text(text) => text.as_str(),
                _ => "",
            });
            let lines = self.lines_of(texts);
            sheet.set_row_height(self.row(number), LINE * lines)?;
            for (column, cell) in cells.iter().enumerate() {
                let at = (self.row(number), place(column));
                self.write_cell(sheet, styles, at, cell, strong)?;
            }
        }
        Ok(worksheet)
    }

    /// Widths and looks of columns, what stays in sight, and how it is printed.
    fn arrange(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        for (place, column) in self.columns.iter().enumerate() {
            let usual = styles.usual(column.kind, place > 0);
            let place = self::place(place);
            sheet.set_column_width(place, column.width)?;
            sheet.set_column_format(place, &usual)?;
        }
        sheet.set_paper_size(A4).set_footer("&L&A&RPage &P of &N");
        sheet.set_print_fit_to_pages(self.pages_wide(), 0);
        let headings = self.columns.iter().map(|column| column.heading.as_str());
        let lines = self.lines_of(headings);
        sheet.set_row_height(self.headings(), LINE * lines)?;
        if self.is_cover() {
            sheet.set_screen_gridlines(false);
        } else {
            sheet.set_landscape();
            if self.pages_wide() > 1 {
                sheet.set_repeat_columns(0, self.kept - 1)?;
            }
            sheet.set_freeze_panes(self.headings() + 1, self.kept)?;
            sheet.set_repeat_rows(self.headings(), self.headings())?;
        }
        Ok(())
    }

    /// How many sheets of paper it is wide, so that it can be read on them.
    fn pages_wide(&self) -> u16 {
        let width: f64 = self.columns.iter().map(|column| column.width).sum();
        let pages = (1..10_u16).find(|pages| width <= f64::from(*pages) * LEGIBLE);
        pages.unwrap_or(10)
    }

    /// How many lines a row has with these texts, a column each. Programs that open the workbook need not
    /// work it out, and some do not.
    fn lines_of<'t>(&self, texts: impl Iterator<Item = &'t str>) -> f64 {
        let cells = self.columns.iter().zip(texts);
        let lines = cells.map(|(column, text)| lines(text, column.width));
        f64::from(lines.max().unwrap_or(1))
    }

    fn is_cover(&self) -> bool {
        self.name == cover::NAME
    }

    fn write_lines(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        let title = clean(&self.title);
        if self.is_cover() {
            let room = self.columns[0].width / LARGER;
            let height = LARGER * LINE * f64::from(lines(&title, room));
            sheet.set_row_height(0, height)?;
        } else {
            sheet.set_row_height(0, LARGER * LINE)?;
        }
        sheet.write_string_with_format(0, 0, title, &styles.title(self.is_cover()))?;
        for (row, line) in (1..).zip(&self.lines) {
            match line {
                Line::Heading(text) => {
                    sheet.write_string_with_format(row, 0, *text, &styles.heading())?
                }
                Line::Said(text) => {
                    let format = styles.line(self.is_cover());
                    if self.is_cover() {
                        let lines = self.lines_of(std::iter::once(text.as_str()));
                        sheet.set_row_height(row, LINE * lines)?;
                    }
                    sheet.write_string_with_format(row, 0, clean(text), &format)?
                }
                Line::ToContents => {
                    let link = link(cover::NAME, "Back to the cover and the contents");
                    sheet.write_url_with_format(row, 0, link, &styles.link())?
                }
            };
        }
        Ok(())
    }

    /// The table, with its columns' headings.
    fn marked(&self, styles: &Styles) -> Table {
        let columns: Vec<TableColumn> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                TableColumn::new()
                    .set_header(&column.heading)
                    .set_header_format(styles.headings(column.kind, place > 0))
            })
            .collect();
        Table::new()
            .set_name(self.table)
            .set_style(TableStyle::Light1)
            .set_columns(&columns)
            .set_autofilter(!self.is_cover())
            .set_alt_text_title(self.name)
            .set_alt_text(self.about)
    }

    fn write_cell(
        &self,
        sheet: &mut Worksheet,
        styles: &Styles,
        (row, column): (u32, u16),
        cell: &Cell,
        strong: bool,
    ) -> Result<(), XlsxError> {
        let kind = self.columns[usize::from(column)].kind;
        let look = |kind| Look { kind, strong };
        match cell {
            // Most cells look as their column does, and need not say so: looking a format up costs as much as
            // all else of a cell.
            Cell::Number(value) if value.is_finite() && kind != Kind::Text && !strong => {
                sheet.write_number(row, column, *value)?
            }
            Cell::Number(value) | Cell::As(value, _) if !value.is_finite() => {
                let missing = styles.missing();
                sheet.write_string_with_format(row, column, NOT_KNOWN, &missing)?
            }
            Cell::Number(value) => {
                sheet.write_number_with_format(row, column, *value, styles.of(look(kind)))?
            }
            Cell::As(value, kind) => {
                sheet.write_number_with_format(row, column, *value, styles.of(look(*kind)))?
            }
            Cell::Formula(formula, result) => {
                let formula = Formula::new(formula).set_result(result.to_string());
                sheet.write_formula_with_format(row, column, formula, styles.of(look(kind)))?
            }
            Cell::Month(date) => {
                let month = ExcelDateTime::parse_from_str(&date.to_string())?;
                let format = styles.of(look(Kind::Month));
                sheet.write_datetime_with_format(row, column, &month, format)?
            }
            Cell::Link(to, text) => {
                sheet.write_url_with_format(row, column, link(to, text), &styles.link())?
            }
            Cell::Rated(word) => {
                sheet.write_string_with_format(row, column, *word, &styles.rated(word))?
            }
            Cell::Text(text) => {
                let text = clean(text);
                if kind == Kind::Text && !strong && !Styles::is_quoted(&text) {
                    sheet.write_string(row, column, text)?;
                    return Ok(());
                }
                let sign =
                    kind != Kind::Text && [NOT_KNOWN, NOT_APPLICABLE].contains(&text.as_str());
                let format = match sign {
                    true => styles.missing(),
                    false => styles.text(&text, strong, column > 0),
                };
                sheet.write_string_with_format(row, column, text, &format)?
            }
        };
        Ok(())
    }
}

/// Height of a line in points.
const LINE: f64 = 15.0;

/// How much larger the title is.
const LARGER: f64 = 1.5;

/// How many characters a sheet of paper is wide at most to be read.
const LEGIBLE: f64 = 230.0;

/// More lines than this a row cannot have.
const MOST: u32 = 25;

/// How many lines a text has in a column so many digits wide, broken between words. Most letters are narrower
/// than a digit.
fn lines(text: &str, width: f64) -> u32 {
    let room = (1.08 * width).max(1.0);
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut used = 0.0;
        for word in paragraph.split(' ') {
            let letters = word.chars().count() as f64;
            if used > 0.0 && used + 1.0 + letters > room {
                lines += 1;
                used = 0.0;
            }
            // A word that is longer than the column goes on in the next line.
            lines += ((letters - 1.0).max(0.0) / room) as u32;
            used += letters % room + 1.0;
        }
    }
    lines.min(MOST)
}

/// The number of this paper size in the file format.
const A4: u8 = 9;

/// A way to a worksheet.
fn link(to: &str, text: &str) -> Url {
    Url::new(format!("internal:'{to}'!A1"))
        .set_text(clean(text))
        .set_tip(format!("Go to {to}"))
}

/// The place of a column as the file format counts.
pub fn place(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The letters of a column, counted from nought.
pub fn letters(column: usize) -> String {
    column_number_to_name(place(column))
}

/// A text that a cell can hold: nothing in it turns or hides what stands around it, and it is no longer than
/// a cell can be.
pub fn clean(text: &str) -> String {
    let mut text = without_controls(text);
    if !text.is_ascii() {
        text.retain(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'));
    }
    if text.len() <= LONGEST {
        return text;
    }
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{} … (the CSV file has all of it)", &text[..end]),
    }
}

/// The beginning of a text that may have so many units of UTF-16, with a sign that it goes on.
pub fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut units = 1;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// A cell holds 32,767 units of UTF-16, of which a character has one or two.
const LONGEST: usize = 16_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_from_the_table_s_first_row() {
        let columns = vec![column("a", Kind::Text), column("b", Kind::Pounds)];
        let mut sheet = Sheet::new("Total costs", "totals", "", "", &["one line"], columns);
        // Title, one line, the way back, headings: the table's first row is the fifth.
        assert_eq!(sheet.next(), 5);
        sheet.rows.push(vec!["x".into(), 1.0.into()]);
        sheet.rows.push(vec!["y".into(), 2.0.into()]);
        assert_eq!(sheet.cell(1, 1), "'Total costs'!$B$6");
        assert_eq!(sheet.range(1), "'Total costs'!$B$5:$B$6");
        assert_eq!(letters(26), "AA");
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert_eq!(lines("", 10.0), 1);
        // Ten digits are as wide as ten letters and a bit.
        assert_eq!(lines("one two", 10.0), 1);
        assert_eq!(lines("one two three", 10.0), 2);
        assert_eq!(lines("one two thr", 10.0), 2);
        assert_eq!(lines("one\ntwo", 10.0), 2);
        assert_eq!(lines("abcdefghijklmnopqrst", 10.0), 2);
    }

    #[test]
    fn a_text_is_cut_to_the_units_that_it_may_have() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("ab cd", 4), "ab…");
        // Two units each, and one for the sign.
        assert_eq!(cut("𝔞𝔟𝔠", 5), "𝔞𝔟…");
    }

    #[test]
    fn a_text_fits_into_a_cell_and_turns_nothing() {
        assert_eq!(clean("a\u{202e}b\u{7}\u{fffe}c"), "abc");
        let long = "𝔞".repeat(40_000);
        assert!(clean(&long).encode_utf16().count() < 32_767);
    }
}
