//! Compares two projects and lists the objects that differ. For two files, and for changes by others on disk.

use std::sync::Arc;

use serde::Serialize;

use crate::model::reference;
use crate::model::{ActionId, Project, Resource, Routing, Version};

use super::{Difference, Side, VersionDiff, change, versions};

/// An object that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectDiff {
    /// The kind of object: *Queue*, *Version of Claims line*.
    pub what: String,
    /// The name after, or the name before if the object was removed.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
    /// The differences of a version that is in both projects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionDiff>,
}

/// The differences between two projects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProjectDiff {
    /// The objects that differ, sorted by kind; empty if the projects are equal.
    pub objects: Vec<ObjectDiff>,
}

/// Compares two states of a project, with objects matched by id, or two projects, such as those of a test company
/// and a live company, with objects matched by reference or name. The activity log is ignored.
#[must_use]
pub fn projects(before: &Project, after: &Project) -> ProjectDiff {
    let is_one = before.uid == after.uid;
    let key = |id: u32, name: &str| if is_one { id.to_string() } else { name.to_owned() };
    let mut found = ProjectDiff::default();
    if before.settings != after.settings {
        found.add("Settings", &after.settings.name, Difference::Changed);
    }
    // The id counters are invisible to users.
    let without_counter = |it: &Arc<Routing>| Routing { last_action: ActionId::default(), ..(**it).clone() };
    let routings = [before, after].map(|it| it.routings.values().map(without_counter).collect::<Vec<_>>());
    let keyed = routings.each_ref().map(|all| all.iter().map(|it| (key(it.id.0, &reference::key(&it.reference)), it)));
    found.objects(keyed, |_, it| ("Smart routing".to_owned(), it.name.clone()));
    found.versions(before, after, &key);
    let kind = |it: &Resource| it.data.kind().words().0;
    let reference = |it: &Resource| format!("{} {}", kind(it), reference::key(&it.reference));
    let resources = [before, after].map(|it| it.resources.values().map(|it| (key(it.id.0, &reference(it)), &**it)));
    found.objects(resources, |_, it| (kind(it).to_owned(), it.name.clone()));
    let points = [before, after]
        .map(|it| it.entry_points.values().map(|it| (key(it.id.0, &reference::key(&it.reference)), &**it)));
    found.objects(points, |_, it| ("Entry point".to_owned(), it.name.clone()));
    let callers = [before, after].map(|it| it.callers.values().map(|it| (key(it.id.0, &it.name), &**it)));
    found.objects(callers, |_, it| ("Caller".to_owned(), it.name.clone()));
    let worlds = [before, after].map(|it| it.worlds.values().map(|it| (key(it.id.0, &it.name), &**it)));
    found.objects(worlds, |_, it| ("World".to_owned(), it.name.clone()));
    found.test_calls(before, after, &key);
    let scenarios = [before, after].map(|it| it.scenarios.values().map(|it| (key(it.id.0, &it.name), &**it)));
    found.objects(scenarios, |_, it| ("Scenario".to_owned(), it.name.clone()));
    found
}

impl ProjectDiff {
    fn add(&mut self, what: impl Into<String>, name: &str, difference: Difference) {
        self.objects.push(ObjectDiff { what: what.into(), name: name.to_owned(), difference, version: None });
    }

    /// Adds the objects that differ; `words` returns an object's kind and name. Its first argument is true for the project before.
    fn objects<'a, T: PartialEq + 'a>(
        &mut self,
        [before, after]: [impl Iterator<Item = (String, &'a T)>; 2],
        words: impl Fn(bool, &T) -> (String, String),
    ) -> Vec<(&'a T, &'a T, usize)> {
        let mut rest: Vec<(String, &T)> = after.collect();
        let mut changed = Vec::new();
        for (key, one) in before {
            let twin = rest.iter().position(|(other, _)| *other == key).map(|place| rest.remove(place).1);
            let (difference, (what, name)) = match twin {
                None => (Difference::Removed, words(true, one)),
                Some(other) if other == one => continue,
                Some(other) => {
                    changed.push((one, other, self.objects.len()));
                    (Difference::Changed, words(false, other))
                }
            };
            self.add(what, &name, difference);
        }
        for (_, other) in rest {
            let (what, name) = words(false, other);
            self.add(what, &name, Difference::Added);
        }
        changed
    }

    /// Two test calls of different routings may have the same name.
    fn test_calls(&mut self, before: &Project, after: &Project, key: &dyn Fn(u32, &str) -> String) {
        let keyed = [before, after].map(|project| {
            project.test_calls.values().map(|call| {
                let routing = project.routings.get(&call.routing);
                let reference = routing.map(|routing| reference::key(&routing.reference)).unwrap_or_default();
                (key(call.id.0, &format!("{reference}/{}", call.name)), &**call)
            })
        });
        self.objects(keyed, |_, it| ("Test call".to_owned(), it.name.clone()));
    }

    fn versions(&mut self, before: &Project, after: &Project, key: &dyn Fn(u32, &str) -> String) {
        let routing = |project: &'_ Project, version: &Version| project.routings.get(&version.info.routing).cloned();
        let words = |is_before: bool, version: &Version| {
            let routing = routing(if is_before { before } else { after }, version);
            let of = routing.map_or_else(|| "a smart routing".to_owned(), |routing| routing.name.clone());
            (format!("Version of {of}"), version.info.name.clone())
        };
        let keyed = [before, after].map(|project| {
            project.versions.values().map(|version| {
                let reference =
                    routing(project, version).map(|routing| reference::key(&routing.reference)).unwrap_or_default();
                (key(version.id.0, &format!("{reference}/{}", version.info.name)), &**version)
            })
        });
        let mut unchanged = Vec::new();
        for (one, other, place) in self.objects(keyed, words) {
            let [from, to] = [(before, one), (after, other)].map(|(project, version)| Side { project, version });
            let mut found = versions(from, to);
            found.texts.extend(change("Status", &one.info.status_words(), &other.info.status_words()));
            if found.is_empty() {
                unchanged.push(place);
            }
            if let Some(object) = self.objects.get_mut(place) {
                object.version = Some(found);
            }
        }
        for place in unchanged.into_iter().rev() {
            self.objects.remove(place);
        }
    }
}
