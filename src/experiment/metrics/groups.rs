//! By what a metric is told apart: age, needs, placement, route and so on.

use crate::care::adoption::Adopters;
use crate::care::child::{AgeBand, EthnicGroup, LegalStatus, Needs, PlacementKind, Route};
use crate::care::leaving::End;
use crate::care::params::Tier;
use crate::care::plan::Plan;
use crate::care::team::Stage;
use crate::finance::ledger::Line;

/// What a metric is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// Not grouped.
    All,
    /// Age band.
    Age,
    /// Kind of placement.
    Placement,
    /// Legal status.
    Legal,
    /// Needs.
    Needs,
    /// Route out of care.
    Route,
    /// Budget line.
    CostLine,
    /// Size of the group of siblings: who came into care together, or where a metric says so, who are to be
    /// adopted together.
    SiblingGroup,
    /// Ethnic group.
    EthnicGroup,
    /// Whose adopters.
    Provider,
    /// Plan for permanence.
    Plan,
    /// The stage that is a team's.
    Stage,
    /// Authority, where a scenario has several: [`Layout`](super::Layout) knows which.
    Authority,
    /// What a child waits for.
    Awaited,
    /// The tier of the search that was found for want of the one preferred.
    Tier,
    /// What the return calls an end of care that is neither home, an order nor adoption.
    End,
    /// Two of these at once, as a scenario asks for them: [`Layout`](super::Layout) knows which.
    Crossed,
}

/// What a child in care can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the labels say it, and say it once")]
pub enum Awaited {
    LegalPlanning,
    Application,
    FinalHearing,
    Adopters,
    MovingIn,
    AdoptionOrder,
    Revocation,
    Family,
    RightPlacement,
    Discharge,
}

impl Awaited {
    /// In the order in which they are printed.
    const ALL: [Self; 10] = [
        Self::LegalPlanning,
        Self::Application,
        Self::FinalHearing,
        Self::Adopters,
        Self::MovingIn,
        Self::AdoptionOrder,
        Self::Revocation,
        Self::Family,
        Self::RightPlacement,
        Self::Discharge,
    ];

    fn label(self) -> &'static str {
        [
            "for a legal planning meeting",
            "for an application to court",
            "for the final hearing",
            "for adopters",
            "for moving in with adopters",
            "for the adoption order",
            "for revocation of the placement order",
            "for a family instead of a children's home",
            "for the right long-term placement",
            "for discharge of the care order at home",
        ][self as usize]
    }
}

/// How many [`Grouping`]s there are.
pub const GROUPINGS: usize = 17;

/// Names of sizes of groups of siblings; the last stands for all larger ones, too.
const SIBLING_GROUPS: [&str; 4] = [
    "one child",
    "two siblings",
    "three siblings",
    "four siblings",
];

/// One group of a grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Everybody.
    All,
    /// An age band.
    Age(AgeBand),
    /// A kind of placement.
    Placement(PlacementKind),
    /// A legal status.
    Legal(LegalStatus),
    /// Needs.
    Needs(Needs),
    /// A route out of care.
    Route(Route),
    /// A budget line.
    Line(Line),
    /// A group of so many siblings, one to four.
    SiblingGroup(usize),
    /// An ethnic group.
    EthnicGroup(EthnicGroup),
    /// Adopters.
    Provider(Adopters),
    /// A plan for permanence, or none yet.
    Plan(Option<Plan>),
    /// A team's stage.
    Stage(Stage),
    /// An authority, by its place among those of the scenario.
    Authority(u8),
    /// What is waited for.
    Awaited(Awaited),
    /// A tier of the search.
    Tier(Tier),
    /// What the return calls an end of care.
    End(End),
    /// Two groups at once, by their place among those that are asked for.
    Crossed(usize),
}

impl Grouping {
    /// As in "reported by age".
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "in total",
            Self::Age => "by age",
            Self::Placement => "by placement",
            Self::Legal => "by legal status",
            Self::Needs => "by needs",
            Self::Route => "by route",
            Self::CostLine => "by budget line",
            Self::SiblingGroup => "by size of the sibling group",
            Self::EthnicGroup => "by ethnic group",
            Self::Provider => "by whose adopters",
            Self::Plan => "by plan",
            Self::Stage => "by stage",
            Self::Authority => "by authority, where a scenario has 2 to 12",
            Self::Awaited => "by what is waited for",
            Self::Tier => "by tier",
            Self::End => "by what the return calls the end",
            Self::Crossed => "by two of these at once",
        }
    }

    /// Its groups, in the order in which they are printed; authorities and groups crossed differ from
    /// scenario to scenario and are added by [`Layout`](super::Layout).
    pub fn groups(self) -> Vec<Group> {
        match self {
            Self::All => vec![Group::All],
            Self::Age => AgeBand::ALL.map(Group::Age).into(),
            Self::Placement => PlacementKind::ALL.map(Group::Placement).into(),
            Self::Legal => LegalStatus::ALL.map(Group::Legal).into(),
            Self::Needs => Needs::ALL.map(Group::Needs).into(),
            Self::Route => Route::ALL.map(Group::Route).into(),
            Self::CostLine => Line::ALL.map(Group::Line).into(),
            Self::SiblingGroup => (1..=SIBLING_GROUPS.len()).map(Group::siblings).collect(),
            Self::EthnicGroup => EthnicGroup::ALL.map(Group::EthnicGroup).into(),
            Self::Provider => Adopters::ALL.map(Group::Provider).into(),
            Self::Stage => Stage::ALL.map(Group::Stage).into(),
            Self::Plan => {
                let made = Plan::ALL.map(|plan| Group::Plan(Some(plan)));
                made.into_iter().chain([Group::Plan(None)]).collect()
            }
            Self::Authority | Self::Crossed => Vec::new(),
            Self::Awaited => Awaited::ALL.map(Group::Awaited).into(),
            Self::Tier => Tier::BOUGHT.map(Group::Tier).into(),
            Self::End => End::ALL.map(Group::End).into(),
        }
    }
}

impl Group {
    /// A group of so many siblings.
    pub fn siblings(children: usize) -> Self {
        Self::SiblingGroup(children.clamp(1, SIBLING_GROUPS.len()))
    }

    /// The grouping it belongs to and its place in it.
    pub(in crate::experiment) fn place(self) -> (Grouping, usize) {
        match self {
            Self::All => (Grouping::All, 0),
            Self::Age(band) => (Grouping::Age, band as usize),
            Self::Placement(kind) => (Grouping::Placement, kind as usize),
            Self::Legal(status) => (Grouping::Legal, status as usize),
            Self::Needs(needs) => (Grouping::Needs, needs as usize),
            Self::Route(route) => (Grouping::Route, route as usize),
            Self::Line(line) => (Grouping::CostLine, line as usize),
            Self::SiblingGroup(children) => (Grouping::SiblingGroup, children - 1),
            Self::EthnicGroup(group) => (Grouping::EthnicGroup, group as usize),
            Self::Provider(adopters) => (Grouping::Provider, adopters as usize),
            Self::Stage(stage) => (Grouping::Stage, stage as usize),
            Self::Plan(plan) => {
                let place = plan.map_or(Plan::ALL.len(), |plan| plan as usize);
                (Grouping::Plan, place)
            }
            Self::Authority(place) => (Grouping::Authority, usize::from(place)),
            Self::Awaited(what) => (Grouping::Awaited, what as usize),
            Self::Tier(tier) => {
                let place = Tier::BOUGHT.iter().position(|bought| *bought == tier);
                (Grouping::Tier, place.expect("one of those bought"))
            }
            Self::End(end) => (Grouping::End, end as usize),
            Self::Crossed(place) => (Grouping::Crossed, place),
        }
    }

    /// As printed; `all` for everybody. An authority's name, and which groups are crossed, is known to
    /// [`Layout::label`](super::Layout::label).
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Age(band) => band.label(),
            Self::Placement(kind) => kind.label(),
            Self::Legal(status) => status.label(),
            Self::Needs(needs) => needs.label(),
            Self::Route(route) => route.label(),
            Self::Line(line) => line.label(),
            Self::SiblingGroup(children) => SIBLING_GROUPS[children - 1],
            Self::EthnicGroup(group) => group.label(),
            Self::Provider(adopters) => adopters.label(),
            Self::Stage(stage) => stage.label(),
            Self::Plan(plan) => plan.map_or("no plan yet", Plan::label),
            Self::Authority(_) => "authority",
            Self::Awaited(what) => what.label(),
            Self::Tier(tier) => tier.label(),
            Self::End(end) => end.label(),
            Self::Crossed(_) => "two groups at once",
        }
    }
}
