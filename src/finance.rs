//! Money.
pub mod prices;
