//! The window on a desk: an `App` in a test harness, with the hands, eyes and the patience of a user.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::accessibility::is_input;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Vec2, ViewportCommand, ViewportId};
use egui_kittest::kittest::NodeT as _;
use egui_kittest::{Harness, Node};

use crate::app::command::{Command, Tab};
use crate::app::dialogs::{Confirm, Dialog};
use crate::app::preferences::Preferences;
use crate::app::scene::card_id;
use crate::app::state::{State, VersionView};
use crate::app::{App, dispatch, theme};
use crate::model::{Action, ActionId, Flow, Link, Project, Version, VersionId};

/// Frames in which the window must come to rest.
const MOST_FRAMES: usize = 200;
/// Looks at work beside the window, a millisecond apart, before it is taken to hang.
const MOST_LOOKS: usize = 30_000;

/// The window, and whether it was closed.
pub(super) struct Desk {
    harness: Harness<'static, Option<App>>,
    pub is_closed: bool,
}

/// A file that is dropped onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

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
        let make = move |ctx: &egui::Context| {
            let mut preferences = Preferences::default();
            theme_words.clone_into(&mut preferences.theme);
            let mut app = App::new(ctx, preferences, None);
            app.state.files.has_no_dialogs = true;
            ctx.all_styles_mut(|style| {
                style.animation_time = 0.0;
                style.visuals.text_cursor.blink = false;
                style.scroll_animation = egui::style::ScrollAnimation::none();
            });
            app
        };
        let harness =
            Harness::builder().with_size(size).with_max_steps(20).with_context_setup(theme::install).build_ui_state(
                move |ui, app: &mut Option<App>| app.get_or_insert_with(|| make(ui.ctx())).frame_ui(ui),
                None,
            );
        let mut desk = Self { harness, is_closed: false };
        desk.settle();
        desk
    }

    /// The window on a project that is in no file.
    pub fn on(project: Project) -> Self {
        let mut desk = Self::new();
        desk.put(project);
        desk
    }

    /// Puts a project in the place of the one shown, as if it had been opened just now.
    pub fn put(&mut self, project: Project) {
        self.state_mut().document = crate::edit::Document::new(project);
        let state = self.state_mut();
        state.views.clear();
        state.simulation.forget();
        state.problems.forget();
        state.tabs = vec![Tab::Start];
        state.tab = Tab::Start;
        self.settle();
    }

    /// The window on the small tree of [`small`], its version shown, with all the room for the canvas.
    pub fn on_small() -> Self {
        let mut desk = Self::on(small());
        desk.state_mut().panels.tree = false;
        desk.state_mut().panels.bottom = false;
        desk.command(Command::OpenTab(Tab::Version(VERSION)));
        desk
    }

    pub fn state(&self) -> &State {
        &self.app().state
    }

    pub fn state_mut(&mut self) -> &mut State {
        &mut self.harness.state_mut().as_mut().expect("the first frame makes it").state
    }

    fn app(&self) -> &App {
        self.harness.state().as_ref().expect("the first frame makes it")
    }

    pub fn title(&self) -> &str {
        &self.app().title
    }

    pub fn ctx(&self) -> &egui::Context {
        &self.harness.ctx
    }

    pub fn project(&self) -> &Arc<Project> {
        self.state().project()
    }

    pub fn view(&self, version: VersionId) -> &VersionView {
        &self.state().views[&version]
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

    /// The action of a title or a kind.
    pub fn action(&self, title: &str) -> &Action {
        let is_it = |action: &&Arc<Action>| action.title == title || action.kind == title;
        self.flow().actions.values().find(is_it).unwrap_or_else(|| panic!("no action {title:?}"))
    }

    pub fn has_action(&self, title: &str) -> bool {
        self.flow().actions.values().any(|action| action.title == title || action.kind == title)
    }

    /// Where a branch leads.
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

    /// The same, without waiting for what goes on beside the window.
    pub fn command_at_once(&mut self, command: Command) {
        let ctx = self.ctx().clone();
        dispatch::dispatch(self.state_mut(), vec![command], &ctx);
    }

    /// One frame with what happened before it. A window that wants to close is asked in the next frame, as on a desktop.
    fn frame(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
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

    /// The cross of the window.
    pub fn close_window(&mut self) {
        self.ask_to_close();
        self.settle();
    }

    /// How long until the window wants to draw again.
    pub fn repaint_delay(&self) -> Duration {
        self.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
    }

    pub fn empty_frame(&mut self) {
        self.frame([]);
    }

    /// Waits until nothing moves and nothing is under way beside the window.
    pub fn settle(&mut self) {
        for _ in 0..MOST_LOOKS {
            let mut frames = 0;
            self.frame([]);
            while self.repaint_delay() == Duration::ZERO {
                frames += 1;
                assert!(frames < MOST_FRAMES, "never at rest: {:#?}", self.ctx().repaint_causes());
                self.frame([]);
            }
            let state = self.state();
            if state.problems.is_fresh(state.document.revision()) && !state.files.is_busy() {
                self.harness.check_accessibility();
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("work beside the window never ends");
    }

    /// Events, a frame each, and then rest.
    pub fn events(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            self.frame([event]);
        }
        self.settle();
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        let press = |pressed| Event::Key { key, pressed, modifiers, repeat: false, physical_key: None };
        let held = Event::ModifiersChanged(modifiers);
        self.events([held, press(true), press(false), Event::ModifiersChanged(Modifiers::NONE)]);
    }

    pub fn ctrl(&mut self, key: Key) {
        self.key(Modifiers::COMMAND, key);
    }

    /// A chord that the window system turns into an event of its own.
    pub fn chord(&mut self, event: Event) {
        self.events([event]);
    }

    pub fn type_text(&mut self, text: &str) {
        self.events([Event::Text(text.to_owned())]);
    }

    pub fn drop_file(&mut self, path: &Path) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.settle();
    }

    fn button(pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) -> Event {
        Event::PointerButton { pos, button, pressed, modifiers }
    }

    pub fn click_at(&mut self, pos: Pos2, button: PointerButton) {
        let press = |pressed| Self::button(pos, button, pressed, Modifiers::NONE);
        self.events([Event::PointerMoved(pos), press(true), press(false)]);
    }

    pub fn double_click_at(&mut self, pos: Pos2) {
        let press = |pressed| Self::button(pos, PointerButton::Primary, pressed, Modifiers::NONE);
        // Both within the time of a double click: two frames are too slow for the harness's clock.
        self.frame([Event::PointerMoved(pos)]);
        self.frame([press(true), press(false), press(true), press(false)]);
        self.settle();
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        let mut events =
            vec![Event::PointerMoved(from), Self::button(from, PointerButton::Primary, true, Modifiers::NONE)];
        events.extend((1..=8u8).map(|step| Event::PointerMoved(from.lerp(to, f32::from(step) / 8.0))));
        events.push(Event::PointerMoved(to));
        events.push(Self::button(to, PointerButton::Primary, false, Modifiers::NONE));
        self.events(events);
    }

    /// What an event puts into the clipboard of the desktop.
    pub fn copied_by(&mut self, event: Event) -> Option<String> {
        self.frame([event]);
        let copied = self.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        self.settle();
        copied
    }

    /// Every node of the window.
    pub fn nodes(&self) -> Vec<Node<'_>> {
        self.harness.root().children_recursive().collect()
    }

    fn inputs(&self, name: &str) -> Vec<Node<'_>> {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            is_input(node.role()) && node.label().as_deref() == Some(name)
        };
        self.nodes().into_iter().filter(is_it).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        !self.inputs(name).is_empty()
    }

    /// The input of a name; of several, the one on top, which comes last.
    pub fn input(&self, name: &str) -> Node<'_> {
        let found = self.inputs(name).pop();
        found.unwrap_or_else(|| panic!("no input {name:?}; there are {:#?}", self.names()))
    }

    pub fn names(&self) -> Vec<String> {
        let named = |node: Node<'_>| {
            let node = node.accesskit_node();
            is_input(node.role()).then(|| node.label().unwrap_or_default())
        };
        self.nodes().into_iter().filter_map(named).collect()
    }

    pub fn is_enabled(&self, name: &str) -> bool {
        !self.input(name).accesskit_node().is_disabled()
    }

    pub fn rect(&self, name: &str) -> Rect {
        self.input(name).rect()
    }

    pub fn click(&mut self, name: &str) {
        self.input(name).scroll_to_me();
        self.settle();
        let pos = self.rect(name).center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// The same for one of a role, where a name is used twice.
    pub fn click_role(&mut self, role: Role, name: &str) {
        let is_it = |node: &&Node<'_>| node.accesskit_node().role() == role;
        let found = self.inputs(name);
        let pos = found.iter().find(is_it).unwrap_or_else(|| panic!("no {role:?} {name:?}")).rect().center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// Replaces what a text field holds.
    pub fn write(&mut self, name: &str, text: &str) {
        self.click(name);
        self.ctrl(Key::A);
        self.key(Modifiers::NONE, Key::Backspace);
        self.type_text(text);
    }

    /// Where a word that is only read is.
    pub fn label(&self, words: &str) -> Rect {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() == Role::Label && node.value().as_deref() == Some(words)
        };
        self.nodes().into_iter().find(is_it).unwrap_or_else(|| panic!("no label {words:?}")).rect()
    }

    pub fn has_menu(&self) -> bool {
        self.state().views.values().any(|view| view.menu.is_some())
    }

    /// The inputs of what lies on top of the window, with whether they can be used.
    pub fn menu_names(&self) -> Vec<(String, bool)> {
        assert!(self.has_menu(), "no menu is open");
        // A menu comes last.
        let names = self.nodes().into_iter().filter_map(|node| {
            let node = node.accesskit_node();
            is_input(node.role()).then(|| (node.label().unwrap_or_default(), !node.is_disabled()))
        });
        let names: Vec<_> = names.collect();
        names[names.len().saturating_sub(8)..].to_vec()
    }

    pub fn click_menu(&mut self, name: &str) {
        let pos = self.rect(name).center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// All that can be read, a line each.
    pub fn text(&self) -> String {
        let words = |node: Node<'_>| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value())
        };
        self.nodes().into_iter().filter_map(words).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    pub fn assert_says(&self, words: &str) {
        assert!(self.text().contains(words), "{words:?} is not said in:\n{}", self.text());
    }

    /// What is said in passing.
    pub fn notices(&self) -> String {
        self.state().notices.texts().collect::<Vec<_>>().join("\n")
    }

    /// The question that is asked.
    #[track_caller]
    pub fn question(&self) -> &Confirm {
        match &self.state().dialog {
            Some(Dialog::Confirm(confirm)) => confirm,
            other => panic!("no question, but {other:?}"),
        }
    }

    /// Where a card is, by its title and its kind.
    pub fn card(&self, title: &str) -> Rect {
        let action = self.action(title);
        let kind = crate::actions::spec_of(action).map_or(action.kind.as_str(), |spec| spec.title);
        self.rect(&format!("{}, {kind}", crate::actions::title(action)))
    }

    /// Where the port of a branch is.
    pub fn port(&self, label: &str, title: &str) -> Pos2 {
        self.rect(&format!("Branch {label} of {}", crate::actions::title(self.action(title)))).center()
    }

    /// A place of the canvas where nothing is.
    pub fn empty_place(&self) -> Pos2 {
        let cards: Vec<Rect> = self.flow().actions.values().map(|it| self.card_rect(it.id).expand(40.0)).collect();
        let canvas = self.view(self.shown()).canvas.viewport().rect.shrink(60.0);
        let below = cards.iter().map(Rect::bottom).fold(canvas.top(), f32::max);
        let place = Pos2::new(canvas.left() + 180.0, (below + 40.0).min(canvas.bottom()));
        assert!(!cards.iter().any(|card| card.contains(place)), "no empty place");
        place
    }

    fn card_rect(&self, id: ActionId) -> Rect {
        let view = self.view(self.shown());
        let scene = &view.scene.as_ref().expect("drawn once").1;
        let card = scene.cards.iter().find(|card| card.id == card_id(id)).expect("each action has a card");
        view.canvas.viewport().screen_rect(card.rect())
    }
}

/// The version of [`small`].
pub(super) const VERSION: VersionId = VersionId(9);

/// The hotel's own copy with a short tree: Start, Greeting, and then a menu with Reception and Mailbox.
pub(super) fn small() -> Project {
    let example = crate::app::examples::ALL.iter().find(|it| it.name == "hotel_front_desk.ron").unwrap();
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

/// The project that ships with the program and is seen first.
pub(super) fn claims() -> Project {
    let example = crate::app::examples::ALL.first().unwrap();
    crate::storage::read(example.text.as_bytes()).unwrap().project
}
