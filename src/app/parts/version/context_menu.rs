//! The context menu of the canvas: commands for a card, a port, an arrow, or the tree.

use egui::{Button, Pos2, Ui};
use strum::IntoEnumIterator as _;

use crate::actions;
use crate::canvas::Target;
use crate::edit::{Clip, Edit, Spot};
use crate::layout::arrange::Arrangement;
use crate::model::{ActionId, ActionRef, AnnotationKind, Link, Project, Version, VersionId};
use crate::sim::breakpoints::TreeBreakpoints;

use super::Page;
use super::annotations::new_note;
use super::heat;
use super::state::{OpenMenu, Versions};
use crate::app::command::named::find;
use crate::app::command::{Ask, ClipboardCommand, Command, LoadCommand, SimCommand, TimeCommand, TreeCommand, Zoom};
use crate::app::cx::Cx;
use crate::app::cx::available::Availability;
use crate::app::kit::popup_menu::popup_menu_ui;
use crate::app::kit::scene::{action_id, annotation_id, model_pos};

/// Draws the open menu of a version, if there is one.
pub fn context_menu_ui(
    ui: &Ui,
    page: &Page<'_>,
    own: &mut Versions,
    breakpoints: &TreeBreakpoints,
    commands: &mut Vec<Command>,
) {
    let Page { cx, project, version, .. } = *page;
    let Some(menu) = own.view(version.id).menu.clone() else { return };
    let is_open = popup_menu_ui(ui, "canvas menu", menu.screen, 248.0, |ui| {
        let mut items = Items { ui, cx, version: version.id, breakpoints, commands };
        match &menu.target {
            Target::Canvas => items.canvas(&menu),
            Target::Card(card) => items.card(project, version, *card),
            Target::Annotation(card) => items.annotation(version, *card),
            Target::Port(card, port) | Target::Wire(card, port) => items.branch(version, *card, port),
        }
    });
    if !is_open {
        own.view(version.id).menu = None;
    }
}

struct Items<'a> {
    ui: &'a mut Ui,
    cx: &'a Cx<'a>,
    version: VersionId,
    breakpoints: &'a TreeBreakpoints,
    commands: &'a mut Vec<Command>,
}

impl Items<'_> {
    fn item(&mut self, words: &str, available: Availability, command: impl FnOnce() -> Command) {
        let button = match find_words(words) {
            Some(keys) => Button::new(words).shortcut_text(self.ui.ctx().format_shortcut(&keys)),
            None => Button::new(words),
        };
        let response = self.ui.add_enabled(available.is_ok(), button);
        if response.on_disabled_hover_text(available.err().unwrap_or_default()).clicked() {
            self.commands.push(command());
        }
    }

    /// Adds a named command, if it is available.
    fn named(&mut self, command: Command) {
        if let Some(named) = find(&command) {
            self.item(named.name, self.cx.availability(&command), || command);
        }
    }

    /// Whether the tree may be changed.
    fn editable(&self) -> Availability {
        self.cx.availability(&Command::Tree(TreeCommand::AddAction))
    }

    fn add_action(&self, spot: Spot, pos: Option<Pos2>) -> Command {
        Command::ask(Ask::AddAction { version: self.version, spot, pos: pos.map(model_pos) })
    }

    fn canvas(&mut self, menu: &OpenMenu) {
        let cx = self.cx;
        let find = self.add_action(Spot::Free, Some(menu.pos));
        self.item("Add an action…", self.editable(), || find);
        let note = Command::ask(new_note(self.version, model_pos(menu.pos)));
        self.item("Add a note…", self.editable(), || note);
        // The menu adds at its own position; the shortcut adds in the middle.
        let pos = Some(model_pos(menu.pos));
        self.item("Paste", cx.availability(&Command::Tree(TreeCommand::Paste)), || {
            Command::Clipboard(ClipboardCommand::PasteAt(Spot::Free, pos))
        });
        self.ui.separator();
        self.named(Command::Tree(TreeCommand::SelectAll));
        let tidy = Command::Tree(TreeCommand::Tidy);
        self.item(self.cx.tidy_words(), self.cx.availability(&tidy), || tidy);
        self.named(Command::Zoom(Zoom::Fit));
    }

    fn card(&mut self, project: &Project, version: &Version, card: u64) {
        let id = action_id(card);
        let Some(action) = version.flow.actions.get(&id) else { return };
        let editable = self.editable();
        let tree = project.tree_type_of(version.id);
        let after = crate::actions::open_branch(&version.flow, action, tree);
        if let Some(branch) = after {
            let find = self.add_action(Spot::After(id, branch), None);
            self.item("Add after…", editable, || find);
        }
        self.named(Command::Tree(TreeCommand::Copy));
        let clip = Clip::copy_below(project, version.id, id);
        let version_id = self.version;
        let available = editable.and(if clip.is_empty() { Err("Nothing here can be duplicated.") } else { Ok(()) });
        self.item("Duplicate with all below", available, || {
            Command::edit(Edit::Paste { version: version_id, clip: Box::new(clip), spot: Spot::Free, pos: None })
        });
        self.named(Command::Tree(TreeCommand::Duplicate));
        self.named(Command::Tree(TreeCommand::FrameSelection));
        self.named(Command::Tree(TreeCommand::SavePreset));
        self.ui.separator();
        self.named(Command::Tree(TreeCommand::Remove));
        self.named(Command::Tree(TreeCommand::RemoveBelow));
        self.ui.separator();
        if self.cx.selected.count > 1 {
            let tidy = Command::Tree(TreeCommand::Tidy);
            self.item(self.cx.tidy_words(), self.cx.availability(&tidy), || tidy);
            for how in Arrangement::iter() {
                self.named(Command::Tree(TreeCommand::Arrange(how)));
            }
            self.ui.separator();
        }
        let place = ActionRef { version: self.version, action: id };
        let is_collapsed = self.cx.selected.can_expand;
        self.named(Command::Tree(if is_collapsed { TreeCommand::Expand } else { TreeCommand::Collapse }));
        self.named(Command::Tree(TreeCommand::HighlightWay));
        self.item("Run to here", Ok(()), || Command::Sim(SimCommand::RunTo(place)));
        let words = breakpoint_words(self.breakpoints.actions.contains(&id));
        self.item(words, Ok(()), || Command::Sim(SimCommand::ToggleBreakpoint(place, None)));
    }

    fn annotation(&mut self, version: &Version, card: u64) {
        let Some((id, found)) = annotation_id(card).and_then(|id| Some((id, version.flow.annotations.get(&id)?)))
        else {
            return;
        };
        let editable = self.editable();
        let words = match found.kind {
            AnnotationKind::Note => ["Change the text or the colour…", "Remove the note"],
            AnnotationKind::Frame => ["Change the title or the colour…", "Remove the frame"],
        };
        let version_id = self.version;
        self.item(words[0], editable, || Command::ask(Ask::Annotation { version: version_id, annotation: id }));
        self.named(Command::Tree(TreeCommand::Copy));
        self.named(Command::Tree(TreeCommand::Duplicate));
        self.named(Command::Tree(TreeCommand::FrameSelection));
        self.ui.separator();
        if self.cx.selected.annotations + self.cx.selected.count > 1 {
            self.named(Command::Tree(TreeCommand::Remove));
        } else {
            self.item(words[1], editable, || Command::Tree(TreeCommand::Remove));
        }
    }

    fn branch(&mut self, version: &Version, card: u64, port: &str) {
        let from = action_id(card);
        let editable = self.editable();
        let link = version.flow.actions.get(&from).and_then(|action| action.links.get(port)).copied();
        let words = if matches!(link, Some(Link::To(_))) { "Add between…" } else { "Add after…" };
        let find = self.add_action(Spot::After(from, port.to_owned()), None);
        self.item(words, editable, || find);
        let version_id = self.version;
        let set = |link| Command::edit(Edit::SetLink { version: version_id, from, branch: port.to_owned(), link });
        let ends = if link == Some(Link::EndsHere) { Err("This branch ends here on purpose already.") } else { Ok(()) };
        self.item("End here on purpose", editable.and(ends), || set(Some(Link::EndsHere)));
        let branch = port.to_owned();
        self.item("Link to…", editable, || Command::ask(Ask::LinkTo { version: version_id, from, branch }));
        let (cx, spot) = (self.cx, Spot::After(from, port.to_owned()));
        self.item("Paste here", cx.availability(&Command::Tree(TreeCommand::Paste)), || {
            Command::Clipboard(ClipboardCommand::PasteAt(spot, None))
        });
        let cuts = if link.is_none() { Err("No link leads on from here.") } else { Ok(()) };
        self.item("Cut the link", editable.and(cuts), || set(None));
        self.ui.separator();
        if version.flow.actions.get(&from).is_some_and(|action| actions::is_schedule(action)) {
            let (place, branch) = (ActionRef { version: version_id, action: from }, port.to_owned());
            self.item("When is this branch open?", Ok(()), || Command::Time(TimeCommand::Ask(place, branch)));
        }
        self.customers(version, from, port);
        let branch = port.to_owned();
        let words = breakpoint_words(self.breakpoints.branches.contains(&(from, branch.clone())));
        let place = ActionRef { version: version_id, action: from };
        self.item(words, Ok(()), || Command::Sim(SimCommand::ToggleBreakpoint(place, Some(branch))));
    }
}

impl Items<'_> {
    /// Some of the customers of the load run shown who left an action by a branch.
    fn customers(&mut self, version: &Version, action: ActionId, port: &str) {
        let Some(shown) = heat::shown(self.cx, version.id) else { return };
        let tree = self.cx.project().tree_type_of(version.id);
        let found = version.flow.actions.get(&action);
        let keys = found.map(|action| actions::branch_keys(action, tree)).unwrap_or_default();
        let Some(place) = keys.iter().position(|key| key == port) else { return };
        let at = ActionRef { version: version.id, action };
        for (number, contact) in shown.examples(at, place).into_iter().enumerate() {
            let (scenario, way) = (shown.on.scenario, shown.way);
            let words = format!("Play customer {} of the load run", number + 1);
            self.item(&words, Ok(()), || Command::Load(LoadCommand::Play(scenario, way, contact)));
        }
    }
}

fn breakpoint_words(is_set: bool) -> &'static str {
    if is_set { "Remove the breakpoint" } else { "Add a breakpoint" }
}

fn find_words(words: &str) -> Option<egui::KeyboardShortcut> {
    crate::app::command::named::NAMED.iter().find(|named| named.name == words)?.shortcut
}
