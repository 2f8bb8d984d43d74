//! A queue for many: joining, leaving and serving cost the same however long it is.

use std::num::NonZeroU32;

use super::stream::Root;
use super::time::SimTime;

/// No neighbour.
const NOBODY: u32 = u32::MAX;

/// What one who waits in a [`Line`] holds, in order to leave it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ticket(NonZeroU32);

impl Ticket {
    /// Counted from one, so that a ticket or none is as small as a ticket.
    fn of(place: u32) -> Ticket {
        Ticket(NonZeroU32::MIN.saturating_add(place))
    }

    fn place(self) -> u32 {
        self.0.get() - 1
    }
}

#[derive(Clone, Copy, Debug)]
struct Stand<T> {
    since: SimTime,
    identity: Root,
    item: T,
    before: u32,
    behind: u32,
}

/// First in, first out by waiting-since, then by identity, as in [`super::WaitingList`].
///
/// The order does not depend on the order of joining: among those who join at one instant identity
/// decides. Cost: constant for `leave` and `first`; `join` looks past those who come after the
/// newcomer in the order, nobody unless somebody joins at the same instant or with an earlier date.
/// Memory grows with the longest length, and nothing is allocated below it.
///
/// A list linked within one vector, whose free stands are linked as well.
#[derive(Clone, Debug)]
pub struct Line<T: Copy> {
    stands: Vec<Stand<T>>,
    free: u32,
    first: u32,
    last: u32,
    length: u32,
}

impl<T: Copy> Default for Line<T> {
    fn default() -> Self {
        Line::new()
    }
}

impl<T: Copy> Line<T> {
    /// An empty line.
    pub const fn new() -> Line<T> {
        Line {
            stands: Vec::new(),
            free: NOBODY,
            first: NOBODY,
            last: NOBODY,
            length: 0,
        }
    }

    /// Takes `item` in at its place in the order.
    pub fn join(&mut self, since: SimTime, identity: Root, item: T) -> Ticket {
        let mut before = self.last;
        while let Some(stand) = self.stands.get(before as usize)
            && (stand.since, stand.identity) > (since, identity)
        {
            before = stand.before;
        }
        let behind = match self.stands.get(before as usize) {
            None => self.first,
            Some(stand) => stand.behind,
        };
        let newcomer = Stand {
            since,
            identity,
            item,
            before,
            behind,
        };
        let place = self.stand(newcomer);
        self.link(before, place);
        self.link(place, behind);
        self.length += 1;
        Ticket::of(place)
    }

    /// Lets the holder of `ticket` go, who must be waiting: a ticket serves once.
    pub fn leave(&mut self, ticket: Ticket) -> T {
        let Stand {
            item,
            before,
            behind,
            ..
        } = self.stands[ticket.place() as usize];
        self.link(before, behind);
        self.stands[ticket.place() as usize].behind = self.free;
        self.free = ticket.place();
        self.length -= 1;
        item
    }

    /// The one who has waited longest.
    pub fn first(&self) -> Option<T> {
        self.stands.get(self.first as usize).map(|stand| stand.item)
    }

    /// Lets the one who has waited longest go.
    pub fn serve(&mut self) -> Option<T> {
        (self.first != NOBODY).then(|| self.leave(Ticket::of(self.first)))
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A stand for the newcomer, one used before if there is one.
    fn stand(&mut self, newcomer: Stand<T>) -> u32 {
        if self.free != NOBODY {
            let place = self.free;
            let stand = &mut self.stands[place as usize];
            self.free = stand.behind;
            *stand = newcomer;
            return place;
        }
        let place = u32::try_from(self.stands.len()).expect("fewer than 2^32 wait");
        self.stands.push(newcomer);
        place
    }

    /// Puts one stand behind another; nobody stands for the end of the line.
    fn link(&mut self, before: u32, behind: u32) {
        match self.stands.get_mut(before as usize) {
            None => self.first = behind,
            Some(stand) => stand.behind = behind,
        }
        match self.stands.get_mut(behind as usize) {
            None => self.last = before,
            Some(stand) => stand.before = before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::des::WaitingList;
    use proptest::prelude::*;

    fn who(n: u64) -> Root {
        Root::named("waiting", n)
    }

    #[test]
    fn whoever_waits_longest_is_served_first() {
        let at = SimTime::from_seconds;
        let mut line = Line::new();
        assert_eq!((line.first(), line.serve()), (None, None));
        let late = line.join(at(9), who(1), "late");
        line.join(at(3), who(2), "early");
        line.join(at(5), who(3), "between");
        assert_eq!((line.first(), line.len()), (Some("early"), 3));
        assert!(!line.is_empty());
        assert_eq!(line.leave(late), "late");
        assert_eq!(line.serve(), Some("early"));
        assert_eq!(line.serve(), Some("between"));
        assert!(line.is_empty());
    }

    proptest! {
        /// Whatever the history, the line stands as the sorted list does.
        #[test]
        fn a_line_stands_as_a_sorted_list(steps in prop::collection::vec((0u8..4, 0i64..6), 0..200)) {
            let (mut line, mut list) = (Line::new(), WaitingList::new());
            let mut tickets = std::collections::BTreeMap::new();
            for (n, &(step, pick)) in steps.iter().enumerate() {
                let n = n as u64;
                match step {
                    0 | 1 => {
                        let since = SimTime::from_seconds(pick);
                        tickets.insert(n, line.join(since, who(n), n));
                        list.join(since, who(n), n);
                    }
                    2 => {
                        let Some(&item) = tickets.keys().nth(pick as usize) else { continue };
                        let ticket = tickets.remove(&item).expect("it is a key");
                        prop_assert_eq!(line.leave(ticket), item);
                        prop_assert!(list.leave(item));
                    }
                    _ => {
                        let served = line.serve();
                        prop_assert_eq!(served, list.first());
                        if let Some(item) = served {
                            tickets.remove(&item);
                            list.leave(item);
                        }
                    }
                }
                prop_assert_eq!(line.len(), list.len());
                prop_assert_eq!(line.first(), list.first());
            }
        }
    }
}
