//! What is wrong with a scenario, where, and what to do about it.
//!
//! While files are read, findings are collected as [`Finding`]s that point at [`Place`]s. At the
//! end they become [`Diagnostics`], which own everything they show, so that they outlive the
//! files' texts.

use std::fmt;

use serde::Serialize;

/// Findings beyond this many are counted, not kept: nobody reads them, and a hostile file must
/// not fill the memory.
const MOST_KEPT: usize = 100;

/// A source line is shown in a window of this many characters around what is wrong.
const WINDOW: usize = 110;

/// A stretch of one file, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Files`].
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// First byte beyond.
    pub end: usize,
}

impl Place {
    /// The very beginning of a file: for what is missing from it.
    pub fn top_of(file: usize) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// The files of a scenario, in the order in which they were opened.
#[derive(Clone, Debug, Default)]
pub struct Files {
    list: Vec<SourceFile>,
}

/// A file's name and text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Within the scenario's folder.
    pub name: String,
    /// In messages.
    pub shown: String,
    /// Its text; empty if it could not be read.
    pub text: String,
}

impl Files {
    /// Adds a file and returns its index.
    pub fn add(&mut self, name: &str, shown: &str, text: String) -> usize {
        let (name, shown) = (printable(name), printable(shown));
        self.list.push(SourceFile { name, shown, text });
        self.list.len() - 1
    }

    /// Name of a file within the scenario's folder.
    pub fn name(&self, file: usize) -> &str {
        self.list.get(file).map_or("", |f| f.name.as_str())
    }

    /// Text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.list.get(file).map_or("", |f| f.text.as_str())
    }

    /// Resolves a place to line, column and the text to show. Linear in the file's length.
    fn spot(&self, place: Place, label: &str) -> Spot {
        let (name, text) = match self.list.get(place.file) {
            Some(file) => (file.shown.as_str(), file.text.as_str()),
            None => ("", ""),
        };
        let start = floor_to_character(text, place.start);
        let end = floor_to_character(text, place.end.max(start));
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let rest = &text[line_start..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let column = text[line_start..start].chars().count();
        let within_line = end.min(line_start + line.len()).max(start);
        let length = text[start..within_line].chars().count().max(1);
        let (excerpt, caret) = window(line, column);
        Spot {
            file: name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: column + 1,
            caret,
            length: length.min(excerpt.chars().count().saturating_sub(caret).max(1)),
            excerpt,
            label: printable(label),
        }
    }
}

/// The nearest character boundary at or below an offset.
fn floor_to_character(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The part of a line to show and where in it the column lies. Text from a file may hold
/// control characters that would command a terminal; they are shown as `·`.
fn window(line: &str, column: usize) -> (String, usize) {
    let from = match line.chars().count() <= WINDOW || column < WINDOW * 2 / 3 {
        true => 0,
        false => column - WINDOW / 2,
    };
    let shown: String = line.chars().skip(from).take(WINDOW).collect();
    (printable(&shown), column - from)
}

/// Replaces characters that would move, colour or hide text by `·`, one for one.
pub fn printable(text: &str) -> String {
    let harmless = |c: char| match c {
        '\t' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '·',
        c if c.is_control() => '·',
        c => c,
    };
    text.chars().map(harmless).collect()
}

/// Text from a file as quoted in a message: printable and not too long.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 48;
    let text = printable(text);
    match text.chars().count() {
        n if n <= LONGEST => text,
        _ => text.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// Whether the scenario can be used in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but probably does not say what was meant.
    Warning,
}

/// Something wrong, still pointing into the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    code: &'static str,
    severity: Severity,
    place: Place,
    message: String,
    label: String,
    also: Vec<(Place, String)>,
    help: String,
}

impl Finding {
    /// An error: its code, where, what is wrong, and what to do.
    pub fn error(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            place,
            message: message.into(),
            label: String::new(),
            also: Vec::new(),
            help: help.into(),
        }
    }

    /// A warning: its code, where, what looks wrong, and what to do.
    pub fn warning(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message, help)
        }
    }

    /// A few words beside the carets.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A second place that has to do with it.
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.also.push((place, label.into()));
        self
    }
}

/// Findings as they are made; the same one is kept once.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    beyond: usize,
    errors: usize,
}

impl Findings {
    /// Adds a finding, unless it is known already.
    pub fn push(&mut self, finding: Finding) {
        if self.list.contains(&finding) {
            return;
        }
        self.errors += usize::from(finding.severity == Severity::Error);
        if self.list.len() < MOST_KEPT {
            self.list.push(finding);
        } else {
            self.beyond += 1;
        }
    }

    /// Adds the findings of several views of the same files: what all have is one finding, what
    /// only some have is `marked` with whose it is. What looks wrong in one view but not in
    /// another is not wrong, unless it stands where only one looks (`own`).
    pub fn merge(
        &mut self,
        views: &[(&str, Findings)],
        own: impl Fn(Place) -> bool,
        marked: impl Fn(&str) -> String,
    ) {
        for (whose, view) in views {
            for finding in &view.list {
                let common = views.iter().all(|(_, v)| v.list.contains(finding));
                if common {
                    self.push(finding.clone());
                } else if finding.severity == Severity::Error || own(finding.place) {
                    let mut finding = finding.clone();
                    finding.message.push_str(&marked(whose));
                    self.push(finding);
                }
            }
            self.beyond += view.beyond;
        }
    }

    /// Whether the scenario cannot be used.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether there is a finding of this code.
    pub fn any(&self, code: &str) -> bool {
        self.list.iter().any(|finding| finding.code == code)
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Resolves all places and sorts by them.
    pub fn into_diagnostics(mut self, files: &Files) -> Diagnostics {
        self.list.sort_by_key(|f| (f.place, f.severity));
        let diagnostic = |f: Finding| Diagnostic {
            code: f.code,
            severity: f.severity,
            message: printable(&f.message),
            at: files.spot(f.place, &f.label),
            also: f.also.iter().map(|(p, l)| files.spot(*p, l)).collect(),
            help: f.help.lines().map(printable).collect::<Vec<_>>().join("\n"),
        };
        Diagnostics {
            list: self.list.into_iter().map(diagnostic).collect(),
            beyond: self.beyond,
        }
    }
}

/// Where in a file, with the line to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, or the part of it around the column.
    pub excerpt: String,
    /// Where in the excerpt the carets begin, from 0.
    pub caret: usize,
    /// How many carets.
    pub length: usize,
    /// A few words beside the carets; may be empty.
    pub label: String,
}

/// One thing that is wrong: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code; [`super::CODES`] explains it.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Spot,
    /// Other places that have to do with it.
    pub also: Vec<Spot>,
    /// What to do.
    pub help: String,
}

/// All that is wrong with a scenario, by file and position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    beyond: usize,
}

impl Diagnostics {
    /// Each of them, by file (in the order of opening) and position.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many there are, those not kept included.
    pub fn len(&self) -> usize {
        self.list.len() + self.beyond
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the scenario cannot be used: there are more than warnings.
    pub fn has_errors(&self) -> bool {
        self.beyond > 0 || self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Adds those of another scenario that are not here yet.
    pub fn extend(&mut self, other: Self) {
        for diagnostic in other.list {
            if !self.list.contains(&diagnostic) {
                self.list.push(diagnostic);
            }
        }
        self.beyond += other.beyond;
    }

    /// Those with another code.
    pub fn without(mut self, code: &str) -> Self {
        self.list.retain(|diagnostic| diagnostic.code != code);
        self
    }

    /// As shown on a terminal, in the style of rustc; with or without colour.
    pub fn render(&self, colour: bool) -> String {
        let paint = Paint { colour };
        let mut out = String::new();
        for diagnostic in &self.list {
            diagnostic.render(&paint, &mut out);
            out.push('\n');
        }
        if self.beyond > 0 {
            out.push_str(&format!("… and {} more\n", self.beyond));
        }
        out
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for Diagnostics {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.render(&Paint { colour: false }, &mut out);
        f.write_str(out.trim_end())
    }
}

impl Diagnostic {
    fn render(&self, paint: &Paint, out: &mut String) {
        let (word, style) = match self.severity {
            Severity::Error => ("error", Style::Error),
            Severity::Warning => ("warning", Style::Warning),
        };
        let head = paint.text(style, &format!("{word}[{}]", self.code));
        out.push_str(&format!("{head}: {}\n", self.message));
        let widest = self.also.iter().chain([&self.at]).map(|s| s.line).max();
        let width = widest.unwrap_or(1).to_string().len();
        self.at.render(paint, style, "-->", '^', width, out);
        for spot in &self.also {
            spot.render(paint, Style::Gutter, ":::", '-', width, out);
        }
        let bar = paint.text(Style::Gutter, &format!("{:width$} =", ""));
        let mut lines = self.help.lines();
        let first = lines.next().unwrap_or_default();
        out.push_str(&format!("{bar} help: {first}\n"));
        for line in lines {
            out.push_str(&format!("{:width$}         {line}\n", ""));
        }
    }
}

impl Spot {
    fn render(
        &self,
        paint: &Paint,
        style: Style,
        arrow: &str,
        mark: char,
        width: usize,
        out: &mut String,
    ) {
        let arrow = paint.text(Style::Gutter, &format!("{:width$}{arrow}", ""));
        let Self {
            file, line, column, ..
        } = self;
        out.push_str(&format!("{arrow} {file}:{line}:{column}\n"));
        if self.excerpt.trim().is_empty() {
            return;
        }
        let empty = paint.text(Style::Gutter, &format!("{:width$} |", ""));
        let numbered = paint.text(Style::Gutter, &format!("{line:width$} |"));
        let marks = format!("{} {}", mark.to_string().repeat(self.length), self.label);
        let marks = paint.text(style, marks.trim_end());
        let indent = " ".repeat(self.caret);
        out.push_str(&format!(
            "{empty}\n{numbered} {}\n",
            self.excerpt.trim_end()
        ));
        out.push_str(&format!("{empty} {indent}{marks}\n"));
    }
}

/// Colours, if they are wanted.
struct Paint {
    colour: bool,
}

#[derive(Clone, Copy)]
enum Style {
    Error,
    Warning,
    Gutter,
}

impl Paint {
    fn text(&self, style: Style, text: &str) -> String {
        let code = match style {
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::Gutter => "1;34",
        };
        match self.colour {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}
