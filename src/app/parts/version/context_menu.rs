//! What the secondary button opens on the canvas: what can be done with a card, a port, an arrow, or the tree.

use egui::{Button, Popup, PopupCloseBehavior, Pos2, Ui};

use crate::canvas::Target;
use crate::edit::{Clip, Edit, Spot};
use crate::model::{Link, Project, Version, VersionId};

use super::Page;
use super::state::{OpenMenu, Versions};
use crate::app::command::named::find;
use crate::app::command::{Ask, Command, TreeCommand, Zoom};
use crate::app::cx::Cx;
use crate::app::kit::scene::{action_id, model_pos};

/// Draws the open menu of a version, if there is one.
pub fn context_menu_ui(ui: &Ui, page: &Page<'_>, own: &mut Versions, commands: &mut Vec<Command>) {
    let Page { cx, project, version, is_read_only } = *page;
    let Some(menu) = own.view(version.id).menu.clone() else { return };
    let mut is_open = true;
    let popup = Popup::new(egui::Id::unique("canvas menu"), ui.ctx().clone(), menu.screen, ui.layer_id())
        .kind(egui::PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .width(220.0)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .open_bool(&mut is_open);
    let clip = Some(cx.clip).filter(|clip| !clip.is_empty()).cloned();
    popup.show(|ui| {
        egui::containers::menu::menu_style(ui.style_mut());
        let mut items = Items { ui, cx, version: version.id, is_read_only, commands };
        match &menu.target {
            Target::Canvas => items.canvas(&menu, clip),
            Target::Card(card) => items.card(project, version, *card),
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
    is_read_only: bool,
    commands: &'a mut Vec<Command>,
}

impl Items<'_> {
    fn item(&mut self, words: &str, is_enabled: bool, command: impl FnOnce() -> Command) {
        let button = match find_words(words) {
            Some(keys) => Button::new(words).shortcut_text(self.ui.ctx().format_shortcut(&keys)),
            None => Button::new(words),
        };
        if self.ui.add_enabled(is_enabled, button).clicked() {
            self.commands.push(command());
        }
    }

    /// A named command, where it can do something with what the menu is about.
    fn named(&mut self, command: Command, fits: bool) {
        if let Some(named) = find(&command) {
            let is_enabled = fits && self.cx.availability(&command).is_ok();
            self.item(named.name, is_enabled, || command);
        }
    }

    fn find_kind(&self, spot: Spot, pos: Option<Pos2>) -> Command {
        Command::ask(Ask::AddAction { version: self.version, spot, pos: pos.map(model_pos) })
    }

    fn canvas(&mut self, menu: &OpenMenu, clip: Option<Clip>) {
        let is_editable = !self.is_read_only;
        let find = self.find_kind(Spot::Free, Some(menu.pos));
        self.item("Add an action…", is_editable, || find);
        // Where the menu was opened; the shortcut has no such place and takes the middle.
        let (version, pos) = (self.version, Some(model_pos(menu.pos)));
        let has_clip = clip.is_some();
        self.item("Paste", is_editable && has_clip, || {
            let clip = Box::new(clip.unwrap_or_default());
            Command::edit(Edit::Paste { version, clip, spot: Spot::Free, pos })
        });
        self.ui.separator();
        self.named(Command::Tree(TreeCommand::SelectAll), true);
        self.named(Command::Tree(TreeCommand::Tidy), true);
        self.named(Command::Zoom(Zoom::Fit), true);
    }

    fn card(&mut self, project: &Project, version: &Version, card: u64) {
        let id = action_id(card);
        let Some(action) = version.flow.actions.get(&id) else { return };
        let is_editable = !self.is_read_only;
        let kind = project.routing_of(version.id).map(|routing| routing.kind).unwrap_or_default();
        let after = crate::actions::branch_keys(action, kind).into_iter().find(|key| !action.links.contains_key(key));
        if let Some(branch) = after {
            let find = self.find_kind(Spot::After(id, branch), None);
            self.item("Add after…", is_editable, || find);
        }
        self.named(Command::Tree(TreeCommand::Copy), !action.is_start());
        let clip = Clip::copy_below(project, version.id, id);
        let version_id = self.version;
        self.item("Duplicate with all below", is_editable && !clip.is_empty(), || {
            Command::edit(Edit::Paste { version: version_id, clip: Box::new(clip), spot: Spot::Free, pos: None })
        });
        self.named(Command::Tree(TreeCommand::Duplicate), !action.is_start());
        self.ui.separator();
        self.named(Command::Tree(TreeCommand::Remove), !action.is_start());
        self.named(Command::Tree(TreeCommand::RemoveBelow), !action.is_start());
    }

    fn branch(&mut self, version: &Version, card: u64, port: &str) {
        let from = action_id(card);
        let is_editable = !self.is_read_only;
        let link = version.flow.actions.get(&from).and_then(|action| action.links.get(port)).copied();
        let words = if matches!(link, Some(Link::To(_))) { "Add between…" } else { "Add after…" };
        let find = self.find_kind(Spot::After(from, port.to_owned()), None);
        self.item(words, is_editable, || find);
        let version_id = self.version;
        let set = |link| Command::edit(Edit::SetLink { version: version_id, from, branch: port.to_owned(), link });
        self.item("End here on purpose", is_editable && link != Some(Link::EndsHere), || set(Some(Link::EndsHere)));
        self.item("Cut the link", is_editable && link.is_some(), || set(None));
    }
}

/// The shortcut of the command of that name.
fn find_words(words: &str) -> Option<egui::KeyboardShortcut> {
    crate::app::command::named::NAMED.iter().find(|named| named.name == words)?.shortcut
}
