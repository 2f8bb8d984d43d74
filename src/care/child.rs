//! A child who is, or has been, looked after.
//!
//! What is drawn once at entry (needs, legal basis) stays with the child; what changes (legal
//! status, placement) is the child's state. Several clocks run at once and the first to ring
//! decides; the calendar only ever holds the earliest of them.
//!
//! Words follow the SSDA903 return (the yearly statutory return on looked-after children in
//! England) and the Children Act 1989.

use serde::Serialize;

use crate::des::calendar::Slot;
use crate::des::stream::Root;
use crate::des::time::{SECONDS_PER_YEAR, SimSpan, SimTime};
use crate::dist::power::power;

use super::beds::HomeId;
use super::clocks::Clocks;
use super::household::HouseholdId;
use super::leaving::End;
use super::long_term::LongTerm;
use super::params::Tier;
use super::phase::{Phase, first_of};
use super::plan::Plan;
use super::{CaseId, FamilyId};

/// The age bands of the published tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// Under one year.
    Under1,
    /// One to four.
    From1To4,
    /// Five to nine.
    From5To9,
    /// Ten to fifteen.
    From10To15,
    /// Sixteen and seventeen.
    From16,
}

/// One value for each [`AgeBand`], youngest first.
pub type ByAge<T> = [T; 5];

impl AgeBand {
    /// All bands, youngest first.
    pub const ALL: ByAge<Self> = [
        Self::Under1,
        Self::From1To4,
        Self::From5To9,
        Self::From10To15,
        Self::From16,
    ];

    /// The band of an age in years.
    pub fn of(years: f64) -> Self {
        Self::after(years >= 1.0, years >= 5.0, years >= 10.0, years >= 16.0)
    }

    /// The band of an age to the second: that of its years.
    pub fn at(age: SimSpan) -> Self {
        let is = |band: Self| age >= band.begins();
        let [_, one, five, ten, sixteen] = Self::ALL;
        Self::after(is(one), is(five), is(ten), is(sixteen))
    }

    /// The band in which so many birthdays have been reached on which one begins. They are counted, not
    /// searched: a branch on an age is a guess.
    fn after(one: bool, five: bool, ten: bool, sixteen: bool) -> Self {
        let behind = u8::from(one) + u8::from(five) + u8::from(ten) + u8::from(sixteen);
        Self::ALL[usize::from(behind)]
    }

    /// The age at which the band begins: a birthday.
    pub const fn begins(self) -> SimSpan {
        let years = match self {
            Self::Under1 => 0,
            Self::From1To4 => 1,
            Self::From5To9 => 5,
            Self::From10To15 => 10,
            Self::From16 => 16,
        };
        SimSpan::from_seconds(years * SECONDS_PER_YEAR)
    }

    /// First age of the band and first age beyond it, in years.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Under1 => (0.0, 1.0),
            Self::From1To4 => (1.0, 5.0),
            Self::From5To9 => (5.0, 10.0),
            Self::From10To15 => (10.0, 16.0),
            Self::From16 => (16.0, 18.0),
        }
    }

    /// The age in years at quantile `u` of children of this band whose mean age is `mean`,
    /// strictly within the band: a power law, which is uniform where the mean is the middle.
    pub fn age(self, u: f64, mean: f64) -> f64 {
        let (from, to) = self.bounds();
        let lean = (to - mean) / (mean - from);
        from + (to - from) * power(u, lean)
    }

    /// As printed: `under 1`, `1 to 4`, …
    pub fn label(self) -> &'static str {
        ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"][self as usize]
    }
}

/// The finer ages at entry at which adoption figures are given: 0, 1, 2, 3, 4 to 6, 7 to 9.
/// Adoption is not planned for children who enter at ten or over.
pub type ByAdoptionAge<T> = [T; 6];

/// Index into [`ByAdoptionAge`], or `None` from the tenth birthday.
pub fn adoption_age(years: f64) -> Option<usize> {
    match years {
        y if y < 4.0 => Some(y.max(0.0) as usize),
        y if y < 7.0 => Some(4),
        y if y < 10.0 => Some(5),
        _ => None,
    }
}

/// How much a child asks of a carer. Disability is one cause of complex needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// No needs beyond those of most children in care.
    None,
    /// Additional needs.
    Additional,
    /// Complex needs.
    Complex,
}

impl Needs {
    /// All values, least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Additional, Self::Complex];

    /// As printed.
    pub fn label(self) -> &'static str {
        ["no additional needs", "additional needs", "complex needs"][self as usize]
    }
}

/// Ethnic group, as the published tables group it. It matters here for matching with adopters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EthnicGroup {
    /// White.
    White,
    /// Mixed or multiple ethnic groups.
    Mixed,
    /// Asian or Asian British.
    Asian,
    /// Black, Black British, Caribbean or African.
    Black,
    /// Any other ethnic group.
    Other,
}

impl EthnicGroup {
    /// All groups.
    pub const ALL: [Self; 5] = [
        Self::White,
        Self::Mixed,
        Self::Asian,
        Self::Black,
        Self::Other,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        ["White", "Mixed", "Asian", "Black", "Other ethnic groups"][self as usize]
    }
}

/// Under what law the child came into care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Accommodated with the parents' agreement, Children Act 1989 s. 20.
    Section20,
    /// Interim care order, s. 38: care proceedings are under way.
    InterimCareOrder,
    /// Police protection (s. 46) or an emergency protection order (s. 44).
    Emergency,
    /// Unaccompanied asylum-seeking child, accommodated under s. 20.
    AsylumSeeking,
    /// Remanded to local authority or youth detention accommodation, Legal Aid, Sentencing and
    /// Punishment of Offenders Act 2012 s. 91 (J1 in the return).
    Remand,
}

impl Basis {
    /// All values.
    pub const ALL: [Self; 5] = [
        Self::Section20,
        Self::InterimCareOrder,
        Self::Emergency,
        Self::AsylumSeeking,
        Self::Remand,
    ];

    /// Whether children come on this basis without brothers and sisters, and nobody assesses their
    /// families for as long as it holds.
    pub fn comes_alone(self) -> bool {
        matches!(self, Self::AsylumSeeking | Self::Remand)
    }
}

/// Legal status while looked after, as the return groups it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalStatus {
    /// Section 20, or police or emergency protection that has not led to court, or remand.
    Section20,
    /// Interim care order.
    InterimCareOrder,
    /// Full care order, s. 31.
    CareOrder,
    /// Placement order, Adoption and Children Act 2002 s. 21. It suspends the care order.
    PlacementOrder,
}

impl LegalStatus {
    /// All values.
    pub const ALL: [Self; 4] = [
        Self::Section20,
        Self::InterimCareOrder,
        Self::CareOrder,
        Self::PlacementOrder,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "section 20",
            "interim care order",
            "care order",
            "placement order",
        ][self as usize]
    }
}

/// Where a looked-after child lives, with who provides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacementKind {
    /// Fostered by relatives or friends (connected persons).
    Kinship,
    /// The council's own foster carers.
    InHouse,
    /// Foster carers of an independent agency, bought place by place.
    Agency,
    /// A children's home.
    ChildrensHome,
    /// Semi-independent or supported accommodation, from 16.
    SemiIndependent,
    /// With parents under a care order.
    WithParents,
    /// With the adopters, before the adoption order.
    Adoptive,
    /// Secure accommodation (K1 in the return): on remand, or for a child's own welfare under the
    /// Children Act 1989 s. 25.
    Secure,
}

impl PlacementKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Kinship,
        Self::InHouse,
        Self::Agency,
        Self::ChildrensHome,
        Self::SemiIndependent,
        Self::WithParents,
        Self::Adoptive,
        Self::Secure,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "kinship fostering",
            "in-house fostering",
            "agency fostering",
            "children's homes",
            "semi-independent",
            "with parents",
            "placed for adoption",
            "secure accommodation",
        ][self as usize]
    }
}

/// How a period of care ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Home to parents, or to a relative without an order (E4A, E4B, E13).
    Home,
    /// Special guardianship order (E45 to E48).
    SpecialGuardianship,
    /// Child arrangements order (E41).
    ChildArrangements,
    /// Adopted (E11, E12).
    Adopted,
    /// Turned 18, whatever the return then calls it.
    TurnedEighteen,
    /// Any other end under 18: independent living from 16, custody, the end of a remand, transfer, age
    /// assessment, …
    Other,
}

impl Route {
    /// All routes.
    pub const ALL: [Self; 6] = [
        Self::Home,
        Self::SpecialGuardianship,
        Self::ChildArrangements,
        Self::Adopted,
        Self::TurnedEighteen,
        Self::Other,
    ];

    /// As printed.
    pub fn label(self) -> &'static str {
        [
            "home",
            "special guardianship",
            "child arrangements order",
            "adopted",
            "turned 18",
            "other",
        ][self as usize]
    }
}

/// A placement: where the child lives now, since when, and the how-manieth of the child's life
/// in care it is (its ordinal keys the placement's own random draws).
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// Kind and provider.
    pub kind: PlacementKind,
    /// The household whose place is taken, for in-house fostering and modelled adopters.
    pub household: Option<HouseholdId>,
    /// The home whose bed is taken, in children's homes with beds of the council's own.
    pub bed: Option<HomeId>,
    /// Since when.
    pub since: SimTime,
    /// 0 for the first placement of the child's life, then counting.
    pub ordinal: u32,
    /// A children's home that stands in for a family that was not found, not a plan.
    pub overflow: bool,
    /// The tier that was found for want of the council's own carers, where these were preferred.
    pub for_want_of_own: Option<Tier>,
    /// Whether it is near the child's home.
    pub near: bool,
    /// Looked for as the right long-term placement, because the one before was not.
    pub suitable: bool,
}

/// Where the child is in life as far as the council is concerned.
#[derive(Clone, Copy, Debug)]
pub enum Standing {
    /// Looked after.
    InCare,
    /// Left by this route; an allowance may run and the arrangement may break down.
    AfterCare(Route),
}

/// A child. See the module's text.
#[derive(Clone, Debug)]
pub struct Child {
    /// Identity: keys every random draw about this child.
    pub root: Root,
    /// The brothers and sisters who came into care together (often the child alone).
    pub family: FamilyId,
    /// The adoption case the child belongs to, while adoption is being pursued or undone.
    pub case: Option<CaseId>,
    /// Date of birth on the simulation's clock.
    pub born: SimTime,
    /// Drawn at entry.
    pub needs: Needs,
    /// The family's, drawn at entry.
    pub ethnic_group: EthnicGroup,
    /// How many brothers and sisters came into this period of care together, the child included.
    pub siblings: u8,
    /// Drawn at entry.
    pub basis: Basis,
    /// Start of the first period of care.
    pub first_entered: SimTime,
    /// Start of this period of care.
    pub entered: SimTime,
    /// When the child last left care: since when an allowance is paid. The start of the run for
    /// those who left before it.
    pub left: SimTime,
    /// Whether an allowance is paid for the child, who has left care.
    pub allowance: bool,
    /// 0 for the first period of care, 1 after the first return, …
    pub period: u32,
    /// Whether this child was already looked after when the run began.
    pub existing: bool,
    /// In care, or after.
    pub standing: Standing,
    /// What the return called the last end of care that was neither home, an order nor adoption.
    pub end: Option<End>,
    /// Legal status while in care.
    pub legal: LegalStatus,
    /// The plan for permanence, once it is made.
    pub plan: Option<Plan>,
    /// Whether the child drifts: see [`super::drift`].
    pub drifting: bool,
    /// Whether plan and placement are settled for the long term: see [`super::drift`].
    pub settled: bool,
    /// Whether nobody exercised parental responsibility when the child came into care.
    pub nobody_responsible: bool,
    /// Current placement, while in care.
    pub placement: Placement,
    /// Whether the placement is under way: always, between two events, while in care.
    pub placed: bool,
    /// Starts of the three latest placements, newest first (for "three or more in a year").
    pub recent_placements: [SimTime; 3],
    /// Since when the child has lived with those who are to adopt it, once it is placed for
    /// adoption: with foster carers who adopt, longer than it has been placed for adoption.
    pub with_adopters_since: SimTime,
    /// Placement moves so far, at most 255.
    pub moves: u8,
    /// Whether the child lives apart from brothers and sisters who are in care too.
    pub separated: bool,
    /// Searches for a placement so far: numbers the agencies' answers.
    pub searches: u32,
    /// The latest search, so that a later one considers only what has become vacant since.
    pub searched: SimTime,
    /// Long-term fostering.
    pub long_term: LongTerm,
    /// The supports the child has, a bit for each.
    pub supports: u64,
    /// Whether the way from a planned children's home to adulthood is planned.
    pub planned_transition: bool,
    /// What is running.
    pub clocks: Clocks,
    /// The calendar entry.
    pub slot: Slot,
}

impl Child {
    /// Age at an instant.
    pub fn age(&self, at: SimTime) -> SimSpan {
        at - self.born
    }

    /// Age band at an instant.
    pub fn band(&self, at: SimTime) -> AgeBand {
        AgeBand::at(self.age(at))
    }

    /// Whether the child is looked after now.
    pub fn in_care(&self) -> bool {
        matches!(self.standing, Standing::InCare)
    }

    /// The earliest clock: when it rings and as what.
    pub fn next(&self) -> (SimTime, Phase) {
        let c = &self.clocks;
        match self.standing {
            Standing::InCare => first_of([
                (c.eighteen_at, Phase::TurnEighteen),
                (c.carers_order.at(), Phase::CarersTakeOrder),
                (c.home.at(), Phase::GoHome),
                (c.discharge_at, Phase::Discharge),
                (c.other.at(), Phase::OtherEnd),
                (self.long_term.panel(), Phase::FosteringPanel),
                (c.disruption.at(), Phase::Disruption),
                (c.review_at, Phase::SecondReview),
                (c.step_down.at(), Phase::StepDown),
            ]),
            Standing::AfterCare(_) => first_of([
                (c.eighteen_at, Phase::TurnEighteen),
                (c.breaks_down_at, Phase::Breakdown),
                (c.supervised_until, Phase::SupervisionEnds),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0, 1, 2, 3, 4 to 6 and 7 to 9 have an index each, from the birthday on; from the tenth there is none.
    #[test]
    fn an_age_at_which_adoption_is_planned_begins_on_its_birthday() {
        let indices = [0.0, 1.0, 2.0, 3.0, 4.0, 7.0].map(adoption_age);
        assert_eq!(indices, [0, 1, 2, 3, 4, 5].map(Some));
        let before = [0.99, 3.99, 6.99, 9.99].map(adoption_age);
        assert_eq!(before, [0, 3, 4, 5].map(Some));
        assert_eq!([10.0, 12.0].map(adoption_age), [None; 2]);
        assert_eq!(adoption_age(-0.1), Some(0), "not yet born");
    }
}
