//! Checks that several edits share: names, references, phone numbers, and objects that must exist. That no text is too long is checked in `limits.rs`, for all texts at once.

use std::sync::Arc;

use crate::catalog::{country, phone};
use crate::model::project::is_reference;
use crate::model::{Routing, RoutingId};

use super::tx::{Refusal, Tx};

/// The name without blanks around it; refused when nothing is left.
pub(super) fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::Invalid("A name is needed.".to_owned()));
    }
    Ok(name.to_owned())
}

/// Refuses a reference that is not well formed or that something else has.
pub(super) fn check_reference(reference: &str, is_taken: bool) -> Result<(), Refusal> {
    if !is_reference(reference) {
        let why = format!("Reference \"{reference}\" must be made of a-z, 0-9, _ and -, 64 at most.");
        return Err(Refusal::Invalid(why));
    }
    if is_taken {
        return Err(Refusal::Invalid(format!("Reference \"{reference}\" is taken. Choose another one.")));
    }
    Ok(())
}

/// Refuses a text that is no phone number. It may be empty, and a text that was there before is kept.
pub(super) fn check_phone(tx: &Tx, text: &str, before: Option<&str>) -> Result<(), Refusal> {
    match phone::read(text, country::of(&tx.project.settings)) {
        Err(fault) if fault != phone::Fault::Empty && before != Some(text) => Err(Refusal::Invalid(fault.words(text))),
        _ => Ok(()),
    }
}

/// The routing with an id; refused when there is none.
pub(super) fn routing(tx: &Tx, id: RoutingId) -> Result<Arc<Routing>, Refusal> {
    tx.project.routings.get(&id).cloned().ok_or_else(|| Refusal::Missing("This smart routing".to_owned()))
}
