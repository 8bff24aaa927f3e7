//! Checks that several edits share: names, references, phone numbers, and objects that must exist. That no text is too long is checked in `limits.rs`, for all texts at once.

use std::sync::Arc;

use crate::catalog::ItemKind;
use crate::catalog::{country, phone};
use crate::model::reference::MAX_REFERENCE;
use crate::model::{Routing, RoutingId};

use super::tx::{Refusal, Tx};

/// The trimmed name; refused if it is empty.
pub(super) fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::Invalid("Enter a name.".to_owned()));
    }
    Ok(name.to_owned())
}

/// Refuses a reference that is malformed or taken.
pub(super) fn check_reference(kind: ItemKind, reference: &str, is_taken: bool) -> Result<(), Refusal> {
    let referenced = kind.referenced();
    if !referenced.accepts(reference) {
        let why =
            format!("Reference \"{reference}\" must be made of {referenced}, with at most {MAX_REFERENCE} characters.");
        return Err(Refusal::Invalid(why));
    }
    if is_taken {
        return Err(Refusal::Invalid(format!("Reference \"{reference}\" is taken. Choose another one.")));
    }
    Ok(())
}

/// Refuses a text that is not a phone number. An empty text and the text from before the edit are accepted.
pub(super) fn check_phone(tx: &Tx, text: &str, before: Option<&str>) -> Result<(), Refusal> {
    match phone::read(text, country::of(&tx.project.settings)) {
        Err(fault) if fault != phone::Fault::Empty && before != Some(text) => Err(Refusal::Invalid(fault.words(text))),
        _ => Ok(()),
    }
}

/// The routing with an id; refused if there is none.
pub(super) fn routing(tx: &Tx, id: RoutingId) -> Result<Arc<Routing>, Refusal> {
    tx.project.routings.get(&id).cloned().ok_or_else(|| Refusal::Missing("This smart routing".to_owned()))
}
