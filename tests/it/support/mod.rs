//! Test helpers: flows and scripts as text, traces as prose, deterministic random numbers, imports between files.

pub mod chance;
pub mod flow;
pub mod imports;
pub mod lab;
pub mod promises;

pub use chance::{Chance, cases};
pub use lab::{Lab, check};
