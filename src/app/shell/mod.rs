//! The shell combines the parts: the order of a frame, the docks, the open dialog, keys, and the effects of commands.

pub mod act;
pub mod desktop;
pub mod dialog;
pub mod dialog_ui;
pub mod docks;
pub mod frame;
pub mod input_pacer;
pub mod keys;
mod readable;
pub mod state;
