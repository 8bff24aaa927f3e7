//! The outline: the same tree as the canvas, by keyboard and pointer; and what screen readers are told (spec: designer §2, ease §2).

use egui::{Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::NodeT as _;

use crate::model::{ActionId, Link};

use super::support::{Desk, VERSION};
use crate::app::command::{Command, PaneCommand};

/// The small tree with its outline, which has the keyboard focus.
fn outlined() -> Desk {
    let mut desk = Desk::on_small();
    desk.ctrl(Key::L);
    desk
}

/// The rows that a screen reader finds: level, name, and whether it is open.
fn rows(desk: &Desk) -> Vec<String> {
    let words = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        if node.role() != Role::TreeItem {
            return None;
        }
        let level = node.data().level()?;
        let sign = node.data().is_expanded().map_or(' ', |is_open| if is_open { '-' } else { '+' });
        Some(format!("{level}{sign}{}", node.label().unwrap_or_default()))
    };
    desk.nodes().into_iter().filter_map(words).collect()
}

fn down(desk: &mut Desk, times: usize) {
    for _ in 0..times {
        desk.key(Modifiers::NONE, Key::ArrowDown);
    }
}

fn announced(desk: &Desk) -> String {
    let is_it = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Status;
    let found: Vec<_> = desk.nodes().into_iter().filter(is_it).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accesskit_node().live(), egui::accesskit::Live::Polite);
    found[0].accesskit_node().value().unwrap_or_default().trim_end_matches('\u{a0}').to_owned()
}

#[test]
fn the_outline_lists_the_tree_with_its_levels() {
    let desk = outlined();
    let expected = [
        "0+Start, Start",
        "0-Welcome, Voice announcement",
        "1-Branch 1 Front desk of Welcome, goes to Front desk",
        "2-Front desk, Distribution to queue",
    ];
    let found = rows(&desk);
    assert_eq!(found[..4], expected, "{found:#?}");
    assert!(found.iter().any(|row| row.ends_with("not connected yet")), "{found:#?}");
    // It begins with the first row, and reading goes on from there.
    assert_eq!(desk.focused().as_deref(), Some("Start, Start"));
}

#[test]
fn arrow_keys_walk_fold_and_unfold_in_step_with_the_canvas() {
    let mut desk = outlined();
    down(&mut desk, 1);
    assert_eq!(desk.selected(), [ActionId(3)]);
    assert_eq!(desk.focused().as_deref(), Some("Welcome, Voice announcement"));
    let all = rows(&desk).len();
    desk.key(Modifiers::NONE, Key::ArrowLeft);
    assert!(rows(&desk).len() < all);
    assert!(rows(&desk)[1].starts_with("0+Welcome"));
    desk.key(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(rows(&desk).len(), all);
    desk.key(Modifiers::NONE, Key::ArrowRight);
    assert!(desk.focused().unwrap().starts_with("Branch 1 Front desk"));
    desk.key(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(desk.selected(), [ActionId(4)]);
    desk.key(Modifiers::NONE, Key::Home);
    assert_eq!(desk.selected(), [ActionId(1)]);
    // A card that is selected elsewhere becomes the current row, and what hides it opens.
    down(&mut desk, 1);
    desk.key(Modifiers::NONE, Key::ArrowLeft);
    desk.select(&["Leave a message"]);
    assert!(rows(&desk).iter().any(|row| row.contains("Leave a message, ")), "{:#?}", rows(&desk));
    assert_eq!(desk.focused().as_deref(), Some("Leave a message, Distribution to a voice mailbox"));
}

#[test]
fn letters_go_to_the_next_row_that_begins_with_them() {
    let mut desk = outlined();
    desk.type_text("f");
    assert_eq!(desk.focused().as_deref(), Some("Front desk, Distribution to queue"));
    desk.key(Modifiers::NONE, Key::Home);
    desk.type_text("leave a");
    assert_eq!(desk.focused().as_deref(), Some("Leave a message, Distribution to a voice mailbox"));
    desk.key(Modifiers::NONE, Key::Home);
    desk.frame([egui::Event::Text("w".to_owned())]);
    desk.frame([egui::Event::Text("e".to_owned())]);
    desk.empty_frame();
    assert_eq!(desk.focused().as_deref(), Some("Welcome, Voice announcement"));
    desk.type_text("nothing like that");
    assert_eq!(desk.focused().as_deref(), Some("Welcome, Voice announcement"));
}

#[test]
fn shift_and_ctrl_select_several() {
    let mut desk = outlined();
    down(&mut desk, 3);
    desk.key(Modifiers::SHIFT, Key::ArrowUp);
    desk.key(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(desk.selected(), [ActionId(3), ActionId(4)]);
    let is_it = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.role() == Role::TreeItem && node.label().as_deref() == Some("Start, Start")
    };
    let at = desk.nodes().into_iter().find(is_it).unwrap().rect().center();
    let (button, modifiers) = (PointerButton::Primary, Modifiers::COMMAND);
    let press = |pressed| egui::Event::PointerButton { pos: at, button, pressed, modifiers };
    let held = [egui::Event::ModifiersChanged(modifiers), egui::Event::PointerMoved(at)];
    desk.events(held.into_iter().chain([press(true), press(false)]));
    assert_eq!(desk.selected(), [ActionId(1), ActionId(3), ActionId(4)]);
}

#[test]
fn actions_are_added_linked_and_removed_without_a_pointer() {
    let mut desk = outlined();
    // Between Start and Welcome: Space on Start.
    desk.key(Modifiers::NONE, Key::Space);
    desk.type_text("pause");
    desk.key(Modifiers::NONE, Key::Enter);
    let pause = desk.action("pause").id;
    assert_eq!(
        (desk.link("start", "ok"), desk.link("pause", "ok")),
        (Some(Link::To(pause)), Some(Link::To(ActionId(3))))
    );
    assert_eq!(announced(&desk), "Add action: Pause, after OK of Start.");
    assert_eq!(desk.focused().as_deref(), Some("Pause, Pause"), "the focus follows to the new row");
    // A branch that leads nowhere: Enter adds there.
    let open = rows(&desk).iter().position(|row| row.ends_with("not connected yet")).unwrap();
    desk.key(Modifiers::NONE, Key::Home);
    down(&mut desk, open);
    assert!(desk.focused().unwrap().ends_with("not connected yet"), "{:?}", desk.focused());
    let (label, before) = (desk.focused().unwrap(), desk.flow().actions.len());
    desk.key(Modifiers::SHIFT, Key::F10);
    let items: Vec<_> = (0..12)
        .map(|_| {
            desk.key(Modifiers::NONE, Key::ArrowDown);
            desk.focused().unwrap_or_default()
        })
        .take_while(|item| item != "Link to…")
        .collect();
    assert_eq!(desk.focused().as_deref(), Some("Link to…"), "after {items:?}");
    desk.key(Modifiers::NONE, Key::Enter);
    desk.type_text("welcome");
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.flow().actions.len(), before);
    let branch = label.strip_prefix("Branch ").and_then(|rest| rest.split(", ").next()).unwrap();
    assert_eq!(announced(&desk), format!("Link: {branch} goes to Welcome."));
    assert!(desk.focused().unwrap().ends_with("goes to Welcome"), "{:?}", desk.focused());
    // Removing goes on at the row in the same place.
    desk.key(Modifiers::NONE, Key::Home);
    down(&mut desk, 1);
    desk.key(Modifiers::NONE, Key::Delete);
    assert!(!desk.has_action("pause"));
    assert!(announced(&desk).starts_with("Remove"), "{}", announced(&desk));
    assert_eq!(desk.focused().as_deref(), Some("Welcome, Voice announcement"));
    desk.ctrl(Key::Z);
    assert!(desk.has_action("pause"));
    assert!(announced(&desk).starts_with("Undone: remove"), "{}", announced(&desk));
}

#[test]
fn enter_goes_to_the_form_and_a_shortcut_comes_back() {
    let mut desk = outlined();
    down(&mut desk, 1);
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some("Title"));
    desk.ctrl(Key::A);
    desk.type_text("Hello");
    desk.ctrl(Key::L);
    assert_eq!(desk.action("Hello").id, ActionId(3));
    assert_eq!(desk.focused().as_deref(), Some("Hello, Voice announcement"));
    desk.ctrl(Key::G);
    assert!(desk.view(VERSION).canvas.focused_card() == Some(3));
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some("Title"));
}

#[test]
fn a_read_only_version_has_an_outline_but_nothing_is_added() {
    let mut desk = Desk::new();
    let live = desk.project().versions.values().find(|it| it.info.status == crate::model::Status::InProduction);
    let live = live.unwrap().id;
    desk.command(Command::open_tab(crate::app::command::Tab::Version(live)));
    desk.command(Command::Pane(PaneCommand::GoToOutline));
    assert_eq!(rows(&desk).len(), 2, "{:#?}", rows(&desk));
    desk.key(Modifiers::NONE, Key::Space);
    assert!(desk.state().session.dialog.is_none());
    desk.click("Hide");
    assert!(rows(&desk).is_empty());
}

#[test]
fn what_a_call_hears_is_announced() {
    let mut desk = Desk::new();
    desk.click("Try a call");
    let said = announced(&desk);
    let heard = desk.state().parts.simulation.run().unwrap();
    let text = heard.beats().iter().find_map(|beat| match &beat.what {
        crate::sim::What::Effect(crate::catalog::Effect::Heard(text)) => Some(text.clone()),
        _ => None,
    });
    let text: String = text.expect("something is heard").chars().take(40).collect();
    assert!(said.contains(&format!("Heard: {text}")), "{said}");
}
