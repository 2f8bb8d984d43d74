//! `recruit.csv`: one number a row, for each mix and number of households that was simulated.

use std::io::{self, Write};

use csv::Writer;

use crate::experiment::recruit::{Mix, Number, Recruitment};
use crate::experiment::sensitivity::Estimate;

use super::super::csv::guarded;
use super::super::number::exact;

/// A number that was worked out: which, of what, its interval, the futures it rests on.
struct Row {
    measure: &'static str,
    of: String,
    value: f64,
    interval: [f64; 2],
    n: Option<u64>,
}

impl Row {
    fn bare(measure: &'static str, of: &str, value: f64) -> Self {
        Self {
            measure,
            of: of.to_owned(),
            value,
            interval: [f64::NAN; 2],
            n: None,
        }
    }

    fn cost(measure: &'static str, e: &Estimate) -> Self {
        Self {
            interval: [e.ci_low, e.ci_high],
            ..Self::bare(measure, "", e.mean)
        }
    }
}

/// Writes the file.
///
/// # Errors
/// If `out` fails.
pub fn csv(r: &Recruitment, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record([
        "mix",
        "households",
        "measure",
        "of",
        "value",
        "ci_low",
        "ci_high",
        "n",
    ])?;
    for mix in &r.mixes {
        let name = proportions(mix);
        let numbers = mix
            .numbers
            .iter()
            .map(|number| (number, rows(r, mix, number)));
        for (number, rows) in numbers {
            for row in rows {
                let [value, low, high] = [row.value, row.interval[0], row.interval[1]].map(exact);
                let n = row.n.map_or_else(String::new, |n| n.to_string());
                let households = number.households.to_string();
                let measure = row.measure.to_owned();
                let of = guarded(&row.of);
                writer.write_record([
                    name.clone(),
                    households,
                    measure,
                    of,
                    value,
                    low,
                    high,
                    n,
                ])?;
            }
        }
    }
    writer.flush()
}

/// `3:1`: the strands' parts, in their order.
fn proportions(mix: &Mix) -> String {
    let parts: Vec<String> = mix.proportions.iter().map(u32::to_string).collect();
    parts.join(":")
}

fn rows(r: &Recruitment, mix: &Mix, number: &Number) -> Vec<Row> {
    let met = &number.met;
    let smallest = mix.smallest == Some(number.households);
    let mut rows = vec![
        Row {
            interval: [met.ci_low, met.ci_high],
            n: Some(met.n),
            ..Row::bare("probability", "", met.share)
        },
        Row::bare("is_smallest", "", f64::from(u8::from(smallest))),
        Row::cost("recruitment_cost_gbp", &number.recruitment),
        Row::cost("total_cost_difference_gbp", &number.total_cost),
        Row::bare("mean", "unmet_in_house_demand", number.unmet),
    ];
    let targets = r.targets.iter().zip(&number.measured);
    rows.extend(targets.map(|(aim, mean)| Row::bare("mean", &aim.asked, *mean)));
    for (aim, each) in r.targets.iter().zip(&number.each) {
        rows.push(Row::bare("probability", &aim.asked, each.met));
        if aim.against_baseline {
            rows.push(Row::bare("mean_difference", &aim.asked, each.compared));
        }
    }
    let strands = r.strands.iter().zip(&number.by_strand);
    rows.extend(strands.map(|(strand, n)| Row::bare("households", strand, f64::from(*n))));
    rows
}
