//! What the figures mean.

use std::collections::BTreeSet;

use crate::experiment::metrics::{Metric, TABLE};
use crate::report::view::View;
use crate::stats::Direction;

use super::differences::told;
use super::sheet::{Kind, Sheet, wide};

/// The worksheet.
pub fn sheet(view: &View<'_>) -> Sheet {
    let columns = vec![
        wide("Name of the figure", Kind::Text, 38.0),
        wide("Unit", Kind::Text, 16.0),
        wide("Which way is better", Kind::Text, 16.0),
        wide("Definition", Kind::Text, 110.0),
    ];
    let mut sheet = Sheet::new(
        "Definitions",
        "definitions",
        "what the figures mean",
        "What the figures mean",
        &[
            "This worksheet contains one table: a figure in each row, by its name in the files. `permanence explain NAME` says more.",
        ],
        columns,
    );
    let told: BTreeSet<&str> = told(view).iter().map(|name| name.metric.as_str()).collect();
    // The cost of each line and the total are in worksheets of their own.
    let costs = [Metric::CostGbp, Metric::CostTotalGbp].map(|metric| metric.spec().name);
    let shown = |name: &&str| told.contains(*name) || costs.contains(name);
    for spec in TABLE.iter().filter(|spec| shown(&spec.name)) {
        let better = match spec.better {
            Direction::Lower => "fewer or less",
            Direction::Higher => "more",
            Direction::Neutral => "neither",
        };
        sheet.rows.push(vec![
            spec.name.into(),
            spec.unit.into(),
            better.into(),
            spec.definition.into(),
        ]);
    }
    sheet
}
