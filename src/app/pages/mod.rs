//! Pages of resources, entry points, callers, worlds and the project's settings. Each draws a copy of its object and sends
//! the copy as one edit when something in it was changed; nothing is kept here. Versions and routings have pages elsewhere.

mod calendar;
mod caller;
mod campaign;
mod changes;
mod connection;
mod create;
pub mod customer;
mod database;
mod distribution;
mod entry_point;
mod exceptions;
mod grid;
mod head;
mod hours;
mod input;
mod json;
mod members;
mod month;
mod others;
mod outside;
mod payment;
mod people;
mod preview;
mod queue;
pub(super) mod read;
mod records;
mod resource;
mod rows;
mod settings;
mod sheet;
mod sms;
mod spans;
mod table;
mod templates;
mod texts;
mod used;
mod variable;
mod web_service;
mod week;
mod widgets;
mod world;
mod world_databases;

#[cfg(test)]
#[cfg(feature = "pictures")]
mod pictures;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_hands;
#[cfg(test)]
mod tests_kinds;
#[cfg(test)]
mod tests_sheet;
#[cfg(test)]
mod tests_texts;

use std::sync::Arc;

use egui::{CentralPanel, Frame, ScrollArea, Ui};

use crate::lint::Diagnostic;
use crate::model::{Project, ResourceKind};

use super::command::{Command, Tab};
use super::theme;

pub use create::new_resource;

/// Widest column of a page.
const WIDTH: f32 = 760.0;
/// Widest column of a page with a sheet, with JSON, or with a preview beside what is edited.
const WIDE: f32 = 1104.0;
/// Narrowest column; where there is less room, the page scrolls sideways.
const NARROWEST: f32 = 608.0;

/// Shows the page of a resource, an entry point, a caller, a world, or the settings; nothing for other tabs.
pub fn page_ui(ui: &mut Ui, tab: Tab, project: &Arc<Project>, problems: &[Diagnostic], commands: &mut Vec<Command>) {
    let frame = Frame::new().fill(theme::of(ui).background);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::both().id_salt(("page", tab)).auto_shrink(false).show(ui, |ui| {
            let widest = if is_wide(tab, project) { WIDE } else { WIDTH };
            let margin = ((ui.available_width() - widest) / 2.0).max(16.0);
            let width = ui.available_width() - 2.0 * margin;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(margin.floor());
                ui.push_id(tab, |ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing = egui::Vec2::splat(8.0);
                        ui.set_width(width.max(NARROWEST));
                        ui.add_space(16.0);
                        content_ui(ui, tab, project, problems, commands);
                        ui.add_space(32.0);
                    });
                });
            });
        });
    });
}

fn is_wide(tab: Tab, project: &Project) -> bool {
    let Tab::Resource(id) = tab else { return false };
    project.resources.get(&id).is_some_and(|it| {
        matches!(
            it.data.kind(),
            ResourceKind::ValuesTable
                | ResourceKind::Database
                | ResourceKind::WebService
                | ResourceKind::Survey
                | ResourceKind::EmailTemplate
                | ResourceKind::SmsTemplate
                | ResourceKind::MessageTemplate
        )
    })
}

fn content_ui(ui: &mut Ui, tab: Tab, project: &Arc<Project>, problems: &[Diagnostic], commands: &mut Vec<Command>) {
    let is_shown = match tab {
        Tab::Resource(id) => {
            project.resources.get(&id).map(|it| resource::page_ui(ui, it, project, problems, commands)).is_some()
        }
        Tab::EntryPoint(id) => {
            project.entry_points.get(&id).map(|it| entry_point::page_ui(ui, it, project, problems, commands)).is_some()
        }
        Tab::Caller(id) => project.callers.get(&id).map(|it| caller::page_ui(ui, it, project, commands)).is_some(),
        Tab::World(id) => project.worlds.get(&id).map(|it| world::page_ui(ui, it, project, commands)).is_some(),
        Tab::Settings => {
            settings::page_ui(ui, project, commands);
            true
        }
        Tab::Start | Tab::Routing(_) | Tab::Version(_) | Tab::Compare(..) => true,
    };
    if !is_shown {
        ui.label(theme::weak(ui, "This does not exist any more.", theme::BODY));
    }
}
