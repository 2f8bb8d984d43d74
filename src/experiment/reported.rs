//! The metrics a scenario asks for besides those on every page.
//!
//! A council's note or strategy names its own targets. The baseline lists them as `report = [...]`:
//! a metric's name, then, behind commas, a group (or two at once) and a period if it is not everybody over
//! the whole run.

use jiff::civil::Date;

use crate::scenario::wording::{nearest, one_of};
use crate::scenario::{Diagnostics, Scenario};

use super::compare::Comparison;
use super::headline::{Question, Wording};
use super::layout::{Layout, Request};
use super::metrics::{self, Group, Measure, Metric, Spec, TABLE};
use super::replicate::layout_of;
use super::targets;

use Metric as M;

/// Words of metrics whose names are not words enough.
#[rustfmt::skip] // One metric, one line.
const WORDS: &[(Metric, &str)] = &[
    (M::TimeInCareChildDays, "Days in care, all children"),
    (M::TimeInCareEntrantsDays, "Days in care per child entering"),
    (M::TimeInCareLeaversDays, "Length of care of those who left"),
    (M::ChildrenInCare, "Children in care"),
    (M::Entries, "Came into care, returns included"),
    (M::FirstEntries, "Came into care for the first time"),
    (M::Reentries, "Came back into care"),
    (M::StartedDfe, "Started to be looked after, as published"),
    (M::CeasedDfe, "Ceased to be looked after, as published"),
    (M::Exits, "Left care"),
    (M::PermanentHomes, "Left to adopters, guardians or relatives"),
    (M::Breakdowns, "Homes after care that broke down"),
    (M::ProceedingsDays, "Length of care proceedings"),
    (M::ProceedingsWithin26Weeks, "Proceedings within 26 weeks"),
    (M::WaitForMatchDays, "Wait from placement order to match"),
    (M::DaysWithoutMatch, "Days without a match within 2 years of the order"),
    (M::WithoutMatchAfter6Months, "Without a match six months after the order"),
    (M::WaitForMatchP10Days, "The wait that one child in ten is under"),
    (M::WaitForMatchP50Days, "The wait that half the children are under"),
    (M::WaitForMatchP90Days, "The wait that nine in ten are under"),
    (M::PlacementsForAdoption, "Children who moved in with adopters"),
    (M::EntryToPlacedForAdoptionDays, "Entry to moving in with adopters (A1)"),
    (M::EntryToOrderDays, "Entry to adoption order"),
    (M::AdoptionReversals, "Children no longer to be adopted"),
    (M::AdoptionReversalShare, "Plans for adoption that were reversed"),
    (M::Revocations, "Placement orders revoked"),
    (M::Disruptions, "Placements that ended early"),
    (M::ThreeOrMorePlacements, "Three or more placements in 12 months"),
    (M::SamePlacementTwoYears, "Same placement for two years"),
    (M::UnmetInHouseDemand, "Searches own carers could not meet"),
    (M::UnmetInHouseShare, "Searches own carers could not meet, share"),
    (M::UnmetInHouseExtraCostGbp, "Extra cost of places bought instead"),
    (M::OverflowInChildrensHomes, "In homes for want of a family"),
    (M::ChildrenSeparatedFromSiblings, "Placed apart, though to be together"),
    (M::InHousePlaces, "Places with own foster carers"),
    (M::InHouseFilled, "Places with own carers, filled"),
    (M::InHouseVacant, "Places with own carers, vacant"),
    (M::InHouseUnavailable, "Places with own carers, not available"),
    (M::FosterApprovals, "Foster households approved"),
    (M::FosterHouseholdsLeft, "Foster households that left"),
    (M::AdopterApprovals, "Own adopters approved"),
    (M::AdoptersWaiting, "Own adopters waiting"),
    (M::AdopterWaitDays, "Wait of own adopters for a match"),
    (M::AdoptersGaveUp, "Own adopters who gave up waiting"),
    (M::AllowancesRunning, "Guardians and relatives paid allowances"),
    (M::CostGbp, "Cost"),
    (M::CostTotalGbp, "Total cost"),
    (M::CostCashableGbp, "Cashable cost"),
    (M::CostPerYearGbp, "Cost a year"),
    (M::CostPresentValueGbp, "Present value of all costs"),
    (M::CostRunOffGbp, "Cost after the horizon of those there before"),
    (M::CostRunOffPresentValueGbp, "Present value of the cost after the horizon"),
    (M::Matches, "Children matched"),
    (M::PlanByFourMonths, "Plan for permanence by four months"),
    (M::DriftChildDays, "Days in drift, all children"),
    (M::ChildrenInDrift, "Children in drift"),
    (M::InPermanentHomeAfter1Year, "In a permanent home after a year"),
    (M::InPermanentHomeAfter2Years, "In a permanent home after two years"),
    (M::InPermanentHomeAfter3Years, "In a permanent home after three years"),
    (M::LegalPermanenceChildDays, "Days under guardianship or adopted, all children"),
    (M::NobodyExercisingResponsibility, "Nobody exercising responsibility"),
    (M::ChildrenOverFiveYearsOnAnOrder, "Over five years in care, on an order"),
    (M::TeamQueue, "Cases queueing for a team"),
    (M::TeamWaitDays, "Wait for a team"),
    (M::HomeBeds, "Beds in the council's children's homes"),
    (M::HomeBedsFilled, "Beds in the council's homes, filled"),
    (M::HomeBedOccupancy, "Beds in the council's homes, share filled"),
    (M::UnmetBedDemand, "Homes bought as no bed was free"),
    (M::UnmetBedShare, "Homes bought as no bed was free, share"),
    (M::StayingPut, "Staying put after eighteen"),
    (M::StayingClose, "Staying close after eighteen"),
    (M::LongTermFosteringMatched, "Long-term fostered, formally matched"),
    (M::LongTermFosteringUnmatched, "Long-term fostered, not matched"),
    (M::UnmatchedWithoutRightPlacement, "Not matched, placement not the right one"),
    (M::LaterBornKeptTogether, "Later-born siblings kept together"),
    (M::SiblingsTogether, "Living with all brothers and sisters in care"),
    (M::SiblingsApart, "Living apart from a brother or sister"),
    (M::SiblingsApartNear, "Siblings apart, but all near home"),
    (M::OutOfArea, "Placed out of area"),
    (M::EntryToPlacementOrderDays, "Entry to placement order"),
    (M::MatchToPlacedDays, "Match to moving in with adopters"),
    (M::PlacedToOrderDays, "Moving in with adopters to adoption order"),
    (M::PlacedWithin14Months, "Moved in within 14 months of entry"),
    (M::MatchedWithin4Months, "Matched within 4 months of the order"),
    (M::ReversalToRevocationDays, "End of adoption plan to revocation"),
    (M::AwaitingRevocation, "Orders no longer planned, not revoked"),
    (M::ChangesOfSocialWorker, "Changes of social worker"),
    (M::WaitForFamilyDays, "Wait in homes for a family, those who found one"),
    (M::WaitForFamilyP10Days, "The wait for a family one in ten is under"),
    (M::WaitForFamilyP50Days, "The wait for a family half are under"),
    (M::WaitForFamilyP90Days, "The wait for a family nine in ten are under"),
    (M::WaitForRelativesDays, "Entry to living with relatives who foster"),
    (M::WaitForRelativesP10Days, "Entry to relatives, one in ten are under"),
    (M::WaitForRelativesP50Days, "Entry to relatives, half are under"),
    (M::WaitForRelativesP90Days, "Entry to relatives, nine in ten are under"),
    (M::DecisionToApplicationDays, "Decision to go to court to application"),
    (M::ChildrenWaiting, "Children waiting"),
    (M::PlannedReturnsHome, "Went home as planned"),
    (M::UnplannedReturnsHome, "Went home without or against a plan"),
    (M::CareOrdersAtHomeDischarged, "Care orders at home discharged"),
    (M::PlacementDays, "Days in placement"),
    (M::InHouseOccupancy, "Own carers' places, share filled"),
    (M::UnitCostGbp, "Cost of a week in a placement"),
    (M::ConsortiumEnquiryShare, "Fostering enquiries through a consortium"),
    (M::LongTermResidential, "Children's home as the plan"),
    (M::ResidentialWithPlannedTransition, "Planned transition from a children's home"),
];

/// A metric in words.
pub fn words(spec: &Spec) -> String {
    if let Some((_, words)) = WORDS.iter().find(|(metric, _)| *metric == spec.metric) {
        return (*words).to_owned();
    }
    if let Measure::Percentile(of, percent) = spec.measure {
        let who = match percent {
            10 => "one in ten",
            50 => "half",
            _ => "nine in ten",
        };
        return format!("{}: {who} are under", words(of.spec()));
    }
    let name = ["_days", "_gbp"]
        .iter()
        .find_map(|unit| spec.name.strip_suffix(unit));
    let name = name.unwrap_or(spec.name).replace('_', " ");
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The metric that a row which a scenario asks for is about, whatever group and period the row names.
pub fn metric_of_label(label: &str) -> Option<Metric> {
    let label = label.trim().to_lowercase();
    let about = |spec: &&Spec| {
        let behind = label.strip_prefix(&words(spec).to_lowercase());
        behind.is_some_and(|rest| {
            rest.is_empty()
                || [": ", " in ", " at ", ", "]
                    .iter()
                    .any(|b| rest.starts_with(b))
        })
    };
    let found = TABLE
        .iter()
        .filter(about)
        .max_by_key(|spec| words(spec).len());
    found.map(|spec| spec.metric)
}

/// What a scenario asks for in `report` and `targets`: metrics with all their views, months, two groups
/// at once. Who asks for one of the run-off gets all of it.
pub fn asked_for(scenario: &Scenario) -> Vec<Request> {
    let entries = scenario.report.iter();
    let entries = entries.chain(scenario.targets.iter().map(|target| &target.metric));
    let names: Vec<&str> = scenario
        .authorities
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    let mut asked: Vec<Request> = entries.filter_map(|entry| request(entry, &names)).collect();
    if asked.iter().any(|request| request.metric.is_of_run_off()) {
        let run_off = TABLE.iter().filter(|spec| spec.metric.is_of_run_off());
        asked.extend(run_off.map(|spec| Request::of(spec.metric)));
    }
    asked
}

fn request(entry: &str, authorities: &[&str]) -> Option<Request> {
    let mut parts = entry.split(',').map(str::trim);
    let spec = metrics::find(parts.next()?)?;
    let month = parts.clone().any(|part| month(part).is_some());
    let place = |part: &str| authorities.iter().position(|name| *name == part);
    let authority = parts.clone().find_map(place);
    let authority = authority.and_then(|place| u8::try_from(place).ok());
    let mut groups: Vec<Group> = match authority {
        Some(_) => parts.filter_map(|part| spec.group(part)).collect(),
        None => parts.filter_map(|part| spec.crossable(part)).collect(),
    };
    groups.sort_by_key(|group| group.place().0);
    groups.extend(authority.map(Group::Authority));
    let groups = match groups[..] {
        [one, other] if one.place().0 != other.place().0 => Some([one, other]),
        _ => None,
    };
    Some(Request {
        metric: spec.metric,
        month,
        groups,
        authority: authority.is_some(),
    })
}

/// The first day of the month that a label names: `2018-03`.
fn month(label: &str) -> Option<Date> {
    let day = Date::strptime("%Y-%m-%d", format!("{label}-01"));
    day.ok().filter(|_| label.len() == 7)
}

/// Asks for what is paid after the horizon, as if `report` named it.
pub fn ask_for_run_off(scenario: &mut Scenario) {
    let asked = asked_for(scenario);
    if !asked.iter().any(|r| r.metric == Metric::CostRunOffGbp) {
        let name = Metric::CostRunOffGbp.spec().name;
        scenario.report.push(name.to_owned());
    }
}

/// Why an entry of `report` will not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The question that an entry of `report` asks of a run laid out so.
///
/// # Errors
/// If there is no such metric, or the metric has no such group or period.
pub fn question(entry: &str, layout: &Layout) -> Result<Question, Unknown> {
    let mut parts = entry.split(',').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let spec = metrics::find(name).ok_or_else(|| no_metric(name))?;
    let all = layout.cells.iter().enumerate();
    let cells: Vec<_> = all.filter(|(_, c)| c.metric == spec.metric).collect();
    let of_it = || cells.iter().map(|(_, cell)| *cell);
    let one_at_a_time = of_it().filter(|cell| !matches!(cell.group, Group::Crossed(_)));
    let groups = distinct(one_at_a_time.map(|cell| layout.label(cell.group)));
    let periods = distinct(of_it().map(|cell| layout.period(cell).label.as_str()));
    let (mut named, mut period) = (Vec::new(), None);
    for part in parts {
        let authority = layout.authorities.iter().any(|name| name == part);
        let known = groups.contains(&part) || spec.crossable(part).is_some() || authority;
        if periods.contains(&part) && period.is_none() {
            period = Some(part);
        } else if known && named.len() < 2 {
            named.push(part);
        } else {
            return Err(no_part(spec, part, &groups, &periods));
        }
    }
    let group = match named[..] {
        [] => "all",
        [group] => group,
        _ => crossed(spec, &named, layout)?,
    };
    let wanted = |cell: &super::layout::Cell, period: Option<&str>| {
        layout.label(cell.group) == group
            && period.is_none_or(|period| layout.period(cell).label == period)
    };
    // The longest that ends last is the whole run, or the level at its end.
    let find = |period: Option<&str>| {
        let cells = cells.iter().filter(|(_, cell)| wanted(cell, period));
        let last = cells.max_by_key(|(_, cell)| {
            let months = &layout.period(cell).months;
            (months.end, months.len())
        });
        last.map(|(place, _)| *place)
    };
    // What is read every month has no other entry for the last day of a year than its month's.
    let cell = find(period).or_else(|| find(Some(period?.get(..7)?)));
    let cell = cell.ok_or_else(|| match groups.contains(&"all") {
        true => no_part(
            spec,
            &format!("{group}, {}", period.unwrap_or("")),
            &groups,
            &periods,
        ),
        false => no_part(spec, "", &groups, &[]),
    })?;
    let mut label = words(spec);
    if group != "all" {
        // `Wait for a team: legal advice`.
        label += &format!(": {}", group.trim_start_matches("team: "));
    }
    label += &when(spec, layout, cell, period.is_some());
    Ok(Question {
        label,
        heading: "",
        wording: wording(spec),
        cell,
    })
}

/// The label of two groups at once.
fn crossed<'a>(spec: &Spec, named: &[&str], layout: &'a Layout) -> Result<&'a str, Unknown> {
    let is = |group: &Group, name: &str| layout.label(*group) == name;
    let both = |groups: &[Group; 2]| named.iter().all(|n| groups.iter().any(|g| is(g, n)));
    let mut known = layout.crossed.iter();
    let found = known.find(|known| known.metric == spec.metric && both(&known.groups));
    found
        .map(|found| found.label.as_str())
        .ok_or_else(|| Unknown {
            message: format!("`{}` has no group `{}`", spec.name, named.join(", ")),
            help: match spec.crossings.0 {
                [] => "name one of the two: this metric is not told apart by two groups at once"
                    .to_owned(),
                groupings => {
                    let by: Vec<&str> = groupings.iter().map(|grouping| grouping.words()).collect();
                    format!("name two groups of two different kinds: {}", by.join(", "))
                }
            },
        })
}

fn distinct<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    seen
}

/// What to say of a metric that there is not.
pub fn no_metric(name: &str) -> Unknown {
    let near = nearest(name, TABLE.iter().map(|spec| spec.name));
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let help = format!("{near}`permanence explain` lists all metrics");
    Unknown {
        message: format!("there is no metric `{name}`"),
        help,
    }
}

fn no_part(spec: &Spec, part: &str, groups: &[&str], periods: &[&str]) -> Unknown {
    // Months are many; years and days say enough.
    let short = |period: &&&str| period.contains('/') || period.len() == 10;
    let known: Vec<&str> = groups
        .iter()
        .chain(periods.iter().filter(short))
        .copied()
        .collect();
    let message = match part {
        "" => format!("`{}` is reported by group only", spec.name),
        part => format!("`{}` has no group or period `{part}`", spec.name),
    };
    Unknown {
        message,
        help: one_of(part, &known),
    }
}

/// When, where the label must say it.
fn when(spec: &Spec, layout: &Layout, cell: usize, asked: bool) -> String {
    let period = layout.period(&layout.cells[cell]);
    let at_end = period.months.end == layout.begins_year.len();
    let label = &period.label;
    let day = Date::strptime("%Y-%m-%d", label);
    match (spec.measure.is_level(), day) {
        (true, _) if at_end && !asked => " at end".to_owned(),
        (true, Ok(day)) => format!(" on {}", day.strftime("%-d %B %Y")),
        (true, Err(_)) => match month(label) {
            Some(month) => format!(", end of {}", month.strftime("%b %Y")),
            None => format!(", end of {label}"),
        },
        (false, _) if asked && label != "horizon" => match month(label) {
            Some(month) => format!(" in {}", month.strftime("%b %Y")),
            None => format!(" in {label}"),
        },
        (false, _) => String::new(),
    }
}

/// How a metric's differences are worded.
pub fn wording(spec: &Spec) -> Wording {
    match spec.measure {
        Measure::Money | Measure::MoneyAWeek => Wording::Money,
        Measure::Share | Measure::LevelShare => Wording::Share,
        Measure::MeanDays | Measure::Percentile(..) => Wording::Days,
        Measure::Count | Measure::Level | Measure::Days => Wording::Number,
    }
}

/// Refuses a scenario that reports what there is not, or whose targets cannot be meant.
///
/// # Errors
/// With everything in its `report` and `targets` that will not do.
pub fn check(scenario: &Scenario) -> Result<(), Diagnostics> {
    if scenario.report.is_empty() && scenario.targets.is_empty() {
        return Ok(());
    }
    let layout = layout_of(scenario);
    let mut all = Diagnostics::default();
    let reported = scenario.report.iter().enumerate();
    let reported = reported.map(|(place, entry)| ("report", place, entry));
    let reached = scenario.targets.iter().enumerate();
    let reached = reached.map(|(place, target)| match target.is_budget {
        true => ("budget.a_year", 0, &target.metric),
        false => ("targets", place, &target.metric),
    });
    for (key, place, entry) in reported.chain(reached) {
        if let Err(Unknown { message, help }) = question(entry, &layout) {
            all.extend(scenario.refused(key, place, "P0114", message, help));
        }
    }
    all.extend(targets::possible::check(scenario, &layout));
    if all.is_empty() { Ok(()) } else { Err(all) }
}

impl Comparison {
    /// The questions that the baseline asks besides those of every page; without those whose period is
    /// beyond a run that was cut short and those that every page answers.
    pub fn reported(&self) -> Vec<Question> {
        let everywhere: Vec<usize> = self.questions().iter().map(|q| q.cell).collect();
        let entries = self.report.iter();
        let questions = entries.filter_map(|entry| question(entry, &self.layout).ok());
        questions
            .filter(|q| !everywhere.contains(&q.cell))
            .collect()
    }
}
