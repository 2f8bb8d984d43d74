//! A figure: a chart whose title states what it shows, what it is of, what its interval means, where its
//! numbers are, and the numbers themselves in a table below.

use maud::{Markup, html};

/// A table: a heading for each column, the first of them over the names of the rows.
#[derive(Default)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// Headings.
    pub headings: Vec<Markup>,
    /// Rows, as wide as the headings.
    pub rows: Vec<Vec<Markup>>,
}

impl Table {
    /// An empty table with these headings.
    pub fn new(caption: impl Into<String>, headings: &[&str]) -> Self {
        Self {
            caption: caption.into(),
            headings: headings.iter().map(|text| html! { (text) }).collect(),
            rows: Vec::new(),
        }
    }

    /// With one row more.
    pub fn push(&mut self, row: Vec<Markup>) {
        self.rows.push(row);
    }

    /// The table in a frame that scrolls by itself where the window is narrow, and can be reached by
    /// keyboard for that.
    pub fn framed(&self) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                table {
                    caption { (self.caption) }
                    thead { tr {
                        @for heading in &self.headings { th scope="col" { (heading) } }
                    } }
                    tbody {
                        @for row in &self.rows { tr {
                            @for (place, cell) in row.iter().enumerate() {
                                @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        } }
                    }
                }
            }
        }
    }
}

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
        html! {
            figure id=(self.id) {
                figcaption {
                    h3 id={ (self.id) "-title" } { (self.title) }
                }
                (self.chart)
                p.notes id={ (self.id) "-notes" } { (self.notes.join(" ")) }
                details {
                    summary { "The numbers of this chart as a table" }
                    (self.table.framed())
                }
            }
        }
    }
}
