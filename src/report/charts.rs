//! Charts: [`strips`] for whatever has a name and a few numbers a row, [`curves`] for what goes on over
//! time, [`flows`] for who comes and goes.
//!
//! Curves and flows are drawn with `kuva`, in two sizes, of which style sheets show the one that fits. Its
//! forest, bar, and waterfall charts put the names of rows into the picture, at a size that shrinks with
//! it: on a telephone a scenario's title would be unreadable, on paper cut off. So those are [`strips`]:
//! names and figures are text of the page, and only what lies between them is drawn.
//!
//! Colours are those of Okabe and Ito (2008), told apart by everybody, and each goes with a shape or a
//! hatching, so that nothing is lost in black and white.

pub mod axis;
pub mod curves;
pub mod flows;
pub mod strips;

use maud::{Markup, html};

/// What a mark stands for, by which it is coloured, filled and shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Money or days saved: filled, blue, a circle.
    Less,
    /// More of them: hatched, vermilion, a square.
    More,
    /// No clear difference: empty, grey, a diamond.
    Unclear,
    /// A level, which is neither: filled, grey.
    Level,
    /// A second level beside it: hatched, green.
    Other,
}

impl Look {
    /// By which way a difference goes, if that can be told.
    pub fn of(low: f64, high: f64) -> Self {
        if high < 0.0 {
            Self::Less
        } else if low > 0.0 {
            Self::More
        } else {
            Self::Unclear
        }
    }

    /// Its line's colour.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Less => "#0072B2",
            Self::More => "#B34700",
            Self::Unclear => "#595959",
            Self::Level => "#444444",
            Self::Other => "#00664D",
        }
    }

    /// What fills it.
    pub fn fill(self) -> &'static str {
        match self {
            Self::Less => "#0072B2",
            Self::More => "url(#hatch-more)",
            Self::Unclear => "#ffffff",
            Self::Level => "#b5b5b5",
            Self::Other => "url(#hatch-other)",
        }
    }
}

/// The hatchings, once for the whole page.
pub fn hatchings() -> Markup {
    html! {
        svg.hatchings width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                @for (id, look) in [("hatch-more", Look::More), ("hatch-other", Look::Other)] {
                    pattern id=(id) width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)" {
                        rect width="6" height="6" fill="#ffffff" {}
                        rect width="3.5" height="6" fill=(look.colour()) {}
                    }
                }
            }
        }
    }
}
