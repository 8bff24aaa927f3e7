//! The test harness of the window: an `App`, and waiting for it; input (`hands`) and output (`eyes`) have files of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Vec2, ViewportCommand, ViewportId};
use egui_kittest::{Harness, HarnessBuilder};

use crate::model::{Action, ActionId, Flow, Link, Project, Version, VersionId};

use crate::app::App;
use crate::app::command::{Command, PageCommand, Tab};
use crate::app::kit::scene::card_id;
use crate::app::kit::theme;
use crate::app::parts::compare::comparison::Comparison;
use crate::app::parts::version::state::VersionView;
use crate::app::services::preferences::Preferences;
use crate::app::shell::act;
use crate::app::shell::state::State;

/// The most frames until the window must be idle.
const MOST_FRAMES: usize = 200;
/// The most checks of background work, a millisecond apart, before it counts as hanging.
const MOST_LOOKS: usize = 30_000;

/// The window, and whether it was closed.
pub(super) struct Desk {
    pub(super) harness: Harness<'static, Option<App>>,
    pub is_closed: bool,
    /// Whether the test expects a panic in a frame.
    pub may_panic: bool,
}

/// A file that is dropped onto the window.
#[derive(Debug)]
pub(super) struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Desk {
    /// The window as a new user sees it.
    pub fn new() -> Self {
        Self::of_size(Vec2::new(1440.0, 900.0), "")
    }

    pub fn of_size(size: Vec2, theme_words: &'static str) -> Self {
        Self::built(Harness::builder(), size, of_theme(theme_words), None)
    }

    /// The window with so many seconds between two frames, in which things move as a user sees them move.
    pub fn moving(step_s: f32) -> Self {
        let desk = Self::built(Harness::builder().with_step_dt(step_s), Vec2::new(1440.0, 900.0), of_theme(""), None);
        let mut desk = desk.with_small();
        desk.ctx().all_styles_mut(|style| style.animation_time = 0.1);
        desk.settle();
        desk
    }

    /// The window of a returning user: preferences, and a folder with arrangements of projects.
    pub fn of_user(preferences: Preferences, views: &Path) -> Self {
        Self::built(Harness::builder(), Vec2::new(1440.0, 900.0), preferences, Some(views.to_owned()))
    }

    /// A window with a renderer, for pictures.
    #[cfg(feature = "pictures")]
    pub fn drawn(size: Vec2, theme_words: &'static str) -> Self {
        Self::built(Harness::builder().wgpu(), size, of_theme(theme_words), None)
    }

    fn built(
        builder: HarnessBuilder<Option<App>>,
        size: Vec2,
        preferences: Preferences,
        views: Option<PathBuf>,
    ) -> Self {
        let make = move |ctx: &egui::Context| {
            let mut app = App::new(ctx, preferences.clone(), None);
            app.shell.state.window.explores_unasked = false;
            app.shell.state.services.layout.folder = views.clone();
            app.shell.state.services.files.has_no_dialogs = true;
            app.shell.state.parts.comparing.patience = Duration::from_mins(1);
            ctx.all_styles_mut(|style| {
                style.animation_time = 0.0;
                style.visuals.text_cursor.blink = false;
                style.scroll_animation = egui::style::ScrollAnimation::none();
            });
            app
        };
        let harness = builder.with_size(size).with_max_steps(20).with_context_setup(theme::install).build_ui_state(
            move |ui, app: &mut Option<App>| app.get_or_insert_with(|| make(ui.ctx())).frame_ui(ui),
            None,
        );
        let mut desk = Self { harness, is_closed: false, may_panic: false };
        desk.settle();
        desk
    }

    /// The window on a project without a file.
    pub fn on(project: Project) -> Self {
        let mut desk = Self::new();
        desk.put(project);
        desk
    }

    /// Replaces the project, as if another one had just been opened.
    pub fn put(&mut self, project: Project) {
        let state = self.state_mut();
        let file = state.session.file.clone();
        state.open(crate::edit::Document::new(project), None);
        state.session.file = file;
        (state.parts.simulation.caller, state.parts.simulation.world) = (None, None);
        state.session.tabs = vec![Tab::Start];
        state.session.tab = Tab::Start;
        self.settle();
    }

    /// The window on the small tree of [`small`], with its version shown and all the room for the canvas.
    pub fn on_small() -> Self {
        Self::new().with_small()
    }

    /// The same on a screen of a scale: so many pixels for a point.
    pub fn on_small_of_scale(scale: f32) -> Self {
        let builder = Harness::builder().with_pixels_per_point(scale);
        Self::built(builder, Vec2::new(1440.0, 900.0), of_theme(""), None).with_small()
    }

    fn with_small(mut self) -> Self {
        self.put(small());
        self.state_mut().window.panes.tree = false;
        self.state_mut().window.panes.bottom = false;
        self.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
        self
    }

    pub fn state(&self) -> &State {
        &self.app().shell.state
    }

    pub fn state_mut(&mut self) -> &mut State {
        &mut self.harness.state_mut().as_mut().expect("the first frame makes it").shell.state
    }

    /// Closes the window, as the desktop does.
    pub fn exit(mut self) {
        let app = self.harness.state_mut().as_mut().expect("the first frame makes it");
        eframe::App::on_exit(app);
    }

    fn app(&self) -> &App {
        self.harness.state().as_ref().expect("the first frame makes it")
    }

    pub fn title(&self) -> &str {
        &self.app().shell.title
    }

    pub fn ctx(&self) -> &egui::Context {
        &self.harness.ctx
    }

    pub fn project(&self) -> &Arc<Project> {
        self.state().project()
    }

    pub fn view(&self, version: VersionId) -> &VersionView {
        &self.state().parts.versions.views[&version]
    }

    pub fn version(&self, id: VersionId) -> &Version {
        &self.project().versions[&id]
    }

    /// The version shown.
    pub fn shown(&self) -> VersionId {
        self.state().version_shown().expect("a version is shown")
    }

    pub fn flow(&self) -> &Flow {
        &self.version(self.shown()).flow
    }

    /// The action with a title or a kind.
    pub fn action(&self, title: &str) -> &Action {
        let is_it = |action: &&Arc<Action>| action.title == title || action.kind == title;
        self.flow().actions.values().find(is_it).unwrap_or_else(|| panic!("no action {title:?}"))
    }

    pub fn has_action(&self, title: &str) -> bool {
        self.flow().actions.values().any(|action| action.title == title || action.kind == title)
    }

    /// The target of a branch.
    pub fn link(&self, title: &str, branch: &str) -> Option<Link> {
        self.action(title).links.get(branch).copied()
    }

    pub fn select(&mut self, titles: &[&str]) {
        let ids: Vec<ActionId> = titles.iter().map(|title| self.action(title).id).collect();
        let version = self.shown();
        self.state_mut().view(version).selection = ids.into_iter().map(card_id).collect();
        self.settle();
    }

    pub fn selected(&self) -> Vec<ActionId> {
        self.view(self.shown()).selected().collect()
    }

    /// Sends a command, as a menu does.
    pub fn command(&mut self, command: Command) {
        self.command_at_once(command);
        self.settle();
    }

    /// Sends a command without waiting for background work.
    pub fn command_at_once(&mut self, command: Command) {
        let ctx = self.ctx().clone();
        act::dispatch(self.state_mut(), vec![command], &ctx);
    }

    /// Draws one frame with the events before it. A window that wants to close is asked in the next frame, as on a desktop.
    pub(super) fn frame(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        // The window survives a panic; a test does not.
        assert!(self.may_panic || self.state().services.keeper.panics == 0, "{:?}", self.state().session.dialog);
        let output = &self.harness.output().viewport_output[&ViewportId::ROOT];
        let wants_close = output.commands.iter().any(|command| matches!(command, ViewportCommand::Close));
        if wants_close {
            self.ask_to_close();
        }
    }

    fn ask_to_close(&mut self) {
        let input = self.harness.input_mut();
        input.viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(egui::ViewportEvent::Close);
        self.frame([]);
        let output = &self.harness.output().viewport_output[&ViewportId::ROOT];
        self.is_closed |= !output.commands.iter().any(|command| matches!(command, ViewportCommand::CancelClose));
    }

    /// Presses the close button of the window.
    pub fn close_window(&mut self) {
        self.ask_to_close();
        self.settle();
    }

    /// The time until the window wants to draw again.
    pub fn repaint_delay(&self) -> Duration {
        self.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
    }

    pub fn empty_frame(&mut self) {
        self.frame([]);
    }

    /// Waits until nothing moves and no background work is under way.
    pub fn settle(&mut self) {
        // A job sends its answer before it asks for a repaint, so that a frame between the two is not the last one.
        let mut quiet_looks = 0;
        for _ in 0..MOST_LOOKS {
            let mut frames = 0;
            self.frame([]);
            while self.repaint_delay() == Duration::ZERO {
                frames += 1;
                assert!(frames < MOST_FRAMES, "never at rest: {:#?}", self.ctx().repaint_causes());
                self.frame([]);
            }
            let state = self.state();
            let (revision, shown) = (state.session.document.revision(), state.version_shown());
            let proof = shown.and_then(|version| state.session.paths.of(revision, version));
            if state.session.problems.is_fresh(revision)
                && state.session.test_calls.is_fresh(revision, shown)
                && !state.session.paths.is_busy()
                && !state.session.failures.is_busy()
                && !state.session.loads.is_busy()
                && !state.session.load_checks.is_busy()
                && !state.session.time.is_busy()
                && !state.session.suites.is_busy()
                && !state.session.behaviours.is_busy()
                && state.session.coverage.is_fresh(state.project(), revision, shown, proof)
                && !state.services.files.is_busy()
                && !state.parts.folders.is_asking()
                && !state.services.executions.is_busy()
                && !state.services.own_presets.is_busy()
                && !state.services.layout.is_busy()
                && !state.parts.comparing.open.values().any(Comparison::is_making)
            {
                quiet_looks += 1;
                if quiet_looks == 2 {
                    self.harness.check_accessibility();
                    return;
                }
                continue;
            }
            quiet_looks = 0;
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("work beside the window never ends");
    }
}

fn of_theme(words: &'static str) -> Preferences {
    let mut preferences = Preferences::default();
    words.clone_into(&mut preferences.theme);
    preferences
}

/// The version of [`small`].
pub(super) const VERSION: VersionId = VersionId(9);

/// The hotel project with a short tree: Start, Greeting, and then a menu with Reception and Mailbox.
pub(super) fn small() -> Project {
    let example = crate::app::services::examples::ALL.iter().find(|it| it.name == "hotel_front_desk.ron").unwrap();
    let mut project = crate::storage::read(example.text.as_bytes()).unwrap().project;
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    let keep = |id: &ActionId| [1, 3, 4, 7].contains(&id.0);
    version.flow.actions.retain(|id, _| keep(id));
    version.flow.positions.retain(|id, _| keep(id));
    let link = |version: &mut Version, from: u32, branch: &str, to: u32| {
        let action = Arc::make_mut(version.flow.actions.get_mut(&ActionId(from)).unwrap());
        action.links.insert(branch.to_owned(), Link::To(ActionId(to)));
    };
    for action in version.flow.actions.values_mut() {
        Arc::make_mut(action).links.retain(|_, to| to.target().is_none());
    }
    link(version, 1, "ok", 3);
    link(version, 3, "row:1", 4);
    link(version, 3, "row:2", 7);
    for (id, x, y) in [(1, 0, 120), (3, 280, 120), (4, 560, 0), (7, 560, 280)] {
        version.flow.positions.insert(ActionId(id), crate::model::Pos(x, y));
    }
    project
}

/// The shipped example that a new user sees first.
pub(super) fn claims() -> Project {
    let example = crate::app::services::examples::ALL.first().unwrap();
    crate::storage::read(example.text.as_bytes()).unwrap().project
}
