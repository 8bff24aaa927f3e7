//! What an edit of a tree looks up in the project that it changes.

use std::sync::Arc;

use crate::model::invariants::MAX_POSITION;
use crate::model::{Action, ActionId, Flow, Pos, TreeType, VersionId};

use super::tx::{Refusal, Tx};

pub(super) fn flow(tx: &Tx, version: VersionId) -> Result<&Flow, Refusal> {
    let found = tx.project.versions.get(&version).ok_or_else(|| Refusal::Missing("This version".to_owned()))?;
    Ok(&found.flow)
}

pub(super) fn tree_type(tx: &Tx, version: VersionId) -> TreeType {
    tx.project.tree_type_of(version)
}

pub(super) fn action(tx: &Tx, version: VersionId, id: ActionId) -> Result<Arc<Action>, Refusal> {
    flow(tx, version)?.actions.get(&id).cloned().ok_or_else(|| Refusal::Missing(format!("Action {id}")))
}

/// A position within the limits of the canvas.
pub(super) fn bounded(pos: Pos) -> Pos {
    Pos(pos.0.clamp(-MAX_POSITION, MAX_POSITION), pos.1.clamp(-MAX_POSITION, MAX_POSITION))
}
