//! Users and teams.

use egui::Ui;

use crate::model::resource::{Team, User};
use crate::model::{Project, ResourceId, ResourceKind};

use super::changes::Changes;
use super::input::{Name, add_text, choice, toggle};
use super::widgets::{self, List, section};

/// Someone who takes interactions.
pub fn user_ui(ui: &mut Ui, changes: &mut Changes, user: &mut User) {
    section(ui, "User", |ui| {
        widgets::text(ui, changes, "Extension or address", "201", &mut user.extension);
        widgets::row(ui, "Rights", |ui, _| toggle(ui, changes, "Administers the routing", &mut user.is_admin));
    });
    section(ui, "Skills", |ui| {
        let levels: Vec<(u8, String)> = (1..=5).map(|level| (level, format!("Level {level}"))).collect();
        let mut removed = None;
        for (skill, level) in &mut user.skills {
            widgets::row(ui, skill, |ui, label| {
                ui.horizontal(|ui| {
                    choice(ui, changes, Name::Label(label), 120.0, level, &levels);
                    if widgets::remove_button(ui, skill) {
                        removed = Some(skill.clone());
                    }
                });
            });
        }
        if let Some(skill) = removed {
            user.skills.remove(&skill);
            changes.step();
        }
        let read = |text: &str| match text {
            "" => Err("A name is needed.".to_owned()),
            text if user.skills.contains_key(text) => Err("This skill is there already.".to_owned()),
            text => Ok(text.to_owned()),
        };
        if let Some(skill) = add_text(ui, "New skill", "Skill, such as German", "Add the skill", read) {
            user.skills.insert(skill, 3);
            changes.step();
        }
    });
}

/// An ordered group of users.
pub fn team_ui(ui: &mut Ui, changes: &mut Changes, team: &mut Team, project: &Project) {
    section(ui, "Members", |ui| {
        let name = |_: usize, id: &ResourceId| name_of(project, *id);
        List { least: 0, is_ordered: true }.show(ui, changes, &mut team.members, name, |ui, _, index, id| {
            widgets::cell(ui, 320.0, |ui| {
                ui.label(super::super::theme::weak(ui, format!("{}", index + 1), super::super::theme::SMALL));
                ui.label(name_of(project, *id));
            });
        });
        if let Some(id) = add_member(ui, project, &[ResourceKind::User], |id| team.members.contains(&id)) {
            team.members.push(id);
            changes.step();
        }
    });
}

/// The button that adds a member of some kinds who is not one yet.
pub fn add_member(
    ui: &mut Ui,
    project: &Project,
    kinds: &[ResourceKind],
    is_member: impl Fn(ResourceId) -> bool,
) -> Option<ResourceId> {
    let options: Vec<(ResourceId, String)> = kinds
        .iter()
        .flat_map(|kind| project.resources_of(*kind))
        .filter(|it| !is_member(it.id))
        .map(|it| (it.id, name_of(project, it.id)))
        .collect();
    widgets::add_menu(ui, "Add a member", &options)
}

/// What a user or a team is called in lists.
#[must_use]
pub fn name_of(project: &Project, id: ResourceId) -> String {
    match project.resources.get(&id) {
        Some(found) if found.data.kind() == ResourceKind::Team => format!("{} (team)", found.name),
        Some(found) => found.name.clone(),
        None => "someone who does not exist any more".to_owned(),
    }
}
