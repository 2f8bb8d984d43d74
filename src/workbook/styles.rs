//! How cells look: formats of numbers, headings and links, the same throughout the workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::sheet::Kind;

/// How a number looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it is.
    pub kind: Kind,
    /// Whether it is a sum.
    pub strong: bool,
}

/// The formats of numbers, made once.
pub struct Styles {
    numbers: Vec<(Look, Format)>,
}

const KINDS: [Kind; 8] = [
    Kind::Text,
    Kind::Place,
    Kind::Whole,
    Kind::Number,
    Kind::Exact,
    Kind::Pounds,
    Kind::Share,
    Kind::Month,
];

/// Dark blue, on which white is read.
const BLUE: u32 = 0x1F_3864;
const GREY: u32 = 0x59_5959;

impl Styles {
    /// All formats.
    pub fn new() -> Self {
        let looks = KINDS
            .iter()
            .flat_map(|&kind| [false, true].map(|strong| Look { kind, strong }));
        let numbers = looks.map(|look| (look, number(look))).collect();
        Self { numbers }
    }

    /// The format of a number.
    pub fn of(&self, look: Look) -> &Format {
        let found = self.numbers.iter().find(|(known, _)| *known == look);
        found.map_or(&self.numbers[0].1, |(_, format)| format)
    }

    /// Words. What a spreadsheet would take for a formula stays text when it is edited.
    /// Behind another column they stand a little apart from it.
    pub fn text(&self, text: &str, strong: bool, apart: bool) -> Format {
        let format = strengthened(top().set_text_wrap(), strong);
        let format = indented(format, apart);
        match Self::is_quoted(text) {
            true => format.set_quote_prefix(),
            false => format,
        }
    }

    /// Whether a spreadsheet would take a text for a formula if somebody typed it.
    pub fn is_quoted(text: &str) -> bool {
        text.starts_with(['=', '+', '-', '@', '\''])
    }

    /// How a cell of a column looks unless something is said of it.
    pub fn usual(&self, kind: Kind, apart: bool) -> Format {
        match kind {
            Kind::Text => self.text("", false, apart),
            kind => self
                .of(Look {
                    kind,
                    strong: false,
                })
                .clone(),
        }
    }

    /// A sign that stands for a number.
    pub fn missing(&self) -> Format {
        top()
            .set_align(FormatAlign::Right)
            .set_font_color(Color::RGB(GREY))
    }

    /// The title in A1.
    pub fn title(&self, wrapped: bool) -> Format {
        let title = top().set_bold().set_font_size(15);
        let title = title.set_font_color(Color::RGB(BLUE));
        if wrapped {
            title.set_text_wrap()
        } else {
            title
        }
    }

    /// A heading on the cover.
    pub fn heading(&self) -> Format {
        let heading = top().set_bold().set_font_size(12);
        heading.set_font_color(Color::RGB(BLUE))
    }

    /// A line below the title.
    pub fn line(&self, wrapped: bool) -> Format {
        if wrapped {
            top().set_text_wrap()
        } else {
            top()
        }
    }

    /// A way to somewhere.
    pub fn link(&self) -> Format {
        Format::new().set_hyperlink().set_align(FormatAlign::Top)
    }

    /// The headings of a table, on the side on which its column's cells stand.
    pub fn headings(&self, kind: Kind, apart: bool) -> Format {
        let side = match kind {
            Kind::Text | Kind::Place => FormatAlign::Left,
            _ => FormatAlign::Right,
        };
        indented(Format::new(), apart && kind == Kind::Text)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_align(side)
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(BLUE))
    }

    /// How sure something is; the word says it, too.
    pub fn rated(&self, word: &str) -> Format {
        let (ground, letters) = match word {
            "Green" => (0xC6_EFCE, 0x00_4D00),
            "Amber" => (0xFF_EB9C, 0x5C_3A00),
            "Red" => (0xFF_C7CE, 0x7A_0008),
            _ => (0xE7_E6E6, 0x26_2626),
        };
        indented(top(), true)
            .set_background_color(Color::RGB(ground))
            .set_font_color(Color::RGB(letters))
    }
}

fn top() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

fn indented(format: Format, apart: bool) -> Format {
    if apart {
        format.set_align(FormatAlign::Left).set_indent(1)
    } else {
        format
    }
}

fn strengthened(format: Format, strong: bool) -> Format {
    if strong {
        format.set_bold().set_border_top(FormatBorder::Thin)
    } else {
        format
    }
}

fn number(look: Look) -> Format {
    let shown = match look.kind {
        Kind::Text | Kind::Exact => "General",
        Kind::Whole | Kind::Place => "#,##0",
        Kind::Number => "#,##0.0",
        Kind::Pounds => "£#,##0;-£#,##0",
        Kind::Share => "0.0%",
        Kind::Month => "mmm yyyy",
    };
    let format = match look.kind {
        Kind::Place => top().set_align(FormatAlign::Left),
        _ => top(),
    };
    strengthened(format.set_num_format(shown), look.strong)
}
