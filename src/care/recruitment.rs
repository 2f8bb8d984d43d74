//! Recruitment of foster carers and adopters: approvals as a stream in time.
//!
//! Each strand has its own profile (ages, places or size of group, needs) and its own rate, start and
//! ramp-up, so that targeted recruitment can be said: carers for teenagers, adopters for sibling
//! groups. Approvals come at random at a rate, or as a planned number over a window. A household's
//! profile is drawn by inversion from one number each, so that a change of profile
//! changes as few households as it can. Leaving is a hazard by tenure.
//!
//! A strand with a pipeline counts enquiries instead: see `enquiry`.

use crate::des::arrivals::{ArrivalStream, streams_needed};
use crate::des::calendar::Slot;
use crate::des::hazard::{HazardClock, PiecewiseRates};
use crate::des::resource::Places;
use crate::des::stream::Root;
use crate::des::time::{SimSpan, SimTime};

use super::child::{EthnicGroup, Needs};
use super::entry::pick;
use super::household::{Approval, Household, HouseholdId, HouseholdKind};
use super::params::{Approvals, Strand};
use super::phase::{Phase, Purpose};
use super::record::Event;
use super::{Entity, Members, World};

/// Days in a month on average, for ramps and windows given in months.
const MONTH_DAYS: f64 = 365.25 / 12.0;

/// A stream of approvals of one strand.
pub(super) struct Approving {
    strand: usize,
    source: Source,
    slot: Slot,
}

enum Source {
    AtRandom {
        baseline: PiecewiseRates,
        stream: ArrivalStream,
    },
    /// Approvals made so far.
    Planned { made: u32 },
}

impl World<'_> {
    /// Sets up the streams of approvals.
    pub(super) fn begin_recruitment(&mut self) {
        for index in 0..self.params().recruitment.len() {
            let strand = &self.params().recruitment[index];
            match strand.approvals {
                Approvals::AtRandom { reference, .. } => self.recruit_at_random(index, reference),
                Approvals::Planned { .. } => {
                    let identity = Root::named(&strand.name, 0);
                    self.add_stream(index, identity, Source::Planned { made: 0 });
                }
            }
        }
        self.follow_earlier_enquiries();
    }

    fn recruit_at_random(&mut self, strand: usize, reference: f64) {
        let regimes = self.model.regimes.iter();
        let highest = regimes
            .map(|r| full_ratio(&r.params.recruitment[strand]))
            .fold(1.0, f64::max);
        let name = &self.params().recruitment[strand].name;
        let baseline = PiecewiseRates::constant(reference);
        for index in 0..streams_needed(highest) {
            let stream = ArrivalStream::new(name, index, self.key, &baseline);
            let identity = stream.identity();
            let baseline = baseline.clone();
            self.add_stream(strand, identity, Source::AtRandom { baseline, stream });
        }
    }

    fn add_stream(&mut self, strand: usize, identity: Root, source: Source) {
        let number = self.strands.len();
        let slot = self.calendar.register(Entity::Strand(number), identity);
        self.strands.push(Approving {
            strand,
            source,
            slot,
        });
        self.schedule_approval(number);
    }

    /// After a change of policy: a plan that begins with it has its dates now.
    pub(super) fn reschedule_approvals(&mut self) {
        for number in 0..self.strands.len() {
            self.schedule_approval(number);
        }
    }

    fn schedule_approval(&mut self, number: usize) {
        let approving = &self.strands[number];
        let at = match &approving.source {
            Source::AtRandom { stream, .. } => stream.next(),
            Source::Planned { made } => {
                let planned = self.planned_date(approving.strand, *made);
                planned.max(self.now)
            }
        };
        self.calendar
            .schedule(approving.slot, at, Phase::Approval as u8);
    }

    /// The date of planned approval number `made`: the window is cut into as many intervals as
    /// there are households, and one falls at random within each.
    fn planned_date(&self, strand: usize, made: u32) -> SimTime {
        let strand = &self.params().recruitment[strand];
        match strand.approvals {
            Approvals::Planned {
                households,
                over_months,
            } if made < households => {
                let root = Root::named(&strand.name, u64::from(made) + 1);
                let u = self.uniform(root, Purpose::ApprovalDate, 0);
                let share = (f64::from(made) + u) / f64::from(households);
                strand.start + SimSpan::from_days(share * over_months * MONTH_DAYS)
            }
            _ => SimTime::NEVER,
        }
    }

    /// A candidate for approval: approved, or thinned out.
    pub(super) fn candidate_arrives(&mut self, number: usize) {
        let params = self.params();
        let approving = &mut self.strands[number];
        let strand = &params.recruitment[approving.strand];
        let index = approving.strand;
        let approved = match &mut approving.source {
            Source::AtRandom { baseline, stream } => {
                stream.take(self.key, baseline, ratio(strand, self.now))
            }
            Source::Planned { made } => {
                *made += 1;
                Some(Root::named(&strand.name, u64::from(*made)))
            }
        };
        self.schedule_approval(number);
        match (approved, &strand.pipeline) {
            (Some(root), Some(_)) => self.enquiry(root, index),
            (Some(root), None) => self.approve(root, index),
            (None, _) => {}
        }
    }

    /// A household of this strand is approved now.
    pub(super) fn approve(&mut self, root: Root, strand: usize) {
        let profile = &self.params().recruitment[strand];
        let id = self.add_household(root, strand, profile, self.now);
        let approved = Event::Approved(&self.households[id.0]);
        self.observer.event(self.now, approved);
    }

    /// A household of this strand, approved at `approved`, with all its places free.
    pub(super) fn add_household(
        &mut self,
        root: Root,
        strand: usize,
        profile: &Strand,
        approved: SimTime,
    ) -> HouseholdId {
        let id = HouseholdId(self.households.next_index());
        let slot = self.calendar.register(Entity::Household(id), root);
        let approval = self.profile(root, profile);
        let budget = self.budget(root, Purpose::Tenure, 0);
        self.households.add(Household {
            root,
            strand,
            kind: profile.kind,
            provider: profile.provider,
            approval,
            places: Places::new(approval.places),
            approved,
            vacant_since: approved,
            tenure: HazardClock::new(budget, self.now),
            leaves_at: SimTime::START,
            rests: Vec::new(),
            endings: 0,
            came: Members::new(),
            back_at: SimTime::NEVER,
            returns: 0,
            closing: false,
            listed: None,
            shelf: 0,
            lender: None,
            slot,
        });
        self.change_places(id, |_| {});
        self.time_tenure(id);
        id
    }

    /// Whom a household can take, drawn from its strand's profile.
    fn profile(&self, root: Root, strand: &Strand) -> Approval {
        let draw = |purpose| self.uniform(root, purpose, 0);
        let group = 1 + pick(&strand.largest_group, draw(Purpose::LargestGroup)) as u16;
        let places = match strand.kind {
            HouseholdKind::Foster => 1 + pick(&strand.places, draw(Purpose::Places)) as u16,
            HouseholdKind::Adoptive => group,
        };
        let shares: Vec<f64> = strand.ages.iter().map(|a| a.0).collect();
        let (_, age_from, age_to) = strand.ages[pick(&shares, draw(Purpose::AgeRange))];
        let willing = draw(Purpose::AcceptsNeeds);
        Approval {
            places,
            age_from,
            age_to,
            largest_group: places,
            needs: match willing {
                w if w < strand.takes_complex_needs => Needs::Complex,
                w if w < strand.takes_additional_needs => Needs::Additional,
                _ => Needs::None,
            },
            ethnic_group: EthnicGroup::ALL
                [pick(&strand.ethnic_group, draw(Purpose::HouseholdEthnicGroup))],
            takes_other_ethnic_groups: strand.kind == HouseholdKind::Foster
                || draw(Purpose::TakesOtherEthnicGroups) < strand.takes_other_ethnic_groups,
            dual: strand.kind == HouseholdKind::Adoptive
                && draw(Purpose::DualApproved) < strand.dual_approved,
        }
    }
}

/// How many times the reference rate the strand has, once it is in full swing.
pub(super) fn full_ratio(strand: &Strand) -> f64 {
    match strand.approvals {
        Approvals::AtRandom { a_year, reference } if reference > 0.0 => a_year / reference,
        _ => 0.0,
    }
}

/// The same now: nothing before the start and after the end, a straight line through the ramp.
fn ratio(strand: &Strand, now: SimTime) -> f64 {
    if !(strand.start..strand.until).contains(&now) {
        return 0.0;
    }
    let ramp = strand.ramp_up_months * MONTH_DAYS;
    let since = (now - strand.start).days();
    let risen = if since < ramp { since / ramp } else { 1.0 };
    full_ratio(strand) * risen
}
