//! Rewrites the uses in an object: another resource, another reference, another field of a variable.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::value::known_paths;
use crate::catalog::{ItemKind, expression, template};
use crate::model::reference::key;
use crate::model::{
    Action, Arrival, Caller, Expectation, ItemRef, Project, Resource, ResourceData, ResourceId, ResourceKind, Scenario,
    TestCall, TestCaller, TestWorld, World,
    resource::{GroupQueue, PolicyMember, QueueMember},
};

use super::names::{NameMut, in_action_mut};
use super::scenarios::{self, NamedMut};
use super::{ItemId, Wanted, holders};

/// Replacements of names. Names that cannot be rewritten stay as they are: the name of an unknown field, the
/// parameters of a newer program, a reference that is not valid in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    kind: ItemKind,
    item: Option<(u32, u32)>,
    /// Every current and former reference of the item.
    names: BTreeSet<String>,
    /// The new reference for each old one, by the key of the old one.
    references: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    /// The paths of variables before anything is renamed: they say where a name ends in an expression.
    known: BTreeSet<String>,
}

impl Rewrite {
    /// Replaces an item with another of the same kind; `None` if either does not exist.
    #[must_use]
    pub fn replacing(project: &Project, from: ItemId, to: ItemId) -> Option<Self> {
        let new = to.known(project)?;
        let mut rewrite = Self::renaming(project, from, new.reference, BTreeMap::new())?;
        rewrite.references = rewrite.names.iter().map(|name| (key(name), new.reference.to_owned())).collect();
        rewrite.item = Some((from.id(), to.id()));
        Some(rewrite)
    }

    /// Replaces a reference, and field names by their current names.
    #[must_use]
    pub fn renaming(
        project: &Project,
        item: ItemId,
        reference: &str,
        fields: BTreeMap<String, String>,
    ) -> Option<Self> {
        let wanted = Wanted::new(project, item)?;
        let names: BTreeSet<String> = wanted.names.iter().map(|name| (*name).to_owned()).collect();
        let present = (*wanted.names.first()?).to_owned();
        let references = BTreeMap::from([(key(&present), reference.to_owned())]);
        let known = if wanted.is_variable() { known_paths(project) } else { BTreeSet::new() };
        Some(Self { kind: wanted.kind, item: None, names, references, fields, known })
    }

    fn item(&self, id: &mut ResourceId) {
        self.id(&mut id.0);
    }

    fn id(&self, id: &mut u32) {
        if let Some((from, to)) = self.item
            && *id == from
        {
            *id = to;
        }
    }

    fn resources(&self) -> Option<(ResourceId, ResourceId)> {
        self.item.map(|(from, to)| (ResourceId(from), ResourceId(to)))
    }

    /// The new group and field, if they are renamed.
    fn pair(&self, group: &str, field: &str) -> Option<(String, String)> {
        if self.kind != ItemKind::Resource(ResourceKind::Variable) || !self.names.contains(group) {
            return None;
        }
        let (group_now, field_now) = (self.references.get(group), self.fields.get(field));
        (group_now.is_some() || field_now.is_some()).then(|| {
            let or = |new: Option<&String>, old: &str| new.map_or_else(|| old.to_owned(), Clone::clone);
            (or(group_now, group), or(field_now, field))
        })
    }

    fn path(&self, path: &str) -> Option<String> {
        let (group, field) = path.split_once('.')?;
        self.pair(group, field).map(|(group, field)| format!("{group}.{field}"))
    }

    fn change_path(&self, path: &mut String) {
        if let Some(new) = self.path(path.trim()) {
            *path = new;
        }
    }

    fn change_text(&self, text: &mut String) {
        if let Some(new) = template::rename(text, &|path| self.path(path)) {
            *text = new;
        }
    }

    /// Changes the names in an action.
    pub fn action(&self, action: &mut Action) {
        in_action_mut(action, &mut |_, name| match name {
            NameMut::Item(kind, item) => match item {
                ItemRef::Item(id) => self.id(id),
                ItemRef::Reference(reference) if kind.is_some_and(|it| it.shares_references_with(self.kind)) => {
                    if let Some(new) = self.references.get(&key(reference)) {
                        reference.clone_from(new);
                    }
                }
                ItemRef::Reference(_) => {}
                ItemRef::Variable(path) => self.change_path(path),
            },
            NameMut::Path(path) => self.change_path(path),
            NameMut::Text(text) => self.change_text(text),
            NameMut::Expression(text) => {
                let knows = |path: &str| self.known.contains(path);
                if let Some(new) = expression::rename(text, &knows, &|group, field| self.pair(group, field)) {
                    *text = new;
                }
            }
            NameMut::Loose(_) => {}
        });
    }

    /// Changes the names in a resource. No member occurs twice afterwards.
    pub fn resource(&self, resource: &mut Resource) {
        if let Some((from, to)) = self.resources() {
            leave_for(&mut resource.data, from, to);
        }
        holders::named_mut(&mut resource.data, &mut |_, id| self.item(id));
        holders::texts_mut(&mut resource.data, &mut |_, text| self.change_text(text));
    }

    /// Changes the names in a caller.
    pub fn caller(&self, caller: &mut Caller) {
        caller.contacts.iter_mut().filter_map(|it| it.served_by.as_mut()).for_each(|id| self.item(id));
        caller.lead_owner.iter_mut().for_each(|id| self.item(id));
        caller.opportunities.iter_mut().filter_map(|it| it.owner.as_mut()).for_each(|id| self.item(id));
        let renamed: Vec<(String, String)> =
            caller.variables.keys().filter_map(|path| Some((path.clone(), self.path(path)?))).collect();
        for (old, new) in renamed {
            if let Some(value) = caller.variables.remove(&old) {
                caller.variables.entry(new).or_insert(value);
            }
        }
    }

    /// Changes the names in a world. Existing data about the new item stays.
    pub fn world(&self, world: &mut World) {
        let Some((from, to)) = self.resources() else { return };
        move_entry(&mut world.users, from, to);
        move_entry(&mut world.loads, from, to);
        move_entry(&mut world.queues, from, to);
        move_entry(&mut world.services, from, to);
        move_entry(&mut world.cursors, from, to);
        move_entry(&mut world.databases, from, to);
        world.cases.iter_mut().filter_map(|case| case.case_type.as_mut()).for_each(|id| self.item(id));
        world.cards.iter_mut().filter_map(|card| card.card_type.as_mut()).for_each(|id| self.item(id));
        world.targets.iter_mut().for_each(|target| self.item(&mut target.campaign));
    }

    /// Changes the names in a scenario.
    pub fn scenario(&self, project: &Project, scenario: &mut Scenario) {
        scenarios::named_mut(scenario, &mut |mut named| {
            let id = match &mut named {
                NamedMut::EntryPoint(it) => &mut it.id.0,
                NamedMut::Resource(it) => &mut it.id.0,
                NamedMut::Caller(_) | NamedMut::Action(_) => return,
            };
            let before = *id;
            self.id(id);
            if *id != before {
                named.remember(project);
            }
        });
    }

    /// Changes the names in a test call. The routing that it tests stays, and so do the actions that it names: their ids belong to that routing.
    pub fn test_call(&self, project: &Project, call: &mut TestCall) {
        if let TestCaller::Own(caller) = &mut call.caller {
            self.caller(caller);
        }
        if let TestWorld::Own(world) = &mut call.world {
            self.world(world);
        }
        if let Arrival::At(named) = &mut call.arrival {
            let before = named.id;
            self.id(&mut named.id.0);
            if named.id != before {
                named.remember(project);
            }
        }
        for expectation in &mut call.expectations {
            match expectation {
                Expectation::ServedBy(named) => {
                    let before = named.id;
                    self.item(&mut named.id);
                    if named.id != before {
                        named.remember(project);
                    }
                }
                Expectation::Equals(variable, _) | Expectation::Contains(variable, _) => self.change_path(variable),
                _ => {}
            }
        }
    }
}

fn move_entry<V>(entries: &mut BTreeMap<ResourceId, V>, from: ResourceId, to: ResourceId) {
    if let Some(value) = entries.remove(&from) {
        entries.entry(to).or_insert(value);
    }
}

/// If the new resource is already a member, the old member is only removed.
fn leave_for(data: &mut ResourceData, from: ResourceId, to: ResourceId) {
    fn leave<T>(members: &mut Vec<T>, id: impl Fn(&T) -> ResourceId, from: ResourceId, to: ResourceId) {
        if members.iter().any(|member| id(member) == to) {
            members.retain(|member| id(member) != from);
        }
    }
    match data {
        ResourceData::Team(team) => leave(&mut team.members, |id| *id, from, to),
        ResourceData::Queue(queue) => leave(&mut queue.members, |member: &QueueMember| member.who, from, to),
        ResourceData::DistributionPolicy(policy) => {
            leave(&mut policy.members, |member: &PolicyMember| member.user, from, to);
        }
        ResourceData::DistributionGroup(group) => {
            join(&mut group.queues, from, to);
            leave(&mut group.queues, |it: &GroupQueue| it.queue, from, to);
        }
        _ => {}
    }
}

/// The share of a queue that leaves goes to the one that stays, so that the weights still add to the whole.
fn join(queues: &mut [GroupQueue], from: ResourceId, to: ResourceId) {
    let left: u32 = queues.iter().filter(|it| it.queue == from).map(|it| it.weight).fold(0, u32::saturating_add);
    if let Some(stays) = queues.iter_mut().find(|it| it.queue == to) {
        stays.weight = stays.weight.saturating_add(left);
    }
}
