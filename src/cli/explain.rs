//! `permanence explain`: what a code, a scenario key or a metric means.

use crate::experiment::metrics::{self, Grouping, Periods, Spec, TABLE};
use crate::finance::ledger::Line;
use crate::scenario;
use crate::stats::Direction;

use super::{Failure, print};

/// Arguments of `permanence explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A message's code (P0104), a scenario key (adoption.half_life_years) or a metric
    /// (time_in_care_child_days); without it: all codes and metrics
    #[arg(value_name = "CODE|PARAMETER|METRIC")]
    topic: Option<String>,
}

/// Prints the explanation.
///
/// # Errors
/// If nothing has this name.
pub fn execute(args: &Args) -> Result<(), Failure> {
    match &args.topic {
        Some(topic) => print(&explanation(topic)?),
        None => print(&contents()),
    }
}

fn explanation(topic: &str) -> Result<String, Failure> {
    let metric = metrics::find(topic).map(metric);
    let code = || code(topic);
    let key = || scenario::explain_key(topic).map(|text| format!("{}\n", text.trim_end()));
    metric.or_else(code).or_else(key).ok_or_else(|| {
        let hint =
            nearest(topic).map_or_else(String::new, |name| format!("; did you mean {name}?"));
        Failure::usage(format!(
            "nothing is called {topic:?}{hint} (`permanence explain` lists codes and metrics)"
        ))
    })
}

fn code(topic: &str) -> Option<String> {
    let code = scenario::CODES.iter();
    let mut code = code.filter(|(code, ..)| code.eq_ignore_ascii_case(topic));
    code.next()
        .map(|(code, title, text)| format!("{code}: {title}\n\n{text}\n"))
}

fn metric(spec: &Spec) -> String {
    let better = match spec.better {
        Direction::Lower => "lower is better",
        Direction::Higher => "higher is better",
        Direction::Neutral => "neither higher nor lower is better in itself",
    };
    let views = spec.views.iter().map(|(grouping, periods)| {
        let by = match grouping {
            Grouping::All => "in total",
            Grouping::Age => "by age",
            Grouping::Placement => "by placement",
            Grouping::Legal => "by legal status",
            Grouping::Needs => "by needs",
            Grouping::Route => "by route",
            Grouping::CostLine => "by budget line",
            Grouping::SiblingGroup => "by size of the sibling group",
            Grouping::EthnicGroup => "by ethnic group",
            Grouping::Provider => "by whose adopters",
            Grouping::Plan => "by plan",
            Grouping::Stage => "by stage",
        };
        let when = match periods {
            Periods::Months => "every month",
            Periods::Marches => "every 31 March",
            Periods::Years => "every financial year and the whole run",
            Periods::MonthsAndYears => "every month, every financial year and the whole run",
            Periods::Horizon => "the whole run",
        };
        format!("  {by}: {when}\n")
    });
    let by_line = spec.views.iter().any(|view| view.0 == Grouping::CostLine);
    format!(
        "{} ({})\n\n{}\n\nIn results {better}. Reported\n{}{}",
        spec.name,
        unit(spec),
        spec.definition,
        views.collect::<String>(),
        if by_line {
            budget_lines()
        } else {
            String::new()
        }
    )
}

/// The unit of a metric, as people say it.
fn unit(spec: &Spec) -> &'static str {
    if spec.unit == "gbp" {
        "pounds"
    } else {
        spec.unit
    }
}

fn budget_lines() -> String {
    let line = |line: Line| {
        let cashable = if line.cashable() { " (cashable)" } else { "" };
        format!("  {}{cashable}\n", line.label())
    };
    format!("\nBudget lines\n{}", Line::ALL.map(line).concat())
}

/// All metrics and codes, one a line.
fn contents() -> String {
    let metrics = TABLE.iter().map(|spec| (spec.name, unit(spec)));
    let metrics = metrics.map(|(name, unit)| format!("  {name} ({unit})\n"));
    let codes = scenario::CODES.iter();
    let codes = codes.map(|(code, title, _)| format!("  {code} {title}\n"));
    format!(
        "Metrics\n{}\nCodes of messages\n{}\nKeys of scenario files are looked up by their path, section and name with a dot between:\n\
         `permanence explain adoption.half_life_years`. `permanence schema` lists them all.\n",
        metrics.collect::<String>(),
        codes.collect::<String>()
    )
}

/// The metric or key whose name is most like this, if it is much like it.
fn nearest(topic: &str) -> Option<&'static str> {
    let metrics = TABLE.iter().map(|spec| spec.name);
    let names = metrics.chain(scenario::KEYS.iter().map(|key| key.path));
    let scored = names.map(|name| (strsim::jaro_winkler(topic, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.85).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_explained() {
        for spec in &TABLE {
            let text = explanation(spec.name).expect("a metric is explained");
            assert!(text.contains(spec.definition));
        }
    }

    #[test]
    fn money_is_in_pounds_and_its_lines_are_listed() {
        let text = explanation("cost_gbp").expect("a metric is explained");
        assert!(text.starts_with("cost_gbp (pounds)"));
        for line in Line::ALL {
            assert!(text.contains(line.label()));
        }
        assert!(text.contains("agency fostering (cashable)"));
        assert!(!contents().contains("(gbp)"));
    }

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_right_name() {
        let failure = explanation("children_incare").expect_err("no such metric");
        assert_eq!(failure.code, 2);
        assert!(failure.message.contains("children_in_care"));
    }
}
