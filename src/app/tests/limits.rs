//! Extremes: nothing at all, far too much, and small windows. Nothing panics, nothing becomes unreachable, and an idle window is not drawn.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use egui::accessibility::is_input;
use egui::{Key, Modifiers, Rect, Role, Vec2};
use egui_kittest::kittest::NodeT as _;

use crate::edit::Edit;
use crate::model::{Action, ActionId, Link, Pos, Project, Routing, RoutingId, VersionId};

use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{
    BottomPane, Command, FileCommand, FindCommand, PageCommand, PaneCommand, Tab, TreeCommand, Zoom,
};

fn pages(project: &Project) -> Vec<Tab> {
    let mut pages = vec![Tab::Start, Tab::Settings, Tab::Phrases];
    pages.extend(project.routings.keys().take(2).copied().map(Tab::Routing));
    pages.extend(project.versions.keys().copied().map(Tab::Version));
    pages.extend(project.resources.keys().copied().map(Tab::Resource));
    pages.extend(project.entry_points.keys().take(1).copied().map(Tab::EntryPoint));
    pages.extend(project.callers.keys().take(1).copied().map(Tab::Caller));
    pages.extend(project.worlds.keys().take(2).copied().map(Tab::World));
    pages
}

#[test]
fn an_empty_project_can_be_viewed_and_started() {
    let mut desk = Desk::on(Project::default());
    for tab in [Tab::Start, Tab::Settings] {
        desk.command(Command::Page(PageCommand::Open(tab)));
    }
    for key in [Key::Num0, Key::A, Key::D, Key::Z, Key::T] {
        desk.ctrl(key);
    }
    desk.key(Modifiers::NONE, Key::Delete);
    for panel in [BottomPane::Problems, BottomPane::Simulation] {
        desk.command(Command::Pane(PaneCommand::ShowBottom(panel)));
    }
    // There is nothing to simulate yet.
    assert!(!desk.has("Start a call") && desk.has("Simulation"));
    desk.click("New smart routing");
    assert!(desk.state().session.dialog.is_some());
}

#[test]
fn names_of_two_hundred_letters_and_a_thousand_routings() {
    let mut project = claims();
    let long =
        |number: usize| format!("{number} {}", "Wagenstandsanzeiger ".repeat(10)).chars().take(200).collect::<String>();
    for (number, version) in project.versions.values_mut().enumerate() {
        let version = Arc::make_mut(version);
        version.info.name = long(number);
        for action in version.flow.actions.values_mut() {
            Arc::make_mut(action).title = long(number);
        }
    }
    for (number, resource) in project.resources.values_mut().enumerate() {
        Arc::make_mut(resource).name = long(number);
    }
    for caller in project.callers.values_mut() {
        Arc::make_mut(caller).name = long(1);
    }
    for routing in project.routings.values_mut() {
        Arc::make_mut(routing).name = long(2);
    }
    project.settings.name = long(3);
    for number in 0..1_000u32 {
        let id = RoutingId(1_000 + number);
        let (name, reference) = (long(number as usize), format!("line_{number}"));
        project.routings.insert(id, Arc::new(Routing { id, name, reference, ..Routing::default() }));
    }
    project.last_id = 2_000;
    let pages = pages(&project);
    let mut desk = Desk::on(project);
    for tab in pages {
        desk.command(Command::Page(PageCommand::Open(tab)));
        assert_eq!(desk.state().session.tab, tab);
    }
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VersionId(23)))));
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    desk.click("Try a call");
    desk.command(Command::Tree(TreeCommand::SelectAll));
    desk.write("Find in the project", "999 wagen");
    desk.command(Command::Page(PageCommand::Open(Tab::Routing(RoutingId(1_999)))));
    desk.click("Delete…");
    desk.click("Delete");
    assert!(!desk.project().routings.contains_key(&RoutingId(1_999)));
}

#[test]
fn a_tree_of_two_thousand_actions_is_edited_like_any_other() {
    let mut project = small();
    let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    for id in 8..2_008u32 {
        let mut action = Action::new(ActionId(id), "voice_announcement");
        action.title = format!("Announcement {id}");
        action.links.insert("error".to_owned(), Link::EndsHere);
        if id < 2_007 {
            action.links.insert("ok".to_owned(), Link::To(ActionId(id + 1)));
        }
        let place = i32::try_from(id).unwrap() - 8;
        version.flow.positions.insert(action.id, Pos(560 + place % 50 * 280, 560 + place / 50 * 160));
        version.flow.actions.insert(action.id, Arc::new(action));
    }
    let routing = Arc::make_mut(project.routings.get_mut(&RoutingId(7)).unwrap());
    routing.last_action = ActionId(2_007);
    let mut desk = Desk::on(project);
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    assert_eq!(desk.flow().actions.len(), 2_004);
    desk.command(Command::Zoom(Zoom::Fit));
    desk.command(Command::Tree(TreeCommand::SelectAll));
    assert_eq!(desk.selected().len(), 2_004);
    desk.select(&["Announcement 1000"]);
    desk.key(Modifiers::NONE, Key::Delete);
    assert!(!desk.has_action("Announcement 1000"));
    let (before, after) = (desk.action("Announcement 999"), desk.action("Announcement 1001").id);
    assert_eq!(before.links["ok"], Link::To(after));
    desk.ctrl(Key::T);
    desk.ctrl(Key::Z);
    desk.ctrl(Key::Z);
    assert_eq!(desk.flow().actions.len(), 2_004);
    desk.command(Command::Page(PageCommand::Reveal(crate::model::ActionRef {
        version: VERSION,
        action: ActionId(1_500),
    })));
    assert!(desk.has("Remove and heal"));
    desk.write("Title", "Changed");
    assert_eq!(desk.flow().actions[&ActionId(1_500)].title, "Changed");
    desk.click("Try a call");
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
}

/// The widgets outside of the window that cannot be scrolled into view.
fn lost(desk: &mut Desk, window: Rect) -> Vec<String> {
    let is_lost = |rect: Rect| !window.expand(1.0).contains_rect(rect);
    let found: Vec<_> = desk
        .nodes()
        .into_iter()
        .filter(|node| is_input(node.accesskit_node().role()) && node.accesskit_node().role() != Role::Splitter)
        .filter(|node| is_lost(node.rect()))
        .map(|node| (node.accesskit_node().locate().0, node.rect()))
        .collect();
    // The outermost widgets on each side represent the others.
    let sides: [fn(&Rect) -> f32; 4] =
        [|rect| rect.right(), |rect| rect.bottom(), |rect| -rect.left(), |rect| -rect.top()];
    let farthest = |side: &fn(&Rect) -> f32| found.iter().max_by(|one, other| side(&one.1).total_cmp(&side(&other.1)));
    let found: BTreeSet<_> = sides.iter().filter_map(farthest).map(|(id, _)| *id).collect();
    let mut lost = Vec::new();
    for id in found {
        desk.scroll_to(id);
        let nodes = desk.nodes();
        let Some(node) = nodes.into_iter().find(|node| node.accesskit_node().locate().0 == id) else { continue };
        // In a list on a page both scroll; the wheel is turned over the page.
        let rect = node.rect();
        if is_lost(rect) && !desk.wheel_shows(id, window) {
            let nodes = desk.nodes();
            let Some(node) = nodes.into_iter().find(|node| node.accesskit_node().locate().0 == id) else { continue };
            let node = (node.accesskit_node().role(), node.accesskit_node().label(), node.rect());
            lost.push(format!("{node:?}"));
        }
    }
    lost
}

/// The widgets that overlap another one in the row of a button.
fn stacked(desk: &Desk, button: &str) -> Vec<String> {
    if !desk.has(button) {
        return Vec::new();
    }
    let row = desk.rect(button);
    let is_version = matches!(desk.state().session.tab, Tab::Version(_));
    let in_row: Vec<_> = desk
        .nodes()
        .into_iter()
        .filter(|node| {
            let role = node.accesskit_node().role();
            (role == Role::Label || is_input(role)) && role != Role::Splitter
        })
        .map(|node| (node.accesskit_node().label().or(node.accesskit_node().value()).unwrap_or_default(), node.rect()))
        // Cards and ports end at the edge of the canvas.
        .filter(|(name, _)| !is_version || !is_of_canvas(desk, &format!("\"{name}")))
        .filter(|(_, rect)| row.y_range().contains(rect.center().y) && rect.height() < 40.0)
        .collect();
    let mut stacked = Vec::new();
    for (place, (name, rect)) in in_row.iter().enumerate() {
        // A heading may contain a button; only partial overlaps count here.
        let cuts = |it: &Rect| it.shrink(1.0).intersects(rect.shrink(1.0)) && !rect.contains_rect(*it);
        for (other, _) in in_row.iter().skip(place + 1).filter(|(_, it)| cuts(it)) {
            stacked.push(format!("{name} and {other}"));
        }
    }
    stacked
}

#[test]
fn in_a_small_window_everything_can_be_reached() {
    for size in [Vec2::new(900.0, 560.0), Vec2::new(1280.0, 720.0)] {
        let window = Rect::from_min_size(egui::Pos2::ZERO, size);
        let mut desk = Desk::of_size(size, "");
        for tab in pages(&claims()) {
            desk.command(Command::Page(PageCommand::Open(tab)));
            for button in ["Tidy", "Edit…"] {
                assert_eq!(stacked(&desk, button), Vec::<String>::new(), "{tab:?} at {size:?}");
            }
        }
        for tab in pages(&claims()) {
            desk.command(Command::Page(PageCommand::Open(tab)));
            let is_canvas = matches!(tab, Tab::Version(_));
            if let Tab::Version(id) = tab {
                // A card out of view is reached by the arrow keys; here the whole tree is shown.
                desk.command(Command::Zoom(Zoom::Fit));
                let last = desk.version(id).flow.actions.keys().last().copied().unwrap();
                desk.command(Command::Page(PageCommand::Reveal(crate::model::ActionRef { version: id, action: last })));
            }
            let mut lost = lost(&mut desk, window);
            lost.retain(|it| !is_canvas || !is_of_canvas(&desk, it));
            assert_eq!(lost, Vec::<String>::new(), "{tab:?} at {size:?}");
        }
        for dialog in
            [Command::About, Command::Find(FindCommand::Commands), Command::save_as(), Command::File(FileCommand::New)]
        {
            desk.command(Command::CloseDialog);
            desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
            desk.command(dialog.clone());
            assert_eq!(lost(&mut desk, window), Vec::<String>::new(), "{dialog:?} at {size:?}");
        }
    }
}

/// Cards and ports are panned into view.
fn is_of_canvas(desk: &Desk, named: &str) -> bool {
    let is_card = |action: &Arc<Action>| named.contains(&format!("\"{}, ", crate::actions::title(action)));
    named.contains("\"Branch ") || desk.flow().actions.values().any(is_card)
}

#[test]
fn an_idle_window_draws_no_frames() {
    let mut desk = Desk::new();
    let at_rest = |desk: &mut Desk, what: &str| {
        // Short messages disappear after some seconds, which pass quickly here.
        for _ in 0..60 {
            desk.empty_frame();
        }
        for _ in 0..5 {
            desk.empty_frame();
            assert_eq!(desk.repaint_delay(), Duration::MAX, "{what}: {:#?}", desk.ctx().repaint_causes());
        }
    };
    at_rest(&mut desk, "the first window");
    desk.click("Try a call");
    at_rest(&mut desk, "a call");
    desk.select(&["Welcome"]);
    at_rest(&mut desk, "a form");
    desk.command(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    at_rest(&mut desk, "problems");
    desk.ctrl(Key::K);
    at_rest(&mut desk, "a dialog");
    desk.key(Modifiers::NONE, Key::Escape);
    for tab in pages(&claims()) {
        desk.command(Command::Page(PageCommand::Open(tab)));
        at_rest(&mut desk, "a page");
    }
    desk.command(Command::edit(Edit::DeleteWorld { world: crate::model::WorldId(31) }));
    at_rest(&mut desk, "an edit");
}

#[test]
fn both_themes_are_drawn() {
    for (words, is_dark) in [("dark", true), ("light", false)] {
        let mut desk = Desk::of_size(Vec2::new(1440.0, 900.0), words);
        assert_eq!(desk.ctx().theme() == egui::Theme::Dark, is_dark);
        for tab in pages(&claims()) {
            desk.command(Command::Page(PageCommand::Open(tab)));
        }
        desk.command(Command::Theme(if is_dark { egui::ThemePreference::Light } else { egui::ThemePreference::Dark }));
        assert_eq!(desk.ctx().theme() == egui::Theme::Dark, !is_dark);
        desk.command(Command::Page(PageCommand::Open(Tab::Version(VersionId(23)))));
        let scene = desk.view(VersionId(23)).scene.as_ref().expect("drawn").0;
        assert_eq!(scene.is_dark, !is_dark);
    }
}
