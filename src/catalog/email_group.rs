//! The read-only group `email`: what came in by email (spec: domain §8). Each field is computed when it is read; none is stored.

use crate::model::resource::FieldType;
use crate::model::{Channel, Project};

use super::call_group::moment_words;
use super::door::Door;
use super::eml::quoted;
use super::interaction::Interaction;
use super::outside::Fact;

/// The fields of the group with their types.
pub const FIELDS: &[(&str, FieldType)] = &[
    ("subject", FieldType::ShortText),
    ("text", FieldType::LongText),
    ("quoted", FieldType::LongText),
    ("from", FieldType::Email),
    ("from_name", FieldType::ShortText),
    ("reply_to", FieldType::Email),
    ("to", FieldType::ShortText),
    ("cc", FieldType::ShortText),
    ("date", FieldType::DateTime),
    ("attachments", FieldType::ShortText),
];

/// The value of a field, empty on other channels; none when the group has no such field. An email that says no date was written
/// when the interaction began.
#[must_use]
pub fn value(project: &Project, door: &Door<'_>, interaction: &Interaction, field: &str) -> Option<String> {
    FIELDS.iter().find(|(name, _)| *name == field)?;
    if interaction.channel != Channel::Email {
        return Some(String::new());
    }
    let email = door.email().unwrap_or_default();
    let from = || if door.is_hidden() { String::new() } else { door.text(Fact::Number) };
    let or = |text: &str, other: &dyn Fn() -> String| if text.is_empty() { other() } else { text.to_owned() };
    Some(match field {
        "subject" => email.subject.clone(),
        "text" => quoted::split(&email.body).text,
        "quoted" => quoted::split(&email.body).quoted,
        "from" => from(),
        "from_name" => or(&email.from_name, &|| door.text(Fact::Name)),
        "reply_to" => or(&email.reply_to, &from),
        "to" => email.to.join(", "),
        "cc" => email.cc.join(", "),
        "date" => moment_words(project, email.date.unwrap_or_else(|| door.now(0))),
        "attachments" => email.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "),
        _ => return None,
    })
}
