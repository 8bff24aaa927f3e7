//! Variables in texts, conditions and targets: each must be a field of a variable, or of a read-only group if it is only
//! read. A variable with the reference of such a group should be renamed.

use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::fold::entries;
use crate::catalog::value::{self, Locale};
use crate::catalog::{ActionSpec, CheckCx, Finding, expression, reserved, template};
use crate::edit::Edit;
use crate::model::resource::FieldType;
use crate::model::{
    ItemRef, Operand, Operator, Params, Place, Project, Resource, ResourceData, ResourceKind, Term, Value,
};

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
    value::declared(project, path).is_some()
}

/// The value of a path at the start of an interaction: the default of its field, empty for the read-only groups. `None` if no
/// variable has the path.
#[must_use]
pub fn start_value(project: &Project, path: &str) -> Option<String> {
    value::declared(project, path).map(|found| found.default.to_owned())
}

/// A variable with the reference of a read-only group: it hides the group.
pub(super) fn check_reserved(project: &Project, found: &mut Vec<Diagnostic>) {
    for resource in project.resources_of(ResourceKind::Variable).filter(|it| reserved::is_reserved(&it.reference)) {
        let group = &resource.reference;
        let message = format!(
            "Variable \"{}\" has the reference \"{group}\", which is the name of a read-only group. Until the variable is renamed, {group}.{} and \
             the other fields of the group are read from the variable.",
            resource.name,
            reserved::fields(group).and_then(|fields| fields.first()).map_or("", |(field, _)| field)
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
    check_literals(cx.project, &cx.action.params, spec.fields, &mut found);
    found
}

fn check_params(project: &Project, params: &Params, fields: &[&'static FieldSpec], found: &mut Vec<Finding>) {
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        let Some(value) = params.value(field.key) else { continue };
        let mut read = |path: &str| {
            if !is_readable(project, path) {
                let message = format!(
                    "\"{}\" reads the variable \"{path}\", which does not exist. Correct the name, or create the variable.",
                    field.label
                );
                found.push(Finding::warning("unknown-variable", message));
            }
        };
        match (field.kind, value) {
            (FieldKind::Text | FieldKind::LongText | FieldKind::Known | FieldKind::Texts, Value::Text(text)) => {
                template::paths(text).for_each(read);
            }
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
                    let why = if is_read_only { "is read-only" } else { "does not exist" };
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
                    check_literals(project, &row.cells, columns, found);
                }
            }
            _ => {}
        }
    }
}

/// Literals that a variable refuses, or that cannot be compared with one.
fn check_literals(project: &Project, params: &Params, fields: &[&'static FieldSpec], found: &mut Vec<Finding>) {
    let target =
        fields.iter().find(|field| matches!(field.kind, FieldKind::Variable)).map(|field| params.value(field.key));
    for field in fields.iter().filter(|field| field.is_shown(params, fields)) {
        match (field.kind, params.value(field.key)) {
            (FieldKind::Operand, Some(Value::Operand(Operand::Text(text)))) => {
                if let Some(Some(Value::Text(path))) = target
                    && let Some(needed) = unfit(project, path.trim(), text)
                {
                    let message = format!("\"{}\": \"{text}\" does not fit {}. {needed}", field.label, path.trim());
                    found.push(Finding::error("literal-type", message));
                }
            }
            (FieldKind::Condition, Some(Value::Condition(condition))) => {
                for term in &condition.terms {
                    check_term(project, term, found);
                    found.extend(empty_side(field.label, term));
                }
            }
            _ => {}
        }
    }
}

/// Why a variable does not take a literal. The value of a text with a placeholder is known only when the call runs.
fn unfit(project: &Project, path: &str, text: &str) -> Option<&'static str> {
    let is_known = !text.contains("{{") && !path.starts_with("call.");
    let declared = value::declared(project, path).filter(|_| is_known)?;
    value::fit(declared.kind, declared.listed, text, Locale::of(project)).err()
}

/// A side of a term that is empty, although nothing compares with an empty one (spec: meaning §1).
fn empty_side(label: &str, term: &Term) -> Option<Finding> {
    use Operator::{After, AtLeast, AtMost, Before, Contains, EndsWith, IsOneOf, Less, Matches, More, StartsWith};
    let is_strict = matches!(
        term.op,
        Contains | StartsWith | EndsWith | Matches | IsOneOf | Less | AtMost | More | AtLeast | Before | After
    );
    let is_list = term.op == IsOneOf;
    let is_empty_list = matches!(&term.right, Operand::Text(text) if is_list && entries(text).next().is_none());
    let side = if term.left.is_blank() {
        "left"
    } else if is_strict && (term.right.is_blank() || is_empty_list) {
        "right"
    } else {
        return None;
    };
    let message = format!(
        "\"{label}\": the {side} side of \"{}\" is empty, so the condition never holds. Enter what is compared.",
        term.op.words()
    );
    Some(Finding::warning("term-empty", message))
}

/// A literal that cannot be read as the type of the variable that it is compared with.
fn check_term(project: &Project, term: &Term, found: &mut Vec<Finding>) {
    use Operator::{After, AtLeast, AtMost, Before, Differs, Equals, Less, More};
    let is_by_type = matches!(term.op, Equals | Differs | Less | AtMost | More | AtLeast | Before | After);
    let ((Operand::Variable(path), Operand::Text(text)) | (Operand::Text(text), Operand::Variable(path))) =
        (&term.left, &term.right)
    else {
        return;
    };
    // An address may be compared with a part of it, and a number of the caller may be an address.
    let is_strict = |kind: &FieldType| {
        use FieldType::{Date, DateTime, Number, Time, YesNo};
        matches!(kind, Number | YesNo | Date | DateTime | Time)
    };
    let Some(kind) = value::declared(project, path).map(|declared| declared.kind).filter(is_strict) else { return };
    if !is_by_type || text.contains("{{") || text.trim().is_empty() {
        return;
    }
    if !value::readable(Some(kind), text, Locale::of(project)) {
        let kind = kind.words().to_lowercase();
        let message = format!(
            "\"{text}\" is compared with {path}, whose type is {kind}, so the two always differ. Write a value of that type."
        );
        found.push(Finding::warning("literal-type", message));
    }
}

fn check_operand(project: &Project, field: &FieldSpec, operand: &Operand, found: &mut Vec<Finding>) {
    let unknown = |path: &str| {
        Finding::warning(
            "unknown-variable",
            format!(
                "\"{}\" reads the variable \"{path}\", which does not exist. Correct the name, or create the variable.",
                field.label
            ),
        )
    };
    match operand {
        Operand::Text(text) => {
            found.extend(template::paths(text).filter(|path| !is_readable(project, path)).map(unknown));
        }
        Operand::Variable(path) if !path.is_empty() && !is_readable(project, path) => found.push(unknown(path)),
        Operand::Expression(text) if !text.trim().is_empty() => {
            let knows = |path: &str| is_readable(project, path);
            let named = expression::names(text, &knows).into_iter().filter(|named| !named.is_known);
            found.extend(named.map(|named| {
                let path = text.get(named.place).unwrap_or_default();
                let message = format!(
                    "\"{}\" reads \"{path}\" in an expression, but no variable has this name, so the expression fails. Correct the name.",
                    field.label
                );
                Finding::error("unknown-variable", message)
            }));
            if let Err(why) = expression::check(text, &knows) {
                found.push(Finding::error(
                    "bad-expression",
                    format!("\"{}\": the expression cannot be read: {why}", field.label),
                ));
            }
        }
        Operand::Variable(_) | Operand::Expression(_) => {}
    }
}
