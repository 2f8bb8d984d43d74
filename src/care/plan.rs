//! Planning for permanence.
//!
//! Every route is assessed in the order the law prefers: home, then relatives and friends, then
//! adoption; long-term care is what remains. With *sequential* planning the next assessment
//! starts when the one before it has failed; with *parallel* (twin-track) planning all start at
//! entry, so a failure costs no time. The court cannot conclude before the plan it is asked to
//! approve is ready: that is where parallel planning saves time, and for a case whose
//! proceedings take longer anyway it saves none.
//!
//! The timetable is drawn up when the children come into care and kept.

use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::World;
use super::family::Assessed;
use super::phase::Purpose;
use super::record::Observer;

impl<O: Observer> World<'_, O> {
    /// Draws up the timetable of assessments for a case that begins at `entered`.
    pub(super) fn draw_up_plan(&self, root: Root, entered: SimTime) -> Assessed {
        let params = self.params();
        let length = |dist: &crate::dist::Dist, purpose| {
            SimSpan::from_days(dist.quantile(self.uniform(root, purpose, 0)))
        };
        let home = length(&params.planning.home_assessment, Purpose::HomeAssessment);
        let relatives = length(&params.relatives.assessment, Purpose::RelativesAssessment);
        let adoption = length(
            &params.planning.adoption_assessment,
            Purpose::AdoptionAssessment,
        );
        let parallel = self.uniform(root, Purpose::Parallel, 0) < params.planning.parallel;
        Assessed::timetable(entered, parallel, home, relatives, adoption)
    }
}

impl Assessed {
    /// When each assessment is complete *and those before it have failed*, given their lengths.
    pub fn timetable(
        entered: SimTime,
        parallel: bool,
        home: SimSpan,
        relatives: SimSpan,
        adoption: SimSpan,
    ) -> Self {
        if parallel {
            let home = entered + home;
            let relatives = home.max(entered + relatives);
            let adoption = relatives.max(entered + adoption);
            Self {
                home,
                relatives,
                adoption,
            }
        } else {
            let home = entered + home;
            let relatives = home + relatives;
            let adoption = relatives + adoption;
            Self {
                home,
                relatives,
                adoption,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: assessments of 60 (home), 30 (relatives) and 45 days (adoption). In sequence
    /// relatives fail at day 90 and adoption is ready at 135; in parallel everything is known at day 60 and
    /// adoption is ready then. Where only the relatives' failure at day 90 is binding (parallel, home 60,
    /// relatives 90), what is gained is the 45 days that ran meanwhile.
    #[test]
    fn a_failure_costs_no_time_when_the_next_assessment_ran_meanwhile() {
        let days = SimSpan::from_days;
        let plan = |parallel, relatives| {
            let start = SimTime::START;
            Assessed::timetable(start, parallel, days(60.0), days(relatives), days(45.0))
        };
        let sequential = plan(false, 30.0);
        assert_eq!(sequential.relatives.days(), 90.0);
        assert_eq!(sequential.adoption.days(), 135.0);
        let parallel = plan(true, 90.0);
        assert_eq!(parallel.relatives.days(), 90.0);
        assert_eq!(parallel.adoption.days(), 90.0);
        assert_eq!(sequential.adoption - parallel.adoption, days(45.0));
    }
}
