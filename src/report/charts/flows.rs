//! Who comes, who goes, and who stays: a Sankey diagram drawn with `kuva`.
//!
//! It is for a page only. Its labels stand beside narrow columns, and on a telephone they would be cut
//! off; there the table below it says the same.

use kuva::backend::svg::SvgBackend;
use kuva::plot::SankeyPlot;
use kuva::render::layout::Layout;
use kuva::render::plots::Plot;
use kuva::render::render::render_multiple;
use maud::Markup;

use super::Look;
use super::curves::framed;

/// How many come from where into care, and leave it to where; names are those of the program, no scenario's.
pub fn flows(id: &str, into: &[(String, f64)], out: &[(String, f64)]) -> Markup {
    const CARE: &str = "In care";
    let mut plot = SankeyPlot::new().with_node_color(CARE, Look::Level.colour());
    for (name, _) in into {
        plot = plot.with_node_color(name.as_str(), Look::Other.colour());
    }
    for (name, _) in out {
        plot = plot.with_node_color(name.as_str(), Look::Less.colour());
    }
    for (name, children) in into {
        plot = plot.with_link(name.as_str(), CARE, *children);
    }
    for (name, children) in out {
        plot = plot.with_link(CARE, name.as_str(), *children);
    }
    let (wide, high) = (680.0, 40.0 + 44.0 * out.len().max(into.len()) as f64);
    let plots = vec![Plot::Sankey(
        plot.with_link_opacity(0.35).with_node_gap(16.0),
    )];
    let layout = Layout::auto_from_plots(&plots)
        .with_width(wide)
        .with_height(high)
        .with_force_margins(180.0, 100.0)
        .with_font_family("system-ui, sans-serif")
        .with_body_size(13);
    let picture = SvgBackend::new().render_scene(&render_multiple(plots, layout));
    framed(id, "wide", (wide, high), &picture)
}
