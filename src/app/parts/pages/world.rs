//! The page of a world: when the call arrives, and the state of people, queues and external systems at that time. Defaults
//! are not stored.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, NaiveTime};
use egui::Ui;

use crate::catalog::text::duration_words;
use crate::edit::Edit;
use crate::model::{
    Project, QueueState, Resource, ResourceData, ResourceId, ResourceKind, ServiceState, UserLoad, UserState, World,
    WorldId,
};

use super::changes::Changes;
use super::input::{Input, Name, choice};
use super::used::used_ui;
use super::widgets::{self, ROW, captions, cell, note, row, rows, section};
use super::{create, head, outside, world_databases};
use crate::app::command::Command;
use crate::app::kit::{read, theme};

/// Width of the names in lists.
const NAME: f32 = 200.0;
/// Width of the names of people.
const PERSON: f32 = 104.0;
/// Width of the states of a user.
const STATES: f32 = 336.0;
/// Width of a number of a user's load.
const LOAD: f32 = 64.0;
/// Maximum wait, in seconds: a day.
const MAX_WAIT: u32 = 86_400;

/// The page of a world.
pub fn page_ui(ui: &mut Ui, world: &Arc<World>, project: &Arc<Project>, commands: &mut Vec<Command>) {
    let delete = Command::edit(Edit::DeleteWorld { world: world.id });
    let duplicate = || {
        let name = create::copy_name(&world.name);
        let world = Box::new(World { id: WorldId::default(), name, ..(**world).clone() });
        Command::edit(Edit::StoreWorld { world })
    };
    let acts = head::Acts { delete: Some(delete), duplicate: Some(&duplicate) };
    head::title_ui(ui, &world.name, "World", acts, commands);
    let mut changes = Changes::default();
    let mut copy = (**world).clone();
    cards_ui(ui, &mut changes, &mut copy, project);
    changes.send(|| Edit::StoreWorld { world: Box::new(copy) }, commands);
    used_ui(ui, world.id.into(), project, commands);
}

/// The cards of a world.
pub fn cards_ui(ui: &mut Ui, changes: &mut Changes, world: &mut World, project: &Project) {
    section(ui, "General", |ui| {
        head::name_ui(ui, changes, &mut world.name);
        row(ui, "The call arrives", |ui, _| start_ui(ui, changes, &mut world.start, project));
    });
    let of = |kind| project.resources_of(kind).map(|it| &**it).collect::<Vec<_>>();
    section(ui, "People", |ui| users_ui(ui, changes, world, &of(ResourceKind::User)));
    section(ui, "Queues", |ui| queues_ui(ui, changes, &mut world.queues, &of(ResourceKind::Queue)));
    let services = of(ResourceKind::WebService);
    section(ui, "Web services", |ui| services_ui(ui, changes, &mut world.services, &services));
    outside::systems_ui(ui, changes, world);
    world_databases::databases_ui(ui, changes, world, project);
    outside::cases_ui(ui, changes, &mut world.cases, project);
    outside::cards_ui(ui, changes, &mut world.cards, project);
    outside::targets_ui(ui, changes, &mut world.targets, project);
}

/// The day and the time at which a call arrives; without a day, at no known moment.
pub fn start_ui(ui: &mut Ui, changes: &mut Changes, start: &mut Option<NaiveDateTime>, project: &Project) {
    ui.horizontal_top(|ui| {
        let shown = start.map_or_else(String::new, |start| start.date().to_string());
        let read = |text: &str| read::perhaps(text, read::date);
        let input = Input::named("Day the call arrives").hint("any day").width(104.0);
        if let Some(day) = input.checked(ui, changes, &shown, read) {
            let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
            let time = start.map_or(nine, |start| start.time());
            *start = day.map(|day| day.and_time(time));
        }
        if let Some(moment) = *start {
            cell(ui, 16.0, |ui| note(ui, "at"));
            let shown = moment.format("%H:%M").to_string();
            let input = Input::named("Time the call arrives").width(56.0);
            if let Some(time) = input.checked(ui, changes, &shown, read::time) {
                *start = Some(moment.date().and_time(time));
            }
        }
    });
    let zone = &project.settings.time_zone;
    note(ui, &format!("For example 2026-11-23 at 09:00, in the project's time zone, {zone}."));
}

fn users_ui(ui: &mut Ui, changes: &mut Changes, world: &mut World, users: &[&Resource]) {
    if users.is_empty() {
        note(ui, "The project has no users.");
        return;
    }
    captions(ui, &[("", PERSON), ("Status", STATES), ("Sessions", LOAD), ("Today", LOAD), ("Free for", LOAD)]);
    rows(ui, "users", users.len(), ROW, |ui, index| {
        let Some(user) = users.get(index) else { return };
        ui.horizontal_top(|ui| {
            cell(ui, PERSON, |ui| ui.add(egui::Label::new(theme::for_display(user.name.as_str())).truncate()));
            cell(ui, STATES, |ui| states_ui(ui, changes, &mut world.users, user));
            let before = world.loads.get(&user.id).copied().unwrap_or_default();
            let after = load_ui(ui, changes, &user.name, before);
            if after == UserLoad::default() {
                world.loads.remove(&user.id);
            } else {
                world.loads.insert(user.id, after);
            }
        });
    });
}

fn states_ui(ui: &mut Ui, changes: &mut Changes, states: &mut BTreeMap<ResourceId, UserState>, user: &Resource) {
    ui.spacing_mut().item_spacing.x = 4.0;
    let state = states.get(&user.id).copied();
    let options = std::iter::once(None).chain(UserState::ALL.map(Some));
    for option in options {
        // Without an entry the work schedule counts.
        let (short, words) = option.map_or(("Schedule", "By work schedule"), |it| (it.words(), it.words()));
        let name = format!("{}: {words}", user.name);
        if widgets::option_button(ui, option == state, short, &name) && option != state {
            match option {
                None => drop(states.remove(&user.id)),
                Some(state) => drop(states.insert(user.id, state)),
            }
            changes.step();
        }
    }
}

fn load_ui(ui: &mut Ui, changes: &mut Changes, name: &str, mut load: UserLoad) -> UserLoad {
    let read = |text: &str| read::number(text, &(0..=100_000));
    let input = format!("{name}: open sessions");
    let typed = Input::named(&input).width(LOAD).checked(ui, changes, &load.sessions.to_string(), read);
    load.sessions = typed.unwrap_or(load.sessions);
    let input = format!("{name}: received today");
    let typed = Input::named(&input).width(LOAD).checked(ui, changes, &load.received_today.to_string(), read);
    load.received_today = typed.unwrap_or(load.received_today);
    let input = format!("{name}: free for");
    let seconds = |text: &str| read::seconds(text, &(0..=MAX_WAIT));
    let shown = duration_words(load.idle_s.into());
    let typed = Input::named(&input).width(LOAD).checked(ui, changes, &shown, seconds);
    load.idle_s = typed.unwrap_or(load.idle_s);
    load
}

fn queues_ui(ui: &mut Ui, changes: &mut Changes, states: &mut BTreeMap<ResourceId, QueueState>, queues: &[&Resource]) {
    if queues.is_empty() {
        note(ui, "The project has no queues.");
        return;
    }
    captions(
        ui,
        &[("", NAME), ("Waiting", 72.0), ("Longest wait", 104.0), ("Estimated wait", 104.0), ("Connected", 88.0)],
    );
    rows(ui, "queues", queues.len(), ROW, |ui, index| {
        let Some(queue) = queues.get(index) else { return };
        let before = states.get(&queue.id).copied().unwrap_or_default();
        let after = queue_ui(ui, changes, &queue.name, before);
        if after == QueueState::default() {
            states.remove(&queue.id);
        } else {
            states.insert(queue.id, after);
        }
    });
    note(ui, "Estimated wait and connected users are computed from the people unless you enter them here.");
}

fn queue_ui(ui: &mut Ui, changes: &mut Changes, name: &str, mut state: QueueState) -> QueueState {
    let words = |seconds: u32| duration_words(i64::from(seconds));
    let number = |text: &str| read::number(text, &(0..=100_000));
    let seconds = |text: &str| read::seconds(text, &(0..=MAX_WAIT));
    ui.horizontal_top(|ui| {
        cell(ui, NAME, |ui| ui.add(egui::Label::new(theme::for_display(name)).truncate()));
        let label = format!("{name}: waiting");
        let typed = Input::named(&label).width(72.0).checked(ui, changes, &state.waiting.to_string(), number);
        state.waiting = typed.unwrap_or(state.waiting);
        let label = format!("{name}: longest wait");
        let typed = Input::named(&label).width(104.0).checked(ui, changes, &words(state.longest_wait_s), seconds);
        state.longest_wait_s = typed.unwrap_or(state.longest_wait_s);
        let label = format!("{name}: estimated wait");
        let shown = state.estimated_wait_s.map_or_else(String::new, words);
        let read = |text: &str| read::perhaps(text, seconds);
        let typed = Input::named(&label).hint("computed").width(104.0).checked(ui, changes, &shown, read);
        state.estimated_wait_s = typed.unwrap_or(state.estimated_wait_s);
        let label = format!("{name}: connected users");
        let shown = state.connected.map_or_else(String::new, |count| count.to_string());
        let read = |text: &str| read::perhaps(text, number);
        let typed = Input::named(&label).hint("counted").width(88.0).checked(ui, changes, &shown, read);
        state.connected = typed.unwrap_or(state.connected);
    });
    state
}

fn services_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    states: &mut BTreeMap<ResourceId, ServiceState>,
    services: &[&Resource],
) {
    if services.is_empty() {
        note(ui, "The project has no web services.");
    }
    rows(ui, "services", services.len(), ROW, |ui, index| {
        let Some(service) = services.get(index) else { return };
        ui.horizontal(|ui| {
            cell(ui, NAME, |ui| ui.add(egui::Label::new(theme::for_display(service.name.as_str())).truncate()));
            let mut options = vec![(ServiceState::Up, "Up: you choose the answer in the simulation".to_owned())];
            if let ResourceData::WebService(service) = &service.data {
                let answer =
                    |name: &str| (ServiceState::Answers(name.to_owned()), format!("Always answers \"{name}\""));
                options.extend(service.canned.iter().map(|canned| answer(&canned.name)));
            }
            options.push((ServiceState::Down, "Down: it cannot be reached".to_owned()));
            let before = states.get(&service.id).cloned().unwrap_or_default();
            let mut after = before.clone();
            let name = format!("Status of {}", service.name);
            choice(ui, changes, Name::Words(&name), 320.0, &mut after, &options);
            if after != before {
                match after {
                    ServiceState::Up => drop(states.remove(&service.id)),
                    after => drop(states.insert(service.id, after)),
                }
            }
        });
    });
}
