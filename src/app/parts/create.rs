//! Creates objects of a project: the question before, and the initial values of a new object.

use chrono::NaiveDate;

use crate::catalog::ItemKind;
use crate::edit::Edit;
use crate::model::{Caller, EntryPoint, Project, World};
use crate::uses::free_reference;

use super::{load, pages};
use crate::app::command::{Ask, Command, New};

/// The command that creates something.
#[must_use]
pub fn command_of(project: &Project, today: NaiveDate, new: New) -> Command {
    match new {
        New::Routing => Command::ask(Ask::NewRouting),
        New::EntryPoint => Command::edit(Edit::StoreEntryPoint { entry_point: entry_point(project) }),
        New::Caller => {
            let caller = Box::new(Caller { name: "New caller".to_owned(), ..Caller::default() });
            Command::edit(Edit::StoreCaller { caller })
        }
        New::World => {
            let world = Box::new(World { name: "New world".to_owned(), ..World::default() });
            Command::edit(Edit::StoreWorld { world })
        }
        New::Scenario => Command::edit(Edit::StoreScenario { scenario: Box::new(load::new_scenario(project, today)) }),
        New::Resource(kind) => {
            let resource = Box::new(pages::new_resource(project, kind));
            Command::edit(Edit::StoreResource { resource })
        }
    }
}

/// A new entry point with a free name and reference.
fn entry_point(project: &Project) -> EntryPoint {
    let name = format!("New number {}", project.entry_points.len() + 1);
    let new = EntryPoint::default();
    let reference = free_reference(project, new.id.into(), ItemKind::EntryPoint(new.kind), &name);
    EntryPoint { name, reference, ..new }
}
