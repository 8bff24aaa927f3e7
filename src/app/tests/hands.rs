//! Input of a user: keys, text, clicks and drags, each as real events in frames of their own.

use std::path::Path;
use std::sync::Arc;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Vec2};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

use super::eyes::without_shortcut;
use super::support::{Desk, Dropped};

impl Desk {
    /// Sends events, one per frame, and waits until the window is idle.
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
        // Both within the time of a double click: two frames are too slow for the clock of the harness.
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

    pub fn scroll_to(&mut self, id: egui::accesskit::NodeId) {
        let is_it = |node: &Node<'_>| node.accesskit_node().locate().0 == id;
        if let Some(node) = self.nodes().into_iter().find(is_it) {
            node.scroll_to_me();
        }
        self.settle();
    }

    /// Whether turning the wheel over the page makes a node fully visible.
    pub fn wheel_shows(&mut self, id: egui::accesskit::NodeId, window: Rect) -> bool {
        let over = Pos2::new(window.right() - 30.0, window.top() + 120.0);
        self.events([Event::PointerMoved(over)]);
        let wheel = |y| Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, y),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        self.events((0..4).map(|_| wheel(4_000.0)).collect::<Vec<_>>());
        for _ in 0..20 {
            let is_it = |node: &Node<'_>| node.accesskit_node().locate().0 == id;
            if self.nodes().into_iter().find(is_it).is_some_and(|node| window.expand(1.0).contains_rect(node.rect())) {
                return true;
            }
            self.events([wheel(-200.0)]);
        }
        false
    }

    pub fn click(&mut self, name: &str) {
        self.input(name).scroll_to_me();
        self.settle();
        let pos = self.rect(name).center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// Clicks one of several nodes with this name, in the order of the page.
    pub fn click_nth(&mut self, name: &str, nth: usize) {
        let pos = self.inputs(name)[nth].rect().center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// Clicks a node with a role, where a name is used twice.
    pub fn click_role(&mut self, role: Role, name: &str) {
        let is_it = |node: &&Node<'_>| node.accesskit_node().role() == role;
        let found = self.inputs(name);
        let pos = found.iter().find(is_it).unwrap_or_else(|| panic!("no {role:?} {name:?}")).rect().center();
        self.click_at(pos, PointerButton::Primary);
    }

    /// Replaces the text of a field.
    pub fn write(&mut self, name: &str, text: &str) {
        self.click(name);
        self.ctrl(Key::A);
        self.key(Modifiers::NONE, Key::Backspace);
        self.type_text(text);
    }

    pub fn click_menu(&mut self, name: &str) {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            egui::accessibility::is_input(node.role())
                && node.label().is_some_and(|label| without_shortcut(&label) == name)
        };
        let pos = self.nodes().into_iter().rfind(is_it).unwrap_or_else(|| panic!("no item {name:?}")).rect().center();
        self.click_at(pos, PointerButton::Primary);
    }
}
