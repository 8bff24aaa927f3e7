//! The uses in scenarios (spec: load §1). Like a test call, a scenario prevents no deletion: it keeps the name of what is deleted.

use crate::model::scenario::Failing;
use crate::model::{CallerId, EntryPointId, Named, Place, Project, ResourceId, Scenario, TestedAction};

use super::test_calls::Target;
use super::{Use, Written};

/// Something that a scenario names.
pub(super) enum NamedMut<'a> {
    EntryPoint(&'a mut Named<EntryPointId>),
    Resource(&'a mut Named<ResourceId>),
    Caller(&'a mut Named<CallerId>),
    Action(&'a mut TestedAction),
}

impl NamedMut<'_> {
    /// Remembers the current name.
    pub fn remember(self, project: &Project) {
        match self {
            Self::EntryPoint(it) => it.remember(project),
            Self::Resource(it) => it.remember(project),
            Self::Caller(it) => it.remember(project),
            Self::Action(it) => it.remember(project),
        }
    }
}

/// Everything that a scenario names, to change it.
pub(super) fn named_mut(scenario: &mut Scenario, see: &mut dyn FnMut(NamedMut<'_>)) {
    scenario.arrivals.iter_mut().for_each(|it| see(NamedMut::EntryPoint(&mut it.entry_point)));
    scenario.customers.saved.iter_mut().for_each(|(it, _)| see(NamedMut::Caller(it)));
    scenario.answers.iter_mut().for_each(|it| see(NamedMut::Action(&mut it.action)));
    scenario.queues.iter_mut().for_each(|it| see(NamedMut::Resource(&mut it.queue)));
    scenario.absent.iter_mut().for_each(|it| see(NamedMut::Resource(it)));
    for failure in &mut scenario.failures {
        if let Failing::Service(it) = &mut failure.what {
            see(NamedMut::Resource(it));
        }
    }
}

/// Everything that a scenario names, with the words of the place.
fn named(scenario: &Scenario, see: &mut dyn FnMut(&'static str, Target)) {
    scenario.arrivals.iter().for_each(|it| see("Arrivals", it.entry_point.id.into()));
    scenario.customers.saved.iter().for_each(|(it, _)| see("Customers", it.id.into()));
    for it in &scenario.answers {
        see("Answers", it.action.routing.into());
        see("Answers", Target::Action(it.action.routing, it.action.action));
    }
    scenario.queues.iter().for_each(|it| see("Queues", it.queue.id.into()));
    scenario.absent.iter().for_each(|it| see("Absent", it.id.into()));
    for failure in &scenario.failures {
        if let Failing::Service(it) = &failure.what {
            see("What fails", it.id.into());
        }
    }
}

/// Every use of something in scenarios.
pub(super) fn uses(project: &Project, target: Target, found: &mut Vec<Use>) {
    for scenario in project.scenarios.values() {
        let place = Place::Scenario(scenario.id);
        named(scenario, &mut |field, named| {
            let used = Use { place, field: field.to_owned(), written: Written::Item };
            if named == target && found.last() != Some(&used) {
                found.push(used);
            }
        });
    }
}

/// Remembers the current name of everything that a scenario names.
pub fn remember_names_of_scenario(project: &Project, scenario: &mut Scenario) {
    named_mut(scenario, &mut |named| named.remember(project));
}

/// The texts of a scenario by which it is found, with the field: its own, and the names of what it names.
#[must_use]
pub fn texts_of_scenario(project: &Project, scenario: &Scenario) -> Vec<(&'static str, String)> {
    let mut texts = vec![("", scenario.name.clone()), ("Note", scenario.note.clone())];
    texts.extend(scenario.arrivals.iter().map(|it| ("Arrivals", it.entry_point.words(project))));
    texts.extend(scenario.customers.saved.iter().map(|(it, _)| ("Customers", it.words(project))));
    texts.extend(scenario.answers.iter().map(|it| ("Answers", it.action.words(project))));
    texts.extend(scenario.answers.iter().flat_map(|it| &it.mix).map(|(text, _)| ("Answers", text.clone())));
    texts.extend(scenario.queues.iter().map(|it| ("Queues", it.queue.words(project))));
    texts.extend(scenario.absent.iter().map(|it| ("Absent", it.words(project))));
    texts
}
