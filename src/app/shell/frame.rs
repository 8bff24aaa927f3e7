//! A frame of the window: the order of drawing, and when commands are carried out. No command is carried out while parts are drawn: parts
//! push commands, which are carried out at the end of the frame, those of widgets before those of keys.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::canvas;
use crate::sim::suite;

use super::act::{self, dispatch};
use super::state::State;
use super::{desktop, dialog_ui, docks, keys};
use crate::app::command::{BottomPane, Command, FileCommand, PageCommand, Pane, Tab};
use crate::app::kit::caret::Caret;
use crate::app::kit::{drags, focus, theme};
use crate::app::parts::files::{banner, questions};
use crate::app::parts::{compare, help, load, map, menu, pages, production, routing, start, tabs, tour, tree, version};
use crate::app::services::area::Area;
use crate::app::services::examples;
use crate::app::services::panes::is_narrow;
use crate::app::services::preferences::Preferences;

/// Draws the window and carries out commands.
pub struct Shell {
    /// The state of the window.
    pub state: State,
    /// Set when the program has to end because it failed several times in a row.
    pub has_failed: Arc<AtomicBool>,
    pub(in crate::app) title: String,
    was_asking: bool,
    caret: Caret,
}

impl Shell {
    /// A window that opens a file, else the last project, else the first example.
    #[must_use]
    pub fn new(ctx: &egui::Context, preferences: Preferences, file: Option<PathBuf>) -> Self {
        theme::install(ctx);
        ctx.add_plugin(focus::Stops::default());
        ctx.set_theme(preferences.theme());
        // Ctrl + and - zoom the canvas, not the window.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        canvas::set_wheel_zoom(ctx);
        let mut state = State::new(preferences);
        let preferences = &mut state.window.preferences;
        let failed = preferences.take_mark();
        let recent = preferences.recent.first().cloned();
        match (file, failed, recent) {
            (Some(file), ..) => state.window.open_on_start = Some(file),
            (None, Some(failed), _) => state.ask_question(questions::left_closed(&failed)),
            (None, None, Some(recent)) => {
                preferences.mark(&recent);
                state.window.open_on_start = Some(recent);
            }
            (None, None, None) => {
                let first = examples::ALL.first().map(|example| FileCommand::OpenExample(example.name).into());
                dispatch(&mut state, first, ctx);
                state.window.tour = state.window.preferences.is_first_start().then_some(0);
            }
        }
        Self { state, has_failed: Arc::default(), title: String::new(), was_asking: false, caret: Caret::default() }
    }

    /// Draws a frame and carries out its commands. An area that panics is closed, and the window goes on without it.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        if !self.state.services.keeper.is_over() {
            match catch_unwind(AssertUnwindSafe(|| self.whole_frame_ui(ui))) {
                Ok(()) => self.state.services.keeper.panics = 0,
                Err(payload) => act::panics::recover_from_panic(&mut self.state, &*payload, &ctx),
            }
        }
        if self.state.services.keeper.is_over() && !self.has_failed.swap(true, Ordering::SeqCst) {
            if let Some(path) = &self.state.session.file.path {
                self.state.window.preferences.mark(path);
            }
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    /// The window closes: finishes the writes under way.
    pub fn close(&mut self) {
        let state = &mut self.state;
        act::layout::close(state);
        let keeper = &mut state.services.keeper;
        let is_wanted = state.session.must_ask() || (keeper.is_over() && state.session.document.is_changed());
        keeper.close(is_wanted.then_some(&state.session.document), state.session.file.path.as_deref());
    }

    fn whole_frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.caret.follow(&ctx);
        self.draws(Area::Commands);
        act::take_jobs(&mut self.state, &ctx);
        self.update_services(&ctx);
        let pressed = keys::pressed(&self.state, &ctx);
        let left = desktop::leave_text_field(&ctx, self.must_leave_text_field(&pressed));
        let mut commands = Vec::new();
        self.panels_ui(ui, &mut commands);
        self.draws(Area::Dialog);
        dialog_ui::dialog_ui(ui, &mut self.state, &mut commands);
        self.draws(Area::Frame);
        if let Some(field) = left {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
        self.draws(Area::Notices);
        act::announce::run(&mut self.state);
        self.state.window.notices.ui(ui);
        self.draws(Area::Commands);
        let is_in_question = self.carry_out(commands, pressed, left.is_some(), &ctx);
        let due = act::production::look(&mut self.state, &ctx);
        dispatch(&mut self.state, due, &ctx);
        act::clipboard::follow(&mut self.state, &ctx);
        act::show::note_place(&mut self.state, &ctx);
        let state = &mut self.state;
        state.services.keeper.follow(&state.session.document, state.session.file.path.as_deref(), &ctx);
        act::layout::follow(state, &ctx);
        self.guard_close(&ctx, is_in_question);
        self.end_gestures(&ctx);
        desktop::show_title(&self.state, &mut self.title, &ctx);
    }

    fn draws(&mut self, area: Area) {
        self.state.services.keeper.draws(area);
    }

    /// Updates problems and test executions to the project.
    fn update_services(&mut self, ctx: &egui::Context) {
        let state = &mut self.state;
        let (project, revision) = (state.project().clone(), state.session.document.revision());
        state.session.problems.update(&project, revision, ctx);
        if let Some(wake_s) = state.parts.simulation.play_in_time(ctx.input(|input| input.time)) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(wake_s));
        }
        // The page of a routing says how many test calls pass with its usual version.
        let usual = || match state.session.tab {
            Tab::Routing(id) => suite::usual_version(&project, id).map(|version| version.id),
            _ => None,
        };
        let shown = state.version_shown();
        state.session.test_calls.update(&project, revision, shown.or_else(usual), ctx);
        let is_looked_at = state.window.panes.bottom
            && matches!(state.window.panes.bottom_panel, BottomPane::Paths | BottomPane::Coverage);
        let today = (state.window.now)().date_naive();
        let waited_for = shown.filter(|_| is_looked_at || state.window.explores_unasked).map(|it| (revision, it));
        state.session.paths.update(&project, waited_for, today, is_looked_at, ctx);
        let pair = match state.session.tab {
            Tab::Compare(before, after) if state.parts.comparing.shows_behaviour => Some((revision, (before, after))),
            _ => None,
        };
        state.session.behaviours.update(&project, pair, today, ctx);
        let fails_for = shown.filter(|_| state.window.panes.shows_failures()).map(|it| (revision, it));
        state.session.loads.update(ctx);
        state.session.load_checks.update(ctx);
        state.session.failures.update(&project, fails_for, today, ctx);
        let looked_at = shown.filter(|_| state.window.panes.shows_time()).map(|it| (revision, it));
        state.session.time.update(&project, looked_at, (state.window.now)(), ctx);
        let chosen = shown.zip(state.parts.test_calls.chosen);
        state.session.test_calls.update_look(&project, revision, chosen, ctx);
        let several = state.parts.test_calls.versions_played(&state.cx());
        state.session.suites.update(&project, revision, several, ctx);
        let proof = shown.and_then(|version| state.session.paths.of(revision, version));
        state.session.coverage.update(&project, revision, shown, (&state.session.test_calls, proof), ctx);
        if let Some(trouble) = state.services.executions.update(&project.uid, ctx) {
            state.say(trouble);
        }
        for said in state.services.own_presets.update(ctx) {
            state.say(said);
        }
    }

    /// Whether the focused text field must send its text first: before a file command, *next problem*, or a planned production.
    fn must_leave_text_field(&self, pressed: &[Command]) -> bool {
        let needs_text =
            |command: &Command| command.waits_for_disk() || *command == Command::Page(PageCommand::NextProblem);
        production::is_ready(&self.state.cx(), &self.state.session.production) || pressed.iter().any(needs_text)
    }

    /// Carries out the commands of widgets, then those of keys. Typed text comes before the shortcut pressed after it, and a question about that
    /// text comes before both. Returns whether there is such a question.
    fn carry_out(
        &mut self,
        commands: Vec<Command>,
        pressed: Vec<Command>,
        has_left_text: bool,
        ctx: &egui::Context,
    ) -> bool {
        let had_dialog = self.state.session.dialog.is_some();
        dispatch(&mut self.state, commands, ctx);
        let is_in_question = has_left_text && !had_dialog && self.state.session.dialog.is_some();
        if !is_in_question {
            dispatch(&mut self.state, pressed, ctx);
        }
        is_in_question
    }

    /// When a dialog has opened, menus close, and what the pointer dragged behind the dialog ends without a change.
    fn end_gestures(&mut self, ctx: &egui::Context) {
        let is_asking = self.state.session.dialog.is_some();
        if !std::mem::replace(&mut self.was_asking, is_asking) && is_asking {
            egui::Popup::close_all(ctx);
            drags::end_all(ctx);
            self.state.parts.cancel_canvas_drags();
        }
    }

    fn panels_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let palette = theme::of(ui);
        self.draws(Area::MenuBar);
        let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
        let dock = Panel::top("menu bar").frame(bar).resizable(false);
        dock.show(ui, |ui| menu::menu_bar_ui(ui, &self.state.cx(), commands));
        self.draws(Area::Banners);
        production::banner::due_ui(ui, &self.state.cx(), &self.state.session.production, commands);
        banner::banner_ui(ui, &self.state.cx(), commands);
        self.tree_ui(ui, commands);
        self.help_ui(ui, commands);
        docks::docks_ui(ui, &mut self.state, commands);
        self.draws(Area::Tabs);
        let frame = Frame::new().fill(palette.background).inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 0 });
        let dock = Panel::top("tabs").frame(frame).resizable(false);
        dock.show(ui, |ui| tabs::tabs_ui(ui, &self.state.cx(), commands));
        self.tour_ui(ui, commands);
        let page = CentralPanel::no_frame().frame(Frame::new().fill(palette.background));
        let page = page.show(ui, |ui| self.page_ui(ui, commands)).response.rect;
        self.state.window.notices.over(page);
    }

    fn tree_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        if !self.state.window.panes.tree {
            return;
        }
        let frame = Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(8, 10));
        let width = ui.ctx().content_rect().width();
        let is_narrow = is_narrow(width);
        let dock = if is_narrow {
            Panel::left("narrow project tree").default_size((width * 0.22).max(150.0)).size_range(120.0..=width * 0.4)
        } else {
            let size = self.state.window.panes.size(Pane::Tree, 236.0);
            Panel::left("project tree").default_size(size).size_range(160.0..=420.0)
        };
        let dock = dock.frame(frame);
        let shown = dock.show(ui, |ui| {
            self.draws(Area::Tree);
            let (cx, parts) = self.state.split();
            ui.push_id(cx.session, |ui| tree::tree_ui(ui, &cx, &mut parts.tree, commands));
        });
        if !is_narrow {
            commands.extend(self.state.cx().resized(Pane::Tree, shown.response.rect.width()));
        }
    }

    fn help_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        if !self.state.window.panes.help {
            return;
        }
        let frame = Frame::new().fill(theme::of(ui).panel).inner_margin(Margin::symmetric(12, 10));
        let width = ui.ctx().content_rect().width();
        let is_narrow = is_narrow(width);
        let dock = if is_narrow {
            Panel::right("narrow help").default_size((width * 0.3).max(200.0)).size_range(160.0..=width * 0.5)
        } else {
            let size = self.state.window.panes.size(Pane::Help, 320.0);
            Panel::right("help").default_size(size).size_range(240.0..=560.0)
        };
        let dock = dock.frame(frame);
        self.draws(Area::Help);
        let ctx = ui.ctx().clone();
        let own = &mut self.state.window.help;
        let shown = focus::zone(&ctx, focus::Zone::Bottom, || dock.show(ui, |ui| help::help_ui(ui, own, commands)));
        if !is_narrow {
            commands.extend(self.state.cx().resized(Pane::Help, shown.response.rect.width()));
        }
    }

    fn tour_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let Some(step) = self.state.window.tour else { return };
        self.draws(Area::Banners);
        let frame = Frame::new().fill(theme::of(ui).selected).inner_margin(Margin::symmetric(12, 8));
        let dock = Panel::top("tour").resizable(false).frame(frame);
        dock.show(ui, |ui| tour::tour_ui(ui, &self.state.cx(), step, commands));
    }

    fn page_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        self.draws(Area::Page);
        let (cx, parts) = self.state.split();
        ui.push_id(cx.session, |ui| match cx.tab {
            Tab::Start => start::start_ui(ui, &cx, commands),
            Tab::Routing(id) => {
                let deleted: Vec<_> = cx.document.deleted_versions().cloned().collect();
                let page = routing::Page { cx: &cx, project: cx.project(), problems: cx.problems, now: cx.now };
                page.routing_ui(ui, id, &deleted, commands);
            }
            Tab::Version(id) => {
                let path = parts.simulation.path(id);
                parts.versions.two_ways = parts.test_calls.two_ways(&cx, id);
                version::version_ui(ui, &cx, &mut parts.versions, &path, commands);
            }
            Tab::Compare(before, after) => {
                compare::compare_ui(ui, &cx, &mut parts.comparing, (before, after), commands);
            }
            Tab::Scenario(id) => load::load_ui(ui, &cx, &mut parts.load, id, commands),
            Tab::Map => map::map_ui(ui, &cx, &mut parts.map, commands),
            Tab::Settings | Tab::Phrases | Tab::Resource(_) | Tab::EntryPoint(_) | Tab::Caller(_) | Tab::World(_) => {
                pages::page_ui(ui, cx.tab, cx.project(), cx.problems.all(), cx.now, commands);
            }
        });
    }

    /// Asks about unsaved changes before the window closes.
    fn guard_close(&mut self, ctx: &egui::Context, is_in_question: bool) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if is_asked && is_in_question {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        } else if is_asked && self.state.session.must_ask() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            dispatch(&mut self.state, [Command::Quit], ctx);
        }
    }
}
