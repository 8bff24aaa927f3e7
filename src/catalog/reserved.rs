//! The read-only groups of variables that every interaction brings: `call`, `email` and `message` (spec: domain §8). Their
//! references are reserved: no variable can be created with one. Where a project holds such a variable, from a file that
//! is older or was written by hand, that variable counts instead of the group.

use crate::model::resource::FieldType;
use crate::model::{Channel, Project, ResourceKind};

use super::door::{Cell, Door};
use super::interaction::{Interaction, MAX_VALUE_BYTES};
use super::outside::Fact;
use super::text::shorten_bytes;
use super::{call_group, email_group};

/// The fields of a group with their types.
type Fields = &'static [(&'static str, FieldType)];

/// The groups, each with its fields.
pub const GROUPS: &[(&str, Fields)] =
    &[("call", call_group::FIELDS), ("email", email_group::FIELDS), ("message", &[("text", FieldType::LongText)])];

/// The fields of a group; none where the reference is not reserved.
#[must_use]
pub fn fields(reference: &str) -> Option<Fields> {
    GROUPS.iter().find(|(group, _)| *group == reference).map(|(_, fields)| *fields)
}

/// The type of a path of a group; none where no group has it.
#[must_use]
pub fn kind(path: &str) -> Option<FieldType> {
    let (group, field) = path.split_once('.')?;
    fields(group)?.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind)
}

/// Whether a path is that of a field of a group.
#[must_use]
pub fn is_field(path: &str) -> bool {
    kind(path).is_some()
}

/// Whether no variable can be created with a reference.
#[must_use]
pub fn is_reserved(reference: &str) -> bool {
    fields(reference).is_some()
}

/// Whether a path begins with a reserved reference.
#[must_use]
pub fn is_of_group(path: &str) -> bool {
    is_reserved(path.split_once('.').map_or(path, |(group, _)| group))
}

/// Whether the project holds a variable of its own that counts instead of a group.
#[must_use]
pub fn is_own(project: &Project, reference: &str) -> bool {
    is_reserved(reference) && project.resource_by_reference(ResourceKind::Variable, reference).is_some()
}

/// Whether a path belongs to a group that can only be read in an interaction.
#[must_use]
pub fn is_read_only(interaction: &Interaction, path: &str) -> bool {
    let group = path.split_once('.').map_or(path, |(group, _)| group);
    is_reserved(group) && !interaction.own_groups.contains(group)
}

/// Every path of the groups that a project can read.
pub fn paths(project: &Project) -> impl Iterator<Item = String> {
    let groups = GROUPS.iter().filter(|(group, _)| !is_own(project, group));
    groups.flat_map(|(group, fields)| fields.iter().map(move |(field, _)| format!("{group}.{field}")))
}

/// The value of a path of a group, as it is now. None where the path belongs to no group, or where a variable of the project counts
/// instead of the group.
#[must_use]
pub fn value(project: &Project, door: &Door<'_>, interaction: &Interaction, path: &str) -> Option<String> {
    let (group, field) = path.split_once('.').filter(|_| is_read_only(interaction, path))?;
    let value = match group {
        "call" => call_group::value(project, door, interaction, field)?,
        "email" => email_group::value(project, door, interaction, field)?,
        "message" if field == "text" && interaction.channel == Channel::Messaging => {
            door.sees(Cell::LastMessage);
            interaction.last_message.clone().unwrap_or_else(|| door.text(Fact::FirstMessage))
        }
        _ if is_field(path) => String::new(),
        _ => return None,
    };
    Some(if value.len() > MAX_VALUE_BYTES { shorten_bytes(&value, MAX_VALUE_BYTES).to_owned() } else { value })
}

/// Every path of the groups that say something in an interaction, with its value.
#[must_use]
pub fn values(project: &Project, door: &Door<'_>, interaction: &Interaction) -> Vec<(String, String)> {
    let is_told = |group: &str| match group {
        "email" => interaction.channel == Channel::Email,
        "message" => interaction.channel == Channel::Messaging,
        _ => true,
    };
    let paths = GROUPS.iter().filter(|(group, _)| is_told(group));
    let paths = paths.flat_map(|(group, fields)| fields.iter().map(move |(field, _)| format!("{group}.{field}")));
    let mut found: Vec<_> =
        paths.filter_map(|path| value(project, door, interaction, &path).map(|value| (path, value))).collect();
    found.sort();
    found
}
