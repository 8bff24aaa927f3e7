//! The window: what eframe calls. The shell draws a frame and carries out commands.

mod command;
mod cx;
mod kit;
mod parts;
mod services;
mod shell;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::Ui;

pub use command::{BottomPane, Command, FileCommand, Overwrite, PageCommand, PaneCommand, SimCommand, Tab};
pub use kit::scene::card_id;
pub use kit::theme::{self, DARK};
pub use parts::compare::comparison::{Comparing, Comparison};
pub use services::examples;
pub use services::preferences::Preferences;
pub use shell::act::layout::follow as follow_layout;
pub use shell::act::{dispatch, take_jobs};
pub use shell::state::State;

use crate::cli::IN_THE_TERMINAL;
use services::files::panic;
use shell::desktop;
use shell::frame::Shell;
use shell::input_pacer::InputPacer;

/// The size of a new window, in points.
const SIZE: [f32; 2] = [1440.0, 900.0];
/// The smallest size at which everything can still be used, in points.
const LEAST_SIZE: [f32; 2] = [900.0, 560.0];

/// Opens the window: on a file, on the last project, or on the first example.
///
/// # Errors
/// The reason, as a sentence, where the window cannot be opened.
pub fn run(file: Option<PathBuf>) -> Result<(), String> {
    if !has_display() {
        return Err(format!("There is no display to open a window on{IN_THE_TERMINAL}"));
    }
    let viewport = egui::ViewportBuilder::default()
        .with_title("Signalbox")
        .with_app_id("signalbox")
        .with_inner_size(SIZE)
        .with_min_inner_size(LEAST_SIZE);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let has_failed = Arc::new(AtomicBool::new(false));
    let failed = has_failed.clone();
    let create = move |cx: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let mut app = App::new(&cx.egui_ctx, Preferences::load(), file);
        let services = &mut app.state_mut().services;
        services.executions.folder = desktop::state_folder("executions");
        services.layout.folder = desktop::state_folder("views");
        services.own_presets.folder = desktop::config_folder("presets");
        services.keeper.start(desktop::state_folder("recovery"), &cx.egui_ctx);
        panic::install(services.keeper.snapshot_of_panic(), &cx.egui_ctx);
        app.shell.has_failed = failed;
        Ok(Box::new(app))
    };
    eframe::run_native("signalbox", options, Box::new(create))
        .map_err(|error| format!("The window cannot be opened: {error}{IN_THE_TERMINAL}"))?;
    if has_failed.load(Ordering::SeqCst) {
        return Err(
            "Signalbox has failed several times in a row and has ended. Unsaved work is offered at the next start."
                .to_owned(),
        );
    }
    Ok(())
}

/// Whether there is a display; on Linux the environment says so.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The window.
pub struct App {
    shell: Shell,
    pacer: InputPacer,
}

impl App {
    /// A window that opens a file, else the last project, else the first example.
    #[must_use]
    pub fn new(ctx: &egui::Context, preferences: Preferences, file: Option<PathBuf>) -> Self {
        Self { shell: Shell::new(ctx, preferences, file), pacer: InputPacer::default() }
    }

    /// The state of the window.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.shell.state
    }

    /// The state of the window, for changes.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.shell.state
    }

    /// Draws a frame and carries out its commands.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        self.shell.frame_ui(ui);
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.pacer.take(&mut raw_input.events) {
            ctx.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    fn on_exit(&mut self) {
        self.shell.close();
    }
}
