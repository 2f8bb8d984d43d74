//! Plans by the second review, and who has a permanent home some years after coming into care.

use crate::care::child::{Child, Route};
use crate::des::time::{SECONDS_PER_YEAR, SimSpan, SimTime};

use super::super::metrics::{Group, Metric};
use super::Tally;
use super::by_child::child_at_entry;

/// Those who come in at fifteen or over are exempt from a plan by the second review.
const FIFTEEN_YEARS: SimSpan = SimSpan::from_seconds(15 * SECONDS_PER_YEAR);
/// Childhood.
const EIGHTEEN_YEARS: SimSpan = SimSpan::from_seconds(18 * SECONDS_PER_YEAR);
/// How long after first coming into care it is asked whether a child has a permanent home.
const PERMANENT_HOME: [(Metric, SimSpan); 3] = [
    (
        Metric::InPermanentHomeAfter1Year,
        SimSpan::from_seconds(SECONDS_PER_YEAR),
    ),
    (
        Metric::InPermanentHomeAfter2Years,
        SimSpan::from_seconds(2 * SECONDS_PER_YEAR),
    ),
    (
        Metric::InPermanentHomeAfter3Years,
        SimSpan::from_seconds(3 * SECONDS_PER_YEAR),
    ),
];

/// Plans and permanent homes.
impl Tally<'_> {
    pub(super) fn reviewed(&mut self, child: &Child) {
        if child.entered - child.born < FIFTEEN_YEARS {
            let planned = child.plan.is_some();
            self.share(Metric::PlanByFourMonths, planned, 1);
            let groups = || child_at_entry(child);
            self.of_child(Metric::PlanByFourMonths, groups, i64::from(planned), 1);
        }
    }

    /// Which of the anniversaries of its first entry a child is asked at whether it has a permanent
    /// home: those within the run and its childhood.
    fn anniversaries(&self, child: &Child) -> impl Iterator<Item = (Metric, SimTime)> + use<> {
        let horizon = *self.layout.months.last().expect("a run has a month");
        let (existing, born, entered) = (child.existing, child.born, child.first_entered);
        PERMANENT_HOME
            .into_iter()
            .map(move |(metric, after)| (metric, entered + after))
            .filter(move |&(_, at)| !existing && at < horizon && at - born < EIGHTEEN_YEARS)
    }

    pub(super) fn ask_for_permanent_home(&mut self, child: &Child) {
        for (metric, _) in self.anniversaries(child) {
            self.of_entrant(metric, child, 0, 1);
            for route in Route::ALL {
                self.add(metric, Group::Route(route), 0, 1);
            }
        }
    }

    /// A permanent home begins (`change` = 1) or ends (−1): it counts at the anniversaries still to
    /// come, so that nothing need be remembered of children who have left.
    pub(super) fn permanent_home(
        &mut self,
        now: SimTime,
        child: &Child,
        route: Option<Route>,
        change: i64,
    ) {
        if matches!(route, Some(Route::TurnedEighteen | Route::Other)) {
            return;
        }
        for (metric, at) in self.anniversaries(child) {
            if at >= now {
                self.of_entrant(metric, child, change, 0);
                if let Some(route) = route {
                    self.add(metric, Group::Route(route), change, 0);
                }
            }
        }
    }
}
