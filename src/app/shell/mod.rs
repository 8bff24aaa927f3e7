//! The shell puts the parts together: the order of a frame, the docks, the open dialog, keys, and what commands do.

pub mod act;
pub mod desktop;
pub mod dialog;
pub mod dialog_ui;
pub mod docks;
pub mod frame;
pub mod input_pacer;
pub mod keys;
pub mod state;
