//! An edit of a resource or of a routing's settings that a version in production uses asks first and names the versions
//! (spec: domain §2). Once agreed to, an object is not asked about again until another project is opened.

use crate::edit::Edit;
use crate::model::walk::places_naming;
use crate::model::{Project, ResourceId, RoutingId, Status};

use super::command::Command;
use super::dialogs::{Button, Confirm, Dialog, Weight};
use super::state::State;

/// The question to ask before an edit, if there is one.
#[must_use]
pub fn question(state: &State, edit: &Edit, tag: Option<u64>) -> Option<Dialog> {
    let project = state.project();
    let (id, name, versions) = match edit {
        Edit::StoreResource { resource } if resource.id != ResourceId(0) => {
            (resource.id.0, &resource.name, live_users(project, resource.id))
        }
        Edit::StoreRouting { routing } if routing.id != RoutingId(0) => {
            let live = project.in_production(routing.id);
            (routing.id.0, &routing.name, live.map(|version| quoted(project, version)).into_iter().collect())
        }
        _ => return None,
    };
    if versions.is_empty() || state.agreed.contains(&id) {
        return None;
    }
    let again = Command::Agreed(id, Box::new(Command::Edit(Box::new(edit.clone()), tag)));
    Some(Dialog::Confirm(Confirm {
        title: format!("Change \"{name}\"?"),
        lines: std::iter::once("What you change here takes effect at once in production:".to_owned())
            .chain(versions.into_iter().map(|version| format!("– {version}")))
            .collect(),
        buttons: vec![Button::close("Leave it"), Button::new("Change it", again, Weight::Primary)],
    }))
}

fn quoted(project: &Project, version: &crate::model::Version) -> String {
    let routing = project.routings.get(&version.info.routing).map_or("", |routing| routing.name.as_str());
    format!("version \"{}\" of \"{routing}\"", version.info.name)
}

/// The versions in production whose actions name a resource.
fn live_users(project: &Project, id: ResourceId) -> Vec<String> {
    let Some(resource) = project.resources.get(&id) else { return Vec::new() };
    let kind = resource.data.kind();
    let places = places_naming(project, &|_, item, _| project.resolve(kind, item).is_some_and(|found| found.id == id));
    let versions: std::collections::BTreeSet<_> = places.into_iter().map(|place| place.version).collect();
    versions
        .into_iter()
        .filter_map(|version| project.versions.get(&version))
        .filter(|version| version.info.status == Status::InProduction)
        .map(|version| quoted(project, version))
        .collect()
}
