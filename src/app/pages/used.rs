//! Where a resource is used: the actions that name it, or a path of it when it is a variable, and the resources
//! that name it: teams, queues, policies, rules and campaigns.

use std::sync::{Arc, Weak};

use egui::Ui;

use crate::model::walk::{Place, places_naming, resources_naming};
use crate::model::{Action, ItemRef, Operand, Project, Resource, ResourceData, Value};

use super::super::command::{Command, Tab};
use super::widgets::{self, ROW};

/// Where a resource is used, each place a link.
pub fn used_ui(ui: &mut Ui, resource: &Resource, project: &Arc<Project>, commands: &mut Vec<Command>) {
    let places = places(ui, resource, project);
    let holders = resources_naming(project, resource.id);
    widgets::section(ui, "Where used", |ui| {
        if places.is_empty() && holders.is_empty() {
            widgets::note(ui, "Nothing names it.");
        }
        for holder in holders {
            let words = format!("{} \"{}\"", holder.data.kind().words().0, holder.name);
            if ui.link(words).clicked() {
                commands.push(Command::OpenTab(Tab::Resource(holder.id)));
            }
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::rows(ui, "places", places.len(), ROW, |ui, index| {
            let Some((place, words)) = places.get(index).and_then(|place| Some((place, words(project, *place)?)))
            else {
                return;
            };
            let width = ui.available_width();
            if widgets::cell(ui, width, |ui| ui.add(egui::Link::new(words)).clicked()) {
                commands.push(Command::Reveal(*place));
            }
        });
    });
}

/// The places that name a resource. All trees are walked for it, so the answer is kept while the project is the same.
fn places(ui: &Ui, resource: &Resource, project: &Arc<Project>) -> Arc<Vec<Place>> {
    type Known = (Weak<Project>, Arc<Vec<Place>>);
    let key = ui.make_persistent_id("places");
    let known = ui.data(|data| data.get_temp::<Known>(key));
    if let Some((of, places)) = known
        && std::ptr::eq(of.as_ptr(), Arc::as_ptr(project))
    {
        return places;
    }
    let places = Arc::new(match paths(resource) {
        paths if paths.is_empty() => {
            let kind = resource.data.kind();
            let names_it = |item: &ItemRef| project.resolve(kind, item).is_some_and(|found| found.id == resource.id);
            places_naming(project, &|_, item, _| names_it(item))
        }
        paths => places_with(project, &|action| names_path(action, &paths)),
    });
    let known: Known = (Arc::downgrade(project), places.clone());
    ui.data_mut(|data| data.insert_temp(key, known));
    places
}

/// The paths of a variable, by its reference and by former ones; none for other kinds.
fn paths(resource: &Resource) -> Vec<String> {
    let ResourceData::Variable(variable) = &resource.data else { return Vec::new() };
    let groups = std::iter::once(&resource.reference).chain(&resource.aliases);
    groups.flat_map(|group| variable.fields.iter().map(move |field| format!("{group}.{}", field.name))).collect()
}

fn places_with(project: &Project, is_it: &dyn Fn(&Action) -> bool) -> Vec<Place> {
    let of = |version: &crate::model::Version| {
        let id = version.id;
        let found = version.flow.actions.values().filter(|action| is_it(action));
        found.map(|action| Place { version: id, action: action.id }).collect::<Vec<_>>()
    };
    project.versions.values().flat_map(|version| of(version)).collect()
}

/// Whether a value of the action is one of the paths, or a text or an expression with one in it.
fn names_path(action: &Action, paths: &[String]) -> bool {
    let mut is_named = false;
    let mut see = |text: &str| is_named |= paths.iter().any(|path| has_path(text, path));
    action.params.visit(&mut |_, value| match value {
        Value::Text(text) | Value::Item(ItemRef::Variable(text)) => see(text),
        Value::Texts(texts) => texts.values().for_each(|text| see(text)),
        Value::Operand(operand) => see(operand_text(operand)),
        Value::Condition(condition) => {
            for term in &condition.terms {
                see(operand_text(&term.left));
                see(operand_text(&term.right));
            }
        }
        _ => {}
    });
    is_named
}

fn operand_text(operand: &Operand) -> &str {
    match operand {
        Operand::Text(text) | Operand::Variable(text) | Operand::Expression(text) => text,
    }
}

/// Whether a text has a path in it, and not as a part of a longer one.
fn has_path(text: &str, path: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    text.match_indices(path).any(|(at, found)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// *Main menu · Claims line, v8*.
fn words(project: &Project, place: Place) -> Option<String> {
    let version = project.versions.get(&place.version)?;
    let action = version.flow.actions.get(&place.action)?;
    let routing = project.routings.get(&version.info.routing)?;
    Some(format!("{} · {}, {}", crate::actions::title(action), routing.name, version.info.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_whole() {
        for text in ["customer.tier", "Dear {{customer.tier}}!", "customer.tier + 1"] {
            assert!(has_path(text, "customer.tier"), "{text}");
        }
        for text in ["customer.tiers", "old_customer.tier", "customer. Tier"] {
            assert!(!has_path(text, "customer.tier"), "{text}");
        }
    }
}
