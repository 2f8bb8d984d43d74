//! An option's uplift for optimism raises all that the option costs: its own cost, and what it adds to the
//! cost of recruitment; not what the baseline spends.

use permanence::experiment::layout::Layout;
use permanence::experiment::metrics::{Group, Metric};
use permanence::experiment::run_one;
use permanence::finance::ledger::Line;
use permanence::finance::prices::{Dated, Pence};
use permanence::scenario::Scenario;

const BASELINE: &str = include_str!("../scenarios/coventry-2017/baseline.toml");

/// The shipped council with round figures: 20 foster households approved a year at £8,000, 10 adopters at
/// £30,000.
const COUNCIL: &str = "title = \"Round figures\"\nextends = \"baseline.toml\"\nassumption = true\n\
    [recruitment.foster_carers]\napprovals_a_year = 20\ncost_per_approval = 8000\n\
    [recruitment.adopters]\napprovals_a_year = 10\ncost_per_approval = 30000\n";

/// A strand that is planned: 12 households at £10,000 within a year, and £6,000 a year besides.
const TEENAGERS: &str = "[recruitment.teenagers]\nkind = \"foster\"\nhouseholds = 12\nover_months = 12\n\
    places = [1, 0, 0, 0]\nages = [{ share = 1, from = 11, to = 18 }]\ntakes_additional_needs = 1\n\
    takes_complex_needs = 1\nleaving_from_years = [0]\nleaving_a_year = [0.1]\ncost_per_approval = 10000\n\
    fixed_a_year = 6000\n";

/// The council with options, each a file that extends it; the last combines those before it, if there are several.
fn with(options: &[&str]) -> Scenario {
    let named = |n: usize| format!("option-{n}.toml");
    let head = |extends: &str| format!("title = \"Option\"\nextends = {extends}\n");
    let mut files = vec![
        ("baseline.toml".to_owned(), BASELINE.to_owned()),
        ("council.toml".to_owned(), COUNCIL.to_owned()),
    ];
    for (n, option) in options.iter().enumerate() {
        files.push((named(n), format!("{}{option}", head("\"council.toml\""))));
    }
    let all: Vec<String> = (0..options.len())
        .map(|n| format!("{:?}", named(n)))
        .collect();
    let all = head(&format!("[{}]", all.join(", ")));
    files.push(("all.toml".to_owned(), all));
    let last = if options.len() == 1 {
        "option-0.toml"
    } else {
        "all.toml"
    };
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let scenario = Scenario::from_embedded(&files, last).unwrap_or_else(|found| panic!("{found}"));
    scenario.with_years(3).expect("three years")
}

/// What recruitment costs over the three years of one future, in pounds.
fn recruitment(scenario: &Scenario) -> f64 {
    let layout = Layout::new(scenario.start, &scenario.model);
    let line = Group::Line(Line::Recruitment);
    let cell = layout.position(Metric::CostGbp, line, "horizon");
    run_one(scenario, 7, 0)[cell.expect("a cell")]
}

fn pounds(pounds: i64) -> Pence {
    Pence(100 * pounds)
}

/// By hand, with a quarter more: 12 households at £12,500 and £7,500 a year for three years are £172,500; without
/// the uplift £138,000. What the council's own strands cost is the same.
#[test]
fn all_that_a_strand_of_the_option_costs_is_raised() {
    let option = |bias: &str| with(&[&format!("{TEENAGERS}[option.campaign]\n{bias}")]);
    let plain = option("cost_a_year = 0\n");
    let raised = option("cost_a_year = 0\noptimism_bias = 0.25\n");
    assert_eq!(raised.prices.approval[2], Dated::always(pounds(12_500)));
    let same = [8_000, 30_000].map(|price| Dated::always(pounds(price)));
    assert_eq!(raised.prices.approval[..2], same);
    let more = recruitment(&raised) - recruitment(&plain);
    assert!((more - 34_500.0).abs() < 0.01, "{more}");
    // Half as dear: what the baseline spends is left, and £138,000 of the strand.
    let baseline = with(&["[option.campaign]\ncost_a_year = 0\n"]);
    let strand = recruitment(&plain) - recruitment(&baseline);
    assert!((strand - 138_000.0).abs() < 0.01, "{strand}");
}

/// By hand: £8,000 becomes £10,000, of which £2,000 is the option's; with a fifth more it is £2,400.
#[test]
fn of_a_dearer_strand_the_rise_is_raised() {
    let dearer = "[recruitment.foster_carers]\ncost_per_approval = 10000\n[option.support]\noptimism_bias = 0.2\n";
    let prices = with(&[dearer]).prices;
    assert_eq!(prices.approval[0], Dated::always(pounds(10_400)));
    assert_eq!(prices.approval[1], Dated::always(pounds(30_000)));
}

/// By hand: from day 365 on 25 are approved a year in place of 20. A fifth of them are the option's; with
/// a half more for them, each costs a tenth more on average: £8,800.
#[test]
fn of_a_larger_strand_the_share_that_is_added_is_raised_from_the_options_first_day() {
    let larger = "from = 2018-04-01\n[recruitment.foster_carers]\napprovals_a_year = 25\n\
        [option.support]\noptimism_bias = 0.5\n";
    let price = &with(&[larger]).prices.approval[0];
    let steps: Vec<(f64, Pence)> = price
        .steps()
        .iter()
        .map(|(at, p)| (at.days(), *p))
        .collect();
    assert_eq!(steps, [(0.0, pounds(8_000)), (365.0, pounds(8_800))]);
}

/// An option that recruits fewer spends less: nothing is raised.
#[test]
fn what_is_spent_less_is_not_raised() {
    let smaller = "[recruitment.foster_carers]\napprovals_a_year = 10\n[option.support]\noptimism_bias = 0.5\n";
    let prices = with(&[smaller]).prices;
    assert_eq!(prices.approval[0], Dated::always(pounds(8_000)));
}

/// Two options combined, each with its own uplift: the strand of one has a quarter more, the rise of the other,
/// £2,000, a half: £11,000.
#[test]
fn options_that_are_combined_keep_their_own_uplifts() {
    let campaign = format!("{TEENAGERS}[option.campaign]\noptimism_bias = 0.25\n");
    let support = "[recruitment.foster_carers]\ncost_per_approval = 10000\n[option.support]\noptimism_bias = 0.5\n";
    let prices = with(&[&campaign, support]).prices;
    assert_eq!(prices.approval[0], Dated::always(pounds(11_000)));
    assert_eq!(prices.approval[2], Dated::always(pounds(12_500)));
}

/// Enquiries and approvals of a strand that counts enquiries: 100 a year at £50, of which 12 % apply and half of
/// these are approved, at £8,000; with 200 half of both are the option's, and with a fifth more £55 and £8,800.
#[test]
fn enquiries_are_raised_like_approvals() {
    let counted = "assumption = true\n[recruitment.foster_enquirers]\nkind = \"foster\"\nenquiries_a_year = 100\n\
        conversion_to_application = 0.12\nconversion_to_approval = 0.5\ncost_per_enquiry = 50\n\
        cost_per_approval = 8000\nplaces = [1, 0, 0, 0]\nages = [{ share = 1, from = 11, to = 18 }]\n\
        takes_additional_needs = 1\ntakes_complex_needs = 1\nleaving_from_years = [0]\nleaving_a_year = [0.1]\n";
    let more = "title = \"More\"\nextends = \"counted.toml\"\n[recruitment.foster_enquirers]\nenquiries_a_year = 200\n\
        [option.campaign]\noptimism_bias = 0.2\n";
    let counted = format!("title = \"Counted\"\nextends = \"council.toml\"\n{counted}");
    let files = [
        ("baseline.toml", BASELINE),
        ("council.toml", COUNCIL),
        ("counted.toml", counted.as_str()),
        ("more.toml", more),
    ];
    let scenario = Scenario::from_embedded(&files, "more.toml");
    let prices = scenario.unwrap_or_else(|found| panic!("{found}")).prices;
    assert_eq!(prices.enquiry[2], Dated::always(pounds(55)));
    assert_eq!(prices.approval[2], Dated::always(pounds(8_800)));
}
