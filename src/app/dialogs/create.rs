//! New versions and new routings.

use egui::{ComboBox, TextEdit, Ui};

use crate::edit::Edit;
use crate::model::project::reference_from_name;
use crate::model::{Channel, Recording, Routing, RoutingId, RoutingType, VersionId};

use super::super::command::Command;
use super::super::state::State;
use super::super::theme;
use super::confirm::CANCEL;
use super::modal::{Beside, begins, is_entered, modal};

/// A version to be created.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionDraft {
    /// The routing.
    pub routing: RoutingId,
    /// The version to copy; none means from zero.
    pub from: Option<VersionId>,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
}

/// A routing to be created or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutingDraft {
    /// The routing; id 0 means a new one.
    pub routing: Routing,
    /// Whether the reference still follows the name.
    pub follows_name: bool,
}

impl RoutingDraft {
    /// A new routing.
    #[must_use]
    pub fn new() -> Self {
        Self { routing: Routing::default(), follows_name: true }
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
    let stays = modal(ui, "create-version", "Create a version", 420.0, Beside::Stays, |ui| {
        field(ui, "Name", |ui, label| {
            let edit = ui.add(TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY)).labelled_by(label);
            if begins(ui) {
                edit.request_focus();
            }
        });
        field(ui, "Description (optional)", |ui, label| {
            ui.add(TextEdit::multiline(&mut draft.description).desired_rows(2).desired_width(f32::INFINITY))
                .labelled_by(label);
        });
        let project = state.project();
        let channel = project.routings.get(&draft.routing).map(|routing| routing.channel);
        let words = |id: VersionId| {
            let version = project.versions.get(&id)?;
            let routing = project.routings.get(&version.info.routing)?;
            Some(format!("{} · {} ({})", routing.name, version.info.name, version.info.status.words().to_lowercase()))
        };
        let chosen =
            draft.from.and_then(words).unwrap_or_else(|| "From zero: a Start action and nothing else".to_owned());
        field(ui, "Begin with", |ui, label| {
            ComboBox::from_id_salt("from")
                .width(ui.available_width())
                .selected_text(chosen)
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut draft.from, None, "From zero: a Start action and nothing else");
                    for version in project.versions.values() {
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
        pressed = buttons(ui, "Create the version", !draft.name.trim().is_empty());
    });
    if pressed.1 {
        commands.push(Command::edit(Edit::CreateVersion {
            routing: draft.routing,
            from: draft.from,
            name: draft.name.clone(),
            description: draft.description.clone(),
        }));
    }
    stays && !pressed.0
}

/// Whether it stays open.
pub(super) fn routing_ui(ui: &Ui, draft: &mut RoutingDraft, commands: &mut Vec<Command>) -> bool {
    let is_new = draft.routing.id == RoutingId(0);
    let title = if is_new { "New smart routing" } else { "Smart routing" };
    let mut pressed = (false, false);
    let stays = modal(ui, "routing", title, 420.0, Beside::Stays, |ui| {
        field(ui, "Name", |ui, label| {
            let edit =
                ui.add(TextEdit::singleline(&mut draft.routing.name).desired_width(f32::INFINITY)).labelled_by(label);
            if begins(ui) {
                edit.request_focus();
            }
            if edit.changed() && draft.follows_name && is_new {
                draft.routing.reference = reference_from_name(&draft.routing.name);
            }
        });
        field(ui, "Reference", |ui, label| {
            let edit = ui
                .add(TextEdit::singleline(&mut draft.routing.reference).desired_width(f32::INFINITY))
                .labelled_by(label);
            draft.follows_name &= !edit.changed();
        });
        field(ui, "Description (optional)", |ui, label| {
            let edit = TextEdit::multiline(&mut draft.routing.description).desired_rows(2).desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(label);
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
        let is_ready = !draft.routing.name.trim().is_empty() && !draft.routing.reference.is_empty();
        pressed = buttons(ui, if is_new { "Create the smart routing" } else { "Apply" }, is_ready);
    });
    if pressed.1 {
        commands.push(Command::edit(Edit::StoreRouting { routing: draft.routing.clone() }));
    }
    stays && !pressed.0
}
