//! The page around the sections: head, contents, the three lengths, and the style that all share.
//!
//! The policy forbids whatever is not in the file itself: no script, no font, no picture is fetched.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::charts::hatchings;
use super::{Section, View, answer, caveats, children, options, question};

const STYLE: &str = include_str!("page.css");

const POLICY: &str = include_str!("policy.txt");

/// The page of these sections: the full report, then the annex.
pub fn page(view: &View<'_>, report: &[Section], annex: &[Section]) -> Markup {
    let council = &view.results.made.council;
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (council) ": children in care, " (view.time()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#summary" { "To the summary" }
                (hatchings())
                header {
                    p.kind { "Simulated, not observed · permanence" }
                    h1 { "Children in care in " bdi { (council) } }
                    p { (view.time()) }
                }
                main {
                    (summary(view))
                    (contents(report, annex))
                    h2.part #report { "The full report" }
                    @for section in report { (shown(section)) }
                    h2.part #annex { "Technical annex" }
                    @for section in annex { (shown(section)) }
                }
                footer { p {
                    "Made by permanence " (view.results.made.version) " from run "
                    code { (view.results.made.run_digest.get(..12).unwrap_or_default()) } "."
                } }
            }
        }
    }
}

/// The first page, for those who read one.
fn summary(view: &View<'_>) -> Markup {
    html! {
        section #summary aria-labelledby="summary-title" {
            h2 #summary-title { "Summary" }
            div.question #question { h3 { "The question" } p { (question::sentence(view)) } }
            div.answer #answer {
                h3 { "The answer" }
                p { (answer::money(view)) }
                p { (children::answer(view)) }
                @if let Some(brackets) = answer::brackets(view) { p.notes { (brackets) } }
            }
            div.caveats #caveats {
                h3 { "Three things to know before using it" }
                ol { @for caveat in caveats::chosen(view) { li { (caveat) } } }
            }
            (options::glance(view))
        }
    }
}

fn contents(report: &[Section], annex: &[Section]) -> Markup {
    html! {
        nav aria-labelledby="contents-title" {
            h2 #contents-title { "Contents" }
            ul {
                li { a href="#summary" { "Summary" } }
                @for (id, title, sections) in [("#report", "The full report", report), ("#annex", "Technical annex", annex)] {
                    li { a href=(id) { (title) }
                        ul { @for s in sections { li { a href={ "#" (s.id) } { (s.title) } } } }
                    }
                }
            }
        }
    }
}

fn shown(section: &Section) -> Markup {
    html! {
        section id=(section.id) aria-labelledby={ (section.id) "-title" } {
            h2 id={ (section.id) "-title" } { (section.title) }
            (section.body)
        }
    }
}
