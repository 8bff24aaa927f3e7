//! References that change, and what is named in the place of something else: everywhere in what may be edited, as one step
//! (spec: domain §2). A version that may not be edited goes on writing what it writes; an alias keeps that valid.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::model::{Resource, ResourceData, ResourceId, Routing};
use crate::uses::{self, Rewrite, Site, Target, Use};

use super::document::{Refusal, Tx};
use super::resource::{add_aliases, checked, delete, kept_names, place_words};
use super::slot::Slot;
use super::version::checked_routing;

/// Names another resource wherever one is named.
pub(super) fn replace_everywhere(
    tx: &mut Tx,
    from: ResourceId,
    to: ResourceId,
    is_deleted: bool,
) -> Result<(), Refusal> {
    let missing = || Refusal::Missing("This resource".to_owned());
    let old = tx.project.resources.get(&from).cloned().ok_or_else(missing)?;
    let new = tx.project.resources.get(&to).cloned().ok_or_else(missing)?;
    if from == to || old.data.kind() != new.data.kind() {
        let noun = old.data.kind().in_sentence();
        return Err(Refusal::Invalid(format!("\"{}\" can only be replaced by another {noun}.", old.name)));
    }
    let target = Target::Resource(from);
    let used = uses::of(&tx.project, target);
    if let ResourceData::Variable(variable) = &new.data {
        let is_known = |name: &str| variable.fields.iter().any(|field| field.name == name);
        let lacking = |it: &&Use| it.written.field().is_some_and(|field| !is_known(field));
        if let Some(it) = used.iter().filter(|it| !it.is_read_only(&tx.project)).find(lacking) {
            return Err(Refusal::Invalid(format!(
                "Variable \"{}\" has no field \"{}\", which is used by {}. Add the field first.",
                new.name,
                it.written.field().unwrap_or_default(),
                uses::words(&tx.project, it)
            )));
        }
    }
    let Some(rewrite) = Rewrite::replacing(&tx.project, from, to) else { return Ok(()) };
    let changed = rewrite_sites(tx, &rewrite, &used);
    let left = uses::of(&tx.project, target);
    tx.applied.notice = Some(format!(
        "\"{}\" replaces \"{}\" in {}.{}",
        new.name,
        old.name,
        counted(changed),
        if left.is_empty() { String::new() } else { format!(" It stays in {}.", counted(left.len())) }
    ));
    tx.applied.left = place_words(&tx.project, &left);
    if is_deleted { delete(tx, from) } else { Ok(()) }
}

/// Stores a resource, and follows its reference and the names of its fields.
pub(super) fn rename_resource(tx: &mut Tx, resource: &Resource) -> Result<(), Refusal> {
    let (mut stored, old) = checked(tx, resource)?;
    let Some(old) = old else { return Err(Refusal::Missing("This resource".to_owned())) };
    let target = Target::Resource(old.id);
    let fields = renamed_fields(&old.data, &stored.data);
    let used = uses::of(&tx.project, target);
    let is_renamed = |it: &&Use| it.written.field().is_some_and(|field| fields.contains_key(field));
    let stuck: Vec<Use> = used.iter().filter(is_renamed).filter(|it| it.is_read_only(&tx.project)).cloned().collect();
    if !stuck.is_empty() {
        let names: Vec<String> = fields.keys().map(|field| format!("{}.{field}", old.reference)).collect();
        return Err(Refusal::Used {
            what: format!("\"{}\"", names.join(", ")),
            why: "is named by versions that may not be edited, and cannot be renamed there. Add a new field instead"
                .to_owned(),
            target,
            places: place_words(&tx.project, &stuck),
        });
    }
    let rewrite = Rewrite::renaming(&tx.project, target, &stored.reference, fields);
    let former = kept_names(&tx.project, target, &old.reference, &old.aliases);
    add_aliases(&mut stored.aliases, &stored.reference, former);
    tx.put(Slot::Resource(stored.id, Some(Arc::new(stored.clone()))));
    let changed = rewrite.map_or(0, |rewrite| rewrite_sites(tx, &rewrite, &used));
    let kind = ItemKind::Resource(stored.data.kind());
    if !is_needed(tx, target, kind, &old.reference, changed) && old.reference != stored.reference {
        stored.aliases.retain(|alias| *alias != old.reference);
        tx.put(Slot::Resource(stored.id, Some(Arc::new(stored))));
    }
    Ok(())
}

/// Stores a routing, and follows its reference.
pub(super) fn rename_routing(tx: &mut Tx, routing: &Routing) -> Result<(), Refusal> {
    let (mut stored, old) = checked_routing(tx, routing)?;
    let Some(old) = old else { return Err(Refusal::Missing("This smart routing".to_owned())) };
    let target = Target::Routing(old.id);
    let used = uses::of(&tx.project, target);
    let rewrite = Rewrite::renaming(&tx.project, target, &stored.reference, BTreeMap::new());
    let former = kept_names(&tx.project, target, &old.reference, &old.aliases);
    add_aliases(&mut stored.aliases, &stored.reference, former);
    tx.put(Slot::Routing(stored.id, Some(Arc::new(stored.clone()))));
    let changed = rewrite.map_or(0, |rewrite| rewrite_sites(tx, &rewrite, &used));
    if !is_needed(tx, target, ItemKind::Routing, &old.reference, changed) && old.reference != stored.reference {
        stored.aliases.retain(|alias| *alias != old.reference);
        tx.put(Slot::Routing(stored.id, Some(Arc::new(stored))));
    }
    Ok(())
}

/// The fields of a variable that have another name at the same place, by their present names.
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

/// Whether a former reference must stay valid; what still writes it is told.
fn is_needed(tx: &mut Tx, target: Target, kind: ItemKind, former: &str, changed: usize) -> bool {
    let mut left = uses::of(&tx.project, target);
    left.retain(|it| it.written.reference() == Some(former));
    tx.applied.left = place_words(&tx.project, &left);
    let is_needed = !left.is_empty() || uses::may_come_from_a_variable(&tx.project, kind);
    let stays = if is_needed { format!(" \"{former}\" stays valid as an alias.") } else { String::new() };
    if changed > 0 || !left.is_empty() {
        tx.applied.notice = Some(format!("Followed in {}.{stays}", counted(changed)));
    }
    is_needed
}

/// Names other things in each place that may be edited. How many uses were changed.
fn rewrite_sites(tx: &mut Tx, rewrite: &Rewrite, used: &[Use]) -> usize {
    let sites: BTreeSet<Site> = used.iter().filter(|it| !it.is_read_only(&tx.project)).map(|it| it.site).collect();
    let mut changed = BTreeSet::new();
    for site in sites {
        if rewrite_site(tx, rewrite, site).is_some() {
            changed.insert(site);
        }
    }
    used.iter().filter(|it| changed.contains(&it.site)).count()
}

fn rewrite_site(tx: &mut Tx, rewrite: &Rewrite, site: Site) -> Option<()> {
    let project = &tx.project;
    let slot = match site {
        Site::Action(place) => {
            let version = project.versions.get(&place.version)?;
            let action = changed(version.flow.actions.get(&place.action)?, |it| rewrite.action(it))?;
            Slot::Action(place.version, place.action, Some(action))
        }
        Site::Resource(id) => {
            Slot::Resource(id, Some(changed(project.resources.get(&id)?, |it| rewrite.resource(it))?))
        }
        Site::Caller(id) => Slot::Caller(id, Some(changed(project.callers.get(&id)?, |it| rewrite.caller(it))?)),
        Site::World(id) => Slot::World(id, Some(changed(project.worlds.get(&id)?, |it| rewrite.world(it))?)),
        // They name routings by themselves, never by a reference.
        Site::EntryPoint(_) => return None,
    };
    tx.put(slot);
    Some(())
}

/// A changed copy; none when nothing changes.
fn changed<T: Clone + PartialEq>(object: &Arc<T>, change: impl FnOnce(&mut T)) -> Option<Arc<T>> {
    let mut copy = (**object).clone();
    change(&mut copy);
    (copy != **object).then(|| Arc::new(copy))
}

fn counted(places: usize) -> String {
    if places == 1 { "1 place".to_owned() } else { format!("{places} places") }
}
