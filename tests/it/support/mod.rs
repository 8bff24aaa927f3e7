//! Helpers of the tests: flows and scripts as text, traces as prose, chance that is the same on every machine, imports between files.

pub mod chance;
pub mod flow;
pub mod imports;
pub mod lab;
pub mod promises;

pub use chance::{Chance, cases};
pub use lab::{Lab, check};
