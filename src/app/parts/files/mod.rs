//! What the window asks and shows about files: banners, questions, and a dialog for a path where the desktop has none.

pub mod banner;
pub mod path_dialog;
pub mod path_picker;
pub mod questions;
