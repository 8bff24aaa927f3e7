//! What the window shows and asks about files: banners, questions, and a path dialog for desktops without one.

pub mod banner;
pub mod format_report;
pub mod path_dialog;
pub mod path_picker;
pub mod questions;
