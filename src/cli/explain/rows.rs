//! Rows of the page that are no budget line and no cause: how each is worked out, from which prices, and
//! which file has its numbers. Rows hold years and prices of the run at hand, so they are known by pattern.

use glob::{MatchOptions, Pattern};

use crate::experiment::headline::{headings_on_the_page, words_on_the_page};
use crate::experiment::metrics::Metric;
use crate::experiment::reported::metric_of_label;

/// How a row is known, worked out, priced, and where its numbers are.
struct Row {
    /// As printed, with n for each number; * for what the scenario names.
    patterns: &'static [&'static str],
    how: &'static str,
    numbers: &'static str,
    prices: &'static str,
}

/// What a row of the page means; nothing if none is called so.
pub fn explained(topic: &str) -> Option<String> {
    let label = with_n(topic);
    let is = |pattern: &&&str| {
        let pattern = Pattern::new(pattern);
        pattern.is_ok_and(|pattern| pattern.matches_with(&label, MatchOptions::new()))
    };
    let mut rows = ROWS.iter();
    let row = rows.find(|row| row.patterns.iter().any(|pattern| is(&pattern)))?;
    let source = match row.numbers.starts_with("readings.csv") {
        true => "what the scenario's [reading.NAME] names for its price (assumptions.csv)",
        false => "HM Treasury, The Green Book (2022)",
    };
    Some(format!(
        "{} (row of the page)\n\nHow: {}\nNumbers: {}\nPrices: {}\n\nSource: {source}; docs/finance.md says more.\n",
        topic.trim(),
        row.how,
        row.numbers,
        row.prices
    ))
}

/// A row of the page whose words contain these.
pub fn containing(topic: &str) -> Option<&'static str> {
    let topic = topic.trim().to_lowercase();
    let mut patterns = ROWS.iter().flat_map(|row| row.patterns);
    let plain = |pattern: &&&str| !pattern.contains('*') && pattern.contains(&topic);
    (topic.len() > 3).then(|| patterns.find(plain).copied())?
}

/// How the rows of readings are worked out, for whoever asks for a reading by its name in the scenario.
pub fn of_readings() -> String {
    let rows = ROWS.iter().filter(|row| row.numbers == READINGS);
    let label = |row: &Row| {
        let label = row.patterns[0].replace("*gross", ", gross");
        let label = label.replace("£n*", "£n");
        label.trim_end_matches('*').replace('*', "NAME")
    };
    let row = |row: &Row| format!("  {}\n      {}\n", label(row), row.how);
    format!(
        "Rows of the page (each can be asked for in its own words)\n{}\nNumbers: {READINGS}\nPrices: {READING_PRICES}\n\nSource: what \
         the scenario's [reading.NAME] names for its price (assumptions.csv); docs/finance.md says more.\n",
        rows.map(row).collect::<String>()
    )
}

/// The metric that a row of the page, or one that the scenario asks for, is about.
pub fn metric(topic: &str) -> Option<Metric> {
    let label = with_n(topic);
    let label = label
        .replace("over n years", "over the run")
        .replace("over n year", "over the run");
    let label = label
        .replace("first n years", "first years")
        .replace("first n months", "first years");
    let page = words_on_the_page().into_iter();
    let mut page = page
        .chain(headings_on_the_page())
        .filter(|(_, words)| words.to_lowercase() == label);
    page.next()
        .map(|(metric, _)| metric)
        .or_else(|| metric_of_label(topic))
}

/// In small letters, with n in place of each number, its decimals and thousands included.
fn with_n(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_digit() {
            out.extend(letter.to_lowercase());
            continue;
        }
        while letters
            .next_if(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
            .is_some()
        {}
        out.push('n');
    }
    out
}

const PRICES: &str = "all of [prices], of recruitment and of the options; assumptions.csv says of each where it comes from. \
     `permanence explain cost_gbp` lists the budget lines, each of which can be asked for.";

const READINGS: &str =
    "readings.csv, with the interval, the spread over futures and the chance of each.";

const READING_PRICES: &str = "`reading.NAME.a_week` and `reading.NAME.cashable_share` of the baseline; what is taken off is at \
     [prices], of recruitment and of the options. assumptions.csv says of each where it comes from.";

const EACH_ROW: &str =
    "those of the rows; `permanence explain` with the words of a row says which.";

const ROWS: &[Row] = &[
    Row {
        patterns: &["mean of all simulated futures"],
        how: "a row for each scenario, a column for each question: the mean over its simulated futures. The heads of the columns \
              can be asked for.",
        numbers: "summary.csv, `mean` over the horizon.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["where the difference in cost comes from"],
        how: "the difference in total cost of each option, option − baseline, divided twice: by cause, and by what it is \
              worth in cash. The parts of each of the two add up to it.",
        numbers: "bridge.csv.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["what days less in care are worth*"],
        how: "for each reading of the baseline (`[reading.NAME]`) what the days less in care are worth a year at its price: a \
              block of rows for each.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["what this scenario reports"],
        how: "a row for each metric that the baseline lists in `report`: the mean over the simulated futures of each scenario.",
        numbers: "summary.csv, every one of them.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["chance that each target is reached"],
        how: "the share of simulated futures in which a target of the baseline (`targets`) is reached, with Wilson's \
              95 % interval.",
        numbers: "targets.csv.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &[
            "all options beside *",
            "cannot be told apart at this precision",
        ],
        how: "options in the order of their mean difference from the baseline. Two cannot be told apart if the interval of the \
              difference between them includes zero; these intervals hold for all comparisons together.",
        numbers: "ranking.csv.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["from"],
        how: "the day on which the option comes into force (`from` of its file); before it nothing differs from the baseline.",
        numbers: "options.csv, `from`.",
        prices: "none.",
    },
    Row {
        patterns: &["compared with", "includes"],
        how: "compared with: the title of the baseline, its file in brackets. Includes: the other files that an option puts together \
              (`extends`).",
        numbers: "options.csv, `title` and `includes`.",
        prices: "none.",
    },
    Row {
        patterns: &["chance"],
        how: "the share of simulated futures in which something is so; Wilson's 95 % interval. It says what chance leaves to \
              luck, with all prices and assumptions as they stand.",
        numbers: "options.csv, `chance_it_saves`; readings.csv and targets.csv, each with its interval.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["in brackets", "n % interval*"],
        how: "Student's 95 % interval for the mean over simulated futures, of differences future by future; of chances Wilson's, of \
              ratios Fieller's. More replications narrow it. It is about chance, not about how sure the assumptions are.",
        numbers: "differences.csv, `ci_low` and `ci_high`.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["replications*", "seed", "digest"],
        how: "replications: how many futures of each scenario were simulated. The same seed and files give the same futures, and \
              the digest, made from every number of every future, shows that they are.",
        numbers: "manifest.json.",
        prices: "none.",
    },
    Row {
        patterns: &["exactly the same", "no clear difference", "unclear"],
        how: "exactly the same: equal in every simulated future. No clear difference: the 95 % interval of the mean difference \
              includes zero; more replications narrow it.",
        numbers: "differences.csv, `ci_low` and `ci_high`.",
        prices: EACH_ROW,
    },
    Row {
        patterns: &["confidence in the assumptions*"],
        how: "how many figures of the scenarios state which `confidence`.",
        numbers: "assumptions.csv, every figure with its range and source.",
        prices: "all of them are among the figures.",
    },
    Row {
        patterns: &["total"],
        how: "the sum of all budget lines (`cost_total_gbp`); a difference is option − baseline, future by future.",
        numbers: "summary.csv, differences.csv, costs.csv by line.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "payback",
            "has paid for itself",
            "has paid for itself by the end of",
        ],
        how: "costs are added up since the beginning, option − baseline; the first month from which the mean is never above 0 \
              again. In brackets: the same for the two ends of its interval.",
        numbers: "options.csv, `paid_back`; cash_flow.csv, `cumulative_difference_gbp` and the two ends of its interval beside it.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "break even",
            "break-even",
            "break-even price",
            "a household may cost, to break even",
        ],
        how: "what all but recruitment saves ÷ the households recruited beyond the baseline's, both as means; Fieller's \
              interval for a ratio. Left out where the option changes anything but recruitment, whose saving it would \
              credit to the households. At no price: the option costs more even if households came for nothing.",
        numbers: "options.csv, `break_even_household_gbp` and the two ends of its interval beside it.",
        prices: PRICES,
    },
    Row {
        patterns: &["cost of each more year in a permanent home"],
        how: "the difference in total cost ÷ the further years that children live in a home that is theirs by law, both as \
              means; Fieller's interval for a ratio.",
        numbers: "options.csv, `year_of_permanence_gbp` and its interval; differences.csv, `legal_permanence_child_days` and `cost_total_gbp`.",
        prices: PRICES,
    },
    Row {
        patterns: &["saving a year", "saving a year since it began"],
        how: "(total cost in the baseline − total cost with the option) ÷ the years from the option's first day to the end, \
              future by future, then the mean. It is net: what the option, recruitment and allowances cost is counted.",
        numbers: "options.csv, `saving_a_year_gbp`; differences.csv, `cost_total_gbp` over the horizon.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "extra cost a year",
            "extra cost a year since it began",
            "cost a year",
            "cost a year since it began",
        ],
        how: "(total cost with the option − total cost in the baseline) ÷ the years from the option's first day to the end, \
              future by future, then the mean: less is a saving. What the option, recruitment and allowances cost is counted.",
        numbers: "options.csv, `saving_a_year_gbp` with the sign turned; differences.csv, `cost_total_gbp` over the horizon.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "cost in n/n (first full year)",
            "cost in n/n (last full year)",
            "cost in n/n (the only full year)",
        ],
        how: "total cost of that financial year, option − baseline, future by future, then the mean. The first and the last \
              are those that the option covers whole.",
        numbers: "differences.csv, `cost_total_gbp` of the year; costs.csv by budget line.",
        prices: PRICES,
    },
    Row {
        patterns: &["own carers and staff (capacity)"],
        how: "the difference of all lines on which the council's own carers, staff or courtroom time become free; \
              `permanence explain cost_gbp` marks them. No invoice stops: it is money only if they are used otherwise or \
              given up.",
        numbers: "bridge.csv, view `cash`.",
        prices: PRICES,
    },
    Row {
        patterns: &["present value of the saving"],
        how: "each month's cost × (1 + `prices.discount_rate`)^−(years from the start of the run to the month's middle), \
              added up; baseline − option, future by future, then the mean.",
        numbers: "differences.csv, `cost_present_value_gbp`, with the sign turned.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "present value",
            "in present value",
            "present value of the extra cost",
        ],
        how: "each month's cost × (1 + `prices.discount_rate`)^−(years from the start of the run to the month's middle), \
              added up; option − baseline, future by future, then the mean.",
        numbers: "differences.csv, `cost_present_value_gbp`.",
        prices: PRICES,
    },
    Row {
        patterns: &["n in n futures of one council", "n in n futures"],
        how: "the difference in total cost over the run, option − baseline, of every future, from the tenth of them that is \
              lowest to the tenth that is highest: what one council may live to see, chance alone.",
        numbers: "differences.csv, `p10` and `p90` of `cost_total_gbp` over the horizon.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "chance that it saves",
            "chance that it saves (chance events only)",
        ],
        how: "the share of simulated futures in which total cost over the run is lower with the option than in the baseline \
              (ties count half), with Wilson's 95 % interval. All prices and assumptions are taken as they stand.",
        numbers: "differences.csv, `prob_better` of `cost_total_gbp` over the horizon.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "with run-off: within n year*",
            "after that, for those there before",
            "both together",
            "of it cashable, before the option's cost",
            "of it own carers and staff",
            "both, in present value",
            "run-off",
            "within the run",
            "both",
            "with run-off",
        ],
        how: "the costs up to the horizon (`cost_total_gbp`), those after it for who first came into care before it \
              (`cost_run_off_gbp`), and their sum, option − baseline, future by future; of it cashable: the budget lines that are \
              paid to others, own carers and staff: those that are the council's own (what is left is the option itself and recruitment); in \
              present value at `prices.discount_rate`. --run-off asks for it. The option itself, recruitment and beds that are paid for filled or \
              not are not counted after the horizon.",
        numbers: "run_off.csv, by budget line.",
        prices: PRICES,
    },
    Row {
        patterns: &["payback and chance with run-off"],
        how: "where what the option itself and its recruitment cost still differs from the baseline in the last financial year of the \
              run, nothing is said of payback, chance and the price of a household with run-off: the option stays in force after \
              the run, and its cost from then on is not counted.",
        numbers: "costs.csv, the option and recruitment by year.",
        prices: PRICES,
    },
    Row {
        patterns: &["has paid for itself, with run-off"],
        how: "whether both together are a saving, with the whole interval: by the horizon, if the run saves by itself, \
              after it, if only the run-off makes up for what was spent; unclear if the interval includes zero. No month is named \
              after the horizon, because the option's own cost and recruitment are not counted from then on.",
        numbers: "run_off.csv, `total` of all, `both`.",
        prices: PRICES,
    },
    Row {
        patterns: &["a household may cost, with run-off"],
        how: "what all but recruitment saves, within the run and after it together, ÷ households recruited beyond the \
              baseline's, with Fieller's interval; recruitment after the horizon is counted on neither side.",
        numbers: "options.csv, `break_even_household_with_run_off_gbp` and its interval.",
        prices: PRICES,
    },
    Row {
        patterns: &["chance that it saves, with run-off"],
        how: "futures in which both together cost less with the option ÷ all futures (ties count half), with Wilson's \
              95 % interval.",
        numbers: "options.csv, `chance_it_saves_with_run_off` and its interval.",
        prices: PRICES,
    },
    Row {
        patterns: &["read as *"],
        how: "the price at which days less in care are valued in the rows below it, `reading.NAME.a_week`, under the name that the \
              baseline gives it; nothing else of the run depends on it.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["averaged from"],
        how: "the month of the option's first day: what is saved a year is the sum from then to the end of the run ÷ the years \
              between.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["gross"],
        how: "days less in care (baseline − option) ÷ 7 × `reading.NAME.a_week` ÷ the years since the option began, future by \
              future, then the mean. Nothing of what the option or allowances cost is taken off.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &[
            "of it cashable, before costs",
            "of it cashable",
            "cashable, before costs",
        ],
        how: "gross × `reading.NAME.cashable_share`: the part of the price that is an invoice or allowance that stops. What is paid out \
              more is not taken off.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["net of what all else costs more"],
        how: "gross − what all budget lines that are not in the price of a day in care cost more than in the baseline, a year: all but \
              placements, empty beds and social work with children in care; future by future.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["cashable, net of what is paid out more"],
        how: "gross × `reading.NAME.cashable_share` − what of the other budget lines is paid to others (allowances, fees to agencies, \
              adoption support, staying put and close) or for recruitment and the option, more than in the baseline, a \
              year; future by future. It is what the budget is smaller by if that share of the price is cash.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["gross in n/n alone"],
        how: "days less in care in that financial year, the first that the run covers whole, ÷ 7 × `reading.NAME.a_week`; not divided by \
              years. An option that begins within the year saves only from then on.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["chance of £n* a year, gross"],
        how: "the share of simulated futures whose gross saving a year is at least `reading.NAME.claimed_a_year`; Wilson's 95 % \
              interval is in the file.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["chance of £n* a year, net"],
        how: "the share of simulated futures in which gross less what all else costs more is \
              at least `reading.NAME.claimed_a_year`; Wilson's 95 % interval is in the file.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["chance of £n* a year, cashable, net"],
        how: "the share of simulated futures in which the cashable part, less what else is paid out more, \
              is at least `reading.NAME.claimed_a_year`; Wilson's 95 % interval is in the file.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["chance of £n* in n/n*gross"],
        how: "the share of simulated futures whose gross saving in that financial year alone is at least \
              `reading.NAME.claimed_a_year`; Wilson's 95 % interval is in the file.",
        numbers: READINGS,
        prices: READING_PRICES,
    },
    Row {
        patterns: &["£n* takes n children"],
        how: "`reading.NAME.claimed_a_year` ÷ (6 × `reading.NAME.a_week`), rounded up: how many children would have to leave care six \
              weeks sooner for what is claimed.",
        numbers: "--format json, `six_weeks`, `children_for_claim`; readings.csv has claim and price.",
        prices: READING_PRICES,
    },
    Row {
        patterns: &[
            "as * at £n*",
            "six weeks less for every child who left before n in n/n",
        ],
        how: "gross is 6 × the children who ceased to be looked after in that year of the baseline (`ceased_dfe`) less those of them who \
              turned 18 (`exits, turned 18`: they cannot leave sooner) × `reading.NAME.a_week`, \
              future by future; cashable that × `reading.NAME.cashable_share`; net is gross − 6 × the orders to special \
              guardians and under child arrangements of that year (`exits`) × the week's allowance after the means test, of \
              prices by needs and age their plain mean. The last two columns are of net: the tenths that are lowest and \
              highest, and the share that is at least `reading.NAME.claimed_a_year`.",
        numbers: READINGS,
        prices: "`reading.NAME.a_week` and `reading.NAME.cashable_share` of the baseline; `prices.special_guardianship_a_week`, \
              `prices.child_arrangements_a_week` and their `_paid_share`, or `prices.list`. assumptions.csv says of each where it comes from.",
    },
    Row {
        patterns: &[
            "*n/n: £n*",
            "budget",
            "staying within the budget",
            "chance of staying within the budget",
        ],
        how: "the share of futures in which the total cost of that financial year, of all or of one authority, is at most \
              `budget.a_year`; Wilson's 95 % interval.",
        numbers: "targets.csv.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "the other n that this scenario reports",
            "all that this scenario reports",
        ],
        how: "metrics that the baseline lists in `report` and whose difference has an interval that includes zero.",
        numbers: "differences.csv, every one of them.",
        prices: PRICES,
    },
    Row {
        patterns: &[
            "of the saving: growth avoided, no cut",
            "growth avoided",
            "of what is cashable: the same",
            "of what is cashable: growth avoided, no cut",
        ],
        how: "year by year, before − the higher of after and the baseline's first full year, if above 0, and in all no more than is saved over the full years; of mean costs without \
              recruitment and the option, so it is before what the option costs; of what is cashable: by the lines alone that are. The interval is the delta method's, with the years settled that count. It has \
              the sign of the table: option − baseline, so a minus is money not spent.",
        numbers: "bridge.csv, view `growth`.",
        prices: PRICES,
    },
];
