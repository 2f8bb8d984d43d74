//! Results as files and as pages to read.
//!
//! [`rows`] is the tidy table of which every file is a view; [`folder`] writes all files of an
//! experiment or none; [`table`] is what a person sees (its parts `precision`, `ranking`,
//! `reported`, `readings`, `targets` and `appraisal` stand apart), [`levels`] is that of a single
//! scenario, and [`words`] are differences, with [`number`] printing no digit that more
//! replications would change.
//!
//! Nothing here is about a single child: there is no such data in results.

mod appraisal;
pub mod backtest;
pub mod csv;
pub mod folder;
pub mod json;
pub mod levels;
pub mod manifest;
pub mod number;
pub mod precision;
mod queues;
mod ranking;
mod readings;
pub mod recruit;
mod reported;
pub mod rows;
pub mod sensitivity;
pub mod table;
mod targets;
pub mod words;
