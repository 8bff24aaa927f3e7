//! The window without a mouse, and the meaning of keys while a text field or a dialog is open.

use egui::{Event, Key, Modifiers, PointerButton};

use crate::model::RoutingId;

use super::support::{Desk, VERSION, claims, small};
use crate::app::command::{
    Ask, Command, FileCommand, FindCommand, Findings, Listing, New, PageCommand, Places, Tab, TreeCommand,
};
use crate::app::kit::scene::card_id;
use crate::app::shell::dialog::Dialog;

fn focus_card(desk: &mut Desk, title: &str) {
    let at = desk.card(title).left_top() + egui::vec2(40.0, 12.0);
    desk.click_at(at, PointerButton::Primary);
}

#[test]
fn arrow_keys_walk_along_branches() {
    let mut desk = Desk::on_small();
    focus_card(&mut desk, "start");
    for (key, to) in [
        (Key::ArrowRight, "Welcome"),
        (Key::ArrowRight, "Front desk"),
        (Key::ArrowDown, "Leave a message"),
        (Key::ArrowUp, "Front desk"),
        (Key::ArrowLeft, "Welcome"),
        (Key::ArrowLeft, "start"),
    ] {
        desk.key(Modifiers::NONE, key);
        assert_eq!(desk.selected(), [desk.action(to).id], "{key:?}");
    }
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn escape_clears_the_selection() {
    let mut desk = Desk::on_small();
    focus_card(&mut desk, "Welcome");
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.selected().is_empty());
}

#[test]
fn space_over_empty_canvas_asks_what_to_add() {
    let mut desk = Desk::on_small();
    let place = desk.empty_place();
    desk.events([Event::PointerMoved(place)]);
    desk.key(Modifiers::NONE, Key::Space);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))));
}

#[test]
fn the_keyboard_continues_from_an_added_action() {
    let mut desk = Desk::on_small();
    focus_card(&mut desk, "Leave a message");
    desk.command(Command::Tree(TreeCommand::AddAction));
    desk.type_text("pause");
    desk.key(Modifiers::NONE, Key::Enter);
    let added = desk.action("pause").id;
    assert_eq!(desk.selected(), [added]);
    desk.key(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(desk.selected(), [desk.action("Leave a message").id]);
}

#[test]
fn f8_goes_from_problem_to_problem() {
    let mut desk = Desk::on_small();
    desk.key(Modifiers::NONE, Key::F8);
    let first = desk.notices();
    assert!(!first.is_empty());
    assert_eq!(desk.selected().len(), 1);
    for _ in 0..8 {
        desk.key(Modifiers::NONE, Key::F8);
    }
    assert_ne!(desk.notices(), first);
    let mut desk = Desk::on(claims());
    desk.command(Command::File(FileCommand::New));
    desk.key(Modifiers::NONE, Key::F8);
    assert!(desk.notices().contains("No errors and no warnings here."));
}

#[test]
fn ctrl_k_runs_a_command_by_its_name() {
    let mut desk = Desk::on_small();
    desk.ctrl(Key::K);
    assert!(matches!(desk.state().session.dialog, Some(Dialog::FindCommand(_))));
    desk.type_text("project sett");
    desk.key(Modifiers::NONE, Key::Enter);
    assert!(desk.state().session.dialog.is_none());
    assert_eq!(desk.state().session.tab, Tab::Settings);
    // The arrow keys choose a row.
    desk.ctrl(Key::K);
    desk.type_text("theme");
    desk.key(Modifiers::NONE, Key::ArrowDown);
    desk.key(Modifiers::NONE, Key::ArrowDown);
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.state().window.preferences.theme, "light");
}

#[test]
fn every_named_command_runs_on_every_page() {
    use crate::app::command::named::NAMED;
    let mut desk = Desk::new();
    for tab in [Tab::Version(VERSION), Tab::Routing(RoutingId(7)), Tab::Settings, Tab::Map, Tab::Start] {
        for named in NAMED.iter().filter(|named| named.command != Command::Quit) {
            desk.put(small());
            desk.command(Command::Page(PageCommand::Open(tab)));
            desk.command(named.command.clone());
            desk.key(Modifiers::NONE, Key::Escape);
            assert!(desk.state().session.dialog.is_none(), "{} leaves a dialog", named.name);
        }
    }
}

/// The name of a kind of dialog. A new kind does not compile until it has a line here; give it a line in the next test also.
fn kind_of(dialog: &Dialog) -> &'static str {
    match dialog {
        Dialog::Question(_) => "question",
        Dialog::Findings(_) => "findings",
        Dialog::Schedule(_) => "schedule",
        Dialog::Listing(_) => "listing",
        Dialog::Places(_) => "places",
        Dialog::Template(_) => "template",
        Dialog::Version(_) => "version",
        Dialog::Routing(_) => "routing",
        Dialog::Path(_) => "path",
        Dialog::Item(_) => "item",
        Dialog::FindKind(_) => "kind of action",
        Dialog::FindTarget(_) => "target of a branch",
        Dialog::LooseEnds(_) => "loose ends",
        Dialog::Annotation(_) => "note",
        Dialog::Preset(_) => "preset",
        Dialog::FindCommand(_) => "command",
        Dialog::FindPlace(_) => "place",
        Dialog::Replace(_) => "replace",
    }
}

#[test]
fn escape_closes_every_dialog() {
    let question = || crate::app::command::Question { title: "A question".to_owned(), lines: vec![], buttons: vec![] };
    let findings = Findings {
        title: "Findings".to_owned(),
        lines: vec![],
        heading: "What was found".to_owned(),
        list: vec![],
        buttons: vec![],
    };
    let listing = Listing { title: "A list".to_owned(), lines: vec![], rows: vec![], buttons: vec![] };
    let places = Places { question: question(), list: vec![], replace: None };
    let asked = [
        ("command", Command::Find(FindCommand::Commands)),
        ("place", Command::Find(FindCommand::Places)),
        ("replace", Command::Find(FindCommand::Replace)),
        ("kind of action", Command::Tree(TreeCommand::AddAction)),
        (
            "target of a branch",
            Command::ask(Ask::LinkTo { version: VERSION, from: crate::model::ActionId(3), branch: "row:1".to_owned() }),
        ),
        ("note", Command::Tree(TreeCommand::AddNote)),
        ("loose ends", Command::Tree(TreeCommand::LooseEnds)),
        ("preset", Command::ask(Ask::NewPreset(Box::default()))),
        ("question", Command::About),
        ("path", Command::save_as()),
        ("template", Command::File(FileCommand::AskTemplate(None))),
        ("routing", Command::New(New::Routing)),
        ("version", Command::ask(Ask::NewVersion(RoutingId(7)))),
        ("schedule", Command::ask(Ask::Schedule(VERSION))),
        ("findings", Command::ask(Ask::Findings(findings))),
        ("item", Command::ask(Ask::EditItem(Tab::Resource(crate::model::ResourceId(1))))),
        ("listing", Command::ask(Ask::Listing(listing))),
        ("places", Command::ask(Ask::Places(Box::new(places)))),
    ];
    for (kind, command) in asked {
        let mut desk = Desk::on_small();
        desk.command(command.clone());
        assert_eq!(desk.state().session.dialog.as_ref().map(kind_of), Some(kind), "{command:?}");
        desk.key(Modifiers::NONE, Key::Escape);
        assert!(desk.state().session.dialog.is_none(), "{command:?}");
        assert!(!desk.state().session.document.is_changed());
    }
}

#[test]
fn nothing_under_a_dialog_reacts_to_keys_or_pointer() {
    let mut desk = Desk::on_small();
    focus_card(&mut desk, "Welcome");
    let (card, place) = (desk.card("Welcome"), desk.empty_place());
    let canvas = desk.view(VERSION).canvas.viewport();
    for command in [Command::About, Command::Find(FindCommand::Commands)] {
        desk.command(command);
        let open = desk.state().session.dialog.clone();
        for key in [Key::Delete, Key::F8, Key::F5] {
            desk.key(Modifiers::NONE, key);
        }
        for key in [Key::D, Key::Z, Key::A, Key::T, Key::Delete, Key::Num1, Key::S, Key::N] {
            desk.ctrl(key);
        }
        desk.chord(Event::Cut);
        desk.key(Modifiers::NONE, Key::ArrowRight);
        assert_eq!(desk.selected(), [desk.action("Welcome").id]);
        desk.events([Event::PointerMoved(place)]);
        assert_eq!(std::mem::discriminant(&open), std::mem::discriminant(&desk.state().session.dialog));
        desk.key(Modifiers::NONE, Key::Space);
        assert!(!matches!(desk.state().session.dialog, Some(Dialog::FindKind(_))));
        assert_eq!(desk.view(VERSION).canvas.viewport(), canvas);
        assert!(!desk.state().session.document.is_changed());
        // The key presses the button of the message.
        desk.state_mut().session.dialog = open;
        desk.settle();
        desk.drag(card.left_top() + egui::vec2(40.0, 12.0), place);
        assert!(!desk.state().session.document.is_changed());
        desk.state_mut().session.dialog = None;
        desk.settle();
    }
}

#[test]
fn keys_that_edit_a_text_do_not_touch_the_tree() {
    let mut desk = Desk::on_small();
    desk.select(&["Welcome"]);
    let (actions, positions) = (desk.flow().actions.len(), desk.flow().positions.clone());
    for field in ["Title", "Find an action"] {
        desk.click(field);
        desk.type_text("ab");
        for key in [Key::Home, Key::Delete, Key::ArrowRight, Key::Space] {
            desk.key(Modifiers::NONE, key);
        }
        for key in [Key::Delete, Key::A, Key::D, Key::Z] {
            desk.ctrl(key);
        }
        for event in [Event::Copy, Event::Cut, Event::Paste("x".to_owned())] {
            desk.chord(event);
        }
        assert_eq!(desk.flow().actions.len(), actions, "{field}");
        assert_eq!(desk.flow().positions, positions);
        assert!(desk.state().window.clipboard.clip.is_empty());
        assert_eq!(desk.selected().len(), 1);
    }
}

#[test]
fn text_selected_in_a_label_is_copied_as_text() {
    let mut desk = Desk::on(small());
    desk.command(Command::Page(PageCommand::Open(Tab::Version(VERSION))));
    focus_card(&mut desk, "Welcome");
    let label = desk.label("Test call");
    desk.drag(label.left_center() + egui::vec2(1.0, 0.0), label.right_center() - egui::vec2(1.0, 0.0));
    let copied = desk.copied_by(Event::Copy).unwrap_or_default();
    assert!("Test call".contains(copied.as_str()) && copied.len() > 5, "{copied:?}");
    assert!(desk.state().window.clipboard.clip.is_empty());
    // Back in the tree, the chord copies actions.
    focus_card(&mut desk, "Welcome");
    assert!(
        desk.copied_by(Event::Copy).unwrap_or_default().starts_with("// One action copied from Signalbox: Welcome\n")
    );
    assert_eq!(desk.state().window.clipboard.clip.len(), 1);
}

#[test]
fn the_menu_of_a_card_opens_by_keyboard() {
    let mut desk = Desk::on_small();
    focus_card(&mut desk, "Welcome");
    desk.key(Modifiers::SHIFT, Key::F10);
    assert!(desk.has("Duplicate with all below"), "{:?}", desk.names());
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(!desk.has("Duplicate with all below"));
}

#[test]
fn zoom_keys_work_on_the_version_shown_and_nowhere_else() {
    let mut desk = Desk::on_small();
    for (key, wanted) in [(Key::Num1, 1.0), (Key::Plus, 1.25), (Key::Minus, 1.0)] {
        desk.ctrl(key);
        assert!((desk.view(VERSION).canvas.zoom() - wanted).abs() < 0.001, "{key:?}");
    }
    desk.ctrl(Key::Num0);
    desk.command(Command::Page(PageCommand::Open(Tab::Settings)));
    let before = desk.view(VERSION).canvas.viewport();
    for key in [Key::Num0, Key::Num1, Key::Plus, Key::Minus, Key::T, Key::A, Key::D] {
        desk.ctrl(key);
    }
    desk.key(Modifiers::NONE, Key::Delete);
    assert_eq!(desk.view(VERSION).canvas.viewport(), before);
    assert!(!desk.state().session.document.is_changed());
}

#[test]
fn the_focus_reaches_the_cards_by_tab() {
    let mut desk = Desk::on_small();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..120 {
        desk.key(Modifiers::NONE, Key::Tab);
        reached.extend(desk.view(VERSION).canvas.focused_card());
    }
    let all: std::collections::BTreeSet<u64> = desk.flow().actions.keys().map(|id| card_id(*id)).collect();
    assert_eq!(reached, all);
}

#[test]
fn a_chord_released_within_a_frame_counts_as_pressed() {
    let mut desk = Desk::new();
    let before = desk.project().clone();
    let version = desk.shown();
    let edit = crate::edit::Edit::DescribeVersion { version, name: "Renamed".to_owned(), description: String::new() };
    desk.command(Command::edit(edit));
    let after = desk.project().clone();
    // A slow frame gets all events at once: Shift is up again when the frame begins.
    let mut tap = |modifiers: Modifiers| {
        let press = |pressed| Event::Key { key: Key::Z, pressed, modifiers, repeat: false, physical_key: None };
        desk.frame([
            Event::ModifiersChanged(modifiers),
            press(true),
            press(false),
            Event::ModifiersChanged(Modifiers::NONE),
        ]);
        desk.settle();
        desk.project().clone()
    };
    assert_eq!(tap(Modifiers::COMMAND).versions, before.versions);
    assert_eq!(tap(Modifiers::COMMAND | Modifiers::SHIFT).versions, after.versions);
}
