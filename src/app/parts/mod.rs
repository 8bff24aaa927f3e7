//! The parts of the window, one folder or file each: what a part shows, its own state, and the commands it sends.

pub mod compare;
pub mod coverage;
pub mod create;
pub mod edit_questions;
pub mod failures;
pub mod files;
pub mod find;
pub mod form;
pub mod help;
pub mod history;
pub mod map;
pub mod menu;
pub mod pages;
pub mod paths;
pub mod problems;
pub mod production;
pub mod routing;
pub mod simulation;
pub mod start;
pub mod tabs;
pub mod templates;
pub mod test_calls;
pub mod time;
pub mod tour;
pub mod tree;
pub mod version;
