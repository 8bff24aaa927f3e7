//! Unusual texts in every input of the window: joined emoji, right-to-left letters, stacked marks, control characters, a megabyte in one line.

use std::collections::BTreeSet;

use egui::{Event, Key, Modifiers, PointerButton, Role};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;
use strum::IntoDiscriminant as _;

use crate::actions;
use crate::catalog::FieldSpec;
use crate::model::{ActionId, Project, ResourceData, VersionId};

use super::long_texts::{ALL_KINDS, FLOWS, everything, tabs};
use super::support::Desk;
use crate::app::command::{Command, FileCommand, PageCommand, PaneCommand, Tab, TreeCommand, Zoom};
use crate::app::kit::scene::card_id;
use crate::app::kit::text_input::{MAX_NAME, MAX_TEXT};
use crate::app::parts::find::commands::CommandFinder;
use crate::app::parts::routing::draft::RoutingDraft;
use crate::app::parts::version::draft::VersionDraft;
use crate::app::shell::dialog::Dialog;

/// Texts that often cause faults, by name.
pub(super) fn hard_texts() -> Vec<(&'static str, String)> {
    vec![
        ("joined emoji", "👨\u{200d}👩\u{200d}👧\u{200d}👦🏳\u{fe0f}\u{200d}🌈🇫🇷👍🏽".repeat(20)),
        ("right to left", "שלום עולם مرحبا بالعالم ".repeat(20)),
        ("towers of marks", format!("Z{}a{}lgo", "\u{301}\u{316}\u{489}".repeat(60), "\u{336}".repeat(60))),
        (
            "controls",
            "a\0b\u{7}c\u{1b}[31md\u{7f}e\u{85}f\r\ng\u{202e}h\u{2066}i\u{200b}j\u{feff}k\u{2028}l".to_owned(),
        ),
        ("nothing but marks", "\u{301}\u{20dd}\u{fe0f}\u{200d}\u{200d}".to_owned()),
        ("beyond the usual planes", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{10ffff}\u{e000}\u{fffd}".to_owned()),
        ("placeholders", "{{{{customer.name}}".repeat(40)),
        ("just too long", "é".repeat(MAX_TEXT + 1)),
    ]
}

fn is_text(node: &Node<'_>) -> bool {
    matches!(node.accesskit_node().role(), Role::TextInput | Role::MultilineTextInput)
        && !node.accesskit_node().is_disabled()
        && !node.accesskit_node().is_read_only()
}

fn inputs(desk: &Desk) -> Vec<egui::accesskit::NodeId> {
    desk.nodes().iter().filter(|node| is_text(node)).map(|node| node.accesskit_node().locate().0).collect()
}

/// Focuses an input and replaces its text. Returns the new text, if the input still exists.
fn replace(desk: &mut Desk, id: egui::accesskit::NodeId, text: &str) -> Option<String> {
    {
        let nodes = desk.nodes();
        nodes.iter().find(|node| node.accesskit_node().locate().0 == id)?.focus();
    }
    desk.empty_frame();
    let key = |key, modifiers, pressed| Event::Key { key, pressed, modifiers, repeat: false, physical_key: None };
    desk.frame([key(Key::A, Modifiers::COMMAND, true), key(Key::A, Modifiers::COMMAND, false)]);
    desk.frame([Event::Paste(text.to_owned())]);
    desk.empty_frame();
    let nodes = desk.nodes();
    let node = nodes.iter().find(|node| node.accesskit_node().locate().0 == id)?;
    node.accesskit_node().value()
}

/// Puts every text into every present input. Returns the number of inputs.
fn try_all(desk: &mut Desk, place: &str, texts: &[(&str, String)]) -> usize {
    let ids = inputs(desk);
    for (nth, id) in ids.iter().enumerate() {
        // All combinations would take minutes; over the whole window each text meets inputs of each sort.
        for (what, text) in texts.iter().cycle().skip(nth).take(3) {
            let Some(held) = replace(desk, *id, text) else { break };
            let count = held.chars().count();
            assert!(count <= MAX_TEXT, "{count} characters of {what} in input {nth} of {place}");
        }
        // A short text again, so that the rest of the page is quick.
        let _ = replace(desk, *id, "x");
    }
    desk.key(Modifiers::NONE, Key::Escape);
    ids.len()
}

fn desk() -> (Desk, Project) {
    let project = everything();
    let mut desk = Desk::on(project.clone());
    // A character without a glyph is drawn as a box, as on the desktop.
    desk.ctx().set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    desk.state_mut().window.panes.tree = false;
    desk.state_mut().window.panes.bottom = false;
    (desk, project)
}

#[test]
fn difficult_texts_pass_through_every_input_of_the_pages() {
    let (mut desk, project) = desk();
    let texts = hard_texts();
    let mut count = 0;
    for tab in tabs(&project) {
        desk.put(project.clone());
        desk.command(Command::Page(PageCommand::Open(tab)));
        if !matches!(tab, Tab::Version(_)) {
            count += try_all(&mut desk, &format!("{tab:?}"), &texts);
        }
    }
    assert!(count > 150, "{count} inputs");
}

/// Actions whose forms contain, together, a field of every kind.
fn forms(project: &Project) -> Vec<ActionId> {
    fn kinds(fields: &[&FieldSpec], found: &mut BTreeSet<String>) {
        for field in fields {
            found.insert(format!("{:?}", std::mem::discriminant(&field.kind)));
            if let crate::catalog::FieldKind::Rows { columns, .. } = field.kind {
                kinds(columns, found);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut chosen = Vec::new();
    for action in project.versions[&ALL_KINDS].flow.actions.values() {
        let mut found = BTreeSet::new();
        kinds(actions::spec_of(action).unwrap().fields, &mut found);
        if !found.is_subset(&seen) {
            seen.extend(found);
            chosen.push(action.id);
        }
    }
    chosen
}

#[test]
fn difficult_texts_pass_through_every_kind_of_form_field_and_onto_cards() {
    let (mut desk, project) = desk();
    let texts = hard_texts();
    let chosen = forms(&project);
    let mut count = 0;
    for id in &chosen {
        desk.put(project.clone());
        desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
        desk.state_mut().view(ALL_KINDS).selection = [card_id(*id)].into();
        desk.settle();
        count += try_all(&mut desk, &format!("form {id}"), &texts);
    }
    assert!(chosen.len() > 4 && count > 30, "{} forms, {count} inputs", chosen.len());
}

#[test]
fn difficult_texts_are_drawn_on_cards_tabs_and_in_the_tree() {
    let (mut desk, project) = desk();
    desk.state_mut().window.panes.tree = true;
    desk.state_mut().window.panes.bottom = true;
    for (what, text) in hard_texts() {
        let short: String = text.chars().take(MAX_NAME).collect();
        let mut project = project.clone();
        let version = std::sync::Arc::make_mut(project.versions.get_mut(&ALL_KINDS).unwrap());
        version.info.name = format!("v {short}");
        for action in version.flow.actions.values_mut() {
            let action = std::sync::Arc::make_mut(action);
            (action.title, action.comment) = (short.clone(), text.chars().take(MAX_TEXT).collect());
            action.params.0.insert("text".to_owned(), crate::model::Value::Text(action.comment.clone()));
        }
        for resource in project.resources.values_mut() {
            std::sync::Arc::make_mut(resource).name = format!("r {short}");
        }
        desk.put(project);
        desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
        desk.command(Command::Zoom(Zoom::Fit));
        desk.command(Command::Zoom(Zoom::Reset));
        desk.command(Command::Tree(TreeCommand::SelectAll));
        desk.click("Try a call");
        for _ in 0..3 {
            desk.key(Modifiers::NONE, Key::F10);
        }
        assert_eq!(desk.state().services.keeper.panics, 0, "{what}");
    }
}

#[test]
fn difficult_texts_pass_through_dialogs_and_search_boxes() {
    let (mut desk, project) = desk();
    let texts = hard_texts();
    let routing = project.routings[&FLOWS].as_ref().clone();
    let dialogs = [
        Dialog::Routing(RoutingDraft { copy_of: None, routing, follows_name: false }),
        Dialog::Version(VersionDraft { name: "New".to_owned(), ..VersionDraft::new(FLOWS) }),
        Dialog::FindCommand(CommandFinder::default()),
    ];
    let mut count = 0;
    for dialog in dialogs {
        desk.state_mut().session.dialog = Some(dialog.clone());
        desk.settle();
        for (what, text) in &texts {
            for nth in 0..inputs(&desk).len() {
                let Some(id) = inputs(&desk).get(nth).copied() else { continue };
                let held = replace(&mut desk, id, text).unwrap_or_default();
                assert!(held.chars().count() <= MAX_TEXT, "{what}");
                count += 1;
            }
        }
        desk.state_mut().session.dialog = None;
        desk.settle();
    }
    // The path dialog, and searches.
    desk.command(Command::File(FileCommand::ChooseProject));
    count += try_all(&mut desk, "the path dialog", &texts);
    desk.state_mut().session.dialog = None;
    desk.state_mut().window.panes.tree = true;
    desk.state_mut().window.panes.bottom = true;
    desk.command(Command::Pane(PaneCommand::ShowBottom(crate::app::command::BottomPane::History)));
    count += try_all(&mut desk, "search boxes", &texts);
    assert!(count > 40, "{count}");
}

#[test]
fn a_megabyte_in_one_line_is_accepted_up_to_the_limit() {
    let (mut desk, project) = desk();
    let megabyte = "x".repeat(1_000_000);
    // A page, a name, a form and a cell of a sheet.
    let mailbox = project.resources.values().find(|it| matches!(it.data, ResourceData::VoiceMailbox(_))).unwrap();
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(mailbox.id))));
    for (name, limit) in [("Description", MAX_TEXT), ("Greeting", MAX_TEXT), ("Name", MAX_NAME)] {
        let id = desk.input(name).accesskit_node().locate().0;
        assert_eq!(replace(&mut desk, id, &megabyte).map(|held| held.chars().count()), Some(limit), "{name}");
    }
    desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
    let say = project.versions[&ALL_KINDS].flow.actions.values().find(|it| it.kind == "voice_announcement").unwrap().id;
    desk.state_mut().view(ALL_KINDS).selection = [card_id(say)].into();
    desk.settle();
    for (name, limit) in [("Title", MAX_NAME), ("Comment", MAX_TEXT)] {
        let id = desk.input(name).accesskit_node().locate().0;
        assert_eq!(replace(&mut desk, id, &megabyte).map(|held| held.chars().count()), Some(limit), "{name}");
    }
    let table = project.resources.values().find(|it| matches!(it.data, ResourceData::ValuesTable(_))).unwrap();
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(table.id))));
    open_cell(&mut desk);
    desk.ctrl(Key::A);
    desk.frame([Event::Paste(megabyte.clone())]);
    desk.key(Modifiers::NONE, Key::Enter);
    let (_, rows) = desk.project().resources[&table.id].data.table().unwrap();
    let longest = rows.iter().flatten().map(|cell| cell.chars().count()).max();
    assert_eq!(longest, Some(MAX_TEXT));
    // Pasted over a closed cell, or imported, it is refused, with the reason.
    let before = desk.project().clone();
    desk.key(Modifiers::NONE, Key::ArrowRight);
    desk.frame([Event::Paste(megabyte)]);
    desk.settle();
    let lengths = |project: &Project| {
        let rows = project.resources[&table.id].data.table().unwrap().1;
        rows.iter().map(|row| row.iter().map(String::len).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert_eq!(lengths(desk.project()), lengths(&before));
    desk.assert_says("A text may have 10,000 characters at most; this one has 1,000,000.");
}

/// Opens the first cell of a sheet for editing.
fn open_cell(desk: &mut Desk) {
    let cell =
        desk.nodes().into_iter().find(|node| node.accesskit_node().role() == Role::Cell).unwrap().rect().center();
    desk.click_at(cell, PointerButton::Primary);
    desk.key(Modifiers::NONE, Key::F2);
}

#[test]
fn texts_beyond_the_limit_are_shown_in_every_editor_and_can_be_shortened() {
    let long = format!("Begins so {}", "x".repeat(MAX_TEXT));
    let (mut desk, mut project) = desk();
    let mailbox = project.resources.values().find(|it| matches!(it.data, ResourceData::VoiceMailbox(_))).unwrap().id;
    let table = project.resources.values().find(|it| matches!(it.data, ResourceData::ValuesTable(_))).unwrap().id;
    std::sync::Arc::make_mut(project.resources.get_mut(&mailbox).unwrap()).description = long.clone();
    let rows = std::sync::Arc::make_mut(project.resources.get_mut(&table).unwrap()).data.rows_mut().unwrap();
    rows[0][0] = long.clone();
    let version = std::sync::Arc::make_mut(project.versions.get_mut(&ALL_KINDS).unwrap());
    let action = version.flow.actions.values_mut().find(|it| it.kind == "voice_announcement").unwrap();
    std::sync::Arc::make_mut(action).comment = long.clone();
    let action = action.id;
    desk.put(project.clone());
    let comment = |desk: &Desk| desk.version(ALL_KINDS).flow.actions[&action].comment.clone();
    let words = "This text is longer than 10,000 characters, so it cannot be edited here";
    // A form.
    desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
    desk.state_mut().view(ALL_KINDS).selection = [card_id(action)].into();
    desk.settle();
    desk.scroll_to(desk.input("Comment").accesskit_node().locate().0);
    desk.assert_says(words);
    desk.write("Comment", "typed");
    assert!(comment(&desk) == long, "it takes nothing");
    let copied = copied_by_click(&mut desk, "Copy all");
    assert!(copied.as_deref() == Some(long.as_str()), "the whole is copied, not what is shown");
    desk.click("Keep the first 10,000");
    assert!(comment(&desk) == long[..MAX_TEXT]);
    desk.command(Command::Undo);
    assert!(comment(&desk) == long);
    // A page.
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(mailbox))));
    desk.assert_says(words);
    desk.write("Description", "typed");
    assert!(desk.project().resources[&mailbox].description == long);
    desk.click("Keep the first 10,000");
    assert!(desk.project().resources[&mailbox].description == long[..MAX_TEXT]);
    desk.command(Command::Undo);
    // A cell.
    desk.command(Command::Page(PageCommand::Open(Tab::Resource(table))));
    open_cell(&mut desk);
    desk.assert_says("The text of this cell is longer than 10,000 characters");
    desk.key(Modifiers::NONE, Key::Enter);
    desk.key(Modifiers::NONE, Key::Escape);
    assert_eq!(**desk.project(), project, "all of it is as it was");
}

fn copied_by_click(desk: &mut Desk, name: &str) -> Option<String> {
    desk.input(name).scroll_to_me();
    desk.settle();
    let pos = desk.rect(name).center();
    let button =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    desk.frame([Event::PointerMoved(pos), button(true)]);
    desk.copied_by(button(false))
}

/// Whether a version is the one with all kinds of actions, in tests about it.
#[test]
fn the_project_has_every_kind_of_resource() {
    let project = everything();
    let kinds: BTreeSet<_> = project.resources.values().map(|it| it.data.discriminant()).collect();
    assert_eq!(kinds.len(), <crate::model::ResourceKind as strum::IntoEnumIterator>::iter().count());
    assert!(project.versions.contains_key(&VersionId(202)));
}
