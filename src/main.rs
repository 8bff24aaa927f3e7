//! The program: a subcommand runs in the terminal, anything else opens the window.

use std::process::ExitCode;

fn main() -> ExitCode {
    signalbox::cli::main(std::env::args_os().collect(), open_window)
}

#[cfg(feature = "gui")]
fn open_window(file: Option<std::path::PathBuf>) -> Result<(), String> {
    signalbox::app::run(file)
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<std::path::PathBuf>) -> Result<(), String> {
    Err(format!("This build has no window{}", signalbox::cli::IN_THE_TERMINAL))
}
