//! New versions and routings, copies of them, and their names.

use std::sync::Arc;

use egui::{ComboBox, Ui};

use crate::catalog::text::name_of_copy;
use crate::edit::Edit;
use crate::model::project::{free_reference, reference_from_name};
use crate::model::{Channel, Project, Recording, Routing, RoutingId, RoutingType, Version, VersionId};

use super::super::command::Command;
use super::super::editor::{self, MAX_NAME, MAX_TEXT};
use super::super::state::State;
use super::super::theme;
use super::confirm::CANCEL;
use super::modal::{Beside, begins, is_entered, modal};

/// A version to be created, or one that gets another name and description.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionDraft {
    /// The version that gets them; none means a new one.
    pub version: Option<VersionId>,
    /// The routing.
    pub routing: RoutingId,
    /// The version to copy; none means from zero.
    pub from: Option<VersionId>,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
}

impl VersionDraft {
    /// A new version.
    #[must_use]
    pub fn new(routing: RoutingId) -> Self {
        Self { version: None, routing, from: None, name: String::new(), description: String::new() }
    }

    /// Another name and description for a version.
    #[must_use]
    pub fn describing(version: &Version) -> Self {
        let (name, description) = (version.info.name.clone(), version.info.description.clone());
        Self { version: Some(version.id), routing: version.info.routing, from: None, name, description }
    }

    fn edit(&self) -> Edit {
        let (name, description) = (self.name.clone(), self.description.trim().to_owned());
        match self.version {
            Some(version) => Edit::DescribeVersion { version, name, description },
            None => Edit::CreateVersion { routing: self.routing, from: self.from, name, description },
        }
    }
}

/// A routing to be created, copied or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutingDraft {
    /// The routing that is copied.
    pub copy_of: Option<RoutingId>,
    /// The routing; id 0 means a new one.
    pub routing: Routing,
    /// Whether the reference still follows the name.
    pub follows_name: bool,
}

impl RoutingDraft {
    /// A new routing.
    #[must_use]
    pub fn new() -> Self {
        Self { copy_of: None, routing: Routing::default(), follows_name: true }
    }
}

impl RoutingDraft {
    /// A copy of a routing, under a name and a reference that are free.
    #[must_use]
    pub fn copying(project: &Project, routing: &Routing) -> Self {
        let is_name = |name: &str| project.routings.values().any(|it| it.name == name);
        let is_reference = |name: &str| project.routing_by_reference(name).is_some();
        let copy = Routing {
            id: RoutingId(0),
            name: name_of_copy(&routing.name, is_name),
            reference: free_reference(&routing.reference, is_reference),
            aliases: Vec::new(),
            ..routing.clone()
        };
        Self { copy_of: Some(routing.id), routing: copy, follows_name: false }
    }
}

impl Default for RoutingDraft {
    fn default() -> Self {
        Self::new()
    }
}

/// A label above a field.
pub(super) fn field(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, egui::Id)) {
    let label = ui.label(theme::weak(ui, label, theme::SMALL));
    content(ui, label.id);
    ui.add_space(6.0);
}

/// *Cancel* and the button that does it; whether either was pressed, and whether it was the latter, as *Enter* in a field does.
pub(super) fn buttons(ui: &mut Ui, label: &str, is_ready: bool) -> (bool, bool) {
    let mut pressed = (is_ready && is_entered(ui), is_ready && is_entered(ui));
    ui.add_space(6.0);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let button = theme::primary_button(ui, label);
        if ui.add_enabled(is_ready, button).clicked() {
            pressed = (true, true);
        }
        if ui.button(CANCEL).clicked() {
            pressed = (true, false);
        }
    });
    pressed
}

/// Whether it stays open.
pub(super) fn version_ui(ui: &Ui, draft: &mut VersionDraft, state: &State, commands: &mut Vec<Command>) -> bool {
    let mut pressed = (false, false);
    let (title, do_it) = match draft.version {
        Some(_) => ("Name and description", "Apply"),
        None => ("Create a version", "Create the version"),
    };
    let stays = modal(ui, "create-version", title, 420.0, Beside::Stays, |ui| {
        field(ui, "Name", |ui, label| {
            let edit = editor::show(ui, &mut draft.name, MAX_NAME, 1).labelled_by(label);
            if begins(ui) {
                edit.request_focus();
            }
        });
        field(ui, "Description (optional)", |ui, label| {
            editor::show(ui, &mut draft.description, MAX_TEXT, 2).labelled_by(label);
        });
        let project = state.project();
        let mut others = project.versions_of(draft.routing).filter(|it| Some(it.id) != draft.version);
        if others.any(|it| it.info.name == draft.name.trim()) {
            ui.label(theme::weak(
                ui,
                "Another version has this name. You can tell them apart better by another name.",
                theme::SMALL,
            ));
            ui.add_space(6.0);
        }
        if draft.version.is_none() {
            begin_ui(ui, draft, project);
        }
        pressed = buttons(ui, do_it, !draft.name.trim().is_empty());
    });
    if pressed.1 {
        commands.push(Command::edit(draft.edit()));
    }
    stays && !pressed.0
}

/// What a new version begins with: nothing, or a version of the same channel, those of its own routing first.
fn begin_ui(ui: &mut Ui, draft: &mut VersionDraft, project: &Project) {
    let channel = project.routings.get(&draft.routing).map(|routing| routing.channel);
    let words = |id: VersionId| {
        let version = project.versions.get(&id)?;
        let routing = project.routings.get(&version.info.routing)?;
        Some(format!("{} · {} ({})", routing.name, version.info.name, version.info.status.words().to_lowercase()))
    };
    let chosen = draft.from.and_then(words).unwrap_or_else(|| "From zero: a Start action and nothing else".to_owned());
    field(ui, "Begin with", |ui, label| {
        ComboBox::from_id_salt("from")
            .width(ui.available_width())
            .selected_text(chosen)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut draft.from, None, "From zero: a Start action and nothing else");
                let is_own = |version: &&Arc<Version>| version.info.routing == draft.routing;
                let (own, others): (Vec<_>, Vec<_>) = project.versions.values().partition(is_own);
                for version in own.into_iter().chain(others) {
                    if project.routing_of(version.id).map(|it| it.channel) == channel
                        && let Some(words) = words(version.id)
                    {
                        ui.selectable_value(&mut draft.from, Some(version.id), format!("A copy of {words}"));
                    }
                }
            })
            .response
            .labelled_by(label);
    });
}

/// Whether it stays open.
pub(super) fn routing_ui(ui: &Ui, draft: &mut RoutingDraft, commands: &mut Vec<Command>) -> bool {
    let is_new = draft.routing.id == RoutingId(0);
    let title = match draft.copy_of {
        Some(_) => "Copy the smart routing",
        None if is_new => "New smart routing",
        None => "Smart routing",
    };
    let mut pressed = (false, false);
    let stays = modal(ui, "routing", title, 420.0, Beside::Stays, |ui| {
        field(ui, "Name", |ui, label| {
            let edit = editor::show(ui, &mut draft.routing.name, MAX_NAME, 1).labelled_by(label);
            if begins(ui) {
                edit.request_focus();
            }
            if edit.changed() && draft.follows_name && is_new {
                draft.routing.reference = reference_from_name(&draft.routing.name);
            }
        });
        field(ui, "Reference", |ui, label| {
            let edit = editor::show(ui, &mut draft.routing.reference, MAX_NAME, 1).labelled_by(label);
            draft.follows_name &= !edit.changed();
        });
        if draft.copy_of.is_some() {
            let words = "It begins with a copy of the version in production, else of the newest, in development.";
            ui.label(theme::weak(ui, words, theme::SMALL));
        } else {
            kind_ui(ui, draft, is_new);
        }
        let is_ready = !draft.routing.name.trim().is_empty() && !draft.routing.reference.is_empty();
        let do_it = match draft.copy_of {
            Some(_) => "Copy it",
            None if is_new => "Create the smart routing",
            None => "Apply",
        };
        pressed = buttons(ui, do_it, is_ready);
    });
    if pressed.1 {
        let routing = draft.routing.clone();
        commands.push(Command::edit(match draft.copy_of {
            Some(of) => Edit::CopyRouting { routing: of, name: routing.name, reference: routing.reference },
            None => Edit::StoreRouting { routing },
        }));
    }
    stays && !pressed.0
}

/// What a routing is for, its channel and its type, and whether calls are recorded.
fn kind_ui(ui: &mut Ui, draft: &mut RoutingDraft, is_new: bool) {
    field(ui, "Description (optional)", |ui, label| {
        editor::show(ui, &mut draft.routing.description, MAX_TEXT, 2).labelled_by(label);
    });
    ui.add_enabled_ui(is_new, |ui| {
        ui.horizontal(|ui| {
            for channel in Channel::ALL {
                ui.selectable_value(&mut draft.routing.channel, channel, channel.words());
            }
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            for kind in [RoutingType::InteractionStart, RoutingType::InteractionEnd] {
                ui.selectable_value(&mut draft.routing.kind, kind, kind.words());
            }
        });
        ui.label(theme::weak(ui, "Channel and type are fixed after creation.", theme::CAPTION));
    });
    ui.add_space(6.0);
    if draft.routing.channel == Channel::Voice {
        field(ui, "Call recording", |ui, _| {
            ui.horizontal(|ui| {
                ui.selectable_value(&mut draft.routing.recording, Recording::AsActionsSay, "As the actions say");
                ui.selectable_value(&mut draft.routing.recording, Recording::On, "On");
                ui.selectable_value(&mut draft.routing.recording, Recording::Off, "Off");
            });
        });
    }
}
