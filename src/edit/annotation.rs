//! Edits of notes and frames (spec: designer §2). The caller has checked that the version may be edited.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::layout::annotations::{self, Arrival};
use crate::model::limits::MAX_ANNOTATIONS;
use crate::model::{Annotation, AnnotationColor, AnnotationId, AnnotationKind, Area, Flow, Link, Pos, Size, VersionId};

use super::command::Spot;
use super::look::{bounded, flow, tree_type};
use super::slot::Slot;
use super::tree::next_id;
use super::tx::{Refusal, Tx};

pub(super) fn add(tx: &mut Tx, version: VersionId, annotation: &Annotation) -> Result<(), Refusal> {
    if flow(tx, version)?.annotations.len() >= MAX_ANNOTATIONS {
        return Err(too_many());
    }
    let text = checked(annotation.kind, &annotation.text)?;
    insert(tx, version, Annotation { text, ..annotation.clone() })
}

/// Stores a new note or frame, within the limits of the canvas.
fn insert(tx: &mut Tx, version: VersionId, annotation: Annotation) -> Result<(), Refusal> {
    let id = AnnotationId(next_id(tx, version)?.0);
    let new = Annotation { at: bounded(annotation.at), size: annotation.size.bounded(), ..annotation };
    tx.put(Slot::Annotation(version, id, Some(Arc::new(new))));
    tx.applied.annotations.push(id);
    Ok(())
}

/// Pastes copied notes and frames, moved by a distance.
pub(super) fn paste(tx: &mut Tx, version: VersionId, copied: &[Annotation], by: Pos) -> Result<(), Refusal> {
    if flow(tx, version)?.annotations.len() + copied.len() > MAX_ANNOTATIONS {
        return Err(too_many());
    }
    for annotation in copied {
        let at = Pos(annotation.at.0.saturating_add(by.0), annotation.at.1.saturating_add(by.1));
        insert(tx, version, Annotation { at, ..annotation.clone() })?;
    }
    Ok(())
}

fn too_many() -> Refusal {
    Refusal::Invalid(format!("A version can have at most {MAX_ANNOTATIONS} notes and frames."))
}

/// The text without blanks around it; refused if it is empty.
fn checked(kind: AnnotationKind, text: &str) -> Result<String, Refusal> {
    let text = if kind == AnnotationKind::Frame { text.trim() } else { text.trim_end() };
    if text.trim().is_empty() {
        let what = if kind == AnnotationKind::Frame { "a title for the frame" } else { "the text of the note" };
        return Err(Refusal::Invalid(format!("Enter {what}.")));
    }
    Ok(text.to_owned())
}

pub(super) fn set(
    tx: &mut Tx,
    version: VersionId,
    id: AnnotationId,
    text: &str,
    color: Option<AnnotationColor>,
) -> Result<(), Refusal> {
    let text = checked(found(tx, version, id)?.kind, text)?;
    change(tx, version, id, |it| (it.text, it.color) = (text, color))
}

pub(super) fn place(tx: &mut Tx, version: VersionId, areas: &[(AnnotationId, Area)]) -> Result<(), Refusal> {
    for (id, area) in areas {
        change(tx, version, *id, |it| (it.at, it.size) = (bounded(area.at), area.size.bounded()))?;
    }
    Ok(())
}

pub(super) fn resize(tx: &mut Tx, version: VersionId, id: AnnotationId, size: Size) -> Result<(), Refusal> {
    change(tx, version, id, |it| it.size = size.bounded())
}

pub(super) fn remove(tx: &mut Tx, version: VersionId, ids: &[AnnotationId]) -> Result<(), Refusal> {
    for id in ids {
        found(tx, version, *id)?;
        tx.put(Slot::Annotation(version, *id, None));
    }
    Ok(())
}

/// Lets notes and frames follow the cards that have moved since the tree was like this, or have come in at a spot.
pub(super) fn follow(tx: &mut Tx, version: VersionId, before: &Flow, spot: Option<&Spot>) -> Result<(), Refusal> {
    let after = flow(tx, version)?;
    // What has come with the edit is where it belongs.
    let known = after.annotations.iter().filter(|(id, _)| before.annotations.contains_key(id));
    let known: BTreeMap<AnnotationId, Arc<Annotation>> = known.map(|(id, it)| (*id, it.clone())).collect();
    if known.is_empty() {
        return Ok(());
    }
    let tree = tree_type(tx, version);
    let [was, is] = [before, after].map(|flow| annotations::cards(flow, tree));
    let arrival = spot.and_then(|spot| match spot {
        Spot::Free => None,
        Spot::After(parent, branch) => {
            let link = before.actions.get(parent)?.links.get(branch).copied();
            Some(Arrival { after: *parent, follower: link.and_then(Link::target) })
        }
    });
    let areas = annotations::follow(&known, &was, &is, arrival);
    place(tx, version, &areas)
}

fn found(tx: &Tx, version: VersionId, id: AnnotationId) -> Result<Arc<Annotation>, Refusal> {
    let found = flow(tx, version)?.annotations.get(&id).cloned();
    found.ok_or_else(|| Refusal::Missing("This note or frame".to_owned()))
}

fn change(
    tx: &mut Tx,
    version: VersionId,
    id: AnnotationId,
    change: impl FnOnce(&mut Annotation),
) -> Result<(), Refusal> {
    let mut changed = found(tx, version, id)?;
    change(Arc::make_mut(&mut changed));
    tx.put(Slot::Annotation(version, id, Some(changed)));
    Ok(())
}
