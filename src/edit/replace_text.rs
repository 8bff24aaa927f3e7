//! Replaces a text in the titles, comments and texts of actions (spec: designer §2, find and replace). Choices, keys, paths of variables and
//! what is between the braces of a placeholder are no texts, so they stay as they are.

use std::sync::Arc;

use crate::actions;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::lifecycle::{Act, may};
use crate::model::{Action, ActionRef, Params, Project, Value, VersionId};

use super::slot::Slot;
use super::tx::{Refusal, Tx};

/// An action in whose texts another text occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextHit {
    /// The action.
    pub place: ActionRef,
    /// The texts.
    pub texts: Vec<ChangedText>,
}

/// A text in which another one occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedText {
    /// What the text is: *Title*, *Comment*, or the label of a field.
    pub label: &'static str,
    /// The text now.
    pub before: String,
    /// The text after the replacement.
    pub after: String,
}

/// The actions in whose texts another text occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextHits {
    /// The actions that can be changed, by version, in reading order.
    pub hits: Vec<TextHit>,
    /// The read-only versions that have such texts, too.
    pub read_only: Vec<VersionId>,
}

/// Looks for a text, whatever its case, in a version or in all versions.
#[must_use]
pub fn text_hits(project: &Project, version: Option<VersionId>, from: &str, to: &str) -> TextHits {
    let mut found = TextHits::default();
    for each in project.versions.values().filter(|it| version.is_none_or(|id| id == it.id)) {
        let order = actions::shape(&each.flow, project.tree_type_of(each.id)).order;
        let mut hits = Vec::new();
        for action in order.iter().filter_map(|id| each.flow.actions.get(id)) {
            let mut changed = Vec::new();
            texts(&mut (**action).clone(), &mut |label, text| {
                let after = replaced(text, from, to);
                changed.extend(after.map(|after| ChangedText { label, before: text.clone(), after }));
            });
            if !changed.is_empty() {
                let place = ActionRef { version: each.id, action: action.id };
                hits.push(TextHit { place, texts: changed });
            }
        }
        if hits.is_empty() {
            continue;
        }
        if may(each, Act::Edit).is_ok() {
            found.hits.extend(hits);
        } else {
            found.read_only.push(each.id);
        }
    }
    found
}

/// Replaces a text in actions.
pub(super) fn replace(tx: &mut Tx, from: &str, to: &str, places: &[ActionRef]) -> Result<(), Refusal> {
    let mut changed = 0;
    for place in places {
        let version = tx.project.versions.get(&place.version);
        let version = version.ok_or_else(|| Refusal::Missing("This version".to_owned()))?;
        may(version, Act::Edit).map_err(Refusal::NotAllowed)?;
        let found = version.flow.actions.get(&place.action);
        let mut action = (**found.ok_or_else(|| Refusal::Missing(format!("Action {}", place.action)))?).clone();
        let mut is_changed = false;
        texts(&mut action, &mut |_, text| {
            if let Some(after) = replaced(text, from, to) {
                *text = after;
                changed += 1;
                is_changed = true;
            }
        });
        if is_changed {
            tx.put(Slot::Action(place.version, place.action, Some(Arc::new(action))));
        }
    }
    tx.applied.notice = Some(match changed {
        0 => format!("\"{from}\" does not occur there any more."),
        1 => "Replaced in one text.".to_owned(),
        count => format!("Replaced in {count} texts."),
    });
    Ok(())
}

/// A callback for the texts of an action, each with the label of its field.
type See<'a> = dyn FnMut(&'static str, &mut String) + 'a;

/// The texts of an action.
fn texts(action: &mut Action, see: &mut See<'_>) {
    see("Title", &mut action.title);
    see("Comment", &mut action.comment);
    if let Some(spec) = actions::spec_of(action) {
        in_params(spec.fields, &mut action.params, see);
    }
}

fn in_params(fields: &[&'static FieldSpec], params: &mut Params, see: &mut See<'_>) {
    for field in fields {
        match (params.0.get_mut(field.key), field.kind) {
            (Some(Value::Rows(rows)), FieldKind::Rows { columns, .. }) => {
                for row in rows {
                    in_params(columns, &mut row.cells, see);
                }
            }
            (Some(Value::Text(text)), FieldKind::Text | FieldKind::LongText | FieldKind::Texts) => {
                see(field.label, text);
            }
            (Some(Value::Texts(texts)), FieldKind::Texts) => {
                for text in texts.values_mut() {
                    see(field.label, text);
                }
            }
            _ => {}
        }
    }
}

/// A text after the replacement; `None` where nothing is to be replaced.
fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    let mut after = String::with_capacity(text.len());
    let (mut rest, mut count) = (text, 0);
    while let Some(letter) = rest.chars().next() {
        let placeholder = rest.starts_with("{{").then(|| rest.find("}}")).flatten().map(|end| end + 2);
        let (taken, put) =
            match placeholder.map(|length| (length, None)).or(begins(rest, from).map(|it| (it, Some(to)))) {
                Some((length, put)) => (length, put),
                None => (letter.len_utf8(), None),
            };
        count += usize::from(put.is_some());
        let (piece, next) = rest.split_at(taken);
        after.push_str(put.unwrap_or(piece));
        rest = next;
    }
    (count > 0 && after != text).then_some(after)
}

/// How many bytes at the beginning of a text are another one, whatever the case of its letters.
fn begins(text: &str, with: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in with.chars() {
        let (_, letter) = letters.next()?;
        if letter != wanted && !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let end = letters.next().map_or(text.len(), |(at, _)| at);
    (!with.is_empty()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_replaced_outside_placeholders_whatever_their_case() {
        for (text, from, to, wanted) in [
            ("Welcome to Aurora. AURORA!", "aurora", "Boreal", Some("Welcome to Boreal. Boreal!")),
            ("Dear {{customer.name}}, your name", "name", "title", Some("Dear {{customer.name}}, your title")),
            ("{{name", "name", "x", Some("{{x")),
            ("École, école, ECOLE", "école", "lycée", Some("lycée, lycée, ECOLE")),
            ("aaa", "aa", "b", Some("ba")),
            ("nothing", "other", "x", None),
            ("same", "same", "same", None),
            ("anything", "", "x", None),
            ("remove me", " me", "", Some("remove")),
            ("Straße", "STRASSE", "x", None),
            ("👍👍", "👍", "ok ", Some("ok ok ")),
        ] {
            assert_eq!(replaced(text, from, to).as_deref(), wanted, "{text:?}: {from:?} by {to:?}");
        }
    }
}
