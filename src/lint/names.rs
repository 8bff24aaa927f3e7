//! Names of days and months in the customer's language that are compared with a fixed text: the comparison holds in one language only.

use std::collections::BTreeSet;

use crate::actions::names_of_customer;
use crate::catalog::Finding;
use crate::model::{ActionRef, Operand, Operator, Params, Place, Term, Value, Version};

use super::Diagnostic;

pub(super) fn check(version: &Version, found: &mut Vec<Diagnostic>) {
    let paths: BTreeSet<String> =
        version.flow.actions.values().filter_map(|action| names_of_customer(action)).collect();
    if paths.is_empty() {
        return;
    }
    for action in version.flow.actions.values() {
        let mut named = BTreeSet::new();
        terms(&action.params, &mut |term| named.extend(compared(term, &paths)));
        let place = Place::Action(ActionRef { version: version.id, action: action.id });
        for path in named {
            let message = format!(
                "\"{path}\" holds the name of a day or month in the customer's language, so a fixed text fits in one language only. \
                 Choose one language in Date and time, or compare a number."
            );
            found.push(Diagnostic::new(place, Finding::warning("names-of-customer", message)));
        }
    }
}

/// The variable of a term that compares one of the paths with a fixed text.
fn compared<'a>(term: &'a Term, paths: &BTreeSet<String>) -> Option<&'a str> {
    if matches!(term.op, Operator::IsEmpty | Operator::IsNotEmpty) {
        return None;
    }
    let is_fixed =
        |operand: &Operand| matches!(operand, Operand::Text(text) if !text.trim().is_empty() && !text.contains("{{"));
    let sides = [(&term.left, &term.right), (&term.right, &term.left)];
    sides.into_iter().find_map(|(one, other)| match one {
        Operand::Variable(path) if paths.contains(path) && is_fixed(other) => Some(path.as_str()),
        _ => None,
    })
}

/// Every term of the conditions in parameters and their rows.
fn terms<'a>(params: &'a Params, see: &mut dyn FnMut(&'a Term)) {
    for value in params.0.values() {
        match value {
            Value::Condition(condition) => condition.terms.iter().for_each(&mut *see),
            Value::Rows(rows) => rows.iter().for_each(|row| terms(&row.cells, see)),
            _ => {}
        }
    }
}
