//! The window: draws the state, collects commands, and lets `dispatch` act on them.

pub mod beside;
mod bottom;
pub mod caution;
pub mod command;
pub mod comparison;
pub mod complete;
pub mod dialogs;
pub mod dispatch;
pub mod due;
mod edge;
pub mod editor;
pub mod examples;
pub mod executions;
pub mod files;
pub mod find;
pub mod focus;
pub mod form;
pub mod keeper;
pub mod new_things;
pub mod pages;
pub mod panels;
pub mod preferences;
pub mod problems;
pub mod scene;
pub mod shortcuts;
pub mod signs;
pub mod simulation;
pub mod state;
pub mod theme;
mod turns;
pub mod view;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::cli::IN_THE_TERMINAL;

use command::{BottomPanel, Command, Tab};
use dialogs::Dialog;
use focus::Zone;
use keeper::View;
use preferences::Preferences;
use state::State;
use turns::Turns;
use view::Pane;

/// The size of a new window, in points.
const SIZE: [f32; 2] = [1440.0, 900.0];
/// The least size at which everything can still be used.
const LEAST_SIZE: [f32; 2] = [900.0, 560.0];

/// Opens the window, on a file, on the project of last time or on the first example.
///
/// # Errors
/// Why there can be no window, as a sentence.
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
        app.state.executions.folder = edge::state_folder("executions");
        app.state.keeper.views = edge::state_folder("views");
        app.state.keeper.start(edge::state_folder("recovery"), &cx.egui_ctx);
        keeper::panic::install(app.state.keeper.last_words(), &cx.egui_ctx);
        app.has_failed = failed;
        Ok(Box::new(app))
    };
    eframe::run_native("signalbox", options, Box::new(create))
        .map_err(|error| format!("The window cannot be opened: {error}{IN_THE_TERMINAL}"))?;
    if has_failed.load(Ordering::SeqCst) {
        return Err("Signalbox has failed several times in a row and has ended. What was not saved is offered at the next start.".to_owned());
    }
    Ok(())
}

/// Whether there is a display at all: on Linux the environment says so.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The window.
pub struct App {
    /// What it knows.
    pub state: State,
    title: String,
    has_failed: Arc<AtomicBool>,
    was_asking: bool,
    turns: Turns,
}

impl App {
    /// A window on a file; else on the project of last time, or on the first example.
    #[must_use]
    pub fn new(ctx: &egui::Context, preferences: Preferences, file: Option<PathBuf>) -> Self {
        theme::install(ctx);
        ctx.add_plugin(focus::Stops::default());
        ctx.set_theme(preferences.theme());
        // Ctrl + and - zoom the canvas, not the window.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let mut state = State::new(preferences);
        let failed = state.preferences.take_mark();
        let recent = state.preferences.recent.first().cloned();
        match (file, failed, recent) {
            (Some(file), ..) => state.open_at_start(Some(file)),
            (None, Some(failed), _) => state.dialog = Some(Dialog::Confirm(keeper::panic::left_closed(&failed))),
            (None, None, Some(recent)) => {
                state.preferences.mark(&recent);
                state.open_at_start(Some(recent));
            }
            (None, None, None) => {
                if let Some(first) = examples::ALL.first() {
                    dispatch::dispatch(&mut state, vec![Command::OpenExample(first.name)], ctx);
                }
            }
        }
        Self { state, title: String::new(), has_failed: Arc::default(), was_asking: false, turns: Turns::default() }
    }

    /// Draws a frame and acts on what was done in it. A view that panics costs nobody their work: the window goes on without it.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        if !self.state.keeper.is_over() {
            match catch_unwind(AssertUnwindSafe(|| self.whole_frame_ui(ui))) {
                Ok(()) => self.state.keeper.panics = 0,
                Err(payload) => dispatch::survive(&mut self.state, &*payload, &ctx),
            }
        }
        if self.state.keeper.is_over() && !self.has_failed.swap(true, Ordering::SeqCst) {
            if let Some(path) = &self.state.files.path {
                self.state.preferences.mark(path);
            }
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    fn whole_frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.state.keeper.draws(View::Commands);
        dispatch::take_jobs(&mut self.state, &ctx);
        let (project, revision) = (self.state.project().clone(), self.state.document.revision());
        self.state.problems.update(&project, revision, &ctx);
        let pressed = self.pressed(&ctx);
        if let Some(trouble) = self.state.executions.update(&project.uid, &ctx) {
            self.state.notices.say(trouble);
        }
        let is_left = due::is_at_hand(&self.state)
            || pressed.iter().any(|command| command.is_about_files() || *command == Command::NextProblem);
        let left = edge::leave_text(&ctx, is_left);
        let mut commands = Vec::new();
        self.panels_ui(ui, &mut commands);
        self.state.keeper.draws(View::Dialog);
        dialogs::dialog_ui(ui, &mut self.state, &mut commands);
        self.state.keeper.draws(View::Frame);
        if let Some(field) = left {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
        self.state.keeper.draws(View::Notices);
        self.state.notices.ui(ui);
        // What was typed comes before the shortcut that was pressed after it, and a question about it before both.
        let had_dialog = self.state.dialog.is_some();
        self.state.keeper.draws(View::Commands);
        dispatch::dispatch(&mut self.state, commands, &ctx);
        let is_in_question = left.is_some() && !had_dialog && self.state.dialog.is_some();
        if !is_in_question {
            dispatch::dispatch(&mut self.state, pressed, &ctx);
        }
        if !std::mem::replace(&mut self.was_asking, self.state.dialog.is_some()) && self.was_asking {
            // A menu that was open has nothing to say any more.
            egui::Popup::close_all(&ctx);
        }
        due::look(&mut self.state, &ctx);
        let state = &mut self.state;
        state.keeper.follow(&state.document, state.files.path.as_deref(), &ctx);
        view::follow(state, &ctx);
        self.guard_close(&ctx, is_in_question);
        self.show_title(&ctx);
    }

    /// The commands of the keys pressed; none while a dialog is open.
    fn pressed(&mut self, ctx: &egui::Context) -> Vec<Command> {
        if self.state.dialog.is_some() {
            return Vec::new();
        }
        let has_tree = self.state.version_shown().is_some();
        let mut commands = shortcuts::pressed(ctx, ctx.text_edit_focused(), has_tree);
        let files = ctx.input(|input| input.raw.dropped_files.clone());
        commands.extend(files.iter().take(1).map(|file| edge::dropped(file.path().to_owned())));
        if has_tree && !ctx.text_edit_focused() {
            // The window system turns these chords into events of their own. Text that is selected is copied by egui.
            let has_selected_text = ctx.plugin::<egui::text_selection::LabelSelectionState>().lock().has_selection();
            ctx.input(|input| {
                for event in &input.events {
                    match event {
                        egui::Event::Copy if !has_selected_text => commands.push(Command::Copy),
                        egui::Event::Cut => commands.push(Command::Cut),
                        egui::Event::Paste(_) => commands.push(Command::Paste),
                        _ => {}
                    }
                }
            });
        }
        commands
    }

    fn panels_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let palette = theme::of(ui);
        self.state.keeper.draws(View::MenuBar);
        let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
        Panel::top("menu bar")
            .frame(bar)
            .resizable(false)
            .show(ui, |ui| panels::menu_bar::menu_bar_ui(ui, &self.state, commands));
        self.state.keeper.draws(View::Banners);
        panels::due_banner::due_ui(ui, &self.state, commands);
        keeper::banner::banner_ui(ui, &self.state, commands);
        if self.state.panels.tree {
            let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(8, 10));
            let size = self.state.panels.size(Pane::Tree, 236.0);
            let panel = Panel::left("project tree").default_size(size).size_range(160.0..=420.0).frame(frame);
            let shown = panel.show(ui, |ui| {
                self.state.keeper.draws(View::Tree);
                panels::project_tree::tree_ui(ui, &mut self.state, commands);
            });
            self.state.panels.note(Pane::Tree, shown.response.rect.width());
        }
        let is_simulation_apart = self.state.panels.is_simulation_right && self.state.panels.bottom;
        let ctx = ui.ctx().clone();
        // The panes reach the edges and bring margins of their own.
        let frame = Frame::new().fill(palette.panel);
        if is_simulation_apart && self.state.panels.bottom_panel == BottomPanel::Simulation {
            let size = self.state.panels.size(Pane::Simulation, 380.0);
            let panel = Panel::right("simulation").default_size(size).size_range(320.0..=620.0).frame(frame);
            let shown = focus::zone(&ctx, Zone::Bottom, || panel.show(ui, |ui| self.bottom_ui(ui, true, commands)));
            self.state.panels.note(Pane::Simulation, shown.response.rect.width());
        } else if !self.state.panels.bottom || self.is_bottom_idle() {
            // The page needs the room more than a pane that can do nothing, or that was put away.
            let panel = Panel::bottom("idle bottom").resizable(false).frame(frame);
            focus::zone(&ctx, Zone::Bottom, || panel.show(ui, |ui| self.strip_ui(ui, false, commands)));
        } else {
            let height = (ui.ctx().content_rect().height() * 0.3).clamp(190.0, 300.0);
            let size = self.state.panels.size(Pane::Bottom, height);
            let panel = Panel::bottom("bottom").default_size(size).size_range(140.0..=620.0).frame(frame);
            let shown = focus::zone(&ctx, Zone::Bottom, || panel.show(ui, |ui| self.bottom_ui(ui, false, commands)));
            self.state.panels.note(Pane::Bottom, shown.response.rect.height());
        }
        self.state.keeper.draws(View::Tabs);
        let tabs = Frame::new().fill(palette.background).inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 0 });
        Panel::top("tabs").frame(tabs).resizable(false).show(ui, |ui| panels::tabs::tabs_ui(ui, &self.state, commands));
        let page = CentralPanel::no_frame().frame(Frame::new().fill(palette.background));
        let page = page.show(ui, |ui| self.page_ui(ui, commands)).response.rect;
        self.state.notices.over(page);
    }

    fn page_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        self.state.keeper.draws(View::Page);
        let project = self.state.project().clone();
        match self.state.tab {
            Tab::Start => panels::start_page::start_ui(ui, &self.state, commands),
            Tab::Routing(id) => {
                let deleted: Vec<_> = self.state.document.deleted_versions().cloned().collect();
                let now = (self.state.now)();
                let page = panels::routing_page::Page { project: &project, problems: &self.state.problems, now };
                page.routing_ui(ui, id, &deleted, commands);
            }
            Tab::Version(id) => panels::version_page::version_ui(ui, &mut self.state, id, commands),
            Tab::Compare(before, after) => {
                panels::compare::compare_ui(ui, &mut self.state, (before, after), commands);
            }
            other => pages::page_ui(ui, other, &project, self.state.problems.all(), commands),
        }
    }

    /// Unsaved changes are asked about before the window closes.
    fn guard_close(&mut self, ctx: &egui::Context, is_in_question: bool) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if is_asked && is_in_question {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        } else if is_asked && self.state.must_ask() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            dispatch::dispatch(&mut self.state, vec![Command::Quit], ctx);
        }
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.turns.take(&mut raw_input.events) {
            ctx.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    fn on_exit(&mut self) {
        let state = &mut self.state;
        view::close(state);
        let is_wanted = state.must_ask() || (state.keeper.is_over() && state.document.is_changed());
        state.keeper.close(is_wanted.then_some(&state.document), state.files.path.as_deref());
    }
}
