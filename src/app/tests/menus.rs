//! The context menus of the canvas, and read-only versions.

use egui::{Event, Key, Modifiers, PointerButton};

use crate::edit::{Clip, Edit, Spot};
use crate::model::{Link, Pos, Project, Status, VersionId};

use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{Command, PageCommand, Tab, Zoom};
use crate::app::shell::dialog::Dialog;

/// The target of the secondary button.
#[derive(Clone, Copy, Debug)]
enum Spotted {
    Card,
    Start,
    Port,
    OpenPort,
    Wire,
    Canvas,
}

const ALL: [Spotted; 6] =
    [Spotted::Card, Spotted::Start, Spotted::Port, Spotted::OpenPort, Spotted::Wire, Spotted::Canvas];

fn open(desk: &mut Desk, on: Spotted) {
    let head = egui::vec2(40.0, 12.0);
    let pos = match on {
        Spotted::Card => desk.card("Welcome").left_top() + head,
        Spotted::Start => desk.card("start").left_top() + head,
        Spotted::Port => desk.port("1 Front desk", "Welcome"),
        Spotted::OpenPort => desk.port("Invalid", "Welcome"),
        Spotted::Wire => {
            let zoom = desk.view(desk.shown()).canvas.zoom();
            let to = desk.card("Welcome");
            desk.port("OK", "start").lerp(to.left_top() + egui::vec2(0.0, crate::canvas::ENTRY_OFFSET * zoom), 0.5)
        }
        Spotted::Canvas => desk.empty_place(),
    };
    desk.click_at(pos, PointerButton::Secondary);
}

/// The items of the open menu, and whether each is enabled.
fn items(desk: &Desk) -> Vec<(String, bool)> {
    const ITEMS: [&str; 13] = [
        "Add an action…",
        "Paste",
        "Select all",
        "Tidy the tree",
        "Show the whole tree",
        "Add after…",
        "Add between…",
        "Copy",
        "Duplicate with all below",
        "Duplicate",
        "Remove and heal",
        "Remove with all below",
        "Cut the link",
    ];
    let names = desk.menu_names();
    let all = ITEMS.into_iter().chain(["End here on purpose"]);
    all.filter_map(|item| Some((item.to_owned(), names.iter().find(|(name, _)| name == item)?.1))).collect()
}

/// The same tree, in production.
fn read_only() -> Desk {
    let mut project = small();
    let version = std::sync::Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
    version.info.status = Status::InProduction;
    version.info.in_test = false;
    project.versions.remove(&VersionId(8));
    let mut desk = Desk::on(project);
    desk.state_mut().window.panes.tree = false;
    desk.state_mut().window.panes.bottom = false;
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    desk
}

#[derive(Debug, PartialEq)]
struct FileChange {
    project: std::sync::Arc<Project>,
    dialog: Option<Dialog>,
    selected: usize,
    clip: usize,
    viewport: crate::canvas::Viewport,
}

fn seen(desk: &Desk) -> FileChange {
    FileChange {
        project: desk.project().clone(),
        dialog: desk.state().session.dialog.clone(),
        selected: desk.selected().len(),
        clip: desk.state().window.clipboard.clip.len(),
        viewport: desk.view(VERSION).canvas.viewport(),
    }
}

#[test]
fn every_item_acts_or_is_disabled() {
    for on in ALL {
        let mut desk = Desk::on_small();
        open(&mut desk, on);
        let offered = items(&desk);
        assert!(offered.len() >= 3, "{on:?}: {offered:?} of {:?}", desk.names());
        for (item, is_enabled) in offered {
            let mut desk = Desk::on_small();
            // Something to paste, and a view that is not the whole tree already.
            let clip = Clip::copy(desk.project(), VERSION, &[desk.action("Leave a message").id].into());
            desk.state_mut().window.clipboard.clip = if item == "Copy" { Clip::default() } else { clip };
            if item == "Show the whole tree" {
                desk.command(Command::Zoom(Zoom::In));
            }
            open(&mut desk, on);
            let before = seen(&desk);
            desk.click_menu(&item);
            assert!(!desk.has_menu(), "{on:?}: {item:?} leaves the menu open");
            if is_enabled || item == "Paste" {
                assert_ne!(seen(&desk), before, "{on:?}: {item:?} does nothing");
                assert!(
                    !matches!(desk.state().session.dialog, Some(Dialog::Question(_) | Dialog::Places(_))),
                    "{on:?}: {item:?} is refused"
                );
            }
        }
    }
}

#[test]
fn paste_from_the_menu_uses_the_position_of_the_menu() {
    let mut desk = Desk::on_small();
    desk.state_mut().window.clipboard.clip =
        Clip::copy(desk.project(), VERSION, &[desk.action("Leave a message").id].into());
    let at = desk.empty_place();
    let wanted = desk.view(VERSION).canvas.viewport().scene_from_screen(at);
    desk.click_at(at, PointerButton::Secondary);
    desk.click_menu("Paste");
    let pasted = desk.selected()[0];
    assert_eq!(desk.flow().positions[&pasted], crate::app::kit::scene::model_pos(wanted));
}

#[test]
fn in_a_read_only_version_no_item_changes_anything() {
    for on in ALL {
        let mut desk = read_only();
        open(&mut desk, on);
        for (item, is_enabled) in items(&desk) {
            let may = ["Copy", "Select all", "Show the whole tree"].contains(&item.as_str());
            assert!(may || !is_enabled, "{on:?}: {item:?} is offered");
        }
    }
}

#[test]
fn several_selected_cards_are_removed_from_their_menu() {
    let mut desk = Desk::on_small();
    desk.select(&["Front desk", "Leave a message"]);
    let at = desk.card("Front desk").left_top() + egui::vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Secondary);
    assert_eq!(desk.selected().len(), 2);
    desk.click_menu("Remove with all below");
    assert_eq!(desk.flow().actions.len(), 2);
}

#[test]
fn the_canvas_of_a_read_only_version_changes_nothing() {
    let mut desk = read_only();
    let before = desk.project().clone();
    desk.assert_says("This version is in production and read-only.");
    assert!(!desk.has("Find an action") && !desk.has("Voice announcement"), "nothing to drag from");
    assert!(!desk.is_enabled("Tidy"));
    let (card, empty) = (desk.card("Welcome"), desk.empty_place());
    let head = egui::vec2(40.0, 12.0);
    let to = desk.card("Leave a message").left_top() + head;
    desk.drag(desk.port("Invalid", "Welcome"), to);
    desk.command(Command::Zoom(Zoom::Fit));
    desk.drag(card.left_top() + head, empty);
    desk.command(Command::Zoom(Zoom::Fit));
    desk.double_click_at(empty);
    assert!(desk.state().session.dialog.is_none());
    desk.select(&["Welcome"]);
    assert!(!desk.is_enabled("Record the passage in this action"));
    for name in ["Remove and heal", "Remove with all below", "Add a row to Keys in use"] {
        assert!(!desk.has(name), "{name}");
    }
    assert_eq!(desk.project(), &before);
    desk.select(&["Leave a message"]);
    desk.write("Title", "Changed");
    assert_eq!(desk.project(), &before);
    // With the focus in the tree, keys that change it are refused with a message.
    for event in [Event::Cut, Event::Paste("x".to_owned())] {
        desk.click_at(desk.card("Leave a message").left_top() + head, PointerButton::Primary);
        desk.chord(event);
        assert!(desk.question().lines.join(" ").contains("read-only"));
        desk.click("Close");
    }
    for (modifiers, key) in
        [(Modifiers::NONE, Key::Delete), (Modifiers::COMMAND, Key::Delete), (Modifiers::COMMAND, Key::D)]
    {
        desk.click_at(desk.card("Leave a message").left_top() + head, PointerButton::Primary);
        desk.key(modifiers, key);
        assert!(desk.question().lines.join(" ").contains("read-only"), "{key:?}");
        desk.click("Close");
    }
    desk.ctrl(Key::T);
    assert!(desk.question().lines.join(" ").contains("read-only"));
    assert_eq!(desk.project(), &before);
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn duplicate_to_edit_makes_a_development_version_and_opens_it() {
    let mut desk = read_only();
    desk.click("Duplicate to edit");
    let copy = desk.shown();
    assert_ne!(copy, VERSION);
    assert_eq!(desk.version(copy).info.status, Status::InDevelopment);
    assert_eq!(desk.version(copy).flow.actions, desk.version(VERSION).flow.actions);
    assert!(!desk.text().contains("read-only"));
    assert!(desk.is_enabled("Tidy"));
}

#[test]
fn every_edit_of_a_version_in_production_is_refused_with_a_message() {
    let mut desk = Desk::on(claims());
    let (version, backup) = (VersionId(22), VersionId(21));
    let (action, other) = (crate::model::ActionId(4), crate::model::ActionId(5));
    for version in [version, backup] {
        let clip = Box::new(Clip::copy(desk.project(), version, &[action].into()));
        let edits = [
            Edit::AddAction { version, kind: "node".to_owned(), spot: Spot::Free, pos: None },
            Edit::RemoveActions { version, actions: vec![action] },
            Edit::RemoveBelow { version, action },
            Edit::Reposition { version, action, spot: Spot::Free },
            Edit::MoveCards { version, cards: vec![(action, Pos(1, 2))] },
            Edit::SetLink { version, from: action, branch: "overflow".to_owned(), link: Some(Link::To(other)) },
            Edit::SetParam { version, action, key: "queue".to_owned(), value: None },
            Edit::SetCaption { version, action, title: "x".to_owned(), comment: String::new(), record_passage: false },
            Edit::Paste { version, clip, spot: Spot::Free, pos: None },
            Edit::DescribeVersion { version, name: "x".to_owned(), description: String::new() },
            Edit::PutInTest { version },
        ];
        for edit in edits {
            let before = desk.project().clone();
            desk.command(Command::edit(edit.clone()));
            let name = &before.versions[&version].info.name;
            let title = match edit.changes_version() {
                Some(_) => format!("\"{name}\" cannot be changed"),
                None => format!("{}: not done", edit.words()),
            };
            assert_eq!(desk.question().title, title);
            let offers = desk.question().buttons.iter().any(|button| button.label == "Duplicate to edit");
            assert_eq!(offers, edit.changes_version().is_some());
            assert!(!desk.question().lines.join("").is_empty());
            assert_eq!(desk.project(), &before);
            desk.click("Close");
            assert!(!desk.state().session.document.is_changed());
        }
    }
}
