//! Changed references and replaced items: updates every editable use, as one step
//! (spec: domain §2). A read-only version keeps the old reference; an alias keeps that reference valid.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::model::reference::is_same;
use crate::model::{EntryPoint, Place, Resource, ResourceData, Routing};
use crate::uses::{self, ItemId, Rewrite, Use};

use super::entry_point;
use super::resource::{add_aliases, checked, delete, kept_names, place_words};
use super::slot::Slot;
use super::tx::{Refusal, Tx};
use super::version::{checked_routing, delete_routing};

/// Replaces every editable use of an item with another item of the same kind.
pub(super) fn replace_everywhere(tx: &mut Tx, from: ItemId, to: ItemId, is_deleted: bool) -> Result<(), Refusal> {
    let project = tx.project.clone();
    let (Some(old), Some(new)) = (from.known(&project), to.known(&project)) else {
        return Err(Refusal::Missing("The item to replace, or its replacement,".to_owned()));
    };
    if from == to || old.kind != new.kind {
        let noun = old.kind.in_sentence();
        return Err(Refusal::Invalid(format!("\"{}\" can only be replaced by another {noun}.", old.name)));
    }
    let used = uses::of(&project, from);
    if let ItemId::Resource(to) = to
        && let Some(ResourceData::Variable(variable)) = project.resources.get(&to).map(|it| &it.data)
    {
        let is_known = |name: &str| variable.fields.iter().any(|field| field.name == name);
        let lacking = |it: &&Use| it.written.field().is_some_and(|field| !is_known(field));
        if let Some(it) = used.iter().filter(|it| !it.is_read_only(&project)).find(lacking) {
            return Err(Refusal::Invalid(format!(
                "Variable \"{}\" has no field \"{}\", which is used by {}. Add the field first.",
                new.name,
                it.written.field().unwrap_or_default(),
                uses::words(&project, it)
            )));
        }
    }
    let Some(rewrite) = Rewrite::replacing(&project, from, to) else { return Ok(()) };
    let changed = rewrite_places(tx, &rewrite, &used);
    let mut left = uses::of(&tx.project, from);
    if is_deleted {
        left.retain(Use::prevents_deletion);
    }
    tx.applied.notice = Some(format!(
        "\"{}\" replaces \"{}\" in {}.{}",
        new.name,
        old.name,
        counted(changed),
        if left.is_empty() { String::new() } else { format!(" It stays in {}.", counted(left.len())) }
    ));
    tx.applied.left = place_words(&tx.project, &left);
    match from {
        _ if !is_deleted => Ok(()),
        ItemId::Resource(id) => delete(tx, id),
        ItemId::Routing(id) => delete_routing(tx, id),
        ItemId::EntryPoint(id) => entry_point::delete(tx, id),
    }
}

/// Stores a resource, and updates the uses of its reference and of its field names.
pub(super) fn rename_resource(tx: &mut Tx, resource: &Resource) -> Result<(), Refusal> {
    let (stored, old) = checked(tx, resource)?;
    let Some(old) = old else { return Err(Refusal::Missing("This resource".to_owned())) };
    let item = ItemId::Resource(old.id);
    let fields = renamed_fields(&old.data, &stored.data);
    let used = uses::of(&tx.project, item);
    let is_renamed = |it: &&Use| it.written.field().is_some_and(|field| fields.contains_key(field));
    let stuck: Vec<Use> = used.iter().filter(is_renamed).filter(|it| it.is_read_only(&tx.project)).cloned().collect();
    if !stuck.is_empty() {
        let names: Vec<String> = fields.keys().map(|field| format!("{}.{field}", old.reference)).collect();
        return Err(Refusal::Used {
            what: format!("\"{}\"", names.join(", ")),
            why: "is used by read-only versions and cannot be renamed there. Add a new field instead".to_owned(),
            item,
            places: place_words(&tx.project, &stuck),
        });
    }
    rename(tx, item, stored, fields);
    Ok(())
}

/// Stores a routing, and updates the uses of its reference.
pub(super) fn rename_routing(tx: &mut Tx, routing: &Routing) -> Result<(), Refusal> {
    let (stored, old) = checked_routing(tx, routing)?;
    let Some(old) = old else { return Err(Refusal::Missing("This smart routing".to_owned())) };
    rename(tx, old.id.into(), stored, BTreeMap::new());
    Ok(())
}

/// Stores an entry point, and updates the uses of its reference.
pub(super) fn rename_entry_point(tx: &mut Tx, entry_point: &EntryPoint) -> Result<(), Refusal> {
    let (stored, old) = entry_point::checked(tx, entry_point)?;
    let Some(old) = old else { return Err(Refusal::Missing("This entry point".to_owned())) };
    rename(tx, old.id.into(), stored, BTreeMap::new());
    Ok(())
}

/// An object with a reference.
trait Referenced: Clone {
    /// The reference and the former references.
    fn references(&mut self) -> (&str, &mut Vec<String>);
    /// The object as a slot.
    fn slot(self) -> Slot;
}

impl Referenced for Resource {
    fn references(&mut self) -> (&str, &mut Vec<String>) {
        (&self.reference, &mut self.aliases)
    }

    fn slot(self) -> Slot {
        Slot::Resource(self.id, Some(Arc::new(self)))
    }
}

impl Referenced for Routing {
    fn references(&mut self) -> (&str, &mut Vec<String>) {
        (&self.reference, &mut self.aliases)
    }

    fn slot(self) -> Slot {
        Slot::Routing(self.id, Some(Arc::new(self)))
    }
}

impl Referenced for EntryPoint {
    fn references(&mut self) -> (&str, &mut Vec<String>) {
        (&self.reference, &mut self.aliases)
    }

    fn slot(self) -> Slot {
        Slot::EntryPoint(self.id, Some(Arc::new(self)))
    }
}

/// Stores an object with a new reference or new field names, and updates their uses. The old reference stays as an alias where
/// needed.
fn rename<T: Referenced>(tx: &mut Tx, item: ItemId, mut stored: T, fields: BTreeMap<String, String>) {
    let Some((old, kind)) = item.known(&tx.project).map(|it| (it.reference.to_owned(), it.kind)) else { return };
    let used = uses::of(&tx.project, item);
    let former = kept_names(&tx.project, item);
    let (reference, aliases) = stored.references();
    let rewrite = Rewrite::renaming(&tx.project, item, reference, fields);
    // A reference in another case is the same: no place stops working.
    let is_another = !is_same(reference, &old);
    add_aliases(aliases, reference, former);
    tx.put(stored.clone().slot());
    let changed = rewrite.map_or(0, |rewrite| rewrite_places(tx, &rewrite, &used));
    if !is_needed(tx, item, kind, &old, changed) && is_another {
        stored.references().1.retain(|alias| *alias != old);
        tx.put(stored.slot());
    }
}

/// The new names of renamed fields of a variable, by their old names. A field is renamed if the name at its position differs.
#[must_use]
pub fn renamed_fields(old: &ResourceData, new: &ResourceData) -> BTreeMap<String, String> {
    let (ResourceData::Variable(old), ResourceData::Variable(new)) = (old, new) else { return BTreeMap::new() };
    if old.fields.len() != new.fields.len() {
        return BTreeMap::new();
    }
    let has = |fields: &[crate::model::resource::VariableField], name: &str| fields.iter().any(|it| it.name == name);
    let pairs = old.fields.iter().zip(&new.fields);
    pairs
        .filter(|(old_field, field)| !has(&new.fields, &old_field.name) && !has(&old.fields, &field.name))
        .map(|(old_field, field)| (old_field.name.clone(), field.name.clone()))
        .collect()
}

/// Whether a former reference must stay valid. Reports the remaining uses.
fn is_needed(tx: &mut Tx, item: ItemId, kind: ItemKind, former: &str, changed: usize) -> bool {
    let mut left = uses::of(&tx.project, item);
    left.retain(|it| it.written.has_reference(former));
    tx.applied.left = place_words(&tx.project, &left);
    let is_needed = !left.is_empty() || uses::may_come_from_a_variable(&tx.project, kind);
    let stays = if is_needed { format!(" \"{former}\" stays valid as an alias.") } else { String::new() };
    if changed > 0 || !left.is_empty() {
        tx.applied.notice = Some(format!("Updated in {}.{stays}", counted(changed)));
    }
    is_needed
}

/// Rewrites each editable place. Returns the number of changed uses.
fn rewrite_places(tx: &mut Tx, rewrite: &Rewrite, used: &[Use]) -> usize {
    let places: BTreeSet<Place> = used.iter().filter(|it| !it.is_read_only(&tx.project)).map(|it| it.place).collect();
    let mut changed = BTreeSet::new();
    for place in places {
        if rewrite_place(tx, rewrite, place).is_some() {
            changed.insert(place);
        }
    }
    used.iter().filter(|it| changed.contains(&it.place)).count()
}

fn rewrite_place(tx: &mut Tx, rewrite: &Rewrite, place: Place) -> Option<()> {
    let project = &tx.project;
    let slot = match place {
        Place::Action(place) => {
            let version = project.versions.get(&place.version)?;
            let action = changed(version.flow.actions.get(&place.action)?, |it| rewrite.action(it))?;
            Slot::Action(place.version, place.action, Some(action))
        }
        Place::Resource(id) => {
            Slot::Resource(id, Some(changed(project.resources.get(&id)?, |it| rewrite.resource(it))?))
        }
        Place::Caller(id) => Slot::Caller(id, Some(changed(project.callers.get(&id)?, |it| rewrite.caller(it))?)),
        Place::World(id) => Slot::World(id, Some(changed(project.worlds.get(&id)?, |it| rewrite.world(it))?)),
        Place::TestCall(id) => {
            let call = project.test_calls.get(&id)?;
            Slot::TestCall(id, Some(changed(call, |it| rewrite.test_call(project, it))?))
        }
        Place::Scenario(id) => {
            let scenario = project.scenarios.get(&id)?;
            Slot::Scenario(id, Some(changed(scenario, |it| rewrite.scenario(project, it))?))
        }
        // An entry point refers to routings by id, never by reference; a version refers to items only in its actions; phrases and settings
        // refer to none.
        Place::Version(_) | Place::EntryPoint(_) | Place::Phrases(_) | Place::Settings => return None,
    };
    tx.put(slot);
    Some(())
}

/// A changed copy; `None` if nothing changes.
fn changed<T: Clone + PartialEq>(object: &Arc<T>, change: impl FnOnce(&mut T)) -> Option<Arc<T>> {
    let mut copy = (**object).clone();
    change(&mut copy);
    (copy != **object).then(|| Arc::new(copy))
}

fn counted(places: usize) -> String {
    if places == 1 { "1 place".to_owned() } else { format!("{places} places") }
}
