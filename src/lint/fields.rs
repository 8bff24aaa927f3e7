//! Checks parameters against their fields: missing values, wrong types, values out of range, and items that do not exist.

use crate::catalog::field::{DefaultValue, FieldKind, FieldSpec, ItemKind};
use crate::catalog::{ActionSpec, CheckCx, Finding};
use crate::model::{ItemRef, Params, Value};

pub(super) fn check(cx: &CheckCx<'_>, spec: &ActionSpec) -> Vec<Finding> {
    let mut found = Vec::new();
    check_params(cx, &cx.action.params, spec.fields, "", &mut found);
    for key in cx.action.params.0.keys().filter(|key| spec.field(key).is_none()) {
        found.push(Finding::hint(
            "unknown-parameter",
            format!("\"{}\" has no field \"{key}\"; the value is kept but has no effect.", spec.title),
        ));
    }
    found
}

fn check_params(
    cx: &CheckCx<'_>,
    params: &Params,
    fields: &'static [&'static FieldSpec],
    row: &str,
    found: &mut Vec<Finding>,
) {
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        let label = format!("{row}{}", field.label);
        match params.value(field.key) {
            None if field.is_required && !has_default(field) => found.push(missing(&label)),
            None => {}
            Some(value) if !accepts_own(field, value) => {
                let message = format!(
                    "\"{label}\" has a value that is not valid, so the default is used. Enter the value again."
                );
                found.push(Finding::warning("wrong-value", message));
            }
            Some(value) if field.is_required && is_blank(value) => found.push(missing(&label)),
            Some(value) => check_inside(cx, field, value, &label, found),
        }
    }
}

fn has_default(field: &FieldSpec) -> bool {
    !matches!(field.default, DefaultValue::None | DefaultValue::Text(""))
}

fn missing(label: &str) -> Finding {
    Finding::error("missing-parameter", format!("\"{label}\" is needed. Enter it in the form."))
}

/// Rows check their own cells below.
fn accepts_own(field: &FieldSpec, value: &Value) -> bool {
    match (field.kind, value) {
        (FieldKind::Rows { max, .. }, Value::Rows(rows)) => rows.len() <= max,
        (FieldKind::Key, Value::Text(text)) if text.is_empty() => true,
        (kind, value) => kind.accepts(value),
    }
}

/// Whether a stored value says nothing, so that a field that needs a value still lacks one.
#[must_use]
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Texts(texts) => texts.values().all(|text| text.trim().is_empty()),
        Value::Text(text) | Value::Item(ItemRef::Reference(text) | ItemRef::Variable(text)) => text.trim().is_empty(),
        Value::Operand(operand) => operand.is_blank(),
        Value::Condition(condition) => condition.terms.is_empty(),
        Value::Criteria(criteria) => criteria.is_empty(),
        Value::Rows(rows) => rows.is_empty(),
        Value::Bool(_) | Value::Int(_) | Value::Item(ItemRef::Item(_)) | Value::Action(_) => false,
    }
}

fn check_inside(cx: &CheckCx<'_>, field: &FieldSpec, value: &Value, label: &str, found: &mut Vec<Finding>) {
    match (field.kind, value) {
        (FieldKind::Rows { columns, .. }, Value::Rows(rows)) => {
            for (place, row) in rows.iter().enumerate() {
                check_params(cx, &row.cells, columns, &format!("{label}, row {}: ", place + 1), found);
            }
        }
        (FieldKind::Item(kind), Value::Item(item)) => check_item(cx, kind, item, label, found),
        (FieldKind::Action, Value::Action(id)) if !cx.version.flow.actions.contains_key(id) => {
            let message = format!("\"{label}\" refers to action {id}, which no longer exists. Choose another action.");
            found.push(Finding::error("unknown-action", message));
        }
        _ => {}
    }
}

fn check_item(cx: &CheckCx<'_>, kind: ItemKind, item: &ItemRef, label: &str, found: &mut Vec<Finding>) {
    if matches!(item, ItemRef::Variable(_)) || kind.resolve(cx.project, item).is_some() {
        return;
    }
    let noun = kind.words().to_lowercase();
    let message = match item {
        ItemRef::Reference(reference) if reference.is_empty() => format!("\"{label}\" names no {noun}. Pick one."),
        ItemRef::Reference(reference) => {
            format!(
                "\"{label}\" refers to the {noun} \"{reference}\", which does not exist. Create it or pick another one."
            )
        }
        _ => format!("\"{label}\" refers to a {noun} that no longer exists. Pick another one."),
    };
    found.push(Finding::error("unknown-item", message));
}
