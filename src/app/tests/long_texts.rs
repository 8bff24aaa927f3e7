//! Texts of a file that are longer than any text that can be typed: shown, not editable, and kept whole.

use std::sync::Arc;

use egui::{Key, Modifiers, Shape};

use crate::actions;
use crate::catalog::sample;
use crate::edit::Edit;
use crate::model::{
    Action, ActionId, Channel, EntryPoint, EntryPointId, Flow, Link, Pos, Project, Routing, RoutingId, RowId, Version,
    VersionId, VersionInfo,
};

use super::files::{choose, folder, on_disk};
use super::support::Desk;
use crate::app::command::{Ask, BottomPane, Command, PageCommand, PaneCommand, Tab};
use crate::app::kit::text_input::MAX_TEXT;

pub(super) const FLOWS: RoutingId = RoutingId(201);
pub(super) const ALL_KINDS: VersionId = VersionId(202);

/// The sample project with every kind of content, including a version with one action of each kind of each channel.
pub(super) fn everything() -> Project {
    let mut project = sample::project();
    let stage = sample::stage();
    project.callers.insert(stage.caller.id, Arc::new(stage.caller));
    project.worlds.insert(stage.world.id, Arc::new(stage.world));
    let entry_point = EntryPoint {
        id: EntryPointId(203),
        name: "Main number".to_owned(),
        reference: "main".to_owned(),
        address: "+33155001010".to_owned(),
        ..EntryPoint::default()
    };
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    let mut flow = Flow::blank(ActionId(1));
    let mut last = 1;
    for spec in actions::ALL.iter().filter(|spec| spec.channels.has(Channel::Voice) && spec.id != "start") {
        let Some(example) = spec.examples.first() else { continue };
        let previous = ActionId(last);
        last += 1;
        let mut action = Action::new(ActionId(last), spec.id);
        action.params = ron::from_str(example.params).unwrap();
        action.title = format!("{} of the line", spec.title);
        action.comment = "A remark".to_owned();
        action.last_row = RowId(1_000);
        let branch = actions::branch_keys(&flow.actions[&previous], crate::model::TreeType::default());
        if let Some(branch) = branch.first() {
            Arc::make_mut(flow.actions.get_mut(&previous).unwrap()).links.insert(branch.clone(), Link::To(action.id));
        }
        let row = i32::try_from(last).unwrap();
        flow.positions.insert(action.id, Pos(row % 8 * 280, row / 8 * 240));
        flow.actions.insert(action.id, Arc::new(action));
    }
    let owner = Routing {
        id: FLOWS,
        name: "All kinds".to_owned(),
        reference: "all_kinds".to_owned(),
        description: "One of each".to_owned(),
        last_action: ActionId(last),
        ..Routing::default()
    };
    project.routings.insert(FLOWS, Arc::new(owner));
    let info = VersionInfo {
        routing: FLOWS,
        name: "First version".to_owned(),
        description: "To look at".to_owned(),
        ..VersionInfo::default()
    };
    project.versions.insert(ALL_KINDS, Arc::new(Version { id: ALL_KINDS, info, flow }));
    project.last_id = 300;
    project
}

/// The project with every text written by users made longer than any limit.
fn blown_up(project: &Project) -> Project {
    let filler = "Wagenstandsanzeiger ".repeat(MAX_TEXT / 20 + 5);
    let text = crate::storage::write(project).unwrap();
    let is_written = |text: &str| {
        text.contains(char::is_uppercase)
            && !text.contains(['/', '$', '+', '{', '\\'])
            && !text.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic())
    };
    let literal = regex::Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let longer = |found: &regex::Captures<'_>| {
        if is_written(&found[1]) { format!("\"{} {filler}\"", &found[1]) } else { found[0].to_owned() }
    };
    let (first, rest) = text.split_once('\n').unwrap();
    let blown = format!("{first}\n{}", literal.replace_all(rest, longer));
    crate::storage::read(blown.as_bytes()).unwrap().project
}

fn pieces<'a>(shape: &'a Shape, found: &mut Vec<&'a str>) {
    match shape {
        Shape::Text(text) => found.push(&text.galley.job.text),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| pieces(shape, found)),
        _ => {}
    }
}

/// Texts drawn in one piece that are so long that the layout is slow.
fn too_long(desk: &Desk, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    for shape in &desk.harness.output().shapes {
        pieces(&shape.shape, &mut found);
    }
    let is_long = |text: &&&str| text.chars().count() > MAX_TEXT;
    let words = |text: &&str| format!("{place}: {} characters: {}", text.chars().count(), &text[..80]);
    found.iter().filter(is_long).map(words).collect()
}

pub(super) fn tabs(project: &Project) -> Vec<Tab> {
    let mut tabs = vec![Tab::Start, Tab::Settings, Tab::Phrases, Tab::Map];
    tabs.extend(project.routings.keys().copied().map(Tab::Routing));
    tabs.extend(project.resources.keys().copied().map(Tab::Resource));
    tabs.extend(project.entry_points.keys().copied().map(Tab::EntryPoint));
    tabs.extend(project.callers.keys().copied().map(Tab::Caller));
    tabs.extend(project.worlds.keys().copied().map(Tab::World));
    tabs.extend(project.versions.keys().copied().map(Tab::Version));
    tabs
}

#[test]
fn texts_longer_than_any_limit_are_shown_in_part_and_kept_whole() {
    let project = blown_up(&everything());
    let count = crate::storage::write(&project).unwrap().len();
    assert!(count > 100 * MAX_TEXT, "{count}");
    let mut desk = Desk::on(project.clone());
    assert_eq!(**desk.project(), project);
    let mut wrong = Vec::new();
    for tab in tabs(&project) {
        desk.command(Command::Page(PageCommand::Open(tab)));
        wrong.extend(too_long(&desk, &format!("{tab:?}")));
    }
    desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
    for id in project.versions[&ALL_KINDS].flow.actions.keys() {
        desk.state_mut().view(ALL_KINDS).selection = [crate::app::kit::scene::card_id(*id)].into();
        desk.settle();
        wrong.extend(too_long(&desk, &format!("the form of {}", project.versions[&ALL_KINDS].flow.actions[id].kind)));
    }
    for panel in [BottomPane::Problems, BottomPane::History, BottomPane::Simulation] {
        desk.command(Command::Pane(PaneCommand::ShowBottom(panel)));
        wrong.extend(too_long(&desk, &format!("{panel:?}")));
    }
    desk.command(Command::Page(PageCommand::Open(Tab::Compare(VersionId(21), ALL_KINDS))));
    wrong.extend(too_long(&desk, "the comparison"));
    desk.command(Command::ask(Ask::RoutingSettings(FLOWS)));
    wrong.extend(too_long(&desk, "a dialog"));
    desk.key(Modifiers::NONE, Key::Escape);
    let name = project.routings[&FLOWS].name.clone();
    desk.state_mut().window.notices.say(name);
    desk.empty_frame();
    desk.empty_frame();
    wrong.extend(too_long(&desk, "a notice"));
    desk.command(Command::Page(PageCommand::Open(Tab::Version(ALL_KINDS))));
    desk.click("Try a call");
    for _ in 0..12 {
        desk.key(Modifiers::NONE, Key::F10);
        wrong.extend(too_long(&desk, "a call"));
    }
    assert!(wrong.is_empty(), "{} pieces:\n{}", wrong.len(), wrong.join("\n"));
    assert!(**desk.project() == project, "looking changes nothing");
    // Something else is edited, and everything is saved.
    let folder = folder();
    let path = folder.path().join("long.ron");
    desk.command(Command::edit(Edit::MoveCards { version: ALL_KINDS, cards: vec![(ActionId(2), Pos(9, 9))] }));
    desk.command(Command::save_as());
    choose(&mut desk, &path, "Save");
    let mut expected = project;
    Arc::make_mut(expected.versions.get_mut(&ALL_KINDS).unwrap()).flow.positions.insert(ActionId(2), Pos(9, 9));
    assert!(on_disk(&path) == expected, "every text is in the file as it was");
}
