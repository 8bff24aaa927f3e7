//! Questions before an edit (spec: domain §2): whether a changed reference is updated wherever it is used, whether a field of a variable is
//! removed although it is used, and whether the edit may take effect in production at once. Once the user has confirmed the last question for
//! an object, it is not asked again for that object until another project is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::edit::{Edit, renamed_fields};
use crate::model::reference::is_same;
use crate::model::{
    EntryPoint, EntryPointId, Place, Project, Resource, ResourceData, ResourceId, Routing, RoutingId, Status,
};
use crate::uses::{self, ItemId, Use, dependencies_of};

use crate::app::command::{Ask, Button, Command, Emphasis, Places, Question};

/// The question to ask before an edit, if there is one.
#[must_use]
pub fn question(project: &Project, confirmed: &BTreeSet<u32>, edit: &Edit, tag: Option<u64>) -> Option<Ask> {
    if is_idle(project, edit) {
        return None;
    }
    match edit {
        Edit::StoreResource { resource } => {
            if let Some(old) = project.resources.get(&resource.id) {
                let question = reference_question(project, Renamed::Resource(old, resource), edit, tag)
                    .or_else(|| field_question(project, old, resource, edit, tag));
                if question.is_some() {
                    return question;
                }
            }
        }
        Edit::StoreRouting { routing } => {
            if let Some(old) = project.routings.get(&routing.id) {
                let question = reference_question(project, Renamed::Routing(old, routing), edit, tag);
                if question.is_some() {
                    return question;
                }
            }
        }
        Edit::StoreEntryPoint { entry_point } => {
            if let Some(old) = project.entry_points.get(&entry_point.id) {
                let question = reference_question(project, Renamed::EntryPoint(old, entry_point), edit, tag);
                if question.is_some() {
                    return question;
                }
            }
        }
        _ => {}
    }
    production_question(project, confirmed, edit, tag)
}

/// Whether an edit changes nothing, such as after a key that deletes nothing.
fn is_idle(project: &Project, edit: &Edit) -> bool {
    match edit {
        Edit::StoreResource { resource } => project.resources.get(&resource.id).is_some_and(|it| **it == **resource),
        Edit::StoreRouting { routing } => project.routings.get(&routing.id).is_some_and(|it| **it == *routing),
        Edit::StoreEntryPoint { entry_point } => {
            project.entry_points.get(&entry_point.id).is_some_and(|it| **it == *entry_point)
        }
        _ => false,
    }
}

/// The edit to apply without a question: an unused reference leaves no alias behind.
#[must_use]
pub fn with_rename_edit(project: &Project, edit: Edit) -> Edit {
    match edit {
        Edit::StoreResource { resource }
            if project.resources.get(&resource.id).is_some_and(|old| !is_same(&old.reference, &resource.reference)) =>
        {
            Edit::RenameResource { resource }
        }
        Edit::StoreRouting { routing }
            if project.routings.get(&routing.id).is_some_and(|old| !is_same(&old.reference, &routing.reference)) =>
        {
            Edit::RenameRouting { routing }
        }
        Edit::StoreEntryPoint { entry_point }
            if project
                .entry_points
                .get(&entry_point.id)
                .is_some_and(|old| !is_same(&old.reference, &entry_point.reference)) =>
        {
            Edit::RenameEntryPoint { entry_point }
        }
        other => other,
    }
}

/// An object before and after a change of its reference.
#[derive(Clone, Copy)]
enum Renamed<'a> {
    Resource(&'a Resource, &'a Resource),
    Routing(&'a Routing, &'a Routing),
    EntryPoint(&'a EntryPoint, &'a EntryPoint),
}

fn reference_question(project: &Project, renamed: Renamed<'_>, edit: &Edit, tag: Option<u64>) -> Option<Ask> {
    let (target, old, new, follow) = match renamed {
        Renamed::Resource(old, new) => {
            let follow = Edit::RenameResource { resource: Box::new(new.clone()) };
            (ItemId::Resource(old.id), &old.reference, &new.reference, follow)
        }
        Renamed::Routing(old, new) => {
            let follow = Edit::RenameRouting { routing: new.clone() };
            (ItemId::Routing(old.id), &old.reference, &new.reference, follow)
        }
        Renamed::EntryPoint(old, new) => {
            let follow = Edit::RenameEntryPoint { entry_point: new.clone() };
            (ItemId::EntryPoint(old.id), &old.reference, &new.reference, follow)
        }
    };
    if old == new {
        return None;
    }
    let used: Vec<Use> =
        uses::of(project, target).into_iter().filter(|it| it.written.reference() == Some(old.as_str())).collect();
    if used.is_empty() {
        return None;
    }
    let mut lines = vec![format!("{} the old reference:", counted(used.len(), "writes", "write"))];
    let stuck = read_only(project, &used);
    let after = (stuck > 0).then(|| {
        format!("{} in read-only versions. There \"{old}\" stays valid as an alias.", counted(stuck, "is", "are"))
    });
    lines.extend(after);
    Some(places(
        project,
        &used,
        Question {
            title: format!("Change reference \"{old}\" to \"{new}\"?"),
            lines,
            buttons: vec![
                Button::close("Cancel"),
                Button::new("Keep as alias", answered(edit, tag), Emphasis::Plain),
                Button::new("Update everywhere", answered(&follow, tag), Emphasis::Primary),
            ],
        },
    ))
}

/// Fields of a variable that are removed or renamed although they are used.
fn field_question(project: &Project, old: &Resource, new: &Resource, edit: &Edit, tag: Option<u64>) -> Option<Ask> {
    let (ResourceData::Variable(before), ResourceData::Variable(after)) = (&old.data, &new.data) else { return None };
    let is_left = |name: &str| after.fields.iter().any(|field| field.name == name);
    let gone: BTreeSet<&str> = before.fields.iter().map(|it| it.name.as_str()).filter(|name| !is_left(name)).collect();
    if gone.is_empty() {
        return None;
    }
    let used: Vec<Use> = uses::of(project, ItemId::Resource(old.id))
        .into_iter()
        .filter(|it| it.written.field().is_some_and(|field| gone.contains(field)))
        .collect();
    if used.is_empty() {
        return None;
    }
    let renamed = renamed_fields(&old.data, &new.data);
    let paths: Vec<String> = gone.iter().map(|name| format!("\"{}.{name}\"", old.reference)).collect();
    let mut lines = vec![format!("{} it:", counted(used.len(), "names", "name"))];
    let mut buttons = vec![Button::close("Cancel")];
    if renamed.is_empty() {
        lines.push("They would have no value, and Problems would list them.".to_owned());
        buttons.push(Button::new("Remove anyway", answered(edit, tag), Emphasis::Danger));
    } else {
        buttons.push(Button::new("Rename here only", answered(edit, tag), Emphasis::Danger));
        if read_only(project, &used) == 0 {
            let follow = Edit::RenameResource { resource: Box::new(new.clone()) };
            buttons.push(Button::new("Update everywhere", answered(&follow, tag), Emphasis::Primary));
        } else {
            lines.push("Some of them are read-only, so they cannot be updated. Add a new field instead.".to_owned());
        }
    }
    let verb = if renamed.is_empty() { "Remove" } else { "Rename" };
    let title = format!("{verb} the field {}?", paths.join(", "));
    Some(places(project, &used, Question { title, lines, buttons }))
}

fn places(project: &Project, used: &[Use], question: Question) -> Ask {
    Ask::Places(Box::new(Places::of_uses(project, used, question)))
}

fn answered(edit: &Edit, tag: Option<u64>) -> Command {
    Command::Answered(Box::new(edit.clone()), tag)
}

fn read_only(project: &Project, used: &[Use]) -> usize {
    used.iter().filter(|it| it.is_read_only(project)).count()
}

fn counted(places: usize, one: &str, many: &str) -> String {
    if places == 1 { format!("1 place {one}") } else { format!("{places} places {many}") }
}

/// Asks about an edit of an object on which a version in production depends.
fn production_question(project: &Project, confirmed: &BTreeSet<u32>, edit: &Edit, tag: Option<u64>) -> Option<Ask> {
    let (id, name, versions) = match edit {
        Edit::StoreResource { resource } | Edit::RenameResource { resource } if resource.id != ResourceId(0) => (
            resource.id.0,
            resource.name.clone(),
            production_versions_depending_on(project, &BTreeSet::from([resource.id.0])),
        ),
        Edit::StoreRouting { routing } | Edit::RenameRouting { routing } if routing.id != RoutingId(0) => {
            let live = project.in_production(routing.id);
            let words = live.map(|version| uses::version_words(project, version));
            (routing.id.0, routing.name.clone(), words.into_iter().collect())
        }
        Edit::StoreEntryPoint { entry_point } | Edit::RenameEntryPoint { entry_point }
            if entry_point.id != EntryPointId(0) =>
        {
            let id = entry_point.id.0;
            (id, entry_point.name.clone(), production_versions_depending_on(project, &BTreeSet::from([id])))
        }
        Edit::ReplaceEverywhere { from, .. } => {
            // Read-only versions keep the old name. Resources that use the item change, which affects production.
            let used = uses::of(project, *from);
            let changed = used.iter().filter_map(|it| match it.place {
                Place::Resource(id) => Some(id.0),
                _ => None,
            });
            let name = from.known(project).map_or_else(String::new, |it| it.name.to_owned());
            (from.id(), name, production_versions_depending_on(project, &changed.collect()))
        }
        _ => return None,
    };
    if versions.is_empty() || confirmed.contains(&id) {
        return None;
    }
    let again = Command::Agreed(id, Box::new(Command::Edit(Box::new(edit.clone()), tag)));
    Some(Ask::Question(Question {
        title: format!("Change \"{name}\"?"),
        lines: std::iter::once("This change takes effect in production at once:".to_owned())
            .chain(versions.into_iter().map(|version| format!("– {version}")))
            .collect(),
        buttons: vec![Button::close("Cancel"), Button::new("Change", again, Emphasis::Primary)],
    }))
}

/// The versions in production that an undo or a redo has changed. An undo asks no question, so it shows a message.
#[must_use]
pub fn affected_in_production(before: &Project, after: &Project) -> Vec<String> {
    fn changed<'a, K: Ord, T: PartialEq>(
        one: &'a BTreeMap<K, Arc<T>>,
        other: &'a BTreeMap<K, Arc<T>>,
    ) -> impl Iterator<Item = &'a K> {
        let is_same = |id: &K, it: &Arc<T>| other.get(id).is_some_and(|twin| Arc::ptr_eq(it, twin) || it == twin);
        one.iter().filter(move |(id, it)| !is_same(id, it)).map(|(id, _)| id)
    }
    let ids = changed(&before.resources, &after.resources)
        .map(|id| id.0)
        .chain(changed(&before.entry_points, &after.entry_points).map(|id| id.0))
        .chain(changed(&before.routings, &after.routings).map(|id| id.0))
        .collect::<BTreeSet<u32>>();
    if ids.is_empty() { Vec::new() } else { production_versions_depending_on(after, &ids) }
}

/// The versions in production that depend on one of these objects, directly or indirectly.
fn production_versions_depending_on(project: &Project, ids: &BTreeSet<u32>) -> Vec<String> {
    project
        .versions
        .values()
        .filter(|version| version.info.status == Status::InProduction)
        .filter(|version| !dependencies_of(project, version.id).is_disjoint(ids))
        .map(|version| uses::version_words(project, version))
        .collect()
}
