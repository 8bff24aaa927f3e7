//! The uses in test calls (spec: testing §1). A test call does not prevent a deletion: it keeps the name of what is deleted.

use crate::model::{
    ActionId, Arrival, CallerId, Expectation, Place, Project, RoutingId, TestCall, TestCaller, TestWorld, TestedAction,
    WorldId,
};

use super::holders::{in_caller, in_world};
use super::{ItemId, Use, Wanted, Written};

/// What can be used: an item, or something that only test calls name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A resource, a routing or an entry point.
    Item(ItemId),
    /// A caller.
    Caller(CallerId),
    /// A world.
    World(WorldId),
    /// An action of a routing, whatever the version.
    Action(RoutingId, ActionId),
}

impl<T: Into<ItemId>> From<T> for Target {
    fn from(item: T) -> Self {
        Self::Item(item.into())
    }
}

impl From<CallerId> for Target {
    fn from(id: CallerId) -> Self {
        Self::Caller(id)
    }
}

impl From<WorldId> for Target {
    fn from(id: WorldId) -> Self {
        Self::World(id)
    }
}

/// Every use of a caller, a world or an action in test calls.
pub(super) fn of_target(project: &Project, target: Target) -> Vec<Use> {
    let mut found = Vec::new();
    for call in project.test_calls.values() {
        let place = Place::TestCall(call.id);
        named(call, &mut |field, named| {
            if named == target {
                found.push(Use { place, field: field.to_owned(), written: Written::Item });
            }
        });
    }
    found.dedup();
    found
}

/// Every use of an item in test calls.
pub(super) fn uses(project: &Project, wanted: &Wanted<'_>, found: &mut Vec<Use>) {
    for call in project.test_calls.values() {
        let place = Place::TestCall(call.id);
        let mut add = |field: &str, written| found.push(Use { place, field: field.to_owned(), written });
        named(call, &mut |field, named| match named {
            Target::Item(item) if item.id() == wanted.id => add(field, Written::Item),
            _ => {}
        });
        if !wanted.is_variable() {
            continue;
        }
        let path = |path: &&str| wanted.has_path(path);
        if let TestCaller::Own(caller) = &call.caller {
            let own = caller.variables.keys().map(String::as_str).filter(path);
            own.for_each(|path| add("Starting variables", Written::Path(path.to_owned())));
        }
        for expectation in &call.expectations {
            if let Expectation::Equals(variable, _) | Expectation::Contains(variable, _) = expectation
                && wanted.has_path(variable)
            {
                add(EXPECTATIONS, Written::Path(variable.clone()));
            }
        }
    }
}

const ANSWERS: &str = "Answers";
const EXPECTATIONS: &str = "Expectations";

/// Everything that a test call names by id, with the field. Its routing is named once, however many of its actions are named.
fn named(call: &TestCall, see: &mut dyn FnMut(&'static str, Target)) {
    see("Smart routing", call.routing.into());
    match &call.caller {
        TestCaller::Saved(named) => see("Caller", named.id.into()),
        TestCaller::Own(caller) => in_caller(caller, &mut |field, id| see(field, id.into())),
        TestCaller::Unknown => {}
    }
    match &call.world {
        TestWorld::Saved(named) => see("World", named.id.into()),
        TestWorld::Own(world) => in_world(world, &mut |field, id| see(field, id.into())),
        TestWorld::Usual => {}
    }
    if let Arrival::At(named) = &call.arrival {
        see("Entry point", named.id.into());
    }
    let mut action = |field, routing: RoutingId, action: ActionId| {
        if routing != call.routing {
            see(field, routing.into());
        }
        see(field, Target::Action(routing, action));
    };
    call.answers.iter().for_each(|it| action(ANSWERS, it.routing, it.action));
    let expected = call.expectations.iter().flat_map(Expectation::actions);
    expected.for_each(|it: &TestedAction| action(EXPECTATIONS, it.routing, it.action));
    for expectation in &call.expectations {
        if let Expectation::ServedBy(named) = expectation {
            see(EXPECTATIONS, named.id.into());
        }
    }
}

/// Remembers the current name of everything that a test call names.
pub fn remember_names(project: &Project, call: &mut TestCall) {
    if let TestCaller::Saved(named) = &mut call.caller {
        named.remember(project);
    }
    if let TestWorld::Saved(named) = &mut call.world {
        named.remember(project);
    }
    if let Arrival::At(named) = &mut call.arrival {
        named.remember(project);
    }
    for expectation in &mut call.expectations {
        if let Expectation::ServedBy(named) = expectation {
            named.remember(project);
        }
        expectation.actions_mut().for_each(|action| action.remember(project));
    }
}

/// The texts of a test call by which it is found, with the field: its own, and the names of what it names.
#[must_use]
pub fn texts_of_test_call(project: &Project, call: &TestCall) -> Vec<(&'static str, String)> {
    let mut texts = vec![("", call.name.clone()), ("Note", call.note.clone())];
    texts.extend(match &call.caller {
        TestCaller::Saved(named) => Some(("Caller", named.words(project))),
        TestCaller::Own(caller) => Some(("Caller", caller.name.clone())),
        TestCaller::Unknown => None,
    });
    texts.extend(match &call.world {
        TestWorld::Saved(named) => Some(("World", named.words(project))),
        TestWorld::Own(world) => Some(("World", world.name.clone())),
        TestWorld::Usual => None,
    });
    if let Arrival::At(named) = &call.arrival {
        texts.push(("Entry point", named.words(project)));
    }
    texts.extend(call.answers.iter().map(|answer| (ANSWERS, answer.text.clone())));
    for expectation in &call.expectations {
        texts.extend(expectation.actions().map(|action| (EXPECTATIONS, action.words(project))));
        texts.extend(match expectation {
            Expectation::ServedBy(named) => vec![(EXPECTATIONS, named.words(project))],
            Expectation::Outcome(text) | Expectation::Hears(text) | Expectation::Tag(text) => {
                vec![(EXPECTATIONS, text.clone())]
            }
            Expectation::Equals(name, text)
            | Expectation::Contains(name, text)
            | Expectation::Ledger(name, text)
            | Expectation::NoLedger(name, text) => vec![(EXPECTATIONS, name.clone()), (EXPECTATIONS, text.clone())],
            Expectation::Passage(_, text) => vec![(EXPECTATIONS, text.clone())],
            Expectation::EndsAt(..)
            | Expectation::Passes(..)
            | Expectation::DoesNotPass(..)
            | Expectation::Order(..)
            | Expectation::Within(..)
            | Expectation::MenusBeforePerson(_) => Vec::new(),
        });
    }
    texts
}
