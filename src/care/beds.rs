//! Beds in the council's own and contracted children's homes.
//!
//! A home has so many beds, for some ages, with or without children with complex needs. Whoever goes to a
//! children's home, as the plan or for want of a family, has a bed in the first home of the list that
//! has a free one for them, and keeps it until the placement ends; nobody goes straight back to the
//! home that they have just lost. When all are full a place is bought elsewhere, as it is where there
//! are no such homes: the child is not moved later because a bed falls vacant. A child who already
//! lives in a home when the run begins has a bed if there is one.
//!
//! A decision can open beds and close them. A bed that closes goes when it is empty: nobody is moved
//! out. Beds are near the children's home.

use crate::des::resource::Places;

use super::child::Needs;
use super::record::Event;
use super::{ChildId, World};

/// Index of a home in the scenario's list.
pub type HomeId = u16;

/// A children's home with beds of the council's own, or booked by it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChildrensHome {
    /// How many.
    pub beds: u16,
    /// Youngest age taken, years.
    pub age_from: f64,
    /// First age not taken, years.
    pub age_to: f64,
    /// Whether it takes children with complex needs.
    pub takes_complex_needs: bool,
}

impl World<'_> {
    /// Opens the beds that are wanted now, and closes those that are not once they are empty.
    pub(super) fn fit_beds(&mut self) {
        for home in 0..self.params().homes.len() {
            self.fit_beds_of(home as HomeId);
        }
    }

    fn fit_beds_of(&mut self, home: HomeId) {
        let wanted = self.params().homes[usize::from(home)].beds;
        let beds = &mut self.beds[usize::from(home)];
        let (before, now) = (beds.total(), wanted.max(beds.taken()));
        beds.set_total(now);
        if now != before {
            let change = i64::from(now) - i64::from(before);
            self.observer
                .event(self.now, Event::BedsChanged { home, change });
        }
    }

    /// A home with a free bed for the child, other than the one it lives in.
    pub(super) fn free_bed(&self, id: ChildId) -> Option<HomeId> {
        let child = &self.children[id.0];
        let age = child.age(self.now).years();
        let left = child.placement.bed;
        let suits = |home: &ChildrensHome, beds: &Places| {
            beds.free() > 0
                && (home.age_from..home.age_to).contains(&age)
                && (home.takes_complex_needs || child.needs != Needs::Complex)
        };
        let mut homes = self.params().homes.iter().zip(&self.beds).zip(0..);
        let found = homes.find(|((home, beds), id)| Some(*id) != left && suits(home, beds));
        found.map(|(_, id)| id)
    }

    pub(super) fn take_bed(&mut self, home: HomeId) {
        self.beds[usize::from(home)].take(1);
    }

    pub(super) fn give_bed_back(&mut self, home: HomeId) {
        self.beds[usize::from(home)].give_back(1);
        self.fit_beds_of(home);
    }
}
