//! How far the cases of children already in care have come on the way to court and through it.
//!
//! A case found under way at a random moment began a stationary age ago and has what is left of
//! its time to go. What has *not* happened yet tells, too: children who after months under section 20 are
//! neither in proceedings nor with relatives are less and less likely to be going there (Bayes'
//! rule with the chance that it would not have happened by now).

use crate::des::time::{SimSpan, SimTime};
use crate::dist::Dist;

use super::super::child::{AgeBand, LegalStatus, PlacementKind};
use super::super::family::CourtStage;
use super::super::params::StockRow;
use super::super::phase::Purpose;
use super::super::{FamilyId, World};
use super::rest_of;

/// What is left of a `share` of cases in which something happens, once a chance of only `not_yet`
/// remained that it would not have happened by now.
fn still_to_come(share: f64, not_yet: f64) -> f64 {
    let waiting = share * not_yet;
    waiting / (waiting + 1.0 - share).max(f64::MIN_POSITIVE)
}

impl World<'_> {
    /// Where the family's case stands with the court, given its legal status and time in care.
    pub(super) fn resume_court(&mut self, id: FamilyId, row: &StockRow) {
        self.consider_relatives_again(id, row.placement == PlacementKind::Kinship);
        let stage = match row.legal {
            LegalStatus::Section20 => self.resume_section_20(id, row),
            LegalStatus::InterimCareOrder => self.resume_proceedings(id),
            LegalStatus::CareOrder | LegalStatus::PlacementOrder => CourtStage::Concluded,
        };
        let family = &mut self.families[id.0];
        family.court = stage;
        if stage == CourtStage::Concluded {
            family.relatives_foster = SimTime::NEVER;
        }
    }

    /// Children who live with relatives have suitable ones. The others may have: but those who foster
    /// before the order would have the children by now if their assessment were complete.
    fn consider_relatives_again(&mut self, id: FamilyId, with_relatives: bool) {
        self.consider_relatives(id);
        let family = &self.families[id.0];
        if with_relatives {
            let family = &mut self.families[id.0];
            family.relatives = true;
            family.relatives_foster = SimTime::NEVER;
        } else if family.relatives && family.assessed.relatives <= SimTime::START {
            let relatives = &self.params().relatives;
            let share = relatives.suitable[AgeBand::of(family.youngest) as usize];
            let share = still_to_come(share, 1.0 - relatives.fosters_first);
            let draw = self.uniform(family.root, Purpose::Relatives, 0);
            let family = &mut self.families[id.0];
            family.relatives = draw < share;
            family.relatives_foster = SimTime::NEVER;
        }
    }

    /// Under section 20 some cases are on their way to court, some relatives will take an order
    /// without it, and the others stay as they are.
    fn resume_section_20(&self, id: FamilyId, row: &StockRow) -> CourtStage {
        let family = &self.families[id.0];
        let served = SimTime::START - family.entered;
        let share = match row.asylum_seeking {
            true => 0.0,
            false => self.params().court.section_20[AgeBand::of(family.youngest) as usize],
        };
        // The decision to go to court is so much earlier than the application.
        let steps = self.steps_to_application(id);
        let ahead: SimSpan = steps.iter().fold(SimSpan::ZERO, |sum, &step| sum + step);
        let before = served - ahead.min(served);
        let drift = &self.params().court.drift;
        let share = still_to_come(share, drift.survival(before.days()));
        if self.uniform(family.root, Purpose::GoesToCourt, 0) < share {
            let u = self.uniform(family.root, Purpose::Drift, 0);
            let decided = family.entered + before + rest_of(drift, u, before);
            return stage_after_decision(decided, steps);
        }
        self.resume_without_court(id, row.placement == PlacementKind::Kinship, served)
    }

    /// From the decision to the application: the legal planning meeting, pre-proceedings, legal advice.
    fn steps_to_application(&self, id: FamilyId) -> [SimSpan; 3] {
        let court = &self.params().court;
        [
            self.span(&court.legal_planning_meeting, id, Purpose::LegalPlanning),
            self.span(&court.pre_proceedings, id, Purpose::PreProceedings),
            self.span(&court.legal_advice, id, Purpose::LegalAdvice),
        ]
    }

    /// No application is to come. Relatives may take an order; those with whom the children live
    /// may have settled for fostering when it was due.
    fn resume_without_court(&self, id: FamilyId, kinship: bool, served: SimSpan) -> CourtStage {
        let family = &self.families[id.0];
        let relatives = &self.params().relatives;
        let length = &relatives.without_court;
        let not_yet = length.survival(served.days());
        let draw = |purpose| self.uniform(family.root, purpose, 0);
        let expected = if kinship {
            // They are there until the order is due, and beyond if they prefer to foster.
            let beyond = (1.0 - not_yet) * (1.0 - relatives.takes_order);
            draw(Purpose::OpeningState) < not_yet / (not_yet + beyond).max(f64::MIN_POSITIVE)
        } else {
            // Of those known to be suitable so far, as many fewer as have not taken the order.
            let suitable = relatives.suitable[AgeBand::of(family.youngest) as usize];
            let kept = still_to_come(suitable, not_yet) / suitable.max(f64::MIN_POSITIVE);
            family.relatives && draw(Purpose::OpeningState) < kept
        };
        match expected {
            true => CourtStage::None {
                private_order: SimTime::START
                    + rest_of(length, draw(Purpose::PrivateOrder), served),
            },
            false if kinship => CourtStage::Concluded,
            false => CourtStage::None {
                private_order: SimTime::NEVER,
            },
        }
    }

    /// Proceedings under way at a random moment. Children who have been in care for no longer than
    /// proceedings under way have lasted came into care with them; the others were under section 20
    /// before. The hearing waits for the plan, as always.
    fn resume_proceedings(&self, id: FamilyId) -> CourtStage {
        let family = &self.families[id.0];
        let length = &self.params().court.proceedings;
        let draw = |purpose| self.uniform(family.root, purpose, 0);
        let served = SimTime::START - family.entered;
        let ready = self.plan_ready(id);
        // The same number that placed the time in care among those possible: who has been in
        // care for long has been in proceedings for long.
        let run = age_with_floor(length, ready - family.entered, draw(Purpose::Served));
        let run = run.min(served);
        let issued = SimTime::START - run;
        // The court may have had time already, and waits for the plan.
        let listed = match ready > SimTime::START {
            true => issued + self.span(length, id, Purpose::Proceedings),
            false => SimTime::START + rest_of(length, draw(Purpose::Proceedings), run),
        };
        let hearing = listed
            .max(ready)
            .max(SimTime::START + SimSpan::from_seconds(1));
        CourtStage::Proceedings {
            issued,
            listed,
            hearing,
        }
    }
}

/// How long something has lasted that is found under way at a random moment, if it lasts `length` but at
/// least `floor`: the stationary age of the longer of the two.
fn age_with_floor(length: &Dist, floor: SimSpan, u: f64) -> SimSpan {
    let floor = floor.days();
    let before = length.restricted_mean(floor);
    let mean = floor + length.mean() - before;
    let reached = u * mean;
    if reached <= floor {
        return SimSpan::from_days(reached);
    }
    let u = (reached - floor + before) / length.mean();
    SimSpan::from_days(length.equilibrium_age(u.min(1.0 - f64::EPSILON)))
}

/// Where a case stands whose decision falls, or fell, at `decided`, and whose application is still to be
/// made.
fn stage_after_decision(decided: SimTime, [meeting, before, advice]: [SimSpan; 3]) -> CourtStage {
    let now = SimTime::START;
    let held = decided + meeting;
    let ends = held + before;
    let soon = now + SimSpan::from_seconds(1);
    if decided > now {
        CourtStage::BeforeDecision { decided }
    } else if held > now {
        CourtStage::LegalPlanning { held }
    } else if ends > now {
        CourtStage::PreProceedings { ends }
    } else {
        let issued = (ends + advice).max(soon);
        CourtStage::AwaitingIssue { issued }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: f64) -> SimSpan {
        SimSpan::from_days(days)
    }

    /// By hand: a meeting after 10 days, pre-proceedings of 20, legal advice of 30. Decided so long ago, a
    /// case is where these days have brought it; what ends today is over.
    #[test]
    fn a_case_stands_where_the_days_since_its_decision_have_brought_it() {
        let steps = [10.0, 20.0, 30.0].map(days);
        let day = |day: f64| SimTime::START + days(day);
        let soon = SimTime::START + SimSpan::from_seconds(1);
        for (decided, stage) in [
            (5.0, CourtStage::BeforeDecision { decided: day(5.0) }),
            (0.0, CourtStage::LegalPlanning { held: day(10.0) }),
            (-9.0, CourtStage::LegalPlanning { held: day(1.0) }),
            (-10.0, CourtStage::PreProceedings { ends: day(20.0) }),
            (-29.0, CourtStage::PreProceedings { ends: day(1.0) }),
            (-30.0, CourtStage::AwaitingIssue { issued: day(30.0) }),
            (-59.0, CourtStage::AwaitingIssue { issued: day(1.0) }),
            (-90.0, CourtStage::AwaitingIssue { issued: soon }),
        ] {
            assert_eq!(stage_after_decision(day(decided), steps), stage);
        }
    }

    /// By hand: what lasts a hundred days is found at any age below that, also if it lasts at least forty; at
    /// least 150, and it is found at any age below 150.
    #[test]
    fn the_age_of_what_lasts_as_long_as_the_longer_of_two_is_level() {
        let length = Dist::constant(100.0).expect("positive");
        for (floor, u, by_hand) in [
            (0.0, 0.7, 70.0),
            (40.0, 0.3, 30.0),
            (40.0, 0.7, 70.0),
            (150.0, 0.3, 45.0),
            (150.0, 0.9, 135.0),
        ] {
            assert_eq!(age_with_floor(&length, days(floor), u), days(by_hand));
        }
    }

    /// By hand, for an exponential length of mean 100 that lasts at least 50: it still lasts after 50 + t in
    /// a share e^(−0.5 − t/100), so its mean is 50 + 100 e^(−0.5) = 110.65, and it is found below 150 in a
    /// share (50 + 100 (e^(−0.5) − e^(−1.5))) / 110.65.
    #[test]
    fn the_age_beyond_the_least_length_follows_what_still_lasts() {
        let length = Dist::exponential(100.0).expect("positive");
        let [half, more] = [-0.5, -1.5].map(libm::exp);
        let u = (50.0 + 100.0 * (half - more)) / (50.0 + 100.0 * half);
        let age = age_with_floor(&length, days(50.0), u);
        assert!((age.days() - 150.0).abs() < 1e-4, "{}", age.days());
    }
}
