//! What the report says in whole sentences, as bare text: for other views of the same tables.

use super::View;
use super::words::plain;
use super::{answer, caveats, children, differences, money, question, stock};

/// The report's sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The question.
    pub question: String,
    /// The answer for the budget.
    pub budget: String,
    /// The answer for children; empty where one scenario was simulated.
    pub children: String,
    /// What the brackets in both mean, if there are any.
    pub brackets: Option<String>,
    /// What to bear in mind.
    pub caveats: Vec<String>,
    /// What the options' costs show, if there are options.
    pub costs: Option<String>,
    /// What the number of children in care shows.
    pub stock: Option<String>,
    /// What the years show of the option that does most for the budget.
    pub years: Option<String>,
}

impl Said {
    /// The sentences about these tables.
    pub fn of(view: &View<'_>) -> Self {
        let title = |figure: super::figure::Figure| plain(&figure.title);
        Self {
            question: plain(&question::sentence(view)),
            budget: plain(&answer::money(view)),
            children: plain(&children::answer(view)),
            brackets: answer::brackets(view).as_ref().map(plain),
            caveats: caveats::chosen(view).iter().map(plain).collect(),
            costs: differences::of_cost(view).map(title),
            stock: stock::figure(view).map(title),
            years: view
                .lead
                .and_then(|lead| money::by_year(view, lead))
                .map(title),
        }
    }
}
