//! The question in one sentence.

use maud::{Markup, html};

use super::View;
use super::words::count;

/// The question.
pub fn sentence(view: &View<'_>) -> Markup {
    let council = html! { bdi { (view.results.made.council) } };
    let time = view.time();
    match view.options().as_slice() {
        [] => html! {
            "How many children would be in care in " (council) " from " (time)
            ", for how long, and at what cost, if things stayed as they are?"
        },
        [only] => html! {
            "What would change for children in care in " (council) " from " (time)
            ", and what would it cost or save, if this were done: " (view.quoted(*only)) "?"
        },
        several => html! {
            "What would change for children in care in " (council) " from " (time)
            ", and what would it cost or save, if one of " (count(several.len()))
            " options were chosen?"
        },
    }
}
