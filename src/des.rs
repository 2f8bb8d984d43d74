//! A small discrete-event engine: time, the calendar, random numbers, places and queues.
//!
//! Nothing here knows what is being simulated. An entity holds its own clocks and registers once
//! with the [`Calendar`], which holds the earliest of them; a [`RunKey`] turns *who*, *what for* and
//! *which draw* into a random number, so that no draw depends on the order of events.
//!
//! What is guaranteed:
//! * time is a whole number of seconds, so sums of durations do not drift;
//! * events at the same instant are ordered by phase, then by identity, never by insertion;
//! * a random number is a pure function of its key: adding an entity changes nobody else's;
//! * no operation reads a clock, the environment or a platform's mathematics library.

pub mod arrivals;
pub mod calendar;
pub mod hazard;
pub mod line;
pub mod probe;
pub mod race;
pub mod resource;
pub mod stream;
pub mod time;

pub use arrivals::{ArrivalStream, streams_needed};
pub use calendar::{Calendar, Due, Slot};
pub use hazard::{HazardClock, PiecewiseRates};
pub use line::{Line, Ticket};
pub use probe::Gauge;
pub use race::{Entrant, Race};
pub use resource::{Places, Waiting, WaitingList};
pub use stream::{Root, RunKey, StreamRng};
pub use time::{
    DAYS_PER_YEAR, SECONDS_PER_DAY, SECONDS_PER_WEEK, SECONDS_PER_YEAR, SimSpan, SimTime,
};
