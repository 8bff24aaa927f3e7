//! The commands of the acts of a routing.

use crate::edit::Edit;
use crate::model::{Project, Routing};
use crate::uses;

use crate::app::command::{Ask, Button, Command, Emphasis, Question, RoutingAct};

/// The command that carries out an act of a routing.
#[must_use]
pub fn command_of(project: &Project, routing: &Routing, act: RoutingAct) -> Command {
    match act {
        RoutingAct::CreateVersion => Command::ask(Ask::NewVersion(routing.id)),
        RoutingAct::Delete => delete(project, routing),
        RoutingAct::Copy => Command::ask(Ask::CopyRouting(routing.id)),
        RoutingAct::Settings => Command::ask(Ask::RoutingSettings(routing.id)),
    }
}

/// Asks before a routing is deleted. For a routing in use, the edit is sent at once and refused, with the places.
fn delete(project: &Project, routing: &Routing) -> Command {
    let delete = Command::edit(Edit::DeleteRouting { routing: routing.id });
    if !uses::from_outside(project, routing.id).is_empty() {
        return delete;
    }
    Command::ask(Ask::Question(Question {
        title: format!("Delete \"{}\" with all its versions?", routing.name),
        lines: vec!["You can undo this until the project is closed.".to_owned()],
        buttons: vec![Button::close("Cancel"), Button::new("Delete", delete, Emphasis::Danger)],
    }))
}
