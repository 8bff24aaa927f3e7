//! Users and teams.

use std::collections::BTreeMap;

use egui::Ui;

use crate::model::resource::{Team, User};
use crate::model::{Channel, Project, ResourceId, ResourceKind};

use super::changes::Changes;
use super::input::{Input, Name, add_text, choice, toggle};
use super::members::{self, Members};
use super::names::name_of;
use super::week::{self, WORK};
use super::widgets::{self, note, section};
use crate::app::kit::read;

/// The cards of a user.
pub fn user_ui(ui: &mut Ui, changes: &mut Changes, user: &mut User) {
    section(ui, "User", |ui| {
        widgets::text(ui, changes, "Extension or address", "201", &mut user.extension);
        widgets::row(ui, "Rights", |ui, _| toggle(ui, changes, "Administers the routing", &mut user.is_admin));
    });
    section(ui, "Load", |ui| load_ui(ui, changes, user));
    section(ui, "Skills", |ui| skills_ui(ui, changes, &mut user.skills));
    section(ui, "Work schedule", |ui| {
        note(
            ui,
            "Drag over the strips, or type the hours next to them. A week without hours means that the user has no schedule. Outside the hours the user is not connected, unless the world of a simulation names another state.",
        );
        week::week_ui(ui, changes, &mut user.schedule, WORK);
    });
}

fn load_ui(ui: &mut Ui, changes: &mut Changes, user: &mut User) {
    widgets::row(ui, "May receive", |ui, _| {
        ui.horizontal(|ui| {
            for channel in Channel::ALL {
                let mut is_open = !user.closed_channels.contains(&channel);
                toggle(ui, changes, channel.words(), &mut is_open);
                user.closed_channels.retain(|closed| *closed != channel);
                if !is_open {
                    user.closed_channels.push(channel);
                }
            }
        });
    });
    let capacity = &mut user.capacity;
    for (label, count) in [("Emails at once", &mut capacity.email), ("Messages at once", &mut capacity.messaging)] {
        let read = |text: &str| read::number(text, &(0..=1000));
        let typed =
            widgets::row(ui, label, |ui, id| Input::of(id).width(72.0).checked(ui, changes, &count.to_string(), read));
        *count = typed.unwrap_or(*count);
    }
    let shown = user.daily_limit.map_or_else(String::new, |limit| limit.to_string());
    let typed = widgets::row(ui, "Daily limit", |ui, id| {
        let read = |text: &str| read::perhaps(text, |text| read::number(text, &(0..=100_000)));
        let typed = Input::of(id).hint("no limit").width(104.0).checked(ui, changes, &shown, read);
        note(ui, "A voice call takes the whole capacity. The daily limit also sets the share by reception rate.");
        typed
    });
    user.daily_limit = typed.unwrap_or(user.daily_limit);
    widgets::row(ui, "Calls", |ui, _| {
        toggle(ui, changes, "Calls beside open emails and chats", &mut user.calls_beside_chats);
    });
}

/// Skills with their levels.
pub fn skills_ui(ui: &mut Ui, changes: &mut Changes, skills: &mut BTreeMap<String, u8>) {
    let levels: Vec<(u8, String)> = (1..=5).map(|level| (level, format!("Level {level}"))).collect();
    let mut removed = None;
    for (skill, level) in &mut *skills {
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
        skills.remove(&skill);
        changes.step();
    }
    let read = |text: &str| match text {
        "" => Err("Enter a name.".to_owned()),
        text if skills.contains_key(text) => Err("This skill is already in the list.".to_owned()),
        text => Ok(text.to_owned()),
    };
    if let Some(skill) = add_text(ui, "New skill", "Skill, such as German", "Add the skill", read) {
        skills.insert(skill, 3);
        changes.step();
    }
}

/// The card of a team.
pub fn team_ui(ui: &mut Ui, changes: &mut Changes, team: &mut Team, project: &Project) {
    let list = Members {
        note: "Drag rows to put them in order; drag names in from the right, or click them.",
        others: "Users",
        pool: &members::pool(project, &[ResourceKind::User]),
        name: &|id| name_of(project, *id),
        resource: &|id| Some(*id),
        place: (&members::number, 24.0),
        cell: ("", 0.0),
    };
    list.show(ui, changes, "Members", &mut team.members, |_, _, _| ());
}

/// The users of the project, after an option for none with the given words.
#[must_use]
pub fn users_or(project: &Project, none: &str) -> Vec<(Option<ResourceId>, String)> {
    let users = project.resources_of(ResourceKind::User).map(|user| (Some(user.id), user.name.clone()));
    std::iter::once((None, none.to_owned())).chain(users).collect()
}
