//! The map of the project in the window: how it is reached, what a click and a double click do, findings, and an empty project.

use std::sync::Arc;

use egui::{Key, Modifiers, PointerButton, Role};

use crate::edit::Edit;
use crate::map::Shown;
use crate::model::{Project, RoutingId, Status};

use super::support::Desk;
use crate::app::command::{Command, PageCommand, Tab, Zoom};

/// Two entry points and two smart routings, of which one leads to the other.
fn numbers() -> Project {
    let example = crate::app::services::examples::ALL.iter().find(|it| it.name == "tracking_numbers.ron").unwrap();
    crate::storage::read(example.text.as_bytes()).unwrap().project
}

fn routing(project: &Project, name: &str) -> RoutingId {
    project.routings.values().find(|it| it.name == name).unwrap().id
}

fn on_map(project: Project) -> Desk {
    let mut desk = Desk::on(project);
    desk.command(Command::open_tab(Tab::Map));
    desk
}

#[test]
fn the_map_is_reached_by_ctrl_k_the_view_menu_and_the_tree() {
    let mut desk = Desk::on(numbers());
    let close = |desk: &mut Desk| {
        assert_eq!(desk.state().session.tab, Tab::Map);
        assert!(desk.has("Website numbers, Smart routing") && desk.has("Radio number, Phone number (source)"));
        desk.command(Command::Page(PageCommand::Close(Tab::Map)));
        assert_ne!(desk.state().session.tab, Tab::Map);
    };
    desk.ctrl(Key::K);
    desk.type_text("map of");
    desk.key(Modifiers::NONE, Key::Enter);
    close(&mut desk);
    desk.click("View");
    desk.click_menu("Map of the project");
    close(&mut desk);
    desk.click_role(Role::TreeItem, "Map of the project");
    close(&mut desk);
}

#[test]
fn a_double_click_and_enter_open_the_page_of_a_node() {
    let project = numbers();
    let (website, adverts) = (routing(&project, "Website numbers"), routing(&project, "Advert numbers"));
    let mut desk = on_map(project);
    let at = desk.rect("Website numbers, Smart routing").center_top() + egui::vec2(0.0, 12.0);
    desk.double_click_at(at);
    assert_eq!(desk.state().session.tab, Tab::Routing(website));

    desk.command(Command::open_tab(Tab::Map));
    let at = desk.rect("Advert numbers, Smart routing").center_top() + egui::vec2(0.0, 12.0);
    desk.click_at(at, PointerButton::Primary);
    assert_eq!(desk.state().session.tab, Tab::Map);
    assert!(desk.text().contains("What leads here"), "the side describes the chosen node");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.state().session.tab, Tab::Routing(adverts));

    desk.command(Command::open_tab(Tab::Map));
    desk.click("Open the version");
    assert_eq!(desk.state().session.tab, Tab::Version(desk.project().in_production(adverts).unwrap().id));
}

#[test]
fn the_side_leads_to_neighbours_and_to_the_actions() {
    let project = numbers();
    let (website, adverts) = (routing(&project, "Website numbers"), routing(&project, "Advert numbers"));
    let mut desk = on_map(project);
    desk.state_mut().parts.map.chosen = Some(website.into());
    desk.settle();
    desk.click("Advert numbers · Smart routing");
    assert_eq!(desk.state().parts.map.chosen, Some(adverts.into()));
    desk.click("Website numbers · Smart routing");
    desk.click("As the advert numbers → Advert numbers");
    assert_eq!(desk.state().session.tab, Tab::Version(desk.project().in_production(website).unwrap().id));
    assert_eq!(desk.selected().len(), 1);
}

#[test]
fn a_click_on_a_finding_shows_its_node() {
    let mut project = numbers();
    let adverts = routing(&project, "Advert numbers");
    for version in project.versions.values_mut().filter(|version| version.info.routing == adverts) {
        Arc::make_mut(version).info.status = Status::InBackup;
    }
    let mut desk = on_map(project);
    desk.state_mut().parts.map.canvas.zoom_to(2.0, None);
    desk.settle();
    let name = "warning: \"Radio number\" is dead: \"Advert numbers\" has no version in production. Callers would hear nothing.";
    let before = desk.rect(name);
    desk.click(name);
    assert_eq!(desk.rect(name), before, "the finding stays under the pointer");
    let chosen = desk.state().parts.map.chosen.unwrap();
    assert_eq!(chosen.known(desk.project()).unwrap().name, "Radio number");
    let canvas = desk.state().parts.map.canvas.viewport().rect;
    assert!(canvas.contains_rect(desk.rect("Radio number, Phone number (source)")));
}

#[test]
fn an_edit_and_the_choice_of_versions_change_the_map() {
    let mut desk = on_map(numbers());
    let used = desk.project().entry_points.values().find(|it| it.name == "Radio number").unwrap().clone();
    let unassigned = crate::model::EntryPoint { assigned: None, ..(*used).clone() };
    let finding = "hint: \"Radio number\" leads to no smart routing.";
    assert!(!desk.has(finding));
    desk.command(Command::edit(Edit::StoreEntryPoint { entry_point: unassigned }));
    assert!(desk.has(finding));
    desk.command(Command::Undo);
    assert!(!desk.has(finding));
    desk.click("In development");
    assert_eq!(desk.state().parts.map.shown, Shown::Development);
    let at = desk.rect("Website numbers, Smart routing").center_top() + egui::vec2(0.0, 12.0);
    desk.click_at(at, PointerButton::Primary);
    desk.click("Open the version");
    let shown = desk.shown();
    assert!(desk.version(shown).info.in_test);
}

#[test]
fn the_map_is_zoomed_like_any_canvas() {
    let mut desk = on_map(numbers());
    desk.command(Command::Zoom(Zoom::Reset));
    let zoom = |desk: &Desk| desk.state().parts.map.canvas.zoom();
    assert!((zoom(&desk) - 1.0).abs() < 0.01);
    desk.command(Command::Zoom(Zoom::In));
    assert!(zoom(&desk) > 1.2);
    desk.ctrl(Key::Num0);
    assert!(zoom(&desk) <= 1.0);
}

#[test]
fn an_empty_project_says_what_the_map_is_for() {
    let mut desk = on_map(Project::default());
    assert!(desk.text().contains("There is no smart routing yet"), "{}", desk.text());
    desk.click("New smart routing…");
    assert!(desk.state().session.dialog.is_some());
}

#[test]
fn the_whole_map_is_in_view_when_it_opens() {
    for size in [egui::vec2(1280.0, 720.0), egui::vec2(1600.0, 1000.0)] {
        let mut desk = Desk::of_size(size, "");
        let mut project = numbers();
        let adverts = routing(&project, "Advert numbers");
        for version in project.versions.values_mut().filter(|version| version.info.routing == adverts) {
            Arc::make_mut(version).info.status = Status::InBackup;
        }
        desk.put(project);
        desk.ctx().all_styles_mut(|style| style.animation_time = 0.1);
        desk.command(Command::open_tab(Tab::Map));
        let opened = desk.state().parts.map.canvas.viewport();
        desk.command(Command::Zoom(Zoom::Fit));
        let fitted = desk.state().parts.map.canvas.viewport();
        assert!((opened.zoom - fitted.zoom).abs() < 0.01, "{opened:?} {fitted:?}");
    }
}

#[test]
fn in_a_small_window_nothing_of_the_map_is_cut_or_covered() {
    let size = egui::vec2(800.0, 500.0);
    let mut desk = Desk::of_size(size, "");
    desk.put(numbers());
    desk.command(Command::open_tab(Tab::Map));
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
    let controls: Vec<_> =
        ["In production", "In development", "Export picture…", "Fit"].map(|name| desk.rect(name)).into();
    for (at, rect) in controls.iter().enumerate() {
        assert!(window.contains_rect(*rect), "{rect:?}");
        assert!(controls.iter().skip(at + 1).all(|other| !rect.shrink(1.0).intersects(*other)), "{controls:?}");
    }
    let canvas = desk.state().parts.map.canvas.viewport().rect;
    assert!(canvas.width() > 150.0 && canvas.height() > 150.0, "{canvas:?}");
    for card in ["Website numbers, Smart routing", "Radio number, Phone number (source)"] {
        assert!(canvas.contains_rect(desk.rect(card)), "{card}: {:?} in {canvas:?}", desk.rect(card));
    }
}
