//! A figure: a chart whose title states what it shows, what it is of, what its interval means, where its
//! numbers are, and the numbers themselves in a table below.

use std::ops::Range;

use maud::{Markup, html};

use super::words::plain;

/// A table: a heading for each column, the first of them over the names of the rows.
#[derive(Default)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// Headings.
    pub headings: Vec<Markup>,
    /// Rows, as wide as the headings.
    pub rows: Vec<Vec<Markup>>,
    /// Whether on a telephone a row's figures stand below each other, each behind its heading.
    pub stacks: bool,
}

impl Table {
    /// An empty table with these headings.
    pub fn new(caption: impl Into<String>, headings: &[impl AsRef<str>]) -> Self {
        Self {
            caption: caption.into(),
            headings: headings
                .iter()
                .map(|text| html! { (text.as_ref()) })
                .collect(),
            rows: Vec::new(),
            stacks: false,
        }
    }

    /// With one row more.
    pub fn push(&mut self, row: Vec<Markup>) {
        self.rows.push(row);
    }

    /// The table in a frame that scrolls by itself where the window is narrow, and can be reached by
    /// keyboard for that; in several, if it has more columns than a sheet of paper is wide.
    pub fn framed(&self) -> Markup {
        let columns = self.headings.len().saturating_sub(1);
        let parts = columns.div_ceil(COLUMNS).max(1);
        let each = columns.div_ceil(parts).max(1);
        html! {
            @for part in 0..parts {
                @let shown = 1 + part * each..(1 + (part + 1) * each).min(self.headings.len());
                (self.part(shown, (parts > 1).then_some((part + 1, parts))))
            }
        }
    }

    /// A column's heading as it stands before each of its figures, where they stack.
    fn heading(&self, place: usize) -> Option<String> {
        self.stacks.then(|| plain(&self.headings[place]))
    }

    /// The names of the rows, and these columns.
    fn part(&self, columns: Range<usize>, numbered: Option<(usize, usize)>) -> Markup {
        let caption = match numbered {
            None => self.caption.clone(),
            Some((part, parts)) => format!("{} ({part} of {parts})", self.caption),
        };
        html! {
            div.scroll.short[self.rows.len() <= SHORT] tabindex="0" role="region" aria-label=(caption) {
                table.stacks[self.stacks] {
                    caption { (caption) }
                    thead { tr {
                        @for place in std::iter::once(0).chain(columns.clone()) {
                            th scope="col" { (self.headings[place]) }
                        }
                    } }
                    tbody {
                        @for row in &self.rows { tr {
                            th scope="row" { (row[0]) }
                            @for place in columns.clone() { td data-of=[self.heading(place)] { (row[place]) } }
                        } }
                    }
                }
            }
        }
    }
}

/// So many rows take up less than half a sheet of paper, and stay on one.
const SHORT: usize = 12;

/// How many columns of figures a sheet of paper has room for.
const COLUMNS: usize = 8;

/// A figure.
pub struct Figure {
    /// By which it is linked to.
    pub id: &'static str,
    /// The finding.
    pub title: Markup,
    /// What is drawn, and how to read it: unit, meaning of the interval, source.
    pub notes: Vec<String>,
    /// The chart.
    pub chart: Markup,
    /// Its numbers.
    pub table: Table,
}

impl Figure {
    /// The figure as it stands in the page.
    pub fn shown(&self) -> Markup {
        let notes: Vec<&str> = { self.notes.iter() }
            .map(String::as_str)
            .filter(|note| !note.is_empty())
            .collect();
        html! {
            figure id=(self.id) {
                figcaption {
                    h3 id={ (self.id) "-title" } { (self.title) }
                }
                (self.chart)
                p.notes id={ (self.id) "-notes" } { (notes.join(" ")) }
                details {
                    summary { "The numbers of this chart as a table" }
                    (self.table.framed())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_short_is_not_broken_over_pages() {
        let framed = |rows: usize| {
            let mut table = Table::new("rows", &["Row"]);
            table.rows = vec![vec![html! { "row" }]; rows];
            table.framed().into_string()
        };
        assert!(framed(SHORT).contains("class=\"scroll short\""));
        assert!(framed(SHORT + 1).contains("class=\"scroll\""));
    }
}
