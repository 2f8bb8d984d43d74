//! What goes on over time, with a band for how far futures differ: drawn with `kuva`.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::{BandPlot, LinePlot};
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::plots::Plot;
use kuva::render::render::render_multiple;
use maud::{Markup, PreEscaped, html};

use super::Look;
use super::axis::Axis;

/// A line through the middle of its band.
pub struct Curve {
    /// What it is, for the key below the chart.
    pub name: Markup,
    /// When, in years (2017.25 is the end of March 2017), low, middle and high.
    pub points: Vec<[f64; 4]>,
    /// Its colour; whatever is not a level is dashed.
    pub look: Look,
}

/// The sizes in which a chart is drawn: for a page, and for a telephone.
pub const SIZES: [(&str, f64, f64); 2] = [("wide", 680.0, 300.0), ("narrow", 330.0, 260.0)];

/// Curves along an axis, named and described by the elements with these ids.
pub fn curves(id: &str, axis: &Axis, curves: &[Curve]) -> Markup {
    html! {
        @for (size, wide, high) in SIZES { (drawn(id, axis, curves, (size, wide, high))) }
        ul.key {
            @for curve in curves { li { (swatch(curve.look)) span { (curve.name) } } }
        }
    }
}

fn drawn(id: &str, axis: &Axis, curves: &[Curve], (size, wide, high): (&str, f64, f64)) -> Markup {
    let mut plots = Vec::new();
    for curve in curves {
        let column = |place: usize| curve.points.iter().map(move |point| point[place]);
        let band = BandPlot::new(column(0), column(1), column(3));
        plots.push(Plot::Band(
            band.with_color(curve.look.colour()).with_opacity(0.2),
        ));
    }
    for curve in curves {
        let points = curve.points.iter().map(|point| (point[0], point[2]));
        let line = LinePlot::new()
            .with_data(points)
            .with_color(curve.look.colour())
            .with_stroke_width(2.5);
        plots.push(Plot::Line(match curve.look {
            Look::Level => line,
            _ => line.with_dashed(),
        }));
    }
    let label = axis.clone();
    let (first, last) = years(curves);
    let every = if size == "narrow" && last - first > 6.0 {
        2.0
    } else {
        1.0
    };
    let layout = Layout::auto_from_plots(&plots)
        .with_width(wide)
        .with_height(high)
        .with_font_family("system-ui, sans-serif")
        .with_tick_size(13)
        .with_x_axis_min(first)
        .with_x_axis_max(last)
        .with_x_tick_step(every)
        .with_x_tick_format(TickFormat::Integer)
        .with_y_axis_min(axis.low)
        .with_y_axis_max(axis.high)
        .with_y_tick_step(axis.ticks[1] - axis.ticks[0])
        .with_y_tick_format(TickFormat::Custom(Arc::new(move |y| label.label(y))));
    let picture = SvgBackend::new().render_scene(&render_multiple(plots, layout));
    framed(id, size, (wide, high), &picture)
}

/// From the beginning of the first year to the last point: an axis that goes on says something is missing.
fn years(curves: &[Curve]) -> (f64, f64) {
    let points = curves.iter().flat_map(|curve| &curve.points);
    let (first, last) = points.fold((f64::MAX, f64::MIN), |(first, last), point| {
        (first.min(point[0]), last.max(point[0]))
    });
    (first.floor(), last)
}

/// The picture with a name and a description, as wide as there is room and no wider than it was drawn.
pub fn framed(id: &str, size: &str, (wide, high): (f64, f64), picture: &str) -> Markup {
    let inner = picture.split_once('>').map_or("", |(_, inner)| inner);
    let inner = inner.trim_end().trim_end_matches("</svg>");
    let inner = renamed(inner, &format!("{id}-{size}"));
    html! {
        svg class={ "picture " (size) } role="img" viewBox={ "0 0 " (wide) " " (high) }
            style={ "max-width:" (wide) "px" }
            font-family="system-ui, sans-serif" focusable="false"
            aria-labelledby={ (id) "-title" } aria-describedby={ (id) "-notes" } {
            (PreEscaped(inner))
        }
    }
}

/// The picture with its own names for what it clips by: `kuva` numbers them through all pictures that a
/// process has drawn, so that the same picture would have other bytes the next time.
fn renamed(picture: &str, name: &str) -> String {
    const CLIP: &str = "kuva-clip-";
    let mut parts = picture.split(CLIP);
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    let mut known: Vec<&str> = Vec::new();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit());
        let (number, rest) = part.split_at(end.unwrap_or(part.len()));
        let place = known.iter().position(|seen| *seen == number);
        let place = place.unwrap_or_else(|| {
            known.push(number);
            known.len() - 1
        });
        renamed.push_str(&format!("{name}-clip-{place}{rest}"));
    }
    renamed
}

fn swatch(look: Look) -> Markup {
    let dashes = if look == Look::Level { "none" } else { "6 4" };
    html! {
        svg.swatch width="36" height="14" aria-hidden="true" focusable="false" {
            rect width="36" height="14" fill=(look.colour()) fill-opacity="0.2" {}
            line x1="0" x2="36" y1="7" y2="7" stroke=(look.colour()) stroke-width="2.5"
                stroke-dasharray=(dashes) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ends_where_the_last_curve_ends() {
        let curve = |ends: [f64; 2]| Curve {
            name: html! {},
            points: ends.map(|x| [x, 1.0, 2.0, 3.0]).to_vec(),
            look: Look::Level,
        };
        let both = [curve([2017.33, 2020.25]), curve([2018.0, 2019.0])];
        assert_eq!(years(&both), (2017.0, 2020.25));
    }

    #[test]
    fn what_a_picture_clips_by_is_named_after_it_alone() {
        let drawn = |first: u32| {
            format!(
                "<clipPath id=\"kuva-clip-{first}\"/><g clip-path=\"url(#kuva-clip-{first})\"/><clipPath id=\"kuva-clip-{}\"/>",
                first + 1
            )
        };
        let renamed = |first| renamed(&drawn(first), "stock-wide");
        assert_eq!(renamed(0), renamed(98));
        assert!(renamed(7).contains("url(#stock-wide-clip-0)"));
        assert!(renamed(7).ends_with("id=\"stock-wide-clip-1\"/>"));
    }
}
