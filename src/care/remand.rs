//! Remand, and secure accommodation.
//!
//! A court that refuses bail to a child of ten to seventeen remands it to local authority accommodation
//! or to youth detention accommodation (Legal Aid, Sentencing and Punishment of Offenders Act 2012
//! ss. 91, 92 and 102); either way the council looks after the child (Children Act 1989 s. 21, 2012 Act
//! s. 104). Such children come alone, and nobody plans for them or goes to court about their care. When
//! the remand ends most are no longer looked after (sentenced, or back home: E14 and E9 in the
//! return, which go with "other" here); some stay, and from that day are children under section 20 like
//! others.
//!
//! A share of those on remand is placed in secure accommodation, and stays there until the remand
//! ends. Children with complex needs can be placed there for their own welfare (Children Act 1989
//! s. 25), from ten on here: search by search, for as long as orders last.

use super::child::{AgeBand, Basis, Child, Needs, PlacementKind};
use super::family::CourtStage;
use super::leaving::End;
use super::phase::Purpose;
use super::{ChildId, FamilyId, World};

impl World<'_> {
    /// A remand that begins now.
    pub(super) fn on_remand(&self, id: FamilyId) -> CourtStage {
        let length = self.span(&self.params().court.remand, id, Purpose::RemandDays);
        CourtStage::Remand {
            ends: self.now + length,
        }
    }

    /// The remand ends: the child leaves, or stays under section 20.
    pub(super) fn remand_ends(&mut self, id: FamilyId) {
        let root = self.families[id.0].root;
        let share = self.params().court.stays_after_remand;
        self.families[id.0].court = CourtStage::Concluded;
        self.reschedule_family(id);
        let stays = self.uniform(root, Purpose::StaysAfterRemand, 0) < share;
        for child in self.in_care_away_from_home(id) {
            match stays {
                true => self.stay_under_section_20(child),
                false => self.leave_care_as(child, End::OtherReason),
            }
        }
    }

    /// What the council does for any child it begins to accommodate; another placement is looked for
    /// only if the child was detained.
    fn stay_under_section_20(&mut self, child: ChildId) {
        self.children[child.0].basis = Basis::Section20;
        let id = self.children[child.0].family;
        let assessments = self.draw_up_plan(self.families[id.0].root, self.now);
        let family = &mut self.families[id.0];
        family.assessed = assessments.timetable();
        family.assessments = assessments;
        self.consider_relatives(id);
        self.begin_court(id);
        if self.children[child.0].placement.kind == PlacementKind::Secure {
            self.place(&[child]);
        }
        self.ask_for_service(id);
        self.begin_assessments(id);
        self.families[id.0].plan_due = self.next_review(id);
        self.time_clocks(child);
        self.reschedule_family(id);
    }

    /// Whether a search leads to secure accommodation. On remand that is settled once.
    pub(super) fn in_secure_accommodation(&self, child: &Child, band: AgeBand) -> bool {
        let search = &self.params().search;
        let (share, draw) = match (child.basis, child.needs) {
            (Basis::Remand, _) => (search.secure_on_remand, 0),
            (_, Needs::Complex) if band >= AgeBand::From10To15 => {
                (search.secure_for_welfare, child.searches + 1)
            }
            _ => return false,
        };
        share > 0.0 && self.uniform(child.root, Purpose::Secure, draw) < share
    }

    /// The hazard, a year, that a stay in secure accommodation ends before care does: none on remand.
    pub(super) fn secure_ends(&self, child: &Child) -> f64 {
        match child.basis {
            Basis::Remand => 0.0,
            _ => self.params().stability.rates[PlacementKind::Secure as usize],
        }
    }
}
