//! Creating, changing and deleting entry points (spec: domain §3).

use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::model::{EntryPoint, EntryPointId};
use crate::uses::{self, ItemId};

use super::checks::{check_phone, checked_name};
use super::resource::{add_aliases, check_references, kept_names, refuse_used};
use super::slot::Slot;
use super::tx::{Refusal, Tx};

pub(super) fn store(tx: &mut Tx, entry_point: &EntryPoint) -> Result<(), Refusal> {
    let (mut stored, old) = checked(tx, entry_point)?;
    match old {
        None => {
            stored.id = EntryPointId(tx.new_id());
            tx.applied.entry_point = Some(stored.id);
        }
        Some(old) => add_aliases(&mut stored.aliases, &stored.reference, kept_names(&tx.project, old.id.into())),
    }
    tx.put(Slot::EntryPoint(stored.id, Some(Arc::new(stored))));
    Ok(())
}

/// An entry point that can be stored, and what is there under its id.
pub(super) fn checked(tx: &Tx, entry_point: &EntryPoint) -> Result<(EntryPoint, Option<Arc<EntryPoint>>), Refusal> {
    let mut stored = entry_point.clone();
    stored.name = checked_name(&stored.name)?;
    check_references(tx, stored.id.into(), ItemKind::EntryPoint(stored.kind), (&stored.reference, &stored.aliases))?;
    check_assignment(tx, &stored)?;
    let old = tx.project.entry_points.get(&stored.id).cloned();
    if stored.id != EntryPointId(0) && old.is_none() {
        return Err(Refusal::Missing("This entry point".to_owned()));
    }
    if stored.kind.is_number() {
        check_phone(tx, &stored.address, old.as_ref().map(|old| old.address.as_str()))?;
    }
    Ok((stored, old))
}

pub(super) fn delete(tx: &mut Tx, id: EntryPointId) -> Result<(), Refusal> {
    let item = ItemId::EntryPoint(id);
    refuse_used(&tx.project, item, &uses::of(&tx.project, item))?;
    tx.put(Slot::EntryPoint(id, None));
    Ok(())
}

/// Only a routing of the entry point's channel, and only an *interaction end* routing at the end (spec: domain §3).
fn check_assignment(tx: &Tx, entry_point: &EntryPoint) -> Result<(), Refusal> {
    use crate::model::RoutingType::{InteractionEnd, InteractionStart};
    let wanted = entry_point.assigned.map(|(id, _)| (id, InteractionStart));
    for (id, kind) in wanted.into_iter().chain(entry_point.end_routing.map(|id| (id, InteractionEnd))) {
        let routing = tx.project.routings.get(&id).ok_or_else(|| Refusal::Missing("The smart routing".to_owned()))?;
        if routing.channel != entry_point.kind.channel() || routing.kind != kind {
            return Err(Refusal::Invalid(format!(
                "\"{}\" is a {} routing of type {}; \"{}\" needs {}, {}.",
                routing.name,
                routing.channel.words().to_lowercase(),
                routing.kind.words().to_lowercase(),
                entry_point.name,
                entry_point.kind.channel().words().to_lowercase(),
                kind.words().to_lowercase()
            )));
        }
    }
    Ok(())
}
