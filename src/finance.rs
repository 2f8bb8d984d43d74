//! Money: what care costs, by budget line and month, exactly.
//!
//! [`prices`] says what a week and an event cost; [`ledger`] listens to a run and adds it up by
//! [`line`](mod@line) in whole numbers ([`amount`]); [`run_off`] goes on after the horizon for those who
//! were there before it; [`discount`] turns the sums into a present value. [`nature`] says which of it is
//! cash, [`mod@bridge`] where a difference comes from. Nothing is rounded before it is printed, so parts
//! always add up to the whole.

pub mod amount;
pub mod bridge;
pub mod discount;
pub mod ledger;
pub mod line;
pub mod nature;
pub mod prices;
pub mod run_off;
pub mod yearly;
