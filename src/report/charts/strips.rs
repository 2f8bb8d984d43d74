//! A row for each thing: its name, a strip on which numbers stand along one axis, and the figure in words.

use maud::{Markup, html};

use super::Look;
use super::axis::Axis;

/// What stands on a strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// From one number to another.
    Bar(f64, f64, Look),
    /// An interval, drawn as a line with ends.
    Interval(f64, f64, Look),
    /// A number.
    Point(f64, Look),
}

/// A row.
pub struct Row {
    /// Its name.
    pub name: Markup,
    /// What stands on its strip, the first below the others.
    pub marks: Vec<Mark>,
    /// Its figure in words.
    pub said: String,
}

/// Height of a strip, pixels.
const HEIGHT: u32 = 26;

/// A chart of rows along an axis, named and described by the elements with these ids; below it what its looks
/// stand for.
pub fn strips(id: &str, axis: &Axis, rows: &[Row], key: &[(Look, &str)]) -> Markup {
    html! {
        div.strips role="img" aria-labelledby={ (id) "-title" } aria-describedby={ (id) "-notes" } {
            @for row in rows {
                div.strip {
                    div.name { (row.name) }
                    (strip(axis, &row.marks))
                    div.said { (row.said) }
                }
            }
            div.strip.axis {
                div.name {}
                (labels(axis))
                div.said {}
            }
        }
        @if !key.is_empty() {
            ul.key {
                @for (look, words) in key {
                    li {
                        svg.swatch width="22" height=(HEIGHT) aria-hidden="true" focusable="false" {
                            (swatch(*look, rows))
                        }
                        span { (words) }
                    }
                }
            }
        }
    }
}

fn strip(axis: &Axis, marks: &[Mark]) -> Markup {
    html! {
        svg width="100%" height=(HEIGHT) aria-hidden="true" focusable="false" {
            @for tick in &axis.ticks {
                line.grid x1=(percent(axis, *tick)) x2=(percent(axis, *tick)) y1="0" y2=(HEIGHT)
                    stroke=(if *tick == 0.0 { "#333333" } else { "#dddddd" }) {}
            }
            @for mark in marks { (drawn(axis, *mark)) }
        }
    }
}

fn drawn(axis: &Axis, mark: Mark) -> Markup {
    let middle = HEIGHT / 2;
    match mark {
        Mark::Bar(from, to, look) if from.is_finite() && to.is_finite() => {
            let (left, right) = (axis.place(from.min(to)), axis.place(from.max(to)));
            html! {
                rect x={ (tidy(left)) "%" } width={ (tidy(right - left)) "%" } y="5" height="16"
                    fill=(look.fill()) stroke=(look.colour()) stroke-width="1" {}
            }
        }
        Mark::Interval(low, high, look) if low.is_finite() && high.is_finite() => html! {
            // A light edge, so that it is seen on a dark bar, too.
            @if look == Look::Unclear { line x1=(percent(axis, low)) x2=(percent(axis, high)) y1=(middle) y2=(middle)
                stroke="#ffffff" stroke-width="5" {} }
            line x1=(percent(axis, low)) x2=(percent(axis, high)) y1=(middle) y2=(middle)
                stroke=(look.colour()) stroke-width="2" {}
            @for end in [low, high] {
                line x1=(percent(axis, end)) x2=(percent(axis, end)) y1=(middle - 5) y2=(middle + 5)
                    stroke=(look.colour()) stroke-width="2" {}
            }
        },
        Mark::Point(at, look) if at.is_finite() => point(&percent(axis, at), look),
        _ => html! {},
    }
}

/// What a look stands for in the key: a bar where the rows have bars of it, else its point.
fn swatch(look: Look, rows: &[Row]) -> Markup {
    let is_bar = |mark: &Mark| matches!(mark, Mark::Bar(_, _, of) if *of == look);
    if rows.iter().any(|row| row.marks.iter().any(is_bar)) {
        html! { rect x="1" y="7" width="20" height="12" fill=(look.fill()) stroke=(look.colour()) stroke-width="1" {} }
    } else {
        point("11", look)
    }
}

/// A point by its shape: what cannot be seen in colour is seen in its form.
fn point(x: &str, look: Look) -> Markup {
    let (fill, colour) = (look.fill(), look.colour());
    html! {
        // A nested picture puts the shape where the percentage says.
        svg x=(x) y="0" width="1" height=(HEIGHT) overflow="visible" {
            @match look {
                Look::Less | Look::Level => {
                    circle cx="0" cy="13" r="5.5" fill=(fill) stroke=(colour) stroke-width="1.5" {}
                }
                Look::More | Look::Other => {
                    rect x="-5" y="8" width="10" height="10" fill=(fill) stroke=(colour) stroke-width="1.5" {}
                }
                Look::Unclear => {
                    path d="M0 6 L7 13 L0 20 L-7 13 Z" fill=(fill) stroke=(colour) stroke-width="2" {}
                }
            }
        }
    }
}

/// The labels of the axis; those at its ends stay within it.
fn labels(axis: &Axis) -> Markup {
    // A short label stands below its line, a long one keeps within the strip.
    let long = |tick: f64| axis.label(tick).chars().count() > 3;
    let anchor = |tick: f64| match long(tick) {
        true if tick == axis.low => "start",
        true if tick == axis.high => "end",
        _ => "middle",
    };
    let x = |tick: f64| match anchor(tick) {
        "start" => "0%".to_owned(),
        "end" => "100%".to_owned(),
        _ => percent(axis, tick),
    };
    html! {
        svg width="100%" height="18" aria-hidden="true" focusable="false" {
            @for tick in axis.labelled() {
                text x=(x(tick)) y="13" text-anchor=(anchor(tick)) { (axis.label(tick)) }
            }
        }
    }
}

fn percent(axis: &Axis, value: f64) -> String {
    format!("{}%", tidy(axis.place(value)))
}

/// Two decimals are more than a screen can show.
fn tidy(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_shows_bars_for_bars_and_points_for_points() {
        let row = |marks: Vec<Mark>| Row {
            name: html! { "row" },
            marks,
            said: String::new(),
        };
        let rows = [row(vec![
            Mark::Bar(0.0, 2.0, Look::Less),
            Mark::Point(2.0, Look::Unclear),
        ])];
        assert!(
            swatch(Look::Less, &rows)
                .into_string()
                .starts_with("<rect x=\"1\"")
        );
        assert!(swatch(Look::Unclear, &rows).into_string().contains("<path"));
    }
}
