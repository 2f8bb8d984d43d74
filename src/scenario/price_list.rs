//! Price lists: a CSV file beside the scenario with a price for each placement, needs and age.
//!
//! The columns are `placement, needs, age, pounds_a_week, source`, in any order; empty needs or an
//! empty age stand for all. A sixth, `price_year`, may say of which year a price is. Prices may have
//! their sign and commas between thousands, as spreadsheets write them (`"£1,234.50"`, in quotes because of
//! the comma).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::care::child::{AgeBand, Needs};
use crate::finance::prices::{Pence, Weekly};

use super::build::base_year;
use super::diagnostic::{Finding, Findings, Place, printable, quoted};
use super::keys::{AGE_WORDS, NEEDS_WORDS, PLACEMENT_WORDS};
use super::wording::{is_grouped, nearest, one_of};

/// The columns that a list has.
const COLUMNS: [&str; 5] = ["placement", "needs", "age", "pounds_a_week", "source"];

/// The column that a list may have.
const PRICE_YEAR: &str = "price_year";

/// Allowances, behind the placements: the words of the column `placement` in the order of the prices.
pub const ALLOWANCES: [&str; 5] = [
    "special guardianship allowance",
    "child arrangements allowance",
    "adoption allowance",
    "staying put",
    "staying close",
];

/// Allowances that a list may call as the keys of single prices do, without the last word.
const SHORT: [&str; 2] = ["special guardianship", "child arrangements"];

/// The last of them are for young people over eighteen, whose needs and age change nothing.
const FIRST_OVER_EIGHTEEN: usize = PRICED - 2;

/// The keys of the single prices, in the order of what is priced.
pub fn single_prices() -> impl Iterator<Item = String> {
    let allowances = [
        "special_guardianship",
        "child_arrangements",
        "adoption_allowance",
        "staying_put",
        "staying_close",
    ];
    let priced = PLACEMENT_WORDS.into_iter().chain(allowances);
    priced.map(|name| format!("prices.{name}_a_week"))
}

/// How many things are priced by the week.
pub const PRICED: usize = PLACEMENT_WORDS.len() + ALLOWANCES.len();

/// Above this a weekly price is a slip, pounds.
const MOST_POUNDS: f64 = 1e9;

/// A price list as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Name of the file, relative to the scenario's folder.
    pub name: String,
    /// Index of the file.
    pub file: usize,
    /// Its lines, in their order.
    pub rows: Vec<Row>,
    /// By what is priced, needs and age: the price and its line.
    cells: BTreeMap<[usize; 3], Cell>,
}

/// A price, of which year it is if its line says so, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    price: Pence,
    year: Option<i16>,
    place: Place,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is priced: placement or allowance, needs and age, where it says them.
    pub what: String,
    /// The price.
    pub price: Pence,
    /// Where it comes from; empty if unstated.
    pub source: String,
    /// The financial year, by the calendar year in which it begins, whose price it is; none: the list's.
    pub year: Option<i16>,
    /// Where it stands.
    pub place: Place,
}

impl List {
    /// Whether anything is said of this placement or allowance.
    pub fn lists(&self, priced: usize) -> bool {
        self.cells.keys().any(|cell| cell[0] == priced)
    }

    /// Whether a price is free, and there is no other.
    pub fn is_free(&self) -> bool {
        self.cells.values().all(|cell| cell.price.0 == 0)
    }

    /// Whether there is a price for a child with these needs at this age.
    pub fn has(&self, priced: usize, needs: Needs, age: AgeBand) -> bool {
        let cell = [priced, needs as usize, age as usize];
        self.cells.contains_key(&cell)
    }

    /// The prices of a placement or allowance, each brought to the base year from its own; nothing where
    /// there is none, which is checked not to be needed.
    pub fn weekly(&self, priced: usize, rebased: impl Fn(Pence, Option<i16>) -> Pence) -> Weekly {
        let mut weekly = Weekly::default();
        for needs in Needs::ALL {
            for age in AgeBand::ALL {
                let cell = [priced, needs as usize, age as usize];
                if let Some(cell) = self.cells.get(&cell) {
                    weekly.set(needs, age, rebased(cell.price, cell.year));
                }
            }
        }
        weekly
    }
}

/// Reads a list. `None` if something will not do, which is then reported.
pub fn read(name: &str, file: usize, text: &str, findings: &mut Findings) -> Option<List> {
    let before = findings.errors();
    let mut reader = Reader {
        file,
        text,
        findings,
        rows: Vec::new(),
        cells: BTreeMap::new(),
    };
    reader.read();
    let (rows, cells) = (reader.rows, reader.cells);
    (findings.errors() == before).then(|| List {
        name: name.to_owned(),
        file,
        rows,
        cells,
    })
}

struct Reader<'a> {
    file: usize,
    text: &'a str,
    findings: &'a mut Findings,
    rows: Vec<Row>,
    cells: BTreeMap<[usize; 3], Cell>,
}

/// Where the columns of a list stand.
#[derive(Clone, Copy)]
struct Columns {
    wanted: [usize; 5],
    price_year: Option<usize>,
}

/// A field of a row: what it says and where it stands.
struct Field {
    text: String,
    place: Place,
}

impl Reader<'_> {
    fn error(&mut self, code: &'static str, place: Place, message: String, help: String) {
        self.findings
            .push(Finding::error(code, place, message, help));
    }

    fn read(&mut self) {
        let mut lines = Vec::new();
        // Spreadsheets mark their files as UTF-8 by three bytes in front.
        let mut begins = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        for line in self.text[begins..].split('\n') {
            if !line.trim_matches([',', '\r', ' ', '\t', ';']).is_empty() {
                lines.push(begins..begins + line.trim_end_matches('\r').len());
            }
            begins += line.len() + 1;
        }
        let mut lines = lines.into_iter();
        let Some(columns) = lines.next().and_then(|line| self.columns(line)) else {
            if self.text.trim().is_empty() {
                let message = "the price list is empty".to_owned();
                let help = format!("write {} on its first line", COLUMNS.join(","));
                self.error("P0260", Place::top_of(self.file), message, help);
            }
            return;
        };
        for line in lines {
            self.row(line, columns);
        }
    }

    /// Where each of the columns stands.
    fn columns(&mut self, line: Range<usize>) -> Option<Columns> {
        let place = self.place(&line);
        let found = self.fields(line)?;
        if let [only] = found.as_slice()
            && only.text.contains(';')
        {
            let message = "the price list is separated by semicolons, not commas".to_owned();
            let help = "save it as comma-separated values (in a spreadsheet: CSV, comma delimited)";
            self.error("P0260", place, message, help.to_owned());
            return None;
        }
        let names: Vec<String> = found
            .iter()
            .map(|f| plain(&f.text).replace(' ', "_"))
            .collect();
        let missing: Vec<&str> = COLUMNS
            .into_iter()
            .filter(|column| !names.iter().any(|name| name == column))
            .collect();
        for (n, (name, field)) in names.iter().zip(&found).enumerate() {
            let known = is_column(name);
            if known && !names[..n].contains(name) {
                continue;
            }
            let (message, help) = match known {
                true => (
                    format!("the column `{name}` is there twice"),
                    "keep one of them".to_owned(),
                ),
                false => (
                    format!("a price list has no column `{}`", quoted(&field.text)),
                    match (nearest(name, missing.iter().copied()), missing.as_slice()) {
                        (Some(near), _) => format!("did you mean `{near}`?"),
                        (None, []) => "take it out".to_owned(),
                        (None, missing) => format!("is it `{}`?", missing.join("` or `")),
                    },
                ),
            };
            self.error("P0260", field.place, message, help);
        }
        // With an unknown column, what is missing is probably that, under another name.
        let all_known = names.iter().all(|name| is_column(name));
        for column in missing.iter().filter(|_| all_known) {
            let message = format!("the price list has no column `{column}`");
            let help = format!("write the line {} above the prices", COLUMNS.join(","));
            self.error("P0260", place, message, help);
        }
        let at = |column: &str| names.iter().position(|name| name == column);
        let [a, b, c, d, e] = COLUMNS.map(at);
        Some(Columns {
            wanted: [a?, b?, c?, d?, e?],
            price_year: at(PRICE_YEAR),
        })
    }

    fn row(&mut self, line: Range<usize>, columns: Columns) {
        let place = self.place(&line);
        let Some(mut fields) = self.fields(line) else {
            return;
        };
        let all = columns.wanted.into_iter().chain(columns.price_year);
        let wanted = all.max().map_or(0, |last| last + 1);
        if fields.len() < wanted || fields.len() > wanted.max(COLUMNS.len()) {
            let message = format!("this line has {} fields, not {wanted}", fields.len());
            let help = "write one field for each column; a price with a comma stands in quotes: \"1,234.50\"";
            self.error("P0260", place, message, help.to_owned());
            return;
        }
        let year = columns
            .price_year
            .map(|column| self.price_year(&fields[column]));
        let [priced, needs, age, price, source] = columns.wanted;
        let what: Vec<String> = [priced, needs, age]
            .map(|column| plain(&fields[column].text))
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let source = printable(&fields[source].text);
        let priced = self.word(&fields[priced], &placement_words(), false);
        let needs = self.word(&fields[needs], &NEEDS_WORDS.map(spaced), true);
        let age = self.word(&fields[age], &AGE_WORDS.map(spaced), true);
        let price = self.price(&fields.swap_remove(price));
        let (Some(Some(priced)), Some(needs), Some(age), Some(price), Some(year)) =
            (priced, needs, age, price, year.unwrap_or(Some(None)))
        else {
            return;
        };
        self.rows.push(Row {
            what: printable(&what.join(", ")),
            price,
            source,
            year,
            place,
        });
        self.set_all([Some(priced), needs, age], Cell { price, year, place });
    }

    /// Prices all cells that a line is about.
    fn set_all(&mut self, [priced, needs, age]: [Option<usize>; 3], cell: Cell) {
        let over_eighteen = priced.filter(|priced| *priced >= FIRST_OVER_EIGHTEEN);
        if let (Some(priced), true) = (over_eighteen, needs.is_some() || age.is_some()) {
            let message = format!("{} has one price", placement_words()[priced]);
            let help = "leave needs and age empty: it is paid for young people over eighteen, whatever their needs";
            return self.error("P0260", cell.place, message, help.to_owned());
        }
        let each = |word: Option<usize>, count: usize| word.map_or(0..count, |n| n..n + 1);
        for priced in each(priced, PRICED) {
            for needs in each(needs, NEEDS_WORDS.len()) {
                for age in each(age, AGE_WORDS.len()) {
                    if !self.set([priced, needs, age], cell) {
                        return;
                    }
                }
            }
        }
    }

    /// Prices a cell, unless it has a price.
    fn set(&mut self, at: [usize; 3], cell: Cell) -> bool {
        let Some(first) = self.cells.get(&at).map(|first| first.place) else {
            self.cells.insert(at, cell);
            return true;
        };
        let [priced, needs, age] = at;
        let message = format!(
            "there are two prices for {}, needs {}, {}",
            placement_words()[priced],
            NEEDS_WORDS[needs],
            spaced(AGE_WORDS[age])
        );
        let help = "keep one of them; empty needs or an empty age stand for all";
        let finding = Finding::error("P0261", cell.place, message, help);
        self.findings.push(finding.also(first, "the other price"));
        false
    }

    /// The year of a price; `Some(None)` if its line leaves it out.
    fn price_year(&mut self, field: &Field) -> Option<Option<i16>> {
        let year = base_year(&field.text);
        if year.is_some() || field.text.is_empty() {
            return Some(year);
        }
        let message = format!("\"{}\" is no financial year", quoted(&field.text));
        let help = "write the financial year of the price: 2016-17".to_owned();
        self.error("P0265", field.place, message, help);
        None
    }

    /// Which of some words a field is; `Some(None)` if it is empty and that stands for all.
    fn word(
        &mut self,
        field: &Field,
        words: &[String],
        may_be_empty: bool,
    ) -> Option<Option<usize>> {
        let mut found = plain(&field.text);
        if SHORT.contains(&found.as_str()) {
            found.push_str(" allowance");
        }
        if found.is_empty() && may_be_empty {
            return Some(None);
        }
        if let Some(n) = words.iter().position(|word| *word == found) {
            return Some(Some(n));
        }
        let message = match found.is_empty() {
            true => "this line does not say what is priced".to_owned(),
            false => format!("the price list does not know \"{}\"", quoted(&field.text)),
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.error("P0107", field.place, message, one_of(&found, &words));
        None
    }

    fn price(&mut self, field: &Field) -> Option<Pence> {
        let problem = match pounds(&field.text) {
            // As accountants write what is below zero.
            None if field.text.trim().starts_with('(') => "negative",
            None => "no price",
            Some(pounds) if pounds < 0.0 => "negative",
            Some(pounds) if pounds > MOST_POUNDS => "too high",
            Some(pounds) => {
                let pence = pounds * 100.0;
                if (pence - pence.round()).abs() < 1e-4 {
                    return Some(Pence(pence.round() as i64));
                }
                "no whole number of pence"
            }
        };
        let message = format!("\"{}\" is {problem}", quoted(&field.text));
        let help = "write pounds a week, for example 820 or \"£1,234.50\" (in quotes because of the comma)";
        self.error("P0262", field.place, message, help.to_owned());
        None
    }

    fn place(&self, range: &Range<usize>) -> Place {
        Place {
            file: self.file,
            start: range.start,
            end: range.end,
        }
    }

    /// The fields of a line; `None` if a quotation mark is not closed.
    fn fields(&mut self, line: Range<usize>) -> Option<Vec<Field>> {
        let (mut within, mut begins) = (false, line.start);
        let mut ranges = Vec::new();
        for (at, c) in self.text[line.clone()].char_indices() {
            match c {
                '"' => within = !within,
                ',' if !within => {
                    ranges.push(begins..line.start + at);
                    begins = line.start + at + 1;
                }
                _ => {}
            }
        }
        ranges.push(begins..line.end);
        if within {
            let place = self.place(&(begins..line.end));
            let message = "a quotation mark is not closed on its line".to_owned();
            let help = "close it, or take it out".to_owned();
            self.error("P0260", place, message, help);
            return None;
        }
        let field = |range: Range<usize>| {
            let text = self.text[range.clone()].trim();
            let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            Field {
                text: inner
                    .unwrap_or(text)
                    .replace("\"\"", "\"")
                    .trim()
                    .to_owned(),
                place: self.place(&range),
            }
        };
        Some(ranges.into_iter().map(field).collect())
    }
}

/// The words for what is priced.
fn placement_words() -> [String; PRICED] {
    let words = PLACEMENT_WORDS.into_iter().chain(ALLOWANCES);
    let words: Vec<String> = words.map(spaced).collect();
    words.try_into().expect("there are as many")
}

fn is_column(name: &str) -> bool {
    COLUMNS.contains(&name) || name == PRICE_YEAR
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// A word without what people write differently: capitals, hyphens, underscores, apostrophes.
fn plain(text: &str) -> String {
    let lower = text
        .to_lowercase()
        .replace(['\'', '’'], "")
        .replace(['_', '-'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pounds that a text says, with or without their sign and commas between thousands.
fn pounds(text: &str) -> Option<f64> {
    let (minus, text) = match text.trim().strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.trim()),
    };
    let text = text.trim_start_matches('£').trim();
    let (minus, text) = match text.strip_prefix('-') {
        Some(rest) => (-minus, rest),
        None => (minus, text),
    };
    let whole = text.split('.').next().unwrap_or_default();
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let grouped = !text.contains(',') || (is_grouped(whole) && !text[whole.len()..].contains(','));
    if !text.chars().all(digits) || !grouped {
        return None;
    }
    text.replace(',', "")
        .parse()
        .ok()
        .map(|pounds: f64| minus * pounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("820", Some(820.0)),
            ("£1,234.50", Some(1234.5)),
            (" £ 12,345,678 ", Some(12_345_678.0)),
            ("-5", Some(-5.0)),
            ("£-5", Some(-5.0)),
            ("1,23", None),
            ("1.234,50", None),
            ("12.5.1", None),
            ("820 a week", None),
            ("1e3", None),
            ("inf", None),
            ("", None),
        ] {
            assert_eq!(pounds(text), wanted, "{text}");
        }
    }

    #[test]
    fn words_are_known_however_they_are_written() {
        for text in ["in_house", "In-house", " IN  house "] {
            assert_eq!(plain(text), "in house");
        }
        assert_eq!(plain("Children's home"), spaced("childrens_home"));
    }
}
