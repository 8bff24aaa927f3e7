//! Variables that texts, conditions and targets name: each must be a field of a variable, or of a read-only group where
//! it is only read. A variable with the reference of such a group is better renamed.

use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::{ActionSpec, CheckCx, Finding, expression, reserved, template};
use crate::edit::Edit;
use crate::model::{ItemRef, Operand, Params, Place, Project, Resource, ResourceData, ResourceKind, Value};

use super::Diagnostic;

/// Every path that can be read in a project, in order.
#[must_use]
pub fn readable_paths(project: &Project) -> Vec<String> {
    writable_paths(project).into_iter().chain(reserved::paths(project)).collect()
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

/// What a path holds at the start of an interaction: the default of its field, nothing for the read-only groups. None when
/// no variable has it.
#[must_use]
pub fn start_value(project: &Project, path: &str) -> Option<String> {
    let (group, field) = path.split_once('.')?;
    match project.resource_by_reference(ResourceKind::Variable, group).map(|own| &own.data) {
        Some(ResourceData::Variable(variable)) => {
            variable.fields.iter().find(|it| it.name == field).map(|it| it.default.clone())
        }
        _ => reserved::fields(group).filter(|fields| fields.contains(&field)).map(|_| String::new()),
    }
}

/// A variable with the reference of a read-only group: it hides the group.
pub(super) fn check_reserved(project: &Project, found: &mut Vec<Diagnostic>) {
    for resource in project.resources_of(ResourceKind::Variable).filter(|it| reserved::is_reserved(&it.reference)) {
        let group = &resource.reference;
        let message = format!(
            "Variable \"{}\" has the reference \"{group}\", which is that of the read-only group {group}. Until it is renamed, {group}.{} and the \
             like are read from this variable.",
            resource.name,
            reserved::fields(group).and_then(|fields| fields.first()).unwrap_or(&"")
        );
        let is_taken = |reference: &String| project.resource_by_reference(ResourceKind::Variable, reference).is_some();
        let mut free = (1..).map(|number| match number {
            1 => format!("own_{group}"),
            number => format!("own_{group}_{number}"),
        });
        let Some(reference) = free.find(|reference| !is_taken(reference)) else { continue };
        let renamed = Resource { reference, ..(**resource).clone() };
        let finding = Finding::warning("reserved-reference", message);
        let problem = Diagnostic::new(Place::Resource(resource.id), finding);
        found.push(problem.fix("Rename everywhere", Edit::RenameResource { resource: Box::new(renamed) }));
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
                let message = format!("\"{}\" reads the variable \"{path}\", which no variable has.", field.label);
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
                let is_group = |group: &str| reserved::is_reserved(group) && !reserved::is_own(project, group);
                let is_read_only = path.split_once('.').is_some_and(|(group, _)| is_group(group));
                if is_read_only || !is_readable(project, path) {
                    let why = if is_read_only { "is read-only" } else { "no variable has" };
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
            format!("\"{}\" reads the variable \"{path}\", which no variable has.", field.label),
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
