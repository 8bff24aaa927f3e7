//! The command search: every command by name, and every object of the project, in one list with commands first (spec: designer §2).

use egui::Ui;

use crate::lifecycle::{Act, may, offered};
use crate::model::{Place, Project, RoutingId, Version};
use crate::templates;

use crate::app::command::named::NAMED;
use crate::app::command::{Command, FileCommand, FindCommand, New, PageCommand, RoutingAct, SimCommand, Tab};
use crate::app::cx::{Cx, tab_title};
use crate::app::kit::channel_words::words;
use crate::app::kit::search_list::{Found, SearchBox, list_ui};
use crate::app::services::examples;

/// The search for a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandFinder {
    /// The typed text.
    pub text: String,
    /// The current row, which Enter chooses.
    pub line: usize,
}

/// Draws the search box. Returns whether it stays open.
pub fn command_ui(ui: &Ui, finder: &mut CommandFinder, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let found = found(cx, &finder.text, &|shortcut| ui.ctx().format_shortcut(shortcut));
    let search = SearchBox { width: 560.0, ..SearchBox::new("find-command", "Run a command, or open something") };
    list_ui(ui, &search, (&mut finder.text, &mut finder.line), &found, |_| {}, commands)
}

/// What a row is, in the order of the list: what exists comes before what can be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Command,
    Object,
    New,
}

/// Whether the row creates something, whether only its detail matches, what it is, and how well its name matches.
type Rank = (bool, bool, Class, u8);

/// How well a row matches the typed text; none where it does not match. A match in the detail only counts last.
fn rank(typed: &str, found: &Found, class: Class) -> Option<Rank> {
    let (name, typed) = (found.name.to_lowercase(), typed.trim().to_lowercase());
    let has = |text: &str, word: &str| text.contains(word);
    let begins = |word: &str| name.split(|it: char| !it.is_alphanumeric()).any(|part| part.starts_with(word));
    let fit = if name.starts_with(&typed) {
        0
    } else if typed.split_whitespace().all(begins) {
        1
    } else if typed.split_whitespace().all(|word| has(&name, word)) {
        2
    } else {
        let whole = format!("{name} {}", found.detail.to_lowercase());
        return typed.split_whitespace().all(|word| has(&whole, word)).then_some((class == Class::New, true, class, 3));
    };
    Some((class == Class::New, false, class, fit))
}

fn found(cx: &Cx<'_>, typed: &str, keys: &dyn Fn(&egui::KeyboardShortcut) -> String) -> Vec<Found> {
    let project = cx.project();
    let mut all: Vec<_> = commands(cx, keys).into_iter().map(|found| (found, Class::Command)).collect();
    // An example has the name of an object only by chance, so the objects of the project come first.
    all.extend(objects(project).into_iter().chain(shipped()).map(|found| (found, Class::Object)));
    let new = New::all().map(|new| Found::new(new.words(), "", Command::New(new)));
    all.extend(new.chain(from_templates()).map(|found| (found, Class::New)));
    let mut ranked: Vec<_> =
        all.into_iter().filter_map(|(found, class)| Some((rank(typed, &found, class)?, found))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, found)| found).collect()
}

fn commands(cx: &Cx<'_>, keys: &dyn Fn(&egui::KeyboardShortcut) -> String) -> Vec<Found> {
    let project = cx.project();
    let mut all: Vec<Found> = Vec::new();
    match cx.tab {
        Tab::Version(id) => {
            if let Some(version) = project.versions.get(&id) {
                of_version(project, version, &mut all);
                of_routing(project, version.info.routing, &mut all);
            }
        }
        Tab::Routing(id) => {
            for version in project.versions_of(id) {
                of_version(project, version, &mut all);
            }
            of_routing(project, id, &mut all);
        }
        _ => {}
    }
    let named = NAMED.iter().filter(|named| is_offered(cx, &named.command));
    let detail = |shortcut: Option<egui::KeyboardShortcut>| shortcut.map_or_else(String::new, |it| keys(&it));
    let named = named.map(|named| Found::new(named.name, detail(named.shortcut), named.command.clone()));
    // General commands keep their order, before those about the current page.
    named.chain(all).collect()
}

/// The templates; each opens the questions about it.
fn from_templates() -> impl Iterator<Item = Found> {
    templates::ALL.iter().map(|template| {
        let ask = FileCommand::AskTemplate(Some(template.id)).into();
        Found::new(format!("New from template: {}", template.title), template.about, ask)
    })
}

/// The shipped examples; each opens as an untitled copy.
fn shipped() -> impl Iterator<Item = Found> {
    examples::ALL.iter().map(|example| {
        let open = FileCommand::OpenExample(example.name).into();
        Found::new(format!("Open an example: {}", example.title), example.about, open)
    })
}

/// Whether a command is listed: an available command, except for the command search itself.
fn is_offered(cx: &Cx<'_>, command: &Command) -> bool {
    *command != Command::Find(FindCommand::Commands) && cx.availability(command).is_ok()
}

/// The acts of a version that are allowed now, under names that are clear outside of its card.
fn of_version(project: &Project, version: &Version, all: &mut Vec<Found>) {
    let where_words = || tab_title(project, Tab::Version(version.id));
    let name = |act: Act| match act {
        Act::Describe => "Rename the version…",
        Act::Duplicate => "Duplicate the version",
        Act::Delete => "Delete the version…",
        Act::Accept => "Accept the version as it is…",
        act => act.words(),
    };
    // As on the card and on the banner of the version.
    let of_banner = Some(Act::Accept).filter(|act| may(version, *act).is_ok());
    let possible = offered(version).into_iter().filter(|act| *act != Act::Edit).chain(of_banner);
    all.extend(possible.map(|act| Found::spoken(name(act), where_words(), Command::OfVersion(version.id, act))));
    let try_out = words(project.channel_of(version.id)).try_out;
    all.push(Found::spoken(try_out, where_words(), Command::Sim(SimCommand::Start(version.id))));
}

fn of_routing(project: &Project, id: RoutingId, all: &mut Vec<Found>) {
    let Some(routing) = project.routings.get(&id) else { return };
    let found = |act: RoutingAct| Found::spoken(act.words(), routing.name.as_str(), Command::OfRouting(id, act));
    all.extend(RoutingAct::ALL.map(found));
}

/// Every object with a page, and every test call, with its kind and location.
fn objects(project: &Project) -> Vec<Found> {
    let mut all = Vec::new();
    let mut add = |tab: Tab, name: &str, detail: String| {
        all.push(Found::spoken(name, detail, Command::open_tab(tab)));
    };
    for routing in project.routings.values() {
        add(Tab::Routing(routing.id), &routing.name, format!("Smart routing · {}", routing.channel.words()));
    }
    for version in project.versions.values() {
        let routing = project.routings.get(&version.info.routing).map_or("", |routing| routing.name.as_str());
        let detail = format!("Version · {} · {routing}", version.info.status.words());
        add(Tab::Version(version.id), &version.info.name, detail);
    }
    for entry_point in project.entry_points.values() {
        let detail = format!("Entry point · {}", entry_point.address);
        add(Tab::EntryPoint(entry_point.id), &entry_point.name, detail);
    }
    for resource in project.resources.values() {
        let detail = format!("{} · {}", resource.data.kind().words().0, resource.reference);
        add(Tab::Resource(resource.id), &resource.name, detail);
    }
    for caller in project.callers.values() {
        add(Tab::Caller(caller.id), &caller.name, "Caller".to_owned());
    }
    for world in project.worlds.values() {
        add(Tab::World(world.id), &world.name, "World".to_owned());
    }
    for scenario in project.scenarios.values() {
        add(Tab::Scenario(scenario.id), &scenario.name, "Scenario".to_owned());
    }
    for call in project.test_calls.values() {
        let routing = project.routings.get(&call.routing).map_or("", |routing| routing.name.as_str());
        let show = Command::Page(PageCommand::RevealPlace(Place::TestCall(call.id)));
        all.push(Found::spoken(&call.name, format!("Test call · {routing}"), show));
    }
    all
}
