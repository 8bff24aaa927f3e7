//! The versions that a version can be compared with, and the button that lists them.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, PopupCloseBehavior, Ui};

use crate::model::{Project, Status, Version, VersionId};

use super::comparison::Pair;
use crate::app::command::{Command, Tab};
use crate::app::kit::pick;

/// The versions that a version can be compared with, with labels: those of its routing, then those of other routings of its channel.
#[must_use]
pub fn choices(project: &Project, version: VersionId) -> Vec<(VersionId, String)> {
    let Some(routing) = project.routing_of(version) else { return Vec::new() };
    let others = project.routings.values().filter(|it| it.channel == routing.channel && it.id != routing.id);
    let all = std::iter::once(routing.id).chain(others.map(|it| it.id));
    all.flat_map(|routing| project.versions_of(routing))
        .filter(|it| it.id != version)
        .filter_map(|it| Some((it.id, words(project, it.id, version)?)))
        .collect()
}

/// The label of a version: name and status, and the routing where the other version belongs to another.
#[must_use]
pub fn words(project: &Project, version: VersionId, other: VersionId) -> Option<String> {
    let version = project.versions.get(&version)?;
    let routing = project.routing_of(version.id)?;
    let name = crate::catalog::text::shorten(&version.info.name, 60);
    let status = version.info.status_words();
    let is_one = project.routing_of(other).is_some_and(|it| it.id == routing.id);
    Some(if is_one { format!("{name} · {status}") } else { format!("{} / {name} · {status}", routing.name) })
}

/// Which of two versions is before: the one further along in its life cycle, else the older one.
#[must_use]
pub fn in_order(project: &Project, one: VersionId, other: VersionId) -> Pair {
    let rank = |id: VersionId| {
        let status = project.versions.get(&id).map_or(Status::InDevelopment, |it| it.info.status);
        let place = match status {
            Status::InBackup => 0,
            Status::InProduction => 1,
            Status::InDevelopment => 2,
        };
        (place, id)
    };
    let is_one_routing = project.routing_of(one).map(|it| it.id) == project.routing_of(other).map(|it| it.id);
    // Versions of different routings have no order by age: the other version comes first.
    if is_one_routing && rank(one) < rank(other) { (one, other) } else { (other, one) }
}

/// The best version to compare a version with: the one in production, else the newest other one.
#[must_use]
pub fn best(project: &Project, version: VersionId) -> Option<VersionId> {
    let routing = project.routing_of(version)?.id;
    let live = project.in_production(routing).map(|it| it.id).filter(|it| *it != version);
    live.or_else(|| project.versions_of(routing).map(|it| it.id).filter(|it| *it != version).last())
}

/// Draws a button that lists the versions to compare with; nothing where there are none.
pub fn button_ui(ui: &mut Ui, button: Button<'_>, project: &Project, version: &Version, commands: &mut Vec<Command>) {
    let is_alone = || choices(project, version.id).is_empty();
    if project.versions.len() < 2 || is_alone() {
        return;
    }
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let search = egui::Id::unique(("compare with", version.id));
    let (button, shown) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_min_width(240.0);
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            let choices = choices(project, version.id);
            let list = choices.into_iter().map(|(id, words)| (id, words, false)).collect();
            if let Some(chosen) = pick::list_ui(ui, search, list) {
                let (before, after) = in_order(project, version.id, chosen);
                commands.push(Command::open_tab(Tab::Compare(before, after)));
            }
        });
    });
    pick::list_drawn(&button, search, shown.is_some());
}
