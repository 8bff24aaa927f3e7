//! Restoring objects by undo and redo: the restored object gives up references that another object has taken since, and keeps as aliases those
//! that a read-only version still writes.

use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::model::Project;
use crate::model::project::free_reference;
use crate::model::reference::is_same;
use crate::uses::{self, ItemId};

use super::slot::Slot;

/// The slot with references that are valid in the project as it is now.
pub(super) fn with_valid_references(slot: Slot, project: &Project) -> Slot {
    match slot {
        Slot::Resource(id, Some(mut new)) => {
            let kind = ItemKind::Resource(new.data.kind());
            if let Some(names) = names(project, id.into(), kind, (&new.reference, &new.aliases)) {
                let changed = Arc::make_mut(&mut new);
                (changed.reference, changed.aliases) = names;
            }
            Slot::Resource(id, Some(new))
        }
        Slot::Routing(id, Some(mut new)) => {
            if let Some(names) = names(project, id.into(), ItemKind::Routing, (&new.reference, &new.aliases)) {
                let changed = Arc::make_mut(&mut new);
                (changed.reference, changed.aliases) = names;
            }
            Slot::Routing(id, Some(new))
        }
        Slot::EntryPoint(id, Some(mut new)) => {
            let kind = ItemKind::EntryPoint(new.kind);
            if let Some(names) = names(project, id.into(), kind, (&new.reference, &new.aliases)) {
                let changed = Arc::make_mut(&mut new);
                (changed.reference, changed.aliases) = names;
            }
            Slot::EntryPoint(id, Some(new))
        }
        other => other,
    }
}

fn has(aliases: &[String], name: &str) -> bool {
    aliases.iter().any(|alias| is_same(alias, name))
}

/// A reference with its former ones.
type Names<'a> = (&'a str, &'a [String]);

/// The references for restoring an object; `None` if its own references are still valid.
fn names(project: &Project, item: ItemId, kind: ItemKind, back: Names<'_>) -> Option<(String, Vec<String>)> {
    let now = item.known(project).map(|known| (known.reference, known.aliases));
    if now == Some(back) {
        return None;
    }
    let is_taken = |name: &str| item.is_taken(project, kind, name);
    let reference = match now {
        _ if !is_taken(back.0) => back.0.to_owned(),
        Some((reference, _)) => reference.to_owned(),
        None => free_reference(back.0, is_taken),
    };
    let mut aliases: Vec<String> = back.1.iter().filter(|alias| !is_taken(alias)).cloned().collect();
    if let Some((current, former)) = now {
        let lost = std::iter::once(current).chain(former.iter().map(String::as_str));
        let lost: Vec<&str> = lost.filter(|name| !is_same(name, &reference) && !has(&aliases, name)).collect();
        let used = if lost.is_empty() { Vec::new() } else { uses::of(project, item) };
        let is_written = |name: &&str| used.iter().any(|it| it.written.has_reference(name) && it.is_read_only(project));
        let kept: Vec<String> = lost.into_iter().filter(is_written).map(str::to_owned).collect();
        aliases.extend(kept);
    }
    aliases.retain(|alias| !is_same(alias, &reference));
    (reference != back.0 || aliases != back.1).then_some((reference, aliases))
}
