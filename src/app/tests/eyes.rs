//! What a user sees or a screen reader says: the names, texts and positions of nodes.

use egui::accessibility::is_input;
use egui::{Pos2, Rect, Role};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

use crate::model::ActionId;

use super::support::Desk;
use crate::app::command::{Findings, Question};
use crate::app::kit::focus::mark_of;
use crate::app::kit::scene::card_id;
use crate::app::kit::theme;
use crate::app::shell::dialog::Dialog;

impl Desk {
    /// Every node of the window.
    pub fn nodes(&self) -> Vec<Node<'_>> {
        self.harness.root().children_recursive().collect()
    }

    pub(super) fn inputs(&self, name: &str) -> Vec<Node<'_>> {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            is_input(node.role()) && node.label().as_deref() == Some(name)
        };
        self.nodes().into_iter().filter(is_it).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        !self.inputs(name).is_empty()
    }

    /// The input with a name; of several, the topmost, which comes last.
    pub fn input(&self, name: &str) -> Node<'_> {
        let found = self.inputs(name).pop();
        found.unwrap_or_else(|| panic!("no input {name:?}; there are {:?}", self.names()))
    }

    pub fn names(&self) -> Vec<String> {
        let named = |node: Node<'_>| {
            let node = node.accesskit_node();
            is_input(node.role()).then(|| node.label().unwrap_or_default())
        };
        self.nodes().into_iter().filter_map(named).collect()
    }

    /// The names of all inputs, and whether each is enabled.
    pub fn enabled_names(&self) -> Vec<(String, bool)> {
        let named = |node: Node<'_>| {
            let node = node.accesskit_node();
            is_input(node.role()).then(|| (node.label().unwrap_or_default(), !node.is_disabled()))
        };
        self.nodes().into_iter().filter_map(named).collect()
    }

    /// The name of the focused node.
    pub fn focused(&self) -> Option<String> {
        let is_it = |node: &Node<'_>| node.is_focused();
        self.nodes().into_iter().find(is_it).and_then(|node| node.accesskit_node().label())
    }

    /// The rectangle of a node, and its visible part.
    pub fn focused_rects(&self) -> Option<(Rect, Rect)> {
        let id = self.ctx().memory(egui::Memory::focused)?;
        self.ctx().viewport(|it| it.prev_pass.widgets.get(id).map(|widget| (widget.rect, widget.interact_rect)))
    }

    /// Whether a focus mark is drawn around a rectangle, in the shared style.
    pub fn is_marked(&self, place: Rect) -> bool {
        let palette = if self.ctx().global_style().visuals.dark_mode { &theme::DARK } else { &theme::LIGHT };
        self.harness.output().shapes.iter().any(|shape| match &shape.shape {
            egui::Shape::Rect(it) => {
                it.rect == mark_of(place) && it.stroke.color == palette.accent && it.stroke.width > 1.5
            }
            _ => false,
        })
    }

    pub fn is_enabled(&self, name: &str) -> bool {
        !self.input(name).accesskit_node().is_disabled()
    }

    pub fn rect(&self, name: &str) -> Rect {
        self.input(name).rect()
    }

    /// The position of a text.
    pub fn label(&self, words: &str) -> Rect {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() == Role::Label && node.value().as_deref() == Some(words)
        };
        self.nodes().into_iter().find(is_it).unwrap_or_else(|| panic!("no label {words:?}")).rect()
    }

    pub fn has_menu(&self) -> bool {
        self.state().parts.versions.views.values().any(|view| view.menu.is_some())
    }

    /// The items of the open menu without their shortcuts, and whether each is enabled.
    pub fn menu_names(&self) -> Vec<(String, bool)> {
        assert!(self.has_menu(), "no menu is open");
        // A menu comes last.
        let names = self.nodes().into_iter().filter_map(|node| {
            let node = node.accesskit_node();
            let name = node.label().unwrap_or_default();
            is_input(node.role()).then(|| (without_shortcut(&name).to_owned(), !node.is_disabled()))
        });
        let names: Vec<_> = names.collect();
        names[names.len().saturating_sub(12)..].to_vec()
    }

    /// All visible texts, one per line.
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

    /// The short messages.
    pub fn notices(&self) -> String {
        self.state().window.notices.texts().collect::<Vec<_>>().join("\n")
    }

    /// The open question.
    #[track_caller]
    pub fn question(&self) -> &Question {
        match &self.state().session.dialog {
            Some(Dialog::Question(confirm)) => confirm,
            Some(Dialog::Places(places)) => &places.question,
            other => panic!("no question, but {other:?}"),
        }
    }

    /// The open list of findings.
    #[track_caller]
    pub fn findings(&self) -> &Findings {
        match &self.state().session.dialog {
            Some(Dialog::Findings(findings)) => findings,
            other => panic!("nothing found, but {other:?}"),
        }
    }

    /// The position of a card, by title and kind.
    pub fn card(&self, title: &str) -> Rect {
        let action = self.action(title);
        let kind = crate::actions::spec_of(action).map_or(action.kind.as_str(), |spec| spec.title);
        self.rect(&format!("{}, {kind}", crate::actions::title(action)))
    }

    /// The position of the port of a branch.
    pub fn port(&self, label: &str, title: &str) -> Pos2 {
        self.rect(&format!("Branch {label} of {}", crate::actions::title(self.action(title)))).center()
    }

    /// An empty place on the canvas.
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

/// The name of a menu item without its shortcut.
pub(super) fn without_shortcut(label: &str) -> &str {
    let (name, keys) = label.rsplit_once(' ').unwrap_or((label, ""));
    if keys.contains('+') || ["Delete", "Minus", "Plus"].contains(&keys) { name } else { label }
}
