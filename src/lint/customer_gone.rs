//! Actions that need a customer who has gone: in an *interaction end* tree, what follows *Caller gone* alone (spec: meaning §8).

use crate::actions;
use crate::catalog::Finding;
use crate::catalog::branch::CALLER_GONE;
use crate::model::{Action, ActionRef, Place, Routing, RoutingType, Version};

use super::data_flow::Paths;
use super::{Diagnostic, quoted};

/// The customer may be there.
const THERE: u8 = 1;
/// The customer may have gone.
const GONE: u8 = 2;

pub(super) fn check(routing: &Routing, version: &Version, paths: &Paths<'_>, found: &mut Vec<Diagnostic>) {
    if routing.kind != RoutingType::InteractionEnd {
        return;
    }
    for (action, held) in
        paths.actions().zip(paths.walk(THERE | GONE, &|action, branch, held| leave(action, branch, *held)))
    {
        if held == Some(GONE) && needs_customer(action) {
            let place = Place::Action(ActionRef { version: version.id, action: action.id });
            let message = format!(
                "{} needs the customer, who has gone on every way to it, so it is left by Caller gone at once. Move it to where the \
                 customer may still be there, or remove it.",
                quoted(action)
            );
            found.push(Diagnostic::new(place, Finding::warning("customer-gone", message)));
        }
    }
}

/// An action that needs the customer is left by *Caller gone* without one, and by its other branches with one.
fn leave(action: &Action, branch: &str, held: u8) -> Option<u8> {
    let after = match (needs_customer(action), branch == CALLER_GONE.key) {
        (true, true) => held & GONE,
        (true, false) => held & THERE,
        (false, _) => held,
    };
    (after != 0).then_some(after)
}

/// Whether the engine passes an action over when the customer has gone.
fn needs_customer(action: &Action) -> bool {
    actions::spec_of(action).is_some_and(|spec| spec.caller_may_leave)
}
