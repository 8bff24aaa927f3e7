//! Creating, changing and deleting entry points (spec: domain §3).

use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::model::{EntryPoint, EntryPointId, EntryPointKind};
use crate::uses::{self, ItemId};

use super::checks::{check_phone, checked_name};
use super::resource::{add_aliases, check_references, kept_names, refuse_used};
use super::slot::Slot;
use super::test_call;
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

/// A valid entry point to store, and the existing one with its id.
pub(super) fn checked(tx: &Tx, entry_point: &EntryPoint) -> Result<(EntryPoint, Option<Arc<EntryPoint>>), Refusal> {
    let mut stored = entry_point.clone();
    stored.name = checked_name(&stored.name)?;
    stored.source =
        if stored.kind == EntryPointKind::SourceNumber { stored.source.trim().to_owned() } else { String::new() };
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
    test_call::remember(tx, item.into());
    tx.put(Slot::EntryPoint(id, None));
    Ok(())
}

/// Only routings that exist and that fit the entry point.
fn check_assignment(tx: &Tx, entry_point: &EntryPoint) -> Result<(), Refusal> {
    for (id, needed) in entry_point.routings() {
        let routing = tx.project.routings.get(&id).ok_or_else(|| Refusal::Missing("The smart routing".to_owned()))?;
        entry_point.misfit(routing, needed).map_or(Ok(()), |why| Err(Refusal::Invalid(why)))?;
    }
    Ok(())
}
