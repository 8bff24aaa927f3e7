//! Variables in texts, conditions and targets: each must be a field of a variable, or of the read-only group
//! `call` if it is only read.

pub use crate::catalog::call_group::FIELDS as CALL_FIELDS;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::{ActionSpec, CheckCx, Finding, expression, template};
use crate::model::{ItemRef, Operand, Params, Project, ResourceData, ResourceKind, Value};

/// Every path that can be read in a project, in order.
#[must_use]
pub fn readable_paths(project: &Project) -> Vec<String> {
    let call = CALL_FIELDS.iter().map(|field| format!("call.{field}"));
    writable_paths(project).into_iter().chain(call).collect()
}

/// Every path that can be written in a project, in order.
#[must_use]
pub fn writable_paths(project: &Project) -> Vec<String> {
    let mut paths: Vec<String> = project
        .resources_of(ResourceKind::Variable)
        .flat_map(|resource| match &resource.data {
            ResourceData::Variable(variable) => {
                variable.fields.iter().map(|field| format!("{}.{}", resource.reference, field.name)).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    paths.sort();
    paths
}

fn is_readable(project: &Project, path: &str) -> bool {
    start_value(project, path).is_some()
}

/// The value of a path at the start of an interaction: the default of its field, empty for the group `call`. `None` if no
/// variable has the path.
#[must_use]
pub fn start_value(project: &Project, path: &str) -> Option<String> {
    match path.split_once('.')? {
        ("call", field) => CALL_FIELDS.contains(&field).then(String::new),
        (group, field) => match &project.resource_by_reference(ResourceKind::Variable, group)?.data {
            ResourceData::Variable(variable) => {
                variable.fields.iter().find(|it| it.name == field).map(|it| it.default.clone())
            }
            _ => None,
        },
    }
}

pub(super) fn check(cx: &CheckCx<'_>, spec: &ActionSpec) -> Vec<Finding> {
    let mut found = Vec::new();
    check_params(cx.project, &cx.action.params, spec.fields, &mut found);
    found
}

fn check_params(project: &Project, params: &Params, fields: &[&'static FieldSpec], found: &mut Vec<Finding>) {
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        let Some(value) = params.value(field.key) else { continue };
        let mut read = |path: &str| {
            if !is_readable(project, path) {
                let message = format!("\"{}\" reads the variable \"{path}\", which does not exist.", field.label);
                found.push(Finding::warning("unknown-variable", message));
            }
        };
        match (field.kind, value) {
            (FieldKind::Text | FieldKind::LongText, Value::Text(text)) => template::paths(text).for_each(read),
            (FieldKind::Texts, Value::Texts(texts)) => {
                texts.values().flat_map(|text| template::paths(text)).for_each(read);
            }
            (FieldKind::Item(_), Value::Item(ItemRef::Variable(path))) => read(path),
            (FieldKind::Operand, Value::Operand(operand)) => check_operand(project, field, operand, found),
            (FieldKind::Condition, Value::Condition(condition)) => {
                for term in &condition.terms {
                    check_operand(project, field, &term.left, found);
                    if !term.op.is_unary() {
                        check_operand(project, field, &term.right, found);
                    }
                }
            }
            (FieldKind::Variable, Value::Text(path)) if !path.trim().is_empty() => {
                let is_call = path.starts_with("call.");
                if is_call || !is_readable(project, path) {
                    let why = if is_call { "is read-only" } else { "does not exist" };
                    found.push(Finding::error(
                        "unknown-target",
                        format!(
                            "\"{}\" writes \"{path}\", which {why}. Create the field or pick another one.",
                            field.label
                        ),
                    ));
                }
            }
            (FieldKind::Rows { columns, .. }, Value::Rows(rows)) => {
                for row in rows {
                    check_params(project, &row.cells, columns, found);
                }
            }
            _ => {}
        }
    }
}

fn check_operand(project: &Project, field: &FieldSpec, operand: &Operand, found: &mut Vec<Finding>) {
    let unknown = |path: &str| {
        Finding::warning(
            "unknown-variable",
            format!("\"{}\" reads the variable \"{path}\", which does not exist.", field.label),
        )
    };
    match operand {
        Operand::Text(text) => {
            found.extend(template::paths(text).filter(|path| !is_readable(project, path)).map(unknown));
        }
        Operand::Variable(path) if !path.is_empty() && !is_readable(project, path) => found.push(unknown(path)),
        Operand::Expression(text) if !text.trim().is_empty() => {
            if let Err(why) = expression::check(text) {
                found.push(Finding::error(
                    "bad-expression",
                    format!("\"{}\": the expression cannot be read: {why}", field.label),
                ));
            }
        }
        Operand::Variable(_) | Operand::Expression(_) => {}
    }
}
