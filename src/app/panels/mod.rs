//! The panels of the window.

pub mod problems;
pub mod row;
pub mod simulation;
