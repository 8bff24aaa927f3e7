//! The type of the variable with a path: the type of its field, or of the field of a read-only group (spec: domain §8).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::resource::FieldType;
use crate::model::{Project, Resource, ResourceData, ResourceKind};

use super::super::{phone, reserved};
use super::Locale;
use super::kind::is_address;

/// What is declared of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared<'a> {
    /// Its type.
    pub kind: FieldType,
    /// Its values, where it is one of a list.
    pub listed: &'a [String],
    /// Its value at the start of an interaction.
    pub default: &'a str,
}

/// What is declared of the variable of a path; none when no variable has it.
#[must_use]
pub fn declared<'a>(project: &'a Project, path: &str) -> Option<Declared<'a>> {
    declared_by(path, |group| project.resource_by_reference(ResourceKind::Variable, group))
}

/// The same, where `find` finds the variable of a reference.
pub(super) fn declared_by<'a>(
    path: &str,
    find: impl FnOnce(&str) -> Option<&'a Arc<Resource>>,
) -> Option<Declared<'a>> {
    let (group, field) = path.split_once('.')?;
    match find(group).map(|own| &own.data) {
        Some(ResourceData::Variable(variable)) => {
            let found = variable.fields.iter().find(|it| it.name == field)?;
            Some(Declared { kind: found.kind, listed: &found.values, default: &found.default })
        }
        _ => reserved::kind(path).map(|kind| Declared { kind, listed: &[], default: "" }),
    }
}

/// Every path of a variable, also by the former references of its group.
#[must_use]
pub fn known_paths(project: &Project) -> BTreeSet<String> {
    let mut paths: BTreeSet<String> = reserved::paths(project).collect();
    for resource in project.resources_of(ResourceKind::Variable) {
        let ResourceData::Variable(variable) = &resource.data else { continue };
        for group in std::iter::once(&resource.reference).chain(&resource.aliases) {
            paths.extend(variable.fields.iter().map(|field| format!("{group}.{}", field.name)));
        }
    }
    paths
}

/// The type of the variable with a path; none when there is no such variable.
#[must_use]
pub fn kind_of(project: &Project, path: &str, text: &str) -> Option<FieldType> {
    let kind = declared(project, path)?.kind;
    Some(kind_in(kind, path, text, || Locale::of(project)))
}

/// The type that a variable has with a text: the customer's number is an address in emails.
pub(super) fn kind_in<'l>(kind: FieldType, path: &str, text: &str, locale: impl Fn() -> Locale<'l>) -> FieldType {
    if path != "call.number" || kind != FieldType::Phone || phone::key(text, locale().country).is_some() {
        return kind;
    }
    if is_address(text) { FieldType::Email } else { FieldType::ShortText }
}
