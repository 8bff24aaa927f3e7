//! Keyboard focus: the focused widget is visible and marked, and Tab follows the reading order.

use egui::{Key, Modifiers, Rect, Vec2, pos2};

use crate::lifecycle::Act;

use super::lifecycle::CLAIMS;
use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{Command, PageCommand, Tab};

const SIZE: Vec2 = Vec2::new(1280.0, 720.0);

/// A tab stop: its name and rectangle.
type Stop = (String, Rect);

/// All tab stops in order; each is fully visible and marked.
fn walk(desk: &mut Desk, modifiers: Modifiers) -> Vec<Stop> {
    let window = Rect::from_min_size(pos2(0.0, 0.0), SIZE);
    let mut stops: Vec<Stop> = Vec::new();
    let mut seen = Vec::new();
    for _ in 0..400 {
        desk.key(modifiers, Key::Tab);
        let id = desk.ctx().memory(egui::Memory::focused);
        if seen.first() == Some(&id) {
            return stops;
        }
        seen.push(id);
        let name = desk.focused().unwrap_or_default();
        let (rect, shown) = desk.focused_rects().unwrap_or_else(|| panic!("nothing after {:?}", stops.last()));
        // Of a widget larger than the window, a part is enough.
        let enough = rect.size().min(Vec2::new(300.0, 100.0)) - Vec2::splat(1.0);
        let seen = shown.intersect(window).size();
        assert!(seen.x >= enough.x && seen.y >= enough.y, "{name:?} is out of sight: {shown:?} of {rect:?}");
        assert!(desk.is_marked(rect), "{name:?} has no mark");
        stops.push((name, rect));
    }
    panic!("Tab never comes back: {stops:?}");
}

fn place(stops: &[Stop], name: &str) -> usize {
    stops.iter().position(|(it, _)| it == name).unwrap_or_else(|| panic!("no stop {name:?} in {stops:?}"))
}

fn on_routing(theme: &'static str) -> Desk {
    let mut desk = Desk::of_size(SIZE, theme);
    desk.put(claims());
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(CLAIMS))));
    desk
}

#[test]
fn every_tab_stop_of_a_page_is_visible_and_marked_in_reading_order() {
    for theme in ["dark", "light"] {
        let mut desk = on_routing(theme);
        let stops = walk(&mut desk, Modifiers::NONE);
        assert!(stops.len() > 50, "{stops:?}");
        // Menus, tree, page, and the bottom pane.
        let order =
            ["File", "Find in the project", "Project settings", "Edit…", "Copy…", "Delete…", "Create a version…"];
        let order: Vec<usize> = order.iter().chain(&["Problems", "Hide"]).map(|name| place(&stops, name)).collect();
        assert!(order.is_sorted(), "{order:?} of {stops:?}");
        // The acts of a card in the order in which they are drawn, with the delete button last.
        let first = place(&stops, Act::Schedule.words());
        let card: Vec<_> = stops[first..].iter().take_while(|(name, _)| name != Act::Delete.words()).collect();
        assert!(
            card.is_sorted_by(|(_, one), (_, other)| one.left() < other.left() || one.top() < other.top()),
            "{card:?}"
        );
    }
}

#[test]
fn every_page_shows_where_the_keyboard_is() {
    let mut desk = on_routing("light");
    let project = desk.project().clone();
    let mut kinds = std::collections::BTreeSet::new();
    let is_first = |it: &&std::sync::Arc<crate::model::Resource>| kinds.insert(it.data.kind().words());
    let mut tabs: Vec<Tab> = project.resources.values().filter(is_first).map(|it| Tab::Resource(it.id)).collect();
    tabs.extend(project.entry_points.keys().take(1).map(|id| Tab::EntryPoint(*id)));
    tabs.extend(project.callers.keys().take(1).map(|id| Tab::Caller(*id)));
    tabs.extend(project.worlds.keys().take(1).map(|id| Tab::World(*id)));
    tabs.extend([Tab::Settings, Tab::Phrases, Tab::Start]);
    // The rest of the window was tested above.
    desk.state_mut().window.panes.tree = false;
    desk.state_mut().window.panes.bottom = false;
    for tab in tabs {
        desk.command(Command::Page(PageCommand::Open(tab)));
        assert!(walk(&mut desk, Modifiers::NONE).len() > 8, "{tab:?}");
        desk.command(Command::Page(PageCommand::Close(tab)));
    }
}

#[test]
fn shift_tab_walks_the_same_way_back() {
    let mut desk = on_routing("dark");
    let names = |stops: Vec<Stop>| stops.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let there = names(walk(&mut desk, Modifiers::NONE));
    // The focus is on the first stop again.
    let mut back = names(walk(&mut desk, Modifiers::SHIFT));
    back.reverse();
    assert_eq!(there, back);
}

#[test]
fn a_version_is_walked_from_left_to_right_and_the_bottom_comes_last() {
    let mut desk = Desk::of_size(SIZE, "");
    desk.put(small());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk.select(&["Welcome"]);
    let mut reached = Vec::new();
    for _ in 0..400 {
        desk.key(Modifiers::NONE, Key::Tab);
        reached.push((desk.focused().unwrap_or_default(), Rect::NOTHING));
    }
    let order = ["Find in the project", "Find an action", "Fit", "Welcome, Voice announcement", "Title", "Simulation"];
    let order = order.map(|name| place(&reached, name));
    assert!(order.is_sorted(), "{order:?} of {reached:?}");
}

#[test]
fn mouse_users_see_a_focus_mark_only_in_text_fields() {
    let mut desk = on_routing("dark");
    for _ in 0..12 {
        desk.key(Modifiers::NONE, Key::Tab);
    }
    let (rect, _) = desk.focused_rects().unwrap();
    assert!(desk.is_marked(rect));
    desk.click("Find in the project");
    let field = desk.focused_rects().unwrap().0;
    assert!(desk.is_marked(field) && !desk.is_marked(rect));
}

#[test]
fn a_dialog_gives_the_focus_back() {
    let mut desk = on_routing("dark");
    while desk.focused().as_deref() != Some("Create a version…") {
        desk.key(Modifiers::NONE, Key::Tab);
    }
    let before = desk.focused_rects();
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some("Name"));
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.focused_rects(), before);
}
