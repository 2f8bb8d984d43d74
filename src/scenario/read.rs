//! Reads one value as the kind its key takes, and says what is wrong with it if it is not.

use jiff::civil::{Date, date};

use super::diagnostic::{Finding, Findings, Place, quoted};
use super::distribution::{Family, Spec};
use super::keys::{AGE_WORDS, Columns, Key, Kind, LEGAL_WORDS, MOST_COUNTED, PLACEMENT_WORDS};
use super::tree::{Node, Raw};
use super::value::{AgeShare, Row, Value};

/// Lengths of time beyond this many days are a slip.
const MOST_DAYS: f64 = 1e6;

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
            Kind::NumberOrNever { min, max } => {
                let bounds = Bounds {
                    never: true,
                    ..Bounds::between(min, max)
                };
                Value::Number(self.number(node, "", bounds)?)
            }
            Kind::Money => Value::Number(self.money(node)?),
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
            Kind::Ages => Value::Ages(self.each(items, |reader, item, _| reader.ages(item))?),
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
        let help = format!("for example: {}", self.key.example);
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
                    "`{}` takes {wanted} values, but here are {found}",
                    self.path
                ),
                format!("write {wanted} values, {}", columns.described()),
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
            return format!(
                "shares are between 0 and 1: for {number} % write {}",
                tidy(number / 100.0)
            );
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

    fn money(&mut self, node: &Node) -> Option<f64> {
        let pounds = self.number(node, "", Bounds::between(0.0, MOST_POUNDS))?;
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
        let help = format!("write the date without quotes, year-month-day: {example}");
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

    /// The entries of an inline table, each of a known name; what is missing is reported.
    fn fields<'n, const N: usize>(
        &mut self,
        node: &'n Node,
        required: [&str; N],
        optional: &[&str],
    ) -> Option<[&'n Node; N]> {
        let Some(entries) = node.entries() else {
            return self.wrong_type(node, "tables { … } in the list");
        };
        let known = |name: &str| required.contains(&name) || optional.contains(&name);
        let mut complete = true;
        for entry in entries.iter().filter(|e| !known(&e.key)) {
            let names: Vec<&str> = required.iter().chain(optional).copied().collect();
            let message = format!("`{}` does not know `{}`", self.path, quoted(&entry.key));
            self.error("P0101", entry.place, message, one_of(&entry.key, &names));
            complete = false;
        }
        // With an unknown name in the row, what is missing is probably that, misspelt.
        let missing = |name: &&&str| complete && node.get(name).is_none();
        let missing: Vec<&&str> = required.iter().filter(missing).collect();
        for name in missing {
            let message = format!("`{name}` is missing from a row of `{}`", self.path);
            let help = format!("for example: {}", self.key.example);
            self.error("P0102", node.place, message, help);
            complete = false;
        }
        let found = required.map(|name| node.get(name).map(|e| &e.node));
        let found: Vec<&Node> = found.into_iter().flatten().collect();
        complete.then_some(())?;
        found.try_into().ok()
    }

    fn ages(&mut self, node: &Node) -> Option<AgeShare> {
        let [share, from, to] = self.fields(node, ["share", "from", "to"], &[])?;
        let age = Bounds::between(0.0, 18.0);
        let share = self.number(share, "share", Bounds::between(0.0, 1.0));
        let from = self.number(from, "from", age);
        let to = self.number(to, "to", age);
        let ages = AgeShare {
            share: share?,
            from: from?,
            to: to?,
        };
        if ages.from >= ages.to {
            let message = format!(
                "`{}` takes ages from {} to {}",
                self.path, ages.from, ages.to
            );
            let help = "`from` is the youngest age taken, `to` the first age not taken: from < to"
                .to_owned();
            self.error("P0204", node.place, message, help);
            return None;
        }
        Some(ages)
    }

    fn row(&mut self, node: &Node) -> Option<Row> {
        let required = ["age", "legal", "placement", "count"];
        let [age, legal, placement, count] = self.fields(node, required, &["asylum_seeking"])?;
        let age = self
            .word(age, &AGE_WORDS)
            .and_then(|w| position(&AGE_WORDS, w));
        let legal = self
            .word(legal, &LEGAL_WORDS)
            .and_then(|w| position(&LEGAL_WORDS, w));
        let placement = self.word(placement, &PLACEMENT_WORDS);
        let placement = placement.and_then(|w| position(&PLACEMENT_WORDS, w));
        let bounds = Bounds {
            whole: true,
            ..Bounds::between(0.0, MOST_COUNTED)
        };
        let count = self.number(count, "count", bounds);
        let asylum_seeking = match node.get("asylum_seeking") {
            Some(entry) => self.flag(&entry.node),
            None => Some(false),
        };
        Some(Row {
            age: age?,
            legal: legal?,
            placement: placement?,
            asylum_seeking: asylum_seeking?,
            count: count?,
        })
    }

    fn duration(&mut self, node: &Node, which: &str, least: f64) -> Option<Spec> {
        let spec = match &node.raw {
            Raw::Table(_) => self.tagged(node, &[], true)?,
            _ => Spec::Constant(self.number(node, which, Bounds::between(least, MOST_DAYS))?),
        };
        match spec.to_dist() {
            Ok(_) => Some(spec),
            Err(error) => {
                let message = format!("{}: {error}", self.subject(which));
                self.error("P0111", node.place, message, error.remedy().to_owned());
                None
            }
        }
    }

    /// `{ lognormal = { … } }`, with other entries allowed beside the tag (`share` in a mixture).
    fn tagged(&mut self, node: &Node, beside: &[&str], mixtures: bool) -> Option<Spec> {
        let entries = node.entries().unwrap_or_default();
        let mut tags = entries.iter().filter(|e| !beside.contains(&e.key.as_str()));
        let (Some(tag), None) = (tags.next(), tags.next()) else {
            let message = format!("`{}` takes one distribution", self.path);
            self.error("P0111", node.place, message, patterns());
            return None;
        };
        match tag.key.as_str() {
            "constant" => {
                let days = self.number(&tag.node, "constant", Bounds::between(0.0, MOST_DAYS))?;
                Some(Spec::Constant(days))
            }
            "mixture" if mixtures => self.mixture(&tag.node),
            name => match Family::ALL.into_iter().find(|f| f.tag() == name) {
                Some(family) => self.family(&tag.node, family),
                None => {
                    let message =
                        format!("`{}` knows no distribution `{}`", self.path, quoted(name));
                    self.error("P0111", tag.place, message, patterns());
                    None
                }
            },
        }
    }

    fn family(&mut self, node: &Node, family: Family) -> Option<Spec> {
        let wanted = family.parameters();
        let entries = node.entries().unwrap_or_default();
        let fits = entries.len() == wanted.len() && wanted.iter().all(|w| node.get(w).is_some());
        if !fits {
            let message = format!(
                "`{}`: a {} distribution has {}",
                self.path,
                family.tag(),
                wanted.join(" and ")
            );
            self.error(
                "P0111",
                node.place,
                message,
                format!("write {}, in days", family.pattern()),
            );
            return None;
        }
        let mut numbers = [0.0; 2];
        for (number, name) in numbers.iter_mut().zip(wanted) {
            let entry = node.get(name)?;
            *number = self.number(&entry.node, name, Bounds::between(0.0, MOST_DAYS))?;
        }
        Some(Spec::Simple(family, numbers))
    }

    fn mixture(&mut self, node: &Node) -> Option<Spec> {
        let items = self.items(node)?;
        let parts = self.each(items, |reader, item, _| {
            let Some(share) = item.get("share") else {
                let message = format!("a part of the mixture of `{}` has no share", reader.path);
                let help = "write { share = 0.6, lognormal = { … } }".to_owned();
                reader.error("P0111", item.place, message, help);
                return None;
            };
            let share = reader.number(&share.node, "share", Bounds::between(1e-6, 1.0));
            let spec = reader.tagged(item, &["share"], false);
            Some((share?, spec?))
        })?;
        let sum: f64 = parts.iter().map(|(share, _)| share).sum();
        if (sum - 1.0).abs() > super::SUM_TOLERANCE {
            let message = format!(
                "the shares of the mixture of `{}` add to {}",
                self.path,
                tidy(sum)
            );
            let help = "change the shares so that they add to 1".to_owned();
            self.error("P0201", node.place, message, help);
            return None;
        }
        Some(Spec::Mixture(parts))
    }
}

fn position(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|w| *w == word)
}

fn patterns() -> String {
    let mut patterns: Vec<String> = Family::ALL.iter().map(|f| f.pattern()).collect();
    patterns.push("{ mixture = [{ share = …, lognormal = { … } }, …] }".to_owned());
    format!("write a number of days or one of\n{}", patterns.join("\n"))
}

/// "did you mean" if a word is near, then all words.
pub fn one_of(found: &str, words: &[&str]) -> String {
    let listed = words
        .iter()
        .map(|w| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ");
    match nearest(found, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? It takes one of {listed}"),
        None => format!("it takes one of {listed}"),
    }
}

/// The candidate a slip of the pen away from what was found.
pub fn nearest<'c>(found: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // Longer text is no misspelt key, and the distance is quadratic.
    if found.len() > 64 {
        return None;
    }
    let allowed = (found.chars().count() / 3).clamp(1, 4);
    let distance = |c: &&str| strsim::damerau_levenshtein(found, c);
    let near = candidates.min_by_key(distance)?;
    (distance(&near) <= allowed).then_some(near)
}

/// A number for a message: short even if it is huge.
pub fn figure(number: f64) -> String {
    match number {
        n if n.abs() >= 1e15 || (n != 0.0 && n.abs() < 1e-9) => format!("{n:e}"),
        // Adding zero turns the -0 of an empty sum into 0.
        n => format!("{}", n + 0.0),
    }
}

/// A number rounded to what a person would write.
pub fn tidy(number: f64) -> String {
    figure((number * 1e6).round() / 1e6)
}

/// The number somebody meant who wrote it as text.
struct Meant {
    number: f64,
    note: String,
}

fn number_in_text(text: &str, unit: &str) -> Option<Meant> {
    let text = text.trim().trim_start_matches('£').trim_start();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '_');
    let digits: String = text.chars().take_while(|c| is_number(*c)).collect();
    let rest = text.get(digits.len()..)?.trim().to_lowercase();
    let number: f64 = digits.replace([',', '_'], "").parse().ok()?;
    let first = rest.split_whitespace().next().unwrap_or_default();
    if first.starts_with('%') || first == "percent" || rest.starts_with("per cent") {
        return Some(Meant {
            number: number / 100.0,
            note: String::new(),
        });
    }
    let converted = days_in(first).zip(days_in(unit)).filter(|(a, b)| a != b);
    Some(match converted {
        Some((written, wanted)) => Meant {
            number: number * written / wanted,
            note: format!(" ({number} {first} in {unit})"),
        },
        None => Meant {
            number,
            note: String::new(),
        },
    })
}

/// Days in a unit of time.
fn days_in(unit: &str) -> Option<f64> {
    match unit {
        "day" | "days" => Some(1.0),
        "week" | "weeks" => Some(7.0),
        "month" | "months" => Some(365.25 / 12.0),
        "year" | "years" => Some(365.25),
        _ => None,
    }
}
