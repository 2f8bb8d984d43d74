//! Notes: the conventions of the workbook, what intervals mean, whose prices money is in, and how to make it
//! again.

use crate::output::lines::ENOUGH_FOR_SHARES;
use crate::report::provenance::shell;
use crate::report::view::View;

use super::sheet::{Kind, Sheet, wide};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        wide("Subject", Kind::Text, 26.0),
        wide("Note", Kind::Text, 120.0),
    ];
    let mut sheet = Sheet::new(
        "Notes",
        "notes",
        "what the figures mean, the conventions used, and how to make the workbook again",
        "Notes",
        &["This worksheet contains one table: a note in each row."],
        columns,
    );
    let made = &view.results.made;
    let futures = made.replications;
    let said = [
        ("Simulated", "No real child is in this workbook: all children, households and costs are simulated.".to_owned()),
        ("Future", format!("One simulated course of events. {futures} were simulated of each scenario. The same future of two scenarios has the same chance events, so what differs is the option's doing.")),
        ("Mean", "The average over all simulated futures.".to_owned()),
        ("Difference", "Option less baseline, of the same futures: a minus is fewer or less, for money it is money not spent.".to_owned()),
        ("Saving", "Baseline less option: a minus costs more. Only the worksheets Savings by year and Readings have savings; everywhere else differences are meant.".to_owned()),
        ("95% interval", "Where the average over all futures lies, as far as chance goes: what more simulated futures could still change. It is not how far one council's own future can differ, and it takes the assumptions as right.".to_owned()),
        ("Options compared", "Where several options are ranked, the intervals of total cost, of days in care and of the saving a year hold for all comparisons of two scenarios together, so that an option is not best by luck; they are wider than those of a single comparison, which all others are.".to_owned()),
        ("8 in 10 futures", format!("One future in ten lies below the lower of the two figures and one in ten above the higher. Ranges that overlap are no sign that scenarios are alike, since they share their chance events. Of fewer than {ENOUGH_FOR_SHARES} futures none is given.")),
        ("Chance", format!("The share of simulated futures in which something happens: chance events only. Of fewer than {ENOUGH_FOR_SHARES} futures none is given.")),
        ("Cashable", "A payment to somebody outside the council stops: an invoice, a fee, an allowance.".to_owned()),
        ("Own carers and staff", "Capacity of the council's own that is free for something else. It becomes money only if it is used otherwise or given up.".to_owned()),
        ("Option and recruitment", "What the option itself costs, recruiting and approving carers and adopters included.".to_owned()),
        ("Growth avoided", "The part of a saving that only keeps spending from rising above what the baseline cost in its first full year: no cut to a budget. It is part of the other figures and not to be added to them.".to_owned()),
        ("Prices", format!("Money is in prices of {}, in pounds, and not discounted unless it says present value. {}", made.price_base_year, made.price_notes.join(" "))),
        ("Digits", "Cells hold figures as they were computed and show fewer digits. Digits within the 95% interval would change with more futures: the report rounds to the size of the simulation's error.".to_owned()),
        ("Formulas", "Totals, the bridge and savings by year are formulas over the worksheet Costs. They are written with their results, and follow if a cost is changed there. Intervals, growth avoided, causes and all other worksheets are worked out by the program and do not follow.".to_owned()),
        ("Left out", "Rows that are nothing in every scenario. The CSV files beside this workbook have all of them, and every year and month.".to_owned()),
        ("Signs", "[x]: not known, for example because nothing of the kind happened or too few futures were simulated. [z]: does not apply.".to_owned()),
        ("Numbers of scenarios", "0 is the baseline; options have the numbers that the report gives them, in every worksheet.".to_owned()),
        ("Files", "Everything in this workbook comes from the CSV files of the same folder; report.html says it in words. `permanence report RESULTS` makes both again from the folder RESULTS.".to_owned()),
        ("Command", format!("The run was made by: {}", command(view))),
    ];
    for (subject, note) in said {
        sheet.rows.push(vec![subject.into(), note.into()]);
    }
    if !made.precision.is_empty() {
        sheet
            .rows
            .push(vec!["Precision".into(), (&made.precision).into()]);
    }
    sheet
}

fn command(view: &View<'_>) -> String {
    let words = view.results.made.command.iter();
    let words: Vec<String> = words.map(|word| shell(word)).collect();
    words.join(" ")
}
