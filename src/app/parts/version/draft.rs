//! The dialog for new versions, copies of versions, and their names.

use std::sync::Arc;

use egui::{ComboBox, Ui};

use crate::edit::Edit;
use crate::model::{Project, RoutingId, Version, VersionId};

use crate::app::command::Command;
use crate::app::cx::Cx;
use crate::app::kit::modal::{ClickOutside, modal, takes_first_focus};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::text_input::{self, MAX_NAME, MAX_TEXT};
use crate::app::kit::theme;

/// The draft of a new version, or of a new name and description.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionDraft {
    /// The version to rename; none means a new one.
    pub version: Option<VersionId>,
    /// The routing.
    pub routing: RoutingId,
    /// The version to copy; none means an empty version.
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

    /// A new name and description for a version.
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

/// Draws the dialog. Returns whether it stays open.
pub fn version_ui(ui: &Ui, draft: &mut VersionDraft, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let mut pressed = (false, false);
    let (title, do_it) = match draft.version {
        Some(_) => ("Name and description", "Apply"),
        None => ("Create a version", "Create the version"),
    };
    let stays = modal(ui, "create-version", title, 420.0, ClickOutside::Ignored, |ui| {
        field(ui, "Name", |ui, label| {
            let edit = text_input::show(ui, &mut draft.name, MAX_NAME, 1).labelled_by(label);
            if takes_first_focus(ui) {
                edit.request_focus();
            }
        });
        field(ui, "Description (optional)", |ui, label| {
            text_input::show(ui, &mut draft.description, MAX_TEXT, 2).labelled_by(label);
        });
        let project = cx.project();
        let mut others = project.versions_of(draft.routing).filter(|it| Some(it.id) != draft.version);
        if others.any(|it| it.info.name == draft.name.trim()) {
            ui.label(theme::weak(
                ui,
                "Another version has this name. Choose a different name to tell them apart.",
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

/// Draws the choice of what a new version starts with: nothing, or a version of the same channel, those of its own routing first.
fn begin_ui(ui: &mut Ui, draft: &mut VersionDraft, project: &Project) {
    let channel = project.routings.get(&draft.routing).map(|routing| routing.channel);
    let words = |id: VersionId| {
        let version = project.versions.get(&id)?;
        let routing = project.routings.get(&version.info.routing)?;
        Some(format!("{} · {} ({})", routing.name, version.info.name, version.info.status.words().to_lowercase()))
    };
    let chosen = draft.from.and_then(words).unwrap_or_else(|| "Empty: only a Start action".to_owned());
    field(ui, "Start with", |ui, label| {
        ComboBox::from_id_salt("from")
            .width(ui.available_width())
            .selected_text(chosen)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut draft.from, None, "Empty: only a Start action");
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
