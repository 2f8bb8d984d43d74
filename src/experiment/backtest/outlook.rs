//! What a simulated future says of the published series, year by year.
//!
//! Counted as the publication counts: who starts or ceases is a child, once in a financial year
//! (`docs/model.md`), under the route of its last exit of the year.

use std::collections::{BTreeMap, BTreeSet};

use crate::care::child::{PlacementKind, Route};
use crate::care::record::{Event, Observer, View};
use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::series::{AGES, CEASED, PLACEMENTS, ROUTES, SERIES, STARTED, STOCK, Values};

/// An observer that keeps the series at the end of every year.
#[derive(Debug, Default)]
pub struct Outlook {
    /// The years that have ended.
    pub years: Vec<Values>,
    started: BTreeSet<Root>,
    ceased: BTreeMap<Root, Route>,
}

/// Which of the four published placements a kind belongs to.
fn placement(kind: PlacementKind) -> usize {
    match kind {
        PlacementKind::Kinship | PlacementKind::InHouse | PlacementKind::Agency => 0,
        PlacementKind::Adoptive => 1,
        PlacementKind::WithParents => 2,
        PlacementKind::ChildrensHome | PlacementKind::SemiIndependent | PlacementKind::Secure => 3,
    }
}

/// Which of the five published routes; ends at 18 are under several reasons there.
fn published_route(route: Route) -> usize {
    match route {
        Route::Home => 0,
        Route::SpecialGuardianship => 1,
        Route::ChildArrangements => 2,
        Route::Adopted => 3,
        Route::TurnedEighteen | Route::Other => 4,
    }
}

impl Observer for Outlook {
    fn event(&mut self, _: SimTime, event: Event<'_>) {
        match event {
            Event::PeriodBegan(child) => {
                self.started.insert(child.root);
            }
            Event::PeriodEnded(child, route) => {
                self.ceased.insert(child.root, route);
            }
            _ => {}
        }
    }

    fn month_ended(&mut self, now: SimTime, month: usize, view: View<'_>) {
        if !(month + 1).is_multiple_of(12) {
            return;
        }
        let mut values = [0.0; SERIES];
        for child in view.children.values().filter(|child| child.in_care()) {
            values[STOCK] += 1.0;
            values[AGES + child.band(now) as usize] += 1.0;
            values[PLACEMENTS + placement(child.placement.kind)] += 1.0;
        }
        values[STARTED] = self.started.len() as f64;
        values[CEASED] = self.ceased.len() as f64;
        for &route in self.ceased.values() {
            values[ROUTES + published_route(route)] += 1.0;
        }
        self.started.clear();
        self.ceased.clear();
        self.years.push(values);
    }
}
