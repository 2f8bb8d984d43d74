//! What is scarce: places that can be taken, and the order in which others wait for them.

use serde::Serialize;

use super::stream::Root;
use super::time::SimTime;

/// The capacity of a household, a home or a server: so many places, some taken, some closed.
///
/// Closing or shrinking never moves anybody out: it may leave more taken than are open, and then no
/// place is free until enough are given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Places {
    total: u16,
    taken: u16,
    closed: u16,
}

impl Places {
    /// `total` places, all free.
    pub const fn new(total: u16) -> Places {
        Places {
            total,
            taken: 0,
            closed: 0,
        }
    }

    /// Places in all, taken, closed or free.
    pub const fn total(&self) -> u16 {
        self.total
    }

    /// Places taken.
    pub const fn taken(&self) -> u16 {
        self.taken
    }

    /// Places closed.
    pub const fn closed(&self) -> u16 {
        self.closed
    }

    /// Places that can be taken now.
    pub const fn free(&self) -> u16 {
        self.total
            .saturating_sub(self.closed)
            .saturating_sub(self.taken)
    }

    /// Takes `n` places.
    ///
    /// # Panics
    /// If fewer are free.
    pub fn take(&mut self, n: u16) {
        assert!(n <= self.free(), "only free places are taken");
        self.taken += n;
    }

    /// Gives back `n` places.
    ///
    /// # Panics
    /// If fewer are taken.
    pub fn give_back(&mut self, n: u16) {
        self.taken = self
            .taken
            .checked_sub(n)
            .expect("only taken places are given back");
    }

    /// Closes `n` places to newcomers, whether or not they are taken.
    ///
    /// # Panics
    /// If fewer are open.
    pub fn close(&mut self, n: u16) {
        assert!(
            n <= self.total.saturating_sub(self.closed),
            "only open places are closed"
        );
        self.closed += n;
    }

    /// Opens `n` closed places again.
    ///
    /// # Panics
    /// If fewer are closed.
    pub fn reopen(&mut self, n: u16) {
        self.closed = self
            .closed
            .checked_sub(n)
            .expect("only closed places are reopened");
    }

    /// Changes the number of places; those taken and those closed stay so.
    pub fn set_total(&mut self, total: u16) {
        self.total = total;
    }
}

/// One who waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Waiting<T> {
    /// Since when.
    pub since: SimTime,
    /// Who, for the order among those who wait since the same instant.
    pub identity: Root,
    /// What the caller knows it by.
    pub item: T,
}

/// A queue: first in, first out by waiting-since, then by identity.
///
/// The order does not depend on the order of joining, so somebody who returns to the queue with an
/// earlier date takes the place of that date. Cost: a sorted vector, so `join` and `leave` move up
/// to n entries, and `leave` also looks through them; right for queues of tens to a few thousand.
/// No allocation below the longest length so far.
#[derive(Clone, Debug, Default)]
pub struct WaitingList<T: Copy + Ord> {
    queue: Vec<Waiting<T>>,
}

impl<T: Copy + Ord> WaitingList<T> {
    /// An empty list.
    pub const fn new() -> WaitingList<T> {
        WaitingList { queue: Vec::new() }
    }

    /// Takes `item` in at its place in the order.
    ///
    /// # Panics
    /// If the same item already waits since the same time.
    pub fn join(&mut self, since: SimTime, identity: Root, item: T) {
        let newcomer = Waiting {
            since,
            identity,
            item,
        };
        let place = self
            .queue
            .binary_search(&newcomer)
            .expect_err("nobody waits twice");
        self.queue.insert(place, newcomer);
    }

    /// Lets `item` go; whether it was waiting.
    pub fn leave(&mut self, item: T) -> bool {
        let place = self.queue.iter().position(|waiting| waiting.item == item);
        place.map(|place| self.queue.remove(place)).is_some()
    }

    /// The items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + '_ {
        self.queue.iter().map(|waiting| waiting.item)
    }

    /// Everybody in order, with since when and who.
    pub fn entries(&self) -> &[Waiting<T>] {
        &self.queue
    }

    /// The one who has waited longest.
    pub fn first(&self) -> Option<T> {
        self.queue.first().map(|waiting| waiting.item)
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_free_taken_or_closed() {
        let mut places = Places::new(3);
        places.take(2);
        places.close(1);
        assert_eq!(
            (
                places.total(),
                places.taken(),
                places.closed(),
                places.free()
            ),
            (3, 2, 1, 0)
        );
        places.give_back(1);
        places.reopen(1);
        assert_eq!(places.free(), 2);
    }

    #[test]
    fn closing_and_shrinking_move_nobody_out() {
        let mut places = Places::new(2);
        places.take(2);
        places.close(2);
        assert_eq!((places.taken(), places.free()), (2, 0));
        places.reopen(2);
        places.set_total(1);
        places.give_back(1);
        assert_eq!((places.taken(), places.free()), (1, 0));
        places.give_back(1);
        assert_eq!(places.free(), 1);
    }

    #[test]
    #[should_panic(expected = "only free places are taken")]
    fn a_closed_place_cannot_be_taken() {
        let mut places = Places::new(1);
        places.close(1);
        places.take(1);
    }

    #[test]
    #[should_panic(expected = "only taken places are given back")]
    fn a_free_place_cannot_be_given_back() {
        Places::new(1).give_back(1);
    }

    #[test]
    fn the_queue_is_by_date_then_identity_whatever_the_order_of_joining() {
        let who = |n| Root::named("child", n);
        let (monday, tuesday) = (SimTime::from_days(1.0), SimTime::from_days(2.0));
        let mut list = WaitingList::new();
        list.join(tuesday, who(3), 'c');
        list.join(tuesday, who(2), 'b');
        list.join(monday, who(1), 'a');
        let tied = if who(2) < who(3) {
            ['b', 'c']
        } else {
            ['c', 'b']
        };
        assert!(list.iter().eq(['a', tied[0], tied[1]]));
        assert_eq!(list.first(), Some('a'));
        assert_eq!(list.entries()[0].since, monday);
    }

    #[test]
    fn leaving_says_whether_the_item_was_waiting() {
        let mut list = WaitingList::new();
        list.join(SimTime::START, Root::named("child", 1), 'a');
        assert!(list.leave('a'));
        assert!(!list.leave('a'));
        assert!(list.is_empty());
        assert_eq!((list.len(), list.first()), (0, None));
    }
}
