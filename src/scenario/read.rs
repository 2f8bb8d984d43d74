//! Reads one value as the kind its key takes, and says what is wrong with it if it is not.

mod duration;
mod rows;

use jiff::civil::{Date, date};

use super::diagnostic::{Finding, Findings, Place, quoted};
use super::keys::{Columns, Key, Kind};
use super::tree::{Node, Raw};
use super::value::Value;
use super::wording::{date_in_text, figure, number_in_text, one_of, tidy};

/// Largest sum in pounds: a thousand million.
const MOST_POUNDS: f64 = 1e9;

/// Longest list that has no fixed length.
const LONGEST_LIST: usize = 1000;

/// Longest text.
const LONGEST_TEXT: usize = 200;

/// A number's bounds and what it is called in messages.
#[derive(Clone, Copy)]
struct Bounds {
    min: f64,
    max: f64,
    whole: bool,
    never: bool,
}

impl Bounds {
    const fn between(min: f64, max: f64) -> Self {
        Self {
            min,
            max,
            whole: false,
            never: false,
        }
    }
}

/// A value, with where its elements stand.
pub struct Reading {
    /// The value.
    pub value: Value,
    /// Places of its elements, if it is a list.
    pub parts: Vec<Place>,
}

/// Reads values of one key.
pub struct Reader<'a> {
    /// The key.
    pub key: &'static Key,
    /// Its path, names filled in.
    pub path: &'a str,
    /// Where findings go.
    pub findings: &'a mut Findings,
}

impl Reader<'_> {
    /// Reads a value; `None` if it will not do, which is then reported.
    pub fn read(&mut self, node: &Node) -> Option<Reading> {
        let value = match self.key.kind {
            Kind::List { .. }
            | Kind::Matrix { .. }
            | Kind::Durations { .. }
            | Kind::Ages
            | Kind::Texts
            | Kind::Targets
            | Kind::StockRows => return self.list(node),
            Kind::Number { min, max } => {
                Value::Number(self.number(node, "", Bounds::between(min, max))?)
            }
            Kind::Whole { min, max } => {
                let bounds = Bounds {
                    whole: true,
                    ..Bounds::between(min, max)
                };
                Value::Number(self.number(node, "", bounds)?)
            }
            Kind::NumberOrNever { min, max } | Kind::WholeOrNever { min, max } => {
                let bounds = Bounds {
                    whole: matches!(self.key.kind, Kind::WholeOrNever { .. }),
                    never: true,
                    ..Bounds::between(min, max)
                };
                Value::Number(self.number(node, "", bounds)?)
            }
            Kind::MoneyBy(_) if matches!(node.raw, Raw::List(_)) => return self.list(node),
            Kind::Money | Kind::MoneyBy(_) => Value::Number(self.money(node, "")?),
            Kind::PriceList => Value::FileNames(vec![self.text(node)?]),
            Kind::Duration { least } => Value::Duration(self.duration(node, "", least)?),
            Kind::Date => Value::Date(self.date(node)?),
            Kind::Text => Value::Text(self.text(node)?),
            Kind::Flag => Value::Flag(self.flag(node)?),
            Kind::Word(words) => Value::Word(self.word(node, words)?),
            Kind::Words(words) => Value::Words(self.words(node, words)?),
            Kind::FileNames => Value::FileNames(self.file_names(node)?),
        };
        Some(Reading {
            value,
            parts: Vec::new(),
        })
    }

    fn list(&mut self, node: &Node) -> Option<Reading> {
        let items = self.items(node)?;
        let parts = items.iter().map(|item| item.place).collect();
        let value = match self.key.kind {
            Kind::List {
                columns,
                min,
                max,
                whole,
            } => {
                let bounds = Bounds {
                    whole,
                    ..Bounds::between(min, max)
                };
                Value::Numbers(self.numbers(node, items, columns, bounds)?)
            }
            Kind::Matrix { columns, min, max } => {
                let bounds = Bounds::between(min, max);
                let rows = self.each(items, |reader, row, _| {
                    let items = reader.items(row)?;
                    reader.numbers(row, items, columns, bounds)
                });
                Value::Matrix(rows?)
            }
            Kind::Durations { columns } => {
                self.length(node, items.len(), columns)?;
                let specs = self.each(items, |reader, item, n| {
                    reader.duration(item, columns.names().get(n).copied().unwrap_or(""), 0.0)
                });
                Value::Durations(specs?)
            }
            Kind::MoneyBy(columns) => {
                self.length(node, items.len(), columns)?;
                let prices = self.each(items, |reader, item, n| {
                    reader.money(item, columns.names().get(n).copied().unwrap_or(""))
                });
                Value::Numbers(prices?)
            }
            Kind::Ages => Value::Ages(self.each(items, |reader, item, _| reader.ages(item))?),
            Kind::Texts => Value::Texts(self.each(items, |reader, item, _| reader.text(item))?),
            Kind::Targets => {
                Value::Targets(self.each(items, |reader, item, _| reader.target(item))?)
            }
            _ => Value::Rows(self.each(items, |reader, item, _| reader.row(item))?),
        };
        Some(Reading { value, parts })
    }

    /// Reads every element, so that all that is wrong is reported, and fails if any fails.
    fn each<T>(
        &mut self,
        items: &[Node],
        mut read: impl FnMut(&mut Self, &Node, usize) -> Option<T>,
    ) -> Option<Vec<T>> {
        let read: Vec<Option<T>> = items
            .iter()
            .enumerate()
            .map(|(n, item)| read(self, item, n))
            .collect();
        read.into_iter().collect()
    }

    fn error(&mut self, code: &'static str, place: Place, message: String, help: String) {
        self.findings
            .push(Finding::error(code, place, message, help));
    }

    /// The key and, if it has several numbers, which of them.
    fn subject(&self, which: &str) -> String {
        match which {
            "" => format!("`{}`", self.path),
            which => format!("`{}` ({which})", self.path),
        }
    }

    fn wrong_type<T>(&mut self, node: &Node, wanted: &str) -> Option<T> {
        let message = format!(
            "`{}` takes {wanted}, but here is {}",
            self.path,
            node.raw.described()
        );
        let decimals = match &node.raw {
            Raw::List(_) if wanted.contains("number") => "; decimals have a point: 0.5, not 0,5",
            _ => "",
        };
        let help = format!("for example: {}{decimals}", self.key.example);
        self.error("P0103", node.place, message, help);
        None
    }

    fn items<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        match &node.raw {
            Raw::List(items) if items.len() <= LONGEST_LIST => Some(items),
            Raw::List(items) => {
                let message = format!("`{}` has {} values", self.path, items.len());
                let help = format!("write at most {LONGEST_LIST}");
                self.error("P0106", node.place, message, help);
                None
            }
            _ => self.wrong_type(node, "a list [ … ]"),
        }
    }

    fn length(&mut self, node: &Node, found: usize, columns: Columns) -> Option<()> {
        let wanted = columns.names().len();
        if found > 0 && (found == wanted || wanted == 0) {
            return Some(());
        }
        let (message, help) = match wanted {
            0 => (
                format!("`{}` is empty", self.path),
                format!("write at least one value, {}", columns.described()),
            ),
            _ => (
                format!(
                    "`{}` takes {wanted} values, but here {} {found}",
                    self.path,
                    if found == 1 { "is" } else { "are" }
                ),
                match found > wanted {
                    // A comma for the decimal point makes two values of one.
                    true => format!(
                        "write {wanted} values, {}; decimals have a point: 0.5, not 0,5",
                        columns.described()
                    ),
                    false => format!("write {wanted} values, {}", columns.described()),
                },
            ),
        };
        self.error("P0106", node.place, message, help);
        None
    }

    fn numbers(
        &mut self,
        node: &Node,
        items: &[Node],
        columns: Columns,
        bounds: Bounds,
    ) -> Option<Vec<f64>> {
        let right_length = self.length(node, items.len(), columns);
        let names = columns.names();
        let numbers = self.each(items, |reader, item, n| {
            reader.number(item, names.get(n).copied().unwrap_or(""), bounds)
        });
        right_length.and(numbers)
    }

    fn number(&mut self, node: &Node, which: &str, bounds: Bounds) -> Option<f64> {
        let number = match &node.raw {
            Raw::Number(number) => *number,
            Raw::Text(text) => return self.number_as_text(node, text, which),
            _ => return self.wrong_type(node, &self.number_wanted()),
        };
        let Bounds {
            min,
            max,
            whole,
            never,
        } = bounds;
        if never && number == f64::INFINITY {
            return Some(number);
        }
        let subject = self.subject(which);
        if number.is_nan() || number.is_infinite() {
            let message = format!("{subject} is not a finite number");
            let help = format!("write {}", self.range(bounds));
            self.error("P0105", node.place, message, help);
            return None;
        }
        if number < min || number > max {
            let side = if number < min { "below" } else { "above" };
            let bound = if number < min { min } else { max };
            let message = format!("{subject} is {}, {side} {}", figure(number), figure(bound));
            let help = self.bounds_help(number, bounds);
            self.error("P0105", node.place, message, help);
            return None;
        }
        if whole && number.fract() != 0.0 {
            let message = format!(
                "{subject} is {number}, but it counts whole {}",
                self.key.unit
            );
            let help = format!("write {} or {}", number.floor(), number.ceil());
            self.error("P0105", node.place, message, help);
            return None;
        }
        Some(number)
    }

    fn number_wanted(&self) -> String {
        match self.key.unit {
            "" | "share" | "factor" => "a number".to_owned(),
            unit => format!("a number ({unit})"),
        }
    }

    fn range(&self, bounds: Bounds) -> String {
        let kind = if bounds.whole {
            "a whole number"
        } else {
            "a number"
        };
        let never = if bounds.never {
            ", or inf for never"
        } else {
            ""
        };
        format!(
            "{kind} from {} to {}{never}",
            figure(bounds.min),
            figure(bounds.max)
        )
    }

    fn bounds_help(&self, number: f64, bounds: Bounds) -> String {
        let unit = self.key.unit;
        let percent = unit.starts_with("share") && number > 1.0 && number <= 100.0;
        if percent {
            let range = match bounds.max > 1.0 {
                true => format!("1 is 100 %, {} the most", tidy(bounds.max)),
                false => "shares are between 0 and 1".to_owned(),
            };
            return format!("{range}: for {number} % write {}", tidy(number / 100.0));
        }
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!(" ({unit})")
        };
        format!("write {}{unit}", self.range(bounds))
    }

    fn number_as_text<T>(&mut self, node: &Node, text: &str, which: &str) -> Option<T> {
        let Some(meant) = number_in_text(text, self.key.unit) else {
            return self.wrong_type(node, &self.number_wanted());
        };
        let unit = match self.key.unit {
            "" => "a number".to_owned(),
            "£" | "£ a week" | "£ a year" => format!("a number of pounds ({})", self.key.unit),
            unit => format!("a number ({unit})"),
        };
        let message = format!(
            "{} is {unit}, but here is the text \"{}\"",
            self.subject(which),
            quoted(text)
        );
        let help = format!(
            "write {}{}, without quotes and without a unit",
            tidy(meant.number),
            meant.note
        );
        let finding = Finding::error("P0104", node.place, message, help);
        self.findings
            .push(finding.label(format!("write {}", tidy(meant.number))));
        None
    }

    fn money(&mut self, node: &Node, which: &str) -> Option<f64> {
        let pounds = self.number(node, which, Bounds::between(0.0, MOST_POUNDS))?;
        let pence = pounds * 100.0;
        if (pence - pence.round()).abs() > 1e-4 {
            let message = format!("`{}` is £{pounds}, not a whole number of pence", self.path);
            let help = format!("write {}", tidy(pence.round() / 100.0));
            self.error("P0105", node.place, message, help);
            return None;
        }
        Some(pounds)
    }

    fn date(&mut self, node: &Node) -> Option<Date> {
        let example = self.key.example;
        let help =
            format!("write the date without quotes and without a time, year-month-day: {example}");
        let (earliest, latest) = (date(1948, 7, 5), date(2200, 1, 1));
        match &node.raw {
            Raw::Date(date) if (earliest..=latest).contains(date) => return Some(*date),
            Raw::Date(date) => {
                let message = format!(
                    "`{}` is {date}, not between {earliest} and {latest}",
                    self.path
                );
                self.error(
                    "P0108",
                    node.place,
                    message,
                    format!("write a date such as {example}"),
                );
            }
            Raw::NoDate => {
                let message = format!("`{}` is not a day of the calendar", self.path);
                self.error("P0108", node.place, message, help);
            }
            Raw::Text(text) => {
                let message = format!(
                    "`{}` takes a date, but here is the text \"{}\"",
                    self.path,
                    quoted(text)
                );
                let help = match date_in_text(text) {
                    Some(date) => format!("write {date}, without quotes"),
                    None => help,
                };
                self.error("P0108", node.place, message, help);
            }
            _ => return self.wrong_type(node, "a date"),
        }
        None
    }

    fn text(&mut self, node: &Node) -> Option<String> {
        let Raw::Text(text) = &node.raw else {
            return self.wrong_type(node, "text in quotes");
        };
        let problem = match text {
            t if t.trim().is_empty() => "empty",
            t if t.chars().count() > LONGEST_TEXT => "too long",
            t if super::diagnostic::printable(t) != *t => {
                "not printable: it holds a control character"
            }
            _ => return Some(text.clone()),
        };
        let message = format!("the text of `{}` is {problem}", self.path);
        let help = format!("write 1 to {LONGEST_TEXT} ordinary characters on one line");
        self.error("P0113", node.place, message, help);
        None
    }

    fn flag(&mut self, node: &Node) -> Option<bool> {
        match &node.raw {
            Raw::Flag(flag) => Some(*flag),
            _ => self.wrong_type(node, "`true` or `false`"),
        }
    }

    fn word(&mut self, node: &Node, words: &[&'static str]) -> Option<&'static str> {
        let Raw::Text(text) = &node.raw else {
            return self.wrong_type(node, "a word in quotes");
        };
        if let Some(word) = words.iter().find(|word| *word == text) {
            return Some(word);
        }
        let message = format!("`{}` does not know \"{}\"", self.path, quoted(text));
        let help = one_of(text, words);
        self.error("P0107", node.place, message, help);
        None
    }

    fn words(&mut self, node: &Node, words: &[&'static str]) -> Option<Vec<&'static str>> {
        let items = self.items(node)?;
        let read = self.each(items, |reader, item, _| reader.word(item, words))?;
        for (n, word) in read.iter().enumerate() {
            if read[..n].contains(word) {
                let message = format!("`{}` has \"{word}\" twice", self.path);
                self.error(
                    "P0205",
                    items[n].place,
                    message,
                    "keep one of them".to_owned(),
                );
                return None;
            }
        }
        Some(read)
    }

    fn file_names(&mut self, node: &Node) -> Option<Vec<String>> {
        match &node.raw {
            Raw::List(items) if items.is_empty() => {
                let message = "`extends` is an empty list".to_owned();
                let help = "name at least one file, or leave the line out in a baseline".to_owned();
                self.error("P0106", node.place, message, help);
                None
            }
            Raw::List(_) => {
                let items = self.items(node)?;
                self.each(items, |reader, item, _| reader.text(item))
            }
            _ => Some(vec![self.text(node)?]),
        }
    }
}
