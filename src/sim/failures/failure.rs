//! One thing outside that fails for the whole call: in words, and as the world, the project and the answers in which it fails.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::actions;
use crate::model::{
    ActionRef, ItemRef, OutsideSystem, Project, QueueState, ResourceId, ResourceKind, RoutingId, ServiceState,
    UserState, Value, World,
};

use super::rule::{Break, Offered};
use super::things::Thing;
use crate::sim::floor::key;

/// How many wait in a queue that is full; more than any limit of a queue or of a condition that people write.
const VERY_MANY: u32 = 100_000;
/// The estimated wait in a queue that is too slow, in seconds.
const VERY_LONG_S: u32 = 1_000_000;
/// A reference that nothing has.
const NOTHING: &str = "nothing has this reference";

/// How a queue fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueFault {
    /// Nobody is connected to it.
    Empty,
    /// More wait than it takes.
    Full,
    /// Its estimated wait is longer than anybody would wait.
    Slow,
}

/// What fails.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// An outside system cannot be reached.
    System(OutsideSystem),
    /// A way to fail at questions.
    Break(Break),
    /// A queue takes nobody.
    Queue(ResourceId, QueueFault),
    /// A person is not connected.
    Person(ResourceId),
    /// Of all people of whom a call asks, nobody is connected.
    Everybody(BTreeSet<ResourceId>),
    /// A resource does not exist.
    Resource(ResourceId),
    /// A smart routing does not exist.
    Routing(RoutingId),
    /// What a variable names in a field of an action does not exist.
    Variable(ActionRef, &'static str),
}

impl Failure {
    /// The world in which it fails.
    pub(super) fn world(&self) -> World {
        let mut world = World::default();
        match self {
            Self::System(system) => drop(world.systems_down.insert(*system)),
            Self::Queue(queue, fault) => {
                let state = world.queues.entry(*queue).or_default();
                *state = match fault {
                    QueueFault::Empty => QueueState { connected: Some(0), ..QueueState::default() },
                    QueueFault::Full => QueueState { waiting: VERY_MANY, ..QueueState::default() },
                    QueueFault::Slow => QueueState { estimated_wait_s: Some(VERY_LONG_S), ..QueueState::default() },
                };
            }
            Self::Person(user) => drop(world.users.insert(*user, UserState::Offline)),
            Self::Everybody(users) => world.users.extend(users.iter().map(|user| (*user, UserState::Offline))),
            Self::Break(Break { thing: Thing::Item(service), key: "down", .. }) => {
                world.services.insert(*service, ServiceState::Down);
            }
            Self::Break(Break { thing: Thing::Item(service), key: "canned", value }) => {
                world.services.insert(*service, ServiceState::Answers(value.clone()));
            }
            Self::Break(_) | Self::Resource(_) | Self::Routing(_) | Self::Variable(..) => {}
        }
        world
    }

    /// The way to fail at questions.
    pub(super) fn way(&self) -> Option<&Break> {
        match self {
            Self::Break(way) => Some(way),
            _ => None,
        }
    }

    /// The project in which it fails.
    pub(super) fn project(&self, project: &Arc<Project>) -> Arc<Project> {
        let mut other = Project::clone(project);
        match self {
            Self::Resource(id) => drop(other.resources.remove(id)),
            Self::Routing(id) => drop(other.routings.remove(id)),
            Self::Variable(at, field) => {
                let version = other.versions.get_mut(&at.version).map(Arc::make_mut);
                let action = version.and_then(|version| version.flow.actions.get_mut(&at.action)).map(Arc::make_mut);
                if let Some(action) = action {
                    let nothing = Value::Item(ItemRef::Reference(NOTHING.to_owned()));
                    action.params.0.insert((*field).to_owned(), nothing);
                }
            }
            _ => return project.clone(),
        }
        Arc::new(other)
    }

    /// It in words: *CRM is down*.
    pub(super) fn words(&self, project: &Project, offered: Option<&Offered>) -> String {
        let name = |id: &ResourceId| project.resources.get(id).map_or("an item", |found| found.name.as_str());
        match self {
            Self::System(system) => {
                let words = system.words();
                let are = match system {
                    OutsideSystem::Messages
                    | OutsideSystem::Cases
                    | OutsideSystem::Tasks
                    | OutsideSystem::Databases
                    | OutsideSystem::Campaigns => "are",
                    _ => "is",
                };
                format!("{words} {are} down")
            }
            Self::Queue(queue, QueueFault::Empty) => format!("Nobody is connected to {}", name(queue)),
            Self::Queue(queue, QueueFault::Full) => format!("{} is full", name(queue)),
            Self::Queue(queue, QueueFault::Slow) => format!("The wait in {} is very long", name(queue)),
            Self::Person(user) => format!("{} is not connected", name(user)),
            Self::Everybody(_) => "Nobody is connected".to_owned(),
            Self::Resource(id) => {
                let kind = project.resources.get(id).map(|found| found.data.kind());
                let noun = kind.map_or("Item", |kind| kind.words().0);
                let missing = if kind == Some(ResourceKind::SoundFile) { "is missing" } else { "does not exist" };
                format!("{noun} {} {missing}", name(id))
            }
            Self::Routing(id) => {
                let name = project.routings.get(id).map_or("", |found| found.name.as_str());
                format!("Smart routing {name} does not exist")
            }
            Self::Variable(at, field) => {
                let action = project.action(*at);
                let path = action.and_then(|action| match action.params.value(field) {
                    Some(Value::Item(ItemRef::Variable(path))) => Some(path.as_str()),
                    _ => None,
                });
                let title = action.map_or("", |action| actions::title(action));
                format!("What {} names at \"{title}\" does not exist", path.unwrap_or("the variable"))
            }
            Self::Break(way) => way_words(project, way, offered),
        }
    }
}

/// A way to fail in words: *Partner is busy*.
fn way_words(project: &Project, way: &Break, offered: Option<&Offered>) -> String {
    let at = offered.map(|offered| offered.at);
    let action = at.and_then(|at| project.action(at));
    let title = action.map_or("", |action| actions::title(action));
    let text = offered.map_or("", |offered| offered.text.as_str());
    let name = match &way.thing {
        Thing::Item(id) => project.resources.get(id).map(|found| found.name.clone()),
        Thing::Number(number) => Some(number.clone()),
        Thing::Kind(_) | Thing::Action(_) => None,
    };
    let of_queue = matches!(way.key, key::WAIT_OUT | key::DISCONNECT);
    match (way.key, name) {
        ("canned", Some(name)) => format!("{name} always answers {}", way.value),
        ("timeout", Some(name)) => format!("{name} is slow: no answer comes in time"),
        ("down", Some(name)) => format!("{name} is down"),
        ("busy", Some(name)) => format!("{name} is busy"),
        ("error", Some(name)) => format!("The line to {name} fails"),
        ("unavailable", Some(name)) => format!("{name} is out of order"),
        (key::NO_ANSWER, Some(name)) => format!("{name} does not answer"),
        (key::REJECTS, Some(name)) => format!("{name} rejects what is offered"),
        (key::WAIT_OUT, Some(name)) => format!("Nobody in {name} answers"),
        (key::DISCONNECT, Some(name)) => format!("Everybody in {name} disconnects"),
        (_, Some(name)) => format!("{name}: {text}"),
        ("busy", None) => format!("Every number at \"{title}\" is busy"),
        (key::NO_ANSWER, None) => format!("No number at \"{title}\" answers"),
        ("error", None) => format!("The line fails at \"{title}\""),
        (_, None) if of_queue => format!("Nobody answers at \"{title}\""),
        (_, None) => {
            let kind = action.and_then(|action| actions::spec_of(action)).map_or(title, |spec| spec.title);
            format!("{kind}: {text}")
        }
    }
}
