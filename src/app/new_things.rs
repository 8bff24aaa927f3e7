//! What can be created in a project, by name: the tree and the search for commands send the same.

use strum::IntoEnumIterator;

use crate::edit::Edit;
use crate::model::{Caller, EntryPoint, Project, ResourceKind, World};

use super::command::Command;
use super::dialogs::{Dialog, RoutingDraft};
use super::pages;

/// A new routing; asks for its name.
#[must_use]
pub fn routing() -> Command {
    Command::Dialog(Box::new(Dialog::Routing(RoutingDraft::new())))
}

/// A new entry point.
#[must_use]
pub fn entry_point(project: &Project) -> Command {
    let count = project.entry_points.len() + 1;
    let entry_point = EntryPoint {
        name: format!("New number {count}"),
        reference: format!("new_number_{}_{count}", project.last_id),
        ..EntryPoint::default()
    };
    Command::edit(Edit::StoreEntryPoint { entry_point })
}

/// A new resource of a kind.
#[must_use]
pub fn resource(project: &Project, kind: ResourceKind) -> Command {
    let resource = Box::new(pages::new_resource(project, kind));
    Command::edit(Edit::StoreResource { resource })
}

/// What the button for a new resource of a kind says.
#[must_use]
pub fn resource_words(kind: ResourceKind) -> String {
    format!("New {}", kind.in_sentence())
}

/// A new caller.
#[must_use]
pub fn caller() -> Command {
    let caller = Box::new(Caller { name: "New caller".to_owned(), ..Caller::default() });
    Command::edit(Edit::StoreCaller { caller })
}

/// A new world.
#[must_use]
pub fn world() -> Command {
    let world = Box::new(World { name: "New world".to_owned(), ..World::default() });
    Command::edit(Edit::StoreWorld { world })
}

/// Everything that can be created, with what it is called.
#[must_use]
pub fn all(project: &Project) -> Vec<(String, Command)> {
    let mut all = vec![
        ("New smart routing…".to_owned(), routing()),
        ("New entry point".to_owned(), entry_point(project)),
        ("New caller".to_owned(), caller()),
        ("New world".to_owned(), world()),
    ];
    all.extend(ResourceKind::iter().map(|kind| (resource_words(kind), resource(project, kind))));
    all
}
