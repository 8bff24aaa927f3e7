//! Slots: the pieces of a project that an edit replaces and undo restores. A step of the history holds only the
//! changed slots, before and after (spec: domain §5). Id counters are outside undo: restoring a slot never
//! lowers one.

use std::sync::Arc;

use crate::model::{
    Action, ActionId, Annotation, AnnotationId, Caller, CallerId, EntryPoint, EntryPointId, Pos, Project, Resource,
    ResourceId, Routing, RoutingId, Scenario, ScenarioId, Settings, TestCall, TestCallId, Version, VersionId, World,
    WorldId,
};

/// A piece of a project with its content; `None` means that the piece is absent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Slot {
    Settings(Settings),
    Resource(ResourceId, Option<Arc<Resource>>),
    EntryPoint(EntryPointId, Option<Arc<EntryPoint>>),
    Routing(RoutingId, Option<Arc<Routing>>),
    /// A whole version: for creating and deleting one.
    Version(VersionId, Option<Arc<Version>>),
    /// A version's name and description.
    VersionText(VersionId, String, String),
    Action(VersionId, ActionId, Option<Arc<Action>>),
    Position(VersionId, ActionId, Option<Pos>),
    Annotation(VersionId, AnnotationId, Option<Arc<Annotation>>),
    Caller(CallerId, Option<Arc<Caller>>),
    World(WorldId, Option<Arc<World>>),
    TestCall(TestCallId, Option<Arc<TestCall>>),
    Scenario(ScenarioId, Option<Arc<Scenario>>),
}

/// The key of a slot, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SlotKey {
    Settings,
    Resource(ResourceId),
    EntryPoint(EntryPointId),
    Routing(RoutingId),
    Version(VersionId),
    VersionText(VersionId),
    Action(VersionId, ActionId),
    Position(VersionId, ActionId),
    Annotation(VersionId, AnnotationId),
    Caller(CallerId),
    World(WorldId),
    TestCall(TestCallId),
    Scenario(ScenarioId),
}

impl Slot {
    pub(super) fn key(&self) -> SlotKey {
        match self {
            Self::Settings(_) => SlotKey::Settings,
            Self::Resource(id, _) => SlotKey::Resource(*id),
            Self::EntryPoint(id, _) => SlotKey::EntryPoint(*id),
            Self::Routing(id, _) => SlotKey::Routing(*id),
            Self::Version(id, _) => SlotKey::Version(*id),
            Self::VersionText(id, ..) => SlotKey::VersionText(*id),
            Self::Action(version, id, _) => SlotKey::Action(*version, *id),
            Self::Position(version, id, _) => SlotKey::Position(*version, *id),
            Self::Annotation(version, id, _) => SlotKey::Annotation(*version, *id),
            Self::Caller(id, _) => SlotKey::Caller(*id),
            Self::World(id, _) => SlotKey::World(*id),
            Self::TestCall(id, _) => SlotKey::TestCall(*id),
            Self::Scenario(id, _) => SlotKey::Scenario(*id),
        }
    }

    /// Puts the slot into the project and returns the previous content.
    pub(super) fn put(self, project: &mut Project) -> Self {
        match self {
            Self::Settings(new) => Self::Settings(std::mem::replace(&mut project.settings, new)),
            Self::Resource(id, new) => Self::Resource(id, replace(&mut project.resources, id, new)),
            Self::EntryPoint(id, new) => Self::EntryPoint(id, replace(&mut project.entry_points, id, new)),
            Self::Routing(id, new) => {
                let handed_out = project.routings.get(&id).map(|routing| routing.last_action);
                let new = new.map(|mut routing| {
                    if handed_out.is_some_and(|last| last > routing.last_action) {
                        Arc::make_mut(&mut routing).last_action = handed_out.unwrap_or_default();
                    }
                    routing
                });
                Self::Routing(id, replace(&mut project.routings, id, new))
            }
            Self::Version(id, new) => {
                // The test status is outside undo: a restored version does not replace the version now in test. Planned
                // productions are outside undo too: the planned time can have passed, or another version can have it by now.
                let new = new.map(|mut version| {
                    if version.info.planned.is_some() && !project.versions.contains_key(&id) {
                        Arc::make_mut(&mut version).info.planned = None;
                    }
                    let current = project.in_test(version.info.routing).filter(|current| current.id != id);
                    if version.info.in_test && current.is_some() {
                        Arc::make_mut(&mut version).info.in_test = false;
                    }
                    version
                });
                Self::Version(id, replace(&mut project.versions, id, new))
            }
            Self::VersionText(id, name, description) => {
                let Some(version) = project.versions.get_mut(&id) else {
                    return Self::VersionText(id, name, description);
                };
                let info = &mut Arc::make_mut(version).info;
                let name = std::mem::replace(&mut info.name, name);
                Self::VersionText(id, name, std::mem::replace(&mut info.description, description))
            }
            Self::Action(version_id, id, new) => {
                let Some(version) = project.versions.get_mut(&version_id) else {
                    return Self::Action(version_id, id, new);
                };
                let actions = &mut Arc::make_mut(version).flow.actions;
                let handed_out = actions.get(&id).map(|action| action.last_row);
                let new = new.map(|mut action| {
                    if handed_out.is_some_and(|last| last > action.last_row) {
                        Arc::make_mut(&mut action).last_row = handed_out.unwrap_or_default();
                    }
                    action
                });
                Self::Action(version_id, id, replace(actions, id, new))
            }
            Self::Position(version_id, id, new) => {
                let Some(version) = project.versions.get_mut(&version_id) else {
                    return Self::Position(version_id, id, new);
                };
                Self::Position(version_id, id, replace(&mut Arc::make_mut(version).flow.positions, id, new))
            }
            Self::Annotation(version_id, id, new) => {
                let Some(version) = project.versions.get_mut(&version_id) else {
                    return Self::Annotation(version_id, id, new);
                };
                Self::Annotation(version_id, id, replace(&mut Arc::make_mut(version).flow.annotations, id, new))
            }
            Self::Caller(id, new) => Self::Caller(id, replace(&mut project.callers, id, new)),
            Self::World(id, new) => Self::World(id, replace(&mut project.worlds, id, new)),
            Self::TestCall(id, new) => Self::TestCall(id, replace(&mut project.test_calls, id, new)),
            Self::Scenario(id, new) => Self::Scenario(id, replace(&mut project.scenarios, id, new)),
        }
    }
}

impl Slot {
    /// The resource, the entry point or the routing that this slot removes.
    pub(super) fn takes_away(&self) -> Option<u32> {
        match self {
            Self::Resource(id, None) => Some(id.0),
            Self::EntryPoint(id, None) => Some(id.0),
            Self::Routing(id, None) => Some(id.0),
            _ => None,
        }
    }
}

impl SlotKey {
    /// The version that the slot belongs to, if any.
    pub(super) fn version(self) -> Option<VersionId> {
        match self {
            Self::Version(id)
            | Self::VersionText(id)
            | Self::Action(id, _)
            | Self::Position(id, _)
            | Self::Annotation(id, _) => Some(id),
            _ => None,
        }
    }
}

fn replace<K: Ord, V>(map: &mut std::collections::BTreeMap<K, V>, key: K, new: Option<V>) -> Option<V> {
    match new {
        Some(new) => map.insert(key, new),
        None => map.remove(&key),
    }
}
