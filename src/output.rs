//! Results as files and as pages to read.
//!
//! [`rows`] is the tidy table of which every file is a view; [`folder`] writes all files of an
//! experiment or none; [`table`] is what a person sees (its parts `precision`, `ranking`,
//! `reported`, `readings`, `targets`, `queues`, `steady` and `appraisal` stand apart), [`levels`] is that of
//! a single scenario, and [`words`] are differences, with [`number`] printing no digit that more
//! replications would change. [`results`] reads a folder back, for whatever is a view of it.
//!
//! Nothing here is about a single child: there is no such data in results.

pub mod appraisal;
pub mod backtest;
pub mod csv;
#[cfg(not(target_family = "wasm"))]
pub mod folder;
pub mod json;
pub mod levels;
pub mod lines;
pub mod manifest;
pub mod number;
pub mod options;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod precision;
pub mod queues;
pub mod ranking;
pub mod readings;
pub mod recruit;
mod reported;
pub mod results;
pub mod rows;
pub mod sensitivity;
pub mod steady;
pub mod table;
pub mod targets;
pub mod words;
