//! Routes to permanence: who comes into care, who leaves it, and by which way.

use maud::html;

use crate::experiment::compare::Level;
use crate::experiment::metrics::{Grouping, Metric};
use crate::output::number::rounded;

use super::charts::flows::flows;
use super::groups::{Drawn, Of, plain};
use super::view::{date, level_said, whole, wording};
use super::{Section, View};

/// The section.
pub fn section(view: &View<'_>) -> Option<Section> {
    let metric = Metric::Exits;
    let drawn = Drawn {
        id: "routes-out",
        rows: Of::each(metric, view.groups(metric, Grouping::Route)),
        range: false,
        notes: vec![format!(
            "Children who left care by each route over {}, baseline; a child who comes back and leaves again counts again.",
            view.results.span_in_words()
        )],
        caption: "Children who left care, by route: baseline, and what each option changes"
            .to_owned(),
    };
    let levels = drawn.levels(view);
    let left = view.level(0, metric, "all")?;
    let permanent = view.level(0, Metric::PermanentHomes, "all")?;
    let mut out: Vec<(String, f64)> = levels.iter().map(|(of, l)| said(&of.label, l)).collect();
    let came = view.level(0, Metric::Entries, "all")?;
    let stay = view.level(0, Metric::ChildrenInCare, "all")?;
    let opening = format!("In care on {}", date(view.results.made.start));
    // The scenario says how many: in every future as many.
    let start = stay.mean + left.mean - came.mean;
    let into = [
        (format!("{opening}: {}", rounded(start, 1.0)), start),
        said("came into care", came),
    ];
    out.push(said(&format!("in care on {}", view.last_day()), stay));
    let title = html! {
        "Of " (whole(left)) " departures from care in the baseline, "
        (level_said(permanent, wording(Metric::PermanentHomes))) " go to adopters, guardians or relatives"
        @if let Some(lead) = view.lead_for_children {
            @let change = view.changed_said(lead, Metric::PermanentHomes, "all");
            "; with " (view.called(lead)) ": " (change)
        }
    };
    let picture = flows("routes-out", &into, &out);
    let figure = drawn.figure(view, title)?;
    Some(Section {
        id: "routes",
        title: "Routes to permanence",
        body: html! {
            (super::figure::Figure { chart: html! { (picture) (figure.chart) }, ..figure }.shown())
        },
    })
}

/// `Adopted: 229`, and how many they are.
fn said(group: &str, level: &Level) -> (String, f64) {
    (format!("{}: {}", plain(group), whole(level)), level.mean)
}
