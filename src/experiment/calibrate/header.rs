//! The head of a baseline: the figures it was drawn up from, and what had to be done to them.

use crate::data::ofsted::HOUSEHOLDS;

use super::columns::{ADOPTED, ARRANGEMENTS, GUARDIANS, HOME};
use super::{Estimates, Observed, PRIOR_CHILDREN, Solved, asylum_seekers_started, balance};

/// A figure whose pooling shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PooledFigure {
    /// What it is, a year.
    pub what: &'static str,
    /// As published, hidden cells resolved.
    pub published: f64,
    /// Whether there were any.
    pub resolved: bool,
    /// What the baseline was drawn up for.
    pub used: f64,
}

/// A pooled figure is told if it is a child a year or more from what was published, and a twentieth of it.
const VISIBLE: (f64, f64) = (1.0, 0.05);

/// Figures a year that pooling changes visibly.
pub fn pooled_figures(observed: &Observed, estimates: &Estimates) -> Vec<PooledFigure> {
    let [home, guardians, arrangements, adopted, _] = observed.own.ceased.map(f64::from);
    let all = [
        ("returns home", HOME.to_vec(), home, estimates.homes),
        (
            "orders to relatives",
            [GUARDIANS, ARRANGEMENTS].concat(),
            guardians + arrangements,
            estimates.orders.iter().sum(),
        ),
        ("adoptions", ADOPTED.to_vec(), adopted, estimates.adoptions),
    ];
    let cells = observed.hidden.iter().flat_map(|group| &group.cells);
    let hidden: Vec<&str> = cells.map(|(column, _)| *column).collect();
    let figures = all.map(|(what, columns, published, used)| PooledFigure {
        what,
        published,
        resolved: columns.iter().any(|column| hidden.contains(column)),
        used,
    });
    let visible = |figure: &PooledFigure| {
        let off = (figure.used - figure.published).abs();
        off >= VISIBLE.0 && off >= VISIBLE.1 * figure.published
    };
    figures.into_iter().filter(visible).collect()
}

/// Figures of the fostering service that Ofsted does not give. Places are taken only where those filled are
/// given.
pub(super) fn ofsted_gaps(observed: &Observed) -> Vec<&'static str> {
    let count = |name: &str| observed.fostering.as_ref().and_then(|s| s.count(name));
    let filled = count("filled").is_some_and(|n| n > 0);
    let mut gaps: Vec<&str> = ["filled", "vacant", "unavailable"]
        .into_iter()
        .filter(|name| !filled || count(name).is_none())
        .collect();
    let others = HOUSEHOLDS.into_iter().chain(["family_and_friends"]);
    gaps.extend(others.filter(|name| count(name).is_none()));
    gaps
}

/// What somebody who uses the baseline must know of its figures, a line each; none if they are as published.
pub fn notes(observed: &Observed, estimates: &Estimates) -> Vec<String> {
    let mut lines = Vec::new();
    for total in &observed.hidden_totals {
        lines.push(format!(
            "WARNING: the number of {total}; within that at the rate of the region (else of England). All that rests on it is of low confidence."
        ));
    }
    if observed.is_mostly_hidden() {
        lines.push(
            "WARNING: more than half of its figures are hidden: what is drawn up is mostly its region's shape."
                .to_owned(),
        );
    }
    for group in observed.hidden.iter().filter(|group| group.is_most()) {
        lines.push(format!(
            "WARNING: of {} most stand in hidden cells: what is drawn up from them is mostly {}.",
            group.what,
            group.basis.shape()
        ));
    }
    let (absent, asylum) = asylum_seekers_started(observed);
    if asylum + 0.5 < absent && asylum > 0.0 {
        lines.push(format!(
            "{absent:.0} started for absent parents; {asylum:.1} of them are taken to seek asylum, by the {} who do in care: \
             the others start as children of their age do.",
            observed.own.asylum_seeking
        ));
    }
    let gaps = ofsted_gaps(observed);
    if observed.fostering.is_some() && !gaps.is_empty() {
        lines.push(format!(
            "Ofsted does not give {}: usual shares stand in (for places England's, P35; for households Coventry's if all are \
             missing; for family and friends the model's).",
            gaps.join(", ").replace('_', " ")
        ));
    }
    let pooled = pooled_figures(observed, estimates);
    if !pooled.is_empty() {
        let each = pooled.iter().map(|figure| {
            let how = match figure.resolved {
                true => " with hidden cells as resolved",
                false => "",
            };
            format!(
                "{} a year, published {:.0}{how}, pooled {:.1}",
                figure.what, figure.published, figure.used
            )
        });
        let whose = match observed.region.is_some() {
            true => "the region's and England's",
            false => "England's",
        };
        lines.push(format!(
            "Pooled with {whose} rates, which count for as much as {PRIOR_CHILDREN} children's worth of the council's own: \
             {}. One year's count is partly chance, the more so the smaller it is.",
            each.collect::<Vec<_>>().join("; ")
        ));
    }
    lines
}

/// The figures at the head of the file.
pub(super) fn figures(observed: &Observed, estimates: &Estimates) -> String {
    let own = &observed.own;
    let y = observed.year;
    let [fostered, adoptive, parents, alone, homes] = own.placement;
    let [section_20, interim, care, placement] = own.legal;
    let mut lines = vec![
        format!(
            "CLA{y}: {} looked after, by age {:?}; section 20 {section_20}, interim care order {interim}, care order {care},",
            own.looked_after(),
            own.ages
        ),
        format!(
            "  placement order {placement}; fostered {fostered}, placed for adoption {adoptive}, with parents {parents}, living independently {alone}, in homes and"
        ),
        format!(
            "  semi-independent {homes}; asylum-seeking {}; own provision {}.",
            own.asylum_seeking, own.own_provision
        ),
        format!(
            "ADM{y}: {} started, by age {:?}. CEA{y}: home, special guardianship, child arrangements, adopted, other {:?}.",
            own.all_started(),
            own.started,
            own.ceased
        ),
        "Counts are of children, each once a year, and as published at the time: stocks and flows need not add up.".to_owned(),
        service(observed),
    ];
    lines.extend(hidden(observed));
    lines.extend(notes(observed, estimates));
    let lines = lines.iter().map(|line| format!("# {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Hidden cells, a line for each group.
fn hidden(observed: &Observed) -> Vec<String> {
    if observed.hidden.is_empty() {
        return vec!["Hidden cells: none.".to_owned()];
    }
    let rule = "Hidden cells (1 to 5, or more to protect another) share what the total leaves, each at least 1 if it leaves enough:";
    let groups = observed.hidden.iter().map(|group| format!("  {group}."));
    std::iter::once(rule.to_owned()).chain(groups).collect()
}

fn service(observed: &Observed) -> String {
    let Some(service) = &observed.fostering else {
        return "Ofsted: nothing used; households by Coventry's shares, places not available and vacant by England's (P35).".to_owned();
    };
    let of = |name| {
        let count = service.count(name);
        count.map_or("?".to_owned(), |n| n.to_string())
    };
    format!(
        "Ofsted, 31 March 2018: places filled {}, vacant {}, not available {}; households for 1, 2, 3, 4 {}, {}, {}, {}, of family and friends {}.",
        of("filled"),
        of("vacant"),
        of("unavailable"),
        of("households_1"),
        of("households_2"),
        of("households_3"),
        of("households_4"),
        of("family_and_friends")
    )
}

/// Those who start are warned of if they are further from the published number than by this factor.
const FAR: f64 = 1.2;
/// How that line begins.
pub(super) const FAR_FROM_PUBLISHED: &str = "WARNING: those who start";

/// How published starts and ends were made to agree with a level number in care.
pub(super) fn balance(observed: &Observed, estimates: &Estimates, solved: &Solved) -> String {
    let [started, ceased] = [observed.own.all_started(), observed.own.ceased.iter().sum()];
    let net = f64::from(started) - f64::from(ceased);
    let starts = balance::starts(solved.ends);
    let warning = match libm::log(starts).abs() > libm::log(FAR) {
        true => format!(
            "# {FAR_FROM_PUBLISHED} are {starts:.2} times as many as published, so that the number in care stays level. A council whose \
             number in care keeps changing should put back its own first entries and say so in entries.yearly_change.\n"
        ),
        false => String::new(),
    };
    format!(
        "{warning}# Balanced: {started} started and {ceased} ceased, {:+.1} % of those looked after at 31 March. Such a difference seldom lasts for\n\
         #   a second year, and is not carried on: those who start are {starts:.2} times as many as published ({:.0} a year), ends of\n\
         #   every kind {:.2} times as many as published and pooled, solved so that the number in care stays level.",
        100.0 * net / f64::from(observed.own.looked_after().max(1)),
        starts * estimates.started,
        solved.ends
    )
}
