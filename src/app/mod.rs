//! The window: draws the state, collects commands, and lets `dispatch` act on them.

pub mod command;
pub mod dialogs;
pub mod files;
pub mod form;
pub mod pages;
pub mod panels;
pub mod preferences;
pub mod problems;
pub mod simulation;
pub mod state;
pub mod theme;
