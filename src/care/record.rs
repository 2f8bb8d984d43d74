//! What the model tells those who watch it.
//!
//! An [`Observer`] hears of every change as it happens and looks around at the end of every
//! month. It sees, it never touches: nothing it does can consume randomness or move an event, so
//! a run is the same whoever watches.

use crate::des::resource::Places;
use crate::des::time::{SimSpan, SimTime};

use super::adoption::{AgencyPlacement, Case};
use super::beds::HomeId;
use super::child::{Child, LegalStatus, PlacementKind, Route};
use super::family::Family;
use super::household::{Household, HouseholdKind};
use super::plan::Plan;
use super::staying::Stay;
use super::store::Store;
use super::team::Stage;

/// Something that happened. Children are as they are *after* it, except where it says otherwise.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A period of care began (`child.period` tells whether it is the first). The first
    /// placement follows at once as an event of its own.
    PeriodBegan(&'a Child),
    /// A period of care ended; the placement has ended just before. `child.entered` is when it began.
    PeriodEnded(&'a Child, Route),
    /// A placement began: `child.placement`.
    PlacementBegan(&'a Child),
    /// The placement `child.placement` is ending: it still stands in the child.
    PlacementEnded(&'a Child),
    /// The plan for permanence was made or changed, from the one given to `child.plan`. Plans of
    /// existing children made before the run are not told.
    PlanMade(&'a Child, Option<Plan>),
    /// The second statutory review of a period of care: the plan is due (see [`super::drift`]).
    Reviewed(&'a Child),
    /// The child began to drift (see [`super::drift`]).
    DriftBegan(&'a Child),
    /// The child no longer drifts.
    DriftEnded(&'a Child),
    /// In care with plan and placement settled for the long term (see [`super::drift`]).
    Settled(&'a Child),
    /// No longer so.
    Unsettled(&'a Child),
    /// A supervision order began as the child left care.
    SupervisionBegan(&'a Child),
    /// It ended.
    SupervisionEnded(&'a Child),
    /// A case joined the queue for this stage's team.
    TeamQueued(Stage),
    /// The team took a case up.
    TeamBegan {
        /// The stage.
        stage: Stage,
        /// How long the case had queued.
        waited: SimSpan,
    },
    /// A queueing case was passed over because its children have gone.
    TeamPassedOver(Stage),
    /// Legal status changed, from the one given to `child.legal`.
    LegalStatus(&'a Child, LegalStatus),
    /// A search for a placement: what was preferred and what was found.
    Searched {
        /// The child.
        child: &'a Child,
        /// First tier of the search order, or the plan (children's home, semi-independence, secure
        /// accommodation).
        preferred: PlacementKind,
        /// Where the child goes.
        found: PlacementKind,
    },
    /// Brothers and sisters assessed to live together were placed apart: how many children.
    Separated(usize),
    /// One of those children; told before [`Event::Separated`].
    PlacedApart(&'a Child),
    /// The council has decided that the family's case may have to go to court.
    GoesToCourt(&'a Family),
    /// The application to court is made.
    AppliedToCourt {
        /// The family.
        family: &'a Family,
        /// Children of the case in care away from home.
        children: usize,
    },
    /// The relatives of a family have been assessed whose children first came into care then.
    RelativesAssessed(SimTime),
    /// A legal planning meeting was held about a family whose children first came into care then.
    LegalPlanningMeeting(SimTime),
    /// Legal advice is taken for an application about such a family: pre-proceedings have ended
    /// without agreement.
    LegalAdvice(SimTime),
    /// The final hearing: how long proceedings took, and for how many children.
    HearingHeld {
        /// When they first came into care.
        first_entered: SimTime,
        /// Application to final hearing.
        took: SimSpan,
        /// Children of the case still looked after.
        children: usize,
    },
    /// One child of that case; told after [`Event::HearingHeld`].
    Heard {
        /// The child.
        child: &'a Child,
        /// Application to final hearing.
        took: SimSpan,
    },
    /// A placement order made children free to be matched.
    PlacementOrder(&'a Case),
    /// One child of that case; told after [`Event::PlacementOrder`].
    Ordered {
        /// The child.
        child: &'a Child,
        /// Its case.
        case: &'a Case,
    },
    /// A household was matched; the waiting time is from the placement order (zero if matched
    /// at or before it).
    Matched {
        /// The case, with its members.
        case: &'a Case,
        /// Placement order to match.
        waited: SimSpan,
        /// Matched at or before the placement order, outside the pool.
        early: bool,
    },
    /// A child moved in with adopters, or those it lives with became its adopters:
    /// `child.with_adopters_since` tells since when it has lived there.
    PlacedForAdoption(&'a Child),
    /// Adoption is no longer the plan for the case's members.
    NoLongerAdoption(&'a Case),
    /// Their placement order was revoked.
    Revoked(&'a Case),
    /// Adoption is no longer the plan for one child of that case; told before [`Event::NoLongerAdoption`].
    ChildNoLongerAdoption {
        /// The child.
        child: &'a Child,
        /// Its case.
        case: &'a Case,
    },
    /// The placement order of one child of that case was revoked; told before [`Event::Revoked`].
    ChildRevoked {
        /// The child.
        child: &'a Child,
        /// Its case.
        case: &'a Case,
    },
    /// A placement ended before its time (a disruption, not a planned move).
    Disrupted(&'a Child),
    /// An order's allowance began (special guardianship, child arrangements or adoption).
    AllowanceBegan(&'a Child, Route),
    /// The allowance ended: eighteenth birthday or breakdown.
    AllowanceEnded(&'a Child, Route),
    /// A permanent home broke down and the child comes back into care.
    BrokeDown(&'a Child, Route),
    /// A household was approved.
    Approved(&'a Household),
    /// A household left: deregistered, or gave up waiting.
    HouseholdLeft(&'a Household),
    /// An adoptive household was matched and leaves the pool.
    HouseholdMatched(&'a Household),
    /// One child of a matched case; told after [`Event::Matched`].
    ChildMatched {
        /// The child.
        child: &'a Child,
        /// Its case.
        case: &'a Case,
        /// Placement order to match.
        waited: SimSpan,
    },
    /// Children were placed together with adopters of another agency: its fee is due.
    InterAgencyPlacement(AgencyPlacement),
    /// Such a placement ended, with the adoption order or before it.
    InterAgencyPlacementEnded {
        /// Since when, and which children.
        placed: AgencyPlacement,
        /// Whether they were adopted.
        adopted: bool,
    },
    /// Adopters came back for another child and wait again.
    AdoptersReturned(&'a Household),
    /// Somebody enquired about fostering or adopting.
    Enquired {
        /// Index of the strand.
        strand: usize,
        /// What it recruits.
        kind: HouseholdKind,
        /// Whether it came through a consortium of councils.
        consortium: bool,
    },
    /// Somebody who had enquired applied.
    Applied(HouseholdKind),
    /// A young person stays with their carers, or near their home, after eighteen.
    StayBegan(&'a Stay),
    /// They have moved on.
    StayEnded(&'a Stay),
    /// A long-term foster placement was matched at panel.
    FormallyMatched(&'a Child),
    /// The child's placement is supported from now on, by the support with this index.
    SupportBegan(&'a Child, usize),
    /// It is no longer.
    SupportEnded(&'a Child, usize),
    /// A brother or sister of children known to the council was born and came into care.
    LaterBorn(&'a Child),
    /// A later-born child goes to the household where a brother or sister lives.
    KeptTogether(&'a Child),
    /// So many beds more (or fewer) are there in a children's home of the council's own.
    BedsChanged {
        /// Index of the home.
        home: HomeId,
        /// How many.
        change: i64,
    },
    /// Another social worker has taken over.
    WorkerChanged(&'a Child),
}

/// The world at a glance, for counts at the end of a month.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Everyone the council still follows: in care or after care.
    pub children: &'a Store<Child>,
    /// Adoption cases in progress.
    pub cases: &'a Store<Case>,
    /// Foster and waiting adoptive households.
    pub households: &'a Store<Household>,
    /// Families of those children.
    pub families: &'a Store<Family>,
    /// Young people who stay on after eighteen.
    pub stays: &'a Store<Stay>,
    /// Beds of the council's own and contracted children's homes.
    pub beds: &'a [Places],
}

/// A world without anybody, to look at in tests.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Nobody {
    children: Store<Child>,
    cases: Store<Case>,
    households: Store<Household>,
    families: Store<Family>,
    stays: Store<Stay>,
}

#[cfg(test)]
impl Nobody {
    pub fn view(&self) -> View<'_> {
        View {
            children: &self.children,
            cases: &self.cases,
            households: &self.households,
            families: &self.families,
            stays: &self.stays,
            beds: &[],
        }
    }
}

/// Someone who watches a run.
pub trait Observer {
    /// Something happened.
    fn event(&mut self, now: SimTime, event: Event<'_>);

    /// A month ends (`month` counts from 0), before anything else happens at that instant. The
    /// last month ends at the horizon, and with it the run; of a run-off, months are told too.
    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>);

    /// The world at time 0, once the existing children are in place. Their placements and
    /// allowances have been reported as events at time 0; their periods have not.
    fn opening(&mut self, _view: View<'_>) {}

    /// The run is over; told after the end of the last month.
    fn closing(&mut self, _now: SimTime, _view: View<'_>) {}

    /// Whether it wants to see what becomes, after the horizon, of those who were there before it
    /// (see [`super::run_off`]).
    fn follows_run_off(&self) -> bool {
        false
    }

    /// None of those is left; told after the end of a month.
    fn run_off_closing(&mut self, _now: SimTime, _view: View<'_>) {}
}

/// Nobody watches.
impl Observer for () {
    fn event(&mut self, _: SimTime, _: Event<'_>) {}
    fn month_ended(&mut self, _: SimTime, _: usize, _: View<'_>) {}
}

/// Two watch.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn event(&mut self, now: SimTime, event: Event<'_>) {
        self.0.event(now, event);
        self.1.event(now, event);
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        self.0.month_ended(now, month, view);
        self.1.month_ended(now, month, view);
    }

    fn opening(&mut self, view: View<'_>) {
        self.0.opening(view);
        self.1.opening(view);
    }

    fn closing(&mut self, now: SimTime, view: View<'_>) {
        self.0.closing(now, view);
        self.1.closing(now, view);
    }

    fn follows_run_off(&self) -> bool {
        self.0.follows_run_off() || self.1.follows_run_off()
    }

    fn run_off_closing(&mut self, now: SimTime, view: View<'_>) {
        self.0.run_off_closing(now, view);
        self.1.run_off_closing(now, view);
    }
}
