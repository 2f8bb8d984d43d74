//! The model of care by itself, without scenario files: against theory, by hand, and by laws that hold on
//! every path.
//!
//! One program, so that the model is compiled for its observers once; a file for each subject.

#[path = "care/adoption.rs"]
mod adoption;
#[path = "care/authorities.rs"]
mod authorities;
#[path = "care/cases.rs"]
mod cases;
#[path = "care/conservation.rs"]
mod conservation;
#[path = "care/decisions.rs"]
mod decisions;
#[path = "care/ends.rs"]
mod ends;
#[path = "care/entries.rs"]
mod entries;
#[path = "care/existing.rs"]
mod existing;
#[path = "care/fostering.rs"]
mod fostering;
#[path = "care/homes.rs"]
mod homes;
#[path = "care/later_born.rs"]
mod later_born;
#[path = "care/matches.rs"]
mod matches;
#[path = "care/opening.rs"]
mod opening;
#[path = "care/overflow.rs"]
mod overflow;
#[path = "care/pairing.rs"]
mod pairing;
#[path = "care/plans.rs"]
mod plans;
#[path = "care/queues.rs"]
mod queues;
#[path = "care/run_off.rs"]
mod run_off;
#[path = "care/small_worlds.rs"]
mod small_worlds;
#[path = "care/support.rs"]
mod support;
#[path = "care/theory.rs"]
mod theory;
#[path = "care/waits.rs"]
mod waits;
