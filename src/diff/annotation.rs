//! The notes and frames that differ between two versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::{Annotation, AnnotationColor, AnnotationId};

use super::{Change, Difference, Side, change};

/// A note or a frame that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnotationDiff {
    /// The id before, unless it was added.
    #[serde(skip)]
    pub before: Option<AnnotationId>,
    /// The id after, unless it was removed.
    #[serde(skip)]
    pub after: Option<AnnotationId>,
    /// What it is and how its text begins, after; or before, if it was removed.
    pub title: String,
    /// How it differs. One of another size counts as moved.
    pub difference: Difference,
    /// Its text before and after; none where only its place differs.
    pub text: Option<Change>,
    /// Its colour before and after, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Change>,
}

impl AnnotationDiff {
    /// What differs of it, in words.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.text.iter().chain(&self.color)
    }
}

type All = BTreeMap<AnnotationId, Arc<Annotation>>;

/// The notes and frames that differ: those of the version before by their ids, then added ones. Within a routing, they are matched by id, else
/// by what they are and their text.
pub(super) fn changed(before: Side<'_>, after: Side<'_>, is_one_routing: bool) -> Vec<AnnotationDiff> {
    let (old, new) = (&before.version.flow.annotations, &after.version.flow.annotations);
    let mut rest: All = new.clone();
    let mut found = Vec::new();
    for (id, one) in old {
        let is_twin = |other: &(&AnnotationId, &Arc<Annotation>)| {
            other.1.kind == one.kind && if is_one_routing { other.0 == id } else { other.1.text == one.text }
        };
        let twin = rest.iter().find(is_twin).map(|(id, _)| *id);
        let other = twin.and_then(|twin| rest.remove(&twin));
        found.extend(differs(Some((*id, one)), twin.zip(other.as_ref())));
    }
    found.extend(rest.iter().filter_map(|(id, one)| differs(None, Some((*id, one)))));
    found
}

/// The difference between a note or frame before and after, if there is one.
fn differs(
    before: Option<(AnnotationId, &Arc<Annotation>)>,
    after: Option<(AnnotationId, &Arc<Annotation>)>,
) -> Option<AnnotationDiff> {
    let text = |side: Option<(AnnotationId, &Arc<Annotation>)>| side.map_or_else(String::new, |it| it.1.text.clone());
    let shown = after.or(before)?.1;
    let text = change(shown.kind.words(), &text(before), &text(after));
    let words = |one: &Annotation| one.color.map_or("Usual", AnnotationColor::words);
    let color = before.zip(after).and_then(|((_, one), (_, other))| {
        let label = format!("Colour of the {}", shown.kind.words().to_lowercase());
        change(label, words(one), words(other))
    });
    let difference = match (before, after) {
        (None, _) => Difference::Added,
        (_, None) => Difference::Removed,
        _ if text.is_some() || color.is_some() => Difference::Changed,
        (Some((_, one)), Some((_, other))) if one.area() != other.area() => Difference::Moved,
        _ => return None,
    };
    let id = |side: Option<(AnnotationId, &Arc<Annotation>)>| side.map(|(id, _)| id);
    Some(AnnotationDiff { before: id(before), after: id(after), title: shown.words(), difference, text, color })
}
