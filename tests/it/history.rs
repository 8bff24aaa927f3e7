//! Undo and redo under random edits and lifecycle changes, compared with a small independent model: a map of pieces, and steps with
//! each piece before and after. Data outside undo (counters, status, the log) is not a piece. The model never calls
//! the code under test: uses and invariants are computed independently in `independent` below.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, OTHER, SUPPORT};
use signalbox::digest::digest;
use signalbox::edit::{Clip, Context, Document, Edit, PhraseText, Spot};
use signalbox::model::gate::Gate;
use signalbox::model::scenario::{Amount, Arrivals, AtQueue};
use signalbox::model::{
    Action, ActionId, ActionRef, Arrival, Caller, CallerId, EntryPoint, EntryPointId, Expectation, ItemRef, Link,
    Named, Pos, Project, ReachedStatus, Resource, ResourceData, ResourceId, ResourceKind, Routing, RoutingId,
    RoutingType, Row, RowId, Scenario, ScenarioId, Settings, Status, TestCall, TestCallId, TestCaller, TreeType, Value,
    Version, VersionId, World, WorldId, invariants,
};

use crate::support::{Chance, Lab, cases};

/// The key of a piece. A version's pieces are its existence, its texts, its actions and their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Settings,
    Object(u32),
    VersionText(VersionId),
    Action(VersionId, ActionId),
    Position(VersionId, ActionId),
}

impl Key {
    fn version(self) -> Option<VersionId> {
        match self {
            Self::VersionText(id) | Self::Action(id, _) | Self::Position(id, _) => Some(id),
            Self::Settings | Self::Object(_) => None,
        }
    }
}

#[derive(Clone, Debug)]
enum Piece {
    Settings(Settings),
    Resource(Arc<Resource>),
    EntryPoint(Arc<EntryPoint>),
    Routing(Arc<Routing>),
    Caller(Arc<Caller>),
    World(Arc<World>),
    TestCall(Arc<TestCall>),
    Scenario(Arc<Scenario>),
    VersionText(RoutingId, String, String),
    Action(Arc<Action>),
    Position(Pos),
}

/// Equality without counters and aliases.
impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Settings(one), Self::Settings(two)) => one == two,
            (Self::Resource(one), Self::Resource(two)) => {
                // Aliases that a read-only version needs survive an undo; a separate check covers them.
                let bare = |it: &Resource| Resource { aliases: Vec::new(), ..it.clone() };
                bare(one) == bare(two)
            }
            (Self::EntryPoint(one), Self::EntryPoint(two)) => one == two,
            (Self::Routing(one), Self::Routing(two)) => {
                let bare = |it: &Routing| Routing { last_action: ActionId(0), aliases: Vec::new(), ..it.clone() };
                bare(one) == bare(two)
            }
            (Self::Caller(one), Self::Caller(two)) => one == two,
            (Self::World(one), Self::World(two)) => one == two,
            (Self::TestCall(one), Self::TestCall(two)) => one == two,
            (Self::Scenario(one), Self::Scenario(two)) => one == two,
            (Self::VersionText(r1, n1, d1), Self::VersionText(r2, n2, d2)) => (r1, n1, d1) == (r2, n2, d2),
            (Self::Action(one), Self::Action(two)) => {
                let bare = |it: &Action| Action { last_row: RowId(0), ..it.clone() };
                Arc::ptr_eq(one, two) || bare(one) == bare(two)
            }
            (Self::Position(one), Self::Position(two)) => one == two,
            _ => false,
        }
    }
}

impl Piece {
    /// Equality without counters: dropping former references is a change that can be undone.
    fn is_unchanged(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Resource(one), Self::Resource(two)) => one == two,
            (Self::Routing(one), Self::Routing(two)) => one.aliases == two.aliases && self == before,
            _ => self == before,
        }
    }
}

type Pieces = BTreeMap<Key, Piece>;

fn pieces(project: &Project) -> Pieces {
    let mut pieces = Pieces::from([(Key::Settings, Piece::Settings(project.settings.clone()))]);
    pieces.extend(project.resources.values().map(|it| (Key::Object(it.id.0), Piece::Resource(it.clone()))));
    pieces.extend(project.entry_points.values().map(|it| (Key::Object(it.id.0), Piece::EntryPoint(it.clone()))));
    pieces.extend(project.routings.values().map(|it| (Key::Object(it.id.0), Piece::Routing(it.clone()))));
    pieces.extend(project.callers.values().map(|it| (Key::Object(it.id.0), Piece::Caller(it.clone()))));
    pieces.extend(project.worlds.values().map(|it| (Key::Object(it.id.0), Piece::World(it.clone()))));
    pieces.extend(project.test_calls.values().map(|it| (Key::Object(it.id.0), Piece::TestCall(it.clone()))));
    pieces.extend(project.scenarios.values().map(|it| (Key::Object(it.id.0), Piece::Scenario(it.clone()))));
    for version in project.versions.values() {
        let info = &version.info;
        let text = Piece::VersionText(info.routing, info.name.clone(), info.description.clone());
        pieces.insert(Key::VersionText(version.id), text);
        for action in version.flow.actions.values() {
            pieces.insert(Key::Action(version.id, action.id), Piece::Action(action.clone()));
        }
        for (id, pos) in &version.flow.positions {
            pieces.insert(Key::Position(version.id, *id), Piece::Position(*pos));
        }
    }
    pieces
}

/// A step: each piece before and after.
#[derive(Clone, Debug)]
struct Step {
    tag: Option<u64>,
    changes: BTreeMap<Key, (Option<Piece>, Option<Piece>)>,
}

#[derive(Default)]
struct Model {
    now: Pieces,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl Model {
    /// Records an edit that resulted in these pieces.
    fn edited(&mut self, after: Pieces, tag: Option<u64>) {
        let keys: Vec<Key> = self.now.keys().chain(after.keys()).copied().collect();
        let mut changes = BTreeMap::new();
        for key in keys {
            let (before, after) = (self.now.get(&key), after.get(&key));
            let is_unchanged = match (before, after) {
                (Some(before), Some(after)) => after.is_unchanged(before),
                _ => before.is_none() && after.is_none(),
            };
            if !is_unchanged {
                changes.insert(key, (before.cloned(), after.cloned()));
            }
        }
        self.now = after;
        if changes.is_empty() {
            return;
        }
        self.redo.clear();
        match self.undo.last_mut().filter(|last| tag.is_some() && last.tag == tag) {
            Some(last) => {
                for (key, (before, after)) in changes {
                    last.changes.entry(key).and_modify(|it| it.1.clone_from(&after)).or_insert((before, after));
                }
            }
            None => self.undo.push(Step { tag, changes }),
        }
    }

    fn undo(&mut self) -> bool {
        let Some(mut step) = self.undo.pop() else { return false };
        step.tag = None;
        for (key, (before, _)) in &step.changes {
            put(&mut self.now, *key, before.clone());
        }
        self.redo.push(step);
        true
    }

    fn redo(&mut self) -> bool {
        let Some(step) = self.redo.pop() else { return false };
        for (key, (_, after)) in &step.changes {
            put(&mut self.now, *key, after.clone());
        }
        self.undo.push(step);
        true
    }

    /// A promotion removes the steps that touch its version, and steps whose undo would remove a dependency of the version.
    fn promoted(&mut self, project: &Project, version: VersionId) {
        let needed = needed(project, version);
        let touches = |step: &Step| step.changes.keys().any(|key| key.version() == Some(version));
        let takes = |step: &Step, is_undo: bool| {
            step.changes.iter().any(|(key, (before, after))| {
                let left = if is_undo { before } else { after };
                matches!(key, Key::Object(id) if left.is_none() && needed.contains(id))
            })
        };
        self.undo.retain(|step| !touches(step) && !takes(step, true));
        self.redo.retain(|step| !touches(step) && !takes(step, false));
    }
}

/// The ids of all items that a version uses, with the members of queues and teams, and its routing.
fn needed(project: &Project, version: VersionId) -> Vec<u32> {
    let version = &project.versions[&version];
    let mut needed = vec![version.info.routing.0];
    for action in version.flow.actions.values() {
        for (_, item) in independent::items(&action.params) {
            match item {
                ItemRef::Item(id) => needed.push(*id),
                ItemRef::Reference(name) => {
                    needed.extend(project.resources.values().filter(|it| it.reference == *name).map(|it| it.id.0));
                    needed.extend(project.routings.values().filter(|it| it.reference == *name).map(|it| it.id.0));
                }
                ItemRef::Variable(_) => {}
            }
        }
    }
    for _ in 0..2 {
        for id in needed.clone() {
            match project.resources.get(&ResourceId(id)).map(|it| &it.data) {
                Some(ResourceData::Queue(queue)) => needed.extend(queue.members.iter().map(|it| it.who.0)),
                Some(ResourceData::Team(team)) => needed.extend(team.members.iter().map(|it| it.0)),
                _ => {}
            }
        }
    }
    needed
}

/// An independent implementation of queries on a project, so that errors of the program are not repeated here.
mod independent {
    use std::collections::BTreeMap;

    use super::{ItemRef, Link, Project, ResourceId, ResourceKind, RoutingId, Status, Value, VersionId};
    use signalbox::model::{Params, Version};

    /// Every item among parameters, with the field's key.
    pub fn items(params: &Params) -> Vec<(&str, &ItemRef)> {
        let mut found = Vec::new();
        for (key, value) in &params.0 {
            match value {
                Value::Item(item) => found.push((key.as_str(), item)),
                Value::Rows(rows) => found.extend(rows.iter().flat_map(|row| items(&row.cells))),
                _ => {}
            }
        }
        found
    }

    /// The routing, or the queue, that an item of a constant name means.
    pub fn meaning(project: &Project, key: &str, item: &ItemRef) -> Option<u32> {
        if key == "routing" {
            return match item {
                ItemRef::Item(id) => project.routings.get(&RoutingId(*id)).map(|it| it.id.0),
                ItemRef::Reference(name) => {
                    let names = |it: &signalbox::model::Routing| it.reference == *name || it.aliases.contains(name);
                    project.routings.values().find(|it| names(it)).map(|it| it.id.0)
                }
                ItemRef::Variable(_) => None,
            };
        }
        let is_queue = |it: &signalbox::model::Resource| it.data.kind() == ResourceKind::Queue;
        match item {
            ItemRef::Item(id) => project.resources.get(&ResourceId(*id)).filter(|it| is_queue(it)).map(|it| it.id.0),
            ItemRef::Reference(name) => {
                let names = |it: &signalbox::model::Resource| it.reference == *name || it.aliases.contains(name);
                project.resources.values().find(|it| is_queue(it) && names(it)).map(|it| it.id.0)
            }
            ItemRef::Variable(_) => None,
        }
    }

    /// Invariants after any edit: every link has a target, at most one version of a routing is in production and one in
    /// test, and nothing refers to a missing routing.
    pub fn assert_sound(project: &Project, at: &str) {
        let mut live: BTreeMap<(RoutingId, bool), VersionId> = BTreeMap::new();
        for version in project.versions.values() {
            let routing = version.info.routing;
            assert!(project.routings.contains_key(&routing), "{at}: version {} is of no routing", version.id);
            assert_links(version, at);
            let roles = [(true, version.info.status == Status::InProduction), (false, version.info.in_test)];
            for (role, _) in roles.into_iter().filter(|(_, has)| *has) {
                let other = live.insert((routing, role), version.id);
                assert_eq!(
                    other, None,
                    "{at}: beside {}, in production or in test (true: production {role})",
                    version.id
                );
            }
            assert!(!version.info.in_test || version.info.status == Status::InDevelopment, "{at}: {}", version.id);
        }
        for point in project.entry_points.values() {
            for routing in point.assigned.map(|it| it.0).into_iter().chain(point.end_routing) {
                assert!(project.routings.contains_key(&routing), "{at}: {:?} reaches nothing", point.name);
            }
        }
    }

    fn assert_links(version: &Version, at: &str) {
        let flow = &version.flow;
        let starts: Vec<_> = flow.actions.values().filter(|it| it.kind == "start").map(|it| it.id).collect();
        assert_eq!(starts.len(), 1, "{at}: Start of version {}", version.id);
        for (id, action) in &flow.actions {
            for link in action.links.values() {
                let Link::To(to) = link else { continue };
                assert!(flow.actions.contains_key(to), "{at}: {id} of version {} leads to {to}", version.id);
                assert_ne!(*to, starts[0], "{at}: {id} of version {} leads back", version.id);
            }
        }
        assert!(flow.positions.keys().all(|id| flow.actions.contains_key(id)), "{at}: positions of {}", version.id);
    }
}

fn put(pieces: &mut Pieces, key: Key, piece: Option<Piece>) {
    match piece {
        Some(piece) => drop(pieces.insert(key, piece)),
        None => drop(pieces.remove(&key)),
    }
}

/// Names the first piece that differs.
#[track_caller]
fn assert_same(found: &Pieces, expected: &Pieces, at: &str) {
    let mut keys = found.keys().chain(expected.keys());
    if let Some(key) = keys.find(|key| found.get(key) != expected.get(key)) {
        panic!("{at}: {key:?} is\n{:?}\nand not\n{:?}", found.get(key), expected.get(key));
    }
}

/// A random version: mostly one in development, because most edits of other versions are refused.
fn any_version(chance: &mut Chance, project: &Project) -> VersionId {
    let is_any = chance.once_in(5);
    let wanted = |status: Status| is_any || !status.is_read_only();
    let mut found: Vec<VersionId> =
        project.versions.values().filter(|it| wanted(it.info.status)).map(|it| it.id).collect();
    if found.is_empty() {
        found.extend(project.versions.keys());
    }
    if found.is_empty() { VersionId(1) } else { *chance.pick(&found) }
}

fn any_action(chance: &mut Chance, project: &Project, version: VersionId) -> ActionId {
    let Some(version) = project.versions.get(&version) else { return ActionId(1) };
    let all: Vec<ActionId> = version.flow.actions.keys().copied().collect();
    if chance.once_in(20) { ActionId(999) } else { *chance.pick(&all) }
}

fn any_spot(chance: &mut Chance, project: &Project, version: VersionId) -> Spot {
    let from = any_action(chance, project, version);
    let keys = project
        .versions
        .get(&version)
        .and_then(|version| version.flow.actions.get(&from))
        .map(|action| signalbox::actions::branch_keys(action, TreeType::default()))
        .unwrap_or_default();
    if keys.is_empty() || chance.once_in(5) { Spot::Free } else { Spot::After(from, chance.pick(&keys).clone()) }
}

fn any_routing(chance: &mut Chance, project: &Project) -> RoutingId {
    let all: Vec<RoutingId> = project.routings.keys().copied().collect();
    if all.is_empty() { RoutingId(1) } else { *chance.pick(&all) }
}

fn any_name(chance: &mut Chance, prefix: &str) -> String {
    format!("{prefix}{}", chance.below(6))
}

/// A text that is replaced in two actions of a version.
fn any_replacement(chance: &mut Chance, project: &Project, version: VersionId) -> Edit {
    let mut action = || ActionRef { version, action: any_action(chance, project, version) };
    let actions = vec![action(), action()];
    let from = (*chance.pick(&["e", "Text", "", "missing"])).to_owned();
    let to = (*chance.pick(&["", "x", "{{", "é"])).to_owned();
    Edit::ReplaceText { from, to, actions }
}

/// A random edit; about one in ten is invalid and refused.
fn any_edit(chance: &mut Chance, document: &Document, clip: &Clip) -> Edit {
    let project = document.project();
    let version = any_version(chance, project);
    let action = any_action(chance, project, version);
    match chance.below(34) {
        0..=3 => {
            let kinds = ["node", "voice_announcement", "to_queue", "to_routing", "load_sharing", "pause"];
            let kind = (*chance.pick(&kinds)).to_owned();
            Edit::AddAction { version, kind, spot: any_spot(chance, project, version), pos: None }
        }
        33 => any_replacement(chance, project, version),
        4 => Edit::RemoveActions { version, actions: vec![action, any_action(chance, project, version)] },
        5 => Edit::RemoveBelow { version, action },
        6 => Edit::Reposition { version, action, spot: any_spot(chance, project, version) },
        7 => {
            let pos = Pos(i32::try_from(chance.below(50)).unwrap() * 40, 40);
            Edit::MoveCards { version, cards: vec![(action, pos)] }
        }
        8 | 9 => {
            let Spot::After(from, branch) = any_spot(chance, project, version) else {
                return Edit::SetLink { version, from: action, branch: "no such".to_owned(), link: None };
            };
            let link = [None, Some(Link::EndsHere), Some(Link::To(action))][chance.below(3)];
            Edit::SetLink { version, from, branch, link }
        }
        10 | 11 => {
            let id = |chance: &mut Chance| RowId(u32::try_from(chance.below(4)).unwrap());
            let rows = (0..chance.below(4)).map(|_| Row { id: id(chance), ..Row::default() }).collect();
            let key = ["shares", "skills", "keys"][chance.below(3)].to_owned();
            Edit::SetParam { version, action, key, value: Some(Value::Rows(rows)) }
        }
        12 => {
            // The queue can be a new one.
            let all: Vec<u32> = project.resources.keys().map(|id| id.0).collect();
            let value = Some(Value::Item(ItemRef::Item(all.last().copied().unwrap_or(SUPPORT.0))));
            Edit::SetParam { version, action, key: "queue".to_owned(), value }
        }
        13 => {
            let (title, comment) = (any_name(chance, "T"), String::new());
            Edit::SetCaption { version, action, title, comment, record_passage: chance.once_in(2) }
        }
        14 => {
            let spot = any_spot(chance, project, version);
            Edit::Paste { version, clip: Box::new(clip.clone()), spot, pos: None }
        }
        15 => Edit::DescribeVersion { version, name: any_name(chance, "V"), description: String::new() },
        16 | 17 => {
            let from = (!chance.once_in(4)).then_some(version);
            let routing = any_routing(chance, project);
            Edit::CreateVersion { routing, from, name: any_name(chance, "V"), description: String::new() }
        }
        18 => match document.deleted_versions().next().filter(|_| chance.once_in(2)) {
            Some(deleted) => Edit::RestoreVersion { version: deleted.clone() },
            None => Edit::DeleteVersion { version },
        },
        19 => Edit::PutInTest { version },
        20 => Edit::RemoveFromTest { version },
        21 => {
            let revision = document.revision() - u64::from(chance.once_in(8) && document.revision() > 0);
            Edit::PutInProduction { version, gate: Gate { revision, ..Gate::default() } }
        }
        22 => Edit::PutBack { version },
        23 => {
            let reference = any_name(chance, "r");
            let routing = Routing { name: reference.clone(), reference, ..Routing::default() };
            let known = project.routings.get(&any_routing(chance, project)).filter(|_| chance.once_in(2));
            let (id, kind) = known.map_or((RoutingId(0), RoutingType::InteractionStart), |it| (it.id, it.kind));
            Edit::StoreRouting { routing: Routing { id, kind, ..routing } }
        }
        24 => {
            let routing = any_routing(chance, project);
            Edit::CopyRouting { routing, name: any_name(chance, "C"), reference: any_name(chance, "c") }
        }
        25 => Edit::DeleteRouting { routing: any_routing(chance, project) },
        26 | 27 => {
            let id = *chance.pick(&[ResourceId(0), ResourceId(0), SUPPORT, ANA]);
            let known = project.resources.get(&if id == ResourceId(0) { SUPPORT } else { id });
            let Some(known) = known else { return Edit::DeleteResource { resource: BEN } };
            let resource = Resource { id, reference: any_name(chance, "q"), aliases: Vec::new(), ..(**known).clone() };
            Edit::StoreResource { resource: Box::new(resource) }
        }
        28 => {
            let all: Vec<ResourceId> = project.resources.keys().copied().collect();
            Edit::DeleteResource { resource: *chance.pick(&all) }
        }
        29 => {
            let day = format!("1970-01-0{}T12:00:00", 1 + chance.below(9));
            Edit::Schedule { version, at: day.parse().unwrap() }
        }
        30 => Edit::RemoveFromSchedule { version },
        31 => {
            let planned = project.versions.values().find(|it| it.info.planned.is_some()).map_or(version, |it| it.id);
            let gate = Gate { revision: document.revision(), ..Gate::default() };
            Edit::PutDueInProduction { version: planned, gate }
        }
        _ => other_edit(chance, project),
    }
}

/// Noon of a day, so that planned times pass.
fn on_day(turn: u32) -> Context {
    let now = chrono::DateTime::default() + chrono::TimeDelta::hours(i64::from(turn) * 6);
    Context { now, who: String::new() }
}

/// The tag of edits of one field or gesture, as in the window: never shared by two versions.
fn tag(edit: &Edit) -> Option<u64> {
    let tag = |kind: u32, id: u32| Some(u64::from(kind) << 32 | u64::from(id));
    match edit {
        Edit::SetParam { version, action, .. } => tag(1_000 + version.0, action.0),
        Edit::SetCaption { version, action, .. } => tag(2_000 + version.0, action.0),
        Edit::AddAction { version, .. } | Edit::SetLink { version, .. } | Edit::MoveCards { version, .. } => {
            tag(3, version.0)
        }
        Edit::DescribeVersion { version, .. } => tag(4, version.0),
        Edit::StoreRouting { routing } if routing.id != RoutingId(0) => tag(5, routing.id.0),
        Edit::StoreResource { resource } if resource.id != ResourceId(0) => tag(6, resource.id.0),
        Edit::SetSettings { .. } => tag(7, 0),
        _ => None,
    }
}

fn other_edit(chance: &mut Chance, project: &Project) -> Edit {
    match chance.below(16) {
        10 | 11 => any_test_call(chance, project),
        13 | 14 => any_scenario(chance, project),
        15 => Edit::DeleteScenario { scenario: project.scenarios.keys().next().copied().unwrap_or(ScenarioId(5)) },
        12 => Edit::DeleteTestCall { test_call: project.test_calls.keys().next().copied().unwrap_or(TestCallId(5)) },
        6 => {
            let known = project.routings.get(&any_routing(chance, project));
            let routing = known.map_or_else(Routing::default, |it| (**it).clone());
            Edit::RenameRouting { routing: Routing { reference: any_name(chance, "r"), ..routing } }
        }
        7 | 8 => {
            let any = || project.resources.values().next();
            let known = project.resources.get(chance.pick(&[SUPPORT, ANA])).or_else(any);
            let Some(known) = known else { return Edit::DeleteResource { resource: BEN } };
            let reference = any_name(chance, "q");
            Edit::RenameResource { resource: Box::new(Resource { reference, ..(**known).clone() }) }
        }
        9 => {
            let queues = project.resources_of(ResourceKind::Queue).map(|it| it.id);
            let all: Vec<ResourceId> = queues.chain([ANA, BEN]).collect();
            let (from, to) = (*chance.pick(&all), *chance.pick(&all));
            Edit::ReplaceEverywhere { from: from.into(), to: to.into(), delete: chance.once_in(2) }
        }
        0 => {
            let routing = any_routing(chance, project);
            let entry_point = EntryPoint {
                id: project.entry_points.keys().next().copied().filter(|_| chance.once_in(2)).unwrap_or_default(),
                name: "Number".to_owned(),
                reference: any_name(chance, "n"),
                address: "+33155001099".to_owned(),
                assigned: Some((routing, ReachedStatus::InProduction)),
                ..EntryPoint::default()
            };
            let is_known = project.entry_points.contains_key(&entry_point.id);
            if is_known && chance.once_in(2) {
                Edit::RenameEntryPoint { entry_point }
            } else {
                Edit::StoreEntryPoint { entry_point }
            }
        }
        1 => Edit::DeleteEntryPoint {
            entry_point: project.entry_points.keys().next().copied().unwrap_or(EntryPointId(5)),
        },
        2 => Edit::StoreCaller { caller: Box::new(Caller { name: any_name(chance, "P"), ..Caller::default() }) },
        3 => Edit::DeleteCaller { caller: project.callers.keys().next().copied().unwrap_or(CallerId(5)) },
        4 => Edit::StoreWorld {
            world: Box::new(World {
                id: project.worlds.keys().next().copied().unwrap_or(WorldId(0)),
                name: any_name(chance, "W"),
                ..World::default()
            }),
        },
        5 => {
            let (key, language) = (*chance.pick(&["beep", "yes"]), *chance.pick(&["fr", "it"]));
            let text = (!chance.once_in(3)).then(|| any_name(chance, "P"));
            Edit::SetPhrase(PhraseText { key: key.to_owned(), language: language.to_owned(), text })
        }
        _ => {
            let settings = Settings { name: any_name(chance, "S"), ..Settings::default() };
            Edit::SetSettings { settings }
        }
    }
}

/// A new or changed test call of any routing, which names a caller, a queue and an entry point, if there are any.
fn any_test_call(chance: &mut Chance, project: &Project) -> Edit {
    let id = project.test_calls.keys().next_back().copied().filter(|_| chance.once_in(2)).unwrap_or_default();
    let arrival = project.entry_points.keys().next().map(|id| Arrival::At(Named { id: *id, ..Named::default() }));
    let caller = project.callers.keys().next().map(|id| TestCaller::Saved(Named { id: *id, ..Named::default() }));
    let who = Named { id: *chance.pick(&[SUPPORT, ANA, BEN]), name: String::new() };
    let test_call = TestCall {
        id,
        name: any_name(chance, "T"),
        routing: any_routing(chance, project),
        arrival: arrival.unwrap_or_default(),
        caller: caller.unwrap_or_default(),
        expectations: vec![Expectation::ServedBy(who)],
        ..TestCall::default()
    };
    Edit::StoreTestCall { test_call: Box::new(test_call) }
}

/// A new or changed scenario, which names an entry point, a queue and a user, if there are any.
fn any_scenario(chance: &mut Chance, project: &Project) -> Edit {
    let id = project.scenarios.keys().next_back().copied().filter(|_| chance.once_in(2)).unwrap_or_default();
    let arrivals = project.entry_points.keys().map(|id| Arrivals {
        entry_point: Named { id: *id, ..Named::default() },
        week: vec![vec![Amount::whole(9); 48]],
        ..Arrivals::default()
    });
    let scenario = Scenario {
        id,
        name: any_name(chance, "S"),
        arrivals: arrivals.collect(),
        absent: vec![Named { id: *chance.pick(&[ANA, BEN]), ..Named::default() }],
        queues: vec![AtQueue { queue: Named { id: SUPPORT, ..Named::default() }, ..AtQueue::default() }],
        ..Scenario::default()
    };
    Edit::StoreScenario { scenario: Box::new(scenario) }
}

/// The sample project with an additional routing of three versions, one of each status.
fn start() -> (Project, Clip) {
    let flow = "start -> menu(1 A, 2 B) -> queue(support); menu[2] -> jump(other); rest -> end";
    let mut lab = Lab::new(flow);
    lab.add_version(lab.routing, "draft", Status::InDevelopment, flow);
    lab.add_version(lab.routing, "old", Status::InBackup, flow);
    let live = lab.project.versions.values_mut().find(|version| version.info.routing == OTHER).unwrap();
    let live = Arc::make_mut(live);
    live.info.digest = Some(digest(live));
    let clip = Clip::copy_below(&lab.project, lab.version, lab.ids["menu"]);
    assert_eq!(clip.len(), 3);
    (lab.project, clip)
}

/// The target of each constant item in the read-only versions.
fn named(project: &Project) -> BTreeMap<(VersionId, ActionId, String), u32> {
    let mut named = BTreeMap::new();
    for version in project.versions.values().filter(|version| version.info.status != Status::InDevelopment) {
        for action in version.flow.actions.values() {
            for (key, item) in independent::items(&action.params) {
                let found = independent::meaning(project, key, item);
                named.extend(found.map(|id| ((version.id, action.id, key.to_owned()), id)));
            }
        }
    }
    named
}

/// A read-only version is unchanged or deleted as a whole, and no undo changes a status.
fn check_read_only(before: &Project, after: &Project, may_promote: bool, what: &str) {
    let now = named(after);
    for (place, id) in named(before).into_iter().filter(|(place, _)| after.versions.contains_key(&place.0)) {
        assert_eq!(now.get(&place), Some(&id), "{what}: what {place:?} names");
    }
    for (id, version) in &before.versions {
        let Some(now) = after.versions.get(id) else { continue };
        let (old, new) = (version.info.status, now.info.status);
        assert!(may_promote || new == old, "{what} moves version {id} from {old:?} to {new:?}");
        if old != Status::InDevelopment {
            assert!(new != Status::InDevelopment, "{what} makes read-only version {id} editable");
            let held = |it: &Version| (it.info.name.clone(), it.info.description.clone(), it.info.digest.clone());
            assert_eq!(held(now), held(version), "{what} changes read-only version {id}");
            assert_eq!(now.flow, version.flow, "{what} changes the tree of read-only version {id}");
        } else if new != Status::InDevelopment {
            assert_eq!(now.info.digest, Some(digest(now)), "{what}: the digest of version {id}");
        }
    }
}

#[test]
fn random_edits_undo_and_redo_like_the_model() {
    let (project, clip) = start();
    let (mut refused, mut promoted, mut fenced, mut due) = (0, 0, 0, 0);
    for case in 0..cases(400) {
        let mut chance = Chance::new(case);
        let mut document = Document::new(project.clone());
        let mut model = Model { now: pieces(&project), ..Model::default() };
        for turn in 0..60_u32 {
            let before = document.project().clone();
            let at = format!("case {case}, turn {turn}");
            match chance.below(10) {
                0 | 1 => {
                    assert_eq!(document.undo().is_some(), model.undo(), "{at}: undo");
                    check_read_only(&before, document.project(), false, &format!("{at}: undo"));
                }
                2 => {
                    assert_eq!(document.redo().is_some(), model.redo(), "{at}: redo");
                    check_read_only(&before, document.project(), false, &format!("{at}: redo"));
                }
                _ => {
                    let edit = any_edit(&mut chance, &document, &clip);
                    let tag = tag(&edit).filter(|_| chance.once_in(2));
                    let what = format!("{at}: {edit:?}");
                    let (revision, words) = (document.revision(), document.undo_words());
                    let done = document.apply_tagged(&edit, &on_day(turn), tag);
                    if done.is_err() {
                        refused += 1;
                        assert!(Arc::ptr_eq(document.project(), &before), "{what}: refused, and changed all the same");
                        assert_eq!((document.revision(), document.undo_words()), (revision, words), "{what}");
                    } else {
                        model.edited(pieces(document.project()), tag);
                    }
                    let target = match edit {
                        Edit::PutInProduction { version, .. }
                        | Edit::PutBack { version }
                        | Edit::PutDueInProduction { version, .. } => Some(version),
                        _ => None,
                    };
                    check_read_only(&before, document.project(), target.is_some(), &what);
                    let is_live = |project: &Project, id| project.versions[&id].info.status == Status::InProduction;
                    let live = target.filter(|id| done.is_ok() && is_live(document.project(), *id));
                    if let Some(version) = live {
                        promoted += 1;
                        due += usize::from(matches!(edit, Edit::PutDueInProduction { .. }));
                        let steps = model.undo.len() + model.redo.len();
                        model.promoted(document.project(), version);
                        fenced += usize::from(model.undo.len() + model.redo.len() < steps);
                    }
                    let missed = target.filter(|id| done.is_ok() && !is_live(document.project(), *id));
                    assert!(missed.is_none_or(|id| document.project().versions[&id].info.planned.is_some()), "{what}");
                }
            }
            let now = pieces(document.project());
            assert_same(&now, &model.now, &at);
            assert_eq!(document.undo_words().is_some(), !model.undo.is_empty(), "{at}: undo is offered");
            assert_eq!(document.redo_words().is_some(), !model.redo.is_empty(), "{at}: redo is offered");
            independent::assert_sound(document.project(), &at);
            assert_eq!(invariants::check(document.project()), Vec::<String>::new(), "{at}");
        }
        undo_all_and_redo_all(&mut document, &mut model, case);
    }
    assert!(refused > 100 && promoted > 50 && fenced > 30, "{refused} refused, {promoted} promoted, {fenced} fenced");
    assert!(due > 10, "{due} planned ones");
}

/// Undoing everything gives the initial state (as far as no promotion prevents it); redoing everything gives the final state.
fn undo_all_and_redo_all(document: &mut Document, model: &mut Model, case: u64) {
    while document.redo().is_some() {
        assert!(model.redo());
    }
    let (end, end_project) = (pieces(document.project()), document.project().clone());
    let mut steps = 0;
    while document.undo().is_some() {
        assert!(model.undo());
        independent::assert_sound(document.project(), &format!("case {case}: undoing all"));
        assert_eq!(invariants::check(document.project()), Vec::<String>::new(), "case {case}: undoing all");
        steps += 1;
    }
    assert_same(&pieces(document.project()), &model.now, &format!("case {case}, undone"));
    check_read_only(&end_project, document.project(), false, &format!("case {case}: undoing all"));
    for _ in 0..steps {
        assert!(document.redo().is_some() && model.redo());
    }
    assert_eq!(document.redo(), None);
    assert_same(&pieces(document.project()), &end, &format!("case {case}, done again"));
}

#[test]
fn without_a_promotion_undoing_all_gives_the_initial_state() {
    let (project, clip) = start();
    for case in 0..cases(60) {
        let mut chance = Chance::new(10_000 + case);
        let mut document = Document::new(project.clone());
        for _ in 0..40 {
            let edit = any_edit(&mut chance, &document, &clip);
            let promotes =
                matches!(edit, Edit::PutInProduction { .. } | Edit::PutBack { .. } | Edit::PutDueInProduction { .. });
            if !promotes {
                let _ = document.apply(&edit, &Context::default());
            }
        }
        while document.undo().is_some() {}
        assert_same(&pieces(document.project()), &pieces(&project), &format!("case {case}"));
        assert!(document.project().last_id >= project.last_id, "no counter decreases");
    }
}

#[test]
fn an_edit_clears_redo_unless_it_changes_nothing() {
    let (project, _) = start();
    let mut document = Document::new(project);
    let store = |name: &str| Edit::StoreCaller { caller: Box::new(Caller { name: name.into(), ..Caller::default() }) };
    document.apply(&store("One"), &Context::default()).unwrap();
    document.undo();
    let same = Edit::SetSettings { settings: document.project().settings.clone() };
    document.apply(&same, &Context::default()).unwrap();
    assert_eq!(document.redo_words(), Some("Create caller"));
    assert_eq!(document.undo_words(), None, "an edit without changes makes no step");
    document.apply(&store("Two"), &Context::default()).unwrap();
    assert_eq!((document.redo_words(), document.redo()), (None, None));
}

#[test]
fn edits_with_one_tag_are_one_step() {
    let (project, _) = start();
    let mut document = Document::new(project.clone());
    let name = |name: &str| Edit::SetSettings { settings: Settings { name: name.into(), ..Settings::default() } };
    for (letters, tag) in [("A", Some(1)), ("Au", Some(1)), ("Aur", Some(1)), ("Auro", Some(2)), ("Aurora", None)] {
        document.apply_tagged(&name(letters), &Context::default(), tag).unwrap();
    }
    let mut names = Vec::new();
    while document.undo().is_some() {
        names.push(document.project().settings.name.clone());
    }
    assert_eq!(names, ["Auro", "Aur", &project.settings.name]);
    // A whole version is a step of its own, because it cannot be restored together with its parts.
    let mut whole = Document::new(project.clone());
    let routing = *project.routings.keys().next().unwrap();
    let create = Edit::CreateVersion { routing, from: None, name: "V".into(), description: String::new() };
    let version = whole.apply_tagged(&create, &Context::default(), Some(1)).unwrap().version.unwrap();
    let add = Edit::AddAction { version, kind: "node".into(), spot: Spot::Free, pos: None };
    whole.apply_tagged(&add, &Context::default(), Some(1)).unwrap();
    let end = whole.project().versions.clone();
    while whole.undo().is_some() {}
    while whole.redo().is_some() {}
    assert_eq!(whole.project().versions, end);
    // After undo the same tag begins a new step.
    document.redo();
    document.apply_tagged(&name("B"), &Context::default(), Some(1)).unwrap();
    document.undo();
    assert_eq!(document.project().settings.name, "Aur");
}
