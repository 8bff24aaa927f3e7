//! What would be different: who is ill, how many call, how long talks last, and which version runs (spec: load §4). Nothing of this changes
//! the scenario.

use std::sync::Arc;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{DragValue, PopupCloseBehavior, ScrollArea, Ui};

use crate::load::WhatIf;
use crate::model::{Project, ReachedStatus, ResourceId, ResourceKind, Scenario, VersionId};

use super::LoadPane;
use crate::app::cx::Cx;
use crate::app::kit::theme;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Name, choice};

/// Draws what would be different.
pub(super) fn what_if_ui(ui: &mut Ui, cx: &Cx<'_>, own: &mut LoadPane, scenario: &Arc<Scenario>) {
    let mut what = own.what_if(scenario.id);
    let before = what.clone();
    ui.add_space(8.0);
    ui.label(theme::weak(ui, "What if", theme::BODY));
    ill_ui(ui, cx.project(), &mut what);
    percent_ui(ui, "Arrivals", &mut what.arrivals, "How many contacts arrive, in percent of the scenario.");
    percent_ui(ui, "Talks", &mut what.talks, "How long talks last, in percent of the scenario.");
    version_ui(ui, cx.project(), scenario, &mut what.version);
    if what.is_any() && ui.button("Reset").on_hover_text("Nothing is different from the scenario.").clicked() {
        what = WhatIf::default();
    }
    if what != before {
        own.what_if.insert(scenario.id, what);
    }
}

/// Who is ill: a menu of all people.
fn ill_ui(ui: &mut Ui, project: &Project, what: &mut WhatIf) {
    let words = match what.ill.as_slice() {
        [] => "Nobody is ill".to_owned(),
        [one] => format!("{} is ill", name(project, *one)),
        [one, other] => format!("{} and {} are ill", name(project, *one), name(project, *other)),
        more => format!("{} are ill", more.len()),
    };
    let users: Vec<ResourceId> = project.resources_of(ResourceKind::User).map(|it| it.id).collect();
    ui.add_enabled_ui(!users.is_empty(), |ui| {
        let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        MenuButton::new(words).config(config).ui(ui, |ui| {
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for who in users {
                    let mut is_ill = what.ill.contains(&who);
                    if ui.checkbox(&mut is_ill, name(project, who)).changed() {
                        what.ill.retain(|it| *it != who);
                        what.ill.extend(is_ill.then_some(who));
                    }
                }
            });
        });
    });
}

fn name(project: &Project, id: ResourceId) -> String {
    theme::for_display(project.resources.get(&id).map_or_else(String::new, |it| it.name.clone()))
}

fn percent_ui(ui: &mut Ui, label: &str, percent: &mut u32, hover: &str) {
    let id = ui.label(theme::weak(ui, label, theme::BODY)).id;
    let drag = DragValue::new(percent).range(10..=500).speed(1.0).suffix(" %");
    ui.add(drag).labelled_by(id).on_hover_text(hover);
}

/// Which version runs: those of the routings to which the entry points of the scenario lead.
fn version_ui(ui: &mut Ui, project: &Arc<Project>, scenario: &Scenario, version: &mut Option<VersionId>) {
    let reached = scenario.arrivals.iter().filter_map(|it| project.entry_points.get(&it.entry_point.id)?.assigned);
    let routings: Vec<_> = reached.collect();
    let others = project.versions.values().filter(|it| {
        let is_reached = |of| {
            project.in_production(it.info.routing).is_none_or(|now| now.id != it.id || of == ReachedStatus::InTest)
        };
        routings.iter().any(|(routing, status)| *routing == it.info.routing && is_reached(*status))
    });
    let others: Vec<(Option<VersionId>, String)> = others.map(|it| (Some(it.id), it.info.name.clone())).collect();
    if others.is_empty() {
        return;
    }
    let options: Vec<_> = std::iter::once((None, "In production".to_owned())).chain(others).collect();
    let mut changes = Changes::default();
    choice(ui, &mut changes, Name::Words("Version that runs"), 132.0, version, &options);
}
