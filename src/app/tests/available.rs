//! Availability of commands: the menus and the command search agree, and the table here defines what is right.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers};

use crate::model::{Status, VersionId};

use super::support::{Desk, VERSION, small};
use crate::app::command::named::NAMED;
use crate::app::command::{Command, Tab, TreeCommand};
use crate::app::services::examples;

const MENUS: [&str; 5] = ["File", "Edit", "View", "Run", "Help"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Situation {
    NoVersion,
    ReadOnly,
    Editable,
}

fn desk(situation: Situation) -> Desk {
    let mut project = small();
    if situation == Situation::ReadOnly {
        let version = Arc::make_mut(project.versions.get_mut(&VERSION).unwrap());
        version.info.status = Status::InProduction;
        version.info.in_test = false;
        project.versions.remove(&VersionId(8));
    }
    let mut desk = Desk::on(project);
    if situation == Situation::NoVersion {
        desk.command(Command::open_tab(Tab::Settings));
    } else {
        desk.command(Command::open_tab(Tab::Version(VERSION)));
        desk.select(&["Welcome"]);
    }
    if situation == Situation::Editable {
        // Something to paste, to undo and to redo.
        desk.command(Command::Tree(TreeCommand::Copy));
        desk.command(Command::Tree(TreeCommand::Duplicate));
        desk.command(Command::Tree(TreeCommand::Duplicate));
        desk.command(Command::Undo);
        desk.select(&["Welcome"]);
    }
    desk
}

/// The named commands in the menus, and whether each is enabled.
fn in_menus(desk: &mut Desk) -> BTreeMap<&'static str, bool> {
    let mut found = BTreeMap::new();
    for menu in MENUS {
        let closed = desk.enabled_names();
        desk.click(menu);
        let mut names = desk.enabled_names();
        for name in closed {
            let at = names.iter().position(|it| *it == name).expect("what was there is there still");
            names.remove(at);
        }
        // The undone or redone step follows a colon, and a shortcut follows the name.
        let of = |label: &str, name: &str| {
            label.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(": ") || is_shortcut(rest))
        };
        for (label, is_enabled) in names {
            let best = NAMED.iter().filter(|named| of(&label, named.name)).max_by_key(|named| named.name.len());
            found.extend(best.map(|named| (named.name, is_enabled)));
        }
        desk.key(Modifiers::NONE, Key::Escape);
    }
    found
}

fn is_shortcut(text: &str) -> bool {
    text.strip_prefix(' ')
        .is_some_and(|keys| keys.contains('+') || keys.starts_with('F') || ["Delete", "Minus", "Plus"].contains(&keys))
}

/// The rows of the command search.
fn listed(desk: &mut Desk) -> Vec<String> {
    desk.ctrl(Key::K);
    let names = desk.names();
    let at = names.iter().rposition(|name| name.starts_with("Run a command, or")).expect("the box is open");
    desk.key(Modifiers::NONE, Key::Escape);
    names[at + 1..].to_vec()
}

#[test]
fn the_menus_and_the_search_for_commands_agree() {
    for situation in [Situation::NoVersion, Situation::ReadOnly, Situation::Editable] {
        let mut desk = desk(situation);
        let rows = listed(&mut desk);
        let menus = in_menus(&mut desk);
        assert!(menus.len() >= 42, "{situation:?}: {} of {} are in menus: {menus:?}", menus.len(), NAMED.len());
        for (name, is_enabled) in &menus {
            // The command search itself is open already.
            let is_listed = rows.iter().any(|row| row == name) || *name == "Run a command…";
            assert_eq!(is_listed, *is_enabled, "{situation:?}: {name}");
        }
        let tree = situation != Situation::NoVersion;
        let editable = situation == Situation::Editable;
        for (name, is_possible) in [
            ("Undo", editable),
            ("Redo", editable),
            ("Cut", editable),
            ("Copy", tree),
            ("Paste", editable),
            ("Duplicate", editable),
            ("Remove and heal", editable),
            ("Remove with all below", editable),
            ("Select all", tree),
            ("Tidy the tree", editable),
            ("Add an action…", editable),
            ("Show the whole tree", tree),
            ("Zoom in", tree),
            ("Step", false),
            ("Revert to the saved file", false),
            ("Save", true),
            ("Export picture…", tree),
            ("Export call sheet…", tree),
            ("Compare versions", true),
            ("Project settings", true),
        ] {
            assert_eq!(menus.get(name), Some(&is_possible), "{situation:?}: {name}");
        }
    }
}

#[test]
fn commands_outside_the_menus_are_listed_where_they_are_available() {
    for situation in [Situation::NoVersion, Situation::ReadOnly, Situation::Editable] {
        let rows = listed(&mut desk(situation));
        for name in ["Next difference", "Previous difference", "Restart with…", "Run a command…"] {
            assert!(!rows.iter().any(|row| row == name), "{situation:?}: {name}");
        }
        for example in examples::ALL {
            let name = format!("Open an example: {}", example.title);
            assert!(rows.contains(&name), "{situation:?}: {name} of {rows:?}");
        }
    }
}

#[test]
fn an_example_is_opened_by_the_search_for_commands() {
    let mut desk = desk(Situation::ReadOnly);
    desk.ctrl(Key::K);
    desk.type_text("example hotel");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(desk.state().session.dialog.is_none());
    assert!(desk.project().settings.name.contains("otel") && !desk.state().session.document.is_changed());
    assert!(desk.project().versions.contains_key(&VersionId(8)), "it is the example, not the project before");
}

#[test]
fn with_nothing_selected_there_is_nothing_to_copy_or_remove() {
    for selected in [&[][..], &["start"]] {
        let mut desk = desk(Situation::Editable);
        desk.select(selected);
        let menus = in_menus(&mut desk);
        for name in ["Cut", "Copy", "Duplicate", "Remove and heal", "Remove with all below"] {
            assert!(!menus[name], "{name} with {selected:?}");
        }
        assert!(menus["Select all"] && menus["Paste"] && menus["Add an action…"]);
    }
}
