//! Pages of resources, entry points, callers, worlds, the project's settings and its phrases. Each draws a copy of its object and sends
//! the copy as one edit if anything in it changed; pages keep no state. Pages of versions and routings are other parts.

pub mod calendar;
pub mod caller;
pub mod campaign;
pub mod changes;
pub mod connection;
pub mod create;
pub mod customer;
pub mod database;
pub mod distribution;
pub mod entry_point;
pub mod exceptions;
pub mod grid;
pub mod head;
pub mod holidays;
pub mod hours;
pub mod input;
pub mod item;
pub mod json;
pub mod languages;
pub mod members;
pub mod month;
pub mod names;
pub mod others;
pub mod outside;
pub mod payment;
pub mod people;
pub mod phrases;
pub mod preview;
pub mod queue;
pub mod records;
pub mod request_preview;
pub mod resource;
pub mod rows;
pub mod settings;
pub mod sheet;
pub mod sms;
pub mod spans;
pub mod table;
pub mod templates;
pub mod texts;
pub mod used;
pub mod variable;
pub mod web_service;
pub mod week;
mod who;
pub mod widgets;
pub mod world;
pub mod world_databases;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use egui::{CentralPanel, Frame, ScrollArea, Ui};

use crate::lint::Diagnostic;
use crate::model::{Project, ResourceKind};

use crate::app::command::{Command, Tab};
use crate::app::kit::theme;

pub use create::new_resource;

/// Maximum width of a page.
const WIDTH: f32 = 760.0;
/// Maximum width of a page with a sheet, with JSON, or with a preview next to the inputs.
const WIDE: f32 = 1104.0;
/// Minimum width of a page; in less space the page scrolls sideways.
const NARROWEST: f32 = 440.0;

/// Draws the page of a resource, an entry point, a caller, a world, the settings or the phrases; nothing for other tabs.
pub fn page_ui(
    ui: &mut Ui,
    tab: Tab,
    project: &Arc<Project>,
    problems: &[Diagnostic],
    now: DateTime<Utc>,
    commands: &mut Vec<Command>,
) {
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
                        content_ui(ui, tab, project, (problems, now), commands);
                        ui.add_space(32.0);
                    });
                });
            });
        });
    });
}

fn is_wide(tab: Tab, project: &Project) -> bool {
    let Tab::Resource(id) = tab else { return tab == Tab::Phrases };
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

fn content_ui(
    ui: &mut Ui,
    tab: Tab,
    project: &Arc<Project>,
    (problems, now): (&[Diagnostic], DateTime<Utc>),
    commands: &mut Vec<Command>,
) {
    let is_shown = match tab {
        Tab::Resource(id) => {
            project.resources.get(&id).map(|it| resource::page_ui(ui, it, project, problems, now, commands)).is_some()
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
        Tab::Phrases => {
            phrases::page_ui(ui, project, problems, commands);
            true
        }
        Tab::Start | Tab::Routing(_) | Tab::Version(_) | Tab::Compare(..) | Tab::Map | Tab::Scenario(_) => true,
    };
    if !is_shown {
        ui.label(theme::weak(ui, "This item no longer exists.", theme::BODY));
    }
}
